//! Warnings for Markdown that a text cannot hold and that is printed as typed.

use super::positions::Positions;
use crate::diagnostic::{Code, Diagnostic};
use crate::markup::{MarkupSlipKind, markup_slips};

/// Warnings for marks that are printed as typed, such as a formula or a `**` that is not closed.
pub(crate) fn markup_warnings(positions: &Positions) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    positions.each_text(&mut |source, node, text| {
        for slip in markup_slips(text) {
            let (reason, hint) = explain(slip.kind);
            let message = format!("`{}` is printed as typed: {reason}", slip.typed);
            warnings.push(
                Diagnostic::warning(Code::UnreadMarkup, message)
                    .at(node.narrowed(source, &slip.typed))
                    .hint(hint),
            );
        }
    });
    warnings
}

/// The reason why marks are printed as typed, and what to do.
fn explain(kind: MarkupSlipKind) -> (&'static str, &'static str) {
    match kind {
        MarkupSlipKind::OpenStrong => (
            "no `**` closes it",
            "put `**` after the last strong word, or write \\*\\* for two asterisks",
        ),
        MarkupSlipKind::Formula => (
            "there are no formulas",
            "write it with signs, x^2^ and H~2~O, or put it into `images` as a picture",
        ),
        MarkupSlipKind::LinkWithBlank => (
            "a link has no blank in its address or before it",
            "write [words](https://…), with %20 for a blank",
        ),
        MarkupSlipKind::LostFootnote => (
            "its note is missing, or cannot stand here",
            "write the note as a paragraph of the same text: [^1]: The note.",
        ),
        MarkupSlipKind::HashLine => (
            "a single `#` is no heading",
            "write ## for a sub-heading; a comment stands outside of the text, in a line of its own",
        ),
        MarkupSlipKind::Html => (
            "a text has no such elements",
            "use Markdown, such as **strong**, or put a backslash before the `<`",
        ),
        MarkupSlipKind::FoldedLines => (
            "its lines are one, as `>` joins them",
            "write `|` in place of `>` before the text",
        ),
        MarkupSlipKind::Picture => ("a text has no pictures", "list the picture under `images`"),
    }
}
