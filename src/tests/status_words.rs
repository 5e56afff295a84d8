//! Words that mean a status.

use std::collections::BTreeMap;

use crate::document::StatusLevel;
use crate::labels;
use crate::status_words::{StatusWords, add_words};

fn words(lang: &str) -> StatusWords {
    let labels = labels::built_in_for(lang).expect("built in");
    StatusWords::new(&labels, lang)
}

#[test]
fn only_whole_values_are_a_status() {
    let english = words("en");
    assert_eq!(english.level("done"), Some(StatusLevel::Done));
    for value in [
        "Not done",
        "done.",
        "done!",
        "undone",
        "done, late",
        "",
        " ",
    ] {
        assert_eq!(english.level(value), None, "{value}");
    }
}

#[test]
fn case_blanks_hyphens_and_composition_make_no_difference() {
    use StatusLevel::{AtRisk, Done, Late, OnTrack};
    let cases = [
        ("en", " DONE\u{a0}", Done),
        ("en", "On-Track", OnTrack),
        ("en", "on  track", OnTrack),
        ("de", "PLANMÄSSIG", OnTrack),
        ("de", "Gefa\u{308}hrdet", AtRisk),
        ("tr", "GECİKTİ", Late),
        ("fr-CA", "TERMINÉE", Done),
    ];
    for (lang, value, level) in cases {
        assert_eq!(words(lang).level(value), Some(level), "{value}");
    }
    // In Turkish the capital of `i` has a dot.
    assert_eq!(words("tr").level("GECIKTI"), None);
}

#[test]
fn the_last_list_decides_about_a_word() {
    let mut labels = labels::built_in_labels("en").expect("built in");
    let own = BTreeMap::from([
        (StatusLevel::Late, vec!["Open".to_owned(), "red".to_owned()]),
        (StatusLevel::Done, Vec::new()),
    ]);
    add_words(&mut labels, "en", &own);
    let words = StatusWords::new(&labels, "en");
    assert_eq!(words.level("open"), Some(StatusLevel::Late));
    assert_eq!(words.level("RED"), Some(StatusLevel::Late));
    assert_eq!(words.level("overdue"), Some(StatusLevel::Late));
    assert_eq!(words.level("pending"), Some(StatusLevel::Open));
    assert_eq!(words.level("done"), None);
}
