//! Adds soft hyphens to inline text, where [`TextRuler::soft_hyphens`] says that it needs them.
//!
//! [`TextRuler::soft_hyphens`]: super::ruler::TextRuler::soft_hyphens

use super::long_words::SOFT_HYPHEN;
use super::ruler::{SoftHyphens, cite_text};
use crate::document::Inline;

/// Keeps a line from ending where it stands (UAX 14, class WJ), and is not shown.
const WORD_JOINER: char = '\u{2060}';

/// A text with soft hyphens, with ordinary spaces where joins yield, and with word joiners in
/// numbers.
pub(crate) fn insert_soft_hyphens(text: &[Inline], hyphens: &SoftHyphens) -> Vec<Inline> {
    let mut index = 0;
    hyphenated_inlines(text, &mut index, hyphens)
}

/// As [`insert_soft_hyphens`]. `index` is that of the first visible character, and then that of the
/// first after the text.
fn hyphenated_inlines(text: &[Inline], index: &mut usize, hyphens: &SoftHyphens) -> Vec<Inline> {
    let mut out = Vec::with_capacity(text.len());
    for inline in text {
        out.push(match inline {
            Inline::Text { text } => Inline::Text {
                text: hyphenated_text(text, index, hyphens),
            },
            Inline::Emph { body } => Inline::Emph {
                body: hyphenated_inlines(body, index, hyphens),
            },
            Inline::Strong { body } => Inline::Strong {
                body: hyphenated_inlines(body, index, hyphens),
            },
            Inline::Marked { mark, body } => Inline::Marked {
                mark: *mark,
                body: hyphenated_inlines(body, index, hyphens),
            },
            Inline::Link { url, body } => Inline::Link {
                url: url.clone(),
                body: hyphenated_inlines(body, index, hyphens),
            },
            Inline::Status { level, body } => Inline::Status {
                level: *level,
                body: hyphenated_inlines(body, index, hyphens),
            },
            Inline::Code { text } => {
                *index += text.chars().count();
                inline.clone()
            }
            Inline::Cite { sources, places } => {
                *index += cite_text(sources, places).chars().count();
                inline.clone()
            }
            Inline::LineBreak => {
                *index += 1;
                inline.clone()
            }
        });
    }
    out
}

fn hyphenated_text(text: &str, index: &mut usize, hyphens: &SoftHyphens) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if hyphens.places.binary_search(index).is_ok() {
            out.push(SOFT_HYPHEN);
        }
        let is_loosened = hyphens.loosened.binary_search(index).is_ok();
        out.push(if is_loosened { ' ' } else { character });
        if hyphens.joined.binary_search(index).is_ok() {
            out.push(WORD_JOINER);
        }
        *index += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::plain_text;
    use crate::fonts::Fonts;
    use crate::hyphenation::Hyphenation;
    use crate::text::ruler::TextRuler;

    /// The text with its soft hyphens at a measure in ems.
    fn hyphenated(text: &[Inline], measure: f32) -> Vec<Inline> {
        let fonts = Fonts::built_in();
        let hyphenation = Hyphenation::of_language("de");
        let ruler = TextRuler::new(&fonts, &[]).with_hyphenation(&hyphenation);
        let hyphens = ruler.soft_hyphens(text, 1.0, false, measure);
        insert_soft_hyphens(text, &hyphens)
    }

    #[test]
    fn code_links_and_numbers_keep_their_text() {
        let word = "Verantwortungsbereich";
        let link = |word: &str| Inline::Link {
            url: format!("https://example.org/{word}"),
            body: vec![Inline::text(word)],
        };
        let text = |word: &str| {
            vec![
                Inline::Code {
                    text: "Verantwortungsbereich".to_owned(),
                },
                Inline::text(" 1.234.567.890,00 "),
                Inline::Cite {
                    sources: vec![0],
                    places: Vec::new(),
                },
                Inline::LineBreak,
                Inline::Strong {
                    body: vec![Inline::text(word)],
                },
            ]
        };
        let parts = "Verant\u{ad}wor\u{ad}tungs\u{ad}bereich";
        assert_eq!(hyphenated(&text(word), 5.0), text(parts));
        let linked = hyphenated(&[link(word)], 5.0);
        assert_eq!(plain_text(&linked), parts);
        let Inline::Link { url, .. } = &linked[0] else {
            panic!("{linked:?}");
        };
        assert_eq!(url, "https://example.org/Verantwortungsbereich");
    }

    proptest! {
        #[test]
        fn only_soft_hyphens_and_spaces_change(
            text in r"([a-zäöüß]{1,30}|\PC{0,12}|[0-9.,]{1,12}|[ \u{a0}\u{ad}]){0,12}",
            measure in 0.0_f32..30.0,
        ) {
            let plain = |text: &[Inline]| {
                let text = plain_text(text).replace(SOFT_HYPHEN, "");
                text.replace(['\u{a0}', '\u{202f}'], " ")
            };
            let text = [Inline::text(&text)];
            prop_assert_eq!(plain(&hyphenated(&text, measure)), plain(&text));
            prop_assert_eq!(&hyphenated(&text, 10_000.0)[..], &text[..]);
        }
    }
}
