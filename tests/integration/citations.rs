//! Citations: places in sources, groups, stops, captions, and numbers.

use briefkit::brief::Brief;
use briefkit::diagnostic::SourceText;
use briefkit::document::{Block, Inline, plain_text};

use crate::documents::read;

/// A text with each citation as `[1 p. 12; 2]` and each no-break space as `~`.
fn shown(text: &[Inline]) -> String {
    let mut out = String::new();
    for inline in text {
        match inline {
            Inline::Cite { sources, places } => {
                let mut cited = Vec::new();
                for (index, source) in sources.iter().enumerate() {
                    let place = places.get(index).cloned().unwrap_or_default();
                    cited.push(format!("{} {place}", source + 1).trim().to_owned());
                }
                out.push_str(&format!("[{}]", cited.join("; ")));
            }
            other => out.push_str(&plain_text(std::slice::from_ref(other))),
        }
    }
    out.replace('\u{a0}', "~")
}

/// The bottom line of a brief with these words in a language, and its sources.
fn bottom_line(lang: &str, words: &str) -> (String, Vec<String>) {
    let yaml = format!(
        "title: T\ndate: 2026-03-04\nlang: {lang}\nbottom_line: {words:?}\nsources: [{{id: r, title: Report}}, {{id: s, title: Study}}, {{id: t, title: Third}}]\n"
    );
    let document = read(&yaml, "one-pager");
    let sources = document.sources.iter();
    let sources = sources.map(|it| format!("{} {}", it.id, it.places.join(" | ")));
    let sources = sources.map(|it| it.trim_end().replace('\u{a0}', "~"));
    let text = document.body.iter().find_map(|block| match block {
        Block::BottomLine { body } => match &body[..] {
            [Block::Paragraph { text }] => Some(shown(text)),
            _ => None,
        },
        _ => None,
    });
    (text.unwrap(), sources.collect())
}

#[test]
fn places_are_printed_in_the_language_and_listed_with_their_source() {
    let cases = [
        (
            "en",
            "Up by a third [@r, p. 12].",
            "Up by a third.[1 p.~12]",
            "r p.~12",
        ),
        (
            "de",
            "Um ein Drittel [@r, p. 12].",
            "Um ein Drittel[1 S.~12].",
            "r S.~12",
        ),
        (
            "de",
            "Um ein Drittel [@r, S. 44 f.].",
            "Um ein Drittel[1 S.~44~f.].",
            "r S.~44~f.",
        ),
        (
            "fr",
            "Plus d’un tiers.[@r, pp. 3-5]",
            "Plus d’un tiers[1 p.~3–5].",
            "r p.~3–5",
        ),
        (
            "es",
            "Un tercio [@r, ch. 2].",
            "Un tercio[1 cap.~2].",
            "r cap.~2",
        ),
        (
            "zh-Hans",
            "增长三分之一[@r，第12页]。",
            "增长三分之一[1 第12页]。",
            "r 第12页",
        ),
        (
            "zh-Hans",
            "增长三分之一[@r, p. 12]。",
            "增长三分之一[1 第12页]。",
            "r 第12页",
        ),
        (
            "en",
            "As law has it [@r, § 5 sentence 2].",
            "As law has it.[1 §~5 sentence~2]",
            "r §~5 sentence~2",
        ),
        ("en", "See [@r, passim].", "See.[1 passim]", "r passim"),
    ];
    for (lang, words, text, source) in cases {
        let (shown, sources) = bottom_line(lang, words);
        assert_eq!((&*shown, &*sources[0]), (text, source), "{lang}: {words}");
    }
}

#[test]
fn groups_are_sorted_and_each_place_is_listed_once() {
    let (text, sources) = bottom_line(
        "en",
        "One [@s]. Two [@r, pp. 3–5; @s, ch. 2]. Three [@r, pp. 3-5].",
    );
    assert_eq!(text, "One.[1] Two.[1 ch.~2; 2 pp.~3–5] Three.[2 pp.~3–5]");
    assert_eq!(sources, ["s ch.~2", "r pp.~3–5", "t"]);
    let (text, _) = bottom_line("en", "A [@r][@s] [@r, p. 1; p. 7].");
    assert_eq!(text, "A.[1 p.~1; p.~7; 2]");
    let (text, _) = bottom_line("en", "Read [this][@s] now![@r] [@t]");
    assert_eq!(text, "Read [this][1] now![2; 3]");
    let (text, _) = bottom_line("de", "Ein Satz [@s]. [@r]");
    assert_eq!(text, "Ein Satz[1; 2].");
}

#[test]
fn a_citation_stands_where_the_language_has_it() {
    let cases = [
        (
            "en",
            "“Up” [@r], down [@s]; and ‘so [@r].’ Why [@s]?",
            "“Up”,[1] down;[2] and ‘so.’[1] Why?[2]",
        ),
        ("en", "Up [@r] by 3.5 [@s]%", "Up[1] by 3.5[2]%"),
        ("en", "Already right.[@r] Next.", "Already right.[1] Next."),
        (
            "fr",
            "Un tiers.[@r] Et puis, voilà ![@s]",
            "Un tiers[1]. Et puis, voilà[2]~!",
        ),
        (
            "fr",
            "Trains, gares, etc.[@r] Fin.",
            "Trains, gares, etc.[1] Fin.",
        ),
        (
            "de",
            "Ein Satz.[@r] Ein Wort [@s].",
            "Ein Satz.[1] Ein Wort[2].",
        ),
    ];
    for (lang, words, text) in cases {
        let (shown, _) = bottom_line(lang, words);
        assert_eq!(shown.replace('\u{202f}', "~"), text, "{lang}: {words}");
    }
}

#[test]
fn a_source_that_only_another_source_cites_has_its_number() {
    let yaml = "title: T\ndate: 2026-03-04\nbottom_line: B [@b].\nsources:\n  - {id: a, title: \"A after [@d]\"}\n  - {id: b, title: \"B after [@c]\"}\n  - {id: c, title: C}\n  - {id: d, title: D}\n";
    let mut listed = Vec::new();
    for source in read(yaml, "note").sources {
        let Some(Inline::Emph { body }) = source.text.into_iter().next() else {
            panic!("a title is emphasized");
        };
        listed.push((shown(&body), source.cited));
    }
    let wanted = [
        ("B after[2]", true),
        ("C", true),
        ("A after[4]", false),
        ("D", true),
    ];
    assert_eq!(listed, wanted.map(|(text, cited)| (text.to_owned(), cited)));
}

#[test]
fn captions_name_the_source() {
    let brief = |more: &str| {
        format!(
            "title: T\ndate: 2026-03-04\nbottom_line: B [@r].\ntables: [{{columns: [a], rows: [[b]], {more}}}]\nsources: [{{id: r, title: Bulletin 2026}}, {{id: s, author: Office, title: Year, publisher: P, date: 2025, url: \"https://example.org/\"}}]\n"
        )
    };
    let note = |more: &str| {
        let document = read(&brief(more), "one-pager");
        let mut note = None;
        for block in &document.body {
            if let Block::Table(table) = block {
                note = Some(shown(&table.note));
            }
        }
        (note.unwrap(), document.sources[1].cited)
    };
    assert_eq!(
        note("source: r"),
        ("Source: Bulletin 2026".to_owned(), false)
    );
    assert_eq!(
        note("note: In euros., source: \"s, p. 7\""),
        (
            "In euros. Source: Office, Year, 2025, p.~7".to_owned(),
            true
        )
    );
}

#[test]
fn the_only_source_of_whole_items_has_no_number() {
    let brief = |words: &str, source: &str| {
        format!(
            "title: T\ndate: 2026-03-04\nbottom_line: \"{words}\"\npoints: [{{headline: H, text: T., sources: [\"{source}\"]}}]\nsources: [{{id: r, title: Bulletin 2026}}]\n"
        )
    };
    let numbered = |words: &str, source: &str| {
        let document = read(&brief(words, source), "one-pager");
        let json = serde_json::to_string(&document.body).unwrap();
        assert_eq!(json.contains("\"cite\""), document.sources[0].numbered);
        document.sources[0].numbered
    };
    assert!(!numbered("B.", "r"));
    assert!(numbered("B [@r].", "r"));
    assert!(numbered("B.", "r, p. 3"));
}

#[test]
fn the_stop_of_an_abbreviation_ends_the_sentence() {
    for (words, expected) in [
        ("It took 3 hrs. [@r].", "It took 3~hrs.[1]"),
        (
            "See Cos. etc.[@r], and more.",
            "See Cos. etc.,[1] and more.",
        ),
        ("Is it 3 hrs.[@r]?", "Is it 3~hrs.?[1]"),
    ] {
        assert_eq!(bottom_line("en", words).0, expected, "{words}");
    }
}

#[test]
fn a_title_in_marks_gets_no_second_ones() {
    for (title, expected) in [
        ("《年度报告》", "《年度报告》"),
        ("年度报告", "《年度报告》"),
        ("《甲》与《乙》", "《《甲》与《乙》》"),
        (
            "《办法》(江办发〔2019〕22号)",
            "《办法》(江办发〔2019〕22号)",
        ),
        ("《办法》（试行）", "《办法》（试行）"),
        ("《关于《办法》的通知》", "《关于《办法》的通知》"),
    ] {
        let yaml = format!(
            "title: T\ndate: 2026-03-04\nlang: zh-Hans\nbottom_line: 'A[@r]'\nsources: [{{id: r, title: {title}}}]\n"
        );
        let document = read(&yaml, "note");
        assert_eq!(plain_text(&document.sources[0].text), expected);
    }
}

#[test]
fn the_only_source_stands_below_no_heading_of_its_own() {
    let sources = "sources: [{id: r, title: Report}]\n";
    for (text, headings) in [("A", 0), ("A[@r]", 1)] {
        let yaml = format!(
            "title: T\ndate: 2026-03-04\nlang: en\nbottom_line: {text}\nquotes: [{{text: Q, by: B, source: r}}]\n{sources}"
        );
        let document = read(&yaml, "note");
        let is_heading = |block: &&Block| matches!(block, Block::Heading { text, .. } if plain_text(text) == "Sources");
        assert_eq!(
            document.body.iter().filter(is_heading).count(),
            headings,
            "{text}"
        );
        assert!(
            document
                .body
                .iter()
                .any(|block| matches!(block, Block::Sources))
        );
    }
}

#[test]
fn a_note_is_parted_from_the_source_after_it() {
    let note_of = |note: &str, lang: &str| {
        let yaml = format!(
            "title: T\ndate: 2026-03-04\nlang: {lang}\nbottom_line: B\ntables: [{{columns: [A], rows: [[a]], \
             note: {note:?}, source: r}}]\nsources: [{{id: r, title: Report}}]\n"
        );
        let document = read(&yaml, "note");
        let mut tables = document.body.iter().filter_map(|block| match block {
            Block::Table(table) => Some(shown(&table.note)),
            _ => None,
        });
        tables.next_back().unwrap()
    };
    for (lang, note, start) in [
        ("en", "Before audit.", "Before audit. Source: "),
        (
            "de",
            "Differenzen ≤ 0,05 Mio. €",
            "Differenzen ≤~0,05~Mio.~€ · Quelle: ",
        ),
        (
            "fr",
            "Hors TVA ; valeurs au 1/06/2026",
            "Hors TVA~; valeurs au 1/06/2026 · Source",
        ),
        ("en", "(Rounded.)", "(Rounded.) Source: "),
        ("zh", "不含税", "不含税 · 来源："),
    ] {
        let shown = note_of(note, lang).replace('\u{202f}', "~");
        assert!(shown.starts_with(start), "{shown}");
    }
}

#[test]
fn a_pdf_deck_lists_the_places_and_a_markdown_deck_has_them_in_brackets() {
    let sandbox = crate::sandbox::Sandbox::new();
    sandbox.write(
        "a.yaml",
        "title: T\ndate: 2026-03-04\nbottom_line: \"It rose [@r, p. 12; @s].\"\n\
         points: [{headline: Again, text: \"And fell [@r, ch. 2].\"}]\n\
         sources: [{id: r, title: Report}, {id: s, title: Study}]\n",
    );
    for file in ["a.pdf", "a.md"] {
        let run = ["a.yaml", "-t", "deck", "-f", &file[2..], "-o", file];
        sandbox.run(&run).exits_with(0);
    }
    let bytes = std::fs::read(sandbox.path("a.pdf")).unwrap();
    let pdf = lopdf::Document::load_mem(&bytes).unwrap();
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    let text = pdf.extract_text(&pages).unwrap();
    let text = text.replace(['\n', '\u{a0}', ' '], "");
    assert!(text.contains("[1]Report,p.12,ch.2"), "{text}");
    let deck = sandbox
        .read("a.md")
        .replace('\u{a0}', " ")
        .replace('\\', "");
    assert!(deck.contains("p. 12") && deck.contains("ch. 2"), "{deck}");
    assert!(!deck.contains("Report, p. 12"), "{deck}");
}

#[test]
fn sources_may_be_a_mapping_or_titles_alone() {
    let texts = |sources: &str, cited: &str| {
        let yaml = format!(
            "title: T\ndate: 2026-03-04\nbottom_line: 'A [@{cited}].'\nsources: {sources}\n"
        );
        let document = read(&yaml, "note");
        let mut texts = Vec::new();
        for source in &document.sources {
            let cited = if source.cited { "cited" } else { "" };
            texts.push(format!(
                "{} {} {cited}",
                source.id,
                plain_text(&source.text)
            ));
        }
        texts
    };
    for (sources, cited, expected) in [
        (
            "{r: {title: Report, author: Office}, s: Survey}",
            "s, p. 3",
            ["s Survey cited", "r Office, Report "],
        ),
        ("[Report, Survey]", "2", ["2 Survey cited", "1 Report "]),
        (
            "[{r: Report}, {s: {title: Survey}}]",
            "s",
            ["s Survey cited", "r Report "],
        ),
        (
            "[{id: r, title: Report}, Survey]",
            "r",
            ["r Report cited", "2 Survey "],
        ),
    ] {
        assert_eq!(texts(sources, cited), expected, "{sources}");
    }
    assert_eq!(texts("{id: r, title: Report}", "r"), ["r Report cited"]);
    assert_eq!(
        texts("{title: Report, x: Other}", "x"),
        ["x Other cited", "title Report "]
    );
}

#[test]
fn what_no_form_of_sources_has_is_an_error() {
    for (sources, cited, expected) in [
        (
            "{report: {title: R}}",
            "reprot",
            "unknown source `reprot`; did you mean `report`?",
        ),
        ("{r: {titel: R}}", "r", "unknown key `titel`"),
        ("{r: R, r: S}", "r", "two sources have the id `r`"),
        (
            "[A, {id: '1', title: B}]",
            "1",
            "two sources have the id `1`",
        ),
        ("{'a b': R}", "x", "`a b` cannot be an id"),
    ] {
        let yaml = format!(
            "title: T\ndate: 2026-03-04\nbottom_line: 'A [@{cited}].'\nsources: {sources}\n"
        );
        let source = SourceText::new("brief.yaml", &yaml);
        let problems = Brief::read(&source, None).expect_err(sources);
        let shown = problems.iter().map(|it| {
            assert!(it.span.is_some(), "{sources}");
            format!("{}; {}", it.message, it.hint.as_deref().unwrap_or_default())
        });
        let shown = shown.collect::<Vec<_>>().join("\n");
        assert!(shown.contains(expected), "{sources}: {shown}");
    }
}

#[test]
fn two_citations_around_a_stop_are_one_group_in_every_script() {
    for (lang, words, expected) in [
        ("zh-Hans", "符合要求[@r]。[@s]", "符合要求[1; 2]。"),
        ("ja", "確認した[@r]。[@s]", "確認した[1; 2]。"),
        ("hi", "हो गया[@r]।[@s]", "हो गया[1; 2]।"),
        ("de", "Es stieg[@r].[@s]", "Es stieg[1; 2]."),
    ] {
        assert_eq!(bottom_line(lang, words).0, expected, "{words}");
    }
}
