//! Every label that the code asks for exists. [`Labels::get`](crate::document::Labels::get) prints
//! the name of a missing one, so a misspelt name would be visible only in documents.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::labels;

/// Code that is followed by a label's name, or by a list or a `match` of such names, and the code
/// at the end of these names.
const USES: [(&str, &str); 12] = [
    ("labels.get(", ")"),
    ("labels.fill(", ","),
    (".fill(\"", ","),
    ("labels.get(match ", "})"),
    ("self.label(\"", ")"),
    ("label_text(\"", ")"),
    ("lay_out_labelled_text(\"", ","),
    ("lay_out_record_table(&[", "]"),
    ("const HEADERS: &'static [&'static str] =", ";"),
    ("Label(\"", ")"),
    ("for_items(\"", ","),
    ("for_figure(\"", ")"),
];

#[test]
fn every_label_in_the_code_exists() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let english = labels::built_in_labels("en").expect("English is built in");
    let mut names = BTreeSet::new();
    for file in rust_files(&source) {
        let text = fs::read_to_string(&file).expect("a source file");
        for name in label_names(&text) {
            let exists = english.0.contains_key(name);
            assert!(exists, "{}: no label `{name}`", file.display());
            names.insert(name.to_owned());
        }
    }
    // A search that finds little proves nothing.
    assert!(names.len() > 60, "{names:?}");
}

#[test]
fn names_of_labels_are_found() {
    let text = r#"labels.get("a"); labels.get(name); labels.fill("b", &[("c", x)]);
        labels.get(match it { A => "d", B => "e" }); labels
            .fill("f", values);"#;
    let names: BTreeSet<&str> = label_names(text).into_iter().collect();
    assert_eq!(names, ["a", "b", "d", "e", "f"].into());
}

/// The Rust files of a folder, without those that hold only tests.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a source folder") {
        let path = entry.expect("a source file").path();
        if path.is_dir() && !path.ends_with("tests") {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files
}

/// The string literals in the uses of labels.
fn label_names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (start, end) in USES {
        for (at, _) in text.match_indices(start) {
            // The quotation mark at the end of `start` belongs to the name.
            let rest = &text[at + start.trim_end_matches('"').len()..];
            let part = rest.split_once(end).map_or(rest, |(part, _)| part);
            names.extend(part.split('"').skip(1).step_by(2));
        }
    }
    names
}
