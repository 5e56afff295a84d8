//! The plural forms that languages have for numbers of things (CLDR).

use std::cell::OnceCell;

use icu_locale::Locale;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};

/// The forms that a text with a number may have.
pub(crate) const PLURAL_FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Tells the plural forms of one language.
#[derive(Debug)]
pub(crate) struct PluralForms {
    locale: Locale,
    /// Made for the first number. `None` for a language without data.
    rules: OnceCell<Option<PluralRules>>,
}

impl PluralForms {
    /// Those of the language `tag`.
    pub fn new(tag: &str) -> Self {
        Self {
            locale: tag.parse().unwrap_or(Locale::UNKNOWN),
            rules: OnceCell::new(),
        }
    }

    /// The form for `count` things, one of [`PLURAL_FORMS`].
    pub fn form(&self, count: usize) -> &'static str {
        let rules = self.rules.get_or_init(|| {
            let options = PluralRulesOptions::default();
            PluralRules::try_new((&self.locale).into(), options).ok()
        });
        let category = match rules {
            Some(rules) => rules.category_for(count),
            None => PluralCategory::Other,
        };
        match category {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        }
    }
}
