//! Long words on pages and slides: where their lines end, in every kind of block.

use std::collections::BTreeMap;
use std::fmt::Write;

use proptest::prelude::*;

use super::fixtures;
use crate::frame::{Item, Pages, Role, TagId};
use crate::layout::{LaidOut, lay_out};
use crate::theme::Theme;

const TEMPLATES: [&str; 3] = ["one-pager", "note", "deck"];

/// The lines of one text.
struct TextLines {
    role: Role,
    /// With the hyphens that were added, and a blank at the end of a line that ends at one.
    lines: Vec<String>,
}

impl TextLines {
    fn trimmed(&self) -> Vec<&str> {
        self.lines.iter().map(|line| line.trim()).collect()
    }
}

fn lay_out_brief(yaml: &str, template: &str) -> LaidOut {
    let document = fixtures::document(yaml, template);
    let assets = fixtures::assets(&document, fixtures::root());
    lay_out(&document, &Theme::default(), &assets)
        .unwrap_or_else(|problems| panic!("{template}: {problems:#?}\n{yaml}"))
}

/// The tag around a tag of text in another language, which may be a part of a line.
fn block_tag(pages: &Pages, mut tag: TagId) -> usize {
    while pages.tags[tag.0].role == Role::Span
        && let Some(parent) = pages.tags[tag.0].parent
    {
        tag = parent;
    }
    tag.0
}

/// The texts of all pages, each with its lines.
fn texts_of(pages: &Pages) -> Vec<TextLines> {
    let mut lines: BTreeMap<(usize, usize, i64), String> = BTreeMap::new();
    for (number, page) in pages.pages.iter().enumerate() {
        for placed in &page.items {
            if let (Some(tag), Item::Run(run)) = (placed.tag, &placed.item) {
                let height = (run.baseline.0 * 10.0).round() as i64;
                let line = lines
                    .entry((block_tag(pages, tag), number, height))
                    .or_default();
                line.extend(run.glyphs.iter().map(|glyph| &*glyph.text));
            }
        }
    }
    let mut texts: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for ((tag, _, _), line) in lines {
        texts.entry(tag).or_default().push(line);
    }
    let tagged = texts.into_iter().map(|(tag, lines)| TextLines {
        role: pages.tags[tag].role,
        lines,
    });
    tagged.collect()
}

/// The lines of the text that is this one when they are joined again.
fn lines_of(pages: &Pages, text: &str) -> Vec<String> {
    for it in texts_of(pages) {
        let joined = it.lines.concat().replace('-', "");
        if joined.trim() == text {
            return it.trimmed().into_iter().map(str::to_owned).collect();
        }
    }
    panic!("no text “{text}”");
}

fn head_lines(pages: &Pages) -> Vec<Vec<String>> {
    let mut heads = Vec::new();
    for it in texts_of(pages) {
        if matches!(it.role, Role::HeaderCell(_)) {
            heads.push(it.trimmed().into_iter().map(str::to_owned).collect());
        }
    }
    heads
}

fn table(lang: &str, columns: &[&str], rows: &[&[&str]]) -> String {
    let mut yaml = format!(
        "title: T\ndate: 2026-03-04\nlang: {lang}\nbottom_line: B\n\
         points: [{{headline: P, text: t}}]\n\
         charts: [{{title: C, kind: column, categories: [a, b], series: [{{name: s, values: [1, 2]}}]}}]\n\
         tables:\n  - title: Table\n    columns: [{}]\n    rows:\n",
        columns.join(", ")
    );
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| format!("\"{cell}\"")).collect();
        let _ = writeln!(yaml, "      - [{}]", cells.join(", "));
    }
    yaml
}

#[test]
fn heads_of_tables_are_whole_while_the_page_has_width() {
    let cases: &[(&str, &[&str])] = &[
        (
            "en",
            &[
                "Department",
                "Appropriation",
                "Expenditure",
                "Commitments",
                "Variance",
                "Completion",
            ],
        ),
        (
            "de",
            &[
                "Risiko",
                "Wahrscheinlichkeit",
                "Auswirkung",
                "Gegenmaßnahme",
                "Zuständig",
            ],
        ),
        (
            "nl",
            &[
                "Onderdeel",
                "Verantwoordelijkheid",
                "Waarschijnlijkheid",
                "Maatregelen",
            ],
        ),
        (
            "fi",
            &[
                "Riski",
                "Todennäköisyys",
                "Vaikutus",
                "Vastuuhenkilö",
                "Toimenpiteet",
            ],
        ),
        (
            "pl",
            &[
                "Ryzyko",
                "Prawdopodobieństwo",
                "Odpowiedzialność",
                "Działania",
            ],
        ),
        (
            "hu",
            &[
                "Kockázat",
                "Valószínűség",
                "Felelősségvállalás",
                "Intézkedések",
            ],
        ),
        (
            "ru",
            &[
                "Подразделение",
                "Ответственность",
                "Финансирование",
                "Обязательства",
            ],
        ),
        (
            "el",
            &["Υπηρεσία", "Πιθανότητα", "Χρηματοδότηση", "Υποχρεώσεις"],
        ),
        (
            "tr",
            &["Birim", "Sorumluluklar", "Değerlendirme", "Yükümlülükler"],
        ),
        (
            "fr",
            &[
                "Service",
                "Responsabilités",
                "Investissements",
                "Avertissements",
            ],
        ),
        ("vi", &["Đơn vị", "Trách nhiệm", "Kinh phí", "Hoàn thành"]),
        (
            "id",
            &[
                "Bagian",
                "Pertanggungjawaban",
                "Penyelenggaraan",
                "Penyelesaian",
            ],
        ),
        ("sw", &["Idara", "Uwajibikaji", "Utekelezaji", "Matumizi"]),
    ];
    for (lang, columns) in cases {
        let row: Vec<&str> = columns.iter().map(|_| "1").collect();
        let yaml = table(lang, columns, &[&row, &row]);
        for template in TEMPLATES {
            let laid_out = lay_out_brief(&yaml, template);
            let heads = head_lines(&laid_out.pages);
            for column in *columns {
                let words: Vec<&str> = column.split(' ').collect();
                let is_whole = heads.iter().any(|lines| {
                    lines.concat().replace(' ', "") == words.concat()
                        && lines
                            .iter()
                            .all(|line| line.split(' ').all(|it| words.contains(&it)))
                });
                assert!(is_whole, "{template}: {column}: {heads:?}");
            }
        }
    }
}

#[test]
fn numbers_of_narrow_columns_are_whole() {
    let columns = ["Gegenstand", "2024", "2025", "2026", "2027", "2028", "2029"];
    let number = "1.234.567,89";
    let row = [
        "Verwaltungsgerichtsbarkeit",
        number,
        number,
        number,
        number,
        number,
        number,
    ];
    let yaml = table("de", &columns, &[&row]);
    for template in TEMPLATES {
        let laid_out = lay_out_brief(&yaml, template);
        let texts = texts_of(&laid_out.pages);
        let count = texts.iter().filter(|it| it.trimmed() == [number]).count();
        assert_eq!(count, 6, "{template}");
        let codes: Vec<_> = laid_out
            .diagnostics
            .iter()
            .map(|it| it.code.as_str())
            .collect();
        assert!(!codes.contains(&"text-too-wide"), "{template}: {codes:?}");
    }
}

const COMPOUNDS: &str = "\
title: Landesverkehrswegeplanungsbeschleunigungsgesetz verkürzt Verfahren
date: 2026-03-04
lang: de
bottom_line: Kurz.
points:
  - {headline: Verkehrsinfrastrukturfinanzierungsgesellschaft gegründet, text: a}
  - {headline: Die Arbeitsunfähigkeitsbescheinigungspflicht entfällt, text: a}
groups:
  - heading: Gruppen
    items: [{name: Straßenbaulastträgerschaft}, {name: Umweltverträglichkeitsprüfung}, {name: Enteignungsentschädigung}, {name: Verwaltungsgerichtsbarkeit}]
metrics:
  - {label: Arbeitsunfähigkeitsbescheinigungen, value: 1}
  - {label: Umweltverträglichkeitsprüfungen, value: 1}
  - {label: Verkehrsinfrastrukturfinanzierung, value: 1}
  - {label: Zuständigkeitsübertragungen, value: 1}
";

/// How far the end of a text is below its beginning, in points: 0 for one baseline.
fn drop_of(pages: &Pages, first: &str, last: &str) -> f32 {
    let baseline = |wanted: &str| {
        for placed in pages.pages.iter().flat_map(|page| &page.items) {
            if let Item::Run(run) = &placed.item {
                let text: String = run.glyphs.iter().map(|glyph| &*glyph.text).collect();
                if text.contains(wanted) {
                    return run.baseline.0;
                }
            }
        }
        panic!("no run with “{wanted}”");
    };
    baseline(last) - baseline(first)
}

#[test]
fn a_unit_stands_beside_its_number_where_its_column_has_room() {
    let brief = "title: T\ndate: 2026-03-04\nlang: de\nbottom_line: B\nmetrics:\n\
        - {label: A, value: 18420, unit: m³/Tag}\n\
        - {label: B, value: 2.14, unit: Euro}\n\
        - {label: C, value: 123456789, unit: Arbeitsunfähigkeitsbescheinigungen}\n\
        - {label: D, value: 7, unit: Stellen}\n";
    for template in ["one-pager", "note"] {
        let pages = lay_out_brief(brief, template).pages;
        for (number, unit) in [("420", "Tag"), ("14", "Euro"), ("7", "Stellen")] {
            let drop = drop_of(&pages, number, unit);
            assert!(drop.abs() < 0.1, "{template}: {unit} is {drop} lower");
        }
        let drop = drop_of(&pages, "123", "Arbeits");
        assert!(drop > 5.0, "{template}: {drop}");
    }
}

#[test]
fn headlines_names_and_labels_are_whole_where_there_is_width() {
    for template in ["one-pager", "note"] {
        let LaidOut { pages, diagnostics } = lay_out_brief(COMPOUNDS, template);
        for word in [
            "Straßenbaulastträgerschaft",
            "Umweltverträglichkeitsprüfung",
            "Enteignungsentschädigung",
            "Verwaltungsgerichtsbarkeit",
            "Arbeitsunfähigkeitsbescheinigungen",
            "Verkehrsinfrastrukturfinanzierung",
        ] {
            assert_eq!(lines_of(&pages, word), [word], "{template}");
        }
        let title = "Landesverkehrswegeplanungsbeschleunigungsgesetz verkürzt Verfahren";
        let lines = lines_of(&pages, title);
        let expected = [
            "Landesverkehrswegeplanungsbeschleunigungsgesetz",
            "verkürzt Verfahren",
        ];
        assert_eq!(lines, expected, "{template}");
        assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    }
}

#[test]
fn words_on_slides_are_hyphenated_in_their_cells() {
    let LaidOut { pages, .. } = lay_out_brief(COMPOUNDS, "deck");
    let cases: [(&str, &[&str]); 3] = [
        (
            "Umweltverträglichkeitsprüfung",
            &["Umweltverträglichkeitsprüfung"],
        ),
        (
            "Arbeitsunfähigkeitsbescheinigungen",
            &["Arbeitsunfähigkeitsbe-", "scheinigungen"],
        ),
        (
            "Landesverkehrswegeplanungsbeschleunigungsgesetz verkürzt Verfahren",
            &[
                "Landesverkehrswegeplanungsbeschleunigungsgesetz",
                "verkürzt Verfahren",
            ],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(lines_of(&pages, text), expected);
    }
}

#[test]
fn a_word_without_patterns_is_cut_with_a_hyphen_and_a_warning() {
    let word = "pertanggungjawabanpemerintahdaerahkabupatenkotadanprovinsiseluruhindonesia";
    let yaml = format!(
        "title: T\ndate: 2026-03-04\nlang: id\nbottom_line: B\n\
         people: [{{name: A, role: {word}{word}, organization: C}}]\n"
    );
    let LaidOut { pages, diagnostics } = lay_out_brief(&yaml, "one-pager");
    let lines = lines_of(&pages, &format!("{word}{word}"));
    let (last, others) = lines.split_last().expect("lines");
    assert!(others.iter().all(|line| line.ends_with('-')), "{lines:?}");
    assert!(!last.ends_with('-'));
    let cut = diagnostics.iter().find(|it| it.code.as_str() == "word-cut");
    let message = &cut.expect("a warning").message;
    assert!(message.contains(word), "{message}");
}

#[test]
fn leads_and_headlines_have_no_short_last_line() {
    let lead = "The council approves the plan for the four regions and asks for a report on \
                what it has cost, by the end of May at the latest.";
    for count in 12..28 {
        let words: Vec<&str> = lead.split(' ').take(count).collect();
        let text = words.join(" ");
        let yaml = format!("title: {text}\ndate: 2026-03-04\nbottom_line: {text} now\n");
        for template in ["one-pager", "note"] {
            let LaidOut { pages, .. } = lay_out_brief(&yaml, template);
            for text in [text.clone(), format!("{text} now")] {
                let lines = lines_of(&pages, &text);
                let longest = lines.iter().map(String::len).max().unwrap_or_default();
                let last = lines.last().map_or(0, String::len);
                // In letters, which differ a little from widths.
                assert!(
                    lines.len() < 2 || last * 100 >= longest * 36,
                    "{template}: {lines:?}"
                );
            }
        }
    }
}

fn any_word() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z]{3,12}",
        2 => "[A-Z][a-zäöü]{12,45}",
        1 => "[А-Я][а-я]{10,40}",
        1 => "[Α-Ρ][α-ω]{10,30}",
    ]
}

fn any_number() -> impl Strategy<Value = String> {
    "[−+€]?[1-9][0-9]{0,2}(,[0-9]{3}){0,3}(\\.[0-9]{1,2})?%?"
}

fn any_phrase() -> impl Strategy<Value = String> {
    proptest::collection::vec(any_word(), 1..4).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn no_line_ends_inside_a_word_without_a_hyphen(
        phrases in proptest::collection::vec(any_phrase(), 16),
        heads in proptest::collection::vec(any_word(), 2..8),
        numbers in proptest::collection::vec(any_number(), 8),
        lang in prop_oneof![
            Just("de"), Just("nl"), Just("fi"), Just("pl"), Just("hu"), Just("ru"), Just("el"),
            Just("tr"), Just("en"), Just("fr"), Just("vi"), Just("id"), Just("sw"),
        ],
        template in prop_oneof![Just("one-pager"), Just("note"), Just("deck")],
    ) {
        let [title, lead, a, b, c, d, e, f, g, h, i, j, k, l, m, n] =
            phrases.as_slice() else { unreachable!() };
        let cells: Vec<String> = numbers[..heads.len() - 1].iter().map(|it| format!("\"{it}\"")).collect();
        let yaml = format!(
            "title: {title}\ndate: 2026-03-04\nlang: {lang}\nbottom_line: {lead}\n\
             points: [{{headline: {a}, text: {b}}}, {{headline: {c}, text: {d}}}]\n\
             metrics: [{{label: {e}, value: \"{}\"}}, {{label: {f}, value: \"2\"}}, {{label: {g}, value: \"3\"}}]\n\
             groups: [{{heading: {h}, items: [{{name: {i}}}, {{name: {j}}}, {{name: {k}}}, {{name: x}}]}}]\n\
             tables: [{{title: t, columns: [{}], rows: [[{l}, {}]]}}]\n\
             people: [{{name: {m}, role: {n}, organization: {a}}}]\n\
             timeline: [{{date: 2026-01-01, text: {b}}}, {{date: 2026-02-01, text: {c}}}]\n\
             risks: [{{risk: {d}, likelihood: low, impact: high, mitigation: {e}}}]\n",
            numbers[7],
            heads.join(", "),
            cells.join(", "),
        );
        let LaidOut { pages, .. } = lay_out_brief(&yaml, template);
        let mut all_text = String::new();
        let mut whole_lines = Vec::new();
        for text in texts_of(&pages) {
            for (at, line) in text.lines.iter().enumerate() {
                let is_last = at + 1 == text.lines.len();
                prop_assert!(is_last || line.ends_with([' ', '-']), "{:?}\n{yaml}", text.lines);
                all_text.push_str(if is_last { line } else { line.strip_suffix('-').unwrap_or(line) });
                whole_lines.push(line.clone());
            }
            all_text.push('\n');
        }
        for word in phrases[..15].iter().flat_map(|it| it.split(' ')).chain(heads.iter().map(String::as_str)) {
            // A one-pager may leave out what has no room, and warns of it.
            prop_assert!(all_text.contains(word) || template == "one-pager", "{word}\n{all_text}\n{yaml}");
        }
        for number in &numbers[..heads.len() - 1] {
            let is_whole = whole_lines.iter().any(|line| line.contains(number.as_str()));
            prop_assert!(is_whole || template == "one-pager", "{number}\n{all_text}");
        }
    }
}
