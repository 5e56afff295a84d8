//! Paragraphs and cells that are like others but for their text.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

use docx_rs::{Paragraph, ParagraphChild, ParagraphProperty, Run, RunChild, RunProperty, TableCellProperty, Text};

use super::super::language::Languages;
use super::super::xml::{Element, Node};

/// Stands for a text in a pattern. No font has it, no language, and no text of a brief.
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
        if paragraph.property.section_property.is_some() {
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
    learned: usize,
}

/// How many patterns of paragraphs are kept from one document to the next: those of some notes.
const MAX_LEARNED: usize = 1024;

/// How many patterns of cells are kept; they are gone through one by one.
const MAX_CELLS: usize = 128;

thread_local! {
    /// What was spelled for the documents of a thread. What follows from the same properties is the same in all.
    static SHARED: Cell<Patterns> = Cell::default();
}

impl Patterns {
    /// Those that earlier documents have left.
    pub fn shared() -> Self {
        SHARED.take()
    }

    /// Leaves them to later documents.
    pub fn share(self) {
        if self.learned < MAX_LEARNED {
            SHARED.set(self);
        }
    }

    fn pattern(&self, blank: &Blank<'_>) -> Option<&Pattern> {
        self.paragraphs.get(blank.style())?.iter().find(|pattern| pattern.suits(blank))
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
        self.learned += 1;
        self.paragraphs.entry(blank.style().to_owned()).or_default().push(pattern);
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
        // Cells of a row, and of a column, are alike: one of the last ones is.
        let known = self.cells.iter().rev().find(|(known, _)| known == property);
        known.map(|(_, (before, after))| (Rc::clone(before), Rc::clone(after)))
    }

    /// Takes in how a cell is spelled without its content.
    pub fn learn_cell(&mut self, property: &TableCellProperty, mut empty: Element) -> Around {
        empty.children.push(Node::Text(PLACE.to_owned()));
        let mut spelled = String::new();
        empty.write(&mut spelled);
        let (before, after) = spelled.split_once(PLACE).unwrap_or_default();
        let around: Around = (before.into(), after.into());
        if self.cells.len() == MAX_CELLS {
            self.cells.drain(..MAX_CELLS / 2);
        }
        self.cells.push((property.clone(), (Rc::clone(&around.0), Rc::clone(&around.1))));
        around
    }
}
