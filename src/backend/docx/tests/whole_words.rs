//! Numbers and words that stay whole, and cells that are left to be filled in.

use super::*;
use crate::backend::docx::styles::CELL_GAP;
use crate::length::Pt;
use crate::text::ruler::TextRuler;

/// The text of a document as Word shows it, with U+2011 for its no-break hyphens.
fn shown_text(xml: &str) -> String {
    let xml = xml.replace("<w:noBreakHyphen/>", ">\u{2011}<");
    let mut out = String::new();
    for piece in xml.split('>') {
        out.push_str(piece.split('<').next().unwrap_or_default());
    }
    out
}

#[test]
fn numbers_keep_their_hyphens_on_their_line() {
    let long = "Write to us or call 030-18305, Monday 9-14, by article L. 123-4 of 2019–2024, \
        file 26-119/B, in the Rhein-Main area with CO2-free trains, at https://example.org/2026-1 \
        or anywhere else that has a well-known desk.";
    let brief = format!(
        "title: T\ndate: 2026-11-23\nbottom_line: B.\npoints:\n  - {{headline: H., text: \"{long}\"}}\n\
         contacts: [{{name: A, phone: 030-18}}]\n"
    );
    let parts = linted(&from_brief(&brief, "note"));
    let text = shown_text(&part_text(&parts, "word/document.xml"));
    for number in [
        "030\u{2011}18305",
        "9\u{2011}14",
        "123\u{2011}4",
        "26\u{2011}119/B",
    ] {
        assert!(text.contains(number), "{number}: {text}");
    }
    // Words and addresses may end at their hyphens, and a short text has one line.
    for other in [
        "Rhein-Main",
        "CO2-free",
        "2026-1",
        "well-known",
        "030-18",
        "2019–2024",
    ] {
        assert!(text.contains(other), "{other}: {text}");
    }
}

#[test]
fn an_empty_control_shows_and_prints_nothing() {
    let brief = "title: T\ndate: 2026-11-23\nbottom_line: B.\n\
        actions: [{action: Do it}, {action: Do that, status: open}]\n";
    let parts = linted(&from_brief(brief, "note"));
    let xml = part_text(&parts, "word/document.xml");
    assert_eq!(xml.matches("<w:showingPlcHdr/>").count(), 5);
    let mut controls = 0;
    for control in xml.split("<w:showingPlcHdr/>").skip(1) {
        let (control, _) = control.split_once("</w:sdt>").expect("its end");
        assert_eq!(shown_text(control).trim(), "", "{control}");
        controls += 1;
    }
    assert_eq!(controls, 5);
}

/// Widths of the first table of a style, and the texts of its first column.
fn first_column(xml: &str, style: &str) -> (Vec<usize>, Vec<String>) {
    let start = xml
        .find(&format!("<w:tblStyle w:val=\"{style}\"/>"))
        .expect(style);
    let (table, _) = xml[start..].split_once("</w:tbl>").expect("its end");
    let mut widths = Vec::new();
    for column in table.split("<w:gridCol w:w=\"").skip(1) {
        let (width, _) = column.split_once('"').expect("a quotation mark");
        widths.push(width.parse().expect("a number"));
    }
    let mut texts = Vec::new();
    for row in table.split("<w:tr>").skip(1) {
        let (cell, _) = row.split_once("</w:tc>").expect("a cell");
        texts.push(shown_text(&cell.replace("<w:br/>", "> <")));
    }
    (widths, texts)
}

#[test]
fn words_of_the_risk_matrix_are_whole_or_have_hyphens_in_every_language() {
    let brief = "title: T\ndate: 2026-11-23\nbottom_line: B.\nrisks:\n\
        - {risk: R, likelihood: low, impact: high}\n\
        - {risk: S, likelihood: high, impact: low}\n\
        - {risk: U, likelihood: medium, impact: low}\n";
    let (theme, fonts) = (Theme::default(), Fonts::built_in());
    let ruler = TextRuler::new(&fonts, &theme.fonts.body);
    let size = theme.note.small.size;
    for tag in labels::built_in() {
        let mut document = from_brief(brief, "note");
        document.labels = labels::built_in_labels(tag).expect(tag).into();
        document.meta.lang = tag.to_owned();
        let xml = part_text(&linted(&document), "word/document.xml");
        let (widths, texts) = first_column(&xml, "BriefMatrix");
        assert_eq!(texts.len(), 4, "{tag}");
        let room = Pt::from_twips(widths[0] - CELL_GAP);
        for text in texts {
            for word in text.split([' ', '\u{ad}']) {
                let width = ruler.longest_word_width(&[Inline::text(word)], size, false);
                assert!(width <= room, "{tag}: {word} is {width:?} in {room:?}");
            }
        }
    }
}
