//! Writes Word documents (DOCX) that people can go on editing: all formatting comes from named
//! styles.
//!
//! [`Docx`] works in two steps. First [`body`], [`text`] and [`tables`] turn the document's blocks
//! into nodes ([`wml`]), whose height is estimated ([`height`]) if the brief limits the number of
//! pages. Then [`document`] writes the parts of the file, and [`wml::story`] the nodes as XML.
//!
//! Properties and text in the nodes are [`docx_rs`]'s. Styles, settings, numbering and themes do not
//! go through the library ([`styles`], [`settings`], [`numbering`], [`crate::ooxml`]).

mod balance;
mod body;
mod column_widths;
mod controls;
mod crowded_tables;
mod data_column;
mod document;
mod drawing_elements;
mod drawings;
mod emphasis;
mod formatting_parts;
mod headers;
mod height;
mod language;
#[cfg(test)]
mod lint;
mod list_ids;
mod long_words;
mod matrix;
mod metrics;
mod numbering;
mod options;
mod package_writer;
mod paragraph_style;
mod part_names;
mod reference_doc;
mod schema_order;
mod sections;
mod settings;
mod sign_font;
mod status_drawing;
mod styles;
mod tables;
#[cfg(test)]
mod tests;
mod text;
mod visible_text;
mod wml;

use std::collections::BTreeMap;

use super::{Backend, Rendered};
use crate::assets::Assets;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, Document, Medium};
use crate::hyphenation::{Hyphenation, cut_word_warning, too_wide_warning};
use crate::layout::copyfit::{Fitted, SizeRange, TooLong, copyfit, too_long_error};
use crate::layout::squeeze::Squeeze;
use crate::length::Pt;
use crate::ooxml::package;
use crate::stage::Stage;
use crate::text::ruler::TextRuler;
use crate::theme::Theme;
use balance::LineBalance;
use body::{BodyWriter, Finishing};
use formatting_parts::FormattingParts;
use headers::HeaderFooterContent;
use language::Languages;
use metrics::DocxMetrics;
use package_writer::PackageWriter;
use part_names::DOCUMENT_SPECIFIC_PARTS;
use reference_doc::ReferenceDoc;

/// The Word backend.
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
        let bytes = package::zip_parts(
            &built.parts,
            &DOCUMENT_SPECIFIC_PARTS,
            &assets.caches.compressed_parts,
        )
        .map_err(|why| vec![internal_error(&why)])?;
        Ok(Rendered {
            bytes,
            diagnostics: built.diagnostics,
            ..Rendered::default()
        })
    }
}

/// The parts of the file by name, not yet zipped.
struct BuiltDocument {
    parts: BTreeMap<String, Vec<u8>>,
    diagnostics: Vec<Diagnostic>,
}

/// Writes all parts, with type and spacing fitted to the number of pages that the brief allows.
fn build(
    document: &Document,
    theme: &Theme,
    assets: &Assets,
) -> Result<BuiltDocument, Vec<Diagnostic>> {
    let languages = Languages::new(&document.meta.lang, document.meta.direction);
    let hyphenation = Hyphenation::of_document(document);
    let ruler = TextRuler::new(assets.fonts(), &theme.fonts.body).with_hyphenation(&hyphenation);
    let reference_doc = read_reference_doc(assets)?;
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
    )
    .with_finishing(Finishing {
        balance: match reference_doc {
            Some(_) => None,
            None => Some(LineBalance::new(&metrics, assets.fonts())),
        },
    });
    body.write_document(&blocks);
    if !body.problems.is_empty() {
        return Err(body.problems);
    }
    diagnostics.extend(body.cut_words.iter().map(|word| cut_word_warning(word)));
    diagnostics.extend(body.too_wide.iter().map(|number| too_wide_warning(number)));
    diagnostics.append(&mut body.warnings);
    let content = body.into_content();
    let protection = assets.protection;
    let formatting = match reference_doc {
        Some(reference_doc) => FormattingParts::with_reference_doc(
            reference_doc,
            &metrics,
            &languages,
            protection,
            &content.lists,
            document.fit.pages.is_some(),
        ),
        None => FormattingParts::new(
            &metrics,
            &languages,
            protection,
            &content.lists,
            &assets.caches.formatting_parts,
        ),
    };
    let writer = PackageWriter {
        document,
        metrics: &metrics,
        languages: &languages,
        assets,
        formatting,
        reference_doc,
    };
    let package = writer
        .write_package(&HeaderFooterContent::new(document), &content)
        .map_err(|why| vec![internal_error(&why)])?;
    diagnostics.extend(crate::chart::chart_warnings(&blocks));
    Ok(BuiltDocument {
        parts: package.into_parts(),
        diagnostics,
    })
}

/// Reads the Word template, if the theme, the settings or the command line name one.
fn read_reference_doc(assets: &Assets) -> Result<Option<ReferenceDoc>, Vec<Diagnostic>> {
    let Some(bytes) = assets.reference_doc.as_deref() else {
        return Ok(None);
    };
    match ReferenceDoc::read(bytes) {
        Ok(reference_doc) => Ok(Some(reference_doc)),
        Err(why) => Err(vec![Diagnostic::error(
            Code::InvalidReferenceDoc,
            format!("cannot use the Word template: {why}"),
        )]),
    }
}

/// The share of the page that is kept free because Word breaks lines with its own fonts, which may
/// be wider than the ones we measure with.
const RESERVED_SHARE: f32 = 0.02;

/// The share of the page that is kept free when type was enlarged to fill it, so that people can
/// add a line without starting a new page.
const RESERVED_SHARE_IF_ENLARGED: f32 = 0.12;

/// Finds the type size, spacing and omissions with which a document takes no more pages than its
/// brief allows. Handouts of slides have no limit.
fn fit_to_pages<'a>(
    document: &'a Document,
    theme: &Theme,
    assets: &Assets,
    reference_doc: Option<&ReferenceDoc>,
    ruler: &TextRuler,
) -> Result<Fitted<'a>, Vec<Diagnostic>> {
    let limit = document.fit.pages;
    let Some(pages) = limit.filter(|_| document.medium != Medium::Slides) else {
        return Ok(Fitted {
            squeeze: Squeeze::default(),
            body: (&document.body).into(),
            ledger: Vec::new(),
        });
    };
    let east_asian = Languages::new(&document.meta.lang, document.meta.direction).is_east_asian();
    let scale = if document.medium == Medium::Sheet {
        &theme.sheet
    } else {
        &theme.note
    };
    let range = SizeRange {
        body: scale.body.size,
        floor: scale.floor,
        // `w:sz` counts half points (ECMA-376 part 1, 17.3.2.38).
        grain: Pt(0.5),
        leading: 1.0,
    };
    let overflow = |blocks: &[Block], squeeze: Squeeze| {
        let metrics = DocxMetrics::new(document, theme, reference_doc, squeeze);
        let mut body = BodyWriter::new(document, &metrics, assets, ruler, east_asian);
        body.write_document(blocks);
        let enlarged = squeeze.size > 1.0 || squeeze.space > 1.0;
        let reserved = if enlarged {
            RESERVED_SHARE_IF_ENLARGED
        } else {
            RESERVED_SHARE
        };
        let available = f32::from(pages) * Pt::from_twips(metrics.height);
        body.estimated_height() - available * (1.0 - reserved)
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
