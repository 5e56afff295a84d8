//! Which briefs, and which file each of them becomes in each format; known before anything is
//! rendered.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::find::Input;
use super::owners::{APART, Files};
use super::request::Request;
use super::wanted::{Asker, Wanted, named_templates};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::formats::{FORMATS, Format};
use crate::io::{display, folder_of, read_text, stem, way};
use crate::options::Options;
use crate::project::{Project, SETTINGS_FILE};
use crate::yaml::{self, Limits, Node};

/// One file to make.
pub(super) struct Job {
    pub format: &'static Format,
    pub template: Wanted,
    pub options: Options,
    pub path: PathBuf,
    /// Whether the user has named the file, so that there is no name for further pages.
    pub is_named: bool,
}

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

    /// The texts that diagnostics of its documents may point to: the brief's, and the settings'.
    pub fn sources<'s>(&'s self, brief: &'s SourceText) -> Vec<&'s SourceText> {
        let defaults = self.project().defaults.as_ref();
        let settings = defaults.map(|defaults| defaults.source());
        [Some(brief), settings].into_iter().flatten().collect()
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
            let problem = Diagnostic::error(
                Code::SingleFileOutput,
                format!(
                    "each row has files of its own, and `{}` is one",
                    file.display()
                ),
            );
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
        let format = crate::formats::format(name).ok_or_else(|| {
            Diagnostic::error(
                Code::UnknownFormat,
                format!("unknown format `{name}` in {SETTINGS_FILE}"),
            )
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
            problems.push(Diagnostic::error(Code::OutputConflict, message).hint(APART));
        }
    }
    problems.dedup();
    if problems.is_empty() {
        Ok(files)
    } else {
        Err(problems)
    }
}
