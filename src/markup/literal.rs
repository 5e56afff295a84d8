//! Keeps characters literal that CommonMark would treat as markup in everyday words: the asterisks
//! of `Kolleg*innen` and `5*3*2`, and the marks in paths, file names, addresses and formulas.
//!
//! Such a character is replaced by its placeholder (see [`verbatim`](super::verbatim)), which
//! parsing turns back into the character, also in code and in addresses.

use std::borrow::Cow;
use std::ops::Range;

use super::verbatim::{SUBSCRIPT, SUPERSCRIPT, stand_in};
use crate::lang;

/// The most characters between the marks of raised or lowered text.
const MAX_SHIFTED: usize = 24;

/// The most signs of a charge that has no figure: `Ca^++^`.
const MAX_CHARGE: usize = 3;

/// What Markdown could read as a mark inside of paths and formulas.
const MARKS: [char; 5] = ['\\', '_', '*', '~', '^'];

/// Marks and punctuation that may stand around a word without belonging to it.
const AROUND_WORDS: &str = "*_~()[]{}<>\"'“”„‘’‚«»‹›.,;:!?…";

/// A text in which marks inside of words, paths, addresses and formulas are placeholders.
pub(super) fn keep_literal(text: &str) -> Cow<'_, str> {
    if !text.contains(MARKS) {
        return Cow::Borrowed(text);
    }
    let mut literal = LiteralMarks::default();
    literal.mark_formulas(text);
    for line in lines_of(text) {
        literal.mark_tokens(text, line);
    }
    literal.mark_stars(text);
    literal.kept.sort_unstable();
    literal.mark_shifts(text);
    literal.mark_tildes(text);
    literal.apply(text)
}

/// Positions of characters that stay as typed.
#[derive(Default)]
struct LiteralMarks {
    kept: Vec<usize>,
    /// Marks of raised and lowered text, and their placeholders.
    shifts: Vec<(usize, char)>,
    /// Backslashes that escape the backslash after them.
    dropped: Vec<usize>,
}

impl LiteralMarks {
    fn keep_all(&mut self, text: &str, range: Range<usize>) {
        for (at, character) in text[range.clone()].char_indices() {
            if MARKS.contains(&character) {
                self.kept.push(range.start + at);
            }
        }
    }

    fn mark_formulas(&mut self, text: &str) {
        for formula in formulas(text) {
            self.keep_all(text, formula);
        }
    }

    fn mark_tokens(&mut self, text: &str, line: Range<usize>) {
        // A path may hold blanks: `C:\Program Files\_old`.
        let mut is_in_path = false;
        for token in tokens_of(text, line.clone()) {
            let core = core_of(text, token.clone());
            let word = &text[core.clone()];
            // A backslash at the end of a line is a line break.
            let goes_on = is_in_path && word.trim_end_matches('\\').contains('\\');
            let slashed = &text[token.clone()];
            let is_rooted = ["/", "~/", "./", "../"]
                .iter()
                .any(|it| slashed.starts_with(it));
            if is_rooted || is_starred_word(slashed) {
                self.keep_all(text, token);
            } else if is_path(word) || goes_on {
                is_in_path = true;
                let from = core.start + path_start(word);
                self.mark_path(text, from..core.end);
            } else if is_address(word) {
                self.keep_addresses(text, core.start + address_start(word)..core.end);
            } else if is_file_name(word) {
                let start = match word.contains("_.") {
                    true => token.start + text[token.clone()].find(['_', '*']).unwrap_or(0),
                    false => core.start,
                };
                self.keep_all(text, start.min(core.start)..core.end);
            }
        }
    }

    /// Keeps the marks of addresses, but not those of the Chinese or Japanese text around them.
    fn keep_addresses(&mut self, text: &str, token: Range<usize>) {
        let word = &text[token.clone()];
        if word.is_ascii() || !word.contains(lang::is_east_asian) {
            self.keep_all(text, token);
            return;
        }
        let mut start = token.start;
        for part in word.split_inclusive(lang::is_east_asian) {
            let end = start + part.len();
            if is_address(part.trim_end_matches(lang::is_east_asian)) {
                self.keep_all(text, start..end);
            }
            start = end;
        }
    }

    /// Two backslashes inside of a path are the escaped form of one.
    fn mark_path(&mut self, text: &str, path: Range<usize>) {
        let start = path.start;
        self.keep_all(text, path.clone());
        let inside = text[path].char_indices().skip(2);
        let mut previous = None;
        for (at, character) in inside {
            if character == '\\' && previous == Some(at.wrapping_sub(1)) {
                self.dropped.push(start + at - 1);
                previous = None;
            } else {
                previous = (character == '\\').then_some(at);
            }
        }
    }

    fn mark_stars(&mut self, text: &str) {
        let mut start = 0;
        for paragraph in text.split_inclusive("\n\n") {
            if paragraph.contains('*') {
                self.mark_stars_of(start, &star_runs(paragraph));
            }
            start += paragraph.len();
        }
    }

    /// A run inside of a word closes what a run before a word opened; else it is text.
    fn mark_stars_of(&mut self, start: usize, runs: &[StarRun]) {
        let mut open: Vec<usize> = Vec::new();
        for (index, run) in runs.iter().enumerate() {
            let length = run.range.len();
            let is_open = open.contains(&length);
            match run.place {
                StarPlace::Before => open.push(length),
                StarPlace::After => {
                    if let Some(at) = open.iter().rposition(|it| *it == length) {
                        open.truncate(at);
                    }
                }
                StarPlace::Alone => {}
                StarPlace::Inside {
                    beside_figure,
                    between_figures,
                } => {
                    // A product or a telephone code, not emphasis: `*21*0170`.
                    let is_needed =
                        is_open && !between_figures && !has_own_end(&runs[index + 1..], length);
                    if is_needed {
                        open.retain(|it| *it != length);
                    } else if length == 1 || beside_figure {
                        self.kept
                            .extend(start + run.range.start..start + run.range.end);
                    }
                }
            }
        }
    }

    /// Superscripts and subscripts, as Pandoc has them: `x^2^`, `H~2~O`.
    fn mark_shifts(&mut self, text: &str) {
        let mut from = 0;
        while let Some(found) = text[from..].find(['^', '~']) {
            let start = from + found;
            from = start + 1;
            let sign = &text[start..from];
            if self.kept.binary_search(&start).is_ok() {
                continue;
            }
            let Some(length) = text[from..].find(sign) else {
                continue;
            };
            let end = from + length;
            let is_free = self.kept.binary_search(&end).is_err();
            if is_free && is_shift(&text[..start], &text[from..end], &text[end + 1..], sign) {
                let [open, close] = if sign == "^" { SUPERSCRIPT } else { SUBSCRIPT };
                self.shifts.extend([(start, open), (end, close)]);
                from = end + 1;
            }
        }
    }

    /// A single tilde strikes nothing out: `~5 %`.
    fn mark_tildes(&mut self, text: &str) {
        let mut from = 0;
        while let Some(found) = text[from..].find('~') {
            let start = from + found;
            let after = text[start..].trim_start_matches('~');
            from = text.len() - after.len();
            let is_shift = self.shifts.iter().any(|(at, _)| *at == start);
            if from == start + 1 && !is_shift && !text[..start].ends_with('\\') {
                self.kept.push(start);
            }
        }
        self.kept.sort_unstable();
    }

    fn apply(self, text: &str) -> Cow<'_, str> {
        if self.kept.is_empty() && self.shifts.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len() + 3 * self.kept.len());
        for (at, character) in text.char_indices() {
            if self.dropped.contains(&at) {
                continue;
            }
            if let Some((_, mark)) = self.shifts.iter().find(|(it, _)| *it == at) {
                out.push(*mark);
                continue;
            }
            let is_kept = self.kept.binary_search(&at).is_ok();
            out.push(if is_kept {
                stand_in(character)
            } else {
                character
            });
        }
        Cow::Owned(out)
    }
}

/// Whether a word has an address of the web, or is one of mail.
fn is_address(word: &str) -> bool {
    word.contains("://") || word.starts_with("www.") || is_mail(word)
}

/// A run of asterisks.
struct StarRun {
    range: Range<usize>,
    place: StarPlace,
}

enum StarPlace {
    /// It can only open emphasis.
    Before,
    /// It can only close emphasis.
    After,
    /// Between two letters or figures.
    Inside {
        beside_figure: bool,
        between_figures: bool,
    },
    /// Between blanks, or as CommonMark reads it.
    Alone,
}

fn star_runs(text: &str) -> Vec<StarRun> {
    let mut runs = Vec::new();
    let mut end = 0;
    while let Some(found) = text[end..].find('*') {
        let start = end + found;
        let after = text[start..].trim_start_matches('*');
        end = text.len() - after.len();
        let before = &text[..start];
        if before.ends_with('\\') {
            continue;
        }
        let place = star_place(before.chars().next_back(), after.chars().next());
        let range = start..end;
        runs.push(StarRun { range, place });
    }
    runs
}

fn star_place(before: Option<char>, after: Option<char>) -> StarPlace {
    let is_blank = |it: Option<char>| it.is_none_or(char::is_whitespace);
    let is_word = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
    let is_east_asian = |it: Option<char>| it.is_some_and(lang::is_east_asian);
    if is_east_asian(before) || is_east_asian(after) {
        StarPlace::Alone
    } else if is_word(before) && is_word(after) {
        let is_figure = |it: Option<char>| it.is_some_and(char::is_numeric);
        let beside_figure = is_figure(before) || is_figure(after);
        StarPlace::Inside {
            beside_figure,
            between_figures: is_figure(before) && is_figure(after),
        }
    } else if !is_word(before) && is_word(after) {
        StarPlace::Before
    } else if !is_blank(before) && !is_word(after) {
        StarPlace::After
    } else if is_blank(before) && !is_blank(after) {
        StarPlace::Before
    } else {
        StarPlace::Alone
    }
}

/// Whether a run of `length` that can only close follows, before another one opens.
fn has_own_end(runs: &[StarRun], length: usize) -> bool {
    for run in runs {
        match run.place {
            StarPlace::After if run.range.len() == length => return true,
            StarPlace::Before if run.range.len() == length => return false,
            _ => {}
        }
    }
    false
}

/// Whether text between two marks is raised (`^`) or lowered (`~`), from what is around them.
fn is_shift(before: &str, inner: &str, after: &str, sign: &str) -> bool {
    let last = before.chars().next_back();
    let is_begun = match last {
        Some('~') => sign == "^",
        None | Some('\\' | '^') => sign == "^" && is_isotope(before, inner, after),
        Some(last) if sign == "~" => {
            (last.is_alphabetic() || last == ')') && !lang::is_east_asian(last)
        }
        Some(last) => !last.is_whitespace() || is_isotope(before, inner, after),
    };
    if !is_begun || inner.is_empty() || inner.chars().count() > MAX_SHIFTED {
        return false;
    }
    let is_sign = |it: char| "+-−".contains(it);
    let bare = inner.trim_start_matches(is_sign).trim_end_matches(is_sign);
    // The charge of an ion: `Na^+^`, `NO~3~^-^`.
    let is_charge = sign == "^"
        && bare.is_empty()
        && inner.len() <= MAX_CHARGE
        && (before.ends_with(['~', ')', ']']) || before.ends_with(char::is_alphanumeric))
        && !after.starts_with(char::is_alphanumeric);
    let is_word = !bare.is_empty()
        && bare
            .chars()
            .all(|it| it.is_alphanumeric() || ".,/".contains(it))
        && bare.ends_with(char::is_alphanumeric);
    let is_formula = sign == "^"
        && !after.starts_with(char::is_alphanumeric)
        && inner.contains(char::is_alphanumeric)
        && !inner.contains(|it: char| it.is_whitespace() || "*_`~\\[]<>$".contains(it));
    is_word || is_formula || is_charge
}

/// Whether figures are the mass of an isotope, before the sign of its element: `^137^Cs`.
fn is_isotope(before: &str, inner: &str, after: &str) -> bool {
    let is_alone = before.is_empty() || before.ends_with(char::is_whitespace);
    is_alone
        && (1..=3).contains(&inner.len())
        && inner.bytes().all(|it| it.is_ascii_digit())
        && after.starts_with(|it: char| it.is_ascii_uppercase())
}

/// The formulas of a text with their dollar signs: `$x^2$`, `$$a_1$$`.
///
/// Amounts of money are none: a formula closes without a blank before its sign, no figure follows,
/// and it holds `\`, `^`, `_` or `=`.
pub(super) fn formulas(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find('$') {
        let start = from + at;
        let sign = if text[start..].starts_with("$$") {
            "$$"
        } else {
            "$"
        };
        from = start + sign.len();
        if text[..start].ends_with(['\\', '$']) {
            continue;
        }
        let Some(length) = text[from..].find(sign) else {
            continue;
        };
        let inner = &text[from..from + length];
        let end = from + length + sign.len();
        let is_closed = !inner.ends_with([' ', '\\']) && !inner.contains("\n\n");
        let is_followed_by_figure = text[end..].starts_with(|it: char| it.is_ascii_digit());
        let begins_well = sign == "$$" || !inner.starts_with(char::is_whitespace);
        if is_closed
            && begins_well
            && !is_followed_by_figure
            && inner.contains(['\\', '^', '_', '='])
        {
            found.push(start..end);
            from = end;
        }
    }
    found
}

fn lines_of(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        lines.push(start..end);
        start += line.len();
    }
    lines
}

/// The parts of a line between blanks that hold a mark.
fn tokens_of(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut start = line.start;
    for token in text[line].split_inclusive(char::is_whitespace) {
        let end = start + token.trim_end().len();
        if text[start..end].contains(MARKS) {
            tokens.push(start..end);
        }
        start += token.len();
    }
    tokens
}

/// A token without the marks and the punctuation around it.
fn core_of(text: &str, token: Range<usize>) -> Range<usize> {
    let word = &text[token.clone()];
    let is_around = |it: char| AROUND_WORDS.contains(it);
    let start = token.start + word.len() - word.trim_start_matches(is_around).len();
    let is_marked = word.starts_with(['*', '_', '~']);
    // The last asterisk of `C:\*` is its own unless one stands before the word, too.
    let is_after = |it: char| AROUND_WORDS.contains(it) && (is_marked || !"*_~".contains(it));
    let end = token.start + word.trim_end_matches(is_after).len();
    start..end.max(start)
}

/// Where the address of a word begins: after the words of its link, `*report*](https://…`, unless
/// these are an address themselves.
fn address_start(word: &str) -> usize {
    match word.split_once("](") {
        Some((words, _)) if !is_address(words) => words.len() + "](".len(),
        _ => 0,
    }
}

/// Whether a word is a path with backslashes: `C:\x`, `\\server`, `%TEMP%\x`, `a\b`.
fn is_path(word: &str) -> bool {
    let Some(at) = word.find('\\') else {
        return false;
    };
    let before = &word[..at];
    let is_begun = before.chars().next_back().is_none_or(lang::is_east_asian);
    if is_begun
        && word[at..].starts_with("\\\\")
        && word[at + 2..].starts_with(char::is_alphanumeric)
    {
        return true;
    }
    let is_drive = before.len() >= 2
        && before.ends_with(':')
        && before[..before.len() - 1].ends_with(|it: char| it.is_ascii_alphabetic());
    let mut parts = word.split('\\');
    let mut left = parts.next().unwrap_or_default();
    let mut is_joined = false;
    for right in parts {
        let ends = left.ends_with(char::is_alphanumeric) || left.ends_with('%');
        is_joined |= ends && right.starts_with(char::is_alphanumeric);
        left = right;
    }
    is_drive || is_joined || before.ends_with('%') && before.len() > 2
}

/// Where the path begins in a word such as `(see:C:\x`.
fn path_start(word: &str) -> usize {
    let before = word.split('\\').next().unwrap_or_default();
    let start = before.rfind(['(', '[', '"', '=']).map_or(0, |at| at + 1);
    if word[before.len()..].starts_with("\\\\") && before.ends_with(lang::is_east_asian) {
        return before.len();
    }
    start.min(word.len())
}

/// Whether a word has an asterisk between all of its parts, and around them: `*S*Y*S*T*E*M*`.
fn is_starred_word(word: &str) -> bool {
    let is_around = |it: char| AROUND_WORDS.contains(it) && it != '*';
    let inner = word
        .trim_matches(is_around)
        .strip_prefix('*')
        .and_then(|rest| rest.strip_suffix('*'));
    inner.is_some_and(|it| {
        let mut parts = it.split('*');
        it.matches('*').count() > 1
            && parts.all(|part| !part.is_empty() && part.chars().all(char::is_alphabetic))
    })
}

fn is_mail(word: &str) -> bool {
    match word.split_once('@') {
        Some((name, host)) => {
            name.ends_with(char::is_alphanumeric) && host.contains('.') && !name.contains('[')
        }
        None => false,
    }
}

/// Whether a word ends as the name of a file does: `scan_*.log`.
fn is_file_name(word: &str) -> bool {
    let Some((name, extension)) = word.rsplit_once('.') else {
        return false;
    };
    let is_extension = (1..=5).contains(&extension.len())
        && extension.bytes().all(|it| it.is_ascii_alphanumeric())
        && extension.bytes().any(|it| it.is_ascii_alphabetic());
    is_extension && !name.is_empty() && !name.contains(['[', '(', '<', '`'])
}
