//! Everything that the documents of a brief are made from, found and hashed in one place: for
//! rendering them, and for seeing whether they are up to date.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dependencies::{Dependencies, Fingerprinted};
use super::plan::BriefPlan;
use super::request::Request;
use super::requested::Requested;
use super::resolve::Resolver;
use super::shared::{LoadedLabels, SharedResources};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::formats::Use;
use crate::io::{display_path, read_text};
use crate::project::FoundTheme;
use crate::template::Template;
use crate::yaml::Limits;

/// What a brief asks for by name, with the problems of what could not be found. Those have no place
/// in the brief yet.
pub(super) struct Resources {
    /// The name that the theme was asked for by.
    pub theme_name: String,
    /// Whether the brief or the settings name the theme, and not the command.
    pub names_theme: bool,
    pub theme: Result<Arc<Fingerprinted<FoundTheme>>, Vec<Diagnostic>>,
    pub labels: Result<Arc<LoadedLabels>, Vec<Diagnostic>>,
    /// One for each job.
    pub templates: Vec<Result<Arc<Fingerprinted<Template>>, Diagnostic>>,
    /// Problems of templates that are named for formats which are not asked for now.
    pub other_templates: Vec<(&'static str, Diagnostic)>,
    /// The bytes of image files, by the names that the brief gives them.
    pub images: BTreeMap<String, Result<Vec<u8>, Diagnostic>>,
    pub reference_doc: Result<Option<Arc<[u8]>>, Vec<Diagnostic>>,
    /// Name and bytes of the theme's logo.
    pub logo: Result<Option<(String, Vec<u8>)>, Vec<Diagnostic>>,
    /// Fingerprints of all that was found, and of the brief and its options. Fonts and templates are
    /// added for each job.
    pub dependencies: Dependencies,
}

impl Resources {
    /// Finds what a brief asks for.
    pub fn find(
        plan: &BriefPlan,
        request: &Request,
        shared: &SharedResources,
        source: &SourceText,
        requested: &Requested,
    ) -> Self {
        let resolver = Resolver::new(plan, request, shared, requested);
        let mut dependencies = Dependencies::new(source, plan);
        let (theme_name, theme) = resolver.resolve_theme();
        if let Ok(theme) = &theme {
            dependencies.add(&theme.fingerprint);
        }
        let labels = resolver.resolve_labels();
        if let Ok(labels) = &labels {
            dependencies.add(&labels.labels.fingerprint);
        }
        let mut images = BTreeMap::new();
        for (name, &origin) in requested.images() {
            let image = resolver.read_image(name, origin).map(|image| {
                dependencies.add(&image.fingerprint);
                image.value
            });
            images.insert(name.clone(), image);
        }
        let found_theme = theme.as_ref().ok().map(|theme| &theme.value);
        let mut for_word = |found: Option<Fingerprinted<_>>| {
            found.map(|it| {
                dependencies.add_for_use(Use::ReferenceDoc, it.fingerprint);
                it.value
            })
        };
        let reference_doc = resolver.read_reference_doc(found_theme).map(&mut for_word);
        let logo = resolver.read_logo(found_theme).map(|found| {
            let (name, bytes) = found?;
            Some((name, for_word(Some(bytes))?))
        });
        Self {
            theme_name: theme_name.to_owned(),
            names_theme: resolver.names_theme(),
            labels,
            templates: plan
                .jobs
                .iter()
                .map(|job| resolver.resolve_template(job))
                .collect(),
            other_templates: resolver.check_other_templates(),
            images,
            reference_doc: reference_doc.map(|found| found.map(Into::into)),
            logo,
            dependencies,
            theme,
        }
    }
}

/// Reads the text of a brief.
///
/// # Errors
///
/// When it cannot be read, or is a link to outside of its project.
pub(super) fn read_brief_text(plan: &BriefPlan) -> Result<SourceText, Diagnostic> {
    let file = &plan.input.file;
    if let Some(text) = &plan.input.text {
        return Ok(text.clone());
    }
    if file.is_symlink() && !plan.project().contains_file(file) {
        let message = format!(
            "`{}` is a link to outside of its project",
            display_path(file)
        );
        return Err(Diagnostic::error(Code::OutsideProject, message)
            .hint("name the file itself, or put a copy in its place"));
    }
    read_text(file, Limits::default().bytes)
}
