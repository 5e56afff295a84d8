//! The slide contract: what is too much for a slide is set smaller, then goes on over several.

use super::block_rules::{BlockRules, append_piece, is_exhibit, split_into_pieces};
use super::draft::SlideDraft;
use super::geometry;
use super::measure::SlideMeasurer;
use super::slide::{Slide, SlideKind, SlidePlan, title_with_part};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, Document, Inline, plain_text};
use crate::length::Px;
use crate::stage::Stage;
use crate::text::ruler::{cite_text, split_inlines};

/// The share of a slide that words may fill when they are set larger than usual: more would shout.
const MAX_ENLARGED: f32 = 0.7;

/// Lines of sources at the foot of a slide.
const MAX_SOURCE_LINES: usize = 2;

/// Makes slides of drafts.
pub(super) struct SlidePlanner<'a> {
    document: &'a Document,
    pub measurer: SlideMeasurer<'a>,
    plan: SlidePlan,
}

/// A piece of a block, and which block it is of.
type BlockPiece = (usize, Block);

impl<'a> SlidePlanner<'a> {
    pub fn new(document: &'a Document, measurer: SlideMeasurer<'a>) -> Self {
        Self {
            document,
            measurer,
            plan: SlidePlan::default(),
        }
    }

    /// Makes slides of all drafts.
    pub fn plan_drafts(mut self, drafts: Vec<SlideDraft>) -> SlidePlan {
        drafts.into_iter().for_each(|draft| self.fit_draft(draft));
        self.plan
    }

    /// Makes slides of a draft, as few and as large as they fit.
    fn fit_draft(&mut self, mut draft: SlideDraft) {
        if plain_text(&draft.title).trim().is_empty() {
            draft.title = self.document.meta.title.clone();
        }
        let mut draft = self.with_detail(draft);
        let name = shortened_title(&plain_text(&draft.title));
        let (title, step, whole) = self.fit_title(draft.kind, &draft.title, 1);
        draft.blocks.splice(0..0, whole.clone());
        let line = self.source_line(&draft.cited_sources());
        let available = self.height_below_title(draft.kind, &title, step, &line);
        let scales = geometry::text_scales(&self.measurer.theme.slide);
        let words_only = !draft.blocks.iter().any(is_exhibit);
        let share = |scale: f32| {
            if words_only && scale > 1.0 {
                MAX_ENLARGED
            } else {
                1.0
            }
        };
        let fitting = scales.iter().copied().enumerate().find(|(attempt, scale)| {
            let _stage = Stage::for_attempt(*attempt).enter();
            self.fits_at_scale(&draft, *scale, available * share(*scale))
        });
        if let Some((_, scale)) = fitting {
            if scale < 1.0 {
                let percent = (scale * 100.0).round();
                self.warn(
                    Code::TypeMadeSmaller,
                    format!("slide “{name}” is set at {percent} % of its size"),
                );
            }
            if !whole.is_empty() {
                self.warn(
                    Code::TitleShortened,
                    format!("the title of slide “{name}” is too long; all of it is below"),
                );
            }
            self.push_slide(SlideDraft { title, ..draft }, step, scale, None);
            return;
        }
        self.measurer.on_one_slide = false;
        self.split_draft(draft, &whole, &name);
        self.measurer.on_one_slide = true;
    }

    /// Notes what was done to keep the slide contract.
    fn warn(&mut self, code: Code, message: String) {
        self.plan.ledger.push(Diagnostic::warning(code, message));
    }

    pub fn fits_at_scale(&self, draft: &SlideDraft, scale: f32, available: Px) -> bool {
        draft
            .blocks
            .iter()
            .all(|block| !BlockRules::for_block(block).has_too_many_items)
            && draft
                .blocks
                .iter()
                .filter(|block| is_exhibit(block))
                .count()
                <= 1
            && self.measurer.stack_height(&draft.blocks, draft.kind, scale) <= available
    }

    /// Lets a draft go on over several slides.
    fn split_draft(&mut self, draft: SlideDraft, whole: &[Block], name: &str) {
        let _stage = Stage::Fit.enter();
        // The cover cannot go on; what it has no room for follows on slides of the usual kind.
        let kind = if geometry::is_cover(draft.kind) {
            SlideKind::Content
        } else {
            draft.kind
        };
        let (title, step, cut) = self.fit_title(kind, &draft.title, 99);
        let line = self.source_line(&draft.cited_sources());
        let mut blocks = draft.blocks;
        if whole.is_empty() {
            blocks.splice(0..0, cut);
        }
        let available = self.height_below_title(kind, &title, step, &line);
        let scales = geometry::text_scales(&self.measurer.theme.slide);
        let floor = scales.last().copied().unwrap_or(1.0);
        let pieces = self.split_oversized_blocks(blocks, kind, floor, available, name);
        let least = self.fill_slides(&pieces, kind, floor, available).len();
        let scale = scales.iter().copied().find(|scale| {
            let alone = |(_, block): &BlockPiece| {
                self.measurer
                    .stack_height(std::slice::from_ref(block), kind, *scale)
                    <= available
            };
            pieces.iter().all(alone)
                && self.fill_slides(&pieces, kind, *scale, available).len() <= least
        });
        let scale = scale.unwrap_or(floor);
        let slides = self.fill_slides_evenly(&pieces, kind, scale, available, least);
        let parts = slides.len();
        if parts > 1 {
            self.warn(
                Code::SlideSplit,
                format!("slide “{name}” is parted into {parts}"),
            );
        }
        if scale < 1.0 {
            let percent = (scale * 100.0).round();
            self.warn(
                Code::TypeMadeSmaller,
                format!("slide “{name}” is set at {percent} % of its size"),
            );
        }
        let mut notes = draft.notes;
        for (at, blocks) in slides.into_iter().enumerate() {
            let part = (parts > 1).then_some((at + 1, parts));
            let notes = std::mem::take(&mut notes);
            let draft = SlideDraft {
                notes,
                extra_citations: draft.extra_citations.clone(),
                ..SlideDraft::new(kind, title.clone(), blocks)
            };
            self.push_slide(draft, step, scale, part);
        }
    }

    /// The pieces of blocks, each small enough for a slide at `scale`.
    fn split_oversized_blocks(
        &mut self,
        blocks: Vec<Block>,
        kind: SlideKind,
        scale: f32,
        available: Px,
        name: &str,
    ) -> Vec<BlockPiece> {
        let mut todo: Vec<BlockPiece> = blocks
            .into_iter()
            .enumerate()
            .flat_map(|(at, block)| {
                split_into_pieces(block)
                    .into_iter()
                    .map(move |piece| (at, piece))
            })
            .rev()
            .collect();
        let mut done = Vec::new();
        while let Some((at, block)) = todo.pop() {
            let height = self
                .measurer
                .stack_height(std::slice::from_ref(&block), kind, scale);
            if height <= available {
                done.push((at, block));
                continue;
            }
            let smaller = self
                .measurer
                .split_oversized(&block, kind, scale, available);
            if smaller.is_empty() {
                let over = (height - available).ceil();
                let problem = Diagnostic::error(
                    Code::SlideOverflow,
                    format!("slide “{name}” does not fit: it is {over} too high"),
                );
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
    fn fill_slides(
        &self,
        pieces: &[BlockPiece],
        kind: SlideKind,
        scale: f32,
        available: Px,
    ) -> Vec<Vec<Block>> {
        let mut slides: Vec<Vec<Block>> = Vec::new();
        let mut open: Vec<Block> = Vec::new();
        let mut origin = None;
        for (at, piece) in pieces {
            let mut next = open.clone();
            let rest = match next.last_mut() {
                Some(last) if origin == Some(*at) => append_piece(last, piece.clone()),
                _ => Some(piece.clone()),
            };
            next.extend(rest);
            let exhibits = next.iter().filter(|block| is_exhibit(block)).count();
            let full = exhibits > 1
                || next
                    .iter()
                    .any(|block| BlockRules::for_block(block).has_too_many_items)
                || self.measurer.stack_height(&next, kind, scale) > available;
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
    fn fill_slides_evenly(
        &self,
        pieces: &[BlockPiece],
        kind: SlideKind,
        scale: f32,
        available: Px,
        count: usize,
    ) -> Vec<Vec<Block>> {
        let heights = pieces.iter().map(|(_, block)| {
            self.measurer
                .stack_height(std::slice::from_ref(block), kind, scale)
        });
        let tallest = heights.fold(Px::ZERO, Px::max).min(available);
        let steps = 12;
        let limits =
            (0..steps).map(|step| tallest + (available - tallest) * step as f32 / steps as f32);
        let even = limits
            .map(|limit| self.fill_slides(pieces, kind, scale, limit))
            .find(|slides| slides.len() <= count);
        even.unwrap_or_else(|| self.fill_slides(pieces, kind, scale, available))
    }

    /// How a title is set: its words, its step, and all of it as a block if it had to be cut.
    pub fn fit_title(
        &self,
        kind: SlideKind,
        title: &[Inline],
        parts: usize,
    ) -> (Vec<Inline>, usize, Vec<Block>) {
        let steps = geometry::title_steps(&self.measurer.theme.slide, kind);
        let width = self.measurer.width();
        let lines = |title: &[Inline], size: Px| {
            let parted =
                (parts > 1).then(|| title_with_part(title, parts, parts, &self.document.labels));
            self.measurer
                .heading
                .line_count(parted.as_deref().unwrap_or(title), size, true, width)
        };
        let fits = steps
            .iter()
            .position(|step| lines(title, step.set.size) <= step.lines);
        if let Some(step) = fits {
            return (title.to_vec(), step, Vec::new());
        }
        let last = steps.len() - 1;
        let step = steps[last];
        let set = self
            .measurer
            .heading
            .lines(title, step.set.size, true, width);
        let mut at = set.ends.get(step.lines - 1).copied().unwrap_or(0);
        loop {
            let (mut cut, _) = split_inlines(title, at);
            cut.push(Inline::text("…"));
            if at == 0 || lines(&cut, step.set.size) <= step.lines {
                let whole = Block::Paragraph {
                    text: vec![Inline::Strong {
                        body: title.to_vec(),
                    }],
                };
                return (cut, last, vec![whole]);
            }
            at = at.saturating_sub(4);
        }
    }

    /// Height below a title.
    pub fn height_below_title(
        &self,
        kind: SlideKind,
        title: &[Inline],
        step: usize,
        line: &[Inline],
    ) -> Px {
        let slide = &self.measurer.theme.slide;
        let set = geometry::title_steps(slide, kind)[step.min(2)].set;
        let cover = if geometry::is_cover(kind) {
            let lines =
                self.measurer
                    .heading
                    .line_count(title, set.size, true, self.measurer.width());
            lines as f32 * set.leading + geometry::TITLE_GAP
        } else {
            Px::ZERO
        };
        self.measurer.height_below_title_box(kind, line) - cover
    }

    fn push_slide(
        &mut self,
        draft: SlideDraft,
        title_step: usize,
        scale: f32,
        part: Option<(usize, usize)>,
    ) {
        let sources = draft.cited_sources();
        let source_line = self.source_line(&sources);
        let SlideDraft {
            kind,
            title,
            blocks,
            notes,
            detail: _,
            extra_citations: _,
        } = draft;
        let slide = Slide {
            kind,
            title,
            title_step,
            part,
            blocks,
            notes,
            scale,
            sources,
            source_line,
        };
        self.plan.slides.push(slide);
    }

    /// What a slide cites, in small type: with titles if that fits in [`MAX_SOURCE_LINES`], else
    /// the numbers alone.
    pub fn source_line(&self, sources: &[usize]) -> Vec<Inline> {
        if sources.is_empty() {
            return Vec::new();
        }
        let labels = &self.document.labels;
        let name = labels.get(if sources.len() == 1 {
            "source"
        } else {
            "sources"
        });
        let full = sources.iter().map(|at| {
            let text = self
                .document
                .sources
                .get(*at)
                .map(|source| source.text.clone())
                .unwrap_or_default();
            [vec![Inline::text(format!(" {} ", cite_text(&[*at])))], text].concat()
        });
        let full = std::iter::once(vec![Inline::text(name)])
            .chain(full)
            .collect::<Vec<_>>()
            .concat();
        let set = self.measurer.theme.slide.caption;
        let lines = |line: &[Inline]| {
            self.measurer
                .body
                .line_count(line, set.size, false, self.measurer.width())
        };
        if lines(&full) <= MAX_SOURCE_LINES {
            return full;
        }
        let numbers = vec![Inline::text(format!("{name} {}", cite_text(sources)))];
        // So many that even their numbers do not fit are cited where they belong, in the text.
        if lines(&numbers) <= MAX_SOURCE_LINES {
            numbers
        } else {
            Vec::new()
        }
    }
}

fn shortened_title(title: &str) -> String {
    let mut out: String = title.chars().take(60).collect();
    if title.chars().nth(60).is_some() {
        out.push('…');
    }
    out
}
