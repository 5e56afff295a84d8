//! Runs the examples of the CommonMark specification and compares what differs with the list of
//! known deviations.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::{is_link_address, is_link_to_id, parse_rich};
use crate::document::{Block, Inline};

/// An example of the specification.
struct SpecExample {
    markdown: String,
    html: String,
}

fn read_test_file(name: &str) -> String {
    let path = format!("{}/tests/commonmark/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The examples in order. Between fences of 32 backticks, a line with a stop parts the Markdown from
/// the HTML, and an arrow stands for a tab.
fn spec_examples(spec: &str) -> Vec<SpecExample> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    for part in spec.split(&format!("{fence} example\n")).skip(1) {
        let end = part
            .find(&format!("\n{fence}"))
            .expect("the end of an example");
        let example = format!("\n{}\n", &part[..end]).replace('→', "\t");
        let (markdown, html) = example.split_once("\n.\n").expect("a line with a stop");
        examples.push(SpecExample {
            markdown: format!("{}\n", markdown.trim_start_matches('\n')),
            html: html.to_owned(),
        });
    }
    examples
}

fn push_escaped(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(character),
        }
    }
}

fn push_inlines(text: &[Inline], html: &mut String) {
    for inline in text {
        let (open, close) = match inline {
            Inline::Text { text } => {
                push_escaped(text, html);
                continue;
            }
            Inline::LineBreak => {
                html.push_str("<br />");
                continue;
            }
            Inline::Code { text } => {
                html.push_str("<code>");
                push_escaped(text, html);
                html.push_str("</code>");
                continue;
            }
            Inline::Emph { .. } => ("<em>".to_owned(), "</em>"),
            Inline::Strong { .. } => ("<strong>".to_owned(), "</strong>"),
            Inline::Link { url, .. } => {
                let mut address = String::new();
                push_escaped(url, &mut address);
                (format!("<a href=\"{address}\">"), "</a>")
            }
            _ => ("<mark>".to_owned(), "</mark>"),
        };
        html.push_str(&open);
        push_inlines(inline.children(), html);
        html.push_str(close);
    }
}

fn push_blocks(blocks: &[Block], html: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph { text } => {
                html.push_str("<p>");
                push_inlines(text, html);
                html.push_str("</p>");
            }
            Block::Heading { text, .. } => {
                html.push_str("<h2>");
                push_inlines(text, html);
                html.push_str("</h2>");
            }
            Block::Quote(quote) => {
                html.push_str("<blockquote>");
                push_inlines(&quote.text, html);
                html.push_str("</blockquote>");
            }
            Block::List {
                ordered,
                first,
                items,
                ..
            } => {
                match (ordered, first) {
                    (false, _) => html.push_str("<ul>"),
                    (true, 1) => html.push_str("<ol>"),
                    (true, _) => write!(html, "<ol start=\"{first}\">").expect("a string"),
                }
                for item in items {
                    html.push_str("<li>");
                    push_blocks(item, html);
                    html.push_str("</li>");
                }
                html.push_str(if *ordered { "</ol>" } else { "</ul>" });
            }
            _ => html.push_str("<table>"),
        }
    }
}

/// The HTML without what a document does not have: the levels of headings, languages of code, titles
/// and relative addresses of links, rules, and the space between the items of a list. Code is a
/// paragraph with lines of code, and the paragraphs of a quotation are its lines.
fn comparable_html(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    let mut is_in_code = false;
    let mut quotes = 0_usize;
    let mut dropped_links = 0_usize;
    while let Some(at) = rest.find('<') {
        push_words(&rest[..at], is_in_code, &mut out);
        let end = rest[at..].find('>').map_or(rest.len(), |it| at + it + 1);
        let tag = &rest[at..end];
        rest = &rest[end..];
        let name = tag.trim_matches(['<', '>', '/', ' ']).split(' ').next();
        match (name.unwrap_or_default(), tag.starts_with("</")) {
            ("pre", _) => {
                is_in_code = !is_in_code;
                out.push('\n');
            }
            ("code", is_end) if is_in_code => {
                if is_end {
                    close_code(&mut out);
                } else {
                    out.push_str("<code>");
                }
            }
            ("p" | "hr", _) => out.push('\n'),
            ("br", _) if quotes > 0 => out.push('\n'),
            ("br", _) => {
                out.push_str("<br />");
                rest = rest.trim_start_matches('\n');
            }
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", is_end) => {
                out.push_str(if is_end { "\n</h>\n" } else { "\n<h>\n" });
            }
            ("blockquote", is_end) => {
                quotes = if is_end { quotes - 1 } else { quotes + 1 };
                let mark = if is_end { "\n\"\"\n" } else { "\n\"\n" };
                out.push_str(mark);
            }
            ("ul" | "ol" | "li", _) => write!(out, "\n{tag}\n").expect("a string"),
            ("a", false) => match shown_address(tag) {
                Some(address) => write!(out, "<a {address}>").expect("a string"),
                None => dropped_links += 1,
            },
            ("a", true) if dropped_links > 0 => dropped_links -= 1,
            _ => out.push_str(tag),
        }
    }
    push_words(rest, is_in_code, &mut out);
    single_line_ends(&out)
}

/// Words outside of tags. A line end is a blank outside of code, and parts two codes in it.
fn push_words(words: &str, is_in_code: bool, out: &mut String) {
    if !is_in_code {
        out.push_str(&words.replace('\n', " "));
        return;
    }
    for (index, line) in words.replace('\t', "    ").split('\n').enumerate() {
        if index > 0 {
            close_code(out);
            out.push_str("<br /><code>");
        }
        let unindented = line.trim_start_matches(' ');
        out.push_str(&"\u{a0}".repeat(line.len() - unindented.len()));
        out.push_str(unindented);
    }
}

/// Ends a line of code. An empty one is none, and the last one has nothing after it.
fn close_code(out: &mut String) {
    match out.strip_suffix("<code>") {
        Some(before) => {
            let length = before.strip_suffix("<br />").map_or(before.len(), str::len);
            let is_last_line = before.ends_with("</code><br />");
            out.truncate(if is_last_line { length } else { before.len() });
        }
        None => out.push_str("</code>"),
    }
}

/// The address of a link that a document can have.
fn shown_address(tag: &str) -> Option<String> {
    let (_, after) = tag.split_once("href=\"")?;
    let address = after.split('"').next()?;
    let is_shown = is_link_address(address) || is_link_to_id(address);
    is_shown.then(|| format!("href=\"{address}\""))
}

/// One line end for each run of blanks that holds one.
fn single_line_ends(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let line = line.trim_matches(' ');
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// The numbers in the list of deviations: `3`, `7-9`, below lines that begin with `#` and say why.
fn listed_deviations(list: &str) -> BTreeSet<usize> {
    let mut listed = BTreeSet::new();
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    for range in lines.flat_map(str::split_whitespace) {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let first = first.parse().expect("a number");
        for number in first..=last.parse().expect("a number") {
            assert!(listed.insert(number), "example {number} is listed twice");
        }
    }
    listed
}

#[test]
fn examples_of_commonmark_differ_where_the_list_says_so() {
    let examples = spec_examples(&read_test_file("spec.txt"));
    assert_eq!(examples.len(), 652);
    let listed = listed_deviations(&read_test_file("deviations.txt"));
    let mut wrong = String::new();
    for (index, example) in examples.iter().enumerate() {
        let number = index + 1;
        let mut html = String::new();
        push_blocks(&parse_rich(&example.markdown, &mut |_| None), &mut html);
        let shown = comparable_html(&html);
        let expected = comparable_html(&example.html);
        if (shown != expected) != listed.contains(&number) {
            let SpecExample { markdown, .. } = example;
            write!(
                wrong,
                "\n== {number} ==\n{markdown}-- expected\n{expected}\n-- shown\n{shown}\n"
            )
            .expect("a string");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
