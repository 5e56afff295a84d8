//! Renders a letter for each row of a table to bytes in memory, on two threads that share a session.
//! A web server or a worker of a cluster does the same.
//!
//! ```sh
//! cargo run --example rows_to_bytes
//! ```

use std::process::ExitCode;

use briefkit::batch::{RenderedBrief, Request, Row, RowPattern, RowValues, Session};
use briefkit::diagnostic::{Diagnostic, SourceText};
use serde_json::{Value, json};

const PATTERN: &str = "\
title: Your invoice, {{ name }}
date: 2026-11-23
bottom_line: You owe {{ hours * 40 }} € for {{ hours }} hours.
";

/// Renders the rows, which are JSON objects, in their order.
pub fn render_rows(rows: &[Value]) -> Result<Vec<RenderedBrief>, Vec<Diagnostic>> {
    let request = Request {
        formats: vec!["pdf", "docx"],
        ..Request::default()
    };
    // Settings, themes, fonts and pictures are looked up from this folder.
    let session = Session::new(".", request)?;
    let pattern = session.pattern(SourceText::new("invoice.yaml", PATTERN))?;
    let pattern = pattern.named("invoice-{{ id }}")?;
    let (first, second) = rows.split_at(rows.len() / 2);
    let (mut rendered, others) = std::thread::scope(|scope| {
        let others = scope.spawn(|| render_part(&session, &pattern, second));
        let rendered = render_part(&session, &pattern, first);
        (rendered, others.join().expect("a session catches panics"))
    });
    rendered.extend(others);
    Ok(rendered)
}

fn render_part(session: &Session, pattern: &RowPattern, rows: &[Value]) -> Vec<RenderedBrief> {
    let mut rendered = Vec::with_capacity(rows.len());
    for row in rows {
        // Messages call the row `invoices:17`.
        let number = row["id"].as_u64().unwrap_or_default();
        let values = match row.as_object() {
            Some(object) => RowValues::from_json(object),
            None => Ok(RowValues::of::<&str, &str>([])),
        };
        let row = Row::new("invoices", number, values);
        // A wrong row does not stop the others: its problems are part of the result.
        rendered.push(session.render_row(pattern, &row));
    }
    rendered
}

fn main() -> ExitCode {
    let rows = [
        json!({"id": 17, "name": "Ann", "hours": 7.5}),
        json!({"id": 18, "name": "Bo", "hours": 40}),
        json!({"id": 19, "name": "Cy"}),
    ];
    let rendered = match render_rows(&rows) {
        Ok(rendered) => rendered,
        Err(problems) => {
            for problem in problems {
                eprintln!("{problem}");
            }
            return ExitCode::FAILURE;
        }
    };
    for row in &rendered {
        for problem in &row.diagnostics {
            eprintln!("{problem}");
        }
        for document in &row.documents {
            let size = document.rendered.bytes.len();
            println!("{}: {size} bytes", document.file_name);
        }
    }
    if rendered.iter().any(|row| row.failed) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
