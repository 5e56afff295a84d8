//! Lays a document out on pages: the step between a [`Document`] and the writers of PDF and PNG.
//!
//! [`lay_out`] gives [`Pages`](crate::frame::Pages) of placed text, shapes and images. Nothing here
//! knows about PDF. Blocks become *galleys*, columns of matter that is not cut into pages yet
//! (`galley.rs`); a composition for each [`Medium`] then puts the galleys on pages and keeps the
//! page limit, if need be by fitting the copy (`copyfit.rs`).
//!
//! Two words of typesetters run through the code: the *measure* is the width of the column that a
//! text is set in, and *leading* is the distance from one baseline to the next.

mod blocks;
mod context;
pub(crate) mod copyfit;
mod finalize;
mod flow;
mod galley;
mod inline;
mod measure_cache;
mod metrics;
mod omissions;
mod page_furniture;
mod paginate;
mod sheet;
mod slide;
mod spans;
pub(crate) mod squeeze;
mod step_search;
mod text_style;

pub use finalize::LaidOut;

use context::LayoutInput;
use measure_cache::MeasureCache;

use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Medium};
use crate::hyphenation::Hyphenation;
use crate::stage::Stage;
use crate::theme::Theme;

/// Lays a document out.
///
/// # Errors
///
/// When it does not fit on the pages that it may have, even with everything left out that may be;
/// the message says by how much it is too long, and what is longest. Also when an image is missing.
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
        hyphenation: Hyphenation::of_document(document),
    };
    match document.medium {
        Medium::Sheet => sheet::lay_out_sheet(&input),
        Medium::Pages => flow::lay_out_flow(&input),
        Medium::Slides => slide::lay_out_slides(&input),
    }
}
