//! Geometry and type of slides, derived from the theme: what is measured here is what a backend
//! sets.

use std::ops::RangeInclusive;

use super::slide::SlideKind;
use crate::length::Px;
use crate::theme::{Colors, MIN_CONTRAST, SlideGeometry, Type};

/// Space between the title's box and what follows.
pub const TITLE_GAP: Px = Px(24.0);

/// Indent of a list.
pub const LIST_INDENT: Px = Px(32.0);

/// Space to the right of the words of a table's cell.
pub const CELL_SIDE: Px = Px(16.0);

/// The rule above a tile or a cell of a grid, and the space between it and the words.
pub const TILE_TOP: Px = Px(20.0);

/// Space around the words of the ask, at top and bottom.
pub const ASK_PAD: Px = Px(20.0);

/// Space beside the words of the ask and of a quote, the bar included.
pub const BAR_SIDE: Px = Px(34.0);

/// Room for the line of a timeline, across it.
pub const TIMELINE_RAIL: Px = Px(40.0);

/// Height of a cell of a matrix of risks.
pub const MATRIX_CELL: Px = Px(92.0);

/// The share of a slide's width that a matrix of risks has beside their names.
pub const MATRIX_WIDTH: f32 = 0.56;

/// So many events can stand side by side on a line; others stand one below the other.
pub const EVENTS_IN_ROW: RangeInclusive<usize> = 3..=7;

/// The lowest a picture or a chart may get.
pub const MIN_FIGURE_HEIGHT: Px = Px(260.0);

/// Columns of a table are multiples of the slide's width divided by this.
pub const TOTAL_SHARES: usize = 24;

/// Contrast of the words of a cover with a dark shade of the accent: above what text needs, as much
/// else is dark too.
const COVER_CONTRAST: f32 = MIN_CONTRAST + 2.5;

/// Sizes of a metric's number, as shares of the theme's.
pub const METRIC_NUMBER_FACTORS: [f32; 5] = [1.0, 0.78, 0.61, 0.5, 0.39];

/// How a slide's title may be set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TitleStep {
    /// Size and leading.
    pub set: Type<Px>,
    /// At most this many lines.
    pub lines: usize,
}

/// Sizes of a slide's text at a scale, in whole pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SlideSizes {
    /// The share of the theme's sizes that they are.
    pub scale: f32,
    /// Running text.
    pub body: Type<Px>,
    /// What supports a point.
    pub lead: Type<Px>,
    /// The bottom line.
    pub statement: Type<Px>,
    /// Quotes.
    pub quote: Type<Px>,
    /// Tables and cells.
    pub small: Type<Px>,
    /// Sources.
    pub caption: Type<Px>,
    /// Between blocks.
    pub gap: Px,
    /// Above and below the words of a table's cell.
    pub cell_pad: Px,
    /// Between the items of a list, and the blocks of an item.
    pub item_gap: Px,
}

impl SlideSizes {
    /// The sizes at `scale`; nothing is set below the theme's floor.
    #[must_use]
    pub fn at_scale(slide: &SlideGeometry, scale: f32) -> Self {
        // However little there is to read, it stays below the title; what the slide is for may
        // stand above it.
        let set = |from: Type<Px>, factor: f32, most: f32| {
            let size = (from.size * factor * scale)
                .min(slide.title.size * most)
                .max(slide.floor)
                .round();
            Type {
                size,
                leading: (size.0 * from.leading / from.size.0).round(),
            }
        };
        let airy = scale.max(1.0);
        Self {
            scale,
            body: set(slide.body, 1.0, 0.75),
            lead: set(slide.body, 1.1, 0.9),
            statement: set(slide.body, 1.3, 1.2),
            quote: set(slide.body, 1.3, 1.2),
            small: set(slide.small, 1.0, 0.7),
            caption: slide.caption,
            gap: (Px(24.0) * scale).round(),
            // What there is little of has more air around it.
            cell_pad: (Px(9.0) * scale * airy).round(),
            item_gap: (Px(10.0) * scale * airy).round(),
        }
    }

    /// The type of the paragraphs and lists of a slide.
    #[must_use]
    pub fn running_text(&self, kind: SlideKind) -> Type<Px> {
        match kind {
            SlideKind::Summary => self.statement,
            SlideKind::Point | SlideKind::Remark => self.lead,
            SlideKind::Exhibit | SlideKind::Sources => self.small,
            SlideKind::Title
            | SlideKind::Section
            | SlideKind::Statement
            | SlideKind::Content
            | SlideKind::Quote => self.body,
        }
    }
}

/// The scales that are tried, from the largest, which is for slides with little on them; the last
/// one has body text at the theme's floor.
#[must_use]
pub fn text_scales(slide: &SlideGeometry) -> Vec<f32> {
    let floor = (slide.floor / slide.body.size).min(1.0);
    [1.4, 1.3, 1.2, 1.1, 1.0, 0.92, 0.85, 0.77]
        .into_iter()
        .filter(|scale| *scale > floor + 0.01)
        .chain([floor])
        .collect()
}

/// How a title may be set, from the largest.
#[must_use]
pub fn title_steps(slide: &SlideGeometry, kind: SlideKind) -> [TitleStep; 3] {
    let step = |from: Type<Px>, factor: f32, lines: usize, tight: f32| {
        let size = (from.size * factor).round();
        TitleStep {
            set: Type {
                size,
                leading: (size * tight).round(),
            },
            lines,
        }
    };
    if is_cover(kind) {
        let from = slide.deck_title;
        [
            step(from, 1.0, 3, from.leading / from.size),
            step(from, 0.78, 4, 1.15),
            step(from, 0.6, 5, 1.15),
        ]
    } else {
        let from = slide.title;
        [
            step(from, 1.0, 2, from.leading / from.size),
            step(from, 0.85, 2, 1.2),
            step(from, 0.7, 3, 1.14),
        ]
    }
}

/// Whether a slide is little more than its title, set large.
#[must_use]
pub fn is_cover(kind: SlideKind) -> bool {
    match kind {
        SlideKind::Title | SlideKind::Section | SlideKind::Statement | SlideKind::Remark => true,
        SlideKind::Summary
        | SlideKind::Point
        | SlideKind::Content
        | SlideKind::Exhibit
        | SlideKind::Quote
        | SlideKind::Sources => false,
    }
}

/// The colours of a kind of slide, of those that slides have.
///
/// Covers stand on the accent; on a dark ground, on a dark shade of it. Slides that are little but
/// one statement stand on tinted ground.
#[must_use]
pub fn slide_colors(colors: &Colors, kind: SlideKind) -> Colors {
    match kind {
        SlideKind::Title | SlideKind::Section => cover_colors(colors),
        SlideKind::Statement | SlideKind::Remark => Colors {
            ground: colors.tint,
            ..colors.clone()
        },
        SlideKind::Summary
        | SlideKind::Point
        | SlideKind::Content
        | SlideKind::Exhibit
        | SlideKind::Quote
        | SlideKind::Sources => colors.clone(),
    }
}

fn cover_colors(colors: &Colors) -> Colors {
    let Colors {
        text,
        accent,
        ground,
        ..
    } = *colors;
    let (ink, paper) = if ground.is_dark() {
        let mut shades = (4..10).map(|step| accent.mixed(ground, step as f32 / 10.0));
        (
            text,
            shades
                .find(|it| it.contrast(text) >= COVER_CONTRAST)
                .unwrap_or(ground),
        )
    } else {
        (ground, accent)
    };
    Colors {
        text: ink,
        muted: ink,
        accent: ink,
        marking: ink,
        ground: paper,
        tint: paper,
        ..colors.clone()
    }
}

/// Width of a slide between its margins.
#[must_use]
pub fn content_width(slide: &SlideGeometry) -> Px {
    slide.width - 2.0 * slide.margin
}

/// Height of a slide between its margins.
#[must_use]
pub fn content_height(slide: &SlideGeometry) -> Px {
    slide.height - 2.0 * slide.margin
}

/// Height of the box that holds the title, the same on every slide that is no cover.
#[must_use]
pub fn title_box_height(slide: &SlideGeometry) -> Px {
    2.0 * slide.title.leading
}

/// Columns of a grid of `count` cells, so that its rows are even.
#[must_use]
pub fn grid_columns(count: usize) -> usize {
    match count {
        0 | 1 => 1,
        2 | 4 => 2,
        _ => 3,
    }
}

/// Columns of a row of `count` metrics.
#[must_use]
pub fn metric_columns(count: usize) -> usize {
    match count {
        0 => 1,
        1..=4 => count,
        _ => 3,
    }
}

/// Width of one of `columns` equal columns.
#[must_use]
pub fn column_width(slide: &SlideGeometry, columns: usize) -> Px {
    let columns = columns.max(1) as f32;
    (content_width(slide) - slide.gutter * (columns - 1.0)) / columns
}
