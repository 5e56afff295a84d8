//! Writes the diagnostics of a run as one document of the Static Analysis Results Interchange
//! Format, SARIF 2.1.0. GitHub, GitLab, Azure and editors show such documents on the lines of the
//! files.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use serde_json::{Value, json};

use super::render::message_with_hint;
use super::{Diagnostic, Severity, Span};
use crate::io::percent_encode_path;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A problem, and the brief in which it was found, as messages name it.
pub type ReportedProblem = (Option<String>, Diagnostic);

/// The SARIF document of a run.
///
/// A problem with a span becomes a result at that span. A problem without one becomes a result of
/// its brief, because viewers reject results without a file. A problem without a brief becomes a
/// notification of the program.
#[must_use]
pub fn sarif_document(problems: &[ReportedProblem]) -> Value {
    let mut results = Vec::new();
    let mut notifications = Vec::new();
    let mut is_successful = true;
    for (brief, problem) in problems {
        match (&problem.span, brief) {
            (Some(span), _) => {
                let location = json!({
                    "artifactLocation": { "uri": uri_reference(&span.source.name) },
                    "region": sarif_region(span),
                });
                results.push(sarif_result(problem, location));
            }
            (None, Some(brief)) => {
                let location = json!({ "artifactLocation": { "uri": uri_reference(brief) } });
                results.push(sarif_result(problem, location));
            }
            (None, None) => {
                notifications.push(sarif_notification(problem));
                is_successful &= !problem.is_error();
            }
        }
    }
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "gen",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": [
                    sarif_rule(Severity::Error),
                    sarif_rule(Severity::Warning),
                    sarif_rule(Severity::Note),
                ],
            } },
            "invocations": [{
                "executionSuccessful": is_successful,
                "toolExecutionNotifications": notifications,
            }],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// There is one rule for each severity.
fn sarif_rule(severity: Severity) -> Value {
    let description = match severity {
        Severity::Error => "Prevents a document from being written",
        Severity::Warning => "Does not prevent the document from being written",
        Severity::Note => "Good to know",
    };
    json!({
        "id": severity,
        "shortDescription": { "text": description },
        "defaultConfiguration": { "level": severity },
    })
}

fn sarif_result(problem: &Diagnostic, location: Value) -> Value {
    json!({
        "ruleId": problem.severity,
        "level": problem.severity,
        "message": { "text": message_with_hint(problem) },
        "locations": [{ "physicalLocation": location }],
    })
}

fn sarif_notification(problem: &Diagnostic) -> Value {
    json!({ "level": problem.severity, "message": { "text": message_with_hint(problem) } })
}

/// A SARIF region ends at the first character after it, as a [`Span`] does.
fn sarif_region(span: &Span) -> Value {
    let (line, column) = span.source.line_column(span.start);
    let (end_line, end_column) = span.source.line_column(span.end);
    json!({
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    })
}

/// A path as a URI reference: relative to the working folder, or a `file` URI if it is absolute.
fn uri_reference(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    format!("{scheme}{}", percent_encode_path(path))
}
