//! Tests of repeated runs: with and without the files of earlier runs, the messages and outputs
//! must be the same.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::fonts::{RARE, font_of_rare_character, renamed_font};
use crate::sandbox::{FinishedRun, GOOD, Sandbox};

/// A file of this repository.
fn repository_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn copy(sandbox: &Sandbox, from: &str, to: &str) {
    let to = sandbox.path(to);
    std::fs::create_dir_all(to.parent().expect("a file lies in a folder"))
        .expect("a folder can be made");
    std::fs::copy(repository_file(from), to).unwrap_or_else(|why| panic!("{from}: {why}"));
}

fn write(sandbox: &Sandbox, name: &str, text: &str) {
    sandbox.write(name, text);
}

fn remove(sandbox: &Sandbox, name: &str) {
    std::fs::remove_file(sandbox.path(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
}

/// The exit status and messages of a run, and the outputs that exist afterwards.
type RunState = (Option<i32>, String, BTreeMap<String, Vec<u8>>);

fn run_and_read(sandbox: &Sandbox, arguments: &[&str]) -> RunState {
    let finished = sandbox.run(&[&["--message-format", "short"], arguments].concat());
    let outputs = sandbox
        .files()
        .into_iter()
        .filter(|name| name.starts_with("output/") && !name.ends_with(".json"));
    let outputs = outputs
        .map(|name| {
            (
                name.clone(),
                std::fs::read(sandbox.path(&name)).expect("a file"),
            )
        })
        .collect();
    (finished.0.status.code(), finished.stderr(), outputs)
}

/// Runs twice, then once more with `--force`. All three must have the same result.
#[track_caller]
fn run_three_times(sandbox: &Sandbox, step: &str) -> RunState {
    let first = run_and_read(sandbox, &[]);
    let second = run_and_read(sandbox, &[]);
    let forced = run_and_read(sandbox, &["--force"]);
    assert!(
        first == second,
        "{step}: {}\nand again {}",
        first.1,
        second.1
    );
    assert!(
        first == forced,
        "{step}: {}\nand by force {}",
        first.1,
        forced.1
    );
    first
}

/// A template of the project.
const OWN_TEMPLATE: &str = "---\nmedium: pages\n---\n# {{ title }}\n";

/// The effect of a change on the next run.
#[derive(Clone, Copy)]
enum Expected {
    /// The outputs change.
    Changes,
    /// A problem is reported.
    Problem(&'static str),
    /// The outputs are the same as before.
    Same,
}

use Expected::{Changes, Problem, Same};

/// The English labels with another line, all of them: a file that leaves some out causes a note.
fn english_labels(line: &str, other: &str) -> String {
    let (_, english) = briefkit::labels::built_in_file("en").expect("built in");
    assert!(english.contains(line), "{line}");
    english.replacen(line, other, 1)
}

/// Makes one of the Word templates of `tests/references` that of the project.
fn put_reference_doc(sandbox: &Sandbox, name: &str) {
    std::fs::write(
        sandbox.path("house.docx"),
        crate::references::reference(name),
    )
    .expect("a file can be written");
}

#[test]
fn every_change_of_a_dependency_is_noticed() {
    let sandbox = Sandbox::new();
    let brief = format!(
        "{GOOD}images: [{{file: p.svg, alt: A picture}}]\nsections: [{{heading: 中文, body: 简报{RARE}。}}]\n"
    );
    let settings =
        "formats: [docx, md]\nword_template: house.docx\nfonts: [fonts]\ntemplates: {pdf: mine}\n";
    sandbox
        .write("gen.yaml", settings)
        .write("briefs/a.yaml", &brief)
        .write("templates/mine.md.jinja", OWN_TEMPLATE);
    let (font, bytes) = ("fonts/rare.ttf", font_of_rare_character());
    sandbox.write_bytes(font, &bytes);
    copy(
        &sandbox,
        "tests/briefs/pictures/station.svg",
        "briefs/p.svg",
    );
    put_reference_doc(&sandbox, "german");
    let (status, messages, begun) = run_three_times(&sandbox, "first");
    assert_eq!(
        (status, messages.as_str()),
        (Some(0), ""),
        "the brief has no problems"
    );
    let manifest = sandbox.read("output/manifest.json");
    assert!(
        manifest.contains("\"asks\"") && manifest.contains("\"font SourceSans9"),
        "{manifest}"
    );

    let mut last = begun.clone();
    let mut step = |name: &str, expected: Expected, change: &dyn Fn()| {
        change();
        let (status, messages, outputs) = run_three_times(&sandbox, name);
        let problem = if let Problem(problem) = expected {
            problem
        } else {
            ""
        };
        assert!(
            messages.contains(problem) && problem.is_empty() == messages.is_empty(),
            "{name}: {messages}"
        );
        assert_eq!(
            status,
            Some(i32::from(messages.contains("error"))),
            "{name}: {messages}"
        );
        match expected {
            Changes => assert!(outputs != last, "{name}: the outputs have not changed"),
            Problem(_) => {}
            Same => assert!(outputs == last, "{name}: the outputs have changed"),
        }
        last = outputs;
    };
    let theme = "name: x\ncolors: {accent: '#0b5d4f'}\n";
    step("a theme", Changes, &|| {
        write(&sandbox, "templates/themes/default.yaml", theme)
    });
    let label = english_labels("bottom-line: Bottom line", "bottom-line: What matters");
    step("labels", Changes, &|| {
        write(&sandbox, "templates/labels/en.yaml", &label)
    });
    let deck =
        std::fs::read_to_string(repository_file("templates/deck.md.jinja")).expect("a template");
    let longer = format!("{deck}\n---\n\n# The end\n");
    step("a template", Changes, &|| {
        write(&sandbox, "templates/deck.md.jinja", &longer)
    });
    step("a picture", Changes, &|| {
        copy(&sandbox, "tests/briefs/pictures/fog.svg", "briefs/p.svg")
    });
    step("a Word template", Changes, &|| {
        put_reference_doc(&sandbox, "libreoffice")
    });
    step(
        "picture removed",
        Problem("picture `p.svg` not found"),
        &|| remove(&sandbox, "briefs/p.svg"),
    );
    step("picture restored", Same, &|| {
        copy(&sandbox, "tests/briefs/pictures/fog.svg", "briefs/p.svg")
    });
    step(
        "template for PDF removed",
        Problem("template `mine`"),
        &|| remove(&sandbox, "templates/mine.md.jinja"),
    );
    step("template for PDF restored", Same, &|| {
        write(&sandbox, "templates/mine.md.jinja", OWN_TEMPLATE)
    });
    let before = sandbox.read("output/manifest.json");
    step("a font", Same, &|| {
        let font = std::fs::OpenOptions::new()
            .append(true)
            .open(sandbox.path(font));
        font.and_then(|mut font| font.write_all(&[0]))
            .expect("a file can be written");
    });
    assert_ne!(
        sandbox.read("output/manifest.json"),
        before,
        "another font is recorded"
    );
    let other = brief.replace("works", "is working");
    step("the brief", Changes, &|| {
        write(&sandbox, "briefs/a.yaml", &other)
    });
    step("output changed", Same, &|| {
        write(&sandbox, "output/a.md", "by hand")
    });
    step("output removed", Same, &|| {
        remove(&sandbox, "output/a.docx")
    });
    step("image of an output changed", Same, &|| {
        let folder =
            std::fs::read_dir(sandbox.path("output/a.assets")).expect("a folder of pictures");
        let picture = folder.flatten().next().expect("a picture").path();
        std::fs::write(picture, "by hand").expect("a file can be written");
    });
    step("the settings", Changes, &|| {
        write(&sandbox, "gen.yaml", &format!("{settings}lang: zh-Hans\n"))
    });
    remove(&sandbox, "templates/themes/default.yaml");
    remove(&sandbox, "templates/labels/en.yaml");
    sandbox
        .write("templates/deck.md.jinja", &deck)
        .write("gen.yaml", settings)
        .write("briefs/a.yaml", &brief);
    copy(
        &sandbox,
        "tests/briefs/pictures/station.svg",
        "briefs/p.svg",
    );
    put_reference_doc(&sandbox, "german");
    sandbox.write_bytes(font, &bytes);
    assert!(
        run_three_times(&sandbox, "everything restored").2 == begun,
        "everything restored"
    );
}

#[test]
fn new_fonts_are_noticed() {
    // A copy of the program elsewhere does not find the fonts of this repository.
    let sandbox = Sandbox::new();
    let program = sandbox.installed();
    let run = || {
        let mut command = Command::new(&program);
        command
            .current_dir(sandbox.path(""))
            .env("HOME", sandbox.path(""))
            .env_remove("BRIEFKIT_FONTS");
        FinishedRun::of(command.args(["-f", "pdf"]))
    };
    let theme = "name: x\nfonts: {body: [Source Sans 9, Source Sans 3]}\n";
    sandbox
        .write("gen.yaml", "fonts: [more]\n")
        .write("briefs/a.yaml", GOOD)
        .write("more/read.me", "");
    write(&sandbox, "templates/themes/default.yaml", theme);
    run().exits_with(0).reports("1 file written");
    let before = std::fs::read(sandbox.path("output/a.pdf")).expect("a file");
    run().exits_with(0).reports("1 up to date");
    sandbox.write_bytes("more/a.ttf", &renamed_font());
    run().exits_with(0).reports("1 file written");
    assert_ne!(
        std::fs::read(sandbox.path("output/a.pdf")).expect("a file"),
        before
    );
    run().exits_with(0).reports("1 up to date");
}

#[test]
fn an_unreadable_part_of_a_record_is_ignored() {
    let sandbox = Sandbox::new();
    sandbox
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", GOOD);
    sandbox.run(&["-f", "md"]).exits_with(0);
    let manifest = sandbox.read("output/manifest.json");
    write(
        &sandbox,
        "output/manifest.json",
        &manifest.replacen("\"asks\": {}", "\"asks\": {\"theme\": 5}", 1),
    );
    assert_ne!(sandbox.read("output/manifest.json"), manifest);
    sandbox
        .run(&["-f", "md"])
        .exits_with(0)
        .reports("2 up to date");
    assert_eq!(sandbox.read("output/manifest.json"), manifest);
}

#[test]
fn problems_of_a_brief_are_repeated() {
    let sandbox = Sandbox::new();
    sandbox
        .write("briefs/a.yaml", &format!("{GOOD}lang: eo\n"))
        .write("briefs/b.yaml", GOOD);
    let (status, messages, _) = run_three_times(&sandbox, "first");
    assert_eq!(status, Some(0));
    assert!(
        messages.starts_with("briefs/a.yaml:5:7: warning: there are no labels for `eo`"),
        "{messages}"
    );
    let messages = sandbox.run(&[]).exits_with(0).stderr();
    assert!(
        messages.contains("6 up to date") && messages.contains("1 warning"),
        "{messages}"
    );
    let labels = english_labels("points: Key points", "points: Ĉefaj punktoj");
    sandbox.write("briefs/templates/labels/eo.yaml", &labels);
    assert_eq!(run_three_times(&sandbox, "with labels").1, "");
    // A run for fewer formats finds the records of those that it has.
    sandbox
        .run(&["-f", "md"])
        .exits_with(0)
        .reports("2 up to date");
    sandbox
        .run(&["-f", "md", "--theme", "official"])
        .exits_with(0)
        .reports("2 files written");
}

#[test]
fn warnings_of_a_document_are_repeated() {
    let sandbox = Sandbox::new();
    let pie = "charts:\n  - title: Parts\n    kind: pie\n    categories: [A, B, C, D, E, F, G]\n    \
               series: [{name: Part, values: [1, 2, 3, 4, 5, 6, 7]}]\n";
    sandbox.write("briefs/a.yaml", &format!("{GOOD}{pie}"));
    let (status, messages, _) = run_three_times(&sandbox, "first");
    let expected = "`briefs/a.yaml` as md: chart “Parts” is drawn as bars";
    assert_eq!(status, Some(0));
    assert!(messages.contains(expected), "{messages}");
    // The first edition recorded warnings as lines of text.
    let manifest = sandbox.read("output/manifest.json");
    let mut older: serde_json::Value = serde_json::from_str(&manifest).expect("it is JSON");
    for output in older["outputs"].as_array_mut().expect("a list of outputs") {
        let ledger = output["ledger"].as_array_mut().expect("a list");
        for warning in ledger {
            *warning = warning["message"].clone();
            assert!(warning.is_string());
        }
    }
    write(&sandbox, "output/manifest.json", &older.to_string());
    let repeated = sandbox
        .run(&["--message-format", "short"])
        .exits_with(0)
        .stderr();
    assert_eq!(repeated, messages);
    let repeated = sandbox.run(&[]).exits_with(0).stderr();
    assert!(repeated.contains("3 up to date"), "{repeated}");
}

#[test]
fn an_up_to_date_brief_is_not_parsed() {
    let sandbox = Sandbox::new();
    sandbox.write("briefs/a.yaml", GOOD);
    sandbox.run(&[]).exits_with(0);
    let hash = |text: &str| {
        Sha256::digest(text)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    // The hash of the good brief is replaced by that of a broken one, which must not be noticed.
    let broken = "title: [";
    let manifest = sandbox.read("output/manifest.json");
    assert!(manifest.contains(&hash(GOOD)));
    sandbox.write("briefs/a.yaml", broken).write(
        "output/manifest.json",
        &manifest.replace(&hash(GOOD), &hash(broken)),
    );
    sandbox.run(&[]).exits_with(0).reports("3 up to date");
    sandbox.run(&["--force"]).exits_with(1).reports("error");
}
