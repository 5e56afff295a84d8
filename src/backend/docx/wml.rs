//! Serializes parts with text (the document, headers, footers and footnotes) and finishes them on
//! the way. [`StoryWriter`] writes one part; "story" is Word's own term for it.
//!
//! [`docx_rs`] is slow at serializing paragraphs and cells, and most of them differ only in their
//! text. So an element of each kind is built, parsed and finished once, with placeholders for the
//! content, and cut into strings there: a pattern ([`patterns`]). Elements like it are written by
//! filling the pattern in. Anything that does not fit a pattern is built as a whole:
//! [`StoryWriter::write_without_pattern`] is the reference, and a test compares both.

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
use patterns::{NUMBER_PLACEHOLDER, PLACEHOLDER, Patterns};

/// Builds single elements with the library and finishes them, as far as that does not depend on the
/// elements before.
#[derive(Clone, Copy)]
struct ElementBuilder<'a> {
    finisher: &'a Finisher<'a>,
    /// Replaces ids of styles and lists by those of the Word template.
    rename: &'a dyn Fn(&mut Element),
}

impl ElementBuilder<'_> {
    /// Builds an element that holds nothing numbered: no controls, links or sections.
    fn build(&self, value: &impl BuildXML) -> Result<Element, String> {
        self.read_and_finish(&value.build(), |_| {})
    }

    /// Builds an element with a placeholder at the end of its children.
    fn build_with_placeholder(&self, value: &impl BuildXML) -> Result<Element, String> {
        let mut element = self.build(value)?;
        element.children.push(XmlNode::Text(PLACEHOLDER.to_owned()));
        Ok(element)
    }

    /// Parses an element that the library has serialized and finishes it, from the inside out.
    /// `number` sees every element first and gives it its numbers.
    fn read_and_finish(
        &self,
        bytes: &[u8],
        mut number: impl FnMut(&mut Element),
    ) -> Result<Element, String> {
        let text = std::str::from_utf8(bytes).map_err(|why| why.to_string())?;
        let mut root = built_xml::read_built_xml(text, |mut element| {
            if schema_order::is_empty_container(&element) {
                return None;
            }
            number(&mut element);
            self.finish_closed_element(&mut element);
            Some(element)
        })?;
        (self.rename)(&mut root);
        Ok(root)
    }

    /// Finishes an element whose children are finished.
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

/// Writes a part with text.
pub(super) struct StoryWriter<'a> {
    builder: ElementBuilder<'a>,
    /// The references to headers and footers that sections have.
    references: &'a [Element],
    patterns: Patterns,
    /// Numbers of the links in this part, which need relationships.
    links: BTreeSet<usize>,
    control_count: usize,
    table_count: usize,
    section_count: usize,
}

impl<'a> StoryWriter<'a> {
    pub(super) fn new(
        finisher: &'a Finisher<'a>,
        references: &'a [Element],
        rename: &'a dyn Fn(&mut Element),
    ) -> Self {
        // Patterns contain ids of styles, which differ with each Word template.
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
            control_count: 0,
            table_count: 0,
            section_count: 0,
        }
    }

    /// Returns the whole part `name` with `text` inside the root element of `empty_part`, and
    /// relates it to the addresses that it links to. Parts of one `kind` have the same root.
    pub(super) fn finish_part(
        mut self,
        kind: &'static str,
        empty_part: &impl BuildXML,
        name: &str,
        text: &str,
        package: &mut Package,
    ) -> Result<Vec<u8>, String> {
        let builder = self.builder;
        let build = || {
            let mut root = builder.build(empty_part)?;
            root.attributes
                .retain(|(name, _)| !name.starts_with("xmlns") && !name.starts_with("mc:"));
            // Drawings declare their own namespaces, but Pandoc finds alternative texts only if the
            // root declares `wp`.
            for (prefix, namespace) in [("w", W), ("r", R), ("wp", WP)] {
                root.set(&format!("xmlns:{prefix}"), namespace);
            }
            let content = vec![XmlNode::Text(PLACEHOLDER.to_owned())];
            match root.find_mut("w:body") {
                Some(body) => body.children = content,
                None => root.children = content,
            }
            Ok((kind, root))
        };
        let pattern = self
            .patterns
            .parts
            .get_or_build(|key| *key == kind, build)
            .map_err(|why| format!("{name}: {why}"))?;
        let [before, after] = &*pattern;
        for number in &self.links {
            if let Some(address) = builder.finisher.deferred.links.get(*number) {
                package.relate_external(name, &format!("{LINK_ID_PREFIX}{number}"), address);
            }
        }
        if builder.finisher.reference_doc.is_none() {
            self.patterns.return_shared();
        }
        Ok([XML_DECLARATION, before, text, after].concat().into_bytes())
    }

    /// Writes a block of the document.
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

    /// Writes any element, built and finished as a whole.
    pub(super) fn write_without_pattern(
        &mut self,
        built: &impl BuildXML,
        out: &mut String,
    ) -> Result<(), String> {
        self.finish_element(&built.build())?.write(out);
        Ok(())
    }

    /// Writes the properties of the last section, at the end of the document.
    pub(super) fn write_last_section(&mut self, out: &mut String) {
        self.next_section().write(out);
    }

    /// Writes a footnote. Its first paragraph begins with `mark`, the runs of its number.
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
            Ok(((), note))
        };
        let pattern = self.patterns.notes.get_or_build(|()| true, build)?;
        let [before, between, after] = &*pattern;
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

    /// Writes a paragraph. `lead` is serialized content to put before its own.
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
        let builder = self.builder;
        let property = &paragraph.property;
        let build = || {
            let mut empty = Paragraph::new();
            empty.property = property.clone();
            Ok((property.clone(), builder.build_with_placeholder(&empty)?))
        };
        let style = property.style.as_ref().map_or("", |style| &style.val);
        let pattern = self
            .patterns
            .of_style(style)
            .get_or_build(|key| key == property, build)?;
        let [before, after] = &*pattern;
        out.push_str(before);
        out.push_str(lead);
        for child in &paragraph.children {
            self.write_paragraph_child(child, out)?;
        }
        out.push_str(after);
        Ok(())
    }

    /// Whether a paragraph can be filled into a pattern: finishing does not change its runs,
    /// because their text is in the document's own script, and none of its containers is empty.
    fn fits_pattern(&self, paragraph: &Paragraph) -> bool {
        paragraph.property.section_property.is_none()
            && paragraph
                .children
                .iter()
                .all(|child| self.child_fits_pattern(child))
    }

    fn child_fits_pattern(&self, child: &ParagraphChild) -> bool {
        match child {
            ParagraphChild::Run(run) => self.run_fits_pattern(run),
            ParagraphChild::BookmarkStart(_) | ParagraphChild::BookmarkEnd(_) => true,
            ParagraphChild::Hyperlink(Hyperlink {
                link: HyperlinkData::External { .. },
                children,
                ..
            }) => {
                let fits = |child: &ParagraphChild| match child {
                    ParagraphChild::Run(run) => self.run_fits_pattern(run),
                    _ => false,
                };
                !children.is_empty() && children.iter().all(fits)
            }
            ParagraphChild::StructuredDataTag(control) => {
                let fits = |child: &StructuredDataTagChild| match child {
                    StructuredDataTagChild::Run(run) => self.run_fits_pattern(run),
                    StructuredDataTagChild::BookmarkStart(_)
                    | StructuredDataTagChild::BookmarkEnd(_) => true,
                    _ => false,
                };
                !control.children.is_empty() && control.children.iter().all(fits)
            }
            _ => false,
        }
    }

    fn run_fits_pattern(&self, run: &Run) -> bool {
        let languages = self.builder.finisher.languages;
        let style = run.run_property.style.as_ref();
        if style.is_some_and(|style| style.val.starts_with(DRAWING_STYLE_PREFIX)) {
            return false;
        }
        match run.children.as_slice() {
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
        }
    }

    /// Writes a child of a paragraph that fits its pattern.
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
        let builder = self.builder;
        let property = &run.run_property;
        let content = varying_content(child);
        let build = || {
            let child = with_placeholder(child);
            let run = Run {
                run_property: property.clone(),
                children: vec![child.clone()],
            };
            let mut element = builder.build(&run)?;
            if content.is_none() {
                // A break or a tab: the same in all runs like this, so that nothing is filled in.
                element.children.push(XmlNode::Text(PLACEHOLDER.to_owned()));
            }
            Ok(((property.clone(), child), element))
        };
        let pattern = self.patterns.runs.get_or_build(
            |(key, other)| differs_only_in_content(other, child) && key == property,
            build,
        )?;
        let [before, after] = &*pattern;
        out.push_str(before);
        out.push_str(content.as_deref().unwrap_or_default());
        out.push_str(after);
        Ok(())
    }

    fn write_hyperlink(&mut self, link: &Hyperlink, out: &mut String) -> Result<(), String> {
        let HyperlinkData::External { rid, .. } = &link.link else {
            return self.write_without_pattern(link, out);
        };
        let builder = self.builder;
        let history = link.history;
        let build = || {
            let empty = Hyperlink {
                link: HyperlinkData::External {
                    rid: PLACEHOLDER.to_owned(),
                    path: String::new(),
                },
                history,
                children: Vec::new(),
            };
            Ok((history, builder.build_with_placeholder(&empty)?))
        };
        let pattern = self
            .patterns
            .links
            .get_or_build(|key| *key == history, build)?;
        let [before, between, after] = &*pattern;
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
            let mut control = builder.build(&StructuredDataTag::new())?;
            // `w:sdtPr` and `w:sdtContent`
            for child in control.elements_mut() {
                child.children = vec![XmlNode::Text(PLACEHOLDER.to_owned())];
            }
            Ok(((), control))
        };
        let pattern = self.patterns.controls.get_or_build(|()| true, build)?;
        let [before, between, after] = &*pattern;
        self.control_count += 1;
        let alias = tag.property.alias.as_deref().unwrap_or_default();
        let properties = builder
            .finisher
            .control_properties(alias, self.control_count)
            .ok_or_else(|| format!("there is no content control `{alias}`"))?;
        out.push_str(before);
        out.push_str(&properties);
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
            let start = BookmarkStart::new(NUMBER_PLACEHOLDER, PLACEHOLDER);
            Ok(((), builder.build(&start)?))
        };
        let pattern = self
            .patterns
            .bookmark_starts
            .get_or_build(|()| true, build)?;
        let [before, between, after] = &*pattern;
        out.push_str(before);
        push_number(mark.id, out);
        out.push_str(between);
        out.push_str(&mark.name);
        out.push_str(after);
        Ok(())
    }

    fn write_bookmark_end(&mut self, mark: &BookmarkEnd, out: &mut String) -> Result<(), String> {
        let builder = self.builder;
        let build = || Ok(((), builder.build(&BookmarkEnd::new(NUMBER_PLACEHOLDER))?));
        let pattern = self.patterns.bookmark_ends.get_or_build(|()| true, build)?;
        let [before, after] = &*pattern;
        out.push_str(before);
        push_number(mark.id, out);
        out.push_str(after);
        Ok(())
    }

    /// Parses an element that the library has serialized and finishes it, with the numbers of its
    /// controls, links and sections.
    pub(super) fn finish_element(&mut self, bytes: &[u8]) -> Result<Element, String> {
        let builder = self.builder;
        builder.read_and_finish(bytes, |element| match element.name.as_str() {
            "w:sdt" => {
                self.control_count += 1;
                let Some(properties) = element.find_mut("w:sdtPr") else {
                    return;
                };
                let alias = properties.child_value("w:alias").unwrap_or_default();
                let control = builder
                    .finisher
                    .control_properties(alias, self.control_count);
                if let Some(control) = control {
                    properties.children = vec![XmlNode::Text(control)];
                }
            }
            "w:hyperlink" => self.links.extend(element.get("r:id").and_then(link_number)),
            "w:sectPr" => *element = self.next_section(),
            _ => {}
        })
    }

    /// The properties of the next section.
    fn next_section(&mut self) -> Element {
        let finisher = self.builder.finisher;
        let index = self.section_count;
        self.section_count += 1;
        // The last section is not deferred, and has one column.
        let deferred = finisher.deferred.sections.get(index);
        let section = deferred.unwrap_or(&Section { columns: None });
        let is_continuous = index > 0;
        let mut properties = element("w:sectPr");
        properties.children = finisher.section_properties(section, self.references, is_continuous);
        schema_order::put_in_order(&mut properties);
        properties
    }
}

/// The content in which runs with the same pattern differ, in serialized form; `None` if there is
/// none. The library has escaped texts when it stored them.
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

/// A run's child with a placeholder for its [`varying_content`].
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

/// Whether two children of runs are the same but for their [`varying_content`].
fn differs_only_in_content(one: &RunChild, other: &RunChild) -> bool {
    match (one, other) {
        (RunChild::Text(_), RunChild::Text(_)) => true,
        (RunChild::FootnoteReference(_), RunChild::FootnoteReference(_)) => true,
        (RunChild::InstrText(one), RunChild::InstrText(other)) => match (&**one, &**other) {
            (InstrText::Unsupported(_), InstrText::Unsupported(_)) => true,
            _ => one == other,
        },
        _ => one == other,
    }
}

/// The number of a link, from the id of its relationship.
fn link_number(relationship: &str) -> Option<usize> {
    relationship.strip_prefix(LINK_ID_PREFIX)?.parse().ok()
}

fn push_number(number: usize, out: &mut String) {
    // Writing to a `String` cannot fail.
    let _ = write!(out, "{number}");
}
