//! The dialect of Pandoc: the cover in the metadata, a heading of level 2 for each slide, notes in
//! a `:::` division.
//!
//! Pandoc's PowerPoint writer begins a new slide when anything follows a table or an image, and
//! when there is anything beside columns. Therefore the text below an exhibit is written as its
//! caption, and cells are written as columns only when they are alone on the slide.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::blocks::MarkdownPart;
use super::commonmark::{list_item, markdown_table};
use super::notes::SlideNotes;
use super::slide_classes;
use super::syntax::{Deck, Syntax, yaml_quoted};
use super::text::{self, DialectEscapes};
use crate::document::{Inline, plain_text};
use crate::length::Px;
use crate::slides::SlideKind;
use crate::slides::geometry::{self, SlideSizes};

/// Pandoc supports exactly two columns in PowerPoint.
const COLUMNS: usize = 2;

/// Height reserved below an image for its caption, in HTML.
const CAPTION_HEIGHT: Px = Px(64.0);

pub(super) struct Pandoc;

impl Syntax for Pandoc {
    fn escapes(&self) -> DialectEscapes {
        DialectEscapes {
            letters: true,
            ..DialectEscapes::default()
        }
    }

    /// Pandoc needs an external program to put vector images into PowerPoint.
    fn shows_vectors(&self) -> bool {
        false
    }

    fn front_matter(&self, deck: &Deck<'_>) -> String {
        let meta = &deck.document.meta;
        let lang = yaml_quoted(&meta.lang);
        let names = if self.has_cover_in_front_matter(deck) {
            self.cover(deck)
        } else {
            format!("pagetitle: {}\n", yaml_quoted(&plain_text(&meta.title)))
        };
        format!("---\n{names}lang: {lang}\n{}---\n\n", size_settings(deck))
    }

    fn has_cover_in_front_matter(&self, deck: &Deck<'_>) -> bool {
        deck.slides
            .first()
            .is_some_and(|slide| slide.kind == SlideKind::Title && slide.notes.is_empty())
    }

    /// No separator: a heading of level 2 begins a slide.
    fn separator(&self, _: &crate::slides::Slide) -> String {
        String::new()
    }

    fn heading_paragraphs(&self, deck: &Deck<'_>, at: usize, heading: String) -> Vec<String> {
        let Some(slide) = deck.slides.get(at) else {
            return vec![heading];
        };
        let classes: Vec<String> = slide_classes::user_classes(slide)
            .iter()
            .map(|name| format!(".{name}"))
            .collect();
        // A cover that is not in the metadata is an ordinary slide.
        let heading = heading
            .strip_prefix("# ")
            .map(|it| format!("## {it}"))
            .unwrap_or(heading);
        vec![format!("{heading} {{{}}}", classes.join(" "))]
    }

    fn body_paragraphs(&self, parts: Vec<MarkdownPart>) -> Vec<String> {
        let alone = parts.len() == 1;
        let mut out = Vec::new();
        let mut rest = parts.into_iter().peekable();
        while let Some(part) = rest.next() {
            match part {
                MarkdownPart::Cells {
                    cells,
                    columns: COLUMNS,
                } if alone => out.extend(two_columns(&cells)),
                MarkdownPart::Table { .. } | MarkdownPart::Image { .. } => {
                    let mut caption = Vec::new();
                    while let Some(MarkdownPart::Caption(words)) =
                        rest.next_if(|it| matches!(it, MarkdownPart::Caption(_)))
                    {
                        caption.push(words.replace("\\\n", " ").replace('\n', " "));
                    }
                    out.push(exhibit_with_caption(
                        &part,
                        &caption.join(" "),
                        self.escapes(),
                    ));
                }
                part => out.push(self.part_paragraph(&part)),
            }
        }
        out
    }

    fn notes_paragraph(&self, notes: &SlideNotes<'_>) -> Option<String> {
        let paragraphs = notes.to_markdown(self.escapes());
        (!paragraphs.is_empty()).then(|| format!("::: notes\n\n{}\n\n:::", paragraphs.join("\n\n")))
    }
}

impl Pandoc {
    /// The metadata of which Pandoc makes the first slide. It parses them as Markdown.
    fn cover(&self, deck: &Deck<'_>) -> String {
        let meta = &deck.document.meta;
        let mut subtitle = Vec::new();
        if !meta.subtitle.is_empty() {
            subtitle.push(meta.subtitle.clone());
        }
        if let Some(marking) = &meta.marking {
            let body = vec![Inline::text(marking)];
            subtitle.push(vec![Inline::Strong { body }]);
        }
        let from = meta.from.join(deck.document.labels.get("list-separator"));
        let from = Some(&from).filter(|it| !it.is_empty());
        let author = [from, meta.organization.as_ref(), meta.reference.as_ref()];
        let date = [Some(&meta.date_text), meta.place.as_ref()];
        let entries = [
            ("title", meta.title.clone()),
            ("subtitle", subtitle.join(&Inline::LineBreak)),
            ("author", vec![joined_by_dots(&author)]),
            ("date", vec![joined_by_dots(&date)]),
        ];
        let line = |(key, text): (&str, Vec<Inline>)| {
            let value = yaml_quoted(&text::line_text(&text, self.escapes()));
            format!("{key}: {value}\n")
        };
        entries.into_iter().map(line).collect()
    }
}

/// The texts that there are, with dots between them.
fn joined_by_dots(texts: &[Option<&String>]) -> Inline {
    let texts: Vec<&str> = texts.iter().flatten().map(|it| it.as_str()).collect();
    Inline::text(texts.join(" · "))
}

/// A table or an image with its caption.
fn exhibit_with_caption(part: &MarkdownPart, caption: &str, escapes: DialectEscapes) -> String {
    match part {
        MarkdownPart::Table { table: it, shares } => {
            // When rows are longer than a line, Pandoc takes the widths from the dashes.
            let text = markdown_table(it, escapes, |at| {
                shares.get(at).copied().unwrap_or(1).max(3)
            });
            if caption.is_empty() {
                text
            } else {
                format!("{text}\n\n: {caption}")
            }
        }
        // Pandoc writes the title in quotation marks as the alternative text in PowerPoint.
        MarkdownPart::Image { alt, file } if alt.is_empty() => format!("![{caption}]({file})"),
        MarkdownPart::Image { alt, file } => {
            let alt = alt.replace('"', "\\\"");
            format!("![{caption}]({file} \"{alt}\"){{alt=\"{alt}\"}}")
        }
        MarkdownPart::Text(words) | MarkdownPart::Caption(words) => words.clone(),
        MarkdownPart::Cells { cells, .. } => cells.join("\n\n"),
    }
}

/// Cells in two columns, filled column by column.
fn two_columns(cells: &[String]) -> Vec<String> {
    let columns = cells
        .chunks(cells.len().div_ceil(COLUMNS).max(1))
        .map(|cells| {
            let cells = cells
                .iter()
                .map(|cell| list_item("- ", cell))
                .collect::<Vec<_>>()
                .join("\n");
            format!("::: column\n\n{cells}\n\n:::")
        });
    std::iter::once(":::: columns".to_owned())
        .chain(columns)
        .chain(["::::".to_owned()])
        .collect()
}

/// The size of slides, and a style sheet for HTML that gives the text its planned size.
fn size_settings(deck: &Deck<'_>) -> String {
    let slide = &deck.theme.slide;
    let scale = |scale: f32| SlideSizes::at_scale(slide, scale);
    let full = scale(1.0);
    let mut css = format!(
        ".reveal .slides section {{ font-size: {}px; text-align: start; }}\n\
         .reveal .slides :is(h1, h2) {{ font-size: {}px; text-transform: none; }}\n\
         .reveal .slides :is(table, figcaption, .column) {{ font-size: {}em; margin: 0; }}\n\
         .reveal .slides img {{ max-height: {}px; margin: 0; }}\n",
        full.body.size.0,
        slide.title.size.0,
        ((full.small.size / full.body.size) * 100.0).round() / 100.0,
        (geometry::content_height(slide) - geometry::title_box_height(slide) - CAPTION_HEIGHT).0
    );
    let used: BTreeSet<u32> = deck
        .slides
        .iter()
        .map(|it| slide_classes::scale_percent(it.scale))
        .filter(|it| *it != 100)
        .collect();
    for percent in used {
        let size = scale(percent as f32 / 100.0).body.size.0;
        let _ = writeln!(
            css,
            ".reveal .slides section.s{percent} {{ font-size: {size}px; }}"
        );
    }
    let css: String = css
        .lines()
        .fold(String::new(), |css, line| css + "  " + line + "\n");
    format!(
        "width: {}\nheight: {}\nheader-includes: |\n  ```{{=html}}\n  <style>\n{css}  </style>\n  ```\n",
        slide.width.0, slide.height.0
    )
}
