//! Escapes text so that every program shows it as it is.
//!
//! Escaped are the delimiters of CommonMark and of extensions that most programs support
//! (mathematics, autolinks, citations, sub- and superscript, attributes). Delimiters of one program
//! only are escaped for its dialect, by [`DialectEscapes`].

use unicode_segmentation::UnicodeSegmentation;

use super::emoji::{code_without_pictures, text_without_pictures};
use super::signs::SignMarkup;
use crate::colored_sign::may_be_colored_sign;
use crate::document::{
    Direction, Inline, TextMark, has_isolates, isolate_parts, plain_text, without_isolates,
};
use crate::lang::{
    foreign_stretches, has_script_of_its_own, is_direction_mark, left_to_right_stretches,
};
use crate::text::ruler::cite_text;

/// A word joiner, which has no width. It separates characters that would be a delimiter where a
/// backslash does not help.
pub(super) const WORD_JOINER: char = '\u{2060}';

/// How a text links to a slide of the same deck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum SlideLinks {
    /// Not at all: only the words are shown.
    #[default]
    None,
    /// As to any other address.
    Markdown,
    /// By the element `Link`, with the number of the slide (Slidev).
    Component,
}

/// Delimiters that only one program interprets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct DialectEscapes<'a> {
    /// Emoji and their `:names:` become pictures from the network, and some words of an alternative
    /// text are directives (Marp).
    pub emoji: bool,
    /// Letters and Roman numbers with a full stop or a bracket number a list (Pandoc).
    pub letters: bool,
    /// `x^2^` and `H~2~O` are raised and lowered (Pandoc). The others need elements of HTML, which
    /// Pandoc leaves out of files that are no web pages.
    pub shifts: bool,
    /// A line that begins with `Note:` begins the speaker's notes (reveal.js).
    pub note: bool,
    /// Two braces begin a formula, in code as well (Slidev).
    pub braces: bool,
    /// How the sign of a status is written.
    pub signs: SignMarkup,
    /// How links to slides are written.
    pub slide_links: SlideLinks,
    /// The direction of the text, where parts with another one are in elements of their own.
    pub isolates: Option<Direction>,
    /// The language of the text, where parts in other scripts are in elements that say theirs.
    pub lang: Option<&'a str>,
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
    // CommonMark drops hashes at the end of a heading. Escaping the last one keeps all of them.
    if out.ends_with('#') {
        out[..out.len() - 1].to_owned() + "\\#"
    } else {
        out
    }
}

/// Alternative text of an image. Marp reads some of its words as directives; their first character
/// is written as a numeric entity.
pub(super) fn alt_text(text: &str, escapes: DialectEscapes) -> String {
    let mut words = Vec::new();
    let text = without_isolates(text);
    for word in text.split_whitespace() {
        words.push(alt_word(word, escapes));
    }
    words.join(" ")
}

fn alt_word(word: &str, escapes: DialectEscapes) -> String {
    let mut rest = word.chars();
    match rest.next() {
        // A backslash does not escape letters.
        Some(first) if escapes.emoji && is_directive(word) => {
            let code = u32::from(first);
            let rest = escape_text(rest.as_str(), escapes);
            format!("&#{code};{rest}")
        }
        _ => escape_text(word, escapes),
    }
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

struct InlineMarkdown<'a> {
    out: String,
    line_break: &'static str,
    strong: bool,
    emph: bool,
    escapes: DialectEscapes<'a>,
}

impl InlineMarkdown<'_> {
    fn push_inlines(&mut self, text: &[Inline]) {
        for (index, inline) in text.iter().enumerate() {
            self.push_inline(inline, &text[index + 1..]);
        }
    }

    /// `rest` is the text after it.
    fn push_inline(&mut self, inline: &Inline, rest: &[Inline]) {
        match inline {
            Inline::Text { text } => self.push_text(text),
            Inline::Code { text } => self.push_code(text),
            Inline::Cite { sources, places } => {
                if is_visible(self.out.chars().next_back()) {
                    self.out.push('\u{a0}');
                }
                self.push_text(&cite_text(sources, places));
            }
            Inline::LineBreak => {
                // Blanks before a line break are not shown.
                let end = self.out.trim_end_matches(' ').len();
                self.out.truncate(end);
                self.out.push_str(self.line_break);
            }
            // The asterisks of emphasis inside emphasis would add up to strong emphasis.
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
            Inline::Marked { mark, body } => {
                let words = self.inner_markdown(body);
                let (open, close) = mark_delimiters(*mark, self.escapes);
                self.out.extend([open, &words, close]);
            }
            Inline::Status { level, body } => {
                let words = self.inner_markdown(body);
                self.out
                    .push_str(&self.escapes.signs.marked(*level, &words));
            }
            // An address that is its own text is an autolink.
            Inline::Link { url, body } if plain_text(body) == *url && is_plain_address(url) => {
                self.out.push_str(&format!("<{url}>"));
            }
            Inline::Link { url, body } => {
                let inner = self.inner_markdown(body);
                let words = inner.trim();
                if let Some(slide) = url.strip_prefix('#') {
                    match self.escapes.slide_links {
                        SlideLinks::None => return self.out.push_str(words),
                        SlideLinks::Component => {
                            let link = format!("<Link to=\"{slide}\">{words}</Link>");
                            return self.out.push_str(&link);
                        }
                        SlideLinks::Markdown => {}
                    }
                }
                // A link without words could not be seen.
                if !words.is_empty() {
                    let url = link_destination(url);
                    self.out.push_str(&format!("[{words}]({url})"));
                }
            }
        }
    }

    /// The text inside emphasis or a link.
    fn inner_markdown(&self, body: &[Inline]) -> String {
        let mut inner = Self {
            out: String::new(),
            ..*self
        };
        inner.push_inlines(body);
        inner.out
    }

    /// Emphasis. By the flanking rules of CommonMark (6.2), `*` between punctuation and a letter
    /// opens and closes nothing, and adjacent delimiters merge. A word joiner prevents both.
    fn push_emphasis(&mut self, mark: &str, body: &[Inline], rest: &[Inline]) {
        let inner = self.inner_markdown(body);
        let words = inner.trim_matches([' ', '\n', '\u{a0}']);
        let (Some(first), Some(last)) = (words.chars().next(), words.chars().next_back()) else {
            self.out.push_str(&inner);
            return;
        };
        // The backslash of a line break would escape the asterisk after it.
        if words.starts_with("\\\n") || words.ends_with('\\') {
            self.out.push_str(&inner);
            return;
        }
        // Delimiters open and close nothing next to a blank, so blanks go outside.
        let lead = &inner[..inner.find(words).unwrap_or(0)];
        let trail = &inner[lead.len() + words.len()..];
        self.out.push_str(lead);
        let before = self.out.chars().next_back();
        if before == Some('*') {
            self.out.push(WORD_JOINER);
        }
        self.out.push_str(mark);
        if is_punctuation(first) && is_visible(before) {
            self.out.push(WORD_JOINER);
        }
        self.out.push_str(words);
        if is_punctuation(last) && trail.is_empty() && is_visible(first_shown(rest)) {
            self.out.push(WORD_JOINER);
        }
        self.out.push_str(mark);
        self.out.push_str(trail);
    }

    fn push_text(&mut self, text: &str) {
        match self.escapes.isolates {
            None => self.push_escaped(&without_isolates(text)),
            Some(Direction::Ltr) if !has_isolates(text) => self.push_escaped(text),
            Some(_) => self.push_isolates(text),
        }
    }

    fn runs_from_right_to_left(&self) -> bool {
        self.escapes.isolates == Some(Direction::Rtl)
    }

    fn push_isolates(&mut self, text: &str) {
        for part in isolate_parts(text) {
            if part.is_isolated {
                self.out.push_str("<bdi>");
                self.push_escaped(part.text);
                self.out.push_str("</bdi>");
            } else if self.runs_from_right_to_left() {
                self.push_right_to_left(part.text);
            } else {
                self.push_escaped(part.text);
            }
        }
    }

    fn push_right_to_left(&mut self, text: &str) {
        // The elements replace the direction marks of the CLDR's number patterns.
        let text = text.replace(is_direction_mark, "");
        let mut end = 0;
        for stretch in left_to_right_stretches(&text) {
            self.push_escaped(&text[end..stretch.start]);
            end = stretch.end;
            self.out.push_str("<bdi dir=\"ltr\">");
            self.push_escaped(&text[stretch]);
            self.out.push_str("</bdi>");
        }
        self.push_escaped(&text[end..]);
    }

    fn push_escaped(&mut self, text: &str) {
        match self.escapes.lang {
            Some(own_lang) if text.chars().any(has_script_of_its_own) => {
                self.push_languages(text, own_lang);
            }
            _ => self.push_signs(text),
        }
    }

    fn push_languages(&mut self, text: &str, own_lang: &str) {
        // What is between foreign words is escaped as a whole: an ampersand at its end may begin an
        // entity.
        let mut own_start = 0;
        let mut end = 0;
        for (part, lang) in foreign_stretches(text, own_lang) {
            let start = end;
            end += part.len();
            let Some(lang) = lang else { continue };
            let words = part.trim_start_matches(is_outside_of_foreign_words);
            let start = start + part.len() - words.len();
            let words = words.trim_end_matches(is_outside_of_foreign_words);
            self.push_signs(&text[own_start..start]);
            self.out.push_str(&format!("<span lang=\"{lang}\">"));
            self.push_signs(words);
            self.out.push_str("</span>");
            own_start = start + words.len();
        }
        self.push_signs(&text[own_start..]);
    }

    fn push_signs(&mut self, text: &str) {
        let has_signs = !text.is_ascii() && text.chars().any(may_be_colored_sign);
        if self.escapes.signs == SignMarkup::None || !has_signs {
            self.push_words(text);
            return;
        }
        let mut end = 0;
        for (start, grapheme) in text.grapheme_indices(true) {
            if let Some(element) = self.escapes.signs.colored(grapheme) {
                self.push_words(&text[end..start]);
                self.out.push_str(&element);
                end = start + grapheme.len();
            }
        }
        self.push_words(&text[end..]);
    }

    fn push_words(&mut self, text: &str) {
        let escaped = escape_text(text, self.escapes);
        let at_line_start = self.out.is_empty() || self.out.ends_with(['\n', ' ']);
        // Four blanks at the start of a line would begin a block of code.
        self.out.push_str(if at_line_start {
            escaped.trim_start_matches(' ')
        } else {
            &escaped
        });
    }

    fn push_code(&mut self, text: &str) {
        let mut text: String = text.chars().map(control_as_blank).collect();
        // A table ends a cell at a bare `|` even inside code; elsewhere the backslash would show.
        let is_in_table = self.line_break != "\\\n";
        if is_in_table {
            text = text.replace('|', "\\|");
        }
        if self.escapes.emoji {
            text = code_without_pictures(&text).into_owned();
        }
        if self.escapes.braces {
            text = parted_braces(&text);
        }
        if text.trim().is_empty() {
            self.out.push_str(&text);
            return;
        }
        let fence = "`".repeat(longest_backtick_run(&text) + 1);
        // CommonMark removes a blank at either end of code, so one is added for it.
        let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) {
            " "
        } else {
            ""
        };
        self.out
            .push_str(&format!("{fence}{pad}{text}{pad}{fence}"));
    }
}

/// Whether a character at an end of words in another script is not one of them: a blank, which is
/// trimmed at the end of a line, a digit, a quotation mark.
fn is_outside_of_foreign_words(character: char) -> bool {
    character.is_ascii() || character == '\u{a0}' || "“”‘’„‚«»‹›".contains(character)
}

/// What stands around struck, raised and lowered text.
fn mark_delimiters(mark: TextMark, escapes: DialectEscapes) -> (&'static str, &'static str) {
    let is_pandoc = escapes.shifts;
    match mark {
        TextMark::Strikethrough => ("~~", "~~"),
        TextMark::Superscript if is_pandoc => ("^", "^"),
        TextMark::Subscript if is_pandoc => ("~", "~"),
        TextMark::Superscript => ("<sup>", "</sup>"),
        TextMark::Subscript => ("<sub>", "</sub>"),
    }
}

fn longest_backtick_run(code: &str) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for byte in code.bytes() {
        run = if byte == b'`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// The first visible character of a text.
fn first_shown(text: &[Inline]) -> Option<char> {
    text.iter().find_map(|inline| match inline {
        Inline::Text { text } | Inline::Code { text } => text.chars().next(),
        Inline::Emph { body }
        | Inline::Strong { body }
        | Inline::Marked { body, .. }
        | Inline::Link { body, .. }
        | Inline::Status { body, .. } => first_shown(body),
        Inline::Cite { .. } => None,
        Inline::LineBreak => Some(' '),
    })
}

/// Whether there is a character, and it is not white space.
fn is_visible(character: Option<char>) -> bool {
    match character {
        Some(character) => !character.is_whitespace(),
        None => false,
    }
}

/// Separates adjacent opening braces by a word joiner.
fn parted_braces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '{' && out.ends_with('{') {
            out.push(WORD_JOINER);
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
    let has_scheme = url.starts_with("https://") || url.starts_with("http://");
    has_scheme && url.chars().all(is_plain_in_address)
}

fn is_plain_in_address(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(character)
}

/// Escapes an address for the parentheses of a link.
fn link_destination(url: &str) -> String {
    // Some end the address, the others are delimiters that a program may read even in an address.
    const PERCENT_ENCODED: &str = " ()<>\\\"`|*_[]${}";
    let mut out = String::with_capacity(url.len());
    for character in url.chars() {
        if PERCENT_ENCODED.contains(character) {
            out.push_str(&format!("%{:02X}", u32::from(character)));
        } else if character == '&' {
            // Names such as `copy;` may follow, which would be read as an entity.
            out.push_str("&amp;");
        } else if !character.is_control() && !character.is_whitespace() {
            out.push(character);
        }
    }
    out
}

/// Characters that are delimiters wherever they are.
const ALWAYS_ESCAPED: &str = "\\*_`[]<~^$|{}";

/// Escapes literal text on one line.
pub(super) fn escape_text(text: &str, escapes: DialectEscapes) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    loop {
        // Most of a text is words, which need no escaping.
        let words = plain_length(rest.as_bytes());
        out.push_str(&rest[..words]);
        rest = &rest[words..];
        let done = &text[..text.len() - rest.len()];
        let before = done.chars().next_back().map(control_as_blank);
        let mut characters = rest.chars();
        let Some(character) = characters.next().map(control_as_blank) else {
            break;
        };
        rest = characters.as_str();
        let after = characters.next().map(control_as_blank);
        if escapes.braces && character == '{' && before == Some('{') {
            out.push(WORD_JOINER);
        }
        match character {
            // Several blanks are shown as one.
            ' ' if before == Some(' ') => continue,
            _ if ALWAYS_ESCAPED.contains(character) => out.push('\\'),
            // A citation of Pandoc, or an e-mail address that becomes a link.
            '@' if is_visible(after) => out.push('\\'),
            '&' if is_entity(rest) => out.push('\\'),
            // Several hyphens become a dash in some programs.
            '-' if before == Some('-') || after == Some('-') => out.push('\\'),
            // Without the backslash, `https://` would begin a link.
            '/' if before == Some('/') => out.push('\\'),
            // Two equals signs highlight text in some programs.
            '=' if before == Some('=') || after == Some('=') => out.push('\\'),
            // GitHub's Markdown makes links of words that begin with `www.`, too.
            '.' if out.ends_with("www") => out.push('\\'),
            '!' if after == Some('[') => out.push('\\'),
            _ => {}
        }
        out.push(character);
        if escapes.emoji && character == ':' && is_shortcode(rest) {
            out.push(WORD_JOINER);
        }
    }
    if escapes.emoji {
        text_without_pictures(out)
    } else {
        out
    }
}

/// The number of bytes before the first that may need an escape, or is a blank after another one.
fn plain_length(text: &[u8]) -> usize {
    let mut before = b' ';
    for (length, &byte) in text.iter().enumerate() {
        let is_plain = match byte {
            b' ' => before != b' ',
            b',' | b';' | b'(' | b')' | b'%' => true,
            _ => byte.is_ascii_alphanumeric(),
        };
        if !is_plain {
            return length;
        }
        before = byte;
    }
    text.len()
}

/// The character as it is shown: Markdown has no control characters.
fn control_as_blank(character: char) -> char {
    if character.is_control() {
        ' '
    } else {
        character
    }
}

/// Whether an ampersand before `rest` would begin an entity.
fn is_entity(rest: &str) -> bool {
    // The longest name in HTML has 31 letters.
    let name = name_length(rest, 40, b"#");
    name > 0 && rest[name..].starts_with(';')
}

/// Whether a colon before `rest` would begin the name of an emoji, such as `:tada:`.
fn is_shortcode(rest: &str) -> bool {
    let name = name_length(rest, 60, b"_+-");
    name > 0 && rest[name..].starts_with(':')
}

/// How many bytes at the beginning of `rest` are letters, digits or one of `others`, up to `max`.
fn name_length(rest: &str, max: usize, others: &[u8]) -> usize {
    let mut length = 0;
    for byte in rest.bytes().take(max) {
        if !byte.is_ascii_alphanumeric() && !others.contains(&byte) {
            break;
        }
        length += 1;
    }
    length
}

/// Escapes characters that would open a block at the start of a line.
fn guard_lines(text: &str, escapes: DialectEscapes) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let line = line.trim_start_matches(' ');
        match block_delimiter(line, escapes) {
            Some(at) => out.extend([&line[..at], "\\", &line[at..]]),
            None => out.push_str(line),
        }
    }
    out
}

/// Where the beginning of a line has a delimiter that would open a block.
fn block_delimiter(line: &str, escapes: DialectEscapes) -> Option<usize> {
    if let Some(end) = number_end(line, escapes) {
        return Some(end);
    }
    if escapes.note
        && let Some(end) = note_end(line)
    {
        return Some(end);
    }
    opens_block(line).then_some(0)
}

/// The end of a number that would make a line a list item, before `.` or `)`.
fn number_end(line: &str, escapes: DialectEscapes) -> Option<usize> {
    let open = usize::from(escapes.letters && line.starts_with('('));
    let inner = line.get(open..)?;
    let end = inner.find(|character: char| !character.is_ascii_alphanumeric())?;
    let (number, rest) = inner.split_at(end);
    if !rest.starts_with(['.', ')']) {
        return None;
    }
    // CommonMark reads at most nine digits as the number of an item.
    let is_decimal = end <= 9 && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = escapes.letters && (end == 1 || is_roman_number(number));
    (end > 0 && (is_decimal || is_letter)).then_some(open + end)
}

fn is_roman_number(word: &str) -> bool {
    word.bytes().all(|byte| b"ivxlcdmIVXLCDM".contains(&byte))
}

/// The end of the word `note` or `notes` that would begin the speaker's notes, before its colon.
fn note_end(line: &str) -> Option<usize> {
    let (word, _) = line.split_once(':')?;
    let is_note = word.eq_ignore_ascii_case("note") || word.eq_ignore_ascii_case("notes");
    is_note.then_some(word.len())
}

/// Whether the beginning of a line would open a block.
fn opens_block(line: &str) -> bool {
    let mut characters = line.chars();
    let (first, second) = (characters.next(), characters.next());
    match first {
        // A colon begins a definition or a division in Pandoc, `=` underlines a heading.
        Some('#' | '>' | ':' | '=') => true,
        Some('-' | '+') => second.is_none_or(char::is_whitespace) || second == first,
        // Pandoc reads `%` as the title of the document, and `(@)` as a numbered example.
        Some('%') => true,
        Some('(') => second == Some('@'),
        _ => false,
    }
}
