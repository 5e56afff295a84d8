//! Escapes text so that every program shows it as it is.
//!
//! Escaped are the delimiters of CommonMark and of extensions that most programs support
//! (mathematics, autolinks, citations, sub- and superscript, attributes). Delimiters of one program
//! only are escaped for its dialect, by [`DialectEscapes`].

use std::borrow::Cow;

use crate::document::{Inline, plain_text};
use crate::text::ruler::cite_text;

/// A word joiner, which has no width. It separates characters that would be a delimiter where a
/// backslash does not help.
const JOINER: char = '\u{2060}';

/// The variation selector for the text form of a character. Marp replaces emoji without it by
/// pictures from the network.
const TEXT_FORM: char = '\u{fe0e}';

/// Delimiters that only one program interprets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct DialectEscapes {
    /// Emoji and their `:names:` become pictures from the network, and some words of an alternative
    /// text are directives (Marp).
    pub emoji: bool,
    /// Letters and Roman numbers with a full stop or a bracket number a list (Pandoc).
    pub letters: bool,
    /// A line that begins with `Note:` begins the speaker's notes (reveal.js).
    pub note: bool,
    /// Two braces begin a formula, in code as well (Slidev).
    pub braces: bool,
}

/// The text of a paragraph, with the author's line breaks.
pub(super) fn paragraph_text(text: &[Inline], escapes: DialectEscapes) -> String {
    let mut writer = InlineMarkdown {
        out: String::new(),
        line_break: "\\\n",
        strong: false,
        emph: false,
        escapes,
    };
    writer.push_inlines(text);
    guard_lines(writer.out.trim_matches([' ', '\n']), escapes)
}

/// Text on one line, for headings and cells.
pub(super) fn line_text(text: &[Inline], escapes: DialectEscapes) -> String {
    let mut writer = InlineMarkdown {
        out: String::new(),
        line_break: " <br>",
        strong: false,
        emph: false,
        escapes,
    };
    writer.push_inlines(text);
    let out = writer.out.trim().to_owned();
    // CommonMark drops hashes at the end of a heading.
    if out.ends_with('#') {
        out[..out.len() - 1].to_owned() + "\\#"
    } else {
        out
    }
}

/// Alternative text of an image. Marp reads some of its words as directives; their first character
/// is written as a numeric entity.
pub(super) fn alt_text(text: &str, escapes: DialectEscapes) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| {
            let first = word
                .chars()
                .next()
                .filter(|_| escapes.emoji && is_directive(word));
            match first {
                Some(first) => format!(
                    "&#{};{}",
                    first as u32,
                    escape_text(&word[first.len_utf8()..], escapes)
                ),
                None => escape_text(word, escapes),
            }
        })
        .collect();
    words.join(" ")
}

/// Whether Marpit reads a word of an alternative text as a directive.
fn is_directive(word: &str) -> bool {
    const WORDS: [&str; 17] = [
        "bg",
        "blur",
        "brightness",
        "contrast",
        "drop-shadow",
        "grayscale",
        "hue-rotate",
        "invert",
        "opacity",
        "saturate",
        "sepia",
        "w",
        "width",
        "h",
        "height",
        "left",
        "right",
    ];
    let name = word.split(':').next().unwrap_or(word);
    WORDS.contains(&name) || word.ends_with('%')
}

struct InlineMarkdown {
    out: String,
    line_break: &'static str,
    strong: bool,
    emph: bool,
    escapes: DialectEscapes,
}

impl InlineMarkdown {
    fn push_inlines(&mut self, text: &[Inline]) {
        for (at, inline) in text.iter().enumerate() {
            self.push_inline(inline, &text[at + 1..]);
        }
    }

    /// `rest` is the text after it.
    fn push_inline(&mut self, inline: &Inline, rest: &[Inline]) {
        match inline {
            Inline::Text { text } => self.push_text(text),
            Inline::Code { text } => self.push_code(text),
            Inline::Cite { sources } => {
                if self.out.ends_with(|last: char| !last.is_whitespace()) {
                    self.out.push('\u{a0}');
                }
                self.push_text(&cite_text(sources));
            }
            Inline::LineBreak => {
                let end = self.out.trim_end_matches(' ').len();
                self.out.truncate(end);
                self.out.push_str(self.line_break);
            }
            Inline::Emph { body } if self.emph => self.push_inlines(body),
            Inline::Strong { body } if self.strong => self.push_inlines(body),
            Inline::Emph { body } => {
                self.emph = true;
                self.push_emphasis("*", body, rest);
                self.emph = false;
            }
            Inline::Strong { body } => {
                self.strong = true;
                self.push_emphasis("**", body, rest);
                self.strong = false;
            }
            // An address that is its own text is an autolink.
            Inline::Link { url, body } if plain_text(body) == *url && is_plain_address(url) => {
                self.out.push_str(&format!("<{url}>"));
            }
            Inline::Link { url, body } => {
                let mut inner = Self {
                    out: String::new(),
                    ..*self
                };
                inner.push_inlines(body);
                let inner = inner.out.trim().to_owned();
                if inner.is_empty() {
                    return;
                }
                self.out
                    .push_str(&format!("[{inner}]({})", link_destination(url)));
            }
        }
    }

    /// Emphasis. By the flanking rules of CommonMark (6.2), `*` between punctuation and a letter
    /// opens and closes nothing, and adjacent delimiters merge. A word joiner prevents both.
    fn push_emphasis(&mut self, mark: &str, body: &[Inline], rest: &[Inline]) {
        let mut inner = Self {
            out: String::new(),
            ..*self
        };
        inner.push_inlines(body);
        let inner = inner.out;
        let words = inner.trim_matches([' ', '\n', '\u{a0}']);
        let (Some(first), Some(last)) = (words.chars().next(), words.chars().next_back()) else {
            self.out.push_str(&inner);
            return;
        };
        if words.starts_with("\\\n") || words.ends_with('\\') {
            self.out.push_str(&inner);
            return;
        }
        let lead = &inner[..inner.find(words).unwrap_or(0)];
        let trail = &inner[lead.len() + words.len()..];
        self.out.push_str(lead);
        let before = self.out.chars().next_back();
        if before == Some('*') {
            self.out.push(JOINER);
        }
        self.out.push_str(mark);
        if is_punctuation(first) && before.is_some_and(|it| !it.is_whitespace()) {
            self.out.push(JOINER);
        }
        self.out.push_str(words);
        if is_punctuation(last)
            && trail.is_empty()
            && first_shown(rest).is_some_and(|it| !it.is_whitespace())
        {
            self.out.push(JOINER);
        }
        self.out.push_str(mark);
        self.out.push_str(trail);
    }

    fn push_text(&mut self, text: &str) {
        let escaped = escape_text(text, self.escapes);
        let escaped = if self.out.is_empty() || self.out.ends_with(['\n', ' ']) {
            escaped.trim_start_matches(' ')
        } else {
            &escaped
        };
        self.out.push_str(escaped);
    }

    fn push_code(&mut self, text: &str) {
        let text: String = text
            .chars()
            .map(|it| if it.is_control() { ' ' } else { it })
            .collect();
        let text = text.replace(
            '|',
            if self.line_break == "\\\n" {
                "|"
            } else {
                "\\|"
            },
        );
        let text = if self.escapes.emoji {
            text_form(&text).into_owned()
        } else {
            text
        };
        let text = if self.escapes.braces {
            parted_braces(&text)
        } else {
            text
        };
        let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) {
            " "
        } else {
            ""
        };
        if text.trim().is_empty() {
            self.out.push_str(&text);
        } else {
            self.out
                .push_str(&format!("{fence}{pad}{text}{pad}{fence}"));
        }
    }
}

/// The first visible character of a text.
fn first_shown(text: &[Inline]) -> Option<char> {
    text.iter().find_map(|inline| match inline {
        Inline::Text { text } | Inline::Code { text } => text.chars().next(),
        Inline::Emph { body } | Inline::Strong { body } | Inline::Link { body, .. } => {
            first_shown(body)
        }
        Inline::Cite { .. } => None,
        Inline::LineBreak => Some(' '),
    })
}

/// Separates adjacent opening braces by a word joiner.
fn parted_braces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '{' && out.ends_with('{') {
            out.push(JOINER);
        }
        out.push(character);
    }
    out
}

/// Whether CommonMark treats a character as punctuation.
fn is_punctuation(character: char) -> bool {
    !character.is_alphanumeric() && !character.is_whitespace()
}

/// Whether an address can be an autolink (`<…>`), also in a table.
fn is_plain_address(url: &str) -> bool {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(it);
    (url.starts_with("https://") || url.starts_with("http://")) && url.chars().all(is_plain)
}

/// Escapes an address for the parentheses of a link.
fn link_destination(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for character in url.chars() {
        match character {
            ' ' | '(' | ')' | '<' | '>' | '\\' | '"' | '`' | '|' | '*' | '_' | '[' | ']' | '$'
            | '{' | '}' => {
                out.push_str(&format!("%{:02X}", u32::from(character)));
            }
            '&' => out.push_str("&amp;"),
            _ if character.is_control() || character.is_whitespace() => {}
            _ => out.push(character),
        }
    }
    out
}

/// Escapes literal text on one line.
pub(super) fn escape_text(text: &str, escapes: DialectEscapes) -> String {
    let text = if escapes.emoji {
        text_form(text)
    } else {
        Cow::Borrowed(text)
    };
    let shown = |it: char| if it.is_control() { ' ' } else { it };
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = &*text;
    loop {
        // Most of a text is words, which need no escaping.
        let word = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        out.push_str(&rest[..word]);
        rest = &rest[word..];
        let before = text[..text.len() - rest.len()]
            .chars()
            .next_back()
            .map(shown);
        let mut characters = rest.chars();
        let Some(character) = characters.next().map(shown) else {
            break;
        };
        rest = characters.as_str();
        let after = characters.next().map(shown);
        if escapes.braces && character == '{' && before == Some('{') {
            out.push(JOINER);
        }
        match character {
            ' ' if before == Some(' ') => continue,
            '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '~' | '^' | '$' | '|' | '{' | '}' => {
                out.push('\\')
            }
            '@' if after.is_some_and(|it| !it.is_whitespace()) => out.push('\\'),
            '&' if is_entity(rest) => out.push('\\'),
            '-' if before == Some('-') || after == Some('-') => out.push('\\'),
            '/' if before == Some('/') => out.push('\\'),
            '=' if before == Some('=') || after == Some('=') => out.push('\\'),
            '.' if out.ends_with("www") => out.push('\\'),
            '!' if after == Some('[') => out.push('\\'),
            _ => {}
        }
        out.push(character);
        if escapes.emoji && character == ':' && is_shortcode(rest) {
            out.push(JOINER);
        }
    }
    out
}

/// Whether an ampersand before `rest` would begin an entity.
fn is_entity(rest: &str) -> bool {
    let name = rest
        .bytes()
        .take(40)
        .take_while(|it| it.is_ascii_alphanumeric() || *it == b'#')
        .count();
    name > 0 && rest[name..].starts_with(';')
}

/// Whether a colon before `rest` would begin the name of an emoji, such as `:tada:`.
fn is_shortcode(rest: &str) -> bool {
    let name = rest
        .bytes()
        .take(60)
        .take_while(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'+' | b'-'))
        .count();
    name > 0 && rest[name..].starts_with(':')
}

/// Adds the variation selector for text form to emoji, which Marp would replace by images.
fn text_form(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\u{fe0f}' => continue,
            _ => out.push(character),
        }
        if is_emoji(character) && characters.peek() != Some(&TEXT_FORM) {
            out.push(TEXT_FORM);
        }
    }
    Cow::Owned(out)
}

/// Characters that are emoji by default (Emoji_Presentation, UTS 51).
fn is_emoji(character: char) -> bool {
    matches!(character,
        '\u{1f000}'..='\u{1faff}' | '\u{231a}'..='\u{231b}' | '\u{23e9}'..='\u{23f3}' | '\u{25fd}'..='\u{25fe}'
        | '\u{2614}'..='\u{2615}' | '\u{2648}'..='\u{2653}' | '\u{267f}' | '\u{2693}' | '\u{26a1}'
        | '\u{26aa}'..='\u{26ab}' | '\u{26bd}'..='\u{26be}' | '\u{26c4}'..='\u{26c5}' | '\u{26ce}' | '\u{26d4}'
        | '\u{26ea}' | '\u{26f2}'..='\u{26f5}' | '\u{26fa}' | '\u{26fd}' | '\u{2705}' | '\u{270a}'..='\u{270b}'
        | '\u{2728}' | '\u{274c}' | '\u{274e}' | '\u{2753}'..='\u{2755}' | '\u{2757}' | '\u{2795}'..='\u{2797}'
        | '\u{27b0}' | '\u{27bf}' | '\u{2b1b}'..='\u{2b1c}' | '\u{2b50}' | '\u{2b55}' | '\u{20e3}')
}

/// Escapes characters that would open a block at the start of a line.
fn guard_lines(text: &str, escapes: DialectEscapes) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    for (at, line) in text
        .lines()
        .map(|line| line.trim_start_matches(' '))
        .enumerate()
    {
        if at > 0 {
            out.push('\n');
        }
        let note = || note_end(line).filter(|_| escapes.note);
        match number_end(line, escapes)
            .or_else(note)
            .or(opens_block(line).then_some(0))
        {
            Some(at) => out.extend([&line[..at], "\\", &line[at..]]),
            None => out.push_str(line),
        }
    }
    out
}

/// The end of a number that would make a line a list item, before `.` or `)`.
fn number_end(line: &str, escapes: DialectEscapes) -> Option<usize> {
    let open = usize::from(escapes.letters && line.starts_with('('));
    let inner = line.get(open..)?;
    let end = inner.find(|it: char| !it.is_ascii_alphanumeric())?;
    let number = &inner[..end];
    let is_roman = || {
        number.chars().all(|it| {
            matches!(
                it.to_ascii_lowercase(),
                'i' | 'v' | 'x' | 'l' | 'c' | 'd' | 'm'
            )
        })
    };
    let is_number = (1..=9).contains(&end) && number.bytes().all(|it| it.is_ascii_digit())
        || escapes.letters && (end == 1 || end > 1 && is_roman());
    (is_number && inner[end..].starts_with(['.', ')'])).then_some(open + end)
}

/// The end of the word `note` or `notes` that would begin the speaker's notes, before its colon.
fn note_end(line: &str) -> Option<usize> {
    let word = line
        .split(':')
        .next()
        .filter(|word| word.len() < line.len())?;
    ["note", "notes"]
        .iter()
        .any(|it| word.eq_ignore_ascii_case(it))
        .then_some(word.len())
}

/// Whether the beginning of a line would open a block.
fn opens_block(line: &str) -> bool {
    let mut characters = line.chars();
    let (first, second) = (characters.next(), characters.next());
    match first {
        Some('#' | '>' | ':' | '=') => true,
        Some('-' | '+') => second.is_none_or(char::is_whitespace) || second == first,
        Some('(' | '%') => line.starts_with("(@") || first == Some('%'),
        _ => false,
    }
}
