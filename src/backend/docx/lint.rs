//! What validators miss and Word does not forgive, checked over the finished parts.
//!
//! The Open XML SDK knows the schema; it does not notice a style or a numbering that nothing
//! defines, a cell without a paragraph, a bookmark or a field that is left open, or rows that do
//! not fit their grid.

use std::collections::{BTreeMap, BTreeSet};

use crate::ooxml::xml::{Element, parse_xml};

/// The parts of a file by name.
type Parts = BTreeMap<String, Vec<u8>>;

/// Everything that is wrong, one sentence each; nothing for a good file.
pub(super) fn lint_docx(parts: &Parts) -> Vec<String> {
    let mut lint = DocxLint::default();
    let mut trees = BTreeMap::new();
    for (name, bytes) in parts
        .iter()
        .filter(|(name, _)| name.ends_with(".xml") || name.ends_with(".rels"))
    {
        match parse_xml(bytes) {
            Ok(root) => drop(trees.insert(name.as_str(), root)),
            Err(why) => lint.report_problem(format!("{name} is not well-formed: {why}")),
        }
    }
    lint.check_definitions(&trees);
    for (name, root) in &trees {
        if is_story(name) {
            lint.check_story(name, root);
        }
        if name.ends_with(".rels") {
            lint.check_relationships(name, root, parts);
        }
    }
    lint.check_references(&trees);
    lint.check_package(&trees, parts);
    lint.problems
}

fn is_story(name: &str) -> bool {
    let file = name.strip_prefix("word/").unwrap_or_default();
    let kinds = ["document", "header", "footer", "footnotes", "house"];
    !file.contains('/') && kinds.iter().any(|kind| file.starts_with(kind))
}

/// Whether a part is a reference document's own, which may look as it likes.
fn is_from_reference_doc(name: &str) -> bool {
    name.starts_with("word/house")
}

#[derive(Default)]
struct DocxLint {
    problems: Vec<String>,
    /// Ids of styles by type.
    styles: BTreeMap<String, BTreeSet<String>>,
    lists: BTreeSet<String>,
    bookmarks: BTreeMap<String, String>,
    drawings: BTreeSet<String>,
    controls: BTreeSet<String>,
    footnote_references: BTreeSet<String>,
}

impl DocxLint {
    fn report_problem(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }

    fn check_definitions(&mut self, trees: &BTreeMap<&str, Element>) {
        if let Some(styles) = trees.get("word/styles.xml") {
            for style in styles.elements().filter(|it| it.name == "w:style") {
                let (kind, id) = (
                    style.get("w:type").unwrap_or_default(),
                    style.get("w:styleId").unwrap_or_default(),
                );
                if !self
                    .styles
                    .entry(kind.to_owned())
                    .or_default()
                    .insert(id.to_owned())
                {
                    self.report_problem(format!("style {id} is defined twice"));
                }
            }
            for style in styles.elements().filter(|it| it.name == "w:style") {
                let kind = style.get("w:type").unwrap_or_default();
                // A style of paragraphs is linked with one of characters.
                let linked = if kind == "character" {
                    "paragraph"
                } else {
                    "character"
                };
                for (name, kind) in [("w:basedOn", kind), ("w:next", kind), ("w:link", linked)] {
                    let known = style
                        .child_value(name)
                        .is_none_or(|id| self.styles.get(kind).is_some_and(|ids| ids.contains(id)));
                    if !known {
                        self.report_problem(format!(
                            "style {:?} has an unknown {name}",
                            style.get("w:styleId")
                        ));
                    }
                }
            }
        }
        if let Some(numbering) = trees.get("word/numbering.xml") {
            let ids = |name: &str, attribute: &str| -> Vec<String> {
                let found = numbering.elements().filter(|it| it.name == name);
                found
                    .filter_map(|it| it.get(attribute).map(str::to_owned))
                    .collect()
            };
            let abstracts: BTreeSet<String> = ids("w:abstractNum", "w:abstractNumId")
                .into_iter()
                .collect();
            for id in ids("w:num", "w:numId") {
                if !self.lists.insert(id.clone()) {
                    self.report_problem(format!("numbering {id} is defined twice"));
                }
            }
            for list in numbering.elements().filter(|it| it.name == "w:num") {
                if !list
                    .child_value("w:abstractNumId")
                    .is_some_and(|id| abstracts.contains(id))
                {
                    self.report_problem("a numbering refers to no definition");
                }
            }
        }
    }

    fn check_story(&mut self, name: &str, root: &Element) {
        let mut depth = 0_i32;
        let mut open = BTreeSet::new();
        let mut found = Vec::new();
        root.walk(&mut |element| found.push(element));
        for element in found {
            match element.name.as_str() {
                "w:pStyle" => self.check_style(name, "paragraph", element),
                "w:rStyle" => self.check_style(name, "character", element),
                "w:tblStyle" => self.check_style(name, "table", element),
                "w:numId" => {
                    let id = element.get("w:val").unwrap_or_default();
                    let none = id == "0" && is_from_reference_doc(name);
                    if !none && !self.lists.contains(id) {
                        self.report_problem(format!("{name}: numbering {id} is not defined"));
                    }
                }
                "w:bookmarkStart" => {
                    let mark = element.get("w:name").unwrap_or_default().to_owned();
                    let id = element.get("w:id").unwrap_or_default().to_owned();
                    if !open.insert(id.clone()) || self.bookmarks.insert(mark.clone(), id).is_some()
                    {
                        self.report_problem(format!("{name}: bookmark {mark} is there twice"));
                    }
                    if mark.chars().count() > 40 {
                        self.report_problem(format!(
                            "{name}: the name of bookmark {mark} is longer than 40 characters"
                        ));
                    }
                }
                "w:bookmarkEnd" if !open.remove(element.get("w:id").unwrap_or_default()) => {
                    self.report_problem(format!("{name}: a bookmark ends that did not begin"));
                }
                "w:fldChar" => {
                    match element.get("w:fldCharType") {
                        Some("begin") => depth += 1,
                        Some("end") => depth -= 1,
                        _ => {}
                    }
                    if element.get("w:dirty").is_some() || depth < 0 {
                        self.report_problem(format!(
                            "{name}: a field is dirty or ends before it begins"
                        ));
                    }
                }
                "w:footnoteReference" => {
                    let id = element.get("w:id").unwrap_or_default().to_owned();
                    if !self.footnote_references.insert(id.clone()) {
                        self.report_problem(format!("{name}: footnote {id} is referred to twice"));
                    }
                }
                "wp:docPr" => {
                    let id = element.get("id").unwrap_or_default().to_owned();
                    if !self.drawings.insert(id.clone()) {
                        self.report_problem(format!("{name}: drawing {id} is there twice"));
                    }
                    let mut decorative = false;
                    element.walk(&mut |inner| decorative |= inner.name == "adec:decorative");
                    if element.get("descr").is_none_or(str::is_empty)
                        && !decorative
                        && !is_from_reference_doc(name)
                    {
                        self.report_problem(format!(
                            "{name}: drawing {id} has no alternative text"
                        ));
                    }
                }
                "w:sdtPr" => {
                    let id = element.child_value("w:id").unwrap_or_default().to_owned();
                    if id.is_empty() || !self.controls.insert(id.clone()) {
                        self.report_problem(format!("{name}: content control {id} is there twice"));
                    }
                }
                "w:p" if element.get("w14:paraId").is_some() => {
                    self.report_problem(format!("{name}: a paragraph has an id"))
                }
                "w:tbl" if !is_from_reference_doc(name) => self.check_table(name, element),
                "w:tc"
                    if element
                        .elements()
                        .last()
                        .is_none_or(|last| last.name != "w:p") =>
                {
                    self.report_problem(format!("{name}: a cell does not end with a paragraph"));
                }
                "w:body" => self.check_body(name, element),
                "w:rPr" => self.check_direct_formatting(
                    name,
                    element,
                    &["w:rStyle", "w:lang", "w:rtl", "w:rFonts"],
                ),
                "w:pPr" => {
                    let known = [
                        "w:pStyle",
                        "w:numPr",
                        "w:keepNext",
                        "w:pageBreakBefore",
                        "w:bidi",
                        "w:sectPr",
                    ];
                    self.check_direct_formatting(name, element, &known);
                }
                "w:tblPr" => {
                    let known = [
                        "w:tblStyle",
                        "w:tblW",
                        "w:tblLayout",
                        "w:tblLook",
                        "w:tblCaption",
                        "w:bidiVisual",
                    ];
                    self.check_direct_formatting(name, element, &known);
                }
                _ => {}
            }
        }
        if depth != 0 || !open.is_empty() {
            self.report_problem(format!("{name}: a field or a bookmark is left open"));
        }
    }

    fn check_style(&mut self, name: &str, kind: &str, element: &Element) {
        let id = element.get("w:val").unwrap_or_default();
        if !self.styles.get(kind).is_some_and(|ids| ids.contains(id)) {
            self.report_problem(format!("{name}: there is no {kind} style {id}"));
        }
    }

    /// Looks come from styles: properties in the text say what it is, not how it looks.
    fn check_direct_formatting(&mut self, name: &str, element: &Element, known: &[&str]) {
        for child in element.elements().filter(|_| !is_from_reference_doc(name)) {
            let hint = child.name == "w:rFonts"
                && child.attributes.iter().any(|(name, _)| name != "w:hint");
            if !known.contains(&child.name.as_str()) || hint {
                self.report_problem(format!("{name}: {} formats text directly", child.name));
            }
        }
    }

    fn check_table(&mut self, name: &str, table: &Element) {
        let width =
            |element: Option<&Element>| element.and_then(|it| it.get("w:w")?.parse::<usize>().ok());
        let grid: Vec<Option<usize>> = table
            .find("w:tblGrid")
            .map(|grid| grid.elements().map(|column| width(Some(column))).collect())
            .unwrap_or_default();
        let total: usize = grid.iter().flatten().sum();
        if width(table.find("w:tblPr").and_then(|it| it.find("w:tblW"))) != Some(total)
            || grid.is_empty()
        {
            self.report_problem(format!("{name}: a table is not as wide as its grid"));
        }
        let rows: Vec<&Element> = table.elements().filter(|it| it.name == "w:tr").collect();
        if rows.is_empty() {
            self.report_problem(format!("{name}: a table has no row"));
        }
        for row in &rows {
            let cells = row.elements().filter(|it| it.name == "w:tc");
            let widths: Vec<Option<usize>> = cells
                .map(|cell| width(cell.find("w:tcPr").and_then(|it| it.find("w:tcW"))))
                .collect();
            if widths != grid {
                self.report_problem(format!("{name}: a row does not fit its grid"));
            }
            if row
                .find("w:trPr")
                .is_none_or(|it| it.find("w:cantSplit").is_none())
            {
                self.report_problem(format!("{name}: a row may split"));
            }
        }
        let look = table.find("w:tblPr").and_then(|it| it.find("w:tblLook"));
        let headed = look.and_then(|look| look.get("w:firstRow")) == Some("1");
        let flagged = rows
            .first()
            .and_then(|row| row.find("w:trPr"))
            .is_some_and(|it| it.find("w:tblHeader").is_some());
        if headed != flagged {
            self.report_problem(format!("{name}: a header row is not flagged as such"));
        }
    }

    fn check_body(&mut self, name: &str, body: &Element) {
        let names: Vec<&str> = body.elements().map(|it| it.name.as_str()).collect();
        if names.windows(2).any(|pair| pair == ["w:tbl", "w:tbl"]) {
            self.report_problem(format!("{name}: two tables touch"));
        }
        if !names.ends_with(&["w:p", "w:sectPr"]) {
            self.report_problem(format!("{name}: the body does not end with a paragraph"));
        }
    }

    fn check_references(&mut self, trees: &BTreeMap<&str, Element>) {
        let mut problems = Vec::new();
        for (name, root) in trees.iter().filter(|(name, _)| is_story(name)) {
            root.walk(&mut |element| {
                let target = match element.name.as_str() {
                    "w:instrText" => {
                        let text = element.inner_text();
                        let mut words = text.split_whitespace();
                        let code = words.next().unwrap_or_default();
                        matches!(code, "REF" | "NOTEREF" | "PAGEREF")
                            .then(|| words.next().unwrap_or_default().to_owned())
                    }
                    "w:hyperlink" => element.get("w:anchor").map(str::to_owned),
                    _ => None,
                };
                if let Some(target) = target.filter(|target| !self.bookmarks.contains_key(target)) {
                    problems.push(format!("{name}: there is no bookmark {target}"));
                }
            });
        }
        self.problems.extend(problems);
        let notes: BTreeSet<String> = trees
            .get("word/footnotes.xml")
            .map(|root| {
                root.elements()
                    .filter_map(|note| note.get("w:id").map(str::to_owned))
                    .collect()
            })
            .unwrap_or_default();
        let written: BTreeSet<String> = notes
            .into_iter()
            .filter(|id| id != "-1" && id != "0")
            .collect();
        if written != self.footnote_references {
            self.report_problem("footnotes and references to them differ");
        }
    }

    fn check_relationships(&mut self, name: &str, root: &Element, parts: &Parts) {
        let folder = name.split_once("_rels/").map_or("", |(folder, _)| folder);
        let mut ids = BTreeSet::new();
        for relationship in root.elements() {
            if !ids.insert(relationship.get("Id").unwrap_or_default().to_owned()) {
                self.report_problem(format!("{name}: a relationship's id is there twice"));
            }
            let target = relationship.get("Target").unwrap_or_default();
            if relationship.get("TargetMode") == Some("External") {
                continue;
            }
            let path = match target.strip_prefix("../") {
                Some(up) => {
                    let parent = folder
                        .trim_end_matches('/')
                        .rsplit_once('/')
                        .map_or("", |(parent, _)| parent);
                    format!("{parent}/{up}")
                }
                None => format!("{folder}{target}"),
            };
            if !parts.contains_key(&path) {
                self.report_problem(format!("{name}: there is no part {path}"));
            }
        }
    }

    fn check_package(&mut self, trees: &BTreeMap<&str, Element>, parts: &Parts) {
        for (name, root) in trees.iter().filter(|(name, _)| is_story(name)) {
            let file = name.strip_prefix("word/").unwrap_or(name);
            let related: BTreeSet<String> = trees
                .get(format!("word/_rels/{file}.rels").as_str())
                .map(|rels| {
                    rels.elements()
                        .filter_map(|it| it.get("Id").map(str::to_owned))
                        .collect()
                })
                .unwrap_or_default();
            root.walk(&mut |element| {
                for (attribute, id) in &element.attributes {
                    if attribute.starts_with("r:") && !related.contains(id.as_str()) {
                        self.problems
                            .push(format!("{name}: there is no relationship {id}"));
                    }
                }
            });
        }
        let Some(types) = trees.get("[Content_Types].xml") else {
            return self.report_problem("there are no content types");
        };
        let overridden: BTreeSet<&str> = types
            .elements()
            .filter_map(|it| it.get("PartName"))
            .collect();
        let defaults: BTreeSet<&str> = types
            .elements()
            .filter_map(|it| it.get("Extension"))
            .collect();
        for name in parts.keys().filter(|name| *name != "[Content_Types].xml") {
            let extension = name.rsplit('.').next().unwrap_or_default();
            if !overridden.contains(format!("/{name}").as_str()) && !defaults.contains(extension) {
                self.report_problem(format!("{name} has no content type"));
            }
        }
    }
}
