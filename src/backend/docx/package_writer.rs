//! What is known when the parts of a Word file are written. The methods of [`PackageWriter`] are in
//! the modules for these parts: [`document`], [`headers`], [`sections`], [`drawings`] and
//! [`controls`].
//!
//! [`document`]: super::document
//! [`headers`]: super::headers
//! [`sections`]: super::sections
//! [`drawings`]: super::drawings
//! [`controls`]: super::controls

use super::formatting_parts::FormattingParts;
use super::language::Languages;
use super::metrics::DocxMetrics;
use super::reference_doc::ReferenceDoc;
use crate::assets::Assets;
use crate::document::Document;

/// Writes the parts of a Word file.
pub(super) struct PackageWriter<'a> {
    pub(super) document: &'a Document,
    pub(super) metrics: &'a DocxMetrics<'a>,
    pub(super) languages: &'a Languages,
    pub(super) assets: &'a Assets,
    pub(super) formatting: FormattingParts,
    /// The Word template, if there is one.
    pub(super) reference_doc: Option<&'a ReferenceDoc>,
}

impl PackageWriter<'_> {
    /// The language tag for content that can have only one, such as charts and date pickers.
    pub(super) fn main_language(&self) -> &str {
        if self.languages.is_east_asian() {
            &self.languages.east_asian
        } else {
            &self.languages.tag
        }
    }
}
