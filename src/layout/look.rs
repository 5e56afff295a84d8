//! Sizes and spaces of one attempt at a layout: a theme's, scaled for a surface.

use crate::document::Medium;
use crate::slides::look::{MIN_PICTURE, Sizes};
use crate::theme::{Theme, Type};

/// No text is set smaller than this, whatever the scale, in points: below it print is not read.
const SMALLEST: f32 = 7.0;

/// Nor are raised numbers smaller than this.
const SMALLEST_RAISED: f32 = 6.6;

/// Points in a CSS pixel.
pub(super) const PX: f32 = 0.75;

/// How far an attempt departs from the theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Squeeze {
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
    /// Above and below the words of a table's row.
    pub row_pad: f32,
    /// Height that a slide has for a chart or picture.
    pub picture: f32,
}

impl Look {
    pub fn new(medium: Medium, theme: &Theme, squeeze: Squeeze) -> Self {
        let unit = theme.page.unit.0 * squeeze.space;
        let sized = |it: Type| scaled(it, squeeze.size);
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
            row_pad: (0.75 * unit).clamp(1.5, 6.0),
            picture: MIN_PICTURE * PX,
        }
    }

    fn slides(theme: &Theme, squeeze: Squeeze) -> Self {
        let slide = &theme.slide;
        let sizes = Sizes::at(slide, squeeze.size);
        let points = |it: Type| Type { size: it.size * PX, leading: it.leading * PX };
        let (body, small) = (points(sizes.body), points(sizes.small));
        let figure = points(slide.figure);
        Self {
            medium: Medium::Slides,
            title: points(slide.title),
            subtitle: points(slide.body),
            headings: [body, body, body],
            lead: points(sizes.lead),
            body,
            small,
            caption: small,
            source: points(slide.caption),
            figure: Type { size: figure.size * squeeze.size.min(1.0), leading: figure.leading * squeeze.size.min(1.0) },
            unit: 8.0 * squeeze.space,
            gutter: slide.gutter.pt(),
            raised: SMALLEST_RAISED,
            row_pad: sizes.cell_pad * PX * squeeze.space,
            picture: MIN_PICTURE * PX,
        }
    }
}

fn scaled(it: Type, squeeze: f32) -> Type {
    let size = (it.size * squeeze).max(SMALLEST.min(it.size));
    Type { size, leading: it.leading / it.size.max(0.1) * size }
}
