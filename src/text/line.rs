//! A line's clusters to runs of placed glyphs, in visual order.

use compact_str::CompactString;

use super::characters::is_kept;
use super::linebreak::{self, Cut};
use super::paragraph::{Class, Paragraph, width};
use super::shaped::{Cluster, Kind, Look};
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
        let room = ems(size, measure);
        let cuts = linebreak::cuts(self, room);
        let ends = |at: usize| cuts.get(at + 1).is_none_or(|next| next.first);
        cuts.iter()
            .enumerate()
            .map(|(at, cut)| line(self, cut, ends(at), size, room))
            .collect()
    }

    /// How many lines [`lines`](Self::lines) gives.
    #[must_use]
    pub fn line_count(&self, size: Pt, measure: Pt) -> usize {
        linebreak::count(self, ems(size, measure))
    }
}

/// A measure in ems, with room for the error of adding up.
fn ems(size: Pt, measure: Pt) -> f32 {
    let room = measure / size;
    if room.is_nan() || size <= Pt::ZERO {
        f32::MAX
    } else {
        room.max(0.0) * 1.000_01
    }
}

/// Places a line; `ends` says that the author's own line break, or the end, follows it.
fn line(paragraph: &Paragraph, cut: &Cut, ends: bool, size: Pt, room: f32) -> TextLine {
    let clusters = paragraph
        .shaped
        .clusters
        .get(cut.from.at..cut.to.at)
        .unwrap_or_default();
    let visible = clusters
        .iter()
        .rposition(|it| !matches!(it.kind, Kind::Space | Kind::Newline))
        .map_or(0, |at| at + 1);
    let (shown, rest) = clusters.split_at(visible);
    let slack = if paragraph.justify && !ends {
        room - width(&cut.from, &cut.to)
    } else {
        0.0
    };
    let stretch = stretch(shown, slack);
    let (left, open) = (shown.len(), usize::MAX);
    let mut pen = Pen {
        paragraph,
        size,
        x: Pt::ZERO,
        runs: Vec::new(),
        open,
        stretch,
        left,
        at: 0,
        level: 0,
    };
    let hyphen = cut.to.class == Class::Hyphen;
    let swallowed = rest
        .iter()
        .find(|it| it.kind == Kind::Space)
        .filter(|_| !ends);
    let backwards = paragraph.direction == Direction::Rtl;
    if let Some(space) = swallowed.filter(|_| backwards) {
        (pen.at, pen.level) = (shown.len(), space.level);
        pen.swallowed(space);
    }
    let order = paragraph.shaped.mixed.then(|| visual_order(shown));
    for at in 0..shown.len() {
        let at = order.as_ref().map_or(at, |order| order[at]);
        let cluster = &shown[at];
        (pen.at, pen.level) = (at, cluster.level);
        let last = at + 1 == shown.len();
        let right_to_left = cluster.level % 2 == 1;
        if last && hyphen && right_to_left {
            pen.hyphen(cluster);
        }
        pen.cluster(cluster, at == 0, last, shown.get(at + 1));
        if last && hyphen && !right_to_left {
            pen.hyphen(cluster);
        }
    }
    if let Some(space) = swallowed.filter(|_| !backwards) {
        pen.swallowed(space);
    }
    TextLine {
        width: pen.x,
        runs: pen.runs,
    }
}

/// What is added to every space so that a line fills the measure, in ems.
fn stretch(shown: &[Cluster], slack: f32) -> f32 {
    if slack <= 0.0 {
        return 0.0;
    }
    let places: f32 = shown
        .windows(2)
        .map(|pair| stretches(&pair[0], Some(&pair[1])))
        .sum();
    if slack <= places * MOST_STRETCH {
        slack / places
    } else {
        0.0
    }
}

/// How far the place after a cluster stretches, as a multiple of a space.
fn stretches(cluster: &Cluster, next: Option<&Cluster>) -> f32 {
    match (cluster.kind, next.map(|next| next.kind)) {
        (_, None) => 0.0,
        (Kind::Space | Kind::FixedSpace, _) => 1.0,
        (Kind::Ideograph, Some(Kind::Ideograph | Kind::Word))
        | (Kind::Word, Some(Kind::Ideograph)) => IDEOGRAPH_STRETCH,
        _ => 0.0,
    }
}

/// Indices in order from left to right (UAX #9, L2).
fn visual_order(shown: &[Cluster]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..shown.len()).collect();
    let level = |at: usize| shown.get(at).map_or(0, |it| it.level);
    let highest = shown.iter().map(|it| it.level).max().unwrap_or_default();
    let lowest_odd = shown.iter().map(|it| it.level | 1).min().unwrap_or(1);
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
struct Pen<'a> {
    paragraph: &'a Paragraph,
    size: Pt,
    x: Pt,
    runs: Vec<LineRun>,
    /// The look of the last run.
    open: usize,
    stretch: f32,
    /// Clusters that are not written yet.
    left: usize,
    /// The cluster being written, in reading order, and its embedding level.
    at: usize,
    level: u8,
}

impl Pen<'_> {
    fn cluster(&mut self, cluster: &Cluster, first: bool, last: bool, next: Option<&Cluster>) {
        let shaped = &self.paragraph.shaped;
        if !first {
            self.skip(cluster.gap * self.size);
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
                text: kept(text),
            };
            text = "";
            self.write(cluster.look, glyph);
        }
        self.left -= 1;
        if glyphs.is_empty() {
            self.skip(cluster.advance * self.size);
        }
        if self.stretch > 0.0 {
            self.skip(stretches(cluster, next) * self.stretch * self.size);
        }
    }

    fn hyphen(&mut self, cluster: &Cluster) {
        if let Some((id, advance)) = self
            .paragraph
            .shaped
            .looks
            .get(cluster.look)
            .and_then(|look| look.hyphen)
        {
            let advance = advance * self.size;
            self.write(
                cluster.look,
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
    fn swallowed(&mut self, cluster: &Cluster) {
        let shaped = &self.paragraph.shaped;
        if let Some(glyph) = shaped
            .glyphs
            .get(cluster.glyphs.clone())
            .and_then(<[_]>::first)
        {
            let (id, text) = (glyph.id, " ".into());
            self.write(
                cluster.look,
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

    /// Writes a glyph in a look.
    fn write(&mut self, look: usize, glyph: Glyph) {
        let advance = glyph.advance;
        match self.runs.last_mut() {
            Some(LineRun {
                order, level, run, ..
            }) if look == self.open && *level == self.level => {
                *order = self.at.min(*order);
                run.glyphs.push(glyph);
            }
            _ => self.begin(look, glyph),
        }
        self.x += advance;
    }

    /// Begins a run with a glyph, unless its look only differs from the last one's in name.
    fn begin(&mut self, look: usize, glyph: Glyph) {
        let Some(&Look {
            face,
            scale,
            rise,
            color,
            mark,
            ..
        }) = self.paragraph.shaped.looks.get(look)
        else {
            return;
        };
        self.open = look;
        let (size, baseline, level) = (scale * self.size, -rise * self.size, self.level);
        match self.runs.last_mut() {
            Some(piece)
                if (piece.mark, piece.level) == (mark, level)
                    && (piece.run.face, piece.run.size) == (face, size)
                    && (piece.run.baseline, piece.run.color) == (baseline, color) =>
            {
                piece.order = self.at.min(piece.order);
                piece.run.glyphs.push(glyph);
            }
            _ => {
                let mut glyphs = Vec::with_capacity(self.left + 1);
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
                    order: self.at,
                    level,
                    run,
                });
            }
        }
    }

    /// Moves on; the glyph before becomes as much wider.
    fn skip(&mut self, by: Pt) {
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
fn kept(text: &str) -> CompactString {
    if text.chars().all(is_kept) {
        return text.into();
    }
    text.chars().filter(|&it| is_kept(it)).collect()
}
