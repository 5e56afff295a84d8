//! Tests of `gen show`, which prints the files inside the program.

use std::collections::{BTreeMap, BTreeSet};

use briefkit::diagnostic::SourceText;
use briefkit::{labels, template, theme};

use crate::sandbox::{GOOD, Sandbox};

/// The names that `gen show` lists, and where it says to save the files.
fn listed(sandbox: &Sandbox) -> BTreeMap<String, String> {
    let list = sandbox.run(&["show"]).exits_with(0).stdout();
    let mut files = BTreeMap::new();
    for line in list.lines() {
        let mut words = line.split_whitespace();
        if line.starts_with("  ")
            && let (Some(name), Some(file)) = (words.next(), words.next())
            && name.contains('/')
        {
            files.insert(name.to_owned(), file.to_owned());
        }
    }
    files
}

fn shown(sandbox: &Sandbox, name: &str) -> String {
    let finished = sandbox.run(&["show", name]).exits_with(0);
    assert_eq!(finished.stderr(), "", "{name}");
    finished.stdout()
}

#[test]
fn every_built_in_file_is_listed_and_printed_as_it_is() {
    let sandbox = Sandbox::new();
    let files = listed(&sandbox);
    let mut texts = BTreeMap::new();
    for (name, text) in template::BUILT_IN {
        texts.insert(format!("templates/{name}"), text);
    }
    for (name, text) in theme::BUILT_IN {
        texts.insert(format!("themes/{name}"), text);
    }
    for tag in labels::built_in() {
        let (name, text) = labels::built_in_file(tag).expect("a built-in file");
        assert_eq!(name, tag);
        texts.insert(format!("labels/{name}"), text);
        let source = SourceText::new(name, &shown(&sandbox, &format!("labels/{name}")));
        assert!(labels::read_labels(&source, name).is_ok(), "labels/{name}");
    }
    for (name, text) in &texts {
        assert!(!text.is_empty());
        assert_eq!(shown(&sandbox, name), *text, "{name}");
    }
    let mut names: BTreeSet<&str> = texts.keys().map(String::as_str).collect();
    names.insert("css/default");
    assert_eq!(
        files.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        names
    );
}

#[test]
fn a_saved_file_takes_effect_and_changes_nothing() {
    // Without gen.yaml only folders beside and below the briefs belong to the project.
    for settings in [None, Some("gen.yaml")] {
        let sandbox = Sandbox::new();
        sandbox.write("briefs/a.yaml", GOOD);
        sandbox.write("briefs/b.yaml", &format!("{GOOD}lang: zh-CN\n"));
        if let Some(settings) = settings {
            sandbox.write(settings, "output: output\n");
        }
        let mut runs = Vec::new();
        for (name, _) in template::BUILT_IN {
            runs.push(["-t", name]);
        }
        for (name, _) in theme::BUILT_IN {
            runs.push(["--theme", name]);
        }
        let documents = || {
            let mut documents = Vec::new();
            for brief in ["briefs/a.yaml", "briefs/b.yaml"] {
                for run in &runs {
                    for format in ["json", "md"] {
                        let [option, name] = *run;
                        let arguments = [brief, "-f", format, "-o", "-", option, name];
                        documents.push(sandbox.run(&arguments).exits_with(0).stdout());
                    }
                }
            }
            documents
        };
        let before = documents();
        let files = listed(&sandbox);
        for (name, file) in &files {
            if !name.starts_with("css/") {
                sandbox.write(file, &shown(&sandbox, name));
            }
        }
        let list = sandbox.run(&["templates"]).exits_with(0).stdout();
        assert!(!list.contains("built in"), "{list}");
        assert!(documents() == before, "with {settings:?}");
        let folder = settings.map_or("briefs/templates", |_| "templates");
        assert_eq!(files["themes/dark"], format!("{folder}/themes/dark.yaml"));
        assert_eq!(files["templates/note"], format!("{folder}/note.md.jinja"));
    }
}

#[test]
fn the_style_sheet_is_that_of_decks() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", GOOD);
    let deck = sandbox
        .run(&["a.yaml", "-f", "md", "-o", "-"])
        .exits_with(0)
        .stdout();
    let style_sheet = shown(&sandbox, "css/default");
    let mut indented = String::from("style: |\n");
    for line in style_sheet.lines() {
        indented.push_str(&format!("  {line}\n"));
    }
    assert!(style_sheet.len() > 1000 && deck.contains(&indented));
}

#[test]
fn a_language_shows_the_labels_that_it_uses() {
    let sandbox = Sandbox::new();
    let finished = sandbox
        .run(&["show", "labels/zh-CN"])
        .exits_with(0)
        .reports(
            "note: briefs in `zh-CN` use `labels/zh-Hans`; save it as templates/labels/zh-CN.yaml",
        );
    assert_eq!(finished.stdout(), shown(&sandbox, "labels/zh-Hans"));
    // Case has no meaning in language tags.
    assert_eq!(shown(&sandbox, "labels/EN"), shown(&sandbox, "labels/en"));
}

#[test]
fn an_unknown_name_is_wrong_usage() {
    let sandbox = Sandbox::new();
    for (name, advice) in [
        (
            "themes/defualt",
            "`themes/defualt`; did you mean `themes/default`?",
        ),
        ("theme/dark", "did you mean `themes/dark`?"),
        ("note", "did you mean `templates/note`?"),
        ("dek", "did you mean `templates/deck`?"),
        ("templates/labels/en.yaml", "did you mean `labels/en`?"),
        ("labels/zh-Han!", "did you mean `labels/zh-Hans`?"),
        (
            "templates/x",
            "there are `templates/one-pager`, `templates/note`",
        ),
        // Esperanto is not English misspelt.
        ("labels/eo", "there are `labels/"),
        ("css/dark", "there are `css/default`"),
        ("house", "`gen show` lists them all"),
        ("", "`gen show` lists them all"),
        ("labels/../../gen", "no built-in file is named"),
    ] {
        sandbox
            .run(&["show", name])
            .exits_with(2)
            .prints_nothing()
            .reports(advice);
    }
}

#[test]
fn settings_with_mistakes_do_not_prevent_the_list() {
    let sandbox = Sandbox::new();
    sandbox
        .write("briefs/a.yaml", GOOD)
        .write("gen.yaml", "x: [");
    let files = listed(&sandbox);
    assert_eq!(files["labels/en"], "templates/labels/en.yaml");
}
