//! Tells in which regional forms a font has Han characters: those of mainland China, Taiwan, Hong
//! Kong, Japan or Korea. Unicode has one code point for all of them.

use skrifa::FontRef;
use skrifa::raw::TableProvider;
use skrifa::raw::tables::meta::Metadata;
use skrifa::raw::types::Tag;

use crate::lang::{HanForms, han_forms};

/// The words in names of families that tell the forms, as in `Noto Sans CJK JP` and
/// `Source Han Sans HC`.
const NAME_WORDS: [(&str, HanForms); 15] = [
    ("SC", HanForms::Simplified),
    ("CN", HanForms::Simplified),
    ("GB", HanForms::Simplified),
    ("GB18030", HanForms::Simplified),
    ("TC", HanForms::Traditional),
    ("TW", HanForms::Traditional),
    ("Big5", HanForms::Traditional),
    ("HK", HanForms::HongKong),
    ("HC", HanForms::HongKong),
    ("MO", HanForms::HongKong),
    ("JP", HanForms::Japanese),
    ("J", HanForms::Japanese),
    ("KR", HanForms::Korean),
    ("K", HanForms::Korean),
    ("KS", HanForms::Korean),
];

/// The bits of `ulCodePageRange1` for the encodings of one region each (OpenType, OS/2 table).
const CODE_PAGES: [(u32, HanForms); 4] = [
    (1 << 17, HanForms::Japanese),
    (1 << 18, HanForms::Simplified),
    // Wansung and Johab.
    (1 << 19 | 1 << 21, HanForms::Korean),
    (1 << 20, HanForms::Traditional),
];

/// How well a font suits the forms of a language, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FormsMatch {
    /// Its characters have these forms.
    Same,
    /// It has these forms as a variant that the shaper chooses by the language, or the forms of a
    /// neighbour that readers of the language are used to.
    Near,
    /// Its forms are unknown, or it has no Han characters.
    Unknown,
    /// Its characters have other forms.
    Other,
}

/// The forms of the Han characters of a font without a feature: by its family's name, by the
/// languages that it is designed for (table `meta`), or by its code pages. `None` if these name no
/// region or several.
pub(super) fn forms_of_font(font: &FontRef<'_>, family: &str) -> Option<HanForms> {
    for word in family.split([' ', '-', '_']) {
        for (name, forms) in NAME_WORDS {
            // In lower case such a word may be anything.
            if word == name {
                return Some(forms);
            }
        }
    }
    forms_of_design_languages(font).or_else(|| forms_of_code_pages(font))
}

fn forms_of_design_languages(font: &FontRef<'_>) -> Option<HanForms> {
    let meta = font.meta().ok()?;
    let mut found = None;
    for record in meta.data_maps() {
        if record.tag() != Tag::new(b"dlng") {
            continue;
        }
        let Ok(Metadata::ScriptLangTags(tags)) = record.data(meta.offset_data()) else {
            continue;
        };
        for tag in tags.iter().flatten() {
            let forms = forms_of_script_tag(tag.as_str());
            match (forms, found) {
                (HanForms::Any, _) => {}
                (forms, None) => found = Some(forms),
                (forms, Some(known)) if forms == known => {}
                _ => return None,
            }
        }
    }
    found
}

/// The forms of a language tag that may lack its language, such as `Hant-HK` or `Jpan`.
fn forms_of_script_tag(tag: &str) -> HanForms {
    match tag.split('-').next() {
        Some("Hans" | "Hant" | "Jpan" | "Kore") => han_forms(&format!("und-{tag}")),
        _ => han_forms(tag),
    }
}

fn forms_of_code_pages(font: &FontRef<'_>) -> Option<HanForms> {
    let bits = font.os2().ok()?.ul_code_page_range_1()?;
    let mut found = None;
    for (mask, forms) in CODE_PAGES {
        if bits & mask == 0 {
            continue;
        }
        if found.is_some() {
            return None;
        }
        found = Some(forms);
    }
    found
}

/// How well a font suits `wanted` if its own forms are `own`.
pub(super) fn match_forms(
    font: &FontRef<'_>,
    own: Option<HanForms>,
    wanted: HanForms,
) -> FormsMatch {
    use HanForms::{Any, HongKong, Traditional};
    if wanted == Any {
        return FormsMatch::Unknown;
    }
    match own {
        Some(own) if own == wanted => FormsMatch::Same,
        _ if has_localized_forms(font, wanted) => FormsMatch::Near,
        Some(Traditional | HongKong) if matches!(wanted, Traditional | HongKong) => {
            FormsMatch::Near
        }
        Some(_) => FormsMatch::Other,
        None => FormsMatch::Unknown,
    }
}

/// Whether a font has rules for Han characters in a language system of `wanted` (OpenType, feature
/// `locl`).
fn has_localized_forms(font: &FontRef<'_>, wanted: HanForms) -> bool {
    let language = match wanted {
        HanForms::Simplified => b"ZHS ",
        HanForms::Traditional => b"ZHT ",
        HanForms::HongKong => b"ZHH ",
        HanForms::Japanese => b"JAN ",
        HanForms::Korean => b"KOR ",
        HanForms::Any => return false,
    };
    find_localized_forms(font, Tag::new(language)).unwrap_or(false)
}

fn find_localized_forms(font: &FontRef<'_>, language: Tag) -> Option<bool> {
    let gsub = font.gsub().ok()?;
    let scripts = gsub.script_list().ok()?;
    let features = gsub.feature_list().ok()?;
    for record in scripts.script_records() {
        if record.script_tag() != Tag::new(b"hani") {
            continue;
        }
        let script = record.script(scripts.offset_data()).ok()?;
        for system in script.lang_sys_records() {
            if system.lang_sys_tag() != language {
                continue;
            }
            let system = system.lang_sys(script.offset_data()).ok()?;
            for index in system.feature_indices() {
                let feature = features.feature_records().get(usize::from(index.get()))?;
                if feature.feature_tag() == Tag::new(b"locl") {
                    return Some(true);
                }
            }
        }
    }
    Some(false)
}
