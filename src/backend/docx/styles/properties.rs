//! Paragraph and run properties as the rows of style tables state them, and their XML.
//!
//! Properties are written in the order of the schema: `CT_PPr` and `CT_RPr` (ECMA-376 part 1,
//! 17.3.1.26 and 17.3.2.28). Lengths without a unit in their name are in twentieths of a point.

use super::super::metrics::DocxMetrics;
use super::super::paragraph_style::ParagraphStyle;
use crate::document::Direction;
use crate::length::Pt;
use crate::ooxml::values::hex_color;
use crate::theme::{Color, Colors, Type, TypeScale};

/// A row of a table of paragraph styles.
#[derive(Clone, Copy)]
pub(super) struct ParagraphStyleRow {
    pub(super) style: ParagraphStyle,
    pub(super) name: &'static str,
    /// `None` stands for Word's own `Normal`.
    pub(super) based_on: Option<ParagraphStyle>,
    /// The style of the paragraph that follows when a writer presses Enter.
    pub(super) next: ParagraphStyle,
    /// Position in Word's list of recommended styles; [`HIDDEN`] hides it until it is used.
    pub(super) rank: u8,
    pub(super) paragraph: ParagraphProperties,
    pub(super) run: RunProperties,
}

/// The rank of styles that Word shows only where they are used.
pub(super) const HIDDEN: u8 = 99;

/// Properties of a paragraph. What is not stated comes from the style it is based on.
#[derive(Clone, Copy)]
pub(super) struct ParagraphProperties {
    pub(super) keep_next: Option<bool>,
    pub(super) keep_lines: bool,
    pub(super) list: Option<ListLevel>,
    pub(super) frame: Option<Frame>,
    /// Whether a tab stop stands at the right margin.
    pub(super) right_tab: bool,
    pub(super) spacing: Option<Spacing>,
    pub(super) indent: Option<Indent>,
    pub(super) alignment: Option<Alignment>,
    /// The heading's level in the navigation pane; 0 is the outermost.
    pub(super) outline_level: Option<u8>,
}

impl ParagraphProperties {
    /// States nothing.
    pub(super) const INHERITED: Self = Self {
        keep_next: None,
        keep_lines: false,
        list: None,
        frame: None,
        right_tab: false,
        spacing: None,
        indent: None,
        alignment: None,
        outline_level: None,
    };
}

/// The list that numbers a paragraph.
#[derive(Clone, Copy)]
pub(super) struct ListLevel {
    /// Its number in the numbering part.
    pub(super) id: usize,
    /// From 0; `None` for lists of a single level.
    pub(super) level: Option<usize>,
}

/// Borders, and the background inside them.
#[derive(Clone, Copy)]
pub(super) enum Frame {
    /// A grey bar at the start of the lines.
    Quote,
    /// An accent bar at the start of the lines, and a tinted background.
    BottomLine,
    /// An accent bar at the start of the lines.
    Ask,
}

#[derive(Clone, Copy)]
pub(super) enum Spacing {
    /// Space around a paragraph, whose lines are as far apart as its type asks.
    Around {
        before: Space,
        after: Space,
        role: TypeRole,
    },
    /// A line of exactly this height, without space around it.
    ExactLine(u32),
}

#[derive(Clone, Copy)]
pub(super) enum Space {
    /// In units of the theme, which grow and shrink with the document.
    Units(f32),
    Points(f32),
}

/// Space before and after a paragraph, in units of the theme.
pub(super) const fn around(before: f32, after: f32, role: TypeRole) -> Option<Spacing> {
    Some(Spacing::Around {
        before: Space::Units(before),
        after: Space::Units(after),
        role,
    })
}

/// Space after a paragraph, in units of the theme.
pub(super) const fn after(after: f32, role: TypeRole) -> Option<Spacing> {
    around(0.0, after, role)
}

/// Distances from the margins. Word counts `left` and `right` in the direction of the text.
#[derive(Clone, Copy)]
pub(super) struct Indent {
    pub(super) left: usize,
    pub(super) right: Option<usize>,
    pub(super) hanging: Option<usize>,
}

#[derive(Clone, Copy)]
pub(super) enum Alignment {
    Center,
    /// Digits run from left to right in every script and end at the right, where right-to-left
    /// text starts anyway.
    Number,
}

/// Properties of a run. What is not stated comes from the style it is based on.
#[derive(Clone, Copy)]
pub(super) struct RunProperties {
    pub(super) heading_font: bool,
    pub(super) bold: bool,
    /// Whether italics are switched off.
    pub(super) upright: bool,
    pub(super) ink: Option<Ink>,
    /// Whether letters stand apart, where the script's letters need not join.
    pub(super) letter_spaced: bool,
    pub(super) size: Option<FontSize>,
}

impl RunProperties {
    /// States nothing.
    pub(super) const INHERITED: Self = Self {
        heading_font: false,
        bold: false,
        upright: false,
        ink: None,
        letter_spaced: false,
        size: None,
    };
}

/// The size of a role, and nothing else.
pub(super) const fn sized(role: TypeRole) -> RunProperties {
    RunProperties {
        size: Some(FontSize::Role(role)),
        ..RunProperties::INHERITED
    }
}

/// The colour of secondary text in the size of a role.
pub(super) const fn muted(role: TypeRole) -> RunProperties {
    RunProperties {
        ink: Some(Ink::Muted),
        ..sized(role)
    }
}

/// Bold type in the size of a role.
pub(super) const fn bold(role: TypeRole) -> RunProperties {
    RunProperties {
        bold: true,
        ..sized(role)
    }
}

/// Bold type of the heading font, in a colour.
pub(super) const fn heading(ink: Ink, role: TypeRole) -> RunProperties {
    RunProperties {
        heading_font: true,
        ink: Some(ink),
        ..bold(role)
    }
}

#[derive(Clone, Copy)]
pub(super) enum FontSize {
    Role(TypeRole),
    HalfPoints(u32),
}

/// An entry of the theme's scale of type.
#[derive(Clone, Copy)]
pub(super) enum TypeRole {
    Title,
    Subtitle,
    Heading1,
    Heading2,
    Heading3,
    Lead,
    Body,
    Small,
    Caption,
    Source,
    Figure,
}

impl TypeRole {
    pub(super) fn in_scale(self, scale: &TypeScale) -> Type<Pt> {
        match self {
            Self::Title => scale.title,
            Self::Subtitle => scale.subtitle,
            Self::Heading1 => scale.heading_1,
            Self::Heading2 => scale.heading_2,
            Self::Heading3 => scale.heading_3,
            Self::Lead => scale.lead,
            Self::Body => scale.body,
            Self::Small => scale.small,
            Self::Caption => scale.caption,
            Self::Source => scale.source,
            Self::Figure => scale.figure,
        }
    }
}

/// A colour of the theme.
#[derive(Clone, Copy)]
pub(super) enum Ink {
    Text,
    Muted,
    Accent,
    Tint,
    Rule,
    Ground,
    Marking,
    Positive,
}

impl Ink {
    fn color(self, colors: &Colors) -> Color {
        match self {
            Self::Text => colors.text,
            Self::Muted => colors.muted,
            Self::Accent => colors.accent,
            Self::Tint => colors.tint,
            Self::Rule => colors.rule,
            Self::Ground => colors.ground,
            Self::Marking => colors.marking,
            Self::Positive => colors.positive,
        }
    }

    /// Its name in the theme part (`ST_ThemeColor`, ECMA-376 part 1, 17.18.97), if it has one.
    fn theme_color(self) -> Option<&'static str> {
        match self {
            Self::Text => Some("text1"),
            Self::Muted => Some("text2"),
            Self::Accent => Some("accent1"),
            Self::Tint => Some("background2"),
            Self::Rule | Self::Ground | Self::Marking | Self::Positive => None,
        }
    }

    /// The attributes that give something this colour: `value` takes the colour itself, for
    /// readers that do not know the theme, and `theme` its name.
    fn attributes(self, value: &str, theme: &str, colors: &Colors) -> String {
        let hex = hex_color(self.color(colors));
        match self.theme_color() {
            Some(name) => format!("{value}=\"{hex}\" {theme}=\"{name}\""),
            None => format!("{value}=\"{hex}\""),
        }
    }
}

/// The colour of text.
pub(super) fn text_color(ink: Ink, colors: &Colors) -> String {
    format!(
        "<w:color {}/>",
        ink.attributes("w:val", "w:themeColor", colors)
    )
}

/// The attributes of a border that give it its colour.
pub(super) fn border_color(ink: Ink, colors: &Colors) -> String {
    ink.attributes("w:color", "w:themeColor", colors)
}

/// A plain background.
fn shading(ink: Ink, colors: &Colors) -> String {
    format!(
        "<w:shd w:val=\"clear\" w:color=\"auto\" {}/>",
        ink.attributes("w:fill", "w:themeFill", colors)
    )
}

/// The children of `w:pPr`.
pub(super) fn paragraph_properties(
    properties: &ParagraphProperties,
    metrics: &DocxMetrics<'_>,
) -> String {
    let mut out = String::new();
    match properties.keep_next {
        Some(true) => out.push_str("<w:keepNext/>"),
        // A style cannot leave out what the one it is based on switches on.
        Some(false) => out.push_str("<w:keepNext w:val=\"0\"/>"),
        None => {}
    }
    if properties.keep_lines {
        out.push_str("<w:keepLines/>");
    }
    if let Some(list) = properties.list {
        out.push_str(&list_reference(list));
    }
    if let Some(frame) = properties.frame {
        out.push_str(&frame_borders(frame, metrics));
    }
    if properties.right_tab {
        out.push_str(&format!(
            "<w:tabs><w:tab w:val=\"right\" w:pos=\"{}\"/></w:tabs>",
            metrics.width
        ));
    }
    if let Some(spacing) = properties.spacing {
        out.push_str(&paragraph_spacing(spacing, metrics));
    }
    if let Some(indent) = properties.indent {
        out.push_str(&paragraph_indent(indent));
    }
    let is_rtl = metrics.direction == Direction::Rtl;
    match properties.alignment {
        // `left` and `right` change sides in paragraphs that run from right to left.
        Some(Alignment::Center) => out.push_str("<w:jc w:val=\"center\"/>"),
        Some(Alignment::Number) if !is_rtl => out.push_str("<w:jc w:val=\"right\"/>"),
        Some(Alignment::Number) | None => {}
    }
    if let Some(level) = properties.outline_level {
        out.push_str(&format!("<w:outlineLvl w:val=\"{level}\"/>"));
    }
    out
}

fn list_reference(list: ListLevel) -> String {
    let level = match list.level {
        Some(level) => format!("<w:ilvl w:val=\"{level}\"/>"),
        None => String::new(),
    };
    let id = list.id;
    format!("<w:numPr>{level}<w:numId w:val=\"{id}\"/></w:numPr>")
}

/// Borders, and the background that belongs to them.
fn frame_borders(frame: Frame, metrics: &DocxMetrics<'_>) -> String {
    let colors = &metrics.theme.colors;
    // Unlike indents, borders are left and right on paper, whatever the direction of the text is.
    let is_rtl = metrics.direction == Direction::Rtl;
    let start = if is_rtl { "right" } else { "left" };
    let border = |side: &str, size: usize, space: usize, ink: Ink| {
        let color = border_color(ink, colors);
        format!("<w:{side} w:val=\"single\" w:sz=\"{size}\" w:space=\"{space}\" {color}/>")
    };
    // Widths of borders are in eighths of a point, their distances from the text in points.
    let bar = border(start, 24, 10, Ink::Accent);
    match frame {
        Frame::Quote => format!("<w:pBdr>{}</w:pBdr>", border(start, 18, 12, Ink::Rule)),
        Frame::Ask => format!("<w:pBdr>{bar}</w:pBdr>"),
        Frame::BottomLine => {
            // These lines have the colour of the background: they are its padding.
            let above = border("top", 4, 6, Ink::Tint);
            let below = border("bottom", 4, 6, Ink::Tint);
            let (left, right) = if is_rtl {
                (border("left", 4, 8, Ink::Tint), bar)
            } else {
                (bar, border("right", 4, 8, Ink::Tint))
            };
            let background = shading(Ink::Tint, colors);
            format!("<w:pBdr>{above}{left}{below}{right}</w:pBdr>{background}")
        }
    }
}

/// Space around a paragraph and between its lines, which are further apart where a font needs it.
pub(super) fn paragraph_spacing(spacing: Spacing, metrics: &DocxMetrics<'_>) -> String {
    let (before, after, role) = match spacing {
        Spacing::Around {
            before,
            after,
            role,
        } => (before, after, role),
        Spacing::ExactLine(height) => {
            return format!(
                "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"{height}\" w:lineRule=\"exact\"/>"
            );
        }
    };
    let before = before.to_twips(metrics);
    let after = after.to_twips(metrics);
    // At least this height: an exact one would cut off tall letters of other scripts.
    let line = role.in_scale(&metrics.scale).leading.twips().round();
    format!(
        "<w:spacing w:before=\"{before}\" w:after=\"{after}\" w:line=\"{line}\" w:lineRule=\"atLeast\"/>"
    )
}

impl Space {
    fn to_twips(self, metrics: &DocxMetrics<'_>) -> f32 {
        let length = match self {
            Self::Units(units) => metrics.space(units),
            Self::Points(points) => Pt(points),
        };
        length.twips().round()
    }
}

fn paragraph_indent(indent: Indent) -> String {
    let mut out = format!("<w:ind w:left=\"{}\"", indent.left);
    if let Some(right) = indent.right {
        out.push_str(&format!(" w:right=\"{right}\""));
    }
    if let Some(hanging) = indent.hanging {
        out.push_str(&format!(" w:hanging=\"{hanging}\""));
    }
    out.push_str("/>");
    out
}

/// The children of `w:rPr`. Weight, slant and size are stated twice: the second time for complex
/// scripts, such as Arabic.
pub(super) fn run_properties(properties: &RunProperties, metrics: &DocxMetrics<'_>) -> String {
    let mut out = String::new();
    if properties.heading_font {
        out.push_str(
            "<w:rFonts w:asciiTheme=\"majorHAnsi\" w:eastAsiaTheme=\"majorEastAsia\" \
             w:hAnsiTheme=\"majorHAnsi\" w:cstheme=\"majorBidi\"/>",
        );
    }
    if properties.bold {
        out.push_str("<w:b/><w:bCs/>");
    }
    // Toggle properties of a style and of the one it is based on do not add up: 0 is off.
    if properties.upright {
        out.push_str("<w:i w:val=\"0\"/><w:iCs w:val=\"0\"/>");
    }
    if let Some(ink) = properties.ink {
        out.push_str(&text_color(ink, &metrics.theme.colors));
    }
    // Letters of Arabic must join.
    if properties.letter_spaced && metrics.direction == Direction::Ltr {
        // One point, in twentieths.
        out.push_str("<w:spacing w:val=\"20\"/>");
    }
    if let Some(size) = properties.size {
        out.push_str(&font_size(size, metrics));
    }
    out
}

pub(super) fn font_size(size: FontSize, metrics: &DocxMetrics<'_>) -> String {
    let half_points = match size {
        FontSize::Role(role) => role.in_scale(&metrics.scale).size.half_points().round(),
        FontSize::HalfPoints(half_points) => half_points as f32,
    };
    format!("<w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/>")
}
