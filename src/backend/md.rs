//! Writes Markdown: slides in the dialects of several programs, or a document for people.
//!
//! The text is CommonMark with tables, which reads well as it is: a slide is a heading and the text
//! below it. Programs differ in how they write notes, columns, classes and front matter; each
//! [`Dialect`] has a [`syntax`] for these. [`Dialect::Plain`] has no slides. Nothing is loaded from
//! the network.

mod blocks;
mod commonmark;
mod decimals;
mod deck;
pub(crate) mod dialect;
mod emoji;
mod marp;
mod notes;
mod pandoc;
mod plain;
mod reveal;
mod signs;
mod slide_classes;
mod slidev;
mod stylesheet;
mod syntax;
mod text;

use super::{Backend, Rendered};
use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::document::{Direction, Document, Labels};
use crate::fonts::Fonts;
use crate::options::FormatOptions;
use crate::slides::SlideMeasurer;
use crate::stage::Stage;
use crate::theme::Theme;

pub use dialect::Dialect;
use stylesheet::DeckFonts;

/// Writes Markdown in one dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Markdown {
    /// The program that reads it.
    pub dialect: Dialect,
}

impl Markdown {
    /// A writer for the dialect in the options.
    #[must_use]
    pub fn new(options: &FormatOptions) -> Self {
        Self {
            dialect: options.dialect.unwrap_or_default(),
        }
    }

    /// The options that the files depend on, as the manifest records them.
    pub(crate) fn recorded_options(options: &FormatOptions) -> FormatOptions {
        FormatOptions {
            dialect: Some(options.dialect.unwrap_or_default()),
            ..FormatOptions::default()
        }
    }
}

/// The style sheet of a deck in `theme`, without the rules for what only some decks have. The text
/// runs from left to right.
pub(crate) fn deck_style_sheet(theme: &Theme, fonts: &Fonts) -> String {
    let theme = theme.for_slides();
    let labels = Labels::default();
    let measurer = SlideMeasurer::new(&theme, fonts, &labels);
    stylesheet::theme_css(&measurer, &DeckFonts::default(), Direction::Ltr)
}

impl Backend for Markdown {
    fn render(
        &self,
        document: &Document,
        theme: &Theme,
        assets: &Assets,
    ) -> Result<Rendered, Vec<Diagnostic>> {
        let _stage = Stage::Write.enter();
        match self.dialect.syntax() {
            Some(syntax) => deck::render_deck(syntax, document, theme, assets),
            None => plain::render_plain(document, theme, assets),
        }
    }
}
