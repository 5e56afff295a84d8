//! Values are bound, not pasted: no text of a brief can change the tree of blocks that the template
//! defines. Also checks documents and briefs against their JSON Schemas, and Markdown in values.

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

/// A brief with every key. Tests replace its texts; `RICH` stands where a text may contain blocks.
const EVERY_KEY: &str = include_str!("../../tests/structure/every-key.yaml");

fn parse_yaml(text: &str) -> Value {
    serde_yaml::from_str(text).expect("the brief is well-formed")
}

/// Whether the values of a key are free text, not ids, dates, numbers, words from a closed list or
/// paths.
fn is_free_text(key: &str) -> bool {
    !matches!(
        key,
        "id" | "source"
            | "sources"
            | "lang"
            | "kind"
            | "statuses"
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
            | "typography"
    ) && !matches!(key, "start" | "end")
}

/// Replaces the free texts by `texts`, in order. Dates stay, since some keys accept nothing else.
fn replace_texts(value: &mut Value, texts: &mut impl Iterator<Item = String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                if is_free_text(key) {
                    replace_texts(value, texts);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace_texts(item, texts)),
        Value::String(text) if lang::parse_date(text).is_none() => {
            *text = texts.next().unwrap_or_default()
        }
        _ => {}
    }
}

/// Deserializes a brief. The numbers of a chart become texts, since the program keeps their
/// spelling.
fn typed_brief(brief: &Value) -> Brief {
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
    let brief = typed_brief(brief);
    let template = Template::built_in(template).expect("the template is built in");
    let labels = labels::built_in_labels("en").expect("English is built in");
    let filled = template.fill(&brief, &labels)?;
    reader::read(&template, &filled, &brief, &labels)
}

/// The tree of blocks without its texts. Consecutive blocks of rich text become one leaf.
fn shape(value: &Value) -> Value {
    match value {
        Value::Array(items) if items.iter().any(|item| item.get("inline").is_some()) => {
            json!("inlines")
        }
        Value::Array(items) => {
            let mut shapes: Vec<Value> = Vec::new();
            for item in items {
                let shape = if is_rich_block(item) {
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
            // The unit of a metric becomes part of its value where it is a currency: `$5`.
            let is_metric = entries.contains_key("label");
            let structural = entries.iter().filter(|(key, _)| match key.as_str() {
                "trend" | "numeric" | "align" | "cited" | "highlight" | "places" => false,
                // The text of an ask is rich, and begins with a paragraph or a list.
                "text" | "body" => !entries.contains_key("is ask"),
                "unit" => !is_metric,
                _ => true,
            });
            Value::Object(
                structural
                    .map(|(key, value)| (key.clone(), shape(value)))
                    .collect(),
            )
        }
        Value::String(_) if value.as_str().is_some() => json!("text"),
        other => other.clone(),
    }
}

/// Whether a rich text can contain this block. Tables from `tables:` have titles, those in rich text
/// have none.
fn is_rich_block(block: &Value) -> bool {
    match block.get("block").and_then(Value::as_str) {
        Some("paragraph" | "list") => true,
        Some("table") => block.get("title").is_none(),
        Some("quote") => block.get("by").is_none(),
        // Those of a document have levels up to 3.
        Some("heading") => block["level"].as_u64() > Some(3),
        _ => false,
    }
}

fn document_shape(template: &str, brief: &Value) -> Value {
    let document =
        document(template, brief).unwrap_or_else(|problems| panic!("{template}: {problems:#?}"));
    let mut document = serde_json::to_value(document).expect("a document is JSON");
    // The kind of a block is a string, but belongs to the structure.
    mark_kinds(&mut document);
    shape(&document)
}

/// Adds a key `is KIND` to each block, which [`shape`] keeps, unlike the value of `block`.
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

/// Any text, often with syntax of Markdown, YAML, Jinja, HTML or Marp.
fn hostile_text() -> impl Strategy<Value = String> {
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
        .prop_filter("a blank text counts as missing", |text| {
            !text.trim().is_empty()
        })
}

#[test]
fn a_metric_shows_one_arrow() {
    for (change, words, trend) in [
        ("▲ 3 points", "3 points", document::Trend::Up),
        ("↓3", "3", document::Trend::Down),
        ("-3", "−3", document::Trend::Down),
        ("同比-6.4%", "同比−6.4%", document::Trend::Down),
        ("同比+12.3%", "同比+12.3%", document::Trend::Up),
        ("同比持平", "同比持平", document::Trend::Flat),
        ("↑", "↑", document::Trend::Up),
        ("steady", "steady", document::Trend::Flat),
        ("+/-0", "+/-0", document::Trend::Flat),
        ("+/- 0,0 %", "+/- 0,0\u{a0}%", document::Trend::Flat),
        ("+-0.5", "+-0.5", document::Trend::Flat),
    ] {
        let mut brief = parse_yaml(EVERY_KEY);
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
fn the_brief_of_these_tests_has_every_key() {
    let brief = parse_yaml(EVERY_KEY);
    let schema = brief::schema();
    let properties = schema["properties"]
        .as_object()
        .expect("a brief has properties");
    let missing: Vec<_> = properties
        .keys()
        .filter(|key| brief.get(key.as_str()).is_none())
        .collect();
    assert!(missing.is_empty(), "every-key.yaml lacks {missing:?}");
    let mut count = 0;
    let mut words = std::iter::from_fn(|| {
        count += 1;
        Some("x".to_owned())
    });
    replace_texts(&mut brief.clone(), &mut words);
    assert!(count > 80, "only {count} texts are replaced");
}

#[test]
fn the_shape_of_a_document_shows_its_blocks() {
    let brief = parse_yaml(EVERY_KEY);
    for (template, _) in BUILT_IN {
        let shape = document_shape(template, &brief).to_string();
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
            document_shape(template, &fewer).to_string(),
            shape,
            "{template}: removing a point does not change the shape"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_changes_the_structure(texts in prop::collection::vec(hostile_text(), 1..12)) {
        let plain = parse_yaml(EVERY_KEY);
        let mut hostile_brief = plain.clone();
        replace_texts(&mut hostile_brief, &mut texts.iter().cycle().cloned());
        for (template, _) in BUILT_IN {
            prop_assert_eq!(document_shape(template, &hostile_brief), document_shape(template, &plain), "{}", template);
        }
    }

    #[test]
    fn a_rich_text_contains_no_structure_of_a_document(text in hostile_text()) {
        let blocks = markup::parse_rich(&text, &mut |_| Some(0));
        let opens_section = |it: &Block| matches!(it, Block::Heading { level: 1..=3, .. });
        prop_assert!(!blocks.iter().any(opens_section), "{:?}", blocks);
        let blocks = serde_json::to_value(&blocks).expect("blocks are JSON");
        let kinds = block_kinds(&blocks);
        prop_assert!(kinds.iter().all(|kind| ["heading", "paragraph", "list", "table", "quote"].contains(&kind.as_str())), "{:?}", kinds);
        prop_assert!(!kinds.is_empty(), "the text is lost");
    }
}

fn block_kinds(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(block_kinds).collect(),
        Value::Object(entries) => {
            let kind = entries
                .get("block")
                .and_then(Value::as_str)
                .map(str::to_owned);
            kind.into_iter()
                .chain(entries.values().flat_map(block_kinds))
                .collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn documents_are_valid_against_their_schema() {
    let schema = document::schema();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    for (template, _) in BUILT_IN {
        let document = document(template, &parse_yaml(EVERY_KEY)).expect("the brief is valid");
        let written = serde_json::to_value(&document).expect("a document is JSON");
        let problems: Vec<_> = validator
            .iter_errors(&written)
            .map(|problem| problem.to_string())
            .collect();
        assert!(problems.is_empty(), "{template}: {problems:#?}");
        let read: Document =
            serde_json::from_value(written.clone()).expect("the document can be read back");
        assert_eq!(read, document);
        let mut invalid = written;
        invalid["body"][0]["block"] = json!("banner");
        assert!(
            !validator.is_valid(&invalid),
            "the schema accepts an unknown kind of block"
        );
    }
}

#[test]
fn briefs_are_valid_against_their_schema() {
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
        files.extend(entries.flatten().map(|entry| entry.path()).filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        }));
    }
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a brief can be read");
        let problems: Vec<_> = validator
            .iter_errors(&parse_yaml(&text))
            .map(|problem| problem.to_string())
            .collect();
        assert!(problems.is_empty(), "{}: {problems:#?}", file.display());
    }
    let mut unknown = parse_yaml(EVERY_KEY);
    unknown["colour"] = json!("blue");
    assert!(
        !validator.is_valid(&unknown),
        "the schema accepts an unknown key"
    );
    let mut without = parse_yaml(EVERY_KEY);
    without
        .as_object_mut()
        .expect("a mapping")
        .remove("bottom_line");
    assert!(
        !validator.is_valid(&without),
        "the schema accepts a brief without a bottom line"
    );
}

/// The first line of a brief names a schema file for editors, which must be the current schema.
#[test]
fn the_modeline_names_the_current_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["briefs", "tests/briefs"] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
            continue;
        };
        for file in entries.flatten().map(|entry| entry.path()).filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        }) {
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

fn parse_template(front: &str, body: &str) -> Result<Template, Diagnostic> {
    Template::parse(
        "own",
        SourceText::new("own.md.jinja", &format!("---\n{front}\n---\n{body}")),
    )
}

fn fill_and_read(body: &str) -> Result<Document, Vec<Diagnostic>> {
    let brief = typed_brief(&parse_yaml(EVERY_KEY));
    let template = parse_template("medium: pages", body)?;
    let labels = labels::built_in_labels("en").expect("English is built in");
    let filled = template.fill(&brief, &labels)?;
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
        let problems = fill_and_read(body).expect_err(name);
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
fn problems_of_templates_have_a_line() {
    let report = |body: &str| {
        fill_and_read(body)
            .expect_err("a problem")
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert!(
        report("one\n{{ titel }}\n").starts_with("own.md.jinja:5:"),
        "{}",
        report("one\n{{ titel }}\n")
    );
    let container = report("\n::: metrix\n{{ metrics }}\n:::\n");
    assert!(
        container.starts_with("own.md.jinja:5:1:") && container.contains("did you mean `metrics`"),
        "{container}"
    );
    let front = parse_template("medum: pages", "")
        .expect_err("a problem")
        .to_string();
    assert!(
        front.starts_with("own.md.jinja:2:1: error: unknown key `medum` (did you mean `medium`?)"),
        "{front}"
    );
}

#[test]
fn windows_line_endings_are_accepted() {
    let text = "---\r\nmedium: pages\r\n---\r\n# {{ title }}\r\n";
    assert!(Template::parse("own", SourceText::new("own.md.jinja", text)).is_ok());
}

/// Inlines as Markdown: `*emphasis*`, `**strong**`, `` `code` ``, `[link](url)`, and `/` for a line
/// break.
fn inlines_as_markdown(inlines: &[Inline]) -> String {
    let each = inlines.iter().map(|inline| match inline {
        Inline::Text { text } => text.clone(),
        Inline::Emph { body } => format!("*{}*", inlines_as_markdown(body)),
        Inline::Strong { body } => format!("**{}**", inlines_as_markdown(body)),
        Inline::Marked { mark, body } => format!("({mark:?}){}", inlines_as_markdown(body)),
        Inline::Code { text } => format!("`{text}`"),
        Inline::Link { url, body } => format!("[{}]({url})", inlines_as_markdown(body)),
        Inline::Cite { sources, places } if places.is_empty() => format!("{sources:?}"),
        Inline::Cite { sources, places } => format!("{sources:?}{places:?}"),
        Inline::Status { level, body } => {
            format!("({}){}", level.name(), inlines_as_markdown(body))
        }
        Inline::LineBreak => "/".to_owned(),
    });
    each.collect()
}

fn normalize_inline(text: &str) -> String {
    inlines_as_markdown(&markup::parse_inline(text, &mut |_| Some(0)))
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
        normalize_inline("参见*《条例》*，**甲**、**乙**。"),
        "参见*《条例》*，**甲**、**乙**。"
    );
}

#[test]
fn asterisks_elsewhere_follow_commonmark() {
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
        assert_eq!(normalize_inline(text), text);
    }
    assert_eq!(normalize_inline(r"中\*文\*中"), "中*文*中");
    assert_eq!(normalize_inline("`中*文`"), "`中*文`");
    assert_eq!(
        normalize_inline("[中](https://example.org/*文*)"),
        "[中](https://example.org/*文*)"
    );
    assert_eq!(normalize_inline("<b>*中*</b>"), "<b>*中*</b>");
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
fn lines_join_without_a_space_in_scripts_that_use_none() {
    assert_eq!(normalize_inline("甲乙\n丙丁"), "甲乙丙丁");
    assert_eq!(
        normalize_inline("甲乙\n**丙**\n“丁”[@a]\n戊"),
        "甲乙**丙**“丁”[0]戊"
    );
    assert_eq!(normalize_inline("甲乙\nWord\n丙"), "甲乙 Word 丙");
    assert_eq!(normalize_inline("one’\n‘two"), "one’ ‘two");
    assert_eq!(normalize_inline("甲 乙"), "甲 乙");
}

#[test]
fn code_blocks_in_a_value_are_shown_as_written() {
    let blocks = markup::parse_rich(
        "before\n\n```sh\nrm *x* [@a]\n```\n\n    indented **so**",
        &mut |_| Some(0),
    );
    let lines = blocks.iter().map(|block| {
        if let Block::Paragraph { text } = block {
            inlines_as_markdown(text)
        } else {
            String::new()
        }
    });
    assert_eq!(
        lines.collect::<Vec<_>>(),
        ["before", "`rm *x* [@a]`", "indented **so**"]
    );
}

#[test]
fn an_email_address_is_shown_without_its_scheme() {
    assert_eq!(
        normalize_inline("<mailto:a@example.org>"),
        "[a@example.org](mailto:a@example.org)"
    );
    assert_eq!(
        normalize_inline("<a@example.org>"),
        "[a@example.org](mailto:a@example.org)"
    );
    assert_eq!(
        normalize_inline("[mailto:x](mailto:a@example.org)"),
        "[mailto:x](mailto:a@example.org)"
    );
}

#[test]
fn folded_yaml_joins_without_a_space_in_scripts_that_use_none() {
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
            .unwrap_or_else(|problems| panic!("{yaml}: {problems:?}"))
            .brief;
        assert_eq!(brief.title.0, text, "{yaml}");
    }
}

#[test]
fn the_page_limit_of_a_template_takes_precedence_over_the_briefs() {
    let brief =
        json!({"title": "T", "date": "2026-01-02", "bottom_line": "B", "fit": {"pages": 3}});
    let brief: Brief = serde_json::from_value(brief).expect("a brief");
    let labels = labels::built_in_labels("en").expect("English is built in");
    let pages = |template: &str| {
        let template = Template::built_in(template).expect("the template is built in");
        let filled = template
            .fill(&brief, &labels)
            .expect("the template can be filled");
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
