//! The languages of a document and of the words in it.
//!
//! Word keeps three languages for each run of text: one for Latin and similar scripts, one for East
//! Asian scripts, one for complex scripts: those from right to left, and those of South and
//! South-East Asia (`w:cs`, ECMA-376 part 1, 17.3.2.7). [`Languages`] knows those of a document, and marks the
//! text in other scripts with a language of its own, so that it is spelled, hyphenated and read
//! aloud correctly.

use std::borrow::Cow;

use icu_locale::{Locale, LocaleExpander};
use unicode_script::Script;

use super::wml::{ParagraphNode, RunContent, RunNode};
use crate::document::{Direction, is_isolate_control, isolate_parts};
use crate::lang::{self, HanForms};
use crate::ooxml::xml::push_empty_element;

/// The languages of a document, as BCP 47 tags with a region, for each of Word's three groups of
/// scripts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Languages {
    /// The document's own tag.
    pub(super) tag: String,
    pub(super) latin: String,
    pub(super) east_asian: String,
    pub(super) bidi: String,
    /// The name of the script that most of the text is in (ISO 15924), such as `Hant` and `Jpan`.
    pub(super) iso_script: String,
    /// That script, as characters have it.
    script: Script,
    direction: Direction,
    /// The language of Han characters in a document in another script.
    quoted_han: &'static str,
    /// Whether words in Latin letters need no language of their own.
    latin_is_unmarked: bool,
}

/// The language of Han characters by the forms that a document has them in.
fn language_of_han(tag: &str) -> &'static str {
    match lang::han_forms(tag) {
        HanForms::Simplified | HanForms::Any => "zh-CN",
        HanForms::Traditional => "zh-TW",
        HanForms::HongKong => "zh-HK",
        HanForms::Japanese => "ja-JP",
        HanForms::Korean => "ko-KR",
    }
}

impl Languages {
    /// The languages of a document with that BCP 47 tag; one that is not well-formed counts as
    /// English.
    pub(super) fn new(tag: &str, direction: Direction) -> Self {
        let mut id = match tag.parse::<Locale>() {
            Ok(locale) if !locale.id.language.is_unknown() => locale.id,
            _ => icu_locale::locale!("en").id,
        };
        // Adds the likely script and region (CLDR), so that `zh` becomes `zh-Hans-CN`.
        LocaleExpander::new_extended().maximize(&mut id);
        let iso_script = id.script.map_or("Latn".to_owned(), |it| it.to_string());
        let script = match iso_script.as_str() {
            // Names of scripts that are written with Chinese characters, or mixed with them.
            "Hans" | "Hant" | "Jpan" | "Kore" | "Hani" | "Hang" => Script::Han,
            name => Script::from_short_name(name).unwrap_or(Script::Latin),
        };
        // Word knows languages by tags with a region and mostly without a script, as `zh-CN`.
        let tag = match &id.region {
            Some(region) => format!("{}-{region}", id.language),
            None => id.language.to_string(),
        };
        let quoted_han = language_of_han(&tag);
        let mut languages = Self {
            latin: "en-US".to_owned(),
            east_asian: quoted_han.to_owned(),
            bidi: "ar-SA".to_owned(),
            tag,
            iso_script,
            script,
            direction,
            quoted_han,
            latin_is_unmarked: false,
        };
        let own = match script_group(script) {
            ScriptGroup::Latin => &mut languages.latin,
            ScriptGroup::EastAsian => &mut languages.east_asian,
            ScriptGroup::RightToLeft | ScriptGroup::Complex => &mut languages.bidi,
        };
        own.clone_from(&languages.tag);
        languages.latin_is_unmarked = languages.language_of('a').is_none();
        languages
    }

    /// Whether the document itself is in Chinese, Japanese or Korean.
    pub(super) fn is_east_asian(&self) -> bool {
        script_group(self.script) == ScriptGroup::EastAsian
    }

    pub(super) fn is_right_to_left(&self) -> bool {
        self.direction == Direction::Rtl
    }

    /// Whether all of an escaped text is in the document's own script and needs no mark.
    pub(super) fn is_in_own_script(&self, text: &str) -> bool {
        if self.base_language().is_some() || text.is_empty() {
            return false;
        }
        if !self.latin_is_unmarked {
            return self.stretches_of_script(text) == [(None, text)];
        }
        for character in text.chars() {
            // Entities such as `&amp;` are Latin letters and need no care here.
            if character.is_ascii() {
                continue;
            }
            if is_isolate_control(character) {
                return false;
            }
            if !is_neutral(character) && self.language_of(character).is_some() {
                return false;
            }
        }
        true
    }

    /// Splits escaped text where its script changes, and in a document that runs from right to left
    /// also around what runs from left to right as a whole, such as a number with its sign. Spaces,
    /// digits and punctuation between two scripts belong to the document's own, and all of an
    /// isolate to its first letter.
    pub(super) fn stretches_of_script<'a>(
        &self,
        text: &'a str,
    ) -> Vec<(Option<RunLanguage>, &'a str)> {
        let mut out = Vec::new();
        for part in isolate_parts(text) {
            let other = match self.direction {
                Direction::Ltr => Direction::Rtl,
                Direction::Rtl => Direction::Ltr,
            };
            let first = part.text.chars().find(is_letter);
            match first {
                Some(first) if part.is_isolated && letter_direction(first) == other => {
                    out.push((self.language_of(first), part.text));
                }
                _ if self.direction == Direction::Ltr => {
                    out.extend(self.split_by_letters(part.text));
                }
                _ => out.extend(self.split_by_direction(part.text)),
            }
        }
        out
    }

    fn split_by_direction<'a>(&self, text: &'a str) -> Vec<(Option<RunLanguage>, &'a str)> {
        let mut out = Vec::new();
        let mut end = 0;
        for stretch in lang::left_to_right_stretches(&mask_entities(text)) {
            out.extend(self.split_by_letters(&text[end..stretch.start]));
            end = stretch.end;
            let isolated = &text[stretch];
            let letter = isolated.chars().find(is_letter);
            let language = letter.and_then(|letter| self.language_of(letter));
            out.push((language, isolated));
        }
        out.extend(self.split_by_letters(&text[end..]));
        out
    }

    fn split_by_letters<'a>(&self, text: &'a str) -> Vec<(Option<RunLanguage>, &'a str)> {
        let base = self.base_language();
        let han_beside_letters = self.language_of_han_beside_letters(text);
        let mut out: Vec<(Option<RunLanguage>, &str)> = Vec::new();
        // The open stretch, and the end of its last letter: what follows that letter belongs to
        // the stretch only if another letter of its script comes.
        let (mut start, mut current, mut letter_end) = (0, base, 0);
        let mut in_entity = false;
        for (at, character) in text.char_indices() {
            // The letters of `&amp;` say nothing about the script of the text.
            let is_entity = in_entity || character == '&';
            in_entity = is_entity && character != ';';
            if is_entity || is_neutral(character) {
                continue;
            }
            let language = match self.language_of(character) {
                Some(RunLanguage::EastAsian(own)) if own == self.quoted_han => {
                    Some(RunLanguage::EastAsian(han_beside_letters.unwrap_or(own)))
                }
                language => language,
            };
            if language != current {
                // Between two other scripts, a stretch of the document's own holds the spaces.
                if current != base {
                    out.push((current, &text[start..letter_end]));
                    (start, current) = (letter_end, base);
                }
                if language != base {
                    out.push((base, &text[start..at]));
                    (start, current) = (at, language);
                }
            }
            letter_end = at + character.len_utf8();
        }
        if current == base {
            out.push((base, &text[start..]));
        } else {
            out.push((current, &text[start..letter_end]));
            out.push((base, &text[letter_end..]));
        }
        out.retain(|(_, stretch)| !stretch.is_empty());
        out
    }

    /// Han characters beside kana are Japanese, and those beside Hangul are Korean.
    fn language_of_han_beside_letters(&self, text: &str) -> Option<&'static str> {
        if self.is_east_asian() {
            None
        } else if text.contains(is_kana) {
            Some("ja-JP")
        } else if text.contains(|it| script_of(it) == Script::Hangul) {
            Some("ko-KR")
        } else {
            None
        }
    }

    /// The mark of text in the document's own script, digits and punctuation included. Text that
    /// runs from left to right needs none, unless its script is complex.
    fn base_language(&self) -> Option<RunLanguage> {
        match self.direction {
            Direction::Rtl => Some(RunLanguage::RightToLeft("")),
            Direction::Ltr if script_group(self.script) == ScriptGroup::Complex => {
                Some(RunLanguage::Complex(""))
            }
            Direction::Ltr => None,
        }
    }

    /// The language to mark a letter with; `None` if the document's defaults have it already.
    fn language_of(&self, character: char) -> Option<RunLanguage> {
        let script = script_of(character);
        match script_group(script) {
            ScriptGroup::EastAsian if self.is_own_east_asian(script) => None,
            ScriptGroup::EastAsian => Some(RunLanguage::EastAsian(match script {
                Script::Hiragana | Script::Katakana => "ja-JP",
                Script::Hangul => "ko-KR",
                _ => self.quoted_han,
            })),
            ScriptGroup::RightToLeft => Some(RunLanguage::RightToLeft(match script {
                _ if script == self.script => "",
                Script::Hebrew => "he-IL",
                Script::Syriac => "syr-SY",
                Script::Thaana => "dv-MV",
                _ => "ar-SA",
            })),
            ScriptGroup::Complex => Some(RunLanguage::Complex(match script {
                _ if script == self.script => "",
                _ => usual_language(script).unwrap_or_default(),
            })),
            ScriptGroup::Latin if script == self.script => None,
            ScriptGroup::Latin => {
                // In a Chinese or Arabic document, the defaults have a language for Latin text. In
                // a Russian one they have Russian there.
                let has_latin_default = script_group(self.script) != ScriptGroup::Latin;
                if script == Script::Latin && has_latin_default {
                    return None;
                }
                usual_language(script).map(RunLanguage::Latin)
            }
        }
    }

    /// Whether the document's language is written in an East Asian script: in Korean also Han.
    fn is_own_east_asian(&self, script: Script) -> bool {
        match self.iso_script.as_str() {
            "Hans" | "Hant" | "Hani" => matches!(script, Script::Han | Script::Bopomofo),
            "Jpan" => script == Script::Han || is_kana_script(script),
            "Kore" | "Hang" => matches!(script, Script::Han | Script::Hangul),
            _ => script == self.script,
        }
    }

    /// The direction of a paragraph of running text whose letters all run against the document's
    /// direction. Headings, labels and cells stay aligned with those around them.
    pub(super) fn direction_against(&self, paragraph: &ParagraphNode<'_>) -> Option<Direction> {
        if !paragraph.style.is_running_text() {
            return None;
        }
        let texts = paragraph.runs().map(escaped_text);
        let mut letters = texts.flat_map(str::chars).filter(is_letter);
        // Most paragraphs run as the document does, which their first letter tells.
        let direction = letter_direction(letters.next()?);
        let is_against = direction != self.direction
            && letters.all(|letter| letter_direction(letter) == direction);
        is_against.then_some(direction)
    }
}

/// An escaped text of the same length in which each entity is its character, repeated.
fn mask_entities(text: &str) -> Cow<'_, str> {
    let mut masked = Cow::Borrowed(text);
    for (entity, character) in ENTITIES {
        if masked.contains(entity) {
            masked = masked
                .replace(entity, &character.repeat(entity.len()))
                .into();
        }
    }
    masked
}

/// The entities that XML has without a declaration.
const ENTITIES: [(&str, &str); 5] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&apos;", "'"),
    ("&amp;", "&"),
];

/// The escaped text of a run that counts for its paragraph's direction; field codes do as well.
fn escaped_text(run: &RunNode) -> &str {
    match &run.content {
        RunContent::Text(text) => &text.text,
        RunContent::FieldCode(code) => code,
        RunContent::Tab
        | RunContent::LineBreak
        | RunContent::ColumnBreak
        | RunContent::FieldChar(_)
        | RunContent::Bookmark(_)
        | RunContent::FootnoteReference { .. } => "",
    }
}

/// Whether a character is a letter of a script of its own.
fn is_letter(character: &char) -> bool {
    !is_neutral(*character) && character.is_alphabetic()
}

fn letter_direction(letter: char) -> Direction {
    match script_group(lang::script(letter)) {
        ScriptGroup::RightToLeft => Direction::Rtl,
        ScriptGroup::Latin | ScriptGroup::EastAsian | ScriptGroup::Complex => Direction::Ltr,
    }
}

/// The language of a run, in the attribute that Word reads for its script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RunLanguage {
    Latin(&'static str),
    EastAsian(&'static str),
    /// An empty tag stands for the document's own language.
    RightToLeft(&'static str),
    /// A complex script that runs from left to right. An empty tag stands for the document's own
    /// language.
    Complex(&'static str),
}

impl RunLanguage {
    /// Whether text in this script has a font of its own.
    pub(super) fn has_font_of_script(self) -> bool {
        matches!(self, Self::EastAsian(_) | Self::Complex(_))
    }

    /// Appends which of the style's fonts is the right one, if Word would choose another.
    pub(super) fn push_font(self, out: &mut String) {
        out.push_str(match self {
            Self::Latin(_) | Self::RightToLeft(_) => "",
            // Punctuation that several scripts share, such as `“`, gets the East Asian font.
            Self::EastAsian(_) => "<w:rFonts w:hint=\"eastAsia\"/>",
            Self::Complex(_) => "<w:rFonts w:hint=\"cs\"/>",
        });
    }

    /// Appends the language, after the mark that Word needs to tell its script.
    pub(super) fn push_language(self, out: &mut String) {
        let (mark, language) = match self {
            Self::Latin(tag) => ("", ("w:val", tag)),
            Self::EastAsian(tag) => ("", ("w:eastAsia", tag)),
            Self::RightToLeft(tag) => ("<w:rtl/>", ("w:bidi", tag)),
            // Without `w:cs`, Word treats the letters of these scripts as Latin.
            Self::Complex(tag) => ("<w:cs/>", ("w:bidi", tag)),
        };
        out.push_str(mark);
        if !language.1.is_empty() {
            push_empty_element("w:lang", &[language], out);
        }
    }
}

/// Word's three groups of scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ScriptGroup {
    Latin,
    EastAsian,
    RightToLeft,
    /// Those of South and South-East Asia, which Word treats as complex too.
    Complex,
}

fn script_group(script: Script) -> ScriptGroup {
    match script {
        Script::Han
        | Script::Hiragana
        | Script::Katakana
        | Script::Hangul
        | Script::Bopomofo
        | Script::Yi => ScriptGroup::EastAsian,
        Script::Arabic
        | Script::Hebrew
        | Script::Syriac
        | Script::Thaana
        | Script::Nko
        | Script::Samaritan
        | Script::Mandaic
        | Script::Adlam => ScriptGroup::RightToLeft,
        Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar | Script::Tibetan => {
            ScriptGroup::Complex
        }
        _ if lang::is_indian_script(script) => ScriptGroup::Complex,
        _ => ScriptGroup::Latin,
    }
}

/// The most likely language of text in a script; `None` leaves it unmarked.
fn usual_language(script: Script) -> Option<&'static str> {
    Some(match script {
        Script::Latin => "en-US",
        Script::Cyrillic => "ru-RU",
        Script::Greek => "el-GR",
        Script::Armenian => "hy-AM",
        Script::Georgian => "ka-GE",
        Script::Devanagari => "hi-IN",
        Script::Bengali => "bn-BD",
        Script::Tamil => "ta-IN",
        Script::Thai => "th-TH",
        Script::Ethiopic => "am-ET",
        Script::Khmer => "km-KH",
        Script::Lao => "lo-LA",
        Script::Myanmar => "my-MM",
        Script::Gurmukhi => "pa-IN",
        Script::Gujarati => "gu-IN",
        Script::Oriya => "or-IN",
        Script::Telugu => "te-IN",
        Script::Kannada => "kn-IN",
        Script::Malayalam => "ml-IN",
        Script::Sinhala => "si-LK",
        Script::Tibetan => "bo-CN",
        _ => return None,
    })
}

fn is_kana(character: char) -> bool {
    is_kana_script(lang::script(character))
}

fn is_kana_script(script: Script) -> bool {
    matches!(script, Script::Hiragana | Script::Katakana)
}

/// The script of a character. Unicode shares full-width punctuation among scripts; here it is
/// Chinese.
fn script_of(character: char) -> Script {
    match character {
        '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}' => Script::Han,
        other => lang::script(other),
    }
}

/// Whether a character belongs to no script of its own: digits, spaces, most punctuation.
fn is_neutral(character: char) -> bool {
    matches!(
        script_of(character),
        Script::Common | Script::Inherited | Script::Unknown
    )
}
