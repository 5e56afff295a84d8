//! Converts items of a brief into blocks of a document.

use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::brief_language::BriefLanguage;
use super::values::{ValueReader, append_inlines, append_text, plain_value};
use crate::brief::{self, ColumnFormat, DecisionKind, TableColumn, Text};
use crate::chart;
use crate::document::{
    self as doc, Block, CitationGroup, ColumnAlign, Degree, Inline, Rating, Trend,
    collect_citations, plain_text,
};
use crate::lang::cldr::is_currency;
use crate::lang::{self, Grouping, NumberForm, ReadNumber, Total, is_direction_mark, is_spaceless};
use crate::markup;

/// Arrows with which authors begin a change. A value of a mail merge has its edge mark before them.
const CHANGE_ARROWS: [char; 5] = ['↑', '▲', '↓', '▼', markup::VERBATIM_EDGE];

/// The levels of a risk with the label that names each, which is also its key, and the label that
/// lists other words for it.
const DEGREE_WORDS: [(Degree, &str, &str); 3] = [
    (Degree::Low, "low", "priority-low"),
    (Degree::Medium, "medium", "priority-medium"),
    (Degree::High, "high", "priority-high"),
];

type ConvertResult<T> = Result<T, serde_json::Error>;

impl ValueReader<'_> {
    /// Converts the value in the container `name`; `None` if the value is an empty list.
    pub fn convert_container(&mut self, name: &str, data: &Json) -> ConvertResult<Option<Block>> {
        Ok(Some(match name {
            "ask" => {
                let ask = parse_item(data)?;
                self.convert_ask(ask)
            }
            "point" => {
                let point = parse_item(data)?;
                Block::Point(self.convert_point(point))
            }
            "grid" => {
                let group = parse_item(data)?;
                Block::Group(self.convert_group(group))
            }
            "quote" => {
                let quote = parse_item(data)?;
                Block::Quote(self.convert_quote(&quote))
            }
            "chart" => {
                let chart = parse_item(data)?;
                Block::Chart(self.convert_chart(chart))
            }
            "image" => {
                let image = parse_item(data)?;
                Block::Image(self.convert_image(image))
            }
            // Only charts have series: a table shows the numbers of a chart.
            "table" if data.get("series").is_some() => {
                let chart = parse_item(data)?;
                Block::Table(self.chart_numbers_table(&chart))
            }
            "table" => {
                let table = parse_item(data)?;
                Block::Table(self.convert_table(&table))
            }
            list => return self.convert_list(list, data),
        }))
    }

    fn convert_ask(&mut self, ask: brief::Ask) -> Block {
        let given = ask.text.as_deref().unwrap_or_default();
        // A single line is a text, whatever it begins with.
        let (text, mut body) = match given.trim().contains('\n') {
            true => leading_text(self.rich(given)),
            false => (self.inline(given), Vec::new()),
        };
        let mut items = Vec::new();
        for decision in ask.decisions {
            let text = self.convert_decision(decision);
            items.push(vec![Block::Paragraph { text }]);
        }
        if !items.is_empty() {
            body.push(Block::List {
                ordered: true,
                first: 1,
                items,
            });
        }
        let by = self.optional_deadline(ask.by);
        Block::Ask { text, by, body }
    }

    fn optional_deadline(&self, by: Option<Text>) -> Option<String> {
        let by = by.filter(|it| !it.trim().is_empty())?;
        Some(self.language.dates.date_text(&by))
    }

    /// A part of a decision: its kind, its text and its deadline.
    fn convert_decision(&mut self, decision: brief::Decision) -> Vec<Inline> {
        let mut out = Vec::new();
        if let Some(kind) = decision.kind {
            let labels = &self.language.labels;
            let label = match kind {
                DecisionKind::Agree => labels.get("ask-agree"),
                DecisionKind::Note => labels.get("ask-note"),
                DecisionKind::Sign => labels.get("ask-sign"),
            };
            out.push(Inline::Strong {
                body: vec![Inline::text(label)],
            });
            append_text(&mut out, labels.colon());
        }
        append_inlines(&mut out, self.inline(&decision.text));
        if let Some(date) = self.optional_deadline(decision.by) {
            let deadline = self.language.labels.fill("ask-by", &[("date", &date)]);
            append_text(&mut out, &format!(" · {deadline}"));
        }
        out
    }

    fn convert_list(&mut self, name: &str, data: &Json) -> ConvertResult<Option<Block>> {
        if matches!(data, Json::Array(items) if items.is_empty()) {
            return Ok(None);
        }
        Ok(Some(match name {
            "metrics" => Block::Metrics {
                items: self.convert_each(data, Self::convert_metric)?,
            },
            "people" => Block::People {
                items: self.convert_each(data, Self::convert_person)?,
            },
            "timeline" => Block::Timeline {
                items: self.convert_each(data, Self::convert_event)?,
            },
            "options" => Block::Options {
                items: self.convert_each(data, Self::convert_choice)?,
            },
            "risks" => Block::Risks {
                items: self.convert_each(data, Self::convert_risk)?,
            },
            "actions" => Block::Actions {
                items: self.convert_each(data, Self::convert_action)?,
            },
            "questions" => Block::Questions {
                items: self.convert_each(data, Self::convert_question)?,
            },
            "glossary" => Block::Glossary {
                items: self.convert_each(data, Self::convert_term)?,
            },
            "signatories" => {
                let signatories: Vec<brief::Signatory> = parse_item(data)?;
                Block::Table(self.signature_table(&signatories))
            }
            "contacts" => Block::Contacts {
                items: self.convert_each(data, Self::convert_contact)?,
            },
            _ => return Err(serde::de::Error::custom("no block shows it")),
        }))
    }

    fn convert_each<T: DeserializeOwned, B>(
        &mut self,
        data: &Json,
        make: fn(&mut Self, T) -> B,
    ) -> ConvertResult<Vec<B>> {
        let items: Vec<T> = parse_item(data)?;
        let mut converted = Vec::new();
        for item in items {
            converted.push(make(self, item));
        }
        Ok(converted)
    }

    fn convert_metric(&mut self, metric: brief::Metric) -> doc::Metric {
        let change = metric.change.as_deref().unwrap_or_default().trim();
        let trend = trend_of_change(change);
        // Backends draw an arrow for a known trend, so the author's arrow would be a second one.
        let words = change.trim_start_matches(CHANGE_ARROWS).trim_start();
        let change = if words.is_empty() { change } else { words };
        let as_of = self.optional_date(&metric.as_of);
        let value = self.inline(&metric.value);
        let unit = self.optional(&metric.unit);
        let (value, unit) = self.place_unit(value, unit);
        let mut label = self.inline(&metric.label);
        let mut change = self.inline(change);
        let mut as_of = as_of;
        // A number must not stand alone on a line.
        let last_line = match (as_of.is_empty(), change.is_empty()) {
            (false, _) => &mut as_of,
            (true, false) => &mut change,
            (true, true) => &mut label,
        };
        *last_line = self.with_citation(std::mem::take(last_line), &metric.source);
        doc::Metric {
            label,
            value,
            unit,
            change,
            trend,
            as_of,
        }
    }

    /// Joins a number and its unit in the order of the language: a value with what stands before it,
    /// and the unit after it with its space.
    fn place_unit(
        &self,
        mut value: Vec<Inline>,
        mut unit: Vec<Inline>,
    ) -> (Vec<Inline>, Vec<Inline>) {
        let number = plain_text(&value);
        let has_digit = number.contains(char::is_numeric);
        let Some(Inline::Text { text }) = unit.first_mut() else {
            return (value, unit);
        };
        if has_digit && let Some(rest) = lang::unit_beside_amount(text, &number) {
            *text = rest;
            if text.is_empty() {
                unit.remove(0);
            }
            return (value, unit);
        }
        let placed = lang::place_unit(text, &self.language.tag, &self.language.labels);
        if placed.before.is_empty() || !has_digit {
            // A currency without a number follows whatever stands for it: `n/a $m`.
            *text = match placed.before.is_empty() {
                true => placed.after,
                false => format!("\u{a0}{}", text.trim()),
            };
            let is_share = matches!(text.trim(), "%" | "‰");
            if is_share && has_digit && enclose_unit(&mut value, text) {
                unit.remove(0);
            }
            return (value, unit);
        }
        match value.first_mut() {
            Some(Inline::Text { text }) => lang::put_before(&placed.before, text),
            _ => value.insert(0, Inline::text(&placed.before)),
        }
        if enclose_unit(&mut value, &placed.after) {
            unit.remove(0);
            return (value, unit);
        }
        if placed.after.is_empty() {
            unit.remove(0);
        } else {
            *text = placed.after;
        }
        (value, unit)
    }

    fn convert_point(&mut self, point: brief::Point) -> doc::Point {
        let headline = self.inline(&point.headline);
        let mut text = self.text_after_status(&point.status, &point.text);
        // Authors may cite a source both in the text and in `sources`. It is shown once.
        let mut cited = Vec::new();
        collect_citations(&text, &mut cited);
        let ids: Vec<String> = point.sources.into_iter().map(|id| id.0).collect();
        if let Some(Inline::Cite { sources, places }) = self.cite(&ids) {
            let mut citation = CitationGroup::default();
            for (index, source) in sources.into_iter().enumerate() {
                let place = places.get(index).cloned().unwrap_or_default();
                if !place.is_empty() || !cited.contains(&source) {
                    citation.add(source, place);
                }
            }
            if !citation.is_empty() {
                text.push(citation.into_inline());
            }
        }
        doc::Point {
            id: plain_id(&point.id),
            headline,
            text,
            detail: self.optional_rich(&point.detail),
            notes: self.optional_rich(&point.notes),
            priority: point.priority.unwrap_or_default().get(),
        }
    }

    fn convert_group(&mut self, group: brief::Group) -> doc::Group {
        let heading = self.inline(&group.heading);
        let text = self.optional(&group.text);
        let mut items = Vec::new();
        for item in &group.items {
            items.push(doc::GroupItem {
                name: self.inline(&item.name),
                text: self.optional(&item.text),
            });
        }
        doc::Group {
            heading,
            text,
            items,
        }
    }

    fn convert_quote(&mut self, quote: &brief::Quote) -> doc::Quote {
        let text = self.inline(&quote.text);
        let name = self.optional(&quote.by);
        let role = self.optional(&quote.role);
        let by = self.join_parts(vec![name, role]);
        // A number must not stand alone on a line.
        if by.is_empty() {
            return doc::Quote {
                id: plain_id(&quote.id),
                text: self.with_citation(text, &quote.source),
                by,
            };
        }
        doc::Quote {
            id: plain_id(&quote.id),
            text,
            by: self.with_citation(by, &quote.source),
        }
    }

    fn convert_person(&mut self, person: brief::Person) -> doc::Person {
        doc::Person {
            name: self.inline(&person.name),
            native_name: self.optional(&person.native_name),
            role: self.optional(&person.role),
            organization: self.optional(&person.organization),
        }
    }

    fn convert_event(&mut self, item: brief::TimelineItem) -> doc::Event {
        doc::Event {
            date: self.date_or_text(&item.date),
            text: self.inline(&item.text),
        }
    }

    fn convert_choice(&mut self, choice: brief::Choice) -> doc::Choice {
        doc::Choice {
            name: self.inline(&choice.name),
            text: self.text_after_status(&choice.status, &choice.text),
            pros: self.non_empty_texts(&choice.pros),
            cons: self.non_empty_texts(&choice.cons),
            cost: self.optional(&choice.cost),
            risk: self.optional(&choice.risk),
            recommended: choice.recommended,
        }
    }

    fn convert_risk(&mut self, risk: brief::Risk) -> doc::Risk {
        doc::Risk {
            risk: self.inline(&risk.risk),
            likelihood: self.optional_rating(&risk.likelihood),
            impact: self.optional_rating(&risk.impact),
            mitigation: self.optional(&risk.mitigation),
            owner: self.optional(&risk.owner),
        }
    }

    /// A likelihood or impact: a level by its key or label, otherwise the author's own words.
    fn optional_rating(&mut self, rating: &Option<Text>) -> Option<Rating> {
        let text = self.optional(rating);
        if text.is_empty() {
            return None;
        }
        let word = plain_text(&text).to_lowercase();
        let labels = &self.language.labels;
        for (degree, key, words_label) in DEGREE_WORDS {
            if word == key || word == labels.get(key).to_lowercase() {
                return Some(Rating::Degree(degree));
            }
            let mut words = labels.get(words_label).split(',');
            if words.any(|it| it.trim().to_lowercase() == word) {
                let degree = Some(degree);
                return Some(Rating::Words { degree, text });
            }
        }
        let degree = None;
        Some(Rating::Words { degree, text })
    }

    fn convert_action(&mut self, action: brief::Action) -> doc::Action {
        doc::Action {
            action: self.inline(&action.action),
            owner: self.optional(&action.owner),
            due: self.optional_date(&action.due),
            status: self.optional_status(&action.status),
        }
    }

    fn convert_question(&mut self, question: brief::Question) -> doc::Question {
        doc::Question {
            question: self.inline(&question.question),
            answer: self.optional_rich(&question.answer),
        }
    }

    fn convert_term(&mut self, term: brief::Term) -> doc::Term {
        doc::Term {
            term: self.inline(&term.term),
            definition: self.inline(&term.definition),
        }
    }

    fn convert_contact(&mut self, contact: brief::Contact) -> doc::Contact {
        let address = contact.email.as_deref().unwrap_or_default();
        doc::Contact {
            name: self.inline(&contact.name),
            role: self.optional(&contact.role),
            phone: self.optional(&contact.phone),
            email: email_link(address.trim()),
        }
    }

    /// A row for each person who signs, with room for the signature.
    fn signature_table(&mut self, signatories: &[brief::Signatory]) -> doc::Table {
        let has_organization = signatories.iter().any(|it| it.organization.is_some());
        let mut labels = vec!["person", "role"];
        if has_organization {
            labels.push("organization");
        }
        labels.extend(["signature", "date"]);
        let mut columns = Vec::new();
        for label in &labels {
            let header = Inline::text(self.language.labels.get(label));
            let mut column = doc::Column::of_text(vec![header]);
            // Cells to fill in have no text that would give them width.
            column.width = Some(if *label == "signature" { 1.5 } else { 1.0 });
            columns.push(column);
        }
        let mut rows = Vec::new();
        for signatory in signatories {
            let mut row = vec![self.inline(&signatory.name), self.optional(&signatory.role)];
            if has_organization {
                row.push(self.optional(&signatory.organization));
            }
            // A cell of two lines has the height that a signature needs.
            row.push(vec![
                Inline::text("\u{a0}"),
                Inline::LineBreak,
                Inline::text("\u{a0}"),
            ]);
            row.push(self.optional_date(&signatory.date));
            rows.push(row);
        }
        doc::Table {
            id: String::new(),
            title: Vec::new(),
            columns,
            rows,
            note: Vec::new(),
        }
    }

    /// The speaker's notes of an item, or of the items of a list. Those of a point belong to it.
    pub fn item_notes(&mut self, name: &str, data: &Json) -> Vec<Block> {
        let items = match data {
            Json::Array(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut notes = Vec::new();
        for item in items {
            if let Some(text) = item.get("notes").and_then(Json::as_str)
                && name != "point"
            {
                notes.extend(self.rich(text));
            }
        }
        notes
    }

    /// The line below a table or a chart: a note, and the name of the source.
    fn exhibit_note(&mut self, note: &Option<Text>, source: &Option<Text>) -> Vec<Inline> {
        let mut out = self.optional(note);
        let Some(source) = source else {
            return out;
        };
        if let Some(name) = self.named_source(source) {
            if !out.is_empty() {
                let separator = lang::separator_after(&plain_text(&out));
                append_text(&mut out, separator);
            }
            let labels = &self.language.labels;
            append_text(&mut out, labels.get("source"));
            append_text(&mut out, labels.colon());
            append_inlines(&mut out, name);
        }
        out
    }

    fn convert_chart(&mut self, chart: brief::Chart) -> doc::Chart {
        let mut out = doc::Chart {
            id: plain_id(&chart.id),
            title: self.inline(&chart.title),
            kind: chart.kind,
            categories: chart.categories.iter().map(plain_value).collect(),
            series: self.convert_series(&chart.series),
            highlight: resolve_highlight(&chart),
            unit: chart.unit.as_ref().map(plain_value),
            alt: chart.alt.as_ref().map(plain_value).unwrap_or_default(),
            note: self.exhibit_note(&chart.note, &chart.source),
        };
        if out.alt.trim().is_empty() {
            let BriefLanguage {
                labels, plurals, ..
            } = self.language;
            out.alt = chart::describe_chart(&out, labels, plurals);
        }
        out
    }

    fn convert_series(&self, given: &[brief::Series]) -> Vec<doc::Series> {
        let mut converted = Vec::new();
        for series in given {
            let mut values = Vec::new();
            for value in &series.values {
                values.push(value.as_ref().and_then(|text| self.chart_value(text)));
            }
            converted.push(doc::Series {
                name: plain_value(&series.name),
                values,
            });
        }
        converted
    }

    fn chart_value(&self, text: &Text) -> Option<doc::Value> {
        let form = self.language.numbers();
        let number = match brief::read_chart_value(text, form) {
            ReadNumber::Number(number) => number,
            // A bare number, which is in the form of the language: checking the brief has found
            // quoted ones that can be read in two ways.
            ReadNumber::Ambiguous => form.read_form(text)?,
            ReadNumber::None => return None,
        };
        let text = markup::unescape_verbatim(text.trim());
        Some(doc::Value {
            number,
            text: text.into_owned(),
        })
    }

    /// The numbers of a chart: a row for each category, a column for each series.
    fn chart_numbers_table(&mut self, chart: &brief::Chart) -> doc::Table {
        let mut title = self.inline(&chart.title);
        let unit = chart.unit.as_deref().unwrap_or_default();
        if !unit.trim().is_empty() {
            let unit = markup::shown_words(unit);
            let unit_label = self
                .language
                .labels
                .fill("chart-data-unit", &[("unit", &unit)]);
            append_text(&mut title, &unit_label);
        }
        let category = Inline::text(self.language.labels.get("chart-data-category"));
        let mut headers = vec![vec![category]];
        for series in &chart.series {
            headers.push(self.inline(&series.name));
        }
        let mut rows = Vec::new();
        for (index, name) in chart.categories.iter().enumerate() {
            let mut row = vec![self.inline(name)];
            for series in &chart.series {
                let value = series.values.get(index).unwrap_or(&None);
                row.push(self.optional(value));
            }
            rows.push(row);
        }
        let note = self.exhibit_note(&chart.note, &chart.source);
        let mut table = markup::build_table(title, headers, &[], rows, note);
        // Categories may be years, which are names here and not numbers to align.
        if let Some(categories) = table.columns.first_mut() {
            categories.numeric = false;
            categories.align = ColumnAlign::Start;
        }
        table
    }

    fn convert_image(&mut self, image: brief::Image) -> doc::Image {
        let alt = match &image.alt {
            // Screen readers skip an image without alternative text.
            Some(alt) if !image.decorative => plain_value(alt),
            _ => String::new(),
        };
        doc::Image {
            id: plain_id(&image.id),
            file: image.file.0,
            alt,
            decorative: image.decorative,
            caption: self.optional(&image.caption),
            credit: self.optional(&image.credit),
        }
    }

    fn convert_table(&mut self, table: &brief::Table) -> doc::Table {
        let title = self.optional(&table.title);
        let mut headers = Vec::new();
        let mut aligns = Vec::new();
        for column in &table.columns {
            headers.push(self.inline(column.text()));
            aligns.push(column_align(column));
        }
        let mut rows = Vec::new();
        for row in &table.rows {
            let mut cells = Vec::new();
            for (index, cell) in row.iter().enumerate() {
                let column = table.columns.get(index);
                cells.push(match column.and_then(column_format) {
                    Some(ColumnFormat::Status) => self.status(cell),
                    Some(ColumnFormat::Number | ColumnFormat::Text) | None => self.inline(cell),
                });
            }
            rows.push(cells);
        }
        rows.extend(self.total_row(&table.columns, &rows));
        let note = self.exhibit_note(&table.note, &table.source);
        let mut out = markup::build_table(title, headers, &aligns, rows, note);
        out.id = plain_id(&table.id);
        for (column, given) in out.columns.iter_mut().zip(&table.columns) {
            column.width = given.settings().and_then(|it| it.width);
            column.numeric &= column_format(given) != Some(ColumnFormat::Text);
        }
        out
    }

    /// The row with the totals of the columns that have one; `None` if none has.
    fn total_row(
        &self,
        columns: &[TableColumn],
        rows: &[Vec<Vec<Inline>>],
    ) -> Option<Vec<Vec<Inline>>> {
        let has_total = |it: &TableColumn| it.settings().is_some_and(|it| it.total);
        if !columns.iter().any(has_total) {
            return None;
        }
        let mut label = Some(self.language.labels.get("total").to_owned());
        let mut totals = Vec::new();
        for (index, column) in columns.iter().enumerate() {
            // The label goes into the first column that has no total.
            let text = if has_total(column) {
                self.column_total(rows, index)
            } else {
                label.take()
            };
            let body = text.map(Inline::text).into_iter().collect::<Vec<_>>();
            totals.push(match body.is_empty() {
                true => Vec::new(),
                false => vec![Inline::Strong { body }],
            });
        }
        Some(totals)
    }

    fn column_total(&self, rows: &[Vec<Vec<Inline>>], column: usize) -> Option<String> {
        let grouped = NumberForm::new(&self.language.tag, Grouping::Always);
        let mut total = Total::default();
        for row in rows {
            let text = row.get(column).map(|it| plain_text(it))?;
            // Checking the brief has found the cells that cannot be added up.
            if let Some(amount) = grouped.read_amount(&text) {
                total.add(&amount).ok()?;
            }
        }
        total.text(&grouped, self.language.numbers())
    }
}

/// The id of an item; empty if it has none.
fn plain_id(id: &Option<Text>) -> String {
    id.as_deref().unwrap_or_default().trim().to_owned()
}

/// The first paragraph of a rich text, and what follows it as paragraphs and lists.
fn leading_text(blocks: Vec<Block>) -> (Vec<Inline>, Vec<Block>) {
    let mut lead = Vec::new();
    let mut body = Vec::new();
    for (index, block) in blocks.into_iter().enumerate() {
        match block {
            Block::Paragraph { text } if index == 0 => lead = text,
            Block::Paragraph { .. } | Block::List { .. } => body.push(block),
            // The box has no room for tables and the like.
            other => body.push(Block::Paragraph {
                text: markup::flatten_blocks(vec![other]),
            }),
        }
    }
    (lead, body)
}

fn column_format(column: &TableColumn) -> Option<ColumnFormat> {
    column.settings()?.format
}

/// Where the cells of a column stand, if the brief says it.
fn column_align(column: &TableColumn) -> Option<ColumnAlign> {
    let settings = column.settings()?;
    match settings.format {
        Some(ColumnFormat::Text | ColumnFormat::Status) if settings.align.is_none() => {
            Some(ColumnAlign::Start)
        }
        _ => settings.align,
    }
}

/// Puts a unit inside the brackets of a negative number, and says whether it has any.
fn enclose_unit(value: &mut [Inline], unit: &str) -> bool {
    let [Inline::Text { text: number }] = value else {
        return false;
    };
    if !(number.starts_with('(') && number.ends_with(')')) {
        return false;
    }
    number.insert_str(number.len() - 1, unit);
    true
}

/// The trend that the first character of a change tells, or the first after words of a script
/// without blanks: `同比-6.4%`.
fn trend_of_change(change: &str) -> Trend {
    let change = markup::unescape_verbatim(change);
    // A formatted number may begin with a mark of direction, an amount with its currency: `$-5`.
    let is_before_sign =
        |it: char| is_direction_mark(it) || is_currency(it.encode_utf8(&mut [0; 4]));
    let amount = change.trim_start_matches(is_before_sign);
    if amount.starts_with("+/") || amount.starts_with("+-") || amount.starts_with("+−") {
        return Trend::Flat;
    }
    match amount.trim_start_matches(is_spaceless).chars().next() {
        Some('+' | '↑' | '▲') => Trend::Up,
        Some('-' | '\u{2212}' | '–' | '↓' | '▼') => Trend::Down,
        _ => Trend::Flat,
    }
}

/// An e-mail address as a link. Other words, such as "by request", stay text.
fn email_link(address: &str) -> Vec<Inline> {
    if address.is_empty() {
        return Vec::new();
    }
    let body = vec![Inline::text(address)];
    if address.contains('@') && !address.contains(char::is_whitespace) {
        let url = format!("mailto:{address}");
        vec![Inline::Link { url, body }]
    } else {
        body
    }
}

fn parse_item<T: DeserializeOwned>(data: &Json) -> ConvertResult<T> {
    T::deserialize(data)
}

/// Resolves the names in `highlight` of a chart: to series if there are several and one has the
/// name, otherwise to categories.
fn resolve_highlight(chart: &brief::Chart) -> doc::Highlight {
    let mut out = doc::Highlight::default();
    for wanted in &chart.highlight.0 {
        let series_names = chart.series.iter().map(|series| &series.name);
        let series = positions_of(wanted, series_names);
        // Highlighting the only series would highlight everything.
        if series.is_empty() || chart.series.len() == 1 {
            let categories = positions_of(wanted, &chart.categories);
            out.categories.extend(categories);
        } else {
            out.series.extend(series);
        }
    }
    out
}

/// The indices of the names that equal `wanted`.
fn positions_of<'a>(wanted: &Text, names: impl IntoIterator<Item = &'a Text>) -> Vec<usize> {
    // Values of a mail merge are marked as verbatim, those of the pattern are not.
    let wanted = markup::unescape_verbatim(wanted.trim());
    let mut positions = Vec::new();
    for (index, name) in names.into_iter().enumerate() {
        let name = markup::unescape_verbatim(name.trim());
        if name == wanted {
            positions.push(index);
        }
    }
    positions
}
