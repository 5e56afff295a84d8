//! SlideSizes and spaces of one attempt at a layout: a theme's, scaled for a surface.

use super::squeeze::Squeeze;
use crate::document::Medium;
use crate::length::{Pt, Px};
use crate::slides::geometry::{MIN_FIGURE_HEIGHT, SlideSizes};
use crate::theme::{Theme, Type};

/// No text is set smaller than this, whatever the scale: below it print is not read.
const MIN_TYPE_SIZE: Pt = Pt(7.0);

/// Nor are raised numbers smaller than this.
const MIN_SUPERSCRIPT: Pt = Pt(6.6);

/// Type and space.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LayoutMetrics {
    pub medium: Medium,
    pub title: Type<Pt>,
    pub subtitle: Type<Pt>,
    /// Levels 1 to 3.
    pub headings: [Type<Pt>; 3],
    pub lead: Type<Pt>,
    pub body: Type<Pt>,
    pub small: Type<Pt>,
    pub caption: Type<Pt>,
    pub source: Type<Pt>,
    pub figure: Type<Pt>,
    /// All space between blocks is a multiple of it.
    pub unit: Pt,
    /// Between columns and cells.
    pub gutter: Pt,
    /// Least size of raised numbers.
    pub min_superscript: Pt,
    /// Above and below the words of a table's row.
    pub row_pad: Pt,
    /// Height that a slide has for a chart or picture.
    pub figure_height: Pt,
    /// Whether what a slide shows does not go on over several.
    pub slide_is_whole: bool,
    /// Whether risks have a matrix besides their table.
    pub risk_matrix: bool,
}

impl LayoutMetrics {
    pub fn new(medium: Medium, theme: &Theme, squeeze: Squeeze) -> Self {
        let unit = theme.page.unit * squeeze.space;
        let sized = |it: Type<Pt>| scaled_type(it, squeeze.size);
        let running = |it: Type<Pt>| {
            let Type { size, leading } = sized(it);
            Type {
                size,
                leading: leading * squeeze.leading,
            }
        };
        let scale = match medium {
            Medium::Sheet => &theme.sheet,
            Medium::Pages => &theme.note,
            Medium::Slides => return Self::for_slides(theme, squeeze),
        };
        Self {
            medium,
            title: sized(scale.title),
            subtitle: sized(scale.subtitle),
            headings: [
                sized(scale.heading_1),
                sized(scale.heading_2),
                sized(scale.heading_3),
            ],
            lead: running(scale.lead),
            body: running(scale.body),
            small: running(scale.small),
            caption: running(scale.caption),
            source: sized(scale.source),
            figure: sized(scale.figure),
            unit,
            gutter: theme.page.gutter.pt(),
            min_superscript: MIN_SUPERSCRIPT,
            row_pad: (0.75 * unit).clamp(Pt(1.5), Pt(6.0)),
            figure_height: MIN_FIGURE_HEIGHT.pt(),
            slide_is_whole: true,
            risk_matrix: squeeze.risk_matrix,
        }
    }

    fn for_slides(theme: &Theme, squeeze: Squeeze) -> Self {
        let slide = &theme.slide;
        let sizes = SlideSizes::at_scale(slide, squeeze.size);
        let points = |it: Type<Px>| it.pt();
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
            figure: figure.scaled(squeeze.size.min(1.0)),
            unit: Pt(8.0) * squeeze.space,
            gutter: slide.gutter.pt(),
            min_superscript: MIN_SUPERSCRIPT,
            row_pad: sizes.cell_pad.pt() * squeeze.space,
            figure_height: MIN_FIGURE_HEIGHT.pt(),
            slide_is_whole: true,
            risk_matrix: squeeze.risk_matrix,
        }
    }
}

fn scaled_type(it: Type<Pt>, squeeze: f32) -> Type<Pt> {
    let size = (it.size * squeeze).max(MIN_TYPE_SIZE.min(it.size));
    Type {
        size,
        leading: it.leading / it.size.max(Pt(0.1)) * size,
    }
}
