//! Galleys: set matter before it is cut into pages.
//!
//! A [`Galley`] is a column of [`Fragment`]s, each a line of text, a row of a table or anything else
//! that must not be split. Blocks are set into galleys; what composes a page stacks them, puts them
//! side by side or cuts them.

use std::rc::Rc;

use crate::drawing::{Position, Segment};
use crate::frame::{Destination, Frame, Item, LinkArea, PlacedItem};
use crate::length::Pt;
use crate::theme::Color;

/// What is painted, and what is known about places, relative to the top left of what holds it.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    pub items: Vec<PlacedItem>,
    pub links: Vec<LinkArea>,
    pub anchors: Vec<PageAnchor>,
}

/// Something that a link or the outline leads to.
#[derive(Debug, Clone)]
pub(super) struct PageAnchor {
    pub y: Pt,
    pub kind: PageAnchorKind,
}

#[derive(Debug, Clone)]
pub(super) enum PageAnchorKind {
    /// A heading: its level in the outline and its words.
    Heading(u8, String),
    /// An entry of the list of sources, by its index.
    Source(usize),
}

/// A piece of a galley that is never split.
#[derive(Debug, Clone, Default)]
pub(super) struct Fragment {
    pub height: Pt,
    /// Space wanted before it. Between two fragments the larger wish counts; at the top of a page none
    /// does.
    pub above: Pt,
    /// Space wanted after it.
    pub below: Pt,
    /// Whether the next fragment must stand on the same page.
    pub keep_with_next: bool,
    /// Whether it begins a page.
    pub starts_page: bool,
    /// What is repeated above it when it comes first on a page: the head of its table.
    pub table_head: Option<Rc<Fragment>>,
    /// What is painted. Most fragments are only measured, and have none.
    pub content: Option<Box<Content>>,
}

/// Strips from top to bottom.
#[derive(Debug, Clone, Default)]
pub(super) struct Galley {
    pub fragments: Vec<Fragment>,
}

impl Content {
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
        append_to(&mut self.items, other.items);
        append_to(&mut self.links, other.links);
        append_to(&mut self.anchors, other.anchors);
    }

    /// Paints a rectangle that means nothing.
    pub fn rect(&mut self, frame: Frame, fill: Color) {
        self.items.push(PlacedItem {
            tag: None,
            item: Item::Rect { frame, fill },
        });
    }

    /// Paints a rectangle that means nothing below everything else.
    pub fn rect_behind(&mut self, frame: Frame, fill: Color) {
        self.items.insert(
            0,
            PlacedItem {
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
            .map(|placed| PlacedItem {
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
fn append_to<T>(to: &mut Vec<T>, other: Vec<T>) {
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

impl Fragment {
    pub fn shifted(mut self, dx: Pt, dy: Pt) -> Self {
        self.shift(dx, dy);
        self
    }

    /// Moves what is painted on it.
    pub fn shift(&mut self, dx: Pt, dy: Pt) {
        if let Some(content) = &mut self.content {
            content.shift(dx, dy);
        }
    }

    /// Makes the space before it part of it; `previous_below` is what the fragment before it asks for, and
    /// becomes what it asks for itself.
    fn absorb_gap(&mut self, previous_below: &mut Option<Pt>) {
        let gap = previous_below
            .replace(self.below)
            .map_or(Pt::ZERO, |below| below.max(self.above));
        self.shift(Pt::ZERO, gap);
        self.height += gap;
    }

    /// Paints what is on another fragment, on top of what is on this one.
    pub fn overlay(&mut self, other: Self) {
        match (&mut self.content, other.content) {
            (_, None) => {}
            (None, content) => self.content = content,
            (Some(content), Some(other)) => content.append(*other),
        }
    }
}

impl From<Fragment> for Galley {
    fn from(fragment: Fragment) -> Self {
        Self {
            fragments: vec![fragment],
        }
    }
}

/// Space between two fragments.
fn space_between(before: Option<&Fragment>, fragment: &Fragment) -> Pt {
    before.map_or(Pt::ZERO, |before| before.below.max(fragment.above))
}

/// Height of fragments that are stacked: space above the first and below the last does not count.
pub(super) fn stacked_height(fragments: &[Fragment]) -> Pt {
    let gaps = fragments
        .windows(2)
        .map(|pair| space_between(Some(&pair[0]), &pair[1]));
    fragments.iter().map(|fragment| fragment.height).sum::<Pt>() + gaps.sum::<Pt>()
}

impl Galley {
    pub fn is_empty(&self) -> bool {
        self.fragments.is_empty()
    }

    pub fn push(&mut self, fragment: Fragment) {
        self.fragments.push(fragment);
    }

    pub fn append(&mut self, other: Self) {
        append_to(&mut self.fragments, other.fragments);
    }

    /// Height when stacked: space above the first and below the last fragment does not count.
    pub fn height(&self) -> Pt {
        stacked_height(&self.fragments)
    }

    /// Space before a fragment that is not the first.
    pub fn space_before(&self, at: usize) -> Pt {
        space_between(
            at.checked_sub(1)
                .and_then(|before| self.fragments.get(before)),
            &self.fragments[at],
        )
    }

    /// Everything as one fragment that is not split.
    pub fn into_fragment(self) -> Fragment {
        let (Some(first), Some(last)) = (self.fragments.first(), self.fragments.last()) else {
            return Fragment::default();
        };
        let (above, below) = (first.above, last.below);
        let mut out = Fragment {
            above,
            below,
            keep_with_next: last.keep_with_next,
            starts_page: first.starts_page,
            ..Fragment::default()
        };
        let mut previous_below = None;
        for mut fragment in self.fragments {
            fragment.absorb_gap(&mut previous_below);
            fragment.shift(Pt::ZERO, out.height);
            out.height += fragment.height;
            out.overlay(fragment);
        }
        out
    }

    /// The same with the space between fragments made part of the lower one.
    pub fn with_absorbed_gaps(mut self) -> Self {
        let mut previous_below = None;
        self.fragments
            .iter_mut()
            .for_each(|fragment| fragment.absorb_gap(&mut previous_below));
        self
    }

    /// Asks for space above the first and below the last fragment, if they ask for less.
    pub fn spaced(mut self, above: Pt, below: Pt) -> Self {
        if let Some(first) = self.fragments.first_mut() {
            first.above = first.above.max(above);
        }
        if let Some(last) = self.fragments.last_mut() {
            last.below = last.below.max(below);
        }
        self
    }

    pub fn indented(mut self, dx: Pt) -> Self {
        self.fragments
            .iter_mut()
            .for_each(|fragment| fragment.shift(dx, Pt::ZERO));
        self
    }

    /// Keeps every fragment on the page of the next one, the last with what follows the galley.
    pub fn keep_with_next(mut self) -> Self {
        for fragment in &mut self.fragments {
            fragment.keep_with_next = true;
        }
        self
    }

    /// Keeps all fragments on one page.
    pub fn keep_together(self) -> Self {
        let mut galley = self.keep_with_next();
        if let Some(last) = galley.fragments.last_mut() {
            last.keep_with_next = false;
        }
        galley
    }

    /// Puts the galley on a ground with padding. It can still be split where it could before;
    /// `paint` is told of each fragment whether it is the first and whether it is the last.
    pub fn on_background(
        self,
        width: Pt,
        padding: [Pt; 2],
        paint: impl Fn(&mut Fragment, Frame, [bool; 2]),
    ) -> Self {
        let [across, along] = padding;
        let (above, below) = (
            self.fragments
                .first()
                .map_or(Pt::ZERO, |fragment| fragment.above),
            self.fragments
                .last()
                .map_or(Pt::ZERO, |fragment| fragment.below),
        );
        let mut out = self.with_absorbed_gaps();
        let last = out.fragments.len().saturating_sub(1);
        for (at, fragment) in out.fragments.iter_mut().enumerate() {
            let top = if at == 0 { along } else { Pt::ZERO };
            let bottom = if at == last { along } else { Pt::ZERO };
            fragment.shift(across, top);
            fragment.height += top + bottom;
            fragment.above = if at == 0 { above } else { Pt::ZERO };
            fragment.below = if at == last { below } else { Pt::ZERO };
            let frame = Frame {
                x: Pt::ZERO,
                y: Pt::ZERO,
                width,
                height: fragment.height,
            };
            paint(fragment, frame, [at == 0, at == last]);
        }
        out
    }
}

/// Galleys side by side, each at its x, as one fragment; tops agree.
pub(super) fn side_by_side(columns: Vec<(Pt, Galley)>) -> Fragment {
    let mut out = Fragment::default();
    for (x, galley) in columns {
        let fragment = galley.into_fragment().shifted(x, Pt::ZERO);
        out.height = out.height.max(fragment.height);
        out.overlay(fragment);
    }
    out
}

/// A fragment higher than this is cut between its lines rather than moved as a whole.
const MAX_UNBROKEN_HEIGHT: Pt = Pt(240.0);

/// Galleys side by side: as one fragment, or line by line if that would be a high one.
pub(super) fn side_by_side_breakable(columns: Vec<(Pt, Galley)>) -> Galley {
    if columns
        .iter()
        .all(|(_, galley)| galley.height() <= MAX_UNBROKEN_HEIGHT)
    {
        return side_by_side(columns).into();
    }
    let above = columns
        .iter()
        .filter_map(|(_, galley)| galley.fragments.first())
        .map(|fragment| fragment.above);
    let above = above.fold(Pt::ZERO, Pt::max);
    let columns: Vec<(Pt, Galley)> = columns
        .into_iter()
        .map(|(x, galley)| (x, galley.with_absorbed_gaps()))
        .collect();
    let lines = columns
        .iter()
        .map(|(_, galley)| galley.fragments.len())
        .max()
        .unwrap_or(0);
    let line = |at: usize| {
        let pieces = columns
            .iter()
            .filter_map(|(x, galley)| Some((*x, Galley::from(galley.fragments.get(at)?.clone()))));
        Fragment {
            keep_with_next: false,
            ..side_by_side(pieces.collect())
        }
    };
    Galley {
        fragments: (0..lines).map(line).collect(),
    }
    .spaced(above, Pt::ZERO)
}

/// A page being filled: fragments at their distance from the top.
pub(super) type FilledPage = Vec<(Pt, Fragment)>;

/// Cuts a galley into pages `height` high. Strips that keep together move together; what is higher
/// than a page is cut where it can be.
pub(super) fn paginate(galley: Galley, height: Pt) -> Vec<FilledPage> {
    let mut paginator = Paginator {
        pages: vec![Vec::new()],
        filled: Pt::ZERO,
        height,
        page_break_pending: false,
    };
    let mut group: Vec<Fragment> = Vec::new();
    for fragment in galley.fragments {
        let keep = fragment.keep_with_next;
        group.push(fragment);
        if !keep {
            paginator.push_group(std::mem::take(&mut group));
        }
    }
    paginator.push_group(group);
    paginator.pages
}

struct Paginator {
    pages: Vec<FilledPage>,
    filled: Pt,
    height: Pt,
    /// Whether what comes next begins a page; a break before nothing makes no empty page.
    page_break_pending: bool,
}

/// Rounding must not cost a page.
const ROUNDING_SLACK: Pt = Pt(0.01);

impl Paginator {
    fn push_group(&mut self, mut group: Vec<Fragment>) {
        let opens = group.iter().any(|fragment| fragment.starts_page);
        // A bare break is no matter of its own.
        group.retain(|fragment| !fragment.starts_page || fragment.height > Pt::ZERO);
        let needed = {
            let mut before = self.last_fragment();
            let mut needed = self.filled;
            for fragment in &group {
                needed += space_between(before, fragment) + fragment.height;
                before = Some(fragment);
            }
            needed
        };
        let page_break_pending =
            std::mem::replace(&mut self.page_break_pending, opens && group.is_empty());
        if !self.page_is_empty()
            && !group.is_empty()
            && (opens || page_break_pending || needed > self.height + ROUNDING_SLACK)
        {
            self.start_page();
        } else if group.is_empty() {
            self.page_break_pending |= page_break_pending;
        }
        for fragment in group {
            if !self.page_is_empty()
                && self.filled + space_between(self.last_fragment(), &fragment) + fragment.height
                    > self.height + ROUNDING_SLACK
            {
                self.start_page();
            }
            self.push_below_table_head(fragment);
        }
    }

    fn last_fragment(&self) -> Option<&Fragment> {
        self.pages
            .last()
            .and_then(|page| page.last())
            .map(|(_, fragment)| fragment)
    }

    fn page_is_empty(&self) -> bool {
        self.pages.last().is_none_or(Vec::is_empty)
    }

    fn start_page(&mut self) {
        self.pages.push(Vec::new());
        self.filled = Pt::ZERO;
    }

    fn push_below_table_head(&mut self, fragment: Fragment) {
        if self.page_is_empty()
            && self.pages.len() > 1
            && let Some(head) = fragment.table_head.clone()
            && head.height + fragment.height <= self.height + ROUNDING_SLACK
        {
            let content = head
                .content
                .as_ref()
                .map(|content| Box::new(content.as_artifact()));
            self.push_fragment(Fragment {
                height: head.height,
                content,
                ..Fragment::default()
            });
        }
        self.push_fragment(fragment);
    }

    fn push_fragment(&mut self, fragment: Fragment) {
        let at = self.filled + space_between(self.last_fragment(), &fragment);
        self.filled = at + fragment.height;
        if let Some(page) = self.pages.last_mut() {
            page.push((at, fragment));
        }
    }
}

/// Where anchors of a page come to lie.
pub(super) fn destination_on(page: usize, y: Pt) -> Destination {
    Destination {
        page,
        y: y.max(Pt::ZERO),
    }
}
