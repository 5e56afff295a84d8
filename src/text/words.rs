//! Words as they are shaped, to be used wherever they stand.

use std::ops::Range;

use harfrust::Buffer;

use super::characters::cluster_kind;
use super::shaped::{ClusterKind, ShapedGlyph};

/// A stretch of text that is shaped by itself: mostly a word and the space after it.
pub(super) struct ShapedWord {
    /// In logical order.
    pub(super) clusters: Box<[WordCluster]>,
    /// Those of each cluster in visual order; in units of the face.
    pub(super) glyphs: Box<[ShapedGlyph]>,
    /// Whether every glyph is another than the one that its character has in running text.
    pub(super) all_substituted: bool,
}

/// A cluster of a word.
pub(super) struct WordCluster {
    /// Where its text begins and ends in the word.
    pub(super) start: u32,
    pub(super) end: u32,
    /// How many glyphs it has.
    pub(super) glyphs: u32,
    pub(super) kind: ClusterKind,
}

impl ShapedWord {
    /// Reads what `text` was shaped to.
    pub(super) fn new(
        text: &str,
        buffer: &Buffer,
        backwards: bool,
        is_substituted: impl Fn(u32, char) -> bool,
    ) -> Self {
        let (infos, positions) = (buffer.glyph_infos(), buffer.glyph_positions());
        let mut groups: Vec<Range<usize>> = Vec::with_capacity(infos.len());
        for group in infos.chunk_by(|a, b| a.cluster == b.cluster) {
            let start = groups.last().map_or(0, |before| before.end);
            groups.push(start..start + group.len());
        }
        if backwards {
            groups.reverse();
        }
        let (mut clusters, mut glyphs) = (
            Vec::with_capacity(groups.len()),
            Vec::with_capacity(infos.len()),
        );
        let start = |group: &Range<usize>| infos[group.start].cluster;
        for (at, group) in groups.iter().enumerate() {
            let from = if at == 0 { 0 } else { start(group) };
            let to = groups.get(at + 1).map_or(text.len() as u32, start);
            let first = glyphs.len();
            for (info, position) in infos[group.clone()].iter().zip(&positions[group.clone()]) {
                if let Some(id) = u16::try_from(info.glyph_id).ok().filter(|&id| id != 0) {
                    let [advance, dx, dy] =
                        [position.x_advance, position.x_offset, position.y_offset]
                            .map(|it| it as f32);
                    glyphs.push(ShapedGlyph {
                        id,
                        advance: advance.max(0.0),
                        dx,
                        dy,
                    });
                }
            }
            let kind = cluster_kind(text.get(from as usize..to as usize).unwrap_or_default());
            let glyphs = (glyphs.len() - first) as u32;
            if glyphs > 0 || kind == ClusterKind::Space {
                clusters.push(WordCluster {
                    start: from,
                    end: to,
                    glyphs,
                    kind,
                });
            }
        }
        let all_substituted = infos.iter().all(|info| {
            let character = text
                .get(info.cluster as usize..)
                .and_then(|text| text.chars().next());
            character.is_some_and(|it| is_substituted(info.glyph_id, it))
        });
        Self {
            clusters: clusters.into(),
            glyphs: glyphs.into(),
            all_substituted,
        }
    }
}
