//! The events of Markdown, with citations as links.

use pulldown_cmark::{BrokenLink, CowStr, OffsetIter, Options, Parser};

/// The scheme of links that represent citations during parsing.
pub(super) const CITE: &str = "cite:";

/// The events of a text, with their positions.
pub(super) fn markdown_events(text: &str, options: Options) -> MarkdownEvents<'_> {
    // To CommonMark, `[@id]` is a reference to a link that is not defined.
    let cite_link: CiteLink<'_> = cite_link;
    Parser::new_with_broken_link_callback(text, options, Some(cite_link)).into_offset_iter()
}

pub(super) type MarkdownEvents<'a> = OffsetIter<'a, CiteLink<'a>>;

type CiteLink<'a> = fn(BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)>;

/// The address and the title of `[@id]` as a link, which marks it as a citation.
fn cite_link(link: BrokenLink<'_>) -> Option<(CowStr<'_>, CowStr<'_>)> {
    if !link.reference.starts_with('@') {
        return None;
    }
    let address = CowStr::from(format!("{CITE}{}", link.reference));
    Some((address, CowStr::from("")))
}
