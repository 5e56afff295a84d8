//! Galleys: columns of unbroken matter, laid out but not yet cut into pages.
//!
//! The word is the printers': a galley was the tray that held a column of set type before it was
//! made up into pages. A [`Galley`] is a list of [`Fragment`]s from top to bottom, and a fragment is
//! a line of text, a row of a table or anything else that is never split. Blocks are laid out into
//! galleys. Sheets, pages and slides then stack the galleys, put them side by side or cut them with
//! [`paginate`](super::paginate::paginate).

use std::rc::Rc;

use crate::drawing::Position;
use crate::frame::{Frame, Item, LinkArea, PlacedItem};
use crate::length::Pt;
use crate::theme::Color;

/// Fragments from top to bottom.
#[derive(Debug, Clone, Default)]
pub(super) struct Galley {
    pub fragments: Vec<Fragment>,
}

/// A piece of a galley that is never split.
#[derive(Debug, Clone, Default)]
pub(super) struct Fragment {
    pub height: Pt,
    /// Space wanted above it. Between two fragments the larger wish counts; at the top of a page
    /// none does.
    pub above: Pt,
    /// Space wanted below it.
    pub below: Pt,
    /// Whether the next fragment must be on the same page.
    pub keep_with_next: bool,
    /// Whether it begins a page.
    pub starts_page: bool,
    /// The head of the table that it belongs to, repeated above it when it comes first on a page.
    pub table_head: Option<Rc<Fragment>>,
    /// `None` for most fragments: attempts at a fit need heights only.
    pub content: Option<Box<Content>>,
}

/// What a fragment paints, and which places in it links and the outline lead to. Coordinates are
/// from the top left corner of the fragment.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    pub items: Vec<PlacedItem>,
    pub links: Vec<LinkArea>,
    pub anchors: Vec<PageAnchor>,
}

/// A place that a link or the outline leads to.
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
    /// The beginning of a block with this id.
    Block(String),
}

/// Space between the edges of a background and the matter on it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Padding {
    /// At the left and at the right.
    pub sides: Pt,
    /// At the top and at the bottom.
    pub ends: Pt,
}

/// Which end of its galley a fragment is: both for a galley of one fragment.
#[derive(Debug, Clone, Copy)]
pub(super) struct GalleyEnds {
    pub first: bool,
    pub last: bool,
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

    /// Height when stacked, without space above the first and below the last fragment.
    pub fn height(&self) -> Pt {
        stacked_height(&self.fragments)
    }

    /// Space above the fragment with this index; none above the first.
    pub fn space_before(&self, at: usize) -> Pt {
        match at.checked_sub(1) {
            Some(before) => space_between(&self.fragments[before], &self.fragments[at]),
            None => Pt::ZERO,
        }
    }

    /// Makes everything one fragment, which can no longer be split.
    pub fn into_fragment(self) -> Fragment {
        let (Some(first), Some(last)) = (self.fragments.first(), self.fragments.last()) else {
            return Fragment::default();
        };
        let mut out = Fragment {
            above: first.above,
            below: last.below,
            keep_with_next: last.keep_with_next,
            starts_page: first.starts_page,
            ..Fragment::default()
        };
        // The space above the first fragment stays outside: it depends on what comes before.
        let mut previous_below = None;
        for mut fragment in self.fragments {
            fragment.absorb_gap(&mut previous_below);
            fragment.shift(Pt::ZERO, out.height);
            out.height += fragment.height;
            out.overlay(fragment);
        }
        out
    }

    /// Makes the space between two fragments part of the lower one.
    pub fn with_absorbed_gaps(mut self) -> Self {
        let mut previous_below = None;
        for fragment in &mut self.fragments {
            fragment.absorb_gap(&mut previous_below);
        }
        self
    }

    /// Wants at least this much space above the first and below the last fragment.
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
        for fragment in &mut self.fragments {
            fragment.shift(dx, Pt::ZERO);
        }
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
        galley.release_last();
        galley
    }

    /// Lets a page end after the last fragment.
    pub fn release_last(&mut self) {
        if let Some(last) = self.fragments.last_mut() {
            last.keep_with_next = false;
        }
    }

    /// Puts the galley on a background of this width. It can still be split where it could be
    /// before, so `paint` gets one fragment after another, with the frame to fill.
    pub fn on_background(
        self,
        width: Pt,
        padding: Padding,
        paint: impl Fn(&mut Fragment, Frame, GalleyEnds),
    ) -> Self {
        let above = self.fragments.first().map_or(Pt::ZERO, |it| it.above);
        let below = self.fragments.last().map_or(Pt::ZERO, |it| it.below);
        let mut galley = self.with_absorbed_gaps();
        let count = galley.fragments.len();
        for (index, fragment) in galley.fragments.iter_mut().enumerate() {
            let ends = GalleyEnds {
                first: index == 0,
                last: index + 1 == count,
            };
            let top = if ends.first { padding.ends } else { Pt::ZERO };
            let bottom = if ends.last { padding.ends } else { Pt::ZERO };
            fragment.shift(padding.sides, top);
            fragment.height += top + bottom;
            // Space inside the galley would show as a stripe without a background.
            fragment.above = if ends.first { above } else { Pt::ZERO };
            fragment.below = if ends.last { below } else { Pt::ZERO };
            let frame = Frame::at_origin(width, fragment.height);
            paint(fragment, frame, ends);
        }
        galley
    }
}

impl From<Fragment> for Galley {
    fn from(fragment: Fragment) -> Self {
        Self {
            fragments: vec![fragment],
        }
    }
}

/// Height of stacked fragments, without space above the first and below the last.
pub(super) fn stacked_height(fragments: &[Fragment]) -> Pt {
    let heights = fragments.iter().map(|fragment| fragment.height);
    let gaps = fragments
        .windows(2)
        .map(|pair| space_between(&pair[0], &pair[1]));
    // Two sums and not one: another order of additions would round differently.
    heights.sum::<Pt>() + gaps.sum::<Pt>()
}

/// The space between two fragments: the larger of what each of them wants there.
pub(super) fn space_between(upper: &Fragment, lower: &Fragment) -> Pt {
    upper.below.max(lower.above)
}

/// Puts galleys side by side, each at its x and all tops at one height, as one fragment.
pub(super) fn side_by_side(columns: Vec<(Pt, Galley)>) -> Fragment {
    let mut row = Fragment::default();
    for (x, galley) in columns {
        let column = galley.into_fragment().shifted(x, Pt::ZERO);
        row.height = row.height.max(column.height);
        row.overlay(column);
    }
    row
}

/// A row of galleys no higher than this moves to the next page as a whole.
const MAX_UNBROKEN_HEIGHT: Pt = Pt(240.0);

/// Puts galleys side by side: as one fragment, or fragment by fragment if one would be too high to
/// move to the next page.
pub(super) fn side_by_side_breakable(columns: Vec<(Pt, Galley)>) -> Galley {
    if all_are_low(&columns) {
        return side_by_side(columns).into();
    }
    // Fragments with the same index become one row. Gaps are absorbed first, so that each fragment
    // brings the space above it along.
    let mut above = Pt::ZERO;
    let mut row_count = 0;
    let mut closed_columns = Vec::new();
    for (x, galley) in columns {
        if let Some(first) = galley.fragments.first() {
            above = above.max(first.above);
        }
        row_count = row_count.max(galley.fragments.len());
        closed_columns.push((x, galley.with_absorbed_gaps()));
    }
    let mut rows = Galley::default();
    for at in 0..row_count {
        let mut pieces = Vec::new();
        for (x, galley) in &closed_columns {
            if let Some(fragment) = galley.fragments.get(at) {
                pieces.push((*x, Galley::from(fragment.clone())));
            }
        }
        rows.push(side_by_side(pieces));
    }
    rows.spaced(above, Pt::ZERO)
}

fn all_are_low(columns: &[(Pt, Galley)]) -> bool {
    for (_, galley) in columns {
        if galley.height() > MAX_UNBROKEN_HEIGHT {
            return false;
        }
    }
    true
}

impl Fragment {
    /// Nothing but space.
    pub fn blank(height: Pt) -> Self {
        Self {
            height,
            ..Self::default()
        }
    }

    pub fn shifted(mut self, dx: Pt, dy: Pt) -> Self {
        self.shift(dx, dy);
        self
    }

    /// Moves the content, not the fragment itself.
    pub fn shift(&mut self, dx: Pt, dy: Pt) {
        if let Some(content) = &mut self.content {
            content.shift(dx, dy);
        }
    }

    /// Moves the content down and makes the fragment as much higher.
    pub fn lower(&mut self, dy: Pt) {
        self.shift(Pt::ZERO, dy);
        self.height += dy;
    }

    /// Makes the space above the fragment part of it. `previous_below` is the space that the
    /// fragment before it wants, and becomes the space that this one wants.
    fn absorb_gap(&mut self, previous_below: &mut Option<Pt>) {
        if let Some(below) = previous_below.replace(self.below) {
            self.lower(below.max(self.above));
        }
    }

    /// Paints the content of another fragment on top of this one's.
    pub fn overlay(&mut self, other: Self) {
        // Most fragments are put on empty ones; then the content is moved and not copied.
        match (&mut self.content, other.content) {
            (_, None) => {}
            (None, content) => self.content = content,
            (Some(content), Some(other)) => content.append(*other),
        }
    }

    /// The same outside of the logical structure, without links, anchors and space around it.
    pub fn as_artifact(&self) -> Self {
        let mut artifact = Self::blank(self.height);
        if let Some(content) = &self.content {
            artifact.content = Some(Box::new(content.as_artifact()));
        }
        artifact
    }
}

impl Content {
    fn shift(&mut self, dx: Pt, dy: Pt) {
        for placed in &mut self.items {
            shift_item(&mut placed.item, dx, dy);
        }
        for link in &mut self.links {
            shift_frame(&mut link.frame, dx, dy);
        }
        for anchor in &mut self.anchors {
            anchor.y += dy;
        }
    }

    fn append(&mut self, other: Self) {
        append_to(&mut self.items, other.items);
        append_to(&mut self.links, other.links);
        append_to(&mut self.anchors, other.anchors);
    }

    /// Paints a rectangle that has no meaning, above everything so far.
    pub fn rect(&mut self, frame: Frame, fill: Color) {
        self.items
            .push(PlacedItem::artifact(Item::Rect { frame, fill }));
    }

    /// Paints a rectangle that has no meaning, below everything else.
    pub fn rect_behind(&mut self, frame: Frame, fill: Color) {
        // Items are painted one after the other, so the first is below all others.
        self.items
            .insert(0, PlacedItem::artifact(Item::Rect { frame, fill }));
    }

    /// The items without their tags, for matter that is repeated.
    fn as_artifact(&self) -> Self {
        // Links and anchors are left out: the matter that is repeated has them already.
        let mut artifact = Self::default();
        for placed in &self.items {
            let untagged = PlacedItem::artifact(placed.item.clone());
            artifact.items.push(untagged);
        }
        artifact
    }
}

/// Appends without copying where the target is still empty, which is the most common case.
fn append_to<T>(target: &mut Vec<T>, other: Vec<T>) {
    if target.is_empty() {
        *target = other;
    } else {
        target.extend(other);
    }
}

fn shift_frame(frame: &mut Frame, dx: Pt, dy: Pt) {
    frame.x += dx;
    frame.y += dy;
}

fn shift_item(item: &mut Item, dx: Pt, dy: Pt) {
    let shifted = |at: Position| Position {
        x: at.x + dx,
        y: at.y + dy,
    };
    match item {
        Item::Run(run) => {
            run.x += dx;
            run.baseline += dy;
        }
        Item::Rect { frame, .. } | Item::Image { frame, .. } => shift_frame(frame, dx, dy),
        Item::Path(path) => path.move_positions(shifted),
    }
}
