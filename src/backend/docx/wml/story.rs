//! Writes the parts with text as XML: the document, headers, footers and footnotes. "Story" is
//! Word's own term for the text of one part.
//!
//! [`StoryWriter`] walks the nodes once, in their order, and appends the XML of each. The XML of
//! [`docx_rs`] itself is not used: it has properties in another order than the schema and numbers
//! paragraphs with a counter of the whole process. A test compares what both write.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use docx_rs::{BookmarkStart, ParagraphProperty};

use super::{
    BlockNode, ControlNode, DrawingKind, DrawingNode, FootnoteNode, InlineNode, LinkNode,
    ParagraphNode, RunContent, RunNode, Section,
};
use crate::backend::docx::drawings::inline_drawing;
use crate::backend::docx::language::RunLanguage;
use crate::backend::docx::long_words::NO_BREAK_HYPHEN;
use crate::backend::docx::package_writer::PackageWriter;
use crate::backend::docx::paragraph_style::ParagraphStyle;
use crate::backend::docx::schema_order;
use crate::backend::docx::sign_font::{
    SignFont, add_status_font, may_have_signs, stretches_of_signs,
};
use crate::backend::docx::status_drawing::StatusDrawing;
use crate::document::{Direction, StatusLevel, TextMark};
use crate::fonts::STATUS_FAMILY;
use crate::lang;
use crate::ooxml::namespaces::{R, W, WP};
use crate::ooxml::package::Package;
use crate::ooxml::xml::{Element, XML_DECLARATION, element};

/// The id before that of the first sign of a status. Drawings are counted from 1, and content
/// controls from a million.
const SIGN_ID_BASE: usize = 800_000;

/// Writes a part with text.
pub(crate) struct StoryWriter<'a> {
    pub(super) package_writer: &'a PackageWriter<'a>,
    /// The references to headers and footers that sections have.
    references: &'a [Element],
    pub(super) out: String,
    /// The addresses of links in this part, by the links' numbers.
    links: BTreeMap<usize, &'a str>,
    control_count: usize,
    section_count: usize,
    sign_count: usize,
    has_status_signs: bool,
}

/// The kinds of parts with text.
#[derive(Clone, Copy)]
pub(crate) enum StoryKind {
    Document,
    Header,
    Footer,
    Footnotes,
}

impl StoryKind {
    /// The elements around the part's content, the root first.
    fn elements(self) -> &'static [&'static str] {
        match self {
            Self::Document => &["w:document", "w:body"],
            Self::Header => &["w:hdr"],
            Self::Footer => &["w:ftr"],
            Self::Footnotes => &["w:footnotes"],
        }
    }
}

impl<'a> StoryWriter<'a> {
    pub(crate) fn new(package_writer: &'a PackageWriter<'a>, references: &'a [Element]) -> Self {
        Self {
            package_writer,
            references,
            out: String::new(),
            links: BTreeMap::new(),
            control_count: 0,
            section_count: 0,
            sign_count: 0,
            has_status_signs: false,
        }
    }

    /// The XML of what was written, without a root element.
    pub(crate) fn into_xml(self) -> String {
        self.out
    }

    /// Returns the whole part `name` and relates it to the addresses that it links to.
    pub(crate) fn into_part(self, kind: StoryKind, name: &str, package: &mut Package) -> Vec<u8> {
        if self.has_status_signs {
            add_status_font(self.package_writer.assets.fonts(), package);
        }
        for (number, address) in self.links {
            package.relate_external(name, &link_relationship_id(number), address);
        }
        let [root, inner @ ..] = kind.elements() else {
            return Vec::new();
        };
        // Drawings declare their own namespaces, but Pandoc finds alternative texts only if the
        // root declares `wp`.
        let mut part =
            format!("{XML_DECLARATION}<{root} xmlns:w=\"{W}\" xmlns:r=\"{R}\" xmlns:wp=\"{WP}\">");
        for name in inner {
            push_tag(&mut part, "<", name);
        }
        part.push_str(&self.out);
        for name in kind.elements().iter().rev() {
            push_tag(&mut part, "</", name);
        }
        part.into_bytes()
    }

    /// Writes blocks, and the properties of the last section, which are at the end of a document.
    pub(crate) fn write_document(&mut self, blocks: &'a [BlockNode<'a>]) {
        for block in blocks {
            match block {
                BlockNode::Paragraph(paragraph) => self.write_paragraph(paragraph),
                BlockNode::Table(table) => self.write_table(table),
            }
        }
        self.write_section(&Section::default());
    }

    pub(crate) fn write_paragraph(&mut self, paragraph: &'a ParagraphNode<'a>) {
        self.write_paragraph_start(paragraph);
        self.write_paragraph_end(paragraph);
    }

    fn write_paragraph_start(&mut self, paragraph: &ParagraphNode<'_>) {
        self.out.push_str("<w:p><w:pPr>");
        let formatting = &self.package_writer.formatting;
        let id = formatting.style_id("paragraph", paragraph.style.id());
        push_value("w:pStyle", id, &mut self.out);
        if let Some(property) = &paragraph.property {
            self.write_paragraph_property(property);
        }
        let languages = self.package_writer.languages;
        let direction = if languages.is_right_to_left() && has_chart(paragraph) {
            // LibreOffice draws the figures of a chart backwards in a paragraph from right to left.
            Some(Direction::Ltr)
        } else {
            languages.direction_against(paragraph)
        };
        match direction {
            Some(Direction::Rtl) => push_value("w:bidi", "1", &mut self.out),
            Some(Direction::Ltr) => push_value("w:bidi", "0", &mut self.out),
            None => {}
        }
        if let Some(indent) = paragraph.end_indent {
            // Word counts `right` in the direction of the text.
            let _ = write!(self.out, "<w:ind w:right=\"{indent}\"/>");
        }
        if let Some(indent) = paragraph.decimals_indent {
            let side = match self.package_writer.metrics.direction {
                Direction::Ltr => "right",
                Direction::Rtl => "left",
            };
            let _ = write!(self.out, "<w:ind w:{side}=\"{indent}\"/>");
        }
        if let Some(section) = &paragraph.section {
            self.write_section(section);
        }
        self.out.push_str("</w:pPr>");
    }

    fn write_paragraph_end(&mut self, paragraph: &'a ParagraphNode<'a>) {
        for child in &paragraph.children {
            self.write_inline(child, paragraph.style);
        }
        self.out.push_str("</w:p>");
    }

    /// Writes the properties that [`ParagraphNode`] names, in the order of the schema.
    fn write_paragraph_property(&mut self, property: &ParagraphProperty) {
        if property.keep_next == Some(true) {
            self.out.push_str("<w:keepNext/>");
        }
        if property.page_break_before == Some(true) {
            self.out.push_str("<w:pageBreakBefore/>");
        }
        if let Some(numbering) = &property.numbering_property
            && let (Some(id), Some(level)) = (&numbering.id, &numbering.level)
        {
            let formatting = &self.package_writer.formatting;
            let (id, level) = formatting.list_reference(id.id, level.val);
            self.out.push_str("<w:numPr>");
            push_value("w:ilvl", &level, &mut self.out);
            push_value("w:numId", &id.to_string(), &mut self.out);
            self.out.push_str("</w:numPr>");
        }
    }

    fn write_section(&mut self, section: &Section) {
        let is_continuous = self.section_count > 0;
        self.section_count += 1;
        let mut properties = element("w:sectPr");
        properties.children =
            self.package_writer
                .section_properties(section, self.references, is_continuous);
        schema_order::put_in_order(&mut properties);
        properties.write(&mut self.out);
    }

    fn write_inline(&mut self, inline: &'a InlineNode<'a>, style: ParagraphStyle) {
        match inline {
            InlineNode::Run(run) => self.write_run(run),
            InlineNode::Link(link) => self.write_link(link),
            InlineNode::Control(control) => self.write_control(control),
            InlineNode::Drawing(drawing) => self.write_drawing(drawing),
            InlineNode::Sign(level) => self.write_sign(*level, style),
        }
    }

    /// Writes a run. Text in several scripts becomes a run for each, marked with its language.
    fn write_run(&mut self, run: &RunNode) {
        match &run.content {
            RunContent::Text(text) => {
                let languages = self.package_writer.languages;
                if languages.is_in_own_script(&text.text) {
                    self.write_text(run, None, &text.text);
                    return;
                }
                let mut text = Cow::Borrowed(text.text.as_str());
                // The stretches get their own in place of those of the CLDR's number patterns.
                if languages.is_right_to_left() && text.contains(lang::is_direction_mark) {
                    text = text.replace(lang::is_direction_mark, "").into();
                }
                for (language, stretch) in languages.stretches_of_script(&text) {
                    let runs_against = languages.is_right_to_left()
                        && !matches!(language, Some(RunLanguage::RightToLeft(_)));
                    let stretch = match runs_against {
                        true => with_left_to_right_marks(stretch),
                        false => Cow::Borrowed(stretch),
                    };
                    self.write_text(run, language, &stretch);
                }
            }
            RunContent::Tab => self.write_run_with(run, "<w:tab/>"),
            RunContent::LineBreak => self.write_run_with(run, "<w:br/>"),
            RunContent::ColumnBreak => self.write_run_with(run, "<w:br w:type=\"column\"/>"),
            RunContent::FieldChar(mark) => {
                let kind = mark.field_char_type;
                self.write_run_with(run, &format!("<w:fldChar w:fldCharType=\"{kind}\"/>"));
            }
            RunContent::FieldCode(code) => {
                let code = format!("<w:instrText xml:space=\"preserve\">{code}</w:instrText>");
                self.write_run_with(run, &code);
            }
            RunContent::Bookmark(BookmarkStart { id, name }) => {
                let bookmark = format!(
                    "<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/><w:bookmarkEnd w:id=\"{id}\"/>"
                );
                self.out.push_str(&bookmark);
            }
            RunContent::FootnoteReference { id, bookmark } => {
                let reference = format!("<w:footnoteReference w:id=\"{id}\"/>");
                let Some(BookmarkStart { id, name }) = bookmark else {
                    self.write_run_with(run, &reference);
                    return;
                };
                let start = format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>");
                self.out.push_str(&start);
                self.write_run_with(run, &reference);
                let end = format!("<w:bookmarkEnd w:id=\"{id}\"/>");
                self.out.push_str(&end);
            }
        }
    }

    /// Writes text in one script as a run, and a run for the signs in it that need another font.
    fn write_text(&mut self, run: &RunNode, language: Option<RunLanguage>, text: &str) {
        if !may_have_signs(text) {
            self.write_stretch(run, language, None, text);
            return;
        }
        let fonts = self.package_writer.assets.fonts();
        let keeps_symbols = self.package_writer.languages.is_east_asian();
        for (sign_font, stretch) in stretches_of_signs(text, fonts, keeps_symbols) {
            self.has_status_signs |= sign_font.is_some_and(|it| it.family == STATUS_FAMILY);
            self.write_stretch(run, language, sign_font, stretch);
        }
    }

    fn write_stretch(
        &mut self,
        run: &RunNode,
        language: Option<RunLanguage>,
        sign_font: Option<SignFont>,
        text: &str,
    ) {
        self.write_run_start(run, language, sign_font);
        for (index, part) in text.split(NO_BREAK_HYPHEN).enumerate() {
            if index > 0 {
                self.out.push_str("<w:noBreakHyphen/>");
            }
            // Word would drop the spaces at the edges of a text.
            self.out.push_str("<w:t xml:space=\"preserve\">");
            self.out.push_str(part);
            self.out.push_str("</w:t>");
        }
        self.out.push_str("</w:r>");
    }

    fn write_run_with(&mut self, run: &RunNode, content: &str) {
        self.write_run_start(run, None, None);
        self.out.push_str(content);
        self.out.push_str("</w:r>");
    }

    /// Writes the start of a run and its properties, in the order of the schema (ECMA-376 part 1,
    /// 17.3.2.28).
    fn write_run_start(
        &mut self,
        run: &RunNode,
        language: Option<RunLanguage>,
        sign_font: Option<SignFont>,
    ) {
        let property = run.property.as_deref();
        self.out.push_str("<w:r>");
        let is_plain = property.is_none() && run.marks.is_empty();
        if is_plain && language.is_none() && sign_font.is_none() {
            return;
        }
        // The font of a sign is the one for every script.
        let language = language.filter(|it| sign_font.is_none() || !it.has_font_of_script());
        self.out.push_str("<w:rPr>");
        if let Some(style) = property.and_then(|it| it.style.as_ref()) {
            let formatting = &self.package_writer.formatting;
            let id = formatting.style_id("character", &style.val);
            push_value("w:rStyle", id, &mut self.out);
        }
        match (sign_font, language) {
            (Some(sign_font), _) => sign_font.push_font(&mut self.out),
            (None, Some(language)) => language.push_font(&mut self.out),
            (None, None) => {}
        }
        if run.marks.contains(&TextMark::Strikethrough) {
            self.out.push_str("<w:strike/>");
        }
        if let Some(sign_font) = sign_font {
            let text = self.package_writer.metrics.theme.colors.text;
            sign_font.push_color(text, &mut self.out);
        }
        if run.marks.contains(&TextMark::Superscript) {
            push_value("w:vertAlign", "superscript", &mut self.out);
        } else if run.marks.contains(&TextMark::Subscript) {
            push_value("w:vertAlign", "subscript", &mut self.out);
        }
        if let Some(language) = language {
            language.push_language(&mut self.out);
        }
        self.out.push_str("</w:rPr>");
    }

    fn write_link(&mut self, link: &'a LinkNode) {
        let target = match link.address.strip_prefix('#') {
            Some(bookmark) => format!("w:anchor=\"{bookmark}\""),
            None => {
                self.links.insert(link.number, &link.address);
                format!("r:id=\"{}\"", link_relationship_id(link.number))
            }
        };
        self.out
            .push_str(&format!("<w:hyperlink {target} w:history=\"1\">"));
        for run in &link.runs {
            self.write_run(run);
        }
        self.out.push_str("</w:hyperlink>");
    }

    fn write_control(&mut self, control: &ControlNode) {
        self.control_count += 1;
        self.out.push_str("<w:sdt><w:sdtPr>");
        self.package_writer
            .push_control_properties(control, self.control_count, &mut self.out);
        self.out.push_str("</w:sdtPr>");
        if control.runs.is_empty() {
            self.out.push_str("<w:sdtContent/></w:sdt>");
            return;
        }
        self.out.push_str("<w:sdtContent>");
        for run in &control.runs {
            self.write_run(run);
        }
        self.out.push_str("</w:sdtContent></w:sdt>");
    }

    fn write_drawing(&mut self, drawing: &DrawingNode<'_>) {
        self.out.push_str("<w:r>");
        inline_drawing(drawing).write(&mut self.out);
        self.out.push_str("</w:r>");
    }

    /// Writes the sign of a status, in the size of the text of a style.
    fn write_sign(&mut self, level: StatusLevel, style: ParagraphStyle) {
        self.sign_count += 1;
        let metrics = self.package_writer.metrics;
        let drawing = StatusDrawing {
            id: SIGN_ID_BASE + self.sign_count,
            level,
            color: *metrics.theme.colors.status.get(level),
            text_size: style.measures(&metrics.scale).font.size,
            direction: metrics.direction,
        };
        self.out.push_str("<w:r>");
        drawing.to_element().write(&mut self.out);
        self.out.push_str("</w:r>");
    }

    /// Writes the two separators that Word expects before the first footnote (ECMA-376 part 1,
    /// 17.11.23).
    pub(crate) fn write_footnote_separators(&mut self) {
        for (id, kind) in [("-1", "separator"), ("0", "continuationSeparator")] {
            self.out.push_str(&format!(
                "<w:footnote w:type=\"{kind}\" w:id=\"{id}\"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>"
            ));
        }
    }

    /// Writes a footnote, which begins with its number and a space.
    pub(crate) fn write_footnote(&mut self, note: &'a FootnoteNode<'a>) {
        // Writing to a `String` cannot fail.
        let _ = write!(self.out, "<w:footnote w:id=\"{}\">", note.id);
        self.write_paragraph_start(&note.paragraph);
        let formatting = &self.package_writer.formatting;
        let style = formatting.style_id("character", "FootnoteReference");
        self.out.push_str("<w:r><w:rPr>");
        push_value("w:rStyle", style, &mut self.out);
        self.out.push_str("</w:rPr><w:footnoteRef/></w:r>");
        self.out
            .push_str("<w:r><w:t xml:space=\"preserve\"> </w:t></w:r>");
        self.write_paragraph_end(&note.paragraph);
        self.out.push_str("</w:footnote>");
    }
}

/// The id of the relationship to a link's address.
fn link_relationship_id(number: usize) -> String {
    format!("rIdLink{number}")
}

/// Appends an element with a value that is escaped already.
pub(super) fn push_value(name: &str, value: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    out.push_str(" w:val=\"");
    out.push_str(value);
    out.push_str("\"/>");
}

fn push_tag(out: &mut String, start: &str, name: &str) {
    out.push_str(start);
    out.push_str(name);
    out.push('>');
}

/// Whether a paragraph has a chart that Office draws itself.
fn has_chart(paragraph: &ParagraphNode<'_>) -> bool {
    paragraph.children.iter().any(|child| match child {
        InlineNode::Drawing(drawing) => matches!(drawing.kind, DrawingKind::Chart(_)),
        _ => false,
    })
}

/// An escaped text that runs from left to right in a paragraph from right to left, with a mark of
/// its direction before a sign or figure and after a sign, as the CLDR's patterns have before a
/// minus sign. Word needs none, but LibreOffice knows no direction of a run.
fn with_left_to_right_marks(text: &str) -> Cow<'_, str> {
    const LEFT_TO_RIGHT_MARK: &str = "\u{200e}";
    let begins_with_letter = text.starts_with(char::is_alphabetic);
    let ends_with_sign = text.ends_with(|it: char| !it.is_alphanumeric() && it != '%');
    if begins_with_letter && !ends_with_sign || text.trim().is_empty() {
        return Cow::Borrowed(text);
    }
    let before = if begins_with_letter {
        ""
    } else {
        LEFT_TO_RIGHT_MARK
    };
    let after = if ends_with_sign {
        LEFT_TO_RIGHT_MARK
    } else {
        ""
    };
    format!("{before}{text}{after}").into()
}
