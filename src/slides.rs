//! Plans a document as slides on which everything fits.
//!
//! [`plan_slides`] makes a [`SlidePlan`], which the Markdown deck and the PDF deck both show: they
//! have the same slides, in the same order, with the same titles. A backend decides how a block is
//! drawn, but sets it in the sizes and spaces of [`geometry`], in which it was measured.
//!
//! The slide contract: content is set at full size if it fits, otherwise smaller, in steps down to
//! the theme's floor, and otherwise it goes on over several slides. Nothing is left out;
//! [`SlidePlan::ledger`] lists what was done. There are no detail or appendix slides: a point's
//! detail is in the speaker's notes, and as far as there is room on the point's slide.
//!
//! In reading order: `draft` divides the document, `planner` makes the drafts fit, with
//! `point_detail` and `measure`. `block_rules` has the rules for each kind of block, which
//! `pieces` and `split_block` divide. `slide` has the result. `long_words`
//! hyphenates it for other programs.

mod block_rules;
mod draft;
pub mod geometry;
mod long_words;
mod matrix;
mod measure;
mod pieces;
mod planner;
mod point_detail;
mod record_table;
mod slide;
mod split_block;
mod tables;
mod timeline;
mod wording;

pub(crate) use block_rules::block_as_table;
pub use block_rules::block_to_table;
pub use long_words::SlideHyphenator;
pub use measure::SlideMeasurer;
pub use slide::{Slide, SlideKind, SlidePlan};
pub use tables::column_shares;
pub use wording::{
    ask_heading, caption_with_credit, flatten_block, metric_details, metric_value, numbered_source,
};
pub(crate) use wording::{has_short_unit, unit_alone};

use crate::chart;
use crate::document::Document;
use crate::stage::Stage;
use draft::DraftBuilder;
use planner::SlidePlanner;

/// Plans the slides of `document` in the theme of `measurer`.
#[must_use]
pub fn plan_slides(document: &Document, measurer: &SlideMeasurer<'_>) -> SlidePlan {
    let _stage = Stage::Layout.enter();
    let (drafts, mut ledger) = DraftBuilder::new(document, measurer.lists_places).build();
    let mut plan = SlidePlanner::new(document, measurer.clone()).plan_drafts(drafts);
    plan.ledger.append(&mut ledger);
    plan.ledger.extend(chart::chart_warnings(&document.body));
    plan
}
