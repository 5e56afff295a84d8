//! Styles of the bottom line, the ask and the speaker's notes: paragraphs with a background or a
//! bar, never tables for layout.

use super::super::list_ids::{LIST_INDENT, numbering_ids};
use super::super::paragraph_style::ParagraphStyle;
use super::properties::{
    Frame, HIDDEN, Indent, Ink, ListLevel, ParagraphProperties, ParagraphStyleRow, RunProperties,
    TypeRole, after, around, bold, heading, muted, sized,
};
use crate::length::Pt;

/// Distance of a box's text from the start of the column, in twentieths of a point.
pub(crate) const BOX_INDENT: usize = 260;

/// Distance of a box's text from the end of the column, in twentieths of a point.
const BOX_END_INDENT: usize = 180;

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

pub(super) const BOX_STYLES: [ParagraphStyleRow; 12] = [
    ParagraphStyleRow {
        style: ParagraphStyle::BottomLineLabel,
        name: "Bottom Line Label",
        based_on: None,
        next: ParagraphStyle::BottomLine,
        rank: 14,
        paragraph: ParagraphProperties {
            keep_next: Some(true),
            spacing: around(3.0, 0.0, TypeRole::Lead),
            ..JOINED
        },
        run: heading(Ink::Accent, TypeRole::Small),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::BottomLine,
        name: "Bottom Line",
        based_on: None,
        next: ParagraphStyle::BottomLine,
        rank: 14,
        paragraph: BOTTOM_LINE,
        run: sized(TypeRole::Lead),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::BottomLineJoined,
        name: "Bottom Line Joined",
        based_on: None,
        next: ParagraphStyle::BottomLine,
        rank: HIDDEN,
        paragraph: JOINED,
        run: sized(TypeRole::Lead),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::BottomLineBullet,
        name: "Bottom Line Bullet",
        based_on: None,
        next: ParagraphStyle::BottomLineBullet,
        rank: 14,
        paragraph: list_item(BOTTOM_LINE, numbering_ids::LEAD_BULLETS),
        run: sized(TypeRole::Lead),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::BottomLineBulletJoined,
        name: "Bottom Line Bullet Joined",
        based_on: None,
        next: ParagraphStyle::BottomLineBullet,
        rank: HIDDEN,
        paragraph: list_item(JOINED, numbering_ids::LEAD_BULLETS),
        run: sized(TypeRole::Lead),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::BottomLineNumber,
        name: "Bottom Line Number",
        based_on: None,
        next: ParagraphStyle::BottomLineNumber,
        rank: 14,
        paragraph: list_item(BOTTOM_LINE, numbering_ids::LEAD_NUMBERS),
        run: sized(TypeRole::Lead),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::BottomLineNumberJoined,
        name: "Bottom Line Number Joined",
        based_on: None,
        next: ParagraphStyle::BottomLineNumber,
        rank: HIDDEN,
        paragraph: list_item(JOINED, numbering_ids::LEAD_NUMBERS),
        run: sized(TypeRole::Lead),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::AskLabel,
        name: "Ask Label",
        based_on: None,
        next: ParagraphStyle::Ask,
        rank: 15,
        paragraph: ParagraphProperties {
            keep_next: Some(true),
            spacing: around(4.0, 0.0, TypeRole::Small),
            ..ASK
        },
        run: heading(Ink::Accent, TypeRole::Small),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::Ask,
        name: "Ask",
        based_on: None,
        next: ParagraphStyle::BodyText,
        rank: 15,
        paragraph: ASK,
        run: bold(TypeRole::Lead),
    },
    // A decision, beside the text above it in bold.
    ParagraphStyleRow {
        style: ParagraphStyle::AskItem,
        name: "Ask Item",
        based_on: None,
        next: ParagraphStyle::AskItem,
        rank: 15,
        paragraph: ParagraphProperties {
            spacing: after(1.0, TypeRole::Lead),
            ..ASK
        },
        run: sized(TypeRole::Lead),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::SpeakerNotesLabel,
        name: "Speaker Notes Label",
        based_on: None,
        next: ParagraphStyle::SpeakerNotes,
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
    ParagraphStyleRow {
        style: ParagraphStyle::SpeakerNotes,
        name: "Speaker Notes",
        based_on: None,
        next: ParagraphStyle::SpeakerNotes,
        rank: 40,
        paragraph: ParagraphProperties {
            spacing: after(1.5, TypeRole::Small),
            indent: NOTES_INDENT,
            ..INHERITED
        },
        run: muted(TypeRole::Small),
    },
];
