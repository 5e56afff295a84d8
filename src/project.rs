//! The folder that a brief belongs to: its settings, templates, labels, themes and pictures.
//!
//! A project is the nearest folder upward from a brief that has a `gen.yaml`, else the brief's own
//! folder. Nothing outside of it is read, wherever a path in a brief may point.

use std::path::{Component, Path, PathBuf};
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::backend::md::Dialect;
use crate::backend::png::Scale;
use crate::brief::Defaults;
use crate::diagnostic::{Code, Diagnostic, SourceText, nearest};
use crate::document::Labels;
use crate::formats;
use crate::io::read_text;
use crate::labels;
use crate::options::FormatOptions;
use crate::template::{self, Template};
use crate::theme::{self, Theme};
use crate::yaml::{self, Limits, Node, NodeKind};

/// The file that makes a folder a project.
pub const SETTINGS_FILE: &str = "gen.yaml";

/// What `gen.yaml` says besides defaults for briefs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Settings {
    /// Folder that is written to, relative to the project and inside it; `output` in the working
    /// folder if absent.
    pub output: Option<PathBuf>,
    /// Formats that are written when none is asked for.
    pub formats: Option<Vec<String>>,
    /// Folders with further fonts, relative to the project; they may lie outside of it.
    pub fonts: Vec<PathBuf>,
    /// Whether the system's fonts may be used. Output then depends on the machine.
    pub system_fonts: bool,
}

/// A theme, and where it was found.
#[derive(Debug, Clone)]
pub struct FoundTheme {
    /// The theme.
    pub theme: Theme,
    /// Its file; `None` for a built-in one.
    pub file: Option<PathBuf>,
}

impl FoundTheme {
    fn read(file: &Path) -> Result<Self, Vec<Diagnostic>> {
        let source = read_text(file, Limits::default().bytes).map_err(|problem| vec![problem])?;
        Ok(Self {
            theme: Theme::read(&source)?,
            file: Some(file.to_owned()),
        })
    }
}

/// A folder of briefs with its settings.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// The folder; nothing outside of it is read.
    pub root: PathBuf,
    /// What `gen.yaml` says about the command.
    pub settings: Settings,
    /// What `gen.yaml` asks of formats.
    pub options: FormatOptions,
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
        let root = Self::find_root(folder);
        let file = root.join(SETTINGS_FILE);
        if !file.is_file() {
            return Ok(Self {
                root,
                ..Self::default()
            });
        }
        let source = read_text(&file, Limits::default().bytes).map_err(|problem| vec![problem])?;
        let (settings, options, defaults) = read_settings(&source, &root)?;
        Ok(Self {
            root,
            settings,
            options,
            defaults: Some(defaults),
        })
    }

    /// The folder of the project of a brief in `folder`.
    pub(crate) fn find_root(folder: &Path) -> PathBuf {
        let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let root = absolute
            .ancestors()
            .find(|folder| folder.join(SETTINGS_FILE).is_file())
            .map(Path::to_owned);
        root.unwrap_or(absolute)
    }

    /// Whether a file lies inside the project, links followed.
    #[must_use]
    pub fn contains_file(&self, file: &Path) -> bool {
        match (file.canonicalize(), self.root.canonicalize()) {
            (Ok(file), Ok(root)) => file.starts_with(root),
            _ => false,
        }
    }

    /// A file that a brief in `folder` names, inside the project.
    ///
    /// # Errors
    ///
    /// A message if it does not exist or lies outside.
    pub fn resolve_path(&self, folder: &Path, name: &str) -> Result<PathBuf, Diagnostic> {
        let wanted = folder.join(name);
        let missing = || {
            Diagnostic::error(Code::MissingFile, format!("`{name}` not found"))
                .hint("paths are relative to the brief")
        };
        let named_inside = Path::new(name)
            .components()
            .all(|part| !matches!(part, Component::RootDir | Component::Prefix(_)));
        let inside = named_inside && self.contains_path(&wanted);
        let real = wanted.canonicalize();
        if inside && real.is_err() {
            Err(missing())
        } else if let (true, Ok(real)) = (inside && self.contains_file(&wanted), real) {
            Ok(real)
        } else {
            Err(Diagnostic::error(Code::OutsideProject, format!("`{name}` lies outside of the brief's project"))
                .hint(format!("put it below the folder of the brief, or a {SETTINGS_FILE} into the folder above both")))
        }
    }

    /// Whether a path lies inside the project by its words alone. So a path outside is told as
    /// such, whether or not there is a file.
    fn contains_path(&self, path: &Path) -> bool {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let mut plain = PathBuf::new();
        for part in absolute.components() {
            match part {
                Component::ParentDir => drop(plain.pop()),
                Component::CurDir => {}
                other => plain.push(other),
            }
        }
        plain.starts_with(&self.root)
    }

    /// The folders that templates, labels and themes are looked for in: `templates` beside the
    /// brief, then in each folder upward to the project's.
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
        self.template_folders(folder)
            .map(|it| it.join(relative))
            .find(|file| file.is_file() && self.contains_file(file))
    }

    /// The template that the command line asks for: a path is relative to the working folder and
    /// may lie anywhere.
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

    /// The theme that the command line asks for: a path is relative to the working folder and may
    /// lie anywhere.
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

    /// The template of that name or path: the user's own, else the built-in one.
    ///
    /// # Errors
    ///
    /// When there is none, or it is wrong.
    pub fn find_template(&self, folder: &Path, name: &str) -> Result<Template, Diagnostic> {
        if is_path(name) {
            return read_template_file(&self.resolve_path(folder, name)?);
        }
        if let Some(file) = self.find_file(folder, &format!("{name}.md.jinja")) {
            return Template::parse(name, read_text(&file, template::MAX_BYTES)?);
        }
        Template::built_in(name).ok_or_else(|| {
            let known = template::BUILT_IN.map(|(name, _)| name);
            unknown_name(Code::UnknownTemplate, "template", name, &known)
        })
    }

    /// The theme of that name or path: the user's own, else the built-in one.
    ///
    /// # Errors
    ///
    /// When there is none, or it is wrong.
    pub fn find_theme(&self, folder: &Path, name: &str) -> Result<FoundTheme, Vec<Diagnostic>> {
        if is_path(name) {
            return FoundTheme::read(
                &self
                    .resolve_path(folder, name)
                    .map_err(|problem| vec![problem])?,
            );
        }
        if let Some(file) = self.find_file(folder, &format!("themes/{name}.yaml")) {
            return FoundTheme::read(&file);
        }
        let known: Vec<&str> = theme::BUILT_IN.iter().map(|(name, _)| *name).collect();
        let theme = Theme::built_in(name)
            .ok_or_else(|| vec![unknown_name(Code::UnknownTheme, "theme", name, &known)])?;
        Ok(FoundTheme { theme, file: None })
    }

    /// The labels for a language, and a warning if they are another language's.
    ///
    /// # Errors
    ///
    /// When the user's own file is wrong.
    pub fn find_labels(
        &self,
        folder: &Path,
        tag: &str,
    ) -> Result<(Labels, Option<Diagnostic>), Vec<Diagnostic>> {
        for candidate in labels::label_candidates(tag) {
            if let Some(file) = self.find_file(folder, &format!("labels/{candidate}.yaml")) {
                let source =
                    read_text(&file, Limits::default().bytes).map_err(|problem| vec![problem])?;
                return Ok((labels::read_labels(&source)?, None));
            }
            if let Some(labels) = labels::built_in_labels(&candidate) {
                return Ok((labels, None));
            }
        }
        let warning = Diagnostic::warning(
            Code::MissingLabels,
            format!("there are no labels for `{tag}`; English ones are used"),
        )
        .hint(format!("put them into templates/labels/{tag}.yaml"));
        Ok((
            labels::built_in_labels("en").unwrap_or_default(),
            Some(warning),
        ))
    }
}

fn read_template_file(file: &Path) -> Result<Template, Diagnostic> {
    let stem = file
        .file_name()
        .and_then(|it| it.to_str())
        .unwrap_or_default();
    let stem = stem.split('.').next().unwrap_or_default().to_owned();
    Template::parse(&stem, read_text(file, template::MAX_BYTES)?)
}

fn is_path(name: &str) -> bool {
    name.contains(['/', '\\']) || name.ends_with(".jinja") || name.ends_with(".yaml")
}

fn unknown_name(code: Code, kind: &str, name: &str, known: &[&str]) -> Diagnostic {
    let hint = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "`gen templates` lists what there is; built in are {}",
            known.join(", ")
        ),
    };
    Diagnostic::error(code, format!("unknown {kind} `{name}`")).hint(hint)
}

/// Parts `gen.yaml` into settings and defaults for briefs, and checks both.
fn read_settings(
    source: &SourceText,
    root: &Path,
) -> Result<(Settings, FormatOptions, Defaults), Vec<Diagnostic>> {
    static SCHEMA: LazyLock<serde_json::Value> = LazyLock::new(own_schema);
    static CHECKED: LazyLock<yaml::Schema> = LazyLock::new(|| yaml::Schema::new(&SCHEMA));
    let properties = SCHEMA["properties"].as_object().into_iter().flatten();
    let keys: Vec<&str> = properties.map(|(key, _)| key.as_str()).collect();
    let node = yaml::parse(source, Limits::default()).map_err(|problem| vec![problem])?;
    let Node {
        start,
        end,
        kind: NodeKind::Mapping(entries),
    } = node
    else {
        return Err(vec![Diagnostic::error(
            Code::WrongType,
            format!("`{}` must be a mapping of keys and values", source.name),
        )]);
    };
    let is_setting = |(key, _): &(Node, Node)| keys.contains(&key.scalar().unwrap_or_default());
    let (own, others): (Vec<_>, Vec<_>) = entries.into_iter().partition(is_setting);
    let own = Node {
        start,
        end,
        kind: NodeKind::Mapping(own),
    };
    let others = Node {
        start,
        end,
        kind: NodeKind::Mapping(others),
    };
    let mut problems = CHECKED.validate(&own, source);
    problems.extend(check_settings(&own, source, root));
    let defaults = Defaults::from_node(source, others, &keys);
    let settings = Settings::deserialize(&own).map_err(|why| why.diagnose(source));
    let options = FormatOptions::deserialize(&own).map_err(|why| why.diagnose(source));
    match (settings, options, defaults) {
        (Ok(settings), Ok(options), Ok(defaults)) if problems.is_empty() => {
            Ok((settings, options, defaults))
        }
        (settings, options, defaults) => {
            problems.extend(defaults.err().into_iter().flatten());
            if problems.is_empty() {
                problems.extend(settings.err());
                problems.extend(options.err());
            }
            problems.sort_by_key(|problem| problem.span.as_ref().map(|span| span.start));
            Err(problems)
        }
    }
}

/// The schema of the keys of `gen.yaml` that are no defaults for briefs.
fn own_schema() -> serde_json::Value {
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "it is read by its schema alone")]
    struct Keys {
        #[serde(flatten)]
        settings: Settings,
        #[serde(flatten)]
        options: FormatOptions,
    }
    schemars::schema_for!(Keys).to_value()
}

/// What the types of the settings cannot say.
fn check_settings(own: &Node, source: &SourceText, root: &Path) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for node in own.get("formats").map(Node::items).unwrap_or_default() {
        let name = node.scalar().unwrap_or_default();
        if formats::format(name).is_none() {
            let known: Vec<&str> = formats::FORMATS.iter().map(|format| format.name).collect();
            let problem =
                Diagnostic::error(Code::UnknownFormat, format!("unknown format `{name}`"))
                    .at(node.span(source));
            problems.push(problem.hint(format!("the formats are {}", known.join(", "))));
        }
    }
    if let Some((node, name)) = own
        .get("dialect")
        .and_then(|node| Some((node, node.scalar()?)))
        && Dialect::named(name).is_none()
    {
        let known = Dialect::ALL.map(Dialect::name);
        let hint = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the dialects are {}", known.join(", ")),
        };
        problems.push(
            Diagnostic::error(Code::UnknownDialect, format!("unknown dialect `{name}`"))
                .at(node.span(source))
                .hint(hint),
        );
    }
    if let Some((node, text)) = own
        .get("scale")
        .and_then(|node| Some((node, node.scalar()?)))
        && let Err(why) = text.parse::<Scale>()
    {
        problems.push(
            Diagnostic::error(Code::InvalidScale, format!("`{text}` is no scale: {why}"))
                .at(node.span(source)),
        );
    }
    for node in own.get("fonts").map(Node::items).unwrap_or_default() {
        let name = node.scalar().unwrap_or_default();
        if !root.join(name).is_dir() {
            let problem = Diagnostic::error(
                Code::MissingFontFolder,
                format!("font folder `{name}` not found"),
            )
            .at(node.span(source));
            problems.push(problem.hint(format!("folders are relative to {SETTINGS_FILE}")));
        }
    }
    if let Some(node) = own.get("output")
        && let Some(name) = node.scalar()
        && Path::new(name)
            .components()
            .any(|part| !matches!(part, Component::Normal(_) | Component::CurDir))
    {
        let problem = Diagnostic::error(
            Code::OutsideProject,
            format!("`{name}` lies outside of the project"),
        )
        .at(node.span(source));
        problems.push(problem.hint("use `gen --output` to write elsewhere"));
    }
    problems
}
