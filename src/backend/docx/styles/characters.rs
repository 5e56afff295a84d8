//! Styles of runs: every combination of emphasis, and marks such as footnote numbers.

use super::super::emphasis::{METRIC_UNIT, RunEmphasis};
use super::super::metrics::DocxMetrics;
use super::properties::{FontSize, HIDDEN, Ink, TypeRole, push_bold, push_font_size, text_color};
use crate::ooxml::xml::{Element, element, value_element};
use crate::theme::Colors;

/// A character style with its `w:rPr`.
pub(super) struct CharacterStyle {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) rank: u8,
    pub(super) run: Element,
}

/// All character styles, in the order of the part.
pub(super) fn character_styles(
    metrics: &DocxMetrics<'_>,
    is_east_asian: bool,
) -> Vec<CharacterStyle> {
    let colors = &metrics.theme.colors;
    let mut out = Vec::new();
    for emphasis in RunEmphasis::all_combinations() {
        out.extend(emphasis_style(emphasis, colors, is_east_asian));
    }
    let mark = |id: &str, name: &str, rank: u8, run: Element| CharacterStyle {
        id: id.to_owned(),
        name: name.to_owned(),
        rank,
        run,
    };
    let superscript = element("w:rPr").child(value_element("w:vertAlign", "superscript"));
    let muted = element("w:rPr").child(text_color(Ink::Muted, colors));
    let mut recommended = element("w:rPr");
    push_bold(&mut recommended);
    recommended.push(text_color(Ink::Positive, colors));
    let mut unit = element("w:rPr");
    push_font_size(FontSize::Role(TypeRole::Body), metrics, &mut unit);
    out.extend([
        mark("FootnoteReference", "footnote reference", 39, superscript),
        mark("PlaceholderText", "Placeholder Text", 46, muted),
        mark("Recommended", "Recommended", 44, recommended),
        mark(METRIC_UNIT, "Metric Unit Text", 43, unit),
    ]);
    out
}

/// The style of one combination of emphasis; `None` for plain text.
fn emphasis_style(
    emphasis: RunEmphasis,
    colors: &Colors,
    is_east_asian: bool,
) -> Option<CharacterStyle> {
    let id = emphasis.character_style()?;
    // Word has names of its own for the simple ones.
    let (name, rank) = match id.as_str() {
        "Emphasis" => ("Emphasis".to_owned(), 20),
        "Strong" => ("Strong".to_owned(), 22),
        "IntenseEmphasis" => ("Intense Emphasis".to_owned(), 21),
        "HTMLCode" => ("HTML Code".to_owned(), 44),
        "Hyperlink" => ("Hyperlink".to_owned(), 45),
        _ => (emphasis.style_name_words().join(" "), HIDDEN),
    };
    let mut run = element("w:rPr");
    if emphasis.code {
        let fonts = element("w:rFonts")
            .with("w:ascii", "Consolas")
            .with("w:hAnsi", "Consolas")
            .with("w:cs", "Consolas");
        run.push(fonts);
    }
    if emphasis.strong {
        push_bold(&mut run);
    }
    // Chinese has no italics: dots below are its emphasis.
    if emphasis.emph && !is_east_asian {
        run.push(element("w:i"));
        run.push(element("w:iCs"));
    }
    if emphasis.link {
        run.push(text_color(Ink::Accent, colors));
        run.push(value_element("w:u", "single"));
    }
    // The schema has the dots last (`CT_RPr`).
    if emphasis.emph && is_east_asian {
        run.push(value_element("w:em", "underDot"));
    }
    Some(CharacterStyle {
        id,
        name,
        rank,
        run,
    })
}
