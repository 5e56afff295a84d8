//! Mail merge: values from data are shown unchanged wherever a brief uses them, and rows are read
//! only as they are needed.

use std::io::{self, BufReader, Read};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::fixtures;
use crate::batch::{BriefInput, MailMerge, Mode, Request};
use crate::brief::Brief;
use crate::diagnostic::SourceText;
use crate::document::{Document, Labels, without_isolates};
use crate::merge::values::RowValues;
use crate::merge::{Pattern, Rows};
use crate::project::Project;
use crate::reader;
use crate::template::Template;
use proptest::prelude::*;

/// A brief in which every text uses the column `v`, alone or with other words and markup.
const PATTERN: &str = "\
typography: as-written
title: '{{ v }}'
subtitle: 'a **{{ v }}** b'
date: 2026-11-23
marking: '{{ v }}'
reference: '{{ v }}'
organization: '{{ v }}'
to: '{{ v }}'
from: ['{{ v }}', '1. {{ v }}']
cc: ['*{{ v }}*']
event: {name: '{{ v }}', place: '{{ v }}', start: 2026-11-23, host: '{{ v }}'}
bottom_line: |
  {{ v }} a *{{ v }}* {{ v }}

  - {{ v }}
  - b `{{ v }}`

  | {{ v }} | c |
  | --- | --- |
  | {{ v }}d | **{{ v }}** |
ask: {text: '{{ v }}'}
metrics: [{label: '{{ v }}', value: 'a{{ v }}', unit: 'x{{ v }}', change: '+{{ v }}', as_of: '{{ v }}a', source: s}]
points:
  - headline: '{{ v }}'
    text: '{{ v }} [@s]'
    detail: |
      {{ v }}

      1. {{ v }}
    notes: '{{ v }}'
groups: [{heading: '{{ v }}', text: '{{ v }}', items: [{name: '{{ v }}', text: '{{ v }}'}]}]
quotes: [{text: '{{ v }}', by: '{{ v }}', role: '{{ v }}'}]
people: [{name: '{{ v }}', native_name: '{{ v }}', role: '{{ v }}', organization: '{{ v }}'}]
timeline: [{date: '{{ v }}a', text: '{{ v }}'}]
options: [{name: '{{ v }}', text: '{{ v }}', pros: ['{{ v }}'], cons: ['{{ v }}'], cost: '{{ v }}', risk: '{{ v }}'}]
risks: [{risk: '{{ v }}', mitigation: '{{ v }}', owner: '{{ v }}'}]
actions: [{action: '{{ v }}', owner: '{{ v }}', due: '{{ v }}a', status: '{{ v }}'}]
charts:
  - title: '{{ v }}'
    kind: bar
    categories: ['{{ v }}', a category that no value is]
    series: [{name: '{{ v }}s', values: [1, 2]}]
    unit: '{{ v }}'
    highlight: '{{ v }}'
    alt: '{{ v }}'
    note: '{{ v }}'
tables: [{title: '{{ v }}', columns: ['{{ v }}', b], rows: [['{{ v }}a', '{{ v }} b']], note: '{{ v }}'}]
questions: [{question: '{{ v }}', answer: '{{ v }}'}]
sections: [{heading: '{{ v }}', body: '{{ v }}'}]
annexes: [{title: '{{ v }}', body: '[a](https://x.org) {{ v }}'}]
glossary: [{term: '{{ v }}', definition: '{{ v }}'}]
contacts: [{name: '{{ v }}', role: '{{ v }}', phone: '{{ v }}'}]
sources: [{id: s, title: '{{ v }}', author: '{{ v }}', publisher: '{{ v }}', date: '{{ v }}a'}]
";

/// A word that no tested value contains.
const PLACEHOLDER: &str = "Qxzq";

/// Renders [`PATTERN`] with one value.
struct PatternRenderer {
    pattern: Pattern,
    template: Template,
    labels: Labels,
}

impl PatternRenderer {
    fn new(template: &str) -> Self {
        let pattern = Pattern::read(&SourceText::new("p.yaml", PATTERN), None)
            .unwrap_or_else(|problems| panic!("{problems:#?}"));
        let template = Template::built_in(template).expect("a built-in template");
        let labels = Project::default()
            .find_labels(fixtures::root(), "en")
            .expect("labels")
            .labels;
        Self {
            pattern,
            template,
            labels,
        }
    }

    fn document(&self, value: &str) -> Document {
        let node = self
            .pattern
            .bind(&RowValues::of([("v", value)]))
            .unwrap_or_else(|problems| panic!("{problems:#?}"));
        let examined = Brief::examine_bound(self.pattern.source(), node, None);
        let brief = examined
            .brief
            .unwrap_or_else(|| panic!("{:#?}", examined.problems));
        let filled = self
            .template
            .fill(&brief, &self.labels)
            .unwrap_or_else(|problem| panic!("{problem}"));
        reader::read(&self.template, &filled, &brief, &self.labels)
            .unwrap_or_else(|problems| panic!("{problems:#?}"))
    }

    /// The document as JSON, without the fields that are computed from its texts, and without
    /// isolates, which no value here has.
    fn json(&self, value: &str) -> serde_json::Value {
        let mut json = serde_json::to_value(self.document(value)).expect("a document is JSON");
        remove_computed_fields(&mut json);
        json
    }
}

fn remove_computed_fields(json: &mut serde_json::Value) {
    match json {
        serde_json::Value::Object(object) => {
            object.remove("numeric");
            object.remove("align");
            // `+/-` before a value means neither up nor down.
            object.remove("trend");
            object.values_mut().for_each(remove_computed_fields);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(remove_computed_fields),
        serde_json::Value::String(text) => *text = without_isolates(text).into_owned(),
        _ => {}
    }
}

/// Replaces the placeholder in all texts.
fn replace_placeholder(json: &mut serde_json::Value, value: &str) {
    match json {
        serde_json::Value::String(text) => *text = text.replace(PLACEHOLDER, value),
        serde_json::Value::Object(object) => object
            .values_mut()
            .for_each(|inner| replace_placeholder(inner, value)),
        serde_json::Value::Array(items) => items
            .iter_mut()
            .for_each(|inner| replace_placeholder(inner, value)),
        _ => {}
    }
}

fn assert_shown_unchanged(renderer: &PatternRenderer, value: &str) {
    let mut expected = renderer.json(PLACEHOLDER);
    assert!(expected.to_string().matches(PLACEHOLDER).count() > 40);
    replace_placeholder(&mut expected, value);
    assert_eq!(renderer.json(value), expected, "{value:?}");
}

#[test]
fn values_that_look_like_markup_are_text() {
    for template in ["note", "deck", "one-pager"] {
        let renderer = PatternRenderer::new(template);
        for value in [
            "**x**",
            "# x",
            "- x",
            "1. x",
            "> x",
            "---",
            "===",
            "```",
            "~~~ x",
            "`x`",
            "[x](https://y.org)",
            "[@s]",
            "[@nobody]",
            "<b>x</b>",
            "<https://x.org>",
            "https://x.org",
            "![x](y.png)",
            "&amp;",
            "&#42;",
            "a: b",
            "{{ v }}",
            "{% if v %}",
            "{# x #}",
            "a | b",
            "|---|",
            "\\",
            "\\*",
            "*",
            "_x_",
            "[x]: /y",
            "::: ask",
            ":::",
            "\"x\"",
            "'x'",
            "null",
            "~",
            "true",
            "2026-11-23",
            "71.20",
            "x\u{a0}y",
            "x  y\tz",
            "Ó\u{301}",
            "中文*强*调",
            "=SUM(A1)",
            "$x$",
            "x&y<z>",
        ] {
            assert_shown_unchanged(&renderer, value);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_value_is_shown_unchanged(value in "[!-~\u{e9}\u{4e2d}]([ -~\t\u{e9}\u{4e2d}\u{627}]{0,24}[!-~\u{e9}\u{4e2d}])?") {
        assert_shown_unchanged(&PatternRenderer::new("note"), &value);
    }
}

/// A CSV file that makes rows of a kilobyte on demand and counts them.
struct GeneratedRows<'a> {
    made: &'a AtomicUsize,
    total: usize,
    unread: Vec<u8>,
}

impl Read for GeneratedRows<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.unread.is_empty() {
            let number = self.made.load(Ordering::SeqCst);
            if number >= self.total {
                return Ok(0);
            }
            self.unread = format!("{number},{}\n", "x".repeat(1000)).into_bytes();
            self.made.fetch_add(1, Ordering::SeqCst);
        }
        let length = into.len().min(self.unread.len());
        into[..length].copy_from_slice(&self.unread[..length]);
        self.unread.drain(..length);
        Ok(length)
    }
}

#[test]
fn rows_are_read_as_they_are_needed() {
    let text = "title: '{{ id }}'\ndate: 2026-11-23\nbottom_line: B\n";
    let input = BriefInput {
        text: Some(SourceText::new("p.yaml", text)),
        file: "p.yaml".into(),
        subfolder: "".into(),
    };
    let request = Request {
        formats: vec!["json"],
        ..Request::default()
    };
    let merge =
        MailMerge::new(input, None, &request).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let (made, finished, ahead) = (
        AtomicUsize::new(0),
        AtomicUsize::new(0),
        AtomicUsize::new(0),
    );
    let generated = GeneratedRows {
        made: &made,
        total: 400,
        unread: b"id,x\n".to_vec(),
    };
    let mut rows = Rows::new("rows.csv", BufReader::with_capacity(4096, generated), None)
        .expect("a header line");
    let on_finished = |_: &crate::batch::BriefOutcome| {
        let finished = finished.fetch_add(1, Ordering::SeqCst);
        ahead.fetch_max(made.load(Ordering::SeqCst) - finished, Ordering::SeqCst);
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(2)
        .build()
        .expect("threads");
    let merged = pool
        .install(|| merge.run(&mut rows, Mode::Dry, &on_finished))
        .unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!((merged.briefs, merged.failed, merged.files), (400, 0, 400));
    // Each of the two threads may be sixteen rows ahead; some more are in the read buffer.
    let ahead = ahead.into_inner();
    assert!((32..=32 + 8).contains(&ahead), "{ahead} rows ahead");
}
