//! Symbols and emoji: which are shown, and what is told about the others.

use crate::built_in_fonts::run_without_folders;
use crate::fonts::{RARE, font_for};
use crate::sandbox::Sandbox;

/// A sandbox with a font folder and a brief of this text.
fn brief_with_font(text: &str, font: &[u8]) -> Sandbox {
    let sandbox = Sandbox::new();
    let brief = format!("title: T\ndate: 2026-11-23\nbottom_line: \"{text}\"\n");
    sandbox
        .write("gen.yaml", "fonts: [more]\n")
        .write_bytes("more/a.ttf", font)
        .write("a.yaml", &brief);
    sandbox
}

#[test]
fn signs_in_colour_alone_are_refused_before_they_are_chosen() {
    for table in [b"COLR", b"SVG ", b"CBDT", b"sbix"] {
        // A blank outline, as in fonts whose signs are pictures or layers of colour.
        let sandbox = brief_with_font(&RARE.to_string(), &font_for(RARE, ' ', Some(table)));
        run_without_folders(&sandbox, &["a.yaml", "-f", "pdf"])
            .reports("a.ttf` is not used: its signs are pictures or layers of colour")
            .reports(&format!("no font has `{RARE}` (U+20000)"))
            .exits_with(1);
        // With an outline beside them, the sign is shown in one colour.
        let sandbox = brief_with_font(&RARE.to_string(), &font_for(RARE, 'A', Some(table)));
        let shown = run_without_folders(&sandbox, &["a.yaml", "-f", "pdf,png"]).exits_with(0);
        assert!(!shown.stderr().contains("a.ttf"), "{}", shown.stderr());
    }
}

#[test]
fn the_program_shows_a_sign_that_a_font_in_a_folder_has_in_colour() {
    // The folder is read for another character.
    let sandbox = brief_with_font(&format!("✅ {RARE}"), &font_for('✅', ' ', Some(b"CBDT")));
    sandbox.write_bytes("more/b.ttf", &font_for(RARE, 'A', None));
    run_without_folders(&sandbox, &["a.yaml", "-f", "pdf,png"])
        .reports("more/a.ttf` is not used")
        .exits_with(0);
}
