//! What the kinds of charts have in common and where they differ, for everybody who draws them.
//!
//! Each answer matches every kind, so that the compiler asks for a new one.

use crate::document::ChartKind;

impl ChartKind {
    /// Whether only the first series is shown, its values as parts of a whole, each in a colour of
    /// its own.
    pub(crate) fn shows_parts_of_a_whole(self) -> bool {
        match self {
            Self::Pie => true,
            Self::Bar | Self::Column | Self::Line | Self::Stacked => false,
        }
    }

    /// Whether values are joined by lines, so that their course is what matters.
    pub(crate) fn draws_lines(self) -> bool {
        match self {
            Self::Line => true,
            Self::Bar | Self::Column | Self::Stacked | Self::Pie => false,
        }
    }

    /// Whether the marks of the series stand upon each other, with their values inside.
    pub(crate) fn stacks_series(self) -> bool {
        match self {
            Self::Stacked => true,
            Self::Bar | Self::Column | Self::Line | Self::Pie => false,
        }
    }

    /// Whether values are bars that run along the lines of text.
    pub(crate) fn draws_horizontal_bars(self) -> bool {
        match self {
            Self::Bar => true,
            Self::Column | Self::Line | Self::Stacked | Self::Pie => false,
        }
    }

    /// Whether values are bars that stand upright where there is room for the names below them.
    pub(crate) fn draws_upright_bars(self) -> bool {
        match self {
            Self::Column | Self::Stacked => true,
            Self::Bar | Self::Line | Self::Pie => false,
        }
    }
}
