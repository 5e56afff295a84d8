//! The parts for formatting: styles, lists, settings, fonts and theme. They are ours, or combined
//! with those of a Word template.

use std::borrow::Cow;
use std::sync::Arc;

use super::language::Languages;
use super::list_ids::NumberedList;
use super::metrics::DocxMetrics;
use super::part_names::{DOCUMENT, add_main_part};
use super::reference_doc::{CombinedStyles, ReferenceDoc};
use super::sign_font::{STATUS_FONT_PART, with_status_font};
use super::{numbering, settings, styles};
use crate::assets::Protection;
use crate::ooxml::formatting_cache::{FormattingBytes, FormattingCache, FormattingKey};
use crate::ooxml::package::Package;
use crate::ooxml::theme;

/// The parts for formatting, and the names that styles and lists have in them.
pub(super) struct FormattingParts {
    bytes: Arc<FormattingBytes>,
    numbering: Vec<u8>,
    /// Our styles and lists in those of the Word template, if there is one.
    combined: Option<CombinedStyles>,
}

impl FormattingParts {
    /// The parts of a document without a Word template.
    pub(super) fn new(
        metrics: &DocxMetrics<'_>,
        languages: &Languages,
        protection: Option<Protection>,
        lists: &[NumberedList],
        cache: &FormattingCache,
    ) -> Self {
        // `Debug` leaves no field out and writes floats exactly.
        let others = metrics.debug_without_theme();
        let key = FormattingKey {
            theme: Cow::Borrowed(metrics.theme),
            others: format!("{others} {languages:?} {protection:?}"),
        };
        let bytes = cache.get_or_make(key, || FormattingBytes {
            styles: styles::styles_part(metrics, languages).to_part(),
            settings: settings::settings_part(languages, &[], protection).to_part(),
            fonts: settings::font_table_part(metrics, languages).to_part(),
            theme: theme::theme_part(metrics.theme, &languages.iso_script).to_part(),
        });
        Self {
            bytes,
            numbering: numbering::numbering_part(lists, metrics).to_part(),
            combined: None,
        }
    }

    /// The parts of a document with a Word template. In one with a page limit, sizes stay ours.
    pub(super) fn with_reference_doc(
        reference_doc: &ReferenceDoc,
        metrics: &DocxMetrics<'_>,
        languages: &Languages,
        protection: Option<Protection>,
        lists: &[NumberedList],
        has_page_limit: bool,
    ) -> Self {
        let our_styles = styles::styles_part(metrics, languages);
        let our_numbering = numbering::numbering_part(lists, metrics);
        let combined =
            reference_doc.combine_styles(&our_styles, &our_numbering, lists, has_page_limit);
        let fonts = match &reference_doc.fonts {
            Some(theirs) => theirs.to_part(),
            None => settings::font_table_part(metrics, languages).to_part(),
        };
        let theme = match &reference_doc.theme {
            Some(theirs) => theirs.to_part(),
            None => theme::theme_part(metrics.theme, &languages.iso_script).to_part(),
        };
        let settings = settings::settings_part(languages, &reference_doc.settings, protection);
        Self {
            numbering: combined.numbering.to_part(),
            bytes: Arc::new(FormattingBytes {
                styles: combined.styles.to_part(),
                settings: settings.to_part(),
                fonts,
                theme,
            }),
            combined: Some(combined),
        }
    }

    /// The id of our style of a type: `paragraph`, `character` or `table`.
    pub(super) fn style_id<'s>(&'s self, kind: &str, ours: &'s str) -> &'s str {
        match &self.combined {
            Some(combined) => combined.style_id(kind, ours),
            None => ours,
        }
    }

    /// The number of one of our lists, and the level of its items.
    pub(super) fn list_reference(&self, number: usize, level: usize) -> (usize, Cow<'_, str>) {
        match &self.combined {
            Some(combined) => combined.list_reference(number, level),
            None => (number, level.to_string().into()),
        }
    }

    /// Adds the parts to a package.
    pub(super) fn add_to(&self, package: &mut Package) {
        add_main_part(package, "numbering", self.numbering.clone());
        add_main_part(package, "styles", self.bytes.styles.clone());
        add_main_part(package, "settings", self.bytes.settings.clone());
        let fonts = match package.contains_part(STATUS_FONT_PART) {
            true => with_status_font(&self.bytes.fonts),
            false => self.bytes.fonts.clone(),
        };
        add_main_part(package, "fontTable", fonts);
        package.add_typed_part(
            "word/theme/theme1.xml",
            "application/vnd.openxmlformats-officedocument.theme+xml",
            self.bytes.theme.clone(),
        );
        package.relate(DOCUMENT, "rIdtheme", "theme", "theme/theme1.xml");
    }
}
