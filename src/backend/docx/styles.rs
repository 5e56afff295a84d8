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
use crate::ooxml::xml::{Element, element, value_element};
use properties::{
    FontSize, HIDDEN, Ink, ParagraphStyleRow, TypeRole, after, paragraph_properties,
    paragraph_spacing, push_font_size, run_properties, text_color,
};
use tables::width_element;

pub(super) use boxes::{BOX_INDENT, BOX_PADDING};
pub(super) use paragraphs::StyleMeasures;
pub(super) use tables::CELL_GAP;

/// The root of the part `word/styles.xml`, in the order of the schema.
pub(super) fn styles_part(metrics: &DocxMetrics<'_>, languages: &Languages) -> Element {
    let mut root = element("w:styles").with("xmlns:w", W);
    root.push(document_defaults(metrics, languages));
    root.push(latent_styles());
    root.push(normal_style(metrics.direction));
    push_base_styles(&mut root);
    for row in &paragraphs::PARAGRAPH_STYLES {
        root.push(paragraph_style(row, metrics));
    }
    let colors = &metrics.theme.colors;
    for style in characters::character_styles(metrics, languages.is_east_asian()) {
        root.push(character_style(style));
    }
    tables::push_table_styles(colors, &mut root);
    root
}

/// The properties of text and paragraphs whose style states none.
fn document_defaults(metrics: &DocxMetrics<'_>, languages: &Languages) -> Element {
    let mut fonts = element("w:rFonts");
    // In a Chinese or Japanese document, quotation marks and dashes that both scripts share are
    // East Asian.
    if languages.is_east_asian() {
        fonts.set("w:hint", "eastAsia");
    }
    let fonts = fonts
        .with("w:asciiTheme", "minorHAnsi")
        .with("w:eastAsiaTheme", "minorEastAsia")
        .with("w:hAnsiTheme", "minorHAnsi")
        .with("w:cstheme", "minorBidi");
    let mut run = element("w:rPr").child(fonts);
    run.push(text_color(Ink::Text, &metrics.theme.colors));
    push_font_size(FontSize::Role(TypeRole::Body), metrics, &mut run);
    run.push(
        value_element("w:lang", &languages.latin)
            .with("w:eastAsia", &languages.east_asian)
            .with("w:bidi", &languages.bidi),
    );
    let mut paragraph = element("w:pPr");
    if let Some(spacing) = after(0.0, TypeRole::Body) {
        paragraph.push(paragraph_spacing(spacing, metrics));
    }
    element("w:docDefaults")
        .child(element("w:rPrDefault").child(run))
        .child(element("w:pPrDefault").child(paragraph))
}

/// How Word shows its own styles that the part does not define.
fn latent_styles() -> Element {
    let normal = element("w:lsdException")
        .with("w:name", "Normal")
        .with("w:uiPriority", "0")
        .with("w:qFormat", "1");
    element("w:latentStyles")
        .with("w:defLockedState", "0")
        .with("w:defUIPriority", "99")
        .with("w:defSemiHidden", "0")
        .with("w:defUnhideWhenUsed", "0")
        .with("w:defQFormat", "0")
        .with("w:count", "376")
        .child(normal)
}

/// The style that all others are based on.
fn normal_style(direction: Direction) -> Element {
    let mut style = default_style("paragraph", "Normal", "Normal").child(element("w:qFormat"));
    if direction == Direction::Rtl {
        style.push(element("w:pPr").child(element("w:bidi")));
    }
    style
}

/// Adds the default styles of characters, tables and lists, as Word writes them.
fn push_base_styles(root: &mut Element) {
    let margins = element("w:tblCellMar")
        .child(width_element("w:top", 0))
        .child(width_element("w:left", 108))
        .child(width_element("w:bottom", 0))
        .child(width_element("w:right", 108));
    let table = element("w:tblPr")
        .child(width_element("w:tblInd", 0))
        .child(margins);
    let characters = default_style(
        "character",
        "DefaultParagraphFont",
        "Default Paragraph Font",
    );
    root.push(hidden_style(characters, "1"));
    let tables = default_style("table", "TableNormal", "Normal Table");
    root.push(hidden_style(tables, "99").child(table));
    let lists = default_style("numbering", "NoList", "No List");
    root.push(hidden_style(lists, "99"));
}

/// A style for all paragraphs, characters, tables or lists that name none.
fn default_style(kind: &str, id: &str, name: &str) -> Element {
    element("w:style")
        .with("w:type", kind)
        .with("w:default", "1")
        .with("w:styleId", id)
        .child(value_element("w:name", name))
}

fn hidden_style(style: Element, rank: &str) -> Element {
    style
        .child(value_element("w:uiPriority", rank))
        .child(element("w:semiHidden"))
        .child(element("w:unhideWhenUsed"))
}

fn paragraph_style(row: &ParagraphStyleRow, metrics: &DocxMetrics<'_>) -> Element {
    let based_on = match row.based_on {
        Some(style) => style.id(),
        None => "Normal",
    };
    // The order of the children is that of the schema (`CT_Style`).
    let mut style = named_style("paragraph", row.style.id(), row.name)
        .child(value_element("w:basedOn", based_on))
        .child(value_element("w:next", row.next.id()));
    push_visibility(row.rank, &mut style);
    let paragraph = paragraph_properties(&row.paragraph, metrics);
    let run = run_properties(&row.run, metrics);
    // Containers that hold nothing are left out, here as in every other part.
    for properties in [paragraph, run] {
        if !properties.children.is_empty() {
            style.push(properties);
        }
    }
    style
}

fn character_style(style: characters::CharacterStyle) -> Element {
    let mut out = named_style("character", &style.id, &style.name)
        .child(value_element("w:basedOn", "DefaultParagraphFont"));
    push_visibility(style.rank, &mut out);
    out.child(style.run)
}

fn named_style(kind: &str, id: &str, name: &str) -> Element {
    let mut style = element("w:style").with("w:type", kind);
    if !is_built_in(name) {
        style.set("w:customStyle", "1");
    }
    style
        .with("w:styleId", id)
        .child(value_element("w:name", name))
}

/// Adds the position of a style in Word's gallery, or hides it until it is used.
fn push_visibility(rank: u8, style: &mut Element) {
    style.push(value_element("w:uiPriority", rank.to_string()));
    if rank == HIDDEN {
        style.push(element("w:semiHidden"));
        style.push(element("w:unhideWhenUsed"));
    } else {
        style.push(element("w:qFormat"));
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
