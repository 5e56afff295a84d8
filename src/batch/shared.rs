//! What the briefs of a run share: the fonts inside the program, when one first needs them those in
//! folders, and the themes, labels and templates that they name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use super::dependencies::{Fingerprinted, Fingerprints, fingerprint};
use super::request::Request;
use crate::assets::Shaper;
use crate::diagnostic::Diagnostic;
use crate::document::Labels;
use crate::fonts::Fonts;
use crate::lang;
use crate::project::{FoundTheme, Project};
use crate::template::Template;
use crate::theme::Theme;

/// How many values are kept by name and folder; a name may come from a row of data. What has no
/// room is found again.
const MAX_CACHED: usize = 64;

/// What was found under a name, seen from a folder.
struct NameCache<T>(Mutex<BTreeMap<(PathBuf, String), T>>);

impl<T: Clone> NameCache<T> {
    fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    /// What is known under a name; what `make` makes if nothing is.
    fn get(&self, folder: &Path, name: &str, make: impl FnOnce() -> T) -> T {
        let key = (folder.to_owned(), name.to_owned());
        if let Some(known) = self
            .0
            .lock()
            .ok()
            .and_then(|known| known.get(&key).cloned())
        {
            return known;
        }
        let made = make();
        if let Ok(mut known) = self.0.lock()
            && known.len() < MAX_CACHED
        {
            known.insert(key, made.clone());
        }
        made
    }
}

/// The labels of a language.
pub(super) struct LoadedLabels {
    pub labels: Fingerprinted<Labels>,
    /// Said if they are another language's.
    pub warning: Option<Diagnostic>,
    /// What they and dates are written with.
    pub characters: BTreeSet<char>,
}

/// What all briefs of a run share.
pub(super) struct SharedResources {
    /// Each with its problems, which are not placed yet.
    themes: NameCache<Result<Arc<Fingerprinted<FoundTheme>>, Vec<Diagnostic>>>,
    templates: NameCache<Result<Arc<Fingerprinted<Template>>, Diagnostic>>,
    /// By language.
    labels: NameCache<Result<Arc<LoadedLabels>, Vec<Diagnostic>>>,
    folders: Vec<PathBuf>,
    built_in: Arc<Shaper>,
    all_fonts: OnceLock<Result<FontSelection, Diagnostic>>,
}

/// Fonts, and what to record about them: nothing if they are part of the program.
#[derive(Clone)]
pub(super) struct FontSelection {
    pub shaper: Arc<Shaper>,
    /// Whether there may be others than those of the program.
    pub includes_folders: bool,
    pub fingerprints: Arc<Fingerprints>,
}

impl SharedResources {
    /// The folders that projects name come first, then those of the request that exist, then the
    /// system's if a project asks for them.
    pub fn new<'p>(projects: impl Iterator<Item = &'p Project> + Clone, request: &Request) -> Self {
        let system = projects
            .clone()
            .any(|project| project.settings.system_fonts);
        let named = projects.flat_map(|project| {
            project
                .settings
                .fonts
                .iter()
                .map(|folder| project.root.join(folder))
        });
        let system = system.then(system_font_folders).into_iter().flatten();
        let found = request
            .font_folders
            .iter()
            .filter(|folder| folder.is_dir())
            .cloned();
        let mut folders: Vec<PathBuf> = Vec::new();
        for folder in named.chain(found).chain(system) {
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        let (themes, templates, labels) = (NameCache::new(), NameCache::new(), NameCache::new());
        Self {
            themes,
            templates,
            labels,
            folders,
            built_in: Arc::new(Shaper::new(Fonts::built_in())),
            all_fonts: OnceLock::new(),
        }
    }

    /// A theme, asked for by that name in a brief of that folder.
    pub fn theme(
        &self,
        folder: &Path,
        name: &str,
        find: impl FnOnce() -> Result<FoundTheme, Vec<Diagnostic>>,
    ) -> Result<Arc<Fingerprinted<FoundTheme>>, Vec<Diagnostic>> {
        self.themes.get(folder, name, || {
            let hashed = |found: FoundTheme| {
                let fingerprint =
                    Fingerprinted::by_value(&found.theme, &format!("theme {name}")).fingerprint;
                Arc::new(Fingerprinted {
                    value: found,
                    fingerprint,
                })
            };
            find().map(hashed)
        })
    }

    /// A template, asked for by that name in a brief of that folder.
    pub fn template(
        &self,
        folder: &Path,
        name: &str,
        find: impl FnOnce() -> Result<Template, Diagnostic>,
    ) -> Result<Arc<Fingerprinted<Template>>, Diagnostic> {
        self.templates.get(folder, name, || {
            let hashed = |found: Template| {
                let fingerprint = fingerprint(
                    &format!("template {}", found.source.name),
                    found.source.text.as_bytes(),
                );
                Arc::new(Fingerprinted {
                    value: found,
                    fingerprint,
                })
            };
            find().map(hashed)
        })
    }

    /// The labels of a language, for a brief of that folder.
    pub fn labels(
        &self,
        folder: &Path,
        language: &str,
        find: impl FnOnce() -> Result<(Labels, Option<Diagnostic>), Vec<Diagnostic>>,
    ) -> Result<Arc<LoadedLabels>, Vec<Diagnostic>> {
        self.labels.get(folder, language, || {
            let (labels, warning) = find()?;
            let mut characters: BTreeSet<char> =
                labels.0.values().flat_map(|label| label.chars()).collect();
            characters.extend(lang::date_text("2026-11-23", language).chars());
            let labels = Fingerprinted::by_value(labels, &format!("labels {language}"));
            Ok(Arc::new(LoadedLabels {
                labels,
                warning,
                characters,
            }))
        })
    }

    /// The fonts for a document: those inside the program if they have its characters and the
    /// theme's first families, else all; and which of its characters they do not have.
    pub fn choose_fonts(
        &self,
        characters: &BTreeSet<char>,
        theme: &Theme,
    ) -> Result<(FontSelection, BTreeSet<char>), Diagnostic> {
        let mut families = theme
            .fonts
            .body
            .first()
            .into_iter()
            .chain(theme.fonts.heading.first());
        let built_in = self.built_in.fonts();
        let is_inside = |family: &str| built_in.nearest_face(family, Default::default()).is_some();
        let named =
            families.all(|family| is_inside(family)) && theme.fonts.own_families().all(is_inside);
        if named && built_in.missing_characters(characters).is_empty() {
            let inside = FontSelection {
                shaper: Arc::clone(&self.built_in),
                includes_folders: false,
                fingerprints: Arc::default(),
            };
            return Ok((inside, BTreeSet::new()));
        }
        let all = self.all_fonts()?;
        let wanting = all.shaper.fonts().missing_characters(characters);
        Ok((all, wanting))
    }

    /// All fonts.
    pub fn all_fonts(&self) -> Result<FontSelection, Diagnostic> {
        self.all_fonts.get_or_init(|| self.load_all_fonts()).clone()
    }

    fn load_all_fonts(&self) -> Result<FontSelection, Diagnostic> {
        let mut fonts = Fonts::built_in();
        let own = fonts.faces().len();
        self.folders
            .iter()
            .try_for_each(|folder| fonts.add_folder(folder))?;
        let files = fonts.faces().iter().skip(own);
        let fingerprints = files
            .map(|face| fingerprint(&format!("font {}", face.postscript_name), face.data()))
            .collect();
        Ok(FontSelection {
            shaper: Arc::new(Shaper::new(fonts)),
            includes_folders: true,
            fingerprints: Arc::new(fingerprints),
        })
    }
}

/// Where systems keep fonts; only those that exist.
fn system_font_folders() -> Vec<PathBuf> {
    let known = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/Library/Fonts",
        "/System/Library/Fonts",
        "C:/Windows/Fonts",
    ];
    known
        .into_iter()
        .map(PathBuf::from)
        .filter(|folder| folder.is_dir())
        .collect()
}
