//! Blocks to galleys: what each kind of block looks like on a page.

mod bottom_line;
mod chart;
mod grid;
mod group;
mod image;
mod list;
mod masthead;
mod metric_row;
mod options;
mod people;
mod questions;
mod quote;
mod record_table;
mod risks;
mod table;
mod timeline;

use super::context::LayoutContext;
use super::galley::{Fragment, Galley, PageAnchor, PageAnchorKind, side_by_side};
use super::inline::TextStyle;
use crate::document::{Block, Inline, Medium, Point, plain_text};
use crate::frame::Role;
use crate::length::Pt;
use crate::theme::{Color, Type};

impl LayoutContext<'_> {
    /// Sets blocks one below the other.
    pub fn lay_out_blocks(&mut self, blocks: &[Block], measure: Pt) -> Galley {
        let mut galley = Galley::default();
        for block in blocks {
            galley.append(self.lay_out_block(block, measure));
        }
        galley
    }

    /// Sets one block.
    pub fn lay_out_block(&mut self, block: &Block, measure: Pt) -> Galley {
        match block {
            Block::Masthead => self.lay_out_masthead(measure),
            Block::Particulars { rows } => self.lay_out_particulars(rows, measure),
            Block::Heading { level, text } => self.lay_out_section_heading(*level, text, measure),
            Block::Paragraph { text } => {
                let style = self.text_style(self.metrics.body);
                let space = self.units(1.5);
                self.lay_out_paragraph(text, style, measure)
                    .spaced(Pt::ZERO, space)
            }
            Block::List { ordered, items } => self.lay_out_list(*ordered, items, measure),
            Block::Table(table) => self.lay_out_titled_table(table, measure),
            Block::BottomLine { body } => self.lay_out_bottom_line(body, measure),
            Block::Ask { text, by } => self.lay_out_ask(text, by.as_deref(), measure),
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
            Block::Break => Fragment {
                starts_page: true,
                ..Fragment::default()
            }
            .into(),
        }
    }

    /// Running text of a size.
    pub fn text_style(&self, size: Type<Pt>) -> TextStyle {
        TextStyle::new(size, self.theme.colors.text)
    }

    /// Secondary text of a size.
    pub fn muted_style(&self, size: Type<Pt>) -> TextStyle {
        TextStyle::new(size, self.theme.colors.muted)
    }

    /// A heading that stays with what follows, with its place in the outline.
    pub fn lay_out_heading(
        &mut self,
        wanted: u8,
        text: &[Inline],
        style: TextStyle,
        measure: Pt,
    ) -> Galley {
        if text.is_empty() {
            return Galley::default();
        }
        let level = self.heading_level(wanted);
        let tag = self.new_tag(Role::Heading(level));
        let mut galley = self
            .lay_out_inlines(text, style, measure, tag)
            .keep_with_next();
        if let Some(first) = galley.fragments.first_mut() {
            self.add_content(first, |content| {
                content.anchors.push(PageAnchor {
                    y: Pt::ZERO,
                    kind: PageAnchorKind::Heading(level, plain_text(text)),
                });
            });
        }
        galley
    }

    /// The colour of a heading in the body. On a slide, the only one below the title has that of
    /// the first level.
    fn heading_color(&self, level: u8) -> Color {
        let colors = &self.theme.colors;
        if level < 3 || self.metrics.medium == Medium::Slides {
            colors.accent
        } else {
            colors.text
        }
    }

    /// The document's own title counts as level 1, so the sections of the body begin at 2.
    fn lay_out_section_heading(&mut self, level: u8, text: &[Inline], measure: Pt) -> Galley {
        let at = usize::from(level.clamp(1, 3)) - 1;
        let size = self
            .metrics
            .headings
            .get(at)
            .copied()
            .unwrap_or(self.metrics.body);
        let style = TextStyle::new(size, self.heading_color(level)).as_heading();
        let above = self.units([5.0, 4.0, 3.0].get(at).copied().unwrap_or(3.0));
        let below = self.units(1.0);
        self.lay_out_heading(level + 1, text, style, measure)
            .spaced(above, below)
    }

    fn lay_out_point(&mut self, point: &Point, measure: Pt) -> Galley {
        let sheet = self.metrics.medium == Medium::Sheet;
        let size = if sheet {
            self.metrics.body
        } else {
            self.metrics.headings[2]
        };
        let style = TextStyle {
            balance: false,
            ..self.text_style(size).as_heading()
        };
        let (above, after_headline) = (self.units(2.5), self.units(0.25));
        let mut galley = self
            .lay_out_heading(3, &point.headline, style, measure)
            .spaced(above, after_headline);
        let body = self.text_style(self.metrics.body);
        let between = self.units(1.5);
        galley.append(
            self.lay_out_paragraph(&point.text, body, measure)
                .spaced(Pt::ZERO, between),
        );
        galley.append(self.lay_out_blocks(&point.detail, measure));
        galley.append(self.lay_out_notes(&point.notes, measure));
        if let Some(last) = galley.fragments.last_mut() {
            last.keep_with_next = false;
        }
        galley
    }

    /// What a speaker says: set small in a note, which carries everything, and not shown where
    /// others metrics on.
    fn lay_out_notes(&mut self, body: &[Block], measure: Pt) -> Galley {
        if body.is_empty() || self.metrics.medium != Medium::Pages {
            return Galley::default();
        }
        let indent = self.units(4.0);
        let inner = measure - indent;
        let (label, size) = (self.label_text("speaker-notes"), self.metrics.small);
        let mut galley = self.in_new_tag(Role::Section, |context| {
            let style = context.muted_style(context.metrics.caption).strong();
            let mut galley = context
                .lay_out_paragraph(&[Inline::text(label)], style, inner)
                .keep_with_next();
            let body_size = std::mem::replace(&mut context.metrics.body, size);
            galley.append(context.lay_out_blocks(body, inner));
            context.metrics.body = body_size;
            galley
        });
        galley = galley.indented(indent);
        let space = self.units(1.5);
        galley.spaced(Pt::ZERO, space)
    }

    fn lay_out_columns(&mut self, main: &[Block], side: &[Block], measure: Pt) -> Galley {
        if self.metrics.medium == Medium::Pages {
            let mut galley = self.lay_out_blocks(main, measure);
            galley.append(self.lay_out_blocks(side, measure));
            return galley;
        }
        let gutter = self.metrics.gutter * 1.4;
        let wide = (measure - gutter) * 0.62;
        let main = self.lay_out_blocks(main, wide);
        let side = self.lay_out_blocks(side, measure - gutter - wide);
        Galley::from(side_by_side(vec![(Pt::ZERO, main), (wide + gutter, side)]))
            .spaced(self.units(3.0), Pt::ZERO)
    }

    /// A thin line over the whole measure, without height of its own.
    pub fn draw_rule(
        &self,
        fragment: &mut Fragment,
        y: Pt,
        width: Pt,
        thickness: Pt,
        color: Color,
    ) {
        let frame = crate::frame::Frame {
            x: Pt::ZERO,
            y: y - thickness / 2.0,
            width,
            height: thickness,
        };
        self.add_content(fragment, |content| content.rect(frame, color));
    }
}
