//! What measuring found out before: attempts at a fit differ from each other in little.

use std::cell::RefCell;
use std::sync::Arc;

use crate::chart::PreparedChart;
use crate::document::{Chart, Inline, has_citation};
use crate::fonts::Weight;
use crate::length::Pt;
use crate::text::Paragraph;
use crate::text::memo::{HashEnds, Memo};

/// How inlines are shaped, apart from what holds for a whole document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ShapeKey {
    pub weight: Weight,
    /// In the heading families.
    pub heading: bool,
    /// Letter-spacing in ems.
    pub tracking: f32,
    /// Size of raised numbers as a share of the text's.
    pub raised: f32,
    pub tabular: bool,
    pub balance: bool,
    pub hyphenate: bool,
}

/// Measured texts and charts of one document, by what they say and how they are set.
#[derive(Default)]
pub(super) struct MeasureCache {
    texts: RefCell<Memo<CachedText>>,
    charts: RefCell<Vec<CachedChart>>,
}

/// A chart with its heights by width and size of text, as bits.
struct CachedChart {
    chart: Chart,
    prepared: PreparedChart,
    heights: Vec<([u32; 2], Pt)>,
}

struct CachedText {
    inlines: Vec<Inline>,
    /// Whether any number of a source stands in it.
    cites: bool,
    shaped: Vec<ShapedText>,
}

/// A text in one of the ways in which it is shaped.
struct ShapedText {
    shape_key: ShapeKey,
    paragraph: Arc<Paragraph>,
    /// Widest word and widest line, in ems.
    widths: Option<(f32, f32)>,
    /// Lines by the measure in ems, as bits.
    line_counts: Vec<(u32, usize)>,
}

impl MeasureCache {
    /// How many lines a text has. `shape_key` is told whether it cites sources.
    pub fn line_count(
        &self,
        inlines: &[Inline],
        shape_key: impl FnOnce(bool) -> ShapeKey,
        size: Pt,
        measure: Pt,
        shape: impl FnOnce() -> Arc<Paragraph>,
    ) -> usize {
        self.with_shaped(inlines, shape_key, shape, |known| {
            let room = (measure / size).to_bits();
            if let Some((_, count)) = known.line_counts.iter().find(|(known, _)| *known == room) {
                return *count;
            }
            let count = known.paragraph.line_count(size, measure);
            known.line_counts.push((room, count));
            count
        })
    }

    /// The widths that a text needs: of its widest unbreakable piece, and of all in one line.
    pub fn text_widths(
        &self,
        inlines: &[Inline],
        shape_key: impl FnOnce(bool) -> ShapeKey,
        size: Pt,
        shape: impl FnOnce() -> Arc<Paragraph>,
    ) -> (Pt, Pt) {
        self.with_shaped(inlines, shape_key, shape, |known| {
            let paragraph = &known.paragraph;
            let em = || {
                (
                    paragraph.min_width(Pt(1.0)).0,
                    paragraph.natural_width(Pt(1.0)).0,
                )
            };
            let (word, line) = *known.widths.get_or_insert_with(em);
            (size * word, size * line)
        })
    }

    fn with_shaped<T>(
        &self,
        inlines: &[Inline],
        shape_key: impl FnOnce(bool) -> ShapeKey,
        shape: impl FnOnce() -> Arc<Paragraph>,
        work: impl FnOnce(&mut ShapedText) -> T,
    ) -> T {
        let mut texts = self.texts.borrow_mut();
        let make = || CachedText {
            inlines: inlines.to_vec(),
            cites: has_citation(inlines),
            shaped: Vec::new(),
        };
        let text =
            texts.get_or_insert_with(HashEnds(inlines), |known| known.inlines == inlines, make);
        let shape_key = shape_key(text.cites);
        let at = text
            .shaped
            .iter()
            .position(|known| known.shape_key == shape_key)
            .unwrap_or_else(|| {
                // Shaping does not use this cache.
                text.shaped.push(ShapedText {
                    shape_key,
                    paragraph: shape(),
                    widths: None,
                    line_counts: Vec::new(),
                });
                text.shaped.len() - 1
            });
        work(&mut text.shaped[at])
    }

    /// The height that a chart would like to have, as [`crate::chart::preferred_height`].
    pub fn chart_height(&self, chart: &Chart, width: Pt, size: Pt) -> Pt {
        let mut charts = self.charts.borrow_mut();
        let at = charts
            .iter()
            .position(|known| known.chart == *chart)
            .unwrap_or_else(|| {
                charts.push(CachedChart {
                    chart: chart.clone(),
                    prepared: PreparedChart::new(chart),
                    heights: Vec::new(),
                });
                charts.len() - 1
            });
        let CachedChart {
            prepared, heights, ..
        } = &mut charts[at];
        let frame = [width.0.to_bits(), size.0.to_bits()];
        if let Some((_, height)) = heights.iter().find(|(known, _)| *known == frame) {
            return *height;
        }
        let height = prepared.preferred_height(width, size);
        heights.push((frame, height));
        height
    }
}
