//! How the kinds of charts differ, for everything that draws or describes charts.
//!
//! Each method matches every kind by name, so that the compiler asks about a new kind.

use crate::document::ChartKind;

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

    /// Whether values are horizontal bars, with their names at the left.
    pub(crate) fn draws_horizontal_bars(self) -> bool {
        match self {
            Self::Bar => true,
            Self::Column | Self::Line | Self::Stacked | Self::Pie => false,
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
