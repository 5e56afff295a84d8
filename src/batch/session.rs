//! Renders briefs and rows of data to bytes, and writes nothing. This is what a program calls that
//! has the library inside; a mail merge plans its rows with it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::find::BriefInput;
use super::plan::{BriefPlan, Job, PlannedBrief, ProjectPlan, plan_project};
use super::prepare::PreparedBrief;
use super::render_brief::{BriefDocuments, DocumentReceiver, catch_panics, conclude, render_brief};
use super::request::Request;
use super::row_pattern::{RowPattern, point_to_row};
use super::shared::SharedResources;
use crate::backend::Rendered;
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::io::{display_path, file_name, parent_folder};
use crate::merge::Row;
use crate::project::Project;

/// Renders the briefs of one project, and rows of data, to bytes.
///
/// Settings, fonts, themes, templates and labels are read once, when they are first needed; images
/// and Word templates are read for each brief. Threads can share a session. It starts no threads
/// and reads no clock: a brief gives the bytes that a [`Batch`](super::Batch) writes, whatever was
/// rendered before it.
///
/// ```
/// use briefkit::batch::{Request, Row, RowValues, Session};
/// use briefkit::diagnostic::{Diagnostic, SourceText};
///
/// let request = Request { formats: vec!["pdf", "docx"], ..Request::default() };
/// let session = Session::new(".", request)?;
///
/// let yaml = "title: The port is open\ndate: 2026-11-23\nbottom_line: Ships *can* berth.\n";
/// let brief = session.render(SourceText::new("port.yaml", yaml));
/// assert!(!brief.failed && brief.diagnostics.is_empty());
/// let pdf = brief.document("pdf").expect("it was requested");
/// assert!(pdf.bytes.starts_with(b"%PDF-"));
///
/// let yaml = "title: To {{ name }}\ndate: 2026-11-23\nbottom_line: '{{ name }}, welcome.'\n";
/// let pattern = session.pattern(SourceText::new("letter.yaml", yaml))?;
/// let row = Row::new("guests", 1, Ok(RowValues::of([("name", "Ann")])));
/// let letter = session.render_row(&pattern, &row);
/// let names: Vec<&str> = letter.documents.iter().map(|it| it.file_name.as_str()).collect();
/// assert_eq!(names, ["letter-1.pdf", "letter-1.docx"]);
/// # Ok::<(), Vec<Diagnostic>>(())
/// ```
pub struct Session {
    request: Request,
    folder: PathBuf,
    project_plan: Arc<ProjectPlan>,
    shared: SharedResources,
}

/// The documents of a brief or of a row of data.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct RenderedBrief {
    /// The documents, in the order of [`Request::formats`]. A format with an error is left out.
    /// With [`Request::strict`], any problem leaves out all of them.
    pub documents: Vec<RenderedDocument>,
    /// Every problem that was found, those of [`Rendered::diagnostics`] included.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether there was an error; with [`Request::strict`] also a warning.
    pub failed: bool,
}

/// A document, and what a batch would call its file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RenderedDocument {
    /// The name of the format, such as `pdf`.
    pub format: &'static str,
    /// The name of the file, such as `port.pdf`. Links to [`Rendered::assets`] lead to the folder
    /// `port.assets` beside it.
    pub file_name: String,
    /// The bytes.
    pub rendered: Rendered,
}

impl RenderedBrief {
    fn new(documents: Vec<RenderedDocument>, problems: Vec<Diagnostic>, request: &Request) -> Self {
        let (diagnostics, failed) = conclude(problems, request);
        Self {
            documents,
            diagnostics,
            failed,
        }
    }

    /// The document in a format.
    #[must_use]
    pub fn document(&self, format: &str) -> Option<&Rendered> {
        let mut documents = self.documents.iter();
        let document = documents.find(|document| document.format == format)?;
        Some(&document.rendered)
    }
}

impl Session {
    /// Reads the settings of the project that `folder` belongs to.
    ///
    /// Nothing is written and no brief is left out, so that some fields of the request have no
    /// effect: `force`, `prune`, `folders`, `partition`, `only` and `cancel`. `output` matters only
    /// if it is a file, whose name the documents then have.
    ///
    /// # Errors
    ///
    /// Problems in settings.
    pub fn new(folder: impl AsRef<Path>, request: Request) -> Result<Self, Vec<Diagnostic>> {
        let mut folder = folder.as_ref();
        if folder.as_os_str().is_empty() {
            folder = Path::new(".");
        }
        let project_plan = plan_project(folder, &request)?;
        let projects = [&project_plan.project].into_iter();
        Ok(Self {
            shared: SharedResources::new(projects, &request),
            folder: folder.to_owned(),
            project_plan: Arc::new(project_plan),
            request,
        })
    }

    /// Renders a text as the brief of its name in the folder of the session. There need not be such
    /// a file.
    ///
    /// Problems with the brief, and a panic while it is rendered, are part of the result.
    #[must_use]
    pub fn render(&self, text: SourceText) -> RenderedBrief {
        self.render_input(self.input_in_folder(text))
    }

    /// Renders a brief in the project of the session, as [`render`](Self::render) does. It may lie
    /// in another folder of the project; a brief outside of the project is an error.
    #[must_use]
    pub fn render_input(&self, input: BriefInput) -> RenderedBrief {
        self.render_planned(self.plan(input))
    }

    /// Reads a pattern, as if it were the file of its name in the folder of the session.
    ///
    /// # Errors
    ///
    /// All problems of the pattern that do not depend on the data, and the option `attach_source`:
    /// a row has no brief that could be attached to its documents.
    pub fn pattern(&self, text: SourceText) -> Result<RowPattern, Vec<Diagnostic>> {
        let input = self.input_in_folder(text);
        self.check_project(&input)?;
        RowPattern::read(input, &self.project_plan)
    }

    /// Renders the documents of a row from a pattern of this session. Problems name the row.
    #[must_use]
    pub fn render_row(&self, pattern: &RowPattern, row: &Row) -> RenderedBrief {
        let planned = catch_panics(&row.name(), || {
            let stem = pattern.file_stem(row)?;
            pattern.plan_row(row, &stem)
        });
        let mut rendered = self.render_planned(planned);
        point_to_row(&mut rendered.diagnostics, row);
        rendered
    }

    pub(super) fn request(&self) -> &Request {
        &self.request
    }

    pub(super) fn project_plan(&self) -> &Arc<ProjectPlan> {
        &self.project_plan
    }

    pub(super) fn shared(&self) -> &SharedResources {
        &self.shared
    }

    fn input_in_folder(&self, text: SourceText) -> BriefInput {
        let name = Path::new(&*text.name);
        // Messages show `port.yaml` rather than `./port.yaml`.
        let file = if self.folder == Path::new(".") {
            name.to_owned()
        } else {
            self.folder.join(name)
        };
        BriefInput {
            file,
            text: Some(text),
            subfolder: PathBuf::new(),
        }
    }

    /// Checks that a brief belongs to the project whose settings and fonts the session has.
    fn check_project(&self, input: &BriefInput) -> Result<(), Diagnostic> {
        let folder = parent_folder(&input.file);
        if folder == self.folder || Project::find_root(&folder) == self.project_plan.project.root {
            return Ok(());
        }
        let file = display_path(&input.file);
        let project = display_path(&self.project_plan.project.root);
        let message = format!("`{file}` does not belong to the project in `{project}`");
        let problem = Diagnostic::error(Code::OutsideProject, message);
        Err(problem.hint("each project needs a session of its own"))
    }

    fn plan(&self, input: BriefInput) -> Result<BriefPlan, Vec<Diagnostic>> {
        self.check_project(&input)?;
        let brief = display_path(&input.file);
        let project_plan = Arc::clone(&self.project_plan);
        // Finding the templates of a brief parses it.
        catch_panics(&brief, || Ok(PlannedBrief::new(input, project_plan).plan()))
    }

    fn render_planned(&self, planned: Result<BriefPlan, Vec<Diagnostic>>) -> RenderedBrief {
        let (documents, problems) = match planned {
            Ok(plan) => {
                let rendered = render_brief(&plan, &self.request, &self.shared, &mut KeepAll);
                let BriefDocuments {
                    documents,
                    diagnostics,
                } = rendered;
                (documents, diagnostics)
            }
            Err(problems) => (Vec::new(), problems),
        };
        RenderedBrief::new(documents, problems, &self.request)
    }
}

/// Renders every document and keeps it in memory.
struct KeepAll;

impl<'p> DocumentReceiver<'p> for KeepAll {
    type Document = RenderedDocument;

    fn reuse(&mut self, _: &PreparedBrief<'p>, _: &'p Job) -> Option<Vec<Diagnostic>> {
        None
    }

    fn receive(
        &mut self,
        _: &PreparedBrief<'p>,
        job: &'p Job,
        rendered: Rendered,
    ) -> Result<RenderedDocument, Diagnostic> {
        Ok(RenderedDocument {
            format: job.format.name,
            file_name: file_name(&job.path),
            rendered,
        })
    }
}

/// Renders one brief to its first format without writing it. Returns the document, which refers to
/// its assets folder by its real name, and the warnings. A [`Session`] renders several briefs in
/// less time.
///
/// # Errors
///
/// All problems of the brief. With [`Request::strict`], warnings are problems.
pub fn render_one(
    input: BriefInput,
    request: &Request,
) -> Result<(Rendered, Vec<Diagnostic>), Vec<Diagnostic>> {
    let session = Session::new(parent_folder(&input.file), request.clone())?;
    // The request can exclude the brief, for example by its partition.
    if !request.includes(&input.file) {
        return Ok((Rendered::default(), Vec::new()));
    }
    let mut plan = session.plan(input)?;
    plan.jobs.truncate(1);
    let mut brief = session.render_planned(Ok(plan));
    match brief.documents.pop() {
        Some(document) => Ok((document.rendered, brief.diagnostics)),
        None => Err(brief.diagnostics),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Format;

    #[test]
    fn a_panic_fails_one_document() {
        let request = Request {
            formats: vec!["json", "md"],
            ..Request::default()
        };
        let session = Session::new("", request).expect("there are no settings");
        let yaml = "title: A good brief\ndate: 2026-11-23\nbottom_line: All is well.\n";
        let text = SourceText::new("a.yaml", yaml);
        let mut plan = session
            .plan(session.input_in_folder(text.clone()))
            .expect("a plan");
        let panicking = Format {
            backend: |_| panic!("why"),
            ..*plan.jobs[0].format
        };
        plan.jobs[0].format = Box::leak(Box::new(panicking));
        let brief = session.render_planned(Ok(plan));
        assert!(brief.failed && brief.document("json").is_none());
        assert!(brief.document("md").is_some());
        assert_eq!(brief.diagnostics[0].code, Code::InternalError);
        // The session is as good as before.
        let brief = session.render(text);
        assert!(!brief.failed && brief.document("json").is_some());
    }
}
