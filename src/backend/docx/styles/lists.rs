//! Styles of lists: bullets, numbers and continued items on each level, and the list of sources.

use super::super::lists::{LIST_INDENT, LIST_LEVELS, level_suffix, numbering_ids};
use super::properties::{
    Indent, ListLevel, ParagraphProperties, ParagraphStyle, RunProperties, TypeRole, after, sized,
};

const INHERITED: ParagraphProperties = ParagraphProperties::INHERITED;

const ITEM: ParagraphProperties = ParagraphProperties {
    spacing: after(1.25, TypeRole::Body),
    ..INHERITED
};

/// Calls `write` with the styles of one kind of list, one for each level: `List Bullet`, `List
/// Bullet 2` and so on. `id` and `name` are those of the first level.
fn write_levels(
    id: &str,
    name: &str,
    rank: u8,
    paragraph: impl Fn(usize) -> ParagraphProperties,
    write: &mut impl FnMut(&ParagraphStyle<'_>),
) {
    for level in 0..LIST_LEVELS {
        // Word's own names have a space before the number of the level, its ids have none.
        let suffix = level_suffix(level);
        let id = format!("{id}{}", suffix.trim());
        write(&ParagraphStyle {
            id: &id,
            name: &format!("{name}{suffix}"),
            based_on: "Normal",
            next: &id,
            rank,
            paragraph: paragraph(level),
            run: RunProperties::INHERITED,
        });
    }
}

/// Calls `write` with each style of a list.
pub(super) fn write_list_styles(mut write: impl FnMut(&ParagraphStyle<'_>)) {
    let item_of = |id: usize| {
        move |level: usize| ParagraphProperties {
            list: Some(ListLevel {
                id,
                level: Some(level),
            }),
            ..ITEM
        }
    };
    let bullets = item_of(numbering_ids::BULLETS);
    write_levels("ListBullet", "List Bullet", 12, bullets, &mut write);
    let numbers = item_of(numbering_ids::NUMBERS);
    write_levels("ListNumber", "List Number", 12, numbers, &mut write);
    let continued = |level: usize| ParagraphProperties {
        indent: Some(Indent {
            left: LIST_INDENT * (level + 1),
            right: None,
            hanging: None,
        }),
        ..ITEM
    };
    write_levels("ListContinue", "List Continue", 13, continued, &mut write);
    write(&BIBLIOGRAPHY);
}

const BIBLIOGRAPHY: ParagraphStyle<'static> = ParagraphStyle {
    id: "Bibliography",
    name: "Bibliography",
    based_on: "Normal",
    next: "Bibliography",
    rank: 37,
    paragraph: ParagraphProperties {
        list: Some(ListLevel {
            id: numbering_ids::SOURCES,
            level: None,
        }),
        spacing: after(1.0, TypeRole::Source),
        ..INHERITED
    },
    run: sized(TypeRole::Source),
};
