//! Tests of messages: a snapshot for each file in `tests/briefs/bad`, and rules for all messages.

use std::path::PathBuf;

use briefkit::batch::{self, BriefInput, Mode, Request};
use briefkit::diagnostic::render::{DiagnosticStyle, render_diagnostic};
use briefkit::diagnostic::{Code, Diagnostic, SourceText, Span};
use briefkit::theme::Theme;

use crate::sandbox::Sandbox;

/// All diagnostics for a brief, in order.
fn diagnostics(input: BriefInput, formats: &[&'static str]) -> Vec<Diagnostic> {
    let request = Request {
        formats: formats.to_vec(),
        ..Request::default()
    };
    match batch::run_batch(vec![input], &request, Mode::Dry, &|_| {}) {
        Ok(reports) => reports
            .into_iter()
            .flat_map(|report| report.diagnostics)
            .collect(),
        Err(problems) => problems,
    }
}

fn of_text(text: &str) -> Vec<Diagnostic> {
    let text = Some(SourceText::new("brief.yaml", text));
    diagnostics(
        BriefInput {
            text,
            file: "tests/briefs/brief.yaml".into(),
            subfolder: PathBuf::new(),
        },
        &["json"],
    )
}

fn rendered(problems: &[Diagnostic]) -> String {
    problems
        .iter()
        .map(|problem| render_diagnostic(problem, DiagnosticStyle::Human, false))
        .collect::<Vec<_>>()
        .join("\n\n")
}

#[test]
fn bad_briefs() {
    insta::glob!("../briefs/bad", "*.yaml", |path| {
        let file = path
            .strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")))
            .expect("a file of the repository");
        let found = diagnostics(
            BriefInput {
                text: None,
                file: file.to_owned(),
                subfolder: PathBuf::new(),
            },
            &["pdf"],
        );
        assert!(
            found.iter().any(Diagnostic::is_error),
            "nothing is found wrong with {}",
            file.display()
        );
        insta::assert_snapshot!(rendered(&found));
    });
}

#[test]
fn a_problem_at_the_end_of_a_text_is_shown_on_its_last_line() {
    for text in ["title: [a", "title: [a\n", "title: [a\r\n"] {
        let shown = rendered(&of_text(text));
        assert!(
            shown.contains("brief.yaml:1:10\n") && shown.contains("1 │ title: [a\n"),
            "{shown}"
        );
    }
}

#[test]
fn all_problems_are_reported_in_one_run() {
    let text = "title: T\ndat: 2026-01-02\nbottom_line: See [@gone].\npoints: [{headlin: x, sources: [nope]}]\n\
                images: [{file: none.png, alt: x}]\ntheme: bleu\nlang: en_\n";
    let found = of_text(text);
    let lines: Vec<_> = found.iter().map(ToString::to_string).collect();
    for part in [
        "`dat`",
        "`headlin`",
        "`gone`",
        "`nope`",
        "none.png",
        "`bleu`",
        "`en_`",
    ] {
        assert!(
            lines.iter().any(|line| line.contains(part)),
            "{part} is not reported in {lines:#?}"
        );
    }
    assert!(
        found.iter().all(|problem| problem.span.is_some()),
        "each problem has its place: {lines:#?}"
    );
}

#[test]
fn limits_are_named() {
    let head = "title: T\ndate: 2026-01-02\nbottom_line: B\n";
    let message_of = |text: String| {
        of_text(&text)
            .first()
            .map(ToString::to_string)
            .unwrap_or_default()
    };
    assert!(
        message_of(format!("{head}subtitle: {}", "x".repeat(1 << 20)))
            .contains("the limit is 1048576")
    );
    assert!(
        message_of(format!(
            "{head}tables: {}{}",
            "[".repeat(40),
            "]".repeat(40)
        ))
        .contains("deeper than 32 levels")
    );
    let mut bomb = format!("{head}cc: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..9 {
        bomb.push_str(&format!(
            "k{level}: &a{level} [{}]\n",
            vec![format!("*a{}", level - 1); 9].join(", ")
        ));
    }
    let start = std::time::Instant::now();
    assert!(message_of(bomb).contains("more than 100000 values"));
    assert!(
        start.elapsed().as_secs() < 5,
        "an alias bomb is refused at once"
    );
    let brackets = std::time::Instant::now();
    let refused = message_of(format!("{head}cc: {}", "[".repeat(20_000)));
    assert!(refused.contains("deeper than 32 levels"), "{refused}");
    assert!(
        brackets.elapsed().as_secs() < 5,
        "deep nesting is refused at once"
    );
}

#[test]
fn spans_consist_of_whole_characters() {
    let text = "title: &t \"A\"\ndate: 202\u{feff}# x\n";
    assert!(
        rendered(&of_text(text)).contains("this is not YAML"),
        "{}",
        rendered(&of_text(text))
    );
    let text = SourceText::new("a", "ä简\n\u{1f600}");
    for (start, end) in (0..12).flat_map(|start| (0..12).map(move |end| (start, end))) {
        let span = Some(Span {
            source: text.clone(),
            start,
            end,
        });
        let problem = Diagnostic::error(Code::Other, "x").at(span);
        for style in [
            DiagnosticStyle::Human,
            DiagnosticStyle::Short,
            DiagnosticStyle::Json,
            DiagnosticStyle::Github,
            DiagnosticStyle::Sarif,
        ] {
            assert!(render_diagnostic(&problem, style, false).contains('x'));
        }
    }
}

#[test]
fn texts_keep_their_spelling() {
    let text = "title: 2025\ndate: 2026-01-02\nbottom_line: yes\nsubtitle: 1e3\nmarking: ~\nreference: 007\n\
                to: 1_000\nfrom: [0x1F, 12.10]\n\
                metrics: [{label: No, value: 71.20, unit: \"\", as_of: 2025}, {label: off, value: 1.0}]\n\
                tables: [{columns: [a, b], rows: [[1.50, true], [0o7, .5]]}]\n";
    let source = SourceText::new("brief.yaml", text);
    let brief = briefkit::brief::Brief::read(&source, None)
        .map_err(|problems| rendered(&problems))
        .expect("good")
        .brief;
    assert_eq!(&*brief.title, "2025");
    assert_eq!(&*brief.bottom_line, "yes");
    assert_eq!(brief.subtitle.as_deref(), Some("1e3"));
    assert_eq!(brief.marking, None);
    assert_eq!(brief.reference.as_deref(), Some("007"));
    assert_eq!(brief.to.0, ["1_000".into()]);
    assert_eq!(brief.from.0, ["0x1F".into(), "12.10".into()]);
    assert_eq!(&*brief.metrics[0].value, "71.20");
    assert_eq!(brief.metrics[0].unit, None);
    assert_eq!(&*brief.metrics[0].label, "No");
    assert_eq!(&*brief.metrics[1].value, "1.0");
    assert_eq!(brief.tables[0].rows[0], ["1.50".into(), "true".into()]);
    assert_eq!(brief.tables[0].rows[1], ["0o7".into(), ".5".into()]);
}

#[test]
fn a_required_text_must_not_be_empty() {
    for nothing in ["", "~", "null", "\"\"", "' '"] {
        let found = of_text(&format!(
            "title: {nothing}\ndate: 2026-01-02\nbottom_line: B\n"
        ));
        assert_eq!(found.len(), 1, "{}", rendered(&found));
        assert_eq!(found[0].message, "`title` is empty");
    }
}

#[test]
fn a_character_without_a_font_is_named_with_its_line() {
    let text = "title: T\ndate: 2026-01-02\nbottom_line: |\n  fine\n  Linear B: \u{10000}\nsubtitle: '&#x10001;'\n";
    let input = |text: &str| {
        let text = Some(SourceText::new("brief.yaml", text));
        BriefInput {
            text,
            file: "tests/briefs/brief.yaml".into(),
            subfolder: PathBuf::new(),
        }
    };
    let found = diagnostics(input(text), &["pdf"]);
    let lines: Vec<_> = found
        .iter()
        .filter(|it| it.message.starts_with("no font"))
        .collect();
    assert_eq!(lines.len(), 1, "{}", rendered(&found));
    assert!(lines[0].is_error());
    assert!(
        lines[0].to_string().starts_with(
            "brief.yaml:5:13: error: no font has `\u{10000}` (U+10000), `\u{10001}` (U+10001) in line 6 (put a font"
        ),
        "{}",
        lines[0]
    );
    let tried = lines[0].label.as_deref().unwrap_or_default();
    assert!(
        tried.contains("Source Sans 3") && tried.contains("Briefkit Han"),
        "{tried}"
    );
    let found = diagnostics(input(text), &["json"]);
    assert!(
        found.is_empty(),
        "a program that reads JSON needs no font: {}",
        rendered(&found)
    );
}

#[test]
fn hidden_characters_are_refused() {
    for text in [
        "a\u{202e}b",
        "'a&#x202e;b'",
        "\"a\\u0007b\"",
        "'a&#7;b'",
        "\u{2067}open",
    ] {
        let found = of_text(&format!(
            "title: {text}\ndate: 2026-01-02\nbottom_line: B\n"
        ));
        assert!(
            found
                .iter()
                .any(|it| it.message.contains("must not stand in a text")),
            "{text}: {}",
            rendered(&found)
        );
    }
}

#[test]
fn missing_characters_are_reported_once_for_each_script() {
    let text =
        "title: مذكرة إحاطة بشأن المؤتمر\ndate: 2026-01-02\nbottom_line: נוסח קצר \u{e000}\n";
    let text = Some(SourceText::new("brief.yaml", text));
    let found = diagnostics(
        BriefInput {
            text,
            file: "tests/briefs/brief.yaml".into(),
            subfolder: PathBuf::new(),
        },
        &["pdf"],
    );
    let lines: Vec<_> = found
        .iter()
        .map(|it| it.message.as_str())
        .filter(|it| it.starts_with("no font"))
        .collect();
    assert_eq!(
        lines,
        [
            "no font has `م` (U+0645), `ذ` (U+0630), `ك` (U+0643) and 13 more of the Arabic script",
            "no font has `נ` (U+05E0), `ו` (U+05D5), `ס` (U+05E1) and 4 more of the Hebrew script",
            "no font has U+E000 (of private use)",
        ]
    );
}

#[test]
fn wrong_paths_are_reported_with_all_other_mistakes() {
    let found = of_text(
        "title: T\ndate: 2 May\nbottom_line: \" \u{3000}\"\nrisks: [{risk: R, likelihood: hgih}]\nfit: {pages: 0}\n\
         theme: ../../../bleu.yaml\ntemplates: {pdf: ../../../x.md.jinja, json: gone/y.md.jinja}\n\
         images: [{file: ../../../../a.png, alt: x}, {file: b.png, alt: y}]\ntables: [{columns: [a], rows: [[[b]]]}]\n",
    );
    let lines: Vec<_> = found.iter().map(ToString::to_string).collect();
    for part in [
        "2:7: error: `2 May` is not a date",
        "3:1: error: `bottom_line` is empty",
        "4:31: error: `hgih` is no level of `likelihood` (did you mean `high`?)",
        "5:14: error: `pages` must be",
        "6:8: error: `../../../bleu.yaml` lies outside",
        "7:18: error: `../../../x.md.jinja` lies outside",
        "7:45: error: `gone/y.md.jinja` not found",
        "8:17: error: picture `../../../../a.png` lies outside",
        "8:52: error: picture `b.png` not found",
        "9:33: error: a cell of `rows` must be a text",
    ] {
        assert!(
            lines.iter().any(|line| line.contains(part)),
            "{part} is not reported in {lines:#?}"
        );
    }
    assert_eq!(lines.len(), 10, "{lines:#?}");
}

#[test]
fn all_problems_of_a_theme_are_reported_with_their_lines() {
    let text = "name: house\nfont: {}\ncolors:\n  accen: \"#0b5d4f\"\n  text: \"#12345\"\n  rule: #0b5d4f\n  series: [red]\n\
                page: {width: wide, gutter: -1, unit: nan}\nsheet:\n  title: [22]\n  body: [9, 0]\n";
    let found = Theme::read(&SourceText::new("house.yaml", text)).expect_err("a faulty theme");
    let lines: Vec<_> = found.iter().map(ToString::to_string).collect();
    for part in [
        "2:1: error: unknown key `font` (did you mean `fonts`?)",
        "4:3: error: unknown key `accen` (did you mean `accent`?)",
        "5:9: error: `#12345` is not a colour",
        "6:3: error: `rule` has no colour (put it into quotation marks",
        "7:12: error: `red` is not a colour",
        "8:15: error: `width` must be a number",
        "8:29: error: `gutter` must be from 0 to 5000",
        "8:39: error: `unit` must be from 0 to 5000",
        "10:10: error: `title` must have a size and a leading",
        "11:13: error: an item of `body` must be from 1 to 500",
    ] {
        assert!(
            lines.iter().any(|line| line.contains(part)),
            "{part} is not reported in {lines:#?}"
        );
    }
    assert!(
        Theme::read(&SourceText::new("t", "page: {width: 60}")).is_err(),
        "margins leave room for text"
    );
    let house = Theme::read(&SourceText::new(
        "t",
        "name: h\ncolors: {accent: \"#0b5d4f\"}\nnote: {body: [12, 17]}\n",
    ));
    let house = house.expect("a theme");
    assert_eq!(
        (
            house.name.as_str(),
            house.note.body.size.0,
            house.note.lead.size.0
        ),
        ("h", 12.0, 12.0)
    );
    assert_eq!(house.sheet, Theme::default().sheet);
    for (name, _) in briefkit::theme::BUILT_IN {
        assert!(Theme::built_in(name).is_some(), "{name}");
    }
}

#[test]
fn a_slide_of_a_pdf_deck_tells_what_it_leaves_out_of_a_detail() {
    let sandbox = Sandbox::new();
    let brief = |detail: &str| {
        format!(
            "title: T\ndate: 2026-03-04\nbottom_line: B\nlang: zh-Hans\npoints:\n  - headline: 工程进展\n    text: 主体工程已完工。\n    detail: |\n{detail}"
        )
    };
    let list = "      一、总体情况。\n\n      1. 可研批复;\n      2. 施工许可证;\n\n";
    let run = [
        "a.yaml", "-t", "deck", "-f", "pdf,md", "-o", "out", "--force",
    ];
    // A list that goes on is not the end of a slide.
    for (detail, told) in [
        (
            format!("{list}      其他事项。\n"),
            "leaves out the rest of its `detail`",
        ),
        (
            "      （一）前期工作\n\n      > 引文\n".to_owned(),
            "leaves out all of its `detail`",
        ),
    ] {
        sandbox.write("a.yaml", &brief(&detail));
        let finished = sandbox.run(&run).exits_with(0);
        let message = format!("slide “工程进展” {told}");
        // Once: the notes of the Markdown deck have all of it.
        assert_eq!(
            finished.stderr().matches(&message).count(),
            1,
            "{}",
            finished.stderr()
        );
    }
    for detail in [
        "      一、总体情况。\n\n      1. 可研批复;\n      2. 施工许可证。\n",
        "      前期工作\n",
    ] {
        sandbox.write("a.yaml", &brief(detail));
        let finished = sandbox.run(&run).exits_with(0);
        assert!(
            !finished.stderr().contains("detail"),
            "{}",
            finished.stderr()
        );
    }
}
