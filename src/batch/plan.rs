//! Which briefs, and which file each of them becomes in each format; known before anything is
//! rendered.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Request;
use super::digest::{Key, key};
use crate::backend::{FORMATS, Format, Options};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::io::{absolute, display, folder_of, read_text, stem, text_of, way};
use crate::project::{Project, SETTINGS_FILE};
use crate::yaml::{self, Limits, Node};

/// A brief to render.
#[derive(Debug, Clone)]
pub struct Input {
    /// What it says; `None` until it is read from `file`.
    pub text: Option<SourceText>,
    /// Its file; for standard input, a name in the working folder.
    pub file: PathBuf,
    /// Folders between the folder that was asked for and the file; outputs keep them.
    pub below: PathBuf,
}

/// A part of the work: which briefs it has depends on each brief's path alone, so that adding one
/// moves no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partition {
    /// 1 to `of`.
    part: u64,
    of: u64,
}

impl Partition {
    /// Whether the brief of that path belongs to this part.
    #[must_use]
    pub fn has(self, path: &str) -> bool {
        let digest = Sha256::digest(path.as_bytes());
        let number = digest
            .iter()
            .take(8)
            .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        number % self.of == self.part - 1
    }
}

impl FromStr for Partition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text
            .split_once('/')
            .and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((part, of)) if (1..=of).contains(&part) => Ok(Self { part, of }),
            _ => Err("a part is written K/N, with K from 1 to N, such as 2/8".to_owned()),
        }
    }
}

/// Every brief that the arguments name: files as they are, of folders every `.yaml` and `.yml` file
/// but settings, templates and what begins with a dot.
///
/// # Errors
///
/// When a file or folder does not exist, or a folder holds no brief.
pub fn inputs(arguments: &[PathBuf]) -> Result<Vec<Input>, Diagnostic> {
    let mut inputs = Vec::new();
    for argument in arguments {
        if argument.is_dir() {
            let before = inputs.len();
            inputs.extend(folder_inputs(argument)?);
            if inputs.len() == before {
                let message = format!("`{}` holds no brief", argument.display());
                return Err(Diagnostic::error(message)
                    .hint("a brief is a .yaml file; `gen new NAME` makes one"));
            }
        } else if argument.is_file() {
            inputs.push(Input {
                text: None,
                file: argument.clone(),
                below: PathBuf::new(),
            });
        } else if argument.exists() {
            // A pipe gives its text once.
            let text = text_of(&display(argument), read_once(argument)?)?;
            inputs.push(Input {
                text: Some(text),
                file: argument.clone(),
                below: PathBuf::new(),
            });
        } else {
            let problem = Diagnostic::error(format!("`{}` does not exist", argument.display()));
            return Err(
                problem.hint("name a brief or a folder of briefs, or make one with `gen new NAME`")
            );
        }
    }
    Ok(inputs)
}

/// Whether a folder can be read and holds no brief.
#[must_use]
pub fn holds_none(folder: &Path) -> bool {
    folder_inputs(folder).is_ok_and(|inputs| inputs.is_empty())
}

fn read_once(file: &Path) -> Result<Vec<u8>, Diagnostic> {
    let problem = |why| Diagnostic::error(format!("cannot read `{}`: {why}", file.display()));
    let mut bytes = Vec::new();
    let limit = Limits::default().bytes as u64 + 1;
    let opened = std::fs::File::open(file).map_err(problem)?;
    std::io::Read::read_to_end(&mut std::io::Read::take(opened, limit), &mut bytes)
        .map_err(problem)?;
    Ok(bytes)
}

fn folder_inputs(folder: &Path) -> Result<Vec<Input>, Diagnostic> {
    let mut inputs = Vec::new();
    let visible = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0
            || !(name.starts_with('.') || entry.file_type().is_dir() && name == "templates")
    };
    for entry in walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(visible)
    {
        let entry =
            entry.map_err(|why| Diagnostic::error(format!("cannot read the folder: {why}")))?;
        let extension = entry.path().extension().and_then(|it| it.to_str());
        let is_file =
            entry.file_type().is_file() || entry.file_type().is_symlink() && entry.path().is_file();
        if is_file
            && matches!(extension, Some("yaml" | "yml"))
            && entry.file_name() != SETTINGS_FILE
        {
            let below = entry
                .path()
                .strip_prefix(folder)
                .ok()
                .and_then(Path::parent)
                .unwrap_or(Path::new(""));
            inputs.push(Input {
                text: None,
                file: entry.path().to_owned(),
                below: below.to_owned(),
            });
        }
    }
    Ok(inputs)
}

/// A template, theme or picture that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wanted {
    /// A name or a path.
    pub name: String,
    /// Who asks.
    pub by: Asker,
}

impl Wanted {
    /// Whether the brief or the settings name it.
    pub fn is_named(&self) -> bool {
        matches!(self.by, Asker::Brief | Asker::Settings)
    }
}

/// Who asks for something; paths are relative to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Asker {
    /// The command line: relative to the working folder, and trusted.
    Command,
    /// The brief: relative to it.
    Brief,
    /// The project's settings: relative to them.
    Settings,
    /// Nobody: what is built in is meant.
    Program,
}

/// One file to make.
pub(super) struct Job {
    pub format: &'static Format,
    pub template: Wanted,
    pub options: Options,
    pub path: PathBuf,
    /// Whether the user has named the file, so that there is no name for further pages.
    pub is_named: bool,
}

/// Files with the briefs that they are made of: every one that a run is asked for, further pages
/// not being known yet, or every one that is not a run's to write.
#[derive(Default)]
pub(super) struct Files {
    /// Places in `briefs`, by the files' whole paths.
    owners: HashMap<Key, u32>,
    briefs: Vec<Box<Path>>,
    /// The working folder, which is dear to ask for again and again.
    here: PathBuf,
}

impl Files {
    pub fn new() -> Self {
        Self {
            here: std::env::current_dir().unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Adds a file, and gives the brief that it is made of already.
    pub fn insert(&mut self, file: &Path, brief: &Path) -> Option<PathBuf> {
        if self.briefs.last().is_none_or(|last| **last != *brief) {
            self.briefs.push(brief.into());
        }
        let brief = u32::try_from(self.briefs.len() - 1).unwrap_or(u32::MAX);
        let before = self.owners.insert(self.key(file), brief);
        before.and_then(|before| Some(self.briefs.get(before as usize)?.to_path_buf()))
    }

    /// The brief that a file is made of, if it is one of these.
    pub fn owner(&self, file: &Path) -> Option<&Path> {
        let brief = *self.owners.get(&self.key(file))?;
        self.briefs.get(brief as usize).map(AsRef::as_ref)
    }

    fn key(&self, file: &Path) -> Key {
        key(&absolute(&self.here.join(file)))
    }
}

/// What to do about two documents with one file.
pub(super) const APART: &str = "rename one of them, or render them into different folders";

/// What the briefs of one project share in a run.
pub(super) struct Site {
    pub project: Project,
    pub manifest_folder: PathBuf,
    output_folder: PathBuf,
    /// The one file that is written, if the user has named it.
    single_file: Option<PathBuf>,
    formats: Vec<&'static Format>,
    options: Options,
    /// The template that the command line asks for.
    template: Option<String>,
    /// Those that the project's defaults name, by format.
    templates: BTreeMap<String, Wanted>,
}

impl Site {
    fn new(project: Project, request: &Request) -> Result<Self, Diagnostic> {
        let formats = formats(request, &project)?;
        let single_file = request.output.as_ref().filter(|output| {
            formats.len() == 1
                && !output.is_dir()
                && output.extension().is_some_and(|it| it == formats[0].name)
        });
        let output_folder = output_folder(&project, request);
        let manifest_folder =
            single_file.map_or_else(|| output_folder.clone(), |file| folder_of(file));
        let options = Options {
            dialect: request
                .dialect
                .or(project.settings.dialect())
                .unwrap_or_default(),
            scale: request
                .scale
                .or(project.settings.scale())
                .unwrap_or_default(),
        };
        let defaults = project
            .defaults
            .as_ref()
            .and_then(|defaults| defaults.get("templates"));
        let templates = defaults
            .map(|node| named_templates(node, Asker::Settings))
            .unwrap_or_default();
        let (single_file, template) = (single_file.cloned(), request.template.clone());
        Ok(Self {
            project,
            manifest_folder,
            output_folder,
            single_file,
            formats,
            options,
            template,
            templates,
        })
    }

    /// The folder that the documents of a brief lie in.
    fn folder_of(&self, input: &Input) -> PathBuf {
        self.single_file.as_ref().map_or_else(
            || self.output_folder.join(&input.below),
            |file| folder_of(file),
        )
    }

    /// The documents of a brief that names templates of its own or does not; they are called
    /// `stem`.
    fn jobs(&self, input: &Input, own: Option<&BTreeMap<String, Wanted>>, stem: &str) -> Vec<Job> {
        let templates = own.unwrap_or(&self.templates);
        let folder = self.folder_of(input);
        let jobs = self.formats.iter().map(|&format| {
            let (template, name) = document(format, self.template.as_ref(), templates, stem);
            let path = self
                .single_file
                .clone()
                .unwrap_or_else(|| folder.join(name));
            Job {
                format,
                template,
                options: self.options,
                path,
                is_named: self.single_file.is_some(),
            }
        });
        jobs.collect()
    }
}

/// A brief of a run, as it is known from the beginning to the end. The rest of its plan follows
/// when it is its turn.
pub(super) struct Outline {
    pub input: Input,
    pub site: Arc<Site>,
    /// The templates that it names, by format; `None` if it leaves them to the project.
    templates: Option<BTreeMap<String, Wanted>>,
}

impl Outline {
    fn new(input: Input, site: Arc<Site>) -> Self {
        let node = if site.template.is_none() {
            own_node(&input)
        } else {
            None
        };
        let templates = node.as_ref().and_then(own_templates);
        Self {
            input,
            site,
            templates,
        }
    }

    /// The folder that its documents lie in.
    pub fn folder(&self) -> PathBuf {
        self.site.folder_of(&self.input)
    }

    fn jobs(&self) -> Vec<Job> {
        self.site.jobs(
            &self.input,
            self.templates.as_ref(),
            &stem(&self.input.file),
        )
    }

    pub fn plan(&self) -> Plan {
        let (input, site) = (self.input.clone(), Arc::clone(&self.site));
        let source = if input.text.is_none() {
            way(&site.manifest_folder, &input.file)
        } else {
            None
        };
        Plan {
            input,
            bound: None,
            jobs: self.jobs(),
            site,
            source,
        }
    }
}

/// What the briefs of each project share.
pub(super) fn sites(outlines: &[Outline]) -> impl Iterator<Item = &Site> + Clone {
    outlines
        .chunk_by(|one, two| Arc::ptr_eq(&one.site, &two.site))
        .filter_map(|alike| Some(&*alike.first()?.site))
}

/// Where a brief's outputs go.
pub(super) struct Plan {
    pub input: Input,
    /// The brief that a row of data has made of the input, which is then a pattern.
    pub bound: Option<Node>,
    pub jobs: Vec<Job>,
    pub site: Arc<Site>,
    /// The brief's file relative to the manifest, by which it is known to be gone one day; `None`
    /// if it is no file, or if a path cannot be told in plain words.
    pub source: Option<String>,
}

impl Plan {
    pub fn project(&self) -> &Project {
        &self.site.project
    }

    pub fn manifest_folder(&self) -> &Path {
        &self.site.manifest_folder
    }

    /// The same for a brief that a row makes of the pattern that this plan is for: its documents
    /// are named `stem`, and nothing records them.
    pub fn of_row(&self, bound: Node, stem: &str) -> Self {
        let (input, site) = (self.input.clone(), Arc::clone(&self.site));
        let jobs = site.jobs(&input, own_templates(&bound).as_ref(), stem);
        Self {
            input,
            bound: Some(bound),
            jobs,
            site,
            source: None,
        }
    }
}

/// Finds where the outputs of each brief of a run go.
///
/// # Errors
///
/// Settings that are wrong, or two briefs that would write the same file.
pub(super) fn outlines(
    inputs: Vec<Input>,
    request: &Request,
) -> Result<(Vec<Outline>, Files), Vec<Diagnostic>> {
    let mut sites = Sites {
        request,
        by_root: BTreeMap::new(),
        last: None,
    };
    let mut outlines = Vec::with_capacity(inputs.len());
    for input in inputs {
        let site = sites.of(&input.file)?;
        outlines.push(Outline::new(input, site));
    }
    let files = files(&outlines)?;
    if let Some(partition) = request.partition {
        outlines.retain(|outline| partition.has(&display(&outline.input.file)));
    }
    if let Some(only) = &request.only {
        outlines.retain(|outline| only.contains(&outline.input.file));
    }
    Ok((outlines, files))
}

/// The projects of a run.
struct Sites<'a> {
    request: &'a Request,
    by_root: BTreeMap<PathBuf, Arc<Site>>,
    /// That of the folder that was asked for last; briefs come folder by folder.
    last: Option<(PathBuf, Arc<Site>)>,
}

impl Sites<'_> {
    /// That of a brief.
    fn of(&mut self, brief: &Path) -> Result<Arc<Site>, Vec<Diagnostic>> {
        let folder = folder_of(brief);
        if let Some((_, site)) = self.last.as_ref().filter(|(last, _)| *last == folder) {
            return Ok(Arc::clone(site));
        }
        let root = Project::root_of(&folder);
        let site = match self.by_root.get(&root) {
            Some(site) => Arc::clone(site),
            None => {
                let site = Site::new(Project::find(&folder)?, self.request)
                    .map_err(|problem| vec![problem])?;
                let site = Arc::new(site);
                self.by_root.insert(root, Arc::clone(&site));
                site
            }
        };
        self.last = Some((folder, Arc::clone(&site)));
        Ok(site)
    }
}

/// Plans a pattern: where the documents of its rows go.
///
/// # Errors
///
/// Settings that are wrong, or one file for all rows.
pub(super) fn pattern(input: Input, request: &Request) -> Result<Plan, Vec<Diagnostic>> {
    let site = Site::new(Project::find(&folder_of(&input.file))?, request)
        .map_err(|problem| vec![problem])?;
    match &site.single_file {
        Some(file) => {
            let problem = Diagnostic::error(format!(
                "each row has files of its own, and `{}` is one",
                file.display()
            ));
            Err(vec![problem.hint("name a folder: --output DIR")])
        }
        None => Ok(Outline::new(input, Arc::new(site)).plan()),
    }
}

/// The template of a document, and the name of its file.
fn document(
    format: &Format,
    asked: Option<&String>,
    named: &BTreeMap<String, Wanted>,
    stem: &str,
) -> (Wanted, String) {
    let template = match (asked, named.get(format.name)) {
        (Some(name), _) => Wanted {
            name: name.clone(),
            by: Asker::Command,
        },
        (None, Some(named)) => named.clone(),
        (None, None) => Wanted {
            name: format.template.to_owned(),
            by: Asker::Program,
        },
    };
    let suffix = match template_stem(&template.name) {
        name if name == format.template => String::new(),
        name => format!(".{name}"),
    };
    (template, format!("{stem}{suffix}.{}", format.name))
}

fn output_folder(project: &Project, request: &Request) -> PathBuf {
    match (&request.output, &project.settings.output) {
        (Some(output), _) => output.clone(),
        (None, Some(output)) => PathBuf::from(display(&project.root.join(output))),
        (None, None) => PathBuf::from("output"),
    }
}

/// The folders whose manifests a run may have to do with: those it writes to, and those that the
/// briefs which are gone from the folders it was asked for were written to.
pub(super) fn manifest_folders(outlines: &[Outline], request: &Request) -> BTreeSet<PathBuf> {
    let projects = request
        .folders
        .iter()
        .filter_map(|folder| Project::find(folder).ok());
    let asked = projects
        .map(|project| output_folder(&project, request))
        .filter(|folder| folder.is_dir());
    asked
        .chain(sites(outlines).map(|site| site.manifest_folder.clone()))
        .collect()
}

/// The tree of a brief that names templates. What is wrong with the brief is told later.
fn own_node(input: &Input) -> Option<Node> {
    let read = || read_text(&input.file, Limits::default().bytes).ok();
    let text = input
        .text
        .clone()
        .or_else(read)
        .filter(|source| source.text.contains("templates"));
    yaml::parse(&text?, Limits::default()).ok()
}

/// The templates that a brief names, by format; `None` if it leaves them to its project.
fn own_templates(brief: &Node) -> Option<BTreeMap<String, Wanted>> {
    let node = brief.get("templates").filter(|node| !node.is_null())?;
    Some(named_templates(node, Asker::Brief))
}

/// The templates of a `templates` key, by format.
pub(super) fn named_templates(node: &Node, by: Asker) -> BTreeMap<String, Wanted> {
    let entries = if let yaml::NodeKind::Mapping(entries) = &node.kind {
        entries.as_slice()
    } else {
        &[]
    };
    let named = entries.iter().filter(|(_, name)| !name.is_blank());
    let named = named.filter_map(|(format, name)| Some((format.scalar()?, name.scalar()?)));
    named
        .map(|(format, name)| {
            (
                format.to_owned(),
                Wanted {
                    name: name.to_owned(),
                    by,
                },
            )
        })
        .collect()
}

fn formats(request: &Request, project: &Project) -> Result<Vec<&'static Format>, Diagnostic> {
    let named: Vec<&str> = match &project.settings.formats {
        _ if !request.formats.is_empty() => request.formats.clone(),
        Some(formats) => formats.iter().map(String::as_str).collect(),
        None => FORMATS
            .iter()
            .filter(|format| format.default)
            .map(|format| format.name)
            .collect(),
    };
    let mut formats: Vec<&'static Format> = Vec::new();
    for name in named {
        let format = crate::backend::format(name).ok_or_else(|| {
            Diagnostic::error(format!("unknown format `{name}` in {SETTINGS_FILE}"))
        })?;
        if !formats.iter().any(|known| known.name == format.name) {
            formats.push(format);
        }
    }
    Ok(formats)
}

/// The name of a template given by name or path.
fn template_stem(template: &str) -> &str {
    let file = template.rsplit(['/', '\\']).next().unwrap_or(template);
    file.strip_suffix(".md.jinja")
        .or(file.strip_suffix(".jinja"))
        .unwrap_or(file)
}

/// The files of a run. Two briefs that would write the same one are an error before anything is
/// written.
fn files(outlines: &[Outline]) -> Result<Files, Vec<Diagnostic>> {
    let mut files = Files::new();
    let mut problems = Vec::new();
    for outline in outlines {
        let brief = &outline.input.file;
        for job in outline.jobs() {
            let Some(other) = files.insert(&job.path, brief) else {
                continue;
            };
            let message = if other == *brief {
                format!("`{}` is named twice", brief.display())
            } else {
                let (one, two) = (other.display(), brief.display());
                format!(
                    "`{one}` and `{two}` would both write `{}`",
                    job.path.display()
                )
            };
            problems.push(Diagnostic::error(message).hint(APART));
        }
    }
    problems.dedup();
    if problems.is_empty() {
        Ok(files)
    } else {
        Err(problems)
    }
}
