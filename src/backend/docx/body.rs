//! Blocks to paragraphs and tables.

mod columns;
mod figures;

use docx_rs::{BreakType, DocumentChild, IndentLevel, NumberingId, Paragraph, ParagraphStyle, Run};

use super::deferred::{ControlKind, DeferredContent};
use super::emphasis::RunEmphasis;
use super::height::HeightEstimator;
use super::lists::{LIST_LEVELS, NumberedList, numbering_ids};
use super::metrics::DocxMetrics;
use super::text::{InlinePiece, InlineWriter, emphasized_runs, styled_paragraph};
use crate::assets::Assets;
use crate::diagnostic::Diagnostic;
use crate::document::{
    Block, Direction, Document, Group, Inline, Medium, Particular, Point, Question, Quote, Source,
    plain_text,
};
use crate::length::Pt;
use crate::ooxml::values::one_line;
use crate::text::ruler::TextRuler;

/// Where a block stands, which decides the styles of its paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockContext {
    Body,
    BottomLine,
    SpeakerNotes,
}

/// Writes the body of a document.
pub(super) struct BodyWriter<'a> {
    pub(super) metrics: &'a DocxMetrics<'a>,
    pub(super) assets: &'a Assets,
    pub(super) ruler: &'a TextRuler<'a>,
    pub(super) writer: InlineWriter<'a>,
    pub(super) children: Vec<DocumentChild>,
    pub(super) problems: Vec<Diagnostic>,
    /// Width of the column that is being written.
    pub(super) width: usize,
    /// Level of the last heading that the template set.
    level: u8,
    /// Whether what comes next begins a page.
    new_page: bool,
    /// Whether what comes next begins a column.
    new_column: bool,
    after_table: bool,
    /// How many of the children are measured, and how tall they are: those in columns and what is
    /// above.
    settled: (usize, Pt),
    figure_count: usize,
    table_count: usize,
    source_list_count: usize,
    pub(super) actions_so_far: usize,
    pub(super) risks_so_far: usize,
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
            children: Vec::new(),
            problems: Vec::new(),
            width: metrics.width,
            level: 0,
            new_page: false,
            new_column: false,
            after_table: false,
            settled: (0, Pt::ZERO),
            figure_count: 0,
            table_count: 0,
            source_list_count: 0,
            actions_so_far: 0,
            risks_so_far: 0,
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
            self.push_paragraph(empty_paragraph("TableSpacing"));
        }
    }

    pub(super) fn write_blocks(&mut self, blocks: &'a [Block], context: BlockContext) {
        blocks
            .iter()
            .for_each(|block| self.write_block(block, context));
    }

    fn write_block(&mut self, block: &'a Block, context: BlockContext) {
        match block {
            Block::Masthead => self.write_masthead(),
            Block::Particulars { rows } => self.write_particulars(rows),
            Block::Heading { level, text } => {
                self.level = (*level).clamp(1, 3);
                self.push_heading(self.level, text);
            }
            Block::Paragraph { text } => self.push_text(paragraph_style(context), text),
            Block::List { ordered, items } => self.write_list(*ordered, items, context, 0),
            Block::Table(table) => self.write_data_table(table),
            Block::BottomLine { body } => self.write_bottom_line(body),
            Block::Ask { text, by } => self.write_ask(text, by.as_deref()),
            Block::Metrics { items } => self.write_metrics(items),
            Block::Point(point) => self.write_point(point),
            Block::Group(group) => self.write_group(group),
            Block::Quote(quote) => self.write_quote(quote),
            Block::People { items } => self.write_people(items),
            Block::Timeline { items } => self.write_timeline(items),
            Block::Options { items } => self.write_options(items),
            Block::Risks { items } => self.write_risks(items),
            Block::Actions { items } => self.write_action_table(items),
            Block::Questions { items } => items
                .iter()
                .for_each(|question| self.write_question(question)),
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

    /// Adds a paragraph. A table is kept apart from what follows it, unless that brings its own
    /// space.
    pub(super) fn push_paragraph(&mut self, mut paragraph: Box<Paragraph>) {
        let style = style_id(&paragraph);
        let spaced = style.starts_with("Heading")
            || matches!(style, "TableNote" | "TableSpacing" | "Caption" | "Figure");
        if self.after_table && !spaced {
            self.after_table = false;
            self.push_paragraph(empty_paragraph("TableSpacing"));
        }
        self.after_table = false;
        if std::mem::take(&mut self.new_page) {
            paragraph.property.page_break_before = Some(true);
        }
        if std::mem::take(&mut self.new_column) {
            let column = Run::new().add_break(BreakType::Column);
            paragraph
                .children
                .insert(0, docx_rs::ParagraphChild::Run(Box::new(column)));
        }
        self.children.push(DocumentChild::Paragraph(paragraph));
    }

    /// Adds a table; two tables in a row would become one.
    pub(super) fn push_table(&mut self, table: docx_rs::Table) {
        if self.after_table || self.new_page || self.new_column {
            self.push_paragraph(empty_paragraph("TableSpacing"));
        }
        self.children.push(DocumentChild::Table(Box::new(table)));
        self.after_table = true;
    }

    pub(super) fn push_text(&mut self, style: &str, inlines: &[Inline]) {
        let paragraph = self.writer.paragraph(style, inlines);
        self.push_paragraph(paragraph);
    }

    fn push_heading(&mut self, level: u8, inlines: &[Inline]) {
        self.push_text(heading_style(level), inlines);
    }

    /// The level of a heading below the last one that the template set.
    pub(super) fn inner_heading_level(&self) -> u8 {
        (self.level + 1).min(3)
    }

    fn write_masthead(&mut self) {
        let meta = &self.document().meta;
        let has_particulars = self
            .document()
            .body
            .iter()
            .any(|block| matches!(block, Block::Particulars { .. }));
        let rest = [
            meta.reference.as_deref(),
            Some(meta.date_text.as_str()),
            meta.place.as_deref(),
        ];
        // The particulars say the same, and more.
        let rest = rest.into_iter().flatten().filter(|_| !has_particulars);
        let kicker: Vec<String> = meta
            .organization
            .as_deref()
            .into_iter()
            .chain(rest)
            .map(one_line)
            .filter(|it| !it.is_empty())
            .collect();
        if !kicker.is_empty() {
            self.push_text("Kicker", &[Inline::text(kicker.join(" · "))]);
        }
        self.push_text("Title", &meta.title);
        if !meta.subtitle.is_empty() {
            self.push_text("Subtitle", &meta.subtitle);
        }
    }

    fn write_particulars(&mut self, rows: &'a [Particular]) {
        let cells = rows.iter().map(|row| {
            let tag = self.fillable_particular(row);
            let label = vec![plain_paragraph("TableLabel", &row.label)];
            let text = match tag {
                Some((tag, kind)) => {
                    let control =
                        self.writer
                            .content_control(tag.to_owned(), &row.label, kind, &row.text);
                    styled_paragraph("TableText", vec![control])
                }
                None => self.writer.paragraph("TableText", &row.text),
            };
            vec![label, vec![text]]
        });
        let cells = cells.collect();
        let labels: Vec<&str> = rows.iter().map(|row| row.label.as_str()).collect();
        self.push_facts_table("", &labels, cells);
    }

    /// The brief's field that a line holds, if it is one that staff fill in.
    fn fillable_particular(&self, row: &Particular) -> Option<(&'static str, ControlKind)> {
        let known = [
            ("to", ControlKind::Plain),
            ("from", ControlKind::Plain),
            ("cc", ControlKind::Plain),
        ];
        let known = known.into_iter().chain([
            ("date", ControlKind::Date),
            ("reference", ControlKind::Plain),
        ]);
        known
            .into_iter()
            .find(|(name, _)| self.label(name) == row.label)
    }

    fn write_list(
        &mut self,
        ordered: bool,
        items: &'a [Vec<Block>],
        context: BlockContext,
        depth: usize,
    ) {
        let level = depth.min(LIST_LEVELS - 1);
        let style = list_style(ordered, context, level);
        let number = (ordered && !items.is_empty()).then(|| match context {
            BlockContext::BottomLine => self.start_numbered_list(numbering_ids::LEAD_NUMBERS, 0),
            BlockContext::Body | BlockContext::SpeakerNotes => {
                self.start_numbered_list(numbering_ids::NUMBERS, level)
            }
        });
        for blocks in items {
            // The item's mark stands beside its first paragraph, even if that is empty.
            let mut rest = blocks.as_slice();
            let mut first = match rest {
                [Block::Paragraph { text }, others @ ..] => {
                    rest = others;
                    self.writer.paragraph(&style, text)
                }
                _ => empty_paragraph(&style),
            };
            if let Some(number) = number {
                first = with_numbering(first, number);
            }
            self.push_paragraph(first);
            for block in rest {
                match block {
                    Block::Paragraph { text } => {
                        self.push_text(&continue_style(context, level), text)
                    }
                    Block::List { ordered, items } => {
                        self.write_list(*ordered, items, context, depth + 1)
                    }
                    other => self.write_block(other, context),
                }
            }
        }
    }

    /// A numbering of its own, starting at 1: its number and level.
    fn start_numbered_list(&mut self, definition: usize, level: usize) -> (usize, usize) {
        let lists = &mut self.writer.deferred.lists;
        let id = numbering_ids::FIRST_FREE + lists.len();
        lists.push(NumberedList {
            id,
            definition,
            level,
        });
        (id, level)
    }

    fn write_bottom_line(&mut self, body: &'a [Block]) {
        if body.is_empty() {
            return;
        }
        self.push_text(
            "BottomLineLabel",
            &[Inline::text(self.label("bottom-line"))],
        );
        let first = self.children.len();
        self.write_blocks(body, BlockContext::BottomLine);
        self.join_bottom_line_frames(first);
    }

    /// Where text and a list meet in the bottom line, two frames with different indents touch: the
    /// space between them would be white.
    fn join_bottom_line_frames(&mut self, first: usize) {
        let style = |child: &DocumentChild| match child {
            DocumentChild::Paragraph(paragraph) => Some(style_id(paragraph).to_owned()),
            _ => None,
        };
        let styles: Vec<Option<String>> = self.children.iter().skip(first).map(style).collect();
        let framed = |style: &Option<String>| {
            style
                .clone()
                .filter(|style| style.starts_with("BottomLine"))
        };
        for (at, pair) in styles.windows(2).enumerate() {
            let [Some(above), Some(below)] = [framed(&pair[0]), framed(&pair[1])] else {
                continue;
            };
            let meet = (above == "BottomLine") != (below == "BottomLine");
            if let Some(DocumentChild::Paragraph(paragraph)) =
                self.children.get_mut(first + at).filter(|_| meet)
            {
                paragraph.property.style =
                    Some(ParagraphStyle::new(Some(format!("{above}Joined"))));
            }
        }
    }

    /// What is asked, and by when: the date is a place to write.
    fn write_ask(&mut self, text: &[Inline], by: Option<&str>) {
        let mut pieces: Vec<InlinePiece> = plain_pieces(self.label("ask"));
        if let Some(by) = by {
            let template = self.label("ask-by");
            let (before, after) = template.split_once("{date}").unwrap_or((template, ""));
            pieces.extend(plain_pieces(&format!(" · {before}")));
            let date = [Inline::text(by)];
            pieces.push(self.writer.content_control(
                "ask.by".to_owned(),
                self.label("due"),
                ControlKind::Date,
                &date,
            ));
            pieces.extend(plain_pieces(after));
        }
        self.push_paragraph(styled_paragraph("AskLabel", pieces));
        self.push_text("Ask", text);
    }

    fn write_point(&mut self, point: &'a Point) {
        self.push_heading(self.inner_heading_level(), &point.headline);
        if !point.text.is_empty() {
            self.push_text("BodyText", &point.text);
        }
        self.write_blocks(&point.detail, BlockContext::Body);
        self.write_speaker_notes(&point.notes);
    }

    fn write_group(&mut self, group: &Group) {
        self.push_heading(self.inner_heading_level(), &group.heading);
        if !group.text.is_empty() {
            self.push_text("BodyText", &group.text);
        }
        for item in &group.items {
            let mut pieces = self.writer.inline_pieces(&[Inline::Strong {
                body: item.name.clone(),
            }]);
            if !item.text.is_empty() {
                pieces.extend(plain_pieces("  "));
                pieces.extend(self.writer.inline_pieces(&item.text));
            }
            self.push_paragraph(styled_paragraph("ListBullet", pieces));
        }
    }

    fn write_quote(&mut self, quote: &Quote) {
        self.push_text("Quote", &quote.text);
        if !quote.by.is_empty() {
            self.push_text("QuoteSource", &quote.by);
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
            "SpeakerNotesLabel",
            &[Inline::text(self.label("speaker-notes"))],
        );
        self.write_blocks(body, BlockContext::SpeakerNotes);
    }

    fn write_sources(&mut self) {
        let sources: &'a [Source] = &self.document().sources;
        self.source_list_count += 1;
        let again = (self.source_list_count > 1 && !sources.is_empty())
            .then(|| self.start_numbered_list(numbering_ids::SOURCES, 0));
        for source in sources {
            let mut pieces = Vec::new();
            self.writer.push_full_reference(source, &mut pieces);
            let mut entry = styled_paragraph("Bibliography", pieces);
            if let Some(number) = again {
                entry = with_numbering(entry, number);
            }
            self.push_paragraph(entry);
        }
    }

    /// A new page in print. Of slides, this is a handout: their headings part them.
    fn start_page(&mut self) {
        self.level = 0;
        if self.document().medium != Medium::Slides && !self.children.is_empty() {
            self.new_page = true;
        }
    }

    /// About how tall the body is so far.
    pub(super) fn estimated_height(&self) -> Pt {
        let DeferredContent {
            drawings, notes, ..
        } = &self.writer.deferred;
        let estimator = HeightEstimator {
            metrics: self.metrics,
            ruler: self.ruler,
            drawings,
            notes,
        };
        let (count, settled) = self.settled;
        settled + estimator.estimate(self.children.get(count..).unwrap_or_default(), self.width)
    }

    /// Whether the document runs from right to left.
    pub(super) fn is_right_to_left(&self) -> bool {
        self.metrics.direction == Direction::Rtl
    }

    /// The plain text of inlines, for names and measures.
    pub(super) fn plain_line(inlines: &[Inline]) -> String {
        one_line(&plain_text(inlines))
    }
}

/// Words of the document itself.
pub(super) fn plain_pieces(text: &str) -> Vec<InlinePiece> {
    emphasized_runs(text, RunEmphasis::default())
}

/// A paragraph of the document's own words.
pub(super) fn plain_paragraph(style: &str, text: &str) -> Box<Paragraph> {
    styled_paragraph(style, plain_pieces(text))
}

/// A paragraph without text.
pub(super) fn empty_paragraph(style: &str) -> Box<Paragraph> {
    styled_paragraph(style, Vec::new())
}

/// A paragraph with its list and level.
fn with_numbering(paragraph: Box<Paragraph>, (number, level): (usize, usize)) -> Box<Paragraph> {
    Box::new(paragraph.numbering(NumberingId::new(number), IndentLevel::new(level)))
}

fn style_id(paragraph: &Paragraph) -> &str {
    paragraph
        .property
        .style
        .as_ref()
        .map_or("", |style| &style.val)
}

pub(super) fn heading_style(level: u8) -> &'static str {
    match level {
        0 | 1 => "Heading1",
        2 => "Heading2",
        _ => "Heading3",
    }
}

fn paragraph_style(context: BlockContext) -> &'static str {
    match context {
        BlockContext::Body => "BodyText",
        BlockContext::BottomLine => "BottomLine",
        BlockContext::SpeakerNotes => "SpeakerNotes",
    }
}

fn list_style(ordered: bool, context: BlockContext, level: usize) -> String {
    let kind = if ordered { "Number" } else { "Bullet" };
    match context {
        BlockContext::BottomLine => format!("BottomLine{kind}"),
        BlockContext::Body | BlockContext::SpeakerNotes => {
            leveled_style(&format!("List{kind}"), level)
        }
    }
}

fn continue_style(context: BlockContext, level: usize) -> String {
    match context {
        BlockContext::BottomLine => "BottomLine".to_owned(),
        BlockContext::Body | BlockContext::SpeakerNotes => leveled_style("ListContinue", level),
    }
}

fn leveled_style(style: &str, level: usize) -> String {
    if level == 0 {
        style.to_owned()
    } else {
        format!("{style}{}", level + 1)
    }
}
