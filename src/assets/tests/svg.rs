//! SVG files from untrusted sources.

use proptest::prelude::*;

use crate::assets::{ImageFile, ImageLimits, SvgLimits};
use crate::fonts::Fonts;
use crate::length::Pt;

const HEAD: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";

fn svg(inside: &str) -> String {
    format!("{HEAD} width=\"100\" height=\"50\">{inside}</svg>")
}

fn read_with(text: &str, limits: SvgLimits) -> Result<(ImageFile, Vec<String>), String> {
    let limits = ImageLimits {
        svg: limits,
        ..ImageLimits::default()
    };
    let read = ImageFile::read("p.svg", text.as_bytes(), limits, &Fonts::built_in())
        .map_err(|why| why.message)?;
    Ok((read.0, read.1.into_iter().map(|it| it.message).collect()))
}

fn read(text: &str) -> Result<(ImageFile, Vec<String>), String> {
    read_with(text, SvgLimits::default())
}

#[track_caller]
fn refused(text: &str, why: &str) {
    let message = read(text).map(|_| ()).expect_err("it is refused");
    assert!(message.contains(why), "no `{why}` in: {message}");
}

#[track_caller]
fn warns(inside: &str, of: &str) -> ImageFile {
    let (image, warnings) = read(&svg(inside)).expect("it is read");
    assert!(
        warnings.iter().any(|it| it.contains(of)),
        "no `{of}` in {warnings:?}"
    );
    image
}

fn cleaned_text(image: &ImageFile) -> String {
    String::from_utf8(image.bytes.to_vec()).expect("it is text")
}

#[test]
fn size_comes_from_the_root_element() {
    let size = |attributes: &str| read(&format!("{HEAD} {attributes}/>")).unwrap().0.size;
    assert_eq!(
        size("width=\"25.4mm\" height=\"1in\""),
        (Pt(72.0), Pt(72.0))
    );
    assert_eq!(size("width=\"96\" height=\"96px\""), (Pt(72.0), Pt(72.0)));
    assert_eq!(size("viewBox=\"0 0 96 48\""), (Pt(72.0), Pt(36.0)));
    refused(
        &format!("{HEAD} width=\"0\" height=\"5\"/>"),
        "no width or height",
    );
    refused("<html/>", "is not SVG");
    refused("<svg/>", "is not SVG");
    refused("<!-- ", "not well-formed SVG");
}

#[test]
fn undrawn_content_has_warnings() {
    let script = warns(
        "<script>alert(1)</script><rect width=\"9\" height=\"9\" onclick=\"alert(2)\"/>",
        "a script",
    );
    assert!(!cleaned_text(&script).contains("alert"));
    warns(
        "<foreignObject width=\"9\" height=\"9\"><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>",
        "text or a page",
    );
    let outside = warns(
        "<image href=\"file:///etc/hostname\" width=\"9\" height=\"9\"/>",
        "a picture inside",
    );
    assert!(!cleaned_text(&outside).contains("hostname"));
    warns(
        "<image href=\"https://example.org/a.png\" width=\"9\" height=\"9\"/>",
        "a picture inside",
    );
    warns(
        "<image xlink:href=\"data:image/svg+xml,&lt;svg/&gt;\" width=\"9\" height=\"9\"/>",
        "a picture inside",
    );
    warns(
        "<rect width=\"9\" height=\"9\"><animate attributeName=\"x\" to=\"5\"/></rect>",
        "an animation",
    );
    warns("<use href=\"other.svg#a\"/>", "a part of another file");
    warns(
        "<rect width=\"9\" height=\"9\" fill=\"url(https://example.org/a.svg#g)\"/>",
        "a part of another file",
    );
    warns(
        "<style>@import url(\"https://example.org/a.css\");</style>",
        "from elsewhere",
    );
    warns(
        "<text y=\"20\" font-family=\"Comic Sans MS\">x</text>",
        "names the font `Comic Sans MS`",
    );
    warns(
        "<text y=\"20\">\u{10000}</text>",
        "(U+10000), which no font has",
    );
    for family in [
        "",
        "font-family=\"serif\"",
        "font-family=\"Arial, sans-serif\"",
    ] {
        let (_, warnings) = read(&svg(&format!("<text y=\"20\" {family}>Ax</text>"))).unwrap();
        assert_eq!(warnings, Vec::<String>::new(), "{family}");
    }
    let (image, _) = read(&svg("<text y=\"20\">Ax</text>")).unwrap();
    assert!(
        cleaned_text(&image).contains("<path") && !cleaned_text(&image).contains("<text"),
        "text becomes paths"
    );
}

#[test]
fn limits_have_messages() {
    let limits = SvgLimits::default();
    let message = |text: &str, limits| {
        read_with(text, limits)
            .map(|_| ())
            .expect_err("it is refused")
    };
    let boxes = svg(&"<rect width=\"9\" height=\"9\"/>".repeat(20));
    assert!(
        message(
            &boxes,
            SvgLimits {
                bytes: 100,
                ..limits
            }
        )
        .contains("the limit for SVG is 100")
    );
    assert!(
        message(
            &boxes,
            SvgLimits {
                elements: 10,
                ..limits
            }
        )
        .contains("more than 10 elements")
    );
    assert!(
        message(
            &boxes,
            SvgLimits {
                side: 99.0,
                ..limits
            }
        )
        .contains("100 × 50 CSS pixels large; the limit is 99")
    );
    let nested = svg(&format!("{}{}", "<g>".repeat(80), "</g>".repeat(80)));
    assert!(message(&nested, limits).contains("deeper than 64 levels"));
    refused(
        &svg(&format!(
            "{}{}",
            "<g>".repeat(200_000),
            "</g>".repeat(200_000)
        )),
        "",
    );
    let veils = svg(
        &"<g opacity=\".5\"><rect width=\"100\" height=\"50\"/><path d=\"M0 0h9v9z\"/></g>"
            .repeat(300),
    );
    assert!(message(&veils, limits).contains("more than 200 layers"));
}

#[test]
fn repeated_elements_are_counted() {
    let doubling = |link: &dyn Fn(usize) -> String| {
        let levels: String = (1..30)
            .map(|at| format!("<g id=\"a{at}\">{}</g>", link(at - 1).repeat(2)))
            .collect();
        svg(&format!(
            "<defs><rect id=\"a0\" width=\"9\" height=\"9\"/>{levels}</defs>{}",
            link(29)
        ))
    };
    refused(
        &doubling(&|at| format!("<use xlink:href=\"#a{at}\"/>")),
        "more than 200000 elements",
    );
    refused(
        &doubling(&|at| format!("<use href=\" #a{at} \"/>")),
        "more than 200000 elements",
    );
    let patterns: String = (1..20)
        .map(|at| {
            let tiles = format!(
                "<rect width=\"9\" height=\"9\" fill=\"url(#p{})\"/>",
                at - 1
            )
            .repeat(9);
            format!("<pattern id=\"p{at}\" width=\"9\" height=\"9\">{tiles}</pattern>")
        })
        .collect();
    refused(
        &svg(&format!(
            "{patterns}<rect width=\"9\" height=\"9\" fill=\"url('#p19')\"/>"
        )),
        "more than 200000",
    );
    let sheet: String = (1..20)
        .map(|at| format!(".c{at} {{ fill: url(#p{}) }} ", at - 1))
        .collect();
    let classed: String = (1..20)
        .map(|at| {
            let tiles = format!("<rect class=\"c{at}\" width=\"9\" height=\"9\"/>").repeat(9);
            format!("<pattern id=\"p{at}\" width=\"9\" height=\"9\">{tiles}</pattern>")
        })
        .collect();
    let through = svg(&format!(
        "<style>{sheet}</style>{classed}<rect width=\"9\" height=\"9\" fill=\"url(#p19)\"/>"
    ));
    refused(&through, "more than 200000 elements");
    let marker = "<marker id=\"m\"><path d=\"M0 0h1\"/><path d=\"M0 0h1\"/></marker>";
    let line = format!(
        "<path style=\"marker-mid:url(#m)\" d=\"M0 0{}\"/>",
        "h1v1".repeat(200_000)
    );
    refused(
        &svg(&format!("{marker}{line}")),
        "more than 200000 elements",
    );
}

#[test]
fn attributes_and_namespaces_are_limited() {
    let many: String = (0..200_000).map(|at| format!(" a{at}='>'")).collect();
    refused(&svg(&format!("<g{many}/>")), "more than 500 attributes");
    let spaces: String = (0..2000)
        .map(|at| format!("<g xmlns:a{at}=\"b\">"))
        .collect();
    refused(&svg(&spaces), "more than 1000 namespaces");
}

#[test]
fn equal_files_give_equal_bytes() {
    for sample in SAMPLES {
        let first = cleaned_text(&read(sample).unwrap().0);
        assert!((0..4).all(|_| cleaned_text(&read(sample).unwrap().0) == first));
    }
}

#[test]
fn self_references_are_refused() {
    refused(
        &svg("<g id=\"a\"><use href=\"#a\"/></g>"),
        "refers to itself",
    );
    refused(
        &svg("<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><use href=\"#a\"/></g>"),
        "refers to itself",
    );
    let pattern = "<pattern id=\"p\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\" fill=\"url(#p)\"/></pattern>";
    refused(&svg(pattern), "refers to itself");
    refused(
        &svg("<mask id=\"m\"><rect width=\"9\" height=\"9\" mask=\"url(#m)\"/></mask>"),
        "refers to itself",
    );
    let gradients = "<linearGradient id=\"a\" href=\"#b\"/><linearGradient id=\"b\" href=\"#a\"/>";
    assert!(
        read(&svg(&format!(
            "{gradients}<rect width=\"9\" height=\"9\" fill=\"url(#a)\"/>"
        )))
        .is_ok()
    );
}

#[test]
fn costly_painting_is_refused() {
    let with = |filter: &str| {
        let region = "x=\"0\" y=\"0\" width=\"100\" height=\"50\" filterUnits=\"userSpaceOnUse\"";
        svg(&format!(
            "<filter id=\"f\" {region}>{filter}</filter><rect width=\"99\" height=\"49\" filter=\"url(#f)\"/>"
        ))
    };
    for filter in [
        "<feMorphology operator=\"dilate\" radius=\"40\"/>",
        "<feTurbulence numOctaves=\"4000000000\"/>",
        &"<feGaussianBlur stdDeviation=\"3\"/>".repeat(100),
    ] {
        refused(&with(filter), "layers of its size to paint");
    }
    assert!(read(&with("<feGaussianBlur stdDeviation=\"3\"/>")).is_ok());
    refused(
        &svg(&"<path d=\"M0 9h10000\" stroke=\"#000\" stroke-dasharray=\".00001\"/>".repeat(40)),
        "layers of its size to paint",
    );
    refused(&svg("<path d=\"M0 9h1e9v9\"/>"), "reaches too far");
    refused(
        &svg(
            "<pattern id=\"p\" width=\"99999\" height=\"99999\" patternUnits=\"userSpaceOnUse\"><rect width=\"9\" \
              height=\"9\"/></pattern><rect width=\"99\" height=\"49\" fill=\"url(#p)\"/>",
        ),
        "layers of its size to paint",
    );
}

#[test]
fn entities_are_refused() {
    let laughs: String = (1..20)
        .map(|at| format!("<!ENTITY l{at} \"{}\">", format!("&l{};", at - 1).repeat(9)))
        .collect();
    let text = format!(
        "<!DOCTYPE svg [<!ENTITY l0 \"x\">{laughs}]>{}",
        svg("<text>&l19;</text>")
    );
    refused(&text, "declares entities");
    let outside = format!(
        "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>{}",
        svg("<text>&x;</text>")
    );
    refused(&outside, "declares entities");
    let plain = "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">";
    assert!(read(&format!("<?xml version=\"1.0\"?>\n{plain}{}", svg(""))).is_ok());
}

#[test]
fn svg_can_be_painted_at_any_size() {
    let (image, _) = read(&svg("<rect width=\"50\" height=\"50\" fill=\"#f00\"/>")).unwrap();
    let painted = image.rasterize(200, 100).unwrap();
    assert_eq!(painted.pixel(50, 50).unwrap().red(), 255);
    assert_eq!(painted.pixel(150, 50).unwrap().alpha(), 0);
    let wide = image.svg_of_width(crate::length::Px(1152.0));
    let wide = String::from_utf8(wide.to_vec()).unwrap();
    assert!(
        wide.starts_with("<svg width=\"1152\" height=\"576\" viewBox=\"0 0 100 50\" xmlns="),
        "{wide}"
    );
    assert!(read(&wide).is_ok());
}

const SAMPLES: [&str; 2] = [
    include_str!("../../../tests/briefs/pictures/station.svg"),
    include_str!("../../../tests/briefs/pictures/fog.svg"),
];

/// Fragments that replace parts of a valid file.
const PARTS: [&str; 14] = [
    "<",
    ">",
    "\"",
    "url(#sky)",
    "<use href=\"#wheel\"/>",
    "-1e38",
    "1e38",
    "NaN",
    "0",
    "<g>",
    "</g>",
    "%",
    "\u{0}",
    "#tiles",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn altered_files_do_not_panic(
        sample in 0_usize..2,
        changes in prop::collection::vec((0_usize..2000, 0_usize..12, 0_usize..PARTS.len()), 1..6),
    ) {
        let mut text = SAMPLES[sample].to_owned();
        for (at, length, part) in changes {
            let start = at % text.len();
            let end = (start + length).min(text.len());
            if text.is_char_boundary(start) && text.is_char_boundary(end) {
                text.replace_range(start..end, PARTS[part]);
            }
        }
        if let Ok((image, _)) = read(&text) {
            let _ = image.rasterize(60, 40);
            let again = read(&cleaned_text(&image));
            prop_assert!(again.is_ok(), "{:?} in {}", again.err(), cleaned_text(&image));
        }
    }
}
