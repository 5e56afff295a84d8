//! The entry of the manifest for one output: what it was made from, and the warnings about it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize};

use super::dependencies::Fingerprints;
use super::digest::{has_digest, sha256_hex};
use super::files::{assets_folder, page_file};
use super::plan::{BriefPlan, Job};
use super::replay::RecordedWarning;
use super::requested::Requested;
use crate::backend::Rendered;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::io::{display_path, is_below};
use crate::options::FormatOptions;

/// An output, as the manifest records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OutputRecord {
    /// The file, relative to the manifest, with `/` between folders.
    pub path: String,
    /// The name of the brief in messages.
    pub brief: String,
    /// The file of the brief, relative to the manifest, with `/` between folders. `None` if the
    /// brief was not read from a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether the command line named the format or the template, and not only the brief and the
    /// settings.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asked: bool,
    /// The name of the format.
    pub format: String,
    /// The options that affect this format.
    #[serde(flatten, deserialize_with = "deserialize_options")]
    pub options: FormatOptions,
    /// The name or path of the template.
    pub template: String,
    /// The name or path of the theme.
    pub theme: String,
    /// The size of the file. If each page has a file, the size of the first.
    pub bytes: usize,
    /// The number of pages or slides, if the format has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// The SHA-256 of everything that the file was made from, by name: brief, settings, template,
    /// theme, labels, images and fonts in folders. The entry `gen` is for the program itself.
    pub inputs: BTreeMap<Arc<str>, Arc<str>>,
    /// What the brief requests by name; `None` if there were warnings about the brief.
    #[serde(
        rename = "asks",
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "deserialize_requested"
    )]
    pub(super) requested: Option<Arc<Requested>>,
    /// If each page has a file: the SHA-256 of each file from the second page on, by its name.
    /// `path` is the file of the first page.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub further: BTreeMap<String, String>,
    /// The SHA-256 of each image in the assets folder, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub assets: BTreeMap<String, String>,
    /// What was done to make the content fit, and what the format cannot show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ledger: Vec<RecordedWarning>,
    /// Further warnings, which manifests of the first edition may contain. All are in `ledger` now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<RecordedWarning>,
}

impl OutputRecord {
    /// The record of a rendered document. `asked` and `requested` are set by the caller.
    pub(super) fn new(
        plan: &BriefPlan,
        job: &Job,
        theme: &str,
        fingerprints: Fingerprints,
        rendered: &Rendered,
    ) -> Self {
        let mut further = BTreeMap::new();
        // The first page is the file of the record itself.
        for (bytes, page) in rendered.further.iter().zip(2..) {
            further.insert(page_name(&job.path, page), sha256_hex(bytes));
        }
        let mut assets = BTreeMap::new();
        for (name, bytes) in &rendered.assets {
            assets.insert(name.clone(), sha256_hex(bytes));
        }
        let diagnostics = rendered.diagnostics.iter();
        Self {
            path: entry_path(plan, job),
            brief: display_path(&plan.input.file),
            source: plan.source_path.clone(),
            asked: false,
            format: job.format.name.to_owned(),
            options: recorded_options(job),
            template: job.template.name.clone(),
            theme: theme.to_owned(),
            bytes: rendered.bytes.len(),
            pages: rendered.pages,
            sha256: sha256_hex(&rendered.bytes),
            inputs: fingerprints,
            requested: None,
            further,
            assets,
            ledger: diagnostics.map(RecordedWarning::from).collect(),
            warnings: Vec::new(),
        }
    }

    /// The recorded warnings. `sources` are the texts that they may point to.
    pub(super) fn diagnostics(&self, sources: &[&SourceText]) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for warning in self.ledger.iter().chain(&self.warnings) {
            diagnostics.push(warning.replay(sources));
        }
        diagnostics
    }

    /// Whether rendering the job again would give the same files, and they are on disk.
    pub(super) fn is_up_to_date(
        &self,
        job: &Job,
        theme: &str,
        fingerprints: &Fingerprints,
    ) -> bool {
        // The files come last, because hashing them is slow.
        self.inputs == *fingerprints
            && self.format == job.format.name
            && self.options == recorded_options(job)
            && self.template == job.template.name
            && self.theme == theme
            && self.matches_files(&job.path)
    }

    /// Whether the files on disk have the recorded digests.
    fn matches_files(&self, file: &Path) -> bool {
        if !has_digest(file, &self.sha256) {
            return false;
        }
        for (name, digest) in &self.further {
            if !has_digest(&file.with_file_name(name), digest) {
                return false;
            }
        }
        let folder = assets_folder(file);
        for (name, digest) in &self.assets {
            if !has_digest(&folder.join(name), digest) {
                return false;
            }
        }
        true
    }

    /// Every recorded file with its digest, the document itself last. Names that lead out of the
    /// folder are ignored because anyone may have written the manifest.
    pub(super) fn files(&self, folder: &Path) -> Vec<(PathBuf, &str)> {
        if !is_below(&self.path) {
            return Vec::new();
        }
        let document = folder.join(&self.path);
        let assets = assets_folder(&document);
        let mut files: Vec<(PathBuf, &str)> = Vec::new();
        for (name, digest) in &self.assets {
            if is_below(name) {
                files.push((assets.join(name), digest));
            }
        }
        for (name, digest) in &self.further {
            if is_below(name) {
                files.push((document.with_file_name(name), digest));
            }
        }
        files.push((document, &self.sha256));
        files
    }

    /// The files of recorded pages after the first `pages` pages of a document. Their paths are
    /// derived from `file`, not from recorded names. A file that has been changed is left out
    /// because it belongs to the user now.
    pub(super) fn pages_beyond(&self, pages: usize, file: &Path) -> Vec<PathBuf> {
        let mut files = Vec::new();
        // `further` begins with page 2.
        for page in pages + 1..self.further.len() + 2 {
            let Some(digest) = self.further.get(&page_name(file, page)) else {
                break;
            };
            let file = page_file(file, page);
            if has_digest(&file, digest) {
                files.push(file);
            }
        }
        files
    }
}

/// The name of the file of a page, without folders.
fn page_name(file: &Path, page: usize) -> String {
    page_file(file, page)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// The options that affect the job's format.
fn recorded_options(job: &Job) -> FormatOptions {
    (job.format.recorded_options)(&job.options)
}

/// The path of the job's file in the manifest.
pub(super) fn entry_path(plan: &BriefPlan, job: &Job) -> String {
    let path = job
        .path
        .strip_prefix(plan.manifest_folder())
        .unwrap_or(&job.path);
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

/// An entry that cannot be read, because another version of the program wrote it, becomes `None`.
fn deserialize_requested<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Arc<Requested>>, D::Error> {
    // The entry is read as any JSON first. An error at this point would lose the whole record.
    let requested = serde_json::Value::deserialize(deserializer)?;
    Ok(Requested::deserialize(requested).ok().map(Arc::new))
}

/// Options that cannot be read, because another version of the program wrote them, become the
/// default.
fn deserialize_options<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<FormatOptions, D::Error> {
    // The same reason as above: only the options are lost, and the output is rendered again.
    let options = serde_json::Value::deserialize(deserializer)?;
    Ok(FormatOptions::deserialize(options).unwrap_or_default())
}
