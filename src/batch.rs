//! Many briefs to many files: which briefs, which outputs, one report.
//!
//! Files are read before the first step and written after the last; one bad brief, or a panic in one, leaves the
//! others as they are.

use std::collections::BTreeMap;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::assets::{Assets, Picture, PictureLimits};
use crate::backend::{ASSETS, FORMATS, Format, Rendered};
use crate::brief::{Brief, SourcedBrief};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::document::Document;
use crate::fonts::Fonts;
use crate::project::{Project, SETTINGS_FILE, display, read_text};
use crate::yaml::{Limits, Step};
use crate::{reader, theme::Theme};

/// The name of the record of a folder's outputs.
pub const MANIFEST: &str = "manifest.json";

/// What is asked of a run.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Formats; what the project's settings say if empty, else pdf, docx and md.
    pub formats: Vec<&'static str>,
    /// A template instead of the formats' own.
    pub template: Option<String>,
    /// A theme instead of the briefs' own.
    pub theme: Option<String>,
    /// A folder, or a file if it has the extension of the one format asked for. `output` if absent.
    pub output: Option<PathBuf>,
    /// Whether warnings fail.
    pub strict: bool,
    /// Folders with fonts besides those that projects name, tried in order; missing ones are passed over.
    pub font_folders: Vec<PathBuf>,
}

/// What is done with what was rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write it.
    Write,
    /// Compare it with what is there.
    Compare,
    /// Nothing: only the problems matter.
    Dry,
}

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

/// What became of one brief.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The brief, as messages name it.
    pub brief: String,
    /// Everything that was found.
    pub diagnostics: Vec<Diagnostic>,
    /// What was rendered.
    pub outputs: Vec<Output>,
    /// Whether anything failed, warnings included if they are asked to.
    pub failed: bool,
}

/// A rendered file, as the manifest records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// The file, relative to the manifest.
    pub path: String,
    /// The brief.
    pub brief: String,
    /// Its format.
    pub format: String,
    /// Its template.
    pub template: String,
    /// Its theme.
    pub theme: String,
    /// Its size.
    pub bytes: usize,
    /// Pages or slides, if the format has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
    /// SHA-256 of the brief, the template and every picture, by name.
    pub inputs: BTreeMap<String, String>,
    /// What was done to keep the page contract.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ledger: Vec<String>,
    /// Warnings, one line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// Every brief that the arguments name: files as they are, of folders every `.yaml` and `.yml` file but settings,
/// templates and what begins with a dot.
///
/// # Errors
///
/// When a file or folder does not exist, or a folder holds no brief.
pub fn inputs(arguments: &[PathBuf]) -> Result<Vec<Input>, Diagnostic> {
    let mut inputs = Vec::new();
    for argument in arguments {
        if argument.is_file() {
            inputs.push(Input { text: None, file: argument.clone(), below: PathBuf::new() });
        } else if argument.is_dir() {
            let before = inputs.len();
            inputs.extend(folder_inputs(argument)?);
            if inputs.len() == before {
                let message = format!("`{}` holds no brief", argument.display());
                return Err(Diagnostic::error(message).hint("a brief is a .yaml file; `gen new NAME` makes one"));
            }
        } else {
            let problem = Diagnostic::error(format!("`{}` does not exist", argument.display()));
            return Err(problem.hint("name a brief or a folder of briefs, or make one with `gen new NAME`"));
        }
    }
    Ok(inputs)
}

fn folder_inputs(folder: &Path) -> Result<Vec<Input>, Diagnostic> {
    let mut inputs = Vec::new();
    let visible = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || entry.file_type().is_dir() && name == "templates")
    };
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(visible) {
        let entry = entry.map_err(|why| Diagnostic::error(format!("cannot read the folder: {why}")))?;
        let extension = entry.path().extension().and_then(|it| it.to_str());
        if entry.file_type().is_file()
            && matches!(extension, Some("yaml" | "yml"))
            && entry.file_name() != SETTINGS_FILE
        {
            let below = entry.path().strip_prefix(folder).ok().and_then(Path::parent).unwrap_or(Path::new(""));
            inputs.push(Input { text: None, file: entry.path().to_owned(), below: below.to_owned() });
        }
    }
    Ok(inputs)
}

/// One file to make.
struct Job {
    format: &'static Format,
    template: String,
    path: PathBuf,
}

/// Where a brief's outputs go.
struct Plan {
    input: Input,
    project: Project,
    jobs: Vec<Job>,
    manifest_folder: PathBuf,
}

/// Renders briefs, in parallel on the threads of the current rayon pool, and tells `done` about each as it is
/// finished. Reports come in the order of the inputs.
///
/// # Errors
///
/// Before anything is written: settings that are wrong, or two briefs that would write the same file.
pub fn run(
    inputs: Vec<Input>,
    request: &Request,
    mode: Mode,
    done: &(dyn Fn(&Report) + Sync),
) -> Result<Vec<Report>, Vec<Diagnostic>> {
    let plans = inputs.into_iter().map(|input| plan(input, request)).collect::<Result<Vec<_>, _>>()?;
    collisions(&plans)?;
    let shelf = FontShelf::new(&plans, request);
    let reports: Vec<Report> = plans
        .par_iter()
        .map(|plan| {
            let report = guarded(plan, request, mode, &shelf);
            done(&report);
            report
        })
        .collect();
    if mode == Mode::Write {
        write_manifests(&plans, &reports)?;
    }
    Ok(reports)
}

/// Renders one brief to one format and gives the finished file, with the name of its folder of pictures put in.
///
/// # Errors
///
/// Every problem of the brief.
pub fn render_one(input: Input, request: &Request) -> Result<(Rendered, Vec<Diagnostic>), Vec<Diagnostic>> {
    let plan = plan(input, request)?;
    let shelf = FontShelf::new(std::slice::from_ref(&plan), request);
    let prepared = Prepared::new(&plan, request, &shelf)?;
    let Some(job) = plan.jobs.first() else { return Ok((Rendered::default(), Vec::new())) };
    let mut rendered = prepared.render(job)?;
    name_assets(&mut rendered, &assets_folder(&job.path));
    let mut found = prepared.warnings;
    found.extend(ledger_warnings(&rendered));
    found.append(&mut rendered.warnings);
    Ok((rendered, found))
}

fn plan(input: Input, request: &Request) -> Result<Plan, Vec<Diagnostic>> {
    let folder = folder_of(&input.file);
    let project = Project::find(&folder)?;
    let formats = formats(request, &project).map_err(|problem| vec![problem])?;
    let single_file = request.output.as_ref().filter(|output| {
        formats.len() == 1 && !output.is_dir() && output.extension().is_some_and(|it| it == formats[0].name)
    });
    let output_folder = match (&request.output, &project.settings.output) {
        (Some(output), _) => output.clone(),
        (None, Some(output)) => project.root.join(output),
        (None, None) => PathBuf::from("output"),
    };
    let manifest_folder = match single_file {
        Some(file) => folder_of(file),
        None => output_folder.clone(),
    };
    let stem = input.file.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let jobs = formats.iter().map(|format| {
        let template = request.template.clone().unwrap_or_else(|| format.template.to_owned());
        let path = single_file.cloned().unwrap_or_else(|| {
            let suffix = match template_stem(&template) {
                name if name == format.template => String::new(),
                name => format!(".{name}"),
            };
            output_folder.join(&input.below).join(format!("{stem}{suffix}.{}", format.name))
        });
        Job { format, template, path }
    });
    let jobs = jobs.collect();
    Ok(Plan { input, project, jobs, manifest_folder })
}

fn formats(request: &Request, project: &Project) -> Result<Vec<&'static Format>, Diagnostic> {
    let named: Vec<&str> = match &project.settings.formats {
        _ if !request.formats.is_empty() => request.formats.clone(),
        Some(formats) => formats.iter().map(String::as_str).collect(),
        None => FORMATS.iter().filter(|format| format.default).map(|format| format.name).collect(),
    };
    named
        .into_iter()
        .map(|name| {
            crate::backend::format(name)
                .ok_or_else(|| Diagnostic::error(format!("unknown format `{name}` in {SETTINGS_FILE}")))
        })
        .collect()
}

/// The name of a template given by name or path.
fn template_stem(template: &str) -> &str {
    let file = template.rsplit(['/', '\\']).next().unwrap_or(template);
    file.strip_suffix(".md.jinja").or(file.strip_suffix(".jinja")).unwrap_or(file)
}

fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Two briefs that would write the same file: an error before anything is written.
fn collisions(plans: &[Plan]) -> Result<(), Vec<Diagnostic>> {
    let mut owners: BTreeMap<&Path, &Path> = BTreeMap::new();
    let mut problems = Vec::new();
    for plan in plans {
        for job in &plan.jobs {
            if let Some(other) = owners.insert(&job.path, &plan.input.file) {
                problems.push(
                    Diagnostic::error(format!(
                        "`{}` and `{}` would both write `{}`",
                        other.display(),
                        plan.input.file.display(),
                        job.path.display()
                    ))
                    .hint("rename one of them, or render them into different folders"),
                );
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The fonts inside the program, and all fonts: read from their folders when a brief first needs them.
struct FontShelf {
    folders: Vec<PathBuf>,
    built_in: Arc<Fonts>,
    all: OnceLock<Result<Arc<Fonts>, Diagnostic>>,
}

impl FontShelf {
    fn new(plans: &[Plan], request: &Request) -> Self {
        let mut folders: Vec<PathBuf> = Vec::new();
        let named = plans.iter().flat_map(|plan| {
            let system = plan.project.settings.system_fonts.then(system_font_folders).into_iter().flatten();
            plan.project.settings.fonts.iter().map(|folder| plan.project.root.join(folder)).chain(system)
        });
        for folder in named.chain(request.font_folders.iter().filter(|folder| folder.is_dir()).cloned()) {
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        Self { folders, built_in: Arc::new(Fonts::built_in()), all: OnceLock::new() }
    }

    /// The fonts for a brief: those inside the program if they show all of it, else all.
    fn fonts_for(&self, brief: &SourcedBrief, theme: &Theme) -> Result<Arc<Fonts>, Diagnostic> {
        let families = theme.fonts.body.first().into_iter().chain(theme.fonts.heading.first());
        let named = families.into_iter().all(|family| self.built_in.nearest(family, Default::default()).is_some());
        let mut shown = true;
        brief.positions.each_text(&mut |_, _, text| shown &= text.chars().all(|it| self.built_in.can_show(it)));
        if named && shown {
            return Ok(Arc::clone(&self.built_in));
        }
        let all = self.all.get_or_init(|| {
            let mut fonts = Fonts::built_in();
            self.folders.iter().try_for_each(|folder| fonts.add_folder(folder))?;
            Ok(Arc::new(fonts))
        });
        all.clone()
    }
}

/// Where systems keep fonts; only those that exist.
fn system_font_folders() -> Vec<PathBuf> {
    let known =
        ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts"];
    known.into_iter().map(PathBuf::from).filter(|folder| folder.is_dir()).collect()
}

/// A panic in one document is a problem of that document.
fn guarded(plan: &Plan, request: &Request, mode: Mode, shelf: &FontShelf) -> Report {
    let brief = display(&plan.input.file);
    let caught = catch_unwind(AssertUnwindSafe(|| process(plan, request, mode, shelf)));
    let (outputs, diagnostics) = caught.unwrap_or_else(|panic| {
        let why = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        let problem = Diagnostic::error(format!("internal error in `{brief}`: {}", why.unwrap_or("unknown")));
        (Vec::new(), vec![problem.hint("this is a bug in gen; please report it with the brief")])
    });
    let failed = diagnostics.iter().any(|problem| problem.is_error() || request.strict);
    Report { brief, diagnostics, outputs, failed }
}

fn process(plan: &Plan, request: &Request, mode: Mode, shelf: &FontShelf) -> (Vec<Output>, Vec<Diagnostic>) {
    let prepared = match Prepared::new(plan, request, shelf) {
        Ok(prepared) => prepared,
        Err(problems) => return (Vec::new(), problems),
    };
    let mut found = prepared.warnings.clone();
    let mut finished = Vec::new();
    for job in &plan.jobs {
        match prepared.render(job) {
            Ok(mut rendered) => {
                name_assets(&mut rendered, &assets_folder(&job.path));
                found.extend(ledger_warnings(&rendered));
                found.append(&mut rendered.warnings.clone());
                finished.push((job, rendered));
            }
            Err(problems) => found.extend(problems),
        }
    }
    found.dedup();
    if request.strict && !found.is_empty() {
        return (Vec::new(), found);
    }
    let mut outputs = Vec::new();
    for (job, rendered) in finished {
        let kept = match mode {
            Mode::Write => write(&job.path, &rendered),
            Mode::Compare => compare(&job.path, &rendered),
            Mode::Dry => Ok(()),
        };
        match kept {
            Ok(()) => outputs.push(prepared.output(plan, job, &rendered)),
            Err(problem) => found.push(problem),
        }
    }
    (outputs, found)
}

/// A brief that is ready to render, with all it needs.
struct Prepared<'a> {
    plan: &'a Plan,
    folder: PathBuf,
    brief: SourcedBrief,
    theme_name: String,
    theme: Theme,
    labels: crate::document::Labels,
    assets: Assets,
    /// Names and hashes of what the outputs are made from.
    inputs: BTreeMap<String, String>,
    warnings: Vec<Diagnostic>,
}

impl<'a> Prepared<'a> {
    fn new(plan: &'a Plan, request: &Request, shelf: &FontShelf) -> Result<Self, Vec<Diagnostic>> {
        let one = |problem| vec![problem];
        let Plan { input, project, .. } = plan;
        let source = match &input.text {
            Some(text) => text.clone(),
            None => read_text(&input.file, Limits::default().bytes).map_err(one)?,
        };
        let folder = folder_of(&input.file);
        let brief = Brief::read(&source, project.defaults.as_ref())?;
        let at = |key| brief.positions.span(&[Step::Key(key)]);
        let own_theme = brief.brief.theme.as_deref().filter(|name| !name.trim().is_empty());
        let theme_name = request.theme.as_deref().or(own_theme).unwrap_or("default").to_owned();
        let theme = project.theme(&folder, &theme_name).map_err(|mut problems| {
            let span = own_theme.and_then(|_| at("theme"));
            problems
                .iter_mut()
                .filter(|problem| problem.span.is_none())
                .for_each(|problem| problem.span = span.clone());
            problems
        })?;
        let (labels, warning) = project.labels(&folder, brief.brief.language()).map_err(one)?;
        let mut warnings: Vec<_> = warning.map(|problem| problem.at(at("lang"))).into_iter().collect();
        let fonts = shelf.fonts_for(&brief, &theme).map_err(one)?;
        let paged = plan.jobs.iter().any(|job| job.format.name == "pdf");
        let mut problems = characters(&brief, &fonts, paged);
        let mut inputs = BTreeMap::from([(source.name.to_string(), sha256(source.text.as_bytes()))]);
        let (pictures, bad) = pictures(&brief, project, &folder, &mut inputs);
        problems.extend(bad);
        if problems.iter().any(Diagnostic::is_error) {
            problems.sort_by_key(|problem| problem.span.as_ref().map(|span| span.start));
            return Err(problems);
        }
        warnings.extend(problems);
        let assets = Assets { fonts, pictures };
        Ok(Self { plan, folder, brief, theme_name, theme, labels, assets, inputs, warnings })
    }

    /// The template of a job: what the command asks for, else what the brief asks for, else the format's own.
    fn template_name(&self, job: &Job) -> String {
        let own = self.brief.brief.templates.as_ref().and_then(|templates| match job.format.name {
            "pdf" => templates.pdf.clone(),
            "docx" => templates.docx.clone(),
            "md" => templates.md.clone(),
            _ => templates.json.clone(),
        });
        match own {
            Some(own) if job.template == job.format.template => own.0,
            _ => job.template.clone(),
        }
    }

    fn document(&self, job: &Job) -> Result<Document, Vec<Diagnostic>> {
        let name = self.template_name(job);
        let template = self.plan.project.template(&self.folder, &name).map_err(|problem| {
            let at = self.brief.positions.span(&[Step::Key("templates"), Step::Key(job.format.name)]);
            let own = self.brief.brief.templates.is_some() && problem.span.is_none();
            vec![if own { problem.at(at) } else { problem }]
        })?;
        let filled = template.fill(&self.brief.brief, &self.labels).map_err(|problem| vec![problem])?;
        reader::read(&template, &filled, &self.brief.brief, &self.labels)
    }

    fn render(&self, job: &Job) -> Result<Rendered, Vec<Diagnostic>> {
        let document = self.document(job)?;
        job.format.backend.render(&document, &self.theme, &self.assets)
    }

    fn output(&self, plan: &Plan, job: &Job, rendered: &Rendered) -> Output {
        let path = job.path.strip_prefix(&plan.manifest_folder).unwrap_or(&job.path);
        Output {
            path: path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"),
            brief: display(&plan.input.file),
            format: job.format.name.to_owned(),
            template: self.template_name(job),
            theme: self.theme_name.clone(),
            bytes: rendered.bytes.len(),
            pages: rendered.pages,
            sha256: sha256(&rendered.bytes),
            inputs: self.inputs.clone(),
            ledger: rendered.ledger.clone(),
            warnings: self.warnings.iter().chain(&rendered.warnings).map(ToString::to_string).collect(),
        }
    }
}

/// Characters that no font has: an error where pages are drawn, else a warning, as the reader's own fonts may do.
fn characters(brief: &SourcedBrief, fonts: &Fonts, paged: bool) -> Vec<Diagnostic> {
    let mut missing: BTreeMap<char, Diagnostic> = BTreeMap::new();
    brief.positions.each_text(&mut |source, node, text| {
        for character in text.chars().filter(|it| !fonts.can_show(*it)) {
            missing.entry(character).or_insert_with(|| {
                let families = fonts.families().into_keys().collect::<Vec<_>>().join(", ");
                let message = format!("no font has `{character}` (U+{:04X})", u32::from(character));
                let problem = if paged { Diagnostic::error(message) } else { Diagnostic::warning(message) };
                problem.at(node.narrowed(source, &character.to_string())).label(format!("tried: {families}")).hint(
                    format!("put a font that has it into a folder named by `fonts:` in {SETTINGS_FILE}, or into `fonts` beside gen"),
                )
            });
        }
    });
    missing.into_values().collect()
}

/// Reads every picture of a brief.
fn pictures(
    brief: &SourcedBrief,
    project: &Project,
    folder: &Path,
    inputs: &mut BTreeMap<String, String>,
) -> (BTreeMap<String, Picture>, Vec<Diagnostic>) {
    let (mut pictures, mut problems) = (BTreeMap::new(), Vec::new());
    for (at, image) in brief.brief.images.iter().enumerate() {
        let place = |key| brief.positions.span(&[Step::Key("images"), Step::Index(at), Step::Key(key)]);
        if image.alt.as_deref().unwrap_or_default().trim().is_empty() && !image.decorative {
            let problem = Diagnostic::warning(format!("picture `{}` has no `alt` text", &*image.file));
            problems.push(problem.at(place("file")).hint("say what it shows, or that it is `decorative: true`"));
        }
        let read = project.resolve(folder, &image.file).and_then(|file| {
            let bytes = std::fs::read(&file)
                .map_err(|why| Diagnostic::error(format!("cannot read picture `{}`: {why}", &*image.file)))?;
            inputs.insert(display(&file), sha256(&bytes));
            Picture::read(&image.file, bytes, PictureLimits::default())
        });
        match read {
            Ok(picture) => drop(pictures.insert(image.file.0.clone(), picture)),
            Err(problem) => problems.push(problem.at(place("file"))),
        }
    }
    (pictures, problems)
}

fn ledger_warnings(rendered: &Rendered) -> Vec<Diagnostic> {
    rendered.ledger.iter().map(Diagnostic::warning).collect()
}

/// `STEM.assets` beside a file.
fn assets_folder(file: &Path) -> PathBuf {
    file.with_extension("assets")
}

fn name_assets(rendered: &mut Rendered, folder: &Path) {
    if rendered.assets.is_empty() {
        return;
    }
    let name = folder.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let text = String::from_utf8_lossy(&rendered.bytes).replace(ASSETS, &name.replace(' ', "%20"));
    rendered.bytes = text.into_bytes();
}

fn write(path: &Path, rendered: &Rendered) -> Result<(), Diagnostic> {
    let folder = assets_folder(path);
    for (name, bytes) in &rendered.assets {
        write_file(&folder.join(name), bytes)?;
    }
    write_file(path, &rendered.bytes)
}

/// Writes a file whole or not at all: beside its place, then renamed.
///
/// # Errors
///
/// When its folder cannot be made or written to.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let attempt = || {
        let folder = folder_of(path);
        std::fs::create_dir_all(&folder)?;
        let mut file = tempfile::Builder::new().prefix(".gen-").tempfile_in(&folder)?;
        file.write_all(bytes)?;
        open_to_readers(file.as_file())?;
        file.persist(path).map_err(|why| why.error)
    };
    attempt().map(drop).map_err(|why| Diagnostic::error(format!("cannot write `{}`: {why}", path.display())))
}

/// A temporary file is its owner's alone; what is written is to be read by all, as any other file is.
#[cfg(unix)]
fn open_to_readers(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_readers(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

fn compare(path: &Path, rendered: &Rendered) -> Result<(), Diagnostic> {
    let folder = assets_folder(path);
    let own = (path.to_owned(), &rendered.bytes);
    let all = rendered.assets.iter().map(|(name, bytes)| (folder.join(name), bytes)).chain([own]);
    for (file, bytes) in all {
        match std::fs::read(&file) {
            Ok(there) if there == *bytes => {}
            Ok(_) => return Err(Diagnostic::error(format!("`{}` is out of date", file.display()))),
            Err(_) => return Err(Diagnostic::error(format!("`{}` is missing", file.display()))),
        }
    }
    Ok(())
}

#[derive(Serialize, Deserialize)]
struct Manifest {
    version: u8,
    outputs: Vec<Output>,
}

/// Records what was written; entries of other briefs stay as long as their files do.
fn write_manifests(plans: &[Plan], reports: &[Report]) -> Result<(), Vec<Diagnostic>> {
    let mut folders: BTreeMap<&Path, BTreeMap<String, Output>> = BTreeMap::new();
    for (plan, report) in plans.iter().zip(reports) {
        let entries = folders.entry(&plan.manifest_folder).or_insert_with(|| known(&plan.manifest_folder));
        entries.extend(report.outputs.iter().map(|output| (output.path.clone(), output.clone())));
    }
    for (folder, entries) in folders {
        if entries.is_empty() {
            continue;
        }
        let manifest = Manifest { version: 1, outputs: entries.into_values().collect() };
        let mut bytes = serde_json::to_vec_pretty(&manifest)
            .map_err(|why| vec![Diagnostic::error(format!("cannot write the manifest: {why}"))])?;
        bytes.push(b'\n');
        write_file(&folder.join(MANIFEST), &bytes).map_err(|problem| vec![problem])?;
    }
    Ok(())
}

fn known(folder: &Path) -> BTreeMap<String, Output> {
    let read = std::fs::read(folder.join(MANIFEST)).ok();
    let manifest = read.and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok());
    let outputs = manifest.into_iter().flat_map(|manifest| manifest.outputs);
    outputs.filter(|output| folder.join(&output.path).is_file()).map(|output| (output.path.clone(), output)).collect()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
