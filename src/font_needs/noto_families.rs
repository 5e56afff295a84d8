//! The Noto fonts that have a script, and where they are to be had.

use serde::Serialize;
use unicode_script::Script;

use crate::lang::HanForms;

/// A free font for a script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotoFamily {
    /// The name of the family, such as `Noto Sans Thai`.
    pub family: String,
    /// The page that it is downloaded from.
    pub download: String,
    /// The package of Debian and Ubuntu that has it.
    pub debian: &'static str,
}

/// The scripts whose Noto font has another name than the script, with the names of the fonts.
const OTHER_NAMES: [(Script, &str); 9] = [
    (Script::Hiragana, "Noto Sans JP"),
    (Script::Katakana, "Noto Sans JP"),
    (Script::Hangul, "Noto Sans KR"),
    (Script::Bopomofo, "Noto Sans TC"),
    (Script::Nko, "Noto Sans NKo"),
    (Script::Tibetan, "Noto Serif Tibetan"),
    (Script::Tangut, "Noto Serif Tangut"),
    (Script::Yezidi, "Noto Serif Yezidi"),
    (Script::Ahom, "Noto Serif Ahom"),
];

/// The Noto family for a script, and for Han characters in these forms. `None` for signs, which are
/// in several families, and for characters of private use.
pub(super) fn noto_family(script: Script, forms: HanForms) -> Option<NotoFamily> {
    let known = OTHER_NAMES.iter().find(|(known, _)| *known == script);
    let family = match (script, known) {
        (_, Some((_, name))) => (*name).to_owned(),
        (Script::Han, None) => han_family(forms).to_owned(),
        (Script::Common | Script::Inherited | Script::Unknown, None) => return None,
        (Script::Latin | Script::Greek | Script::Cyrillic, None) => "Noto Sans".to_owned(),
        (script, None) => format!("Noto Sans {}", script.full_name().replace('_', " ")),
    };
    let is_east_asian = [" SC", " TC", " HK", " JP", " KR"];
    let debian = if is_east_asian.iter().any(|end| family.ends_with(end)) {
        "fonts-noto-cjk"
    } else {
        "fonts-noto-core"
    };
    Some(NotoFamily {
        download: format!(
            "https://fonts.google.com/noto/specimen/{}",
            family.replace(' ', "+")
        ),
        family,
        debian,
    })
}

fn han_family(forms: HanForms) -> &'static str {
    match forms {
        HanForms::Simplified | HanForms::Any => "Noto Sans SC",
        HanForms::Traditional => "Noto Sans TC",
        HanForms::HongKong => "Noto Sans HK",
        HanForms::Japanese => "Noto Sans JP",
        HanForms::Korean => "Noto Sans KR",
    }
}
