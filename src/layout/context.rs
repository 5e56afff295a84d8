//! The state of one attempt at a layout: what the functions that lay out blocks read, and the
//! logical structure that they build.

use std::collections::BTreeSet;

use super::galley::{Content, Fragment, Galley, GalleyEnds, Padding};
use super::measure_cache::MeasureCache;
use super::metrics::LayoutMetrics;
use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::frame::{Frame, Role, Tag, TagId};
use crate::length::Pt;
use crate::text::Shaper;
use crate::theme::Theme;

/// What a document is laid out from: the same for all attempts.
pub(super) struct LayoutInput<'a> {
    pub document: &'a Document,
    pub theme: &'a Theme,
    pub assets: &'a Assets,
    pub measure_cache: MeasureCache,
}

impl<'a> LayoutInput<'a> {
    /// A context for the pages that are kept.
    pub fn context(&'a self, metrics: LayoutMetrics) -> LayoutContext<'a> {
        LayoutContext {
            document: self.document,
            theme: self.theme,
            assets: self.assets,
            shaper: &self.assets.shaper,
            measure_cache: &self.measure_cache,
            metrics,
            tags: vec![Tag {
                parent: None,
                role: Role::Document,
                lang: None,
                alt: None,
            }],
            cited_sources: BTreeSet::new(),
            problems: Vec::new(),
            measuring: false,
            open_tags: vec![TagId(0)],
            last_heading_level: 0,
        }
    }

    /// A context for an attempt of which only heights are wanted.
    pub fn measuring_context(&'a self, metrics: LayoutMetrics) -> LayoutContext<'a> {
        LayoutContext {
            measuring: true,
            ..self.context(metrics)
        }
    }
}

/// One attempt at a layout.
pub(super) struct LayoutContext<'a> {
    pub document: &'a Document,
    pub theme: &'a Theme,
    pub assets: &'a Assets,
    pub shaper: &'a Shaper,
    pub measure_cache: &'a MeasureCache,
    pub metrics: LayoutMetrics,
    pub tags: Vec<Tag>,
    /// Sources cited in what was laid out so far.
    pub cited_sources: BTreeSet<usize>,
    /// Errors: what cannot be laid out at all.
    pub problems: Vec<Diagnostic>,
    /// Whether only heights are wanted. Lines are then counted and not placed, nothing is painted,
    /// and no tag is made.
    pub measuring: bool,
    open_tags: Vec<TagId>,
    last_heading_level: u8,
}

impl<'a> LayoutContext<'a> {
    /// One of the words that templates add to a document, in its language.
    pub fn label_text(&self, name: &'a str) -> &'a str {
        self.document.labels.get(name)
    }

    /// The innermost open tag.
    pub fn current_tag(&self) -> TagId {
        // Tag 0 is the document itself.
        self.open_tags.last().copied().unwrap_or(TagId(0))
    }

    /// Adds a tag inside the current one. While measuring, the current one stands for it.
    pub fn new_tag(&mut self, role: Role) -> TagId {
        self.push_tag(Tag {
            parent: Some(self.current_tag()),
            role,
            lang: None,
            alt: None,
        })
    }

    /// Adds the tag of a figure; `alt` is read out in its place.
    pub fn new_figure_tag(&mut self, alt: &str) -> TagId {
        self.push_tag(Tag {
            parent: Some(self.current_tag()),
            role: Role::Figure,
            lang: None,
            alt: Some(alt.to_owned()),
        })
    }

    /// Adds the tag of text in another language: a BCP 47 tag.
    pub fn new_span_tag(&mut self, lang: &str) -> TagId {
        self.push_tag(Tag {
            parent: Some(self.current_tag()),
            role: Role::Span,
            lang: Some(lang.to_owned()),
            alt: None,
        })
    }

    fn push_tag(&mut self, tag: Tag) -> TagId {
        // Nothing is painted while measuring, so a tag would stay empty.
        if self.measuring {
            return self.current_tag();
        }
        self.tags.push(tag);
        TagId(self.tags.len() - 1)
    }

    /// Runs `work` with a new tag as the current one.
    pub fn in_new_tag<T>(&mut self, role: Role, work: impl FnOnce(&mut Self) -> T) -> T {
        let tag = self.new_tag(role);
        self.in_tag(tag, work)
    }

    /// Runs `work` with `tag` as the current one.
    pub fn in_tag<T>(&mut self, tag: TagId, work: impl FnOnce(&mut Self) -> T) -> T {
        self.open_tags.push(tag);
        let result = work(self);
        self.open_tags.pop();
        result
    }

    /// The level of the next heading, which would like to be of level `wanted`. It is never more
    /// than one deeper than the last, as no level may be skipped (ISO 14289-1, 7.4.2).
    pub fn next_heading_level(&mut self, wanted: u8) -> u8 {
        self.last_heading_level = wanted.min(self.last_heading_level + 1).clamp(1, 6);
        self.last_heading_level
    }

    /// Runs `work` to learn heights: nothing of it is painted or tagged.
    pub fn measure_only<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        // The headings of the attempt are laid out again, and must then get the same levels.
        let last_heading_level = self.last_heading_level;
        let measuring = std::mem::replace(&mut self.measuring, true);
        let result = work(self);
        self.measuring = measuring;
        self.last_heading_level = last_heading_level;
        result
    }

    /// Paints on a fragment, unless only its height is wanted.
    pub fn add_content(&self, fragment: &mut Fragment, paint: impl FnOnce(&mut Content)) {
        if !self.measuring {
            paint(fragment.content.get_or_insert_default());
        }
    }

    /// Puts a galley on a background, as [`Galley::on_background`] does.
    pub fn on_background(
        &self,
        galley: Galley,
        width: Pt,
        padding: Padding,
        paint: impl Fn(&mut Content, Frame, GalleyEnds),
    ) -> Galley {
        galley.on_background(width, padding, |fragment, frame, ends| {
            self.add_content(fragment, |content| paint(content, frame, ends));
        })
    }

    /// Space of `count` units, which shrink and grow to make a document fit.
    pub fn units(&self, count: f32) -> Pt {
        self.metrics.unit * count
    }
}
