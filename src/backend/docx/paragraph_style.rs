//! The paragraph styles of our documents. Their properties are in the table of
//! [`styles`](super::styles), from which the height of paragraphs is estimated as well.

/// The number of list levels that have styles. Deeper levels use the style of the last.
pub(super) const LIST_LEVELS: usize = 5;

/// Declares the styles. Each has its own name as its id.
macro_rules! paragraph_styles {
    ($($style:ident)+) => {
        /// A paragraph style.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum ParagraphStyle { $($style),+ }

        impl ParagraphStyle {
            /// All styles, in the order of the styles part.
            pub(super) const ALL: &'static [Self] = &[$(Self::$style),+];

            /// The id by which paragraphs and other styles refer to it.
            pub(super) const fn id(self) -> &'static str {
                match self { $(Self::$style => stringify!($style)),+ }
            }
        }
    };
}

paragraph_styles! {
    BodyText Kicker Title Subtitle Heading1 Heading2 Heading3 Heading4
    Quote QuoteSource Caption Figure FigureCaption
    ListBullet ListBullet2 ListBullet3 ListBullet4 ListBullet5
    ListNumber ListNumber2 ListNumber3 ListNumber4 ListNumber5
    ListContinue ListContinue2 ListContinue3 ListContinue4 ListContinue5
    Bibliography FootnoteText
    BottomLineLabel BottomLine BottomLineJoined
    BottomLineBullet BottomLineBulletJoined BottomLineNumber BottomLineNumberJoined
    AskLabel Ask AskItem SpeakerNotesLabel SpeakerNotes
    TableText TableNumber TableCenter TableEnd
    TableHeading TableHeadingNumber TableHeadingCenter TableHeadingEnd TableLabel TableBullet
    TableTextSmall TableNumberSmall TableHeadingSmall TableHeadingNumberSmall
    TableCenterSmall TableHeadingCenterSmall TableEndSmall TableHeadingEndSmall
    MatrixNumber MatrixNumberInverse MatrixLabel MatrixHeading
    TimelineDate TimelineText TableNote TableSpacing
    MetricLabel MetricValue MetricUnit MetricChange MetricDate
    Header Footer Letterhead Marking
}

impl ParagraphStyle {
    pub(super) const fn heading(level: u8) -> Self {
        match level {
            0 | 1 => Self::Heading1,
            2 => Self::Heading2,
            3 => Self::Heading3,
            _ => Self::Heading4,
        }
    }

    /// The style of bulleted items on a level from 0. Deeper levels have the style of the last.
    pub(super) const fn list_bullet(level: usize) -> Self {
        Self::ListBullet.on_level(level)
    }

    pub(super) const fn list_number(level: usize) -> Self {
        Self::ListNumber.on_level(level)
    }

    /// The style of the further paragraphs of an item.
    pub(super) const fn list_continue(level: usize) -> Self {
        Self::ListContinue.on_level(level)
    }

    /// From the style of the first level of a list, that of another.
    const fn on_level(self, level: usize) -> Self {
        let last = LIST_LEVELS - 1;
        Self::ALL[self as usize + if level < last { level } else { last }]
    }

    /// Whether a paragraph has the frame of the bottom line.
    pub(super) fn is_in_bottom_line(self) -> bool {
        matches!(
            self,
            Self::BottomLineLabel
                | Self::BottomLine
                | Self::BottomLineJoined
                | Self::BottomLineBullet
                | Self::BottomLineBulletJoined
                | Self::BottomLineNumber
                | Self::BottomLineNumberJoined
        )
    }

    /// Whether lines are balanced. Those in the frame of the bottom line are not: its background
    /// would end before the margin.
    pub(super) fn has_balanced_lines(self) -> bool {
        matches!(
            self,
            Self::Title
                | Self::Subtitle
                | Self::Heading1
                | Self::Heading2
                | Self::Heading3
                | Self::Heading4
                | Self::Ask
        )
    }

    /// For a paragraph of the bottom line, the style without space below it.
    pub(super) fn joined(self) -> Self {
        match self {
            Self::BottomLine => Self::BottomLineJoined,
            Self::BottomLineBullet => Self::BottomLineBulletJoined,
            Self::BottomLineNumber => Self::BottomLineNumberJoined,
            other => other,
        }
    }

    /// For a paragraph in a cell, the style in the smallest type of the theme.
    pub(super) fn smallest(self) -> Self {
        match self {
            Self::TableText => Self::TableTextSmall,
            Self::TableNumber => Self::TableNumberSmall,
            Self::TableHeading => Self::TableHeadingSmall,
            Self::TableHeadingNumber => Self::TableHeadingNumberSmall,
            Self::TableCenter => Self::TableCenterSmall,
            Self::TableHeadingCenter => Self::TableHeadingCenterSmall,
            Self::TableEnd => Self::TableEndSmall,
            Self::TableHeadingEnd => Self::TableHeadingEndSmall,
            other => other,
        }
    }

    /// Whether there is space above a paragraph, or none is wanted, after a table.
    pub(super) fn follows_table(self) -> bool {
        matches!(
            self,
            Self::Heading1
                | Self::Heading2
                | Self::Heading3
                | Self::Heading4
                | Self::TableNote
                | Self::TableSpacing
                | Self::Caption
                | Self::Figure
        )
    }

    /// Whether paragraphs turn with the direction of their text. Headings, labels and cells stay
    /// aligned with those around them, and the bar of a box would change sides.
    pub(super) fn is_running_text(self) -> bool {
        let is_list_item =
            (Self::ListBullet as usize..=Self::ListContinue5 as usize).contains(&(self as usize));
        is_list_item
            || matches!(
                self,
                Self::BodyText
                    | Self::Quote
                    | Self::QuoteSource
                    | Self::SpeakerNotesLabel
                    | Self::SpeakerNotes
                    | Self::Bibliography
                    | Self::FootnoteText
            )
    }
}
