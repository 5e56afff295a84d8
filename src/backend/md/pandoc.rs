//! The dialect of Pandoc: the cover in the metadata, a heading of level 2 for each slide, notes in
//! a `:::` division.
//!
//! Pandoc's PowerPoint writer begins a new slide when anything follows a table or an image, and
//! when there is anything beside columns. Therefore the text below an exhibit is written as its
//! caption, and cells are written as columns only when they are alone on the slide.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::blocks::MarkdownPart;
use super::commonmark::{cells_as_list, markdown_table};
use super::decimals::CellPads;
use super::notes::SlideNotes;
use super::slide_classes;
use super::syntax::{Deck, Syntax, yaml_quoted};
use super::text::{self, DialectEscapes, SlideLinks};
use crate::document::{Direction, Inline, plain_text};
use crate::lang;
use crate::length::Px;
use crate::slides::SlideKind;
use crate::slides::geometry::{self, SlideSizes};

/// Pandoc supports exactly two columns in PowerPoint.
const COLUMNS: usize = 2;

/// Height reserved below an image for its caption, in HTML.
const CAPTION_HEIGHT: Px = Px(64.0);

pub(super) struct Pandoc;

impl Syntax for Pandoc {
    fn escapes(&self) -> DialectEscapes<'static> {
        DialectEscapes {
            slide_links: SlideLinks::Markdown,
            letters: true,
            shifts: true,
            ..DialectEscapes::default()
        }
    }

    /// PowerPoint and LaTeX show a word joiner, or refuse it.
    fn is_set_by_browsers(&self) -> bool {
        false
    }

    /// Pandoc needs an external program to put vector images into PowerPoint.
    fn shows_vectors(&self) -> bool {
        false
    }

    fn front_matter(&self, deck: &Deck<'_>, _: &str) -> String {
        let meta = &deck.document.meta;
        let lang = yaml_quoted(&meta.lang);
        let names = if self.has_cover_in_front_matter(deck) {
            self.cover(deck)
        } else {
            format!("pagetitle: {}\n", yaml_quoted(&plain_text(&meta.title)))
        };
        let direction = match meta.direction {
            Direction::Ltr => "",
            Direction::Rtl => "dir: rtl\n",
        };
        let size = size_settings(deck);
        format!("---\n{names}lang: {lang}\n{direction}{size}---\n\n")
    }

    fn has_cover_in_front_matter(&self, deck: &Deck<'_>) -> bool {
        match deck.slides.first() {
            // Metadata has no place for notes.
            Some(slide) => slide.kind == SlideKind::Title && slide.notes.is_empty(),
            None => false,
        }
    }

    /// No separator: a heading of level 2 begins a slide.
    fn separator(&self, _: &crate::slides::Slide) -> String {
        String::new()
    }

    fn slide_address(&self, at: usize, _: &str) -> Option<String> {
        Some(format!("#slide-{}", at + 1))
    }

    fn heading_paragraphs(&self, deck: &Deck<'_>, at: usize, heading: String) -> Vec<String> {
        let Some(slide) = deck.slides.get(at) else {
            return vec![heading];
        };
        let classes = slide_classes::user_classes(slide);
        let id = match slide.ids.is_empty() {
            true => String::new(),
            false => format!("#slide-{} ", at + 1),
        };
        let attributes = format!("{{{id}.{}}}", classes.join(" ."));
        // A cover that is not in the metadata is an ordinary slide.
        let heading = match heading.strip_prefix("# ") {
            Some(title) => format!("## {title}"),
            None => heading,
        };
        vec![format!("{heading} {attributes}")]
    }

    fn body_paragraphs(&self, parts: Vec<MarkdownPart>, escapes: DialectEscapes) -> Vec<String> {
        let is_alone = parts.len() == 1;
        let mut paragraphs = Vec::new();
        let mut rest = parts.into_iter().peekable();
        while let Some(part) = rest.next() {
            match part {
                MarkdownPart::Cells {
                    cells,
                    columns: COLUMNS,
                } if is_alone => paragraphs.extend(two_columns(&cells)),
                MarkdownPart::Table { .. } | MarkdownPart::Image { .. } => {
                    let mut captions = Vec::new();
                    while let Some(MarkdownPart::Caption(words)) = rest.peek() {
                        // A caption is one line.
                        captions.push(words.replace("\\\n", " ").replace('\n', " "));
                        rest.next();
                    }
                    let caption = captions.join(" ");
                    paragraphs.push(exhibit_with_caption(&part, &caption, escapes));
                }
                part => paragraphs.push(self.part_paragraph(&part, escapes)),
            }
        }
        paragraphs
    }

    fn notes_paragraph(&self, notes: &SlideNotes<'_>, escapes: DialectEscapes) -> Option<String> {
        let paragraphs = notes.to_markdown(escapes);
        if paragraphs.is_empty() {
            return None;
        }
        let text = paragraphs.join("\n\n");
        Some(format!("::: notes\n\n{text}\n\n:::"))
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
        let names = meta.from.join(deck.document.labels.get("list-separator"));
        let from = if names.is_empty() { None } else { Some(&names) };
        let author = [from, meta.organization.as_ref(), meta.reference.as_ref()];
        let date = [Some(&meta.date_text), meta.place_beside_date()];
        let mut date = vec![joined_by_dots(&date)];
        if !meta.event.is_empty() {
            date.push(Inline::LineBreak);
            date.push(Inline::text(lang::join_isolated(
                &meta.event,
                meta.direction,
                " · ",
            )));
        }
        let entries = [
            ("title", meta.title.clone()),
            ("subtitle", subtitle.join(&Inline::LineBreak)),
            ("author", vec![joined_by_dots(&author)]),
            ("date", date),
        ];
        let mut metadata = String::new();
        for (key, text) in entries {
            // As a paragraph: PowerPoint has no `<br>`.
            let value = yaml_quoted(&text::paragraph_text(&text, self.escapes()));
            // Writing to a string does not fail, here and below.
            let _ = writeln!(metadata, "{key}: {value}");
        }
        metadata
    }
}

/// The texts that there are, with dots between them.
fn joined_by_dots(texts: &[Option<&String>]) -> Inline {
    let mut joined = String::new();
    for (index, text) in texts.iter().flatten().enumerate() {
        if index > 0 {
            joined.push_str(" · ");
        }
        joined.push_str(text);
    }
    Inline::text(joined)
}

/// A table or an image with its caption.
fn exhibit_with_caption(part: &MarkdownPart, caption: &str, escapes: DialectEscapes) -> String {
    match part {
        MarkdownPart::Table { table, shares, .. } => {
            // When rows are longer than a line, Pandoc takes the widths from the dashes.
            let dashes = |column: usize| shares.get(column).copied().unwrap_or(1);
            let text = markdown_table(table, escapes, &CellPads::default(), dashes);
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
    let cells_in_column = cells.len().div_ceil(COLUMNS).max(1);
    // The fence of a division is longer than those of the divisions in it.
    let mut paragraphs = vec![":::: columns".to_owned()];
    for column in cells.chunks(cells_in_column) {
        let list = cells_as_list(column);
        paragraphs.push(format!("::: column\n\n{list}\n\n:::"));
    }
    paragraphs.push("::::".to_owned());
    paragraphs
}

/// The size of slides, and a style sheet for HTML that gives the text its planned size.
fn size_settings(deck: &Deck<'_>) -> String {
    let slide = &deck.theme.slide;
    let mut css = String::new();
    for line in size_rules(deck).lines() {
        // The lines are a block of YAML, which is indented.
        let _ = writeln!(css, "  {line}");
    }
    format!(
        "width: {}\nheight: {}\nheader-includes: |\n  ```{{=html}}\n  <style>\n{css}  </style>\n  ```\n",
        slide.width.0, slide.height.0
    )
}

/// The style sheet for reveal.js, with a rule for each scale of text that the deck uses.
fn size_rules(deck: &Deck<'_>) -> String {
    let slide = &deck.theme.slide;
    let full = SlideSizes::at_scale(slide, 1.0);
    let body_size = full.body.size.0;
    let title_size = slide.title.size.0;
    let small_ratio = full.small.size / full.body.size;
    let small_ems = (small_ratio * 100.0).round() / 100.0;
    let title_height = geometry::title_box_height(slide);
    let image_height = geometry::content_height(slide) - title_height - CAPTION_HEIGHT;
    let image_height = image_height.0;
    let mut css = format!(
        ".reveal .slides section {{ font-size: {body_size}px; text-align: start; }}\n\
         .reveal .slides :is(h1, h2) {{ font-size: {title_size}px; text-transform: none; }}\n\
         .reveal .slides :is(table, figcaption, .column) {{ font-size: {small_ems}em; margin: 0; }}\n\
         .reveal .slides img {{ max-height: {image_height}px; margin: 0; }}\n",
    );
    let mut percents = BTreeSet::new();
    for slide in deck.slides {
        percents.insert(slide_classes::scale_percent(slide.scale));
    }
    // Full size has no class.
    percents.remove(&100);
    for percent in percents {
        let sizes = SlideSizes::at_scale(slide, percent as f32 / 100.0);
        let size = sizes.body.size.0;
        let _ = writeln!(
            css,
            ".reveal .slides section.s{percent} {{ font-size: {size}px; }}"
        );
    }
    css
}
