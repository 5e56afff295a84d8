//! Caches the parts that depend only on metrics, languages and protection: styles, settings, fonts,
//! theme and the list definitions. A batch of similar briefs makes them once per thread.

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

/// The formatting parts of documents without a Word template.
pub(super) struct SharedParts {
    metrics: DocxMetrics<'static>,
    languages: Languages,
    protection: Option<Protection>,
    pub styles: String,
    pub settings: Vec<u8>,
    pub fonts: Vec<u8>,
    pub theme: Vec<u8>,
    /// The numbering part, cut open where the instances of a document's own lists go.
    numbering: XmlPattern<2>,
}

/// Most batches need one or two sets of parts; sheets that were fitted differ in their sizes.
const CACHE_SIZE: usize = 8;

thread_local! {
    /// The sets that were made last, the newest at the end.
    static CACHE: RefCell<Vec<Rc<SharedParts>>> = RefCell::default();
}

impl SharedParts {
    /// Returns the cached parts, or makes them.
    pub fn cached(
        metrics: &DocxMetrics,
        languages: &Languages,
        protection: Option<Protection>,
    ) -> Result<Rc<Self>, String> {
        CACHE.with_borrow_mut(|cache| {
            let matches = |parts: &&Rc<Self>| {
                parts.metrics == *metrics
                    && parts.languages == *languages
                    && parts.protection == protection
            };
            if let Some(parts) = cache.iter().rfind(matches) {
                return Ok(Rc::clone(parts));
            }
            let mut numbering = numbering::numbering_part(&[], metrics);
            numbering
                .children
                .push(XmlNode::Text(PLACEHOLDER.to_owned()));
            let parts = Rc::new(Self {
                metrics: metrics.to_static(),
                languages: languages.clone(),
                protection,
                styles: styles::styles_part(metrics, languages),
                settings: settings::settings_part(languages, &[], protection).to_part(),
                fonts: settings::font_table_part(metrics).to_part(),
                theme: theme::theme_part(&metrics.theme).to_part(),
                numbering: split_at_placeholders(&numbering)?,
            });
            if cache.len() == CACHE_SIZE {
                cache.remove(0);
            }
            cache.push(Rc::clone(&parts));
            Ok(parts)
        })
    }

    /// Returns the numbering part, with an instance for each of a document's own lists.
    pub fn numbering_part(&self, lists: &[NumberedList]) -> Vec<u8> {
        let [before, after] = &self.numbering;
        let mut out = [XML_DECLARATION, before].concat();
        for list in lists {
            list.to_num_element().write(&mut out);
        }
        out.push_str(after);
        out.into_bytes()
    }
}
