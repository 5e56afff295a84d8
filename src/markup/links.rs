//! Addresses of links.
//!
//! [`LINK_SCHEMES`] lists the schemes that links may have. `ooxml/hyperlink.rs` has a rule for each
//! of them, so a new scheme needs one there, too.

use pulldown_cmark::{Event, Options, Tag};

use super::citation_groups::is_id_character;
use super::events::{CITE, markdown_events};
use super::verbatim;
use crate::document::Inline;

pub(super) const MAIL: &str = "mailto:";

/// What the address of a link may begin with, in lower case.
pub const LINK_SCHEMES: [&str; 3] = ["https://", "http://", MAIL];

/// The hint for an address that begins with none of [`LINK_SCHEMES`].
pub const LINK_SCHEME_HINT: &str = "an address begins with https://, http:// or mailto:";

/// Whether a link may have this address: one of [`LINK_SCHEMES`], followed by something.
#[must_use]
pub fn is_link_address(url: &str) -> bool {
    LINK_SCHEMES.iter().any(|scheme| has_scheme(url, scheme))
}

/// Whether a link leads to an item of the same brief: `#` and an id.
#[must_use]
pub fn is_link_to_id(url: &str) -> bool {
    let id = url.strip_prefix('#').unwrap_or_default();
    !id.is_empty() && id.chars().all(is_id_character)
}

/// Whether `url` begins with `scheme`, in any case, and goes on after it. Schemes are
/// case-insensitive (RFC 3986, section 3.1).
fn has_scheme(url: &str, scheme: &str) -> bool {
    match url.split_at_checked(scheme.len()) {
        Some((start, rest)) => start.eq_ignore_ascii_case(scheme) && !rest.is_empty(),
        None => false,
    }
}

/// Whether the text after brackets is not an address: `a[i](x)`.
#[must_use]
pub fn is_no_address(url: &str) -> bool {
    !url.contains(['.', '/', ':', '#', '@', '?', '\\'])
}

/// All addresses of links in a text, as written.
#[must_use]
pub fn link_addresses(text: &str) -> Vec<String> {
    let mut addresses = Vec::new();
    for (event, _) in markdown_events(text, Options::ENABLE_TABLES) {
        if let Event::Start(Tag::Link { dest_url, .. }) = event
            && !dest_url.starts_with(CITE)
        {
            addresses.push(verbatim::percent_encode_address(&dest_url));
        }
    }
    addresses
}

/// An autolinked e-mail address is shown without `mailto:`.
pub(super) fn without_mail_scheme(url: &str, body: Vec<Inline>) -> Vec<Inline> {
    match body.as_slice() {
        [Inline::Text { text }] if text == url && has_scheme(url, MAIL) => {
            vec![Inline::text(&url[MAIL.len()..])]
        }
        _ => body,
    }
}
