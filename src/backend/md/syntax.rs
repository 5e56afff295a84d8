//! The parts of a deck's Markdown that differ between dialects.

use std::cell::OnceCell;

use super::blocks::Part;
use super::commonmark::{item, markdown_image, table};
use super::notes::Notes;
use super::slide_classes;
use super::text::Marks;
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

    /// The classes of each slide, its kind first, for the style sheet of the deck. Computed once,
    /// and only for dialects that have a style sheet.
    pub fn classes(&self) -> &[Vec<String>] {
        self.classes.get_or_init(|| {
            self.slides
                .iter()
                .map(|slide| slide_classes::classes(slide, self.measurer))
                .collect()
        })
    }
}

/// The syntax of one dialect. Headings, lists, tables and quotes are the same in all dialects.
pub(super) trait Syntax {
    /// Characters that this dialect interprets and others do not.
    fn marks(&self) -> Marks;

    /// Whether it shows vector images.
    fn shows_vectors(&self) -> bool {
        true
    }

    /// Whether it has a place for the handling marking on every slide. Otherwise the marking is the
    /// first line of each slide.
    fn has_marking(&self) -> bool {
        false
    }

    /// The front matter, before the first slide.
    fn front(&self, deck: &Deck<'_>) -> String;

    /// Whether [`Syntax::front`] contains the first slide.
    fn has_cover_in_front(&self, _: &Deck<'_>) -> bool {
        false
    }

    /// The separator in front of a slide.
    fn rule(&self, _: &Slide) -> String {
        "---\n\n".to_owned()
    }

    /// The heading of the slide at index `at`, given as a line of Markdown, and the directives for
    /// its classes, as paragraphs.
    fn heading(&self, deck: &Deck<'_>, at: usize, heading: String) -> Vec<String>;

    /// The slide below its heading, as paragraphs.
    fn body(&self, parts: Vec<Part>) -> Vec<String> {
        parts.iter().map(|part| self.part(part)).collect()
    }

    /// One part as a paragraph.
    fn part(&self, part: &Part) -> String {
        match part {
            Part::Words(words) | Part::Below(words) => words.clone(),
            Part::Cells { cells, .. } => cells
                .iter()
                .map(|cell| item("- ", cell))
                .collect::<Vec<_>>()
                .join("\n"),
            Part::Table { table: it, .. } => table(it, self.marks(), |_| 3),
            Part::Image { alt, file } => markdown_image(alt, file),
        }
    }

    /// The speaker's notes, if there are any.
    fn notes(&self, notes: &Notes<'_>) -> Option<String>;
}

/// Quotes a value for front matter: a JSON string is a valid double-quoted YAML string. `>` is
/// escaped so that the value cannot end an HTML comment.
pub(super) fn quoted(value: &str) -> String {
    serde_json::Value::from(value)
        .to_string()
        .replace('>', "\\u003e")
}
