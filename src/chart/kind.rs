//! How the kinds of charts differ, for everything that draws or describes charts, and which kind a
//! chart is drawn as ([`drawn_kind`]).
//!
//! Each method matches every kind by name, so that the compiler asks about a new kind.

use super::data::ChartData;
use crate::document::{Chart, ChartKind};

/// More parts of a whole than this cannot be compared.
pub(super) const MAX_PIE_PARTS: usize = 5;

/// The kind that `chart` is drawn as. Only a pie changes: with too many parts, or a negative one,
/// it becomes bars.
#[must_use]
pub fn drawn_kind(chart: &Chart) -> ChartKind {
    match chart.kind {
        ChartKind::Pie if !suits_pie(&ChartData::new(chart)) => ChartKind::Bar,
        // Named one by one, so that the compiler asks how a new kind is drawn.
        ChartKind::Bar
        | ChartKind::Column
        | ChartKind::Line
        | ChartKind::Stacked
        | ChartKind::Pie => chart.kind,
    }
}

/// Whether the first series can be shown as parts of a whole. If not, it is drawn as bars.
fn suits_pie(data: &ChartData) -> bool {
    let Some(series) = data.series.first() else {
        return false;
    };
    let has_part = series.numbers().any(|number| number > 0.0);
    let has_negative = series.numbers().any(|number| number < 0.0);
    has_part && !has_negative && data.categories.len() <= MAX_PIE_PARTS
}

impl ChartKind {
    /// Whether only the first series is shown: its values are parts of a whole, each in its own
    /// colour.
    pub(crate) fn shows_parts_of_a_whole(self) -> bool {
        match self {
            Self::Pie => true,
            Self::Bar | Self::Column | Self::Line | Self::Stacked => false,
        }
    }

    /// Whether values are joined by lines, which show their course.
    pub(crate) fn draws_lines(self) -> bool {
        match self {
            Self::Line => true,
            Self::Bar | Self::Column | Self::Stacked | Self::Pie => false,
        }
    }

    /// Whether the marks of the series are stacked, with their values inside.
    pub(crate) fn stacks_series(self) -> bool {
        match self {
            Self::Stacked => true,
            Self::Bar | Self::Column | Self::Line | Self::Pie => false,
        }
    }

    /// Whether values are columns, which become horizontal bars if their names have no room below.
    pub(crate) fn draws_upright_bars(self) -> bool {
        match self {
            Self::Column | Self::Stacked => true,
            Self::Bar | Self::Line | Self::Pie => false,
        }
    }
}
