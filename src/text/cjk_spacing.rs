//! Adjusts the space in CJK text: adds some between CJK and Western characters (CLREQ 3.2.2, JLREQ
//! 3.2), and removes the empty halves of adjacent full-width punctuation (CLREQ 3.1.6, JLREQ 3.1.4).

use unicode_script::Script;

use super::characters::is_cjk;
use super::faces::Faces;
use super::shaped::{Cluster, ClusteredText};
use crate::lang;

/// Space between CJK and Western characters, in ems. CLREQ 3.2.2 asks for an eighth to a quarter.
const CJK_WESTERN_GAP: f32 = 1.0 / 6.0;

/// No character before this one is CJK or full-width punctuation.
const FIRST_ADJUSTED: char = '\u{2018}';

/// How far an advance may be from an em for a glyph to count as full-width, as a share of the em.
const FULL_WIDTH_TOLERANCE: f32 = 0.05;

/// Sets the gaps and trims of all clusters. Bidirectional text is left as it is.
pub(super) fn adjust_cjk_spacing(faces: Faces<'_>, shaped: &mut ClusteredText) {
    if shaped.bidirectional || !shaped.text.contains(is_adjusted) {
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
        let style = shaped.styles.get(cluster.style);
        let scale = style.map_or(1.0, |style| style.scale);
        let empty_half = if is_fullwidth_opening(first) || is_fullwidth_closing(first) {
            empty_half(faces, shaped, cluster)
        } else {
            None
        };
        let opens = is_fullwidth_opening(first) && empty_half == Some(EmptyHalf::Left);
        let closes = is_fullwidth_closing(first) && empty_half == Some(EmptyHalf::Right);
        let current = Neighbour {
            last,
            cjk: is_cjk(first),
            opens,
            closes,
        };
        let mut start_trimmed = false;
        if let Some(before) = before {
            if (before.cjk && is_western(first)) || (current.cjk && is_western(before.last)) {
                shaped.clusters[at].gap = CJK_WESTERN_GAP * scale;
            }
            if before.opens && opens {
                trim_cluster_start(shaped, at, scale / 2.0);
                start_trimmed = true;
            }
            if before.closes && (opens || closes) {
                trim_cluster_end(shaped, at - 1, scale / 2.0);
            }
        }
        let cluster = &mut shaped.clusters[at];
        if opens && !start_trimmed {
            cluster.start_trim = scale / 2.0;
        }
        if closes {
            cluster.end_trim += scale / 2.0;
        }
        before = Some(current);
    }
}

fn is_adjusted(character: char) -> bool {
    character >= FIRST_ADJUSTED
        && (is_cjk(character) || is_fullwidth_opening(character) || is_fullwidth_closing(character))
}

/// What the cluster after it needs to know about a cluster.
#[derive(Clone, Copy)]
struct Neighbour {
    /// Its last character.
    last: char,
    /// Whether its first character is CJK.
    cjk: bool,
    /// Whether it is opening punctuation with an empty left half.
    opens: bool,
    /// Whether it is closing punctuation with an empty right half.
    closes: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EmptyHalf {
    Left,
    Right,
}

/// The half without ink of a glyph that is an em wide. The ink is measured because its place
/// depends on the face and the language: commas are centred in traditional Chinese, for example.
fn empty_half(faces: Faces<'_>, shaped: &ClusteredText, cluster: &Cluster) -> Option<EmptyHalf> {
    let style = shaped.styles.get(cluster.style)?;
    let [glyph] = shaped.glyphs.get(cluster.glyphs.clone())? else {
        return None;
    };
    let width_in_ems = (cluster.advance - cluster.end_trim) / style.scale;
    if (width_in_ems - 1.0).abs() > FULL_WIDTH_TOLERANCE {
        return None;
    }
    let (ink_start, ink_end) = faces.ink_extent(style.face, glyph.id)?;
    if ink_end <= 0.55 {
        Some(EmptyHalf::Right)
    } else if ink_start >= 0.45 {
        Some(EmptyHalf::Left)
    } else {
        None
    }
}

fn trim_cluster_start(shaped: &mut ClusteredText, at: usize, amount: f32) {
    let cluster = &mut shaped.clusters[at];
    cluster.advance -= amount;
    if let Some([first, ..]) = shaped.glyphs.get_mut(cluster.glyphs.clone()) {
        first.advance -= amount;
        first.dx -= amount;
    }
}

fn trim_cluster_end(shaped: &mut ClusteredText, at: usize, amount: f32) {
    let cluster = &mut shaped.clusters[at];
    cluster.advance -= amount;
    cluster.end_trim -= amount;
    if let Some([.., last]) = shaped.glyphs.get_mut(cluster.glyphs.clone()) {
        last.advance -= amount;
    }
}

/// Whether a character is set apart from CJK characters: letters, figures, and the signs that stand
/// with figures (roughly JLREQ's class cl-27, "Western characters").
fn is_western(character: char) -> bool {
    let is_sign_of_figures = matches!(
        character,
        '%' | '‰' | '°' | '$' | '€' | '£' | '¥' | '+' | '−' | '±'
    );
    let is_letter_of_script = || {
        matches!(
            lang::script(character),
            Script::Latin | Script::Greek | Script::Cyrillic
        )
    };
    character.is_ascii_digit()
        || is_sign_of_figures
        || (character.is_alphabetic() && is_letter_of_script())
}

/// Full-width punctuation whose left half is empty (JLREQ's class cl-01, "Opening brackets").
fn is_fullwidth_opening(character: char) -> bool {
    matches!(
        character,
        '‘' | '“' | '〈' | '《' | '「' | '『' | '【' | '〔' | '〖' | '（' | '［' | '｛' | '〘'
    )
}

/// Full-width punctuation whose right half is empty (JLREQ's classes cl-02, cl-05, cl-06 and cl-07).
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
