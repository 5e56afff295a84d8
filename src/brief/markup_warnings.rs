//! Warnings for Markdown that a text cannot hold and that is printed as typed or in another form.

use super::positions::Positions;
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::markup::{LineBlock, UnreadMarkupKind, block_in_line, find_unread_markup};
use crate::yaml::{Node, NodeKind};

/// Warnings for marks that are printed as typed, such as a formula or a `**` that is not closed.
pub(crate) fn markup_warnings(positions: &Positions) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    positions.each_text(&mut |source, node, text| {
        for unread in find_unread_markup(text) {
            let (reason, hint) = explain(unread.kind);
            let message = format!("`{}` is printed as typed: {reason}", unread.typed);
            warnings.push(
                Diagnostic::warning(Code::UnreadMarkup, message)
                    .at(node.narrowed(source, &unread.typed))
                    .hint(hint),
            );
        }
    });
    positions.each_value(&mut |source, key, value| {
        // The author's own fields have any names.
        if key != "fields" {
            push_blocks_in_lines(source, key, value, &mut warnings);
        }
    });
    warnings
}

/// The keys of values that are one line: titles, labels and names.
const LINE_KEYS: [&str; 9] = [
    "title",
    "subtitle",
    "headline",
    "heading",
    "label",
    "name",
    "role",
    "organization",
    "term",
];

/// Warns of lists and other blocks in the value of a key and the values inside it, where these are
/// one line.
fn push_blocks_in_lines(
    source: &SourceText,
    key: &str,
    value: &Node,
    warnings: &mut Vec<Diagnostic>,
) {
    match &value.kind {
        NodeKind::Scalar(text, _) => {
            if LINE_KEYS.contains(&key)
                && let Some(block) = block_in_line(text)
            {
                warnings.push(block_warning(source, key, value, block));
            }
        }
        NodeKind::Sequence(items) => {
            for item in items {
                push_blocks_in_lines(source, key, item, warnings);
            }
        }
        NodeKind::Mapping(entries) => {
            for (key, value) in entries {
                let key = key.scalar().unwrap_or_default();
                push_blocks_in_lines(source, key, value, warnings);
            }
        }
    }
}

fn block_warning(source: &SourceText, key: &str, value: &Node, block: LineBlock) -> Diagnostic {
    let (what, instead) = match block {
        LineBlock::List => ("a list", "its items are shown as lines"),
        LineBlock::Table => ("a table", "its rows are shown as lines"),
        LineBlock::Heading => ("a heading", "it is shown in bold"),
        LineBlock::Quotation => ("a quotation", "it is shown in quotation marks"),
    };
    let message = format!("`{key}` is one line and holds {what}: {instead}");
    Diagnostic::warning(Code::BlockInLine, message)
        .at(value.span(source))
        .hint("write a line of words; put the rest into a text below it, such as `text`, `detail` or `body`")
}

/// The reason why marks are printed as typed, and what to do.
fn explain(kind: UnreadMarkupKind) -> (&'static str, &'static str) {
    match kind {
        UnreadMarkupKind::OpenStrong => (
            "no `**` closes it",
            "put `**` after the last strong word, or write \\*\\* for two asterisks",
        ),
        UnreadMarkupKind::Formula => (
            "there are no formulas",
            "write it with signs, x^2^ and H~2~O, or put it into `images` as a picture",
        ),
        UnreadMarkupKind::LinkWithBlank => (
            "a link has no blank in its address or before it",
            "write [words](https://…), with %20 for a blank",
        ),
        UnreadMarkupKind::LostFootnote => (
            "its note is missing, or cannot stand here",
            "write the note as a paragraph of the same text: [^1]: The note.",
        ),
        UnreadMarkupKind::HashLine => (
            "a single `#` is no heading",
            "write ## for a sub-heading; a comment stands outside of the text, in a line of its own",
        ),
        UnreadMarkupKind::Html => (
            "a text has no such elements",
            "use Markdown, such as **strong**, or put a backslash before the `<`",
        ),
        UnreadMarkupKind::FoldedLines => (
            "its lines are one, as `>` joins them",
            "write `|` in place of `>` before the text",
        ),
        UnreadMarkupKind::Picture => ("a text has no pictures", "list the picture under `images`"),
    }
}
