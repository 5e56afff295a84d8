//! The style sheet of a deck, which Marp reads from its front matter.

use super::signs::{colored_sign_rules, sign_rules};
use super::slide_classes::scale_percent;
use super::syntax::Deck;
use crate::document::{Direction, Inline};
use crate::lang::{self, HanForms};
use crate::length::Px;
use crate::risk_matrix::{DEGREES, cell_colors};
use crate::slides::geometry::{
    self, ASK_PAD, BAR_SIDE, CELL_SIDE, LIST_INDENT, MATRIX_CELL, MATRIX_NAMES_GAP, MATRIX_WIDTH,
    SlideSizes, TILE_TOP, TITLE_GAP, TOTAL_SHARES,
};
use crate::slides::{SlideKind, SlideMeasurer};
use crate::text::ruler::SAFETY_FACTOR;
use crate::theme::{Color, Colors, SlideGeometry, Theme, Type};
use crate::timeline::{EVENTS_IN_ROW, TIMELINE_RAIL};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::str::FromStr;
use unicode_script::Script;

/// The most lines of the marking.
pub(super) const MARKING_LINES: usize = 2;

/// In some fonts glyphs are higher than their line. The padding leaves them this much of the
/// margin.
const HEAD_ROOM: Px = Px(14.0);

/// A font that is likely to be installed where the theme's font is not.
struct SubstituteFont {
    /// Its name in the style sheet.
    family: &'static str,
    regular: SubstituteFace,
    bold: SubstituteFace,
}

struct SubstituteFace {
    /// Its names on the system.
    names: &'static [&'static str],
    /// The mean width of its letters in ems, weighted by the frequency of letters in English, with
    /// a margin because words differ.
    mean: f32,
}

/// In the order in which they are tried: first the fonts of Windows and macOS and fonts with the
/// same metrics, then those of Linux.
const SUBSTITUTE_FONTS: [SubstituteFont; 3] = [
    SubstituteFont {
        family: "Deck Arial",
        regular: SubstituteFace {
            names: &[
                "Arial",
                "ArialMT",
                "Helvetica",
                "Liberation Sans",
                "LiberationSans",
                "Arimo",
            ],
            mean: 0.4905,
        },
        bold: SubstituteFace {
            names: &[
                "Arial Bold",
                "Arial-BoldMT",
                "Helvetica Bold",
                "Helvetica-Bold",
                "Liberation Sans Bold",
                "LiberationSans-Bold",
                "Arimo Bold",
            ],
            mean: 0.4905,
        },
    },
    SubstituteFont {
        family: "Deck DejaVu",
        regular: SubstituteFace {
            names: &["DejaVu Sans", "DejaVuSans"],
            mean: 0.5634,
        },
        bold: SubstituteFace {
            names: &["DejaVu Sans Bold", "DejaVuSans-Bold"],
            mean: 0.585,
        },
    },
    SubstituteFont {
        family: "Deck Noto",
        regular: SubstituteFace {
            names: &["Noto Sans", "NotoSans-Regular"],
            mean: 0.5318,
        },
        bold: SubstituteFace {
            names: &["Noto Sans Bold", "NotoSans-Bold"],
            mean: 0.5318,
        },
    },
];

/// For Han characters, which the substitutes do not have, in the forms of the language; and for
/// systems without any of the substitutes.
fn last_families(forms: HanForms) -> &'static str {
    match forms {
        HanForms::Simplified | HanForms::Any => {
            "\"PingFang SC\", \"Microsoft YaHei\", \"Noto Sans CJK SC\", sans-serif"
        }
        HanForms::Traditional => {
            "\"PingFang TC\", \"Microsoft JhengHei\", \"Noto Sans CJK TC\", sans-serif"
        }
        HanForms::HongKong => {
            "\"PingFang HK\", \"Microsoft JhengHei\", \"Noto Sans CJK HK\", sans-serif"
        }
        HanForms::Japanese => "\"Hiragino Sans\", \"Yu Gothic\", \"Noto Sans CJK JP\", sans-serif",
        HanForms::Korean => {
            "\"Apple SD Gothic Neo\", \"Malgun Gothic\", \"Noto Sans CJK KR\", sans-serif"
        }
    }
}

/// Fonts of Windows, of macOS, and of Linux and Android, for scripts that the substitutes may lack.
const SCRIPT_FAMILIES: [(Script, &str); 16] = [
    (Script::Hebrew, "\"Arial Hebrew\", \"Noto Sans Hebrew\""),
    (
        Script::Arabic,
        "\"Segoe UI\", \"Geeza Pro\", \"Noto Sans Arabic\"",
    ),
    (
        Script::Devanagari,
        "\"Nirmala UI\", \"Kohinoor Devanagari\", \"Noto Sans Devanagari\"",
    ),
    (
        Script::Bengali,
        "\"Nirmala UI\", \"Kohinoor Bangla\", \"Noto Sans Bengali\"",
    ),
    (
        Script::Gurmukhi,
        "\"Nirmala UI\", \"Gurmukhi MN\", \"Noto Sans Gurmukhi\"",
    ),
    (
        Script::Gujarati,
        "\"Nirmala UI\", \"Kohinoor Gujarati\", \"Noto Sans Gujarati\"",
    ),
    (
        Script::Oriya,
        "\"Nirmala UI\", \"Oriya Sangam MN\", \"Noto Sans Oriya\"",
    ),
    (
        Script::Tamil,
        "\"Nirmala UI\", \"Tamil Sangam MN\", \"Noto Sans Tamil\"",
    ),
    (
        Script::Telugu,
        "\"Nirmala UI\", \"Kohinoor Telugu\", \"Noto Sans Telugu\"",
    ),
    (
        Script::Kannada,
        "\"Nirmala UI\", \"Kannada Sangam MN\", \"Noto Sans Kannada\"",
    ),
    (
        Script::Malayalam,
        "\"Nirmala UI\", \"Malayalam Sangam MN\", \"Noto Sans Malayalam\"",
    ),
    (
        Script::Sinhala,
        "\"Nirmala UI\", \"Sinhala Sangam MN\", \"Noto Sans Sinhala\"",
    ),
    (
        Script::Thai,
        "\"Leelawadee UI\", \"Thonburi\", \"Noto Sans Thai\"",
    ),
    (
        Script::Lao,
        "\"Leelawadee UI\", \"Lao Sangam MN\", \"Noto Sans Lao\"",
    ),
    (
        Script::Myanmar,
        "\"Myanmar Text\", \"Myanmar Sangam MN\", \"Noto Sans Myanmar\"",
    ),
    (
        Script::Khmer,
        "\"Leelawadee UI\", \"Khmer Sangam MN\", \"Noto Sans Khmer\"",
    ),
];

/// Names for `font-family` for the scripts of a text; empty if it needs none.
fn script_families(text: &str) -> String {
    let mut scripts = Vec::new();
    // From Hebrew to Khmer: all of them are there.
    for character in text
        .chars()
        .filter(|it| ('\u{590}'..='\u{17ff}').contains(it))
    {
        let script = lang::script(character);
        if !scripts.contains(&script) {
            scripts.push(script);
        }
    }
    let mut names = Vec::new();
    for (script, families) in SCRIPT_FAMILIES {
        if scripts.contains(&script) {
            names.push(families);
        }
    }
    names.join(", ")
}

/// A text with about the letter frequencies of English.
const ENGLISH_SAMPLE: &str = "eeeeeeeeeeeettttttttt aaaaaaaaooooooooiiiiiiinnnnnnn sssssshhhhhhrrrrrrddddllllcccuuummmwwffggyyppbbvk ";

/// The rules that do not depend on the content of a deck, with a placeholder `${name}` for each value
/// of the theme.
const DECK_CSS: &str = include_str!("deck.css");

/// Thickness of the bar beside a quote or an ask.
const BAR_THICKNESS: Px = Px(6.0);

/// Thickness of the line above a metric or a cell of a grid.
const TILE_BORDER: Px = Px(4.0);

/// Space between the cells of a risk matrix.
const MATRIX_BORDER_SPACING: Px = Px(2.0);

/// Thickness of the line of a timeline.
const RAIL_THICKNESS: Px = Px(4.0);

/// Width of the dot of an event.
const EVENT_DOT: Px = Px(16.0);

/// Space beside the marking for a page number.
const MARKING_SIDE: Px = Px(64.0);

/// Width of the marking, beside the page number.
pub(super) fn marking_width(theme: &Theme) -> Px {
    geometry::content_width(&theme.slide) - 2.0 * MARKING_SIDE
}

fn css_color(color: Color) -> String {
    String::from(color)
}

fn css_font(set: Type<Px>) -> String {
    format!(
        "font-size: {}px; line-height: {}px;",
        set.size.0, set.leading.0
    )
}

/// Names for `font-family`: the theme's families, then substitutes that most systems have, scaled
/// to the same width, with `script_families` after the first of them.
fn css_font_families(families: &[String], forms: HanForms, script_families: &str) -> String {
    let mut names = Vec::new();
    for (position, family) in families.iter().enumerate() {
        // The theme's Chinese family would give other languages the wrong forms, as on pages.
        if position > 0 && family.ends_with(" SC") && !forms.allow_simplified() {
            continue;
        }
        // These characters would end the name, the line or the `style` element.
        let family = family.replace(['"', '\\', '\n', '<'], "");
        names.push(format!("\"{family}\""));
    }
    for (index, font) in SUBSTITUTE_FONTS.iter().enumerate() {
        names.push(format!("\"{}\"", font.family));
        // DejaVu Sans has other scripts too, in wider letters.
        if index == 0 && !script_families.is_empty() {
            names.push(script_families.to_owned());
        }
    }
    names.push(last_families(forms).to_owned());
    names.join(", ")
}

/// The mean width of letters in the deck's font, in ems.
fn mean_letter_width(measurer: &SlideMeasurer<'_>) -> f32 {
    let sample = [Inline::text(ENGLISH_SAMPLE)];
    let measured = measurer.body.width(&sample, 1.0, false);
    // The means of the substitutes have a margin already, so that of the ruler is taken out.
    measured / SAFETY_FACTOR / ENGLISH_SAMPLE.len() as f32
}

/// `@font-face` rules for the substitutes, each scaled to the mean letter width of the theme's
/// font.
fn push_substitute_faces(mean: f32, css: &mut String) {
    for font in &SUBSTITUTE_FONTS {
        let family = font.family;
        for (face, weight) in [(&font.regular, ""), (&font.bold, " font-weight: 600 700;")] {
            let mut sources = Vec::new();
            for name in face.names {
                sources.push(format!("local(\"{name}\")"));
            }
            let sources = sources.join(", ");
            let percent = (100.0 * mean / face.mean).clamp(70.0, 110.0).round();
            // Writing to a string does not fail, here and below.
            let _ = writeln!(
                css,
                "@font-face {{ font-family: \"{family}\";{weight} src: {sources}; size-adjust: {percent}%; }}"
            );
        }
    }
}

/// Writes the style sheet of a deck with these slides, which are Markdown.
pub(super) fn deck_css(deck: &Deck<'_>, slides: &str) -> String {
    let meta = &deck.document.meta;
    let fonts = DeckFonts {
        forms: lang::han_forms(&meta.lang),
        script_families: script_families(slides),
    };
    let mut css = theme_css(deck.measurer, &fonts, meta.direction);
    push_deck_rules(deck, &mut css);
    let blocks = deck.slides.iter().flat_map(|slide| &slide.blocks);
    let colors = &deck.theme.colors;
    css.push_str(&sign_rules(blocks, colors));
    let cover = geometry::slide_colors(colors, SlideKind::Title);
    css.push_str(&colored_sign_rules(slides, colors.text, cover.text));
    push_language_rules(deck.theme, &fonts, slides, &mut css);
    css
}

/// What the text of a deck needs of the fonts in its style sheet.
#[derive(Default)]
pub(super) struct DeckFonts {
    /// Those of the deck's language.
    pub forms: HanForms,
    /// Names for `font-family`, for scripts that other families may lack.
    pub script_families: String,
}

/// Writes the rules that all decks with a theme share. They state every length that the slide
/// planner assumes.
pub(super) fn theme_css(
    measurer: &SlideMeasurer<'_>,
    fonts: &DeckFonts,
    direction: Direction,
) -> String {
    let theme = measurer.theme();
    let direction = match direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    };
    let mut values = vec![("direction", direction.to_owned())];
    values.extend(theme_values(theme, fonts));
    let mut css = String::with_capacity(2 * DECK_CSS.len());
    push_substitute_faces(mean_letter_width(measurer), &mut css);
    fill_placeholders(DECK_CSS, &values, &mut css);
    // These rules come after those of `deck.css`, which they override.
    push_column_rules(&mut css);
    push_scale_rules(&theme.slide, &mut css);
    push_title_rules(&theme.slide, &mut css);
    push_risk_matrix_rules(&theme.colors, &mut css);
    css
}

/// The fonts for Han characters in other languages than that of the deck, in the forms of these.
fn push_language_rules(theme: &Theme, fonts: &DeckFonts, slides: &str, css: &mut String) {
    let mut tags = BTreeSet::new();
    for part in slides.split("<span lang=\"").skip(1) {
        tags.extend(part.split('"').next());
    }
    for tag in tags {
        let forms = lang::han_forms(tag);
        if forms == HanForms::Any || forms == fonts.forms {
            continue;
        }
        let body = css_font_families(&theme.fonts.body, forms, "");
        let heading = css_font_families(&theme.fonts.heading, forms, "");
        // Writing to a string does not fail.
        let _ = writeln!(css, "section [lang=\"{tag}\"] {{ font-family: {body}; }}");
        if heading != body {
            let _ = writeln!(
                css,
                "section :is(h1, h2, h3) [lang=\"{tag}\"] {{ font-family: {heading}; }}"
            );
        }
    }
}

/// The values of the placeholders in `deck.css`, except the direction.
fn theme_values(theme: &Theme, fonts: &DeckFonts) -> Vec<(&'static str, String)> {
    let mut values = Vec::new();
    values.extend(font_values(theme, fonts));
    values.extend(color_values(&theme.colors));
    values.extend(length_values(&theme.slide));
    values
}

/// Writes `template` with every `${name}` replaced by the value with that name.
fn fill_placeholders(template: &str, values: &[(&str, String)], out: &mut String) {
    // A dollar stands for nothing else in a style sheet. Searching one byte is fast.
    let mut pieces = template.split('$');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (name, rest) = piece.split_once('}').unwrap_or((piece, ""));
        for (value_name, value) in values {
            if name.strip_prefix('{') == Some(value_name) {
                out.push_str(value);
            }
        }
        out.push_str(rest);
    }
}

fn font_values(theme: &Theme, fonts: &DeckFonts) -> [(&'static str, String); 6] {
    let slide = &theme.slide;
    let families = |of: &[String]| css_font_families(of, fonts.forms, &fonts.script_families);
    let [title, ..] = geometry::title_steps(slide, SlideKind::Content);
    let [cover, ..] = geometry::title_steps(slide, SlideKind::Title);
    [
        ("body_family", families(&theme.fonts.body)),
        ("heading_family", families(&theme.fonts.heading)),
        (
            "body_sizes",
            size_variables(&SlideSizes::at_scale(slide, 1.0)),
        ),
        ("title_font", css_font(title.text_type)),
        ("cover_font", css_font(cover.text_type)),
        ("caption_font", css_font(slide.caption)),
    ]
}

fn color_values(colors: &Colors) -> [(&'static str, String); 10] {
    let cover = geometry::slide_colors(colors, SlideKind::Title);
    let statement = geometry::slide_colors(colors, SlideKind::Statement);
    [
        ("text", colors.text),
        ("ground", colors.ground),
        ("accent", colors.accent),
        ("rule", colors.rule),
        ("tint", colors.tint),
        ("muted", colors.muted),
        ("marking", colors.marking),
        ("cover_text", cover.text),
        ("cover_ground", cover.ground),
        ("statement_ground", statement.ground),
    ]
    .map(|(name, color)| (name, css_color(color)))
}

/// Lengths in pixels. Where the style sheet draws a border, its width is part of the length that
/// the planner counts on, and is subtracted from the padding.
fn length_values(slide: &SlideGeometry) -> [(&'static str, String); 21] {
    [
        ("width", slide.width),
        ("height", slide.height),
        ("margin", slide.margin),
        ("gutter", slide.gutter),
        ("edge", slide.margin - HEAD_ROOM),
        ("head_room", HEAD_ROOM),
        ("title_box", geometry::title_box_height(slide) + HEAD_ROOM),
        ("title_gap", TITLE_GAP),
        ("indent", LIST_INDENT),
        ("cell_side", CELL_SIDE),
        ("ask_pad", ASK_PAD),
        ("bar_pad", BAR_SIDE - BAR_THICKNESS),
        ("marking_side", slide.margin + MARKING_SIDE),
        ("tile_pad", TILE_TOP - TILE_BORDER),
        ("rail", TIMELINE_RAIL),
        ("rail_line", RAIL_THICKNESS),
        ("rail_side", (TIMELINE_RAIL - RAIL_THICKNESS) / 2.0),
        ("dot", EVENT_DOT),
        ("dot_half", EVENT_DOT / 2.0),
        ("dot_drop", (EVENT_DOT + RAIL_THICKNESS) / 2.0),
        ("dot_side", (TIMELINE_RAIL - EVENT_DOT) / 2.0),
    ]
    .map(|(name, length): (_, Px)| (name, length.0.to_string()))
}

/// A class for each number of columns. The rule for one column is in `deck.css`.
fn push_column_rules(css: &mut String) {
    for columns in 2..=*EVENTS_IN_ROW.end() {
        let _ = writeln!(
            css,
            "section.n{columns} > ul {{ grid-template-columns: repeat({columns}, minmax(0, 1fr)); }}"
        );
    }
}

/// A class for each scale of text that the planner may choose.
fn push_scale_rules(slide: &SlideGeometry, css: &mut String) {
    for scale in geometry::text_scales(slide) {
        let percent = scale_percent(scale);
        if percent != 100 {
            let sizes = size_variables(&SlideSizes::at_scale(slide, scale));
            let _ = writeln!(css, "section.s{percent} {{ {sizes} }}");
        }
    }
}

/// A class for each smaller size of titles.
fn push_title_rules(slide: &SlideGeometry, css: &mut String) {
    let titles = geometry::title_steps(slide, SlideKind::Content);
    let covers = geometry::title_steps(slide, SlideKind::Title);
    // The first step is the full size, which has no class.
    for step in 1..titles.len() {
        let title = css_font(titles[step].text_type);
        let cover = css_font(covers[step].text_type);
        let _ = writeln!(css, "section.t{step} :is(h1, h2) {{ {title} }}");
        let _ = writeln!(
            css,
            "section.t{step}:is(.title, .section, .statement, .remark) :is(h1, h2) {{ {cover} }}"
        );
    }
}

/// A matrix of risks: nine cells, the stronger the more severe, and names beside it.
fn push_risk_matrix_rules(colors: &Colors, css: &mut String) {
    let _ = write!(
        css,
        "section.matrix.named > ol {{ float: inline-end; width: {names}%; font-size: var(--small); line-height: var(--small-line); }}\n\
         section.matrix.named > ol + table {{ width: {width}%; margin-top: 0; }}\n\
         section.matrix > table {{ border-collapse: separate; border-spacing: {spacing}px; }}\n\
         section.matrix > table :is(th, td) {{ width: 23%; padding: var(--pad); text-align: center; vertical-align: middle; font-weight: 600; border: 0; }}\n\
         section.matrix > table th {{ vertical-align: bottom; color: {muted}; font-weight: 400; }}\n\
         section.matrix > table :is(th, td):first-child {{ width: 31%; overflow-wrap: normal; text-align: start; padding-inline-start: 0; color: {muted}; }}\n\
         section.matrix > table td {{ height: {height}px; }}\n\
         section.matrix > table td strong {{ font-weight: 400; }}\n",
        names = (100.0 * (1.0 - MATRIX_WIDTH - MATRIX_NAMES_GAP)).round(),
        width = (100.0 * MATRIX_WIDTH).round(),
        spacing = MATRIX_BORDER_SPACING.0,
        muted = css_color(colors.muted),
        height = (MATRIX_CELL - MATRIX_BORDER_SPACING).0,
    );
    // The highest likelihood is in the first row. The first column holds the headers of the rows,
    // and CSS counts from 1.
    for (row, likelihood) in DEGREES.into_iter().rev().enumerate() {
        let row = row + 1;
        for (column, impact) in DEGREES.into_iter().enumerate() {
            let column = column + 2;
            let (background, ink) = cell_colors(colors, likelihood, impact);
            let background = css_color(background);
            let ink = css_color(ink);
            let _ = writeln!(
                css,
                "section.matrix > table tbody tr:nth-child({row}) td:nth-child({column}) {{ background: {background}; color: {ink}; }}"
            );
        }
    }
}

/// The sizes at one scale, as the variables that the rules of `deck.css` use.
fn size_variables(sizes: &SlideSizes) -> String {
    let types = [
        ("body", sizes.body),
        ("lead", sizes.lead),
        ("statement", sizes.statement),
        ("quote", sizes.quote),
        ("small", sizes.small),
    ];
    let mut css = String::new();
    for (name, text_type) in types {
        let size = text_type.size.0;
        let leading = text_type.leading.0;
        let _ = write!(css, "--{name}: {size}px; --{name}-line: {leading}px; ");
    }
    let gap = sizes.gap.0;
    let item_gap = sizes.item_gap.0;
    let pad = sizes.cell_pad.0;
    css + &format!("--gap: {gap}px; --item-gap: {item_gap}px; --pad: {pad}px;")
}

/// Rules for the classes that only some decks use: widths of columns, heights of pictures, sizes of
/// numbers.
fn push_deck_rules(deck: &Deck<'_>, css: &mut String) {
    // Sorted, and each once, so that equal decks have equal style sheets.
    let classes: BTreeSet<&String> = deck.classes().iter().flatten().collect();
    for class in classes {
        if let Some(shares) = class.strip_prefix("c-") {
            push_width_rules(class, shares, css);
        } else if let Some(height) = number_after::<f32>(class, 'h') {
            let _ = writeln!(
                css,
                "section.{class} > p > img {{ max-height: {height}px; }}"
            );
        } else if let Some(step) = number_after::<usize>(class, 'f') {
            let font = css_font(deck.measurer.metric_number_type(step));
            let _ = writeln!(
                css,
                "section.{class} > ul > li > strong:first-child {{ {font} }}"
            );
        }
    }
}

/// The widths of a table's columns, whose shares are in the name of their class.
fn push_width_rules(class: &str, shares: &str, css: &mut String) {
    for (index, share) in shares.split('-').enumerate() {
        let column = index + 1;
        let percent = share.parse::<f32>().unwrap_or(1.0) * 100.0 / TOTAL_SHARES as f32;
        let _ = writeln!(
            css,
            "section.{class} th:nth-child({column}) {{ width: {percent:.3}%; }}"
        );
    }
}

/// The number in a class such as `h420`; `None` for other classes.
fn number_after<T: FromStr>(class: &str, prefix: char) -> Option<T> {
    class.strip_prefix(prefix)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_and_values_are_the_same() {
        let mut placeholders = BTreeSet::new();
        for piece in DECK_CSS.split("${").skip(1) {
            let (name, _) = piece
                .split_once('}')
                .expect("a placeholder ends with a brace");
            placeholders.insert(name);
        }
        let mut names = BTreeSet::from(["direction"]);
        for (name, _) in theme_values(&Theme::default(), &DeckFonts::default()) {
            assert!(names.insert(name), "`{name}` has two values");
        }
        assert_eq!(placeholders, names);
    }
}
