//! Long words in Word documents and decks, and the balanced lines of titles in Word.

use std::io::Read;

use crate::sandbox::Sandbox;

/// A paragraph of a Word document.
#[derive(Debug)]
struct Paragraph {
    style: String,
    text: String,
    /// The indent at the end of its lines, in twentieths of a point.
    end_indent: Option<usize>,
}

/// Renders a brief as a Word document, and returns the XML of its body.
fn word_document(brief: &str, arguments: &[&str]) -> String {
    let sandbox = Sandbox::new();
    sandbox.write("note.yaml", brief);
    sandbox
        .run(&[&["note.yaml", "-f", "docx", "-o", "out"], arguments].concat())
        .exits_with(0);
    let file = std::fs::File::open(sandbox.path("out/note.docx")).expect("the document is there");
    let mut archive = zip::ZipArchive::new(file).expect("it is a package");
    let mut xml = String::new();
    let mut part = archive.by_name("word/document.xml").expect("it has a body");
    part.read_to_string(&mut xml).expect("it is text");
    xml
}

fn paragraphs(xml: &str) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    for paragraph in xml.split("<w:p>").skip(1) {
        let value_after = |start: &str| {
            let (_, rest) = paragraph.split_once(start)?;
            rest.split_once('"').map(|(value, _)| value.to_owned())
        };
        let mut text = String::new();
        for run in paragraph.split("<w:t xml:space=\"preserve\">").skip(1) {
            text.push_str(run.split("</w:t>").next().unwrap_or_default());
        }
        paragraphs.push(Paragraph {
            style: value_after("<w:pStyle w:val=\"").unwrap_or_default(),
            text,
            end_indent: value_after("<w:ind w:right=\"").and_then(|it| it.parse().ok()),
        });
    }
    paragraphs
}

/// The texts of a document that have soft hyphens, which are shown as `|`.
fn hyphenated_texts(brief: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for paragraph in paragraphs(&word_document(brief, &[])) {
        if paragraph.text.contains('\u{ad}') {
            texts.push(paragraph.text.replace('\u{ad}', "|"));
        }
    }
    texts
}

/// The widths of the columns of the last table, in twentieths of a point.
fn column_widths(xml: &str) -> Vec<usize> {
    let grid = xml.rsplit("<w:tblGrid>").next().unwrap_or_default();
    let grid = grid.split("</w:tblGrid>").next().unwrap_or_default();
    let columns = grid.split("w:w=\"").skip(1);
    columns
        .filter_map(|it| it.split('"').next()?.parse().ok())
        .collect()
}

const TABLE_HEADS: &str = include_str!("../briefs/table-heads.yaml");

#[test]
fn words_that_fit_have_no_soft_hyphens_in_word() {
    let xml = word_document(TABLE_HEADS, &[]);
    assert!(!xml.contains('\u{ad}'), "{xml}");
    assert!(!xml.contains("w:tblCellMar"), "the margins are the style's");
    // The words of text move to the next line.
    let brief = "title: T\nlang: de\ndate: 2026-03-04\nbottom_line: >-\n  Die \
                 Verkehrsinfrastrukturfinanzierungsgesellschaft übernimmt die \
                 Straßenverkehrszulassungsordnungsänderungen.\n";
    assert_eq!(hyphenated_texts(brief), Vec::<String>::new());
}

#[test]
fn a_title_is_hyphenated_by_its_language() {
    let cases = [
        (
            "de",
            "Landesverkehrswegeplanungsbeschleunigungsgesetz verkürzt Verfahren",
            "Landesverkehrswegeplanungs|beschleunigungs|gesetz verkürzt Verfahren",
        ),
        (
            "nl",
            "De arbeidsongeschiktheidsverzekeringsmaatschappij",
            "De arbeidsongeschiktheids|verzekerings|maatschappij",
        ),
    ];
    for (lang, title, expected) in cases {
        let brief = format!("title: {title}\nlang: {lang}\ndate: 2026-03-04\nbottom_line: X.\n");
        assert_eq!(hyphenated_texts(&brief), [expected], "{lang}");
    }
}

#[test]
fn other_words_of_the_brief_show_the_joints() {
    let brief = "title: Verkehrsinfrastrukturfinanzierungsgesellschaft\nlang: de\n\
                 date: 2026-03-04\nbottom_line: >-\n  Die Gesellschaft ist gegründet.\n";
    assert_eq!(
        hyphenated_texts(brief),
        ["Verkehrsinfrastrukturfinanzierungs|gesellschaft"]
    );
}

/// A brief with a table of head words and a row of cells.
fn table_brief(lang: &str, heads: &str, row: &str) -> String {
    format!(
        "title: T\nlang: {lang}\ndate: 2026-03-04\nbottom_line: X.\n\
         tables: [{{title: Begroting, columns: [{heads}], rows: [[{row}]]}}]\n"
    )
}

/// A brief with a table of seven columns, whose heads are wider than them.
fn dutch_table_brief() -> String {
    let heads = "Afdeling, Verantwoordelijkheidsgebied, Aansprakelijkheidsverzekering, \
                 Bedrijfsvoeringskosten, Ontwikkelingssamenwerking, Begrotingsafwijking, \
                 Uitvoeringspercentage";
    let row = "Verkeer, '1.250,00', '1.180,50', 312, ja, x, 94%";
    table_brief("nl", heads, row)
}

#[test]
fn narrow_columns_first_take_margins_and_type() {
    let heads = "Toimintayksikkö, Talousarviokirja, Investoinnit, Rahoitus, Toteutumisaste";
    let xml = word_document(&table_brief("fi", heads, "a, 1, 2, 3, 4"), &[]);
    assert!(!xml.contains('\u{ad}') && !xml.contains("w:tblCellMar"));
    let more = format!("{heads}, Lisäinvestoinnit, Vuosikausi");
    let xml = word_document(&table_brief("fi", &more, "a, 1, 2, 3, 4, 5, 6"), &[]);
    assert!(!xml.contains('\u{ad}'), "smaller type is enough");
    assert!(xml.contains("w:tblCellMar") && xml.contains("TableHeadingSmall"));
}

#[test]
fn head_words_share_the_width_and_are_hyphenated() {
    let brief = dutch_table_brief();
    assert_eq!(
        hyphenated_texts(&brief),
        [
            "Verant|woor|de|lijk|heids|gebied",
            "Aanspra|ke|lijk|heids|verzekering",
            "Bedrijfsvoerings|kosten",
            "Ontwikkelings|samenwerking",
            "Begrotings|afwijking",
            "Uitvoerings|percentage",
        ],
        "a joint by another word (“Begroting”) or a suffix is enough; “Afdeling” fits"
    );
    let widths = column_widths(&word_document(&brief, &[]));
    assert!(widths[1..].iter().all(|it| it.abs_diff(widths[1]) < 10));
    assert!(widths[0] < widths[1]);
}

#[test]
fn numbers_are_never_broken_and_addresses_without_a_hyphen() {
    let heads = "Verwaltungseinheiten, Haushaltsermächtigung, Verpflichtungen, Abweichungen, \
                 Begründungstexte, Fertigstellungsgrad, Ansprechstelle, Aktenverzeichnisse";
    let row = "Bau, '1.234.567.890,00', '987.654.321,50', '12.345.678,25', x, 94 %, \
               poststelle@verkehrsinfrastrukturministerium.example, V-2026/0815-verkehr";
    let brief = table_brief("de", heads, row);
    let xml = word_document(&brief, &[]);
    for paragraph in paragraphs(&xml) {
        let text = &paragraph.text;
        if text.contains(char::is_numeric) || text.contains('@') {
            assert!(!text.contains('\u{ad}'), "{text}");
        }
    }
    // In Calibri at 8.5 points, the number is 60.3 points wide.
    let widths = column_widths(&xml);
    assert!(widths[1] - 108 > 1206, "{widths:?}");
}

#[test]
fn code_is_not_hyphenated() {
    let brief = "title: '`Verkehrsinfrastrukturfinanzierungsgesellschaftsgründung`'\nlang: de\n\
                 date: 2026-03-04\nbottom_line: X.\n";
    assert_eq!(hyphenated_texts(brief), Vec::<String>::new());
}

#[test]
fn a_word_of_a_language_without_patterns_is_cut_with_a_warning() {
    let heads = "Wanaotusababishia, Hatukushirikishwa, Yanayotutegemeana, Anayewasikilizisha, \
                 Vinavyojitegemea, Kinachokubalikana, Watakapozungumza";
    let sandbox = Sandbox::new();
    sandbox.write(
        "note.yaml",
        &table_brief("sw", heads, "a, b, c, d, e, f, g"),
    );
    let finished = sandbox
        .run(&["note.yaml", "-f", "docx", "-o", "out"])
        .exits_with(0);
    let message = "“Wanaotusababishia” is wider than its column and was cut";
    assert!(finished.stderr().contains(message), "{}", finished.stderr());
    let texts = hyphenated_texts(&table_brief("sw", heads, "a, b, c, d, e, f, g"));
    assert!(
        texts.contains(&"Wanaotu|sababishia".to_owned()),
        "{texts:?}"
    );
    // With a soft hyphen of the author, there is nothing to warn of.
    let own = heads.replace("Wanaotusababishia", "\"Wanaotu\\xADsababishia\"");
    sandbox.write("note.yaml", &table_brief("sw", &own, "a, b, c, d, e, f, g"));
    let finished = sandbox
        .run(&["note.yaml", "-f", "docx", "-o", "out"])
        .exits_with(0);
    assert!(
        !finished.stderr().contains("“Wanaotu"),
        "{}",
        finished.stderr()
    );
}

#[test]
fn metrics_stand_in_fewer_columns_before_their_labels_are_hyphenated() {
    let brief = "title: T\nlang: de\ndate: 2026-03-04\nbottom_line: X.\nmetrics:\n\
                 - {label: Arbeitsunfähigkeitsbescheinigungen, value: 1}\n\
                 - {label: Umweltverträglichkeitsprüfungen, value: 2}\n\
                 - {label: Verkehrsinfrastrukturfinanzierung, value: 3}\n\
                 - {label: Zuständigkeitsübertragungen, value: 4}\n";
    let xml = word_document(brief, &[]);
    assert!(!xml.contains('\u{ad}'));
    assert_eq!(column_widths(&xml), [4536, 4536]);
}

/// The headline of a brief's point, and its indent in a Word document.
fn headline_indent(headline: &str, more: &str, arguments: &[&str]) -> Option<usize> {
    let brief = format!(
        "title: T\ndate: 2026-03-04\nbottom_line: X.\npoints: [{{headline: \"{headline}\"}}]\n{more}"
    );
    let paragraphs = paragraphs(&word_document(&brief, arguments));
    let headline = paragraphs.iter().find(|it| it.text == headline);
    headline.expect("the headline is there").end_indent
}

/// A headline whose second line is short.
const UNBALANCED: &str =
    "Traffic grows by a third in the next ten years, so the two older bridges have to be replaced";

#[test]
fn a_short_last_line_of_a_headline_is_balanced_by_an_indent() {
    let indent = headline_indent(UNBALANCED, "", &[]).expect("it is balanced");
    // 160 mm are 9072 twentieths of a point.
    assert!((900..=9072 / 5).contains(&indent), "{indent}");
    let right_to_left = headline_indent(UNBALANCED, "lang: ar\n", &[]);
    assert_eq!(
        right_to_left,
        Some(indent),
        "Word counts `right` as the end"
    );
    for balanced in [
        "Traffic grows.",
        "Traffic grows by a third in the next ten years,\u{a0}so the two older bridges and the \
         tunnel below the river have to be replaced soon",
    ] {
        assert_eq!(headline_indent(balanced, "", &[]), None, "{balanced}");
    }
}

#[test]
fn lines_in_an_unknown_font_are_left_alone() {
    let sandbox = Sandbox::new();
    let theme = "name: house\nfonts: {word: House Sans, word_heading: House Sans}\n";
    sandbox.write("house.yaml", theme);
    let theme = sandbox.path("house.yaml");
    let theme = theme.to_string_lossy();
    assert_eq!(headline_indent(UNBALANCED, "", &["--theme", &theme]), None);
    let template = sandbox.path("letterhead.docx");
    std::fs::write(&template, crate::references::reference("german")).expect("it can be written");
    let template = template.to_string_lossy();
    let indent = headline_indent(UNBALANCED, "", &["--reference", &template]);
    assert_eq!(indent, None);
}

#[test]
fn titles_and_asks_are_balanced_and_rather_break_after_punctuation() {
    let brief = "title: 'Night trains: what the ministry has to decide in May'\n\
                 date: 2026-03-04\nbottom_line: X.\nask:\n  text: >-\n    Approve the \
                 funds for the four regions before the end of the month, so that work begins.\n";
    let paragraphs = paragraphs(&word_document(brief, &[]));
    for style in ["Title", "Ask"] {
        let paragraph = paragraphs.iter().find(|it| it.style == style);
        let indent = paragraph.expect("it is there").end_indent;
        assert!(indent.is_some(), "{style}");
    }
}

/// A deck in a dialect, with its soft hyphens shown as `¦`.
fn deck(brief: &str, dialect: &str) -> String {
    let sandbox = Sandbox::new();
    sandbox.write("note.yaml", brief);
    let arguments = ["note.yaml", "-f", "md", "--dialect", dialect, "-o", "out"];
    sandbox.run(&arguments).exits_with(0);
    sandbox.read("out/note.md").replace('\u{ad}', "¦")
}

const SLIDE_DIALECTS: [&str; 4] = ["marp", "reveal", "slidev", "pandoc"];

#[test]
fn words_that_do_not_fit_on_a_slide_have_soft_hyphens() {
    let brief = dutch_table_brief();
    for dialect in SLIDE_DIALECTS {
        let deck = deck(&brief, dialect);
        for cell in [
            "Afdeling",
            "Verant¦woor¦de¦lijk¦heids¦gebied",
            "Begrotings¦afwijking",
            "1.250,00",
            "1.180,50",
        ] {
            assert!(deck.contains(&format!("| {cell} |")), "{dialect}: {deck}");
        }
    }
    let deck = deck(&brief, "plain");
    assert!(deck.contains("| Verantwoordelijkheidsgebied |"), "{deck}");
}

#[test]
fn words_that_fit_on_a_slide_stay_whole() {
    // Type is not enlarged so far that they need hyphens.
    let brief = "title: T\nlang: de\ndate: 2026-03-04\nbottom_line: X.\nmetrics:\n\
                 - {label: Arbeitsunfähigkeitsbescheinigungen, value: 1}\n\
                 - {label: Umweltverträglichkeitsprüfungen, value: 2}\n\
                 - {label: Verkehrsinfrastrukturfinanzierung, value: 3}\n\
                 points: [{headline: Verkehrsinfrastrukturfinanzierungsgesellschaft gegründet}]\n\
                 groups: [{heading: G, items: [{name: Umweltverträglichkeitsprüfung}, \
                 {name: Zuständigkeitsübertragung}]}]\n";
    for dialect in SLIDE_DIALECTS {
        let deck = deck(brief, dialect);
        assert!(!deck.contains('¦'), "{dialect}: {deck}");
    }
}

#[test]
fn a_title_is_set_smaller_before_it_is_hyphenated() {
    let title = |word: &str| {
        let brief = format!("title: {word}\nlang: de\ndate: 2026-03-04\nbottom_line: X.\n");
        let deck = deck(&brief, "marp");
        let title = deck.lines().find_map(|line| line.strip_prefix("# "));
        title.expect("a cover").to_owned()
    };
    let word = "Landesverkehrswegeplanungsbeschleunigungsgesetz";
    assert_eq!(title(word), word);
    assert_eq!(
        title("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzesentwurf"),
        "Rindfleischetikettierungs¦überwachungs¦aufgabenübertragungs¦gesetzesentwurf"
    );
}

#[test]
fn code_and_addresses_on_slides_have_no_hyphens() {
    let word = "Verkehrsinfrastrukturfinanzierungsgesellschaftsverwaltungsangelegenheiten";
    let brief = format!(
        "title: T\nlang: de\ndate: 2026-03-04\nbottom_line: X.\ngroups:\n- heading: G\n  items:\n  \
         - {{name: a, text: '`{word}`'}}\n  \
         - {{name: b, text: '[{word}](https://example.org/{word})'}}\n  \
         - {{name: c, text: 'https://example.org/{word}'}}\n"
    );
    for dialect in SLIDE_DIALECTS {
        let deck = deck(&brief, dialect);
        assert!(deck.contains(&format!("`{word}`")), "{dialect}: {deck}");
        let target = format!("](https://example.org/{word})");
        assert!(deck.contains(&target), "{dialect}: {deck}");
        assert!(
            deck.contains("[Verkehrsinfrastrukturfinanzierungs¦"),
            "{dialect}: {deck}"
        );
        assert_eq!(deck.matches(word).count(), 3, "{dialect}: {deck}");
    }
}

#[test]
fn numbers_stay_whole_and_those_that_cannot_are_told() {
    let numbers = |count: usize| {
        let heads: Vec<String> = (0..count).map(|column| format!("c{column}")).collect();
        let row = vec!["'1,234,567.00'"; count];
        table_brief("en", &heads.join(", "), &row.join(", "))
    };
    let widths = column_widths(&word_document(&numbers(9), &[]));
    // In Calibri at 8.5 points, the number is 45.2 points wide.
    assert!(widths.iter().all(|width| width - 50 > 904), "{widths:?}");
    let sandbox = Sandbox::new();
    for (count, is_told) in [(9, false), (12, true)] {
        sandbox.write("note.yaml", &numbers(count));
        let arguments = ["note.yaml", "-f", "docx", "-o", "out"];
        let finished = sandbox.run(&arguments).exits_with(0);
        let message = "“1,234,567.00” is wider than its column";
        assert_eq!(finished.stderr().contains(message), is_told, "{count}");
    }
}

#[test]
fn numbers_on_slides_are_not_broken_at_their_hyphens() {
    let brief = "title: T\ndate: 2026-11-23\nbottom_line: >\n  Write to us or call 030-18305, any \
        day from 9–14, by article L. 123-4 of the law, in the Rhein-Main area or at \
        https://example.org/2026-1, before anything else is decided there.\n\
        contacts: [{name: A, phone: 030-18}]\n";
    for dialect in ["marp", "reveal", "slidev"] {
        let deck = deck(brief, dialect);
        for number in ["030-\u{2060}18305", "9–\u{2060}14", "123-\u{2060}4"] {
            assert!(deck.contains(number), "{dialect}: {deck}");
        }
        // Words and addresses may end at their hyphens, and a short text has one line.
        for other in ["Rhein-Main", "2026-1", "030-18 "] {
            assert!(deck.contains(other), "{dialect}: {deck}");
        }
    }
    for dialect in ["pandoc", "plain"] {
        let deck = deck(brief, dialect);
        assert!(!deck.contains('\u{2060}'), "{dialect}: {deck}");
    }
}

#[test]
fn warnings_of_long_words_have_their_place() {
    let sandbox = Sandbox::new();
    let word = "pertanggungjawabanpemerintahdaerah".repeat(6);
    let number = "123456789".repeat(20);
    sandbox.write(
        "a.yaml",
        &format!(
            "title: T\nlang: id\ndate: 2026-03-04\nbottom_line: B\npoints:\n  - headline: P\n    \
             text: {word}\n  - headline: Q\n    text: \"{number}\"\n"
        ),
    );
    let finished = sandbox.run(&["a.yaml", "-f", "pdf"]).exits_with(0);
    let told = finished.stderr();
    assert!(told.contains("a.yaml:7:11"), "{told}");
    assert!(told.contains("a.yaml:9:12"), "{told}");
}
