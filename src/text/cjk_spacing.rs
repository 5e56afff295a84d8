//! Space that the setting adds or takes away: between Han and Latin, and beside full-width marks.

use unicode_script::Script;

use super::characters::is_han;
use super::faces::Faces;
use super::shaped::{Cluster, Shaped};
use crate::lang;

/// Between Han and Latin letters or figures, in ems (CLREQ 3.2.2 asks for an eighth to a quarter).
const GAP: f32 = 1.0 / 6.0;

/// Characters before it neither are Han nor have an empty half.
const FIRST: char = '\u{2018}';

/// Sets the gaps and trims of all clusters. Text that runs both ways is left as it is.
pub(super) fn adjust(faces: Faces<'_>, shaped: &mut Shaped) {
    let asks = |it| is_han(it) || is_opening(it) || is_closing(it);
    if shaped.mixed || shaped.text.is_ascii() || !shaped.text.contains(|it| it >= FIRST && asks(it))
    {
        return;
    }
    let mut before: Option<Side> = None;
    for at in 0..shaped.clusters.len() {
        let cluster = &shaped.clusters[at];
        let text = shaped.text.get(cluster.text.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else {
            before = None;
            continue;
        };
        let scale = shaped
            .looks
            .get(cluster.look)
            .map_or(1.0, |look| look.scale);
        let opens = is_opening(first) && empty_half(faces, shaped, cluster) == Some(Half::Left);
        let closes = is_closing(first) && empty_half(faces, shaped, cluster) == Some(Half::Right);
        let side = Side {
            last,
            han: is_han(first),
            opens,
            closes,
        };
        if let Some(before) = before {
            if (before.han && is_latin(first)) || (side.han && is_latin(before.last)) {
                shaped.clusters[at].gap = GAP * scale;
            }
            if before.opens && opens {
                trim_start(shaped, at, scale / 2.0);
            }
            if before.closes && (opens || closes) {
                trim_end(shaped, at - 1, scale / 2.0);
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
struct Side {
    /// Its last character.
    last: char,
    /// Whether its first one is Han.
    han: bool,
    opens: bool,
    closes: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Left,
    Right,
}

/// Which half of a glyph that is an em wide has no ink. Where a mark stands in its em depends on
/// the face and language.
fn empty_half(faces: Faces<'_>, shaped: &Shaped, cluster: &Cluster) -> Option<Half> {
    let look = shaped.looks.get(cluster.look)?;
    let [glyph] = shaped.glyphs.get(cluster.glyphs.clone())? else {
        return None;
    };
    if ((cluster.advance - cluster.end_trim) / look.scale - 1.0).abs() > 0.05 {
        return None;
    }
    let (left, right) = faces.ink(look.face, glyph.id)?;
    if right <= 0.55 {
        Some(Half::Right)
    } else {
        (left >= 0.45).then_some(Half::Left)
    }
}

fn trim_start(shaped: &mut Shaped, at: usize, by: f32) {
    let cluster = &mut shaped.clusters[at];
    cluster.advance -= by;
    if let Some(glyph) = shaped
        .glyphs
        .get_mut(cluster.glyphs.clone())
        .and_then(<[_]>::first_mut)
    {
        glyph.advance -= by;
        glyph.dx -= by;
    }
}

fn trim_end(shaped: &mut Shaped, at: usize, by: f32) {
    let cluster = &mut shaped.clusters[at];
    cluster.advance -= by;
    cluster.end_trim -= by;
    if let Some(glyph) = shaped
        .glyphs
        .get_mut(cluster.glyphs.clone())
        .and_then(<[_]>::last_mut)
    {
        glyph.advance -= by;
    }
}

fn is_latin(character: char) -> bool {
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
fn is_opening(character: char) -> bool {
    matches!(
        character,
        '‘' | '“' | '〈' | '《' | '「' | '『' | '【' | '〔' | '〖' | '（' | '［' | '｛' | '〘'
    )
}

/// Full-width marks with their right half empty.
fn is_closing(character: char) -> bool {
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
