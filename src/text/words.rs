//! Shaped words: the result of shaping one unit of text, cached and reused wherever it occurs.

use std::ops::Range;

use harfrust::{Buffer, GlyphInfo};

use super::characters::cluster_kind;
use super::shaped::{ClusterKind, ShapedGlyph};

/// A stretch of text that was shaped by itself, usually a word and the space after it.
pub(super) struct ShapedWord {
    /// In logical order.
    pub clusters: Box<[WordCluster]>,
    /// The glyphs of the clusters one after the other, in units of the face; those of each cluster
    /// are in visual order.
    pub glyphs: Box<[ShapedGlyph]>,
    /// Whether every character has another glyph than its usual one: an OpenType feature was
    /// applied to all of them.
    pub all_substituted: bool,
}

/// A cluster of a shaped word.
pub(super) struct WordCluster {
    /// Where its characters start in the word.
    pub start: u32,
    /// Where they end.
    pub end: u32,
    /// The number of its glyphs.
    pub glyphs: u32,
    pub kind: ClusterKind,
}

impl ShapedWord {
    /// Reads the glyphs of `text` from the buffer. `is_substituted` tells whether a glyph is
    /// another than the usual one of a character.
    pub fn new(
        text: &str,
        buffer: &Buffer,
        backwards: bool,
        is_substituted: impl Fn(u32, char) -> bool,
    ) -> Self {
        let infos = buffer.glyph_infos();
        let positions = buffer.glyph_positions();
        let groups = glyphs_by_cluster(buffer, backwards);
        let mut clusters = Vec::with_capacity(groups.len());
        let mut glyphs = Vec::with_capacity(infos.len());
        for (index, group) in groups.iter().enumerate() {
            // Characters that were not shaped belong to the cluster before them, or to the first.
            let start = match index {
                0 => 0,
                _ => infos[group.start].cluster,
            };
            let end = match groups.get(index + 1) {
                Some(next) => infos[next.start].cluster,
                None => text.len() as u32,
            };
            let first_glyph = glyphs.len();
            for (info, position) in infos[group.clone()].iter().zip(&positions[group.clone()]) {
                // A face has at most 65 535 glyphs, so a larger number is a broken font's.
                let Ok(id) = u16::try_from(info.glyph_id) else {
                    continue;
                };
                // Glyph 0 is `.notdef`: the face has nothing to show.
                if id != 0 {
                    glyphs.push(ShapedGlyph {
                        id,
                        // Line breaking relies on lines that do not become narrower with more text.
                        advance: (position.x_advance as f32).max(0.0),
                        dx: position.x_offset as f32,
                        dy: position.y_offset as f32,
                    });
                }
            }
            let characters = text.get(start as usize..end as usize);
            let kind = cluster_kind(characters.unwrap_or_default());
            let glyph_count = (glyphs.len() - first_glyph) as u32;
            // A space without a glyph still takes room; anything else that the face cannot show
            // does not.
            if glyph_count > 0 || kind == ClusterKind::Space {
                clusters.push(WordCluster {
                    start,
                    end,
                    glyphs: glyph_count,
                    kind,
                });
            }
        }
        Self {
            clusters: clusters.into(),
            glyphs: glyphs.into(),
            all_substituted: all_substituted(text, infos, is_substituted),
        }
    }
}

fn all_substituted(
    text: &str,
    infos: &[GlyphInfo],
    is_substituted: impl Fn(u32, char) -> bool,
) -> bool {
    for info in infos {
        let rest = text.get(info.cluster as usize..).unwrap_or_default();
        // A cluster of several characters is judged by the first.
        match rest.chars().next() {
            Some(character) if is_substituted(info.glyph_id, character) => {}
            _ => return false,
        }
    }
    true
}

/// The glyphs of each cluster as ranges of the buffer, in logical order.
fn glyphs_by_cluster(buffer: &Buffer, backwards: bool) -> Vec<Range<usize>> {
    let infos = buffer.glyph_infos();
    let mut groups = Vec::with_capacity(infos.len());
    let mut start = 0;
    for group in infos.chunk_by(|a, b| a.cluster == b.cluster) {
        groups.push(start..start + group.len());
        start += group.len();
    }
    // The shaper gives glyphs in visual order.
    if backwards {
        groups.reverse();
    }
    groups
}
