//! The options of formats. The command line, `gen.yaml` and the manifest share them.
//!
//! A new option needs a field here, an argument of the command, the backend that reads it, and a
//! line in the documentation.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assets::Protection;
pub use crate::backend::md::dialect::Dialect;
pub use crate::backend::png::scale::Scale;

/// Options that backends read besides the document. Each backend reads those of its format.
///
/// The names of the fields are keys in `gen.yaml`. Fields in the `recorded_options` of a backend
/// are also keys in the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FormatOptions {
    /// The program that reads the Markdown, by name; Marp by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub dialect: Option<Dialect>,
    /// Pixels of a page picture for each CSS pixel, from 0.1 to 8; 2 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub scale: Option<Scale>,
    /// A Word document whose styles, lists, fonts, colours, page setup, headers and footers are
    /// used. In settings it is relative to the project and inside it, and one that the theme names
    /// takes precedence; on the command line it is relative to the working folder.
    #[serde(rename = "word_template", skip_serializing_if = "Option::is_none")]
    pub reference_doc: Option<PathBuf>,
    /// What users of Word may do to Word documents; `None` for everything.
    #[serde(rename = "word_protection", skip_serializing_if = "Option::is_none")]
    pub protection: Option<Protection>,
    /// Whether each brief is attached to its PDF, which then follows PDF/A-3a instead of PDF/A-2a
    /// (ISO 19005).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub attach_source: bool,
}

impl FormatOptions {
    /// These options; those that are absent are taken from the project.
    #[must_use]
    pub fn or(&self, project: &Self) -> Self {
        // Naming every field makes the compiler ask for a new one here.
        let Self {
            dialect,
            scale,
            reference_doc,
            protection,
            attach_source,
        } = self.clone();
        Self {
            dialect: dialect.or(project.dialect),
            scale: scale.or(project.scale),
            reference_doc: reference_doc.or_else(|| project.reference_doc.clone()),
            protection: protection.or(project.protection),
            attach_source: attach_source || project.attach_source,
        }
    }
}
