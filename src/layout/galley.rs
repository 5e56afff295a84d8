//! Galleys: set matter before it is cut into pages.
//!
//! A [`Galley`] is a column of [`Strip`]s, each a line of text, a row of a table or anything else
//! that must not be split. Blocks are set into galleys; what composes a page stacks them, puts them
//! side by side or cuts them.

use std::rc::Rc;

use crate::drawing::{Position, Segment};
use crate::frame::{Frame, Item, LinkArea, Place, Placed};
use crate::length::Pt;
use crate::theme::Color;

/// What is painted, and what is known about places, relative to the top left of what holds it.
#[derive(Debug, Clone, Default)]
pub(super) struct Ink {
    pub items: Vec<Placed>,
    pub links: Vec<LinkArea>,
    pub anchors: Vec<Anchor>,
}

/// Something that a link or the outline leads to.
#[derive(Debug, Clone)]
pub(super) struct Anchor {
    pub y: Pt,
    pub kind: AnchorKind,
}

#[derive(Debug, Clone)]
pub(super) enum AnchorKind {
    /// A heading: its level in the outline and its words.
    Heading(u8, String),
    /// An entry of the list of sources, by its index.
    Source(usize),
}

/// A piece of a galley that is never split.
#[derive(Debug, Clone, Default)]
pub(super) struct Strip {
    pub height: Pt,
    /// Space wanted before it. Between two strips the larger wish counts; at the top of a page none
    /// does.
    pub above: Pt,
    /// Space wanted after it.
    pub below: Pt,
    /// Whether the next strip must stand on the same page.
    pub keep: bool,
    /// Whether it begins a page.
    pub opens_page: bool,
    /// What is repeated above it when it comes first on a page: the head of its table.
    pub head: Option<Rc<Strip>>,
    /// What is painted. Most strips are only measured, and have none.
    pub ink: Option<Box<Ink>>,
}

/// Strips from top to bottom.
#[derive(Debug, Clone, Default)]
pub(super) struct Galley {
    pub strips: Vec<Strip>,
}

impl Ink {
    pub fn shift(&mut self, dx: Pt, dy: Pt) {
        self.items
            .iter_mut()
            .for_each(|placed| shift_item(&mut placed.item, dx, dy));
        self.links
            .iter_mut()
            .for_each(|link| shift_frame(&mut link.frame, dx, dy));
        self.anchors.iter_mut().for_each(|anchor| anchor.y += dy);
    }

    pub fn append(&mut self, other: Self) {
        append(&mut self.items, other.items);
        append(&mut self.links, other.links);
        append(&mut self.anchors, other.anchors);
    }

    /// Paints a rectangle that means nothing.
    pub fn rect(&mut self, frame: Frame, fill: Color) {
        self.items.push(Placed {
            tag: None,
            item: Item::Rect { frame, fill },
        });
    }

    /// Paints a rectangle that means nothing below everything else.
    pub fn ground(&mut self, frame: Frame, fill: Color) {
        self.items.insert(
            0,
            Placed {
                tag: None,
                item: Item::Rect { frame, fill },
            },
        );
    }

    /// The same, meaning nothing: for what is repeated.
    pub fn as_artifact(&self) -> Self {
        let items = self
            .items
            .iter()
            .map(|placed| Placed {
                tag: None,
                item: placed.item.clone(),
            })
            .collect();
        Self {
            items,
            ..Self::default()
        }
    }
}

/// Most of what is appended to holds nothing yet, or gets nothing.
fn append<T>(to: &mut Vec<T>, other: Vec<T>) {
    if to.is_empty() {
        *to = other;
    } else {
        to.extend(other);
    }
}

fn shift_frame(frame: &mut Frame, dx: Pt, dy: Pt) {
    frame.x += dx;
    frame.y += dy;
}

fn shift_item(item: &mut Item, dx: Pt, dy: Pt) {
    let moved = |at: Position| Position {
        x: at.x + dx,
        y: at.y + dy,
    };
    match item {
        Item::Run(run) => {
            run.x += dx;
            run.baseline += dy;
        }
        Item::Rect { frame, .. } | Item::Image { frame, .. } => shift_frame(frame, dx, dy),
        Item::Path { from, segments, .. } => {
            *from = moved(*from);
            for segment in segments {
                *segment = match *segment {
                    Segment::Line(to) => Segment::Line(moved(to)),
                    Segment::Curve(a, b, to) => Segment::Curve(moved(a), moved(b), moved(to)),
                };
            }
        }
    }
}

impl Strip {
    pub fn shifted(mut self, dx: Pt, dy: Pt) -> Self {
        self.shift(dx, dy);
        self
    }

    /// Moves what is painted on it.
    pub fn shift(&mut self, dx: Pt, dy: Pt) {
        if let Some(ink) = &mut self.ink {
            ink.shift(dx, dy);
        }
    }

    /// Makes the space before it part of it; `last_below` is what the strip before it asks for, and
    /// becomes what it asks for itself.
    fn close(&mut self, last_below: &mut Option<Pt>) {
        let gap = last_below
            .replace(self.below)
            .map_or(Pt::ZERO, |below| below.max(self.above));
        self.shift(Pt::ZERO, gap);
        self.height += gap;
    }

    /// Paints what is on another strip, on top of what is on this one.
    pub fn paint_over(&mut self, other: Self) {
        match (&mut self.ink, other.ink) {
            (_, None) => {}
            (None, ink) => self.ink = ink,
            (Some(ink), Some(other)) => ink.append(*other),
        }
    }
}

impl From<Strip> for Galley {
    fn from(strip: Strip) -> Self {
        Self {
            strips: vec![strip],
        }
    }
}

/// Space between two strips.
fn gap(before: Option<&Strip>, strip: &Strip) -> Pt {
    before.map_or(Pt::ZERO, |before| before.below.max(strip.above))
}

/// Height of strips that are stacked: space above the first and below the last does not count.
pub(super) fn height(strips: &[Strip]) -> Pt {
    let gaps = strips.windows(2).map(|pair| gap(Some(&pair[0]), &pair[1]));
    strips.iter().map(|strip| strip.height).sum::<Pt>() + gaps.sum::<Pt>()
}

impl Galley {
    pub fn is_empty(&self) -> bool {
        self.strips.is_empty()
    }

    pub fn push(&mut self, strip: Strip) {
        self.strips.push(strip);
    }

    pub fn append(&mut self, other: Self) {
        append(&mut self.strips, other.strips);
    }

    /// Height when stacked: space above the first and below the last strip does not count.
    pub fn height(&self) -> Pt {
        height(&self.strips)
    }

    /// Space before a strip that is not the first.
    pub fn gap(&self, at: usize) -> Pt {
        gap(
            at.checked_sub(1).and_then(|before| self.strips.get(before)),
            &self.strips[at],
        )
    }

    /// Everything as one strip that is not split.
    pub fn stacked(self) -> Strip {
        let (Some(first), Some(last)) = (self.strips.first(), self.strips.last()) else {
            return Strip::default();
        };
        let (above, below) = (first.above, last.below);
        let mut out = Strip {
            above,
            below,
            keep: last.keep,
            opens_page: first.opens_page,
            ..Strip::default()
        };
        let mut last_below = None;
        for mut strip in self.strips {
            strip.close(&mut last_below);
            strip.shift(Pt::ZERO, out.height);
            out.height += strip.height;
            out.paint_over(strip);
        }
        out
    }

    /// The same with the space between strips made part of the lower one.
    pub fn closed(mut self) -> Self {
        let mut last_below = None;
        self.strips
            .iter_mut()
            .for_each(|strip| strip.close(&mut last_below));
        self
    }

    /// Asks for space above the first and below the last strip, if they ask for less.
    pub fn spaced(mut self, above: Pt, below: Pt) -> Self {
        if let Some(first) = self.strips.first_mut() {
            first.above = first.above.max(above);
        }
        if let Some(last) = self.strips.last_mut() {
            last.below = last.below.max(below);
        }
        self
    }

    pub fn indented(mut self, dx: Pt) -> Self {
        self.strips
            .iter_mut()
            .for_each(|strip| strip.shift(dx, Pt::ZERO));
        self
    }

    /// Keeps every strip with the next one, the last with what follows if `with_next`.
    pub fn kept(mut self, with_next: bool) -> Self {
        let last = self.strips.len().saturating_sub(1);
        for (at, strip) in self.strips.iter_mut().enumerate() {
            strip.keep = at < last || with_next;
        }
        self
    }

    /// Puts the galley on a ground with padding. It can still be split where it could before;
    /// `paint` is told of each strip whether it is the first and whether it is the last.
    pub fn on_ground(
        self,
        width: Pt,
        padding: [Pt; 2],
        paint: impl Fn(&mut Strip, Frame, [bool; 2]),
    ) -> Self {
        let [across, along] = padding;
        let (above, below) = (
            self.strips.first().map_or(Pt::ZERO, |strip| strip.above),
            self.strips.last().map_or(Pt::ZERO, |strip| strip.below),
        );
        let mut out = self.closed();
        let last = out.strips.len().saturating_sub(1);
        for (at, strip) in out.strips.iter_mut().enumerate() {
            let top = if at == 0 { along } else { Pt::ZERO };
            let bottom = if at == last { along } else { Pt::ZERO };
            strip.shift(across, top);
            strip.height += top + bottom;
            strip.above = if at == 0 { above } else { Pt::ZERO };
            strip.below = if at == last { below } else { Pt::ZERO };
            let frame = Frame {
                x: Pt::ZERO,
                y: Pt::ZERO,
                width,
                height: strip.height,
            };
            paint(strip, frame, [at == 0, at == last]);
        }
        out
    }
}

/// Galleys side by side, each at its x, as one strip; tops agree.
pub(super) fn beside(columns: Vec<(Pt, Galley)>) -> Strip {
    let mut out = Strip::default();
    for (x, galley) in columns {
        let strip = galley.stacked().shifted(x, Pt::ZERO);
        out.height = out.height.max(strip.height);
        out.paint_over(strip);
    }
    out
}

/// A strip higher than this is cut between its lines rather than moved as a whole.
const HIGHEST: Pt = Pt(240.0);

/// Galleys side by side: as one strip, or line by line if that would be a high one.
pub(super) fn abreast(columns: Vec<(Pt, Galley)>) -> Galley {
    if columns.iter().all(|(_, galley)| galley.height() <= HIGHEST) {
        return beside(columns).into();
    }
    let above = columns
        .iter()
        .filter_map(|(_, galley)| galley.strips.first())
        .map(|strip| strip.above);
    let above = above.fold(Pt::ZERO, Pt::max);
    let columns: Vec<(Pt, Galley)> = columns
        .into_iter()
        .map(|(x, galley)| (x, galley.closed()))
        .collect();
    let lines = columns
        .iter()
        .map(|(_, galley)| galley.strips.len())
        .max()
        .unwrap_or(0);
    let line = |at: usize| {
        let pieces = columns
            .iter()
            .filter_map(|(x, galley)| Some((*x, Galley::from(galley.strips.get(at)?.clone()))));
        Strip {
            keep: false,
            ..beside(pieces.collect())
        }
    };
    Galley {
        strips: (0..lines).map(line).collect(),
    }
    .spaced(above, Pt::ZERO)
}

/// A page being filled: strips at their distance from the top.
pub(super) type Filled = Vec<(Pt, Strip)>;

/// Cuts a galley into pages `height` high. Strips that keep together move together; what is higher
/// than a page is cut where it can be.
pub(super) fn paginate(galley: Galley, height: Pt) -> Vec<Filled> {
    let mut cutter = Cutter {
        pages: vec![Vec::new()],
        filled: Pt::ZERO,
        height,
        break_wanted: false,
    };
    let mut unit: Vec<Strip> = Vec::new();
    for strip in galley.strips {
        let keep = strip.keep;
        unit.push(strip);
        if !keep {
            cutter.place(std::mem::take(&mut unit));
        }
    }
    cutter.place(unit);
    cutter.pages
}

struct Cutter {
    pages: Vec<Filled>,
    filled: Pt,
    height: Pt,
    /// Whether what comes next begins a page; a break before nothing makes no empty page.
    break_wanted: bool,
}

/// Rounding must not cost a page.
const SLACK: Pt = Pt(0.01);

impl Cutter {
    fn place(&mut self, mut unit: Vec<Strip>) {
        let opens = unit.iter().any(|strip| strip.opens_page);
        // A bare break is no matter of its own.
        unit.retain(|strip| !strip.opens_page || strip.height > Pt::ZERO);
        let needed = {
            let mut before = self.last();
            let mut needed = self.filled;
            for strip in &unit {
                needed += gap(before, strip) + strip.height;
                before = Some(strip);
            }
            needed
        };
        let break_wanted = std::mem::replace(&mut self.break_wanted, opens && unit.is_empty());
        if !self.page_is_empty()
            && !unit.is_empty()
            && (opens || break_wanted || needed > self.height + SLACK)
        {
            self.turn();
        } else if unit.is_empty() {
            self.break_wanted |= break_wanted;
        }
        for strip in unit {
            if !self.page_is_empty()
                && self.filled + gap(self.last(), &strip) + strip.height > self.height + SLACK
            {
                self.turn();
            }
            self.put(strip);
        }
    }

    fn last(&self) -> Option<&Strip> {
        self.pages
            .last()
            .and_then(|page| page.last())
            .map(|(_, strip)| strip)
    }

    fn page_is_empty(&self) -> bool {
        self.pages.last().is_none_or(Vec::is_empty)
    }

    fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.filled = Pt::ZERO;
    }

    fn put(&mut self, strip: Strip) {
        if self.page_is_empty()
            && self.pages.len() > 1
            && let Some(head) = strip.head.clone()
            && head.height + strip.height <= self.height + SLACK
        {
            let ink = head.ink.as_ref().map(|ink| Box::new(ink.as_artifact()));
            self.put_bare(Strip {
                height: head.height,
                ink,
                ..Strip::default()
            });
        }
        self.put_bare(strip);
    }

    fn put_bare(&mut self, strip: Strip) {
        let at = self.filled + gap(self.last(), &strip);
        self.filled = at + strip.height;
        if let Some(page) = self.pages.last_mut() {
            page.push((at, strip));
        }
    }
}

/// Where anchors of a page come to lie.
pub(super) fn place_of(page: usize, y: Pt) -> Place {
    Place {
        page,
        y: y.max(Pt::ZERO),
    }
}
