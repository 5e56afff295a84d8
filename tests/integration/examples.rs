//! Runs the code of the examples and checks its results.

#![allow(dead_code)] // their `main` functions are not called here

#[path = "../../examples/batch.rs"]
mod batch;
#[path = "../../examples/own_backend.rs"]
mod own_backend;
#[path = "../../examples/read_document_json.rs"]
mod read_document_json;
#[path = "../../examples/render_one.rs"]
mod render_one;
#[path = "../../examples/rows_to_bytes.rs"]
mod rows_to_bytes;

const GOOD: &str = "title: A good brief\ndate: 2026-11-23\nbottom_line: All is well.\n\
                    points: [{headline: It works.}]\n";

#[test]
fn one_brief_becomes_a_pdf() {
    let (bytes, warnings) = render_one::render(GOOD).expect("the brief is valid");
    assert!(bytes.starts_with(b"%PDF-") && warnings.is_empty());
    let problems = render_one::render("titel: x\n").expect_err("the brief is wrong");
    assert!(problems.iter().any(|problem| problem.is_error()));
}

#[test]
fn an_invalid_brief_does_not_stop_a_batch() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (briefs, output) = (folder.path().join("briefs"), folder.path().join("output"));
    std::fs::create_dir(&briefs).expect("a folder can be made");
    std::fs::write(briefs.join("good.yaml"), GOOD).expect("a file can be written");
    let succeeds = |briefs: &std::path::Path| {
        batch::render_folder(briefs.to_owned(), output.clone()).expect("the folder can be rendered")
    };
    assert!(succeeds(&briefs));
    std::fs::write(briefs.join("bad.yaml"), "title: [\n").expect("a file can be written");
    assert!(!succeeds(&briefs));
    assert!(output.join("good.docx").is_file() && output.join("good.md").is_file());
}

#[test]
fn rows_become_bytes() {
    let rows = [
        serde_json::json!({"id": 17, "name": "Ann", "hours": 7.5}),
        serde_json::json!({"id": 18, "name": "Bo"}),
    ];
    let rendered = rows_to_bytes::render_rows(&rows).expect("the pattern is valid");
    let names: Vec<&str> = (rendered[0].documents.iter())
        .map(|document| document.file_name.as_str())
        .collect();
    assert_eq!(names, ["invoice-17.pdf", "invoice-17.docx"]);
    let message = &rendered[1].diagnostics[0].message;
    assert!(rendered[1].failed && message.starts_with("invoices:18: "));
}

#[test]
fn the_csv_backend_reports_the_blocks_that_it_leaves_out() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let brief = folder.path().join("brief.yaml");
    std::fs::write(&brief, GOOD).expect("a file can be written");
    let rendered = own_backend::render_points(brief.display().to_string()).expect("a valid brief");
    let csv = String::from_utf8(rendered.bytes).expect("CSV is text");
    assert_eq!(csv, "priority,headline,text\n3,\"It works.\",\"\"\n");
    assert_eq!(rendered.diagnostics.len(), 1);
}

#[test]
fn a_document_is_read_from_json() {
    let json = std::process::Command::new(env!("CARGO_BIN_EXE_gen"))
        .args([
            "briefs/night-train-submission.yaml",
            "-f",
            "json",
            "-o",
            "-",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("gen runs")
        .stdout;
    let outline = read_document_json::outline(json.as_slice()).expect("a document");
    assert!(outline.starts_with("Bringing back the") && outline.contains("\n- "));
}
