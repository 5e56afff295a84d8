//! The part that names the colours and fonts of a document.

use super::namespaces::A;
use super::values::hex_color;
use super::xml::{Element, element};
use crate::theme::{Color, Theme};

/// The part of the theme: colours and fonts under the names that styles and charts call
/// them by.
pub(crate) fn theme_part(theme: &Theme) -> Element {
    let colors = &theme.colors;
    let slot = |name: &str, color: Color| {
        element(&format!("a:{name}")).child(element("a:srgbClr").with("val", hex_color(color)))
    };
    let named = [
        slot("dk1", colors.text),
        slot("lt1", colors.ground),
        slot("dk2", colors.muted),
        slot("lt2", colors.tint),
        slot("accent1", colors.accent),
    ];
    let series = (0..5).map(|at| {
        let color = colors.series.get(at).copied().unwrap_or(colors.muted);
        slot(&format!("accent{}", at + 2), color)
    });
    let links = [slot("hlink", colors.accent), slot("folHlink", colors.muted)];
    let fonts = &theme.fonts;
    let collection = |name: &str, latin: &str| {
        element(name)
            .child(element("a:latin").with("typeface", latin))
            .child(element("a:ea").with("typeface", &fonts.word_east_asia))
            .child(element("a:cs").with("typeface", "Arial"))
            .child(
                element("a:font")
                    .with("script", "Hans")
                    .with("typeface", &fonts.word_east_asia),
            )
            .child(
                element("a:font")
                    .with("script", "Arab")
                    .with("typeface", "Arial"),
            )
            .child(
                element("a:font")
                    .with("script", "Hebr")
                    .with("typeface", "Arial"),
            )
    };
    let plain = || element("a:solidFill").child(element("a:schemeClr").with("val", "phClr"));
    let line = |width: &str| element("a:ln").with("w", width).child(plain());
    let effect = || element("a:effectStyle").child(element("a:effectLst"));
    let name = if theme.name.is_empty() {
        "default"
    } else {
        &theme.name
    };
    let elements = element("a:themeElements")
        .child(
            element("a:clrScheme")
                .with("name", name)
                .children(named)
                .children(series)
                .children(links),
        )
        .child(
            element("a:fontScheme")
                .with("name", name)
                .child(collection("a:majorFont", &fonts.word_heading))
                .child(collection("a:minorFont", &fonts.word)),
        )
        .child(
            element("a:fmtScheme")
                .with("name", name)
                .child(element("a:fillStyleLst").children([plain(), plain(), plain()]))
                .child(element("a:lnStyleLst").children([
                    line("6350"),
                    line("12700"),
                    line("19050"),
                ]))
                .child(element("a:effectStyleLst").children([effect(), effect(), effect()]))
                .child(element("a:bgFillStyleLst").children([plain(), plain(), plain()])),
        );
    element("a:theme")
        .with("xmlns:a", A)
        .with("name", name)
        .child(elements)
}
