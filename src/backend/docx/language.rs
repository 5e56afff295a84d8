//! Languages: what the document is in, and which words in it are in another script.
//!
//! Word keeps three languages for every run of text: of Latin and its like, of East Asian and of
//! right-to-left scripts. Text of another script than the document's own is told apart here, so
//! that it is spelled, hyphenated and read aloud as what it is.

use icu_locale::{Locale, LocaleExpander};
use unicode_script::Script;

use super::schema_order;
use crate::document::Direction;
use crate::lang;
use crate::ooxml::xml::{Element, XmlNode, element};

/// The document's languages, as BCP 47 tags with a region, for each of Word's three kinds of
/// script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Languages {
    /// The document's own tag.
    pub(super) tag: String,
    pub(super) latin: String,
    pub(super) east_asian: String,
    pub(super) bidi: String,
    /// The script that most of the text is in.
    script: Script,
    direction: Direction,
    /// Whether Latin letters say nothing of a language.
    latin_is_unmarked: bool,
}

impl Languages {
    pub(super) fn new(tag: &str, direction: Direction) -> Self {
        let locale = tag
            .parse::<Locale>()
            .ok()
            .filter(|locale| !locale.id.language.is_unknown());
        let mut id = locale.unwrap_or(icu_locale::locale!("en")).id;
        LocaleExpander::new_extended().maximize(&mut id);
        let script = id
            .script
            .and_then(|script| Script::from_short_name(script.as_str()))
            .unwrap_or(Script::Latin);
        let script = match id.script.as_ref().map(|it| it.as_str()) {
            Some("Hans" | "Hant" | "Jpan" | "Kore" | "Hani" | "Hang") => Script::Han,
            _ => script,
        };
        let regional = match &id.region {
            Some(region) => format!("{}-{region}", id.language),
            None => id.language.to_string(),
        };
        let own = |kind: ScriptGroup, other: &str| {
            if script_group(script) == kind {
                regional.clone()
            } else {
                other.to_owned()
            }
        };
        let mut languages = Self {
            tag: regional.clone(),
            latin: own(ScriptGroup::Latin, "en-US"),
            east_asian: own(ScriptGroup::EastAsian, "zh-CN"),
            bidi: own(ScriptGroup::RightToLeft, "ar-SA"),
            script,
            direction,
            latin_is_unmarked: false,
        };
        languages.latin_is_unmarked = languages.language_of('a').is_none();
        languages
    }

    /// Whether the document itself is in Chinese, Japanese or Korean.
    pub(super) fn is_east_asian(&self) -> bool {
        script_group(self.script) == ScriptGroup::EastAsian
    }

    /// Splits the runs of an element where their script changes and says what language the parts
    /// are in.
    pub(super) fn mark_other_scripts(&self, parent: &mut Element) {
        let is_in_own_script =
            |run: &Element| match run.find("w:t").map(|it| it.children.as_slice()) {
                Some([XmlNode::Text(text)]) => self.is_in_own_script(text),
                _ => false,
            };
        if parent
            .elements()
            .any(|it| is_plain_run(it) && !is_in_own_script(it))
        {
            let children = std::mem::take(&mut parent.children);
            parent.children = children
                .into_iter()
                .flat_map(|node| self.split_by_script(node))
                .collect();
        }
    }

    /// Whether all of an escaped text is in the document's own script, so that nothing need be
    /// said.
    pub(super) fn is_in_own_script(&self, text: &str) -> bool {
        if self.base_language().is_some() || text.is_empty() {
            return false;
        }
        if !self.latin_is_unmarked {
            return self.stretches_of_script(text) == [(None, text)];
        }
        let others = || text.chars().filter(|it| !it.is_ascii());
        text.is_ascii() || others().all(|it| is_neutral(it) || self.language_of(it).is_none())
    }

    fn split_by_script(&self, node: XmlNode) -> Vec<XmlNode> {
        let XmlNode::Element(run) = node else {
            return vec![node];
        };
        if !is_plain_run(&run) {
            return vec![XmlNode::Element(run)];
        }
        let text = run.find("w:t").map(Element::inner_text).unwrap_or_default();
        let stretches = self.stretches_of_script(&text);
        let part = |(language, text): (Option<RunLanguage>, &str)| {
            let mut part = run.clone();
            if let Some(t) = part.find_mut("w:t") {
                t.children = vec![XmlNode::Text(text.to_owned())];
                t.set("xml:space", "preserve");
            }
            if let Some(language) = language {
                language.apply_to(&mut part);
            }
            XmlNode::Element(part)
        };
        stretches.into_iter().map(part).collect()
    }

    /// Cuts escaped text where its script changes. Spaces, digits and punctuation go with the
    /// document's own script.
    fn stretches_of_script<'a>(&self, text: &'a str) -> Vec<(Option<RunLanguage>, &'a str)> {
        let own = self.base_language();
        let mut out: Vec<(Option<RunLanguage>, &str)> = Vec::new();
        let (mut start, mut current, mut last_strong) = (0, own, 0);
        let mut in_entity = false;
        for (at, character) in text.char_indices() {
            let entity = in_entity || character == '&';
            in_entity = entity && character != ';';
            if entity || is_neutral(character) {
                continue;
            }
            let language = self.language_of(character);
            if language != current {
                if current != own {
                    out.push((current, &text[start..last_strong]));
                    (start, current) = (last_strong, own);
                }
                if language != own {
                    out.push((own, &text[start..at]));
                    (start, current) = (at, language);
                }
            }
            last_strong = at + character.len_utf8();
        }
        if current == own {
            out.push((own, &text[start..]));
        } else {
            out.push((current, &text[start..last_strong]));
            out.push((own, &text[last_strong..]));
        }
        out.retain(|(_, text)| !text.is_empty());
        out
    }

    /// What most of the text is in, digits and punctuation included.
    fn base_language(&self) -> Option<RunLanguage> {
        match self.direction {
            Direction::Ltr => None,
            Direction::Rtl => Some(RunLanguage::RightToLeft("")),
        }
    }

    /// `None` for the document's own script.
    fn language_of(&self, character: char) -> Option<RunLanguage> {
        let script = script_of(character);
        match script_group(script) {
            ScriptGroup::EastAsian if self.is_east_asian() => None,
            ScriptGroup::EastAsian => Some(RunLanguage::EastAsian(match script {
                Script::Hiragana | Script::Katakana => "ja-JP",
                Script::Hangul => "ko-KR",
                _ => "zh-CN",
            })),
            ScriptGroup::RightToLeft => Some(RunLanguage::RightToLeft(match script {
                _ if script == self.script => "",
                Script::Hebrew => "he-IL",
                Script::Syriac => "syr-SY",
                Script::Thaana => "dv-MV",
                _ => "ar-SA",
            })),
            // Where the document's own script is of another kind, Latin text has its language from
            // the defaults.
            ScriptGroup::Latin
                if script == self.script
                    || script == Script::Latin
                        && script_group(self.script) != ScriptGroup::Latin =>
            {
                None
            }
            ScriptGroup::Latin => usual_language(script).map(RunLanguage::Latin),
        }
    }

    /// A paragraph of running text whose words all run against the document's direction runs as
    /// they do. Headings, labels and cells stay in line with those around them.
    pub(super) fn set_paragraph_direction(&self, paragraph: &mut Element) {
        let style = paragraph
            .find("w:pPr")
            .and_then(|it| it.child_value("w:pStyle"))
            .unwrap_or_default();
        if !RUNNING_TEXT_STYLES
            .iter()
            .any(|running| style.starts_with(running))
        {
            return;
        }
        let strong = |it: &char| !is_neutral(*it) && it.is_alphabetic();
        let runs = |character: char| match script_group(lang::script(character)) {
            ScriptGroup::RightToLeft => Direction::Rtl,
            ScriptGroup::Latin | ScriptGroup::EastAsian => Direction::Ltr,
        };
        let Some(direction) = paragraph
            .find_text(&mut |text| text.chars().find(strong))
            .map(runs)
        else {
            return;
        };
        if direction == self.direction
            || paragraph
                .inner_text()
                .chars()
                .filter(strong)
                .any(|it| runs(it) != direction)
        {
            return;
        }
        let value = if direction == Direction::Rtl {
            "1"
        } else {
            "0"
        };
        if paragraph.find("w:pPr").is_none() {
            paragraph
                .children
                .insert(0, XmlNode::Element(element("w:pPr")));
        }
        if let Some(properties) = paragraph.find_mut("w:pPr") {
            properties
                .children
                .push(XmlNode::Element(element("w:bidi").with("w:val", value)));
            schema_order::sort_children(properties);
        }
    }
}

/// Styles of running text, levels left out; frames, whose sides would change places, are none.
const RUNNING_TEXT_STYLES: [&str; 6] = [
    "BodyText",
    "List",
    "Quote",
    "SpeakerNotes",
    "Bibliography",
    "FootnoteText",
];

/// How Word must be told the language of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunLanguage {
    Latin(&'static str),
    EastAsian(&'static str),
    /// An empty tag stands for the document's own.
    RightToLeft(&'static str),
}

impl RunLanguage {
    fn apply_to(self, run: &mut Element) {
        if run.find("w:rPr").is_none() {
            run.children.insert(0, XmlNode::Element(element("w:rPr")));
        }
        let Some(properties) = run.find_mut("w:rPr") else {
            return;
        };
        let mut push = |child| properties.children.push(XmlNode::Element(child));
        match self {
            Self::Latin(tag) => push(element("w:lang").with("w:val", tag)),
            Self::EastAsian(tag) => {
                push(element("w:rFonts").with("w:hint", "eastAsia"));
                push(element("w:lang").with("w:eastAsia", tag));
            }
            Self::RightToLeft(tag) => {
                push(element("w:rtl"));
                if !tag.is_empty() {
                    push(element("w:lang").with("w:bidi", tag));
                }
            }
        }
        schema_order::sort_children(properties);
    }
}

/// Word's three kinds of script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ScriptGroup {
    Latin,
    EastAsian,
    RightToLeft,
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
        _ => ScriptGroup::Latin,
    }
}

/// The language to take text of a script for when nothing else is known.
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
        _ => return None,
    })
}

/// The script of a character; punctuation of full width is Chinese.
fn script_of(character: char) -> Script {
    match character {
        '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}' => Script::Han,
        other => lang::script(other),
    }
}

fn is_neutral(character: char) -> bool {
    matches!(
        script_of(character),
        Script::Common | Script::Inherited | Script::Unknown
    )
}

/// Whether a run is nothing but a piece of text.
fn is_plain_run(element: &Element) -> bool {
    element.name == "w:r"
        && element
            .elements()
            .all(|child| matches!(child.name.as_str(), "w:rPr" | "w:t"))
        && element
            .elements()
            .filter(|child| child.name == "w:t")
            .count()
            == 1
}
