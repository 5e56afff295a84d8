//! Renders every brief in a folder to Word and Markdown, on all cores, and prints each outcome.
//!
//! ```sh
//! cargo run --example batch -- briefs output
//! ```

use std::path::PathBuf;
use std::process::ExitCode;

use briefkit::batch::{Batch, Mode, Request, find_briefs};
use briefkit::diagnostic::Diagnostic;

/// Renders the briefs in a folder, and returns whether all succeeded. A brief with errors does not
/// stop the others.
pub fn render_folder(briefs: PathBuf, output: PathBuf) -> Result<bool, Vec<Diagnostic>> {
    let request = Request {
        formats: vec!["docx", "md"],
        output: Some(output),
        folders: vec![briefs.clone()],
        ..Request::default()
    };
    let batch = Batch::new(find_briefs(&[briefs])?, &request)?;
    // The closure is called once for each finished brief, from several threads.
    let finished = batch.run(Mode::Write, &|outcome| {
        for diagnostic in &outcome.diagnostics {
            eprintln!("{diagnostic}");
        }
        for output in &outcome.outputs {
            println!("{} -> {}", outcome.brief, output.path);
        }
    })?;
    Ok(!finished.failed())
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let briefs = arguments.next().unwrap_or_else(|| "briefs".to_owned());
    let output = arguments.next().unwrap_or_else(|| "output".to_owned());
    match render_folder(briefs.into(), output.into()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problems) => {
            for problem in problems {
                eprintln!("{problem}");
            }
            ExitCode::FAILURE
        }
    }
}
