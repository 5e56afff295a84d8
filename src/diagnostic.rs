//! What went wrong in something the user wrote: where, and what to try.
//!
//! A [`Diagnostic`] is plain data. Every part of the crate may make one; only the command prints
//! them.

mod code;
pub mod render;
pub mod sarif;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

pub use code::{Code, UnknownCode};

/// How bad a [`Diagnostic`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; the document is written all the same, unless warnings are asked to fail.
    Warning,
    /// The document is not written.
    Error,
}

/// A text that the user wrote, with the name it is known by.
///
/// Cheap to clone: diagnostics carry their text along, so that they can be printed anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// The file as the user named it, for example `briefs/opening-up.yaml`.
    pub name: Arc<str>,
    /// The whole text, or a part of it that begins with a line.
    pub text: Arc<str>,
    /// The number of the text's first line in the file; 1 if the text is whole.
    pub first_line: usize,
}

impl SourceText {
    /// A text and its name.
    #[must_use]
    pub fn new(name: &str, text: &str) -> Self {
        Self::part(name, text, 1)
    }

    /// A part of a file that is not read whole, and the number of the line, from 1, that it begins
    /// with.
    #[must_use]
    pub fn part(name: &str, text: &str, first_line: usize) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            first_line,
        }
    }

    /// The 1-based line and column, in characters, of a byte offset.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let end = self.whole(offset, offset).start;
        let before = &self.text[..end];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (
            before.matches('\n').count() + self.first_line,
            before[line_start..].chars().count() + 1,
        )
    }

    /// The byte offset of a 1-based line and column, in characters; the nearest if the text has no
    /// such place.
    #[must_use]
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let lines = self.text.split_inclusive('\n');
        let before = line.saturating_sub(self.first_line);
        let line_start: usize = lines.take(before).map(str::len).sum();
        let rest = &self.text[line_start..];
        let within = rest.char_indices().nth(column.saturating_sub(1));
        line_start + within.map_or(rest.len(), |(at, _)| at)
    }

    /// The whole characters that hold the bytes from `start` up to `end`, within the text.
    #[must_use]
    pub fn whole(&self, start: usize, end: usize) -> Range<usize> {
        let (mut start, mut end) = (start.min(self.text.len()), end.min(self.text.len()));
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        start..end.max(start)
    }
}

/// A stretch of a [`SourceText`], in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text it lies in.
    pub source: SourceText,
    /// First byte.
    pub start: usize,
    /// One past the last byte; never before `start`.
    pub end: usize,
}

/// One problem in something the user wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stops the file from being written, or only worth knowing.
    pub severity: Severity,
    /// The kind of problem.
    pub code: Code,
    /// A lowercase clause that quotes the user's own words, for example: picture `q3.png` not found
    pub message: String,
    /// The text to underline; `None` if no text is to blame.
    pub span: Option<Span>,
    /// Said under the marked line, for example: no source has this id
    pub label: Option<String>,
    /// Advice, for example: paths are relative to the brief
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A problem that stops the file from being written.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            span: None,
            label: None,
            hint: None,
        }
    }

    /// Something worth knowing.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, span: Option<Span>) -> Self {
        self.span = span;
        self
    }

    /// Says what is wrong with the underlined text.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether this stops the file from being written.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Diagnostic {
    /// One line: `file:line:column: severity: message (hint)`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(span) = &self.span {
            let (line, column) = span.source.line_column(span.start);
            write!(out, "{}:{line}:{column}: ", span.source.name)?;
        }
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(out, "{severity}: {}", self.message)?;
        if let Some(hint) = &self.hint {
            write!(out, " ({hint})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// The known word nearest to `word`, if one is near enough to be what was meant.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let is_near = |distance: usize, candidate: &str| {
        let longer = length.max(candidate.chars().count());
        distance <= (longer / 3).max(1) || candidate.starts_with(word) && length >= 2
    };
    let mut nearest: Option<(usize, &str)> = None;
    for candidate in known {
        let distance = strsim::damerau_levenshtein(word, candidate);
        // Of two that are as near as each other the first is suggested.
        let is_nearer = nearest.is_none_or(|(least, _)| distance < least);
        if is_nearer && is_near(distance, candidate) {
            nearest = Some((distance, candidate));
        }
    }
    nearest.map(|(_, candidate)| candidate)
}

/// Each problem once, in the order of their first mention.
pub(crate) fn distinct(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut distinct: Vec<Diagnostic> = Vec::with_capacity(problems.len());
    for problem in problems {
        if !distinct.contains(&problem) {
            distinct.push(problem);
        }
    }
    distinct
}
