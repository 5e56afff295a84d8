//! The words that documents add themselves.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::status::StatusLevel;

/// The words that documents add themselves, such as headings, from `templates/labels/LANG.yaml`.
///
/// Templates use them as `labels.NAME`. `{name}` in a label is replaced by a value.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Labels(pub BTreeMap<String, String>);

impl Labels {
    /// The label `name`. A label that is missing prints its name; a test checks that none is.
    #[must_use]
    pub fn get<'a>(&'a self, name: &'a str) -> &'a str {
        match self.0.get(name) {
            Some(label) => label,
            None => name,
        }
    }

    /// The labels that documents print: all but the lists of words for a status, and those that
    /// reading uses: the words of places in sources, and those for a priority.
    pub fn printed(&self) -> impl Iterator<Item = (&str, &str)> {
        let labels = self.0.iter().map(|(name, text)| (&**name, &**text));
        labels.filter(|(name, _)| {
            let is_input = name.starts_with("locator-") || name.starts_with("priority-");
            !StatusLevel::is_words_label(name) && !is_input
        })
    }

    /// What documents keep: their statuses are marked already.
    pub(crate) fn without_status_words(&self) -> Self {
        let mut printed = BTreeMap::new();
        for (name, text) in self.printed() {
            printed.insert(name.to_owned(), text.to_owned());
        }
        Self(printed)
    }

    /// What stands between a name and its value, such as `: ` or, in French, ` : `: what
    /// `chart-values` has there, in Chinese and Japanese a full-width one.
    #[must_use]
    pub(crate) fn colon(&self) -> &str {
        let pattern = self.get("chart-values");
        let after_name = pattern.split_once("{name}").map(|(_, after)| after);
        let between = after_name.and_then(|after| after.split_once("{values}"));
        match between {
            Some((colon, _)) if matches!(colon.trim(), ":" | "：") => colon,
            _ => ": ",
        }
    }

    /// What stands between two items that have commas, such as `; ` or, in French, ` ; `: what
    /// `chart-ranked` has after the number of values. Chinese and Japanese have a full-width one.
    #[must_use]
    pub(crate) fn semicolon(&self) -> &str {
        let pattern = self.get("chart-ranked");
        if let Some(sign) = pattern.find([';', '؛']) {
            let start = pattern[..sign].trim_end().len();
            let after_sign = pattern[sign..].trim_start_matches([';', '؛']);
            let end = pattern.len() - after_sign.trim_start().len();
            return &pattern[start..end];
        }
        match self.get("separator") {
            "，" | "、" => "；",
            _ => "; ",
        }
    }

    /// The label `name` with each `{key}` replaced by its value. Braces inside a value are not
    /// replaced.
    #[must_use]
    pub fn fill(&self, name: &str, values: &[(&str, &str)]) -> String {
        fill_placeholders(self.get(name), values)
    }

    /// The number before a caption, such as `Figure 2`, by a label such as `numbered-figure`. Links
    /// in a sentence have it with the first letter of the label.
    #[must_use]
    pub(crate) fn caption_number(&self, name: &str, number: usize) -> String {
        with_capital(&self.fill(name, &[("number", &number.to_string())]))
    }

    /// The label `name` in a plural form, filled as by [`fill`](Self::fill). `NAME.FORM` comes before
    /// `NAME`, which is for all numbers that have no form of their own.
    #[must_use]
    pub fn fill_plural(&self, name: &str, form: &str, values: &[(&str, &str)]) -> String {
        match self.0.get(&format!("{name}.{form}")) {
            Some(label) => fill_placeholders(label, values),
            None => self.fill(name, values),
        }
    }
}

/// A text whose first letter is a capital.
pub(crate) fn with_capital(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

fn fill_placeholders(label: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = label;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        match filled_placeholder(from, values) {
            Some((value, after)) => {
                out.push_str(value);
                rest = after;
            }
            // Another brace is a character like any other.
            None => {
                out.push('{');
                rest = &from[1..];
            }
        }
    }
    out + rest
}

/// The value of the placeholder that a text begins with, and the text after it.
fn filled_placeholder<'a>(text: &'a str, values: &[(&str, &'a str)]) -> Option<(&'a str, &'a str)> {
    let (name, after) = text.strip_prefix('{')?.split_once('}')?;
    let (_, value) = values.iter().find(|(key, _)| *key == name)?;
    Some((value, after))
}
