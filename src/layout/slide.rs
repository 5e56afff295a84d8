//! Slides of a fixed size, the same as the deck's: the planner says what stands on each.

use super::context::Context;
use super::galley::{Galley, Strip, paginate};
use super::inline::{Align, TextStyle};
use super::look::{Look, PX, Squeeze};
use super::page::Frame;
use super::press::{At, Paper, press};
use super::{Input, Laid};
use crate::diagnostic::Diagnostic;
use crate::document::{Medium, plain_text};
use crate::slides::look::{Sizes, title_steps};
use crate::slides::{self, Slide, SlideKind};
use crate::theme::{Colors, Theme, Type};

/// Lines of a title that room is kept for, so that content begins at one height on every slide.
const TITLE_LINES: f32 = 2.0;

/// Steps of type size tried below what the plan says, as shares of it.
const STEPS: [f32; 8] = [1.0, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.72];

/// Sets a document on slides.
pub(super) fn slides(input: &Input<'_>) -> Result<Laid, Vec<Diagnostic>> {
    let plan = slides::plan(input.document, input.theme, &input.assets.fonts);
    if plan.problems.iter().any(Diagnostic::is_error) {
        return Err(plan.problems);
    }
    let geometry = &input.theme.slide;
    let paper = Paper { width: geometry.width.pt(), height: geometry.height.pt(), ground: None };
    let margin = geometry.margin.pt();
    let mut context = input.context(Look::new(Medium::Slides, input.theme, Squeeze::default()));
    let inverted = inverted(input.theme);
    let mut pages = Vec::new();
    for (at, slide) in plan.slides.iter().enumerate() {
        let is_cover = matches!(slide.kind, SlideKind::Title | SlideKind::Section);
        context.theme = if is_cover { &inverted } else { input.theme };
        let mut placed = Vec::new();
        if is_cover {
            let mut ground = Strip::default();
            ground.ink.rect(Frame { x: 0.0, y: 0.0, width: paper.width, height: paper.height }, inverted.colors.ground);
            placed.push((0.0, 0.0, ground));
        }
        placed.extend(context.slide_furniture(at, paper, margin));
        placed.extend(context.slide(slide, paper, margin)?);
        pages.push(placed);
    }
    context.theme = input.theme;
    Ok(Laid { pages: press(context, pages, paper), ledger: plan.ledger, warnings: plan.problems })
}

/// The theme of covers: the page's colour on the accent.
fn inverted(theme: &Theme) -> Theme {
    let Colors { accent, ground, .. } = theme.colors;
    let colors = Colors {
        text: ground,
        muted: ground,
        accent: ground,
        marking: ground,
        ground: accent,
        tint: accent,
        ..theme.colors.clone()
    };
    Theme { colors, ..theme.clone() }
}

impl Context<'_> {
    fn slide_furniture(&mut self, at: usize, paper: Paper, margin: f32) -> Vec<At> {
        let mut placed = self.marking(paper, margin);
        let style = self.muted(self.look.source).aligned(Align::End);
        let strip = self.furniture(&(at + 1).to_string(), style, paper.width - 2.0 * margin);
        let y = paper.height - margin + ((margin - strip.height) / 2.0).max(0.0);
        placed.push((margin, y, strip));
        placed
    }

    fn slide(&mut self, slide: &Slide, paper: Paper, margin: f32) -> Result<Vec<At>, Vec<Diagnostic>> {
        let measure = paper.width - 2.0 * margin;
        if matches!(slide.kind, SlideKind::Title | SlideKind::Section) {
            return Ok(self.cover(slide, measure, paper, margin));
        }
        let title = self.slide_title(slide, measure);
        let top = margin + TITLE_LINES * self.look.title.leading + 12.0;
        let foot_height = self.trial(|context| context.slide_foot(slide, measure).height());
        let bottom = paper.height - margin - foot_height;
        let room = bottom - top - if foot_height > 0.0 { 6.0 } else { 0.0 };
        let mut excess = 0.0;
        for step in STEPS {
            let squeeze = Squeeze { size: slide.scale * step, space: step };
            let height = |context: &mut Self| context.blocks(&slide.blocks, measure).height();
            excess = self.trial(|context| context.at_look(slide.kind, squeeze, height)) - room;
            if excess <= 0.0 {
                let galley = self.at_look(slide.kind, squeeze, |context| context.blocks(&slide.blocks, measure));
                let mut placed = vec![(margin, margin, title.stacked())];
                let strips = paginate(galley, f32::MAX).into_iter().flatten();
                placed.extend(strips.map(|(y, strip)| (margin, top + y, strip)));
                placed.push((margin, bottom, self.slide_foot(slide, measure).stacked()));
                return Ok(placed);
            }
        }
        let message = format!(
            "slide “{}” does not fit: {:.0} px too long even in the smallest type",
            plain_text(&slide.title),
            excess / PX
        );
        Err(vec![Diagnostic::error(message).hint("shorten its text, or move some of it into `detail` or `notes`")])
    }

    /// Does something with other sizes.
    fn at_look<T>(&mut self, kind: SlideKind, squeeze: Squeeze, work: impl FnOnce(&mut Self) -> T) -> T {
        let mut look = Look::new(Medium::Slides, self.theme, squeeze);
        let running = Sizes::at(&self.theme.slide, squeeze.size).running(kind);
        look.body = Type { size: running.size * PX, leading: running.leading * PX };
        let before = std::mem::replace(&mut self.look, look);
        let out = work(self);
        self.look = before;
        out
    }

    fn slide_title(&mut self, slide: &Slide, measure: f32) -> Galley {
        let words = slide.heading(&self.document.labels);
        let size = self.look.title;
        // A long title is set smaller, so that it never reaches the content.
        let sizes = [1.0, 0.9, 0.8, 0.7, 0.6].map(|it| Type { size: size.size * it, leading: size.leading * it });
        let limit = TITLE_LINES * size.leading + 0.5;
        let fitting = sizes.into_iter().find(|size| {
            let style = TextStyle::new(*size, self.theme.colors.text).heading();
            self.trial(|context| context.heading(2, &words, style, measure).height()) <= limit
        });
        let style = TextStyle::new(fitting.unwrap_or(sizes[4]), self.theme.colors.text).heading();
        self.heading(2, &words, style, measure)
    }

    /// What the slide cites, at its foot.
    fn slide_foot(&mut self, slide: &Slide, measure: f32) -> Galley {
        let style = self.muted(self.look.source);
        self.paragraph(&slide.source_line, style, measure)
    }

    /// The title of the deck, or of a part of it, larger and on the accent.
    fn cover(&mut self, slide: &Slide, measure: f32, paper: Paper, margin: f32) -> Vec<At> {
        let steps = title_steps(&self.theme.slide, slide.kind).map(|step| step.set);
        let set = steps[slide.title_step.min(steps.len() - 1)];
        let size = Type { size: set.size * PX, leading: set.leading * PX };
        let style = TextStyle::new(size, self.theme.colors.text).heading();
        let words = slide.heading(&self.document.labels);
        let level = if slide.kind == SlideKind::Title { 1 } else { 2 };
        let mut galley = self.heading(level, &words, style, measure);
        let space = self.units(2.0);
        galley.append(self.blocks(&slide.blocks, measure).spaced(space, 0.0));
        let strip = galley.stacked();
        let y = ((paper.height - strip.height) * 0.45).max(margin);
        vec![(margin, y, strip)]
    }
}
