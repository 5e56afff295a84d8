//! Many briefs, hard names, bad disks and sudden ends, as a user of the command meets them.

#[path = "common/place.rs"]
mod place;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;

use place::{GOOD, Place, Ran};

/// The paths that a manifest records.
fn recorded(place: &Place) -> BTreeSet<String> {
    let manifest: serde_json::Value = serde_json::from_str(&place.read("output/manifest.json")).expect("it is JSON");
    let entries = manifest["outputs"].as_array().expect("a list").iter();
    entries.map(|entry| entry["path"].as_str().expect("a path").to_owned()).collect()
}

fn remove(place: &Place, name: &str) {
    std::fs::remove_file(place.path(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
}

/// What is there that no run should leave behind.
fn litter(place: &Place) -> Vec<String> {
    place.files().into_iter().filter(|name| name.contains(".gen-")).collect()
}

#[test]
fn two_runs_at_once_keep_each_others_entries() {
    let place = Place::new();
    let names: BTreeSet<String> = (0..12).map(|number| format!("{number}.json")).collect();
    for name in &names {
        place.write(&format!("briefs/{}", name.replace("json", "yaml")), GOOD);
    }
    for _ in 0..15 {
        let start = |part| {
            let arguments = ["-f", "json", "-j", "1", "--force", "--partition", part];
            place.command().args(arguments).stderr(Stdio::piped()).spawn().expect("gen runs")
        };
        for child in [start("1/3"), start("2/3"), start("3/3")] {
            Ran(child.wait_with_output().expect("it ends")).ends(0);
        }
        assert_eq!(recorded(&place), names);
        assert_eq!(litter(&place), [""; 0]);
        remove(&place, "output/manifest.json");
    }
}

#[test]
fn what_is_left_over_of_briefs_that_are_gone_is_told_and_pruned() {
    let place = Place::new();
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/briefs/pictures/station.svg");
    let illustrated = format!("{GOOD}images: [{{file: ../../p.svg, alt: A station}}]\n");
    place
        .write("gen.yaml", "formats: [md, json]\n")
        .write("briefs/a.yaml", GOOD)
        .write("briefs/deep/b.yaml", &illustrated);
    std::fs::copy(picture, place.path("p.svg")).expect("a copy");
    place.write("briefs/deep/c.yaml", GOOD);
    place.run(&[]).ends(0).tells("6 files written");
    assert!(place.path("output/deep/b.assets").is_dir());
    remove(&place, "briefs/deep/b.yaml");
    remove(&place, "briefs/deep/c.yaml");
    place.write("output/deep/c.md", "changed by hand").write("output/deep/mine.md", "not ours");
    let before = place.files();
    place.run(&[]).ends(0).tells("and 2 more are left over").tells("--prune").tells("1 warning");
    place.run(&["--strict"]).ends(1).tells("are left over");
    place.run(&["--check"]).ends(1).tells("error").tells("are left over");
    place.run(&["check"]).ends(0);
    place.run(&["--check", "--prune"]).ends(2);
    assert_eq!(place.files(), before, "nothing is removed that is not to be");
    // A run that does not cover them does not speak of them.
    place.run(&["briefs/a.yaml", "--prune"]).ends(0);
    assert_eq!(place.files(), before);
    let ran = place.run(&["--prune", "-v"]).ends(0).tells("`output/deep/c.md` stays").tells("4 removed");
    ran.tells("output/deep/b.json removed");
    let left: Vec<_> = place.files().into_iter().filter(|name| name.starts_with("output/")).collect();
    assert_eq!(
        left,
        ["output/a.json", "output/a.md", "output/deep/c.md", "output/deep/mine.md", "output/manifest.json"]
    );
    assert_eq!(recorded(&place), BTreeSet::from(["a.json".to_owned(), "a.md".to_owned()]));
    assert!(!place.path("output/deep/b.assets").exists());
    let ran = place.run(&["--prune"]).ends(0);
    assert!(!ran.told().contains("warning"), "{}", ran.told());
    // Folders go with their last file, and a folder may have no brief left.
    place.write("briefs/deep/er/d.yaml", GOOD).run(&["briefs/deep"]).ends(0);
    remove(&place, "briefs/deep/er/d.yaml");
    place.run(&["briefs/deep"]).ends(1).tells("holds no brief");
    place.run(&["briefs/deep", "--prune"]).ends(0).tells("0 files written from 0 briefs, 2 removed");
    assert!(!place.path("output/er").exists() && place.path("output/a.md").exists());
}

#[test]
fn only_what_a_run_covers_is_left_over() {
    let place = Place::new();
    for number in 0..8 {
        place.write(&format!("briefs/{number}.yaml"), GOOD);
    }
    place.write("other/x.yaml", GOOD);
    place.run(&["briefs", "other", "-f", "json"]).ends(0);
    std::fs::remove_dir_all(place.path("other")).expect("a folder");
    for number in 1..8 {
        remove(&place, &format!("briefs/{number}.yaml"));
    }
    let left = |place: &Place| place.files().iter().filter(|name| name.ends_with(".json")).count();
    let all = left(&place);
    place.run(&["-f", "json", "--partition", "1/2", "--prune"]).ends(0);
    let after = left(&place);
    assert!(after < all && after > 3, "one part has {all} - {after} of them");
    place.run(&["-f", "json", "--partition", "2/2", "--prune"]).ends(0);
    assert_eq!(recorded(&place), BTreeSet::from(["0.json".to_owned(), "x.json".to_owned()]), "`other` is not covered");
    // From another working folder the same briefs are the same, and those of another project are nobody's business.
    place.write("second/briefs/y.yaml", GOOD);
    let ran =
        place.command().current_dir(place.path("second")).args(["-f", "json", "-o", "../output", "--prune"]).output();
    Ran(ran.expect("gen runs")).ends(0);
    let ran = place
        .command()
        .current_dir(place.path("briefs"))
        .args([".", "-f", "md", "-o", "../output", "--prune"])
        .output();
    Ran(ran.expect("gen runs")).ends(0);
    let names = ["0.json", "0.md", "x.json", "y.json"];
    assert_eq!(recorded(&place), names.map(str::to_owned).into());
}

#[test]
fn what_a_brief_names_no_more_is_left_over() {
    let place = Place::new();
    place.write("gen.yaml", "formats: [md, json]\n");
    place.write("briefs/a.yaml", &format!("{GOOD}templates: {{json: deck}}\n"));
    place.run(&[]).ends(0);
    place.run(&["-f", "docx"]).ends(0);
    place.run(&["briefs/a.yaml", "-t", "one-pager"]).ends(0);
    place.write("briefs/a.yaml", "title: [");
    let ran = place.run(&["--prune"]).ends(1);
    assert!(!ran.told().contains("removed"), "what a broken brief would be is not known: {}", ran.told());
    place.write("briefs/a.yaml", GOOD);
    let ran = place.run(&["-f", "json", "--prune"]).ends(0);
    assert!(!ran.told().contains("removed"), "a run for some formats says nothing of others: {}", ran.told());
    // The first file in this name was asked for by the command, and is the brief's own from now on.
    place.run(&["--prune"]).ends(0).tells("1 removed");
    let names = ["a.docx", "a.json", "a.md", "a.one-pager.json", "a.one-pager.md"];
    assert_eq!(recorded(&place), names.map(str::to_owned).into());
    place.write("gen.yaml", "formats: [json]\n");
    place.run(&["--check"]).ends(1).tells("`output/a.md` is left over");
    place.run(&["--prune"]).ends(0).tells("1 removed");
}

#[test]
fn a_manifest_from_anyone_removes_nothing_elsewhere() {
    let place = Place::new();
    place.write("briefs/a.yaml", GOOD).write("briefs/b.yaml", GOOD).write("precious/b.json", "");
    place.run(&["-f", "json"]).ends(0);
    std::fs::copy(place.path("output/b.json"), place.path("precious/b.json")).expect("a copy");
    remove(&place, "briefs/b.yaml");
    let honest = place.read("output/manifest.json");
    let absolute = place.path("precious/b.json").display().to_string();
    for path in ["../precious/b.json", "./../precious/b.json", &absolute] {
        place.write("output/manifest.json", &honest.replace("\"b.json\"", &format!("{path:?}")));
        place.run(&["-f", "json", "--prune"]).ends(0);
        assert!(place.path("precious/b.json").exists(), "{path}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../precious", place.path("output/link")).expect("a link");
        place.write("output/manifest.json", &honest.replace("\"b.json\"", "\"link/b.json\""));
        place.run(&["-f", "json", "--prune"]).ends(0);
        assert!(place.path("precious/b.json").exists());
    }
}
