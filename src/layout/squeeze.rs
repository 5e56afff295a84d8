//! How far an attempt at a fit departs from the theme. [`copyfit`](super::copyfit) decides what is
//! tried, in which order.

/// Shares of the theme's sizes; the default is the theme itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Squeeze {
    /// Of type sizes with their leading.
    pub size: f32,
    /// Of the space between blocks.
    pub space: f32,
    /// Of the leading of running text, on top of `size`.
    pub leading: f32,
    /// Whether risks have a matrix besides their table.
    pub risk_matrix: bool,
}

impl Default for Squeeze {
    fn default() -> Self {
        Self {
            size: 1.0,
            space: 1.0,
            leading: 1.0,
            risk_matrix: true,
        }
    }
}
