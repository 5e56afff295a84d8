//! Charts that a reader's program draws itself, as Word does: which of their texts have room, and
//! how their names are broken into lines ([`NativeChartPlan`]).
//!
//! The program sets its texts in places of its own, so all of this is an estimate.

use super::bar_marks::{BarMark, BarMarks, value_weight};
use super::category_labels::{CategoryLabels, Completeness};
use super::data::ChartData;
use super::lines::axis_range;
use super::ruler::ChartRuler;
use super::scale::Ticks;
use super::{DrawnForm, PreparedChart};
use crate::document::{Chart, ChartKind};
use crate::fonts::Weight;
use crate::length::Pt;

/// The share of the frame that the plot takes in each direction, with its axes beside it.
const PLOT_SHARE: f32 = 0.85;

/// The share of a category's band that its marks take: Word leaves 60 % of a mark between them.
const MARKS_SHARE: f32 = 1.0 / 1.6;

/// A slice that is smaller than this share of the whole has little room for a label beside it.
const MIN_SLICE_SHARE: f64 = 0.06;

/// Lines of a name.
const NAME_LINES: usize = 3;

/// The most values that are written beside their marks. With more, the axis is labelled instead.
const MAX_VALUE_LABELS: usize = 24;

/// The most steps by which an axis is longer for the sake of values below bars.
const MAX_STEPS_BELOW: u8 = 4;

/// The largest share of the width that the names beside bars take.
const MAX_NAME_SHARE: f32 = 0.6;

/// The frame of a native chart, and the size of its text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NativeFrame {
    pub width: Pt,
    pub height: Pt,
    pub text_size: Pt,
}

/// What has room in a native chart.
pub(crate) struct NativeChartPlan {
    /// Whether bars lie, also those that the brief asks for as columns.
    pub has_horizontal_bars: bool,
    /// The names of the categories, with line breaks where they have to be broken, or with the values
    /// of a pie that has no room for them. `None` if they fit as they are, or in no way: the program
    /// then turns them.
    pub shown_names: Option<Vec<String>>,
    /// The step of the value axis.
    pub step: f64,
    /// The digits after the decimal sign that the step needs.
    pub step_decimals: usize,
    /// The lower end of the value axis, where the values below the lowest bars need more room than
    /// the program leaves before the names of the categories.
    pub low_bound: Option<f64>,
    /// Whether there is a value beside each mark that has room for it. The ends of several lines
    /// have theirs in any case.
    pub has_values: bool,
    /// The marks of stacks that are too small for their values, as series and category.
    pub small_marks: Vec<(usize, usize)>,
}

impl NativeChartPlan {
    pub(super) fn new(chart: &Chart, ruler: &ChartRuler, frame: NativeFrame) -> Self {
        let prepared = PreparedChart::new(chart, None);
        let NativeFrame {
            width,
            height,
            text_size: em,
        } = frame;
        let form = prepared.drawn_form(ruler, width * PLOT_SHARE, em);
        let has_horizontal_bars = matches!(form, DrawnForm::Bars(..));
        let plot = Plot {
            ruler,
            em,
            data: &prepared.data,
            marks: &prepared.marks,
            kind: prepared.kind,
            has_horizontal_bars,
            width: width * PLOT_SHARE,
            height: height * PLOT_SHARE,
        };
        let ticks = plot.ticks();
        Self {
            has_horizontal_bars,
            shown_names: plot.shown_names(),
            step: ticks.step(),
            step_decimals: ticks.decimals(),
            low_bound: plot.low_bound(&ticks),
            has_values: plot.values_have_room(),
            small_marks: plot.small_marks(),
        }
    }
}

struct Plot<'a> {
    ruler: &'a ChartRuler<'a>,
    em: Pt,
    data: &'a ChartData,
    marks: &'a BarMarks,
    kind: ChartKind,
    has_horizontal_bars: bool,
    width: Pt,
    height: Pt,
}

impl Plot<'_> {
    fn ticks(&self) -> Ticks {
        let range = if self.kind.draws_lines() {
            axis_range(self.data)
        } else {
            self.marks.value_range
        };
        let gaps = if self.has_horizontal_bars {
            self.width / (5.0 * self.em)
        } else {
            self.height / (2.6 * self.em)
        };
        Ticks::covering(range, gaps.clamp(1.0, 5.0) as usize)
    }

    /// The extent of a category along the axis of categories.
    fn band(&self) -> Pt {
        let extent = if self.has_horizontal_bars {
            self.height
        } else {
            self.width
        };
        extent / self.data.categories.len().max(1) as f32
    }

    fn shown_names(&self) -> Option<Vec<String>> {
        let names = &self.data.categories;
        if self.kind.shows_parts_of_a_whole() {
            return (!self.values_have_room()).then(|| self.names_with_values());
        }
        if self.has_horizontal_bars {
            return None;
        }
        let band = self.band();
        let widest = self
            .ruler
            .widest(names.iter().map(String::as_str), self.em, Weight::Regular);
        if widest <= band {
            return None;
        }
        let mut middles = Vec::new();
        for category in 0..names.len() {
            middles.push(band * (category as f32 + 0.5));
        }
        let edges = (Pt::ZERO, self.width);
        let labels = CategoryLabels::new(self.ruler, self.em, names, &middles, edges, NAME_LINES);
        if labels.completeness != Completeness::Whole {
            return None;
        }
        Some(labels.into_lines().map(|lines| lines.join("\n")).collect())
    }

    /// The names of a pie's parts, each with its value.
    fn names_with_values(&self) -> Vec<String> {
        let points = self.data.series.iter().flat_map(|series| &series.points);
        let mut names = Vec::new();
        for (name, point) in self.data.categories.iter().zip(points) {
            names.push(match point {
                Some(point) => format!("{name}\u{2003}{}", point.text),
                None => name.clone(),
            });
        }
        names
    }

    /// Whether two slices side by side are too small for labels beside each other.
    fn has_small_slices(&self) -> bool {
        let numbers: Vec<f64> = self.data.all_numbers().collect();
        let most = numbers.iter().copied().fold(0.0, f64::max);
        let whole: f64 = numbers.iter().map(|number| number / most).sum();
        let is_small = |number: f64| number / most < MIN_SLICE_SHARE * whole;
        let next_numbers = numbers.iter().cycle().skip(1);
        let mut neighbours = numbers.iter().zip(next_numbers);
        numbers.len() > 1 && neighbours.any(|(one, next)| is_small(*one) && is_small(*next))
    }

    fn values_have_room(&self) -> bool {
        if self.kind.shows_parts_of_a_whole() {
            return !self.has_small_slices();
        }
        let values = self.data.series.len() * self.data.categories.len();
        if values > MAX_VALUE_LABELS {
            return false;
        }
        if self.kind.draws_lines() {
            return self.widest_value() <= self.band();
        }
        if self.marks.is_stacked {
            return true;
        }
        let lane = self.band() / self.marks.lanes as f32;
        if self.has_horizontal_bars {
            lane >= self.em
        } else {
            self.widest_value() <= lane
        }
    }

    fn widest_value(&self) -> Pt {
        let points = self.data.series.iter().flat_map(|series| &series.points);
        let texts = points.flatten().map(|point| &*point.text);
        self.ruler.widest(texts, self.em, Weight::Regular)
    }

    /// As [`NativeChartPlan::low_bound`]: whole steps below the lowest tick.
    fn low_bound(&self, ticks: &Ticks) -> Option<f64> {
        if self.kind.draws_lines() || self.marks.is_stacked || !self.values_have_room() {
            return None;
        }
        let (lowest_tick, high) = ticks.value_range();
        let extent = match self.has_horizontal_bars {
            true => self.value_extent().min(self.width - self.longest_name()),
            false => self.value_extent(),
        };
        for steps in 0..=MAX_STEPS_BELOW {
            let low = lowest_tick - f64::from(steps) * ticks.step();
            let below_zero = self.marks.bars.iter().filter(|bar| bar.end < 0.0);
            let has_room = below_zero.clone().all(|bar| {
                // Halves, as the difference of two numbers may leave the range of `f64`.
                let share = (bar.end / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0);
                share as f32 * extent >= self.value_length(bar)
            });
            if has_room {
                return (steps > 0 && low.is_finite()).then_some(low);
            }
        }
        None
    }

    /// The length of the value axis.
    fn value_extent(&self) -> Pt {
        if self.has_horizontal_bars {
            // The names take about a third of the width.
            self.width * 0.65
        } else {
            self.height * 0.8
        }
    }

    /// The width of the longest name beside bars that lie, as far as the program leaves it whole.
    fn longest_name(&self) -> Pt {
        let names = self.data.categories.iter().map(String::as_str);
        let widest = self.ruler.widest(names, self.em, Weight::Regular);
        widest.min(self.width * MAX_NAME_SHARE)
    }

    /// What the value of a bar takes along the value axis, with the space before it.
    fn value_length(&self, bar: &BarMark) -> Pt {
        if self.has_horizontal_bars {
            let weight = value_weight(self.data);
            self.ruler.width(&bar.text, self.em, weight) + 0.6 * self.em
        } else {
            1.4 * self.em
        }
    }

    fn small_marks(&self) -> Vec<(usize, usize)> {
        let mut small = Vec::new();
        if self.marks.is_stacked {
            for bar in &self.marks.bars {
                if !self.has_room_for_value(bar) {
                    small.push((bar.series, bar.category));
                }
            }
        }
        small
    }

    /// Whether the value of a stacked bar fits inside of it.
    fn has_room_for_value(&self, bar: &BarMark) -> bool {
        let (low, high) = self.ticks().value_range();
        // Halves, as the difference of two numbers may leave the range of `f64`.
        let extent = high / 2.0 - low / 2.0;
        let share = ((bar.end / 2.0 - bar.start / 2.0) / extent).abs() as f32;
        let thickness = self.band() * MARKS_SHARE;
        let text_width = self
            .ruler
            .width(&bar.text, self.em, value_weight(self.data));
        if self.has_horizontal_bars {
            text_width <= self.value_extent() * share && self.em <= thickness
        } else {
            1.2 * self.em <= self.value_extent() * share && text_width <= thickness
        }
    }
}
