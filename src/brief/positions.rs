//! The positions of a brief's values in their files.

use std::borrow::Cow;

use crate::diagnostic::{SourceText, Span};
use crate::markup;
use crate::yaml::{self, Node};

/// The positions of a brief's values, in the brief or in the project's defaults.
#[derive(Debug, Clone)]
pub struct Positions {
    pub(super) own: (SourceText, Node),
    pub(super) defaults: Option<(SourceText, Node)>,
    /// Whether texts of the brief may contain the placeholders of [`markup::escape_verbatim`].
    pub(super) is_bound: bool,
}

impl Positions {
    /// The position of the value at `path`, or of the nearest value around it.
    #[must_use]
    pub fn span(&self, path: &[yaml::Step<'_>]) -> Option<Span> {
        let (source, node) = self.text_of(path);
        node.follow(path).span(source)
    }

    /// The value of a key, from the brief or the defaults, and the text that contains it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<(&SourceText, &Node)> {
        let (source, node) = self.text_of(&[yaml::Step::Key(key)]);
        let value = node.get(key)?;
        (!value.is_null()).then_some((source, value))
    }

    /// The language of the brief: its own, or that of the defaults; `en` by default.
    pub(super) fn language(&self) -> String {
        let tag = match self.get("lang") {
            Some((_, tag)) => tag.scalar().unwrap_or_default().trim(),
            None => "",
        };
        if tag.is_empty() { "en" } else { tag }.to_owned()
    }

    /// Whether the value of a key is the brief's own, and not the defaults'.
    #[must_use]
    pub fn is_own(&self, key: &str) -> bool {
        let (_, own) = &self.own;
        if let Some(value) = own.get(key)
            && !value.is_null()
        {
            return true;
        }
        // If neither has the key, a problem with it is reported at the brief.
        match &self.defaults {
            Some((_, defaults)) => defaults.get(key).is_none(),
            None => true,
        }
    }

    /// Visits every text with its position: those of the brief, then the defaults that it does not
    /// override.
    pub fn each_text<'a>(&'a self, visit: &mut dyn FnMut(&'a SourceText, &'a Node, &'a str)) {
        self.each_value(&mut |source, _, value| {
            value.each_text(&mut |node, text| visit(source, node, text));
        });
    }

    /// Visits the value of every key: those of the brief, then the defaults that it does not override.
    pub fn each_value<'a>(&'a self, visit: &mut dyn FnMut(&'a SourceText, &'a str, &'a Node)) {
        let (source, own) = &self.own;
        for (key, value) in own.entries() {
            visit(source, key.scalar().unwrap_or_default(), value);
        }
        let Some((source, defaults)) = &self.defaults else {
            return;
        };
        for (key, value) in defaults.entries() {
            let key = key.scalar().unwrap_or_default();
            if !self.is_own(key) {
                visit(source, key, value);
            }
        }
    }

    /// The characters of a text as they were written.
    pub(super) fn written<'t>(&self, text: &'t str) -> Cow<'t, str> {
        // In other briefs the placeholders are forbidden characters and must be found.
        if self.is_bound {
            markup::unescape_verbatim(text)
        } else {
            text.into()
        }
    }

    fn text_of(&self, path: &[yaml::Step<'_>]) -> (&SourceText, &Node) {
        match (path.first(), &self.defaults) {
            (Some(yaml::Step::Key(key)), Some((source, node))) if !self.is_own(key) => {
                (source, node)
            }
            _ => (&self.own.0, &self.own.1),
        }
    }
}
