//! The reference document: a Word document whose styles, lists, colours, fonts and page are used
//! instead of ours.
//!
//! Styles are the same if their names are, whatever the case: their ids differ with the language of
//! the Word that made them. What the template has wins; what it lacks is added. Its headers and
//! footers stand on our pages, with their pictures; its text is not taken over.

mod archive;
mod combine;
mod fields;
mod headers;
mod numbering;
mod page;
mod reader;
mod style_ids;
mod styles;

pub(super) use combine::CombinedStyles;
pub(super) use headers::{HeaderOrFooter, HeadersFooters, IdCounters, PageKind};
pub(super) use page::DocxPage;
pub(super) use reader::ReferenceDoc;
