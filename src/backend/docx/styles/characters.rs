//! Styles of runs: emphasis of every kind, and marks.

use super::{Sheet, hex};
use crate::theme::Color;

/// A run's way of standing out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in super::super) struct Emphasis {
    pub(in super::super) emph: bool,
    pub(in super::super) strong: bool,
    pub(in super::super) code: bool,
    pub(in super::super) link: bool,
}

impl Emphasis {
    /// The character style for it; `None` for plain text.
    pub(in super::super) fn style(self) -> Option<String> {
        match self {
            Self {
                emph: false,
                strong: false,
                code: false,
                link: false,
            } => None,
            Self {
                emph: true,
                strong: false,
                code: false,
                link: false,
            } => Some("Emphasis".to_owned()),
            Self {
                emph: false,
                strong: true,
                code: false,
                link: false,
            } => Some("Strong".to_owned()),
            Self {
                emph: true,
                strong: true,
                code: false,
                link: false,
            } => Some("IntenseEmphasis".to_owned()),
            Self {
                emph: false,
                strong: false,
                code: true,
                link: false,
            } => Some("HTMLCode".to_owned()),
            Self {
                emph: false,
                strong: false,
                code: false,
                link: true,
            } => Some("Hyperlink".to_owned()),
            mixed => Some(mixed.words().concat()),
        }
    }

    fn words(self) -> Vec<&'static str> {
        let words = [
            (self.link, "Link"),
            (self.code, "Code"),
            (self.strong, "Strong"),
            (self.emph, "Emphasis"),
        ];
        words
            .into_iter()
            .filter(|(on, _)| *on)
            .map(|(_, word)| word)
            .collect()
    }

    fn all() -> impl Iterator<Item = Self> {
        (1..16).map(|bits| Self {
            emph: bits & 1 != 0,
            strong: bits & 2 != 0,
            code: bits & 4 != 0,
            link: bits & 8 != 0,
        })
    }
}

impl Sheet<'_> {
    pub(super) fn characters(&mut self) {
        let accent = self.color("accent");
        // Chinese has no italics: dots below are its emphasis.
        let (italics, dots) = match self.languages.is_east_asian() {
            true => ("", "<w:em w:val=\"underDot\"/>"),
            false => ("<w:i/><w:iCs/>", ""),
        };
        for emphasis in Emphasis::all() {
            let Some(id) = emphasis.style() else { continue };
            let (name, rank) = match id.as_str() {
                "Emphasis" => ("Emphasis".to_owned(), 20),
                "Strong" => ("Strong".to_owned(), 22),
                "IntenseEmphasis" => ("Intense Emphasis".to_owned(), 21),
                "HTMLCode" => ("HTML Code".to_owned(), 44),
                "Hyperlink" => ("Hyperlink".to_owned(), 45),
                _ => (emphasis.words().join(" "), 99),
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
            self.character(&id, &name, rank, &run);
        }
        let colors = &self.look.theme.colors;
        let plain = |color: Color| format!("<w:color w:val=\"{}\"/>", hex(color));
        self.character(
            "FootnoteReference",
            "footnote reference",
            39,
            "<w:vertAlign w:val=\"superscript\"/>",
        );
        self.character(
            "PlaceholderText",
            "Placeholder Text",
            46,
            &self.color("muted"),
        );
        self.character(
            "Recommended",
            "Recommended",
            44,
            &format!("<w:b/><w:bCs/>{}", plain(colors.positive)),
        );
    }
}
