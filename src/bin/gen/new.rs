//! `gen new`: writes a brief to start from.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use briefkit::batch::write_file;
use briefkit::brief;
use briefkit::diagnostic::{Code, Diagnostic};
use briefkit::labels;

use crate::reporter::{print_and_fail, print_result};

const NEW_BRIEF: &str = include_str!("../../../templates/new-brief.yaml");

/// A brief in any language, with `[[NAME]]` for the labels.
const IN_LANGUAGE: &str = include_str!("../../../templates/new-brief-in-language.yaml");

/// The first line of the new brief names this file, so that editors find the schema.
const SCHEMA_FILE: &str = "brief.schema.json";

/// Writes a brief to start from, and its schema beside it. With a language, its texts are the labels
/// of the language.
pub fn write_new_brief(name: &str, lang: Option<&str>) -> ExitCode {
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
    let text = match lang.map(brief_in_language) {
        None => Cow::Borrowed(NEW_BRIEF),
        Some(Ok(text)) => Cow::Owned(text),
        Some(Err(problem)) => return print_and_fail(&problem),
    };
    match write_brief_and_schema(&file, &text) {
        Ok(()) => print_result(format!("{}\n", file.display()).as_bytes()),
        Err(problem) => print_and_fail(&problem),
    }
}

/// A brief whose texts are the labels of a language.
fn brief_in_language(tag: &str) -> Result<String, Diagnostic> {
    let Some(labels) = labels::built_in_for(tag) else {
        let message = format!("there are no built-in labels for `{tag}`");
        let known: Vec<_> = labels::built_in().collect();
        let hint = format!("there are labels for {}", known.join(", "));
        return Err(Diagnostic::error(Code::InvalidLanguage, message).hint(hint));
    };
    let mut filled = String::with_capacity(IN_LANGUAGE.len());
    let mut parts = IN_LANGUAGE.split("[[");
    filled.push_str(parts.next().unwrap_or_default());
    for part in parts {
        // Lists of words have commas between them.
        let (name, after) = part.split_once("]]").unwrap_or_default();
        let label = match name {
            "lang" => tag,
            _ => labels.get(name),
        };
        let first = label.split([',', '،', '、']).next();
        filled.push_str(first.unwrap_or_default());
        filled.push_str(after);
    }
    Ok(filled)
}

fn write_brief_and_schema(file: &Path, text: &str) -> Result<(), Diagnostic> {
    // The schema comes first, so that a brief that exists has one.
    let schema = format!("{:#}\n", brief::schema());
    write_file(&file.with_file_name(SCHEMA_FILE), schema.as_bytes())?;
    write_file(file, text.as_bytes())
}
