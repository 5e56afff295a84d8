//! Keeps Marp from replacing emoji by pictures, which it would load from the network.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_segmentation::UnicodeSegmentation;

/// The variation selector for the text form of a character. Marp leaves emoji with it alone.
const TEXT_FORM: char = '\u{fe0e}';

/// The variation selector for the emoji form of a character.
const EMOJI_FORM: char = '\u{fe0f}';

/// Writes emoji in Markdown so that they stay characters. Single ones get the selector for the text
/// form. It would take joined signs apart, such as flags, so these are written as entities.
pub(super) fn text_without_pictures(markdown: String) -> String {
    if !has_emoji(&markdown) {
        return markdown;
    }
    let mut out = String::with_capacity(markdown.len() + 8);
    for grapheme in markdown.graphemes(true) {
        if is_joined_sign(grapheme) {
            push_entities(grapheme, &mut out);
        } else {
            push_text_form(grapheme, &mut out);
        }
    }
    out
}

/// The same for code, which has no entities: joined signs are shown in their parts.
pub(super) fn code_without_pictures(code: &str) -> Cow<'_, str> {
    if !has_emoji(code) {
        return Cow::Borrowed(code);
    }
    let mut out = String::with_capacity(code.len() + 8);
    push_text_form(code, &mut out);
    Cow::Owned(out)
}

fn has_emoji(text: &str) -> bool {
    !text.is_ascii() && text.contains(|it| it == EMOJI_FORM || is_emoji(it))
}

/// Whether a grapheme is an emoji of several characters: a flag, a keycap, a sign with a tone of
/// skin, or signs with joiners between them.
fn is_joined_sign(grapheme: &str) -> bool {
    let parts = grapheme.chars().filter(|it| !is_selector(*it)).count();
    parts > 1 && grapheme.contains(is_emoji)
}

/// Writes the characters outside of ASCII as numbers.
fn push_entities(grapheme: &str, out: &mut String) {
    for character in grapheme.chars() {
        if character.is_ascii() {
            out.push(character);
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "&#x{:X};", u32::from(character));
        }
    }
}

/// Writes emoji with the selector for the text form instead of those that they have.
fn push_text_form(text: &str, out: &mut String) {
    for character in text.chars() {
        if is_emoji(character) {
            out.extend([character, TEXT_FORM]);
        } else if !is_selector(character) {
            out.push(character);
        }
    }
}

pub(super) fn is_selector(character: char) -> bool {
    matches!(character, TEXT_FORM | EMOJI_FORM)
}

/// Ranges of characters that are emoji by default (Emoji_Presentation, UTS 51), in their order.
const EMOJI: [(char, char); 32] = [
    ('\u{20e3}', '\u{20e3}'),
    ('\u{231a}', '\u{231b}'),
    ('\u{23e9}', '\u{23f3}'),
    ('\u{25fd}', '\u{25fe}'),
    ('\u{2614}', '\u{2615}'),
    ('\u{2648}', '\u{2653}'),
    ('\u{267f}', '\u{267f}'),
    ('\u{2693}', '\u{2693}'),
    ('\u{26a1}', '\u{26a1}'),
    ('\u{26aa}', '\u{26ab}'),
    ('\u{26bd}', '\u{26be}'),
    ('\u{26c4}', '\u{26c5}'),
    ('\u{26ce}', '\u{26ce}'),
    ('\u{26d4}', '\u{26d4}'),
    ('\u{26ea}', '\u{26ea}'),
    ('\u{26f2}', '\u{26f5}'),
    ('\u{26fa}', '\u{26fa}'),
    ('\u{26fd}', '\u{26fd}'),
    ('\u{2705}', '\u{2705}'),
    ('\u{270a}', '\u{270b}'),
    ('\u{2728}', '\u{2728}'),
    ('\u{274c}', '\u{274c}'),
    ('\u{274e}', '\u{274e}'),
    ('\u{2753}', '\u{2755}'),
    ('\u{2757}', '\u{2757}'),
    ('\u{2795}', '\u{2797}'),
    ('\u{27b0}', '\u{27b0}'),
    ('\u{27bf}', '\u{27bf}'),
    ('\u{2b1b}', '\u{2b1c}'),
    ('\u{2b50}', '\u{2b50}'),
    ('\u{2b55}', '\u{2b55}'),
    ('\u{1f000}', '\u{1faff}'),
];

fn is_emoji(character: char) -> bool {
    let index = EMOJI.partition_point(|(_, last)| *last < character);
    match EMOJI.get(index) {
        Some((first, _)) => *first <= character,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_have_one_selector() {
        for (text, expected) in [
            ("🟠", "🟠\u{fe0e}"),
            ("🟠\u{fe0f}", "🟠\u{fe0e}"),
            ("🟠\u{fe0e}", "🟠\u{fe0e}"),
            ("🟠\u{fe0f}\u{fe0e} 🚧", "🟠\u{fe0e} 🚧\u{fe0e}"),
            ("⚠\u{fe0f} ✔\u{fe0e} →", "⚠ ✔ →"),
            ("漢字 é ไทย", "漢字 é ไทย"),
        ] {
            assert_eq!(text_without_pictures(text.to_owned()), expected);
            assert_eq!(code_without_pictures(text), expected);
        }
    }

    #[test]
    fn joined_signs_are_entities() {
        for (text, expected) in [
            ("1\u{fe0f}\u{20e3}", "1&#xFE0F;&#x20E3;"),
            ("\\*\u{fe0f}\u{20e3}", "\\*&#xFE0F;&#x20E3;"),
            ("🇩🇪", "&#x1F1E9;&#x1F1EA;"),
            ("👩\u{200d}💻", "&#x1F469;&#x200D;&#x1F4BB;"),
            ("👍🏽", "&#x1F44D;&#x1F3FD;"),
            ("🏴\u{e0067}\u{e007f}", "&#x1F3F4;&#xE0067;&#xE007F;"),
        ] {
            assert_eq!(text_without_pictures(text.to_owned()), expected);
        }
        assert_eq!(code_without_pictures("🇩🇪"), "🇩\u{fe0e}🇪\u{fe0e}");
    }
}
