//! Diagnostics as one document of the Static Analysis Results Interchange Format, SARIF 2.1.0,
//! which code scanning of GitHub, GitLab, Azure and editors show on the lines of files.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use serde_json::{Value, json};

use super::{Diagnostic, Severity, Span};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A problem, and the brief it was found in, as messages name that.
pub type ReportedProblem = (Option<String>, Diagnostic);

/// The document of a run.
///
/// A problem with a place is a result there; one without is a result of its brief, as viewers
/// refuse those of no file; and what concerns no brief is a notification of the program.
#[must_use]
pub fn sarif_document(found: &[ReportedProblem]) -> Value {
    let (results, notifications): (Vec<_>, Vec<_>) = found
        .iter()
        .partition(|(brief, problem)| brief.is_some() || problem.span.is_some());
    let successful = !notifications.iter().any(|(_, problem)| problem.is_error());
    let results: Vec<_> = results.into_iter().map(sarif_result).collect();
    let notifications: Vec<_> = notifications
        .into_iter()
        .map(|(_, problem)| sarif_notification(problem))
        .collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "gen",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": [sarif_rule(Severity::Error), sarif_rule(Severity::Warning)],
            } },
            "invocations": [{ "executionSuccessful": successful, "toolExecutionNotifications": notifications }],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// Problems have no numbers: there is a rule for what fails and one for what is worth knowing.
fn sarif_rule(severity: Severity) -> Value {
    let about = match severity {
        Severity::Error => "Keeps a document from being written",
        Severity::Warning => "Worth knowing; the document is written all the same",
    };
    json!({
        "id": severity,
        "shortDescription": { "text": about },
        "defaultConfiguration": { "level": severity },
    })
}

fn sarif_result((brief, problem): &ReportedProblem) -> Value {
    let place = match &problem.span {
        Some(span) => {
            json!({ "artifactLocation": { "uri": uri_reference(&span.source.name) }, "region": sarif_region(span) })
        }
        None => {
            json!({ "artifactLocation": { "uri": uri_reference(brief.as_deref().unwrap_or_default()) } })
        }
    };
    json!({
        "ruleId": problem.severity,
        "level": problem.severity,
        "message": { "text": message_with_hint(problem) },
        "locations": [{ "physicalLocation": place }],
    })
}

fn sarif_notification(problem: &Diagnostic) -> Value {
    json!({ "level": problem.severity, "message": { "text": message_with_hint(problem) } })
}

/// The end is the first character that does not belong to it, as in a [`Span`].
fn sarif_region(span: &Span) -> Value {
    let (line, column) = span.source.line_column(span.start);
    let (end_line, end_column) = span.source.line_column(span.end);
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

fn message_with_hint(problem: &Diagnostic) -> String {
    let hint = problem
        .hint
        .as_ref()
        .map(|hint| format!("\n{hint}"))
        .unwrap_or_default();
    format!("{}{hint}", problem.message)
}

/// A path as a URI reference (RFC 3986): relative to the working folder, or a `file` address if it
/// is whole.
fn uri_reference(path: &str) -> String {
    let whole = if path.starts_with('/') { "file://" } else { "" };
    path.bytes().fold(whole.to_owned(), |mut address, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                address.push(byte.into())
            }
            _ => address.push_str(&format!("%{byte:02X}")),
        }
        address
    })
}
