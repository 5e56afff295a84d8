//! The command as a user meets it: flags, files, exit statuses, what goes to which stream.

#[path = "common/place.rs"]
mod place;

use std::path::Path;
use std::process::{Command, Stdio};

use place::{GOOD, Place, Ran};

#[test]
fn a_folder_of_briefs_keeps_its_sub_folders() {
    let place = Place::new();
    place
        .write("briefs/a.yaml", GOOD)
        .write("briefs/deep/er/b.yml", GOOD)
        .write("briefs/.hidden.yaml", "no");
    place
        .write("briefs/templates/themes/x.yaml", "name: x")
        .write("briefs/notes.txt", "no");
    place
        .run(&["-f", "json"])
        .ends(0)
        .prints_nothing()
        .tells("2 files written from 2 briefs");
    let outputs: Vec<_> = place
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
fn an_output_may_be_a_folder_or_a_file_or_a_stream() {
    let place = Place::new();
    place.write("a.yaml", GOOD).write("b.yaml", GOOD);
    place
        .run(&["a.yaml", "-f", "json", "-o", "there"])
        .ends(0)
        .prints_nothing();
    place
        .run(&["a.yaml", "-f", "json", "-o", "one/named.json"])
        .ends(0)
        .prints_nothing();
    let ran = place.run(&["a.yaml", "-f", "json", "-o", "-"]).ends(0);
    assert_eq!(ran.told(), "");
    assert_eq!(ran.out(), place.read("there/a.json"));
    assert_eq!(ran.out(), place.read("one/named.json"));
    place
        .run(&["a.yaml", "-o", "-"])
        .ends(2)
        .prints_nothing()
        .tells("one --format");
    place
        .run(&["a.yaml", "b.yaml", "-f", "json", "-o", "-"])
        .ends(1)
        .prints_nothing()
        .tells("name one brief");
    place
        .run(&["a.yaml", "b.yaml", "-f", "json", "-o", "both.json"])
        .ends(1)
        .tells("would both write `both.json`");
    assert!(!place.path("both.json").exists());
}

#[test]
fn a_brief_may_come_from_standard_input() {
    let place = Place::new();
    let from_input = |arguments: &[&str], text: &str| {
        let mut child = place
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
        Ran(child.wait_with_output().expect("it ends"))
    };
    let ran = from_input(&["-", "-f", "json", "-o", "-"], GOOD).ends(0);
    assert!(ran.out().contains("A good brief"));
    from_input(&["-", "-f", "json"], GOOD)
        .ends(0)
        .prints_nothing();
    assert!(place.path("output/stdin.json").exists());
    from_input(&["-", "-f", "json"], "titel: x")
        .ends(1)
        .tells("standard input:1:1");
}

#[test]
fn a_template_other_than_the_formats_own_shows_in_the_name() {
    let place = Place::new();
    place
        .write("a.yaml", GOOD)
        .write("own.md.jinja", "---\nmedium: pages\n---\n# {{ title }}\n");
    place.run(&["a.yaml", "-f", "json", "-t", "deck"]).ends(0);
    place
        .run(&["a.yaml", "-f", "json", "-t", "own.md.jinja"])
        .ends(0);
    assert!(place.path("output/a.deck.json").exists() && place.path("output/a.own.json").exists());
    place.write("b.yaml", &format!("{GOOD}templates: {{json: one-pager}}\n"));
    place.run(&["b.yaml", "-f", "json"]).ends(0);
    assert!(place.read("output/b.one-pager.json").contains("\"sheet\""));
    place
        .run(&["a.yaml", "-f", "json", "-t", "dek"])
        .ends(1)
        .tells("did you mean `deck`?");
}

#[test]
fn a_users_own_template_labels_and_theme_win() {
    let place = Place::new();
    place.write("briefs/a.yaml", &format!("{GOOD}theme: house\n"));
    place.write(
        "briefs/templates/note.md.jinja",
        "---\nmedium: pages\n---\n# {{ labels.metrics }}: {{ title }}\n",
    );
    place.write("briefs/templates/labels/en.yaml", "metrics: Our figures\n");
    place.write(
        "briefs/templates/themes/house.yaml",
        "name: house\ncolors: {accent: \"#003366\"}\n",
    );
    let document = place
        .run(&["briefs/a.yaml", "-f", "json", "-o", "-"])
        .ends(0)
        .out();
    assert!(document.contains("Our figures: A good brief"), "{document}");
    let list = place.run(&["templates"]).ends(0).out();
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
    place.write("briefs/templates/labels/en.yaml", "metricss: Our figures\n");
    let ran = place.run(&["briefs/a.yaml", "-f", "json"]).ends(1);
    ran.tells("briefs/templates/labels/en.yaml:1:1")
        .tells("did you mean `metrics`?");
}

#[test]
fn exit_statuses_and_streams() {
    let place = Place::new();
    place
        .write("good.yaml", GOOD)
        .write("bad.yaml", "title: T\n");
    place
        .run(&["good.yaml", "-f", "json"])
        .ends(0)
        .prints_nothing();
    let ran = place
        .run(&["bad.yaml", "good.yaml", "-f", "json"])
        .ends(1)
        .prints_nothing();
    let ran = ran.tells("has no `date`").tells("1 brief failed");
    assert!(
        !ran.told().contains('\u{1b}'),
        "no colour where there is no terminal"
    );
    place
        .run(&["gone.yaml"])
        .ends(1)
        .prints_nothing()
        .tells("`gone.yaml` does not exist");
    place.run(&[]).ends(1).tells("gen new");
    place
        .run(&["--format", "pfd"])
        .ends(2)
        .prints_nothing()
        .tells("pdf");
    place.run(&["--jobs", "0", "good.yaml"]).ends(2);
    place
        .run(&["--partition", "3/2", "good.yaml"])
        .ends(2)
        .tells("K/N");
    place.run(&["--quiet", "--verbose", "good.yaml"]).ends(2);
    let quiet = place
        .run(&["good.yaml", "-f", "json", "-q", "--force"])
        .ends(0);
    assert_eq!(quiet.told(), "");
    place
        .run(&["good.yaml", "-f", "json", "-v", "--force"])
        .ends(0)
        .tells("good.yaml -> good.json");
    let always = place
        .run(&["bad.yaml", "-f", "json", "--color", "always"])
        .ends(1);
    assert!(always.told().contains("\u{1b}["));
}

#[test]
fn one_bad_brief_does_not_stop_the_others() {
    let place = Place::new();
    for name in ["a", "c", "d"] {
        place.write(&format!("briefs/{name}.yaml"), GOOD);
    }
    place.write("briefs/b.yaml", "title: [\n");
    place
        .run(&["-f", "json", "-j", "2"])
        .ends(1)
        .tells("briefs/b.yaml:")
        .tells("3 files written from 4 briefs, 1 brief failed");
    assert_eq!(
        place
            .files()
            .iter()
            .filter(|name| name.starts_with("output/") && name.len() == 13)
            .count(),
        3
    );
}

#[test]
fn warnings_fail_when_strict() {
    let place = Place::new();
    place.write("a.yaml", &format!("{GOOD}lang: eo\n"));
    place
        .run(&["a.yaml", "-f", "json"])
        .ends(0)
        .tells("warning")
        .tells("no labels for `eo`")
        .tells("1 warning");
    assert!(place.path("output/a.json").exists());
    place
        .run(&["a.yaml", "-f", "json", "-o", "strict", "--strict"])
        .ends(1)
        .tells("error");
    assert!(!place.path("strict").exists(), "nothing is written");
}

#[test]
fn check_compares_with_what_is_there() {
    let place = Place::new();
    place.write("briefs/a.yaml", GOOD);
    place
        .run(&["-f", "json", "--check"])
        .ends(1)
        .tells("`output/a.json` is missing");
    assert!(!place.path("output").exists(), "a check writes nothing");
    place.run(&["-f", "json"]).ends(0);
    place.run(&["-f", "json", "--check"]).ends(0);
    place.write("output/a.json", "{}");
    place
        .run(&["-f", "json", "--check"])
        .ends(1)
        .tells("`output/a.json` is out of date");
    assert_eq!(place.read("output/a.json"), "{}");
}

#[test]
fn the_check_command_writes_nothing() {
    let place = Place::new();
    place
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", "title: T\n");
    place
        .run(&["check", "-f", "json"])
        .ends(1)
        .prints_nothing()
        .tells("has no `bottom_line`");
    place
        .run(&["check", "-f", "json", "briefs/a.yaml"])
        .ends(0)
        .tells("1 file checked");
    assert_eq!(place.files(), ["briefs/a.yaml", "briefs/b.yaml"]);
}

#[test]
fn what_is_up_to_date_is_not_rendered_again() {
    let place = Place::new();
    place
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", GOOD);
    let run = |arguments: &[&str]| {
        place
            .run(&[&["-f", "json"], arguments].concat())
            .ends(0)
            .told()
    };
    assert!(run(&[]).contains("2 files written from 2 briefs"));
    assert!(run(&[]).contains("0 files written from 2 briefs, 2 up to date"));
    assert!(run(&["--force"]).contains("2 files written"));
    place.write("briefs/a.yaml", &GOOD.replace("good", "better"));
    assert!(run(&[]).contains("1 file written from 2 briefs, 1 up to date"));
    assert!(place.read("output/a.json").contains("A better brief"));
    place.write("output/b.json", "spoilt");
    assert!(
        run(&[]).contains("1 file written"),
        "an output that was changed is made again"
    );
    place.write(
        "briefs/templates/note.md.jinja",
        "---\nmedium: pages\n---\n# {{ title }}\n",
    );
    assert!(
        run(&[]).contains("2 files written"),
        "a template is an input"
    );
    place.write(
        "briefs/templates/themes/default.yaml",
        "name: default\ncolors: {accent: \"#003366\"}\n",
    );
    assert!(run(&[]).contains("2 files written"), "a theme is an input");
    place.write("briefs/gen.yaml", "marking: OFFICIAL\n");
    assert!(
        run(&[]).contains("2 files written"),
        "settings are an input"
    );
    assert!(run(&[]).contains("2 up to date"));
}

#[test]
fn what_was_said_is_said_again() {
    let place = Place::new();
    place.write("a.yaml", &format!("{GOOD}lang: eo\n"));
    place
        .run(&["a.yaml", "-f", "json"])
        .ends(0)
        .tells("no labels for `eo`");
    place
        .run(&["a.yaml", "-f", "json"])
        .ends(0)
        .tells("no labels for `eo`")
        .tells("1 up to date");
    place.run(&["a.yaml", "-f", "json", "--strict"]).ends(1);
}

#[test]
fn the_manifest_records_outputs_and_what_they_were_made_from() {
    let place = Place::new();
    place
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", GOOD);
    place.run(&["-f", "json"]).ends(0);
    let manifest: serde_json::Value =
        serde_json::from_str(&place.read("output/manifest.json")).expect("it is JSON");
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
    assert_eq!(entry["bytes"], place.read("output/a.json").len());
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
    // Another run adds to it; an entry whose file is gone goes.
    std::fs::remove_file(place.path("output/b.json")).expect("it was there");
    place
        .write("c.yaml", GOOD)
        .run(&["c.yaml", "-f", "json"])
        .ends(0);
    let manifest: serde_json::Value =
        serde_json::from_str(&place.read("output/manifest.json")).expect("it is JSON");
    let paths: Vec<_> = manifest["outputs"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| it["path"].clone())
        .collect();
    assert_eq!(paths, ["a.json", "c.json"]);
}

#[test]
fn collisions_are_told_before_anything_is_written() {
    let place = Place::new();
    place.write("one/a.yaml", GOOD).write("two/a.yaml", GOOD);
    let ran = place.run(&["one", "two", "-f", "json"]).ends(1);
    ran.tells("one/a.yaml")
        .tells("two/a.yaml")
        .tells("would both write `output/a.json`");
    place
        .run(&["one/a.yaml", "one/a.yaml", "-f", "json"])
        .ends(1)
        .tells("is named twice");
    assert!(!place.path("output").exists());
}

/// A brief whose note has a page for each annex and one before them.
fn with_annexes(number: usize) -> String {
    let annexes: String = (1..=number)
        .map(|it| format!("  - {{title: Annex {it}, body: More.}}\n"))
        .collect();
    format!("{GOOD}templates: {{png: note}}\nannexes:\n{annexes}")
}

fn manifest_entry(place: &Place, path: &str) -> serde_json::Value {
    let manifest: serde_json::Value =
        serde_json::from_str(&place.read("output/manifest.json")).expect("it is JSON");
    let mut entries = manifest["outputs"].as_array().expect("a list").iter();
    entries
        .find(|entry| entry["path"] == path)
        .unwrap_or_else(|| panic!("no {path}"))
        .clone()
}

#[test]
fn each_page_has_a_picture() {
    let place = Place::new();
    place
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", &with_annexes(2));
    place
        .run(&["-f", "png", "--scale", "0.25"])
        .ends(0)
        .prints_nothing()
        .tells("4 files written from 2 briefs");
    let outputs: Vec<_> = place
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
    let entry = manifest_entry(&place, "b.note.png");
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
    // All of them, in this scale, are what is up to date.
    place
        .run(&["-f", "png", "--scale", "0.25"])
        .ends(0)
        .tells("0 files written from 2 briefs, 4 up to date");
    place.write("output/b.note-3.png", "spoilt");
    place
        .run(&["-f", "png", "--scale", "0.25"])
        .ends(0)
        .tells("3 files written from 2 briefs, 1 up to date");
    place.write("gen.yaml", "scale: 0.2\n");
    place.run(&["-f", "png"]).ends(0).tells("4 files written");
    assert_eq!(manifest_entry(&place, "a.png")["scale"], "0.2");
    place
        .run(&["-f", "png", "--scale", "0.2"])
        .ends(0)
        .tells("4 up to date");
}

#[test]
fn pictures_of_pages_go_with_the_pages() {
    let place = Place::new();
    let run = |annexes, arguments: &[&str]| {
        place.write("briefs/a.yaml", &with_annexes(annexes));
        place.run(&[&["-f", "png", "--scale", "0.1"], arguments].concat())
    };
    let pictures = || {
        place
            .files()
            .into_iter()
            .filter(|name| name.ends_with(".png"))
            .collect::<Vec<_>>()
    };
    run(4, &[]).ends(0);
    assert_eq!(pictures().len(), 5);
    // One that is not ours, and one that is not any more.
    place
        .write("output/a.note-9.png", "somebody's own")
        .write("output/a.note-4.png", "drawn on");
    run(1, &["--check"]).ends(1).tells("is out of date");
    run(1, &[]).ends(0);
    let left = [
        "output/a.note-2.png",
        "output/a.note-4.png",
        "output/a.note-9.png",
        "output/a.note.png",
    ];
    assert_eq!(pictures(), left);
    run(1, &["--check"]).ends(0);
    std::fs::remove_file(place.path("output/a.note-2.png")).expect("it is there");
    run(1, &["--check"])
        .ends(1)
        .tells("`output/a.note-2.png` is missing");
    run(3, &[]).ends(0).tells("4 files written");
    assert_eq!(pictures().len(), 5);
    // What has been taken from elsewhere may be all that is left to remove.
    place
        .run(&["-f", "png", "--scale", "0.1", "-o", "once"])
        .ends(0);
    run(1, &["-o", "once"]).ends(0);
    assert!(!place.path("once/a.note-3.png").exists());
}

#[test]
fn a_picture_left_over_is_not_as_it_would_be_written() {
    let place = Place::new();
    let arguments = ["-f", "png", "--scale", "0.1"];
    place
        .write("briefs/a.yaml", &with_annexes(2))
        .run(&arguments)
        .ends(0);
    let third = std::fs::read(place.path("output/a.note-3.png")).expect("a third page");
    let record = place.read("output/manifest.json");
    place
        .write("briefs/a.yaml", &with_annexes(1))
        .run(&arguments)
        .ends(0);
    std::fs::write(place.path("output/a.note-3.png"), third).expect("it can be written");
    place.write("output/manifest.json", &record);
    place
        .run(&[&arguments[..], &["--check"]].concat())
        .ends(1)
        .tells("`output/a.note-3.png` is left over");
}

#[test]
fn a_record_that_lies_removes_nothing_else() {
    let place = Place::new();
    let arguments = ["-f", "png", "--scale", "0.1"];
    place
        .write("briefs/a.yaml", &with_annexes(2))
        .run(&arguments)
        .ends(0);
    std::fs::rename(
        place.path("output/a.note-3.png"),
        place.path("precious.png"),
    )
    .expect("it is there");
    let record = place
        .read("output/manifest.json")
        .replace("a.note-3.png", "../precious.png");
    place
        .write("output/manifest.json", &record)
        .write("briefs/a.yaml", &with_annexes(0));
    place.run(&arguments).ends(0);
    assert!(place.path("precious.png").exists());
    assert!(!place.path("output/a.note-2.png").exists());
}

#[test]
fn a_page_and_a_brief_cannot_have_one_file() {
    let place = Place::new();
    place
        .write("briefs/a.yaml", &with_annexes(1))
        .write("briefs/a.note-2.yaml", GOOD);
    let ran = place.run(&["-f", "png", "--scale", "0.1"]).ends(1);
    ran.tells("its page 2 and `briefs/a.note-2.yaml` would both write `output/a.note-2.png`");
    assert!(
        !place.path("output/a.note.png").exists(),
        "nothing of it is written"
    );
    assert!(place.path("output/a.note-2.png").exists());
    // As long as it has one page, there is nothing wrong with the two.
    place
        .write("briefs/a.yaml", &with_annexes(0))
        .run(&["-f", "png", "--scale", "0.1"])
        .ends(0);
}

#[test]
fn one_file_or_stream_takes_one_picture() {
    let place = Place::new();
    place
        .write("one.yaml", GOOD)
        .write("two.yaml", &with_annexes(1));
    let ran = place
        .run(&["one.yaml", "-f", "png", "--scale", "0.1", "-o", "-"])
        .ends(0);
    assert!(ran.0.stdout.starts_with(b"\x89PNG"));
    place
        .run(&["one.yaml", "-f", "png", "--scale", "0.1", "-o", "x.png"])
        .ends(0);
    let ran = place
        .run(&["two.yaml", "-f", "png", "--scale", "0.1", "-o", "-"])
        .ends(1)
        .prints_nothing();
    ran.tells("has 2 pages, and standard output takes one")
        .tells("--output DIR");
    let ran = place
        .run(&["two.yaml", "-f", "png", "--scale", "0.1", "-o", "y.png"])
        .ends(1);
    ran.tells("has 2 pages, and `y.png` takes one")
        .tells("--output DIR");
    assert!(place.path("x.png").exists() && !place.path("y.png").exists());
}

#[test]
fn pictures_of_pages_have_limits() {
    let place = Place::new();
    place.write("a.yaml", GOOD);
    for scale in ["0", "8.5", "-1", "large"] {
        let asked = format!("--scale={scale}");
        place
            .run(&["a.yaml", "-f", "png", &asked])
            .ends(2)
            .tells("a number from 0.1 to 8");
    }
    place.write(
        "templates/themes/wall.yaml",
        "name: wall\npage: {width: 841, height: 1189}\n",
    );
    let ran = place
        .run(&["a.yaml", "-f", "png", "--theme", "wall", "--scale", "4"])
        .ends(1);
    ran.tells("the limit is 64000000 in all")
        .tells("smaller --scale than 4");
    place
        .write("gen.yaml", "scale: 12\n")
        .run(&["a.yaml", "-f", "png"])
        .ends(1)
        .tells("`12` is no scale");
}

#[test]
fn characters_that_no_font_has_are_errors_where_we_draw() {
    let place = Place::new();
    place.write("a.yaml", &GOOD.replace("All is well", "All is ภ"));
    for (format, status) in [("png", 1), ("pdf", 1), ("docx", 0), ("json", 0)] {
        place.run(&["a.yaml", "-f", format]).ends(status);
    }
}

#[test]
fn parts_share_the_work_and_stay_where_they_are() {
    let place = Place::new();
    for number in 0..24 {
        place.write(&format!("briefs/b{number:02}.yaml"), GOOD);
    }
    let part = |part: &str, folder: &str| {
        place
            .run(&["-f", "json", "--partition", part, "-o", folder])
            .ends(0);
        let prefix = format!("{folder}/b");
        place
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
    place.write("briefs/a-new-one.yaml", GOOD);
    for (number, before) in (1..=3).zip(&parts) {
        assert_eq!(
            part(&format!("{number}/3"), &format!("after{number}")),
            *before
        );
    }
}

#[test]
fn messages_in_every_form() {
    let place = Place::new();
    place.write(
        "a.yaml",
        "title: T\ndate: 2026-11-23\nbottom_line: See [@x].\n",
    );
    let told = |form: &str| {
        place
            .run(&["a.yaml", "-f", "json", "--message-format", form])
            .ends(1)
            .prints_nothing()
            .told()
    };
    let human = told("human");
    for part in [
        "error: unknown source `x`",
        "a.yaml:3:19",
        "no source has this id",
        "the brief has no `sources` yet",
    ] {
        assert!(human.contains(part), "no `{part}` in:\n{human}");
    }
    assert_eq!(
        told("short"),
        "a.yaml:3:19: error: unknown source `x` (the brief has no `sources` yet)\n"
    );
    assert_eq!(
        told("github"),
        "::error file=a.yaml,line=3,col=19::unknown source `x`%0Athe brief has no `sources` yet\n"
    );
    let line: serde_json::Value = serde_json::from_str(&told("json")).expect("one object a line");
    assert_eq!(line["severity"], "error");
    assert_eq!(line["place"]["line"], 3);
    assert_eq!(line["place"]["end_column"], 21);
}

#[test]
fn settings_give_defaults() {
    let place = Place::new();
    place.write(
        "gen.yaml",
        "formats: [json]\noutput: built\nbottom_line: The default.\nmarking: OFFICIAL\nlang: zh-Hans\n",
    );
    place.write("briefs/a.yaml", "title: T\ndate: 2026-11-23\nlang: en\n");
    place.run(&[]).ends(0);
    let document = place.read("built/a.json");
    assert!(
        document.contains("The default.")
            && document.contains("OFFICIAL")
            && document.contains("November 23, 2026")
    );
    place.write(
        "gen.yaml",
        "formats: [odt]\noutptu: x\nfonts: [none]\noutput: ../out\n",
    );
    let ran = place.run(&[]).ends(1);
    let ran = ran
        .tells("unknown format `odt`")
        .tells("did you mean `output`?")
        .tells("font folder `none` not found");
    ran.tells("`../out` lies outside of the project");
}

#[test]
fn nothing_outside_of_the_project_is_read() {
    let place = Place::new();
    place
        .write("secret.yaml", "name: secret")
        .write("secret.md.jinja", "---\nmedium: pages\n---\n");
    for (key, value) in [
        ("images", "[{file: ../secret.png, alt: x}]"),
        ("theme", "../secret.yaml"),
        ("templates", "{json: ../secret.md.jinja}"),
        ("theme", "/etc/passwd.yaml"),
    ] {
        place.write("briefs/a.yaml", &format!("{GOOD}{key}: {value}\n"));
        place
            .run(&["briefs/a.yaml", "-f", "json"])
            .ends(1)
            .tells("outside of the brief's project");
    }
}

#[cfg(unix)]
#[test]
fn links_to_outside_are_refused() {
    let place = Place::new();
    place
        .write("secret/b.yaml", GOOD)
        .write("secret/note.md.jinja", "---\nmedium: pages\n---\nSECRET\n");
    place.write("secret/p.png", "x").write(
        "briefs/a.yaml",
        &format!("{GOOD}images: [{{file: p.png, alt: x}}]\n"),
    );
    std::fs::create_dir_all(place.path("briefs/templates")).expect("a folder");
    for (target, link) in [
        ("b.yaml", "b.yaml"),
        ("note.md.jinja", "templates/note.md.jinja"),
        ("p.png", "p.png"),
    ] {
        let target = place.path("secret").join(target);
        std::os::unix::fs::symlink(target, place.path("briefs").join(link)).expect("a link");
    }
    let ran = place.run(&["briefs", "-f", "json"]).ends(1);
    let ran = ran
        .tells("`briefs/b.yaml` is a link to outside of its project")
        .tells("`p.png` lies outside");
    assert!(!ran.told().contains("SECRET"));
    place.write("briefs/a.yaml", GOOD);
    let document = place
        .run(&["briefs/a.yaml", "-f", "json", "-o", "-"])
        .ends(0)
        .out();
    assert!(
        !document.contains("SECRET"),
        "the built-in template is used"
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_picture_does_not_hang() {
    let place = Place::new();
    place.write(
        "a.yaml",
        &format!("{GOOD}images: [{{file: p.png, alt: x}}]\n"),
    );
    let made = Command::new("mkfifo")
        .arg(place.path("p.png"))
        .status()
        .expect("mkfifo runs");
    assert!(made.success());
    place
        .run(&["a.yaml", "-f", "json"])
        .ends(1)
        .tells("it is not a regular file");
}

#[test]
fn pictures_are_checked_before_they_are_decoded() {
    let place = Place::new();
    let brief = |file: &str| format!("{GOOD}images: [{{file: {file}, alt: x}}]\n");
    let bomb = [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(),
        &60_000_u32.to_be_bytes(),
        &60_000_u32.to_be_bytes(),
        &[8, 6, 0, 0, 0, 0x80, 0xd2, 0x75, 0x42],
        b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82",
    ];
    std::fs::write(place.path("bomb.png"), bomb.concat()).expect("a file");
    place
        .write("text.png", "not a picture")
        .write("a.yaml", &brief("text.png"));
    place
        .run(&["a.yaml", "-f", "json"])
        .ends(1)
        .tells("not a PNG, JPEG, WebP or SVG");
    place.write("a.yaml", &brief("bomb.png"));
    place
        .run(&["a.yaml", "-f", "json"])
        .ends(1)
        .tells("60000 × 60000 pixels");
    place.write("a.yaml", &brief("gone.png"));
    place
        .run(&["a.yaml", "-f", "json"])
        .ends(1)
        .tells("`gone.png` not found")
        .tells("a.yaml:5:17");
}

#[test]
fn a_picture_without_words_is_told() {
    let place = Place::new();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/briefs/pictures/station.svg");
    std::fs::copy(file, place.path("p.svg")).expect("a file");
    place.write("a.yaml", &format!("{GOOD}images: [{{file: p.svg}}]\n"));
    place
        .run(&["a.yaml"])
        .ends(0)
        .tells("a.yaml:5:17")
        .tells("picture `p.svg` has no `alt` text");
    place
        .run(&["a.yaml", "--strict", "-o", "strict"])
        .ends(1)
        .tells("error: picture `p.svg` has no `alt` text");
    place.write(
        "a.yaml",
        &format!("{GOOD}images: [{{file: p.svg, decorative: true}}]\n"),
    );
    place.run(&["a.yaml", "--strict"]).ends(0);
    let deck = place.read("output/a.md");
    assert!(deck.contains("![](a.assets/picture-1.svg)"), "{deck}");
    let document = unzipped(&place.path("output/a.docx"));
    let document = String::from_utf8_lossy(&document);
    assert!(
        document.contains("adec:decorative")
            && document.contains("asvg:svgBlip")
            && document.contains("descr=\"\"")
    );
}

#[test]
fn what_a_drawing_cannot_show_is_told_at_its_place() {
    let place = Place::new();
    let drawing =
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script>x</script></svg>";
    place.write("p.svg", drawing).write(
        "a.yaml",
        &format!("{GOOD}images: [{{file: p.svg, alt: x}}]\n"),
    );
    place
        .run(&["a.yaml"])
        .ends(0)
        .tells("a.yaml:5:17")
        .tells("warning: picture `p.svg` has a script, which is left out");
    place.run(&["a.yaml", "--strict", "-o", "strict"]).ends(1);
}

/// A photograph tells where it was taken: no document does.
#[test]
fn no_document_tells_where_a_picture_was_taken() {
    let place = Place::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/briefs/pictures");
    let names = ["turned-1.jpg", "turned-6.jpg", "house.webp", "badge.png"];
    for name in names {
        std::fs::copy(folder.join(name), place.path(name)).expect("a file");
    }
    let secrets: [&[u8]; 6] = [
        b"Exif",
        b"eXIf",
        b"Camera of Jo",
        b"SECRET",
        b"II*\0",
        b"MM\0*",
    ];
    let holds = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    let kept = names
        .iter()
        .map(|name| std::fs::read(place.path(name)).expect("a file"))
        .collect::<Vec<_>>();
    assert!(
        kept.iter().all(|bytes| holds(bytes, b"Camera of Jo")),
        "each has something to hide"
    );
    let images: Vec<_> = names
        .iter()
        .map(|name| format!("{{file: {name}, alt: x}}"))
        .collect();
    place.write(
        "a.yaml",
        &format!("{GOOD}images: [{}]\n", images.join(", ")),
    );
    place.run(&["a.yaml", "-f", "pdf,docx,md,json"]).ends(0);
    place
        .run(&["a.yaml", "-f", "md", "--dialect", "pandoc", "-o", "pandoc"])
        .ends(0);
    let mut seen = 0;
    for name in place
        .files()
        .iter()
        .filter(|name| name.starts_with("output/") || name.starts_with("pandoc/"))
    {
        let bytes = match name.ends_with(".docx") {
            true => unzipped(&place.path(name)),
            false => std::fs::read(place.path(name)).expect("a file"),
        };
        seen += 1;
        for secret in secrets {
            assert!(
                !holds(&bytes, secret),
                "{name} holds {}",
                String::from_utf8_lossy(secret)
            );
        }
    }
    assert!(seen > 12, "{seen} files");
}

/// All that a zipped file holds, one after the other.
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
fn an_output_that_cannot_be_written_leaves_nothing_half_done() {
    let place = Place::new();
    place.write("a.yaml", GOOD).write("taken", "a file");
    place
        .run(&["a.yaml", "-f", "json", "-o", "taken/deeper"])
        .ends(1)
        .tells("cannot write");
    place.write("output/a.json/x", "a folder in the way");
    place
        .run(&["a.yaml", "-f", "json"])
        .ends(1)
        .tells("cannot write `output/a.json`");
    assert!(
        place.files().iter().all(|name| !name.contains(".gen-")),
        "{:?}",
        place.files()
    );
}

#[cfg(unix)]
#[test]
fn outputs_can_be_read_by_all() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place
        .write("a.yaml", GOOD)
        .run(&["a.yaml", "-f", "json"])
        .ends(0);
    let mode = std::fs::metadata(place.path("output/a.json"))
        .expect("it is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o644);
}

#[test]
fn a_new_brief_is_good_and_names_its_schema() {
    let place = Place::new();
    assert_eq!(
        place.run(&["new", "my-brief"]).ends(0).out(),
        "briefs/my-brief.yaml\n"
    );
    let text = place.read("briefs/my-brief.yaml");
    let modeline = text.lines().next().expect("a first line");
    assert_eq!(
        modeline,
        "# yaml-language-server: $schema=brief.schema.json"
    );
    assert_eq!(
        place.read("briefs/brief.schema.json"),
        place.run(&["schema"]).ends(0).out()
    );
    place.run(&["check", "-f", "json", "--strict"]).ends(0);
    place
        .run(&["new", "my-brief"])
        .ends(1)
        .prints_nothing()
        .tells("exists already");
    assert_eq!(place.read("briefs/my-brief.yaml"), text);
    place.run(&["new", "elsewhere/x.yaml"]).ends(0);
    assert!(
        place.path("elsewhere/x.yaml").exists()
            && place.path("elsewhere/brief.schema.json").exists()
    );
    place.run(&["new", ""]).ends(1);
}

#[test]
fn shells_complete_what_is_begun() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish"] {
        place.write(shell, &place.run(&["completions", shell]).ends(0).out());
    }
    let complete = |shell: &str, script: &str| {
        let ran = Command::new(shell)
            .args(["-c", script])
            .current_dir(place.path("."))
            .output();
        // Not every machine has every shell.
        ran.ok().map(|ran| {
            String::from_utf8_lossy(&ran.stdout)
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
    // The first word is a command or a brief, and no brief comes before a command.
    let zsh = place.read("zsh");
    assert!(
        zsh.contains(":{_gen_commands; _files}")
            && zsh.contains("(*.*|*/*|-)")
            && !zsh.contains("$line[2]")
    );
}

#[test]
fn schemas_completions_and_manual() {
    let place = Place::new();
    for (arguments, part) in [
        (&["schema"][..], "bottom_line"),
        (&["schema", "--document"], "particulars"),
        (&["completions", "bash"], "_gen()"),
        (&["completions", "zsh"], "#compdef gen"),
        (&["completions", "fish"], "complete -c gen"),
        (&["man"], "BRIEFKIT_FONTS"),
        (&["templates"], "one-pager"),
        (&["--help"], "--partition"),
        (&["--version"], env!("CARGO_PKG_VERSION")),
    ] {
        let ran = place.run(arguments).ends(0);
        assert!(
            ran.out().contains(part),
            "no `{part}` in what {arguments:?} prints"
        );
        assert_eq!(ran.told(), "");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_failure() {
    let place = Place::new();
    let script = format!(
        "'{}' schema | head -c 1 > /dev/null; echo ${{PIPESTATUS[0]}}",
        env!("CARGO_BIN_EXE_gen")
    );
    let ran = Command::new("bash")
        .arg("-c")
        .arg(script)
        .current_dir(place.path("."))
        .output()
        .expect("bash runs");
    assert_eq!(
        (
            String::from_utf8_lossy(&ran.stdout).trim(),
            ran.stderr.len()
        ),
        ("0", 0)
    );
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_with_130_and_nothing_half_written() {
    let place = Place::new();
    for number in 0..4000 {
        place.write(&format!("briefs/{number}.yaml"), GOOD);
    }
    let mut child = place
        .command()
        .args(["-f", "json", "-j", "2"])
        .stderr(Stdio::null())
        .spawn()
        .expect("gen runs");
    while !place.path("output").is_dir() {
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
    let written: Vec<_> = place
        .files()
        .into_iter()
        .filter(|name| name.starts_with("output/"))
        .collect();
    assert!(written.len() < 4000, "it went on to the end");
    for name in written {
        assert!(!name.contains(".gen-"), "{name} was left behind");
        serde_json::from_str::<serde_json::Value>(&place.read(&name))
            .unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}

#[test]
fn fonts_are_found_from_the_program_and_from_settings() {
    let place = Place::new();
    place.write(
        "a.yaml",
        "title: 简报\ndate: 2026-11-23\nlang: zh-Hans\nbottom_line: 结论\n",
    );
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/noto-sans-sc");
    // From the checkout's own build.
    let entry = |ran: Ran| {
        ran.ends(0);
        let manifest: serde_json::Value =
            serde_json::from_str(&place.read("output/manifest.json")).expect("JSON");
        manifest["outputs"][0]["inputs"]
            .as_object()
            .expect("inputs")
            .contains_key("font NotoSansSC-Regular")
    };
    assert!(entry(place.run(&["a.yaml", "-f", "json", "--force"])));
    // From a program that is installed elsewhere: none, unless they are named or lie where they are
    // looked for.
    let program = place.installed();
    let installed = |variable: Option<&Path>| {
        let mut command = Command::new(&program);
        command
            .current_dir(place.path("."))
            .env("HOME", place.path("home"))
            .env_remove("XDG_DATA_HOME");
        command
            .env_remove("BRIEFKIT_FONTS")
            .args(["a.yaml", "-f", "json", "--force"]);
        if let Some(folder) = variable {
            command.env("BRIEFKIT_FONTS", folder);
        }
        Ran::of(&mut command)
    };
    assert!(!entry(installed(None)));
    assert!(entry(installed(Some(&fonts))));
    place.write("gen.yaml", &format!("fonts: [\"{}\"]\n", fonts.display()));
    assert!(entry(installed(None)));
    std::fs::remove_file(place.path("gen.yaml")).expect("it was there");
    for folder in [
        "share/briefkit/fonts",
        "home/.local/share/briefkit/fonts",
        "fonts",
    ] {
        std::fs::create_dir_all(place.path(folder)).expect("a folder");
        let file = place.path(folder).join("NotoSansSC-Regular.ttf");
        std::fs::copy(fonts.join("NotoSansSC-Regular.ttf"), &file).expect("a copy");
        assert!(entry(installed(None)), "{folder} is not looked into");
        std::fs::remove_file(file).expect("it was there");
    }
}

#[test]
fn a_font_that_lies_is_a_problem_that_names_it() {
    let place = Place::new();
    place
        .write("gen.yaml", "fonts: [own]\n")
        .write("own/liar.ttf", "this is no font");
    place.write(
        "a.yaml",
        "title: 简报\ndate: 2026-11-23\nbottom_line: 结论\n",
    );
    place
        .run(&["a.yaml", "-f", "json"])
        .ends(1)
        .tells("liar.ttf")
        .tells("not a font");
    // A brief that needs no further font does not read it.
    place
        .write("a.yaml", GOOD)
        .run(&["a.yaml", "-f", "json"])
        .ends(0);
}

#[cfg(unix)]
#[test]
fn watching_renders_again_on_every_change() {
    let place = Place::new();
    place
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", GOOD);
    let mut child = place
        .command()
        .args(["watch", "-f", "json"])
        .stderr(Stdio::null())
        .spawn()
        .expect("gen runs");
    let comes = |name: &str, part: &str| {
        let start = std::time::Instant::now();
        while !std::fs::read_to_string(place.path(name)).is_ok_and(|text| text.contains(part)) {
            assert!(
                start.elapsed().as_secs() < 60,
                "{name} does not get `{part}`"
            );
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    };
    comes("output/b.json", "A good brief");
    comes("output/manifest.json", "b.json");
    // An editor that writes by rename, a broken state in between, a new brief and a template of
    // one's own.
    place.write("briefs/.a.tmp", &GOOD.replace("good", "better"));
    std::fs::rename(place.path("briefs/.a.tmp"), place.path("briefs/a.yaml")).expect("it is there");
    comes("output/a.json", "A better brief");
    place.write("briefs/a.yaml", "title: [");
    place.write("briefs/c.yaml", GOOD);
    comes("output/c.json", "A good brief");
    place.write("briefs/a.yaml", &GOOD.replace("good", "mended"));
    comes("output/a.json", "A mended brief");
    place.write(
        "briefs/templates/note.md.jinja",
        "---\nmedium: pages\n---\nOur own\n",
    );
    comes("output/b.json", "Our own");
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("kill runs");
    assert!(killed.success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    place
        .run(&["watch", "-"])
        .ends(2)
        .tells("only files and folders");
}
