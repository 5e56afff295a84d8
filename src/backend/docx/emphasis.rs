//! Emphasis of runs, and the character styles for it.

/// The character style of a unit behind its number, if it is a word.
pub(super) const METRIC_UNIT: &str = "MetricUnitText";

/// The emphasis of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct RunEmphasis {
    pub(super) emph: bool,
    pub(super) strong: bool,
    pub(super) code: bool,
    pub(super) link: bool,
}

impl RunEmphasis {
    /// The id of the character style; `None` for plain text. Single kinds have styles of Word's,
    /// which a Word template may restyle; combinations have styles of our own.
    pub(super) fn character_style(self) -> Option<String> {
        let style = match (self.emph, self.strong, self.code, self.link) {
            (false, false, false, false) => return None,
            (true, false, false, false) => "Emphasis",
            (false, true, false, false) => "Strong",
            (true, true, false, false) => "IntenseEmphasis",
            (false, false, true, false) => "HTMLCode",
            (false, false, false, true) => "Hyperlink",
            _ => return Some(self.style_name_words().concat()),
        };
        Some(style.to_owned())
    }

    /// The words of which the name and the id of a combination's style are made.
    pub(super) fn style_name_words(self) -> Vec<&'static str> {
        let words = [
            (self.link, "Link"),
            (self.code, "Code"),
            (self.strong, "Strong"),
            (self.emph, "Emphasis"),
        ];
        let applied = words.into_iter().filter(|(applies, _)| *applies);
        applied.map(|(_, word)| word).collect()
    }

    /// Every emphasis but none.
    pub(super) fn all_combinations() -> impl Iterator<Item = Self> {
        (1..16).map(|bits| Self {
            emph: bits & 1 != 0,
            strong: bits & 2 != 0,
            code: bits & 4 != 0,
            link: bits & 8 != 0,
        })
    }
}
