//! A document to pages of placed text, lines and pictures: pure, and no PDF in it.
//!
//! Blocks are set into galleys; a composition for each [`Medium`] puts the galleys on pages and
//! keeps the page contract. The result, [`Pages`](crate::frame::Pages), is all that a writer of
//! pages needs.

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
pub(crate) mod squeeze;

pub use finalize::LaidOut;

use context::LayoutInput;
use measure_cache::MeasureCache;

use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Medium};
use crate::stage::Stage;
use crate::theme::Theme;

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
) -> Result<LaidOut, Vec<Diagnostic>> {
    let _stage = Stage::Layout.enter();
    let input = LayoutInput {
        document,
        theme,
        assets,
        measure_cache: MeasureCache::default(),
    };
    match document.medium {
        Medium::Sheet => sheet::lay_out_sheet(&input),
        Medium::Pages => flow::lay_out_flow(&input),
        Medium::Slides => slide::lay_out_slides(&input),
    }
}
