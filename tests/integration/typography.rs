//! Typography by the rules of a language, in every output.

use crate::sandbox::{GOOD, Sandbox};

#[test]
fn every_output_has_the_marks_of_the_language() {
    let sandbox = Sandbox::new();
    let words = "actions:\n- action: \"Er sagte: 'Ja' - \\\"z. B.\\\" heute\"\n";
    sandbox.write("a.yaml", &format!("{GOOD}lang: de\n{words}"));
    sandbox.run(&["a.yaml", "-f", "md,json"]).exits_with(0);
    let expected = "Er sagte: ‚Ja‘\u{a0}– „z.\u{a0}B.“ heute";
    for file in ["output/a.md", "output/a.json"] {
        assert!(sandbox.read(file).contains(expected), "{file}");
    }
}

#[test]
fn a_brief_or_the_settings_can_keep_what_is_written() {
    let sandbox = Sandbox::new();
    let words = "actions:\n- action: It's 5 km - \"far\"...\n";
    let typed = "It's 5 km - \\\"far\\\"...";
    sandbox.write("a.yaml", &format!("{GOOD}typography: as-written\n{words}"));
    sandbox.run(&["a.yaml", "-f", "json"]).exits_with(0);
    assert!(sandbox.read("output/a.json").contains(typed));
    sandbox.write("gen.yaml", "typography: as-written\n");
    sandbox.write("b.yaml", &format!("{GOOD}{words}"));
    sandbox.run(&["b.yaml", "-f", "json"]).exits_with(0);
    assert!(sandbox.read("output/b.json").contains(typed));
}

#[test]
fn marks_around_quotations_are_part_of_their_look_in_every_format() {
    let sandbox = Sandbox::new();
    for (tag, typed, wanted) in [
        (
            "en",
            "It's \\\"far\\\" - he said",
            "“It's \"far\" - he said”",
        ),
        ("de", "Nie - 'wieder'", "„Nie - 'wieder'“"),
        ("fr", "Jamais", "«\u{a0}Jamais\u{a0}»"),
        ("en", "“All of it.”", "“All of it.”"),
    ] {
        let quotes = format!("quotes:\n- {{text: \"{typed}\", by: A}}\n");
        let brief = format!("{GOOD}lang: {tag}\ntypography: as-written\n{quotes}");
        sandbox.write("a.yaml", &brief);
        sandbox
            .run(&["a.yaml", "-f", "md,json", "--force"])
            .exits_with(0);
        assert!(sandbox.read("output/a.md").contains(wanted), "{typed}");
        let json = wanted.replace('"', "\\\"");
        assert!(sandbox.read("output/a.json").contains(&json), "{typed}");
    }
}

#[test]
fn values_of_rows_are_set_too() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.yaml",
        &format!("{GOOD}actions:\n- action: 'To {{{{ name }}}}'\n"),
    );
    sandbox.write("rows.csv", "name\nO'Hara - \"\"Jo\"\"\n");
    sandbox
        .run(&["a.yaml", "--data", "rows.csv", "-f", "json"])
        .exits_with(0);
    assert!(sandbox.read("output/a-1.json").contains("To O’Hara\u{a0}–"));
}

#[test]
fn a_quotation_may_end_in_another_paragraph_of_its_text() {
    let sandbox = Sandbox::new();
    let text = "questions:\n- question: H\n  answer: |\n    She said: \"We begin.\n\n    - First **one\"**, then \"two\n    - Second\n\n    And done.\"\n\n    An open \"end\n";
    sandbox.write("a.yaml", &format!("{GOOD}lang: de\n{text}"));
    sandbox.run(&["a.yaml", "-f", "json"]).exits_with(0);
    let json = sandbox.read("output/a.json");
    for words in [
        "She said: „We begin.",
        "\"one“\"",
        ", then „two",
        "And done.“",
        "An open \\\"end",
    ] {
        assert!(json.contains(words), "{words}: {json}");
    }
}
