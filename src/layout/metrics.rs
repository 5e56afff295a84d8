//! Sizes of type and space in one attempt at a layout: the theme's, scaled by a [`Squeeze`].

use super::squeeze::Squeeze;
use crate::document::Medium;
use crate::length::Pt;
use crate::slides::geometry::{MIN_FIGURE_HEIGHT, SlideSizes};
use crate::theme::{Theme, Type, TypeScale};

/// No text is made smaller than this: print below it is not read.
const MIN_TYPE_SIZE: Pt = Pt(7.0);

/// No number of a source is made smaller than this.
const MIN_SUPERSCRIPT: Pt = Pt(6.6);

/// Words get more width only if the space between blocks is more than this share of the theme's.
const LEAST_WIDENING_SPACE: f32 = 0.56;

/// Sizes of type and space. The types have the names that they have in a theme.
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
    /// Numbers of metrics.
    pub figure: Type<Pt>,
    /// All space between blocks is a multiple of it.
    pub unit: Pt,
    /// Space between columns and between cells.
    pub gutter: Pt,
    /// Least size of the numbers of sources.
    pub min_superscript: Pt,
    /// Space above and below the words of a table's row.
    pub row_pad: Pt,
    /// Height that a slide has for a chart or image.
    pub figure_height: Pt,
    /// Whether the slide shows all of its content, which does not go on on another slide.
    pub slide_is_whole: bool,
    /// Whether risks have a matrix besides their table.
    pub risk_matrix: bool,
    /// Whether words that do not fit get more width before they are hyphenated. Not where space is
    /// so scarce that something might be left out for it.
    pub widens_for_words: bool,
}

impl LayoutMetrics {
    pub fn new(medium: Medium, theme: &Theme, squeeze: Squeeze) -> Self {
        match medium {
            Medium::Sheet => Self::for_print(medium, theme, &theme.sheet, squeeze),
            Medium::Pages => Self::for_print(medium, theme, &theme.note, squeeze),
            Medium::Slides => Self::for_slides(theme, squeeze),
        }
    }

    fn for_print(medium: Medium, theme: &Theme, scale: &TypeScale, squeeze: Squeeze) -> Self {
        let unit = theme.page.unit * squeeze.space;
        let sized = |kind: Type<Pt>| scaled_type(kind, squeeze.size);
        let running = |kind: Type<Pt>| {
            let Type { size, leading } = sized(kind);
            Type {
                size,
                leading: leading * squeeze.leading,
            }
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
            // Rows of a table need some air even in the tightest space, and never a whole line.
            row_pad: (0.75 * unit).clamp(Pt(1.5), Pt(6.0)),
            figure_height: MIN_FIGURE_HEIGHT.pt(),
            slide_is_whole: true,
            risk_matrix: squeeze.risk_matrix,
            widens_for_words: squeeze.space > LEAST_WIDENING_SPACE,
        }
    }

    /// A type in a share of its size, for words that do not fit; no smaller than the least size of
    /// print.
    pub fn smaller_type(&self, kind: Type<Pt>, share: f32) -> Type<Pt> {
        scaled_type(kind, share.min(1.0))
    }

    /// On slides, titles and sources keep their size whatever the squeeze.
    fn for_slides(theme: &Theme, squeeze: Squeeze) -> Self {
        let slide = &theme.slide;
        let sizes = SlideSizes::at_scale(slide, squeeze.size);
        let body = sizes.body.pt();
        let small = sizes.small.pt();
        Self {
            medium: Medium::Slides,
            title: slide.title.pt(),
            subtitle: slide.body.pt(),
            headings: [body, body, body],
            lead: sizes.lead.pt(),
            body,
            small,
            caption: small,
            source: slide.caption.pt(),
            // Numbers of metrics shrink with the slide's text, but do not grow with it.
            figure: slide.figure.pt().scaled(squeeze.size.min(1.0)),
            unit: Pt(8.0) * squeeze.space,
            gutter: slide.gutter.pt(),
            min_superscript: MIN_SUPERSCRIPT,
            row_pad: sizes.cell_pad.pt() * squeeze.space,
            figure_height: MIN_FIGURE_HEIGHT.pt(),
            slide_is_whole: true,
            risk_matrix: squeeze.risk_matrix,
            widens_for_words: false,
        }
    }
}

/// A type in another size, with leading in proportion. It does not become smaller than
/// [`MIN_TYPE_SIZE`], unless it is so in the theme.
fn scaled_type(kind: Type<Pt>, scale: f32) -> Type<Pt> {
    let size = (kind.size * scale).max(MIN_TYPE_SIZE.min(kind.size));
    // 0.1 keeps the division finite for a size of 0.
    Type {
        size,
        leading: kind.leading / kind.size.max(Pt(0.1)) * size,
    }
}
