//! Decides how much of a point's detail, its evidence, is shown on the slide of the point, so that
//! no slide is nearly empty while there is more to show.
//!
//! There are no detail slides and no appendix. The notes always have all of the detail. Its
//! beginning is shown as well if the text stays at full size: paragraphs of few lines, or their
//! first sentences; then a list or table, all of it or nothing. A point that has only a short text
//! to show becomes a remark, which is set larger.

use super::draft::SlideDraft;
use super::geometry::{SlideSizes, text_scales};
use super::planner::SlidePlanner;
use super::slide::SlideKind;
use super::wording::shortened_title;
use crate::diagnostic::Code;
use crate::document::{Block, Inline, plain_text};
use crate::lang;
use crate::text::ruler::split_inlines;

/// Lines that a paragraph of the detail may take: more would be a wall of text.
const MAX_LINES: usize = 3;

/// Items of a list in the detail.
const MAX_ITEMS: usize = 5;

/// Rows of a table in the detail.
const MAX_TABLE_ROWS: usize = 5;

/// After these, a sentence goes on.
const CONTINUES: [char; 10] = [',', ';', ':', '，', '；', '：', '、', '،', '؛', '\u{37e}'];

/// Lines of a remark.
const MAX_REMARK_LINES: usize = 3;

impl SlidePlanner<'_> {
    /// Gives the slide of a point as much of its detail as fits, or makes it a remark.
    /// In a deck without notes, what is not shown is left out, with a warning.
    pub(super) fn with_detail(&mut self, mut draft: SlideDraft) -> SlideDraft {
        let detail = std::mem::take(&mut draft.detail);
        if draft.kind != SlideKind::Point {
            return draft;
        }
        let showable = self.showable_detail(&detail);
        let text_blocks = draft.blocks.len();
        for count in (1..=showable.len()).rev() {
            let shown = &showable[..count];
            let is_whole = shown == detail;
            if ends_with_announcement(shown) || !is_whole && !ends_well(shown) {
                continue;
            }
            draft.blocks.extend_from_slice(shown);
            if self.fits_at_full_size(&draft) {
                if !is_whole {
                    self.note_left_out_detail(&draft, "the rest of");
                }
                return draft;
            }
            draft.blocks.truncate(text_blocks);
        }
        if !detail.is_empty() {
            self.note_left_out_detail(&draft, "all of");
        }
        if self.is_remark(&draft.blocks) {
            draft.kind = SlideKind::Remark;
        }
        draft
    }

    fn note_left_out_detail(&mut self, draft: &SlideDraft, share: &str) {
        if self.measurer.has_notes {
            return;
        }
        let name = shortened_title(&plain_text(&draft.title));
        let message = format!("slide “{name}” leaves out {share} its `detail`");
        self.note_in_ledger(Code::DetailLeftOut, message);
    }

    /// The beginning of a detail, up to the first block that is too long to be shown whole.
    fn showable_detail(&self, detail: &[Block]) -> Vec<Block> {
        let mut showable = Vec::new();
        for block in detail {
            match block {
                Block::Paragraph { text } => {
                    let head = self.first_sentences(text);
                    let is_whole =
                        head.len() == text.len() && plain_text(&head) == plain_text(text);
                    if !head.is_empty() {
                        showable.push(Block::Paragraph { text: head });
                    }
                    // Blocks after omitted words could not be understood without them.
                    if !is_whole {
                        break;
                    }
                }
                Block::List { items, .. } if items.len() <= MAX_ITEMS => {
                    showable.push(block.clone());
                    break;
                }
                Block::Table(table) if table.rows.len() <= MAX_TABLE_ROWS => {
                    showable.push(block.clone());
                    break;
                }
                _ => break,
            }
        }
        showable
    }

    /// As many sentences as fit in [`MAX_LINES`]; nothing if not even the first one does.
    fn first_sentences(&self, text: &[Inline]) -> Vec<Inline> {
        let full_sizes = SlideSizes::at_scale(&self.measurer.theme.slide, 1.0);
        let size = full_sizes.lead.size;
        let width = self.measurer.width();
        let lines = self.measurer.body.lines(text, size, false, width);
        if lines.count() <= MAX_LINES {
            return text.to_vec();
        }
        match lines.last_sentence_end(MAX_LINES) {
            Some(end) => split_inlines(text, end).0,
            None => Vec::new(),
        }
    }

    /// Whether a draft fits on one slide at full size, with its whole title.
    fn fits_at_full_size(&self, draft: &SlideDraft) -> bool {
        let title = self.fit_title(draft.kind, &draft.title, 1);
        if title.full.is_some() {
            return false;
        }
        let source_line = self.source_line(&draft.cited_sources());
        let available = self.height_below_title(draft.kind, &title, &source_line);
        self.fits_at_scale(draft, 1.0, available)
    }

    /// Whether `blocks` are one text that is short even at the largest scale.
    fn is_remark(&self, blocks: &[Block]) -> bool {
        let [Block::Paragraph { text }] = blocks else {
            return false;
        };
        let slide = &self.measurer.theme.slide;
        let scales = text_scales(slide);
        let largest = scales.first().copied().unwrap_or(1.0);
        let sizes = self.measurer.block_sizes(SlideKind::Remark, largest);
        let size = sizes.running.size;
        let width = self.measurer.width();
        let lines = self.measurer.body.line_count(text, size, false, width);
        lines <= MAX_REMARK_LINES
    }
}

/// Whether `blocks`, after which others are left out, end with a whole sentence, a table, or a list
/// that does not go on.
fn ends_well(blocks: &[Block]) -> bool {
    match blocks.last() {
        Some(Block::Paragraph { text }) => lang::ends_with_sentence(&plain_text(text)),
        Some(Block::List { items, .. }) => match items.last().and_then(|it| it.last()) {
            Some(Block::Paragraph { text }) => {
                let words = plain_text(text);
                !words.trim_end().ends_with(CONTINUES)
            }
            _ => true,
        },
        _ => true,
    }
}

/// Whether `blocks` end with a colon, which announces a block that is not among them.
fn ends_with_announcement(blocks: &[Block]) -> bool {
    let Some(Block::Paragraph { text }) = blocks.last() else {
        return false;
    };
    let words = plain_text(text);
    words.trim_end().ends_with([':', '：'])
}
