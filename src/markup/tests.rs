use proptest::prelude::*;

use crate::document::{Block, Inline, TextMark};

use super::addresses::link_blocks;
use super::inlines::{parse_if_marked, parse_marked};
use super::{UnreadMarkupKind, find_unread_markup};
use super::{parse_blocks, parse_marked_blocks, parse_rich};

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_not_parsed_reads_as_if_it_were(
        text in "[ -~]{0,3}[ a-zA-Z0-9.,;:'\"!?@#%()>|~=+/\u{a0}\u{e9}\u{2013}\u{3000}\u{4e2d}\u{fdd3}\u{fdd4}-]{0,40}[ -~\n]{0,2}"
    ) {
        prop_assert_eq!(parse_if_marked(&text, &mut |_| None), parse_marked(&text, &mut |_| None));
        prop_assert_eq!(parse_blocks(&text, &mut |_| None, true), parse_marked_blocks(&text, &mut |_| None, true));
        let mut trimmed = parse_marked_blocks(text.trim_end(), &mut |_| None, false);
        link_blocks(&mut trimmed, &text);
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
        rich("24. Oktober\n\n7. a\n8. b\n\n3. c\n\n4. d"),
        [
            paragraph("24. Oktober"),
            list(7, &["a", "b"]),
            list(3, &["c", "d"])
        ]
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
    for lone in ["- 5 °C nachts", "+ 5 %", "- $5m"] {
        assert_eq!(
            rich(&format!("Before.\n\n{lone}\n\nAfter.")),
            [paragraph("Before."), paragraph(lone), paragraph("After.")]
        );
    }
    assert_eq!(
        rich("Before.\n\n- 5 apples\n- 6 pears\n\nAfter."),
        [
            paragraph("Before."),
            list(0, &["5 apples", "6 pears"]),
            paragraph("After.")
        ]
    );
    assert_eq!(
        rich("Cuts:\n\n- 5 trains"),
        [paragraph("Cuts:"), list(0, &["5 trains"])]
    );
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
        "Call *21*0170123456#",
        r"Move /var/log/*_old/* to \\nas01\archive$",
        r"请打开\\文件服务器\共享\_新建_文件夹。",
        "__init__.py and scan_*.log, scan_*.txt",
        "snake_case_name, first_last@example",
        "https://wiki.example/a_b_/c*d*e~f~g",
        "Grattis! *S*Y*S*T*E*M* (*A*B*C*) heter den nya gruppen, f*n",
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
        (
            "見[站](https://a.org/_x)；用**Siemens CBTC**系統",
            "見站；用Siemens CBTC系統",
        ),
        (
            "https://a.org/*x；用**西門子**，a_b@c.org。**好**",
            "https://a.org/*x；用西門子，a_b@c.org。好",
        ),
    ] {
        assert_eq!(
            crate::document::plain_text(&parse_marked(text, &mut |_| None)),
            shown
        );
    }
}

/// Blocks as text, one a line: `^{2}` and `_{2}` for raised and lowered text, `-{x}` for struck
/// text, `<url>` before links, `/` for line breaks.
fn written(blocks: &[Block]) -> String {
    let mut lines = Vec::new();
    for block in blocks {
        lines.push(match block {
            Block::Paragraph { text } => written_text(text),
            Block::Quote(quote) => format!("> {}", written_text(&quote.text)),
            Block::List { items, .. } => {
                let items: Vec<_> = items.iter().map(|item| written(item)).collect();
                format!("({})", items.join("; "))
            }
            Block::Table(table) => {
                let cells: Vec<_> = table
                    .rows
                    .iter()
                    .flatten()
                    .map(|it| written_text(it))
                    .collect();
                cells.join(" | ")
            }
            Block::Heading { level, text, .. } => format!("h{level} {}", written_text(text)),
            other => format!("{other:?}"),
        });
    }
    lines.join("\n")
}

fn written_text(text: &[Inline]) -> String {
    let mut out = String::new();
    for inline in text {
        out += &match inline {
            Inline::Text { text } => text.clone(),
            Inline::Emph { body } => format!("*{}*", written_text(body)),
            Inline::Strong { body } => format!("**{}**", written_text(body)),
            Inline::Marked { mark, body } => {
                let sign = match mark {
                    TextMark::Superscript => "^",
                    TextMark::Subscript => "_",
                    TextMark::Strikethrough => "-",
                };
                format!("{sign}{{{}}}", written_text(body))
            }
            Inline::Code { text } => format!("`{text}`"),
            Inline::Link { url, body } => format!("<{url}>[{}]", written_text(body)),
            Inline::LineBreak => "/".to_owned(),
            Inline::Cite { .. } | Inline::Status { .. } => "[]".to_owned(),
        };
    }
    out
}

#[test]
fn markdown_beyond_emphasis_is_shown_as_meant() {
    for (text, shown) in [
        ("x^2^, H~2~O, CO~2~", "x^{2}, H_{2}O, CO_{2}"),
        (
            "1^st^, m^3^/h, 10^-6^, SO~4~^2-^",
            "1^{st}, m^{3}/h, 10^{-6}, SO_{4}^{2-}",
        ),
        (
            "Na^+^ and NO~3~^-^, Ca^++^, (OH)^-^",
            "Na^{+} and NO_{3}^{-}, Ca^{++}, (OH)^{-}",
        ),
        (
            "[H~2~O](https://x.org/~a~) [**a**](https://x.org/a*b) [the *one*](mailto:a_b_c@x.org)",
            "<https://x.org/~a~>[H_{2}O] <https://x.org/a*b>[**a**] <mailto:a_b_c@x.org>[the *one*]",
        ),
        (
            "[https://x.org/~a~b](https://x.org/~a~b)",
            "<https://x.org/~a~b>[https://x.org/~a~b]",
        ),
        (
            "NH~4~^+^, Na^+^ und Cl^-^, SO~4~^--^.",
            "NH_{4}^{+}, Na^{+} und Cl^{-}, SO_{4}^{--}.",
        ),
        ("^137^Cs, (^14^C)", "^{137}Cs, (^{14}C)"),
        ("a ~~b c~~ d", "a -{b c} d"),
        ("**x^2^**", "**x^{2}**"),
        ("a<br>b<br/>c", "a/b/c"),
        (
            "H<sub>2</sub>O m<sup>2</sup> <del>x</del>",
            "H_{2}O m^{2} -{x}",
        ),
        ("a <!-- b --> c", "a c"),
        ("a\n\n<!-- b -->\n\nc", "a\nc"),
        ("a\\\nb", "a/b"),
        ("a  \nb", "a/b"),
        (
            "a[^1] b[^x]\n\n[^x]: two\n[^1]: one",
            "a^{a} b^{b}\n^{a}\u{a0}one\n^{b}\u{a0}two",
        ),
        ("## Head\ntext", "h4 Head\ntext"),
        (
            "## A\n### B\n#### C\n###### D\n## E",
            "h4 A\nh5 B\nh6 C\nh6 D\nh4 E",
        ),
        ("#### A\n### B\n## C\n#### D", "h4 A\nh4 B\nh4 C\nh5 D"),
        ("a\n## B ##\nc", "a\nh4 B\nc"),
        ("> ## A\n> b", "> **A**/b"),
        ("> one\n> two", "> one two"),
        ("> one\n>\n> two", "> one/two"),
        ("> 7. one\n> 8. two", "> 7. one/8. two"),
        ("> - one\n> - two", "> • one/• two"),
        ("- [ ] a\n- [x] b", "(☐ a; ☑ b)"),
        ("Term\n: Definition", "**Term**/Definition"),
        ("```\na\n  b *c*\n```", "`a`/`\u{a0}\u{a0}b *c*`"),
        ("    four **blanks**", "four **blanks**"),
        ("| a |\n|---|\n| b<br>c~2~ |", "b/c_{2}"),
        ("- a\n  - b\n    - c\n      - d", "(a\n(b\n(c\n(d))))"),
        ("`x^2^ a~1~` x^2^", "`x^2^ a~1~` x^{2}"),
    ] {
        assert_eq!(written(&rich(text)), shown, "{text}");
    }
}

#[test]
fn text_that_only_resembles_markdown_stays() {
    for text in [
        "10^6 to 4*10^5, 2^3+4^2",
        "~5 % and ~20k (~3)",
        "from 3~5天 to 7~9天",
        "C:\\PROGRA~1\\x~2~",
        "> 80 dB",
        "^_^ and ^^",
        "^-^ and ok ^-^, a^-^b, a^----^",
        "^14^ and ^1^a, a ^+^ b, x^+^2",
        "<u>x</u> <5 and >3",
        "x\\^2^".replace('\\', "").as_str(),
        "[^1] without a note",
        "a | b",
        "# one",
        "---",
    ] {
        let shown = written(&rich(text));
        if !text.contains("x^2^") {
            assert_eq!(shown, text);
        }
    }
    assert_eq!(written(&rich("x\\^2^ and H\\~2~O")), "x^2^ and H~2~O");
}

#[test]
fn addresses_are_links() {
    for (text, shown) in [
        (
            "See https://example.org/report or www.example.org, or press@example.org.",
            "See <https://example.org/report>[https://example.org/report] or \
             <http://www.example.org>[www.example.org], or \
             <mailto:press@example.org>[press@example.org].",
        ),
        (
            "(https://de.wikipedia.org/wiki/Bern_(Stadt)_x)",
            "(<https://de.wikipedia.org/wiki/Bern_(Stadt)_x>[https://de.wikipedia.org/wiki/Bern_(Stadt)_x])",
        ),
        (
            "**www.example.org**",
            "**<http://www.example.org>[www.example.org]**",
        ),
        (
            "参见https://example.org/甲。",
            "参见<https://example.org/>[https://example.org/]甲。",
        ),
        (
            "见 https://example.cn/迁移_计划 。",
            "见 <https://example.cn/迁移_计划>[https://example.cn/迁移_计划] 。",
        ),
        (
            "https://example.cn/文件/报告-2026.pdf、https://example.org/了解详情",
            "<https://example.cn/文件/报告-2026.pdf>[https://example.cn/文件/报告-2026.pdf]、\
             <https://example.org/>[https://example.org/]了解详情",
        ),
        (
            "https://例え.jp/index.html,https://example.org/甲,b_c",
            "<https://例え.jp/index.html>[https://例え.jp/index.html],<https://example.org/>[https://example.org/]甲,b_c",
        ),
        (
            "node.js, a@b, @dana, 5@3.50, x://y, www.",
            "node.js, a@b, @dana, 5@3.50, x://y, www.",
        ),
        ("`https://example.org`", "`https://example.org`"),
        ("[a](https://example.org)", "<https://example.org>[a]"),
        (
            "a.b_c@x-y.example;",
            "<mailto:a.b_c@x-y.example>[a.b_c@x-y.example];",
        ),
        (
            "https://münchen.example/?a=b&c=d_e_",
            "<https://münchen.example/?a=b&c=d_e_>[https://münchen.example/?a=b&c=d_e_]",
        ),
    ] {
        assert_eq!(
            written_text(&super::parse_inline(text, &mut |_| None)),
            shown
        );
        assert_eq!(written(&rich(text)), shown);
    }
}

#[test]
fn pasted_lists_and_tables_are_read() {
    for (text, shown) in [
        ("•\tone\n•\ttwo", "(one; two)"),
        ("Head:\n• one\n• two", "Head:\n(one; two)"),
        ("•\ta\n◦\tb\n◦\tc\n•\td", "(a\n(b; c); d)"),
        ("•\ta\no\tb\no\tc\n•\td", "(a\n(b; c); d)"),
        ("a\tb\n1\t2\n3\t4", "1 | 2 | 3 | 4"),
        (
            "1.1 one\n1.2 two\n1.2.1 three",
            "1.1 one/1.2 two/1.2.1 three",
        ),
        ("(a) one,\n(b) two", "(a) one,/(b) two"),
        ("1° un ;\n2º deux ;\n10° dix", "1° un ;/2º deux ;/10° dix"),
        ("120° à\n130° de", "120° à 130° de"),
        ("iv. one\nv. two", "iv. one/v. two"),
        (
            "§ 1. one\n§ 2. two\n(1) three",
            "§ 1. one/§ 2. two/(1) three",
        ),
        ("– one\n– two", "– one/– two"),
        (
            "[10:02] Jane\nHi.\n[10:03] Tom\nYes. No.",
            "[10:02] Jane/Hi./[10:03] Tom/Yes. No.",
        ),
        (
            "Jane Doe  [9:15 PM]\nAre you there?",
            "Jane Doe  [9:15 PM]/Are you there?",
        ),
        (
            "[10:02] Jane: hi\n[10:03] Tom: yes",
            "[10:02] Jane: hi/[10:03] Tom: yes",
        ),
        (
            "at noon [12:00]\nwe meet [1:2]",
            "at noon [12:00]/we meet [1:2]",
        ),
        ("① 甲\n② 乙", "① 甲/② 乙"),
        ("1、甲。\n2、乙。", "1、甲。/2、乙。"),
        ("１）甲\n２）乙", "１）甲/２）乙"),
        ("1.甲\n2.乙", "1.甲/2.乙"),
        ("（一）甲\n（二）乙", "（一）甲/（二）乙"),
        ("一、甲\n二、乙", "一、甲/二、乙"),
        ("가. 교육\n나. 점검", "가. 교육/나. 점검"),
        ("א. אחת\nב) שתיים", "א. אחת/ב) שתיים"),
        ("а) один\nб) два", "а) один/б) два"),
        ("2.5万元\n1.2万元", "2.5万元 1.2万元"),
        ("1. a\n2. b\n   a. c\n   b. d", "(a; b/a. c/b. d)"),
        ("one\n(as said)\ntwo", "one (as said) two"),
        ("v. Berg said\nthat it is", "v. Berg said that it is"),
        ("• one", "• one"),
        ("> one\n> two\nthree", "> one two\nthree"),
        ("Head\n-----\ntext", "Head\ntext"),
        ("Head\n===\n\ntext", "Head\ntext"),
        ("Name: ____\nDate: ____", "Name: ____/Date: ____"),
        ("> De : A\n> À : B\n> Merci", "> De : A/À : B/Merci"),
        ("De : A\nÀ : B\nBonjour", "De : A/À : B/Bonjour"),
        ("De : A\nÀ : B et\nautres", "De : A/À : B et autres"),
        (
            "Amicalement,\nLéa\n--\nCabinet",
            "Amicalement, Léa\nCabinet",
        ),
        ("Léa\n\n-- \nCabinet", "Léa\nCabinet"),
        ("a\n\n--\n\nb", "a\n--\nb"),
        (
            "See below.\n----- Forwarded message -----\nFrom: Tom\nDate: 3 May",
            "See below./----- Forwarded message -----/From: Tom/Date: 3 May",
        ),
        (
            "The rule is: never\nask twice",
            "The rule is: never ask twice",
        ),
        ("a\n\n____\n\nb", "a\n____\nb"),
        (
            "Array a[0] and a[i](x), f[x]^2",
            "Array a[0] and a[i](x), f[x]^2",
        ),
        ("a\n\n---\n\nb", "a\nb"),
        ("a\n\n***\n\nb", "a\nb"),
        ("a\n\n***", "a\n***"),
    ] {
        assert_eq!(written(&rich(text)), shown, "{text}");
    }
}

#[test]
fn blocks_of_a_text_are_its_lines() {
    for (text, shown) in [
        ("Three:\n- price\n- time", "Three:/• price/• time"),
        ("- fast\n- cheap", "• fast/• cheap"),
        ("7. a\n8. b", "7. a/8. b"),
        ("3. a\n7. b", "3. a/7. b"),
        (
            "- a\n  - b\n    - c",
            "• a/\u{a0}\u{a0}\u{a0}• b/\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}• c",
        ),
        (
            "Up.[^1]\n\n[^1]: Net of **tax**.",
            "Up.^{a}/^{a}\u{a0}Net of **tax**.",
        ),
        ("Up^[Net [x].] now", "Up^{a} now/^{a}\u{a0}Net [x]."),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a · b/1 · 2"),
        ("a\tb\n1\t2", "a · b/1 · 2"),
        ("## A\nb", "**A**/b"),
        ("## A", "**A**"),
        ("> one\n> two", "\"one two\""),
        ("> “one\n> two”", "“one two”"),
        ("> 80 dB\n> 90 dB", "> 80 dB > 90 dB"),
        ("> average", "> average"),
        ("24. Oktober\nist frei", "24. Oktober ist frei"),
        ("one - two\n- three", "one - two - three"),
        ("[a](https://b.org/c 1.docx)", "[a](https://b.org/c 1.docx)"),
    ] {
        assert_eq!(written_text(&super::parse_text(text, &mut |_| None)), shown);
    }
}

#[test]
fn what_is_printed_as_typed_is_told() {
    use UnreadMarkupKind::{
        FoldedLines, Formula, HashLine, Html, LinkWithBlank, LostFootnote, OpenStrong, Picture,
    };
    for (text, typed, kind) in [
        ("The **new timetable starts.", "**new", OpenStrong),
        ("grows with $x^2$, then", "$x^2$", Formula),
        ("$$\\sum x$$", "$$\\sum x$$", Formula),
        (
            "[see] (https://example.org/plan)",
            "https://example.org/plan",
            LinkWithBlank,
        ),
        (
            "[a](https://example.org/form 1.docx)",
            "https://example.org/form 1.docx",
            LinkWithBlank,
        ),
        ("Higher.[^a]", "[^a]", LostFootnote),
        ("one\n# two\nthree", "# two", HashLine),
        ("a <u>b</u>", "<u>", Html),
        ("Three:\n- a - b - c", "- a - b - c", FoldedLines),
        (
            "| a | b | |---|---| | 1 | 2 |",
            "| a | b | |---|---| | 1 | 2 |",
            FoldedLines,
        ),
        ("![a](b.png) c", "![a](b.png)", Picture),
    ] {
        let found = find_unread_markup(text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!((found[0].typed.as_str(), found[0].kind), (typed, kind));
    }
    for text in [
        "$5 to $10, $HOME and $PATH, US$1.2m = $3m",
        "Significance: * p < 0.10, ** p < 0.05, 2**10",
        "**bold** and \\*\\*kwargs",
        "# 1 priority",
        "<your name> and List<String>, <b>bold</b>",
        "[a](https://example.org \"title\") [1] (see)",
        "a[^1]\n\n[^1]: b",
        "Higher.^[Indeed.]",
        "[sic] and […]",
        "- Rome - Paris\n- b",
        "| a |\n|---|\n| b - c - d |",
        "`**a` and `$x^2$` code",
    ] {
        let found: Vec<_> = find_unread_markup(text)
            .into_iter()
            .map(|it| it.typed)
            .collect();
        assert_eq!(found, Vec::<String>::new(), "{text}");
    }
}
