//! `docs/languages.md` says what the program does.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::hyphenation::hyphenated_languages;
use crate::labels;
use crate::lang::{DateFormatter, Grouping, NumberForm};

/// The columns after the name and the tag of a language with labels.
fn columns(tag: &str) -> String {
    let own = labels::built_in_labels(tag).expect("built in");
    let dates = DateFormatter::new(tag, labels::period_joint(&own, tag));
    let language = tag.split('-').next().unwrap_or_default();
    let is_hyphenated = hyphenated_languages().iter().any(|it| it == language);
    let number = NumberForm::new(tag, Grouping::FromFiveDigits);
    let cells = [
        dates.date_text("2026-05-04"),
        dates.date_text("2026-03-02/2026-03-05"),
        number.format("12345.6").expect("a number"),
        format!("{}…{}", own.get("quote-open"), own.get("quote-close")),
        if is_hyphenated { "yes" } else { "" }.to_owned(),
    ];
    cells.join(" | ")
}

#[test]
fn the_table_of_languages_is_true() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/languages.md");
    let text = fs::read_to_string(file).expect("docs/languages.md");
    let mut rows = BTreeMap::new();
    for line in text.lines() {
        let mut cells = line.splitn(4, '|').map(str::trim);
        if let (Some(""), Some(name), Some(tag)) = (cells.next(), cells.next(), cells.next())
            && let Some(tag) = tag.strip_prefix('`').and_then(|tag| tag.strip_suffix('`'))
            && tag != "lang"
        {
            rows.insert(tag.to_owned(), (name.to_owned(), line.to_owned()));
        }
    }
    let listed: Vec<&str> = rows.keys().map(String::as_str).collect();
    assert_eq!(listed, labels::built_in().collect::<Vec<_>>());
    let mut table = String::new();
    let mut expected = String::new();
    for (tag, (name, line)) in &rows {
        table.push_str(&format!("{line}\n"));
        expected.push_str(&format!("| {name} | `{tag}` | {} |\n", columns(tag)));
    }
    assert_eq!(
        table, expected,
        "put this into docs/languages.md:\n{expected}"
    );
}

#[test]
fn the_languages_with_patterns_are_listed() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/languages.md");
    let text = fs::read_to_string(file).expect("docs/languages.md");
    let codes: Vec<String> = hyphenated_languages()
        .iter()
        .map(|code| format!("`{code}`"))
        .collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let list = format!("There are patterns for {}.", codes.join(", "));
    assert!(text.contains(&list), "docs/languages.md lacks: {list}");
}
