//! Tests of the command: options, files, exit statuses, standard output and standard error.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::fonts::{RARE, font_of_rare_character};
use crate::sandbox::{FinishedRun, GOOD, Sandbox};
#[cfg(unix)]
use crate::watch::Watch;

#[test]
fn outputs_keep_the_subfolders_of_briefs() {
    let sandbox = Sandbox::new();
    sandbox
        .write("briefs/a.yaml", GOOD)
        .write("briefs/deep/er/b.yml", GOOD)
        .write("briefs/.hidden.yaml", "no");
    sandbox
        .write("briefs/templates/themes/x.yaml", "name: x")
        .write("briefs/notes.txt", "no");
    sandbox
        .run(&["-f", "json"])
        .exits_with(0)
        .prints_nothing()
        .reports("2 files written from 2 briefs");
    let outputs: Vec<_> = sandbox
        .files()
        .into_iter()
        .filter(|name| name.starts_with("output/"))
        .collect();
    assert_eq!(
        outputs,
        [
            "output/a.json",
            "output/deep/er/b.json",
            "output/manifest.json"
        ]
    );
}

#[test]
fn output_can_be_a_folder_a_file_or_standard_output() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", GOOD).write("b.yaml", GOOD);
    sandbox
        .run(&["a.yaml", "-f", "json", "-o", "there"])
        .exits_with(0)
        .prints_nothing();
    sandbox
        .run(&["a.yaml", "-f", "json", "-o", "one/named.json"])
        .exits_with(0)
        .prints_nothing();
    let finished = sandbox
        .run(&["a.yaml", "-f", "json", "-o", "-"])
        .exits_with(0);
    assert_eq!(finished.stderr(), "");
    assert_eq!(finished.stdout(), sandbox.read("there/a.json"));
    assert_eq!(finished.stdout(), sandbox.read("one/named.json"));
    sandbox
        .run(&["a.yaml", "-o", "-"])
        .exits_with(2)
        .prints_nothing()
        .reports("one --format");
    sandbox
        .run(&["a.yaml", "b.yaml", "-f", "json", "-o", "-"])
        .exits_with(1)
        .prints_nothing()
        .reports("name one brief");
    sandbox
        .run(&["a.yaml", "b.yaml", "-f", "json", "-o", "both.json"])
        .exits_with(1)
        .reports("would both write `both.json`");
    assert!(!sandbox.path("both.json").exists());
}

#[test]
fn a_brief_can_come_from_standard_input() {
    let sandbox = Sandbox::new();
    let from_input = |arguments: &[&str], text: &str| {
        let mut child = sandbox
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("gen runs");
        let mut input = child.stdin.take().expect("its input is piped");
        std::io::Write::write_all(&mut input, text.as_bytes()).expect("it reads");
        drop(input);
        FinishedRun(child.wait_with_output().expect("it ends"))
    };
    let finished = from_input(&["-", "-f", "json", "-o", "-"], GOOD).exits_with(0);
    assert!(finished.stdout().contains("A good brief"));
    from_input(&["-", "-f", "json"], GOOD)
        .exits_with(0)
        .prints_nothing();
    assert!(sandbox.path("output/stdin.json").exists());
    from_input(&["-", "-f", "json"], "titel: x")
        .exits_with(1)
        .reports("standard input:1:1");
}

#[test]
fn file_names_contain_templates_other_than_the_formats_own() {
    let sandbox = Sandbox::new();
    sandbox
        .write("a.yaml", GOOD)
        .write("own.md.jinja", "---\nmedium: pages\n---\n# {{ title }}\n");
    sandbox
        .run(&["a.yaml", "-f", "json", "-t", "deck"])
        .exits_with(0);
    sandbox
        .run(&["a.yaml", "-f", "json", "-t", "own.md.jinja"])
        .exits_with(0);
    assert!(
        sandbox.path("output/a.deck.json").exists() && sandbox.path("output/a.own.json").exists()
    );
    sandbox.write("b.yaml", &format!("{GOOD}templates: {{json: one-pager}}\n"));
    sandbox.run(&["b.yaml", "-f", "json"]).exits_with(0);
    assert!(
        sandbox
            .read("output/b.one-pager.json")
            .contains("\"sheet\"")
    );
    sandbox
        .run(&["a.yaml", "-f", "json", "-t", "dek"])
        .exits_with(1)
        .reports("did you mean `deck`?");
}

#[test]
fn own_templates_labels_and_themes_replace_built_in_ones() {
    let sandbox = Sandbox::new();
    sandbox.write("briefs/a.yaml", &format!("{GOOD}theme: house\n"));
    sandbox.write(
        "briefs/templates/note.md.jinja",
        "---\nmedium: pages\n---\n# {{ labels.metrics }}: {{ title }}\n",
    );
    sandbox.write("briefs/templates/labels/en.yaml", "metrics: Our figures\n");
    sandbox.write(
        "briefs/templates/themes/house.yaml",
        "name: house\ncolors: {accent: \"#003366\"}\n",
    );
    let document = sandbox
        .run(&["briefs/a.yaml", "-f", "json", "-o", "-"])
        .exits_with(0)
        .stdout();
    assert!(document.contains("Our figures: A good brief"), "{document}");
    let list = sandbox.run(&["templates"]).exits_with(0).stdout();
    let line = |name: &str| {
        list.lines()
            .find(|line| line.contains(name))
            .unwrap_or_default()
            .to_owned()
    };
    assert!(
        line("note").contains("briefs/templates/note.md.jinja"),
        "{list}"
    );
    assert!(
        line("house").contains("yours") && line("deck").contains("built in"),
        "{list}"
    );
    sandbox.write("briefs/templates/labels/en.yaml", "metricss: Our figures\n");
    let finished = sandbox.run(&["briefs/a.yaml", "-f", "json"]).exits_with(1);
    finished
        .reports("briefs/templates/labels/en.yaml:1:1")
        .reports("did you mean `metrics`?");
}

#[test]
fn exit_statuses_and_streams() {
    let sandbox = Sandbox::new();
    sandbox
        .write("good.yaml", GOOD)
        .write("bad.yaml", "title: T\n");
    sandbox
        .run(&["good.yaml", "-f", "json"])
        .exits_with(0)
        .prints_nothing();
    let finished = sandbox
        .run(&["bad.yaml", "good.yaml", "-f", "json"])
        .exits_with(1)
        .prints_nothing();
    let finished = finished.reports("has no `date`").reports("1 brief failed");
    assert!(
        !finished.stderr().contains('\u{1b}'),
        "no colour where there is no terminal"
    );
    sandbox
        .run(&["gone.yaml"])
        .exits_with(1)
        .prints_nothing()
        .reports("`gone.yaml` does not exist");
    sandbox.run(&[]).exits_with(1).reports("gen new");
    sandbox
        .run(&["--format", "pfd"])
        .exits_with(2)
        .prints_nothing()
        .reports("pdf");
    sandbox.run(&["--jobs", "0", "good.yaml"]).exits_with(2);
    sandbox
        .run(&["--partition", "3/2", "good.yaml"])
        .exits_with(2)
        .reports("K/N");
    sandbox
        .run(&["--quiet", "--verbose", "good.yaml"])
        .exits_with(2);
    let quiet = sandbox
        .run(&["good.yaml", "-f", "json", "-q", "--force"])
        .exits_with(0);
    assert_eq!(quiet.stderr(), "");
    sandbox
        .run(&["good.yaml", "-f", "json", "-v", "--force"])
        .exits_with(0)
        .reports("good.yaml -> good.json");
    let always = sandbox
        .run(&["bad.yaml", "-f", "json", "--color", "always"])
        .exits_with(1);
    assert!(always.stderr().contains("\u{1b}["));
}

#[test]
fn one_bad_brief_does_not_stop_the_others() {
    let sandbox = Sandbox::new();
    for name in ["a", "c", "d"] {
        sandbox.write(&format!("briefs/{name}.yaml"), GOOD);
    }
    sandbox.write("briefs/b.yaml", "title: [\n");
    sandbox
        .run(&["-f", "json", "-j", "2"])
        .exits_with(1)
        .reports("briefs/b.yaml:")
        .reports("3 files written from 4 briefs, 1 brief failed");
    assert_eq!(
        sandbox
            .files()
            .iter()
            .filter(|name| name.starts_with("output/") && name.len() == 13)
            .count(),
        3
    );
}

#[test]
fn strict_turns_warnings_into_errors() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", &format!("{GOOD}lang: eo\n"));
    sandbox
        .run(&["a.yaml", "-f", "json"])
        .exits_with(0)
        .reports("warning")
        .reports("no labels for `eo`")
        .reports("`gen show labels/en`")
        .reports("1 warning");
    assert!(sandbox.path("output/a.json").exists());
    sandbox
        .run(&["a.yaml", "-f", "json", "-o", "strict", "--strict"])
        .exits_with(1)
        .reports("error");
    assert!(!sandbox.path("strict").exists(), "nothing is written");
}

#[test]
fn the_check_option_compares_with_files_on_disk() {
    let sandbox = Sandbox::new();
    sandbox.write("briefs/a.yaml", GOOD);
    sandbox
        .run(&["-f", "json", "--check"])
        .exits_with(1)
        .reports("`output/a.json` is missing");
    assert!(!sandbox.path("output").exists(), "--check writes nothing");
    sandbox.run(&["-f", "json"]).exits_with(0);
    sandbox.run(&["-f", "json", "--check"]).exits_with(0);
    sandbox.write("output/a.json", "{}");
    sandbox
        .run(&["-f", "json", "--check"])
        .exits_with(1)
        .reports("`output/a.json` is out of date");
    assert_eq!(sandbox.read("output/a.json"), "{}");
}

#[test]
fn the_check_command_writes_nothing() {
    let sandbox = Sandbox::new();
    sandbox
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", "title: T\n");
    sandbox
        .run(&["check", "-f", "json"])
        .exits_with(1)
        .prints_nothing()
        .reports("has no `bottom_line`");
    sandbox
        .run(&["check", "-f", "json", "briefs/a.yaml"])
        .exits_with(0)
        .reports("1 file checked");
    assert_eq!(sandbox.files(), ["briefs/a.yaml", "briefs/b.yaml"]);
}

#[test]
fn up_to_date_files_are_not_rendered_again() {
    let sandbox = Sandbox::new();
    sandbox
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", GOOD);
    let run = |arguments: &[&str]| {
        sandbox
            .run(&[&["-f", "json"], arguments].concat())
            .exits_with(0)
            .stderr()
    };
    assert!(run(&[]).contains("2 files written from 2 briefs"));
    assert!(run(&[]).contains("0 files written from 2 briefs, 2 up to date"));
    assert!(run(&["--force"]).contains("2 files written"));
    sandbox.write("briefs/a.yaml", &GOOD.replace("good", "better"));
    assert!(run(&[]).contains("1 file written from 2 briefs, 1 up to date"));
    assert!(sandbox.read("output/a.json").contains("A better brief"));
    sandbox.write("output/b.json", "spoilt");
    assert!(
        run(&[]).contains("1 file written"),
        "an output that was changed is made again"
    );
    sandbox.write(
        "briefs/templates/note.md.jinja",
        "---\nmedium: pages\n---\n# {{ title }}\n",
    );
    assert!(
        run(&[]).contains("2 files written"),
        "a template is an input"
    );
    sandbox.write(
        "briefs/templates/themes/default.yaml",
        "name: default\ncolors: {accent: \"#003366\"}\n",
    );
    assert!(run(&[]).contains("2 files written"), "a theme is an input");
    sandbox.write("briefs/gen.yaml", "marking: OFFICIAL\n");
    assert!(
        run(&[]).contains("2 files written"),
        "settings are an input"
    );
    assert!(run(&[]).contains("2 up to date"));
}

#[test]
fn warnings_about_up_to_date_files_are_repeated() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", &format!("{GOOD}lang: eo\n"));
    sandbox
        .run(&["a.yaml", "-f", "json"])
        .exits_with(0)
        .reports("no labels for `eo`");
    sandbox
        .run(&["a.yaml", "-f", "json"])
        .exits_with(0)
        .reports("no labels for `eo`")
        .reports("1 up to date");
    sandbox
        .run(&["a.yaml", "-f", "json", "--strict"])
        .exits_with(1);
}

#[test]
fn the_manifest_records_outputs_and_their_dependencies() {
    let sandbox = Sandbox::new();
    sandbox
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", GOOD);
    sandbox.run(&["-f", "json"]).exits_with(0);
    let manifest: serde_json::Value =
        serde_json::from_str(&sandbox.read("output/manifest.json")).expect("it is JSON");
    let entry = &manifest["outputs"][0];
    for (key, value) in [
        ("path", "a.json"),
        ("brief", "briefs/a.yaml"),
        ("format", "json"),
        ("template", "note"),
        ("theme", "default"),
    ] {
        assert_eq!(entry[key], value);
    }
    assert_eq!(entry["bytes"], sandbox.read("output/a.json").len());
    assert_eq!(entry["sha256"].as_str().map(str::len), Some(64));
    let inputs = entry["inputs"].as_object().expect("its inputs");
    for name in [
        "briefs/a.yaml",
        "template note.md.jinja",
        "theme default",
        "labels en",
        "gen",
    ] {
        assert!(inputs.contains_key(name), "no {name} in {inputs:?}");
    }
    // Another run adds entries, and removes entries whose files are gone.
    std::fs::remove_file(sandbox.path("output/b.json")).expect("it was there");
    sandbox
        .write("c.yaml", GOOD)
        .run(&["c.yaml", "-f", "json"])
        .exits_with(0);
    let manifest: serde_json::Value =
        serde_json::from_str(&sandbox.read("output/manifest.json")).expect("it is JSON");
    let paths: Vec<_> = manifest["outputs"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| it["path"].clone())
        .collect();
    assert_eq!(paths, ["a.json", "c.json"]);
}

#[test]
fn output_conflicts_are_reported_before_anything_is_written() {
    let sandbox = Sandbox::new();
    sandbox.write("one/a.yaml", GOOD).write("two/a.yaml", GOOD);
    let finished = sandbox.run(&["one", "two", "-f", "json"]).exits_with(1);
    finished
        .reports("one/a.yaml")
        .reports("two/a.yaml")
        .reports("would both write `output/a.json`");
    sandbox
        .run(&["one/a.yaml", "one/a.yaml", "-f", "json"])
        .exits_with(1)
        .reports("is named twice");
    assert!(!sandbox.path("output").exists());
}

/// A brief whose note has one page and a further page for each annex.
fn with_annexes(number: usize) -> String {
    let annexes: String = (1..=number)
        .map(|it| format!("  - {{title: Annex {it}, body: More.}}\n"))
        .collect();
    format!("{GOOD}templates: {{png: note}}\nannexes:\n{annexes}")
}

fn manifest_entry(sandbox: &Sandbox, path: &str) -> serde_json::Value {
    let manifest: serde_json::Value =
        serde_json::from_str(&sandbox.read("output/manifest.json")).expect("it is JSON");
    let mut entries = manifest["outputs"].as_array().expect("a list").iter();
    entries
        .find(|entry| entry["path"] == path)
        .unwrap_or_else(|| panic!("no {path}"))
        .clone()
}

#[test]
fn each_page_has_an_image() {
    let sandbox = Sandbox::new();
    sandbox
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", &with_annexes(2));
    sandbox
        .run(&["-f", "png", "--scale", "0.25"])
        .exits_with(0)
        .prints_nothing()
        .reports("4 files written from 2 briefs");
    let outputs: Vec<_> = sandbox
        .files()
        .into_iter()
        .filter(|name| name.ends_with(".png"))
        .collect();
    assert_eq!(
        outputs,
        [
            "output/a.png",
            "output/b.note-2.png",
            "output/b.note-3.png",
            "output/b.note.png"
        ]
    );
    let entry = manifest_entry(&sandbox, "b.note.png");
    assert_eq!(
        (&entry["pages"], &entry["scale"]),
        (&3.into(), &"0.25".into())
    );
    let further: Vec<_> = entry["further"]
        .as_object()
        .expect("by name")
        .keys()
        .collect();
    assert_eq!(further, ["b.note-2.png", "b.note-3.png"]);
    // The record includes the files of all pages and the scale.
    sandbox
        .run(&["-f", "png", "--scale", "0.25"])
        .exits_with(0)
        .reports("0 files written from 2 briefs, 4 up to date");
    sandbox.write("output/b.note-3.png", "spoilt");
    sandbox
        .run(&["-f", "png", "--scale", "0.25"])
        .exits_with(0)
        .reports("3 files written from 2 briefs, 1 up to date");
    sandbox.write("gen.yaml", "scale: 0.2\n");
    sandbox
        .run(&["-f", "png"])
        .exits_with(0)
        .reports("4 files written");
    assert_eq!(manifest_entry(&sandbox, "a.png")["scale"], "0.2");
    sandbox
        .run(&["-f", "png", "--scale", "0.2"])
        .exits_with(0)
        .reports("4 up to date");
}

#[test]
fn images_of_removed_pages_are_removed() {
    let sandbox = Sandbox::new();
    let run = |annexes, arguments: &[&str]| {
        sandbox.write("briefs/a.yaml", &with_annexes(annexes));
        sandbox.run(&[&["-f", "png", "--scale", "0.1"], arguments].concat())
    };
    let pictures = || {
        sandbox
            .files()
            .into_iter()
            .filter(|name| name.ends_with(".png"))
            .collect::<Vec<_>>()
    };
    run(4, &[]).exits_with(0);
    assert_eq!(pictures().len(), 5);
    // The first file was never ours. The second is the user's since it was changed.
    sandbox
        .write("output/a.note-9.png", "somebody's own")
        .write("output/a.note-4.png", "drawn on");
    run(1, &["--check"]).exits_with(1).reports("is out of date");
    run(1, &[]).exits_with(0);
    let remaining = [
        "output/a.note-2.png",
        "output/a.note-4.png",
        "output/a.note-9.png",
        "output/a.note.png",
    ];
    assert_eq!(pictures(), remaining);
    run(1, &["--check"]).exits_with(0);
    std::fs::remove_file(sandbox.path("output/a.note-2.png")).expect("it is there");
    run(1, &["--check"])
        .exits_with(1)
        .reports("`output/a.note-2.png` is missing");
    run(3, &[]).exits_with(0).reports("4 files written");
    assert_eq!(pictures().len(), 5);
    // Only the further pages have to be removed.
    sandbox
        .run(&["-f", "png", "--scale", "0.1", "-o", "once"])
        .exits_with(0);
    run(1, &["-o", "once"]).exits_with(0);
    assert!(!sandbox.path("once/a.note-3.png").exists());
}

#[test]
fn the_check_option_finds_left_over_pages() {
    let sandbox = Sandbox::new();
    let arguments = ["-f", "png", "--scale", "0.1"];
    sandbox
        .write("briefs/a.yaml", &with_annexes(2))
        .run(&arguments)
        .exits_with(0);
    let third = std::fs::read(sandbox.path("output/a.note-3.png")).expect("a third page");
    let record = sandbox.read("output/manifest.json");
    sandbox
        .write("briefs/a.yaml", &with_annexes(1))
        .run(&arguments)
        .exits_with(0);
    std::fs::write(sandbox.path("output/a.note-3.png"), third).expect("it can be written");
    sandbox.write("output/manifest.json", &record);
    sandbox
        .run(&[&arguments[..], &["--check"]].concat())
        .exits_with(1)
        .reports("`output/a.note-3.png` is left over");
}

#[test]
fn a_forged_record_does_not_remove_other_files() {
    let sandbox = Sandbox::new();
    let arguments = ["-f", "png", "--scale", "0.1"];
    sandbox
        .write("briefs/a.yaml", &with_annexes(2))
        .run(&arguments)
        .exits_with(0);
    std::fs::rename(
        sandbox.path("output/a.note-3.png"),
        sandbox.path("precious.png"),
    )
    .expect("it is there");
    let record = sandbox
        .read("output/manifest.json")
        .replace("a.note-3.png", "../precious.png");
    sandbox
        .write("output/manifest.json", &record)
        .write("briefs/a.yaml", &with_annexes(0));
    sandbox.run(&arguments).exits_with(0);
    assert!(sandbox.path("precious.png").exists());
    assert!(!sandbox.path("output/a.note-2.png").exists());
}

#[test]
fn a_page_and_a_brief_cannot_share_a_file() {
    let sandbox = Sandbox::new();
    sandbox
        .write("briefs/a.yaml", &with_annexes(1))
        .write("briefs/a.note-2.yaml", GOOD);
    let finished = sandbox.run(&["-f", "png", "--scale", "0.1"]).exits_with(1);
    finished
        .reports("its page 2 and `briefs/a.note-2.yaml` would both write `output/a.note-2.png`");
    assert!(
        !sandbox.path("output/a.note.png").exists(),
        "nothing of it is written"
    );
    assert!(sandbox.path("output/a.note-2.png").exists());
    // With only one page there is no conflict.
    sandbox
        .write("briefs/a.yaml", &with_annexes(0))
        .run(&["-f", "png", "--scale", "0.1"])
        .exits_with(0);
}

#[test]
fn one_file_or_stream_takes_one_page() {
    let sandbox = Sandbox::new();
    sandbox
        .write("one.yaml", GOOD)
        .write("two.yaml", &with_annexes(1));
    let finished = sandbox
        .run(&["one.yaml", "-f", "png", "--scale", "0.1", "-o", "-"])
        .exits_with(0);
    assert!(finished.0.stdout.starts_with(b"\x89PNG"));
    sandbox
        .run(&["one.yaml", "-f", "png", "--scale", "0.1", "-o", "x.png"])
        .exits_with(0);
    let finished = sandbox
        .run(&["two.yaml", "-f", "png", "--scale", "0.1", "-o", "-"])
        .exits_with(1)
        .prints_nothing();
    finished
        .reports("has 2 pages, and standard output takes one")
        .reports("--output DIR");
    let finished = sandbox
        .run(&["two.yaml", "-f", "png", "--scale", "0.1", "-o", "y.png"])
        .exits_with(1);
    finished
        .reports("has 2 pages, and `y.png` takes one")
        .reports("--output DIR");
    assert!(sandbox.path("x.png").exists() && !sandbox.path("y.png").exists());
}

#[test]
fn images_of_pages_have_limits() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", GOOD);
    for scale in ["0", "8.5", "-1", "large"] {
        let scale_argument = format!("--scale={scale}");
        sandbox
            .run(&["a.yaml", "-f", "png", &scale_argument])
            .exits_with(2)
            .reports("a number from 0.1 to 8");
    }
    sandbox.write(
        "templates/themes/wall.yaml",
        "name: wall\npage: {width: 841, height: 1189}\n",
    );
    let finished = sandbox
        .run(&["a.yaml", "-f", "png", "--theme", "wall", "--scale", "4"])
        .exits_with(1);
    finished
        .reports("the limit is 64000000 in all")
        .reports("smaller --scale than 4");
    sandbox
        .write("gen.yaml", "scale: 12\n")
        .run(&["a.yaml", "-f", "png"])
        .exits_with(1)
        .reports("`12` is not a scale");
}

#[test]
fn missing_characters_are_errors_in_formats_with_our_fonts() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", &GOOD.replace("All is well", "All is ภ"));
    for (format, status) in [("png", 1), ("pdf", 1), ("docx", 0), ("json", 0)] {
        sandbox.run(&["a.yaml", "-f", format]).exits_with(status);
    }
}

#[test]
fn a_new_brief_does_not_move_others_to_another_part() {
    let sandbox = Sandbox::new();
    for number in 0..24 {
        sandbox.write(&format!("briefs/b{number:02}.yaml"), GOOD);
    }
    let part = |part: &str, folder: &str| {
        sandbox
            .run(&["-f", "json", "--partition", part, "-o", folder])
            .exits_with(0);
        let prefix = format!("{folder}/b");
        sandbox
            .files()
            .into_iter()
            .filter_map(|it| it.strip_prefix(&prefix).map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let parts: Vec<_> = (1..=3)
        .map(|number| part(&format!("{number}/3"), &format!("before{number}")))
        .collect();
    let mut all = parts.concat();
    all.sort();
    assert_eq!(all.len(), 24, "each brief belongs to one part");
    all.dedup();
    assert_eq!(all.len(), 24);
    assert!(parts.iter().all(|part| part.len() < 24));
    sandbox.write("briefs/a-new-one.yaml", GOOD);
    for (number, before) in (1..=3).zip(&parts) {
        assert_eq!(
            part(&format!("{number}/3"), &format!("after{number}")),
            *before
        );
    }
}

#[test]
fn messages_in_every_format() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.yaml",
        "title: T\ndate: 2026-11-23\nbottom_line: See [@x].\n",
    );
    let messages = |form: &str| {
        sandbox
            .run(&["a.yaml", "-f", "json", "--message-format", form])
            .exits_with(1)
            .prints_nothing()
            .stderr()
    };
    let human = messages("human");
    for part in [
        "error: unknown source `x`",
        "a.yaml:3:19",
        "no source has this id",
        "the brief has no `sources` yet",
    ] {
        assert!(human.contains(part), "no `{part}` in:\n{human}");
    }
    assert_eq!(
        messages("short"),
        "a.yaml:3:19: error: unknown source `x` (the brief has no `sources` yet)\n"
    );
    assert_eq!(
        messages("github"),
        "::error file=a.yaml,line=3,col=19::unknown source `x`%0Athe brief has no `sources` yet\n"
    );
    let line: serde_json::Value =
        serde_json::from_str(&messages("json")).expect("one object a line");
    assert_eq!(line["severity"], "error");
    assert_eq!(line["place"]["line"], 3);
    assert_eq!(line["place"]["end_column"], 21);
}

#[test]
fn settings_provide_defaults() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "gen.yaml",
        "formats: [json]\noutput: built\nbottom_line: The default.\nmarking: OFFICIAL\nlang: zh-Hans\n",
    );
    sandbox.write("briefs/a.yaml", "title: T\ndate: 2026-11-23\nlang: en\n");
    sandbox.run(&[]).exits_with(0);
    let document = sandbox.read("built/a.json");
    assert!(
        document.contains("The default.")
            && document.contains("OFFICIAL")
            && document.contains("November\u{a0}23, 2026")
    );
    sandbox.write(
        "gen.yaml",
        "formats: [odt]\noutptu: x\nfonts: [none]\noutput: ../out\n",
    );
    let finished = sandbox.run(&[]).exits_with(1);
    let finished = finished
        .reports("unknown format `odt`")
        .reports("did you mean `output`?")
        .reports("font folder `none` not found");
    finished.reports("`../out` lies outside of the project");
}

#[test]
fn nothing_outside_of_the_project_is_read() {
    let sandbox = Sandbox::new();
    sandbox
        .write("secret.yaml", "name: secret")
        .write("secret.md.jinja", "---\nmedium: pages\n---\n");
    for (key, value) in [
        ("images", "[{file: ../secret.png, alt: x}]"),
        ("theme", "../secret.yaml"),
        ("templates", "{json: ../secret.md.jinja}"),
        ("theme", "/etc/passwd.yaml"),
    ] {
        sandbox.write("briefs/a.yaml", &format!("{GOOD}{key}: {value}\n"));
        sandbox
            .run(&["briefs/a.yaml", "-f", "json"])
            .exits_with(1)
            .reports("outside of the brief's project");
    }
}

#[cfg(unix)]
#[test]
fn links_to_outside_are_refused() {
    let sandbox = Sandbox::new();
    sandbox
        .write("secret/b.yaml", GOOD)
        .write("secret/note.md.jinja", "---\nmedium: pages\n---\nSECRET\n");
    sandbox.write("secret/p.png", "x").write(
        "briefs/a.yaml",
        &format!("{GOOD}images: [{{file: p.png, alt: x}}]\n"),
    );
    std::fs::create_dir_all(sandbox.path("briefs/templates")).expect("a folder");
    for (target, link) in [
        ("b.yaml", "b.yaml"),
        ("note.md.jinja", "templates/note.md.jinja"),
        ("p.png", "p.png"),
    ] {
        let target = sandbox.path("secret").join(target);
        std::os::unix::fs::symlink(target, sandbox.path("briefs").join(link)).expect("a link");
    }
    let finished = sandbox.run(&["briefs", "-f", "json"]).exits_with(1);
    let finished = finished
        .reports("`briefs/b.yaml` is a link to outside of its project")
        .reports("`p.png` lies outside");
    assert!(!finished.stderr().contains("SECRET"));
    sandbox.write("briefs/a.yaml", GOOD);
    let document = sandbox
        .run(&["briefs/a.yaml", "-f", "json", "-o", "-"])
        .exits_with(0)
        .stdout();
    assert!(
        !document.contains("SECRET"),
        "the built-in template is used"
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_instead_of_an_image_does_not_hang() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.yaml",
        &format!("{GOOD}images: [{{file: p.png, alt: x}}]\n"),
    );
    let made = Command::new("mkfifo")
        .arg(sandbox.path("p.png"))
        .status()
        .expect("mkfifo runs");
    assert!(made.success());
    sandbox
        .run(&["a.yaml", "-f", "json"])
        .exits_with(1)
        .reports("it is not a regular file");
}

#[test]
fn images_are_checked_before_they_are_decoded() {
    let sandbox = Sandbox::new();
    let brief = |file: &str| format!("{GOOD}images: [{{file: {file}, alt: x}}]\n");
    let bomb = [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(),
        &60_000_u32.to_be_bytes(),
        &60_000_u32.to_be_bytes(),
        &[8, 6, 0, 0, 0, 0x80, 0xd2, 0x75, 0x42],
        b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82",
    ];
    std::fs::write(sandbox.path("bomb.png"), bomb.concat()).expect("a file");
    sandbox
        .write("text.png", "not a picture")
        .write("a.yaml", &brief("text.png"));
    sandbox
        .run(&["a.yaml", "-f", "json"])
        .exits_with(1)
        .reports("not a PNG, JPEG, WebP or SVG");
    sandbox.write("a.yaml", &brief("bomb.png"));
    sandbox
        .run(&["a.yaml", "-f", "json"])
        .exits_with(1)
        .reports("60000 × 60000 pixels");
    sandbox.write("a.yaml", &brief("gone.png"));
    sandbox
        .run(&["a.yaml", "-f", "json"])
        .exits_with(1)
        .reports("`gone.png` not found")
        .reports("a.yaml:5:17");
}

#[test]
fn a_missing_alternative_text_is_reported() {
    let sandbox = Sandbox::new();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/briefs/pictures/station.svg");
    std::fs::copy(file, sandbox.path("p.svg")).expect("a file");
    sandbox.write("a.yaml", &format!("{GOOD}images: [{{file: p.svg}}]\n"));
    sandbox
        .run(&["a.yaml"])
        .exits_with(0)
        .reports("a.yaml:5:17")
        .reports("picture `p.svg` has no `alt` text");
    sandbox
        .run(&["a.yaml", "--strict", "-o", "strict"])
        .exits_with(1)
        .reports("error: picture `p.svg` has no `alt` text");
    sandbox.write(
        "a.yaml",
        &format!("{GOOD}images: [{{file: p.svg, decorative: true}}]\n"),
    );
    sandbox.run(&["a.yaml", "--strict"]).exits_with(0);
    let deck = sandbox.read("output/a.md");
    assert!(deck.contains("![](a.assets/picture-1.svg)"), "{deck}");
    let document = unzipped(&sandbox.path("output/a.docx"));
    let document = String::from_utf8_lossy(&document);
    assert!(
        document.contains("adec:decorative")
            && document.contains("asvg:svgBlip")
            && document.contains("descr=\"\"")
    );
}

#[test]
fn unsupported_svg_features_are_reported_at_the_image() {
    let sandbox = Sandbox::new();
    let drawing =
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script>x</script></svg>";
    sandbox.write("p.svg", drawing).write(
        "a.yaml",
        &format!("{GOOD}images: [{{file: p.svg, alt: x}}]\n"),
    );
    sandbox
        .run(&["a.yaml"])
        .exits_with(0)
        .reports("a.yaml:5:17")
        .reports("warning: picture `p.svg` has a script, which is left out");
    sandbox
        .run(&["a.yaml", "--strict", "-o", "strict"])
        .exits_with(1);
}

/// Photographs contain the place where they were taken. Documents must not.
#[test]
fn documents_contain_no_metadata_of_images() {
    let sandbox = Sandbox::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/briefs/pictures");
    let names = ["turned-1.jpg", "turned-6.jpg", "house.webp", "badge.png"];
    for name in names {
        std::fs::copy(folder.join(name), sandbox.path(name)).expect("a file");
    }
    let secrets: [&[u8]; 6] = [
        b"Exif",
        b"eXIf",
        b"Camera of Jo",
        b"SECRET",
        b"II*\0",
        b"MM\0*",
    ];
    let contains_bytes =
        |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    let originals = names
        .iter()
        .map(|name| std::fs::read(sandbox.path(name)).expect("a file"))
        .collect::<Vec<_>>();
    assert!(
        originals
            .iter()
            .all(|bytes| contains_bytes(bytes, b"Camera of Jo")),
        "each has something to hide"
    );
    let images: Vec<_> = names
        .iter()
        .map(|name| format!("{{file: {name}, alt: x}}"))
        .collect();
    sandbox.write(
        "a.yaml",
        &format!("{GOOD}images: [{}]\n", images.join(", ")),
    );
    sandbox
        .run(&["a.yaml", "-f", "pdf,docx,md,json"])
        .exits_with(0);
    sandbox
        .run(&["a.yaml", "-f", "md", "--dialect", "pandoc", "-o", "pandoc"])
        .exits_with(0);
    let mut checked_files = 0;
    for name in sandbox
        .files()
        .iter()
        .filter(|name| name.starts_with("output/") || name.starts_with("pandoc/"))
    {
        let bytes = match name.ends_with(".docx") {
            true => unzipped(&sandbox.path(name)),
            false => std::fs::read(sandbox.path(name)).expect("a file"),
        };
        checked_files += 1;
        for secret in secrets {
            assert!(
                !contains_bytes(&bytes, secret),
                "{name} holds {}",
                String::from_utf8_lossy(secret)
            );
        }
    }
    assert!(checked_files > 12, "{checked_files} files");
}

/// The contents of all parts of a ZIP file, one after the other.
fn unzipped(file: &Path) -> Vec<u8> {
    let file = std::fs::File::open(file).expect("a file");
    let mut zip = zip::ZipArchive::new(file).expect("a zipped file");
    let mut out = Vec::new();
    for at in 0..zip.len() {
        std::io::copy(&mut zip.by_index(at).expect("a part"), &mut out).expect("it can be read");
    }
    out
}

#[test]
fn a_failed_write_leaves_no_partial_file() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", GOOD).write("taken", "a file");
    sandbox
        .run(&["a.yaml", "-f", "json", "-o", "taken/deeper"])
        .exits_with(1)
        .reports("cannot write");
    sandbox.write("output/a.json/x", "a folder in the way");
    sandbox
        .run(&["a.yaml", "-f", "json"])
        .exits_with(1)
        .reports("cannot write `output/a.json`");
    assert!(
        sandbox.files().iter().all(|name| !name.contains(".gen-")),
        "{:?}",
        sandbox.files()
    );
}

#[cfg(unix)]
#[test]
fn outputs_are_readable_by_everyone() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    sandbox
        .write("a.yaml", GOOD)
        .run(&["a.yaml", "-f", "json"])
        .exits_with(0);
    let mode = std::fs::metadata(sandbox.path("output/a.json"))
        .expect("it is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o644);
}

#[test]
fn a_new_brief_has_no_problems_and_names_its_schema() {
    let sandbox = Sandbox::new();
    assert_eq!(
        sandbox.run(&["new", "my-brief"]).exits_with(0).stdout(),
        "briefs/my-brief.yaml\n"
    );
    let text = sandbox.read("briefs/my-brief.yaml");
    let modeline = text.lines().next().expect("a first line");
    assert_eq!(
        modeline,
        "# yaml-language-server: $schema=brief.schema.json"
    );
    assert_eq!(
        sandbox.read("briefs/brief.schema.json"),
        sandbox.run(&["schema"]).exits_with(0).stdout()
    );
    sandbox
        .run(&["check", "-f", "json", "--strict"])
        .exits_with(0);
    sandbox
        .run(&["new", "my-brief"])
        .exits_with(1)
        .prints_nothing()
        .reports("exists already");
    assert_eq!(sandbox.read("briefs/my-brief.yaml"), text);
    sandbox.run(&["new", "elsewhere/x.yaml"]).exits_with(0);
    assert!(
        sandbox.path("elsewhere/x.yaml").exists()
            && sandbox.path("elsewhere/brief.schema.json").exists()
    );
    sandbox.run(&["new", ""]).exits_with(1);
}

#[test]
fn shells_complete_arguments() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish"] {
        sandbox.write(
            shell,
            &sandbox.run(&["completions", shell]).exits_with(0).stdout(),
        );
    }
    let complete = |shell: &str, script: &str| {
        let finished = Command::new(shell)
            .args(["-c", script])
            .current_dir(sandbox.path("."))
            .output();
        // `None` if the shell is not installed.
        finished.ok().map(|finished| {
            String::from_utf8_lossy(&finished.stdout)
                .split_whitespace()
                .map(str::to_owned)
                .collect()
        })
    };
    let bash = |words: &str| -> Option<Vec<String>> {
        let script = format!(
            "source ./bash; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _gen gen \"${{COMP_WORDS[-1]}}\" \"${{COMP_WORDS[-2]}}\"; echo \"${{COMPREPLY[@]}}\""
        );
        complete("bash", &script)
    };
    let fish = |line: &str| {
        complete(
            "fish",
            &format!("source ./fish; complete -C '{line}' | cut -f 1"),
        )
    };
    for (begun, words) in [
        ("gen -f ", "gen -f ''"),
        ("gen watch --format ", "gen watch --format ''"),
    ] {
        for found in [bash(words), fish(begun)].into_iter().flatten() {
            assert!(
                ["pdf", "docx", "md", "png", "json"]
                    .iter()
                    .all(|it| found.iter().any(|has| has == it)),
                "{found:?}"
            );
        }
    }
    for found in [bash("gen completions ''"), fish("gen completions ")]
        .into_iter()
        .flatten()
    {
        assert!(
            ["bash", "fish", "zsh"]
                .iter()
                .all(|it| found.iter().any(|has| has == it)),
            "{found:?}"
        );
    }
    for found in [bash("gen show ''"), fish("gen show ")]
        .into_iter()
        .flatten()
    {
        assert!(
            [
                "labels/en",
                "templates/note",
                "themes/default",
                "css/default"
            ]
            .iter()
            .all(|it| found.iter().any(|has| has == it)),
            "{found:?}"
        );
    }
    // The first word is a subcommand or a brief. No brief comes before a subcommand.
    let zsh = sandbox.read("zsh");
    assert!(
        zsh.contains(":{_gen_commands; _files}")
            && zsh.contains("(*.*|*/*|-)")
            && !zsh.contains("$line[2]")
    );
}

#[test]
fn subcommands_print_their_results() {
    let sandbox = Sandbox::new();
    for (arguments, part) in [
        (&["schema"][..], "bottom_line"),
        (&["schema", "--document"], "particulars"),
        (&["completions", "bash"], "_gen()"),
        (&["completions", "zsh"], "#compdef gen"),
        (&["completions", "fish"], "complete -c gen"),
        (&["man"], "BRIEFKIT_FONTS"),
        (&["templates"], "one-pager"),
        (&["show"], "labels/en"),
        (&["man"], "gen show"),
        (&["--help"], "--partition"),
        (&["--version"], env!("CARGO_PKG_VERSION")),
    ] {
        let finished = sandbox.run(arguments).exits_with(0);
        assert!(
            finished.stdout().contains(part),
            "no `{part}` in what {arguments:?} prints"
        );
        assert_eq!(finished.stderr(), "");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_not_a_failure() {
    let sandbox = Sandbox::new();
    let script = format!(
        "for name in schema 'show css/default'; do\n\
         '{}' $name | sleep 0 > /dev/null; echo ${{PIPESTATUS[0]}}; done",
        env!("CARGO_BIN_EXE_gen")
    );
    let finished = Command::new("bash")
        .arg("-c")
        .arg(script)
        .current_dir(sandbox.path("."))
        .output()
        .expect("bash runs");
    assert_eq!(
        (
            String::from_utf8_lossy(&finished.stdout).trim(),
            finished.stderr.len()
        ),
        ("0\n0", 0)
    );
}

#[cfg(unix)]
#[test]
fn an_interrupt_exits_with_130_and_leaves_no_partial_file() {
    let sandbox = Sandbox::new();
    for number in 0..4000 {
        sandbox.write(&format!("briefs/{number}.yaml"), GOOD);
    }
    let mut child = sandbox
        .command()
        .args(["-f", "json", "-j", "2"])
        .stderr(Stdio::null())
        .spawn()
        .expect("gen runs");
    while !sandbox.path("output").is_dir() {
        assert!(
            child.try_wait().expect("it can be asked").is_none(),
            "it ended before it wrote anything"
        );
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("kill runs");
    assert!(killed.success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    let written: Vec<_> = sandbox
        .files()
        .into_iter()
        .filter(|name| name.starts_with("output/"))
        .collect();
    assert!(written.len() < 4000, "it went on to the end");
    for name in written {
        assert!(!name.contains(".gen-"), "{name} was left behind");
        serde_json::from_str::<serde_json::Value>(&sandbox.read(&name))
            .unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}

#[test]
fn fonts_are_found_beside_the_program_and_through_settings() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.yaml",
        &format!("title: 简报\ndate: 2026-11-23\nlang: zh-Hans\nbottom_line: 结论{RARE}\n"),
    );
    let font = font_of_rare_character();
    sandbox.write_bytes("elsewhere/rare.ttf", &font);
    let fonts = sandbox.path("elsewhere");
    let entry = |finished: FinishedRun| {
        finished.exits_with(0);
        let manifest: serde_json::Value =
            serde_json::from_str(&sandbox.read("output/manifest.json")).expect("JSON");
        manifest["outputs"][0]["inputs"]
            .as_object()
            .expect("inputs")
            .contains_key("font SourceSans9-Regular")
    };
    // An installed program finds fonts only if they are named, or in a folder that is searched.
    let program = sandbox.installed();
    let installed = |variable: Option<&Path>| {
        let mut command = Command::new(&program);
        command
            .current_dir(sandbox.path("."))
            .env("HOME", sandbox.path("home"))
            .env_remove("XDG_DATA_HOME");
        command
            .env_remove("BRIEFKIT_FONTS")
            .args(["a.yaml", "-f", "json", "--force"]);
        if let Some(folder) = variable {
            command.env("BRIEFKIT_FONTS", folder);
        }
        FinishedRun::of(&mut command)
    };
    assert!(!entry(installed(None)));
    assert!(entry(installed(Some(&fonts))));
    sandbox.write("gen.yaml", &format!("fonts: [\"{}\"]\n", fonts.display()));
    assert!(entry(installed(None)));
    std::fs::remove_file(sandbox.path("gen.yaml")).expect("it was there");
    for folder in [
        "share/briefkit/fonts",
        "home/.local/share/briefkit/fonts",
        "fonts",
    ] {
        let file = format!("{folder}/rare.ttf");
        sandbox.write_bytes(&file, &font);
        assert!(entry(installed(None)), "{folder} is not looked into");
        std::fs::remove_file(sandbox.path(&file)).expect("it was there");
    }
}

#[test]
fn a_damaged_font_is_reported_by_name() {
    let sandbox = Sandbox::new();
    sandbox
        .write("gen.yaml", "fonts: [own]\n")
        .write("own/damaged.ttf", "this is no font");
    sandbox.write(
        "a.yaml",
        &format!("title: 简报\ndate: 2026-11-23\nbottom_line: 结论{RARE}\n"),
    );
    sandbox
        .run(&["a.yaml", "-f", "json"])
        .exits_with(1)
        .reports("damaged.ttf")
        .reports("not a font");
    // It is not read for a brief that needs built-in fonts only.
    sandbox
        .write("a.yaml", GOOD)
        .run(&["a.yaml", "-f", "json"])
        .exits_with(0);
}

#[cfg(unix)]
#[test]
fn watching_renders_again_after_changes() {
    let sandbox = Sandbox::new();
    sandbox
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", GOOD);
    let mut watch = Watch::start(sandbox, &["-f", "json"]);
    watch.wait_for_text("output/b.json", "A good brief");
    watch.wait_for_text("output/manifest.json", "b.json");
    // A save by renaming, a broken brief, a new brief, and a new template.
    watch
        .sandbox
        .write("briefs/.a.tmp", &GOOD.replace("good", "better"));
    std::fs::rename(
        watch.sandbox.path("briefs/.a.tmp"),
        watch.sandbox.path("briefs/a.yaml"),
    )
    .expect("it is there");
    watch.wait_for_text("output/a.json", "A better brief");
    watch.sandbox.write("briefs/a.yaml", "title: [");
    watch.sandbox.write("briefs/c.yaml", GOOD);
    watch.wait_for_text("output/c.json", "A good brief");
    watch
        .sandbox
        .write("briefs/a.yaml", &GOOD.replace("good", "mended"));
    watch.wait_for_text("output/a.json", "A mended brief");
    watch.sandbox.write(
        "briefs/templates/note.md.jinja",
        "---\nmedium: pages\n---\nOur own\n",
    );
    watch.wait_for_text("output/b.json", "Our own");
    assert_eq!(watch.interrupt(), Some(130));
    watch
        .sandbox
        .run(&["watch", "-"])
        .exits_with(2)
        .reports("only files and folders");
}

#[test]
fn a_new_brief_has_the_words_of_its_language() {
    let sandbox = Sandbox::new();
    for tag in briefkit::labels::built_in() {
        let file = format!("briefs/{tag}.yaml");
        sandbox.run(&["new", tag, "--lang", tag]).exits_with(0);
        sandbox.run(&[file.as_str(), "-f", "md,json"]).exits_with(0);
        let text = sandbox.read(&file);
        let is_whole = !text.contains("[[") && text.contains(&format!("lang: \"{tag}\""));
        assert!(is_whole, "{text}");
    }
    let german = sandbox.read("briefs/de.yaml");
    for words in [
        "bottom_line: \"Kernaussage\"",
        "priority: \"hoch\"",
        "status: \"offen\"",
        "may go",
    ] {
        assert!(german.contains(words), "{words}: {german}");
    }
    sandbox
        .run(&["new", "x", "--lang", "xx"])
        .exits_with(1)
        .reports("there are no built-in labels for `xx`");
}
