//! Paragraphs and cells that are like others but for their text.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

use docx_rs::{Paragraph, ParagraphChild, ParagraphProperty, Run, RunChild, RunProperty, TableCellProperty, Text};

use super::super::language::Languages;
use super::super::xml::{Element, Node};

/// How many runs a pattern has; of more there are few that are alike.
const MAX_RUNS: usize = 6;

/// Stands for a text in a pattern: of no language, and of private use. A text that holds it has no pattern.
const PLACE: &str = "\u{e000}";

/// A paragraph that is nothing but plain runs in the document's own language, so that finishing it changes nothing in
/// its texts.
pub(super) struct Blank<'p> {
    paragraph: &'p Paragraph,
    runs: Vec<(&'p RunProperty, &'p Text)>,
}

impl<'p> Blank<'p> {
    /// A paragraph, if it is one.
    pub fn of(paragraph: &'p Paragraph, languages: &Languages) -> Option<Self> {
        if paragraph.property.section_property.is_some() || paragraph.children.len() > MAX_RUNS {
            return None;
        }
        let plain = |child: &'p ParagraphChild| match child {
            ParagraphChild::Run(run) => match run.children.as_slice() {
                [RunChild::Text(text)] if languages.is_own(&text.text) && !text.text.contains(PLACE) => {
                    Some((&run.run_property, text))
                }
                _ => None,
            },
            _ => None,
        };
        let runs = paragraph.children.iter().map(plain).collect::<Option<_>>()?;
        Some(Self { paragraph, runs })
    }

    fn style(&self) -> &'p str {
        self.paragraph.property.style.as_ref().map_or("", |style| &style.val)
    }

    /// The paragraph without its texts.
    pub fn emptied(&self) -> Paragraph {
        let run = |(property, _): &(&RunProperty, &Text)| {
            let run = Run { run_property: RunProperty::clone(property), ..Run::new() };
            ParagraphChild::Run(Box::new(run.add_text(PLACE)))
        };
        let mut emptied = Paragraph::new();
        emptied.property = self.paragraph.property.clone();
        emptied.children = self.runs.iter().map(run).collect();
        emptied
    }
}

/// What is around the texts of paragraphs of one look.
struct Pattern {
    property: ParagraphProperty,
    runs: Vec<RunProperty>,
    around: Vec<String>,
}

impl Pattern {
    fn suits(&self, blank: &Blank<'_>) -> bool {
        self.runs.len() == blank.runs.len()
            && self.property == blank.paragraph.property
            && self.runs.iter().zip(&blank.runs).all(|(own, (other, _))| own == *other)
    }
}

/// What is around the content of a cell.
type Around = (Rc<str>, Rc<str>);

/// What was spelled before.
#[derive(Default)]
pub(super) struct Patterns {
    /// By style.
    paragraphs: HashMap<String, Vec<Pattern>>,
    cells: Vec<(TableCellProperty, Around)>,
}

/// How many patterns are kept of paragraphs of one style, and of cells. They are gone through one by one, and what was
/// new a moment ago is mostly what is wanted: a document may have any number of them.
const MAX_KEPT: usize = 32;

thread_local! {
    /// What was spelled for the documents of a thread. What follows from the same properties is the same in all.
    static SHARED: Cell<Patterns> = Cell::default();
}

/// Adds a pattern to those that are kept.
fn keep<T>(kept: &mut Vec<T>, new: T) {
    if kept.len() == MAX_KEPT {
        kept.drain(..MAX_KEPT / 2);
    }
    kept.push(new);
}

impl Patterns {
    /// Those that earlier documents have left.
    pub fn shared() -> Self {
        SHARED.take()
    }

    /// Leaves them to later documents.
    pub fn share(self) {
        SHARED.set(self);
    }

    fn pattern(&self, blank: &Blank<'_>) -> Option<&Pattern> {
        self.paragraphs.get(blank.style())?.iter().rev().find(|pattern| pattern.suits(blank))
    }

    pub fn knows(&self, blank: &Blank<'_>) -> bool {
        self.pattern(blank).is_some()
    }

    /// Takes in how a paragraph is spelled without its texts.
    pub fn learn(&mut self, blank: &Blank<'_>, spelled: &str) {
        let pattern = Pattern {
            property: blank.paragraph.property.clone(),
            runs: blank.runs.iter().map(|(property, _)| RunProperty::clone(property)).collect(),
            around: spelled.split(PLACE).map(str::to_owned).collect(),
        };
        keep(self.paragraphs.entry(blank.style().to_owned()).or_default(), pattern);
    }

    /// Writes a paragraph, if it is known how. A run that stands for something else has no place for a text.
    pub fn fill(&self, blank: &Blank<'_>, out: &mut String) -> bool {
        let known = self.pattern(blank).filter(|pattern| pattern.around.len() == blank.runs.len() + 1);
        let Some((first, rest)) = known.and_then(|pattern| pattern.around.split_first()) else { return false };
        out.push_str(first);
        for ((_, text), after) in blank.runs.iter().zip(rest) {
            out.push_str(&text.text);
            out.push_str(after);
        }
        true
    }

    pub fn cell(&self, property: &TableCellProperty) -> Option<Around> {
        let known = self.cells.iter().rev().find(|(known, _)| known == property);
        known.map(|(_, (before, after))| (Rc::clone(before), Rc::clone(after)))
    }

    /// Takes in how a cell is spelled without its content.
    pub fn learn_cell(&mut self, property: &TableCellProperty, mut empty: Element) -> Option<Around> {
        empty.children.push(Node::Text(PLACE.to_owned()));
        let mut spelled = String::new();
        empty.write(&mut spelled);
        let (before, after) = spelled.split_once(PLACE)?;
        let around: Around = (before.into(), after.into());
        keep(&mut self.cells, (property.clone(), (Rc::clone(&around.0), Rc::clone(&around.1))));
        Some(around)
    }
}

#[cfg(test)]
mod tests {
    use docx_rs::{IndentLevel, NumberingId};

    use super::*;
    use crate::document::Direction;

    #[test]
    fn any_number_of_looks_is_no_more_than_some_to_keep() {
        let languages = Languages::new("en", Direction::Ltr);
        let item = |list: usize| {
            let text = Paragraph::new().style("ListNumber").add_run(Run::new().add_text("An item"));
            text.numbering(NumberingId::new(list), IndentLevel::new(0))
        };
        let mut patterns = Patterns::default();
        for list in 0..1000 {
            let item = item(list);
            let blank = Blank::of(&item, &languages).expect("a plain paragraph");
            assert!(!patterns.knows(&blank));
            patterns.learn(&blank, &format!("<w:p>{list}: {PLACE}</w:p>"));
            let mut filled = String::new();
            assert!(patterns.fill(&blank, &mut filled));
            assert_eq!(filled, format!("<w:p>{list}: An item</w:p>"));
            assert!(patterns.paragraphs["ListNumber"].len() <= MAX_KEPT);
        }
        for width in 0..1000 {
            let property = TableCellProperty::new().width(width, docx_rs::WidthType::Dxa);
            patterns.learn_cell(&property, Element::default());
            assert!(patterns.cell(&property).is_some() && patterns.cells.len() <= MAX_KEPT);
        }
        let long = (0..=MAX_RUNS).fold(Paragraph::new(), |all, _| all.add_run(Run::new().add_text("text")));
        assert!(Blank::of(&long, &languages).is_none());
    }
}
