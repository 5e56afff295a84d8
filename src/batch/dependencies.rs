//! Everything that outputs are made from, as names and hashes. The manifest records them; an output
//! is up to date if they have not changed.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::digest::sha256_hex;
use super::plan::{BriefPlan, Job};
use crate::diagnostic::SourceText;
use crate::formats::Use;
use crate::io::file_name;

/// The program itself: its version and a hash of its sources.
static PROGRAM: LazyLock<Fingerprint> = LazyLock::new(|| {
    let version = concat!(env!("CARGO_PKG_VERSION"), "+", env!("BRIEFKIT_SOURCES"));
    ("gen".into(), version.into())
});

/// Hashes by name. Most are the same for all briefs of a run, which share them.
pub(super) type Fingerprints = BTreeMap<Arc<str>, Arc<str>>;

/// The name and the hash of one dependency.
pub(super) type Fingerprint = (Arc<str>, Arc<str>);

pub(super) fn fingerprint(name: &str, bytes: &[u8]) -> Fingerprint {
    (name.into(), sha256_hex(bytes).into())
}

/// A dependency together with its fingerprint.
pub(super) struct Fingerprinted<T> {
    pub value: T,
    pub fingerprint: Fingerprint,
}

impl<T: serde::Serialize> Fingerprinted<T> {
    /// Hashes the serialized value, so that it does not matter which file it comes from.
    pub fn by_value(value: T, name: &str) -> Self {
        let bytes = serde_json::to_vec(&value).unwrap_or_default();
        Self {
            value,
            fingerprint: fingerprint(name, &bytes),
        }
    }
}

/// The dependencies of a brief's outputs, apart from templates and fonts.
pub(super) struct Dependencies {
    of_all_formats: Fingerprints,
    /// Those that only some formats make use of.
    of_uses: Vec<(Use, Fingerprint)>,
}

impl Dependencies {
    /// The dependencies that are known once the text of the brief is read: the text, the program,
    /// and the settings.
    pub fn new(source: &SourceText, plan: &BriefPlan) -> Self {
        let brief = fingerprint(&source.name, source.text.as_bytes());
        let options = &plan.project_plan.options;
        let mut of_uses = Vec::new();
        if options.attach_source {
            // The PDF contains the name of the file, too.
            let name = format!("attached {}", file_name(&plan.input.file));
            let (_, hash) = &brief;
            of_uses.push((Use::Source, (name.into(), Arc::clone(hash))));
        }
        if let Some(protection) = options.protection {
            let protection = Fingerprinted::by_value(protection, "protection");
            of_uses.push((Use::Protection, protection.fingerprint));
        }
        let mut of_all_formats = Fingerprints::from([brief, PROGRAM.clone()]);
        if let Some(defaults) = &plan.project().defaults {
            let settings = defaults.source();
            let settings = fingerprint(&settings.name, settings.text.as_bytes());
            of_all_formats.extend([settings]);
        }
        Self {
            of_all_formats,
            of_uses,
        }
    }

    /// Adds a dependency of outputs in all formats.
    pub fn add(&mut self, fingerprint: &Fingerprint) {
        self.of_all_formats.extend([fingerprint.clone()]);
    }

    /// Adds a dependency of outputs in formats with a certain use.
    pub fn add_for_use(&mut self, which: Use, fingerprint: Fingerprint) {
        self.of_uses.push((which, fingerprint));
    }

    /// All dependencies of one output. `fonts` are the font files that the brief needs.
    pub fn for_job(&self, job: &Job, template: &Fingerprint, fonts: &Fingerprints) -> Fingerprints {
        let mut all = self.of_all_formats.clone();
        for (name, hash) in fonts {
            all.insert(Arc::clone(name), Arc::clone(hash));
        }
        for (which, fingerprint) in &self.of_uses {
            if job.format.makes_use_of(*which) {
                all.extend([fingerprint.clone()]);
            }
        }
        all.extend([template.clone()]);
        all
    }
}
