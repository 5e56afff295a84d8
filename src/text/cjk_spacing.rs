//! Adjusts the space in CJK text: adds some between CJK and Western characters (CLREQ 3.2.2, JLREQ
//! 3.2.6), and removes the empty halves of adjacent full-width punctuation (CLREQ 3.1.6, JLREQ
//! 3.1.4).

use unicode_script::Script;

use super::characters::is_cjk;
use super::faces::Faces;
use super::shaped::{Cluster, ClusteredText, MAX_GAP};
use crate::lang;

/// Space between CJK and Western characters, in ems. CLREQ 3.2.2 allows up to a quarter, JLREQ 3.2.6
/// asks for a quarter, and CSS Text 4 for an eighth; but then copied text would have spaces there.
const CJK_WESTERN_GAP: f32 = MAX_GAP;

/// No character before this one is CJK or full-width punctuation.
const FIRST_ADJUSTED: char = '\u{2018}';

const FULLWIDTH_OPENING: [char; 13] = [
    '‘', '“', '〈', '《', '「', '『', '【', '〔', '〖', '（', '［', '｛', '〘',
];

const FULLWIDTH_CLOSING: [char; 19] = [
    '’', '”', '〉', '》', '」', '』', '】', '〕', '〗', '）', '］', '｝', '〙', '、', '。', '，',
    '．', '；', '：',
];

/// How far an advance may be from an em for a glyph to count as full-width, as a share of the em.
const FULL_WIDTH_TOLERANCE: f32 = 0.05;

/// Sets the gaps and trims of all clusters. Bidirectional text is left as it is.
pub(super) fn adjust_cjk_spacing(faces: Faces<'_>, shaped: &mut ClusteredText) {
    if shaped.bidirectional || !shaped.text.contains(is_adjusted) {
        return;
    }
    let mut before: Option<Neighbour> = None;
    for at in 0..shaped.clusters.len() {
        let Some(current) = neighbour(faces, shaped, &shaped.clusters[at]) else {
            before = None;
            continue;
        };
        let scale = match shaped.styles.get(shaped.clusters[at].style) {
            Some(style) => style.scale,
            None => 1.0,
        };
        let half_em = scale / 2.0;
        let mut start_trimmed = false;
        if let Some(before) = before {
            if stand_apart(before, current) {
                // Letter-spacing, which so far is all of the end trim of a letter, is a part of it.
                let letter_spacing = shaped.clusters[at - 1].end_trim;
                let gap = CJK_WESTERN_GAP * scale - letter_spacing;
                shaped.clusters[at].gap = gap.max(0.0);
            }
            // Of two opening marks the second loses its empty half, of two closing ones the first,
            // so that brackets stay close to the text that they enclose (CLREQ 3.1.6).
            if before.opens && current.opens {
                trim_cluster_start(shaped, at, half_em);
                start_trimmed = true;
            }
            // Between a closing and an opening mark one of the two empty halves stays.
            if before.closes && (current.opens || current.closes) {
                trim_cluster_end(shaped, at - 1, half_em);
            }
        }
        let cluster = &mut shaped.clusters[at];
        // The empty half has gone already if the advance was trimmed.
        if current.opens && !start_trimmed {
            cluster.start_trim = half_em;
        }
        if current.closes {
            cluster.end_trim += half_em;
        }
        before = Some(current);
    }
}

fn is_adjusted(character: char) -> bool {
    if character < FIRST_ADJUSTED {
        return false;
    }
    is_cjk(character) || is_fullwidth_opening(character) || is_fullwidth_closing(character)
}

/// What the cluster after it needs to know about a cluster.
#[derive(Clone, Copy)]
struct Neighbour {
    first: char,
    last: char,
    /// Whether its first character is CJK.
    cjk: bool,
    /// Whether it is opening punctuation with an empty left half.
    opens: bool,
    /// Whether it is closing punctuation with an empty right half.
    closes: bool,
}

/// `None` for a cluster without characters.
fn neighbour(faces: Faces<'_>, shaped: &ClusteredText, cluster: &Cluster) -> Option<Neighbour> {
    let mut characters = shaped.text_of(cluster).chars();
    let first = characters.next()?;
    let last = characters.next_back().unwrap_or(first);
    let (mut opens, mut closes) = (false, false);
    // Measuring the ink of a glyph is expensive, so only punctuation is measured.
    if is_fullwidth_opening(first) {
        opens = empty_half(faces, shaped, cluster) == Some(EmptyHalf::Left);
    } else if is_fullwidth_closing(first) {
        closes = empty_half(faces, shaped, cluster) == Some(EmptyHalf::Right);
    }
    Some(Neighbour {
        first,
        last,
        cjk: is_cjk(first),
        opens,
        closes,
    })
}

/// Whether there is space between a CJK and a Western character, in either order.
fn stand_apart(before: Neighbour, after: Neighbour) -> bool {
    if before.cjk && is_western(after.first) {
        return true;
    }
    after.cjk && is_western(before.last)
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
    let [glyph] = shaped.glyphs_of(cluster) else {
        return None;
    };
    // The advance includes letter-spacing, which so far is all of the end trim.
    let width_in_ems = (cluster.advance - cluster.end_trim) / style.scale;
    if (width_in_ems - 1.0).abs() > FULL_WIDTH_TOLERANCE {
        return None;
    }
    let (ink_start, ink_end) = faces.ink_extent(style.face, glyph.id)?;
    // Ink may reach a little across the middle: half of the em can be trimmed all the same.
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
    // The ink has to move left by as much, because the empty half is before it.
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
    if is_sign_of_figures || character.is_ascii_digit() {
        return true;
    }
    // The look-up of the script is the most expensive test.
    character.is_alphabetic()
        && matches!(
            lang::script(character),
            Script::Latin | Script::Greek | Script::Cyrillic
        )
}

/// Full-width punctuation whose left half is empty in most faces (JLREQ's class cl-01, "Opening
/// brackets").
fn is_fullwidth_opening(character: char) -> bool {
    FULLWIDTH_OPENING.contains(&character)
}

/// Full-width punctuation whose right half is empty in most faces (JLREQ's classes cl-02, "Closing
/// brackets", cl-06, "Full stops", and cl-07, "Commas"), and the colon and semicolon, whose ink is
/// at the left in simplified Chinese.
fn is_fullwidth_closing(character: char) -> bool {
    FULLWIDTH_CLOSING.contains(&character)
}
