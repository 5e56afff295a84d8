//! The workbook behind a chart, for "Edit data": categories in the first column, a column for each
//! series.
//!
//! The library that writes workbooks starts a thread and ten compressors for each. So it writes one
//! for every set of number formats, and that serves as a template: each chart gets a copy with a
//! sheet of its own.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::{Arc, Mutex, PoisonError};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use zip::ZipArchive;

use super::values::one_line;
use super::xml::{Element, XmlNode, element, parse_xml};
use super::zip::ZipWriter;
use crate::document::{Chart, Value};

/// The name of the sheet, in formulas too.
pub(crate) const SHEET_NAME: &str = "Sheet1";

/// The part of the sheet.
const SHEET_PART: &str = "xl/worksheets/sheet1.xml";

/// Characters in a cell.
const MAX_CELL_CHARACTERS: usize = 32_767;

/// Rows and columns of a sheet.
const MAX_SHEET: (usize, usize) = (1_048_576, 16_384);

/// The workbook of a chart.
///
/// # Errors
///
/// When its table is larger than a workbook holds.
pub(crate) fn chart_workbook(chart: &Chart) -> Result<Vec<u8>, String> {
    if chart.categories.len() >= MAX_SHEET.0 || chart.series.len() >= MAX_SHEET.1 {
        return Err("its table is larger than a sheet".to_owned());
    }
    let mut formats: Vec<String> = Vec::new();
    for format in chart
        .series
        .iter()
        .flat_map(|series| series.values.iter().flatten())
        .map(number_format)
    {
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    let template = WorkbookTemplate::cached(&formats)?;
    let mut zip = ZipWriter::default();
    for (name, part) in &template.parts {
        zip.add_entry(name, part, true)?;
    }
    zip.add_entry(SHEET_PART, &template.chart_sheet(chart).to_part(), false)?;
    zip.into_bytes()
}

/// A workbook without its sheet.
struct WorkbookTemplate {
    parts: Vec<(String, Vec<u8>)>,
    /// What its sheet looks like.
    sheet: Element,
    /// The numbers that it gave to the formats; `None` for that of cells which say nothing.
    styles: BTreeMap<String, Option<String>>,
}

/// Patterns that were made, by their formats.
static TEMPLATES: Mutex<BTreeMap<Vec<String>, Arc<WorkbookTemplate>>> = Mutex::new(BTreeMap::new());

/// So many patterns are kept; most briefs need one of three or four.
const MAX_TEMPLATES: usize = 64;

impl WorkbookTemplate {
    fn cached(formats: &[String]) -> Result<Arc<Self>, String> {
        let templates = || TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(template) = templates().get(formats) {
            return Ok(Arc::clone(template));
        }
        let template = Arc::new(Self::new(formats)?);
        let mut templates = templates();
        if templates.len() >= MAX_TEMPLATES {
            templates.clear();
        }
        templates.insert(formats.to_vec(), Arc::clone(&template));
        Ok(template)
    }

    /// A template whose sheet has a number in each format. It is dated as its format's epoch is, not
    /// by the clock.
    fn new(formats: &[String]) -> Result<Self, String> {
        let written = || {
            let mut workbook = Workbook::new();
            let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
            workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
            let sheet = workbook.add_worksheet();
            sheet.set_name(SHEET_NAME)?;
            for (row, format) in (0..).zip(formats) {
                sheet.write_number_with_format(
                    row,
                    0,
                    0.0,
                    &Format::new().set_num_format(format),
                )?;
            }
            workbook.save_to_buffer()
        };
        let bytes = written().map_err(|why| why.to_string())?;
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|why| why.to_string())?;
        let mut out = Self {
            parts: Vec::new(),
            sheet: Element::default(),
            styles: BTreeMap::new(),
        };
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).map_err(|why| why.to_string())?;
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes)
                .map_err(|why| why.to_string())?;
            if part.name() == SHEET_PART {
                out.sheet = parse_xml(&bytes)?;
            } else {
                out.parts.push((part.name().to_owned(), bytes));
            }
        }
        let rows = out
            .sheet
            .find("sheetData")
            .into_iter()
            .flat_map(Element::elements);
        let styles = rows
            .filter_map(|row| row.find("c"))
            .map(|cell| cell.get("s").map(str::to_owned));
        out.styles = formats.iter().cloned().zip(styles).collect();
        Ok(out)
    }

    /// The sheet of a chart.
    fn chart_sheet(&self, chart: &Chart) -> Element {
        let rows = (0..=chart.categories.len()).map(|row| {
            let columns = std::iter::once(None)
                .chain(chart.series.iter().map(Some))
                .enumerate();
            let cells = columns.filter_map(|(column, series)| {
                let cell = element("c").with("r", format!("{}{}", column_name(column), row + 1));
                match (series, row.checked_sub(1)) {
                    (None, None) => None,
                    (None, Some(at)) => chart
                        .categories
                        .get(at)
                        .map(|category| text_cell(cell, category)),
                    (Some(series), None) => Some(text_cell(cell, &series.name)),
                    (Some(series), Some(at)) => {
                        self.number_cell(cell, series.values.get(at)?.as_ref()?)
                    }
                }
            });
            XmlNode::Element(
                element("row")
                    .with("r", (row + 1).to_string())
                    .children(cells),
            )
        });
        let last = format!(
            "{}{}",
            column_name(chart.series.len()),
            chart.categories.len() + 1
        );
        let mut out = self.sheet.clone();
        if let Some(dimension) = out.find_mut("dimension") {
            dimension.set("ref", &format!("A1:{last}"));
        }
        if let Some(data) = out.find_mut("sheetData") {
            data.children = rows.collect();
        }
        out
    }

    /// A value as the brief spells it.
    fn number_cell(&self, cell: Element, value: &Value) -> Option<Element> {
        let style = self.styles.get(&number_format(value)).cloned().flatten();
        let cell = style
            .into_iter()
            .fold(cell, |cell, style| cell.with("s", style));
        value
            .number
            .is_finite()
            .then(|| cell.child(element("v").with_text(&value.number.to_string())))
    }
}

fn text_cell(cell: Element, text: &str) -> Element {
    let text: String = one_line(text)
        .chars()
        .take(MAX_CELL_CHARACTERS / 2)
        .collect();
    let text = escape_lookalikes(&text);
    cell.with("t", "inlineStr")
        .child(element("is").child(element("t").with_text(&text)))
}

/// A text that shows as it is: Excel reads `_x0041_` as an A (ISO/IEC 29500-1, 22.9.2.19).
fn escape_lookalikes(text: &str) -> String {
    let is_escape = |after: &[u8]| matches!(after, [digits @ .., b'_'] if digits.len() == 4 && digits.iter().all(u8::is_ascii_hexdigit));
    let mut out = String::with_capacity(text.len());
    for (at, part) in text.split("_x").enumerate() {
        if at > 0 {
            out.push_str(if part.as_bytes().get(..5).is_some_and(is_escape) {
                "_x005F_x"
            } else {
                "_x"
            });
        }
        out.push_str(part);
    }
    out
}

/// The number format that prints a value as the brief spells it.
pub(crate) fn number_format(value: &Value) -> String {
    let digits = value.text.trim().trim_start_matches(['+', '-', '\u{2212}']);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    if whole.is_empty() || !plain(fraction) || fraction.len() > 15 {
        return "General".to_owned();
    }
    let base = match whole {
        _ if plain(whole) && (whole == "0" || !whole.starts_with('0')) => "0",
        _ if whole.contains(',') && whole.split(',').all(plain) => "#,##0",
        _ => return "General".to_owned(),
    };
    if fraction.is_empty() {
        base.to_owned()
    } else {
        format!("{base}.{}", "0".repeat(fraction.len()))
    }
}

/// The letters of a column of a sheet; 0 is `A`.
pub(crate) fn column_name(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (at % 26) as u8));
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::escape_lookalikes;

    #[test]
    fn only_what_reads_as_an_escape_is_escaped() {
        for text in ["max_x", "a_x11_", "_x00G1_", "x0041_", "_x004"] {
            assert_eq!(escape_lookalikes(text), text);
        }
        assert_eq!(
            escape_lookalikes("a_x0041_b_x_x00e9_é"),
            "a_x005F_x0041_b_x_x005F_x00e9_é"
        );
    }
}
