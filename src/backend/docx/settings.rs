//! The parts that hold no text of the document: settings, colours and fonts, properties.

use super::language::Languages;
use super::metrics::DocxMetrics;
use super::schema_order;
use crate::assets::Protection;
use crate::ooxml::namespaces::W;
use crate::ooxml::xml::{Element, element};

/// The part `word/settings.xml`; what `overrides` says wins. Nothing in it asks Word to update fields:
/// it would ask the reader in turn.
pub(super) fn settings_part(
    languages: &Languages,
    overrides: &[Element],
    protection: Option<Protection>,
) -> Element {
    let value = |name: &str, value: &str| element(name).with("w:val", value);
    let compatibility = [
        ("compatibilityMode", "15"),
        ("overrideTableStyleFontSizeAndJustification", "1"),
        ("enableOpenTypeFeatures", "1"),
        ("doNotFlipMirrorIndents", "1"),
        ("differentiateMultirowTableHeaders", "1"),
    ];
    let compatibility = compatibility.map(|(name, value)| {
        element("w:compatSetting")
            .with("w:name", name)
            .with("w:uri", "http://schemas.microsoft.com/office/word")
            .with("w:val", value)
    });
    let roles = [
        ("bg1", "light1"),
        ("t1", "dark1"),
        ("bg2", "light2"),
        ("t2", "dark2"),
        ("accent1", "accent1"),
        ("accent2", "accent2"),
        ("accent3", "accent3"),
        ("accent4", "accent4"),
        ("accent5", "accent5"),
        ("accent6", "accent6"),
        ("hyperlink", "hyperlink"),
        ("followedHyperlink", "followedHyperlink"),
    ];
    let mapping = roles
        .iter()
        .fold(element("w:clrSchemeMapping"), |mapping, (role, color)| {
            mapping.with(&format!("w:{role}"), color)
        });
    let spacing = if languages.is_east_asian() {
        "compressPunctuation"
    } else {
        "doNotCompress"
    };
    let mut settings = element("w:settings")
        .with("xmlns:w", W)
        .child(element("w:zoom").with("w:percent", "100"))
        .children(protection.map(|Protection::Comments| {
            element("w:documentProtection")
                .with("w:edit", "comments")
                .with("w:enforcement", "1")
        }))
        .child(value("w:defaultTabStop", "720"))
        .child(value("w:characterSpacingControl", spacing))
        .child(
            element("w:footnotePr")
                .child(element("w:footnote").with("w:id", "-1"))
                .child(element("w:footnote").with("w:id", "0")),
        )
        .child(element("w:compat").children(compatibility))
        .child(
            element("w:themeFontLang")
                .with("w:val", &languages.latin)
                .with("w:eastAsia", &languages.east_asian)
                .with("w:bidi", &languages.bidi),
        )
        .child(mapping)
        .child(value("w:decimalSymbol", "."))
        .child(value("w:listSeparator", ","));
    for own in overrides {
        settings.remove(&[&own.name]);
        settings = settings.child(own.clone());
    }
    schema_order::put_in_order(&mut settings);
    settings
}

/// The part `word/fontTable.xml`: what to look for where a font is missing.
pub(super) fn font_table_part(look: &DocxMetrics) -> Element {
    let fonts = &look.theme.fonts;
    let font = |name: &str, charset: &str, family: &str| {
        element("w:font")
            .with("w:name", name)
            .child(element("w:charset").with("w:val", charset))
            .child(element("w:family").with("w:val", family))
            .child(element("w:pitch").with("w:val", "variable"))
    };
    let mut names: Vec<(&str, &str)> = vec![(&fonts.word, "00")];
    for (name, charset) in [
        (fonts.word_heading.as_str(), "00"),
        (fonts.word_east_asia.as_str(), "86"),
    ] {
        if !names.iter().any(|(known, _)| *known == name) {
            names.push((name, charset));
        }
    }
    element("w:fonts").with("xmlns:w", W).children(
        names
            .iter()
            .map(|(name, charset)| font(name, charset, "swiss")),
    )
}
