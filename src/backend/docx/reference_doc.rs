//! Reference documents: Word documents whose styles, lists, colours, fonts, page, headers and
//! footers replace ours. Users know one as a Word template.
//!
//! [`ReferenceDoc::read`] takes what we need from the file; its text is not taken over.
//! [`ReferenceDoc::combine_styles`] adds what it lacks. Styles match by name, whatever the case:
//! their ids differ with the language of the Word that made them.

mod archive;
mod combine;
mod dangling;
mod fields;
mod header_height;
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
