//! Plans a run: which briefs it has, and which file each becomes in each format.
//!
//! The plan is complete before anything is rendered, so that two briefs with the same output file
//! are found in time. A long run keeps a short [`PlannedBrief`] of each brief and makes the full
//! [`BriefPlan`] when its turn comes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::find::BriefInput;
use super::owners::{OutputOwners, SAME_FILE_HINT};
use super::request::Request;
use super::requested::{Origin, ResourceRef, template_refs};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::formats::{FORMATS, Format, format};
use crate::io::{display_path, file_stem, parent_folder, read_text, relative_path};
use crate::options::FormatOptions;
use crate::project::{Project, SETTINGS_FILE};
use crate::yaml::{self, Limits, Node};

/// One document to render: a brief in a format.
pub(super) struct Job {
    pub format: &'static Format,
    pub template: ResourceRef,
    pub options: Arc<FormatOptions>,
    pub path: PathBuf,
    /// Whether the user has named the file. Then further pages cannot have files of their own.
    pub has_fixed_path: bool,
}

/// What the briefs of one project share in a run.
pub(super) struct ProjectPlan {
    pub project: Project,
    pub manifest_folder: PathBuf,
    output_folder: PathBuf,
    /// The file to write, if the user has named one.
    single_file: Option<PathBuf>,
    formats: Vec<&'static Format>,
    /// The options of the command line, completed by those of the project's settings.
    pub options: Arc<FormatOptions>,
    /// The template that the command line names.
    template: Option<String>,
    /// The templates that the project's defaults name, by format.
    templates: BTreeMap<String, ResourceRef>,
}

impl ProjectPlan {
    fn new(project: Project, request: &Request) -> Result<Self, Diagnostic> {
        let formats = choose_formats(request, &project)?;
        let single_file = single_file(request, &formats);
        let output_folder = output_folder(&project, request);
        let manifest_folder = match &single_file {
            Some(file) => parent_folder(file),
            None => output_folder.clone(),
        };
        let mut templates = BTreeMap::new();
        if let Some(defaults) = &project.defaults
            && let Some(node) = defaults.get("templates")
        {
            templates = template_refs(node, Origin::Settings);
        }
        Ok(Self {
            manifest_folder,
            output_folder,
            single_file,
            formats,
            options: Arc::new(request.options.or(&project.options)),
            template: request.template.clone(),
            templates,
            project,
        })
    }

    /// Checks that there can be a file for each row of data.
    ///
    /// # Errors
    ///
    /// If the user has named the only file.
    pub fn check_takes_rows(&self) -> Result<(), Diagnostic> {
        let Some(file) = &self.single_file else {
            return Ok(());
        };
        let file = file.display();
        let message = format!("each row has files of its own, and `{file}` is one");
        let problem = Diagnostic::error(Code::SingleFileOutput, message);
        Err(problem.hint("name a folder: --output DIR"))
    }

    /// The folder for the documents of a brief.
    fn documents_folder(&self, input: &BriefInput) -> PathBuf {
        match &self.single_file {
            Some(file) => parent_folder(file),
            None => self.output_folder.join(&input.subfolder),
        }
    }

    /// The jobs of a brief, whose files are named `stem`. `templates` are those that the brief
    /// names; `None` if it leaves them to the project.
    fn jobs(
        &self,
        input: &BriefInput,
        templates: Option<&BTreeMap<String, ResourceRef>>,
        stem: &str,
    ) -> Vec<Job> {
        let templates = templates.unwrap_or(&self.templates);
        let folder = self.documents_folder(input);
        let mut jobs = Vec::with_capacity(self.formats.len());
        for &format in &self.formats {
            let template = self.choose_template(format, templates);
            let path = match &self.single_file {
                Some(file) => file.clone(),
                None => folder.join(document_file_name(format, &template, stem)),
            };
            jobs.push(Job {
                format,
                template,
                options: Arc::clone(&self.options),
                path,
                has_fixed_path: self.single_file.is_some(),
            });
        }
        jobs
    }

    /// The template for a format: the one on the command line, else one of `templates`, else the
    /// format's own.
    fn choose_template(
        &self,
        format: &Format,
        templates: &BTreeMap<String, ResourceRef>,
    ) -> ResourceRef {
        match (&self.template, templates.get(format.name)) {
            (Some(name), _) => ResourceRef {
                name: name.clone(),
                origin: Origin::Command,
            },
            (None, Some(template)) => template.clone(),
            (None, None) => ResourceRef {
                name: format.template.to_owned(),
                origin: Origin::Program,
            },
        }
    }
}

/// A brief of a run, with as little as must be kept from the beginning to the end of the run.
pub(super) struct PlannedBrief {
    pub input: BriefInput,
    pub project_plan: Arc<ProjectPlan>,
    /// The templates that the brief names, by format; `None` if it leaves them to the project.
    templates: Option<BTreeMap<String, ResourceRef>>,
}

impl PlannedBrief {
    pub fn new(input: BriefInput, project_plan: Arc<ProjectPlan>) -> Self {
        // A template on the command line overrides all others, and the brief need not be read.
        let node = match &project_plan.template {
            Some(_) => None,
            None => parse_if_templates(&input),
        };
        Self {
            templates: node.as_ref().and_then(templates_of_brief),
            input,
            project_plan,
        }
    }

    /// The folder for the documents of the brief.
    pub fn documents_folder(&self) -> PathBuf {
        self.project_plan.documents_folder(&self.input)
    }

    fn jobs(&self) -> Vec<Job> {
        let stem = file_stem(&self.input.file);
        self.project_plan
            .jobs(&self.input, self.templates.as_ref(), &stem)
    }

    /// Makes the full plan.
    pub fn plan(&self) -> BriefPlan {
        let source_path = if self.input.text.is_none() {
            relative_path(&self.project_plan.manifest_folder, &self.input.file)
        } else {
            None
        };
        BriefPlan {
            input: self.input.clone(),
            bound: None,
            jobs: self.jobs(),
            project_plan: Arc::clone(&self.project_plan),
            source_path,
        }
    }
}

/// The projects of briefs that are sorted by project.
pub(super) fn project_plans(briefs: &[PlannedBrief]) -> impl Iterator<Item = &ProjectPlan> + Clone {
    briefs
        .chunk_by(|one, two| Arc::ptr_eq(&one.project_plan, &two.project_plan))
        .filter_map(|briefs| Some(&*briefs.first()?.project_plan))
}

/// The full plan of a brief.
pub(super) struct BriefPlan {
    pub input: BriefInput,
    /// The brief that a row of data has made of `input`, which is then a pattern.
    pub bound: Option<Node>,
    pub jobs: Vec<Job>,
    pub project_plan: Arc<ProjectPlan>,
    /// The file of the brief relative to the manifest. A later run uses it to see that the brief
    /// has been deleted. `None` if the brief is not a file, or see [`relative_path`].
    pub source_path: Option<String>,
}

impl BriefPlan {
    pub fn project(&self) -> &Project {
        &self.project_plan.project
    }

    pub fn manifest_folder(&self) -> &Path {
        &self.project_plan.manifest_folder
    }

    /// The texts that diagnostics may point to: the brief and the settings.
    pub fn sources<'s>(&'s self, brief: &'s SourceText) -> Vec<&'s SourceText> {
        let mut sources = vec![brief];
        if let Some(defaults) = &self.project().defaults {
            sources.push(defaults.source());
        }
        sources
    }

    /// If this is the plan of a pattern: the plan for one row. `bound` is the brief that the row
    /// makes of the pattern. The documents are named `stem`, and no manifest records them.
    pub fn for_row(&self, bound: Node, stem: &str) -> Self {
        let templates = templates_of_brief(&bound);
        Self {
            input: self.input.clone(),
            jobs: self
                .project_plan
                .jobs(&self.input, templates.as_ref(), stem),
            bound: Some(bound),
            project_plan: Arc::clone(&self.project_plan),
            source_path: None,
        }
    }
}

/// Plans the briefs of a run, and finds the owner of each output.
///
/// # Errors
///
/// Problems in settings, and two briefs that would write the same file.
pub(super) fn plan_batch(
    inputs: Vec<BriefInput>,
    request: &Request,
) -> Result<(Vec<PlannedBrief>, OutputOwners), Vec<Diagnostic>> {
    let mut project_plans = ProjectPlans {
        request,
        by_root: BTreeMap::new(),
        last: None,
    };
    let mut briefs = Vec::with_capacity(inputs.len());
    for input in inputs {
        let project_plan = project_plans.find(&input.file)?;
        briefs.push(PlannedBrief::new(input, project_plan));
    }
    // Briefs that are not rendered in this run own their outputs, too.
    let owners = claim_outputs(&briefs)?;
    briefs.retain(|brief| request.includes(&brief.input.file));
    Ok((briefs, owners))
}

/// The projects of a run, each read once.
struct ProjectPlans<'a> {
    request: &'a Request,
    by_root: BTreeMap<PathBuf, Arc<ProjectPlan>>,
    /// The last folder and its project. Briefs are sorted by folder, so it is usually the next,
    /// too.
    last: Option<(PathBuf, Arc<ProjectPlan>)>,
}

impl ProjectPlans<'_> {
    /// The project of a brief.
    fn find(&mut self, brief: &Path) -> Result<Arc<ProjectPlan>, Vec<Diagnostic>> {
        let folder = parent_folder(brief);
        if let Some((last, plan)) = &self.last
            && *last == folder
        {
            return Ok(Arc::clone(plan));
        }
        // Many folders have one root, whose settings are read once.
        let root = Project::find_root(&folder);
        let plan = match self.by_root.get(&root) {
            Some(plan) => Arc::clone(plan),
            None => {
                let plan = Arc::new(plan_project(&folder, self.request)?);
                self.by_root.insert(root, Arc::clone(&plan));
                plan
            }
        };
        self.last = Some((folder, Arc::clone(&plan)));
        Ok(plan)
    }
}

/// Plans what the briefs in a folder share.
///
/// # Errors
///
/// Problems in settings.
pub(super) fn plan_project(
    folder: &Path,
    request: &Request,
) -> Result<ProjectPlan, Vec<Diagnostic>> {
    let project = Project::find(folder)?;
    Ok(ProjectPlan::new(project, request)?)
}

/// The name of a document's file. It contains the name of the template, unless that is the format's
/// own.
fn document_file_name(format: &Format, template: &ResourceRef, stem: &str) -> String {
    let extension = format.name;
    match template_stem(&template.name) {
        name if name == format.template => format!("{stem}.{extension}"),
        name => format!("{stem}.{name}.{extension}"),
    }
}

/// The name of a template that is given by name or path.
fn template_stem(template: &str) -> &str {
    let file = template.rsplit(['/', '\\']).next().unwrap_or(template);
    file.strip_suffix(".md.jinja")
        .or(file.strip_suffix(".jinja"))
        .unwrap_or(file)
}

/// The file to write, if the user has named one: it has the extension of the only format.
fn single_file(request: &Request, formats: &[&Format]) -> Option<PathBuf> {
    let output = request.output.as_ref()?;
    let [format] = formats else { return None };
    // A folder can be named like a file: `v1.pdf`.
    let is_file = !output.is_dir() && output.extension()? == format.name;
    is_file.then(|| output.clone())
}

fn output_folder(project: &Project, request: &Request) -> PathBuf {
    match (&request.output, &project.settings.output) {
        (Some(output), _) => output.clone(),
        // Messages name the files relative to the working folder.
        (None, Some(output)) => PathBuf::from(display_path(&project.root.join(output))),
        (None, None) => PathBuf::from("output"),
    }
}

/// The folders whose manifests a run needs: those that it writes to, and those that deleted briefs
/// of the requested folders were written to.
pub(super) fn manifest_folders(briefs: &[PlannedBrief], request: &Request) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::new();
    for folder in &request.folders {
        // The problems of a project's settings are reported elsewhere.
        if let Ok(project) = Project::find(folder) {
            folders.insert(output_folder(&project, request));
        }
    }
    // An output folder that does not exist has no manifest, and no file in it can be left over.
    folders.retain(|folder| folder.is_dir());
    folders.extend(project_plans(briefs).map(|plan| plan.manifest_folder.clone()));
    folders
}

/// Parses a brief that may name templates. Problems with the brief are reported later.
fn parse_if_templates(input: &BriefInput) -> Option<Node> {
    let source = match &input.text {
        Some(text) => text.clone(),
        None => read_text(&input.file, Limits::default().bytes).ok()?,
    };
    // Parsing every brief would be slow, and few name templates.
    if !source.text.contains("templates") {
        return None;
    }
    yaml::parse(&source, Limits::default()).ok()
}

/// The templates that a brief names, by format; `None` if it leaves them to its project.
fn templates_of_brief(brief: &Node) -> Option<BTreeMap<String, ResourceRef>> {
    let node = brief.get("templates")?;
    // A key without a value leaves them to the project, as if it were not there.
    if node.is_null() {
        return None;
    }
    Some(template_refs(node, Origin::Brief))
}

/// The formats to write, each once: those of the request, else of the settings, else the defaults.
fn choose_formats(
    request: &Request,
    project: &Project,
) -> Result<Vec<&'static Format>, Diagnostic> {
    let mut names: Vec<&str> = request.formats.clone();
    if names.is_empty() {
        match &project.settings.formats {
            Some(formats) => names.extend(formats.iter().map(String::as_str)),
            None => {
                let defaults = FORMATS.iter().filter(|format| format.default);
                names.extend(defaults.map(|format| format.name));
            }
        }
    }
    let mut formats: Vec<&'static Format> = Vec::new();
    for name in names {
        let Some(format) = format(name) else {
            let message = format!("unknown format `{name}` in {SETTINGS_FILE}");
            return Err(Diagnostic::error(Code::UnknownFormat, message));
        };
        if !formats.iter().any(|known| known.name == format.name) {
            formats.push(format);
        }
    }
    Ok(formats)
}

/// Finds the owner of each output. Two briefs with the same output are an error.
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
                format!(
                    "`{}` and `{}` would both write `{}`",
                    other.display(),
                    file.display(),
                    job.path.display()
                )
            };
            problems.push(Diagnostic::error(Code::OutputConflict, message).hint(SAME_FILE_HINT));
        }
    }
    // A brief that is named twice conflicts in each of its formats.
    problems.dedup();
    if problems.is_empty() {
        Ok(owners)
    } else {
        Err(problems)
    }
}
