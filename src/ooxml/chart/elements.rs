//! Small elements of a chart part: values, fills, and references to cells with a copy of what they
//! hold.

use super::super::workbook::number_format;
use super::super::xml::{Element, element};
use crate::chart::palette::{GREYS, PALE, Tone};
use crate::document::{Series, Value};

/// An element that has a `val` and nothing else.
pub(super) fn value_element(name: &str, value: &str) -> Element {
    element(name).with("val", value)
}

/// `c:numFmt`: how numbers are printed. `is_linked` lets the format of the cell win.
pub(super) fn number_format_element(format: &str, is_linked: bool) -> Element {
    element("c:numFmt")
        .with("formatCode", format)
        .with("sourceLinked", if is_linked { "1" } else { "0" })
}

/// `c:spPr` of something with that fill and no outline.
pub(super) fn shape_without_outline(fill: Element) -> Element {
    element("c:spPr")
        .child(fill)
        .child(element("a:ln").child(element("a:noFill")))
}

/// The fill of a mark: the theme's accents in turn, lighter from the seventh on; for grey, its
/// second text colour, lighter.
pub(super) fn tone_fill(tone: Tone) -> Element {
    let accent = |at: usize| format!("accent{}", at % 6 + 1);
    let (color, lightening) = match tone {
        Tone::Full(at) => (accent(at), 0.25 * (at / 6 % 4) as f32),
        Tone::Pale(at) => (accent(at), PALE),
        Tone::Grey(at) => ("tx2".to_owned(), GREYS[at % GREYS.len()]),
    };
    let mut scheme_color = element("a:schemeClr").with("val", color);
    // Thousandths of a percent: part of the luminance is kept, the rest is white.
    let kept = (100_000.0 * (1.0 - lightening)).round() as u32;
    if kept != 100_000 {
        scheme_color = scheme_color
            .child(value_element("a:lumMod", &kept.to_string()))
            .child(value_element("a:lumOff", &(100_000 - kept).to_string()));
    }
    element("a:solidFill").child(scheme_color)
}

/// A fill in a colour of the theme, such as `tx1` or `bg1`.
pub(super) fn scheme_color_fill(color: &str) -> Element {
    element("a:solidFill").child(element("a:schemeClr").with("val", color))
}

/// A reference to cells, with the copy that readers show without opening the workbook.
pub(super) fn data_reference(name: &str, formula: &str, cache: Element) -> Element {
    element(name)
        .child(element("c:f").with_text(formula))
        .child(cache)
}

/// The copy of cells that hold text.
pub(super) fn string_cache(texts: impl IntoIterator<Item = String>) -> Element {
    let points: Vec<Element> = texts
        .into_iter()
        .enumerate()
        .map(|(at, text)| {
            element("c:pt")
                .with("idx", at.to_string())
                .child(element("c:v").with_text(&text))
        })
        .collect();
    element("c:strCache")
        .child(value_element("c:ptCount", &points.len().to_string()))
        .children(points)
}

/// The copy of the first `rows` numbers of a series. The format of its first value counts for all
/// that do not state their own.
pub(super) fn number_cache(series: &Series, rows: usize) -> Element {
    let values: Vec<(usize, &Value)> = (series.values.iter().take(rows).enumerate())
        .filter_map(|(at, value)| Some((at, value.as_ref()?)))
        .collect();
    let usual_format = match values.first() {
        Some((_, value)) => number_format(value),
        None => "General".to_owned(),
    };
    let mut cache = element("c:numCache")
        .child(element("c:formatCode").with_text(&usual_format))
        .child(value_element("c:ptCount", &rows.to_string()));
    for (at, value) in values {
        if !value.number.is_finite() {
            continue;
        }
        let mut point = element("c:pt").with("idx", at.to_string());
        let format = number_format(value);
        if format != usual_format {
            point.set("formatCode", &format);
        }
        cache = cache.child(point.child(element("c:v").with_text(&value.number.to_string())));
    }
    cache
}
