//! The line that ends a run.

use briefkit::batch::{BatchOutcome, Mode, Summary};

pub fn summary(ended: &BatchOutcome, mode: Mode) -> String {
    let Summary {
        briefs,
        failed,
        files,
        up_to_date,
        warnings,
    } = ended.summary;
    let verb = done(mode);
    let mut text = format!(
        "{} {verb} from {}",
        count(files - up_to_date, "file"),
        count(briefs, "brief")
    );
    if up_to_date > 0 {
        text.push_str(&format!(", {up_to_date} up to date"));
    }
    if !ended.removed.is_empty() {
        text.push_str(&format!(", {} removed", ended.removed.len()));
    }
    if warnings > 0 {
        text.push_str(&format!(", {}", count(warnings, "warning")));
    }
    if failed > 0 {
        text.push_str(&format!(", {} failed", count(failed, "brief")));
    }
    text
}

/// The same for the rows of a mail merge.
pub fn row_summary(summary: &Summary, mode: Mode) -> String {
    let mut text = format!(
        "{} {} from {}",
        count(summary.files, "file"),
        done(mode),
        count(summary.briefs, "row")
    );
    if summary.warnings > 0 {
        text.push_str(&format!(", {}", count(summary.warnings, "warning")));
    }
    if summary.failed > 0 {
        text.push_str(&format!(", {} failed", count(summary.failed, "row")));
    }
    text
}

/// What a mode has done to files.
fn done(mode: Mode) -> &'static str {
    match mode {
        Mode::Write => "written",
        Mode::Compare => "as they would be written",
        Mode::Dry => "checked",
    }
}

/// So many things of a kind.
fn count(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}
