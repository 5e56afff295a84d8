//! Runs that find the files of earlier ones: what they say and leave is what a run would that knows
//! nothing of them.

#[path = "common/references.rs"]
mod references;
#[path = "common/sandbox.rs"]
mod sandbox;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use sandbox::{FinishedRun, GOOD, Sandbox};
use sha2::{Digest, Sha256};

/// A file of this repository.
fn ours(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn copy(sandbox: &Sandbox, from: &str, to: &str) {
    let to = sandbox.path(to);
    std::fs::create_dir_all(to.parent().expect("a file lies in a folder"))
        .expect("a folder can be made");
    std::fs::copy(ours(from), to).unwrap_or_else(|why| panic!("{from}: {why}"));
}

fn write(sandbox: &Sandbox, name: &str, text: &str) {
    sandbox.write(name, text);
}

fn remove(sandbox: &Sandbox, name: &str) {
    std::fs::remove_file(sandbox.path(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
}

/// What a run ends with and says of problems, and the outputs that are there then.
type Seen = (Option<i32>, String, BTreeMap<String, Vec<u8>>);

fn seen(sandbox: &Sandbox, arguments: &[&str]) -> Seen {
    let ran = sandbox.run(&[&["--message-format", "short"], arguments].concat());
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
    (ran.0.status.code(), ran.stderr(), outputs)
}

/// Runs twice, and then once without regard to what is there, and gives the one word of all three.
#[track_caller]
fn agreed(sandbox: &Sandbox, step: &str) -> Seen {
    let first = seen(sandbox, &[]);
    let second = seen(sandbox, &[]);
    let forced = seen(sandbox, &["--force"]);
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

/// A template.
const MINE: &str = "---\nmedium: pages\n---\n# {{ title }}\n";

/// What comes of a change.
#[derive(Clone, Copy)]
enum Expected {
    /// Other outputs.
    Shown,
    /// A problem.
    Told(&'static str),
    /// The same outputs as before.
    Mended,
}

use Expected::{Mended, Shown, Told};

/// Makes one of our Word templates that of the project.
fn put_reference(sandbox: &Sandbox, name: &str) {
    std::fs::write(sandbox.path("house.docx"), references::reference(name))
        .expect("a file can be written");
}

#[test]
fn whatever_changes_is_seen() {
    let sandbox = Sandbox::new();
    let brief = format!(
        "{GOOD}images: [{{file: p.svg, alt: A picture}}]\nsections: [{{heading: 中文, body: 简报。}}]\n"
    );
    let settings =
        "formats: [docx, md]\nword_template: house.docx\nfonts: [fonts]\ntemplates: {pdf: mine}\n";
    sandbox
        .write("gen.yaml", settings)
        .write("briefs/a.yaml", &brief)
        .write("templates/mine.md.jinja", MINE);
    let font = "fonts/noto-sans-sc/NotoSansSC-Regular.ttf";
    copy(&sandbox, font, font);
    copy(
        &sandbox,
        "tests/briefs/pictures/station.svg",
        "briefs/p.svg",
    );
    put_reference(&sandbox, "german");
    let (status, told, begun) = agreed(&sandbox, "first");
    assert_eq!(
        (status, told.as_str()),
        (Some(0), ""),
        "a brief of which there is nothing to be said"
    );
    let manifest = sandbox.read("output/manifest.json");
    assert!(
        manifest.contains("\"asks\"") && manifest.contains("\"font NotoSansSC"),
        "{manifest}"
    );

    let mut last = begun.clone();
    let mut step = |name: &str, expected: Expected, change: &dyn Fn()| {
        change();
        let (status, told, outputs) = agreed(&sandbox, name);
        let problem = if let Told(problem) = expected {
            problem
        } else {
            ""
        };
        assert!(
            told.contains(problem) && problem.is_empty() == told.is_empty(),
            "{name}: {told}"
        );
        assert_eq!(
            status,
            Some(i32::from(told.contains("error"))),
            "{name}: {told}"
        );
        match expected {
            Shown => assert!(outputs != last, "{name}: nothing is seen of it"),
            Told(_) => {}
            Mended => assert!(outputs == last, "{name}: not as it was"),
        }
        last = outputs;
    };
    let theme = "name: x\ncolors: {accent: '#0b5d4f'}\n";
    step("a theme", Shown, &|| {
        write(&sandbox, "templates/themes/default.yaml", theme)
    });
    let label = "bottom-line: What matters\n";
    step("labels", Shown, &|| {
        write(&sandbox, "templates/labels/en.yaml", label)
    });
    let deck = std::fs::read_to_string(ours("templates/deck.md.jinja")).expect("a template");
    let longer = format!("{deck}\n---\n\n# The end\n");
    step("a template", Shown, &|| {
        write(&sandbox, "templates/deck.md.jinja", &longer)
    });
    step("a picture", Shown, &|| {
        copy(&sandbox, "tests/briefs/pictures/fog.svg", "briefs/p.svg")
    });
    step("a Word template", Shown, &|| {
        put_reference(&sandbox, "libreoffice")
    });
    step("no picture", Told("picture `p.svg` not found"), &|| {
        remove(&sandbox, "briefs/p.svg")
    });
    step("a picture again", Mended, &|| {
        copy(&sandbox, "tests/briefs/pictures/fog.svg", "briefs/p.svg")
    });
    step("no template for PDF", Told("template `mine`"), &|| {
        remove(&sandbox, "templates/mine.md.jinja")
    });
    step("one again", Mended, &|| {
        write(&sandbox, "templates/mine.md.jinja", MINE)
    });
    let before = sandbox.read("output/manifest.json");
    step("a font", Mended, &|| {
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
    step("the brief", Shown, &|| {
        write(&sandbox, "briefs/a.yaml", &other)
    });
    step("an output", Mended, &|| {
        write(&sandbox, "output/a.md", "by hand")
    });
    step("no output", Mended, &|| remove(&sandbox, "output/a.docx"));
    step("a picture of an output", Mended, &|| {
        let folder =
            std::fs::read_dir(sandbox.path("output/a.assets")).expect("a folder of pictures");
        let picture = folder.flatten().next().expect("a picture").path();
        std::fs::write(picture, "by hand").expect("a file can be written");
    });
    step("the settings", Shown, &|| {
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
    put_reference(&sandbox, "german");
    copy(&sandbox, font, font);
    assert!(
        agreed(&sandbox, "all as it was").2 == begun,
        "all as it was"
    );
}

#[test]
fn fonts_that_come_later_are_seen() {
    // A copy of the program does not find the fonts of this repository.
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
    let theme = "name: x\nfonts: {body: [Noto Sans SC, Source Sans 3]}\n";
    sandbox
        .write("gen.yaml", "fonts: [more]\n")
        .write("briefs/a.yaml", GOOD)
        .write("more/read.me", "");
    write(&sandbox, "templates/themes/default.yaml", theme);
    run().exits_with(0).reports("1 file written");
    let before = std::fs::read(sandbox.path("output/a.pdf")).expect("a file");
    run().exits_with(0).reports("1 up to date");
    copy(
        &sandbox,
        "fonts/noto-sans-sc/NotoSansSC-Regular.ttf",
        "more/a.ttf",
    );
    run().exits_with(0).reports("1 file written");
    assert_ne!(
        std::fs::read(sandbox.path("output/a.pdf")).expect("a file"),
        before
    );
    run().exits_with(0).reports("1 up to date");
}

#[test]
fn what_cannot_be_read_of_a_record_is_left_to_the_brief() {
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
fn what_there_was_to_say_is_said_again() {
    let sandbox = Sandbox::new();
    sandbox
        .write("briefs/a.yaml", &format!("{GOOD}lang: eo\n"))
        .write("briefs/b.yaml", GOOD);
    let (status, told, _) = agreed(&sandbox, "first");
    assert_eq!(status, Some(0));
    assert!(
        told.starts_with("briefs/a.yaml:5:7: warning: there are no labels for `eo`"),
        "{told}"
    );
    let told = sandbox.run(&[]).exits_with(0).stderr();
    assert!(
        told.contains("6 up to date") && told.contains("1 warning"),
        "{told}"
    );
    sandbox.write("briefs/templates/labels/eo.yaml", "points: Ĉefaj punktoj\n");
    assert_eq!(agreed(&sandbox, "with labels").1, "");
    // Another choice of documents finds the records of those that it has.
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
fn what_was_done_to_a_document_is_said_again() {
    let sandbox = Sandbox::new();
    let pie = "charts:\n  - title: Parts\n    kind: pie\n    categories: [A, B, C, D, E, F, G]\n    \
               series: [{name: Part, values: [1, 2, 3, 4, 5, 6, 7]}]\n";
    sandbox.write("briefs/a.yaml", &format!("{GOOD}{pie}"));
    let (status, told, _) = agreed(&sandbox, "first");
    let expected = "`briefs/a.yaml` as md: chart “Parts” is drawn as bars";
    assert_eq!(status, Some(0));
    assert!(told.contains(expected), "{told}");
    // The first edition recorded lines of text.
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
    let told_again = sandbox
        .run(&["--message-format", "short"])
        .exits_with(0)
        .stderr();
    assert_eq!(told_again, told);
    let told_again = sandbox.run(&[]).exits_with(0).stderr();
    assert!(told_again.contains("3 up to date"), "{told_again}");
}

#[test]
fn a_brief_that_is_as_it_was_is_not_read() {
    let sandbox = Sandbox::new();
    sandbox.write("briefs/a.yaml", GOOD);
    sandbox.run(&[]).exits_with(0);
    let hash = |text: &str| {
        Sha256::digest(text)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    // No brief, under the hash of one.
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
