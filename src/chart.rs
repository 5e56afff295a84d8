//! Draws a [`Chart`] as lines, areas and words at fixed places ([`draw_chart`]), which any backend
//! can paint.
//!
//! The drawing holds the unit, the names of series and categories, the values and the marks. The
//! title, the note and the source of a chart are text of the document, which backends set.

mod bar_marks;
mod bars;
mod canvas;
mod category_labels;
mod category_sequence;
mod columns;
mod data;
mod describe;
mod direct_labels;
mod kind;
mod left_out;
mod legend;
mod lines;
mod native;
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
pub(crate) use native::{NativeChartPlan, NativeFrame};
pub use svg::drawing_to_svg;

use bar_marks::BarMarks;
use canvas::ChartCanvas;
use data::ChartData;
use left_out::LeftOut;
use ruler::ChartRuler;

/// The narrowest drawing, in ems of its text.
pub const MIN_WIDTH_EM: f32 = 14.0;

/// The lowest drawing, in ems of its text.
pub const MIN_HEIGHT_EM: f32 = 8.0;

/// Sizes of text that are tried one after the other, as shares of the usual one, until all names
/// have room.
const TEXT_SIZES: [f32; 4] = [1.0, 0.93, 0.86, 0.8];

/// The frame of a chart, and the sizes of its text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChartFrame {
    /// The width of the frame.
    pub width: Pt,
    /// The height of the frame.
    pub height: Pt,
    /// The usual size of its text.
    pub text_size: Pt,
    /// The least size of its text, for names that would not fit otherwise.
    pub least_text_size: Pt,
}

/// A chart as vector shapes, and what goes against the rules because there is no room.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnChart {
    /// The shapes.
    pub drawing: Drawing,
    /// Warnings about names and values that are not shown, and notes about years or months that are
    /// not.
    pub problems: Vec<Diagnostic>,
}

/// Draws `chart` in a frame. The numbers on its axis are in the form of the language of
/// `hyphenation`.
///
/// In a frame smaller than [`MIN_WIDTH_EM`] by [`MIN_HEIGHT_EM`] the drawing has that minimum size;
/// the caller has to scale it down. Nothing leaves the frame, and no two texts overlap. Names are
/// wrapped, then hyphenated, then set smaller; those that still have no room are shortened or left
/// out, with a warning. In a frame lower than [`preferred_height`] that may happen early.
///
/// A pie with more than five parts, or with a negative one, is drawn as bars. So are columns whose
/// names are too long to stand below them.
#[must_use]
pub fn draw_chart(
    chart: &Chart,
    theme: &Theme,
    fonts: &Fonts,
    hyphenation: &Hyphenation<'_>,
    frame: ChartFrame,
) -> DrawnChart {
    let size = drawing_size(frame.width, frame.height, frame.text_size);
    let ruler = ChartRuler::new(fonts, &theme.fonts.body, Some(hyphenation));
    let numbers = NumberForm::new(hyphenation.language(), Grouping::OfLanguage);
    let prepared = PreparedChart::new(chart, Some(&numbers));
    let text_sizes = prepared.text_sizes(&ruler, size.0, frame.text_size, frame.least_text_size);
    let draw_at = |em: Pt| {
        let mut canvas = ChartCanvas::new(chart, theme, &ruler, &numbers, size, em);
        prepared.drawn_form(&ruler, size.0, em).draw(&mut canvas);
        let left_out = LeftOut::of_drawing(&canvas, &prepared.data, prepared.kind);
        (canvas.into_drawing(), left_out, em)
    };
    let mut best = draw_at(text_sizes[0]);
    for &em in &text_sizes[1..] {
        if best.1.count() == 0 {
            break;
        }
        let smaller = draw_at(em);
        if smaller.1.count() < best.1.count() {
            best = smaller;
        }
    }
    let (drawing, left_out, em) = best;
    let form = prepared.drawn_form(&ruler, size.0, em);
    let becomes_bars = chart.kind.draws_upright_bars() && matches!(form, DrawnForm::Bars(..));
    let title = plain_text(&chart.title);
    let mut problems = Vec::new();
    if becomes_bars {
        problems.push(lying_columns_note(&title));
    }
    problems.extend(left_out.message(&title, &prepared.data));
    DrawnChart { drawing, problems }
}

/// A note that columns are drawn as horizontal bars.
pub(crate) fn lying_columns_note(title: &str) -> Diagnostic {
    let message =
        format!("chart “{title}” is drawn as horizontal bars: its names are too long for columns");
    Diagnostic::note(Code::ChartKindChanged, message).hint("shorter names keep the columns")
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
pub fn preferred_height(
    chart: &Chart,
    hyphenation: &Hyphenation<'_>,
    width: Pt,
    text_size: Pt,
) -> Pt {
    PreparedChart::new(chart, None).preferred_height(hyphenation, width, text_size)
}

/// Plans a chart that Word draws itself. The words of `hyphenation` are measured in `families`.
pub(crate) fn plan_native_chart(
    chart: &Chart,
    families: &[String],
    fonts: &Fonts,
    hyphenation: &Hyphenation<'_>,
    frame: NativeFrame,
) -> NativeChartPlan {
    let ruler = ChartRuler::new(fonts, families, Some(hyphenation));
    NativeChartPlan::new(chart, &ruler, frame)
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

/// Describes `chart` from its data for readers who cannot see it. The text is never empty, and names
/// and values in it are in full. It has every value of up to four series, unless it would be longer
/// than 900 characters for series of more than six values or lines: these have a summary alone.
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

impl DrawnForm<'_> {
    fn draw(self, canvas: &mut ChartCanvas) {
        match self {
            Self::Bars(data, marks) => bars::draw_bar_chart(canvas, data, marks),
            Self::Columns(data, marks) => columns::draw_column_chart(canvas, data, marks),
            Self::Lines(data) => lines::draw_line_chart(canvas, data),
            Self::Pie(data) => pie::draw_pie_chart(canvas, data),
        }
    }
}

impl PreparedChart {
    /// The totals of stacks need the form of numbers; estimates have none.
    pub(crate) fn new(chart: &Chart, numbers: Option<&NumberForm>) -> Self {
        let kind = drawn_kind(chart);
        let mut data = ChartData::new(chart);
        if chart.kind.shows_parts_of_a_whole() {
            data = data.first_series();
        }
        let marks = if kind.stacks_series() {
            BarMarks::stacked(&data, numbers)
        } else {
            BarMarks::side_by_side(&data)
        };
        Self { kind, data, marks }
    }

    /// The sizes of text to try, the best first. Columns keep their kind at any of them, if their
    /// names then fit below.
    fn text_sizes(&self, ruler: &ChartRuler, width: Pt, usual: Pt, least: Pt) -> Vec<Pt> {
        let mut sizes = Vec::new();
        for share in TEXT_SIZES {
            let size = (usual * share).max(least.min(usual));
            if sizes.last() != Some(&size) {
                sizes.push(size);
            }
        }
        if self.kind.draws_upright_bars() {
            let are_columns =
                |size: &Pt| matches!(self.drawn_form(ruler, width, *size), DrawnForm::Columns(..));
            if let Some(first) = sizes.iter().position(are_columns) {
                sizes.drain(..first);
            }
        }
        sizes
    }

    /// As [`preferred_height`].
    pub(crate) fn preferred_height(
        &self,
        hyphenation: &Hyphenation<'_>,
        width: Pt,
        text_size: Pt,
    ) -> Pt {
        let width = width.max(MIN_WIDTH_EM * text_size);
        // Fitting asks for many sizes, and estimates need no fonts to be read.
        let ruler = ChartRuler::without_fonts(hyphenation);
        let em = self.text_sizes(&ruler, width, text_size, Pt::ZERO)[0];
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
            DrawnForm::Pie(data) => {
                let list = pie::pie_list_height(&ruler, em, width, data);
                list.max(plot.min(14.0 * em) + 1.5 * em)
            }
        };
        height.max(MIN_HEIGHT_EM * text_size)
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
