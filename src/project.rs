//! The folder that a brief belongs to: its settings, templates, labels, themes and pictures.
//!
//! A project is the nearest folder upward from a brief that has a `gen.yaml`, else the brief's own folder. Nothing
//! outside of it is read, wherever a path in a brief may point.

use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use crate::brief::Defaults;
use crate::diagnostic::{Diagnostic, SourceText, nearest};
use crate::document::Labels;
use crate::lang;
use crate::template::{self, Template};
use crate::theme::{self, Theme};
use crate::yaml::{self, Limits, Node, NodeKind};

/// The file that makes a folder a project.
pub const SETTINGS_FILE: &str = "gen.yaml";

/// What `gen.yaml` says besides defaults for briefs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Folder that is written to, relative to the project; `output` if absent.
    pub output: Option<PathBuf>,
    /// Formats that are written when none is asked for.
    pub formats: Option<Vec<String>>,
    /// Folders with further fonts, relative to the project.
    pub fonts: Vec<PathBuf>,
    /// Whether the system's fonts may be used. Output then depends on the machine.
    pub system_fonts: bool,
}

/// Keys of [`Settings`].
const SETTINGS: [&str; 4] = ["output", "formats", "fonts", "system_fonts"];

/// A folder of briefs with its settings.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// The folder; nothing outside of it is read.
    pub root: PathBuf,
    /// What `gen.yaml` says about the command.
    pub settings: Settings,
    /// What `gen.yaml` says about briefs.
    pub defaults: Option<Defaults>,
}

impl Project {
    /// The project of a brief in `folder`.
    ///
    /// # Errors
    ///
    /// Every problem of its `gen.yaml`.
    pub fn find(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let Some(root) = absolute.ancestors().find(|folder| folder.join(SETTINGS_FILE).is_file()) else {
            return Ok(Self { root: absolute, ..Self::default() });
        };
        let file = root.join(SETTINGS_FILE);
        let text = std::fs::read_to_string(&file)
            .map_err(|why| vec![Diagnostic::error(format!("cannot read `{}`: {why}", file.display()))])?;
        let source = SourceText::new(&display(&file), &text);
        let (settings, defaults) = read_settings(&source)?;
        Ok(Self { root: root.to_owned(), settings, defaults: Some(defaults) })
    }

    /// A file that a brief in `folder` names, inside the project.
    ///
    /// # Errors
    ///
    /// A message if it does not exist or lies outside.
    pub fn resolve(&self, folder: &Path, name: &str) -> Result<PathBuf, Diagnostic> {
        let wanted = folder.join(name);
        let missing = || Diagnostic::error(format!("`{name}` not found")).hint("paths are relative to the brief");
        let real = wanted.canonicalize().map_err(|_| missing())?;
        let root = self.root.canonicalize().map_err(|_| missing())?;
        let named_inside =
            Path::new(name).components().all(|part| !matches!(part, Component::RootDir | Component::Prefix(_)));
        if real.starts_with(&root) && named_inside {
            Ok(real)
        } else {
            Err(Diagnostic::error(format!("`{name}` lies outside of the brief's project"))
                .hint(format!("put it below the folder of the brief, or a {SETTINGS_FILE} into the folder above both")))
        }
    }

    /// The folders that templates, labels and themes are looked for in: `templates` beside the brief, then in each
    /// folder upward to the project's.
    pub fn template_folders<'a>(&'a self, folder: &'a Path) -> impl Iterator<Item = PathBuf> + 'a {
        let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let inside: Vec<PathBuf> = absolute
            .ancestors()
            .take_while(|folder| folder.starts_with(&self.root))
            .map(|folder| folder.join("templates"))
            .collect();
        inside.into_iter()
    }

    fn find_file(&self, folder: &Path, relative: &str) -> Option<PathBuf> {
        self.template_folders(folder).map(|it| it.join(relative)).find(|file| file.is_file())
    }

    /// The template of that name or path: the user's own, else the built-in one.
    ///
    /// # Errors
    ///
    /// When there is none, or it is wrong.
    pub fn template(&self, folder: &Path, name: &str) -> Result<Template, Diagnostic> {
        if is_path(name) {
            let file = self.resolve(folder, name)?;
            let stem = file.file_name().and_then(|it| it.to_str()).unwrap_or_default();
            let stem = stem.split('.').next().unwrap_or_default().to_owned();
            return Template::parse(&stem, read_text(&file, template::MAX_BYTES)?);
        }
        if let Some(file) = self.find_file(folder, &format!("{name}.md.jinja")) {
            return Template::parse(name, read_text(&file, template::MAX_BYTES)?);
        }
        Template::built_in(name).ok_or_else(|| {
            let known = template::BUILT_IN.map(|(name, _)| name);
            unknown("template", name, &known)
        })
    }

    /// The theme of that name or path: the user's own, else the built-in one.
    ///
    /// # Errors
    ///
    /// When there is none, or it is wrong.
    pub fn theme(&self, folder: &Path, name: &str) -> Result<Theme, Vec<Diagnostic>> {
        let one = |problem| vec![problem];
        if is_path(name) {
            let file = self.resolve(folder, name).map_err(one)?;
            return Theme::read(&read_text(&file, 1 << 20).map_err(one)?);
        }
        if let Some(file) = self.find_file(folder, &format!("themes/{name}.yaml")) {
            return Theme::read(&read_text(&file, 1 << 20).map_err(one)?);
        }
        let known: Vec<&str> = theme::BUILT_IN.iter().map(|(name, _)| *name).collect();
        Theme::built_in(name).ok_or_else(|| vec![unknown("theme", name, &known)])
    }

    /// The labels for a language, and a warning if they are another language's.
    ///
    /// # Errors
    ///
    /// When the user's own file is wrong.
    pub fn labels(&self, folder: &Path, tag: &str) -> Result<(Labels, Option<Diagnostic>), Diagnostic> {
        for candidate in lang::label_candidates(tag) {
            if let Some(file) = self.find_file(folder, &format!("labels/{candidate}.yaml")) {
                return Ok((lang::read_labels(&read_text(&file, 1 << 20)?)?, None));
            }
            if let Some(labels) = lang::built_in_labels(&candidate) {
                return Ok((labels, None));
            }
        }
        let warning = Diagnostic::warning(format!("there are no labels for `{tag}`; English ones are used"))
            .hint(format!("put them into templates/labels/{tag}.yaml"));
        Ok((lang::built_in_labels("en").unwrap_or_default(), Some(warning)))
    }
}

/// A path as messages and the manifest show it: relative to the working folder where it lies inside, with `/`.
#[must_use]
pub fn display(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let shown = path.strip_prefix(&here).unwrap_or(path);
    shown.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// Reads a text file, or says what is wrong with it.
///
/// # Errors
///
/// When it cannot be read, is longer than `limit` bytes, or is not UTF-8.
pub fn read_text(file: &Path, limit: usize) -> Result<SourceText, Diagnostic> {
    let name = display(file);
    let size = std::fs::metadata(file).map_or(0, |meta| meta.len());
    if size > limit as u64 {
        return Err(Diagnostic::error(format!("`{name}` has {size} bytes; the limit is {limit}")));
    }
    let bytes = std::fs::read(file).map_err(|why| Diagnostic::error(format!("cannot read `{name}`: {why}")))?;
    text_of(&name, bytes)
}

/// Bytes as text: UTF-8, with or without a byte order mark.
///
/// # Errors
///
/// When they are not UTF-8.
pub fn text_of(name: &str, bytes: Vec<u8>) -> Result<SourceText, Diagnostic> {
    let text = String::from_utf8(bytes).map_err(|why| {
        let at = why.utf8_error().valid_up_to();
        Diagnostic::error(format!("`{name}` is not UTF-8 text: byte {at} does not belong there"))
            .hint("save it as UTF-8 in your editor")
    })?;
    Ok(SourceText::new(name, text.strip_prefix('\u{feff}').unwrap_or(&text)))
}

fn is_path(name: &str) -> bool {
    name.contains(['/', '\\']) || name.ends_with(".jinja") || name.ends_with(".yaml")
}

fn unknown(kind: &str, name: &str, known: &[&str]) -> Diagnostic {
    let hint = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("`gen templates` lists what there is; built in are {}", known.join(", ")),
    };
    Diagnostic::error(format!("unknown {kind} `{name}`")).hint(hint)
}

/// Parts `gen.yaml` into settings and defaults for briefs. Each is read from the text with the other's keys blanked,
/// so that positions stay true.
fn read_settings(source: &SourceText) -> Result<(Settings, Defaults), Vec<Diagnostic>> {
    let node = yaml::parse(source, Limits::default()).map_err(|problem| vec![problem])?;
    let NodeKind::Mapping(entries) = &node.kind else {
        return Err(vec![Diagnostic::error(format!("`{}` must be a mapping of keys and values", source.name))]);
    };
    let keep = |settings: bool| blanked(source, entries, settings);
    let settings_text = keep(true);
    let settings = if settings_text.text.trim().is_empty() {
        Settings::default()
    } else {
        serde_yaml::from_str(&settings_text.text)
            .map_err(|why| vec![Diagnostic::error(format!("`{}`: {why}", source.name))])?
    };
    Ok((settings, Defaults::read(&keep(false))?))
}

fn blanked(source: &SourceText, entries: &[(Node, Node)], settings: bool) -> SourceText {
    let mut bytes = source.text.as_bytes().to_vec();
    for (at, (key, _)) in entries.iter().enumerate() {
        if SETTINGS.contains(&key.scalar().unwrap_or_default()) != settings {
            let end = entries.get(at + 1).map_or(bytes.len(), |(next, _)| next.start);
            bytes[key.start..end].iter_mut().filter(|it| !matches!(**it, b'\n' | b'\r')).for_each(|it| *it = b' ');
        }
    }
    SourceText::new(&source.name, &String::from_utf8_lossy(&bytes))
}
