//! The words that a document says by itself.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The words that a document says by itself, in its language: `templates/labels/LANG.yaml`.
///
/// Templates read them as `labels.NAME`. `{…}` in a label is replaced by what its name says.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Labels(pub BTreeMap<String, String>);

impl Labels {
    /// The words for `name`. A label that no file has shows as its own name; a test sees to it that
    /// none is missing.
    #[must_use]
    pub fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// The words for `name` with `{key}` replaced by its value, for every pair. Braces inside a
    /// value stay as they are.
    #[must_use]
    pub fn fill(&self, name: &str, values: &[(&str, &str)]) -> String {
        let mut out = String::new();
        let mut rest = self.get(name);
        while let Some(at) = rest.find('{') {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            let filled = values.iter().find_map(|(key, value)| {
                let after = from
                    .strip_prefix('{')?
                    .strip_prefix(key)?
                    .strip_prefix('}')?;
                Some((value, after))
            });
            let (value, after) =
                filled.map_or_else(|| from.split_at(1), |(value, after)| (*value, after));
            out.push_str(value);
            rest = after;
        }
        out + rest
    }
}
