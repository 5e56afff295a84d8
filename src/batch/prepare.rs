//! A brief with everything that its documents need, read and checked before any of them is made.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::coverage;
use super::dependencies::{Hashed, Hashes, Inputs, attaches, protection};
use super::files::name_assets;
use super::pictures::{self, Files};
use super::plan::{Job, Plan};
use super::request::Request;
use super::resolve::Desk;
use super::shared::{Shelf, ShelvedLabels};
use super::wanted::Asks;
use crate::assets::{Assets, SourceFile};
use crate::backend::{Glyphs, Rendered};
use crate::brief::{Brief, Examined, Positions};
use crate::diagnostic::{Diagnostic, Severity, SourceText, Span, distinct};
use crate::document::Document;
use crate::fonts::Fonts;
use crate::io::{display, file_name, read_text};
use crate::project::{FoundTheme, SETTINGS_FILE};
use crate::reader;
use crate::stage::Stage;
use crate::template::{Template, Values};
use crate::theme::Theme;
use crate::yaml::{Limits, Step};

/// A brief that is ready to render, with all it needs.
pub(super) struct Prepared<'a> {
    pub plan: &'a Plan,
    /// What it asked for; absent if there is anything to be said about it.
    pub asks: Option<Arc<Asks>>,
    pub theme_name: String,
    brief: Brief,
    theme: Arc<Hashed<FoundTheme>>,
    labels: Arc<ShelvedLabels>,
    /// What its templates are filled from, once one of them is.
    values: OnceLock<Values>,
    /// One for each job.
    templates: Vec<Arc<Hashed<Template>>>,
    assets: Assets,
    inputs: Inputs,
    warnings: Vec<Diagnostic>,
    /// Characters that no font has.
    missing: Vec<Diagnostic>,
}

impl<'a> Prepared<'a> {
    /// Reads a brief and all it names.
    ///
    /// # Errors
    ///
    /// Every problem of the brief and of what it names, in the order of its lines.
    pub fn new(plan: &'a Plan, request: &Request, shelf: &Shelf) -> Result<Self, Vec<Diagnostic>> {
        let _stage = Stage::Read.enter();
        let source = source_of(plan).map_err(|problem| vec![problem])?;
        let defaults = plan.project().defaults.as_ref();
        let Examined {
            brief,
            positions,
            mut problems,
        } = match &plan.bound {
            Some(node) => Brief::examine_bound(&source, node.clone(), defaults),
            None => Brief::examine(&source, defaults).map_err(|problem| vec![problem])?,
        };
        let asks = Asks::of(&positions);
        let desk = Desk::new(plan, request, shelf, &asks);
        let at = |path: &[Step<'_>]| positions.span(path);
        let mut inputs = Inputs::new(&source, plan, request);
        let place = || {
            desk.names_theme()
                .then(|| at(&[Step::Key("theme")]))
                .flatten()
        };
        let theme = keep(
            desk.theme().map_err(|found| placed(found, place)),
            &mut problems,
        );
        let labels = keep(desk.labels(), &mut problems);
        let template = |job: &Job| {
            let place = || {
                (job.template.is_named())
                    .then(|| at(&[Step::Key("templates"), Step::Key(job.format.name)]))
            };
            desk.template(job)
                .map_err(|found| placed(vec![found], || place().flatten()))
        };
        let templates: Vec<_> = plan
            .jobs
            .iter()
            .filter_map(|job| keep(template(job), &mut problems))
            .collect();
        let others = desk.other_templates().into_iter();
        problems.extend(
            others.map(|(format, it)| it.at(at(&[Step::Key("templates"), Step::Key(format)]))),
        );
        let (mut files, found) = picture_files(&positions, &desk, &asks, &mut inputs);
        problems.extend(found);
        let found_theme = theme.as_ref().map(|(_, theme)| &theme.value);
        let reference = keep(desk.reference(found_theme, &mut inputs), &mut problems).flatten();
        files.logo = keep(desk.logo(found_theme, &mut inputs), &mut problems).flatten();
        let shown = match (found_theme, &labels) {
            (Some(theme), Some(labels)) => {
                let shown = coverage::fonts_for(
                    &positions,
                    labels,
                    files.characters(),
                    &theme.theme,
                    shelf,
                );
                keep(shown.map_err(|problem| vec![problem]), &mut problems)
            }
            _ => None,
        };
        let pictures::Read {
            pictures,
            logo,
            problems: found,
        } = files.read(shown.as_ref().map(|(it, _)| &*it.fonts));
        problems.extend(found);
        problems.sort_by_key(|problem| {
            problem
                .span
                .as_ref()
                .map(|span| (span.source.name.clone(), span.start))
        });
        let failed = problems.iter().any(Diagnostic::is_error);
        let (
            Some(brief),
            Some((theme_name, theme)),
            Some(labels),
            Some((recorded, missing)),
            false,
        ) = (brief, theme, labels, shown, failed)
        else {
            return Err(distinct(problems));
        };
        inputs.add(&theme.input);
        inputs.add(&labels.labels.input);
        inputs.extend(&recorded.inputs);
        let warning = labels
            .warning
            .clone()
            .map(|problem| problem.at(at(&[Step::Key("lang")])));
        let unknown = unknown_families(&theme.value.theme, &recorded.fonts, place);
        let warnings: Vec<_> = warning.into_iter().chain(problems).chain(unknown).collect();
        let attached = attaches(plan, request).then(|| SourceFile {
            name: file_name(&plan.input.file),
            bytes: source.text.as_bytes().into(),
        });
        let protection = protection(plan, request);
        let needs_fonts = recorded.are_all;
        let assets = Assets {
            fonts: recorded.fonts,
            pictures,
            source: attached,
            reference,
            logo,
            protection,
        };
        let (theme_name, is_quiet) = (
            theme_name.to_owned(),
            warnings.is_empty() && missing.is_empty(),
        );
        let asks = is_quiet.then(|| Arc::new(asks.with_fonts(needs_fonts)));
        let values = OnceLock::new();
        Ok(Self {
            plan,
            asks,
            theme_name,
            brief,
            theme,
            labels,
            values,
            templates,
            assets,
            inputs,
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
    pub fn inputs(&self, job: &Job) -> Hashes {
        self.template(job)
            .map(|template| self.inputs.of(job, &template.input))
            .unwrap_or_default()
    }

    /// Makes a job's file.
    ///
    /// # Errors
    ///
    /// What is wrong with the template, or does not fit.
    pub fn render(&self, job: &Job) -> Result<Rendered, Vec<Diagnostic>> {
        let document = self.document(job)?;
        let backend = (job.format.backend)(&job.options);
        let mut rendered = backend.render(&document, &self.theme.value.theme, &self.assets)?;
        name_assets(&mut rendered, &job.path);
        Ok(rendered)
    }

    fn document(&self, job: &Job) -> Result<Document, Vec<Diagnostic>> {
        let template = &self.template(job).ok_or_else(Vec::new)?.value;
        let labels = &self.labels.labels.value;
        let values = self.values.get_or_init(|| Values::new(&self.brief, labels));
        let filled = template
            .fill_from(values)
            .map_err(|problem| vec![problem])?;
        reader::read(template, &filled, &self.brief, labels)
    }

    fn template(&self, job: &Job) -> Option<&Hashed<Template>> {
        let at = self.plan.jobs.iter().position(|it| std::ptr::eq(it, job))?;
        self.templates.get(at).map(AsRef::as_ref)
    }
}

/// The value; its problems are put with the others.
fn keep<T>(result: Result<T, Vec<Diagnostic>>, problems: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|found| problems.extend(found)).ok()
}

/// Problems with their place, but for those that have one.
fn placed(mut problems: Vec<Diagnostic>, place: impl Fn() -> Option<Span>) -> Vec<Diagnostic> {
    let nowhere = problems.iter_mut().filter(|problem| problem.span.is_none());
    nowhere.for_each(|problem| problem.span = place());
    problems
}

/// Reads the file of every picture that the brief names.
fn picture_files(
    positions: &Positions,
    desk: &Desk<'_>,
    asks: &Asks,
    inputs: &mut Inputs,
) -> (Files, Vec<Diagnostic>) {
    let (mut files, mut problems) = (Files::default(), Vec::new());
    let Some((source, list)) = positions.get("images") else {
        return (files, problems);
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
            let problem = Diagnostic::warning(format!("picture `{name}` has no `alt` text"));
            problems.push(
                problem
                    .at(node.span(source))
                    .hint("say what it shows, or that it is `decorative: true`"),
            );
        }
        let Some(&by) = asks.images().get(name).filter(|_| !files.has(name)) else {
            continue;
        };
        match desk.picture(name, by, inputs) {
            Ok(bytes) => files.add(name, bytes, node.span(source)),
            Err(problem) => problems.push(problem.at(node.span(source))),
        }
    }
    (files, problems)
}

/// Says which families of the theme no font folder has.
fn unknown_families(
    theme: &Theme,
    fonts: &Fonts,
    place: impl Fn() -> Option<Span>,
) -> Vec<Diagnostic> {
    let named: BTreeSet<&str> = theme.fonts.own_families().collect();
    let unknown = named
        .into_iter()
        .filter(|family| fonts.nearest(family, Default::default()).is_none());
    let problems = unknown.map(|family| {
        Diagnostic::warning(format!(
            "no font folder has the font `{family}` of theme `{}`",
            theme.name
        ))
        .at(place())
        .hint(format!(
            "name its folder in `fonts:` of {SETTINGS_FILE}; see docs/fonts.md"
        ))
    });
    problems.collect()
}

pub(super) fn source_of(plan: &Plan) -> Result<SourceText, Diagnostic> {
    let file = &plan.input.file;
    if let Some(text) = &plan.input.text {
        return Ok(text.clone());
    }
    if file.is_symlink() && !plan.project().holds(file) {
        let message = format!("`{}` is a link to outside of its project", display(file));
        return Err(
            Diagnostic::error(message).hint("name the file itself, or put a copy in its place")
        );
    }
    read_text(file, Limits::default().bytes)
}
