//! `gen new`: a brief to start from.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use briefkit::diagnostic::{Code, Diagnostic};
use briefkit::{batch, brief};

use crate::reporter::{print_and_fail, print_result};

const NEW_BRIEF: &str = include_str!("../../../templates/new-brief.yaml");
const SCHEMA_FILE: &str = "brief.schema.json";

/// Writes a brief to start from, and beside it the schema that its first line names.
pub fn write_new_brief(name: &str) -> ExitCode {
    let file = if name.ends_with(".yaml") {
        PathBuf::from(name)
    } else {
        Path::new("briefs").join(format!("{name}.yaml"))
    };
    if file
        .file_stem()
        .is_none_or(|stem| stem.is_empty() || stem == ".yaml")
    {
        return print_and_fail(&Diagnostic::error(
            Code::InvalidBriefName,
            format!("`{name}` is no name for a brief"),
        ));
    }
    if file.exists() {
        return print_and_fail(
            &Diagnostic::error(
                Code::FileExists,
                format!("`{}` exists already", file.display()),
            )
            .hint("choose another name"),
        );
    }
    let schema = format!("{:#}\n", brief::schema());
    let schema_file = file.with_file_name(SCHEMA_FILE);
    let written = batch::write_file(&schema_file, schema.as_bytes())
        .and_then(|()| batch::write_file(&file, NEW_BRIEF.as_bytes()));
    match written {
        Ok(()) => print_result(format!("{}\n", file.display()).as_bytes()),
        Err(problem) => print_and_fail(&problem),
    }
}
