//! Tests of `gen watch`: saves in all ways of editors, broken briefs, deleted and new files. Each
//! test waits for a result, and fails with the messages so far if it does not come.

#[path = "common/sandbox.rs"]
mod sandbox;

use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant, SystemTime};

use sandbox::{GOOD, Sandbox};

/// How long to wait for a result. Only a very busy machine needs a tenth of it.
const GENEROUS: Duration = Duration::from_secs(60);

/// How long to wait to be sure that nothing happens.
const QUIET: Duration = Duration::from_millis(700);

/// A running `gen watch`, which ends with the test.
struct Watch {
    sandbox: Sandbox,
    child: Child,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Watch {
    /// Starts the program.
    fn start(sandbox: Sandbox, arguments: &[&str]) -> Self {
        let stderr = std::fs::File::create(sandbox.path(".stderr")).expect("a file");
        let child = sandbox
            .command()
            .arg("watch")
            .args(arguments)
            .stderr(stderr)
            .spawn()
            .expect("gen runs");
        Self { sandbox, child }
    }

    fn stderr(&self) -> String {
        self.sandbox.read(".stderr")
    }

    /// Waits for a condition.
    #[track_caller]
    fn until(&self, what: &str, is_so: impl Fn(&Sandbox) -> bool) {
        let start = Instant::now();
        while !is_so(&self.sandbox) {
            assert!(
                start.elapsed() < GENEROUS,
                "no {what}; the messages so far:\n{}",
                self.stderr()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until a file contains a text.
    #[track_caller]
    fn wait_for_text(&self, name: &str, part: &str) {
        self.until(&format!("`{part}` in {name}"), |sandbox| {
            std::fs::read_to_string(sandbox.path(name)).is_ok_and(|text| text.contains(part))
        });
    }

    /// Waits until a message was printed a number of times.
    #[track_caller]
    fn wait_for_message(&self, part: &str, times: usize) {
        self.until(&format!("`{part}`, {times} times"), |sandbox| {
            sandbox.read(".stderr").matches(part).count() >= times
        });
    }

    /// Checks that nothing is printed for some time.
    #[track_caller]
    fn stays_quiet(&self) {
        let before = self.stderr();
        std::thread::sleep(QUIET);
        assert_eq!(self.stderr(), before);
    }

    /// Writes a brief with this title.
    fn titled(&self, name: &str, title: &str) {
        self.sandbox.write(name, &titled(title));
    }
}

fn titled(title: &str) -> String {
    GOOD.replace("A good brief", title)
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
    watch.titled("briefs/a.yaml", "Written in place");
    watch.wait_for_text("output/a.json", "Written in place");
    watch.wait_for_message("3 files written from 1 brief\n", 1);
    // An editor writes a copy and renames it over the brief, or renames the brief to a backup
    // first.
    watch.titled("briefs/.a.yaml.swp", "Renamed over");
    rename(sandbox, "briefs/.a.yaml.swp", "briefs/a.yaml");
    watch.wait_for_text("output/a.md", "Renamed over");
    watch.wait_for_message("3 files written from 1 brief\n", 2);
    rename(sandbox, "briefs/a.yaml", "briefs/a.yaml~");
    watch.titled("briefs/a.yaml", "Moved aside");
    watch.wait_for_text("output/a.md", "Moved aside");
    watch.wait_for_message("3 files written from 1 brief\n", 3);
    assert_eq!(others.map(|name| made(sandbox, name)), before);
    // Its own outputs and private files of editors do not make it render.
    sandbox
        .write("briefs/.git/index", "x")
        .write("briefs/.b.yaml.swp", "x")
        .write("briefs/b.yaml~", "x");
    watch.stays_quiet();
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
    watch.titled("briefs/a.yaml", "Whole again");
    watch.wait_for_text("output/a.json", "Whole again");
    // With broken settings nothing is rendered, but changes in the meantime are not lost.
    sandbox.write("gen.yaml", "formats: [jsno]\n");
    watch.wait_for_message("unknown format `jsno`", 1);
    watch.titled("briefs/a.yaml", "Touched meanwhile, a");
    watch.wait_for_message("unknown format `jsno`", 2);
    watch.titled("briefs/b.yaml", "Touched meanwhile, b");
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
    let template = include_str!("../templates/deck.md.jinja");
    let labels = include_str!("../templates/labels/en.yaml");
    let keys = "lang: nl\ntheme: house\ntemplates: {md: own}\nimages: [{file: ../pictures/p.svg, alt: A}]\n";
    sandbox
        .write("gen.yaml", "formats: [md]\n")
        .write("briefs/plain.yaml", GOOD);
    sandbox
        .write("pictures/p.svg", &picture)
        .write("templates/own.md.jinja", template);
    sandbox
        .write("templates/themes/house.yaml", theme)
        .write("templates/labels/nl.yaml", labels);
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
        watch.until(&format!("{name} again"), |sandbox| {
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
        "templates/labels/nl.yaml",
        "templates/labels/nl.yaml",
        &labels,
        "there are no labels for `nl`",
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
        watch.titled("briefs/a.yaml", "First");
        watch.wait_for_text("output/a.json", "First");
        watch.titled("briefs/deep/er/b.yaml", "In a new folder");
        watch.wait_for_text("output/deep/er/b.json", "In a new folder");
        watch.titled("briefs/deep/er/b.yaml", "Changed there");
        watch.wait_for_text("output/deep/er/b.json", "Changed there");
        rename(sandbox, "briefs/deep", "briefs/moved");
        watch.wait_for_text("output/moved/er/b.json", "Changed there");
        watch.wait_for_message("`output/deep/er/b.json` is left over", 1);
        watch.titled("briefs/moved/er/b.yaml", "Changed once more");
        watch.wait_for_text("output/moved/er/b.json", "Changed once more");
        for time in 2..4 {
            remove(sandbox, "briefs");
            watch.wait_for_message("`briefs` does not exist", time);
            watch.titled("briefs/a.yaml", &format!("Time {time}"));
            watch.wait_for_text("output/a.json", &format!("Time {time}"));
        }
        // The folder is replaced by another, as a checkout does.
        watch.titled("other/a.yaml", "Of another folder");
        rename(sandbox, "briefs", "old");
        rename(sandbox, "other", "briefs");
        watch.wait_for_text("output/a.json", "Of another folder");
        watch.titled("briefs/a.yaml", "In that folder");
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
    let stderr = std::fs::File::create(sandbox.path(".stderr")).expect("a file");
    let mut command = sandbox.command();
    let child = command
        .current_dir(sandbox.path("work"))
        .arg("watch")
        .args(arguments)
        .stderr(stderr)
        .spawn();
    let watch = Watch {
        child: child.expect("gen runs"),
        sandbox,
    };
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
    watch.titled("work/a.yaml", "Changed");
    watch.wait_for_message("1 file written from 1 brief\n", 4);
    remove(&watch.sandbox, "work/a.yaml");
    watch.wait_for_message("`a.yaml` does not exist", 1);
    watch.titled("work/a.yaml", "Back");
    watch.wait_for_message("1 file written from 1 brief\n", 5);
    watch.stays_quiet();
}

#[test]
fn a_log_inside_the_project_does_not_make_it_render() {
    let sandbox = Sandbox::new();
    sandbox.write("gen.yaml", "").write("briefs/a.yaml", GOOD);
    let stderr = std::fs::File::create(sandbox.path("watch.log")).expect("a file");
    let child = sandbox
        .command()
        .args(["watch", "-f", "json"])
        .stderr(stderr)
        .spawn()
        .expect("gen runs");
    std::fs::write(sandbox.path(".stderr"), "").expect("a file");
    let watch = Watch { child, sandbox };
    watch.wait_for_text("watch.log", "1 file written");
    std::thread::sleep(QUIET);
    assert_eq!(watch.sandbox.read("watch.log").lines().count(), 1);
}
