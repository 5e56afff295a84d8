//! Lists: the part `word/numbering.xml` (ECMA-376 part 1, 17.9).

use super::list_ids::{
    EVENT_INDENT, LIST_INDENT, NumberedList, SOURCE_INDENT, list_indent, numbering_ids,
};
use super::metrics::DocxMetrics;
use super::paragraph_style::{LIST_LEVELS, ParagraphStyle};
use super::styles::BOX_INDENT;
use crate::ooxml::namespaces::W;
use crate::ooxml::values::hex_color;
use crate::ooxml::xml::{Element, element, value_element};

/// A level of a list. Indents are in twentieths of a point.
struct Level {
    /// `ST_NumberFormat` (ECMA-376 part 1, 17.18.59).
    format: &'static str,
    /// The bullet, or the text of the number with `%1` for the number of the first level.
    text: String,
    /// The paragraph style that uses it.
    style: ParagraphStyle,
    indent: usize,
    hanging: usize,
    /// Whether its marks have the theme's accent colour.
    has_accent: bool,
}

/// A list that styles refer to.
struct Definition {
    id: usize,
    levels: Vec<Level>,
}

/// The part `word/numbering.xml`: the lists of the list styles, and one of its own for each of
/// `lists`, so that each starts at 1.
pub(super) fn numbering_part(lists: &[NumberedList], metrics: &DocxMetrics<'_>) -> Element {
    let definitions = list_definitions(metrics);
    let mut root = element("w:numbering").with("xmlns:w", W);
    for definition in &definitions {
        root = root.child(definition_element(definition, metrics));
    }
    // The schema wants all definitions before the first list that follows one.
    for definition in &definitions {
        let id = definition.id.to_string();
        let list = element("w:num")
            .with("w:numId", &id)
            .child(value_element("w:abstractNumId", &id));
        root = root.child(list);
    }
    root.children(lists.iter().map(NumberedList::to_num_element))
}

fn list_definitions(metrics: &DocxMetrics<'_>) -> [Definition; 7] {
    let cell = list_indent(numbering_ids::CELL_BULLETS, 0, &metrics.scale);
    let box_text = BOX_INDENT + LIST_INDENT;
    // The dot is centred on the border of its cell: half of it is outside.
    let half_dot = (DOT_WIDTH / 2.0 * metrics.scale.small.size).twips() as usize;
    let dot = Level {
        has_accent: true,
        ..Level::bullet(
            "●",
            ParagraphStyle::TimelineText,
            EVENT_INDENT,
            EVENT_INDENT + half_dot,
        )
    };
    [
        Definition {
            id: numbering_ids::BULLETS,
            levels: (0..LIST_LEVELS).map(bullet_level).collect(),
        },
        Definition {
            id: numbering_ids::NUMBERS,
            levels: (0..LIST_LEVELS).map(number_level).collect(),
        },
        Definition {
            id: numbering_ids::SOURCES,
            levels: vec![Level::decimal(
                ParagraphStyle::Bibliography,
                SOURCE_INDENT,
                SOURCE_INDENT,
            )],
        },
        Definition {
            id: numbering_ids::CELL_BULLETS,
            levels: vec![Level::bullet("•", ParagraphStyle::TableBullet, cell, cell)],
        },
        Definition {
            id: numbering_ids::LEAD_BULLETS,
            levels: vec![Level::bullet(
                "•",
                ParagraphStyle::BottomLineBullet,
                box_text,
                LIST_INDENT,
            )],
        },
        Definition {
            id: numbering_ids::DOTS,
            levels: vec![dot],
        },
        Definition {
            id: numbering_ids::LEAD_NUMBERS,
            levels: vec![Level::decimal(
                ParagraphStyle::BottomLineNumber,
                box_text,
                LIST_INDENT,
            )],
        },
    ]
}

/// The width of a dot in most fonts, in ems.
const DOT_WIDTH: f32 = 0.6;

impl Level {
    fn bullet(bullet: &str, style: ParagraphStyle, indent: usize, hanging: usize) -> Self {
        Self {
            format: "bullet",
            text: bullet.to_owned(),
            style,
            indent,
            hanging,
            has_accent: false,
        }
    }

    fn decimal(style: ParagraphStyle, indent: usize, hanging: usize) -> Self {
        Self {
            format: "decimal",
            text: "%1.".to_owned(),
            style,
            indent,
            hanging,
            has_accent: false,
        }
    }
}

/// A level of a bulleted list.
fn bullet_level(level: usize) -> Level {
    let bullets = ["•", "–", "▪", "–", "•"];
    let style = ParagraphStyle::list_bullet(level);
    let bullet = bullets[level % bullets.len()];
    Level::bullet(bullet, style, LIST_INDENT * (level + 1), LIST_INDENT)
}

/// A level of a numbered list.
fn number_level(level: usize) -> Level {
    let formats = [
        ("decimal", "."),
        ("lowerLetter", ")"),
        ("lowerRoman", "."),
        ("decimal", ")"),
    ];
    let (format, end) = formats[level % formats.len()];
    Level {
        format,
        // Levels are counted from 1 in the text of a number, and from 0 everywhere else.
        text: format!("%{}{end}", level + 1),
        style: ParagraphStyle::list_number(level),
        indent: LIST_INDENT * (level + 1),
        hanging: LIST_INDENT,
        has_accent: false,
    }
}

fn definition_element(definition: &Definition, metrics: &DocxMetrics<'_>) -> Element {
    let kind = if definition.levels.len() > 1 {
        "multilevel"
    } else {
        "singleLevel"
    };
    let mut out = element("w:abstractNum")
        .with("w:abstractNumId", definition.id.to_string())
        .child(value_element("w:multiLevelType", kind));
    for (at, level) in definition.levels.iter().enumerate() {
        out.push(level_element(at, level, metrics));
    }
    out
}

fn level_element(at: usize, level: &Level, metrics: &DocxMetrics<'_>) -> Element {
    let indent = element("w:ind")
        .with("w:left", level.indent.to_string())
        .with("w:hanging", level.hanging.to_string());
    // The children are in the order of the schema (`CT_Lvl`).
    let out = element("w:lvl")
        .with("w:ilvl", at.to_string())
        .child(value_element("w:start", "1"))
        .child(value_element("w:numFmt", level.format))
        .child(value_element("w:pStyle", level.style.id()))
        .child(value_element("w:lvlText", &level.text))
        .child(value_element("w:lvlJc", "left"))
        .child(element("w:pPr").child(indent));
    if !level.has_accent {
        return out;
    }
    // The colour itself is for readers that do not know the theme.
    let accent = element("w:color")
        .with("w:val", hex_color(metrics.theme.colors.accent))
        .with("w:themeColor", "accent1");
    out.child(element("w:rPr").child(accent))
}
