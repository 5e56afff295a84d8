//! Lists: what the styles for lists refer to, and a numbering of its own for each that starts
//! again.

use super::lists::{
    EVENT_INDENT, LIST_INDENT, LIST_LEVELS, NumberedList, level_suffix, numbering_ids,
};
use super::metrics::DocxMetrics;
use crate::ooxml::namespaces::W;
use crate::ooxml::values::hex_color;
use crate::ooxml::xml::{Element, element};

/// How wide a dot is in most fonts, in ems.
const DOT_WIDTH: f32 = 0.6;

/// The part `word/numbering.xml`: what the list styles refer to, and a numbering of its own for
/// every ordered list, so that each starts at 1. `lists` holds the number it was given, the
/// definition it follows and its level.
pub(super) fn numbering_part(lists: &[NumberedList], look: &DocxMetrics) -> Element {
    let value = |name: &str, value: &str| element(name).with("w:val", value);
    let level = |at: usize,
                 format: &str,
                 text: &str,
                 style: Option<String>,
                 indent: usize,
                 hanging: usize| {
        element("w:lvl")
            .with("w:ilvl", at.to_string())
            .child(value("w:start", "1"))
            .child(value("w:numFmt", format))
            .children(style.map(|style| value("w:pStyle", &style)))
            .child(value("w:lvlText", text))
            .child(value("w:lvlJc", "left"))
            .child(
                element("w:pPr").child(
                    element("w:ind")
                        .with("w:left", indent.to_string())
                        .with("w:hanging", hanging.to_string()),
                ),
            )
    };
    let style = |base: &str, at: usize| Some(format!("{base}{}", level_suffix(at).trim()));
    let bullets = (0..LIST_LEVELS).map(|at| {
        let mark = ["•", "–", "▪", "–", "•"][at % 5];
        level(
            at,
            "bullet",
            mark,
            style("ListBullet", at),
            LIST_INDENT * (at + 1),
            LIST_INDENT,
        )
    });
    let numbers = (0..LIST_LEVELS).map(|at| {
        let (format, end) = [
            ("decimal", "."),
            ("lowerLetter", ")"),
            ("lowerRoman", "."),
            ("decimal", ")"),
        ][at % 4];
        let text = format!("%{}{end}", at + 1);
        level(
            at,
            format,
            &text,
            style("ListNumber", at),
            LIST_INDENT * (at + 1),
            LIST_INDENT,
        )
    });
    let single = |format: &str, text: &str, style: &str, indent: usize, hanging: usize| {
        vec![level(
            0,
            format,
            text,
            Some(style.to_owned()),
            indent,
            hanging,
        )]
    };
    // The dot stands on the border of its cell: half of it is outside.
    let dot = (DOT_WIDTH / 2.0 * look.scale.small.size).twips() as usize;
    let accent = element("w:color")
        .with("w:val", hex_color(look.theme.colors.accent))
        .with("w:themeColor", "accent1");
    let dots = single(
        "bullet",
        "●",
        "TimelineText",
        EVENT_INDENT,
        EVENT_INDENT + dot,
    )
    .into_iter();
    let dots = dots
        .map(|level| level.child(element("w:rPr").child(accent.clone())))
        .collect();
    let lead = 260 + LIST_INDENT;
    let cell = look.scale.small.size.twips() as usize;
    let definitions = [
        (numbering_ids::BULLETS, bullets.collect()),
        (numbering_ids::NUMBERS, numbers.collect()),
        (
            numbering_ids::SOURCES,
            single("decimal", "%1.", "Bibliography", 400, 400),
        ),
        (
            numbering_ids::CELL_BULLETS,
            single("bullet", "•", "TableBullet", cell, cell),
        ),
        (
            numbering_ids::LEAD_BULLETS,
            single("bullet", "•", "BottomLineBullet", lead, LIST_INDENT),
        ),
        (numbering_ids::DOTS, dots),
        (
            numbering_ids::LEAD_NUMBERS,
            single("decimal", "%1.", "BottomLineNumber", lead, LIST_INDENT),
        ),
    ];
    let mut root = element("w:numbering").with("xmlns:w", W);
    let mut instances = Vec::new();
    for (id, levels) in definitions {
        let many = if levels.len() > 1 {
            "multilevel"
        } else {
            "singleLevel"
        };
        root = root.child(
            element("w:abstractNum")
                .with("w:abstractNumId", id.to_string())
                .child(value("w:multiLevelType", many))
                .children(levels),
        );
        let id = id.to_string();
        instances.push(
            element("w:num")
                .with("w:numId", &id)
                .child(value("w:abstractNumId", &id)),
        );
    }
    root.children(instances)
        .children(lists.iter().map(NumberedList::to_num_element))
}
