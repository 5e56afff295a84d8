//! Walks over the texts and blocks inside blocks, in the order in which they are read.
//!
//! Every match names every field, so that a new field stops the build here until someone decides
//! whether the walk visits it.

use super::block::{
    Action, Block, Choice, Column, Contact, Event, Group, GroupItem, Image, Metric, Particular,
    Person, Point, Question, Quote, Rating, Risk, Table, Term,
};
use super::chart::Chart;
use super::inline::Inline;

/// Something directly inside a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BlockPart<'a> {
    /// A text; it may be empty.
    Text(&'a [Inline]),
    /// A block.
    Block(&'a Block),
}

impl Block {
    /// Calls `visit` with each text and block directly inside this one.
    pub fn for_each_part<'a>(&'a self, mut visit: impl FnMut(BlockPart<'a>)) {
        let mut parts = Visitor(&mut visit);
        match self {
            Self::Masthead | Self::Sources | Self::Break => {}
            Self::Particulars { rows } => {
                for Particular { label: _, text } in rows {
                    parts.texts([text]);
                }
            }
            Self::Heading {
                id: _,
                level: _,
                text,
            }
            | Self::Paragraph { text } => parts.texts([text]),
            Self::List { items, .. } => items.iter().for_each(|item| parts.blocks(item)),
            Self::Table(table) => parts.table(table),
            Self::BottomLine { body } | Self::Notes { body } => parts.blocks(body),
            Self::Ask { text, by: _, body } => {
                parts.texts([text]);
                parts.blocks(body);
            }
            Self::Metrics { items } => {
                for metric in items {
                    parts.metric(metric);
                }
            }
            Self::Point(point) => parts.point(point),
            Self::Group(group) => parts.group(group),
            Self::Quote(Quote { id: _, text, by }) => parts.texts([text, by]),
            Self::People { items } => {
                for person in items {
                    parts.person(person);
                }
            }
            Self::Timeline { items } => {
                for Event { date, text } in items {
                    parts.texts([date, text]);
                }
            }
            Self::Options { items } => {
                for choice in items {
                    parts.choice(choice);
                }
            }
            Self::Risks { items } => {
                for risk in items {
                    parts.risk(risk);
                }
            }
            Self::Actions { items } => {
                for action in items {
                    parts.action(action);
                }
            }
            Self::Questions { items } => {
                for Question { question, answer } in items {
                    parts.texts([question]);
                    parts.blocks(answer);
                }
            }
            Self::Glossary { items } => {
                for Term { term, definition } in items {
                    parts.texts([term, definition]);
                }
            }
            Self::Contacts { items } => {
                for contact in items {
                    parts.contact(contact);
                }
            }
            Self::Chart(chart) => parts.chart(chart),
            Self::Image(image) => parts.image(image),
            Self::Columns { main, side } => {
                parts.blocks(main);
                parts.blocks(side);
            }
        }
    }

    /// The blocks directly inside this one.
    #[must_use]
    pub fn children(&self) -> Vec<&Self> {
        let mut children = Vec::new();
        self.for_each_part(|part| {
            if let BlockPart::Block(block) = part {
                children.push(block);
            }
        });
        children
    }

    /// The texts directly inside this block, without those of the blocks inside it. Some may be
    /// empty.
    #[must_use]
    pub fn texts(&self) -> Vec<&[Inline]> {
        let mut texts = Vec::new();
        self.for_each_part(|part| {
            if let BlockPart::Text(text) = part {
                texts.push(text);
            }
        });
        texts
    }

    /// Calls `visit` with each text of this block and of all blocks inside it.
    pub fn for_each_text<'a>(&'a self, visit: &mut dyn FnMut(&'a [Inline])) {
        self.for_each_part(|part| match part {
            BlockPart::Text(text) => visit(text),
            BlockPart::Block(block) => block.for_each_text(visit),
        });
    }

    /// Adds each source that this block cites to `cited`, unless it is there already.
    pub fn collect_citations(&self, cited: &mut Vec<usize>) {
        self.for_each_text(&mut |text| collect_citations(text, cited));
    }
}

/// Visits the parts of a block, one by one for lists of blocks and items.
struct Visitor<'v, 'a>(&'v mut dyn FnMut(BlockPart<'a>));

impl<'a> Visitor<'_, 'a> {
    fn texts<const N: usize>(&mut self, texts: [&'a Vec<Inline>; N]) {
        for text in texts {
            (self.0)(BlockPart::Text(text));
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            (self.0)(BlockPart::Block(block));
        }
    }

    fn table(&mut self, table: &'a Table) {
        let Table {
            id: _,
            title,
            columns,
            rows,
            note,
        } = table;
        self.texts([title]);
        for Column {
            header,
            numeric: _,
            align: _,
            width: _,
        } in columns
        {
            self.texts([header]);
        }
        for cell in rows.iter().flatten() {
            self.texts([cell]);
        }
        self.texts([note]);
    }

    /// The value comes before its label, in the order in which they are shown.
    fn metric(&mut self, metric: &'a Metric) {
        let Metric {
            label,
            value,
            unit,
            change,
            trend: _,
            as_of,
        } = metric;
        self.texts([value, unit, label, change, as_of]);
    }

    fn point(&mut self, point: &'a Point) {
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

    fn group(&mut self, group: &'a Group) {
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

    fn person(&mut self, person: &'a Person) {
        let Person {
            name,
            native_name,
            role,
            organization,
        } = person;
        self.texts([name, native_name, role, organization]);
    }

    fn choice(&mut self, choice: &'a Choice) {
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
        for argument in pros.iter().chain(cons) {
            self.texts([argument]);
        }
        self.texts([cost, risk]);
    }

    fn risk(&mut self, risk: &'a Risk) {
        let Risk {
            risk,
            likelihood,
            impact,
            mitigation,
            owner,
        } = risk;
        self.texts([risk]);
        for rating in [likelihood, impact] {
            if let Some(words) = rating.as_ref().and_then(Rating::words) {
                self.texts([words]);
            }
        }
        self.texts([mitigation, owner]);
    }

    fn action(&mut self, action: &'a Action) {
        let Action {
            action,
            owner,
            due,
            status,
        } = action;
        self.texts([action, owner, due, status]);
    }

    fn contact(&mut self, contact: &'a Contact) {
        let Contact {
            name,
            role,
            phone,
            email,
        } = contact;
        self.texts([name, role, phone, email]);
    }

    fn chart(&mut self, chart: &'a Chart) {
        let Chart {
            id: _,
            title,
            kind: _,
            categories: _,
            series: _,
            highlight: _,
            unit: _,
            alt: _,
            note,
        } = chart;
        self.texts([title, note]);
    }

    fn image(&mut self, image: &'a Image) {
        let Image {
            id: _,
            file: _,
            alt: _,
            decorative: _,
            caption,
            credit,
        } = image;
        self.texts([caption, credit]);
    }
}

impl Inline {
    /// The inline elements inside this one.
    #[must_use]
    pub fn children(&self) -> &[Self] {
        match self {
            Self::Emph { body }
            | Self::Strong { body }
            | Self::Marked { body, .. }
            | Self::Link { url: _, body }
            | Self::Status { level: _, body } => body,
            Self::Text { text: _ }
            | Self::Code { text: _ }
            | Self::Cite {
                sources: _,
                places: _,
            }
            | Self::LineBreak => &[],
        }
    }
}

/// Whether a text cites anything.
#[must_use]
pub fn has_citation(text: &[Inline]) -> bool {
    text.iter()
        .any(|inline| matches!(inline, Inline::Cite { .. }) || has_citation(inline.children()))
}

/// Adds each source that a text cites to `cited`, unless it is there already.
pub fn collect_citations(text: &[Inline], cited: &mut Vec<usize>) {
    for inline in text {
        if let Inline::Cite { sources, places: _ } = inline {
            for source in sources {
                if !cited.contains(source) {
                    cited.push(*source);
                }
            }
        }
        collect_citations(inline.children(), cited);
    }
}

/// Calls `visit` with each block of `body` and, after a [`Block::Columns`], with each block of its
/// columns. Blocks inside lists and boxes are not visited.
pub fn for_each_column_block<'a>(body: &'a [Block], visit: &mut dyn FnMut(&'a Block)) {
    for block in body {
        visit(block);
        if let Block::Columns { main, side } = block {
            for_each_column_block(main, visit);
            for_each_column_block(side, visit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::plain_text;
    use super::*;

    #[test]
    fn texts_come_in_the_order_in_which_they_are_read() {
        let text = |words: &str| vec![Inline::text(words)];
        let paragraph = |words: &str| Block::Paragraph { text: text(words) };
        let point = Block::Point(Point {
            id: String::new(),
            headline: text("a"),
            text: text("b"),
            detail: vec![Block::List {
                ordered: false,
                first: 1,
                items: vec![vec![paragraph("c")], vec![paragraph("d")]],
            }],
            notes: vec![paragraph("e")],
            priority: 1,
        });
        assert_eq!(point.texts(), [text("a"), text("b")]);
        assert_eq!(point.children().len(), 2);
        let columns = Block::Columns {
            main: vec![point],
            side: vec![paragraph("f")],
        };
        let mut words = String::new();
        columns.for_each_text(&mut |text| words.push_str(&plain_text(text)));
        assert_eq!(words, "abcdef");
    }

    #[test]
    fn sources_are_collected_once_each_in_order() {
        let cite = |sources: &[usize]| Inline::Cite {
            sources: sources.to_vec(),
            places: Vec::new(),
        };
        let text = vec![
            cite(&[2]),
            Inline::Strong {
                body: vec![cite(&[0, 2])],
            },
        ];
        let mut cited = Vec::new();
        Block::Paragraph { text }.collect_citations(&mut cited);
        assert_eq!(cited, [2, 0]);
    }
}
