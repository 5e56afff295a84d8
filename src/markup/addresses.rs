//! Makes links of the addresses in a text: of web pages, `https://example.org/` and
//! `www.example.org`, and of mail, `press@example.org`. `node.js` is none.

use super::links::MAIL;
use super::verbatim::VERBATIM_EDGE;
use crate::document::{Block, Inline};

/// Whether a text may hold an address. A text with data of a merge, which is shown as it is, has
/// none.
pub(super) fn may_hold_address(text: &str) -> bool {
    let has_sign = ["://", "@", "www.", "WWW."]
        .iter()
        .any(|it| text.contains(it));
    has_sign && !text.contains(VERBATIM_EDGE)
}

/// Links the addresses in paragraphs, lists, tables and quotations.
pub(super) fn link_blocks(blocks: &mut [Block], source: &str) {
    for block in blocks {
        match block {
            Block::Paragraph { text } => link_inlines(text, source),
            Block::List { items, .. } => {
                items.iter_mut().for_each(|item| link_blocks(item, source))
            }
            Block::Table(table) => {
                for column in &mut table.columns {
                    link_inlines(&mut column.header, source);
                }
                for cell in table.rows.iter_mut().flatten() {
                    link_inlines(cell, source);
                }
            }
            Block::Quote(quote) => link_inlines(&mut quote.text, source),
            _ => {}
        }
    }
}

/// Links the addresses in a text, outside of links and code, that its Markdown has as well.
pub(super) fn link_inlines(text: &mut Vec<Inline>, source: &str) {
    let mut linked = Vec::with_capacity(text.len());
    for mut inline in text.drain(..) {
        match &mut inline {
            Inline::Text { text } if may_hold_address(text) => {
                push_linked(text, source, &mut linked);
                continue;
            }
            Inline::Emph { body }
            | Inline::Strong { body }
            | Inline::Marked { body, .. }
            | Inline::Status { body, .. } => link_inlines(body, source),
            Inline::Text { .. }
            | Inline::Code { .. }
            | Inline::Link { .. }
            | Inline::Cite { .. }
            | Inline::LineBreak => {}
        }
        linked.push(inline);
    }
    *text = linked;
}

fn push_linked(text: &str, source: &str, out: &mut Vec<Inline>) {
    let mut from = 0;
    let mut start = 0;
    while start < text.len() {
        let (word, length) = next_word(&text[start..]);
        let end = start + length;
        if let Some((offset, shown, url)) = address_in(&text[start..end])
            && source.contains(shown)
        {
            let at = start + offset;
            // Half of an address with a blank, `[form](https://example.org/form 1.docx)`, is none.
            if text[..at].ends_with("](") && !text[at + shown.len()..].starts_with(')') {
                start += word.len();
                continue;
            }
            if at > from {
                out.push(Inline::text(&text[from..at]));
            }
            out.push(Inline::Link {
                url,
                body: vec![Inline::text(shown)],
            });
            from = at + shown.len();
        }
        start += word.len();
    }
    if from < text.len() {
        out.push(Inline::text(&text[from..]));
    }
}

/// A word that may hold an address with what follows it, and the length of the word alone. Wide
/// letters are part of an address where its path goes on after them: `https://example.cn/迁移_计划`.
fn next_word(text: &str) -> (&str, usize) {
    let mut length = text.find(ends_address).unwrap_or(text.len());
    if text[..length].contains("://")
        && text[..length].ends_with(JOINTS)
        && text[length..].starts_with(is_wide_letter)
    {
        let goes_on = |it: char| is_wide_letter(it) || !(ends_address(it) || ",;:()".contains(it));
        let rest = &text[length..];
        let path = &rest[..rest.find(|it| !goes_on(it)).unwrap_or(rest.len())];
        let path = without_punctuation(path);
        if path.contains(JOINTS) || has_file_ending(path) {
            length += path.len();
        }
    }
    let end = text[length..].chars().next().map_or(0, char::len_utf8);
    (&text[..length + end], length)
}

/// The characters that join the parts of a path.
const JOINTS: [char; 5] = ['/', '_', '-', '=', '&'];

fn is_wide_letter(character: char) -> bool {
    is_wide(character) && character.is_alphanumeric()
}

/// Whether a path ends with the ending of a file, as `报告.pdf` does.
fn has_file_ending(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|it| it.1);
    ending.is_some_and(|it| !it.is_empty() && it.chars().all(|it| it.is_ascii_alphanumeric()))
}

/// Whether a character cannot be followed by the rest of an address.
fn ends_address(character: char) -> bool {
    character.is_whitespace() || "<>\"“”„«»‹›|".contains(character) || is_wide(character)
}

/// Whether a character is of a script or a punctuation that addresses are not written with.
fn is_wide(character: char) -> bool {
    crate::lang::is_east_asian(character)
}

/// The address in a word: where it begins, as it is shown, and in full.
fn address_in(word: &str) -> Option<(usize, &str, String)> {
    if let Some(at) = web_start(word) {
        let shown = without_punctuation(&word[at..]);
        let host_start = shown.find("://").map_or(0, |it| it + "://".len());
        let host = shown[host_start..].split(['/', '?', '#', ':']).next()?;
        if is_host(host) {
            let url = if host_start > 0 {
                shown.to_owned()
            } else {
                format!("http://{shown}")
            };
            return Some((at, shown, url));
        }
        return None;
    }
    let (name, host) = word.split_once('@')?;
    let is_part = |it: char| it.is_ascii_alphanumeric() || "._%+-".contains(it);
    let start = name.len() - name.trim_start_matches(|it: char| !is_part(it)).len();
    let end = host.find(|it: char| !(it.is_ascii_alphanumeric() || ".-".contains(it)));
    let host = host[..end.unwrap_or(host.len())].trim_end_matches(['.', '-']);
    let name = &name[start..];
    if name.is_empty() || !name.chars().all(is_part) || name.starts_with('.') || !is_host(host) {
        return None;
    }
    let shown = &word[start..start + name.len() + 1 + host.len()];
    Some((start, shown, format!("{MAIL}{shown}")))
}

/// Where the address of a web page begins in a word: not inside of another word.
fn web_start(word: &str) -> Option<usize> {
    let lower = word.to_ascii_lowercase();
    for start in ["https://", "http://", "www."] {
        if let Some(at) = lower.find(start)
            && !word[..at].ends_with(|it: char| it.is_alphanumeric() || it == '.' || it == '@')
        {
            return Some(at);
        }
    }
    None
}

/// An address without the punctuation of the sentence around it (GFM 6.9).
fn without_punctuation(address: &str) -> &str {
    let mut address = address;
    loop {
        let trimmed = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '*', '…']);
        let has_open_end = [('(', ')'), ('[', ']'), ('{', '}')]
            .iter()
            .any(|(open, close)| {
                trimmed.ends_with(*close)
                    && trimmed.matches(*close).count() > trimmed.matches(*open).count()
            });
        let trimmed = if has_open_end {
            &trimmed[..trimmed.len() - 1]
        } else {
            trimmed
        };
        if trimmed.len() == address.len() {
            return address;
        }
        address = trimmed;
    }
}

/// Whether a text is the name of a host with at least two parts.
fn is_host(host: &str) -> bool {
    let mut parts = host.rsplit('.');
    let last = parts.next().unwrap_or_default();
    let is_top = last.chars().count() >= 2 && !last.chars().all(|it| it.is_ascii_digit());
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|it| it.is_alphanumeric() || it == '-' || it == '_')
            && !part.starts_with('-')
    };
    is_top && is_part(last) && host.contains('.') && parts.all(is_part)
}
