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

#[test]
fn words_of_a_label_file_rate_points_and_risks() {
    let sandbox = Sandbox::new();
    let brief = "title: T\ndate: 2026-11-23\nbottom_line: B.\nlang: LANG\npoints: [{headline: A, priority: WORD}]\nrisks: [{risk: R, impact: WORD, likelihood: low}]\n";
    let ratings = |lang: &str, word: &str| {
        sandbox.write("a.yaml", &brief.replace("LANG", lang).replace("WORD", word));
        sandbox
            .run(&["a.yaml", "-f", "json", "--strict"])
            .exits_with(0);
        let json: serde_json::Value = serde_json::from_str(&sandbox.read("output/a.json")).unwrap();
        let (mut priority, mut impact) = (None, None);
        for block in json["body"].as_array().unwrap() {
            let point = block
                .get("priority")
                .or_else(|| block["point"].get("priority"));
            priority = priority.or(point.and_then(serde_json::Value::as_u64));
            let risk = &block["items"][0]["impact"];
            impact = impact.or((!risk.is_null()).then(|| risk.to_string()));
        }
        (priority, impact.unwrap_or_default())
    };
    for (lang, file, word, priority) in [
        ("en", "priority-high: Burning, top\n", "burning", 1),
        (
            "de",
            "priority-low: Nice to have, irgendwann\n",
            "Irgendwann",
            5,
        ),
        ("ja", "priority-medium: 普通\n", "普通", 3),
        ("ar", "priority-high: عاجل\n", "عاجل", 1),
        ("pl", "priority-medium: Zwykły\n", "ZWYKŁY", 3),
    ] {
        sandbox.write(&format!("templates/labels/{lang}.yaml"), file);
        let (found, impact) = ratings(lang, word);
        assert_eq!(found, Some(priority), "{lang}: {word}");
        assert!(impact.contains(word), "{lang}: {word}: {impact}");
    }
    // The words of the language still hold.
    assert_eq!(ratings("de", "hoch").0, Some(1));
    sandbox.write(
        "a.yaml",
        &brief.replace("LANG", "de").replace("WORD", "brennt"),
    );
    sandbox
        .run(&["a.yaml", "-f", "json"])
        .exits_with(1)
        .reports("`brennt` is not a priority");
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

#[test]
fn a_placeholder_that_a_label_does_not_know_is_an_error() {
    let sandbox = Sandbox::new();
    sandbox.write("brief.yaml", &format!("{GOOD}lang: de\n"));
    let stderr_of = |labels: &str| {
        sandbox.write("templates/labels/de.yaml", labels);
        let finished = sandbox.run(&["brief.yaml", "-f", "json"]).exits_with(1);
        finished.stderr().to_owned()
    };
    let stderr = stderr_of("ask: Antrag\npage-of: \"Seite {pag} von {seiten}\"\n");
    for part in [
        "the label `page-of` knows no `{pag}`",
        "de.yaml:2:17",
        "did you mean `{page}`? it knows {page}, {pages}",
        "the label `page-of` knows no `{seiten}`",
    ] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
    for (labels, part) in [
        ("ask: \"Antrag {name}\"\n", "it has no placeholders"),
        ("credit: \"{ credit }\"\n", "did you mean `{credit}`?"),
        ("chart-more.one: \"{anzahl}\"\n", "it knows {count}"),
        ("chart-more.ein: x\n", "unknown label `chart-more.ein`"),
        ("ask.one: x\n", "unknown label `ask.one`"),
    ] {
        let stderr = stderr_of(labels);
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
}

#[test]
fn a_label_without_what_it_is_there_for_is_a_warning() {
    let sandbox = Sandbox::new();
    sandbox.write("brief.yaml", &format!("{GOOD}lang: de\n"));
    sandbox.write(
        "templates/labels/de.yaml",
        "page-of: Seite\nask-by: \"{date\"\n",
    );
    let finished = sandbox.run(&["brief.yaml", "-f", "json"]).exits_with(0);
    let stderr = finished.stderr();
    assert!(
        stderr.contains("warning: the label `page-of` has no `{page}`"),
        "{stderr}"
    );
    assert!(
        stderr.contains("warning: the label `ask-by` has no `{date}`"),
        "{stderr}"
    );
    assert!(
        stderr.contains("in English it is \"by {date}\""),
        "{stderr}"
    );
    sandbox
        .run(&["brief.yaml", "-f", "json", "--strict"])
        .exits_with(1);
    // Fewer values than English are no mistake.
    sandbox.write("templates/labels/de.yaml", "page-of: \"{page}\"\n");
    let finished = sandbox
        .run(&["brief.yaml", "-f", "json", "--strict"])
        .exits_with(0);
    assert!(
        !finished.stderr().contains("warning"),
        "{}",
        finished.stderr()
    );
}

#[test]
fn a_note_tells_which_labels_a_file_leaves_out() {
    let sandbox = Sandbox::new();
    sandbox.write("gen.yaml", "system_fonts: false\n");
    for name in ["a", "b"] {
        sandbox.write(
            &format!("briefs/{name}.yaml"),
            &format!("{GOOD}lang: de-AT\n"),
        );
    }
    let mut labels = String::new();
    let english: Vec<&str> = labels::built_in_file("de")
        .expect("built in")
        .1
        .lines()
        .collect();
    for line in &english {
        if !line.starts_with("ask: ") && !line.starts_with("page: ") {
            labels.push_str(&format!("{line}\n"));
        }
    }
    let stderr_of = |labels: &str| {
        sandbox.write("templates/labels/de.yaml", labels);
        // A note is no reason for an error.
        let finished = sandbox
            .run(&["briefs", "-f", "json", "--strict"])
            .exits_with(0);
        finished.stderr().to_owned()
    };
    let note = "has no `ask`, `page`; they are those of the built-in labels for `de`";
    let stderr = stderr_of(&labels);
    assert!(stderr.contains(note), "{stderr}");
    assert_eq!(stderr.matches("note: ").count(), 1, "{stderr}");
    let stderr = stderr_of("ask: Antrag\n");
    assert!(
        stderr.contains("has no `action`, `actions`, `answer` and "),
        "{stderr}"
    );
    assert!(
        stderr.contains("`gen show labels/de` prints them"),
        "{stderr}"
    );
    let stderr = stderr_of(&english.join("\n"));
    assert!(!stderr.contains("note: "), "{stderr}");
}

#[test]
fn a_file_of_labels_decides_where_units_stand() {
    let sandbox = Sandbox::new();
    let metrics =
        "metrics:\n- {label: A, value: 12, unit: \"%\"}\n- {label: B, value: 5, unit: €}\n";
    let shown = |lang: &str| {
        sandbox.write("a.yaml", &format!("{GOOD}lang: {lang}\n{metrics}"));
        sandbox.run(&["a.yaml", "-f", "md"]).exits_with(0);
        sandbox.read("output/a.md").replace('\u{a0}', "_")
    };
    assert!(shown("de-CH").contains("12_%"));
    assert!(shown("fr-CH").contains("12_%"));
    assert!(shown("en").contains("12%"));
    let forms = "percent-form: \"{number} %\"\ncurrency-form: \"{number} {currency}\"\n";
    sandbox.write("templates/labels/en.yaml", forms);
    let english = shown("en");
    assert!(
        english.contains("12_%") && english.contains("5_€"),
        "{english}"
    );
}
