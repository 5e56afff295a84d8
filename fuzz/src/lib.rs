//! Shared by the fuzz targets: briefs, documents and assets, and the handling of caught panics.

use std::sync::{Arc, LazyLock};

use briefkit::assets::{Assets, RunCaches};
use briefkit::brief::Brief;
use briefkit::diagnostic::{Diagnostic, SourceText};
use briefkit::document::{Document, Labels};
use briefkit::fonts::Fonts;
use briefkit::formats::FORMATS;
use briefkit::options::FormatOptions;
use briefkit::options::Scale;
use briefkit::template::{BUILT_IN, Template};
use briefkit::theme::Theme;
use briefkit::{labels, reader};

/// A brief with every key.
pub const EVERYTHING: &str = include_str!("../../tests/briefs/everything.yaml");

/// A short brief with most kinds of block, which is quick to lay out.
pub const SMALL: &str = include_str!("../seeds/brief/small.yaml");

/// Caches with the built-in fonts.
pub static RUN_CACHES: LazyLock<Arc<RunCaches>> =
    LazyLock::new(|| Arc::new(RunCaches::new(Fonts::built_in())));

/// Replaces the panic hook of libFuzzer, which aborts at every panic. The library catches panics of
/// the SVG painter and reports them as problems of the image, so only uncaught panics are findings.
pub fn allow_caught_panics() {
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
}

/// The input as source text, or `None` if it is not UTF-8.
#[must_use]
pub fn text(bytes: &[u8]) -> Option<SourceText> {
    std::str::from_utf8(bytes)
        .ok()
        .map(|text| SourceText::new("fuzzed", text))
}

/// Reads a valid brief.
///
/// # Panics
///
/// If the brief is not valid.
#[must_use]
pub fn brief(text: &str) -> Brief {
    let read = Brief::read(&SourceText::new("brief.yaml", text), None);
    read.unwrap_or_else(|problems| panic!("{problems:#?}"))
        .brief
}

/// English labels.
///
/// # Panics
///
/// Never, since they are built in.
#[must_use]
pub fn labels() -> Labels {
    labels::built_in_labels("en").expect("English is built in")
}

/// Assets without images.
#[must_use]
pub fn assets() -> Assets {
    Assets::new(Arc::clone(&RUN_CACHES))
}

/// The document that a template makes of a brief.
///
/// # Errors
///
/// The problems of the template.
pub fn document(
    template: &Template,
    brief: &Brief,
    labels: &Labels,
) -> Result<Document, Vec<Diagnostic>> {
    let filled = template.fill(brief, labels)?;
    reader::read(template, &filled, brief, labels)
}

/// The documents that the built-in templates make of a brief.
#[must_use]
pub fn documents(brief: &Brief) -> Vec<Document> {
    let templates = BUILT_IN
        .iter()
        .filter_map(|(name, _)| Template::built_in(name));
    templates
        .filter_map(|template| document(&template, brief, &labels()).ok())
        .collect()
}

/// Renders a document in every format. Errors are ignored: only panics and hangs are findings.
pub fn render(document: &Document, theme: &Theme, assets: &Assets) {
    let options = FormatOptions {
        scale: Some(small_scale()),
        ..FormatOptions::default()
    };
    for format in FORMATS {
        let _ = (format.backend)(&options).render(document, theme, assets);
    }
}

/// A scale for page images with few pixels, so that inputs run quickly.
///
/// # Panics
///
/// Never, since the scale is valid.
#[must_use]
pub fn small_scale() -> Scale {
    "0.2".parse().unwrap_or_else(|_| panic!("0.2 is a scale"))
}
