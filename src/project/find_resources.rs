//! Finds templates, themes and labels by name or path: in `templates` beside the brief, in the
//! folders above it up to the project's root, and among the built-in ones.

use std::path::{Path, PathBuf};

use super::Project;
use crate::diagnostic::{Code, Diagnostic, SourceText, nearest};
use crate::io::{absolute_path, read_text};
use crate::labels::{self, FoundLabels};
use crate::template::{self, Template};
use crate::theme::{self, Theme};
use crate::yaml::Limits;

/// A theme and its file.
#[derive(Debug, Clone)]
pub struct FoundTheme {
    /// The theme.
    pub theme: Theme,
    /// The file; `None` for a built-in theme.
    pub file: Option<PathBuf>,
}

impl FoundTheme {
    fn read(file: &Path) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self {
            theme: Theme::read(&read_yaml(file)?)?,
            file: Some(file.to_owned()),
        })
    }
}

impl Project {
    /// The folders to search for templates, labels and themes: `templates` beside the brief, then in
    /// each folder above it up to the root of the project.
    pub fn template_folders(&self, folder: &Path) -> Vec<PathBuf> {
        let mut folders = Vec::new();
        for ancestor in absolute_path(folder).ancestors() {
            if !ancestor.starts_with(&self.root) {
                break;
            }
            folders.push(ancestor.join("templates"));
        }
        folders
    }

    fn find_file(&self, folder: &Path, relative: &str) -> Option<PathBuf> {
        for folder in self.template_folders(folder) {
            let file = folder.join(relative);
            // The file may be a link that leads out of the project.
            if file.is_file() && self.contains_file(&file) {
                return Some(file);
            }
        }
        None
    }

    /// Finds the template that the command line names. Unlike a path in a brief, its path is relative
    /// to the working folder and may lead anywhere.
    ///
    /// # Errors
    ///
    /// As [`Project::find_template`].
    pub fn find_trusted_template(&self, folder: &Path, name: &str) -> Result<Template, Diagnostic> {
        if is_path(name) {
            read_template_file(Path::new(name))
        } else {
            self.find_template(folder, name)
        }
    }

    /// Finds the theme that the command line names. Unlike a path in a brief, its path is relative to
    /// the working folder and may lead anywhere.
    ///
    /// # Errors
    ///
    /// As [`Project::find_theme`].
    pub fn find_trusted_theme(
        &self,
        folder: &Path,
        name: &str,
    ) -> Result<FoundTheme, Vec<Diagnostic>> {
        if is_path(name) {
            FoundTheme::read(Path::new(name))
        } else {
            self.find_theme(folder, name)
        }
    }

    /// Finds a template by name or path. The user's own comes before a built-in one.
    ///
    /// # Errors
    ///
    /// If there is no such template, or it has a mistake.
    pub fn find_template(&self, folder: &Path, name: &str) -> Result<Template, Diagnostic> {
        if is_path(name) {
            return read_template_file(&self.resolve_path(folder, name)?);
        }
        if let Some(file) = self.find_file(folder, &format!("{name}.md.jinja")) {
            return Template::parse(name, read_text(&file, template::MAX_BYTES)?);
        }
        if let Some(template) = Template::built_in(name) {
            return Ok(template);
        }
        let known = template::BUILT_IN.map(|(name, _)| name);
        Err(unknown_name(
            Code::UnknownTemplate,
            "template",
            name,
            &known,
        ))
    }

    /// Finds a theme by name or path. The user's own comes before a built-in one.
    ///
    /// # Errors
    ///
    /// If there is no such theme, or it has mistakes.
    pub fn find_theme(&self, folder: &Path, name: &str) -> Result<FoundTheme, Vec<Diagnostic>> {
        if is_path(name) {
            let file = self.resolve_path(folder, name)?;
            return FoundTheme::read(&file);
        }
        if let Some(file) = self.find_file(folder, &format!("themes/{name}.yaml")) {
            return FoundTheme::read(&file);
        }
        if let Some(theme) = Theme::built_in(name) {
            return Ok(FoundTheme { theme, file: None });
        }
        let known: Vec<&str> = theme::BUILT_IN.iter().map(|(name, _)| *name).collect();
        Err(unknown_name(Code::UnknownTheme, "theme", name, &known).into())
    }

    /// Finds the labels of a language. If there are none, the result is the English labels and a
    /// warning.
    ///
    /// # Errors
    ///
    /// If the user's own file has mistakes.
    pub fn find_labels(&self, folder: &Path, tag: &str) -> Result<FoundLabels, Vec<Diagnostic>> {
        // Any file of the user's comes first: their `de` replaces the built-in `de-CH`, too.
        for candidate in crate::lang::fallback_tags(tag) {
            if let Some(file) = self.find_file(folder, &format!("labels/{candidate}.yaml")) {
                return labels::read_labels(&read_yaml(&file)?, tag);
            }
        }
        if let Some(labels) = labels::built_in_for(tag) {
            return Ok(FoundLabels {
                labels,
                diagnostics: Vec::new(),
            });
        }
        let message = format!("there are no labels for `{tag}`; English ones are used");
        let warning = Diagnostic::warning(Code::MissingLabels, message)
            .hint(format!(
                "translate the file that `gen show labels/en` prints, and save it as templates/labels/{tag}.yaml"
            ));
        let english = labels::built_in_labels("en").unwrap_or_default();
        Ok(FoundLabels {
            labels: english,
            diagnostics: vec![warning],
        })
    }
}

fn read_yaml(file: &Path) -> Result<SourceText, Vec<Diagnostic>> {
    Ok(read_text(file, Limits::default().bytes)?)
}

fn read_template_file(file: &Path) -> Result<Template, Diagnostic> {
    let file_name = file.file_name().unwrap_or_default();
    let file_name = file_name.to_str().unwrap_or_default();
    // Both extensions of `note.md.jinja` go, and so does a name that is not Unicode.
    let name = match file_name.split_once('.') {
        Some((name, _)) => name,
        None => file_name,
    };
    Template::parse(name, read_text(file, template::MAX_BYTES)?)
}

/// Whether a template or theme is given by its path, and not by its name.
fn is_path(name: &str) -> bool {
    name.contains(['/', '\\']) || name.ends_with(".jinja") || name.ends_with(".yaml")
}

fn unknown_name(code: Code, kind: &str, name: &str, known: &[&str]) -> Diagnostic {
    let hint = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "`gen templates` lists them all; built in are {}; `gen show {kind}s/NAME` prints one to start from",
            known.join(", ")
        ),
    };
    Diagnostic::error(code, format!("unknown {kind} `{name}`")).hint(hint)
}
