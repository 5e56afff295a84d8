//! Adds soft hyphens to words that are wider than their column or cell, and keeps numbers with
//! hyphens whole. It does both only where a line would otherwise break badly, because Word's search
//! does not find words that contain such characters.

use super::body::BodyWriter;
use super::column_widths::{is_wide_character, width_in_ems};
use super::height::font_width_factor;
use super::visible_text::{Unescaped, visible_inlines};
use super::wml::{ParagraphNode, RunContent};
use crate::length::Pt;
use crate::text::long_words::SOFT_HYPHEN;
use crate::text::ruler::SoftHyphens;

/// How much wider a word may be than the sum of average widths.
const ROUGH_SLACK: f32 = 1.3;

/// No character is wider in [`width_in_ems`] for each of its bytes.
const MAX_WIDTH_PER_BYTE: f32 = 0.86;

impl BodyWriter<'_> {
    /// Keeps the numbers of a paragraph whole that have hyphens and fit into a width in twentieths of
    /// a point.
    pub(super) fn keep_figures_whole(&self, paragraph: &mut ParagraphNode<'_>, width: usize) {
        if !has_joined_figures(paragraph) {
            return;
        }
        let style = paragraph.style.measures(&self.metrics.scale);
        let width = Pt::from_twips(width.saturating_sub(style.indent))
            / font_width_factor(self.metrics.font_of(paragraph.style));
        let text = visible_inlines(paragraph);
        let size = style.font.size;
        let joints = self.ruler.joints_of_figures(&text, size, style.bold, width);
        if !joints.is_empty() {
            join_figures(paragraph, &joints);
        }
    }

    /// Lets the words of a paragraph fit into a width in twentieths of a point.
    pub(super) fn hyphenate_long_words(&mut self, paragraph: &mut ParagraphNode<'_>, width: usize) {
        let style = paragraph.style.measures(&self.metrics.scale);
        let width = Pt::from_twips(width.saturating_sub(style.indent))
            / font_width_factor(self.metrics.font_of(paragraph.style));
        let size = style.font.size;
        // A word of at most this many bytes surely fits, and few paragraphs have a longer one.
        let safe_bytes = width / (size * (ROUGH_SLACK * MAX_WIDTH_PER_BYTE));
        if !has_word_over(paragraph, safe_bytes as usize)
            || rough_word_width(paragraph) * ROUGH_SLACK * size <= width
        {
            return;
        }
        let text = visible_inlines(paragraph);
        let hyphens = self.ruler.soft_hyphens(&text, size, style.bold, width);
        if !hyphens.is_empty() {
            insert_hyphens(paragraph, &hyphens);
        }
        self.cut_words.extend(hyphens.cut_words);
        self.too_wide.extend(hyphens.too_wide);
    }
}

/// A hyphen at which no line ends. It is written as an element of its own (ECMA-376 part 1,
/// 17.3.3.18).
pub(super) const NO_BREAK_HYPHEN: char = '\u{2011}';

/// Replaces the hyphens after the characters with these indices, counted as in [`visible_inlines`].
///
/// The dash of a range stays: Word has no dash at which no line ends.
fn join_figures(paragraph: &mut ParagraphNode<'_>, joints: &[usize]) {
    let mut index = 0;
    for run in paragraph.runs_mut() {
        match &mut run.content {
            RunContent::Text(text) => {
                let mut out = String::with_capacity(text.text.len() + 8);
                let mut characters = Unescaped(&text.text);
                while let Some((rest, character)) = characters.next() {
                    let is_joint = joints.binary_search(&index).is_ok();
                    if is_joint && matches!(character, '-' | '\u{2010}') {
                        out.push(NO_BREAK_HYPHEN);
                    } else {
                        out.push_str(&rest[..rest.len() - characters.0.len()]);
                    }
                    index += 1;
                }
                text.text = out;
            }
            RunContent::Tab | RunContent::LineBreak => index += 1,
            RunContent::ColumnBreak
            | RunContent::Bookmark(_)
            | RunContent::FootnoteReference { .. }
            | RunContent::FieldChar(_)
            | RunContent::FieldCode(_) => {}
        }
    }
}

/// Whether a paragraph may have a hyphen beside a figure.
fn has_joined_figures(paragraph: &ParagraphNode<'_>) -> bool {
    paragraph.runs().any(|run| match &run.content {
        RunContent::Text(text) => {
            text.text.contains(['-', '\u{2010}']) && text.text.bytes().any(|it| it.is_ascii_digit())
        }
        _ => false,
    })
}

/// Whether a word of a paragraph, with the blank or hyphen after it, has more than `most` bytes.
fn has_word_over(paragraph: &ParagraphNode<'_>, most: usize) -> bool {
    let last_end = |bytes: &[u8]| bytes.iter().rposition(|it| matches!(it, b' ' | b'-'));
    // Of the word that the next run may continue.
    let mut length = 0;
    for run in paragraph.runs() {
        let RunContent::Text(text) = &run.content else {
            continue;
        };
        let mut rest = text.text.as_bytes();
        // Words that end within `most` bytes need no look, so that most bytes are skipped.
        while length + rest.len() > most {
            let Some(end) = last_end(&rest[..most - length]) else {
                return true;
            };
            rest = &rest[end + 1..];
            length = 0;
        }
        length = match last_end(rest) {
            Some(end) => rest.len() - end - 1,
            None => length + rest.len(),
        };
    }
    false
}

/// The approximate width of the longest word of a paragraph, in ems.
fn rough_word_width(paragraph: &ParagraphNode<'_>) -> f32 {
    let mut longest = 0.0_f32;
    let mut word = 0.0;
    for run in paragraph.runs() {
        let RunContent::Text(text) = &run.content else {
            continue;
        };
        for piece in text.text.split_inclusive([' ', '-']) {
            // Lines may end between wide characters.
            word += width_in_ems(piece.trim_start_matches(is_wide_character));
            longest = longest.max(word);
            if piece.ends_with([' ', '-']) {
                word = 0.0;
            }
        }
    }
    longest
}

/// Adds the hyphens to the runs of a paragraph, whose characters are counted as in
/// [`visible_inlines`].
fn insert_hyphens(paragraph: &mut ParagraphNode<'_>, hyphens: &SoftHyphens) {
    let mut index = 0;
    for run in paragraph.runs_mut() {
        match &mut run.content {
            RunContent::Text(text) => {
                let hyphenated = with_hyphens(&text.text, &mut index, hyphens);
                text.text = hyphenated;
            }
            RunContent::Tab | RunContent::LineBreak => index += 1,
            RunContent::ColumnBreak
            | RunContent::Bookmark(_)
            | RunContent::FootnoteReference { .. }
            | RunContent::FieldChar(_)
            | RunContent::FieldCode(_) => {}
        }
    }
}

/// An escaped text with its hyphens. `index` is that of its first character, and then that of the
/// first after it.
fn with_hyphens(escaped: &str, index: &mut usize, hyphens: &SoftHyphens) -> String {
    let mut out = String::with_capacity(escaped.len() + 8);
    let mut characters = Unescaped(escaped);
    while let Some((rest, _)) = characters.next() {
        if hyphens.places.binary_search(index).is_ok() {
            out.push(SOFT_HYPHEN);
        }
        if hyphens.loosened.binary_search(index).is_ok() {
            out.push(' ');
        } else {
            out.push_str(&rest[..rest.len() - characters.0.len()]);
        }
        *index += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::backend::docx::paragraph_style::ParagraphStyle;
    use crate::backend::docx::text::plain_paragraph;
    use crate::document::plain_text;
    use crate::fonts::Fonts;
    use crate::hyphenation::Hyphenation;
    use crate::text::ruler::TextRuler;

    /// The visible text of a paragraph with soft hyphens for a measure in ems.
    fn text_at(text: &str, measure: f32) -> String {
        let fonts = Fonts::built_in();
        let hyphenation = Hyphenation::of_language("de");
        let ruler = TextRuler::new(&fonts, &[]).with_hyphenation(&hyphenation);
        let mut paragraph = plain_paragraph(ParagraphStyle::TableText, text);
        let visible = visible_inlines(&paragraph);
        let hyphens = ruler.soft_hyphens(&visible, 1.0, false, measure);
        insert_hyphens(&mut paragraph, &hyphens);
        plain_text(&visible_inlines(&paragraph))
    }

    proptest! {
        #[test]
        fn words_of_few_bytes_are_not_wide(
            runs in prop::collection::vec(r"([a-zäA-Z]{1,20}|[\PC]{0,6}|[W@m]{1,9}|[ -]){0,6}", 0..4),
            most in 0_usize..40,
        ) {
            let mut paragraph = plain_paragraph(ParagraphStyle::TableText, "");
            for run in runs {
                let more = plain_paragraph(ParagraphStyle::TableText, &run);
                paragraph.children.extend(more.children);
            }
            if !has_word_over(&paragraph, most) {
                prop_assert!(rough_word_width(&paragraph) <= most as f32 * MAX_WIDTH_PER_BYTE);
            }
        }

        #[test]
        fn apart_from_soft_hyphens_and_joins_the_text_is_the_authors(
            text in r#"([a-zäöüßA-Z]{1,30}|[\PC]{0,12}|[&<>"'-]|[0-9.,]{1,12}|[ \u{a0}\u{ad}]){0,12}"#,
            measure in 0.0_f32..30.0,
        ) {
            let plain = |text: &str| text.replace(SOFT_HYPHEN, "").replace(['\u{a0}', '\u{202f}'], " ");
            let before = plain_text(&visible_inlines(&plain_paragraph(
                ParagraphStyle::TableText,
                &text,
            )));
            prop_assert_eq!(plain(&text_at(&text, measure)), plain(&before));
            prop_assert_eq!(text_at(&text, 10_000.0), before);
        }
    }

    #[test]
    fn joins_yield_before_a_line_overflows() {
        let cases = [
            ("Seite\u{a0}Verantwortung", 8.0, "Seite Verantwortung"),
            (
                "1\u{202f}250\u{202f}000\u{a0}Euro",
                4.0,
                "1\u{202f}250\u{202f}000 Euro",
            ),
            ("«\u{a0}oui\u{a0}»", 1.0, "«\u{a0}oui\u{a0}»"),
        ];
        for (text, measure, expected) in cases {
            assert_eq!(text_at(text, measure), expected);
            assert_eq!(text_at(text, 100.0), text);
        }
    }

    #[test]
    fn escaped_characters_count_as_one() {
        let text = "Q&A<'Verantwortungsbereich'>";
        assert_eq!(
            text_at(&format!("{text} {text}"), 6.0),
            format!("{0} {0}", "Q&A<'Verant\u{ad}wor\u{ad}tungs\u{ad}bereich'>")
        );
    }
}
