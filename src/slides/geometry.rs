//! Sizes, spaces and colours of slides, derived from the theme. The planner measures with them, and
//! backends must set slides with the same ones, or the content may not fit.

use super::slide::SlideKind;
use crate::length::Px;
use crate::theme::{Color, Colors, MIN_CONTRAST, SlideGeometry, Type};

/// Space between the title's box and the content.
pub const TITLE_GAP: Px = Px(24.0);

/// Space above the line of sources at the foot.
pub const SOURCE_LINE_GAP: Px = Px(16.0);

/// Indent of a list.
pub const LIST_INDENT: Px = Px(32.0);

/// Space to the right of the words in a table's cell: at least the size of the text, so that numbers
/// do not touch the words of the next column.
pub const CELL_SIDE: Px = Px(24.0);

/// Height of the rule above a tile or a grid's cell, with the space below it.
pub const TILE_TOP: Px = Px(20.0);

/// Space above and below the words of the ask, within its box.
pub const ASK_PAD: Px = Px(20.0);

/// Space beside the words of the ask or a quote, with the bar.
pub const BAR_SIDE: Px = Px(34.0);

/// Least height of a cell in a risk matrix.
pub const MATRIX_CELL: Px = Px(92.0);

/// Share of a slide's width for a risk matrix with names beside it.
pub const MATRIX_WIDTH: f32 = 0.56;

/// Share of a slide's width between a risk matrix and the names beside it.
pub const MATRIX_NAMES_GAP: f32 = 0.04;

/// Least height of an image or chart.
pub const MIN_FIGURE_HEIGHT: Px = Px(260.0);

/// Number of equal shares of a slide's width; columns of tables are whole shares wide.
pub const TOTAL_SHARES: usize = 24;

/// Least contrast between the words of a cover and a dark shade of the accent behind them. It is
/// above what text needs because the rest of a dark theme is dark too.
const COVER_CONTRAST: f32 = MIN_CONTRAST + 2.5;

/// Factors on the theme's size of a metric's number, from the largest.
pub const METRIC_NUMBER_FACTORS: [f32; 5] = [1.0, 0.78, 0.61, 0.5, 0.39];

/// One way to set a slide's title.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TitleStep {
    /// Size and leading.
    pub text_type: Type<Px>,
    /// The title may take this many lines.
    pub max_lines: usize,
}

/// Sizes of a slide's text and spaces at one scale, in whole pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SlideSizes {
    /// Factor on the theme's sizes; 1 is full size.
    pub scale: f32,
    /// Running text.
    pub body: Type<Px>,
    /// The text of a point.
    pub lead: Type<Px>,
    /// The bottom line.
    pub statement: Type<Px>,
    /// The words of a quote.
    pub quote: Type<Px>,
    /// Tables and cells.
    pub small: Type<Px>,
    /// The line of sources.
    pub caption: Type<Px>,
    /// Between blocks.
    pub gap: Px,
    /// Above and below the words in a table's cell.
    pub cell_pad: Px,
    /// Between the items of a list, and between the blocks of an item.
    pub item_gap: Px,
}

impl SlideSizes {
    /// The sizes of all kinds of slides at `scale`, which may be above 1. Text is never below the
    /// theme's floor.
    #[must_use]
    pub fn at_scale(slide: &SlideGeometry, scale: f32) -> Self {
        // Enlarged text stays below the title, unless it is the main thing on its slide, such as
        // the bottom line: `max` is a factor on the title's size.
        let scaled = |full: Type<Px>, factor: f32, max: f32| {
            let size = full.size * factor * scale;
            let size = size.min(slide.title.size * max).max(slide.floor);
            let size = size.round();
            let leading = size.0 * full.leading / full.size.0;
            Type {
                size,
                leading: leading.round(),
            }
        };
        // Enlarged content gets more air than its size alone would give.
        let airy_scale = scale * scale.max(1.0);
        Self {
            scale,
            body: scaled(slide.body, 1.0, 0.75),
            lead: scaled(slide.body, 1.1, 0.9),
            statement: scaled(slide.body, 1.3, 1.2),
            quote: scaled(slide.body, 1.3, 1.2),
            small: scaled(slide.small, 1.0, 0.7),
            caption: slide.caption,
            gap: (Px(24.0) * scale).round(),
            cell_pad: (Px(9.0) * airy_scale).round(),
            item_gap: (Px(10.0) * airy_scale).round(),
        }
    }

    /// The type of paragraphs and lists on a slide of this kind.
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

/// The scales to try, from the largest. Those above 1 are for slides with little content; the last
/// one sets running text at the theme's floor.
#[must_use]
pub fn text_scales(slide: &SlideGeometry) -> Vec<f32> {
    let floor = (slide.floor / slide.body.size).min(1.0);
    let mut scales = vec![1.4, 1.3, 1.2, 1.1, 1.0, 0.92, 0.85, 0.77];
    // Text just above the floor would look as small as text at the floor.
    scales.retain(|scale| *scale > floor + 0.01);
    scales.push(floor);
    scales
}

/// The ways to set a title, from the largest.
#[must_use]
pub fn title_steps(slide: &SlideGeometry, kind: SlideKind) -> [TitleStep; 3] {
    let step = |full: Type<Px>, factor: f32, max_lines: usize, line_height: f32| {
        let size = (full.size * factor).round();
        let leading = (size * line_height).round();
        TitleStep {
            text_type: Type { size, leading },
            max_lines,
        }
    };
    if is_cover(kind) {
        let full = slide.deck_title;
        [
            step(full, 1.0, 3, full.leading / full.size),
            step(full, 0.78, 4, 1.15),
            step(full, 0.6, 5, 1.15),
        ]
    } else {
        let full = slide.title;
        [
            step(full, 1.0, 2, full.leading / full.size),
            step(full, 0.85, 2, 1.2),
            step(full, 0.7, 3, 1.14),
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

/// The colours of a kind of slide, made from those of all slides.
///
/// Covers have the accent as background, or a dark shade of it if slides are dark. Slides of a
/// single statement have the tint.
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
    let (foreground, background) = if ground.is_dark() {
        (text, dark_shade(accent, ground, text))
    } else {
        (ground, accent)
    };
    Colors {
        text: foreground,
        muted: foreground,
        accent: foreground,
        marking: foreground,
        ground: background,
        tint: background,
        status: colors.status.map(|_| foreground),
        ..colors.clone()
    }
}

/// A shade of the accent for the cover of dark slides: the one with the most of the accent on which
/// `text` is legible.
fn dark_shade(accent: Color, ground: Color, text: Color) -> Color {
    for tenths in 4..10 {
        let shade = accent.mixed(ground, tenths as f32 / 10.0);
        if shade.contrast(text) >= COVER_CONTRAST {
            return shade;
        }
    }
    ground
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

/// Height of the title's box: that of two lines, on every slide that is not a cover, so that the
/// content begins at the same height everywhere.
#[must_use]
pub fn title_box_height(slide: &SlideGeometry) -> Px {
    2.0 * slide.title.leading
}

/// Columns of a grid of `count` cells, chosen so that its rows are even.
#[must_use]
pub fn grid_columns(count: usize) -> usize {
    match count {
        0 | 1 => 1,
        2 | 4 => 2,
        _ => 3,
    }
}

/// Columns for `count` metrics.
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
