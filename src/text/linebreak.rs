//! Which breaks to take: the set of lines that costs least (Knuth and Plass, 1981), for ragged,
//! balanced and justified text.
//!
//! A line costs the square of the share of the measure that it leaves empty, and what its break
//! costs; every line costs 1 besides, so that there are never more of them than there must be.

use super::break_opportunities::add_emergency_breaks;
use super::paragraph::{BreakKind, BreakPoint, Paragraph, line_width};

/// A line: what it is between.
#[derive(Clone, Copy)]
pub(super) struct LineRange {
    pub(super) from: BreakPoint,
    pub(super) to: BreakPoint,
    /// Whether it is the first after a line break that the author asked for.
    pub(super) first: bool,
}

/// A second hyphen in a row.
const CONSECUTIVE_HYPHENS: f32 = 1.0;
/// A hyphen on the line before the last.
const HYPHEN_BEFORE_LAST: f32 = 0.5;
/// A last line that is all but empty; falls to nothing where it reaches `RUNT_SHARE` of the
/// measure.
const RUNT: f32 = 0.15;
const RUNT_SHARE: f32 = 0.2;
/// A line with nothing but a piece that is wider than the measure.
const OVERFULL: f32 = 100.0;
/// Where a line leaves more of the measure empty, hyphens are considered.
const LOOSE_SHARE: f32 = 0.3;
/// Weight of the empty part of a line that is to be justified.
const JUSTIFIED_WEIGHT: f32 = 8.0;
/// Steps that a paragraph may take; a longer one is broken line by line.
const MAX_STEPS: f64 = 2e6;

/// The lines of a paragraph at a measure in ems.
pub(super) fn break_lines(paragraph: &Paragraph, measure: f32) -> Vec<LineRange> {
    let mut lines = Vec::new();
    for segment in &paragraph.segments {
        let Some(breaks) = paragraph.breaks.get(segment.clone()) else {
            continue;
        };
        let (Some(&from), Some(&to)) = (breaks.first(), breaks.last()) else {
            continue;
        };
        let start = lines.len();
        if line_width(&from, &to) <= measure {
            lines.push(LineRange {
                from,
                to,
                first: true,
            });
        } else {
            lines.extend(break_segment(paragraph, breaks, measure));
        }
        if let Some(line) = lines.get_mut(start) {
            line.first = true;
        }
    }
    lines
}

/// How many lines [`break_lines`] gives.
pub(super) fn count_lines(paragraph: &Paragraph, measure: f32) -> usize {
    let lines = |breaks: &[BreakPoint]| match breaks {
        [] => 0,
        [from, ..]
            if breaks
                .last()
                .is_some_and(|to| line_width(from, to) <= measure) =>
        {
            1
        }
        _ => break_segment(paragraph, breaks, measure).len(),
    };
    paragraph
        .segments
        .iter()
        .filter_map(|segment| paragraph.breaks.get(segment.clone()))
        .map(lines)
        .sum()
}

/// Without hyphens if that styles well, else with them, else breaking words wherever they have to be
/// broken.
fn break_segment(paragraph: &Paragraph, breaks: &[BreakPoint], measure: f32) -> Vec<LineRange> {
    let plain: Vec<BreakPoint> = breaks
        .iter()
        .filter(|it| it.kind == BreakKind::Plain)
        .copied()
        .collect();
    let hyphens = plain.len() < breaks.len();
    if all_fit(&plain, measure) && !(paragraph.justify && hyphens) {
        let lines = best_lines(paragraph, &plain, measure);
        if !hyphens || paragraph.balance || !has_loose_line(&lines, measure) {
            return lines;
        }
    }
    if all_fit(breaks, measure) {
        return best_lines(paragraph, breaks, measure);
    }
    best_lines(
        paragraph,
        &add_emergency_breaks(&paragraph.shaped, breaks, measure),
        measure,
    )
}

fn all_fit(breaks: &[BreakPoint], measure: f32) -> bool {
    breaks
        .windows(2)
        .all(|pair| line_width(&pair[0], &pair[1]) <= measure)
}

fn has_loose_line(lines: &[LineRange], measure: f32) -> bool {
    let full = lines.split_last().map_or(lines, |(_, full)| full);
    full.iter()
        .any(|line| line_width(&line.from, &line.to) < measure * (1.0 - LOOSE_SHARE))
}

fn best_lines(paragraph: &Paragraph, breaks: &[BreakPoint], measure: f32) -> Vec<LineRange> {
    let (Some(from), Some(to)) = (breaks.first(), breaks.last()) else {
        return Vec::new();
    };
    let lines = f64::from(line_width(from, to)) / f64::from(measure.max(f32::MIN_POSITIVE));
    let steps = (breaks.len() as f64) * (breaks.len() as f64 / lines.max(1.0));
    if steps > MAX_STEPS {
        return break_greedily(breaks, measure);
    }
    let weight = if paragraph.justify {
        JUSTIFIED_WEIGHT
    } else {
        1.0
    };
    let ragged = break_optimally(
        breaks,
        LineGoal {
            measure,
            aim: measure,
            balance: false,
            weight,
        },
    );
    if !paragraph.balance || ragged.len() < 2 {
        return ragged;
    }
    let total: f32 = ragged
        .iter()
        .map(|line| line_width(&line.from, &line.to))
        .sum();
    break_optimally(
        breaks,
        LineGoal {
            measure,
            aim: total / ragged.len() as f32,
            balance: true,
            weight,
        },
    )
}

/// Each line as long as it can be.
fn break_greedily(breaks: &[BreakPoint], measure: f32) -> Vec<LineRange> {
    let mut lines = Vec::new();
    let Some(mut from) = breaks.first() else {
        return lines;
    };
    let mut fitting: Option<&BreakPoint> = None;
    for to in &breaks[1..] {
        if let Some(last) = fitting.filter(|_| line_width(from, to) > measure) {
            lines.push(LineRange {
                from: *from,
                to: *last,
                first: false,
            });
            from = last;
        }
        fitting = Some(to);
    }
    lines.extend(fitting.map(|to| LineRange {
        from: *from,
        to: *to,
        first: false,
    }));
    lines
}

/// What makes a good line.
#[derive(Clone, Copy)]
struct LineGoal {
    measure: f32,
    /// How wide a line is best.
    aim: f32,
    /// Whether the last line is to be like the others.
    balance: bool,
    /// How much more than in ragged text it matters that a line is full.
    weight: f32,
}

impl LineGoal {
    /// What a line of a width costs.
    fn line_cost(&self, from: &BreakPoint, to: &BreakPoint, width: f32, last: bool) -> f32 {
        let share = |of: f32| of / self.measure.max(f32::MIN_POSITIVE);
        let mut cost = 1.0;
        if width > self.measure {
            cost += OVERFULL;
        }
        if !last || self.balance {
            cost += self.weight * share(self.aim - width).powi(2);
        }
        if !last {
            cost += to.penalty;
        }
        let hyphen = from.kind == BreakKind::Hyphen;
        if last && hyphen {
            cost += HYPHEN_BEFORE_LAST;
        }
        if last && !self.balance {
            cost += RUNT * (1.0 - share(width) / RUNT_SHARE).max(0.0);
        }
        if hyphen && to.kind == BreakKind::Hyphen {
            cost += CONSECUTIVE_HYPHENS;
        }
        cost
    }
}

/// The lines that cost least in all.
fn break_optimally(breaks: &[BreakPoint], goal: LineGoal) -> Vec<LineRange> {
    let mut ways: Vec<(f32, usize)> = Vec::with_capacity(breaks.len());
    ways.push((0.0, 0));
    // No line reaches farther back: what lines lose at their ends is at most this much.
    let slack = breaks
        .iter()
        .map(|it| it.start_trim + it.end_trim.max(0.0))
        .fold(0.0, f32::max)
        * 2.0;
    for at in 1..breaks.len() {
        let to = &breaks[at];
        let last = at + 1 == breaks.len();
        let mut way = (f32::INFINITY, at - 1);
        for start in (0..at).rev() {
            let from = &breaks[start];
            let width = line_width(from, to);
            if width > goal.measure && start + 1 < at {
                if (to.x - from.x) as f32 > goal.measure + slack {
                    break;
                }
                continue;
            }
            let cost = ways[start].0 + goal.line_cost(from, to, width, last);
            if cost < way.0 {
                way = (cost, start);
            }
        }
        ways.push(way);
    }
    trace_back(breaks, &ways)
}

fn trace_back(breaks: &[BreakPoint], ways: &[(f32, usize)]) -> Vec<LineRange> {
    let mut lines = Vec::new();
    let mut at = breaks.len() - 1;
    while at > 0 {
        let start = ways[at].1;
        lines.push(LineRange {
            from: breaks[start],
            to: breaks[at],
            first: false,
        });
        at = start;
    }
    lines.reverse();
    lines
}
