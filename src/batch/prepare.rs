//! A brief with everything that its documents need, read and checked before any of them is made.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::coverage;
use super::dependencies::{Dependencies, Fingerprinted, Fingerprints};
use super::files::insert_assets_name;
use super::images::{self, BriefImages};
use super::plan::{BriefPlan, Job};
use super::request::Request;
use super::requested::Requested;
use super::resources::{Resources, read_brief_text};
use super::shared::{LoadedLabels, SharedResources};
use crate::assets::{Assets, SourceFile};
use crate::backend::Rendered;
use crate::brief::{Brief, Examined, Positions};
use crate::diagnostic::{Code, Diagnostic, Severity, SourceText, Span, distinct};
use crate::document::Document;
use crate::fonts::Fonts;
use crate::formats::Glyphs;
use crate::io::file_name;
use crate::project::{FoundTheme, SETTINGS_FILE};
use crate::reader;
use crate::stage::Stage;
use crate::template::{Template, Values};
use crate::theme::Theme;
use crate::yaml::Step;

/// A brief that is ready to render, with all it needs.
pub(super) struct PreparedBrief<'a> {
    pub plan: &'a BriefPlan,
    /// What it asked for; absent if there is anything to be said about it.
    pub requested: Option<Arc<Requested>>,
    pub theme_name: String,
    /// The brief's text.
    pub source: SourceText,
    brief: Brief,
    theme: Arc<Fingerprinted<FoundTheme>>,
    labels: Arc<LoadedLabels>,
    /// What its templates are filled from, once one of them is.
    values: OnceLock<Values>,
    /// One for each job.
    templates: Vec<Arc<Fingerprinted<Template>>>,
    assets: Assets,
    dependencies: Dependencies,
    /// The files of its fonts; none if they are part of the program.
    font_files: Arc<Fingerprints>,
    warnings: Vec<Diagnostic>,
    /// Characters that no font has.
    missing: Vec<Diagnostic>,
}

impl<'a> PreparedBrief<'a> {
    /// Reads a brief and all it names.
    ///
    /// # Errors
    ///
    /// Every problem of the brief and of what it names, in the order of its lines.
    pub fn new(
        plan: &'a BriefPlan,
        request: &Request,
        shared: &SharedResources,
    ) -> Result<Self, Vec<Diagnostic>> {
        let _stage = Stage::Read.enter();
        let source = read_brief_text(plan).map_err(|problem| vec![problem])?;
        let defaults = plan.project().defaults.as_ref();
        let Examined {
            brief,
            positions,
            mut problems,
        } = match &plan.bound {
            Some(node) => Brief::examine_bound(&source, node.clone(), defaults),
            None => Brief::examine(&source, defaults).map_err(|problem| vec![problem])?,
        };
        let requested = Requested::from_positions(&positions);
        let resources = Resources::find(plan, request, shared, &source, &requested);
        let FoundResources {
            theme_name,
            theme_span,
            theme,
            labels,
            templates,
            images,
            reference_doc,
            dependencies,
        } = FoundResources::of(resources, plan, &positions, &mut problems);
        let shown = match (&theme, &labels) {
            (Some(theme), Some(labels)) => {
                let (characters, theme) = (images.svg_characters(), &theme.value.theme);
                let shown =
                    coverage::choose_brief_fonts(&positions, labels, characters, theme, shared);
                take_or_collect(shown.map_err(|problem| vec![problem]), &mut problems)
            }
            _ => None,
        };
        let images::LoadedImages {
            images,
            logo,
            problems: found,
        } = images.read(shown.as_ref().map(|(it, _)| it.shaper.fonts()));
        problems.extend(found);
        sort_by_position(&mut problems);
        let failed = problems.iter().any(Diagnostic::is_error);
        let (Some(brief), Some(theme), Some(labels), Some((fonts, missing)), false) =
            (brief, theme, labels, shown, failed)
        else {
            return Err(distinct(problems));
        };
        let mut warnings = Vec::new();
        let lang_span = || positions.span(&[Step::Key("lang")]);
        warnings.extend(labels.warning.clone().map(|it| it.at(lang_span())));
        warnings.extend(problems);
        warnings.extend(warn_about_unknown_families(
            &theme.value.theme,
            fonts.shaper.fonts(),
            &theme_span,
        ));
        let attached = attached_source(plan, &source);
        let is_quiet = warnings.is_empty() && missing.is_empty();
        Ok(Self {
            plan,
            requested: is_quiet.then(|| Arc::new(requested.with_fonts(fonts.includes_folders))),
            theme_name,
            source,
            brief,
            theme,
            labels,
            values: OnceLock::new(),
            templates,
            assets: Assets {
                shaper: fonts.shaper,
                images,
                source: attached,
                reference_doc,
                logo,
                protection: plan.project_plan.options.protection,
            },
            dependencies,
            font_files: fonts.fingerprints,
            warnings,
            missing,
        })
    }

    /// What is to be said about the brief, whatever its formats say: characters that no font has
    /// are errors where we draw the page, and warnings where the reader's own fonts may have them.
    pub fn warnings(&self) -> Vec<Diagnostic> {
        let draws = self.plan.jobs.iter().any(|job| !self.can_show(job));
        let named = self
            .plan
            .jobs
            .iter()
            .any(|job| job.format.glyphs != Glyphs::Nobody);
        let severity = if draws {
            Severity::Error
        } else {
            Severity::Warning
        };
        let missing = self.missing.iter().filter(|_| named).cloned();
        let missing = missing.map(|problem| Diagnostic {
            severity,
            ..problem
        });
        self.warnings.iter().cloned().chain(missing).collect()
    }

    /// Whether the fonts have every character that the format needs them for.
    pub fn can_show(&self, job: &Job) -> bool {
        self.missing.is_empty() || job.format.glyphs != Glyphs::Ours
    }

    /// Names and hashes of everything that a job's file is made from.
    pub fn fingerprints(&self, job: &Job) -> Fingerprints {
        self.template(job)
            .map(|template| {
                self.dependencies
                    .for_job(job, &template.fingerprint, &self.font_files)
            })
            .unwrap_or_default()
    }

    /// Makes a job's file.
    ///
    /// # Errors
    ///
    /// What is wrong with the template, or does not fit.
    pub fn render(&self, job: &Job) -> Result<Rendered, Vec<Diagnostic>> {
        let document = self.build_document(job)?;
        let backend = (job.format.backend)(&job.options);
        let mut rendered = backend.render(&document, &self.theme.value.theme, &self.assets)?;
        insert_assets_name(&mut rendered, &job.path);
        Ok(rendered)
    }

    fn build_document(&self, job: &Job) -> Result<Document, Vec<Diagnostic>> {
        let template = &self.template(job).ok_or_else(Vec::new)?.value;
        let labels = &self.labels.labels.value;
        let values = self.values.get_or_init(|| Values::new(&self.brief, labels));
        let filled = template
            .fill_from(values)
            .map_err(|problem| vec![problem])?;
        reader::read(template, &filled, &self.brief, labels)
    }

    fn template(&self, job: &Job) -> Option<&Fingerprinted<Template>> {
        let at = self.plan.jobs.iter().position(|it| std::ptr::eq(it, job))?;
        self.templates.get(at).map(AsRef::as_ref)
    }
}

/// The resources of a brief that were found.
struct FoundResources {
    theme_name: String,
    /// The place where the brief names its theme.
    theme_span: Option<Span>,
    theme: Option<Arc<Fingerprinted<FoundTheme>>>,
    labels: Option<Arc<LoadedLabels>>,
    templates: Vec<Arc<Fingerprinted<Template>>>,
    images: BriefImages,
    reference_doc: Option<Arc<[u8]>>,
    dependencies: Dependencies,
}

impl FoundResources {
    /// Parts what was found from the problems, and says where in the brief these are.
    fn of(
        resources: Resources,
        plan: &BriefPlan,
        positions: &Positions,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let at = |path: &[Step<'_>]| positions.span(path);
        let template_span = |format| at(&[Step::Key("templates"), Step::Key(format)]);
        let theme_span = (resources.names_theme)
            .then(|| at(&[Step::Key("theme")]))
            .flatten();
        let theme = (resources.theme).map_err(|found| with_span(found, || theme_span.clone()));
        let theme = take_or_collect(theme, problems);
        let labels = take_or_collect(resources.labels, problems);
        let mut templates = Vec::new();
        for (job, template) in plan.jobs.iter().zip(resources.templates) {
            let place = || {
                job.template
                    .is_named()
                    .then(|| template_span(job.format.name))
            };
            let template = template.map_err(|found| with_span(vec![found], || place().flatten()));
            templates.extend(take_or_collect(template, problems));
        }
        for (format, problem) in resources.other_templates {
            problems.push(problem.at(template_span(format)));
        }
        let mut images = collect_image_files(positions, resources.images, problems);
        let reference_doc = take_or_collect(resources.reference_doc, problems).flatten();
        images.logo = take_or_collect(resources.logo, problems).flatten();
        Self {
            theme_name: resources.theme_name,
            theme_span,
            theme,
            labels,
            templates,
            images,
            reference_doc,
            dependencies: resources.dependencies,
        }
    }
}

/// The value; its problems are put with the others.
fn take_or_collect<T>(
    result: Result<T, Vec<Diagnostic>>,
    problems: &mut Vec<Diagnostic>,
) -> Option<T> {
    result.map_err(|found| problems.extend(found)).ok()
}

/// Problems with their place, but for those that have one.
fn with_span(mut problems: Vec<Diagnostic>, place: impl Fn() -> Option<Span>) -> Vec<Diagnostic> {
    let nowhere = problems.iter_mut().filter(|problem| problem.span.is_none());
    nowhere.for_each(|problem| problem.span = place());
    problems
}

/// Puts the images that were read where the brief names them.
fn collect_image_files(
    positions: &Positions,
    mut read: BTreeMap<String, Result<Vec<u8>, Diagnostic>>,
    problems: &mut Vec<Diagnostic>,
) -> BriefImages {
    let mut files = BriefImages::default();
    let Some((source, list)) = positions.get("images") else {
        return files;
    };
    for image in list.items() {
        let Some((node, name)) = image
            .get("file")
            .and_then(|node| Some((node, node.scalar()?)))
        else {
            continue;
        };
        let says = |key| image.get(key).is_some_and(|node| !node.is_blank());
        let decorative = image.get("decorative").and_then(|node| node.scalar()) == Some("true");
        if !says("alt") && !decorative {
            let problem = Diagnostic::warning(
                Code::MissingAltText,
                format!("picture `{name}` has no `alt` text"),
            );
            problems.push(
                problem
                    .at(node.span(source))
                    .hint("say what it shows, or that it is `decorative: true`"),
            );
        }
        // An image that is named again is as it was read the first time. A problem is one of each
        // place.
        match read.get(name) {
            Some(Err(problem)) => problems.push(problem.clone().at(node.span(source))),
            Some(Ok(_)) => {
                if let Some(Ok(bytes)) = read.remove(name) {
                    files.add(name, bytes, node.span(source));
                }
            }
            None => {}
        }
    }
    files
}

/// Puts problems in the order of their lines, after those that have no place.
fn sort_by_position(problems: &mut [Diagnostic]) {
    problems.sort_by_key(|problem| {
        let span = problem.span.as_ref();
        span.map(|span| (span.source.name.clone(), span.start))
    });
}

/// The brief itself, if documents carry it.
fn attached_source(plan: &BriefPlan, source: &SourceText) -> Option<SourceFile> {
    plan.project_plan.options.attach_source.then(|| SourceFile {
        name: file_name(&plan.input.file),
        bytes: source.text.as_bytes().into(),
    })
}

/// Says which families of the theme no font folder has.
fn warn_about_unknown_families(
    theme: &Theme,
    fonts: &Fonts,
    place: &Option<Span>,
) -> Vec<Diagnostic> {
    let named: BTreeSet<&str> = theme.fonts.own_families().collect();
    let unknown = named
        .into_iter()
        .filter(|family| fonts.nearest_face(family, Default::default()).is_none());
    let problems = unknown.map(|family| {
        Diagnostic::warning(
            Code::MissingFontFamily,
            format!(
                "no font folder has the font `{family}` of theme `{}`",
                theme.name
            ),
        )
        .at(place.clone())
        .hint(format!(
            "name its folder in `fonts:` of {SETTINGS_FILE}; see docs/fonts.md"
        ))
    });
    problems.collect()
}
