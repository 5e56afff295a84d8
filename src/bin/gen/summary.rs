//! The line that ends a run.

use briefkit::batch::{Ended, Mode, Tally};

pub fn summary(ended: &Ended, mode: Mode) -> String {
    let Tally {
        briefs,
        failed,
        files,
        up_to_date,
        warnings,
    } = ended.tally;
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
pub fn row_summary(tally: &Tally, mode: Mode) -> String {
    let mut text = format!(
        "{} {} from {}",
        count(tally.files, "file"),
        done(mode),
        count(tally.briefs, "row")
    );
    if tally.warnings > 0 {
        text.push_str(&format!(", {}", count(tally.warnings, "warning")));
    }
    if tally.failed > 0 {
        text.push_str(&format!(", {} failed", count(tally.failed, "row")));
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
