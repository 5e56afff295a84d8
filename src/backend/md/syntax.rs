//! The parts of a deck's Markdown that differ between dialects.

use std::cell::OnceCell;

use super::blocks::MarkdownPart;
use super::commonmark::{MIN_DASHES, cells_as_list, markdown_image, markdown_table};
use super::notes::SlideNotes;
use super::slide_classes;
use super::text::DialectEscapes;
use crate::document::Document;
use crate::slides::{Slide, SlideMeasurer};
use crate::theme::Theme;

/// The deck that a syntax writes.
pub(super) struct Deck<'a> {
    pub document: &'a Document,
    pub theme: &'a Theme,
    pub measurer: &'a SlideMeasurer<'a>,
    pub slides: &'a [Slide],
    classes: OnceCell<Vec<Vec<String>>>,
}

impl<'a> Deck<'a> {
    pub fn new(
        document: &'a Document,
        measurer: &'a SlideMeasurer<'a>,
        slides: &'a [Slide],
    ) -> Self {
        Self {
            document,
            theme: measurer.theme(),
            measurer,
            slides,
            classes: OnceCell::new(),
        }
    }

    /// The classes of each slide, its kind first, for the style sheet of the deck. Computed only
    /// for dialects that have a style sheet, and once: each slide asks for them, so that the time
    /// would grow with the square of their number.
    pub fn classes(&self) -> &[Vec<String>] {
        self.classes.get_or_init(|| {
            let mut classes = Vec::new();
            for slide in self.slides {
                classes.push(slide_classes::all_classes(slide, self.measurer));
            }
            classes
        })
    }
}

/// The syntax of one dialect. Headings, lists, tables and quotes are the same in all dialects.
pub(super) trait Syntax {
    /// Characters that this dialect interprets and others do not.
    fn escapes(&self) -> DialectEscapes<'static>;

    /// Whether it shows vector images.
    fn shows_vectors(&self) -> bool {
        true
    }

    /// Whether browsers break its lines.
    fn is_set_by_browsers(&self) -> bool {
        true
    }

    /// Whether it has a place for the handling marking on every slide. Otherwise the marking is the
    /// first line of each slide.
    fn shows_marking(&self) -> bool {
        false
    }

    /// The front matter, before `slides`, which are Markdown.
    fn front_matter(&self, deck: &Deck<'_>, slides: &str) -> String;

    /// Whether [`Syntax::front_matter`] contains the first slide.
    fn has_cover_in_front_matter(&self, _: &Deck<'_>) -> bool {
        false
    }

    /// The separator in front of a slide.
    fn separator(&self, _: &Slide) -> String {
        "---\n\n".to_owned()
    }

    /// The heading of the slide at index `at`, given as a line of Markdown, and the directives for
    /// its classes, as paragraphs.
    fn heading_paragraphs(&self, deck: &Deck<'_>, at: usize, heading: String) -> Vec<String>;

    /// The address of the slide at an index, which shows the block with this id; `None` where the
    /// program has no links to slides.
    fn slide_address(&self, at: usize, id: &str) -> Option<String>;

    /// The slide below its heading, as paragraphs.
    fn body_paragraphs(&self, parts: Vec<MarkdownPart>, escapes: DialectEscapes) -> Vec<String> {
        let mut paragraphs = Vec::new();
        for part in &parts {
            paragraphs.push(self.part_paragraph(part, escapes));
        }
        paragraphs
    }

    /// One part as a paragraph.
    fn part_paragraph(&self, part: &MarkdownPart, escapes: DialectEscapes) -> String {
        match part {
            MarkdownPart::Text(words) | MarkdownPart::Caption(words) => words.clone(),
            MarkdownPart::Cells { cells, .. } => cells_as_list(cells),
            MarkdownPart::Table { table, pads, .. } => {
                markdown_table(table, escapes, pads, |_| MIN_DASHES)
            }
            MarkdownPart::Image { alt, file } => markdown_image(alt, file),
        }
    }

    /// The speaker's notes, if there are any.
    fn notes_paragraph(&self, notes: &SlideNotes<'_>, escapes: DialectEscapes) -> Option<String>;
}

/// Quotes a value for front matter: a JSON string is a valid double-quoted YAML string. `>` is
/// escaped so that the value cannot end an HTML comment.
pub(super) fn yaml_quoted(value: &str) -> String {
    // A quoted value is one line, so it cannot begin another key or end the front matter.
    serde_json::Value::from(value)
        .to_string()
        .replace('>', "\\u003e")
}
