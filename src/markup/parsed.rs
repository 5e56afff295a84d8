//! Caches parsed texts for each thread, because all formats of a brief are made from the same
//! texts.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser};

use super::guard::guard_emphasis;
use crate::text::memo::Memo;

/// The scheme of links that represent citations during parsing.
pub(super) const CITE: &str = "cite:";

/// Bytes of texts in the cache of a thread: enough for several briefs.
const MAX_CACHED_BYTES: usize = 16 * 1024;

/// A text with blocks, and its parse.
pub(super) struct ParsedText {
    source: String,
    /// The text that was parsed, if it differs from the source.
    guarded: Option<String>,
    /// The events, with their positions in the parsed text.
    pub events: Vec<(Event<'static>, Range<usize>)>,
}

impl ParsedText {
    /// The text that was parsed.
    pub fn text(&self) -> &str {
        self.guarded.as_ref().unwrap_or(&self.source)
    }

    fn new(source: &str) -> Self {
        let text = guard_emphasis(source);
        let mut events = Vec::new();
        for (event, range) in markdown_events(&text, Options::ENABLE_TABLES) {
            events.push((event.into_static(), range));
        }
        let guarded = if *text == *source {
            None
        } else {
            Some(text.into_owned())
        };
        Self {
            source: source.to_owned(),
            guarded,
            events,
        }
    }
}

#[derive(Default)]
struct ParsedTexts {
    texts: Memo<Rc<ParsedText>>,
    bytes: usize,
}

thread_local! {
    static PARSED_TEXTS: RefCell<ParsedTexts> = RefCell::default();
}

/// Parses a text with blocks, or takes its parse from the cache.
pub(super) fn parse_cached(source: &str) -> Rc<ParsedText> {
    if source.len() > MAX_CACHED_BYTES / 4 {
        return Rc::new(ParsedText::new(source));
    }
    PARSED_TEXTS.with_borrow_mut(|cache| {
        let ParsedTexts { texts, bytes } = cache;
        if *bytes > MAX_CACHED_BYTES {
            (*texts, *bytes) = Default::default();
        }
        let is_same = |it: &Rc<ParsedText>| it.source == source;
        let make = || {
            *bytes += source.len();
            Rc::new(ParsedText::new(source))
        };
        Rc::clone(texts.get_or_insert_with(source, is_same, make))
    })
}

/// The events of a text, with their positions.
pub(super) fn markdown_events(
    text: &str,
    options: Options,
) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    // To CommonMark, `[@id]` is a reference to a link that is not defined.
    Parser::new_with_broken_link_callback(text, options, Some(cite_link)).into_offset_iter()
}

/// The address and the title of `[@id]` as a link, which marks it as a citation.
fn cite_link(link: BrokenLink<'_>) -> Option<(CowStr<'_>, CowStr<'_>)> {
    if !link.reference.starts_with('@') {
        return None;
    }
    let address = CowStr::from(format!("{CITE}{}", link.reference));
    Some((address, CowStr::from("")))
}
