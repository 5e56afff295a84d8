//! Styles of tables, and of the paragraphs in their cells.

use super::super::lists::numbering_ids;
use super::{CELL_GAP, HEADING_FONT, ParagraphStyle, StylesWriter, font_size, paragraph_spacing};
use crate::document::Direction;
use crate::length::Pt;
use crate::ooxml::values::hex_color;
use crate::theme::Type;

impl StylesWriter<'_> {
    pub(super) fn write_cell_styles(&mut self) {
        let (look, scale) = (self.look, &self.look.scale);
        let (muted, accent) = (self.text_color("muted"), self.text_color("accent"));
        let cell = |extra: &str, style: Type<Pt>| {
            format!(
                "{}{extra}",
                paragraph_spacing(look.space(0.75), look.space(0.75), style)
            )
        };
        let small = font_size(scale.small);
        let tight = |before: f32, after: f32, style: Type<Pt>| {
            paragraph_spacing(look.space(before), look.space(after), style)
        };
        // Digits run from left to right in every script, and end at the right.
        let number = if look.direction == Direction::Rtl {
            ""
        } else {
            "<w:jc w:val=\"right\"/>"
        };
        let styles = [
            (
                "TableText",
                "Table Text",
                "Normal",
                41,
                cell("", scale.small),
                small.clone(),
            ),
            (
                "TableNumber",
                "Table Number",
                "TableText",
                41,
                number.to_owned(),
                String::new(),
            ),
            (
                "TableHeading",
                "Table Heading",
                "TableText",
                41,
                "<w:keepNext/>".to_owned(),
                "<w:b/><w:bCs/>".to_owned(),
            ),
            (
                "TableHeadingNumber",
                "Table Heading Number",
                "TableHeading",
                41,
                number.to_owned(),
                String::new(),
            ),
            (
                "TableLabel",
                "Table Label",
                "TableText",
                41,
                String::new(),
                muted.clone(),
            ),
            (
                "TableBullet",
                "Table Bullet",
                "TableText",
                41,
                format!(
                    "<w:numPr><w:numId w:val=\"{}\"/></w:numPr>",
                    numbering_ids::CELL_BULLETS
                ),
                String::new(),
            ),
            (
                "MatrixNumber",
                "Matrix Number",
                "Normal",
                41,
                format!("{}<w:jc w:val=\"center\"/>", tight(1.5, 1.5, scale.small)),
                format!("<w:b/><w:bCs/>{}", font_size(scale.small)),
            ),
            (
                "MatrixNumberInverse",
                "Matrix Number Inverse",
                "MatrixNumber",
                41,
                String::new(),
                format!(
                    "<w:color w:val=\"{}\"/>",
                    hex_color(look.theme.colors.ground)
                ),
            ),
            (
                "MatrixLabel",
                "Matrix Label",
                "TableLabel",
                41,
                tight(1.5, 1.5, scale.small),
                String::new(),
            ),
            (
                "MatrixHeading",
                "Matrix Heading",
                "TableLabel",
                41,
                "<w:jc w:val=\"center\"/>".to_owned(),
                String::new(),
            ),
            (
                "TimelineDate",
                "Timeline Date",
                "TableText",
                41,
                String::new(),
                "<w:b/><w:bCs/>".to_owned(),
            ),
            (
                "TimelineText",
                "Timeline Text",
                "TableText",
                41,
                format!(
                    "<w:numPr><w:numId w:val=\"{}\"/></w:numPr>",
                    numbering_ids::DOTS
                ),
                String::new(),
            ),
            (
                "TableNote",
                "Table Note",
                "Normal",
                42,
                tight(1.0, 3.0, scale.caption),
                format!("{muted}{}", font_size(scale.caption)),
            ),
            (
                "TableSpacing",
                "Table Spacing",
                "Normal",
                42,
                "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"160\" w:lineRule=\"exact\"/>"
                    .to_owned(),
                "<w:sz w:val=\"8\"/><w:szCs w:val=\"8\"/>".to_owned(),
            ),
            (
                "MetricLabel",
                "Metric Label",
                "Normal",
                43,
                tight(1.0, 0.0, scale.caption),
                format!("<w:b/><w:bCs/>{}", font_size(scale.caption)),
            ),
            (
                "MetricValue",
                "Metric Value",
                "Normal",
                43,
                tight(0.0, 0.0, scale.figure),
                format!(
                    "{HEADING_FONT}<w:b/><w:bCs/>{accent}{}",
                    font_size(scale.figure)
                ),
            ),
            (
                "MetricUnit",
                "Metric Unit",
                "Normal",
                43,
                tight(0.0, 0.5, scale.caption),
                format!("<w:b/><w:bCs/>{accent}{}", font_size(scale.caption)),
            ),
            (
                "MetricChange",
                "Metric Change",
                "Normal",
                43,
                tight(0.0, 0.25, scale.small),
                format!("<w:b/><w:bCs/>{accent}{small}"),
            ),
            (
                "MetricDate",
                "Metric Date",
                "Normal",
                43,
                tight(0.0, 0.5, scale.caption),
                format!("{muted}{}", font_size(scale.caption)),
            ),
        ];
        for (id, name, based_on, rank, paragraph, run) in styles {
            self.write_paragraph_style(&ParagraphStyle {
                id,
                name,
                based_on,
                next: id,
                rank,
                paragraph,
                run,
            });
        }
    }

    pub(super) fn write_table_styles(&mut self) {
        let rule = self.border_color("rule");
        let text = self.border_color("text");
        let accent = self.border_color("accent");
        let header = format!(
            "<w:tblStylePr w:type=\"firstRow\"><w:tblPr/><w:tcPr><w:tcBorders>\
             <w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" {text}/></w:tcBorders><w:vAlign w:val=\"bottom\"/>\
             </w:tcPr></w:tblStylePr>"
        );
        // What is said about an option begins at one height.
        let compared = header.replace("\"bottom\"/></w:tcPr>", "\"top\"/></w:tcPr>");
        let ground = hex_color(self.look.theme.colors.ground);
        let gap = |side: &str| {
            format!("<w:{side} w:val=\"single\" w:sz=\"12\" w:space=\"0\" w:color=\"{ground}\"/>")
        };
        let hairline =
            |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" {rule}/>");
        let styles = [
            (
                "BriefTable",
                "Brief Table",
                [hairline("bottom"), hairline("insideH")].concat(),
                header.as_str(),
            ),
            (
                "BriefFacts",
                "Brief Facts",
                [hairline("top"), hairline("bottom"), hairline("insideH")].concat(),
                "",
            ),
            // The line of a timeline runs between dates and events.
            (
                "BriefTimeline",
                "Brief Timeline",
                format!("<w:insideV w:val=\"single\" w:sz=\"12\" w:space=\"0\" {rule}/>"),
                "",
            ),
            (
                "BriefComparison",
                "Brief Comparison",
                [hairline("bottom"), hairline("insideH")].concat(),
                compared.as_str(),
            ),
            (
                "BriefMatrix",
                "Brief Matrix",
                [gap("insideH"), gap("insideV")].concat(),
                FIGURES_HEADER,
            ),
            (
                "BriefFigures",
                "Brief Figures",
                format!(
                    "<w:top w:val=\"single\" w:sz=\"12\" w:space=\"0\" {accent}/>{}",
                    hairline("bottom")
                ),
                FIGURES_HEADER,
            ),
        ];
        for (id, name, borders, conditional) in styles {
            // Words do not touch the edge of a ground.
            let [left, right] = if id == "BriefComparison" {
                [CELL_GAP / 2; 2]
            } else {
                [0, CELL_GAP]
            };
            self.out.push_str(&format!(
                "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
                 <w:basedOn w:val=\"TableNormal\"/><w:uiPriority w:val=\"47\"/><w:qFormat/><w:tblPr>\
                 <w:tblBorders>{borders}</w:tblBorders><w:tblCellMar><w:left w:w=\"{left}\" w:type=\"dxa\"/>\
                 <w:right w:w=\"{right}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>{conditional}</w:style>"
            ));
        }
    }
}

/// Names of figures end on one line, however many they need.
const FIGURES_HEADER: &str = "<w:tblStylePr w:type=\"firstRow\"><w:tblPr/><w:tcPr><w:vAlign w:val=\"bottom\"/></w:tcPr>\
                              </w:tblStylePr>";
