//! A document as a sequence of slides that fit.
//!
//! The Markdown deck and the PDF of the same deck both show the slides planned here: the same ones,
//! in the same order, with the same titles. Blocks keep their meaning; how they look is the
//! backend's business, within the room that [`geometry`] states.
//!
//! The slide contract: text is set at its full size if that fits, else smaller in steps down to the
//! theme's floor, else it goes on over several slides. What was done is told in [`SlidePlan::ledger`];
//! nothing is dropped.

mod block_rules;
mod detail;
mod draft;
pub mod geometry;
mod matrix;
mod measure;
mod pieces;
mod planner;
mod record_table;
mod slide;
mod split;
mod tables;
mod timeline;
mod wording;

pub(crate) use block_rules::block_as_table;
pub use block_rules::block_to_table;
pub use measure::SlideMeasurer;
pub use slide::{Slide, SlideKind, SlidePlan};
pub use tables::column_shares;
pub(crate) use wording::has_short_unit;
pub use wording::{
    ask_heading, caption_with_credit, flatten_block, metric_details, metric_value, numbered_source,
};

use crate::chart;
use crate::document::Document;
use crate::stage::Stage;
use draft::DraftBuilder;
use planner::SlidePlanner;

/// Plans the slides of `document` for the theme and the labels of `measurer`.
#[must_use]
pub fn plan_slides(document: &Document, measurer: &SlideMeasurer<'_>) -> SlidePlan {
    let _stage = Stage::Layout.enter();
    let mut plan = SlidePlanner::new(document, measurer.clone())
        .plan_drafts(DraftBuilder::new(document).build());
    plan.ledger.extend(chart::chart_warnings(&document.body));
    plan
}
