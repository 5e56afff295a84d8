//! The options of formats, which the command line, `gen.yaml` and the manifest share.
//!
//! A new one needs a field here, an argument of the command, the backend that reads it and a line
//! in the documentation.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assets::Protection;
pub use crate::backend::md::dialect::Dialect;
pub use crate::backend::png::scale::Scale;

/// What is asked of formats beside the document: each reads what concerns it.
///
/// The names of the fields are keys in `gen.yaml`, and those that a backend names in its
/// `recorded_options` are keys in the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FormatOptions {
    /// Who is to read Markdown, by name; Marp if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub dialect: Option<Dialect>,
    /// Pixels of pictures of pages for each CSS pixel, from 0.1 to 8; 2 if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub scale: Option<Scale>,
    /// A Word document whose styles, lists, fonts, colours, page, headers and footers Word
    /// documents are to have. In settings, relative to the project and inside it, and a theme's own
    /// goes first; on the command line, relative to the working folder.
    #[serde(rename = "word_template", skip_serializing_if = "Option::is_none")]
    pub reference_doc: Option<PathBuf>,
    /// What Word lets its users do to Word documents; `None` for everything.
    #[serde(rename = "word_protection", skip_serializing_if = "Option::is_none")]
    pub protection: Option<Protection>,
    /// Whether PDF files carry the briefs that they were made from. They then follow PDF/A-3a
    /// instead of PDF/A-2a.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub attach_source: bool,
}

impl FormatOptions {
    /// These options, and where they say nothing those of the project.
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
