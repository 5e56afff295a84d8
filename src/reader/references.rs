//! Links to parts of a document, `[text](#id)`.
//!
//! A link without a text gets the number of what it leads to, such as “Figure 2”, or its name. As
//! soon as a link prints a number, all captions of that kind have theirs.

use std::collections::{BTreeMap, BTreeSet};

use crate::brief::{Brief, Text};
use crate::document::{
    Block, Document, Inline, Labels, for_each_column_block, has_outer_marks, is_block_link,
    plain_text, text_of_words, with_capital,
};
use crate::lang::{ends_with_sentence, is_spaceless};
use crate::markup;

/// An item of a brief that has an id.
pub(super) struct BriefTarget<'a> {
    pub id: &'a str,
    /// Its title, headline or the like, with which links name it where the document does not show it.
    name: &'a str,
    kind: TargetKind,
}

impl BriefTarget<'_> {
    pub fn is_named(&self, name: &str) -> bool {
        self.name == name
    }
}

/// What a link leads to, with the label of its number or name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum TargetKind {
    Point,
    Figure,
    Table,
    /// Something that has a name and no number.
    Named,
}

impl TargetKind {
    /// The label with the number, such as `Figure {number}`.
    fn label(self) -> Option<&'static str> {
        match self {
            Self::Point => Some("numbered-point"),
            Self::Figure => Some("numbered-figure"),
            Self::Table => Some("numbered-table"),
            Self::Named => None,
        }
    }
}

/// The items of a brief that have an id.
pub(super) fn brief_targets(brief: &Brief) -> Vec<BriefTarget<'_>> {
    let mut targets = Targets(Vec::new());
    for item in &brief.points {
        targets.add(&item.id, &item.headline, TargetKind::Point);
    }
    for item in &brief.charts {
        targets.add(&item.id, &item.title, TargetKind::Figure);
    }
    for item in &brief.images {
        let name = item.caption.as_ref().or(item.alt.as_ref());
        targets.add(&item.id, name.map_or("", |it| it), TargetKind::Figure);
    }
    for item in &brief.tables {
        let name = item.title.as_deref().unwrap_or_default();
        targets.add(&item.id, name, TargetKind::Table);
    }
    for item in &brief.quotes {
        let name = item.by.as_ref().unwrap_or(&item.text);
        targets.add(&item.id, name, TargetKind::Named);
    }
    for item in &brief.sections {
        targets.add(&item.id, &item.heading, TargetKind::Named);
    }
    for item in &brief.annexes {
        targets.add(&item.id, &item.title, TargetKind::Named);
    }
    targets.0
}

struct Targets<'a>(Vec<BriefTarget<'a>>);

impl<'a> Targets<'a> {
    fn add(&mut self, id: &'a Option<Text>, name: &'a str, kind: TargetKind) {
        let id = id.as_deref().unwrap_or_default().trim();
        if !id.is_empty() {
            self.0.push(BriefTarget { id, name, kind });
        }
    }
}

/// Gives links without a text their text, and numbers to the captions that they name. Links to what
/// the document does not show become plain text.
pub(super) fn settle_references(
    document: &mut Document,
    targets: &[BriefTarget<'_>],
    labels: &Labels,
) {
    let mut settler = ReferenceSettler {
        labels,
        shown: shown_targets(document, labels),
        named: BTreeMap::new(),
        numbered: BTreeSet::new(),
    };
    for target in targets {
        settler.named.insert(target.id, target);
    }
    document.for_each_words_mut(&mut |words| {
        if let Some(text) = text_of_words(words) {
            settler.settle_text(text, "");
        }
    });
    if !settler.numbered.is_empty() {
        let mut counts = BTreeMap::new();
        settler.number_captions(&mut document.body, &mut counts);
    }
}

/// A block of the document to which links lead.
struct ShownTarget {
    kind: TargetKind,
    /// Among those of its kind, from 1.
    number: usize,
    /// For what has no number.
    name: String,
}

/// The blocks with an id, by their ids.
fn shown_targets(document: &Document, labels: &Labels) -> BTreeMap<String, ShownTarget> {
    let mut shown = BTreeMap::new();
    let mut counts = BTreeMap::new();
    for_each_column_block(&document.body, &mut |block| {
        let Some(kind) = target_kind(block) else {
            return;
        };
        let number = counted(&mut counts, kind);
        if block.id().is_empty() {
            return;
        }
        let name = match block {
            Block::Heading { text, .. } => plain_text(text),
            Block::Quote(quote) if quote.by.is_empty() => {
                quoted_name(&plain_text(&quote.text), labels)
            }
            Block::Quote(quote) => plain_text(&quote.by),
            _ => String::new(),
        };
        let target = ShownTarget { kind, number, name };
        shown.entry(block.id().to_owned()).or_insert(target);
    });
    shown
}

/// A quotation without a speaker, in the marks of the language.
fn quoted_name(text: &str, labels: &Labels) -> String {
    let open = labels.get("quote-open");
    if has_outer_marks(text, open) {
        return text.to_owned();
    }
    format!("{open}{text}{}", labels.get("quote-close"))
}

/// What a block is to links; `None` for one that is not counted and to which none leads.
fn target_kind(block: &Block) -> Option<TargetKind> {
    match block {
        Block::Point(_) => Some(TargetKind::Point),
        Block::Chart(_) => Some(TargetKind::Figure),
        Block::Image(image) => {
            let is_silent = image.decorative && image.id.is_empty() && image.caption.is_empty();
            (!is_silent).then_some(TargetKind::Figure)
        }
        // Others are part of a text.
        Block::Table(table) => {
            (!table.title.is_empty() || !table.id.is_empty()).then_some(TargetKind::Table)
        }
        block => (!block.id().is_empty()).then_some(TargetKind::Named),
    }
}

/// The number of the next of a kind.
fn counted(counts: &mut BTreeMap<TargetKind, usize>, kind: TargetKind) -> usize {
    let count = counts.entry(kind).or_insert(0);
    *count += 1;
    *count
}

struct ReferenceSettler<'l> {
    labels: &'l Labels,
    shown: BTreeMap<String, ShownTarget>,
    /// The items of the brief, by their ids.
    named: BTreeMap<&'l str, &'l BriefTarget<'l>>,
    /// The kinds of which a link prints a number.
    numbered: BTreeSet<TargetKind>,
}

impl ReferenceSettler<'_> {
    /// Settles the links of a text. `before` is the text before it in its paragraph.
    fn settle_text(&mut self, text: &mut Vec<Inline>, before: &str) {
        let is_link = |it: &Inline| matches!(it, Inline::Link { url, .. } if is_block_link(url));
        let has_body = |it: &Inline| !it.children().is_empty();
        if !text.iter().any(|it| is_link(it) || has_body(it)) {
            return;
        }
        let mut before = before.to_owned();
        let mut settled = Vec::with_capacity(text.len());
        for mut inline in std::mem::take(text) {
            if let Some(body) = inline.body_mut() {
                self.settle_text(body, &before);
            }
            match inline {
                Inline::Link { url, body } if is_block_link(&url) => {
                    let id = url.trim_start_matches('#');
                    let body = match plain_text(&body).trim().is_empty() {
                        true => vec![Inline::text(self.link_text(id, &before))],
                        false => body,
                    };
                    before.push_str(&plain_text(&body));
                    match self.shown.contains_key(id) {
                        true => settled.push(Inline::Link { url, body }),
                        false => settled.extend(body),
                    }
                }
                other => {
                    before.push_str(&plain_text(std::slice::from_ref(&other)));
                    settled.push(other);
                }
            }
        }
        *text = settled;
    }

    /// The number or the name of what a link leads to, as it stands after a text.
    fn link_text(&mut self, id: &str, before: &str) -> String {
        let (kind, number) = match (self.shown.get(id), self.named.get(id)) {
            (Some(target), _) if target.kind == TargetKind::Named => return target.name.clone(),
            (Some(target), _) => (target.kind, target.number),
            (None, Some(target)) => return self.name_of_item(target),
            (None, None) => return id.to_owned(),
        };
        let Some(label) = kind.label() else {
            return String::new();
        };
        self.numbered.insert(kind);
        let text = self.labels.fill(label, &[("number", &number.to_string())]);
        if begins_sentence(before) {
            with_capital(&text)
        } else {
            text
        }
    }

    /// The name of an item that the document does not show.
    fn name_of_item(&self, target: &BriefTarget<'_>) -> String {
        let name = markup::shown_words(target.name);
        match target.kind {
            TargetKind::Figure if name.is_empty() => self.labels.get("figure").to_owned(),
            TargetKind::Table if name.is_empty() => self.labels.get("table").to_owned(),
            _ => name,
        }
    }

    /// Puts numbers before the captions of all kinds that links name by numbers.
    fn number_captions(&self, blocks: &mut [Block], counts: &mut BTreeMap<TargetKind, usize>) {
        for block in blocks {
            if let Block::Columns { main, side } = block {
                self.number_captions(main, counts);
                self.number_captions(side, counts);
                continue;
            }
            let Some(kind) = target_kind(block) else {
                continue;
            };
            let number = counted(counts, kind);
            if !self.numbered.contains(&kind) {
                continue;
            }
            let text = match kind.label() {
                Some(label) => self.labels.caption_number(label, number),
                None => String::new(),
            };
            match block {
                Block::Point(point) => {
                    put_before(format!("{number}.\u{a0}"), &mut point.headline);
                }
                Block::Chart(chart) => self.number_caption(text, &mut chart.title),
                Block::Image(image) => self.number_caption(text, &mut image.caption),
                Block::Table(table) => self.number_caption(text, &mut table.title),
                _ => {}
            }
        }
    }

    fn number_caption(&self, mut number: String, caption: &mut Vec<Inline>) {
        if !caption.is_empty() {
            number.push_str(self.labels.colon());
        }
        put_before(number, caption);
    }
}

fn put_before(mut words: String, text: &mut Vec<Inline>) {
    match text.first_mut() {
        Some(Inline::Text { text }) => {
            words.push_str(text);
            *text = words;
        }
        _ => text.insert(0, Inline::text(words)),
    }
}

/// The fewest letters of a word whose stop is taken for that of a sentence, not of an abbreviation.
const MIN_WORD: usize = 4;

/// Whether what follows a text begins a sentence.
fn begins_sentence(before: &str) -> bool {
    let before = before.trim_end();
    if before.is_empty() {
        return true;
    }
    if !ends_with_sentence(before) {
        return false;
    }
    let words = before.trim_end_matches(|it: char| !it.is_alphanumeric());
    let last = words.rsplit(|it: char| !it.is_alphanumeric()).next();
    let last = last.unwrap_or_default();
    let is_word = last.chars().count() >= MIN_WORD || last.contains(is_spaceless);
    // A figure before a stop ends a sentence: links print numbers.
    !before.ends_with('.') || is_word || last.ends_with(char::is_numeric)
}
