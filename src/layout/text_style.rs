//! How a paragraph is set: size, colour, weight, alignment.

use super::measure_cache::ShapeKey;
use crate::fonts::Weight;
use crate::length::Pt;
use crate::text::Balance;
use crate::theme::{Color, Type};

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TextStyle {
    pub size: Type<Pt>,
    pub color: Color,
    pub weight: Weight,
    pub align: Align,
    /// In the heading families.
    pub heading: bool,
    /// Letter-spacing in ems.
    pub tracking: f32,
    /// With digits of equal width.
    pub tabular: bool,
    /// Which lines are of nearly equal length.
    pub balance: Balance,
    /// Whether words may be divided where a line would be loose.
    pub hyphenate: bool,
}

/// Where a line is in its measure. On a page that runs from right to left, the start is at the
/// right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Start,
    Center,
    End,
}

impl TextStyle {
    /// Running text.
    pub fn new(size: Type<Pt>, color: Color) -> Self {
        Self {
            size,
            color,
            weight: Weight::Regular,
            align: Align::Start,
            heading: false,
            tracking: 0.0,
            tabular: false,
            balance: Balance::None,
            hyphenate: true,
        }
    }

    pub fn strong(self) -> Self {
        Self {
            weight: Weight::SemiBold,
            ..self
        }
    }

    /// For titles and headings: in the heading families, in lines of nearly equal length, with
    /// whole words.
    pub fn as_heading(self) -> Self {
        Self {
            heading: true,
            balance: Balance::AllLines,
            hyphenate: false,
            ..self.strong()
        }
    }

    /// For leads: without a short last line.
    pub fn as_lead(self) -> Self {
        Self {
            balance: Balance::LastLine,
            ..self
        }
    }

    pub fn aligned(self, align: Align) -> Self {
        Self { align, ..self }
    }

    /// For numbers below each other.
    pub fn tabular(self) -> Self {
        Self {
            tabular: true,
            hyphenate: false,
            ..self
        }
    }

    /// What the shapes of the letters depend on.
    pub fn shape_key(self, superscript_scale: f32) -> ShapeKey {
        // Named one by one, so that a new field has to be decided about here.
        let Self {
            size: _,
            color: _,
            weight,
            align: _,
            heading,
            tracking,
            tabular,
            balance,
            hyphenate,
        } = self;
        ShapeKey {
            weight,
            heading,
            tracking,
            superscript_scale,
            tabular,
            balance,
            hyphenate,
        }
    }
}
