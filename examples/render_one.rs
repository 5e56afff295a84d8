//! Renders a brief in memory to the bytes of a PDF.
//!
//! ```sh
//! cargo run --example render_one -- port.pdf
//! ```

use std::process::ExitCode;

use briefkit::batch::{BriefInput, Request, render_one};
use briefkit::diagnostic::{Diagnostic, SourceText};

const BRIEF: &str = "\
title: The port can take larger ships from May
date: 2026-11-23
bottom_line: Dredging ends *a month early* and within the budget.
points:
  - headline: Ships of 9,000 containers can berth at any tide.
";

/// The brief as a PDF, and the warnings about it.
pub fn render(brief: &str) -> Result<(Vec<u8>, Vec<Diagnostic>), Vec<Diagnostic>> {
    // The file need not exist. Its name is used in messages, and relative paths and templates are
    // looked up in its folder.
    let name = "port.yaml";
    let input = BriefInput {
        text: Some(SourceText::new(name, brief)),
        file: name.into(),
        subfolder: "".into(),
    };
    let request = Request {
        formats: vec!["pdf"],
        ..Request::default()
    };
    let (rendered, warnings) = render_one(input, &request)?;
    Ok((rendered.bytes, warnings))
}

fn main() -> ExitCode {
    let file = std::env::args().nth(1);
    let file = file.unwrap_or_else(|| "port.pdf".to_owned());
    match render(BRIEF) {
        Ok((bytes, warnings)) => {
            for warning in warnings {
                eprintln!("{warning}");
            }
            match std::fs::write(&file, bytes) {
                Ok(()) => ExitCode::SUCCESS,
                Err(why) => {
                    eprintln!("cannot write `{file}`: {why}");
                    ExitCode::FAILURE
                }
            }
        }
        Err(problems) => {
            for problem in problems {
                eprintln!("{problem}");
            }
            ExitCode::FAILURE
        }
    }
}
