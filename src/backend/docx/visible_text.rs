//! The text that the paragraphs of a Word document show, to be measured.

use super::wml::{InlineNode, ParagraphNode, RunContent, RunNode};
use crate::document::Inline;

/// The text of a paragraph with its strong and code runs and its signs. Footnote references and
/// fields are left out: neither has words.
pub(super) fn visible_inlines(paragraph: &ParagraphNode<'_>) -> Vec<Inline> {
    let mut out = Vec::with_capacity(paragraph.children.len());
    let mut sign = None;
    for child in &paragraph.children {
        if let InlineNode::Sign(level) = child {
            sign = Some(*level);
        }
        for run in child.runs() {
            let inline = match &run.content {
                RunContent::Text(text) => visible_run(run, &text.text),
                RunContent::Tab => Inline::text(" "),
                RunContent::LineBreak => Inline::LineBreak,
                RunContent::ColumnBreak
                | RunContent::Bookmark(_)
                | RunContent::FootnoteReference { .. }
                | RunContent::FieldChar(_)
                | RunContent::FieldCode(_) => continue,
            };
            // A sign takes room before the word after it.
            out.push(match sign.take() {
                Some(level) => Inline::Status {
                    level,
                    body: vec![inline],
                },
                None => inline,
            });
        }
    }
    out
}

fn visible_run(run: &RunNode, escaped: &str) -> Inline {
    let text: String = Unescaped(escaped).map(|(_, character)| character).collect();
    let style = run.property.as_deref().and_then(|it| it.style.as_ref());
    let style = style.map_or("", |style| style.val.as_str());
    // The ids of combined styles are made of the words for each kind of emphasis.
    if style.contains("Code") {
        Inline::Code { text }
    } else if style.contains("Strong") || style == "IntenseEmphasis" {
        Inline::Strong {
            body: vec![Inline::Text { text }],
        }
    } else {
        Inline::Text { text }
    }
}

/// The characters of a text that is escaped for XML, each with the rest of the text from it on.
pub(super) struct Unescaped<'a>(pub(super) &'a str);

impl<'a> Iterator for Unescaped<'a> {
    type Item = (&'a str, char);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0;
        let first = rest.chars().next()?;
        let (length, character) = match entity_at(rest) {
            Some((entity, character)) => (entity.len(), character),
            None => (first.len_utf8(), first),
        };
        self.0 = &rest[length..];
        Some((rest, character))
    }
}

/// The entity at the beginning of a text, and the character that it stands for.
fn entity_at(text: &str) -> Option<(&'static str, char)> {
    /// Those that `docx_rs` writes.
    const ENTITIES: [(&str, char); 6] = [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&apos;", '\''),
        ("&#xA;", '\n'),
    ];
    if !text.starts_with('&') {
        return None;
    }
    let mut entities = ENTITIES.into_iter();
    entities.find(|(entity, _)| text.starts_with(entity))
}
