//! Numbers in the form of the brief's language, in every output.

use std::io::Read;

use crate::sandbox::{GOOD, Sandbox};

const QUANTITIES: &str = "\
metrics:
  - {label: A, value: 71.20, change: -0.5}
  - {label: B, value: 1234567.891, change: +2.5}
  - {label: C, value: 2026, change: 12000}
  - {label: D, value: \"1234.50\", change: \"-0.5\"}
  - {label: E, value: 007}
charts:
  - {title: T, kind: column, categories: [a, b, c, d], series: [{name: S, values: [1234.5, -2345.25, 12000, \"12.50\"]}]}
";

/// All the text of a part of a Word document.
pub fn word_part(sandbox: &Sandbox, file: &str, part: &str) -> String {
    let file = std::fs::File::open(sandbox.path(file)).expect("a document");
    let mut archive = zip::ZipArchive::new(file).expect("a package");
    let mut text = String::new();
    let mut part = archive.by_name(part).expect("the part");
    part.read_to_string(&mut text).expect("text");
    text
}

pub fn pdf_text(sandbox: &Sandbox, file: &str) -> String {
    let bytes = std::fs::read(sandbox.path(file)).expect("a file");
    let document = lopdf::Document::load_mem(&bytes).expect("a PDF file");
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).expect("text")
}

#[test]
fn bare_numbers_have_the_form_of_the_language_in_every_output() {
    let sandbox = Sandbox::new();
    sandbox.write("briefs/a.yaml", &format!("{GOOD}lang: de\n{QUANTITIES}"));
    sandbox
        .run(&["briefs", "-f", "pdf,docx,md,json"])
        .exits_with(0);
    let expected = [
        "71,20",
        "−0,5",
        "1.234.567,891",
        "+2,5",
        "2026",
        "12.000",
        "1234.50",
        "−0.5",
        "007",
    ];
    let in_charts = ["1.234,5", "−2.345,25", "12.000", "12.50"];
    let pdf = pdf_text(&sandbox, "output/a.pdf");
    let word = word_part(&sandbox, "output/a.docx", "word/document.xml");
    let json = sandbox.read("output/a.json");
    let deck = sandbox.read("output/a.md");
    for number in expected {
        assert!(pdf.contains(number), "{number} in PDF");
        assert!(word.contains(number), "{number} in Word");
        assert!(json.contains(&format!("\"{number}\"")), "{number} in JSON");
        let escaped = number.replacen('+', "\\+", 1).replacen('-', "\\-", 1);
        assert!(
            deck.contains(number) || deck.contains(&escaped),
            "{number} in the deck:\n{deck}"
        );
    }
    let chart_file = sandbox.files().into_iter().find(|it| it.ends_with(".svg"));
    let drawing = sandbox.read(&chart_file.expect("the chart of the deck"));
    for number in in_charts {
        assert!(pdf.contains(number), "{number} in PDF");
        assert!(drawing.contains(number), "{number} in the deck");
        assert!(json.contains(&format!("\"{number}\"")), "{number} in JSON");
        // The alternative text.
        assert!(word.contains(number), "{number} in Word");
    }
    let chart = word_part(&sandbox, "output/a.docx", "word/charts/chart1.xml");
    assert!(chart.contains("<c:lang val=\"de-DE\"/>"), "{chart}");
    assert!(chart.contains("[$-407]#,##0.0;"), "{chart}");
    assert!(chart.contains("&quot;12.50&quot;"), "{chart}");
}

#[test]
fn defaults_of_a_project_have_the_form_of_each_brief() {
    let sandbox = Sandbox::new();
    sandbox.write("gen.yaml", "metrics: [{label: A, value: 71.20}]\n");
    sandbox.write("briefs/a.yaml", &format!("{GOOD}lang: de\n"));
    sandbox.write("briefs/b.yaml", &format!("{GOOD}lang: en\n"));
    sandbox.run(&["briefs", "-f", "json"]).exits_with(0);
    assert!(sandbox.read("output/a.json").contains("71,20"));
    assert!(sandbox.read("output/b.json").contains("71.20"));
}

#[test]
fn numbers_of_a_row_of_data_stay_as_they_are() {
    let sandbox = Sandbox::new();
    sandbox.write("rows.csv", "n\n12345.678\n");
    let pattern = "lang: de\n\
        metrics: [{label: A, value: '{{ n }}'}, {label: B, value: 9.5}]\n\
        charts: [{title: T, kind: bar, categories: [a, b], series: [{name: S, values: ['{{ n }}', 45.678]}]}]\n";
    sandbox.write("p.yaml", &format!("{GOOD}{pattern}"));
    sandbox
        .run(&["p.yaml", "--data", "rows.csv", "-f", "json"])
        .exits_with(0);
    let file = sandbox
        .files()
        .into_iter()
        .find(|it| it.ends_with(".json") && it.starts_with("output/p"));
    let document = sandbox.read(&file.expect("the document of the row"));
    assert!(document.contains("\"12345.678\""), "{document}");
    assert!(document.contains("9,5"), "{document}");
    assert!(document.contains("45,678"), "{document}");
    assert!(
        document.contains("12345.678,"),
        "the number drawn: {document}"
    );
}

#[test]
fn a_quoted_value_of_a_chart_is_read_in_one_way() {
    let sandbox = Sandbox::new();
    let brief = |values: &str| {
        format!(
            "{GOOD}lang: de\ncharts:\n  - title: T\n    kind: bar\n    categories: [a]\n    series: [{{name: S, values: [{values}]}}]\n"
        )
    };
    for (values, message) in [
        (
            "\"1.234\"",
            "10:33: error: `1.234` can be two numbers in the language `de`",
        ),
        (
            "\"1.234\"",
            "write 1234 for the large number, \"1,234\" for the other",
        ),
        (
            "\"(1.234)\"",
            "`(1.234)` can be two numbers in the language `de`",
        ),
        ("\"(5\"", "`(5` is not a number"),
        ("\"1,2,3\"", "10:33: error: `1,2,3` is not a number"),
        ("about", "10:33: error: `about` is not a number"),
        ("1e999", "10:33: error: `1e999` cannot be drawn"),
        ("[1]", "error: an item of `values` must be a number"),
    ] {
        sandbox.write("a.yaml", &brief(values));
        let finished = sandbox.run(&["check", "a.yaml", "--message-format", "short"]);
        assert!(finished.stderr().contains(message), "{}", finished.stderr());
    }
    for (values, number) in [
        ("\"1.234.567\"", "1234567.0"),
        ("\"1,5\"", "1.5"),
        ("\"2.5\"", "2.5"),
        ("\"(1.733,5)\"", "-1733.5"),
        ("\"(1733)\"", "-1733.0"),
        ("\"- 5\"", "-5.0"),
        ("\"–5\"", "-5.0"),
    ] {
        sandbox.write("a.yaml", &brief(values));
        sandbox
            .run(&["a.yaml", "-f", "json", "-o", "a.json"])
            .exits_with(0);
        let document = sandbox.read("a.json");
        assert!(
            document.contains(&format!("\"number\": {number}")),
            "{document}"
        );
    }
}

#[test]
fn templates_can_calculate_with_the_numbers() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "templates/own.md.jinja",
        "---\nmedium: pages\n---\n{% for m in metrics %}\n{{ m.value }} is {{ m.value | float + 1 }} or {{ m.value | int }}.\n\n{% endfor %}\n",
    );
    let metrics = "lang: de\nmetrics: [{label: A, value: 71.25}, {label: B, value: 12000}]\n";
    sandbox.write("a.yaml", &format!("{GOOD}{metrics}"));
    sandbox
        .run(&["a.yaml", "-f", "json", "-t", "own", "-o", "a.json"])
        .exits_with(0);
    let document = sandbox.read("a.json");
    assert!(document.contains("71,25 is 72.25 or 71."), "{document}");
    assert!(
        document.contains("12.000 is 12001.0 or 12000."),
        "{document}"
    );
}

#[test]
fn a_number_and_its_unit_are_one_text_in_the_order_of_the_language() {
    let sandbox = Sandbox::new();
    let metrics = "metrics:
  - {label: A, value: \"7,167\", unit: $m}
  - {label: B, value: 2.8, unit: £ billion}
  - {label: C, value: 46, unit: \"%\"}
  - {label: D, value: -5, unit: $}
  - {label: E, value: n/a, unit: $m}
";
    sandbox.write("briefs/a.yaml", &format!("{GOOD}lang: en\n{metrics}"));
    sandbox.write("briefs/b.yaml", &format!("{GOOD}lang: de\n{metrics}"));
    sandbox.write("briefs/c.yaml", &format!("{GOOD}lang: tr\n{metrics}"));
    sandbox.run(&["briefs", "-f", "docx,md,pdf"]).exits_with(0);
    let expected = [
        ("a", "$7,167m £2.8_billion 46% −$5 n/a_$m"),
        ("b", "7,167_$m 2,8_£ billion 46_% −5_$ n/a_$m"),
        ("c", "$7,167m £2,8_billion %46 −$5 n/a_$m"),
    ];
    for (name, numbers) in expected {
        let word = word_part(
            &sandbox,
            &format!("output/{name}.docx"),
            "word/document.xml",
        );
        let paragraphs = word
            .split("<w:p>")
            .filter(|it| it.contains("\"MetricValue\""));
        let texts = paragraphs.map(|it| {
            let runs = it.split("<w:t xml:space=\"preserve\">").skip(1);
            runs.filter_map(|run| run.split("</w:t>").next())
                .collect::<String>()
        });
        let texts: Vec<String> = texts.collect();
        assert_eq!(texts.join(" ").replace('\u{a0}', "_"), numbers, "{name}");
        let pdf = pdf_text(&sandbox, &format!("output/{name}.pdf"));
        let pdf = pdf.replace(['\u{a0}', '\n', ' '], "");
        let deck = sandbox.read(&format!("output/{name}.md")).replace('\\', "");
        for number in numbers.split(' ') {
            let in_pdf = number.replace('_', "");
            assert!(pdf.contains(&in_pdf), "{name}: {number} in {pdf}");
        }
        let first = numbers.split(' ').next().expect("a number");
        let first = format!("**{}**", first.replace('_', "\u{a0}"));
        assert!(deck.contains(&first), "{first} in {deck}");
    }
}

#[test]
fn brackets_of_a_negative_number_enclose_its_sign_or_percent() {
    let sandbox = Sandbox::new();
    let metrics = "metrics:
  - {label: A, value: (5), unit: \"%\"}
  - {label: B, value: (5), unit: $}
  - {label: C, value: (7), unit: \"‰\"}
  - {label: D, value: (none), unit: \"%\"}
";
    let expected = [
        ("en", ["(5%)", "($5)", "(7‰)", "(none)%"]),
        ("de", ["(5 %)", "(5) $", "(7 ‰)", "(none) %"]),
    ];
    for (lang, _) in &expected {
        let brief = format!("{GOOD}lang: {lang}\n{metrics}");
        sandbox.write(&format!("briefs/{lang}.yaml"), &brief);
    }
    sandbox.run(&["briefs", "-f", "md"]).exits_with(0);
    for (lang, numbers) in expected {
        let deck = sandbox.read(&format!("output/{lang}.md"));
        let deck = deck.replace('\\', "").replace('\u{a0}', " ");
        for number in numbers {
            assert!(
                deck.contains(&format!("**{number}**")),
                "{number} in {deck}"
            );
        }
    }
}

const SIGNED_VALUES: &str = "\
metrics:
  - {label: A, value: \">5\", unit: $m, change: \"- 12.5 %\"}
  - {label: B, value: \"~5\", unit: $bn, change: \"$-5m\"}
  - {label: C, value: \"(1,733)\", unit: $m, change: \"+ 3 %\"}
  - {label: D, value: \"5-6\", unit: $m, change: \"-$5\"}
  - {label: E, value: \"- 5\", unit: $m}
tables:
  - {columns: [Part, Change], rows: [[a, \"- 5\"], [b, \"- 1.5 %\"], [\"- 6 parts\", \"-.5\"]]}
";

#[test]
fn signs_stand_before_a_unit_and_a_spaced_hyphen_is_a_minus() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", &format!("{GOOD}{SIGNED_VALUES}"));
    sandbox.run(&["a.yaml", "-f", "json,docx"]).exits_with(0);
    let json: serde_json::Value =
        serde_json::from_str(&sandbox.read("output/a.json")).expect("JSON");
    let body = json["body"].as_array().expect("a body");
    let block = |kind: &str| {
        let mut blocks = body.iter();
        blocks.find(|it| it["block"] == kind).expect("the block")
    };
    let text_of = |texts: &serde_json::Value| {
        let texts = texts.as_array().map(Vec::as_slice).unwrap_or_default();
        let texts = texts.iter().filter_map(|it| it["text"].as_str());
        texts.collect::<String>().replace('\u{a0}', "_")
    };
    let metrics = block("metrics")["items"].as_array().expect("metrics");
    let mut shown = Vec::new();
    for metric in metrics {
        let number = text_of(&metric["value"]) + &text_of(&metric["unit"]);
        let trend = metric["trend"].as_str().unwrap_or_default().to_owned();
        shown.push((number, text_of(&metric["change"]), trend));
    }
    let expected = [
        (">$5m", "−12.5_%", "down"),
        ("~$5bn", "−$5m", "down"),
        ("($1,733m)", "+3_%", "up"),
        ("$5–6m", "−$5", "down"),
        ("−$5m", "", "flat"),
    ];
    for (shown, (number, change, trend)) in shown.iter().zip(expected) {
        assert_eq!(
            shown,
            &(number.to_owned(), change.to_owned(), trend.to_owned())
        );
    }
    assert_eq!(shown.len(), expected.len());
    let word = word_part(&sandbox, "output/a.docx", "word/document.xml");
    for text in [">−5<", ">−1.5\u{a0}%<", ">−.5<", ">−6 parts<"] {
        assert!(word.contains(text), "{text}");
    }
}

#[test]
fn a_number_that_may_be_in_the_form_of_the_language_already_stays() {
    let sandbox = Sandbox::new();
    let numbers = "metrics: [{label: A, value: 18.420}, {label: B, value: 0.125}, {label: C, value: 1234.567}]\n";
    for (tag, expected) in [
        ("de", ["18.420", "0,125", "1.234,567"]),
        ("es", ["18.420", "0,125", "1234,567"]),
        ("fr", ["18,420", "0,125", "1\u{202f}234,567"]),
        ("en", ["18.420", "0.125", "1,234.567"]),
    ] {
        sandbox.write("a.yaml", &format!("{GOOD}lang: {tag}\n{numbers}"));
        sandbox
            .run(&["a.yaml", "-f", "json", "-o", "a.json"])
            .exits_with(0);
        let document = sandbox.read("a.json");
        for number in expected {
            assert!(
                document.contains(&format!("\"{number}\"")),
                "{tag}: {number}"
            );
        }
    }
}

/// A brief in German with a table.
fn table_brief(columns: &str, rows: &str) -> String {
    format!("{GOOD}lang: de\ntables:\n  - columns: {columns}\n    rows: {rows}\n")
}

#[test]
fn columns_have_settings() {
    let sandbox = Sandbox::new();
    let columns = "[Ort, {text: Postleitzahl, format: text}, {text: Kosten, total: true, width: 3}, \
        {text: Anteil, format: number, align: center}, {text: Stand, format: status}]";
    let rows = "[[A, 10115, 12000.5, 71.20, erledigt], [B, 20095, 0.25, \"1.5\", offen], [C, 1, –, 007, x]]";
    sandbox.write("a.yaml", &table_brief(columns, rows));
    sandbox
        .run(&[
            "a.yaml",
            "-t",
            "note",
            "-f",
            "json,docx,md,pdf",
            "-o",
            "out",
        ])
        .exits_with(0);
    let name = |end: &str| {
        let files = sandbox.files();
        let file = files
            .iter()
            .find(|it| it.starts_with("out/") && it.ends_with(end));
        file.cloned().expect("an output")
    };
    let json: serde_json::Value =
        serde_json::from_str(&sandbox.read(&name("a.json"))).expect("JSON");
    let blocks = json["body"].as_array().expect("blocks");
    let table = blocks
        .iter()
        .find(|it| it["block"] == "table")
        .expect("a table");
    let columns = &table["columns"];
    assert_eq!(columns[1]["numeric"], false);
    assert_eq!(columns[2]["align"], "decimal");
    assert_eq!(columns[2]["width"], 3.0);
    assert_eq!(columns[3]["align"], "center");
    let cell = |row: usize, column: usize| table["rows"][row][column].to_string();
    assert!(cell(0, 1).contains("\"10115\""));
    assert!(cell(0, 2).contains("\"12.000,5\""));
    assert!(cell(0, 3).contains("\"71,20\""));
    assert!(cell(1, 3).contains("\"1.5\""));
    assert!(cell(2, 3).contains("\"007\""));
    assert!(cell(0, 4).contains("status"));
    assert!(!cell(2, 4).contains("status"));
    assert!(cell(3, 0).contains("\"Summe\""), "{}", cell(3, 0));
    assert!(cell(3, 2).contains("\"12.000,75\""), "{}", cell(3, 2));
    assert_eq!(cell(3, 1), "[]");
    let word = word_part(&sandbox, &name(".docx"), "word/document.xml");
    assert!(word.contains("12.000,75") && word.contains("Summe"));
    assert!(pdf_text(&sandbox, &name(".pdf")).contains("12.000,75"));
    // 3 of 7 shares in the width of the table.
    let grid = word.split("<w:tblGrid>").last().expect("a table");
    let widths = grid.split("w:w=\"").skip(1).take(5);
    let widths: Vec<f32> = widths
        .filter_map(|it| it.split('"').next()?.parse().ok())
        .collect();
    let share = widths[2] / widths.iter().sum::<f32>();
    assert!((0.4..0.45).contains(&share), "{widths:?}");
}

#[test]
fn wrong_settings_of_columns_are_errors_with_their_place() {
    let sandbox = Sandbox::new();
    let rows = "[[A, 1], [B, about 7]]";
    for (column, place, message) in [
        ("{text: K, algn: end}", "7:25", "unknown key `algn`"),
        (
            "{text: K, align: right}",
            "7:32",
            "`align` must be one of: start, center, end, decimal",
        ),
        (
            "{text: K, width: 0}",
            "7:32",
            "`width: 0` is not more than 0",
        ),
        ("{text: K, width: wide}", "7:32", "`width` must be a number"),
        (
            "{text: K, total: many}",
            "7:32",
            "`total` must be true or false",
        ),
        (
            "{text: K, format: money}",
            "7:33",
            "`format` must be one of: number, text, status",
        ),
        ("{align: end}", "7:15", "has no `text`"),
        (
            "{text: K, total: true}",
            "8:21",
            "`about 7` in the column `K` is not a number",
        ),
        (
            "{text: K, total: true, format: text}",
            "7:46",
            "the column `K` holds no numbers",
        ),
        ("[K]", "7:15", "must be a text"),
    ] {
        sandbox.write(
            "a.yaml",
            &table_brief(&format!("[{column}, L]"), rows)
                .replace("[A, 1], [B, about 7]", "[1, A], [about 7, B]"),
        );
        let finished = sandbox.run(&["check", "a.yaml", "--message-format", "short"]);
        let expected = format!("a.yaml:{place}: error: ");
        let line = finished.stderr();
        assert!(line.contains(message), "{column}: {line}");
        assert!(line.contains(&expected), "{column}: {place} in {line}");
    }
    for (rows, message) in [
        (
            "[[\"5 t\"], [\"7 kg\"]]",
            "has another unit than the cells above it",
        ),
        ("[[\"1.234\"]]", "can be two numbers"),
        (
            "[[$1.2m], [$500]]",
            "`$500` in the column `K` has another unit than the cells above it",
        ),
        (
            "[[100 (est.)], [5]]",
            "`100 (est.)` in the column `K` is not a number",
        ),
        (
            "[[4.5.], [1.2.]]",
            "`4.5.` in the column `K` is not a number",
        ),
        (
            "[[18.420]]",
            "`18.420` in the column `K` can be two numbers",
        ),
    ] {
        sandbox.write("a.yaml", &table_brief("[{text: K, total: true}]", rows));
        let finished = sandbox.run(&["check", "a.yaml", "--message-format", "short"]);
        assert!(finished.stderr().contains(message), "{}", finished.stderr());
    }
}

#[test]
fn totals_have_the_form_of_their_column() {
    let sandbox = Sandbox::new();
    let columns = "[{text: A, total: true}, {text: B, total: true}, {text: C, total: true}]";
    let rows =
        "[[\"5,-\", 12345, k. A.], [\"10,-\", 950, 1 Stelle], [\"1000,50\", 4000, 5 Stellen]]";
    sandbox.write("a.yaml", &table_brief(columns, rows));
    sandbox
        .run(&["a.yaml", "-t", "note", "-f", "json", "-o", "out.json"])
        .exits_with(0)
        .reports("the total of `C` leaves out 1 cell without a number");
    let json = sandbox.read("out.json");
    for text in ["1015,50", "4.000", "17.295", "6 Stellen"] {
        let found = json.contains(&format!("\"{text}\""));
        let glued = json.contains(&format!("\"{}\"", text.replace(' ', "\u{a0}")));
        assert!(found || glued, "{text}: {json}");
    }
}

/// The cells of the column `at` of the first table, from top to bottom.
fn column_texts(json: &str, at: usize) -> Vec<String> {
    let json: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let blocks = json["body"].as_array().expect("blocks");
    let table = blocks.iter().find(|it| it["block"] == "table");
    let rows = table.expect("a table")["rows"].as_array().expect("rows");
    let mut texts = Vec::new();
    for row in rows {
        let cell = &row[at][0];
        let text = cell["text"].as_str().or(cell["body"][0]["text"].as_str());
        texts.push(
            text.unwrap_or_default()
                .replace(['\u{a0}', '\u{202f}'], "_"),
        );
    }
    texts
}

#[test]
fn the_numbers_of_a_column_and_its_total_are_grouped_alike() {
    let sandbox = Sandbox::new();
    for (lang, setting, cells, expected) in [
        // The total alone has five digits.
        (
            "de",
            "total: true",
            "6120|8450|9748",
            "6.120|8.450|9.748|24.318",
        ),
        (
            "en",
            "total: true",
            "6120|8450|9748",
            "6,120|8,450|9,748|24,318",
        ),
        ("en", "total: true", "1204|1205", "1204|1205|2409"),
        ("es", "total: true", "6120|8450", "6.120|8.450|14.570"),
        // Numbers in quotation marks stay as typed, and the others follow.
        (
            "de",
            "total: true",
            "'6120'|8450|9748",
            "6120|8450|9748|24318",
        ),
        (
            "en",
            "total: true",
            "'932500'|900000.25",
            "932500|900000.25|1832500.25",
        ),
        (
            "en",
            "format: number",
            "932500|900000.25",
            "932,500|900,000.25",
        ),
        (
            "en",
            "align: end",
            "932500|'900,000.25'",
            "932,500|900,000.25",
        ),
        ("fr", "align: end", "9500|'12 318'|'–'", "9_500|12_318|–"),
        (
            "en",
            "align: end",
            "932500|'4 of 5,000'",
            "932500|4 of 5,000",
        ),
        ("en", "align: end", "10115|20095.5", "10115|20095.5"),
    ] {
        let rows: Vec<String> = cells
            .split('|')
            .map(|cell| format!("[a, {cell}]"))
            .collect();
        let brief = format!(
            "{GOOD}lang: {lang}\ntables:\n  - columns: [A, {{text: B, {setting}}}]\n    rows: [{}]\n",
            rows.join(", ")
        );
        sandbox.write("a.yaml", &brief);
        sandbox
            .run(&["a.yaml", "-t", "note", "-f", "json", "-o", "out.json"])
            .exits_with(0);
        let texts = column_texts(&sandbox.read("out.json"), 1).join("|");
        assert_eq!(texts, expected, "{lang} {setting} {cells}");
    }
}

#[test]
fn a_bare_change_above_zero_has_its_sign_and_arrow() {
    let sandbox = Sandbox::new();
    let metrics = "metrics:
  - {label: A, value: 1, change: 17}
  - {label: B, value: 1, change: -17}
  - {label: C, value: 1, change: 0}
  - {label: D, value: 1, change: \"17\"}
  - {label: E, value: 1, change: 12345.5}
  - {label: F, value: 1, change: +2}
  - {label: G, value: 1, change: 17 %}
";
    for (lang, changes) in [
        (
            "en",
            "up:+17 down:−17 flat:0 flat:17 up:+12,345.5 up:+2 flat:17_%",
        ),
        (
            "de",
            "up:+17 down:−17 flat:0 flat:17 up:+12.345,5 up:+2 flat:17_%",
        ),
        (
            "ar",
            "up:+17 down:−17 flat:0 flat:17 up:+12,345.5 up:+2 flat:17_%",
        ),
        (
            "sv",
            "up:+17 down:−17 flat:0 flat:17 up:+12_345,5 up:+2 flat:17_%",
        ),
    ] {
        sandbox.write("a.yaml", &format!("{GOOD}lang: {lang}\n{metrics}"));
        sandbox
            .run(&["a.yaml", "-f", "json", "-o", "a.json"])
            .exits_with(0);
        let json: serde_json::Value = serde_json::from_str(&sandbox.read("a.json")).expect("JSON");
        let blocks = json["body"].as_array().expect("blocks");
        let block = blocks.iter().find(|it| it["block"] == "metrics");
        let mut shown = Vec::new();
        for metric in block.expect("metrics")["items"].as_array().expect("items") {
            let trend = metric["trend"].as_str().unwrap_or_default();
            let text = metric["change"][0]["text"].as_str().unwrap_or_default();
            let text = text.replace([' ', '\u{a0}'], "_");
            let text = text.replace(['\u{200e}', '\u{61c}'], "");
            shown.push(format!("{trend}:{text}"));
        }
        assert_eq!(shown.join(" "), changes, "{lang}");
    }
}

#[test]
fn totals_of_stacks_have_the_decimals_of_their_addends() {
    let sandbox = Sandbox::new();
    let brief = format!(
        "{GOOD}lang: fr\ncharts: [{{title: T, kind: stacked, unit: k€, categories: [T1, T2, T3], series: [\
         {{name: A, values: [5200, 6100.5, 4800]}}, {{name: B, values: [4100, 5300, 5050.25]}}]}}]\n"
    );
    sandbox.write("a.yaml", &brief);
    sandbox.run(&["a.yaml", "-f", "pdf,md"]).exits_with(0);
    let file = sandbox.files().into_iter().find(|it| it.ends_with(".svg"));
    let drawing = sandbox.read(&file.expect("the chart of the deck"));
    let pdf = pdf_text(&sandbox, "output/a.pdf");
    for text in [drawing, pdf] {
        let text = text.replace(['\u{202f}', '\u{a0}'], " ");
        for total in ["9 300", "11 400,5", "9 850,25"] {
            assert!(text.contains(total), "{total}: {text}");
        }
        assert!(
            !text.contains("9 300,0") && !text.contains("11 400,50"),
            "{text}"
        );
    }
}

#[test]
fn a_number_that_may_be_in_the_form_of_the_language_is_a_warning() {
    let brief = |lang: &str| {
        format!(
            "{GOOD}lang: {lang}\nmetrics:\n  - {{label: A, value: 18.420, change: +1.250}}\n  \
             - {{label: B, value: 0.420, change: 2.5}}\n\
             tables: [{{title: T, columns: [{{text: C, format: number}}], rows: [[7.125]]}}]\n"
        )
    };
    let sandbox = Sandbox::new();
    for lang in ["de", "es", "tr"] {
        sandbox.write("briefs/a.yaml", &brief(lang));
        sandbox
            .run(&["briefs", "-f", "md", "--force"])
            .exits_with(0)
            .reports("`18.420` is printed as typed: it can be two numbers in this language")
            .reports("write 18420 for the large number, \"18,420\" for the other")
            .reports("`+1.250` is printed as typed")
            .reports("`7.125` is printed as typed");
        let deck = sandbox.read("output/a.md");
        assert!(deck.contains("18.420") && deck.contains("0,420"), "{deck}");
    }
    for lang in ["en", "fr"] {
        sandbox.write("briefs/a.yaml", &brief(lang));
        let run = sandbox.run(&["briefs", "-f", "md", "--force"]);
        assert!(!run.exits_with(0).stderr().contains("two numbers"));
    }
}

#[test]
fn bars_in_word_begin_at_zero() {
    let sandbox = Sandbox::new();
    for (values, kind, bound) in [
        ("[1190, 1250]", "column", Some("<c:min val=\"0\"/>")),
        ("[98.25, 88.5]", "bar", Some("<c:min val=\"0\"/>")),
        ("[-98.25, -88.5]", "bar", Some("<c:max val=\"0\"/>")),
        ("[-5, 10]", "column", None),
        ("[1190, 1250]", "line", None),
    ] {
        sandbox.write(
            "a.yaml",
            &format!(
                "{GOOD}charts: [{{title: T, kind: {kind}, categories: [a, b], \
                 series: [{{name: S, values: {values}}}]}}]\n"
            ),
        );
        sandbox
            .run(&["a.yaml", "-f", "docx", "-o", "output", "--force"])
            .exits_with(0);
        let chart = word_part(&sandbox, "output/a.docx", "word/charts/chart1.xml");
        let bounds = ["<c:min val=\"0\"/>", "<c:max val=\"0\"/>"];
        let found = bounds.into_iter().find(|it| chart.contains(it));
        assert_eq!(found, bound, "{kind} {values}");
    }
}

#[test]
fn a_comma_that_divides_a_number_into_two_cells_is_told() {
    let sandbox = Sandbox::new();
    let table = |columns: &str, row: &str| {
        format!("{GOOD}tables:\n- {{columns: {columns}, rows: [[x, y, z], {row}]}}\n")
    };
    let three = "[a, b, c]";
    let hint = "for one number write \"1,733\"; for two cells put a blank after the comma";
    for (row, message, hint) in [
        ("[Roads, 1,733]", "warning: `1,733` is two cells", hint),
        (
            "[Roads, 12,5 %]",
            "warning: `12,5 %` is two cells",
            "write \"12,5 %\"",
        ),
        (
            "[Roads, $1,733]",
            "warning: `$1,733` is two cells",
            "\"$1,733\"",
        ),
        ("[Roads, -1,5]", "warning: `-1,5` is two cells", "\"-1,5\""),
        (
            "[Roads, Lanes, 1,733]",
            "error: 4 cells for 3 columns",
            hint,
        ),
    ] {
        sandbox.write("a.yaml", &table(three, row));
        let finished = sandbox.run(&["check", "a.yaml"]);
        let told = finished.stderr();
        assert!(
            told.contains(message) && told.contains(hint),
            "{row}: {told}"
        );
    }
    for row in [
        "[1,2,3]",
        "[Roads, 1, 733]",
        "[Roads,1,733]",
        "[Roads, \"1,733\", 5]",
        "[a, b,5]",
    ] {
        sandbox.write("a.yaml", &table(three, row));
        let finished = sandbox.run(&["check", "a.yaml"]);
        assert!(
            !finished.stderr().contains("cells"),
            "{row}: {}",
            finished.stderr()
        );
    }
}

#[test]
fn a_comma_that_divides_an_item_of_a_list_is_told() {
    let sandbox = Sandbox::new();
    let option = |key: &str, list: &str| format!("{GOOD}options:\n- {{name: A, {key}: {list}}}\n");
    for (key, list, typed) in [
        ("pros", "[利息约3,300万元/年]", "利息约3,300万元/年"),
        ("cons", "[Slow, Costs $3,300 a year]", "Costs $3,300 a year"),
        ("pros", "[1,200 jobs, cheap]", "1,200 jobs"),
    ] {
        sandbox.write("a.yaml", &option(key, list));
        let told = sandbox.run(&["check", "a.yaml"]).stderr();
        let message = format!("warning: `{typed}` is two texts");
        let hint = format!("for one text write \"{typed}\"");
        assert!(told.contains(&message) && told.contains(&hint), "{told}");
    }
    for list in [
        "[\"Saves 3,300 a year\"]",
        "[Saves 3, 300 a year]",
        "[A3,300 b]",
        "[Built in 2024,2025 b]",
        "[101,102]",
        "[fast,cheap]",
    ] {
        sandbox.write("a.yaml", &option("pros", list));
        let told = sandbox.run(&["check", "a.yaml"]).stderr();
        assert!(!told.contains("two texts"), "{list}: {told}");
    }
    sandbox.write("a.yaml", &format!("{GOOD}cc: [Unit 3,300 Main Street]\n"));
    let told = sandbox.run(&["check", "a.yaml"]).stderr();
    assert!(
        told.contains("`Unit 3,300 Main Street` is two texts"),
        "{told}"
    );
}

/// The indent at the right of the paragraph that is `text` alone, in twentieths of a point.
fn word_indent(document: &str, text: &str) -> Option<u32> {
    let marked = format!(">{text}</w:t>");
    let mut paragraphs = document.split("<w:p>");
    let paragraph = paragraphs.find(|it| it.contains(&marked)).expect(text);
    let (_, indent) = paragraph.split_once("<w:ind w:right=\"")?;
    indent.split('"').next()?.parse().ok()
}

#[test]
fn crowded_tables_in_word_align_decimals_or_tell() {
    let sandbox = Sandbox::new();
    let table = |columns: &str, rows: &str| {
        format!(
            "{GOOD}lang: fr\ntables:\n  - title: Phases\n    columns: {columns}\n    rows: {rows}\n"
        )
    };
    let columns = "[Phase, Période, PK, Coût, Écart, Fourchette, Équipes, Avancement]";
    let rows = "[[1 - Voie, 1er-15 juillet, '12,5-18', '9,5', '-2,5 %', '9-10,5', 3, terminé], \
        [2 - Viaduc du Lignon, 16/07-8/08, '18-18,4', '17,25', '+21,75 %', '16,5-19', 12, en retard], \
        [3 - Signalisation, \"1re quinz. d'août\", 0-48, '7', '0 %', '4,8-5', n.d., à faire]]";
    sandbox.write("a.yaml", &table(columns, rows));
    let run = sandbox.run(&["a.yaml", "-t", "note", "-f", "docx", "-o", "a.docx"]);
    let told = run.exits_with(0).stderr();
    assert!(!told.contains("align"), "{told}");
    let document = word_part(&sandbox, "a.docx", "word/document.xml");
    let indents = ["17,25", "9,5", "7"].map(|it| word_indent(&document, it));
    let [None, Some(one), Some(two)] = indents else {
        panic!("{indents:?}");
    };
    // One digit, and a comma with two digits.
    assert!(one > 50 && two > 2 * one && two < 4 * one, "{indents:?}");

    let many: Vec<String> = (1..=16).map(|it| format!("Colonne {it}")).collect();
    let row = |number: &str| vec![number; 16].join(", ");
    let rows = format!("[[{}], [{}]]", row("'1 234 567'"), row("'1,234567'"));
    sandbox.write("a.yaml", &table(&format!("[{}]", many.join(", ")), &rows));
    sandbox
        .run(&[
            "a.yaml", "-t", "note", "-f", "docx", "-o", "a.docx", "--force",
        ])
        .exits_with(0)
        .reports("the table “Phases” has no room to align the decimal signs of columns 1, 2, 3,");
    let document = word_part(&sandbox, "a.docx", "word/document.xml");
    assert!(!document.contains("<w:ind w:right="), "{document}");
}

#[test]
fn the_slides_of_a_wide_table_have_the_numbers_of_their_parts() {
    let sandbox = Sandbox::new();
    let columns: Vec<String> = (1..=8).map(|it| format!("C{it}")).collect();
    let columns = columns.join(", ");
    for (lang, title, first, second) in [
        (
            "en",
            "title: Phases, ",
            "## Phases (1/2)",
            "## Phases (2/2)",
        ),
        ("de", "", "## Tabelle (1/2)", "## Tabelle (2/2)"),
    ] {
        sandbox.write(
            "a.yaml",
            &format!("{GOOD}lang: {lang}\ntables: [{{{title}columns: [{columns}], rows: [[{columns}]]}}]\n"),
        );
        sandbox
            .run(&["a.yaml", "-f", "md", "-o", "a.md", "--force"])
            .exits_with(0)
            .reports("do not fit: they are split over 2 slides");
        let deck = sandbox.read("a.md").replace('\\', "");
        assert!(deck.contains(first) && deck.contains(second), "{deck}");
        // Five columns and four, with the first in both.
        assert!(deck.contains("| C1 | C2 | C3 | C4 | C5 |\n"), "{deck}");
        assert!(deck.contains("| C1 | C6 | C7 | C8 |\n"), "{deck}");
    }
}

/// The messages about a table of `count` columns whose numbers have many digits on both sides.
fn told_about_long_decimals(count: usize) -> String {
    let mut columns = vec!["Region".to_owned()];
    let mut rows = [vec!["North".to_owned()], vec!["South".to_owned()]];
    for index in 0..count {
        columns.push(format!("Col{index}"));
        let [north, south] = &mut rows;
        north.push("\"0.1234567\"".to_owned());
        south.push("\"1234567.5\"".to_owned());
    }
    let [north, south] = rows.map(|row| row.join(", "));
    let columns = columns.join(", ");
    let table = format!("tables: [{{columns: [{columns}], rows: [[{north}], [{south}]]}}]\n");
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", &format!("{GOOD}{table}"));
    let arguments = ["a.yaml", "-f", "pdf", "-o", "out"];
    sandbox.run(&arguments).exits_with(0).stderr()
}

#[test]
fn columns_without_room_for_their_decimals_are_told() {
    let told = told_about_long_decimals(3);
    assert!(!told.contains("decimal signs"), "{told}");
    let told = told_about_long_decimals(9);
    assert!(
        told.contains("the columns “Col0”, “Col1”,")
            && told.contains("have no room to align the decimal signs"),
        "{told}"
    );
}
