//! Languages: formatted dates (from the Unicode CLDR), direction of text, scripts.

mod cldr;

use std::collections::BTreeSet;

use icu_calendar::{Date, Iso};
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_locale::{LanguageIdentifier, Locale, LocaleDirectionality, LocaleExpander, subtags};
use unicode_script::{Script, UnicodeScript};

use crate::document::Direction;

#[allow(unused_imports)] // the first user comes with the next change
pub(crate) use cldr::Punctuation;

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
        "hi" | "mr" | "ne" | "sa" => Some(Script::Devanagari),
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
    match tag.parse::<Locale>() {
        Ok(locale) => !locale.id.language.is_unknown(),
        Err(_) => false,
    }
}

/// The tags whose words and data can be used for `tag`, best first: the tag itself, its language and
/// region, its language and script, its language, another language that its readers know. For
/// example, `zh-TW` uses `zh-Hant`, by the likely subtags of the CLDR.
#[must_use]
pub fn fallback_tags(tag: &str) -> Vec<String> {
    let Ok(locale) = tag.parse::<Locale>() else {
        return Vec::new();
    };
    let id = locale.id;
    let language = id.language.to_string();
    let region = id.region.map(|region| region.to_string());
    let script = likely_script(id.clone());
    let mut tags = vec![tag.to_owned()];
    if let Some(region) = &region {
        // `de-Latn-CH` can use `de-CH`, but `zh-Hans-TW` not `zh-TW`, which has another script.
        let mut without_script = id;
        without_script.script = None;
        if likely_script(without_script) == script {
            tags.push(format!("{language}-{region}"));
        }
    }
    if let Some(script) = script {
        tags.push(format!("{language}-{script}"));
    }
    let languages = match (language.as_str(), region.as_deref()) {
        // Liechtenstein writes German as Switzerland does, without ß.
        ("de", Some("LI")) => vec!["de-CH", "de"],
        // `no` is Norwegian of either kind. Who reads Nynorsk reads Bokmål.
        ("no", _) => vec!["no", "nb"],
        ("nn", _) => vec!["nn", "nb"],
        // The old codes of Hebrew and Indonesian.
        ("iw", _) => vec!["iw", "he"],
        ("in", _) => vec!["in", "id"],
        (language, _) => vec![language],
    };
    tags.extend(languages.into_iter().map(str::to_owned));
    // `zh-Hans` is its own language and script, and `en` its own language.
    let mut seen = BTreeSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
    tags
}

fn likely_script(mut id: LanguageIdentifier) -> Option<subtags::Script> {
    LocaleExpander::new_extended().maximize(&mut id);
    id.script
}

/// Parses an ISO 8601 calendar date, `YYYY-MM-DD`.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date<Iso>> {
    let text = text.trim();
    let [_, _, _, _, b'-', _, _, b'-', _, _] = text.as_bytes() else {
        return None;
    };
    // The parser of numbers takes signs, too, as in `+202-11-23`.
    if text.bytes().filter(u8::is_ascii_digit).count() != 8 {
        return None;
    }
    let year = text[..4].parse().ok()?;
    let month = text[5..7].parse().ok()?;
    let day = text[8..].parse().ok()?;
    Date::try_new_iso(year, month, day).ok()
}

/// Formats dates in one language. Making it takes much longer than formatting a date.
pub(crate) struct DateFormatter {
    /// `None` for a language without data.
    formatter: Option<DateTimeFormatter<YMD>>,
}

impl DateFormatter {
    /// A formatter for the language `tag`.
    pub fn new(tag: &str) -> Self {
        let locale = tag.parse::<Locale>().unwrap_or(Locale::UNKNOWN);
        Self {
            formatter: DateTimeFormatter::try_new(locale.into(), YMD::long()).ok(),
        }
    }

    /// Formats an ISO date in full. Any other text is returned unchanged.
    pub fn date_text(&self, text: &str) -> String {
        match (parse_date(text), &self.formatter) {
            (Some(date), Some(formatter)) => formatter.format(&date).to_string(),
            _ => text.to_owned(),
        }
    }
}

/// Formats an ISO date in full in the language `tag`. Any other text is returned unchanged.
#[must_use]
pub fn date_text(text: &str, tag: &str) -> String {
    // Most texts are no dates and need no formatter.
    if parse_date(text).is_none() {
        return text.to_owned();
    }
    DateFormatter::new(tag).date_text(text)
}

/// Formats a period in the language `tag`, with the shared parts of the two dates printed once:
/// `7–8 November 2024`, `2024年11月7日至8日`. `joint` is put between them, with blanks around it if a
/// part has several words. The dates are printed in full, or one alone, if the end is missing,
/// equal or no date, or if the language counts years differently.
#[must_use]
pub fn period_text(start: &str, end: &str, tag: &str, joint: &str) -> String {
    let dates = DateFormatter::new(tag);
    let first = dates.date_text(start);
    if end.trim().is_empty() || end.trim() == start.trim() {
        return first;
    }
    let last = dates.date_text(end);
    let whole_dates = PeriodParts {
        before: "",
        first: &first,
        last: &last,
        after: "",
    };
    let parts = match (parse_date(start), parse_date(end)) {
        (Some(from), Some(to)) => split_period(&from, &to, &first, &last).unwrap_or(whole_dates),
        _ => whole_dates,
    };
    let PeriodParts {
        before,
        first,
        last,
        after,
    } = parts;
    // `7–8 November 2024`, but `30 October – 2 November 2024`.
    let space = if first.contains(' ') || last.contains(' ') {
        " "
    } else {
        ""
    };
    format!("{before}{first}{space}{joint}{space}{last}{after}")
}

/// Two formatted dates without the repetition of their shared parts.
struct PeriodParts<'a> {
    /// The shared beginning.
    before: &'a str,
    /// The part that only the first date has.
    first: &'a str,
    /// The part that only the last date has.
    last: &'a str,
    /// The shared end.
    after: &'a str,
}

/// Splits the formatted dates `first` and `last` of one year. Month names and larger parts are
/// shared only if the months are the same. `None` for two years.
fn split_period<'a>(
    from: &Date<Iso>,
    to: &Date<Iso>,
    first: &'a str,
    last: &'a str,
) -> Option<PeriodParts<'a>> {
    let year = from.year().extended_year();
    if year != to.year().extended_year() {
        return None;
    }
    let is_same_month = from.month().number() == to.month().number();
    let (first_parts, last_parts) = (date_parts(first), date_parts(last));
    let year = year.to_string();
    // A language with another calendar, such as the Buddhist, prints another year.
    let year_at = first_parts.iter().position(|part| *part == year)?;
    let count = first_parts.len();
    let (shared_before, shared_after) = if is_same_month {
        if count != last_parts.len() {
            return None;
        }
        let mut pairs = first_parts.iter().zip(&last_parts);
        let day_at = pairs.position(|(one, other)| one != other)?;
        // In a language that begins with the year, the suffix of the day, such as 日, belongs to
        // both dates.
        let after_day = if year_at == 0 { 0 } else { count - day_at - 1 };
        (day_at, after_day)
    } else if year_at == 0 {
        // The year with its suffix, as in 2024年, or the blank after it.
        (2, 0)
    } else {
        // The year, what follows it, and the separator before it.
        (0, count - year_at + 1)
    };
    let before = first_parts.get(..shared_before)?.concat().len();
    let after_from = count.checked_sub(shared_after)?;
    let after = first_parts.get(after_from..)?.concat().len();
    let first_end = first.len().checked_sub(after)?;
    let last_end = last.len().checked_sub(after)?;
    Some(PeriodParts {
        before: &first[..before],
        first: first.get(before..first_end)?,
        last: last.get(before..last_end)?.trim_start(),
        after: &first[first_end..],
    })
}

/// Splits a formatted date into numbers, words and separators.
fn date_parts(text: &str) -> Vec<&str> {
    let kind = |it: char| (it.is_ascii_digit(), it.is_alphabetic());
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|it| kind(it) != kind(first));
        let end = end.unwrap_or(rest.len());
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
    // Korean has blanks between words, so that Hangul is not among the spaceless scripts.
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
    // From the CJK radicals to Yi, compatibility ideographs and forms, full-width forms, and the
    // planes 2 and 3, which hold ideographs only.
    matches!(character, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}
