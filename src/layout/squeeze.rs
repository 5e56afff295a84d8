//! What an attempt to make a document fit changes of its theme.

/// How far an attempt departs from the theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Squeeze {
    /// Of type sizes and leading.
    pub size: f32,
    /// Of the space between blocks.
    pub space: f32,
    /// Of the leading of running text, besides what its size makes of it.
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
