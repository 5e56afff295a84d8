//! Styles of running text, headings, quotes, figures, headers and footers.

use super::super::paragraph_style::ParagraphStyle;
use super::properties::{
    Alignment, Frame, Indent, Ink, ParagraphProperties, ParagraphStyleRow, RunProperties, Space,
    Spacing, TypeRole, after, around, bold, heading, muted, sized,
};

const INHERITED: ParagraphProperties = ParagraphProperties::INHERITED;

/// Keeps a heading in one piece and on the page of the text that follows.
const KEPT_WITH_TEXT: ParagraphProperties = ParagraphProperties {
    keep_next: Some(true),
    keep_lines: true,
    ..INHERITED
};

pub(super) const TEXT_STYLES: [ParagraphStyleRow; 13] = [
    ParagraphStyleRow {
        style: ParagraphStyle::BodyText,
        name: "Body Text",
        based_on: None,
        next: ParagraphStyle::BodyText,
        rank: 1,
        paragraph: ParagraphProperties {
            spacing: after(1.75, TypeRole::Body),
            ..INHERITED
        },
        run: RunProperties::INHERITED,
    },
    ParagraphStyleRow {
        style: ParagraphStyle::Kicker,
        name: "Kicker",
        based_on: None,
        next: ParagraphStyle::Title,
        rank: 9,
        paragraph: ParagraphProperties {
            keep_next: Some(true),
            spacing: after(1.5, TypeRole::Caption),
            ..INHERITED
        },
        run: muted(TypeRole::Caption),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::Title,
        name: "Title",
        based_on: None,
        next: ParagraphStyle::Subtitle,
        rank: 10,
        paragraph: ParagraphProperties {
            spacing: after(1.0, TypeRole::Title),
            ..KEPT_WITH_TEXT
        },
        run: heading(Ink::Text, TypeRole::Title),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::Subtitle,
        name: "Subtitle",
        based_on: None,
        next: ParagraphStyle::BodyText,
        rank: 11,
        paragraph: ParagraphProperties {
            spacing: after(2.0, TypeRole::Subtitle),
            ..INHERITED
        },
        run: muted(TypeRole::Subtitle),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::Heading1,
        name: "heading 1",
        based_on: None,
        next: ParagraphStyle::BodyText,
        rank: 9,
        paragraph: ParagraphProperties {
            spacing: around(6.0, 2.0, TypeRole::Heading1),
            outline_level: Some(0),
            ..KEPT_WITH_TEXT
        },
        run: heading(Ink::Accent, TypeRole::Heading1),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::Heading2,
        name: "heading 2",
        based_on: None,
        next: ParagraphStyle::BodyText,
        rank: 9,
        paragraph: ParagraphProperties {
            spacing: around(4.0, 1.0, TypeRole::Heading2),
            outline_level: Some(1),
            ..KEPT_WITH_TEXT
        },
        run: heading(Ink::Text, TypeRole::Heading2),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::Heading3,
        name: "heading 3",
        based_on: None,
        next: ParagraphStyle::BodyText,
        rank: 9,
        paragraph: ParagraphProperties {
            spacing: around(3.0, 1.0, TypeRole::Heading3),
            outline_level: Some(2),
            ..KEPT_WITH_TEXT
        },
        run: heading(Ink::Text, TypeRole::Heading3),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::Heading4,
        name: "heading 4",
        based_on: None,
        next: ParagraphStyle::BodyText,
        rank: 9,
        paragraph: ParagraphProperties {
            spacing: around(3.0, 1.0, TypeRole::Body),
            outline_level: Some(3),
            ..KEPT_WITH_TEXT
        },
        run: heading(Ink::Text, TypeRole::Body),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::Quote,
        name: "Quote",
        based_on: None,
        next: ParagraphStyle::QuoteSource,
        rank: 29,
        paragraph: ParagraphProperties {
            frame: Some(Frame::Quote),
            spacing: around(2.0, 0.5, TypeRole::Body),
            indent: Some(Indent {
                left: 284,
                right: Some(284),
                hanging: None,
            }),
            ..KEPT_WITH_TEXT
        },
        run: RunProperties::INHERITED,
    },
    ParagraphStyleRow {
        style: ParagraphStyle::QuoteSource,
        name: "Quote Source",
        based_on: Some(ParagraphStyle::Quote),
        next: ParagraphStyle::BodyText,
        rank: 30,
        paragraph: ParagraphProperties {
            // The quote keeps with its source; the source does not keep with the text below.
            keep_next: Some(false),
            spacing: after(2.5, TypeRole::Small),
            ..INHERITED
        },
        // The style `Quote` of a reference document may be in italics.
        run: RunProperties {
            upright: true,
            ..muted(TypeRole::Small)
        },
    },
    ParagraphStyleRow {
        style: ParagraphStyle::Caption,
        name: "caption",
        based_on: None,
        next: ParagraphStyle::BodyText,
        rank: 35,
        paragraph: ParagraphProperties {
            keep_lines: true,
            spacing: around(3.0, 1.0, TypeRole::Small),
            ..INHERITED
        },
        run: bold(TypeRole::Small),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::Figure,
        name: "Figure",
        based_on: None,
        next: ParagraphStyle::Caption,
        rank: 36,
        paragraph: ParagraphProperties {
            keep_next: Some(true),
            spacing: around(3.0, 0.5, TypeRole::Body),
            ..INHERITED
        },
        run: RunProperties::INHERITED,
    },
    ParagraphStyleRow {
        style: ParagraphStyle::FigureCaption,
        name: "Figure Caption",
        based_on: Some(ParagraphStyle::Caption),
        next: ParagraphStyle::BodyText,
        rank: 36,
        paragraph: ParagraphProperties {
            spacing: around(0.5, 1.0, TypeRole::Small),
            ..INHERITED
        },
        run: RunProperties::INHERITED,
    },
];

/// A line of a header or footer: text at the left and at the right margin.
const RUNNING_LINE: ParagraphProperties = ParagraphProperties {
    right_tab: true,
    spacing: after(0.0, TypeRole::Caption),
    ..INHERITED
};

pub(super) const HEADER_FOOTER_STYLES: [ParagraphStyleRow; 4] = [
    ParagraphStyleRow {
        style: ParagraphStyle::Header,
        name: "header",
        based_on: None,
        next: ParagraphStyle::Header,
        rank: 38,
        paragraph: RUNNING_LINE,
        run: muted(TypeRole::Caption),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::Footer,
        name: "footer",
        based_on: None,
        next: ParagraphStyle::Footer,
        rank: 38,
        paragraph: RUNNING_LINE,
        run: muted(TypeRole::Caption),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::Letterhead,
        name: "Letterhead",
        based_on: None,
        next: ParagraphStyle::Header,
        rank: 38,
        paragraph: ParagraphProperties {
            spacing: around(1.0, 2.0, TypeRole::Caption),
            ..INHERITED
        },
        run: RunProperties::INHERITED,
    },
    ParagraphStyleRow {
        style: ParagraphStyle::Marking,
        name: "Marking",
        based_on: None,
        next: ParagraphStyle::Header,
        rank: 38,
        paragraph: ParagraphProperties {
            spacing: Some(Spacing::Around {
                before: Space::Points(0.0),
                after: Space::Points(2.0),
                role: TypeRole::Caption,
            }),
            alignment: Some(Alignment::Center),
            ..INHERITED
        },
        run: RunProperties {
            ink: Some(Ink::Marking),
            letter_spaced: true,
            ..bold(TypeRole::Caption)
        },
    },
];

/// Footnotes and the list of sources have one size.
pub(super) const NOTE_STYLE: ParagraphStyleRow = ParagraphStyleRow {
    style: ParagraphStyle::FootnoteText,
    name: "footnote text",
    based_on: None,
    next: ParagraphStyle::FootnoteText,
    rank: 39,
    paragraph: ParagraphProperties {
        spacing: after(0.5, TypeRole::Source),
        ..INHERITED
    },
    run: sized(TypeRole::Source),
};
