//! Others, given the same texts, where they are installed.
//!
//! Typst's Python bindings (`pip install typst`) lay out a page much like ours. docxtemplater (`npm
//! install docxtemplater pizzip`, and `NODE_PATH` names the folder `node_modules`) fills a note of
//! ours whose texts are places to fill.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_yaml::Value;

use super::{ONE_PAGE, Run, each_text, make_distinct, program, run, silent};

/// Documents at most: others take longer.
const MOST: usize = 200;

/// The fonts of our page.
const FONTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/source-sans-3");

/// Documents of a processor-second, ours and theirs.
pub fn table(folder: &Path, count: usize) {
    let count = count.min(MOST);
    println!(
        "\n{:<34}{:>24}",
        format!("{count} briefs of one page"),
        "documents/processor s"
    );
    let row = |name: &str, run: Option<Run>| match run {
        Some(run) => println!(
            "{name:<34}{:>24.0}",
            count as f64 / run.processor.unwrap_or(run.clock).as_secs_f64()
        ),
        None => println!("{name:<34}{:>24}", "not installed"),
    };
    let folder = folder.join("others");
    let [briefs, out] = ["briefs", "out"].map(|name| folder.join(name));
    [&folder, &briefs, &out]
        .into_iter()
        .for_each(|folder| std::fs::create_dir(folder).expect("a folder"));
    let [texts, data] = write_texts(&folder, &briefs, count);
    let own = |format: &str| {
        let mut command = program(&out);
        command
            .args(["--jobs", "1", "--format", format])
            .arg(&briefs);
        Some(run(command))
    };
    let other = |program: &str, test: &[&str], arguments: [&Path; 4]| {
        let is_there = silent(Command::new(program))
            .args(test)
            .status()
            .is_ok_and(|status| status.success());
        let mut command = silent(Command::new(program));
        command.args(arguments);
        is_there.then(|| run(command))
    };
    let here = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/render"));
    row("gen, PDF", own("pdf"));
    let typst = here.join("typst-python.py");
    row(
        "Typst from Python, PDF",
        other(
            "python3",
            &["-c", "import typst"],
            [&typst, Path::new(FONTS), &texts, &out],
        ),
    );
    row("gen, Word", own("docx"));
    let (docxtemplater, template) = (here.join("docxtemplater.cjs"), write_template(&folder));
    let test = ["-e", "require('docxtemplater'); require('pizzip')"];
    row(
        "docxtemplater, Word",
        other("node", &test, [&docxtemplater, &template, &data, &out]),
    );
}

/// Writes distinct briefs to a folder, and gives two files that have a line of JSON for each: the
/// brief, and its texts by the places that they fill.
fn write_texts(folder: &Path, briefs: &Path, count: usize) -> [PathBuf; 2] {
    let (mut texts, mut data) = (String::new(), String::new());
    for number in 0..count {
        let mut brief: Value = serde_yaml::from_str(ONE_PAGE).expect("a brief");
        make_distinct(&mut brief, number);
        let text = serde_yaml::to_string(&brief).expect("a brief as text");
        std::fs::write(briefs.join(format!("{number}.yaml")), text).expect("a brief to render");
        texts += &format!(
            "{}\n",
            serde_json::to_string(&brief).expect("a brief as JSON")
        );
        let mut places = BTreeMap::new();
        each_text(&mut brief, &mut |text| {
            drop(places.insert(place(places.len()), text.clone()))
        });
        data += &format!(
            "{}\n",
            serde_json::to_string(&places).expect("data as JSON")
        );
    }
    [("briefs.jsonl", texts), ("data.jsonl", data)].map(|(name, lines)| {
        let file = folder.join(name);
        std::fs::write(&file, lines).expect("texts for others");
        file
    })
}

/// Writes a note of ours whose texts are places to fill.
fn write_template(folder: &Path) -> PathBuf {
    let mut brief: Value = serde_yaml::from_str(ONE_PAGE).expect("a brief");
    let mut places = (0..).map(place);
    each_text(&mut brief, &mut |text| {
        *text = places
            .next()
            .map(|it| format!("{{{it}}}"))
            .unwrap_or_default()
    });
    let file = folder.join("template.yaml");
    std::fs::write(
        &file,
        serde_yaml::to_string(&brief).expect("a brief as text"),
    )
    .expect("a brief to render");
    let mut command = program(folder);
    command.args(["--format", "docx"]).arg(&file);
    run(command);
    folder.join("template.docx")
}

/// The name of a place.
fn place(number: usize) -> String {
    format!("text{number}")
}
