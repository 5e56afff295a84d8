//! Themes: fonts, colours, page and slide geometry, and sizes, for all backends.
//!
//! A theme is a YAML file. `templates/themes/default.yaml` has every key; other themes state only
//! the differences to it.

use std::borrow::Cow;
use std::sync::LazyLock;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::length::{Length, Mm, Pt, Px};
use crate::yaml::{self, Limits, Node, NodeKind};

/// The built-in themes.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("default", include_str!("../templates/themes/default.yaml")),
    (
        "official",
        include_str!("../templates/themes/official.yaml"),
    ),
    (
        "contrast",
        include_str!("../templates/themes/contrast.yaml"),
    ),
    ("dark", include_str!("../templates/themes/dark.yaml")),
];

/// The least contrast of text to its background in any theme: WCAG 2.2, level AA.
pub const MIN_CONTRAST: f32 = 4.5;

/// The least width and height for text between the margins in any theme.
pub const MIN_MEASURE: Mm = Mm(50.0);

/// The look of documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Its name, as in `theme: NAME`.
    pub name: String,
    /// A Word document whose styles, lists, fonts, colours, page setup, headers and footers are
    /// used; relative to the theme's file. `None` leaves it to the project's settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word_template: Option<String>,
    /// A PNG, JPEG, WebP or SVG picture for the header of the first page of Word documents, unless
    /// the Word template has headers of its own; relative to the theme's file. `None` for no logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// Font families.
    pub fonts: ThemeFonts,
    /// Colours.
    pub colors: Colors,
    /// Geometry of printed pages.
    pub page: PageGeometry,
    /// Type sizes of the one-pager.
    pub sheet: TypeScale,
    /// Type sizes of the note.
    pub note: TypeScale,
    /// Geometry, type sizes and colours of slides.
    pub slide: SlideGeometry,
}

/// Font families, by use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemeFonts {
    /// Families for text, tried in order for each cluster; others follow as fallback.
    pub body: Vec<String>,
    /// Families for titles and headings.
    pub heading: Vec<String>,
    /// The font that Word documents name for Latin text.
    pub word: String,
    /// The font that Word documents name for headings.
    pub word_heading: String,
    /// The font that Word documents name for Chinese, Japanese and Korean text.
    pub word_east_asia: String,
}

/// Colours. Text has a contrast of at least 4.5:1 to its background (WCAG 2.2, AA).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Colors {
    /// Running text.
    pub text: Color,
    /// Secondary text: kickers, captions, sources.
    pub muted: Color,
    /// Hairlines.
    pub rule: Color,
    /// The accent colour.
    pub accent: Color,
    /// A pale background for the bottom line and table headers.
    pub tint: Color,
    /// The background of pages or slides.
    pub ground: Color,
    /// The handling marking.
    pub marking: Color,
    /// A change for the better, and pros.
    pub positive: Color,
    /// A change for the worse, and cons.
    pub negative: Color,
    /// The second and further series of a chart. The first has the accent colour.
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

/// Geometry of printed pages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    /// The unit of vertical distances: all are multiples of it.
    pub unit: Pt,
}

/// Type sizes, each with its leading, the distance from baseline to baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypeScale {
    /// The title.
    pub title: Type<Pt>,
    /// The subtitle.
    pub subtitle: Type<Pt>,
    /// Heading of level 1.
    pub heading_1: Type<Pt>,
    /// Heading of level 2.
    pub heading_2: Type<Pt>,
    /// Heading of level 3.
    pub heading_3: Type<Pt>,
    /// The bottom line and the ask.
    pub lead: Type<Pt>,
    /// Running text.
    pub body: Type<Pt>,
    /// Tables, grids and side columns.
    pub small: Type<Pt>,
    /// Kicker, captions, labels.
    pub caption: Type<Pt>,
    /// Sources and footnotes.
    pub source: Type<Pt>,
    /// The number of a metric.
    pub figure: Type<Pt>,
    /// The smallest size of body text.
    pub floor: Pt,
}

/// A type size and its leading.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(
    from = "[L; 2]",
    into = "[L; 2]",
    bound = "L: Copy + Serialize + DeserializeOwned"
)]
pub struct Type<L> {
    /// Size of the em.
    pub size: L,
    /// The leading, from baseline to baseline.
    pub leading: L,
}

/// Geometry and type of slides; all in CSS pixels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    pub title: Type<Px>,
    /// The title of the deck on its first slide.
    pub deck_title: Type<Px>,
    /// Running text.
    pub body: Type<Px>,
    /// Tables and cells.
    pub small: Type<Px>,
    /// Sources, marking, page number.
    pub caption: Type<Px>,
    /// The number of a metric.
    pub figure: Type<Px>,
    /// The smallest size of body text.
    pub floor: Px,
    /// Colours of slides. A theme states those that differ from the colours of pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colors: Option<Colors>,
}

/// Schemas of types that are written as one value.
macro_rules! written_as {
    ($($name:ty: $schema:tt,)*) => {$(
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

written_as! {
    Color: { "type": "string" },
    Pt: { "type": "number", "minimum": 0, "maximum": 5000 },
    Mm: { "type": "number", "minimum": 0, "maximum": 5000 },
    Px: { "type": "number", "minimum": 0, "maximum": 10000 },
    Type<Pt>: { "type": "array", "items": { "type": "number", "minimum": 1, "maximum": 500 } },
    Type<Px>: { "type": "array", "items": { "type": "number", "minimum": 1, "maximum": 500 } },
}

impl<L: Length> Type<L> {
    /// Size and leading multiplied by `factor`.
    #[must_use]
    pub fn scaled(self, factor: f32) -> Self {
        Self {
            size: self.size * factor,
            leading: self.leading * factor,
        }
    }
}

impl Type<Px> {
    /// The same in points.
    #[must_use]
    pub fn pt(self) -> Type<Pt> {
        Type {
            size: self.size.pt(),
            leading: self.leading.pt(),
        }
    }
}

impl<L> From<[L; 2]> for Type<L> {
    fn from([size, leading]: [L; 2]) -> Self {
        Self { size, leading }
    }
}

impl<L> From<Type<L>> for [L; 2] {
    fn from(it: Type<L>) -> Self {
        [it.size, it.leading]
    }
}

impl TryFrom<String> for Color {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let problem = || format!("`{text}` is not a colour such as \"#1f4e79\"");
        let digits = text
            .strip_prefix('#')
            .filter(|hex| hex.len() == 6)
            .ok_or_else(problem)?;
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

    /// Whether white text has more contrast on it than black text.
    #[must_use]
    pub fn is_dark(self) -> bool {
        let grey = |value| Self {
            red: value,
            green: value,
            blue: value,
        };
        self.contrast(grey(255)) > self.contrast(grey(0))
    }

    /// Mixes the colour with another: a share of 0 gives this one, 1 gives the other.
    #[must_use]
    pub fn mixed(self, other: Self, share: f32) -> Self {
        let channel =
            |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
        Self {
            red: channel(self.red, other.red),
            green: channel(self.green, other.green),
            blue: channel(self.blue, other.blue),
        }
    }

    fn luminance(self) -> f32 {
        let linear = |channel: u8| {
            let value = f32::from(channel) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

/// The tree of the `default` theme.
fn built_in_node() -> Result<Node, Diagnostic> {
    let (name, text) = BUILT_IN[0];
    yaml::parse(&SourceText::new(name, text), Limits::default())
}

impl Default for Theme {
    /// The built-in `default` theme.
    fn default() -> Self {
        serde_yaml::from_str(BUILT_IN[0].1).expect("the built-in theme is well-formed")
    }
}

impl Theme {
    /// The built-in theme of that name.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Self::read(&SourceText::new(name, text)).ok()
    }

    /// Reads a theme. Keys that it leaves out are those of the `default` theme.
    ///
    /// # Errors
    ///
    /// When it is not a theme, or when text has too little contrast to its background
    /// ([`MIN_CONTRAST`]).
    pub fn read(source: &SourceText) -> Result<Self, Vec<Diagnostic>> {
        let node = yaml::parse(source, Limits::default()).map_err(|problem| vec![problem])?;
        let mut problems = SCHEMA.validate(&node, source);
        problems.extend(check(&node, source));
        if !problems.is_empty() {
            problems.sort_by_key(|problem| problem.span.as_ref().map(|span| span.start));
            return Err(problems);
        }
        let all = with_slide_colors(overlay(
            built_in_node().map_err(|problem| vec![problem])?,
            &node,
        ));
        let theme = Self::deserialize(&all).map_err(|why| {
            vec![Diagnostic::error(
                Code::InvalidTheme,
                format!("not a theme: {why}"),
            )]
        })?;
        if let Some(problem) = theme.too_narrow() {
            return Err(vec![
                problem.at(node.follow(&[yaml::Step::Key("page")]).span(source)),
            ]);
        }
        let pages = weak_contrasts(&theme.colors).map(|weak| (weak, vec!["colors"]));
        let slides = theme
            .slide
            .colors
            .iter()
            .flat_map(weak_contrasts)
            .map(|weak| (weak, vec!["slide", "colors"]));
        let weak = pages.chain(slides).map(|((name, ratio), place)| {
            let steps: Vec<_> = place
                .into_iter()
                .chain([name])
                .map(yaml::Step::Key)
                .collect();
            Diagnostic::error(
                Code::LowContrast,
                format!("`{name}` has a contrast of {ratio:.1}:1 with its ground"),
            )
            .at(node.follow(&steps).span(source))
            .hint(format!(
                "text needs {MIN_CONTRAST}:1 or more (WCAG 2.2, AA)"
            ))
        });
        let problems: Vec<_> = weak.collect();
        if problems.is_empty() {
            Ok(theme)
        } else {
            Err(problems)
        }
    }

    /// Problems of paper or slides whose margins leave less than [`MIN_MEASURE`] for text in one
    /// direction.
    fn too_narrow(&self) -> Option<Diagnostic> {
        let (page, slide) = (&self.page, &self.slide);
        let margin = |one: Mm, other: Mm| 2.0 * one.pt().max(other.pt());
        let room = [
            (
                "page",
                page.width.pt() - margin(page.sheet_side, page.note_margin),
            ),
            (
                "page",
                page.height.pt() - margin(page.sheet_top, page.note_margin),
            ),
            ("slide", slide.width.pt() - 2.0 * slide.margin.pt()),
            ("slide", slide.height.pt() - 2.0 * slide.margin.pt()),
        ];
        let (name, _) = room
            .into_iter()
            .find(|(_, room)| *room < MIN_MEASURE.pt())?;
        Some(Diagnostic::error(
            Code::MarginsTooWide,
            format!("the margins of the {name} leave less than {MIN_MEASURE} for text"),
        ))
    }

    /// The theme for slides, with their own colours.
    #[must_use]
    pub fn for_slides(&self) -> Cow<'_, Self> {
        match &self.slide.colors {
            Some(colors) => Cow::Owned(Self {
                colors: colors.clone(),
                ..self.clone()
            }),
            None => Cow::Borrowed(self),
        }
    }
}

/// Text colours with too little contrast to the page or to the tinted background, with their
/// contrast.
fn weak_contrasts(colors: &Colors) -> impl Iterator<Item = (&'static str, f32)> + use<> {
    let Colors { ground, tint, .. } = *colors;
    let inks = [
        ("text", colors.text),
        ("muted", colors.muted),
        ("accent", colors.accent),
        ("marking", colors.marking),
        ("positive", colors.positive),
        ("negative", colors.negative),
    ];
    let ratio = move |ink: Color| ink.contrast(ground).min(ink.contrast(tint));
    inks.into_iter()
        .map(move |(name, ink)| (name, ratio(ink)))
        .filter(|(_, ratio)| *ratio < MIN_CONTRAST)
}

/// Fills in the colours of slides that a theme leaves out from its colours of pages.
fn with_slide_colors(mut theme: Node) -> Node {
    let pages = theme.get("colors").cloned();
    let NodeKind::Mapping(entries) = &mut theme.kind else {
        return theme;
    };
    let slide = entries
        .iter_mut()
        .find(|(key, _)| key.scalar() == Some("slide"));
    let Some((
        _,
        Node {
            kind: NodeKind::Mapping(slide),
            ..
        },
    )) = slide
    else {
        return theme;
    };
    let own = slide
        .iter_mut()
        .find(|(key, _)| key.scalar() == Some("colors"));
    if let (Some((_, own)), Some(pages)) = (own, pages) {
        *own = overlay(pages, own);
    }
    theme
}

/// Merges the keys of `own` into those of `all`, level by level. A key without a value changes
/// nothing.
fn overlay(all: Node, own: &Node) -> Node {
    let Node { start, end, kind } = all;
    let kind = match (kind, &own.kind) {
        (NodeKind::Mapping(mut entries), NodeKind::Mapping(own)) => {
            for (key, value) in own.iter().filter(|(_, value)| !value.is_null()) {
                match entries
                    .iter_mut()
                    .find(|(known, _)| known.scalar() == key.scalar())
                {
                    Some((_, known)) => *known = overlay(known.clone(), value),
                    None => entries.push((key.clone(), value.clone())),
                }
            }
            NodeKind::Mapping(entries)
        }
        (_, own) => own.clone(),
    };
    Node { start, end, kind }
}

/// The JSON Schema of a theme, in which every key is optional.
static SCHEMA: LazyLock<yaml::Schema> = LazyLock::new(|| {
    let mut schema = schemars::schema_for!(Theme).to_value();
    let defined = schema
        .get_mut("$defs")
        .and_then(serde_json::Value::as_object_mut);
    for object in defined.into_iter().flat_map(|defined| defined.values_mut()) {
        object
            .as_object_mut()
            .map(|object| object.remove("required"));
    }
    yaml::Schema::new(&schema).requiring(|_| false)
});

/// Checks that the schema cannot express: colours, and pairs of size and leading.
fn check(node: &Node, source: &SourceText) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let entries_of = |node: Option<&'_ Node>| match node.map(|it| &it.kind) {
        Some(NodeKind::Mapping(entries)) => entries.clone(),
        _ => Vec::new(),
    };
    let entries = |key: &str| entries_of(node.get(key));
    let slide_colors = entries_of(node.get("slide").and_then(|slide| slide.get("colors")));
    for (key, value) in entries("colors").iter().chain(&slide_colors) {
        if value.is_null() {
            let name = key.scalar().unwrap_or_default();
            let problem = Diagnostic::error(Code::InvalidColour, format!("`{name}` has no colour"))
                .at(key.span(source));
            problems.push(
                problem.hint("put it into quotation marks, as # begins a comment: \"#1f4e79\""),
            );
        }
        for colour in std::iter::once(value)
            .chain(value.items())
            .filter(|it| !it.is_null())
        {
            if let Some(Err(message)) = colour.scalar().map(|text| Color::try_from(text.to_owned()))
            {
                problems
                    .push(Diagnostic::error(Code::InvalidColour, message).at(colour.span(source)));
            }
        }
    }
    for (key, value) in ["sheet", "note", "slide"].into_iter().flat_map(entries) {
        if matches!(value.kind, NodeKind::Sequence(_)) && value.items().len() != 2 {
            let name = key.scalar().unwrap_or_default();
            let problem = Diagnostic::error(
                Code::InvalidTypeSize,
                format!("`{name}` must have a size and a leading, such as [11, 15]"),
            );
            problems.push(problem.at(value.span(source)));
        }
    }
    problems
}

/// Families of the built-in themes. One of them has no file inside the program and is only searched
/// for when needed.
const KNOWN_FAMILIES: [&str; 3] = ["Source Sans 3", "Source Serif 4", "Noto Sans SC"];

impl ThemeFonts {
    /// All families of pages.
    fn families(&self) -> impl Iterator<Item = &String> {
        self.body.iter().chain(&self.heading)
    }

    /// Families that are not those of built-in themes.
    pub fn own_families(&self) -> impl Iterator<Item = &str> {
        self.families()
            .map(String::as_str)
            .filter(|family| !KNOWN_FAMILIES.contains(family))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn families_of_built_in_themes_are_known() {
        let themes = BUILT_IN
            .iter()
            .filter_map(|(name, _)| Theme::built_in(name));
        let named: BTreeSet<String> = themes
            .flat_map(|it| it.fonts.families().cloned().collect::<Vec<_>>())
            .collect();
        assert_eq!(named, KNOWN_FAMILIES.map(str::to_owned).into());
    }
}
