//! Labels in the languages of briefs: built-in files, and files of one's own.

use briefkit::labels;

use crate::sandbox::{GOOD, Sandbox};

/// Blocks that print most labels.
const BLOCKS: &str = "\
ask: {text: Agree., by: 2026-12-01}
to: [A]
from: B
cc: [C]
reference: R-1
metrics: [{label: M, value: 4, unit: kg, change: '+1', as_of: 2026-11-01, source: s}]
charts: [{title: T, kind: column, categories: [a, b], series: [{name: S, values: [1, 2]}], unit: kg, source: s}]
tables: [{title: T, columns: [a], rows: [[b]], source: s}]
timeline: [{date: 2026-12-01, text: E}]
people: [{name: P, role: R, organization: O}]
options: [{name: O, pros: [p], cons: [c], cost: 1, risk: R, recommended: true}]
quotes: [{text: Q, by: B}]
risks: [{risk: R, likelihood: low, impact: high, mitigation: M, owner: O}]
actions: [{action: A, owner: O, due: 2026-12-01, status: S}]
questions: [{question: Q, answer: A}]
glossary: [{term: T, definition: D}]
contacts: [{name: N, role: R, phone: '1', email: n@example.org}]
sources: [{id: s, title: T, publisher: P, date: 2026-11-01}]
";

#[test]
fn every_language_with_labels_prints_them_without_warnings() {
    let sandbox = Sandbox::new();
    // On one page, the brief would have to be squeezed, which is a warning.
    sandbox.write("gen.yaml", "system_fonts: false\ntemplates: {pdf: note}\n");
    // The fonts of this repository lack these scripts, which Word and browsers have.
    let without_font = ["ar", "he", "hi", "ja", "ko", "zh-Hant"];
    for tag in labels::built_in() {
        let folder = if without_font.contains(&tag) {
            "other"
        } else {
            "briefs"
        };
        let brief = format!("{GOOD}lang: {tag}\n{BLOCKS}");
        sandbox.write(&format!("{folder}/{tag}.yaml"), &brief);
    }
    let finished = sandbox
        .run(&["briefs", "-f", "pdf,docx,md,json"])
        .exits_with(0);
    assert!(
        !finished.stderr().contains("warning"),
        "{}",
        finished.stderr()
    );
    let finished = sandbox.run(&["other", "-f", "docx,md,json"]).exits_with(0);
    assert!(
        !finished.stderr().contains("no labels"),
        "{}",
        finished.stderr()
    );
    for tag in labels::built_in() {
        let document = sandbox.read(&format!("output/{tag}.json"));
        let own = labels::built_in_labels(tag).expect("built in");
        let heading = own.get("actions");
        assert!(document.contains(heading), "{tag}: {heading}");
        let deck = sandbox.read(&format!("output/{tag}.md"));
        assert!(deck.contains(heading), "{tag}: {heading}");
    }
}

#[test]
fn own_files_come_before_built_in_ones() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", &format!("{GOOD}lang: de-CH\n{BLOCKS}"));
    let heading = |name: &str| {
        sandbox.run(&["a.yaml", "-f", "md"]).exits_with(0);
        let deck = sandbox.read("output/a.md");
        assert!(deck.contains(name), "{name}: {deck}");
    };
    heading("Massnahmen");
    // A file for all of German also holds for Switzerland.
    sandbox.write("templates/labels/de.yaml", "actions: Pendenzen\n");
    heading("Pendenzen");
    // The rest is Swiss, and not English.
    heading("Antrag");
    sandbox.write("templates/labels/de-CH.yaml", "actions: Aufträge\n");
    heading("Aufträge");
}

/// A brief in another language had English labels in earlier versions.
#[test]
fn a_copy_of_the_english_file_gives_english_labels() {
    let sandbox = Sandbox::new();
    let english = include_str!("../../templates/labels/en.yaml");
    sandbox.write("a.yaml", &format!("{GOOD}lang: de\n{BLOCKS}"));
    sandbox.write("templates/labels/de.yaml", english);
    let finished = sandbox.run(&["a.yaml", "-f", "md"]).exits_with(0);
    let deck = sandbox.read("output/a.md");
    assert!(
        deck.contains("Actions") && !deck.contains("Maßnahmen"),
        "{deck}"
    );
    assert!(
        !finished.stderr().contains("warning"),
        "{}",
        finished.stderr()
    );
}
