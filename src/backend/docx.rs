//! Word: a note that staff are glad to edit.
//!
//! [`docx_rs`] builds the tree of paragraphs, runs, tables and notes ([`body`], [`text`], [`cells`]); one finishing
//! pass puts right what it gets wrong and adds what it cannot say ([`finish`]); the parts around the text are our own
//! ([`styles`], [`parts`], [`chart`]); [`package`] writes the file. Every look comes from a named style.

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
mod order;
mod package;
mod parts;
mod styles;
#[cfg(test)]
mod tests;
mod text;
mod xml;

use std::collections::BTreeMap;

use docx_rs::{Footer, Header, Paragraph};

use super::{Backend, Rendered};
use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::document::{self, Document, plain_text};
use crate::theme::Theme;
use body::{Body, plain, words};
use finish::Finish;
use language::Languages;
use look::Look;
use styles::NumberedList;
use text::{Control, Piece, add, field, shortened};

/// See the [module](self).
pub struct Docx;

impl Backend for Docx {
    fn render(&self, document: &Document, theme: &Theme, assets: &Assets) -> Result<Rendered, Vec<Diagnostic>> {
        let built = build(document, theme, assets)?;
        let bytes = package::zip(&built.parts).map_err(|why| vec![internal(&why)])?;
        Ok(Rendered { bytes, ledger: built.ledger, warnings: built.warnings, ..Rendered::default() })
    }
}

/// The parts of the file by name, before they are zipped, and what is to be said about them.
struct Built {
    parts: BTreeMap<String, Vec<u8>>,
    ledger: Vec<String>,
    warnings: Vec<Diagnostic>,
}

/// How much taller Word may make a document than it is taken to be.
const SAFETY: f32 = 1.12;

/// Builds a document: as the theme says, and closer if it promises a number of pages that it would pass.
fn build(document: &Document, theme: &Theme, assets: &Assets) -> Result<Built, Vec<Diagnostic>> {
    let languages = Languages::new(&document.meta.lang, document.meta.direction);
    let promised = document.fit.pages.map(f32::from);
    let last = look::STEPS.len() - 1;
    for step in 0..=last {
        let look = Look::new(document, theme, step);
        let mut body = Body::new(document, &look, assets, languages.is_east_asian());
        body.write();
        if !body.problems.is_empty() {
            return Err(body.problems);
        }
        let pages = body.height() * SAFETY * 20.0 / look.height.max(1) as f32;
        let passed = promised.filter(|promised| pages > *promised);
        if passed.is_some() && step < last {
            continue;
        }
        let warnings = passed.map(|promised| {
            let message = format!("the Word document has about {pages:.1} pages; its template promises {promised}");
            Diagnostic::warning(message).hint("nothing was left out: Word documents are edited; shorten the brief")
        });
        let children = std::mem::take(&mut body.children);
        let mut docx = furniture(docx_rs::Docx::new(), document);
        docx.document.children = children;
        let finish = Finish { document, look: &look, languages: &languages, assets, extras: body.writer.extras };
        let package = finish.run(&docx.build()).map_err(|why| vec![internal(&why)])?;
        let warnings = warnings.into_iter().collect();
        return Ok(Built { parts: package.finish(), ledger: look::told(step), warnings });
    }
    Err(vec![internal("it has no look")])
}

fn internal(why: &str) -> Diagnostic {
    Diagnostic::error(format!("cannot write the Word document: {why}"))
}

/// Characters of the title in the header of the pages after the first, and of the reference in the footer.
const RUNNING_TITLE: usize = 70;

/// Headers and footers: the marking on every page, the title from the second page on, page numbers.
fn furniture(docx: docx_rs::Docx, document: &Document) -> docx_rs::Docx {
    let meta = &document.meta;
    let marking = meta.marking.as_deref().map(parts::one_line).filter(|text| !text.is_empty());
    let marking = move || marking.clone().map(|text| words(&text).style("Marking"));
    let title = shortened(&parts::one_line(&plain_text(&meta.title)), RUNNING_TITLE);
    let line = |left: &str, right: Vec<Piece>| {
        let mut pieces = plain(left);
        pieces.extend(plain("\t\t"));
        pieces.extend(right);
        add(Paragraph::new(), pieces)
    };
    let reference = shortened(&meta.reference.as_deref().map(parts::one_line).unwrap_or_default(), RUNNING_TITLE);
    let running = line(&title, plain(&meta.date_text)).style("Header");
    let header = marking().into_iter().fold(Header::new(), Header::add_paragraph).add_paragraph(running);
    let first = Header::new().add_paragraph(marking().unwrap_or_else(|| Paragraph::new().style("Header")));
    let footer = || {
        let page = line(&reference, page_of(document)).style("Footer");
        let footer = Footer::new().add_paragraph(page);
        marking().into_iter().fold(footer, Footer::add_paragraph)
    };
    // In this order: the builder numbers them as they come.
    docx.header(header).first_header(first).footer(footer()).first_footer(footer())
}

/// `Page X of Y` in the document's language, its numbers as fields.
fn page_of(document: &Document) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut rest = document.labels.get("page-of");
    while let Some(at) = rest.find('{') {
        let (before, tail) = rest.split_at(at);
        let known = [("{page}", "PAGE"), ("{pages}", "NUMPAGES")];
        let Some((name, code)) = known.into_iter().find(|(name, _)| tail.starts_with(name)) else { break };
        out.extend(plain(before));
        out.extend(field(code, "1").into_iter().map(Piece::Run));
        rest = &tail[name.len()..];
    }
    out.extend(plain(rest));
    out
}

/// What the tree builder cannot say, by number.
#[derive(Default)]
struct Extras<'a> {
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
    /// Whether its first row heads its columns; else its first column heads its rows.
    header: bool,
    /// What a reader who cannot see it is told it is.
    title: String,
    right_to_left: bool,
}

/// A chart or a picture in the text.
struct Drawing<'a> {
    kind: DrawingKind<'a>,
    /// Empty for a decorative one.
    alt: String,
    /// In points.
    width: f32,
    /// In points.
    height: f32,
}

enum DrawingKind<'a> {
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

fn table_slot(number: usize) -> String {
    format!("{TABLE_SLOT}{number}")
}
