//! A drawing as a file of its own: SVG 1.1.

use std::fmt::Write;

use crate::drawing::{Drawing, Position, Segment, Shape, Stroke, TextAnchor};
use crate::fonts::Weight;
use crate::length::Pt;
use crate::theme::Color;

/// `drawing` as a standalone SVG file that says `title` to those who cannot see it.
///
/// Its text names `families`, then any sans-serif. As the fonts of its viewer are not known, each
/// text states how wide it is, so that another font neither leaves the frame nor covers its
/// neighbours.
#[must_use]
pub fn drawing_to_svg(drawing: &Drawing, title: &str, families: &[String]) -> String {
    let (width, height) = (format_length(drawing.width), format_length(drawing.height));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}pt\" height=\"{height}pt\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{}\">\n<title>{}</title>\n",
        escape_xml(&font_family_list(families)),
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
            hex_color(*fill)
        ),
        Shape::Line { from, to, stroke } => {
            format!(
                "<path d=\"M{}L{}\"{}/>",
                format_position(*from),
                format_position(*to),
                stroke_attributes(stroke)
            )
        }
        Shape::Path {
            from,
            segments,
            closed,
            fill,
            stroke,
        } => format!(
            "<path d=\"{}\" fill=\"{}\"{}/>",
            path_data(*from, segments, *closed),
            fill.map_or_else(|| "none".to_owned(), hex_color),
            stroke
                .as_ref()
                .map(|it| stroke_attributes(it)
                    + " stroke-linejoin=\"round\" stroke-linecap=\"round\"")
                .unwrap_or_default()
        ),
        Shape::Circle {
            center,
            radius,
            fill,
        } => format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"/>",
            format_length(center.x),
            format_length(center.y),
            format_length(*radius),
            hex_color(*fill)
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
            "<text x=\"{}\" y=\"{}\"{} textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" font-size=\"{}\"{} \
             fill=\"{}\">{}</text>",
            format_length(*x),
            format_length(*baseline),
            anchor_attribute(*anchor),
            format_length(*width),
            format_length(*size),
            weight_attribute(*weight),
            hex_color(*color),
            escape_xml(text)
        ),
    }
}

fn path_data(from: Position, segments: &[Segment], closed: bool) -> String {
    let mut out = format!("M{}", format_position(from));
    for segment in segments {
        // Writing to a string does not fail.
        let _ = match segment {
            Segment::Line(to) => write!(out, "L{}", format_position(*to)),
            Segment::Curve(a, b, to) => {
                write!(
                    out,
                    "C{} {} {}",
                    format_position(*a),
                    format_position(*b),
                    format_position(*to)
                )
            }
        };
    }
    if closed {
        out.push('Z');
    }
    out
}

fn stroke_attributes(stroke: &Stroke) -> String {
    let dash = stroke.dash.map(|it| {
        format!(
            " stroke-dasharray=\"{} {}\"",
            format_length(it.on),
            format_length(it.off)
        )
    });
    format!(
        " stroke=\"{}\" stroke-width=\"{}\"{}",
        hex_color(stroke.color),
        format_length(stroke.width),
        dash.unwrap_or_default()
    )
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

/// CSS names of families in order; quoted, for a name may hold spaces.
fn font_family_list(families: &[String]) -> String {
    let named = families
        .iter()
        .map(|family| format!("'{}', ", family.replace(['\'', '\\'], "")));
    named.chain(["sans-serif".to_owned()]).collect()
}

fn format_position(it: Position) -> String {
    format!("{} {}", format_length(it.x), format_length(it.y))
}

fn hex_color(color: Color) -> String {
    String::from(color)
}

/// At most two decimals, without trailing zeros: a hundredth of a point cannot be seen.
fn format_length(value: Pt) -> String {
    let hundredths = (f64::from(value.0) * 100.0).round() as i64;
    let text = format!(
        "{}{}.{:02}",
        if hundredths < 0 { "-" } else { "" },
        hundredths.abs() / 100,
        hundredths.abs() % 100
    );
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Text for XML 1.0: characters that it cannot hold are left out.
fn escape_xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
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
