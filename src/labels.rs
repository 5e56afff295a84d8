//! The words a document says by itself, from `templates/labels/LANG.yaml`.

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

/// The languages that the program has labels for.
pub fn built_in() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(tag, _)| *tag)
}

/// The built-in labels for a tag of [`built_in`].
#[must_use]
pub fn built_in_labels(tag: &str) -> Option<Labels> {
    let (_, text) = BUILT_IN
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(tag))?;
    read_labels(&SourceText::new(tag, text)).ok()
}

/// The tags whose labels serve `tag`, best first: itself, its language and script, its language.
/// `zh-CN` is served by `zh-Hans`, as the CLDR's likely subtags say.
#[must_use]
pub fn label_candidates(tag: &str) -> Vec<String> {
    let Ok(locale) = tag.parse::<Locale>() else {
        return Vec::new();
    };
    let mut expanded = locale.id.clone();
    LocaleExpander::new_extended().maximize(&mut expanded);
    let language = expanded.language.to_string();
    let mut tags = vec![tag.to_owned()];
    tags.extend(expanded.script.map(|script| format!("{language}-{script}")));
    tags.push(language);
    tags.dedup();
    tags
}

/// Reads a file of labels. What it leaves out is taken from the built-in English ones.
///
/// # Errors
///
/// When it is not a mapping of texts, or has a label that nothing asks for.
pub fn read_labels(source: &SourceText) -> Result<Labels, Vec<Diagnostic>> {
    let node = yaml::parse(source, Limits::default()).map_err(|problem| vec![problem])?;
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
    let entries = if let NodeKind::Mapping(entries) = &node.kind {
        entries.as_slice()
    } else {
        &[]
    };
    let key = entries
        .iter()
        .find(|(key, _)| key.scalar() == Some(name))
        .and_then(|(key, _)| key.span(source));
    let problem = Diagnostic::error(Code::UnknownLabel, format!("unknown label `{name}`")).at(key);
    match nearest(name, ENGLISH.0.keys().map(String::as_str)) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint("templates/labels/en.yaml has them all"),
    }
}

static ENGLISH: LazyLock<Labels> = LazyLock::new(|| {
    serde_yaml::from_str(BUILT_IN[0].1).expect("the built-in labels are well-formed")
});
