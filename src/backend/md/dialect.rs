//! The dialects of Markdown, and the syntax of each.

use serde::{Deserialize, Serialize};

use super::marp::Marp;
use super::pandoc::Pandoc;
use super::reveal::Reveal;
use super::slidev::Slidev;
use super::syntax::Syntax;

/// The program that reads the Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// [Marp](https://marp.app/), with the style sheet in the file. Other programs such as Pandoc
    /// can read it too.
    #[default]
    Marp,
    /// [Pandoc](https://pandoc.org/MANUAL.html#slide-shows), for its slides in HTML, PowerPoint and
    /// Beamer.
    Pandoc,
    /// The Markdown plugin of [reveal.js](https://revealjs.com/markdown/).
    Reveal,
    /// [Slidev](https://sli.dev/guide/syntax).
    Slidev,
    /// People: a document without slides or directives.
    Plain,
}

impl Dialect {
    /// Every dialect, the default first.
    pub const ALL: [Self; 5] = [
        Self::Marp,
        Self::Pandoc,
        Self::Reveal,
        Self::Slidev,
        Self::Plain,
    ];

    /// Its name on the command line and in settings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Marp => "marp",
            Self::Pandoc => "pandoc",
            Self::Reveal => "reveal",
            Self::Slidev => "slidev",
            Self::Plain => "plain",
        }
    }

    /// The dialect of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name() == name)
    }

    /// The syntax of its slides; `None` for a dialect without slides.
    pub(super) fn syntax(self) -> Option<&'static dyn Syntax> {
        match self {
            Self::Marp => Some(&Marp),
            Self::Pandoc => Some(&Pandoc),
            Self::Reveal => Some(&Reveal),
            Self::Slidev => Some(&Slidev),
            Self::Plain => None,
        }
    }
}
