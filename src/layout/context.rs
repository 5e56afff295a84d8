//! The state of one attempt at a layout: what the functions that lay out blocks read, and the
//! output that they write besides galleys. A trial writes into a scratch output.

use std::collections::BTreeSet;

use super::galley::{Content, Fragment, Galley, GalleyEnds, Padding};
use super::measure_cache::MeasureCache;
use super::metrics::LayoutMetrics;
use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, levels_inside_text};
use crate::frame::{Frame, Role, Tag, TagId};
use crate::hyphenation::Hyphenation;
use crate::length::Pt;
use crate::text::Shaper;
use crate::theme::Theme;

/// What a document is laid out from: the same for all attempts.
pub(super) struct LayoutInput<'a> {
    pub document: &'a Document,
    pub theme: &'a Theme,
    pub assets: &'a Assets,
    pub measure_cache: MeasureCache,
    pub hyphenation: Hyphenation<'a>,
}

impl<'a> LayoutInput<'a> {
    /// A context for the pages that are kept.
    pub fn context(&'a self, metrics: LayoutMetrics) -> LayoutContext<'a> {
        LayoutContext {
            document: self.document,
            theme: self.theme,
            assets: self.assets,
            shaper: self.assets.caches.shaper(),
            measure_cache: &self.measure_cache,
            hyphenation: &self.hyphenation,
            metrics,
            measuring: false,
            output: LayoutOutput::for_document(),
        }
    }

    /// A context for a whole document of which only the height is wanted.
    pub fn trial(&'a self, metrics: LayoutMetrics) -> LayoutContext<'a> {
        LayoutContext {
            measuring: true,
            output: LayoutOutput::default(),
            ..self.context(metrics)
        }
    }
}

/// What an attempt writes besides its galleys. That of a trial is scratch, and dropped with it.
#[derive(Default)]
pub(super) struct LayoutOutput {
    pub tags: Vec<Tag>,
    /// Sources cited in what was laid out so far.
    pub cited_sources: BTreeSet<usize>,
    /// Errors: what cannot be laid out at all.
    pub problems: Vec<Diagnostic>,
    /// Warnings: what goes against the rules because there is no room.
    pub warnings: Vec<Diagnostic>,
    open_tags: Vec<TagId>,
    last_heading_level: u8,
}

impl LayoutOutput {
    /// The output for pages that are kept, with the tag of the document itself.
    fn for_document() -> Self {
        Self {
            tags: vec![Tag {
                parent: None,
                role: Role::Document,
                lang: None,
                alt: None,
            }],
            ..Self::default()
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
    pub hyphenation: &'a Hyphenation<'a>,
    pub metrics: LayoutMetrics,
    /// Whether only heights are wanted. Lines are then counted and not placed, nothing is painted,
    /// and no tag is made.
    pub measuring: bool,
    pub output: LayoutOutput,
}

impl<'a> LayoutContext<'a> {
    /// A context for finding out how high something would be at this point. Its output is a scratch
    /// one, so a trial leaves no trace.
    pub fn trial(&self) -> LayoutContext<'a> {
        LayoutContext {
            document: self.document,
            theme: self.theme,
            assets: self.assets,
            shaper: self.shaper,
            measure_cache: self.measure_cache,
            hyphenation: self.hyphenation,
            metrics: self.metrics.clone(),
            measuring: true,
            output: LayoutOutput {
                // The levels of headings go on from here, as those that are kept will.
                last_heading_level: self.output.last_heading_level,
                ..LayoutOutput::default()
            },
        }
    }

    /// One of the words that templates add to a document, in its language.
    pub fn label_text(&self, name: &'a str) -> &'a str {
        self.document.labels.get(name)
    }

    /// The innermost open tag.
    pub fn current_tag(&self) -> TagId {
        // Tag 0 is the document itself.
        self.output.open_tags.last().copied().unwrap_or(TagId(0))
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

    /// Adds the tag of a sign that is read out as `alt`, in the language of the document or in
    /// `lang`.
    pub fn new_sign_tag(&mut self, alt: &str, lang: Option<&str>) -> TagId {
        self.push_tag(Tag {
            parent: Some(self.current_tag()),
            role: Role::Span,
            lang: lang.map(str::to_owned),
            alt: Some(alt.to_owned()),
        })
    }

    fn push_tag(&mut self, tag: Tag) -> TagId {
        // Nothing is painted while measuring, so a tag would stay empty.
        if self.measuring {
            return self.current_tag();
        }
        let tags = &mut self.output.tags;
        tags.push(tag);
        TagId(tags.len() - 1)
    }

    /// Runs `work` with a new tag as the current one.
    pub fn in_new_tag<T>(&mut self, role: Role, work: impl FnOnce(&mut Self) -> T) -> T {
        let tag = self.new_tag(role);
        self.in_tag(tag, work)
    }

    /// Runs `work` with `tag` as the current one.
    pub fn in_tag<T>(&mut self, tag: TagId, work: impl FnOnce(&mut Self) -> T) -> T {
        self.output.open_tags.push(tag);
        let result = work(self);
        self.output.open_tags.pop();
        result
    }

    /// The level of the next heading, which would like to be of level `wanted`. It is never more
    /// than one deeper than the last, as no level may be skipped (ISO 14289-1, 7.4.2).
    ///
    /// Headings inside of a text are below the last heading outside of one.
    pub fn next_heading_level(&mut self, wanted: u8) -> u8 {
        let last_level = &mut self.output.last_heading_level;
        // The document's title takes the first level on the page.
        if let Some(depth) = levels_inside_text(wanted - 1) {
            return (*last_level + depth).clamp(1, 6);
        }
        *last_level = wanted.min(*last_level + 1).clamp(1, 6);
        *last_level
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

    /// Asks for at least `above` and `below` units of space around a galley.
    pub fn with_space(&self, galley: Galley, above: f32, below: f32) -> Galley {
        galley.spaced(self.units(above), self.units(below))
    }
}
