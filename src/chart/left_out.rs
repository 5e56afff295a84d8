//! What a drawing leaves out of its chart for want of room ([`LeftOut`]), and the messages about it.
//!
//! The texts of the finished drawing are compared with the data, so that no kind of chart can leave
//! something out without a message.

use super::canvas::ChartCanvas;
use super::category_sequence::can_be_guessed;
use super::data::ChartData;
use super::legend::unit_is_named;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::ChartKind;

/// Names that a message quotes; more are counted.
const QUOTED_NAMES: usize = 3;

/// Advice for charts with more than they can show.
const HINT: &str = "shorten names or use fewer; `data: true` prints every number in a table of the \
                    note";

/// What a drawing does not show, or not in full.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LeftOut {
    /// Names of categories and series, and the unit.
    names: Vec<String>,
    /// How many values are missing from a stack, or from a chart without a value axis.
    values: usize,
    /// How many names of categories are missing that a reader can guess.
    guessable: usize,
}

impl LeftOut {
    /// Compares what has been written on a canvas with `data`, drawn as `kind`.
    pub fn of_drawing(canvas: &ChartCanvas, data: &ChartData, kind: ChartKind) -> Self {
        let mut texts = WrittenTexts::new(canvas);
        let mut out = Self::default();
        // Categories that a pie has no part for have no name either.
        let mut shown = vec![true; data.categories.len()];
        if kind.shows_parts_of_a_whole()
            && let [series] = &data.series[..]
        {
            shown = series.points.iter().map(Option::is_some).collect();
        }
        let categories = data.categories.iter().zip(shown);
        let mut missing = Vec::new();
        for (name, is_shown) in categories {
            if is_shown && !texts.take(name) {
                missing.push(name.clone());
            }
        }
        if !missing.is_empty() && can_be_guessed(&data.categories, canvas.ruler.language()) {
            out.guessable = missing.len();
        } else {
            out.names = missing;
        }
        let unit = if unit_is_named(data) { "" } else { &data.unit };
        let series = data.series.iter().map(|series| &*series.name);
        for name in series.chain([unit]) {
            if !texts.take(name) {
                out.names.push(name.to_owned());
            }
        }
        if !canvas.has_value_axis {
            let points = data.series.iter().flat_map(|series| &series.points);
            for point in points.flatten() {
                // A part of zero has no mark in a stack, so nothing to write a value on.
                let has_mark = !kind.stacks_series() || point.number != 0.0;
                if has_mark && !texts.take(&point.text) {
                    out.values += 1;
                }
            }
        } else {
            // The ends of stacked bars are sums, from which the axis does not tell a single value.
            out.values = canvas.unwritten_stack_values;
        }
        out
    }

    /// How many texts a reader misses.
    pub fn count(&self) -> usize {
        self.names.len() + self.values
    }

    /// The message about what is left out of the chart of that title; `None` if nothing is.
    pub fn message(&self, title: &str, data: &ChartData) -> Option<Diagnostic> {
        if self.count() == 0 {
            if self.guessable == 0 {
                return None;
            }
            let all = data.categories.len();
            let named = all - self.guessable;
            let message =
                format!("chart “{title}” has room for the names of {named} of {all} categories");
            return Some(Diagnostic::note(Code::ChartTextLeftOut, message).hint(HINT));
        }
        let mut parts = Vec::new();
        for name in self.names.iter().take(QUOTED_NAMES) {
            parts.push(format!("“{name}”"));
        }
        let more = self.names.len().saturating_sub(QUOTED_NAMES);
        if more > 0 {
            parts.push(count_noun(more, "more name"));
        }
        if self.values > 0 {
            parts.push(count_noun(self.values, "value"));
        }
        let last = parts.pop().unwrap_or_default();
        let list = if parts.is_empty() {
            last
        } else {
            format!("{} and {last}", parts.join(", "))
        };
        let message = format!("chart “{title}” has no room for {list}");
        Some(Diagnostic::warning(Code::ChartTextLeftOut, message).hint(HINT))
    }
}

fn count_noun(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// The texts of a drawing, of which each can be one name or a line of one.
struct WrittenTexts {
    texts: Vec<String>,
    is_taken: Vec<bool>,
}

impl WrittenTexts {
    fn new(canvas: &ChartCanvas) -> Self {
        let texts: Vec<String> = canvas.written_texts().map(without_joints).collect();
        Self {
            is_taken: vec![false; texts.len()],
            texts,
        }
    }

    /// Finds a name in one text, or in several that follow each other. They do not count again.
    /// An empty name is always found.
    fn take(&mut self, name: &str) -> bool {
        let name = without_joints(name);
        if name.is_empty() {
            return true;
        }
        for start in 0..self.texts.len() {
            if let Some(end) = self.end_of_name(&name, start) {
                self.is_taken[start..end].fill(true);
                return true;
            }
        }
        false
    }

    /// Where the lines of a name end that begin with the text `start`.
    fn end_of_name(&self, name: &str, start: usize) -> Option<usize> {
        let mut rest = name;
        for at in start..self.texts.len() {
            let text = &*self.texts[at];
            if self.is_taken[at] || text.is_empty() {
                return None;
            }
            rest = rest.strip_prefix(text)?;
            if rest.is_empty() {
                return Some(at + 1);
            }
        }
        None
    }
}

/// A text without what differs between a name and its lines: spaces and hyphens.
fn without_joints(text: &str) -> String {
    text.chars()
        .filter(|it| !it.is_whitespace() && !matches!(it, '-' | '\u{ad}'))
        .collect()
}
