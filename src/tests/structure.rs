//! Values are bound, not pasted: whatever the texts of a brief hold, its document has the tree of
//! blocks that the template gives. And the documents and briefs are what their JSON Schemas say.

use std::path::Path;

use crate::brief::{self, Brief};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::document::{self, Block, Document, Inline, plain_text};
use crate::labels;
use crate::lang;
use crate::markup;
use crate::reader;
use crate::template::{BUILT_IN, Template};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A brief with every key; each text is a word, `RICH` where it may hold blocks, and is replaced by
/// what is tried.
const EVERY_KEY: &str = include_str!("../../tests/structure/every-key.yaml");

fn parse(text: &str) -> Value {
    serde_yaml::from_str(text).expect("the brief is well-formed")
}

/// Values that are not free text: ids, dates, numbers, words of a closed list, paths.
fn is_free(key: &str) -> bool {
    !matches!(
        key,
        "id" | "source"
            | "sources"
            | "lang"
            | "kind"
            | "values"
            | "likelihood"
            | "impact"
            | "priority"
    ) && !matches!(
        key,
        "recommended"
            | "decorative"
            | "highlight"
            | "data"
            | "file"
            | "url"
            | "email"
            | "theme"
            | "templates"
            | "fit"
    ) && !matches!(key, "start" | "end")
}

/// Puts `texts` in place of the texts, in turn; dates that must be dates stay.
fn replace(value: &mut Value, texts: &mut impl Iterator<Item = String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                if is_free(key) {
                    replace(value, texts);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, texts)),
        Value::String(text) if lang::parse_date(text).is_none() => {
            *text = texts.next().unwrap_or_default()
        }
        _ => {}
    }
}

/// The brief as the program types it: numbers of a chart keep their spelling.
fn typed(brief: &Value) -> Brief {
    let mut brief = brief.clone();
    let series = brief
        .pointer_mut("/charts/0/series/0/values")
        .and_then(Value::as_array_mut)
        .expect("the chart's values");
    series
        .iter_mut()
        .filter(|value| value.is_number())
        .for_each(|value| *value = json!(value.to_string()));
    serde_json::from_value(brief).expect("texts may be anything")
}

fn document(template: &str, brief: &Value) -> Result<Document, Vec<Diagnostic>> {
    let brief = typed(brief);
    let template = Template::built_in(template).expect("it is built in");
    let labels = labels::built_in_labels("en").expect("they are built in");
    let filled = template
        .fill(&brief, &labels)
        .map_err(|problem| vec![problem])?;
    reader::read(&template, &filled, &brief, &labels)
}

/// The tree of blocks with every text erased, and with a rich value as one leaf, whatever it holds.
fn shape(value: &Value) -> Value {
    match value {
        Value::Array(items) if items.iter().any(|item| item.get("inline").is_some()) => {
            json!("inlines")
        }
        Value::Array(items) => {
            let mut shapes: Vec<Value> = Vec::new();
            for item in items {
                let shape = if is_rich(item) {
                    json!("rich")
                } else {
                    shape(item)
                };
                if shape != json!("rich") || shapes.last() != Some(&shape) {
                    shapes.push(shape);
                }
            }
            Value::Array(shapes)
        }
        Value::Object(entries) => {
            let kept = entries.iter().filter(|(key, _)| {
                !matches!(key.as_str(), "trend" | "numeric" | "cited" | "highlight")
            });
            Value::Object(
                kept.map(|(key, value)| (key.clone(), shape(value)))
                    .collect(),
            )
        }
        Value::String(_) if value.as_str().is_some() => json!("text"),
        other => other.clone(),
    }
}

/// Whether a block is of those that a rich value may hold. The brief's own tables have titles.
fn is_rich(block: &Value) -> bool {
    match block.get("block").and_then(Value::as_str) {
        Some("paragraph" | "list") => true,
        Some("table") => block.get("title").is_none(),
        _ => false,
    }
}

fn shape_of(template: &str, brief: &Value) -> Value {
    let document =
        document(template, brief).unwrap_or_else(|problems| panic!("{template}: {problems:#?}"));
    let mut document = serde_json::to_value(document).expect("a document is JSON");
    // A block's own kind is structure, not text.
    mark_kinds(&mut document);
    shape(&document)
}

/// Turns `"block": "kind"` into a key that keeps the kind.
fn mark_kinds(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            entries.values_mut().for_each(mark_kinds);
            if let Some(kind) = entries
                .get("block")
                .and_then(Value::as_str)
                .map(|kind| format!("is {kind}"))
            {
                entries.insert(kind, Value::Null);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mark_kinds),
        _ => {}
    }
}

/// Any text, with a liking for what means something in Markdown, YAML, Jinja, HTML or Marp.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "\\PC{0,8}",
        1 => any::<String>(),
        6 => prop::sample::select(vec![
            "# ", "## h\n", "\n---\n", "\n\n", "\n", "- ", "1. ", "* b", "> ", "```\n", "~~~", "    code", "\t", "| a | b |\n",
            "|---|---|\n", ":::", "\n:::\n", "\n::: notes\n", "::: columns\n", "{{ title }}", "{% endfor %}", "{# ", "<b>", "<!--",
            "-->", "<script>", "</div>", "&#10;", "&#32;", "&amp;", "![a](b)", "[a](https://example.org/)", "[a]: https://example.org/\n",
            "[@moc]", "[@gone]", "[", "](", "**", "__", "*", "_", "`", "\\", "\\\n", "  \n", "\u{fdd0}0\u{fdd1}", "\u{fdd0}",
            "\u{1680}", "\u{2028}", "\u{fdd2}", "中", "，", "“", "》**", "\u{a0}", "===\n", "a\n===", "a\n---", "$x$", ":smile:", "---\nmarp: true\n---\n",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 1..6)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("a blank text is an absent one", |text| {
            !text.trim().is_empty()
        })
}

#[test]
fn a_metric_has_one_arrow() {
    for (change, words, trend) in [
        ("▲ 3 points", "3 points", document::Trend::Up),
        ("↓3", "3", document::Trend::Down),
        ("-3", "-3", document::Trend::Down),
        ("↑", "↑", document::Trend::Up),
        ("steady", "steady", document::Trend::Flat),
    ] {
        let mut brief = parse(EVERY_KEY);
        brief["metrics"][0]["change"] = json!(change);
        let document = document("note", &brief).expect("a document");
        let metric = document.body.iter().find_map(|block| match block {
            Block::Metrics { items } => items.first(),
            _ => None,
        });
        let metric = metric.expect("a metric");
        assert_eq!(
            (plain_text(&metric.change).as_str(), metric.trend),
            (words, trend)
        );
    }
}

#[test]
fn every_key_is_tried() {
    let brief = parse(EVERY_KEY);
    let schema = brief::schema();
    let known = schema["properties"]
        .as_object()
        .expect("a brief has properties");
    let missing: Vec<_> = known
        .keys()
        .filter(|key| brief.get(key.as_str()).is_none())
        .collect();
    assert!(missing.is_empty(), "every-key.yaml lacks {missing:?}");
    let mut count = 0;
    let mut words = std::iter::from_fn(|| {
        count += 1;
        Some("x".to_owned())
    });
    replace(&mut brief.clone(), &mut words);
    assert!(count > 80, "only {count} texts are tried");
}

#[test]
fn the_shape_is_worth_comparing() {
    let brief = parse(EVERY_KEY);
    for (template, _) in BUILT_IN {
        let shape = shape_of(template, &brief).to_string();
        for kind in [
            "masthead",
            "bottom-line",
            "ask",
            "metrics",
            "point",
            "group",
            "chart",
            "sources",
        ] {
            assert!(
                shape.contains(&format!("is {kind}")),
                "{template} shows no {kind}"
            );
        }
        let mut fewer = brief.clone();
        fewer["points"].as_array_mut().expect("a list").pop();
        assert_ne!(
            shape_of(template, &fewer).to_string(),
            shape,
            "{template}: a point less is another shape"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_changes_the_structure(texts in prop::collection::vec(hostile(), 1..12)) {
        let plain = parse(EVERY_KEY);
        let mut tried = plain.clone();
        replace(&mut tried, &mut texts.iter().cycle().cloned());
        for (template, _) in BUILT_IN {
            prop_assert_eq!(shape_of(template, &tried), shape_of(template, &plain), "{}", template);
        }
    }

    #[test]
    fn a_rich_text_holds_paragraphs_lists_and_tables_only(text in hostile()) {
        let blocks = markup::parse_rich(&text, &mut |_| Some(0));
        let blocks = serde_json::to_value(&blocks).expect("blocks are JSON");
        let kinds = kinds_in(&blocks);
        prop_assert!(kinds.iter().all(|kind| ["paragraph", "list", "table"].contains(&kind.as_str())), "{:?}", kinds);
        prop_assert!(!kinds.is_empty(), "a text that says something shows something");
    }
}

fn kinds_in(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(kinds_in).collect(),
        Value::Object(entries) => {
            let own = entries
                .get("block")
                .and_then(Value::as_str)
                .map(str::to_owned);
            own.into_iter()
                .chain(entries.values().flat_map(kinds_in))
                .collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn documents_are_what_their_schema_says() {
    let schema = document::schema();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    for (template, _) in BUILT_IN {
        let document = document(template, &parse(EVERY_KEY)).expect("the brief is good");
        let written = serde_json::to_value(&document).expect("a document is JSON");
        let problems: Vec<_> = validator
            .iter_errors(&written)
            .map(|problem| problem.to_string())
            .collect();
        assert!(problems.is_empty(), "{template}: {problems:#?}");
        let read: Document = serde_json::from_value(written.clone()).expect("it reads back");
        assert_eq!(read, document);
        let mut spoilt = written;
        spoilt["body"][0]["block"] = json!("banner");
        assert!(
            !validator.is_valid(&spoilt),
            "the schema knows which blocks there are"
        );
    }
}

#[test]
fn briefs_are_what_their_schema_says() {
    let schema = brief::schema();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    assert_eq!(schema["required"], json!(brief::REQUIRED));
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![
        root.join("templates/new-brief.yaml"),
        root.join("tests/structure/every-key.yaml"),
    ];
    for folder in ["briefs", "tests/briefs"] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
            continue;
        };
        files.extend(
            entries
                .flatten()
                .map(|it| it.path())
                .filter(|it| it.extension().is_some_and(|it| it == "yaml")),
        );
    }
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a brief can be read");
        let problems: Vec<_> = validator
            .iter_errors(&parse(&text))
            .map(|problem| problem.to_string())
            .collect();
        assert!(problems.is_empty(), "{}: {problems:#?}", file.display());
    }
    let mut unknown = parse(EVERY_KEY);
    unknown["colour"] = json!("blue");
    assert!(
        !validator.is_valid(&unknown),
        "the schema refuses unknown keys"
    );
    let mut without = parse(EVERY_KEY);
    without
        .as_object_mut()
        .expect("a mapping")
        .remove("bottom_line");
    assert!(
        !validator.is_valid(&without),
        "the schema asks for a bottom line"
    );
}

/// The first line of each brief names the schema for editors; the file it names is what the program
/// prints.
#[test]
fn the_modeline_names_the_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["briefs", "tests/briefs"] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
            continue;
        };
        for file in entries
            .flatten()
            .map(|it| it.path())
            .filter(|it| it.extension().is_some_and(|it| it == "yaml"))
        {
            let text = std::fs::read_to_string(&file).expect("a brief can be read");
            let modeline = text
                .lines()
                .next()
                .and_then(|line| line.strip_prefix("# yaml-language-server: $schema="));
            let Some(name) = modeline else { continue };
            let schema = std::fs::read_to_string(file.with_file_name(name));
            let schema =
                schema.unwrap_or_else(|why| panic!("{} names {name}: {why}", file.display()));
            assert_eq!(
                schema,
                format!("{:#}\n", brief::schema()),
                "run `gen schema > {folder}/{name}`"
            );
        }
    }
}

fn own(front: &str, body: &str) -> Result<Template, Diagnostic> {
    Template::parse(
        "own",
        SourceText::new("own.md.jinja", &format!("---\n{front}\n---\n{body}")),
    )
}

fn filled(body: &str) -> Result<Document, Vec<Diagnostic>> {
    let brief = typed(&parse(EVERY_KEY));
    let template = own("medium: pages", body).map_err(|problem| vec![problem])?;
    let labels = labels::built_in_labels("en").expect("they are built in");
    let filled = template
        .fill(&brief, &labels)
        .map_err(|problem| vec![problem])?;
    reader::read(&template, &filled, &brief, &labels)
}

#[test]
fn hostile_templates_end_with_a_message() {
    let doubling = "{% set ns = namespace(x='a') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}";
    let nested = format!(
        "{}x{}",
        "{% if 1 %}".repeat(5000),
        "{% endif %}".repeat(5000)
    );
    let brackets = format!("{{{{ {}1{} }}}}", "(".repeat(5000), ")".repeat(5000));
    let containers = format!("{}{}", "::: columns\n".repeat(500), ":::\n".repeat(500));
    let printing =
        "{% for i in range(9999) %}{% for j in range(9999) %}{{ points }}{% endfor %}{% endfor %}";
    let cases = [
        (
            "a loop in a loop",
            "{% for i in range(9999) %}{% for j in range(9999) %}x{% endfor %}{% endfor %}",
        ),
        ("doubling", doubling),
        ("a long string", "{{ 'x' * 999999999 }}"),
        ("many values", printing),
        (
            "recursion",
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        ),
        ("nested blocks", &nested),
        ("nested brackets", &brackets),
        ("nested containers", &containers),
        ("an include", "{% include '/etc/passwd' %}"),
        ("an import", "{% import '../secret' as x %}"),
        ("an unknown value", "{{ titel }}"),
        ("an unknown filter", "{{ title | shell }}"),
        ("an unknown container", "::: metrix\n{{ metrics }}\n:::"),
        ("an unclosed container", "::: metrics\n{{ metrics }}"),
        ("a list in running text", "{{ points }}"),
    ];
    for (name, body) in cases {
        let start = std::time::Instant::now();
        let problems = filled(body).expect_err(name);
        assert!(
            !problems.is_empty() && problems.iter().all(|problem| !problem.message.is_empty()),
            "{name}"
        );
        assert!(
            start.elapsed().as_secs() < 20,
            "{name} takes {:?}",
            start.elapsed()
        );
    }
}

#[test]
fn faults_of_templates_have_their_place() {
    let told = |body: &str| {
        filled(body)
            .expect_err("a fault")
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert!(
        told("one\n{{ titel }}\n").starts_with("own.md.jinja:5:"),
        "{}",
        told("one\n{{ titel }}\n")
    );
    let container = told("\n::: metrix\n{{ metrics }}\n:::\n");
    assert!(
        container.starts_with("own.md.jinja:5:1:") && container.contains("did you mean `metrics`"),
        "{container}"
    );
    let front = own("medum: pages", "").expect_err("a fault").to_string();
    assert!(
        front.starts_with("own.md.jinja:2:1: error: unknown key `medum` (did you mean `medium`?)"),
        "{front}"
    );
}

#[test]
fn windows_line_ends_are_line_ends() {
    let text = "---\r\nmedium: pages\r\n---\r\n# {{ title }}\r\n";
    assert!(Template::parse("own", SourceText::new("own.md.jinja", text)).is_ok());
}

/// A value's inlines as Markdown of one spelling: `*emphasis*`, `**strong**`, `` `code` ``,
/// `[link](url)`, `/` for a break.
fn spelled(inlines: &[Inline]) -> String {
    let each = inlines.iter().map(|inline| match inline {
        Inline::Text { text } => text.clone(),
        Inline::Emph { body } => format!("*{}*", spelled(body)),
        Inline::Strong { body } => format!("**{}**", spelled(body)),
        Inline::Code { text } => format!("`{text}`"),
        Inline::Link { url, body } => format!("[{}]({url})", spelled(body)),
        Inline::Cite { sources } => format!("{sources:?}"),
        Inline::LineBreak => "/".to_owned(),
    });
    each.collect()
}

fn read_inline(text: &str) -> String {
    spelled(&markup::parse_inline(text, &mut |_| Some(0)))
}

#[test]
fn emphasis_begins_and_ends_beside_full_width_punctuation() {
    let strong = |text: &str| Inline::Strong {
        body: vec![Inline::text(text)],
    };
    for (text, marked) in [
        ("即**“重点”**，", "“重点”"),
        ("**《办法》**第三条", "《办法》"),
        ("**注意：**请回复", "注意："),
        ("（**新增**）", "新增"),
        ("WTO**“多哈”**回合", "“多哈”"),
        ("**（一）**总则", "（一）"),
        ("**100%**完成", "100%"),
        ("**「重要」**です", "「重要」"),
        ("**\u{2018}중요\u{2019}**는", "\u{2018}중요\u{2019}"),
    ] {
        let inlines = markup::parse_inline(text, &mut |_| None);
        assert!(inlines.contains(&strong(marked)), "{text}: {inlines:?}");
        assert!(
            !plain_text(&inlines).contains(['*', '\u{fdd2}']),
            "{text}: {inlines:?}"
        );
        let blocks = markup::parse_rich(text, &mut |_| None);
        assert_eq!(blocks, [Block::Paragraph { text: inlines }], "{text}");
    }
    assert_eq!(
        read_inline("参见*《条例》*，**甲**、**乙**。"),
        "参见*《条例》*，**甲**、**乙**。"
    );
}

#[test]
fn stars_elsewhere_mean_what_they_mean_in_markdown() {
    for text in [
        "a**\"b\"**c",
        "2 * 3 * 4",
        "* 中文",
        "中文 * 中文 * 中文",
        "5*",
        "中*",
        "**",
        "a * b",
        "wort**(x)**wort",
    ] {
        assert_eq!(read_inline(text), text);
    }
    assert_eq!(read_inline(r"中\*文\*中"), "中*文*中");
    assert_eq!(read_inline("`中*文`"), "`中*文`");
    assert_eq!(
        read_inline("[中](https://example.org/*文*)"),
        "[中](https://example.org/*文*)"
    );
    assert_eq!(read_inline("<b>*中*</b>"), "<b>*中*</b>");
    let list = markup::parse_rich("* 甲\n* **乙：**丙", &mut |_| None);
    assert!(
        matches!(list.as_slice(), [Block::List { items, .. }] if items.len() == 2),
        "{list:?}"
    );
    assert_eq!(
        markup::parse_rich("***", &mut |_| None),
        [Block::Paragraph {
            text: vec![Inline::text("***")]
        }]
    );
}

#[test]
fn lines_of_scripts_without_blanks_join_without_one() {
    assert_eq!(read_inline("甲乙\n丙丁"), "甲乙丙丁");
    assert_eq!(
        read_inline("甲乙\n**丙**\n“丁”[@a]\n戊"),
        "甲乙**丙**“丁”[0]戊"
    );
    assert_eq!(read_inline("甲乙\nWord\n丙"), "甲乙 Word 丙");
    assert_eq!(read_inline("one’\n‘two"), "one’ ‘two");
    assert_eq!(read_inline("甲 乙"), "甲 乙");
}

#[test]
fn code_blocks_in_a_value_are_text_as_written() {
    let blocks = markup::parse_rich(
        "before\n\n```sh\nrm *x* [@a]\n```\n\n    indented **so**",
        &mut |_| Some(0),
    );
    let lines = blocks.iter().map(|it| {
        if let Block::Paragraph { text } = it {
            spelled(text)
        } else {
            String::new()
        }
    });
    assert_eq!(
        lines.collect::<Vec<_>>(),
        ["before", "```sh/rm *x* [@a]/```", "indented **so**"]
    );
}

#[test]
fn an_address_of_mail_shows_without_its_scheme() {
    assert_eq!(
        read_inline("<mailto:a@example.org>"),
        "[a@example.org](mailto:a@example.org)"
    );
    assert_eq!(
        read_inline("<a@example.org>"),
        "[a@example.org](mailto:a@example.org)"
    );
    assert_eq!(
        read_inline("[mailto:x](mailto:a@example.org)"),
        "[mailto:x](mailto:a@example.org)"
    );
}

#[test]
fn folds_between_characters_of_scripts_without_blanks_leave_none() {
    for (yaml, text) in [
        (">\n  甲乙，\n  丙丁 戊\n", "甲乙，丙丁 戊\n"),
        (
            ">-\n  见[@a]\n  **“丙”**\n  Word\n  丁\n\n  戊\n  己",
            "见[@a]**“丙”** Word 丁\n戊己",
        ),
        (">-\n  **甲**\n  **乙**", "**甲** **乙**"),
        ("甲\n  乙 丙\n  丁", "甲乙 丙丁"),
        ("\"甲\n  乙\"", "甲乙"),
        ("'甲\n  乙'", "甲乙"),
        ("|-\n  甲\n  乙", "甲\n乙"),
        (">-\n  one\n  two", "one two"),
        (">-\n  한국\n  말", "한국 말"),
    ] {
        let source = SourceText::new(
            "b.yaml",
            &format!(
                "title: {yaml}\ndate: 2026-01-02\nbottom_line: B\nsources: [{{id: a, title: A}}]\n"
            ),
        );
        let brief = Brief::read(&source, None)
            .unwrap_or_else(|found| panic!("{yaml}: {found:?}"))
            .brief;
        assert_eq!(brief.title.0, text, "{yaml}");
    }
}

#[test]
fn a_period_says_once_what_its_dates_share() {
    for (start, end, tag, joint, text) in [
        (
            "2024-11-07",
            "2024-11-08",
            "en-GB",
            "–",
            "7–8 November 2024",
        ),
        (
            "2024-11-07",
            "2024-11-08",
            "en-US",
            "–",
            "November 7–8, 2024",
        ),
        (
            "2024-11-30",
            "2024-12-02",
            "en-GB",
            "–",
            "30 November – 2 December 2024",
        ),
        (
            "2024-11-07",
            "2024-12-07",
            "en-US",
            "–",
            "November 7 – December 7, 2024",
        ),
        (
            "2024-12-30",
            "2025-01-02",
            "en-GB",
            "–",
            "30 December 2024 – 2 January 2025",
        ),
        (
            "2024-11-07",
            "2024-11-08",
            "zh-Hans",
            "至",
            "2024年11月7日至8日",
        ),
        (
            "2024-11-11",
            "2024-12-11",
            "zh-Hans",
            "至",
            "2024年11月11日至12月11日",
        ),
        (
            "2024-11-30",
            "2025-01-02",
            "zh-Hans",
            "至",
            "2024年11月30日至2025年1月2日",
        ),
        ("2024-11-07", "2024-11-07", "en-GB", "–", "7 November 2024"),
        ("2024-11-07", "", "en-GB", "–", "7 November 2024"),
        ("2024-11-07", "2024-11-08", "fr", "–", "7–8 novembre 2024"),
    ] {
        assert_eq!(lang::period_text(start, end, tag, joint), text);
    }
    for tag in [
        "ar",
        "fa",
        "th",
        "hu",
        "de",
        "ja",
        "ko",
        "sr",
        "vi",
        "bn-u-nu-beng",
        "und",
    ] {
        let period = lang::period_text("2024-11-07", "2024-12-08", tag, "–");
        assert!(period.contains('–'), "{tag}: {period}");
    }
}

#[test]
fn the_promise_of_a_template_goes_before_the_briefs() {
    let brief =
        json!({"title": "T", "date": "2026-01-02", "bottom_line": "B", "fit": {"pages": 3}});
    let brief: Brief = serde_json::from_value(brief).expect("a brief");
    let labels = labels::built_in_labels("en").expect("they are built in");
    let pages = |template: &str| {
        let template = Template::built_in(template).expect("it is built in");
        let filled = template.fill(&brief, &labels).expect("it is filled");
        reader::read(&template, &filled, &brief, &labels)
            .expect("a document")
            .fit
            .pages
    };
    assert_eq!(
        (pages("one-pager"), pages("note"), pages("deck")),
        (Some(1), Some(3), None)
    );
}
