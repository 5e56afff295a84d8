//! Tests of runs over many briefs: parallel runs, left-over files, unusual names, full disks and
//! killed processes.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;

use crate::sandbox::{FinishedRun, GOOD, Sandbox};
#[cfg(unix)]
use crate::watch::Watch;

/// The paths that a manifest records.
fn recorded(sandbox: &Sandbox) -> BTreeSet<String> {
    let manifest: serde_json::Value =
        serde_json::from_str(&sandbox.read("output/manifest.json")).expect("it is JSON");
    let entries = manifest["outputs"].as_array().expect("a list").iter();
    entries
        .map(|entry| entry["path"].as_str().expect("a path").to_owned())
        .collect()
}

fn remove(sandbox: &Sandbox, name: &str) {
    std::fs::remove_file(sandbox.path(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
}

/// Temporary files, which no run should leave behind.
fn temporary_files(sandbox: &Sandbox) -> Vec<String> {
    sandbox
        .files()
        .into_iter()
        .filter(|name| name.contains(".gen-"))
        .collect()
}

#[test]
fn parallel_runs_keep_each_others_entries() {
    let sandbox = Sandbox::new();
    let names: BTreeSet<String> = (0..12).map(|number| format!("{number}.json")).collect();
    for name in &names {
        sandbox.write(&format!("briefs/{}", name.replace("json", "yaml")), GOOD);
    }
    for _ in 0..15 {
        let start = |part| {
            let arguments = ["-f", "json", "-j", "1", "--force", "--partition", part];
            sandbox
                .command()
                .args(arguments)
                .stderr(Stdio::piped())
                .spawn()
                .expect("gen runs")
        };
        for child in [start("1/3"), start("2/3"), start("3/3")] {
            FinishedRun(child.wait_with_output().expect("it ends")).exits_with(0);
        }
        assert_eq!(recorded(&sandbox), names);
        assert_eq!(temporary_files(&sandbox), [""; 0]);
        remove(&sandbox, "output/manifest.json");
    }
}

#[test]
fn files_of_deleted_briefs_are_reported_and_pruned() {
    let sandbox = Sandbox::new();
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/briefs/pictures/station.svg");
    let illustrated = format!("{GOOD}images: [{{file: ../../p.svg, alt: A station}}]\n");
    sandbox
        .write("gen.yaml", "formats: [md, json]\n")
        .write("briefs/a.yaml", GOOD)
        .write("briefs/deep/b.yaml", &illustrated);
    std::fs::copy(picture, sandbox.path("p.svg")).expect("a copy");
    sandbox.write("briefs/deep/c.yaml", GOOD);
    sandbox.run(&[]).exits_with(0).reports("6 files written");
    assert!(sandbox.path("output/deep/b.assets").is_dir());
    remove(&sandbox, "briefs/deep/b.yaml");
    remove(&sandbox, "briefs/deep/c.yaml");
    sandbox
        .write("output/deep/c.md", "changed by hand")
        .write("output/deep/mine.md", "not an output");
    let before = sandbox.files();
    sandbox
        .run(&[])
        .exits_with(0)
        .reports("and 2 more are left over")
        .reports("--prune")
        .reports("1 warning");
    sandbox
        .run(&["--strict"])
        .exits_with(1)
        .reports("are left over");
    sandbox
        .run(&["--check"])
        .exits_with(1)
        .reports("error")
        .reports("are left over");
    sandbox.run(&["check"]).exits_with(0);
    sandbox.run(&["--check", "--prune"]).exits_with(2);
    assert_eq!(
        sandbox.files(),
        before,
        "nothing is removed that is not to be"
    );
    // A run for other briefs does not report them.
    sandbox.run(&["briefs/a.yaml", "--prune"]).exits_with(0);
    assert_eq!(sandbox.files(), before);
    let finished = sandbox
        .run(&["--prune", "-v"])
        .exits_with(0)
        .reports("`output/deep/c.md` stays")
        .reports("4 removed");
    finished.reports("output/deep/b.json removed");
    let left: Vec<_> = sandbox
        .files()
        .into_iter()
        .filter(|name| name.starts_with("output/"))
        .collect();
    assert_eq!(
        left,
        [
            "output/a.json",
            "output/a.md",
            "output/deep/c.md",
            "output/deep/mine.md",
            "output/manifest.json"
        ]
    );
    assert_eq!(
        recorded(&sandbox),
        BTreeSet::from(["a.json".to_owned(), "a.md".to_owned()])
    );
    assert!(!sandbox.path("output/deep/b.assets").exists());
    let finished = sandbox.run(&["--prune"]).exits_with(0);
    assert!(
        !finished.stderr().contains("warning"),
        "{}",
        finished.stderr()
    );
    // A folder is removed with its last file. With --prune a folder may have no brief left.
    sandbox
        .write("briefs/deep/er/d.yaml", GOOD)
        .run(&["briefs/deep"])
        .exits_with(0);
    remove(&sandbox, "briefs/deep/er/d.yaml");
    sandbox
        .run(&["briefs/deep"])
        .exits_with(1)
        .reports("holds no brief");
    sandbox
        .run(&["briefs/deep", "--prune"])
        .exits_with(0)
        .reports("0 files written from 0 briefs, 2 removed");
    assert!(!sandbox.path("output/er").exists() && sandbox.path("output/a.md").exists());
}

#[test]
fn a_run_prunes_only_files_of_its_own_briefs() {
    let sandbox = Sandbox::new();
    for number in 0..8 {
        sandbox.write(&format!("briefs/{number}.yaml"), GOOD);
    }
    sandbox.write("other/x.yaml", GOOD);
    sandbox
        .run(&["briefs", "other", "-f", "json"])
        .exits_with(0);
    std::fs::remove_dir_all(sandbox.path("other")).expect("a folder");
    for number in 1..8 {
        remove(&sandbox, &format!("briefs/{number}.yaml"));
    }
    let count_files = |sandbox: &Sandbox| {
        sandbox
            .files()
            .iter()
            .filter(|name| name.ends_with(".json"))
            .count()
    };
    let before = count_files(&sandbox);
    sandbox
        .run(&["-f", "json", "--partition", "1/2", "--prune"])
        .exits_with(0);
    let after = count_files(&sandbox);
    assert!(
        after < before && after > 3,
        "one part has {before} - {after} of them"
    );
    sandbox
        .run(&["-f", "json", "--partition", "2/2", "--prune"])
        .exits_with(0);
    assert_eq!(
        recorded(&sandbox),
        BTreeSet::from(["0.json".to_owned(), "x.json".to_owned()]),
        "`other` is not covered"
    );
    // A brief is the same from another working folder. Briefs of another project are not affected.
    sandbox.write("second/briefs/y.yaml", GOOD);
    let finished = sandbox
        .command()
        .current_dir(sandbox.path("second"))
        .args(["-f", "json", "-o", "../output", "--prune"])
        .output();
    FinishedRun(finished.expect("gen runs")).exits_with(0);
    let finished = sandbox
        .command()
        .current_dir(sandbox.path("briefs"))
        .args([".", "-f", "md", "-o", "../output", "--prune"])
        .output();
    FinishedRun(finished.expect("gen runs")).exits_with(0);
    let names = ["0.json", "0.md", "x.json", "y.json"];
    assert_eq!(recorded(&sandbox), names.map(str::to_owned).into());
}

#[test]
fn formats_that_a_brief_no_longer_names_are_left_over() {
    let sandbox = Sandbox::new();
    sandbox.write("gen.yaml", "formats: [md, json]\n");
    sandbox.write(
        "briefs/a.yaml",
        &format!("{GOOD}templates: {{json: deck}}\n"),
    );
    sandbox.run(&[]).exits_with(0);
    sandbox.run(&["-f", "docx"]).exits_with(0);
    sandbox
        .run(&["briefs/a.yaml", "-t", "one-pager"])
        .exits_with(0);
    sandbox.write("briefs/a.yaml", "title: [");
    let finished = sandbox.run(&["--prune"]).exits_with(1);
    assert!(
        !finished.stderr().contains("removed"),
        "what a broken brief would be is not known: {}",
        finished.stderr()
    );
    sandbox.write("briefs/a.yaml", GOOD);
    let finished = sandbox.run(&["-f", "json", "--prune"]).exits_with(0);
    assert!(
        !finished.stderr().contains("removed"),
        "a run for some formats says nothing of others: {}",
        finished.stderr()
    );
    // The file was rendered for the command first. Now the brief itself asks for it.
    sandbox.run(&["--prune"]).exits_with(0).reports("1 removed");
    let names = [
        "a.docx",
        "a.json",
        "a.md",
        "a.one-pager.json",
        "a.one-pager.md",
    ];
    assert_eq!(recorded(&sandbox), names.map(str::to_owned).into());
    sandbox.write("gen.yaml", "formats: [json]\n");
    sandbox
        .run(&["--check"])
        .exits_with(1)
        .reports("`output/a.md` is left over");
    sandbox.run(&["--prune"]).exits_with(0).reports("1 removed");
}

#[test]
fn a_forged_manifest_removes_nothing_elsewhere() {
    let sandbox = Sandbox::new();
    sandbox
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", GOOD)
        .write("precious/b.json", "");
    sandbox.run(&["-f", "json"]).exits_with(0);
    std::fs::copy(
        sandbox.path("output/b.json"),
        sandbox.path("precious/b.json"),
    )
    .expect("a copy");
    remove(&sandbox, "briefs/b.yaml");
    let honest = sandbox.read("output/manifest.json");
    let absolute = sandbox.path("precious/b.json").display().to_string();
    for path in ["../precious/b.json", "./../precious/b.json", &absolute] {
        sandbox.write(
            "output/manifest.json",
            &honest.replace("\"b.json\"", &format!("{path:?}")),
        );
        sandbox.run(&["-f", "json", "--prune"]).exits_with(0);
        assert!(sandbox.path("precious/b.json").exists(), "{path}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../precious", sandbox.path("output/link")).expect("a link");
        sandbox.write(
            "output/manifest.json",
            &honest.replace("\"b.json\"", "\"link/b.json\""),
        );
        sandbox.run(&["-f", "json", "--prune"]).exits_with(0);
        assert!(sandbox.path("precious/b.json").exists());
    }
}

/// The lines on standard error.
fn lines(finished: &FinishedRun) -> Vec<String> {
    finished.stderr().lines().map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn a_brief_can_have_any_name() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::new();
    let long = "x".repeat(250);
    let names = [
        "a b",
        "quo\"te's",
        "two\nlines",
        "-o",
        "--help",
        "%41#?&",
        "$(touch x) `y`",
        "简 报",
        "a:b,c",
        "\u{1b}[31m",
        &long,
    ];
    for name in names {
        sandbox.write(&format!("briefs/{name}.yaml"), GOOD);
    }
    std::fs::write(
        sandbox
            .path("briefs")
            .join(OsStr::from_bytes(b"caf\xe9.yaml")),
        GOOD,
    )
    .expect("a file");
    let finished = sandbox
        .run(&["-f", "json,md", "-v"])
        .exits_with(0)
        .reports("24 files written from 12 briefs");
    assert!(
        !finished.stderr().contains('\u{1b}') && lines(&finished).len() == 25,
        "{}",
        finished.stderr()
    );
    for name in names.into_iter().chain(["caf\u{fffd}"]) {
        assert!(
            sandbox.path(&format!("output/{name}.json")).is_file(),
            "{name:?}"
        );
    }
    sandbox
        .run(&["-f", "json,md"])
        .exits_with(0)
        .reports("24 up to date");
    sandbox.run(&["-f", "json,md", "--check"]).exits_with(0);
    sandbox
        .run(&["-f", "json,md", "--prune"])
        .exits_with(0)
        .reports("0 files written from 12 briefs, 24 up to date");
    let run_in_briefs = |arguments: &[&str]| {
        FinishedRun(
            sandbox
                .command()
                .current_dir(sandbox.path("briefs"))
                .args(arguments)
                .output()
                .expect("gen runs"),
        )
    };
    run_in_briefs(&["-f", "json", "--", "-o.yaml", "--help.yaml"])
        .exits_with(0)
        .reports("2 files written");
    run_in_briefs(&["-f", "json", "./-o.yaml"])
        .exits_with(0)
        .reports("1 file written");
    // Two names that become the same because they are not Unicode.
    std::fs::write(
        sandbox
            .path("briefs")
            .join(OsStr::from_bytes(b"caf\xea.yaml")),
        GOOD,
    )
    .expect("a file");
    sandbox
        .run(&["-f", "json"])
        .exits_with(1)
        .reports("would both write `output/caf\u{fffd}.json`");
    // In formats with one problem per line, no name breaks the line.
    sandbox.write("bad/two\nlines: x,y.yaml", "title: T\ndate: 2026-11-23\n");
    for format in ["short", "json", "github"] {
        let finished = sandbox
            .run(&["bad", "--message-format", format])
            .exits_with(1);
        assert_eq!(lines(&finished).len(), 1, "{}", finished.stderr());
    }
    sandbox
        .run(&["bad", "--message-format", "github"])
        .reports("file=bad/two%0Alines%3A x%2Cy.yaml,line=1,col=1");
}

#[test]
fn an_output_folder_that_is_a_file_is_an_error() {
    let sandbox = Sandbox::new();
    sandbox
        .write("briefs/a.yaml", GOOD)
        .write("taken", "a file");
    sandbox
        .run(&["-f", "json,md", "-o", "taken"])
        .exits_with(1)
        .reports("cannot write `taken/a.json`: `taken` is a file");
    sandbox
        .run(&["-f", "json", "-o", "taken/json.json"])
        .exits_with(1)
        .reports("cannot write `taken/json.json`: `taken` is a file");
    sandbox
        .run(&["nowhere"])
        .exits_with(1)
        .reports("`nowhere` does not exist");
    sandbox
        .run(&["-f", "json", "-o", "made/on/the/way"])
        .exits_with(0);
    assert_eq!(sandbox.read("taken"), "a file");
    assert_eq!(temporary_files(&sandbox), [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_an_error() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    let allow = |mode| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(sandbox.path("output"), permissions).expect("the folder is ours");
    };
    sandbox
        .write("briefs/a.yaml", GOOD)
        .run(&["-f", "json"])
        .exits_with(0);
    let before = (
        sandbox.read("output/a.json"),
        sandbox.read("output/manifest.json"),
    );
    allow(0o555);
    if std::fs::write(sandbox.path("output/probe"), "").is_ok() {
        eprintln!("skipped: no folder is read-only for this user");
        return;
    }
    sandbox
        .run(&["-f", "json"])
        .exits_with(0)
        .reports("1 up to date");
    sandbox
        .run(&["-f", "json", "--force"])
        .exits_with(1)
        .reports("cannot write `output/a.json`: Permission denied");
    sandbox.write("briefs/b.yaml", GOOD);
    sandbox
        .run(&["-f", "json"])
        .exits_with(1)
        .reports("cannot write `output/b.json`: Permission denied");
    remove(&sandbox, "briefs/a.yaml");
    sandbox
        .run(&["-f", "json", "--prune"])
        .exits_with(1)
        .reports("Permission denied");
    assert_eq!(
        (
            sandbox.read("output/a.json"),
            sandbox.read("output/manifest.json")
        ),
        before
    );
    assert_eq!(temporary_files(&sandbox), [""; 0]);
    allow(0o755);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let sandbox = Sandbox::new();
    sandbox.write("briefs/a.yaml", GOOD).write("output/x", "");
    for arguments in [&["briefs/a.yaml", "-f", "json", "-o", "-"][..], &["schema"]] {
        let full = std::fs::File::create("/dev/full").expect("it is there");
        let child = sandbox
            .command()
            .args(arguments)
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .expect("gen runs");
        let finished = FinishedRun(child.wait_with_output().expect("it ends")).exits_with(1);
        finished.reports("cannot write to standard output: No space left on device");
    }
    // Standard error cannot be written, but the files are.
    let full = std::fs::File::create("/dev/full").expect("it is there");
    let status = sandbox
        .command()
        .args(["-f", "json", "-v"])
        .stderr(full)
        .status()
        .expect("gen runs");
    assert_eq!(status.code(), Some(0));
    let script = "mount -t tmpfs -o size=16k tmpfs output || exit 77; \"$0\" -f json,pdf; code=$?; ls -A output; exit $code";
    let finished = std::process::Command::new("unshare")
        .args([
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            script,
            env!("CARGO_BIN_EXE_gen"),
        ])
        .current_dir(sandbox.path("."))
        .output();
    match finished {
        Ok(finished)
            if finished.status.code() == Some(1)
                && !String::from_utf8_lossy(&finished.stderr).contains("unshare") =>
        {
            let finished = FinishedRun(finished)
                .reports("cannot write `output/a.pdf`: No space left on device");
            assert!(
                !finished.stdout().contains("a.pdf") && !finished.stdout().contains(".gen-"),
                "{}",
                finished.stdout()
            );
        }
        Ok(finished) if finished.status.success() => panic!("a page has come into 16 KiB"),
        _ => eprintln!("skipped: nothing can be mounted here"),
    }
}

/// Pseudo-random numbers that are the same every time (Knuth's linear congruential generator).
fn numbers() -> impl Iterator<Item = u64> {
    std::iter::successors(Some(2026_u64), |last| {
        Some(
            last.wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407),
        )
    })
    .map(|number| number >> 33)
}

/// How often to kill a run. The variable can set more than a test has time for.
fn kills() -> usize {
    std::env::var("BRIEFKIT_KILLS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(30)
}

#[test]
fn a_killed_run_leaves_complete_files_and_the_next_run_finishes() {
    let sandbox = Sandbox::new();
    for number in 0..3 {
        sandbox.write(
            &format!("briefs/{number}.yaml"),
            &GOOD.replace("good", &format!("very good {number}th")),
        );
    }
    let start = std::time::Instant::now();
    sandbox
        .run(&["-f", "pdf,docx,md,json", "-o", "whole"])
        .exits_with(0);
    let full_time = start.elapsed();
    let holds_only_whole_files = || {
        let written = sandbox
            .files()
            .into_iter()
            .filter_map(|name| Some(name.strip_prefix("output/")?.to_owned()));
        for name in written.filter(|name| !name.starts_with(".gen-")) {
            let bytes = std::fs::read(sandbox.path(&format!("output/{name}"))).expect("a file");
            if name == "manifest.json" {
                serde_json::from_slice::<serde_json::Value>(&bytes).expect("a whole manifest");
            } else {
                assert!(
                    bytes == std::fs::read(sandbox.path(&format!("whole/{name}"))).expect("a file"),
                    "{name}"
                );
            }
        }
    };
    for number in numbers().take(kills()) {
        let mut child = sandbox
            .command()
            .args(["-f", "pdf,docx,md,json", "--force"])
            .stderr(Stdio::null())
            .spawn()
            .expect("gen runs");
        let latest = u64::try_from(full_time.as_micros()).expect("a short time");
        std::thread::sleep(std::time::Duration::from_micros(number % latest));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        holds_only_whole_files();
    }
    sandbox.run(&["-f", "pdf,docx,md,json"]).exits_with(0);
    holds_only_whole_files();
    assert_eq!(temporary_files(&sandbox), [""; 0]);
    let count = |folder: &str| {
        sandbox
            .files()
            .iter()
            .filter(|name| name.starts_with(folder))
            .count()
    };
    assert_eq!(count("output/"), count("whole/"));
}

#[test]
fn temporary_files_of_killed_runs_are_removed() {
    let sandbox = Sandbox::new();
    sandbox
        .write("briefs/a.yaml", GOOD)
        .write("output/.gen-deadDEAD.tmp", "half a fi")
        .write("output/.gen-lock", "");
    sandbox
        .write("output/.gen-alive123.tmp", "of another run")
        .write("output/.gen-notes", "someone's own");
    let locked = std::fs::File::options()
        .write(true)
        .open(sandbox.path("output/.gen-alive123.tmp"))
        .expect("a file");
    locked.lock().expect("nobody has it");
    sandbox.run(&["-f", "json"]).exits_with(0);
    assert_eq!(
        temporary_files(&sandbox),
        ["output/.gen-alive123.tmp", "output/.gen-notes"]
    );
    drop(locked);
    sandbox
        .run(&["-f", "json"])
        .exits_with(0)
        .reports("1 up to date");
    assert_eq!(temporary_files(&sandbox), ["output/.gen-notes"]);
}

#[test]
fn sarif_output_is_one_document() {
    let sandbox = Sandbox::new();
    sandbox
        .write("my briefs/a.yaml", &format!("{GOOD}lang: eo\n"))
        .write("my briefs/b.yaml", "title: T\ndate: 2026-11-23\n");
    let document = |arguments: &[&str], status| -> serde_json::Value {
        let finished = sandbox
            .run(&[arguments, &["--message-format", "sarif"]].concat())
            .exits_with(status)
            .prints_nothing();
        serde_json::from_str(&finished.stderr())
            .unwrap_or_else(|why| panic!("{why}: {}", finished.stderr()))
    };
    let all = document(&["my briefs", "-f", "json", "-v"], 1);
    assert_eq!(all["version"], "2.1.0");
    let run = &all["runs"][0];
    assert_eq!(
        (&run["tool"]["driver"]["name"], &run["columnKind"]),
        (&"gen".into(), &"unicodeCodePoints".into())
    );
    let results = run["results"].as_array().expect("results");
    let levels: Vec<_> = results
        .iter()
        .map(|result| result["level"].as_str().unwrap_or_default())
        .collect();
    assert_eq!(levels, ["warning", "error"]);
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert!(
        results
            .iter()
            .all(|result| rules.iter().any(|rule| rule["id"] == result["ruleId"]))
    );
    let location = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "my%20briefs/a.yaml");
    let region =
        serde_json::json!({ "startLine": 5, "startColumn": 7, "endLine": 5, "endColumn": 9 });
    assert_eq!(location["region"], region);
    assert!(
        results[1]["message"]["text"]
            .as_str()
            .is_some_and(|text| text.contains("has no `bottom_line`"))
    );
    // A problem without a line is a result of its brief. One without a brief is a notification.
    sandbox.write("taken", "");
    let taken = document(&["my briefs/a.yaml", "-f", "json", "-o", "taken", "-q"], 1);
    let location = &taken["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(
        location,
        &serde_json::json!({ "artifactLocation": { "uri": "my%20briefs/a.yaml" } })
    );
    let gone = &document(&["gone"], 1)["runs"][0];
    assert_eq!(
        (
            &gone["results"],
            &gone["invocations"][0]["executionSuccessful"]
        ),
        (&serde_json::json!([]), &false.into())
    );
    let notification = &gone["invocations"][0]["toolExecutionNotifications"][0];
    assert!(
        notification["message"]["text"]
            .as_str()
            .is_some_and(|text| text.contains("`gone` does not exist"))
    );
    let good = document(&["my briefs/a.yaml", "-f", "json", "-q"], 0);
    assert_eq!(good["runs"][0]["results"], serde_json::json!([]));
}

#[cfg(unix)]
#[test]
fn watching_reports_deleted_briefs() {
    let sandbox = Sandbox::new();
    sandbox
        .write("briefs/a.yaml", GOOD)
        .write("briefs/b.yaml", GOOD);
    let mut watch = Watch::start(sandbox, &["-f", "json"]);
    watch.wait_for_message("2 files written", 1);
    remove(&watch.sandbox, "briefs/b.yaml");
    watch.wait_for_message("`output/b.json` is left over", 1);
    assert_eq!(watch.interrupt(), Some(130));
    assert!(watch.sandbox.path("output/b.json").exists());
}
