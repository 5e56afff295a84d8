//! Styles of lists: bullets, numbers and continued items on each level, and the list of sources.

use super::super::list_ids::{LIST_INDENT, numbering_ids};
use super::super::paragraph_style::{LIST_LEVELS, ParagraphStyle};
use super::properties::{
    Indent, ListLevel, ParagraphProperties, ParagraphStyleRow, RunProperties, TypeRole, after,
    sized,
};

const INHERITED: ParagraphProperties = ParagraphProperties::INHERITED;

const ITEM: ParagraphProperties = ParagraphProperties {
    spacing: after(1.25, TypeRole::Body),
    ..INHERITED
};

/// Word's names of the styles of the five levels.
const BULLET_NAMES: [&str; LIST_LEVELS] = [
    "List Bullet",
    "List Bullet 2",
    "List Bullet 3",
    "List Bullet 4",
    "List Bullet 5",
];
const NUMBER_NAMES: [&str; LIST_LEVELS] = [
    "List Number",
    "List Number 2",
    "List Number 3",
    "List Number 4",
    "List Number 5",
];
const CONTINUE_NAMES: [&str; LIST_LEVELS] = [
    "List Continue",
    "List Continue 2",
    "List Continue 3",
    "List Continue 4",
    "List Continue 5",
];

/// The styles of bullets, then those of numbers and of continued items, level by level.
pub(super) const LIST_STYLES: [ParagraphStyleRow; 3 * LIST_LEVELS + 1] = {
    let mut rows = [BIBLIOGRAPHY; 3 * LIST_LEVELS + 1];
    let mut level = 0;
    while level < LIST_LEVELS {
        let bullet = ParagraphStyle::list_bullet(level);
        let number = ParagraphStyle::list_number(level);
        let continued = ParagraphStyle::list_continue(level);
        let bullets = item_of(numbering_ids::BULLETS, level);
        let numbers = item_of(numbering_ids::NUMBERS, level);
        rows[level] = row(bullet, BULLET_NAMES[level], 12, bullets);
        rows[LIST_LEVELS + level] = row(number, NUMBER_NAMES[level], 12, numbers);
        rows[2 * LIST_LEVELS + level] =
            row(continued, CONTINUE_NAMES[level], 13, continued_item(level));
        level += 1;
    }
    rows
};

const fn row(
    style: ParagraphStyle,
    name: &'static str,
    rank: u8,
    paragraph: ParagraphProperties,
) -> ParagraphStyleRow {
    ParagraphStyleRow {
        style,
        name,
        based_on: None,
        next: style,
        rank,
        paragraph,
        run: RunProperties::INHERITED,
    }
}

const fn item_of(id: usize, level: usize) -> ParagraphProperties {
    ParagraphProperties {
        list: Some(ListLevel {
            id,
            level: Some(level),
        }),
        ..ITEM
    }
}

const fn continued_item(level: usize) -> ParagraphProperties {
    ParagraphProperties {
        indent: Some(Indent {
            left: LIST_INDENT * (level + 1),
            right: None,
            hanging: None,
        }),
        ..ITEM
    }
}

const BIBLIOGRAPHY: ParagraphStyleRow = ParagraphStyleRow {
    style: ParagraphStyle::Bibliography,
    name: "Bibliography",
    based_on: None,
    next: ParagraphStyle::Bibliography,
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
