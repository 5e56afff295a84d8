//! How the width of a table is shared out among its columns.

use crate::layout::measure_cache::TextWidths;
use crate::length::Pt;

/// Columns whose text in one line takes no more than this share of the table's width are not
/// broken. The first share is taken that leaves room for the other columns.
const UNBROKEN_COLUMN_SHARES: [f32; 4] = [0.3, 0.22, 0.15, 0.1];

/// What a column with little text is counted as having in addition, as a share of the table's
/// width, when space is left over. Otherwise short columns would huddle at one side.
const SLACK_SHARE: f32 = 0.15;

/// Widths that fill `room`. Columns are at least as wide as their widest word, if that is possible,
/// and the wider the more text they have. Space that is left over goes to the columns for which
/// `takes_slack` is true. `None` if the widest words do not all fit.
pub(super) fn share_widths(
    needs: &[TextWidths],
    takes_slack: &[bool],
    room: Pt,
) -> Option<Vec<Pt>> {
    let natural_sum: Pt = needs.iter().map(|need| need.natural).sum();
    if natural_sum <= room {
        return Some(share_slack(needs, takes_slack, room - natural_sum, room));
    }
    let widths = least_widths(needs, room);
    let sum: Pt = widths.iter().sum();
    (sum <= room).then(|| grow_to_fill(widths, needs, room - sum))
}

/// Widths that fill `room` if the widest words do not all fit: the widest columns become narrower,
/// but none narrower than its numbers, which cannot be broken. `least` has these widths.
pub(super) fn share_scarce_widths(needs: &[TextWidths], least: &[Pt], room: Pt) -> Vec<Pt> {
    let capped = |cap: Pt| {
        let mut widths = Vec::new();
        for (need, least) in needs.iter().zip(least) {
            widths.push(need.min.min(cap).max(*least));
        }
        widths
    };
    // The highest cap at which all columns fit lies between these two. After 24 halvings they differ
    // by less than a thousandth of a point.
    let (mut low, mut high) = (Pt::ZERO, room);
    for _ in 0..24 {
        let middle = Pt::midpoint(low, high);
        let sum: Pt = capped(middle).iter().sum();
        if sum <= room {
            low = middle;
        } else {
            high = middle;
        }
    }
    let widths = capped(low);
    let sum: Pt = widths.iter().sum();
    if sum <= room {
        let spare = room - sum;
        return grow_to_fill(widths, needs, spare);
    }
    // The numbers alone are too wide.
    let shrunk = widths.iter().map(|width| room * (*width / sum));
    shrunk.collect()
}

/// The width that all columns need for their widest words.
pub(super) fn sum_of_words(needs: &[TextWidths]) -> Pt {
    needs.iter().map(|need| need.min).sum()
}

/// Widths of columns with every cell on one line, and `slack` shared out.
fn share_slack(needs: &[TextWidths], takes_slack: &[bool], slack: Pt, room: Pt) -> Vec<Pt> {
    let mut weights = Vec::new();
    for (need, takes_slack) in needs.iter().zip(takes_slack) {
        let weight = if *takes_slack {
            need.natural + SLACK_SHARE * room
        } else {
            Pt::ZERO
        };
        weights.push(weight);
    }
    let weight_sum: Pt = weights.iter().sum();
    let mut widths = Vec::new();
    for (need, weight) in needs.iter().zip(weights) {
        // If no column takes slack, as in a table of numbers, all share it.
        let extra = if weight_sum <= Pt::ZERO {
            slack / needs.len() as f32
        } else {
            slack * (weight / weight_sum)
        };
        widths.push(need.natural + extra);
    }
    widths
}

/// The least widths, with as many short columns unbroken as there is room for: dates, names and
/// numbers are ugly when broken.
fn least_widths(needs: &[TextWidths], room: Pt) -> Vec<Pt> {
    for share in UNBROKEN_COLUMN_SHARES {
        let widths = unbroken_widths(needs, share, room);
        let sum: Pt = widths.iter().sum();
        if sum <= room {
            return widths;
        }
    }
    unbroken_widths(needs, 0.0, room)
}

/// The least widths if columns stay unbroken that need no more than `unbroken_share` of the room.
fn unbroken_widths(needs: &[TextWidths], unbroken_share: f32, room: Pt) -> Vec<Pt> {
    let mut widths = Vec::new();
    for need in needs {
        let width = if need.natural <= room * unbroken_share {
            need.natural
        } else {
            need.min
        };
        widths.push(width);
    }
    widths
}

/// Widens columns by `spare` in all, none beyond its natural width. What each gets is in proportion
/// to the square root of what it lacks: long texts are broken anyway, and must not starve the
/// others.
fn grow_to_fill(mut widths: Vec<Pt>, needs: &[TextWidths], mut spare: Pt) -> Vec<Pt> {
    let mut growing = Vec::new();
    for (index, need) in needs.iter().enumerate() {
        if need.natural > widths[index] {
            growing.push(index);
        }
    }
    // A column that reaches its natural width leaves the rest of its part to the others, so there
    // are several rounds. A tenth of a point is too little to be seen.
    while spare > Pt(0.1) && !growing.is_empty() {
        let mut wishes: Vec<f32> = Vec::new();
        for &at in &growing {
            let lack = needs[at].natural - widths[at];
            wishes.push(lack.0.max(0.0).sqrt());
        }
        let wish_sum = wishes.iter().sum::<f32>().max(f32::EPSILON);
        let shared_out = spare;
        for (&at, wish) in growing.iter().zip(wishes) {
            let part = shared_out * wish / wish_sum;
            let grown = (widths[at] + part).min(needs[at].natural);
            spare -= grown - widths[at];
            widths[at] = grown;
        }
        // Rounding may leave a column a little below its natural width for ever.
        growing.retain(|&at| needs[at].natural > widths[at] + Pt(0.01));
    }
    widths
}
