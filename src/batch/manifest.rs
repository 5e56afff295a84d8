//! The record of a folder's outputs: what each was made from, and what it cost to fit.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::files::{assets_folder, write_file};
use super::plan::{Job, Plan};
use crate::backend::Rendered;
use crate::diagnostic::Diagnostic;

/// The name of the record of a folder's outputs.
pub const MANIFEST: &str = "manifest.json";

/// The version of the record's shape.
const VERSION: u8 = 1;

/// A rendered file, as the manifest records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// The file, relative to the manifest, with `/` between folders.
    pub path: String,
    /// The brief.
    pub brief: String,
    /// Its format.
    pub format: String,
    /// Who is to read it, if the format has dialects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// Its template.
    pub template: String,
    /// Its theme.
    pub theme: String,
    /// Its size.
    pub bytes: usize,
    /// Pages or slides, if the format has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
    /// SHA-256 of everything it was made from, by name: brief, settings, template, theme, labels, pictures, fonts from
    /// files; and, under `gen`, which program made it.
    pub inputs: BTreeMap<String, String>,
    /// SHA-256 of each picture in the folder beside it, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub assets: BTreeMap<String, String>,
    /// What was done to keep the page contract.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ledger: Vec<String>,
    /// Warnings, one line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

impl Output {
    /// The record of a job that was rendered; its warnings are those of the backend.
    pub(super) fn new(plan: &Plan, job: &Job, theme: &str, made_from: BTreeMap<String, String>, it: &Rendered) -> Self {
        Self {
            path: entry_path(plan, job),
            brief: crate::project::display(&plan.input.file),
            format: job.format.name.to_owned(),
            dialect: dialect(job),
            template: job.template.name.clone(),
            theme: theme.to_owned(),
            bytes: it.bytes.len(),
            pages: it.pages,
            sha256: sha256(&it.bytes),
            inputs: made_from,
            assets: it.assets.iter().map(|(name, bytes)| (name.clone(), sha256(bytes))).collect(),
            ledger: it.ledger.clone(),
            warnings: it.warnings.iter().map(ToString::to_string).collect(),
        }
    }

    /// Whether the files that it records are on disk as it records them.
    fn agrees_with(&self, file: &Path) -> bool {
        let same = |path: &Path, digest: &str| std::fs::read(path).is_ok_and(|bytes| sha256(&bytes) == digest);
        let folder = assets_folder(file);
        same(file, &self.sha256) && self.assets.iter().all(|(name, digest)| same(&folder.join(name), digest))
    }
}

/// The dialect of a job's format, if that has any.
fn dialect(job: &Job) -> Option<String> {
    (job.format.name == "md").then(|| job.options.dialect.name().to_owned())
}

fn entry_path(plan: &Plan, job: &Job) -> String {
    let path = job.path.strip_prefix(&plan.manifest_folder).unwrap_or(&job.path);
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// The file: one entry per output.
#[derive(Serialize, Deserialize)]
struct Manifest {
    version: u8,
    outputs: Vec<Output>,
}

/// The manifests of all folders that a run writes to.
#[derive(Default)]
pub(super) struct Records(BTreeMap<PathBuf, BTreeMap<String, Output>>);

impl Records {
    /// Reads them. One that is missing or damaged records nothing.
    pub fn read(plans: &[Plan]) -> Self {
        let mut records = Self::default();
        for plan in plans {
            let folder = &plan.manifest_folder;
            records.0.entry(folder.clone()).or_insert_with(|| known(folder));
        }
        records
    }

    /// The record of a job whose files are still what these inputs make.
    pub fn up_to_date(
        &self,
        plan: &Plan,
        job: &Job,
        theme: &str,
        inputs: &BTreeMap<String, String>,
    ) -> Option<&Output> {
        let entry = self.0.get(&plan.manifest_folder)?.get(&entry_path(plan, job))?;
        let same = entry.inputs == *inputs
            && entry.format == job.format.name
            && entry.dialect == dialect(job)
            && entry.template == job.template.name
            && entry.theme == theme;
        (same && entry.agrees_with(&job.path)).then_some(entry)
    }

    /// Records outputs; entries of other briefs stay as long as their files do.
    pub fn write<'a>(mut self, outputs: impl Iterator<Item = (&'a Plan, &'a Output)>) -> Result<(), Diagnostic> {
        for (plan, output) in outputs {
            let entries = self.0.entry(plan.manifest_folder.clone()).or_default();
            entries.insert(output.path.clone(), output.clone());
        }
        for (folder, entries) in self.0 {
            let outputs: Vec<Output> =
                entries.into_values().filter(|output| folder.join(&output.path).is_file()).collect();
            if outputs.is_empty() {
                continue;
            }
            let mut bytes = serde_json::to_vec_pretty(&Manifest { version: VERSION, outputs })
                .map_err(|why| Diagnostic::error(format!("cannot write the manifest: {why}")))?;
            bytes.push(b'\n');
            let file = folder.join(MANIFEST);
            if std::fs::read(&file).is_ok_and(|there| there == bytes) {
                continue;
            }
            write_file(&file, &bytes)?;
        }
        Ok(())
    }
}

fn known(folder: &Path) -> BTreeMap<String, Output> {
    let read = std::fs::read(folder.join(MANIFEST)).ok();
    let manifest = read.and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok());
    let manifest = manifest.filter(|manifest| manifest.version == VERSION);
    let outputs = manifest.into_iter().flat_map(|manifest| manifest.outputs);
    outputs.map(|output| (output.path.clone(), output)).collect()
}

/// SHA-256 in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
