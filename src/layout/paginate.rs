//! Cuts a galley into pages.

use super::galley::{Fragment, Galley, space_between};
use crate::length::Pt;

/// The fragments of a page, each with its distance from the top.
pub(super) type FilledPage = Vec<(Pt, Fragment)>;

/// Cuts a galley into pages of this height; there is always at least one.
///
/// Fragments that keep together move to the next page together. Those that are higher than a page
/// are cut wherever a fragment ends. A single fragment that is higher than a page sticks out.
pub(super) fn paginate(galley: Galley, height: Pt) -> Vec<FilledPage> {
    let mut paginator = Paginator {
        pages: vec![Vec::new()],
        filled: Pt::ZERO,
        height,
        break_pending: false,
    };
    let mut group: Vec<Fragment> = Vec::new();
    for fragment in galley.fragments {
        let ends_group = !fragment.keep_with_next;
        group.push(fragment);
        if ends_group {
            paginator.push_group(std::mem::take(&mut group));
        }
    }
    // The last fragment may want to be kept with one that does not exist.
    paginator.push_group(group);
    paginator.pages
}

struct Paginator {
    pages: Vec<FilledPage>,
    /// How much of the last page is filled.
    filled: Pt,
    /// The height of every page.
    height: Pt,
    /// Whether what comes next begins a page.
    break_pending: bool,
}

/// How far a fragment may stick out, so that rounding does not cost a page.
const ROUNDING_SLACK: Pt = Pt(0.01);

impl Paginator {
    /// Adds fragments that keep together.
    fn push_group(&mut self, mut group: Vec<Fragment>) {
        let starts_page = group.iter().any(|fragment| fragment.starts_page);
        // A page break without matter has done its work when it has been noticed.
        group.retain(|fragment| !fragment.starts_page || fragment.height > Pt::ZERO);
        if group.is_empty() {
            // The break waits for matter to follow: one at the end makes no empty page.
            self.break_pending |= starts_page;
            return;
        }
        let break_pending = std::mem::take(&mut self.break_pending);
        let breaks = starts_page || break_pending || self.height_with(&group) > self.limit();
        if breaks && !self.page_is_empty() {
            self.start_page();
        }
        // A group that is higher than a page has to be cut inside.
        for fragment in group {
            let bottom = self.next_top(&fragment) + fragment.height;
            if bottom > self.limit() && !self.page_is_empty() {
                self.start_page();
            }
            self.push_below_table_head(fragment);
        }
    }

    fn limit(&self) -> Pt {
        self.height + ROUNDING_SLACK
    }

    /// Where the top of this fragment would be on the last page.
    fn next_top(&self, fragment: &Fragment) -> Pt {
        match self.last_fragment() {
            Some(last) => self.filled + space_between(last, fragment),
            // The space that the first fragment wants above it is lost at the top of a page.
            None => self.filled,
        }
    }

    /// How much of the last page would be filled with these fragments added.
    fn height_with(&self, fragments: &[Fragment]) -> Pt {
        let mut height = self.filled;
        let mut before = self.last_fragment();
        for fragment in fragments {
            let mut added = fragment.height;
            if let Some(before) = before {
                added = space_between(before, fragment) + added;
            }
            height += added;
            before = Some(fragment);
        }
        height
    }

    fn last_fragment(&self) -> Option<&Fragment> {
        let (_, fragment) = self.pages.last()?.last()?;
        Some(fragment)
    }

    fn page_is_empty(&self) -> bool {
        self.pages.last().is_none_or(Vec::is_empty)
    }

    fn start_page(&mut self) {
        self.pages.push(Vec::new());
        self.filled = Pt::ZERO;
    }

    /// Adds a fragment, and above it the head of its table if it comes first on a later page and
    /// there is room for both.
    fn push_below_table_head(&mut self, fragment: Fragment) {
        if self.page_is_empty()
            && self.pages.len() > 1
            && let Some(head) = &fragment.table_head
            && head.height + fragment.height <= self.limit()
        {
            // It is in the logical structure already; screen readers should not repeat it.
            self.push_fragment(head.as_artifact());
        }
        self.push_fragment(fragment);
    }

    fn push_fragment(&mut self, fragment: Fragment) {
        let top = self.next_top(&fragment);
        self.filled = top + fragment.height;
        if let Some(page) = self.pages.last_mut() {
            page.push((top, fragment));
        }
    }
}
