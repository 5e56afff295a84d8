//! Resources that the briefs of a run share: fonts, themes, templates and labels.
//!
//! Fonts in folders are loaded when a brief first needs one that is not built in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use super::dependencies::{Fingerprinted, Fingerprints, fingerprint};
use super::font_folders::list_font_folders;
use super::request::Request;
use crate::assets::RunCaches;
use crate::diagnostic::{Diagnostic, Severity, distinct};
use crate::document::Labels;
use crate::fonts::{Face, Fonts};
use crate::labels::FoundLabels;
use crate::lang;
use crate::project::{FoundTheme, Project};
use crate::template::Template;
use crate::theme::Theme;

/// The number of entries in a [`NameCache`]. It is limited because names can come from rows of
/// data. Further names are looked up each time.
const MAX_CACHED: usize = 64;

/// Caches what a name means in a folder.
struct NameCache<T>(Mutex<BTreeMap<(PathBuf, String), T>>);

impl<T: Clone> NameCache<T> {
    fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    /// The cached value, or the result of `find`. The lock is not held during `find`, so two
    /// threads may do the same work once.
    fn get_or_find(&self, folder: &Path, name: &str, find: impl FnOnce() -> T) -> T {
        let key = (folder.to_owned(), name.to_owned());
        // After a panic under the lock there is no cache, and the run goes on without.
        if let Ok(cached) = self.0.lock()
            && let Some(value) = cached.get(&key)
        {
            return value.clone();
        }
        let value = find();
        if let Ok(mut cached) = self.0.lock()
            && cached.len() < MAX_CACHED
        {
            cached.insert(key, value.clone());
        }
        value
    }

    /// The cached values, in the order of their folders and names.
    fn values(&self) -> Vec<T> {
        match self.0.lock() {
            Ok(cached) => cached.values().cloned().collect(),
            Err(_) => Vec::new(),
        }
    }
}

pub(super) type SharedTheme = Arc<Fingerprinted<FoundTheme>>;

pub(super) type SharedTemplate = Arc<Fingerprinted<Template>>;

/// The labels of a language.
pub(super) struct LoadedLabels {
    pub labels: Fingerprinted<Arc<Labels>>,
    /// Those that documents keep: all but the words for a status.
    pub printed: Arc<Labels>,
    /// Warnings about them. One that they are in another language has no span yet.
    pub warnings: Vec<Diagnostic>,
    /// Which labels a file leaves out.
    pub notes: Vec<Diagnostic>,
    /// The characters of the labels and of dates in the language.
    pub characters: BTreeSet<char>,
}

/// The resources that all briefs of a run share. Problems in them have no span yet.
pub(super) struct SharedResources {
    themes: NameCache<Result<SharedTheme, Vec<Diagnostic>>>,
    templates: NameCache<Result<SharedTemplate, Diagnostic>>,
    /// By language.
    labels: NameCache<Result<Arc<LoadedLabels>, Vec<Diagnostic>>>,
    font_folders: Vec<PathBuf>,
    built_in_fonts: Arc<RunCaches>,
    all_fonts: OnceLock<Result<FontSelection, Diagnostic>>,
}

/// The fonts for a brief.
#[derive(Clone)]
pub(super) struct FontSelection {
    pub caches: Arc<RunCaches>,
    /// Whether fonts in folders are included, and not only built-in ones.
    pub includes_folders: bool,
    /// The fingerprints of the fonts in folders. Built-in fonts are part of the program.
    pub fingerprints: Arc<Fingerprints>,
}

impl SharedResources {
    pub fn new<'p>(projects: impl Iterator<Item = &'p Project> + Clone, request: &Request) -> Self {
        Self {
            themes: NameCache::new(),
            templates: NameCache::new(),
            labels: NameCache::new(),
            font_folders: list_font_folders(projects, request),
            built_in_fonts: Arc::new(RunCaches::new(Fonts::built_in())),
            all_fonts: OnceLock::new(),
        }
    }

    /// The theme that `name` means in a folder.
    pub fn theme(
        &self,
        folder: &Path,
        name: &str,
        find: impl FnOnce() -> Result<FoundTheme, Vec<Diagnostic>>,
    ) -> Result<SharedTheme, Vec<Diagnostic>> {
        self.themes.get_or_find(folder, name, || {
            let found = find()?;
            // A theme of another file with the same values makes the same documents.
            let by_value = Fingerprinted::by_value(&found.theme, &format!("theme {name}"));
            let fingerprint = by_value.fingerprint;
            Ok(Arc::new(Fingerprinted {
                value: found,
                fingerprint,
            }))
        })
    }

    /// The template that `name` means in a folder.
    pub fn template(
        &self,
        folder: &Path,
        name: &str,
        find: impl FnOnce() -> Result<Template, Diagnostic>,
    ) -> Result<SharedTemplate, Diagnostic> {
        self.templates.get_or_find(folder, name, || {
            let template = find()?;
            let source = &template.source;
            let name = format!("template {}", source.name);
            let fingerprint = fingerprint(&name, source.text.as_bytes());
            Ok(Arc::new(Fingerprinted {
                value: template,
                fingerprint,
            }))
        })
    }

    /// The labels of a language for the briefs in a folder.
    pub fn labels(
        &self,
        folder: &Path,
        language: &str,
        find: impl FnOnce() -> Result<FoundLabels, Vec<Diagnostic>>,
    ) -> Result<Arc<LoadedLabels>, Vec<Diagnostic>> {
        self.labels.get_or_find(folder, language, || {
            let FoundLabels {
                labels,
                diagnostics,
            } = find()?;
            let (notes, warnings) = diagnostics
                .into_iter()
                .partition(|it| it.severity == Severity::Note);
            let mut characters = BTreeSet::new();
            for (_, label) in labels.printed() {
                characters.extend(label.chars());
            }
            // Any date has the characters that the language needs around the digits.
            characters.extend(lang::date_text("2026-11-23", language).chars());
            let printed = Arc::new(labels.without_status_words());
            let name = format!("labels {language}");
            Ok(Arc::new(LoadedLabels {
                labels: Fingerprinted::by_value(Arc::new(labels), &name),
                printed,
                warnings,
                notes,
                characters,
            }))
        })
    }

    /// The notes on all labels of the run, each once.
    pub fn notes_on_labels(&self) -> Vec<Diagnostic> {
        let mut notes = Vec::new();
        for labels in self.labels.values().into_iter().flatten() {
            notes.extend(labels.notes.iter().cloned());
        }
        distinct(notes)
    }

    /// Chooses the fonts for a document. Built-in fonts are chosen if they have all characters, in
    /// the forms of their languages (`allow_simplified`), and all families that the theme names.
    pub fn choose_fonts(
        &self,
        characters: &BTreeSet<char>,
        theme: &Theme,
        allow_simplified: bool,
    ) -> Result<FontSelection, Diagnostic> {
        if self.built_in_fonts_suffice(characters, theme, allow_simplified) {
            return Ok(FontSelection {
                caches: Arc::clone(&self.built_in_fonts),
                includes_folders: false,
                fingerprints: Arc::default(),
            });
        }
        // Loading fonts in folders can take longer than rendering a brief, so it is avoided.
        self.all_fonts()
    }

    fn built_in_fonts_suffice(
        &self,
        characters: &BTreeSet<char>,
        theme: &Theme,
        allow_simplified: bool,
    ) -> bool {
        let fonts = self.built_in_fonts.fonts();
        let is_built_in = |family: &str| fonts.nearest_face(family, Default::default()).is_some();
        theme.fonts.families().all(|family| is_built_in(family))
            && fonts.missing_characters(characters).is_empty()
            && allow_simplified
    }

    /// All fonts, built-in and in folders.
    pub fn all_fonts(&self) -> Result<FontSelection, Diagnostic> {
        self.all_fonts.get_or_init(|| self.load_all_fonts()).clone()
    }

    fn load_all_fonts(&self) -> Result<FontSelection, Diagnostic> {
        // Built-in fonts come first and need no fingerprint: they are part of the program.
        let mut fonts = Fonts::built_in();
        let built_in = fonts.faces().len();
        for folder in &self.font_folders {
            fonts.add_folder(folder)?;
        }
        let mut fingerprints = Fingerprints::new();
        let mut last: Option<&Face> = None;
        for face in fonts.faces().iter().skip(built_in) {
            // All faces of a collection have the bytes of one file.
            if last.is_some_and(|last| last.is_in_file_of(face)) {
                continue;
            }
            last = Some(face);
            let name = format!("font {}", face.postscript_name);
            fingerprints.extend([fingerprint(&name, face.data())]);
        }
        Ok(FontSelection {
            caches: Arc::new(RunCaches::new(fonts)),
            includes_folders: true,
            fingerprints: Arc::new(fingerprints),
        })
    }
}
