//! Styles of the bottom line, the ask and the speaker's notes: paragraphs with a background or a
//! bar, never tables for layout.

use super::super::lists::{LIST_INDENT, numbering_ids};
use super::properties::{
    Frame, HIDDEN, Indent, Ink, ListLevel, ParagraphProperties, ParagraphStyle, RunProperties,
    TypeRole, after, around, bold, heading, muted, sized,
};
use crate::length::Pt;

/// Distance of a box's text from the start of the column, in twentieths of a point.
pub(crate) const BOX_INDENT: usize = 260;

/// Distance of a box's text from the end of the column, in twentieths of a point.
const BOX_END_INDENT: usize = 180;

/// What the bar, the padding and the indents of a box take from its width, in twentieths of a
/// point.
pub(crate) const BOX_INSET: usize = BOX_INDENT + BOX_END_INDENT;

/// Padding above and below a paragraph in a frame with a background.
pub(crate) const BOX_PADDING: Pt = Pt(13.0);

const INHERITED: ParagraphProperties = ParagraphProperties::INHERITED;

const INDENT: Option<Indent> = Some(Indent {
    left: BOX_INDENT,
    right: Some(BOX_END_INDENT),
    hanging: None,
});

/// Numbering definitions have this indent too, but LibreOffice takes both sides from one of the
/// two.
const LIST_ITEM_INDENT: Option<Indent> = Some(Indent {
    left: BOX_INDENT + LIST_INDENT,
    right: Some(BOX_END_INDENT),
    hanging: Some(LIST_INDENT),
});

/// A paragraph of the bottom line before one with another indent. Word draws a frame around each;
/// without space between them the two look like one.
const JOINED: ParagraphProperties = ParagraphProperties {
    keep_lines: true,
    frame: Some(Frame::BottomLine),
    spacing: after(0.0, TypeRole::Lead),
    indent: INDENT,
    ..INHERITED
};

/// A paragraph of the bottom line. Word draws one frame around those with equal indents.
const BOTTOM_LINE: ParagraphProperties = ParagraphProperties {
    spacing: after(1.0, TypeRole::Lead),
    ..JOINED
};

/// Makes a paragraph of the bottom line an item of a list.
const fn list_item(properties: ParagraphProperties, id: usize) -> ParagraphProperties {
    ParagraphProperties {
        list: Some(ListLevel { id, level: None }),
        indent: LIST_ITEM_INDENT,
        ..properties
    }
}

const ASK: ParagraphProperties = ParagraphProperties {
    keep_lines: true,
    frame: Some(Frame::Ask),
    spacing: after(3.0, TypeRole::Lead),
    indent: INDENT,
    ..INHERITED
};

const NOTES_INDENT: Option<Indent> = Some(Indent {
    left: 340,
    right: None,
    hanging: None,
});

pub(super) const BOX_STYLES: [ParagraphStyle<'static>; 11] = [
    ParagraphStyle {
        id: "BottomLineLabel",
        name: "Bottom Line Label",
        based_on: "Normal",
        next: "BottomLine",
        rank: 14,
        paragraph: ParagraphProperties {
            keep_next: Some(true),
            spacing: around(3.0, 0.0, TypeRole::Lead),
            ..JOINED
        },
        run: heading(Ink::Accent, TypeRole::Small),
    },
    ParagraphStyle {
        id: "BottomLine",
        name: "Bottom Line",
        based_on: "Normal",
        next: "BottomLine",
        rank: 14,
        paragraph: BOTTOM_LINE,
        run: sized(TypeRole::Lead),
    },
    ParagraphStyle {
        id: "BottomLineJoined",
        name: "Bottom Line Joined",
        based_on: "Normal",
        next: "BottomLine",
        rank: HIDDEN,
        paragraph: JOINED,
        run: sized(TypeRole::Lead),
    },
    ParagraphStyle {
        id: "BottomLineBullet",
        name: "Bottom Line Bullet",
        based_on: "Normal",
        next: "BottomLineBullet",
        rank: 14,
        paragraph: list_item(BOTTOM_LINE, numbering_ids::LEAD_BULLETS),
        run: sized(TypeRole::Lead),
    },
    ParagraphStyle {
        id: "BottomLineBulletJoined",
        name: "Bottom Line Bullet Joined",
        based_on: "Normal",
        next: "BottomLineBullet",
        rank: HIDDEN,
        paragraph: list_item(JOINED, numbering_ids::LEAD_BULLETS),
        run: sized(TypeRole::Lead),
    },
    ParagraphStyle {
        id: "BottomLineNumber",
        name: "Bottom Line Number",
        based_on: "Normal",
        next: "BottomLineNumber",
        rank: 14,
        paragraph: list_item(BOTTOM_LINE, numbering_ids::LEAD_NUMBERS),
        run: sized(TypeRole::Lead),
    },
    ParagraphStyle {
        id: "BottomLineNumberJoined",
        name: "Bottom Line Number Joined",
        based_on: "Normal",
        next: "BottomLineNumber",
        rank: HIDDEN,
        paragraph: list_item(JOINED, numbering_ids::LEAD_NUMBERS),
        run: sized(TypeRole::Lead),
    },
    ParagraphStyle {
        id: "AskLabel",
        name: "Ask Label",
        based_on: "Normal",
        next: "Ask",
        rank: 15,
        paragraph: ParagraphProperties {
            keep_next: Some(true),
            spacing: around(4.0, 0.0, TypeRole::Small),
            ..ASK
        },
        run: heading(Ink::Accent, TypeRole::Small),
    },
    ParagraphStyle {
        id: "Ask",
        name: "Ask",
        based_on: "Normal",
        next: "BodyText",
        rank: 15,
        paragraph: ASK,
        run: bold(TypeRole::Lead),
    },
    ParagraphStyle {
        id: "SpeakerNotesLabel",
        name: "Speaker Notes Label",
        based_on: "Normal",
        next: "SpeakerNotes",
        rank: 40,
        paragraph: ParagraphProperties {
            keep_next: Some(true),
            spacing: around(2.0, 0.5, TypeRole::Caption),
            indent: NOTES_INDENT,
            ..INHERITED
        },
        run: RunProperties {
            bold: true,
            ..muted(TypeRole::Caption)
        },
    },
    ParagraphStyle {
        id: "SpeakerNotes",
        name: "Speaker Notes",
        based_on: "Normal",
        next: "SpeakerNotes",
        rank: 40,
        paragraph: ParagraphProperties {
            spacing: after(1.5, TypeRole::Small),
            indent: NOTES_INDENT,
            ..INHERITED
        },
        run: muted(TypeRole::Small),
    },
];
