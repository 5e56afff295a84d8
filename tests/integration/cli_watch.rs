//! Tests of `gen watch`: saves in all ways of editors, broken briefs, deleted and new files. Each
//! test waits for a result, and fails with the messages so far if it does not come.

use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::sandbox::{GOOD, Sandbox};
use crate::watch::Watch;

/// How long to wait to be sure that nothing happens.
const QUIET: Duration = Duration::from_millis(700);

/// Writes a good brief with another title.
fn write_titled(sandbox: &Sandbox, name: &str, title: &str) {
    sandbox.write(name, &GOOD.replace("A good brief", title));
}

/// When a file was created: each write creates a new one.
fn made(sandbox: &Sandbox, name: &str) -> SystemTime {
    let about = std::fs::metadata(sandbox.path(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
    about.modified().expect("the system knows")
}

fn rename(sandbox: &Sandbox, from: &str, to: &str) {
    std::fs::rename(sandbox.path(from), sandbox.path(to)).expect("both are in the sandbox");
}

fn remove(sandbox: &Sandbox, name: &str) {
    let path = sandbox.path(name);
    let gone = if path.is_dir() {
        std::fs::remove_dir_all(path)
    } else {
        std::fs::remove_file(path)
    };
    gone.unwrap_or_else(|why| panic!("{name}: {why}"));
}

#[test]
fn a_change_renders_the_changed_brief_only() {
    let sandbox = Sandbox::new();
    sandbox
        .write("gen.yaml", "")
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", GOOD);
    let watch = Watch::start(sandbox, &["-f", "json,md,png", "--scale", "0.1"]);
    watch.wait_for_message("6 files written from 2 briefs", 1);
    let sandbox = &watch.sandbox;
    let others = ["output/b.json", "output/b.md", "output/b.png"];
    let before = others.map(|name| made(sandbox, name));
    write_titled(&watch.sandbox, "briefs/a.yaml", "Written in place");
    watch.wait_for_text("output/a.json", "Written in place");
    watch.wait_for_message("3 files written from 1 brief\n", 1);
    // An editor writes a copy and renames it over the brief, or renames the brief to a backup
    // first.
    write_titled(&watch.sandbox, "briefs/.a.yaml.swp", "Renamed over");
    rename(sandbox, "briefs/.a.yaml.swp", "briefs/a.yaml");
    watch.wait_for_text("output/a.md", "Renamed over");
    watch.wait_for_message("3 files written from 1 brief\n", 2);
    rename(sandbox, "briefs/a.yaml", "briefs/a.yaml~");
    write_titled(&watch.sandbox, "briefs/a.yaml", "Moved aside");
    watch.wait_for_text("output/a.md", "Moved aside");
    watch.wait_for_message("3 files written from 1 brief\n", 3);
    assert_eq!(others.map(|name| made(sandbox, name)), before);
    // Its own outputs and private files of editors do not make it render.
    sandbox
        .write("briefs/.git/index", "x")
        .write("briefs/.b.yaml.swp", "x")
        .write("briefs/b.yaml~", "x");
    watch.stays_quiet(QUIET);
}

#[test]
fn a_broken_brief_is_reported_and_can_be_repaired() {
    let sandbox = Sandbox::new();
    sandbox
        .write("gen.yaml", "formats: [json]\n")
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", GOOD);
    let watch = Watch::start(sandbox, &[]);
    watch.wait_for_message("2 files written", 1);
    let sandbox = &watch.sandbox;
    let before = sandbox.read("output/a.json");
    for (time, half) in ["title: [", "", "title: A good brief\ndate: 2026-"]
        .into_iter()
        .enumerate()
    {
        sandbox.write("briefs/a.yaml", half);
        watch.wait_for_message("1 brief failed", time + 1);
        assert_eq!(sandbox.read("output/a.json"), before, "what was good stays");
    }
    std::fs::write(sandbox.path("briefs/a.yaml"), b"title: \xff\n").expect("a file");
    watch.wait_for_message("1 brief failed", 4);
    write_titled(&watch.sandbox, "briefs/a.yaml", "Whole again");
    watch.wait_for_text("output/a.json", "Whole again");
    // With broken settings nothing is rendered, but changes in the meantime are not lost.
    sandbox.write("gen.yaml", "formats: [jsno]\n");
    watch.wait_for_message("unknown format `jsno`", 1);
    write_titled(&watch.sandbox, "briefs/a.yaml", "Touched meanwhile, a");
    watch.wait_for_message("unknown format `jsno`", 2);
    write_titled(&watch.sandbox, "briefs/b.yaml", "Touched meanwhile, b");
    watch.wait_for_message("unknown format `jsno`", 3);
    sandbox.write("gen.yaml", "formats: [json, md]\n");
    watch.wait_for_text("output/a.md", "Touched meanwhile, a");
    watch.wait_for_text("output/b.json", "Touched meanwhile, b");
}

#[test]
fn deleted_files_are_reported_and_restored_ones_rendered() {
    let sandbox = Sandbox::new();
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/briefs/pictures/station.svg");
    let picture = std::fs::read_to_string(picture).expect("a picture");
    let theme = "name: house\ncolors: {accent: \"#0b5d4f\"}\n";
    let template = include_str!("../../templates/deck.md.jinja");
    let labels = include_str!("../../templates/labels/en.yaml");
    let keys = "lang: eo\ntheme: house\ntemplates: {md: own}\nimages: [{file: ../pictures/p.svg, alt: A}]\n";
    sandbox
        .write("gen.yaml", "formats: [md]\n")
        .write("briefs/plain.yaml", GOOD);
    sandbox
        .write("pictures/p.svg", &picture)
        .write("templates/own.md.jinja", template);
    sandbox
        .write("templates/themes/house.yaml", theme)
        .write("templates/labels/eo.yaml", labels);
    sandbox.write("briefs/a.yaml", &format!("{GOOD}{keys}"));
    let watch = Watch::start(sandbox, &["--message-format", "short"]);
    let sandbox = &watch.sandbox;
    watch.wait_for_text("output/manifest.json", "a.own.md");
    let plain = made(sandbox, "output/plain.md");
    let mut removals = 0;
    let mut again = |gone: &str, name: &str, text: &str, problem: &str| {
        let before = made(sandbox, "output/a.own.md");
        remove(sandbox, gone);
        removals += 1;
        watch.wait_for_message(
            problem,
            if problem.contains("p.svg") {
                removals
            } else {
                1
            },
        );
        sandbox.write(name, text);
        watch.wait_until(&format!("{name} again"), |sandbox| {
            made(sandbox, "output/a.own.md") > before
        });
    };
    let other = |text: &str| text.replace("<svg", "<!-- other --><svg");
    again(
        "pictures/p.svg",
        "pictures/p.svg",
        &other(&picture),
        "`../pictures/p.svg` not found",
    );
    again(
        "pictures",
        "pictures/p.svg",
        &picture,
        "`../pictures/p.svg` not found",
    );
    let theme = theme.replace("0b5d4f", "0b5d50");
    again(
        "templates/themes/house.yaml",
        "templates/themes/house.yaml",
        &theme,
        "unknown theme `house`",
    );
    let template = template.replace("about:", "about: another");
    again(
        "templates/own.md.jinja",
        "templates/own.md.jinja",
        &template,
        "unknown template `own`",
    );
    let labels = labels.replace("Sources", "Bronnen");
    again(
        "templates/labels/eo.yaml",
        "templates/labels/eo.yaml",
        &labels,
        "there are no labels for `eo`",
    );
    assert_eq!(made(sandbox, "output/plain.md"), plain);
    // A deleted document is rendered again, and its folder created again.
    remove(sandbox, "output/plain.md");
    watch.wait_for_text("output/plain.md", "A good brief");
    remove(sandbox, "output");
    watch.wait_for_text("output/plain.md", "A good brief");
    watch.wait_for_text("output/manifest.json", "a.own.md");
}

#[test]
fn folders_and_briefs_come_and_go() {
    for settings in [true, false] {
        let sandbox = Sandbox::new();
        if settings {
            sandbox.write("gen.yaml", "");
        }
        // At first there is no file.
        let watch = Watch::start(sandbox, &["-f", "json"]);
        let sandbox = &watch.sandbox;
        watch.wait_for_message("`briefs` does not exist", 1);
        write_titled(&watch.sandbox, "briefs/a.yaml", "First");
        watch.wait_for_text("output/a.json", "First");
        write_titled(&watch.sandbox, "briefs/deep/er/b.yaml", "In a new folder");
        watch.wait_for_text("output/deep/er/b.json", "In a new folder");
        write_titled(&watch.sandbox, "briefs/deep/er/b.yaml", "Changed there");
        watch.wait_for_text("output/deep/er/b.json", "Changed there");
        rename(sandbox, "briefs/deep", "briefs/moved");
        watch.wait_for_text("output/moved/er/b.json", "Changed there");
        watch.wait_for_message("`output/deep/er/b.json` is left over", 1);
        write_titled(
            &watch.sandbox,
            "briefs/moved/er/b.yaml",
            "Changed once more",
        );
        watch.wait_for_text("output/moved/er/b.json", "Changed once more");
        for time in 2..4 {
            remove(sandbox, "briefs");
            watch.wait_for_message("`briefs` does not exist", time);
            write_titled(&watch.sandbox, "briefs/a.yaml", &format!("Time {time}"));
            watch.wait_for_text("output/a.json", &format!("Time {time}"));
        }
        // The folder is replaced by another, as a checkout does.
        write_titled(&watch.sandbox, "other/a.yaml", "Of another folder");
        rename(sandbox, "briefs", "old");
        rename(sandbox, "other", "briefs");
        watch.wait_for_text("output/a.json", "Of another folder");
        write_titled(&watch.sandbox, "briefs/a.yaml", "In that folder");
        watch.wait_for_text("output/a.json", "In that folder");
        // New settings take effect.
        if !settings {
            sandbox.write("gen.yaml", "reference: R-2026\n");
            watch.wait_for_text("output/a.json", "R-2026");
        }
    }
}

#[test]
fn files_that_arguments_name_are_watched_anywhere() {
    let sandbox = Sandbox::new();
    sandbox
        .write("work/a.yaml", GOOD)
        .write("house/theme.yaml", "name: house\n");
    sandbox.write("house/own.jinja", "---\nmedium: pages\n---\nOne\n");
    std::fs::create_dir(sandbox.path("out")).expect("a folder");
    let arguments = [
        "a.yaml",
        "-f",
        "json",
        "-o",
        "../out",
        "--theme",
        "../house/theme.yaml",
        "-t",
        "../house/own.jinja",
    ];
    let watch = Watch::start_in("work", ".stderr", sandbox, &arguments);
    watch.wait_for_text("out/a.own.json", "One");
    watch.wait_for_text("out/manifest.json", "a.own.json");
    watch
        .sandbox
        .write("house/own.jinja", "---\nmedium: pages\n---\nTwo\n");
    watch.wait_for_text("out/a.own.json", "Two");
    watch.sandbox.write("house/theme.yaml", "nam: house\n");
    watch.wait_for_message("unknown key `nam`", 1);
    watch.sandbox.write("house/theme.yaml", "name: home\n");
    watch.wait_for_message("1 file written from 1 brief\n", 3);
    write_titled(&watch.sandbox, "work/a.yaml", "Changed");
    watch.wait_for_message("1 file written from 1 brief\n", 4);
    remove(&watch.sandbox, "work/a.yaml");
    watch.wait_for_message("`a.yaml` does not exist", 1);
    write_titled(&watch.sandbox, "work/a.yaml", "Back");
    watch.wait_for_message("1 file written from 1 brief\n", 5);
    watch.stays_quiet(QUIET);
}

#[test]
fn a_log_inside_the_project_does_not_make_it_render() {
    let sandbox = Sandbox::new();
    sandbox.write("gen.yaml", "").write("briefs/a.yaml", GOOD);
    let watch = Watch::start_in("", "watch.log", sandbox, &["-f", "json"]);
    watch.wait_for_text("watch.log", "1 file written");
    std::thread::sleep(QUIET);
    assert_eq!(watch.messages().lines().count(), 1);
}
