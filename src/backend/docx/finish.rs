//! What the finishing pass works with.

use super::extras::Extras;
use super::language::Languages;
use super::metrics::Look;
use super::reference_doc::Reference;
use crate::assets::Assets;
use crate::document::Document;

/// What finishing needs to know.
pub(super) struct Finish<'a> {
    pub(super) document: &'a Document,
    pub(super) look: &'a Look<'a>,
    pub(super) languages: &'a Languages,
    pub(super) assets: &'a Assets,
    pub(super) extras: Extras<'a>,
    /// What the house template gives, if there is one.
    pub(super) house: Option<&'a Reference>,
}
