//! Flowing pages with running heads and page numbers.

use std::borrow::Cow;

use super::context::{Context, Input};
use super::copyfit::{Fitted, Range, TooLong, fit, too_long};
use super::finalize::{At, Laid, Paper, press};
use super::galley::{Filled, paginate};
use super::inline::{Align, TextStyle};
use super::metrics::Look;
use super::squeeze::Squeeze;
use crate::chart;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Medium};
use crate::length::Pt;
use crate::stage::Stage;

/// Sets a document on as many pages as it needs, or as it may have.
pub(super) fn flow(input: &Input<'_>) -> Result<Laid, Vec<Diagnostic>> {
    let geometry = &input.theme.page;
    let paper = Paper {
        width: geometry.width.pt(),
        height: geometry.height.pt(),
        ground: None,
    };
    let margin = geometry.note_margin.pt();
    let (measure, room) = (paper.width - 2.0 * margin, paper.height - 2.0 * margin);
    let cut = |body: &[Block], squeeze: Squeeze, measuring: bool| {
        let mut context = input.context(Look::new(Medium::Pages, input.theme, squeeze));
        context.measuring = measuring;
        let galley = context.blocks(body, measure);
        (context, paginate(galley, room))
    };
    let (body, squeeze, mut ledger) = match input.document.fit.pages {
        None => {
            let body = Cow::from(&input.document.body);
            let squeeze = without_runt(|squeeze| cut(&body, squeeze, true).1, room);
            (body, squeeze, Vec::new())
        }
        Some(most) => {
            let range = Range::of(&input.theme.note, &input.document.meta.lang);
            let excess = |body: &[Block], squeeze: Squeeze| {
                excess(&cut(body, squeeze, true).1, usize::from(most), room)
            };
            let Fitted {
                squeeze,
                body,
                ledger,
            } = fit(&input.document.body, range, excess)
                .map_err(|TooLong(by)| vec![too_long(input.document, most, by)])?;
            (body, squeeze, ledger)
        }
    };
    let (mut context, pages) = cut(&body, squeeze, false);
    let count = pages.len();
    let pages = pages
        .into_iter()
        .enumerate()
        .map(|(at, filled)| context.flow_page(at, count, filled, paper, margin));
    let pages = pages.collect();
    ledger.extend(chart::chart_warnings(&body));
    Ok(Laid {
        pages: press(context, pages, paper)?,
        diagnostics: ledger,
    })
}

/// A page that is filled by less than this share is a runt.
const RUNT: f32 = 0.15;

/// Space and leading that may be taken away to be rid of a runt; nobody sees it.
const CLOSER: [(f32, f32); 3] = [(0.92, 1.0), (0.85, 0.985), (0.8, 0.97)];

/// The theme's own space; or a little less if that saves a page on which next to nothing stands.
fn without_runt(cut: impl Fn(Squeeze) -> Vec<Filled>, room: Pt) -> Squeeze {
    let as_is = Squeeze::default();
    let pages = cut(as_is);
    if !pages.iter().skip(1).any(|page| used(page) < RUNT * room) {
        return as_is;
    }
    let _stage = Stage::Fit.enter();
    let mut closer = CLOSER.into_iter().map(|(space, leading)| Squeeze {
        space,
        leading,
        ..as_is
    });
    closer
        .find(|squeeze| cut(*squeeze).len() < pages.len())
        .unwrap_or(as_is)
}

fn used(page: &Filled) -> Pt {
    page.last().map_or(Pt::ZERO, |(y, strip)| *y + strip.height)
}

/// By how many points pages are too many.
fn excess(pages: &[Filled], most: usize, room: Pt) -> Pt {
    let over = pages.iter().skip(most.max(1));
    match over.clone().count() {
        0 => Pt::ZERO,
        count => (count - 1) as f32 * room + over.last().map_or(Pt::ZERO, used),
    }
}

impl Context<'_> {
    fn flow_page(
        &mut self,
        at: usize,
        count: usize,
        filled: Filled,
        paper: Paper,
        margin: Pt,
    ) -> Vec<At> {
        let mut placed = self.marking(paper, margin);
        placed.extend(
            filled
                .into_iter()
                .map(|(y, strip)| (margin, margin + y, strip)),
        );
        let style = TextStyle {
            hyphenate: false,
            ..self.muted(self.look.source)
        };
        let measure = paper.width - 2.0 * margin;
        let number = [("page", (at + 1).to_string()), ("pages", count.to_string())];
        let number = number
            .iter()
            .map(|(key, value)| (*key, value.as_str()))
            .collect::<Vec<_>>();
        let words = self.document.labels.fill("page-of", &number);
        let strip = self.furniture(&words, style.aligned(Align::End), measure);
        let y = paper.height - margin + ((margin - strip.height) / 2.0).max(Pt::ZERO);
        placed.push((margin, y, strip));
        placed
    }
}
