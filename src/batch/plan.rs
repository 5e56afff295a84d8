//! Which briefs, and which file each of them becomes in each format; known before anything is
//! rendered.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::find::BriefInput;
use super::owners::{OutputOwners, SAME_FILE_HINT};
use super::request::Request;
use super::requested::{Origin, ResourceRef, template_refs};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::formats::{FORMATS, Format};
use crate::io::{display_path, file_stem, parent_folder, read_text, relative_path};
use crate::options::FormatOptions;
use crate::project::{Project, SETTINGS_FILE};
use crate::yaml::{self, Limits, Node};

/// One file to make.
pub(super) struct Job {
    pub format: &'static Format,
    pub template: ResourceRef,
    pub options: Arc<FormatOptions>,
    pub path: PathBuf,
    /// Whether the user has named the file, so that there is no name for further pages.
    pub has_fixed_path: bool,
}

/// What the briefs of one project share in a run.
pub(super) struct ProjectPlan {
    pub project: Project,
    pub manifest_folder: PathBuf,
    output_folder: PathBuf,
    /// The one file that is written, if the user has named it.
    single_file: Option<PathBuf>,
    formats: Vec<&'static Format>,
    /// What the command line asks of formats, else the project's settings.
    pub options: Arc<FormatOptions>,
    /// The template that the command line asks for.
    template: Option<String>,
    /// Those that the project's defaults name, by format.
    templates: BTreeMap<String, ResourceRef>,
}

impl ProjectPlan {
    fn new(project: Project, request: &Request) -> Result<Self, Diagnostic> {
        let formats = chosen_formats(request, &project)?;
        let single_file = request.output.as_ref().filter(|output| {
            formats.len() == 1
                && !output.is_dir()
                && output.extension().is_some_and(|it| it == formats[0].name)
        });
        let output_folder = output_folder(&project, request);
        let manifest_folder =
            single_file.map_or_else(|| output_folder.clone(), |file| parent_folder(file));
        let options = Arc::new(request.options.or(&project.options));
        let defaults = project
            .defaults
            .as_ref()
            .and_then(|defaults| defaults.get("templates"));
        let templates = defaults
            .map(|node| template_refs(node, Origin::Settings))
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
    fn documents_folder(&self, input: &BriefInput) -> PathBuf {
        self.single_file.as_ref().map_or_else(
            || self.output_folder.join(&input.below),
            |file| parent_folder(file),
        )
    }

    /// The documents of a brief that names templates of its own or does not; they are called
    /// `stem`.
    fn jobs(
        &self,
        input: &BriefInput,
        own: Option<&BTreeMap<String, ResourceRef>>,
        stem: &str,
    ) -> Vec<Job> {
        let templates = own.unwrap_or(&self.templates);
        let folder = self.documents_folder(input);
        let jobs = self.formats.iter().map(|&format| {
            let (template, name) =
                template_and_file_name(format, self.template.as_ref(), templates, stem);
            let path = self
                .single_file
                .clone()
                .unwrap_or_else(|| folder.join(name));
            Job {
                format,
                template,
                options: Arc::clone(&self.options),
                path,
                has_fixed_path: self.single_file.is_some(),
            }
        });
        jobs.collect()
    }
}

/// A brief of a run, as it is known from the beginning to the end. The rest of its plan follows
/// when it is its turn.
pub(super) struct PlannedBrief {
    pub input: BriefInput,
    pub project_plan: Arc<ProjectPlan>,
    /// The templates that it names, by format; `None` if it leaves them to the project.
    templates: Option<BTreeMap<String, ResourceRef>>,
}

impl PlannedBrief {
    fn new(input: BriefInput, project_plan: Arc<ProjectPlan>) -> Self {
        let node = if project_plan.template.is_none() {
            parse_if_templates(&input)
        } else {
            None
        };
        let templates = node.as_ref().and_then(templates_of_brief);
        Self {
            input,
            project_plan,
            templates,
        }
    }

    /// The folder that its documents lie in.
    pub fn documents_folder(&self) -> PathBuf {
        self.project_plan.documents_folder(&self.input)
    }

    fn jobs(&self) -> Vec<Job> {
        self.project_plan.jobs(
            &self.input,
            self.templates.as_ref(),
            &file_stem(&self.input.file),
        )
    }

    pub fn plan(&self) -> BriefPlan {
        let (input, project_plan) = (self.input.clone(), Arc::clone(&self.project_plan));
        let source_path = if input.text.is_none() {
            relative_path(&project_plan.manifest_folder, &input.file)
        } else {
            None
        };
        BriefPlan {
            input,
            bound: None,
            jobs: self.jobs(),
            project_plan,
            source_path,
        }
    }
}

/// What the briefs of each project share.
pub(super) fn project_plans(briefs: &[PlannedBrief]) -> impl Iterator<Item = &ProjectPlan> + Clone {
    briefs
        .chunk_by(|one, two| Arc::ptr_eq(&one.project_plan, &two.project_plan))
        .filter_map(|alike| Some(&*alike.first()?.project_plan))
}

/// Where a brief's outputs go.
pub(super) struct BriefPlan {
    pub input: BriefInput,
    /// The brief that a row of data has made of the input, which is then a pattern.
    pub bound: Option<Node>,
    pub jobs: Vec<Job>,
    pub project_plan: Arc<ProjectPlan>,
    /// The brief's file relative to the manifest, by which it is known to be gone one day; `None`
    /// if it is no file, or if a path cannot be told in plain words.
    pub source_path: Option<String>,
}

impl BriefPlan {
    pub fn project(&self) -> &Project {
        &self.project_plan.project
    }

    pub fn manifest_folder(&self) -> &Path {
        &self.project_plan.manifest_folder
    }

    /// The texts that diagnostics of its documents may point to: the brief's, and the settings'.
    pub fn sources<'s>(&'s self, brief: &'s SourceText) -> Vec<&'s SourceText> {
        let defaults = self.project().defaults.as_ref();
        let settings = defaults.map(|defaults| defaults.source());
        [Some(brief), settings].into_iter().flatten().collect()
    }

    /// The same for a brief that a row makes of the pattern that this plan is for: its documents
    /// are named `stem`, and nothing records them.
    pub fn for_row(&self, bound: Node, stem: &str) -> Self {
        let (input, project_plan) = (self.input.clone(), Arc::clone(&self.project_plan));
        let jobs = project_plan.jobs(&input, templates_of_brief(&bound).as_ref(), stem);
        Self {
            input,
            bound: Some(bound),
            jobs,
            project_plan,
            source_path: None,
        }
    }
}

/// Finds where the outputs of each brief of a run go.
///
/// # Errors
///
/// Settings that are wrong, or two briefs that would write the same file.
pub(super) fn plan_batch(
    inputs: Vec<BriefInput>,
    request: &Request,
) -> Result<(Vec<PlannedBrief>, OutputOwners), Vec<Diagnostic>> {
    let mut plans = ProjectPlans {
        request,
        by_root: BTreeMap::new(),
        last: None,
    };
    let mut briefs = Vec::with_capacity(inputs.len());
    for input in inputs {
        let project_plan = plans.of(&input.file)?;
        briefs.push(PlannedBrief::new(input, project_plan));
    }
    let files = claim_outputs(&briefs)?;
    if let Some(partition) = request.partition {
        briefs.retain(|brief| partition.contains(&display_path(&brief.input.file)));
    }
    if let Some(only) = &request.only {
        briefs.retain(|brief| only.contains(&brief.input.file));
    }
    Ok((briefs, files))
}

/// The projects of a run.
struct ProjectPlans<'a> {
    request: &'a Request,
    by_root: BTreeMap<PathBuf, Arc<ProjectPlan>>,
    /// That of the folder that was asked for last; briefs come folder by folder.
    last: Option<(PathBuf, Arc<ProjectPlan>)>,
}

impl ProjectPlans<'_> {
    /// That of a brief.
    fn of(&mut self, brief: &Path) -> Result<Arc<ProjectPlan>, Vec<Diagnostic>> {
        let folder = parent_folder(brief);
        if let Some((_, project_plan)) = self.last.as_ref().filter(|(last, _)| *last == folder) {
            return Ok(Arc::clone(project_plan));
        }
        let root = Project::find_root(&folder);
        let project_plan = match self.by_root.get(&root) {
            Some(project_plan) => Arc::clone(project_plan),
            None => {
                let project_plan = ProjectPlan::new(Project::find(&folder)?, self.request)
                    .map_err(|problem| vec![problem])?;
                let project_plan = Arc::new(project_plan);
                self.by_root.insert(root, Arc::clone(&project_plan));
                project_plan
            }
        };
        self.last = Some((folder, Arc::clone(&project_plan)));
        Ok(project_plan)
    }
}

/// Plans a pattern: where the documents of its rows go.
///
/// # Errors
///
/// Settings that are wrong, or one file for all rows.
pub(super) fn plan_pattern(
    input: BriefInput,
    request: &Request,
) -> Result<BriefPlan, Vec<Diagnostic>> {
    let project_plan = ProjectPlan::new(Project::find(&parent_folder(&input.file))?, request)
        .map_err(|problem| vec![problem])?;
    match &project_plan.single_file {
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
        None => Ok(PlannedBrief::new(input, Arc::new(project_plan)).plan()),
    }
}

/// The template of a document, and the name of its file.
fn template_and_file_name(
    format: &Format,
    asked: Option<&String>,
    named: &BTreeMap<String, ResourceRef>,
    stem: &str,
) -> (ResourceRef, String) {
    let template = match (asked, named.get(format.name)) {
        (Some(name), _) => ResourceRef {
            name: name.clone(),
            origin: Origin::Command,
        },
        (None, Some(named)) => named.clone(),
        (None, None) => ResourceRef {
            name: format.template.to_owned(),
            origin: Origin::Program,
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
        (None, Some(output)) => PathBuf::from(display_path(&project.root.join(output))),
        (None, None) => PathBuf::from("output"),
    }
}

/// The folders whose manifests a run may have to do with: those it writes to, and those that the
/// briefs which are gone from the folders it was asked for were written to.
pub(super) fn manifest_folders(briefs: &[PlannedBrief], request: &Request) -> BTreeSet<PathBuf> {
    let projects = request
        .folders
        .iter()
        .filter_map(|folder| Project::find(folder).ok());
    let asked = projects
        .map(|project| output_folder(&project, request))
        .filter(|folder| folder.is_dir());
    asked
        .chain(project_plans(briefs).map(|project_plan| project_plan.manifest_folder.clone()))
        .collect()
}

/// The tree of a brief that names templates. What is wrong with the brief is told later.
fn parse_if_templates(input: &BriefInput) -> Option<Node> {
    let read = || read_text(&input.file, Limits::default().bytes).ok();
    let text = input
        .text
        .clone()
        .or_else(read)
        .filter(|source| source.text.contains("templates"));
    yaml::parse(&text?, Limits::default()).ok()
}

/// The templates that a brief names, by format; `None` if it leaves them to its project.
fn templates_of_brief(brief: &Node) -> Option<BTreeMap<String, ResourceRef>> {
    let node = brief.get("templates").filter(|node| !node.is_null())?;
    Some(template_refs(node, Origin::Brief))
}

fn chosen_formats(
    request: &Request,
    project: &Project,
) -> Result<Vec<&'static Format>, Diagnostic> {
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
fn claim_outputs(briefs: &[PlannedBrief]) -> Result<OutputOwners, Vec<Diagnostic>> {
    let mut owners = OutputOwners::new();
    let mut problems = Vec::new();
    for brief in briefs {
        let file = &brief.input.file;
        for job in brief.jobs() {
            let Some(other) = owners.claim(&job.path, file) else {
                continue;
            };
            let message = if other == *file {
                format!("`{}` is named twice", file.display())
            } else {
                let (one, two) = (other.display(), file.display());
                format!(
                    "`{one}` and `{two}` would both write `{}`",
                    job.path.display()
                )
            };
            problems.push(Diagnostic::error(Code::OutputConflict, message).hint(SAME_FILE_HINT));
        }
    }
    problems.dedup();
    if problems.is_empty() {
        Ok(owners)
    } else {
        Err(problems)
    }
}
