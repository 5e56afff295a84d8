//! Warnings in a manifest. A run that finds an output up to date reports again what was reported
//! when it was rendered.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Severity, SourceText, Span};

/// A warning about an output, as the manifest records it. There are no recorded errors because an
/// error prevents the output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredWarning")]
#[non_exhaustive]
pub struct RecordedWarning {
    /// See [`Diagnostic::code`].
    #[serde(skip_serializing_if = "is_unknown")]
    pub code: Code,
    /// Whether it is a note, which is no problem even if warnings are errors.
    #[serde(rename = "note", skip_serializing_if = "std::ops::Not::not")]
    pub is_note: bool,
    /// See [`Diagnostic::message`].
    pub message: String,
    /// See [`Diagnostic::label`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// See [`Diagnostic::hint`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// See [`Diagnostic::span`].
    #[serde(rename = "place", skip_serializing_if = "Option::is_none")]
    pub span: Option<RecordedSpan>,
}

/// The place that a warning points to. Lines and columns are counted from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RecordedSpan {
    /// The name of the file in messages.
    pub file: String,
    /// The first line.
    pub line: usize,
    /// The first column.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// The column after the last one.
    pub end_column: usize,
}

/// A warning in a manifest: an object, or just the message, as the first edition wrote it.
#[derive(Deserialize)]
#[serde(untagged)]
enum StoredWarning {
    Message(String),
    Warning {
        #[serde(default = "unknown")]
        code: Code,
        #[serde(default)]
        note: bool,
        message: String,
        label: Option<String>,
        hint: Option<String>,
        place: Option<RecordedSpan>,
    },
}

fn unknown() -> Code {
    Code::Other
}

fn is_unknown(code: &Code) -> bool {
    *code == Code::Other
}

impl From<StoredWarning> for RecordedWarning {
    fn from(recorded: StoredWarning) -> Self {
        match recorded {
            StoredWarning::Message(message) => Self {
                code: Code::Other,
                is_note: false,
                message,
                label: None,
                hint: None,
                span: None,
            },
            StoredWarning::Warning {
                code,
                note: is_note,
                message,
                label,
                hint,
                place: span,
            } => Self {
                code,
                is_note,
                message,
                label,
                hint,
                span,
            },
        }
    }
}

impl From<&Diagnostic> for RecordedWarning {
    fn from(diagnostic: &Diagnostic) -> Self {
        Self {
            code: diagnostic.code,
            is_note: diagnostic.severity == Severity::Note,
            message: diagnostic.message.clone(),
            label: diagnostic.label.clone(),
            hint: diagnostic.hint.clone(),
            span: diagnostic.span.as_ref().map(RecordedSpan::from),
        }
    }
}

impl From<&Span> for RecordedSpan {
    fn from(span: &Span) -> Self {
        let (line, column) = span.source.line_column(span.start);
        let (end_line, end_column) = span.source.line_column(span.end);
        Self {
            file: span.source.name.to_string(),
            line,
            column,
            end_line,
            end_column,
        }
    }
}

impl RecordedSpan {
    fn find_in(&self, sources: &[&SourceText]) -> Option<Span> {
        // The text is the same as when the span was recorded, or the output would not be up to date.
        let source = sources.iter().find(|source| *source.name == *self.file)?;
        Some(Span {
            start: source.offset(self.line, self.column),
            end: source.offset(self.end_line, self.end_column),
            source: (*source).clone(),
        })
    }
}

impl RecordedWarning {
    /// Makes the diagnostic again. It has a span only if `sources` include the text that it points
    /// to.
    pub(super) fn replay(&self, sources: &[&SourceText]) -> Diagnostic {
        let span = self.span.as_ref().and_then(|span| span.find_in(sources));
        let severity = if self.is_note {
            Severity::Note
        } else {
            Severity::Warning
        };
        Diagnostic {
            severity,
            label: self.label.clone(),
            hint: self.hint.clone(),
            ..Diagnostic::warning(self.code, &self.message).at(span)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written_and_read(warning: &RecordedWarning) -> RecordedWarning {
        let json = serde_json::to_string(warning).expect("it is JSON");
        serde_json::from_str(&json).expect("it is a warning")
    }

    #[test]
    fn a_warning_survives_the_manifest() {
        let source = SourceText::new("a.yaml", "title: Ü\nimages:\n  - file: ä.png\n");
        let start = source.text.find('ä').expect("it is there");
        let span = Span {
            source: source.clone(),
            start,
            end: start + "ä.png".len(),
        };
        let diagnostic = Diagnostic::warning(Code::PictureTooLarge, "this is small")
            .at(Some(span))
            .label("this one")
            .hint("take a larger one");
        let recorded = written_and_read(&RecordedWarning::from(&diagnostic));
        assert_eq!(recorded.replay(&[&source]), diagnostic);
        let elsewhere = SourceText::new("b.yaml", "");
        let expected = diagnostic.clone().at(None);
        assert_eq!(recorded.replay(&[&elsewhere]), expected);
    }

    #[test]
    fn a_warning_without_a_span_is_a_message() {
        let diagnostic =
            Diagnostic::warning(Code::MatrixLeftOut, "left out: the matrix of the risks");
        let recorded = RecordedWarning::from(&diagnostic);
        let json = serde_json::to_value(&recorded).expect("it is JSON");
        assert_eq!(
            json,
            json!({ "code": "matrix-left-out", "message": diagnostic.message })
        );
        assert_eq!(written_and_read(&recorded).replay(&[]), diagnostic);
    }

    #[test]
    fn a_line_of_the_first_edition_is_a_message() {
        let read: Vec<RecordedWarning> =
            serde_json::from_value(json!(["left out: Costs"])).expect("it is a list of warnings");
        let expected = Diagnostic::warning(Code::Other, "left out: Costs");
        assert_eq!(read[0].replay(&[]), expected);
    }
}
