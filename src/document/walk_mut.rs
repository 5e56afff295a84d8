//! Visits all words of a document, in order to change them.
//!
//! Every match names every field, so that a new field stops the build here until someone decides
//! whether its words may be changed. Ids, addresses, file names, reference numbers and the labels
//! are never visited.

use super::block::{
    Action, Block, Choice, Column, Contact, Event, Group, GroupItem, Image, Metric, Particular,
    Person, Point, Question, Quote, Rating, Risk, Table, Term,
};
use super::chart::{Chart, Series, Value};
use super::inline::Inline;
use super::{Document, Meta, Source, plain_text};
use crate::lang::cldr::is_currency;

/// Words that can be changed.
#[derive(Debug, PartialEq)]
pub(crate) enum WordsMut<'a> {
    /// A text; it may be empty.
    Text(&'a mut Vec<Inline>),
    /// Plain text.
    Plain(&'a mut String),
    /// The text of a quotation; it may be empty.
    Quotation(&'a mut Vec<Inline>),
    /// A cell of a table or another short value, which may be a number; it may be empty.
    Value(&'a mut Vec<Inline>),
    /// A number that has a unit.
    Quantity(&'a mut Vec<Inline>),
    /// A telephone number, which is shown as written but for its blanks; it may be empty.
    TelephoneNumber(&'a mut Vec<Inline>),
    /// A value of a chart.
    PlainValue(&'a mut String),
    /// Paragraphs and items of lists that follow each other, each of them visited already, in which a
    /// `"` is left.
    Paragraphs(Vec<&'a mut Vec<Inline>>),
}

impl<'a> WordsMut<'a> {
    /// A single text that may have citations. `None` for plain text, and for paragraphs, each of
    /// which is visited by itself.
    pub(crate) fn into_inlines(self) -> Option<&'a mut Vec<Inline>> {
        match self {
            Self::Text(text) | Self::Quotation(text) | Self::Value(text) | Self::Quantity(text) => {
                Some(text)
            }
            Self::TelephoneNumber(_)
            | Self::Plain(_)
            | Self::PlainValue(_)
            | Self::Paragraphs(_) => None,
        }
    }
}

impl Document {
    /// Calls `visit` with the words of each text.
    pub(crate) fn for_each_words_mut(&mut self, visit: &mut dyn FnMut(WordsMut<'_>)) {
        let Self {
            template: _,
            meta,
            medium: _,
            fit: _,
            labels: _,
            body,
            sources,
        } = self;
        let mut words = WordsVisitor {
            reference: meta.reference.clone(),
            visit,
        };
        words.meta(meta);
        words.blocks(body);
        for source in sources {
            let Source {
                id: _,
                text,
                url: _,
                cited: _,
                places: _,
                numbered: _,
            } = source;
            words.texts([text]);
        }
    }
}

/// Calls `visit` with the words of each text in blocks.
pub(super) fn for_each_words_in(blocks: &mut [Block], visit: &mut dyn FnMut(WordsMut<'_>)) {
    let reference = None;
    WordsVisitor { reference, visit }.blocks(blocks);
}

/// Collects the texts of paragraphs and lists that have a `"`.
fn collect_open_texts<'b>(blocks: &'b mut [Block], out: &mut Vec<&'b mut Vec<Inline>>) {
    for block in blocks {
        match block {
            Block::Paragraph { text } if has_straight_mark(text) => out.push(text),
            Block::List { items, .. } => {
                for item in items {
                    collect_open_texts(item, out);
                }
            }
            _ => {}
        }
    }
}

fn has_straight_mark(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Text { text } => text.contains('"'),
        Inline::Emph { body }
        | Inline::Strong { body }
        | Inline::Marked { mark: _, body }
        | Inline::Link { url: _, body }
        | Inline::Status { level: _, body } => has_straight_mark(body),
        Inline::Code { text: _ }
        | Inline::Cite {
            sources: _,
            places: _,
        }
        | Inline::LineBreak => false,
    })
}

fn is_currency_sign(character: char) -> bool {
    is_currency(character.encode_utf8(&mut [0; 4]))
}

struct WordsVisitor<'v> {
    /// The document's reference number, which stays as it is wherever it stands alone.
    reference: Option<String>,
    visit: &'v mut dyn FnMut(WordsMut<'_>),
}

impl WordsVisitor<'_> {
    fn texts<const N: usize>(&mut self, texts: [&mut Vec<Inline>; N]) {
        for text in texts {
            (self.visit)(WordsMut::Text(text));
        }
    }

    fn plain<'a>(&mut self, texts: impl IntoIterator<Item = &'a mut String>) {
        for text in texts {
            (self.visit)(WordsMut::Plain(text));
        }
    }

    fn meta(&mut self, meta: &mut Meta) {
        let Meta {
            title,
            subtitle,
            date: _,
            date_text,
            lang: _,
            direction: _,
            marking,
            reference: _,
            organization,
            from,
            event,
            place,
        } = meta;
        self.texts([title, subtitle]);
        self.plain([date_text]);
        self.plain(marking);
        self.plain(organization);
        self.plain(from);
        self.plain(event);
        self.plain(place);
    }

    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks.iter_mut() {
            self.block(block);
        }
        let is_prose = |it: &Block| matches!(it, Block::Paragraph { .. } | Block::List { .. });
        for run in blocks.chunk_by_mut(|one, other| is_prose(one) && is_prose(other)) {
            let mut texts = Vec::new();
            collect_open_texts(run, &mut texts);
            if texts.len() > 1 {
                (self.visit)(WordsMut::Paragraphs(texts));
            }
        }
    }

    fn block(&mut self, block: &mut Block) {
        match block {
            Block::Masthead | Block::Sources | Block::Break => {}
            Block::Particulars { rows } => self.each(rows, Self::particular),
            Block::Heading {
                id: _,
                level: _,
                text,
            }
            | Block::Paragraph { text } => self.texts([text]),
            Block::List { items, .. } => {
                for item in items {
                    self.blocks(item);
                }
            }
            Block::Table(table) => self.table(table),
            Block::BottomLine { body } | Block::Notes { body } => self.blocks(body),
            Block::Ask { text, by, body } => {
                self.texts([text]);
                self.plain(by);
                self.blocks(body);
            }
            Block::Metrics { items } => self.each(items, Self::metric),
            Block::Point(point) => self.point(point),
            Block::Group(group) => self.group(group),
            Block::Quote(Quote { id: _, text, by }) => {
                (self.visit)(WordsMut::Quotation(text));
                self.texts([by]);
            }
            Block::People { items } => self.each(items, Self::person),
            Block::Timeline { items } => self.each(items, Self::event),
            Block::Options { items } => self.each(items, Self::choice),
            Block::Risks { items } => self.each(items, Self::risk),
            Block::Actions { items } => self.each(items, Self::action),
            Block::Questions { items } => self.each(items, Self::question),
            Block::Glossary { items } => self.each(items, Self::term),
            Block::Contacts { items } => self.each(items, Self::contact),
            Block::Chart(chart) => self.chart(chart),
            Block::Image(image) => self.image(image),
            Block::Columns { main, side } => {
                self.blocks(main);
                self.blocks(side);
            }
        }
    }

    fn each<T>(&mut self, items: &mut [T], visit_item: fn(&mut Self, &mut T)) {
        for item in items {
            visit_item(self, item);
        }
    }

    fn event(&mut self, event: &mut Event) {
        let Event { date, text } = event;
        self.texts([date, text]);
    }

    fn question(&mut self, question: &mut Question) {
        let Question { question, answer } = question;
        self.texts([question]);
        self.blocks(answer);
    }

    fn term(&mut self, term: &mut Term) {
        let Term { term, definition } = term;
        self.texts([term, definition]);
    }

    fn particular(&mut self, row: &mut Particular) {
        let Particular { label, text } = row;
        self.plain([label]);
        let is_reference = match &self.reference {
            Some(reference) => plain_text(text) == *reference,
            None => false,
        };
        if !is_reference {
            self.texts([text]);
        }
    }

    fn table(&mut self, table: &mut Table) {
        let Table {
            id: _,
            title,
            columns,
            rows,
            note,
        } = table;
        self.texts([title]);
        for column in columns {
            let Column {
                header,
                numeric: _,
                align: _,
                width: _,
            } = column;
            self.texts([header]);
        }
        for cell in rows.iter_mut().flatten() {
            (self.visit)(WordsMut::Value(cell));
        }
        self.texts([note]);
    }

    fn metric(&mut self, metric: &mut Metric) {
        let Metric {
            label,
            value,
            unit,
            change,
            trend: _,
            as_of,
        } = metric;
        let has_unit = !unit.is_empty() || plain_text(value).starts_with(is_currency_sign);
        (self.visit)(match has_unit {
            true => WordsMut::Quantity(value),
            false => WordsMut::Value(value),
        });
        self.texts([unit, label]);
        (self.visit)(WordsMut::Value(change));
        self.texts([as_of]);
    }

    fn point(&mut self, point: &mut Point) {
        let Point {
            id: _,
            headline,
            text,
            detail,
            notes,
            priority: _,
        } = point;
        self.texts([headline, text]);
        self.blocks(detail);
        self.blocks(notes);
    }

    fn group(&mut self, group: &mut Group) {
        let Group {
            heading,
            text,
            items,
        } = group;
        self.texts([heading, text]);
        for GroupItem { name, text } in items {
            self.texts([name, text]);
        }
    }

    fn person(&mut self, person: &mut Person) {
        // The name in the person's own language follows the rules of that language.
        let Person {
            name,
            native_name: _,
            role,
            organization,
        } = person;
        self.texts([name, role, organization]);
    }

    fn choice(&mut self, choice: &mut Choice) {
        let Choice {
            name,
            text,
            pros,
            cons,
            cost,
            risk,
            recommended: _,
        } = choice;
        self.texts([name, text]);
        for argument in pros.iter_mut().chain(cons) {
            self.texts([argument]);
        }
        (self.visit)(WordsMut::Value(cost));
        self.texts([risk]);
    }

    fn risk(&mut self, risk: &mut Risk) {
        let Risk {
            risk,
            likelihood,
            impact,
            mitigation,
            owner,
        } = risk;
        self.texts([risk]);
        for rating in [likelihood, impact] {
            if let Some(words) = rating.as_mut().and_then(Rating::words_mut) {
                self.texts([words]);
            }
        }
        self.texts([mitigation, owner]);
    }

    fn action(&mut self, action: &mut Action) {
        let Action {
            action,
            owner,
            due,
            status,
        } = action;
        self.texts([action, owner, due, status]);
    }

    fn contact(&mut self, contact: &mut Contact) {
        // An address has to stay one.
        let Contact {
            name,
            role,
            phone,
            email: _,
        } = contact;
        self.texts([name, role]);
        (self.visit)(WordsMut::TelephoneNumber(phone));
    }

    fn chart(&mut self, chart: &mut Chart) {
        let Chart {
            id: _,
            title,
            kind: _,
            categories,
            series,
            highlight: _,
            unit,
            alt,
            note,
        } = chart;
        self.texts([title]);
        self.plain(categories);
        for Series { name, values } in series {
            self.plain([name]);
            for Value { number: _, text } in values.iter_mut().flatten() {
                (self.visit)(WordsMut::PlainValue(text));
            }
        }
        self.plain(unit);
        self.plain([alt]);
        self.texts([note]);
    }

    fn image(&mut self, image: &mut Image) {
        let Image {
            id: _,
            file: _,
            alt,
            decorative: _,
            caption,
            credit,
        } = image;
        self.plain([alt]);
        self.texts([caption, credit]);
    }
}
