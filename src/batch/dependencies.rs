//! What outputs are made from, by name and hash: by these they are known to be up to date.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::digest::sha256_hex;
use super::plan::{BriefPlan, Job};
use crate::diagnostic::SourceText;
use crate::formats::Use;
use crate::io::file_name;

/// Under this name a manifest records which program made a file: its version and a hash of its
/// sources.
static PROGRAM: LazyLock<Fingerprint> = LazyLock::new(|| {
    (
        "gen".into(),
        concat!(env!("CARGO_PKG_VERSION"), "+", env!("BRIEFKIT_SOURCES")).into(),
    )
});

/// Names and hashes. Most of both are the same for all briefs of a run, which then share them.
pub(super) type Fingerprints = BTreeMap<Arc<str>, Arc<str>>;

/// The name and the hash of something that outputs are made from.
pub(super) type Fingerprint = (Arc<str>, Arc<str>);

/// The name of something, with the hash of its bytes.
pub(super) fn fingerprint(name: &str, bytes: &[u8]) -> Fingerprint {
    (name.into(), sha256_hex(bytes).into())
}

/// Something that many briefs are made with, beside its hash.
pub(super) struct Fingerprinted<T> {
    pub value: T,
    pub fingerprint: Fingerprint,
}

impl<T: serde::Serialize> Fingerprinted<T> {
    /// A value with the hash of what it is, wherever that was found.
    pub fn by_value(value: T, name: &str) -> Self {
        let bytes = serde_json::to_vec(&value).unwrap_or_default();
        Self {
            value,
            fingerprint: fingerprint(name, &bytes),
        }
    }
}

/// What the outputs of one brief are made from, templates left out.
pub(super) struct Dependencies {
    /// For outputs of all formats.
    all: Fingerprints,
    /// For those of some.
    some: Vec<(Use, Fingerprint)>,
}

impl Dependencies {
    /// Those that are known with the brief's text.
    pub fn new(source: &SourceText, plan: &BriefPlan) -> Self {
        let brief = fingerprint(&source.name, source.text.as_bytes());
        let mut some = Vec::new();
        if plan.project_plan.options.attach_source {
            let name = format!("attached {}", file_name(&plan.input.file));
            some.push((Use::Source, (name.into(), Arc::clone(&brief.1))));
        }
        if let Some(protection) = plan.project_plan.options.protection {
            some.push((
                Use::Protection,
                Fingerprinted::by_value(protection, "protection").fingerprint,
            ));
        }
        let defaults = plan
            .project()
            .defaults
            .as_ref()
            .map(|it| fingerprint(&it.source().name, it.source().text.as_bytes()));
        Self {
            all: [brief, PROGRAM.clone()]
                .into_iter()
                .chain(defaults)
                .collect(),
            some,
        }
    }

    /// Adds one for outputs of all formats.
    pub fn add(&mut self, fingerprint: &Fingerprint) {
        self.all
            .insert(Arc::clone(&fingerprint.0), Arc::clone(&fingerprint.1));
    }

    /// Adds one for outputs of the formats that make use of it.
    pub fn add_for_use(&mut self, which: Use, fingerprint: Fingerprint) {
        self.some.push((which, fingerprint));
    }

    /// Those of a job, with its template and the fonts from files that the brief needs.
    pub fn for_job(&self, job: &Job, template: &Fingerprint, fonts: &Fingerprints) -> Fingerprints {
        let mut all = self.all.clone();
        for (name, hash) in fonts {
            all.insert(Arc::clone(name), Arc::clone(hash));
        }
        let some = self
            .some
            .iter()
            .filter(|(which, _)| job.format.makes_use_of(*which))
            .map(|(_, fingerprint)| fingerprint);
        all.extend(some.chain([template]).cloned());
        all
    }
}
