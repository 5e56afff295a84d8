//! Labels: the words that documents add themselves, such as headings, in a language.
//!
//! They come from `templates/labels/LANG.yaml`, where `LANG` is a BCP 47 tag. The type is
//! [`Labels`]; this module reads it, and finds the labels that a language can use.

use std::sync::LazyLock;

use icu_locale::{Locale, LocaleExpander};
use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, SourceText, nearest};
use crate::document::Labels;
use crate::yaml::{self, Limits, Node, NodeKind};

const BUILT_IN: [(&str, &str); 2] = [
    ("en", include_str!("../templates/labels/en.yaml")),
    ("zh-Hans", include_str!("../templates/labels/zh-Hans.yaml")),
];

/// The languages with built-in labels, as BCP 47 tags.
pub fn built_in() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(tag, _)| *tag)
}

/// The built-in labels for a tag of [`built_in`].
#[must_use]
pub fn built_in_labels(tag: &str) -> Option<Labels> {
    let mut languages = BUILT_IN.iter();
    // Case has no meaning in BCP 47 tags.
    let (_, text) = languages.find(|(known, _)| known.eq_ignore_ascii_case(tag))?;
    read_labels(&SourceText::new(tag, text)).ok()
}

/// The tags whose labels can be used for `tag`, best first: the tag itself, its language and
/// script, its language. For example, `zh-CN` uses `zh-Hans`, by the likely subtags of the CLDR.
#[must_use]
pub fn label_candidates(tag: &str) -> Vec<String> {
    let Ok(locale) = tag.parse::<Locale>() else {
        return Vec::new();
    };
    let mut expanded = locale.id.clone();
    LocaleExpander::new_extended().maximize(&mut expanded);
    let language = expanded.language.to_string();
    let mut tags = vec![tag.to_owned()];
    if let Some(script) = expanded.script {
        tags.push(format!("{language}-{script}"));
    }
    tags.push(language);
    // `zh-Hans` is its own language and script, and `en` its own language.
    tags.dedup();
    tags
}

/// Reads a file of labels. Labels that it leaves out are English.
///
/// # Errors
///
/// When it is not a list of `name: text` pairs, or has an unknown label.
pub fn read_labels(source: &SourceText) -> Result<Labels, Vec<Diagnostic>> {
    let node = yaml::parse(source, Limits::default())?;
    let own = Labels::deserialize(&node).map_err(|why| vec![why.diagnose(source)])?;
    let mut labels = ENGLISH.clone();
    let mut problems = Vec::new();
    for (name, text) in own.0 {
        match labels.0.get_mut(&name) {
            Some(label) => *label = text,
            None => problems.push(unknown_label(&name, &node, source)),
        }
    }
    if problems.is_empty() {
        Ok(labels)
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
        None => problem.hint("templates/labels/en.yaml has all labels"),
    }
}

/// Parsed once for the process, because labels in all languages are checked against it.
static ENGLISH: LazyLock<Labels> = LazyLock::new(|| {
    serde_yaml::from_str(BUILT_IN[0].1).expect("the built-in labels are well-formed")
});
