//! Short forms of values, put into their full form before a brief is checked.
//!
//! A text in place of an item is its main text, and a date may be written with the name of its
//! month. What has no such reading stays, and is reported later.

use super::dates::DATES_OR_TEXTS;
use super::written_dates::{WrittenDate, read_written_date};
use crate::yaml::{Node, NodeKind};

/// Puts the short forms in a brief, or in defaults for briefs, into full forms.
pub(super) fn expand_short_forms(brief: &mut Node, language: &str) {
    if let Some(ask) = brief.get_mut("ask") {
        expand_ask(ask, language);
    }
    if let Some(signatories) = brief.get_mut("signatories") {
        expand_items(signatories, "name");
    }
    if let Some(date) = brief.get_mut("date") {
        expand_date(date, language);
    }
    for (list, key) in DATES_OR_TEXTS {
        let Some(Node {
            kind: NodeKind::Sequence(items),
            ..
        }) = brief.get_mut(list)
        else {
            continue;
        };
        for item in items {
            // `2026-5-4` is reported.
            if let Some(date) = item.get_mut(key)
                && !begins_with_year_and_hyphen(date)
            {
                expand_date(date, language);
            }
        }
    }
    if let Some(event) = brief.get_mut("event") {
        for key in ["start", "end"] {
            if let Some(date) = event.get_mut(key) {
                expand_date(date, language);
            }
        }
    }
}

/// `ask: TEXT` is `ask: {text: TEXT}`, and a list has the parts of the decision.
fn expand_ask(ask: &mut Node, language: &str) {
    match &ask.kind {
        NodeKind::Scalar(..) if !ask.is_blank() => put_under(ask, "text"),
        NodeKind::Sequence(items) if !items.is_empty() => put_under(ask, "decisions"),
        _ => {}
    }
    if let Some(deadline) = ask.get_mut("by") {
        expand_date(deadline, language);
    }
    let Some(decisions) = ask.get_mut("decisions") else {
        return;
    };
    expand_items(decisions, "text");
    if let NodeKind::Sequence(decisions) = &mut decisions.kind {
        for decision in decisions {
            if let Some(deadline) = decision.get_mut("by") {
                expand_date(deadline, language);
            }
        }
    }
}

/// Makes each text in a list an item with that text under `key`.
fn expand_items(list: &mut Node, key: &str) {
    let NodeKind::Sequence(items) = &mut list.kind else {
        return;
    };
    for item in items {
        if item.scalar().is_some() && !item.is_blank() {
            put_under(item, key);
        }
    }
}

/// Makes a value the only one of a mapping.
fn put_under(value: &mut Node, key: &str) {
    let key = Node {
        start: value.start,
        end: value.start,
        kind: NodeKind::Scalar(key.to_owned(), true),
    };
    let inner = value.clone();
    value.kind = NodeKind::Mapping(vec![(key, inner)]);
}

fn begins_with_year_and_hyphen(date: &Node) -> bool {
    let text = date.scalar().unwrap_or_default().trim_start().as_bytes();
    text.get(4) == Some(&b'-') && text[..4].iter().all(u8::is_ascii_digit)
}

fn expand_date(date: &mut Node, language: &str) {
    if let NodeKind::Scalar(text, _) = &mut date.kind
        && let Some(WrittenDate::One(iso)) = read_written_date(text, language)
    {
        *text = iso;
    }
}
