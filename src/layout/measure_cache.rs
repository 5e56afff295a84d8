//! Caches the measurements of one document's texts.
//!
//! Fitting tries a document in many sizes. The attempts differ in their sizes, and hardly in what
//! is shaped: the widths of a shaped text scale with its size.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::chart::PreparedChart;
use crate::document::{Chart, Inline, has_citation};
use crate::fonts::Weight;
use crate::hyphenation::Hyphenation;
use crate::length::Pt;
use crate::text::{Balance, Paragraph};

/// Measurements of texts, found by what they say and how they are set. Without this cache a batch
/// costs 12 % more.
#[derive(Default)]
pub(super) struct MeasureCache {
    texts: RefCell<HashMap<Vec<Inline>, CachedText, FixedState>>,
    /// The charts of the document. A chart is prepared once for all attempts.
    charts: RefCell<Vec<(Chart, PreparedChart)>>,
}

/// What the shapes of a text depend on, besides its words and what is the same for the whole
/// document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ShapeKey {
    pub weight: Weight,
    /// In the heading families.
    pub heading: bool,
    /// Letter-spacing in ems.
    pub tracking: f32,
    /// Size of the numbers of sources, as a share of the size of the text.
    pub superscript_scale: f32,
    pub tabular: bool,
    pub balance: Balance,
    pub hyphenate: bool,
}

/// The widths that a text needs.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct TextWidths {
    /// Its widest unbreakable piece.
    pub min: Pt,
    /// All of it in one line.
    pub natural: Pt,
}

impl TextWidths {
    /// Makes room for another text in the same column.
    pub fn widen_to(&mut self, other: Self) {
        self.min = self.min.max(other.min);
        self.natural = self.natural.max(other.natural);
    }
}

struct CachedText {
    has_citation: bool,
    shaped: Vec<ShapedText>,
}

/// A text in one of the ways in which it is shaped.
struct ShapedText {
    key: ShapeKey,
    paragraph: Arc<Paragraph>,
    /// The widths in a size of one point, once they were asked for.
    widths_of_em: Option<TextWidths>,
    /// Without these, which attempts with the same measure share, a batch costs 3.3 % more.
    line_counts: Vec<LineCount>,
}

struct LineCount {
    /// Width of the lines in ems, as the bits of an `f32`.
    measure_bits: u32,
    count: usize,
}

impl MeasureCache {
    /// How many lines a text has in this size and measure. `shape` is called at most once for all
    /// texts with the same words and key.
    pub fn line_count(
        &self,
        inlines: &[Inline],
        key: ShapeKey,
        size: Pt,
        measure: Pt,
        hyphenation: &Hyphenation<'_>,
        shape: impl FnOnce() -> Arc<Paragraph>,
    ) -> usize {
        self.with_shaped(inlines, key, shape, |shaped| {
            let measure_bits = (measure / size).to_bits();
            for cached in &shaped.line_counts {
                if cached.measure_bits == measure_bits {
                    return cached.count;
                }
            }
            let count = shaped.paragraph.line_count(size, measure, hyphenation);
            shaped.line_counts.push(LineCount {
                measure_bits,
                count,
            });
            count
        })
    }

    /// The widths of a text in this size; `shape` as in [`line_count`](Self::line_count).
    pub fn text_widths(
        &self,
        inlines: &[Inline],
        key: ShapeKey,
        size: Pt,
        shape: impl FnOnce() -> Arc<Paragraph>,
    ) -> TextWidths {
        self.with_shaped(inlines, key, shape, |shaped| {
            let paragraph = &shaped.paragraph;
            let em = Pt(1.0);
            let widths = shaped.widths_of_em.get_or_insert_with(|| TextWidths {
                min: paragraph.min_width(em),
                natural: paragraph.natural_width(em),
            });
            TextWidths {
                min: widths.min.0 * size,
                natural: widths.natural.0 * size,
            }
        })
    }

    /// The width of a text up to an offset, as [`Paragraph::width_up_to`] gives it; `shape` as in
    /// [`line_count`](Self::line_count).
    pub fn width_up_to(
        &self,
        inlines: &[Inline],
        offset: usize,
        key: ShapeKey,
        size: Pt,
        shape: impl FnOnce() -> Arc<Paragraph>,
    ) -> Pt {
        self.with_shaped(inlines, key, shape, |shaped| {
            shaped.paragraph.width_up_to(offset, size)
        })
    }

    /// The [preferred height](crate::chart::preferred_height) of a chart.
    pub fn chart_height(
        &self,
        chart: &Chart,
        hyphenation: &Hyphenation<'_>,
        width: Pt,
        text_size: Pt,
    ) -> Pt {
        let mut charts = self.charts.borrow_mut();
        for (known, prepared) in charts.iter() {
            if known == chart {
                return prepared.preferred_height(hyphenation, width, text_size);
            }
        }
        let prepared = PreparedChart::new(chart, None);
        let height = prepared.preferred_height(hyphenation, width, text_size);
        charts.push((chart.clone(), prepared));
        height
    }

    fn with_shaped<T>(
        &self,
        inlines: &[Inline],
        key: ShapeKey,
        shape: impl FnOnce() -> Arc<Paragraph>,
        work: impl FnOnce(&mut ShapedText) -> T,
    ) -> T {
        let mut texts = self.texts.borrow_mut();
        if let Some(text) = texts.get_mut(inlines) {
            return text.with_shaped(key, shape, work);
        }
        let mut text = CachedText {
            has_citation: has_citation(inlines),
            shaped: Vec::new(),
        };
        let result = text.with_shaped(key, shape, work);
        texts.insert(inlines.to_vec(), text);
        result
    }
}

impl CachedText {
    fn with_shaped<T>(
        &mut self,
        mut key: ShapeKey,
        shape: impl FnOnce() -> Arc<Paragraph>,
        work: impl FnOnce(&mut ShapedText) -> T,
    ) -> T {
        if !self.has_citation {
            // The scale changes with the size of the text, but matters to numbers of sources only.
            key.superscript_scale = 1.0;
        }
        if let Some(at) = self.shaped.iter().position(|shaped| shaped.key == key) {
            return work(&mut self.shaped[at]);
        }
        let mut shaped = ShapedText {
            key,
            // Must not use this cache, which is borrowed; shaping has no reason to.
            paragraph: shape(),
            widths_of_em: None,
            line_counts: Vec::new(),
        };
        let result = work(&mut shaped);
        self.shaped.push(shaped);
        result
    }
}
