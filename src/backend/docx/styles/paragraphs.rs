//! The table of paragraph styles, with a row for each. It also gives the measures by which the
//! height of paragraphs is estimated.

use super::super::list_ids::list_indent;
use super::super::paragraph_style::ParagraphStyle;
use super::properties::{FontSize, ParagraphStyleRow, Space, Spacing, TypeRole};
use super::{boxes, cells, lists, text};
use crate::length::Pt;
use crate::theme::{Type, TypeScale};

/// The rows, in the order of [`ParagraphStyle::ALL`].
pub(super) static PARAGRAPH_STYLES: [ParagraphStyleRow; ParagraphStyle::ALL.len()] = collect_rows();

const GROUPS: [&[ParagraphStyleRow]; 6] = [
    &text::TEXT_STYLES,
    &lists::LIST_STYLES,
    &[text::NOTE_STYLE],
    &boxes::BOX_STYLES,
    &cells::CELL_STYLES,
    &text::HEADER_FOOTER_STYLES,
];

/// Joins the groups. A style without a row, or a row in the wrong place, stops the build.
const fn collect_rows() -> [ParagraphStyleRow; ParagraphStyle::ALL.len()] {
    let mut rows = [text::NOTE_STYLE; ParagraphStyle::ALL.len()];
    let mut count = 0;
    let mut group = 0;
    while group < GROUPS.len() {
        let mut index = 0;
        while index < GROUPS[group].len() {
            let row = GROUPS[group][index];
            assert!(row.style as usize == count);
            rows[count] = row;
            count += 1;
            index += 1;
        }
        group += 1;
    }
    assert!(count == rows.len());
    rows
}

/// The measures of a style that determine the height of its paragraphs.
pub(crate) struct StyleMeasures {
    pub(crate) font: Type<Pt>,
    pub(crate) bold: bool,
    /// Space before and after, in the theme's units.
    pub(crate) space: f32,
    /// The part of the width that is not available for text, in twentieths of a point.
    pub(crate) indent: usize,
}

impl ParagraphStyle {
    /// The measures that the style states or inherits.
    pub(crate) fn measures(self, scale: &TypeScale) -> StyleMeasures {
        let size = self.inherited(|row| row.run.size);
        let mut font = match size.unwrap_or(FontSize::Role(TypeRole::Body)) {
            FontSize::Role(role) => role.in_scale(scale),
            FontSize::HalfPoints(half_points) => {
                let size = Pt(half_points as f32 / 2.0);
                Type {
                    size,
                    leading: size,
                }
            }
        };
        let mut space = 0.0;
        match self.inherited(|row| row.paragraph.spacing) {
            Some(Spacing::Around { before, after, .. }) => space = units(before) + units(after),
            Some(Spacing::ExactLine(height)) => font.leading = Pt::from_twips(height as usize),
            None => {}
        }
        let bold = self.inherited(|row| row.run.bold.then_some(()));
        StyleMeasures {
            font,
            bold: bold.is_some(),
            space,
            indent: self.text_indent(scale),
        }
    }

    /// Whether the style has the font of headings.
    pub(crate) fn has_heading_font(self) -> bool {
        let font = self.inherited(|row| row.run.heading_font.then_some(()));
        font.is_some()
    }

    /// The indent of the style at the end of its lines, in twentieths of a point.
    pub(crate) fn end_indent(self) -> usize {
        let indent = self.inherited(|row| row.paragraph.indent);
        indent.and_then(|indent| indent.right).unwrap_or(0)
    }

    /// The sum of the indents of a style, or that of its list.
    fn text_indent(self, scale: &TypeScale) -> usize {
        if let Some(indent) = self.inherited(|row| row.paragraph.indent) {
            return indent.left + indent.right.unwrap_or(0);
        }
        match self.inherited(|row| row.paragraph.list) {
            Some(list) => list_indent(list.id, list.level.unwrap_or(0), scale),
            None => 0,
        }
    }

    /// A property of the style, or of the nearest one that it is based on.
    fn inherited<T>(self, property: impl Fn(&ParagraphStyleRow) -> Option<T>) -> Option<T> {
        let mut row = &PARAGRAPH_STYLES[self as usize];
        loop {
            let value = property(row);
            if value.is_some() {
                return value;
            }
            row = &PARAGRAPH_STYLES[row.based_on? as usize];
        }
    }
}

fn units(space: Space) -> f32 {
    match space {
        Space::Units(units) => units,
        // Only headers and footers have such space, which are not measured.
        Space::Points(_) => 0.0,
    }
}
