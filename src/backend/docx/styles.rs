//! Styles: every look of the document, by name.
//!
//! Word's own names are used wherever it has one, so that the style gallery, the navigation pane
//! and a reference document know them. Nothing in the body is formatted directly: whoever changes a
//! style here or in Word changes every place.

mod characters;
mod tables;

use super::language::Languages;
use super::lists::{LIST_INDENT, LIST_LEVELS, level_suffix, numbering_ids};
use super::metrics::DocxMetrics;
use crate::document::Direction;
use crate::length::Pt;
use crate::ooxml::namespaces::W;
use crate::ooxml::values::hex_color;
use crate::ooxml::xml::{XML_DECLARATION, escape_xml};
use crate::theme::Type;

/// The part `word/styles.xml`. It is most of what a short note is made of, so that it is written as
/// it has to be, in the order that the schema asks for, and is made a tree only for a house
/// template.
pub(super) fn styles_part(look: &DocxMetrics, languages: &Languages) -> String {
    let mut writer = StylesWriter {
        look,
        languages,
        out: String::with_capacity(40 << 10),
    };
    writer.out.push_str(XML_DECLARATION);
    writer
        .out
        .push_str(&format!("<w:styles xmlns:w=\"{}\">", W));
    writer.write_defaults();
    writer.write_text_styles();
    writer.write_list_styles();
    writer.write_box_styles();
    writer.write_cell_styles();
    writer.write_header_footer_styles();
    writer.write_character_styles();
    writer.write_table_styles();
    writer.out.push_str("</w:styles>");
    writer.out
}

struct StylesWriter<'a> {
    look: &'a DocxMetrics<'a>,
    languages: &'a Languages,
    out: String,
}

/// What a paragraph style says.
struct ParagraphStyle<'a> {
    id: &'a str,
    name: &'a str,
    based_on: &'a str,
    next: &'a str,
    /// Place in Word's list of recommended styles; 99 hides it until it is used.
    rank: u8,
    paragraph: String,
    run: String,
}

impl StylesWriter<'_> {
    fn write_paragraph_style(&mut self, style: &ParagraphStyle<'_>) {
        let ParagraphStyle {
            id,
            name,
            based_on,
            next,
            rank,
            paragraph,
            run,
        } = style;
        let hidden = if *rank == 99 {
            "<w:semiHidden/><w:unhideWhenUsed/>"
        } else {
            "<w:qFormat/>"
        };
        let custom = if is_built_in(name) {
            ""
        } else {
            " w:customStyle=\"1\""
        };
        self.out.push_str(&format!(
            "<w:style w:type=\"paragraph\"{custom} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:basedOn w:val=\"{based_on}\"/><w:next w:val=\"{next}\"/><w:uiPriority w:val=\"{rank}\"/>{hidden}"
        ));
        for (name, properties) in [("w:pPr", paragraph), ("w:rPr", run)] {
            if !properties.is_empty() {
                self.out.push_str(&format!("<{name}>{properties}</{name}>"));
            }
        }
        self.out.push_str("</w:style>");
    }

    fn write_character_style(&mut self, id: &str, name: &str, rank: u8, run: &str) {
        let hidden = if rank == 99 {
            "<w:semiHidden/><w:unhideWhenUsed/>"
        } else {
            "<w:qFormat/>"
        };
        let custom = if is_built_in(name) {
            ""
        } else {
            " w:customStyle=\"1\""
        };
        self.out.push_str(&format!(
            "<w:style w:type=\"character\"{custom} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:basedOn w:val=\"DefaultParagraphFont\"/><w:uiPriority w:val=\"{rank}\"/>{hidden}\
             <w:rPr>{run}</w:rPr></w:style>"
        ));
    }

    fn write_defaults(&mut self) {
        let body = self.look.scale.body;
        let languages = self.languages;
        // In a Chinese or Japanese document, quotation marks and dashes that both scripts share are
        // East Asian.
        let hint = if languages.is_east_asian() {
            " w:hint=\"eastAsia\""
        } else {
            ""
        };
        self.out.push_str(&format!(
            "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{hint} w:asciiTheme=\"minorHAnsi\" \
             w:eastAsiaTheme=\"minorEastAsia\" w:hAnsiTheme=\"minorHAnsi\" w:cstheme=\"minorBidi\"/>{}{}\
             <w:lang w:val=\"{}\" w:eastAsia=\"{}\" w:bidi=\"{}\"/></w:rPr></w:rPrDefault>\
             <w:pPrDefault><w:pPr>{}</w:pPr></w:pPrDefault></w:docDefaults>",
            self.text_color("text"),
            font_size(body),
            escape_xml(&languages.latin),
            escape_xml(&languages.east_asian),
            escape_xml(&languages.bidi),
            paragraph_spacing(Pt::ZERO, Pt::ZERO, body)
        ));
        self.out.push_str(LATENT_STYLES);
        let bidi = if self.look.direction == Direction::Rtl {
            "<w:pPr><w:bidi/></w:pPr>"
        } else {
            ""
        };
        self.out.push_str(&format!(
            "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>\
             <w:qFormat/>{bidi}</w:style>"
        ));
        self.out.push_str(BASE_STYLES);
    }

    fn write_text_styles(&mut self) {
        let (look, scale) = (self.look, &self.look.scale);
        let major = HEADING_FONT;
        let titled = |style: Type<Pt>, color: &str| {
            format!("{major}<w:b/><w:bCs/>{color}{}", font_size(style))
        };
        let heading = |level: usize, style: Type<Pt>, before: f32, after: f32| {
            format!(
                "<w:keepNext/><w:keepLines/>{}<w:outlineLvl w:val=\"{}\"/>",
                paragraph_spacing(look.space(before), look.space(after), style),
                level - 1
            )
        };
        let (text, muted, accent) = (
            self.text_color("text"),
            self.text_color("muted"),
            self.text_color("accent"),
        );
        let body = |after: f32| paragraph_spacing(Pt::ZERO, look.space(after), scale.body);
        let start = if look.direction == Direction::Rtl {
            "right"
        } else {
            "left"
        };
        let styles = [
            (
                "BodyText",
                "Body Text",
                "Normal",
                "BodyText",
                1,
                body(1.75),
                String::new(),
            ),
            (
                "Kicker",
                "Kicker",
                "Normal",
                "Title",
                9,
                format!(
                    "<w:keepNext/>{}",
                    paragraph_spacing(Pt::ZERO, look.space(1.5), scale.caption)
                ),
                format!("{muted}{}", font_size(scale.caption)),
            ),
            (
                "Title",
                "Title",
                "Normal",
                "Subtitle",
                10,
                format!(
                    "<w:keepNext/><w:keepLines/>{}",
                    paragraph_spacing(Pt::ZERO, look.space(1.0), scale.title)
                ),
                titled(scale.title, &text),
            ),
            (
                "Subtitle",
                "Subtitle",
                "Normal",
                "BodyText",
                11,
                paragraph_spacing(Pt::ZERO, look.space(2.0), scale.subtitle),
                format!("{muted}{}", font_size(scale.subtitle)),
            ),
            (
                "Heading1",
                "heading 1",
                "Normal",
                "BodyText",
                9,
                heading(1, scale.heading_1, 6.0, 2.0),
                titled(scale.heading_1, &accent),
            ),
            (
                "Heading2",
                "heading 2",
                "Normal",
                "BodyText",
                9,
                heading(2, scale.heading_2, 4.0, 1.0),
                titled(scale.heading_2, &text),
            ),
            (
                "Heading3",
                "heading 3",
                "Normal",
                "BodyText",
                9,
                heading(3, scale.heading_3, 3.0, 1.0),
                titled(scale.heading_3, &text),
            ),
            (
                "Quote",
                "Quote",
                "Normal",
                "QuoteSource",
                29,
                format!(
                    "<w:keepNext/><w:keepLines/><w:pBdr><w:{start} w:val=\"single\" w:sz=\"18\" w:space=\"12\" {}/></w:pBdr>{}\
                     <w:ind w:left=\"284\" w:right=\"284\"/>",
                    self.border_color("rule"),
                    paragraph_spacing(look.space(2.0), look.space(0.5), scale.body)
                ),
                String::new(),
            ),
            (
                "QuoteSource",
                "Quote Source",
                "Quote",
                "BodyText",
                30,
                format!(
                    "<w:keepNext w:val=\"0\"/>{}",
                    paragraph_spacing(Pt::ZERO, look.space(2.5), scale.small)
                ),
                // A reference document's quotes may be in italics.
                format!(
                    "<w:i w:val=\"0\"/><w:iCs w:val=\"0\"/>{muted}{}",
                    font_size(scale.small)
                ),
            ),
            (
                "Caption",
                "caption",
                "Normal",
                "BodyText",
                35,
                format!(
                    "<w:keepLines/>{}",
                    paragraph_spacing(look.space(3.0), look.space(1.0), scale.small)
                ),
                format!("<w:b/><w:bCs/>{}", font_size(scale.small)),
            ),
            (
                "Figure",
                "Figure",
                "Normal",
                "Caption",
                36,
                format!(
                    "<w:keepNext/>{}",
                    paragraph_spacing(look.space(3.0), look.space(0.5), scale.body)
                ),
                String::new(),
            ),
            (
                "FigureCaption",
                "Figure Caption",
                "Caption",
                "BodyText",
                36,
                paragraph_spacing(look.space(0.5), look.space(1.0), scale.small),
                String::new(),
            ),
        ];
        for (id, name, based_on, next, rank, paragraph, run) in styles {
            self.write_paragraph_style(&ParagraphStyle {
                id,
                name,
                based_on,
                next,
                rank,
                paragraph,
                run,
            });
        }
    }

    fn write_list_styles(&mut self) {
        let look = self.look;
        for (kind, id, number) in [
            ("Bullet", "ListBullet", numbering_ids::BULLETS),
            ("Number", "ListNumber", numbering_ids::NUMBERS),
        ] {
            for level in 0..LIST_LEVELS {
                let suffix = level_suffix(level);
                let numbered = format!(
                    "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{number}\"/></w:numPr>{}",
                    paragraph_spacing(Pt::ZERO, look.space(1.25), look.scale.body)
                );
                self.write_paragraph_style(&ParagraphStyle {
                    id: &format!("{id}{}", suffix.trim()),
                    name: &format!("List {kind}{suffix}"),
                    based_on: "Normal",
                    next: &format!("{id}{}", suffix.trim()),
                    rank: 12,
                    paragraph: numbered,
                    run: String::new(),
                });
            }
        }
        for level in 0..LIST_LEVELS {
            let suffix = level_suffix(level);
            self.write_paragraph_style(&ParagraphStyle {
                id: &format!("ListContinue{}", suffix.trim()),
                name: &format!("List Continue{suffix}"),
                based_on: "Normal",
                next: &format!("ListContinue{}", suffix.trim()),
                rank: 13,
                paragraph: format!(
                    "{}<w:ind w:left=\"{}\"/>",
                    paragraph_spacing(Pt::ZERO, look.space(1.25), look.scale.body),
                    LIST_INDENT * (level + 1)
                ),
                run: String::new(),
            });
        }
        let source = look.scale.source;
        self.write_paragraph_style(&ParagraphStyle {
            id: "Bibliography",
            name: "Bibliography",
            based_on: "Normal",
            next: "Bibliography",
            rank: 37,
            paragraph: format!(
                "<w:numPr><w:numId w:val=\"{}\"/></w:numPr>{}",
                numbering_ids::SOURCES,
                paragraph_spacing(Pt::ZERO, look.space(1.0), source)
            ),
            run: font_size(source),
        });
        self.write_paragraph_style(&ParagraphStyle {
            id: "FootnoteText",
            name: "footnote text",
            based_on: "Normal",
            next: "FootnoteText",
            rank: 39,
            paragraph: paragraph_spacing(Pt::ZERO, look.space(0.5), source),
            run: font_size(source),
        });
    }

    /// The bottom line, the ask and the speaker's notes: paragraphs with a ground or a bar, never
    /// layout tables.
    fn write_box_styles(&mut self) {
        let (look, scale) = (self.look, &self.look.scale);
        let tint = self.border_color("tint");
        let accent = self.border_color("accent");
        let ground = self.shading("tint");
        // The frame's lines have the colour of its ground: they are its padding.
        // Borders have sides on paper, indents have them in the direction of the text.
        let rtl = look.direction == Direction::Rtl;
        let start = if rtl { "right" } else { "left" };
        let bar = |side: &str| {
            format!("<w:{side} w:val=\"single\" w:sz=\"24\" w:space=\"10\" {accent}/>")
        };
        let edge =
            |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"8\" {tint}/>");
        let (left, right) = if rtl {
            (edge("left"), bar("right"))
        } else {
            (bar("left"), edge("right"))
        };
        let lead = |kept: &str, numbers: &str, after: f32| {
            format!(
                "{kept}<w:keepLines/>{numbers}<w:pBdr><w:top w:val=\"single\" w:sz=\"4\" w:space=\"6\" {tint}/>{left}\
                 <w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"6\" {tint}/>{right}</w:pBdr>{ground}{}\
                 <w:ind w:left=\"260\" w:right=\"180\"/>",
                paragraph_spacing(Pt::ZERO, look.space(after), scale.lead)
            )
        };
        let ask = |kept: &str, before: f32, after: f32, style: Type<Pt>| {
            format!(
                "{kept}<w:keepLines/><w:pBdr><w:{start} w:val=\"single\" w:sz=\"24\" w:space=\"10\" {accent}/></w:pBdr>{}\
                 <w:ind w:left=\"260\" w:right=\"180\"/>",
                paragraph_spacing(look.space(before), look.space(after), style)
            )
        };
        let label = format!(
            "{HEADING_FONT}<w:b/><w:bCs/>{}{}",
            self.text_color("accent"),
            font_size(scale.small)
        );
        let muted = self.text_color("muted");
        let numbered = |number: usize| format!("<w:numPr><w:numId w:val=\"{number}\"/></w:numPr>");
        // Said here as well as with the numbers: LibreOffice takes both sides from one of them.
        let listed = |text: String| {
            let indent = format!(
                "<w:ind w:left=\"{}\" w:right=\"180\" w:hanging=\"{LIST_INDENT}\"/>",
                260 + LIST_INDENT
            );
            text.replace("<w:ind w:left=\"260\" w:right=\"180\"/>", &indent)
        };
        let styles = [
            (
                "BottomLineLabel",
                "Bottom Line Label",
                "BottomLine",
                14,
                lead("<w:keepNext/>", "", 0.0).replacen(
                    "w:before=\"0\"",
                    &format!("w:before=\"{}\"", look.space(3.0).twips().round()),
                    1,
                ),
                label.clone(),
            ),
            (
                "BottomLine",
                "Bottom Line",
                "BottomLine",
                14,
                lead("", "", 1.0),
                font_size(scale.lead),
            ),
            (
                "BottomLineJoined",
                "Bottom Line Joined",
                "BottomLine",
                99,
                lead("", "", 0.0),
                font_size(scale.lead),
            ),
            (
                "BottomLineBullet",
                "Bottom Line Bullet",
                "BottomLineBullet",
                14,
                listed(lead("", &numbered(numbering_ids::LEAD_BULLETS), 1.0)),
                font_size(scale.lead),
            ),
            (
                "BottomLineBulletJoined",
                "Bottom Line Bullet Joined",
                "BottomLineBullet",
                99,
                listed(lead("", &numbered(numbering_ids::LEAD_BULLETS), 0.0)),
                font_size(scale.lead),
            ),
            (
                "BottomLineNumber",
                "Bottom Line Number",
                "BottomLineNumber",
                14,
                listed(lead("", &numbered(numbering_ids::LEAD_NUMBERS), 1.0)),
                font_size(scale.lead),
            ),
            (
                "BottomLineNumberJoined",
                "Bottom Line Number Joined",
                "BottomLineNumber",
                99,
                listed(lead("", &numbered(numbering_ids::LEAD_NUMBERS), 0.0)),
                font_size(scale.lead),
            ),
            (
                "AskLabel",
                "Ask Label",
                "Ask",
                15,
                ask("<w:keepNext/>", 4.0, 0.0, scale.small),
                label.clone(),
            ),
            (
                "Ask",
                "Ask",
                "BodyText",
                15,
                ask("", 0.0, 3.0, scale.lead),
                format!("<w:b/><w:bCs/>{}", font_size(scale.lead)),
            ),
            (
                "SpeakerNotesLabel",
                "Speaker Notes Label",
                "SpeakerNotes",
                40,
                format!(
                    "<w:keepNext/>{}<w:ind w:left=\"340\"/>",
                    paragraph_spacing(look.space(2.0), look.space(0.5), scale.caption)
                ),
                format!("<w:b/><w:bCs/>{muted}{}", font_size(scale.caption)),
            ),
            (
                "SpeakerNotes",
                "Speaker Notes",
                "SpeakerNotes",
                40,
                format!(
                    "{}<w:ind w:left=\"340\"/>",
                    paragraph_spacing(Pt::ZERO, look.space(1.5), scale.small)
                ),
                format!("{muted}{}", font_size(scale.small)),
            ),
        ];
        for (id, name, next, rank, paragraph, run) in styles {
            self.write_paragraph_style(&ParagraphStyle {
                id,
                name,
                based_on: "Normal",
                next,
                rank,
                paragraph,
                run,
            });
        }
    }

    fn write_header_footer_styles(&mut self) {
        let (look, caption) = (self.look, self.look.scale.caption);
        let muted = self.text_color("muted");
        let tabs = format!(
            "<w:tabs><w:tab w:val=\"right\" w:pos=\"{}\"/></w:tabs>",
            look.width
        );
        for (id, name) in [("Header", "header"), ("Footer", "footer")] {
            self.write_paragraph_style(&ParagraphStyle {
                id,
                name,
                based_on: "Normal",
                next: id,
                rank: 38,
                paragraph: format!("{tabs}{}", paragraph_spacing(Pt::ZERO, Pt::ZERO, caption)),
                run: format!("{muted}{}", font_size(caption)),
            });
        }
        self.write_paragraph_style(&ParagraphStyle {
            id: "Letterhead",
            name: "Letterhead",
            based_on: "Normal",
            next: "Header",
            rank: 38,
            paragraph: paragraph_spacing(look.space(1.0), look.space(2.0), caption),
            run: String::new(),
        });
        // Letters of Arabic must join.
        let spaced = if look.direction == Direction::Rtl {
            ""
        } else {
            "<w:spacing w:val=\"20\"/>"
        };
        self.write_paragraph_style(&ParagraphStyle {
            id: "Marking",
            name: "Marking",
            based_on: "Normal",
            next: "Header",
            rank: 38,
            paragraph: format!(
                "{}<w:jc w:val=\"center\"/>",
                paragraph_spacing(Pt::ZERO, Pt(2.0), caption)
            ),
            run: format!(
                "<w:b/><w:bCs/><w:color w:val=\"{}\"/>{spaced}{}",
                hex_color(look.theme.colors.marking),
                font_size(caption)
            ),
        });
    }

    fn theme_color(&self, name: &str) -> (String, &'static str, &'static str) {
        let colors = &self.look.theme.colors;
        let (color, ink, ground) = match name {
            "text" => (colors.text, "text1", ""),
            "muted" => (colors.muted, "text2", ""),
            "accent" => (colors.accent, "accent1", "accent1"),
            "tint" => (colors.tint, "background2", "background2"),
            _ => (colors.rule, "", ""),
        };
        (hex_color(color), ink, ground)
    }

    fn text_color(&self, name: &str) -> String {
        let (hex, ink, _) = self.theme_color(name);
        format!("<w:color w:val=\"{hex}\" w:themeColor=\"{ink}\"/>")
    }

    fn border_color(&self, name: &str) -> String {
        match self.theme_color(name) {
            (hex, "", _) => format!("w:color=\"{hex}\""),
            (hex, ink, _) => format!("w:color=\"{hex}\" w:themeColor=\"{ink}\""),
        }
    }

    fn shading(&self, name: &str) -> String {
        let (hex, _, ground) = self.theme_color(name);
        format!(
            "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{hex}\" w:themeFill=\"{ground}\"/>"
        )
    }
}

/// What the bar, the padding and the indents of a box take from its width, in twentieths of a
/// point.
pub(super) const BOX_INSET: usize = 440;

/// Padding above and below a paragraph in a frame with a ground.
pub(super) const BOX_PADDING: Pt = Pt(13.0);

/// Space between the columns of a table, in twentieths of a point.
pub(super) const CELL_GAP: usize = 160;

const HEADING_FONT: &str = "<w:rFonts w:asciiTheme=\"majorHAnsi\" w:eastAsiaTheme=\"majorEastAsia\" \
                          w:hAnsiTheme=\"majorHAnsi\" w:cstheme=\"majorBidi\"/>";

const LATENT_STYLES: &str = "<w:latentStyles w:defLockedState=\"0\" w:defUIPriority=\"99\" w:defSemiHidden=\"0\" \
    w:defUnhideWhenUsed=\"0\" w:defQFormat=\"0\" w:count=\"376\"><w:lsdException w:name=\"Normal\" w:uiPriority=\"0\" \
    w:qFormat=\"1\"/></w:latentStyles>";

const BASE_STYLES: &str = "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">\
    <w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/><w:unhideWhenUsed/></w:style>\
    <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>\
    <w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>\
    <w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/>\
    <w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
    <w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/>\
    <w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/></w:style>";

/// Whether Word has a style of that name by itself.
fn is_built_in(name: &str) -> bool {
    matches!(
        name,
        "Body Text"
            | "Title"
            | "Subtitle"
            | "Quote"
            | "caption"
            | "Bibliography"
            | "footnote text"
            | "footnote reference"
            | "header"
            | "footer"
            | "Emphasis"
            | "Strong"
            | "Intense Emphasis"
            | "HTML Code"
            | "Hyperlink"
            | "Placeholder Text"
    ) || name.starts_with("heading ")
        || name.starts_with("List ")
}

/// Size of the em, for Latin and for complex scripts.
fn font_size(style: Type<Pt>) -> String {
    let half_points = style.size.half_points().round();
    format!("<w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/>")
}

/// Space before and after; lines are as far apart as the theme says, and further where a font needs
/// it.
fn paragraph_spacing(before: Pt, after: Pt, style: Type<Pt>) -> String {
    let twips = |length: Pt| length.twips().round();
    format!(
        "<w:spacing w:before=\"{}\" w:after=\"{}\" w:line=\"{}\" w:lineRule=\"atLeast\"/>",
        twips(before),
        twips(after),
        twips(style.leading)
    )
}
