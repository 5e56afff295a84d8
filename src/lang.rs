//! Languages: formatted dates (from the Unicode CLDR), direction of text, scripts.

use std::cell::RefCell;

use icu_calendar::{Date, Iso};
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_locale::{Locale, LocaleDirectionality};
use unicode_script::{Script, UnicodeScript};

use crate::document::Direction;

/// The script of a character (UAX 24). ASCII, the most frequent case, needs no table lookup.
pub(crate) fn script(character: char) -> Script {
    match character {
        'a'..='z' | 'A'..='Z' => Script::Latin,
        '\0'..='\u{7f}' => Script::Common,
        _ => character.script(),
    }
}

/// Whether a language is written in Han characters, which are set on a grid.
pub(crate) fn is_written_in_han(lang: &str) -> bool {
    main_script(lang) == Some(Script::Han)
}

/// The main script of a language, for scripts that fonts and programs treat specially.
pub(crate) fn main_script(lang: &str) -> Option<Script> {
    match lang.split('-').next().unwrap_or_default() {
        "zh" | "ja" => Some(Script::Han),
        "ko" => Some(Script::Hangul),
        "ar" | "fa" | "ur" => Some(Script::Arabic),
        "he" | "yi" => Some(Script::Hebrew),
        _ => None,
    }
}

/// The most likely language of a text in a script, for screen readers.
pub(crate) fn language_of_script(script: Script) -> Option<&'static str> {
    match script {
        Script::Han => Some("zh"),
        Script::Hiragana | Script::Katakana => Some("ja"),
        Script::Hangul => Some("ko"),
        Script::Arabic => Some("ar"),
        Script::Hebrew => Some("he"),
        Script::Greek => Some("el"),
        _ => None,
    }
}

/// Whether a text is a well-formed BCP 47 language tag.
#[must_use]
pub fn is_tag(tag: &str) -> bool {
    tag.parse::<Locale>()
        .is_ok_and(|locale| !locale.id.language.is_unknown())
}

/// Parses an ISO 8601 calendar date, `YYYY-MM-DD`.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date<Iso>> {
    let text = text.trim();
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, it)| {
            if at == 4 || at == 7 {
                it == b'-'
            } else {
                it.is_ascii_digit()
            }
        });
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u16>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    if !shape {
        return None;
    }
    Date::try_new_iso(
        i32::from(year),
        u8::try_from(month).ok()?,
        u8::try_from(day).ok()?,
    )
    .ok()
}

/// Formats an ISO date in full in the language `tag`. Any other text is returned unchanged.
#[must_use]
pub fn date_text(text: &str, tag: &str) -> String {
    let Some(date) = parse_date(text) else {
        return text.to_owned();
    };
    LAST_FORMATTER.with_borrow_mut(|last| {
        let known = last.take().filter(|(known, _)| known == tag);
        let (_, formatter) = last.insert(known.unwrap_or_else(|| (tag.to_owned(), formatter(tag))));
        formatter.as_ref().map_or_else(
            || text.to_owned(),
            |formatter| formatter.format(&date).to_string(),
        )
    })
}

thread_local! {
    /// A language and its date formatter. Creating a formatter takes much longer than using it, and
    /// most dates are in the same language as the one before, so the last one is cached.
    static LAST_FORMATTER: RefCell<Option<(String, Option<DateTimeFormatter<YMD>>)>> = const { RefCell::new(None) };
}

fn formatter(tag: &str) -> Option<DateTimeFormatter<YMD>> {
    let locale = tag.parse::<Locale>().unwrap_or(Locale::UNKNOWN);
    DateTimeFormatter::try_new(locale.into(), YMD::long()).ok()
}

/// Formats a period in the language `tag`, with the shared parts of the two dates printed once:
/// `7–8 November 2024`, `2024年11月7日至8日`. `joint` is put between them, with blanks around it if a
/// part has several words. The dates are printed in full, or one alone, if the end is missing,
/// equal or no date, or if the language counts years differently.
#[must_use]
pub fn period_text(start: &str, end: &str, tag: &str, joint: &str) -> String {
    let first = date_text(start, tag);
    if end.trim().is_empty() || end.trim() == start.trim() {
        return first;
    }
    let last = date_text(end, tag);
    let shared = parse_date(start)
        .zip(parse_date(end))
        .and_then(|(from, to)| {
            let same_year = from.year().extended_year() == to.year().extended_year();
            let same_month = same_year && from.month().number() == to.month().number();
            same_year
                .then(|| {
                    shared_parts(
                        &first,
                        &last,
                        &from.year().extended_year().to_string(),
                        same_month,
                    )
                })
                .flatten()
        });
    let (before, first, last, after) = shared.unwrap_or(("", &first, &last, ""));
    let space = if first.contains(' ') || last.contains(' ') {
        " "
    } else {
        ""
    };
    format!("{before}{first}{space}{joint}{space}{last}{after}")
}

/// Splits two formatted dates of one year into their shared beginning, their differences, and their
/// shared end. Month names and larger parts are shared only if the months are the same.
fn shared_parts<'a>(
    first: &'a str,
    last: &'a str,
    year: &str,
    same_month: bool,
) -> Option<(&'a str, &'a str, &'a str, &'a str)> {
    let (one, other) = (date_parts(first), date_parts(last));
    let at = one.iter().position(|part| *part == year)?;
    let (mut before, mut after) = if at == 0 {
        // The year with its suffix, as in 2024年, or the blank after it.
        (2, 0)
    } else {
        (0, one.len() - at + 1)
    };
    if same_month {
        let day = one
            .iter()
            .zip(&other)
            .position(|(a, b)| a != b)
            .filter(|_| one.len() == other.len())?;
        // In a language that begins with the year, the suffix of the day, such as 日, belongs to
        // both dates.
        (before, after) = (day, if at == 0 { 0 } else { one.len() - day - 1 });
    }
    let length = |parts: &[&str]| parts.iter().map(|part| part.len()).sum::<usize>();
    let start = length(one.get(..before)?);
    let end = length(one.get(one.len().checked_sub(after)?..)?);
    let own = first.get(start..first.len().checked_sub(end)?)?;
    let others = last.get(start..last.len().checked_sub(end)?)?;
    Some((
        &first[..start],
        own,
        others.trim_start(),
        &first[first.len() - end..],
    ))
}

/// Splits a formatted date into numbers, words and separators.
fn date_parts(text: &str) -> Vec<&str> {
    let kind = |it: char| (it.is_ascii_digit(), it.is_alphabetic());
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest
            .find(|it| kind(it) != kind(first))
            .unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    parts
}

/// The main direction of a language's text.
#[must_use]
pub fn direction(tag: &str) -> Direction {
    let Ok(locale) = tag.parse::<Locale>() else {
        return Direction::Ltr;
    };
    if LocaleDirectionality::new_extended().is_right_to_left(&locale.id) {
        Direction::Rtl
    } else {
        Direction::Ltr
    }
}

/// Whether a character is Chinese, Japanese or Korean: letters, full-width forms and punctuation.
#[must_use]
pub fn is_east_asian(character: char) -> bool {
    is_spaceless(character)
        || matches!(character, '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
            | '\u{ff61}'..='\u{ffef}')
}

/// Whether a character is punctuation that Chinese and Japanese share with other scripts: curly
/// quotation marks, dash, ellipsis, middle dot.
#[must_use]
pub fn is_shared_mark(character: char) -> bool {
    matches!(character, '‘' | '’' | '“' | '”' | '—' | '…' | '·')
}

/// Whether a line break between these two characters in a source disappears, because both belong to
/// scripts without blanks. Elsewhere it becomes a blank.
#[must_use]
pub fn joins_without_space(before: char, after: char) -> bool {
    let belongs = |it| is_spaceless(it) || is_shared_mark(it);
    belongs(before) && belongs(after) && (is_spaceless(before) || is_spaceless(after))
}

/// Whether a character belongs to a script without blanks, or to its punctuation.
pub(crate) fn is_spaceless(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}
