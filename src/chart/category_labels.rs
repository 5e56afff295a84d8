//! The names of categories below a plot ([`CategoryLabels`]): each in one to three lines, or those
//! that have room.

use super::canvas::{ABOVE, ChartCanvas, LEADING, PlacedText};
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

/// Lines of a shortened name at most.
const CLIPPED_LINES: usize = 4;

/// Strides between names that are shown go up to this.
const MAX_STRIDE: usize = 10_000;

/// The names that are shown, and how.
pub(super) struct CategoryLabels {
    labels: Vec<CategoryLabel>,
    /// Whether every category has its full name.
    pub is_complete: bool,
}

struct CategoryLabel {
    category: usize,
    lines: Vec<String>,
    middle: Pt,
}

impl CategoryLabels {
    /// Plans labels for categories at `middles`; labels stay between `left` and `right`.
    ///
    /// All names are shown in full if they fit when wrapped. Otherwise some are left out, or all
    /// are shortened if a reader could not guess those that are missing.
    pub fn new(
        ruler: &ChartRuler,
        em: Pt,
        names: &[String],
        middles: &[Pt],
        (left, right): (Pt, Pt),
        max_lines: usize,
    ) -> Self {
        let planner = LabelPlanner {
            ruler,
            em,
            names,
            middles,
            left,
            right,
        };
        if let Some(labels) = planner.wrapped(max_lines) {
            return Self {
                labels,
                is_complete: true,
            };
        }
        let mut labels = planner.thinned_out();
        let hides_many = labels.len() * 2 <= names.len();
        if hides_many
            && names.len() <= FEW_NAMES
            && !is_numbered_sequence(names)
            && let Some(clipped) = planner.clipped()
        {
            labels = clipped;
        }
        Self {
            labels,
            is_complete: false,
        }
    }

    /// Height of the names and the space above them.
    pub fn height(&self, em: Pt) -> Pt {
        match self.labels.iter().map(|label| label.lines.len()).max() {
            None | Some(0) => Pt::ZERO,
            Some(lines) => (ABOVE_NAMES + lines as f32 * LEADING) * em,
        }
    }

    /// The categories that are named.
    pub fn named_categories(&self) -> impl Iterator<Item = usize> + '_ {
        self.labels.iter().map(|label| label.category)
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
    fn wrapped(&self, max_lines: usize) -> Option<Vec<CategoryLabel>> {
        let mut labels = Vec::new();
        let mut previous_right = Pt(f32::NEG_INFINITY);
        for (category, name) in self.names.iter().enumerate() {
            let lines = self
                .ruler
                .wrap_evenly(name, self.em, self.free_width(), max_lines)?;
            let (middle, half) = self.place_lines(&lines, category);
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
        let room = ((self.right - self.left) * 0.45).max(self.free_width());
        let short = self
            .ruler
            .shorten_distinctly(self.names, self.em, room, Weight::Regular);
        let mut extents = Vec::new();
        for (category, name) in short.iter().enumerate() {
            let (middle, half) = self.place_lines(std::slice::from_ref(name), category);
            extents.push((middle - half, middle + half));
        }
        let mut labels = Vec::new();
        for category in thin_out(self.names, &extents, GAP * self.em) {
            let (Some(name), Some((start, end))) = (short.get(category), extents.get(category))
            else {
                continue;
            };
            labels.push(CategoryLabel {
                category,
                lines: vec![name.clone()],
                middle: Pt::midpoint(*start, *end),
            });
        }
        labels
    }

    /// Every name, cut off where its room ends. `None` if the room is too narrow to be of use.
    fn clipped(&self) -> Option<Vec<CategoryLabel>> {
        let mut labels = Vec::new();
        for (category, (name, middle)) in self.names.iter().zip(self.middles).enumerate() {
            let reach = self.free_width() / 2.0;
            let room = (*middle + reach).min(self.right) - (*middle - reach).max(self.left);
            if room < NARROWEST * self.em {
                return None;
            }
            let lines = self.ruler.clip_to_lines(name, self.em, room, CLIPPED_LINES);
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
        (middle.min(self.right - half).max(self.left + half), half)
    }
}

/// Whether names are numbered, as years and quarters are, so that a reader can guess those that are
/// left out.
pub(super) fn is_numbered_sequence(names: &[String]) -> bool {
    let has_digit = |name: &String| name.chars().any(|c| c.is_ascii_digit());
    names.len() > 3 && names.iter().all(has_digit)
}

/// Chooses the first name, the last one, and the round ones between: as many as keep `gap` from
/// each other. `extents` are the left and right ends of the names.
fn thin_out(names: &[String], extents: &[(Pt, Pt)], gap: Pt) -> Vec<usize> {
    let Some(last) = names.len().checked_sub(1) else {
        return Vec::new();
    };
    let are_apart = |a: usize, b: usize| match (extents.get(a), extents.get(b)) {
        (Some(a), Some(b)) => a.1 + gap <= b.0,
        _ => false,
    };
    if last == 0 || !are_apart(0, last) {
        return vec![last];
    }
    // Years and other numbers are shown where they are multiples of the stride, other names where
    // their places are.
    let numbers: Option<Vec<usize>> = names.iter().map(|name| name.parse().ok()).collect();
    let is_round = |category: usize, stride: usize| match &numbers {
        Some(numbers) => numbers
            .get(category)
            .is_some_and(|number| number % stride == 0),
        None => category.is_multiple_of(stride),
    };
    for stride in round_strides() {
        let mut chosen = vec![0];
        for category in 1..last {
            let is_inside = are_apart(0, category) && are_apart(category, last);
            if is_inside && is_round(category, stride) {
                chosen.push(category);
            }
        }
        let inner = &chosen[1..];
        if inner.windows(2).all(|pair| are_apart(pair[0], pair[1])) {
            chosen.push(last);
            return chosen;
        }
    }
    vec![0, last]
}

/// 1, 2, 5, 10, 20, 50 and so on.
fn round_strides() -> impl Iterator<Item = usize> {
    let powers = (0..).map(|power| 10usize.pow(power));
    powers
        .flat_map(|power| [power, 2 * power, 5 * power])
        .take_while(|stride| *stride < MAX_STRIDE)
}
