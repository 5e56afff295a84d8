//! Compares our XML of paragraphs with the library's. They differ only where the library is wrong
//! or says more than is needed.

use docx_rs::{
    BookmarkEnd, Break, BreakType, BuildXML, FootnoteReference, Hyperlink, HyperlinkData,
    InstrText, Paragraph, ParagraphChild, Run, RunChild, Strike, StructuredDataTag,
    StructuredDataTagChild, Tab, VertAlign, VertAlignType,
};

use super::*;
use crate::backend::docx::body::BodyWriter;
use crate::backend::docx::formatting_parts::FormattingParts;
use crate::backend::docx::language::Languages;
use crate::backend::docx::metrics::DocxMetrics;
use crate::backend::docx::package_writer::PackageWriter;
use crate::backend::docx::wml::story::StoryWriter;
use crate::backend::docx::wml::{BlockNode, InlineNode, ParagraphNode, RunContent, RunNode};
use crate::layout::squeeze::Squeeze;
use crate::ooxml::xml::Element;
use crate::text::ruler::TextRuler;

#[test]
fn paragraphs_are_written_as_the_library_would() {
    for words in ["Words", "it's <b> & \"x\"", "a\tb\nc", " ", "\u{e000}"] {
        for medium in [Medium::Pages, Medium::Sheet, Medium::Slides] {
            compare_paragraphs(&every_block_document(words, "en", medium));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn paragraphs_of_any_words_are_written_as_the_library_would(words in "[ -~\u{e0}-\u{ff}–—]{0,12}") {
        compare_paragraphs(&every_block_document(&words, "en", Medium::Pages));
    }
}

/// Compares the paragraphs of a document whose words are in its own script.
fn compare_paragraphs(document: &Document) {
    let (assets, theme) = (assets(), Theme::default());
    let languages = Languages::new(&document.meta.lang, document.meta.direction);
    let ruler = TextRuler::new(assets.fonts(), &theme.fonts.body);
    let metrics = DocxMetrics::new(document, &theme, None, Squeeze::default());
    let mut body = BodyWriter::new(document, &metrics, &assets, &ruler, false);
    body.write_document(&document.body);
    let content = body.into_content();
    let writer = PackageWriter {
        document,
        metrics: &metrics,
        languages: &languages,
        assets: &assets,
        formatting: FormattingParts::new(
            &metrics,
            &languages,
            None,
            &content.lists,
            &Default::default(),
        ),
        reference_doc: None,
    };
    let mut compared = 0;
    for paragraph in paragraphs(&content.blocks) {
        let Some(theirs) = docx_rs_paragraph(paragraph) else {
            continue;
        };
        let mut story = StoryWriter::new(&writer, &[]);
        story.write_paragraph(paragraph);
        let ours = story.into_xml();
        assert_eq!(normalized(&ours.into_bytes()), normalized(&theirs.build()));
        compared += 1;
    }
    assert!(compared > 50);
}

fn paragraphs<'n>(blocks: &'n [BlockNode<'n>]) -> Vec<&'n ParagraphNode<'n>> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            BlockNode::Paragraph(paragraph) => out.push(paragraph),
            BlockNode::Table(table) => {
                let cells = table.rows.iter().flatten();
                out.extend(cells.flat_map(|cell| &cell.paragraphs));
            }
        }
    }
    out
}

/// The same paragraph in the library's types; `None` if they cannot hold it.
fn docx_rs_paragraph(node: &ParagraphNode<'_>) -> Option<Paragraph> {
    let mut paragraph = Paragraph::new();
    paragraph.property = node.property.as_deref().cloned().unwrap_or_default();
    paragraph.property = paragraph.property.style(node.style.id());
    for child in &node.children {
        match child {
            InlineNode::Run(run) => paragraph.children.extend(docx_rs_run(run)),
            // The library has no shapes.
            InlineNode::Sign(_) => return None,
            InlineNode::Link(link) => {
                let hyperlink = Hyperlink {
                    link: HyperlinkData::External {
                        rid: format!("rIdLink{}", link.number),
                        path: String::new(),
                    },
                    history: Some(1),
                    children: link.runs.iter().flat_map(docx_rs_run).collect(),
                };
                paragraph
                    .children
                    .push(ParagraphChild::Hyperlink(hyperlink));
            }
            InlineNode::Control(control) => {
                let mut tag = StructuredDataTag::new();
                for child in control.runs.iter().flat_map(docx_rs_run) {
                    tag.children.push(match child {
                        ParagraphChild::Run(run) => StructuredDataTagChild::Run(run),
                        ParagraphChild::BookmarkStart(it) => {
                            StructuredDataTagChild::BookmarkStart(it)
                        }
                        ParagraphChild::BookmarkEnd(it) => StructuredDataTagChild::BookmarkEnd(it),
                        other => panic!("{other:?}"),
                    });
                }
                let tag = ParagraphChild::StructuredDataTag(Box::new(tag));
                paragraph.children.push(tag);
            }
            InlineNode::Drawing(_) => return None,
        }
    }
    Some(paragraph)
}

fn docx_rs_run(node: &RunNode) -> Vec<ParagraphChild> {
    let mut bookmark = None;
    let child = match &node.content {
        RunContent::Text(text) => RunChild::Text(text.clone()),
        RunContent::Tab => RunChild::Tab(Tab::new()),
        RunContent::LineBreak => RunChild::Break(Break::new(BreakType::TextWrapping)),
        RunContent::ColumnBreak => RunChild::Break(Break::new(BreakType::Column)),
        RunContent::FieldChar(mark) => RunChild::FieldChar(mark.clone()),
        RunContent::FieldCode(code) => {
            RunChild::InstrText(Box::new(InstrText::Unsupported(code.clone())))
        }
        RunContent::Bookmark(start) => {
            let end = ParagraphChild::BookmarkEnd(BookmarkEnd::new(start.id));
            return vec![ParagraphChild::BookmarkStart(start.clone()), end];
        }
        RunContent::FootnoteReference { id, bookmark: mark } => {
            bookmark = mark.clone();
            RunChild::FootnoteReference(FootnoteReference::new(*id))
        }
    };
    let mut run_property = node.property.as_deref().cloned().unwrap_or_default();
    for mark in &node.marks {
        match mark {
            TextMark::Strikethrough => run_property.strike = Some(Strike::new()),
            TextMark::Superscript => {
                run_property.vert_align = Some(VertAlign::new(VertAlignType::SuperScript))
            }
            TextMark::Subscript => {
                run_property.vert_align = Some(VertAlign::new(VertAlignType::SubScript))
            }
        }
    }
    let run = Run {
        run_property,
        children: vec![child],
    };
    let run = ParagraphChild::Run(Box::new(run));
    match bookmark {
        None => vec![run],
        Some(start) => {
            let end = ParagraphChild::BookmarkEnd(BookmarkEnd::new(start.id));
            vec![ParagraphChild::BookmarkStart(start), run, end]
        }
    }
}

/// An element in the order of the schema, without what ours and the library's may differ in.
fn normalized(xml: &[u8]) -> Element {
    let mut element = parse_xml(xml).unwrap();
    schema_order::put_in_order(&mut element);
    element.walk_mut(&mut |it| match it.name.as_str() {
        // The properties of sections and controls are our own.
        "w:sectPr" | "w:sdtPr" => it.children.clear(),
        "w:pPr" => it.remove(&["w:sectPr"]),
        "w:p" => it.attributes.retain(|(name, _)| name != "w14:paraId"),
        "w:fldChar" => it.attributes.retain(|(name, _)| name != "w:dirty"),
        "w:instrText" => it.attributes.clear(),
        "w:br" => (it.attributes).retain(|(_, kind)| kind != "textWrapping"),
        _ => {}
    });
    element
}
