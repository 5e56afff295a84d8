//! Corrupted fonts: a font file with wrong values is either rejected or used. It never makes a
//! backend panic or loop.

use std::path::Path;

use briefkit::assets::{Assets, RunCaches};
use briefkit::brief::Brief;
use briefkit::diagnostic::SourceText;
use briefkit::document::Document;
use briefkit::fonts::Fonts;
use briefkit::formats::format;
use briefkit::options::FormatOptions;
use briefkit::template::Template;
use briefkit::theme::Theme;
use briefkit::{labels, reader};
use skrifa::{FontRef, MetadataProvider, Tag};
use write_fonts::FontBuilder;
use write_fonts::tables::cmap::Cmap;

const BRIEF: &str = "title: Affairs of the office, first and last\ndate: 2026-11-23\nbottom_line: All is *well* in 12.5 % of **ways**.\n\
                     points: [{headline: It works., text: A word or two on that; fi ffl Ä ŕ.}]\n";

/// Tables that are corrupted. Most are read when text is set.
const TABLES: [&[u8; 4]; 15] = [
    b"head", b"hhea", b"maxp", b"hmtx", b"cmap", b"loca", b"glyf", b"name", b"OS/2", b"post",
    b"GSUB", b"GPOS", b"GDEF", b"kern", b"prep",
];

/// A character that no built-in font has: one of the rarest ideographs.
pub const RARE: char = '\u{20000}';

/// A font with [`RARE`] and no other character. Its family is Source Sans 9.
pub fn font_of_rare_character() -> Vec<u8> {
    font_for(RARE, 'A', None)
}

/// A font whose only character is `character`, with the glyph that Source Sans 3 has for `look`. Its
/// family is Source Sans 9. `color_table` is a table for glyphs in colour that it gets beside the
/// outlines.
pub fn font_for(character: char, look: char, color_table: Option<&[u8; 4]>) -> Vec<u8> {
    let renamed = renamed_font();
    let font = FontRef::new(&renamed).expect("a font");
    let glyph = font.charmap().map(look).expect("a glyph");
    let cmap = Cmap::from_mappings([(character, glyph)]).expect("no character is there twice");
    let mut builder = FontBuilder::new();
    for record in font.table_directory().table_records() {
        let data = font.table_data(record.tag()).expect("a table");
        builder.add_raw(record.tag(), data.as_bytes());
    }
    builder.add_table(&cmap).expect("a table");
    if let Some(tag) = color_table {
        builder.add_raw(Tag::new(tag), vec![0; 16]);
    }
    builder.build()
}

/// A copy of Source Sans 3 under another name, so that the built-in face does not replace it.
pub fn renamed_font() -> Vec<u8> {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/source-sans-3/SourceSans3-Regular.ttf");
    let mut bytes = std::fs::read(file).expect("the font is there");
    for (name, other) in [
        ("Source Sans 3", "Source Sans 9"),
        ("SourceSans3", "SourceSans9"),
    ] {
        // Names are stored in UTF-16 for Windows and in one byte per character for Macintosh.
        replace_all(&mut bytes, &utf16_be(name), &utf16_be(other));
        replace_all(&mut bytes, name.as_bytes(), other.as_bytes());
    }
    bytes
}

fn utf16_be(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// Replaces all occurrences of a byte string by another of the same length.
fn replace_all(bytes: &mut [u8], old: &[u8], new: &[u8]) {
    for start in 0..bytes.len() - old.len() {
        if bytes[start..].starts_with(old) {
            bytes[start..start + old.len()].copy_from_slice(new);
        }
    }
}

/// The offset and length of a table, from the table directory.
fn find_table(font: &[u8], name: &[u8; 4]) -> Option<(usize, usize)> {
    let number_at = |offset: usize| {
        let bytes = font.get(offset..offset + 4)?.try_into().ok()?;
        Some(u32::from_be_bytes(bytes) as usize)
    };
    let entry = (12..12 + 16 * 40)
        .step_by(16)
        .find(|entry| font.get(*entry..entry + 4) == Some(name))?;
    Some((number_at(entry + 8)?, number_at(entry + 12)?))
}

fn document() -> Document {
    let brief = Brief::read(&SourceText::new("brief.yaml", BRIEF), None)
        .expect("the brief is valid")
        .brief;
    let template = Template::built_in("one-pager").expect("the template is built in");
    let labels = labels::built_in_labels("en").expect("English is built in");
    let filled = template
        .fill(&brief, &labels)
        .expect("the template can be filled");
    reader::read(&template, &filled, &brief, &labels).expect("the document can be read")
}

/// Adds a font and, if it is accepted, renders a document with it in all formats. Returns whether it
/// was accepted.
fn is_accepted(bytes: &[u8], document: &Document) -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("corrupted.ttf"), bytes).expect("a file");
    let mut fonts = Fonts::built_in();
    if fonts.add_folder(folder.path()).is_err() {
        return false;
    }
    let theme = "name: corrupted\nfonts: {body: [Source Sans 9], heading: [Source Sans 9]}\n";
    let theme = Theme::read(&SourceText::new("corrupted.yaml", theme)).expect("a theme");
    let assets = Assets::new(RunCaches::new(fonts));
    for format in ["pdf", "png", "md", "docx"].into_iter().filter_map(format) {
        let options = FormatOptions {
            scale: "0.5".parse().ok(),
            ..FormatOptions::default()
        };
        let _ = (format.backend)(&options).render(document, &theme, &assets);
    }
    true
}

/// Knuth's MMIX linear congruential generator: every run corrupts the same bytes.
struct Random(u64);

impl Random {
    /// A number below `limit`, or 0.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// Changes one to four bytes of the font, and sometimes cuts off its end.
fn corrupt(font: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(4) {
        let chosen = TABLES[random.below(TABLES.len())];
        let (start, length) = if random.below(8) == 0 {
            // The header of the file and its table directory.
            (0, 12 + 16 * 20)
        } else {
            find_table(font, chosen).unwrap_or((0, 300))
        };
        // Changes at the start of a table do the most harm.
        let reach = if random.below(2) == 0 { 64 } else { length };
        let offset = (start + random.below(reach.min(length))).min(font.len() - 1);
        font[offset] = [0, 1, 0x7f, 0x80, 0xff, random.below(256) as u8][random.below(6)];
    }
    if random.below(10) == 0 {
        font.truncate(random.below(font.len()));
    }
}

#[test]
fn a_corrupted_font_is_rejected_or_used() {
    let (intact, document) = (renamed_font(), document());
    assert!(is_accepted(&intact, &document));
    let rounds: usize = std::env::var("BRIEFKIT_CORRUPTED_FONTS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(60);
    let mut random = Random(2026);
    let mut accepted = 0;
    for _ in 0..rounds {
        let mut font = intact.clone();
        corrupt(&mut font, &mut random);
        accepted += usize::from(is_accepted(&font, &document));
    }
    assert!(
        accepted > rounds / 4,
        "only {accepted} of {rounds} corrupted fonts were accepted, so the test checks too little"
    );
}
