//! Makes slides of drafts and keeps the slide contract: content that is too large for a slide is
//! set smaller, then goes on over several slides.

use std::slice;

use super::block_rules::{BlockRules, append_piece, is_exhibit, split_into_pieces};
use super::draft::SlideDraft;
use super::geometry::{TITLE_GAP, TitleStep, is_cover, text_scales, title_steps};
use super::measure::{BlockSizes, SlideMeasurer};
use super::slide::{Slide, SlideKind, SlidePlan};
use super::tables::FittingTexts;
use super::wording::{shortened_title, title_with_part};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, Document, Inline, plain_text};
use crate::length::Px;
use crate::stage::Stage;
use crate::text::ruler::{cite_text, split_inlines};

/// Share of a slide's height that enlarged words may fill: more would shout.
const MAX_ENLARGED: f32 = 0.7;

/// The smallest scale that keeps words outside of tables from being hyphenated.
const MIN_SCALE_FOR_WHOLE_WORDS: f32 = 0.85;

/// Lines of sources at the foot of a slide.
const MAX_SOURCE_LINES: usize = 2;

/// More parts than a slide is ever split into; reserves room for the part's number in a title.
const MANY_PARTS: usize = 99;

/// How many heights are tried to fill slides evenly.
const BALANCE_STEPS: usize = 12;

/// Makes slides of drafts.
pub(super) struct SlidePlanner<'a> {
    document: &'a Document,
    pub measurer: SlideMeasurer<'a>,
    plan: SlidePlan,
}

/// A title as it fits on a slide.
pub(super) struct FittedTitle {
    /// The title, or its beginning with `…`.
    pub text: Vec<Inline>,
    /// An index into [`title_steps`].
    pub step: usize,
    /// The whole title, to be shown with the content, if it had to be shortened.
    pub full: Option<Block>,
}

/// The room that a slide has for blocks, and the sizes in which they are set.
#[derive(Clone, Copy)]
struct SlideRoom {
    sizes: BlockSizes,
    height: Px,
}

/// A part of a block that may be on another slide than the rest.
struct BlockPiece {
    /// The index of the block in its draft.
    origin: usize,
    block: Block,
}

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
        for draft in drafts {
            self.fit_draft(draft);
        }
        self.plan
    }

    /// Makes as few slides of a draft as possible, with text as large as it fits.
    fn fit_draft(&mut self, mut draft: SlideDraft) {
        if plain_text(&draft.title).trim().is_empty() {
            draft.title = self.document.meta.title.clone();
        }
        let mut draft = self.with_detail(draft);
        let name = shortened_title(&plain_text(&draft.title));
        let title = self.fit_title(draft.kind, &draft.title, 1);
        let is_shortened = title.full.is_some();
        // Nothing is left out: the whole title is shown above the content.
        draft.blocks.splice(0..0, title.full.clone());

        let Some(scale) = self.largest_fitting_scale(&draft, &title) else {
            // A timeline that continues on further slides is not set as a row of events.
            self.measurer.on_one_slide = false;
            self.split_draft(draft, is_shortened, &name);
            self.measurer.on_one_slide = true;
            return;
        };
        self.note_smaller_type(&name, scale);
        if is_shortened {
            let message = format!(
                "the title of slide “{name}” is too long and was shortened; \
                 the text of the slide begins with the whole title"
            );
            self.note_in_ledger(Code::TitleShortened, message);
        }
        draft.title = title.text;
        self.push_slide(draft, title.step, scale, None);
    }

    /// The largest scale at which a draft fits on one slide. Type is not enlarged, and even set a
    /// little smaller, so that words stay whole.
    fn largest_fitting_scale(&self, draft: &SlideDraft, title: &FittedTitle) -> Option<f32> {
        let source_line = self.source_line(&draft.cited_sources());
        let available = self.height_below_title(draft.kind, title, &source_line);
        let has_exhibit = draft.blocks.iter().any(is_exhibit);
        let scales = text_scales(&self.measurer.theme.slide);
        // Smaller type if it keeps the numbers of tables whole, and better still their words.
        let mut best: Option<(FittingTexts, f32)> = None;
        for (attempt, scale) in scales.into_iter().enumerate() {
            let _stage = Stage::for_attempt(attempt).enter();
            let share = if scale > 1.0 && !has_exhibit {
                MAX_ENLARGED
            } else {
                1.0
            };
            if !self.fits_at_scale(draft, scale, available * share) {
                continue;
            }
            let texts = self.fitting_texts_at_scale(draft, scale);
            if texts == FittingTexts::NumbersAndWords {
                let (blocks, kind) = (&draft.blocks, draft.kind);
                if !self.measurer.needs_hyphens(blocks, kind, scale) {
                    return Some(scale);
                }
                // Hyphens are better than much smaller type.
                if scale <= MIN_SCALE_FOR_WHOLE_WORDS {
                    best = best.or(Some((texts, scale)));
                    break;
                }
            }
            if scale <= 1.0 && best.is_none_or(|(best_texts, _)| texts > best_texts) {
                best = Some((texts, scale));
            }
        }
        best.map(|(_, scale)| scale)
    }

    /// Which texts fit in the columns of all tables of a draft.
    fn fitting_texts_at_scale(&self, draft: &SlideDraft, scale: f32) -> FittingTexts {
        let sizes = self.measurer.block_sizes(draft.kind, scale);
        let mut least = FittingTexts::NumbersAndWords;
        for block in &draft.blocks {
            least = least.min(self.measurer.fitting_texts(block, &sizes));
        }
        least
    }

    /// Adds what was done to keep the slide contract to the ledger.
    pub(super) fn note_in_ledger(&mut self, code: Code, message: String) {
        self.plan.ledger.push(Diagnostic::warning(code, message));
    }

    fn note_smaller_type(&mut self, name: &str, scale: f32) {
        if scale < 1.0 {
            let percent = (scale * 100.0).round();
            let message = format!("slide “{name}” is set at {percent} % of its size");
            self.note_in_ledger(Code::TypeMadeSmaller, message);
        }
    }

    /// Whether the content of a draft fits on one slide, in number and in height.
    pub fn fits_at_scale(&self, draft: &SlideDraft, scale: f32, available: Px) -> bool {
        let sizes = self.measurer.block_sizes(draft.kind, scale);
        may_share_slide(&draft.blocks)
            && self.measurer.stack_height(&draft.blocks, &sizes) <= available
    }

    /// Makes several slides of a draft that does not fit on one. `has_full_title` tells whether its
    /// blocks begin with the whole title.
    fn split_draft(&mut self, draft: SlideDraft, has_full_title: bool, name: &str) {
        let _stage = Stage::Fit.enter();
        // A cover cannot go on; the rest of its content follows on slides of the usual kind.
        let kind = if is_cover(draft.kind) {
            SlideKind::Content
        } else {
            draft.kind
        };
        let title = self.fit_title(kind, &draft.title, MANY_PARTS);
        // Which sources a part cites is not known yet, so there is room for all of them.
        let source_line = self.source_line(&draft.cited_sources());
        let available = self.height_below_title(kind, &title, &source_line);
        let mut blocks = draft.blocks;
        if !has_full_title {
            blocks.splice(0..0, title.full);
        }

        // Text at the floor needs the fewest slides. The largest text that needs no more is chosen.
        let scales = text_scales(&self.measurer.theme.slide);
        let floor = scales.last().copied().unwrap_or(1.0);
        let mut scale = floor;
        let mut room = self.slide_room(kind, floor, available);
        let pieces = self.split_oversized_blocks(blocks, room, name);
        let least = self.fill_slides(&pieces, room).len();
        for larger in scales {
            let larger_room = self.slide_room(kind, larger, available);
            // A piece that is too high still gets a slide, so each is measured by itself first.
            if !self.fits_each(&pieces, larger_room) {
                continue;
            }
            let slides = self.fill_slides(&pieces, larger_room);
            let needs_hyphens =
                |blocks: &Vec<Block>| self.measurer.needs_hyphens(blocks, kind, larger);
            // Type is not enlarged so that words need hyphens.
            if slides.len() <= least && (larger <= 1.0 || !slides.iter().any(needs_hyphens)) {
                scale = larger;
                room = larger_room;
                break;
            }
        }
        let slides = self.fill_slides_evenly(&pieces, room, least);

        let parts = slides.len();
        if parts > 1 {
            let message = format!("slide “{name}” is split into {parts} slides");
            self.note_in_ledger(Code::SlideSplit, message);
        }
        self.note_smaller_type(name, scale);
        // The notes are those of the first part.
        let mut notes = draft.notes;
        let mut ids = draft.ids;
        for (index, blocks) in slides.into_iter().enumerate() {
            let part = (parts > 1).then_some((index + 1, parts));
            let slide = SlideDraft {
                notes: std::mem::take(&mut notes),
                ids: std::mem::take(&mut ids),
                // Each part shows a part of the exhibit, so each names its source.
                extra_citations: draft.extra_citations.clone(),
                blocks,
                ..SlideDraft::titled(kind, title.text.clone())
            };
            self.push_slide(slide, title.step, scale, part);
        }
    }

    fn slide_room(&self, kind: SlideKind, scale: f32, height: Px) -> SlideRoom {
        SlideRoom {
            sizes: self.measurer.block_sizes(kind, scale),
            height,
        }
    }

    /// Whether each piece fits on a slide by itself.
    fn fits_each(&self, pieces: &[BlockPiece], room: SlideRoom) -> bool {
        for piece in pieces {
            if self.piece_height(&piece.block, room) > room.height {
                return false;
            }
        }
        true
    }

    fn piece_height(&self, block: &Block, room: SlideRoom) -> Px {
        let blocks = slice::from_ref(block);
        self.measurer.stack_height(blocks, &room.sizes)
    }

    /// Divides blocks into pieces that each fit in `room`. A piece that cannot be made small enough
    /// is a problem of the plan.
    fn split_oversized_blocks(
        &mut self,
        blocks: Vec<Block>,
        room: SlideRoom,
        name: &str,
    ) -> Vec<BlockPiece> {
        let mut done = Vec::new();
        for (origin, block) in blocks.into_iter().enumerate() {
            // A stack: the next piece is the last.
            let mut todo = split_into_pieces(block);
            todo.reverse();
            while let Some(block) = todo.pop() {
                let height = self.piece_height(&block, room);
                if height > room.height {
                    let smaller = self
                        .measurer
                        .split_oversized(&block, &room.sizes, room.height);
                    if !smaller.is_empty() {
                        todo.extend(smaller.into_iter().rev());
                        continue;
                    }
                    self.add_overflow_problem(name, height - room.height);
                }
                done.push(BlockPiece { origin, block });
            }
        }
        done
    }

    fn add_overflow_problem(&mut self, name: &str, excess: Px) {
        let excess = excess.ceil();
        let problem = Diagnostic::error(
            Code::SlideOverflow,
            format!("slide “{name}” does not fit: it is {excess} too high"),
        );
        let hint =
            "the text is as small as the theme allows and cannot be split further; shorten it";
        self.plan.problems.push(problem.hint(hint));
    }

    /// Fills slides with the same room one after the other.
    fn fill_slides(&self, pieces: &[BlockPiece], room: SlideRoom) -> Vec<Vec<Block>> {
        let mut slides: Vec<Vec<Block>> = Vec::new();
        let mut open: Vec<Block> = Vec::new();
        let mut last_origin = None;
        for piece in pieces {
            let is_continued = last_origin == Some(piece.origin);
            last_origin = Some(piece.origin);
            let mut next = open.clone();
            // Pieces of one block that share a slide become one block again.
            let rest = match next.last_mut() {
                Some(last) if is_continued => append_piece(last, piece.block.clone()),
                _ => Some(piece.block.clone()),
            };
            next.extend(rest);
            let fits = may_share_slide(&next)
                && self.measurer.stack_height(&next, &room.sizes) <= room.height;
            // A piece that is too high by itself gets a slide; it is reported as a problem.
            if fits || open.is_empty() {
                open = next;
                continue;
            }
            // A heading stays with the block below it.
            let heading = match open.last() {
                Some(Block::Heading { .. }) if open.len() > 1 => open.pop(),
                _ => None,
            };
            slides.push(std::mem::take(&mut open));
            open.extend(heading);
            open.push(piece.block.clone());
        }
        if !open.is_empty() {
            slides.push(open);
        }
        slides
    }

    /// Fills at most `count` slides evenly: tries a few heights, from that of the tallest piece up
    /// to that of `room`, and takes the first that needs no more slides.
    fn fill_slides_evenly(
        &self,
        pieces: &[BlockPiece],
        room: SlideRoom,
        count: usize,
    ) -> Vec<Vec<Block>> {
        let mut tallest = Px::ZERO;
        for piece in pieces {
            tallest = tallest.max(self.piece_height(&piece.block, room));
        }
        let tallest = tallest.min(room.height);
        let spare = room.height - tallest;
        for step in 0..BALANCE_STEPS {
            let height = tallest + spare * step as f32 / BALANCE_STEPS as f32;
            let slides = self.fill_slides(pieces, SlideRoom { height, ..room });
            if slides.len() <= count {
                return slides;
            }
        }
        self.fill_slides(pieces, room)
    }

    /// Fits a title, with the number of its part if `parts` is above 1. A title that is too long
    /// even in the smallest type is shortened.
    pub fn fit_title(&self, kind: SlideKind, title: &[Inline], parts: usize) -> FittedTitle {
        let steps = title_steps(&self.measurer.theme.slide, kind);
        let width = self.measurer.width();
        let ruler = &self.measurer.heading;
        let words_fit =
            |step: &TitleStep| ruler.longest_word_width(title, step.text_type.size, true) <= width;
        let fits = |title: &[Inline], step: &TitleStep| {
            let size = step.text_type.size;
            let lines = if parts > 1 {
                let title = title_with_part(title, parts, parts, &self.document.labels);
                ruler.line_count(&title, size, true, width)
            } else {
                ruler.line_count(title, size, true, width)
            };
            lines <= step.max_lines
        };
        // Smaller type if it keeps the words whole.
        let indices = 0..steps.len();
        let fitting = |index: &usize| fits(title, &steps[*index]);
        let whole_words = |index: &usize| words_fit(&steps[*index]) && fitting(index);
        let step = indices.clone().find(whole_words);
        if let Some(step) = step.or_else(|| indices.clone().find(fitting)) {
            return FittedTitle {
                text: title.to_vec(),
                step,
                full: None,
            };
        }
        // Begins where the last line ends, and goes back until the ellipsis has room.
        let last = steps.len() - 1;
        let step = &steps[last];
        let lines = ruler.lines(title, step.text_type.size, true, width);
        let last_line_end = lines.ends.get(step.max_lines - 1);
        let mut length = last_line_end.copied().unwrap_or(0);
        loop {
            let (mut text, _) = split_inlines(title, length);
            text.push(Inline::text("…"));
            if length == 0 || fits(&text, step) {
                let title = Inline::Strong {
                    body: title.to_vec(),
                };
                let full = Block::Paragraph { text: vec![title] };
                return FittedTitle {
                    text,
                    step: last,
                    full: Some(full),
                };
            }
            // Four characters at a time, because each attempt measures the whole title again.
            length = length.saturating_sub(4);
        }
    }

    /// Height for the content of a slide. Only a cover's title takes as much as it needs; others
    /// have a box of one height.
    pub fn height_below_title(
        &self,
        kind: SlideKind,
        title: &FittedTitle,
        source_line: &[Inline],
    ) -> Px {
        let available = self.measurer.height_below_title_box(kind, source_line);
        if !is_cover(kind) {
            return available;
        }
        let steps = title_steps(&self.measurer.theme.slide, kind);
        let text_type = steps[title.step.min(steps.len() - 1)].text_type;
        let width = self.measurer.width();
        let lines = self
            .measurer
            .heading
            .line_count(&title.text, text_type.size, true, width);
        available - (lines as f32 * text_type.leading + TITLE_GAP)
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
        self.plan.slides.push(Slide {
            kind: draft.kind,
            title: draft.title,
            title_step,
            part,
            blocks: draft.blocks,
            notes: draft.notes,
            scale,
            sources,
            ids: draft.ids,
            source_line,
        });
    }

    /// The sources of a slide in one line for its foot: with their titles if these fit in
    /// [`MAX_SOURCE_LINES`], otherwise their numbers.
    pub fn source_line(&self, sources: &[usize]) -> Vec<Inline> {
        if sources.is_empty() {
            return Vec::new();
        }
        let label = if sources.len() == 1 {
            "source"
        } else {
            "sources"
        };
        let label = self.document.labels.get(label);
        let mut titles = vec![Inline::text(label)];
        for index in sources {
            let number = cite_text(&[*index], &[]);
            titles.push(Inline::text(format!(" {number} ")));
            if let Some(source) = self.document.sources.get(*index) {
                titles.extend_from_slice(&source.text);
            }
        }
        if self.fits_source_line(&titles) {
            return titles;
        }
        let numbers = cite_text(sources, &[]);
        let numbers = vec![Inline::text(format!("{label} {numbers}"))];
        if self.fits_source_line(&numbers) {
            numbers
        } else {
            // Too many even for their numbers. They are still cited in the text.
            Vec::new()
        }
    }

    fn fits_source_line(&self, line: &[Inline]) -> bool {
        let size = self.measurer.theme.slide.caption.size;
        let width = self.measurer.width();
        let lines = self.measurer.body.line_count(line, size, false, width);
        lines <= MAX_SOURCE_LINES
    }
}

/// Whether one slide may hold all of `blocks`, whatever their height: at most one exhibit, and no
/// block with too many items.
fn may_share_slide(blocks: &[Block]) -> bool {
    let mut exhibits = 0;
    for block in blocks {
        let rules = BlockRules::for_block(block);
        if rules.has_too_many_items {
            return false;
        }
        if rules.is_exhibit {
            exhibits += 1;
        }
    }
    exhibits <= 1
}
