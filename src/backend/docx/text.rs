//! Inlines to runs.

use docx_rs::{
    BookmarkEnd, BookmarkStart, Break, BreakType, FieldCharType, Footnote, Hyperlink,
    HyperlinkData, InstrText, Paragraph, ParagraphChild, ParagraphProperty, ParagraphStyle, Run,
    RunChild, RunProperty, RunStyle, StructuredDataTag, StructuredDataTagChild, Tab, Text,
};

use super::deferred::{ContentControl, ControlKind, DeferredContent, LINK_ID_PREFIX};
use super::emphasis::RunEmphasis;
use crate::document::{Block, Document, Inline, Medium, Source, plain_text};
use crate::ooxml::hyperlink::hyperlink_target;
use crate::ooxml::values::one_line;
use crate::ooxml::xml::is_allowed;

/// What a paragraph is made of.
pub(super) enum InlinePiece {
    Run(Box<Run>),
    /// What it holds is runs.
    Link(usize, Vec<Self>),
    ContentControl(Box<StructuredDataTag>),
    BookmarkStart(usize, String),
    BookmarkEnd(usize),
}

/// Writes text: knows the document's sources and what was cited before.
pub(super) struct InlineWriter<'a> {
    pub(super) document: &'a Document,
    pub(super) deferred: DeferredContent<'a>,
    /// The note in which each source was cited first.
    first_notes: Vec<Option<usize>>,
    notes: usize,
    marks: usize,
    pub(super) east_asian: bool,
    in_note: bool,
    /// Whether citations are footnotes. On a sheet that lists its sources they are the numbers of
    /// that list.
    footnotes: bool,
}

impl<'a> InlineWriter<'a> {
    pub(super) fn new(document: &'a Document, east_asian: bool) -> Self {
        Self {
            document,
            deferred: DeferredContent::default(),
            first_notes: vec![None; document.sources.len()],
            notes: 0,
            marks: 0,
            east_asian,
            in_note: false,
            footnotes: document.medium != Medium::Sheet || !document.body.contains(&Block::Sources),
        }
    }

    /// A paragraph of a style.
    pub(super) fn paragraph(&mut self, style: &str, inlines: &[Inline]) -> Box<Paragraph> {
        let pieces = self.inline_pieces(inlines);
        styled_paragraph(style, pieces)
    }

    /// The pieces that inlines are made of.
    pub(super) fn inline_pieces(&mut self, inlines: &[Inline]) -> Vec<InlinePiece> {
        let mut out = Vec::new();
        self.push_inlines(inlines, RunEmphasis::default(), &mut out);
        out
    }

    fn push_inlines(
        &mut self,
        inlines: &[Inline],
        emphasis: RunEmphasis,
        out: &mut Vec<InlinePiece>,
    ) {
        for inline in inlines {
            match inline {
                Inline::Text { text } => {
                    push_runs(text, emphasis.character_style().as_deref(), out)
                }
                Inline::Emph { body } => self.push_inlines(
                    body,
                    RunEmphasis {
                        emph: !emphasis.emph,
                        ..emphasis
                    },
                    out,
                ),
                Inline::Strong { body } => self.push_inlines(
                    body,
                    RunEmphasis {
                        strong: true,
                        ..emphasis
                    },
                    out,
                ),
                Inline::Code { text } => {
                    push_runs(
                        text,
                        RunEmphasis {
                            code: true,
                            ..emphasis
                        }
                        .character_style()
                        .as_deref(),
                        out,
                    );
                }
                Inline::Link { url, body } => self.push_link(url, body, emphasis, out),
                Inline::Cite { sources } => self.push_citation(sources, out),
                Inline::LineBreak => out.push(InlinePiece::Run(Box::new(
                    Run::new().add_break(BreakType::TextWrapping),
                ))),
            }
        }
    }

    /// A link; what Word could not open is shown as text, address included.
    fn push_link(
        &mut self,
        url: &str,
        body: &[Inline],
        emphasis: RunEmphasis,
        out: &mut Vec<InlinePiece>,
    ) {
        let Some(target) = hyperlink_target(url) else {
            self.push_inlines(body, emphasis, out);
            if plain_text(body).trim() != url.trim() {
                out.extend(emphasized_runs(&format!(" ({url})"), emphasis));
            }
            return;
        };
        let mut inner = Vec::new();
        self.push_inlines(
            body,
            RunEmphasis {
                link: true,
                ..emphasis
            },
            &mut inner,
        );
        let number = self.deferred.add_link(target);
        // Notes and their marks stand outside of the link, in their order.
        let mut runs = Vec::new();
        for piece in inner {
            match piece {
                InlinePiece::Run(run) if !is_footnote_reference(&run) => {
                    runs.push(InlinePiece::Run(run))
                }
                InlinePiece::Link(_, nested) => runs.extend(nested),
                other => {
                    if !runs.is_empty() {
                        out.push(InlinePiece::Link(number, std::mem::take(&mut runs)));
                    }
                    out.push(other);
                }
            }
        }
        if !runs.is_empty() {
            out.push(InlinePiece::Link(number, runs));
        }
    }

    /// A citation is a footnote; inside a footnote it is the source's number.
    fn push_citation(&mut self, sources: &[usize], out: &mut Vec<InlinePiece>) {
        let document = self.document;
        let known: Vec<(usize, &Source)> = sources
            .iter()
            .filter_map(|at| Some((*at, document.sources.get(*at)?)))
            .collect();
        if known.is_empty() {
            return;
        }
        if self.in_note {
            let numbers: Vec<String> = known.iter().map(|(at, _)| (at + 1).to_string()).collect();
            out.extend(emphasized_runs(
                &format!(" [{}]", numbers.join(", ")),
                RunEmphasis::default(),
            ));
            return;
        }
        if !self.footnotes {
            let numbers: Vec<String> = known.iter().map(|(at, _)| (at + 1).to_string()).collect();
            push_runs(&numbers.join(", "), Some("FootnoteReference"), out);
            return;
        }
        self.notes += 1;
        let id = self.notes;
        self.in_note = true;
        let mut content = Vec::new();
        for (index, (at, source)) in known.iter().enumerate() {
            if index > 0 {
                let between = if self.east_asian { "；" } else { "; " };
                content.extend(emphasized_runs(between, RunEmphasis::default()));
            }
            match self.first_notes.get(*at).copied().flatten() {
                Some(note) => self.push_short_reference(source, note, &mut content),
                None => self.push_full_reference(source, &mut content),
            }
        }
        self.in_note = false;
        let first = known
            .iter()
            .any(|(at, _)| self.first_notes.get(*at) == Some(&None));
        for (at, _) in &known {
            if let Some(slot) = self.first_notes.get_mut(*at) {
                slot.get_or_insert(id);
            }
        }
        let note = Footnote {
            id,
            content: vec![*styled_paragraph("FootnoteText", content)],
        };
        self.deferred.notes.push(note);
        let reference = Footnote {
            id,
            content: Vec::new(),
        };
        let reference = InlinePiece::Run(Box::new(Run::new().add_footnote_reference(reference)));
        if first {
            let mark = self.next_bookmark_id();
            out.extend([
                InlinePiece::BookmarkStart(mark, note_bookmark(id)),
                reference,
                InlinePiece::BookmarkEnd(mark),
            ]);
        } else {
            out.push(reference);
        }
    }

    /// A source in full, with its address.
    pub(super) fn push_full_reference(&mut self, source: &Source, out: &mut Vec<InlinePiece>) {
        self.push_inlines(&source.text, RunEmphasis::default(), out);
        if let Some(url) = source.url.as_deref().filter(|url| !url.trim().is_empty()) {
            if !source.text.is_empty() {
                let between = self.document.labels.get("separator");
                out.extend(emphasized_runs(between, RunEmphasis::default()));
            }
            self.push_link(url, &[Inline::text(url)], RunEmphasis::default(), out);
        }
    }

    /// Who or what a source is, and the note that says all about it, by a field that follows
    /// renumbering.
    fn push_short_reference(&mut self, source: &Source, note: usize, out: &mut Vec<InlinePiece>) {
        let separator = self.document.labels.get("separator");
        let text = one_line(&plain_text(&source.text));
        let name = text
            .split(separator)
            .next()
            .filter(|_| !separator.is_empty())
            .unwrap_or(&text);
        let label = self.document.labels.get("note");
        let before = format!(
            "{}{separator}{label} ",
            truncate_at_word(name, SHORT_REFERENCE_LENGTH)
        );
        out.extend(emphasized_runs(&before, RunEmphasis::default()));
        out.extend(field_pieces(
            &format!("NOTEREF {} \\h", note_bookmark(note)),
            &note.to_string(),
        ));
    }

    pub(super) fn next_bookmark_id(&mut self) -> usize {
        self.marks += 1;
        self.marks
    }

    /// A place to write, filled with `inlines`, or with a prompt if there is nothing yet.
    pub(super) fn content_control(
        &mut self,
        tag: String,
        title: &str,
        kind: ControlKind,
        inlines: &[Inline],
    ) -> InlinePiece {
        let title = one_line(title);
        let empty = plain_text(inlines).trim().is_empty();
        let mut sdt = StructuredDataTag::new();
        let mut rich = false;
        if empty {
            sdt = sdt.add_run(
                Run::new()
                    .add_text(format!("[{title}]"))
                    .style("PlaceholderText"),
            );
        } else {
            for piece in self.inline_pieces(inlines) {
                match piece {
                    InlinePiece::Run(run) => {
                        rich |= run.run_property.style.is_some() || is_footnote_reference(&run);
                        sdt = sdt.add_run(*run);
                    }
                    InlinePiece::Link(_, pieces) => {
                        rich = true;
                        sdt = runs_of(pieces).fold(sdt, StructuredDataTag::add_run);
                    }
                    InlinePiece::BookmarkStart(id, name) => {
                        sdt.children.push(StructuredDataTagChild::BookmarkStart(
                            BookmarkStart::new(id, name),
                        ));
                    }
                    InlinePiece::BookmarkEnd(id) => {
                        sdt.children
                            .push(StructuredDataTagChild::BookmarkEnd(BookmarkEnd::new(id)));
                    }
                    InlinePiece::ContentControl(_) => {}
                }
            }
        }
        let kind = if rich { ControlKind::Rich } else { kind };
        let number = self.deferred.add_control(ContentControl {
            tag,
            title,
            kind,
            empty,
        });
        InlinePiece::ContentControl(Box::new(sdt.alias(number.to_string())))
    }
}

/// Characters of a source's name in a repeated footnote.
const SHORT_REFERENCE_LENGTH: usize = 60;

fn note_bookmark(note: usize) -> String {
    format!("_RefNote{note}")
}

fn is_footnote_reference(run: &Run) -> bool {
    run.children
        .iter()
        .any(|child| matches!(child, RunChild::FootnoteReference(_)))
}

/// A paragraph of a style. It is not made by its own methods, which take it and give it back each
/// time: it is a large thing to move. Nor has it a number, which is a counter's of the whole
/// process.
pub(super) fn styled_paragraph(style: &str, pieces: Vec<InlinePiece>) -> Box<Paragraph> {
    let (property, children) = (ParagraphProperty::new(), Vec::with_capacity(pieces.len()));
    let mut paragraph = Box::new(Paragraph {
        id: String::new(),
        children,
        property,
        has_numbering: false,
    });
    paragraph.property.style = Some(ParagraphStyle {
        val: style.to_owned(),
    });
    paragraph
        .children
        .extend(pieces.into_iter().map(|piece| match piece {
            InlinePiece::Run(run) => ParagraphChild::Run(run),
            InlinePiece::Link(number, pieces) => {
                // The relationship is made when the package is; its number says which.
                let link = HyperlinkData::External {
                    rid: format!("{LINK_ID_PREFIX}{number}"),
                    path: String::new(),
                };
                let link = Hyperlink {
                    link,
                    history: Some(1),
                    children: Vec::new(),
                };
                ParagraphChild::Hyperlink(runs_of(pieces).fold(link, Hyperlink::add_run))
            }
            InlinePiece::ContentControl(control) => ParagraphChild::StructuredDataTag(control),
            InlinePiece::BookmarkStart(id, name) => {
                ParagraphChild::BookmarkStart(BookmarkStart::new(id, name))
            }
            InlinePiece::BookmarkEnd(id) => ParagraphChild::BookmarkEnd(BookmarkEnd::new(id)),
        }));
    paragraph
}

fn runs_of(pieces: Vec<InlinePiece>) -> impl Iterator<Item = Run> {
    pieces.into_iter().filter_map(|piece| {
        if let InlinePiece::Run(run) = piece {
            Some(*run)
        } else {
            None
        }
    })
}

/// Text as runs: one for each stretch between line breaks and tabs.
pub(super) fn emphasized_runs(text: &str, emphasis: RunEmphasis) -> Vec<InlinePiece> {
    styled_runs(text, emphasis.character_style().as_deref())
}

/// Text as runs of a character style.
pub(super) fn styled_runs(text: &str, style: Option<&str>) -> Vec<InlinePiece> {
    let mut out = Vec::new();
    push_runs(text, style, &mut out);
    out
}

/// Adds text as runs of a character style.
fn push_runs(text: &str, style: Option<&str>, out: &mut Vec<InlinePiece>) {
    let run = |child: RunChild| {
        // Room for one: there are many runs, and what they hold is large.
        let mut run = Box::new(Run {
            run_property: RunProperty::new(),
            children: vec![child],
        });
        run.run_property.style = style.map(RunStyle::new);
        InlinePiece::Run(run)
    };
    if !text.is_empty() && is_unescaped_ascii(text) {
        // The builder would look for characters to escape.
        out.push(run(RunChild::Text(Text {
            text: text.to_owned(),
            preserve_space: true,
        })));
        return;
    }
    if !text.is_empty() && text.chars().all(is_run_character) {
        out.push(run(RunChild::Text(Text::new(text))));
        return;
    }
    let mut word = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let mark = match character {
            '\r' if characters.peek() == Some(&'\n') => continue,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                run(RunChild::Break(Break::new(BreakType::TextWrapping)))
            }
            '\t' => run(RunChild::Tab(Tab::new())),
            other if is_allowed(other) => {
                word.push(other);
                continue;
            }
            _ => continue,
        };
        if !word.is_empty() {
            out.push(run(RunChild::Text(Text::new(std::mem::take(&mut word)))));
        }
        out.push(mark);
    }
    if !word.is_empty() {
        out.push(run(RunChild::Text(Text::new(word))));
    }
}

/// Whether a text is plain, and the same in XML. It is looked at to its end, which is faster than
/// to look for an end.
fn is_unescaped_ascii(text: &str) -> bool {
    let escaped =
        |it: u8| (it == b'&') | (it == b'<') | (it == b'>') | (it == b'"') | (it == b'\'');
    text.bytes().fold(true, |all, it| {
        all & matches!(it, b' '..=b'~') & !escaped(it)
    })
}

/// Whether a character is part of a run, and not what parts runs or what XML forbids.
fn is_run_character(character: char) -> bool {
    !matches!(
        character,
        '\0'..='\u{1f}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}'
    )
}

/// A field with its last result, so that nothing needs updating when the document is opened. `code`
/// holds nothing that XML would escape.
pub(super) fn field_pieces(code: &str, result: &str) -> Vec<InlinePiece> {
    let runs = [
        Run::new().add_field_char(FieldCharType::Begin, false),
        Run::new().add_instr_text(InstrText::Unsupported(format!(" {code} "))),
        Run::new().add_field_char(FieldCharType::Separate, false),
        Run::new().add_text(result),
        Run::new().add_field_char(FieldCharType::End, false),
    ];
    runs.map(|run| InlinePiece::Run(Box::new(run))).into()
}

/// The beginning of a text, cut between words where it can be, with an ellipsis if anything is
/// missing.
pub(super) fn truncate_at_word(text: &str, characters: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(characters) else {
        return text.to_owned();
    };
    let head = &text[..end];
    let cut = head.rfind(' ').filter(|at| *at > end / 2).unwrap_or(end);
    format!(
        "{}…",
        head[..cut].trim_end_matches([' ', ',', '.', ';', ':'])
    )
}
