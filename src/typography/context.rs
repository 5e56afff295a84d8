//! The kind of a text, and the context of a character in it.

use unicode_script::Script;

use super::flat_text::CODE;
use crate::lang;

/// The kind of a whole text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    Prose,
    /// It gets outer quotation marks.
    Quotation,
    /// A short value, which may be a number: `- 5` is no item of a list.
    Value,
    /// A number with a unit: `5-6` is a range.
    Quantity,
}

/// A place in a text: before the byte `at`.
#[derive(Clone, Copy)]
pub(super) struct Context<'t> {
    pub text: &'t str,
}

impl<'t> Context<'t> {
    /// The character before an offset.
    pub fn before(self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    /// The character at an offset.
    pub fn at(self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// The word that ends at an offset, back to a blank.
    pub fn word_before(self, at: usize) -> &'t str {
        let bytes = self.text.as_bytes();
        let mut start = at;
        while start > 0 && (is_visible_ascii(bytes[start - 1]) || !ends_with_blank(&bytes[..start]))
        {
            start -= 1;
        }
        &self.text[start..at]
    }

    /// The word that begins at an offset, up to a blank.
    pub fn word_at(self, at: usize) -> &'t str {
        let bytes = self.text.as_bytes();
        let mut end = at;
        while end < bytes.len()
            && (is_visible_ascii(bytes[end]) || !starts_with_blank(&bytes[end..]))
        {
            end += 1;
        }
        &self.text[at..end]
    }

    /// Whether an offset is inside an address or the path of a file. Quotation marks and brackets
    /// around it are not part of it.
    pub fn is_in_address(self, at: usize) -> bool {
        let before = self.word_before(at);
        let start = at - before.len();
        let word = self.word_at(start);
        let core = word.trim_start_matches(OPENING_MARKS);
        let core_start = start + word.len() - core.len();
        let core = core.trim_end_matches(CLOSING_MARKS);
        (core_start..core_start + core.len()).contains(&at) && is_address(core)
    }

    /// Whether an offset is inside a path that begins with a drive and may have blanks:
    /// `C:\My Files\Q1 - Q2\a.docx`. It ends with the last `\` of its line, or the extension after it.
    pub fn is_in_windows_path(self, at: usize) -> bool {
        let Some(colon) = self.text[..at].rfind(":\\") else {
            return false;
        };
        let has_drive = self.text[..colon].ends_with(|it: char| it.is_ascii_alphabetic());
        let rest = &self.text[colon..];
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let Some(last) = line.rfind('\\') else {
            return false;
        };
        let name = &line[last..];
        let is_extension = |dot: usize| {
            let extension = &name[dot + 1..];
            let end = extension.find(|it: char| !it.is_ascii_alphanumeric());
            (1..=5).contains(&end.unwrap_or(extension.len()))
        };
        let mut dots = name.match_indices('.').map(|(dot, _)| dot);
        let end = dots.find(|&dot| is_extension(dot)).unwrap_or_default();
        has_drive && at < colon + last + end
    }
}

/// Marks before an address that do not belong to it.
const OPENING_MARKS: &[char] = &['"', '\'', '(', '[', '{', '<', '«', '‹', '“', '„', '‘', '‚'];

/// Marks after an address that do not belong to it.
const CLOSING_MARKS: &[char] = &[
    '"', '\'', ')', ']', '}', '>', '.', ',', ';', ':', '!', '?', '»', '›', '”', '“', '’', '‘', '…',
];

fn is_address(word: &str) -> bool {
    let is_mail = match word.split_once('@') {
        Some((name, host)) => !name.is_empty() && host.contains('.'),
        None => false,
    };
    // `example.org/a--b`, but not `Ein-/Ausgang`, `km/h` or `1'250.50/Tag`.
    let is_web = match word.split_once('/') {
        Some((host, _)) => !host.starts_with('.') && ends_as_host(host),
        None => false,
    };
    is_mail
        || is_web
        || word.contains("://")
        || word.starts_with("www.")
        || word.contains('\\')
        || word.starts_with(['/', '~'])
        || word.starts_with("./")
        || word.starts_with("../")
}

/// Whether the part after the last stop begins like the last one of a host: `example.org`, but not
/// `1'250.50`. Numbers with three stops are hosts as well: `10.0.0.1`.
fn ends_as_host(host: &str) -> bool {
    let Some((before, last)) = host.rsplit_once('.') else {
        return false;
    };
    let has_letter = last.contains(char::is_alphabetic);
    let is_numeric =
        last.starts_with(|it: char| it.is_ascii_digit()) && before.matches('.').count() == 2;
    has_letter || is_numeric
}

/// A blank, a break of the line, or a space that never breaks.
pub(super) fn is_blank(character: char) -> bool {
    matches!(
        character,
        ' ' | '\n' | '\t' | '\u{a0}' | '\u{202f}' | '\u{2007}'
    )
}

/// Whether a byte is a character of its own and no blank, as most bytes are.
fn is_visible_ascii(byte: u8) -> bool {
    byte > b' ' && byte.is_ascii()
}

/// Whether UTF-8 ends with a character of [`is_blank`].
fn ends_with_blank(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [.., b' ' | b'\n' | b'\t'] | [.., 0xc2, 0xa0] | [.., 0xe2, 0x80, 0xaf | 0x87]
    )
}

/// Whether UTF-8 starts with a character of [`is_blank`].
fn starts_with_blank(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [b' ' | b'\n' | b'\t', ..] | [0xc2, 0xa0, ..] | [0xe2, 0x80, 0xaf | 0x87, ..]
    )
}

/// A space of its own kind on one line.
pub(super) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{202f}')
}

/// A letter or a figure, or code, which stands for a word.
pub(super) fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || character == CODE || is_combining(character)
}

fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

pub(super) fn is_quotation_mark(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›'
    )
}

pub(super) fn is_opening_bracket(character: char) -> bool {
    matches!(character, '(' | '[' | '{' | '¿' | '¡' | '<')
}

pub(super) fn is_dash(character: char) -> bool {
    matches!(character, '-' | '–' | '—' | '‑' | '/' | '=')
}

/// Whether a character is Hebrew, where marks inside a word belong to it: צה"ל.
pub(super) fn is_hebrew(character: char) -> bool {
    lang::script(character) == Script::Hebrew
}

/// Signs of currencies that stand beside an amount.
pub(super) fn is_currency(character: char) -> bool {
    matches!(character, '$' | '£' | '¥' | '¢' | '฿' | '₣'..='₿')
}
