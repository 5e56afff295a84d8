//! What a brief asks for by name, and where that is found.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::dependencies::{Hashed, input};
use super::images;
use super::plan::{Job, Plan};
use super::request::Request;
use super::shared::{Shelf, ShelvedLabels};
use super::wanted::{Asker, Asks};
use crate::assets::MAX_REFERENCE_DOC_BYTES;
use crate::diagnostic::{Code, Diagnostic};
use crate::formats::{FORMATS, Use};
use crate::io::{display, folder_of, read_bytes};
use crate::project::{FoundTheme, Project, SETTINGS_FILE};
use crate::template::Template;

/// Where a brief lies, and what is around it.
pub(super) struct Desk<'a> {
    plan: &'a Plan,
    request: &'a Request,
    shelf: &'a Shelf,
    asks: &'a Asks,
    folder: PathBuf,
}

impl<'a> Desk<'a> {
    pub fn new(plan: &'a Plan, request: &'a Request, shelf: &'a Shelf, asks: &'a Asks) -> Self {
        Self {
            plan,
            request,
            shelf,
            asks,
            folder: folder_of(&plan.input.file),
        }
    }

    fn project(&self) -> &Project {
        self.plan.project()
    }

    /// The folder that a path is relative to.
    fn base(&self, by: Asker) -> &Path {
        if by == Asker::Settings {
            &self.project().root
        } else {
            &self.folder
        }
    }

    /// The theme, under the name that it was asked for by.
    pub fn theme(&self) -> (&'a str, Result<Arc<Hashed<FoundTheme>>, Vec<Diagnostic>>) {
        let (name, by) = match (&self.request.theme, &self.asks.theme) {
            (Some(name), _) => (name.as_str(), Asker::Command),
            (None, Some(wanted)) => (wanted.name.as_str(), wanted.by),
            (None, None) => ("default", Asker::Program),
        };
        let found = self.shelf.theme(self.base(by), name, || {
            let is_asked = by == Asker::Command;
            if is_asked {
                self.project().asked_theme(&self.folder, name)
            } else {
                self.project().theme(self.base(by), name)
            }
        });
        (name, found)
    }

    /// Whether the brief or the settings name the theme, and not the command.
    pub fn names_theme(&self) -> bool {
        self.request.theme.is_none() && self.asks.theme.is_some()
    }

    /// The labels of the brief's language.
    pub fn labels(&self) -> Result<Arc<ShelvedLabels>, Vec<Diagnostic>> {
        let language = self.asks.language();
        self.shelf.labels(&self.folder, language, || {
            self.project().labels(&self.folder, language)
        })
    }

    pub fn template(&self, job: &Job) -> Result<Arc<Hashed<Template>>, Diagnostic> {
        let (project, name, folder) = (
            self.project(),
            job.template.name.as_str(),
            self.base(job.template.by),
        );
        self.shelf.template(folder, name, || {
            let is_asked = job.template.by == Asker::Command;
            if is_asked {
                project.asked_template(folder, name)
            } else {
                project.template(folder, name)
            }
        })
    }

    /// Problems of templates that are named for formats which are not asked for now.
    pub fn other_templates(&self) -> Vec<(&'static str, Diagnostic)> {
        let asked = |name: &str| self.plan.jobs.iter().any(|job| job.format.name == name);
        let others = FORMATS
            .iter()
            .filter(|format| !asked(format.name))
            .filter_map(|format| {
                let wanted = self.asks.templates.get(format.name)?;
                Some((
                    format.name,
                    self.project()
                        .template(self.base(wanted.by), &wanted.name)
                        .err()?,
                ))
            });
        others.collect()
    }

    /// Reads the file of a picture.
    pub fn image(&self, name: &str, by: Asker) -> Result<Hashed<Vec<u8>>, Diagnostic> {
        let file = self
            .project()
            .resolve(self.base(by), name)
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
        read_file(&file, "picture", name, images::limits().bytes)
    }

    fn uses_reference_doc(&self) -> bool {
        self.plan
            .jobs
            .iter()
            .any(|job| job.format.makes_use_of(Use::ReferenceDoc))
    }

    /// Reads the house template of Word documents, if one is asked for: by the command, the theme
    /// or the settings.
    pub fn reference_doc(
        &self,
        theme: Option<&FoundTheme>,
    ) -> Result<Option<Hashed<Vec<u8>>>, Vec<Diagnostic>> {
        if !self.uses_reference_doc() {
            return Ok(None);
        }
        let by_theme = theme
            .and_then(|found| Some((found.file.as_ref()?, found.theme.word_template.as_ref()?)));
        let (file, name) = match (
            &self.request.reference_doc,
            by_theme,
            &self.project().settings.word_template,
        ) {
            (Some(file), ..) => (file.clone(), display(file)),
            (None, Some((theme, name)), _) => (
                self.beside_theme(theme, name, "house template", "word_template")?,
                name.clone(),
            ),
            (None, None, Some(name)) => {
                let hint =
                    format!("`word_template` is relative to {SETTINGS_FILE} and inside its folder");
                let found = self.project().resolve(&self.project().root, name);
                (
                    found.map_err(|problem| named(problem, "house template", hint))?,
                    name.clone(),
                )
            }
            (None, None, None) => return Ok(None),
        };
        let read = read_file(&file, "house template", &name, MAX_REFERENCE_DOC_BYTES);
        read.map(Some).map_err(|problem| vec![problem])
    }

    /// Reads the file of the theme's logo, if it has one and a Word document is asked for.
    pub fn logo(
        &self,
        theme: Option<&FoundTheme>,
    ) -> Result<Option<(String, Hashed<Vec<u8>>)>, Vec<Diagnostic>> {
        let found =
            theme.and_then(|found| Some((found.file.as_ref()?, found.theme.logo.as_ref()?)));
        let Some((theme, name)) = found.filter(|_| self.uses_reference_doc()) else {
            return Ok(None);
        };
        let file = self.beside_theme(theme, name, "logo", "logo")?;
        let read = read_file(&file, "logo", name, images::limits().bytes);
        let logo = read.map_err(|problem| vec![problem])?;
        Ok(Some((name.clone(), logo)))
    }

    /// A file that a theme names in `key`: inside the project, or beside the theme if that lies
    /// elsewhere.
    fn beside_theme(
        &self,
        theme: &Path,
        name: &str,
        what: &str,
        key: &str,
    ) -> Result<PathBuf, Vec<Diagnostic>> {
        let folder = folder_of(theme);
        let elsewhere = Project {
            root: folder.clone(),
            ..Project::default()
        };
        let project = if self.project().holds(theme) {
            self.project()
        } else {
            &elsewhere
        };
        let hint = format!(
            "`{key}` is relative to `{}` and inside the project",
            display(theme)
        );
        project
            .resolve(&folder, name)
            .map_err(|problem| named(problem, what, hint))
    }
}

/// Reads a file that is asked for as `what` and `name`, and gives it with its hash.
fn read_file(
    file: &Path,
    what: &str,
    name: &str,
    limit: u64,
) -> Result<Hashed<Vec<u8>>, Diagnostic> {
    let bytes = read_bytes(file, limit).map_err(|problem| {
        let message = format!("{what} `{name}`: {}", problem.message);
        Diagnostic { message, ..problem }
    })?;
    let input = input(&display(file), &bytes);
    Ok(Hashed {
        value: bytes,
        input,
    })
}

/// Says what a file is that could not be found.
fn named(mut problem: Diagnostic, what: &str, hint: String) -> Vec<Diagnostic> {
    problem.message = format!("{what} {}", problem.message);
    vec![problem.hint(hint)]
}
