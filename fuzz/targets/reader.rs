//! Marked-up text with values of every kind, to a document and to what is written of it. A value is
//! written `\0` to `\x19`; the last two are the input itself.

#![no_main]

use std::sync::LazyLock;

use briefkit::assets::Assets;
use briefkit::formats::format;
use briefkit::options::FormatOptions;
use briefkit::brief::Brief;
use briefkit::document::{Document, Labels};
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

/// Each part of the brief, and the citations.
static VALUES: LazyLock<Vec<Binding>> = LazyLock::new(|| {
    let brief = serde_json::to_value(&*BRIEF).expect("a brief is data");
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
            write(&document);
        }
    }
});

/// The formats that cost little: what pages cost is for the whole path.
fn write(document: &Document) {
    for format in ["json", "md"].into_iter().filter_map(format) {
        let _ = (format.backend)(&FormatOptions::default()).render(document, &Theme::default(), &ASSETS);
    }
}
