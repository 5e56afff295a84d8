//! The events of Markdown, with citations as links.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser};

/// The scheme of links that represent citations during parsing.
pub(super) const CITE: &str = "cite:";

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
