//! What setting a block needs to know, and the logical structure that grows meanwhile.

use std::collections::BTreeSet;

use super::galley::{Content, Fragment, Galley};
use super::measure_cache::MeasureCache;
use super::metrics::LayoutMetrics;
use crate::assets::Assets;
use crate::chart;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::drawing::Drawing;
use crate::frame::{Frame, Role, Tag, TagId};
use crate::length::Pt;
use crate::text::Shaper;
use crate::theme::Theme;

/// What a layout is made from.
pub(super) struct LayoutInput<'a> {
    pub(super) document: &'a Document,
    pub(super) theme: &'a Theme,
    pub(super) assets: &'a Assets,
    pub(super) measure_cache: MeasureCache,
}

impl<'a> LayoutInput<'a> {
    pub(super) fn context(&'a self, metrics: LayoutMetrics) -> LayoutContext<'a> {
        LayoutContext::new(self, metrics)
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
    /// Sources that what was set so far cites.
    pub cited_sources: BTreeSet<usize>,
    /// What cannot be set.
    pub problems: Vec<Diagnostic>,
    /// Whether nothing but heights is wanted: lines are counted then, not placed.
    pub measuring: bool,
    open_tags: Vec<TagId>,
    /// Level of the last heading, so that none is skipped (ISO 14289-1, 7.4.2).
    last_heading_level: u8,
}

impl<'a> LayoutContext<'a> {
    pub fn new(input: &'a LayoutInput<'_>, metrics: LayoutMetrics) -> Self {
        let LayoutInput {
            document,
            theme,
            assets,
            measure_cache,
        } = input;
        let root = Tag {
            parent: None,
            role: Role::Document,
            lang: None,
            alt: None,
        };
        let (tags, open_tags, problems) = (vec![root], vec![TagId(0)], Vec::new());
        let (cited_sources, measuring, last_heading_level) = (BTreeSet::new(), false, 0);
        Self {
            document,
            theme,
            assets,
            shaper: &assets.shaper,
            measure_cache,
            metrics,
            tags,
            cited_sources,
            problems,
            measuring,
            open_tags,
            last_heading_level,
        }
    }

    /// The words that the document says by itself.
    pub fn label_text(&self, name: &'a str) -> &'a str {
        self.document.labels.get(name)
    }

    /// The innermost open tag.
    pub fn current_tag(&self) -> TagId {
        self.open_tags.last().copied().unwrap_or(TagId(0))
    }

    /// A new tag inside the open one. What is only measured has none of its own.
    pub fn new_tag(&mut self, role: Role) -> TagId {
        if self.measuring {
            return self.current_tag();
        }
        self.tags.push(Tag {
            parent: Some(self.current_tag()),
            role,
            lang: None,
            alt: None,
        });
        TagId(self.tags.len() - 1)
    }

    /// A new tag inside the open one, with what a reader who cannot see it is told.
    pub fn new_figure_tag(&mut self, alt: &str) -> TagId {
        let tag = self.new_tag(Role::Figure);
        if !self.measuring {
            self.tags[tag.0].alt = Some(alt.to_owned());
        }
        tag
    }

    /// A stretch of text in another language.
    pub fn new_span_tag(&mut self, lang: &str) -> TagId {
        let tag = self.new_tag(Role::Span);
        if !self.measuring {
            self.tags[tag.0].lang = Some(lang.to_owned());
        }
        tag
    }

    /// Does something inside a new tag.
    pub fn in_new_tag<T>(&mut self, role: Role, work: impl FnOnce(&mut Self) -> T) -> T {
        let tag = self.new_tag(role);
        self.in_tag(tag, work)
    }

    /// Does something inside a tag.
    pub fn in_tag<T>(&mut self, tag: TagId, work: impl FnOnce(&mut Self) -> T) -> T {
        self.open_tags.push(tag);
        let out = work(self);
        self.open_tags.pop();
        out
    }

    /// The level for a heading that would like to be of level `wanted`: never more than one deeper
    /// than the last.
    pub fn heading_level(&mut self, wanted: u8) -> u8 {
        self.last_heading_level = wanted.min(self.last_heading_level + 1).clamp(1, 6);
        self.last_heading_level
    }

    /// Does something whose tags and content do not count: to see how high it would come out.
    pub fn measure_only<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let last_heading_level = self.last_heading_level;
        let measuring = std::mem::replace(&mut self.measuring, true);
        let out = work(self);
        self.measuring = measuring;
        self.last_heading_level = last_heading_level;
        out
    }

    /// Paints on a fragment, unless nothing but its height is wanted.
    pub fn add_content(&self, fragment: &mut Fragment, paint: impl FnOnce(&mut Content)) {
        if !self.measuring {
            paint(fragment.content.get_or_insert_default());
        }
    }

    /// Puts a galley on a ground, as [`Galley::on_background`] does.
    pub fn on_background(
        &self,
        galley: Galley,
        width: Pt,
        padding: [Pt; 2],
        paint: impl Fn(&mut Content, Frame, [bool; 2]),
    ) -> Galley {
        galley.on_background(width, padding, |fragment, frame, ends| {
            self.add_content(fragment, |content| paint(content, frame, ends))
        })
    }

    /// Space of `count` units.
    pub fn units(&self, count: f32) -> Pt {
        self.metrics.unit * count
    }

    /// The drawing of a chart.
    pub fn chart_drawing(
        &self,
        chart: &crate::document::Chart,
        width: Pt,
        height: Pt,
        size: Pt,
    ) -> Drawing {
        chart::draw_chart(chart, self.theme, self.assets.fonts(), width, height, size)
    }
}
