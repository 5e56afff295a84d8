//! Fonts that lie: whatever a font file says of itself, text is set in it or in another, or the
//! file is refused.

use std::path::Path;

use briefkit::assets::{Assets, Shaper};
use briefkit::brief::Brief;
use briefkit::diagnostic::SourceText;
use briefkit::document::Document;
use briefkit::fonts::Fonts;
use briefkit::formats::format;
use briefkit::options::FormatOptions;
use briefkit::template::Template;
use briefkit::theme::Theme;
use briefkit::{labels, reader};

const BRIEF: &str = "title: Affairs of the office, first and last\ndate: 2026-11-23\nbottom_line: All is *well* in 12.5 % of **ways**.\n\
                     points: [{headline: It works., text: A word or two on that; fi ffl Ä ŕ.}]\n";

/// The tables that are read of a font, and the two parts of a file before them.
const TABLES: [&[u8; 4]; 15] = [
    b"head", b"hhea", b"maxp", b"hmtx", b"cmap", b"loca", b"glyf", b"name", b"OS/2", b"post",
    b"GSUB", b"GPOS", b"GDEF", b"kern", b"prep",
];

/// A font file by another name, so that the one inside the program does not stand in for it.
fn renamed_font() -> Vec<u8> {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/source-sans-3/SourceSans3-Regular.ttf");
    let mut bytes = std::fs::read(file).expect("the font is there");
    let wide = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect::<Vec<u8>>()
    };
    for (name, other) in [
        ("Source Sans 3", "Source Sans 9"),
        ("SourceSans3", "SourceSans9"),
    ] {
        for (name, other) in [(wide(name), wide(other)), (name.into(), other.into())] {
            let places: Vec<_> = (0..bytes.len() - name.len())
                .filter(|at| bytes[*at..].starts_with(&name))
                .collect();
            places
                .into_iter()
                .for_each(|at| bytes[at..at + name.len()].copy_from_slice(&other));
        }
    }
    bytes
}

/// Where a table begins and how long it is.
fn table(font: &[u8], name: &[u8; 4]) -> Option<(usize, usize)> {
    let number =
        |at: usize| Some(u32::from_be_bytes(font.get(at..at + 4)?.try_into().ok()?) as usize);
    let entry = (12..12 + 16 * 40)
        .step_by(16)
        .find(|at| font.get(*at..at + 4) == Some(name))?;
    Some((number(entry + 8)?, number(entry + 12)?))
}

fn document() -> Document {
    let brief = Brief::read(&SourceText::new("brief.yaml", BRIEF), None)
        .expect("it is good")
        .brief;
    let template = Template::built_in("one-pager").expect("it is built in");
    let labels = labels::built_in_labels("en").expect("they are built in");
    let filled = template.fill(&brief, &labels).expect("it can be filled");
    reader::read(&template, &filled, &brief, &labels).expect("it can be read")
}

/// Reads a font and sets a document in it; whether it was accepted.
fn is_accepted(bytes: &[u8], document: &Document) -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("corrupted.ttf"), bytes).expect("a file");
    let mut fonts = Fonts::built_in();
    if fonts.add_folder(folder.path()).is_err() {
        return false;
    }
    let theme = "name: corrupted\nfonts: {body: [Source Sans 9], heading: [Source Sans 9]}\n";
    let theme = Theme::read(&SourceText::new("corrupted.yaml", theme)).expect("a theme");
    let assets = Assets::new(Shaper::new(fonts));
    for format in ["pdf", "png", "md", "docx"].into_iter().filter_map(format) {
        let options = FormatOptions {
            scale: "0.5".parse().ok(),
            ..FormatOptions::default()
        };
        let _ = (format.backend)(&options).render(document, &theme, &assets);
    }
    true
}

#[test]
fn a_corrupted_font_does_no_harm() {
    let (intact, document) = (renamed_font(), document());
    assert!(is_accepted(&intact, &document));
    let rounds: usize = std::env::var("BRIEFKIT_CORRUPTED_FONTS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(60);
    // Knuth's linear congruential generator: the same lies every time.
    let mut state = 2026_u64;
    let mut number = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    let mut accepted = 0;
    for _ in 0..rounds {
        let mut font = intact.clone();
        for _ in 0..=number(4) {
            let chosen = TABLES[number(TABLES.len())];
            let (start, length) = if number(8) == 0 {
                (0, 12 + 16 * 20)
            } else {
                table(&font, chosen).unwrap_or((0, 300))
            };
            let reach = if number(2) == 0 { 64 } else { length };
            let at = (start + number(reach.min(length))).min(font.len() - 1);
            font[at] = [0, 1, 0x7f, 0x80, 0xff, number(256) as u8][number(6)];
        }
        if number(10) == 0 {
            font.truncate(number(intact.len()));
        }
        accepted += usize::from(is_accepted(&font, &document));
    }
    assert!(
        accepted > rounds / 4,
        "{accepted} of {rounds} lies were subtle"
    );
}
