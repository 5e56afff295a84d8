//! Paints pages that are put together by hand and looks at the pixels.

use std::collections::BTreeMap;

use proptest::prelude::*;
use skrifa::MetadataProvider;

use super::{Scale, paint_pages};
use crate::assets::{Assets, ImageFile, ImageLimits, RunCaches};
use crate::drawing::{Dash, Position, Segment, Stroke, VectorPath};
use crate::fonts::{FaceId, Fonts};
use crate::frame::{Frame, Glyph, GlyphRun, Item, Page, Pages, PlacedItem};
use crate::length::Pt;
use crate::theme::Color;

const WHITE: [u8; 3] = [255; 3];
const RED: Color = Color {
    red: 200,
    green: 0,
    blue: 0,
};
const BLUE: Color = Color {
    red: 0,
    green: 0,
    blue: 200,
};

fn samples_of(color: Color) -> [u8; 3] {
    [color.red, color.green, color.blue]
}

fn scale(number: &str) -> Scale {
    number.parse().expect("a scale")
}

/// The built-in fonts, and an image `p.png` of 2 × 2 pixels: red on the left, transparent on the
/// right.
fn assets() -> Assets {
    let caches = RunCaches::new(Fonts::built_in());
    let mut samples = image::RgbaImage::from_pixel(2, 2, image::Rgba([200, 0, 0, 255]));
    samples.put_pixel(1, 0, image::Rgba([0, 255, 0, 0]));
    samples.put_pixel(1, 1, image::Rgba([0, 255, 0, 0]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    samples
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("an image can be written");
    let limits = ImageLimits::default();
    let (image, _) =
        ImageFile::read("p.png", &bytes.into_inner(), limits, caches.fonts()).expect("an image");
    Assets {
        images: BTreeMap::from([("p.png".to_owned(), image)]),
        ..Assets::new(caches)
    }
}

/// A page of 60 × 30 points.
fn page(items: Vec<Item>) -> Page {
    let items = items
        .into_iter()
        .map(|item| PlacedItem { tag: None, item })
        .collect();
    Page {
        width: Pt(60.0),
        height: Pt(30.0),
        items,
        ..Page::default()
    }
}

fn painted(page: Page, at: &str) -> image::RgbImage {
    let pages = Pages {
        pages: vec![page],
        ..Pages::default()
    };
    let files = paint_pages(&pages, &assets(), scale(at)).expect("a page that can be painted");
    image::load_from_memory(&files[0])
        .expect("a PNG file")
        .into_rgb8()
}

fn frame(x: f32, y: f32, width: f32, height: f32) -> Frame {
    Frame {
        x: Pt(x),
        y: Pt(y),
        width: Pt(width),
        height: Pt(height),
    }
}

fn position(x: f32, y: f32) -> Position {
    Position { x: Pt(x), y: Pt(y) }
}

fn text(x: f32, baseline: f32, size: f32, text: &str) -> Item {
    let fonts = Fonts::built_in();
    let font = fonts.face(FaceId(0)).font();
    let glyph = |character: char| Glyph {
        id: font
            .charmap()
            .map(character)
            .map_or(1, |it| it.to_u32() as u16),
        advance: Pt(size * 0.6),
        dx: Pt::ZERO,
        dy: Pt::ZERO,
        text: character.to_string().into(),
    };
    let glyphs = text.chars().map(glyph).collect();
    let (face, size, color) = (FaceId(0), Pt(size), BLUE);
    Item::Run(GlyphRun {
        x: Pt(x),
        baseline: Pt(baseline),
        face,
        size,
        color,
        backwards: false,
        glyphs,
    })
}

fn line(from: Position, to: Position, width: f32, dash: Option<Dash>) -> Item {
    let stroke = Some(Stroke {
        width: Pt(width),
        color: RED,
        dash,
    });
    Item::Path(VectorPath {
        from,
        segments: vec![Segment::Line(to)],
        closed: false,
        fill: None,
        stroke,
    })
}

#[test]
fn an_empty_page_shows_its_background() {
    assert!(
        painted(page(vec![]), "1")
            .pixels()
            .all(|pixel| pixel.0 == WHITE)
    );
    let background = Page {
        background: Some(BLUE),
        ..page(vec![])
    };
    let image = painted(background, "2");
    assert_eq!(image.dimensions(), (160, 80));
    assert!(image.pixels().all(|pixel| pixel.0 == samples_of(BLUE)));
}

#[test]
fn a_file_states_its_size_on_paper_and_has_no_alpha() {
    let pages = Pages {
        pages: vec![page(vec![])],
        ..Pages::default()
    };
    let file = paint_pages(&pages, &assets(), scale("1"))
        .unwrap()
        .remove(0);
    let reader = png::Decoder::new(std::io::Cursor::new(file))
        .read_info()
        .unwrap();
    assert_eq!(reader.info().color_type, png::ColorType::Rgb);
    assert_eq!(
        reader.info().pixel_dims.map(|it| (it.xppu, it.yppu)),
        Some((3780, 3780))
    );
}

#[test]
fn straight_edges_lie_between_pixels() {
    // From 7.6 to 20.4 pixels: no pixel is half covered.
    let image = painted(
        page(vec![Item::Rect {
            frame: frame(5.7, 5.7, 9.6, 9.6),
            fill: RED,
        }]),
        "1",
    );
    assert!(
        image
            .pixels()
            .all(|pixel| pixel.0 == WHITE || pixel.0 == samples_of(RED))
    );
    assert_eq!(
        image
            .pixels()
            .filter(|pixel| pixel.0 == samples_of(RED))
            .count(),
        12 * 12
    );
    // A hairline is one pixel wide, whichever way it is drawn.
    for hairline in [
        Item::Rect {
            frame: frame(0.0, 10.1, 60.0, 0.1),
            fill: RED,
        },
        line(position(0.0, 10.1), position(60.0, 10.1), 0.1, None),
        line(position(60.0, 10.1), position(0.0, 10.1), 0.1, None),
    ] {
        let image = painted(page(vec![hairline]), "1");
        assert_eq!(
            image
                .pixels()
                .filter(|pixel| pixel.0 == samples_of(RED))
                .count(),
            80
        );
    }
}

#[test]
fn later_items_cover_earlier_ones() {
    let rect = |fill| Item::Rect {
        frame: frame(0.0, 0.0, 30.0, 30.0),
        fill,
    };
    assert_eq!(
        painted(page(vec![rect(RED), rect(BLUE)]), "1")
            .get_pixel(5, 5)
            .0,
        samples_of(BLUE)
    );
}

#[test]
fn text_stands_on_its_baseline() {
    let image = painted(page(vec![text(6.0, 21.0, 12.0, "HH")]), "2");
    let inked = |y| (0..image.width()).any(|x| image.get_pixel(x, y).0 == samples_of(BLUE));
    assert!(inked(55), "the letters stand on the line");
    assert!(
        (56..80).all(|y| (0..160).all(|x| image.get_pixel(x, y).0 == WHITE)),
        "nothing hangs below it"
    );
    let stems = (0..160)
        .filter(|x| image.get_pixel(*x, 50).0 == samples_of(BLUE))
        .count();
    assert!(
        (8..20).contains(&stems),
        "four stems of 2 to 4 pixels, not {stems}"
    );
}

#[test]
fn a_large_glyph_is_painted_like_a_small_one() {
    // Too large to be cached, but in proportion its stem begins where that of a small one does.
    let first = |size: f32, at: &str| {
        let image = painted(
            Page {
                width: Pt(900.0),
                height: Pt(900.0),
                ..page(vec![text(0.0, 800.0, size, "H")])
            },
            at,
        );
        (0..image.width())
            .find(|x| (0..image.height()).any(|y| image.get_pixel(*x, y).0 == samples_of(BLUE)))
            .unwrap()
    };
    assert!((first(800.0, "1") / 8).abs_diff(first(100.0, "1")) <= 2);
}

#[test]
fn an_image_fills_its_frame_and_keeps_its_transparency() {
    let page_with_image = |file: &str, frame| {
        page(vec![Item::Image {
            file: file.to_owned(),
            frame,
        }])
    };
    let image = painted(page_with_image("p.png", frame(15.0, 7.5, 30.0, 15.0)), "1");
    assert_eq!(image.get_pixel(20, 10).0, samples_of(RED));
    assert_eq!(image.get_pixel(39, 29).0, samples_of(RED));
    assert_eq!(image.get_pixel(40, 10).0, WHITE);
    assert_eq!(image.get_pixel(19, 10).0, WHITE);
    let pages = Pages {
        pages: vec![page_with_image("q.png", frame(0.0, 0.0, 9.0, 9.0))],
        ..Pages::default()
    };
    let problems = paint_pages(&pages, &assets(), scale("1")).unwrap_err();
    assert!(
        problems[0]
            .message
            .contains("picture `q.png` was not loaded"),
        "{problems:?}"
    );
}

#[test]
fn lines_have_the_same_ends_and_gaps_as_in_the_pdf() {
    let dash = Some(Dash {
        on: Pt(6.0),
        off: Pt(6.0),
    });
    let image = painted(
        page(vec![line(
            position(0.0, 15.0),
            position(60.0, 15.0),
            3.0,
            dash,
        )]),
        "1",
    );
    assert_eq!(image.get_pixel(4, 20).0, samples_of(RED));
    assert_eq!(image.get_pixel(12, 20).0, WHITE);
    let bent = |to: Vec<Position>| {
        Item::Path(VectorPath {
            from: position(30.0, 15.0),
            segments: to.into_iter().map(Segment::Line).collect(),
            closed: false,
            fill: None,
            stroke: Some(Stroke {
                width: Pt(6.0),
                color: RED,
                dash: None,
            }),
        })
    };
    // Only a line of several pieces has round ends.
    let beyond = |item| painted(page(vec![item]), "1").get_pixel(37, 20).0;
    assert_eq!(beyond(bent(vec![position(50.0, 15.0)])), WHITE);
    assert_eq!(
        beyond(bent(vec![position(40.0, 15.0), position(50.0, 15.0)])),
        samples_of(RED)
    );
}

#[test]
fn every_page_that_is_too_large_is_reported() {
    let large = Page {
        width: Pt(14_000.0),
        height: Pt(14_000.0),
        ..page(vec![])
    };
    let pages = Pages {
        pages: vec![page(vec![]), large.clone(), large],
        ..Pages::default()
    };
    let problems = paint_pages(&pages, &assets(), Scale::default()).unwrap_err();
    assert_eq!(problems.len(), 2);
    assert!(
        problems[0]
            .message
            .starts_with("page 2 would have 37334 × 37334 pixels"),
        "{problems:?}"
    );
}

// The strategies are boxed: their types are nested so deep that an unoptimized test would overflow
// its stack.

fn length() -> BoxedStrategy<f32> {
    prop_oneof![
        4 => -100.0_f32..200.0,
        1 => prop_oneof![
            Just(0.0),
            Just(-0.0),
            Just(f32::NAN),
            Just(f32::INFINITY),
            Just(f32::MIN),
            Just(f32::MAX),
            Just(1e-30),
            Just(99_999.0),
            Just(-99_999.0)
        ],
    ]
    .boxed()
}

fn any_position() -> impl Strategy<Value = Position> {
    (length(), length()).prop_map(|(x, y)| position(x, y))
}

fn areas() -> impl Strategy<Value = Frame> {
    (length(), length(), length(), length())
        .prop_map(|(x, y, width, height)| frame(x, y, width, height))
}

fn paths() -> BoxedStrategy<Item> {
    let segment = prop_oneof![
        any_position().prop_map(Segment::Line),
        (any_position(), any_position(), any_position())
            .prop_map(|(one, two, to)| Segment::Curve(one, two, to)),
    ];
    let dash = proptest::option::of((length(), length()).prop_map(|(on, off)| Dash {
        on: Pt(on),
        off: Pt(off),
    }));
    let stroke = (length(), dash).prop_map(|(width, dash)| Stroke {
        width: Pt(width),
        color: RED,
        dash,
    });
    let (segments, stroke) = (
        proptest::collection::vec(segment, 0..5),
        proptest::option::of(stroke),
    );
    (
        any_position(),
        segments,
        any::<bool>(),
        any::<bool>(),
        stroke,
    )
        .prop_map(|(from, segments, closed, filled, stroke)| {
            Item::Path(VectorPath {
                from,
                segments,
                closed,
                fill: filled.then_some(BLUE),
                stroke,
            })
        })
        .boxed()
}

fn runs() -> BoxedStrategy<Item> {
    let glyph =
        (any::<u16>(), length(), length(), length()).prop_map(|(id, advance, dx, dy)| Glyph {
            // Most of them are in the font.
            id: if id % 8 == 0 { id } else { id % 1000 },
            advance: Pt(advance),
            dx: Pt(dx),
            dy: Pt(dy),
            text: "".into(),
        });
    (
        any_position(),
        0_usize..8,
        length(),
        proptest::collection::vec(glyph, 0..4),
    )
        .prop_map(|(at, face, size, glyphs)| {
            let (face, size) = (FaceId(face), Pt(size));
            Item::Run(GlyphRun {
                x: at.x,
                baseline: at.y,
                face,
                size,
                color: RED,
                backwards: false,
                glyphs,
            })
        })
        .boxed()
}

fn items() -> impl Strategy<Value = Item> {
    prop_oneof![
        runs(),
        paths(),
        areas().prop_map(|frame| Item::Rect { frame, fill: RED }),
        areas().prop_map(|frame| Item::Image {
            file: "p.png".to_owned(),
            frame
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_page_makes_it_panic_and_equal_pages_give_equal_files(
        items in proptest::collection::vec(items(), 0..8),
        (width, height) in (length(), length()),
        thousandths in 100_u16..2000,
    ) {
        let page = Page { width: Pt(width.min(300.0)), height: Pt(height.min(300.0)), ..page(items) };
        let pages = Pages { pages: vec![page.clone(), page], ..Pages::default() };
        let scale = scale(&(f32::from(thousandths) / 1000.0).to_string());
        let (one, two) = (paint_pages(&pages, &assets(), scale), paint_pages(&pages, &assets(), scale));
        prop_assert!(one == two, "equal pages give equal files");
        if let Ok(files) = one {
            prop_assert!(files.len() == 2 && files[0] == files[1]);
        }
    }
}
