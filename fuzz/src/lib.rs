//! What the targets share: the documents that a brief becomes, and the rule by which a panic is a
//! finding.

use std::sync::{Arc, LazyLock};

use briefkit::assets::{Assets, Shaper};
use briefkit::options::Scale;
use briefkit::formats::FORMATS;
use briefkit::options::FormatOptions;
use briefkit::brief::Brief;
use briefkit::diagnostic::{Diagnostic, SourceText};
use briefkit::document::{Document, Labels};
use briefkit::fonts::Fonts;
use briefkit::template::{BUILT_IN, Template};
use briefkit::theme::Theme;
use briefkit::{labels, reader};

/// A brief with every key.
pub const EVERYTHING: &str = include_str!("../../tests/briefs/everything.yaml");

/// A brief with one of most kinds of block, and quick to lay out.
pub const SMALL: &str = include_str!("../seeds/brief/small.yaml");

/// Shapes with the fonts inside the program.
pub static SHAPER: LazyLock<Arc<Shaper>> =
    LazyLock::new(|| Arc::new(Shaper::new(Fonts::built_in())));

/// Lets a panic count only if nobody catches it: the painter's own are caught and told as problems
/// of the picture. The engine ends the process at every panic otherwise.
pub fn let_caught_panics_pass() {
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
}

/// The text of an input, if it is one.
#[must_use]
pub fn text(bytes: &[u8]) -> Option<SourceText> {
    std::str::from_utf8(bytes)
        .ok()
        .map(|text| SourceText::new("fuzzed", text))
}

/// A brief that is good.
///
/// # Panics
///
/// When it is not.
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
/// Never: they are inside the program.
#[must_use]
pub fn labels() -> Labels {
    labels::built_in_labels("en").expect("they are built in")
}

/// Assets without pictures.
#[must_use]
pub fn assets() -> Assets {
    Assets::new(Arc::clone(&SHAPER))
}

/// The document that a template makes of a brief.
///
/// # Errors
///
/// What is wrong with the template.
pub fn document(
    template: &Template,
    brief: &Brief,
    labels: &Labels,
) -> Result<Document, Vec<Diagnostic>> {
    let filled = template
        .fill(brief, labels)
        .map_err(|problem| vec![problem])?;
    reader::read(template, &filled, brief, labels)
}

/// A brief as each of the built-in templates has it.
#[must_use]
pub fn documents(brief: &Brief) -> Vec<Document> {
    let templates = BUILT_IN
        .iter()
        .filter_map(|(name, _)| Template::built_in(name));
    templates
        .filter_map(|template| document(&template, brief, &labels()).ok())
        .collect()
}

/// Renders a document in every format. Problems are an answer like any other.
pub fn render(document: &Document, theme: &Theme, assets: &Assets) {
    let options = FormatOptions {
        scale: Some(small()),
        ..FormatOptions::default()
    };
    for format in FORMATS {
        let _ = (format.backend)(&options).render(document, theme, assets);
    }
}

/// Pictures of pages with few pixels: their number is not what is tried.
///
/// # Panics
///
/// Never: the scale is one of those that are allowed.
#[must_use]
pub fn small() -> Scale {
    "0.2".parse().unwrap_or_else(|_| panic!("0.2 is a scale"))
}
