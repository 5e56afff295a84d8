//! The record of a rendered file: what it was made from, and what it cost to fit.

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

/// A rendered file, as the manifest records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OutputRecord {
    /// The file, relative to the manifest, with `/` between folders.
    pub path: String,
    /// The brief, as messages name it.
    pub brief: String,
    /// The brief's file relative to the manifest, with `/` between folders; absent if it was read
    /// from no file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether the command line asked for its format or template, and not the brief or the settings
    /// alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asked: bool,
    /// Its format.
    pub format: String,
    /// The options of its format that it depends on.
    #[serde(flatten, deserialize_with = "known_options")]
    pub options: FormatOptions,
    /// Its template.
    pub template: String,
    /// Its theme.
    pub theme: String,
    /// Its size; of the first page if each has a file.
    pub bytes: usize,
    /// Pages or slides, if the format has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
    /// SHA-256 of everything it was made from, by name: brief, settings, template, theme, labels,
    /// pictures, fonts from files; and, under `gen`, which program made it.
    pub inputs: BTreeMap<Arc<str>, Arc<str>>,
    /// What the brief asks for by name; absent if there was anything to be said about it.
    #[serde(
        rename = "asks",
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "deserialize_requested"
    )]
    pub(super) requested: Option<Arc<Requested>>,
    /// SHA-256 of the files of its second and further pages, by name, if each page has a file;
    /// `path` is then the first.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub further: BTreeMap<String, String>,
    /// SHA-256 of each picture in the folder beside it, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub assets: BTreeMap<String, String>,
    /// What was done to keep the page contract, and what its format cannot show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ledger: Vec<RecordedWarning>,
    /// The first edition could record more warnings here; now all are in `ledger`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<RecordedWarning>,
}

impl OutputRecord {
    /// The record of a job that was rendered; its warnings are those of the backend.
    pub(super) fn new(
        plan: &BriefPlan,
        job: &Job,
        theme: &str,
        made_from: Fingerprints,
        it: &Rendered,
    ) -> Self {
        Self {
            path: entry_path(plan, job),
            brief: display_path(&plan.input.file),
            source: plan.source_path.clone(),
            asked: false,
            format: job.format.name.to_owned(),
            options: recorded_options(job),
            template: job.template.name.clone(),
            theme: theme.to_owned(),
            bytes: it.bytes.len(),
            pages: it.pages,
            sha256: sha256_hex(&it.bytes),
            inputs: made_from,
            requested: None,
            further: it
                .further
                .iter()
                .zip(2..)
                .map(|(bytes, page)| (page_name(&job.path, page), sha256_hex(bytes)))
                .collect(),
            assets: it
                .assets
                .iter()
                .map(|(name, bytes)| (name.clone(), sha256_hex(bytes)))
                .collect(),
            ledger: it.diagnostics.iter().map(RecordedWarning::from).collect(),
            warnings: Vec::new(),
        }
    }

    /// What was said about it when it was made. `sources` are the texts that this may point to.
    pub(super) fn diagnostics(&self, sources: &[&SourceText]) -> Vec<Diagnostic> {
        let recorded = self.ledger.iter().chain(&self.warnings);
        recorded.map(|warning| warning.replay(sources)).collect()
    }

    /// Whether it records a job's files, and those are still what these inputs make.
    pub(super) fn is_up_to_date(&self, job: &Job, theme: &str, inputs: &Fingerprints) -> bool {
        let same = self.inputs == *inputs
            && self.format == job.format.name
            && self.options == recorded_options(job)
            && self.template == job.template.name
            && self.theme == theme;
        same && self.matches_files(&job.path)
    }

    /// Whether the files that it records are on disk as it records them.
    fn matches_files(&self, file: &Path) -> bool {
        let folder = assets_folder(file);
        has_digest(file, &self.sha256)
            && self
                .further
                .iter()
                .all(|(name, digest)| has_digest(&file.with_file_name(name), digest))
            && self
                .assets
                .iter()
                .all(|(name, digest)| has_digest(&folder.join(name), digest))
    }

    /// Every file that it records, with its digest. Names that lead elsewhere are passed over: a
    /// manifest may come from anyone.
    pub(super) fn files(&self, folder: &Path) -> Vec<(PathBuf, &str)> {
        let first = folder.join(&self.path);
        let images = assets_folder(&first);
        if !is_below(&self.path) {
            return Vec::new();
        }
        let further = self
            .further
            .iter()
            .map(|(name, digest)| (name, first.with_file_name(name), digest));
        let assets = self
            .assets
            .iter()
            .map(|(name, digest)| (name, images.join(name), digest));
        let others = assets.chain(further).filter(|(name, ..)| is_below(name));
        let others = others
            .map(|(_, file, digest)| (file, digest.as_str()))
            .collect::<Vec<_>>();
        others
            .into_iter()
            .chain([(first, self.sha256.as_str())])
            .collect()
    }

    /// The files that it records of pages beyond a number, where `file` is the first page. Their
    /// names follow from that of `file`, whatever the record says; one that is not as it was
    /// written is not ours any more.
    pub(super) fn pages_beyond(&self, pages: usize, file: &Path) -> impl Iterator<Item = PathBuf> {
        let recorded = |page| {
            Some((
                page_file(file, page),
                self.further.get(&page_name(file, page))?,
            ))
        };
        let beyond = (pages + 1..self.further.len() + 2).map_while(recorded);
        let there = beyond.filter(|(file, digest)| has_digest(file, digest));
        there.map(|(file, _)| file)
    }
}

/// The name of a page's file, without folders.
fn page_name(file: &Path, page: usize) -> String {
    page_file(file, page)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn recorded_options(job: &Job) -> FormatOptions {
    (job.format.recorded_options)(&job.options)
}

pub(super) fn entry_path(plan: &BriefPlan, job: &Job) -> String {
    let path = job
        .path
        .strip_prefix(plan.manifest_folder())
        .unwrap_or(&job.path);
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

/// Reads what a brief asks for; what another version may have written so that it cannot be read is
/// none.
fn deserialize_requested<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Arc<Requested>>, D::Error> {
    let requested = serde_json::Value::deserialize(deserializer)?;
    Ok(Requested::deserialize(requested).ok().map(Arc::new))
}

/// Reads options; what another version may have written so that it cannot be read is none.
fn known_options<'de, D: Deserializer<'de>>(deserializer: D) -> Result<FormatOptions, D::Error> {
    let options = serde_json::Value::deserialize(deserializer)?;
    Ok(FormatOptions::deserialize(options).unwrap_or_default())
}
