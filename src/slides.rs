//! A document as a sequence of slides that fit.
//!
//! The Markdown deck and the PDF of the same deck both show the slides planned here: the same ones, in the same order,
//! with the same titles. Blocks keep their meaning; how they look is the backend's business, within the room that
//! [`look`] states.
//!
//! The slide contract: text is set at its full size if that fits, else smaller in steps down to the theme's floor,
//! else it goes on over several slides. What was done is told in [`Plan::ledger`]; nothing is dropped.

mod evidence;
pub mod look;
mod parts;
mod room;
mod tables;

pub use room::{Room, ask_head, metric_value, metric_words};
pub use tables::{as_table, column_shares};

use crate::diagnostic::Diagnostic;
use crate::document::{Block, Document, Image, Inline, Labels, Point, Source, plain_text};
use crate::fonts::Fonts;
use crate::length::Px;
use crate::measure::{cite_text, split};
use crate::theme::Theme;

/// Rows of a table that a slide holds.
const MOST_ROWS: usize = 7;

/// Tiles or cells that a slide holds.
const MOST_CELLS: usize = 6;

/// Questions with their answers that a slide holds.
const MOST_QUESTIONS: usize = 3;

/// The share of a slide that words may fill when they are set larger than usual: more would shout.
const MOST_ENLARGED: f32 = 0.7;

/// Lines of sources at the foot of a slide.
const MOST_SOURCE_LINES: usize = 2;

/// Every slide of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// In order; none is empty.
    pub slides: Vec<Slide>,
    /// What was done to keep the slide contract, one sentence each.
    pub ledger: Vec<String>,
    /// What cannot be shown without loss.
    pub problems: Vec<Diagnostic>,
}

/// One slide.
#[derive(Debug, Clone, PartialEq)]
pub struct Slide {
    /// What it is for.
    pub kind: SlideKind,
    /// Its title, never empty, without its part. A title that is too long ends in `…`; all of it is in `blocks`.
    pub title: Vec<Inline>,
    /// How small the title is: an index into [`look::title_steps`].
    pub title_step: usize,
    /// Which part of how many, from 1, if what it shows goes on over several slides.
    pub part: Option<(usize, usize)>,
    /// What it shows, as few as possible; of the kinds that are no running text at most one.
    pub blocks: Vec<Block>,
    /// What a speaker says.
    pub notes: Vec<Block>,
    /// The share of the theme's sizes that its text is set at; one of [`look::scales`].
    pub scale: f32,
    /// What it cites: indices into [`Document::sources`], in order.
    pub sources: Vec<usize>,
    /// The same in small type for its foot; empty if it cites nothing.
    pub source_line: Vec<Inline>,
}

/// What a slide is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlideKind {
    /// The title of the deck; its last paragraph is organization, date and place.
    Title,
    /// The title of what follows.
    Section,
    /// A finding that needs no words below it.
    Statement,
    /// The bottom line, and the ask.
    Summary,
    /// A finding, and what supports it.
    Point,
    /// A finding, and one short text that supports it, set larger.
    Remark,
    /// Anything else.
    Content,
    /// One chart, picture or table.
    Exhibit,
    /// Somebody's words.
    Quote,
    /// Where the document's sources are listed.
    Sources,
}

impl Slide {
    /// The title with its part, as it is shown.
    #[must_use]
    pub fn heading(&self, labels: &Labels) -> Vec<Inline> {
        match self.part {
            None => self.title.clone(),
            Some((part, parts)) => with_part(&self.title, part, parts, labels),
        }
    }
}

fn with_part(title: &[Inline], part: usize, parts: usize, labels: &Labels) -> Vec<Inline> {
    let label = labels.get("part-of").replace("{part}", &part.to_string()).replace("{parts}", &parts.to_string());
    around(&label, title)
}

/// `label` with its `{title}` replaced.
fn around(label: &str, title: &[Inline]) -> Vec<Inline> {
    let (before, after) = label.split_once("{title}").unwrap_or(("", ""));
    let text = |text: &str| (!text.is_empty()).then(|| Inline::text(text));
    text(before).into_iter().chain(title.iter().cloned()).chain(text(after)).collect()
}

/// The caption of a picture and who made it.
#[must_use]
pub fn image_caption(image: &Image, labels: &Labels) -> Vec<Inline> {
    let mut out = image.caption.clone();
    if !image.credit.is_empty() {
        if !out.is_empty() {
            let is_sentence = plain_text(&out).ends_with(['.', '!', '?', '…', '。', '！', '？']);
            out.push(Inline::text(if is_sentence { " " } else { " · " }));
        }
        let (before, after) = labels.get("credit").split_once("{credit}").unwrap_or((labels.get("credit"), ""));
        out.push(Inline::text(before));
        out.extend(image.credit.iter().cloned());
        out.push(Inline::text(after));
        out.retain(|inline| *inline != Inline::text(""));
    }
    out
}

/// The words of a block that stands inside a list, where there is no room for its structure.
#[must_use]
pub fn run_together(block: &Block) -> Vec<Inline> {
    crate::markup::flatten(vec![block.clone()])
}

/// Plans the slides of `document`.
#[must_use]
pub fn plan(document: &Document, theme: &Theme, fonts: &Fonts) -> Plan {
    let room = Room::new(theme, fonts, &document.labels);
    let mut planner = Planner { document, room, plan: Plan::default() };
    for draft in Drafts::new(document).finish() {
        planner.fit(draft);
    }
    planner.plan
}

/// A slide before it is made to fit.
#[derive(Debug)]
struct Draft {
    kind: SlideKind,
    title: Vec<Inline>,
    blocks: Vec<Block>,
    notes: Vec<Block>,
    /// What it shows as well if there is room; the notes have it in any case.
    detail: Vec<Block>,
    /// What it cites beside what its title and blocks do.
    cites: Vec<usize>,
}

impl Draft {
    fn new(kind: SlideKind, title: Vec<Inline>, blocks: Vec<Block>) -> Self {
        Self { kind, title, blocks, notes: Vec::new(), detail: Vec::new(), cites: Vec::new() }
    }

    /// Everything that it cites, in order.
    fn sources(&self) -> Vec<usize> {
        let mut out = Vec::new();
        cited(&self.title, &mut out);
        self.blocks.iter().for_each(|block| cited_in_block(block, &mut out));
        for source in &self.cites {
            if !out.contains(source) {
                out.push(*source);
            }
        }
        out
    }
}

/// Parts a document into slides, each with a title.
struct Drafts<'a> {
    document: &'a Document,
    done: Vec<Draft>,
    /// What stands between two headings or breaks.
    title: Vec<Inline>,
    blocks: Vec<Block>,
}

impl<'a> Drafts<'a> {
    fn new(document: &'a Document) -> Self {
        Self { document, done: Vec::new(), title: Vec::new(), blocks: Vec::new() }
    }

    fn finish(mut self) -> Vec<Draft> {
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
                    self.blocks.extend(tables::narrow(table.clone()).into_iter().map(Block::Table));
                }
                block if is_empty(block) => {}
                other => self.blocks.push(other.clone()),
            }
        }
    }

    /// The first slide.
    fn cover(&self) -> Draft {
        let meta = &self.document.meta;
        let line = |parts: &[Option<&String>]| {
            let parts: Vec<&str> = parts.iter().flatten().map(|it| it.trim()).filter(|it| !it.is_empty()).collect();
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
        let blocks = paragraphs.into_iter().filter(|text| !text.is_empty()).map(|text| Block::Paragraph { text });
        Draft::new(SlideKind::Title, meta.title.clone(), blocks.collect())
    }

    /// Makes slides of what was read since the last heading or break.
    fn close(&mut self) {
        let title = std::mem::take(&mut self.title);
        let blocks = std::mem::take(&mut self.blocks);
        let shown = blocks.iter().filter(|block| !matches!(block, Block::Notes { .. })).count();
        let merge = shown == 1 && !title.is_empty();
        let mut open = (!title.is_empty()).then(|| Draft::new(SlideKind::Content, title.clone(), Vec::new()));
        let mut last = title;
        for block in blocks {
            if let Block::Notes { body } = block {
                match open.as_mut().or(self.done.last_mut()) {
                    Some(draft) => draft.notes.extend(body),
                    None => open = Some(Draft { notes: body, ..self.untitled(&[]) }),
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
                    } else if plain_text(&inner) != plain_text(&draft.title) && draft.kind != SlideKind::Quote {
                        draft.blocks.insert(0, Block::Heading { level: 3, text: inner });
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
                    let has = |is: fn(&Block) -> bool| open.as_ref().is_some_and(|open| open.blocks.iter().any(is));
                    let second = has(is_exhibit) && is_exhibit(&block);
                    let second = second || has(|block| matches!(block, Block::Particulars { .. }));
                    if second {
                        self.flush(open.take());
                    }
                    let title = self.natural_title(&block, &last);
                    let draft = open.get_or_insert_with(|| Draft::new(SlideKind::Content, title.clone(), Vec::new()));
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
        let title = if title.is_empty() { self.document.meta.title.clone() } else { title.to_vec() };
        Draft::new(SlideKind::Content, title, Vec::new())
    }

    /// The slide of a block that has one to itself.
    fn own_slide(&self, block: &Block) -> Option<Draft> {
        let titled = |title: &[Inline], label: &str| {
            if title.is_empty() { self.label(label) } else { title.to_vec() }
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
            Block::Quote(_) => Draft::new(SlideKind::Quote, self.label("quote"), vec![block.clone()]),
            Block::Chart(chart) => {
                let mut bare = chart.clone();
                let cites = self.take_source(&mut bare.note);
                let title = titled(&chart.title, "chart");
                Draft { cites, ..Draft::new(SlideKind::Exhibit, title, vec![Block::Chart(bare)]) }
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
                Draft { cites, ..Draft::new(SlideKind::Exhibit, title, vec![Block::Table(bare)]) }
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

    /// A point is one slide: its headline as the title and its text as the evidence, or its detail if it has no text.
    /// All of the detail is said; [`evidence`] decides how much of it is shown.
    fn point(&self, point: &Point) -> Draft {
        let title = if point.headline.is_empty() { self.label("points") } else { point.headline.clone() };
        let (kind, blocks, detail) = match (point.text.is_empty(), point.detail.is_empty()) {
            (false, _) => (SlideKind::Point, vec![Block::Paragraph { text: point.text.clone() }], point.detail.clone()),
            (true, false) => (SlideKind::Content, point.detail.clone(), Vec::new()),
            (true, true) => (SlideKind::Statement, Vec::new(), Vec::new()),
        };
        let notes = [point.notes.clone(), detail.clone()].concat();
        Draft { notes, detail, ..Draft::new(kind, title, blocks) }
    }

    /// Takes the source off a note below a chart or a table: the slide's own line of sources says it.
    fn take_source(&self, note: &mut Vec<Inline>) -> Vec<usize> {
        let label = self.document.labels.get("source");
        match note.as_slice() {
            [.., Inline::Text { text }, Inline::Cite { sources }] if text.trim() == label => {
                let sources = sources.clone();
                note.truncate(note.len() - 2);
                note.pop_if(|last| *last == Inline::text(" "));
                sources
            }
            [.., Inline::Text { text }, Inline::Cite { sources }] if text.ends_with(&format!(" {label}")) => {
                let (sources, kept) = (sources.clone(), text[..text.len() - label.len()].trim_end().to_owned());
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
    let items = sources.map(|(at, source)| vec![Block::Paragraph { text: numbered_source(at, source) }]);
    Block::List { ordered: false, items: items.collect() }
}

/// A source with the number that it is cited by, and its address.
#[must_use]
pub fn numbered_source(at: usize, source: &Source) -> Vec<Inline> {
    let mut text = vec![Inline::text(format!("{} ", cite_text(&[at])))];
    text.extend(source.text.iter().cloned());
    if let Some(url) = &source.url {
        text.push(Inline::text(" "));
        text.push(Inline::Link { url: url.clone(), body: vec![Inline::text(url)] });
    }
    text
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
            point.headline.is_empty() && point.text.is_empty() && point.detail.is_empty() && point.notes.is_empty()
        }
        Block::Group(group) => group.heading.is_empty() && group.text.is_empty() && group.items.is_empty(),
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
        Block::Masthead | Block::Chart(_) | Block::Image(_) | Block::Sources | Block::Break => false,
    }
}

/// Whether a block needs a look of its own, so that a slide can hold one such block only.
fn is_exhibit(block: &Block) -> bool {
    match block {
        Block::Metrics { .. }
        | Block::Group(_)
        | Block::Table(_)
        | Block::People { .. }
        | Block::Timeline { .. }
        | Block::Options { .. }
        | Block::Risks { .. }
        | Block::Actions { .. }
        | Block::Glossary { .. }
        | Block::Contacts { .. }
        | Block::Particulars { .. }
        | Block::Chart(_)
        | Block::Image(_)
        | Block::Sources => true,
        Block::Masthead
        | Block::Heading { .. }
        | Block::Paragraph { .. }
        | Block::List { .. }
        | Block::BottomLine { .. }
        | Block::Ask { .. }
        | Block::Point(_)
        | Block::Quote(_)
        | Block::Questions { .. }
        | Block::Columns { .. }
        | Block::Notes { .. }
        | Block::Break => false,
    }
}

struct Planner<'a> {
    document: &'a Document,
    room: Room<'a>,
    plan: Plan,
}

/// A piece of a block, and which block it is of.
type Piece = (usize, Block);

impl Planner<'_> {
    /// Makes slides of a draft, as few and as large as they fit.
    fn fit(&mut self, mut draft: Draft) {
        if plain_text(&draft.title).trim().is_empty() {
            draft.title = self.document.meta.title.clone();
        }
        let mut draft = self.with_evidence(draft);
        let name = short(&plain_text(&draft.title));
        let (title, step, whole) = self.fit_title(draft.kind, &draft.title, 1);
        draft.blocks.splice(0..0, whole.clone());
        let line = self.source_line(&draft.sources());
        let room = self.room_below(draft.kind, &title, step, &line);
        let scales = look::scales(&self.room.theme.slide);
        let words_only = !draft.blocks.iter().any(is_exhibit);
        let share = |scale: f32| if words_only && scale > 1.0 { MOST_ENLARGED } else { 1.0 };
        let fitting = scales.iter().copied().find(|scale| self.fits(&draft, *scale, room * share(*scale)));
        if let Some(scale) = fitting {
            if scale < 1.0 {
                let percent = (scale * 100.0).round();
                self.plan.ledger.push(format!("slide “{name}” is set at {percent} % of its size"));
            }
            if !whole.is_empty() {
                self.plan.ledger.push(format!("the title of slide “{name}” is too long; all of it is below"));
            }
            self.push(Draft { title, ..draft }, step, scale, None);
            return;
        }
        self.part(draft, &whole, &name);
    }

    fn fits(&self, draft: &Draft, scale: f32, room: Px) -> bool {
        draft.blocks.iter().all(|block| parts::count(block) <= most(block))
            && draft.blocks.iter().filter(|block| is_exhibit(block)).count() <= 1
            && self.room.stack(&draft.blocks, draft.kind, scale) <= room
    }

    /// Lets a draft go on over several slides.
    fn part(&mut self, draft: Draft, whole: &[Block], name: &str) {
        // The cover cannot go on; what it has no room for follows on slides of the usual kind.
        let kind = if look::is_cover(draft.kind) { SlideKind::Content } else { draft.kind };
        let (title, step, cut) = self.fit_title(kind, &draft.title, 99);
        let line = self.source_line(&draft.sources());
        let mut blocks = draft.blocks;
        if whole.is_empty() {
            blocks.splice(0..0, cut);
        }
        let room = self.room_below(kind, &title, step, &line);
        let scales = look::scales(&self.room.theme.slide);
        let floor = scales.last().copied().unwrap_or(1.0);
        let pieces = self.crush_all(blocks, kind, floor, room, name);
        let least = self.pack(&pieces, kind, floor, room).len();
        let scale = scales.iter().copied().find(|scale| {
            let alone = |(_, block): &Piece| self.room.stack(std::slice::from_ref(block), kind, *scale) <= room;
            pieces.iter().all(alone) && self.pack(&pieces, kind, *scale, room).len() <= least
        });
        let scale = scale.unwrap_or(floor);
        let slides = self.balance(&pieces, kind, scale, room, least);
        let parts = slides.len();
        if parts > 1 {
            self.plan.ledger.push(format!("slide “{name}” is parted into {parts}"));
        }
        if scale < 1.0 {
            let percent = (scale * 100.0).round();
            self.plan.ledger.push(format!("slide “{name}” is set at {percent} % of its size"));
        }
        let mut notes = draft.notes;
        for (at, blocks) in slides.into_iter().enumerate() {
            let part = (parts > 1).then_some((at + 1, parts));
            let notes = std::mem::take(&mut notes);
            let draft = Draft { notes, cites: draft.cites.clone(), ..Draft::new(kind, title.clone(), blocks) };
            self.push(draft, step, scale, part);
        }
    }

    /// The pieces of blocks, each small enough for a slide at `scale`.
    fn crush_all(&mut self, blocks: Vec<Block>, kind: SlideKind, scale: f32, room: Px, name: &str) -> Vec<Piece> {
        let mut todo: Vec<Piece> = blocks
            .into_iter()
            .enumerate()
            .flat_map(|(at, block)| parts::pieces(block).into_iter().map(move |piece| (at, piece)))
            .rev()
            .collect();
        let mut done = Vec::new();
        while let Some((at, block)) = todo.pop() {
            let height = self.room.stack(std::slice::from_ref(&block), kind, scale);
            if height <= room {
                done.push((at, block));
                continue;
            }
            let smaller = self.room.crush(&block, kind, scale, room);
            if smaller.is_empty() {
                let over = (height - room).ceil();
                let problem = Diagnostic::error(format!("slide “{name}” does not fit: it is {over} too high"));
                let hint = "a slide holds text down to the theme's floor, parted where that helps; shorten it";
                self.plan.problems.push(problem.hint(hint));
                done.push((at, block));
            } else {
                todo.extend(smaller.into_iter().rev().map(|block| (at, block)));
            }
        }
        done
    }

    /// Fills slides of height `room` one after the other.
    fn pack(&self, pieces: &[Piece], kind: SlideKind, scale: f32, room: Px) -> Vec<Vec<Block>> {
        let mut slides: Vec<Vec<Block>> = Vec::new();
        let mut open: Vec<Block> = Vec::new();
        let mut origin = None;
        for (at, piece) in pieces {
            let mut next = open.clone();
            let rest = match next.last_mut() {
                Some(last) if origin == Some(*at) => parts::join(last, piece.clone()),
                _ => Some(piece.clone()),
            };
            next.extend(rest);
            let exhibits = next.iter().filter(|block| is_exhibit(block)).count();
            let full = exhibits > 1
                || next.iter().any(|block| parts::count(block) > most(block))
                || self.room.stack(&next, kind, scale) > room;
            if full && !open.is_empty() {
                // A heading stays with what follows it.
                let carried = match open.last() {
                    Some(Block::Heading { .. }) if open.len() > 1 => open.pop(),
                    _ => None,
                };
                slides.push(std::mem::take(&mut open));
                open.extend(carried);
                open.push(piece.clone());
            } else {
                open = next;
            }
            origin = Some(*at);
        }
        if !open.is_empty() {
            slides.push(open);
        }
        slides
    }

    /// Fills `count` slides about evenly.
    fn balance(&self, pieces: &[Piece], kind: SlideKind, scale: f32, room: Px, count: usize) -> Vec<Vec<Block>> {
        let heights = pieces.iter().map(|(_, block)| self.room.stack(std::slice::from_ref(block), kind, scale));
        let tallest = heights.fold(Px::ZERO, Px::max).min(room);
        let steps = 12;
        let limits = (0..steps).map(|step| tallest + (room - tallest) * step as f32 / steps as f32);
        let even = limits.map(|limit| self.pack(pieces, kind, scale, limit)).find(|slides| slides.len() <= count);
        even.unwrap_or_else(|| self.pack(pieces, kind, scale, room))
    }

    /// How a title is set: its words, its step, and all of it as a block if it had to be cut.
    fn fit_title(&self, kind: SlideKind, title: &[Inline], parts: usize) -> (Vec<Inline>, usize, Vec<Block>) {
        let steps = look::title_steps(&self.room.theme.slide, kind);
        let width = self.room.width();
        let lines = |title: &[Inline], size: Px| {
            let shown = if parts > 1 { with_part(title, parts, parts, &self.document.labels) } else { title.to_vec() };
            self.room.heading.lines(&shown, size, true, width)
        };
        let fits = steps.iter().position(|step| lines(title, step.set.size).count() <= step.lines);
        if let Some(step) = fits {
            return (title.to_vec(), step, Vec::new());
        }
        let last = steps.len() - 1;
        let step = steps[last];
        let set = self.room.heading.lines(title, step.set.size, true, width);
        let mut at = set.ends.get(step.lines - 1).copied().unwrap_or(0);
        loop {
            let (mut cut, _) = split(title, at);
            cut.push(Inline::text("…"));
            if at == 0 || lines(&cut, step.set.size).count() <= step.lines {
                let whole = Block::Paragraph { text: vec![Inline::Strong { body: title.to_vec() }] };
                return (cut, last, vec![whole]);
            }
            at = at.saturating_sub(4);
        }
    }

    /// Height below a title.
    fn room_below(&self, kind: SlideKind, title: &[Inline], step: usize, line: &[Inline]) -> Px {
        let slide = &self.room.theme.slide;
        let set = look::title_steps(slide, kind)[step.min(2)].set;
        let cover = if look::is_cover(kind) {
            let lines = self.room.heading.lines(title, set.size, true, self.room.width()).count();
            lines as f32 * set.leading + look::TITLE_GAP
        } else {
            Px::ZERO
        };
        self.room.available(kind, line) - cover
    }

    fn push(&mut self, draft: Draft, title_step: usize, scale: f32, part: Option<(usize, usize)>) {
        let sources = draft.sources();
        let source_line = self.source_line(&sources);
        let Draft { kind, title, blocks, notes, detail: _, cites: _ } = draft;
        let slide = Slide { kind, title, title_step, part, blocks, notes, scale, sources, source_line };
        self.plan.slides.push(slide);
    }

    /// What a slide cites, in small type: with titles if that fits in [`MOST_SOURCE_LINES`], else the numbers alone.
    fn source_line(&self, sources: &[usize]) -> Vec<Inline> {
        if sources.is_empty() {
            return Vec::new();
        }
        let labels = &self.document.labels;
        let name = labels.get(if sources.len() == 1 { "source" } else { "sources" });
        let full = sources.iter().map(|at| {
            let text = self.document.sources.get(*at).map(|source| source.text.clone()).unwrap_or_default();
            [vec![Inline::text(format!(" {} ", cite_text(&[*at])))], text].concat()
        });
        let full = std::iter::once(vec![Inline::text(name)]).chain(full).collect::<Vec<_>>().concat();
        let set = self.room.theme.slide.caption;
        let lines = |line: &[Inline]| self.room.body.lines(line, set.size, false, self.room.width()).count();
        if lines(&full) <= MOST_SOURCE_LINES {
            return full;
        }
        let numbers = vec![Inline::text(format!("{name} {}", cite_text(sources)))];
        // So many that even their numbers do not fit are cited where they belong, in the text.
        if lines(&numbers) <= MOST_SOURCE_LINES { numbers } else { Vec::new() }
    }
}

/// How many items of a block a slide holds.
fn most(block: &Block) -> usize {
    match block {
        Block::Metrics { .. } | Block::Group(_) => MOST_CELLS,
        Block::Options { .. } => MOST_ROWS - 3,
        Block::Questions { .. } => MOST_QUESTIONS,
        _ => MOST_ROWS,
    }
}

fn short(title: &str) -> String {
    let mut out: String = title.chars().take(60).collect();
    if title.chars().nth(60).is_some() {
        out.push('…');
    }
    out
}

fn cited(text: &[Inline], out: &mut Vec<usize>) {
    for inline in text {
        match inline {
            Inline::Cite { sources } => {
                for source in sources {
                    if !out.contains(source) {
                        out.push(*source);
                    }
                }
            }
            Inline::Emph { body } | Inline::Strong { body } | Inline::Link { body, .. } => cited(body, out),
            Inline::Text { .. } | Inline::Code { .. } | Inline::LineBreak => {}
        }
    }
}

/// What a block cites, in the order in which it is read.
pub(crate) fn cited_in_block(block: &Block, out: &mut Vec<usize>) {
    let mut all = |texts: &[&Vec<Inline>]| texts.iter().for_each(|text| cited(text, out));
    match block {
        Block::Particulars { rows } => rows.iter().for_each(|it| all(&[&it.text])),
        Block::Heading { text, .. } | Block::Paragraph { text } | Block::Ask { text, .. } => all(&[text]),
        Block::List { items, .. } => items.iter().flatten().for_each(|block| cited_in_block(block, out)),
        Block::Table(table) => {
            all(&[&table.title]);
            table.columns.iter().for_each(|column| all(&[&column.header]));
            table.rows.iter().flatten().for_each(|cell| all(&[cell]));
            all(&[&table.note]);
        }
        Block::BottomLine { body } | Block::Notes { body } => body.iter().for_each(|block| cited_in_block(block, out)),
        Block::Metrics { items } => {
            items.iter().for_each(|it| all(&[&it.value, &it.unit, &it.label, &it.change, &it.as_of]));
        }
        Block::Point(point) => {
            all(&[&point.headline, &point.text]);
            point.detail.iter().chain(&point.notes).for_each(|block| cited_in_block(block, out));
        }
        Block::Group(group) => {
            all(&[&group.heading, &group.text]);
            group.items.iter().for_each(|it| all(&[&it.name, &it.text]));
        }
        Block::Quote(quote) => all(&[&quote.text, &quote.by]),
        Block::People { items } => {
            items.iter().for_each(|it| all(&[&it.name, &it.native_name, &it.role, &it.organization]));
        }
        Block::Timeline { items } => items.iter().for_each(|it| all(&[&it.date, &it.text])),
        Block::Options { items } => {
            for it in items {
                all(&[&it.name, &it.text]);
                it.pros.iter().chain(&it.cons).for_each(|text| all(&[text]));
                all(&[&it.cost, &it.risk]);
            }
        }
        Block::Risks { items } => items.iter().for_each(|it| all(&[&it.risk, &it.mitigation, &it.owner])),
        Block::Actions { items } => items.iter().for_each(|it| all(&[&it.action, &it.owner, &it.due, &it.status])),
        Block::Questions { items } => {
            for it in items {
                cited(&it.question, out);
                it.answer.iter().for_each(|block| cited_in_block(block, out));
            }
        }
        Block::Glossary { items } => items.iter().for_each(|it| all(&[&it.term, &it.definition])),
        Block::Contacts { items } => items.iter().for_each(|it| all(&[&it.name, &it.role, &it.phone, &it.email])),
        Block::Chart(chart) => all(&[&chart.title, &chart.note]),
        Block::Image(image) => all(&[&image.caption, &image.credit]),
        Block::Columns { main, side } => main.iter().chain(side).for_each(|block| cited_in_block(block, out)),
        Block::Masthead | Block::Sources | Block::Break => {}
    }
}
