//! Slides: each of the planner's slides on a page of its own, of the size that the deck has.
//!
//! The planner ([`crate::slides`]) decides which blocks are on which slide and in which size. It
//! estimates widths, so text that comes out higher than estimated is set smaller here.

use super::context::{LayoutContext, LayoutInput};
use super::finalize::{LaidOut, Paper, PlacedFragment, finalize_pages, place_column};
use super::galley::{Fragment, Galley};
use super::metrics::LayoutMetrics;
use super::squeeze::Squeeze;
use super::text_style::TextStyle;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, Inline, Labels, Medium, plain_text, record_block};
use crate::frame::Frame;
use crate::length::Pt;
use crate::risk_matrix::RiskMatrix;
use crate::slides::geometry::{self, SlideSizes, TITLE_GAP, is_cover, title_steps};
use crate::slides::{self, Slide, SlideKind, SlideMeasurer, block_to_table};
use crate::stage::Stage;
use crate::theme::{Color, Theme};

/// A slide keeps room for this many lines of its title, so that content begins at the same height
/// on every slide.
const MAX_TITLE_LINES: f32 = 2.0;

/// Sizes tried for a title, as shares of the theme's.
const TITLE_SCALES: [f32; 5] = [1.0, 0.9, 0.8, 0.7, 0.6];

/// Sizes tried for the content of a slide, as shares of the planned one.
const CONTENT_SCALES: [f32; 8] = [1.0, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.72];

/// Space above the foot of a slide.
const FOOT_GAP: Pt = Pt(6.0);

/// Lays a document out on slides.
///
/// # Errors
///
/// When a slide is too full even in the smallest size, or something on it cannot be laid out.
pub(super) fn lay_out_slides(input: &LayoutInput<'_>) -> Result<LaidOut, Vec<Diagnostic>> {
    let theme = input.theme.for_slides();
    let theme = theme.as_ref();
    let labels = &input.document.labels;
    let mut measurer = SlideMeasurer::new(theme, input.assets.fonts(), labels)
        .with_hyphenation(&input.hyphenation);
    measurer.lists_places = true;
    measurer.has_notes = false;
    let plan = slides::plan_slides(input.document, &measurer);
    if !plan.problems.is_empty() {
        return Err(plan.problems);
    }
    let geometry = &theme.slide;
    let paper = Paper {
        width: geometry.width.pt(),
        height: geometry.height.pt(),
        background: slide_background(theme),
    };
    let margin = geometry.margin.pt();
    let themes = SlideThemes::new(theme);
    let metrics = LayoutMetrics::new(Medium::Slides, theme, Squeeze::default());
    let mut context = input.context(metrics);
    let mut pages = Vec::new();
    for (index, slide) in plan.slides.iter().enumerate() {
        context.theme = themes.for_kind(slide.kind);
        let mut placed = Vec::new();
        // Painted as a rectangle, because all pages share one background.
        if context.theme.colors.ground != theme.colors.ground {
            placed.push(context.slide_background_fragment(paper));
        }
        placed.extend(context.handling_marking(paper, margin));
        let number_style = context.muted_style(context.metrics.source);
        let count = plan.slides.len();
        placed.push(context.page_number(index + 1, count, number_style, paper, margin));
        let figure_height = measurer.figure_height(slide).pt();
        // Links lead to the slide, not to a place on it.
        let mut top = Fragment::default();
        for id in &slide.ids {
            context.add_block_anchor(id, &mut top);
        }
        placed.push(PlacedFragment::new(Pt::ZERO, Pt::ZERO, top));
        placed.extend(context.lay_out_slide(slide, paper, margin, figure_height)?);
        pages.push(placed);
    }
    context.theme = theme;
    let mut diagnostics = plan.ledger;
    diagnostics.append(&mut context.output.warnings);
    Ok(LaidOut {
        pages: finalize_pages(context, pages, paper)?,
        diagnostics,
    })
}

/// A theme in the colours of each kind of slide. Made once for a deck, because a theme is large.
struct SlideThemes<'a> {
    deck: &'a Theme,
    cover: Theme,
    statement: Theme,
}

impl<'a> SlideThemes<'a> {
    fn new(deck: &'a Theme) -> Self {
        Self {
            deck,
            cover: recolor_for_slides_of(SlideKind::Title, deck),
            statement: recolor_for_slides_of(SlideKind::Statement, deck),
        }
    }

    fn for_kind(&self, kind: SlideKind) -> &Theme {
        match kind {
            SlideKind::Title | SlideKind::Section => &self.cover,
            SlideKind::Statement | SlideKind::Remark => &self.statement,
            SlideKind::Summary
            | SlideKind::Point
            | SlideKind::Content
            | SlideKind::Exhibit
            | SlideKind::Quote
            | SlideKind::Sources => self.deck,
        }
    }
}

fn recolor_for_slides_of(kind: SlideKind, theme: &Theme) -> Theme {
    Theme {
        colors: geometry::slide_colors(&theme.colors, kind),
        ..theme.clone()
    }
}

/// The background of the deck; `None` if that is the colour of paper anyway.
fn slide_background(theme: &Theme) -> Option<Color> {
    const WHITE: Color = Color {
        red: 255,
        green: 255,
        blue: 255,
    };
    let background = theme.colors.ground;
    if background == WHITE {
        return None;
    }
    Some(background)
}

/// The blocks of a slide as they are laid out. Whatever the deck shows as a table or as plain text
/// is a table or plain text here too, with two exceptions: options compare better side by side, as
/// on paper, and events are drawn on a line.
fn blocks_as_shown(slide: &Slide, labels: &Labels) -> Vec<Block> {
    let mut shown = Vec::new();
    for block in &slide.blocks {
        match block {
            Block::BottomLine { body } => shown.extend_from_slice(body),
            Block::List { items, .. } if slide.kind == SlideKind::Sources => {
                shown.extend(items.iter().flatten().cloned());
            }
            Block::Risks { items } if RiskMatrix::from_risks(items).is_some() => {
                shown.push(block.clone());
            }
            Block::Options { .. } | Block::Timeline { .. } => shown.push(block.clone()),
            Block::Chart(chart) => {
                let mut chart = chart.clone();
                let note = std::mem::take(&mut chart.note);
                shown.push(Block::Chart(chart));
                push_note(&mut shown, note);
            }
            Block::Masthead
            | Block::Particulars { .. }
            | Block::Heading { .. }
            | Block::Paragraph { .. }
            | Block::List { .. }
            | Block::Table(_)
            | Block::Ask { .. }
            | Block::Metrics { .. }
            | Block::Point(_)
            | Block::Group(_)
            | Block::Quote(_)
            | record_block!()
            | Block::Risks { .. }
            | Block::Questions { .. }
            | Block::Image(_)
            | Block::Columns { .. }
            | Block::Notes { .. }
            | Block::Sources
            | Block::Break => match block_to_table(block, labels) {
                Some(mut table) => {
                    let note = std::mem::take(&mut table.note);
                    shown.push(Block::Table(table));
                    push_note(&mut shown, note);
                }
                None => shown.push(block.clone()),
            },
        }
    }
    shown
}

/// A deck has notes of charts and tables as paragraphs.
fn push_note(blocks: &mut Vec<Block>, note: Vec<Inline>) {
    if !note.is_empty() {
        blocks.push(Block::Paragraph { text: note });
    }
}

impl LayoutContext<'_> {
    fn slide_background_fragment(&self, paper: Paper) -> PlacedFragment {
        let mut background = Fragment::default();
        let frame = Frame::at_origin(paper.width, paper.height);
        let color = self.theme.colors.ground;
        self.add_content(&mut background, |content| content.rect(frame, color));
        PlacedFragment::new(Pt::ZERO, Pt::ZERO, background)
    }

    /// A slide's title, content and foot. A chart or image has `figure_height` at most.
    fn lay_out_slide(
        &mut self,
        slide: &Slide,
        paper: Paper,
        margin: Pt,
        figure_height: Pt,
    ) -> Result<Vec<PlacedFragment>, Vec<Diagnostic>> {
        let measure = paper.width - 2.0 * margin;
        if is_cover(slide.kind) {
            return Ok(self.lay_out_cover(slide, measure, paper, margin));
        }
        let blocks = blocks_as_shown(slide, &self.document.labels);
        // The title is read first, so it gets its tag before the content.
        let title = self.lay_out_slide_title(slide, measure);
        let top = margin + MAX_TITLE_LINES * self.metrics.title.leading + TITLE_GAP.pt();
        // The foot is laid out after the content, so that its tags follow in reading order, but its
        // height is needed before.
        let foot_height = self.trial().lay_out_slide_foot(slide, measure).height();
        let bottom = paper.height - margin - foot_height;
        let foot_gap = if foot_height > Pt::ZERO {
            FOOT_GAP
        } else {
            Pt::ZERO
        };
        let available_height = bottom - top - foot_gap;
        let mut overflow = Pt::ZERO;
        for (attempt, scale) in CONTENT_SCALES.into_iter().enumerate() {
            let squeeze = Squeeze {
                size: slide.scale * scale,
                // Space shrinks faster than type, so that type stays as large as possible.
                space: scale * scale,
                ..Squeeze::default()
            };
            let metrics = LayoutMetrics {
                figure_height: figure_height * scale,
                slide_is_whole: slide.part.is_none(),
                ..self.slide_metrics(slide.kind, squeeze)
            };
            // The block ends the stage of the attempt before anything is laid out to be kept.
            let height = {
                let _stage = Stage::for_attempt(attempt).enter();
                let mut trial = self.trial();
                trial.metrics = metrics.clone();
                trial.lay_out_blocks(&blocks, measure).height()
            };
            overflow = height - available_height;
            if overflow <= Pt::ZERO {
                // In reading order, which the order of the tags has to be as well.
                let content = self.lay_out_slide_blocks(&blocks, metrics, measure);
                let foot = self.lay_out_slide_foot(slide, measure).into_fragment();
                let title = title.into_fragment();
                let mut placed = vec![PlacedFragment::new(margin, margin, title)];
                placed.extend(place_column(content, margin, top));
                placed.push(PlacedFragment::new(margin, bottom, foot));
                return Ok(placed);
            }
        }
        Err(vec![slide_overflow_error(slide, overflow)])
    }

    /// The sizes for the blocks of a kind of slide.
    fn slide_metrics(&self, kind: SlideKind, squeeze: Squeeze) -> LayoutMetrics {
        let mut metrics = LayoutMetrics::new(Medium::Slides, self.theme, squeeze);
        let sizes = SlideSizes::at_scale(&self.theme.slide, squeeze.size);
        metrics.body = sizes.running_text(kind).pt();
        if kind == SlideKind::Quote {
            metrics.lead = sizes.quote.pt();
            metrics.caption = metrics.body;
        }
        metrics
    }

    /// Lays out the blocks of a slide in sizes of their own. Its title and its foot have those of
    /// the deck.
    fn lay_out_slide_blocks(
        &mut self,
        blocks: &[Block],
        metrics: LayoutMetrics,
        measure: Pt,
    ) -> Galley {
        let deck_metrics = std::mem::replace(&mut self.metrics, metrics);
        let galley = self.lay_out_blocks(blocks, measure);
        self.metrics = deck_metrics;
        galley
    }

    fn lay_out_slide_title(&mut self, slide: &Slide, measure: Pt) -> Galley {
        let words = slide.shown_title(&self.document.labels);
        let colors = &self.theme.colors;
        let color = match slide.kind {
            // The title only says that an answer or a quotation follows, and must not outdo it.
            SlideKind::Summary => colors.accent,
            SlideKind::Quote => colors.muted,
            SlideKind::Title
            | SlideKind::Section
            | SlideKind::Statement
            | SlideKind::Point
            | SlideKind::Remark
            | SlideKind::Content
            | SlideKind::Exhibit
            | SlideKind::Sources => colors.text,
        };
        // A long title is set smaller, so that it never reaches the content.
        let full_size = self.metrics.title;
        // Half a point more, so that rounding does not make a title of two lines too high.
        let limit = MAX_TITLE_LINES * full_size.leading + Pt(0.5);
        let mut style = TextStyle::new(full_size, color).as_heading();
        // Smaller type also keeps words whole, if it can.
        let widest_word = self.inline_widths(&words, style).min;
        let [.., smallest] = TITLE_SCALES;
        let keeps_words = widest_word * smallest <= measure;
        for scale in TITLE_SCALES {
            style.size = full_size.scaled(scale);
            let galley = self.trial().lay_out_heading(2, &words, style, measure);
            let breaks_word = keeps_words && widest_word * scale > measure;
            if galley.height() <= limit && !breaks_word {
                break;
            }
        }
        self.lay_out_heading(2, &words, style, measure)
    }

    /// The sources that the slide cites.
    fn lay_out_slide_foot(&mut self, slide: &Slide, measure: Pt) -> Galley {
        let style = self.muted_style(self.metrics.source);
        self.lay_out_paragraph(&slide.source_line, style, measure)
    }

    /// A cover: the title of the deck, or of a part of it, larger and on the accent colour.
    fn lay_out_cover(
        &mut self,
        slide: &Slide,
        measure: Pt,
        paper: Paper,
        margin: Pt,
    ) -> Vec<PlacedFragment> {
        // The planner has measured which of the sizes fits.
        let steps = title_steps(&self.theme.slide, slide.kind);
        let step = &steps[slide.title_step.min(steps.len() - 1)];
        let size = step.text_type.pt();
        let style = TextStyle::new(size, self.theme.colors.text).as_heading();
        let words = slide.shown_title(&self.document.labels);
        let level = if slide.kind == SlideKind::Title { 1 } else { 2 };
        let mut galley = self.lay_out_heading(level, &words, style, measure);
        let (blocks, foot_blocks) = split_cover_blocks(slide);
        let space = self.units(2.0);
        let content = self.lay_out_cover_blocks(slide, blocks, measure);
        galley.append(content.spaced(space, Pt::ZERO));
        let mut foot = self.lay_out_cover_blocks(slide, foot_blocks, measure);
        foot.append(self.lay_out_slide_foot(slide, measure));
        let foot = foot.into_fragment();
        let bottom = paper.height - margin - foot.height;
        vec![
            PlacedFragment::new(margin, margin, galley.into_fragment()),
            PlacedFragment::new(margin, bottom, foot),
        ]
    }

    fn lay_out_cover_blocks(&mut self, slide: &Slide, blocks: &[Block], measure: Pt) -> Galley {
        let squeeze = Squeeze {
            size: slide.scale,
            ..Squeeze::default()
        };
        let metrics = self.slide_metrics(slide.kind, squeeze);
        self.lay_out_slide_blocks(blocks, metrics, measure)
    }
}

/// The blocks of a cover that follow its title, and those at its foot. Who, when and where are the
/// last block of the first slide, and are at its foot unless its sources are.
fn split_cover_blocks(slide: &Slide) -> (&[Block], &[Block]) {
    let blocks = slide.blocks.as_slice();
    let is_first_slide = slide.kind == SlideKind::Title;
    if is_first_slide && slide.source_line.is_empty() && blocks.len() > 1 {
        blocks.split_at(blocks.len() - 1)
    } else {
        (blocks, &[])
    }
}

fn slide_overflow_error(slide: &Slide, overflow: Pt) -> Diagnostic {
    let message = format!(
        "slide “{}” does not fit: {:.0} too long even in the smallest type",
        plain_text(&slide.title),
        overflow.px()
    );
    Diagnostic::error(Code::SlideOverflow, message)
        .hint("shorten its text, or move some of it into `detail` or `notes`")
}
