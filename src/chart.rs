//! Charts as drawings: a [`Chart`] becomes lines, areas and words at fixed places, which any
//! backend can paint.
//!
//! The title (the finding), the note and the source of a chart are text of the document and are set
//! by the backend; the drawing holds the unit, the names of series and categories, the values and
//! the marks.

mod bar_marks;
mod bars;
mod canvas;
mod category_labels;
mod columns;
mod data;
mod describe;
mod direct_labels;
mod kind;
mod legend;
mod lines;
pub(crate) mod palette;
mod pie;
mod ruler;
mod scale;
mod svg;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, Chart, ChartKind, Labels, for_each_column_block, plain_text};
use crate::drawing::Drawing;
use crate::fonts::Fonts;
use crate::length::Pt;
use crate::theme::Theme;

pub use svg::drawing_to_svg;

use bar_marks::BarMarks;
use canvas::ChartCanvas;
use data::ChartData;
use ruler::ChartRuler;

/// The narrowest drawing, in ems of its text.
pub const MIN_WIDTH_EM: f32 = 14.0;

/// The lowest drawing, in ems of its text.
pub const MIN_HEIGHT_EM: f32 = 8.0;

/// Draws `chart` in a frame of `width` by `height` with words of `text_size`.
///
/// A frame smaller than [`MIN_WIDTH_EM`] by [`MIN_HEIGHT_EM`] is drawn at that size: its user
/// scales it down. Below [`preferred_height`] names and values are thinned out until they fit;
/// nothing leaves the frame, and no two texts overlap.
///
/// A pie of more than five parts, or with a negative one, is drawn as bars, and so are columns
/// whose names are too long to stand below them.
#[must_use]
pub fn draw_chart(
    chart: &Chart,
    theme: &Theme,
    fonts: &Fonts,
    width: Pt,
    height: Pt,
    text_size: Pt,
) -> Drawing {
    let (width, height) = drawing_size(width, height, text_size);
    let ruler = ChartRuler::new(fonts, &theme.fonts.body);
    let mut canvas = ChartCanvas::new(chart, theme, &ruler, (width, height), text_size);
    match PreparedChart::new(chart).drawn_form(&ruler, width, text_size) {
        DrawnForm::Bars(data, marks) => bars::draw_bar_chart(&mut canvas, data, marks),
        DrawnForm::Columns(data, marks) => columns::draw_column_chart(&mut canvas, data, marks),
        DrawnForm::Lines(data) => lines::draw_line_chart(&mut canvas, data),
        DrawnForm::Pie(data) => pie::draw_pie_chart(&mut canvas, data),
    }
    canvas.into_drawing()
}

/// The size of the drawing that [`draw_chart`] makes for a frame of `width` by `height`.
#[must_use]
pub fn drawing_size(width: Pt, height: Pt, text_size: Pt) -> (Pt, Pt) {
    (
        width.max(MIN_WIDTH_EM * text_size),
        height.max(MIN_HEIGHT_EM * text_size),
    )
}

/// The height at which every name and value of `chart` finds its place in a frame `width` wide,
/// with words of `text_size`.
#[must_use]
pub fn preferred_height(chart: &Chart, width: Pt, text_size: Pt) -> Pt {
    PreparedChart::new(chart).preferred_height(width, text_size)
}

/// The kind that `chart` is drawn as: a pie that has too many parts, or a negative one, is drawn as
/// bars.
#[must_use]
pub fn drawn_kind(chart: &Chart) -> ChartKind {
    match chart.kind {
        ChartKind::Pie if !pie::suits_pie(&ChartData::new(chart)) => ChartKind::Bar,
        kind => kind,
    }
}

/// Whether the columns of `chart` are drawn as bars where it is `width` wide with words of
/// `text_size`: their names are too long to stand below them. As [`preferred_height`], it knows no
/// fonts.
pub(crate) fn columns_become_bars(chart: &Chart, width: Pt, text_size: Pt) -> bool {
    let width = width.max(MIN_WIDTH_EM * text_size);
    chart.kind.draws_upright_bars()
        && matches!(
            PreparedChart::new(chart).drawn_form(&ChartRuler::without_fonts(), width, text_size),
            DrawnForm::Bars(..)
        )
}

/// Says of every chart among `blocks` that shows nothing, or is not drawn as it asks to be, why
/// that is so: one sentence each.
#[must_use]
pub fn chart_warnings(blocks: &[Block]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for_each_column_block(blocks, &mut |block| {
        let Block::Chart(chart) = block else { return };
        if ChartData::new(chart).all_numbers().next().is_none() {
            out.push(Diagnostic::warning(
                Code::ChartWithoutValues,
                format!(
                    "chart “{}” has no values: nothing is drawn in its frame",
                    plain_text(&chart.title)
                ),
            ));
        } else if chart.kind != drawn_kind(chart) {
            let (title, most) = (plain_text(&chart.title), pie::MOST_PARTS);
            out.push(Diagnostic::warning(Code::ChartKindChanged, format!("chart “{title}” is drawn as bars: a pie has at most {most} parts, and none below zero")));
        }
    });
    out
}

/// What a reader who cannot see `chart` is told, made from its data: never empty, and of bounded
/// length.
#[must_use]
pub fn describe_chart(chart: &Chart, labels: &Labels) -> String {
    describe::describe_data(&ChartData::new(chart), chart.kind, labels)
}

/// What is drawn of a chart, before it has a frame.
pub(crate) struct PreparedChart {
    /// The kind that it is drawn as.
    kind: ChartKind,
    data: ChartData,
    marks: BarMarks,
}

/// How a chart is really drawn.
enum DrawnForm<'o> {
    Bars(&'o ChartData, &'o BarMarks),
    Columns(&'o ChartData, &'o BarMarks),
    Lines(&'o ChartData),
    Pie(&'o ChartData),
}

impl PreparedChart {
    pub(crate) fn new(chart: &Chart) -> Self {
        let data = ChartData::new(chart);
        let (kind, data) = match chart.kind {
            ChartKind::Pie if pie::suits_pie(&data) => (ChartKind::Pie, data.first_series()),
            ChartKind::Pie => (ChartKind::Bar, data.first_series()),
            kind => (kind, data),
        };
        let marks = if kind.stacks_series() {
            BarMarks::stacked(&data)
        } else {
            BarMarks::side_by_side(&data)
        };
        Self { kind, data, marks }
    }

    /// As [`preferred_height`].
    pub(crate) fn preferred_height(&self, width: Pt, text_size: Pt) -> Pt {
        let (em, width) = (text_size, width.max(MIN_WIDTH_EM * text_size));
        let ruler = ChartRuler::without_fonts();
        let plot = (width * 0.5).clamp(9.0 * em, 18.0 * em);
        let height = match self.drawn_form(&ruler, width, em) {
            DrawnForm::Bars(data, marks) => bars::bar_chart_height(&ruler, em, width, data, marks),
            DrawnForm::Columns(data, marks) => {
                columns::column_chart_margins(&ruler, em, width, data, marks) + plot
            }
            DrawnForm::Lines(data) => {
                lines::line_chart_margins(&ruler, em, width, data)
                    + plot.max(1.3 * em * data.series.len().min(12) as f32)
            }
            DrawnForm::Pie(_) => plot.min(14.0 * em) + 1.5 * em,
        };
        height.max(MIN_HEIGHT_EM * em)
    }

    fn drawn_form(&self, ruler: &ChartRuler, width: Pt, em: Pt) -> DrawnForm<'_> {
        let Self { kind, data, marks } = self;
        match kind {
            ChartKind::Line => DrawnForm::Lines(data),
            ChartKind::Pie => DrawnForm::Pie(data),
            ChartKind::Column | ChartKind::Stacked
                if columns::labels_fit_below(ruler, em, width, data) =>
            {
                DrawnForm::Columns(data, marks)
            }
            ChartKind::Bar | ChartKind::Column | ChartKind::Stacked => DrawnForm::Bars(data, marks),
        }
    }
}
