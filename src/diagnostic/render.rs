//! How diagnostics are told: to a person, to an editor, to a program, to a pull request.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Severity};

/// A way of telling diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DiagnosticStyle {
    /// With the line shown and underlined.
    #[default]
    Human,
    /// `file:line:column: severity: message`, one line each.
    Short,
    /// One JSON object a line.
    Json,
    /// Workflow commands, which GitHub shows on the lines of a pull request.
    Github,
    /// One SARIF document for all: see [`sarif`](super::sarif). One alone is an object a line.
    Sarif,
}

/// The text for one diagnostic, without a line end.
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
    };
    let title = level.primary_title(replace_controls(&problem.message));
    let mut group = match &problem.span {
        Some(span) => {
            let text = &*span.source.text;
            let Range { start, end } = span.source.whole(span.start, span.end);
            // What is wrong at the end of a text is shown at the end of its last line.
            let last = text
                .strip_suffix('\n')
                .map_or(text, |it| it.strip_suffix('\r').unwrap_or(it))
                .len();
            let start = if start == text.len() { last } else { start };
            // A block is marked by its first line; the others would only push it off the screen.
            // That line is all that is handed on, as the renderer goes through all it is given.
            let begin = text[..start].rfind('\n').map_or(0, |at| at + 1);
            let line = text[begin..].lines().next().unwrap_or_default();
            let within = start - begin..(end - begin).min(line.len()).max(start - begin);
            let (number, _) = span.source.line_column(start);
            let annotation = AnnotationKind::Primary
                .span(within)
                .label(problem.label.as_deref());
            let snippet = Snippet::source(line)
                .line_start(number)
                .path(replace_controls(&span.source.name));
            title.element(snippet.annotation(annotation))
        }
        None => Group::with_title(title),
    };
    if let Some(hint) = &problem.hint {
        group = group.element(Element::Message(
            Level::HELP.message(replace_controls(hint)),
        ));
    }
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.decor_style(DecorStyle::Unicode).render(&[group])
}

/// A user's words on one line, with nothing that would act on the terminal.
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
            "file": &*span.source.name, "line": line, "column": column, "end_line": end_line, "end_column": end_column
        })
    });
    json!({
        "severity": problem.severity, "message": problem.message, "label": problem.label, "hint": problem.hint,
        "place": place
    })
    .to_string()
}

/// <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
fn render_for_github(problem: &Diagnostic) -> String {
    let command = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let place = problem.span.as_ref().map_or_else(String::new, |span| {
        let (line, column) = span.source.line_column(span.start);
        let file = escape_github(&span.source.name)
            .replace(':', "%3A")
            .replace(',', "%2C");
        format!(" file={file},line={line},col={column}")
    });
    let hint = problem
        .hint
        .as_ref()
        .map(|hint| format!("\n{hint}"))
        .unwrap_or_default();
    format!(
        "::{command}{place}::{}",
        escape_github(&format!("{}{hint}", problem.message))
    )
}

fn escape_github(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
