//! Lays out inline text: a galley has one fragment for each line, with the tags and links of its
//! text.

use std::sync::Arc;

use super::context::LayoutContext;
use super::galley::{Content, Fragment, Galley};
use super::measure_cache::TextWidths;
use super::spans::{CITATION_LEAD, CitationPart, SpanLink, SpanMark};
use super::text_style::{Align, TextStyle};
use crate::diagnostic::Diagnostic;
use crate::document::{Direction, Inline, StatusLevel};
use crate::drawing::VectorPath;
use crate::frame::{Frame, Glyph, GlyphRun, Item, LinkArea, PlacedItem, Role, TagId};
use crate::hyphenation::{cut_word_warning, too_wide_warning};
use crate::lang::is_written_in_han;
use crate::length::Pt;
use crate::status_sign::{SIGN_DEPTH, SIGN_SIZE, SignOutline};
use crate::text::{Balance, LineDefect, Paragraph, ParagraphSetting, TextLine};
use crate::theme::Type;

/// The background of code begins above the ascenders and ends below the descenders: so far above
/// the baseline, and so high, in sizes of the text.
const CODE_ASCENT: f32 = 0.92;
const CODE_HEIGHT: f32 = 1.2;

/// The line through struck text: the top of it above the baseline, and its width, in sizes of the
/// text.
const STRIKE_RISE: f32 = 0.27;
const STRIKE_WIDTH: f32 = 0.06;

/// The numbers of sources are never smaller than this share of the text that they are in.
const MIN_SUPERSCRIPT_SCALE: f32 = 0.68;

impl LayoutContext<'_> {
    /// Lays inlines out as lines inside `tag`.
    pub fn lay_out_inlines(
        &mut self,
        inlines: &[Inline],
        style: TextStyle,
        measure: Pt,
        tag: TagId,
    ) -> Galley {
        let mut galley = Galley::default();
        // Attempts need only the number of lines, which is cached for each text.
        if self.measuring {
            let lines = self.count_lines(inlines, style, measure);
            let blank = || Fragment::blank(style.size.leading);
            galley.fragments.resize_with(lines, blank);
        } else {
            let (spans, mut marks) =
                self.in_tag(tag, |context| context.build_spans(inlines, style));
            let paragraph = self.shaper.paragraph(&spans, &self.text_setting(style));
            for line in paragraph.lines(style.size.size, measure, self.hyphenation) {
                self.warn_of_defect(line.defect.as_ref());
                galley.push(self.line_fragment(line, style, measure, &mut marks));
            }
        }
        prevent_widows(&mut galley);
        galley
    }

    /// Lays text without markup out as lines inside `tag`.
    pub fn lay_out_text(
        &mut self,
        text: &str,
        style: TextStyle,
        measure: Pt,
        tag: TagId,
    ) -> Galley {
        self.lay_out_inlines(&[Inline::text(text)], style, measure, tag)
    }

    /// Lays inlines out as a paragraph with a tag of its own; without any, there is no tag.
    pub fn lay_out_paragraph(
        &mut self,
        inlines: &[Inline],
        style: TextStyle,
        measure: Pt,
    ) -> Galley {
        if inlines.is_empty() {
            return Galley::default();
        }
        let tag = self.new_tag(Role::Paragraph);
        self.lay_out_inlines(inlines, style, measure, tag)
    }

    /// The width of the widest word, and of all inlines on one line.
    pub fn inline_widths(&self, inlines: &[Inline], style: TextStyle) -> TextWidths {
        let size = style.size.size;
        let key = style.shape_key(self.superscript_scale(size));
        let cache = self.measure_cache;
        cache.text_widths(inlines, key, size, || self.shape_inlines(inlines, style))
    }

    /// The width of a text in one line, up to the character before an offset of it.
    pub fn width_up_to(&self, inlines: &[Inline], offset: usize, style: TextStyle) -> Pt {
        let size = style.size.size;
        let key = style.shape_key(self.superscript_scale(size));
        let cache = self.measure_cache;
        cache.width_up_to(inlines, offset, key, size, || {
            self.shape_inlines(inlines, style)
        })
    }

    /// The width of the widest number.
    pub fn number_width(&self, inlines: &[Inline], style: TextStyle) -> Pt {
        let paragraph = self.shape_inlines(inlines, style);
        paragraph.number_width(style.size.size)
    }

    fn count_lines(&self, inlines: &[Inline], style: TextStyle, measure: Pt) -> usize {
        let size = style.size.size;
        let key = style.shape_key(self.superscript_scale(size));
        let cache = self.measure_cache;
        cache.line_count(inlines, key, size, measure, self.hyphenation, || {
            self.shape_inlines(inlines, style)
        })
    }

    /// Shapes inlines that are not going to be placed.
    fn shape_inlines(&self, inlines: &[Inline], style: TextStyle) -> Arc<Paragraph> {
        let (spans, _) = self.trial().build_spans(inlines, style);
        self.shaper.paragraph(&spans, &self.text_setting(style))
    }

    /// Size of the numbers of sources, as a share of the size of the text that they are in.
    pub fn superscript_scale(&self, size: Pt) -> f32 {
        // In small text the least legible size decides, up to the size of the text itself.
        (self.metrics.min_superscript / size).clamp(MIN_SUPERSCRIPT_SCALE, 1.0)
    }

    fn font_families(&self, style: TextStyle) -> &[String] {
        let fonts = &self.theme.fonts;
        if style.heading {
            &fonts.heading
        } else {
            &fonts.body
        }
    }

    fn text_setting(&self, style: TextStyle) -> ParagraphSetting<'_> {
        let meta = &self.document.meta;
        ParagraphSetting {
            families: self.font_families(style),
            lang: &meta.lang,
            direction: meta.direction,
            tracking: style.tracking,
            tabular: style.tabular,
            hyphenate: style.hyphenate,
            balance: style.balance,
            // Han characters are on a grid of their own, where a ragged edge looks like a mistake.
            justify: is_written_in_han(&meta.lang)
                && style.hyphenate
                && style.balance != Balance::AllLines,
        }
    }

    /// Distance of a line's baseline from its top: half of the leading that the letters do not
    /// need is above them, as in CSS.
    pub fn baseline_offset(&self, style: TextStyle) -> Pt {
        let (ascent, descent) = self.shaper.ascent_and_descent(self.font_families(style));
        let Type { size, leading } = style.size;
        (leading - (ascent + descent) * size) / 2.0 + ascent * size
    }

    /// Warns of a word that was cut, or of a text that is wider than its column.
    fn warn_of_defect(&mut self, defect: Option<&LineDefect>) {
        let warning = match defect {
            None => return,
            Some(LineDefect::CutWord(word)) => cut_word_warning(word),
            Some(LineDefect::TooWide(text)) => too_wide_warning(text),
        };
        self.warn_once(warning);
    }

    /// Adds a warning, unless it has been added before.
    pub(super) fn warn_once(&mut self, warning: Diagnostic) {
        let warnings = &mut self.output.warnings;
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }

    /// Places the runs of a line in a fragment, with the backgrounds and links that they are marked
    /// with.
    fn line_fragment(
        &self,
        mut line: TextLine,
        style: TextStyle,
        measure: Pt,
        marks: &mut [SpanMark],
    ) -> Fragment {
        let Type { size, leading } = style.size;
        let slack = measure - line.width;
        // Start is the left here even in text that runs from right to left: the page is mirrored.
        let line_x = match style.align {
            Align::Start => Pt::ZERO,
            Align::Center => slack / 2.0,
            Align::End => slack,
        };
        let is_rtl = self.document.meta.direction == Direction::Rtl;
        let baseline = self.baseline_offset(style);
        let mut content = Content::default();
        // Readers follow the order of painting, not the places.
        line.runs.sort_by_key(|piece| piece.order);
        for piece in line.runs {
            let Some(mark) = marks.get_mut(piece.mark as usize) else {
                continue;
            };
            let mut run = piece.run;
            if let Some(part) = mark.citation {
                self.bracket_citation(part, &mut run, size);
            }
            let width = run.width();
            // A page that runs from right to left is mirrored as a whole in the end. Its lines must
            // not be, so they are mirrored here as well.
            let run_x = if is_rtl {
                line.width - run.x - width
            } else {
                run.x
            };
            run.x = line_x + run_x;
            run.baseline += baseline;
            if mark.code {
                let frame = Frame {
                    x: run.x,
                    y: baseline - size * CODE_ASCENT,
                    width,
                    height: size * CODE_HEIGHT,
                };
                content.rect(frame, self.theme.colors.tint);
            }
            if mark.struck {
                let frame = Frame {
                    x: run.x,
                    y: baseline - size * STRIKE_RISE,
                    width,
                    height: size * STRIKE_WIDTH,
                };
                content.rect(frame, run.color);
            }
            if let Some(link) = &mark.link {
                let frame = Frame {
                    x: run.x,
                    y: Pt::ZERO,
                    width,
                    height: leading,
                };
                push_link_area(&mut content, frame, link);
            }
            // The word may go on in another line, which gets no second sign.
            if let Some(level) = mark.sign.take() {
                let side = size * SIGN_SIZE;
                let top = baseline - size * (SIGN_SIZE - SIGN_DEPTH);
                content
                    .items
                    .push(self.sign_item(level, (run.x, top), side));
            }
            content.items.push(PlacedItem {
                tag: Some(mark.tag),
                item: Item::Run(run),
            });
        }
        Fragment {
            height: leading,
            content: Some(Box::new(content)),
            ..Fragment::default()
        }
    }
}

impl LayoutContext<'_> {
    /// Puts the brackets of a citation into the text of its glyphs, and a space into its lead.
    fn bracket_citation(&self, part: CitationPart, run: &mut GlyphRun, size: Pt) {
        if part.is_last
            && let Some(last) = run.glyphs.iter_mut().rfind(|glyph| !glyph.text.is_empty())
        {
            last.text.push(']');
        }
        if !part.is_first {
            return;
        }
        if let Some(first) = run.glyphs.first_mut() {
            first.text.insert(0, '[');
        }
        let Some(id) = self.shaper.space_glyph(run.face) else {
            return;
        };
        let space = Glyph {
            id,
            advance: size * CITATION_LEAD,
            dx: Pt::ZERO,
            dy: Pt::ZERO,
            text: " ".into(),
        };
        // The lead is where the line comes from, see `TextSpan::lead`.
        if self.document.meta.direction == Direction::Rtl {
            if let Some(last) = run.glyphs.last_mut() {
                last.advance -= space.advance;
            }
            run.glyphs.push(space);
        } else if let Some(first) = run.glyphs.first_mut() {
            first.advance -= space.advance;
            first.dx -= space.advance;
            run.glyphs.insert(0, space);
        }
    }

    /// The sign of a status. It is an artifact, as the word after it says the same.
    fn sign_item(&self, level: StatusLevel, corner: (Pt, Pt), side: Pt) -> PlacedItem {
        // The page is mirrored in the end, and a tick must not be.
        let is_rtl = self.document.meta.direction == Direction::Rtl;
        let SignOutline { from, segments } = SignOutline::new(level).placed(corner, side, is_rtl);
        PlacedItem::artifact(Item::Path(VectorPath {
            from,
            segments,
            closed: true,
            fill: Some(*self.theme.colors.status.get(level)),
            stroke: None,
        }))
    }
}

/// Adds the area of a link, or widens the area before it if that is of the same link and touches
/// it: a change of face inside a link makes a new run, but no new link.
fn push_link_area(content: &mut Content, frame: Frame, link: &SpanLink) {
    if let Some(before) = content.links.last_mut()
        && before.tag == link.tag
    {
        let gap = before.frame.x + before.frame.width - frame.x;
        if gap.abs() < Pt(1.0) {
            before.frame.width = frame.x + frame.width - before.frame.x;
            return;
        }
    }
    content.links.push(LinkArea {
        frame,
        tag: link.tag,
        target: link.target.clone(),
        description: link.description.clone(),
    });
}

/// Keeps the first two and the last two lines of a paragraph on one page.
fn prevent_widows(galley: &mut Galley) {
    let lines = &mut galley.fragments;
    if lines.len() > 1 {
        let next_to_last = lines.len() - 2;
        lines[0].keep_with_next = true;
        lines[next_to_last].keep_with_next = true;
    }
}
