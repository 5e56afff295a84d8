//! Turns inline text into runs: emphasis, links, citations, fields and content controls.
//!
//! [`InlineWriter`] produces [`InlineNode`]s rather than finished paragraphs, so that callers can
//! put labels and controls between them. [`styled_paragraph`] assembles them.

use docx_rs::{BookmarkStart, FieldChar, FieldCharType, RunProperty, RunStyle, Text};

use super::emphasis::RunEmphasis;
use super::paragraph_style::ParagraphStyle;
use super::wml::{
    ControlKind, ControlNode, FootnoteNode, InlineNode, LinkNode, ParagraphNode, RunContent,
    RunNode,
};
use crate::document::{
    Block, Document, Inline, Medium, Source, TextMark, is_block_link, plain_text, shown_ids,
};
use crate::ooxml::hyperlink::hyperlink_target;
use crate::ooxml::values::one_line;
use crate::ooxml::xml::is_allowed;

/// A source in a citation.
struct CitedSource<'d> {
    /// In the document's list.
    index: usize,
    source: &'d Source,
    /// Empty for the whole source.
    place: &'d str,
}

/// Writes inline text. Remembers which sources were cited before.
pub(super) struct InlineWriter<'a> {
    pub(super) document: &'a Document,
    /// The footnotes so far.
    pub(super) notes: Vec<FootnoteNode<'a>>,
    pub(super) east_asian: bool,
    /// For each source, the number of the note that first cited it.
    first_notes: Vec<Option<usize>>,
    note_count: usize,
    link_count: usize,
    bookmark_count: usize,
    /// The ids of the blocks to which links lead.
    block_ids: Vec<String>,
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
            notes: Vec::new(),
            east_asian,
            first_notes: vec![None; document.sources.len()],
            note_count: 0,
            link_count: 0,
            bookmark_count: 0,
            block_ids: shown_ids(&document.body).into_iter().collect(),
            in_note: false,
            cites_in_footnotes: document.medium != Medium::Sheet || !lists_sources,
        }
    }

    /// A paragraph of a style.
    pub(super) fn paragraph(
        &mut self,
        style: ParagraphStyle,
        inlines: &[Inline],
    ) -> ParagraphNode<'a> {
        let inlines = self.inline_nodes(inlines);
        styled_paragraph(style, inlines)
    }

    /// Whether citations are footnotes, and not numbers of the list of sources.
    pub(super) fn cites_in_footnotes(&self) -> bool {
        self.cites_in_footnotes
    }

    pub(super) fn inline_nodes(&mut self, inlines: &[Inline]) -> Vec<InlineNode<'a>> {
        let mut out = Vec::new();
        self.push_inlines(inlines, RunEmphasis::default(), &mut out);
        out
    }

    fn push_inlines(
        &mut self,
        inlines: &[Inline],
        emphasis: RunEmphasis,
        out: &mut Vec<InlineNode<'a>>,
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
                Inline::Marked { mark, body } => {
                    let start = out.len();
                    self.push_inlines(body, emphasis, out);
                    for node in &mut out[start..] {
                        node.mark_runs(*mark);
                    }
                }
                Inline::Code { text } => {
                    let code = true;
                    push_emphasized_runs(text, RunEmphasis { code, ..emphasis }, out);
                }
                Inline::Link { url, body } => self.push_link(url, body, emphasis, out),
                Inline::Cite { sources, places } => self.push_citation(sources, places, out),
                Inline::Status { level, body } => {
                    out.push(InlineNode::Sign(*level));
                    self.push_inlines(body, emphasis, out);
                }
                Inline::LineBreak => push_run(RunContent::LineBreak, None, out),
            }
        }
    }

    /// Adds a link. If Word could not open its address, text and address are added as plain text.
    fn push_link(
        &mut self,
        url: &str,
        body: &[Inline],
        emphasis: RunEmphasis,
        out: &mut Vec<InlineNode<'a>>,
    ) {
        if is_block_link(url) && self.block_bookmark(url).is_none() {
            self.push_inlines(body, emphasis, out);
            return;
        }
        let target = match self.block_bookmark(url) {
            Some(bookmark) => Some(format!("#{bookmark}")),
            None => hyperlink_target(url),
        };
        let Some(target) = target else {
            self.push_inlines(body, emphasis, out);
            if plain_text(body).trim() != url.trim() {
                push_emphasized_runs(&format!(" ({url})"), emphasis, out);
            }
            return;
        };
        let mut inner = Vec::new();
        let link = true;
        self.push_inlines(body, RunEmphasis { link, ..emphasis }, &mut inner);
        let number = self.link_count;
        self.link_count += 1;
        let link = |runs: Vec<RunNode>| {
            let address = target.clone();
            InlineNode::Link(LinkNode {
                number,
                address,
                runs,
            })
        };
        // A footnote inside a link would lead to two targets at once: the link is interrupted for
        // it. Nested links become part of this one.
        let mut runs = Vec::new();
        for node in inner {
            match node {
                InlineNode::Run(run) if !run.content.is_footnote_reference() => runs.push(run),
                InlineNode::Link(nested) => runs.extend(nested.runs),
                InlineNode::Run(_)
                | InlineNode::Control(_)
                | InlineNode::Drawing(_)
                | InlineNode::Sign(_) => {
                    if !runs.is_empty() {
                        out.push(link(std::mem::take(&mut runs)));
                    }
                    out.push(node);
                }
            }
        }
        if !runs.is_empty() {
            out.push(link(runs));
        }
    }

    /// The bookmark of the block to which an address such as `#costs` leads; `None` if there is no
    /// such block. Ids may have letters that the names of bookmarks cannot have.
    fn block_bookmark(&self, address: &str) -> Option<String> {
        let id = address.strip_prefix('#')?;
        let number = self.block_ids.iter().position(|it| it == id)?;
        Some(format!("_RefBlock{}", number + 1))
    }

    /// A bookmark at the beginning of a block with this id; `None` for a block without one.
    pub(super) fn bookmark_of_block(&mut self, id: &str) -> Option<InlineNode<'a>> {
        let name = self.block_bookmark(&format!("#{id}"))?;
        self.bookmark_count += 1;
        Some(InlineNode::Run(RunNode {
            property: None,
            marks: Vec::new(),
            content: RunContent::Bookmark(BookmarkStart::new(self.bookmark_count, name)),
        }))
    }

    /// Adds a citation with its places: a footnote, or the numbers of the sources where there can be none.
    fn push_citation(&mut self, cited: &[usize], places: &[String], out: &mut Vec<InlineNode<'a>>) {
        let document = self.document;
        let mut sources: Vec<CitedSource<'_>> = Vec::new();
        for (position, index) in cited.iter().enumerate() {
            if let Some(source) = document.sources.get(*index) {
                let place = places.get(position).map(String::as_str);
                sources.push(CitedSource {
                    index: *index,
                    source,
                    place: place.unwrap_or_default(),
                });
            }
        }
        if sources.is_empty() {
            return;
        }
        if !self.in_note && self.cites_in_footnotes {
            self.push_footnote(&sources, out);
            return;
        }
        let mut numbers: Vec<String> = sources
            .iter()
            .map(|cited| (cited.index + 1).to_string())
            .collect();
        // Several places in one source have one number.
        numbers.dedup();
        let numbers = numbers.join(", ");
        if self.in_note {
            push_runs(&format!(" [{numbers}]"), None, out);
        } else {
            push_runs(&numbers, Some("FootnoteReference"), out);
        }
    }

    /// Adds a footnote that cites sources, by their index. A source that an earlier note cited in
    /// full is only named, with the number of that note.
    fn push_footnote(&mut self, sources: &[CitedSource<'_>], out: &mut Vec<InlineNode<'a>>) {
        self.note_count += 1;
        let id = self.note_count;
        let mut content = Vec::new();
        let mut cites_first_time = false;
        self.in_note = true;
        let document_labels = &self.document.labels;
        for (position, cited) in sources.iter().enumerate() {
            if position > 0 {
                let separator = document_labels.semicolon();
                push_runs(separator, None, &mut content);
            }
            match self.first_notes.get(cited.index).copied().flatten() {
                Some(note) => {
                    self.push_short_reference(cited.source, note, &mut content);
                    self.push_place(cited.place, &mut content);
                }
                None => {
                    cites_first_time = true;
                    self.push_full_reference(cited.source, cited.place, &mut content);
                }
            }
        }
        self.in_note = false;
        // Only now: a source that one note cites twice is given in full twice.
        for CitedSource { index, .. } in sources {
            if let Some(first_note) = self.first_notes.get_mut(*index) {
                first_note.get_or_insert(id);
            }
        }
        self.notes.push(FootnoteNode {
            id,
            paragraph: styled_paragraph(ParagraphStyle::FootnoteText, content),
        });
        // Later notes refer to this one by the bookmark.
        let bookmark = if cites_first_time {
            self.bookmark_count += 1;
            Some(BookmarkStart::new(self.bookmark_count, note_bookmark(id)))
        } else {
            None
        };
        let reference = RunContent::FootnoteReference { id, bookmark };
        push_run(reference, Some("FootnoteReference"), out);
    }

    /// Adds the place in a source, if there is one.
    fn push_place(&self, place: &str, out: &mut Vec<InlineNode<'a>>) {
        if !place.is_empty() {
            push_runs(self.document.labels.get("separator"), None, out);
            push_runs(place, None, out);
        }
    }

    /// Adds a source in full, with a place in it and its address.
    pub(super) fn push_full_reference(
        &mut self,
        source: &Source,
        place: &str,
        out: &mut Vec<InlineNode<'a>>,
    ) {
        self.push_inlines(&source.text, RunEmphasis::default(), out);
        self.push_place(place, out);
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
    fn push_short_reference(
        &mut self,
        source: &Source,
        note: usize,
        out: &mut Vec<InlineNode<'a>>,
    ) {
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
        out.extend(field_runs(&code, &note.to_string()));
    }

    /// Writes a content control that holds `inlines`, or a prompt of blanks if they are empty.
    pub(super) fn content_control(
        &mut self,
        tag: String,
        title: &str,
        kind: ControlKind,
        inlines: &[Inline],
    ) -> InlineNode<'a> {
        let title = one_line(title);
        let empty = plain_text(inlines).trim().is_empty();
        // A plain control must not hold styled text.
        let mut is_rich = false;
        let mut runs = Vec::new();
        if empty {
            runs.push(RunNode::new(
                RunContent::Text(Text::new(EMPTY_PROMPT)),
                Some("PlaceholderText"),
            ));
        } else {
            for node in self.inline_nodes(inlines) {
                match node {
                    InlineNode::Run(run) => {
                        is_rich |= run.is_styled();
                        runs.push(run);
                    }
                    InlineNode::Link(link) => {
                        is_rich = true;
                        runs.extend(link.runs);
                    }
                    // The sign of a status is before the control: readers fill in words only.
                    InlineNode::Control(_) | InlineNode::Drawing(_) | InlineNode::Sign(_) => {}
                }
            }
        }
        InlineNode::Control(Box::new(ControlNode {
            tag,
            title,
            kind: if is_rich { ControlKind::Rich } else { kind },
            empty,
            runs,
        }))
    }
}

/// What an empty content control shows: em spaces, because Word prints what a prompt says. Word
/// shows the title of the control as soon as it is touched.
const EMPTY_PROMPT: &str = "\u{2003}\u{2003}";

/// The most characters of a source's name in a repeated footnote.
const MAX_SHORT_REFERENCE: usize = 60;

/// The bookmark at the reference to a note.
fn note_bookmark(note: usize) -> String {
    format!("_RefNote{note}")
}

/// A paragraph of a style.
pub(super) fn styled_paragraph(
    style: ParagraphStyle,
    inlines: Vec<InlineNode<'_>>,
) -> ParagraphNode<'_> {
    ParagraphNode {
        style,
        property: None,
        end_indent: None,
        decimals_indent: None,
        section: None,
        children: inlines,
    }
}

/// A paragraph with plain text.
pub(super) fn plain_paragraph<'a>(style: ParagraphStyle, text: &str) -> ParagraphNode<'a> {
    styled_paragraph(style, plain_runs(text))
}

pub(super) fn empty_paragraph<'a>(style: ParagraphStyle) -> ParagraphNode<'a> {
    styled_paragraph(style, Vec::new())
}

/// Text without emphasis: a run for each stretch between line breaks and tabs.
pub(super) fn plain_runs<'a>(text: &str) -> Vec<InlineNode<'a>> {
    let mut out = Vec::new();
    push_runs(text, None, &mut out);
    out
}

/// Text as runs of a character style.
pub(super) fn styled_runs<'a>(text: &str, style: &str) -> Vec<InlineNode<'a>> {
    let mut out = Vec::new();
    push_runs(text, Some(style), &mut out);
    out
}

fn push_emphasized_runs(text: &str, emphasis: RunEmphasis, out: &mut Vec<InlineNode<'_>>) {
    push_runs(text, emphasis.character_style().as_deref(), out);
}

/// Adds text as runs of a character style, with breaks and tabs between them. Drops characters that
/// XML forbids.
fn push_runs(text: &str, style: Option<&str>, out: &mut Vec<InlineNode<'_>>) {
    if !text.is_empty() && is_unescaped_ascii(text) {
        // `Text::new` would search the text for characters to escape.
        let text = Text {
            text: text.to_owned(),
            preserve_space: true,
        };
        push_run(RunContent::Text(text), style, out);
        return;
    }
    let mut stretch = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let separator = match character {
            '\r' if characters.peek() == Some(&'\n') => continue,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                RunContent::LineBreak
            }
            '\t' => RunContent::Tab,
            other if is_allowed(other) => {
                stretch.push(other);
                continue;
            }
            _ => continue,
        };
        push_stretch(&mut stretch, style, out);
        push_run(separator, style, out);
    }
    push_stretch(&mut stretch, style, out);
}

/// Adds a stretch of text, if there is one, and empties it.
fn push_stretch(stretch: &mut String, style: Option<&str>, out: &mut Vec<InlineNode<'_>>) {
    if !stretch.is_empty() {
        let text = Text::new(std::mem::take(stretch));
        push_run(RunContent::Text(text), style, out);
    }
}

fn push_run(content: RunContent, style: Option<&str>, out: &mut Vec<InlineNode<'_>>) {
    out.push(InlineNode::Run(RunNode::new(content, style)));
}

impl InlineNode<'_> {
    fn mark_runs(&mut self, mark: TextMark) {
        match self {
            InlineNode::Run(run) => run.set_mark(mark),
            InlineNode::Link(link) => {
                for run in &mut link.runs {
                    run.set_mark(mark);
                }
            }
            InlineNode::Control(_) | InlineNode::Drawing(_) | InlineNode::Sign(_) => {}
        }
    }
}

impl RunNode {
    /// Whether the run is more than plain text.
    fn is_styled(&self) -> bool {
        self.property.is_some() || !self.marks.is_empty() || self.content.is_footnote_reference()
    }

    /// Strikes, raises or lowers the run. The mark of a footnote is raised already.
    fn set_mark(&mut self, mark: TextMark) {
        if !self.content.is_footnote_reference() {
            self.marks.push(mark);
        }
    }

    fn new(content: RunContent, style: Option<&str>) -> Self {
        let property = style.map(|style| {
            let mut property = Box::<RunProperty>::default();
            property.style = Some(RunStyle::new(style));
            property
        });
        Self {
            property,
            marks: Vec::new(),
            content,
        }
    }

    /// Gives the run a character style, unless it has one.
    pub(super) fn set_style_if_none(&mut self, style: &str) {
        if self.property.is_none() {
            let mut property = Box::<RunProperty>::default();
            property.style = Some(RunStyle::new(style));
            self.property = Some(property);
        }
    }
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

/// A field with its result, so that Word does not have to update it when the document is opened.
/// `code` must not need escaping in XML.
pub(super) fn field_runs<'a>(code: &str, result: &str) -> Vec<InlineNode<'a>> {
    let mark = |kind| RunContent::FieldChar(FieldChar::new(kind));
    let contents = [
        mark(FieldCharType::Begin),
        RunContent::FieldCode(format!(" {code} ")),
        mark(FieldCharType::Separate),
        RunContent::Text(Text::new(result)),
        mark(FieldCharType::End),
    ];
    contents
        .map(|content| InlineNode::Run(RunNode::new(content, None)))
        .into()
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
