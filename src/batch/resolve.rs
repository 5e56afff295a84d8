//! What a brief asks for by name, and where that is found.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::dependencies::{Fingerprinted, fingerprint};
use super::images;
use super::plan::{BriefPlan, Job};
use super::request::Request;
use super::requested::{Origin, Requested};
use super::shared::{LoadedLabels, SharedResources};
use crate::assets::MAX_REFERENCE_DOC_BYTES;
use crate::diagnostic::{Code, Diagnostic};
use crate::formats::{FORMATS, Use};
use crate::io::{display_path, parent_folder, read_bytes};
use crate::project::{FoundTheme, Project, SETTINGS_FILE};
use crate::template::Template;

/// Where a brief lies, and what is around it.
pub(super) struct Resolver<'a> {
    plan: &'a BriefPlan,
    request: &'a Request,
    shared: &'a SharedResources,
    requested: &'a Requested,
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

    /// The folder that a path is relative to.
    fn base_folder(&self, origin: Origin) -> &Path {
        if origin == Origin::Settings {
            &self.project().root
        } else {
            &self.folder
        }
    }

    /// The theme, under the name that it was asked for by.
    pub fn resolve_theme(
        &self,
    ) -> (
        &'a str,
        Result<Arc<Fingerprinted<FoundTheme>>, Vec<Diagnostic>>,
    ) {
        let (name, origin) = match (&self.request.theme, &self.requested.theme) {
            (Some(name), _) => (name.as_str(), Origin::Command),
            (None, Some(reference)) => (reference.name.as_str(), reference.origin),
            (None, None) => ("default", Origin::Program),
        };
        let found = self.shared.theme(self.base_folder(origin), name, || {
            let is_asked = origin == Origin::Command;
            if is_asked {
                self.project().find_trusted_theme(&self.folder, name)
            } else {
                self.project().find_theme(self.base_folder(origin), name)
            }
        });
        (name, found)
    }

    /// Whether the brief or the settings name the theme, and not the command.
    pub fn names_theme(&self) -> bool {
        self.request.theme.is_none() && self.requested.theme.is_some()
    }

    /// The labels of the brief's language.
    pub fn resolve_labels(&self) -> Result<Arc<LoadedLabels>, Vec<Diagnostic>> {
        let language = self.requested.language();
        self.shared.labels(&self.folder, language, || {
            self.project().find_labels(&self.folder, language)
        })
    }

    pub fn resolve_template(&self, job: &Job) -> Result<Arc<Fingerprinted<Template>>, Diagnostic> {
        let (project, name, folder) = (
            self.project(),
            job.template.name.as_str(),
            self.base_folder(job.template.origin),
        );
        self.shared.template(folder, name, || {
            let is_asked = job.template.origin == Origin::Command;
            if is_asked {
                project.find_trusted_template(folder, name)
            } else {
                project.find_template(folder, name)
            }
        })
    }

    /// Problems of templates that are named for formats which are not asked for now.
    pub fn check_other_templates(&self) -> Vec<(&'static str, Diagnostic)> {
        let asked = |name: &str| self.plan.jobs.iter().any(|job| job.format.name == name);
        let others = FORMATS
            .iter()
            .filter(|format| !asked(format.name))
            .filter_map(|format| {
                let reference = self.requested.templates.get(format.name)?;
                Some((
                    format.name,
                    self.project()
                        .find_template(self.base_folder(reference.origin), &reference.name)
                        .err()?,
                ))
            });
        others.collect()
    }

    /// Reads the file of a picture.
    pub fn read_image(
        &self,
        name: &str,
        origin: Origin,
    ) -> Result<Fingerprinted<Vec<u8>>, Diagnostic> {
        let file = self
            .project()
            .resolve_path(self.base_folder(origin), name)
            .map_err(|problem| {
                let code = match problem.code {
                    Code::MissingFile => Code::MissingPicture,
                    other => other,
                };
                Diagnostic {
                    code,
                    message: format!("picture {}", problem.message),
                    ..problem
                }
            })?;
        read_file(&file, "picture", name, images::image_limits().bytes)
    }

    fn uses_reference_doc(&self) -> bool {
        self.plan
            .jobs
            .iter()
            .any(|job| job.format.makes_use_of(Use::ReferenceDoc))
    }

    /// Reads the house template of Word documents, if one is asked for: by the command, the theme
    /// or the settings.
    pub fn read_reference_doc(
        &self,
        theme: Option<&FoundTheme>,
    ) -> Result<Option<Fingerprinted<Vec<u8>>>, Vec<Diagnostic>> {
        if !self.uses_reference_doc() {
            return Ok(None);
        }
        let from_theme = theme
            .and_then(|found| Some((found.file.as_ref()?, found.theme.word_template.as_ref()?)));
        let (file, name) = match (
            &self.request.options.reference_doc,
            from_theme,
            &self.project().options.reference_doc,
        ) {
            (Some(file), ..) => (file.clone(), display_path(file)),
            (None, Some((theme, name)), _) => (
                self.resolve_beside_theme(theme, name, "house template", "word_template")?,
                name.clone(),
            ),
            (None, None, Some(path)) => {
                let name = path.to_string_lossy();
                let hint =
                    format!("`word_template` is relative to {SETTINGS_FILE} and inside its folder");
                let found = self.project().resolve_path(&self.project().root, &name);
                (
                    found.map_err(|problem| describe_missing(problem, "house template", hint))?,
                    name.into_owned(),
                )
            }
            (None, None, None) => return Ok(None),
        };
        let read = read_file(&file, "house template", &name, MAX_REFERENCE_DOC_BYTES);
        read.map(Some).map_err(|problem| vec![problem])
    }

    /// Reads the file of the theme's logo, if it has one and a Word document is asked for.
    pub fn read_logo(
        &self,
        theme: Option<&FoundTheme>,
    ) -> Result<Option<(String, Fingerprinted<Vec<u8>>)>, Vec<Diagnostic>> {
        let found =
            theme.and_then(|found| Some((found.file.as_ref()?, found.theme.logo.as_ref()?)));
        let Some((theme, name)) = found.filter(|_| self.uses_reference_doc()) else {
            return Ok(None);
        };
        let file = self.resolve_beside_theme(theme, name, "logo", "logo")?;
        let read = read_file(&file, "logo", name, images::image_limits().bytes);
        let logo = read.map_err(|problem| vec![problem])?;
        Ok(Some((name.clone(), logo)))
    }

    /// A file that a theme names in `key`: inside the project, or beside the theme if that lies
    /// elsewhere.
    fn resolve_beside_theme(
        &self,
        theme: &Path,
        name: &str,
        what: &str,
        key: &str,
    ) -> Result<PathBuf, Vec<Diagnostic>> {
        let folder = parent_folder(theme);
        let elsewhere = Project {
            root: folder.clone(),
            ..Project::default()
        };
        let project = if self.project().contains_file(theme) {
            self.project()
        } else {
            &elsewhere
        };
        let hint = format!(
            "`{key}` is relative to `{}` and inside the project",
            display_path(theme)
        );
        project
            .resolve_path(&folder, name)
            .map_err(|problem| describe_missing(problem, what, hint))
    }
}

/// Reads a file that is asked for as `what` and `name`, and gives it with its hash.
fn read_file(
    file: &Path,
    what: &str,
    name: &str,
    limit: u64,
) -> Result<Fingerprinted<Vec<u8>>, Diagnostic> {
    let bytes = read_bytes(file, limit).map_err(|problem| {
        let message = format!("{what} `{name}`: {}", problem.message);
        Diagnostic { message, ..problem }
    })?;
    let fingerprint = fingerprint(&display_path(file), &bytes);
    Ok(Fingerprinted {
        value: bytes,
        fingerprint,
    })
}

/// Says what a file is that could not be found.
fn describe_missing(mut problem: Diagnostic, what: &str, hint: String) -> Vec<Diagnostic> {
    problem.message = format!("{what} {}", problem.message);
    vec![problem.hint(hint)]
}
