//! Reads lists and tables as other programs put them into the clipboard: lines that begin with `•`,
//! `(a)`, `1°` or `1.2`, and lines with tabs. Markdown would join them to a paragraph.

use std::borrow::Cow;

use super::verbatim::VERBATIM_EDGE;

use crate::lang;

/// Signs of items that are no marks of lists in Markdown.
const BULLETS: &str = "•◦▪▫‣·●○■□►";

/// Signs and figures that begin a line of their own, with or without a blank after them.
const LINE_SIGNS: &str = "–—―→⇒▶✓✔✗✘✕☐☑☒";
const JOINED_LINE_SIGNS: &str = "・①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

/// The most characters before the colon of a line of a form.
const MAX_FORM_KEY: usize = 24;

/// A rich text whose pasted lists and tables are written in Markdown.
pub(super) fn read_pasted(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') || text.contains("```") || text.contains("~~~") {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut bullets = Bullets::new(&lines);
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    let mut is_changed = false;
    for run in lines.chunk_by(|one, other| one.trim().is_empty() == other.trim().is_empty()) {
        if let Some(rows) = pasted_table(run) {
            out.extend(rows);
            is_changed = true;
            continue;
        }
        let begun = run.iter().filter(|line| begins_line(line)).count();
        let has_words = run.iter().any(|it| it.contains(char::is_alphanumeric));
        for (index, line) in run.iter().enumerate() {
            if has_words && is_signature_mark(line) {
                out.push(String::new());
                is_changed = true;
                continue;
            }
            if let Some(item) = bullets.item(line) {
                is_changed = true;
                out.push(item);
                continue;
            }
            let before = index.checked_sub(1).map(|at| run[at].trim());
            if let Some(before) = before {
                // The sentence after a quotation is the author's own.
                if before.starts_with('>') && !line.trim_start().starts_with('>') {
                    out.push(String::new());
                    is_changed = true;
                } else if is_underline(line) && !before.starts_with(['>', '|', '-', '#']) {
                    // A row of dashes below a line parts it from the next, and makes no heading.
                    out.push(String::new());
                    is_changed = true;
                    continue;
                }
            }
            let follows_head = before.is_some_and(is_head_of_message);
            let begins = begins_line(line) || before.is_some_and(|it| ends_form(it, line));
            if index > 0
                && (begun > 1 && begins || follows_head)
                && let Some(before) = out.last_mut()
            {
                is_changed = true;
                // Two blanks are a line break.
                before.push_str("  ");
            }
            out.push((*line).to_owned());
        }
    }
    if is_changed {
        Cow::Owned(out.join("\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a text has lines of a list, a table or a heading, or footnotes.
pub(super) fn may_hold_blocks(text: &str) -> bool {
    if text.contains("^[") {
        return true;
    }
    let text = text.trim();
    if text.contains(VERBATIM_EDGE) {
        return false;
    }
    if !text.contains('\n') {
        return text.starts_with("## ") || text.starts_with("### ");
    }
    let mut items = 0;
    for line in text.lines() {
        let line = line.trim_start();
        let is_table = line.starts_with('|') && line.contains("---");
        if line.starts_with("[^") || line.starts_with("##") || is_table {
            return true;
        }
        let is_row = line.contains('\t') || line.starts_with('>');
        let is_item =
            is_row || has_list_marker(line) || bullet(line, false).is_some() || begins_line(line);
        items += usize::from(is_item);
    }
    items > 1
}

/// Whether a line begins with the mark of an item: `- `, `* `, `7. `, `3) `.
fn has_list_marker(line: &str) -> bool {
    let after = line.trim_start_matches(|it: char| it.is_ascii_digit());
    let after = match after.len() < line.len() {
        true => after.strip_prefix(['.', ')']),
        false => line.strip_prefix(['-', '*', '+']),
    };
    after.is_some_and(|it| it.starts_with([' ', '\t']))
}

/// A text whose footnotes inside of sentences, `^[Provisional.]`, are written below it.
pub(super) fn move_inline_notes(text: &str) -> Cow<'_, str> {
    if !text.contains("^[") || text.contains('`') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 32);
    let mut notes = String::new();
    let mut rest = text;
    let mut count = 0;
    while let Some(at) = rest.find("^[") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        rest = &from["^[".len()..];
        let end = if before.ends_with('\\') {
            None
        } else {
            closing_bracket(rest)
        };
        let Some(end) = end else {
            out.push_str("^[");
            continue;
        };
        count += 1;
        // No author has such a label.
        out.push_str(&format!("[^\u{1}{count}]"));
        notes.push_str(&format!(
            "\n\n[^\u{1}{count}]: {}",
            rest[..end].replace('\n', " ")
        ));
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out.push_str(&notes);
    Cow::Owned(out)
}

/// Where the bracket closes that was opened before a text.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 1;
    for (at, character) in text.char_indices() {
        match character {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (at > 0).then_some(at);
        }
    }
    None
}

/// The time in brackets at the beginning of a line of a chat: `[10:02] Jane`.
fn begins_with_time(line: &str) -> bool {
    line.strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
        .is_some_and(|(time, _)| is_time(time))
}

/// Whether a line is the time and the name above a message of a chat: `[10:02] Jane`,
/// `Jane Doe  [10:02]`.
fn is_head_of_message(line: &str) -> bool {
    let line = line.trim();
    let parts = match line.strip_prefix('[') {
        Some(rest) => rest.split_once(']'),
        None => line
            .strip_suffix(']')
            .and_then(|rest| rest.rsplit_once('['))
            .map(|(name, time)| (time, name)),
    };
    let Some((time, name)) = parts else {
        return false;
    };
    let words = name.split_whitespace().count();
    is_time(time) && (1..=3).contains(&words) && !name.contains([':', '!', '?', ',', '[', '('])
}

/// Whether a text is a time, with or without a date before it: `10:02`, `3/4 9:15 PM`.
fn is_time(text: &str) -> bool {
    let is_part = |it: char| it.is_ascii_digit() || ":./-, APMapm".contains(it);
    let begins = text.starts_with(|it: char| it.is_ascii_digit());
    begins && text.contains(':') && text.chars().all(is_part)
}

/// Whether a line is one of a form or the head of a mail: `From: Tom`, `Name: ______`.
fn is_form_line(line: &str) -> bool {
    let Some((key, value)) = line.split_once([':', '：']) else {
        return false;
    };
    let is_parted = value.starts_with(char::is_whitespace) || line[key.len()..].starts_with('：');
    let begins = key.starts_with(|it: char| it.is_alphabetic() && !it.is_lowercase());
    begins
        && is_parted
        && !value.trim().is_empty()
        && key.chars().count() <= MAX_FORM_KEY
        && key.split_whitespace().count() <= 3
}

/// Whether a sentence after a line of a form is not part of it: `À : Mme Roy`, `Bonjour, …`.
fn ends_form(before: &str, line: &str) -> bool {
    is_form_line(without_quotation_marks(before))
        && without_quotation_marks(line).starts_with(char::is_uppercase)
}

/// Whether a line parts a mail from the signature below it (RFC 3676, 4.3).
fn is_signature_mark(line: &str) -> bool {
    line.trim() == "--"
}

/// A line without the marks of the quotation that it is in.
fn without_quotation_marks(line: &str) -> &str {
    line.trim_start_matches(|it: char| it == '>' || it.is_whitespace())
}

fn is_underline(line: &str) -> bool {
    let line = line.trim();
    line.len() > 2
        && ['-', '=']
            .iter()
            .any(|sign| line.chars().all(|it| it == *sign))
}

/// The signs of pasted bullets, in the order of their levels.
struct Bullets {
    levels: Vec<char>,
    is_list: bool,
}

impl Bullets {
    fn new(lines: &[&str]) -> Self {
        let count = lines
            .iter()
            .filter(|it| bullet(it, false).is_some())
            .count();
        Self {
            levels: Vec::new(),
            is_list: count > 1,
        }
    }

    /// The line as an item of a list in Markdown. A sign that is new is one level deeper.
    fn item(&mut self, line: &str) -> Option<String> {
        if !self.is_list {
            return None;
        }
        let (sign, words) = bullet(line, !self.levels.is_empty())?;
        let level = match self.levels.iter().position(|it| *it == sign) {
            Some(level) => level,
            None => {
                self.levels.push(sign);
                self.levels.len() - 1
            }
        };
        Some(format!("{}- {words}", "  ".repeat(level)))
    }
}

/// The sign of a pasted bullet and the words after it. Word's inner bullet becomes the letter `o`.
fn bullet(line: &str, is_in_list: bool) -> Option<(char, &str)> {
    let line = line.trim();
    let sign = line.chars().next()?;
    let after = &line[sign.len_utf8()..];
    let words = after.trim_start();
    let is_letter =
        is_in_list && sign == 'o' && (after.starts_with('\t') || after.starts_with("  "));
    let is_bullet = BULLETS.contains(sign) && after.starts_with(char::is_whitespace);
    (!words.is_empty() && (is_bullet || is_letter)).then_some((sign, words))
}

/// Whether a line begins with a sign or a number that has a line of its own: `(a)`, `iv.`, `1.2`,
/// `1°`, `§ 3`, `–`, `①`, `1、`.
fn begins_line(line: &str) -> bool {
    let line = without_quotation_marks(line);
    let Some(first) = line.chars().next() else {
        return false;
    };
    let after = &line[first.len_utf8()..];
    let is_blank = after.starts_with(char::is_whitespace);
    if JOINED_LINE_SIGNS.contains(first) || LINE_SIGNS.contains(first) && is_blank {
        return true;
    }
    let is_divider = line.starts_with("---") && !line.trim_end().ends_with("|");
    if is_divider || is_form_line(line) || begins_with_time(line) || is_head_of_message(line) {
        return true;
    }
    if first == '§' {
        return after
            .trim_start()
            .starts_with(|it: char| it.is_ascii_digit());
    }
    is_numbered(line)
}

fn is_numbered(line: &str) -> bool {
    let is_han_number = |it: char| "一二三四五六七八九十".contains(it);
    let after_han = line.trim_start_matches(is_han_number);
    if after_han.len() < line.len() && after_han.starts_with('、') {
        return true;
    }
    if is_east_asian_number(line) {
        return true;
    }
    if let Some(inner) = line.strip_prefix(['(', '（']) {
        let end = inner.find([')', '）']).unwrap_or(inner.len());
        let label = &inner[..end];
        return end < inner.len()
            && (1..=4).contains(&label.chars().count())
            && label.chars().all(char::is_alphanumeric);
    }
    let Some(word) = line.split([' ', '\t', '\u{a0}']).next() else {
        return false;
    };
    if word.len() == line.len() {
        return false;
    }
    // The items of French laws: `1° Le maire`.
    let ordinal = word.trim_end_matches(['°', 'º']);
    let figures = ordinal.trim_end_matches(|it: char| it.is_ascii_digit());
    if figures.is_empty() && ordinal.len() < word.len() && (1..=2).contains(&ordinal.len()) {
        return true;
    }
    let bare = word.trim_end_matches(['.', ')']);
    let is_decimal = bare.contains('.')
        && bare
            .split('.')
            .all(|part| !part.is_empty() && part.len() < 4)
        && bare.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    // Of any alphabet, and Korean `가.`; a Han character is a word.
    let is_list_letter = |it: char| it.is_alphabetic() && !lang::is_spaceless(it);
    let is_letter = bare.chars().count() == 1 && bare.starts_with(is_list_letter);
    let is_roman = (1..=5).contains(&bare.len())
        && (bare.bytes().all(|it| b"ivxl".contains(&it))
            || bare.bytes().all(|it| b"IVXL".contains(&it)));
    is_decimal || word.len() == bare.len() + 1 && (is_letter || is_roman)
}

/// Whether a line begins with a number as Chinese and Japanese write it, without a blank after it:
/// `1、`, `1）`, `1．`, `1.甲`.
fn is_east_asian_number(line: &str) -> bool {
    let is_figure = |it: char| it.is_ascii_digit() || ('０'..='９').contains(&it);
    let mark = line.trim_start_matches(is_figure);
    let figures = line[..line.len() - mark.len()].chars().count();
    let mut rest = mark.chars();
    let is_mark = match rest.next() {
        Some('、' | '）' | '．') => true,
        Some('.' | ')') => rest.next().is_some_and(lang::is_east_asian),
        _ => false,
    };
    is_mark && (1..=3).contains(&figures)
}

/// Lines with the same number of tabs as the rows of a table in Markdown.
fn pasted_table(lines: &[&str]) -> Option<Vec<String>> {
    let tabs = lines.first()?.trim_end().matches('\t').count();
    if lines.len() < 2 || tabs == 0 {
        return None;
    }
    for line in lines {
        let first = line.split('\t').next().unwrap_or_default().trim();
        let is_item = bullet(line, true).is_some()
            || first.ends_with(['.', ')'])
            || first.starts_with('|')
            || begins_line(line);
        if line.trim_end().matches('\t').count() != tabs || line.starts_with('\t') || is_item {
            return None;
        }
    }
    let mut rows = Vec::with_capacity(lines.len() + 1);
    for (index, line) in lines.iter().enumerate() {
        let mut row = String::from("|");
        for cell in line.trim_end().split('\t') {
            row.push_str(&format!(" {} |", cell.trim().replace('|', "\\|")));
        }
        rows.push(row);
        if index == 0 {
            rows.push(format!("|{}", "---|".repeat(tabs + 1)));
        }
    }
    Some(rows)
}
