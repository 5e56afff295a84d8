//! The parts that say nothing of a document: made once for all that look alike and are in one
//! language.

use std::cell::RefCell;
use std::rc::Rc;

use super::language::Languages;
use super::lists::NumberedList;
use super::metrics::DocxMetrics;
use super::wml::patterns::{PLACEHOLDER, XmlPattern, split_at_placeholders};
use super::{numbering, settings, styles};
use crate::assets::Protection;
use crate::ooxml::theme;
use crate::ooxml::xml::{XML_DECLARATION, XmlNode};

/// Parts of a document without a reference document.
pub(super) struct SharedParts {
    metrics: DocxMetrics<'static>,
    languages: Languages,
    protection: Option<Protection>,
    pub styles: String,
    pub settings: Vec<u8>,
    pub fonts: Vec<u8>,
    pub theme: Vec<u8>,
    /// Around the numberings of single lists.
    numbering: XmlPattern<2>,
}

/// So many are kept. Most batches need one or two: sheets that are drawn together differ.
const CACHE_SIZE: usize = 8;

thread_local! {
    /// Those that were made last, the latest at the end.
    static CACHE: RefCell<Vec<Rc<SharedParts>>> = RefCell::default();
}

impl SharedParts {
    /// The parts for a look, languages and a protection.
    pub fn cached(
        metrics: &DocxMetrics,
        languages: &Languages,
        protection: Option<Protection>,
    ) -> Result<Rc<Self>, String> {
        CACHE.with_borrow_mut(|kept| {
            let is_for = |it: &Rc<Self>| {
                it.metrics == *metrics && it.languages == *languages && it.protection == protection
            };
            if let Some(known) = kept.iter().rfind(|it| is_for(it)) {
                return Ok(Rc::clone(known));
            }
            let mut numbering = numbering::numbering_part(&[], metrics);
            numbering
                .children
                .push(XmlNode::Text(PLACEHOLDER.to_owned()));
            let new = Rc::new(Self {
                metrics: metrics.to_static(),
                languages: languages.clone(),
                protection,
                styles: styles::styles_part(metrics, languages),
                settings: settings::settings_part(languages, &[], protection).to_part(),
                fonts: settings::font_table_part(metrics).to_part(),
                theme: theme::theme_part(&metrics.theme).to_part(),
                numbering: split_at_placeholders(&numbering)?,
            });
            if kept.len() == CACHE_SIZE {
                kept.remove(0);
            }
            kept.push(Rc::clone(&new));
            Ok(new)
        })
    }

    /// The part of the numberings, with those of single lists.
    pub fn numbering_part(&self, lists: &[NumberedList]) -> Vec<u8> {
        let [before, after] = &self.numbering;
        let mut out = [XML_DECLARATION, before].concat();
        lists
            .iter()
            .for_each(|list| list.to_num_element().write(&mut out));
        out.push_str(after);
        out.into_bytes()
    }
}
