//! Renders a diagnostic as text for people, programs and GitHub.
//!
//! The main function is [`render_diagnostic`]. Documents that hold all diagnostics of a run are
//! made in [`sarif`](super::sarif).

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Severity, Span};

/// How a diagnostic is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DiagnosticStyle {
    /// For people: shows the line and underlines the problem.
    #[default]
    Human,
    /// One line each: `file:line:column: severity: message`.
    Short,
    /// One JSON object per line.
    Json,
    /// GitHub workflow commands, shown on the lines of a pull request.
    Github,
    /// One SARIF document for the whole run, see [`sarif`](super::sarif). A single diagnostic is
    /// rendered as with [`DiagnosticStyle::Json`].
    Sarif,
}

/// Renders one diagnostic, without a line end. `color` affects [`DiagnosticStyle::Human`] only.
#[must_use]
pub fn render_diagnostic(problem: &Diagnostic, style: DiagnosticStyle, color: bool) -> String {
    match style {
        DiagnosticStyle::Human => render_for_people(problem, color),
        DiagnosticStyle::Short => replace_controls(&problem.to_string()),
        DiagnosticStyle::Json | DiagnosticStyle::Sarif => render_json(problem),
        DiagnosticStyle::Github => render_for_github(problem),
    }
}

fn render_for_people(problem: &Diagnostic, color: bool) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(replace_controls(&problem.message));
    let mut group = match &problem.span {
        Some(span) => title.element(source_snippet(span, problem.label.as_deref())),
        None => Group::with_title(title),
    };
    if let Some(hint) = &problem.hint {
        let help = Level::HELP.message(replace_controls(hint));
        group = group.element(Element::Message(help));
    }
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.decor_style(DecorStyle::Unicode).render(&[group])
}

/// The first line of a span, with the span underlined and labelled.
///
/// A block of several lines is marked on its first line only, because the others would push that
/// line off the screen. The renderer gets this one line because it scans everything it is given.
fn source_snippet<'s>(
    span: &'s Span,
    label: Option<&'s str>,
) -> Snippet<'s, annotate_snippets::Annotation<'s>> {
    let text = &*span.source.text;
    let Range { mut start, end } = span.source.whole(span.start, span.end);
    // A problem at the end of the text is shown at the end of its last line.
    if start == text.len() {
        start = without_line_end(text).len();
    }
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let marked_start = start - line_start;
    let marked_end = (end - line_start).min(line.len()).max(marked_start);
    let (line_number, _) = span.source.line_column(start);
    let annotation = AnnotationKind::Primary
        .span(marked_start..marked_end)
        .label(label);
    Snippet::source(line)
        .line_start(line_number)
        .path(replace_controls(&span.source.name))
        .annotation(annotation)
}

fn without_line_end(text: &str) -> &str {
    match text.strip_suffix('\n') {
        Some(text) => text.strip_suffix('\r').unwrap_or(text),
        None => text,
    }
}

/// Replaces control characters with U+FFFD. The text then fits on one line and cannot control the
/// terminal.
#[must_use]
pub fn replace_controls(text: &str) -> String {
    text.chars()
        .map(|it| if it.is_control() { '\u{fffd}' } else { it })
        .collect()
}

fn render_json(problem: &Diagnostic) -> String {
    let place = problem.span.as_ref().map(|span| {
        let (line, column) = span.source.line_column(span.start);
        let (end_line, end_column) = span.source.line_column(span.end);
        json!({
            "file": &*span.source.name,
            "line": line,
            "column": column,
            "end_line": end_line,
            "end_column": end_column,
        })
    });
    json!({
        "severity": problem.severity,
        "message": problem.message,
        "label": problem.label,
        "hint": problem.hint,
        "place": place,
    })
    .to_string()
}

/// <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
fn render_for_github(problem: &Diagnostic) -> String {
    let command = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let properties = match &problem.span {
        Some(span) => github_properties(span),
        None => String::new(),
    };
    let message = escape_github(&message_with_hint(problem));
    format!("::{command}{properties}::{message}")
}

fn github_properties(span: &Span) -> String {
    let (line, column) = span.source.line_column(span.start);
    // A colon or a comma would end the value of a property.
    let file = escape_github(&span.source.name)
        .replace(':', "%3A")
        .replace(',', "%2C");
    format!(" file={file},line={line},col={column}")
}

fn escape_github(text: &str) -> String {
    // The percent sign comes first, or the escapes would be escaped.
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The message, and the hint on a line of its own.
pub(super) fn message_with_hint(problem: &Diagnostic) -> String {
    match &problem.hint {
        Some(hint) => format!("{}\n{hint}", problem.message),
        None => problem.message.clone(),
    }
}
