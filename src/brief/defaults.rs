//! Defaults for briefs, from the project's `gen.yaml`.

use std::borrow::Cow;

use serde::Deserialize;

use super::model::Brief;
use super::numbers;
use super::schema::{SCHEMA, schema_of_lists};
use super::short_forms::expand_short_forms;
use super::source_forms::list_sources;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::yaml::{self, Limits, Node};

/// Defaults for briefs: the keys of `gen.yaml` that are keys of a brief.
#[derive(Debug, Clone)]
pub struct Defaults {
    pub(super) brief: Brief,
    pub(super) source: SourceText,
    pub(super) node: Node,
    /// The schema of briefs with these defaults.
    schema_beside: yaml::Schema,
}

impl Defaults {
    /// Reads defaults. Any key of a brief is allowed, and none is required.
    ///
    /// # Errors
    ///
    /// Every problem of the text.
    pub fn read(source: &SourceText) -> Result<Self, Vec<Diagnostic>> {
        let node = yaml::parse(source, Limits::default())?;
        Self::from_node(source, node, &[])
    }

    /// Reads defaults from a part of a text. `also` are further keys to suggest for a misspelt one.
    pub(crate) fn from_node(
        source: &SourceText,
        mut node: Node,
        also: &[&str],
    ) -> Result<Self, Vec<Diagnostic>> {
        let language = node.get("lang").and_then(Node::scalar).unwrap_or("en");
        let language = language.to_owned();
        expand_short_forms(&mut node, &language);
        list_sources(&mut node);
        let mut schema = schema_of_lists();
        // Only to suggest them: their values are checked as settings.
        if let Some(serde_json::Value::Object(known)) = schema.get_mut("properties") {
            for key in also {
                known.insert((*key).to_owned(), serde_json::Value::Bool(true));
            }
        }
        let schema = yaml::Schema::new(&schema).requiring(|_| false);
        let problems = schema.validate(&node, source);
        if !problems.is_empty() {
            return Err(problems);
        }
        let brief = Brief::deserialize(&node).map_err(|why| vec![why.diagnose(source)])?;
        // A key that the defaults have, even a blank one, need not be in each brief.
        let schema_beside = SCHEMA.clone().requiring(|key| node.get(key).is_none());
        Ok(Self {
            brief,
            source: source.clone(),
            node,
            schema_beside,
        })
    }

    /// The defaults of a brief in a language, in whose form their bare numbers are.
    pub(super) fn in_language(&self, language: &str) -> Cow<'_, Brief> {
        if !numbers::may_have_quantities(&self.node) {
            return Cow::Borrowed(&self.brief);
        }
        let mut node = self.node.clone();
        numbers::format_bare_numbers(&mut node, language);
        match Brief::deserialize(&node) {
            Ok(brief) => Cow::Owned(brief),
            Err(_) => Cow::Borrowed(&self.brief),
        }
    }

    /// The text that contains them.
    #[must_use]
    pub fn source(&self) -> &SourceText {
        &self.source
    }

    /// The value of a key, if it is not blank.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        let value = self.node.get(key)?;
        (!value.is_null()).then_some(value)
    }
}

/// The schema, without the required keys that the defaults supply.
pub(crate) fn schema_beside(defaults: Option<&Defaults>) -> &yaml::Schema {
    match defaults {
        Some(defaults) => &defaults.schema_beside,
        None => &SCHEMA,
    }
}
