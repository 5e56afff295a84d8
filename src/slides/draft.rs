//! A document parted into slides, each with a title and with what it shows and says, before any of
//! them is made to fit.

use super::block_rules::{
    BlockRules, DefaultTitle, OwnSlide, block_to_table, is_exhibit, note_mut, own_slide,
};
use super::slide::{SlideKind, around};
use super::tables;
use super::wording::numbered_source;
use crate::document::{Block, Document, Inline, Point, collect_citations, plain_text};
use crate::risk_matrix::RiskMatrix;

/// A slide before it is made to fit.
#[derive(Debug)]
pub(super) struct Draft {
    pub kind: SlideKind,
    pub title: Vec<Inline>,
    pub blocks: Vec<Block>,
    pub notes: Vec<Block>,
    /// What it shows as well if there is room; the notes have it in any case.
    pub detail: Vec<Block>,
    /// What it cites beside what its title and blocks do.
    pub cites: Vec<usize>,
}

impl Draft {
    pub fn new(kind: SlideKind, title: Vec<Inline>, blocks: Vec<Block>) -> Self {
        Self {
            kind,
            title,
            blocks,
            notes: Vec::new(),
            detail: Vec::new(),
            cites: Vec::new(),
        }
    }

    /// Everything that it cites, in order.
    pub fn sources(&self) -> Vec<usize> {
        let mut out = Vec::new();
        collect_citations(&self.title, &mut out);
        self.blocks
            .iter()
            .for_each(|block| block.collect_citations(&mut out));
        for source in &self.cites {
            if !out.contains(source) {
                out.push(*source);
            }
        }
        out
    }
}

/// Parts a document into slides, each with a title.
pub(super) struct Drafts<'a> {
    document: &'a Document,
    done: Vec<Draft>,
    /// What stands between two headings or breaks.
    title: Vec<Inline>,
    blocks: Vec<Block>,
}

impl<'a> Drafts<'a> {
    pub fn new(document: &'a Document) -> Self {
        Self {
            document,
            done: Vec::new(),
            title: Vec::new(),
            blocks: Vec::new(),
        }
    }

    pub fn finish(mut self) -> Vec<Draft> {
        self.read(&self.document.body);
        self.close();
        self.done
    }

    fn label(&self, name: &str) -> Vec<Inline> {
        vec![Inline::text(self.document.labels.get(name))]
    }

    fn read(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Masthead => {
                    self.close();
                    let cover = self.cover();
                    self.done.push(cover);
                }
                Block::Break => self.close(),
                Block::Heading { level: 1 | 2, text } => {
                    self.close();
                    self.title.clone_from(text);
                }
                Block::Columns { main, side } => {
                    self.read(main);
                    self.read(side);
                }
                Block::Table(table) => {
                    self.blocks
                        .extend(tables::narrow(table.clone()).into_iter().map(Block::Table));
                }
                block if BlockRules::of(block).is_empty => {}
                Block::Risks { items } if RiskMatrix::from_risks(items).is_some() => {
                    self.blocks.push(block.clone());
                    let labels = &self.document.labels;
                    let table =
                        block_to_table(block, labels).map(|it| tables::numbered(it, labels));
                    self.blocks.extend(table.map(Block::Table));
                }
                other => self.blocks.push(other.clone()),
            }
        }
    }

    /// The first slide.
    fn cover(&self) -> Draft {
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
        Draft::new(SlideKind::Title, meta.title.clone(), blocks.collect())
    }

    /// Makes slides of what was read since the last heading or break.
    fn close(&mut self) {
        let title = std::mem::take(&mut self.title);
        let blocks = std::mem::take(&mut self.blocks);
        let shown = blocks
            .iter()
            .filter(|block| !matches!(block, Block::Notes { .. }))
            .count();
        let merge = shown == 1 && !title.is_empty();
        let mut open =
            (!title.is_empty()).then(|| Draft::new(SlideKind::Content, title.clone(), Vec::new()));
        let mut last = title;
        for block in blocks {
            if let Block::Notes { body } = block {
                match open.as_mut().or(self.done.last_mut()) {
                    Some(draft) => draft.notes.extend(body),
                    None => {
                        open = Some(Draft {
                            notes: body,
                            ..self.untitled(&[])
                        })
                    }
                }
                continue;
            }
            let own = self.own_slide(&block);
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
                    self.done.push(draft);
                }
                Some(own) => {
                    self.flush(open.take());
                    self.done.push(own);
                }
                None => {
                    let has = |is: fn(&Block) -> bool| {
                        open.as_ref().is_some_and(|open| open.blocks.iter().any(is))
                    };
                    let second = has(is_exhibit) && is_exhibit(&block);
                    let second = second || has(|block| matches!(block, Block::Particulars { .. }));
                    if second {
                        self.flush(open.take());
                    }
                    let title = self.natural_title(&block, &last);
                    let draft = open.get_or_insert_with(|| {
                        Draft::new(SlideKind::Content, title.clone(), Vec::new())
                    });
                    if matches!(block, Block::BottomLine { .. }) {
                        draft.kind = SlideKind::Summary;
                    }
                    last.clone_from(&draft.title);
                    match block {
                        Block::Sources => {
                            draft.kind = SlideKind::Sources;
                            draft.blocks.push(sources(self.document));
                        }
                        block => draft.blocks.push(block),
                    }
                }
            }
        }
        self.flush(open);
    }

    /// Puts a slide among the finished ones; one without blocks is the title of what follows.
    fn flush(&mut self, draft: Option<Draft>) {
        let Some(mut draft) = draft else { return };
        if draft.blocks.is_empty() {
            draft.kind = SlideKind::Section;
        }
        self.done.push(draft);
    }

    fn untitled(&self, title: &[Inline]) -> Draft {
        let title = if title.is_empty() {
            self.document.meta.title.clone()
        } else {
            title.to_vec()
        };
        Draft::new(SlideKind::Content, title, Vec::new())
    }

    /// The slide of a block that has one to itself.
    fn own_slide(&self, block: &Block) -> Option<Draft> {
        let (kind, title, mut shown) = match own_slide(block)? {
            OwnSlide::Point(point) => return Some(self.point(point)),
            OwnSlide::Titled { kind, title, shown } => (kind, title, shown),
        };
        let title = if title.is_empty() {
            self.natural_title(block, &[])
        } else {
            title
        };
        let note = shown.as_mut().and_then(note_mut);
        let cites = note.map_or_else(Vec::new, |note| self.take_source(note));
        Some(Draft {
            cites,
            ..Draft::new(kind, title, Vec::from_iter(shown))
        })
    }

    /// A point is one slide: its headline as the title and its text as the evidence, or its detail
    /// if it has no text. All of the detail is said; `Planner::with_evidence` decides how much of
    /// it is shown.
    fn point(&self, point: &Point) -> Draft {
        let title = if point.headline.is_empty() {
            self.label("points")
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
        Draft {
            notes,
            detail,
            ..Draft::new(kind, title, blocks)
        }
    }

    /// Takes the source off a note below a chart or a table: the slide's own line of sources says
    /// it.
    fn take_source(&self, note: &mut Vec<Inline>) -> Vec<usize> {
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
    fn natural_title(&self, block: &Block, last: &[Inline]) -> Vec<Inline> {
        match BlockRules::of(block).title {
            DefaultTitle::Label(name) => self.label(name),
            DefaultTitle::LabelUnlessContinued(name) if last.is_empty() => self.label(name),
            DefaultTitle::Text(text) => text.to_vec(),
            DefaultTitle::Document => self.document.meta.title.clone(),
            DefaultTitle::Continued if last.is_empty() => self.document.meta.title.clone(),
            DefaultTitle::Continued | DefaultTitle::LabelUnlessContinued(_) => {
                around(self.document.labels.get("continued"), last)
            }
        }
    }
}

/// The list of a document's sources, numbered as they are cited.
fn sources(document: &Document) -> Block {
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
