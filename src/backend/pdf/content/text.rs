//! Runs of glyphs, so that every one stands where layout put it and a reader finds what it stands
//! for.

use std::borrow::Cow;

use super::page_content::{ArtifactType, ContentMark, OpenLine, PageContent};
use crate::backend::pdf::used_fonts;
use crate::backend::pdf::values::{coordinate, is_private_use, is_text_character};
use crate::fonts::FaceId;
use crate::frame::{Glyph, GlyphRun, TagId, finite_points};
use crate::length::Pt;
use crate::theme::Color;

/// Stands for a glyph that adds nothing to the text before it: no reader shows it, no search
/// stumbles over it.
const WORD_JOINER: &str = "\u{2060}";

/// Text of one code: longer ones are told by an `/ActualText` alone.
const MAX_CODE_TEXT: usize = 64;

impl PageContent<'_, '_> {
    pub(super) fn paint_run(&mut self, tag: Option<TagId>, run: &GlyphRun) {
        let size = Pt(coordinate(run.size).clamp(0.001, 10_000.0));
        let baseline = Pt(coordinate(run.baseline));
        let mut x = f64::from(finite_points(run.x));
        let mut rest = run.glyphs.as_slice();
        let mut clusters = Vec::with_capacity(if run.backwards { run.glyphs.len() } else { 0 });
        while let Some((cluster, after)) = split_cluster(rest) {
            let (face, color, backwards) = (run.face, run.color, run.backwards);
            let placement = GlyphPlacement {
                face,
                size,
                color,
                x: Pt(x as f32),
                baseline,
                backwards,
            };
            if backwards {
                clusters.push((cluster, placement));
            } else {
                self.paint_cluster(tag, cluster, placement);
            }
            x += match cluster {
                [glyph] => f64::from(finite_points(glyph.advance)),
                several => several
                    .iter()
                    .map(|glyph| f64::from(finite_points(glyph.advance)))
                    .sum(),
            };
            rest = after;
        }
        // What is on one level stays together, as readers reverse all that one operator shows; what
        // is not comes in the order in which it is read.
        for shown in clusters
            .chunk_by(|(a, _), (b, _)| is_on_baseline(a) && is_on_baseline(b))
            .rev()
        {
            for (cluster, placement) in shown {
                self.paint_cluster(tag, cluster, *placement);
            }
        }
    }

    /// Shows the glyphs of one cluster and sees to it that a reader finds its text.
    fn paint_cluster(&mut self, tag: Option<TagId>, cluster: &[Glyph], placement: GlyphPlacement) {
        if let [glyph] = cluster
            && let Some(code) = self
                .writer
                .fonts
                .used_face(placement.face)
                .find_code(glyph.id, &text_in_shown_order(&glyph.text, placement))
        {
            self.mark_text(tag, placement);
            return self.show_codes(cluster, &[code], placement);
        }
        let encoded = self.encode_cluster(cluster, placement);
        match encoded.actual_text {
            None => {
                self.mark_text(tag, placement);
                self.show_codes(cluster, &encoded.codes, placement);
            }
            // A mark of its own beside the others: some readers lose the text after one that is
            // inside another.
            Some(actual) => {
                self.begin_marked_content(
                    ContentMark::for_tag(tag, ArtifactType::Pagination),
                    Some(&actual),
                );
                self.show_codes(cluster, &encoded.codes, placement);
                self.end_marked_content();
            }
        }
    }

    fn mark_text(&mut self, tag: Option<TagId>, placement: GlyphPlacement) {
        let mark = ContentMark::for_tag(tag, ArtifactType::Pagination);
        self.mark_content(if placement.backwards {
            mark.reversed()
        } else {
            mark
        });
    }

    /// The codes for a cluster, and its text if their Unicode map alone does not tell it.
    fn encode_cluster(&mut self, cluster: &[Glyph], placement: GlyphPlacement) -> EncodedCluster {
        let face = self.writer.fonts.used_face(placement.face);
        let text = cluster.first().map_or("", |first| &first.text);
        let text: String = text
            .chars()
            .filter(|it| is_text_character(*it))
            .map(replace_private_use)
            .collect();
        let texts = match cluster {
            [_] => vec![text_in_shown_order(&truncate_code_text(&text), placement).into_owned()],
            several => characters_by_glyph(
                several.iter().map(|glyph| face.glyph_character(glyph.id)),
                &text,
            )
            .unwrap_or_else(|| vec![truncate_code_text(&text)]),
        };
        let mut map_is_true = true;
        let mut codes = Vec::with_capacity(cluster.len());
        for (at, glyph) in cluster.iter().enumerate() {
            let text_of_code = texts
                .get(at)
                .filter(|it| !it.is_empty())
                .map_or(WORD_JOINER, String::as_str);
            let code = face.code_for(glyph.id, text_of_code);
            map_is_true &= face.code_text(code) == text_of_code;
            codes.push(code);
        }
        map_is_true &= texts.len() == cluster.len() && text.chars().count() <= MAX_CODE_TEXT;
        EncodedCluster {
            codes,
            actual_text: (!map_is_true && !text.is_empty()).then_some(text),
        }
    }

    fn show_codes(&mut self, cluster: &[Glyph], codes: &[u16], placement: GlyphPlacement) {
        self.continue_line(placement);
        let Self {
            writer,
            operators,
            line: Some(line),
            ..
        } = self
        else {
            return;
        };
        let face = writer.fonts.used_face(placement.face);
        // In 1/1000 em from the beginning of the line.
        let scale = 1000.0 / f64::from(placement.size.0);
        let mut target = f64::from((placement.x - line.x).0) * scale;
        for (glyph, code) in cluster.iter().zip(codes) {
            let rise = if glyph.dy == Pt::ZERO {
                0.0
            } else {
                coordinate(glyph.dy)
            };
            if rise != 0.0 {
                operators.push_numeric_operator([rise], "Ts");
            }
            let back = line.pen_offset - (target + f64::from(finite_points(glyph.dx)) * scale);
            // Most glyphs stand where the pen is, and to round is slow.
            if back.abs() >= 0.5 {
                let back = back.round();
                operators.move_left(back as f32);
                line.pen_offset -= back;
            }
            operators.show_code(*code);
            line.pen_offset += face.code_width(*code);
            if rise != 0.0 {
                operators.push_numeric_operator([0.0], "Ts");
            }
            target += f64::from(finite_points(glyph.advance)) * scale;
        }
    }

    /// Goes on with the line that is open if it leads to `placement`; else begins one there.
    fn continue_line(&mut self, placement: GlyphPlacement) {
        if self.fill == Some(placement.color)
            && self
                .line
                .as_ref()
                .is_some_and(|line| line.continues_at(placement))
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
            out.extend_from_slice(used_fonts::font_resource(placement.face).0.as_bytes());
            out.push(b' ');
            self.operators
                .push_numeric_operator([placement.size.0], "Tf");
            self.font = Some((placement.face, placement.size));
        }
        let x = coordinate(placement.x);
        let baseline = coordinate(self.height - placement.baseline);
        self.operators
            .push_numeric_operator([1.0, 0.0, 0.0, 1.0, x, baseline], "Tm");
        self.line = Some(OpenLine {
            face: placement.face,
            size: placement.size,
            baseline: placement.baseline,
            x: Pt(x),
            pen_offset: 0.0,
        });
    }
}

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

/// A cluster as codes.
struct EncodedCluster {
    codes: Vec<u16>,
    actual_text: Option<String>,
}

impl OpenLine {
    /// Whether the glyphs at `placement` are the next ones of the same line, less than an em away.
    fn continues_at(&self, placement: GlyphPlacement) -> bool {
        let gap =
            f64::from((placement.x - self.x).0) * 1000.0 / f64::from(self.size.0) - self.pen_offset;
        (self.face, self.size, self.baseline)
            == (placement.face, placement.size, placement.baseline)
            && gap.abs() < 1000.0
    }
}

/// The glyphs of the first cluster, and the rest.
fn split_cluster(glyphs: &[Glyph]) -> Option<(&[Glyph], &[Glyph])> {
    let (_, others) = glyphs.split_first()?;
    let more = others
        .iter()
        .take_while(|glyph| glyph.text.is_empty())
        .count();
    glyphs.split_at_checked(more + 1)
}

fn is_on_baseline(cluster: &[Glyph]) -> bool {
    cluster.iter().all(|glyph| coordinate(glyph.dy) == 0.0)
}

/// The text of one glyph with its characters in the order in which glyphs are shown: readers turn
/// those of a stretch that runs backwards round one by one, those that share a glyph too.
fn text_in_shown_order(text: &str, placement: GlyphPlacement) -> Cow<'_, str> {
    if placement.backwards && text.chars().nth(1).is_some() {
        return text.chars().rev().collect::<String>().into();
    }
    text.into()
}

/// The characters that the face gives the glyphs for, if together they are the text, from either
/// end.
fn characters_by_glyph(
    characters: impl Iterator<Item = Option<char>>,
    text: &str,
) -> Option<Vec<String>> {
    let own: Vec<char> = characters.collect::<Option<_>>()?;
    let same = own.iter().copied().eq(text.chars()) || own.iter().rev().copied().eq(text.chars());
    same.then(|| own.iter().map(char::to_string).collect())
}

fn truncate_code_text(text: &str) -> String {
    text.chars().take(MAX_CODE_TEXT).collect()
}

/// A character for everyone: one of private text_of_code becomes a white square.
fn replace_private_use(character: char) -> char {
    if is_private_use(character) {
        '\u{25A1}'
    } else {
        character
    }
}
