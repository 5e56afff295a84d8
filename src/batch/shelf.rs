//! What the briefs of a run share: the fonts inside the program, when one first needs them those in folders, and the
//! themes, labels and templates that they name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use super::Request;
use super::manifest::sha256;
use super::plan::Plan;
use crate::diagnostic::Diagnostic;
use crate::document::Labels;
use crate::fonts::Fonts;
use crate::project::FoundTheme;
use crate::template::Template;
use crate::theme::Theme;

/// How many values are kept by name. Nobody has more templates than that; a name may come from a row of data.
const MAX_KNOWN: usize = 64;

/// What was found under a name, seen from a folder.
pub(super) struct Known<T>(Mutex<BTreeMap<(PathBuf, String), T>>);

impl<T: Clone> Known<T> {
    fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    /// What is known under a name; what `make` makes if nothing is.
    pub fn get(&self, folder: &Path, name: &str, make: impl FnOnce() -> T) -> T {
        let key = (folder.to_owned(), name.to_owned());
        if let Some(known) = self.0.lock().ok().and_then(|known| known.get(&key).cloned()) {
            return known;
        }
        let made = make();
        if let Ok(mut known) = self.0.lock()
            && known.len() < MAX_KNOWN
        {
            known.insert(key, made.clone());
        }
        made
    }
}

/// Labels, with a warning if they are another language's.
type FoundLabels = (Labels, Option<Diagnostic>);

/// What all briefs of a run share.
pub(super) struct Shelf {
    /// Each with its problems, which are not placed yet.
    pub themes: Known<Result<FoundTheme, Vec<Diagnostic>>>,
    pub templates: Known<Result<Arc<Template>, Diagnostic>>,
    /// By language.
    pub labels: Known<Result<FoundLabels, Vec<Diagnostic>>>,
    folders: Vec<PathBuf>,
    built_in: Arc<Fonts>,
    all: OnceLock<Result<All, Diagnostic>>,
}

/// All fonts, with the SHA-256 of those that are not part of the program.
#[derive(Clone)]
struct All {
    fonts: Arc<Fonts>,
    inputs: Arc<BTreeMap<String, String>>,
}

impl Shelf {
    /// The folders that projects name come first, then those of the request that exist, then the system's if a project
    /// asks for them.
    pub fn new(plans: &[Plan], request: &Request) -> Self {
        let named = plans.iter().flat_map(|plan| {
            plan.project.settings.fonts.iter().map(|folder| plan.project.root.join(folder)).collect::<Vec<_>>()
        });
        let system = plans.iter().any(|plan| plan.project.settings.system_fonts);
        let system = system.then(system_font_folders).into_iter().flatten();
        let found = request.font_folders.iter().filter(|folder| folder.is_dir()).cloned();
        let mut folders: Vec<PathBuf> = Vec::new();
        for folder in named.chain(found).chain(system) {
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        let (themes, templates, labels) = (Known::new(), Known::new(), Known::new());
        Self { themes, templates, labels, folders, built_in: Arc::new(Fonts::built_in()), all: OnceLock::new() }
    }

    /// The fonts for a document: those inside the program if they have its characters and the theme's first families,
    /// else all. And what to record about them: nothing if they are part of the program.
    pub fn fonts_for(
        &self,
        characters: &BTreeSet<char>,
        theme: &Theme,
    ) -> Result<(Arc<Fonts>, BTreeMap<String, String>), Diagnostic> {
        let mut families = theme.fonts.body.first().into_iter().chain(theme.fonts.heading.first());
        let is_inside = |family: &str| self.built_in.nearest(family, Default::default()).is_some();
        let named = families.all(|family| is_inside(family)) && theme.fonts.own_families().all(is_inside);
        if named && self.built_in.wanting(characters).is_empty() {
            return Ok((Arc::clone(&self.built_in), BTreeMap::new()));
        }
        let all = self.all.get_or_init(|| self.load()).clone()?;
        Ok((all.fonts, BTreeMap::clone(&all.inputs)))
    }

    fn load(&self) -> Result<All, Diagnostic> {
        let mut fonts = Fonts::built_in();
        let own = fonts.faces().len();
        self.folders.iter().try_for_each(|folder| fonts.add_folder(folder))?;
        let files = fonts.faces().iter().skip(own);
        let inputs = files.map(|face| (format!("font {}", face.postscript_name), sha256(face.data()))).collect();
        Ok(All { fonts: Arc::new(fonts), inputs: Arc::new(inputs) })
    }
}

/// Where systems keep fonts; only those that exist.
fn system_font_folders() -> Vec<PathBuf> {
    let known =
        ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts"];
    known.into_iter().map(PathBuf::from).filter(|folder| folder.is_dir()).collect()
}
