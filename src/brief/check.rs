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

/// A value and the text that contains it.
type Place<'a> = (&'a SourceText, &'a Node);

struct Checker<'a> {
    positions: &'a Positions,
    problems: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    fn report(
        &mut self,
        code: Code,
        (source, node): Place<'_>,
        message: String,
        hint: Option<&str>,
    ) {
        let mut problem = Diagnostic::error(code, message).at(node.span(source));
        problem.hint = hint.map(str::to_owned);
        self.problems.push(problem);
    }

    /// The items of a list at the top of the brief.
    fn list(&self, key: &str) -> impl Iterator<Item = Place<'a>> + use<'a> {
        let found = self.positions.get(key);
        found
            .into_iter()
            .flat_map(|(source, list)| list.items().iter().map(move |item| (source, item)))
    }

    /// A text below a key at the top of the brief, such as `by` in `ask`.
    fn field(&self, key: &str, inner: &str) -> Option<(Place<'a>, &'a str)> {
        let (source, node) = self.positions.get(key)?;
        let node = node.get(inner).filter(|node| !node.is_null())?;
        Some(((source, node), node.scalar()?))
    }

    fn characters(&mut self) {
        let positions = self.positions;
        let problems = &mut self.problems;
        positions.each_text(&mut |source, node, text| {
            // A character reference such as `&#0;` may hide a forbidden character.
            let hidden = || {
                text.contains('&')
                    .then(|| markup::shown_words(text))
                    .and_then(|words| unwanted(&words))
            };
            if let Some((character, why)) = unwanted(&positions.written(text)).or_else(hidden) {
                let message = format!(
                    "U+{:04X} must not stand in a text: {why}",
                    u32::from(character)
                );
                let span = node.narrowed(source, &character.to_string());
                problems.push(
                    Diagnostic::error(Code::ForbiddenCharacter, message)
                        .at(span)
                        .hint("delete it, or retype the text around it"),
                );
            }
        });
    }

    fn dates(&mut self) {
        let own = self
            .positions
            .get("date")
            .and_then(|place| Some((place, place.1.scalar()?)));
        let inner = [("event", "start"), ("event", "end"), ("ask", "by")];
        let inner: Vec<_> = inner
            .into_iter()
            .filter_map(|(key, inner)| self.field(key, inner))
            .collect();
        for (place, text) in own.into_iter().chain(inner) {
            if !text.trim().is_empty() && lang::parse_date(text).is_none() {
                let hint = "write it as year-month-day, such as 2026-11-23";
                self.report(
                    Code::InvalidDate,
                    place,
                    format!("`{text}` is not a date"),
                    Some(hint),
                );
            }
        }
        if let (Some((_, start)), Some((place, end))) =
            (self.field("event", "start"), self.field("event", "end"))
            && let (Some(first), Some(last)) = (lang::parse_date(start), lang::parse_date(end))
            && last < first
        {
            self.report(
                Code::EventEndsBeforeStart,
                place,
                format!("the event ends on {end}, before it starts on {start}"),
                None,
            );
        }
    }

    fn language(&mut self) {
        if let Some(place) = self.positions.get("lang")
            && let Some(text) = place.1.scalar()
            && !lang::is_tag(text)
        {
            let hint = "use a BCP 47 tag such as en, en-GB or zh-Hans";
            self.report(
                Code::InvalidLanguage,
                place,
                format!("`{text}` is not a language"),
                Some(hint),
            );
        }
    }

    fn source_ids(&mut self) -> Vec<&'a str> {
        let mut ids = Vec::new();
        for (source, item) in self.list("sources") {
            if let Some((node, id)) = item.get("id").and_then(|node| Some((node, node.scalar()?))) {
                if ids.contains(&id) {
                    self.report(
                        Code::DuplicateSource,
                        (source, node),
                        format!("two sources have the id `{id}`"),
                        None,
                    );
                } else if !id
                    .chars()
                    .all(|it| it.is_alphanumeric() || "-_.:".contains(it))
                {
                    let hint = "an id has letters, digits and - _ . : only";
                    self.report(
                        Code::InvalidSourceId,
                        (source, node),
                        format!("`{id}` cannot be an id"),
                        Some(hint),
                    );
                }
                ids.push(id);
            }
            if let Some((node, url)) = item
                .get("url")
                .and_then(|node| Some((node, node.scalar()?)))
                && !node.is_null()
                && !markup::is_link_address(url)
            {
                self.report(
                    Code::InvalidAddress,
                    (source, node),
                    format!("`{url}` is not an address"),
                    Some(markup::LINK_SCHEME_HINT),
                );
            }
        }
        ids
    }

    fn citations(&mut self, ids: &[&str]) {
        for key in ["metrics", "quotes", "charts", "tables"] {
            for (source, item) in self.list(key) {
                if let Some(node) = item.get("source").filter(|node| !node.is_null()) {
                    self.cited(source, node, ids);
                }
            }
        }
        for (source, item) in self.list("points") {
            for node in item.get("sources").map(Node::items).unwrap_or_default() {
                self.cited(source, node, ids);
            }
        }
        let positions = self.positions;
        let problems = &mut self.problems;
        positions.each_text(&mut |source, node, text| {
            if !text.contains("[@") {
                return;
            }
            markup::parse_rich(text, &mut |id| {
                if !ids.contains(&id) {
                    problems
                        .push(unknown_source(id, ids).at(node.narrowed(source, &format!("@{id}"))));
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
                if !markup::is_link_address(&url) && !url.contains('@') {
                    let span = node.narrowed(source, &url);
                    let problem = Diagnostic::error(
                        Code::InvalidLink,
                        format!("a link cannot lead to `{url}`"),
                    );
                    problems.push(problem.at(span).hint(markup::LINK_SCHEME_HINT));
                }
            }
        });
    }

    fn charts(&mut self) {
        for (source, chart) in self.list("charts") {
            let categories = chart
                .get("categories")
                .map(Node::items)
                .unwrap_or_default()
                .len();
            for key in ["categories", "series"] {
                if let Some(node) = chart.get(key)
                    && matches!(&node.kind, NodeKind::Sequence(items) if items.is_empty())
                {
                    self.report(
                        Code::EmptyChart,
                        (source, node),
                        format!("a chart needs at least one of its `{key}`"),
                        None,
                    );
                }
            }
            self.highlight(source, chart);
            for series in chart.get("series").map(Node::items).unwrap_or_default() {
                let Some(values) = series.get("values") else {
                    continue;
                };
                if values.items().len() != categories {
                    let message = format!(
                        "{} values for {categories} categories",
                        values.items().len()
                    );
                    self.report(
                        Code::ValueCountMismatch,
                        (source, values),
                        message,
                        Some("write null for a gap"),
                    );
                }
                for value in values.items() {
                    if let Some(text) = value.scalar()
                        && text.parse::<f64>().is_ok_and(|number| !number.is_finite())
                    {
                        self.report(
                            Code::InvalidNumber,
                            (source, value),
                            format!("`{text}` cannot be drawn"),
                            None,
                        );
                    }
                }
            }
        }
    }

    /// Checks that a chart highlights names of its series or categories.
    fn highlight(&mut self, source: &SourceText, chart: &Node) {
        let Some(wanted) = chart.get("highlight") else {
            return;
        };
        let categories = chart
            .get("categories")
            .map(Node::items)
            .unwrap_or_default()
            .iter();
        let series = chart
            .get("series")
            .map(Node::items)
            .unwrap_or_default()
            .iter();
        let names = categories
            .chain(series.filter_map(|series| series.get("name")))
            .filter_map(Node::scalar);
        let names: Vec<_> = names
            .map(|name| markup::unescape_verbatim(name.trim()))
            .collect();
        let one = std::slice::from_ref(wanted);
        for node in if matches!(wanted.kind, NodeKind::Sequence(_)) {
            wanted.items()
        } else {
            one
        } {
            let Some(name) = node.scalar().map(str::trim).filter(|name| !name.is_empty()) else {
                continue;
            };
            let name = markup::unescape_verbatim(name);
            if !names.contains(&name) {
                let hint = nearest(&name, names.iter().map(AsRef::as_ref))
                    .map(|name| format!("did you mean `{name}`?"));
                let message = format!("no series and no category of the chart is named `{name}`");
                self.report(
                    Code::UnknownHighlight,
                    (source, node),
                    message,
                    hint.as_deref(),
                );
            }
        }
    }

    fn tables(&mut self) {
        for (source, table) in self.list("tables") {
            let columns = table
                .get("columns")
                .map(Node::items)
                .unwrap_or_default()
                .len();
            if let Some(node) = table.get("columns")
                && matches!(&node.kind, NodeKind::Sequence(items) if items.is_empty())
            {
                self.report(
                    Code::EmptyTable,
                    (source, node),
                    "a table needs at least one column".to_owned(),
                    None,
                );
            }
            for row in table.get("rows").map(Node::items).unwrap_or_default() {
                if matches!(row.kind, NodeKind::Sequence(_)) && row.items().len() != columns {
                    let message = format!("{} cells for {columns} columns", row.items().len());
                    self.report(
                        Code::CellCountMismatch,
                        (source, row),
                        message,
                        Some("write \"\" for an empty cell"),
                    );
                }
            }
        }
    }

    fn paths(&mut self) {
        for (source, image) in self.list("images") {
            if let Some((node, file)) = image
                .get("file")
                .and_then(|node| Some((node, node.scalar()?)))
                && !is_image_path(file)
            {
                let hint = "a path is relative to the brief, with / between folders";
                self.report(
                    Code::InvalidPicturePath,
                    (source, node),
                    format!("`{file}` cannot be the path of a picture"),
                    Some(hint),
                );
            }
        }
    }
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
pub(crate) fn unwanted(text: &str) -> Option<(char, &'static str)> {
    if text
        .bytes()
        .all(|it| matches!(it, b' '..=b'~' | b'\n' | b'\t' | b'\r'))
    {
        return None;
    }
    let mut isolates = 0_usize;
    for character in text.chars() {
        match character {
            '\n' | '\t' | '\r' => {}
            '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{fff9}'..='\u{fffb}' => {
                return Some((character, "it is a control character"));
            }
            '\u{202a}'..='\u{202e}' => return Some((character, "it reorders the text around it")),
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
    matches!(character, '\u{fdd0}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe
}
