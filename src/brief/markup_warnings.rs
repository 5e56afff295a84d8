//! Warnings for Markdown that a text cannot hold and that is printed as typed.

use super::positions::Positions;
use crate::diagnostic::{Code, Diagnostic};
use crate::markup::{UnreadMarkupKind, find_unread_markup};

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
    warnings
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
