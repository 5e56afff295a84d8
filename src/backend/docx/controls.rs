//! Content controls: the places of a document that its readers fill in.

use super::deferred::{ContentControl, ControlKind};
use super::finisher::Finisher;
use crate::ooxml::xml::{Element, element, push_empty_element};

impl Finisher<'_> {
    /// What is to be said of the place to write that an alias stands for, in the order of the
    /// schema.
    pub(super) fn control_properties(&self, alias: &str, id: usize) -> Option<String> {
        let ContentControl {
            tag,
            title,
            kind,
            empty,
        } = self.deferred.controls.get(alias.parse::<usize>().ok()?)?;
        let mut out = String::new();
        let id = (FIRST_CONTROL + id).to_string();
        for (name, value) in [("w:alias", title), ("w:tag", tag), ("w:id", &id)] {
            push_empty_element(name, &[("w:val", value)], &mut out);
        }
        if *empty {
            push_empty_element("w:showingPlcHdr", &[], &mut out);
        }
        match kind {
            ControlKind::Plain => push_empty_element("w:text", &[], &mut out),
            ControlKind::Rich => push_empty_element("w:richText", &[], &mut out),
            ControlKind::Date => self.date_control_properties().write(&mut out),
        }
        Some(out)
    }

    fn date_control_properties(&self) -> Element {
        let language = if self.languages.is_east_asian() {
            &self.languages.east_asian
        } else {
            &self.languages.tag
        };
        let meta = &self.document.meta;
        let value = |name: &str, value: &str| element(name).with("w:val", value);
        element("w:date")
            .child(value(
                "w:dateFormat",
                &date_format(&meta.date, &meta.date_text),
            ))
            .child(value("w:lid", language))
            .child(value("w:storeMappedDataAs", "dateTime"))
            .child(value("w:calendar", "gregorian"))
    }
}

/// Numbers of content controls begin here; Word gives its own at random.
const FIRST_CONTROL: usize = 1_000_000;

/// How Word prints a date so that it looks like the document's own: `November 23, 2026` gives `MMMM
/// d, yyyy`.
fn date_format(iso: &str, printed: &str) -> String {
    const PLAIN: &str = "yyyy-MM-dd";
    let mut parts = iso
        .trim()
        .split('-')
        .map(|part| part.trim_start_matches('0'));
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return PLAIN.to_owned();
    };
    let mut out = String::new();
    let (mut months, mut rest) = (0, printed);
    while let Some(first) = rest.chars().next() {
        let kind = |it: char| (it.is_ascii_digit(), it.is_alphabetic() && it.is_ascii());
        let end = rest
            .find(|it| kind(it) != kind(first))
            .unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        rest = after;
        match kind(first) {
            (true, _) if token == year => out.push_str("yyyy"),
            (true, _)
                if token.trim_start_matches('0') == month
                    && months == 0
                    && !out.contains('M')
                    && month != day =>
            {
                months += 1;
                out.push_str(if token.len() > 1 && token.starts_with('0') {
                    "MM"
                } else {
                    "M"
                });
            }
            (true, _) if token.trim_start_matches('0') == day && day != month => {
                out.push_str(if token.starts_with('0') { "dd" } else { "d" });
            }
            (false, true) => {
                months += 1;
                out.push_str("MMMM");
            }
            (true, _) => return PLAIN.to_owned(),
            (false, false) => out.push_str(token),
        }
    }
    if months == 1 && out.contains("yyyy") && out.contains('d') {
        out
    } else {
        PLAIN.to_owned()
    }
}
