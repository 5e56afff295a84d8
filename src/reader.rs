//! Reads a filled template into a [`Document`].
//!
//! The template's own Markdown is parsed first, with a token for each value. Then each token is
//! replaced by its value. Therefore the tree of blocks is always the template's, whatever the
//! values contain.
//!
//! `containers` lists the `:::` containers. `values` turns a value of the brief into text, and
//! `convert` turns an item of it into a block. `citations` numbers the sources that are cited, and
//! `sources` makes the list of sources. `settle_citations` and `places` decide how citations print, `references`
//! how links to parts of the document do. `brief_language` holds what all documents of a brief share.

mod brief_language;
mod citations;
mod containers;
mod convert;
mod places;
mod references;
mod settle_citations;
mod sources;
mod values;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::brief::{Brief, Event, Text, Typography};
use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::document::{
    Block, Document, Fit, Inline, Labels, Medium, Meta, Particular, Table, plain_text,
};
use crate::lang::{self, DateFormatter};
use crate::markup;
use crate::stage::Stage;
use crate::template::{Binding, Filled, TOKEN, Template};
use crate::typography::{apply_typography, mark_quotations};
pub(crate) use brief_language::BriefLanguage;
use containers::{CONTAINERS, MAX_DEPTH};
use references::{BriefTarget, brief_targets, settle_references};
use settle_citations::{hide_numbers, settle_citations};
use values::{ValueReader, append_inlines, append_text, plain_value};

/// Reads a document.
///
/// # Errors
///
/// Every problem of the template, such as an unknown container, or a value in a place that cannot
/// hold it.
pub fn read(
    template: &Template,
    filled: &Filled,
    brief: &Brief,
    labels: &Labels,
) -> Result<Document, Vec<Diagnostic>> {
    let printed = Arc::new(labels.without_status_words());
    let language = BriefLanguage::new(brief.language(), Arc::new(labels.clone()), printed);
    read_in_language(template, filled, brief, &language)
}

/// As [`read`], with what all documents of the brief share.
pub(crate) fn read_in_language(
    template: &Template,
    filled: &Filled,
    brief: &Brief,
    language: &BriefLanguage,
) -> Result<Document, Vec<Diagnostic>> {
    let _stage = Stage::Template.enter();
    let mut reader = DocumentReader {
        template,
        filled,
        values: ValueReader::new(brief, language),
        problems: Vec::new(),
        targets: brief_targets(brief),
        headed: BTreeSet::new(),
    };
    let meta = reader.document_meta(brief);
    let mut lines = filled.text.lines();
    let parts = reader.split_parts(&mut lines, None, 0);
    let body = reader.parts_to_blocks(parts);
    let sources = reader.values.document_sources(&brief.sources);
    if !reader.problems.is_empty() {
        return Err(reader.problems);
    }
    let fit = page_limit(template, brief);
    let template = template.name.clone();
    let medium = reader.template.front.medium;
    let mut document = Document {
        template,
        meta,
        medium,
        fit,
        labels: Arc::clone(&language.printed_labels),
        body,
        sources,
    };
    if reader.values.needs_no_numbers(&document) {
        hide_numbers(&mut document);
    }
    settle_citations(&mut document, language);
    if !reader.targets.is_empty() || filled.text.contains("](#") {
        settle_references(&mut document, &reader.targets, &language.labels);
    }
    match brief.typography.unwrap_or_default() {
        Typography::ByLanguage => apply_typography(&mut document, language.typography()),
        Typography::AsWritten => mark_quotations(&mut document, language.typography()),
    }
    Ok(document)
}

/// The page limit: the template's own, or else the brief's. Slides have none.
fn page_limit(template: &Template, brief: &Brief) -> Fit {
    let own = template.front.fit;
    if own.pages.is_some() {
        return own;
    }
    let pages = match (template.front.medium, &brief.fit) {
        (Medium::Sheet | Medium::Pages, Some(limit)) => Some(limit.pages),
        // The same brief may be for a note and a deck: its limit counts pages, not slides.
        (Medium::Slides, _) | (_, None) => None,
    };
    Fit { pages }
}

/// A part of a filled template.
enum TemplatePart {
    Markup(String),
    Container(String, Vec<Self>),
}

struct DocumentReader<'a> {
    template: &'a Template,
    filled: &'a Filled,
    values: ValueReader<'a>,
    problems: Vec<Diagnostic>,
    /// The items of the brief that have an id.
    targets: Vec<BriefTarget<'a>>,
    /// The ids of those that are headings of the template.
    headed: BTreeSet<&'a str>,
}

impl DocumentReader<'_> {
    /// Reports a problem where the template has `needle` first.
    fn report_problem(&mut self, code: Code, needle: &str, message: String, hint: Option<String>) {
        let source = &self.template.source;
        let mut problem = Diagnostic::error(code, message);
        problem.hint = hint;
        // Filling changes positions, so the problem is looked up in the template's own text. If a
        // template makes the words with an expression, there is no position.
        if let Some(start) = source.text.find(needle) {
            problem.span = Some(Span {
                source: source.clone(),
                start,
                end: start + needle.len(),
            });
        }
        // A container in a loop of the template has the same problem in each pass.
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Splits lines into Markdown and containers, up to the line that closes the container
    /// `inside`.
    fn split_parts(
        &mut self,
        lines: &mut std::str::Lines<'_>,
        inside: Option<&str>,
        depth: usize,
    ) -> Vec<TemplatePart> {
        let mut parts = Vec::new();
        let mut markup = String::new();
        while let Some(line) = lines.next() {
            let Some(name) = container_name(line) else {
                markup.push_str(line);
                markup.push('\n');
                continue;
            };
            let markup_before = std::mem::take(&mut markup);
            parts.push(TemplatePart::Markup(markup_before));
            if name.is_empty() {
                if inside.is_none() {
                    self.report_problem(
                        Code::UnbalancedContainer,
                        ":::",
                        "this closes a container that was not opened".to_owned(),
                        None,
                    );
                }
                return parts;
            }
            if depth >= MAX_DEPTH {
                self.report_problem(
                    Code::NestedTooDeeply,
                    line,
                    format!("containers are nested deeper than {MAX_DEPTH} levels"),
                    None,
                );
                return parts;
            }
            let inner = self.split_parts(lines, Some(name), depth + 1);
            parts.push(TemplatePart::Container(name.to_owned(), inner));
        }
        if let Some(name) = inside {
            let hint = Some("a line ::: closes it".to_owned());
            self.report_problem(
                Code::UnbalancedContainer,
                &format!("::: {name}"),
                format!("container `{name}` is not closed"),
                hint,
            );
        }
        parts.push(TemplatePart::Markup(markup));
        parts
    }

    fn parts_to_blocks(&mut self, parts: Vec<TemplatePart>) -> Vec<Block> {
        let mut blocks = Vec::new();
        for part in parts {
            match part {
                TemplatePart::Markup(text) => blocks.extend(self.template_markup(&text)),
                TemplatePart::Container(name, inner) => {
                    blocks.extend(self.container_to_blocks(&name, inner))
                }
            }
        }
        blocks
    }

    fn container_to_blocks(&mut self, name: &str, inner: Vec<TemplatePart>) -> Vec<Block> {
        match name {
            "masthead" => vec![Block::Masthead],
            "sources" => vec![Block::Sources],
            "particulars" => self.particulars_block(inner),
            "bottom-line" => self.wrap_body(inner, |body| Block::BottomLine { body }),
            "notes" => self.wrap_body(inner, |body| Block::Notes { body }),
            "columns" => self.columns_block(inner),
            "aside" => {
                self.report_problem(
                    Code::InvalidContainer,
                    "::: aside",
                    "`aside` is outside of `columns`".to_owned(),
                    None,
                );
                Vec::new()
            }
            _ => match container_content(name) {
                Some(content) => self.data_block(name, content, &inner),
                None => {
                    self.report_unknown_container(name);
                    Vec::new()
                }
            },
        }
    }

    fn report_unknown_container(&mut self, name: &str) {
        let known = CONTAINERS.map(|(known, _)| known);
        let hint = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the containers are: {}", known.join(", ")),
        };
        self.report_problem(
            Code::UnknownContainer,
            &format!("::: {name}"),
            format!("unknown container `{name}`"),
            Some(hint),
        );
    }

    /// The block of a container that holds Markdown. A container that a template leaves empty, for
    /// example because the brief lacks a value, makes no block.
    fn wrap_body(&mut self, inner: Vec<TemplatePart>, make: fn(Vec<Block>) -> Block) -> Vec<Block> {
        let body = self.parts_to_blocks(inner);
        if body.is_empty() {
            Vec::new()
        } else {
            vec![make(body)]
        }
    }

    fn columns_block(&mut self, inner: Vec<TemplatePart>) -> Vec<Block> {
        let mut main = Vec::new();
        let mut side = Vec::new();
        for part in inner {
            match part {
                TemplatePart::Container(name, inner) if name == "aside" => {
                    side.extend(self.parts_to_blocks(inner))
                }
                other => main.extend(self.parts_to_blocks(vec![other])),
            }
        }
        match (main.is_empty(), side.is_empty()) {
            (false, false) => vec![Block::Columns { main, side }],
            (_, true) => main,
            (true, _) => side,
        }
    }

    fn particulars_block(&mut self, inner: Vec<TemplatePart>) -> Vec<Block> {
        let mut rows = Vec::new();
        for part in inner {
            let TemplatePart::Markup(text) = part else {
                continue;
            };
            for line in text.lines().map(str::trim) {
                if line.is_empty() {
                    continue;
                }
                // A table of Markdown needs a row of headers; these rows have none.
                let Some((label, text)) = split_particular(line) else {
                    let message = "`particulars` holds lines `| label | text |`".to_owned();
                    self.report_problem(Code::InvalidContainer, "::: particulars", message, None);
                    continue;
                };
                let label = self.template_inline(label);
                let text = self.template_inline(text);
                if !text.is_empty() {
                    rows.push(Particular {
                        label: plain_text(&label),
                        text,
                    });
                }
            }
        }
        if rows.is_empty() {
            Vec::new()
        } else {
            vec![Block::Particulars { rows }]
        }
    }

    /// The block of a container whose body is one value of the brief. `content` describes the value
    /// in messages.
    fn data_block(&mut self, name: &str, content: &str, inner: &[TemplatePart]) -> Vec<Block> {
        let mut body = String::new();
        for part in inner {
            match part {
                TemplatePart::Markup(text) => body.push_str(text.trim()),
                // No token contains this, so the container is reported below.
                TemplatePart::Container(..) => body.push_str(":::"),
            }
        }
        // A value that the brief lacks prints nothing.
        if body.is_empty() {
            return Vec::new();
        }
        let filled = self.filled;
        let problem = if let Some((number, "")) = leading_token(&body)
            && let Some(Binding::Data(data)) = filled.bindings.get(number)
        {
            match self.values.convert_container(name, data) {
                Ok(block) => {
                    let mut blocks: Vec<Block> = block.into_iter().collect();
                    // A sheet has no place for them, and what they cite would be listed.
                    if self.template.front.medium != Medium::Sheet {
                        let body = self.values.item_notes(name, data);
                        if !body.is_empty() {
                            blocks.push(Block::Notes { body });
                        }
                    }
                    return blocks;
                }
                Err(why) => format!("this value cannot be shown by `{name}`: {why}"),
            }
        } else {
            format!("`{name}` holds one value: {content}")
        };
        self.report_problem(
            Code::InvalidContainer,
            &format!("::: {name}"),
            problem,
            None,
        );
        Vec::new()
    }

    /// The template's own Markdown with its values.
    fn template_markup(&mut self, text: &str) -> Vec<Block> {
        if text.trim().is_empty() {
            return Vec::new();
        }
        let blocks = markup::parse_template(text, &mut no_citation);
        self.bind_blocks(blocks)
    }

    fn template_inline(&mut self, text: &str) -> Vec<Inline> {
        let inlines = markup::parse_inline(text, &mut no_citation);
        self.bind_inlines(inlines)
    }

    fn bind_blocks(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        let mut bound = Vec::new();
        for block in blocks {
            bound.extend(self.bind_block(block));
        }
        bound
    }

    fn bind_block(&mut self, block: Block) -> Vec<Block> {
        match block {
            Block::Paragraph { text } => {
                // A rich value alone in its paragraph keeps its lists and tables. Inside a sentence
                // it is flattened.
                if let [Inline::Text { text }] = text.as_slice()
                    && let Some((number, "")) = leading_token(text.trim())
                    && let Some(Binding::Rich(text)) = self.filled.bindings.get(number)
                {
                    return self.values.rich(text);
                }
                let text = self.bind_inlines(text);
                if text.is_empty() {
                    Vec::new()
                } else {
                    vec![Block::Paragraph { text }]
                }
            }
            Block::Heading { level, text, .. } => {
                let id = self.id_of_heading(&text);
                let text = self.bind_inlines(text);
                vec![Block::Heading { id, level, text }]
            }
            Block::List {
                ordered,
                first,
                mut items,
            } => {
                for item in &mut items {
                    *item = self.bind_blocks(std::mem::take(item));
                }
                vec![Block::List {
                    ordered,
                    first,
                    items,
                }]
            }
            Block::Table(table) => vec![Block::Table(self.bind_table(table))],
            other => vec![other],
        }
    }

    /// The id of the item whose name is a heading of the template, such as the title of an annex.
    fn id_of_heading(&mut self, text: &[Inline]) -> String {
        if let [Inline::Text { text }] = text
            && let Some((number, "")) = leading_token(text.trim())
            && let Some(Binding::Text(name)) = self.filled.bindings.get(number)
        {
            for target in &self.targets {
                if target.is_named(name) && self.headed.insert(target.id) {
                    return target.id.to_owned();
                }
            }
        }
        String::new()
    }

    fn bind_table(&mut self, table: Table) -> Table {
        let aligns = markup::explicit_aligns(&table);
        let mut headers = Vec::new();
        for column in table.columns {
            headers.push(self.bind_inlines(column.header));
        }
        let mut rows = table.rows;
        for cell in rows.iter_mut().flatten() {
            *cell = self.bind_inlines(std::mem::take(cell));
        }
        // The table is built again, because its values decide which columns are numeric.
        markup::build_table(Vec::new(), headers, &aligns, rows, Vec::new())
    }

    fn bind_inlines(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut out = Vec::new();
        for inline in inlines {
            match inline {
                Inline::Text { text } => self.bind_text(&text, &mut out),
                Inline::Emph { body } => out.push(Inline::Emph {
                    body: self.bind_inlines(body),
                }),
                Inline::Strong { body } => out.push(Inline::Strong {
                    body: self.bind_inlines(body),
                }),
                Inline::Code { text } => {
                    let mut bound = Vec::new();
                    self.bind_text(&text, &mut bound);
                    out.push(Inline::Code {
                        text: plain_text(&bound),
                    });
                }
                Inline::Marked { mark, body } => out.push(Inline::Marked {
                    mark,
                    body: self.bind_inlines(body),
                }),
                Inline::Link { url, body } => out.push(Inline::Link {
                    url,
                    body: self.bind_inlines(body),
                }),
                Inline::Cite { sources, places } => out.push(Inline::Cite { sources, places }),
                Inline::Status { level, body } => out.push(Inline::Status {
                    level,
                    body: self.bind_inlines(body),
                }),
                Inline::LineBreak => out.push(Inline::LineBreak),
            }
        }
        // Values that are absent leave the blanks before them at the end.
        while matches!(out.last(), Some(Inline::Text { text }) if text.trim().is_empty()) {
            out.pop();
        }
        out
    }

    fn bind_text(&mut self, text: &str, out: &mut Vec<Inline>) {
        let filled = self.filled;
        let mut rest = text;
        while let Some(at) = rest.find(TOKEN.0) {
            append_text(out, &rest[..at]);
            let Some((number, after)) = leading_token(&rest[at..]) else {
                break;
            };
            match filled.bindings.get(number) {
                Some(Binding::Text(value)) => append_inlines(out, self.values.inline(value)),
                Some(Binding::Rich(value)) => {
                    let blocks = self.values.rich(value);
                    append_inlines(out, markup::flatten_blocks(blocks));
                }
                Some(Binding::Cite(ids)) => out.extend(self.values.cite_in_text(ids)),
                Some(Binding::Data(_)) => {
                    let hint =
                        "put it into the container that shows it, such as `::: actions`".to_owned();
                    self.report_problem(
                        Code::ListInText,
                        "{{",
                        "a list or an item of the brief is printed in running text".to_owned(),
                        Some(hint),
                    );
                }
                None => {}
            }
            rest = after;
        }
        append_text(out, rest);
    }

    fn document_meta(&mut self, brief: &Brief) -> Meta {
        let BriefLanguage { tag, dates, .. } = self.values.language;
        let (mut event, mut place) = (Vec::new(), None);
        if let Some(it) = &brief.event {
            place = non_empty_plain(it.place.as_ref());
            event = event_parts(it, dates, place.clone());
        }
        Meta {
            title: self.values.inline(&brief.title),
            subtitle: self.values.optional(&brief.subtitle),
            date: brief.date.trim().to_owned(),
            date_text: dates.date_text(&brief.date),
            lang: tag.to_owned(),
            direction: lang::direction(tag),
            marking: non_empty_plain(brief.marking.as_ref()),
            reference: non_empty_plain(brief.reference.as_ref()),
            organization: non_empty_plain(brief.organization.as_ref()),
            from: brief.from.0.iter().map(plain_value).collect(),
            event,
            place,
        }
    }
}

/// The template's own text cites nothing: it knows no ids of sources.
fn no_citation(_: &str) -> Option<usize> {
    None
}

/// The name in a line that opens a container, empty if the line closes one; `None` for other lines.
fn container_name(line: &str) -> Option<&str> {
    // As in Pandoc, a fence may have more than three colons.
    let rest = line.trim().strip_prefix(":::")?;
    Some(rest.trim_start_matches(':').trim())
}

/// What the container `name` holds, as messages describe it; `None` for an unknown container.
fn container_content(name: &str) -> Option<&'static str> {
    let (_, content) = CONTAINERS.iter().find(|(known, _)| *known == name)?;
    Some(content)
}

/// The two cells of a line `| label | text |`.
fn split_particular(line: &str) -> Option<(&str, &str)> {
    let cells = line.strip_prefix('|')?.strip_suffix('|')?;
    cells.split_once('|')
}

/// The name, dates, place and host of an event, without those that it lacks.
fn event_parts(event: &Event, dates: &DateFormatter, place: Option<String>) -> Vec<String> {
    let start = event.start.as_deref().unwrap_or_default();
    let end = event.end.as_deref().unwrap_or_default();
    let period = if end.trim().is_empty() && !lang::is_formatted_date(start) {
        non_empty_plain(event.start.as_ref())
    } else {
        Some(dates.period_text(start, end))
    };
    let name = non_empty_plain(Some(&event.name));
    let host = non_empty_plain(event.host.as_ref());
    let mut parts: Vec<String> = [name, period, place, host].into_iter().flatten().collect();
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// The words of a value, if there are any.
fn non_empty_plain(value: Option<&Text>) -> Option<String> {
    let words = plain_value(value?);
    (!words.is_empty()).then_some(words)
}

/// The number of the token at the beginning of `text`, and the text after it.
fn leading_token(text: &str) -> Option<(usize, &str)> {
    let (number, rest) = text.strip_prefix(TOKEN.0)?.split_once(TOKEN.1)?;
    Some((number.parse().ok()?, rest))
}
