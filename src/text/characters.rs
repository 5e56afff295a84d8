//! Which characters take part in shaping, and which kind of cluster they make.

use super::shaped::ClusterKind;
use crate::fonts::needs_no_glyph;
use crate::lang;

/// Whether a character takes part in shaping: letters do, and what joins, parts or varies them.
pub(super) fn is_shaped(character: char) -> bool {
    !needs_no_glyph(character)
        || matches!(character, ' ' | '\u{a0}' | '\u{34f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// What a cluster is.
pub(super) fn cluster_kind(text: &str) -> ClusterKind {
    let Some(first) = text.chars().find(|&it| is_shaped(it)) else {
        return ClusterKind::Word;
    };
    match first {
        ' '
        | '\u{1680}'
        | '\u{2000}'..='\u{2006}'
        | '\u{2008}'..='\u{200a}'
        | '\u{205f}'
        | '\u{3000}' => ClusterKind::Space,
        '\u{a0}' | '\u{2007}' | '\u{202f}' => ClusterKind::FixedSpace,
        '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}' => ClusterKind::Ideograph,
        _ if is_cjk(first) => ClusterKind::Ideograph,
        _ => ClusterKind::Word,
    }
}

/// Han, kana and bopomofo.
pub(super) fn is_cjk(character: char) -> bool {
    use unicode_script::Script::{Bopomofo, Han, Hiragana, Katakana};
    character > '\u{2e7f}'
        && matches!(
            lang::script(character),
            Han | Hiragana | Katakana | Bopomofo
        )
}
