//! Checks finished parts for faults that validators miss and Word does not forgive.
//!
//! The Open XML SDK knows the schema. It does not notice a style or a list that nothing defines, a
//! cell without a paragraph, a bookmark or a field that is left open, or rows that do not fit their
//! grid. [`lint_docx`] does. Tests run it on every document they make.

use std::collections::{BTreeMap, BTreeSet};

use crate::ooxml::xml::{Element, parse_xml};

/// The parts of a file by name.
type Parts = BTreeMap<String, Vec<u8>>;

/// Every fault of a file, in a sentence each; empty for a good file.
pub(super) fn lint_docx(parts: &Parts) -> Vec<String> {
    let mut lint = DocxLint::default();
    let mut trees = BTreeMap::new();
    for (name, bytes) in parts {
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        match parse_xml(bytes) {
            Ok(root) => drop(trees.insert(name.as_str(), root)),
            Err(why) => lint.report_problem(format!("{name} is not well-formed: {why}")),
        }
    }
    if let Some(styles) = trees.get("word/styles.xml") {
        lint.check_styles(styles);
    }
    if let Some(numbering) = trees.get("word/numbering.xml") {
        lint.check_numbering(numbering);
    }
    for (name, root) in &trees {
        if is_story(name) {
            lint.check_story(name, root);
        }
        if name.ends_with(".rels") {
            lint.check_relationships(name, root, parts);
        }
    }
    lint.check_bookmark_references(&trees);
    lint.check_footnotes(trees.get("word/footnotes.xml"));
    lint.check_relationship_ids(&trees);
    lint.check_content_types(trees.get("[Content_Types].xml"), parts);
    lint.problems
}

/// Whether a part holds text.
fn is_story(name: &str) -> bool {
    let file = name.strip_prefix("word/").unwrap_or_default();
    let kinds = ["document", "header", "footer", "footnotes", "house"];
    !file.contains('/') && kinds.iter().any(|kind| file.starts_with(kind))
}

/// Whether a part comes from a reference document, which may format text directly.
fn is_from_reference_doc(name: &str) -> bool {
    name.starts_with("word/house")
}

#[derive(Default)]
struct DocxLint {
    problems: Vec<String>,
    /// Ids of styles by type.
    styles: BTreeMap<String, BTreeSet<String>>,
    lists: BTreeSet<String>,
    /// Ids of bookmarks by name.
    bookmarks: BTreeMap<String, String>,
    drawings: BTreeSet<String>,
    controls: BTreeSet<String>,
    /// Ids of the footnotes that the text refers to.
    footnote_references: BTreeSet<String>,
}

impl DocxLint {
    fn report_problem(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }

    fn check_styles(&mut self, styles: &Element) {
        let styles = || styles.elements().filter(|it| it.name == "w:style");
        for style in styles() {
            let kind = style.get("w:type").unwrap_or_default();
            let id = style.get("w:styleId").unwrap_or_default();
            let ids = self.styles.entry(kind.to_owned()).or_default();
            if !ids.insert(id.to_owned()) {
                self.report_problem(format!("style {id} is defined twice"));
            }
        }
        for style in styles() {
            let kind = style.get("w:type").unwrap_or_default();
            // A style of paragraphs is linked with one of characters.
            let linked_kind = if kind == "character" {
                "paragraph"
            } else {
                "character"
            };
            for (name, kind) in [
                ("w:basedOn", kind),
                ("w:next", kind),
                ("w:link", linked_kind),
            ] {
                let Some(id) = style.child_value(name) else {
                    continue;
                };
                if !self.is_style(kind, id) {
                    let style = style.get("w:styleId");
                    self.report_problem(format!("style {style:?} has an unknown {name}"));
                }
            }
        }
    }

    fn is_style(&self, kind: &str, id: &str) -> bool {
        self.styles.get(kind).is_some_and(|ids| ids.contains(id))
    }

    fn check_numbering(&mut self, numbering: &Element) {
        let mut definitions = BTreeSet::new();
        for element in numbering.elements() {
            match element.name.as_str() {
                "w:abstractNum" => definitions.extend(element.get("w:abstractNumId")),
                "w:num" => {
                    let id = element.get("w:numId").unwrap_or_default();
                    if !self.lists.insert(id.to_owned()) {
                        self.report_problem(format!("list {id} is defined twice"));
                    }
                }
                _ => {}
            }
        }
        for list in numbering.elements().filter(|it| it.name == "w:num") {
            let definition = list.child_value("w:abstractNumId");
            if !definition.is_some_and(|id| definitions.contains(id)) {
                self.report_problem("a list follows no definition");
            }
        }
    }

    fn check_story(&mut self, name: &str, root: &Element) {
        let mut elements = Vec::new();
        root.walk(&mut |element| elements.push(element));
        self.check_bookmarks(name, &elements);
        self.check_fields(name, &elements);
        for element in elements {
            match element.name.as_str() {
                "w:pStyle" => self.check_style_reference(name, "paragraph", element),
                "w:rStyle" => self.check_style_reference(name, "character", element),
                "w:tblStyle" => self.check_style_reference(name, "table", element),
                "w:numId" => self.check_list_reference(name, element),
                "w:footnoteReference" => {
                    let id = element.get("w:id").unwrap_or_default();
                    if !self.footnote_references.insert(id.to_owned()) {
                        self.report_problem(format!("{name}: footnote {id} is referred to twice"));
                    }
                }
                "wp:docPr" => self.check_drawing(name, element),
                "w:sdtPr" => {
                    let id = element.child_value("w:id").unwrap_or_default();
                    if id.is_empty() || !self.controls.insert(id.to_owned()) {
                        self.report_problem(format!("{name}: content control {id} is there twice"));
                    }
                }
                "w:p" if element.get("w14:paraId").is_some() => {
                    self.report_problem(format!("{name}: a paragraph has an id"));
                }
                "w:tbl" if !is_from_reference_doc(name) => self.check_table(name, element),
                "w:tc" if element.elements().last().is_none_or(|it| it.name != "w:p") => {
                    self.report_problem(format!("{name}: a cell does not end with a paragraph"));
                }
                "w:body" => self.check_body(name, element),
                "w:rPr" | "w:pPr" | "w:tblPr" if !is_from_reference_doc(name) => {
                    self.check_direct_formatting(name, element);
                }
                _ => {}
            }
        }
    }

    fn check_bookmarks(&mut self, name: &str, elements: &[&Element]) {
        let mut open = BTreeSet::new();
        for element in elements {
            let id = element.get("w:id").unwrap_or_default();
            if element.name == "w:bookmarkEnd" && !open.remove(id) {
                self.report_problem(format!("{name}: a bookmark ends that did not begin"));
            }
            if element.name != "w:bookmarkStart" {
                continue;
            }
            let mark = element.get("w:name").unwrap_or_default();
            let known = self.bookmarks.insert(mark.to_owned(), id.to_owned());
            if !open.insert(id) || known.is_some() {
                self.report_problem(format!("{name}: bookmark {mark} is there twice"));
            }
            if mark.chars().count() > 40 {
                self.report_problem(format!(
                    "{name}: the name of bookmark {mark} is longer than 40 characters"
                ));
            }
        }
        if !open.is_empty() {
            self.report_problem(format!("{name}: a bookmark is left open"));
        }
    }

    fn check_fields(&mut self, name: &str, elements: &[&Element]) {
        let mut depth = 0_i32;
        for element in elements.iter().filter(|it| it.name == "w:fldChar") {
            match element.get("w:fldCharType") {
                Some("begin") => depth += 1,
                Some("end") => depth -= 1,
                _ => {}
            }
            // Word asks before it updates fields that are marked as dirty.
            if element.get("w:dirty").is_some() || depth < 0 {
                self.report_problem(format!("{name}: a field is dirty or ends before it begins"));
            }
        }
        if depth != 0 {
            self.report_problem(format!("{name}: a field is left open"));
        }
    }

    fn check_style_reference(&mut self, name: &str, kind: &str, element: &Element) {
        let id = element.get("w:val").unwrap_or_default();
        if !self.is_style(kind, id) {
            self.report_problem(format!("{name}: there is no {kind} style {id}"));
        }
    }

    fn check_list_reference(&mut self, name: &str, element: &Element) {
        let id = element.get("w:val").unwrap_or_default();
        // Number 0 takes a paragraph out of lists.
        let is_no_list = id == "0" && is_from_reference_doc(name);
        if !is_no_list && !self.lists.contains(id) {
            self.report_problem(format!("{name}: list {id} is not defined"));
        }
    }

    fn check_drawing(&mut self, name: &str, properties: &Element) {
        let id = properties.get("id").unwrap_or_default();
        if !self.drawings.insert(id.to_owned()) {
            self.report_problem(format!("{name}: drawing {id} is there twice"));
        }
        let mut is_decorative = false;
        properties.walk(&mut |inner| is_decorative |= inner.name == "adec:decorative");
        let has_text = properties.get("descr").is_some_and(|text| !text.is_empty());
        if !has_text && !is_decorative && !is_from_reference_doc(name) {
            self.report_problem(format!("{name}: drawing {id} has no alternative text"));
        }
    }

    /// Checks that paragraphs and runs have no direct formatting: their look comes from styles.
    fn check_direct_formatting(&mut self, name: &str, properties: &Element) {
        let allowed: &[&str] = match properties.name.as_str() {
            // Struck, raised and lowered text has a meaning, and occurs in text of every style.
            "w:rPr" => &[
                "w:rStyle",
                "w:rFonts",
                "w:strike",
                "w:vertAlign",
                "w:rtl",
                "w:cs",
                "w:lang",
            ],
            "w:pPr" => &[
                "w:pStyle",
                "w:numPr",
                "w:keepNext",
                "w:pageBreakBefore",
                "w:bidi",
                "w:ind",
                "w:sectPr",
            ],
            _ => &[
                "w:tblStyle",
                "w:tblW",
                "w:tblLayout",
                "w:tblCellMar",
                "w:tblLook",
                "w:tblCaption",
                "w:bidiVisual",
            ],
        };
        for child in properties.elements() {
            // Fonts may be chosen by a hint alone, but for those of signs, which have a colour.
            let is_of_sign = properties.find("w:rFonts").is_some_and(is_font_of_sign);
            if is_of_sign && matches!(&*child.name, "w:rFonts" | "w:color") {
                continue;
            }
            let names_font = child.name == "w:rFonts"
                && child.attributes.iter().any(|(name, _)| name != "w:hint");
            if !allowed.contains(&child.name.as_str()) || names_font {
                self.report_problem(format!("{name}: {} formats text directly", child.name));
            }
        }
    }

    fn check_table(&mut self, name: &str, table: &Element) {
        let grid: Vec<Option<usize>> = match table.find("w:tblGrid") {
            Some(grid) => grid.elements().map(width_of).collect(),
            None => Vec::new(),
        };
        let properties = table.find("w:tblPr");
        let width = properties
            .and_then(|it| it.find("w:tblW"))
            .and_then(width_of);
        if grid.is_empty() || width != Some(grid.iter().flatten().sum()) {
            self.report_problem(format!("{name}: a table is not as wide as its grid"));
        }
        let rows: Vec<&Element> = table.elements().filter(|it| it.name == "w:tr").collect();
        if rows.is_empty() {
            self.report_problem(format!("{name}: a table has no row"));
        }
        for row in &rows {
            if cell_widths(row) != grid {
                self.report_problem(format!("{name}: a row does not fit its grid"));
            }
            if !has_row_property(row, "w:cantSplit") {
                self.report_problem(format!("{name}: a row may split"));
            }
        }
        let look = properties.and_then(|it| it.find("w:tblLook"));
        let has_header = look.and_then(|it| it.get("w:firstRow")) == Some("1");
        let is_marked = (rows.first()).is_some_and(|row| has_row_property(row, "w:tblHeader"));
        if has_header != is_marked {
            self.report_problem(format!("{name}: a header row is not marked as one"));
        }
    }

    fn check_body(&mut self, name: &str, body: &Element) {
        let names: Vec<&str> = body.elements().map(|it| it.name.as_str()).collect();
        // Word would make one table of the two.
        if names.windows(2).any(|pair| pair == ["w:tbl", "w:tbl"]) {
            self.report_problem(format!("{name}: two tables touch"));
        }
        if !names.ends_with(&["w:p", "w:sectPr"]) {
            self.report_problem(format!("{name}: the body does not end with a paragraph"));
        }
    }

    fn check_bookmark_references(&mut self, trees: &BTreeMap<&str, Element>) {
        let mut targets = Vec::new();
        for (name, root) in trees.iter().filter(|(name, _)| is_story(name)) {
            root.walk(&mut |element| {
                targets.extend(bookmark_of(element).map(|target| (name, target)));
            });
        }
        for (name, target) in targets {
            if !self.bookmarks.contains_key(&target) {
                self.report_problem(format!("{name}: there is no bookmark {target}"));
            }
        }
    }

    fn check_footnotes(&mut self, footnotes: Option<&Element>) {
        let mut written = BTreeSet::new();
        for note in footnotes.into_iter().flat_map(Element::elements) {
            match note.get("w:id") {
                // The separators.
                Some("-1" | "0") | None => {}
                Some(id) => drop(written.insert(id.to_owned())),
            }
        }
        if written != self.footnote_references {
            self.report_problem("footnotes and references to them differ");
        }
    }

    fn check_relationships(&mut self, name: &str, root: &Element, parts: &Parts) {
        let folder = name.split_once("_rels/").map_or("", |(folder, _)| folder);
        let mut ids = BTreeSet::new();
        for relationship in root.elements() {
            if !ids.insert(relationship.get("Id").unwrap_or_default()) {
                self.report_problem(format!("{name}: a relationship's id is there twice"));
            }
            if relationship.get("TargetMode") == Some("External") {
                continue;
            }
            let target = relationship.get("Target").unwrap_or_default();
            let path = match target.strip_prefix("../") {
                Some(target) => {
                    let parent = folder.trim_end_matches('/').rsplit_once('/');
                    format!("{}/{target}", parent.map_or("", |(parent, _)| parent))
                }
                None => format!("{folder}{target}"),
            };
            if !parts.contains_key(&path) {
                self.report_problem(format!("{name}: there is no part {path}"));
            }
        }
    }

    /// Checks that attributes of text name relationships that its part has.
    fn check_relationship_ids(&mut self, trees: &BTreeMap<&str, Element>) {
        for (name, root) in trees.iter().filter(|(name, _)| is_story(name)) {
            let file = name.strip_prefix("word/").unwrap_or(name);
            let relationships = trees.get(format!("word/_rels/{file}.rels").as_str());
            let relationships = relationships.into_iter().flat_map(Element::elements);
            let ids: BTreeSet<&str> = relationships.filter_map(|it| it.get("Id")).collect();
            root.walk(&mut |element| {
                for (attribute, id) in &element.attributes {
                    if attribute.starts_with("r:") && !ids.contains(id.as_str()) {
                        self.report_problem(format!("{name}: there is no relationship {id}"));
                    }
                }
            });
        }
    }

    fn check_content_types(&mut self, types: Option<&Element>, parts: &Parts) {
        let Some(types) = types else {
            return self.report_problem("there are no content types");
        };
        let names: BTreeSet<&str> = types
            .elements()
            .filter_map(|it| it.get("PartName"))
            .collect();
        let extensions: BTreeSet<&str> = types
            .elements()
            .filter_map(|it| it.get("Extension"))
            .collect();
        for name in parts.keys().filter(|name| *name != "[Content_Types].xml") {
            let extension = name.rsplit('.').next().unwrap_or_default();
            if !names.contains(format!("/{name}").as_str()) && !extensions.contains(extension) {
                self.report_problem(format!("{name} has no content type"));
            }
        }
    }
}

/// The name of the bookmark that a field or a link refers to.
fn bookmark_of(element: &Element) -> Option<String> {
    match element.name.as_str() {
        "w:hyperlink" => element.get("w:anchor").map(str::to_owned),
        "w:instrText" => {
            let code = element.inner_text();
            let mut words = code.split_whitespace();
            let is_reference = matches!(words.next(), Some("REF" | "NOTEREF" | "PAGEREF"));
            is_reference.then(|| words.next().unwrap_or_default().to_owned())
        }
        _ => None,
    }
}

/// Whether a run names a font of symbols for all of its text.
fn is_font_of_sign(fonts: &Element) -> bool {
    let family = fonts.get("w:ascii").unwrap_or_default();
    matches!(
        family,
        "Briefkit Status" | "Segoe UI Emoji" | "Segoe UI Symbol"
    )
}

fn width_of(element: &Element) -> Option<usize> {
    element.get("w:w")?.parse().ok()
}

fn cell_widths(row: &Element) -> Vec<Option<usize>> {
    row.elements()
        .filter(|cell| cell.name == "w:tc")
        .map(|cell| width_of(cell.find("w:tcPr")?.find("w:tcW")?))
        .collect()
}

fn has_row_property(row: &Element, name: &str) -> bool {
    row.find("w:trPr")
        .is_some_and(|properties| properties.find(name).is_some())
}
