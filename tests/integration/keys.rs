//! Keys for decisions, signatories, fields, notes, and words for a priority.

use briefkit::brief::Brief;
use briefkit::diagnostic::{Diagnostic, SourceText};
use briefkit::document::{Block, Degree, Document, plain_text};
use briefkit::labels::built_in_for;
use briefkit::reader;
use briefkit::template::Template;

use crate::sandbox::Sandbox;

const HEAD: &str = "title: T\ndate: 2026-03-04\nbottom_line: B.\n";

fn brief(yaml: &str) -> Brief {
    let source = SourceText::new("brief.yaml", yaml);
    Brief::read(&source, None).expect(yaml).brief
}

fn read(yaml: &str, template: &Template) -> Result<Document, Diagnostic> {
    let brief = brief(yaml);
    let labels = built_in_for(brief.lang.as_deref().unwrap_or("en")).unwrap();
    let filled = template.fill(&brief, &labels)?;
    Ok(reader::read(template, &filled, &brief, &labels).unwrap())
}

fn problems(yaml: &str) -> Vec<String> {
    let source = SourceText::new("brief.yaml", yaml);
    let problems = Brief::read(&source, None).expect_err(yaml);
    problems.into_iter().map(|it| it.message).collect()
}

/// The blocks as lines: items of lists after their number or `-`.
fn lines(blocks: &[Block]) -> Vec<String> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph { text } => out.push(plain_text(text)),
            Block::List {
                ordered,
                first,
                items,
            } => {
                for (index, item) in items.iter().enumerate() {
                    let number = usize::try_from(*first).unwrap() + index;
                    let mark = if *ordered {
                        format!("{number}.")
                    } else {
                        "-".to_owned()
                    };
                    out.push(format!("{mark} {}", lines(item).join(" / ")));
                }
            }
            other => panic!("{other:?}"),
        }
    }
    out
}

/// The ask as lines, its deadline in brackets.
fn ask(lang: &str, yaml: &str) -> Vec<String> {
    let template = Template::built_in("note").unwrap();
    let document = read(&format!("{HEAD}lang: {lang}\n{yaml}"), &template).unwrap();
    for block in &document.body {
        if let Block::Ask { text, by, body } = block {
            let mut shown = vec![plain_text(text)];
            shown.extend(by.clone().map(|it| format!("({it})")));
            shown.extend(lines(body));
            return shown.iter().map(|it| it.replace('\u{a0}', " ")).collect();
        }
    }
    Vec::new()
}

#[test]
fn decisions_are_numbered_with_their_kind_and_deadline() {
    let decisions = "ask: {text: For you, by: 2026-12-01, decisions: [{text: Fee, kind: agree}, {text: Report, kind: note}, {text: Contract, kind: sign, by: 2027-01}, {text: Rest}]}";
    assert_eq!(
        ask("en-GB", decisions),
        [
            "For you",
            "(1 December 2026)",
            "1. Agree: Fee",
            "2. Note: Report",
            "3. Sign: Contract · by January 2027",
            "4. Rest"
        ]
    );
    assert_eq!(
        ask("fr", decisions)[2..],
        [
            "1. Pour accord : Fee",
            "2. Pour information : Report",
            "3. Pour signature : Contract · échéance : janvier 2027",
            "4. Rest"
        ]
    );
    assert_eq!(
        ask(
            "zh-Hans",
            "ask: {decisions: [{text: 批准预算, kind: agree}]}"
        ),
        ["", "1. 审批：批准预算"]
    );
}

#[test]
fn an_ask_may_be_a_text_or_a_list_of_its_parts() {
    for yaml in ["ask: Approve the fee.", "ask: |\n  Approve the fee."] {
        assert_eq!(ask("en", yaml), ["Approve the fee."], "{yaml}");
    }
    assert_eq!(
        ask("en", "ask: [Approve the fee, {text: Report, kind: note}]"),
        ["", "1. Approve the fee", "2. Note: Report"]
    );
    assert_eq!(
        ask("en", "ask: {text: Agree, decisions: [Fee, Term]}"),
        ["Agree", "1. Fee", "2. Term"]
    );
    assert!(ask("en", "ask: \"\"").is_empty());
    let names = brief(&format!(
        "{HEAD}signatories: [A. Berg, {{name: C. Dahl}}]\n"
    ));
    let names: Vec<&str> = names.signatories.iter().map(|it| &*it.name.0).collect();
    assert_eq!(names, ["A. Berg", "C. Dahl"]);
}

#[test]
fn the_text_of_a_source_is_its_title() {
    let sources = brief(&format!(
        "{HEAD}sources: {{osha: {{text: Noise at Work}}}}\n"
    ))
    .sources;
    assert_eq!(
        (&*sources[0].id.0, &*sources[0].title.0),
        ("osha", "Noise at Work")
    );
}

#[test]
fn dates_may_be_written_in_words() {
    for (lang, yaml, by) in [
        ("de", "by: 14. Januar 2027", "(14. Januar 2027)"),
        ("fr", "by: 14 janvier 2027", "(14 janvier 2027)"),
        ("en-GB", "by: 14 January 2027", "(14 January 2027)"),
        ("de", "by: 14.1.2027", "(14. Januar 2027)"),
    ] {
        let shown = ask(lang, &format!("ask: {{text: A, {yaml}}}"));
        assert_eq!(shown, ["A", by]);
    }
    let dated = "title: T\ndate: 24 October 2026\nbottom_line: B.\n";
    assert_eq!(brief(dated).date.0, "2026-10-24");
    let ambiguous = "title: T\ndate: 03/04/2026\nbottom_line: B.\n";
    assert_eq!(problems(ambiguous), ["`03/04/2026` can be two dates"]);
    let unknown = "title: T\ndate: next spring\nlang: de\nbottom_line: B.\n";
    let source = SourceText::new("brief.yaml", unknown);
    let problem = Brief::read(&source, None).unwrap_err().remove(0);
    assert_eq!(
        problem.hint.as_deref(),
        Some("write it as year-month-day, such as 2026-11-23, or in words: 23. November 2026")
    );
}

#[test]
fn risks_are_rated_by_levels_or_in_own_words() {
    let template = Template::built_in("note").unwrap();
    let rated = |lang: &str, rating: &str| {
        let yaml = format!("{HEAD}lang: {lang}\nrisks: [{{risk: R, impact: {rating}}}]\n");
        let document = read(&yaml, &template).unwrap();
        let rating = document.body.iter().find_map(|block| match block {
            Block::Risks { items } => items[0].impact.clone(),
            _ => None,
        });
        let rating = rating.expect("a rating");
        (rating.degree(), plain_text(&rating.shown(&document.labels)))
    };
    let shown = |degree, words: &str| (degree, words.to_owned());
    assert_eq!(rated("en", "high"), shown(Some(Degree::High), "High"));
    assert_eq!(rated("de", "high"), shown(Some(Degree::High), "Hoch"));
    assert_eq!(rated("de", "hoch"), shown(Some(Degree::High), "Hoch"));
    assert_eq!(rated("de", "niedrig"), shown(Some(Degree::Low), "niedrig"));
    assert_eq!(rated("zh-Hans", "中"), shown(Some(Degree::Medium), "中"));
    assert_eq!(
        rated("en", "critical"),
        shown(Some(Degree::High), "critical")
    );
    assert_eq!(rated("en", "\"$15,000\""), shown(None, "$15,000"));
    assert_eq!(rated("fr", "2 à 3 jours"), shown(None, "2 à 3 jours"));
    let misspelt = format!("{HEAD}risks: [{{risk: R, impact: hgih}}]\n");
    assert_eq!(problems(&misspelt), ["`hgih` is no level of `impact`"]);
}

#[test]
fn an_ask_keeps_its_lists() {
    let ask = |text: &str| {
        ask(
            "de",
            &format!("ask:\n  text: |\n    {}\n", text.replace('\n', "\n    ")),
        )
    };
    assert_eq!(
        ask("Bitte:\n\n- eins\n- zwei"),
        ["Bitte:", "- eins", "- zwei"]
    );
    assert_eq!(
        ask("7. Kündigung\n8. Schlüssel"),
        ["", "7. Kündigung", "8. Schlüssel"]
    );
    assert_eq!(
        ask("Erster Satz.\n\nZweiter Satz."),
        ["Erster Satz.", "Zweiter Satz."]
    );
    assert_eq!(ask("24. Oktober bestätigen"), ["24. Oktober bestätigen"]);
    assert_eq!(ask("- 5 °C genehmigen").len(), 1);
}

#[test]
fn an_ask_has_a_text_or_decisions() {
    assert_eq!(
        problems(&format!("{HEAD}ask: {{by: 2026-12}}")),
        ["`ask` has no `text`"]
    );
    let late = format!("{HEAD}ask: {{decisions: [{{text: A, by: soon}}]}}");
    assert_eq!(problems(&late), ["`soon` is not a date"]);
    let other = format!("{HEAD}ask: {{decisions: [{{text: A, kind: approve}}]}}");
    assert_eq!(
        problems(&other),
        ["`kind` must be one of: agree, note, sign"]
    );
}

#[test]
fn priorities_may_be_words() {
    let priority = |lang: &str, word: &str| {
        let points = format!("points: [{{headline: H, priority: {word}}}]");
        let brief = brief(&format!("{HEAD}lang: {lang}\n{points}"));
        brief.points[0].priority.map(briefkit::brief::Priority::get)
    };
    for (lang, word, number) in [
        ("en", "high", 1),
        ("en", "Medium", 3),
        ("en", "low", 5),
        ("en", "2", 2),
        ("de", "hoch", 1),
        ("de", "low", 5),
        ("fr", "haute", 1),
        ("fr", "basse", 5),
        ("es", "alta", 1),
        ("zh-Hans", "高", 1),
        ("ja", "中", 3),
    ] {
        assert_eq!(priority(lang, word), Some(number), "{lang}: {word}");
    }
    let points = "points: [{headline: H, priority: hoch}]";
    assert_eq!(
        problems(&format!("{HEAD}{points}")),
        ["`hoch` is not a priority"]
    );
}

#[test]
fn templates_use_fields_and_say_what_they_need() {
    let source = "---\nmedium: pages\nneeds: [ask, fields.budget]\n---\n{{ fields.budget }} by {{ fields.deadline | date }} in {{ fields.sites | join(', ') }}{% if fields.other is defined %}!{% endif %}\n";
    let template = Template::parse("own", SourceText::new("own.md.jinja", source)).unwrap();
    let whole = format!(
        "{HEAD}ask: {{text: A}}\nfields: {{budget: 71.20, deadline: 2026-05-04, sites: [Leeds, York]}}"
    );
    let document = read(&whole, &template).unwrap();
    assert_eq!(
        lines(&document.body),
        ["71.20 by May\u{a0}4, 2026 in Leeds, York"]
    );
    let problem = read(&format!("{HEAD}fields: {{budget: ~}}"), &template).unwrap_err();
    assert_eq!(
        problem.message,
        "template `own` needs `ask`, `fields.budget`, which the brief does not have"
    );
}

#[test]
fn signatories_have_room_to_sign() {
    let template = Template::built_in("note").unwrap();
    let people = "version: draft 2\ndistribution: [Board, File]\nsignatories: [{name: A. Roe, role: Chair}, {name: B. Poe, date: 2026-03-05}]";
    let document = read(&format!("{HEAD}{people}"), &template).unwrap();
    let table = document.body.iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let table = table.unwrap();
    let headers: Vec<_> = table
        .columns
        .iter()
        .map(|it| plain_text(&it.header))
        .collect();
    assert_eq!(headers, ["Name", "Role", "Signature", "Date"]);
    let rows: Vec<Vec<_>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(|it| plain_text(it)).collect())
        .collect();
    // Two empty lines, so that a row is as high as a signature.
    assert!(table.rows[0][2].contains(&briefkit::document::Inline::LineBreak));
    assert_eq!(rows[0][2].trim(), "");
    assert_eq!(
        [&rows[0][..2], &rows[0][3..]].concat(),
        ["A. Roe", "Chair", ""].map(|it| it.replace("A. ", "A.\u{a0}"))
    );
    assert_eq!(rows[1][3].replace('\u{a0}', " "), "March 5, 2026");
    let json = serde_json::to_string(&document.body).unwrap();
    assert!(
        json.contains("draft") && json.contains("Board, File"),
        "{json}"
    );
}

#[test]
fn every_item_may_have_notes() {
    let items = "metrics: [{label: L, value: 1, notes: Say this.}]\nactions: [{action: A, notes: And this.}]\nask: {text: A, notes: First.}\nsections: [{heading: H, body: B, notes: Last.}]";
    for (template, count) in [("deck", 4), ("note", 4), ("one-pager", 0)] {
        let document = read(
            &format!("{HEAD}{items}"),
            &Template::built_in(template).unwrap(),
        )
        .unwrap();
        let json = serde_json::to_string(&document.body).unwrap();
        let shown = ["Say this.", "And this.", "First.", "Last."];
        let found = shown.iter().filter(|it| json.contains(**it)).count();
        assert_eq!(found, count, "{template}");
    }
}

#[test]
fn a_field_that_no_template_prints_is_noted() {
    let sandbox = Sandbox::new();
    let fields = "fields: {budget: 1.2m, cost_centre: 4711, empty: ~}\n";
    sandbox.write("a.yaml", &format!("{HEAD}{fields}"));
    let finished = sandbox.run(&["a.yaml", "--strict"]).exits_with(0);
    for name in ["budget", "cost_centre"] {
        let note = format!("note: no template of this run prints the field `{name}`");
        assert!(finished.stderr().contains(&note), "{}", finished.stderr());
    }
    assert!(!finished.stderr().contains("`empty`"));
    let own = "---\nmedium: pages\nneeds: [fields.budget]\n---\n{{ fields.budget }}\n";
    sandbox.write("templates/own.md.jinja", own);
    let finished = sandbox
        .run(&["a.yaml", "-t", "own", "-f", "pdf"])
        .exits_with(0);
    assert!(!finished.stderr().contains("`budget`") && finished.stderr().contains("`cost_centre`"));
    let all = "---\nmedium: pages\n---\n{% for name, value in fields | items %}{{ value }} {% endfor %}\n";
    sandbox.write("templates/all.md.jinja", all);
    let finished = sandbox
        .run(&["a.yaml", "-t", "all", "-f", "pdf"])
        .exits_with(0);
    assert!(
        !finished.stderr().contains("note:"),
        "{}",
        finished.stderr()
    );
}
