//! Blocks to galleys: what each kind of block looks like on a page.
//!
//! [`LayoutContext::lay_out_block`] has an arm for each kind; the files below have its parts.

mod bottom_line;
mod chart;
mod grid;
mod group;
mod heading;
mod image;
mod list;
mod masthead;
mod metric_row;
mod options;
mod people;
mod point;
mod questions;
mod quote;
mod record_table;
mod risks;
mod table;
mod table_decimals;
mod table_widths;
mod timeline;

use super::context::LayoutContext;
use super::galley::{Fragment, Galley, PageAnchor, PageAnchorKind, side_by_side};
use super::text_style::TextStyle;
use crate::document::{Block, Medium};
use crate::frame::Frame;
use crate::length::Pt;
use crate::theme::{Color, Type};

/// Share of the width that the main one of two columns has.
const MAIN_COLUMN_SHARE: f32 = 0.62;

impl LayoutContext<'_> {
    /// Lays blocks out one below the other.
    pub fn lay_out_blocks(&mut self, blocks: &[Block], measure: Pt) -> Galley {
        let mut galley = Galley::default();
        for block in blocks {
            galley.append(self.lay_out_block(block, measure));
        }
        galley
    }

    pub fn lay_out_block(&mut self, block: &Block, measure: Pt) -> Galley {
        let mut galley = self.lay_out_block_content(block, measure);
        if let Some(first) = galley.fragments.first_mut() {
            self.add_block_anchor(block.id(), first);
        }
        galley
    }

    /// Makes the top of a fragment the place to which links to a block lead. An empty id makes none.
    pub fn add_block_anchor(&self, id: &str, fragment: &mut Fragment) {
        if id.is_empty() {
            return;
        }
        let anchor = PageAnchor {
            y: Pt::ZERO,
            kind: PageAnchorKind::Block(id.to_owned()),
        };
        self.add_content(fragment, |content| content.anchors.push(anchor));
    }

    fn lay_out_block_content(&mut self, block: &Block, measure: Pt) -> Galley {
        // Each kind by name, so that the compiler asks how a new one is laid out.
        match block {
            Block::Masthead => self.lay_out_masthead(measure),
            Block::Particulars { rows } => self.lay_out_particulars(rows, measure),
            Block::Heading { level, text, .. } => {
                self.lay_out_section_heading(*level, text, measure)
            }
            Block::Paragraph { text } => {
                let style = self.text_style(self.metrics.body);
                let paragraph = self.lay_out_paragraph(text, style, measure);
                self.with_space(paragraph, 0.0, 1.5)
            }
            Block::List {
                ordered,
                first,
                items,
            } => self.lay_out_list(ordered.then_some(*first), items, measure),
            Block::Table(table) => self.lay_out_titled_table(table, measure),
            Block::BottomLine { body } => self.lay_out_bottom_line(body, measure),
            Block::Ask { text, by, body } => self.lay_out_ask(text, by.as_deref(), body, measure),
            Block::Metrics { items } => self.lay_out_metrics(items, measure),
            Block::Point(point) => self.lay_out_point(point, measure),
            Block::Group(group) => self.lay_out_group(group, measure),
            Block::Quote(quote) => self.lay_out_quote(quote, measure),
            Block::People { items } => self.lay_out_people(items, measure),
            Block::Timeline { items } => self.lay_out_timeline(items, measure),
            Block::Options { items } => self.lay_out_options(items, measure),
            Block::Risks { items } => self.lay_out_risks(items, measure),
            Block::Actions { items } => self.lay_out_actions(items, measure),
            Block::Questions { items } => self.lay_out_questions(items, measure),
            Block::Glossary { items } => self.lay_out_glossary(items, measure),
            Block::Contacts { items } => self.lay_out_contacts(items, measure),
            Block::Chart(chart) => self.lay_out_chart(chart, measure),
            Block::Image(image) => self.lay_out_image(image, measure),
            Block::Columns { main, side } => self.lay_out_columns(main, side, measure),
            Block::Notes { body } => self.lay_out_notes(body, measure),
            Block::Sources => self.lay_out_source_list(measure),
            Block::Break => page_break().into(),
        }
    }

    /// The style of running text in this size.
    pub fn text_style(&self, size: Type<Pt>) -> TextStyle {
        TextStyle::new(size, self.theme.colors.text)
    }

    /// The style of secondary text in this size.
    pub fn muted_style(&self, size: Type<Pt>) -> TextStyle {
        TextStyle::new(size, self.theme.colors.muted)
    }

    /// Columns side by side, or one below the other on flowing pages.
    fn lay_out_columns(&mut self, main: &[Block], side: &[Block], measure: Pt) -> Galley {
        // Side by side they could not be cut at the foot of a page.
        if self.metrics.medium == Medium::Pages {
            let mut galley = self.lay_out_blocks(main, measure);
            galley.append(self.lay_out_blocks(side, measure));
            return galley;
        }
        let gutter = self.metrics.gutter * 1.4;
        let main_width = (measure - gutter) * MAIN_COLUMN_SHARE;
        let side_width = measure - gutter - main_width;
        let side_x = main_width + gutter;
        // The main column is laid out first, as it is read first.
        let main = self.lay_out_blocks(main, main_width);
        let side = self.lay_out_blocks(side, side_width);
        let columns = side_by_side(vec![(Pt::ZERO, main), (side_x, side)]);
        self.with_space(columns.into(), 3.0, 0.0)
    }

    /// Draws a horizontal line from the left edge of a fragment, with its middle at `y`.
    pub fn draw_rule(
        &self,
        fragment: &mut Fragment,
        y: Pt,
        width: Pt,
        thickness: Pt,
        color: Color,
    ) {
        let frame = Frame {
            x: Pt::ZERO,
            y: y - thickness / 2.0,
            width,
            height: thickness,
        };
        self.add_content(fragment, |content| content.rect(frame, color));
    }
}

/// An empty fragment that is at the top of the next page.
fn page_break() -> Fragment {
    Fragment {
        starts_page: true,
        ..Fragment::default()
    }
}
