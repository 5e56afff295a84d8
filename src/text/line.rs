//! A line's clusters to runs of placed glyphs, in visual order.

use compact_str::CompactString;

use super::characters::is_shaped;
use super::linebreak::{self, LineRange};
use super::paragraph::{BreakKind, Paragraph, line_width};
use super::shaped::{Cluster, ClusterKind, GlyphStyle};
use crate::document::Direction;
use crate::frame::{Glyph, GlyphRun};
use crate::length::Pt;

/// A justified space grows by at most this, in ems; beyond it the line stays ragged.
const MOST_STRETCH: f32 = 0.5;
/// How much a place between ideographs stretches where a space stretches by 1.
const IDEOGRAPH_STRETCH: f32 = 0.3;

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct TextLine {
    /// From its left end to its right one, without the space that a line break swallows.
    pub width: Pt,
    /// In visual order from left to right.
    pub runs: Vec<LineRun>,
}

/// A run of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct LineRun {
    /// Its span's.
    pub mark: u32,
    /// Pieces of a line are read in ascending order.
    pub order: usize,
    /// Embedding level (UAX #9); odd is from right to left.
    pub level: u8,
    /// `x` is from the line's left end, `baseline` from the line's: negative where it is raised.
    pub run: GlyphRun,
}

impl Paragraph {
    /// Lines of text in a size and no wider than a measure; only a single cluster can be wider.
    /// Empty text has no lines.
    #[must_use]
    pub fn lines(&self, size: Pt, measure: Pt) -> Vec<TextLine> {
        let measure = measure_in_ems(size, measure);
        let ranges = linebreak::break_lines(self, measure);
        let ends_segment = |at: usize| ranges.get(at + 1).is_none_or(|next| next.first);
        ranges
            .iter()
            .enumerate()
            .map(|(at, range)| place_line(self, range, ends_segment(at), size, measure))
            .collect()
    }

    /// How many lines [`lines`](Self::lines) gives.
    #[must_use]
    pub fn line_count(&self, size: Pt, measure: Pt) -> usize {
        linebreak::count_lines(self, measure_in_ems(size, measure))
    }
}

/// A measure in ems, with measure for the error of adding up.
fn measure_in_ems(size: Pt, measure: Pt) -> f32 {
    let measure = measure / size;
    if measure.is_nan() || size <= Pt::ZERO {
        f32::MAX
    } else {
        measure.max(0.0) * 1.000_01
    }
}

/// Places a line; `ends_segment` says that the author's own line break, or the end, follows it.
fn place_line(
    paragraph: &Paragraph,
    range: &LineRange,
    ends_segment: bool,
    size: Pt,
    measure: f32,
) -> TextLine {
    let clusters = paragraph
        .shaped
        .clusters
        .get(range.from.cluster..range.to.cluster)
        .unwrap_or_default();
    let visible = clusters
        .iter()
        .rposition(|it| !matches!(it.kind, ClusterKind::Space | ClusterKind::Newline))
        .map_or(0, |at| at + 1);
    let (visible, rest) = clusters.split_at(visible);
    let slack = if paragraph.justify && !ends_segment {
        measure - line_width(&range.from, &range.to)
    } else {
        0.0
    };
    let stretch = space_stretch(visible, slack);
    let clusters_left = visible.len();
    let mut builder = LineBuilder {
        paragraph,
        size,
        x: Pt::ZERO,
        runs: Vec::new(),
        last_style: usize::MAX,
        stretch,
        clusters_left,
        cluster: 0,
        level: 0,
    };
    let hyphen = range.to.kind == BreakKind::Hyphen;
    let swallowed = rest
        .iter()
        .find(|it| it.kind == ClusterKind::Space)
        .filter(|_| !ends_segment);
    let backwards = paragraph.direction == Direction::Rtl;
    if let Some(space) = swallowed.filter(|_| backwards) {
        (builder.cluster, builder.level) = (visible.len(), space.level);
        builder.place_swallowed_space(space);
    }
    let order = paragraph.shaped.mixed.then(|| visual_order(visible));
    for at in 0..visible.len() {
        let at = order.as_ref().map_or(at, |order| order[at]);
        let cluster = &visible[at];
        (builder.cluster, builder.level) = (at, cluster.level);
        let last = at + 1 == visible.len();
        let right_to_left = cluster.level % 2 == 1;
        if last && hyphen && right_to_left {
            builder.place_hyphen(cluster);
        }
        builder.place_cluster(cluster, at == 0, last, visible.get(at + 1));
        if last && hyphen && !right_to_left {
            builder.place_hyphen(cluster);
        }
    }
    if let Some(space) = swallowed.filter(|_| !backwards) {
        builder.place_swallowed_space(space);
    }
    TextLine {
        width: builder.x,
        runs: builder.runs,
    }
}

/// What is added to every space so that a line fills the measure, in ems.
fn space_stretch(visible: &[Cluster], slack: f32) -> f32 {
    if slack <= 0.0 {
        return 0.0;
    }
    let places: f32 = visible
        .windows(2)
        .map(|pair| stretch_factor(&pair[0], Some(&pair[1])))
        .sum();
    if slack <= places * MOST_STRETCH {
        slack / places
    } else {
        0.0
    }
}

/// How far the place after a cluster stretches, as a multiple of a space.
fn stretch_factor(cluster: &Cluster, next: Option<&Cluster>) -> f32 {
    match (cluster.kind, next.map(|next| next.kind)) {
        (_, None) => 0.0,
        (ClusterKind::Space | ClusterKind::FixedSpace, _) => 1.0,
        (ClusterKind::Ideograph, Some(ClusterKind::Ideograph | ClusterKind::Word))
        | (ClusterKind::Word, Some(ClusterKind::Ideograph)) => IDEOGRAPH_STRETCH,
        _ => 0.0,
    }
}

/// Indices in order from left to right (UAX #9, L2).
fn visual_order(visible: &[Cluster]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..visible.len()).collect();
    let level = |at: usize| visible.get(at).map_or(0, |it| it.level);
    let highest = visible.iter().map(|it| it.level).max().unwrap_or_default();
    let lowest_odd = visible.iter().map(|it| it.level | 1).min().unwrap_or(1);
    for limit in (lowest_odd..=highest).rev() {
        for run in order.chunk_by_mut(|&a, &b| (level(a) >= limit) == (level(b) >= limit)) {
            if run.first().is_some_and(|&at| level(at) >= limit) {
                run.reverse();
            }
        }
    }
    order
}

/// Writes glyphs from left to right.
struct LineBuilder<'a> {
    paragraph: &'a Paragraph,
    size: Pt,
    x: Pt,
    runs: Vec<LineRun>,
    /// The style of the last run.
    last_style: usize,
    stretch: f32,
    /// Clusters that are not written yet.
    clusters_left: usize,
    /// The cluster being written, in reading order, and its embedding level.
    cluster: usize,
    level: u8,
}

impl LineBuilder<'_> {
    fn place_cluster(
        &mut self,
        cluster: &Cluster,
        first: bool,
        last: bool,
        next: Option<&Cluster>,
    ) {
        let shaped = &self.paragraph.shaped;
        if !first {
            self.add_space(cluster.gap * self.size);
        }
        let mut text = shaped.text.get(cluster.text.clone()).unwrap_or_default();
        let glyphs = shaped
            .glyphs
            .get(cluster.glyphs.clone())
            .unwrap_or_default();
        let start_trim = if first { cluster.start_trim } else { 0.0 };
        let end_trim = if last { cluster.end_trim } else { 0.0 };
        for (at, glyph) in glyphs.iter().enumerate() {
            let start_trim = if at == 0 { start_trim } else { 0.0 };
            let end_trim = if at + 1 == glyphs.len() {
                end_trim
            } else {
                0.0
            };
            let glyph = Glyph {
                id: glyph.id,
                advance: (glyph.advance - start_trim - end_trim) * self.size,
                dx: (glyph.dx - start_trim) * self.size,
                dy: glyph.dy * self.size,
                text: glyph_text(text),
            };
            text = "";
            self.place_glyph(cluster.style, glyph);
        }
        self.clusters_left -= 1;
        if glyphs.is_empty() {
            self.add_space(cluster.advance * self.size);
        }
        if self.stretch > 0.0 {
            self.add_space(stretch_factor(cluster, next) * self.stretch * self.size);
        }
    }

    fn place_hyphen(&mut self, cluster: &Cluster) {
        if let Some((id, advance)) = self
            .paragraph
            .shaped
            .styles
            .get(cluster.style)
            .and_then(|style| style.hyphen)
        {
            let advance = advance * self.size;
            self.place_glyph(
                cluster.style,
                Glyph {
                    id,
                    advance,
                    dx: Pt::ZERO,
                    dy: Pt::ZERO,
                    text: "-".into(),
                },
            );
        }
    }

    /// A space that a line break swallows keeps its glyph, so that words stay apart when the text
    /// is read out.
    fn place_swallowed_space(&mut self, cluster: &Cluster) {
        let shaped = &self.paragraph.shaped;
        if let Some(glyph) = shaped
            .glyphs
            .get(cluster.glyphs.clone())
            .and_then(<[_]>::first)
        {
            let (id, text) = (glyph.id, " ".into());
            self.place_glyph(
                cluster.style,
                Glyph {
                    id,
                    advance: Pt::ZERO,
                    dx: Pt::ZERO,
                    dy: Pt::ZERO,
                    text,
                },
            );
        }
    }

    /// Writes a glyph in a style.
    fn place_glyph(&mut self, style: usize, glyph: Glyph) {
        let advance = glyph.advance;
        match self.runs.last_mut() {
            Some(LineRun {
                order, level, run, ..
            }) if style == self.last_style && *level == self.level => {
                *order = self.cluster.min(*order);
                run.glyphs.push(glyph);
            }
            _ => self.start_run(style, glyph),
        }
        self.x += advance;
    }

    /// Begins a run with a glyph, unless its style only differs from the last one's in name.
    fn start_run(&mut self, style: usize, glyph: Glyph) {
        let Some(&GlyphStyle {
            face,
            scale,
            rise,
            color,
            mark,
            ..
        }) = self.paragraph.shaped.styles.get(style)
        else {
            return;
        };
        self.last_style = style;
        let (size, baseline, level) = (scale * self.size, -rise * self.size, self.level);
        match self.runs.last_mut() {
            Some(piece)
                if (piece.mark, piece.level) == (mark, level)
                    && (piece.run.face, piece.run.size) == (face, size)
                    && (piece.run.baseline, piece.run.color) == (baseline, color) =>
            {
                piece.order = self.cluster.min(piece.order);
                piece.run.glyphs.push(glyph);
            }
            _ => {
                let mut glyphs = Vec::with_capacity(self.clusters_left + 1);
                let backwards = level % 2 == 1;
                glyphs.push(glyph);
                let run = GlyphRun {
                    x: self.x,
                    baseline,
                    face,
                    size,
                    color,
                    backwards,
                    glyphs,
                };
                self.runs.push(LineRun {
                    mark,
                    order: self.cluster,
                    level,
                    run,
                });
            }
        }
    }

    /// Moves on; the glyph before becomes as much wider.
    fn add_space(&mut self, by: Pt) {
        if by == Pt::ZERO {
            return;
        }
        if let Some(glyph) = self
            .runs
            .last_mut()
            .and_then(|piece| piece.run.glyphs.last_mut())
        {
            glyph.advance += by;
        }
        self.x += by;
    }
}

/// The text that a glyph stands for, without what only steers the setting.
fn glyph_text(text: &str) -> CompactString {
    if text.chars().all(is_shaped) {
        return text.into();
    }
    text.chars().filter(|&it| is_shaped(it)).collect()
}
