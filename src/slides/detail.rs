//! What of a point stands on its slide beside its text: a slide should not be empty while there is
//! more to show.
//!
//! The detail of a point is for the speaker's notes, which always have all of it. Its first part is
//! shown as well if that leaves the type at its full size: a paragraph of few lines, or the
//! sentences of it that fit in these; then a list or a table, whole or not at all. One short text
//! with nothing to show beside it is set larger.

use super::draft::SlideDraft;
use super::geometry::{self, SlideSizes};
use super::planner::SlidePlanner;
use super::slide::SlideKind;
use crate::document::{Block, Inline, plain_text};
use crate::text::ruler::split_inlines;

/// Lines that a paragraph of the detail may take on a slide: more is a wall of text.
const MAX_LINES: usize = 3;

/// Items of a list that is shown beside a text.
const MAX_ITEMS: usize = 5;

/// Rows of a table that is shown beside a text.
const MAX_TABLE_ROWS: usize = 5;

/// Lines of a text that is set larger when it stands alone.
const MAX_REMARK_LINES: usize = 3;

impl SlidePlanner<'_> {
    /// Gives the slide of a point as much of its detail as it has room for.
    pub(super) fn with_detail(&self, mut draft: SlideDraft) -> SlideDraft {
        let detail = std::mem::take(&mut draft.detail);
        if draft.kind != SlideKind::Point {
            return draft;
        }
        let shown = self.showable_detail(&detail);
        for count in (1..=shown.len()).rev() {
            if ends_with_announcement(&shown[..count]) {
                continue;
            }
            let before = draft.blocks.len();
            draft.blocks.extend_from_slice(&shown[..count]);
            if self.fits_at_full_size(&draft) {
                return draft;
            }
            draft.blocks.truncate(before);
        }
        if self.is_remark(&draft.blocks) {
            draft.kind = SlideKind::Remark;
        }
        draft
    }

    /// The first blocks of a detail, as far as each of them is short.
    fn showable_detail(&self, detail: &[Block]) -> Vec<Block> {
        let mut out = Vec::new();
        for block in detail {
            match block {
                Block::Paragraph { text } => {
                    let head = self.first_sentences(text);
                    let whole = head.len() == text.len() && plain_text(&head) == plain_text(text);
                    if !head.is_empty() {
                        out.push(Block::Paragraph { text: head });
                    }
                    if !whole {
                        break;
                    }
                }
                Block::List { items, .. } if items.len() <= MAX_ITEMS => {
                    out.push(block.clone());
                    break;
                }
                Block::Table(table) if table.rows.len() <= MAX_TABLE_ROWS => {
                    out.push(block.clone());
                    break;
                }
                _ => break,
            }
        }
        out
    }

    /// As many sentences as fit in [`MAX_LINES`]; nothing if not even the first does.
    fn first_sentences(&self, text: &[Inline]) -> Vec<Inline> {
        let set = SlideSizes::at_scale(&self.measurer.theme.slide, 1.0).lead;
        let lines = self
            .measurer
            .body
            .lines(text, set.size, false, self.measurer.width());
        if lines.count() <= MAX_LINES {
            return text.to_vec();
        }
        lines
            .last_sentence(MAX_LINES)
            .map(|at| split_inlines(text, at).0)
            .unwrap_or_default()
    }

    /// Whether a draft fits on one slide without being set smaller.
    fn fits_at_full_size(&self, draft: &SlideDraft) -> bool {
        let (title, step, cut) = self.fit_title(draft.kind, &draft.title, 1);
        let line = self.source_line(&draft.cited_sources());
        cut.is_empty()
            && self.fits_at_scale(
                draft,
                1.0,
                self.height_below_title(draft.kind, &title, step, &line),
            )
    }

    /// Whether `blocks` are one short text.
    fn is_remark(&self, blocks: &[Block]) -> bool {
        let [Block::Paragraph { text }] = blocks else {
            return false;
        };
        let largest = geometry::text_scales(&self.measurer.theme.slide)
            .first()
            .copied()
            .unwrap_or(1.0);
        let set = SlideSizes::at_scale(&self.measurer.theme.slide, largest)
            .running_text(SlideKind::Remark);
        self.measurer
            .body
            .line_count(text, set.size, false, self.measurer.width())
            <= MAX_REMARK_LINES
    }
}

/// Whether the last of `blocks` announces something that is not among them.
fn ends_with_announcement(blocks: &[Block]) -> bool {
    match blocks.last() {
        Some(Block::Paragraph { text }) => plain_text(text).trim_end().ends_with([':', '：']),
        _ => false,
    }
}
