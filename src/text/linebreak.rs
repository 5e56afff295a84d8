//! Chooses the breaks of a paragraph: the set of lines with the lowest total cost (Knuth and Plass,
//! "Breaking Paragraphs into Lines", 1981), for ragged, balanced and justified text.
//!
//! The cost of a line is 1, plus the square of the share of the measure that it leaves empty, plus
//! the penalty of its break. The 1 keeps the number of lines as low as possible.

use std::borrow::Cow;

use super::paragraph::{BreakKind, BreakPoint, Paragraph, line_width};
use super::span::Balance;
use super::word_breaks::WordBreaker;
use crate::hyphenation::Hyphenation;

/// Added for the second of two consecutive lines that end with a hyphen.
const CONSECUTIVE_HYPHENS_COST: f32 = 1.0;
/// Added for a hyphen on the line before the last.
const HYPHEN_BEFORE_LAST_COST: f32 = 0.5;
/// A runt: a last line that is almost empty. The cost falls to 0 where the line reaches
/// `RUNT_SHARE` of the measure.
const RUNT_COST: f32 = 0.15;
const RUNT_SHARE: f32 = 0.2;
/// Added for a line whose only piece is wider than the measure.
const OVERFULL_COST: f32 = 100.0;
/// In balanced text, the last line is at least this share of the longest, if the breaks allow it.
const LEAST_LAST_SHARE: f32 = 0.4;
/// Added for a last line that is shorter. Less than that of one more line.
const SHORT_LAST_LINE_COST: f32 = 0.9;
/// Hyphens are considered if a line leaves more than this share of the measure empty.
const LOOSE_SHARE: f32 = 0.3;
/// The weight of the empty share of lines that will be justified.
const JUSTIFIED_WEIGHT: f32 = 8.0;
/// The most steps for one paragraph. Longer paragraphs are broken line by line.
const MAX_STEPS: f64 = 2e6;

/// A line, from one break to the next.
#[derive(Clone, Copy)]
pub(super) struct LineRange {
    pub from: BreakPoint,
    pub to: BreakPoint,
    /// Whether it is the first line of its segment.
    pub first: bool,
}

impl LineRange {
    fn new(from: BreakPoint, to: BreakPoint) -> Self {
        Self {
            from,
            to,
            first: false,
        }
    }

    pub fn width(&self) -> f32 {
        line_width(&self.from, &self.to)
    }
}

/// The lines of a paragraph at a measure in ems.
pub(super) fn break_lines(
    paragraph: &Paragraph,
    measure: f32,
    hyphenation: &Hyphenation<'_>,
) -> Vec<LineRange> {
    let mut lines = Vec::new();
    for segment in &paragraph.segments {
        let Some(breaks) = paragraph.breaks.get(segment.clone()) else {
            continue;
        };
        let (Some(&from), Some(&to)) = (breaks.first(), breaks.last()) else {
            continue;
        };
        let first_line = lines.len();
        // Most texts fit on one line. Without this test a batch costs 2.7 % more.
        if line_width(&from, &to) <= measure {
            lines.push(LineRange {
                from,
                to,
                first: true,
            });
        } else {
            lines.extend(break_segment(paragraph, breaks, measure, hyphenation));
        }
        if let Some(line) = lines.get_mut(first_line) {
            line.first = true;
        }
    }
    lines
}

/// The number of lines that [`break_lines`] gives.
pub(super) fn count_lines(
    paragraph: &Paragraph,
    measure: f32,
    hyphenation: &Hyphenation<'_>,
) -> usize {
    let mut count = 0;
    for segment in &paragraph.segments {
        let breaks = paragraph.breaks.get(segment.clone()).unwrap_or_default();
        count += match (breaks.first(), breaks.last()) {
            (Some(from), Some(to)) if line_width(from, to) <= measure => 1,
            (Some(_), Some(_)) => break_segment(paragraph, breaks, measure, hyphenation).len(),
            _ => 0,
        };
    }
    count
}

/// Breaks a segment without hyphens if that looks good, else with hyphens. Only words that are wider
/// than the measure are broken where they may not be hyphenated.
fn break_segment(
    paragraph: &Paragraph,
    breaks: &[BreakPoint],
    measure: f32,
    hyphenation: &Hyphenation<'_>,
) -> Vec<LineRange> {
    let has_soft_hyphens = breaks.iter().any(|it| it.kind != BreakKind::Plain);
    let mut plain = Cow::Borrowed(breaks);
    if has_soft_hyphens {
        plain.to_mut().retain(|it| it.kind == BreakKind::Plain);
    }
    let may_hyphenate = paragraph.hyphenate || has_soft_hyphens;
    let all_fit = all_fit(&plain, measure);
    // Justified text may use its hyphens at once: without them its spaces are stretched more, while
    // ragged text only becomes more ragged.
    let tries_plain = !paragraph.justify || !may_hyphenate;
    if tries_plain && all_fit {
        let lines = best_lines(&plain, measure, paragraph.justify, paragraph.balance);
        // Balanced lines may all be short: they are as wide as each other, not as the measure.
        let accepts_loose_lines = !may_hyphenate || paragraph.balance == Balance::AllLines;
        if accepts_loose_lines || !has_loose_line(&lines, measure) {
            return lines;
        }
    }
    let breaker = WordBreaker::new(paragraph, hyphenation);
    let mut breaks = Cow::Borrowed(breaks);
    if paragraph.hyphenate {
        breaks = breaker.with_joints_of_all_words(&breaks).into();
    }
    if all_fit {
        return best_lines(&breaks, measure, paragraph.justify, paragraph.balance);
    }
    // Without balance, the last letters of a word that is a little too wide would be alone.
    let balance = match paragraph.balance {
        Balance::None => Balance::LastLine,
        balance => balance,
    };
    let breaks = breaker.with_breaks_of_wide_words(&breaks, measure);
    best_lines(&breaks, measure, paragraph.justify, balance)
}

/// Whether no piece between two neighbouring breaks is wider than the measure.
fn all_fit(breaks: &[BreakPoint], measure: f32) -> bool {
    for pair in breaks.windows(2) {
        if line_width(&pair[0], &pair[1]) > measure {
            return false;
        }
    }
    true
}

fn has_loose_line(lines: &[LineRange], measure: f32) -> bool {
    // The last line may be as short as it likes.
    let [full @ .., _] = lines else {
        return false;
    };
    let shortest = measure * (1.0 - LOOSE_SHARE);
    full.iter().any(|line| line.width() < shortest)
}

fn best_lines(
    breaks: &[BreakPoint],
    measure: f32,
    justify: bool,
    balance: Balance,
) -> Vec<LineRange> {
    let (Some(from), Some(to)) = (breaks.first(), breaks.last()) else {
        return Vec::new();
    };
    // Each break is tried with the breaks of about one line before it.
    let width = f64::from(line_width(from, to));
    let lines = width / f64::from(measure.max(f32::MIN_POSITIVE));
    let break_count = breaks.len() as f64;
    let breaks_in_line = break_count / lines.max(1.0);
    let steps = break_count * breaks_in_line;
    if steps > MAX_STEPS {
        return break_greedily(breaks, measure);
    }
    let full_lines_goal = LineGoal {
        measure,
        ideal_width: measure,
        balance: false,
        least_last_width: 0.0,
        weight: if justify { JUSTIFIED_WEIGHT } else { 1.0 },
    };
    let full = OptimalLines::find(breaks, full_lines_goal);
    let full_lines = full.trace_back();
    if balance == Balance::None || full_lines.len() < 2 {
        return full_lines;
    }
    if balance == Balance::LastLine {
        return with_longer_last_line(full, full_lines);
    }
    // As many lines as without balancing, each about as wide as the average of them.
    let total: f32 = full_lines.iter().map(LineRange::width).sum();
    let balanced_goal = LineGoal {
        ideal_width: total / full_lines.len() as f32,
        balance: true,
        ..full_lines_goal
    };
    let balanced = OptimalLines::find(breaks, balanced_goal);
    let balanced_lines = balanced.trace_back();
    with_longer_last_line(balanced, balanced_lines)
}

/// The lines, or other ones if their last line is too short and the breaks allow a longer one.
fn with_longer_last_line(mut optimal: OptimalLines<'_>, lines: Vec<LineRange>) -> Vec<LineRange> {
    let mut best = lines;
    let mut share = last_line_share(&best);
    // Of the lines with a longer last one, another may be the longest, so that the last one is still
    // too short. Each turn needs a longer last line, of which there are few.
    while share < LEAST_LAST_SHARE {
        let longest = best.iter().map(LineRange::width).fold(0.0, f32::max);
        optimal.lengthen_last_line(LEAST_LAST_SHARE * longest);
        let longer = optimal.trace_back();
        let longer_share = last_line_share(&longer);
        if longer.len() != best.len() || longer_share <= share {
            break;
        }
        (best, share) = (longer, longer_share);
    }
    best
}

/// Width of the last line, as a share of the longest.
fn last_line_share(lines: &[LineRange]) -> f32 {
    let longest = lines.iter().map(LineRange::width).fold(0.0, f32::max);
    let last = lines.last().map_or(0.0, LineRange::width);
    last / longest.max(f32::MIN_POSITIVE)
}

/// Fills one line after the other.
fn break_greedily(breaks: &[BreakPoint], measure: f32) -> Vec<LineRange> {
    let mut lines = Vec::new();
    let [first, rest @ ..] = breaks else {
        return lines;
    };
    let mut from = *first;
    let mut last_fitting: Option<BreakPoint> = None;
    for &to in rest {
        if let Some(end) = last_fitting
            && line_width(&from, &to) > measure
        {
            lines.push(LineRange::new(from, end));
            from = end;
        }
        // A line has at least one piece, even if that is too wide.
        last_fitting = Some(to);
    }
    if let Some(end) = last_fitting {
        lines.push(LineRange::new(from, end));
    }
    lines
}

/// What makes a good line.
#[derive(Clone, Copy)]
struct LineGoal {
    /// The most that a line should be wide.
    measure: f32,
    /// The best width of a line.
    ideal_width: f32,
    /// Whether the last line should be as wide as the others.
    balance: bool,
    /// The last line should be at least as wide as this.
    least_last_width: f32,
    /// How much the empty share of a line counts; 1 for ragged text.
    weight: f32,
}

impl LineGoal {
    /// The cost of a line of a width. `last` is for the last line of its segment.
    fn cost(&self, from: &BreakPoint, to: &BreakPoint, width: f32, last: bool) -> f32 {
        let share_of_measure = |width: f32| width / self.measure.max(f32::MIN_POSITIVE);
        let follows_hyphen = from.kind.adds_hyphen();
        let mut cost = 1.0;
        if width > self.measure {
            cost += OVERFULL_COST;
        }
        // The last line may be short, except in balanced text.
        if !last || self.balance {
            cost += self.weight * share_of_measure(self.ideal_width - width).powi(2);
        }
        // The end of a segment is no choice and so has no penalty.
        if !last {
            cost += to.penalty;
        }
        if last && follows_hyphen {
            cost += HYPHEN_BEFORE_LAST_COST;
        }
        if last && width < self.least_last_width {
            cost += SHORT_LAST_LINE_COST;
        }
        if last && !self.balance {
            cost += RUNT_COST * (1.0 - share_of_measure(width) / RUNT_SHARE).max(0.0);
        }
        if follows_hyphen && to.kind.adds_hyphen() {
            cost += CONSECUTIVE_HYPHENS_COST;
        }
        cost
    }
}

/// The cheapest lines up to a break.
#[derive(Clone, Copy)]
struct CheapestLines {
    /// The cost of all these lines.
    cost: f32,
    /// Index of the break at which the last of them begins.
    line_start: usize,
}

/// The lines with the lowest total cost.
struct OptimalLines<'a> {
    breaks: &'a [BreakPoint],
    goal: LineGoal,
    /// The most that a line can lose at its two breaks together.
    most_trimmed: f32,
    /// For each break, the cheapest lines up to it.
    cheapest: Vec<CheapestLines>,
    /// The first break that is not too far before the one that was looked at last.
    first_start: usize,
}

impl<'a> OptimalLines<'a> {
    /// Finds the best start of a line that ends at each break in turn.
    fn find(breaks: &'a [BreakPoint], goal: LineGoal) -> Self {
        // A line is trimmed at both of its breaks, at each by at most the largest trim.
        let mut largest_trim = 0.0_f32;
        for it in breaks {
            largest_trim = largest_trim.max(it.start_trim + it.end_trim.max(0.0));
        }
        let mut optimal = Self {
            breaks,
            goal,
            most_trimmed: 2.0 * largest_trim,
            cheapest: Vec::with_capacity(breaks.len()),
            first_start: 0,
        };
        optimal.cheapest.push(CheapestLines {
            cost: 0.0,
            line_start: 0,
        });
        for at in 1..breaks.len() {
            let best = optimal.cheapest_to(at);
            optimal.cheapest.push(best);
        }
        optimal
    }

    /// Finds the lines again with a last line of at least a width, if that is worth it. Only the
    /// last line depends on that.
    fn lengthen_last_line(&mut self, least_last_width: f32) {
        self.goal.least_last_width = least_last_width;
        let last = self.breaks.len() - 1;
        if last > 0 {
            self.cheapest[last] = self.cheapest_to(last);
        }
    }

    /// The cheapest lines up to a break, from those up to the breaks before it.
    fn cheapest_to(&mut self, at: usize) -> CheapestLines {
        let (goal, breaks) = (self.goal, self.breaks);
        let to = &breaks[at];
        let last = at + 1 == self.breaks.len();
        // However much a line is trimmed, none fits beyond this distance.
        let most_distant = goal.measure + self.most_trimmed;
        while self.first_start + 1 < at && (to.x - breaks[self.first_start].x) as f32 > most_distant
        {
            self.first_start += 1;
        }
        // Of a line that leaves nothing empty.
        let least_cost = if last { 1.0 } else { 1.0 + to.penalty };
        let mut best = CheapestLines {
            cost: f32::INFINITY,
            line_start: at - 1,
        };
        let starts = self.first_start..at;
        let costs = breaks[starts.clone()]
            .iter()
            .zip(&self.cheapest[starts.clone()]);
        for (line_start, (from, before)) in starts.zip(costs) {
            // The first lines that fit are the fullest, so most of the others need no closer look.
            if before.cost + least_cost > best.cost {
                continue;
            }
            let width = line_width(from, to);
            // A piece that is wider than the measure still needs a line, at `OVERFULL_COST`.
            let is_one_piece = line_start + 1 == at;
            if width > goal.measure && !is_one_piece {
                continue;
            }
            let cost = before.cost + goal.cost(from, to, width, last);
            // Of two sets of equal cost the one with the shorter last line is taken.
            if cost <= best.cost {
                best = CheapestLines { cost, line_start };
            }
        }
        best
    }

    /// The cheapest lines up to the last break.
    fn trace_back(&self) -> Vec<LineRange> {
        let mut lines = Vec::new();
        let mut at = self.breaks.len() - 1;
        while at > 0 {
            let line_start = self.cheapest[at].line_start;
            lines.push(LineRange::new(self.breaks[line_start], self.breaks[at]));
            at = line_start;
        }
        lines.reverse();
        lines
    }
}
