//! Languages: formatted dates and numbers (from the Unicode CLDR), direction of text, scripts.

pub(crate) mod cldr;
mod dates;
mod foreign_stretches;
mod isolates;
mod left_to_right;
mod numbers;
mod plurals;
mod sentences;
mod totals;
mod units;

use std::collections::BTreeSet;

use icu_locale::fallback::{LocaleFallbackConfig, LocaleFallbacker};
use icu_locale::{
    LanguageIdentifier, Locale, LocaleDirectionality, LocaleExpander, locale, subtags,
};
use unicode_script::{Script, UnicodeScript};

use crate::document::Direction;

pub(crate) use dates::{DateFormatter, PartialDate, is_formatted_date, parse_interval};
pub use dates::{date_text, parse_date};
pub(crate) use foreign_stretches::{foreign_stretches, primary_language};
pub(crate) use isolates::{isolated, join_isolated, runs_against};
pub(crate) use left_to_right::{continues_left_to_right, left_to_right_stretches};
pub(crate) use numbers::{Grouping, MINUS, NumberForm, ReadNumber, is_direction_mark};
pub(crate) use plurals::{PLURAL_FORMS, PluralForms};
pub(crate) use sentences::{
    ends_with_sentence, is_sentence_closer, is_sentence_end, separator_after,
};
pub(crate) use totals::{Total, TotalProblem};
pub(crate) use units::{place_unit, put_before, unit_beside_amount};

/// The script of a character (UAX 24). The most frequent ones, ASCII and Han, need no table lookup.
pub(crate) fn script(character: char) -> Script {
    match character {
        'a'..='z' | 'A'..='Z' => Script::Latin,
        '\0'..='\u{7f}' => Script::Common,
        '\u{4e00}'..='\u{9fff}' => Script::Han,
        _ => character.script(),
    }
}

/// Whether a character may be of a script that tells its language: not of Latin and its marks.
pub(crate) fn has_script_of_its_own(character: char) -> bool {
    character >= '\u{370}' && !('\u{1e00}'..='\u{1eff}').contains(&character)
}

/// Whether a script is one of the main scripts of India and Sri Lanka, which descend from Brahmi.
pub(crate) fn is_indian_script(script: Script) -> bool {
    matches!(
        script,
        Script::Devanagari
            | Script::Bengali
            | Script::Gurmukhi
            | Script::Gujarati
            | Script::Oriya
            | Script::Tamil
            | Script::Telugu
            | Script::Kannada
            | Script::Malayalam
            | Script::Sinhala
    )
}

/// Whether a language is written in Han characters, which are set on a grid.
pub(crate) fn is_written_in_han(lang: &str) -> bool {
    matches!(primary_language(lang), "zh" | "ja")
}

/// The forms of Han characters that a language is written in. Unicode has one code point for all of
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum HanForms {
    /// Those of mainland China and Singapore.
    Simplified,
    /// Those of Taiwan.
    Traditional,
    /// Those of Hong Kong and Macao.
    HongKong,
    /// Those of Japan.
    Japanese,
    /// Those of Korea.
    Korean,
    /// The language has no Han characters of its own. It only quotes them, as in names.
    #[default]
    Any,
}

impl HanForms {
    /// Whether pages may show those of simplified Chinese, which are built in.
    #[must_use]
    pub fn allow_simplified(self) -> bool {
        matches!(self, Self::Simplified | Self::Any)
    }

    /// Their name in a message, as in “the forms of Japanese”.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Simplified => "simplified Chinese",
            Self::Traditional => "traditional Chinese",
            Self::HongKong => "Hong Kong",
            Self::Japanese => "Japanese",
            Self::Korean => "Korean",
            Self::Any => "any language",
        }
    }
}

/// The forms of Han characters in a language, by its likely script and region (CLDR). Those that a
/// language in another script quotes have the forms of its region: `en-JP` those of Japan.
#[must_use]
pub fn han_forms(tag: &str) -> HanForms {
    // The look-up takes longer than a short paragraph, and most documents are in these languages.
    match tag {
        "en" | "de" | "fr" | "es" => return HanForms::Any,
        "zh" | "zh-Hans" | "zh-CN" => return HanForms::Simplified,
        "ja" => return HanForms::Japanese,
        _ => {}
    }
    let Ok(locale) = tag.parse::<Locale>() else {
        return HanForms::Any;
    };
    let mut id = locale.id;
    let own_region = id.region.map(|region| region.to_string());
    LocaleExpander::new_extended().maximize(&mut id);
    let region = id.region.map(|region| region.to_string());
    match id.script.as_ref().map(subtags::Script::as_str) {
        Some("Hans") => HanForms::Simplified,
        Some("Hant" | "Hani") => match region.as_deref() {
            Some("HK" | "MO") => HanForms::HongKong,
            _ => HanForms::Traditional,
        },
        Some("Jpan") => HanForms::Japanese,
        Some("Kore") => HanForms::Korean,
        _ => match own_region.as_deref() {
            Some("CN" | "SG") => HanForms::Simplified,
            Some("TW") => HanForms::Traditional,
            Some("HK" | "MO") => HanForms::HongKong,
            Some("JP") => HanForms::Japanese,
            Some("KR" | "KP") => HanForms::Korean,
            _ => HanForms::Any,
        },
    }
}

/// The forms of Han characters in a stretch of a text that needs those of `own` outside of it.
/// `lang` is what [`foreign_stretches`] says of the stretch: where nothing tells of which language
/// its characters are, the fonts that the theme names decide.
pub(crate) fn forms_of_stretch(lang: Option<&str>, own: HanForms) -> HanForms {
    match lang {
        None => own,
        Some("zh") if own == HanForms::Any => HanForms::Any,
        Some(lang) => han_forms(lang),
    }
}

/// The likely script of a language (CLDR), as far as characters have one: Han for all forms of
/// Chinese.
fn likely_script_of(tag: &str) -> Option<Script> {
    let locale = tag.parse::<Locale>().ok()?;
    match likely_script(locale.id)?.as_str() {
        "Hans" | "Hant" => Some(Script::Han),
        name => Script::from_short_name(name),
    }
}

/// Whether a text is a well-formed BCP 47 language tag.
#[must_use]
pub fn is_tag(tag: &str) -> bool {
    match tag.parse::<Locale>() {
        Ok(locale) => !locale.id.language.is_unknown(),
        Err(_) => false,
    }
}

/// The tags whose words and data can be used for `tag`, best first: the tag itself, its language and
/// region, its language and script, its language, another language that its readers know. For
/// example, `zh-TW` uses `zh-Hant`, by the likely subtags of the CLDR.
#[must_use]
pub fn fallback_tags(tag: &str) -> Vec<String> {
    let Ok(locale) = tag.parse::<Locale>() else {
        return Vec::new();
    };
    let id = locale.id.clone();
    let language = id.language.to_string();
    let region = id.region.map(|region| region.to_string());
    let script = likely_script(id.clone());
    let mut tags = vec![tag.to_owned()];
    if let Some(region) = &region {
        // `de-Latn-CH` can use `de-CH`, but `zh-Hans-TW` not `zh-TW`, which has another script.
        let mut without_script = id;
        without_script.script = None;
        if likely_script(without_script) == script {
            tags.push(format!("{language}-{region}"));
        }
    }
    if let Some(script) = script {
        tags.push(format!("{language}-{script}"));
    }
    let languages = match (language.as_str(), region.as_deref()) {
        // Liechtenstein writes German as Switzerland does, without ß.
        ("de", Some("LI")) => vec!["de-CH", "de"],
        // `no` is Norwegian of either kind. Who reads Nynorsk reads Bokmål.
        ("no", _) => vec!["no", "nb"],
        ("nn", _) => vec!["nn", "nb"],
        // Britain needs no look-up.
        ("en", Some(region)) if region == "GB" || follows(&locale, &locale!("en-001")) => {
            vec!["en-GB", "en"]
        }
        ("es", Some(_)) if follows(&locale, &locale!("es-419")) => vec!["es-419", "es"],
        // The old codes of Hebrew and Indonesian.
        ("iw", _) => vec!["iw", "he"],
        ("in", _) => vec!["in", "id"],
        (language, _) => vec![language],
    };
    tags.extend(languages.into_iter().map(str::to_owned));
    // `zh-Hans` is its own language and script, and `en` its own language.
    let mut seen = BTreeSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
    tags
}

/// Whether the language of a region follows `parent`, by the CLDR: `en-001` for the English of most
/// countries but the United States, Canada and the Philippines; `es-419` for Spanish in America.
fn follows(locale: &Locale, parent: &Locale) -> bool {
    let fallbacker = LocaleFallbacker::new().for_config(LocaleFallbackConfig::default());
    let mut tags = fallbacker.fallback_for(locale.id.clone().into());
    let parent = parent.into();
    while !tags.get().is_unknown() {
        if *tags.get() == parent {
            return true;
        }
        tags.step();
    }
    false
}

fn likely_script(mut id: LanguageIdentifier) -> Option<subtags::Script> {
    LocaleExpander::new_extended().maximize(&mut id);
    id.script
}

/// The main direction of a language's text.
#[must_use]
pub fn direction(tag: &str) -> Direction {
    let Ok(locale) = tag.parse::<Locale>() else {
        return Direction::Ltr;
    };
    if LocaleDirectionality::new_extended().is_right_to_left(&locale.id) {
        Direction::Rtl
    } else {
        Direction::Ltr
    }
}

/// Whether a character is Chinese, Japanese or Korean: letters, full-width forms and punctuation.
#[must_use]
pub fn is_east_asian(character: char) -> bool {
    // Korean has blanks between words, so that Hangul is not among the spaceless scripts.
    is_spaceless(character)
        || matches!(character, '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
            | '\u{ff61}'..='\u{ffef}')
}

/// Whether a character is punctuation that Chinese and Japanese share with other scripts: curly
/// quotation marks, dash, ellipsis, middle dot.
#[must_use]
pub fn is_shared_mark(character: char) -> bool {
    matches!(character, '‘' | '’' | '“' | '”' | '—' | '…' | '·')
}

/// Whether a line break between these two characters in a source disappears, because both belong to
/// scripts without blanks. Elsewhere it becomes a blank.
#[must_use]
pub fn joins_without_space(before: char, after: char) -> bool {
    let belongs = |it| is_spaceless(it) || is_shared_mark(it);
    belongs(before) && belongs(after) && (is_spaceless(before) || is_spaceless(after))
}

/// Whether a character belongs to a script without blanks, or to its punctuation.
pub(crate) fn is_spaceless(character: char) -> bool {
    // From the CJK radicals to Yi, compatibility ideographs and forms, full-width forms, and the
    // planes 2 and 3, which hold ideographs only.
    matches!(character, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}
