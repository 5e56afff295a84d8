//! Checks that a schema cannot express: ids, addresses, lengths that must agree, and characters
//! that are not allowed.

use std::borrow::Cow;

use super::dates::date_errors;
use super::numbers::{read_chart_value, two_numbers_hint};
use super::positions::Positions;
use super::split_numbers::{split_number, split_number_hint};
use crate::cell_number::is_placeholder;
use crate::diagnostic::{Code, Diagnostic, SourceText, Span, nearest};
use crate::lang::{self, Grouping, NumberForm, ReadNumber, Total, TotalProblem};
use crate::markup;
use crate::yaml::{Node, NodeKind};

/// All problems that the schema does not find.
pub(super) fn check(positions: &Positions) -> Vec<Diagnostic> {
    let mut checker = Checker {
        positions,
        problems: Vec::new(),
    };
    checker.characters();
    checker.problems.extend(date_errors(positions));
    checker.language();
    let ids = checker.source_ids();
    checker.citations(&ids);
    let item_ids = checker.item_ids();
    checker.links(&item_ids);
    checker.charts();
    checker.tables();
    checker.ask();
    checker.priorities();
    checker.ratings();
    checker.paths();
    checker.problems
}

struct Checker<'a> {
    positions: &'a Positions,
    problems: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    fn report(&mut self, code: Code, value: Located<'_>, message: String, hint: Option<&str>) {
        let mut problem = Diagnostic::error(code, message).at(value.span());
        problem.hint = hint.map(str::to_owned);
        self.problems.push(problem);
    }

    /// The value of a key at the top of the brief.
    fn value(&self, key: &str) -> Option<Located<'a>> {
        let (source, node) = self.positions.get(key)?;
        Some(Located { source, node })
    }

    /// The items of a list at the top of the brief.
    fn list(&self, key: &str) -> Vec<Located<'a>> {
        match self.value(key) {
            Some(list) => list.items().collect(),
            None => Vec::new(),
        }
    }

    fn characters(&mut self) {
        let positions = self.positions;
        let problems = &mut self.problems;
        positions.each_text(&mut |source, node, text| {
            let mut unwanted = unwanted_character(&positions.written(text));
            // A character reference such as `&#0;` may hide a forbidden character.
            if unwanted.is_none() && text.contains('&') {
                unwanted = unwanted_character(&markup::shown_words(text));
            }
            let Some((character, why)) = unwanted else {
                return;
            };
            let number = u32::from(character);
            let message = format!("U+{number:04X} must not stand in a text: {why}");
            let problem = Diagnostic::error(Code::ForbiddenCharacter, message)
                .at(node.narrowed(source, &character.to_string()))
                .hint("delete it, or retype the text around it");
            problems.push(problem);
        });
    }

    fn language(&mut self) {
        let Some(tag) = self.value("lang") else {
            return;
        };
        // The schema reports a value that is no text.
        if let Some(text) = tag.node.scalar()
            && !lang::is_tag(text)
        {
            let message = format!("`{text}` is not a language");
            let hint = Some("use a BCP 47 tag such as en, en-GB or zh-Hans");
            self.report(Code::InvalidLanguage, tag, message, hint);
        }
    }

    fn source_ids(&mut self) -> Vec<&'a str> {
        let mut ids = Vec::new();
        for item in self.list("sources") {
            if let Some(id) = item.get_or_null("id")
                && let Some(text) = id.node.scalar()
            {
                self.source_id(id, text, &ids);
                ids.push(text);
            }
            if let Some(url) = item.get("url")
                && let Some(text) = url.node.scalar()
                && !markup::is_link_address(text)
            {
                let message = format!("`{text}` is not an address");
                let hint = Some(markup::LINK_SCHEME_HINT);
                self.report(Code::InvalidAddress, url, message, hint);
            }
        }
        ids
    }

    fn source_id(&mut self, id: Located<'_>, text: &str, earlier: &[&str]) {
        if earlier.contains(&text) {
            let message = format!("two sources have the id `{text}`");
            self.report(Code::DuplicateSource, id, message, None);
            return;
        }
        self.id_characters(id, text);
    }

    fn id_characters(&mut self, id: Located<'_>, text: &str) {
        if !text.chars().all(markup::is_id_character) {
            let message = format!("`{text}` cannot be an id");
            let hint = Some("an id has letters, digits and - _ . : only");
            self.report(Code::InvalidSourceId, id, message, hint);
        }
    }

    /// The ids to which links may lead.
    fn item_ids(&mut self) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for key in LISTS_WITH_IDS {
            for item in self.list(key) {
                let Some(id) = item.get("id") else {
                    continue;
                };
                let text = id.unmarked_text();
                if text.is_empty() {
                    continue;
                }
                if ids.iter().any(|it| **it == *text) {
                    let message = format!("two items have the id `{text}`");
                    self.report(Code::DuplicateId, id, message, None);
                } else {
                    self.id_characters(id, &text);
                }
                ids.push(text.into_owned());
            }
        }
        ids
    }

    fn citations(&mut self, ids: &[&str]) {
        for key in ["metrics", "quotes", "charts", "tables"] {
            for item in self.list(key) {
                if let Some(id) = item.get("source") {
                    self.cited(id, ids);
                }
            }
        }
        for point in self.list("points") {
            for id in point.list("sources") {
                self.cited(id, ids);
            }
        }
        let positions = self.positions;
        let problems = &mut self.problems;
        positions.each_text(&mut |source, node, text| {
            // Most texts cite nothing, or only what is known, and need not be parsed.
            if !text.contains("[@") || cites_only(text, ids) {
                return;
            }
            markup::parse_rich(text, &mut |id| {
                if !ids.contains(&id) {
                    let span = node.narrowed(source, &format!("@{id}"));
                    problems.push(unknown_source(id, ids).at(span));
                }
                None
            });
        });
    }

    fn cited(&mut self, id: Located<'_>, ids: &[&str]) {
        // A place may follow the id, as in a text.
        for item in markup::parse_citation(id.text()) {
            if !ids.contains(&item.id.as_str()) {
                let problem = unknown_source(&item.id, ids);
                self.problems.push(problem.at(id.span()));
            }
        }
    }

    fn links(&mut self, ids: &[String]) {
        let positions = self.positions;
        let problems = &mut self.problems;
        positions.each_text(&mut |source, node, text| {
            if !text.contains("](") && !text.contains('<') {
                return;
            }
            for url in markup::link_addresses(text) {
                if markup::is_link_to_id(&url) {
                    if !ids.iter().any(|id| url[1..] == **id) {
                        let span = node.narrowed(source, &url);
                        problems.push(unknown_id(&url, ids).at(span));
                    }
                    continue;
                }
                // An e-mail address needs no scheme.
                if markup::is_link_address(&url) || url.contains('@') || markup::is_no_address(&url)
                {
                    continue;
                }
                let message = format!("a link cannot lead to `{url}`");
                let problem = Diagnostic::error(Code::InvalidLink, message)
                    .at(node.narrowed(source, &url))
                    .hint(markup::LINK_SCHEME_HINT);
                problems.push(problem);
            }
        });
    }

    fn charts(&mut self) {
        for chart in self.list("charts") {
            for key in ["categories", "series"] {
                if let Some(list) = chart.get(key)
                    && list.is_empty_list()
                {
                    let message = format!("a chart needs at least one of its `{key}`");
                    self.report(Code::EmptyChart, list, message, None);
                }
            }
            self.highlight(chart);
            let categories = chart.list("categories").len();
            for series in chart.list("series") {
                if let Some(values) = series.get_or_null("values") {
                    self.chart_values(values, categories);
                }
            }
        }
    }

    fn chart_values(&mut self, values: Located<'_>, categories: usize) {
        let count = values.items().len();
        if count != categories {
            let message = format!("{count} values for {categories} categories");
            let hint = Some("write null for a gap");
            self.report(Code::ValueCountMismatch, values, message, hint);
        }
        for value in values.items() {
            self.chart_value(value);
        }
    }

    fn chart_value(&mut self, value: Located<'_>) {
        let text = &*value.unmarked_text();
        let is_bare = matches!(value.node.kind, NodeKind::Scalar(_, true));
        match text.parse::<f64>() {
            // `inf`, `NaN` and `1e999` are numbers for Rust.
            Ok(number) if !number.is_finite() => {
                let message = format!("`{text}` cannot be drawn");
                self.report(Code::InvalidNumber, value, message, None);
                return;
            }
            Ok(_) if is_bare => return,
            _ => {}
        }
        // The schema reports lists and mappings.
        if value.node.scalar().is_none() || value.node.is_blank() {
            return;
        }
        let language = self.positions.language();
        let form = NumberForm::new(&language, Grouping::OfLanguage);
        match read_chart_value(value.text(), &form) {
            ReadNumber::Number(_) => {}
            ReadNumber::Ambiguous => {
                let message = format!("`{text}` can be two numbers in the language `{language}`");
                let hint = two_numbers_hint(text, &form);
                self.report(Code::InvalidNumber, value, message, Some(&hint));
            }
            ReadNumber::None => {
                let message = format!("`{text}` is not a number");
                let hint = "write null for a gap";
                self.report(Code::InvalidNumber, value, message, Some(hint));
            }
        }
    }

    /// Checks that a chart highlights names of its series or categories.
    fn highlight(&mut self, chart: Located<'_>) {
        let Some(highlight) = chart.get_or_null("highlight") else {
            return;
        };
        let mut names = chart.list("categories");
        for series in chart.list("series") {
            names.extend(series.get_or_null("name"));
        }
        // Names from rows of a mail merge are marked as verbatim.
        let known: Vec<_> = names.iter().map(Located::unmarked_text).collect();
        // One text or a list of texts.
        let wanted = match highlight.node.kind {
            NodeKind::Sequence(_) => highlight.items().collect(),
            NodeKind::Scalar(..) | NodeKind::Mapping(_) => vec![highlight],
        };
        for value in wanted {
            let name = value.unmarked_text();
            if value.text().trim().is_empty() || known.contains(&name) {
                continue;
            }
            let near = nearest(&name, known.iter().map(AsRef::as_ref));
            let hint = near.map(|name| format!("did you mean `{name}`?"));
            let message = format!("no series and no category of the chart is named `{name}`");
            self.report(Code::UnknownHighlight, value, message, hint.as_deref());
        }
    }

    fn tables(&mut self) {
        for table in self.list("tables") {
            if let Some(columns) = table.get("columns")
                && columns.is_empty_list()
            {
                let message = "a table needs at least one column".to_owned();
                self.report(Code::EmptyTable, columns, message, None);
            }
            let columns = table.list("columns").len();
            for row in table.list("rows") {
                // The schema reports a row that is no list.
                let NodeKind::Sequence(cells) = &row.node.kind else {
                    continue;
                };
                if cells.len() != columns {
                    let message = format!("{} cells for {columns} columns", cells.len());
                    let hint = match split_number(row.source, row.node) {
                        Some(number) if cells.len() > columns => split_number_hint(&number),
                        _ => "write \"\" for an empty cell".to_owned(),
                    };
                    self.report(Code::CellCountMismatch, row, message, Some(&hint));
                }
            }
            for (index, column) in table.list("columns").into_iter().enumerate() {
                self.column_settings(column);
                let total = column.get("total");
                if total.is_some_and(|it| it.text() == "true") {
                    self.column_total(table, index, column);
                }
            }
        }
    }

    fn column_settings(&mut self, column: Located<'_>) {
        if let Some(width) = column.get("width")
            && let Ok(share) = width.text().parse::<f32>()
            && !(share > 0.0 && share.is_finite())
        {
            let message = format!("`width: {}` is not more than 0", width.text());
            let hint = "a width is a share of the table: 3 is three times as wide as 1";
            self.report(Code::OutOfRange, width, message, Some(hint));
        }
    }

    /// Checks that the cells of a column can be added up.
    fn column_total(&mut self, table: Located<'_>, index: usize, column: Located<'_>) {
        let name = column.get_or_null("text").map_or("", |it| it.text());
        if let Some(format) = column.get("format")
            && format.text() != "number"
        {
            let message = format!("the column `{name}` holds no numbers, so that it has no total");
            let hint = "delete `total`, or write `format: number`";
            self.report(Code::InvalidNumber, format, message, Some(hint));
            return;
        }
        let language = self.positions.language();
        let form = NumberForm::new(&language, Grouping::OfLanguage);
        let mut total = Total::default();
        for row in table.list("rows") {
            let Some(cell) = row.items().nth(index) else {
                continue;
            };
            if let Err((problem, hint)) = add_cell(&mut total, cell, &form) {
                let text = cell.unmarked_text();
                let message = format!("`{text}` in the column `{name}` {problem}");
                self.report(Code::InvalidNumber, cell, message, Some(hint));
            }
        }
    }

    fn ask(&mut self) {
        let Some(ask) = self.value("ask") else {
            return;
        };
        let has_text = ask.get("text").is_some_and(|it| !it.node.is_blank());
        let is_mapping = matches!(ask.node.kind, NodeKind::Mapping(_));
        if is_mapping && !has_text && ask.list("decisions").is_empty() {
            let message = "`ask` has no `text`".to_owned();
            let hint = Some("write what the reader must decide, or a list of `decisions`");
            self.report(Code::MissingKey, ask, message, hint);
        }
    }

    /// Any text may rate a risk, but a misspelt level would stay out of the matrix.
    fn ratings(&mut self) {
        for risk in self.list("risks") {
            for key in ["likelihood", "impact"] {
                let Some(rating) = risk.get(key) else {
                    continue;
                };
                let word = rating.unmarked_text().to_lowercase();
                let near = |level: &&str| strsim::damerau_levenshtein(&word, level) == 1;
                if let Some(level) = ["low", "medium", "high"].into_iter().find(near) {
                    let message = format!("`{word}` is no level of `{key}`");
                    let hint = format!("did you mean `{level}`?");
                    self.report(Code::UnknownValue, rating, message, Some(&hint));
                }
            }
        }
    }

    fn priorities(&mut self) {
        for point in self.list("points") {
            let Some(priority) = point.get("priority") else {
                continue;
            };
            let text = priority.unmarked_text();
            let is_number = text.parse::<f64>().is_ok();
            if priority.node.scalar().is_none() || priority.node.is_blank() || is_number {
                continue;
            }
            let message = format!("`{text}` is not a priority");
            let hint = Some("write a number from 1 to 5, or high, medium or low");
            self.report(Code::InvalidNumber, priority, message, hint);
        }
    }

    fn paths(&mut self) {
        for image in self.list("images") {
            if let Some(file) = image.get_or_null("file")
                && !is_image_path(file.text())
            {
                let message = format!("`{}` cannot be the path of a picture", file.text());
                let hint = Some("a path is relative to the brief, with / between folders");
                self.report(Code::InvalidPicturePath, file, message, hint);
            }
        }
    }
}

/// A value and the text that contains it: the brief or the project's defaults.
#[derive(Clone, Copy)]
struct Located<'a> {
    source: &'a SourceText,
    node: &'a Node,
}

impl<'a> Located<'a> {
    /// The value of `key`, if this is a mapping with that key.
    fn get_or_null(self, key: &str) -> Option<Self> {
        let node = self.node.get(key)?;
        Some(Self { node, ..self })
    }

    /// The value of `key`, unless it is null.
    fn get(self, key: &str) -> Option<Self> {
        let value = self.get_or_null(key)?;
        (!value.node.is_null()).then_some(value)
    }

    /// The items of a list; none if this is no list.
    fn items(self) -> impl ExactSizeIterator<Item = Self> {
        let items = self.node.items().iter();
        items.map(move |node| Self { node, ..self })
    }

    /// The items of the list `key`; none if it is absent or no list.
    fn list(self, key: &str) -> Vec<Self> {
        match self.get_or_null(key) {
            Some(list) => list.items().collect(),
            None => Vec::new(),
        }
    }

    fn is_empty_list(self) -> bool {
        matches!(&self.node.kind, NodeKind::Sequence(items) if items.is_empty())
    }

    /// The text, empty if this is no text.
    fn text(self) -> &'a str {
        self.node.scalar().unwrap_or_default()
    }

    /// The trimmed text without the marks of verbatim text.
    fn unmarked_text(&self) -> Cow<'a, str> {
        markup::unescape_verbatim(self.text().trim())
    }

    fn span(self) -> Option<Span> {
        self.node.span(self.source)
    }
}

/// Adds a cell to the total of its column. The error is what is wrong with it, and what to do.
fn add_cell(
    total: &mut Total,
    cell: Located<'_>,
    form: &NumberForm,
) -> Result<(), (&'static str, &'static str)> {
    let text = markup::shown_words(&cell.unmarked_text()).to_string();
    if cell.node.scalar().is_none() || is_placeholder(&text) {
        return Ok(());
    }
    // A bare number is formatted before it is added up, unless it can be two numbers.
    let is_bare = matches!(cell.node.kind, NodeKind::Scalar(_, true));
    let is_ambiguous = form.read(&text) == ReadNumber::Ambiguous;
    let text = match form.format(&text) {
        Some(formatted) if is_bare && !is_ambiguous => formatted,
        _ => text,
    };
    let Some(amount) = form.read_amount(&text) else {
        return Err((
            "is not a number, so that the column has no total",
            "write a number or –, or delete `total: true`",
        ));
    };
    if is_ambiguous || (amount.is_ambiguous && !is_bare) {
        return Err((
            "can be two numbers",
            "write a whole number without separators, or not three decimals",
        ));
    }
    total.add(&amount).map_err(|why| match why {
        TotalProblem::OtherUnit => (
            "has another unit than the cells above it",
            "numbers with different units cannot be added up: delete `total: true`",
        ),
        TotalProblem::TooLong => (
            "makes the total longer than 38 digits",
            "delete `total: true`",
        ),
    })
}

/// Whether a text can be the path of a picture: a relative path on every system.
pub(crate) fn is_image_path(file: &str) -> bool {
    !file.contains(['\\', ':']) && !file.starts_with('/')
}

/// Whether all brackets of a text are plain citations of these ids. Parsing the text would find no
/// other id.
fn cites_only(text: &str, ids: &[&str]) -> bool {
    // These, and underscores in an id, may change what is in the brackets.
    if text.contains(['<', '\\', '&']) {
        return false;
    }
    let is_known = |cited: &str| match cited.trim().strip_prefix('@') {
        Some(id) => ids.contains(&id) && !id.contains('_'),
        None => false,
    };
    text.split('[')
        .skip(1)
        .all(|part| match part.split_once(']') {
            // An address or a definition may follow.
            Some((cited, after)) => {
                !after.starts_with(['(', ':']) && cited.split(';').all(is_known)
            }
            None => false,
        })
}

fn unknown_source(id: &str, ids: &[&str]) -> Diagnostic {
    let problem = Diagnostic::error(Code::UnknownSource, format!("unknown source `{id}`"))
        .label("no source has this id");
    match nearest(id, ids.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None if ids.is_empty() => problem.hint("the brief has no `sources` yet"),
        None => problem.hint(format!("the brief's sources are: {}", ids.join(", "))),
    }
}

/// The lists whose items may have an id that links lead to.
const LISTS_WITH_IDS: [&str; 7] = [
    "points", "charts", "images", "tables", "quotes", "sections", "annexes",
];

fn unknown_id(url: &str, ids: &[String]) -> Diagnostic {
    let message = format!("a link leads to `{url}`, which nothing has as its id");
    let problem = Diagnostic::error(Code::UnknownId, message);
    match nearest(&url[1..], ids.iter().map(String::as_str)) {
        Some(near) => problem.hint(format!("did you mean `#{near}`?")),
        None if ids.is_empty() => {
            problem.hint("give what it leads to an `id`: points, charts, images, tables, quotes, sections and annexes may have one")
        }
        None => problem.hint(format!("the ids are: {}", ids.join(", "))),
    }
}

/// The first character that is not allowed in a text, and the reason.
pub(crate) fn unwanted_character(text: &str) -> Option<(char, &'static str)> {
    // Most texts are printable ASCII, which is allowed.
    if text.bytes().all(|it| matches!(it, b' '..=b'~')) {
        return None;
    }
    let mut isolates = 0_usize;
    for character in text.chars() {
        match character {
            '\n' | '\t' | '\r' => {}
            // XML, and so a Word document, cannot hold those below U+0020.
            '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{fff9}'..='\u{fffb}' => {
                return Some((character, "it is a control character"));
            }
            // An override may show another text than the one that is stored.
            '\u{202a}'..='\u{202e}' => return Some((character, "it reorders the text around it")),
            // Isolates are allowed if they end in the same text: they cannot affect what follows.
            '\u{2066}'..='\u{2068}' => isolates += 1,
            '\u{2069}' if isolates > 0 => isolates -= 1,
            '\u{2069}' => return Some((character, "it closes a direction that was not opened")),
            _ if is_no_character(character) => return Some((character, "it is not a character")),
            _ => {}
        }
    }
    (isolates > 0).then_some(('\u{2066}', "it opens a direction that is not closed"))
}

/// Whether it is a noncharacter, which Unicode reserves for internal use.
pub(crate) fn is_no_character(character: char) -> bool {
    // U+FDD0 to U+FDEF, and the last two code points of each plane.
    matches!(character, '\u{fdd0}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe
}
