//! Glyph runs: every glyph is where layout put it, and readers get the text that it stands for.
//!
//! The Unicode map of a font (ISO 32000-1, 9.10.3) gives a text to each code. Where that is not
//! enough, such as for a cluster whose glyphs do not correspond to characters, the cluster gets an
//! `/ActualText`.

use std::borrow::Cow;

use super::page_content::{ArtifactType, ContentMark, OpenLine, PageContent};
use crate::backend::pdf::used_fonts::{UsedFace, font_resource};
use crate::backend::pdf::values::{coordinate, is_private_use, is_text_character};
use crate::fonts::FaceId;
use crate::frame::{Glyph, GlyphRun, MAX_TEXT_SIZE, MIN_TEXT_SIZE, TagId, finite_points};
use crate::length::Pt;
use crate::theme::Color;

/// The text of a glyph that adds nothing to the text before it. Every code needs a text (ISO
/// 14289-1, 7.21.7); this one is invisible, and search ignores it.
const WORD_JOINER: &str = "\u{2060}";

/// The most characters that the Unicode map gives to a code. A longer text is only in the
/// `/ActualText`.
const MAX_CODE_TEXT: usize = 64;

/// The smallest adjustment of the pen, in 1/1000 em. Smaller ones would round to 0, and most glyphs
/// need none, so this spares the rounding.
const MIN_ADJUSTMENT: f64 = 0.5;

/// How far a glyph may reach into the next one, in 1/1000 em. Where it reaches farther, Poppler sees
/// another word or line.
const MAX_OVERLAP: f64 = 90.0;

/// Where and how glyphs are shown.
#[derive(Clone, Copy)]
struct GlyphPlacement {
    face: FaceId,
    size: Pt,
    color: Color,
    x: Pt,
    baseline: Pt,
    backwards: bool,
}

/// A glyph of a run that is read from right to left.
struct PlacedGlyph {
    glyph: Glyph,
    placement: GlyphPlacement,
}

/// A run that is read from right to left, divided into what has a text and what has none.
#[derive(Default)]
struct BackwardRun {
    /// One glyph for each cluster, with all of its text.
    letters: Vec<PlacedGlyph>,
    /// The dots and points of the letters.
    marks: Vec<PlacedGlyph>,
}

impl BackwardRun {
    fn push_cluster(&mut self, cluster: &[Glyph], placement: GlyphPlacement) {
        let letter = widest_glyph(cluster);
        let mut x = f64::from(placement.x.0);
        for (index, glyph) in cluster.iter().enumerate() {
            let mut placed = PlacedGlyph {
                glyph: glyph.clone(),
                placement: GlyphPlacement {
                    x: Pt(x as f32),
                    ..placement
                },
            };
            x += glyph_advance(glyph);
            if index == letter {
                placed.glyph.text.clone_from(&cluster[0].text);
                self.letters.push(placed);
            } else {
                self.marks.push(placed);
            }
        }
    }
}

/// A code that shows a glyph.
#[derive(Clone, Copy)]
struct ShownCode {
    code: u16,
    /// How far it moves the pen, in 1/1000 em.
    width: f64,
}

impl ShownCode {
    fn new(face: &UsedFace<'_>, code: u16) -> Self {
        Self {
            code,
            width: face.code_width(code),
        }
    }
}

/// The codes that show a cluster.
struct EncodedCluster {
    codes: Vec<ShownCode>,
    /// The text of the cluster, if the Unicode map does not give it.
    actual_text: Option<String>,
}

impl PageContent<'_, '_> {
    pub fn paint_run(&mut self, tag: Option<TagId>, run: &GlyphRun) {
        let mut placement = GlyphPlacement {
            face: run.face,
            size: Pt(coordinate(run.size).clamp(MIN_TEXT_SIZE, MAX_TEXT_SIZE)),
            color: run.color,
            x: Pt::ZERO,
            baseline: Pt(coordinate(run.baseline)),
            backwards: run.backwards,
        };
        // Double precision, so that rounding does not add up along the line.
        let mut x = f64::from(finite_points(run.x));
        let mut rest = run.glyphs.as_slice();
        let mut backward_run = BackwardRun::default();
        while let Some((cluster, following)) = split_cluster(rest) {
            placement.x = Pt(x as f32);
            let overlapping = self.overlapping_glyphs(rest, placement);
            if tag.is_some()
                && overlapping > 1
                && let Some((glyphs, following)) = rest.split_at_checked(overlapping)
            {
                self.paint_overlapping(tag, glyphs, placement);
                x += cluster_advance(glyphs);
                rest = following;
                continue;
            }
            if run.backwards {
                backward_run.push_cluster(cluster, placement);
            } else {
                self.paint_cluster(tag, cluster, placement);
            }
            x += cluster_advance(cluster);
            rest = following;
        }
        self.paint_backward_run(tag, &backward_run);
    }

    /// How many marks in a row, from the first glyph on, are each drawn over the empty half of the
    /// one before it: full-width punctuation that layout moved together.
    fn overlapping_glyphs(&mut self, glyphs: &[Glyph], placement: GlyphPlacement) -> usize {
        let per_em = 1000.0 / f64::from(placement.size.0);
        let mut count = 1;
        for pair in glyphs.windows(2) {
            let [glyph, next] = pair else {
                break;
            };
            if placement.backwards || !is_fullwidth_mark(glyph) || !is_fullwidth_mark(next) {
                break;
            }
            let face = self.writer.fonts.used_face(placement.face);
            let code = face.code_for(glyph.id, &glyph.text);
            let step = glyph_advance(glyph) + f64::from(finite_points(next.dx - glyph.dx));
            if face.code_width(code) - step * per_em <= MAX_OVERLAP {
                break;
            }
            count += 1;
        }
        count
    }

    /// Shows marks that overlap as one piece with a replacement text, so that readers do not see
    /// where each of them begins.
    fn paint_overlapping(
        &mut self,
        tag: Option<TagId>,
        glyphs: &[Glyph],
        placement: GlyphPlacement,
    ) {
        let mut text = String::new();
        let mut codes = Vec::with_capacity(glyphs.len());
        let face = self.writer.fonts.used_face(placement.face);
        for glyph in glyphs {
            text.push_str(&glyph.text);
            let code = face.code_for(glyph.id, &glyph.text);
            codes.push(ShownCode::new(face, code));
        }
        let mark = ContentMark::for_tag(tag, ArtifactType::Pagination);
        self.begin_marked_content(mark, Some(&text));
        self.show_codes(glyphs, &codes, placement);
        self.end_marked_content();
    }

    /// Readers reverse everything that one operator shows. So letters on the baseline, which share
    /// an operator, stay in visual order; raised ones, which have their own, come in the order of
    /// reading. Marks come last: Poppler would see a word end at each of them.
    fn paint_backward_run(&mut self, tag: Option<TagId>, run: &BackwardRun) {
        for group in run.letters.chunk_by(share_operator).rev() {
            for PlacedGlyph { glyph, placement } in group {
                self.paint_cluster(tag, std::slice::from_ref(glyph), *placement);
            }
        }
        if run.marks.is_empty() {
            return;
        }
        let mark = ContentMark::for_tag(tag, ArtifactType::Pagination);
        // Only content of a tag can have a replacement text.
        let no_text = tag.is_some().then_some("");
        self.begin_marked_content(mark, no_text);
        for PlacedGlyph { glyph, placement } in &run.marks {
            let face = self.writer.fonts.used_face(placement.face);
            let code = face.code_for(glyph.id, WORD_JOINER);
            let shown = ShownCode::new(face, code);
            self.show_codes(std::slice::from_ref(glyph), &[shown], *placement);
        }
        self.end_marked_content();
    }

    /// Shows the glyphs of one cluster in such a way that readers find its text.
    fn paint_cluster(&mut self, tag: Option<TagId>, cluster: &[Glyph], placement: GlyphPlacement) {
        // Most clusters are a single glyph that was shown before. Without this way a batch costs
        // 7.7 % more.
        if let [glyph] = cluster {
            let face = self.writer.fonts.used_face(placement.face);
            let found = if placement.backwards {
                let text = text_in_shown_order(&glyph.text, placement);
                face.find_code(glyph.id, &text)
            } else {
                face.find_code(glyph.id, &glyph.text)
            };
            if let Some(code) = found {
                let shown = ShownCode::new(face, code);
                self.mark_text(tag, placement);
                self.show_codes(cluster, &[shown], placement);
                return;
            }
        }
        let face = self.writer.fonts.used_face(placement.face);
        let encoded = encode_cluster(face, cluster, placement);
        let Some(actual_text) = encoded.actual_text else {
            self.mark_text(tag, placement);
            self.show_codes(cluster, &encoded.codes, placement);
            return;
        };
        // Its own sequence beside the others, not nested: some readers lose the text after a
        // nested one.
        let mark = ContentMark::for_tag(tag, ArtifactType::Pagination);
        let replacement = tag.is_some().then_some(actual_text.as_str());
        self.begin_marked_content(mark, replacement);
        self.show_codes(cluster, &encoded.codes, placement);
        self.end_marked_content();
    }

    fn mark_text(&mut self, tag: Option<TagId>, placement: GlyphPlacement) {
        let mark = ContentMark::for_tag(tag, ArtifactType::Pagination);
        if placement.backwards {
            self.mark_content(mark.reversed());
        } else {
            self.mark_content(mark);
        }
    }

    fn show_codes(&mut self, cluster: &[Glyph], codes: &[ShownCode], placement: GlyphPlacement) {
        self.continue_line(placement);
        let Self {
            operators,
            line: Some(line),
            ..
        } = self
        else {
            return;
        };
        let per_em = 1000.0 / f64::from(placement.size.0);
        // Where the next glyph belongs, in 1/1000 em from the beginning of the line.
        let mut target = f64::from((placement.x - line.x).0) * per_em;
        for (glyph, code) in cluster.iter().zip(codes) {
            let rise = match glyph.dy {
                Pt::ZERO => 0.0,
                raised => coordinate(raised),
            };
            if rise != 0.0 {
                operators.push_numeric_operator([rise], "Ts");
            }
            let shifted = target + f64::from(finite_points(glyph.dx)) * per_em;
            let distance = line.pen_offset - shifted;
            if distance.abs() >= MIN_ADJUSTMENT {
                // The pen moves by what is written, so that rounding errors do not add up.
                let distance = distance.round();
                operators.move_left(distance as f32);
                line.pen_offset -= distance;
            }
            operators.show_code(code.code);
            line.pen_offset += code.width;
            if rise != 0.0 {
                operators.push_numeric_operator([0.0], "Ts");
            }
            target += f64::from(finite_points(glyph.advance)) * per_em;
        }
    }

    /// Continues the open line if the glyphs at `placement` are next on it, else begins a new line
    /// there.
    fn continue_line(&mut self, placement: GlyphPlacement) {
        if self.fill == Some(placement.color)
            && let Some(line) = &self.line
            && line.continues_at(placement)
        {
            return;
        }
        if !self.in_text_object {
            self.operators.push_operator("BT");
            self.in_text_object = true;
        }
        self.set_fill_color(placement.color);
        if self.font != Some((placement.face, placement.size)) {
            let out = self.operators.operands();
            out.push(b'/');
            out.extend_from_slice(font_resource(placement.face).0.as_bytes());
            out.push(b' ');
            let size = placement.size.0;
            self.operators.push_numeric_operator([size], "Tf");
            self.font = Some((placement.face, placement.size));
        }
        let x = coordinate(placement.x);
        let baseline = coordinate(self.height - placement.baseline);
        let text_matrix = [1.0, 0.0, 0.0, 1.0, x, baseline];
        self.operators.push_numeric_operator(text_matrix, "Tm");
        self.line = Some(OpenLine {
            face: placement.face,
            size: placement.size,
            baseline: placement.baseline,
            x: Pt(x),
            pen_offset: 0.0,
        });
    }
}

impl OpenLine {
    /// Whether the glyphs at `placement` are on the same line, less than an em from the pen.
    fn continues_at(&self, placement: GlyphPlacement) -> bool {
        let target = f64::from((placement.x - self.x).0) * 1000.0 / f64::from(self.size.0);
        let gap = target - self.pen_offset;
        self.face == placement.face
            && self.size == placement.size
            && self.baseline == placement.baseline
            && gap.abs() < 1000.0
    }
}

/// Chooses codes for a cluster so that the Unicode map gives its text, or else has that text as
/// `/ActualText`.
fn encode_cluster(
    face: &mut UsedFace<'_>,
    cluster: &[Glyph],
    placement: GlyphPlacement,
) -> EncodedCluster {
    let text = cluster_text(cluster);
    let texts = texts_by_glyph(face, cluster, &text, placement);
    let has_text_for_each_glyph = texts.len() == cluster.len();
    let is_short_enough = text.chars().count() <= MAX_CODE_TEXT;
    let mut map_gives_text = has_text_for_each_glyph && is_short_enough;
    let mut codes = Vec::with_capacity(cluster.len());
    for (index, glyph) in cluster.iter().enumerate() {
        let code_text = match texts.get(index) {
            Some(code_text) if !code_text.is_empty() => code_text,
            _ => WORD_JOINER,
        };
        let code = face.code_for(glyph.id, code_text);
        // The face may have no code left for another text of this glyph.
        map_gives_text &= face.code_text(code) == code_text;
        codes.push(ShownCode::new(face, code));
    }
    EncodedCluster {
        codes,
        actual_text: (!map_gives_text && !text.is_empty()).then_some(text),
    }
}

/// The index of the widest glyph of a cluster: its letter, as marks have no width.
fn widest_glyph(cluster: &[Glyph]) -> usize {
    let mut widest = 0;
    for (index, glyph) in cluster.iter().enumerate() {
        if glyph.advance > cluster[widest].advance {
            widest = index;
        }
    }
    widest
}

/// The text of a cluster, without characters that a file must not contain.
fn cluster_text(cluster: &[Glyph]) -> String {
    let mut text = String::new();
    if let Some(first) = cluster.first() {
        for character in first.text.chars() {
            if is_text_character(character) {
                text.push(replace_private_use(character));
            }
        }
    }
    text
}

/// A text for each glyph of a cluster, as far as its text can be divided; else all of it for the
/// first glyph.
fn texts_by_glyph(
    face: &UsedFace<'_>,
    cluster: &[Glyph],
    text: &str,
    placement: GlyphPlacement,
) -> Vec<String> {
    let whole: String = text.chars().take(MAX_CODE_TEXT).collect();
    if let [_] = cluster {
        return vec![text_in_shown_order(&whole, placement).into_owned()];
    }
    // The glyphs may be those that the font has for the characters, in this order or reversed.
    let mut characters = Vec::with_capacity(cluster.len());
    for glyph in cluster {
        match face.glyph_character(glyph.id) {
            Some(character) => characters.push(character),
            None => return vec![whole],
        }
    }
    let is_in_order = characters.iter().copied().eq(text.chars());
    let is_reversed = characters.iter().rev().copied().eq(text.chars());
    if is_in_order || is_reversed {
        characters.iter().map(char::to_string).collect()
    } else {
        vec![whole]
    }
}

/// Splits off the first cluster: a glyph with text, and those after it without text.
fn split_cluster(glyphs: &[Glyph]) -> Option<(&[Glyph], &[Glyph])> {
    let (_, others) = glyphs.split_first()?;
    let mut length = 1;
    for glyph in others {
        if !glyph.text.is_empty() {
            break;
        }
        length += 1;
    }
    glyphs.split_at_checked(length)
}

fn cluster_advance(cluster: &[Glyph]) -> f64 {
    match cluster {
        [glyph] => glyph_advance(glyph),
        several => several.iter().map(glyph_advance).sum(),
    }
}

fn glyph_advance(glyph: &Glyph) -> f64 {
    f64::from(finite_points(glyph.advance))
}

/// Whether a glyph shows a mark that is an em wide in Chinese and Japanese faces.
fn is_fullwidth_mark(glyph: &Glyph) -> bool {
    let is_mark = |it| matches!(it, '\u{2018}'..='\u{201d}' | '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}');
    glyph.text.starts_with(is_mark)
}

/// Whether one operator shows both glyphs: the text rise, which another operator sets, is 0 for
/// both.
fn share_operator(a: &PlacedGlyph, b: &PlacedGlyph) -> bool {
    is_on_baseline(&a.glyph) && is_on_baseline(&b.glyph)
}

fn is_on_baseline(glyph: &Glyph) -> bool {
    coordinate(glyph.dy) == 0.0
}

/// The text of one glyph, with its characters in the order in which glyphs are shown. Readers
/// reverse text that runs backwards character by character, also those that share a glyph.
fn text_in_shown_order(text: &str, placement: GlyphPlacement) -> Cow<'_, str> {
    if placement.backwards && text.chars().nth(1).is_some() {
        return text.chars().rev().collect::<String>().into();
    }
    text.into()
}

/// A white square for a character for private use, which means nothing to other programs. So no
/// text needs the `/ActualText` that PDF/A demands for these (ISO 19005-2, 6.2.11.7.3).
fn replace_private_use(character: char) -> char {
    if is_private_use(character) {
        '\u{25A1}'
    } else {
        character
    }
}
