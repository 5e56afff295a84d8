//! Rules that the drawings of all charts keep, checked with random charts, and snapshots of some.

use std::fmt::Write;

use proptest::prelude::*;

use super::canvas::{ABOVE, BELOW};
use super::*;
use crate::document::{Highlight, Inline, Series, Value};
use crate::drawing::{Position, Segment, Shape, Stroke, TextAnchor, VectorPath};
use crate::labels;
use crate::lang::PluralForms;
use crate::theme::{Color, MIN_CONTRAST};

fn english() -> Hyphenation<'static> {
    Hyphenation::of_language("en")
}

/// Draws a chart in a frame of that size with text of the size `em`, which may be a fifth smaller.
fn draw_in_frame(
    chart: &Chart,
    (theme, fonts): (&Theme, &Fonts),
    hyphenation: &Hyphenation<'_>,
    (width, height): (Pt, Pt),
    em: Pt,
) -> Drawing {
    let frame = ChartFrame {
        width,
        height,
        text_size: em,
        least_text_size: em * 0.8,
    };
    draw_chart(chart, theme, fonts, hyphenation, frame).drawing
}

/// A chart from spelled numbers. Texts that are no numbers are gaps.
fn chart(kind: ChartKind, unit: &str, categories: &[&str], series: &[(&str, &[&str])]) -> Chart {
    let value = |text: &&str| {
        text.parse().ok().map(|number| Value {
            number,
            text: (*text).to_owned(),
        })
    };
    Chart {
        id: String::new(),
        title: vec![Inline::text("Exports grow again")],
        kind,
        categories: categories.iter().map(|&name| name.to_owned()).collect(),
        series: series
            .iter()
            .map(|(name, values)| Series {
                name: (*name).to_owned(),
                values: values.iter().map(value).collect(),
            })
            .collect(),
        highlight: Highlight::default(),
        unit: (!unit.is_empty()).then(|| unit.to_owned()),
        alt: String::new(),
        note: Vec::new(),
    }
}

/// A line of text for each shape, with lengths to a tenth of a point.
fn drawing_as_text(drawing: &Drawing) -> String {
    let at = |it: Position| format!("{:.1},{:.1}", it.x.0, it.y.0);
    let mut out = format!("{:.0} x {:.0}\n", drawing.width.0, drawing.height.0);
    for shape in &drawing.shapes {
        let line = match shape {
            Shape::Rect {
                x,
                y,
                width,
                height,
                fill,
            } => {
                format!(
                    "rect {:.1},{:.1} {:.1} x {:.1} {}",
                    x.0,
                    y.0,
                    width.0,
                    height.0,
                    String::from(*fill)
                )
            }
            Shape::Line { from, to, stroke } => {
                format!(
                    "line {} {} {:.2} {}",
                    at(*from),
                    at(*to),
                    stroke.width.0,
                    String::from(stroke.color)
                )
            }
            Shape::Path(VectorPath {
                from,
                segments,
                closed,
                fill,
                stroke,
            }) => {
                let ends = segments.iter().map(|segment| match segment {
                    Segment::Line(to) => at(*to),
                    Segment::Curve(_, _, to) => format!("~{}", at(*to)),
                });
                let color = fill
                    .or(stroke.map(|it| it.color))
                    .map_or_else(String::new, String::from);
                let close = if *closed { " closed" } else { "" };
                format!(
                    "path {} {}{close} {color}",
                    at(*from),
                    ends.collect::<Vec<_>>().join(" ")
                )
            }
            Shape::Circle {
                center,
                radius,
                fill,
            } => {
                format!(
                    "circle {} {:.1} {}",
                    at(*center),
                    radius.0,
                    String::from(*fill)
                )
            }
            Shape::Text {
                x,
                baseline,
                anchor,
                weight,
                color,
                text,
                ..
            } => {
                format!(
                    "text {:.1},{:.1} {anchor:?} {weight:?} {} {text:?}",
                    x.0,
                    baseline.0,
                    String::from(*color)
                )
            }
        };
        writeln!(out, "{line}").expect("writing to a string does not fail");
    }
    out
}

/// Left, top, right, bottom.
type Extent = [Pt; 4];

fn shape_extent(shape: &Shape) -> Extent {
    let around = |places: &[Position], reach: Pt| {
        let (xs, ys) = (places.iter().map(|it| it.x), places.iter().map(|it| it.y));
        [
            xs.clone().fold(Pt::MAX, Pt::min) - reach,
            ys.clone().fold(Pt::MAX, Pt::min) - reach,
            xs.fold(-Pt::MAX, Pt::max) + reach,
            ys.fold(-Pt::MAX, Pt::max) + reach,
        ]
    };
    match shape {
        Shape::Rect {
            x,
            y,
            width,
            height,
            ..
        } => [*x, *y, *x + *width, *y + *height],
        Shape::Line { from, to, stroke } => {
            // Lines have flat ends: their thickness counts only across their direction.
            let reach = stroke.width / 2.0;
            let (x, y) = (
                if from.x == to.x { reach } else { Pt::ZERO },
                if from.y == to.y { reach } else { Pt::ZERO },
            );
            let [left, top, right, bottom] = around(&[*from, *to], Pt::ZERO);
            [left - x, top - y, right + x, bottom + y]
        }
        Shape::Path(VectorPath {
            from,
            segments,
            stroke,
            ..
        }) => {
            let mut places = vec![*from];
            for segment in segments {
                match segment {
                    Segment::Line(to) | Segment::Curve(_, _, to) => places.push(*to),
                }
            }
            around(&places, stroke.map_or(Pt::ZERO, |it| it.width / 2.0))
        }
        Shape::Circle { center, radius, .. } => around(&[*center], *radius),
        Shape::Text {
            x,
            baseline,
            anchor,
            width,
            size,
            ..
        } => {
            let left = match anchor {
                TextAnchor::Start => *x,
                TextAnchor::Middle => *x - *width / 2.0,
                TextAnchor::End => *x - *width,
            };
            [
                left,
                *baseline - ABOVE * *size,
                left + *width,
                *baseline + BELOW * *size,
            ]
        }
    }
}

/// The first rule that a drawing breaks: shapes stay in the frame, texts do not touch each other,
/// and can be read on what is below them.
fn find_fault(drawing: &Drawing, theme: &Theme) -> Option<String> {
    let slack = Pt(0.05);
    let mut texts: Vec<(Extent, &str)> = Vec::new();
    for (at, shape) in drawing.shapes.iter().enumerate() {
        let own_extent = shape_extent(shape);
        if own_extent.iter().any(|it| !it.0.is_finite()) {
            return Some(format!("not finite: {shape:?}"));
        }
        let [left, top, right, bottom] = own_extent;
        let inside = left >= -slack && top >= -slack && right <= drawing.width + slack;
        if !inside || bottom > drawing.height + slack {
            return Some(format!(
                "leaves the frame of {} x {}: {shape:?}",
                drawing.width, drawing.height
            ));
        }
        if let Shape::Text { text, color, .. } = shape {
            let touches = |other: &Extent| {
                left + slack < other[2]
                    && other[0] + slack < right
                    && top + slack < other[3]
                    && other[1] + slack < bottom
            };
            if let Some((_, other)) = texts.iter().find(|(other, _)| touches(other)) {
                return Some(format!("{text:?} lies on {other:?}"));
            }
            texts.push((own_extent, text));
            let middle = (Pt::midpoint(left, right), Pt::midpoint(top, bottom));
            let fills = fills_at(&drawing.shapes[..at], middle);
            let background = fills.last().copied().unwrap_or(theme.colors.ground);
            if color.contrast(background) < MIN_CONTRAST {
                return Some(format!(
                    "{text:?} cannot be read on {}",
                    String::from(background)
                ));
            }
        }
    }
    None
}

/// The fills of the rectangles at a point, the lowest first.
fn fills_at(shapes: &[Shape], (x, y): (Pt, Pt)) -> Vec<Color> {
    let fill = |shape: &Shape| match shape {
        Shape::Rect { fill, .. } => {
            let [left, top, right, bottom] = shape_extent(shape);
            (left <= x && x <= right && top <= y && y <= bottom).then_some(*fill)
        }
        _ => None,
    };
    shapes.iter().filter_map(fill).collect()
}

const KINDS: [ChartKind; 5] = [
    ChartKind::Bar,
    ChartKind::Column,
    ChartKind::Line,
    ChartKind::Stacked,
    ChartKind::Pie,
];

fn any_number() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        6 => (-1000i32..10_000).prop_map(|it| Some(f64::from(it) / 10.0)),
        3 => (0i32..100).prop_map(|it| Some(f64::from(it))),
        1 => any::<f64>().prop_map(Some),
        1 => Just(Some(0.0)),
        1 => Just(None),
        1 => prop::sample::select(vec![f64::MAX, f64::MIN, f64::MIN_POSITIVE, f64::NAN, f64::INFINITY]).prop_map(Some),
    ]
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Z][a-z]{2,9}( [A-Z][a-z]{2,9}){0,5}",
        2 => "[\u{4e00}-\u{4e80}]{1,16}",
        2 => (1900u32..2100).prop_map(|it| it.to_string()),
        1 => any::<String>(),
        1 => Just(String::new()),
    ]
}

prop_compose! {
    fn any_chart()(categories in 0usize..31, series in 0usize..9, tidy in any::<bool>())(
        kind in prop::sample::select(KINDS.to_vec()),
        categories in prop::collection::vec(any_name(), categories),
        rows in prop::collection::vec((any_name(), prop::collection::vec(
            if tidy { (0i32..900).prop_map(|it| Some(f64::from(it) / 10.0)).boxed() } else { any_number().boxed() },
            categories.saturating_sub(1)..=categories + 1,
        )), series),
        unit in prop::option::of(any_name()),
        chosen in prop::option::of((prop::collection::btree_set(0usize..9, 0..3), prop::collection::btree_set(0usize..31, 0..3))),
    ) -> Chart {
        let value = |number: f64| Value { number, text: format!("{number}") };
        let series = rows.into_iter().map(|(name, values)| Series {
            name,
            values: values.into_iter().map(|it| it.map(value)).collect(),
        });
        let highlight = chosen.map(|(series, categories)| Highlight { series, categories }).unwrap_or_default();
        let series = series.collect();
        Chart { id: String::new(), title: vec![], kind, categories, series, highlight, unit, alt: String::new(), note: vec![] }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn nothing_overlaps_or_leaves_the_frame(
        chart in any_chart(),
        width in 10f32..70.0,
        height in 6f32..50.0,
        em in prop::sample::select(vec![7.5, 9.5, 15.0, 20.0].into_iter().map(Pt).collect::<Vec<_>>()),
    ) {
        let (theme, fonts) = (Theme::default(), Fonts::built_in());
        let drawing = draw_in_frame(&chart, (&theme, &fonts), &english(), (width * em, height * em), em);
        prop_assert!(drawing.width >= MIN_WIDTH_EM * em && drawing.height >= MIN_HEIGHT_EM * em);
        prop_assert_eq!(find_fault(&drawing, &theme), None);
        let preferred = preferred_height(&chart, &english(), width * em, em);
        prop_assert!(preferred.0.is_finite() && preferred >= MIN_HEIGHT_EM * em);
        prop_assert_eq!(find_fault(&draw_in_frame(&chart, (&theme, &fonts), &english(), (width * em, preferred), em), &theme), None);
    }

    #[test]
    fn every_series_of_a_stack_is_named(
        count in 2usize..9,
        rows in prop::collection::vec(("[A-Z][a-z]{2,14}", prop::collection::vec(1i32..9000, 9)), 2..6),
        width in 14f32..60.0,
    ) {
        let (theme, fonts, em) = (Theme::default(), Fonts::built_in(), Pt(8.0));
        let value = |number: &i32| Some(Value { number: f64::from(*number), text: number.to_string() });
        let series = rows.iter().enumerate().map(|(at, (name, values))| Series {
            name: format!("{at}{name}"),
            values: values.iter().take(count).map(value).collect(),
        });
        let chart = Chart {
            categories: (0..count).map(|at| (2001 + at).to_string()).collect(),
            series: series.collect(),
            ..chart(ChartKind::Stacked, "tonnes", &[], &[])
        };
        let drawing = draw_in_frame(&chart, (&theme, &fonts), &english(), (width * em, preferred_height(&chart, &english(), width * em, em)), em);
        let texts = drawing.shapes.iter().filter_map(|it| if let Shape::Text { text, .. } = it { Some(text) } else { None });
        let texts: Vec<&String> = texts.collect();
        for series in &chart.series {
            let start: String = series.name.chars().take(3).collect();
            prop_assert!(texts.iter().any(|text| text.starts_with(&start)), "{} is not named", series.name);
        }
    }

    #[test]
    fn svg_is_well_formed(chart in any_chart(), title in any::<String>()) {
        let (theme, fonts) = (Theme::default(), Fonts::built_in());
        let drawing = draw_in_frame(&chart, (&theme, &fonts), &english(), (Pt(200.0), Pt(120.0)), Pt(8.0));
        let text = drawing_to_svg(&drawing, &title, &theme.fonts.body);
        let mut reader = quick_xml::Reader::from_str(&text);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(why) => return Err(TestCaseError::fail(format!("{why} in {text}"))),
            }
        }
        prop_assert!(text.chars().all(|it| it == '\n' || !it.is_control()));
    }

    #[test]
    fn descriptions_have_whole_names_and_are_never_empty(chart in any_chart(), tag in prop::sample::select(vec!["en", "zh-Hans"])) {
        let labels = labels::built_in_labels(tag).expect("built-in");
        let text = describe_chart(&chart, &labels, &PluralForms::new(tag));
        prop_assert!(!text.trim().is_empty());
        let data = ChartData::new(&chart);
        prop_assert!(text.contains(&data.unit));
        let mut described = data.series.iter().filter(|series| series.numbers().next().is_some());
        prop_assert!(described.next().is_none_or(|series| text.contains(&series.name)), "{}", text);
    }
}

const YEARS: &[&str] = &["2019", "2020", "2021", "2022", "2023", "2024"];

const CITIES: &[&str] = &["Chengdu", "Chongqing", "Xi'an", "Kunming"];

/// One chart of each kind, and charts that are drawn as another kind.
fn samples() -> Vec<(&'static str, Chart)> {
    let exports: &[&str] = &["7.2", "6.8", "7.9", "8.4", "9.1", "9.9"];
    let imports: &[&str] = &["5.1", "", "5.3", "5.0", "4.8", "5.5"];
    let shares: &[&str] = &["41", "33", "18", "8"];
    let seven = &["A", "B", "C", "D", "E", "F", "G"];
    vec![
        (
            "bar",
            chart(
                ChartKind::Bar,
                "%",
                CITIES,
                &[("Growth", &["2.1", "-3.4", "0", "4.80"])],
            ),
        ),
        (
            "bar-grouped",
            chart(
                ChartKind::Bar,
                "",
                CITIES,
                &[("2020", shares), ("2024", &["40", "30", "", "9"])],
            ),
        ),
        (
            "column",
            chart(
                ChartKind::Column,
                "billion yuan",
                YEARS,
                &[("Exports", exports)],
            ),
        ),
        (
            "column-negative",
            chart(
                ChartKind::Column,
                "%",
                YEARS,
                &[("Growth", &["1", "-2", "0", "3", "", "2"])],
            ),
        ),
        (
            "column-long-names",
            chart(
                ChartKind::Column,
                "projects",
                &[
                    "Ministry of Agriculture and Rural Affairs",
                    "Ministry of Agricultural Infrastructure",
                    "Finance",
                ],
                &[("Projects", &["17", "9", "22"])],
            ),
        ),
        (
            "line",
            chart(
                ChartKind::Line,
                "billion yuan",
                YEARS,
                &[("Exports", exports)],
            ),
        ),
        (
            "line-two",
            chart(
                ChartKind::Line,
                "billion yuan",
                YEARS,
                &[("Exports", exports), ("Imports", imports)],
            ),
        ),
        (
            "stacked",
            chart(
                ChartKind::Stacked,
                "billion yuan",
                YEARS,
                &[("Goods", exports), ("Services", exports)],
            ),
        ),
        (
            "pie",
            chart(ChartKind::Pie, "%", CITIES, &[("Share", shares)]),
        ),
        (
            "pie-many",
            chart(
                ChartKind::Pie,
                "%",
                seven,
                &[("Share", &["30", "25", "15", "12", "9", "6", "3"])],
            ),
        ),
        (
            "chinese",
            chart(
                ChartKind::Column,
                "亿元",
                &["成都", "重庆", "西安"],
                &[("进出口", &["9490.2", "7154.7", "4055.1"])],
            ),
        ),
    ]
}

#[test]
fn drawings() {
    let (theme, fonts) = (Theme::default(), Fonts::built_in());
    for (name, chart) in samples() {
        insta::assert_snapshot!(
            name,
            drawing_as_text(&draw_in_frame(
                &chart,
                (&theme, &fonts),
                &english(),
                (Pt(240.0), Pt(140.0)),
                Pt(8.0)
            ))
        );
    }
}

#[test]
fn descriptions() {
    for tag in ["en", "zh-Hans"] {
        let labels = labels::built_in_labels(tag).expect("built-in");
        let texts = samples().into_iter().map(|(name, chart)| {
            format!(
                "{name}: {}\n",
                describe_chart(&chart, &labels, &PluralForms::new(tag))
            )
        });
        insta::assert_snapshot!(format!("descriptions-{tag}"), texts.collect::<String>());
    }
}

#[test]
fn every_value_is_written_at_the_preferred_height() {
    let (theme, fonts) = (Theme::default(), Fonts::built_in());
    for (name, chart) in samples() {
        let drawing = draw_in_frame(
            &chart,
            (&theme, &fonts),
            &english(),
            (
                Pt(260.0),
                preferred_height(&chart, &english(), Pt(260.0), Pt(8.0)),
            ),
            Pt(8.0),
        );
        let texts: Vec<&str> = drawing
            .shapes
            .iter()
            .filter_map(|shape| {
                if let Shape::Text { text, .. } = shape {
                    Some(&**text)
                } else {
                    None
                }
            })
            .collect();
        let single = chart.series.len() == 1 || chart.kind == ChartKind::Bar;
        for value in chart
            .series
            .iter()
            .flat_map(|series| &series.values)
            .flatten()
            .filter(|_| single)
        {
            assert!(
                texts.contains(&&*value.text),
                "{name} does not show {}",
                value.text
            );
        }
    }
}

/// All texts of a drawing that is 36 ems wide and has its preferred height.
fn drawn_texts(chart: &Chart) -> Vec<String> {
    let (theme, fonts, em) = (Theme::default(), Fonts::built_in(), Pt(8.0));
    let drawing = draw_in_frame(
        chart,
        (&theme, &fonts),
        &english(),
        (
            36.0 * em,
            preferred_height(chart, &english(), 36.0 * em, em),
        ),
        em,
    );
    let text = |it: Shape| {
        if let Shape::Text { text, .. } = it {
            Some(text)
        } else {
            None
        }
    };
    drawing.shapes.into_iter().filter_map(text).collect()
}

#[test]
fn wide_totals_do_not_cover_higher_columns() {
    let years: Vec<String> = (1..=30).map(|at| format!("Year {at}")).collect();
    let years: Vec<&str> = years.iter().map(String::as_str).collect();
    let values = |from: usize| {
        (0..30)
            .map(|at| (from + at * 37 % 100).to_string())
            .collect::<Vec<_>>()
    };
    let (a, b) = (values(300), values(207));
    let (a, b): (Vec<&str>, Vec<&str>) = (
        a.iter().map(String::as_str).collect(),
        b.iter().map(String::as_str).collect(),
    );
    let texts = drawn_texts(&chart(
        ChartKind::Stacked,
        "",
        &years,
        &[("Old", &a), ("New", &b)],
    ));
    assert!(!texts.iter().any(|text| text == "507"), "{texts:?}");
    let texts = drawn_texts(&chart(
        ChartKind::Stacked,
        "",
        &years[..6],
        &[("Old", &a[..6]), ("New", &b[..6])],
    ));
    assert!(texts.iter().any(|text| text == "507"), "{texts:?}");
}

#[test]
fn a_stack_shows_all_values_of_a_series_or_none_with_a_warning() {
    let (theme, fonts) = (Theme::default(), Fonts::built_in());
    let years = &["2021", "2022", "2023", "2024", "2025"];
    let large: &[&str] = &["285.1", "301.5", "310.25", "318", "323.9"];
    let thin: &[&str] = &["9", "9.5", "9.25", "8", "9.1"];
    let even: &[&str] = &["95", "92.2", "90", "80", "88.15"];
    // The width of the drawing, and how many values of each series are written in it.
    let cases = [
        (thin, 400.0, [5, 0]),
        (even, 400.0, [5, 5]),
        (even, 110.0, [0, 0]),
    ];
    for (small, width, expected) in cases {
        for kind in [ChartKind::Stacked, ChartKind::Column] {
            let chart = chart(kind, "km", years, &[("Road", large), ("Rail", small)]);
            let frame = ChartFrame {
                width: Pt(width),
                height: Pt(140.0),
                text_size: Pt(8.0),
                least_text_size: Pt(7.0),
            };
            let drawn = draw_chart(&chart, &theme, &fonts, &english(), frame);
            if kind == ChartKind::Column {
                // Its axis tells each value.
                assert_eq!(drawn.problems, [], "{small:?} in {width}");
                continue;
            }
            let is_written = |value: &&&str| {
                let mut shapes = drawn.drawing.shapes.iter();
                shapes.any(|it| matches!(it, Shape::Text { text, .. } if text == **value))
            };
            let written = [large, small].map(|it| it.iter().filter(is_written).count());
            assert_eq!(written, expected, "{small:?} in {width}");
            let missing = 10 - written.iter().sum::<usize>();
            let messages: Vec<_> = drawn.problems.iter().map(|it| it.message.clone()).collect();
            if missing == 0 {
                assert!(messages.is_empty(), "{messages:?}");
            } else {
                let end = format!("has no room for {missing} values");
                assert!(messages[0].ends_with(&end), "{messages:?}");
            }
        }
    }
}

const MINISTRIES: &[&str] = &[
    "Ministry of Agriculture, Forestry, Regions and Water Management of the Federal Republic",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenverordnungsamt",
    "Short",
    "The quick brown fox jumps over the lazy dog while nobody in the committee room was watching",
];

#[test]
fn long_names_of_bars_are_not_shortened() {
    let (a, b): (&[&str], &[&str]) = (
        &["43.8", "52.4", "84.3", "56.3"],
        &["53.1", "6.3", "46.9", "51.9"],
    );
    let texts = drawn_texts(&chart(
        ChartKind::Stacked,
        "",
        MINISTRIES,
        &[("Old", a), ("New", b)],
    ));
    assert!(!texts.iter().any(|text| text.contains('…')), "{texts:?}");
    assert!(
        texts.iter().any(|text| text == "131.2"),
        "the longest bar has its total: {texts:?}"
    );
}

#[test]
fn all_long_names_below_a_line_are_shown() {
    let (a, b) = (
        "Programme expenditure of the general government sector",
        "Other programme expenditure of authorities",
    );
    let texts = drawn_texts(&chart(
        ChartKind::Line,
        "",
        MINISTRIES,
        &[(a, &["4", "5", "6", "7"]), (b, &["7", "6", "5", "3"])],
    ));
    for start in ["Ministry", "Donau", "Short", "The", a, b] {
        assert!(
            texts.iter().any(|text| text.starts_with(start)),
            "{start}: {texts:?}"
        );
    }
}

#[test]
fn names_in_chinese_keep_figures_and_what_they_count() {
    let fonts = Fonts::built_in();
    let ruler = ChartRuler::new(&fonts, &[], None);
    let lines = |name: &str, room: f32| ruler.name_lines(name, Pt(10.0), Pt(room), 3);
    for (name, room, expected) in [
        ("2023年10月", 40.0, vec!["2023年", "10月"]),
        ("完成12万套", 42.0, vec!["完成", "12万套"]),
        ("防汛第12期", 42.0, vec!["防汛", "第12期"]),
        ("7月1日20时", 40.0, vec!["7月1日", "20时"]),
    ] {
        let found = lines(name, room).unwrap();
        assert_eq!(found, expected);
    }
    assert_eq!(lines("2023年", 25.0), None);
}

#[test]
fn a_single_point_has_its_value_once() {
    let texts = drawn_texts(&chart(
        ChartKind::Line,
        "",
        &["2024"],
        &[("Level", &["42"])],
    ));
    assert_eq!(
        texts.iter().filter(|text| *text == "42").count(),
        1,
        "{texts:?}"
    );
}

#[test]
fn a_dotted_leader_joins_a_line_that_ends_early_to_its_name() {
    let chart = chart(
        ChartKind::Line,
        "",
        YEARS,
        &[("A", &["1", "2", "3", "4", "5", "6"]), ("B", &["4", "3"])],
    );
    let drawing = draw_in_frame(
        &chart,
        (&Theme::default(), &Fonts::built_in()),
        &english(),
        (Pt(300.0), Pt(150.0)),
        Pt(8.0),
    );
    let dotted = |it: &Shape| {
        matches!(
            it,
            Shape::Line {
                stroke: Stroke { dash: Some(_), .. },
                ..
            }
        )
    };
    assert_eq!(drawing.shapes.iter().filter(|it| dotted(it)).count(), 1);
}

#[test]
fn charts_without_values_or_of_another_kind_have_warnings() {
    let messages = |kind, values: &[&str]| {
        let names: Vec<&str> = values.iter().map(|_| "Name").collect();
        let warnings =
            chart_warnings(&[Block::Chart(chart(kind, "", &names, &[("Series", values)]))]);
        warnings
            .into_iter()
            .map(|problem| problem.message)
            .collect::<Vec<_>>()
    };
    assert!(messages(ChartKind::Pie, &["1", "2"]).is_empty());
    assert!(messages(ChartKind::Pie, &["1", "2", "3", "4", "5", "6"])[0].contains("drawn as bars"));
    assert!(messages(ChartKind::Pie, &["1", "-2"])[0].contains("drawn as bars"));
    assert!(messages(ChartKind::Line, &["", ""])[0].contains("has no values"));
    assert!(messages(ChartKind::Line, &["", "0"]).is_empty());
}

#[test]
fn shortened_names_stay_distinct() {
    let fonts = Fonts::built_in();
    let ruler = ChartRuler::new(&fonts, &["Source Sans 3".to_owned()], None);
    let names = [
        "Ministry of Foreign Affairs, north",
        "Ministry of Foreign Affairs, south",
    ]
    .map(str::to_owned);
    let short = ruler.shorten_distinctly(&names, Pt(8.0), Pt(70.0), crate::fonts::Weight::Regular);
    assert_ne!(short[0], short[1]);
    assert!(
        short
            .iter()
            .all(|name| ruler.width(name, Pt(8.0), crate::fonts::Weight::Regular) <= Pt(70.0))
    );
}

/// How people see linear light who lack one kind of cone (Machado, Oliveira and Fernandes, 2009):
/// the one for long, middle and short waves.
const COLOR_BLIND: [[[f32; 3]; 3]; 3] = [
    [
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ],
    [
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ],
    [
        [1.255_528, -0.076_749, -0.178_779],
        [-0.078_411, 0.930_809, 0.147_602],
        [0.004_733, 0.691_367, 0.303_900],
    ],
];

/// Linear light in CIELAB.
fn cielab([red, green, blue]: [f32; 3]) -> [f32; 3] {
    let share = |x: f32, y: f32, z: f32, white: f32| {
        let it = ((x * red + y * green + z * blue) / white).max(0.0);
        if it > 0.008_856 {
            it.cbrt()
        } else {
            7.787 * it + 16.0 / 116.0
        }
    };
    let x = share(0.4124, 0.3576, 0.1805, 0.9505);
    let y = share(0.2126, 0.7152, 0.0722, 1.0);
    let z = share(0.0193, 0.1192, 0.9505, 1.089);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// How a colour looks to people with all three kinds of cones, and to those who lack one of them.
fn perceived_colors(color: Color) -> Vec<[f32; 3]> {
    let linear = |value: u8| {
        let value = f32::from(value) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    let light = [color.red, color.green, color.blue].map(linear);
    let seen = COLOR_BLIND.map(|eye| {
        eye.map(|row| {
            row.iter()
                .zip(light)
                .map(|(share, it)| share * it)
                .sum::<f32>()
                .clamp(0.0, 1.0)
        })
    });
    std::iter::once(light).chain(seen).map(cielab).collect()
}

#[test]
fn series_colours_differ_for_the_colour_blind_and_in_grey() {
    for (name, _) in crate::theme::BUILT_IN {
        let theme = Theme::built_in(name).expect("built-in");
        let first = theme.colors.series.iter().copied().take(5);
        let colors: Vec<Color> = std::iter::once(theme.colors.accent).chain(first).collect();
        assert_eq!(colors.len(), 6, "{name}");
        for (at, color) in colors.iter().enumerate() {
            for other in &colors[..at] {
                for (one, two) in perceived_colors(*color)
                    .iter()
                    .zip(perceived_colors(*other))
                {
                    let difference = one
                        .iter()
                        .zip(two)
                        .map(|(a, b)| (a - b).powi(2))
                        .sum::<f32>()
                        .sqrt();
                    assert!(
                        difference >= 10.0,
                        "{name}: {color:?} and {other:?} differ by {difference}"
                    );
                }
            }
        }
        for pair in colors.windows(2) {
            let difference =
                (perceived_colors(pair[0])[0][0] - perceived_colors(pair[1])[0][0]).abs();
            assert!(
                difference >= 12.0,
                "{name}: in grey {pair:?} differ by {difference}"
            );
        }
    }
}

#[test]
fn names_that_are_too_wide_are_hyphenated() {
    let names = [
        "Umweltverträglichkeitsprüfungsverfahren",
        "Verkehrsinfrastrukturfinanzierungsgesellschaft",
        "Straßenbau",
    ];
    let values: &[(&str, &[&str])] = &[("Kosten", &["3", "5", "8"])];
    let fonts = Fonts::built_in();
    let german = Hyphenation::of_language("de");
    for kind in [
        ChartKind::Bar,
        ChartKind::Column,
        ChartKind::Line,
        ChartKind::Pie,
    ] {
        let chart = chart(kind, "", &names, values);
        let drawing = draw_in_frame(
            &chart,
            (&Theme::default(), &fonts),
            &german,
            (
                Pt(260.0),
                preferred_height(&chart, &english(), Pt(260.0), Pt(8.0)),
            ),
            Pt(8.0),
        );
        let mut texts = String::new();
        for shape in drawing.shapes {
            if let Shape::Text { text, .. } = shape {
                texts.push_str(&text);
                texts.push('|');
            }
        }
        // Lines have smaller type: the names below them have the least room.
        let expected = if kind == ChartKind::Line {
            "|Umweltverträglichkeits-|prüfungsverfahren|"
        } else {
            "|Umweltverträglich-|keitsprüfungsverfahren|"
        };
        assert!(texts.contains(expected), "{kind:?}: {texts}");
        assert!(!texts.contains('…'), "{kind:?}: {texts}");
    }
}

#[test]
fn no_line_of_a_name_ends_at_the_hyphen_before_the_rest_of_a_word() {
    let fonts = Fonts::built_in();
    let ruler = ChartRuler::new(&fonts, &["Source Sans 3".to_owned()], None);
    let size = Pt(10.0);
    for (name, end) in [
        ("Wohngeldberechnungs- und -auszahlungsverfahren", "und -"),
        ("-auszahlungsverfahren der Stadt", "-"),
    ] {
        let widest = ruler.width(
            "Wohngeldberechnungs- und -",
            size,
            crate::fonts::Weight::Regular,
        );
        let lines = ruler.name_lines(name, size, widest, 4).expect("room");
        assert!(lines.len() > 1, "{lines:?}");
        assert!(!lines.iter().any(|line| line.ends_with(end)), "{lines:?}");
    }
}

#[test]
fn a_narrow_pie_lists_all_names_and_values_or_warns() {
    let (theme, fonts, em) = (Theme::default(), Fonts::built_in(), Pt(20.0));
    let names = [
        "Local rail and trams",
        "Regional buses",
        "Cycling routes",
        "Footpaths and bridges",
        "Planning",
    ];
    let values = ["4120500", "2310250", "918400", "541175", "120000"];
    let pie = chart(ChartKind::Pie, "euros", &names, &[("Budget", &values)]);
    let width = MIN_WIDTH_EM * em;
    let high = preferred_height(&pie, &english(), width, em);
    let drawn = |height: Pt| {
        let frame = ChartFrame {
            width,
            height,
            text_size: em,
            least_text_size: em,
        };
        draw_chart(&pie, &theme, &fonts, &english(), frame)
    };
    assert_eq!(drawn(high).problems, []);
    let low = drawn(MIN_HEIGHT_EM * em);
    assert_eq!(low.problems.len(), 1);
    assert_eq!(low.problems[0].code, Code::ChartTextLeftOut);
    assert_eq!(find_fault(&low.drawing, &theme), None);
}
