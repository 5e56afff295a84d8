//! Every label that the code asks for exists, in every language. A missing one would be visible
//! only in documents: [`Labels::get`](crate::document::Labels::get) prints its name.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use unicode_normalization::is_nfc;

use crate::diagnostic::SourceText;
use crate::document::Labels;
use crate::labels;
use crate::lang::PluralForms;

/// Code that is followed by a label's name, or by a list or a `match` of such names, and the code
/// at the end of these names.
const USES: [(&str, &str); 12] = [
    ("labels.get(", ")"),
    ("labels.fill(", ","),
    (".fill(\"", ","),
    ("labels.get(match ", "})"),
    ("self.label(\"", ")"),
    ("label_text(\"", ")"),
    ("lay_out_labelled_text(\"", ","),
    ("lay_out_record_table(&[", "]"),
    ("const HEADERS: &'static [&'static str] =", ";"),
    ("Label(\"", ")"),
    ("for_items(\"", ","),
    ("for_figure(\"", ")"),
];

#[test]
fn every_label_in_the_code_exists() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let english = labels::built_in_labels("en").expect("English is built in");
    let mut names = BTreeSet::new();
    for file in rust_files(&source) {
        let text = fs::read_to_string(&file).expect("a source file");
        for name in label_names(&text) {
            let exists = english.0.contains_key(name);
            assert!(exists, "{}: no label `{name}`", file.display());
            names.insert(name.to_owned());
        }
    }
    // A search that finds little proves nothing.
    assert!(names.len() > 60, "{names:?}");
}

#[test]
fn names_of_labels_are_found() {
    let text = r#"labels.get("a"); labels.get(name); labels.fill("b", &[("c", x)]);
        labels.get(match it { A => "d", B => "e" }); labels
            .fill("f", values);"#;
    let names: BTreeSet<&str> = label_names(text).into_iter().collect();
    assert_eq!(names, ["a", "b", "d", "e", "f"].into());
}

/// The text of a file of labels.
fn label_file(tag: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/labels");
    fs::read_to_string(folder.join(format!("{tag}.yaml"))).expect("a file of labels")
}

/// The labels that a file has itself.
fn own_labels(tag: &str) -> Labels {
    serde_yaml::from_str(&label_file(tag)).expect("labels")
}

/// The names in braces of a label, sorted.
fn placeholders(label: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for part in label.split('{').skip(1) {
        names.push(part.split_once('}').expect("a closing brace").0);
    }
    names.sort_unstable();
    names
}

#[test]
fn every_file_of_labels_is_built_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/labels");
    let mut files = BTreeSet::new();
    for file in fs::read_dir(folder).expect("the folder of labels") {
        let path = file.expect("a file").path();
        let tag = path.file_stem().expect("a name");
        files.insert(tag.to_str().expect("a tag").to_owned());
    }
    let tags: Vec<&str> = labels::built_in().collect();
    assert!(tags.is_sorted(), "{tags:?}");
    assert_eq!(files, tags.into_iter().map(str::to_owned).collect());
}

#[test]
fn every_language_has_the_labels_and_placeholders_of_english() {
    // These are empty in some languages on purpose.
    let may_be_empty = [
        "hyphenation",
        "percent-form",
        "currency-form",
        "title-open",
        "title-close",
        "chart-joint",
    ];
    let english = own_labels("en");
    let base = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
    for tag in labels::built_in() {
        let own = own_labels(tag);
        let names: BTreeSet<String> = own.0.keys().map(|name| base(name)).collect();
        // A file of a region may have only what differs.
        if !["en-GB", "es-419"].contains(&tag) {
            let wanted = english.0.keys().map(|name| base(name)).collect();
            assert_eq!(names, wanted, "{tag}");
        }
        for (name, label) in &own.0 {
            // English has the form of the CLDR, which is empty.
            if name == "percent-form" && !label.is_empty() {
                assert_eq!(placeholders(label), ["number"], "{tag}");
                continue;
            }
            let mut wanted = placeholders(&english.0[&base(name)]);
            // Arabic and Hebrew write one and two in words, or not at all.
            if name.contains('.') && !label.contains("{count}") {
                wanted.retain(|placeholder| *placeholder != "count");
            }
            assert_eq!(placeholders(label), wanted, "{tag}: {name}");
            let is_blank = label.trim().is_empty();
            assert!(
                !is_blank || may_be_empty.contains(&name.as_str()),
                "{tag}: {name}"
            );
            // Characters that only look alike would not be found by a search.
            assert!(is_nfc(label), "{tag}: {name}");
            assert!(!label.contains(['"', '\'', '\u{ad}']), "{tag}: {name}");
            // Only a blank that joins words may be at the end of a label.
            let is_joint = [
                "separator",
                "list-separator",
                "chart-joint",
                "chart-data-unit",
            ];
            let is_quote = name.ends_with("-open") || name.ends_with("-close");
            let is_trimmed = label.trim() == label;
            assert!(
                is_trimmed || is_quote || is_joint.contains(&name.as_str()),
                "{tag}: {name}"
            );
        }
    }
}

#[test]
fn files_of_labels_say_where_their_terms_come_from() {
    for tag in labels::built_in() {
        if ["en", "en-GB", "zh-Hans"].contains(&tag) {
            continue;
        }
        let text = label_file(tag);
        assert!(text.contains("\n# Terms"), "{tag}");
        assert!(
            text.contains("No native speaker has read this file."),
            "{tag}"
        );
    }
}

/// The heads of columns share the width of a page with up to five others. Longer ones than these
/// would take the room of the text below.
#[test]
fn heads_of_columns_are_short() {
    const MAX_TIMES_ENGLISH: f32 = 3.2;
    const MAX_WORD: usize = 18;
    let heads = [
        "metric",
        "value",
        "change",
        "as-of",
        "person",
        "native-name",
        "role",
        "organization",
        "option",
        "pros",
        "cons",
        "cost",
        "risk",
        "number",
        "likelihood",
        "impact",
        "mitigation",
        "low",
        "medium",
        "high",
        "action",
        "owner",
        "due",
        "status",
        "term",
        "definition",
        "contact",
        "phone",
        "email",
        "category",
        "chart-data-category",
    ];
    let english = own_labels("en");
    let mut longest = 0;
    for tag in labels::built_in() {
        let own = labels::built_in_labels(tag).expect("built in");
        for name in heads {
            let label = own.get(name);
            let ratio = label.chars().count() as f32 / english.get(name).len() as f32;
            assert!(ratio <= MAX_TIMES_ENGLISH, "{tag}: {label}");
            for word in label.split(' ') {
                longest = longest.max(word.chars().count());
            }
        }
    }
    // The limit is the longest word there is, `Wahrscheinlichkeit`.
    assert_eq!(longest, MAX_WORD);
}

#[test]
fn languages_without_a_file_use_that_of_a_similar_one() {
    let cases = [
        ("de-AT", "de"),
        ("de-CH", "de-CH"),
        ("de-ch", "de-CH"),
        ("de-Latn-CH", "de-CH"),
        ("de-CH-1996", "de-CH"),
        ("de-LI", "de-CH"),
        ("en", "en"),
        ("en-AU", "en-GB"),
        ("en-CA", "en"),
        ("en-GB", "en-GB"),
        ("en-IE", "en-GB"),
        ("en-IN", "en-GB"),
        ("en-NZ", "en-GB"),
        ("en-PH", "en"),
        ("en-US", "en"),
        ("en-ZA", "en-GB"),
        ("es-ES", "es"),
        ("es-GQ", "es"),
        ("es-MX", "es-419"),
        ("es-US", "es-419"),
        ("fr-CA", "fr"),
        ("fr-CH", "fr-CH"),
        ("he-IL", "he"),
        ("in", "id"),
        ("iw", "he"),
        ("nb-NO", "nb"),
        ("nn", "nb"),
        ("nn-NO", "nb"),
        ("no", "nb"),
        ("pt", "pt"),
        ("pt-AO", "pt"),
        ("pt-BR", "pt-BR"),
        ("pt-PT", "pt"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-SG", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
    ];
    for (tag, file) in cases {
        assert_eq!(
            labels::built_in_for(tag),
            labels::built_in_labels(file),
            "{tag}"
        );
    }
    for tag in ["eo", "sr-Latn", "und", "not a tag", ""] {
        assert_eq!(labels::built_in_for(tag), None, "{tag}");
    }
}

#[test]
fn files_for_several_languages_are_tried_best_first() {
    let candidates = |tag| crate::lang::fallback_tags(tag).join(" ");
    assert_eq!(candidates("en"), "en en-Latn");
    assert_eq!(candidates("de-CH"), "de-CH de-Latn de");
    assert_eq!(candidates("en-AU"), "en-AU en-Latn en-GB en");
    assert_eq!(candidates("en-US"), "en-US en-Latn en");
    assert_eq!(candidates("zh-TW"), "zh-TW zh-Hant zh");
    // This region has another script by default.
    assert_eq!(candidates("zh-Hans-TW"), "zh-Hans-TW zh-Hans zh");
    assert_eq!(candidates("nn"), "nn nn-Latn nb");
}

#[test]
fn labels_that_a_file_leaves_out_are_those_of_its_language() {
    let source = SourceText::new("labels", "ask: Antrag\n");
    let mut expected = labels::built_in_labels("de").expect("German is built in");
    expected.0.insert("ask".to_owned(), "Antrag".to_owned());
    assert_eq!(
        labels::read_labels(&source, "de-AT")
            .expect("labels")
            .labels,
        expected
    );
    let esperanto = labels::read_labels(&source, "eo").expect("labels").labels;
    assert_eq!(
        (esperanto.get("ask"), esperanto.get("to")),
        ("Antrag", "To")
    );
}

#[test]
fn a_colon_has_the_blanks_of_its_language() {
    let colon = |tag| {
        labels::built_in_labels(tag)
            .expect("built in")
            .colon()
            .to_owned()
    };
    assert_eq!(colon("fr"), "\u{a0}: ");
    for tag in ["en", "de", "fr-CH", "ru", "ko"] {
        assert_eq!(colon(tag), ": ", "{tag}");
    }
    for tag in ["zh-Hans", "zh-Hant", "ja"] {
        assert_eq!(colon(tag), "：", "{tag}");
    }
    assert_eq!(Labels::default().colon(), ": ");
}

#[test]
fn a_semicolon_has_the_form_of_its_language() {
    let semicolon = |tag| {
        labels::built_in_labels(tag)
            .expect("built in")
            .semicolon()
            .to_owned()
    };
    assert_eq!(semicolon("fr"), "\u{202f}; ");
    assert_eq!(semicolon("ar"), "؛ ");
    for tag in ["en", "de", "fr-CH", "he", "ko", "ru"] {
        assert_eq!(semicolon(tag), "; ", "{tag}");
    }
    for tag in ["zh-Hans", "zh-Hant", "ja"] {
        assert_eq!(semicolon(tag), "；", "{tag}");
    }
    assert_eq!(Labels::default().semicolon(), "; ");
}

/// The Rust files of a folder, without those that hold only tests.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a source folder") {
        let path = entry.expect("a source file").path();
        if path.is_dir() && !path.ends_with("tests") {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files
}

/// The string literals in the uses of labels.
fn label_names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (start, end) in USES {
        for (at, _) in text.match_indices(start) {
            // The quotation mark at the end of `start` belongs to the name.
            let rest = &text[at + start.trim_end_matches('"').len()..];
            let part = rest.split_once(end).map_or(rest, |(part, _)| part);
            names.extend(part.split('"').skip(1).step_by(2));
        }
    }
    names
}

#[test]
fn plural_forms_are_those_of_the_language() {
    for tag in labels::built_in() {
        let plurals = PluralForms::new(tag);
        let used: BTreeSet<&str> = (0..2000).map(|it| plurals.form(it)).collect();
        for (name, label) in own_labels(tag).0 {
            let Some((_, form)) = name.split_once('.') else {
                continue;
            };
            assert!(used.contains(form) || form == "many", "{tag}: {name}");
            assert!(!label.is_empty());
        }
    }
}

#[test]
fn numbers_choose_the_plural_form() {
    let cases = [
        ("en", 1, "1 more series is not described."),
        ("en", 2, "2 more series are not described."),
        ("ru", 1, "Ещё 1 ряд не описан."),
        ("ru", 21, "Ещё 21 ряд не описан."),
        ("ru", 3, "Ещё 3 ряда не описаны."),
        ("ru", 5, "Ещё 5 рядов не описаны."),
        ("cs", 2, "2 další řady nejsou popsány."),
        ("cs", 5, "5 dalších řad není popsáno."),
        ("fr", 1, "1 autre série n’est pas décrite."),
        ("ar", 2, "سلسلتان أخريان غير موصوفتين."),
        ("ar", 3, "3 سلاسل أخرى غير موصوفة."),
        ("he", 1, "סדרה נוספת אחת לא תוארה."),
        ("ja", 1, "ほかに1系列あるが、説明は省略。"),
        ("de-AT", 1, "1 weitere Reihe ist nicht beschrieben."),
    ];
    for (tag, count, text) in cases {
        let labels = labels::built_in_for(tag).expect("built in");
        let form = PluralForms::new(tag).form(count);
        let values = [("count", &*count.to_string())];
        assert_eq!(labels.fill_plural("chart-more", form, &values), text);
    }
}

#[test]
fn a_label_for_all_numbers_replaces_the_plural_forms() {
    let more = |file: &str, count: usize| {
        let source = SourceText::new("labels", file);
        let found = labels::read_labels(&source, "pl").expect("labels");
        let form = PluralForms::new("pl").form(count);
        let values = [("count", &*count.to_string())];
        found.labels.fill_plural("chart-more", form, &values)
    };
    assert_eq!(more("ask: Wniosek\n", 5), "Nie opisano 5 dalszych serii.");
    let all = "chart-more: \"{count} więcej\"\n";
    assert_eq!(
        (more(all, 1), more(all, 5)),
        ("1 więcej".into(), "5 więcej".into())
    );
    let one = "chart-more.few: \"{count} serie\"\n";
    assert_eq!(
        (more(one, 2), more(one, 1)),
        ("2 serie".into(), "Nie opisano 1 dalszej serii.".into())
    );
    let other = "chart-more.other: \"{count} więcej\"\nchart-more.one: jedna\n";
    assert_eq!(
        (more(other, 5), more(other, 1)),
        ("5 więcej".into(), "jedna".into())
    );
}
