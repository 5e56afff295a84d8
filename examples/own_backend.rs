//! Adds a file format: the key points of a brief as CSV, for a spreadsheet.
//!
//! A backend turns a document into bytes. It never reads the brief, the clock or the network.
//!
//! ```sh
//! cargo run --example own_backend -- briefs/night-train-submission.yaml
//! ```

use std::process::ExitCode;

use briefkit::assets::{Assets, RunCaches};
use briefkit::backend::{Backend, Rendered};
use briefkit::batch::{BriefInput, Request, render_one};
use briefkit::diagnostic::{Code, Diagnostic};
use briefkit::document::{Block, Document, plain_text};
use briefkit::fonts::Fonts;
use briefkit::theme::Theme;

/// Writes key points as CSV with the columns priority, headline and text.
struct PointsAsCsv;

impl Backend for PointsAsCsv {
    fn render(
        &self,
        document: &Document,
        _theme: &Theme,
        _assets: &Assets,
    ) -> Result<Rendered, Vec<Diagnostic>> {
        let mut csv = String::from("priority,headline,text\n");
        let mut left_out = 0;
        for block in &document.body {
            let Block::Point(point) = block else {
                left_out += 1;
                continue;
            };
            let (headline, text) = (plain_text(&point.headline), plain_text(&point.text));
            csv += &format!(
                "{},{},{}\n",
                point.priority,
                quote_field(&headline),
                quote_field(&text)
            );
        }
        // Content that a format cannot show is reported, never dropped in silence.
        let mut diagnostics = Vec::new();
        if left_out > 0 {
            let message = format!("{left_out} blocks are not key points and were left out");
            diagnostics.push(Diagnostic::warning(Code::LeftOut, message));
        }
        Ok(Rendered {
            bytes: csv.into_bytes(),
            diagnostics,
            ..Rendered::default()
        })
    }
}

fn quote_field(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Renders the key points of the brief in a file.
pub fn render_points(brief: String) -> Result<Rendered, Vec<Diagnostic>> {
    let input = BriefInput {
        text: None,
        file: brief.into(),
        subfolder: "".into(),
    };
    // The JSON format is the document itself, with settings, labels and template applied.
    let request = Request {
        formats: vec!["json"],
        ..Request::default()
    };
    let (json, _) = render_one(input, &request)?;
    let document: Document =
        serde_json::from_slice(&json.bytes).expect("the JSON backend writes a document");
    let assets = Assets::new(RunCaches::new(Fonts::built_in()));
    PointsAsCsv.render(&document, &Theme::default(), &assets)
}

fn main() -> ExitCode {
    let brief = std::env::args().nth(1);
    let brief = brief.unwrap_or_else(|| "briefs/night-train-submission.yaml".to_owned());
    match render_points(brief) {
        Ok(rendered) => {
            for warning in &rendered.diagnostics {
                eprintln!("{warning}");
            }
            print!("{}", String::from_utf8_lossy(&rendered.bytes));
            ExitCode::SUCCESS
        }
        Err(problems) => {
            for problem in problems {
                eprintln!("{problem}");
            }
            ExitCode::FAILURE
        }
    }
}
