//! Styles of the paragraphs in the cells of tables, and of what stands above and below a table.

use super::super::list_ids::numbering_ids;
use super::super::paragraph_style::ParagraphStyle;
use super::properties::{
    Alignment, FontSize, HIDDEN, Ink, ListLevel, ParagraphProperties, ParagraphStyleRow,
    RunProperties, Spacing, TypeRole, around, bold, heading, muted, sized,
};

const INHERITED: ParagraphProperties = ParagraphProperties::INHERITED;

const BOLD: RunProperties = RunProperties {
    bold: true,
    ..RunProperties::INHERITED
};

const fn bold_accent(role: TypeRole) -> RunProperties {
    RunProperties {
        ink: Some(Ink::Accent),
        ..bold(role)
    }
}

const fn list_item(id: usize) -> ParagraphProperties {
    ParagraphProperties {
        list: Some(ListLevel { id, level: None }),
        ..INHERITED
    }
}

/// A style for cells of a table that are not at the start of the line.
const fn aligned_row(
    style: ParagraphStyle,
    name: &'static str,
    base: ParagraphStyle,
    alignment: Alignment,
) -> ParagraphStyleRow {
    ParagraphStyleRow {
        style,
        name,
        based_on: Some(base),
        next: style,
        rank: 41,
        paragraph: ParagraphProperties {
            alignment: Some(alignment),
            ..INHERITED
        },
        run: RunProperties::INHERITED,
    }
}

/// A style for tables whose words do not fit at the usual size.
const fn small_row(
    style: ParagraphStyle,
    name: &'static str,
    base: ParagraphStyle,
) -> ParagraphStyleRow {
    ParagraphStyleRow {
        style,
        name,
        based_on: Some(base),
        next: style,
        rank: HIDDEN,
        paragraph: INHERITED,
        run: sized(TypeRole::Smallest),
    }
}

pub(super) const CELL_STYLES: [ParagraphStyleRow; 31] = [
    ParagraphStyleRow {
        style: ParagraphStyle::TableText,
        name: "Table Text",
        based_on: None,
        next: ParagraphStyle::TableText,
        rank: 41,
        paragraph: ParagraphProperties {
            spacing: around(0.75, 0.75, TypeRole::Small),
            ..INHERITED
        },
        run: sized(TypeRole::Small),
    },
    aligned_row(
        ParagraphStyle::TableNumber,
        "Table Number",
        ParagraphStyle::TableText,
        Alignment::Number,
    ),
    aligned_row(
        ParagraphStyle::TableCenter,
        "Table Center",
        ParagraphStyle::TableText,
        Alignment::Center,
    ),
    aligned_row(
        ParagraphStyle::TableEnd,
        "Table End",
        ParagraphStyle::TableText,
        Alignment::End,
    ),
    ParagraphStyleRow {
        style: ParagraphStyle::TableHeading,
        name: "Table Heading",
        based_on: Some(ParagraphStyle::TableText),
        next: ParagraphStyle::TableHeading,
        rank: 41,
        paragraph: ParagraphProperties {
            keep_next: Some(true),
            ..INHERITED
        },
        run: BOLD,
    },
    aligned_row(
        ParagraphStyle::TableHeadingNumber,
        "Table Heading Number",
        ParagraphStyle::TableHeading,
        Alignment::Number,
    ),
    aligned_row(
        ParagraphStyle::TableHeadingCenter,
        "Table Heading Center",
        ParagraphStyle::TableHeading,
        Alignment::Center,
    ),
    aligned_row(
        ParagraphStyle::TableHeadingEnd,
        "Table Heading End",
        ParagraphStyle::TableHeading,
        Alignment::End,
    ),
    ParagraphStyleRow {
        style: ParagraphStyle::TableLabel,
        name: "Table Label",
        based_on: Some(ParagraphStyle::TableText),
        next: ParagraphStyle::TableLabel,
        rank: 41,
        paragraph: INHERITED,
        run: RunProperties {
            ink: Some(Ink::Muted),
            ..RunProperties::INHERITED
        },
    },
    ParagraphStyleRow {
        style: ParagraphStyle::TableBullet,
        name: "Table Bullet",
        based_on: Some(ParagraphStyle::TableText),
        next: ParagraphStyle::TableBullet,
        rank: 41,
        paragraph: list_item(numbering_ids::CELL_BULLETS),
        run: RunProperties::INHERITED,
    },
    small_row(
        ParagraphStyle::TableTextSmall,
        "Table Text Small",
        ParagraphStyle::TableText,
    ),
    small_row(
        ParagraphStyle::TableNumberSmall,
        "Table Number Small",
        ParagraphStyle::TableNumber,
    ),
    small_row(
        ParagraphStyle::TableHeadingSmall,
        "Table Heading Small",
        ParagraphStyle::TableHeading,
    ),
    small_row(
        ParagraphStyle::TableHeadingNumberSmall,
        "Table Heading Number Small",
        ParagraphStyle::TableHeadingNumber,
    ),
    small_row(
        ParagraphStyle::TableCenterSmall,
        "Table Center Small",
        ParagraphStyle::TableCenter,
    ),
    small_row(
        ParagraphStyle::TableHeadingCenterSmall,
        "Table Heading Center Small",
        ParagraphStyle::TableHeadingCenter,
    ),
    small_row(
        ParagraphStyle::TableEndSmall,
        "Table End Small",
        ParagraphStyle::TableEnd,
    ),
    small_row(
        ParagraphStyle::TableHeadingEndSmall,
        "Table Heading End Small",
        ParagraphStyle::TableHeadingEnd,
    ),
    ParagraphStyleRow {
        style: ParagraphStyle::MatrixNumber,
        name: "Matrix Number",
        based_on: None,
        next: ParagraphStyle::MatrixNumber,
        rank: 41,
        paragraph: ParagraphProperties {
            spacing: around(1.5, 1.5, TypeRole::Small),
            alignment: Some(Alignment::Center),
            ..INHERITED
        },
        run: bold(TypeRole::Small),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::MatrixNumberInverse,
        name: "Matrix Number Inverse",
        based_on: Some(ParagraphStyle::MatrixNumber),
        next: ParagraphStyle::MatrixNumberInverse,
        rank: 41,
        paragraph: INHERITED,
        run: RunProperties {
            ink: Some(Ink::Ground),
            ..RunProperties::INHERITED
        },
    },
    ParagraphStyleRow {
        style: ParagraphStyle::MatrixLabel,
        name: "Matrix Label",
        based_on: Some(ParagraphStyle::TableLabel),
        next: ParagraphStyle::MatrixLabel,
        rank: 41,
        paragraph: ParagraphProperties {
            spacing: around(1.5, 1.5, TypeRole::Small),
            ..INHERITED
        },
        run: RunProperties::INHERITED,
    },
    ParagraphStyleRow {
        style: ParagraphStyle::MatrixHeading,
        name: "Matrix Heading",
        based_on: Some(ParagraphStyle::TableLabel),
        next: ParagraphStyle::MatrixHeading,
        rank: 41,
        paragraph: ParagraphProperties {
            alignment: Some(Alignment::Center),
            ..INHERITED
        },
        run: RunProperties::INHERITED,
    },
    ParagraphStyleRow {
        style: ParagraphStyle::TimelineDate,
        name: "Timeline Date",
        based_on: Some(ParagraphStyle::TableText),
        next: ParagraphStyle::TimelineDate,
        rank: 41,
        paragraph: INHERITED,
        run: BOLD,
    },
    ParagraphStyleRow {
        style: ParagraphStyle::TimelineText,
        name: "Timeline Text",
        based_on: Some(ParagraphStyle::TableText),
        next: ParagraphStyle::TimelineText,
        rank: 41,
        paragraph: list_item(numbering_ids::DOTS),
        run: RunProperties::INHERITED,
    },
    ParagraphStyleRow {
        style: ParagraphStyle::TableNote,
        name: "Table Note",
        based_on: None,
        next: ParagraphStyle::TableNote,
        rank: 42,
        paragraph: ParagraphProperties {
            spacing: around(1.0, 3.0, TypeRole::Caption),
            ..INHERITED
        },
        run: muted(TypeRole::Caption),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::TableSpacing,
        name: "Table Spacing",
        based_on: None,
        next: ParagraphStyle::TableSpacing,
        rank: 42,
        // An empty paragraph, eight points high: tables have no space below them, and two that
        // follow each other would become one.
        paragraph: ParagraphProperties {
            spacing: Some(Spacing::ExactLine(160)),
            ..INHERITED
        },
        run: RunProperties {
            size: Some(FontSize::HalfPoints(8)),
            ..RunProperties::INHERITED
        },
    },
    ParagraphStyleRow {
        style: ParagraphStyle::MetricLabel,
        name: "Metric Label",
        based_on: None,
        next: ParagraphStyle::MetricLabel,
        rank: 43,
        paragraph: ParagraphProperties {
            spacing: around(1.0, 0.0, TypeRole::Caption),
            ..INHERITED
        },
        run: bold(TypeRole::Caption),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::MetricValue,
        name: "Metric Value",
        based_on: None,
        next: ParagraphStyle::MetricValue,
        rank: 43,
        paragraph: ParagraphProperties {
            spacing: around(0.0, 0.0, TypeRole::Figure),
            ..INHERITED
        },
        run: heading(Ink::Accent, TypeRole::Figure),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::MetricUnit,
        name: "Metric Unit",
        based_on: None,
        next: ParagraphStyle::MetricUnit,
        rank: 43,
        paragraph: ParagraphProperties {
            spacing: around(0.0, 0.5, TypeRole::Caption),
            ..INHERITED
        },
        run: bold_accent(TypeRole::Caption),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::MetricChange,
        name: "Metric Change",
        based_on: None,
        next: ParagraphStyle::MetricChange,
        rank: 43,
        paragraph: ParagraphProperties {
            spacing: around(0.0, 0.25, TypeRole::Small),
            ..INHERITED
        },
        run: bold_accent(TypeRole::Small),
    },
    ParagraphStyleRow {
        style: ParagraphStyle::MetricDate,
        name: "Metric Date",
        based_on: None,
        next: ParagraphStyle::MetricDate,
        rank: 43,
        paragraph: ParagraphProperties {
            spacing: around(0.0, 0.5, TypeRole::Caption),
            ..INHERITED
        },
        run: muted(TypeRole::Caption),
    },
];
