//! The line that ends a run.

use briefkit::batch::{BatchOutcome, Mode, Summary};

pub fn batch_summary(ended: &BatchOutcome, mode: Mode) -> String {
    let Summary {
        briefs,
        failed,
        files,
        up_to_date,
        warnings,
    } = ended.summary;
    let verb = outcome_verb(mode);
    let mut text = format!(
        "{} {verb} from {}",
        counted(files - up_to_date, "file"),
        counted(briefs, "brief")
    );
    if up_to_date > 0 {
        text.push_str(&format!(", {up_to_date} up to date"));
    }
    if !ended.removed.is_empty() {
        text.push_str(&format!(", {} removed", ended.removed.len()));
    }
    if warnings > 0 {
        text.push_str(&format!(", {}", counted(warnings, "warning")));
    }
    if failed > 0 {
        text.push_str(&format!(", {} failed", counted(failed, "brief")));
    }
    text
}

/// The same for the rows of a mail merge.
pub fn mail_merge_summary(summary: &Summary, mode: Mode) -> String {
    let mut text = format!(
        "{} {} from {}",
        counted(summary.files, "file"),
        outcome_verb(mode),
        counted(summary.briefs, "row")
    );
    if summary.warnings > 0 {
        text.push_str(&format!(", {}", counted(summary.warnings, "warning")));
    }
    if summary.failed > 0 {
        text.push_str(&format!(", {} failed", counted(summary.failed, "row")));
    }
    text
}

/// What a mode has done to files.
fn outcome_verb(mode: Mode) -> &'static str {
    match mode {
        Mode::Write => "written",
        Mode::Compare => "as they would be written",
        Mode::Dry => "checked",
    }
}

/// So many things of a kind.
fn counted(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}
