//! Runs of glyphs, so that every one stands where layout put it and a reader finds what it stands
//! for.

use std::borrow::Cow;

use super::canvas::{Artifact, Canvas, Line, Mark};
use crate::backend::pdf::fonts;
use crate::backend::pdf::values::{has_meaning, is_private, number};
use crate::fonts::FaceId;
use crate::frame::{Glyph, GlyphRun, TagId, finite_points};
use crate::length::Pt;
use crate::theme::Color;

/// Stands for a glyph that adds nothing to the text before it: no reader shows it, no search
/// stumbles over it.
const NOTHING: &str = "\u{2060}";

/// Text of one code: longer ones are told by an `/ActualText` alone.
const LONGEST_TEXT: usize = 64;

impl Canvas<'_, '_> {
    pub(super) fn run(&mut self, tag: Option<TagId>, run: &GlyphRun) {
        let size = Pt(number(run.size).clamp(0.001, 10_000.0));
        let baseline = Pt(number(run.baseline));
        let mut at = f64::from(finite_points(run.x));
        let mut rest = run.glyphs.as_slice();
        let mut clusters = Vec::with_capacity(if run.backwards { run.glyphs.len() } else { 0 });
        while let Some((cluster, after)) = split_cluster(rest) {
            let (face, color, backwards) = (run.face, run.color, run.backwards);
            let place = Place {
                face,
                size,
                color,
                x: Pt(at as f32),
                baseline,
                backwards,
            };
            if backwards {
                clusters.push((cluster, place));
            } else {
                self.cluster(tag, cluster, place);
            }
            at += match cluster {
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
            .chunk_by(|(a, _), (b, _)| is_level(a) && is_level(b))
            .rev()
        {
            for (cluster, place) in shown {
                self.cluster(tag, cluster, *place);
            }
        }
    }

    /// Shows the glyphs of one cluster and sees to it that a reader finds its text.
    fn cluster(&mut self, tag: Option<TagId>, cluster: &[Glyph], place: Place) {
        if let [glyph] = cluster
            && let Some(code) = self
                .painter
                .fonts
                .face(place.face)
                .known(glyph.id, &in_order(&glyph.text, place))
        {
            self.mark_text(tag, place);
            return self.show(cluster, &[code], place);
        }
        let shown = self.encode(cluster, place);
        match shown.actual {
            None => {
                self.mark_text(tag, place);
                self.show(cluster, &shown.codes, place);
            }
            // A mark of its own beside the others: some readers lose the text after one that is
            // inside another.
            Some(actual) => {
                self.open_mark(Mark::of(tag, Artifact::Pagination), Some(&actual));
                self.show(cluster, &shown.codes, place);
                self.unmark();
            }
        }
    }

    fn mark_text(&mut self, tag: Option<TagId>, place: Place) {
        let mark = Mark::of(tag, Artifact::Pagination);
        self.mark(if place.backwards {
            mark.backwards()
        } else {
            mark
        });
    }

    /// The codes for a cluster, and its text if their Unicode map alone does not tell it.
    fn encode(&mut self, cluster: &[Glyph], place: Place) -> Shown {
        let face = self.painter.fonts.face(place.face);
        let text = cluster.first().map_or("", |first| &first.text);
        let text: String = text
            .chars()
            .filter(|it| has_meaning(*it))
            .map(public)
            .collect();
        let meanings = match cluster {
            [_] => vec![in_order(&short(&text), place).into_owned()],
            several => own_characters(several.iter().map(|glyph| face.character(glyph.id)), &text)
                .unwrap_or_else(|| vec![short(&text)]),
        };
        let mut honest = true;
        let mut codes = Vec::with_capacity(cluster.len());
        for (at, glyph) in cluster.iter().enumerate() {
            let meaning = meanings
                .get(at)
                .filter(|it| !it.is_empty())
                .map_or(NOTHING, String::as_str);
            let code = face.code(glyph.id, meaning);
            honest &= face.text(code) == meaning;
            codes.push(code);
        }
        honest &= meanings.len() == cluster.len() && text.chars().count() <= LONGEST_TEXT;
        Shown {
            codes,
            actual: (!honest && !text.is_empty()).then_some(text),
        }
    }

    fn show(&mut self, cluster: &[Glyph], codes: &[u16], place: Place) {
        self.begin_line(place);
        let Self {
            painter,
            out,
            line: Some(line),
            ..
        } = self
        else {
            return;
        };
        let face = painter.fonts.face(place.face);
        // In 1/1000 em from the beginning of the line.
        let scale = 1000.0 / f64::from(place.size.0);
        let mut want = f64::from((place.x - line.x).0) * scale;
        for (glyph, code) in cluster.iter().zip(codes) {
            let rise = if glyph.dy == Pt::ZERO {
                0.0
            } else {
                number(glyph.dy)
            };
            if rise != 0.0 {
                out.numbers([rise], "Ts");
            }
            let back = line.pen - (want + f64::from(finite_points(glyph.dx)) * scale);
            // Most glyphs stand where the pen is, and to round is slow.
            if back.abs() >= 0.5 {
                let back = back.round();
                out.move_back(back as f32);
                line.pen -= back;
            }
            out.show(*code);
            line.pen += face.width(*code);
            if rise != 0.0 {
                out.numbers([0.0], "Ts");
            }
            want += f64::from(finite_points(glyph.advance)) * scale;
        }
    }

    /// Goes on with the line that is open if it leads to `place`; else begins one there.
    fn begin_line(&mut self, place: Place) {
        if self.fill == Some(place.color)
            && self.line.as_ref().is_some_and(|line| line.leads_to(place))
        {
            return;
        }
        if !self.in_text {
            self.out.operator("BT");
            self.in_text = true;
        }
        self.set_fill(place.color);
        if self.font != Some((place.face, place.size)) {
            let out = self.out.operands();
            out.push(b'/');
            out.extend_from_slice(fonts::resource(place.face).0.as_bytes());
            out.push(b' ');
            self.out.numbers([place.size.0], "Tf");
            self.font = Some((place.face, place.size));
        }
        let x = number(place.x);
        let baseline = number(self.height - place.baseline);
        self.out.numbers([1.0, 0.0, 0.0, 1.0, x, baseline], "Tm");
        self.line = Some(Line {
            face: place.face,
            size: place.size,
            baseline: place.baseline,
            x: Pt(x),
            pen: 0.0,
        });
    }
}

/// Where and how glyphs are shown.
#[derive(Clone, Copy)]
struct Place {
    face: FaceId,
    size: Pt,
    color: Color,
    x: Pt,
    baseline: Pt,
    backwards: bool,
}

/// A cluster as codes.
struct Shown {
    codes: Vec<u16>,
    actual: Option<String>,
}

impl Line {
    /// Whether the glyphs at `place` are the next ones of the same line, less than an em away.
    fn leads_to(&self, place: Place) -> bool {
        let gap = f64::from((place.x - self.x).0) * 1000.0 / f64::from(self.size.0) - self.pen;
        (self.face, self.size, self.baseline) == (place.face, place.size, place.baseline)
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

fn is_level(cluster: &[Glyph]) -> bool {
    cluster.iter().all(|glyph| number(glyph.dy) == 0.0)
}

/// The text of one glyph with its characters in the order in which glyphs are shown: readers turn
/// those of a stretch that runs backwards round one by one, those that share a glyph too.
fn in_order(text: &str, place: Place) -> Cow<'_, str> {
    if place.backwards && text.chars().nth(1).is_some() {
        return text.chars().rev().collect::<String>().into();
    }
    text.into()
}

/// The characters that the face gives the glyphs for, if together they are the text, from either
/// end.
fn own_characters(
    characters: impl Iterator<Item = Option<char>>,
    text: &str,
) -> Option<Vec<String>> {
    let own: Vec<char> = characters.collect::<Option<_>>()?;
    let same = own.iter().copied().eq(text.chars()) || own.iter().rev().copied().eq(text.chars());
    same.then(|| own.iter().map(char::to_string).collect())
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST_TEXT).collect()
}

/// A character for everyone: one of private meaning becomes a white square.
fn public(character: char) -> char {
    if is_private(character) {
        '\u{25A1}'
    } else {
        character
    }
}
