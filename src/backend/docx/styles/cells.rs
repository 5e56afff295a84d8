//! Styles of the paragraphs in the cells of tables, and of what stands above and below a table.

use super::super::lists::numbering_ids;
use super::properties::{
    Alignment, FontSize, Ink, ListLevel, ParagraphProperties, ParagraphStyle, RunProperties,
    Spacing, TypeRole, around, bold, heading, muted, sized,
};

const INHERITED: ParagraphProperties = ParagraphProperties::INHERITED;

const NUMBER: ParagraphProperties = ParagraphProperties {
    alignment: Some(Alignment::Number),
    ..INHERITED
};

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

pub(super) const CELL_STYLES: [ParagraphStyle<'static>; 19] = [
    ParagraphStyle {
        id: "TableText",
        name: "Table Text",
        based_on: "Normal",
        next: "TableText",
        rank: 41,
        paragraph: ParagraphProperties {
            spacing: around(0.75, 0.75, TypeRole::Small),
            ..INHERITED
        },
        run: sized(TypeRole::Small),
    },
    ParagraphStyle {
        id: "TableNumber",
        name: "Table Number",
        based_on: "TableText",
        next: "TableNumber",
        rank: 41,
        paragraph: NUMBER,
        run: RunProperties::INHERITED,
    },
    ParagraphStyle {
        id: "TableHeading",
        name: "Table Heading",
        based_on: "TableText",
        next: "TableHeading",
        rank: 41,
        paragraph: ParagraphProperties {
            keep_next: Some(true),
            ..INHERITED
        },
        run: BOLD,
    },
    ParagraphStyle {
        id: "TableHeadingNumber",
        name: "Table Heading Number",
        based_on: "TableHeading",
        next: "TableHeadingNumber",
        rank: 41,
        paragraph: NUMBER,
        run: RunProperties::INHERITED,
    },
    ParagraphStyle {
        id: "TableLabel",
        name: "Table Label",
        based_on: "TableText",
        next: "TableLabel",
        rank: 41,
        paragraph: INHERITED,
        run: RunProperties {
            ink: Some(Ink::Muted),
            ..RunProperties::INHERITED
        },
    },
    ParagraphStyle {
        id: "TableBullet",
        name: "Table Bullet",
        based_on: "TableText",
        next: "TableBullet",
        rank: 41,
        paragraph: list_item(numbering_ids::CELL_BULLETS),
        run: RunProperties::INHERITED,
    },
    ParagraphStyle {
        id: "MatrixNumber",
        name: "Matrix Number",
        based_on: "Normal",
        next: "MatrixNumber",
        rank: 41,
        paragraph: ParagraphProperties {
            spacing: around(1.5, 1.5, TypeRole::Small),
            alignment: Some(Alignment::Center),
            ..INHERITED
        },
        run: bold(TypeRole::Small),
    },
    ParagraphStyle {
        id: "MatrixNumberInverse",
        name: "Matrix Number Inverse",
        based_on: "MatrixNumber",
        next: "MatrixNumberInverse",
        rank: 41,
        paragraph: INHERITED,
        run: RunProperties {
            ink: Some(Ink::Ground),
            ..RunProperties::INHERITED
        },
    },
    ParagraphStyle {
        id: "MatrixLabel",
        name: "Matrix Label",
        based_on: "TableLabel",
        next: "MatrixLabel",
        rank: 41,
        paragraph: ParagraphProperties {
            spacing: around(1.5, 1.5, TypeRole::Small),
            ..INHERITED
        },
        run: RunProperties::INHERITED,
    },
    ParagraphStyle {
        id: "MatrixHeading",
        name: "Matrix Heading",
        based_on: "TableLabel",
        next: "MatrixHeading",
        rank: 41,
        paragraph: ParagraphProperties {
            alignment: Some(Alignment::Center),
            ..INHERITED
        },
        run: RunProperties::INHERITED,
    },
    ParagraphStyle {
        id: "TimelineDate",
        name: "Timeline Date",
        based_on: "TableText",
        next: "TimelineDate",
        rank: 41,
        paragraph: INHERITED,
        run: BOLD,
    },
    ParagraphStyle {
        id: "TimelineText",
        name: "Timeline Text",
        based_on: "TableText",
        next: "TimelineText",
        rank: 41,
        paragraph: list_item(numbering_ids::DOTS),
        run: RunProperties::INHERITED,
    },
    ParagraphStyle {
        id: "TableNote",
        name: "Table Note",
        based_on: "Normal",
        next: "TableNote",
        rank: 42,
        paragraph: ParagraphProperties {
            spacing: around(1.0, 3.0, TypeRole::Caption),
            ..INHERITED
        },
        run: muted(TypeRole::Caption),
    },
    ParagraphStyle {
        id: "TableSpacing",
        name: "Table Spacing",
        based_on: "Normal",
        next: "TableSpacing",
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
    ParagraphStyle {
        id: "MetricLabel",
        name: "Metric Label",
        based_on: "Normal",
        next: "MetricLabel",
        rank: 43,
        paragraph: ParagraphProperties {
            spacing: around(1.0, 0.0, TypeRole::Caption),
            ..INHERITED
        },
        run: bold(TypeRole::Caption),
    },
    ParagraphStyle {
        id: "MetricValue",
        name: "Metric Value",
        based_on: "Normal",
        next: "MetricValue",
        rank: 43,
        paragraph: ParagraphProperties {
            spacing: around(0.0, 0.0, TypeRole::Figure),
            ..INHERITED
        },
        run: heading(Ink::Accent, TypeRole::Figure),
    },
    ParagraphStyle {
        id: "MetricUnit",
        name: "Metric Unit",
        based_on: "Normal",
        next: "MetricUnit",
        rank: 43,
        paragraph: ParagraphProperties {
            spacing: around(0.0, 0.5, TypeRole::Caption),
            ..INHERITED
        },
        run: bold_accent(TypeRole::Caption),
    },
    ParagraphStyle {
        id: "MetricChange",
        name: "Metric Change",
        based_on: "Normal",
        next: "MetricChange",
        rank: 43,
        paragraph: ParagraphProperties {
            spacing: around(0.0, 0.25, TypeRole::Small),
            ..INHERITED
        },
        run: bold_accent(TypeRole::Small),
    },
    ParagraphStyle {
        id: "MetricDate",
        name: "Metric Date",
        based_on: "Normal",
        next: "MetricDate",
        rank: 43,
        paragraph: ParagraphProperties {
            spacing: around(0.0, 0.5, TypeRole::Caption),
            ..INHERITED
        },
        run: muted(TypeRole::Caption),
    },
];
