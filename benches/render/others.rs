//! Compares `gen` with other programs that render the same texts, if they are installed.
//!
//! Typst's Python bindings (`pip install typst`) lay out a page like that of `gen`. docxtemplater
//! (`npm install docxtemplater pizzip`, with `NODE_PATH` set to the folder `node_modules`) fills a
//! note made by `gen`, in which every text is a field.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_yaml::Value;

use super::{
    ONE_PAGE, ProcessCost, each_text, gen_command, make_distinct, measure_process, without_output,
};

/// The largest number of documents, since the other programs are slower.
const MAX_DOCUMENTS: usize = 200;

/// The fonts of the one-pager.
const FONTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/source-sans-3");

/// Prints the number of documents in a second of processor time for each program.
pub fn print_table(folder: &Path, count: usize) {
    let count = count.min(MAX_DOCUMENTS);
    println!(
        "\n{:<34}{:>24}",
        format!("{count} briefs of one page"),
        "documents/processor s"
    );
    let print_row = |name: &str, cost: Option<ProcessCost>| match cost {
        Some(cost) => println!(
            "{name:<34}{:>24.0}",
            count as f64 / cost.processor.unwrap_or(cost.clock).as_secs_f64()
        ),
        None => println!("{name:<34}{:>24}", "not installed"),
    };
    let folder = folder.join("others");
    let [briefs, out] = ["briefs", "out"].map(|name| folder.join(name));
    [&folder, &briefs, &out]
        .into_iter()
        .for_each(|folder| std::fs::create_dir(folder).expect("a folder"));
    let [texts, data] = write_texts(&folder, &briefs, count);
    let measure_gen = |format: &str| {
        let mut command = gen_command(&out);
        command
            .args(["--jobs", "1", "--format", format])
            .arg(&briefs);
        Some(measure_process(command))
    };
    let measure_other = |program: &str, test: &[&str], arguments: [&Path; 4]| {
        let is_installed = without_output(Command::new(program))
            .args(test)
            .status()
            .is_ok_and(|status| status.success());
        let mut command = without_output(Command::new(program));
        command.args(arguments);
        is_installed.then(|| measure_process(command))
    };
    let scripts = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/render"));
    print_row("gen, PDF", measure_gen("pdf"));
    let typst = scripts.join("typst-python.py");
    print_row(
        "Typst from Python, PDF",
        measure_other(
            "python3",
            &["-c", "import typst"],
            [&typst, Path::new(FONTS), &texts, &out],
        ),
    );
    print_row("gen, Word", measure_gen("docx"));
    let (docxtemplater, template) = (scripts.join("docxtemplater.cjs"), write_template(&folder));
    let test = ["-e", "require('docxtemplater'); require('pizzip')"];
    print_row(
        "docxtemplater, Word",
        measure_other("node", &test, [&docxtemplater, &template, &data, &out]),
    );
}

/// Writes distinct briefs to a folder. Returns two files with a line of JSON for each brief: the
/// brief itself, and its texts by the names of the fields that they fill.
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
        let mut fields = BTreeMap::new();
        each_text(&mut brief, &mut |text| {
            drop(fields.insert(field_name(fields.len()), text.clone()))
        });
        data += &format!(
            "{}\n",
            serde_json::to_string(&fields).expect("data as JSON")
        );
    }
    [("briefs.jsonl", texts), ("data.jsonl", data)].map(|(name, lines)| {
        let file = folder.join(name);
        std::fs::write(&file, lines).expect("a file of texts");
        file
    })
}

/// Renders a note in which every text is a field for docxtemplater.
fn write_template(folder: &Path) -> PathBuf {
    let mut brief: Value = serde_yaml::from_str(ONE_PAGE).expect("a brief");
    let mut field_names = (0..).map(field_name);
    each_text(&mut brief, &mut |text| {
        *text = field_names
            .next()
            .map(|name| format!("{{{name}}}"))
            .unwrap_or_default()
    });
    let file = folder.join("template.yaml");
    std::fs::write(
        &file,
        serde_yaml::to_string(&brief).expect("a brief as text"),
    )
    .expect("a brief to render");
    let mut command = gen_command(folder);
    command.args(["--format", "docx"]).arg(&file);
    measure_process(command);
    folder.join("template.docx")
}

fn field_name(number: usize) -> String {
    format!("text{number}")
}
