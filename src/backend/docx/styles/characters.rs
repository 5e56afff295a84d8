//! Styles of runs: every combination of emphasis, and marks such as footnote numbers.

use super::super::emphasis::RunEmphasis;
use super::properties::{HIDDEN, Ink, text_color};
use crate::theme::Colors;

/// A character style with the children of its `w:rPr`.
pub(super) struct CharacterStyle {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) rank: u8,
    pub(super) run: String,
}

/// All character styles, in the order of the part.
pub(super) fn character_styles(colors: &Colors, is_east_asian: bool) -> Vec<CharacterStyle> {
    let mut out = Vec::new();
    for emphasis in RunEmphasis::all_combinations() {
        out.extend(emphasis_style(emphasis, colors, is_east_asian));
    }
    let mark = |id: &str, name: &str, rank: u8, run: String| CharacterStyle {
        id: id.to_owned(),
        name: name.to_owned(),
        rank,
        run,
    };
    let superscript = "<w:vertAlign w:val=\"superscript\"/>".to_owned();
    let recommended = format!("<w:b/><w:bCs/>{}", text_color(Ink::Positive, colors));
    out.extend([
        mark("FootnoteReference", "footnote reference", 39, superscript),
        mark(
            "PlaceholderText",
            "Placeholder Text",
            46,
            text_color(Ink::Muted, colors),
        ),
        mark("Recommended", "Recommended", 44, recommended),
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
    let mut run = String::new();
    if emphasis.code {
        run.push_str("<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/>");
    }
    if emphasis.strong {
        run.push_str("<w:b/><w:bCs/>");
    }
    // Chinese has no italics: dots below are its emphasis.
    if emphasis.emph && !is_east_asian {
        run.push_str("<w:i/><w:iCs/>");
    }
    if emphasis.link {
        run.push_str(&text_color(Ink::Accent, colors));
        run.push_str("<w:u w:val=\"single\"/>");
    }
    // The schema has the dots last (`CT_RPr`).
    if emphasis.emph && is_east_asian {
        run.push_str("<w:em w:val=\"underDot\"/>");
    }
    Some(CharacterStyle {
        id,
        name,
        rank,
        run,
    })
}
