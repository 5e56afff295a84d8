//! What the documents of a brief share: labels, and what reads and writes its language.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::document::{Direction, Labels};
use crate::labels::period_joint;
use crate::lang::{self, DateFormatter, Grouping, NumberForm, PluralForms};
use crate::status_words::StatusWords;
use crate::typography::Rules;

/// The language of a brief and its labels, for all documents of the brief. What few documents need
/// is made for the first one.
pub(crate) struct BriefLanguage {
    /// As a BCP 47 tag.
    pub tag: String,
    pub direction: Direction,
    pub labels: Arc<Labels>,
    /// The labels that documents keep: those without the words for a status.
    pub printed_labels: Arc<Labels>,
    /// Formats dates.
    pub dates: DateFormatter,
    /// Tells the forms of labels with a number.
    pub plurals: PluralForms,
    numbers: OnceCell<NumberForm>,
    status_words: OnceCell<StatusWords>,
    typography: OnceCell<Rules>,
}

impl BriefLanguage {
    /// The language `tag` with these labels. `printed_labels` are the same without the words for a
    /// status.
    pub fn new(tag: &str, labels: Arc<Labels>, printed_labels: Arc<Labels>) -> Self {
        let dates = DateFormatter::new(tag, period_joint(&labels, tag));
        Self {
            tag: tag.to_owned(),
            direction: lang::direction(tag),
            labels,
            printed_labels,
            dates,
            plurals: PluralForms::new(tag),
            numbers: OnceCell::new(),
            status_words: OnceCell::new(),
            typography: OnceCell::new(),
        }
    }

    /// The form of the numbers in charts and tables.
    pub fn numbers(&self) -> &NumberForm {
        let make = || NumberForm::new(&self.tag, Grouping::FromFiveDigits);
        self.numbers.get_or_init(make)
    }

    /// The words for a status.
    pub fn status_words(&self) -> &StatusWords {
        let make = || StatusWords::new(&self.labels, &self.tag);
        self.status_words.get_or_init(make)
    }

    /// The rules of typography.
    pub fn typography(&self) -> &Rules {
        let make = || Rules::new(&self.tag, &self.printed_labels);
        self.typography.get_or_init(make)
    }
}
