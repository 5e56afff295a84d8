//! Word: a note that staff are glad to edit.
//!
//! [`docx_rs`] builds the tree of paragraphs, runs, tables and notes ([`body`], [`text`],
//! [`cells`]); one finishing pass puts right what it gets wrong and adds what it cannot say
//! ([`finish`]); the parts around the text are our own ([`styles`], [`parts`], [`chart`],
//! [`workbook`]); [`package`] writes the file. Every look comes from a named style.

mod address;
mod body;
mod cells;
mod chart;
mod estimate;
mod finish;
mod grid;
mod language;
#[cfg(test)]
mod lint;
mod look;
mod matrix;
mod numbering;
mod options;
mod order;
mod package;
mod parts;
mod reference;
mod styles;
#[cfg(test)]
mod tests;
mod text;
mod workbook;
mod xml;

use std::collections::BTreeMap;

use docx_rs::{Footnote, Paragraph};

use super::{Backend, Rendered};
use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::document::{self, Block, Document, Medium, plain_text};
use crate::layout::fit::{Fitted, Range, Squeeze, TooLong, fit};
use crate::layout::too_long;
use crate::length::Pt;
use crate::measure::Ruler;
use crate::stage::Stage;
use crate::theme::Theme;
use body::{Body, empty, plain, words};
use finish::Finish;
use language::Languages;
use look::Look;
use numbering::NumberedList;
use reference::Reference;
use text::{Control, Piece, field, paragraph, shortened};
use xml::{Element, element};

/// See the [module](self).
pub struct Docx;

impl Backend for Docx {
    fn render(
        &self,
        document: &Document,
        theme: &Theme,
        assets: &Assets,
    ) -> Result<Rendered, Vec<Diagnostic>> {
        let _stage = Stage::Write.enter();
        let built = build(document, theme, assets)?;
        let bytes = package::zip(&built.parts).map_err(|why| vec![internal(&why)])?;
        Ok(Rendered {
            bytes,
            ledger: built.ledger,
            warnings: built.warnings,
            ..Rendered::default()
        })
    }
}

/// The parts of the file by name, before they are zipped, and what is to be said about them.
struct Built {
    parts: BTreeMap<String, Vec<u8>>,
    ledger: Vec<String>,
    warnings: Vec<Diagnostic>,
}

/// Builds a document: as the theme says, or so that it keeps its promise about its length.
fn build(document: &Document, theme: &Theme, assets: &Assets) -> Result<Built, Vec<Diagnostic>> {
    let languages = Languages::new(&document.meta.lang, document.meta.direction);
    let ruler = Ruler::new(&assets.fonts, &theme.fonts.body);
    let house = assets.reference.as_deref().map(Reference::read).transpose();
    let house = house.map_err(|why| {
        vec![Diagnostic::error(format!(
            "cannot use the house template: {why}"
        ))]
    })?;
    let house = house.as_ref();
    let Fitted {
        squeeze,
        body: blocks,
        mut ledger,
    } = fitted(document, theme, assets, house, &ruler)?;
    let look = Look::new(document, theme, house, squeeze);
    let mut body = Body::new(document, &look, assets, &ruler, languages.is_east_asian());
    body.write(&blocks);
    if !body.problems.is_empty() {
        return Err(body.problems);
    }
    let written = std::mem::take(&mut body.children);
    let extras = body.writer.extras;
    let finish = Finish {
        document,
        look: &look,
        languages: &languages,
        assets,
        extras,
        house,
    };
    let package = finish
        .run(&edges(document), written)
        .map_err(|why| vec![internal(&why)])?;
    ledger.extend(crate::chart::ledger(&blocks));
    Ok(Built {
        parts: package.finish(),
        ledger,
        warnings: Vec::new(),
    })
}

/// The share of its pages that a document does not fill: Word breaks lines with fonts of its own.
const MARGIN: f32 = 0.02;

/// The share of its pages that stays free when there is room to make type larger: staff will add a
/// line.
const FREE: f32 = 0.12;

/// Finds how a document keeps its promise about its length. A handout of slides makes none.
fn fitted<'a>(
    document: &'a Document,
    theme: &Theme,
    assets: &Assets,
    house: Option<&Reference>,
    ruler: &Ruler,
) -> Result<Fitted<'a>, Vec<Diagnostic>> {
    let as_is = || Fitted {
        squeeze: Squeeze::default(),
        body: (&document.body).into(),
        ledger: Vec::new(),
    };
    let Some(pages) = document
        .fit
        .pages
        .filter(|_| document.medium != Medium::Slides)
    else {
        return Ok(as_is());
    };
    let east_asian = Languages::new(&document.meta.lang, document.meta.direction).is_east_asian();
    let scale = if document.medium == Medium::Sheet {
        &theme.sheet
    } else {
        &theme.note
    };
    // Word knows sizes in half points.
    let range = Range {
        body: scale.body.size,
        floor: scale.floor,
        grain: Pt(0.5),
        leading: 1.0,
    };
    let excess = |blocks: &[Block], squeeze: Squeeze| {
        let look = Look::new(document, theme, house, squeeze);
        let mut body = Body::new(document, &look, assets, ruler, east_asian);
        body.write(blocks);
        let grows = squeeze.size > 1.0 || squeeze.space > 1.0;
        let room = f32::from(pages) * Pt::from_twips(look.height);
        body.height() - room * (1.0 - if grows { FREE } else { MARGIN })
    };
    fit(&document.body, range, excess).map_err(|TooLong(by)| vec![too_long(document, pages, by)])
}

fn internal(why: &str) -> Diagnostic {
    Diagnostic::error(format!("cannot write the Word document: {why}"))
}

/// Characters of the title in the header of the pages after the first, and of the reference in the
/// footer.
const RUNNING_TITLE: usize = 70;

/// What stands at the edges of pages: of most of them, and of the first.
struct Edges {
    headers: [Vec<Paragraph>; 2],
    footers: [Vec<Paragraph>; 2],
}

/// Headers and footers: the marking on every page, the title from the second page on, page numbers.
fn edges(document: &Document) -> Edges {
    let meta = &document.meta;
    let marking = meta
        .marking
        .as_deref()
        .map(parts::one_line)
        .filter(|text| !text.is_empty());
    let marking = marking.map(|text| *words("Marking", &text));
    let title = shortened(&parts::one_line(&plain_text(&meta.title)), RUNNING_TITLE);
    let line = |style: &str, left: &str, right: Vec<Piece>| {
        let mut pieces = plain(left);
        pieces.extend(plain("\t"));
        pieces.extend(right);
        *paragraph(style, pieces)
    };
    let reference = shortened(
        &meta
            .reference
            .as_deref()
            .map(parts::one_line)
            .unwrap_or_default(),
        RUNNING_TITLE,
    );
    let running = line("Header", &title, plain(&meta.date_text));
    let header: Vec<Paragraph> = marking.clone().into_iter().chain([running]).collect();
    let page = line("Footer", &reference, page_of(document));
    let footer: Vec<Paragraph> = [page].into_iter().chain(marking.clone()).collect();
    let first = vec![marking.unwrap_or_else(|| *empty("Header"))];
    Edges {
        headers: [header, first],
        footers: [footer.clone(), footer],
    }
}

/// `Page X of Y` in the document's language, its numbers as fields.
fn page_of(document: &Document) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut rest = document.labels.get("page-of");
    while let Some(at) = rest.find('{') {
        let (before, tail) = rest.split_at(at);
        let known = [("{page}", "PAGE"), ("{pages}", "NUMPAGES")];
        let Some((name, code)) = known.into_iter().find(|(name, _)| tail.starts_with(name)) else {
            break;
        };
        out.extend(plain(before));
        out.extend(field(code, "1"));
        rest = &tail[name.len()..];
    }
    out.extend(plain(rest));
    out
}

/// What the tree builder cannot say, by number.
#[derive(Default)]
struct Extras<'a> {
    notes: Vec<Footnote>,
    links: Vec<String>,
    controls: Vec<Control>,
    tables: Vec<TableLook>,
    drawings: Vec<Drawing<'a>>,
    lists: Vec<NumberedList>,
    sections: Vec<Section>,
}

impl<'a> Extras<'a> {
    fn link(&mut self, address: String) -> usize {
        self.links.push(address);
        self.links.len() - 1
    }

    fn control(&mut self, control: Control) -> usize {
        self.controls.push(control);
        self.controls.len() - 1
    }

    fn table(&mut self, look: TableLook) -> usize {
        self.tables.push(look);
        self.tables.len() - 1
    }

    fn drawing(&mut self, drawing: Drawing<'a>) -> usize {
        self.drawings.push(drawing);
        self.drawings.len() - 1
    }
}

/// How a table is marked up.
struct TableLook {
    style: &'static str,
    heads: Heads,
    /// What a reader who cannot see it is told it is.
    title: String,
    right_to_left: bool,
}

impl TableLook {
    /// What is said in the table's properties of what it is.
    fn caption(&self) -> Option<Element> {
        (!self.title.is_empty()).then(|| element("w:tblCaption").with("w:val", &self.title))
    }
}

/// What names the cells of a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heads {
    /// Its first row.
    Row,
    /// Its first column.
    Column,
    /// Both.
    Both,
}

impl Heads {
    fn has_row(self) -> bool {
        self != Self::Column
    }

    fn has_column(self) -> bool {
        self != Self::Row
    }
}

/// A chart or a picture in the text.
struct Drawing<'a> {
    kind: DrawingKind<'a>,
    /// Empty for a decorative one.
    alt: String,
    width: Pt,
    height: Pt,
    /// Whether a vector picture goes with the one of pixels.
    vector: bool,
}

enum DrawingKind<'a> {
    /// The theme's logo, which stands in a header.
    Logo,
    Chart(&'a document::Chart),
    Picture(&'a document::Image),
}

/// A stretch of the document with columns of its own.
struct Section {
    /// Widths of two columns, in twentieths of a point.
    columns: Option<(usize, usize)>,
}

/// Stands for a drawing until the finishing pass puts it there.
const DRAWING_SLOT: &str = "drawing-";

/// Stands for what is known of a table until the finishing pass.
const TABLE_SLOT: &str = "table-";

fn drawing_slot(number: usize) -> String {
    format!("{DRAWING_SLOT}{number}")
}

/// Begins the id of the relationship to an address; its number follows.
const LINK: &str = "rIdLink";

fn table_slot(number: usize) -> String {
    format!("{TABLE_SLOT}{number}")
}
