//! Labels fit where documents print them, in every language whose letters the fonts have.

use std::collections::BTreeSet;
use std::io::Cursor;

use zip::ZipArchive;

use super::fixtures;
use super::layout::{page_faults, run_text};
use crate::formats;
use crate::frame::{Item, Pages};
use crate::labels;
use crate::layout::lay_out;
use crate::options::FormatOptions;
use crate::theme::{self, Theme};

/// What every brief has, in words that fit anywhere: what is wrong with a page is wrong with a
/// label.
const HEAD: &str = "\
title: T
date: 2026-09-28
marking: M
reference: R-1
organization: O
to: [A]
from: B
cc: [C]
distribution: [D]
version: V
signatories: [{name: N, role: R, organization: O}]
event: {name: E, place: P, start: 2026-09-27, end: 2026-09-28, host: H}
bottom_line: B.
sources: [{id: s, title: T, publisher: P, date: 2026-09-01}]
";

/// The blocks, in parts that fit on a page each.
const BLOCKS: [&str; 3] = [
    "\
ask: {text: A., by: 2026-09-30, decisions: [{text: T, kind: agree}, {text: T, kind: note}, {text: T, kind: sign}]}
",
    "\
ask: {text: Agree., by: 2026-09-30}
options:
  - {name: O, text: T, pros: [p], cons: [c], cost: 1, risk: R, recommended: true}
  - {name: P, text: T, pros: [p], cons: [c], cost: 1, risk: R}
  - {name: Q, text: T, pros: [p], cons: [c], cost: 1, risk: R}
risks:
  - {risk: R, likelihood: low, impact: high, mitigation: M, owner: O}
  - {risk: R, likelihood: medium, impact: low, mitigation: M, owner: O}
  - {risk: R, likelihood: high, impact: medium, mitigation: M, owner: O}
",
    "\
ask: {text: Agree., by: 2026-09-30}
metrics:
  - {label: M, value: 4, unit: kg, change: '+1', as_of: 2026-09-01, source: s}
  - {label: N, value: 5, unit: kg, change: '-1', as_of: 2026-09-01}
points: [{id: p, headline: P., text: 'T [](#p) [](#c) [](#t).'}]
groups: [{heading: G, items: [{name: N, text: T}, {name: N, text: T}]}]
quotes: [{text: Q, by: B}]
people: [{name: P, native_name: N, role: R, organization: O}]
timeline: [{date: 2026-09-28, text: E}, {date: 2026-10, text: E}, {date: 2026-09/2026-12, text: E}]
actions: [{action: A, owner: O, due: 2026-09-30, status: S}]
charts: [{id: c, title: T, kind: column, categories: [a, b], series: [{name: S, values: [1, 2]}], unit: kg, data: true, source: s}]
tables: [{id: t, title: T, columns: [a], rows: [[b]], source: s}]
questions: [{question: Q, answer: A}]
glossary: [{term: T, definition: D}]
contacts: [{name: N, role: R, phone: '1', email: n@example.org}]
",
];

/// The fonts of this repository lack these scripts.
const WITHOUT_FONT: [&str; 6] = ["ar", "he", "hi", "ja", "ko", "zh-Hant"];

/// Labels that no page of these briefs shows: they are read out, stand in Word or in Markdown only,
/// or in places that the briefs do not have.
const NOT_PAINTED: [&str; 24] = [
    "answer",
    "as-of",
    "back",
    "change",
    "chart",
    "credit",
    "definition",
    "figure",
    "hyphenation",
    "list-separator",
    "marking",
    "metric",
    "note",
    "option",
    "quote-inner-close",
    "quote-inner-open",
    "question",
    "speaker-notes",
    "table",
    "term",
    "through",
    "percent-form",
    "total",
    "value",
];

const TEMPLATES: [&str; 3] = ["one-pager", "note", "deck"];

/// What is wrong with the pages of a brief. Their lines are added to `lines`.
fn faults(brief: &str, template: &str, theme: &Theme, lines: &mut Vec<String>) -> Vec<String> {
    let document = fixtures::document(brief, template);
    let assets = fixtures::assets(&document, fixtures::root());
    let laid_out = match lay_out(&document, theme, &assets) {
        Ok(laid_out) => laid_out,
        Err(problems) => return fixtures::messages(&problems),
    };
    let mut faults = fixtures::messages(&laid_out.diagnostics);
    for page in &laid_out.pages.pages {
        faults.extend(page_faults(page));
    }
    let printed = printed_lines(&laid_out.pages);
    for line in &printed {
        if line.trim_end().ends_with(['-', '‐', '\u{ad}']) {
            faults.push(format!("divided: {line}"));
        }
    }
    lines.extend(printed);
    faults
}

/// The text of each line in small letters.
fn printed_lines(pages: &Pages) -> Vec<String> {
    let mut lines = Vec::new();
    for placed in pages.pages.iter().flat_map(|page| &page.items) {
        if let Item::Run(run) = &placed.item {
            lines.push(run_text(run).to_lowercase());
        }
    }
    lines
}

/// The words of labels that stand whole in no line.
fn missing_words(tag: &str, lines: &[String]) -> Vec<String> {
    let labels = labels::built_in_labels(tag).expect("built in");
    let mut missing = Vec::new();
    for (name, label) in &labels.0 {
        let is_sentence = name.starts_with("chart-")
            || name.starts_with("status-")
            || name.starts_with("priority-")
            || name.starts_with("locator-");
        if is_sentence || NOT_PAINTED.contains(&name.as_str()) {
            continue;
        }
        for word in label.to_lowercase().split_whitespace() {
            let is_printed = lines.iter().any(|line| line.contains(word));
            if !is_printed && !word.contains('{') {
                missing.push(format!("{name}: {word}"));
            }
        }
    }
    missing
}

#[test]
fn labels_fit_in_every_language() {
    let mut found = BTreeSet::new();
    for (name, _) in theme::BUILT_IN {
        let theme = Theme::built_in(name).expect("a built-in theme");
        for tag in labels::built_in() {
            if WITHOUT_FONT.contains(&tag) {
                continue;
            }
            let mut lines = Vec::new();
            for (blocks, template) in BLOCKS
                .iter()
                .flat_map(|it| TEMPLATES.map(|name| (it, name)))
            {
                let brief = format!("{HEAD}{blocks}lang: {tag}\n");
                for fault in faults(&brief, template, &theme, &mut lines) {
                    found.insert(format!("{tag}, {template}, {name}: {fault}"));
                }
            }
            for word in missing_words(tag, &lines) {
                found.insert(format!("{tag}, {name}: not whole in any line: {word}"));
            }
        }
    }
    let found: Vec<String> = found.into_iter().collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Word and readers of Markdown have fonts of their own, so that all languages are tested.
#[test]
fn labels_need_no_hyphen_in_word_and_markdown() {
    let formats = ["docx", "md"].map(|name| formats::format(name).expect("a format"));
    for tag in labels::built_in() {
        for (blocks, format) in BLOCKS
            .iter()
            .flat_map(|it| formats.map(|format| (it, format)))
        {
            let brief = format!("{HEAD}{blocks}lang: {tag}\n");
            let document = fixtures::document(&brief, format.template);
            let assets = fixtures::assets(&document, fixtures::root());
            let backend = (format.backend)(&FormatOptions::default());
            let rendered = backend
                .render(&document, &Theme::default(), &assets)
                .unwrap_or_else(|problems| panic!("{tag}: {problems:?}"));
            let warnings = fixtures::messages(&rendered.diagnostics);
            assert!(warnings.is_empty(), "{tag}, {}: {warnings:?}", format.name);
            let text = if format.name == "docx" {
                let file = Cursor::new(rendered.bytes);
                let mut package = ZipArchive::new(file).expect("a package");
                let part = package.by_name("word/document.xml").expect("the text");
                std::io::read_to_string(part).expect("XML")
            } else {
                String::from_utf8(rendered.bytes).expect("Markdown")
            };
            let divided: Vec<&str> = text
                .split(['<', '>', ' ', '\n'])
                .filter(|word| word.contains(['\u{ad}', '\u{2010}']) || word.contains("softHyphen"))
                .collect();
            assert!(divided.is_empty(), "{tag}, {}: {divided:?}", format.name);
        }
    }
}
