//! Dates in the keys of a brief: days, months, periods, and what is none.

use crate::numbers::{pdf_text, word_part};
use crate::sandbox::{GOOD, Sandbox};

/// Every key that takes a date.
const DATES: &str = "\
event: {name: Fair, start: 2026-02-27, end: 2026-03-05}
ask: {text: Agree., by: 2026-05}
metrics: [{label: M, value: 4, as_of: 2026-04}]
timeline:
  - {date: 2026-05/2026-07, text: Works}
  - {date: 2026-03-02/2026-03-05, text: Visit}
  - {date: 2026-Q3, text: Report}
  - {date: 2026, text: End}
actions: [{action: A, due: 2026-06}]
sources: [{id: s, title: T, date: 2025-11}]
sections: [{heading: H, body: 'File 2026-05, of 2026-05-04.'}]
tables: [{title: T, columns: [2026-01], rows: [[2026-05]]}]
";

fn printed(lang: &str) -> String {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", &format!("{GOOD}lang: {lang}\n{DATES}"));
    let run = sandbox.run(&["a.yaml", "-f", "json"]);
    let finished = run.exits_with(0);
    assert!(
        !finished.stderr().contains("typed"),
        "{}",
        finished.stderr()
    );
    sandbox.read("output/a.json").replace('\u{a0}', "·")
}

#[test]
fn keys_of_dates_take_days_months_and_periods() {
    let document = printed("en-GB");
    for text in [
        "27·February·– 5·March 2026",
        "\"by\": \"May 2026\"",
        "\"April 2026\"",
        "May–July 2026",
        "2–5·March 2026",
        "2026-Q3",
        "\"2026\"",
        "June 2026",
        "November 2025",
        // Not in prose and cells.
        "File 2026-05, of 2026-05-04.",
        "\"2026-01\"",
        "\"2026-05\"",
    ] {
        assert!(document.contains(text), "{text}: {document}");
    }
    let document = printed("de");
    for text in [
        "27.·Februar·– 5.·März 2026",
        "2.–5.·März 2026",
        "Mai–Juli 2026",
        "Mai 2026",
    ] {
        assert!(document.contains(text), "{text}: {document}");
    }
    let document = printed("es");
    for text in [
        "27·de febrero·– 5·de marzo de 2026",
        "mayo–julio de 2026",
        "mayo de 2026",
    ] {
        assert!(document.contains(text), "{text}: {document}");
    }
}

#[test]
fn dates_in_words_and_with_stops_are_printed_in_the_form_of_the_language() {
    let sandbox = Sandbox::new();
    let dates = "\
lang: de
metrics: [{label: M, value: 4, as_of: 30.9.2025}]
timeline:
  - {date: 02.03.2027, text: Besuch}
  - {date: May 2028, text: Bau}
  - {date: 03/04/2029, text: Frage}
  - {date: Anfang 2030, text: Ende}
actions: [{action: A, due: \"10.12.2026\"}, {action: B, due: 10.12.}]
sources: [{id: s, title: T, date: 14. Okt. 2024}]
";
    sandbox.write("a.yaml", &format!("{GOOD}{dates}"));
    sandbox.run(&["a.yaml", "-f", "json"]).exits_with(0);
    let document = sandbox.read("output/a.json").replace('\u{a0}', "·");
    for text in [
        "\"30.·September 2025\"",
        "\"2.·März 2027\"",
        "\"Mai 2028\"",
        "\"03/04/2029\"",
        "\"Anfang 2030\"",
        "\"10.·Dezember 2026\"",
        "\"10.12.\"",
        "14.·Oktober 2024",
    ] {
        assert!(document.contains(text), "{text}: {document}");
    }
}

#[test]
fn a_label_file_joins_the_dates_of_a_period() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", &format!("{GOOD}lang: de\n{DATES}"));
    sandbox.write("templates/labels/de.yaml", "through: bis\n");
    sandbox.run(&["a.yaml", "-f", "json"]).exits_with(0);
    let document = sandbox.read("output/a.json").replace('\u{a0}', "·");
    for text in [
        "27.·Februar bis 5.·März 2026",
        "2.·bis 5.·März 2026",
        "Mai bis Juli 2026",
    ] {
        assert!(document.contains(text), "{text}: {document}");
    }
    // English labels for another language are no choice.
    sandbox.write("a.yaml", &format!("{GOOD}lang: fa\n{DATES}"));
    sandbox.run(&["a.yaml", "-f", "json"]).exits_with(0);
    assert!(
        sandbox
            .read("output/a.json")
            .contains("مه ۲۰۲۶ تا ژوئیه ۲۰۲۶")
    );
}

#[test]
fn a_date_that_does_not_exist_is_told_with_its_line() {
    let message = |line: &str| {
        let sandbox = Sandbox::new();
        sandbox.write("a.yaml", &format!("{GOOD}{line}\n"));
        sandbox
            .run(&["check", "a.yaml", "--message-format", "short"])
            .stderr()
    };
    for (line, told) in [
        (
            "timeline: [{date: 2026-13, text: T}]",
            "a.yaml:5:19: warning: `2026-13` is printed as typed: there is no month 13",
        ),
        (
            "actions: [{action: A, due: 2026-02-30}]",
            "a.yaml:5:28: warning: `2026-02-30` is printed as typed: the month has no day 30",
        ),
        (
            "timeline: [{date: 2026-07/2026-05, text: T}]",
            "a.yaml:5:19: warning: `2026-07/2026-05` is printed as typed: the period ends before it starts",
        ),
        (
            "sources: [{id: s, title: T, date: 2026-05/2026-13}]",
            "a.yaml:5:35: warning: `2026-05/2026-13` is printed as typed: there is no month 13",
        ),
        (
            "ask: {text: T, by: 2026-13}",
            "a.yaml:5:20: error: `2026-13` is not a date",
        ),
        (
            "ask: {text: T, by: 2026-05/2026-07}",
            "a.yaml:5:20: error: `2026-05/2026-07` is not a date",
        ),
        (
            "event: {name: E, start: 2026-05, end: 2026-04-30}",
            "error: the event ends on 2026-04-30, before it starts on 2026-05",
        ),
        (
            "event: {name: E, start: 2026-05/2026-06, end: 2026-07}",
            "a.yaml:5:25: error: `2026-05/2026-06` is not a date",
        ),
    ] {
        let messages = message(line);
        assert!(messages.contains(told), "{line}: {messages}");
    }
    // A month has its days, a period may lie in `start`, and these are no dates.
    for line in [
        "event: {name: E, start: 2026-05-04, end: 2026-05}",
        "event: {name: E, start: 2026-05/2026-07}",
        "timeline: [{date: 2025-26, text: T}, {date: 2025/2026, text: T}, {date: 2026-H1, text: T}]",
        "actions: [{action: A, due: next spring}, {action: A, due: 2026}]",
    ] {
        assert!(!message(line).contains("date"), "{line}: {}", message(line));
    }
    let sandbox = Sandbox::new();
    let brief = GOOD.replace("2026-11-23", "2026-11");
    sandbox.write("a.yaml", &brief);
    let told = sandbox.run(&["check", "a.yaml"]).exits_with(1).stderr();
    assert!(told.contains("`2026-11` is not a day"), "{told}");
    assert!(
        told.contains("the properties of the files need a whole date"),
        "{told}"
    );
}

#[test]
fn a_date_without_its_zeros_is_read_or_told() {
    let sandbox = Sandbox::new();
    for date in ["2026-5-4", "2026-05-4", "2026-5-04"] {
        let actions = format!("actions: [{{action: Go, due: {date}}}]\n");
        sandbox.write("a.yaml", &format!("{GOOD}{actions}"));
        let finished = sandbox.run(&["check", "a.yaml"]);
        let told = finished.stderr();
        let message = format!("warning: `{date}` is printed as typed");
        assert!(
            told.contains(&message) && told.contains("write 2026-05-04"),
            "{told}"
        );
        sandbox.write("a.yaml", &GOOD.replace("2026-11-23", date));
        let arguments = ["a.yaml", "-f", "md", "--dialect", "plain", "-o", "out"];
        sandbox.run(&arguments).exits_with(0);
        let text = sandbox.read("out/a.md");
        assert!(
            text.contains("May\u{a0}4, 2026"),
            "a date of issue is read: {text}"
        );
    }
    for date in ["2026-05-04", "12-3-4", "2026-13-4", "2026-5-4-1"] {
        let actions = format!("actions: [{{action: Go, due: {date}}}]\n");
        sandbox.write("a.yaml", &format!("{GOOD}{actions}"));
        let finished = sandbox.run(&["check", "a.yaml"]);
        assert!(
            !finished.stderr().contains("write 2026"),
            "{}",
            finished.stderr()
        );
    }
}

/// A brief on an event that is not on the date of issue.
const EVENT: &str = "lang: en-GB\norganization: Ministry\n\
event: {name: Port delegation, place: Room 4.12, start: 2026-11-24/2026-11-25, host: Port authority}\n";

const EVENT_LINE: &str = "Port delegation · 24–25 November 2026 · Room 4.12 · Port authority";

#[test]
fn an_event_has_a_line_of_its_own() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", &format!("{GOOD}{EVENT}"));
    sandbox.run(&["a.yaml", "-f", "pdf,docx"]).exits_with(0);
    let page = pdf_text(&sandbox, "output/a.pdf").replace('\u{a0}', " ");
    for part in EVENT_LINE.split(" · ") {
        assert!(page.contains(part), "{part}: {page}");
    }
    // The particulars of the note have the event in rows.
    let word = word_part(&sandbox, "output/a.docx", "word/document.xml");
    assert!(!word.replace('\u{a0}', " ").contains(EVENT_LINE), "{word}");
    let sheet = ["a.yaml", "-t", "one-pager", "-f", "docx"];
    sandbox.run(&sheet).exits_with(0);
    let word = word_part(&sandbox, "output/a.one-pager.docx", "word/document.xml");
    assert!(word.replace('\u{a0}', " ").contains(EVENT_LINE), "{word}");

    for (dialect, date_line) in [
        ("plain", "Ministry · 23 November 2026\n\n"),
        ("pandoc", "date: \"23 November 2026\\\\\\n"),
        ("slidev", "23 November 2026\\\n"),
        ("marp", "23 November 2026\\\n"),
    ] {
        let arguments = ["a.yaml", "-f", "md", "--dialect", dialect, "-o", dialect];
        sandbox.run(&arguments).exits_with(0);
        let deck = sandbox.read(&format!("{dialect}/a.md"));
        let deck = deck.replace("&nbsp;", " ").replace('\u{a0}', " ");
        let lines = format!("{date_line}{EVENT_LINE}");
        assert!(deck.contains(&lines), "{dialect}: {deck}");
    }
}

#[test]
fn the_line_of_an_event_has_what_is_known() {
    let parts = |event: &str| {
        let sandbox = Sandbox::new();
        sandbox.write("a.yaml", &format!("{GOOD}lang: de\nevent: {event}\n"));
        sandbox.run(&["a.yaml", "-f", "json"]).exits_with(0);
        let json = serde_json::from_str(&sandbox.read("output/a.json"));
        let document: serde_json::Value = json.expect("a document");
        let event = document["meta"]["event"].as_array().cloned();
        let texts = event.unwrap_or_default();
        let texts: Vec<&str> = texts.iter().filter_map(|it| it.as_str()).collect();
        texts.join(" | ").replace('\u{a0}', " ")
    };
    assert_eq!(parts("{name: Tagung}"), "Tagung");
    assert_eq!(
        parts("{name: '*Tagung*', start: 2026-11}"),
        "Tagung | November 2026"
    );
    assert_eq!(
        parts("{name: Tagung, start: 2026-11-24, end: 2026-11-25, host: Amt}"),
        "Tagung | 24.–25. November 2026 | Amt"
    );
}
