//! Blanks at which a line must not end.
//!
//! A blank becomes U+00A0, or U+202F between the digits of a French number and before French high
//! punctuation. A line that has no other place to break still breaks there.

use super::context::{Context, is_blank, is_currency, is_quotation_mark, is_space};
use super::flat_text::Edit;
use super::languages::FrenchSpaces;
use super::rules::Rules;
use crate::lang::is_direction_mark;

const NO_BREAK: &str = "\u{a0}";
const NARROW_NO_BREAK: &str = "\u{202f}";

/// Finds the blanks of a text that must not break, and the French ones that are missing.
pub(super) fn find_joins(text: &str, rules: &Rules, edits: &mut Vec<Edit<'_>>) {
    let context = Context { text };
    let is_french = rules.french != FrenchSpaces::None;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        if byte == b' ' {
            let blank = Blank { context, at };
            if let Some(with) = blank.join(rules) {
                edits.push(Edit {
                    start: at,
                    end: at + 1,
                    with,
                });
            }
        } else if is_french {
            edits.extend(missing_space(context, at, byte, rules));
        }
    }
}

/// Inserts the French space that the author left out at the character that begins with a byte.
fn missing_space(
    context: Context<'_>,
    at: usize,
    byte: u8,
    rules: &Rules,
) -> Option<Edit<'static>> {
    let (place, with) = match byte {
        b';' | b':' | b'!' | b'?' => (at, missing_french_space(context, at, rules.french)?),
        // `«ainsi»`
        0xc2 => {
            let place = missing_space_in_guillemets(context, at)?;
            (place, space_in_guillemets(rules))
        }
        // `‹ainsi›`
        0xe2 if has_inner_guillemets(rules) => {
            let place = missing_space_in_guillemets(context, at)?;
            (place, space_in_guillemets(rules))
        }
        _ => return None,
    };
    Some(Edit {
        start: place,
        end: place,
        with,
    })
}

/// The space that belongs before a mark of French high punctuation and that the author left out.
fn missing_french_space(
    context: Context<'_>,
    at: usize,
    french: FrenchSpaces,
) -> Option<&'static str> {
    let mark = context.at(at)?;
    let space = french_space(mark, french)?;
    let before = context.before(at)?;
    let closes_word = before.is_alphanumeric()
        || matches!(
            before,
            ')' | ']' | '»' | '”' | '’' | '…' | '%' | '€' | '$' | '.'
        );
    // Not in `10:30`, in an address, or within `?!`.
    let ends = match context.at(at + 1) {
        None => true,
        Some(after) => is_blank(after) || matches!(after, '»' | '”' | '"' | '!' | '?' | ')'),
    };
    let is_smiley = context.text[at + 1..].starts_with(')') && matches!(mark, ':' | ';');
    (closes_word && ends && !is_smiley && !context.is_in_address(at)).then_some(space)
}

/// Where the space inside the guillemet at an offset belongs, if the author left it out.
fn missing_space_in_guillemets(context: Context<'_>, at: usize) -> Option<usize> {
    let mark = context.at(at)?;
    let after = context.at(at + mark.len_utf8());
    let before = context.before(at);
    let is_word_start = |it: char| it.is_alphanumeric() || is_quotation_mark(it);
    let is_word_end = |it: char| !is_blank(it) && !matches!(it, '«' | '»' | '‹');
    // Between two letters it neither opens nor closes a quotation.
    let is_letter = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
    match mark {
        '«' | '‹'
            if after.is_some_and(is_word_start)
                && !matches!(after, Some('»' | '›'))
                && !is_letter(before) =>
        {
            Some(at + mark.len_utf8())
        }
        '»' | '›' if before.is_some_and(is_word_end) && !is_letter(after) => Some(at),
        _ => None,
    }
}

/// Whether quotations inside others have ‹ and › with spaces, as in Switzerland.
fn has_inner_guillemets(rules: &Rules) -> bool {
    rules.inner.open.starts_with('‹') && rules.inner.open.ends_with(is_space)
}

/// The space that the language has inside its quotation marks.
fn space_in_guillemets(rules: &Rules) -> &'static str {
    if rules.outer.open.ends_with('\u{202f}') {
        NARROW_NO_BREAK
    } else {
        NO_BREAK
    }
}

/// The space before a French mark.
fn french_space(mark: char, french: FrenchSpaces) -> Option<&'static str> {
    match (french, mark) {
        (FrenchSpaces::France | FrenchSpaces::Canada, ':') => Some(NO_BREAK),
        (FrenchSpaces::France, ';' | '!' | '?') => Some(NARROW_NO_BREAK),
        _ => None,
    }
}

/// What a dash between blanks is to an insertion in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InsertionDash {
    Opening,
    Closing,
}

/// What the dash at an offset is, if its sentence has a pair of dashes: `un mot – en incise – suit`.
fn insertion_dash(context: Context<'_>, at: usize) -> Option<InsertionDash> {
    let text = context.text;
    let is_end = |(place, _): &(usize, &str)| ends_sentence(text, *place);
    let ends = [
        text[..at].rmatch_indices(STOPS).find(is_end),
        text[at..]
            .match_indices(STOPS)
            .map(|(place, mark)| (at + place, mark))
            .find(is_end),
    ];
    let [start, end] = ends.map(|it| it.map(|(place, _)| place));
    let (start, end) = (start.unwrap_or(0), end.unwrap_or(text.len()));
    let mut count = 0;
    let mut index = None;
    for (offset, dash) in text[start..end].char_indices() {
        let place = start + offset;
        if !is_spaced_dash(context, place, dash) {
            continue;
        }
        if place == at {
            index = Some(count);
        }
        count += 1;
    }
    match index? {
        index if count % 2 == 1 && index + 1 == count => None,
        index if index % 2 == 0 => Some(InsertionDash::Opening),
        _ => Some(InsertionDash::Closing),
    }
}

const STOPS: [char; 4] = ['.', '!', '?', '\n'];

/// Whether one of [`STOPS`] ends a sentence: not in `3.5`, nor after an abbreviation such as `art.`.
fn ends_sentence(text: &str, at: usize) -> bool {
    let (before, mark) = text.split_at(at);
    if mark.starts_with('\n') {
        return true;
    }
    if !mark[1..].starts_with(is_blank) {
        return false;
    }
    let word = before.trim_end_matches(char::is_alphabetic);
    !mark.starts_with('.') || before[word.len()..].chars().count() > 4
}

/// Whether there is a dash after a blank and before a blank or the comma after an insertion.
fn is_spaced_dash(context: Context<'_>, at: usize, dash: char) -> bool {
    let follows_blank = matches!(dash, '–' | '—') && context.before(at).is_some_and(is_space);
    follows_blank
        && match context.at(at + dash.len_utf8()) {
            Some(after) => is_space(after) || matches!(after, ',' | ';' | ':' | ')'),
            None => true,
        }
}

/// A blank of a text.
#[derive(Clone, Copy)]
struct Blank<'t> {
    context: Context<'t>,
    at: usize,
}

impl<'t> Blank<'t> {
    /// The space that does not break, if the blank is one.
    fn join(self, rules: &Rules) -> Option<&'static str> {
        let last = self.context.before(self.at);
        let next = self.context.at(self.at + 1)?;
        // Two blanks in a row are the author's.
        if is_blank(next) || last.is_some_and(is_space) {
            return None;
        }
        let last = last?;
        if self.is_between_plain_words(last, next) {
            let is_joined =
                rules.has_one_letter_words() && self.follows_one_letter_word(last, next, rules);
            return is_joined.then_some(NO_BREAK);
        }
        let may_be_punctuation =
            !last.is_ascii() || !next.is_ascii() || matches!(next, ';' | ':' | '!' | '?');
        if may_be_punctuation && let Some(space) = self.punctuation_join(last, next, rules) {
            return Some(space);
        }
        // `mln zł`
        let may_be_scale = next == 'z' && matches!(last, 'n' | 'd');
        let may_join = may_end_joined(last)
            || may_begin_joined(next)
            || may_be_scale
            || self.follows_ordinal(last);
        let joins = if may_join {
            self.number_join(last, next, rules)
        } else {
            None
        };
        if joins.is_some() {
            return joins;
        }
        let is_joined = self.follows_one_letter_word(last, next, rules)
            || ((self.precedes_name(next) || self.precedes_french_article(next, rules))
                && self.follows_title(rules));
        is_joined.then_some(NO_BREAK)
    }

    /// Whether nothing but a word of one letter can join the words around the blank, as with nearly
    /// all blanks: small letters of ASCII, without those that the other rules look for.
    fn is_between_plain_words(self, last: char, next: char) -> bool {
        let is_plain_end = last.is_ascii_lowercase() && !is_joining_letter(last);
        let is_plain_start = next.is_ascii_lowercase()
            && !matches!(next, 'l' | 'z')
            && !(next == 'd' && self.precedes_elision());
        is_plain_end && is_plain_start && !self.follows_ordinal(last)
    }

    /// Whether an apostrophe follows the first letter of the word after the blank: `d’Harcourt`.
    fn precedes_elision(self) -> bool {
        let after = &self.context.text.as_bytes()[self.at + 2..];
        after.starts_with(b"'") || after.starts_with("’".as_bytes())
    }

    /// Whether the word before the blank ends with a figure and one or two letters, as in `1er`.
    fn follows_ordinal(self, last: char) -> bool {
        let bytes = &self.context.text.as_bytes()[..self.at];
        let is_figure = |back: usize| {
            let at = bytes.len().checked_sub(back);
            at.is_some_and(|at| bytes[at].is_ascii_digit())
        };
        last.is_ascii_lowercase() && (is_figure(2) || is_figure(3))
    }

    /// The word before the blank, without quotation marks and brackets before it.
    fn word_before(self) -> &'t str {
        let word = self.context.word_before(self.at);
        let word = word.trim_start_matches(|it: char| {
            is_quotation_mark(it) || matches!(it, '(' | '[' | '–' | '—' | '/')
        });
        if !word.ends_with('.') {
            return word;
        }
        // `l’art. 5`
        match word.split_once('’') {
            Some((article, rest)) if article.len() <= 5 && !rest.is_empty() => rest,
            _ => word,
        }
    }

    /// The word before the one before the blank, on the same line.
    fn second_word_before(self) -> &'t str {
        let left = self.before_word().trim_end_matches(is_space);
        Context { text: left }.word_before(left.len())
    }

    /// The word after the blank.
    fn word_after(self) -> &'t str {
        self.context.word_at(self.at + 1)
    }

    /// The text before the blank and the word before it.
    fn before_word(self) -> &'t str {
        let before = &self.context.text[..self.at];
        let word = self.context.word_before(self.at);
        &before[..before.len() - word.len()]
    }

    /// Joins of punctuation: dashes, ellipses, times signs, French marks.
    fn punctuation_join(self, last: char, next: char, rules: &Rules) -> Option<&'static str> {
        if matches!(next, '–' | '—') {
            return self.join_before_dash(next, rules);
        }
        if matches!(last, '–' | '—') && rules.french != FrenchSpaces::None {
            let dash = self.at - last.len_utf8();
            let opens = insertion_dash(self.context, dash) == Some(InsertionDash::Opening);
            if opens {
                return Some(NO_BREAK);
            }
        }
        if next == '…' || next == '×' {
            return Some(NO_BREAK);
        }
        if last == '×' {
            // Between numbers; measures with units of their own words may part after the sign.
            let is_plain = is_number(self.second_word_before());
            return is_plain.then_some(NO_BREAK);
        }
        // A speech that begins with a dash.
        if matches!(last, '–' | '—') && self.at == last.len_utf8() {
            return Some(NO_BREAK);
        }
        if rules.french == FrenchSpaces::None {
            return None;
        }
        let is_inner = (last == '‹' || next == '›') && has_inner_guillemets(rules);
        if last == '«' || next == '»' || is_inner {
            return Some(space_in_guillemets(rules));
        }
        if !matches!(next, ';' | ':' | '!' | '?') {
            return None;
        }
        let mark = self
            .word_after()
            .trim_end_matches(['»', '”', '"', '.', '!', '?']);
        let is_mark_alone = mark.is_empty() || matches!(mark, ";" | ":");
        let space = french_space(next, rules.french).unwrap_or(NARROW_NO_BREAK);
        is_mark_alone.then_some(space)
    }

    /// A dash stays with the words before it, also with a mark or cents behind it: `–,`, `–.50`. In
    /// French, those of an insertion stay with what they enclose.
    fn join_before_dash(self, dash: char, rules: &Rules) -> Option<&'static str> {
        let rest = &self.word_after()[dash.len_utf8()..];
        if rules.french == FrenchSpaces::None {
            let is_alone = rest.is_empty() || rest.starts_with([',', ';', ':', '.', ')']);
            return is_alone.then_some(NO_BREAK);
        }
        let role = insertion_dash(self.context, self.at + 1);
        let joins = match role {
            Some(InsertionDash::Opening) => false,
            Some(InsertionDash::Closing) => true,
            None => rest.is_empty(),
        };
        joins.then_some(NO_BREAK)
    }

    /// Joins of numbers, abbreviations and initials.
    fn number_join(self, last: char, next: char, rules: &Rules) -> Option<&'static str> {
        let may_be_telephone = is_in_telephone_number(last) && is_in_telephone_number(next);
        if may_be_telephone && self.is_inside_telephone_number() {
            return Some(NO_BREAK);
        }
        let (before, after) = (self.word_before(), self.word_after());
        if before.is_empty() {
            return None;
        }
        if is_digit(last) && is_digit(next) && self.is_inside_number(before, after) {
            // The CLDR groups French figures by U+202F.
            let is_french = rules.french != FrenchSpaces::None;
            return Some(if is_french { NARROW_NO_BREAK } else { NO_BREAK });
        }
        let is_roman_with_word = is_roman(before) && rules.is_after_number(after_word(after));
        // No unit and no currency has a figure.
        let may_be_currency = !is_digit(last) && !is_digit(next);
        let joins = is_roman_with_word
            || (may_be_currency && self.is_between_unit_and_currency(before, after, rules))
            || self.is_inside_unit(before, after)
            || (is_number(before) && self.belongs_to_number(before, after, rules))
            || (starts_number(after) && self.announces_number(before, after, rules))
            || self.is_inside_date(before, after)
            || is_reference_after(before, after, rules)
            || is_inside_abbreviation(before, after, rules)
            || (rules.french != FrenchSpaces::None
                && after == "de"
                && matches!(before, "n°" | "N°" | "nº"))
            || (self.precedes_name(next) && is_initial(before) && !self.ends_abbreviation())
            || (is_digit(next) && is_item_letter(before))
            || (is_digit(next) && is_initial(before) && self.announces_figure())
            || self.is_inside_citation_of_code(before, after)
            || self.is_inside_reference(before, after, rules)
            || is_beside_and(before, after);
        joins.then_some(NO_BREAK)
    }

    /// Whether a blank is the second one of `3 Mio. €`.
    fn is_between_unit_and_currency(self, before: &str, after: &str, rules: &Rules) -> bool {
        (rules.is_unit(before) || rules.is_after_number(before))
            && is_number(self.second_word_before())
            && rules.is_currency_word(after_word(after).trim_end_matches('.'))
    }

    /// Whether a blank is inside a unit of two words after a number: `68 ° F`, `200 sq ft`.
    fn is_inside_unit(self, before: &str, after: &str) -> bool {
        if !before.ends_with('°') && !before.starts_with("sq") {
            return false;
        }
        let after = after.trim_end_matches(TRAILING_MARKS);
        let follows_number = || is_number(self.second_word_before());
        let has_figure = before.starts_with(is_digit);
        match after {
            "C" | "F" if before.ends_with('°') => has_figure || follows_number(),
            "ft" | "in" | "yd" | "mi" | "m" | "km" if before.starts_with("sq") => {
                matches!(before, "sq" | "sq.") && follows_number()
            }
            _ => false,
        }
    }

    /// Whether the word before the blank is the end of an abbreviation such as “z. B.”.
    fn ends_abbreviation(self) -> bool {
        let word = self.second_word_before();
        word.ends_with('.') && word.starts_with(char::is_lowercase) && word.chars().count() == 2
    }

    /// Whether a blank groups the digits of a number: `1 250 000`.
    fn is_inside_number(self, before: &str, after: &str) -> bool {
        let prefix = before.trim_end_matches(is_digit);
        let figures = &before[prefix.len()..];
        let is_decimal = prefix.ends_with(['.', ',']) && prefix.len() > 1;
        let is_first = (1..=3).contains(&figures.len()) && !is_decimal;
        let group_end = after.find(|it: char| !is_digit(it)).unwrap_or(after.len());
        let goes_on = after[group_end..].starts_with(['-', '/', ':']);
        if !is_first || group_end != 3 || goes_on || prefix.ends_with(char::is_alphabetic) {
            return false;
        }
        // A group of two digits after other figures is none of thousands: `12 50 000`.
        let left = self.before_word().trim_end_matches(is_space);
        let follows_figures = left.ends_with(is_digit) && prefix.is_empty();
        !follows_figures || figures.len() == 3
    }

    /// Whether the word after a number belongs to it: a unit, a currency, a month, “Uhr”.
    fn belongs_to_number(self, before: &str, after: &str, rules: &Rules) -> bool {
        // `1. patře`: an ordinal number and its noun. A sentence would begin with a capital.
        let is_ordinal = before.ends_with('.') && before.len() <= 3;
        if is_ordinal && rules.has_ordinal_stop() && after.starts_with(char::is_lowercase) {
            return true;
        }
        if rules.is_ordinary_word(after) && !matches!(after, "de" | "sq") {
            return false;
        }
        let bare = after.trim_end_matches(TRAILING_MARKS);
        // Nothing else that begins with a figure belongs to the number before it.
        if after.starts_with(is_digit) {
            return is_mixed_fraction(bare);
        }
        let known = |word: &str| {
            rules.is_unit(word)
                || rules.is_after_number(word)
                || rules.is_currency_word(word)
                || is_per_unit(word, rules)
        };
        // `5 s. 12` in Swedish is a page and no second.
        let is_known = known(after) || (bare.len() < after.len() && known(bare));
        if is_known && !rules.is_before_number(after) {
            return true;
        }
        // A preposition stands before another word, inches may not.
        if bare == "in" && bare.len() < after.len() && rules.has_month_before_day() {
            return true;
        }
        // `5 sq ft`
        if matches!(after, "sq" | "sq.") {
            return true;
        }
        let is_bearing =
            before.ends_with(['″', '′', '°']) && matches!(bare, "N" | "S" | "E" | "W" | "O");
        if is_bearing {
            return true;
        }
        // `5 €/kg`, `9 h-12 h`
        let stem = bare.split(['/', '-', '–']).next().unwrap_or_default();
        if stem.len() < bare.len() && known(stem) {
            return true;
        }
        is_day(before) && self.precedes_month(after, bare, rules)
    }

    /// Whether the word after the blank is a month, perhaps after “de”. `bare` is the word without
    /// marks.
    fn precedes_month(self, after: &str, bare: &str, rules: &Rules) -> bool {
        let month = if bare == "de" {
            let rest = &self.context.text[self.at + 1 + after.len()..];
            rest.trim_start_matches(is_space)
        } else {
            after
        };
        let end = month.find(|it: char| is_blank(it) || matches!(it, ',' | ';' | ')' | '!' | '?'));
        let month = &month[..end.unwrap_or(month.len())];
        let bare_month = month.trim_end_matches('.');
        rules.is_month(month) || (bare_month != month && rules.is_month(bare_month))
    }

    /// Whether a word belongs to the number after it: a currency, a sign, §, “No.”, a month.
    fn announces_number(self, before: &str, after: &str, rules: &Rules) -> bool {
        if rules.is_ordinary_word(before) {
            return false;
        }
        let is_sign = matches!(
            before,
            "+" | "−" | "±" | "≈" | "~" | "≥" | "≤" | "<" | ">" | "Ø" | "⌀" | "∅"
        );
        let is_mark = before.ends_with(['§', '¶', '№', '°', 'º'])
            && !before.starts_with(|it: char| is_digit(it));
        let is_month_before_day = rules.has_month_before_day()
            && rules.is_month(before)
            && is_day(after.trim_end_matches([',', '.', ';', ')', ':']));
        let is_hour = rules.french != FrenchSpaces::None && before == "h";
        if is_hour || rules.is_currency_word(before) {
            // `5 € 30`: a currency belongs to the number before it, an hour to both.
            return is_number(self.second_word_before()) == is_hour;
        }
        is_sign || is_mark || is_month_before_day || rules.is_before_number(before)
    }

    /// Whether a blank is inside a date in figures: `24. 12. 2026`.
    fn is_inside_date(self, before: &str, after: &str) -> bool {
        if !is_day_with_stop(before) {
            return false;
        }
        let after = after.trim_end_matches([',', ';', ')', ':', '!', '?']);
        if is_day_with_stop(after) {
            return true;
        }
        let year = after.trim_end_matches('.');
        let is_year = year.len() == 4 && year.bytes().all(is_digit_byte);
        let left = self.before_word().trim_end_matches(is_space);
        is_year && is_day_with_stop(Context { text: left }.word_before(left.len()))
    }

    /// Whether a blank is inside the reference to a law, after one of its numbers: before the next
    /// part, `§ 8 Abs. 3`, or the short title of the law, `§ 22 BHO`.
    fn is_inside_reference(self, before: &str, after: &str, rules: &Rules) -> bool {
        if !before.starts_with(is_digit) || before.ends_with(['.', ')']) {
            return false;
        }
        let part = self.second_word_before();
        let part = part.trim_start_matches(['(', '[']);
        let is_part = part.starts_with(['§', '¶']) || rules.is_before_number(part);
        if !is_part {
            return false;
        }
        let next = &self.context.text[self.at + 1 + after.len()..];
        let next = next.trim_start_matches(is_space);
        let is_next_part = rules.is_before_number(after)
            && next.starts_with(|it: char| is_digit(it) || it.is_alphabetic());
        is_next_part || (is_part_of_law(part) && is_short_title(after_word(after)))
    }

    /// Whether initials before a figure are no end of a sentence: `P.L. 117`, and in the survey of
    /// public lands `T. 14 N., R. 3 W.`
    fn announces_figure(self) -> bool {
        let before = self.word_before();
        before.matches('.').count() > 1 || matches!(before, "T." | "R." | "S.")
    }

    /// Whether a blank is between the title, the code and the section sign of a law of the United
    /// States: `49 U.S.C. § 44807`.
    fn is_inside_citation_of_code(self, before: &str, after: &str) -> bool {
        if after.starts_with('§') {
            let title = self.second_word_before().trim_start_matches(['(', '[']);
            return is_code(before) && is_number(title);
        }
        let rest = &self.context.text[self.at + 1 + after.len()..];
        let precedes_section = rest.trim_start_matches(is_space).starts_with('§');
        precedes_section && is_code(after) && is_number(before)
    }

    /// Whether a blank is inside a telephone number: three or more groups of figures that together
    /// are short enough to stay on one line.
    fn is_inside_telephone_number(self) -> bool {
        let text = self.context.text;
        let is_part = |it: char| is_in_telephone_number(it) || matches!(it, ' ' | '\u{a0}');
        let left = text[..self.at].trim_end_matches(is_part);
        let right = &text[self.at..];
        let mut right_end = right.find(|it: char| !is_part(it)).unwrap_or(right.len());
        // `04 67 61 61 61 (p. 6214)`
        if right[..right_end].ends_with(" (") {
            right_end -= " (".len();
        }
        let whole = &text[left.len()..self.at + right_end];
        let number = whole.trim_matches(is_space);
        let start = left.len() + whole.len() - whole.trim_start_matches(is_space).len();
        let end = start + number.len();
        let touches_word = start == left.len() && left.ends_with(|it: char| !is_blank(it));
        let ends_in_word = end == self.at + right_end
            && right[right_end..].starts_with(|it: char| it.is_alphanumeric() || it == '/');
        if touches_word || ends_in_word || self.at <= start || self.at >= end {
            return false;
        }
        let groups = number.split(is_space).filter(|it| !it.is_empty());
        let (mut count, mut digits) = (0, 0);
        for group in groups {
            // `0431 / 988-4711`, `030 18615 - 1234`
            if matches!(group, "/" | "-" | "–") && count > 0 {
                continue;
            }
            if !group.contains(is_digit) {
                return false;
            }
            count += 1;
            digits += group.bytes().filter(|it| it.is_ascii_digit()).count();
        }
        let is_marked = number.starts_with(['+', '(', '0']);
        let is_short = number.len() <= MAX_TELEPHONE_NUMBER && (7..=15).contains(&digits);
        is_short && (count >= 4 || (is_marked && count >= 2) || is_american_number(number))
    }

    fn follows_one_letter_word(self, last: char, next: char, rules: &Rules) -> bool {
        if !rules.has_one_letter_words() || !next.is_alphanumeric() && !is_quotation_mark(next) {
            return false;
        }
        let start = self.at - last.len_utf8();
        if let Some(before) = self.context.before(start) {
            let is_alone = is_blank(before) || is_quotation_mark(before) || before == '(';
            if !is_alone {
                return false;
            }
        }
        let mut lower = last.to_lowercase();
        let (Some(letter), None) = (lower.next(), lower.next()) else {
            return false;
        };
        // The letter of an item is no word: `lit. a`.
        if !rules.is_one_letter_word(letter) || rules.is_before_number(self.second_word_before()) {
            return false;
        }
        if last.is_uppercase() {
            // At the beginning of a sentence; elsewhere it is a name such as “plan A”.
            let left = self.context.text[..start].trim_end_matches(is_blank);
            return left.is_empty()
                || left.ends_with(['.', '!', '?', ':', '„', '«', '(', '–', '…']);
        }
        true
    }

    /// Whether the next word begins a name: `Müller`, `d’Harcourt`.
    fn precedes_name(self, next: char) -> bool {
        if next.is_uppercase() {
            return true;
        }
        if !matches!(next, 'd' | 'l') {
            return false;
        }
        let rest = self.word_after()[1..].strip_prefix(['’', '\'']);
        rest.is_some_and(|name| name.starts_with(char::is_uppercase))
    }

    /// Whether the next word may follow a title, as in `M. le préfet`.
    fn precedes_french_article(self, next: char, rules: &Rules) -> bool {
        next == 'l'
            && rules.french != FrenchSpaces::None
            && matches!(self.word_after(), "le" | "la" | "les")
    }

    fn follows_title(self, rules: &Rules) -> bool {
        rules.is_before_name(self.word_before())
    }
}

/// Marks that may follow a unit.
const TRAILING_MARKS: &[char] = &[
    '.', ',', ';', ':', '!', '?', ')', ']', '»', '”', '“', '’', '…', '،', '؛', '؟',
];

/// Whether a text is a number of the North American plan in groups: `202 555 0143`.
fn is_american_number(text: &str) -> bool {
    let mut groups = text.split(is_space);
    [3, 3, 4].iter().all(|length| {
        let group = groups.next().unwrap_or_default();
        group.len() == *length && group.bytes().all(is_digit_byte)
    }) && groups.next().is_none()
}

/// The longest telephone number that stays on one line, in bytes: `+49 (0)30 18 615-5678`.
const MAX_TELEPHONE_NUMBER: usize = 24;

fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
}

fn is_digit_byte(byte: u8) -> bool {
    byte.is_ascii_digit()
}

/// Whether a word before a blank may belong to the next word, by its last character.
fn may_end_joined(last: char) -> bool {
    is_digit(last)
        || is_joining_letter(last)
        || matches!(
            last,
            '.' | '°'
                | 'º'
                | 'ª'
                | '′'
                | '″'
                | ')'
                | '½'
                | '¼'
                | '¾'
                | '+'
                | '−'
                | '±'
                | '≈'
                | '~'
                | '≥'
                | '≤'
                | '<'
                | '>'
                | '§'
                | '¶'
                | '№'
                | 'Ø'
                | '⌀'
                | '∅'
                | '–'
                | '-'
                | '%'
        )
        || is_currency(last)
}

/// The letters of ASCII at the end of a word that may belong to the next one.
fn is_joining_letter(last: char) -> bool {
    matches!(last, 'I' | 'V' | 'X' | 'h' | 'q')
}

/// Whether a word after a blank may belong to the last one, by its first character.
fn may_begin_joined(next: char) -> bool {
    is_digit(next) || matches!(next, '%' | '‰' | '°' | '§' | '−' | '(') || is_currency(next)
}

/// Whether a word has a figure or a fraction, without which it is no number.
fn has_figure(word: &str) -> bool {
    // Fractions of one character begin with the byte 0xc2.
    word.bytes().any(|it| it.is_ascii_digit() || it == 0xc2)
}

/// Whether a character that is no blank may stand in a telephone number.
fn is_in_telephone_number(character: char) -> bool {
    is_digit(character) || matches!(character, '(' | ')' | '-' | '+' | '/')
}

/// Whether a word ends as a number does. Letters before the figures make it a name: `CO2`.
fn is_number(word: &str) -> bool {
    if !has_figure(word) {
        return false;
    }
    if word.bytes().all(is_digit_byte) {
        return true;
    }
    let word = word.trim_start_matches(|it: char| {
        is_currency(it)
            || is_direction_mark(it)
            || matches!(
                it,
                '+' | '-' | '−' | '–' | '±' | '~' | '≈' | '<' | '>' | '≤' | '≥' | '('
            )
    });
    // `9 h-12 h`
    let word = match word.rsplit_once(['-', '–']) {
        Some((_, last)) if last.starts_with(is_digit) => last,
        _ => word,
    };
    let end = word.trim_end_matches([
        '.', '′', '″', '°', 'º', 'ª', ')', '–', '-', '%', '½', '¼', '¾',
    ]);
    // `5,- €`, while the comma of `vol. 18, $ 19` ends a clause.
    let precedes_dash = word[end.len()..].starts_with(['-', '–']);
    let end = match end.strip_suffix(',') {
        Some(figures) if precedes_dash => figures,
        _ => end,
    };
    let ends_with_figure =
        end.ends_with(is_digit) || (end.is_empty() && word.ends_with(['½', '¼', '¾']));
    let ends_with_ordinal = ["er", "re", "e", "st", "nd", "rd", "th", "o"]
        .iter()
        .any(|it| {
            end.strip_suffix(it)
                .is_some_and(|it| it.ends_with(is_digit))
        });
    let starts_with_figure =
        word.starts_with(|it: char| is_digit(it) || matches!(it, '½' | '¼' | '¾'));
    starts_with_figure && (ends_with_figure || ends_with_ordinal)
}

/// Whether a word begins as a number does.
fn starts_number(word: &str) -> bool {
    let number =
        word.trim_start_matches(|it: char| is_currency(it) || matches!(it, '+' | '-' | '−' | '~'));
    number.starts_with(is_digit)
}

/// Whether a word is a day of a month: `1`, `24.`, `1er`, `1º`, `3rd`.
fn is_day(word: &str) -> bool {
    let end = word.find(|it: char| !is_digit(it)).unwrap_or(word.len());
    let (figures, suffix) = word.split_at(end);
    let is_in_month = figures.len() <= 2 && matches!(figures.parse::<u8>(), Ok(1..=31));
    // A range such as `12–14` ends with a day.
    if let Some((_, last)) = word.rsplit_once(['–', '-']) {
        return is_in_month && is_day(last);
    }
    let is_suffix = matches!(
        suffix,
        "" | "." | "er" | "re" | "º" | "°" | "ª" | "st" | "nd" | "rd" | "th" | ".º" | "o"
    );
    is_in_month && is_suffix
}

/// Whether a word is one or two figures and a full stop.
fn is_day_with_stop(word: &str) -> bool {
    let Some(figures) = word.strip_suffix('.') else {
        return false;
    };
    (1..=2).contains(&figures.len()) && figures.bytes().all(is_digit_byte)
}

/// Whether a word is two units with a slash: `kg/m³`.
fn is_per_unit(word: &str, rules: &Rules) -> bool {
    match word.split_once('/') {
        Some((one, other)) => rules.is_unit(one) && rules.is_unit(other),
        None => false,
    }
}

/// Whether an abbreviation such as “lit.” stands before the letter or Roman number of an item.
fn is_reference_after(before: &str, after: &str, rules: &Rules) -> bool {
    if !before.ends_with('.') {
        return false;
    }
    let item = after.trim_end_matches([')', ',', '.', ';', ':']);
    let is_letter = item.chars().count() == 1 && item.starts_with(char::is_alphabetic);
    // `art. L. 123-4`
    (is_letter || is_roman(item) || starts_number(item)) && rules.is_before_number(before)
}

/// Whether a blank is inside an abbreviation of several words: `z. B.`, `p. ex.`, `EE. UU.`.
fn is_inside_abbreviation(before: &str, after: &str, rules: &Rules) -> bool {
    if !before.ends_with('.') {
        return false;
    }
    let Some(end) = after.find('.') else {
        return false;
    };
    let next = &after[..=end];
    if rules.is_pair(before, next) {
        return true;
    }
    let is_one_letter = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next();
        first.is_some_and(char::is_alphabetic) && letters.as_str() == "."
    };
    is_one_letter(before) && is_one_letter(next)
}

/// Whether a word is the short form of a code of laws: `U.S.C.`, `CFR`.
fn is_code(word: &str) -> bool {
    let letters = word.bytes().filter(u8::is_ascii_uppercase).count();
    let stops = word.bytes().filter(|it| *it == b'.').count();
    (3..=6).contains(&letters) && letters + stops == word.len()
}

/// Whether a word is a letter that the number after it belongs to: `E 5`, and the second of
/// `E 5-E 7`.
fn is_item_letter(word: &str) -> bool {
    let letter = word.rsplit(['-', '–', '/']).next().unwrap_or_default();
    letter.len() == 1 && letter.starts_with(|it: char| it.is_ascii_uppercase() && it != 'I')
}

/// The parts of laws after whose number the short title of the law stays.
fn is_part_of_law(word: &str) -> bool {
    word.starts_with('§')
        || matches!(
            word,
            "Art."
                | "art."
                | "Artikel"
                | "Abs."
                | "Absatz"
                | "Satz"
                | "S."
                | "Nr."
                | "ust."
                | "pkt"
                | "odst."
                | "ods."
                | "lid"
                | "ст."
                | "чл."
        )
}

/// Whether a word is the short title of a law: `BHO`, `HGrG`, `GG`.
fn is_short_title(word: &str) -> bool {
    let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
    capitals > 1 && word.len() <= 9 && word.chars().all(char::is_alphabetic)
}

/// Whether a blank stands beside the short form of “and” or “or” in German, between two short
/// forms: `Mi. u. Fr.`
fn is_beside_and(before: &str, after: &str) -> bool {
    let is_short = |word: &str| word.len() <= 5 && word.trim_end_matches(',').ends_with('.');
    match (before, after) {
        ("u." | "o.", other) | (other, "u." | "o.") => is_short(other),
        _ => false,
    }
}

/// Whether a word is one initial or several: `J.`, `J.-P.`, `A.B.`, `Th.`
fn is_initial(word: &str) -> bool {
    if !word.starts_with(|it: char| it == '-' || it.is_uppercase()) {
        return false;
    }
    let mut letters = 0;
    for part in word.split_inclusive('.') {
        let letter = part.trim_start_matches('-');
        let Some(letter) = letter.strip_suffix('.') else {
            return false;
        };
        let mut characters = letter.chars();
        let first = characters.next();
        // Names may begin with a sound of several letters: `Th. Mann`.
        if !first.is_some_and(char::is_uppercase) || !matches!(characters.as_str(), "" | "h" | "hr")
        {
            return false;
        }
        letters += 1;
    }
    (1..=4).contains(&letters)
}

fn is_roman(word: &str) -> bool {
    let is_sign = |byte: &u8| matches!(byte, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M');
    if !word.as_bytes().last().is_some_and(is_sign) {
        return false;
    }
    let word = word.rsplit(['-', '–']).next().unwrap_or_default();
    word.as_bytes().iter().all(is_sign)
}

/// Whether a word after a number is a fraction, perhaps of inches: `1/2″`.
fn is_mixed_fraction(word: &str) -> bool {
    is_fraction(word.trim_end_matches(['″', '′', '"', '\'']))
}

/// Whether a word is a fraction of two numbers: `1/2`.
fn is_fraction(word: &str) -> bool {
    let is_figures = |it: &str| (1..=2).contains(&it.len()) && it.bytes().all(is_digit_byte);
    match word.split_once('/') {
        Some((one, other)) => is_figures(one) && is_figures(other),
        None => false,
    }
}

/// A word without the marks after it, but with the full stop of an abbreviation.
fn after_word(word: &str) -> &str {
    word.trim_end_matches([',', ';', ':', '!', '?', ')'])
}
