//! Where the words of a document may be hyphenated, and which texts are never hyphenated.
//!
//! [`Hyphenation`] knows the joints of words. Each format breaks its lines itself, and asks here
//! only about a word that does not fit. The patterns are those of `hypher` (Knuth and Liang).

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashSet};

use foldhash::fast::FixedState;
use hypher::Lang;
use unicode_script::{Script, UnicodeScript};

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Inline, Labels, plain_text};

/// The fewest letters of a word before and after a hyphen, unless a better joint is known.
const MIN_LETTERS: usize = 4;

/// The fewest letters of a Finnish word with one of [`linked_suffixes`]; shorter words may end so by
/// chance, as the beginning of `taustaselvitys` does.
const MIN_FINNISH_LETTERS: usize = 6;

/// Longer runs of letters have no syllables: they are no words of a language.
const MAX_LETTERS: usize = 100;

/// The most digits of a number with letters beside them; more make an identifier.
const MAX_DIGITS_WITH_UNIT: usize = 15;

/// The most letters of a unit or currency that is written without a blank beside its number.
const MAX_UNIT_LETTERS: usize = 4;

/// The label with the exceptions of a language: words with hyphens where they may be divided.
const EXCEPTIONS_LABEL: &str = "hyphenation";

/// A place inside a word where a line may end with a hyphen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joint {
    /// Where the next line begins, in bytes.
    pub offset: usize,
    /// How good the place is.
    pub quality: JointQuality,
}

/// How good a place for a hyphen is, from the best to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JointQuality {
    /// The author put a soft hyphen (U+00AD) before it.
    SoftHyphen,
    /// The label `hyphenation` has the word with a hyphen here.
    Exception,
    /// Another word of the document begins or ends here, or a part of a compound ends with a
    /// suffix of nouns, as in `Versorgungs-unternehmen`.
    Compound,
    /// By the patterns of the language, with at least four letters on each side.
    Syllable,
    /// By the patterns of the language, nearer to an end of the word. Only for a word that fits in
    /// no other way.
    ShortSyllable,
}

/// How a text without blanks may be broken if it is wider than its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// With a hyphen.
    Word,
    /// Without a hyphen, which would seem to belong to it: an address, path or identifier.
    Address,
    /// Never: digits with separators, signs, a currency or a unit.
    Number,
}

/// Where the words of one document may be hyphenated.
pub struct Hyphenation<'a> {
    document: Option<&'a Document>,
    language: String,
    /// The folded words of the label `hyphenation`, with the number of letters before each hyphen.
    exceptions: BTreeMap<String, Vec<usize>>,
    /// The folded words of the document. Collected when a joint is first asked for.
    words: OnceCell<FoldedWords>,
}

type FoldedWords = HashSet<String, FixedState>;

impl<'a> Hyphenation<'a> {
    /// The hyphenation of the words of `document`.
    #[must_use]
    pub fn of_document(document: &'a Document) -> Self {
        Self {
            document: Some(document),
            language: document.meta.lang.clone(),
            exceptions: parse_exceptions(&document.labels),
            words: OnceCell::new(),
        }
    }

    /// The hyphenation of a language, given as a BCP 47 tag, without any document.
    #[must_use]
    pub fn of_language(tag: &str) -> Self {
        Self {
            document: None,
            language: tag.to_owned(),
            exceptions: BTreeMap::new(),
            words: OnceCell::new(),
        }
    }

    /// The language, as a BCP 47 tag.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Where `token`, a text without blanks in the document's language, may be hyphenated: in
    /// ascending order, without its ends. Numbers and addresses have no joints.
    #[must_use]
    pub fn joints(&self, token: &str) -> Vec<Joint> {
        self.joints_in(&self.language, token)
    }

    /// As [`joints`](Self::joints), for a text in the language of a BCP 47 tag. In another language
    /// than the document's, only its patterns and the author's soft hyphens count.
    #[must_use]
    pub fn joints_in(&self, tag: &str, token: &str) -> Vec<Joint> {
        let mut joints = Vec::new();
        if token_kind(token) != TokenKind::Word {
            return joints;
        }
        let language = language_code(tag);
        let is_own_language = tag == self.language;
        for (start, run) in letter_runs(token) {
            // `CO2` in a compound stays whole.
            let touches_digit = token[..start].ends_with(is_digit)
                || token[start + run.len()..].starts_with(is_digit);
            if !touches_digit {
                self.push_word_joints(language, is_own_language, run, start, &mut joints);
            }
        }
        joints
    }

    /// Adds the joints of a run of letters and soft hyphens, which begins at `start`.
    fn push_word_joints(
        &self,
        language: Option<[u8; 2]>,
        is_own_language: bool,
        run: &str,
        start: usize,
        joints: &mut Vec<Joint>,
    ) {
        let word = FoldedWord::new(run);
        let mut best: BTreeMap<usize, JointQuality> = BTreeMap::new();
        let mut add = |letters: usize, quality| {
            // No line begins with a mark that combines with the letter before it.
            if letters > 0 && letters < word.letters.len() && !word.starts_with_mark_at(letters) {
                let known = best.entry(letters).or_insert(quality);
                *known = quality.min(*known);
            }
        };
        for &letters in &word.soft_hyphens {
            add(letters, JointQuality::SoftHyphen);
        }
        let exception = self.exceptions.get(&word.folded);
        let exception = exception.filter(|_| is_own_language);
        for &letters in exception.into_iter().flatten() {
            add(letters, JointQuality::Exception);
        }
        let syllables = word.syllables(language);
        if exception.is_none() {
            for letters in joints_after_suffixes(language, &word, &syllables) {
                add(letters, JointQuality::Compound);
            }
        }
        if exception.is_none() && is_own_language {
            for letters in self.compound_joints(language, &word, &syllables) {
                add(letters, JointQuality::Compound);
            }
        }
        // The author and the label file know better than the patterns.
        let is_known = exception.is_some() || !word.soft_hyphens.is_empty();
        for letters in syllables {
            let after = word.letters.len() - letters;
            let is_short = letters < MIN_LETTERS || after < MIN_LETTERS;
            if is_short || is_known || word.has_inner_capital {
                add(letters, JointQuality::ShortSyllable);
            } else {
                add(letters, JointQuality::Syllable);
            }
        }
        for (letters, quality) in best {
            let offset = start + word.letters[letters].offset;
            joints.push(Joint { offset, quality });
        }
    }

    /// Where another word of the document begins or ends inside a word, as a number of letters.
    fn compound_joints(
        &self,
        language: Option<[u8; 2]>,
        word: &FoldedWord,
        syllables: &[usize],
    ) -> Vec<usize> {
        let mut joints = Vec::new();
        // A shorter word cannot have two parts.
        let Some(last) = word.letters.len().checked_sub(MIN_LETTERS) else {
            return joints;
        };
        if last < MIN_LETTERS {
            return joints;
        }
        let has_patterns = language.and_then(Lang::from_iso).is_some();
        // The patterns tell “Stadt-rand” from “accept-able”, which does not end with “table”.
        let is_syllable = |letters: usize| !has_patterns || syllables.contains(&letters);
        let words = self.document_words();
        let is_word =
            |from: usize, to: Option<usize>| words.contains(word.folded_between(from, to));
        for letters in MIN_LETTERS..=last {
            let can_begin_word = is_syllable(letters) || is_word(0, Some(letters));
            if can_begin_word && is_word(letters, None) {
                joints.push(letters);
            }
        }
        // From the start and from each joint on, another word of the document may come.
        let mut starts = joints.clone();
        starts.push(0);
        while let Some(start) = starts.pop() {
            for end in start + MIN_LETTERS..=last {
                if !is_word(start, Some(end)) {
                    continue;
                }
                for link in linking_elements(language) {
                    let joint = end + link.len();
                    let is_linked = word.folded_between(end, None).starts_with(link);
                    let is_new = joint <= last && !joints.contains(&joint);
                    if is_linked && is_new && is_syllable(joint) {
                        joints.push(joint);
                        starts.push(joint);
                    }
                }
            }
        }
        joints
    }

    fn document_words(&self) -> &FoldedWords {
        self.words.get_or_init(|| match self.document {
            Some(document) => collect_words(document),
            None => HashSet::default(),
        })
    }
}

/// Warns that a word was cut where no joint is known.
pub(crate) fn cut_word_warning(word: &str) -> Diagnostic {
    let message = format!("“{word}” is wider than its column and was cut");
    Diagnostic::warning(Code::WordCut, message)
        .hint("a soft hyphen (U+00AD) in the word says where to divide it")
}

/// Warns that a number, or another text that is not divided, is wider than its column.
pub(crate) fn too_wide_warning(text: &str) -> Diagnostic {
    let message = format!("“{text}” is wider than its column");
    Diagnostic::warning(Code::TextTooWide, message)
        .hint("shorten it, or give it more room: fewer columns, or a text of its own")
}

/// The languages with hyphenation patterns, as ISO 639-1 codes in ascending order.
#[must_use]
pub fn hyphenated_languages() -> Vec<String> {
    let mut codes = Vec::new();
    for first in b'a'..=b'z' {
        for second in b'a'..=b'z' {
            if Lang::from_iso([first, second]).is_some() {
                codes.push(format!("{}{}", char::from(first), char::from(second)));
            }
        }
    }
    codes
}

/// How a text without blanks may be broken. Punctuation around it does not count.
///
/// A text with hyphens between its parts is a word if any part is one: `CO2-Emissionen`.
#[must_use]
pub fn token_kind(token: &str) -> TokenKind {
    if is_plain_word(token) {
        return TokenKind::Word;
    }
    let has_digits = token.contains(is_digit);
    if has_digits && is_number(token) {
        return TokenKind::Number;
    }
    if has_address_marks(token) {
        return TokenKind::Address;
    }
    let is_identifier = |part: &str| part.contains(is_digit) || !part.contains(char::is_alphabetic);
    if has_digits && token.split(is_hyphen).all(is_identifier) {
        return TokenKind::Address;
    }
    TokenKind::Word
}

/// Whether a text is clearly a word: apart from the punctuation at its end, it has only letters of
/// European alphabets and such marks as words may have. Most texts are, and bytes tell it at once.
fn is_plain_word(token: &str) -> bool {
    let inner = token.trim_ascii_end().as_bytes();
    let after = inner.iter().rev();
    let punctuation = after.take_while(|it| matches!(it, b'.' | b',' | b':' | b';'));
    let inner = &inner[..inner.len() - punctuation.count()];
    inner.iter().all(|byte| match byte {
        b'0'..=b'9' | b'@' | b'\\' | b'=' | b'#' | b'.' | b':' | b'_' | b'/' | b'~' => false,
        // From U+00C0 to U+053F no character is a digit. Each but the first byte is below 0xC0.
        0xc3..=0xd4 => true,
        other => other.is_ascii() || *other < 0xc0,
    })
}

/// Whether a text has marks that words do not have.
fn has_address_marks(token: &str) -> bool {
    if token.contains(['@', '\\', '=', '#']) {
        return true;
    }
    let inner = token.trim_matches(|it: char| !it.is_alphanumeric());
    if inner.contains('.') || is_path(token, inner) {
        return true;
    }
    // German forms for all genders, such as `Mitarbeiter:innen`, are words.
    let mut after_marks = inner.split([':', '_']).skip(1);
    after_marks.any(|after| !after.starts_with("in"))
}

/// Whether a text with slashes is a path. Two words may have one slash between them.
fn is_path(token: &str, inner: &str) -> bool {
    let slashes = inner.matches('/').count();
    slashes > 1 || token.len() > 1 && token.starts_with(['/', '~'])
}

/// Whether a text with digits is a number: apart from them it has separators and signs, and a unit
/// or currency before or after them.
fn is_number(token: &str) -> bool {
    let is_mark = |it: char| matches!(it, '_' | '@' | '\\' | '=' | '#' | '&');
    let (Some(first), Some(last)) = (token.find(is_digit), token.rfind(is_digit)) else {
        return false;
    };
    let between = &token[first..last];
    if token.contains(is_mark) || between.contains(char::is_alphabetic) {
        return false;
    }
    let letter_count = |text: &str| text.chars().filter(|it| it.is_alphabetic()).count();
    let unit_letters = letter_count(&token[..first]).max(letter_count(&token[last..]));
    let digit_count = token.chars().filter(|it| is_digit(*it)).count();
    unit_letters == 0 || unit_letters <= MAX_UNIT_LETTERS && digit_count <= MAX_DIGITS_WITH_UNIT
}

/// Whether a blank between two texts stands between groups of three digits of one number, as in
/// `25 000`.
pub(crate) fn is_inside_number(before: &str, after: &str) -> bool {
    // This is asked at every blank, and most stand before letters.
    if after.bytes().take_while(u8::is_ascii_digit).count() != 3 {
        return false;
    }
    let before = before.trim_end().bytes().rev();
    let digits_before = before.take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits_before)
}

/// Whether no line ends at an offset of a text, although UAX 14 allows it: inside figures, or after
/// the hyphen of short forms, as in `J.-Jaurès`, `Mo.-Do.` and `e-mail`.
pub(crate) fn is_inside_token(text: &str, offset: usize) -> bool {
    is_inside_figures(text, offset)
        || is_after_short_form(text, offset)
        || is_after_lone_letter(text, offset)
}

/// Whether a hyphen between a short form and a word stands before an offset.
fn is_after_short_form(text: &str, offset: usize) -> bool {
    let (before, after) = text.split_at(offset);
    let Some(short) = before.strip_suffix(['-', '\u{2011}', '–']) else {
        return false;
    };
    let is_abbreviated = match short.strip_suffix('.') {
        Some(word) => word.ends_with(char::is_alphabetic),
        None => ends_with_saint(short),
    };
    is_abbreviated && after.starts_with(char::is_alphabetic)
}

/// Whether a text ends with a French short form of “Saint”, as in `Jean St-Onge`.
fn ends_with_saint(text: &str) -> bool {
    ["St", "Ste"].iter().any(|saint| {
        let before = text.strip_suffix(saint);
        before.is_some_and(|it| !it.ends_with(char::is_alphanumeric))
    })
}

/// Whether a word of one letter and its hyphen stand before an offset, as in `e-mail`.
pub(crate) fn is_after_lone_letter(text: &str, offset: usize) -> bool {
    let (before, after) = text.split_at(offset);
    let Some(left) = before.strip_suffix(['-', '\u{2011}']) else {
        return false;
    };
    let is_letter = |it: char| it.is_lowercase() || it.is_uppercase();
    let is_before_word = |it: char| it.is_whitespace() || "([\"'“‘„‚«‹".contains(it);
    let mut characters = left.chars().rev();
    characters.next().is_some_and(is_letter)
        && characters.next().is_none_or(is_before_word)
        && after.starts_with(char::is_alphabetic)
}

/// Whether a hyphen of a mail address stands before an offset: a line that ends there seems to have
/// a hyphen of its own.
pub(crate) fn is_after_hyphen_of_mail(text: &str, offset: usize) -> bool {
    let before = text.as_bytes()[..offset].last();
    before == Some(&b'-') && is_mail_address(token_at(text, offset))
}

/// Whether a text without blanks is a mail address, perhaps in brackets.
pub(crate) fn is_mail_address(token: &str) -> bool {
    match token.split_once('@') {
        Some((name, host)) => !name.is_empty() && host.contains('.'),
        None => false,
    }
}

/// Whether the place at `offset` of a text follows a hyphen, dash or slash inside a number or a range
/// of numbers, as in `555-1234`, `2019–2024`, `$84.5M-$112M` and `COVID-19`, or stands between the
/// brackets of a citation, as in `107(1)(a)(I)`, or follows the hyphen before the rest of a word, as
/// in `Ein- und -auszahlungen` (UAX 14 of Unicode 16, rule LB20a): no line ends there.
fn is_inside_figures(text: &str, offset: usize) -> bool {
    let (before, after) = text.split_at(offset);
    // This is asked at every break opportunity, and most follow a blank.
    let Some(mark) = before.chars().next_back().filter(|it| joins_figures(*it)) else {
        return false;
    };
    if is_closing_bracket(mark) {
        return after.starts_with(['(', '[']);
    }
    let token = token_at(text, offset);
    let rest = after.split(char::is_whitespace).next().unwrap_or_default();
    if rest.contains(is_digit) && token_kind(token) == TokenKind::Number {
        return true;
    }
    let inner = &before[..before.len() - mark.len_utf8()];
    let first = inner.split(char::is_whitespace).next_back();
    if is_amount(first.unwrap_or_default()) && is_amount(rest) {
        return true;
    }
    let is_joining_hyphen = is_hyphen(mark) && mark != '–';
    // `Mitarbeiter/-innen`, `Kolleg(-innen)`
    let word = inner.strip_suffix(['/', '(']).unwrap_or_default();
    let is_leading = inner.is_empty()
        || inner.ends_with(char::is_whitespace)
        || (word.ends_with(char::is_alphabetic) && !has_address_marks(word));
    if is_joining_hyphen && is_leading && after.starts_with(char::is_alphabetic) {
        return true;
    }
    if !is_joining_hyphen || !inner.ends_with(char::is_alphanumeric) {
        return false;
    }
    let mut rest = after.chars();
    let is_letter = rest.next().is_some_and(char::is_alphabetic);
    let is_end = rest
        .next()
        .is_none_or(|it| !it.is_alphanumeric() && !is_mark(it));
    // UAX 14 forbids a break between a hyphen and a digit (rule LB25). The last letter of a file
    // number such as `0457-B` is like a digit.
    let is_figure = after.starts_with(is_digit) || inner.ends_with(is_digit) && is_letter && is_end;
    is_figure && !has_address_marks(token)
}

/// Whether a text is a number with a currency sign before it or a unit after it: `$84.5M`, `12kWh`.
fn is_amount(text: &str) -> bool {
    let core = text.trim_start_matches(|it: char| !it.is_alphanumeric());
    core.starts_with(is_digit) && token_kind(text) == TokenKind::Number
}

/// Whether a character may join the parts of a number or citation, or the two numbers of a range.
pub(crate) fn joins_figures(character: char) -> bool {
    is_hyphen(character) || character == '/' || is_closing_bracket(character)
}

fn is_closing_bracket(character: char) -> bool {
    matches!(character, ')' | ']')
}

/// The text between blanks that has an offset inside.
fn token_at(text: &str, offset: usize) -> &str {
    let (before, after) = text.split_at(offset);
    let start = before.rfind(char::is_whitespace).map_or(0, |blank| {
        let length = before[blank..].chars().next().map_or(0, char::len_utf8);
        blank + length
    });
    let end = after
        .find(char::is_whitespace)
        .map_or(text.len(), |blank| offset + blank);
    &text[start..end]
}

/// Whether a character is a digit at its full size, in any script.
fn is_digit(character: char) -> bool {
    let is_raised_or_lowered = matches!(character, '²' | '³' | '¹' | '\u{2070}'..='\u{209f}');
    character.is_numeric() && !is_raised_or_lowered
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}' | '\u{2011}' | '–')
}

/// The runs of letters and soft hyphens of a text, with their offsets.
fn letter_runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    let pieces = text.split_inclusive(is_no_letter);
    pieces.filter_map(move |piece| {
        let start = next;
        next += piece.len();
        // Every piece but the last ends with one character that is no letter.
        let run = piece.trim_end_matches(is_no_letter);
        (!run.is_empty()).then_some((start, run))
    })
}

/// Whether a character is neither a letter, nor a mark that combines with one, nor a soft hyphen.
fn is_no_letter(character: char) -> bool {
    !character.is_alphabetic() && !is_mark(character) && character != '\u{ad}'
}

/// Whether a character combines with the letter before it.
fn is_mark(character: char) -> bool {
    !character.is_ascii() && character.script() == Script::Inherited
}

/// The ISO 639-1 code at the beginning of a language tag; languages without one have no patterns.
fn language_code(tag: &str) -> Option<[u8; 2]> {
    let language = tag.split(['-', '_']).next()?;
    language.to_ascii_lowercase().as_bytes().try_into().ok()
}

/// What may stand between the parts of a compound, in the languages that write compounds as one
/// word. Empty for the other languages.
fn linking_elements(language: Option<[u8; 2]>) -> &'static [&'static str] {
    match language.as_ref() {
        Some(b"de") => &["", "s", "es", "n", "en", "er", "e"],
        Some(b"nl" | b"af") => &["", "s", "en", "e", "n"],
        Some(b"da" | b"nb" | b"nn" | b"no" | b"sv") => &["", "s", "e"],
        Some(b"is") => &["", "s", "a", "ar"],
        Some(b"fi" | b"et" | b"hu") => &[""],
        _ => &[],
    }
}

/// Suffixes of nouns, most with their linking s, that end the part of a compound if more follows.
fn linked_suffixes(language: Option<[u8; 2]>) -> &'static [&'static str] {
    match language.as_ref() {
        // Duden, Die Grammatik, on linking elements: they are the rule after these suffixes.
        Some(b"de") => &["ungs", "heits", "keits", "schafts", "ions", "täts"],
        // Taaladvies.net, Svenska skrivregler, Retskrivningsordbogen and Språkrådet on the linking s.
        // Dutch nouns in -ing, -heid and -tie often have none.
        Some(b"nl" | b"af") => &[
            "ing", "ings", "heid", "heids", "teits", "schaps", "atie", "itie",
        ],
        Some(b"sv") => &[
            "ings", "hets", "skaps", "ions", "tets", "doms", "nads", "vägs",
        ],
        Some(b"da") => &[
            "ings", "heds", "skabs", "ions", "tets", "doms", "elses", "funds",
        ],
        Some(b"nb" | b"nn" | b"no") => &[
            "ings", "hets", "skaps", "sjons", "tets", "doms", "elses", "funns",
        ],
        // Nouns in -minen have -mis- in compounds (Iso suomen kielioppi).
        Some(b"fi") => &["mis", "us", "yys", "inta", "intä", "onta", "ointi"],
        _ => &[],
    }
}

/// The syllables, as numbers of letters, before which one of [`linked_suffixes`] ends.
fn joints_after_suffixes(
    language: Option<[u8; 2]>,
    word: &FoldedWord,
    syllables: &[usize],
) -> Vec<usize> {
    let suffixes = linked_suffixes(language);
    let mut joints = Vec::new();
    if suffixes.is_empty() {
        return joints;
    }
    let is_finnish = language == Some(*b"fi");
    let min_before = if is_finnish {
        MIN_FINNISH_LETTERS
    } else {
        MIN_LETTERS
    };
    for &letters in syllables {
        let has_two_parts = letters >= min_before && word.letters.len() - letters >= MIN_LETTERS;
        let before = word.folded_between(0, Some(letters));
        // `vaikutusten` is a case, and `valmistelu` another word.
        let is_inflected = is_finnish
            && before.ends_with('s')
            && word.folded_between(letters, None).starts_with('t');
        if has_two_parts && !is_inflected && suffixes.iter().any(|it| before.ends_with(it)) {
            joints.push(letters);
        }
    }
    joints
}

fn parse_exceptions(labels: &Labels) -> BTreeMap<String, Vec<usize>> {
    let mut exceptions = BTreeMap::new();
    let Some(label) = labels.0.get(EXCEPTIONS_LABEL) else {
        return exceptions;
    };
    for entry in label.split_whitespace() {
        // A hyphen in the label is what a soft hyphen is in a text.
        let word = FoldedWord::new(&entry.replace(['-', '\u{2010}'], "\u{ad}"));
        exceptions.insert(word.folded, word.soft_hyphens);
    }
    exceptions
}

/// The words of a document that may be parts of others, folded.
fn collect_words(document: &Document) -> FoldedWords {
    let mut words = HashSet::default();
    add_text(&document.meta.title, &mut words);
    add_text(&document.meta.subtitle, &mut words);
    for block in &document.body {
        block.for_each_text(&mut |text| add_text(text, &mut words));
    }
    for source in &document.sources {
        add_text(&source.text, &mut words);
    }
    words
}

fn add_text(text: &[Inline], words: &mut FoldedWords) {
    match text {
        [] => {}
        [Inline::Text { text }] => add_words(text, words),
        _ => add_words(&plain_text(text), words),
    }
}

/// Adds the words of a text. A document has thousands of words; for most of them, a look at their
/// bytes is enough.
fn add_words(text: &str, words: &mut FoldedWords) {
    let mut folded = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, is_folded) = leading_piece(rest);
        // A letter takes at least one byte, and after the piece is a character of one byte.
        rest = rest.get(piece.len() + 1..).unwrap_or_default();
        if piece.len() < MIN_LETTERS {
            continue;
        }
        if is_folded {
            if !words.contains(piece) {
                words.insert(piece.to_owned());
            }
            continue;
        }
        for (_, run) in letter_runs(piece) {
            let letters = fold_letters(run, &mut folded);
            if letters >= MIN_LETTERS && !words.contains(folded.as_str()) {
                words.insert(folded.clone());
            }
        }
    }
}

/// The beginning of a text up to an ASCII character that is no letter, and whether it has nothing
/// but small letters of ASCII.
fn leading_piece(text: &str) -> (&str, bool) {
    let mut is_folded = true;
    for (at, byte) in text.bytes().enumerate() {
        if byte.is_ascii_lowercase() {
            continue;
        }
        if byte.is_ascii() && !byte.is_ascii_alphabetic() {
            return (&text[..at], is_folded);
        }
        is_folded = false;
    }
    (text, is_folded)
}

/// Puts the letters of a run in lower case in `folded`, as [`FoldedWord`] has them, and counts them.
fn fold_letters(run: &str, folded: &mut String) -> usize {
    folded.clear();
    if run.is_ascii() {
        folded.push_str(run);
        folded.make_ascii_lowercase();
        return run.len();
    }
    let mut letters = 0;
    for character in run.chars().filter(|it| *it != '\u{ad}') {
        folded.push(small_letter(character));
        letters += 1;
    }
    letters
}

/// A letter in lower case; itself if its small form takes two characters.
fn small_letter(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    let mut small = letter.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) => small,
        _ => letter,
    }
}

/// A word with its letters in lower case, one for each of its own, and without soft hyphens.
struct FoldedWord {
    folded: String,
    letters: Vec<Letter>,
    /// The number of letters before each soft hyphen.
    soft_hyphens: Vec<usize>,
    /// Whether a capital follows a small letter, as in a product's name.
    has_inner_capital: bool,
}

/// Where a letter begins, in bytes.
struct Letter {
    /// In the word as it is written.
    offset: usize,
    /// In the folded word.
    folded: usize,
}

impl FoldedWord {
    fn new(run: &str) -> Self {
        let mut word = Self {
            folded: String::with_capacity(run.len()),
            letters: Vec::with_capacity(run.len()),
            soft_hyphens: Vec::new(),
            has_inner_capital: false,
        };
        let mut follows_small_letter = false;
        for (offset, character) in run.char_indices() {
            if character == '\u{ad}' {
                word.soft_hyphens.push(word.letters.len());
                continue;
            }
            word.has_inner_capital |= follows_small_letter && character.is_uppercase();
            follows_small_letter = character.is_lowercase();
            word.letters.push(Letter {
                offset,
                folded: word.folded.len(),
            });
            word.folded.push(small_letter(character));
        }
        word
    }

    /// The folded letters from one to before another, or to the end.
    fn folded_between(&self, from: usize, to: Option<usize>) -> &str {
        let offset_of = |letter: usize| self.letters.get(letter).map(|letter| letter.folded);
        let end = to.and_then(offset_of).unwrap_or(self.folded.len());
        let start = offset_of(from).unwrap_or(end);
        self.folded.get(start..end).unwrap_or_default()
    }

    fn starts_with_mark_at(&self, letters: usize) -> bool {
        self.folded_between(letters, None).starts_with(is_mark)
    }

    /// The syllables by the patterns of a language, as the number of letters before each but the
    /// first.
    fn syllables(&self, language: Option<[u8; 2]>) -> Vec<usize> {
        let mut starts = Vec::new();
        let Some(lang) = language.and_then(Lang::from_iso) else {
            return starts;
        };
        if self.letters.len() > MAX_LETTERS {
            return starts;
        }
        let mut letters = 0;
        for syllable in hypher::hyphenate(&self.folded, lang) {
            if letters > 0 {
                starts.push(letters);
            }
            letters += syllable.chars().count();
        }
        starts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of a word with its hyphens in a document with another text, by quality.
    fn hyphenated(tag: &str, text: &str, word: &str, worst: JointQuality) -> String {
        let mut labels = Labels::default();
        let exceptions = "Wahrschein-lichkeit Aus-wirkung";
        labels
            .0
            .insert(EXCEPTIONS_LABEL.to_owned(), exceptions.to_owned());
        let mut words = HashSet::default();
        add_words(text, &mut words);
        let hyphenation = Hyphenation {
            document: None,
            language: tag.to_owned(),
            exceptions: parse_exceptions(&labels),
            words: OnceCell::from(words),
        };
        let mut out = word.to_owned();
        for joint in hyphenation.joints(word).iter().rev() {
            if joint.quality <= worst {
                out.insert(joint.offset, '|');
            }
        }
        out
    }

    #[test]
    fn german_compounds_are_divided_after_suffixes_with_a_linking_s() {
        for word in [
            "Versorgungs|unternehmen",
            "Sicherheits|konzept",
            "Umweltverträglichkeits|prüfung",
            "Landwirtschafts|kammer",
            "Investitions|programm",
            "Qualitäts|sicherung",
            "Sozialversicherungs|träger",
            "Wohnungsbau",
            "Jungsteinzeit",
            "Verwaltung",
        ] {
            let bare = word.replace('|', "");
            let found = hyphenated("de", "", &bare, JointQuality::Compound);
            assert_eq!(found, word);
        }
        let other = hyphenated("sv", "", "Versorgungsunternehmen", JointQuality::Compound);
        assert_eq!(other, "Versorgungsunternehmen");
    }

    #[test]
    fn compounds_of_other_languages_are_divided_after_suffixes() {
        for (tag, words) in [
            (
                "nl",
                "veiligheids|regio verzekerings|maatschappij kwaliteits|zorg waterschaps|belasting \
                 belasting|dienst vergunning|verlening informatie|beveiliging politie|bureau \
                 bestemmings|planwijziging wettelijk relatieve verkeersregels",
            ),
            (
                "sv",
                "utvecklings|samtal säkerhets|bestämmelse medborgarskaps|prövning \
                 kommunikations|avdelning kapacitets|utredning sjukdoms|förlopp byggnads|nämnden \
                 järnvägs|sträckning kommunfullmäktige",
            ),
            (
                "da",
                "udviklings|samtale sikkerheds|bestemmelse medlemskabs|gebyr \
                 kommunikations|afdeling kapacitets|udvidelse undersøgelses|kommission \
                 samfunds|økonomi kommunalbestyrelse",
            ),
            (
                "nb",
                "utviklings|samtale sikkerhets|bestemmelse medlemskaps|avgift \
                 kommunikasjons|avdeling kapasitets|utvidelse undersøkelses|kommisjon \
                 samfunns|økonomi kommunestyre",
            ),
            (
                "fi",
                "turvallisuus|suunnitelma kehittämis|hanke opetus|ministeriö sairaus|vakuutus \
                 valvonta|viranomainen hankinta|menettely arviointi|kertomus viestintä|osasto \
                 valmisteluryhmä taustaselvitys vaikutustenarviointi perusteella",
            ),
        ] {
            for word in words.split_whitespace() {
                let bare = word.replace('|', "");
                let found = hyphenated(tag, "", &bare, JointQuality::Compound);
                assert_eq!(found, word, "{tag}");
            }
        }
    }

    #[test]
    fn the_best_joints_come_from_the_author_the_labels_and_the_other_words() {
        let cases = [
            (
                "de",
                "",
                "Donau\u{ad}dampfschiff",
                "Donau\u{ad}|dampfschiff",
            ),
            ("de", "", "WAHRSCHEINLICHKEIT", "WAHRSCHEIN|LICHKEIT"),
            ("de", "", "(Auswirkung)", "(Aus|wirkung)"),
            ("de", "Das Kraftwerk", "Kernkraftwerk", "Kern|kraftwerk"),
            (
                "de",
                "die Netzentwicklung",
                "Bundesnetzentwicklung",
                "Bundes|netzentwicklung",
            ),
            (
                "de",
                "Arbeit",
                "Arbeitsmarktbericht",
                "Arbeits|marktbericht",
            ),
            (
                "de",
                "Land und Verkehr",
                "Landesverkehrsplan",
                "Landes|verkehrs|plan",
            ),
            (
                "nl",
                "de regering",
                "Regeringsverklaring",
                "Regerings|verklaring",
            ),
            ("sv", "arbete", "arbetsmarknad", "arbetsmarknad"),
            ("en", "time table", "timetable", "time|table"),
            // No joint: too few letters, or no syllable.
            ("de", "rat", "Stadtrat", "Stadtrat"),
            ("de", "Wein", "Weinstraße", "Wein|straße"),
            ("en", "part", "partnership", "partnership"),
            ("en", "a table", "acceptable", "acceptable"),
        ];
        for (tag, text, word, expected) in cases {
            let found = hyphenated(tag, text, word, JointQuality::Compound);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn syllables_have_four_letters_on_each_side() {
        let cases = [
            ("de", "Verantwortung", "Verant|wor|tung"),
            ("de", "Abteilung", "Abtei|lung"),
            ("nl", "Verantwoordelijkheid", "Verant|woor|de|lijk|heid"),
            ("fi", "Todennäköisyys", "Toden|nä|köi|syys"),
            ("ru", "Ответственность", "Ответ|ствен|ность"),
            ("en", "Appropriation", "Appro|pri|a|tion"),
            ("en", "office", "office"),
            ("fr", "l’infrastructure", "l’infra|struc|ture"),
            ("vi", "chịutráchnhiệmchính", "chịutráchnhiệmchính"),
            ("id", "pertanggungjawaban", "pertanggungjawaban"),
        ];
        for (tag, word, expected) in cases {
            assert_eq!(hyphenated(tag, "", word, JointQuality::Syllable), expected);
        }
    }

    #[test]
    fn shorter_syllables_are_the_last_resort() {
        let word = hyphenated("de", "", "Abteilungen", JointQuality::ShortSyllable);
        assert_eq!(word, "Ab|tei|lun|gen");
        // The label file knows better.
        let word = hyphenated("de", "", "Auswirkung", JointQuality::Syllable);
        assert_eq!(word, "Aus|wirkung");
    }

    #[test]
    fn numbers_and_addresses_are_told_from_words() {
        use TokenKind::{Address, Number, Word};
        let cases = [
            (
                Number,
                "1,250.00 −69.50 94% €5 USD120 $1.2m (1.234,56) 120kWh 12/2026 24/7 ±0,5pp 10°C",
            ),
            (
                Number,
                "2026-11-30 555-1234 1’250 12kWh/m² ١٬٢٥٠ 1.5×10⁶ 12345678901234567890",
            ),
            (
                Address,
                "https://example.org/long/path name@example.org www.example.org C:\\temp\\a",
            ),
            (
                Address,
                "src/layout/blocks file_name report-2026.pdf AB12CD34 ISO9001x2015y /usr urn:a",
            ),
            (
                Word,
                "Verkehr Rhein-Main CO2-Emissionen und/oder l’eau (Verkehr). Mitarbeiter:innen",
            ),
        ];
        for (kind, tokens) in cases {
            for token in tokens.split(' ') {
                assert_eq!(token_kind(token), kind, "{token}");
            }
        }
    }

    #[test]
    fn numbers_are_not_broken_at_their_hyphens_dashes_and_slashes() {
        let whole = "555-|1234 (0)30-|18 L.123-|4 2026/|27 2019–|2024 9–|14 $3–|$5 10%–|20% \
            26-|119) 2026-|05/2026-07, COVID-|19 A-|1 2026/0457-|B; 1-800-|555-0142 −5–|−3 $84.5M-|$112M €1.2m–|€3m, 5km/|10km \
            42-2-107(1)|(a)(I) 671(a)(10)(A)|(ii) [3]|[4]";
        for token in whole.split(' ') {
            let offset = token.find('|').expect("a place");
            assert!(
                is_inside_figures(&token.replace('|', ""), offset),
                "{token}"
            );
        }
        let words = "Rhein-|Main Basel–|Milan CO2-|Emissionen 30-|km-Zone und/|oder 5-|year \
            https://example.org/|2026 a@b-|2.de 12-|Bit. (1)-|Teil (a)|b";
        for token in words.split(' ') {
            let offset = token.find('|').expect("a place");
            assert!(
                !is_inside_figures(&token.replace('|', ""), offset),
                "{token}"
            );
        }
        // A blank after the dash ends the token.
        assert!(!is_inside_figures("5– 7", "5–".len()));
        assert!(is_inside_figures(
            "Ein- und -auszahlungen",
            "Ein- und -".len()
        ));
        assert!(is_inside_figures("-auszahlungen", 1));
        assert!(is_inside_figures(
            "die Mitarbeiter/-innen",
            "die Mitarbeiter/-".len()
        ));
        assert!(is_inside_figures("Kolleg(-innen)", "Kolleg(-".len()));
        assert!(!is_inside_figures(
            "www.example.org/-neu",
            "www.example.org/-".len()
        ));
        assert!(!is_inside_figures("Ein- und Ausgaben", "Ein-".len()));
        assert!(!is_inside_figures("Nord-Ost", "Nord-".len()));
        assert!(!is_inside_figures("- a", 1));
        assert!(is_inside_figures("a 5-7 b", "a 5-".len()));
    }

    #[test]
    fn no_line_ends_after_a_short_form_with_a_hyphen() {
        for token in [
            "J.-|Jaurès",
            "Mo.-|Do.",
            "Jan.–|Mar.",
            "(min.-|max.)",
            "Dipl.-|Verw.",
            "an e-|mail",
            "(U-|Bahn",
            "J.-F. St-|Onge",
            "Ste-|Anne",
        ] {
            let offset = token.find('|').expect("a place");
            assert!(is_inside_token(&token.replace('|', ""), offset), "{token}");
        }
        for token in [
            "Rhein-|Main",
            "Est-|Ouest",
            "Basel–|Milan",
            "so-|called",
            "a-b-|c",
            "A–|B",
        ] {
            let offset = token.find('|').expect("a place");
            assert!(!is_inside_token(&token.replace('|', ""), offset), "{token}");
        }
    }

    #[test]
    fn no_line_ends_at_a_hyphen_of_a_mail_address() {
        for (token, expected) in [
            ("jens-|uwe@bund.example.de", true),
            ("(a@haute-|loire.example.fr)", true),
            ("py.le-|goff@ac-limoges.example.fr,", true),
            ("Rhein-|Main", false),
            ("https://example.org/a-|b", false),
            ("@so-|called", false),
        ] {
            let offset = token.find('|').expect("a place");
            let found = is_after_hyphen_of_mail(&token.replace('|', ""), offset);
            assert_eq!(found, expected, "{token}");
        }
    }

    #[test]
    fn letters_that_bytes_tell_from_digits_are_none() {
        for character in '\u{c0}'..='\u{53f}' {
            assert!(!is_digit(character), "{character}");
        }
        for word in ["Verkehr", "Größe.", "Ответ:", "so-called", "(see,"] {
            assert!(is_plain_word(word), "{word}");
        }
        for other in ["12", "½", "CO₂", "١٢", "a.b", "a:b", "/a", "~", "x@y", "#1"] {
            assert!(!is_plain_word(other), "{other}");
        }
    }

    #[test]
    fn words_are_collected_in_lower_case() {
        let mut words = HashSet::default();
        let text = "The timetable, Straße“Öffnung” Ver\u{ad}kehr İstanbul re-open a1bcd table";
        add_words(text, &mut words);
        let mut words: Vec<String> = words.into_iter().collect();
        words.sort_unstable();
        let expected = [
            "open",
            "straße",
            "table",
            "timetable",
            "verkehr",
            "öffnung",
            "İstanbul",
        ];
        assert_eq!(words, expected);
    }

    #[test]
    fn only_words_have_joints() {
        let joints = |token| hyphenated("de", "", token, JointQuality::Syllable);
        for token in [
            "www.verwaltung.de/verantwortung",
            "123.456.789,00€",
            "CO2",
            "",
        ] {
            assert_eq!(joints(token), token);
        }
        assert_eq!(joints("CO2-Verantwortung"), "CO2-Verant|wor|tung");
        assert_eq!(
            joints("Verantwortung/Abteilung"),
            "Verant|wor|tung/Abtei|lung"
        );
    }

    #[test]
    fn languages_with_patterns_are_listed() {
        let languages = hyphenated_languages();
        for code in [
            "de", "el", "en", "fi", "fr", "hu", "nb", "nl", "no", "pl", "ru", "tr",
        ] {
            assert!(languages.iter().any(|it| it == code), "{code}");
        }
        for code in ["id", "ja", "sw", "vi", "zh"] {
            assert!(!languages.iter().any(|it| it == code), "{code}");
        }
        assert!(languages.is_sorted());
    }
}
