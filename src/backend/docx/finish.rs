//! The finishing pass: from the parts that the tree builder made to the parts of a file.
//!
//! The builder writes paragraphs, runs, tables, notes and fields. What it cannot say waits in [`Extras`] by number and
//! is put in its place here, and what it says in the wrong order or from a counter of the whole process is put right.
//! Nothing else looks at its output.

use std::collections::BTreeSet;

use docx_rs::XMLDocx;

use super::chart::{self, C, R};
use super::language::Languages;
use super::look::Look;
use super::package::Package;
use super::parts::{self, A, W, content_type};
use super::reference::Reference;
use super::text::{Control, ControlKind};
use super::xml::{Element, Node, element, parse};
use super::{Drawing, DrawingKind, Extras, Section, TableLook, order, styles};
use crate::assets::Assets;
use crate::document::{Direction, Document};
use crate::length::Pt;

/// Namespace of drawings in Word documents.
const WP: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

/// Namespace of pictures.
const PIC: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

const DOCUMENT: &str = "word/document.xml";

/// What finishing needs to know.
pub(super) struct Finish<'a> {
    pub(super) document: &'a Document,
    pub(super) look: &'a Look<'a>,
    pub(super) languages: &'a Languages,
    pub(super) assets: &'a Assets,
    pub(super) extras: Extras<'a>,
    /// What the house template gives, if there is one.
    pub(super) house: Option<&'a Reference>,
}

impl Finish<'_> {
    /// Makes the package's parts.
    ///
    /// # Errors
    ///
    /// When the tree builder wrote something that is not XML.
    pub(super) fn run(&self, built: &XMLDocx) -> Result<Package, String> {
        let mut package = Package::default();
        let styles = styles::part(self.look, self.languages)?;
        let numbering = styles::numbering(&self.extras.lists, self.look);
        let fitted = self.document.fit.pages.is_some();
        let merged = self.house.map(|house| house.merge(&styles, &numbering, &self.extras.lists, fitted));
        let rename = |root: &mut Element| merged.iter().for_each(|merged| merged.rename(root));
        self.document_part(built, &mut package, &rename)?;
        for (kind, tag, list) in [("header", "Header", &built.headers), ("footer", "Footer", &built.footers)] {
            for (at, bytes) in list.iter().enumerate() {
                let name = format!("{kind}{}.xml", at + 1);
                let mut root = self.story(bytes, &format!("word/{name}"), &mut package)?;
                rename(&mut root);
                package.add_typed(&format!("word/{name}"), &content_type(kind), root.to_part());
                package.relate(DOCUMENT, &format!("rId{tag}{}", at + 1), kind, &name);
            }
        }
        let mut notes = self.story(&built.footnotes, "word/footnotes.xml", &mut package)?;
        finish_notes(&mut notes);
        rename(&mut notes);
        let (styles, numbering) = merged.map_or((styles, numbering), |merged| (merged.styles, merged.numbering));
        let fonts = self.house.and_then(|house| house.fonts.clone());
        let theme = self.house.and_then(|house| house.theme.clone());
        let own = [
            ("footnotes", notes),
            ("numbering", numbering),
            ("styles", styles),
            ("settings", parts::settings(self.languages)),
            ("fontTable", fonts.unwrap_or_else(|| parts::font_table(self.look))),
        ];
        for (kind, root) in own {
            package.add_typed(&format!("word/{kind}.xml"), &content_type(kind), root.to_part());
            package.relate(DOCUMENT, &format!("rId{kind}"), kind, &format!("{kind}.xml"));
        }
        package.add_typed(
            "word/theme/theme1.xml",
            "application/vnd.openxmlformats-officedocument.theme+xml",
            theme.unwrap_or_else(|| parts::theme(self.look)).to_part(),
        );
        package.relate(DOCUMENT, "rIdtheme", "theme", "theme/theme1.xml");
        parts::properties(self.document, self.languages, &mut package);
        Ok(package)
    }

    fn document_part(
        &self,
        built: &XMLDocx,
        package: &mut Package,
        rename: &dyn Fn(&mut Element),
    ) -> Result<(), String> {
        let mut root = self.story(&built.document, DOCUMENT, package)?;
        rename(&mut root);
        self.sections(&mut root);
        order::normalise(&mut root);
        package.add_typed(DOCUMENT, &content_type("document.main"), root.to_part());
        for (at, drawing) in self.extras.drawings.iter().enumerate() {
            self.drawing_parts(at, drawing, package)?;
        }
        Ok(())
    }

    /// Finishes one part that holds text.
    fn story(&self, bytes: &[u8], name: &str, package: &mut Package) -> Result<Element, String> {
        let mut root = parse(bytes).map_err(|why| format!("{name}: {why}"))?;
        root.attributes.retain(|(name, _)| !name.starts_with("xmlns") && !name.starts_with("mc:"));
        for (prefix, namespace) in [("w", W), ("r", R)] {
            root.set(&format!("xmlns:{prefix}"), namespace);
        }
        let mut links = BTreeSet::new();
        let mut controls = 0;
        root.walk_mut(&mut |parent| {
            parent.attributes.retain(|(name, _)| name != "w14:paraId" && name != "w14:textId");
            match parent.name.as_str() {
                "w:tbl" => self.table(parent),
                "w:sdt" => {
                    controls += 1;
                    self.control(parent, controls);
                }
                "w:hyperlink" => links.extend(parent.get("r:id").map(str::to_owned)),
                "w:r" => self.text_run(parent),
                "w:gridCol" => parent.attributes.retain(|(name, _)| name != "w:type"),
                _ => {}
            }
        });
        self.languages.mark(&mut root);
        order::normalise(&mut root);
        for (at, address) in self.extras.links.iter().enumerate() {
            let id = format!("rIdLink{at}");
            if links.contains(&id) {
                package.link(name, &id, address);
            }
        }
        Ok(root)
    }

    fn text_run(&self, run: &mut Element) {
        let style = run.find("w:rPr").and_then(|properties| properties.value_of("w:rStyle"));
        if let Some(number) = style.and_then(|style| style.strip_prefix(super::DRAWING_SLOT)) {
            let drawing = number.parse().ok().and_then(|at: usize| Some((at, self.extras.drawings.get(at)?)));
            run.children = drawing.map(|(at, drawing)| Node::Element(inline(at, drawing))).into_iter().collect();
            return;
        }
        for child in run.elements_mut() {
            match child.name.as_str() {
                "w:br" if child.get("w:type") == Some("textWrapping") => child.attributes.clear(),
                "w:fldChar" => child.attributes.retain(|(name, _)| name != "w:dirty"),
                "w:instrText" => child.set("xml:space", "preserve"),
                _ => {}
            }
        }
    }

    /// Lets the table's style speak: the builder always writes borders of its own, which would win.
    fn table(&self, table: &mut Element) {
        let Some(properties) = table.find_mut("w:tblPr") else { return };
        let slot = properties.value_of("w:tblStyle").and_then(|style| style.strip_prefix(super::TABLE_SLOT));
        let Some(look) = slot.and_then(|number| self.extras.tables.get(number.parse::<usize>().ok()?)) else { return };
        let TableLook { style, header, title, right_to_left } = look;
        properties.remove(&["w:tblBorders", "w:jc", "w:tblStyle", "w:tblLook", "w:tblCellMar"]);
        let flag = |on: bool| if on { "1" } else { "0" };
        let bits = 0x0600 | if *header { 0x20 } else { 0x80 };
        let mut add = |child| properties.children.push(Node::Element(child));
        add(element("w:tblStyle").with("w:val", style));
        add(element("w:tblLook")
            .with("w:val", format!("{bits:04X}"))
            .with("w:firstRow", flag(*header))
            .with("w:lastRow", "0")
            .with("w:firstColumn", flag(!*header))
            .with("w:lastColumn", "0")
            .with("w:noHBand", "1")
            .with("w:noVBand", "1"));
        if !title.is_empty() {
            add(element("w:tblCaption").with("w:val", title));
        }
        if *right_to_left {
            add(element("w:bidiVisual"));
        }
        if *header && let Some(row) = table.find_mut("w:tr") {
            if row.find("w:trPr").is_none() {
                row.children.insert(0, Node::Element(element("w:trPr")));
            }
            if let Some(properties) = row.find_mut("w:trPr") {
                properties.children.push(Node::Element(element("w:tblHeader")));
            }
        }
    }

    fn control(&self, sdt: &mut Element, id: usize) {
        let Some(properties) = sdt.find_mut("w:sdtPr") else { return };
        let number = properties.value_of("w:alias").and_then(|alias| alias.parse::<usize>().ok());
        let Some(control) = number.and_then(|number| self.extras.controls.get(number)) else { return };
        let Control { tag, title, kind, empty } = control;
        let mut children = vec![
            element("w:alias").with("w:val", title),
            element("w:tag").with("w:val", tag),
            element("w:id").with("w:val", (FIRST_CONTROL + id).to_string()),
        ];
        if *empty {
            children.push(element("w:showingPlcHdr"));
        }
        children.push(match kind {
            ControlKind::Plain => element("w:text"),
            ControlKind::Rich => element("w:richText"),
            ControlKind::Date => self.date_control(),
        });
        properties.children = children.into_iter().map(Node::Element).collect();
    }

    fn date_control(&self) -> Element {
        let language = if self.languages.is_east_asian() { &self.languages.east_asian } else { &self.languages.tag };
        let meta = &self.document.meta;
        let value = |name: &str, value: &str| element(name).with("w:val", value);
        element("w:date")
            .child(value("w:dateFormat", &date_format(&meta.date, &meta.date_text)))
            .child(value("w:lid", language))
            .child(value("w:storeMappedDataAs", "dateTime"))
            .child(value("w:calendar", "gregorian"))
    }

    /// Gives every section its page, its header and its footer.
    fn sections(&self, root: &mut Element) {
        let references: Vec<Element> = root
            .find("w:body")
            .and_then(|body| body.find("w:sectPr"))
            .map(|section| section.elements().filter(|it| it.name.ends_with("Reference")).cloned().collect())
            .unwrap_or_default();
        let mut sections = self.extras.sections.iter();
        let mut count = 0;
        root.walk_mut(&mut |section| {
            if section.name == "w:sectPr" {
                let own = sections.next().unwrap_or(&Section { columns: None });
                section.children = self.section(own, &references, count > 0);
                section.attributes.clear();
                count += 1;
            }
        });
    }

    fn section(&self, section: &Section, references: &[Element], continuous: bool) -> Vec<Node> {
        let look = self.look;
        let size = |name: &str, value: usize| (format!("w:{name}"), value.to_string());
        let sized = |name: &str, values: Vec<(String, String)>| {
            values.into_iter().fold(element(name), |out, (name, value)| out.with(&name, value))
        };
        let mut children: Vec<Element> = references.to_vec();
        if continuous {
            children.push(element("w:type").with("w:val", "continuous"));
        }
        let mut paper = vec![size("w", look.page.width), size("h", look.page.height)];
        if look.page.width > look.page.height {
            paper.push(("w:orient".to_owned(), "landscape".to_owned()));
        }
        children.push(sized("w:pgSz", paper));
        let margins = [
            ("top", look.page.top),
            ("right", look.page.right),
            ("bottom", look.page.bottom),
            ("left", look.page.left),
            ("header", look.page.header),
            ("footer", look.page.footer),
            ("gutter", 0),
        ];
        children.push(sized("w:pgMar", margins.map(|(name, value)| size(name, value)).to_vec()));
        children.push(match section.columns {
            None => sized("w:cols", vec![size("space", look.gutter)]),
            Some((first, second)) => {
                let column = |width| sized("w:col", vec![size("w", width)]);
                sized("w:cols", vec![size("num", 2), size("equalWidth", 0)])
                    .child(column(first).with("w:space", look.gutter.to_string()))
                    .child(column(second))
            }
        });
        children.push(element("w:titlePg"));
        if look.direction == Direction::Rtl {
            children.push(element("w:bidi"));
        }
        children.into_iter().map(Node::Element).collect()
    }

    /// The parts behind a drawing, and its relationship.
    fn drawing_parts(&self, at: usize, drawing: &Drawing, package: &mut Package) -> Result<(), String> {
        let id = format!("rIdDrawing{at}");
        match drawing.kind {
            DrawingKind::Chart(chart) => {
                let number = at + 1;
                let name = format!("word/charts/chart{number}.xml");
                let book = chart::workbook(chart).map_err(|why| format!("a chart's workbook: {why}"))?;
                let language =
                    if self.languages.is_east_asian() { &self.languages.east_asian } else { &self.languages.tag };
                let part = chart::part(chart, self.look, language);
                package.add_typed(
                    &name,
                    "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
                    part.to_part(),
                );
                package.add(&format!("word/embeddings/chart{number}.xlsx"), book);
                package.relate(&name, "rId1", "package", &format!("../embeddings/chart{number}.xlsx"));
                package.relate(DOCUMENT, &id, "chart", &format!("charts/chart{number}.xml"));
            }
            DrawingKind::Picture(image) => {
                let Some(picture) = self.assets.pictures.get(&image.file) else { return Ok(()) };
                // Named by its place among the pictures: one that is shown twice is stored once.
                let place = self.assets.pictures.keys().position(|name| *name == image.file).unwrap_or_default() + 1;
                let name = format!("media/image{place}.{}", picture.format.extension());
                package.add(&format!("word/{name}"), picture.bytes.to_vec());
                package.relate(DOCUMENT, &id, "image", &name);
            }
        }
        Ok(())
    }
}

/// Numbers of content controls begin here; Word gives its own at random.
const FIRST_CONTROL: usize = 1_000_000;

/// A drawing in the line of text.
fn inline(at: usize, drawing: &Drawing) -> Element {
    let emu = |length: Pt| (length.emu().round() as i64).max(1).to_string();
    let (width, height) = (emu(drawing.width), emu(drawing.height));
    let id = (at + 1).to_string();
    let relationship = format!("rIdDrawing{at}");
    let (name, decorative) = match drawing.kind {
        DrawingKind::Chart(_) => (format!("Chart {id}"), false),
        DrawingKind::Picture(image) => (format!("Picture {id}"), image.decorative),
    };
    let mut properties = element("wp:docPr").with("id", &id).with("name", &name).with("descr", &drawing.alt);
    if decorative {
        // Office's way to say that there is nothing to say: [MS-ODRAWXML] 2.27.1.1.
        let mark = element("adec:decorative")
            .with("xmlns:adec", "http://schemas.microsoft.com/office/drawing/2017/decorative")
            .with("val", "1");
        let extension = element("a:ext").with("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}").child(mark);
        properties = properties.child(element("a:extLst").with("xmlns:a", A).child(extension));
    }
    let data = match drawing.kind {
        DrawingKind::Chart(_) => element("a:graphicData")
            .with("uri", C)
            .child(element("c:chart").with("xmlns:c", C).with("r:id", relationship)),
        DrawingKind::Picture(_) => {
            element("a:graphicData").with("uri", PIC).child(picture(&id, &name, drawing, &relationship))
        }
    };
    let inline = element("wp:inline")
        .with("xmlns:wp", WP)
        .with("distT", "0")
        .with("distB", "0")
        .with("distL", "0")
        .with("distR", "0")
        .child(element("wp:extent").with("cx", width).with("cy", height))
        .child(element("wp:effectExtent").with("l", "0").with("t", "0").with("r", "0").with("b", "0"))
        .child(properties)
        .child(element("wp:cNvGraphicFramePr"))
        .child(element("a:graphic").with("xmlns:a", A).child(data));
    element("w:drawing").child(inline)
}

fn picture(id: &str, name: &str, drawing: &Drawing, relationship: &str) -> Element {
    let emu = |length: Pt| (length.emu().round() as i64).max(1).to_string();
    let frame = element("a:xfrm")
        .child(element("a:off").with("x", "0").with("y", "0"))
        .child(element("a:ext").with("cx", emu(drawing.width)).with("cy", emu(drawing.height)));
    let own = element("pic:cNvPr").with("id", id).with("name", name).with("descr", &drawing.alt);
    element("pic:pic")
        .with("xmlns:pic", PIC)
        .child(element("pic:nvPicPr").child(own).child(element("pic:cNvPicPr")))
        .child(
            element("pic:blipFill")
                .child(element("a:blip").with("r:embed", relationship))
                .child(element("a:stretch").child(element("a:fillRect"))),
        )
        .child(
            element("pic:spPr")
                .child(frame)
                .child(element("a:prstGeom").with("prst", "rect").child(element("a:avLst"))),
        )
}

/// Word wants two separators among the notes, and in each note its own mark.
fn finish_notes(root: &mut Element) {
    for note in root.elements_mut() {
        let Some(paragraph) = note.find_mut("w:p") else { continue };
        let style = element("w:rPr").child(element("w:rStyle").with("w:val", "FootnoteReference"));
        let mark = element("w:r").child(style).child(element("w:footnoteRef"));
        let space = element("w:r").child(element("w:t").with("xml:space", "preserve").text(" "));
        let at = usize::from(paragraph.find("w:pPr").is_some());
        paragraph.children.splice(at..at, [Node::Element(mark), Node::Element(space)]);
    }
    let separator = |id: &str, kind: &str| {
        let paragraph = element("w:p").child(element("w:r").child(element(&format!("w:{kind}"))));
        element("w:footnote").with("w:type", kind).with("w:id", id).child(paragraph)
    };
    let separators = [separator("-1", "separator"), separator("0", "continuationSeparator")];
    root.children.splice(0..0, separators.map(Node::Element));
}

/// How Word prints a date so that it looks like the document's own: `November 23, 2026` gives `MMMM d, yyyy`.
fn date_format(iso: &str, printed: &str) -> String {
    const PLAIN: &str = "yyyy-MM-dd";
    let mut parts = iso.trim().split('-').map(|part| part.trim_start_matches('0'));
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return PLAIN.to_owned();
    };
    let mut out = String::new();
    let (mut months, mut rest) = (0, printed);
    while let Some(first) = rest.chars().next() {
        let kind = |it: char| (it.is_ascii_digit(), it.is_alphabetic() && it.is_ascii());
        let end = rest.find(|it| kind(it) != kind(first)).unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        rest = after;
        match kind(first) {
            (true, _) if token == year => out.push_str("yyyy"),
            (true, _)
                if token.trim_start_matches('0') == month && months == 0 && !out.contains('M') && month != day =>
            {
                months += 1;
                out.push_str(if token.len() > 1 && token.starts_with('0') { "MM" } else { "M" });
            }
            (true, _) if token.trim_start_matches('0') == day && day != month => {
                out.push_str(if token.starts_with('0') { "dd" } else { "d" });
            }
            (false, true) => {
                months += 1;
                out.push_str("MMMM");
            }
            (true, _) => return PLAIN.to_owned(),
            (false, false) => out.push_str(token),
        }
    }
    if months == 1 && out.contains("yyyy") && out.contains('d') { out } else { PLAIN.to_owned() }
}
