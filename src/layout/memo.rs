//! What measuring found out before: attempts at a fit differ from each other in little.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::text::Paragraph;
use crate::document::Inline;
use crate::fonts::Weight;
use crate::length::Pt;

/// How inlines are shaped, apart from what holds for a whole document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Cut {
    pub weight: Weight,
    /// In the heading families.
    pub heading: bool,
    /// Letter-spacing in ems, as bits.
    pub tracking: u32,
    /// Size of raised numbers as a share of the text's, as bits.
    pub raised: u32,
    pub tabular: bool,
    pub balance: bool,
    pub hyphenate: bool,
}

/// Measured texts of one document, by what they say and how they are shaped.
#[derive(Default)]
pub(super) struct Memo {
    /// By a hash of both; texts that share one stand beside each other.
    known: RefCell<HashMap<u64, Vec<Known>>>,
}

struct Known {
    inlines: Vec<Inline>,
    cut: Cut,
    paragraph: Arc<Paragraph>,
    /// Widest word and widest line, in ems.
    widths: Option<(f32, f32)>,
    /// Lines by the measure in ems, as bits.
    counts: Vec<(u32, usize)>,
}

impl Memo {
    /// How many lines a text has.
    pub fn line_count(
        &self,
        inlines: &[Inline],
        cut: Cut,
        size: Pt,
        measure: Pt,
        shape: impl FnOnce() -> Arc<Paragraph>,
    ) -> usize {
        self.with(inlines, cut, shape, |known| {
            let room = (measure / size).to_bits();
            if let Some((_, count)) = known.counts.iter().find(|(known, _)| *known == room) {
                return *count;
            }
            let count = known.paragraph.line_count(size, measure);
            known.counts.push((room, count));
            count
        })
    }

    /// The widths that a text needs: of its widest unbreakable piece, and of all in one line.
    pub fn widths(&self, inlines: &[Inline], cut: Cut, size: Pt, shape: impl FnOnce() -> Arc<Paragraph>) -> (Pt, Pt) {
        self.with(inlines, cut, shape, |known| {
            let paragraph = &known.paragraph;
            let em = || (paragraph.min_width(Pt(1.0)).0, paragraph.natural_width(Pt(1.0)).0);
            let (word, line) = *known.widths.get_or_insert_with(em);
            (size * word, size * line)
        })
    }

    fn with<T>(
        &self,
        inlines: &[Inline],
        cut: Cut,
        shape: impl FnOnce() -> Arc<Paragraph>,
        work: impl FnOnce(&mut Known) -> T,
    ) -> T {
        let hash = FixedState::default().hash_one((inlines, cut));
        let is_known = |known: &&mut Known| known.cut == cut && known.inlines == inlines;
        let mut all = self.known.borrow_mut();
        if let Some(known) = all.get_mut(&hash).and_then(|same| same.iter_mut().find(is_known)) {
            return work(known);
        }
        // Shaping asks nothing of this memo.
        let paragraph = shape();
        let mut known = Known { inlines: inlines.to_vec(), cut, paragraph, widths: None, counts: Vec::new() };
        let out = work(&mut known);
        all.entry(hash).or_default().push(known);
        out
    }
}
