//! Reads filled templates with values of every kind, and renders the documents.
//!
//! In the input, the characters `\0` to `\x19` (except tab and line feed) become tokens for
//! values; the last two values are the input itself.

#![no_main]

use std::sync::LazyLock;

use briefkit::assets::Assets;
use briefkit::brief::Brief;
use briefkit::document::{Document, Labels};
use briefkit::formats::format;
use briefkit::options::FormatOptions;
use briefkit::reader;
use briefkit::template::{Binding, Filled, TOKEN, Template};
use briefkit::theme::Theme;
use libfuzzer_sys::fuzz_target;

static BRIEF: LazyLock<Brief> = LazyLock::new(|| briefkit_fuzz::brief(briefkit_fuzz::EVERYTHING));
static LABELS: LazyLock<Labels> = LazyLock::new(briefkit_fuzz::labels);
static ASSETS: LazyLock<Assets> = LazyLock::new(briefkit_fuzz::assets);
static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
    ["one-pager", "note", "deck"]
        .into_iter()
        .filter_map(Template::built_in)
        .collect()
});

/// The lists of the brief, the first items of some lists, and a citation.
static VALUES: LazyLock<Vec<Binding>> = LazyLock::new(|| {
    let brief = serde_json::to_value(&*BRIEF).expect("a brief is JSON");
    let lists = [
        "metrics",
        "points",
        "groups",
        "quotes",
        "people",
        "timeline",
        "options",
        "risks",
        "actions",
        "charts",
        "images",
        "tables",
        "questions",
        "glossary",
        "contacts",
        "ask",
    ];
    let mut values: Vec<Binding> = lists
        .into_iter()
        .map(|key| Binding::Data(brief[key].clone()))
        .collect();
    values.extend(
        ["points", "groups", "quotes", "charts", "images", "tables"]
            .map(|key| Binding::Data(brief[key][0].clone())),
    );
    values.push(Binding::Cite(
        BRIEF
            .sources
            .iter()
            .map(|source| source.id.0.clone())
            .collect(),
    ));
    values
});

fuzz_target!(|bytes: &[u8]| {
    let Some(input) = briefkit_fuzz::text(bytes) else {
        return;
    };
    let mut bindings = VALUES.clone();
    bindings.extend([
        Binding::Text(input.text.to_string()),
        Binding::Rich(input.text.to_string()),
    ]);
    let mut text = String::with_capacity(input.text.len());
    for character in input.text.chars() {
        match u32::from(character) {
            number @ (0..=8 | 11..=25) => {
                text.push_str(&format!("{}{}{}", TOKEN.0, number, TOKEN.1))
            }
            _ => text.push(character),
        }
    }
    let filled = Filled { text, bindings };
    for template in TEMPLATES.iter() {
        if let Ok(document) = reader::read(template, &filled, &BRIEF, &LABELS) {
            render_cheap_formats(&document);
        }
    }
});

/// Renders the fast formats. The target `whole` renders all.
fn render_cheap_formats(document: &Document) {
    for format in ["json", "md"].into_iter().filter_map(format) {
        let _ = (format.backend)(&FormatOptions::default()).render(
            document,
            &Theme::default(),
            &ASSETS,
        );
    }
}
