//! Blocks to galleys: what each kind of block looks like on a page.

mod figure;
mod grid;
mod list;
mod lists_of_records;
mod masthead;
mod matrix;
mod table;
mod timeline;

use super::context::Context;
use super::galley::{Anchor, AnchorKind, Galley, Strip, beside};
use super::inline::TextStyle;
use crate::document::{Block, Inline, Medium, Point, plain_text};
use crate::frame::Role;
use crate::length::Pt;
use crate::theme::{Color, Type};

impl Context<'_> {
    /// Sets blocks one below the other.
    pub fn blocks(&mut self, blocks: &[Block], measure: Pt) -> Galley {
        let mut galley = Galley::default();
        for block in blocks {
            galley.append(self.block(block, measure));
        }
        galley
    }

    /// Sets one block.
    pub fn block(&mut self, block: &Block, measure: Pt) -> Galley {
        match block {
            Block::Masthead => self.masthead(measure),
            Block::Particulars { rows } => self.particulars(rows, measure),
            Block::Heading { level, text } => self.section_heading(*level, text, measure),
            Block::Paragraph { text } => {
                let style = self.style(self.look.body);
                let space = self.units(1.5);
                self.paragraph(text, style, measure).spaced(Pt::ZERO, space)
            }
            Block::List { ordered, items } => self.list(*ordered, items, measure),
            Block::Table(table) => self.table_block(table, measure),
            Block::BottomLine { body } => self.bottom_line(body, measure),
            Block::Ask { text, by } => self.ask(text, by.as_deref(), measure),
            Block::Metrics { items } => self.metrics(items, measure),
            Block::Point(point) => self.point(point, measure),
            Block::Group(group) => self.group(group, measure),
            Block::Quote(quote) => self.quote(quote, measure),
            Block::People { items } => self.people(items, measure),
            Block::Timeline { items } => self.timeline(items, measure),
            Block::Options { items } => self.options(items, measure),
            Block::Risks { items } => self.risks(items, measure),
            Block::Actions { items } => self.actions(items, measure),
            Block::Questions { items } => self.questions(items, measure),
            Block::Glossary { items } => self.glossary(items, measure),
            Block::Contacts { items } => self.contacts(items, measure),
            Block::Chart(chart) => self.chart(chart, measure),
            Block::Image(image) => self.image(image, measure),
            Block::Columns { main, side } => self.columns(main, side, measure),
            Block::Notes { body } => self.notes(body, measure),
            Block::Sources => self.source_list(measure),
            Block::Break => Strip {
                opens_page: true,
                ..Strip::default()
            }
            .into(),
        }
    }

    /// Running text of a size.
    pub fn style(&self, size: Type<Pt>) -> TextStyle {
        TextStyle::new(size, self.theme.colors.text)
    }

    /// Secondary text of a size.
    pub fn muted(&self, size: Type<Pt>) -> TextStyle {
        TextStyle::new(size, self.theme.colors.muted)
    }

    /// A heading that stays with what follows, with its place in the outline.
    pub fn heading(
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
        let mut galley = self.set(text, style, measure, tag).kept(true);
        if let Some(first) = galley.strips.first_mut() {
            self.ink(first, |ink| {
                ink.anchors.push(Anchor {
                    y: Pt::ZERO,
                    kind: AnchorKind::Heading(level, plain_text(text)),
                });
            });
        }
        galley
    }

    /// The colour of a heading in the body. On a slide, the only one below the title has that of
    /// the first level.
    fn heading_color(&self, level: u8) -> Color {
        let colors = &self.theme.colors;
        if level < 3 || self.look.medium == Medium::Slides {
            colors.accent
        } else {
            colors.text
        }
    }

    /// The document's own title counts as level 1, so the sections of the body begin at 2.
    fn section_heading(&mut self, level: u8, text: &[Inline], measure: Pt) -> Galley {
        let at = usize::from(level.clamp(1, 3)) - 1;
        let size = self
            .look
            .headings
            .get(at)
            .copied()
            .unwrap_or(self.look.body);
        let style = TextStyle::new(size, self.heading_color(level)).heading();
        let above = self.units([5.0, 4.0, 3.0].get(at).copied().unwrap_or(3.0));
        let below = self.units(1.0);
        self.heading(level + 1, text, style, measure)
            .spaced(above, below)
    }

    fn point(&mut self, point: &Point, measure: Pt) -> Galley {
        let sheet = self.look.medium == Medium::Sheet;
        let size = if sheet {
            self.look.body
        } else {
            self.look.headings[2]
        };
        let style = TextStyle {
            balance: false,
            ..self.style(size).heading()
        };
        let (above, after_headline) = (self.units(2.5), self.units(0.25));
        let mut galley = self
            .heading(3, &point.headline, style, measure)
            .spaced(above, after_headline);
        let body = self.style(self.look.body);
        let between = self.units(1.5);
        galley.append(
            self.paragraph(&point.text, body, measure)
                .spaced(Pt::ZERO, between),
        );
        galley.append(self.blocks(&point.detail, measure));
        galley.append(self.notes(&point.notes, measure));
        if let Some(last) = galley.strips.last_mut() {
            last.keep = false;
        }
        galley
    }

    /// What a speaker says: set small in a note, which carries everything, and not shown where
    /// others look on.
    fn notes(&mut self, body: &[Block], measure: Pt) -> Galley {
        if body.is_empty() || self.look.medium != Medium::Pages {
            return Galley::default();
        }
        let indent = self.units(4.0);
        let inner = measure - indent;
        let (label, size) = (self.label("speaker-notes"), self.look.small);
        let mut galley = self.within(Role::Section, |context| {
            let style = context.muted(context.look.caption).strong();
            let mut galley = context
                .paragraph(&[Inline::text(label)], style, inner)
                .kept(true);
            let body_size = std::mem::replace(&mut context.look.body, size);
            galley.append(context.blocks(body, inner));
            context.look.body = body_size;
            galley
        });
        galley = galley.indented(indent);
        let space = self.units(1.5);
        galley.spaced(Pt::ZERO, space)
    }

    fn columns(&mut self, main: &[Block], side: &[Block], measure: Pt) -> Galley {
        if self.look.medium == Medium::Pages {
            let mut galley = self.blocks(main, measure);
            galley.append(self.blocks(side, measure));
            return galley;
        }
        let gutter = self.look.gutter * 1.4;
        let wide = (measure - gutter) * 0.62;
        let main = self.blocks(main, wide);
        let side = self.blocks(side, measure - gutter - wide);
        Galley::from(beside(vec![(Pt::ZERO, main), (wide + gutter, side)]))
            .spaced(self.units(3.0), Pt::ZERO)
    }

    /// A thin line over the whole measure, without height of its own.
    pub fn rule(&self, strip: &mut Strip, y: Pt, width: Pt, thickness: Pt, color: Color) {
        let frame = crate::frame::Frame {
            x: Pt::ZERO,
            y: y - thickness / 2.0,
            width,
            height: thickness,
        };
        self.ink(strip, |ink| ink.rect(frame, color));
    }
}
