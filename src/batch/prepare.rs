//! A brief with everything that its documents need, read and checked before any of them is made.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use unicode_script::Script;

use super::files::name_assets;
use super::manifest::sha256;
use super::pictures::{self, Files};
use super::plan::{Asker, Job, Plan, folder_of};
use super::shelf::Shelf;
use super::{Request, distinct};
use crate::assets::{Assets, MAX_REFERENCE_BYTES, SourceFile, read_bytes};
use crate::backend::{FORMATS, Glyphs, Rendered, Use};
use crate::brief::{Brief, Examined, Positions, is_picture_path};
use crate::diagnostic::{Diagnostic, Severity, SourceText, Span};
use crate::document::{Document, Labels};
use crate::fonts::Fonts;
use crate::project::{FoundTheme, Project, SETTINGS_FILE, display, read_text};
use crate::template::{Template, Values};
use crate::theme::Theme;
use crate::yaml::{Limits, Step};
use crate::{lang, markup, reader};

/// Under this name a manifest records which program made a file: its version and a hash of its sources.
const PROGRAM: (&str, &str) = ("gen", concat!(env!("CARGO_PKG_VERSION"), "+", env!("BRIEFKIT_SOURCES")));

/// A brief that is ready to render, with all it needs.
pub(super) struct Prepared<'a> {
    pub plan: &'a Plan,
    pub theme_name: String,
    brief: Brief,
    theme: Theme,
    labels: Labels,
    /// What its templates are filled from, once one of them is.
    values: OnceLock<Values>,
    /// One for each job.
    templates: Vec<Arc<Template>>,
    assets: Assets,
    /// Names and hashes of what the outputs are made from, templates left out.
    inputs: BTreeMap<String, String>,
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
        let source = source_of(plan).map_err(|problem| vec![problem])?;
        let defaults = plan.project.defaults.as_ref();
        let Examined { brief, positions, mut problems } = match &plan.bound {
            Some(node) => Brief::examine_bound(&source, node.clone(), defaults),
            None => Brief::examine(&source, defaults).map_err(|problem| vec![problem])?,
        };
        let desk = Desk { plan, request, shelf, positions: &positions, folder: folder_of(&plan.input.file) };
        let mut inputs = BTreeMap::from([(source.name.to_string(), sha256(source.text.as_bytes()))]);
        inputs.insert(PROGRAM.0.to_owned(), PROGRAM.1.to_owned());
        if let Some(defaults) = defaults {
            inputs.insert(defaults.source().name.to_string(), sha256(defaults.source().text.as_bytes()));
        }
        let (theme_name, found_theme) = keep(desk.theme(), &mut problems).unzip();
        let labels = keep(desk.labels(), &mut problems);
        let templates: Vec<_> = plan.jobs.iter().filter_map(|job| keep(desk.template(job), &mut problems)).collect();
        problems.extend(desk.other_templates());
        let (mut files, found) = desk.pictures(&mut inputs);
        problems.extend(found);
        let reference = keep(desk.reference(found_theme.as_ref(), &mut inputs), &mut problems).flatten();
        files.logo = keep(desk.logo(found_theme.as_ref(), &mut inputs), &mut problems).flatten();
        let theme = found_theme.map(|found| found.theme);
        let shown = match (&theme, &labels) {
            (Some(theme), Some((labels, _))) => keep(desk.characters(theme, labels, shelf, &files), &mut problems),
            _ => None,
        };
        let pictures::Read { pictures, logo, problems: found } = files.read(shown.as_ref().map(|it| &*it.fonts));
        problems.extend(found);
        problems.sort_by_key(|problem| problem.span.as_ref().map(|span| (span.source.name.clone(), span.start)));
        let failed = problems.iter().any(Diagnostic::is_error);
        let (Some(brief), Some(theme_name), Some(theme), Some((labels, warning)), Some(shown), false) =
            (brief, theme_name, theme, labels, shown, failed)
        else {
            return Err(distinct(problems));
        };
        inputs.insert(format!("theme {theme_name}"), digest(&theme));
        inputs.insert(format!("labels {}", brief.language()), digest(&labels));
        inputs.extend(shown.inputs);
        let unknown = desk.unknown_families(&theme, &shown.fonts);
        let warnings = warning.into_iter().chain(problems).chain(unknown).collect();
        let attach = request.attach_source || plan.project.settings.attach_source;
        let protection = request.protection.or(plan.project.settings.word_protection);
        let attached = attach.then(|| SourceFile {
            name: plan.input.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            bytes: source.text.as_bytes().into(),
        });
        let assets = Assets { fonts: shown.fonts, pictures, source: attached, reference, logo, protection };
        let missing = shown.missing;
        Ok(Self {
            plan,
            theme_name,
            brief,
            theme,
            labels,
            values: OnceLock::new(),
            templates,
            assets,
            inputs,
            warnings,
            missing,
        })
    }

    /// What is to be said about the brief, whatever its formats say: characters that no font has are errors where we
    /// draw the page, and warnings where the reader's own fonts may have them.
    pub fn warnings(&self) -> Vec<Diagnostic> {
        let draws = self.plan.jobs.iter().any(|job| !self.can_show(job));
        let named = self.plan.jobs.iter().any(|job| job.format.glyphs != Glyphs::Nobody);
        let severity = if draws { Severity::Error } else { Severity::Warning };
        let missing = self.missing.iter().filter(|_| named).cloned();
        let missing = missing.map(|problem| Diagnostic { severity, ..problem });
        self.warnings.iter().cloned().chain(missing).collect()
    }

    /// Whether the fonts have every character that the format needs them for.
    pub fn can_show(&self, job: &Job) -> bool {
        self.missing.is_empty() || job.format.glyphs != Glyphs::Ours
    }

    /// Names and hashes of everything that a job's file is made from.
    pub fn inputs(&self, job: &Job) -> BTreeMap<String, String> {
        let mut inputs = self.inputs.clone();
        if let Some(template) = self.template(job) {
            let name = format!("template {}", template.source.name);
            inputs.insert(name, sha256(template.source.text.as_bytes()));
        }
        if let (Some(protection), true) = (&self.assets.protection, job.format.makes_use_of(Use::Protection)) {
            inputs.insert("protection".to_owned(), digest(protection));
        }
        if let (Some(source), true) = (&self.assets.source, job.format.makes_use_of(Use::Source)) {
            inputs.insert(format!("attached {}", source.name), sha256(&source.bytes));
        }
        inputs
    }

    /// Makes a job's file.
    ///
    /// # Errors
    ///
    /// What is wrong with the template, or does not fit.
    pub fn render(&self, job: &Job) -> Result<Rendered, Vec<Diagnostic>> {
        let document = self.document(job)?;
        let backend = (job.format.backend)(&job.options);
        let mut rendered = backend.render(&document, &self.theme, &self.assets)?;
        name_assets(&mut rendered, &job.path);
        Ok(rendered)
    }

    fn document(&self, job: &Job) -> Result<Document, Vec<Diagnostic>> {
        let template = self.template(job).ok_or_else(Vec::new)?;
        let filled = template.fill_from(self.values()).map_err(|problem| vec![problem])?;
        reader::read(template, &filled, &self.brief, &self.labels)
    }

    fn values(&self) -> &Values {
        self.values.get_or_init(|| Values::new(&self.brief, &self.labels))
    }

    fn template(&self, job: &Job) -> Option<&Template> {
        let at = self.plan.jobs.iter().position(|it| std::ptr::eq(it, job))?;
        self.templates.get(at).map(AsRef::as_ref)
    }
}

/// The value; its problems are put with the others.
fn keep<T>(result: Result<T, Vec<Diagnostic>>, problems: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|found| problems.extend(found)).ok()
}

fn digest(value: &impl serde::Serialize) -> String {
    sha256(&serde_json::to_vec(value).unwrap_or_default())
}

pub(super) fn source_of(plan: &Plan) -> Result<SourceText, Diagnostic> {
    let file = &plan.input.file;
    if let Some(text) = &plan.input.text {
        return Ok(text.clone());
    }
    if file.is_symlink() && !plan.project.holds(file) {
        let message = format!("`{}` is a link to outside of its project", display(file));
        return Err(Diagnostic::error(message).hint("name the file itself, or put a copy in its place"));
    }
    read_text(file, Limits::default().bytes)
}

/// The fonts for a brief.
struct Shown {
    fonts: Arc<Fonts>,
    inputs: BTreeMap<String, String>,
    missing: Vec<Diagnostic>,
}

/// Where a brief lies, and what is around it.
struct Desk<'a> {
    plan: &'a Plan,
    request: &'a Request,
    shelf: &'a Shelf,
    positions: &'a Positions,
    folder: PathBuf,
}

impl Desk<'_> {
    fn project(&self) -> &Project {
        &self.plan.project
    }

    /// The folder that a path in the value of `key` is relative to.
    fn base(&self, key: &str) -> &Path {
        if self.positions.is_own(key) { &self.folder } else { &self.project().root }
    }

    fn word(&self, key: &str) -> Option<&str> {
        self.positions.get(key).and_then(|(_, node)| node.scalar()).filter(|word| !word.trim().is_empty())
    }

    fn theme(&self) -> Result<(String, FoundTheme), Vec<Diagnostic>> {
        let themes = &self.shelf.themes;
        if let Some(name) = &self.request.theme {
            let found = themes.get(&self.folder, name, || self.project().asked_theme(&self.folder, name));
            return found.map(|theme| (name.clone(), theme));
        }
        let name = self.word("theme").unwrap_or("default");
        let place = self.word("theme").and_then(|_| self.positions.span(&[Step::Key("theme")]));
        let base = self.base("theme");
        match themes.get(base, name, || self.project().theme(base, name)) {
            Ok(theme) => Ok((name.to_owned(), theme)),
            Err(mut problems) => {
                let nowhere = problems.iter_mut().filter(|problem| problem.span.is_none());
                nowhere.for_each(|problem| problem.span.clone_from(&place));
                Err(problems)
            }
        }
    }

    /// Says which families of the theme no font folder has.
    fn unknown_families(&self, theme: &Theme, fonts: &Fonts) -> Vec<Diagnostic> {
        let named: BTreeSet<&str> = theme.fonts.own_families().collect();
        let unknown = named.into_iter().filter(|family| fonts.nearest(family, Default::default()).is_none());
        let place = self.word("theme").and_then(|_| self.positions.span(&[Step::Key("theme")]));
        let problems = unknown.map(|family| {
            Diagnostic::warning(format!("no font folder has the font `{family}` of theme `{}`", theme.name))
                .at(place.clone().filter(|_| self.request.theme.is_none()))
                .hint(format!("name its folder in `fonts:` of {SETTINGS_FILE}; see docs/fonts.md"))
        });
        problems.collect()
    }

    fn language(&self) -> &str {
        self.word("lang").filter(|tag| lang::is_tag(tag)).unwrap_or("en")
    }

    /// The labels of the brief's language, and a warning if they are another's.
    fn labels(&self) -> Result<(Labels, Option<Diagnostic>), Vec<Diagnostic>> {
        let (folder, language) = (&self.folder, self.language());
        let (labels, warning) = self.shelf.labels.get(folder, language, || self.project().labels(folder, language))?;
        let place = || self.positions.span(&[Step::Key("lang")]);
        Ok((labels, warning.map(|problem| problem.at(place()))))
    }

    fn template(&self, job: &Job) -> Result<Arc<Template>, Vec<Diagnostic>> {
        let (project, name) = (self.project(), job.template.name.as_str());
        let folder = if job.template.by == Asker::Settings { &project.root } else { &self.folder };
        let found = self.shelf.templates.get(folder, name, || {
            let is_asked = job.template.by == Asker::Command;
            let found = if is_asked { project.asked_template(folder, name) } else { project.template(folder, name) };
            found.map(Arc::new)
        });
        found.map_err(|problem| {
            let named = matches!(job.template.by, Asker::Brief | Asker::Settings) && problem.span.is_none();
            let place = || self.positions.span(&[Step::Key("templates"), Step::Key(job.format.name)]);
            vec![if named { problem.at(place()) } else { problem }]
        })
    }

    /// Problems of templates that the brief names for formats that are not asked for now.
    fn other_templates(&self) -> Vec<Diagnostic> {
        let Some((_, node)) = self.positions.get("templates") else { return Vec::new() };
        let asked = |name: &str| self.plan.jobs.iter().any(|job| job.format.name == name);
        let others = FORMATS.iter().filter(|format| !asked(format.name)).filter_map(|format| {
            let name = node.get(format.name).filter(|name| !name.is_blank())?.scalar()?;
            let found = self.project().template(self.base("templates"), name).err()?;
            Some(found.at(self.positions.span(&[Step::Key("templates"), Step::Key(format.name)])))
        });
        others.collect()
    }

    /// Reads the file of every picture that the brief names.
    fn pictures(&self, inputs: &mut BTreeMap<String, String>) -> (Files, Vec<Diagnostic>) {
        let (mut files, mut problems) = (Files::default(), Vec::new());
        let Some((source, list)) = self.positions.get("images") else { return (files, problems) };
        for image in list.items() {
            let Some((node, name)) = image.get("file").and_then(|node| Some((node, node.scalar()?))) else { continue };
            let says = |key| image.get(key).is_some_and(|node| !node.is_blank());
            let decorative = image.get("decorative").and_then(|node| node.scalar()) == Some("true");
            if !says("alt") && !decorative {
                let problem = Diagnostic::warning(format!("picture `{name}` has no `alt` text"));
                problems
                    .push(problem.at(node.span(source)).hint("say what it shows, or that it is `decorative: true`"));
            }
            // What cannot be a path is told with the brief's own problems.
            if node.is_blank() || files.has(name) || !is_picture_path(name) {
                continue;
            }
            match self.picture(name, inputs) {
                Ok(bytes) => files.add(name, bytes, node.span(source)),
                Err(problem) => problems.push(problem.at(node.span(source))),
            }
        }
        (files, problems)
    }

    fn picture(&self, name: &str, inputs: &mut BTreeMap<String, String>) -> Result<Vec<u8>, Diagnostic> {
        let file = self.project().resolve(self.base("images"), name).map_err(|mut problem| {
            problem.message = format!("picture {}", problem.message);
            problem
        })?;
        let bytes = read_bytes(&file, pictures::limits().bytes)
            .map_err(|problem| Diagnostic { message: format!("picture `{name}`: {}", problem.message), ..problem })?;
        inputs.insert(display(&file), sha256(&bytes));
        Ok(bytes)
    }

    fn makes_house_documents(&self) -> bool {
        self.plan.jobs.iter().any(|job| job.format.makes_use_of(Use::House))
    }

    /// Reads the house template of Word documents, if one is asked for: by the command, the theme or the settings.
    fn reference(
        &self,
        theme: Option<&FoundTheme>,
        inputs: &mut BTreeMap<String, String>,
    ) -> Result<Option<Arc<[u8]>>, Vec<Diagnostic>> {
        if !self.makes_house_documents() {
            return Ok(None);
        }
        let by_theme = theme.and_then(|found| Some((found.file.as_ref()?, found.theme.word_template.as_ref()?)));
        let (file, name) = match (&self.request.reference, by_theme, &self.project().settings.word_template) {
            (Some(file), ..) => (file.clone(), display(file)),
            (None, Some((theme, name)), _) => {
                (self.beside_theme(theme, name, "house template", "word_template")?, name.clone())
            }
            (None, None, Some(name)) => {
                let hint = format!("`word_template` is relative to {SETTINGS_FILE} and inside its folder");
                let found = self.project().resolve(&self.project().root, name);
                (found.map_err(|problem| named(problem, "house template", hint))?, name.clone())
            }
            (None, None, None) => return Ok(None),
        };
        let bytes = read_bytes(&file, MAX_REFERENCE_BYTES).map_err(|problem| {
            let message = format!("house template `{name}`: {}", problem.message);
            vec![Diagnostic { message, ..problem }]
        })?;
        inputs.insert(display(&file), sha256(&bytes));
        Ok(Some(bytes.into()))
    }

    /// Reads the file of the theme's logo, if it has one and a Word document is asked for.
    fn logo(
        &self,
        theme: Option<&FoundTheme>,
        inputs: &mut BTreeMap<String, String>,
    ) -> Result<Option<(String, Vec<u8>)>, Vec<Diagnostic>> {
        let found = theme.and_then(|found| Some((found.file.as_ref()?, found.theme.logo.as_ref()?)));
        let Some((theme, name)) = found.filter(|_| self.makes_house_documents()) else { return Ok(None) };
        let file = self.beside_theme(theme, name, "logo", "logo")?;
        let bytes = read_bytes(&file, pictures::limits().bytes).map_err(|problem| {
            let message = format!("logo `{name}`: {}", problem.message);
            vec![Diagnostic { message, ..problem }]
        })?;
        inputs.insert(display(&file), sha256(&bytes));
        Ok(Some((name.clone(), bytes)))
    }

    /// A file that a theme names in `key`: inside the project, or beside the theme if that lies elsewhere.
    fn beside_theme(&self, theme: &Path, name: &str, what: &str, key: &str) -> Result<PathBuf, Vec<Diagnostic>> {
        let folder = folder_of(theme);
        let elsewhere = Project { root: folder.clone(), ..Project::default() };
        let project = if self.project().holds(theme) { self.project() } else { &elsewhere };
        let hint = format!("`{key}` is relative to `{}` and inside the project", display(theme));
        project.resolve(&folder, name).map_err(|problem| named(problem, what, hint))
    }

    /// Finds the fonts that show the brief, and the characters that none of them has.
    fn characters(
        &self,
        theme: &Theme,
        labels: &Labels,
        shelf: &Shelf,
        files: &Files,
    ) -> Result<Shown, Vec<Diagnostic>> {
        let mut characters: BTreeSet<char> = BTreeSet::new();
        // A set of all characters is dear to build from a text that has few different ones.
        let mut ascii = [false; 128];
        self.positions.each_text(&mut |_, _, text| {
            for character in shown(text).chars() {
                match ascii.get_mut(character as usize) {
                    Some(seen) => *seen = true,
                    None => drop(characters.insert(character)),
                }
            }
        });
        characters.extend((0..128_u8).map(char::from).filter(|it| ascii[*it as usize]));
        let own: BTreeSet<char> = labels.0.values().flat_map(|label| label.chars()).collect();
        characters.extend(&own);
        characters.extend(lang::date_text("2026-11-23", self.language()).chars());
        // What no font has of a picture's text is told where the picture is read.
        let mut all = files.characters();
        all.extend(&characters);
        let (fonts, inputs) = shelf.fonts_for(&all, theme).map_err(|problem| vec![problem])?;
        let mut wanting = fonts.wanting(&characters);
        // By script, as one font mostly has all of one; the characters that are named with their places.
        let mut scripts: Vec<(Script, Vec<Wanting>)> = Vec::new();
        let mut miss = |character: char, place: &dyn Fn() -> Option<Span>| {
            let script = lang::script(character);
            match scripts.iter_mut().find(|(known, _)| *known == script) {
                Some((_, characters)) => {
                    let place = (characters.len() < NAMED_CHARACTERS).then(place).flatten();
                    characters.push((character, place));
                }
                None => scripts.push((script, vec![(character, place())])),
            }
        };
        if !wanting.is_empty() {
            self.positions.each_text(&mut |source, node, text| {
                for character in shown(text).chars() {
                    if wanting.remove(&character) {
                        miss(character, &|| node.narrowed(source, &character.to_string()));
                    }
                }
            });
            wanting.iter().for_each(|character| miss(*character, &|| None));
        }
        let missing = scripts.iter().map(|(script, them)| no_font(*script, them, &fonts)).collect();
        Ok(Shown { fonts, inputs, missing })
    }
}

/// Says what a file is that could not be found.
fn named(mut problem: Diagnostic, what: &str, hint: String) -> Vec<Diagnostic> {
    problem.message = format!("{what} {}", problem.message);
    vec![problem.hint(hint)]
}

/// A text with what its character references stand for.
fn shown(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('&') { markup::words(text).into() } else { markup::spelled(text) }
}

/// A character with its code point; one that nothing shows, as those of private use, by its code point alone.
fn character_name(character: char) -> String {
    let code = format!("U+{:04X}", u32::from(character));
    match character {
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => format!("{code} (of private use)"),
        _ => format!("`{character}` ({code})"),
    }
}

/// How many of the characters that no font has are named; of the others the count is told.
const NAMED_CHARACTERS: usize = 3;

/// A character that no font has, and where it stands first.
type Wanting = (char, Option<Span>);

/// Says that no font has some characters of one script.
fn no_font(script: Script, characters: &[Wanting], fonts: &Fonts) -> Diagnostic {
    let families = fonts.families().into_keys().collect::<Vec<_>>().join(", ");
    let line = |place: &Option<Span>| place.as_ref().map(|span| span.source.line_column(span.start).0);
    let first = characters.first().and_then(|(_, place)| place.clone());
    let shown = line(&first);
    let name = |(character, place): &Wanting| match line(place) {
        // The line of the first is shown anyway.
        Some(line) if Some(line) != shown => format!("{} in line {line}", character_name(*character)),
        _ => character_name(*character),
    };
    let names = characters.iter().take(NAMED_CHARACTERS).map(name).collect::<Vec<_>>().join(", ");
    let more = match characters.len().saturating_sub(NAMED_CHARACTERS) {
        0 => String::new(),
        more if matches!(script, Script::Common | Script::Inherited | Script::Unknown) => format!(" and {more} more"),
        more => format!(" and {more} more of the {} script", script.full_name().replace('_', " ")),
    };
    let hint =
        format!("put a font that has it into a folder named by `fonts:` in {SETTINGS_FILE}, or see docs/fonts.md");
    Diagnostic::error(format!("no font has {names}{more}")).at(first).label(format!("tried: {families}")).hint(hint)
}
