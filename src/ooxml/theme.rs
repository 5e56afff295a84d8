//! The theme part: the colours and fonts of a document under the names that styles and charts use
//! (ECMA-376 part 1, 20.1.6.9).

use super::namespaces::A;
use super::values::hex_color;
use super::xml::{Element, element};
use crate::theme::{Colors, Theme, ThemeFonts};

/// The theme part of a document whose text is mostly in `script` (ISO 15924).
pub(crate) fn theme_part(theme: &Theme, script: &str) -> Element {
    let name = if theme.name.is_empty() {
        "default"
    } else {
        &theme.name
    };
    let elements = element("a:themeElements")
        .child(color_scheme(name, &theme.colors))
        .child(font_scheme(name, &theme.fonts, script))
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

fn font_scheme(name: &str, fonts: &ThemeFonts, script: &str) -> Element {
    let major = font_collection("a:majorFont", &fonts.word_heading, fonts, script);
    let minor = font_collection("a:minorFont", &fonts.word, fonts, script);
    element("a:fontScheme")
        .with("name", name)
        .child(major)
        .child(minor)
}

/// The fonts of headings (`a:majorFont`) or of text (`a:minorFont`) for each group of scripts. Word
/// prefers those by script; others know only one for each group.
fn font_collection(name: &str, latin: &str, fonts: &ThemeFonts, script: &str) -> Element {
    let complex = office_font(&COMPLEX_SCRIPT_FONTS, script).unwrap_or(RIGHT_TO_LEFT_FONT);
    let mut collection = element(name)
        .child(element("a:latin").with("typeface", latin))
        .child(element("a:ea").with("typeface", east_asian_font(fonts, script)))
        .child(element("a:cs").with("typeface", complex));
    let mut by_script = vec![("Hans", fonts.word_east_asia.as_str())];
    if fonts.word_east_asia == SIMPLIFIED_CHINESE_FONT {
        by_script.extend(EAST_ASIAN_FONTS);
    }
    by_script.extend(COMPLEX_SCRIPT_FONTS);
    for (script, typeface) in by_script {
        let font = element("a:font")
            .with("script", script)
            .with("typeface", typeface);
        collection.push(font);
    }
    collection
}

/// The font for Chinese, Japanese and Korean text in a document whose text is mostly in `script`
/// (ISO 15924): that of the theme, unless it is the usual one, which has simplified forms.
pub(crate) fn east_asian_font<'t>(fonts: &'t ThemeFonts, script: &str) -> &'t str {
    let script = match script {
        "Kore" => "Hang",
        "Hani" => "Hant",
        other => other,
    };
    match office_font(&EAST_ASIAN_FONTS, script) {
        Some(font) if fonts.word_east_asia == SIMPLIFIED_CHINESE_FONT => font,
        _ => &fonts.word_east_asia,
    }
}

fn office_font(fonts: &[(&str, &'static str)], script: &str) -> Option<&'static str> {
    let found = fonts.iter().find(|(name, _)| *name == script);
    found.map(|(_, font)| *font)
}

/// The font for Chinese of themes that choose none.
const SIMPLIFIED_CHINESE_FONT: &str = "Microsoft YaHei";

/// A font for Arabic and Hebrew that comes with every Office.
const RIGHT_TO_LEFT_FONT: &str = "Arial";

/// The fonts that Windows has for the other East Asian scripts, by the names that themes have for
/// these (ISO 15924).
const EAST_ASIAN_FONTS: [(&str, &str); 3] = [
    ("Hant", "Microsoft JhengHei"),
    ("Jpan", "Yu Gothic"),
    ("Hang", "Malgun Gothic"),
];

/// The fonts that Windows and Office have for the scripts that Word calls complex.
const COMPLEX_SCRIPT_FONTS: [(&str, &str); 17] = [
    ("Arab", RIGHT_TO_LEFT_FONT),
    ("Hebr", RIGHT_TO_LEFT_FONT),
    ("Thai", "Leelawadee UI"),
    ("Laoo", "Leelawadee UI"),
    ("Khmr", "Leelawadee UI"),
    ("Mymr", "Myanmar Text"),
    ("Deva", INDIC_FONT),
    ("Beng", INDIC_FONT),
    ("Guru", INDIC_FONT),
    ("Gujr", INDIC_FONT),
    ("Orya", INDIC_FONT),
    ("Taml", INDIC_FONT),
    ("Telu", INDIC_FONT),
    ("Knda", INDIC_FONT),
    ("Mlym", INDIC_FONT),
    ("Sinh", INDIC_FONT),
    ("Tibt", "Microsoft Himalaya"),
];

const INDIC_FONT: &str = "Nirmala UI";

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
