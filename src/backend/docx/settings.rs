//! Settings of the document, and its table of fonts: parts that hold none of its text.

use super::language::Languages;
use super::metrics::DocxMetrics;
use super::schema_order;
use crate::assets::Protection;
use crate::ooxml::namespaces::W;
use crate::ooxml::theme::east_asian_font;
use crate::ooxml::xml::{Element, element, value_element};

/// How Word lays out the document: as Word 2013 and later do.
const COMPATIBILITY: [(&str, &str); 5] = [
    ("compatibilityMode", "15"),
    ("overrideTableStyleFontSizeAndJustification", "1"),
    ("enableOpenTypeFeatures", "1"),
    ("doNotFlipMirrorIndents", "1"),
    ("differentiateMultirowTableHeaders", "1"),
];

/// Which colour of the theme part stands for which name of a colour in styles
/// (`w:clrSchemeMapping`).
const COLOR_MAPPING: [(&str, &str); 12] = [
    ("w:bg1", "light1"),
    ("w:t1", "dark1"),
    ("w:bg2", "light2"),
    ("w:t2", "dark2"),
    ("w:accent1", "accent1"),
    ("w:accent2", "accent2"),
    ("w:accent3", "accent3"),
    ("w:accent4", "accent4"),
    ("w:accent5", "accent5"),
    ("w:accent6", "accent6"),
    ("w:hyperlink", "hyperlink"),
    ("w:followedHyperlink", "followedHyperlink"),
];

/// The part `word/settings.xml` (ECMA-376 part 1, 17.15.1). The settings in `overrides`, which are
/// those of a reference document, replace ours.
///
/// It does not ask Word to update fields: Word would ask the reader for permission.
pub(super) fn settings_part(
    languages: &Languages,
    overrides: &[Element],
    protection: Option<Protection>,
) -> Element {
    // Chinese, Japanese and Korean punctuation is narrower where two marks meet.
    let spacing = if languages.is_east_asian() {
        "compressPunctuation"
    } else {
        "doNotCompress"
    };
    let protection = match protection {
        Some(Protection::Comments) => {
            let element = element("w:documentProtection")
                .with("w:edit", "comments")
                .with("w:enforcement", "1");
            Some(element)
        }
        None => None,
    };
    // The two separators among the footnotes.
    let separators = element("w:footnotePr")
        .child(element("w:footnote").with("w:id", "-1"))
        .child(element("w:footnote").with("w:id", "0"));
    let theme_languages = element("w:themeFontLang")
        .with("w:val", &languages.latin)
        .with("w:eastAsia", &languages.east_asian)
        .with("w:bidi", &languages.bidi);
    let mut settings = element("w:settings")
        .with("xmlns:w", W)
        .child(element("w:zoom").with("w:percent", "100"))
        .children(protection)
        .child(value_element("w:defaultTabStop", "720"))
        .child(value_element("w:characterSpacingControl", spacing))
        .child(separators)
        .child(compatibility_settings())
        .child(theme_languages)
        .child(color_mapping())
        .child(value_element("w:decimalSymbol", "."))
        .child(value_element("w:listSeparator", ","));
    for setting in overrides {
        settings.remove(&[&setting.name]);
        settings.push(setting.clone());
    }
    schema_order::put_in_order(&mut settings);
    settings
}

fn compatibility_settings() -> Element {
    // Without them, Word opens the file in compatibility mode and lays it out as an old version
    // did.
    let mut out = element("w:compat");
    for (name, value) in COMPATIBILITY {
        let setting = element("w:compatSetting")
            .with("w:name", name)
            .with("w:uri", "http://schemas.microsoft.com/office/word")
            .with("w:val", value);
        out.push(setting);
    }
    out
}

fn color_mapping() -> Element {
    let mut mapping = element("w:clrSchemeMapping");
    for (name, color) in COLOR_MAPPING {
        mapping.set(name, color);
    }
    mapping
}

/// The part `word/fontTable.xml` (ECMA-376 part 1, 17.8.3.10): what kind of font to look for where
/// one of the theme's is missing.
pub(super) fn font_table_part(metrics: &DocxMetrics<'_>, languages: &Languages) -> Element {
    let theme_fonts = &metrics.theme.fonts;
    let east_asian = east_asian_font(theme_fonts, &languages.iso_script);
    let mut table = element("w:fonts").with("xmlns:w", W);
    let mut listed: Vec<&str> = Vec::new();
    for (name, charset) in [
        (theme_fonts.word.as_str(), LATIN),
        (theme_fonts.word_heading.as_str(), LATIN),
        (east_asian, east_asian_charset(&languages.iso_script)),
    ] {
        // Headings and text may have one font, and a font may be listed once.
        if listed.contains(&name) {
            continue;
        }
        listed.push(name);
        let font = element("w:font")
            .with("w:name", name)
            .child(value_element("w:charset", charset))
            .child(value_element("w:family", "swiss"))
            .child(value_element("w:pitch", "variable"));
        table.push(font);
    }
    table
}

/// Character sets of fonts, as `w:charset` numbers them.
const LATIN: &str = "00";

fn east_asian_charset(script: &str) -> &'static str {
    match script {
        "Jpan" => "80",
        "Kore" => "81",
        "Hant" | "Hani" => "88",
        _ => "86",
    }
}
