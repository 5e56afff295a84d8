//! The signs of statuses in Markdown: elements of HTML, where the program that reads it allows them.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::document::{Block, Inline, StatusLevel};
use crate::drawing::{Position, Segment};
use crate::length::Pt;
use crate::status_sign::{SIGN_ADVANCE, SIGN_DEPTH, SIGN_SIZE, SignOutline};
use crate::theme::{Color, Colors};

/// How a dialect writes the sign before the word for a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum SignMarkup {
    /// The word stands alone.
    #[default]
    None,
    /// A class, for which the style sheet in the file has a rule.
    Class,
    /// A drawing before the word, for pages with a style sheet of their own.
    Drawing,
}

/// Width and height of the square that outlines are written in.
const SQUARE: Pt = Pt(100.0);

impl SignMarkup {
    /// The Markdown of a word with its sign. `words` is Markdown already.
    pub(super) fn marked(self, level: StatusLevel, words: &str) -> String {
        match self {
            Self::None => words.to_owned(),
            Self::Class => format!("<span class=\"{}\">{words}</span>", class_name(level)),
            Self::Drawing => {
                // The word after it says the same, so that readers for the blind pass over it.
                let style = sign_style();
                let svg = sign_svg(level, color_on_any_ground(level));
                let attributes = format!(" style=\"{style}\" aria-hidden=\"true\"");
                format!(
                    "{}{words}",
                    svg.replacen("<svg", &format!("<svg{attributes}"), 1)
                )
            }
        }
    }
}

/// The rules of the style sheet for the signs in `blocks`; nothing if they have none.
pub(super) fn sign_rules<'a>(blocks: impl Iterator<Item = &'a Block>, colors: &Colors) -> String {
    let mut levels = BTreeSet::new();
    for block in blocks {
        block.for_each_text(&mut |text| collect_levels(text, &mut levels));
    }
    let mut css = String::new();
    if levels.is_empty() {
        return css;
    }
    let style = sign_style();
    let _ = writeln!(
        css,
        "section [class^=\"status-\"]::before {{ content: \"\"; display: inline-block; {style} }}"
    );
    for level in levels {
        let class = class_name(level);
        let svg = sign_svg(level, *colors.status.get(level));
        let address = svg.replace('#', "%23").replace('"', "'");
        let _ = writeln!(
            css,
            "section .{class}::before {{ background: url(\"data:image/svg+xml,{address}\") center / contain no-repeat; }}"
        );
    }
    css
}

fn collect_levels(text: &[Inline], levels: &mut BTreeSet<StatusLevel>) {
    for inline in text {
        if let Inline::Status { level, body: _ } = inline {
            levels.insert(*level);
        }
        collect_levels(inline.children(), levels);
    }
}

fn class_name(level: StatusLevel) -> String {
    format!("status-{}", level.name())
}

/// Size and place of a sign, so that lines do not become higher.
fn sign_style() -> String {
    let gap = SIGN_ADVANCE - SIGN_SIZE;
    format!(
        "width: {SIGN_SIZE}em; height: {SIGN_SIZE}em; margin-inline-end: {gap:.2}em; vertical-align: -{SIGN_DEPTH}em;"
    )
}

/// The drawing of a sign.
fn sign_svg(level: StatusLevel, color: Color) -> String {
    let outline = SignOutline::new(level).placed((Pt::ZERO, Pt::ZERO), SQUARE, false);
    let mut data = format!("M{}", coordinates(outline.from));
    for segment in outline.segments {
        let _ = match segment {
            Segment::Line(end) => write!(data, "L{}", coordinates(end)),
            Segment::Curve(first, second, end) => write!(
                data,
                "C{} {} {}",
                coordinates(first),
                coordinates(second),
                coordinates(end)
            ),
        };
    }
    let fill = String::from(color);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\"><path fill=\"{fill}\" d=\"{data}Z\"/></svg>"
    )
}

/// In whole numbers, to keep the text short.
fn coordinates(at: Position) -> String {
    format!("{} {}", at.x.0.round(), at.y.0.round())
}

/// A colour with a contrast of 3:1 or more to black as well as to white: the page decides about the
/// background.
fn color_on_any_ground(level: StatusLevel) -> Color {
    let (red, green, blue) = match level {
        StatusLevel::Done | StatusLevel::OnTrack => (0x2f, 0x8a, 0x57),
        StatusLevel::AtRisk => (0xc0, 0x6f, 0x12),
        StatusLevel::Late | StatusLevel::Blocked => (0xd0, 0x44, 0x4a),
        StatusLevel::Open => (0x2f, 0x7f, 0xbf),
        StatusLevel::Cancelled | StatusLevel::NotStarted => (0x7a, 0x85, 0x90),
    };
    Color { red, green, blue }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_for_any_ground_are_visible_on_black_and_white() {
        let ground = |value| Color {
            red: value,
            green: value,
            blue: value,
        };
        for level in StatusLevel::ALL {
            let color = color_on_any_ground(level);
            for ground in [ground(0), ground(255)] {
                assert!(color.contrast(ground) >= 3.0, "{}", level.name());
            }
        }
    }
}
