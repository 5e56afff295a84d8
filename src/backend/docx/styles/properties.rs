//! Paragraph and run properties as the rows of style tables state them, and their XML.
//!
//! Properties are written in the order of the schema: `CT_PPr` and `CT_RPr` (ECMA-376 part 1,
//! 17.3.1.26 and 17.3.2.28). Lengths without a unit in their name are in twentieths of a point.

use super::super::metrics::DocxMetrics;
use super::super::paragraph_style::ParagraphStyle;
use crate::document::Direction;
use crate::length::Pt;
use crate::ooxml::values::hex_color;
use crate::ooxml::xml::{Element, element, value_element};
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
    /// At the left where text runs from right to left.
    End,
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
    /// [`Small`](Self::Small) type at the theme's floor.
    Smallest,
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
            Self::Smallest => smallest_type(scale),
            Self::Caption => scale.caption,
            Self::Source => scale.source,
            Self::Figure => scale.figure,
        }
    }
}

fn smallest_type(scale: &TypeScale) -> Type<Pt> {
    let size = scale.floor.min(scale.small.size);
    let shrunk = size.0 / scale.small.size.max(Pt(1.0)).0;
    Type {
        size,
        leading: scale.small.leading * shrunk,
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

    /// Gives an element this colour: the attribute `value` takes the colour itself, for readers that
    /// do not know the theme, and `theme` its name.
    fn set_on(self, element: &mut Element, value: &str, theme: &str, colors: &Colors) {
        element.set(value, &hex_color(self.color(colors)));
        if let Some(name) = self.theme_color() {
            element.set(theme, name);
        }
    }
}

/// The colour of text.
pub(super) fn text_color(ink: Ink, colors: &Colors) -> Element {
    let mut out = element("w:color");
    ink.set_on(&mut out, "w:val", "w:themeColor", colors);
    out
}

/// A line at a side of a paragraph, cell or table.
#[derive(Clone, Copy)]
pub(super) struct Border {
    /// The name of the element, such as `w:left`.
    pub(super) side: &'static str,
    /// In eighths of a point.
    pub(super) size: usize,
    /// The distance from the text, in points.
    pub(super) space: usize,
    pub(super) ink: Ink,
}

impl Border {
    pub(super) fn to_element(self, colors: &Colors) -> Element {
        let mut out = element(self.side)
            .with("w:val", "single")
            .with("w:sz", self.size.to_string())
            .with("w:space", self.space.to_string());
        self.ink.set_on(&mut out, "w:color", "w:themeColor", colors);
        out
    }
}

/// A plain background.
fn shading(ink: Ink, colors: &Colors) -> Element {
    let mut out = value_element("w:shd", "clear").with("w:color", "auto");
    ink.set_on(&mut out, "w:fill", "w:themeFill", colors);
    out
}

/// The element `w:pPr`.
pub(super) fn paragraph_properties(
    properties: &ParagraphProperties,
    metrics: &DocxMetrics<'_>,
) -> Element {
    let mut out = element("w:pPr");
    match properties.keep_next {
        Some(true) => out.push(element("w:keepNext")),
        // A style cannot leave out what the one it is based on switches on.
        Some(false) => out.push(value_element("w:keepNext", "0")),
        None => {}
    }
    if properties.keep_lines {
        out.push(element("w:keepLines"));
    }
    if let Some(list) = properties.list {
        out.push(list_reference(list));
    }
    if let Some(frame) = properties.frame {
        push_frame(frame, metrics, &mut out);
    }
    if properties.right_tab {
        let tab = value_element("w:tab", "right").with("w:pos", metrics.width.to_string());
        out.push(element("w:tabs").child(tab));
    }
    if let Some(spacing) = properties.spacing {
        out.push(paragraph_spacing(spacing, metrics));
    }
    if let Some(indent) = properties.indent {
        out.push(paragraph_indent(indent));
    }
    let is_rtl = metrics.direction == Direction::Rtl;
    match properties.alignment {
        // `left` and `right` change sides in paragraphs that run from right to left.
        Some(Alignment::Center) => out.push(value_element("w:jc", "center")),
        Some(Alignment::End) => out.push(value_element("w:jc", "right")),
        Some(Alignment::Number) if !is_rtl => out.push(value_element("w:jc", "right")),
        Some(Alignment::Number) | None => {}
    }
    if let Some(level) = properties.outline_level {
        out.push(value_element("w:outlineLvl", level.to_string()));
    }
    out
}

fn list_reference(list: ListLevel) -> Element {
    let mut out = element("w:numPr");
    if let Some(level) = list.level {
        out.push(value_element("w:ilvl", level.to_string()));
    }
    out.child(value_element("w:numId", list.id.to_string()))
}

/// Adds borders, and the background that belongs to them.
fn push_frame(frame: Frame, metrics: &DocxMetrics<'_>, out: &mut Element) {
    let colors = &metrics.theme.colors;
    // Unlike indents, borders are left and right on paper, whatever the direction of the text is.
    let is_rtl = metrics.direction == Direction::Rtl;
    let start = if is_rtl { "w:right" } else { "w:left" };
    let border = |side: &'static str, size: usize, space: usize, ink: Ink| Border {
        side,
        size,
        space,
        ink,
    };
    let bar = border(start, 24, 10, Ink::Accent);
    let borders = match frame {
        Frame::Quote => vec![border(start, 18, 12, Ink::Rule)],
        Frame::Ask => vec![bar],
        Frame::BottomLine => {
            // These lines have the colour of the background: they are its padding.
            let above = border("w:top", 4, 6, Ink::Tint);
            let below = border("w:bottom", 4, 6, Ink::Tint);
            if is_rtl {
                vec![above, border("w:left", 4, 8, Ink::Tint), below, bar]
            } else {
                vec![above, bar, below, border("w:right", 4, 8, Ink::Tint)]
            }
        }
    };
    let mut sides = element("w:pBdr");
    for border in borders {
        sides.push(border.to_element(colors));
    }
    out.push(sides);
    if matches!(frame, Frame::BottomLine) {
        out.push(shading(Ink::Tint, colors));
    }
}

/// Space around a paragraph and between its lines, which are further apart where a font needs it.
pub(super) fn paragraph_spacing(spacing: Spacing, metrics: &DocxMetrics<'_>) -> Element {
    let (before, after, line, rule) = match spacing {
        Spacing::Around {
            before,
            after,
            role,
        } => (
            before.to_twips(metrics),
            after.to_twips(metrics),
            whole_number(role.in_scale(&metrics.scale).leading.twips()),
            // An exact height would cut off tall letters of other scripts.
            "atLeast",
        ),
        Spacing::ExactLine(height) => (0, 0, i64::from(height), "exact"),
    };
    element("w:spacing")
        .with("w:before", before.to_string())
        .with("w:after", after.to_string())
        .with("w:line", line.to_string())
        .with("w:lineRule", rule)
}

impl Space {
    fn to_twips(self, metrics: &DocxMetrics<'_>) -> i64 {
        let length = match self {
            Self::Units(units) => metrics.space(units),
            Self::Points(points) => Pt(points),
        };
        whole_number(length.twips())
    }
}

/// The nearest whole number, which takes a tenth of the time to write that a float takes.
fn whole_number(number: f32) -> i64 {
    number.round() as i64
}

fn paragraph_indent(indent: Indent) -> Element {
    let mut out = element("w:ind").with("w:left", indent.left.to_string());
    if let Some(right) = indent.right {
        out.set("w:right", &right.to_string());
    }
    if let Some(hanging) = indent.hanging {
        out.set("w:hanging", &hanging.to_string());
    }
    out
}

/// The element `w:rPr`. Weight, slant and size are stated twice: the second time for complex
/// scripts, such as Arabic.
pub(super) fn run_properties(properties: &RunProperties, metrics: &DocxMetrics<'_>) -> Element {
    let mut out = element("w:rPr");
    if properties.heading_font {
        let fonts = element("w:rFonts")
            .with("w:asciiTheme", "majorHAnsi")
            .with("w:eastAsiaTheme", "majorEastAsia")
            .with("w:hAnsiTheme", "majorHAnsi")
            .with("w:cstheme", "majorBidi");
        out.push(fonts);
    }
    if properties.bold {
        push_bold(&mut out);
    }
    // Toggle properties of a style and of the one it is based on do not add up: 0 is off.
    if properties.upright {
        out.push(value_element("w:i", "0"));
        out.push(value_element("w:iCs", "0"));
    }
    if let Some(ink) = properties.ink {
        out.push(text_color(ink, &metrics.theme.colors));
    }
    // Letters of Arabic must join.
    if properties.letter_spaced && metrics.direction == Direction::Ltr {
        // One point, in twentieths.
        out.push(value_element("w:spacing", "20"));
    }
    if let Some(size) = properties.size {
        push_font_size(size, metrics, &mut out);
    }
    out
}

pub(super) fn push_bold(out: &mut Element) {
    out.push(element("w:b"));
    out.push(element("w:bCs"));
}

pub(super) fn push_font_size(size: FontSize, metrics: &DocxMetrics<'_>, out: &mut Element) {
    let half_points = match size {
        FontSize::Role(role) => whole_number(role.in_scale(&metrics.scale).size.half_points()),
        FontSize::HalfPoints(half_points) => i64::from(half_points),
    };
    let half_points = half_points.to_string();
    out.push(value_element("w:sz", &half_points));
    out.push(value_element("w:szCs", &half_points));
}
