//! Dates as people write them: `24 October 2026`, `1er octobre 2026`, `24.10.2026`.

use crate::cell_number::digit_value;
use crate::lang::{self, DateFormatter, PartialDate};

/// Letters that follow the number of a day in English and in Romance languages.
const ORDINALS: [&str; 9] = ["st", "nd", "rd", "th", "er", "º", "ª", "°", "o"];

/// What a text says that is not a date by ISO 8601.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WrittenDate {
    /// One date, by ISO 8601.
    One(String),
    /// A day that is read differently in different countries: `03/04/2026`.
    Ambiguous([String; 2]),
}

/// Reads a date with the names of months of the language `tag`, or with English ones. `None` for a
/// date by ISO 8601 and for any other text.
pub(super) fn read_written_date(text: &str, tag: &str) -> Option<WrittenDate> {
    let text = text.trim();
    // The longest dates are in Vietnamese and Ukrainian.
    if text.len() > 100 || PartialDate::parse(text).is_some() {
        return None;
    }
    let parts = split_parts(text)?;
    if parts.words.is_empty() {
        return read_numbers(&parts);
    }
    let in_language = |tag: &str| read_words(&parts, &DateFormatter::new(tag, None));
    let date = in_language(tag).or_else(|| in_language("en"))?;
    Some(WrittenDate::One(date))
}

/// The form of a date in a language: `24. Oktober 2026`. `None` if it is not known.
pub(super) fn written_form(iso: &str, tag: &str) -> Option<String> {
    let written = DateFormatter::new(tag, None).date_text(iso);
    (written != iso).then_some(written)
}

/// The numbers and words of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    /// Numbers in figures 0 to 9.
    numbers: Vec<String>,
    /// In lower case, without the letters of ordinals.
    words: Vec<String>,
    /// The first sign between two numbers, if only it and blanks stand between them.
    separator: Option<char>,
}

/// `None` if the text has signs that no date has.
fn split_parts(text: &str) -> Option<Parts> {
    let mut parts = Parts {
        numbers: Vec::new(),
        words: Vec::new(),
        separator: None,
    };
    let characters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < characters.len() {
        let run = &characters[at..];
        if digit_value(run[0]).is_some() {
            let digits: Vec<u32> = run.iter().map_while(|it| digit_value(*it)).collect();
            at += digits.len();
            parts
                .numbers
                .push(digits.iter().map(u32::to_string).collect());
        } else if run[0].is_alphabetic() || run[0] == '°' {
            let is_of_word = |it: &&char| digit_value(**it).is_none() && !ends_word(**it);
            let word: String = run.iter().take_while(is_of_word).collect();
            let length = word.chars().count();
            let follows_number = at > 0 && ends_number(&characters[..at]);
            at += length;
            let text = word.to_lowercase();
            if !(follows_number && ORDINALS.contains(&text.as_str())) {
                parts.words.push(text);
            }
        } else {
            match run[0] {
                '.' | '/' | '-' if parts.separator.is_none() => parts.separator = Some(run[0]),
                '.' | '/' | '-' | ',' => {}
                // Marks of direction stand in dates of Hebrew and Arabic.
                it if it.is_whitespace() || lang::is_direction_mark(it) => {}
                _ => return None,
            }
            at += 1;
        }
    }
    Some(parts)
}

fn ends_word(character: char) -> bool {
    character.is_whitespace() || matches!(character, '.' | ',' | '/' | '-')
}

/// Whether a number stands right before, as in `1er` and `1.º`.
fn ends_number(before: &[char]) -> bool {
    let before = before.strip_suffix(&['.']).unwrap_or(before);
    before.last().is_some_and(|it| digit_value(*it).is_some())
}

/// A date of three numbers. With stops, the day comes first in all languages, unless the year does.
fn read_numbers(parts: &Parts) -> Option<WrittenDate> {
    let [first, second, third] = parts.numbers.as_slice() else {
        return None;
    };
    if first.len() == 4 {
        return iso_day(first, second, third).map(WrittenDate::One);
    }
    if third.len() != 4 {
        return None;
    }
    let day_first = iso_day(third, second, first);
    if parts.separator == Some('.') {
        return day_first.map(WrittenDate::One);
    }
    match (day_first, iso_day(third, first, second)) {
        (Some(one), Some(other)) if one != other => Some(WrittenDate::Ambiguous([one, other])),
        (Some(date), _) | (None, Some(date)) => Some(WrittenDate::One(date)),
        (None, None) => None,
    }
}

/// A date with words: that whose form in a language has the same words and numbers.
fn read_words(parts: &Parts, dates: &DateFormatter) -> Option<String> {
    let mut found = None;
    for month in 1..=12 {
        let month = month.to_string();
        let Some(date) = with_month(&parts.numbers, &month) else {
            continue;
        };
        let Some(form) = split_parts(&dates.date_text(&date)) else {
            continue;
        };
        if !has_same_parts(parts, &form) {
            continue;
        }
        // Two months with this abbreviation, or words that all months have.
        if found.is_some() {
            return None;
        }
        found = Some(date);
    }
    found
}

/// The date of these numbers, if they name no other month than `month`.
fn with_month(numbers: &[String], month: &str) -> Option<String> {
    match numbers {
        [year] if year.len() == 4 => Some(format!("{year}-{month:0>2}")),
        [year, day] if year.len() == 4 => iso_day(year, month, day),
        [day, year] if year.len() == 4 => iso_day(year, month, day),
        [year, own, day] if year.len() == 4 && own.trim_start_matches('0') == month => {
            iso_day(year, month, day)
        }
        [day, own, year] if year.len() == 4 && own.trim_start_matches('0') == month => {
            iso_day(year, month, day)
        }
        _ => None,
    }
}

fn iso_day(year: &str, month: &str, day: &str) -> Option<String> {
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    let date = format!("{year}-{month:0>2}-{day:0>2}");
    lang::parse_date(&date).map(|_| date)
}

/// Whether the words of a text are those of a date in its usual form, in any order and abbreviated
/// or not, and the numbers are the same.
fn has_same_parts(parts: &Parts, form: &Parts) -> bool {
    let values = |parts: &Parts| {
        let mut values: Vec<String> = Vec::new();
        for number in &parts.numbers {
            values.push(number.trim_start_matches('0').to_owned());
        }
        values.sort_unstable();
        values
    };
    let is_known = |word: &String| {
        let may_be_short = word.chars().count() >= 3;
        let mut known = form.words.iter();
        known.any(|it| it == word || (may_be_short && it.starts_with(word)))
    };
    values(parts) == values(form) && parts.words.iter().all(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, tag: &str) -> Option<String> {
        match read_written_date(text, tag)? {
            WrittenDate::One(date) => Some(date),
            WrittenDate::Ambiguous([one, other]) => Some(format!("{one} or {other}")),
        }
    }

    #[test]
    fn dates_in_words_are_read_in_the_language_or_in_english() {
        for (tag, text, date) in [
            ("en-US", "October 24, 2026", "2026-10-24"),
            ("en-US", "24 October 2026", "2026-10-24"),
            ("en-GB", "24th Oct. 2026", "2026-10-24"),
            ("en-GB", "1st May 2026", "2026-05-01"),
            ("de", "24. Oktober 2026", "2026-10-24"),
            ("de", "14. Jan. 2027", "2027-01-14"),
            ("de", "3. März 2026", "2026-03-03"),
            ("de", "24 October 2026", "2026-10-24"),
            ("fr", "1er octobre 2026", "2026-10-01"),
            ("fr", "14 janvier 2027", "2027-01-14"),
            ("fr", "5 déc. 2026", "2026-12-05"),
            ("es", "15 de octubre de 2026", "2026-10-15"),
            ("es", "1.º de noviembre de 2026", "2026-11-01"),
            ("pt-BR", "1º de maio de 2026", "2026-05-01"),
            ("it", "3 marzo 2026", "2026-03-03"),
            ("pl", "7 listopada 2026", "2026-11-07"),
            ("cs", "24. října 2026", "2026-10-24"),
            ("ru", "24 октября 2026 г.", "2026-10-24"),
            ("ru", "24 октября 2026", "2026-10-24"),
            ("fi", "24. lokakuuta 2026", "2026-10-24"),
            ("tr", "24 Ekim 2026", "2026-10-24"),
            ("zh-Hans", "2026年10月24日", "2026-10-24"),
            ("ja", "2026年1月4日", "2026-01-04"),
            ("ko", "2026년 10월 24일", "2026-10-24"),
            ("vi", "24 tháng 10, 2026", "2026-10-24"),
            ("ar-EG", "٢٤ أكتوبر ٢٠٢٦", "2026-10-24"),
            ("he", "24 באוקטובר 2026", "2026-10-24"),
            ("hu", "2026. október 24.", "2026-10-24"),
            ("de", "Oktober 2026", "2026-10"),
        ] {
            assert_eq!(read(text, tag).as_deref(), Some(date), "{tag}: {text}");
        }
    }

    #[test]
    fn dates_in_numbers_are_read_if_they_have_one_meaning() {
        for (text, date) in [
            ("24.10.2026", Some("2026-10-24")),
            ("3.4.2026", Some("2026-04-03")),
            ("24. 10. 2026", Some("2026-10-24")),
            ("2026/10/24", Some("2026-10-24")),
            ("2026. 10. 24.", Some("2026-10-24")),
            ("10/24/2026", Some("2026-10-24")),
            ("24/10/2026", Some("2026-10-24")),
            ("5/5/2026", Some("2026-05-05")),
            ("03/04/2026", Some("2026-04-03 or 2026-03-04")),
            ("31.4.2026", None),
            ("24.10.26", None),
            ("2026-10-24", None),
        ] {
            assert_eq!(read(text, "en").as_deref(), date, "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_dates() {
        for (tag, text) in [
            ("en", "next spring"),
            ("en", "2026-Q3"),
            ("en", "31 April 2026"),
            ("en", "May"),
            ("en", "24 October"),
            ("en", "24 October 2026 or later"),
            ("en", "7–8 November 2026"),
            ("en", "Ma 5, 2026"),
            // June or July.
            ("fr", "5 jui 2026"),
            ("es", "15 de 2026"),
            ("th", "24 ตุลาคม 2569"),
            ("en", ""),
            ("en", "."),
        ] {
            assert_eq!(read(text, tag), None, "{tag}: {text}");
        }
    }
}
