//! Small elements of a chart part: values, fills, and references to cells with a copy of what they
//! hold.

use super::super::number_format::ChartNumberFormats;
use super::super::xml::{Element, element};
use crate::chart::palette::{GREYS, PALE, Tone};
use crate::document::Series;

/// An element that has a `val` and nothing else.
pub(super) fn value_element(name: &str, value: &str) -> Element {
    element(name).with("val", value)
}

impl Element {
    /// Adds a child that has a `val` and nothing else: most settings of a chart are such.
    pub(super) fn with_value(self, name: &str, value: &str) -> Self {
        self.child(value_element(name, value))
    }
}

/// `c:numFmt`: how numbers are printed. `is_linked` lets the format of the cell win.
pub(super) fn number_format_element(format: &str, is_linked: bool) -> Element {
    element("c:numFmt")
        .with("formatCode", format)
        .with("sourceLinked", if is_linked { "1" } else { "0" })
}

/// `c:spPr` of something with that fill and no outline.
pub(super) fn shape_without_outline(fill: Element) -> Element {
    let no_line = element("a:ln").child(element("a:noFill"));
    element("c:spPr").child(fill).child(no_line)
}

/// The fill of a mark: the theme's accents in turn, lighter from the seventh on; for grey, its
/// second text colour, lighter.
pub(super) fn tone_fill(tone: Tone) -> Element {
    let (color, lightening) = match tone {
        // Each round through the accents is lighter by a quarter, and the fifth is as the first.
        Tone::Full(at) => (accent_name(at), 0.25 * (at / ACCENTS % 4) as f32),
        Tone::Pale(at) => (accent_name(at), PALE),
        Tone::Grey(at) => ("tx2".to_owned(), GREYS[at % GREYS.len()]),
    };
    let mut scheme_color = element("a:schemeClr").with("val", color);
    // Thousandths of a percent: part of the luminance is kept, the rest is white.
    let kept = (100_000.0 * (1.0 - lightening)).round() as u32;
    let white = 100_000 - kept;
    if white > 0 {
        scheme_color.push(value_element("a:lumMod", &kept.to_string()));
        scheme_color.push(value_element("a:lumOff", &white.to_string()));
    }
    element("a:solidFill").child(scheme_color)
}

/// The accents of a theme part.
const ACCENTS: usize = 6;

/// The name of an accent in the theme part, where the first is `accent1`.
fn accent_name(at: usize) -> String {
    format!("accent{}", at % ACCENTS + 1)
}

/// A fill in a colour of the theme, such as `tx1` or `bg1`.
pub(super) fn scheme_color_fill(color: &str) -> Element {
    let color = element("a:schemeClr").with("val", color);
    element("a:solidFill").child(color)
}

/// A reference to cells, with the copy that readers show without opening the workbook.
pub(super) fn data_reference(name: &str, formula: &str, cache: Element) -> Element {
    element(name)
        .child(element("c:f").with_text(formula))
        .child(cache)
}

/// The copy of cells that hold text.
pub(super) fn string_cache(texts: impl IntoIterator<Item = String>) -> Element {
    let mut points = Vec::new();
    for (index, text) in texts.into_iter().enumerate() {
        let point = element("c:pt")
            .with("idx", index.to_string())
            .child(element("c:v").with_text(&text));
        points.push(point);
    }
    element("c:strCache")
        .with_value("c:ptCount", &points.len().to_string())
        .children(points)
}

/// The copy of the first `rows` numbers of a series. The format of its first value counts for all
/// that do not state their own.
pub(super) fn number_cache(series: &Series, rows: usize, formats: &ChartNumberFormats) -> Element {
    let values = || series.values.iter().take(rows);
    let usual_format = formats.usual_format(series);
    let mut cache = element("c:numCache")
        .child(element("c:formatCode").with_text(&usual_format))
        .with_value("c:ptCount", &rows.to_string());
    for (index, value) in values().enumerate() {
        // Points may be missing: Office leaves a gap where there is none.
        let Some(value) = value else {
            continue;
        };
        if !value.number.is_finite() {
            continue;
        }
        let mut point = element("c:pt").with("idx", index.to_string());
        let format = formats.value_format(value);
        if format != usual_format {
            point.set("formatCode", &format);
        }
        let number = value.number.to_string();
        point.push(element("c:v").with_text(&number));
        cache.push(point);
    }
    cache
}
