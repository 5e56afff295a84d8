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
    latin_is_own: bool,
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
        let own = |kind: Kind, other: &str| {
            if kind_of(script) == kind {
                regional.clone()
            } else {
                other.to_owned()
            }
        };
        let mut languages = Self {
            tag: regional.clone(),
            latin: own(Kind::Latin, "en-US"),
            east_asian: own(Kind::EastAsian, "zh-CN"),
            bidi: own(Kind::RightToLeft, "ar-SA"),
            script,
            direction,
            latin_is_own: false,
        };
        languages.latin_is_own = languages.tongue('a').is_none();
        languages
    }

    /// Whether the document itself is in Chinese, Japanese or Korean.
    pub(super) fn is_east_asian(&self) -> bool {
        kind_of(self.script) == Kind::EastAsian
    }

    /// Splits the runs of an element where their script changes and says what language the parts
    /// are in.
    pub(super) fn mark(&self, parent: &mut Element) {
        let is_own = |run: &Element| match run.find("w:t").map(|it| it.children.as_slice()) {
            Some([XmlNode::Text(text)]) => self.is_own(text),
            _ => false,
        };
        if parent.elements().any(|it| is_plain_run(it) && !is_own(it)) {
            let children = std::mem::take(&mut parent.children);
            parent.children = children
                .into_iter()
                .flat_map(|node| self.split(node))
                .collect();
        }
    }

    /// Whether all of an escaped text is in the document's own script, so that nothing need be
    /// said.
    pub(super) fn is_own(&self, text: &str) -> bool {
        if self.own().is_some() || text.is_empty() {
            return false;
        }
        if !self.latin_is_own {
            return self.stretches(text) == [(None, text)];
        }
        let others = || text.chars().filter(|it| !it.is_ascii());
        text.is_ascii() || others().all(|it| is_neutral(it) || self.tongue(it).is_none())
    }

    fn split(&self, node: XmlNode) -> Vec<XmlNode> {
        let XmlNode::Element(run) = node else {
            return vec![node];
        };
        if !is_plain_run(&run) {
            return vec![XmlNode::Element(run)];
        }
        let text = run.find("w:t").map(Element::inner_text).unwrap_or_default();
        let stretches = self.stretches(&text);
        let part = |(tongue, text): (Option<Tongue>, &str)| {
            let mut part = run.clone();
            if let Some(t) = part.find_mut("w:t") {
                t.children = vec![XmlNode::Text(text.to_owned())];
                t.set("xml:space", "preserve");
            }
            if let Some(tongue) = tongue {
                tongue.put_on(&mut part);
            }
            XmlNode::Element(part)
        };
        stretches.into_iter().map(part).collect()
    }

    /// Cuts escaped text where its script changes. Spaces, digits and punctuation go with the
    /// document's own script.
    fn stretches<'a>(&self, text: &'a str) -> Vec<(Option<Tongue>, &'a str)> {
        let own = self.own();
        let mut out: Vec<(Option<Tongue>, &str)> = Vec::new();
        let (mut start, mut current, mut last_strong) = (0, own, 0);
        let mut in_entity = false;
        for (at, character) in text.char_indices() {
            let entity = in_entity || character == '&';
            in_entity = entity && character != ';';
            if entity || is_neutral(character) {
                continue;
            }
            let tongue = self.tongue(character);
            if tongue != current {
                if current != own {
                    out.push((current, &text[start..last_strong]));
                    (start, current) = (last_strong, own);
                }
                if tongue != own {
                    out.push((own, &text[start..at]));
                    (start, current) = (at, tongue);
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
    fn own(&self) -> Option<Tongue> {
        match self.direction {
            Direction::Ltr => None,
            Direction::Rtl => Some(Tongue::RightToLeft("")),
        }
    }

    /// `None` for the document's own script.
    fn tongue(&self, character: char) -> Option<Tongue> {
        let script = script_of(character);
        match kind_of(script) {
            Kind::EastAsian if self.is_east_asian() => None,
            Kind::EastAsian => Some(Tongue::EastAsian(match script {
                Script::Hiragana | Script::Katakana => "ja-JP",
                Script::Hangul => "ko-KR",
                _ => "zh-CN",
            })),
            Kind::RightToLeft => Some(Tongue::RightToLeft(match script {
                _ if script == self.script => "",
                Script::Hebrew => "he-IL",
                Script::Syriac => "syr-SY",
                Script::Thaana => "dv-MV",
                _ => "ar-SA",
            })),
            // Where the document's own script is of another kind, Latin text has its language from
            // the defaults.
            Kind::Latin
                if script == self.script
                    || script == Script::Latin && kind_of(self.script) != Kind::Latin =>
            {
                None
            }
            Kind::Latin => usual_language(script).map(Tongue::Latin),
        }
    }

    /// A paragraph of running text whose words all run against the document's direction runs as
    /// they do. Headings, labels and cells stay in line with those around them.
    pub(super) fn direct(&self, paragraph: &mut Element) {
        let style = paragraph
            .find("w:pPr")
            .and_then(|it| it.child_value("w:pStyle"))
            .unwrap_or_default();
        if !RUNNING.iter().any(|running| style.starts_with(running)) {
            return;
        }
        let strong = |it: &char| !is_neutral(*it) && it.is_alphabetic();
        let runs = |character: char| match kind_of(lang::script(character)) {
            Kind::RightToLeft => Direction::Rtl,
            Kind::Latin | Kind::EastAsian => Direction::Ltr,
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
            schema_order::arrange(properties);
        }
    }
}

/// Styles of running text, levels left out; frames, whose sides would change places, are none.
const RUNNING: [&str; 6] = [
    "BodyText",
    "List",
    "Quote",
    "SpeakerNotes",
    "Bibliography",
    "FootnoteText",
];

/// How Word must be told the language of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tongue {
    Latin(&'static str),
    EastAsian(&'static str),
    /// An empty tag stands for the document's own.
    RightToLeft(&'static str),
}

impl Tongue {
    fn put_on(self, run: &mut Element) {
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
        schema_order::arrange(properties);
    }
}

/// Word's three kinds of script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Latin,
    EastAsian,
    RightToLeft,
}

fn kind_of(script: Script) -> Kind {
    match script {
        Script::Han
        | Script::Hiragana
        | Script::Katakana
        | Script::Hangul
        | Script::Bopomofo
        | Script::Yi => Kind::EastAsian,
        Script::Arabic
        | Script::Hebrew
        | Script::Syriac
        | Script::Thaana
        | Script::Nko
        | Script::Samaritan
        | Script::Mandaic
        | Script::Adlam => Kind::RightToLeft,
        _ => Kind::Latin,
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
