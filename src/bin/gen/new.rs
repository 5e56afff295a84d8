//! `gen new`: writes a brief to start from.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use briefkit::batch::write_file;
use briefkit::brief;
use briefkit::diagnostic::{Code, Diagnostic};

use crate::reporter::{print_and_fail, print_result};

const NEW_BRIEF: &str = include_str!("../../../templates/new-brief.yaml");

/// The first line of the new brief names this file, so that editors find the schema.
const SCHEMA_FILE: &str = "brief.schema.json";

/// Writes a brief to start from, and its schema beside it.
pub fn write_new_brief(name: &str) -> ExitCode {
    let file = if name.ends_with(".yaml") {
        PathBuf::from(name)
    } else {
        Path::new("briefs").join(format!("{name}.yaml"))
    };
    let stem = file.file_stem().unwrap_or_default();
    // The stem of a hidden file is its whole name: `.yaml`.
    if stem.is_empty() || stem == ".yaml" {
        let message = format!("`{name}` is not a name for a brief");
        return print_and_fail(&Diagnostic::error(Code::InvalidBriefName, message));
    }
    if file.exists() {
        let message = format!("`{}` exists already", file.display());
        let problem = Diagnostic::error(Code::FileExists, message);
        return print_and_fail(&problem.hint("choose another name"));
    }
    match write_brief_and_schema(&file) {
        Ok(()) => print_result(format!("{}\n", file.display()).as_bytes()),
        Err(problem) => print_and_fail(&problem),
    }
}

fn write_brief_and_schema(file: &Path) -> Result<(), Diagnostic> {
    // The schema comes first, so that a brief that exists has one.
    let schema = format!("{:#}\n", brief::schema());
    write_file(&file.with_file_name(SCHEMA_FILE), schema.as_bytes())?;
    write_file(file, NEW_BRIEF.as_bytes())
}
