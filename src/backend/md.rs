//! Markdown: slides in the dialects of their readers, and a document for people.
//!
//! The text is plain CommonMark with tables, so that it reads well as it is: a slide is a heading
//! and what follows. What the readers of slides do not agree on — notes, columns, classes, front
//! matter — is decided by each [`Dialect`]; nothing comes from the network. [`Dialect::Plain`] has
//! no slides.

mod blocks;
mod commonmark;
mod deck;
pub(crate) mod dialect;
mod marp;
mod notes;
mod pandoc;
mod plain;
mod reveal;
mod slide_classes;
mod slidev;
mod stylesheet;
mod syntax;
mod text;

use super::{Backend, Rendered};
use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::options::FormatOptions;
use crate::stage::Stage;
use crate::theme::Theme;

pub use dialect::Dialect;

/// See the [module](self).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Markdown {
    /// Who is to read it.
    pub dialect: Dialect,
}

impl Markdown {
    /// Markdown for the reader that the options name.
    #[must_use]
    pub fn new(options: &FormatOptions) -> Self {
        Self {
            dialect: options.dialect.unwrap_or_default(),
        }
    }

    /// The options that its files depend on, as the manifest records them.
    pub(crate) fn recorded_options(options: &FormatOptions) -> FormatOptions {
        FormatOptions {
            dialect: Some(options.dialect.unwrap_or_default()),
            ..FormatOptions::default()
        }
    }
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
            Some(syntax) => deck::render(syntax, document, theme, assets),
            None => plain::render(document, theme, assets),
        }
    }
}
