//! Breaks a paragraph into lines, and places the glyphs of each line in visual order.

use compact_str::CompactString;

use super::characters::is_shaped;
use super::linebreak::{self, LineRange};
use super::paragraph::{BreakKind, Paragraph, line_width};
use super::shaped::{Cluster, ClusterKind, GlyphStyle, MAX_GAP};
use crate::document::Direction;
use crate::frame::{Glyph, GlyphRun};
use crate::hyphenation::Hyphenation;
use crate::length::Pt;

/// The most by which justification widens a space, in ems. A line that needs more stays ragged.
const MAX_STRETCH: f32 = 0.5;
/// How much the place between two ideographs stretches, as a share of the stretch of a space.
const IDEOGRAPH_STRETCH: f32 = MAX_GAP / MAX_STRETCH;

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct TextLine {
    /// Width from its left end to its right end, without the spaces that disappear at a line end.
    pub width: Pt,
    /// Its runs in visual order, from left to right.
    pub runs: Vec<LineRun>,
    /// What went against the rules because a piece of text is wider than the measure.
    pub defect: Option<LineDefect>,
}

/// What a line does against the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineDefect {
    /// It ends inside this word, where its language has no joint.
    CutWord(String),
    /// This text is wider than the measure.
    TooWide(String),
}

/// A run of glyphs in a line.
#[derive(Debug, Clone, PartialEq)]
pub struct LineRun {
    /// The mark of its span.
    pub mark: u32,
    /// Sorts the runs of a line into reading order.
    pub order: usize,
    /// Embedding level (UAX 9); odd levels run from right to left.
    pub level: u8,
    /// The glyphs. `x` is measured from the left end of the line, `baseline` from the baseline of
    /// the line; it is negative in raised text.
    pub run: GlyphRun,
}

impl Paragraph {
    /// Breaks the paragraph into lines of a size that are at most `measure` wide. Only a line of a
    /// number, or of a single cluster with its hyphen, can be wider. Empty text has no lines.
    #[must_use]
    pub fn lines(&self, size: Pt, measure: Pt, hyphenation: &Hyphenation<'_>) -> Vec<TextLine> {
        let measure = measure_in_ems(size, measure);
        let ranges = linebreak::break_lines(self, measure, hyphenation);
        let mut lines = Vec::with_capacity(ranges.len());
        for (index, range) in ranges.iter().enumerate() {
            let ends_segment = ranges.get(index + 1).is_none_or(|next| next.first);
            lines.push(place_line(self, range, ends_segment, size, measure));
        }
        lines
    }

    /// The width of what is left of an offset of the text, in bytes, if all of the text is one line:
    /// up to the right side of the character before it.
    #[must_use]
    pub fn width_up_to(&self, offset: usize, size: Pt) -> Pt {
        let clusters = &self.shaped.clusters;
        if offset == 0 {
            return Pt::ZERO;
        }
        let order = match self.shaped.bidirectional {
            true => visual_order(clusters, self.direction),
            false => (0..clusters.len()).collect(),
        };
        let mut width = 0.0;
        for at in order {
            let cluster = &clusters[at];
            if at > 0 {
                width += cluster.gap;
            } else {
                width -= cluster.start_trim;
            }
            width += cluster.advance;
            if cluster.text.contains(&(offset - 1)) {
                break;
            }
        }
        width * size
    }

    /// The number of lines that [`lines`](Self::lines) gives, without placing their glyphs.
    #[must_use]
    pub fn line_count(&self, size: Pt, measure: Pt, hyphenation: &Hyphenation<'_>) -> usize {
        linebreak::count_lines(self, measure_in_ems(size, measure), hyphenation)
    }
}

/// A measure in ems, slightly widened so that rounding errors in sums of advances do not matter.
fn measure_in_ems(size: Pt, measure: Pt) -> f32 {
    let ems = measure / size;
    if ems.is_nan() || size <= Pt::ZERO {
        f32::MAX
    } else {
        ems.max(0.0) * 1.000_01
    }
}

/// Places the glyphs of a line. `ends_segment` tells that a line break of the author, or the end of
/// the paragraph, follows.
fn place_line(
    paragraph: &Paragraph,
    range: &LineRange,
    ends_segment: bool,
    size: Pt,
    measure: f32,
) -> TextLine {
    let shaped = &paragraph.shaped;
    let clusters = shaped.clusters.get(range.from.cluster..range.to.cluster);
    let clusters = clusters.unwrap_or_default();
    let (visible, trailing) = clusters.split_at(visible_count(clusters));
    // The last line of justified text stays ragged, and so does one that the author ended.
    let mut slack = 0.0;
    if paragraph.justify && !ends_segment {
        slack = measure - line_width(&range.from, &range.to);
    }
    let mut builder = LineBuilder {
        paragraph,
        size,
        stretch: space_stretch(visible, slack),
        x: Pt::ZERO,
        runs: Vec::new(),
        last_style: usize::MAX,
        clusters_left: visible.len(),
        cluster: 0,
        level: 0,
    };
    let mut swallowed_space = None;
    if !ends_segment {
        swallowed_space = first_space(trailing);
    }
    // A space at the line end is at the left end if the paragraph runs from right to left.
    let backwards = paragraph.direction == Direction::Rtl;
    if let Some(space) = swallowed_space
        && backwards
    {
        (builder.cluster, builder.level) = (visible.len(), space.level);
        builder.place_swallowed_space(space);
    }
    builder.place_clusters(visible, range.to.kind.adds_hyphen());
    if let Some(space) = swallowed_space
        && !backwards
    {
        builder.place_swallowed_space(space);
    }
    TextLine {
        width: builder.x,
        runs: builder.runs,
        defect: line_defect(paragraph, range, measure),
    }
}

fn line_defect(paragraph: &Paragraph, range: &LineRange, measure: f32) -> Option<LineDefect> {
    let shaped = &paragraph.shaped;
    if range.to.kind == BreakKind::Cut {
        let next = shaped.clusters.get(range.to.cluster)?;
        let word = paragraph.token_around(next.text.start);
        return Some(LineDefect::CutWord(word.to_owned()));
    }
    if range.width() <= measure {
        return None;
    }
    let first = shaped.clusters.get(range.from.cluster)?;
    let last = shaped.cluster_before(range.to.cluster)?;
    let text = shaped.text.get(first.text.start..last.text.end)?;
    Some(LineDefect::TooWide(text.trim().to_owned()))
}

/// The number of clusters up to the last one that does not disappear at the line end.
fn visible_count(clusters: &[Cluster]) -> usize {
    let mut count = clusters.len();
    while let [.., last] = &clusters[..count]
        && matches!(last.kind, ClusterKind::Space | ClusterKind::Newline)
    {
        count -= 1;
    }
    count
}

fn first_space(clusters: &[Cluster]) -> Option<&Cluster> {
    clusters
        .iter()
        .find(|cluster| cluster.kind == ClusterKind::Space)
}

/// By how much each space of a line is widened to take up the slack, in ems.
fn space_stretch(visible: &[Cluster], slack: f32) -> f32 {
    if slack <= 0.0 {
        return 0.0;
    }
    let mut spaces = 0.0;
    for pair in visible.windows(2) {
        spaces += stretch_factor(&pair[0], Some(&pair[1]));
    }
    // Holes in a line look worse than a ragged edge.
    if slack <= spaces * MAX_STRETCH {
        slack / spaces
    } else {
        0.0
    }
}

/// How much the place after a cluster stretches, as a share of the stretch of a space.
fn stretch_factor(cluster: &Cluster, next: Option<&Cluster>) -> f32 {
    let Some(next) = next else {
        return 0.0;
    };
    match (cluster.kind, next.kind) {
        (ClusterKind::Space | ClusterKind::NoBreakSpace, _) => 1.0,
        // A gap is as wide as it can be without a space in copied text.
        _ if next.gap > 0.0 => 0.0,
        (ClusterKind::Ideograph, ClusterKind::Ideograph | ClusterKind::Word)
        | (ClusterKind::Word, ClusterKind::Ideograph) => IDEOGRAPH_STRETCH,
        _ => 0.0,
    }
}

/// The indices of clusters in their order from left to right (UAX 9, rule L2: from the highest
/// level to the lowest odd one, reverse every sequence of clusters at that level or higher).
fn visual_order(clusters: &[Cluster], direction: Direction) -> Vec<usize> {
    let mut order = logical_places(clusters, direction);
    let mut highest = 0;
    let mut lowest_odd = u8::MAX;
    for place in &order {
        highest = highest.max(place.level);
        // The level itself if it is odd, else the next one.
        lowest_odd = lowest_odd.min(place.level | 1);
    }
    for limit in (lowest_odd..=highest).rev() {
        let is_reversed = |place: &LinePlace| place.level >= limit;
        for sequence in order.chunk_by_mut(|a, b| is_reversed(a) == is_reversed(b)) {
            if sequence.first().is_some_and(is_reversed) {
                sequence.reverse();
            }
        }
    }
    order
        .into_iter()
        .filter_map(|place| place.cluster)
        .collect()
}

/// A position in a line, for putting clusters in order.
struct LinePlace {
    level: u8,
    /// `None` for characters that are not shown, such as the marks of an isolate.
    cluster: Option<usize>,
}

/// The clusters in logical order, and what is between them: two numbers that only an isolate keeps
/// apart are two sequences.
fn logical_places(clusters: &[Cluster], direction: Direction) -> Vec<LinePlace> {
    let paragraph_level = u8::from(direction == Direction::Rtl);
    let mut places = Vec::with_capacity(clusters.len());
    let mut end = None;
    for (index, cluster) in clusters.iter().enumerate() {
        if end.is_some_and(|end| end < cluster.text.start) {
            places.push(LinePlace {
                level: paragraph_level,
                cluster: None,
            });
        }
        end = Some(cluster.text.end);
        places.push(LinePlace {
            level: cluster.level,
            cluster: Some(index),
        });
    }
    places
}

/// Places the glyphs of a line from left to right.
struct LineBuilder<'a> {
    paragraph: &'a Paragraph,
    size: Pt,
    /// By how much each space is widened, in ems.
    stretch: f32,
    /// Where the next glyph is placed.
    x: Pt,
    runs: Vec<LineRun>,
    /// Index of the style of the last run.
    last_style: usize,
    /// The number of clusters that are not placed yet.
    clusters_left: usize,
    /// The cluster that is being placed, counted in reading order.
    cluster: usize,
    /// The embedding level of that cluster.
    level: u8,
}

impl LineBuilder<'_> {
    /// Places the clusters of the line from left to right. `hyphenated` tells that a hyphen follows
    /// the last one in reading order.
    fn place_clusters(&mut self, visible: &[Cluster], hyphenated: bool) {
        let mut order = None;
        if self.paragraph.shaped.bidirectional {
            order = Some(visual_order(visible, self.paragraph.direction));
        }
        for position in 0..visible.len() {
            let at = match &order {
                Some(order) => order[position],
                None => position,
            };
            let cluster = &visible[at];
            (self.cluster, self.level) = (at, cluster.level);
            let needs_hyphen = hyphenated && at + 1 == visible.len();
            let right_to_left = cluster.level % 2 == 1;
            // What follows in reading order is at the left of text that runs from right to left.
            if needs_hyphen && right_to_left {
                self.place_hyphen(cluster);
            }
            self.place_cluster(cluster, at == 0, visible.get(at + 1));
            if needs_hyphen && !right_to_left {
                self.place_hyphen(cluster);
            }
        }
    }

    /// Places a cluster; `next` is the one after it in reading order.
    fn place_cluster(&mut self, cluster: &Cluster, is_first: bool, next: Option<&Cluster>) {
        let shaped = &self.paragraph.shaped;
        let is_last = next.is_none();
        if !is_first {
            self.add_space(cluster.gap * self.size);
        }
        // The first glyph of a cluster carries all of its text, so that copied text has it once.
        let mut text = shaped.text_of(cluster);
        let glyphs = shaped.glyphs_of(cluster);
        for (index, glyph) in glyphs.iter().enumerate() {
            let mut start_trim = 0.0;
            let mut end_trim = 0.0;
            if is_first && index == 0 {
                start_trim = cluster.start_trim;
            }
            if is_last && index + 1 == glyphs.len() {
                end_trim = cluster.end_trim;
            }
            let placed = Glyph {
                id: glyph.id,
                advance: (glyph.advance - start_trim - end_trim) * self.size,
                dx: (glyph.dx - start_trim) * self.size,
                dy: glyph.dy * self.size,
                text: glyph_text(text),
            };
            text = "";
            self.place_glyph(cluster.style, placed);
        }
        self.clusters_left -= 1;
        if glyphs.is_empty() {
            self.add_space(cluster.advance * self.size);
        }
        if self.stretch > 0.0 {
            self.add_space(stretch_factor(cluster, next) * self.stretch * self.size);
        }
    }

    /// Places a hyphen in the style of a cluster, if its face has one.
    fn place_hyphen(&mut self, cluster: &Cluster) {
        if let Some((id, advance)) = self.paragraph.shaped.hyphen_after(cluster) {
            let hyphen = Glyph {
                id,
                advance: advance * self.size,
                dx: Pt::ZERO,
                dy: Pt::ZERO,
                text: "-".into(),
            };
            self.place_glyph(cluster.style, hyphen);
        }
    }

    /// Places the glyph of a space at the line end with an advance of 0. It separates the words
    /// when the text is copied or read aloud.
    fn place_swallowed_space(&mut self, cluster: &Cluster) {
        if let [space, ..] = self.paragraph.shaped.glyphs_of(cluster) {
            let space = Glyph {
                id: space.id,
                advance: Pt::ZERO,
                dx: Pt::ZERO,
                dy: Pt::ZERO,
                text: " ".into(),
            };
            self.place_glyph(cluster.style, space);
        }
    }

    /// Places a glyph, in the last run if that has the same style and level.
    fn place_glyph(&mut self, style: usize, glyph: Glyph) {
        let advance = glyph.advance;
        match self.runs.last_mut() {
            // Comparing two numbers settles most cases, as a line has few styles and many glyphs.
            Some(last) if style == self.last_style && last.level == self.level => {
                last.order = self.cluster.min(last.order);
                last.run.glyphs.push(glyph);
            }
            _ => self.place_glyph_in_style(style, glyph),
        }
        self.x += advance;
    }

    /// Places a glyph whose style or level differs from that of the last one. It begins a new run
    /// unless mark, level, face, size, baseline and colour are all the same.
    fn place_glyph_in_style(&mut self, style: usize, glyph: Glyph) {
        let Some(&GlyphStyle {
            face,
            scale,
            rise,
            color,
            mark,
            is_raised: _,
            hyphen: _,
        }) = self.paragraph.shaped.styles.get(style)
        else {
            return;
        };
        self.last_style = style;
        let size = scale * self.size;
        // y runs downwards, so raised text is at a negative height.
        let baseline = -rise * self.size;
        if let Some(last) = self.runs.last_mut()
            && (last.mark, last.level) == (mark, self.level)
            && (last.run.face, last.run.size) == (face, size)
            && (last.run.baseline, last.run.color) == (baseline, color)
        {
            last.order = self.cluster.min(last.order);
            last.run.glyphs.push(glyph);
            return;
        }
        let mut glyphs = Vec::with_capacity(self.clusters_left + 1);
        glyphs.push(glyph);
        self.runs.push(LineRun {
            mark,
            order: self.cluster,
            level: self.level,
            run: GlyphRun {
                x: self.x,
                baseline,
                face,
                size,
                color,
                backwards: self.level % 2 == 1,
                glyphs,
            },
        });
    }

    /// Adds space by widening the glyph before it.
    fn add_space(&mut self, width: Pt) {
        if width == Pt::ZERO {
            return;
        }
        if let Some(last) = self.runs.last_mut()
            && let Some(glyph) = last.run.glyphs.last_mut()
        {
            glyph.advance += width;
        }
        self.x += width;
    }
}

/// The text that a glyph carries, without directional and other control characters.
fn glyph_text(text: &str) -> CompactString {
    // Most glyphs show one character of ASCII.
    let is_printable = matches!(text.as_bytes(), [b' '..=b'~'] | []);
    if is_printable || text.chars().all(is_shaped) {
        return text.into();
    }
    let mut shaped = CompactString::default();
    for character in text.chars() {
        if is_shaped(character) {
            shaped.push(character);
        }
    }
    shaped
}
