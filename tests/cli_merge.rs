//! `gen --data`: rows of data to documents, as a user of the command meets them.

#[path = "common/place.rs"]
mod place;

use std::process::Stdio;

use place::{Place, Ran};

const PATTERN: &str = "title: 'Dear {{ name }}'\ndate: 2026-11-23\nbottom_line: Number {{ id }}.\n";

/// The names of the files below a folder.
fn written(place: &Place, folder: &str) -> Vec<String> {
    let folder = format!("{folder}/");
    place
        .files()
        .into_iter()
        .filter_map(|name| name.strip_prefix(&folder).map(str::to_owned))
        .collect()
}

/// The title of a document.
fn title(place: &Place, name: &str) -> String {
    let document: serde_json::Value = serde_json::from_str(&place.read(name)).expect("a document");
    let title = document["meta"]["title"]
        .as_array()
        .expect("inlines")
        .iter();
    title
        .map(|inline| inline["text"].as_str().unwrap_or("|"))
        .collect()
}

/// Runs with something on standard input.
fn piped(place: &Place, arguments: &[&str], input: &str) -> Ran {
    use std::io::Write;
    let mut command = place.command();
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
    Ran(child.wait_with_output().expect("it ends"))
}

/// The first block of a kind in the documentation.
fn block<'a>(text: &'a str, kind: &str) -> &'a str {
    let (_, rest) = text.split_once(&format!("```{kind}\n")).expect("it begins");
    rest.split_once("```").expect("it ends").0
}

#[test]
fn the_documented_example_is_true() {
    let place = Place::new();
    let text = include_str!("../docs/merge.md");
    place
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
    place
        .run(&arguments)
        .ends(0)
        .tells("4 files written from 2 rows\n");
    for name in written(&place, "output") {
        assert!(text.contains(&format!("`{name}`")), "{name}");
    }
    let first = place.read("output/17 Ann Ó Briain.md");
    for part in [
        "Your \\*\\*old\\*\\* badge",
        "desk in **Dublin** is ready from January 4, 2027",
        "Bea Lund meets you",
    ] {
        assert!(first.contains(part), "no `{part}`");
    }
    let second = place.read("output/18 Cem -Jim- Kaya.md");
    assert!(
        !second.contains("badge")
            && !second.contains("meets you")
            && second.contains("February 1, 2027")
    );
    // What the documentation shows of a row that is wrong.
    place.write(
        "staff.csv",
        &format!(
            "{}\n19,,,,,,,\n",
            block(text, "csv").lines().next().expect("a header")
        ),
    );
    place.write(
        "welcome.yaml",
        &block(text, "yaml").replace("Welcome, {{ name }}", "{{ name }}"),
    );
    place
        .run(&["welcome.yaml", "--data", "staff.csv", "-f", "json"])
        .ends(1)
        .tells("staff.csv:2: `title` is empty");
}

#[test]
fn a_bad_row_leaves_the_others() {
    let place = Place::new();
    place.write(
        "p.yaml",
        &format!("{PATTERN}points: [{{headline: H, priority: '{{{{ id }}}}'}}]\n"),
    );
    place.write(
        "rows.csv",
        "id,name\n1,**Ann**\n2\n9,Cem\n3,\"Dan\nEve\"\n4,{{ id }}\n",
    );
    let ran = place
        .run(&["p.yaml", "--data", "rows.csv", "-f", "json"])
        .ends(1)
        .prints_nothing();
    let ran = ran
        .tells("rows.csv:3:1")
        .tells("1 value for 2 columns")
        .tells("p.yaml:4:34");
    ran.tells("rows.csv:4: `priority` must be from 1 to 5")
        .tells("3 files written from 5 rows, 2 rows failed");
    assert_eq!(
        written(&place, "output"),
        ["p-1.json", "p-4.json", "p-5.json"]
    );
    assert_eq!(title(&place, "output/p-1.json"), "Dear **Ann**");
    assert_eq!(title(&place, "output/p-4.json"), "Dear Dan|Eve");
    assert_eq!(title(&place, "output/p-5.json"), "Dear {{ id }}");
    assert!(!place.path("output/manifest.json").exists());
}

#[test]
fn problems_are_told_to_programs_too() {
    let place = Place::new();
    place.write(
        "p.yaml",
        &format!("{PATTERN}ask: {{text: Go, by: '{{{{ by }}}}'}}\n"),
    );
    place.write("r.csv", "id,name,by\n1,Ann,soon\n2,Bob\n");
    let run = |format| {
        place
            .run(&[
                "p.yaml",
                "--data",
                "r.csv",
                "-f",
                "json",
                "--message-format",
                format,
            ])
            .ends(1)
    };
    let short = run("short").told();
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
        .told()
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
        .tells("::error file=p.yaml,line=4,col=21::r.csv:2: `soon`")
        .tells("::error file=r.csv,line=3,col=1::2 v");
    let sarif: serde_json::Value =
        serde_json::from_str(&run("sarif").told()).expect("one document");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let uris: Vec<_> = results
        .iter()
        .map(|it| &it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        .collect();
    assert_eq!(uris, ["p.yaml", "r.csv"]);
}

#[test]
fn what_is_wrong_with_the_pattern_is_told_once_and_first() {
    let place = Place::new();
    place.write("r.csv", "id,name\n1,Ann\n2,Bob\n");
    let run = |pattern: &str| {
        let ran = place
            .write("p.yaml", pattern)
            .run(&["p.yaml", "--data", "r.csv", "-f", "json"])
            .ends(1);
        assert_eq!(ran.told().matches("error").count(), 1, "{}", ran.told());
        assert!(!place.path("output").exists());
        ran
    };
    run(&PATTERN.replace("name", "nmae"))
        .tells("unknown column `nmae`")
        .tells("did you mean `name`?")
        .tells("p.yaml:1:17");
    run(&PATTERN.replace("'Dear {{ name }}'", "{{ name }}"))
        .tells("a text with `{{ … }}` needs quotation marks");
    run(&format!("{PATTERN}point: []\n")).tells("did you mean `points`?");
    run("title: '{{ name }}'\ndate: 2026-11-23\n").tells("has no `bottom_line`");
    place.write("p.yaml", "title: T\ndate: 2026-11-23\nbottom_line: B\n");
    place
        .run(&["p.yaml", "--data", "r.csv", "-f", "json"])
        .ends(0)
        .tells("holds no `{{ column }}`")
        .tells("1 warning");
    place
        .run(&["p.yaml", "--data", "r.csv", "-f", "json", "--strict"])
        .ends(1);
    // A project's defaults may have what is required, and texts of its own stay as they are.
    place
        .write("gen.yaml", "bottom_line: '{{ id }}'\n")
        .write("p.yaml", "title: '{{ name }}'\ndate: 2026-11-23\n");
    place
        .run(&["p.yaml", "--data", "r.csv", "-f", "json"])
        .ends(0);
    assert!(place.read("output/p-2.json").contains("{{ id }}"));
}

#[test]
fn without_data_braces_are_a_text() {
    let place = Place::new();
    place
        .write("p.yaml", PATTERN)
        .run(&["p.yaml", "-f", "json"])
        .ends(0);
    assert_eq!(title(&place, "output/p.json"), "Dear {{ name }}");
}

#[test]
fn rows_name_their_files() {
    let place = Place::new();
    place.write("p.yaml", PATTERN).write(
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
    let ran = place.run(&arguments).ends(1);
    let ran = ran.tells("`r.csv:2` and `r.csv:4` would both write files named `A----B`");
    let ran = ran
        .tells("r.csv:5: the name is empty")
        .tells("`r.csv:3` and `r.csv:7` would both write files named `c-d`");
    ran.tells("8 files written from 7 rows, 3 rows failed");
    let stems = ["A----b", "B", "c-d", "con_"]
        .map(|stem| [format!("{stem}.json"), format!("{stem}.md")])
        .concat();
    assert_eq!(written(&place, "out"), stems);
    assert_eq!(title(&place, "out/A----b.json"), "Dear A/../b");
    // Only documents with a file for each page can have the second page's name.
    place.write("r.csv", "id,name\n1,a\n2,a-2\n3,a-x\n");
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
    place
        .run(&pages)
        .ends(1)
        .tells("`r.csv:2` and `r.csv:3` would both write files named `a-2`")
        .tells("2 files");
    place
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
        .ends(0)
        .tells("3 files");
}

#[test]
fn documents_of_briefs_are_not_overwritten() {
    let place = Place::new();
    place
        .write("p.yaml", PATTERN)
        .write("briefs/b.yaml", place::GOOD)
        .write("r.csv", "id,name\n1,a\n2,b\n");
    place.run(&["-f", "json"]).ends(0);
    let ran = place
        .run(&[
            "p.yaml",
            "--data",
            "r.csv",
            "-f",
            "json",
            "--name",
            "{{ name }}",
        ])
        .ends(1);
    ran.tells("r.csv:3")
        .tells("`output/b.json` is recorded as a document of `briefs/b.yaml`")
        .tells("1 row failed");
    assert_eq!(title(&place, "output/b.json"), "A good brief");
    assert_eq!(title(&place, "output/a.json"), "Dear a");
    place
        .run(&["-f", "json", "--prune"])
        .ends(0)
        .tells("1 up to date");
    assert_eq!(
        written(&place, "output"),
        ["a.json", "b.json", "manifest.json"]
    );
}

#[test]
fn data_come_in_several_shapes() {
    let place = Place::new();
    place.write("p.yaml", PATTERN);
    let lines =
        "{\"id\": 1, \"name\": \"Ann\"}\n\n{\"id\": 71.20, \"name\": \"Bob\"}\n{\"id\": 3}\n";
    place
        .write("r.jsonl", lines)
        .write("r.tsv", "id\tname\n1\tAnn, B\n")
        .write("semi.csv", "id;name\n1;Ann, B\n");
    let ran = place
        .run(&["p.yaml", "--data", "r.jsonl", "-f", "json", "-o", "lines"])
        .ends(1);
    ran.tells("r.jsonl:4: unknown column `name`")
        .tells("the columns are: id")
        .tells("2 files written from 3 rows");
    assert!(place.read("lines/p-2.json").contains("Number 71.20."));
    for file in ["r.tsv", "semi.csv"] {
        place
            .run(&[
                "p.yaml",
                "--data",
                file,
                "-f",
                "json",
                "-o",
                file.trim_end_matches("sv"),
            ])
            .ends(0);
        assert_eq!(
            title(&place, &format!("{}/p-1.json", file.trim_end_matches("sv"))),
            "Dear Ann, B"
        );
    }
    piped(
        &place,
        &["p.yaml", "--data", "-", "-f", "json", "-o", "in"],
        lines,
    )
    .ends(1)
    .tells("stdin:4: unknown column");
    piped(
        &place,
        &["p.yaml", "--data", "-", "-f", "json", "-o", "csv"],
        "\u{feff}id,name\n1,Ann\n",
    )
    .ends(0);
    assert_eq!(title(&place, "csv/p-1.json"), "Dear Ann");
    piped(
        &place,
        &["-", "--data", "r.tsv", "-f", "json", "-o", "std"],
        PATTERN,
    )
    .ends(0);
    assert_eq!(written(&place, "std"), ["stdin-1.json"]);
    place
        .write("empty.csv", "")
        .run(&["p.yaml", "--data", "empty.csv"])
        .ends(1)
        .tells("`empty.csv` is empty");
    place
        .write("none.csv", "id,name\n")
        .run(&["p.yaml", "--data", "none.csv"])
        .ends(0)
        .tells("0 files written from 0 rows");
    place
        .run(&["p.yaml", "--data", "gone.csv"])
        .ends(1)
        .tells("cannot read `gone.csv`");
    place
        .run(&["p.yaml", "--data", "."])
        .ends(1)
        .tells("cannot read");
}

#[test]
fn what_does_not_go_with_rows_is_wrong_usage() {
    let place = Place::new();
    place
        .write("p.yaml", PATTERN)
        .write("q.yaml", PATTERN)
        .write("briefs/a.yaml", PATTERN);
    place.write("r.csv", "id,name\n1,Ann\n");
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
        place.run(arguments).ends(2).tells(part);
    }
    place
        .run(&["p.yaml", "--data", "r.csv", "-f", "md", "-o", "one.md"])
        .ends(1)
        .tells("name a folder");
    place
        .write("gen.yaml", "attach_source: true\n")
        .run(&["p.yaml", "--data", "r.csv"])
        .ends(1)
        .tells("attach_source");
}

#[test]
fn rows_can_be_checked_compared_and_parted() {
    let place = Place::new();
    let rows: String = (1..=40).map(|id| format!("{id},Name {id}\n")).collect();
    place
        .write("p.yaml", PATTERN)
        .write("r.csv", &format!("id,name\n{rows}"));
    let data = ["p.yaml", "--data", "r.csv", "-f", "json"];
    let run = |more: &[&str]| place.run(&[&data[..], more].concat());
    place
        .run(&[&["check"], &data[..]].concat())
        .ends(0)
        .tells("40 files checked from 40 rows");
    run(&["--check"])
        .ends(1)
        .tells("`output/p-1.json` is missing")
        .tells("40 rows failed");
    assert!(!place.path("output").exists());
    let name = ["--name", "n{{ id }}"];
    let mut all = 0;
    for (part, folder) in [("1/3", "a"), ("2/3", "b"), ("3/3", "c")] {
        run(&[&["--partition", part, "-o", folder], &name[..]].concat()).ends(0);
        let some = written(&place, folder).len();
        assert!((1..40).contains(&some), "{some}");
        all += some;
    }
    assert_eq!(all, 40);
    run(&[]).ends(0).tells("40 files written from 40 rows");
    run(&["--check"])
        .ends(0)
        .tells("40 files as they would be written");
    place.write("output/p-7.json", "");
    run(&["--check"])
        .ends(1)
        .tells("r.csv:8:1")
        .tells("`output/p-7.json` is out of date")
        .tells("1 row failed");
    // Equal input gives equal bytes, on one thread and on several.
    run(&["-j", "1", "-o", "one"]).ends(0);
    run(&["-j", "3", "-o", "three"]).ends(0);
    for name in written(&place, "one") {
        assert_eq!(
            place.read(&format!("one/{name}")),
            place.read(&format!("three/{name}"))
        );
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_between_documents() {
    let place = Place::new();
    let rows: String = (1..=100_000).map(|id| format!("{id},Name\n")).collect();
    place
        .write("p.yaml", PATTERN)
        .write("r.csv", &format!("id,name\n{rows}"));
    let mut command = place.command();
    command
        .args(["p.yaml", "--data", "r.csv", "-f", "json"])
        .stderr(Stdio::null());
    let mut child = command.spawn().expect("gen runs");
    while !place.path("output/p-9.json").is_file() {
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
    let names = written(&place, "output");
    assert!(names.len() < 100_000 && names.iter().all(|name| name.ends_with(".json")));
    for name in &names {
        assert_eq!(title(&place, &format!("output/{name}")), "Dear Name");
    }
}
