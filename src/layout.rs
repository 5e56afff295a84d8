//! A document to pages of placed text, lines and pictures: pure, and no PDF in it.
//!
//! Blocks are set into galleys; a composition for each [`Medium`] puts the galleys on pages and
//! keeps the page contract. The result, [`Pages`], is all that a writer of pages needs.

mod blocks;
mod context;
pub(crate) mod copyfit;
mod finalize;
mod flow;
mod galley;
mod inline;
mod measure_cache;
mod metrics;
mod sheet;
mod slide;

use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Document, Medium, plain_text};
use crate::length::Pt;
use crate::stage::Stage;
use crate::theme::Theme;

use crate::frame::Pages;
use context::Context;
use measure_cache::Measurements;
use metrics::Look;

/// A laid out document and what is to be said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Laid {
    /// The pages.
    pub pages: Pages,
    /// What was done to keep the page contract: warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a layout is made from.
struct Input<'a> {
    document: &'a Document,
    theme: &'a Theme,
    assets: &'a Assets,
    measurements: Measurements,
}

impl<'a> Input<'a> {
    fn context(&'a self, look: Look) -> Context<'a> {
        Context::new(self, look)
    }
}

/// Lays a document out.
///
/// # Errors
///
/// When it cannot keep its page contract; the message says by how much it is too long, and what is
/// longest.
pub fn lay_out(
    document: &Document,
    theme: &Theme,
    assets: &Assets,
) -> Result<Laid, Vec<Diagnostic>> {
    let _stage = Stage::Layout.enter();
    let input = Input {
        document,
        theme,
        assets,
        measurements: Measurements::default(),
    };
    match document.medium {
        Medium::Sheet => sheet::sheet(&input),
        Medium::Pages => flow::flow(&input),
        Medium::Slides => slide::slides(&input),
    }
}

/// A document that cannot keep its promise.
pub(crate) fn too_long(document: &Document, pages: u16, by: Pt) -> Diagnostic {
    let promise = if pages == 1 {
        "one page".to_owned()
    } else {
        format!("{pages} pages")
    };
    let message = format!(
        "this does not fit on {promise}: {:.0} too long even with everything left out that may be",
        by.mm()
    );
    let problem = Diagnostic::error(message);
    match longest(document) {
        Some((length, name)) => problem.hint(format!(
            "shorten {name}, which is longest with {length} characters"
        )),
        None => problem,
    }
}

/// The longest of what is never left out.
fn longest(document: &Document) -> Option<(usize, &'static str)> {
    let sources = document
        .sources
        .iter()
        .map(|source| plain_text(&source.text).chars().count())
        .sum();
    let lengths = document.body.iter().filter_map(|block| {
        let (name, length) = match block {
            Block::BottomLine { body } => ("the bottom line", blocks_length(body)),
            Block::Ask { text, .. } => ("the ask", plain_text(text).chars().count()),
            Block::Paragraph { text } => ("a paragraph", plain_text(text).chars().count()),
            Block::Sources => ("the list of sources", sources),
            _ => return None,
        };
        Some((length, name))
    });
    lengths
        .max_by_key(|(length, _)| *length)
        .filter(|(length, _)| *length > 0)
}

/// How many characters blocks have.
fn blocks_length(blocks: &[Block]) -> usize {
    let mut length = 0;
    for block in blocks {
        block.for_each_text(&mut |text| length += plain_text(text).chars().count());
    }
    length
}
