//! What pages show of an emoji that consists of several characters.

use super::characters::is_skin_tone;
use super::shape::shape_text;
use super::shaper::Shaper;
use super::span::{ParagraphSetting, TextSpan};
use crate::fonts::{FaceId, FontStyle, needs_no_glyph};
use crate::theme::Color;

/// A pair of letters that is no country's: ISO 3166 leaves it to its users.
const UNKNOWN_FLAG: &str = "🇿🇿";

/// The first and the last of the letters that make flags.
const FLAG_LETTERS: std::ops::RangeInclusive<char> = '\u{1f1e6}'..='\u{1f1ff}';

impl Shaper {
    /// The signs that are shown instead of a joined one, such as `👩💻`. `None` if it is one glyph
    /// of its own, but for tones of skin, which no sign in one colour has.
    pub(crate) fn shown_instead_of(&self, sign: &str, families: &[String]) -> Option<String> {
        let glyphs = self.glyphs_of_sign(sign, families);
        let mut parts = sign.chars().filter(|it| !is_mark_of_emoji(*it));
        let first = parts.next()?;
        if let [(face, glyph)] = glyphs[..] {
            let is_unknown_flag = FLAG_LETTERS.contains(&first)
                && glyphs == self.glyphs_of_sign(UNKNOWN_FLAG, families);
            if is_unknown_flag {
                return Some("?".to_owned());
            }
            let nominal = self.faces().glyph_id(face, first);
            let has_more = parts.next().is_some() || sign.contains(is_flag_tag);
            return (has_more && nominal == Some(glyph)).then(|| first.to_string());
        }
        let is_shown = |part: &char| {
            let mut faces = glyphs.iter();
            faces.any(|(face, glyph)| self.faces().glyph_id(*face, *part) == Some(*glyph))
        };
        Some(sign.chars().filter(is_shown).collect())
    }

    /// The glyphs of a sign, each with its face.
    fn glyphs_of_sign(&self, sign: &str, families: &[String]) -> Vec<(FaceId, u16)> {
        let span = TextSpan {
            text: sign.to_owned(),
            style: FontStyle::default(),
            scale: 1.0,
            rise: 0.0,
            color: Color {
                red: 0,
                green: 0,
                blue: 0,
            },
            lead: 0.0,
            lang: None,
            mark: 0,
        };
        let setting = ParagraphSetting {
            families,
            ..ParagraphSetting::default()
        };
        let shaped = shape_text(self.faces(), &[span], &setting);
        let mut glyphs = Vec::new();
        for cluster in &shaped.clusters {
            if let Some(style) = shaped.styles.get(cluster.style) {
                let ids = shaped.glyphs_of(cluster).iter();
                glyphs.extend(ids.map(|glyph| (style.face, glyph.id)));
            }
        }
        // Glyph 0 is `.notdef`.
        glyphs.retain(|(_, glyph)| *glyph != 0);
        glyphs
    }
}

/// Whether a character is a part of an emoji that shows nothing by itself in one colour.
fn is_mark_of_emoji(character: char) -> bool {
    needs_no_glyph(character) || is_skin_tone(character)
}

fn is_flag_tag(character: char) -> bool {
    matches!(character, '\u{e0020}'..='\u{e007f}')
}
