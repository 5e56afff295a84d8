//! Finds and reads the resources that a brief requests by name.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::dependencies::{Fingerprinted, fingerprint};
use super::images::image_limits;
use super::plan::{BriefPlan, Job};
use super::request::Request;
use super::requested::{Origin, Requested};
use super::shared::{LoadedLabels, SharedResources, SharedTemplate, SharedTheme};
use crate::assets::MAX_REFERENCE_DOC_BYTES;
use crate::diagnostic::{Code, Diagnostic};
use crate::formats::{FORMATS, Use};
use crate::io::{display_path, parent_folder, read_bytes};
use crate::project::{FoundTheme, Project, SETTINGS_FILE};

/// The name of a file as a theme or a setting gives it, and its bytes.
type NamedFile = (String, Fingerprinted<Vec<u8>>);

/// Finds the resources of one brief. Problems that it reports have no span in the brief yet.
pub(super) struct Resolver<'a> {
    plan: &'a BriefPlan,
    request: &'a Request,
    shared: &'a SharedResources,
    requested: &'a Requested,
    /// The folder of the brief.
    folder: PathBuf,
}

impl<'a> Resolver<'a> {
    pub fn new(
        plan: &'a BriefPlan,
        request: &'a Request,
        shared: &'a SharedResources,
        requested: &'a Requested,
    ) -> Self {
        Self {
            plan,
            request,
            shared,
            requested,
            folder: parent_folder(&plan.input.file),
        }
    }

    fn project(&self) -> &Project {
        self.plan.project()
    }

    /// The folder that paths are relative to.
    fn base_folder(&self, origin: Origin) -> &Path {
        if origin == Origin::Settings {
            &self.project().root
        } else {
            &self.folder
        }
    }

    /// The name by which the theme is requested: by the command, the brief or the settings.
    pub fn theme_name(&self) -> &'a str {
        self.requested_theme().0
    }

    fn requested_theme(&self) -> (&'a str, Origin) {
        match (&self.request.theme, &self.requested.theme) {
            (Some(name), _) => (name, Origin::Command),
            (None, Some(theme)) => (&theme.name, theme.origin),
            (None, None) => ("default", Origin::Program),
        }
    }

    pub fn resolve_theme(&self) -> Result<SharedTheme, Vec<Diagnostic>> {
        let (name, origin) = self.requested_theme();
        // Only the user of the command is trusted with paths that lead out of the project.
        let folder = self.base_folder(origin);
        self.shared.theme(folder, name, || match origin {
            Origin::Command => self.project().find_trusted_theme(folder, name),
            _ => self.project().find_theme(folder, name),
        })
    }

    /// Whether the theme is the one that the brief or the settings name.
    pub fn names_theme(&self) -> bool {
        self.request.theme.is_none() && self.requested.theme.is_some()
    }

    pub fn resolve_labels(&self) -> Result<Arc<LoadedLabels>, Vec<Diagnostic>> {
        // The search for labels starts in the folder of the brief, even if gen.yaml sets the
        // language.
        let language = self.requested.language();
        self.shared.labels(&self.folder, language, || {
            self.project().find_labels(&self.folder, language)
        })
    }

    pub fn resolve_template(&self, job: &Job) -> Result<SharedTemplate, Diagnostic> {
        let name = job.template.name.as_str();
        let origin = job.template.origin;
        let folder = self.base_folder(origin);
        self.shared.template(folder, name, || match origin {
            Origin::Command => self.project().find_trusted_template(folder, name),
            _ => self.project().find_template(folder, name),
        })
    }

    /// Problems with the templates of formats that this run does not write, by format.
    pub fn check_other_templates(&self) -> Vec<(&'static str, Diagnostic)> {
        let mut problems = Vec::new();
        // A brief is checked as a whole, so that another run does not find what this one could.
        for format in FORMATS {
            let mut jobs = self.plan.jobs.iter();
            if jobs.any(|job| job.format.name == format.name) {
                continue;
            }
            let Some(template) = self.requested.templates.get(format.name) else {
                continue;
            };
            let folder = self.base_folder(template.origin);
            if let Err(problem) = self.project().find_template(folder, &template.name) {
                problems.push((format.name, problem));
            }
        }
        problems
    }

    pub fn read_image(
        &self,
        name: &str,
        origin: Origin,
    ) -> Result<Fingerprinted<Vec<u8>>, Diagnostic> {
        let file = match self.project().resolve_path(self.base_folder(origin), name) {
            Ok(file) => file,
            Err(mut problem) => {
                if problem.code == Code::MissingFile {
                    problem.code = Code::MissingPicture;
                }
                problem.message = format!("picture {}", problem.message);
                return Err(problem);
            }
        };
        read_file(&file, "picture", name, image_limits().bytes)
    }

    fn uses_reference_doc(&self) -> bool {
        let mut jobs = self.plan.jobs.iter();
        jobs.any(|job| job.format.makes_use_of(Use::ReferenceDoc))
    }

    /// Reads the reference document for Word, if a Word document is written and the command, the
    /// theme or the settings name one.
    pub fn read_reference_doc(
        &self,
        theme: Option<&FoundTheme>,
    ) -> Result<Option<Fingerprinted<Vec<u8>>>, Vec<Diagnostic>> {
        if !self.uses_reference_doc() {
            return Ok(None);
        }
        let Some((file, name)) = self.find_reference_doc(theme)? else {
            return Ok(None);
        };
        let document = read_file(&file, "Word template", &name, MAX_REFERENCE_DOC_BYTES)?;
        Ok(Some(document))
    }

    /// The file of the reference document, and its name in messages.
    fn find_reference_doc(
        &self,
        theme: Option<&FoundTheme>,
    ) -> Result<Option<(PathBuf, String)>, Vec<Diagnostic>> {
        let what = "Word template";
        // A file that the command names may be anywhere, as the user can read it anyway.
        if let Some(file) = &self.request.options.reference_doc {
            return Ok(Some((file.clone(), display_path(file))));
        }
        if let Some(theme) = theme
            && let (Some(theme_file), Some(name)) = (&theme.file, &theme.theme.word_template)
        {
            let file = self.resolve_beside_theme(theme_file, name, what, "word_template")?;
            return Ok(Some((file, name.clone())));
        }
        if let Some(path) = &self.project().options.reference_doc {
            let name = path.to_string_lossy().into_owned();
            let found = self.project().resolve_path(&self.project().root, &name);
            let hint =
                format!("`word_template` is relative to {SETTINGS_FILE} and inside its folder");
            let file = found.map_err(|problem| describe_missing(problem, what, hint))?;
            return Ok(Some((file, name)));
        }
        Ok(None)
    }

    /// Reads the logo of the theme and returns its name and bytes. `None` if there is no logo or no
    /// Word document is written.
    pub fn read_logo(
        &self,
        theme: Option<&FoundTheme>,
    ) -> Result<Option<NamedFile>, Vec<Diagnostic>> {
        if !self.uses_reference_doc() {
            return Ok(None);
        }
        let Some(theme) = theme else { return Ok(None) };
        let (Some(theme_file), Some(name)) = (&theme.file, &theme.theme.logo) else {
            return Ok(None);
        };
        let file = self.resolve_beside_theme(theme_file, name, "logo", "logo")?;
        let logo = read_file(&file, "logo", name, image_limits().bytes)?;
        Ok(Some((name.clone(), logo)))
    }

    /// Finds a file that a theme names under `key`. It must be inside the project or, if the theme
    /// itself is outside, in the folder of the theme.
    fn resolve_beside_theme(
        &self,
        theme: &Path,
        name: &str,
        what: &str,
        key: &str,
    ) -> Result<PathBuf, Vec<Diagnostic>> {
        let folder = parent_folder(theme);
        let found = if self.project().contains_file(theme) {
            self.project().resolve_path(&folder, name)
        } else {
            // The command can name a theme anywhere, and the theme still reads only beside itself.
            let folder_of_theme = Project {
                root: folder.clone(),
                ..Project::default()
            };
            folder_of_theme.resolve_path(&folder, name)
        };
        found.map_err(|problem| {
            let theme = display_path(theme);
            let hint = format!("`{key}` is relative to `{theme}` and inside the project");
            describe_missing(problem, what, hint)
        })
    }
}

/// Reads a file. `what` and `name` describe it in messages.
fn read_file(
    file: &Path,
    what: &str,
    name: &str,
    limit: u64,
) -> Result<Fingerprinted<Vec<u8>>, Diagnostic> {
    match read_bytes(file, limit) {
        Ok(bytes) => Ok(Fingerprinted {
            fingerprint: fingerprint(&display_path(file), &bytes),
            value: bytes,
        }),
        Err(mut problem) => {
            problem.message = format!("{what} `{name}`: {}", problem.message);
            Err(problem)
        }
    }
}

/// Adds to a problem what kind of file is missing, and where it should be.
fn describe_missing(mut problem: Diagnostic, what: &str, hint: String) -> Vec<Diagnostic> {
    problem.message = format!("{what} {}", problem.message);
    vec![problem.hint(hint)]
}
