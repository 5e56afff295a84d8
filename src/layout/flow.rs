//! Flowing pages with page numbers, as a note has them.

use std::borrow::Cow;

use super::context::{LayoutContext, LayoutInput};
use super::copyfit::{Fitted, SizeRange, TooLong, copyfit, too_long_error};
use super::finalize::{LaidOut, Paper, PlacedFragment, finalize_pages};
use super::metrics::LayoutMetrics;
use super::paginate::{FilledPage, paginate};
use super::squeeze::Squeeze;
use super::text_style::TextStyle;
use crate::chart;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Medium};
use crate::length::Pt;
use crate::stage::Stage;

/// A page after the first that is filled by less than this share of its height is a runt.
const RUNT_SHARE: f32 = 0.15;

/// Shares of the theme's space and leading that are tried to get rid of a runt: too little to be
/// seen.
const RUNT_SQUEEZES: [(f32, f32); 3] = [(0.92, 1.0), (0.85, 0.985), (0.8, 0.97)];

/// Lays a document out on as many pages as it needs, or as it may have.
///
/// # Errors
///
/// When it does not fit on the pages that it may have, or something in it cannot be laid out.
pub(super) fn lay_out_flow(input: &LayoutInput<'_>) -> Result<LaidOut, Vec<Diagnostic>> {
    let geometry = &input.theme.page;
    let paper = Paper {
        width: geometry.width.pt(),
        height: geometry.height.pt(),
        background: None,
    };
    let margin = geometry.note_margin.pt();
    let lang = &input.document.meta.lang;
    let measure = paper.width - 2.0 * margin;
    let page_height = paper.height - 2.0 * margin;
    let metrics = |squeeze| LayoutMetrics::new(Medium::Pages, input.theme, squeeze);
    // Only heights are wanted here: the pages that are kept are laid out once, at the end.
    let measured_pages = |body: &[Block], squeeze: Squeeze| {
        let mut trial = input.trial(metrics(squeeze));
        paginate(trial.lay_out_blocks(body, measure), page_height)
    };
    let fitted = match input.document.fit.pages {
        None => {
            let body = &input.document.body;
            Fitted {
                squeeze: squeeze_out_runt(page_height, |squeeze| measured_pages(body, squeeze)),
                body: Cow::from(body),
                ledger: Vec::new(),
            }
        }
        Some(most) => {
            let range = SizeRange::for_language(&input.theme.note, lang);
            let overflow = |body: &[Block], squeeze: Squeeze| {
                let pages = measured_pages(body, squeeze);
                overflow_of_pages(&pages, usize::from(most), page_height)
            };
            match copyfit(&input.document.body, range, overflow) {
                Ok(fitted) => fitted,
                Err(TooLong(by)) => return Err(vec![too_long_error(input.document, most, by)]),
            }
        }
    };
    let Fitted {
        squeeze,
        body,
        mut ledger,
    } = fitted;
    let mut context = input.context(metrics(squeeze));
    let filled_pages = paginate(context.lay_out_blocks(&body, measure), page_height);
    let count = filled_pages.len();
    let mut pages = Vec::new();
    for (index, filled) in filled_pages.into_iter().enumerate() {
        pages.push(context.place_on_page(index + 1, count, filled, paper, margin));
    }
    // Warnings are about the charts that are shown, so not before it is known what is left out.
    ledger.extend(chart::chart_warnings(&body));
    ledger.append(&mut context.output.warnings);
    Ok(LaidOut {
        pages: finalize_pages(context, pages, paper)?,
        diagnostics: ledger,
    })
}

/// The theme's own space, or a little less if that saves a page with next to nothing on it.
fn squeeze_out_runt(page_height: Pt, pages_at: impl Fn(Squeeze) -> Vec<FilledPage>) -> Squeeze {
    let theme_space = Squeeze::default();
    let pages = pages_at(theme_space);
    if !has_runt(&pages, page_height) {
        return theme_space;
    }
    let _stage = Stage::Fit.enter();
    for (space, leading) in RUNT_SQUEEZES {
        let squeeze = Squeeze {
            space,
            leading,
            ..theme_space
        };
        if pages_at(squeeze).len() < pages.len() {
            return squeeze;
        }
    }
    // A little less space that saves no page only makes the others harder to read.
    theme_space
}

fn has_runt(pages: &[FilledPage], page_height: Pt) -> bool {
    for page in pages.iter().skip(1) {
        if filled_height(page) < RUNT_SHARE * page_height {
            return true;
        }
    }
    false
}

fn filled_height(page: &FilledPage) -> Pt {
    match page.last() {
        Some((y, fragment)) => *y + fragment.height,
        None => Pt::ZERO,
    }
}

/// How much matter is on the pages after the first `most`.
fn overflow_of_pages(pages: &[FilledPage], most: usize, page_height: Pt) -> Pt {
    // A limit of 0 pages cannot be kept, so it counts as 1.
    match pages.get(most.max(1)..) {
        Some([full @ .., last]) => full.len() as f32 * page_height + filled_height(last),
        Some([]) | None => Pt::ZERO,
    }
}

impl LayoutContext<'_> {
    /// Adds the margins to a page: marking and page number.
    fn place_on_page(
        &mut self,
        number: usize,
        count: usize,
        filled: FilledPage,
        paper: Paper,
        margin: Pt,
    ) -> Vec<PlacedFragment> {
        let mut placed = self.handling_marking(paper, margin);
        for (y, fragment) in filled {
            placed.push(PlacedFragment::new(margin, margin + y, fragment));
        }
        let style = TextStyle {
            hyphenate: false,
            ..self.muted_style(self.metrics.source)
        };
        placed.push(self.page_number(number, count, style, paper, margin));
        placed
    }
}
