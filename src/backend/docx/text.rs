//! Turns inline text into runs: emphasis, links, citations, fields and content controls.
//!
//! [`InlineWriter`] produces [`InlinePiece`]s rather than finished paragraphs, so that callers can
//! put labels and controls between them. [`styled_paragraph`] assembles them.

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

/// A child of a paragraph.
pub(super) enum InlinePiece {
    Run(Box<Run>),
    /// The number of the address among the deferred links, and the runs that lead to it.
    Link(usize, Vec<Self>),
    ContentControl(Box<StructuredDataTag>),
    BookmarkStart(usize, String),
    BookmarkEnd(usize),
}

/// Writes inline text. Remembers which sources were cited before.
pub(super) struct InlineWriter<'a> {
    pub(super) document: &'a Document,
    pub(super) deferred: DeferredContent<'a>,
    pub(super) east_asian: bool,
    /// For each source, the number of the note that first cited it.
    first_notes: Vec<Option<usize>>,
    note_count: usize,
    bookmark_count: usize,
    /// Whether the text of a footnote is being written.
    in_note: bool,
    /// Whether citations are footnotes. On a sheet with a list of sources they are numbers that
    /// refer to the list.
    cites_in_footnotes: bool,
}

impl<'a> InlineWriter<'a> {
    pub(super) fn new(document: &'a Document, east_asian: bool) -> Self {
        let lists_sources = document.body.contains(&Block::Sources);
        Self {
            document,
            deferred: DeferredContent::default(),
            east_asian,
            first_notes: vec![None; document.sources.len()],
            note_count: 0,
            bookmark_count: 0,
            in_note: false,
            cites_in_footnotes: document.medium != Medium::Sheet || !lists_sources,
        }
    }

    /// A paragraph of a style.
    pub(super) fn paragraph(&mut self, style: &str, inlines: &[Inline]) -> Box<Paragraph> {
        let pieces = self.inline_pieces(inlines);
        styled_paragraph(style, pieces)
    }

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
                Inline::Text { text } => push_emphasized_runs(text, emphasis, out),
                Inline::Emph { body } => {
                    // Emphasis within emphasis is upright again.
                    let emph = !emphasis.emph;
                    self.push_inlines(body, RunEmphasis { emph, ..emphasis }, out);
                }
                Inline::Strong { body } => {
                    let strong = true;
                    self.push_inlines(body, RunEmphasis { strong, ..emphasis }, out);
                }
                Inline::Code { text } => {
                    let code = true;
                    push_emphasized_runs(text, RunEmphasis { code, ..emphasis }, out);
                }
                Inline::Link { url, body } => self.push_link(url, body, emphasis, out),
                Inline::Cite { sources } => self.push_citation(sources, out),
                Inline::LineBreak => out.push(InlinePiece::Run(Box::new(
                    Run::new().add_break(BreakType::TextWrapping),
                ))),
            }
        }
    }

    /// Adds a link. If Word could not open its address, text and address are added as plain text.
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
                push_emphasized_runs(&format!(" ({url})"), emphasis, out);
            }
            return;
        };
        let mut inner = Vec::new();
        let link = true;
        self.push_inlines(body, RunEmphasis { link, ..emphasis }, &mut inner);
        let number = self.deferred.add_link(target);
        // A footnote inside a link would lead to two targets at once: the link is interrupted for
        // it. Nested links become part of this one.
        let mut runs = Vec::new();
        for piece in inner {
            match piece {
                InlinePiece::Run(run) if !is_footnote_reference(&run) => {
                    runs.push(InlinePiece::Run(run));
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

    /// Adds a citation: a footnote, or the numbers of the sources where there can be none.
    fn push_citation(&mut self, cited: &[usize], out: &mut Vec<InlinePiece>) {
        let document = self.document;
        let mut sources: Vec<(usize, &Source)> = Vec::new();
        for index in cited {
            if let Some(source) = document.sources.get(*index) {
                sources.push((*index, source));
            }
        }
        if sources.is_empty() {
            return;
        }
        if !self.in_note && self.cites_in_footnotes {
            self.push_footnote(&sources, out);
            return;
        }
        let numbers: Vec<String> = sources
            .iter()
            .map(|(index, _)| (index + 1).to_string())
            .collect();
        let numbers = numbers.join(", ");
        if self.in_note {
            push_runs(&format!(" [{numbers}]"), None, out);
        } else {
            push_runs(&numbers, Some("FootnoteReference"), out);
        }
    }

    /// Adds a footnote that cites sources, by their index. A source that an earlier note cited in
    /// full is only named, with the number of that note.
    fn push_footnote(&mut self, sources: &[(usize, &Source)], out: &mut Vec<InlinePiece>) {
        self.note_count += 1;
        let id = self.note_count;
        let mut content = Vec::new();
        let mut cites_first_time = false;
        self.in_note = true;
        for (position, (index, source)) in sources.iter().enumerate() {
            if position > 0 {
                let separator = if self.east_asian { "；" } else { "; " };
                push_runs(separator, None, &mut content);
            }
            match self.first_notes.get(*index).copied().flatten() {
                Some(note) => self.push_short_reference(source, note, &mut content),
                None => {
                    cites_first_time = true;
                    self.push_full_reference(source, &mut content);
                }
            }
        }
        self.in_note = false;
        // Only now: a source that one note cites twice is given in full twice.
        for (index, _) in sources {
            if let Some(first_note) = self.first_notes.get_mut(*index) {
                first_note.get_or_insert(id);
            }
        }
        self.deferred.notes.push(Footnote {
            id,
            content: vec![*styled_paragraph("FootnoteText", content)],
        });

        let reference = Run::new().add_footnote_reference(Footnote {
            id,
            content: Vec::new(),
        });
        let reference = InlinePiece::Run(Box::new(reference));
        if !cites_first_time {
            out.push(reference);
            return;
        }
        // Later notes refer to this one by the bookmark.
        let bookmark = self.next_bookmark_id();
        out.extend([
            InlinePiece::BookmarkStart(bookmark, note_bookmark(id)),
            reference,
            InlinePiece::BookmarkEnd(bookmark),
        ]);
    }

    /// Adds a source in full, with its address.
    pub(super) fn push_full_reference(&mut self, source: &Source, out: &mut Vec<InlinePiece>) {
        self.push_inlines(&source.text, RunEmphasis::default(), out);
        let url = source.url.as_deref().unwrap_or_default();
        if url.trim().is_empty() {
            return;
        }
        if !source.text.is_empty() {
            push_runs(self.document.labels.get("separator"), None, out);
        }
        self.push_link(url, &[Inline::text(url)], RunEmphasis::default(), out);
    }

    /// Adds the author of a source, up to the first separator, and a field with the number of the
    /// note that gives the source in full. Word updates the field when notes are renumbered.
    fn push_short_reference(&mut self, source: &Source, note: usize, out: &mut Vec<InlinePiece>) {
        let separator = self.document.labels.get("separator");
        let label = self.document.labels.get("note");
        let text = one_line(&plain_text(&source.text));
        let name = match text.split_once(separator) {
            Some((name, _)) if !separator.is_empty() => name,
            _ => &text,
        };
        let name = truncate_at_word(name, MAX_SHORT_REFERENCE);
        push_runs(&format!("{name}{separator}{label} "), None, out);
        let code = format!("NOTEREF {} \\h", note_bookmark(note));
        out.extend(field_pieces(&code, &note.to_string()));
    }

    fn next_bookmark_id(&mut self) -> usize {
        self.bookmark_count += 1;
        self.bookmark_count
    }

    /// Writes a content control that holds `inlines`, or a prompt with its title if they are empty.
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
        // A plain control must not hold styled text.
        let mut is_rich = false;
        if empty {
            let prompt = Run::new().add_text(format!("[{title}]"));
            sdt = sdt.add_run(prompt.style("PlaceholderText"));
        } else {
            for piece in self.inline_pieces(inlines) {
                match piece {
                    InlinePiece::Run(run) => {
                        is_rich |= run.run_property.style.is_some() || is_footnote_reference(&run);
                        sdt = sdt.add_run(*run);
                    }
                    InlinePiece::Link(_, pieces) => {
                        is_rich = true;
                        sdt = runs_of(pieces).fold(sdt, StructuredDataTag::add_run);
                    }
                    InlinePiece::BookmarkStart(id, name) => {
                        let start = BookmarkStart::new(id, name);
                        sdt.children
                            .push(StructuredDataTagChild::BookmarkStart(start));
                    }
                    InlinePiece::BookmarkEnd(id) => {
                        let end = BookmarkEnd::new(id);
                        sdt.children.push(StructuredDataTagChild::BookmarkEnd(end));
                    }
                    InlinePiece::ContentControl(_) => {}
                }
            }
        }
        let kind = if is_rich { ControlKind::Rich } else { kind };
        let number = self.deferred.add_control(ContentControl {
            tag,
            title,
            kind,
            empty,
        });
        InlinePiece::ContentControl(Box::new(sdt.alias(number.to_string())))
    }
}

/// The most characters of a source's name in a repeated footnote.
const MAX_SHORT_REFERENCE: usize = 60;

/// The bookmark at the reference to a note.
fn note_bookmark(note: usize) -> String {
    format!("_RefNote{note}")
}

fn is_footnote_reference(run: &Run) -> bool {
    run.children
        .iter()
        .any(|child| matches!(child, RunChild::FootnoteReference(_)))
}

/// A paragraph of a style.
///
/// Fills the struct's fields rather than use the builder's methods. They pass a large struct by
/// value each time, and number paragraphs with a counter of the whole process, so that two runs
/// would write different files.
pub(super) fn styled_paragraph(style: &str, pieces: Vec<InlinePiece>) -> Box<Paragraph> {
    let mut paragraph = Box::new(Paragraph {
        id: String::new(),
        children: Vec::with_capacity(pieces.len()),
        property: ParagraphProperty::new(),
        has_numbering: false,
    });
    paragraph.property.style = Some(ParagraphStyle {
        val: style.to_owned(),
    });
    paragraph
        .children
        .extend(pieces.into_iter().map(paragraph_child));
    paragraph
}

fn paragraph_child(piece: InlinePiece) -> ParagraphChild {
    match piece {
        InlinePiece::Run(run) => ParagraphChild::Run(run),
        InlinePiece::Link(number, pieces) => {
            // The finishing pass makes the relationship of this id.
            let link = Hyperlink {
                link: HyperlinkData::External {
                    rid: format!("{LINK_ID_PREFIX}{number}"),
                    path: String::new(),
                },
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
    }
}

fn runs_of(pieces: Vec<InlinePiece>) -> impl Iterator<Item = Run> {
    pieces.into_iter().filter_map(|piece| match piece {
        InlinePiece::Run(run) => Some(*run),
        _ => None,
    })
}

/// A paragraph with plain text.
pub(super) fn plain_paragraph(style: &str, text: &str) -> Box<Paragraph> {
    styled_paragraph(style, plain_pieces(text))
}

pub(super) fn empty_paragraph(style: &str) -> Box<Paragraph> {
    styled_paragraph(style, Vec::new())
}

/// Text without emphasis: a run for each stretch between line breaks and tabs.
pub(super) fn plain_pieces(text: &str) -> Vec<InlinePiece> {
    let mut out = Vec::new();
    push_runs(text, None, &mut out);
    out
}

/// Text as runs of a character style.
pub(super) fn styled_runs(text: &str, style: &str) -> Vec<InlinePiece> {
    let mut out = Vec::new();
    push_runs(text, Some(style), &mut out);
    out
}

fn push_emphasized_runs(text: &str, emphasis: RunEmphasis, out: &mut Vec<InlinePiece>) {
    push_runs(text, emphasis.character_style().as_deref(), out);
}

/// Adds text as runs of a character style, with breaks and tabs between them. Drops characters that
/// XML forbids.
fn push_runs(text: &str, style: Option<&str>, out: &mut Vec<InlinePiece>) {
    if !text.is_empty() && is_unescaped_ascii(text) {
        // `Text::new` would search the text for characters to escape.
        let text = Text {
            text: text.to_owned(),
            preserve_space: true,
        };
        out.push(run_with(RunChild::Text(text), style));
        return;
    }
    if !text.is_empty() && text.chars().all(is_run_character) {
        out.push(run_with(RunChild::Text(Text::new(text)), style));
        return;
    }
    let mut stretch = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let separator = match character {
            '\r' if characters.peek() == Some(&'\n') => continue,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                RunChild::Break(Break::new(BreakType::TextWrapping))
            }
            '\t' => RunChild::Tab(Tab::new()),
            other if is_allowed(other) => {
                stretch.push(other);
                continue;
            }
            _ => continue,
        };
        if !stretch.is_empty() {
            let text = Text::new(std::mem::take(&mut stretch));
            out.push(run_with(RunChild::Text(text), style));
        }
        out.push(run_with(separator, style));
    }
    if !stretch.is_empty() {
        out.push(run_with(RunChild::Text(Text::new(stretch)), style));
    }
}

fn run_with(child: RunChild, style: Option<&str>) -> InlinePiece {
    let mut run = Box::new(Run {
        run_property: RunProperty::new(),
        // `vec!` makes room for one. There are many runs, and `Run::new` reserves room for more.
        children: vec![child],
    });
    run.run_property.style = style.map(RunStyle::new);
    InlinePiece::Run(run)
}

/// Whether a text is printable ASCII that XML writes as it is. Looks at every byte without an early
/// exit, which compiles to vector instructions.
fn is_unescaped_ascii(text: &str) -> bool {
    let is_escaped =
        |it: u8| (it == b'&') | (it == b'<') | (it == b'>') | (it == b'"') | (it == b'\'');
    text.bytes().fold(true, |all, it| {
        all & matches!(it, b' '..=b'~') & !is_escaped(it)
    })
}

/// Whether a character can be part of a run's text: it is neither a break or tab nor forbidden in
/// XML.
fn is_run_character(character: char) -> bool {
    !matches!(
        character,
        '\0'..='\u{1f}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}'
    )
}

/// A field with its result, so that Word does not have to update it when the document is opened.
/// `code` must not need escaping in XML.
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

/// The beginning of a text: at most `max_characters` and an ellipsis, cut between words if there is
/// a space in the second half.
pub(super) fn truncate_at_word(text: &str, max_characters: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(max_characters) else {
        return text.to_owned();
    };
    let head = &text[..end];
    let end = match head.rfind(' ') {
        Some(space) if space > end / 2 => space,
        _ => end,
    };
    let head = head[..end].trim_end_matches([' ', ',', '.', ';', ':']);
    format!("{head}…")
}
