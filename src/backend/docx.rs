//! Word: a note that staff are glad to edit.
//!
//! [`docx_rs`] builds the tree of paragraphs, runs, tables and notes ([`body`], [`text`],
//! [`tables`]); one finishing pass puts right what it gets wrong and adds what it cannot say
//! ([`document`], [`wml`]); the parts around the text are our own ([`styles`], [`settings`],
//! [`crate::ooxml`]); [`package`] writes the file. Every look comes from a named style.

mod body;
mod column_widths;
mod controls;
mod deferred;
mod document;
mod drawings;
mod elements;
mod emphasis;
mod finisher;
mod headers;
mod height;
mod language;
#[cfg(test)]
mod lint;
mod lists;
mod matrix;
mod metrics;
mod numbering;
mod options;
mod part_names;
mod reference_doc;
mod schema_order;
mod sections;
mod settings;
mod shared_parts;
mod styles;
mod tables;
#[cfg(test)]
mod tests;
mod text;
mod wml;

use std::collections::BTreeMap;

use super::{Backend, Rendered};
use crate::assets::Assets;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, Document, Medium};
use crate::layout::copyfit::{Fitted, SizeRange, TooLong, copyfit, too_long_error};
use crate::layout::squeeze::Squeeze;
use crate::length::Pt;
use crate::ooxml::package;
use crate::stage::Stage;
use crate::text::ruler::TextRuler;
use crate::theme::Theme;
use body::BodyWriter;
use finisher::Finisher;
use headers::header_footer_content;
use language::Languages;
use metrics::DocxMetrics;
use part_names::DOCUMENT_SPECIFIC_PARTS;
use reference_doc::ReferenceDoc;

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
        let bytes = package::zip_parts(&built.parts, &DOCUMENT_SPECIFIC_PARTS)
            .map_err(|why| vec![internal_error(&why)])?;
        Ok(Rendered {
            bytes,
            diagnostics: built.diagnostics,
            ..Rendered::default()
        })
    }
}

/// The parts of the file by name, before they are zipped, and what is to be said about them.
struct BuiltDocument {
    parts: BTreeMap<String, Vec<u8>>,
    diagnostics: Vec<Diagnostic>,
}

/// Builds a document: as the theme says, or so that it keeps its promise about its length.
fn build(
    document: &Document,
    theme: &Theme,
    assets: &Assets,
) -> Result<BuiltDocument, Vec<Diagnostic>> {
    let languages = Languages::new(&document.meta.lang, document.meta.direction);
    let ruler = TextRuler::new(assets.fonts(), &theme.fonts.body);
    let reference_doc = assets
        .reference_doc
        .as_deref()
        .map(ReferenceDoc::read)
        .transpose();
    let reference_doc = reference_doc.map_err(|why| {
        vec![Diagnostic::error(
            Code::InvalidReferenceDoc,
            format!("cannot use the Word template: {why}"),
        )]
    })?;
    let reference_doc = reference_doc.as_ref();
    let Fitted {
        squeeze,
        body: blocks,
        ledger: mut diagnostics,
    } = fit_to_pages(document, theme, assets, reference_doc, &ruler)?;
    let metrics = DocxMetrics::new(document, theme, reference_doc, squeeze);
    let mut body = BodyWriter::new(
        document,
        &metrics,
        assets,
        &ruler,
        languages.is_east_asian(),
    );
    body.write_document(&blocks);
    if !body.problems.is_empty() {
        return Err(body.problems);
    }
    let written = std::mem::take(&mut body.children);
    let deferred = body.writer.deferred;
    let finisher = Finisher {
        document,
        metrics: &metrics,
        languages: &languages,
        assets,
        deferred,
        reference_doc,
    };
    let package = finisher
        .finish_package(&header_footer_content(document), written)
        .map_err(|why| vec![internal_error(&why)])?;
    diagnostics.extend(crate::chart::chart_warnings(&blocks));
    Ok(BuiltDocument {
        parts: package.into_parts(),
        diagnostics,
    })
}

/// The share of its pages that a document does not fill: Word breaks lines with fonts of its own.
const RESERVED_SHARE: f32 = 0.02;

/// The share of its pages that stays free when there is room to make type larger: staff will add a
/// line.
const RESERVED_SHARE_IF_ENLARGED: f32 = 0.12;

/// Finds how a document keeps its promise about its length. A handout of slides makes none.
fn fit_to_pages<'a>(
    document: &'a Document,
    theme: &Theme,
    assets: &Assets,
    reference_doc: Option<&ReferenceDoc>,
    ruler: &TextRuler,
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
    let range = SizeRange {
        body: scale.body.size,
        floor: scale.floor,
        grain: Pt(0.5),
        leading: 1.0,
    };
    let overflow = |blocks: &[Block], squeeze: Squeeze| {
        let metrics = DocxMetrics::new(document, theme, reference_doc, squeeze);
        let mut body = BodyWriter::new(document, &metrics, assets, ruler, east_asian);
        body.write_document(blocks);
        let grows = squeeze.size > 1.0 || squeeze.space > 1.0;
        let room = f32::from(pages) * Pt::from_twips(metrics.height);
        body.estimated_height()
            - room
                * (1.0
                    - if grows {
                        RESERVED_SHARE_IF_ENLARGED
                    } else {
                        RESERVED_SHARE
                    })
    };
    copyfit(&document.body, range, overflow)
        .map_err(|TooLong(by)| vec![too_long_error(document, pages, by)])
}

fn internal_error(why: &str) -> Diagnostic {
    Diagnostic::error(
        Code::UnwritableDocument,
        format!("cannot write the Word document: {why}"),
    )
}
