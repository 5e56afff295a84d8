//! Words for a status: which values are marked, and what each format makes of them.

use serde_json::Value;

use crate::sandbox::{GOOD, Sandbox};

const STATUSES: &str = include_str!("../briefs/statuses.yaml");

/// The levels and words of all statuses in a document, in reading order.
fn marked_statuses(value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(entries) => {
            if value["inline"] == "status" {
                let level = value["level"].as_str().unwrap_or_default();
                let text = value["body"][0].to_string();
                found.push((level.to_owned(), text));
            }
            entries.values().for_each(|it| marked_statuses(it, found));
        }
        Value::Array(items) => items.iter().for_each(|it| marked_statuses(it, found)),
        _ => {}
    }
}

/// The levels of the statuses of a brief's actions.
fn levels_of(sandbox: &Sandbox, brief: &str) -> Vec<String> {
    sandbox.write("brief.yaml", brief);
    sandbox.run(&["brief.yaml", "-f", "json"]).exits_with(0);
    let document: Value =
        serde_json::from_str(&sandbox.read("output/brief.json")).expect("a document");
    let mut found = Vec::new();
    marked_statuses(&document, &mut found);
    found.into_iter().map(|(level, _)| level).collect()
}

/// A brief with an action for each status.
fn with_statuses(keys: &str, statuses: &[&str]) -> String {
    let mut brief = format!("{GOOD}{keys}actions:\n");
    for status in statuses {
        brief.push_str(&format!("  - {{action: A, status: \"{status}\"}}\n"));
    }
    brief
}

#[test]
fn values_that_are_a_word_for_a_status_are_marked() {
    let sandbox = Sandbox::new();
    let levels = levels_of(&sandbox, STATUSES);
    let points_and_options = ["done", "at-risk", "late", "open", "cancelled"];
    let actions = [
        "done",
        "on-track",
        "at-risk",
        "late",
        "open",
        "blocked",
        "cancelled",
        "not-started",
    ];
    assert_eq!(levels, [&points_and_options[..], &actions].concat());
}

#[test]
fn the_words_are_those_of_the_language() {
    let sandbox = Sandbox::new();
    let cases = [
        ("de", "ERLEDIGT", "done"),
        ("de-AT", "im Plan", "on-track"),
        ("de-CH", "pendent", "open"),
        ("fr", "à l'arrêt", "blocked"),
        ("nn-NO", "Forsinket", "late"),
        ("tr", "TAMAMLANDI", "done"),
        ("ar", "متأخر", "late"),
        ("he", "לפי התוכנית", "on-track"),
        ("zh-TW", "進行中", "open"),
        ("ja", "完了", "done"),
    ];
    for (lang, word, level) in cases {
        let brief = with_statuses(&format!("lang: {lang}\n"), &[word]);
        assert_eq!(levels_of(&sandbox, &brief), [level], "{lang}: {word}");
    }
    // A word of another language is a text.
    let german = with_statuses("lang: de\n", &["done", "late", "open"]);
    assert_eq!(levels_of(&sandbox, &german), [""; 0]);
}

#[test]
fn statuses_as_written_have_no_signs() {
    let sandbox = Sandbox::new();
    let brief = with_statuses("statuses: as-written\n", &["done", "late"]);
    assert_eq!(levels_of(&sandbox, &brief), [""; 0]);
}

#[test]
fn label_files_and_themes_add_words() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "templates/labels/en.yaml",
        "status-done: signed off\nstatus-late: open، RED\nstatus-blocked: \"\"\n",
    );
    let values = ["Signed Off", "done", "open", "red", "on hold", "green"];
    let brief = with_statuses("", &values);
    assert_eq!(
        levels_of(&sandbox, &brief),
        ["done", "done", "late", "late"]
    );
    sandbox.write(
        "templates/themes/own.yaml",
        "name: own\nstatuses: {on-track: [Green], at-risk: [red]}\n",
    );
    let brief = with_statuses("theme: own\n", &values);
    assert_eq!(
        levels_of(&sandbox, &brief),
        ["done", "done", "late", "at-risk", "on-track"]
    );
}

#[test]
fn a_theme_sets_the_colours_of_signs() {
    let sandbox = Sandbox::new();
    let brief = with_statuses("theme: own\n", &["late"]);
    sandbox.write("brief.yaml", &brief);
    let theme = |status: &str| format!("name: own\ncolors:\n  status: {{{status}}}\n");
    sandbox.write("templates/themes/own.yaml", &theme("late: \"#123456\""));
    sandbox.run(&["brief.yaml", "-f", "md"]).exits_with(0);
    let deck = sandbox.read("output/brief.md");
    assert!(deck.contains("fill='%23123456'"), "{deck}");
    assert!(
        deck.contains("<span class=\"status-late\">late</span>"),
        "{deck}"
    );

    sandbox.write("templates/themes/own.yaml", &theme("late: \"#eeeeee\""));
    let stderr = sandbox
        .run(&["brief.yaml", "-f", "md"])
        .exits_with(1)
        .stderr();
    assert!(stderr.contains("`late` has a contrast of"), "{stderr}");
    assert!(stderr.contains("own.yaml:3:18"), "{stderr}");
}

#[test]
fn dialects_without_signs_print_the_word() {
    let sandbox = Sandbox::new();
    sandbox.write("brief.yaml", &with_statuses("", &["late"]));
    for dialect in ["plain", "pandoc"] {
        sandbox
            .run(&["brief.yaml", "-f", "md", "--dialect", dialect])
            .exits_with(0);
        let text = sandbox.read("output/brief.md");
        assert!(text.contains("| late |"), "{text}");
    }
    for dialect in ["reveal", "slidev"] {
        sandbox
            .run(&["brief.yaml", "-f", "md", "--dialect", dialect])
            .exits_with(0);
        let text = sandbox.read("output/brief.md");
        let hidden = "aria-hidden=\"true\"";
        assert!(
            text.contains(hidden) && text.contains("</svg>late"),
            "{text}"
        );
    }
}
