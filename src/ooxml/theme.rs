//! The theme part: the colours and fonts of a document under the names that styles and charts use
//! (ECMA-376 part 1, 20.1.6.9).

use super::namespaces::A;
use super::values::hex_color;
use super::xml::{Element, element};
use crate::theme::{Color, Colors, Theme, ThemeFonts};

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
    // The accents after the first are the colours of a chart's series.
    let series = |at: usize| colors.series.get(at).copied().unwrap_or(colors.muted);
    let slots = [
        ("a:dk1", colors.text),
        ("a:lt1", colors.ground),
        ("a:dk2", colors.muted),
        ("a:lt2", colors.tint),
        ("a:accent1", colors.accent),
        ("a:accent2", series(0)),
        ("a:accent3", series(1)),
        ("a:accent4", series(2)),
        ("a:accent5", series(3)),
        ("a:accent6", series(4)),
        ("a:hlink", colors.accent),
        ("a:folHlink", colors.muted),
    ];
    let slot = |(name, color): (&str, Color)| {
        element(name).child(element("a:srgbClr").with("val", hex_color(color)))
    };
    element("a:clrScheme")
        .with("name", name)
        .children(slots.map(slot))
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
    let fill = || element("a:solidFill").child(element("a:schemeClr").with("val", "phClr"));
    let line = |width: &str| element("a:ln").with("w", width).child(fill());
    let effect = || element("a:effectStyle").child(element("a:effectLst"));
    element("a:fmtScheme")
        .with("name", name)
        .child(element("a:fillStyleLst").children([fill(), fill(), fill()]))
        .child(element("a:lnStyleLst").children([line("6350"), line("12700"), line("19050")]))
        .child(element("a:effectStyleLst").children([effect(), effect(), effect()]))
        .child(element("a:bgFillStyleLst").children([fill(), fill(), fill()]))
}
