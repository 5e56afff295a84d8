//! A document parted into slides, each with a title and with what it shows and says, before any of
//! them is made to fit.

use super::block_kind::is_exhibit;
use super::citations::{cited, cited_in_block};
use super::slide::{SlideKind, around};
use super::tables;
use super::wording::numbered_source;
use crate::document::{Block, Document, Inline, Point, plain_text};
use crate::matrix::Matrix;

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
        cited(&self.title, &mut out);
        self.blocks
            .iter()
            .for_each(|block| cited_in_block(block, &mut out));
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
                block if is_empty(block) => {}
                Block::Risks { items } if Matrix::of(items).is_some() => {
                    self.blocks.push(block.clone());
                    self.blocks
                        .extend(tables::numbered(block, &self.document.labels).map(Block::Table));
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
        let titled = |title: &[Inline], label: &str| {
            if title.is_empty() {
                self.label(label)
            } else {
                title.to_vec()
            }
        };
        Some(match block {
            Block::Point(point) => self.point(point),
            Block::Group(group) => {
                let title = titled(&group.heading, "points");
                if group.items.is_empty() && group.text.is_empty() {
                    return Some(Draft::new(SlideKind::Statement, title, Vec::new()));
                }
                Draft::new(SlideKind::Content, title, vec![block.clone()])
            }
            Block::Quote(_) => {
                Draft::new(SlideKind::Quote, self.label("quote"), vec![block.clone()])
            }
            Block::Chart(chart) => {
                let mut bare = chart.clone();
                let cites = self.take_source(&mut bare.note);
                let title = titled(&chart.title, "chart");
                Draft {
                    cites,
                    ..Draft::new(SlideKind::Exhibit, title, vec![Block::Chart(bare)])
                }
            }
            Block::Image(image) => {
                let mut bare = image.clone();
                let title = titled(&std::mem::take(&mut bare.caption), "figure");
                Draft::new(SlideKind::Exhibit, title, vec![Block::Image(bare)])
            }
            Block::Table(table) if !table.title.is_empty() => {
                let mut bare = table.clone();
                let title = std::mem::take(&mut bare.title);
                let cites = self.take_source(&mut bare.note);
                Draft {
                    cites,
                    ..Draft::new(SlideKind::Exhibit, title, vec![Block::Table(bare)])
                }
            }
            Block::Masthead
            | Block::Particulars { .. }
            | Block::Heading { .. }
            | Block::Paragraph { .. }
            | Block::List { .. }
            | Block::Table(_)
            | Block::BottomLine { .. }
            | Block::Ask { .. }
            | Block::Metrics { .. }
            | Block::People { .. }
            | Block::Timeline { .. }
            | Block::Options { .. }
            | Block::Risks { .. }
            | Block::Actions { .. }
            | Block::Questions { .. }
            | Block::Glossary { .. }
            | Block::Contacts { .. }
            | Block::Columns { .. }
            | Block::Notes { .. }
            | Block::Sources
            | Block::Break => return None,
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
        let label = match block {
            Block::BottomLine { .. } => "bottom-line",
            Block::Ask { .. } => "ask",
            Block::Metrics { .. } => "metrics",
            Block::Point(_) | Block::Group(_) => "points",
            Block::Quote(_) => "quote",
            Block::People { .. } => "people",
            Block::Timeline { .. } => "timeline",
            Block::Options { .. } => "options",
            Block::Risks { .. } => "risks",
            Block::Actions { .. } => "actions",
            Block::Questions { .. } => "questions",
            Block::Glossary { .. } => "glossary",
            Block::Contacts { .. } => "contacts",
            Block::Chart(_) => "chart",
            Block::Image(_) => "figure",
            Block::Sources => "sources",
            Block::Table(_) if last.is_empty() => "table",
            Block::Masthead | Block::Particulars { .. } => return self.document.meta.title.clone(),
            Block::Heading { text, .. } => return text.clone(),
            Block::Table(_)
            | Block::Paragraph { .. }
            | Block::List { .. }
            | Block::Columns { .. }
            | Block::Notes { .. }
            | Block::Break => {
                if last.is_empty() {
                    return self.document.meta.title.clone();
                }
                return around(self.document.labels.get("continued"), last);
            }
        };
        self.label(label)
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

/// Whether a block would show nothing.
fn is_empty(block: &Block) -> bool {
    match block {
        Block::Particulars { rows } => rows.is_empty(),
        Block::Heading { text, .. } | Block::Paragraph { text } => text.is_empty(),
        Block::List { items, .. } => items.is_empty(),
        Block::Table(table) => table.columns.is_empty(),
        Block::BottomLine { body } | Block::Notes { body } => body.is_empty(),
        Block::Ask { text, .. } => text.is_empty(),
        Block::Metrics { items } => items.is_empty(),
        Block::Point(point) => {
            point.headline.is_empty()
                && point.text.is_empty()
                && point.detail.is_empty()
                && point.notes.is_empty()
        }
        Block::Group(group) => {
            group.heading.is_empty() && group.text.is_empty() && group.items.is_empty()
        }
        Block::Quote(quote) => quote.text.is_empty() && quote.by.is_empty(),
        Block::People { items } => items.is_empty(),
        Block::Timeline { items } => items.is_empty(),
        Block::Options { items } => items.is_empty(),
        Block::Risks { items } => items.is_empty(),
        Block::Actions { items } => items.is_empty(),
        Block::Questions { items } => items.is_empty(),
        Block::Glossary { items } => items.is_empty(),
        Block::Contacts { items } => items.is_empty(),
        Block::Columns { main, side } => main.is_empty() && side.is_empty(),
        Block::Masthead | Block::Chart(_) | Block::Image(_) | Block::Sources | Block::Break => {
            false
        }
    }
}
