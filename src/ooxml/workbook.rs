//! The workbook behind a chart, for "Edit Data" in Word: categories in the first column, and a
//! column for each series.
//!
//! [`chart_workbook`] writes one. The library for workbooks starts a thread and ten compressors for
//! each, so it writes one [`WorkbookTemplate`] for every set of number formats. Each chart gets a
//! copy of it with a sheet of its own.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use zip::ZipArchive;

use super::number_format::ChartNumberFormats;
use super::values::one_line;
use super::xml::{Element, XmlNode, element, parse_xml};
use super::zip::{CompressionCache, ZipWriter};
use crate::document::{Chart, Series, Value};

/// The name of the sheet, in formulas too.
pub(crate) const SHEET_NAME: &str = "Sheet1";

const SHEET_PART: &str = "xl/worksheets/sheet1.xml";

/// The most characters that Excel reads from a cell.
const MAX_CELL_CHARACTERS: usize = 32_767;

/// The most rows and columns of a sheet.
const MAX_ROWS: usize = 1_048_576;
const MAX_COLUMNS: usize = 16_384;

/// The workbook of a chart, with `formats` for its numbers. Its parts that others share come from
/// the caches.
///
/// # Errors
///
/// When the chart has more categories or series than a sheet has rows or columns.
pub(crate) fn chart_workbook(
    chart: &Chart,
    formats: &ChartNumberFormats,
    templates: &WorkbookTemplates,
    compressed: &CompressionCache,
) -> Result<Vec<u8>, String> {
    if chart.categories.len() >= MAX_ROWS || chart.series.len() >= MAX_COLUMNS {
        return Err("its table is larger than a sheet".to_owned());
    }
    let template = templates.with_formats(&number_formats(chart, formats))?;
    let sheet = template.chart_sheet(chart, formats).to_part();
    let mut zip = ZipWriter::new(compressed);
    for (name, part) in &template.parts {
        zip.add_entry(name, part, true)?;
    }
    // Each chart has numbers of its own, so that caching the compressed sheet would gain nothing.
    zip.add_entry(SHEET_PART, &sheet, false)?;
    zip.into_bytes()
}

/// The number formats of a chart's values, each once, in the order in which they appear.
fn number_formats(chart: &Chart, formats: &ChartNumberFormats) -> Vec<String> {
    let mut used: Vec<String> = Vec::new();
    for series in &chart.series {
        for value in series.values.iter().flatten() {
            let format = formats.value_format(value);
            if !used.contains(&format) {
                used.push(format);
            }
        }
    }
    used
}

/// When there are more templates than this, all are dropped. Most briefs need one of three or four.
const MAX_TEMPLATES: usize = 64;

/// Templates that the charts of a run share, by their number formats. Writing one for each chart
/// costs 6 % of a batch.
#[derive(Default)]
pub(crate) struct WorkbookTemplates(Mutex<BTreeMap<Vec<String>, Arc<WorkbookTemplate>>>);

impl WorkbookTemplates {
    /// The template for a set of number formats, new or from the cache.
    fn with_formats(&self, formats: &[String]) -> Result<Arc<WorkbookTemplate>, String> {
        if let Some(template) = self.lock().get(formats) {
            return Ok(Arc::clone(template));
        }
        // Other threads need not wait while this one writes.
        let template = Arc::new(WorkbookTemplate::new(formats)?);
        let mut templates = self.lock();
        if templates.len() >= MAX_TEMPLATES {
            templates.clear();
        }
        templates.insert(formats.to_vec(), Arc::clone(&template));
        Ok(template)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Vec<String>, Arc<WorkbookTemplate>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A workbook without the cells of its sheet.
struct WorkbookTemplate {
    /// All parts but the sheet.
    parts: Vec<(String, Vec<u8>)>,
    sheet: Element,
    /// The style of the cells in each number format; `None` for the format that cells have by
    /// default.
    cell_styles: BTreeMap<String, Option<String>>,
}

impl WorkbookTemplate {
    fn new(formats: &[String]) -> Result<Self, String> {
        let bytes = write_sample_workbook(formats).map_err(|why| why.to_string())?;
        let mut sheet = Element::default();
        let mut parts = Vec::new();
        for (name, bytes) in unzip_parts(bytes).map_err(|why| why.to_string())? {
            if name == SHEET_PART {
                sheet = parse_xml(&bytes)?;
            } else {
                parts.push((name, bytes));
            }
        }
        Ok(Self {
            cell_styles: sample_cell_styles(&sheet, formats),
            parts,
            sheet,
        })
    }

    /// The sheet of a chart.
    fn chart_sheet(&self, chart: &Chart, formats: &ChartNumberFormats) -> Element {
        let mut rows = vec![self.header_row(chart)];
        for (index, category) in chart.categories.iter().enumerate() {
            rows.push(self.category_row(index, category, &chart.series, formats));
        }
        let last_cell = cell_name(chart.series.len(), chart.categories.len());
        let mut sheet = self.sheet.clone();
        if let Some(dimension) = sheet.find_mut("dimension") {
            dimension.set("ref", &format!("A1:{last_cell}"));
        }
        // The cells of the sample stand for nothing: only their styles were of use.
        if let Some(data) = sheet.find_mut("sheetData") {
            data.children = rows.into_iter().map(XmlNode::Element).collect();
        }
        sheet
    }

    /// The names of the series, above their columns.
    fn header_row(&self, chart: &Chart) -> Element {
        let mut row = row_element(0);
        for (index, series) in chart.series.iter().enumerate() {
            row.push(text_cell(index + 1, 0, &series.name));
        }
        row
    }

    /// The name of a category, and its value in each series.
    fn category_row(
        &self,
        category: usize,
        name: &str,
        series: &[Series],
        formats: &ChartNumberFormats,
    ) -> Element {
        let row = category + 1;
        let mut out = row_element(row).child(text_cell(0, row, name));
        for (index, series) in series.iter().enumerate() {
            if let Some(Some(value)) = series.values.get(category) {
                let format = formats.value_format(value);
                out = out.children(self.number_cell(index + 1, row, value, &format));
            }
        }
        out
    }

    /// A cell with a number; `None` for a number that is not finite.
    fn number_cell(
        &self,
        column: usize,
        row: usize,
        value: &Value,
        format: &str,
    ) -> Option<Element> {
        if !value.number.is_finite() {
            return None;
        }
        let mut cell = cell_element(column, row);
        if let Some(Some(style)) = self.cell_styles.get(format) {
            cell.set("s", style);
        }
        Some(cell.child(element("v").with_text(&value.number.to_string())))
    }
}

/// A workbook with a number in each of the formats, one below the other. Its date is fixed, so that
/// equal formats give equal bytes.
fn write_sample_workbook(formats: &[String]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Without a date, the library would write the current time into the properties.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_creation_datetime(&created);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name(SHEET_NAME)?;
    for (row, format) in (0..).zip(formats) {
        let format = Format::new().set_num_format(format);
        sheet.write_number_with_format(row, 0, 0.0, &format)?;
    }
    workbook.save_to_buffer()
}

/// The parts of a package by their names, unpacked, in the order of the file.
fn unzip_parts(package: Vec<u8>) -> zip::result::ZipResult<Vec<(String, Vec<u8>)>> {
    let mut archive = ZipArchive::new(Cursor::new(package))?;
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at)?;
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes)?;
        parts.push((part.name().to_owned(), bytes));
    }
    Ok(parts)
}

/// The style of the cell in each row of the sample, by the number format that it was written with.
fn sample_cell_styles(sheet: &Element, formats: &[String]) -> BTreeMap<String, Option<String>> {
    let mut styles = BTreeMap::new();
    let Some(data) = sheet.find("sheetData") else {
        return styles;
    };
    for (row, format) in data.elements().zip(formats) {
        if let Some(cell) = row.find("c") {
            let style = cell.get("s").map(str::to_owned);
            styles.insert(format.clone(), style);
        }
    }
    styles
}

/// An empty row; 0 is the first.
fn row_element(row: usize) -> Element {
    element("row").with("r", (row + 1).to_string())
}

fn cell_element(column: usize, row: usize) -> Element {
    element("c").with("r", cell_name(column, row))
}

/// The name of a cell; column 0 and row 0 are `A1`.
fn cell_name(column: usize, row: usize) -> String {
    format!("{}{}", column_name(column), row + 1)
}

fn text_cell(column: usize, row: usize, text: &str) -> Element {
    // Each character takes up to two of those that the limit counts (UTF-16).
    let text: String = one_line(text)
        .chars()
        .take(MAX_CELL_CHARACTERS / 2)
        .collect();
    let text = element("t").with_text(&escape_lookalikes(&text));
    // The text is in the cell itself: a table of shared strings would be a part that differs from
    // chart to chart.
    cell_element(column, row)
        .with("t", "inlineStr")
        .child(element("is").child(text))
}

/// Escapes text that looks like an escape: Excel reads `_x0041_` as an A (ECMA-376 part 1,
/// 22.9.2.19).
fn escape_lookalikes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, part) in text.split("_x").enumerate() {
        if index > 0 {
            // `_x005F_` stands for the underscore.
            let underscore = if completes_escape(part) {
                "_x005F_"
            } else {
                "_"
            };
            out.push_str(underscore);
            out.push('x');
        }
        out.push_str(part);
    }
    out
}

/// Whether text after `_x` begins with the rest of an escape: four hexadecimal digits and `_`.
fn completes_escape(text: &str) -> bool {
    match text.as_bytes().get(..5) {
        Some([digits @ .., b'_']) => digits.iter().all(u8::is_ascii_hexdigit),
        _ => false,
    }
}

/// The letters of a column of a sheet; 0 is `A`.
pub(crate) fn column_name(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        let letter = b'A' + (at % 26) as u8;
        letters.push(char::from(letter));
        if at < 26 {
            break;
        }
        // Columns have no digit for zero: after `Z` comes `AA`, so that each further letter counts
        // from 1.
        at = at / 26 - 1;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::escape_lookalikes;

    #[test]
    fn only_lookalikes_of_escapes_are_escaped() {
        for text in ["max_x", "a_x11_", "_x00G1_", "x0041_", "_x004"] {
            assert_eq!(escape_lookalikes(text), text);
        }
        assert_eq!(
            escape_lookalikes("a_x0041_b_x_x00e9_é"),
            "a_x005F_x0041_b_x_x005F_x00e9_é"
        );
    }
}
