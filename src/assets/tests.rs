//! Raster images: their size, their orientation and their metadata.

mod svg;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder, RgbImage, RgbaImage};

use super::{ImageFile, ImageFormat, ImageLimits};
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::length::Pt;

fn read(bytes: &[u8]) -> Result<ImageFile, Diagnostic> {
    ImageFile::read("p", bytes, ImageLimits::default(), &Fonts::built_in())
        .map(|(image_file, _)| image_file)
}

/// An EXIF block with an orientation, a density, and a place that must not be published.
fn exif(orientation: u16, density: u32, unit: u16) -> Vec<u8> {
    let mut out = b"II*\0\x08\0\0\0\x04\0".to_vec();
    let entry = |tag: u16, kind: u16, value: u32| {
        [
            &tag.to_le_bytes()[..],
            &kind.to_le_bytes(),
            &1_u32.to_le_bytes(),
            &value.to_le_bytes(),
        ]
        .concat()
    };
    out.extend(entry(0x0112, 3, orientation.into()));
    out.extend(entry(0x011A, 5, 62));
    out.extend(entry(0x0128, 3, unit.into()));
    out.extend(entry(0x8825, 4, 70));
    out.extend([0; 4]);
    out.extend(density.to_le_bytes());
    out.extend(1_u32.to_le_bytes());
    out.extend(b"GPS 39.9042 N 116.4074 E");
    out
}

/// An image whose corners are red, green, blue and white, from left to right and from top to
/// bottom.
fn corners(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, y| {
        match (x * 2 < width, y * 2 < height) {
            (true, true) => image::Rgb([250, 10, 10]),
            (false, true) => image::Rgb([10, 250, 10]),
            (true, false) => image::Rgb([10, 10, 250]),
            (false, false) => image::Rgb([250, 250, 250]),
        }
    })
    .into()
}

/// The samples in the file of a turned camera whose image, once turned upright, is `shown`.
fn stored(shown: &DynamicImage, turn: Orientation) -> DynamicImage {
    let back = match turn {
        Orientation::Rotate90 => Orientation::Rotate270,
        Orientation::Rotate270 => Orientation::Rotate90,
        itself => itself,
    };
    let mut image = shown.clone();
    image.apply_orientation(back);
    image
}

fn jpeg(image: &DynamicImage, block: Vec<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    encoder.set_exif_metadata(block).unwrap();
    encoder.encode_image(image).unwrap();
    bytes
}

fn png(image: &DynamicImage, block: Vec<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    encoder.set_exif_metadata(block).unwrap();
    image.write_with_encoder(encoder).unwrap();
    bytes
}

fn webp(image: &DynamicImage, block: Vec<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut bytes);
    encoder.set_exif_metadata(block).unwrap();
    image.write_with_encoder(encoder).unwrap();
    bytes
}

fn has_bytes(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn all_eight_orientations_are_shown_upright() {
    let shown = corners(32, 16);
    for number in 1..=8 {
        let turn = Orientation::from_exif(number).unwrap();
        let image = stored(&shown, turn);
        for (format, bytes) in [
            (ImageFormat::Jpeg, jpeg(&image, exif(number.into(), 72, 2))),
            (ImageFormat::Png, png(&image, exif(number.into(), 72, 2))),
            (ImageFormat::WebP, webp(&image, exif(number.into(), 72, 2))),
        ] {
            let image_file = read(&bytes).unwrap();
            assert_eq!((image_file.format, image_file.orientation), (format, turn));
            assert_eq!(
                (image_file.width, image_file.height),
                (32, 16),
                "{format:?} {number}"
            );
            assert_eq!(image_file.size, (Pt(32.0), Pt(16.0)));
            let painted = image_file.rasterize(32, 16).unwrap();
            for (x, y) in [(2, 2), (29, 2), (2, 13), (29, 13)] {
                let (pixel, expected) = (
                    painted.pixel(x, y).unwrap(),
                    shown.to_rgb8().get_pixel(x, y).0,
                );
                let off = [pixel.red(), pixel.green(), pixel.blue()]
                    .iter()
                    .zip(expected)
                    .any(|(a, b)| a.abs_diff(b) > 24);
                assert!(
                    !off,
                    "{format:?} {number}: {pixel:?} instead of {expected:?} at {x}, {y}"
                );
            }
            let copy = image_file.copy(None).unwrap();
            let again = read(&copy.bytes).unwrap();
            assert_eq!(
                (again.width, again.height, again.orientation),
                (32, 16, Orientation::NoTransforms)
            );
        }
    }
}

#[test]
fn copies_have_no_metadata() {
    let image = corners(16, 16);
    let mut text = png(&image, exif(1, 72, 2));
    let chunk = b"\0\0\0\x08tEXtA\0secret\0\0\0\0";
    text.splice(33..33, chunk.iter().copied());
    let mut commented = jpeg(&image, exif(1, 72, 2));
    commented.splice(
        2..2,
        b"\xFF\xFE\0\x08secret\xFF\xED\0\x08secret\xFF\xE0\0\x0DJFXX\0secret"
            .iter()
            .copied(),
    );
    commented.extend(b"secret after the end");
    for bytes in [commented, text, webp(&image, exif(1, 72, 2))] {
        assert!(has_bytes(&bytes, b"GPS 39"));
        let image_file = read(&bytes).unwrap();
        for pixels in [None, Some((8, 8))] {
            let copy = image_file.copy(pixels).unwrap();
            for part in [b"GPS".as_slice(), b"secret", b"Exif", b"eXIf"] {
                assert!(
                    !has_bytes(&copy.bytes, part),
                    "{:?} holds {}",
                    image_file.format,
                    String::from_utf8_lossy(part)
                );
            }
        }
    }
}

#[test]
fn colours_keep_their_profile() {
    let mut profile = vec![0; 128];
    profile[16..20].copy_from_slice(b"RGB ");
    let image = corners(16, 16);
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes);
    encoder.set_icc_profile(profile.clone()).unwrap();
    encoder.encode_image(&image).unwrap();
    let image_file = read(&bytes).unwrap();
    assert!(has_bytes(
        &image_file.copy(None).unwrap().bytes,
        b"ICC_PROFILE\0"
    ));
    assert!(has_bytes(
        &image_file.copy(Some((8, 8))).unwrap().bytes,
        b"ICC_PROFILE\0"
    ));
    profile[16..20].copy_from_slice(b"CMYK");
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes);
    encoder.set_icc_profile(profile).unwrap();
    encoder.encode_image(&image).unwrap();
    let copy = read(&bytes).unwrap().copy(Some((8, 8))).unwrap();
    assert!(
        !has_bytes(&copy.bytes, b"ICC_PROFILE\0"),
        "the CMYK profile does not fit RGB samples"
    );
}

#[test]
fn a_plain_jpeg_stays_as_it_is() {
    let mut bytes = Vec::new();
    JpegEncoder::new(&mut bytes)
        .encode_image(&corners(16, 16))
        .unwrap();
    let image_file = read(&bytes).unwrap();
    assert_eq!(*image_file.bytes, *bytes);
    assert_eq!(*image_file.copy(None).unwrap().bytes, *bytes);
}

#[test]
fn density_comes_from_the_file_or_its_exif_block() {
    let image = corners(96, 48);
    let plain = |density: u32| {
        let mut bytes = png(&image, exif(1, 72, 2));
        let metre = (density as f32 / 0.0254).round() as u32;
        let body = [&metre.to_be_bytes()[..], &metre.to_be_bytes(), &[1]].concat();
        bytes.splice(
            33..33,
            [&[0, 0, 0, 9][..], b"pHYs", &body, &[0; 4]].concat(),
        );
        bytes
    };
    let jfif = |unit: u8, density: u16| {
        let mut bytes = jpeg(&image, exif(1, 192, 2));
        let [high, low] = density.to_be_bytes();
        bytes[13..18].copy_from_slice(&[unit, high, low, high, low]);
        bytes
    };
    let wide = |bytes: &[u8]| read(bytes).unwrap().size.0.0;
    assert!(
        (wide(&plain(300)) - 96.0 * 72.0 / 300.0).abs() < 0.01,
        "pHYs"
    );
    assert!((wide(&jfif(1, 144)) - 48.0).abs() < 0.01, "JFIF in inches");
    assert!(
        (wide(&jfif(2, 100)) - 96.0 * 72.0 / 254.0).abs() < 0.01,
        "JFIF in centimetres"
    );
    assert!(
        (wide(&jfif(0, 1)) - 36.0).abs() < 0.01,
        "JFIF has an aspect ratio alone, EXIF a density"
    );
    assert!(
        (wide(&jpeg(&image, exif(1, 100, 3))) - 96.0 * 72.0 / 254.0).abs() < 0.01,
        "EXIF in centimetres"
    );
    for nonsense in [0, 1, 35, 4801, 65_000, u32::MAX] {
        assert!(
            (wide(&jpeg(&image, exif(1, nonsense, 2))) - 72.0).abs() < 0.01,
            "{nonsense} pixels to the inch"
        );
    }
    assert!(
        (wide(&jpeg(&image, exif(1, 300, 1))) - 72.0).abs() < 0.01,
        "in no unit"
    );
    assert!(
        (wide(&jpeg(&image, b"II*\0\xFF\xFF\xFF\xFF".to_vec())) - 72.0).abs() < 0.01,
        "in a damaged block"
    );
}

#[test]
fn far_more_pixels_than_print_needs_are_reduced() {
    let image_file = read(&jpeg(&corners(1300, 650), exif(1, 72, 2))).unwrap();
    assert_eq!(
        image_file.pixels_for_print(Pt(72.0 * 2.2), Pt(72.0 * 1.1)),
        None,
        "590 pixels to the inch"
    );
    assert_eq!(
        image_file.pixels_for_print(Pt(144.0), Pt(72.0)),
        Some((600, 300))
    );
    let copy = image_file.copy(Some((600, 300))).unwrap();
    assert_eq!(copy.format, ImageFormat::Jpeg);
    let again = read(&copy.bytes).unwrap();
    assert_eq!((again.width, again.height), (600, 300));
    assert_eq!(
        copy.bytes,
        image_file.copy(Some((600, 300))).unwrap().bytes,
        "equal bytes each time"
    );
}

#[test]
fn transparent_pixels_do_not_bleed_into_others() {
    let image = RgbaImage::from_fn(64, 64, |x, _| {
        image::Rgba(if x < 32 {
            [0, 0, 0, 0]
        } else {
            [255, 255, 255, 255]
        })
    });
    let image_file = read(&png(&image.into(), Vec::new())).unwrap();
    let copy = image_file.copy(Some((16, 16))).unwrap();
    let small = image::load_from_memory_with_format(&copy.bytes, image::ImageFormat::Png)
        .unwrap()
        .to_rgba8();
    assert!(
        small
            .pixels()
            .filter(|pixel| pixel.0[3] > 0)
            .all(|pixel| pixel.0[0] > 240),
        "no dark edge"
    );
}

#[test]
fn webp_becomes_jpeg_or_png() {
    let clear = RgbaImage::from_pixel(8, 8, image::Rgba([1, 2, 3, 90])).into();
    let copy = |bytes: &[u8]| read(bytes).unwrap().copy(None).unwrap().format;
    assert_eq!(copy(&webp(&clear, Vec::new())), ImageFormat::Png);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/briefs/pictures/");
    let file = |name: &str| std::fs::read(format!("{folder}{name}")).unwrap();
    assert_eq!(copy(&file("house.webp")), ImageFormat::Jpeg);
    assert_eq!(copy(&file("badge.webp")), ImageFormat::Png);
    let moving = read(&file("moving.webp"))
        .unwrap()
        .rasterize(120, 120)
        .unwrap();
    assert_eq!(
        moving.pixel(0, 0).unwrap().alpha(),
        0,
        "the first frame, not the second, which is red"
    );
}

#[test]
fn limits_have_messages() {
    let bytes = png(&corners(16, 16), Vec::new());
    let message = |limits| {
        ImageFile::read("p", &bytes, limits, &Fonts::built_in())
            .map(|_| String::new())
            .unwrap_or_else(|it| it.message)
    };
    let limits = ImageLimits::default();
    assert!(
        message(ImageLimits {
            bytes: 10,
            ..limits
        })
        .contains("bytes; the limit is 10")
    );
    assert!(
        message(ImageLimits {
            pixels: 255,
            ..limits
        })
        .contains("16 × 16 pixels; the limit is 255")
    );
    assert!(
        read(b"GIF89a")
            .unwrap_err()
            .message
            .contains("not a PNG, JPEG, WebP or SVG picture")
    );
    assert!(
        read(&bytes[..bytes.len() - 20])
            .unwrap_err()
            .message
            .contains("damaged")
    );
    assert!(
        read(&jpeg(&corners(16, 16), Vec::new())[..300])
            .unwrap_err()
            .message
            .contains("damaged")
    );
    assert!(read(&bytes).unwrap().rasterize(20_000, 20_000).is_err());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]

    #[test]
    fn damaged_files_do_not_panic(kind in 0_usize..3, at in 0_usize..2000, value: u8, cut in 0_usize..2000) {
        let image = corners(16, 16);
        let encode = [jpeg, png, webp][kind];
        let mut bytes = encode(&image, exif(6, 72, 2));
        let length = bytes.len();
        bytes[at % length] = value;
        bytes.truncate(length - cut % length.min(400));
        if let Ok(image_file) = read(&bytes) {
            // It may be shown or not, but must not panic.
            let _ = image_file.copy(Some((4, 4)));
            let _ = image_file.rasterize(4, 4);
        }
    }
}
