//! The project of a brief: its settings, and where its templates, labels, themes and images are
//! found.
//!
//! A project is the nearest folder, upwards from a brief, that contains a `gen.yaml`; without one
//! it is the brief's own folder. [`Project::find`] reads its settings. No path in a brief can lead
//! out of its project.
//!
//! `find_resources` finds templates, themes and labels by their names.

mod find_resources;

use std::path::{Component, Path, PathBuf};
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::backend::md::Dialect;
use crate::backend::png::Scale;
use crate::brief::Defaults;
use crate::diagnostic::{Code, Diagnostic, SourceText, nearest};
use crate::formats;
use crate::io::{absolute_path, normalize_path, read_text};
use crate::options::FormatOptions;
use crate::yaml::{self, Limits, Node, NodeKind};

pub use find_resources::FoundTheme;

/// The name of the settings file, which makes its folder a project.
pub const SETTINGS_FILE: &str = "gen.yaml";

/// The settings in `gen.yaml`. Its other keys are defaults for briefs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Settings {
    /// The folder to write to, relative to the project and inside it. Default: `output` in the
    /// working folder.
    pub output: Option<PathBuf>,
    /// The formats to write if the command line names none. Default: pdf, docx and md.
    pub formats: Option<Vec<String>>,
    /// Folders with further fonts, relative to the project. They may be outside it.
    pub fonts: Vec<PathBuf>,
    /// Whether fonts of the system may be used. Output then depends on the machine.
    pub system_fonts: bool,
}

/// A folder of briefs with its settings.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// The folder; nothing outside of it is read.
    pub root: PathBuf,
    /// The settings in `gen.yaml`.
    pub settings: Settings,
    /// The options of formats in `gen.yaml`.
    pub options: FormatOptions,
    /// The defaults for briefs in `gen.yaml`; `None` if there is no such file.
    pub defaults: Option<Defaults>,
}

impl Project {
    /// Finds the project of the briefs in `folder` and reads its settings.
    ///
    /// # Errors
    ///
    /// Every problem in its `gen.yaml`.
    pub fn find(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let root = Self::find_root(folder);
        let file = root.join(SETTINGS_FILE);
        if !file.is_file() {
            return Ok(Self {
                root,
                ..Self::default()
            });
        }
        let source = read_text(&file, Limits::default().bytes)?;
        let (settings, options, defaults) = read_settings(&source, &root)?;
        Ok(Self {
            root,
            settings,
            options,
            defaults: Some(defaults),
        })
    }

    /// The root folder of the project that briefs in `folder` belong to. Its settings are not read.
    #[must_use]
    pub fn find_root(folder: &Path) -> PathBuf {
        let folder = absolute_path(folder);
        for ancestor in folder.ancestors() {
            if ancestor.join(SETTINGS_FILE).is_file() {
                return ancestor.to_owned();
            }
        }
        folder
    }

    /// Whether a file is inside the project after all links in its path are followed.
    #[must_use]
    pub fn contains_file(&self, file: &Path) -> bool {
        // The root is resolved, too: the project may be reached through a link.
        match (file.canonicalize(), self.root.canonicalize()) {
            (Ok(file), Ok(root)) => file.starts_with(root),
            _ => false,
        }
    }

    /// Finds a file inside the project by its path relative to `folder`.
    ///
    /// # Errors
    ///
    /// If the file does not exist or is outside the project. A path that leads outside is reported
    /// as such whether or not a file exists there, so that messages reveal nothing about other
    /// folders.
    pub fn resolve_path(&self, folder: &Path, name: &str) -> Result<PathBuf, Diagnostic> {
        let path = folder.join(name);
        // On Windows `C:file` is not absolute, but leads to another drive.
        let mut parts = Path::new(name).components();
        let is_rooted = parts.any(|part| matches!(part, Component::RootDir | Component::Prefix(_)));
        // First the text of the path, so that a path outside is not even looked up.
        if is_rooted || !normalize_path(&path).starts_with(&self.root) {
            return Err(outside_project(name));
        }
        let Ok(real) = path.canonicalize() else {
            let missing = Diagnostic::error(Code::MissingFile, format!("`{name}` not found"));
            return Err(missing.hint("paths are relative to the brief"));
        };
        // Then the file itself, because a link inside the project may lead out of it.
        if self.contains_file(&path) {
            Ok(real)
        } else {
            Err(outside_project(name))
        }
    }
}

fn outside_project(name: &str) -> Diagnostic {
    let message = format!("`{name}` lies outside of the brief's project");
    let hint = format!(
        "put it below the folder of the brief, or a {SETTINGS_FILE} into the folder above both"
    );
    Diagnostic::error(Code::OutsideProject, message).hint(hint)
}

/// Separates `gen.yaml` into settings, options of formats and defaults for briefs, and checks them.
fn read_settings(
    source: &SourceText,
    root: &Path,
) -> Result<(Settings, FormatOptions, Defaults), Vec<Diagnostic>> {
    // Made once for the process: they depend on the types alone.
    static SCHEMA_JSON: LazyLock<serde_json::Value> = LazyLock::new(settings_schema);
    static SCHEMA: LazyLock<yaml::Schema> = LazyLock::new(|| yaml::Schema::new(&SCHEMA_JSON));
    let mut keys: Vec<&str> = Vec::new();
    if let Some(properties) = SCHEMA_JSON["properties"].as_object() {
        keys.extend(properties.keys().map(String::as_str));
    }
    let node = yaml::parse(source, Limits::default())?;
    let (settings_node, defaults_node) = split_settings(node, &keys, source)?;
    let mut problems = SCHEMA.validate(&settings_node, source);
    problems.extend(check_settings(&settings_node, source, root));
    // All three are read before any problem is reported, so that one run shows all of them.
    let defaults = Defaults::from_node(source, defaults_node, &keys);
    let settings = Settings::deserialize(&settings_node).map_err(|why| why.diagnose(source));
    let options = FormatOptions::deserialize(&settings_node).map_err(|why| why.diagnose(source));
    match (settings, options, defaults) {
        (Ok(settings), Ok(options), Ok(defaults)) if problems.is_empty() => {
            Ok((settings, options, defaults))
        }
        (settings, options, defaults) => {
            problems.extend(defaults.err().into_iter().flatten());
            // The schema describes the same mistakes in better words.
            if problems.is_empty() {
                problems.extend(settings.err());
                problems.extend(options.err());
            }
            problems.sort_by_key(|problem| problem.span.as_ref().map(|span| span.start));
            Err(problems)
        }
    }
}

/// The schema of the keys of `gen.yaml` that are not defaults for briefs.
fn settings_schema() -> serde_json::Value {
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is used")]
    struct SettingsKeys {
        #[serde(flatten)]
        settings: Settings,
        #[serde(flatten)]
        options: FormatOptions,
    }
    schemars::schema_for!(SettingsKeys).to_value()
}

/// Separates the entries with these keys from the others, which are defaults for briefs.
fn split_settings(
    node: Node,
    keys: &[&str],
    source: &SourceText,
) -> Result<(Node, Node), Vec<Diagnostic>> {
    let Node {
        start,
        end,
        kind: NodeKind::Mapping(entries),
    } = node
    else {
        let message = format!(
            "`{}` must consist of `key: value` pairs, such as `output: documents`",
            source.name
        );
        return Err(vec![Diagnostic::error(Code::WrongType, message)]);
    };
    let mut settings = Vec::new();
    let mut defaults = Vec::new();
    for (key, value) in entries {
        let name = key.scalar().unwrap_or_default();
        if keys.contains(&name) {
            settings.push((key, value));
        } else {
            defaults.push((key, value));
        }
    }
    let mapping = |entries| Node {
        start,
        end,
        kind: NodeKind::Mapping(entries),
    };
    Ok((mapping(settings), mapping(defaults)))
}

/// Checks what the schema of the settings cannot express.
fn check_settings(settings: &Node, source: &SourceText, root: &Path) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for node in list_setting(settings, "formats") {
        problems.extend(check_format(node, source));
    }
    if let Some((node, name)) = text_setting(settings, "dialect") {
        problems.extend(check_dialect(node, name, source));
    }
    if let Some((node, text)) = text_setting(settings, "scale")
        && let Err(why) = text.parse::<Scale>()
    {
        let message = format!("`{text}` is not a scale: {why}");
        problems.push(Diagnostic::error(Code::InvalidScale, message).at(node.span(source)));
    }
    for node in list_setting(settings, "fonts") {
        problems.extend(check_font_folder(node, source, root));
    }
    if let Some((node, name)) = text_setting(settings, "output") {
        problems.extend(check_output(node, name, source));
    }
    problems
}

fn text_setting<'n>(settings: &'n Node, key: &str) -> Option<(&'n Node, &'n str)> {
    let node = settings.get(key)?;
    Some((node, node.scalar()?))
}

fn list_setting<'n>(settings: &'n Node, key: &str) -> &'n [Node] {
    settings.get(key).map(Node::items).unwrap_or_default()
}

fn check_format(node: &Node, source: &SourceText) -> Option<Diagnostic> {
    let name = node.scalar().unwrap_or_default();
    if formats::format(name).is_some() {
        return None;
    }
    let known: Vec<&str> = formats::FORMATS.iter().map(|format| format.name).collect();
    let problem = Diagnostic::error(Code::UnknownFormat, format!("unknown format `{name}`"));
    let hint = format!("the formats are {}", known.join(", "));
    Some(problem.at(node.span(source)).hint(hint))
}

fn check_dialect(node: &Node, name: &str, source: &SourceText) -> Option<Diagnostic> {
    if Dialect::named(name).is_some() {
        return None;
    }
    let known = Dialect::ALL.map(Dialect::name);
    let hint = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the dialects are {}", known.join(", ")),
    };
    let problem = Diagnostic::error(Code::UnknownDialect, format!("unknown dialect `{name}`"));
    Some(problem.at(node.span(source)).hint(hint))
}

fn check_font_folder(node: &Node, source: &SourceText, root: &Path) -> Option<Diagnostic> {
    let name = node.scalar().unwrap_or_default();
    if root.join(name).is_dir() {
        return None;
    }
    let message = format!("font folder `{name}` not found");
    let problem = Diagnostic::error(Code::MissingFontFolder, message).at(node.span(source));
    Some(problem.hint(format!("folders are relative to {SETTINGS_FILE}")))
}

fn check_output(node: &Node, name: &str, source: &SourceText) -> Option<Diagnostic> {
    let mut parts = Path::new(name).components();
    // The folder need not exist, so `..` cannot be resolved and is refused.
    if parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return None;
    }
    let message = format!("`{name}` lies outside of the project");
    let problem = Diagnostic::error(Code::OutsideProject, message).at(node.span(source));
    Some(problem.hint("use `gen --output` to write elsewhere"))
}
