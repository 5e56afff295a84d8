//! The properties of a file: title, author, language, dates.
//!
//! They come from the document alone, never from the clock or the machine, so that equal documents
//! give equal bytes.

use lopdf::{Dictionary, Object, dictionary};

use super::values::{printable_line, text_string};
use crate::document::{Direction, Meta, plain_text};
use crate::lang;

/// Properties of a file. Each is one line without control characters.
pub(super) struct DocumentInfo {
    /// Never empty: viewers must show it in the title bar (ISO 14289-1, 7.1).
    pub title: String,
    /// The first author, or else the organization.
    pub author: Option<String>,
    /// The subtitle.
    pub subject: Option<String>,
    /// The organization's reference number.
    pub reference: Option<String>,
    /// The program that made the document.
    pub creator: String,
    /// The program that wrote the file, with its version.
    pub producer: String,
    /// BCP 47 tag; `und` if the document has none.
    pub lang: String,
    /// Whether pages turn from right to left.
    pub right_to_left: bool,
    /// `YYYY-MM-DD`; `None` if the document's date is not an ISO date.
    pub date: Option<String>,
}

impl DocumentInfo {
    /// Collects the properties of a document.
    pub fn new(meta: &Meta) -> Self {
        let reference = meta.reference.as_deref().and_then(non_empty_line);
        let author = meta.from.first().or(meta.organization.as_ref());
        let lang = match non_empty_line(&meta.lang) {
            Some(lang) => lang,
            None => "und".to_owned(),
        };
        let has_iso_date = lang::parse_date(&meta.date).is_some();
        Self {
            title: document_title(meta, reference.as_deref()),
            author: author.and_then(|name| non_empty_line(name)),
            subject: non_empty_line(&plain_text(&meta.subtitle)),
            reference,
            creator: "briefkit".to_owned(),
            producer: concat!("briefkit ", env!("CARGO_PKG_VERSION")).to_owned(),
            lang,
            right_to_left: meta.direction == Direction::Rtl,
            date: has_iso_date.then(|| meta.date.trim().to_owned()),
        }
    }

    /// The document's date, at midnight UTC, as a PDF date (ISO 32000-1, 7.9.4).
    pub fn pdf_date(&self) -> Option<String> {
        let day = self.date.as_ref()?;
        Some(format!("D:{}000000Z", day.replace('-', "")))
    }

    /// The document information dictionary (ISO 32000-1, 14.3.3).
    pub fn info_dictionary(&self) -> Dictionary {
        let mut entries = dictionary! {
            "Title" => text_string(&self.title),
            "Creator" => text_string(&self.creator),
            "Producer" => text_string(&self.producer),
        };
        let date = self.pdf_date();
        let optional = [
            ("Author", self.author.as_ref()),
            ("Subject", self.subject.as_ref()),
            ("CreationDate", date.as_ref()),
            ("ModDate", date.as_ref()),
        ];
        for (key, value) in optional {
            if let Some(value) = value {
                entries.set(key, text_string(value));
            }
        }
        entries
    }

    /// How a viewer shows the document (ISO 32000-1, 12.2).
    pub fn viewer_preferences(&self) -> Dictionary {
        // A requirement of PDF/UA (ISO 14289-1, 7.1).
        let mut preferences = dictionary! { "DisplayDocTitle" => true };
        if self.right_to_left {
            preferences.set("Direction", Object::Name(b"R2L".to_vec()));
        }
        preferences
    }
}

/// The title of the document, or else its reference number.
fn document_title(meta: &Meta, reference: Option<&str>) -> String {
    match non_empty_line(&plain_text(&meta.title)) {
        Some(title) => title,
        None => reference.unwrap_or("Untitled").to_owned(),
    }
}

/// `text` on one line and trimmed; `None` if nothing is left.
fn non_empty_line(text: &str) -> Option<String> {
    let line = printable_line(text).trim().to_owned();
    (!line.is_empty()).then_some(line)
}
