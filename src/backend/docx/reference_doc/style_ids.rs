//! Which style of a reference document stands for which of ours.

use std::collections::{BTreeMap, BTreeSet};

use super::styles::{is_default_style, is_style, style_id, style_kind, style_name};
use crate::ooxml::xml::Element;

/// The type and the id of a style. Styles of different types may share an id.
pub(super) type StyleKey = (String, String);

pub(super) fn style_key(style: &Element) -> StyleKey {
    (style_kind(style).to_owned(), style_id(style).to_owned())
}

/// The ids that our styles have once they are combined with those of a reference document.
#[derive(Default)]
pub(super) struct StyleIds {
    new_ids: BTreeMap<StyleKey, String>,
    /// Our styles that the reference document has, too.
    matched: BTreeSet<StyleKey>,
}

impl StyleIds {
    /// Matches styles by type and name, for ids differ with the language of the Word that made
    /// them. Our default styles match the reference document's whatever their names are. A style
    /// that it lacks keeps its id, or gets a number if the id is taken.
    pub(super) fn matched_by_name(reference_styles: &Element, our_styles: &Element) -> Self {
        let mut by_name: BTreeMap<StyleKey, &str> = BTreeMap::new();
        let mut defaults: BTreeMap<&str, &str> = BTreeMap::new();
        // Word does not tell ids apart by case.
        let mut taken = BTreeSet::new();
        for style in reference_styles.elements().filter(is_style) {
            let (kind, id) = (style_kind(style), style_id(style));
            taken.insert(id.to_lowercase());
            if is_default_style(style) {
                defaults.entry(kind).or_insert(id);
            }
            let key = (kind.to_owned(), style_name(style));
            by_name.entry(key).or_insert(id);
        }
        let mut ids = Self::default();
        for style in our_styles.elements().filter(is_style) {
            let kind = style_kind(style);
            let mut matched = by_name.get(&(kind.to_owned(), style_name(style)));
            if matched.is_none() && is_default_style(style) {
                matched = defaults.get(kind);
            }
            let new_id = match matched {
                Some(id) => {
                    ids.matched.insert(style_key(style));
                    (*id).to_owned()
                }
                None => free_id(style_id(style), &mut taken),
            };
            ids.new_ids.insert(style_key(style), new_id);
        }
        ids
    }

    /// The id that stands for our style of that type and id.
    pub(super) fn new_id(&self, kind: &str, id: &str) -> Option<&String> {
        self.new_ids.get(&(kind.to_owned(), id.to_owned()))
    }

    /// Whether the reference document has our style of that type and id.
    pub(super) fn is_matched(&self, kind: &str, id: &str) -> bool {
        self.matched.contains(&(kind.to_owned(), id.to_owned()))
    }
}

/// The id itself, or with the first number that makes it free; it is taken from then on.
fn free_id(id: &str, taken: &mut BTreeSet<String>) -> String {
    let mut free = id.to_owned();
    let mut number = 0;
    while !taken.insert(free.to_lowercase()) {
        number += 1;
        free = format!("{id}{number}");
    }
    free
}
