//! Typography: turns what authors type into what a printer sets, by the language of the document.
//!
//! [`apply_typography`] changes a [`Document`] after it has been read, so that all formats show the
//! same text. It touches quotation marks, apostrophes, dots, hyphens that stand for a dash or a
//! minus, `x` between figures, and blanks at which a line must not end. It leaves alone what the
//! author set already, hyphens inside a word or number, code, addresses and ids. A second run
//! changes nothing.
//!
//! `flat_text` shows a text without its elements, in which `quotes`, `dashes` and `joins` find their
//! edits. `rules` gathers what the language asks for: labels and CLDR first, then `languages`.

mod context;
mod dashes;
mod flat_text;
mod joins;
mod languages;
mod quotes;
mod rules;
#[cfg(test)]
mod tests;

use crate::document::{Document, Inline, WordsMut, has_outer_marks, plain_text};
use context::TextKind;
use flat_text::{Edit, edit_inlines, edit_string, push_words};
use rules::QuotationMarks;
pub(crate) use rules::Rules;

/// Sets all words of a document by the rules of its language.
pub(crate) fn apply_typography(document: &mut Document, rules: &Rules) {
    let mut typesetter = Typesetter::new(rules);
    document.for_each_words_mut(&mut |words| match words {
        WordsMut::Text(text) => typesetter.set_text(text),
        WordsMut::Plain(text) => typesetter.set_plain(text),
        WordsMut::Quotation(text) => typesetter.set_quotation(text),
        WordsMut::Value(text) => typesetter.set_value(text, TextKind::Value),
        WordsMut::Quantity(text) => typesetter.set_value(text, TextKind::Quantity),
        WordsMut::TelephoneNumber(text) => join_telephone_number(text),
        WordsMut::PlainValue(text) => {
            typesetter.kind = TextKind::Value;
            typesetter.set_plain(text);
            typesetter.kind = TextKind::Prose;
        }
        WordsMut::Paragraphs(texts) => typesetter.set_paragraphs(texts),
    });
}

/// Puts the marks of the language around the quotations of a document whose text stays as written:
/// like the bar beside them, the marks belong to the look of a quotation.
pub(crate) fn mark_quotations(document: &mut Document, rules: &Rules) {
    document.for_each_words_mut(&mut |words| {
        if let WordsMut::Quotation(text) = words {
            add_outer_marks(text, &rules.outer);
        }
    });
}

/// Puts marks around a text, unless it has outer ones.
fn add_outer_marks(text: &mut Vec<Inline>, marks: &QuotationMarks) {
    let QuotationMarks { open, close } = marks;
    if text.is_empty() || has_outer_marks(&plain_text(text), open) {
        return;
    }
    match text.first_mut() {
        Some(Inline::Text { text: first }) => first.insert_str(0, open),
        _ => text.insert(0, Inline::text(open)),
    }
    // The number of a source stands after the marks.
    let citation = text.pop_if(|last| matches!(last, Inline::Cite { .. }));
    match text.last_mut() {
        Some(Inline::Text { text: last }) => last.push_str(close),
        _ => text.push(Inline::text(close)),
    }
    text.extend(citation);
}

/// Keeps the words of a status on the line of its sign. Where a column is narrower, joins yield.
fn join_words(body: &mut [Inline]) {
    for inline in body {
        if let Inline::Text { text } = inline
            && text.contains(' ')
        {
            *text = text.replace(' ', "\u{a0}");
        }
    }
}

/// Keeps the groups of a telephone number on one line; words beside it may stand on the next one.
fn join_telephone_number(number: &mut [Inline]) {
    for inline in number {
        if let Inline::Text { text } = inline
            && text.contains(' ')
        {
            let mut joined = String::with_capacity(text.len() + 4);
            for (at, character) in text.char_indices() {
                let (before, after) = (&text[..at], &text[at + character.len_utf8()..]);
                let is_part = |it: char| it.is_ascii_digit() || "()+/-–".contains(it);
                let begins_words =
                    after.starts_with('(') && after[1..].starts_with(|it: char| it.is_alphabetic());
                let is_inside = character == ' '
                    && before.ends_with(is_part)
                    && after.starts_with(is_part)
                    && !begins_words;
                // An abbreviation stays with its number: `p. 6214`.
                let is_announced = character == ' '
                    && before.ends_with('.')
                    && after.starts_with(|it: char| it.is_ascii_digit());
                joined.push(if is_inside || is_announced {
                    '\u{a0}'
                } else {
                    character
                });
            }
            *text = joined;
        }
    }
}

/// The most passes over a text in which a mark without a partner is left.
const MAX_PASSES: usize = 4;

struct Typesetter<'r> {
    rules: &'r Rules,
    /// The kind of the current text.
    kind: TextKind,
    /// The words of the current text, kept to reuse their memory.
    words: String,
    /// The edits of the current text.
    edits: Vec<Edit<'r>>,
}

impl<'r> Typesetter<'r> {
    fn new(rules: &'r Rules) -> Self {
        Self {
            rules,
            kind: TextKind::Prose,
            words: String::new(),
            edits: Vec::new(),
        }
    }

    /// Sets a text that is a quotation, and puts the marks of the language around it, unless it has
    /// outer ones.
    fn set_quotation(&mut self, text: &mut Vec<Inline>) {
        self.set_value(text, TextKind::Quotation);
        add_outer_marks(text, &self.rules.outer);
    }

    fn set_value(&mut self, text: &mut [Inline], kind: TextKind) {
        self.kind = kind;
        self.set_text(text);
        self.kind = TextKind::Prose;
    }

    /// Sets the quotations that begin in one paragraph and end in another.
    fn set_paragraphs(&mut self, texts: Vec<&mut Vec<Inline>>) {
        let mut words = String::new();
        let mut starts = Vec::with_capacity(texts.len());
        for text in &texts {
            starts.push(words.len());
            push_words(text, &mut words);
            words.push('\n');
        }
        let mut edits = Vec::new();
        quotes::find_quote_edits(&words, false, self.rules, &mut edits);
        edits.sort_unstable_by_key(|edit| edit.start);
        for (text, start) in texts.into_iter().zip(starts).rev() {
            let first = edits.partition_point(|edit| edit.start < start);
            let mut own = edits.split_off(first);
            for edit in &mut own {
                edit.start -= start;
                edit.end -= start;
            }
            edit_inlines(text, &own);
            // The other rules see the new marks.
            self.set_text(text);
        }
    }

    fn set_text(&mut self, text: &mut [Inline]) {
        self.set_words_of_text(text);
        for inline in text {
            if let Inline::Status { body, .. } = inline {
                join_words(body);
            }
        }
    }

    fn set_words_of_text(&mut self, text: &mut [Inline]) {
        match text {
            [] => {}
            [Inline::Text { text }] => self.set_plain(text),
            _ => {
                self.words.clear();
                push_words(text, &mut self.words);
                self.set_words(|edits, words| {
                    edit_inlines(text, edits);
                    words.clear();
                    push_words(text, words);
                });
            }
        }
    }

    fn set_plain(&mut self, text: &mut String) {
        // The words of a single element are its text.
        std::mem::swap(text, &mut self.words);
        self.set_words(|edits, words| edit_string(words, edits));
        std::mem::swap(text, &mut self.words);
    }

    /// Finds the edits of the current words. `apply` makes them in the text, and gives its new words.
    fn set_words(&mut self, mut apply: impl FnMut(&[Edit<'_>], &mut String)) {
        // The author's marks in a quotation may become inner ones.
        if self.kind != TextKind::Quotation && !may_change(&self.words) {
            return;
        }
        for _ in 0..MAX_PASSES {
            self.set_characters(&mut apply);
            self.edits.clear();
            joins::find_joins(&self.words, self.rules, &mut self.edits);
            if self.edits.is_empty() {
                return;
            }
            apply(&self.edits, &mut self.words);
            // An inserted space has changed the words, so the other rules have to look at them
            // again.
            if !inserts_space(&self.edits) {
                return;
            }
        }
    }

    fn set_characters(&mut self, apply: &mut impl FnMut(&[Edit<'_>], &mut String)) {
        for _ in 0..MAX_PASSES {
            self.edits.clear();
            find_character_edits(&self.words, self.kind, self.rules, &mut self.edits);
            if self.edits.is_empty() {
                return;
            }
            apply(&self.edits, &mut self.words);
        }
    }
}

/// Whether a space was inserted, as the French ones are.
fn inserts_space(edits: &[Edit<'_>]) -> bool {
    edits.iter().any(|edit| edit.start == edit.end)
}

/// Whether a text has a character that some rule may change.
fn may_change(text: &str) -> bool {
    let is_candidate = |byte: &u8| {
        matches!(
            byte,
            b' ' | b'"' | b'\'' | b'-' | b'.' | b'!' | b'?' | b':' | b';'
        )
    };
    text.as_bytes().iter().any(is_candidate)
}

/// Finds the edits of quotation marks, dashes and dots, in order.
fn find_character_edits<'r>(
    text: &str,
    kind: TextKind,
    rules: &'r Rules,
    edits: &mut Vec<Edit<'r>>,
) {
    let (mut has_quotes, mut has_dashes) = (false, false);
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        // Nearly all bytes are letters and blanks; one look tells.
        if !IS_CHARACTER_TO_EDIT[usize::from(byte)] {
            continue;
        }
        let before = at.checked_sub(1).map(|it| bytes[it]);
        match (before, byte) {
            (_, b'"' | b'\'') => has_quotes = true,
            (None, b'+') | (_, b'-') | (Some(b'.'), b'.') | (Some(b' ' | 0xa0), b'x') => {
                has_dashes = true
            }
            _ => {}
        }
    }
    let in_quotation = kind == TextKind::Quotation;
    if has_quotes || in_quotation {
        quotes::find_quote_edits(text, in_quotation, rules, edits);
    }
    if has_dashes {
        dashes::find_dash_edits(text, kind, rules, edits);
    }
    edits.sort_unstable_by_key(|edit| edit.start);
}

/// Whether [`find_character_edits`] looks at a byte.
const IS_CHARACTER_TO_EDIT: [bool; 256] = {
    let mut table = [false; 256];
    let mut index = 0;
    let bytes = b"\"'-.x+";
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
};
