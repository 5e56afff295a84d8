//! Errors and warnings about what the user wrote: what is wrong, where, and what to try.
//!
//! A [`Diagnostic`] is plain data. Any part of the crate can make one; only the command prints
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
    /// Good to know. It never prevents anything, not even if warnings are errors.
    Note,
    /// The document is written all the same, unless the user turns warnings into errors.
    Warning,
    /// The document is not written.
    Error,
}

/// A text that the user wrote, with its name in messages.
///
/// It is cheap to clone. Diagnostics contain the text that they point to, so that they can be
/// printed anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// The file as the user named it, for example `briefs/opening-up.yaml`.
    pub name: Arc<str>,
    /// The text: all of the file, or a part that starts at the beginning of a line.
    pub text: Arc<str>,
    /// The number of the text's first line in the file, from 1.
    pub first_line: usize,
}

impl SourceText {
    /// The text of a whole file.
    #[must_use]
    pub fn new(name: &str, text: &str) -> Self {
        Self::part(name, text, 1)
    }

    /// A part of a file that is too large to keep. `first_line` is the number of its first line, from
    /// 1.
    #[must_use]
    pub fn part(name: &str, text: &str, first_line: usize) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            first_line,
        }
    }

    /// The line and column of a byte offset. Both are counted from 1, columns in characters.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let end = self.whole(offset, offset).start;
        let before = &self.text[..end];
        let line = before.matches('\n').count() + self.first_line;
        let line_start = match before.rfind('\n') {
            Some(line_end) => line_end + 1,
            None => 0,
        };
        let column = before[line_start..].chars().count() + 1;
        (line, column)
    }

    /// The byte offset of a line and column, which are counted from 1, columns in characters. If
    /// there is no such place, the nearest one.
    #[must_use]
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let lines = self.text.split_inclusive('\n');
        let before = line.saturating_sub(self.first_line);
        let line_start: usize = lines.take(before).map(str::len).sum();
        let rest = &self.text[line_start..];
        match rest.char_indices().nth(column.saturating_sub(1)) {
            Some((at, _)) => line_start + at,
            None => self.text.len(),
        }
    }

    /// Extends a range of bytes to whole characters, and limits it to the text.
    #[must_use]
    pub fn whole(&self, start: usize, end: usize) -> Range<usize> {
        let length = self.text.len();
        let (mut start, mut end) = (start.min(length), end.min(length));
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
    /// Whether this is an error or a warning.
    pub severity: Severity,
    /// The kind of problem.
    pub code: Code,
    /// A lowercase clause that quotes the user's own words, for example: picture `q3.png` not found
    pub message: String,
    /// The text to underline; `None` if no text is to blame.
    pub span: Option<Span>,
    /// A text below the underlined part, for example: no source has this id
    pub label: Option<String>,
    /// Advice, for example: paths are relative to the brief
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error, which prevents the document from being written.
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

    /// A warning.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// A note.
    pub fn note(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::error(code, message)
        }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, span: Option<Span>) -> Self {
        self.span = span;
        self
    }

    /// Sets the text below the underlined part.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Sets the advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether this is an error.
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
            Severity::Note => "note",
        };
        write!(out, "{severity}: {}", self.message)?;
        if let Some(hint) = &self.hint {
            write!(out, " ({hint})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// Lets `?` return one problem where several may be reported.
impl From<Diagnostic> for Vec<Diagnostic> {
    fn from(problem: Diagnostic) -> Self {
        vec![problem]
    }
}

/// The known word that is most similar to `word`, if one is similar enough to be meant. `word` may
/// also be its beginning.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let is_near = |distance: usize, candidate: &str| {
        let longer = length.max(candidate.chars().count());
        // One mistake in three letters is near; a single letter begins too many words.
        distance <= (longer / 3).max(1) || candidate.starts_with(word) && length >= 2
    };
    let mut nearest: Option<(usize, &str)> = None;
    for candidate in known {
        let distance = strsim::damerau_levenshtein(word, candidate);
        // Of two that are as near as each other the first is suggested.
        let is_nearer = match nearest {
            Some((least, _)) => distance < least,
            None => true,
        };
        if is_nearer && is_near(distance, candidate) {
            nearest = Some((distance, candidate));
        }
    }
    nearest.map(|(_, candidate)| candidate)
}

/// Removes repeated problems, and keeps the order.
pub(crate) fn distinct(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut distinct: Vec<Diagnostic> = Vec::with_capacity(problems.len());
    // Diagnostics cannot be sorted or hashed. There are few.
    for problem in problems {
        if !distinct.contains(&problem) {
            distinct.push(problem);
        }
    }
    distinct
}
