//! Styles of runs: emphasis of every kind, and marks.

use super::super::emphasis::RunEmphasis;
use super::StylesWriter;
use crate::ooxml::values::hex_color;
use crate::theme::Color;

impl StylesWriter<'_> {
    pub(super) fn write_character_styles(&mut self) {
        let accent = self.text_color("accent");
        // Chinese has no italics: dots below are its emphasis.
        let (italics, dots) = match self.languages.is_east_asian() {
            true => ("", "<w:em w:val=\"underDot\"/>"),
            false => ("<w:i/><w:iCs/>", ""),
        };
        for emphasis in RunEmphasis::all_combinations() {
            let Some(id) = emphasis.character_style() else {
                continue;
            };
            let (name, rank) = match id.as_str() {
                "Emphasis" => ("Emphasis".to_owned(), 20),
                "Strong" => ("Strong".to_owned(), 22),
                "IntenseEmphasis" => ("Intense Emphasis".to_owned(), 21),
                "HTMLCode" => ("HTML Code".to_owned(), 44),
                "Hyperlink" => ("Hyperlink".to_owned(), 45),
                _ => (emphasis.style_name_words().join(" "), 99),
            };
            let mut run = String::new();
            if emphasis.code {
                run.push_str(
                    "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/>",
                );
            }
            if emphasis.strong {
                run.push_str("<w:b/><w:bCs/>");
            }
            if emphasis.emph {
                run.push_str(italics);
            }
            if emphasis.link {
                run.push_str(&format!("{accent}<w:u w:val=\"single\"/>"));
            }
            if emphasis.emph {
                run.push_str(dots);
            }
            self.write_character_style(&id, &name, rank, &run);
        }
        let colors = &self.look.theme.colors;
        let plain = |color: Color| format!("<w:color w:val=\"{}\"/>", hex_color(color));
        self.write_character_style(
            "FootnoteReference",
            "footnote reference",
            39,
            "<w:vertAlign w:val=\"superscript\"/>",
        );
        self.write_character_style(
            "PlaceholderText",
            "Placeholder Text",
            46,
            &self.text_color("muted"),
        );
        self.write_character_style(
            "Recommended",
            "Recommended",
            44,
            &format!("<w:b/><w:bCs/>{}", plain(colors.positive)),
        );
    }
}
