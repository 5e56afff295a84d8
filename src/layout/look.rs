//! Sizes and spaces of one attempt at a layout: a theme's, scaled for a surface.

use crate::document::Medium;
use crate::theme::{Theme, Type};

/// No text is set smaller than this, whatever the scale, in points: below it print is not read.
const SMALLEST: f32 = 7.0;

/// Nor are raised numbers smaller than this.
const SMALLEST_RAISED: f32 = 6.6;

/// How far an attempt departs from the theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Squeeze {
    /// Of type sizes and leading.
    pub size: f32,
    /// Of the space between blocks.
    pub space: f32,
}

impl Default for Squeeze {
    fn default() -> Self {
        Self { size: 1.0, space: 1.0 }
    }
}

/// Type and space in points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Look {
    pub medium: Medium,
    pub title: Type,
    pub subtitle: Type,
    /// Levels 1 to 3.
    pub headings: [Type; 3],
    pub lead: Type,
    pub body: Type,
    pub small: Type,
    pub caption: Type,
    pub source: Type,
    pub figure: Type,
    /// All space between blocks is a multiple of it.
    pub unit: f32,
    /// Between columns and cells.
    pub gutter: f32,
    /// Least size of raised numbers.
    pub raised: f32,
}

impl Look {
    pub fn new(medium: Medium, theme: &Theme, squeeze: Squeeze) -> Self {
        let unit = theme.page.unit.0 * squeeze.space;
        let sized = |it: Type| scaled(it, 1.0, squeeze.size);
        let scale = match medium {
            Medium::Sheet => &theme.sheet,
            Medium::Pages => &theme.note,
            Medium::Slides => return Self::slides(theme, squeeze),
        };
        Self {
            medium,
            title: sized(scale.title),
            subtitle: sized(scale.subtitle),
            headings: [sized(scale.heading_1), sized(scale.heading_2), sized(scale.heading_3)],
            lead: sized(scale.lead),
            body: sized(scale.body),
            small: sized(scale.small),
            caption: sized(scale.caption),
            source: sized(scale.source),
            figure: sized(scale.figure),
            unit,
            gutter: theme.page.gutter.pt(),
            raised: SMALLEST_RAISED,
        }
    }

    fn slides(theme: &Theme, squeeze: Squeeze) -> Self {
        let slide = &theme.slide;
        // Pixels are three quarters of a point. Titles, captions and the like keep their size and place.
        let fixed = |it: Type| scaled(it, 0.75, 1.0);
        let sized = |it: Type| scaled(it, 0.75, squeeze.size);
        let body = sized(slide.body);
        Self {
            medium: Medium::Slides,
            title: fixed(slide.title),
            subtitle: fixed(slide.body),
            headings: [body, body, body],
            lead: body,
            body,
            small: sized(slide.small),
            caption: fixed(slide.caption),
            source: fixed(slide.caption),
            figure: sized(slide.figure),
            unit: 6.0 * squeeze.space,
            gutter: slide.gutter.pt(),
            raised: SMALLEST_RAISED,
        }
    }
}

fn scaled(it: Type, unit: f32, squeeze: f32) -> Type {
    let full = it.size * unit;
    let size = (full * squeeze).max(SMALLEST.min(full));
    Type { size, leading: it.leading / it.size.max(0.1) * size }
}
