//! The signs of statuses in Markdown, and circles and squares of colours: elements of HTML, where the
//! program that reads it allows them.

use std::collections::BTreeSet;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider};

use super::emoji::{is_selector, text_without_pictures};
use crate::colored_sign::{SignHue, is_filled_sign};
use crate::document::{Block, Inline, StatusLevel};
use crate::drawing::{Position, Segment};
use crate::fonts::{STATUS_FAMILY, STATUS_FONT};
use crate::length::Pt;
use crate::status_sign::{SIGN_ADVANCE, SIGN_DEPTH, SIGN_SIZE, SignOutline};
use crate::theme::{Color, Colors};

/// How a dialect writes the sign before the word for a status, and circles and squares of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum SignMarkup {
    /// The word stands alone, and the circle is a character as any other.
    #[default]
    None,
    /// A class, for which the style sheet in the file has a rule.
    Class,
    /// A drawing before the word or in place of the circle, for pages with a style sheet of their own.
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

    /// The Markdown of a grapheme that stands for a colour; `None` for others. What is copied is
    /// the character.
    pub(super) fn colored(self, grapheme: &str) -> Option<String> {
        let hue = SignHue::of(grapheme);
        let sign = grapheme.chars().next()?;
        let is_filled = is_filled_sign(sign);
        match self {
            Self::None => None,
            Self::Class => {
                let class = match (is_filled, hue) {
                    (true, Some(hue)) => format!("{FILLED_CLASS}-{}", hue.name()),
                    (true, None) => FILLED_CLASS.to_owned(),
                    (false, Some(hue)) => format!("{COLORED_CLASS}-{}", hue.name()),
                    (false, None) => return None,
                };
                let sign = text_without_pictures(grapheme.to_owned());
                Some(format!("<span class=\"{class}\">{sign}</span>"))
            }
            // A mark that combines with a sign is not in its drawing.
            Self::Drawing if is_filled && grapheme.chars().skip(1).all(is_selector) => {
                let svg = filled_sign_svg(sign, hue)?;
                Some(format!("{svg}<span style=\"font-size: 0\">{sign}</span>"))
            }
            // Without a style sheet, nothing is known of the font that has it.
            Self::Drawing => None,
        }
    }
}

/// The class of circles and squares that have the colour of the text; others have its name after it.
const FILLED_CLASS: &str = "sign";

/// The class of other signs before the name of their colour.
const COLORED_CLASS: &str = "hue";

/// The colours of signs, in the order of their rules.
const HUES: [SignHue; 7] = [
    SignHue::Red,
    SignHue::Orange,
    SignHue::Yellow,
    SignHue::Green,
    SignHue::Blue,
    SignHue::Purple,
    SignHue::Brown,
];

/// The rules of the style sheet for the signs in `slides`, which are Markdown, and the font for
/// circles and squares; nothing if there are none.
pub(super) fn colored_sign_rules(slides: &str, text: Color, cover_text: Color) -> String {
    let mut css = String::new();
    let has_signs = [FILLED_CLASS, COLORED_CLASS]
        .iter()
        .any(|class| slides.contains(&format!("class=\"{class}")));
    if !has_signs {
        return css;
    }
    if slides.contains(&format!("class=\"{FILLED_CLASS}")) {
        let font = STANDARD.encode(STATUS_FONT);
        // Lines do not become higher, and there is one weight and no slant.
        let _ = write!(
            css,
            "@font-face {{ font-family: \"{STATUS_FAMILY}\"; src: url(\"data:font/ttf;base64,{font}\"); }}\n\
             section [class^=\"{FILLED_CLASS}\"] {{ font: 400 1em/1 \"{STATUS_FAMILY}\"; }}\n"
        );
    }
    for hue in HUES {
        let classes = [FILLED_CLASS, COLORED_CLASS].map(|it| format!("{it}-{}", hue.name()));
        if !classes
            .iter()
            .any(|class| slides.contains(&format!("class=\"{class}\"")))
        {
            continue;
        }
        let [filled, colored] = classes;
        let selector = format!(":is(.{filled}, .{colored})");
        let color = hue.color_beside(text);
        let _ = writeln!(
            css,
            "section {selector} {{ color: {}; }}",
            String::from(color)
        );
        let cover_color = hue.color_beside(cover_text);
        if cover_color != color {
            let cover_color = String::from(cover_color);
            let _ = writeln!(
                css,
                "section:is(.title, .section) {selector} {{ color: {cover_color}; }}"
            );
        }
    }
    css
}

/// The drawing of a circle or square, in the place of its character. The character that is not
/// shown after it is read out.
fn filled_sign_svg(sign: char, hue: Option<SignHue>) -> Option<String> {
    let font = FontRef::new(STATUS_FONT).ok()?;
    let glyph = font.outline_glyphs().get(font.charmap().map(sign)?)?;
    let mut path = SvgPath::default();
    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
    glyph.draw(settings, &mut path).ok()?;
    let fill = match hue {
        Some(hue) => String::from(hue.color_on_any_ground()),
        None => "currentColor".to_owned(),
    };
    Some(format!(
        "<svg style=\"width: 0.86em; height: 0.88em; vertical-align: -0.11em;\" aria-hidden=\"true\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 -770 860 880\"><path fill=\"{fill}\" d=\"{}\"/></svg>",
        path.0
    ))
}

/// The data of a path, y downwards.
#[derive(Default)]
struct SvgPath(String);

impl SvgPath {
    /// In whole units: a thousand are an em.
    fn push(&mut self, command: char, points: &[(f32, f32)]) {
        self.0.push(command);
        for (index, (x, y)) in points.iter().enumerate() {
            let space = if index > 0 { " " } else { "" };
            let _ = write!(self.0, "{space}{} {}", x.round(), -y.round());
        }
    }
}

impl OutlinePen for SvgPath {
    fn move_to(&mut self, x: f32, y: f32) {
        self.push('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.push('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.push('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.push('C', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.0.push('Z');
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
