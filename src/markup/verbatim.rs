//! Makes texts that Markdown shows exactly as written, wherever they are inserted.
//!
//! Each character that Markdown could interpret is replaced by a placeholder, and the placeholders
//! are replaced back after parsing. Placeholders are noncharacters, which Unicode reserves for
//! internal use, so that no text of a user contains them.

use std::borrow::Cow;

use crate::document::Inline;

/// Put before and after each text, so that Markdown does not combine it with its surroundings.
pub(crate) const VERBATIM_EDGE: char = '\u{fdd3}';

/// Placeholder for the end of a line.
const LINE_END: char = '\u{fdd4}';

/// Placeholder for a blank, which would end the address of a link.
const BLANK: char = '\u{fdd5}';

/// Placeholder for a tab, for the same reason.
const TAB: char = '\u{fdd6}';

/// Placeholders for the marks around raised and lowered text: `^` and `~`.
pub(super) const SUPERSCRIPT: [char; 2] = ['\u{fdd7}', '\u{fdd8}'];
pub(super) const SUBSCRIPT: [char; 2] = ['\u{fdd9}', '\u{fdda}'];

/// The ASCII punctuation characters of CommonMark (2.1). Their placeholders are the two
/// noncharacters at the end of each Unicode plane beyond the first, of which there are exactly as
/// many.
const PUNCTUATION: &[u8; 32] = b"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/// The placeholder for a character that Markdown could interpret.
pub(super) fn stand_in(character: char) -> char {
    match character {
        '\n' | '\r' => LINE_END,
        ' ' => BLANK,
        '\t' => TAB,
        other => punctuation_stand_in(other).unwrap_or(other),
    }
}

/// The placeholder for a punctuation character; `None` for others.
fn punctuation_stand_in(character: char) -> Option<char> {
    let byte = u8::try_from(character).ok()?;
    let index = PUNCTUATION.iter().position(|mark| *mark == byte)?;
    let index = u32::try_from(index).ok()?;
    // Each plane has two, U+xFFFE and U+xFFFF; the first plane is not used.
    let plane = index / 2 + 1;
    char::from_u32(plane << 16 | 0xfffe | index & 1)
}

/// The character of a placeholder; the character itself if it is none, and `None` for an edge.
fn original_character(character: char) -> Option<char> {
    let code = u32::from(character);
    match character {
        VERBATIM_EDGE => None,
        LINE_END => Some('\n'),
        BLANK => Some(' '),
        TAB => Some('\t'),
        _ if SUPERSCRIPT.contains(&character) => Some('^'),
        _ if SUBSCRIPT.contains(&character) => Some('~'),
        _ if is_at_end_of_plane(code) => {
            let plane = code >> 16;
            let index = (plane - 1) * 2 + (code & 1);
            let index = usize::try_from(index).ok()?;
            PUNCTUATION.get(index).copied().map(char::from)
        }
        other => Some(other),
    }
}

fn is_at_end_of_plane(code: u32) -> bool {
    code > 0xffff && code & 0xfffe == 0xfffe
}

pub(super) fn is_stand_in(character: char) -> bool {
    // From VERBATIM_EDGE to the last mark of SUBSCRIPT.
    ('\u{fdd3}'..='\u{fdda}').contains(&character) || is_at_end_of_plane(character.into())
}

/// Makes a text that [`parse_inline`](super::parse_inline), [`parse_rich`](super::parse_rich) and
/// [`parse_template`](super::parse_template) show character for character, without emphasis, links, citations
/// or lists. Each line end becomes a line break. The result can be inserted anywhere in a text.
/// [`unescape_verbatim`] reverses it.
#[must_use]
pub fn escape_verbatim(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut out = String::with_capacity(text.len() * 2);
    out.push(VERBATIM_EDGE);
    out.extend(text.replace("\r\n", "\n").chars().map(stand_in));
    out.push(VERBATIM_EDGE);
    out
}

/// Replaces placeholders in a text by their characters.
#[must_use]
pub fn unescape_verbatim(text: &str) -> Cow<'_, str> {
    // Placeholders are not ASCII, and most texts are.
    if text.is_ascii() || !text.contains(is_stand_in) {
        return Cow::Borrowed(text);
    }
    let original: String = text.chars().filter_map(original_character).collect();
    Cow::Owned(original)
}

/// Removes blanks and line ends around a text, also as placeholders.
pub(crate) fn trim_verbatim(text: &str) -> String {
    let start = text.trim_start_matches(is_blank_or_edge);
    let before = &text[..text.len() - start.len()];
    let core = start.trim_end_matches(is_blank_or_edge);
    // Keeps the edge of a text whose beginning was removed: without it, `- ` that belongs to the
    // verbatim text would begin a list.
    if !core.is_empty() && before.contains(VERBATIM_EDGE) {
        format!("{VERBATIM_EDGE}{core}")
    } else {
        core.to_owned()
    }
}

fn is_blank_or_edge(character: char) -> bool {
    let is_placeholder = [VERBATIM_EDGE, LINE_END, BLANK, TAB].contains(&character);
    is_placeholder || character.is_whitespace()
}

/// Converts a text that may contain placeholders into inline text.
pub(super) fn verbatim_to_inlines(text: &str) -> Vec<Inline> {
    if text.is_empty() {
        return Vec::new();
    }
    // Placeholders are not ASCII, and most texts are.
    if text.is_ascii() {
        return vec![Inline::text(text)];
    }
    let mut inlines = Vec::new();
    for (index, line) in text.split(LINE_END).enumerate() {
        if index > 0 {
            inlines.push(Inline::LineBreak);
        }
        let line = unescape_verbatim(line);
        if !line.is_empty() {
            inlines.push(Inline::text(line));
        }
    }
    inlines
}

/// The text of inline code, which is one line.
pub(super) fn code_text(text: &str) -> String {
    unescape_verbatim(text).replace('\n', " ")
}

/// Characters with a placeholder that RFC 3986 allows nowhere in an address.
const NOT_IN_ADDRESSES: &str = "\n\t \"<>\\^`{|}";

/// An address. Verbatim characters that are not allowed in one are percent-encoded (RFC 3986,
/// section 2.1).
pub(super) fn percent_encode_address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for character in url.chars() {
        let Some(original) = original_character(character) else {
            continue;
        };
        // A character that is written out in the address is the author's own, and stays.
        if is_stand_in(character) && NOT_IN_ADDRESSES.contains(original) {
            out.push_str(&format!("%{:02X}", u32::from(original)));
        } else {
            out.push(original);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{Block, plain_text};
    use crate::markup::{parse_inline, parse_rich};

    fn shown(text: &str) -> Vec<Inline> {
        parse_inline(text, &mut |_| Some(0))
    }

    #[test]
    fn nothing_that_is_verbatim_means_anything() {
        for text in [
            "**x**",
            "[a](https://b)",
            "[@c]",
            "`d`",
            "&amp;",
            "# e",
            "- f",
            "1. g",
            "<b>",
            "\\*",
            "![](h)",
            "|i|",
        ] {
            assert_eq!(shown(&escape_verbatim(text)), [Inline::text(text)]);
            assert_eq!(
                parse_rich(&escape_verbatim(text), &mut |_| None),
                [Block::Paragraph {
                    text: vec![Inline::text(text)]
                }]
            );
            let strong = format!("**{}**", escape_verbatim(text));
            assert_eq!(
                shown(&strong),
                [Inline::Strong {
                    body: vec![Inline::text(text)]
                }]
            );
        }
        let lines = [
            Inline::text("a"),
            Inline::LineBreak,
            Inline::LineBreak,
            Inline::text("b"),
        ];
        assert_eq!(shown(&escape_verbatim("a\r\n\nb")), lines);
    }

    #[test]
    fn what_stands_beside_it_is_not_read_with_it() {
        let one = escape_verbatim("1");
        assert_eq!(
            parse_rich(&format!("{one}. a"), &mut |_| None),
            [Block::Paragraph {
                text: vec![Inline::text("1. a")]
            }]
        );
        assert_eq!(
            shown(&format!("&{};", escape_verbatim("amp"))),
            [Inline::text("&amp;")]
        );
        assert_eq!(
            shown(&format!("`{}`", escape_verbatim("a`\nb"))),
            [Inline::Code {
                text: "a` b".to_owned()
            }]
        );
        assert_eq!(
            trim_verbatim(&format!(" {} ", escape_verbatim(" - a\n"))),
            format!(
                "{VERBATIM_EDGE}{}",
                escape_verbatim("- a").trim_matches(VERBATIM_EDGE)
            )
        );
        assert_eq!(
            trim_verbatim(&format!("- {}", escape_verbatim("a "))),
            format!("- {VERBATIM_EDGE}a")
        );
    }

    #[test]
    fn the_address_of_a_link_may_hold_it() {
        let link = |url: &str| match shown(&format!("[a]({})", escape_verbatim(url))).as_slice() {
            [Inline::Link { url, .. }] => Some(url.clone()),
            _ => None,
        };
        assert_eq!(
            link("https://x.org/?a=b&c#d").as_deref(),
            Some("https://x.org/?a=b&c#d")
        );
        assert_eq!(
            link("https://x.org/a) \"b\n").as_deref(),
            Some("https://x.org/a)%20%22b%0A")
        );
        assert_eq!(link("javascript:alert(1)"), None);
    }

    proptest! {
        #[test]
        fn any_text_shows_as_it_is(text in "[ -~\n\u{e9}\u{4e2d}]{0,40}", before in "[*_`# \\[\\]a-c0-9.]{0,4}") {
            let put = escape_verbatim(&text);
            prop_assert_eq!(&*unescape_verbatim(&put), &text);
            prop_assert_eq!(plain_text(&shown(&put)), text.replace('\n', " "));
            let after_marks = plain_text(&shown(&format!("{before}{}", escape_verbatim(&text))));
            prop_assert!(after_marks.ends_with(&text.replace('\n', " ")), "{}", after_marks);
        }
    }
}
