//! Puts bare numbers of a brief into the form of its language: `71.20` becomes `71,20` in German.
//!
//! That is done where a value is a quantity: key numbers and their changes, charts, and columns of
//! numbers. A number in quotation marks is the author's spelling, as is any number elsewhere.

use std::cell::OnceCell;

use super::positions::Positions;
use crate::cell_number::is_placeholder;
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::lang::{Grouping, MINUS, NumberForm, ReadNumber};
use crate::markup;
use crate::yaml::{Node, NodeKind};

/// Keys of key numbers whose bare numbers are formatted.
const METRIC_KEYS: [&str; 2] = ["value", "change"];

/// Formats the bare numbers of a checked brief, or of defaults for briefs.
pub(super) fn format_bare_numbers(brief: &mut Node, language: &str) {
    let forms = LanguageForms {
        language,
        of_charts: OnceCell::new(),
        of_texts: OnceCell::new(),
        of_columns: OnceCell::new(),
        without_groups: OnceCell::new(),
    };
    for metric in items_of(brief, "metrics") {
        if let Some(change) = metric.get_mut("change") {
            add_plus_sign(change);
        }
        for key in METRIC_KEYS {
            if let Some(value) = metric.get_mut(key) {
                format_among_words(value, &forms, ColumnGroups::FromFiveDigits);
            }
        }
    }
    for chart in items_of(brief, "charts") {
        for series in items_of(chart, "series") {
            for value in items_of(series, "values") {
                format_scalar(value, || forms.of_charts());
            }
        }
    }
    for table in items_of(brief, "tables") {
        let columns = match table.get("columns") {
            Some(columns) => columns.items().iter().map(holds_quantities).collect(),
            None => Vec::<bool>::new(),
        };
        format_columns(table, &columns, &forms);
    }
}

/// Gives a bare number above zero a plus sign, which marks it as a rise.
fn add_plus_sign(change: &mut Node) {
    if let NodeKind::Scalar(text, true) = &mut change.kind
        && text.starts_with(|it: char| it.is_ascii_digit() || it == '.')
        && text.parse().is_ok_and(|it: f64| it > 0.0)
    {
        text.insert(0, '+');
    }
}

/// Formats the bare numbers of columns: of those for which there is `true` in `columns`, and of
/// those in which other numbers have groups of digits.
fn format_columns(table: &mut Node, columns: &[bool], forms: &LanguageForms<'_>) {
    let mut groups = Vec::with_capacity(columns.len());
    let rows = table.get("rows").map(Node::items).unwrap_or_default();
    let column_nodes = table.get("columns").map(Node::items).unwrap_or_default();
    for (index, holds_quantities) in columns.iter().enumerate() {
        let cells = rows.iter().filter_map(|row| row.items().get(index));
        groups.push(if *holds_quantities {
            let has_total = says(&column_nodes[index], "total", "true");
            Some(groups_of_quantities(cells, has_total, forms))
        } else {
            has_typed_groups(cells, forms).then_some(ColumnGroups::All)
        });
    }
    if groups.iter().all(Option::is_none) {
        return;
    }
    for row in items_of(table, "rows") {
        let NodeKind::Sequence(cells) = &mut row.kind else {
            continue;
        };
        for (cell, groups) in cells.iter_mut().zip(&groups) {
            if let Some(groups) = groups {
                format_among_words(cell, forms, *groups);
            }
        }
    }
}

/// Which numbers of a column have groups of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ColumnGroups {
    /// Those of four digits or more.
    All,
    /// Those of five digits or more: one of four may be a year.
    FromFiveDigits,
    /// None, as the author's own beside them.
    None,
}

/// The groups of bare numbers in a column of quantities, so that its numbers and its total have one
/// form.
fn groups_of_quantities<'n>(
    cells: impl Iterator<Item = &'n Node>,
    has_total: bool,
    forms: &LanguageForms<'_>,
) -> ColumnGroups {
    let form = forms.of_texts();
    let mut sum = 0.0;
    let mut has_long = false;
    let mut has_typed_ungrouped = false;
    for cell in cells {
        let Some(text) = cell.scalar() else { continue };
        let formatted = match &cell.kind {
            NodeKind::Scalar(_, true) => form.format(text),
            _ => None,
        };
        let is_typed = formatted.is_none();
        let Some(amount) = form.read_amount(formatted.as_deref().unwrap_or(text)) else {
            continue;
        };
        sum += amount.number();
        if is_typed && amount.is_grouped {
            return ColumnGroups::All;
        }
        has_typed_ungrouped |= is_typed && amount.is_long_without_groups();
        has_long |= amount.is_grouped || amount.has_five_digits();
    }
    if has_typed_ungrouped {
        ColumnGroups::None
    } else if has_long || (has_total && sum.abs() >= 10_000.0) {
        ColumnGroups::All
    } else {
        ColumnGroups::FromFiveDigits
    }
}

/// Whether a column holds amounts alone, of which one is typed with groups of digits and one is a
/// bare number.
fn has_typed_groups<'n>(
    cells: impl Iterator<Item = &'n Node> + Clone,
    forms: &LanguageForms<'_>,
) -> bool {
    // Most columns end here.
    if !cells.clone().any(is_bare_number) {
        return false;
    }
    let mut has_groups = false;
    for cell in cells.filter(|it| !is_bare_number(it)) {
        let text = cell.scalar().unwrap_or_default();
        if is_placeholder(text) {
            continue;
        }
        match forms.of_texts().read_amount(text) {
            Some(amount) => has_groups |= amount.is_grouped && !amount.is_ambiguous,
            None => return false,
        }
    }
    has_groups
}

fn is_bare_number(cell: &Node) -> bool {
    matches!(&cell.kind, NodeKind::Scalar(text, true) if text.parse::<f64>().is_ok())
}

/// Whether the bare numbers of a column are formatted: of one that is declared to hold numbers, or
/// has a total.
fn holds_quantities(column: &Node) -> bool {
    says(column, "format", "number") || says(column, "total", "true")
}

fn says(column: &Node, key: &str, word: &str) -> bool {
    column.get(key).and_then(Node::scalar) == Some(word)
}

/// Warnings for bare numbers that have another value for YAML than for readers of the language:
/// `18.420` in German. Among key numbers they stay as typed; a chart draws the value of YAML.
pub(crate) fn number_warnings(positions: &Positions) -> Vec<Diagnostic> {
    let language = positions.language();
    let form = OnceCell::new();
    let form = || form.get_or_init(|| NumberForm::new(&language, Grouping::OfLanguage));
    let mut warnings = Vec::new();
    let mut warn = |source: &SourceText, value: &Node, what_happens: &str| {
        warnings.extend(ambiguity_warning(source, value, what_happens, form));
    };
    if let Some((source, metrics)) = positions.get("metrics") {
        for metric in metrics.items() {
            for value in METRIC_KEYS.iter().filter_map(|key| metric.get(key)) {
                warn(source, value, "is printed as typed");
            }
        }
    }
    if let Some((source, tables)) = positions.get("tables") {
        for table in tables.items() {
            let columns = table.get("columns").map(Node::items).unwrap_or_default();
            let rows = table.get("rows").map(Node::items).unwrap_or_default();
            for (column, cell) in rows.iter().flat_map(|row| columns.iter().zip(row.items())) {
                if holds_quantities(column) {
                    warn(source, cell, "is printed as typed");
                }
            }
        }
    }
    if let Some((source, charts)) = positions.get("charts") {
        let series = charts
            .items()
            .iter()
            .filter_map(|chart| chart.get("series"));
        let values = series
            .flat_map(Node::items)
            .filter_map(|series| series.get("values"));
        for value in values.flat_map(Node::items) {
            warn(source, value, "is drawn with a decimal point");
        }
    }
    total_warnings(positions, &mut warnings);
    warnings
}

/// The warning for a bare number with two readings; `None` for any other value.
fn ambiguity_warning<'f>(
    source: &SourceText,
    value: &Node,
    what_happens: &str,
    form: impl Fn() -> &'f NumberForm,
) -> Option<Diagnostic> {
    let NodeKind::Scalar(_, true) = &value.kind else {
        return None;
    };
    let span = value.span(source)?;
    // The value may be formatted by now.
    let typed = source.text.get(span.start..span.end)?;
    if !typed.contains('.') || form().read(typed) != ReadNumber::Ambiguous {
        return None;
    }
    let message = format!("`{typed}` {what_happens}: it can be two numbers in this language");
    let hint = two_numbers_hint(typed, form());
    let warning = Diagnostic::warning(Code::InvalidNumber, message);
    Some(warning.at(Some(span)).hint(hint))
}

/// What to write for a number such as `1.234`, which has two readings in the language of `form`.
pub(super) fn two_numbers_hint(typed: &str, form: &NumberForm) -> String {
    let as_decimal = form.format(typed).unwrap_or_default();
    let without_point = typed.replace('.', "");
    format!("write {without_point} for the large number, \"{as_decimal}\" for the other")
}

/// Warnings for totals that leave out cells with a word for a missing number, such as `n/a`.
fn total_warnings(positions: &Positions, warnings: &mut Vec<Diagnostic>) {
    let Some((source, tables)) = positions.get("tables") else {
        return;
    };
    for table in tables.items() {
        let columns = table.get("columns").map(Node::items).unwrap_or_default();
        let rows = table.get("rows").map(Node::items).unwrap_or_default();
        for (index, column) in columns.iter().enumerate() {
            if column.get("total").and_then(Node::scalar) != Some("true") {
                continue;
            }
            let cells = rows.iter().filter_map(|row| row.items().get(index));
            let count = cells.filter(|it| is_word_for_missing(it)).count();
            if count == 0 {
                continue;
            }
            let name = column.get("text").and_then(Node::scalar);
            let name = markup::unescape_verbatim(name.unwrap_or_default().trim());
            let noun = if count == 1 { "cell" } else { "cells" };
            let message =
                format!("the total of `{name}` leaves out {count} {noun} without a number");
            warnings.push(
                Diagnostic::warning(Code::InvalidNumber, message)
                    .at(column.span(source))
                    .hint("write – or \"\" for nothing to add"),
            );
        }
    }
}

/// Whether a cell says in letters that its number is missing.
fn is_word_for_missing(cell: &Node) -> bool {
    let text = markup::unescape_verbatim(cell.scalar().unwrap_or_default());
    text.contains(char::is_alphabetic) && is_placeholder(&text)
}

/// Reads a value of a chart: a number in the form of the language, or as YAML spells it. A value of
/// a row of data is rather the latter.
pub(crate) fn read_chart_value(text: &str, form: &NumberForm) -> ReadNumber {
    let as_written = markup::unescape_verbatim(text.trim());
    if text.contains(markup::VERBATIM_EDGE)
        && let Ok(number) = as_written.trim().parse::<f64>()
        && number.is_finite()
    {
        return ReadNumber::Number(number);
    }
    match form.read(&as_written) {
        ReadNumber::None => read_other_sign(as_written.trim(), form),
        read => read,
    }
}

/// Reads a negative number as accountants write it, `(1,733)`, and one with a dash or a blank
/// after its sign, `- 5`.
fn read_other_sign(text: &str, form: &NumberForm) -> ReadNumber {
    let inside = text.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    let digits = inside.or_else(|| text.strip_prefix(['-', '–', MINUS]));
    let digits = digits.unwrap_or_default().trim_start();
    if !digits.starts_with(char::is_numeric) {
        return ReadNumber::None;
    }
    match form.read(digits) {
        ReadNumber::Number(number) => ReadNumber::Number(-number),
        read => read,
    }
}

/// Whether a brief has keys whose bare numbers are formatted.
pub(super) fn may_have_quantities(brief: &Node) -> bool {
    ["metrics", "charts", "tables"]
        .iter()
        .any(|key| brief.get(key).is_some())
}

/// The forms of numbers in one language. Most briefs need one of them, or none.
struct LanguageForms<'a> {
    language: &'a str,
    of_charts: OnceCell<NumberForm>,
    of_texts: OnceCell<NumberForm>,
    of_columns: OnceCell<NumberForm>,
    without_groups: OnceCell<NumberForm>,
}

impl LanguageForms<'_> {
    fn of_charts(&self) -> &NumberForm {
        let make = || NumberForm::new(self.language, Grouping::OfLanguage);
        self.of_charts.get_or_init(make)
    }

    /// For numbers among words, where four digits may be a year.
    fn of_texts(&self) -> &NumberForm {
        let make = || NumberForm::new(self.language, Grouping::FromFiveDigits);
        self.of_texts.get_or_init(make)
    }

    /// For columns in which a number has groups of digits.
    fn of_columns(&self) -> &NumberForm {
        let make = || NumberForm::new(self.language, Grouping::Always);
        self.of_columns.get_or_init(make)
    }

    /// For columns in which the author's own numbers have no groups of digits.
    fn without_groups(&self) -> &NumberForm {
        let make = || NumberForm::new(self.language, Grouping::Never);
        self.without_groups.get_or_init(make)
    }
}

/// Formats a number among words. One that an author may have written in the language's form stays:
/// in German, `18.420` may be 18 420.
fn format_among_words(node: &mut Node, forms: &LanguageForms<'_>, groups: ColumnGroups) {
    if let NodeKind::Scalar(text, true) = &node.kind
        && text.contains('.')
        && forms.of_texts().read(text) == ReadNumber::Ambiguous
    {
        return;
    }
    format_scalar(node, || match groups {
        ColumnGroups::All => forms.of_columns(),
        ColumnGroups::FromFiveDigits => forms.of_texts(),
        ColumnGroups::None => forms.without_groups(),
    });
}

fn format_scalar<'f>(node: &mut Node, form: impl FnOnce() -> &'f NumberForm) {
    // Values of a row of data are not plain: they stay as they are.
    let NodeKind::Scalar(text, true) = &mut node.kind else {
        return;
    };
    if text.contains(|it: char| it.is_ascii_digit())
        && let Some(formatted) = form().format(text)
    {
        *text = formatted;
    }
}

/// The items of the list `key`; none if it is absent or no list.
fn items_of<'n>(node: &'n mut Node, key: &str) -> &'n mut [Node] {
    match node.get_mut(key) {
        Some(Node {
            kind: NodeKind::Sequence(items),
            ..
        }) => items,
        _ => &mut [],
    }
}
