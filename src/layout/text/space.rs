//! Space that the setting adds or takes away: between Han and Latin, and beside full-width marks.

use unicode_script::{Script, UnicodeScript};

use super::shape::is_han;
use super::{Cluster, Shaped};

/// Between Han and Latin letters or figures, in ems (CLREQ 3.2.2 asks for an eighth to a quarter).
const GAP: f32 = 1.0 / 6.0;

/// Sets the gaps and trims of all clusters. Text that runs both ways is left as it is.
pub(super) fn adjust(shaped: &mut Shaped) {
    if shaped.mixed {
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
        let scale = shaped.looks.get(cluster.look).map_or(1.0, |look| look.scale);
        let half = half_width(cluster, scale);
        let opens = half && is_opening(first);
        let closes = half && is_closing(first);
        let side = Side { han: is_han(first), latin: is_latin(last), opens, closes };
        if let Some(before) = before {
            if (before.han && is_latin(first)) || (before.latin && is_han(first)) {
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
    han: bool,
    latin: bool,
    opens: bool,
    closes: bool,
}

/// Whether a cluster is a full em wide.
fn half_width(cluster: &Cluster, scale: f32) -> bool {
    cluster.glyphs.len() == 1 && (cluster.advance / scale - 1.0).abs() < 0.2 && scale > 0.0
}

fn trim_start(shaped: &mut Shaped, at: usize, by: f32) {
    let cluster = &mut shaped.clusters[at];
    cluster.advance -= by;
    if let Some(glyph) = shaped.glyphs.get_mut(cluster.glyphs.clone()).and_then(<[_]>::first_mut) {
        glyph.advance -= by;
        glyph.dx -= by;
    }
}

fn trim_end(shaped: &mut Shaped, at: usize, by: f32) {
    let cluster = &mut shaped.clusters[at];
    cluster.advance -= by;
    cluster.end_trim -= by;
    if let Some(glyph) = shaped.glyphs.get_mut(cluster.glyphs.clone()).and_then(<[_]>::last_mut) {
        glyph.advance -= by;
    }
}

fn is_latin(character: char) -> bool {
    character.is_ascii_digit()
        || matches!(character, '%' | '‰' | '°' | '$' | '€' | '£' | '¥' | '+' | '−' | '±')
        || (character.is_alphabetic() && matches!(character.script(), Script::Latin | Script::Greek | Script::Cyrillic))
}

/// Full-width marks with their left half empty.
fn is_opening(character: char) -> bool {
    matches!(character, '‘' | '“' | '〈' | '《' | '「' | '『' | '【' | '〔' | '〖' | '（' | '［' | '｛' | '〘')
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
