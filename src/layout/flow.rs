//! Flowing pages with running heads and page numbers.

use std::borrow::Cow;

use super::context::{LayoutContext, LayoutInput};
use super::copyfit::{Fitted, SizeRange, TooLong, copyfit, too_long_error};
use super::finalize::{LaidOut, Paper, PlacedFragment, finalize_pages};
use super::galley::{FilledPage, paginate};
use super::inline::{Align, TextStyle};
use super::metrics::LayoutMetrics;
use super::squeeze::Squeeze;
use crate::chart;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Medium};
use crate::length::Pt;
use crate::stage::Stage;

/// Sets a document on as many pages as it needs, or as it may have.
pub(super) fn lay_out_flow(input: &LayoutInput<'_>) -> Result<LaidOut, Vec<Diagnostic>> {
    let geometry = &input.theme.page;
    let paper = Paper {
        width: geometry.width.pt(),
        height: geometry.height.pt(),
        background: None,
    };
    let margin = geometry.note_margin.pt();
    let (measure, room) = (paper.width - 2.0 * margin, paper.height - 2.0 * margin);
    let paginate_at = |body: &[Block], squeeze: Squeeze, measuring: bool| {
        let mut context = input.context(LayoutMetrics::new(Medium::Pages, input.theme, squeeze));
        context.measuring = measuring;
        let galley = context.lay_out_blocks(body, measure);
        (context, paginate(galley, room))
    };
    let (body, squeeze, mut ledger) = match input.document.fit.pages {
        None => {
            let body = Cow::from(&input.document.body);
            let squeeze = squeeze_out_runt(|squeeze| paginate_at(&body, squeeze, true).1, room);
            (body, squeeze, Vec::new())
        }
        Some(most) => {
            let range = SizeRange::for_language(&input.theme.note, &input.document.meta.lang);
            let overflow = |body: &[Block], squeeze: Squeeze| {
                overflow(&paginate_at(body, squeeze, true).1, usize::from(most), room)
            };
            let Fitted {
                squeeze,
                body,
                ledger,
            } = copyfit(&input.document.body, range, overflow)
                .map_err(|TooLong(by)| vec![too_long_error(input.document, most, by)])?;
            (body, squeeze, ledger)
        }
    };
    let (mut context, pages) = paginate_at(&body, squeeze, false);
    let count = pages.len();
    let pages = pages
        .into_iter()
        .enumerate()
        .map(|(at, filled)| context.place_on_page(at, count, filled, paper, margin));
    let pages = pages.collect();
    ledger.extend(chart::chart_warnings(&body));
    Ok(LaidOut {
        pages: finalize_pages(context, pages, paper)?,
        diagnostics: ledger,
    })
}

/// A page that is filled by less than this share is a runt.
const RUNT_SHARE: f32 = 0.15;

/// Space and leading that may be taken away to be rid of a runt; nobody sees it.
const RUNT_SQUEEZES: [(f32, f32); 3] = [(0.92, 1.0), (0.85, 0.985), (0.8, 0.97)];

/// The theme's own space; or a little less if that saves a page on which next to nothing stands.
fn squeeze_out_runt(paginate_at: impl Fn(Squeeze) -> Vec<FilledPage>, room: Pt) -> Squeeze {
    let as_is = Squeeze::default();
    let pages = paginate_at(as_is);
    if !pages
        .iter()
        .skip(1)
        .any(|page| filled_height(page) < RUNT_SHARE * room)
    {
        return as_is;
    }
    let _stage = Stage::Fit.enter();
    let mut closer = RUNT_SQUEEZES.into_iter().map(|(space, leading)| Squeeze {
        space,
        leading,
        ..as_is
    });
    closer
        .find(|squeeze| paginate_at(*squeeze).len() < pages.len())
        .unwrap_or(as_is)
}

fn filled_height(page: &FilledPage) -> Pt {
    page.last()
        .map_or(Pt::ZERO, |(y, fragment)| *y + fragment.height)
}

/// By how many points pages are too many.
fn overflow(pages: &[FilledPage], most: usize, room: Pt) -> Pt {
    let over = pages.iter().skip(most.max(1));
    match over.clone().count() {
        0 => Pt::ZERO,
        count => (count - 1) as f32 * room + over.last().map_or(Pt::ZERO, filled_height),
    }
}

impl LayoutContext<'_> {
    fn place_on_page(
        &mut self,
        at: usize,
        count: usize,
        filled: FilledPage,
        paper: Paper,
        margin: Pt,
    ) -> Vec<PlacedFragment> {
        let mut placed = self.handling_marking(paper, margin);
        placed.extend(
            filled
                .into_iter()
                .map(|(y, fragment)| PlacedFragment::new(margin, margin + y, fragment)),
        );
        let style = TextStyle {
            hyphenate: false,
            ..self.muted_style(self.metrics.source)
        };
        let measure = paper.width - 2.0 * margin;
        let number = [("page", (at + 1).to_string()), ("pages", count.to_string())];
        let number = number
            .iter()
            .map(|(key, value)| (*key, value.as_str()))
            .collect::<Vec<_>>();
        let words = self.document.labels.fill("page-of", &number);
        let fragment = self.furniture_line(&words, style.aligned(Align::End), measure);
        let y = paper.height - margin + ((margin - fragment.height) / 2.0).max(Pt::ZERO);
        placed.push(PlacedFragment::new(margin, y, fragment));
        placed
    }
}
