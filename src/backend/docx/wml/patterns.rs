//! Patterns: serialized elements that are cut into strings where their content goes.
//!
//! [`split_at_placeholders`] makes a pattern from an element in which placeholders stand for the
//! content. [`Patterns`] caches the patterns of all kinds of elements, and hands them on to later
//! documents of the same thread.

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

/// Stands for content. Texts may contain this private-use character, as they are not part of
/// patterns; names of styles and lists must not.
pub(crate) const PLACEHOLDER: &str = "\u{e000}";

/// Stands for a number, where the library takes nothing else.
pub(super) const NUMBER_PLACEHOLDER: usize = 1_987_654_321;

/// Whether the name of a style or list would be mistaken for a placeholder.
pub(crate) fn contains_placeholder(name: &str) -> bool {
    name.contains(PLACEHOLDER) || name.contains(&NUMBER_PLACEHOLDER.to_string())
}

/// The strings before, between and after `N - 1` placeholders.
pub(crate) type XmlPattern<const N: usize> = [Box<str>; N];

/// Serializes an element and cuts it at its placeholders.
///
/// # Errors
///
/// When the element does not have `N - 1` placeholders.
pub(crate) fn split_at_placeholders<const N: usize>(
    element: &Element,
) -> Result<XmlPattern<N>, String> {
    let mut xml = String::new();
    element.write(&mut xml);
    let xml = xml.replace(&NUMBER_PLACEHOLDER.to_string(), PLACEHOLDER);
    let pieces: Vec<Box<str>> = xml.split(PLACEHOLDER).map(Box::from).collect();
    let count = pieces.len() - 1;
    pieces.try_into().map_err(|_| {
        format!(
            "`{}` has {count} placeholders instead of {}",
            element.name,
            N - 1
        )
    })
}

/// Patterns of one kind of element, each with the properties that its elements share. The one that
/// was used last is at the end.
pub(super) struct PatternCache<K, const N: usize>(Vec<(K, Rc<XmlPattern<N>>)>);

impl<K, const N: usize> Default for PatternCache<K, N> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// The most patterns of one kind. A lookup compares them one by one, the latest first, and nearly
/// always ends at the first; a document may have any number of different properties.
const CACHE_SIZE: usize = 32;

impl<K, const N: usize> PatternCache<K, N> {
    /// Returns the pattern whose properties match. If there is none, makes it from the properties
    /// and the element that `build` returns.
    pub fn get_or_build(
        &mut self,
        matches: impl Fn(&K) -> bool,
        build: impl FnOnce() -> Result<(K, Element), String>,
    ) -> Result<Rc<XmlPattern<N>>, String> {
        if let Some(index) = self.0.iter().rposition(|(key, _)| matches(key)) {
            let last = self.0.len() - 1;
            self.0.swap(index, last);
            return Ok(Rc::clone(&self.0[last].1));
        }
        let (key, element) = build()?;
        let pattern = Rc::new(split_at_placeholders(&element)?);
        if self.0.len() == CACHE_SIZE {
            self.0.drain(..CACHE_SIZE / 2);
        }
        self.0.push((key, Rc::clone(&pattern)));
        Ok(pattern)
    }
}

/// Cached patterns, with the properties on which they depend.
#[derive(Default)]
pub(super) struct Patterns {
    /// By style. Placeholder: the paragraph's children.
    paragraphs: HashMap<CompactString, PatternCache<ParagraphProperty, 2>, FixedState>,
    /// Placeholder: the text, footnote number or field code.
    pub runs: PatternCache<(RunProperty, RunChild), 2>,
    /// By the link's history flag. Placeholders: the relationship's id, the runs.
    pub links: PatternCache<Option<usize>, 3>,
    /// Placeholders: the id, the name.
    pub bookmark_starts: PatternCache<(), 3>,
    /// Placeholder: the id.
    pub bookmark_ends: PatternCache<(), 2>,
    /// Placeholders: the properties, the content.
    pub controls: PatternCache<(), 3>,
    /// Placeholders: the id, the paragraphs.
    pub notes: PatternCache<(), 3>,
    /// Placeholders: the width, the title, the grid's columns, the rows.
    pub tables: PatternCache<TableKey, 5>,
    /// Placeholder: the width.
    pub grid_columns: PatternCache<(), 2>,
    /// Also by whether the row is a header. Placeholder: the cells.
    pub rows: PatternCache<(TableRowProperty, bool), 2>,
    /// Placeholders: the width, the paragraphs.
    pub cells: PatternCache<TableCellProperty, 3>,
    /// By the kind of part. Placeholder: the content.
    pub parts: PatternCache<&'static str, 2>,
}

/// The properties that tables with the same pattern share.
#[derive(Clone, PartialEq)]
pub(super) struct TableKey {
    /// Without the placeholder style and the width.
    pub property: TableProperty,
    pub style: &'static str,
    pub header_cells: HeaderCells,
    pub right_to_left: bool,
}

thread_local! {
    /// The patterns of documents without a Word template. They depend only on their keys.
    static THREAD_PATTERNS: Cell<Patterns> = Cell::default();
}

impl Patterns {
    /// Takes the patterns of earlier documents.
    pub fn take_shared() -> Self {
        THREAD_PATTERNS.take()
    }

    /// Leaves the patterns to later documents.
    pub fn return_shared(self) {
        THREAD_PATTERNS.set(self);
    }

    /// The patterns of paragraphs of a style.
    pub fn of_style(&mut self, style: &str) -> &mut PatternCache<ParagraphProperty, 2> {
        self.paragraphs.entry(style.into()).or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ooxml::xml::element;

    #[test]
    fn the_cache_keeps_a_limited_number_of_patterns() {
        let mut cache = PatternCache::<usize, 2>::default();
        for index in 0..1000 {
            let build = || {
                let element = element("w:p").with("w:look", index.to_string());
                Ok((index, element.with_text(PLACEHOLDER)))
            };
            let pattern = cache.get_or_build(|key| *key == index, build).unwrap();
            assert_eq!(pattern.concat(), format!("<w:p w:look=\"{index}\"></w:p>"));
            let again = cache.get_or_build(
                |key| *key == index,
                || Err("the pattern is not built twice".to_owned()),
            );
            assert_eq!(again, Ok(pattern));
            assert!(cache.0.len() <= CACHE_SIZE);
        }
    }

    #[test]
    fn a_pattern_has_the_expected_number_of_placeholders() {
        let numbered = element("w:p").with("w:id", NUMBER_PLACEHOLDER.to_string());
        assert!(split_at_placeholders::<2>(&numbered).is_ok());
        assert!(split_at_placeholders::<2>(&element("w:p")).is_err());
        assert!(split_at_placeholders::<1>(&element("w:p").with_text(PLACEHOLDER)).is_err());
    }
}
