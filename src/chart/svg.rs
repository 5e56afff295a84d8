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
    let (width, height) = (number(drawing.width), number(drawing.height));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}pt\" height=\"{height}pt\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{}\">\n<title>{}</title>\n",
        escape(&font_family(families)),
        escape(title),
    );
    for shape in &drawing.shapes {
        out.push_str(&element(shape));
        out.push('\n');
    }
    out.push_str("</svg>\n");
    out
}

fn element(shape: &Shape) -> String {
    match shape {
        Shape::Rect {
            x,
            y,
            width,
            height,
            fill,
        } => format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
            number(*x),
            number(*y),
            number(*width),
            number(*height),
            hex(*fill)
        ),
        Shape::Line { from, to, stroke } => {
            format!(
                "<path d=\"M{}L{}\"{}/>",
                position(*from),
                position(*to),
                stroked(stroke)
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
            path(*from, segments, *closed),
            fill.map_or_else(|| "none".to_owned(), hex),
            stroke
                .as_ref()
                .map(|it| stroked(it) + " stroke-linejoin=\"round\" stroke-linecap=\"round\"")
                .unwrap_or_default()
        ),
        Shape::Circle {
            center,
            radius,
            fill,
        } => format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"/>",
            number(center.x),
            number(center.y),
            number(*radius),
            hex(*fill)
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
            number(*x),
            number(*baseline),
            anchored(*anchor),
            number(*width),
            number(*size),
            weighted(*weight),
            hex(*color),
            escape(text)
        ),
    }
}

fn path(from: Position, segments: &[Segment], closed: bool) -> String {
    let mut out = format!("M{}", position(from));
    for segment in segments {
        // Writing to a string does not fail.
        let _ = match segment {
            Segment::Line(to) => write!(out, "L{}", position(*to)),
            Segment::Curve(a, b, to) => {
                write!(out, "C{} {} {}", position(*a), position(*b), position(*to))
            }
        };
    }
    if closed {
        out.push('Z');
    }
    out
}

fn stroked(stroke: &Stroke) -> String {
    let dash = stroke
        .dash
        .map(|it| format!(" stroke-dasharray=\"{} {}\"", number(it.on), number(it.off)));
    format!(
        " stroke=\"{}\" stroke-width=\"{}\"{}",
        hex(stroke.color),
        number(stroke.width),
        dash.unwrap_or_default()
    )
}

fn anchored(anchor: TextAnchor) -> &'static str {
    match anchor {
        TextAnchor::Start => "",
        TextAnchor::Middle => " text-anchor=\"middle\"",
        TextAnchor::End => " text-anchor=\"end\"",
    }
}

fn weighted(weight: Weight) -> &'static str {
    match weight {
        Weight::Regular => "",
        Weight::SemiBold => " font-weight=\"600\"",
        Weight::Bold => " font-weight=\"700\"",
    }
}

/// CSS names of families in order; quoted, for a name may hold spaces.
fn font_family(families: &[String]) -> String {
    let named = families
        .iter()
        .map(|family| format!("'{}', ", family.replace(['\'', '\\'], "")));
    named.chain(["sans-serif".to_owned()]).collect()
}

fn position(it: Position) -> String {
    format!("{} {}", number(it.x), number(it.y))
}

fn hex(color: Color) -> String {
    String::from(color)
}

/// At most two decimals, without trailing zeros: a hundredth of a point cannot be seen.
fn number(value: Pt) -> String {
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
fn escape(text: &str) -> String {
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
