//! Emphasis of runs, and the character styles for it.

/// A run's way of standing out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct RunEmphasis {
    pub(super) emph: bool,
    pub(super) strong: bool,
    pub(super) code: bool,
    pub(super) link: bool,
}

impl RunEmphasis {
    /// The character style for it; `None` for plain text.
    pub(super) fn character_style(self) -> Option<String> {
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
            mixed => Some(mixed.style_name_words().concat()),
        }
    }

    pub(super) fn style_name_words(self) -> Vec<&'static str> {
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

    pub(super) fn all_combinations() -> impl Iterator<Item = Self> {
        (1..16).map(|bits| Self {
            emph: bits & 1 != 0,
            strong: bits & 2 != 0,
            code: bits & 4 != 0,
            link: bits & 8 != 0,
        })
    }
}
