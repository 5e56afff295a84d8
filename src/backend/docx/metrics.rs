//! The theme as this document uses it: which scale of type, how wide the text, how much air.

use std::borrow::Cow;

use super::reference_doc::{HeaderOrFooter, PageGeometry, ReferenceDoc};
use crate::document::{Direction, Document, Medium};
use crate::layout::squeeze::Squeeze;
use crate::length::{Mm, Pt};
use crate::theme::{Theme, Type, TypeScale};

/// Sizes and geometry of one document. Lengths without a unit in their name are in twentieths of a
/// point.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DocxMetrics<'a> {
    pub(super) theme: Cow<'a, Theme>,
    pub(super) scale: TypeScale,
    pub(super) direction: Direction,
    /// Left, right, top and bottom margins, and the distances of header and footer from the edge of
    /// the paper.
    pub(super) page: PageGeometry,
    /// The font of the text.
    pub(super) font: Cow<'a, str>,
    /// Width of the text.
    pub(super) width: usize,
    /// Height of the text.
    pub(super) height: usize,
    /// Space between columns of text.
    pub(super) gutter: usize,
    /// How much of the usual space between things there is; 1 on flowing pages.
    spacing: f32,
    /// Whether risks have a matrix besides their table.
    pub(super) matrix: bool,
}

impl<'a> DocxMetrics<'a> {
    /// The look of a document, drawn together or apart by `squeeze`. A reference document gives the
    /// page, but for the margins of a sheet, which has to hold all of the document.
    pub(super) fn new(
        document: &Document,
        theme: &'a Theme,
        reference_doc: Option<&'a ReferenceDoc>,
        squeeze: Squeeze,
    ) -> Self {
        let font = reference_doc
            .and_then(ReferenceDoc::body_font)
            .unwrap_or(&theme.fonts.word);
        let reference_page = reference_doc.and_then(|it| it.page);
        let page = &theme.page;
        let sheet = document.medium == Medium::Sheet;
        let (scale, side, top, spacing) = match document.medium {
            Medium::Sheet => (
                theme.sheet.clone(),
                page.sheet_side,
                page.sheet_top + Mm(5.0),
                0.55,
            ),
            Medium::Pages | Medium::Slides => {
                (theme.note.clone(), page.note_margin, page.note_margin, 1.0)
            }
        };
        let own = (
            mm_to_twips(page.width).clamp(MIN_PAPER, MAX_PAPER),
            mm_to_twips(page.height).clamp(MIN_PAPER, MAX_PAPER),
        );
        let (width, height) = reference_page.map_or(own, |it| (it.width, it.height));
        // A text column is never narrower than half of the paper, whatever a theme says.
        let side = mm_to_twips(side).min(width / 4);
        let top = mm_to_twips(top).min(height / 4);
        let edge = if sheet { top / 3 } else { top / 2 };
        let (left, right, bottom) = (side, side, top);
        let own = PageGeometry {
            width,
            height,
            left,
            right,
            top,
            bottom,
            header: edge,
            footer: edge,
        };
        let mut page = reference_page.filter(|_| !sheet).unwrap_or(own);
        if let Some(reference_doc) = reference_doc {
            make_room_for_headers(&mut page, reference_doc, document);
        }
        let letterhead = theme.logo.is_some()
            && reference_doc.is_none_or(|it| !it.headers_footers.has_any(HeaderOrFooter::Header));
        if letterhead && document.fit.pages.is_some() {
            let needed = page.header + (LOGO_HEIGHT.twips() as usize) + 2 * MARKING_HEIGHT;
            page.top = page.top.max(needed.min(page.height / 3));
        }
        Self {
            theme: Cow::Borrowed(theme),
            scale: scale_type(scale, squeeze.size),
            direction: document.meta.direction,
            page,
            font: Cow::Borrowed(font),
            width: page.width.saturating_sub(page.left + page.right),
            height: page.height.saturating_sub(page.top + page.bottom),
            gutter: mm_to_twips(theme.page.gutter).min(page.width / 8),
            spacing: spacing * squeeze.space,
            matrix: squeeze.risk_matrix,
        }
    }

    /// The same for as long as it is wanted.
    pub(super) fn to_static(&self) -> DocxMetrics<'static> {
        let theme = Cow::Owned(Theme::clone(&self.theme));
        let (scale, font) = (self.scale.clone(), Cow::Owned(self.font.to_string()));
        let &DocxMetrics {
            direction,
            page,
            width,
            height,
            gutter,
            spacing,
            matrix,
            ..
        } = self;
        DocxMetrics {
            theme,
            scale,
            direction,
            page,
            font,
            width,
            height,
            gutter,
            spacing,
            matrix,
        }
    }

    /// Space of so many of the theme's units.
    pub(super) fn space(&self, units: f32) -> Pt {
        units * self.theme.page.unit * self.spacing
    }
}

/// Lets the margins of a page hold the headers and footers of a reference document with our marking. On
/// flowing pages Word does so by itself, but leaves no space below them; on others, what is
/// measured must be there.
fn make_room_for_headers(
    page: &mut PageGeometry,
    reference_doc: &ReferenceDoc,
    document: &Document,
) {
    let marking = if document.meta.marking.is_some() {
        MARKING_HEIGHT
    } else {
        0
    };
    let (most, headers_footers) = (page.height / 3, &reference_doc.headers_footers);
    let edges = [
        (HeaderOrFooter::Header, &mut page.header, &mut page.top),
        (HeaderOrFooter::Footer, &mut page.footer, &mut page.bottom),
    ];
    for (edge, distance, margin) in edges
        .into_iter()
        .filter(|(edge, ..)| headers_footers.has_any(*edge))
    {
        let theirs = reference_doc.page.map(|page| {
            if edge == HeaderOrFooter::Header {
                page.header
            } else {
                page.footer
            }
        });
        *distance = theirs.unwrap_or(*distance);
        let needed =
            distance.saturating_add(headers_footers.max_height(edge).twips() as usize + marking);
        if needed > *margin {
            *margin = margin.saturating_add(marking).min(most);
        }
        if document.fit.pages.is_some() {
            *margin = (*margin).max(needed.min(most));
        }
    }
}

/// How tall the theme's logo is, unless it is very wide.
pub(super) const LOGO_HEIGHT: Pt = Pt(36.0);

/// What a marking takes of a header or footer.
const MARKING_HEIGHT: usize = 320;

/// A scale of type made smaller or larger, in the half points that Word knows; nothing that is read
/// goes below the theme's floor.
fn scale_type(scale: TypeScale, factor: f32) -> TypeScale {
    let floor = scale.floor;
    let sized = |kind: Type<Pt>| {
        let size = Pt((kind.size * factor).half_points().round() / 2.0);
        let size = if kind.size > floor {
            size.max(floor)
        } else {
            size.max(kind.size)
        };
        Type {
            size,
            leading: kind.leading * size.0 / kind.size.max(Pt(1.0)).0,
        }
    };
    TypeScale {
        title: sized(scale.title),
        subtitle: sized(scale.subtitle),
        heading_1: sized(scale.heading_1),
        heading_2: sized(scale.heading_2),
        heading_3: sized(scale.heading_3),
        lead: sized(scale.lead),
        body: sized(scale.body),
        small: sized(scale.small),
        caption: sized(scale.caption),
        source: sized(scale.source),
        figure: sized(scale.figure),
        floor: scale.floor,
    }
}

/// What Word takes for the side of a page: 1 to 22 inches.
const MIN_PAPER: usize = 1440;
const MAX_PAPER: usize = 31_680;

fn mm_to_twips(length: Mm) -> usize {
    // A cast from float saturates: a negative length is none.
    length.pt().twips().round() as usize
}
