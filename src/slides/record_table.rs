//! Tables of records: people, events, options, risks and the like, one in each row.

use crate::document::{
    Action, Choice, Column, Contact, Event, Inline, Labels, Person, Rating, Risk, Table, Term,
};

/// A record that is shown as a row of a table.
pub(super) trait TableRecord {
    /// The labels of the columns' headers.
    const HEADERS: &'static [&'static str];

    /// One cell for each header.
    fn cells(&self, labels: &Labels) -> Vec<Vec<Inline>>;
}

/// The table of `records`, without the columns that are empty in every row. The first column stays
/// in any case.
pub(super) fn record_table<R: TableRecord>(records: &[R], labels: &Labels) -> Table {
    let mut rows = Vec::new();
    for record in records {
        rows.push(record.cells(labels));
    }
    let mut columns = Vec::new();
    let mut are_filled = Vec::new();
    for (index, label) in R::HEADERS.iter().enumerate() {
        // The first column names the record of the row, so it stays.
        let is_filled = index == 0 || rows.iter().any(|row| !row[index].is_empty());
        if is_filled {
            columns.push(Column::of_text(vec![Inline::text(labels.get(label))]));
        }
        are_filled.push(is_filled);
    }
    for row in &mut rows {
        let mut are_filled = are_filled.iter();
        row.retain(|_| are_filled.next() == Some(&true));
    }
    Table {
        id: String::new(),
        title: Vec::new(),
        columns,
        rows,
        note: Vec::new(),
    }
}

impl TableRecord for Person {
    const HEADERS: &'static [&'static str] = &["person", "native-name", "role", "organization"];

    fn cells(&self, _: &Labels) -> Vec<Vec<Inline>> {
        vec![
            strong_cell(&self.name),
            self.native_name.clone(),
            self.role.clone(),
            self.organization.clone(),
        ]
    }
}

impl TableRecord for Event {
    const HEADERS: &'static [&'static str] = &["date", "event"];

    fn cells(&self, _: &Labels) -> Vec<Vec<Inline>> {
        vec![strong_cell(&self.date), self.text.clone()]
    }
}

impl TableRecord for Choice {
    const HEADERS: &'static [&'static str] = &["option", "pros", "cons", "cost", "risk"];

    fn cells(&self, labels: &Labels) -> Vec<Vec<Inline>> {
        vec![
            option_cell(self, labels),
            bulleted_cell(&self.pros),
            bulleted_cell(&self.cons),
            self.cost.clone(),
            self.risk.clone(),
        ]
    }
}

impl TableRecord for Risk {
    const HEADERS: &'static [&'static str] =
        &["risk", "likelihood", "impact", "mitigation", "owner"];

    fn cells(&self, labels: &Labels) -> Vec<Vec<Inline>> {
        vec![
            self.risk.clone(),
            rating_cell(self.likelihood.as_ref(), labels),
            rating_cell(self.impact.as_ref(), labels),
            self.mitigation.clone(),
            self.owner.clone(),
        ]
    }
}

impl TableRecord for Action {
    const HEADERS: &'static [&'static str] = &["action", "owner", "due", "status"];

    fn cells(&self, _: &Labels) -> Vec<Vec<Inline>> {
        vec![
            self.action.clone(),
            self.owner.clone(),
            self.due.clone(),
            self.status.clone(),
        ]
    }
}

impl TableRecord for Term {
    const HEADERS: &'static [&'static str] = &["term", "definition"];

    fn cells(&self, _: &Labels) -> Vec<Vec<Inline>> {
        vec![strong_cell(&self.term), self.definition.clone()]
    }
}

impl TableRecord for Contact {
    const HEADERS: &'static [&'static str] = &["contact", "role", "phone", "email"];

    fn cells(&self, _: &Labels) -> Vec<Vec<Inline>> {
        vec![
            strong_cell(&self.name),
            self.role.clone(),
            self.phone.clone(),
            self.email.clone(),
        ]
    }
}

/// A strong text; an empty one stays empty, so that its column can go.
fn strong_cell(text: &[Inline]) -> Vec<Inline> {
    if text.is_empty() {
        return Vec::new();
    }
    let body = text.to_vec();
    vec![Inline::Strong { body }]
}

/// One text as it is; several on a line each, with bullets.
fn bulleted_cell(texts: &[Vec<Inline>]) -> Vec<Inline> {
    if let [only] = texts {
        return only.clone();
    }
    let mut cell = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            cell.push(Inline::LineBreak);
        }
        cell.push(Inline::text("• "));
        cell.extend_from_slice(text);
    }
    cell
}

/// An option's name, whether it is recommended, and its description.
fn option_cell(choice: &Choice, labels: &Labels) -> Vec<Inline> {
    let mut cell = strong_cell(&choice.name);
    if choice.recommended {
        // A no-break space keeps the check mark with the word.
        let recommended = format!("✓\u{a0}{}", labels.get("recommended"));
        cell.push(Inline::LineBreak);
        cell.push(Inline::Emph {
            body: vec![Inline::text(recommended)],
        });
    }
    if !choice.text.is_empty() {
        cell.push(Inline::LineBreak);
        cell.extend_from_slice(&choice.text);
    }
    cell
}

fn rating_cell(rating: Option<&Rating>, labels: &Labels) -> Vec<Inline> {
    rating.map(|it| it.shown(labels)).unwrap_or_default()
}
