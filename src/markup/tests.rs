use proptest::prelude::*;

use crate::document::{Block, Inline};

use super::inlines::{parse_if_marked, parse_marked};
use super::{parse_blocks, parse_marked_blocks, parse_rich};

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_not_parsed_reads_as_if_it_were(
        text in "[ -~]{0,3}[ a-zA-Z0-9.,;:'\"!?@#%()>|~=+/\u{a0}\u{e9}\u{2013}\u{3000}\u{4e2d}\u{fdd3}\u{fdd4}-]{0,40}[ -~\n]{0,2}"
    ) {
        prop_assert_eq!(parse_if_marked(&text, &mut |_| None), parse_marked(&text, &mut |_| None));
        prop_assert_eq!(parse_blocks(&text, &mut |_| None, true), parse_marked_blocks(&text, &mut |_| None, true));
        let trimmed = parse_marked_blocks(text.trim_end(), &mut |_| None, false);
        prop_assert!(trimmed.is_empty() || parse_rich(&text, &mut |_| None) == trimmed);
    }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph {
        text: vec![Inline::text(text)],
    }
}

fn rich(text: &str) -> Vec<Block> {
    parse_rich(text, &mut |_| None)
}

/// A list of paragraphs, numbered from `first` unless that is 0.
fn list(first: u32, items: &[&str]) -> Block {
    Block::List {
        ordered: first > 0,
        first: first.max(1),
        items: items.iter().map(|item| vec![paragraph(item)]).collect(),
    }
}

#[test]
fn a_paragraph_that_begins_with_a_number_is_text() {
    for text in [
        "24. Oktober bleibt der letzte Termin.",
        "2024. So viele gab es nie.",
        "1. FC Köln",
        "7) of the lease",
        "3. október a munkaszüneti nap.",
        "0. Vorbemerkung",
    ] {
        assert_eq!(rich(text), [paragraph(text)]);
        assert_eq!(
            rich(&format!("- {text}\n- b")),
            [list(0, &[text, "b"])],
            "{text}"
        );
    }
    assert_eq!(
        rich("Das Spiel gegen den\n1. FC Köln ist am\n24. Oktober."),
        [paragraph(
            "Das Spiel gegen den 1. FC Köln ist am 24. Oktober."
        )]
    );
    assert_eq!(rich("24."), [paragraph("24.")]);
}

#[test]
fn lists_keep_their_numbers() {
    assert_eq!(rich("7. a\n8. b\n9. c"), [list(7, &["a", "b", "c"])]);
    assert_eq!(rich("1. a\n1. b\n1. c"), [list(1, &["a", "b", "c"])]);
    assert_eq!(
        rich("0) a\n1) b"),
        [Block::List {
            ordered: true,
            first: 0,
            items: vec![vec![paragraph("a")], vec![paragraph("b")]],
        }]
    );
    assert_eq!(rich("2024. a\n2025. b"), [list(2024, &["a", "b"])]);
    assert_eq!(
        rich("3. a\n7. b\n5. c"),
        [paragraph("3. a"), paragraph("7. b"), paragraph("5. c")]
    );
    assert_eq!(
        rich("24. Oktober\n3. November"),
        [paragraph("24. Oktober"), paragraph("3. November")]
    );
    assert_eq!(
        rich("Steps:\n1. a\n2. b"),
        [paragraph("Steps:"), list(1, &["a", "b"])]
    );
}

#[test]
fn a_sign_before_a_figure_is_no_bullet() {
    for text in [
        "- 5 °C",
        "+ 3 %",
        "- $5m",
        "- € 5",
        "* see note",
        "+ 5 Stellen",
        "- ٥ درجات",
    ] {
        assert_eq!(rich(text), [paragraph(text)]);
    }
    assert_eq!(
        rich("Net.\\*\n\n* without freight"),
        [paragraph("Net.*"), paragraph("* without freight")]
    );
    assert_eq!(
        rich("It fell to\n- 5 °C at night"),
        [paragraph("It fell to - 5 °C at night")]
    );
    assert_eq!(
        rich("- 5 trains\n- 3 buses"),
        [list(0, &["5 trains", "3 buses"])]
    );
    assert_eq!(rich("- one"), [list(0, &["one"])]);
    assert_eq!(
        rich("Cuts:\n- 5 trains"),
        [paragraph("Cuts:"), list(0, &["5 trains"])]
    );
}

#[test]
fn marks_in_words_and_paths_are_text() {
    for text in [
        "Liebe Kolleg*innen und Kund*innen",
        "Schüler*innen, Lehrer*innen",
        "5*3*2 und 40*30*8 m",
        "2 * 3 * 4 = 24 and 2**10 = 1024, 3**4",
        "Revenue rose by 8 %* and profit by 3 %*.",
        "Price* and tax** (*x)",
        r"\\server\share\_old\*.log",
        r"C:\_archive\_x_\**.txt and K:\teams\north\",
        r"C:\Program Files\_old\[x]\#1",
        r"see (D:\data\#1), then E:\!",
        r"%TEMP%\_tmp\_x",
        r"north\_teams\old",
        "__init__.py and scan_*.log, scan_*.txt",
        "snake_case_name, first_last@example",
        "https://wiki.example/a_b_/c*d*e~f~g",
        r"$\sum_{i=1}^{n} x_i$ and $a*b*c=d$",
    ] {
        let shown = crate::document::plain_text(&parse_marked(text, &mut |_| None));
        assert_eq!(shown, text);
        assert_eq!(
            parse_rich(&format!("**x** {text}"), &mut |_| None).len(),
            1,
            "{text}"
        );
        let flat = super::flatten_blocks(rich(&format!("**x** {text}")));
        assert_eq!(crate::document::plain_text(&flat), format!("x {text}"));
    }
    for (text, shown) in [
        (r"C:\\Apps\\_old\\x", r"C:\Apps\_old\x"),
        (r"snake\_case and 5\*3\*2", "snake_case and 5*3*2"),
        ("*Kolleg*innen*", "Kolleg*innen"),
        ("**Kolleg*innen** da", "Kolleg*innen da"),
        (
            "**Bund**estag, Bundes**tag**, *a*",
            "Bundestag, Bundestag, a",
        ),
        ("*Wort*teil", "Wortteil"),
        (r"**C:\_x\**", r"C:\_x\"),
        ("We owe \\$300", "We owe $300"),
    ] {
        assert_eq!(
            crate::document::plain_text(&parse_marked(text, &mut |_| None)),
            shown
        );
    }
}
