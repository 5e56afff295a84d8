//! Space that the setting adds or takes away: between Han and Latin, and beside full-width marks.

use unicode_script::Script;

use super::characters::is_cjk;
use super::faces::Faces;
use super::shaped::{Cluster, ClusteredText};
use crate::lang;

/// Between Han and Latin letters or figures, in ems (CLREQ 3.2.2 is_adjusted for an eighth to a quarter).
const CJK_WESTERN_GAP: f32 = 1.0 / 6.0;

/// Characters before it neither are Han nor have an empty half.
const FIRST_ADJUSTED: char = '\u{2018}';

/// Sets the gaps and trims of all clusters. Text that runs both ways is left as it is.
pub(super) fn adjust_cjk_spacing(faces: Faces<'_>, shaped: &mut ClusteredText) {
    let is_adjusted = |it| is_cjk(it) || is_fullwidth_opening(it) || is_fullwidth_closing(it);
    if shaped.mixed
        || shaped.text.is_ascii()
        || !shaped
            .text
            .contains(|it| it >= FIRST_ADJUSTED && is_adjusted(it))
    {
        return;
    }
    let mut before: Option<Neighbour> = None;
    for at in 0..shaped.clusters.len() {
        let cluster = &shaped.clusters[at];
        let text = shaped.text.get(cluster.text.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else {
            before = None;
            continue;
        };
        let scale = shaped
            .styles
            .get(cluster.style)
            .map_or(1.0, |look| look.scale);
        let opens = is_fullwidth_opening(first)
            && empty_half(faces, shaped, cluster) == Some(EmptyHalf::Left);
        let closes = is_fullwidth_closing(first)
            && empty_half(faces, shaped, cluster) == Some(EmptyHalf::Right);
        let side = Neighbour {
            last,
            cjk: is_cjk(first),
            opens,
            closes,
        };
        if let Some(before) = before {
            if (before.cjk && is_western(first)) || (side.cjk && is_western(before.last)) {
                shaped.clusters[at].gap = CJK_WESTERN_GAP * scale;
            }
            if before.opens && opens {
                trim_cluster_start(shaped, at, scale / 2.0);
            }
            if before.closes && (opens || closes) {
                trim_cluster_end(shaped, at - 1, scale / 2.0);
            }
        }
        let cluster = &mut shaped.clusters[at];
        let trimmed = before.is_some_and(|before| before.opens && opens);
        if opens && !trimmed {
            cluster.start_trim = scale / 2.0;
        }
        if closes {
            cluster.end_trim += scale / 2.0;
        }
        before = Some(side);
    }
}

#[derive(Clone, Copy)]
struct Neighbour {
    /// Its last character.
    last: char,
    /// Whether its first one is Han.
    cjk: bool,
    opens: bool,
    closes: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EmptyHalf {
    Left,
    Right,
}

/// Which half of a glyph that is an em wide has no ink. Where a mark stands in its em depends on
/// the face and language.
fn empty_half(faces: Faces<'_>, shaped: &ClusteredText, cluster: &Cluster) -> Option<EmptyHalf> {
    let look = shaped.styles.get(cluster.style)?;
    let [glyph] = shaped.glyphs.get(cluster.glyphs.clone())? else {
        return None;
    };
    if ((cluster.advance - cluster.end_trim) / look.scale - 1.0).abs() > 0.05 {
        return None;
    }
    let (left, right) = faces.ink_extent(look.face, glyph.id)?;
    if right <= 0.55 {
        Some(EmptyHalf::Right)
    } else {
        (left >= 0.45).then_some(EmptyHalf::Left)
    }
}

fn trim_cluster_start(shaped: &mut ClusteredText, at: usize, amount: f32) {
    let cluster = &mut shaped.clusters[at];
    cluster.advance -= amount;
    if let Some(glyph) = shaped
        .glyphs
        .get_mut(cluster.glyphs.clone())
        .and_then(<[_]>::first_mut)
    {
        glyph.advance -= amount;
        glyph.dx -= amount;
    }
}

fn trim_cluster_end(shaped: &mut ClusteredText, at: usize, amount: f32) {
    let cluster = &mut shaped.clusters[at];
    cluster.advance -= amount;
    cluster.end_trim -= amount;
    if let Some(glyph) = shaped
        .glyphs
        .get_mut(cluster.glyphs.clone())
        .and_then(<[_]>::last_mut)
    {
        glyph.advance -= amount;
    }
}

fn is_western(character: char) -> bool {
    character.is_ascii_digit()
        || matches!(
            character,
            '%' | '‰' | '°' | '$' | '€' | '£' | '¥' | '+' | '−' | '±'
        )
        || (character.is_alphabetic()
            && matches!(
                lang::script(character),
                Script::Latin | Script::Greek | Script::Cyrillic
            ))
}

/// Full-width marks with their left half empty.
fn is_fullwidth_opening(character: char) -> bool {
    matches!(
        character,
        '‘' | '“' | '〈' | '《' | '「' | '『' | '【' | '〔' | '〖' | '（' | '［' | '｛' | '〘'
    )
}

/// Full-width marks with their right half empty.
fn is_fullwidth_closing(character: char) -> bool {
    matches!(
        character,
        '’' | '”'
            | '〉'
            | '》'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '〗'
            | '）'
            | '］'
            | '｝'
            | '〙'
            | '、'
            | '。'
            | '，'
            | '．'
            | '；'
            | '：'
    )
}
