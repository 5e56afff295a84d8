//! Labels: the words that documents add themselves, such as headings, in a language.
//!
//! They come from `templates/labels/LANG.yaml`, where `LANG` is a BCP 47 tag. The type is
//! [`Labels`]; this module reads it, and finds the labels that a language can use.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, SourceText, nearest};
use crate::document::{Labels, StatusLevel};
use crate::lang::fallback_tags;
use crate::status_words;
use crate::yaml::{self, Limits, Node, NodeKind};

/// Includes `templates/labels/TAG.yaml` for each tag.
macro_rules! label_files {
    ($($tag:literal)*) => {
        &[$(($tag, include_str!(concat!("../templates/labels/", $tag, ".yaml")))),*]
    };
}

/// The built-in files of labels with their tags.
const BUILT_IN: &[(&str, &str)] = label_files![
    "ar"
    "cs"
    "da"
    "de"
    "de-CH"
    "en"
    "en-GB"
    "es"
    "fi"
    "fr"
    "fr-CH"
    "he"
    "hi"
    "id"
    "it"
    "ja"
    "ko"
    "nb"
    "nl"
    "pl"
    "pt"
    "pt-BR"
    "ru"
    "sv"
    "tr"
    "uk"
    "vi"
    "zh-Hans"
    "zh-Hant"
];

/// The languages with built-in labels, as BCP 47 tags.
pub fn built_in() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(tag, _)| *tag)
}

/// The built-in labels for a tag of [`built_in`].
#[must_use]
pub fn built_in_labels(tag: &str) -> Option<Labels> {
    parse_built_in(find_built_in(tag)?)
}

/// The built-in file with exactly this tag.
fn find_built_in(tag: &str) -> Option<(&'static str, &'static str)> {
    let mut files = BUILT_IN.iter();
    // Case has no meaning in BCP 47 tags.
    let file = files.find(|(known, _)| known.eq_ignore_ascii_case(tag));
    file.copied()
}

fn parse_built_in((tag, text): (&str, &str)) -> Option<Labels> {
    let source = SourceText::new(tag, text);
    let node = yaml::parse(&source, Limits::default()).ok()?;
    let mut labels = ENGLISH.clone();
    labels.0.extend(parse_labels(&source, &node).ok()?.0);
    Some(labels)
}

/// The built-in file that a language uses: the tag in its name, and its text.
#[must_use]
pub fn built_in_file(tag: &str) -> Option<(&'static str, &'static str)> {
    let candidates = fallback_tags(tag);
    candidates.iter().find_map(|tag| find_built_in(tag))
}

/// The labels that a language has without a file of the user's. For example, `de-AT` has those of
/// `de`.
#[must_use]
pub fn built_in_for(tag: &str) -> Option<Labels> {
    parse_built_in(built_in_file(tag)?)
}

/// What joins the two dates of a period, from labels for the language `tag`: that of its label file.
/// `None` if the labels are English ones for another language, which has a joint by the CLDR.
#[must_use]
pub(crate) fn period_joint<'a>(labels: &'a Labels, tag: &str) -> Option<&'a str> {
    let joint = labels.get("through");
    let is_english_for_another = built_in_file(tag).is_none() && joint == ENGLISH.get("through");
    (!is_english_for_another).then_some(joint)
}

/// Reads a file of labels for a language. Labels that it leaves out are those of the language, or
/// English. Its words for a status are added to those of the language.
///
/// # Errors
///
/// When it is not a list of `name: text` pairs, or has an unknown label.
pub fn read_labels(source: &SourceText, language: &str) -> Result<Labels, Vec<Diagnostic>> {
    let node = yaml::parse(source, Limits::default())?;
    let mut own = parse_labels(source, &node)?;
    let Some(mut labels) = built_in_for(language) else {
        let mut labels = ENGLISH.clone();
        labels.0.extend(own.0);
        return Ok(labels);
    };
    let mut own_words = BTreeMap::new();
    for level in StatusLevel::ALL {
        if let Some(list) = own.0.remove(level.words_label()) {
            let words = status_words::split_list(&list);
            own_words.insert(level, words.map(str::to_owned).collect());
        }
    }
    labels.0.extend(own.0);
    if !own_words.is_empty() {
        status_words::add_words(&mut labels, language, &own_words);
    }
    Ok(labels)
}

/// The labels that a file has itself.
fn parse_labels(source: &SourceText, node: &Node) -> Result<Labels, Vec<Diagnostic>> {
    let own = Labels::deserialize(node).map_err(|why| vec![why.diagnose(source)])?;
    let mut problems = Vec::new();
    for name in own.0.keys() {
        if !ENGLISH.0.contains_key(name) {
            problems.push(unknown_label(name, node, source));
        }
    }
    if problems.is_empty() {
        Ok(own)
    } else {
        Err(problems)
    }
}

fn unknown_label(name: &str, node: &Node, source: &SourceText) -> Diagnostic {
    let mut problem = Diagnostic::error(Code::UnknownLabel, format!("unknown label `{name}`"));
    if let NodeKind::Mapping(entries) = &node.kind {
        let mut keys = entries.iter().map(|(key, _)| key);
        if let Some(key) = keys.find(|key| key.scalar() == Some(name)) {
            problem = problem.at(key.span(source));
        }
    }
    match nearest(name, ENGLISH.0.keys().map(String::as_str)) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint("`gen show labels/en` prints all labels"),
    }
}

/// Parsed once for the process, because labels in all languages are checked against it.
static ENGLISH: LazyLock<Labels> = LazyLock::new(|| {
    let english = include_str!("../templates/labels/en.yaml");
    serde_yaml::from_str(english).expect("the built-in labels are well-formed")
});
