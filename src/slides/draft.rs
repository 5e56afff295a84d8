//! A document parted into slides, each with a title and with what it shows and says, before any of
//! them is made to fit.

use super::block_rules::{
    BlockRules, DefaultTitle, StandaloneSlide, block_to_table, is_exhibit, note_mut,
    standalone_slide,
};
use super::slide::{SlideKind, fill_title};
use super::tables;
use super::wording::numbered_source;
use crate::document::{Block, Document, Inline, Point, collect_citations, plain_text};
use crate::risk_matrix::RiskMatrix;

/// A slide before it is made to fit.
#[derive(Debug)]
pub(super) struct SlideDraft {
    pub kind: SlideKind,
    pub title: Vec<Inline>,
    pub blocks: Vec<Block>,
    pub notes: Vec<Block>,
    /// What it shows as well if there is room; the notes have it in any case.
    pub detail: Vec<Block>,
    /// What it cites beside what its title and blocks do.
    pub extra_citations: Vec<usize>,
}

impl SlideDraft {
    pub fn new(kind: SlideKind, title: Vec<Inline>, blocks: Vec<Block>) -> Self {
        Self {
            kind,
            title,
            blocks,
            notes: Vec::new(),
            detail: Vec::new(),
            extra_citations: Vec::new(),
        }
    }

    /// Everything that it cites, in order.
    pub fn cited_sources(&self) -> Vec<usize> {
        let mut out = Vec::new();
        collect_citations(&self.title, &mut out);
        self.blocks
            .iter()
            .for_each(|block| block.collect_citations(&mut out));
        for source in &self.extra_citations {
            if !out.contains(source) {
                out.push(*source);
            }
        }
        out
    }
}

/// Parts a document into slides, each with a title.
pub(super) struct DraftBuilder<'a> {
    document: &'a Document,
    drafts: Vec<SlideDraft>,
    /// What stands between two headings or breaks.
    title: Vec<Inline>,
    blocks: Vec<Block>,
}

impl<'a> DraftBuilder<'a> {
    pub fn new(document: &'a Document) -> Self {
        Self {
            document,
            drafts: Vec::new(),
            title: Vec::new(),
            blocks: Vec::new(),
        }
    }

    pub fn build(mut self) -> Vec<SlideDraft> {
        self.read_blocks(&self.document.body);
        self.finish_section();
        self.drafts
    }

    fn label_text(&self, name: &str) -> Vec<Inline> {
        vec![Inline::text(self.document.labels.get(name))]
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
                Block::Heading { level: 1 | 2, text } => {
                    self.finish_section();
                    self.title.clone_from(text);
                }
                Block::Columns { main, side } => {
                    self.read_blocks(main);
                    self.read_blocks(side);
                }
                Block::Table(table) => {
                    self.blocks.extend(
                        tables::split_wide_table(table.clone())
                            .into_iter()
                            .map(Block::Table),
                    );
                }
                block if BlockRules::for_block(block).is_empty => {}
                Block::Risks { items } if RiskMatrix::from_risks(items).is_some() => {
                    self.blocks.push(block.clone());
                    let labels = &self.document.labels;
                    let table = block_to_table(block, labels)
                        .map(|it| tables::with_row_numbers(it, labels));
                    self.blocks.extend(table.map(Block::Table));
                }
                other => self.blocks.push(other.clone()),
            }
        }
    }

    /// The first slide.
    fn cover_draft(&self) -> SlideDraft {
        let meta = &self.document.meta;
        let line = |parts: &[Option<&String>]| {
            let parts: Vec<&str> = parts
                .iter()
                .flatten()
                .map(|it| it.trim())
                .filter(|it| !it.is_empty())
                .collect();
            (!parts.is_empty()).then(|| vec![Inline::text(parts.join(" · "))])
        };
        let from = meta.from.join(self.document.labels.get("list-separator"));
        let lines = [
            line(&[Some(&from)]),
            line(&[meta.organization.as_ref(), meta.reference.as_ref()]),
            line(&[Some(&meta.date_text), meta.place.as_ref()]),
        ];
        let lines: Vec<Vec<Inline>> = lines.into_iter().flatten().collect();
        let paragraphs = [meta.subtitle.clone(), lines.join(&Inline::LineBreak)];
        let blocks = paragraphs
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(|text| Block::Paragraph { text });
        SlideDraft::new(SlideKind::Title, meta.title.clone(), blocks.collect())
    }

    /// Makes slides of what was read since the last heading or break.
    fn finish_section(&mut self) {
        let title = std::mem::take(&mut self.title);
        let blocks = std::mem::take(&mut self.blocks);
        let shown = blocks
            .iter()
            .filter(|block| !matches!(block, Block::Notes { .. }))
            .count();
        let merge = shown == 1 && !title.is_empty();
        let mut open = (!title.is_empty())
            .then(|| SlideDraft::new(SlideKind::Content, title.clone(), Vec::new()));
        let mut last = title;
        for block in blocks {
            if let Block::Notes { body } = block {
                match open.as_mut().or(self.drafts.last_mut()) {
                    Some(draft) => draft.notes.extend(body),
                    None => {
                        open = Some(SlideDraft {
                            notes: body,
                            ..self.untitled_draft(&[])
                        })
                    }
                }
                continue;
            }
            let own = self.standalone_draft(&block);
            match own {
                Some(own) if merge => {
                    let mut draft = own;
                    let notes = open.take().map(|open| (open.title, open.notes));
                    let (title, notes) = notes.unwrap_or_default();
                    let inner = std::mem::replace(&mut draft.title, title);
                    if matches!(block, Block::Image(_)) {
                        // Below another title, its caption stays where it was.
                        draft.blocks = vec![block];
                    } else if plain_text(&inner) != plain_text(&draft.title)
                        && draft.kind != SlideKind::Quote
                    {
                        draft.blocks.insert(
                            0,
                            Block::Heading {
                                level: 3,
                                text: inner,
                            },
                        );
                    }
                    if draft.kind == SlideKind::Statement {
                        draft.kind = SlideKind::Content;
                    }
                    draft.notes.splice(0..0, notes);
                    self.drafts.push(draft);
                }
                Some(own) => {
                    self.push_draft(open.take());
                    self.drafts.push(own);
                }
                None => {
                    let has = |is: fn(&Block) -> bool| {
                        open.as_ref().is_some_and(|open| open.blocks.iter().any(is))
                    };
                    let second = has(is_exhibit) && is_exhibit(&block);
                    let second = second || has(|block| matches!(block, Block::Particulars { .. }));
                    if second {
                        self.push_draft(open.take());
                    }
                    let title = self.default_title(&block, &last);
                    let draft = open.get_or_insert_with(|| {
                        SlideDraft::new(SlideKind::Content, title.clone(), Vec::new())
                    });
                    if matches!(block, Block::BottomLine { .. }) {
                        draft.kind = SlideKind::Summary;
                    }
                    last.clone_from(&draft.title);
                    match block {
                        Block::Sources => {
                            draft.kind = SlideKind::Sources;
                            draft.blocks.push(source_list(self.document));
                        }
                        block => draft.blocks.push(block),
                    }
                }
            }
        }
        self.push_draft(open);
    }

    /// Puts a slide among the finished ones; one without blocks is the title of what follows.
    fn push_draft(&mut self, draft: Option<SlideDraft>) {
        let Some(mut draft) = draft else { return };
        if draft.blocks.is_empty() {
            draft.kind = SlideKind::Section;
        }
        self.drafts.push(draft);
    }

    fn untitled_draft(&self, title: &[Inline]) -> SlideDraft {
        let title = if title.is_empty() {
            self.document.meta.title.clone()
        } else {
            title.to_vec()
        };
        SlideDraft::new(SlideKind::Content, title, Vec::new())
    }

    /// The slide of a block that has one to itself.
    fn standalone_draft(&self, block: &Block) -> Option<SlideDraft> {
        let (kind, title, mut shown) = match standalone_slide(block)? {
            StandaloneSlide::Point(point) => return Some(self.point_draft(point)),
            StandaloneSlide::Titled { kind, title, shown } => (kind, title, shown),
        };
        let title = if title.is_empty() {
            self.default_title(block, &[])
        } else {
            title
        };
        let note = shown.as_mut().and_then(note_mut);
        let extra_citations = note.map_or_else(Vec::new, |note| self.take_source_from_note(note));
        Some(SlideDraft {
            extra_citations,
            ..SlideDraft::new(kind, title, Vec::from_iter(shown))
        })
    }

    /// A point is one slide: its headline as the title and its text as the evidence, or its detail
    /// if it has no text. All of the detail is said; `SlidePlanner::with_detail` decides how much of
    /// it is shown.
    fn point_draft(&self, point: &Point) -> SlideDraft {
        let title = if point.headline.is_empty() {
            self.label_text("points")
        } else {
            point.headline.clone()
        };
        let (kind, blocks, detail) = match (point.text.is_empty(), point.detail.is_empty()) {
            (false, _) => (
                SlideKind::Point,
                vec![Block::Paragraph {
                    text: point.text.clone(),
                }],
                point.detail.clone(),
            ),
            (true, false) => (SlideKind::Content, point.detail.clone(), Vec::new()),
            (true, true) => (SlideKind::Statement, Vec::new(), Vec::new()),
        };
        let notes = [point.notes.as_slice(), &detail].concat();
        SlideDraft {
            notes,
            detail,
            ..SlideDraft::new(kind, title, blocks)
        }
    }

    /// Takes the source off a note below a chart or a table: the slide's own line of sources says
    /// it.
    fn take_source_from_note(&self, note: &mut Vec<Inline>) -> Vec<usize> {
        let label = self.document.labels.get("source");
        match note.as_slice() {
            [.., Inline::Text { text }, Inline::Cite { sources }] if text.trim() == label => {
                let sources = sources.clone();
                note.truncate(note.len() - 2);
                note.pop_if(|last| *last == Inline::text(" "));
                sources
            }
            [.., Inline::Text { text }, Inline::Cite { sources }]
                if text.ends_with(&format!(" {label}")) =>
            {
                let (sources, kept) = (
                    sources.clone(),
                    text[..text.len() - label.len()].trim_end().to_owned(),
                );
                note.truncate(note.len() - 2);
                note.push(Inline::Text { text: kept });
                sources
            }
            _ => Vec::new(),
        }
    }

    /// The title of a block that stands below no heading; `last` is the title before it.
    fn default_title(&self, block: &Block, last: &[Inline]) -> Vec<Inline> {
        match BlockRules::for_block(block).title {
            DefaultTitle::Label(name) => self.label_text(name),
            DefaultTitle::LabelUnlessContinued(name) if last.is_empty() => self.label_text(name),
            DefaultTitle::Text(text) => text.to_vec(),
            DefaultTitle::Document => self.document.meta.title.clone(),
            DefaultTitle::Continued if last.is_empty() => self.document.meta.title.clone(),
            DefaultTitle::Continued | DefaultTitle::LabelUnlessContinued(_) => {
                fill_title(self.document.labels.get("continued"), last)
            }
        }
    }
}

/// The list of a document's sources, numbered as they are cited.
fn source_list(document: &Document) -> Block {
    let sources = document.sources.iter().enumerate();
    let items = sources.map(|(at, source)| {
        vec![Block::Paragraph {
            text: numbered_source(at, source),
        }]
    });
    Block::List {
        ordered: false,
        items: items.collect(),
    }
}
