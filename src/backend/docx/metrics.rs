//! The sizes of one document: its page, type scale and spacing, from the theme, the Word template
//! and the fitting to a number of pages.

use super::paragraph_style::ParagraphStyle;
use super::reference_doc::{DocxPage, HeaderOrFooter, ReferenceDoc};
use crate::document::{Direction, Document, Medium};
use crate::layout::squeeze::Squeeze;
use crate::length::{Mm, Pt};
use crate::theme::{Theme, Type, TypeScale};

/// Sizes and geometry of one document. Plain numbers are lengths in twentieths of a point.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DocxMetrics<'a> {
    pub(super) theme: &'a Theme,
    pub(super) scale: TypeScale,
    pub(super) direction: Direction,
    /// The paper, its margins, and the distances of header and footer from its edges.
    pub(super) page: DocxPage,
    /// The font of body text.
    pub(super) font: &'a str,
    /// Width of the text area.
    pub(super) width: usize,
    /// Height of the text area.
    pub(super) height: usize,
    /// Space between columns of text.
    pub(super) gutter: usize,
    /// Factor for the space between blocks: 1 in a note, less on a sheet.
    spacing: f32,
    /// Whether risks are shown as a matrix above their table.
    pub(super) matrix: bool,
}

impl<'a> DocxMetrics<'a> {
    /// The sizes of a document. `squeeze` makes type and spacing smaller or larger. A Word template
    /// determines the paper, and the margins as well except on a sheet, whose single page has to
    /// hold the whole document.
    pub(super) fn new(
        document: &Document,
        theme: &'a Theme,
        reference_doc: Option<&'a ReferenceDoc>,
        squeeze: Squeeze,
    ) -> Self {
        let template_font = reference_doc.and_then(ReferenceDoc::body_font);
        let font = template_font.unwrap_or(&theme.fonts.word);
        let (scale, spacing) = match document.medium {
            Medium::Sheet => (theme.sheet.clone(), SHEET_SPACING),
            Medium::Pages | Medium::Slides => (theme.note.clone(), 1.0),
        };
        let page = page_with_margins(document, theme, reference_doc);
        Self {
            theme,
            scale: scale_type(scale, squeeze.size),
            direction: document.meta.direction,
            page,
            font,
            width: page.width.saturating_sub(page.left + page.right),
            height: page.height.saturating_sub(page.top + page.bottom),
            // Whatever a theme says, the columns keep most of the page.
            gutter: mm_to_twips(theme.page.gutter).min(page.width / 8),
            spacing: spacing * squeeze.space,
            matrix: squeeze.risk_matrix,
        }
    }

    /// All fields but the theme, as `Debug` writes them.
    pub(super) fn debug_without_theme(&self) -> String {
        let Self {
            theme: _,
            scale,
            direction,
            page,
            font,
            width,
            height,
            gutter,
            spacing,
            matrix,
        } = self;
        format!(
            "{scale:?} {direction:?} {page:?} {font:?} {width} {height} {gutter} {spacing:?} {matrix}"
        )
    }

    /// The font of a style.
    pub(super) fn font_of(&self, style: ParagraphStyle) -> &'a str {
        // A Word template has its own fonts, of which we know only that of body text.
        if style.has_heading_font() && self.font == self.theme.fonts.word {
            &self.theme.fonts.word_heading
        } else {
            self.font
        }
    }

    /// Space between blocks, from a number of the theme's units.
    pub(super) fn space(&self, units: f32) -> Pt {
        units * self.theme.page.unit * self.spacing
    }
}

/// The share of a note's spacing that a sheet has.
const SHEET_SPACING: f32 = 0.55;

/// The paper and its margins.
fn page_with_margins(
    document: &Document,
    theme: &Theme,
    reference_doc: Option<&ReferenceDoc>,
) -> DocxPage {
    let is_sheet = document.medium == Medium::Sheet;
    let template_page = reference_doc.and_then(|it| it.page);
    let (width, height) = match template_page {
        Some(page) => (page.width, page.height),
        None => (
            mm_to_twips(theme.page.width).clamp(MIN_PAPER, MAX_PAPER),
            mm_to_twips(theme.page.height).clamp(MIN_PAPER, MAX_PAPER),
        ),
    };
    let mut page = match template_page.filter(|_| !is_sheet) {
        Some(page) => page,
        None => theme_margins(theme, is_sheet, width, height),
    };
    if let Some(reference_doc) = reference_doc {
        make_room_for_headers(&mut page, reference_doc, document);
    }
    // A template with headers brings its own letterhead instead of the logo.
    let has_template_header = match reference_doc {
        Some(it) => it.headers_footers.has_any(HeaderOrFooter::Header),
        None => false,
    };
    // Word would push the text down by itself, but then the pages would not be as measured.
    let has_letterhead = theme.logo.is_some() && !has_template_header;
    if has_letterhead && document.fit.pages.is_some() {
        let logo = LOGO_HEIGHT.twips() as usize;
        let needed = page.header + logo + 2 * MARKING_HEIGHT;
        page.top = page.top.max(needed.min(page.height / 3));
    }
    page
}

/// The theme's margins on paper of a size. The text area always keeps half of each side.
fn theme_margins(theme: &Theme, is_sheet: bool, width: usize, height: usize) -> DocxPage {
    let (side, top) = if is_sheet {
        (theme.page.sheet_side, theme.page.sheet_top + Mm(5.0))
    } else {
        (theme.page.note_margin, theme.page.note_margin)
    };
    let side = mm_to_twips(side).min(width / 4);
    let top = mm_to_twips(top).min(height / 4);
    let header = if is_sheet { top / 3 } else { top / 2 };
    DocxPage {
        width,
        height,
        left: side,
        right: side,
        top,
        bottom: top,
        header,
        footer: header,
    }
}

/// Widens the margins of a page until they hold the template's headers and footers with our
/// marking. Word does so itself when it lays out a note, but leaves no space between header and
/// text. A document with a page limit needs the margins that were measured.
fn make_room_for_headers(page: &mut DocxPage, reference_doc: &ReferenceDoc, document: &Document) {
    let marking = match document.meta.marking {
        Some(_) => MARKING_HEIGHT,
        None => 0,
    };
    let max_margin = page.height / 3;
    let headers_footers = &reference_doc.headers_footers;
    let template_page = reference_doc.page;
    let edges = [
        (
            HeaderOrFooter::Header,
            template_page.map(|it| it.header),
            &mut page.header,
            &mut page.top,
        ),
        (
            HeaderOrFooter::Footer,
            template_page.map(|it| it.footer),
            &mut page.footer,
            &mut page.bottom,
        ),
    ];
    for (kind, template_distance, distance, margin) in edges {
        if !headers_footers.has_any(kind) {
            continue;
        }
        if let Some(template_distance) = template_distance {
            *distance = template_distance;
        }
        let content = headers_footers.max_height(kind).twips() as usize + marking;
        let needed = distance.saturating_add(content);
        if needed > *margin {
            *margin = margin.saturating_add(marking).min(max_margin);
        }
        if document.fit.pages.is_some() {
            *margin = (*margin).max(needed.min(max_margin));
        }
    }
}

/// The height of the theme's logo, unless it is very wide.
pub(super) const LOGO_HEIGHT: Pt = Pt(36.0);

/// The height of the marking's line in a header or footer.
const MARKING_HEIGHT: usize = 320;

/// Makes a type scale smaller or larger, in the half points in which Word counts. Sizes above the
/// theme's floor do not go below it.
fn scale_type(scale: TypeScale, factor: f32) -> TypeScale {
    let floor = scale.floor;
    let scaled = |font: Type<Pt>| {
        let half_points = (font.size * factor).half_points().round();
        let size = Pt(half_points / 2.0);
        // Type that the theme sets below its floor does not shrink, but need not grow either.
        let size = size.max(floor.min(font.size));
        Type {
            size,
            leading: font.leading * size.0 / font.size.max(Pt(1.0)).0,
        }
    };
    TypeScale {
        title: scaled(scale.title),
        subtitle: scaled(scale.subtitle),
        heading_1: scaled(scale.heading_1),
        heading_2: scaled(scale.heading_2),
        heading_3: scaled(scale.heading_3),
        lead: scaled(scale.lead),
        body: scaled(scale.body),
        small: scaled(scale.small),
        caption: scaled(scale.caption),
        source: scaled(scale.source),
        figure: scaled(scale.figure),
        floor: scale.floor,
    }
}

/// The lengths that Word accepts for a side of the paper: 1 to 22 inches.
const MIN_PAPER: usize = 1440;
const MAX_PAPER: usize = 31_680;

fn mm_to_twips(length: Mm) -> usize {
    // Casts from floats saturate: a negative length becomes 0.
    length.pt().twips().round() as usize
}
