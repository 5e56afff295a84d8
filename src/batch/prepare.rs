//! Prepares a brief for rendering: reads and checks it together with everything that it names.
//!
//! The result is a [`PreparedBrief`], which renders one document after the other.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::coverage::{BriefFonts, choose_brief_fonts};
use super::dependencies::{Dependencies, Fingerprinted, Fingerprints};
use super::files::insert_assets_name;
use super::han_characters::HanCharacters;
use super::images::BriefImages;
use super::plan::{BriefPlan, Job};
use super::request::Request;
use super::requested::Requested;
use super::resources::{Resources, read_brief_text};
use super::shared::{LoadedLabels, SharedResources, SharedTemplate, SharedTheme};
use crate::assets::{Assets, SourceFile};
use crate::backend::Rendered;
use crate::brief::{
    Brief, Examined, Positions, date_warnings, markup_warnings, number_warnings,
    split_number_warnings,
};
use crate::diagnostic::{Code, Diagnostic, Severity, SourceText, Span, distinct};
use crate::document::Document;
use crate::font_needs::{ScriptFonts, fonts_by_script};
use crate::fonts::Fonts;
use crate::formats::Glyphs;
use crate::io::file_name;
use crate::project::SETTINGS_FILE;
use crate::reader::{self, BriefLanguage};
use crate::stage::Stage;
use crate::status_words::add_words;
use crate::template::{Template, Values};
use crate::theme::Theme;
use crate::yaml::{Node, NodeKind, Step};

/// A brief that is ready to render.
pub(super) struct PreparedBrief<'a> {
    pub plan: &'a BriefPlan,
    /// What the brief requests by name. `None` if there are warnings, because a later run has to
    /// parse the brief again to report them.
    pub requested: Option<Arc<Requested>>,
    pub theme_name: String,
    /// The text of the brief.
    pub source: SourceText,
    brief: Brief,
    theme: SharedTheme,
    labels: Arc<LoadedLabels>,
    /// What all templates get, made when the first one is filled. Without sharing it a batch costs
    /// 1.4 % more.
    values: OnceLock<Values>,
    /// What all documents are read with, made for the first one.
    language: OnceCell<BriefLanguage>,
    /// One for each job.
    templates: Vec<SharedTemplate>,
    assets: Assets,
    /// The characters of the brief's texts, labels and dates.
    characters: BTreeSet<char>,
    /// The Han characters of the brief.
    han: HanCharacters,
    dependencies: Dependencies,
    /// The fingerprints of the fonts in folders, if the brief needs them.
    font_files: Arc<Fingerprints>,
    warnings: Vec<Diagnostic>,
    /// Problems with characters that no font has.
    missing_characters: Vec<Diagnostic>,
    /// Warns about what pages show in the form of another language, or in parts.
    page_warnings: Vec<Diagnostic>,
}

impl<'a> PreparedBrief<'a> {
    /// Reads a brief and everything that it names.
    ///
    /// # Errors
    ///
    /// All problems of the brief and of the resources that it names, in the order of its lines.
    pub fn new(
        plan: &'a BriefPlan,
        request: &Request,
        shared: &SharedResources,
    ) -> Result<Self, Vec<Diagnostic>> {
        let _stage = Stage::Read.enter();
        let source = read_brief_text(plan).map_err(|problem| vec![problem])?;
        let mut examined = examine_brief(plan, &source)?;
        // A brief with errors is examined further, so that one run reports all of its problems.
        let requested = Requested::from_positions(&examined.positions);
        let resources = Resources::find(plan, request, shared, &source, &requested);
        if examined.lacks_priority_word()
            && let Ok(labels) = &resources.labels
        {
            examined = examine_with_labels(plan, &source, labels)?;
        }
        let Examined {
            brief,
            positions,
            mut problems,
        } = examined;
        let found = FoundResources::separate(resources, plan, &positions, &mut problems);
        let lang = requested.language();
        let fonts = found.choose_fonts(&positions, lang, shared, &mut problems);
        // Images are checked even if the fonts were not found, so that all problems are reported.
        let brief_fonts = fonts.as_ref().map(|it| it.selection.caches.fonts());
        let images = found.images.read(brief_fonts);
        problems.extend(images.problems);
        sort_by_position(&mut problems);
        let failed = problems.iter().any(Diagnostic::is_error);
        let (Some(brief), Some(theme), Some(labels), Some(brief_fonts), false) =
            (brief, found.theme, found.labels, fonts, failed)
        else {
            return Err(distinct(problems));
        };

        let mut warnings = Vec::new();
        let lang = positions.span(&[Step::Key("lang")]);
        warnings.extend(with_span(labels.warnings.clone(), lang.as_ref()));
        // No problem is an error at this point.
        warnings.extend(problems);
        warnings.extend(note_unprinted_fields(&positions, &found.templates));
        let BriefFonts {
            characters,
            han,
            selection: fonts,
            missing_characters,
            page_warnings,
            pictured_fonts,
        } = brief_fonts;
        warnings.extend(pictured_fonts);
        warnings.extend(warn_about_unknown_families(
            &theme.value.theme,
            fonts.caches.fonts(),
            found.theme_span.as_ref(),
        ));
        let has_no_problems =
            warnings.is_empty() && missing_characters.is_empty() && page_warnings.is_empty();
        let requested = requested.with_fonts(fonts.includes_folders);
        let assets = Assets {
            caches: fonts.caches,
            images: images.images,
            source: attached_source(plan, &source),
            reference_doc: found.reference_doc,
            logo: images.logo,
            protection: plan.project_plan.options.protection,
        };
        Ok(Self {
            plan,
            requested: has_no_problems.then(|| Arc::new(requested)),
            theme_name: found.theme_name,
            source,
            brief,
            theme,
            labels,
            values: OnceLock::new(),
            language: OnceCell::new(),
            templates: found.templates,
            assets,
            characters,
            han,
            dependencies: found.dependencies,
            font_files: fonts.fingerprints,
            warnings,
            missing_characters,
            page_warnings,
        })
    }

    /// The problems that do not depend on a format. Missing characters are errors if a format draws
    /// its pages with our fonts. They are warnings if every reader uses fonts of their own, which
    /// may have the characters.
    pub fn warnings(&self) -> Vec<Diagnostic> {
        let jobs = &self.plan.jobs;
        let mut warnings = self.warnings.clone();
        if jobs.iter().all(|job| job.format.glyphs == Glyphs::Nobody) {
            return warnings;
        }
        let severity = if jobs.iter().all(|job| self.can_show(job)) {
            Severity::Warning
        } else {
            Severity::Error
        };
        for problem in &self.missing_characters {
            let mut problem = problem.clone();
            problem.severity = severity;
            warnings.push(problem);
        }
        if jobs.iter().any(|job| job.format.glyphs == Glyphs::Ours) {
            warnings.extend(self.page_warnings.clone());
        }
        warnings
    }

    /// The language of the brief, as a BCP 47 tag.
    pub fn lang(&self) -> &str {
        self.brief.lang.as_deref().unwrap_or("en")
    }

    /// The fonts that show its text on pages, by script.
    pub fn fonts_by_script(&self) -> Vec<ScriptFonts> {
        let theme = &self.theme.value.theme;
        let fonts = self.assets.caches.fonts();
        let families = &theme.fonts.body;
        let han = self.han.by_forms();
        fonts_by_script(fonts, &self.characters, families, self.lang(), han)
    }

    /// Whether the fonts have all characters that the format needs from them.
    pub fn can_show(&self, job: &Job) -> bool {
        self.missing_characters.is_empty() || job.format.glyphs != Glyphs::Ours
    }

    /// The fingerprints of everything that the file of a job is made from.
    pub fn fingerprints(&self, job: &Job) -> Fingerprints {
        match self.template(job) {
            Some(template) => {
                self.dependencies
                    .for_job(job, &template.fingerprint, &self.font_files)
            }
            None => Fingerprints::default(),
        }
    }

    /// Renders the document of a job.
    ///
    /// # Errors
    ///
    /// Problems with the template, and content that does not fit.
    pub fn render(&self, job: &Job) -> Result<Rendered, Vec<Diagnostic>> {
        let document = self.build_document(job)?;
        // A backend gets only the options that the manifest records. With others, a change of such
        // an option would leave a file that counts as up to date.
        let options = (job.format.recorded_options)(&job.options);
        let backend = (job.format.backend)(&options);
        let mut rendered = backend.render(&document, &self.theme.value.theme, &self.assets)?;
        insert_assets_name(&mut rendered, &job.path);
        for problem in &mut rendered.diagnostics {
            if quotes_the_brief(problem.code) && problem.span.is_none() {
                problem.span = span_of_quoted_text(&problem.message, &self.source);
            }
        }
        Ok(rendered)
    }

    fn build_document(&self, job: &Job) -> Result<Document, Vec<Diagnostic>> {
        let template = &self.template(job).ok_or_else(Vec::new)?.value;
        let language = self.language.get_or_init(|| self.brief_language());
        // All templates of a brief get the same values.
        let make_values = || Values::new(&self.brief, &language.labels);
        let values = self.values.get_or_init(make_values);
        match template.fill_from(values) {
            Ok(filled) => reader::read_in_language(template, &filled, &self.brief, language),
            Err(problem) => Err(vec![problem]),
        }
    }

    /// The language of the brief, with the words for a status that the theme adds.
    fn brief_language(&self) -> BriefLanguage {
        let tag = self.brief.language();
        let mut labels = Arc::clone(&self.labels.labels.value);
        let words = self.theme.value.theme.status_words();
        if !words.is_empty() {
            add_words(Arc::make_mut(&mut labels), tag, &words);
        }
        BriefLanguage::new(tag, labels, Arc::clone(&self.labels.printed))
    }

    fn template(&self, job: &Job) -> Option<&Fingerprinted<Template>> {
        for (planned, template) in self.plan.jobs.iter().zip(&self.templates) {
            if std::ptr::eq(planned, job) {
                return Some(template);
            }
        }
        None
    }
}

/// Parses and checks a brief, or the brief that a row of data makes of a pattern.
fn examine_brief(plan: &BriefPlan, source: &SourceText) -> Result<Examined, Vec<Diagnostic>> {
    let defaults = plan.project().defaults.as_ref();
    match &plan.bound {
        Some(node) => Ok(Brief::examine_bound(source, node.clone(), defaults)),
        None => Brief::examine(source, defaults).map_err(|problem| vec![problem]),
    }
}

/// Examines a brief with the words for a priority that only the user's own labels have.
fn examine_with_labels(
    plan: &BriefPlan,
    source: &SourceText,
    labels: &LoadedLabels,
) -> Result<Examined, Vec<Diagnostic>> {
    let defaults = plan.project().defaults.as_ref();
    let labels = &labels.labels.value;
    Brief::examine_with_labels(source, plan.bound.as_ref(), defaults, labels)
        .map_err(|problem| vec![problem])
}

/// The resources of a brief, separated from the problems with the others.
struct FoundResources {
    theme_name: String,
    /// Where the brief names its theme.
    theme_span: Option<Span>,
    theme: Option<SharedTheme>,
    labels: Option<Arc<LoadedLabels>>,
    templates: Vec<SharedTemplate>,
    images: BriefImages,
    reference_doc: Option<Arc<[u8]>>,
    dependencies: Dependencies,
}

impl FoundResources {
    /// Moves the problems of resources to `problems`, and adds their place in the brief.
    fn separate(
        resources: Resources,
        plan: &BriefPlan,
        positions: &Positions,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let theme_span = if resources.names_theme {
            positions.span(&[Step::Key("theme")])
        } else {
            None
        };
        let theme = match resources.theme {
            Ok(theme) => Some(theme),
            Err(found) => {
                problems.extend(with_span(found, theme_span.as_ref()));
                None
            }
        };
        let labels = take_or_collect(resources.labels, problems);
        let mut templates = Vec::new();
        for (job, template) in plan.jobs.iter().zip(resources.templates) {
            match template {
                Ok(template) => templates.push(template),
                // A problem inside a template has a place there already.
                Err(problem) if problem.span.is_none() && job.template.is_named() => {
                    problems.push(problem.at(template_span(positions, job.format.name)));
                }
                Err(problem) => problems.push(problem),
            }
        }
        for (format, problem) in resources.other_templates {
            problems.push(problem.at(template_span(positions, format)));
        }
        problems.extend(date_warnings(positions));
        problems.extend(markup_warnings(positions));
        problems.extend(number_warnings(positions));
        problems.extend(split_number_warnings(positions));
        let mut images = collect_images(positions, resources.images, problems);
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

    /// Chooses the fonts, once the theme and the labels are known, and reports missing characters.
    fn choose_fonts(
        &self,
        positions: &Positions,
        lang: &str,
        shared: &SharedResources,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<BriefFonts> {
        let labels = self.labels.as_ref()?;
        let theme = &self.theme.as_ref()?.value.theme;
        let svg_characters = self.images.svg_characters();
        match choose_brief_fonts(positions, lang, labels, svg_characters, theme, shared) {
            Ok(chosen) => Some(chosen),
            Err(problem) => {
                problems.push(problem);
                None
            }
        }
    }
}

/// Where a brief first has the text that a message quotes. A backend knows the words, but not
/// where they come from.
fn span_of_quoted_text(message: &str, source: &SourceText) -> Option<Span> {
    // The title of a chart may be spelled otherwise in the brief, with another dash for example.
    for after in message.split('“').skip(1) {
        let (quoted, _) = after.split_once('”')?;
        if let Some(start) = source.text.find(quoted) {
            return Some(Span {
                source: source.clone(),
                start,
                end: start + quoted.len(),
            });
        }
    }
    None
}

/// Whether messages of this code quote a text of the brief and have no place there yet.
fn quotes_the_brief(code: Code) -> bool {
    matches!(
        code,
        Code::WordCut | Code::TextTooWide | Code::ChartTextLeftOut
    )
}

/// Where the brief names the template for a format.
fn template_span(positions: &Positions, format: &str) -> Option<Span> {
    positions.span(&[Step::Key("templates"), Step::Key(format)])
}

/// The value of a result; its problems are added to the others.
fn take_or_collect<T>(
    result: Result<T, Vec<Diagnostic>>,
    problems: &mut Vec<Diagnostic>,
) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(found) => {
            problems.extend(found);
            None
        }
    }
}

/// Adds a span to the problems that have none.
fn with_span(mut problems: Vec<Diagnostic>, span: Option<&Span>) -> Vec<Diagnostic> {
    for problem in &mut problems {
        if problem.span.is_none() {
            problem.span = span.cloned();
        }
    }
    problems
}

/// Collects the images that the brief names, and reports those that could not be read or have no
/// alternative text.
fn collect_images(
    positions: &Positions,
    mut read: BTreeMap<String, Result<Vec<u8>, Diagnostic>>,
    problems: &mut Vec<Diagnostic>,
) -> BriefImages {
    let mut images = BriefImages::default();
    let Some((source, list)) = positions.get("images") else {
        return images;
    };
    for item in list.items() {
        let Some(node) = item.get("file") else {
            continue;
        };
        let Some(name) = node.scalar() else { continue };
        if !has_alt_text(item) {
            let message = format!("picture `{name}` has no `alt` text");
            let hint = "say what it shows, or that it is `decorative: true`";
            let problem = Diagnostic::warning(Code::MissingAltText, message).hint(hint);
            problems.push(problem.at(node.span(source)));
        }
        // An image may be named several times. Its bytes are taken once; a problem is reported at
        // each place.
        match read.remove(name) {
            Some(Ok(bytes)) => images.add(name, bytes, node.span(source)),
            Some(Err(problem)) => {
                // The problem stays in the map for the next place with this name.
                problems.push(problem.clone().at(node.span(source)));
                read.insert(name.to_owned(), Err(problem));
            }
            None => {}
        }
    }
    images
}

/// Notes the fields of a brief that no template of the run prints.
fn note_unprinted_fields(positions: &Positions, templates: &[SharedTemplate]) -> Vec<Diagnostic> {
    let Some((source, fields)) = positions.get("fields") else {
        return Vec::new();
    };
    let mut notes = Vec::new();
    let entries = match &fields.kind {
        NodeKind::Mapping(entries) => entries.as_slice(),
        _ => &[],
    };
    for (key, value) in entries {
        let name = key.scalar().unwrap_or_default();
        if value.is_null() || templates.iter().any(|it| it.value.may_print_field(name)) {
            continue;
        }
        let message = format!("no template of this run prints the field `{name}`");
        let hint = format!("write `{{{{ fields.{name} }}}}` in a template of your own");
        let note = Diagnostic::note(Code::UnprintedField, message).hint(hint);
        notes.push(note.at(key.span(source)));
    }
    notes
}

/// Whether an image has alternative text or needs none.
fn has_alt_text(image: &Node) -> bool {
    let is_decorative = image.get("decorative").and_then(Node::scalar) == Some("true");
    is_decorative || image.get("alt").is_some_and(|alt| !alt.is_blank())
}

/// Sorts problems by their lines. Those without a span come first.
fn sort_by_position(problems: &mut [Diagnostic]) {
    // The sort is stable: problems of one place keep the order in which they were found.
    problems.sort_by_key(|problem| {
        let span = problem.span.as_ref()?;
        Some((span.source.name.clone(), span.start))
    });
}

/// The brief itself, if documents contain it.
fn attached_source(plan: &BriefPlan, source: &SourceText) -> Option<SourceFile> {
    if !plan.project_plan.options.attach_source {
        return None;
    }
    Some(SourceFile {
        name: file_name(&plan.input.file),
        bytes: source.text.as_bytes().into(),
    })
}

/// Warns about font families of the theme that are neither built in nor in a font folder.
fn warn_about_unknown_families(
    theme: &Theme,
    fonts: &Fonts,
    theme_span: Option<&Span>,
) -> Vec<Diagnostic> {
    let families: BTreeSet<&String> = theme.fonts.families().collect();
    let mut warnings = Vec::new();
    for family in families {
        if fonts.nearest_face(family, Default::default()).is_some() {
            continue;
        }
        let name = &theme.name;
        let message = format!("no font folder has the font `{family}` of theme `{name}`");
        let hint = format!("name its folder in `fonts:` of {SETTINGS_FILE}; see docs/fonts.md");
        let warning = Diagnostic::warning(Code::MissingFontFamily, message).hint(hint);
        warnings.push(warning.at(theme_span.cloned()));
    }
    warnings
}
