//! The parts that hold no text of the document: settings, colours and fonts, properties.

use super::language::Languages;
use super::look::Look;
use super::order;
use super::package::Package;
use super::styles::hex;
use super::xml::{Element, element, is_allowed};
use crate::assets::Protection;
use crate::document::{Document, plain_text};
use crate::lang;
use crate::theme::Color;

/// Namespace of `WordprocessingML` (ISO/IEC 29500-1, transitional).
pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Namespace of `DrawingML`.
pub(super) const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";

/// Content type of a part of a Word document.
pub(super) fn content_type(kind: &str) -> String {
    format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml")
}

/// The part `word/settings.xml`; what `house` says wins. Nothing in it asks Word to update fields:
/// it would ask the reader in turn.
pub(super) fn settings(
    languages: &Languages,
    house: &[Element],
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
    for own in house {
        settings.remove(&[&own.name]);
        settings = settings.child(own.clone());
    }
    order::normalise(&mut settings);
    settings
}

/// The part `word/theme/theme1.xml`: colours and fonts under the names that styles and charts call
/// them by.
pub(super) fn theme(look: &Look) -> Element {
    let colors = &look.theme.colors;
    let slot = |name: &str, color: Color| {
        element(&format!("a:{name}")).child(element("a:srgbClr").with("val", hex(color)))
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
    let fonts = &look.theme.fonts;
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
    let name = if look.theme.name.is_empty() {
        "default"
    } else {
        &look.theme.name
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

/// The part `word/fontTable.xml`: what to look for where a font is missing.
pub(super) fn font_table(look: &Look) -> Element {
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

/// Adds the document's properties. Their dates are the brief's.
pub(super) fn properties(document: &Document, languages: &Languages, package: &mut Package) {
    let meta = &document.meta;
    let title = plain_text(&meta.title);
    let subject = plain_text(&meta.subtitle);
    let author = meta
        .from
        .first()
        .or(meta.organization.as_ref())
        .map_or("", String::as_str);
    let keywords: Vec<&str> = [&meta.reference, &meta.organization]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let text = |name: &str, text: &str| (!text.trim().is_empty()).then(|| element(name).text(text));
    let dated = lang::parse_date(&meta.date).map(|_| format!("{}T00:00:00Z", meta.date.trim()));
    let date = |name: &str| {
        dated
            .as_ref()
            .map(|date| element(name).with("xsi:type", "dcterms:W3CDTF").text(date))
    };
    let core = element("cp:coreProperties")
        .with(
            "xmlns:cp",
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        )
        .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .with("xmlns:dcterms", "http://purl.org/dc/terms/")
        .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .children(text("dc:title", &title))
        .children(text("dc:subject", &subject))
        .children(text("dc:creator", author))
        .children(text("cp:keywords", &keywords.join(", ")))
        .children(text("cp:lastModifiedBy", author))
        .children(date("dcterms:created"))
        .children(date("dcterms:modified"))
        .children(text(
            "cp:category",
            meta.marking.as_deref().unwrap_or_default(),
        ))
        .children(text("dc:language", &languages.tag));
    package.add_typed(
        "docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        core.to_part(),
    );
    let company = meta.organization.as_deref().unwrap_or_default();
    let app = element("Properties")
        .with(
            "xmlns",
            "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
        )
        .child(element("Application").text(env!("CARGO_PKG_NAME")))
        .children((!company.is_empty()).then(|| element("Company").text(company)));
    package.add_typed(
        "docProps/app.xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        app.to_part(),
    );
    package.relate("", "rId1", "officeDocument", "word/document.xml");
    package.relate(
        "",
        "rId2",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        "docProps/core.xml",
    );
    package.relate("", "rId3", "extended-properties", "docProps/app.xml");
}

/// Text on one line, as properties, headers and names of things want it.
pub(super) fn one_line(text: &str) -> String {
    let is_one = text.bytes().all(|it| matches!(it, b' '..=b'~')) && !text.contains("  ");
    if is_one && text.trim().len() == text.len() {
        return text.to_owned();
    }
    let visible: String = text
        .chars()
        .map(|it| {
            if it.is_control() || !is_allowed(it) {
                ' '
            } else {
                it
            }
        })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}
