//! The finishing pass: from the builder's tree to the parts of a file.
//!
//! The builder spells paragraphs, runs, tables, notes and fields. What it cannot say waits in
//! [`Extras`] by number and is put in its place here, and what it says in the wrong order or from a
//! counter of the whole process is put right. Nothing else has it spell anything, or looks at what
//! it spelled.

mod built;
mod common;
mod drawings;
mod patterns;
mod sections;
pub(super) mod story;

use docx_rs::{DocumentChild, Footnotes};

use super::language::Languages;
use super::look::Look;
use super::package::Package;
use super::parts::{self, content_type};
use super::reference::{Edge, Merged, Numbers, Reference};
use super::text::{Control, ControlKind};
use super::xml::{Element, Node, element, parse, push_empty};
use super::{Edges, Extras, TableLook, numbering, order};
use crate::assets::Assets;
use crate::document::Document;
use common::Common;
pub(super) use patterns::holds_place;
use story::Story;

/// Namespace of drawings in Word documents.
const WP: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

/// The part that holds the text.
pub(super) const DOCUMENT: &str = "word/document.xml";

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
    /// Makes the package's parts, of the blocks of a document and of what stands at the edges of
    /// its pages.
    ///
    /// # Errors
    ///
    /// When the tree builder wrote something that is not XML.
    pub(super) fn run(&self, edges: &Edges, blocks: Vec<DocumentChild>) -> Result<Package, String> {
        let mut package = Package::default();
        let common = Common::of(self.look, self.languages, self.assets.protection)?;
        let lists = &self.extras.lists;
        let fitted = self.document.fit.pages.is_some();
        let merge = |house: &Reference| -> Result<Merged, String> {
            let numbering = numbering::part(lists, self.look);
            Ok(house.merge(&parse(common.styles.as_bytes())?, &numbering, lists, fitted))
        };
        let merged = self.house.map(merge).transpose()?;
        let rename = |root: &mut Element| merged.iter().for_each(|merged| merged.rename(root));
        let mut references = Vec::new();
        let mut numbers = Numbers {
            drawing: self.extras.drawings.len(),
            control: FIRST_CONTROL_OF_HOUSE,
        };
        for (edge, list) in [
            (Edge::Header, &edges.headers),
            (Edge::Footer, &edges.footers),
        ] {
            references.extend(self.furniture(edge, list, &mut numbers, &mut package, &rename)?);
        }
        self.document_part(blocks, &references, &mut package, &rename)?;
        let notes = self.notes(&mut package, &rename)?;
        let (styles, numbering) = match merged {
            Some(merged) => (merged.styles.to_part(), merged.numbering.to_part()),
            None => (common.styles.clone().into_bytes(), common.numbering(lists)),
        };
        let settings = self
            .house
            .map(|house| parts::settings(self.languages, &house.settings, self.assets.protection));
        let theirs = |part: Option<&Element>, ours: &[u8]| {
            part.map_or_else(|| ours.to_vec(), Element::to_part)
        };
        let fonts = self.house.and_then(|house| house.fonts.as_ref());
        let theme = self.house.and_then(|house| house.theme.as_ref());
        let own = [
            ("footnotes", notes),
            ("numbering", numbering),
            ("styles", styles),
            ("settings", theirs(settings.as_ref(), &common.settings)),
            ("fontTable", theirs(fonts, &common.fonts)),
        ];
        for (kind, bytes) in own {
            package.add_typed(&format!("word/{kind}.xml"), &content_type(kind), bytes);
            package.relate(
                DOCUMENT,
                &format!("rId{kind}"),
                kind,
                &format!("{kind}.xml"),
            );
        }
        package.add_typed(
            "word/theme/theme1.xml",
            "application/vnd.openxmlformats-officedocument.theme+xml",
            theirs(theme, &common.theme),
        );
        package.relate(DOCUMENT, "rIdtheme", "theme", "theme/theme1.xml");
        parts::properties(self.document, self.languages, &mut package);
        Ok(package)
    }

    fn document_part(
        &self,
        blocks: Vec<DocumentChild>,
        references: &[Element],
        package: &mut Package,
        rename: &dyn Fn(&mut Element),
    ) -> Result<(), String> {
        let mut story = Story::new(self, references, rename);
        let mut text = String::new();
        for block in blocks {
            story
                .block(&block, &mut text)
                .map_err(|why| format!("{DOCUMENT}: {why}"))?;
        }
        story.last_section(&mut text);
        let part = story.part(
            "document",
            &docx_rs::Document::new(),
            DOCUMENT,
            &text,
            package,
        )?;
        package.add_typed(DOCUMENT, &content_type("document.main"), part);
        for (at, drawing) in self.extras.drawings.iter().enumerate() {
            self.drawing_parts(at, drawing, package)?;
        }
        Ok(())
    }

    /// The part of the notes. Word wants two separators among them, and in each its own mark.
    fn notes(
        &self,
        package: &mut Package,
        rename: &dyn Fn(&mut Element),
    ) -> Result<Vec<u8>, String> {
        const NAME: &str = "word/footnotes.xml";
        let mut text = String::new();
        for (id, kind) in [("-1", "separator"), ("0", "continuationSeparator")] {
            let paragraph =
                element("w:p").child(element("w:r").child(element(&format!("w:{kind}"))));
            element("w:footnote")
                .with("w:type", kind)
                .with("w:id", id)
                .child(paragraph)
                .write(&mut text);
        }
        let style = element("w:rPr").child(element("w:rStyle").with("w:val", "FootnoteReference"));
        let mut mark = element("w:r").child(style).child(element("w:footnoteRef"));
        rename(&mut mark);
        let space = element("w:r").child(element("w:t").with("xml:space", "preserve").text(" "));
        let mut lead = String::new();
        [mark, space].iter().for_each(|run| run.write(&mut lead));
        let mut story = Story::new(self, &[], rename);
        for note in &self.extras.notes {
            story
                .note(note, &lead, &mut text)
                .map_err(|why| format!("{NAME}: {why}"))?;
        }
        story.part("footnotes", &Footnotes::default(), NAME, &text, package)
    }

    fn text_run(&self, run: &mut Element) {
        let style = run
            .find("w:rPr")
            .and_then(|properties| properties.value_of("w:rStyle"));
        if let Some(number) = style.and_then(|style| style.strip_prefix(super::DRAWING_SLOT)) {
            let drawing = number
                .parse()
                .ok()
                .and_then(|at: usize| Some((at, self.extras.drawings.get(at)?)));
            run.children = drawing
                .map(|(at, drawing)| Node::Element(drawings::inline(at, drawing)))
                .into_iter()
                .collect();
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
        let Some(properties) = table.find_mut("w:tblPr") else {
            return;
        };
        let slot = properties
            .value_of("w:tblStyle")
            .and_then(|style| style.strip_prefix(super::TABLE_SLOT));
        let Some(look) =
            slot.and_then(|number| self.extras.tables.get(number.parse::<usize>().ok()?))
        else {
            return;
        };
        let TableLook {
            style,
            heads,
            title: _,
            right_to_left,
        } = look;
        let (header, names) = (heads.has_row(), heads.has_column());
        properties.remove(&[
            "w:tblBorders",
            "w:jc",
            "w:tblStyle",
            "w:tblLook",
            "w:tblCellMar",
        ]);
        let flag = |on: bool| if on { "1" } else { "0" };
        let bits = 0x0600 | if header { 0x20 } else { 0 } | if names { 0x80 } else { 0 };
        let mut add = |child| properties.children.push(Node::Element(child));
        add(element("w:tblStyle").with("w:val", style));
        add(element("w:tblLook")
            .with("w:val", format!("{bits:04X}"))
            .with("w:firstRow", flag(header))
            .with("w:lastRow", "0")
            .with("w:firstColumn", flag(names))
            .with("w:lastColumn", "0")
            .with("w:noHBand", "1")
            .with("w:noVBand", "1"));
        look.caption().into_iter().for_each(&mut add);
        if *right_to_left {
            add(element("w:bidiVisual"));
        }
        order::arrange(properties);
        if header && let Some(row) = table.find_mut("w:tr") {
            make_header(row);
        }
    }

    /// What is to be said of the place to write that an alias stands for, in the order of the
    /// schema.
    fn control(&self, alias: &str, id: usize) -> Option<String> {
        let Control {
            tag,
            title,
            kind,
            empty,
        } = self.extras.controls.get(alias.parse::<usize>().ok()?)?;
        let mut out = String::new();
        let id = (FIRST_CONTROL + id).to_string();
        for (name, value) in [("w:alias", title), ("w:tag", tag), ("w:id", &id)] {
            push_empty(name, &[("w:val", value)], &mut out);
        }
        if *empty {
            push_empty("w:showingPlcHdr", &[], &mut out);
        }
        match kind {
            ControlKind::Plain => push_empty("w:text", &[], &mut out),
            ControlKind::Rich => push_empty("w:richText", &[], &mut out),
            ControlKind::Date => self.date_control().write(&mut out),
        }
        Some(out)
    }

    fn date_control(&self) -> Element {
        let language = if self.languages.is_east_asian() {
            &self.languages.east_asian
        } else {
            &self.languages.tag
        };
        let meta = &self.document.meta;
        let value = |name: &str, value: &str| element(name).with("w:val", value);
        element("w:date")
            .child(value(
                "w:dateFormat",
                &date_format(&meta.date, &meta.date_text),
            ))
            .child(value("w:lid", language))
            .child(value("w:storeMappedDataAs", "dateTime"))
            .child(value("w:calendar", "gregorian"))
    }
}

/// Numbers of content controls begin here; Word gives its own at random.
const FIRST_CONTROL: usize = 1_000_000;

/// Numbers of content controls in a house template's headers and footers begin here.
const FIRST_CONTROL_OF_HOUSE: usize = 500_000;

/// Has a row stand at the head of every page of its table.
fn make_header(row: &mut Element) {
    if row.find("w:trPr").is_none() {
        row.children.insert(0, Node::Element(element("w:trPr")));
    }
    if let Some(properties) = row.find_mut("w:trPr") {
        properties
            .children
            .push(Node::Element(element("w:tblHeader")));
    }
}

/// How Word prints a date so that it looks like the document's own: `November 23, 2026` gives `MMMM
/// d, yyyy`.
fn date_format(iso: &str, printed: &str) -> String {
    const PLAIN: &str = "yyyy-MM-dd";
    let mut parts = iso
        .trim()
        .split('-')
        .map(|part| part.trim_start_matches('0'));
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return PLAIN.to_owned();
    };
    let mut out = String::new();
    let (mut months, mut rest) = (0, printed);
    while let Some(first) = rest.chars().next() {
        let kind = |it: char| (it.is_ascii_digit(), it.is_alphabetic() && it.is_ascii());
        let end = rest
            .find(|it| kind(it) != kind(first))
            .unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        rest = after;
        match kind(first) {
            (true, _) if token == year => out.push_str("yyyy"),
            (true, _)
                if token.trim_start_matches('0') == month
                    && months == 0
                    && !out.contains('M')
                    && month != day =>
            {
                months += 1;
                out.push_str(if token.len() > 1 && token.starts_with('0') {
                    "MM"
                } else {
                    "M"
                });
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
    if months == 1 && out.contains("yyyy") && out.contains('d') {
        out
    } else {
        PLAIN.to_owned()
    }
}
