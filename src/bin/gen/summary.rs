//! The line that ends a run.

use briefkit::batch::{BatchOutcome, Mode, Summary};

/// Sums up a run over briefs, for example `3 files written from 1 brief, 3 up to date`.
pub fn batch_summary(outcome: &BatchOutcome, mode: Mode) -> String {
    let Summary {
        briefs,
        failed,
        files,
        up_to_date,
        warnings,
    } = outcome.summary;
    let mut parts = vec![files_from(files - up_to_date, mode, briefs, "brief")];
    if up_to_date > 0 {
        parts.push(format!("{up_to_date} up to date"));
    }
    if !outcome.removed.is_empty() {
        parts.push(format!("{} removed", outcome.removed.len()));
    }
    parts.extend(problem_counts(warnings, failed, "brief"));
    parts.join(", ")
}

/// Sums up a mail merge, in which each row counts as a brief.
pub fn mail_merge_summary(summary: &Summary, mode: Mode) -> String {
    let mut parts = vec![files_from(summary.files, mode, summary.briefs, "row")];
    parts.extend(problem_counts(summary.warnings, summary.failed, "row"));
    parts.join(", ")
}

fn files_from(files: usize, mode: Mode, sources: usize, source: &str) -> String {
    let verb = match mode {
        Mode::Write => "written",
        Mode::Compare => "as they would be written",
        Mode::Dry => "checked",
    };
    format!(
        "{} {verb} from {}",
        count_of(files, "file"),
        count_of(sources, source)
    )
}

fn problem_counts(warnings: usize, failed: usize, source: &str) -> Vec<String> {
    let mut counts = Vec::new();
    if warnings > 0 {
        counts.push(count_of(warnings, "warning"));
    }
    if failed > 0 {
        counts.push(format!("{} failed", count_of(failed, source)));
    }
    counts
}

/// A number and a noun, in the plural unless the number is one.
fn count_of(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
