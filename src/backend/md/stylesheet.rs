//! The style sheet of a deck, which Marp finds in its front matter.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Write;

use super::slide_classes::scale_percent;
use super::syntax::Deck;
use crate::document::{Direction, Inline};
use crate::length::Px;
use crate::risk_matrix::{DEGREES, cell_colors};
use crate::slides::geometry::{
    self, ASK_PAD, BAR_SIDE, CELL_SIDE, EVENTS_IN_ROW, LIST_INDENT, MATRIX_CELL, MATRIX_WIDTH,
    SlideSizes, TILE_TOP, TIMELINE_RAIL, TITLE_GAP, TOTAL_SHARES,
};
use crate::slides::{SlideKind, SlideMeasurer};
use crate::theme::{Color, Theme, Type};

/// Lines that the marking may take.
pub(super) const MARKING_LINES: usize = 2;

/// Letters may be higher than their line, in fonts with much room above; the padding leaves them
/// this much of the margin.
const HEAD_ROOM: Px = Px(14.0);

/// A font that is likely to be there where the theme's is not.
struct SubstituteFont {
    /// What the style sheet calls it.
    family: &'static str,
    /// Its names on the machine, regular and bold.
    names: [&'static [&'static str]; 2],
    /// Width of its mean letter, regular and bold, in ems, by the frequency of letters in English;
    /// with a margin, as words differ.
    mean: [f32; 2],
}

/// In the order in which they are tried: those of Windows and macOS and what has the same metrics,
/// then those of Linux.
const SUBSTITUTE_FONTS: [SubstituteFont; 3] = [
    SubstituteFont {
        family: "Deck Arial",
        names: [
            &[
                "Arial",
                "ArialMT",
                "Helvetica",
                "Liberation Sans",
                "LiberationSans",
                "Arimo",
            ],
            &[
                "Arial Bold",
                "Arial-BoldMT",
                "Helvetica Bold",
                "Helvetica-Bold",
                "Liberation Sans Bold",
                "LiberationSans-Bold",
                "Arimo Bold",
            ],
        ],
        mean: [0.4905, 0.4905],
    },
    SubstituteFont {
        family: "Deck DejaVu",
        names: [
            &["DejaVu Sans", "DejaVuSans"],
            &["DejaVu Sans Bold", "DejaVuSans-Bold"],
        ],
        mean: [0.5634, 0.585],
    },
    SubstituteFont {
        family: "Deck Noto",
        names: [
            &["Noto Sans", "NotoSans-Regular"],
            &["Noto Sans Bold", "NotoSans-Bold"],
        ],
        mean: [0.5318, 0.5318],
    },
];

/// Text with the letters of English in about their usual frequency.
const ENGLISH_SAMPLE: &str = "eeeeeeeeeeeettttttttt aaaaaaaaooooooooiiiiiiinnnnnnn sssssshhhhhhrrrrrrddddllllcccuuummmwwffggyyppbbvk ";

/// Thickness of the line of a timeline.
const RAIL_THICKNESS: Px = Px(4.0);

/// Width of the dot of an event.
const EVENT_DOT: Px = Px(16.0);

/// Room beside the marking for a page number.
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

/// Names for `font-family`: the theme's, then fonts that are on most machines, made as wide as the
/// theme's.
fn css_font_families(families: &[String]) -> String {
    let named = families
        .iter()
        .map(|family| format!("\"{}\"", family.replace(['"', '\\', '\n', '<'], "")));
    let stand_ins = SUBSTITUTE_FONTS
        .iter()
        .map(|it| format!("\"{}\"", it.family));
    let common = [
        "\"PingFang SC\"",
        "\"Microsoft YaHei\"",
        "\"Noto Sans CJK SC\"",
        "sans-serif",
    ];
    named
        .chain(stand_ins)
        .chain(common.map(str::to_owned))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Width of the mean letter of the deck's font, in ems.
fn mean_letter_width(measurer: &SlideMeasurer<'_>) -> f32 {
    measurer
        .body
        .width(&[Inline::text(ENGLISH_SAMPLE)], 1.0, false)
        / 1.05
        / ENGLISH_SAMPLE.len() as f32
}

/// The stand-ins, each set so large that it is as wide as the theme's font, whose letters have this
/// mean width.
fn substitute_faces(mean: f32) -> String {
    let face = |it: &SubstituteFont, bold: usize| {
        let names: Vec<String> = it.names[bold]
            .iter()
            .map(|name| format!("local(\"{name}\")"))
            .collect();
        let weight = ["", " font-weight: 600 700;"][bold];
        let size = (100.0 * mean / it.mean[bold]).clamp(70.0, 110.0).round();
        let (family, names) = (it.family, names.join(", "));
        format!(
            "@font-face {{ font-family: \"{family}\";{weight} src: {names}; size-adjust: {size}%; }}\n"
        )
    };
    SUBSTITUTE_FONTS
        .iter()
        .flat_map(|it| [face(it, 0), face(it, 1)])
        .collect()
}

/// The style sheet. It states every length that the planner counts on.
pub(super) fn deck_css(deck: &Deck<'_>) -> String {
    let (theme, direction, mean) = (
        deck.theme,
        deck.document.meta.direction,
        mean_letter_width(deck.measurer),
    );
    LAST_COMMON_CSS.with_borrow_mut(|last| {
        let last = match last {
            Some(last)
                if last.direction == direction && last.mean == mean && last.theme == *theme =>
            {
                last
            }
            other => other.insert(CommonCss {
                theme: theme.clone(),
                direction,
                mean,
                css: common_css(theme, direction, mean),
            }),
        };
        format!("{}{}", last.css, deck_rules(deck))
    })
}

/// The rules that decks of one look share.
struct CommonCss {
    theme: Theme,
    direction: Direction,
    mean: f32,
    css: String,
}

thread_local! {
    /// Those of the deck before: decks of one run mostly look the same.
    static LAST_COMMON_CSS: RefCell<Option<CommonCss>> = const { RefCell::new(None) };
}

/// The rules of all decks that have this theme and direction, and a font of this mean width.
fn common_css(theme: &Theme, direction: Direction, mean: f32) -> String {
    let slide = &theme.slide;
    let colors = &theme.colors;
    let [title, small_title, least_title] =
        geometry::title_steps(slide, SlideKind::Content).map(|step| step.text_type);
    let covers = geometry::title_steps(slide, SlideKind::Title).map(|step| step.text_type);
    let caption = slide.caption;
    let cover = geometry::slide_colors(colors, SlideKind::Title);
    let margin = slide.margin.0;
    let mut css = format!(
        r#"{stand_ins}section {{
  {body_sizes}
  display: block; place-content: start; box-sizing: border-box; width: {width}px; height: {height}px; padding: {edge}px {margin}px;
  font-family: {body_family}; font-size: var(--body); line-height: var(--body-line); letter-spacing: 0;
  color: {text}; background: {ground}; overflow-wrap: anywhere; hyphens: manual; font-kerning: normal;
  text-align: start; direction: {direction};
}}
section * {{ box-sizing: border-box; }}
section :is(h1, h2, h3, p, ul, ol, li, blockquote, table) {{ margin: 0; padding: 0; border: 0; letter-spacing: inherit; }}
section :is(h1, h2, h3) {{ font-family: {heading_family}; font-weight: 600; color: {text}; text-wrap: balance; }}
section :is(h1, h2) {{ {title_font} height: {title_box}px; margin: 0 0 {title_gap}px; padding: {head_room}px 0 0; }}
section h3 {{ font-size: var(--body); line-height: var(--body-line); color: {accent}; }}
section > * + *:not(h1, h2, footer) {{ margin-top: var(--gap); }}
section > :is(h1, h2) + *:not(footer) {{ margin-top: 0; }}
section > h3 + *:not(footer) {{ margin-top: var(--item-gap); }}
section strong {{ font-weight: 600; color: inherit; }}
section em {{ font-style: italic; }}
section a {{ color: {accent}; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 0.15em; }}
section code {{ font: 0.9em/1 ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; padding: 0; background: none; color: inherit; }}
section :is(ul, ol) {{ padding-inline-start: {indent}px; list-style-position: outside; }}
section ul {{ list-style-type: disc; }}
section ol {{ list-style-type: decimal; }}
section li::marker {{ color: {accent}; }}
section li + li, section li > * + *, section li > :is(ul, ol) {{ margin-top: var(--item-gap); }}
section table {{ display: table; width: 100%; table-layout: fixed; border-collapse: collapse; overflow: visible; font-variant-numeric: tabular-nums lining-nums; }}
section :is(table, th, td) {{ font-size: var(--small); line-height: var(--small-line); }}
section table :is(th, td) {{ padding: var(--pad) {cell_side}px var(--pad) 0; border: 0; border-bottom: 1px solid {rule}; vertical-align: top; background: none; color: inherit; }}
section table tr, section table tr:nth-child(2n) {{ background: none; border: 0; }}
section table th {{ text-align: start; font-weight: 600; color: {accent}; border-bottom: 1px solid {accent}; }}
section table :is(th, td)[style*="right"] {{ text-align: end; }}
section table em {{ font-style: normal; font-weight: 600; color: {accent}; }}
section > p > img {{ display: block; width: auto; height: auto; max-width: 100%; }}
section blockquote {{ color: inherit; }}
section > blockquote {{ padding: {ask_pad}px {bar_pad}px; border-inline-start: 6px solid {accent}; background: {tint}; }}
section > blockquote > * + * {{ margin-top: var(--item-gap); }}
section > blockquote > p > strong:only-child {{ color: {accent}; }}
section > :is(header, footer) {{ position: absolute; left: {marking_side}px; right: {marking_side}px; margin: 0; padding: 0; text-align: center; {caption_font} font-weight: 600; letter-spacing: 0.04em; color: {marking}; }}
section > header {{ top: 12px; bottom: auto; }}
section > footer {{ top: auto; bottom: 12px; }}
section::after {{ inset: auto {margin}px 12px auto; padding: 0; {caption_font} color: {muted}; font-variant-numeric: tabular-nums; }}
section.cited > p:last-of-type {{ position: absolute; bottom: {margin}px; left: {margin}px; right: {margin}px; margin: 0; {caption_font} color: {muted}; }}
section:is(.point, .remark) > :is(p, ul, ol) {{ font-size: var(--lead); line-height: var(--lead-line); }}
section.summary > :is(p, ul, ol) {{ font-size: var(--statement); line-height: var(--statement-line); }}
section:is(.exhibit, .sources) > :is(p, ul, ol) {{ font-size: var(--small); line-height: var(--small-line); }}
section.exhibit > p {{ color: {muted}; }}
section.quote h2 {{ color: {muted}; }}
section.summary h2 {{ color: {accent}; }}
section.sources > ul {{ list-style: none; padding: 0; }}
section:is(.statement, .remark) {{ background: {statement_ground}; }}
section.quote > blockquote {{ padding: 0 0 0 {bar_pad}px; background: none; font-size: var(--quote); line-height: var(--quote-line); }}
section.quote > blockquote > p:last-child:not(:first-child) {{ margin-top: var(--gap); font-size: var(--body); line-height: var(--body-line); color: {muted}; }}
section:is(.title, .section, .statement, .remark) :is(h1, h2) {{ {cover_font} height: auto; }}
section:is(.title, .section) {{ background: {cover_ground}; color: {cover_text}; }}
section:is(.title, .section) :is(h1, h2, h3, a, header, footer), section:is(.title, .section) > :is(header, footer) {{ color: {cover_text}; }}
section:is(.title, .section)::after {{ color: {cover_text}; }}
section.title > p:last-of-type:not(h1 + p) {{ position: absolute; bottom: {margin}px; left: {margin}px; right: {margin}px; }}
section:is(.metrics, .grid) > ul {{ display: grid; gap: {gutter}px; padding: 0; list-style: none; font-size: var(--small); line-height: var(--small-line); }}
section:is(.metrics, .grid) > ul > li {{ margin: 0; min-width: 0; border-top: 4px solid {accent}; padding-top: {tile_pad}px; }}
section.grid > ul > li > strong:first-child {{ display: block; font-size: var(--body); line-height: var(--body-line); }}
section.metrics > ul > li > strong:first-child {{ display: block; font-family: {heading_family}; color: {accent}; font-variant-numeric: tabular-nums lining-nums; }}
section:is(.metrics, .grid) > ul > li > strong:first-child + br {{ display: none; }}
section.metrics > ul > li > em {{ font-style: normal; font-weight: 600; color: {accent}; }}
section.options table tr:has(td:first-child > strong + br + em) td {{ background: {tint}; }}
section.options table tr:has(td:first-child > strong + br + em) td:first-child {{ box-shadow: -12px 0 0 {tint}; }}
section.timeline > ul {{ display: grid; padding: 0; list-style: none; font-size: var(--small); line-height: var(--small-line); }}
section.timeline > ul > li {{ margin: 0; min-width: 0; padding-inline-end: {gutter}px; }}
section.timeline > ul > li:last-child {{ padding: 0; }}
section.timeline > ul > li > strong:first-child {{ display: block; position: relative; margin-inline-end: -{gutter}px; padding-bottom: {rail_side}px; border-bottom: {rail_line}px solid {rule}; margin-bottom: {rail_side}px; }}
section.timeline > ul > li:last-child > strong:first-child {{ margin-inline-end: 0; }}
section.timeline > ul > li > strong:first-child + br {{ display: none; }}
section.timeline table td {{ border-color: transparent; }}
section.timeline table :is(th + th, td + td) {{ position: relative; padding-inline-start: {rail}px; }}
section.timeline table td + td::before {{ content: ""; position: absolute; inset-block: 0 -1px; inset-inline-start: {rail_side}px; width: {rail_line}px; background: {rule}; }}
section.timeline table tbody tr:first-child td + td::before {{ top: var(--dot); }}
section.timeline table tbody tr:last-child td + td::before {{ bottom: auto; height: var(--dot); }}
section.timeline table tbody tr:only-child td + td::before {{ display: none; }}
section.timeline table {{ --dot: calc(var(--pad) + var(--small-line) / 2); }}
section.timeline :is(ul > li > strong:first-child, table td + td)::after {{ content: ""; position: absolute; width: {dot}px; height: {dot}px; border-radius: 50%; background: {accent}; }}
section.timeline ul > li > strong:first-child::after {{ inset-inline-start: 0; bottom: -{dot_drop}px; }}
section.timeline table td + td::after {{ inset-inline-start: {dot_side}px; top: calc(var(--dot) - {dot_half}px); }}
section.n1 > ul {{ grid-template-columns: minmax(0, 1fr); }}
"#,
        stand_ins = substitute_faces(mean),
        body_sizes = size_variables(&SlideSizes::at_scale(slide, 1.0)),
        width = slide.width.0,
        height = slide.height.0,
        body_family = css_font_families(&theme.fonts.body),
        heading_family = css_font_families(&theme.fonts.heading),
        text = css_color(colors.text),
        ground = css_color(colors.ground),
        accent = css_color(colors.accent),
        rule = css_color(colors.rule),
        tint = css_color(colors.tint),
        muted = css_color(colors.muted),
        marking = css_color(colors.marking),
        direction = match direction {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        },
        title_font = css_font(title),
        edge = margin - HEAD_ROOM.0,
        head_room = HEAD_ROOM.0,
        title_box = (geometry::title_box_height(slide) + HEAD_ROOM).0,
        title_gap = TITLE_GAP.0,
        indent = LIST_INDENT.0,
        cell_side = CELL_SIDE.0,
        ask_pad = ASK_PAD.0,
        bar_pad = BAR_SIDE.0 - 6.0,
        cover_ground = css_color(cover.ground),
        cover_text = css_color(cover.text),
        statement_ground = css_color(geometry::slide_colors(colors, SlideKind::Statement).ground),
        marking_side = margin + MARKING_SIDE.0,
        caption_font = css_font(caption),
        cover_font = css_font(covers[0]),
        gutter = slide.gutter.0,
        tile_pad = TILE_TOP.0 - 4.0,
        rail = TIMELINE_RAIL.0,
        rail_line = RAIL_THICKNESS.0,
        rail_side = ((TIMELINE_RAIL - RAIL_THICKNESS) / 2.0).0,
        dot = EVENT_DOT.0,
        dot_half = (EVENT_DOT / 2.0).0,
        dot_drop = ((EVENT_DOT + RAIL_THICKNESS) / 2.0).0,
        dot_side = ((TIMELINE_RAIL - EVENT_DOT) / 2.0).0,
    );
    // Writing to a string does not fail.
    for columns in 2..=*EVENTS_IN_ROW.end() {
        let _ = writeln!(
            css,
            "section.n{columns} > ul {{ grid-template-columns: repeat({columns}, minmax(0, 1fr)); }}"
        );
    }
    for scale in geometry::text_scales(slide) {
        if scale_percent(scale) != 100 {
            let _ = writeln!(
                css,
                "section.s{} {{ {} }}",
                scale_percent(scale),
                size_variables(&SlideSizes::at_scale(slide, scale))
            );
        }
    }
    for (step, (set, cover)) in [small_title, least_title]
        .iter()
        .zip(&covers[1..])
        .enumerate()
    {
        let _ = writeln!(
            css,
            "section.t{} :is(h1, h2) {{ {} }}",
            step + 1,
            css_font(*set)
        );
        let covers = format!(
            "section.t{}:is(.title, .section, .statement, .remark)",
            step + 1
        );
        let _ = writeln!(css, "{covers} :is(h1, h2) {{ {} }}", css_font(*cover));
    }
    css + &risk_matrix_css(theme)
}

/// A matrix of risks: nine cells, the stronger the more severe, and names beside it.
fn risk_matrix_css(theme: &Theme) -> String {
    let colors = &theme.colors;
    let mut css = format!(
        "section.matrix.named > ol {{ float: inline-end; width: {names}%; font-size: var(--small); line-height: var(--small-line); }}\n\
         section.matrix.named > ol + table {{ width: {width}%; margin-top: 0; }}\n\
         section.matrix > table {{ border-collapse: separate; border-spacing: 2px; }}\n\
         section.matrix > table :is(th, td) {{ width: 25%; padding: var(--pad); text-align: center; vertical-align: middle; font-weight: 600; border: 0; }}\n\
         section.matrix > table th {{ vertical-align: bottom; color: {muted}; font-weight: 400; }}\n\
         section.matrix > table :is(th, td):first-child {{ text-align: start; padding-inline-start: 0; color: {muted}; }}\n\
         section.matrix > table td {{ height: {height}px; }}\n\
         section.matrix > table td strong {{ font-weight: 400; }}\n",
        names = (100.0 * (1.0 - MATRIX_WIDTH - 0.04)).round(),
        width = (100.0 * MATRIX_WIDTH).round(),
        muted = css_color(colors.muted),
        height = MATRIX_CELL.0 - 2.0,
    );
    for (row, likelihood) in DEGREES.into_iter().rev().enumerate() {
        for (column, impact) in DEGREES.into_iter().enumerate() {
            let (ground, ink) = cell_colors(colors, likelihood, impact);
            let (row, column) = (row + 1, column + 2);
            // Writing to a string does not fail.
            let _ = writeln!(
                css,
                "section.matrix > table tbody tr:nth-child({row}) td:nth-child({column}) {{ background: {}; color: {}; }}",
                css_color(ground),
                css_color(ink)
            );
        }
    }
    css
}

fn size_variables(sizes: &SlideSizes) -> String {
    let set = |name: &str, set: Type<Px>| {
        format!(
            "--{name}: {}px; --{name}-line: {}px;",
            set.size.0, set.leading.0
        )
    };
    format!(
        "{} {} {} {} {} --gap: {}px; --item-gap: {}px; --pad: {}px;",
        set("body", sizes.body),
        set("lead", sizes.lead),
        set("statement", sizes.statement),
        set("quote", sizes.quote),
        set("small", sizes.small),
        sizes.gap.0,
        sizes.item_gap.0,
        sizes.cell_pad.0
    )
}

/// Rules for the classes that only some decks use: widths of columns, heights of pictures, sizes of
/// numbers.
fn deck_rules(deck: &Deck<'_>) -> String {
    let classes: BTreeSet<&str> = deck
        .classes()
        .iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let mut css = String::new();
    for class in classes {
        if let Some(widths) = class.strip_prefix("c-") {
            for (at, width) in widths.split('-').enumerate() {
                let percent = width.parse::<f32>().unwrap_or(1.0) * 100.0 / TOTAL_SHARES as f32;
                let _ = writeln!(
                    css,
                    "section.{class} th:nth-child({}) {{ width: {percent:.3}%; }}",
                    at + 1
                );
            }
        } else if let Some(height) = class
            .strip_prefix('h')
            .filter(|it| it.parse::<f32>().is_ok())
        {
            let _ = writeln!(
                css,
                "section.{class} > p > img {{ max-height: {height}px; }}"
            );
        } else if let Some(step) = class
            .strip_prefix('f')
            .and_then(|it| it.parse::<usize>().ok())
        {
            let set = deck.measurer.metric_number_type(step);
            let _ = writeln!(
                css,
                "section.{class} > ul > li > strong:first-child {{ {} }}",
                css_font(set)
            );
        }
    }
    css
}
