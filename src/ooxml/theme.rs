//! The theme part: the colours and fonts of a document under the names that styles and charts use
//! (ECMA-376 part 1, 20.1.6.9).

use super::namespaces::A;
use super::values::hex_color;
use super::xml::{Element, element};
use crate::theme::{Colors, Theme, ThemeFonts};

/// The theme part.
pub(crate) fn theme_part(theme: &Theme) -> Element {
    let name = if theme.name.is_empty() {
        "default"
    } else {
        &theme.name
    };
    let elements = element("a:themeElements")
        .child(color_scheme(name, &theme.colors))
        .child(font_scheme(name, &theme.fonts))
        .child(format_scheme(name));
    element("a:theme")
        .with("xmlns:a", A)
        .with("name", name)
        .child(elements)
}

/// Text and background in two shades, six accents and two colours of links, in the order of the
/// schema (`CT_ColorScheme`).
fn color_scheme(name: &str, colors: &Colors) -> Element {
    // The accents after the first are the colours of a chart's series. The schema wants all of
    // them, however few a theme names.
    let mut series = [colors.muted; 5];
    for (slot, color) in series.iter_mut().zip(&colors.series) {
        *slot = *color;
    }
    let slots = [
        ("a:dk1", colors.text),
        ("a:lt1", colors.ground),
        ("a:dk2", colors.muted),
        ("a:lt2", colors.tint),
        ("a:accent1", colors.accent),
        ("a:accent2", series[0]),
        ("a:accent3", series[1]),
        ("a:accent4", series[2]),
        ("a:accent5", series[3]),
        ("a:accent6", series[4]),
        ("a:hlink", colors.accent),
        ("a:folHlink", colors.muted),
    ];
    let mut scheme = element("a:clrScheme").with("name", name);
    for (slot, color) in slots {
        let color = element("a:srgbClr").with("val", hex_color(color));
        scheme.push(element(slot).child(color));
    }
    scheme
}

fn font_scheme(name: &str, fonts: &ThemeFonts) -> Element {
    element("a:fontScheme")
        .with("name", name)
        .child(font_collection("a:majorFont", &fonts.word_heading, fonts))
        .child(font_collection("a:minorFont", &fonts.word, fonts))
}

/// The fonts of headings (`a:majorFont`) or of text (`a:minorFont`) for each group of scripts.
fn font_collection(name: &str, latin: &str, fonts: &ThemeFonts) -> Element {
    let mut collection = element(name)
        .child(element("a:latin").with("typeface", latin))
        .child(element("a:ea").with("typeface", &fonts.word_east_asia))
        .child(element("a:cs").with("typeface", RIGHT_TO_LEFT_FONT));
    let by_script = [
        ("Hans", fonts.word_east_asia.as_str()),
        ("Arab", RIGHT_TO_LEFT_FONT),
        ("Hebr", RIGHT_TO_LEFT_FONT),
    ];
    for (script, typeface) in by_script {
        let font = element("a:font")
            .with("script", script)
            .with("typeface", typeface);
        collection = collection.child(font);
    }
    collection
}

/// A font for Arabic and Hebrew that comes with every Office.
const RIGHT_TO_LEFT_FONT: &str = "Arial";

/// Fills, lines and effects of shapes. The schema wants at least three of each; all of ours are
/// plain.
fn format_scheme(name: &str) -> Element {
    // The placeholder stands for the colour of the shape that uses the style.
    let placeholder = element("a:schemeClr").with("val", "phClr");
    let fill = element("a:solidFill").child(placeholder);
    let fills = [fill.clone(), fill.clone(), fill.clone()];
    // Half a point, one point and one and a half, in English Metric Units.
    let mut lines = element("a:lnStyleLst");
    for width in ["6350", "12700", "19050"] {
        let line = element("a:ln").with("w", width).child(fill.clone());
        lines.push(line);
    }
    let effect = element("a:effectStyle").child(element("a:effectLst"));
    let effects = [effect.clone(), effect.clone(), effect];
    element("a:fmtScheme")
        .with("name", name)
        .child(element("a:fillStyleLst").children(fills.clone()))
        .child(lines)
        .child(element("a:effectStyleLst").children(effects))
        .child(element("a:bgFillStyleLst").children(fills))
}
