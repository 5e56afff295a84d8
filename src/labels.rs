//! Labels: the words that documents add themselves, such as headings, in a language.
//!
//! They come from `templates/labels/LANG.yaml`, where `LANG` is a BCP 47 tag. The type is
//! [`Labels`]; this module reads it, and finds the labels that a language can use.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, SourceText, nearest};
use crate::document::{Labels, StatusLevel};
use crate::lang::{PLURAL_FORMS, fallback_tags};
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
    "es-419"
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
    // A file of a region may have only what differs from its language's.
    let mut labels = match tag
        .split_once('-')
        .and_then(|(language, _)| find_built_in(language))
    {
        Some(file) => parse_built_in(file)?,
        None => ENGLISH.clone(),
    };
    replace_labels(&mut labels, parse_labels(&source, &node).ok()?);
    Some(labels)
}

/// The built-in file that a language uses: the tag in its name, and its text.
#[must_use]
pub fn built_in_file(tag: &str) -> Option<(&'static str, &'static str)> {
    // Most briefs are in a language that has a file by its own name.
    find_built_in(tag).or_else(|| {
        let candidates = fallback_tags(tag);
        candidates.iter().find_map(|tag| find_built_in(tag))
    })
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
    let is_english_for_another = joint == ENGLISH.get("through") && built_in_file(tag).is_none();
    (!is_english_for_another).then_some(joint)
}

/// Labels, and what there is to say about them.
#[derive(Debug, Clone)]
pub struct FoundLabels {
    /// All labels: those of a file of the user's, and the others from a built-in one.
    pub labels: Labels,
    /// Warnings, and a note on the labels that the file leaves out.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file of labels for a language. Labels that it leaves out are those of the language, or
/// English. Its words for a status are added to those of the language.
///
/// # Errors
///
/// When it is not a list of `name: text` pairs, has an unknown label, or a placeholder that the
/// label does not know.
pub fn read_labels(source: &SourceText, language: &str) -> Result<FoundLabels, Vec<Diagnostic>> {
    let node = yaml::parse(source, Limits::default())?;
    let own = parse_labels(source, &node)?;
    let mut diagnostics = missing_placeholders(source, &node);
    let built_in = built_in_file(language);
    let origin = match built_in {
        Some((tag, _)) => tag,
        None => "en",
    };
    diagnostics.extend(labels_left_out(&own, source, origin));
    let labels = match built_in.and_then(parse_built_in) {
        Some(labels) => with_own_labels(labels, own, language),
        None => {
            let mut labels = ENGLISH.clone();
            replace_labels(&mut labels, own);
            labels
        }
    };
    Ok(FoundLabels {
        labels,
        diagnostics,
    })
}

/// The labels of a language with those of a file in their place.
fn with_own_labels(mut labels: Labels, mut own: Labels, language: &str) -> Labels {
    let mut own_words = BTreeMap::new();
    for level in StatusLevel::ALL {
        if let Some(list) = own.0.remove(level.words_label()) {
            let words = status_words::split_list(&list);
            own_words.insert(level, words.map(str::to_owned).collect());
        }
    }
    replace_labels(&mut labels, own);
    if !own_words.is_empty() {
        status_words::add_words(&mut labels, language, &own_words);
    }
    labels
}

/// Puts labels in the place of others. A label for all numbers replaces every plural form.
fn replace_labels(labels: &mut Labels, own: Labels) {
    for name in own.0.keys() {
        for form in PLURAL_FORMS {
            labels.0.remove(&format!("{name}.{form}"));
        }
    }
    labels.0.extend(own.0);
}

/// The labels that a file has itself. `NAME.other` is `NAME`.
fn parse_labels(source: &SourceText, node: &Node) -> Result<Labels, Vec<Diagnostic>> {
    let mut own = Labels::deserialize(node).map_err(|why| vec![why.diagnose(source)])?;
    let mut problems = Vec::new();
    for (name, key, label) in label_entries(node) {
        match known_placeholders(name) {
            None => problems.push(unknown_label(name).at(key.span(source))),
            Some(known) => problems.extend(unknown_placeholders(name, label, &known, source)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let others: Vec<String> = own
        .0
        .keys()
        .filter(|name| name.ends_with(".other"))
        .cloned()
        .collect();
    for name in others {
        if let Some(label) = own.0.remove(&name) {
            own.0
                .insert(name.trim_end_matches(".other").to_owned(), label);
        }
    }
    Ok(own)
}

/// The names of the labels in a file, their keys and their texts.
fn label_entries(node: &Node) -> impl Iterator<Item = (&str, &Node, &Node)> {
    let entries = match &node.kind {
        NodeKind::Mapping(entries) => entries.as_slice(),
        _ => &[],
    };
    let named = entries.iter();
    named.filter_map(|(key, label)| Some((key.scalar()?, key, label)))
}

/// The placeholders of a label, which are those of the English one. `None` if there is no such
/// label.
fn known_placeholders(name: &str) -> Option<Vec<&'static str>> {
    // The English ones are empty: the form is that of the CLDR.
    match name {
        "percent-form" => return Some(vec!["number"]),
        "currency-form" => return Some(vec!["currency", "number"]),
        _ => {}
    }
    if let Some(english) = ENGLISH.0.get(name) {
        return Some(placeholders(english));
    }
    let (base, form) = name.split_once('.')?;
    let known = placeholders(ENGLISH.0.get(base)?);
    let has_forms = known.contains(&"count") || known.contains(&"place");
    (has_forms && PLURAL_FORMS.contains(&form)).then_some(known)
}

/// The names in braces. A brace that is not closed is a character like any other.
fn placeholders(label: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for part in label.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}') {
            names.push(name);
        }
    }
    names
}

fn unknown_label(name: &str) -> Diagnostic {
    let problem = Diagnostic::error(Code::UnknownLabel, format!("unknown label `{name}`"));
    match nearest(name, ENGLISH.0.keys().map(String::as_str)) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint("`gen show labels/en` prints all labels"),
    }
}

/// Reports the placeholders of a label that nothing would be put in place of.
fn unknown_placeholders(
    name: &str,
    label: &Node,
    known: &[&str],
    source: &SourceText,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for placeholder in placeholders(label.scalar().unwrap_or_default()) {
        if known.contains(&placeholder) {
            continue;
        }
        let braced = format!("{{{placeholder}}}");
        let message = format!("the label `{name}` knows no `{braced}`");
        let mut hint = match known {
            [] => "it has no placeholders".to_owned(),
            _ => format!("it knows {{{}}}", known.join("}, {")),
        };
        if let Some(near) = nearest(placeholder, known.iter().copied()) {
            hint = format!("did you mean `{{{near}}}`? {hint}");
        }
        let problem = Diagnostic::error(Code::UnknownPlaceholder, message);
        problems.push(problem.at(label.narrowed(source, &braced)).hint(hint));
    }
    problems
}

/// What the text of a label cannot do without. Others may be left out on purpose.
const NEEDED_PLACEHOLDERS: [(&str, &[&str]); 17] = [
    ("ask-by", &["date"]),
    ("back", &["number"]),
    ("credit", &["credit"]),
    ("page-of", &["page"]),
    ("part-of", &["title", "part"]),
    ("continued", &["title"]),
    ("chart-alt", &["title"]),
    ("chart-alt-unit", &["title"]),
    ("chart-data-unit", &["unit"]),
    ("chart-value", &["value"]),
    ("chart-values", &["values"]),
    ("chart-rises", &["name"]),
    ("chart-falls", &["name"]),
    ("chart-returns", &["name"]),
    ("chart-steady", &["name"]),
    ("chart-ranked", &["name"]),
    ("chart-more", &["count"]),
];

/// Warns of labels that lack what they are there for.
fn missing_placeholders(source: &SourceText, node: &Node) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    for (name, _, label) in label_entries(node) {
        let Some((_, needed)) = NEEDED_PLACEHOLDERS.iter().find(|(known, _)| *known == name) else {
            continue;
        };
        let used = placeholders(label.scalar().unwrap_or_default());
        for placeholder in *needed {
            if used.contains(placeholder) {
                continue;
            }
            let message = format!("the label `{name}` has no `{{{placeholder}}}`");
            let hint = format!("in English it is \"{}\"", ENGLISH.get(name));
            let warning = Diagnostic::warning(Code::MissingPlaceholder, message);
            warnings.push(warning.at(label.span(source)).hint(hint));
        }
    }
    warnings
}

/// The most labels that a note names.
const MAX_NAMED: usize = 3;

/// Notes which labels a file leaves out. `origin` is the tag of the built-in file that has them.
fn labels_left_out(own: &Labels, source: &SourceText, origin: &str) -> Option<Diagnostic> {
    let mut left_out = Vec::new();
    for (name, _) in ENGLISH.printed() {
        if !own.0.contains_key(name) && !name.contains('.') {
            left_out.push(name);
        }
    }
    let named = &left_out[..left_out.len().min(MAX_NAMED)];
    let list = match (named, left_out.len() - named.len()) {
        ([], _) => return None,
        (_, 0) => format!("`{}`", named.join("`, `")),
        (_, others) => format!("`{}` and {others} more", named.join("`, `")),
    };
    let file = &source.name;
    let message =
        format!("`{file}` has no {list}; they are those of the built-in labels for `{origin}`");
    let hint = format!("`gen show labels/{origin}` prints them");
    Some(Diagnostic::note(Code::LabelsLeftOut, message).hint(hint))
}

/// Parsed once for the process, because labels in all languages are checked against it.
static ENGLISH: LazyLock<Labels> = LazyLock::new(|| {
    let english = include_str!("../templates/labels/en.yaml");
    serde_yaml::from_str(english).expect("the built-in labels are well-formed")
});
