//! The names and values of charts: each is shown, or there is a message about it.

use std::path::Path;

use crate::numbers::word_part;
use crate::sandbox::{GOOD, Sandbox};

/// A line chart with these names, on the sixth line of its brief and below.
fn line_chart(names: &[String]) -> String {
    let values: Vec<String> = (0..names.len()).map(|at| (at * 3).to_string()).collect();
    format!(
        "{GOOD}charts:\n  - title: Course\n    kind: line\n    categories: [{}]\n    \
         series: [{{name: S, values: [{}]}}]\n",
        names.join(", "),
        values.join(", ")
    )
}

fn long_names_sandbox() -> Sandbox {
    let brief = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/briefs/chart-long-names.yaml");
    let brief = std::fs::read_to_string(brief).expect("the brief");
    let sandbox = Sandbox::new();
    sandbox.write("briefs/a.yaml", &brief);
    sandbox
}

/// The texts of an SVG file, without spaces and hyphens, in their order.
fn joined_texts(svg: &str) -> String {
    let mut texts = String::new();
    for text in svg.split("<text ").skip(1) {
        let (_, after) = text.split_once('>').expect("a tag ends");
        let (text, _) = after.split_once('<').expect("a text ends");
        texts.extend(text.chars().filter(|it| !it.is_whitespace() && *it != '-'));
        texts.push('|');
    }
    texts.replace('|', "")
}

#[test]
fn every_long_name_is_in_the_chart_of_a_deck() {
    let sandbox = long_names_sandbox();
    let run = sandbox.run(&["briefs", "-f", "md"]).exits_with(0);
    // The thinnest parts of the stack are a hundredth of its largest.
    let message = "chart “Stapel” has no room for 10 values\n";
    assert!(run.stderr().contains(message), "{}", run.stderr());
    assert_eq!(run.stderr().matches("has no room").count(), 1);
    let drawings: Vec<String> = sandbox.files();
    let drawings: Vec<&String> = drawings.iter().filter(|it| it.ends_with(".svg")).collect();
    assert_eq!(drawings.len(), 5);
    for file in drawings {
        let texts = joined_texts(&sandbox.read(file));
        assert!(!texts.contains('…'), "{file}: {texts}");
        for name in [
            "Verkehrsinfrastrukturfinanzierung",
            "ÖffentlicherPersonennahverkehrinderRegion",
            "Grundstücksverkehrsgenehmigungen",
            "Katastrophenschutzbeauftragte",
            "BürgerinnenundBürgerbüro",
            "AusgabenderStadtverwaltungeinschließlichallerZweckverbände",
        ] {
            assert!(texts.contains(name), "{name} in {file}: {texts}");
        }
    }
}

#[test]
fn native_charts_have_their_names_in_lines_and_their_numbers_in_the_language() {
    let sandbox = long_names_sandbox();
    sandbox.run(&["briefs", "-f", "docx"]).exits_with(0);
    let chart = |number: usize| {
        let part = format!("word/charts/chart{number}.xml");
        word_part(&sandbox, "output/a.docx", &part)
    };
    let bars = chart(1);
    assert!(bars.contains("<c:tickLblPos val=\"low\"/>"), "{bars}");
    assert!(
        bars.contains("[=-1200.5]&quot;−1.200,5&quot;;[&lt;0]&quot;−&quot;[$-407]#,##0.0;"),
        "{bars}"
    );
    // The name of a single series has no legend.
    assert!(
        bars.contains("einschließlich aller Zweckverbände</a:t>"),
        "{bars}"
    );
    let columns = chart(2);
    assert!(columns.contains("<c:barDir val=\"col\"/>"), "{columns}");
    assert!(
        columns.contains("Katastrophen-&#10;schutzbeauftragte"),
        "{columns}"
    );
    assert!(columns.contains("rot=\"0\""), "{columns}");
    // Marks that are too small for their values have none, so there is an axis.
    let stack = chart(3);
    assert!(stack.contains("<c:delete val=\"1\"/>"), "{stack}");
    assert!(stack.contains("[&gt;=1000]#\\.##0;0"), "{stack}");
    assert!(stack.contains("<c:majorUnit val=\"20000\"/>"), "{stack}");
    // The values of slices side by side that are too small are in the legend.
    let pie = chart(5);
    assert!(
        pie.contains("Verkehrsinfrastrukturfinanzierung\u{2003}0,5"),
        "{pie}"
    );
}

#[test]
fn names_without_room_are_told_with_their_line() {
    let mut names = Vec::new();
    for letter in 'a'..='x' {
        names.push(format!("Administrative district of {letter}"));
    }
    let sandbox = Sandbox::new();
    sandbox.write("briefs/a.yaml", &line_chart(&names));
    sandbox
        .run(&["check", "-f", "pdf", "--strict"])
        .exits_with(1)
        .reports("chart “Course” has no room for “Administrative district of a”")
        .reports("briefs/a.yaml:6:")
        .reports("`data: true` prints every number");
}

#[test]
fn months_without_room_are_a_note() {
    let mut names = Vec::new();
    for month in 0..48 {
        names.push(format!("{:02}/{}", month % 12 + 1, 2022 + month / 12));
    }
    let sandbox = Sandbox::new();
    sandbox.write("briefs/a.yaml", &line_chart(&names));
    sandbox
        .run(&["briefs", "-f", "pdf,md", "--strict"])
        .exits_with(0)
        .reports("note: chart “Course” has room for the names of");
    // A note stays one where nothing has to be rendered again.
    sandbox
        .run(&["briefs", "-f", "pdf,md", "--strict"])
        .exits_with(0)
        .reports("note: chart “Course” has room for the names of");
    let files = sandbox.files();
    let file = files.iter().find(|it| it.ends_with(".svg"));
    let drawing = sandbox.read(file.expect("the chart of the deck"));
    for shown in [">01/2022<", ">01/2023<", ">12/2025<"] {
        assert!(drawing.contains(shown), "{shown}: {drawing}");
    }
}

/// The chart of the Word document of a brief with one chart.
fn word_chart(chart: &str) -> String {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", &format!("{GOOD}lang: fr\ncharts: [{chart}]\n"));
    sandbox
        .run(&["a.yaml", "-t", "note", "-f", "docx", "-o", "a.docx"])
        .exits_with(0);
    word_part(&sandbox, "a.docx", "word/charts/chart1.xml")
}

/// The attribute `val` of an element.
fn value_of<'x>(xml: &'x str, element: &str) -> Option<&'x str> {
    let (_, rest) = xml.split_once(&format!("<{element} val=\""))?;
    rest.split('"').next()
}

#[test]
fn values_of_negative_bars_in_word_stay_off_the_names() {
    let names = "[\"Viaduc du Lignon, y compris l'échafaudage et la protection anticorrosion\", \
        Renouvellement voie-ballast entre Firminy et Bas-Monistrol, Aléas et révisions de prix]";
    let chart = |kind: &str, names: &str, values: &str| {
        word_chart(&format!(
            "{{title: T, kind: {kind}, categories: {names}, series: [{{name: S, values: [{values}]}}]}}"
        ))
    };
    // The steps are of 0.5, and the bar of −0.25 would leave no room for its value.
    let long = chart("bar", names, "1.9, 0.75, -0.25");
    assert_eq!(value_of(&long, "c:min"), Some("-1"), "{long}");
    // The names stand below all bars.
    assert_eq!(value_of(&long, "c:tickLblPos"), Some("low"));
    let column = chart("column", "[a, b, c]", "1.9, 0.75, -0.49");
    let low: f64 = value_of(&column, "c:min")
        .expect("a bound")
        .parse()
        .unwrap();
    assert!(low < -0.5, "{low}");
    let all_negative = chart("column", "[a, b, c]", "-100, -50, -99");
    assert_eq!(value_of(&all_negative, "c:max"), Some("0"));
    assert!(all_negative.find("<c:max val").unwrap() < all_negative.find("<c:min val").unwrap());
    for values in ["1, 2, 3", "100, 50, -2000"] {
        let chart = chart("bar", "[a, b, c]", values);
        let low = value_of(&chart, "c:min");
        assert_ne!(low, Some("-1"), "{values}");
    }
}

#[test]
fn the_last_values_of_low_lines_in_word_stay_off_the_names() {
    let chart = |one: &str, other: &str| {
        word_chart(&format!(
            "{{title: T, kind: line, categories: [a, b, c], series: \
             [{{name: S, values: [{one}]}}, {{name: R, values: [{other}]}}]}}"
        ))
    };
    let positions = |xml: &str| {
        let labels = xml.split("<c:dLbl>").skip(1);
        let labels = labels.filter_map(|it| value_of(it, "c:dLblPos").map(str::to_owned));
        labels.collect::<Vec<_>>()
    };
    // Beside the axis, the lower value is right of its mark.
    assert_eq!(positions(&chart("12, 71.5, 0.5", "0, 12.5, 0")), ["t", "r"]);
    assert_eq!(
        positions(&chart("12, 71.5, 40.5", "0, 12.5, 40")),
        ["t", "b"]
    );
    assert_eq!(positions(&chart("12, 71.5, 70", "0, 12.5, 0")), ["r", "r"]);
}
