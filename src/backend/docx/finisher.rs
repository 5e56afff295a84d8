//! What the finishing pass works with.

use super::deferred::DeferredContent;
use super::language::Languages;
use super::metrics::DocxMetrics;
use super::reference_doc::ReferenceDoc;
use crate::assets::Assets;
use crate::document::Document;

/// What finishing needs to know.
pub(super) struct Finisher<'a> {
    pub(super) document: &'a Document,
    pub(super) metrics: &'a DocxMetrics<'a>,
    pub(super) languages: &'a Languages,
    pub(super) assets: &'a Assets,
    pub(super) deferred: DeferredContent<'a>,
    /// What the reference document gives, if there is one.
    pub(super) reference_doc: Option<&'a ReferenceDoc>,
}
