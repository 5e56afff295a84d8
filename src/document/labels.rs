//! The words that documents add themselves.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
        self.0.get(name).map_or(name, String::as_str)
    }

    /// The label `name` with each `{key}` replaced by its value. Braces inside a value are not
    /// replaced.
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
