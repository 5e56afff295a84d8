//! Writes a deck: plans the slides so that they fit, and writes them in the syntax of a dialect.

use std::collections::BTreeMap;

use super::blocks::{BlockWriter, MarkdownPart};
use super::notes::SlideNotes;
use super::signs::SignMarkup;
use super::stylesheet::{self, MARKING_LINES};
use super::syntax::{Deck, Syntax};
use super::text::{self, DialectEscapes};
use crate::assets::Assets;
use crate::backend::Rendered;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Inline, for_each_text_in};
use crate::hyphenation::{Hyphenation, cut_word_warning, too_wide_warning};
use crate::slides::{Slide, SlideHyphenator, SlideKind, SlideMeasurer, geometry, plan_slides};
use crate::theme::Theme;

/// Level of headings inside a slide, below its title.
const INNER_HEADING_LEVEL: usize = 3;

/// Renders a document as slides.
///
/// # Errors
///
/// Content that does not fit, and images that are missing.
pub(super) fn render_deck(
    syntax: &dyn Syntax,
    document: &Document,
    theme: &Theme,
    assets: &Assets,
) -> Result<Rendered, Vec<Diagnostic>> {
    let theme = theme.for_slides();
    let theme = theme.as_ref();
    let hyphenation = Hyphenation::of_document(document);
    let measurer =
        SlideMeasurer::new(theme, assets.fonts(), &document.labels).with_hyphenation(&hyphenation);
    let mut plan = plan_slides(document, &measurer);
    link_slides(syntax, &mut plan.slides);
    let mut problems = plan.problems;
    problems.extend(marking_problem(document, theme, &measurer));
    let deck = Deck::new(document, &measurer, &plan.slides);
    let mut blocks = BlockWriter::new(
        document,
        measurer.clone(),
        assets,
        document_escapes(syntax, document),
    );
    blocks.shows_vectors = syntax.shows_vectors();
    let mut text = String::new();
    // A cover that the front matter has already is not written again.
    let first = usize::from(syntax.has_cover_in_front_matter(&deck));
    for (index, slide) in plan.slides.iter().enumerate().skip(first) {
        if index > first {
            text.push('\n');
            text.push_str(&syntax.separator(slide));
        }
        match slide_paragraphs(syntax, &deck, index, slide, &mut blocks) {
            Ok(paragraphs) => text.push_str(&(paragraphs.join("\n\n") + "\n")),
            // All problems of a deck are reported in one run.
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    // The style sheet in it has rules for what the slides contain.
    text.insert_str(0, &syntax.front_matter(&deck, &text));
    let mut diagnostics = plan.ledger;
    diagnostics.extend(blocks.cut_words.iter().map(|word| cut_word_warning(word)));
    diagnostics.extend(
        blocks
            .too_wide
            .iter()
            .map(|number| too_wide_warning(number)),
    );
    diagnostics.append(&mut blocks.chart_problems);
    Ok(Rendered {
        bytes: text.into_bytes(),
        assets: blocks.files,
        pages: Some(plan.slides.len()),
        diagnostics,
        ..Rendered::default()
    })
}

/// Gives links to blocks the addresses of the slides that show them.
fn link_slides(syntax: &dyn Syntax, slides: &mut [Slide]) {
    let mut addresses = BTreeMap::new();
    for (at, slide) in slides.iter().enumerate() {
        for id in &slide.ids {
            if let Some(address) = syntax.slide_address(at, id) {
                addresses.insert(format!("#{id}"), address);
            }
        }
    }
    if addresses.is_empty() {
        return;
    }
    for slide in slides {
        for blocks in [&mut slide.blocks, &mut slide.notes] {
            for_each_text_in(blocks, &mut |text| set_addresses(text, &addresses));
        }
        set_addresses(&mut slide.title, &addresses);
        set_addresses(&mut slide.source_line, &addresses);
    }
}

fn set_addresses(text: &mut Vec<Inline>, addresses: &BTreeMap<String, String>) {
    for inline in text {
        if let Inline::Link { url, .. } = inline
            && let Some(address) = addresses.get(url)
        {
            url.clone_from(address);
        }
        if let Some(body) = inline.body_mut() {
            set_addresses(body, addresses);
        }
    }
}

/// What is escaped in a document. Programs that show signs allow elements of HTML.
fn document_escapes<'a>(syntax: &dyn Syntax, document: &'a Document) -> DialectEscapes<'a> {
    let escapes = syntax.escapes();
    let allows_elements = escapes.signs != SignMarkup::None;
    DialectEscapes {
        isolates: allows_elements.then_some(document.meta.direction),
        lang: allows_elements.then_some(document.meta.lang.as_str()),
        ..escapes
    }
}

/// Reports a handling marking that is too long for the margin of a slide.
fn marking_problem(
    document: &Document,
    theme: &Theme,
    measurer: &SlideMeasurer<'_>,
) -> Option<Diagnostic> {
    let marking = vec![Inline::text(document.meta.marking.clone()?)];
    let size = theme.slide.caption.size;
    let width = stylesheet::marking_width(theme);
    let lines = measurer.body.lines(&marking, size, true, width).count();
    if lines <= MARKING_LINES {
        return None;
    }
    let message =
        format!("the marking takes {lines} lines on a slide; there is room for {MARKING_LINES}");
    Some(Diagnostic::error(Code::MarkingTooLong, message))
}

/// The paragraphs of a slide.
fn slide_paragraphs<'a>(
    syntax: &dyn Syntax,
    deck: &Deck<'_>,
    at: usize,
    slide: &'a Slide,
    blocks: &mut BlockWriter<'a>,
) -> Result<Vec<String>, Diagnostic> {
    let escapes = document_escapes(syntax, deck.document);
    let hashes = if slide.kind == SlideKind::Title {
        "#"
    } else {
        "##"
    };
    let mut hyphenator = SlideHyphenator::for_slide(&blocks.measurer, slide)
        .joining_figures(syntax.is_set_by_browsers());
    let title = hyphenator.title(slide, &deck.document.labels);
    let title = text::line_text(&title, escapes);
    let mut paragraphs = syntax.heading_paragraphs(deck, at, format!("{hashes} {title}"));
    let mut parts = Vec::new();
    if let Some(marking) = &deck.document.meta.marking
        && !syntax.shows_marking()
    {
        let body = vec![Inline::text(marking)];
        let marking = text::paragraph_text(&[Inline::Strong { body }], escapes);
        parts.push(MarkdownPart::Text(marking));
    }
    // Events side by side and heights of charts must come out as they were planned.
    blocks.heading_level = INNER_HEADING_LEVEL;
    blocks.measurer.on_one_slide = slide.part.is_none();
    blocks.small_type = geometry::SlideSizes::at_scale(&deck.theme.slide, slide.scale).small;
    blocks.slide = Some(slide);
    let mut hyphenated = Vec::with_capacity(slide.blocks.len());
    for block in &slide.blocks {
        hyphenated.push(hyphenator.block(block));
    }
    blocks.hyphenator = Some(hyphenator);
    for block in &hyphenated {
        parts.extend(blocks.block_to_parts(block)?);
    }
    if let Some(hyphenator) = blocks.hyphenator.take() {
        blocks.cut_words.extend(hyphenator.cut_words);
        blocks.too_wide.extend(hyphenator.too_wide);
    }
    if !slide.source_line.is_empty() {
        parts.push(MarkdownPart::Caption(text::paragraph_text(
            &slide.source_line,
            escapes,
        )));
    }
    paragraphs.extend(syntax.body_paragraphs(parts, escapes));
    let notes = SlideNotes {
        slide,
        document: deck.document,
    };
    paragraphs.extend(syntax.notes_paragraph(&notes, escapes));
    Ok(paragraphs)
}
