//! Content controls: the fields of a document that its readers fill in.

use super::package_writer::PackageWriter;
use super::wml::{ControlKind, ControlNode};
use crate::ooxml::xml::{Element, element, push_empty_element, value_element};

impl PackageWriter<'_> {
    /// Appends the properties of a content control, in the order of the schema. `index` counts the
    /// controls of a part.
    pub(super) fn push_control_properties(
        &self,
        control: &ControlNode,
        index: usize,
        out: &mut String,
    ) {
        let id = (CONTROL_ID_BASE + index).to_string();
        push_empty_element("w:alias", &[("w:val", &control.title)], out);
        push_empty_element("w:tag", &[("w:val", &control.tag)], out);
        push_empty_element("w:id", &[("w:val", &id)], out);
        if control.empty {
            push_empty_element("w:showingPlcHdr", &[], out);
        }
        match control.kind {
            ControlKind::Plain => push_empty_element("w:text", &[], out),
            ControlKind::Rich => push_empty_element("w:richText", &[], out),
            ControlKind::Date => self.date_control_properties().write(out),
        }
    }

    fn date_control_properties(&self) -> Element {
        let meta = &self.document.meta;
        // A date that a reader picks looks like that of the document.
        let format = date_format(&meta.date, &meta.date_text);
        element("w:date")
            .child(value_element("w:dateFormat", &format))
            .child(value_element("w:lid", self.main_language()))
            .child(value_element("w:storeMappedDataAs", "dateTime"))
            .child(value_element("w:calendar", "gregorian"))
    }
}

/// The id before that of our first content control. Word gives random ids to its own.
const CONTROL_ID_BASE: usize = 1_000_000;

/// The format of dates if the document's date has no format that Word knows.
const ISO_FORMAT: &str = "yyyy-MM-dd";

/// The Word format that prints the date `iso` as the document has `printed` it: `November 23, 2026`
/// gives `MMMM d, yyyy`. Falls back to [`ISO_FORMAT`].
fn date_format(iso: &str, printed: &str) -> String {
    let mut parts = iso.trim().split('-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return ISO_FORMAT.to_owned();
    };
    let year = year.trim_start_matches('0');
    let month = month.trim_start_matches('0');
    let day = day.trim_start_matches('0');
    // 4/4/2026 does not say which number is the month.
    if month == day {
        return ISO_FORMAT.to_owned();
    }

    let mut out = String::new();
    let mut months = 0;
    for token in date_tokens(printed) {
        let number = token.trim_start_matches('0');
        let has_leading_zero = token.len() > number.len() && token.len() > 1;
        match date_token_kind(token) {
            DateToken::Word => {
                // `MMMM` is the name of the month, which Word writes in the language of `w:lid`.
                months += 1;
                out.push_str("MMMM");
            }
            DateToken::Separator => out.push_str(token),
            DateToken::Number if token == year => out.push_str("yyyy"),
            DateToken::Number if number == month && months == 0 => {
                months += 1;
                out.push_str(if has_leading_zero { "MM" } else { "M" });
            }
            DateToken::Number if number == day => {
                out.push_str(if has_leading_zero { "dd" } else { "d" });
            }
            // A number that is in no part of the date: another calendar, or a week.
            DateToken::Number => return ISO_FORMAT.to_owned(),
        }
    }
    // A second word may be the day of the week, or `de` as in Spanish, which is no part of a date.
    if months == 1 && out.contains("yyyy") && out.contains('d') {
        out
    } else {
        ISO_FORMAT.to_owned()
    }
}

#[derive(PartialEq)]
enum DateToken {
    Number,
    /// The name of a month in Latin letters.
    Word,
    /// Everything else, such as `年`, which a Word format keeps as it is.
    Separator,
}

fn date_token_kind(token: &str) -> DateToken {
    match token.chars().next() {
        Some(first) if first.is_ascii_digit() => DateToken::Number,
        Some(first) if first.is_ascii_alphabetic() => DateToken::Word,
        _ => DateToken::Separator,
    }
}

/// Splits a date where digits, Latin letters and other characters meet.
fn date_tokens(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in text.char_indices().skip(1) {
        if date_token_kind(&text[at..]) != date_token_kind(&text[start..]) {
            out.push(&text[start..at]);
            start = at;
        }
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}
