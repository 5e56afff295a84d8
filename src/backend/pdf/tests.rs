//! Writes PDF files and reads them back with lopdf and the lint.

mod sample_pages;

use std::collections::BTreeMap;

use image::metadata::Orientation;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::lint::lint_pdf;
use super::write::write_pdf;
use crate::assets::{ImageFile, ImageFormat, ImageLimits, SourceFile};
use crate::document::{Direction, Inline, Meta};
use crate::fonts::{FaceId, Fonts};
use crate::frame::{Frame, Glyph, GlyphRun, Item, LinkArea, LinkTarget, Pages, Role, TagId};
use crate::length::Pt;
use sample_pages::{
    PALE, PagesBuilder, image_item, pages_with_everything, points_frame, sample_images, test_meta,
};

const NO_PROBLEMS: Vec<String> = Vec::new();

/// Keeps a file in the temporary folder, where a person or a validator can look at it.
fn keep_for_inspection(name: &str, bytes: &[u8]) {
    let folder = std::env::temp_dir().join("briefkit-pdf");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), bytes).unwrap();
}

fn write_and_lint(name: &str, pages: &Pages, fonts: &Fonts) -> Document {
    let bytes = write_pdf(pages, &test_meta(), fonts, &sample_images(), None).unwrap();
    keep_for_inspection(name, &bytes);
    assert_eq!(lint_pdf(&bytes), NO_PROBLEMS);
    Document::load_mem(&bytes).unwrap()
}

/// The structure tree as indented types, one element a line.
fn structure_outline(document: &Document) -> String {
    fn walk(document: &Document, id: ObjectId, depth: usize, out: &mut String) {
        let element = document.get_dictionary(id).unwrap();
        let kind = String::from_utf8_lossy(element.get(b"S").unwrap().as_name().unwrap());
        out.push_str(&format!("{:depth$}{kind}\n", ""));
        for kid in element
            .get(b"K")
            .and_then(Object::as_array)
            .into_iter()
            .flatten()
        {
            if let Ok(kid) = kid.as_reference() {
                walk(document, kid, depth + 1, out);
            }
        }
    }
    let mut out = String::new();
    let root = document.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    let root = document.dereference(root).unwrap().1.as_dict().unwrap();
    walk(
        document,
        root.get(b"K").unwrap().as_reference().unwrap(),
        0,
        &mut out,
    );
    out
}

fn elements<'d>(document: &'d Document, kind: &'d str) -> impl Iterator<Item = &'d Dictionary> {
    let objects = document.objects.values();
    objects
        .filter_map(|object| object.as_dict().ok())
        .filter(move |entries| has_name(entries, b"S", kind.as_bytes()))
}

fn streams_of(document: &Document) -> impl Iterator<Item = &Stream> {
    let objects = document.objects.values();
    objects.filter_map(|object| object.as_stream().ok())
}

fn has_name(entries: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    let value = entries.get(key).and_then(Object::as_name);
    value.is_ok_and(|value| value == name)
}

#[test]
fn everything_is_tagged() {
    let fonts = Fonts::built_in();
    let document = write_and_lint("everything.pdf", &pages_with_everything(&fonts), &fonts);
    insta::assert_snapshot!(structure_outline(&document));
    assert_eq!(document.version, "1.7");
    assert_eq!(elements(&document, "L").count(), 1);
}

#[test]
fn equal_pages_give_equal_bytes() {
    let fonts = Fonts::built_in();
    let (pages, images) = (pages_with_everything(&fonts), sample_images());
    let first = write_pdf(&pages, &test_meta(), &fonts, &images, None).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                assert!(write_pdf(&pages, &test_meta(), &fonts, &images, None).unwrap() == first)
            });
        }
    });
    let other = write_pdf(
        &pages,
        &Meta {
            date: "2026-11-24".to_owned(),
            ..test_meta()
        },
        &fonts,
        &images,
        None,
    )
    .unwrap();
    assert_ne!(file_identifier(&first), file_identifier(&other));
}

fn file_identifier(bytes: &[u8]) -> Vec<u8> {
    let document = Document::load_mem(bytes).unwrap();
    let ids = document.trailer.get(b"ID").unwrap().as_array().unwrap();
    assert_eq!(ids[0], ids[1]);
    ids[0].as_str().unwrap().to_vec()
}

#[test]
fn unicode_maps_and_actual_text_give_the_text() {
    let fonts = Fonts::built_in();
    let document = write_and_lint("everything.pdf", &pages_with_everything(&fonts), &fonts);
    assert!(document.extract_text(&[2]).unwrap().contains("开放的成果"));
    let mut maps = String::new();
    for stream in streams_of(&document) {
        let content = stream.get_plain_content().unwrap_or_default();
        let content = String::from_utf8_lossy(&content);
        if content.contains("bfchar") {
            maps.push_str(&content);
        }
    }
    for (text, what) in [
        ("00660069", "both letters of the ligature fi"),
        ("0020", "a space"),
        ("00A0", "a no-break space, which has the glyph of the space"),
        ("0323", "a combining mark on its own"),
        ("25A1", "a square for a private-use character"),
        (
            "0915094D0937",
            "a cluster whose glyphs do not correspond to characters",
        ),
    ] {
        assert!(
            maps.contains(&format!("> <{text}")),
            "{what} is missing: {maps}"
        );
    }
    let page = document.page_iter().nth(1).unwrap();
    let content = document.get_page_content(page);
    assert!(
        String::from_utf8_lossy(&content)
            .contains("/Span <</ActualText<FEFF0915094D0937>/MCID 2>> BDC")
    );
}

#[test]
fn text_that_runs_backwards_says_so() {
    let fonts = Fonts::built_in();
    let mut builder = PagesBuilder::new(&fonts);
    let tag = builder.add_tag(TagId(0), Role::Paragraph);
    // In visual order from the left: `3`, a raised `2`, and one glyph for both `1` and `0`.
    let shown = [('C', "3", 0.0), ('B', "2", 1.5), ('A', "01", 0.0)];
    let glyphs = shown.map(|(character, text, dy)| Glyph {
        dy: Pt(dy),
        ..builder.nominal_glyph(FaceId(0), 10.0, character, text)
    });
    let glyphs = glyphs.to_vec();
    let (face, size) = (FaceId(0), Pt(10.0));
    builder.add_run(
        Some(tag),
        GlyphRun {
            x: Pt(50.0),
            baseline: Pt(110.0),
            face,
            size,
            color: PALE,
            backwards: true,
            glyphs,
        },
    );
    let document = write_and_lint("backwards.pdf", &builder.pages, &fonts);
    let content = document.get_page_content(document.page_iter().next().unwrap());
    assert!(String::from_utf8_lossy(&content).contains("/ReversedChars <</MCID 0>> BDC"));
    // Glyphs on the baseline are reversed together; the raised one is shown on its own.
    assert_eq!(
        document
            .extract_text(&[1])
            .unwrap()
            .replace(char::is_whitespace, ""),
        "1023"
    );
}

#[test]
fn dots_of_letters_do_not_cut_words_that_run_backwards() {
    let fonts = Fonts::built_in();
    let mut builder = PagesBuilder::new(&fonts);
    let tag = builder.add_tag(TagId(0), Role::Paragraph);
    // In visual order: a letter, and a dot with the letter below it. The first glyph of a cluster
    // has its text.
    let mut dot = builder.nominal_glyph(FaceId(0), 10.0, '.', "1");
    (dot.advance, dot.dy) = (Pt::ZERO, Pt(4.0));
    let glyphs = vec![
        builder.nominal_glyph(FaceId(0), 10.0, 'B', "2"),
        dot,
        builder.nominal_glyph(FaceId(0), 10.0, 'A', ""),
    ];
    builder.add_run(
        Some(tag),
        GlyphRun {
            x: Pt(50.0),
            baseline: Pt(110.0),
            face: FaceId(0),
            size: Pt(10.0),
            color: PALE,
            backwards: true,
            glyphs,
        },
    );
    let document = write_and_lint("dots.pdf", &builder.pages, &fonts);
    let content = document.get_page_content(document.page_iter().next().unwrap());
    let content = String::from_utf8_lossy(&content);
    let (letters, dots) = content.split_once("EMC").unwrap();
    // Both letters are shown by one operator, without the text rise of the dot.
    assert!(letters.contains("/ReversedChars"), "{letters}");
    assert!(!letters.contains("Ts"), "{letters}");
    assert_eq!(letters.matches("TJ").count(), 1, "{letters}");
    assert!(dots.contains("/Span <</ActualText<FEFF>/MCID"), "{dots}");
}

#[test]
fn properties_come_from_the_document() {
    let fonts = Fonts::built_in();
    let document = write_and_lint("everything.pdf", &pages_with_everything(&fonts), &fonts);
    let info = document.trailer.get(b"Info").unwrap();
    let info = document.dereference(info).unwrap().1.as_dict().unwrap();
    let text = |key: &[u8]| lopdf::decode_text_string(info.get(key).unwrap()).unwrap();
    assert_eq!(text(b"Title"), "Opening up: “effects” & findings <1>");
    assert_eq!(text(b"Author"), "Zoë Müller");
    assert_eq!(text(b"Subject"), "What the conference said");
    assert_eq!(text(b"CreationDate"), "D:20261123000000Z");
    assert!(!info.has(b"Trapped"));
}

#[test]
fn empty_documents_are_written() {
    let fonts = Fonts::built_in();
    let mut builder = PagesBuilder::new(&fonts);
    builder.pages.tags.clear();
    let nothing = Meta {
        title: Vec::new(),
        subtitle: vec![Inline::text("\u{0}\n")],
        date: "soon".to_owned(),
        lang: String::new(),
        from: Vec::new(),
        organization: None,
        reference: None,
        direction: Direction::Rtl,
        ..test_meta()
    };
    let bytes = write_pdf(&builder.pages, &nothing, &fonts, &BTreeMap::new(), None).unwrap();
    assert_eq!(lint_pdf(&bytes), NO_PROBLEMS);
    keep_for_inspection("empty.pdf", &bytes);
}

#[test]
fn invalid_numbers_are_never_written() {
    let fonts = Fonts::built_in();
    let mut builder = PagesBuilder::new(&fonts);
    let tag = builder.add_tag(TagId(0), Role::Paragraph);
    for wrong in [f32::NAN, f32::INFINITY, f32::MIN, f32::MAX, -1.0, 0.0].map(Pt) {
        builder.add_text(Some(tag), (wrong.0, wrong.0), wrong.0, "x");
        builder.add_text(Some(TagId(99)), (50.0, 50.0), 10.0, "y");
        let frame = Frame {
            x: wrong,
            y: wrong,
            width: wrong,
            height: wrong,
        };
        builder.add_item(None, Item::Rect { frame, fill: PALE });
        builder.add_item(None, image_item("a.jpg", frame));
        builder.current_page().width = wrong;
        builder.add_page();
    }
    let document = write_and_lint("wrong.pdf", &builder.pages, &fonts);
    for page in document.page_iter() {
        let content = document.get_page_content(page);
        let content = String::from_utf8_lossy(&content);
        assert!(
            !content.contains("NaN") && !content.contains("inf"),
            "{content}"
        );
    }
}

#[test]
fn reading_order_is_the_order_of_painting() {
    let fonts = Fonts::built_in();
    let mut builder = PagesBuilder::new(&fonts);
    let section = builder.add_tag(TagId(0), Role::Section);
    let list = builder.add_tag(section, Role::List { ordered: true });
    let figure = builder.add_tag(section, Role::Figure);
    builder.pages.tags[figure.0].alt = Some("A figure".to_owned());
    let heading = builder.add_tag(section, Role::Heading(1));
    let empty = builder.add_tag(section, Role::Quote);
    let paragraph = builder.add_tag(section, Role::Paragraph);
    let last = builder.add_tag(section, Role::Source);
    let item = builder.add_tag(list, Role::ListItem);
    let body = builder.add_tag(item, Role::ListBody);
    // A paragraph that continues after a heading stays where it began.
    for (tag, y) in [
        (paragraph, 60.0),
        (heading, 80.0),
        (paragraph, 100.0),
        (body, 120.0),
        (figure, 140.0),
    ] {
        builder.add_text(Some(tag), (50.0, y), 10.0, "word");
    }
    assert!(empty < last);
    let document = write_and_lint("order.pdf", &builder.pages, &fonts);
    assert_eq!(
        structure_outline(&document),
        "Document\n Sect\n  BlockQuote\n  P\n  H1\n  L\n   LI\n    LBody\n  Figure\n  P\n"
    );
}

#[test]
fn equal_images_are_stored_once() {
    let fonts = Fonts::built_in();
    let document = write_and_lint("everything.pdf", &pages_with_everything(&fonts), &fonts);
    let streams = streams_of(&document);
    let images: Vec<_> = streams.filter(|stream| stream.dict.has(b"Width")).collect();
    assert_eq!(images.len(), 4, "three images and a mask");
    let mut images = images.into_iter();
    let jpeg = images.find(|image| has_name(&image.dict, b"Filter", b"DCTDecode"));
    assert_eq!(
        *jpeg.unwrap().content,
        *sample_images()["a.jpg"].bytes,
        "a plain JPEG stays as it is"
    );
}

#[test]
fn svg_images_become_paths() {
    let fonts = Fonts::built_in();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/briefs/pictures/");
    let read = |name: &str| {
        let bytes = std::fs::read(format!("{folder}{name}")).unwrap();
        let (image, warnings) =
            ImageFile::read(name, &bytes, ImageLimits::default(), &fonts).unwrap();
        assert_eq!(warnings, []);
        (name.to_owned(), image)
    };
    let images = ["station.svg", "fog.svg"].map(read).into();
    for (name, painted, operators) in [
        (
            "station.svg",
            0,
            ["/G0 sh", "/G1 sh", "W n", "f*", "] 0 d", "/X0 Do", "/S0 gs"].as_slice(),
        ),
        ("fog.svg", 3, ["/X0 Do", "/X1 Do", "/X2 Do"].as_slice()),
    ] {
        let mut builder = PagesBuilder::new(&fonts);
        let frame = points_frame(50.0, 50.0, 180.0, 100.0);
        builder.add_item(None, image_item(name, frame));
        let bytes = write_pdf(&builder.pages, &test_meta(), &fonts, &images, None).unwrap();
        assert_eq!(lint_pdf(&bytes), NO_PROBLEMS);
        assert!(
            write_pdf(&builder.pages, &test_meta(), &fonts, &images, None).unwrap() == bytes,
            "equal bytes each time"
        );
        let document = Document::load_mem(&bytes).unwrap();
        let streams: Vec<_> = streams_of(&document).collect();
        let with_mask = |stream: &&&Stream| stream.dict.has(b"SMask");
        let masks = streams.iter().filter(with_mask).count();
        assert_eq!(masks, painted, "{name} has parts that are rasterized");
        let mut content = String::new();
        for form in streams {
            if has_name(&form.dict, b"Subtype", b"Form") {
                content += &String::from_utf8(form.get_plain_content().unwrap()).unwrap();
            }
        }
        for operator in operators {
            assert!(content.contains(operator), "no {operator} in {name}");
        }
        assert!(
            !content.contains(['e', 'N']),
            "numbers have no exponent and are not NaN: {content}"
        );
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    #[test]
    fn svg_images_with_extreme_numbers_give_valid_files(
        sample in 0_usize..2,
        changes in proptest::collection::vec((0_usize..200, 0_usize..6), 1..5),
    ) {
        let fonts = Fonts::built_in();
        let path = format!("{}/tests/briefs/pictures/{}", env!("CARGO_MANIFEST_DIR"), ["station.svg", "fog.svg"][sample]);
        let mut text = std::fs::read_to_string(path).unwrap();
        for (number, extreme) in changes {
            let is_digit = |character: char| character.is_ascii_digit();
            let digits: Vec<usize> = text.match_indices(is_digit).map(|(index, _)| index).collect();
            let digit = digits[number % digits.len()];
            text.replace_range(digit..=digit, ["1e38", "-1e38", "0", "1e-38", "99999999", "-7"][extreme]);
        }
        let read = ImageFile::read("a.svg", text.as_bytes(), ImageLimits::default(), &fonts);
        let Ok((image, _)) = read else { return Ok(()) };
        let mut builder = PagesBuilder::new(&fonts);
        let frame = points_frame(50.0, 50.0, 20.0, 20.0);
        builder.add_item(None, image_item("a.svg", frame));
        let images = [("a.svg".to_owned(), image)].into();
        if let Ok(bytes) = write_pdf(&builder.pages, &test_meta(), &fonts, &images, None) {
            proptest::prop_assert_eq!(lint_pdf(&bytes), NO_PROBLEMS);
            let document = Document::load_mem(&bytes).unwrap();
            for stream in streams_of(&document) {
                if has_name(&stream.dict, b"Subtype", b"Form") {
                    let content = stream.get_plain_content().unwrap();
                    proptest::prop_assert!(!String::from_utf8_lossy(&content).contains(['N', 'i', 'e']));
                }
            }
        }
    }
}

#[test]
fn photographs_are_turned_as_their_orientation_says() {
    let fonts = Fonts::built_in();
    let plain = sample_images().remove("a.jpg").unwrap();
    let matrices = [
        "30 0 0 20 50 772",
        "-30 0 0 20 80 772",
        "-30 0 0 -20 80 792",
        "30 0 0 -20 50 792",
        "0 -20 -30 0 80 792",
        "0 -20 30 0 50 792",
        "0 20 30 0 50 772",
        "0 20 -30 0 80 772",
    ];
    for (number, matrix) in (1..=8).zip(matrices) {
        let image = ImageFile {
            orientation: Orientation::from_exif(number).unwrap(),
            ..plain.clone()
        };
        let mut builder = PagesBuilder::new(&fonts);
        builder.current_page().height = Pt(842.0);
        let frame = points_frame(50.0, 50.0, 30.0, 20.0);
        builder.add_item(None, image_item("a.jpg", frame));
        let images = [("a.jpg".to_owned(), image)].into();
        let bytes = write_pdf(&builder.pages, &test_meta(), &fonts, &images, None).unwrap();
        let document = Document::load_mem(&bytes).unwrap();
        let content = document.get_page_content(document.page_iter().next().unwrap());
        let content = String::from_utf8_lossy(&content).into_owned();
        assert!(
            content.contains(&format!("{matrix} cm")),
            "{number}: {content}"
        );
        assert!(streams_of(&document).any(|stream| *stream.content == *plain.bytes));
    }
}

#[test]
fn images_beyond_print_resolution_are_reduced() {
    let fonts = Fonts::built_in();
    for (side, expected) in [(12.0, 24), (2.4, 10)] {
        let mut builder = PagesBuilder::new(&fonts);
        let frame = points_frame(50.0, 50.0, side, side);
        for file in ["a.jpg", "b.png"] {
            builder.add_item(None, image_item(file, frame));
        }
        let bytes =
            write_pdf(&builder.pages, &test_meta(), &fonts, &sample_images(), None).unwrap();
        let document = Document::load_mem(&bytes).unwrap();
        let widths: Vec<i64> = streams_of(&document)
            .filter_map(|stream| stream.dict.get(b"Width").and_then(Object::as_i64).ok())
            .collect();
        assert_eq!(widths, [expected; 3]);
        let is_jpeg = |stream: &&Stream| has_name(&stream.dict, b"Filter", b"DCTDecode");
        let jpegs = streams_of(&document).filter(is_jpeg).count();
        assert_eq!(jpegs, 1, "a JPEG stays a JPEG");
    }
}

#[test]
fn damaged_images_are_reported() {
    let fonts = Fonts::built_in();
    for (name, cut) in [("a.jpg", 400), ("a.jpg", 2), ("b.png", 60)] {
        let mut images = sample_images();
        let image = images.get_mut(name).unwrap();
        image.bytes = image.bytes[..cut].into();
        let mut builder = PagesBuilder::new(&fonts);
        let frame = points_frame(50.0, 50.0, 50.0, 50.0);
        builder.add_item(None, image_item(name, frame));
        let problem = write_pdf(&builder.pages, &test_meta(), &fonts, &images, None).unwrap_err();
        assert!(problem.message.contains(name), "{problem}");
    }
}

#[test]
fn metadata_of_a_photograph_is_dropped() {
    let plain = sample_images().remove("a.jpg").unwrap();
    let (head, rest) = plain.bytes.split_at(2);
    let place = b"\xFF\xE1\x00\x0AExif\x00\x00xx".as_slice();
    let after = b"a preview".as_slice();
    let photograph = ImageFile {
        bytes: [head, place, rest, after].concat().into(),
        ..plain.clone()
    };
    assert_eq!(photograph.format, ImageFormat::Jpeg);
    let fonts = Fonts::built_in();
    let mut builder = PagesBuilder::new(&fonts);
    let frame = points_frame(50.0, 50.0, 50.0, 50.0);
    builder.add_item(None, image_item("photograph", frame));
    let images = [("photograph".to_owned(), photograph)].into();
    let document = Document::load_mem(
        &write_pdf(&builder.pages, &test_meta(), &fonts, &images, None).unwrap(),
    )
    .unwrap();
    assert!(streams_of(&document).any(|stream| *stream.content == *plain.bytes));
}

#[test]
fn lint_finds_missing_entries() {
    let fonts = Fonts::built_in();
    let bytes = write_pdf(
        &pages_with_everything(&fonts),
        &test_meta(),
        &fonts,
        &sample_images(),
        None,
    )
    .unwrap();
    // How many problems there are if objects of a kind lose an entry.
    let problems_without = |kind: &str, key: &str| {
        let mut document = Document::load_mem(&bytes).unwrap();
        let is_kind = |entries: &Dictionary| {
            let keys = [b"S".as_slice(), b"Subtype", b"Type"];
            keys.iter()
                .any(|key| has_name(entries, key, kind.as_bytes()))
        };
        for object in document.objects.values_mut() {
            if let Object::Dictionary(entry) = object
                && is_kind(entry)
            {
                entry.remove(key.as_bytes());
            }
        }
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        lint_pdf(&bytes).len()
    };
    assert_eq!(problems_without("Nothing", "Alt"), 0);
    assert_eq!(problems_without("Figure", "Alt"), 5);
    assert_eq!(problems_without("TH", "A"), 5);
    assert_eq!(problems_without("Link", "StructParent"), 3);
    assert_eq!(problems_without("Link", "Contents"), 3);
    assert_eq!(problems_without("Page", "Tabs"), 2);
    assert_eq!(problems_without("Catalog", "Lang"), 1);
    assert_eq!(problems_without("H2", "K"), 1);
}

#[test]
fn lint_finds_untagged_content() {
    let fonts = Fonts::built_in();
    let mut builder = PagesBuilder::new(&fonts);
    builder.add_text(None, (50.0, 50.0), 10.0, "word");
    let mut document = Document::load_mem(
        &write_pdf(&builder.pages, &test_meta(), &fonts, &BTreeMap::new(), None).unwrap(),
    )
    .unwrap();
    let page = document.page_iter().next().unwrap();
    document
        .change_page_content(page, b"0 0 9 9 re f BT /T0 9 Tf [<0000>] TJ ET".to_vec())
        .unwrap();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    let problems = lint_pdf(&bytes);
    assert_eq!(problems.len(), 2, "{problems:?}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]

    #[test]
    fn tags_and_content_always_agree(
        parents in proptest::collection::vec(0_usize..40, 1..40),
        painted in proptest::collection::vec((0_usize..48, 0_usize..8), 0..60),
    ) {
        let fonts = Fonts::built_in();
        let mut builder = PagesBuilder::new(&fonts);
        for parent in parents {
            builder.add_tag(TagId(parent), Role::Span);
        }
        for (tag, what) in painted {
            match what {
                0 => builder.add_page(),
                1 => builder.add_item(Some(TagId(tag)), rectangle()),
                2 => add_link(&mut builder, tag),
                _ => drop(builder.add_text(Some(TagId(tag)), (50.0, 50.0), 10.0, "a b")),
            }
        }
        let bytes = write_pdf(&builder.pages, &test_meta(), &fonts, &BTreeMap::new(), None).unwrap();
        proptest::prop_assert_eq!(lint_pdf(&bytes), NO_PROBLEMS);
    }
}

fn rectangle() -> Item {
    Item::Rect {
        frame: points_frame(50.0, 50.0, 50.0, 50.0),
        fill: PALE,
    }
}

fn add_link(builder: &mut PagesBuilder<'_>, parent: usize) {
    let tag = builder.add_tag(TagId(parent), Role::Link);
    let frame = points_frame(50.0, 50.0, 50.0, 50.0);
    let description = "A link".to_owned();
    builder.current_page().links.push(LinkArea {
        frame,
        tag,
        target: LinkTarget::Source(0),
        description,
    });
}

#[test]
fn the_brief_can_be_attached() {
    let fonts = Fonts::built_in();
    let source = SourceFile {
        name: "été.yaml".to_owned(),
        bytes: b"title: T\n".as_slice().into(),
    };
    let bytes = write_pdf(
        &pages_with_everything(&fonts),
        &test_meta(),
        &fonts,
        &sample_images(),
        Some(&source),
    )
    .unwrap();
    keep_for_inspection("attached.pdf", &bytes);
    assert_eq!(lint_pdf(&bytes), NO_PROBLEMS);
    let document = Document::load_mem(&bytes).unwrap();
    let catalog = document.catalog().unwrap();
    let object = catalog.get(b"AF").unwrap().as_array().unwrap()[0]
        .as_reference()
        .unwrap();
    let file = document.get_dictionary(object).unwrap();
    assert_eq!(
        file.get(b"AFRelationship").unwrap().as_name().unwrap(),
        b"Source"
    );
    let stream = file
        .get(b"EF")
        .unwrap()
        .as_dict()
        .unwrap()
        .get(b"F")
        .unwrap()
        .as_reference()
        .unwrap();
    let stream = document.get_object(stream).unwrap().as_stream().unwrap();
    assert_eq!(stream.get_plain_content().unwrap(), b"title: T\n");
    let packet = catalog.get(b"Metadata").unwrap().as_reference().unwrap();
    let packet = document.get_object(packet).unwrap().as_stream().unwrap();
    assert!(String::from_utf8_lossy(&packet.content).contains("<pdfaid:part>3</pdfaid:part>"));
}
