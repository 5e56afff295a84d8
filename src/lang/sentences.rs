//! Ends of sentences in all scripts, by the property `Sentence_Break` (UAX 29).

use icu_properties::CodePointMapData;
use icu_properties::props::SentenceBreak;

fn sentence_break(character: char) -> SentenceBreak {
    CodePointMapData::<SentenceBreak>::new().get(character)
}

/// Whether a character ends sentences, such as a full stop, `？`, `؟` or `।`.
pub(crate) fn is_sentence_end(character: char) -> bool {
    if character.is_ascii() {
        return matches!(character, '.' | '!' | '?');
    }
    let kind = sentence_break(character);
    kind == SentenceBreak::STerm || kind == SentenceBreak::ATerm
}

/// Whether a character may follow the end of a sentence without a space: a quotation mark or a
/// bracket.
pub(crate) fn is_sentence_closer(character: char) -> bool {
    sentence_break(character) == SentenceBreak::Close
}

/// Whether a text ends with a sentence: with its last mark, or with quotation marks and brackets
/// after it.
pub(crate) fn ends_with_sentence(text: &str) -> bool {
    // French has a space before its quotation mark.
    let text = text.trim_end_matches(|it: char| it.is_whitespace() || is_sentence_closer(it));
    text.ends_with(|it| it == '…' || is_sentence_end(it))
}

/// What parts a text from the next one in a line: a dot, or a space after a full stop.
pub(crate) fn separator_after(text: &str) -> &'static str {
    if ends_with_sentence(text) {
        " "
    } else {
        " · "
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_in_every_script() {
        for text in [
            "Done.",
            "Done!",
            "Done?",
            "Done …",
            "“Done.”",
            "(Done.)",
            "« Fait. »",
            "„Getan.“",
            "完了。",
            "完了！",
            "「完了。」",
            "هل تم؟",
            "ہو گیا۔",
            "हो गया।",
            "ပြီးပြီ။",
            "ተፈጸመ።",
            "Կատարված է։",
            "រួចរាល់។",
        ] {
            assert!(ends_with_sentence(text), "{text}");
        }
        for text in [
            "",
            "Done",
            "Done;",
            "Done:",
            "(Done)",
            "完了",
            "完了、",
            "تم،",
        ] {
            assert!(!ends_with_sentence(text), "{text}");
        }
    }
}
