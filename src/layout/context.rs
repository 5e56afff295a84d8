//! What setting a block needs to know, and the logical structure that grows meanwhile.

use std::collections::BTreeSet;

use super::galley::{Galley, Ink, Strip};
use super::measure_cache::Measurements;
use super::metrics::Look;
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
pub(super) struct Input<'a> {
    pub(super) document: &'a Document,
    pub(super) theme: &'a Theme,
    pub(super) assets: &'a Assets,
    pub(super) measurements: Measurements,
}

impl<'a> Input<'a> {
    pub(super) fn context(&'a self, look: Look) -> Context<'a> {
        Context::new(self, look)
    }
}

/// One attempt at a layout.
pub(super) struct Context<'a> {
    pub document: &'a Document,
    pub theme: &'a Theme,
    pub assets: &'a Assets,
    pub shaper: &'a Shaper,
    pub measurements: &'a Measurements,
    pub look: Look,
    pub tags: Vec<Tag>,
    /// Sources that what was set so far cites.
    pub cited: BTreeSet<usize>,
    /// What cannot be set.
    pub problems: Vec<Diagnostic>,
    /// Whether nothing but heights is wanted: lines are counted then, not placed.
    pub measuring: bool,
    open: Vec<TagId>,
    /// Level of the last heading, so that none is skipped (ISO 14289-1, 7.4.2).
    heading: u8,
}

impl<'a> Context<'a> {
    pub fn new(input: &'a Input<'_>, look: Look) -> Self {
        let Input {
            document,
            theme,
            assets,
            measurements,
        } = input;
        let root = Tag {
            parent: None,
            role: Role::Document,
            lang: None,
            alt: None,
        };
        let (tags, open, problems) = (vec![root], vec![TagId(0)], Vec::new());
        let (cited, measuring, heading) = (BTreeSet::new(), false, 0);
        Self {
            document,
            theme,
            assets,
            shaper: &assets.shaper,
            measurements,
            look,
            tags,
            cited,
            problems,
            measuring,
            open,
            heading,
        }
    }

    /// The words that the document says by itself.
    pub fn label(&self, name: &'a str) -> &'a str {
        self.document.labels.get(name)
    }

    /// The tag that is open.
    pub fn tag(&self) -> TagId {
        self.open.last().copied().unwrap_or(TagId(0))
    }

    /// A new tag inside the open one. What is only measured has none of its own.
    pub fn new_tag(&mut self, role: Role) -> TagId {
        if self.measuring {
            return self.tag();
        }
        self.tags.push(Tag {
            parent: Some(self.tag()),
            role,
            lang: None,
            alt: None,
        });
        TagId(self.tags.len() - 1)
    }

    /// A new tag inside the open one, with what a reader who cannot see it is told.
    pub fn new_figure(&mut self, alt: &str) -> TagId {
        let tag = self.new_tag(Role::Figure);
        if !self.measuring {
            self.tags[tag.0].alt = Some(alt.to_owned());
        }
        tag
    }

    /// A stretch of text in another language.
    pub fn new_span(&mut self, lang: &str) -> TagId {
        let tag = self.new_tag(Role::Span);
        if !self.measuring {
            self.tags[tag.0].lang = Some(lang.to_owned());
        }
        tag
    }

    /// Does something inside a new tag.
    pub fn within<T>(&mut self, role: Role, work: impl FnOnce(&mut Self) -> T) -> T {
        let tag = self.new_tag(role);
        self.inside(tag, work)
    }

    /// Does something inside a tag.
    pub fn inside<T>(&mut self, tag: TagId, work: impl FnOnce(&mut Self) -> T) -> T {
        self.open.push(tag);
        let out = work(self);
        self.open.pop();
        out
    }

    /// The level for a heading that would like to be of level `wanted`: never more than one deeper
    /// than the last.
    pub fn heading_level(&mut self, wanted: u8) -> u8 {
        self.heading = wanted.min(self.heading + 1).clamp(1, 6);
        self.heading
    }

    /// Does something whose tags and ink do not count: to see how high it would come out.
    pub fn trial<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let heading = self.heading;
        let measuring = std::mem::replace(&mut self.measuring, true);
        let out = work(self);
        self.measuring = measuring;
        self.heading = heading;
        out
    }

    /// Paints on a strip, unless nothing but its height is wanted.
    pub fn ink(&self, strip: &mut Strip, paint: impl FnOnce(&mut Ink)) {
        if !self.measuring {
            paint(strip.ink.get_or_insert_default());
        }
    }

    /// Puts a galley on a ground, as [`Galley::on_ground`] does.
    pub fn on_ground(
        &self,
        galley: Galley,
        width: Pt,
        padding: [Pt; 2],
        paint: impl Fn(&mut Ink, Frame, [bool; 2]),
    ) -> Galley {
        galley.on_ground(width, padding, |strip, frame, ends| {
            self.ink(strip, |ink| paint(ink, frame, ends))
        })
    }

    /// Space of `count` units.
    pub fn units(&self, count: f32) -> Pt {
        self.look.unit * count
    }

    /// The drawing of a chart.
    pub fn drawing(
        &self,
        chart: &crate::document::Chart,
        width: Pt,
        height: Pt,
        size: Pt,
    ) -> Drawing {
        chart::draw_chart(chart, self.theme, self.assets.fonts(), width, height, size)
    }
}
