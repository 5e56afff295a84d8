//! Finds everything that the documents of a brief are made from, and fingerprints it. This is done
//! to render them, and to see whether they are up to date.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dependencies::Dependencies;
use super::plan::BriefPlan;
use super::request::Request;
use super::requested::Requested;
use super::resolve::Resolver;
use super::shared::{LoadedLabels, SharedResources, SharedTemplate, SharedTheme};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::formats::Use;
use crate::io::{display_path, read_text};
use crate::yaml::Limits;

/// The resources that a brief requests, or the problems with them. The problems have no span in the
/// brief yet.
pub(super) struct Resources {
    /// The name by which the theme is requested.
    pub theme_name: String,
    /// Whether the theme is the one that the brief or the settings name.
    pub names_theme: bool,
    pub theme: Result<SharedTheme, Vec<Diagnostic>>,
    pub labels: Result<Arc<LoadedLabels>, Vec<Diagnostic>>,
    /// One for each job.
    pub templates: Vec<Result<SharedTemplate, Diagnostic>>,
    /// Problems with the templates of formats that this run does not write.
    pub other_templates: Vec<(&'static str, Diagnostic)>,
    /// The bytes of image files, by their names in the brief.
    pub images: BTreeMap<String, Result<Vec<u8>, Diagnostic>>,
    pub reference_doc: Result<Option<Arc<[u8]>>, Vec<Diagnostic>>,
    /// The name and bytes of the theme's logo.
    pub logo: Result<Option<(String, Vec<u8>)>, Vec<Diagnostic>>,
    /// The fingerprints of everything that was found, except fonts and templates, which differ from
    /// job to job.
    pub dependencies: Dependencies,
}

impl Resources {
    /// Finds the resources of a brief, whose text is `source`.
    pub fn find(
        plan: &BriefPlan,
        request: &Request,
        shared: &SharedResources,
        source: &SourceText,
        requested: &Requested,
    ) -> Self {
        let resolver = Resolver::new(plan, request, shared, requested);
        let mut dependencies = Dependencies::new(source, plan);
        // What cannot be found has no fingerprint. Its problem keeps the brief from being rendered.
        let theme = resolver.resolve_theme();
        if let Ok(theme) = &theme {
            dependencies.add(&theme.fingerprint);
        }
        let labels = resolver.resolve_labels();
        if let Ok(labels) = &labels {
            dependencies.add(&labels.labels.fingerprint);
        }
        let mut images = BTreeMap::new();
        for (name, &origin) in requested.images() {
            let image = match resolver.read_image(name, origin) {
                Ok(image) => {
                    dependencies.add(&image.fingerprint);
                    Ok(image.value)
                }
                Err(problem) => Err(problem),
            };
            images.insert(name.clone(), image);
        }
        let found_theme = theme.as_ref().ok().map(|theme| &theme.value);
        // The theme may name the next two.
        let reference_doc = resolver.read_reference_doc(found_theme).map(|found| {
            let document = found?;
            dependencies.add_for_use(Use::ReferenceDoc, document.fingerprint);
            Some(document.value.into())
        });
        let logo = resolver.read_logo(found_theme).map(|found| {
            let (name, logo) = found?;
            dependencies.add_for_use(Use::ReferenceDoc, logo.fingerprint);
            Some((name, logo.value))
        });
        let mut templates = Vec::with_capacity(plan.jobs.len());
        for job in &plan.jobs {
            templates.push(resolver.resolve_template(job));
        }
        Self {
            theme_name: resolver.theme_name().to_owned(),
            names_theme: resolver.names_theme(),
            theme,
            labels,
            templates,
            other_templates: resolver.check_other_templates(),
            images,
            reference_doc,
            logo,
            dependencies,
        }
    }
}

/// Reads the text of a brief.
///
/// # Errors
///
/// If it cannot be read, or is a link that leads out of its project.
pub(super) fn read_brief_text(plan: &BriefPlan) -> Result<SourceText, Diagnostic> {
    let file = &plan.input.file;
    if let Some(text) = &plan.input.text {
        return Ok(text.clone());
    }
    // A brief may come from anyone. A link must not print another file of the machine.
    if file.is_symlink() && !plan.project().contains_file(file) {
        let file = display_path(file);
        let message = format!("`{file}` is a link to outside of its project");
        return Err(Diagnostic::error(Code::OutsideProject, message)
            .hint("name the file itself, or put a copy in its place"));
    }
    read_text(file, Limits::default().bytes)
}
