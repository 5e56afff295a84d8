//! Finds the parts of right-to-left text that run from left to right as a whole: numbers with a
//! sign, telephone numbers, quantities, and names with punctuation such as file numbers and
//! addresses.
//!
//! The Unicode bidirectional algorithm (UAX 9) treats the signs at their ends, and the spaces
//! inside them, as part of the surrounding text. Its rule HL3 lets programs isolate them as markup
//! would. The CLDR does the same with a left-to-right mark in its patterns, for example before the
//! minus sign of Hebrew and Arabic. Ranges such as `5–7` run from right to left: their patterns
//! have no mark.

use std::ops::Range;

use unicode_bidi::{BidiClass, bidi_class};

use crate::document::is_isolate_control;

const WORD_JOINER: char = '\u{2060}';
const LEFT_TO_RIGHT_MARK: char = '\u{200e}';

/// The stretches of a text that are isolated and run from left to right, in order.
pub(crate) fn left_to_right_stretches(text: &str) -> Vec<Range<usize>> {
    let mut finder = StretchFinder {
        text,
        has_arabic: text.contains(|it| bidi_class(it) == BidiClass::AL),
        found: Vec::new(),
        previous: None,
    };
    if let Some(sentence) = left_to_right_sentence(text) {
        return vec![sentence];
    }
    // All that is isolated has a figure or a Latin letter.
    if text.bytes().any(|byte| byte.is_ascii_alphanumeric()) || text.contains(is_digit) {
        for piece in pieces(text) {
            finder.visit(piece);
        }
    }
    finder.found
}

/// Whether a unit goes on with its number from left to right in a text that runs from right to left:
/// `%` after European figures, but no word, and nothing after Eastern Arabic figures.
pub(crate) fn continues_left_to_right(number: &str, unit: &str) -> bool {
    let is_close = unit.chars().next().is_some_and(|it| !it.is_whitespace());
    is_close
        && number.ends_with(|it: char| it.is_ascii_digit())
        && !number.contains(is_right_to_left)
        && !unit.contains(is_right_to_left)
}

/// A text of one line that has words from left to right only, up to its full stop: `Acme Ltd.` as
/// the only text of a cell. A colon is left out: it introduces the text after it.
fn left_to_right_sentence(text: &str) -> Option<Range<usize>> {
    let sentence = text.trim();
    let words = sentence.trim_end_matches(['.', '!', '?']);
    let is_sentence = words.len() < sentence.len()
        && words.starts_with(|it: char| it.is_alphabetic())
        && !sentence.contains(|it| it == '\n' || is_right_to_left(it) || is_control(it));
    let start = text.len() - text.trim_start().len();
    is_sentence.then_some(start..start + sentence.len())
}

/// A part of a text without spaces, dashes and the punctuation around it.
#[derive(Debug, Clone)]
struct Piece {
    range: Range<usize>,
    kind: PieceKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PieceKind {
    /// Has a letter that runs from right to left, or no letter and no figure.
    Other,
    /// Has figures, and no letters.
    Number,
    /// Has letters that run from left to right.
    Latin,
}

struct StretchFinder<'a> {
    text: &'a str,
    /// Whether there are Arabic letters, after which the algorithm parts a figure from its percent
    /// sign or currency (rule W2).
    has_arabic: bool,
    found: Vec<Range<usize>>,
    previous: Option<Piece>,
}

impl StretchFinder<'_> {
    fn visit(&mut self, piece: Piece) {
        let start = match &self.previous {
            Some(previous) if self.belong_together(previous, &piece) => previous.range.start,
            _ => piece.range.start,
        };
        let continues = start < piece.range.start;
        let is_found = continues && self.previous_is_found();
        let stretch = start..piece.range.end;
        let joins_number = continues && !self.is_latin_phrase(&piece);
        let own = &self.text[piece.range.clone()];
        // An amount such as `$5m` is no part of a name, unless one is before it: `Article 5a`.
        let is_amount = piece.kind == PieceKind::Latin
            && own.contains(is_digit)
            && !own.starts_with(char::is_alphabetic);
        if is_found
            || joins_number
            || is_amount && !continues
            || needs_isolation(own, piece.kind, self.has_arabic)
        {
            self.push(stretch.clone());
        }
        self.previous = Some(Piece {
            range: stretch,
            kind: piece.kind,
        });
    }

    fn previous_is_found(&self) -> bool {
        match (self.found.last(), &self.previous) {
            (Some(last), Some(previous)) => last.end == previous.range.end,
            _ => false,
        }
    }

    /// Whether a piece is a Latin word after another one: both run from left to right anyway.
    fn is_latin_phrase(&self, piece: &Piece) -> bool {
        let previous = self.previous.as_ref().map(|previous| previous.kind);
        previous == Some(PieceKind::Latin) && piece.kind == PieceKind::Latin
    }

    fn push(&mut self, stretch: Range<usize>) {
        if let Some(last) = self.found.last()
            && last.end > stretch.start
        {
            self.found.pop();
        }
        self.found.push(stretch);
    }

    /// Whether a piece continues the one before it: a unit after a no-break space, the groups of a
    /// number or of a telephone number, or words of a Latin name.
    fn belong_together(&self, previous: &Piece, piece: &Piece) -> bool {
        let before = &self.text[previous.range.clone()];
        let own = &self.text[piece.range.clone()];
        let between = &self.text[previous.range.end..piece.range.start];
        match (previous.kind, piece.kind, between) {
            (PieceKind::Latin, PieceKind::Latin, " ") => true,
            (PieceKind::Number, PieceKind::Latin, "\u{a0}" | "\u{202f}") => {
                own.starts_with(|it: char| it.is_alphabetic() || is_figure_sign(it))
            }
            (PieceKind::Number, PieceKind::Number, " " | "\u{a0}" | ") ") => {
                continues_number(before, own)
            }
            _ => false,
        }
    }
}

/// Whether figures continue those before them: groups of thousands, or of a telephone number, which
/// begins with a plus or a zero.
fn continues_number(before: &str, own: &str) -> bool {
    let is_group = |it: &str| {
        it.chars()
            .all(|it| is_digit(it) || matches!(it, '-' | WORD_JOINER))
    };
    if !is_group(own) {
        return false;
    }
    let before = before.trim_start_matches(LEFT_TO_RIGHT_MARK);
    if before.starts_with('+') && is_group(&before[1..].replace(' ', "")) {
        return true;
    }
    if before.starts_with(['0', '(']) && !before.contains(['.', ',', ':', '/']) {
        return own.chars().count() > 1;
    }
    let figures = before.trim_start_matches(is_sign);
    let groups: Vec<&str> = figures.split([' ', '\u{a0}']).collect();
    let (first, others) = (groups[0], &groups[1..]);
    let is_thousands = |group: &str| group.len() == 3 && group.chars().all(is_digit);
    (1..=3).contains(&first.len())
        && first.chars().all(is_digit)
        && others.iter().all(|group| is_thousands(group))
        && is_thousands(own)
}

/// Whether the bidirectional algorithm would move a part of a piece to the other side.
fn needs_isolation(piece: &str, kind: PieceKind, has_arabic: bool) -> bool {
    let mut characters = piece.chars();
    let (first, last) = (characters.next(), characters.next_back());
    let Some(first) = first else { return false };
    let last = last.unwrap_or(first);
    match kind {
        PieceKind::Other => false,
        // Eastern Arabic figures have their sign at the right, as the text around them.
        PieceKind::Number => {
            let has_sign = is_sign(first);
            let has_figure_sign = is_figure_sign(first) || is_figure_sign(last);
            let is_range = piece.contains(['-', '\u{2011}']);
            let is_amount =
                has_figure_sign && !is_range && piece.contains(|it: char| it.is_ascii_digit());
            // In Hebrew, hyphens keep a number together, unless no line may end at them.
            let has_joining_hyphen = match has_arabic {
                true => is_hyphenated_phone_number(piece),
                false => piece.contains([WORD_JOINER, '\u{2011}']),
            };
            (has_sign || has_arabic && is_amount || has_joining_hyphen)
                && !piece.contains(is_arabic_digit)
        }
        PieceKind::Latin if first.is_alphabetic() => !last.is_alphanumeric(),
        PieceKind::Latin => has_punctuation_beside_letter(piece) || is_sign(first),
    }
}

/// Whether figures with hyphens are a telephone number: `06-555-0142`.
fn is_hyphenated_phone_number(piece: &str) -> bool {
    let is_hyphen = |it| matches!(it, '-' | '\u{2011}');
    let digits = piece.chars().filter(char::is_ascii_digit).count();
    piece.starts_with('0')
        && digits >= 7
        && piece.contains(is_hyphen)
        && piece
            .chars()
            .all(|it| it.is_ascii_digit() || is_hyphen(it) || it == WORD_JOINER)
}

/// Whether a piece has a punctuation mark that is not between figures, or a degree or currency sign
/// beside a letter: `°C`, `US$`.
fn has_punctuation_beside_letter(piece: &str) -> bool {
    let characters: Vec<char> = piece.chars().collect();
    for triple in characters.windows(3) {
        let is_separator = !triple[1].is_alphanumeric() && !is_figure_sign(triple[1]);
        if is_separator && !(is_digit(triple[0]) && is_digit(triple[2])) {
            return true;
        }
    }
    for pair in characters.windows(2) {
        let has_letter = pair.iter().any(|it| it.is_alphabetic());
        if has_letter && pair.iter().any(|it| is_figure_sign(*it)) {
            return true;
        }
    }
    let ends = [characters.first(), characters.last()];
    ends.into_iter()
        .flatten()
        .any(|it| !it.is_alphanumeric() && !is_figure_sign(*it))
}

/// Divides a text at spaces and dashes, and leaves out punctuation around words.
fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut before = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let after = characters.peek().map(|(_, next)| *next);
        if is_boundary(before, character, after) {
            push_piece(text, start..at, &mut out);
            start = at + character.len_utf8();
        }
        before = Some(character);
    }
    push_piece(text, start..text.len(), &mut out);
    out
}

fn is_boundary(before: Option<char>, character: char, after: Option<char>) -> bool {
    let is_between_digits = before.is_some_and(is_digit) && after.is_some_and(is_digit);
    match character {
        // Separators of thousands, with which UAX 9 keeps a number together.
        '\u{a0}' | '\u{202f}' => !is_between_digits,
        '–' | '—' => true,
        _ => is_control(character) || character.is_whitespace(),
    }
}

fn push_piece(text: &str, mut range: Range<usize>, out: &mut Vec<Piece>) {
    let raw = &text[range.clone()];
    let trimmed = raw.trim_start_matches(is_opening);
    let is_phone_code = raw.starts_with("(0") && trimmed.contains(')');
    if !is_phone_code {
        range.start = range.end - trimmed.len();
    }
    // A prefix such as the Hebrew `ב-` or `ב־` before a number or name.
    let own = &text[range.clone()];
    let rest = own.trim_start_matches(is_right_to_left);
    let prefix = &own[..own.len() - rest.len()];
    if !prefix.is_empty() && !rest.is_empty() {
        let hyphen = rest
            .chars()
            .next()
            .filter(|it| matches!(it, '-' | '\u{2011}'));
        let hyphen = hyphen.filter(|_| !prefix.ends_with('־'));
        range.start = range.end - rest.len() + hyphen.map_or(0, char::len_utf8);
        // The end of a word, its stop and quotation mark are before a footnote's mark: `מילה״.a`.
        let rest = &text[range.clone()];
        range.start = range.end - rest.trim_start_matches(is_closing).len();
    }
    // Typography puts it where a line must not end.
    while text[range.clone()].starts_with(WORD_JOINER) {
        range.start += WORD_JOINER.len_utf8();
    }
    let piece = &text[range.clone()];
    let has_open_bracket = piece.contains('(');
    let is_closing_here = |it| is_closing(it) && !(it == ')' && has_open_bracket);
    range.end = range.start + piece.trim_end_matches(is_closing_here).len();
    let piece = &text[range.clone()];
    if piece.is_empty() {
        return;
    }
    let kind = piece_kind(piece);
    out.push(Piece { range, kind });
}

fn piece_kind(piece: &str) -> PieceKind {
    let mut kind = PieceKind::Other;
    for character in piece.chars() {
        if is_right_to_left(character) {
            return PieceKind::Other;
        }
        if character.is_alphabetic() {
            kind = PieceKind::Latin;
        } else if is_digit(character) && kind == PieceKind::Other {
            kind = PieceKind::Number;
        }
    }
    kind
}

/// Whether a character begins or ends an embedding, an override or an isolate.
fn is_control(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}') || is_isolate_control(character)
}

pub(super) fn is_right_to_left(character: char) -> bool {
    // Hebrew begins at U+0590; no character before it runs from right to left.
    character >= '\u{590}'
        && matches!(bidi_class(character), BidiClass::R | BidiClass::AL)
        && !super::is_direction_mark(character)
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || is_arabic_digit(character) || matches!(character, '۰'..='۹')
}

fn is_arabic_digit(character: char) -> bool {
    matches!(character, '٠'..='٩')
}

fn is_sign(character: char) -> bool {
    matches!(character, '+' | '-' | '−' | '±' | '\u{2011}' | '\u{200e}')
}

/// Currencies, percent and degrees, which stay beside their figures by themselves (UAX 9, class ET).
fn is_figure_sign(character: char) -> bool {
    bidi_class(character) == BidiClass::ET
}

fn is_opening(character: char) -> bool {
    // In some languages, quotations begin with a mark that ends them elsewhere.
    "([{«»“”„‘’‚\"'".contains(character)
}

fn is_closing(character: char) -> bool {
    ")]}«»“”‘’\"'.,:;!?…،؛؟".contains(character)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let stretches = left_to_right_stretches(text);
        stretches.into_iter().map(|it| &text[it]).collect()
    }

    #[test]
    fn close_units_go_on_with_european_figures() {
        for (number, unit, expected) in [
            ("71.4", "%", true),
            ("−3.2", "%", true),
            ("12", "°C", true),
            ("12", "\u{a0}₪", false),
            ("12", "מ׳", false),
            ("٦٢٫٥", "%", false),
            ("12", "", false),
        ] {
            assert_eq!(
                continues_left_to_right(number, unit),
                expected,
                "{number}{unit}"
            );
        }
    }

    #[test]
    fn numbers_with_signs_are_isolated() {
        for (text, expected) in [
            ("שינוי −12.5% השנה", vec!["−12.5%"]),
            ("שינוי -12.5, +2.1.", vec!["-12.5", "+2.1"]),
            ("ב־−5°C בלילה", vec!["−5°C"]),
            ("עלות (−1,250.00)", vec!["−1,250.00"]),
            ("−17\u{a0}200 ו-−17 200", vec!["−17\u{a0}200", "−17 200"]),
            ("46% מתוך 1,250.00 ₪", vec![]),
            ("עמודים 5–7 ו\u{2011}46%", vec![]),
            ("بنسبة 62.5% و$5 ثم 3°", vec!["62.5%", "$5", "3°"]),
            ("من 5–7% و٦٢٫٥٪ و5-7%", vec!["7%"]),
            ("בין −5–−7", vec!["−5", "−7"]),
            ("בין −5–\u{2060}−7 ו-\u{2060}−8", vec!["−5", "−7", "−8"]),
            ("$5m עד $7m–$8m", vec!["$5m", "$7m", "$8m"]),
            ("לפי Article 5a", vec![]),
            ("تغير −12.5", vec!["−12.5"]),
            ("-٤٦ و ٤٦٪", vec![]),
            ("−۴۶ و ۴۶٪", vec!["−۴۶"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn telephone_numbers_and_quantities_are_isolated() {
        for (text, expected) in [
            ("טלפון: +972-3-1234567.", vec!["+972-3-1234567"]),
            ("טלפון +972 3 123 4567", vec!["+972 3 123 4567"]),
            ("טלפון 03 123 4567", vec!["03 123 4567"]),
            ("טלפון (03) 1234567", vec!["(03) 1234567"]),
            ("טלפון 03-1234567", vec![]),
            ("הוא עולה 12 300 שקל", vec!["12 300"]),
            ("12\u{a0}km מכאן", vec!["12\u{a0}km"]),
            ("בשנת 2026 100 אנשים", vec![]),
            (
                "هاتف \u{200e}+962 6 555 0142",
                vec!["\u{200e}+962 6 555 0142"],
            ),
            ("هاتف 06-555-0142 و2026-10-03", vec!["06-555-0142"]),
            (
                "טלפון 03\u{2011}555\u{2011}0142",
                vec!["03\u{2011}555\u{2011}0142"],
            ),
            (
                "טלפון 03-\u{2060}555-\u{2060}0142",
                vec!["03-\u{2060}555-\u{2060}0142"],
            ),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn names_with_punctuation_are_isolated() {
        for (text, expected) in [
            ("תיק 12/A-3 נסגר", vec!["12/A-3"]),
            ("תיק A-12/2026 נסגר", vec![]),
            ("בשפת C++.", vec!["C++"]),
            (
                "ראו https://example.org/a/ כאן",
                vec!["https://example.org/a/"],
            ),
            ("ראו https://example.org/a כאן", vec![]),
            ("שרת Visual C++ חדש", vec!["Visual C++"]),
            ("”AT&T”, \"C#\" «B+»", vec!["C#", "B+"]),
            ("של John Smith בע״מ", vec![]),
            ("ISO 9001-2015", vec![]),
            ("ב-Windows 11", vec![]),
            ("Acme & Sons Ltd.", vec!["Acme & Sons Ltd."]),
            ("Acme Ltd. בע״מ.", vec![]),
            ("20 °C בלילה", vec!["°C"]),
            ("20\u{a0}°C בלילה", vec!["20\u{a0}°C"]),
            ("−4\u{a0}°C", vec!["−4\u{a0}°C"]),
            ("עלות US$ 5 או 5 ₪", vec!["US$"]),
            // The mark of a footnote is in the direction of the text.
            ("«هذا عمل جيد».a", vec![]),
            ("כך.a", vec![]),
            ("ב”C++”", vec!["C++"]),
            ("Acme Ltd:", vec![]),
            ("2026.", vec![]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn stretches_of_any_text_are_in_order(
            text in "([a-c0-9 ()+,.:/–−\u{a0}\u{2060}\"$%-]|[בא־עא٤۴é]|\\PC){0,24}",
        ) {
            let mut end = 0;
            for stretch in left_to_right_stretches(&text) {
                prop_assert!(end <= stretch.start && stretch.start < stretch.end, "{:?}", text);
                prop_assert!(text.get(stretch.clone()).is_some(), "{:?}", text);
                end = stretch.end;
            }
        }
    }
}
