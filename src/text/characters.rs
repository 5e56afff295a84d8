//! Properties of characters that shaping and line breaking share.

use unicode_linebreak::{BreakClass, break_property};
use unicode_script::Script;

use super::shaped::ClusterKind;
use crate::fonts::{is_fixed_width_space, needs_no_glyph};
use crate::lang;

/// Whether a character is passed to the shaper, and kept in the text that its glyph carries. That
/// holds for letters, marks, joiners and variation selectors, not for directional and other
/// controls.
pub(super) fn is_shaped(character: char) -> bool {
    match character {
        ' ' | '\u{a0}' => true,
        // The combining grapheme joiner and the zero-width joiners decide how letters join, and the
        // variation selectors which glyph a character has. None of them is drawn.
        '\u{34f}' | '\u{200c}'..='\u{200d}' => true,
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => true,
        // The tags in flags such as that of Scotland.
        '\u{e0020}'..='\u{e007f}' => true,
        _ => !needs_no_glyph(character),
    }
}

/// Whether a character gives the emoji before it a tone of skin (UTS 51, "Emoji modifiers").
pub(crate) fn is_skin_tone(character: char) -> bool {
    matches!(character, '\u{1f3fb}'..='\u{1f3ff}')
}

/// The kind of a cluster, which its first shaped character decides.
pub(super) fn cluster_kind(text: &str) -> ClusterKind {
    let Some(first) = text.chars().find(|&it| is_shaped(it)) else {
        return ClusterKind::Word;
    };
    match first {
        // The spaces that Unicode calls non-breaking: the no-break, figure and narrow no-break
        // space.
        '\u{a0}' | '\u{2007}' | '\u{202f}' => ClusterKind::NoBreakSpace,
        // The last is the ideographic space.
        ' ' | '\u{1680}' | '\u{3000}' => ClusterKind::Space,
        _ if is_fixed_width_space(first) => ClusterKind::Space,
        _ if is_fullwidth_punctuation(first) || is_cjk(first) => ClusterKind::Ideograph,
        _ => ClusterKind::Word,
    }
}

/// Whether a character is Han, kana or bopomofo.
pub(super) fn is_cjk(character: char) -> bool {
    use unicode_script::Script::{Bopomofo, Han, Hiragana, Katakana};
    // No such character lies below U+2E80; this saves most texts the look-up.
    character > '\u{2e7f}'
        && matches!(
            lang::script(character),
            Han | Hiragana | Katakana | Bopomofo
        )
}

/// Whether a character is a syllable or letter of Korean.
pub(super) fn is_hangul(character: char) -> bool {
    character > '\u{10ff}' && lang::script(character) == Script::Hangul
}

/// Whether a character is in the blocks "CJK Symbols and Punctuation", without the ideographic
/// space, or "Halfwidth and Fullwidth Forms", up to the full-width punctuation.
pub(super) fn is_fullwidth_punctuation(character: char) -> bool {
    matches!(character, '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}')
}

pub(super) fn is_opening_quote(character: char) -> bool {
    matches!(character, '“' | '‘')
}

pub(super) fn is_closing_quote(character: char) -> bool {
    matches!(character, '”' | '’')
}

/// Whether a character is of the class OP of UAX 14, after which no line ends.
pub(super) fn is_open_punctuation(character: char) -> bool {
    break_property(u32::from(character)) == BreakClass::OpenPunctuation
}

/// Whether a character is of one of the classes of UAX 14 before which no line ends: CL, CJ, EX, IS
/// and NS.
pub(super) fn cannot_start_line(character: char) -> bool {
    use BreakClass::{
        ClosePunctuation, ConditionalJapaneseStarter, Exclamation, InfixSeparator, NonStarter,
    };
    matches!(
        break_property(u32::from(character)),
        ClosePunctuation | ConditionalJapaneseStarter | Exclamation | InfixSeparator | NonStarter
    )
}
