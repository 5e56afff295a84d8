//! How the builder spells what is like something that it spelled before, but for what differs.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

use compact_str::CompactString;
use docx_rs::{
    ParagraphProperty, RunChild, RunProperty, TableCellProperty, TableProperty, TableRowProperty,
};
use foldhash::fast::FixedState;

use super::super::deferred::HeaderCells;
use crate::ooxml::xml::Element;

/// Stands for what differs in something that is spelled to be a pattern; of private use.
pub(crate) const PLACEHOLDER: &str = "\u{e000}";

/// Stands for a number that differs.
pub(super) const NUMBER_PLACEHOLDER: usize = 1_987_654_321;

/// Whether a name holds what stands for something else here, so that it cannot stand in a pattern.
pub(crate) fn contains_placeholder(name: &str) -> bool {
    name.contains(PLACEHOLDER) || name.contains(&NUMBER_PLACEHOLDER.to_string())
}

/// What stands before, between and after `N - 1` places.
pub(crate) type XmlPattern<const N: usize> = [Box<str>; N];

/// Cuts an element at its places.
///
/// # Errors
///
/// When the builder spelled other places than it was given.
pub(crate) fn split_at_placeholders<const N: usize>(
    element: &Element,
) -> Result<XmlPattern<N>, String> {
    let mut built = String::new();
    element.write(&mut built);
    let built = built.replace(&NUMBER_PLACEHOLDER.to_string(), PLACEHOLDER);
    let pieces: Vec<Box<str>> = built.split(PLACEHOLDER).map(Box::from).collect();
    pieces
        .try_into()
        .map_err(|_| format!("`{}` has not the places that it was given", element.name))
}

/// Patterns of things of one kind, with what they have in common; what was wanted last is at the
/// end.
pub(super) struct PatternCache<K, const N: usize>(Vec<Rc<(K, XmlPattern<N>)>>);

impl<K, const N: usize> Default for PatternCache<K, N> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// How many patterns are kept of a kind. They are gone through one by one, and what was wanted a
/// moment ago is mostly what is wanted: a document may have any number of them.
const CACHE_SIZE: usize = 32;

impl<K, const N: usize> PatternCache<K, N> {
    /// The pattern of what is `like` this, behind what that has in common; one that is new is
    /// spelled.
    pub fn get_or_build(
        &mut self,
        like: impl Fn(&K) -> bool,
        build: impl FnOnce() -> Result<(K, XmlPattern<N>), String>,
    ) -> Result<Rc<(K, XmlPattern<N>)>, String> {
        match self.0.iter().rposition(|known| like(&known.0)) {
            Some(at) => {
                let last = self.0.len() - 1;
                self.0.swap(at, last);
                Ok(Rc::clone(&self.0[last]))
            }
            None => {
                let new = Rc::new(build()?);
                if self.0.len() == CACHE_SIZE {
                    self.0.drain(..CACHE_SIZE / 2);
                }
                self.0.push(Rc::clone(&new));
                Ok(new)
            }
        }
    }
}

/// What was spelled before.
#[derive(Default)]
pub(super) struct Patterns {
    /// By style: around what paragraphs hold.
    paragraphs: HashMap<CompactString, PatternCache<ParagraphProperty, 2>, FixedState>,
    /// Around the text of runs, or the number or the code that they hold instead.
    pub runs: PatternCache<(RunProperty, RunChild), 2>,
    /// Their relationship, and what they hold.
    pub links: PatternCache<Option<usize>, 3>,
    /// Their number and their name.
    pub bookmark_starts: PatternCache<(), 3>,
    pub bookmark_ends: PatternCache<(), 2>,
    /// What is said of places to write, and what they hold.
    pub controls: PatternCache<(), 3>,
    /// Their number, and what they hold.
    pub notes: PatternCache<(), 3>,
    /// Their width, their title, their columns and their rows. The style and the rest of the look
    /// is the finishing pass's.
    pub tables: PatternCache<(TableProperty, &'static str, HeaderCells, bool), 5>,
    pub grid_columns: PatternCache<(), 2>,
    /// What they hold. The first row of a table may be its header.
    pub rows: PatternCache<(TableRowProperty, bool), 2>,
    /// Their width, and what they hold.
    pub cells: PatternCache<TableCellProperty, 3>,
    /// What parts hold, by the name of their kind.
    pub parts: PatternCache<&'static str, 2>,
}

thread_local! {
    /// What was spelled for the documents of a thread. What follows from the same properties is the
    /// same in all.
    static THREAD_PATTERNS: Cell<Patterns> = Cell::default();
}

impl Patterns {
    /// Those that earlier documents have left.
    pub fn take_shared() -> Self {
        THREAD_PATTERNS.take()
    }

    /// Leaves them to later documents.
    pub fn return_shared(self) {
        THREAD_PATTERNS.set(self);
    }

    /// Patterns of paragraphs of a style.
    pub fn of_style(&mut self, style: &str) -> &mut PatternCache<ParagraphProperty, 2> {
        self.paragraphs.entry(style.into()).or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ooxml::xml::{XmlNode, element};

    #[test]
    fn any_number_of_looks_is_no_more_than_some_to_keep() {
        let mut kept = PatternCache::<usize, 2>::default();
        for index in 0..1000 {
            let build = || {
                let mut built = element("w:p").with("w:look", index.to_string());
                built.children.push(XmlNode::Text(PLACEHOLDER.to_owned()));
                Ok((index, split_at_placeholders(&built)?))
            };
            let pattern = kept.get_or_build(|known| *known == index, build).unwrap();
            assert_eq!(
                pattern.1.concat(),
                format!("<w:p w:look=\"{index}\"></w:p>")
            );
            let again = kept.get_or_build(
                |known| *known == index,
                || Err("it is not spelled twice".to_owned()),
            );
            assert_eq!(again, Ok(pattern));
            assert!(kept.0.len() <= CACHE_SIZE);
        }
    }

    #[test]
    fn what_lacks_a_place_is_no_pattern() {
        assert!(split_at_placeholders::<2>(&element("w:p")).is_err());
        assert!(
            split_at_placeholders::<2>(
                &element("w:p").with("w:id", NUMBER_PLACEHOLDER.to_string())
            )
            .is_ok()
        );
        assert!(split_at_placeholders::<1>(&element("w:p").with_text(PLACEHOLDER)).is_err());
    }
}
