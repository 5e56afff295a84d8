//! The look that all backends share: fonts, colours, page and slide geometry, sizes.
//!
//! A theme is a YAML file; `templates/themes/default.yaml` states every key with its value, and any other theme may
//! leave out what it does not change.

use serde::{Deserialize, Serialize};

/// Everything a backend knows about looks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The name it is found by.
    pub name: String,
    /// Families.
    pub fonts: ThemeFonts,
    /// Colours.
    pub colors: Colors,
    /// Geometry of printed pages.
    pub page: PageGeometry,
    /// Type of the one-pager, in print.
    pub sheet: TypeScale,
    /// Type of the note.
    pub note: TypeScale,
    /// Geometry and type of slides.
    pub slide: SlideGeometry,
}

/// Font families, by use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThemeFonts {
    /// Tried in order for each cluster of text in pages; further families follow as fallback.
    pub body: Vec<String>,
    /// For titles and headings.
    pub heading: Vec<String>,
    /// What Word documents name for Latin text.
    pub word: String,
    /// What Word documents name for headings.
    pub word_heading: String,
    /// What Word documents name for Chinese, Japanese and Korean text.
    pub word_east_asia: String,
}

/// Colours; text on its ground keeps a contrast of 4.5:1 or more (WCAG 2.2, AA).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colors {
    /// Running text.
    pub text: Color,
    /// Secondary text: kickers, captions, sources.
    pub muted: Color,
    /// Hairlines.
    pub rule: Color,
    /// The one accent.
    pub accent: Color,
    /// A pale ground for the bottom line and table heads.
    pub tint: Color,
    /// The page.
    pub ground: Color,
    /// The handling marking.
    pub marking: Color,
    /// A change for the better, and pros.
    pub positive: Color,
    /// A change for the worse, and cons.
    pub negative: Color,
    /// Series of a chart after the first, which has the accent.
    pub series: Vec<Color>,
}

/// An opaque sRGB colour, written `"#rrggbb"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

/// A length in points, 1/72 inch.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pt(pub f32);

/// A length in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mm(pub f32);

/// A length in CSS pixels, 1/96 inch; slides are measured in it.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Px(pub f32);

impl Mm {
    /// The same length in points.
    #[must_use]
    pub fn pt(self) -> f32 {
        self.0 * 72.0 / 25.4
    }
}

impl Px {
    /// The same length in points.
    #[must_use]
    pub fn pt(self) -> f32 {
        self.0 * 0.75
    }
}

/// Geometry of printed pages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageGeometry {
    /// Paper width.
    pub width: Mm,
    /// Paper height.
    pub height: Mm,
    /// Left and right margin of the one-pager.
    pub sheet_side: Mm,
    /// Top and bottom margin of the one-pager.
    pub sheet_top: Mm,
    /// All margins of the note.
    pub note_margin: Mm,
    /// Space between columns.
    pub gutter: Mm,
    /// All vertical space is a multiple of it.
    pub unit: Pt,
}

/// Sizes in points, each with its leading (distance from baseline to baseline).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeScale {
    /// The title.
    pub title: Type,
    /// The subtitle.
    pub subtitle: Type,
    /// Heading of level 1.
    pub heading_1: Type,
    /// Heading of level 2.
    pub heading_2: Type,
    /// Heading of level 3.
    pub heading_3: Type,
    /// The bottom line and the ask.
    pub lead: Type,
    /// Running text.
    pub body: Type,
    /// Tables, grids and side matter.
    pub small: Type,
    /// Kicker, captions, labels.
    pub caption: Type,
    /// Sources and footnotes.
    pub source: Type,
    /// The number of a metric.
    pub figure: Type,
    /// Body text is never set smaller than this.
    pub floor: Pt,
}

/// A size and its leading.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "[f32; 2]", into = "[f32; 2]")]
pub struct Type {
    /// Size of the em, in points (pixels on slides).
    pub size: f32,
    /// From baseline to baseline, in the same unit.
    pub leading: f32,
}

/// Geometry and type of slides; all in CSS pixels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlideGeometry {
    /// Width of a slide.
    pub width: Px,
    /// Height of a slide.
    pub height: Px,
    /// All margins.
    pub margin: Px,
    /// Space between columns and cells.
    pub gutter: Px,
    /// The title of a slide.
    pub title: Type,
    /// The title of the deck on its first slide.
    pub deck_title: Type,
    /// Running text.
    pub body: Type,
    /// Tables and cells.
    pub small: Type,
    /// Sources, marking, page number.
    pub caption: Type,
    /// The number of a metric.
    pub figure: Type,
    /// Body text is never set smaller than this.
    pub floor: Px,
}

impl From<[f32; 2]> for Type {
    fn from([size, leading]: [f32; 2]) -> Self {
        Self { size, leading }
    }
}

impl From<Type> for [f32; 2] {
    fn from(it: Type) -> Self {
        [it.size, it.leading]
    }
}

impl TryFrom<String> for Color {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let problem = || format!("`{text}` is not a colour such as \"#1f4e79\"");
        let digits = text.strip_prefix('#').filter(|hex| hex.len() == 6).ok_or_else(problem)?;
        let value = u32::from_str_radix(digits, 16).map_err(|_| problem())?;
        let [_, red, green, blue] = value.to_be_bytes();
        Ok(Self { red, green, blue })
    }
}

impl From<Color> for String {
    fn from(color: Color) -> Self {
        format!("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue)
    }
}

impl Color {
    /// Contrast ratio with another colour, 1 to 21, as WCAG 2.2 defines it.
    #[must_use]
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f32 {
        let linear = |channel: u8| {
            let value = f32::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl Default for Theme {
    /// The built-in `default` theme.
    fn default() -> Self {
        serde_yaml::from_str(include_str!("../templates/themes/default.yaml"))
            .expect("the built-in theme is well-formed")
    }
}
