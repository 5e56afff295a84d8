//! What the file's properties say, taken from the document alone: no clock, nothing of the machine.

use lopdf::{Dictionary, Object, dictionary};

use super::values;
use crate::document::{Direction, Meta, plain_text};
use crate::lang;

/// Properties of a file, ready to be written: one line each, no control characters.
pub(super) struct DocumentInfo {
    /// Never empty: PDF/UA shows it as the window's title.
    pub(super) title: String,
    /// The first of those it is from, else the organization.
    pub(super) author: Option<String>,
    /// The subtitle.
    pub(super) subject: Option<String>,
    /// The organization's reference number.
    pub(super) reference: Option<String>,
    /// The program that made the document.
    pub(super) creator: String,
    /// The program that wrote the file.
    pub(super) producer: String,
    /// BCP 47 tag.
    pub(super) lang: String,
    /// Whether pages turn from right to left.
    pub(super) right_to_left: bool,
    /// `YYYY-MM-DD`; `None` if the document's date is no ISO date.
    pub(super) date: Option<String>,
}

impl DocumentInfo {
    /// Takes them from a document.
    pub(super) fn new(meta: &Meta) -> Self {
        let line = |text: &str| {
            Some(values::printable_line(text).trim().to_owned()).filter(|it| !it.is_empty())
        };
        let reference = meta.reference.as_deref().and_then(line);
        Self {
            title: line(&plain_text(&meta.title))
                .or_else(|| reference.clone())
                .unwrap_or_else(|| "Untitled".to_owned()),
            author: meta
                .from
                .first()
                .or(meta.organization.as_ref())
                .and_then(|it| line(it)),
            subject: line(&plain_text(&meta.subtitle)),
            reference,
            creator: "briefkit".to_owned(),
            producer: concat!("briefkit ", env!("CARGO_PKG_VERSION")).to_owned(),
            lang: line(&meta.lang).unwrap_or_else(|| "und".to_owned()),
            right_to_left: meta.direction == Direction::Rtl,
            date: lang::parse_date(&meta.date).map(|_| meta.date.trim().to_owned()),
        }
    }

    /// The document's date as PDF writes it (ISO 32000-1, 7.9.4).
    pub(super) fn pdf_date(&self) -> Option<String> {
        self.date
            .as_ref()
            .map(|day| format!("D:{}000000Z", day.replace('-', "")))
    }

    /// The document information dictionary (ISO 32000-1, 14.3.3).
    pub(super) fn info_dictionary(&self) -> Dictionary {
        let mut entries = dictionary! {
            "Title" => values::text_string(&self.title),
            "Creator" => values::text_string(&self.creator),
            "Producer" => values::text_string(&self.producer),
        };
        let date = self.pdf_date();
        let optional: [(&str, Option<&String>); 4] = [
            ("Author", self.author.as_ref()),
            ("Subject", self.subject.as_ref()),
            ("CreationDate", date.as_ref()),
            ("ModDate", date.as_ref()),
        ];
        for (key, value) in optional {
            if let Some(value) = value {
                entries.set(key, values::text_string(value));
            }
        }
        entries
    }

    /// How a viewer shows the document.
    pub(super) fn viewer_preferences(&self) -> Dictionary {
        let mut preferences = dictionary! { "DisplayDocTitle" => true };
        if self.right_to_left {
            preferences.set("Direction", Object::Name(b"R2L".to_vec()));
        }
        preferences
    }
}
