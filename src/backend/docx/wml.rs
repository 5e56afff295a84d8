//! A part that holds text, finished while it is written.
//!
//! The tree builder takes long for each paragraph and each cell, and writes most of what they are
//! made of as it has written others. So it spells the first of each look, and what is like it is
//! filled from that ([`Patterns`]).

mod built_xml;
pub(super) mod patterns;
mod tables;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;

use docx_rs::{
    BookmarkEnd, BookmarkStart, BuildXML, DocumentChild, Footnote, FootnoteReference, Hyperlink,
    HyperlinkData, InstrText, Paragraph, ParagraphChild, Run, RunChild, StructuredDataTag,
    StructuredDataTagChild, Text,
};

use super::deferred::{DRAWING_STYLE_PREFIX, LINK_ID_PREFIX, Section};
use super::finisher::Finisher;
use super::schema_order;
use crate::ooxml::namespaces::{R, W, WP};
use crate::ooxml::package::Package;
use crate::ooxml::xml::{Element, XML_DECLARATION, XmlNode, element};
use patterns::{NUMBER_PLACEHOLDER, PLACEHOLDER, Patterns, split_at_placeholders};

/// Has the builder spell things, and finishes what can be finished without regard to what came
/// before.
#[derive(Clone, Copy)]
struct ElementBuilder<'a> {
    finisher: &'a Finisher<'a>,
    /// Gives styles and lists the names that the reference document has for them.
    rename: &'a dyn Fn(&mut Element),
}

impl ElementBuilder<'_> {
    /// An element of which nothing is counted.
    fn build(&self, built: &impl BuildXML) -> Result<Element, String> {
        self.read_and_finish(&built.build(), |_| {})
    }

    /// An element whose content is given later.
    fn build_with_placeholder(&self, built: &impl BuildXML) -> Result<Element, String> {
        let mut element = self.build(built)?;
        element.children.push(XmlNode::Text(PLACEHOLDER.to_owned()));
        Ok(element)
    }

    /// Reads what the builder wrote of an element and finishes it, from the inside out. `count`
    /// sees every element first.
    fn read_and_finish(
        &self,
        bytes: &[u8],
        mut count: impl FnMut(&mut Element),
    ) -> Result<Element, String> {
        let text = std::str::from_utf8(bytes).map_err(|why| why.to_string())?;
        let mut read = built_xml::read_built_xml(text, |mut element| {
            if schema_order::is_empty_container(&element) {
                return None;
            }
            count(&mut element);
            self.finish_closed_element(&mut element);
            Some(element)
        })?;
        (self.rename)(&mut read);
        Ok(read)
    }

    /// Finishes an element that holds only what is finished.
    fn finish_closed_element(&self, element: &mut Element) {
        if matches!(
            element.name.as_str(),
            "w:p" | "w:hyperlink" | "w:sdtContent"
        ) {
            self.finisher.languages.mark_other_scripts(element);
        }
        match element.name.as_str() {
            "w:tbl" => self.finisher.finish_table(element),
            "w:r" => self.finisher.finish_run(element),
            "w:gridCol" => element.attributes.retain(|(name, _)| name != "w:type"),
            "w:p" => self.finisher.languages.set_paragraph_direction(element),
            _ => {}
        }
        schema_order::sort_children(element);
    }
}

/// Finishes a part.
pub(super) struct StoryWriter<'a> {
    builder: ElementBuilder<'a>,
    /// The headers and footers that sections refer to.
    references: &'a [Element],
    patterns: Patterns,
    /// The addresses that are linked to, by number.
    links: BTreeSet<usize>,
    controls: usize,
    tables: usize,
    sections: usize,
}

impl<'a> StoryWriter<'a> {
    pub(super) fn new(
        finisher: &'a Finisher<'a>,
        references: &'a [Element],
        rename: &'a dyn Fn(&mut Element),
    ) -> Self {
        // A reference document has names of its own for what they hold.
        let patterns = if finisher.reference_doc.is_some() {
            Patterns::default()
        } else {
            Patterns::take_shared()
        };
        let builder = ElementBuilder { finisher, rename };
        Self {
            builder,
            references,
            patterns,
            links: BTreeSet::new(),
            controls: 0,
            tables: 0,
            sections: 0,
        }
    }

    /// Writes the part `name`, which holds `text`, and relates it to the addresses that it links
    /// to. `kind` says which it is of those that are `built` alike.
    pub(super) fn finish_part(
        mut self,
        kind: &'static str,
        built: &impl BuildXML,
        name: &str,
        text: &str,
        package: &mut Package,
    ) -> Result<Vec<u8>, String> {
        let builder = self.builder;
        let build = || {
            let mut root = builder.build(built)?;
            root.attributes
                .retain(|(name, _)| !name.starts_with("xmlns") && !name.starts_with("mc:"));
            // Pandoc finds alternative texts by the prefix of the root.
            for (prefix, namespace) in [("w", W), ("r", R), ("wp", WP)] {
                root.set(&format!("xmlns:{prefix}"), namespace);
            }
            let content = vec![XmlNode::Text(PLACEHOLDER.to_owned())];
            match root.find_mut("w:body") {
                Some(body) => body.children = content,
                None => root.children = content,
            }
            Ok((kind, split_at_placeholders(&root)?))
        };
        let pattern = self
            .patterns
            .parts
            .get_or_build(|known| *known == kind, build)
            .map_err(|why| format!("{name}: {why}"))?;
        let [before, after] = &pattern.1;
        for at in &self.links {
            if let Some(address) = builder.finisher.deferred.links.get(*at) {
                package.relate_external(name, &format!("{LINK_ID_PREFIX}{at}"), address);
            }
        }
        if builder.finisher.reference_doc.is_none() {
            self.patterns.return_shared();
        }
        Ok([XML_DECLARATION, before, text, after].concat().into_bytes())
    }

    /// Writes a block of a document, finished.
    pub(super) fn write_block(
        &mut self,
        block: &DocumentChild,
        out: &mut String,
    ) -> Result<(), String> {
        match block {
            DocumentChild::Paragraph(paragraph) => self.write_paragraph(paragraph, "", out),
            DocumentChild::Table(table) => self.write_table(table, out),
            other => self.write_without_pattern(other, out),
        }
    }

    /// Writes something as the builder spells it, finished.
    pub(super) fn write_without_pattern(
        &mut self,
        built: &impl BuildXML,
        out: &mut String,
    ) -> Result<(), String> {
        self.finish_element(&built.build())?.write(out);
        Ok(())
    }

    /// Writes what is to be said of the last section.
    pub(super) fn write_last_section(&mut self, out: &mut String) {
        self.next_section().write(out);
    }

    /// Writes a note, which begins with its `mark`.
    pub(super) fn write_footnote(
        &mut self,
        note: &Footnote,
        mark: &str,
        out: &mut String,
    ) -> Result<(), String> {
        let builder = self.builder;
        let build = || {
            let mut note = builder.build(&Footnote {
                id: NUMBER_PLACEHOLDER,
                content: vec![Paragraph::new()],
            })?;
            note.children = vec![XmlNode::Text(PLACEHOLDER.to_owned())];
            Ok(((), split_at_placeholders(&note)?))
        };
        let pattern = self.patterns.notes.get_or_build(|()| true, build)?;
        let [before, between, after] = &pattern.1;
        out.push_str(before);
        push_number(note.id, out);
        out.push_str(between);
        let mut mark = mark;
        for paragraph in &note.content {
            self.write_paragraph(paragraph, std::mem::take(&mut mark), out)?;
        }
        out.push_str(after);
        Ok(())
    }

    /// Writes a paragraph that begins with what is in `lead`.
    pub(super) fn write_paragraph(
        &mut self,
        paragraph: &Paragraph,
        lead: &str,
        out: &mut String,
    ) -> Result<(), String> {
        if !self.fits_pattern(paragraph) {
            let mut element = self.finish_element(&paragraph.build())?;
            if !lead.is_empty() {
                let at = usize::from(element.find("w:pPr").is_some());
                element.children.insert(at, XmlNode::Text(lead.to_owned()));
            }
            element.write(out);
            return Ok(());
        }
        let (builder, property) = (self.builder, &paragraph.property);
        let build = || {
            let mut emptied = Paragraph::new();
            emptied.property = property.clone();
            Ok((
                property.clone(),
                split_at_placeholders(&builder.build_with_placeholder(&emptied)?)?,
            ))
        };
        let style = property.style.as_ref().map_or("", |style| &style.val);
        let pattern = self
            .patterns
            .of_style(style)
            .get_or_build(|known| known == property, build)?;
        let [before, after] = &pattern.1;
        out.push_str(before);
        out.push_str(lead);
        for child in &paragraph.children {
            self.write_paragraph_child(child, out)?;
        }
        out.push_str(after);
        Ok(())
    }

    /// Whether finishing a paragraph changes nothing in its texts, which are in the document's own
    /// language, and whatever in it may hold something does.
    fn fits_pattern(&self, paragraph: &Paragraph) -> bool {
        let in_link = |child: &ParagraphChild| matches!(child, ParagraphChild::Run(run) if self.run_fits_pattern(run));
        let in_control = |child: &StructuredDataTagChild| match child {
            StructuredDataTagChild::Run(run) => self.run_fits_pattern(run),
            StructuredDataTagChild::BookmarkStart(_) | StructuredDataTagChild::BookmarkEnd(_) => {
                true
            }
            _ => false,
        };
        let child = |child: &ParagraphChild| match child {
            ParagraphChild::Hyperlink(Hyperlink {
                link: HyperlinkData::External { .. },
                children,
                ..
            }) => !children.is_empty() && children.iter().all(in_link),
            ParagraphChild::StructuredDataTag(tag) => {
                !tag.children.is_empty() && tag.children.iter().all(in_control)
            }
            ParagraphChild::Run(run) => self.run_fits_pattern(run),
            ParagraphChild::BookmarkStart(_) | ParagraphChild::BookmarkEnd(_) => true,
            _ => false,
        };
        paragraph.property.section_property.is_none() && paragraph.children.iter().all(child)
    }

    fn run_fits_pattern(&self, run: &Run) -> bool {
        let languages = self.builder.finisher.languages;
        let is_plain = match run.children.as_slice() {
            [RunChild::Text(text)] => languages.is_in_own_script(&text.text),
            [RunChild::InstrText(code)] => {
                matches!(&**code, InstrText::Unsupported(code) if languages.is_in_own_script(code))
            }
            [child] => matches!(
                child,
                RunChild::Tab(_)
                    | RunChild::Break(_)
                    | RunChild::FieldChar(_)
                    | RunChild::FootnoteReference(_)
            ),
            _ => false,
        };
        is_plain
            && !run
                .run_property
                .style
                .as_ref()
                .is_some_and(|style| style.val.starts_with(DRAWING_STYLE_PREFIX))
    }

    /// Writes what a plain paragraph holds.
    fn write_paragraph_child(
        &mut self,
        child: &ParagraphChild,
        out: &mut String,
    ) -> Result<(), String> {
        match child {
            ParagraphChild::Run(run) => self.write_run(run, out),
            ParagraphChild::Hyperlink(link) => self.write_hyperlink(link, out),
            ParagraphChild::StructuredDataTag(tag) => self.write_control(tag, out),
            ParagraphChild::BookmarkStart(mark) => self.write_bookmark_start(mark, out),
            ParagraphChild::BookmarkEnd(mark) => self.write_bookmark_end(mark, out),
            other => self.write_without_pattern(other, out),
        }
    }

    fn write_run(&mut self, run: &Run, out: &mut String) -> Result<(), String> {
        let [child] = run.children.as_slice() else {
            return self.write_without_pattern(run, out);
        };
        let (builder, property, content) =
            (self.builder, &run.run_property, varying_content(child));
        let build = || {
            let child = with_placeholder(child);
            let run = Run {
                run_property: property.clone(),
                children: vec![child.clone()],
            };
            let mut built = builder.build(&run)?;
            if content.is_none() {
                // It is the same in all, and has its place at the end.
                built.children.push(XmlNode::Text(PLACEHOLDER.to_owned()));
            }
            Ok(((property.clone(), child), split_at_placeholders(&built)?))
        };
        let pattern = self.patterns.runs.get_or_build(
            |(known, other)| differs_only_in_content(other, child) && known == property,
            build,
        )?;
        let [before, after] = &pattern.1;
        out.push_str(before);
        out.push_str(content.as_deref().unwrap_or_default());
        out.push_str(after);
        Ok(())
    }

    fn write_hyperlink(&mut self, link: &Hyperlink, out: &mut String) -> Result<(), String> {
        let HyperlinkData::External { rid, .. } = &link.link else {
            return self.write_without_pattern(link, out);
        };
        let (builder, history) = (self.builder, link.history);
        let build = || {
            let link = HyperlinkData::External {
                rid: PLACEHOLDER.to_owned(),
                path: String::new(),
            };
            Ok((
                history,
                split_at_placeholders(&builder.build_with_placeholder(&Hyperlink {
                    link,
                    history,
                    children: Vec::new(),
                })?)?,
            ))
        };
        let pattern = self
            .patterns
            .links
            .get_or_build(|known| *known == history, build)?;
        let [before, between, after] = &pattern.1;
        self.links.extend(link_number(rid));
        out.push_str(before);
        out.push_str(rid);
        out.push_str(between);
        for child in &link.children {
            self.write_paragraph_child(child, out)?;
        }
        out.push_str(after);
        Ok(())
    }

    fn write_control(&mut self, tag: &StructuredDataTag, out: &mut String) -> Result<(), String> {
        let builder = self.builder;
        let build = || {
            let mut tag = builder.build(&StructuredDataTag::new())?;
            for part in tag.elements_mut() {
                part.children = vec![XmlNode::Text(PLACEHOLDER.to_owned())];
            }
            Ok(((), split_at_placeholders(&tag)?))
        };
        let pattern = self.patterns.controls.get_or_build(|()| true, build)?;
        let [before, between, after] = &pattern.1;
        self.controls += 1;
        let alias = tag.property.alias.as_deref().unwrap_or_default();
        let known = builder
            .finisher
            .control_properties(alias, self.controls)
            .ok_or("it is not known what may be written")?;
        out.push_str(before);
        out.push_str(&known);
        out.push_str(between);
        for child in &tag.children {
            match child {
                StructuredDataTagChild::Run(run) => self.write_run(run, out)?,
                StructuredDataTagChild::BookmarkStart(mark) => {
                    self.write_bookmark_start(mark, out)?
                }
                StructuredDataTagChild::BookmarkEnd(mark) => self.write_bookmark_end(mark, out)?,
                other => self.write_without_pattern(other, out)?,
            }
        }
        out.push_str(after);
        Ok(())
    }

    fn write_bookmark_start(
        &mut self,
        mark: &BookmarkStart,
        out: &mut String,
    ) -> Result<(), String> {
        let builder = self.builder;
        let build = || {
            Ok((
                (),
                split_at_placeholders(
                    &builder.build(&BookmarkStart::new(NUMBER_PLACEHOLDER, PLACEHOLDER))?,
                )?,
            ))
        };
        let pattern = self
            .patterns
            .bookmark_starts
            .get_or_build(|()| true, build)?;
        let [before, between, after] = &pattern.1;
        out.push_str(before);
        push_number(mark.id, out);
        out.push_str(between);
        out.push_str(&mark.name);
        out.push_str(after);
        Ok(())
    }

    fn write_bookmark_end(&mut self, mark: &BookmarkEnd, out: &mut String) -> Result<(), String> {
        let builder = self.builder;
        let build = || {
            Ok((
                (),
                split_at_placeholders(&builder.build(&BookmarkEnd::new(NUMBER_PLACEHOLDER))?)?,
            ))
        };
        let pattern = self.patterns.bookmark_ends.get_or_build(|()| true, build)?;
        let [before, after] = &pattern.1;
        out.push_str(before);
        push_number(mark.id, out);
        out.push_str(after);
        Ok(())
    }

    /// Reads what the builder wrote of an element and finishes it.
    pub(super) fn finish_element(&mut self, bytes: &[u8]) -> Result<Element, String> {
        let builder = self.builder;
        builder.read_and_finish(bytes, |element| match element.name.as_str() {
            "w:sdt" => {
                self.controls += 1;
                let Some(properties) = element.find_mut("w:sdtPr") else {
                    return;
                };
                let control = properties
                    .child_value("w:alias")
                    .and_then(|it| builder.finisher.control_properties(it, self.controls));
                if let Some(control) = control {
                    properties.children = vec![XmlNode::Text(control)];
                }
            }
            "w:hyperlink" => self.links.extend(element.get("r:id").and_then(link_number)),
            "w:sectPr" => *element = self.next_section(),
            _ => {}
        })
    }

    /// What is to be said of the next section.
    fn next_section(&mut self) -> Element {
        let finisher = self.builder.finisher;
        let own = finisher
            .deferred
            .sections
            .get(self.sections)
            .unwrap_or(&Section { columns: None });
        let mut section = element("w:sectPr");
        section.children = finisher.section_properties(own, self.references, self.sections > 0);
        self.sections += 1;
        schema_order::put_in_order(&mut section);
        section
    }
}

/// What differs in runs that are otherwise alike, as it is written; `None` if nothing does.
fn varying_content(child: &RunChild) -> Option<Cow<'_, str>> {
    match child {
        RunChild::Text(text) => Some((&text.text).into()),
        RunChild::FootnoteReference(note) => Some(note.id.to_string().into()),
        RunChild::InstrText(code) => match &**code {
            InstrText::Unsupported(code) => Some(code.into()),
            _ => None,
        },
        _ => None,
    }
}

/// What a run holds, with a place for its [`content`].
fn with_placeholder(child: &RunChild) -> RunChild {
    match child {
        RunChild::Text(_) => RunChild::Text(Text::new(PLACEHOLDER)),
        RunChild::FootnoteReference(_) => {
            RunChild::FootnoteReference(FootnoteReference::new(NUMBER_PLACEHOLDER))
        }
        RunChild::InstrText(code) if matches!(**code, InstrText::Unsupported(_)) => {
            RunChild::InstrText(Box::new(InstrText::Unsupported(PLACEHOLDER.to_owned())))
        }
        other => other.clone(),
    }
}

/// Whether runs hold the same but for their [`content`].
fn differs_only_in_content(one: &RunChild, other: &RunChild) -> bool {
    match (one, other) {
        (RunChild::Text(_), RunChild::Text(_)) => true,
        (RunChild::FootnoteReference(_), RunChild::FootnoteReference(_)) => true,
        (RunChild::InstrText(one), RunChild::InstrText(other)) => {
            matches!(
                (&**one, &**other),
                (InstrText::Unsupported(_), InstrText::Unsupported(_))
            ) || one == other
        }
        _ => one == other,
    }
}

/// The number of the address that a relationship leads to.
fn link_number(relationship: &str) -> Option<usize> {
    relationship.strip_prefix(LINK_ID_PREFIX)?.parse().ok()
}

fn push_number(number: usize, out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "{number}");
}
