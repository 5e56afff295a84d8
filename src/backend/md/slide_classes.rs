//! The CSS classes of slides, for the style sheet of the deck or of the user.

use crate::document::{Block, Event};
use crate::risk_matrix::RiskMatrix;
use crate::slides::geometry::{self, SlideSizes};
use crate::slides::{Slide, SlideKind, SlideMeasurer, block_as_table, column_shares};

/// Classes for style sheets of users: the kind of a slide, its text size and its content.
pub(super) fn user_classes(slide: &Slide) -> Vec<String> {
    let mut out = vec![kind_class(slide.kind).to_owned()];
    // Full size needs no class.
    let percent = scale_percent(slide.scale);
    if percent != 100 {
        out.push(format!("s{percent}"));
    }
    for block in &slide.blocks {
        match block {
            Block::Metrics { .. } => out.push("metrics".to_owned()),
            Block::Group(group) if !group.items.is_empty() => out.push("grid".to_owned()),
            Block::Timeline { .. } => out.push("timeline".to_owned()),
            Block::Options { .. } => out.push("options".to_owned()),
            Block::Risks { items } if RiskMatrix::from_risks(items).is_some() => {
                out.push("matrix".to_owned())
            }
            _ => {}
        }
    }
    out
}

/// All classes of a slide, its kind first, with those that only the deck's own style sheet uses.
pub(super) fn all_classes(slide: &Slide, measurer: &SlideMeasurer<'_>) -> Vec<String> {
    let mut out = user_classes(slide);
    // The first step is the full size, which needs no class.
    if slide.title_step > 0 {
        out.insert(1, format!("t{}", slide.title_step));
    }
    for block in &slide.blocks {
        match block {
            Block::Metrics { items } => {
                let columns = geometry::metric_columns(items.len());
                let step = measurer.metric_number_step(items);
                out.push(format!("n{columns}"));
                out.push(format!("f{step}"));
            }
            Block::Group(group) if !group.items.is_empty() => {
                let columns = geometry::grid_columns(group.items.len());
                out.push(format!("n{columns}"));
            }
            Block::Timeline { items } if is_row_of_events(slide, items, measurer) => {
                out.push(format!("n{}", items.len()))
            }
            Block::Risks { items }
                if RiskMatrix::from_risks(items).is_some()
                    && measurer.has_names_beside_matrix(items) =>
            {
                out.push("named".to_owned());
            }
            Block::Chart(_) | Block::Image(_) => {
                let height = measurer.figure_height(slide).0;
                out.push(format!("h{height}"));
            }
            _ => {}
        }
    }
    if let Some(shares) = table_shares(slide, measurer) {
        let widths: Vec<String> = shares.iter().map(ToString::to_string).collect();
        out.push(format!("c-{}", widths.join("-")));
    }
    if !slide.source_line.is_empty() {
        out.push("cited".to_owned());
    }
    out
}

fn is_row_of_events(slide: &Slide, items: &[Event], measurer: &SlideMeasurer<'_>) -> bool {
    slide.part.is_none() && measurer.sets_events_in_row(items)
}

/// The widths of the columns of the table on a slide, if it has one.
fn table_shares(slide: &Slide, measurer: &SlideMeasurer<'_>) -> Option<Vec<usize>> {
    for block in &slide.blocks {
        let is_drawn = match block {
            Block::Timeline { items } => is_row_of_events(slide, items, measurer),
            Block::Risks { items } => RiskMatrix::from_risks(items).is_some(),
            _ => false,
        };
        if is_drawn {
            continue;
        }
        if let Some(table) = block_as_table(block, measurer.labels()) {
            let geometry = &measurer.theme().slide;
            let small_type = SlideSizes::at_scale(geometry, slide.scale).small;
            let width = geometry::content_width(geometry);
            // A slide has one exhibit only, so the first table is its only one.
            return Some(column_shares(&table, &measurer.body, small_type, width));
        }
    }
    None
}

/// A scale in percent, as the class names it.
pub(super) fn scale_percent(scale: f32) -> u32 {
    (scale * 100.0).round() as u32
}

fn kind_class(kind: SlideKind) -> &'static str {
    match kind {
        SlideKind::Title => "title",
        SlideKind::Section => "section",
        SlideKind::Statement => "statement",
        SlideKind::Summary => "summary",
        SlideKind::Point => "point",
        SlideKind::Remark => "remark",
        SlideKind::Content => "content",
        SlideKind::Exhibit => "exhibit",
        SlideKind::Quote => "quote",
        SlideKind::Sources => "sources",
    }
}
