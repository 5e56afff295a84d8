//! Runs that find the files of earlier ones: what they say and leave is what a run would that knows
//! nothing of them.

#[path = "common/place.rs"]
mod place;
#[path = "common/references.rs"]
mod references;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use place::{GOOD, Place, Ran};
use sha2::{Digest, Sha256};

/// A file of this repository.
fn ours(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn copy(place: &Place, from: &str, to: &str) {
    let to = place.path(to);
    std::fs::create_dir_all(to.parent().expect("a file lies in a folder"))
        .expect("a folder can be made");
    std::fs::copy(ours(from), to).unwrap_or_else(|why| panic!("{from}: {why}"));
}

fn write(place: &Place, name: &str, text: &str) {
    place.write(name, text);
}

fn remove(place: &Place, name: &str) {
    std::fs::remove_file(place.path(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
}

/// What a run ends with and says of problems, and the outputs that are there then.
type Seen = (Option<i32>, String, BTreeMap<String, Vec<u8>>);

fn seen(place: &Place, arguments: &[&str]) -> Seen {
    let ran = place.run(&[&["--message-format", "short"], arguments].concat());
    let outputs = place
        .files()
        .into_iter()
        .filter(|name| name.starts_with("output/") && !name.ends_with(".json"));
    let outputs = outputs
        .map(|name| {
            (
                name.clone(),
                std::fs::read(place.path(&name)).expect("a file"),
            )
        })
        .collect();
    (ran.0.status.code(), ran.told(), outputs)
}

/// Runs twice, and then once without regard to what is there, and gives the one word of all three.
#[track_caller]
fn agreed(place: &Place, step: &str) -> Seen {
    let first = seen(place, &[]);
    let second = seen(place, &[]);
    let forced = seen(place, &["--force"]);
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

/// Makes one of our house templates that of the project.
fn put_reference(place: &Place, name: &str) {
    std::fs::write(place.path("house.docx"), references::reference(name))
        .expect("a file can be written");
}

#[test]
fn whatever_changes_is_seen() {
    let place = Place::new();
    let brief = format!(
        "{GOOD}images: [{{file: p.svg, alt: A picture}}]\nsections: [{{heading: 中文, body: 简报。}}]\n"
    );
    let settings =
        "formats: [docx, md]\nword_template: house.docx\nfonts: [fonts]\ntemplates: {pdf: mine}\n";
    place
        .write("gen.yaml", settings)
        .write("briefs/a.yaml", &brief)
        .write("templates/mine.md.jinja", MINE);
    let font = "fonts/noto-sans-sc/NotoSansSC-Regular.ttf";
    copy(&place, font, font);
    copy(&place, "tests/briefs/pictures/station.svg", "briefs/p.svg");
    put_reference(&place, "german");
    let (status, told, begun) = agreed(&place, "first");
    assert_eq!(
        (status, told.as_str()),
        (Some(0), ""),
        "a brief of which there is nothing to be said"
    );
    let manifest = place.read("output/manifest.json");
    assert!(
        manifest.contains("\"asks\"") && manifest.contains("\"font NotoSansSC"),
        "{manifest}"
    );

    let mut last = begun.clone();
    let mut step = |name: &str, expected: Expected, change: &dyn Fn()| {
        change();
        let (status, told, outputs) = agreed(&place, name);
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
        write(&place, "templates/themes/default.yaml", theme)
    });
    let label = "bottom-line: What matters\n";
    step("labels", Shown, &|| {
        write(&place, "templates/labels/en.yaml", label)
    });
    let deck = std::fs::read_to_string(ours("templates/deck.md.jinja")).expect("a template");
    let longer = format!("{deck}\n---\n\n# The end\n");
    step("a template", Shown, &|| {
        write(&place, "templates/deck.md.jinja", &longer)
    });
    step("a picture", Shown, &|| {
        copy(&place, "tests/briefs/pictures/fog.svg", "briefs/p.svg")
    });
    step("a house template", Shown, &|| {
        put_reference(&place, "libreoffice")
    });
    step("no picture", Told("picture `p.svg` not found"), &|| {
        remove(&place, "briefs/p.svg")
    });
    step("a picture again", Mended, &|| {
        copy(&place, "tests/briefs/pictures/fog.svg", "briefs/p.svg")
    });
    step("no template for PDF", Told("template `mine`"), &|| {
        remove(&place, "templates/mine.md.jinja")
    });
    step("one again", Mended, &|| {
        write(&place, "templates/mine.md.jinja", MINE)
    });
    let before = place.read("output/manifest.json");
    step("a font", Mended, &|| {
        let font = std::fs::OpenOptions::new()
            .append(true)
            .open(place.path(font));
        font.and_then(|mut font| font.write_all(&[0]))
            .expect("a file can be written");
    });
    assert_ne!(
        place.read("output/manifest.json"),
        before,
        "another font is recorded"
    );
    let other = brief.replace("works", "is working");
    step("the brief", Shown, &|| {
        write(&place, "briefs/a.yaml", &other)
    });
    step("an output", Mended, &|| {
        write(&place, "output/a.md", "by hand")
    });
    step("no output", Mended, &|| remove(&place, "output/a.docx"));
    step("a picture of an output", Mended, &|| {
        let folder =
            std::fs::read_dir(place.path("output/a.assets")).expect("a folder of pictures");
        let picture = folder.flatten().next().expect("a picture").path();
        std::fs::write(picture, "by hand").expect("a file can be written");
    });
    step("the settings", Shown, &|| {
        write(&place, "gen.yaml", &format!("{settings}lang: zh-Hans\n"))
    });
    remove(&place, "templates/themes/default.yaml");
    remove(&place, "templates/labels/en.yaml");
    place
        .write("templates/deck.md.jinja", &deck)
        .write("gen.yaml", settings)
        .write("briefs/a.yaml", &brief);
    copy(&place, "tests/briefs/pictures/station.svg", "briefs/p.svg");
    put_reference(&place, "german");
    copy(&place, font, font);
    assert!(agreed(&place, "all as it was").2 == begun, "all as it was");
}

#[test]
fn fonts_that_come_later_are_seen() {
    // A copy of the program does not find the fonts of this repository.
    let place = Place::new();
    let program = place.installed();
    let run = || {
        let mut command = Command::new(&program);
        command
            .current_dir(place.path(""))
            .env("HOME", place.path(""))
            .env_remove("BRIEFKIT_FONTS");
        Ran::of(command.args(["-f", "pdf"]))
    };
    let theme = "name: x\nfonts: {body: [Noto Sans SC, Source Sans 3]}\n";
    place
        .write("gen.yaml", "fonts: [more]\n")
        .write("briefs/a.yaml", GOOD)
        .write("more/read.me", "");
    write(&place, "templates/themes/default.yaml", theme);
    run().ends(0).tells("1 file written");
    let before = std::fs::read(place.path("output/a.pdf")).expect("a file");
    run().ends(0).tells("1 up to date");
    copy(
        &place,
        "fonts/noto-sans-sc/NotoSansSC-Regular.ttf",
        "more/a.ttf",
    );
    run().ends(0).tells("1 file written");
    assert_ne!(
        std::fs::read(place.path("output/a.pdf")).expect("a file"),
        before
    );
    run().ends(0).tells("1 up to date");
}

#[test]
fn what_cannot_be_read_of_a_record_is_left_to_the_brief() {
    let place = Place::new();
    place
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", GOOD);
    place.run(&["-f", "md"]).ends(0);
    let manifest = place.read("output/manifest.json");
    write(
        &place,
        "output/manifest.json",
        &manifest.replacen("\"asks\": {}", "\"asks\": {\"theme\": 5}", 1),
    );
    assert_ne!(place.read("output/manifest.json"), manifest);
    place.run(&["-f", "md"]).ends(0).tells("2 up to date");
    assert_eq!(place.read("output/manifest.json"), manifest);
}

#[test]
fn what_there_was_to_say_is_said_again() {
    let place = Place::new();
    place
        .write("briefs/a.yaml", &format!("{GOOD}lang: eo\n"))
        .write("briefs/b.yaml", GOOD);
    let (status, told, _) = agreed(&place, "first");
    assert_eq!(status, Some(0));
    assert!(
        told.starts_with("briefs/a.yaml:5:7: warning: there are no labels for `eo`"),
        "{told}"
    );
    let told = place.run(&[]).ends(0).told();
    assert!(
        told.contains("6 up to date") && told.contains("1 warning"),
        "{told}"
    );
    place.write("briefs/templates/labels/eo.yaml", "points: Ĉefaj punktoj\n");
    assert_eq!(agreed(&place, "with labels").1, "");
    // Another choice of documents finds the records of those that it has.
    place.run(&["-f", "md"]).ends(0).tells("2 up to date");
    place
        .run(&["-f", "md", "--theme", "official"])
        .ends(0)
        .tells("2 files written");
}

#[test]
fn what_was_done_to_a_document_is_said_again() {
    let place = Place::new();
    let pie = "charts:\n  - title: Parts\n    kind: pie\n    categories: [A, B, C, D, E, F, G]\n    \
               series: [{name: Part, values: [1, 2, 3, 4, 5, 6, 7]}]\n";
    place.write("briefs/a.yaml", &format!("{GOOD}{pie}"));
    let (status, told, _) = agreed(&place, "first");
    let expected = "`briefs/a.yaml` as md: chart “Parts” is drawn as bars";
    assert_eq!(status, Some(0));
    assert!(told.contains(expected), "{told}");
    // The first edition recorded lines of text.
    let manifest = place.read("output/manifest.json");
    let mut older: serde_json::Value = serde_json::from_str(&manifest).expect("it is JSON");
    for output in older["outputs"].as_array_mut().expect("a list of outputs") {
        let ledger = output["ledger"].as_array_mut().expect("a list");
        for warning in ledger {
            *warning = warning["message"].clone();
            assert!(warning.is_string());
        }
    }
    write(&place, "output/manifest.json", &older.to_string());
    let told_again = place.run(&["--message-format", "short"]).ends(0).told();
    assert_eq!(told_again, told);
    let told_again = place.run(&[]).ends(0).told();
    assert!(told_again.contains("3 up to date"), "{told_again}");
}

#[test]
fn a_brief_that_is_as_it_was_is_not_read() {
    let place = Place::new();
    place.write("briefs/a.yaml", GOOD);
    place.run(&[]).ends(0);
    let hash = |text: &str| {
        Sha256::digest(text)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    // No brief, under the hash of one.
    let broken = "title: [";
    let manifest = place.read("output/manifest.json");
    assert!(manifest.contains(&hash(GOOD)));
    place.write("briefs/a.yaml", broken).write(
        "output/manifest.json",
        &manifest.replace(&hash(GOOD), &hash(broken)),
    );
    place.run(&[]).ends(0).tells("3 up to date");
    place.run(&["--force"]).ends(1).tells("error");
}
