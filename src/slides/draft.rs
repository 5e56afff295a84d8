//! Divides a document into drafts of slides: each has a title, content and speaker notes, but
//! nothing is made to fit yet. The [planner](super::planner) does that.

use super::block_rules::{
    BlockRules, DefaultTitle, StandaloneSlide, block_to_table, is_exhibit, note_mut,
    standalone_slide,
};
use super::slide::SlideKind;
use super::tables;
use super::wording::{fill_title, numbered_source, shortened_title, title_with_part};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{
    Block, Direction, Document, Inline, Point, Table, collect_citations, plain_text,
};
use crate::lang;
use crate::risk_matrix::RiskMatrix;

/// A slide before it is made to fit.
#[derive(Debug)]
pub(super) struct SlideDraft {
    pub kind: SlideKind,
    pub title: Vec<Inline>,
    pub blocks: Vec<Block>,
    pub notes: Vec<Block>,
    /// Shown after `blocks` as far as there is room. The notes have all of it in any case.
    pub detail: Vec<Block>,
    /// Sources that the slide cites, besides those in its title and blocks.
    pub extra_citations: Vec<usize>,
    /// The ids of what it shows, to which links lead.
    pub ids: Vec<String>,
}

impl SlideDraft {
    /// A slide that has only a title yet.
    pub fn titled(kind: SlideKind, title: Vec<Inline>) -> Self {
        Self {
            kind,
            title,
            blocks: Vec::new(),
            notes: Vec::new(),
            detail: Vec::new(),
            extra_citations: Vec::new(),
            ids: Vec::new(),
        }
    }

    fn add_id(&mut self, id: &str) {
        if !id.is_empty() {
            self.ids.push(id.to_owned());
        }
    }

    /// All sources that the slide cites, each once, in the order in which they are cited.
    pub fn cited_sources(&self) -> Vec<usize> {
        let mut sources = Vec::new();
        collect_citations(&self.title, &mut sources);
        for block in &self.blocks {
            block.collect_citations(&mut sources);
        }
        // They were at the end of a note, below the content.
        for source in &self.extra_citations {
            if !sources.contains(source) {
                sources.push(*source);
            }
        }
        sources
    }

    /// Whether `block` must begin another slide: a slide holds one exhibit, and nothing follows the
    /// particulars.
    fn cannot_take(&self, block: &Block) -> bool {
        for own in &self.blocks {
            let is_second_exhibit = is_exhibit(own) && is_exhibit(block);
            if is_second_exhibit || matches!(own, Block::Particulars { .. }) {
                return true;
            }
        }
        false
    }

    /// This slide of a single `block` below a heading: the heading becomes its title.
    fn below_heading(mut self, heading: SlideDraft, block: Block) -> SlideDraft {
        let own_title = std::mem::replace(&mut self.title, heading.title);
        if matches!(block, Block::Image(_)) {
            // The caption need not be the title now, so it stays below the image.
            self.blocks = vec![block];
        } else if self.kind != SlideKind::Quote {
            let repeats_heading = plain_text(&own_title) == plain_text(&self.title);
            if !repeats_heading {
                let subheading = Block::Heading {
                    id: String::new(),
                    level: 3,
                    text: own_title,
                };
                self.blocks.insert(0, subheading);
            }
        }
        // The statement is not the title now, so it is set as a subheading of usual size.
        if self.kind == SlideKind::Statement {
            self.kind = SlideKind::Content;
        }
        self.notes.splice(0..0, heading.notes);
        self.ids.splice(0..0, heading.ids);
        self
    }
}

/// Divides a document into slides, each with a title.
pub(super) struct DraftBuilder<'a> {
    document: &'a Document,
    /// Whether the list of sources has the places that are cited.
    lists_places: bool,
    drafts: Vec<SlideDraft>,
    /// The heading of the section that is being read; empty if it has none.
    section_title: Vec<Inline>,
    /// The id of that heading; empty if it has none.
    section_id: String,
    /// The blocks of that section: those between two headings or breaks.
    section_blocks: Vec<Block>,
    /// The slide that takes the next blocks of the section.
    open: Option<SlideDraft>,
    /// The title of the slide before in this section, for slides that continue it.
    last_title: Vec<Inline>,
    /// What was done to keep the slide contract.
    ledger: Vec<Diagnostic>,
}

impl<'a> DraftBuilder<'a> {
    pub fn new(document: &'a Document, lists_places: bool) -> Self {
        Self {
            document,
            lists_places,
            drafts: Vec::new(),
            section_title: Vec::new(),
            section_id: String::new(),
            section_blocks: Vec::new(),
            open: None,
            last_title: Vec::new(),
            ledger: Vec::new(),
        }
    }

    /// Divides the whole document; also returns what was done to make it fit.
    pub fn build(mut self) -> (Vec<SlideDraft>, Vec<Diagnostic>) {
        self.read_blocks(&self.document.body);
        self.finish_section();
        (self.drafts, self.ledger)
    }

    fn read_blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Masthead => {
                    self.finish_section();
                    let cover = self.cover_draft();
                    self.drafts.push(cover);
                }
                Block::Break => self.finish_section(),
                // Deeper headings stay on the slide of their section.
                Block::Heading {
                    id,
                    level: 1 | 2,
                    text,
                } => {
                    self.finish_section();
                    self.section_title.clone_from(text);
                    self.section_id.clone_from(id);
                }
                // Columns are for pages. On slides they follow one another.
                Block::Columns { main, side } => {
                    self.read_blocks(main);
                    self.read_blocks(side);
                }
                Block::Table(table) => {
                    let tables = self.split_wide_table(table);
                    self.section_blocks
                        .extend(tables.into_iter().map(Block::Table));
                }
                block if BlockRules::for_block(block).is_empty => {}
                Block::Risks { items } if RiskMatrix::from_risks(items).is_some() => {
                    // The matrix shows numbers only, so the risks follow in a numbered table.
                    self.section_blocks.push(block.clone());
                    let labels = &self.document.labels;
                    if let Some(table) = block_to_table(block, labels) {
                        let table = tables::with_row_numbers(table, labels);
                        self.section_blocks.push(Block::Table(table));
                    }
                }
                other => self.section_blocks.push(other.clone()),
            }
        }
    }

    /// The parts of a table with more columns than a slide holds, each with its number in its
    /// title.
    fn split_wide_table(&mut self, table: &Table) -> Vec<Table> {
        let mut tables = tables::split_wide_table(table.clone());
        let parts = tables.len();
        if parts < 2 {
            return tables;
        }
        let labels = &self.document.labels;
        let title = match table.title.as_slice() {
            [] => self.label_text("table"),
            title => title.to_vec(),
        };
        for (index, table) in tables.iter_mut().enumerate() {
            table.title = title_with_part(&title, index + 1, parts, labels);
        }
        let name = shortened_title(&plain_text(&title));
        let message = format!(
            "the columns of the table “{name}” do not fit: they are split over {parts} slides"
        );
        self.ledger
            .push(Diagnostic::warning(Code::SlideSplit, message));
        tables
    }

    /// Makes slides of the blocks since the last heading or break.
    fn finish_section(&mut self) {
        let title = std::mem::take(&mut self.section_title);
        let id = std::mem::take(&mut self.section_id);
        let blocks = std::mem::take(&mut self.section_blocks);
        let mut shown_count = 0;
        for block in &blocks {
            if !matches!(block, Block::Notes { .. }) {
                shown_count += 1;
            }
        }
        // Otherwise the heading would be alone on a slide before the only one of its section.
        let heading_is_title = shown_count == 1 && !title.is_empty();

        if !title.is_empty() {
            let mut draft = SlideDraft::titled(SlideKind::Content, title.clone());
            draft.add_id(&id);
            self.open = Some(draft);
        }
        self.last_title = title;
        for block in blocks {
            if let Block::Notes { body } = block {
                self.add_notes(body);
                continue;
            }
            let Some(mut draft) = self.standalone_draft(&block) else {
                self.add_block(block);
                continue;
            };
            draft.add_id(block.id());
            match self.open.take() {
                Some(heading) if heading_is_title => {
                    self.drafts.push(draft.below_heading(heading, block));
                }
                open => {
                    self.push_draft(open);
                    self.drafts.push(draft);
                }
            }
        }
        let open = self.open.take();
        self.push_draft(open);
    }

    /// Adds notes to the open slide or the one before. Notes without either get a slide.
    fn add_notes(&mut self, body: Vec<Block>) {
        let last_draft = self.drafts.last_mut();
        if let Some(draft) = self.open.as_mut().or(last_draft) {
            draft.notes.extend(body);
            return;
        }
        let title = self.document.meta.title.clone();
        let mut draft = SlideDraft::titled(SlideKind::Content, title);
        draft.notes = body;
        self.open = Some(draft);
    }

    /// Adds a block to the open slide, or begins another slide with it.
    fn add_block(&mut self, block: Block) {
        let mut draft = match self.open.take() {
            Some(open) if !open.cannot_take(&block) => open,
            full => {
                self.push_draft(full);
                let title = self.default_title(&block);
                SlideDraft::titled(SlideKind::Content, title)
            }
        };
        self.last_title.clone_from(&draft.title);
        if matches!(block, Block::BottomLine { .. }) {
            draft.kind = SlideKind::Summary;
        }
        draft.add_id(block.id());
        if matches!(block, Block::Sources) {
            draft.kind = SlideKind::Sources;
            draft
                .blocks
                .push(source_list(self.document, self.lists_places));
        } else {
            draft.blocks.push(block);
        }
        self.open = Some(draft);
    }

    /// Adds a finished slide. One without blocks shows the title of the slides that follow.
    fn push_draft(&mut self, draft: Option<SlideDraft>) {
        let Some(mut draft) = draft else { return };
        if draft.blocks.is_empty() {
            draft.kind = SlideKind::Section;
        }
        self.drafts.push(draft);
    }

    /// The first slide: title, subtitle, who made the document and when, and the event.
    fn cover_draft(&self) -> SlideDraft {
        let meta = &self.document.meta;
        let separator = self.document.labels.get("list-separator");
        let authors = meta.from.join(separator);
        let mut lines = vec![
            cover_line(Some(&authors), None, meta.direction),
            cover_line(
                meta.organization.as_ref(),
                meta.reference.as_ref(),
                meta.direction,
            ),
            cover_line(
                Some(&meta.date_text),
                meta.place_beside_date(),
                meta.direction,
            ),
        ];
        if !meta.event.is_empty() {
            lines.push(vec![Inline::text(lang::join_isolated(
                &meta.event,
                meta.direction,
                " · ",
            ))]);
        }
        lines.retain(|line| !line.is_empty());
        let details = lines.join(&Inline::LineBreak);
        let mut draft = SlideDraft::titled(SlideKind::Title, meta.title.clone());
        for text in [meta.subtitle.clone(), details] {
            if !text.is_empty() {
                draft.blocks.push(Block::Paragraph { text });
            }
        }
        draft
    }

    /// The slide of a block that shares its slide with no other.
    fn standalone_draft(&self, block: &Block) -> Option<SlideDraft> {
        let (kind, mut title, mut shown) = match standalone_slide(block)? {
            StandaloneSlide::Point(point) => return Some(self.point_draft(point)),
            StandaloneSlide::Titled { kind, title, shown } => (kind, title, shown),
        };
        if title.is_empty() {
            title = self.default_title_after(block, &[]);
        }
        let extra_citations = match shown.as_mut().and_then(note_mut) {
            Some(note) => self.take_source_from_note(note),
            None => Vec::new(),
        };
        Some(SlideDraft {
            extra_citations,
            blocks: Vec::from_iter(shown),
            ..SlideDraft::titled(kind, title)
        })
    }

    /// The slide of a point: its headline is the title, its text the content. A point without text
    /// shows its detail. Otherwise the notes have all of the detail, and the planner decides how
    /// much of it is shown as well.
    fn point_draft(&self, point: &Point) -> SlideDraft {
        let title = if point.headline.is_empty() {
            self.label_text("points")
        } else {
            point.headline.clone()
        };
        let mut draft = SlideDraft::titled(SlideKind::Point, title);
        if !point.text.is_empty() {
            let text = point.text.clone();
            draft.blocks.push(Block::Paragraph { text });
            draft.detail.clone_from(&point.detail);
        } else if !point.detail.is_empty() {
            draft.kind = SlideKind::Content;
            draft.blocks.clone_from(&point.detail);
        } else {
            draft.kind = SlideKind::Statement;
        }
        draft.notes.clone_from(&point.notes);
        draft.notes.extend_from_slice(&draft.detail);
        draft
    }

    /// Takes `Source: [1]` off the end of a note below a chart or a table and returns the sources,
    /// because the slide has a line of sources at its foot.
    fn take_source_from_note(&self, note: &mut Vec<Inline>) -> Vec<usize> {
        let [
            ..,
            Inline::Text { text },
            Inline::Cite { sources, places: _ },
        ] = note.as_slice()
        else {
            return Vec::new();
        };
        let label = self.document.labels.get("source");
        let sources = sources.clone();
        // The label is an inline of its own, or ends the words of the note.
        if text.trim() == label {
            note.truncate(note.len() - 2);
            note.pop_if(|last| *last == Inline::text(" "));
            return sources;
        }
        let Some(before) = text.strip_suffix(&format!(" {label}")) else {
            return Vec::new();
        };
        let before = Inline::text(before.trim_end());
        note.truncate(note.len() - 2);
        note.push(before);
        sources
    }

    /// The title of a slide that `block` begins without a heading.
    fn default_title(&self, block: &Block) -> Vec<Inline> {
        self.default_title_after(block, &self.last_title)
    }

    /// As [`default_title`](Self::default_title), after a slide of title `last`.
    fn default_title_after(&self, block: &Block, last: &[Inline]) -> Vec<Inline> {
        use DefaultTitle::{Continued, Document, Label, LabelUnlessContinued, Text};
        let is_first = last.is_empty();
        match BlockRules::for_block(block).title {
            Label(name) => self.label_text(name),
            LabelUnlessContinued(name) if is_first => self.label_text(name),
            Text(text) => text.to_vec(),
            Document => self.document.meta.title.clone(),
            Continued if is_first => self.document.meta.title.clone(),
            Continued | LabelUnlessContinued(_) => {
                let label = self.document.labels.get("continued");
                fill_title(label, last)
            }
        }
    }

    fn label_text(&self, name: &str) -> Vec<Inline> {
        vec![Inline::text(self.document.labels.get(name))]
    }
}

/// A line of the cover: the parts that are not blank, with a dot between them; empty without any.
fn cover_line(
    first: Option<&String>,
    second: Option<&String>,
    direction: Direction,
) -> Vec<Inline> {
    let mut filled = Vec::new();
    for part in [first, second].into_iter().flatten() {
        let part = part.trim();
        if !part.is_empty() {
            filled.push(lang::isolated(part, direction));
        }
    }
    if filled.is_empty() {
        return Vec::new();
    }
    vec![Inline::text(filled.join(" · "))]
}

/// The list of a document's sources, numbered as they are cited.
fn source_list(document: &Document, lists_places: bool) -> Block {
    let mut items = Vec::new();
    for (index, source) in document.sources.iter().enumerate() {
        let text = numbered_source(index, source, &document.labels, lists_places);
        items.push(vec![Block::Paragraph { text }]);
    }
    Block::List {
        ordered: false,
        first: 1,
        items,
    }
}
