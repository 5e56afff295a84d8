//! What the readers of slides do not agree on.

use std::cell::OnceCell;

use super::blocks::Part;
use super::commonmark::{item, markdown_image, table};
use super::notes::Notes;
use super::slide_classes;
use super::text::Marks;
use crate::document::Document;
use crate::slides::{Slide, SlideMeasurer};
use crate::theme::Theme;

/// What a syntax may look at besides the slide in hand.
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

    /// The classes of each slide, the kind first, for a look that the style sheet of the deck
    /// gives.
    pub fn classes(&self) -> &[Vec<String>] {
        self.classes.get_or_init(|| {
            self.slides
                .iter()
                .map(|slide| slide_classes::classes(slide, self.measurer))
                .collect()
        })
    }
}

/// What the readers of slides do not agree on. Slides, headings, lists, tables and quotes are the
/// same for all.
pub(super) trait Syntax {
    /// What it takes for marks that others do not.
    fn marks(&self) -> Marks;

    /// Whether it shows drawings as they are.
    fn shows_vectors(&self) -> bool {
        true
    }

    /// Whether it can show the marking by itself, on every slide.
    fn has_marking(&self) -> bool {
        false
    }

    /// What stands before the first slide.
    fn front(&self, deck: &Deck<'_>) -> String;

    /// Whether [`Syntax::front`] is all of the first slide.
    fn has_cover_in_front(&self, _: &Deck<'_>) -> bool {
        false
    }

    /// The lines between a slide and the one before it.
    fn rule(&self, _: &Slide) -> String {
        "---\n\n".to_owned()
    }

    /// The heading of the slide at `at` as a line of Markdown, with what says how the slide looks:
    /// paragraphs.
    fn heading(&self, deck: &Deck<'_>, at: usize, heading: String) -> Vec<String>;

    /// What the slide shows below its heading, as paragraphs.
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

    /// What the speaker says; `None` if nothing.
    fn notes(&self, notes: &Notes<'_>) -> Option<String>;
}

/// The value of a key in front matter: a JSON string is a double-quoted YAML string. Nothing in it
/// ends a comment.
pub(super) fn quoted(value: &str) -> String {
    serde_json::Value::from(value)
        .to_string()
        .replace('>', "\\u003e")
}
