//! Reads a document that `gen --format json` wrote, and prints its headlines.
//!
//! The JSON is the document model itself, so a program in Rust reads it with the types of
//! [`briefkit::document`]. For other languages, `gen schema --document` prints its JSON Schema.
//!
//! ```sh
//! gen briefs/night-train-submission.yaml -f json -o - | cargo run --example read_document_json
//! ```

use std::io::{Read, stdin};

use briefkit::document::{Block, Document, plain_text};

/// Lists the title and headlines of a document, one on each line.
pub fn outline(json: impl Read) -> serde_json::Result<String> {
    let document: Document = serde_json::from_reader(json)?;
    let title = plain_text(&document.meta.title);
    let mut outline = format!("{title} ({})\n", document.meta.date_text);
    for block in &document.body {
        let line = match block {
            Block::Heading { text, .. } => format!("\n{}\n", plain_text(text)),
            Block::Point(point) => format!("- {}\n", plain_text(&point.headline)),
            Block::Chart(chart) => format!("- chart: {}\n", plain_text(&chart.title)),
            _ => continue,
        };
        outline += &line;
    }
    Ok(outline)
}

fn main() -> serde_json::Result<()> {
    print!("{}", outline(stdin().lock())?);
    Ok(())
}
