//! Shared by several tests: documents from the text of a brief, their assets, and the fonts of the
//! repository.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use crate::assets::{Assets, ImageFile, ImageLimits, RunCaches};
use crate::brief::Brief;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::document::Document;
use crate::fonts::Fonts;
use crate::project::Project;
use crate::reader;
use crate::template::Template;

/// Caches with the built-in fonts.
pub static RUN_CACHES: LazyLock<Arc<RunCaches>> =
    LazyLock::new(|| Arc::new(RunCaches::new(Fonts::built_in())));

/// The folder of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The document that a built-in template makes of a brief's text.
pub fn document(yaml: &str, template: &str) -> Document {
    let source = SourceText::new("brief.yaml", yaml);
    let brief = Brief::read(&source, None)
        .unwrap_or_else(|problems| panic!("{problems:#?}\n{yaml}"))
        .brief;
    let template = Template::built_in(template).expect("a built-in template");
    let labels = Project::default()
        .find_labels(root(), brief.language())
        .expect("labels")
        .labels;
    let filled = template
        .fill(&brief, &labels)
        .unwrap_or_else(|problem| panic!("{problem}"));
    reader::read(&template, &filled, &brief, &labels)
        .unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// The assets of a document: all fonts, and the images of its brief in `folder`.
pub fn assets(document: &Document, folder: &Path) -> Assets {
    let json = serde_json::to_value(document).expect("a document is JSON");
    let mut files = Vec::new();
    collect_image_files(&json, &mut files);
    let images = files.into_iter().map(|file| {
        let bytes = std::fs::read(folder.join(&file)).unwrap_or_else(|why| panic!("{file}: {why}"));
        let image = ImageFile::read(&file, &bytes, ImageLimits::default(), RUN_CACHES.fonts())
            .expect("an image")
            .0;
        (file, image)
    });
    Assets {
        images: images.collect(),
        ..Assets::new(Arc::clone(&RUN_CACHES))
    }
}

fn collect_image_files(json: &serde_json::Value, files: &mut Vec<String>) {
    match json {
        serde_json::Value::Object(object) => {
            if object.get("block").is_some_and(|kind| kind == "image") {
                files.extend(object["file"].as_str().map(str::to_owned));
            }
            object
                .values()
                .for_each(|value| collect_image_files(value, files));
        }
        serde_json::Value::Array(items) => items
            .iter()
            .for_each(|item| collect_image_files(item, files)),
        _ => {}
    }
}

/// The messages of diagnostics.
pub fn messages(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.message.clone())
        .collect()
}
