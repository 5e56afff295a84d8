//! Which breaks to take: the set of lines that costs least (Knuth and Plass, 1981), for ragged,
//! balanced and justified text.
//!
//! A line costs the square of the share of the measure that it leaves empty, and what its break
//! costs; every line costs 1 besides, so that there are never more of them than there must be.

use super::break_opportunities::crack;
use super::paragraph::{Break, Class, Paragraph, width};

/// A line: what it is between.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    pub(super) from: Break,
    pub(super) to: Break,
    /// Whether it is the first after a line break that the author asked for.
    pub(super) first: bool,
}

/// A second hyphen in a row.
const HYPHENS_IN_A_ROW: f32 = 1.0;
/// A hyphen on the line before the last.
const HYPHEN_BEFORE_LAST: f32 = 0.5;
/// A last line that is all but empty; falls to nothing where it reaches `SHORT_LAST` of the
/// measure.
const LAST_WORD_ALONE: f32 = 0.15;
const SHORT_LAST: f32 = 0.2;
/// A line with nothing but a piece that is wider than the measure.
const OVERFULL: f32 = 100.0;
/// Where a line leaves more of the measure empty, hyphens are considered.
const LOOSE: f32 = 0.3;
/// Weight of the empty part of a line that is to be justified.
const JUSTIFIED: f32 = 8.0;
/// Steps that a paragraph may take; a longer one is broken line by line.
const STEPS: f64 = 2e6;

/// The lines of a paragraph at a measure in ems.
pub(super) fn cuts(paragraph: &Paragraph, room: f32) -> Vec<Cut> {
    let mut cuts = Vec::new();
    for segment in &paragraph.segments {
        let Some(breaks) = paragraph.breaks.get(segment.clone()) else {
            continue;
        };
        let (Some(&from), Some(&to)) = (breaks.first(), breaks.last()) else {
            continue;
        };
        let start = cuts.len();
        if width(&from, &to) <= room {
            cuts.push(Cut {
                from,
                to,
                first: true,
            });
        } else {
            cuts.extend(segment_cuts(paragraph, breaks, room));
        }
        if let Some(cut) = cuts.get_mut(start) {
            cut.first = true;
        }
    }
    cuts
}

/// How many lines [`cuts`] gives.
pub(super) fn count(paragraph: &Paragraph, room: f32) -> usize {
    let lines = |breaks: &[Break]| match breaks {
        [] => 0,
        [from, ..] if breaks.last().is_some_and(|to| width(from, to) <= room) => 1,
        _ => segment_cuts(paragraph, breaks, room).len(),
    };
    paragraph
        .segments
        .iter()
        .filter_map(|segment| paragraph.breaks.get(segment.clone()))
        .map(lines)
        .sum()
}

/// Without hyphens if that looks well, else with them, else breaking words wherever they have to be
/// broken.
fn segment_cuts(paragraph: &Paragraph, breaks: &[Break], room: f32) -> Vec<Cut> {
    let plain: Vec<Break> = breaks
        .iter()
        .filter(|it| it.class == Class::Plain)
        .copied()
        .collect();
    let hyphens = plain.len() < breaks.len();
    if fits(&plain, room) && !(paragraph.justify && hyphens) {
        let cuts = best(paragraph, &plain, room);
        if !hyphens || paragraph.balance || !is_loose(&cuts, room) {
            return cuts;
        }
    }
    if fits(breaks, room) {
        return best(paragraph, breaks, room);
    }
    best(paragraph, &crack(&paragraph.shaped, breaks, room), room)
}

fn fits(breaks: &[Break], room: f32) -> bool {
    breaks
        .windows(2)
        .all(|pair| width(&pair[0], &pair[1]) <= room)
}

fn is_loose(cuts: &[Cut], room: f32) -> bool {
    let full = cuts.split_last().map_or(cuts, |(_, full)| full);
    full.iter()
        .any(|cut| width(&cut.from, &cut.to) < room * (1.0 - LOOSE))
}

fn best(paragraph: &Paragraph, breaks: &[Break], room: f32) -> Vec<Cut> {
    let (Some(from), Some(to)) = (breaks.first(), breaks.last()) else {
        return Vec::new();
    };
    let lines = f64::from(width(from, to)) / f64::from(room.max(f32::MIN_POSITIVE));
    let steps = (breaks.len() as f64) * (breaks.len() as f64 / lines.max(1.0));
    if steps > STEPS {
        return greedy(breaks, room);
    }
    let weight = if paragraph.justify { JUSTIFIED } else { 1.0 };
    let ragged = optimal(
        breaks,
        Goal {
            room,
            aim: room,
            balance: false,
            weight,
        },
    );
    if !paragraph.balance || ragged.len() < 2 {
        return ragged;
    }
    let total: f32 = ragged.iter().map(|cut| width(&cut.from, &cut.to)).sum();
    optimal(
        breaks,
        Goal {
            room,
            aim: total / ragged.len() as f32,
            balance: true,
            weight,
        },
    )
}

/// Each line as long as it can be.
fn greedy(breaks: &[Break], room: f32) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let Some(mut from) = breaks.first() else {
        return cuts;
    };
    let mut fitting: Option<&Break> = None;
    for to in &breaks[1..] {
        if let Some(last) = fitting.filter(|_| width(from, to) > room) {
            cuts.push(Cut {
                from: *from,
                to: *last,
                first: false,
            });
            from = last;
        }
        fitting = Some(to);
    }
    cuts.extend(fitting.map(|to| Cut {
        from: *from,
        to: *to,
        first: false,
    }));
    cuts
}

/// What makes a good line.
#[derive(Clone, Copy)]
struct Goal {
    room: f32,
    /// How wide a line is best.
    aim: f32,
    /// Whether the last line is to be like the others.
    balance: bool,
    /// How much more than in ragged text it matters that a line is full.
    weight: f32,
}

impl Goal {
    /// What a line of a width costs.
    fn cost(&self, from: &Break, to: &Break, width: f32, last: bool) -> f32 {
        let share = |of: f32| of / self.room.max(f32::MIN_POSITIVE);
        let mut cost = 1.0;
        if width > self.room {
            cost += OVERFULL;
        }
        if !last || self.balance {
            cost += self.weight * share(self.aim - width).powi(2);
        }
        if !last {
            cost += to.penalty;
        }
        let hyphen = from.class == Class::Hyphen;
        if last && hyphen {
            cost += HYPHEN_BEFORE_LAST;
        }
        if last && !self.balance {
            cost += LAST_WORD_ALONE * (1.0 - share(width) / SHORT_LAST).max(0.0);
        }
        if hyphen && to.class == Class::Hyphen {
            cost += HYPHENS_IN_A_ROW;
        }
        cost
    }
}

/// The lines that cost least in all.
fn optimal(breaks: &[Break], goal: Goal) -> Vec<Cut> {
    let mut ways: Vec<(f32, usize)> = Vec::with_capacity(breaks.len());
    ways.push((0.0, 0));
    // No line reaches farther back: what lines lose at their ends is at most this much.
    let slack = breaks
        .iter()
        .map(|it| it.lead + it.trail.max(0.0))
        .fold(0.0, f32::max)
        * 2.0;
    for at in 1..breaks.len() {
        let to = &breaks[at];
        let last = at + 1 == breaks.len();
        let mut way = (f32::INFINITY, at - 1);
        for start in (0..at).rev() {
            let from = &breaks[start];
            let width = width(from, to);
            if width > goal.room && start + 1 < at {
                if (to.x - from.x) as f32 > goal.room + slack {
                    break;
                }
                continue;
            }
            let cost = ways[start].0 + goal.cost(from, to, width, last);
            if cost < way.0 {
                way = (cost, start);
            }
        }
        ways.push(way);
    }
    trace(breaks, &ways)
}

fn trace(breaks: &[Break], ways: &[(f32, usize)]) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut at = breaks.len() - 1;
    while at > 0 {
        let start = ways[at].1;
        cuts.push(Cut {
            from: breaks[start],
            to: breaks[at],
            first: false,
        });
        at = start;
    }
    cuts.reverse();
    cuts
}
