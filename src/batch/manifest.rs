//! The record of a folder's outputs: what each was made from, and what it cost to fit.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Request;
use super::desk::Asks;
use super::digest::{Digest, Hashing, digest, digest_of, has_digest, sha256};
use super::files::{assets_folder, page_file, write_file_with};
use super::inputs::Hashes;
use super::lock::Lock;
use super::plan::{Files, Job, Plan, manifest_folders};
use super::stale::{Leftovers, Stale, leads_down};
use crate::backend::{Rendered, Use};
use crate::diagnostic::Diagnostic;

/// The name of the record of a folder's outputs.
pub const MANIFEST: &str = "manifest.json";

/// The version of the record's shape.
const VERSION: u8 = 1;

/// A rendered file, as the manifest records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Output {
    /// The file, relative to the manifest, with `/` between folders.
    pub path: String,
    /// The brief, as messages name it.
    pub brief: String,
    /// The brief's file relative to the manifest, with `/` between folders; absent if it was read from no file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether the command line asked for its format or template, and not the brief or the settings alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asked: bool,
    /// Its format.
    pub format: String,
    /// Who is to read it, if the format has dialects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// How large its pictures of pages are, if they are such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<String>,
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
    /// SHA-256 of everything it was made from, by name: brief, settings, template, theme, labels, pictures, fonts from
    /// files; and, under `gen`, which program made it.
    pub inputs: BTreeMap<Arc<str>, Arc<str>>,
    /// What the brief asks for by name; absent if there was anything to be said about it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "known_asks")]
    pub(super) asks: Option<Arc<Asks>>,
    /// SHA-256 of the files of its second and further pages, by name, if each page has a file; `path` is then the first.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub further: BTreeMap<String, String>,
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
    pub(super) fn new(plan: &Plan, job: &Job, theme: &str, made_from: Hashes, it: &Rendered) -> Self {
        Self {
            path: entry_path(plan, job),
            brief: crate::project::display(&plan.input.file),
            source: plan.source.clone(),
            asked: false,
            format: job.format.name.to_owned(),
            dialect: dialect(job),
            scale: scale(job),
            template: job.template.name.clone(),
            theme: theme.to_owned(),
            bytes: it.bytes.len(),
            pages: it.pages,
            sha256: sha256(&it.bytes),
            inputs: made_from,
            asks: None,
            further: it
                .further
                .iter()
                .zip(2..)
                .map(|(bytes, page)| (page_name(&job.path, page), sha256(bytes)))
                .collect(),
            assets: it.assets.iter().map(|(name, bytes)| (name.clone(), sha256(bytes))).collect(),
            ledger: it.ledger.clone(),
            warnings: it.warnings.iter().map(ToString::to_string).collect(),
        }
    }

    /// The same, with what its brief asks for.
    pub(super) fn with(self: &Arc<Self>, asks: &Option<Arc<Asks>>) -> Arc<Self> {
        if self.asks == *asks { Arc::clone(self) } else { Arc::new(Self { asks: asks.clone(), ..Self::clone(self) }) }
    }

    /// Whether the files that it records are on disk as it records them.
    fn agrees_with(&self, file: &Path) -> bool {
        let folder = assets_folder(file);
        has_digest(file, &self.sha256)
            && self.further.iter().all(|(name, digest)| has_digest(&file.with_file_name(name), digest))
            && self.assets.iter().all(|(name, digest)| has_digest(&folder.join(name), digest))
    }

    /// Every file that it records, with its digest. Names that lead elsewhere are passed over: a manifest may come from
    /// anyone.
    pub(super) fn files(&self, folder: &Path) -> Vec<(PathBuf, &str)> {
        let first = folder.join(&self.path);
        let pictures = assets_folder(&first);
        if !leads_down(&self.path) {
            return Vec::new();
        }
        let further = self.further.iter().map(|(name, digest)| (name, first.with_file_name(name), digest));
        let assets = self.assets.iter().map(|(name, digest)| (name, pictures.join(name), digest));
        let others = assets.chain(further).filter(|(name, ..)| leads_down(name));
        let others = others.map(|(_, file, digest)| (file, digest.as_str())).collect::<Vec<_>>();
        others.into_iter().chain([(first, self.sha256.as_str())]).collect()
    }

    /// The files that it records of pages beyond a number, where `file` is the first page. Their names follow from that
    /// of `file`, whatever the record says; one that is not as it was written is not ours any more.
    fn pages_beyond(&self, pages: usize, file: &Path) -> impl Iterator<Item = PathBuf> {
        let recorded = |page| Some((page_file(file, page), self.further.get(&page_name(file, page))?));
        let beyond = (pages + 1..self.further.len() + 2).map_while(recorded);
        let there = beyond.filter(|(file, digest)| has_digest(file, digest));
        there.map(|(file, _)| file)
    }
}

/// The name of a page's file, without folders.
fn page_name(file: &Path, page: usize) -> String {
    page_file(file, page).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The dialect of a job's format, if that has any.
fn dialect(job: &Job) -> Option<String> {
    job.format.makes_use_of(Use::Dialect).then(|| job.options.dialect.name().to_owned())
}

/// The scale of a job's pictures, if it makes any.
fn scale(job: &Job) -> Option<String> {
    job.format.makes_use_of(Use::Scale).then(|| job.options.scale.to_string())
}

fn entry_path(plan: &Plan, job: &Job) -> String {
    let path = job.path.strip_prefix(&plan.manifest_folder).unwrap_or(&job.path);
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// The file: one entry per output.
#[derive(Deserialize)]
struct Manifest {
    version: u8,
    #[serde(deserialize_with = "entries")]
    outputs: Entries,
}

/// Reads what a brief asks for; what another version may have written so that it cannot be read is none.
fn known_asks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Arc<Asks>>, D::Error> {
    let asks = serde_json::Value::deserialize(deserializer)?;
    Ok(Asks::deserialize(asks).ok().map(Arc::new))
}

/// Reads records one after another, so that texts which many of them have are held once.
fn entries<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Entries, D::Error> {
    struct List;
    impl<'de> Visitor<'de> for List {
        type Value = Entries;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a list of outputs")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Entries, A::Error> {
            let (mut entries, mut texts) = (Entries::new(), HashSet::new());
            let mut once = |text: Arc<str>| {
                texts.get(&text).cloned().unwrap_or_else(|| {
                    texts.insert(Arc::clone(&text));
                    text
                })
            };
            while let Some(output) = list.next_element::<Output>()? {
                let inputs = output.inputs.into_iter().map(|(name, hash)| (once(name), once(hash))).collect();
                entries.insert(output.path.clone(), Arc::new(Output { inputs, ..output }));
            }
            Ok(entries)
        }
    }
    deserializer.deserialize_seq(List)
}

/// The same, to be written.
#[derive(Serialize)]
struct Written<'a> {
    version: u8,
    outputs: &'a [&'a Output],
}

/// The manifests of all folders that a run writes to.
#[derive(Default)]
pub(super) struct Records(BTreeMap<PathBuf, Known>);

/// A manifest as it was read.
#[derive(Default)]
struct Known {
    /// Of the file.
    digest: Digest,
    entries: Entries,
}

impl Known {
    fn read(folder: &Path) -> Self {
        let bytes = std::fs::read(folder.join(MANIFEST)).unwrap_or_default();
        let manifest = serde_json::from_slice::<Manifest>(&bytes).ok();
        let manifest = manifest.filter(|manifest| manifest.version == VERSION);
        Self { digest: digest(&bytes), entries: manifest.map(|manifest| manifest.outputs).unwrap_or_default() }
    }

    /// Whether the manifest is as it was read, and a run's own records add nothing to it. The files of those are there.
    fn is_final(&self, folder: &Path, ours: &[&Arc<Output>]) -> bool {
        let is_known = |output: &Arc<Output>| {
            self.entries.get(&output.path).is_some_and(|known| Arc::ptr_eq(known, output) || known == output)
        };
        ours.iter().all(|output| is_known(output))
            && (ours.len() == self.entries.len() || self.entries.keys().all(|path| folder.join(path).is_file()))
            && digest_of(&folder.join(MANIFEST)).unwrap_or_else(|_| digest(&[])) == self.digest
    }
}

impl Records {
    /// Reads them. One that is missing or damaged records nothing.
    pub fn read(plans: &[Plan], request: &Request) -> Self {
        let known = |folder: PathBuf| {
            let known = Known::read(&folder);
            (folder, known)
        };
        Self(manifest_folders(plans, request).into_iter().map(known).collect())
    }

    /// The record of a job's files.
    pub fn of(&self, plan: &Plan, job: &Job) -> Option<&Arc<Output>> {
        self.0.get(&plan.manifest_folder)?.entries.get(&entry_path(plan, job))
    }

    /// The record of a job whose files are still what these inputs make.
    pub fn up_to_date(&self, plan: &Plan, job: &Job, theme: &str, inputs: &Hashes) -> Option<&Arc<Output>> {
        let entry = self.of(plan, job)?;
        let same = entry.inputs == *inputs
            && entry.format == job.format.name
            && entry.dialect == dialect(job)
            && entry.scale == scale(job)
            && entry.template == job.template.name
            && entry.theme == theme;
        (same && entry.agrees_with(&job.path)).then_some(entry)
    }

    /// The first of the files on disk that an earlier run made of pages which a job has no more.
    pub fn left_over(&self, plan: &Plan, job: &Job, pages: usize, files: &Files) -> Option<PathBuf> {
        self.of(plan, job)?.pages_beyond(pages, &job.path).find(|file| files.owner(file).is_none())
    }

    /// What is stale.
    pub fn stale(&self, stale: &Stale<'_>, files: &Files) -> Leftovers {
        let mut leftovers = Leftovers::default();
        for (folder, known) in &self.0 {
            let (gone, kept) = parted(folder, &known.entries, stale);
            leftovers.find(folder, &gone, &kept, files);
        }
        leftovers
    }

    /// Records outputs and removes what earlier runs made of pages that they have no more, and, if it is to be pruned,
    /// what is stale. Entries of other briefs stay as long as their files do, those of other runs that have ended
    /// meanwhile too.
    pub fn write<'a>(
        self,
        outputs: impl Iterator<Item = (&'a Plan, &'a Arc<Output>)>,
        files: &Files,
        stale: &Stale<'_>,
        prune: bool,
    ) -> Result<Leftovers, Diagnostic> {
        let mut ours: BTreeMap<&Path, Vec<&Arc<Output>>> = BTreeMap::new();
        for (plan, output) in outputs {
            ours.entry(&plan.manifest_folder).or_default().push(output);
            let before = self.0.get(&plan.manifest_folder).and_then(|known| known.entries.get(&output.path));
            let first = plan.manifest_folder.join(&output.path);
            let gone = before.iter().flat_map(|before| before.pages_beyond(1 + output.further.len(), &first));
            for file in gone.filter(|file| files.owner(file).is_none()) {
                std::fs::remove_file(&file)
                    .map_err(|why| Diagnostic::error(format!("cannot remove `{}`: {why}", file.display())))?;
            }
        }
        let mut leftovers = Leftovers::default();
        for (folder, known) in &self.0 {
            let ours = ours.get(folder.as_path()).map(Vec::as_slice).unwrap_or_default();
            // In most runs nothing has changed, and then the folder need not be one that can be written to.
            let is_final = known.is_final(folder, ours);
            let entries = if is_final { known.entries.clone() } else { merged(folder, ours) };
            let (gone, kept) = parted(folder, &entries, stale);
            if !prune {
                leftovers.find(folder, &gone, &kept, files);
            }
            if (gone.is_empty() || !prune) && (is_final || entries.is_empty() || is_written(folder, &entries)) {
                continue;
            }
            let _lock = Lock::take(folder)?;
            let entries = merged(folder, ours);
            let (gone, mut kept) = parted(folder, &entries, stale);
            if prune {
                leftovers.remove(folder, &gone, &kept, files);
            } else {
                kept = outputs_of(&entries).collect();
            }
            write_file_with(&folder.join(MANIFEST), &|file| write_outputs(&kept, file))?;
        }
        Ok(leftovers)
    }
}

/// Records of a folder, by their files.
type Entries = BTreeMap<String, Arc<Output>>;

/// A folder's records as they are on disk now, with a run's own in them; those whose files are gone left out.
fn merged(folder: &Path, ours: &[&Arc<Output>]) -> Entries {
    let mut entries = Known::read(folder).entries;
    entries.extend(ours.iter().map(|output| (output.path.clone(), Arc::clone(output))));
    entries.retain(|path, _| folder.join(path).is_file());
    entries
}

fn outputs_of(entries: &Entries) -> impl Iterator<Item = &Output> {
    entries.values().map(AsRef::as_ref)
}

/// Records that are stale, and those that are not.
fn parted<'e>(folder: &Path, entries: &'e Entries, stale: &Stale<'_>) -> (Vec<&'e Output>, Vec<&'e Output>) {
    outputs_of(entries).partition(|entry| stale.is_stale(folder, entry))
}

fn is_written(folder: &Path, entries: &Entries) -> bool {
    let mut hasher = Sha256::new();
    let wanted = write_outputs(&outputs_of(entries).collect::<Vec<_>>(), &mut Hashing(&mut hasher));
    wanted.is_ok() && digest_of(&folder.join(MANIFEST)).is_ok_and(|there| there == hasher.finalize().as_slice())
}

/// Writes a manifest, without having it in memory whole.
fn write_outputs(outputs: &[&Output], mut into: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut into, &Written { version: VERSION, outputs })?;
    into.write_all(b"\n")
}

/// Every file that the manifest of a folder records; none if there is no manifest.
#[must_use]
pub fn recorded_files(folder: &Path) -> BTreeSet<PathBuf> {
    let files = |output: &Output| output.files(folder).into_iter().map(|(file, _)| file).collect::<Vec<_>>();
    outputs_of(&Known::read(folder).entries).flat_map(files).collect()
}

/// Every file that the manifest of a folder records, with its brief.
pub(super) fn recorded(folder: &Path) -> Files {
    let entries = Known::read(folder).entries;
    let files = entries.values().flat_map(|output| {
        let brief = PathBuf::from(&output.brief);
        output.files(folder).into_iter().map(move |(file, _)| (file, brief.clone()))
    });
    Files::of(files)
}
