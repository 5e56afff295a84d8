//! What the finishing pass needs to know.
//!
//! The methods of [`Finisher`] are in the modules for the parts that they finish: [`document`],
//! [`headers`],
//! [`sections`], [`drawings`], [`controls`] and [`elements`].
//!
//! [`document`]: super::document
//! [`headers`]: super::headers
//! [`sections`]: super::sections
//! [`drawings`]: super::drawings
//! [`controls`]: super::controls
//! [`elements`]: super::elements

use super::deferred::DeferredContent;
use super::language::Languages;
use super::metrics::DocxMetrics;
use super::reference_doc::ReferenceDoc;
use crate::assets::Assets;
use crate::document::Document;

/// Turns the builder's tree into the parts of a Word file.
pub(super) struct Finisher<'a> {
    pub(super) document: &'a Document,
    pub(super) metrics: &'a DocxMetrics<'a>,
    pub(super) languages: &'a Languages,
    pub(super) assets: &'a Assets,
    pub(super) deferred: DeferredContent<'a>,
    /// The Word template, if there is one.
    pub(super) reference_doc: Option<&'a ReferenceDoc>,
}

impl Finisher<'_> {
    /// The language tag for content that can have only one, such as charts and date pickers.
    pub(super) fn main_language(&self) -> &str {
        if self.languages.is_east_asian() {
            &self.languages.east_asian
        } else {
            &self.languages.tag
        }
    }
}
