//! A text as one string, without its emphasis, links and citations: quotation marks may stand in
//! other elements than the words that they enclose.

use crate::document::Inline;

/// Stands for code, whose characters no rule may see.
pub(super) const CODE: char = '\u{fffc}';

/// Replaces the bytes from `start` to `end` of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edit<'a> {
    pub start: usize,
    pub end: usize,
    pub with: &'a str,
}

/// Appends the words of `inlines` to `out`.
pub(super) fn push_words(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text } => out.push_str(text),
            Inline::Emph { body }
            | Inline::Strong { body }
            | Inline::Marked { mark: _, body }
            | Inline::Link { url: _, body }
            | Inline::Status { level: _, body } => {
                push_words(body, out);
            }
            Inline::Code { text: _ } => out.push(CODE),
            // A citation follows what it proves without changing how that is written.
            Inline::Cite {
                sources: _,
                places: _,
            } => {}
            Inline::LineBreak => out.push('\n'),
        }
    }
}

/// Applies edits, sorted and not overlapping, to a string.
pub(super) fn edit_string(text: &mut String, edits: &[Edit<'_>]) {
    let mut edited = String::with_capacity(text.len() + 8 * edits.len());
    let mut done = 0;
    for edit in edits {
        edited.push_str(&text[done..edit.start]);
        edited.push_str(edit.with);
        done = edit.end;
    }
    edited.push_str(&text[done..]);
    *text = edited;
}

/// Applies edits of the words that [`push_words`] gives to the texts that they come from. An edit
/// that crosses the border of an element is left out.
pub(super) fn edit_inlines(inlines: &mut [Inline], edits: &[Edit<'_>]) {
    let mut editor = InlineEditor {
        edits,
        offset: 0,
        own: Vec::new(),
    };
    editor.edit(inlines);
}

struct InlineEditor<'e> {
    /// Those that do not lie before `offset`.
    edits: &'e [Edit<'e>],
    /// Where the next element begins in the words of the text.
    offset: usize,
    /// Edits of the current element, kept to reuse their memory.
    own: Vec<Edit<'e>>,
}

impl InlineEditor<'_> {
    fn edit(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text { text } => self.edit_text(text),
                Inline::Emph { body }
                | Inline::Strong { body }
                | Inline::Marked { mark: _, body }
                | Inline::Link { url: _, body }
                | Inline::Status { level: _, body } => {
                    self.edit(body);
                }
                Inline::Code { text: _ } => self.offset += CODE.len_utf8(),
                Inline::Cite {
                    sources: _,
                    places: _,
                } => {}
                Inline::LineBreak => self.offset += 1,
            }
        }
    }

    fn edit_text(&mut self, text: &mut String) {
        let (start, end) = (self.offset, self.offset + text.len());
        self.offset = end;
        self.own.clear();
        while let Some((edit, rest)) = self.edits.split_first()
            && edit.start < end
        {
            if edit.start >= start && edit.end <= end {
                self.own.push(Edit {
                    start: edit.start - start,
                    end: edit.end - start,
                    with: edit.with,
                });
            }
            self.edits = rest;
        }
        if !self.own.is_empty() {
            edit_string(text, &self.own);
        }
    }
}
