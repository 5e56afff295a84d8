//! Writes a drawing as an SVG 1.1 file ([`drawing_to_svg`]).

use std::fmt::Write;

use crate::drawing::{Drawing, Position, Segment, Shape, Stroke, TextAnchor, VectorPath};
use crate::fonts::Weight;
use crate::length::Pt;
use crate::theme::Color;

/// Writes `drawing` as a standalone SVG file, with `title` for readers who cannot see it.
///
/// Its text names `families`, then any sans-serif font. The program that shows the file may have
/// other fonts. So each text states its width, and no text leaves the frame or covers its
/// neighbours.
#[must_use]
pub fn drawing_to_svg(drawing: &Drawing, title: &str, families: &[String]) -> String {
    let (width, height) = (format_length(drawing.width), format_length(drawing.height));
    let families = escape_xml(&font_family_list(families));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}pt\" height=\"{height}pt\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{families}\">\n\
         <title>{}</title>\n",
        escape_xml(title),
    );
    for shape in &drawing.shapes {
        out.push_str(&shape_element(shape));
        out.push('\n');
    }
    out.push_str("</svg>\n");
    out
}

fn shape_element(shape: &Shape) -> String {
    match shape {
        Shape::Rect {
            x,
            y,
            width,
            height,
            fill,
        } => format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
            format_length(*x),
            format_length(*y),
            format_length(*width),
            format_length(*height),
            format_color(*fill)
        ),
        Shape::Line { from, to, stroke } => format!(
            "<path d=\"M{}L{}\"{}/>",
            format_position(*from),
            format_position(*to),
            stroke_attributes(stroke)
        ),
        Shape::Path(path) => path_element(path),
        Shape::Circle {
            center,
            radius,
            fill,
        } => format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"/>",
            format_length(center.x),
            format_length(center.y),
            format_length(*radius),
            format_color(*fill)
        ),
        Shape::Text {
            x,
            baseline,
            anchor,
            width,
            size,
            weight,
            color,
            text,
        } => format!(
            "<text x=\"{}\" y=\"{}\"{} textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" \
             font-size=\"{}\"{} fill=\"{}\">{}</text>",
            format_length(*x),
            format_length(*baseline),
            anchor_attribute(*anchor),
            format_length(*width),
            format_length(*size),
            weight_attribute(*weight),
            format_color(*color),
            escape_xml(text)
        ),
    }
}

fn path_element(path: &VectorPath) -> String {
    // Without the attribute, SVG fills a path with black.
    let fill = match path.fill {
        Some(color) => format_color(color),
        None => "none".to_owned(),
    };
    let data = path_data(path);
    let mut out = format!("<path d=\"{data}\" fill=\"{fill}\"");
    if let Some(stroke) = &path.stroke {
        out.push_str(&stroke_attributes(stroke));
        out.push_str(" stroke-linejoin=\"round\" stroke-linecap=\"round\"");
    }
    out + "/>"
}

fn path_data(path: &VectorPath) -> String {
    let mut out = format!("M{}", format_position(path.from));
    for segment in &path.segments {
        // Writing to a string does not fail.
        let _ = match segment {
            Segment::Line(to) => write!(out, "L{}", format_position(*to)),
            Segment::Curve(a, b, to) => write!(
                out,
                "C{} {} {}",
                format_position(*a),
                format_position(*b),
                format_position(*to)
            ),
        };
    }
    if path.closed {
        out.push('Z');
    }
    out
}

fn stroke_attributes(stroke: &Stroke) -> String {
    let mut out = format!(
        " stroke=\"{}\" stroke-width=\"{}\"",
        format_color(stroke.color),
        format_length(stroke.width)
    );
    if let Some(dash) = stroke.dash {
        let (on, off) = (format_length(dash.on), format_length(dash.off));
        let _ = write!(out, " stroke-dasharray=\"{on} {off}\"");
    }
    out
}

fn anchor_attribute(anchor: TextAnchor) -> &'static str {
    match anchor {
        TextAnchor::Start => "",
        TextAnchor::Middle => " text-anchor=\"middle\"",
        TextAnchor::End => " text-anchor=\"end\"",
    }
}

fn weight_attribute(weight: Weight) -> &'static str {
    match weight {
        Weight::Regular => "",
        Weight::SemiBold => " font-weight=\"600\"",
        Weight::Bold => " font-weight=\"700\"",
    }
}

/// A CSS list of font families. Names are quoted, as they may have spaces.
fn font_family_list(families: &[String]) -> String {
    let mut out = String::new();
    for family in families {
        // In CSS a quote would end the name, and a backslash would escape the next character.
        let name = family.replace(['\'', '\\'], "");
        let _ = write!(out, "'{name}', ");
    }
    out + "sans-serif"
}

fn format_position(position: Position) -> String {
    format!(
        "{} {}",
        format_length(position.x),
        format_length(position.y)
    )
}

fn format_color(color: Color) -> String {
    String::from(color)
}

/// At most two decimals, without trailing zeros: a hundredth of a point cannot be seen.
fn format_length(length: Pt) -> String {
    // In whole hundredths, so that what rounds to zero has no minus.
    let hundredths = (f64::from(length.0) * 100.0).round() as i64;
    let sign = if hundredths < 0 { "-" } else { "" };
    let hundredths = hundredths.abs();
    let text = format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Escapes text for XML 1.0. Control characters become spaces; the two noncharacters that XML does
/// not allow are left out.
fn escape_xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        // An apostrophe needs no escape, as all attributes are in double quotation marks.
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if character.is_control() => out.push(' '),
            _ => out.push(character),
        }
    }
    out
}
