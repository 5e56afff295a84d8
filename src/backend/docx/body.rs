//! Turns the blocks of a document into paragraphs and tables.
//!
//! [`BodyWriter`] writes one block after the other. Its methods for tables, charts and columns are
//! in [`tables`], [`options`], [`matrix`] and the modules below.
//!
//! [`tables`]: super::tables
//! [`options`]: super::options
//! [`matrix`]: super::matrix

mod columns;
mod figures;

use std::collections::BTreeSet;

use docx_rs::{IndentLevel, NumberingId, NumberingProperty};

use super::balance::LineBalance;
use super::height::HeightEstimator;
use super::list_ids::{NumberedList, numbering_ids};
use super::metrics::DocxMetrics;
use super::paragraph_style::{LIST_LEVELS, ParagraphStyle};
use super::text::{InlineWriter, empty_paragraph, plain_paragraph, plain_runs, styled_paragraph};
use super::visible_text::visible_inlines;
use super::wml::{
    BlockNode, ControlKind, DocumentContent, InlineNode, ParagraphNode, RunContent, RunNode,
    TableNode,
};
use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::document::{
    Block, Document, Group, Inline, Medium, Particular, Point, Question, Quote, Source,
    levels_inside_text, plain_text,
};
use crate::lang;
use crate::lang::cldr::decimal_sign;
use crate::length::Pt;
use crate::ooxml::values::one_line;
use crate::text::ruler::TextRuler;

/// The part of the document that a block belongs to, which determines the styles of paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockContext {
    Body,
    BottomLine,
    Ask,
    SpeakerNotes,
}

/// Writes the body of a document.
pub(super) struct BodyWriter<'a> {
    pub(super) metrics: &'a DocxMetrics<'a>,
    pub(super) assets: &'a Assets,
    pub(super) ruler: &'a TextRuler<'a>,
    pub(super) writer: InlineWriter<'a>,
    /// The decimal sign of the document's language.
    pub(super) decimal_sign: char,
    pub(super) children: Vec<BlockNode<'a>>,
    lists: Vec<NumberedList>,
    drawing_count: usize,
    pub(super) problems: Vec<Diagnostic>,
    /// What charts show otherwise than the brief asks for.
    pub(super) warnings: Vec<Diagnostic>,
    /// Words that were cut where no joint is known.
    pub(super) cut_words: BTreeSet<String>,
    /// Numbers that are wider than their columns.
    pub(super) too_wide: BTreeSet<String>,
    /// For the document itself: paragraphs whose height is only tried keep their text and indents.
    finishing: Option<Finishing<'a>>,
    /// Width of the current column, in twentieths of a point.
    pub(super) width: usize,
    /// Level of the last heading block: points, groups and questions have the level below.
    level: u8,
    /// Level of the last heading outside of texts: those inside of a text are below it.
    heading_level: u8,
    /// Whether the next paragraph begins a page.
    new_page: bool,
    /// Whether the next paragraph begins a column.
    new_column: bool,
    after_table: bool,
    /// The bookmark at which the next paragraph begins.
    bookmark: Option<InlineNode<'a>>,
    measured: MeasuredPart,
    figure_count: usize,
    table_count: usize,
    source_list_count: usize,
    pub(super) actions_so_far: usize,
    pub(super) risks_so_far: usize,
}

/// What is done with paragraphs when their column is known: long words get soft hyphens, and the
/// lines of titles are balanced.
pub(super) struct Finishing<'a> {
    /// `None` with a Word template, whose sizes of type are not known.
    pub(super) balance: Option<LineBalance<'a>>,
}

/// The beginning of a body whose height is known, because it ends with columns side by side: the
/// sum of its paragraphs would be too large.
#[derive(Clone, Copy)]
struct MeasuredPart {
    /// How many of the body's children belong to it.
    children: usize,
    height: Pt,
}

impl<'a> BodyWriter<'a> {
    pub(super) fn new(
        document: &'a Document,
        metrics: &'a DocxMetrics<'a>,
        assets: &'a Assets,
        ruler: &'a TextRuler<'a>,
        east_asian: bool,
    ) -> Self {
        Self {
            metrics,
            assets,
            ruler,
            writer: InlineWriter::new(document, east_asian),
            decimal_sign: decimal_sign(&document.meta.lang),
            children: Vec::new(),
            lists: Vec::new(),
            drawing_count: 0,
            problems: Vec::new(),
            warnings: Vec::new(),
            cut_words: BTreeSet::new(),
            too_wide: BTreeSet::new(),
            finishing: None,
            width: metrics.width,
            level: 0,
            heading_level: 0,
            new_page: false,
            new_column: false,
            after_table: false,
            bookmark: None,
            measured: MeasuredPart {
                children: 0,
                height: Pt::ZERO,
            },
            figure_count: 0,
            table_count: 0,
            source_list_count: 0,
            actions_so_far: 0,
            risks_so_far: 0,
        }
    }

    /// A writer that finishes the paragraphs.
    pub(super) fn with_finishing(self, finishing: Finishing<'a>) -> Self {
        Self {
            finishing: Some(finishing),
            ..self
        }
    }

    /// Finishes a paragraph for a column or cell of a width in twentieths of a point.
    fn finish_paragraph(&mut self, paragraph: &mut ParagraphNode<'a>, width: usize) {
        if self.finishing.is_none() {
            return;
        }
        self.hyphenate_long_words(paragraph, width);
        self.keep_figures_whole(paragraph, width);
        if let Some(Finishing {
            balance: Some(balance),
        }) = &self.finishing
            && paragraph.style.has_balanced_lines()
        {
            let text = visible_inlines(paragraph);
            let indent = balance.end_indent(paragraph.style, &text, width);
            paragraph.end_indent = indent.map(|indent| indent + paragraph.style.end_indent());
        }
    }

    pub(super) fn document(&self) -> &'a Document {
        self.writer.document
    }

    pub(super) fn label(&self, name: &'static str) -> &'a str {
        self.document().labels.get(name)
    }

    /// Writes the blocks of a document. Word wants a paragraph at its end.
    pub(super) fn write_document(&mut self, blocks: &'a [Block]) {
        self.write_blocks(blocks, BlockContext::Body);
        // A page that nothing follows on would be empty.
        self.new_page = false;
        if self.after_table || self.children.is_empty() {
            self.push_paragraph(empty_paragraph(ParagraphStyle::TableSpacing));
        }
    }

    /// The nodes of the document, once it is written.
    pub(super) fn into_content(self) -> DocumentContent<'a> {
        DocumentContent {
            blocks: self.children,
            notes: self.writer.notes,
            lists: self.lists,
            drawing_count: self.drawing_count,
        }
    }

    pub(super) fn write_blocks(&mut self, blocks: &'a [Block], context: BlockContext) {
        for block in blocks {
            self.write_block(block, context);
        }
    }

    fn write_block(&mut self, block: &'a Block, context: BlockContext) {
        if !block.id().is_empty() {
            self.bookmark = self.writer.bookmark_of_block(block.id());
        }
        match block {
            Block::Masthead => self.write_masthead(),
            Block::Particulars { rows } => self.write_particulars(rows),
            Block::Heading { level, text, .. } => {
                if let Some(depth) = levels_inside_text(*level) {
                    let style = ParagraphStyle::heading(self.heading_level + depth);
                    self.push_text(style, text);
                } else {
                    self.level = (*level).max(1);
                    self.push_heading(self.level, text);
                }
            }
            Block::Paragraph { text } => self.push_text(paragraph_style(context), text),
            Block::List {
                ordered,
                first,
                items,
            } => self.write_list(ordered.then_some(*first), items, context, 0),
            Block::Table(table) => self.write_data_table(table),
            Block::BottomLine { body } => self.write_bottom_line(body),
            Block::Ask { text, by, body } => self.write_ask(text, by.as_deref(), body),
            Block::Metrics { items } => self.write_metrics(items),
            Block::Point(point) => self.write_point(point),
            Block::Group(group) => self.write_group(group),
            Block::Quote(quote) => self.write_quote(quote),
            Block::People { items } => self.write_people(items),
            Block::Timeline { items } => self.write_timeline(items),
            Block::Options { items } => self.write_options(items),
            Block::Risks { items } => self.write_risks(items),
            Block::Actions { items } => self.write_action_table(items),
            Block::Questions { items } => {
                for question in items {
                    self.write_question(question);
                }
            }
            Block::Glossary { items } => self.write_glossary(items),
            Block::Contacts { items } => self.write_contacts(items),
            Block::Chart(chart) => self.write_chart(chart),
            Block::Image(image) => self.write_image(image),
            Block::Columns { main, side } => self.write_columns(main, side),
            Block::Notes { body } => self.write_speaker_notes(body),
            Block::Sources => self.write_sources(),
            Block::Break => self.start_page(),
        }
    }

    /// Adds a paragraph. After a table, adds a line of space first, unless the paragraph's style
    /// has space of its own.
    pub(super) fn push_paragraph(&mut self, mut paragraph: ParagraphNode<'a>) {
        let bookmark = self.bookmark.take();
        if self.after_table && !paragraph.style.follows_table() {
            self.after_table = false;
            self.push_paragraph(empty_paragraph(ParagraphStyle::TableSpacing));
        }
        self.after_table = false;
        if std::mem::take(&mut self.new_page) {
            paragraph.property_mut().page_break_before = Some(true);
        }
        if std::mem::take(&mut self.new_column) {
            let column = InlineNode::Run(RunNode {
                property: None,
                marks: Vec::new(),
                content: RunContent::ColumnBreak,
            });
            paragraph.children.insert(0, column);
        }
        if let Some(bookmark) = bookmark {
            paragraph.children.insert(0, bookmark);
        }
        self.finish_paragraph(&mut paragraph, self.width);
        self.children.push(BlockNode::Paragraph(paragraph));
    }

    /// Adds a table. Word would join it with a table right before it, and a page or column can only
    /// begin with a paragraph.
    pub(super) fn push_table(&mut self, mut table: TableNode<'a>) {
        let first_cell = table.rows.first_mut().and_then(|row| row.first_mut());
        if let Some(paragraph) = first_cell.and_then(|cell| cell.paragraphs.first_mut())
            && let Some(bookmark) = self.bookmark.take()
        {
            paragraph.children.insert(0, bookmark);
        }
        if self.after_table || self.new_page || self.new_column {
            self.push_paragraph(empty_paragraph(ParagraphStyle::TableSpacing));
        }
        for cells in &mut table.rows {
            for (cell, width) in cells.iter_mut().zip(&table.column_widths) {
                let text_width = width.saturating_sub(table.cell_gap);
                for paragraph in &mut cell.paragraphs {
                    self.finish_paragraph(paragraph, text_width);
                }
            }
        }
        self.children.push(BlockNode::Table(table));
        self.after_table = true;
    }

    pub(super) fn push_text(&mut self, style: ParagraphStyle, inlines: &[Inline]) {
        let paragraph = self.writer.paragraph(style, inlines);
        self.push_paragraph(paragraph);
    }

    fn push_heading(&mut self, level: u8, inlines: &[Inline]) {
        self.heading_level = level;
        self.push_text(ParagraphStyle::heading(level), inlines);
    }

    /// The level below that of the last heading block.
    pub(super) fn inner_heading_level(&self) -> u8 {
        (self.level + 1).min(3)
    }

    fn write_masthead(&mut self) {
        let document = self.document();
        let meta = &document.meta;
        let mut kicker = Vec::from_iter(meta.organization.as_deref());
        let has_particulars = document
            .body
            .iter()
            .any(|block| matches!(block, Block::Particulars { .. }));
        // The particulars show the same facts with labels.
        if !has_particulars {
            kicker.extend(meta.reference.as_deref());
            kicker.push(&meta.date_text);
            kicker.extend(meta.place_beside_date().map(String::as_str));
        }
        let mut parts: Vec<String> = Vec::new();
        for part in kicker {
            let text = one_line(part);
            if !text.is_empty() {
                parts.push(lang::isolated(&text, meta.direction).into_owned());
            }
        }
        let mut lines = Vec::new();
        if !parts.is_empty() {
            lines.push(vec![Inline::text(parts.join(" · "))]);
        }
        let event = one_line(&lang::join_isolated(&meta.event, meta.direction, " · "));
        if !has_particulars && !event.is_empty() {
            lines.push(vec![Inline::text(event)]);
        }
        if !lines.is_empty() {
            let lines = lines.join(&Inline::LineBreak);
            self.push_text(ParagraphStyle::Kicker, &lines);
        }
        self.push_text(ParagraphStyle::Title, &meta.title);
        if !meta.subtitle.is_empty() {
            self.push_text(ParagraphStyle::Subtitle, &meta.subtitle);
        }
    }

    fn write_particulars(&mut self, rows: &'a [Particular]) {
        let mut labels = Vec::new();
        let mut cells = Vec::new();
        for row in rows {
            labels.push(row.label.as_str());
            let label = plain_paragraph(ParagraphStyle::TableLabel, &row.label);
            let text = match self.fillable_particular(row) {
                Some((key, kind)) => {
                    let tag = key.to_owned();
                    let control = self
                        .writer
                        .content_control(tag, &row.label, kind, &row.text);
                    styled_paragraph(ParagraphStyle::TableText, vec![control])
                }
                None => self.writer.paragraph(ParagraphStyle::TableText, &row.text),
            };
            cells.push(vec![vec![label], vec![text]]);
        }
        self.push_facts_table("", &labels, cells);
    }

    /// The key of the brief that a row shows, if it is one that people fill in later.
    fn fillable_particular(&self, row: &Particular) -> Option<(&'static str, ControlKind)> {
        const FILLABLE: [(&str, ControlKind); 5] = [
            ("to", ControlKind::Plain),
            ("from", ControlKind::Plain),
            ("cc", ControlKind::Plain),
            ("date", ControlKind::Date),
            ("reference", ControlKind::Plain),
        ];
        FILLABLE
            .into_iter()
            .find(|(key, _)| self.label(key) == row.label)
    }

    fn write_list(
        &mut self,
        number: Option<u32>,
        items: &'a [Vec<Block>],
        context: BlockContext,
        depth: usize,
    ) {
        let level = depth.min(LIST_LEVELS - 1);
        let style = list_style(number.is_some(), context, level);
        let numbering = match (number, context) {
            // The style of items of the ask is in no list, because their further paragraphs share it.
            (None, BlockContext::Ask) if level == 0 => Some((numbering_ids::LEAD_BULLETS, 0)),
            (None, _) => None,
            _ if items.is_empty() => None,
            (Some(first), BlockContext::Ask) if level == 0 => {
                Some(self.start_numbered_list(numbering_ids::LEAD_NUMBERS, 0, first))
            }
            (Some(first), BlockContext::BottomLine) => {
                Some(self.start_numbered_list(numbering_ids::LEAD_NUMBERS, 0, first))
            }
            (Some(first), BlockContext::Ask | BlockContext::Body | BlockContext::SpeakerNotes) => {
                Some(self.start_numbered_list(numbering_ids::NUMBERS, level, first))
            }
        };
        for blocks in items {
            // An item that begins with a table or a list still needs a paragraph for its bullet.
            let mut rest = blocks.as_slice();
            let mut first = match rest {
                [Block::Paragraph { text }, others @ ..] => {
                    rest = others;
                    self.writer.paragraph(style, text)
                }
                _ => empty_paragraph(style),
            };
            if let Some(numbering) = numbering {
                first = with_numbering(first, numbering);
            }
            self.push_paragraph(first);
            for block in rest {
                match block {
                    Block::Paragraph { text } => {
                        self.push_text(continue_style(context, level), text)
                    }
                    Block::List {
                        ordered,
                        first,
                        items,
                    } => self.write_list(ordered.then_some(*first), items, context, depth + 1),
                    other => self.write_block(other, context),
                }
            }
        }
    }

    /// Starts a list that counts from `first`, and returns its numbering id and its level.
    fn start_numbered_list(
        &mut self,
        definition: usize,
        level: usize,
        first: u32,
    ) -> (usize, usize) {
        let id = numbering_ids::FIRST_FREE + self.lists.len();
        self.lists.push(NumberedList {
            id,
            definition,
            level,
            first,
        });
        (id, level)
    }

    fn write_bottom_line(&mut self, body: &'a [Block]) {
        if body.is_empty() {
            return;
        }
        self.push_text(
            ParagraphStyle::BottomLineLabel,
            &[Inline::text(self.label("bottom-line"))],
        );
        let first = self.children.len();
        self.write_blocks(body, BlockContext::BottomLine);
        self.join_bottom_line_frames(first);
    }

    /// Closes the gap between text and a list in the bottom line. Word frames paragraphs together
    /// only if their indents are the same: the space between two frames would have no background.
    fn join_bottom_line_frames(&mut self, first: usize) {
        for index in first + 1..self.children.len() {
            let [BlockNode::Paragraph(above), BlockNode::Paragraph(below)] =
                &mut self.children[index - 1..=index]
            else {
                continue;
            };
            let are_framed = above.style.is_in_bottom_line() && below.style.is_in_bottom_line();
            let is_text_beside_list = (above.style == ParagraphStyle::BottomLine)
                != (below.style == ParagraphStyle::BottomLine);
            if are_framed && is_text_beside_list {
                // A list level names one style only, so readers that follow it need the list here.
                if above.style == ParagraphStyle::BottomLineBullet {
                    above.property_mut().numbering_property =
                        Some(numbering(numbering_ids::LEAD_BULLETS, 0));
                }
                above.style = above.style.joined();
            }
        }
    }

    /// Writes the request and its date, which is a control with a calendar.
    fn write_ask(&mut self, text: &[Inline], due: Option<&str>, body: &'a [Block]) {
        let mut nodes = plain_runs(self.label("ask"));
        if let Some(date) = due {
            let template = self.label("ask-by");
            let (before, after) = template.split_once("{date}").unwrap_or((template, ""));
            nodes.extend(plain_runs(&format!(" · {before}")));
            let date = [Inline::text(date)];
            nodes.push(self.writer.content_control(
                "ask.by".to_owned(),
                self.label("due"),
                ControlKind::Date,
                &date,
            ));
            nodes.extend(plain_runs(after));
        }
        self.push_paragraph(styled_paragraph(ParagraphStyle::AskLabel, nodes));
        if !text.is_empty() || body.is_empty() {
            self.push_text(ParagraphStyle::Ask, text);
        }
        self.write_blocks(body, BlockContext::Ask);
    }

    fn write_point(&mut self, point: &'a Point) {
        self.push_heading(self.inner_heading_level(), &point.headline);
        if !point.text.is_empty() {
            self.push_text(ParagraphStyle::BodyText, &point.text);
        }
        self.write_blocks(&point.detail, BlockContext::Body);
        self.write_speaker_notes(&point.notes);
    }

    fn write_group(&mut self, group: &Group) {
        self.push_heading(self.inner_heading_level(), &group.heading);
        if !group.text.is_empty() {
            self.push_text(ParagraphStyle::BodyText, &group.text);
        }
        for item in &group.items {
            let mut nodes = self.writer.inline_nodes(&[Inline::Strong {
                body: item.name.clone(),
            }]);
            if !item.text.is_empty() {
                nodes.extend(plain_runs("  "));
                nodes.extend(self.writer.inline_nodes(&item.text));
            }
            self.push_paragraph(styled_paragraph(ParagraphStyle::ListBullet, nodes));
        }
    }

    fn write_quote(&mut self, quote: &Quote) {
        self.push_text(ParagraphStyle::Quote, &quote.text);
        if !quote.by.is_empty() {
            self.push_text(ParagraphStyle::QuoteSource, &quote.by);
        }
    }

    fn write_question(&mut self, question: &'a Question) {
        self.push_heading(self.inner_heading_level(), &question.question);
        self.write_blocks(&question.answer, BlockContext::Body);
    }

    fn write_speaker_notes(&mut self, body: &'a [Block]) {
        if body.is_empty() {
            return;
        }
        self.push_text(
            ParagraphStyle::SpeakerNotesLabel,
            &[Inline::text(self.label("speaker-notes"))],
        );
        self.write_blocks(body, BlockContext::SpeakerNotes);
    }

    fn write_sources(&mut self) {
        let sources: &'a [Source] = &self.document().sources;
        self.source_list_count += 1;
        // The first list has the numbers of its style; a second one would go on counting.
        let restarted = if self.source_list_count > 1 && !sources.is_empty() {
            Some(self.start_numbered_list(numbering_ids::SOURCES, 0, 1))
        } else {
            None
        };
        for source in sources {
            let mut nodes = Vec::new();
            if !source.numbered {
                let labels = &self.document().labels;
                let label = format!("{}{}", labels.get("source"), labels.colon());
                nodes.extend(self.writer.inline_nodes(&[Inline::text(label)]));
            }
            // Where citations are footnotes, these have the places.
            let places = match self.writer.cites_in_footnotes() {
                true => String::new(),
                false => source.places.join(self.document().labels.get("separator")),
            };
            self.writer.push_full_reference(source, &places, &mut nodes);
            let style = match source.numbered {
                true => ParagraphStyle::Bibliography,
                false => ParagraphStyle::BodyText,
            };
            let mut entry = styled_paragraph(style, nodes);
            if let Some(numbering) = restarted {
                entry = with_numbering(entry, numbering);
            }
            self.push_paragraph(entry);
        }
    }

    /// Begins a page in a note. In a handout of slides, the headings of slides are enough.
    fn start_page(&mut self) {
        self.level = 0;
        if self.document().medium != Medium::Slides && !self.children.is_empty() {
            self.new_page = true;
        }
    }

    /// The approximate height of the body so far.
    pub(super) fn estimated_height(&self) -> Pt {
        let estimator = HeightEstimator {
            metrics: self.metrics,
            ruler: self.ruler,
            notes: &self.writer.notes,
        };
        let unmeasured = self.children.get(self.measured.children..);
        let unmeasured = unmeasured.unwrap_or_default();
        self.measured.height + estimator.estimate(unmeasured, self.width)
    }

    /// The text of inlines on one line, without markup.
    pub(super) fn plain_line(inlines: &[Inline]) -> String {
        one_line(&plain_text(inlines))
    }
}

/// Puts a paragraph into a list: `(numbering id, level)`.
fn with_numbering(
    mut paragraph: ParagraphNode<'_>,
    (id, level): (usize, usize),
) -> ParagraphNode<'_> {
    paragraph.property_mut().numbering_property = Some(numbering(id, level));
    paragraph
}

fn numbering(id: usize, level: usize) -> NumberingProperty {
    NumberingProperty::new().add_num(NumberingId::new(id), IndentLevel::new(level))
}

fn paragraph_style(context: BlockContext) -> ParagraphStyle {
    match context {
        BlockContext::Body => ParagraphStyle::BodyText,
        BlockContext::BottomLine => ParagraphStyle::BottomLine,
        BlockContext::Ask => ParagraphStyle::Ask,
        BlockContext::SpeakerNotes => ParagraphStyle::SpeakerNotes,
    }
}

fn list_style(ordered: bool, context: BlockContext, level: usize) -> ParagraphStyle {
    match (context, ordered) {
        (BlockContext::BottomLine, true) => ParagraphStyle::BottomLineNumber,
        (BlockContext::BottomLine, false) => ParagraphStyle::BottomLineBullet,
        (BlockContext::Ask, _) if level == 0 => ParagraphStyle::AskItem,
        (_, true) => ParagraphStyle::list_number(level),
        (_, false) => ParagraphStyle::list_bullet(level),
    }
}

fn continue_style(context: BlockContext, level: usize) -> ParagraphStyle {
    match context {
        BlockContext::BottomLine => ParagraphStyle::BottomLine,
        BlockContext::Ask if level == 0 => ParagraphStyle::AskItem,
        BlockContext::Ask | BlockContext::Body | BlockContext::SpeakerNotes => {
            ParagraphStyle::list_continue(level)
        }
    }
}
