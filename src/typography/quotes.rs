//! Quotation marks, apostrophes and primes.
//!
//! `"` and `'` become quotation marks only as a pair of an opening and a closing one in one text,
//! which may be an ASCII mark and a typographic one. A `'` inside or at the end of a word is an
//! apostrophe; so is one before a short form such as `'90s` or `'tis`. After a figure, a mark that
//! closes nothing is a prime. Any other mark stays as it is.

use super::context::{
    Context, is_blank, is_dash, is_hebrew, is_opening_bracket, is_quotation_mark, is_space,
    is_word_character,
};
use super::flat_text::{CODE, Edit};
use super::rules::Rules;
use crate::document::has_outer_marks;
use crate::lang::{is_east_asian, is_spaceless};

const APOSTROPHE: &str = "’";
const PRIME: &str = "′";
const DOUBLE_PRIME: &str = "″";

/// Finds what becomes of `"` and `'` in a text.
///
/// In a text `in_quotation`, which gets outer marks as a whole, a quotation is inside another.
pub(super) fn find_quote_edits<'r>(
    text: &str,
    in_quotation: bool,
    rules: &'r Rules,
    edits: &mut Vec<Edit<'r>>,
) {
    let mut marks = MarkFinder {
        context: Context { text },
        in_quotation,
        rules,
        open: Vec::new(),
        pairs: Vec::new(),
        edits,
    };
    for (at, character) in text.char_indices() {
        match character {
            '"' => marks.double(at),
            '\'' if marks.ends_typewriter_quotation(at) || marks.two_singles(at) => {}
            '\'' => marks.single(at),
            ',' | '`' => marks.typewriter(at, character),
            '“' | '”' | '„' | '«' | '»' | '「' | '」' => marks.typographic(at, character),
            _ => {}
        }
    }
    marks.finish();
}

/// A mark that begins a quotation.
#[derive(Clone, Copy)]
struct OpeningMark {
    at: usize,
    kind: MarkKind,
    len: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum MarkKind {
    /// `"`.
    Double,
    /// `'`.
    Single,
    /// `'` where it is an apostrophe rather than a mark, unless another mark clearly closes it.
    MaybeApostrophe,
    /// A mark that the author set, and whether it is one for a quotation inside another.
    Typographic { is_inner: bool },
}

impl MarkKind {
    fn is_single(self) -> bool {
        matches!(self, Self::Single | Self::MaybeApostrophe)
    }
}

/// A quotation.
#[derive(Clone, Copy)]
struct Quotation {
    open: OpeningMark,
    close_at: usize,
    close_len: usize,
    /// Whether the closing mark is typographic already.
    is_closed_by_author: bool,
}

struct MarkFinder<'t, 'r, 'e> {
    context: Context<'t>,
    in_quotation: bool,
    rules: &'r Rules,
    /// Those that are not closed yet.
    open: Vec<OpeningMark>,
    pairs: Vec<Quotation>,
    edits: &'e mut Vec<Edit<'r>>,
}

impl<'r> MarkFinder<'_, 'r, '_> {
    fn replace(&mut self, at: usize, with: &'r str) {
        self.replace_mark(at, 1, with);
    }

    fn replace_mark(&mut self, at: usize, len: usize, with: &'r str) {
        self.edits.push(Edit {
            start: at,
            end: at + len,
            with,
        });
    }

    /// Two commas or one or two backticks that open a quotation: `,,so"`, ` ``so'' `, `` `so' ``.
    fn typewriter(&mut self, at: usize, character: char) {
        let text = self.context.text;
        let after = &text[at + 1..];
        let is_pair = after.starts_with(character);
        let opens = match character {
            ',' => is_pair && self.rules.outer.open.starts_with('„'),
            _ => is_pair || after.contains('\''),
        };
        let len = if is_pair { 2 } else { 1 };
        let precedes_letter =
            opens && text[at + len..].starts_with(|it: char| it.is_alphanumeric());
        let is_after_boundary = match self.context.before(at) {
            Some(before) => is_blank(before) || is_opening_bracket(before),
            None => true,
        };
        if precedes_letter && is_after_boundary {
            self.open.push(OpeningMark {
                at,
                kind: if is_pair {
                    MarkKind::Double
                } else {
                    MarkKind::Single
                },
                len,
            });
        }
    }

    /// Closes a quotation of a typewriter at `''`, and says whether a `'` is the first or second
    /// of these.
    fn ends_typewriter_quotation(&mut self, at: usize) -> bool {
        if let Some(pair) = self.pairs.last()
            && pair.close_len == 2
            && pair.close_at + 1 == at
        {
            return true;
        }
        let is_end =
            self.context.text[at..].starts_with("''") && Sides::of(self.context, at, 2).can_close();
        let open = self.last_open(|kind| kind == MarkKind::Double);
        match open {
            Some(index) if is_end && self.open[index].len == 2 => {
                self.close(index, at, 2, false);
                true
            }
            _ => false,
        }
    }

    /// Reads `''`, which stands for `"`, and says whether a `'` is the first or second of these: the
    /// beginning of a quotation, or a double prime. `ends_typewriter_quotation` reads its end.
    fn two_singles(&mut self, at: usize) -> bool {
        let text = self.context.text;
        let is_second_of_edit = self.edits.last().is_some_and(|edit| {
            (edit.start, edit.end) == (at.wrapping_sub(1), at + 1) && edit.with == DOUBLE_PRIME
        });
        let is_second_of_mark = (self.open.last()).is_some_and(|it| it.len == 2 && it.at + 1 == at);
        if is_second_of_edit || is_second_of_mark {
            return true;
        }
        let (before, after) = (&text[..at], &text[at + 1..]);
        let Some(after) = after.strip_prefix('\'').filter(|it| !it.starts_with('\'')) else {
            return false;
        };
        let sides = Sides::of(self.context, at, 2);
        if sides.follows_figure() && is_measure(before) && !after.starts_with(is_word_character) {
            self.replace_mark(at, 2, DOUBLE_PRIME);
            return true;
        }
        let follows_boundary = sides
            .before
            .is_none_or(|it| is_blank(it) || is_opening_bracket(it));
        let is_closed = after
            .match_indices("''")
            .any(|(end, _)| end > 0 && Sides::of(self.context, at + 2 + end, 2).can_close());
        if !follows_boundary || !after.starts_with(char::is_alphanumeric) || !is_closed {
            return false;
        }
        self.open.push(OpeningMark {
            at,
            kind: MarkKind::Double,
            len: 2,
        });
        true
    }

    fn double(&mut self, at: usize) {
        let sides = Sides::of(self.context, at, 1);
        if self.context.is_in_address(at) || self.is_after_hebrew_prefix(at, sides, '"') {
            return;
        }
        if is_second_of_two_measures(self.context.text, at) {
            self.replace(at, DOUBLE_PRIME);
            return;
        }
        let (opens, closes) = (sides.can_open(), sides.can_close());
        let open = self.last_open(|kind| !kind.is_single());
        match open {
            Some(index) if closes => self.close(index, at, 1, false),
            _ if opens => self.open.push(OpeningMark {
                at,
                kind: MarkKind::Double,
                len: 1,
            }),
            _ if closes => self.double_without_opening(at, sides),
            _ => {}
        }
    }

    /// A `"` that closes something, although nothing is open.
    fn double_without_opening(&mut self, at: usize, sides: Sides) {
        let text = self.context.text;
        if let Some(pair) = self.pairs.last_mut()
            && pair.open.kind == MarkKind::Double
            && is_measure(&text[..pair.close_at])
            && !is_measure(&text[..at])
            && text[pair.close_at..].starts_with('"')
        {
            // `"the 27" screen"`: the mark in the middle belongs to its figure.
            let prime = std::mem::replace(&mut pair.close_at, at);
            self.replace(prime, DOUBLE_PRIME);
        } else if sides.follows_figure() && is_measure(&text[..at]) {
            self.replace(at, DOUBLE_PRIME);
        }
    }

    fn single(&mut self, at: usize) {
        let sides = Sides::of(self.context, at, 1);
        if self.context.is_in_address(at) || self.is_after_hebrew_prefix(at, sides, '\'') {
            return;
        }
        if sides.touches_hebrew() {
            self.single_after_hebrew(at, sides);
            return;
        }
        if let Some(mark) = self.mark_inside_word(at, sides) {
            self.replace(at, mark);
            return;
        }
        let after = &self.context.text[at + 1..];
        if sides.can_open() && !self.ends_spaceless_quotation(sides) {
            let is_year = is_year_without_century(after);
            // `'12 good men'` at the beginning of a text may be a quotation.
            if is_year && at > 0 {
                self.replace(at, APOSTROPHE);
                return;
            }
            let kind = if is_year || self.rules.is_elided_word(after) {
                MarkKind::MaybeApostrophe
            } else {
                MarkKind::Single
            };
            self.open.push(OpeningMark { at, kind, len: 1 });
        } else if sides.can_close() {
            self.closing_single(at, sides);
        }
    }

    /// Whether a mark is inside a Hebrew word, or closes a quotation that begins there: `ו"לא"`.
    ///
    /// A mark inside a word usually belongs to it, as in צה"ל. It opens a quotation after prefixes,
    /// where the same mark ends the word and no other quotation is open that this could close.
    fn is_after_hebrew_prefix(&mut self, at: usize, sides: Sides, mark: char) -> bool {
        if let Some(pair) = self.pairs.last()
            && pair.close_at == at
        {
            return true;
        }
        if !sides.is_inside_hebrew() {
            return false;
        }
        if self.open.is_empty()
            && let Some(close_at) = end_of_prefixed_quotation(self.context, at, mark)
        {
            let kind = match mark {
                '"' => MarkKind::Double,
                _ => MarkKind::Single,
            };
            self.pairs.push(Quotation {
                open: OpeningMark { at, kind, len: 1 },
                close_at,
                close_len: 1,
                is_closed_by_author: false,
            });
        }
        true
    }

    /// A `'` at the end of a Hebrew word: the end of a quotation, or a geresh, which belongs to the
    /// word, as in רח'.
    fn single_after_hebrew(&mut self, at: usize, sides: Sides) {
        if let Some(index) = self.last_open(MarkKind::is_single)
            && sides.can_close()
            && !self.is_closed_later(at + 1)
        {
            self.close(index, at, 1, false);
        }
    }

    /// What `'` is between two characters of a word or of a number.
    fn mark_inside_word(&self, at: usize, sides: Sides) -> Option<&'static str> {
        let (before, after) = (sides.before?, sides.after?);
        if before.is_ascii_digit() && after.is_ascii_digit() {
            return mark_between_figures(&self.context.text[at + 1..]);
        }
        if before.is_ascii_digit() && after == '"' && self.no_single_is_open() {
            return Some(PRIME);
        }
        if self.ends_spaceless_quotation(sides) {
            return None;
        }
        let follows_word = is_word_character(before) || matches!(before, '+' | '.' | ')');
        if follows_word && is_word_character(after) && !is_east_asian(before) {
            return Some(APOSTROPHE);
        }
        // `l'"Eco"`: an elided word before a quotation.
        let begins_quotation = matches!(after, '"' | '“' | '«' | '„') && {
            let quoted = &self.context.text[at + 1 + after.len_utf8()..];
            quoted.starts_with(is_word_character)
        };
        (before.is_alphabetic() && begins_quotation && self.no_single_is_open())
            .then_some(APOSTROPHE)
    }

    /// Whether a `'` before a script that adds words without blanks closes a quotation:
    /// `看到'好'的大势`, `'좋다'고`.
    fn ends_spaceless_quotation(&self, sides: Sides) -> bool {
        sides.can_close() && sides.after.is_some_and(is_east_asian) && !self.no_single_is_open()
    }

    fn no_single_is_open(&self) -> bool {
        self.last_open(MarkKind::is_single).is_none()
    }

    fn closing_single(&mut self, at: usize, sides: Sides) {
        let text = self.context.text;
        let may_be_apostrophe = self.rules.ends_with_apostrophe(&text[..at]);
        // `rock 'n' roll`: both are apostrophes.
        if let Some(open) = self.open.last()
            && &text[open.at..at] == "'n"
            && self.rules.is_elided_word("n'")
        {
            let open = open.at;
            self.open.pop();
            self.replace(open, APOSTROPHE);
            self.replace(at, APOSTROPHE);
            return;
        }
        if let Some(index) = self.last_open(MarkKind::is_single) {
            let is_weak = self.open[index].kind == MarkKind::MaybeApostrophe;
            let precedes_word = sides.after == Some(' ');
            let stays_open = if is_weak {
                may_be_apostrophe || precedes_word
            } else {
                may_be_apostrophe && self.is_closed_later(at + 1)
            };
            if stays_open {
                self.replace(at, APOSTROPHE);
            } else {
                self.close(index, at, 1, false);
            }
        } else {
            self.single_without_opening(at, sides, may_be_apostrophe);
        }
    }

    /// A `'` that closes something, although nothing is open.
    fn single_without_opening(&mut self, at: usize, sides: Sides, may_be_apostrophe: bool) {
        let text = self.context.text;
        let is_weak = may_be_apostrophe || matches!(sides.after, Some(after) if is_blank(after));
        if let Some(pair) = self.pairs.last_mut()
            && !is_weak
            && !is_measure(&text[..at])
            && pair.open.kind.is_single()
            && text[pair.close_at..].starts_with("' ")
        {
            // `'I'm goin' home.'` and `'6' wide'`: the mark in the middle closes nothing.
            let inner = std::mem::replace(&mut pair.close_at, at);
            let mark = if is_measure(&text[..inner]) {
                PRIME
            } else {
                APOSTROPHE
            };
            self.replace(inner, mark);
        } else if sides.follows_figure() {
            if is_measure(&text[..at]) {
                self.replace(at, PRIME);
            }
        } else if matches!(sides.before, Some(before) if is_word_character(before)) {
            self.replace(at, APOSTROPHE);
        }
    }

    /// Whether a `'` after an offset closes a quotation for certain, before another one is opened.
    fn is_closed_later(&self, from: usize) -> bool {
        for (offset, character) in self.context.text[from..].char_indices() {
            if character != '\'' {
                continue;
            }
            let at = from + offset;
            let sides = Sides::of(self.context, at, 1);
            if sides.is_inside_hebrew() {
                return false;
            }
            if sides.can_open() {
                if is_year_without_century(&self.context.text[at + 1..]) {
                    continue;
                }
                return false;
            }
            if sides.can_close() && !self.rules.ends_with_apostrophe(&self.context.text[..at]) {
                return true;
            }
        }
        false
    }

    /// A mark that the author set.
    fn typographic(&mut self, at: usize, character: char) {
        let sides = Sides::of(self.context, at, character.len_utf8());
        let (outer, inner) = (&self.rules.outer, &self.rules.inner);
        let is_opening = outer.is_opening(character) || inner.is_opening(character);
        let is_closing = outer.is_closing(character) || inner.is_closing(character);
        let (opens, closes) = match (is_opening, is_closing) {
            (true, false) => (true, false),
            (false, true) => (false, true),
            _ => (sides.can_open(), sides.can_close()),
        };
        if opens && !closes {
            let is_inner = inner.is_opening(character) && !outer.is_opening(character);
            self.open.push(OpeningMark {
                at,
                kind: MarkKind::Typographic { is_inner },
                len: character.len_utf8(),
            });
        } else if closes
            && !opens
            && let Some(index) = self.last_open(|kind| !kind.is_single())
        {
            self.close(index, at, character.len_utf8(), true);
        }
    }

    /// The index of the last open mark of a kind.
    fn last_open(&self, is_kind: impl Fn(MarkKind) -> bool) -> Option<usize> {
        let index = self.open.iter().rposition(|it| is_kind(it.kind))?;
        // A single mark does not close across a double one that is still open.
        let crosses = self.open[index].kind.is_single() && index + 1 < self.open.len() && {
            let above = &self.open[index + 1..];
            above.iter().any(|it| !it.kind.is_single())
        };
        (!crosses).then_some(index)
    }

    /// Closes an open mark. The marks that were opened after it are no quotations.
    fn close(
        &mut self,
        index: usize,
        close_at: usize,
        close_len: usize,
        is_closed_by_author: bool,
    ) {
        let unclosed = self.open.split_off(index + 1);
        self.leave_unclosed(&unclosed);
        let Some(open) = self.open.pop() else { return };
        let is_empty = open.at + open.len == close_at;
        if !is_empty {
            self.pairs.push(Quotation {
                open,
                close_at,
                close_len,
                is_closed_by_author,
            });
        }
    }

    fn leave_unclosed(&mut self, marks: &[OpeningMark]) {
        for mark in marks {
            if mark.kind == MarkKind::MaybeApostrophe {
                self.replace(mark.at, APOSTROPHE);
            }
        }
    }

    /// Whether the outer marks of a text that gets others around it become inner ones: unless they
    /// are around all of it, or the author set inner ones as well.
    fn may_become_inner(&self) -> bool {
        let (outer, inner) = (&self.rules.outer, &self.rules.inner);
        let text = self.context.text;
        outer != inner && !text.contains(inner.open.trim()) && !has_outer_marks(text, &outer.open)
    }

    /// Whether the author set both marks of a quotation, and they are the outer ones.
    fn has_authors_outer_marks(&self, pair: Quotation) -> bool {
        let outer = &self.rules.outer;
        let (open, close) = (pair.open.at, pair.close_at);
        let text = self.context.text;
        pair.is_closed_by_author
            && text[open..].starts_with(outer.open.trim())
            && text[close..].starts_with(outer.close.trim())
    }

    /// Replaces the author's marks and the blanks that belong to them, as those of « Oui ».
    fn make_inner(&mut self, pair: Quotation) {
        let (text, rules) = (self.context.text, self.rules);
        let (start, end) = (pair.open.at + pair.open.len, pair.close_at);
        let body = &text[start..end];
        let mut after_open = 0;
        if rules.outer.open.ends_with(is_blank) {
            after_open = body.len() - body.trim_start_matches(is_space).len();
        }
        let mut before_close = 0;
        if rules.outer.close.starts_with(is_blank) {
            let rest = &body[after_open..];
            before_close = rest.len() - rest.trim_end_matches(is_space).len();
        }
        self.replace_mark(pair.open.at, pair.open.len + after_open, &rules.inner.open);
        let close_len = before_close + pair.close_len;
        self.replace_mark(end - before_close, close_len, &rules.inner.close);
    }

    /// Gives the quotations their marks, once it is known which are inside others.
    fn finish(&mut self) {
        let unclosed = std::mem::take(&mut self.open);
        self.leave_unclosed(&unclosed);
        let mut pairs = std::mem::take(&mut self.pairs);
        pairs.sort_unstable_by_key(|pair| pair.open.at);
        let may_become_inner = self.in_quotation && self.may_become_inner();
        // The ends of the quotations around the next one, and whether their marks are inner ones.
        let mut around: Vec<(usize, bool)> = Vec::new();
        for pair in pairs {
            while matches!(around.last(), Some((end, _)) if *end <= pair.open.at) {
                around.pop();
            }
            let is_inside_outer = match around.last() {
                Some((_, is_inner)) => !is_inner,
                None => {
                    let is_whole = pair.open.at == 0
                        && pair.close_at + pair.close_len == self.context.text.len();
                    pair.open.kind.is_single() || (self.in_quotation && !is_whole)
                }
            };
            let is_inner = match pair.open.kind {
                MarkKind::Typographic { .. }
                    if may_become_inner
                        && around.is_empty()
                        && self.has_authors_outer_marks(pair) =>
                {
                    self.make_inner(pair);
                    true
                }
                MarkKind::Typographic { is_inner } => is_inner,
                _ => is_inside_outer,
            };
            around.push((pair.close_at, is_inner));
            let rules = self.rules;
            let marks = if is_inner { &rules.inner } else { &rules.outer };
            if !matches!(pair.open.kind, MarkKind::Typographic { .. }) {
                self.replace_mark(pair.open.at, pair.open.len, &marks.open);
            }
            if !pair.is_closed_by_author {
                self.replace_mark(pair.close_at, pair.close_len, &marks.close);
            }
        }
    }
}

/// The characters on both sides of a mark.
#[derive(Clone, Copy)]
struct Sides {
    before: Option<char>,
    after: Option<char>,
    /// Whether the character before is an apostrophe after a letter, as in `l'"Eco"`.
    follows_elision: bool,
}

impl Sides {
    fn of(context: Context<'_>, at: usize, len: usize) -> Self {
        let before = context.before(at);
        let follows_elision = match before {
            Some(mark @ ('\'' | '’')) => {
                let letter = context.before(at - mark.len_utf8());
                letter.is_some_and(char::is_alphabetic)
            }
            _ => false,
        };
        Self {
            before,
            after: context.at(at + len),
            follows_elision,
        }
    }

    fn can_open(self) -> bool {
        let Some(after) = self.after else {
            return false;
        };
        let begins = is_word_character(after)
            || is_opening_bracket(after)
            || is_quotation_mark(after)
            || matches!(
                after,
                '#' | '@' | '$' | '€' | '£' | '§' | '+' | '-' | '−' | '…' | '.' | '&'
            );
        let Some(before) = self.before else {
            return begins;
        };
        let is_after_boundary = is_blank(before)
            || is_opening_bracket(before)
            || is_dash(before)
            || (is_quotation_mark(before) && !self.follows_elision)
            || (self.follows_elision && is_word_character(after))
            || is_spaceless(before)
            || before == ':';
        begins && is_after_boundary
    }

    fn can_close(self) -> bool {
        let Some(before) = self.before else {
            return false;
        };
        let follows_word = !is_blank(before) && !is_opening_bracket(before);
        match self.after {
            None => follows_word,
            // Korean particles follow a quotation without a blank.
            Some(after) => follows_word && (!is_word_character(after) || is_east_asian(after)),
        }
    }

    fn follows_figure(self) -> bool {
        self.before
            .is_some_and(|it| it.is_ascii_digit() || matches!(it, '½' | '¼' | '¾'))
    }

    fn is_inside_hebrew(self) -> bool {
        self.before.is_some_and(is_hebrew) && self.after.is_some_and(is_hebrew)
    }

    fn touches_hebrew(self) -> bool {
        self.before.is_some_and(is_hebrew)
    }
}

/// The letters that Hebrew writes before a word, joined to it.
const HEBREW_PREFIXES: [char; 7] = ['ו', 'ה', 'ב', 'ל', 'מ', 'ש', 'כ'];

/// The end of a quotation of one Hebrew word, of two letters or more, that begins at an offset after
/// one or two prefixes.
fn end_of_prefixed_quotation(context: Context<'_>, at: usize, mark: char) -> Option<usize> {
    let (before, after) = (&context.text[..at], &context.text[at + 1..]);
    let stem = before.trim_end_matches(is_hebrew);
    let prefixes = &before[stem.len()..];
    let is_prefixed =
        prefixes.chars().count() <= 2 && prefixes.chars().all(|it| HEBREW_PREFIXES.contains(&it));
    let starts_word = stem.is_empty() || stem.ends_with(is_blank) || stem.ends_with('(');
    let rest = after.trim_start_matches(is_hebrew);
    let quoted = &after[..after.len() - rest.len()];
    let ends_word = rest
        .strip_prefix(mark)
        .is_some_and(|it| !it.starts_with(|it| is_word_character(it) || is_quotation_mark(it)));
    let is_quotation = is_prefixed && starts_word && ends_word && quoted.chars().nth(1).is_some();
    is_quotation.then_some(at + 1 + quoted.len())
}

/// What `'` is before `after` and after a figure: `1'250` in Switzerland, `5'10"` in feet and
/// inches.
fn mark_between_figures(after: &str) -> Option<&'static str> {
    let end = after.find(|it: char| !it.is_ascii_digit());
    let (figures, rest) = after.split_at(end.unwrap_or(after.len()));
    match figures.len() {
        1 | 2 if rest.starts_with(['"', '″']) || rest.starts_with("''") => Some(PRIME),
        3 => Some(APOSTROPHE),
        _ => None,
    }
}

/// Whether the mark at an offset follows feet and inches, or minutes and seconds: `6'8"`.
fn is_second_of_two_measures(text: &str, at: usize) -> bool {
    let first = text[..at].trim_end_matches(|it: char| it.is_ascii_digit() || it == '.');
    let Some(first) = first.strip_suffix(['\'', '′']) else {
        return false;
    };
    text[..at].ends_with(|it: char| it.is_ascii_digit())
        && first.ends_with(|it: char| it.is_ascii_digit())
}

/// Whether a text ends with a small number, such as one of inches: `27`, `2.5`, `3/4`.
fn is_measure(text: &str) -> bool {
    let is_part = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',' | '/');
    let whole = text.trim_end_matches(['½', '¼', '¾']);
    let before = whole.trim_end_matches(is_part);
    let number = &whole[before.len()..];
    if number.is_empty() && whole.len() < text.len() {
        return !before.ends_with(is_word_character);
    }
    let whole = number.split(['.', ',', '/']).next().unwrap_or_default();
    let is_number_alone = !before.ends_with(|it: char| is_word_character(it) && it != CODE);
    is_number_alone && (1..=2).contains(&whole.len()) && number.len() <= 6
}

/// Whether a text begins with a year without its century: `90s`, `68`, `68er`.
fn is_year_without_century(text: &str) -> bool {
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    if !(is_digit(0) && is_digit(1)) {
        return false;
    }
    let rest = &text[2..];
    let end = rest.find(|it: char| !is_word_character(it));
    matches!(
        &rest[..end.unwrap_or(rest.len())],
        "" | "s" | "er" | "ern" | "ers"
    )
}
