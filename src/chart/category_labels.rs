//! CategoryLabels of categories below a plot: each, in one to three lines, or those that there is room for.

use super::canvas::{ABOVE, ChartCanvas, LEADING, PlacedText};
use super::ruler::ChartRuler;
use crate::drawing::TextAnchor;
use crate::fonts::Weight;
use crate::length::Pt;

/// Space between neighbours, in ems.
const GAP: f32 = 0.4;

/// Space between a plot and the names below it, in ems.
const ABOVE_NAMES: f32 = 0.3;

/// A place narrower than this, in ems, has no shortened name.
const NARROWEST: f32 = 3.5;

/// Of more names than this it is better to read some whole than each in part.
const FEW: usize = 8;

/// Lines of a shortened name at most.
const CLIPPED_LINES: usize = 4;

/// Which names are set, and how.
pub(super) struct CategoryLabels {
    /// Category, lines, and where their middle is.
    set: Vec<(usize, Vec<String>, Pt)>,
    /// Whether every category has its whole name.
    pub(super) complete: bool,
}

impl CategoryLabels {
    /// `middles` are where the categories are, `left` and `right` how far names may reach.
    pub(super) fn new(
        ruler: &ChartRuler,
        em: Pt,
        names: &[String],
        middles: &[Pt],
        (left, right): (Pt, Pt),
        most_lines: usize,
    ) -> Self {
        let pitch = match middles {
            [first, second, ..] => *second - *first,
            _ => right - left,
        };
        let place = |lines: &[String], at: usize| {
            let half = ruler.widest(lines.iter().map(String::as_str), em, Weight::Regular) / 2.0;
            let middle = middles.get(at).copied().unwrap_or(left);
            (middle.min(right - half).max(left + half), half)
        };
        let each: Option<Vec<Vec<String>>> = names
            .iter()
            .map(|name| ruler.wrap_evenly(name, em, pitch - GAP * em, most_lines))
            .collect();
        if let Some(each) = each {
            let set: Vec<_> = each
                .into_iter()
                .enumerate()
                .map(|(at, lines)| (at, place(&lines, at).0, lines))
                .collect();
            let mut previous = Pt(f32::NEG_INFINITY);
            let apart = set.iter().all(|(at, middle, lines)| {
                let half = place(lines, *at).1;
                let apart = *middle - half >= previous;
                previous = *middle + half + 0.2 * em;
                apart
            });
            if apart {
                let set = set
                    .into_iter()
                    .map(|(at, middle, lines)| (at, lines, middle))
                    .collect();
                return Self {
                    set,
                    complete: true,
                };
            }
        }
        let short = ruler.shorten_distinctly(
            names,
            em,
            ((right - left) * 0.45).max(pitch - GAP * em),
            Weight::Regular,
        );
        let extents: Vec<(Pt, Pt)> = short
            .iter()
            .enumerate()
            .map(|(at, name)| {
                let (middle, half) = place(std::slice::from_ref(name), at);
                (middle - half, middle + half)
            })
            .collect();
        let shown = thin_out(names, &extents, GAP * em);
        if shown.len() * 2 <= names.len() && names.len() <= FEW && !is_numbered_sequence(names) {
            // Nobody can tell the names left out: each as far as its place reaches.
            let reach = |middle: Pt| {
                (middle + (pitch - GAP * em) / 2.0).min(right)
                    - (middle - (pitch - GAP * em) / 2.0).max(left)
            };
            if middles
                .iter()
                .all(|middle| reach(*middle) >= NARROWEST * em)
            {
                let lines = |(name, middle): (&String, &Pt)| {
                    ruler.clip_to_lines(name, em, reach(*middle), CLIPPED_LINES)
                };
                let set = names.iter().zip(middles).map(lines).enumerate();
                let set = set.map(|(at, lines)| (at, place(&lines, at).0, lines));
                return Self {
                    set: set.map(|(at, middle, lines)| (at, lines, middle)).collect(),
                    complete: false,
                };
            }
        }
        let set = shown
            .into_iter()
            .filter_map(|at| {
                let (start, end) = extents.get(at)?;
                Some((at, vec![short.get(at)?.clone()], Pt::midpoint(*start, *end)))
            })
            .collect();
        Self {
            set,
            complete: false,
        }
    }

    /// Height of the names and the space above them.
    pub(super) fn height(&self, em: Pt) -> Pt {
        let lines = self
            .set
            .iter()
            .map(|(_, lines, _)| lines.len())
            .max()
            .unwrap_or(0);
        if lines == 0 {
            Pt::ZERO
        } else {
            (ABOVE_NAMES + lines as f32 * LEADING) * em
        }
    }

    /// The categories that are named.
    pub(super) fn named_categories(&self) -> impl Iterator<Item = usize> + '_ {
        self.set.iter().map(|(at, _, _)| *at)
    }

    pub(super) fn draw_labels(&self, canvas: &mut ChartCanvas, top: Pt) {
        let (em, color) = (canvas.em, canvas.theme.colors.text);
        for (_, lines, middle) in &self.set {
            for (line, text) in lines.iter().enumerate() {
                canvas.write_if_room(PlacedText {
                    text,
                    x: *middle,
                    baseline: top + (ABOVE_NAMES + ABOVE + LEADING * line as f32) * em,
                    anchor: TextAnchor::Middle,
                    weight: Weight::Regular,
                    color,
                });
            }
        }
    }
}

/// Whether names count on, as years and quarters do, so that a reader can tell those left out.
pub(super) fn is_numbered_sequence(names: &[String]) -> bool {
    names.len() > 3
        && names
            .iter()
            .all(|name| name.chars().any(|it| it.is_ascii_digit()))
}

/// The first, the last, and the round ones between: as many as keep `gap` from each other.
fn thin_out(names: &[String], extents: &[(Pt, Pt)], gap: Pt) -> Vec<usize> {
    let Some(last) = names.len().checked_sub(1) else {
        return Vec::new();
    };
    let numbers: Option<Vec<usize>> = names.iter().map(|name| name.parse().ok()).collect();
    let apart = |a: usize, b: usize| match (extents.get(a), extents.get(b)) {
        (Some(a), Some(b)) => a.1 + gap <= b.0,
        _ => false,
    };
    let ends: Vec<usize> = if last > 0 && apart(0, last) {
        vec![0, last]
    } else {
        vec![last]
    };
    for stride in (0..)
        .flat_map(|power| [1, 2, 5].map(|it| it * 10usize.pow(power)))
        .take_while(|it| *it < 10_000)
    {
        let round = |at: &usize| match &numbers {
            Some(numbers) => numbers.get(*at).is_some_and(|number| number % stride == 0),
            None => at.is_multiple_of(stride),
        };
        let inner = (1..last)
            .filter(round)
            .filter(|&at| apart(0, at) && apart(at, last));
        let inner: Vec<usize> = inner.collect();
        if inner.windows(2).all(|pair| apart(pair[0], pair[1])) && ends.len() == 2 {
            return ends
                .iter()
                .take(1)
                .copied()
                .chain(inner)
                .chain([last])
                .collect();
        }
    }
    ends
}
