//! The words for a priority: `high`, `medium` and `low`, and those of the brief's language.

use crate::document::Labels;
use crate::labels;
use crate::yaml::{Node, NodeKind};

/// The labels with the words, and the priority that they mean.
const WORDS: [(&str, &str); 3] = [
    ("priority-high", "1"),
    ("priority-medium", "3"),
    ("priority-low", "5"),
];

/// Replaces words for the priority of points by numbers: those of the language, of English, and of
/// the user's own labels. Other words stay, and are reported later.
pub(super) fn read_priority_words(brief: &mut Node, language: &str, own: Option<&Labels>) {
    // Few briefs have words, so that their labels are read here only.
    let mut known: Option<Vec<Labels>> = None;
    for (text, is_bare) in priority_words(brief) {
        let languages = known.get_or_insert_with(|| {
            let mut languages: Vec<Labels> = own.cloned().into_iter().collect();
            languages.extend(labels::built_in_for(language));
            languages.extend(labels::built_in_labels("en"));
            languages
        });
        if let Some(number) = priority_of(text, languages) {
            *text = number.to_owned();
            *is_bare = true;
        }
    }
}

/// Whether a priority is a word, which the user's own labels may know.
pub(super) fn has_priority_word(brief: &Node) -> bool {
    let points = brief.get("points").map_or(&[][..], Node::items);
    let mut priorities = points.iter().filter_map(|it| it.get("priority")?.scalar());
    priorities.any(is_word)
}

/// The priorities that are words, each with whether it is written without quotation marks.
fn priority_words(brief: &mut Node) -> Vec<(&mut String, &mut bool)> {
    let points = brief.get_mut("points").map(|it| &mut it.kind);
    let Some(NodeKind::Sequence(points)) = points else {
        return Vec::new();
    };
    let mut words = Vec::new();
    for point in points {
        let priority = point.get_mut("priority").map(|it| &mut it.kind);
        if let Some(NodeKind::Scalar(text, is_bare)) = priority
            && is_word(text)
        {
            words.push((text, is_bare));
        }
    }
    words
}

fn is_word(text: &str) -> bool {
    text.contains(char::is_alphabetic)
}

fn priority_of(word: &str, languages: &[Labels]) -> Option<&'static str> {
    let word = word.trim().to_lowercase();
    for labels in languages {
        for (label, number) in WORDS {
            let mut words = labels.get(label).split(',');
            if words.any(|it| it.trim().to_lowercase() == word) {
                return Some(number);
            }
        }
    }
    None
}
