//! Reads an untrusted image, mostly SVG, paints it, and renders documents that contain it.

#![no_main]

use std::sync::LazyLock;

use briefkit::assets::{ImageFile, ImageLimits, SvgLimits};
use briefkit::document::Document;
use briefkit::length::{Pt, Px};
use briefkit::theme::Theme;
use libfuzzer_sys::fuzz_target;

const BRIEF: &str = "title: T\ndate: 2026-01-02\nbottom_line: B\nimages: [{file: p, alt: A}]\n";

static DOCUMENTS: LazyLock<Vec<Document>> =
    LazyLock::new(|| briefkit_fuzz::documents(&briefkit_fuzz::brief(BRIEF)));
static THEME: LazyLock<Theme> = LazyLock::new(Theme::default);

/// Limits low enough to paint an input several times a second. The default limits have tests of
/// their own.
const LIMITS: SvgLimits = SvgLimits {
    bytes: 1 << 20,
    depth: 64,
    elements: 5000,
    side: 2000.0,
    layers: 20.0,
};

fuzz_target!(init: briefkit_fuzz::allow_caught_panics(), |bytes: &[u8]| {
    let limits = ImageLimits { pixels: 1_000_000, svg: LIMITS, ..ImageLimits::default() };
    let Ok((image, _)) = ImageFile::read("p", bytes, limits, briefkit_fuzz::RUN_CACHES.fonts()) else { return };
    let _ = image.rasterize(40, 30);
    let _ = image.copy(image.pixels_for_print(Pt(100.0), Pt(80.0)));
    let _ = image.copy(image.pixels_for_slide(Px(100.0), Px(80.0)));
    let mut assets = briefkit_fuzz::assets();
    assets.images.insert("p".to_owned(), image.clone());
    assets.logo = Some(image);
    DOCUMENTS.iter().for_each(|document| briefkit_fuzz::render(document, &THEME, &assets));
});
