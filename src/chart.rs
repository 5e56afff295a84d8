//! Draws a [`Chart`] as lines, areas and words at fixed places ([`draw_chart`]), which any backend
//! can paint.
//!
//! The drawing holds the unit, the names of series and categories, the values and the marks. The
//! title, the note and the source of a chart are text of the document, which backends set.

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
mod value_axis;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, Chart, ChartKind, Labels, for_each_column_block, plain_text};
use crate::drawing::Drawing;
use crate::fonts::Fonts;
use crate::hyphenation::Hyphenation;
use crate::lang::{Grouping, NumberForm, PluralForms};
use crate::length::Pt;
use crate::theme::Theme;

pub use kind::drawn_kind;
pub use svg::drawing_to_svg;

use bar_marks::BarMarks;
use canvas::ChartCanvas;
use data::ChartData;
use ruler::ChartRuler;

/// The narrowest drawing, in ems of its text.
pub const MIN_WIDTH_EM: f32 = 14.0;

/// The lowest drawing, in ems of its text.
pub const MIN_HEIGHT_EM: f32 = 8.0;

/// Draws `chart` in a frame of `width` by `height` with words of `text_size`. The numbers on its
/// axis are in the form of the language of `hyphenation`.
///
/// In a frame smaller than [`MIN_WIDTH_EM`] by [`MIN_HEIGHT_EM`] the drawing has that minimum size;
/// the caller has to scale it down. In a frame lower than [`preferred_height`] some names and
/// values are left out. Nothing leaves the frame, and no two texts overlap.
///
/// A pie with more than five parts, or with a negative one, is drawn as bars. So are columns whose
/// names are too long to stand below them.
#[must_use]
pub fn draw_chart(
    chart: &Chart,
    theme: &Theme,
    fonts: &Fonts,
    hyphenation: &Hyphenation<'_>,
    width: Pt,
    height: Pt,
    text_size: Pt,
) -> Drawing {
    let (width, height) = drawing_size(width, height, text_size);
    let ruler = ChartRuler::new(fonts, &theme.fonts.body, Some(hyphenation));
    let numbers = NumberForm::new(hyphenation.language(), Grouping::OfLanguage);
    let mut canvas = ChartCanvas::new(chart, theme, &ruler, numbers, (width, height), text_size);
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

/// The height at which `chart` has room for all of its names and values in a frame of `width`, with
/// words of `text_size`. It is an estimate that reads no fonts.
#[must_use]
pub fn preferred_height(chart: &Chart, width: Pt, text_size: Pt) -> Pt {
    PreparedChart::new(chart).preferred_height(width, text_size)
}

/// Whether the columns of `chart` are drawn as bars at this `width`, because their names are too
/// long to stand below them. It is an estimate that reads no fonts, as [`preferred_height`] is.
pub(crate) fn columns_become_bars(chart: &Chart, width: Pt, text_size: Pt) -> bool {
    if !chart.kind.draws_upright_bars() {
        return false;
    }
    let width = width.max(MIN_WIDTH_EM * text_size);
    let prepared = PreparedChart::new(chart);
    let form = prepared.drawn_form(&ChartRuler::without_fonts(), width, text_size);
    matches!(form, DrawnForm::Bars(..))
}

/// A warning for each chart among `blocks` that shows nothing, or that is drawn as another kind
/// than the brief asks for.
#[must_use]
pub fn chart_warnings(blocks: &[Block]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for_each_column_block(blocks, &mut |block| {
        let Block::Chart(chart) = block else { return };
        out.extend(chart_warning(chart));
    });
    out
}

fn chart_warning(chart: &Chart) -> Option<Diagnostic> {
    let title = plain_text(&chart.title);
    if ChartData::new(chart).all_numbers().next().is_none() {
        return Some(Diagnostic::warning(
            Code::ChartWithoutValues,
            format!("chart “{title}” has no values: nothing is drawn in its frame"),
        ));
    }
    if chart.kind != drawn_kind(chart) {
        let most = kind::MAX_PIE_PARTS;
        let message = format!(
            "chart “{title}” is drawn as bars: a pie has at most {most} parts, and none below zero"
        );
        return Some(Diagnostic::warning(Code::ChartKindChanged, message));
    }
    None
}

/// Describes `chart` from its data for readers who cannot see it. The text is never empty and has
/// at most 900 characters.
#[must_use]
pub fn describe_chart(chart: &Chart, labels: &Labels, plurals: &PluralForms) -> String {
    let words = describe::ChartWords { labels, plurals };
    describe::describe_data(&ChartData::new(chart), chart.kind, words)
}

/// A chart before it has a frame: its data as they are drawn.
pub(crate) struct PreparedChart {
    /// As [`drawn_kind`].
    kind: ChartKind,
    data: ChartData,
    marks: BarMarks,
}

/// How a chart is drawn in a frame of a certain width.
enum DrawnForm<'c> {
    Bars(&'c ChartData, &'c BarMarks),
    Columns(&'c ChartData, &'c BarMarks),
    Lines(&'c ChartData),
    Pie(&'c ChartData),
}

impl PreparedChart {
    pub(crate) fn new(chart: &Chart) -> Self {
        let kind = drawn_kind(chart);
        let mut data = ChartData::new(chart);
        if chart.kind.shows_parts_of_a_whole() {
            data = data.first_series();
        }
        let marks = if kind.stacks_series() {
            BarMarks::stacked(&data)
        } else {
            BarMarks::side_by_side(&data)
        };
        Self { kind, data, marks }
    }

    /// As [`preferred_height`].
    pub(crate) fn preferred_height(&self, width: Pt, text_size: Pt) -> Pt {
        let em = text_size;
        let width = width.max(MIN_WIDTH_EM * em);
        // Fitting asks for many sizes, and estimates need no fonts to be read.
        let ruler = ChartRuler::without_fonts();
        let plot = (width * 0.5).clamp(9.0 * em, 18.0 * em);
        let height = match self.drawn_form(&ruler, width, em) {
            DrawnForm::Bars(data, marks) => bars::bar_chart_height(&ruler, em, width, data, marks),
            DrawnForm::Columns(data, marks) => {
                let margins = columns::column_chart_margins(&ruler, em, width, data, marks);
                margins + plot
            }
            DrawnForm::Lines(data) => {
                // The names of up to 12 series are below each other at the ends of the lines.
                let names = 1.3 * em * data.series.len().min(12) as f32;
                let margins = lines::line_chart_margins(&ruler, em, width, data);
                margins + plot.max(names)
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
