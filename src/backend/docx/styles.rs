//! Named styles: the part `word/styles.xml`.
//!
//! Word's own names are used wherever it has one, so that the style gallery, the navigation pane
//! and a reference document know them. Text is never formatted directly: changing a style, here or
//! in Word, changes the whole document.
//!
//! [`styles_part`] writes the styles of a document. The styles themselves are rows of tables:
//! running text and headings in [`text`], lists in [`lists`], the bottom line and the ask in
//! [`boxes`], paragraphs in cells in [`cells`], emphasis and links in [`characters`], and tables in
//! [`tables`]. [`paragraphs`] joins those of paragraphs. [`properties`] has the types of the rows and writes their XML. The styles of a
//! reference document are combined with these in [`reference_doc`](super::reference_doc).

mod boxes;
mod cells;
mod characters;
mod lists;
mod paragraphs;
mod properties;
mod tables;
mod text;

use super::language::Languages;
use super::metrics::DocxMetrics;
use crate::document::Direction;
use crate::ooxml::namespaces::W;
use crate::ooxml::xml::{XML_DECLARATION, escape_xml};
use properties::{
    FontSize, HIDDEN, Ink, ParagraphStyleRow, TypeRole, after, font_size, paragraph_properties,
    paragraph_spacing, run_properties, text_color,
};

pub(super) use boxes::{BOX_INDENT, BOX_PADDING};
pub(super) use paragraphs::StyleMeasures;
pub(super) use tables::CELL_GAP;

/// The part `word/styles.xml`.
///
/// It is most of the XML of a short note. So it is written as text, in the order of the schema, and
/// is parsed into a tree only where it is combined with a reference document's styles.
pub(super) fn styles_part(metrics: &DocxMetrics<'_>, languages: &Languages) -> String {
    let mut writer = StylesWriter {
        metrics,
        out: String::with_capacity(40 << 10),
    };
    writer.out.push_str(XML_DECLARATION);
    writer.out.push_str(&format!("<w:styles xmlns:w=\"{W}\">"));
    writer.write_defaults(languages);
    for row in &paragraphs::PARAGRAPH_STYLES {
        writer.write_paragraph_style(row);
    }
    let colors = &metrics.theme.colors;
    for style in characters::character_styles(colors, languages.is_east_asian()) {
        writer.write_character_style(&style);
    }
    tables::write_table_styles(colors, &mut writer.out);
    writer.out.push_str("</w:styles>");
    writer.out
}

struct StylesWriter<'a> {
    metrics: &'a DocxMetrics<'a>,
    out: String,
}

impl StylesWriter<'_> {
    /// The document's defaults, and the styles that all others are based on.
    fn write_defaults(&mut self, languages: &Languages) {
        // In a Chinese or Japanese document, quotation marks and dashes that both scripts share are
        // East Asian.
        let hint = if languages.is_east_asian() {
            " w:hint=\"eastAsia\""
        } else {
            ""
        };
        let metrics = self.metrics;
        let spacing = after(0.0, TypeRole::Body).map(|it| paragraph_spacing(it, metrics));
        self.out.push_str(&format!(
            "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{hint} w:asciiTheme=\"minorHAnsi\" \
             w:eastAsiaTheme=\"minorEastAsia\" w:hAnsiTheme=\"minorHAnsi\" w:cstheme=\"minorBidi\"/>{}{}\
             <w:lang w:val=\"{}\" w:eastAsia=\"{}\" w:bidi=\"{}\"/></w:rPr></w:rPrDefault>\
             <w:pPrDefault><w:pPr>{}</w:pPr></w:pPrDefault></w:docDefaults>",
            text_color(Ink::Text, &metrics.theme.colors),
            font_size(FontSize::Role(TypeRole::Body), metrics),
            escape_xml(&languages.latin),
            escape_xml(&languages.east_asian),
            escape_xml(&languages.bidi),
            spacing.unwrap_or_default()
        ));
        self.out.push_str(LATENT_STYLES);
        let bidi = if metrics.direction == Direction::Rtl {
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

    fn write_paragraph_style(&mut self, row: &ParagraphStyleRow) {
        let name = row.name;
        let id = row.style.id();
        let next = row.next.id();
        let rank = row.rank;
        let based_on = match row.based_on {
            Some(style) => style.id(),
            None => "Normal",
        };
        // The order of the children is that of the schema (`CT_Style`).
        let custom = custom_attribute(name);
        let visibility = visibility(rank);
        self.out.push_str(&format!(
            "<w:style w:type=\"paragraph\"{custom} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:basedOn w:val=\"{based_on}\"/><w:next w:val=\"{next}\"/><w:uiPriority w:val=\"{rank}\"/>{visibility}"
        ));
        let paragraph = paragraph_properties(&row.paragraph, self.metrics);
        let run = run_properties(&row.run, self.metrics);
        // Containers that hold nothing are left out, here as in every other part.
        for (name, properties) in [("w:pPr", paragraph), ("w:rPr", run)] {
            if !properties.is_empty() {
                self.out.push_str(&format!("<{name}>{properties}</{name}>"));
            }
        }
        self.out.push_str("</w:style>");
    }

    fn write_character_style(&mut self, style: &characters::CharacterStyle) {
        let characters::CharacterStyle {
            id,
            name,
            rank,
            run,
        } = style;
        let custom = custom_attribute(name);
        let visibility = visibility(*rank);
        self.out.push_str(&format!(
            "<w:style w:type=\"character\"{custom} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:basedOn w:val=\"DefaultParagraphFont\"/><w:uiPriority w:val=\"{rank}\"/>{visibility}\
             <w:rPr>{run}</w:rPr></w:style>"
        ));
    }
}

/// Marks a style that Word does not have itself.
fn custom_attribute(name: &str) -> &'static str {
    if is_built_in(name) {
        ""
    } else {
        " w:customStyle=\"1\""
    }
}

/// Whether Word shows a style in its gallery, or only where it is used.
fn visibility(rank: u8) -> &'static str {
    if rank == HIDDEN {
        "<w:semiHidden/><w:unhideWhenUsed/>"
    } else {
        "<w:qFormat/>"
    }
}

/// Whether Word has a style of that name itself.
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

/// How Word shows its own styles that the part does not define.
const LATENT_STYLES: &str = "<w:latentStyles w:defLockedState=\"0\" w:defUIPriority=\"99\" w:defSemiHidden=\"0\" \
    w:defUnhideWhenUsed=\"0\" w:defQFormat=\"0\" w:count=\"376\"><w:lsdException w:name=\"Normal\" w:uiPriority=\"0\" \
    w:qFormat=\"1\"/></w:latentStyles>";

/// The default styles of characters, tables and lists, as Word writes them.
const BASE_STYLES: &str = "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">\
    <w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/><w:unhideWhenUsed/></w:style>\
    <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>\
    <w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>\
    <w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/>\
    <w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
    <w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/>\
    <w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/></w:style>";
