//! Slides of a fixed size, the same as the deck's: the planner says what stands on each.

use super::context::{LayoutContext, LayoutInput};
use super::finalize::{LaidOut, Paper, PlacedFragment, finalize_pages};
use super::galley::{Fragment, Galley, paginate};
use super::inline::{Align, TextStyle};
use super::metrics::LayoutMetrics;
use super::squeeze::Squeeze;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, Inline, Labels, Medium, plain_text};
use crate::frame::Frame;
use crate::length::Pt;
use crate::risk_matrix::RiskMatrix;
use crate::slides::geometry::{self, SlideSizes, TITLE_GAP, is_cover, title_steps};
use crate::slides::{self, Slide, SlideKind, SlideMeasurer, block_to_table};
use crate::stage::Stage;
use crate::theme::{Color, Theme};

/// Lines of a title that room is kept for, so that content begins at one height on every slide.
const MAX_TITLE_LINES: f32 = 2.0;

/// Steps of type size tried below what the plan says, as shares of it.
const SIZE_STEPS: [f32; 8] = [1.0, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.72];

/// Sets a document on slides.
pub(super) fn lay_out_slides(input: &LayoutInput<'_>) -> Result<LaidOut, Vec<Diagnostic>> {
    let theme = input.theme.for_slides();
    let theme = theme.as_ref();
    let measurer = SlideMeasurer::new(theme, input.assets.fonts(), &input.document.labels);
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
    let mut context = input.context(LayoutMetrics::new(
        Medium::Slides,
        theme,
        Squeeze::default(),
    ));
    let colored = |kind| Theme {
        colors: geometry::slide_colors(&theme.colors, kind),
        ..theme.clone()
    };
    let [covers, statements] = [SlideKind::Title, SlideKind::Statement].map(colored);
    let mut pages = Vec::new();
    for (at, slide) in plan.slides.iter().enumerate() {
        context.theme = match slide.kind {
            SlideKind::Title | SlideKind::Section => &covers,
            SlideKind::Statement | SlideKind::Remark => &statements,
            SlideKind::Summary
            | SlideKind::Point
            | SlideKind::Content
            | SlideKind::Exhibit
            | SlideKind::Quote
            | SlideKind::Sources => theme,
        };
        let mut placed = Vec::new();
        if context.theme.colors.ground != theme.colors.ground {
            let mut ground = Fragment::default();
            let frame = Frame {
                x: Pt::ZERO,
                y: Pt::ZERO,
                width: paper.width,
                height: paper.height,
            };
            context.add_content(&mut ground, |content| {
                content.rect(frame, context.theme.colors.ground)
            });
            placed.push(PlacedFragment::new(Pt::ZERO, Pt::ZERO, ground));
        }
        placed.extend(context.slide_furniture(at, paper, margin));
        let figure_height = measurer.figure_height(slide).pt();
        placed.extend(context.lay_out_slide(slide, paper, margin, figure_height)?);
        pages.push(placed);
    }
    context.theme = theme;
    Ok(LaidOut {
        pages: finalize_pages(context, pages, paper)?,
        diagnostics: plan.ledger,
    })
}

/// The colour of the slides, if paper does not have it anyway.
fn slide_background(theme: &Theme) -> Option<Color> {
    const PAPER: Color = Color {
        red: 255,
        green: 255,
        blue: 255,
    };
    Some(theme.colors.ground).filter(|ground| *ground != PAPER)
}

/// The blocks of a slide as they are set: what the deck shows as a table or as plain text is so
/// here too. Options keep the metrics that they have on paper, which compares them better than a table
/// does, and events stand on a line.
fn blocks_as_shown(slide: &Slide, labels: &Labels) -> Vec<Block> {
    let paragraph = |text: &mut Vec<Inline>| {
        let text = std::mem::take(text);
        (!text.is_empty()).then_some(Block::Paragraph { text })
    };
    let mut out = Vec::new();
    for block in &slide.blocks {
        match block {
            Block::BottomLine { body } => out.extend(body.iter().cloned()),
            Block::List { items, .. } if slide.kind == SlideKind::Sources => {
                out.extend(items.iter().flatten().cloned());
            }
            Block::Risks { items } if RiskMatrix::from_risks(items).is_some() => {
                out.push(block.clone())
            }
            Block::Options { .. } | Block::Timeline { .. } => out.push(block.clone()),
            Block::Chart(chart) => {
                let mut chart = chart.clone();
                let note = paragraph(&mut chart.note);
                out.extend(std::iter::once(Block::Chart(chart)).chain(note));
            }
            other => match block_to_table(other, labels) {
                Some(mut table) => {
                    let note = paragraph(&mut table.note);
                    out.extend(std::iter::once(Block::Table(table)).chain(note));
                }
                None => out.push(other.clone()),
            },
        }
    }
    out
}

impl LayoutContext<'_> {
    fn slide_furniture(&mut self, at: usize, paper: Paper, margin: Pt) -> Vec<PlacedFragment> {
        let mut placed = self.handling_marking(paper, margin);
        let style = self.muted_style(self.metrics.source).aligned(Align::End);
        let fragment =
            self.furniture_line(&(at + 1).to_string(), style, paper.width - 2.0 * margin);
        let y = paper.height - margin + ((margin - fragment.height) / 2.0).max(Pt::ZERO);
        placed.push(PlacedFragment::new(margin, y, fragment));
        placed
    }

    /// What stands on a slide; `picture` is the height that it has for one.
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
        let title = self.lay_out_slide_title(slide, measure);
        let top = margin + MAX_TITLE_LINES * self.metrics.title.leading + TITLE_GAP.pt();
        let foot_height =
            self.measure_only(|context| context.lay_out_slide_foot(slide, measure).height());
        let bottom = paper.height - margin - foot_height;
        let room = bottom
            - top
            - if foot_height > Pt::ZERO {
                Pt(6.0)
            } else {
                Pt::ZERO
            };
        let mut overflow = Pt::ZERO;
        for (attempt, step) in SIZE_STEPS.into_iter().enumerate() {
            let squeeze = Squeeze {
                size: slide.scale * step,
                space: step * step,
                ..Squeeze::default()
            };
            let set = |context: &mut Self| {
                context.metrics.figure_height = figure_height * step;
                context.metrics.slide_is_whole = slide.part.is_none();
                context.lay_out_blocks(&blocks, measure)
            };
            let height = {
                let _stage = Stage::for_attempt(attempt).enter();
                self.measure_only(|context| {
                    context
                        .with_slide_metrics(slide.kind, squeeze, set)
                        .height()
                })
            };
            overflow = height - room;
            if overflow <= Pt::ZERO {
                let galley = self.with_slide_metrics(slide.kind, squeeze, set);
                let mut placed = vec![PlacedFragment::new(margin, margin, title.into_fragment())];
                let fragments = paginate(galley, Pt::MAX).into_iter().flatten();
                placed.extend(
                    fragments.map(|(y, fragment)| PlacedFragment::new(margin, top + y, fragment)),
                );
                placed.push(PlacedFragment::new(
                    margin,
                    bottom,
                    self.lay_out_slide_foot(slide, measure).into_fragment(),
                ));
                return Ok(placed);
            }
        }
        let message = format!(
            "slide “{}” does not fit: {:.0} too long even in the smallest type",
            plain_text(&slide.title),
            overflow.px()
        );
        Err(vec![Diagnostic::error(Code::SlideOverflow, message).hint(
            "shorten its text, or move some of it into `detail` or `notes`",
        )])
    }

    /// Does something with other sizes.
    fn with_slide_metrics<T>(
        &mut self,
        kind: SlideKind,
        squeeze: Squeeze,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let mut metrics = LayoutMetrics::new(Medium::Slides, self.theme, squeeze);
        let running = SlideSizes::at_scale(&self.theme.slide, squeeze.size).running_text(kind);
        metrics.body = running.pt();
        if kind == SlideKind::Quote {
            metrics.lead = SlideSizes::at_scale(&self.theme.slide, squeeze.size)
                .quote
                .pt();
            metrics.caption = metrics.body;
        }
        let before = std::mem::replace(&mut self.metrics, metrics);
        let out = work(self);
        self.metrics = before;
        out
    }

    fn lay_out_slide_title(&mut self, slide: &Slide, measure: Pt) -> Galley {
        let words = slide.shown_title(&self.document.labels);
        let size = self.metrics.title;
        let colors = &self.theme.colors;
        // Above an answer or a quotation it says what these are.
        let color = match slide.kind {
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
        let sizes = [1.0, 0.9, 0.8, 0.7, 0.6].map(|share| size.scaled(share));
        let limit = MAX_TITLE_LINES * size.leading + Pt(0.5);
        let fitting = sizes.into_iter().find(|size| {
            let style = TextStyle::new(*size, color).as_heading();
            self.measure_only(|context| context.lay_out_heading(2, &words, style, measure).height())
                <= limit
        });
        let style = TextStyle::new(fitting.unwrap_or(sizes[4]), color).as_heading();
        self.lay_out_heading(2, &words, style, measure)
    }

    /// What the slide cites, at its foot.
    fn lay_out_slide_foot(&mut self, slide: &Slide, measure: Pt) -> Galley {
        let style = self.muted_style(self.metrics.source);
        self.lay_out_paragraph(&slide.source_line, style, measure)
    }

    /// The title of the deck, or of a part of it, larger and on the accent.
    fn lay_out_cover(
        &mut self,
        slide: &Slide,
        measure: Pt,
        paper: Paper,
        margin: Pt,
    ) -> Vec<PlacedFragment> {
        let steps = title_steps(&self.theme.slide, slide.kind).map(|step| step.text_type);
        let set = steps[slide.title_step.min(steps.len() - 1)];
        let style = TextStyle::new(set.pt(), self.theme.colors.text).as_heading();
        let words = slide.shown_title(&self.document.labels);
        let level = if slide.kind == SlideKind::Title { 1 } else { 2 };
        let mut galley = self.lay_out_heading(level, &words, style, measure);
        let mut blocks = slide.blocks.as_slice();
        // On the first slide, who, when and where stand at the foot, unless what it cites does.
        let foot = match blocks {
            [first @ .., last]
                if slide.kind == SlideKind::Title
                    && !first.is_empty()
                    && slide.source_line.is_empty() =>
            {
                blocks = first;
                std::slice::from_ref(last)
            }
            _ => &[],
        };
        let squeeze = Squeeze {
            size: slide.scale,
            ..Squeeze::default()
        };
        let space = self.units(2.0);
        let mut set = |blocks: &[Block]| {
            self.with_slide_metrics(slide.kind, squeeze, |context| {
                context.lay_out_blocks(blocks, measure)
            })
        };
        galley.append(set(blocks).spaced(space, Pt::ZERO));
        let mut foot = set(foot);
        foot.append(self.lay_out_slide_foot(slide, measure));
        let foot = foot.into_fragment();
        let bottom = paper.height - margin - foot.height;
        vec![
            PlacedFragment::new(margin, margin, galley.into_fragment()),
            PlacedFragment::new(margin, bottom, foot),
        ]
    }
}
