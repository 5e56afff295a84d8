//! Themes: fonts, colours, page and slide geometry, and sizes, for all backends.
//!
//! A theme is a YAML file. `templates/themes/default.yaml` has every key; other themes state only
//! the differences to it. [`Theme::read`] merges the two and checks colours, their contrast, type
//! sizes and margins.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::document::{PerStatus, StatusLevel};
use crate::length::{Length, Mm, Pt, Px};
use crate::yaml::{self, Limits, Node, NodeKind, Step};

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

/// The least contrast of the sign of a status to its background: WCAG 2.2, 1.4.11.
pub const MIN_SIGN_CONTRAST: f32 = 3.0;

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
    /// Words for a status besides those of the document's language; an empty list for a level that
    /// gets no sign.
    #[serde(default)]
    pub statuses: PerStatus<Option<Vec<String>>>,
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
    /// The signs before words for a status.
    pub status: PerStatus<Color>,
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
        let digits = text.strip_prefix('#').unwrap_or_default();
        match u32::from_str_radix(digits, 16) {
            Ok(value) if digits.len() == 6 => {
                let [_, red, green, blue] = value.to_be_bytes();
                Ok(Self { red, green, blue })
            }
            _ => Err(format!("`{text}` is not a colour such as \"#1f4e79\"")),
        }
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
        let (one, two) = (self.luminance(), other.luminance());
        // WCAG adds 0.05 for the light that a screen reflects.
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Whether white text has more contrast on it than black text.
    #[must_use]
    pub fn is_dark(self) -> bool {
        self.contrast(Self::grey(255)) > self.contrast(Self::grey(0))
    }

    fn grey(value: u8) -> Self {
        Self {
            red: value,
            green: value,
            blue: value,
        }
    }

    /// Mixes the colour with another: a share of 0 gives this one, 1 gives the other.
    #[must_use]
    pub fn mixed(self, other: Self, share: f32) -> Self {
        Self {
            red: mix_channels(self.red, other.red, share),
            green: mix_channels(self.green, other.green, share),
            blue: mix_channels(self.blue, other.blue, share),
        }
    }

    fn luminance(self) -> f32 {
        // The weights of the primaries of sRGB: the eye is most sensitive to green.
        let red = 0.2126 * linear_light(self.red);
        let green = 0.7152 * linear_light(self.green);
        let blue = 0.0722 * linear_light(self.blue);
        red + green + blue
    }
}

fn mix_channels(one: u8, other: u8, share: f32) -> u8 {
    let (one, other) = (f32::from(one), f32::from(other));
    (one + (other - one) * share).round() as u8
}

/// The intensity of a channel, 0 to 1: sRGB without its gamma.
fn linear_light(channel: u8) -> f32 {
    let value = f32::from(channel) / 255.0;
    // The curve of sRGB is a straight line near black. Older texts of WCAG have 0.03928 here, which
    // makes no difference for 8 bits.
    if value <= 0.04045 {
        value / 12.92
    } else {
        ((value + 0.055) / 1.055).powf(2.4)
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
        let node = yaml::parse(source, Limits::default())?;
        let mut problems = SCHEMA.validate(&node, source);
        problems.extend(check_values(&node, source));
        if !problems.is_empty() {
            problems.sort_by_key(|problem| problem.span.as_ref().map(|span| span.start));
            return Err(problems);
        }
        // Mistakes are looked for in the theme's own keys, before it is merged: a position in the
        // merged tree may be one in the file of the defaults.
        let defaults = built_in_node()?;
        let all = with_slide_colors(overlay(defaults, &node));
        let mut theme = match Self::deserialize(&all) {
            Ok(theme) => theme,
            Err(why) => {
                let message = format!("not a theme: {why}");
                return Err(vec![Diagnostic::error(Code::InvalidTheme, message)]);
            }
        };
        if let Some(problem) = theme.too_narrow() {
            let page = node.follow(&[Step::Key("page")]);
            return Err(vec![problem.at(page.span(source))]);
        }
        let pages = [Step::Key("colors")];
        let mut problems = check_contrasts(&theme.colors, &pages, &node, source);
        if let Some(colors) = &theme.slide.colors {
            let slides = [Step::Key("slide"), Step::Key("colors")];
            problems.extend(check_contrasts(colors, &slides, &node, source));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        theme.colors.make_signs_visible();
        if let Some(colors) = &mut theme.slide.colors {
            colors.make_signs_visible();
        }
        Ok(theme)
    }

    /// Problems of paper or slides whose margins leave less than [`MIN_MEASURE`] for text in one
    /// direction.
    fn too_narrow(&self) -> Option<Diagnostic> {
        let (page, slide) = (&self.page, &self.slide);
        // A theme serves one-pagers and notes, so the wider margin of the two counts.
        let side = page.sheet_side.pt().max(page.note_margin.pt());
        let top = page.sheet_top.pt().max(page.note_margin.pt());
        let slide_margin = slide.margin.pt();
        let text_lengths = [
            ("page", page.width.pt() - 2.0 * side),
            ("page", page.height.pt() - 2.0 * top),
            ("slide", slide.width.pt() - 2.0 * slide_margin),
            ("slide", slide.height.pt() - 2.0 * slide_margin),
        ];
        for (name, length) in text_lengths {
            if length < MIN_MEASURE.pt() {
                let message =
                    format!("the margins of the {name} leave less than {MIN_MEASURE} for text");
                return Some(Diagnostic::error(Code::MarginsTooWide, message));
            }
        }
        None
    }

    /// Its own words for a status, by level.
    pub(crate) fn status_words(&self) -> BTreeMap<StatusLevel, Vec<String>> {
        let mut words = BTreeMap::new();
        for level in StatusLevel::ALL {
            if let Some(own) = self.statuses.get(level) {
                words.insert(level, own.clone());
            }
        }
        words
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

impl Colors {
    /// The contrast of a colour to the page and to the tinted background, whichever is less.
    fn contrast_to_backgrounds(&self, color: Color) -> f32 {
        color.contrast(self.ground).min(color.contrast(self.tint))
    }

    /// Moves the colours of signs towards that of text until they can be seen. A theme that changes
    /// the background may have those of the `default` theme.
    fn make_signs_visible(&mut self) {
        let status = self.status.map(|color| {
            let mut visible = color;
            for step in 1..=10_u8 {
                if self.contrast_to_backgrounds(visible) >= MIN_SIGN_CONTRAST {
                    break;
                }
                visible = color.mixed(self.text, f32::from(step) / 10.0);
            }
            visible
        });
        self.status = status;
    }
}

/// Reports text colours with too little contrast to the page or to the tinted background. `path`
/// leads to the colours in the theme `node`.
fn check_contrasts(
    colors: &Colors,
    path: &[Step<'_>],
    node: &Node,
    source: &SourceText,
) -> Vec<Diagnostic> {
    let text_colors = [
        ("text", colors.text),
        ("muted", colors.muted),
        ("accent", colors.accent),
        ("marking", colors.marking),
        ("positive", colors.positive),
        ("negative", colors.negative),
    ];
    let mut problems = Vec::new();
    for (name, color) in text_colors {
        let ratio = colors.contrast_to_backgrounds(color);
        if ratio < MIN_CONTRAST {
            let mut steps = path.to_vec();
            steps.push(Step::Key(name));
            let hint = format!("text needs {MIN_CONTRAST}:1 or more (WCAG 2.2, AA)");
            let problem = low_contrast(name, ratio, hint);
            problems.push(problem.at(node.follow(&steps).span(source)));
        }
    }
    let own_signs = node.follow(path).get("status");
    for level in StatusLevel::ALL {
        let name = level.name();
        let ratio = colors.contrast_to_backgrounds(*colors.status.get(level));
        // A colour that is not the theme's own is made visible later.
        if ratio < MIN_SIGN_CONTRAST
            && let Some(own) = own_signs.and_then(|signs| signs.get(name))
        {
            let hint = format!("a sign needs {MIN_SIGN_CONTRAST}:1 or more (WCAG 2.2, 1.4.11)");
            problems.push(low_contrast(name, ratio, hint).at(own.span(source)));
        }
    }
    problems
}

fn low_contrast(name: &str, ratio: f32, hint: String) -> Diagnostic {
    let message = format!("`{name}` has a contrast of {ratio:.1}:1 with its background");
    Diagnostic::error(Code::LowContrast, message).hint(hint)
}

/// Fills in the colours of slides that a theme leaves out from its colours of pages.
fn with_slide_colors(mut theme: Node) -> Node {
    let page_colors = theme.get("colors").cloned();
    if let Some(page_colors) = page_colors
        && let Some(slide) = theme.get_mut("slide")
        && let Some(slide_colors) = slide.get_mut("colors")
    {
        *slide_colors = overlay(page_colors, slide_colors);
    }
    theme
}

/// Merges the keys of `own` into those of `all`, level by level. A key without a value changes
/// nothing.
fn overlay(all: Node, own: &Node) -> Node {
    let Node { start, end, kind } = all;
    let (NodeKind::Mapping(mut entries), NodeKind::Mapping(own_entries)) = (kind, &own.kind) else {
        let kind = own.kind.clone();
        return Node { start, end, kind };
    };
    for (key, value) in own_entries {
        if value.is_null() {
            continue;
        }
        let mut known = entries.iter_mut();
        match known.find(|(known, _)| known.scalar() == key.scalar()) {
            Some((_, known)) => *known = overlay(known.clone(), value),
            None => entries.push((key.clone(), value.clone())),
        }
    }
    let kind = NodeKind::Mapping(entries);
    Node { start, end, kind }
}

/// The JSON Schema of a theme, in which every key is optional. It depends on the types alone.
static SCHEMA: LazyLock<yaml::Schema> = LazyLock::new(|| {
    let mut schema = schemars::schema_for!(Theme).to_value();
    if let Some(serde_json::Value::Object(definitions)) = schema.get_mut("$defs") {
        for definition in definitions.values_mut() {
            if let serde_json::Value::Object(definition) = definition {
                definition.remove("required");
            }
        }
    }
    yaml::Schema::new(&schema).requiring(|_| false)
});

/// Checks that the schema cannot express: colours, and pairs of size and leading.
fn check_values(node: &Node, source: &SourceText) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let page_colors = entries_of(node.get("colors"));
    let slide_colors = entries_of(node.get("slide").and_then(|slide| slide.get("colors")));
    for (key, value) in page_colors.iter().chain(slide_colors) {
        if value.is_null() {
            let name = key.scalar().unwrap_or_default();
            let message = format!("`{name}` has no colour");
            let problem = Diagnostic::error(Code::InvalidColour, message)
                .at(key.span(source))
                .hint("put it into quotation marks, as # begins a comment: \"#1f4e79\"");
            problems.push(problem);
        }
        // `series` is a list of colours, `status` has names for them, the other keys have one each.
        let named = entries_of(Some(value)).iter().map(|(_, color)| color);
        for color in std::iter::once(value).chain(value.items()).chain(named) {
            problems.extend(check_color(color, source));
        }
    }
    for medium in ["sheet", "note", "slide"] {
        for (key, value) in entries_of(node.get(medium)) {
            let name = key.scalar().unwrap_or_default();
            // Each list is a type size; the schema cannot limit the number of its items.
            if let NodeKind::Sequence(items) = &value.kind
                && items.len() != 2
            {
                let message = format!("`{name}` must have a size and a leading, such as [11, 15]");
                let problem = Diagnostic::error(Code::InvalidTypeSize, message);
                problems.push(problem.at(value.span(source)));
            }
        }
    }
    problems
}

/// The entries of a mapping; none if there is no mapping.
fn entries_of(node: Option<&Node>) -> &[(Node, Node)] {
    match node {
        Some(Node {
            kind: NodeKind::Mapping(entries),
            ..
        }) => entries,
        _ => &[],
    }
}

fn check_color(color: &Node, source: &SourceText) -> Option<Diagnostic> {
    if color.is_null() {
        return None;
    }
    let message = Color::try_from(color.scalar()?.to_owned()).err()?;
    let problem = Diagnostic::error(Code::InvalidColour, message);
    Some(problem.at(color.span(source)))
}

impl ThemeFonts {
    /// All families of pages.
    pub fn families(&self) -> impl Iterator<Item = &String> {
        self.body.iter().chain(&self.heading)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::Fonts;

    #[test]
    fn families_of_built_in_themes_are_in_the_program() {
        let fonts = Fonts::built_in();
        for (name, _) in BUILT_IN {
            let theme = Theme::built_in(name).expect("a built-in theme");
            for family in theme.fonts.families() {
                let face = fonts.nearest_face(family, Default::default());
                assert!(face.is_some(), "{name}: {family}");
            }
        }
    }
}
