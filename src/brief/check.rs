//! Checks that a schema cannot express: dates, ids, addresses, lengths that must agree, and
//! characters that are not allowed.

use crate::diagnostic::{Code, Diagnostic, SourceText, nearest};
use crate::lang;
use crate::markup;
use crate::yaml::{Node, NodeKind};

use super::positions::Positions;

/// All problems that the schema does not find.
pub(super) fn check(positions: &Positions) -> Vec<Diagnostic> {
    let mut checker = Checker {
        positions,
        problems: Vec::new(),
    };
    checker.characters();
    checker.dates();
    checker.language();
    let ids = checker.source_ids();
    checker.citations(&ids);
    checker.links();
    checker.charts();
    checker.tables();
    checker.paths();
    checker.problems
}

/// A value and the text that contains it: the brief or the project's defaults.
type Located<'a> = (&'a SourceText, &'a Node);

struct Checker<'a> {
    positions: &'a Positions,
    problems: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    fn report(
        &mut self,
        code: Code,
        (source, node): Located<'_>,
        message: String,
        hint: Option<&str>,
    ) {
        let mut problem = Diagnostic::error(code, message).at(node.span(source));
        problem.hint = hint.map(str::to_owned);
        self.problems.push(problem);
    }

    /// The items of a list at the top of the brief.
    fn list(&self, key: &str) -> impl Iterator<Item = Located<'a>> + use<'a> {
        let located = self.positions.get(key);
        located
            .into_iter()
            .flat_map(|(source, list)| list.items().iter().map(move |item| (source, item)))
    }

    /// A text below a key at the top of the brief, such as `by` in `ask`.
    fn field(&self, key: &str, inner: &str) -> Option<(Located<'a>, &'a str)> {
        let (source, node) = self.positions.get(key)?;
        let (node, text) = text_field(node, inner)?;
        Some(((source, node), text))
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

    fn dates(&mut self) {
        if let Some((source, node)) = self.positions.get("date")
            && let Some(text) = node.scalar()
        {
            self.date((source, node), text);
        }
        let start = self.field("event", "start");
        let end = self.field("event", "end");
        let deadline = self.field("ask", "by");
        for (located, text) in [start, end, deadline].into_iter().flatten() {
            self.date(located, text);
        }
        if let (Some((_, start)), Some((located, end))) = (start, end)
            && let (Some(first), Some(last)) = (lang::parse_date(start), lang::parse_date(end))
            && last < first
        {
            let message = format!("the event ends on {end}, before it starts on {start}");
            self.report(Code::EventEndsBeforeStart, located, message, None);
        }
    }

    fn date(&mut self, located: Located<'_>, text: &str) {
        // The schema reports a required date that is blank; the others may be.
        if text.trim().is_empty() || lang::parse_date(text).is_some() {
            return;
        }
        let message = format!("`{text}` is not a date");
        let hint = "write it as year-month-day, such as 2026-11-23";
        self.report(Code::InvalidDate, located, message, Some(hint));
    }

    fn language(&mut self) {
        if let Some((source, node)) = self.positions.get("lang")
            && let Some(text) = node.scalar()
            && !lang::is_tag(text)
        {
            let message = format!("`{text}` is not a language");
            let hint = "use a BCP 47 tag such as en, en-GB or zh-Hans";
            self.report(Code::InvalidLanguage, (source, node), message, Some(hint));
        }
    }

    fn source_ids(&mut self) -> Vec<&'a str> {
        let mut ids = Vec::new();
        for (source, item) in self.list("sources") {
            if let Some(node) = item.get("id")
                && let Some(id) = node.scalar()
            {
                self.source_id((source, node), id, &ids);
                ids.push(id);
            }
            if let Some((node, url)) = text_field(item, "url")
                && !markup::is_link_address(url)
            {
                let message = format!("`{url}` is not an address");
                let hint = Some(markup::LINK_SCHEME_HINT);
                self.report(Code::InvalidAddress, (source, node), message, hint);
            }
        }
        ids
    }

    fn source_id(&mut self, located: Located<'_>, id: &str, earlier: &[&str]) {
        if earlier.contains(&id) {
            let message = format!("two sources have the id `{id}`");
            self.report(Code::DuplicateSource, located, message, None);
            return;
        }
        let is_allowed = |it: char| it.is_alphanumeric() || "-_.:".contains(it);
        if !id.chars().all(is_allowed) {
            let message = format!("`{id}` cannot be an id");
            let hint = "an id has letters, digits and - _ . : only";
            self.report(Code::InvalidSourceId, located, message, Some(hint));
        }
    }

    fn citations(&mut self, ids: &[&str]) {
        for key in ["metrics", "quotes", "charts", "tables"] {
            for (source, item) in self.list(key) {
                if let Some(node) = item.get("source")
                    && !node.is_null()
                {
                    self.cited(source, node, ids);
                }
            }
        }
        for (source, item) in self.list("points") {
            for node in list_field(item, "sources") {
                self.cited(source, node, ids);
            }
        }
        let positions = self.positions;
        let problems = &mut self.problems;
        positions.each_text(&mut |source, node, text| {
            // Most texts cite nothing and need not be parsed.
            if !text.contains("[@") {
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

    fn cited(&mut self, source: &SourceText, node: &Node, ids: &[&str]) {
        let id = node.scalar().unwrap_or_default();
        if !ids.contains(&id) {
            self.problems
                .push(unknown_source(id, ids).at(node.span(source)));
        }
    }

    fn links(&mut self) {
        let positions = self.positions;
        let problems = &mut self.problems;
        positions.each_text(&mut |source, node, text| {
            if !text.contains("](") && !text.contains('<') {
                return;
            }
            for url in markup::link_addresses(text) {
                // An e-mail address needs no scheme.
                if markup::is_link_address(&url) || url.contains('@') {
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
        for (source, chart) in self.list("charts") {
            let categories = list_field(chart, "categories").len();
            for key in ["categories", "series"] {
                if let Some(node) = chart.get(key)
                    && is_empty_list(node)
                {
                    let message = format!("a chart needs at least one of its `{key}`");
                    self.report(Code::EmptyChart, (source, node), message, None);
                }
            }
            self.highlight(source, chart);
            for series in list_field(chart, "series") {
                if let Some(values) = series.get("values") {
                    self.chart_values(source, values, categories);
                }
            }
        }
    }

    fn chart_values(&mut self, source: &SourceText, values: &Node, categories: usize) {
        let count = values.items().len();
        if count != categories {
            let message = format!("{count} values for {categories} categories");
            let hint = Some("write null for a gap");
            self.report(Code::ValueCountMismatch, (source, values), message, hint);
        }
        for value in values.items() {
            // The schema admits `inf`, `NaN` and `1e999`, which Rust parses as numbers.
            if let Some(text) = value.scalar()
                && let Ok(number) = text.parse::<f64>()
                && !number.is_finite()
            {
                let message = format!("`{text}` cannot be drawn");
                self.report(Code::InvalidNumber, (source, value), message, None);
            }
        }
    }

    /// Checks that a chart highlights names of its series or categories.
    fn highlight(&mut self, source: &SourceText, chart: &Node) {
        let Some(wanted) = chart.get("highlight") else {
            return;
        };
        let categories = list_field(chart, "categories").iter();
        let series = list_field(chart, "series").iter();
        let series_names = series.filter_map(|series| series.get("name"));
        let mut names = Vec::new();
        for name in categories.chain(series_names).filter_map(Node::scalar) {
            // Names from rows of a mail merge are marked as verbatim.
            names.push(markup::unescape_verbatim(name.trim()));
        }
        // One text or a list of texts.
        let wanted = match wanted.kind {
            NodeKind::Sequence(_) => wanted.items(),
            NodeKind::Scalar(..) | NodeKind::Mapping(_) => std::slice::from_ref(wanted),
        };
        for node in wanted {
            let text = node.scalar().unwrap_or_default().trim();
            let name = markup::unescape_verbatim(text);
            if text.is_empty() || names.contains(&name) {
                continue;
            }
            let near = nearest(&name, names.iter().map(AsRef::as_ref));
            let hint = near.map(|name| format!("did you mean `{name}`?"));
            let message = format!("no series and no category of the chart is named `{name}`");
            self.report(
                Code::UnknownHighlight,
                (source, node),
                message,
                hint.as_deref(),
            );
        }
    }

    fn tables(&mut self) {
        for (source, table) in self.list("tables") {
            let columns = list_field(table, "columns").len();
            if let Some(node) = table.get("columns")
                && is_empty_list(node)
            {
                let message = "a table needs at least one column".to_owned();
                self.report(Code::EmptyTable, (source, node), message, None);
            }
            for row in list_field(table, "rows") {
                // The schema reports a row that is no list.
                let NodeKind::Sequence(cells) = &row.kind else {
                    continue;
                };
                if cells.len() != columns {
                    let message = format!("{} cells for {columns} columns", cells.len());
                    let hint = Some("write \"\" for an empty cell");
                    self.report(Code::CellCountMismatch, (source, row), message, hint);
                }
            }
        }
    }

    fn paths(&mut self) {
        for (source, image) in self.list("images") {
            if let Some(node) = image.get("file")
                && let Some(file) = node.scalar()
                && !is_image_path(file)
            {
                let message = format!("`{file}` cannot be the path of a picture");
                let hint = Some("a path is relative to the brief, with / between folders");
                self.report(Code::InvalidPicturePath, (source, node), message, hint);
            }
        }
    }
}

/// The text of `key` in a mapping, unless it is null.
fn text_field<'n>(node: &'n Node, key: &str) -> Option<(&'n Node, &'n str)> {
    let node = node.get(key)?;
    if node.is_null() {
        return None;
    }
    Some((node, node.scalar()?))
}

/// The items of the list `key` in a mapping; none if it is absent or no list.
fn list_field<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    node.get(key).map(Node::items).unwrap_or_default()
}

fn is_empty_list(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Sequence(items) if items.is_empty())
}

/// Whether a text can be the path of a picture: a relative path on every system.
pub(crate) fn is_image_path(file: &str) -> bool {
    !file.contains(['\\', ':']) && !file.starts_with('/')
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

/// The first character that is not allowed in a text, and the reason.
pub(crate) fn unwanted_character(text: &str) -> Option<(char, &'static str)> {
    // Most texts are ASCII; testing their bytes is faster than decoding characters.
    let is_harmless = |it: u8| matches!(it, b' '..=b'~' | b'\n' | b'\t' | b'\r');
    if text.bytes().all(is_harmless) {
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
