//! The names of categories below a plot ([`CategoryLabels`]): each in one to three lines, or those
//! that have room.

use super::canvas::{ABOVE, ChartCanvas, LEADING, PlacedText};
use super::category_sequence::can_be_guessed;
use super::ruler::ChartRuler;
use crate::drawing::TextAnchor;
use crate::fonts::Weight;
use crate::length::Pt;

/// Space between neighbours, in ems.
const GAP: f32 = 0.4;

/// Space between lines of neighbours that are wrapped, in ems.
const WRAPPED_GAP: f32 = 0.2;

/// Space between a plot and the names below it, in ems.
const ABOVE_NAMES: f32 = 0.3;

/// A shortened name has at least this width, in ems.
const NARROWEST: f32 = 3.5;

/// Of more names than this it is better to read some in full than all in part.
const FEW_NAMES: usize = 8;

/// Lines of a name at most, where it fits in no fewer.
const MOST_LINES: usize = 4;

/// Strides between names that are shown go up to this.
const MAX_STRIDE: usize = 10_000;

/// The names that are shown, and how.
pub(super) struct CategoryLabels {
    labels: Vec<CategoryLabel>,
    pub completeness: Completeness,
}

/// How many categories have their full names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Completeness {
    /// Every category has its full name.
    Whole,
    /// Some have none, and a reader can tell which: years and months.
    Guessable,
    /// Some have none, or a part of it.
    Lacking,
}

struct CategoryLabel {
    category: usize,
    lines: Vec<String>,
    middle: Pt,
}

impl CategoryLabels {
    /// Plans labels for categories at `middles`; labels stay between `left` and `right`.
    ///
    /// All names are shown in full if they fit when wrapped, in `usual_lines` if possible.
    /// Otherwise some are left out that a reader can guess, or words are hyphenated. Names that do
    /// not fit then are left out or shortened.
    pub fn new(
        ruler: &ChartRuler,
        em: Pt,
        names: &[String],
        middles: &[Pt],
        (left, right): (Pt, Pt),
        usual_lines: usize,
    ) -> Self {
        let planner = LabelPlanner {
            ruler,
            em,
            names,
            middles,
            left,
            right,
        };
        let whole = |labels| Self {
            labels,
            completeness: Completeness::Whole,
        };
        if let Some(labels) = planner.wrapped(usual_lines, false) {
            return whole(labels);
        }
        if can_be_guessed(names, ruler.language()) {
            return Self {
                labels: planner.thinned_out(),
                completeness: Completeness::Guessable,
            };
        }
        for lines in [usual_lines, MOST_LINES] {
            if let Some(labels) = planner.wrapped(lines, true) {
                return whole(labels);
            }
        }
        let mut labels = planner.thinned_out();
        let hides_many = labels.len() * 2 <= names.len();
        if hides_many
            && names.len() <= FEW_NAMES
            && let Some(clipped) = planner.clipped()
        {
            labels = clipped;
        }
        Self {
            labels,
            completeness: Completeness::Lacking,
        }
    }

    /// Height of the names and the space above them.
    pub fn height(&self, em: Pt) -> Pt {
        let mut most_lines = 0;
        for label in &self.labels {
            most_lines = most_lines.max(label.lines.len());
        }
        if most_lines == 0 {
            return Pt::ZERO;
        }
        (ABOVE_NAMES + most_lines as f32 * LEADING) * em
    }

    /// The categories that are named.
    pub fn named_categories(&self) -> impl Iterator<Item = usize> + '_ {
        self.labels.iter().map(|label| label.category)
    }

    /// The lines of each name that is shown.
    pub fn into_lines(self) -> impl Iterator<Item = Vec<String>> {
        self.labels.into_iter().map(|label| label.lines)
    }

    /// Writes the names below a plot that ends at `top`.
    pub fn draw_labels(&self, canvas: &mut ChartCanvas, top: Pt) {
        let (em, color) = (canvas.em, canvas.theme.colors.text);
        for label in &self.labels {
            for (line, text) in label.lines.iter().enumerate() {
                canvas.write_if_room(PlacedText {
                    text,
                    x: label.middle,
                    baseline: top + (ABOVE_NAMES + ABOVE + LEADING * line as f32) * em,
                    anchor: TextAnchor::Middle,
                    weight: Weight::Regular,
                    color,
                });
            }
        }
    }
}

/// What labels are planned from.
struct LabelPlanner<'a> {
    ruler: &'a ChartRuler<'a>,
    em: Pt,
    names: &'a [String],
    middles: &'a [Pt],
    left: Pt,
    right: Pt,
}

impl LabelPlanner<'_> {
    /// Every name in full, in at most `max_lines` lines. `None` if a name does not fit between its
    /// neighbours.
    fn wrapped(&self, max_lines: usize, with_hyphens: bool) -> Option<Vec<CategoryLabel>> {
        let mut labels = Vec::new();
        let mut previous_right = Pt(f32::NEG_INFINITY);
        let room = self.free_width();
        for (category, name) in self.names.iter().enumerate() {
            let mut lines = self.ruler.wrap_evenly(name, self.em, room, max_lines);
            if lines.is_none() && with_hyphens {
                lines = self.ruler.wrap_with_hyphens(name, self.em, room, max_lines);
            }
            let lines = lines?;
            let (middle, half) = self.place_lines(&lines, category);
            // The first and last name may have been moved towards their neighbours.
            if middle - half < previous_right {
                return None;
            }
            previous_right = middle + half + WRAPPED_GAP * self.em;
            labels.push(CategoryLabel {
                category,
                lines,
                middle,
            });
        }
        Some(labels)
    }

    /// Names in one line, as many as fit beside each other.
    fn thinned_out(&self) -> Vec<CategoryLabel> {
        // So that the first name and the last fit beside each other.
        let room = ((self.right - self.left) * 0.45).max(self.free_width());
        let short = self
            .ruler
            .shorten_distinctly(self.names, self.em, room, Weight::Regular);
        let mut extents = Vec::new();
        for (category, name) in short.iter().enumerate() {
            let (middle, half) = self.place_lines(std::slice::from_ref(name), category);
            extents.push(Extent {
                left: middle - half,
                right: middle + half,
            });
        }
        let mut labels = Vec::new();
        for category in thin_out(self.names, &extents, GAP * self.em) {
            let extent = &extents[category];
            labels.push(CategoryLabel {
                category,
                lines: vec![short[category].clone()],
                middle: Pt::midpoint(extent.left, extent.right),
            });
        }
        labels
    }

    /// Every name, cut off where its room ends. `None` if the room is too narrow to be of use.
    fn clipped(&self) -> Option<Vec<CategoryLabel>> {
        let mut labels = Vec::new();
        let reach = self.free_width() / 2.0;
        for (category, (name, middle)) in self.names.iter().zip(self.middles).enumerate() {
            let left = (*middle - reach).max(self.left);
            let right = (*middle + reach).min(self.right);
            let room = right - left;
            if room < NARROWEST * self.em {
                return None;
            }
            let lines = self.ruler.clip_to_lines(name, self.em, room, MOST_LINES);
            let (middle, _) = self.place_lines(&lines, category);
            labels.push(CategoryLabel {
                category,
                lines,
                middle,
            });
        }
        Some(labels)
    }

    /// The width of a category without the gap to its neighbour.
    fn free_width(&self) -> Pt {
        let pitch = match self.middles {
            [first, second, ..] => *second - *first,
            _ => self.right - self.left,
        };
        pitch - GAP * self.em
    }

    /// The middle of lines below a category, moved so far that they stay between `left` and
    /// `right`, and half of their width.
    fn place_lines(&self, lines: &[String], category: usize) -> (Pt, Pt) {
        let lines = lines.iter().map(String::as_str);
        let half = self.ruler.widest(lines, self.em, Weight::Regular) / 2.0;
        let middle = self.middles.get(category).copied().unwrap_or(self.left);
        // `clamp` would panic on lines that are wider than the plot. These begin at its left edge.
        let middle = middle.min(self.right - half).max(self.left + half);
        (middle, half)
    }
}

/// Whether names are numbered, as years and quarters are, so that a reader can guess those that are
/// left out.
pub(super) fn is_numbered_sequence(names: &[String]) -> bool {
    // Three names show no rule by which a reader could guess others.
    if names.len() <= 3 {
        return false;
    }
    for name in names {
        if !name.contains(|character: char| character.is_ascii_digit()) {
            return false;
        }
    }
    true
}

/// The left and right end of a name.
struct Extent {
    left: Pt,
    right: Pt,
}

/// Chooses the first name, the last one, and the round ones between: as many as keep `gap` from
/// each other. There is an extent for each name.
fn thin_out(names: &[String], extents: &[Extent], gap: Pt) -> Vec<usize> {
    let Some(last) = names.len().checked_sub(1) else {
        return Vec::new();
    };
    let are_apart = |before: usize, after: usize| {
        let edge = extents[before].right + gap;
        edge <= extents[after].left
    };
    if last == 0 || !are_apart(0, last) {
        return vec![last];
    }
    // Years and other numbers are shown where they are multiples of the stride, other names where
    // their places are: months by quarters and years.
    let (numbers, strides) = match parse_all(names) {
        Some(numbers) => (numbers, round_strides()),
        None => ((0..names.len()).collect(), month_strides()),
    };
    for stride in strides {
        let mut chosen = vec![0];
        for (category, number) in numbers.iter().enumerate().take(last).skip(1) {
            let is_inside = are_apart(0, category) && are_apart(category, last);
            if is_inside && number.is_multiple_of(stride) {
                chosen.push(category);
            }
        }
        // The first name is apart from all chosen ones already, though it need not be round.
        let inner = &chosen[1..];
        if inner.windows(2).all(|pair| are_apart(pair[0], pair[1])) {
            chosen.push(last);
            return chosen;
        }
    }
    vec![0, last]
}

/// The names as whole numbers; `None` if one of them is none.
fn parse_all(names: &[String]) -> Option<Vec<usize>> {
    let mut numbers = Vec::new();
    for name in names {
        numbers.push(name.parse().ok()?);
    }
    Some(numbers)
}

/// 1, 2, 5, 10, 20, 50 and so on.
fn round_strides() -> Vec<usize> {
    let mut strides = Vec::new();
    let mut power = 1;
    while power < MAX_STRIDE {
        strides.extend([power, 2 * power, 5 * power]);
        power *= 10;
    }
    strides
}

/// 1, 2, 3, 4, 6, 12, 24 and so on.
fn month_strides() -> Vec<usize> {
    let mut strides = vec![1, 2, 3, 4, 6];
    let mut years = 12;
    while years < MAX_STRIDE {
        strides.push(years);
        years *= 2;
    }
    strides
}
