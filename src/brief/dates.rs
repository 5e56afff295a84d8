//! Checks of the keys that take a date.

use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::lang::{self, PartialDate};
use crate::markup;
use crate::yaml::Node;

use super::positions::Positions;
use super::written_dates::{WrittenDate, read_written_date, written_form};

/// A value with the text that contains it.
type Place<'a> = (&'a SourceText, &'a Node);

/// Keys of list items that take a date or any text.
pub(super) const DATES_OR_TEXTS: [(&str, &str); 4] = [
    ("metrics", "as_of"),
    ("timeline", "date"),
    ("actions", "due"),
    ("sources", "date"),
];

/// The day that hints show in the forms that a brief may have.
const EXAMPLE: &str = "2026-11-23";
const PARTIAL_DATE_HINT: &str = "write a day as 2026-11-23, a month as 2026-11, a year as 2026";

/// The values that must be dates and are none.
pub(super) fn date_errors(positions: &Positions) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    if let Some(date) = positions.get("date") {
        problems.extend(check_brief_date(date, &positions.language()));
    }
    if let Some(deadline) = key_of(positions, "ask", "by") {
        problems.extend(check_partial_date(deadline));
    }
    problems.extend(check_decisions(positions));
    problems.extend(check_event(positions));
    problems
}

/// Values that look like dates, but are printed as typed because there is no such day or month.
pub(crate) fn date_warnings(positions: &Positions) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    for (list, key) in DATES_OR_TEXTS {
        let Some((source, items)) = positions.get(list) else {
            continue;
        };
        for item in items.items() {
            if let Some(date) = item.get(key) {
                warnings.extend(check_date_or_text((source, date)));
            }
        }
    }
    warnings
}

/// The value of `key` in the mapping `parent`, unless it is blank.
fn key_of<'a>(positions: &'a Positions, parent: &str, key: &str) -> Option<Place<'a>> {
    let (source, parent) = positions.get(parent)?;
    let value = parent.get(key)?;
    (!value.is_blank()).then_some((source, value))
}

fn text_of<'a>((_, node): Place<'a>) -> &'a str {
    node.scalar().unwrap_or_default()
}

/// The properties of files need a whole date. The schema reports one that is blank.
fn check_brief_date(date: Place<'_>, language: &str) -> Option<Diagnostic> {
    let text = text_of(date);
    if text.trim().is_empty() || lang::parse_date(text).is_some() {
        return None;
    }
    let mut hint = format!("write it as year-month-day, such as {EXAMPLE}");
    if let Some(written) = written_form(EXAMPLE, language) {
        hint.push_str(&format!(", or in words: {written}"));
    }
    let problem = not_a_date(date, &hint);
    let is_incomplete = PartialDate::parse(text).is_some() || lang::parse_interval(text).is_some();
    if !is_incomplete {
        return Some(problem);
    }
    Some(Diagnostic {
        message: format!("`{text}` is not a day"),
        ..problem.hint("the properties of the files need a whole date, such as 2026-11-23")
    })
}

fn check_partial_date(date: Place<'_>) -> Option<Diagnostic> {
    let is_date = PartialDate::parse(text_of(date)).is_some();
    (!is_date).then(|| not_a_date(date, PARTIAL_DATE_HINT))
}

fn check_decisions(positions: &Positions) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let Some((source, decisions)) = key_of(positions, "ask", "decisions") else {
        return problems;
    };
    for decision in decisions.items() {
        if let Some(deadline) = decision.get("by")
            && !deadline.is_blank()
        {
            problems.extend(check_partial_date((source, deadline)));
        }
    }
    problems
}

fn check_event(positions: &Positions) -> Vec<Diagnostic> {
    let start = key_of(positions, "event", "start");
    let Some(end) = key_of(positions, "event", "end") else {
        // Without an end, the start may be a whole period.
        let is_period = start.is_some_and(|it| lang::is_formatted_date(text_of(it)));
        let start = start.filter(|_| !is_period);
        return start.and_then(check_partial_date).into_iter().collect();
    };
    let mut problems: Vec<Diagnostic> = start.and_then(check_partial_date).into_iter().collect();
    problems.extend(check_partial_date(end));
    if let Some(start) = start
        && let Some(first) = PartialDate::parse(text_of(start))
        && let Some(last) = PartialDate::parse(text_of(end))
        && first.is_after(last)
    {
        let (start, end_text) = (text_of(start), text_of(end));
        let message = format!("the event ends on {end_text}, before it starts on {start}");
        problems.push(at(end, Code::EventEndsBeforeStart, message));
    }
    problems
}

fn check_date_or_text(date: Place<'_>) -> Option<Diagnostic> {
    let text = markup::unescape_verbatim(text_of(date));
    let text = text.trim();
    if lang::is_formatted_date(text) {
        return None;
    }
    let warn = |reason: String| {
        let message = format!("`{text}` is printed as typed: {reason}");
        let (source, node) = date;
        Diagnostic::warning(Code::InvalidDate, message).at(node.span(source))
    };
    if let Some((start, end)) = lang::parse_interval(text) {
        let is_reversed = start.is_after(end);
        return is_reversed.then(|| warn("the period ends before it starts".to_owned()));
    }
    if let Some(whole) = with_two_digits(text) {
        let reason = "the month and the day have two digits each".to_owned();
        return Some(warn(reason).hint(format!("write {whole}")));
    }
    let (first, last) = text.split_once('/').unwrap_or((text, ""));
    let reason = impossible_part(first).or_else(|| impossible_part(last))?;
    Some(warn(reason).hint(PARTIAL_DATE_HINT))
}

fn not_a_date(date: Place<'_>, hint: &str) -> Diagnostic {
    let text = text_of(date);
    // Dates with one reading were put into the form of ISO 8601 before.
    if let Some(WrittenDate::Ambiguous([one, other])) = read_written_date(text, "en") {
        let message = format!("`{text}` can be two dates");
        let problem = at(date, Code::InvalidDate, message);
        return problem.hint(format!("write {one} or {other}"));
    }
    let message = format!("`{text}` is not a date");
    let problem = at(date, Code::InvalidDate, message);
    if let Some(whole) = with_two_digits(text.trim()) {
        return problem.hint(format!("write {whole}"));
    }
    match impossible_part(text) {
        Some(reason) => problem.hint(format!("{reason}; {hint}")),
        None => problem.hint(hint),
    }
}

fn at((source, node): Place<'_>, code: Code, message: String) -> Diagnostic {
    Diagnostic::error(code, message).at(node.span(source))
}

/// The date that a text such as `2026-5-4` means: year, month and day without their zeros.
fn with_two_digits(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let is_number = |part: &&str| part.bytes().all(|it| it.is_ascii_digit());
    let is_short = |part: &&str| (1..=2).contains(&part.len());
    if year.len() != 4 || !parts.iter().all(is_number) || !parts[1..].iter().all(is_short) {
        return None;
    }
    let whole = format!("{year}-{month:0>2}-{day:0>2}");
    (whole != text && lang::parse_date(&whole).is_some()).then_some(whole)
}

/// Why a text of the form of a date is none: `there is no month 13`. `None` for another text, and
/// for two years such as `2025-26`.
fn impossible_part(text: &str) -> Option<String> {
    let mut parts = text.trim().split('-');
    let [year, month, day] = [parts.next()?, parts.next()?, parts.next().unwrap_or("01")];
    let has_form = [(year, 4), (month, 2), (day, 2)]
        .iter()
        .all(|(part, length)| part.len() == *length && part.bytes().all(|it| it.is_ascii_digit()));
    if !has_form || parts.next().is_some() {
        return None;
    }
    let is_whole = text.trim().len() > "2026-11".len();
    let (year, month, day): (u32, u32, u32) =
        (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    if !is_whole && month == (year + 1) % 100 {
        return None;
    }
    if !(1..=12).contains(&month) {
        return Some(format!("there is no month {month}"));
    }
    let is_day = lang::parse_date(text).is_some();
    (is_whole && !is_day).then(|| format!("the month has no day {day}"))
}
