//! Styles of running text, headings, quotes, figures, headers and footers.

use super::properties::{
    Alignment, Frame, Indent, Ink, ParagraphProperties, ParagraphStyle, RunProperties, Space,
    Spacing, TypeRole, after, around, bold, heading, muted, sized,
};

const INHERITED: ParagraphProperties = ParagraphProperties::INHERITED;

/// Keeps a heading in one piece and on the page of the text that follows.
const KEPT_WITH_TEXT: ParagraphProperties = ParagraphProperties {
    keep_next: Some(true),
    keep_lines: true,
    ..INHERITED
};

pub(super) const TEXT_STYLES: [ParagraphStyle<'static>; 12] = [
    ParagraphStyle {
        id: "BodyText",
        name: "Body Text",
        based_on: "Normal",
        next: "BodyText",
        rank: 1,
        paragraph: ParagraphProperties {
            spacing: after(1.75, TypeRole::Body),
            ..INHERITED
        },
        run: RunProperties::INHERITED,
    },
    ParagraphStyle {
        id: "Kicker",
        name: "Kicker",
        based_on: "Normal",
        next: "Title",
        rank: 9,
        paragraph: ParagraphProperties {
            keep_next: Some(true),
            spacing: after(1.5, TypeRole::Caption),
            ..INHERITED
        },
        run: muted(TypeRole::Caption),
    },
    ParagraphStyle {
        id: "Title",
        name: "Title",
        based_on: "Normal",
        next: "Subtitle",
        rank: 10,
        paragraph: ParagraphProperties {
            spacing: after(1.0, TypeRole::Title),
            ..KEPT_WITH_TEXT
        },
        run: heading(Ink::Text, TypeRole::Title),
    },
    ParagraphStyle {
        id: "Subtitle",
        name: "Subtitle",
        based_on: "Normal",
        next: "BodyText",
        rank: 11,
        paragraph: ParagraphProperties {
            spacing: after(2.0, TypeRole::Subtitle),
            ..INHERITED
        },
        run: muted(TypeRole::Subtitle),
    },
    ParagraphStyle {
        id: "Heading1",
        name: "heading 1",
        based_on: "Normal",
        next: "BodyText",
        rank: 9,
        paragraph: ParagraphProperties {
            spacing: around(6.0, 2.0, TypeRole::Heading1),
            outline_level: Some(0),
            ..KEPT_WITH_TEXT
        },
        run: heading(Ink::Accent, TypeRole::Heading1),
    },
    ParagraphStyle {
        id: "Heading2",
        name: "heading 2",
        based_on: "Normal",
        next: "BodyText",
        rank: 9,
        paragraph: ParagraphProperties {
            spacing: around(4.0, 1.0, TypeRole::Heading2),
            outline_level: Some(1),
            ..KEPT_WITH_TEXT
        },
        run: heading(Ink::Text, TypeRole::Heading2),
    },
    ParagraphStyle {
        id: "Heading3",
        name: "heading 3",
        based_on: "Normal",
        next: "BodyText",
        rank: 9,
        paragraph: ParagraphProperties {
            spacing: around(3.0, 1.0, TypeRole::Heading3),
            outline_level: Some(2),
            ..KEPT_WITH_TEXT
        },
        run: heading(Ink::Text, TypeRole::Heading3),
    },
    ParagraphStyle {
        id: "Quote",
        name: "Quote",
        based_on: "Normal",
        next: "QuoteSource",
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
    ParagraphStyle {
        id: "QuoteSource",
        name: "Quote Source",
        based_on: "Quote",
        next: "BodyText",
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
    ParagraphStyle {
        id: "Caption",
        name: "caption",
        based_on: "Normal",
        next: "BodyText",
        rank: 35,
        paragraph: ParagraphProperties {
            keep_lines: true,
            spacing: around(3.0, 1.0, TypeRole::Small),
            ..INHERITED
        },
        run: bold(TypeRole::Small),
    },
    ParagraphStyle {
        id: "Figure",
        name: "Figure",
        based_on: "Normal",
        next: "Caption",
        rank: 36,
        paragraph: ParagraphProperties {
            keep_next: Some(true),
            spacing: around(3.0, 0.5, TypeRole::Body),
            ..INHERITED
        },
        run: RunProperties::INHERITED,
    },
    ParagraphStyle {
        id: "FigureCaption",
        name: "Figure Caption",
        based_on: "Caption",
        next: "BodyText",
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

pub(super) const HEADER_FOOTER_STYLES: [ParagraphStyle<'static>; 4] = [
    ParagraphStyle {
        id: "Header",
        name: "header",
        based_on: "Normal",
        next: "Header",
        rank: 38,
        paragraph: RUNNING_LINE,
        run: muted(TypeRole::Caption),
    },
    ParagraphStyle {
        id: "Footer",
        name: "footer",
        based_on: "Normal",
        next: "Footer",
        rank: 38,
        paragraph: RUNNING_LINE,
        run: muted(TypeRole::Caption),
    },
    ParagraphStyle {
        id: "Letterhead",
        name: "Letterhead",
        based_on: "Normal",
        next: "Header",
        rank: 38,
        paragraph: ParagraphProperties {
            spacing: around(1.0, 2.0, TypeRole::Caption),
            ..INHERITED
        },
        run: RunProperties::INHERITED,
    },
    ParagraphStyle {
        id: "Marking",
        name: "Marking",
        based_on: "Normal",
        next: "Header",
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
pub(super) const NOTE_STYLE: ParagraphStyle<'static> = ParagraphStyle {
    id: "FootnoteText",
    name: "footnote text",
    based_on: "Normal",
    next: "FootnoteText",
    rank: 39,
    paragraph: ParagraphProperties {
        spacing: after(0.5, TypeRole::Source),
        ..INHERITED
    },
    run: sized(TypeRole::Source),
};
