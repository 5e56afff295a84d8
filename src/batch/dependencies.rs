//! What outputs are made from, by name and hash: by these they are known to be up to date.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::digest::sha256;
use super::plan::{Job, Plan};
use super::request::Request;
use crate::assets::Protection;
use crate::diagnostic::SourceText;
use crate::formats::Use;
use crate::io::file_name;

/// Under this name a manifest records which program made a file: its version and a hash of its
/// sources.
static PROGRAM: LazyLock<Input> = LazyLock::new(|| {
    (
        "gen".into(),
        concat!(env!("CARGO_PKG_VERSION"), "+", env!("BRIEFKIT_SOURCES")).into(),
    )
});

/// Names and hashes. Most of both are the same for all briefs of a run, which then share them.
pub(super) type Hashes = BTreeMap<Arc<str>, Arc<str>>;

/// The name and the hash of something that outputs are made from.
pub(super) type Input = (Arc<str>, Arc<str>);

/// The name of something, with the hash of its bytes.
pub(super) fn input(name: &str, bytes: &[u8]) -> Input {
    (name.into(), sha256(bytes).into())
}

/// Something that many briefs are made with, beside its hash.
pub(super) struct Hashed<T> {
    pub value: T,
    pub input: Input,
}

impl<T: serde::Serialize> Hashed<T> {
    /// A value with the hash of what it is, wherever that was found.
    pub fn by_value(value: T, name: &str) -> Self {
        let bytes = serde_json::to_vec(&value).unwrap_or_default();
        Self {
            value,
            input: input(name, &bytes),
        }
    }
}

/// What the outputs of one brief are made from, templates left out.
pub(super) struct Inputs {
    /// For outputs of all formats.
    all: Hashes,
    /// For those of some.
    some: Vec<(Use, Input)>,
}

impl Inputs {
    /// Those that are known with the brief's text.
    pub fn new(source: &SourceText, plan: &Plan, request: &Request) -> Self {
        let brief = input(&source.name, source.text.as_bytes());
        let mut some = Vec::new();
        if attaches(plan, request) {
            let name = format!("attached {}", file_name(&plan.input.file));
            some.push((Use::Source, (name.into(), Arc::clone(&brief.1))));
        }
        if let Some(protection) = protection(plan, request) {
            some.push((
                Use::Protection,
                Hashed::by_value(protection, "protection").input,
            ));
        }
        let defaults = plan
            .project()
            .defaults
            .as_ref()
            .map(|it| input(&it.source().name, it.source().text.as_bytes()));
        Self {
            all: [brief, PROGRAM.clone()]
                .into_iter()
                .chain(defaults)
                .collect(),
            some,
        }
    }

    /// Adds one for outputs of all formats.
    pub fn add(&mut self, input: &Input) {
        self.all.insert(Arc::clone(&input.0), Arc::clone(&input.1));
    }

    /// Adds one for outputs of the formats that make use of it.
    pub fn add_for(&mut self, which: Use, input: Input) {
        self.some.push((which, input));
    }

    /// Those of a job, with its template and the fonts from files that the brief needs.
    pub fn of(&self, job: &Job, template: &Input, fonts: &Hashes) -> Hashes {
        let mut all = self.all.clone();
        for (name, hash) in fonts {
            all.insert(Arc::clone(name), Arc::clone(hash));
        }
        let some = self
            .some
            .iter()
            .filter(|(which, _)| job.format.makes_use_of(*which))
            .map(|(_, input)| input);
        all.extend(some.chain([template]).cloned());
        all
    }
}

/// What Word lets its users do to Word documents.
pub(super) fn protection(plan: &Plan, request: &Request) -> Option<Protection> {
    request
        .protection
        .or(plan.project().settings.word_protection)
}

/// Whether documents carry the brief.
pub(super) fn attaches(plan: &Plan, request: &Request) -> bool {
    request.attach_source || plan.project().settings.attach_source
}
