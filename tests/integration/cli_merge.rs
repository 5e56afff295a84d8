//! Tests of `gen --data`: mail merges.

use std::process::Stdio;

use crate::sandbox::{FinishedRun, Sandbox};

const PATTERN: &str = "title: 'Dear {{ name }}'\ndate: 2026-11-23\nbottom_line: Number {{ id }}.\n";

/// The names of the files below a folder.
fn written(sandbox: &Sandbox, folder: &str) -> Vec<String> {
    let folder = format!("{folder}/");
    sandbox
        .files()
        .into_iter()
        .filter_map(|name| name.strip_prefix(&folder).map(str::to_owned))
        .collect()
}

/// The title of a document.
fn title(sandbox: &Sandbox, name: &str) -> String {
    let document: serde_json::Value =
        serde_json::from_str(&sandbox.read(name)).expect("a document");
    let title = document["meta"]["title"]
        .as_array()
        .expect("inlines")
        .iter();
    title
        .map(|inline| inline["text"].as_str().unwrap_or("|"))
        .collect()
}

/// Runs the program with this standard input.
fn piped(sandbox: &Sandbox, arguments: &[&str], input: &str) -> FinishedRun {
    use std::io::Write;
    let mut command = sandbox.command();
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("gen runs");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(input.as_bytes())
        .expect("it is read");
    FinishedRun(child.wait_with_output().expect("it ends"))
}

/// The first code block of a language in the documentation.
fn block<'a>(text: &'a str, kind: &str) -> &'a str {
    let (_, rest) = text.split_once(&format!("```{kind}\n")).expect("it begins");
    rest.split_once("```").expect("it ends").0
}

#[test]
fn the_example_in_the_documentation_works() {
    let sandbox = Sandbox::new();
    let text = include_str!("../../docs/merge.md");
    sandbox
        .write("welcome.yaml", block(text, "yaml"))
        .write("staff.csv", block(text, "csv"));
    let command = block(text, "sh").trim().trim_start_matches("gen ");
    let (before, name) = command.split_once('\'').expect("a name");
    let (name, after) = name.split_once('\'').expect("its end");
    let arguments: Vec<&str> = before
        .split_whitespace()
        .chain([name])
        .chain(after.split_whitespace())
        .collect();
    sandbox
        .run(&arguments)
        .exits_with(0)
        .reports("4 files written from 2 rows\n");
    for name in written(&sandbox, "output") {
        assert!(text.contains(&format!("`{name}`")), "{name}");
    }
    let first = sandbox.read("output/17 Ann Ó Briain.md");
    for part in [
        "Your \\*\\*old\\*\\* badge",
        "desk in **Dublin** is ready from January\u{a0}4, 2027",
        "Bea Lund meets you",
    ] {
        assert!(first.contains(part), "no `{part}`");
    }
    let second = sandbox.read("output/18 Cem -Jim- Kaya.md");
    assert!(
        !second.contains("badge")
            && !second.contains("meets you")
            && second.contains("February\u{a0}1, 2027")
    );
    // The message for a wrong row is the one in the documentation.
    sandbox.write(
        "staff.csv",
        &format!(
            "{}\n19,,,,,,,\n",
            block(text, "csv").lines().next().expect("a header")
        ),
    );
    sandbox.write(
        "welcome.yaml",
        &block(text, "yaml").replace("Welcome, {{ name }}", "{{ name }}"),
    );
    sandbox
        .run(&["welcome.yaml", "--data", "staff.csv", "-f", "json"])
        .exits_with(1)
        .reports("staff.csv:2: `title` is empty");
}

#[test]
fn a_bad_row_does_not_affect_the_others() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "p.yaml",
        &format!("{PATTERN}points: [{{headline: H, priority: '{{{{ id }}}}'}}]\n"),
    );
    sandbox.write(
        "rows.csv",
        "id,name\n1,**Ann**\n2\n9,Cem\n3,\"Dan\nEve\"\n4,{{ id }}\n",
    );
    let finished = sandbox
        .run(&["p.yaml", "--data", "rows.csv", "-f", "json"])
        .exits_with(1)
        .prints_nothing();
    let finished = finished
        .reports("rows.csv:3:1")
        .reports("1 value for 2 columns")
        .reports("p.yaml:4:34");
    finished
        .reports("rows.csv:4: `priority` must be from 1 to 5")
        .reports("3 files written from 5 rows, 2 rows failed");
    assert_eq!(
        written(&sandbox, "output"),
        ["p-1.json", "p-4.json", "p-5.json"]
    );
    assert_eq!(title(&sandbox, "output/p-1.json"), "Dear **Ann**");
    assert_eq!(title(&sandbox, "output/p-4.json"), "Dear Dan|Eve");
    assert_eq!(title(&sandbox, "output/p-5.json"), "Dear {{ id }}");
    assert!(!sandbox.path("output/manifest.json").exists());
}

#[test]
fn problems_are_reported_in_every_format() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "p.yaml",
        &format!("{PATTERN}ask: {{text: Go, by: '{{{{ by }}}}'}}\n"),
    );
    sandbox.write("r.csv", "id,name,by\n1,Ann,soon\n2,Bob\n");
    let run = |format| {
        sandbox
            .run(&[
                "p.yaml",
                "--data",
                "r.csv",
                "-f",
                "json",
                "--message-format",
                format,
            ])
            .exits_with(1)
    };
    let short = run("short").stderr();
    let lines: Vec<&str> = short.lines().collect();
    assert!(
        lines[0].starts_with("p.yaml:4:21: error: r.csv:2: `soon` is not a date"),
        "{short}"
    );
    assert!(
        lines[1].starts_with("r.csv:3:1: error: 2 values for 3 columns"),
        "{short}"
    );
    let lines: Vec<serde_json::Value> = run("json")
        .stderr()
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(
        (&lines[0]["place"]["file"], &lines[0]["place"]["line"]),
        (&"p.yaml".into(), &4.into())
    );
    assert_eq!(
        (&lines[1]["place"]["file"], &lines[1]["place"]["line"]),
        (&"r.csv".into(), &3.into())
    );
    run("github")
        .reports("::error file=p.yaml,line=4,col=21::r.csv:2: `soon`")
        .reports("::error file=r.csv,line=3,col=1::2 v");
    let sarif: serde_json::Value =
        serde_json::from_str(&run("sarif").stderr()).expect("one document");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let uris: Vec<_> = results
        .iter()
        .map(|it| &it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        .collect();
    assert_eq!(uris, ["p.yaml", "r.csv"]);
}

#[test]
fn problems_of_the_pattern_are_reported_once_and_first() {
    let sandbox = Sandbox::new();
    sandbox.write("r.csv", "id,name\n1,Ann\n2,Bob\n");
    let run = |pattern: &str| {
        let finished = sandbox
            .write("p.yaml", pattern)
            .run(&["p.yaml", "--data", "r.csv", "-f", "json"])
            .exits_with(1);
        assert_eq!(
            finished.stderr().matches("error").count(),
            1,
            "{}",
            finished.stderr()
        );
        assert!(!sandbox.path("output").exists());
        finished
    };
    run(&PATTERN.replace("name", "nmae"))
        .reports("unknown column `nmae`")
        .reports("did you mean `name`?")
        .reports("p.yaml:1:17");
    run(&PATTERN.replace("'Dear {{ name }}'", "{{ name }}"))
        .reports("a text with `{{ … }}` needs quotation marks");
    run(&format!("{PATTERN}point: []\n")).reports("did you mean `points`?");
    run("title: '{{ name }}'\ndate: 2026-11-23\n").reports("has no `bottom_line`");
    sandbox.write("p.yaml", "title: T\ndate: 2026-11-23\nbottom_line: B\n");
    sandbox
        .run(&["p.yaml", "--data", "r.csv", "-f", "json"])
        .exits_with(0)
        .reports("holds no `{{ column }}`")
        .reports("1 warning");
    sandbox
        .run(&["p.yaml", "--data", "r.csv", "-f", "json", "--strict"])
        .exits_with(1);
    // Defaults of the project may provide a required key, and are not a pattern.
    sandbox
        .write("gen.yaml", "bottom_line: '{{ id }}'\n")
        .write("p.yaml", "title: '{{ name }}'\ndate: 2026-11-23\n");
    sandbox
        .run(&["p.yaml", "--data", "r.csv", "-f", "json"])
        .exits_with(0);
    assert!(sandbox.read("output/p-2.json").contains("{{ id }}"));
}

#[test]
fn without_data_braces_are_text() {
    let sandbox = Sandbox::new();
    sandbox
        .write("p.yaml", PATTERN)
        .run(&["p.yaml", "-f", "json"])
        .exits_with(0);
    assert_eq!(title(&sandbox, "output/p.json"), "Dear {{ name }}");
}

#[test]
fn rows_name_their_files() {
    let sandbox = Sandbox::new();
    sandbox.write("p.yaml", PATTERN).write(
        "r.csv",
        "id,name\n1,A/../b\n2,c:d.\n3,A-..-B\n4,\n5,con\n6,c-d\n7,B\n",
    );
    let arguments = [
        "p.yaml",
        "--data",
        "r.csv",
        "-f",
        "json,md",
        "-o",
        "out",
        "--name",
        "{{ name }}",
    ];
    let finished = sandbox.run(&arguments).exits_with(1);
    let finished =
        finished.reports("`r.csv:2` and `r.csv:4` would both write files named `A----B`");
    let finished = finished
        .reports("r.csv:5: the name is empty")
        .reports("`r.csv:3` and `r.csv:7` would both write files named `c-d`");
    finished.reports("8 files written from 7 rows, 3 rows failed");
    let stems = ["A----b", "B", "c-d", "con_"]
        .map(|stem| [format!("{stem}.json"), format!("{stem}.md")])
        .concat();
    assert_eq!(written(&sandbox, "out"), stems);
    assert_eq!(title(&sandbox, "out/A----b.json"), "Dear A/../b");
    // Only formats with a file per page can conflict with a second page.
    sandbox.write("r.csv", "id,name\n1,a\n2,a-2\n3,a-x\n");
    let pages = [
        "p.yaml",
        "--data",
        "r.csv",
        "-f",
        "png",
        "--scale",
        "0.1",
        "-o",
        "png",
        "--name",
        "{{ name }}",
    ];
    sandbox
        .run(&pages)
        .exits_with(1)
        .reports("`r.csv:2` and `r.csv:3` would both write files named `a-2`")
        .reports("2 files");
    sandbox
        .run(&[
            "p.yaml",
            "--data",
            "r.csv",
            "-f",
            "md",
            "-o",
            "md",
            "--name",
            "{{ name }}",
        ])
        .exits_with(0)
        .reports("3 files");
}

#[test]
fn documents_of_briefs_are_not_overwritten() {
    let sandbox = Sandbox::new();
    sandbox
        .write("p.yaml", PATTERN)
        .write("briefs/b.yaml", crate::sandbox::GOOD)
        .write("r.csv", "id,name\n1,a\n2,b\n");
    sandbox.run(&["-f", "json"]).exits_with(0);
    let finished = sandbox
        .run(&[
            "p.yaml",
            "--data",
            "r.csv",
            "-f",
            "json",
            "--name",
            "{{ name }}",
        ])
        .exits_with(1);
    finished
        .reports("r.csv:3")
        .reports("`output/b.json` is recorded as a document of `briefs/b.yaml`")
        .reports("1 row failed");
    assert_eq!(title(&sandbox, "output/b.json"), "A good brief");
    assert_eq!(title(&sandbox, "output/a.json"), "Dear a");
    sandbox
        .run(&["-f", "json", "--prune"])
        .exits_with(0)
        .reports("1 up to date");
    assert_eq!(
        written(&sandbox, "output"),
        ["a.json", "b.json", "manifest.json"]
    );
}

#[test]
fn data_can_have_several_formats() {
    let sandbox = Sandbox::new();
    sandbox.write("p.yaml", PATTERN);
    let lines =
        "{\"id\": 1, \"name\": \"Ann\"}\n\n{\"id\": 71.20, \"name\": \"Bob\"}\n{\"id\": 3}\n";
    sandbox
        .write("r.jsonl", lines)
        .write("r.tsv", "id\tname\n1\tAnn, B\n")
        .write("semi.csv", "id;name\n1;Ann, B\n");
    let finished = sandbox
        .run(&["p.yaml", "--data", "r.jsonl", "-f", "json", "-o", "lines"])
        .exits_with(1);
    finished
        .reports("r.jsonl:4: unknown column `name`")
        .reports("the columns are: id")
        .reports("2 files written from 3 rows");
    assert!(sandbox.read("lines/p-2.json").contains("Number 71.20."));
    for file in ["r.tsv", "semi.csv"] {
        sandbox
            .run(&[
                "p.yaml",
                "--data",
                file,
                "-f",
                "json",
                "-o",
                file.trim_end_matches("sv"),
            ])
            .exits_with(0);
        assert_eq!(
            title(
                &sandbox,
                &format!("{}/p-1.json", file.trim_end_matches("sv"))
            ),
            "Dear Ann, B"
        );
    }
    piped(
        &sandbox,
        &["p.yaml", "--data", "-", "-f", "json", "-o", "in"],
        lines,
    )
    .exits_with(1)
    .reports("stdin:4: unknown column");
    piped(
        &sandbox,
        &["p.yaml", "--data", "-", "-f", "json", "-o", "csv"],
        "\u{feff}id,name\n1,Ann\n",
    )
    .exits_with(0);
    assert_eq!(title(&sandbox, "csv/p-1.json"), "Dear Ann");
    piped(
        &sandbox,
        &["-", "--data", "r.tsv", "-f", "json", "-o", "std"],
        PATTERN,
    )
    .exits_with(0);
    assert_eq!(written(&sandbox, "std"), ["stdin-1.json"]);
    sandbox
        .write("empty.csv", "")
        .run(&["p.yaml", "--data", "empty.csv"])
        .exits_with(1)
        .reports("`empty.csv` is empty");
    sandbox
        .write("none.csv", "id,name\n")
        .run(&["p.yaml", "--data", "none.csv"])
        .exits_with(0)
        .reports("0 files written from 0 rows");
    sandbox
        .run(&["p.yaml", "--data", "gone.csv"])
        .exits_with(1)
        .reports("cannot read `gone.csv`");
    sandbox
        .run(&["p.yaml", "--data", "."])
        .exits_with(1)
        .reports("cannot read");
}

#[test]
fn options_that_conflict_with_data_are_wrong_usage() {
    let sandbox = Sandbox::new();
    sandbox
        .write("p.yaml", PATTERN)
        .write("q.yaml", PATTERN)
        .write("briefs/a.yaml", PATTERN);
    sandbox.write("r.csv", "id,name\n1,Ann\n");
    for (arguments, part) in [
        (&["--data", "r.csv"][..], "takes one brief"),
        (&["p.yaml", "q.yaml", "--data", "r.csv"], "takes one brief"),
        (&["briefs", "--data", "r.csv"], "not a folder"),
        (&["-", "--data", "-"], "not both"),
        (
            &["p.yaml", "--data", "r.csv", "-f", "md", "-o", "-"],
            "standard output takes one document",
        ),
        (&["p.yaml", "--data", "r.csv", "--prune"], "--prune"),
        (
            &["p.yaml", "--data", "r.csv", "--attach-source"],
            "--attach-source",
        ),
        (&["p.yaml", "--name", "{{ id }}"], "--data"),
        (&["watch", "p.yaml", "--data", "r.csv"], "cannot be watched"),
    ] {
        sandbox.run(arguments).exits_with(2).reports(part);
    }
    sandbox
        .run(&["p.yaml", "--data", "r.csv", "-f", "md", "-o", "one.md"])
        .exits_with(1)
        .reports("name a folder");
    sandbox
        .write("gen.yaml", "attach_source: true\n")
        .run(&["p.yaml", "--data", "r.csv"])
        .exits_with(1)
        .reports("attach_source");
}

#[test]
fn rows_can_be_checked_compared_and_partitioned() {
    let sandbox = Sandbox::new();
    let rows: String = (1..=40).map(|id| format!("{id},Name {id}\n")).collect();
    sandbox
        .write("p.yaml", PATTERN)
        .write("r.csv", &format!("id,name\n{rows}"));
    let data = ["p.yaml", "--data", "r.csv", "-f", "json"];
    let run = |more: &[&str]| sandbox.run(&[&data[..], more].concat());
    sandbox
        .run(&[&["check"], &data[..]].concat())
        .exits_with(0)
        .reports("40 files checked from 40 rows");
    run(&["--check"])
        .exits_with(1)
        .reports("`output/p-1.json` is missing")
        .reports("40 rows failed");
    assert!(!sandbox.path("output").exists());
    let name = ["--name", "n{{ id }}"];
    let mut total = 0;
    for (part, folder) in [("1/3", "a"), ("2/3", "b"), ("3/3", "c")] {
        run(&[&["--partition", part, "-o", folder], &name[..]].concat()).exits_with(0);
        let written_files = written(&sandbox, folder).len();
        assert!((1..40).contains(&written_files), "{written_files}");
        total += written_files;
    }
    assert_eq!(total, 40);
    run(&[])
        .exits_with(0)
        .reports("40 files written from 40 rows");
    run(&["--check"])
        .exits_with(0)
        .reports("40 files as they would be written");
    sandbox.write("output/p-7.json", "");
    run(&["--check"])
        .exits_with(1)
        .reports("r.csv:8:1")
        .reports("`output/p-7.json` is out of date")
        .reports("1 row failed");
    // Equal input gives equal bytes, with one thread and with several.
    run(&["-j", "1", "-o", "one"]).exits_with(0);
    run(&["-j", "3", "-o", "three"]).exits_with(0);
    for name in written(&sandbox, "one") {
        assert_eq!(
            sandbox.read(&format!("one/{name}")),
            sandbox.read(&format!("three/{name}"))
        );
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_between_documents() {
    let sandbox = Sandbox::new();
    let rows: String = (1..=100_000).map(|id| format!("{id},Name\n")).collect();
    sandbox
        .write("p.yaml", PATTERN)
        .write("r.csv", &format!("id,name\n{rows}"));
    let mut command = sandbox.command();
    command
        .args(["p.yaml", "--data", "r.csv", "-f", "json"])
        .stderr(Stdio::null());
    let mut child = command.spawn().expect("gen runs");
    while !sandbox.path("output/p-9.json").is_file() {
        assert!(
            child.try_wait().expect("it can be asked").is_none(),
            "it ended before it wrote anything"
        );
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let killed = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(killed.expect("kill runs").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    let names = written(&sandbox, "output");
    assert!(names.len() < 100_000 && names.iter().all(|name| name.ends_with(".json")));
    for name in &names {
        assert_eq!(title(&sandbox, &format!("output/{name}")), "Dear Name");
    }
}
