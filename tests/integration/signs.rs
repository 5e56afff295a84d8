//! Symbols and emoji: which ones are shown, and the warnings about the others.

use std::collections::BTreeSet;

use briefkit::fonts::{Fonts, needs_no_glyph};
use unicode_script::{Script, UnicodeScript};

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

/// The blocks of symbols that an office uses: general punctuation, superscripts, currency signs,
/// letter-like symbols and number forms, arrows, operators, technical symbols, control pictures,
/// enclosed alphanumerics, lines, blocks and shapes, symbols and dingbats, and emoji.
const BLOCKS: [(u32, u32); 18] = [
    (0x2010, 0x205e),
    (0x2070, 0x208e),
    (0x2090, 0x209c),
    (0x20a0, 0x20c0),
    (0x2100, 0x218b),
    (0x2190, 0x22ff),
    (0x2300, 0x23ff),
    (0x2400, 0x2426),
    (0x2460, 0x24ff),
    (0x2500, 0x27ff),
    (0x2900, 0x297f),
    (0x2b00, 0x2bff),
    (0x1f100, 0x1f1ad),
    (0x1f1e6, 0x1f1ff),
    (0x1f300, 0x1f320),
    (0x1f400, 0x1f4fd),
    (0x1f600, 0x1f64f),
    (0x1f7e0, 0x1f7eb),
];

/// The scan lines of old terminals, and an arrow that is new in Unicode. A brief that has one gets
/// a warning.
const NOT_BUILT_IN: &str = "⎺⎻⎼⎽⮖";

#[test]
fn every_symbol_of_the_blocks_is_built_in() {
    let fonts = Fonts::built_in();
    let mut missing = String::new();
    for (first, last) in BLOCKS {
        for character in (first..=last).filter_map(char::from_u32) {
            // Unassigned code points have no script, and neither have controls.
            let is_assigned = character.script() != Script::Unknown && !needs_no_glyph(character);
            let characters = BTreeSet::from([character]);
            if is_assigned && !fonts.missing_characters(&characters).is_empty() {
                missing.push(character);
            }
        }
    }
    assert_eq!(missing, NOT_BUILT_IN);
}

/// What the command prints about a PDF with this text.
fn messages_about(text: &str) -> String {
    let sandbox = Sandbox::new();
    let brief = format!("title: T\ndate: 2026-11-23\nbottom_line: \"{text}\"\n");
    sandbox.write("a.yaml", &brief);
    let finished = run_without_folders(&sandbox, &["a.yaml", "-f", "pdf,png"]).exits_with(0);
    finished.stderr()
}

#[test]
fn joined_signs_that_the_program_has_are_shown_as_one() {
    let signs = [
        "1️⃣ 2⃣ #️⃣ *️⃣ 🔟",
        "🇩🇪 🇪🇺 🇺🇳 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "👩‍💻 🧑‍💻 👨‍👩‍👧 👨‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥 👩‍⚕️ 👨‍⚖️ 🐻‍❄️",
        "✔️ ✔︎ ☎️ ☎︎ ⚠️ ⚠ ▶️ 🇩",
    ];
    for signs in signs {
        let messages = messages_about(signs);
        assert!(!messages.contains("warning"), "{signs}: {messages}");
    }
    // Other texts may have the same joiner.
    assert!(!messages_about("f\u{200d}i").contains("sign"));
}

#[test]
fn signs_that_are_shown_in_parts_are_told() {
    for (signs, message) in [
        ("ok 👍🏽", "pages show `👍🏽` without its tone of skin"),
        ("A⃣", "no font has `A⃣` as one sign; pages show `A`"),
        ("🏴󠁵󠁳󠁣󠁡󠁿", "as one sign; pages show `🏴`"),
        ("🇽🇽", "`🇽🇽` is the flag of no country"),
        // Messages leave the joiner out.
        ("🧑‍🚗", "no font has `🧑🚗` as one sign; pages show `🧑🚗`"),
        ("👷‍♂️", "as one sign; pages show `👷`"),
    ] {
        let messages = messages_about(signs);
        assert!(messages.contains(message), "{signs}: {messages}");
        assert!(messages.contains("a.yaml:3:"), "{messages}");
    }
    let twice = messages_about("👍🏽 👍🏿 👩🏽‍💻");
    assert_eq!(twice.matches("tone of skin").count(), 1, "{twice}");
}

#[test]
fn word_files_hold_the_font_of_status_signs_if_they_have_some() {
    let sandbox = Sandbox::new();
    sandbox
        .write(
            "a.yaml",
            "title: T\ndate: 2026-11-23\nbottom_line: A 🟢 B ✅ C\n",
        )
        .write(
            "b.yaml",
            "title: T\ndate: 2026-11-23\nbottom_line: A ✅ B\n",
        );
    run_without_folders(&sandbox, &["a.yaml", "b.yaml", "-f", "docx", "-o", "out"]).exits_with(0);
    let [with, without] = ["out/a.docx", "out/b.docx"].map(|name| {
        let bytes = std::fs::read(sandbox.path(name)).expect("a Word file");
        // Names of parts are not compressed.
        String::from_utf8_lossy(&bytes).contains("word/fonts/status.odttf")
    });
    assert!(with && !without);
}

/// The deck of a brief with this text, in a dialect.
fn deck_with(text: &str, dialect: &str) -> String {
    let sandbox = Sandbox::new();
    let brief = format!("title: T\ndate: 2026-11-23\nbottom_line: \"{text}\"\n");
    sandbox.write("a.yaml", &brief);
    let arguments = ["a.yaml", "-f", "md", "-t", "deck", "--dialect", dialect];
    run_without_folders(&sandbox, &arguments).exits_with(0);
    sandbox.read("output/a.md")
}

#[test]
fn decks_show_circles_and_squares_in_the_font_of_the_program() {
    let deck = deck_with("A 🔴, B 🟠\u{fe0f}, C ⚪\u{fe0e}, D ✅, E →", "marp");
    for element in [
        "A <span class=\"sign-red\">🔴\u{fe0e}</span>, B",
        "<span class=\"sign-orange\">🟠\u{fe0e}</span>",
        "<span class=\"sign\">⚪\u{fe0e}</span>",
        "<span class=\"hue-green\">✅\u{fe0e}</span>, E →",
        "\n  section [class^=\"sign\"] { font: 400 1em/1 \"Briefkit Status\"; }\n",
        "\n  section :is(.sign-red, .hue-red) { color: #d0444a; }\n",
    ] {
        assert!(deck.contains(element), "{element} in {deck}");
    }
    assert_eq!(deck.matches("data:font/ttf;base64,").count(), 1);
    assert!(!deck.contains(".sign-blue") && !deck.contains('\u{fe0f}'));
    // A sign that the font does not have needs no font.
    let deck = deck_with("A ✅", "marp");
    assert!(
        deck.contains(".hue-green") && !deck.contains("base64"),
        "{deck}"
    );
    assert!(!deck_with("A → B", "marp").contains(".hue"));
}

#[test]
fn decks_without_a_style_sheet_have_drawings_of_circles_and_squares() {
    for dialect in ["reveal", "slidev"] {
        let deck = deck_with("A 🔴, B ⬜\u{fe0f}, C ✅", dialect);
        assert_eq!(deck.matches("<svg ").count(), 2, "{deck}");
        assert!(deck.contains("<path fill=\"#d0444a\" d=\"M"), "{deck}");
        assert!(deck.contains("<path fill=\"currentColor\" d=\"M"), "{deck}");
        for character in ["🔴", "⬜"] {
            let copied = format!("</svg><span style=\"font-size: 0\">{character}</span>, ");
            assert!(deck.contains(&copied), "{deck}");
        }
        assert!(deck.contains(", C ✅\n"), "{deck}");
    }
    for dialect in ["pandoc", "plain"] {
        let deck = deck_with("A 🔴, B 🟠\u{fe0f}, C ✅", dialect);
        assert!(deck.contains("A 🔴, B 🟠\u{fe0f}, C ✅\n"), "{deck}");
    }
}

#[test]
fn joined_signs_stay_joined_in_decks() {
    let signs = "1\u{fe0f}\u{20e3} 🇩🇪 👩\u{200d}💻 👍🏽 ❤\u{fe0f}\u{200d}🔥";
    // Marp would load pictures for the characters themselves.
    let entities = "1&#xFE0F;&#x20E3; &#x1F1E9;&#x1F1EA; &#x1F469;&#x200D;&#x1F4BB; \
                    &#x1F44D;&#x1F3FD; &#x2764;&#xFE0F;&#x200D;&#x1F525;\n";
    let deck = deck_with(signs, "marp");
    assert!(deck.contains(entities), "{deck}");
    for dialect in ["reveal", "slidev", "pandoc", "plain"] {
        assert!(deck_with(signs, dialect).contains(signs), "{dialect}");
    }
}
