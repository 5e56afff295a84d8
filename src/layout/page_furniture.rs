//! Page furniture: what repeats in the margins of every page, such as the handling marking and the
//! page number. It is outside of the logical structure.

use super::context::LayoutContext;
use super::finalize::{Paper, PlacedFragment};
use super::galley::Fragment;
use super::text_style::{Align, TextStyle};
use crate::document::Medium;
use crate::frame::TagId;
use crate::length::Pt;
use crate::theme::Type;

/// Letter-spacing of the marking, in ems.
const MARKING_TRACKING: f32 = 0.08;

/// Size of the marking in print.
const MARKING_TYPE: Type<Pt> = Type {
    size: Pt(8.0),
    leading: Pt(10.0),
};

/// Sizes tried for the marking, as shares of its usual size.
const MARKING_SCALES: [f32; 7] = [1.0, 0.92, 0.84, 0.65, 0.5, 0.35, 0.2];

/// How many of [`MARKING_SCALES`] can be read with ease.
const READABLE_SCALES: usize = 3;

/// Printers leave this much of a page's edge blank: 5 mm.
const PRINTER_MARGIN: Pt = Pt(14.2);

/// Room beside the marking for a page number.
const PAGE_NUMBER_WIDTH: Pt = Pt(80.0);

impl LayoutContext<'_> {
    /// The handling marking, centred in the top and in the bottom margin; empty without one.
    pub fn handling_marking(&mut self, paper: Paper, margin: Pt) -> Vec<PlacedFragment> {
        let document = self.document;
        let Some(marking) = &document.meta.marking else {
            return Vec::new();
        };
        // Flowing pages have their page number beside it.
        let reserved = match self.metrics.medium {
            Medium::Pages => PAGE_NUMBER_WIDTH,
            Medium::Sheet | Medium::Slides => Pt::ZERO,
        };
        let x = margin + reserved;
        let measure = paper.width - 2.0 * margin - 2.0 * reserved;
        let fragment = self.fit_marking(marking, measure, margin);
        let top = top_if_centred(&fragment, margin);
        let bottom = paper.height - margin + top;
        vec![
            PlacedFragment::new(x, top, fragment.clone()),
            PlacedFragment::new(x, bottom, fragment),
        ]
    }

    /// The marking in the largest size in which it stays in its margin.
    fn fit_marking(&mut self, marking: &str, measure: Pt, margin: Pt) -> Fragment {
        let full_size = match self.metrics.medium {
            Medium::Slides => self.metrics.source,
            Medium::Sheet | Medium::Pages => MARKING_TYPE,
        };
        let fragments = MARKING_SCALES.map(|scale| {
            let style = TextStyle {
                tracking: MARKING_TRACKING,
                hyphenate: false,
                ..TextStyle::new(full_size.scaled(scale), self.theme.colors.marking)
            };
            let style = style.strong().aligned(Align::Center);
            self.furniture_line(marking, style, measure)
        });
        // Clear of the edge where printers print nothing, if it can be read then; else just inside
        // of the margin.
        for fragment in &fragments[..READABLE_SCALES] {
            if fragment.height <= margin - 2.0 * PRINTER_MARGIN {
                return fragment.clone();
            }
        }
        for fragment in &fragments {
            if fragment.height < margin * 0.9 {
                return fragment.clone();
            }
        }
        // The margin is too narrow for any size. The marking must be on the page all the same.
        let [largest, ..] = fragments;
        largest
    }

    /// The number of a page, counted from 1, at the end of the bottom margin. `count` is the number
    /// of all pages.
    pub fn page_number(
        &mut self,
        number: usize,
        count: usize,
        style: TextStyle,
        paper: Paper,
        margin: Pt,
    ) -> PlacedFragment {
        let measure = paper.width - 2.0 * margin;
        let text = self.page_number_text(number, count);
        let fragment = self.furniture_line(&text, style.aligned(Align::End), measure);
        let y = paper.height - margin + top_if_centred(&fragment, margin);
        PlacedFragment::new(margin, y, fragment)
    }

    /// Slides show only their own number, pages also how many there are.
    fn page_number_text(&self, number: usize, count: usize) -> String {
        let (page, pages) = (number.to_string(), count.to_string());
        match self.metrics.medium {
            Medium::Slides => page,
            Medium::Sheet | Medium::Pages => {
                let words = [("page", page.as_str()), ("pages", pages.as_str())];
                self.document.labels.fill("page-of", &words)
            }
        }
    }

    /// Text that belongs to the page and not to the document's logical structure.
    fn furniture_line(&mut self, text: &str, style: TextStyle, measure: Pt) -> Fragment {
        let line = self.lay_out_text(text, style, measure, TagId(0));
        line.into_fragment().as_artifact()
    }
}

/// Where the top of a fragment in the middle of a margin is, from the upper edge of the margin. One
/// that is higher than the margin begins at that edge.
fn top_if_centred(fragment: &Fragment, margin: Pt) -> Pt {
    let left_over = margin - fragment.height;
    (left_over / 2.0).max(Pt::ZERO)
}
