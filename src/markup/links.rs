//! Addresses of links.
//!
//! [`LINK_SCHEMES`] lists the schemes that links may have. `ooxml/hyperlink.rs` has a rule for each
//! of them, so a new scheme needs one there, too.

use pulldown_cmark::{Event, Options, Tag};

use super::parsed::{CITE, markdown_events};
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
    LINK_SCHEMES.iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && url.len() > scheme.len()
    })
}

/// All addresses of links in a text, as written.
#[must_use]
pub fn link_addresses(text: &str) -> Vec<String> {
    markdown_events(text, Options::ENABLE_TABLES)
        .filter_map(|(event, _)| match event {
            Event::Start(Tag::Link { dest_url, .. }) if !dest_url.starts_with(CITE) => {
                Some(verbatim::percent_encode_address(&dest_url))
            }
            _ => None,
        })
        .collect()
}

/// An autolinked e-mail address is shown without `mailto:`.
pub(super) fn without_mail_scheme(url: &str, body: Vec<Inline>) -> Vec<Inline> {
    match body.as_slice() {
        [Inline::Text { text }]
            if text == url && url.len() > MAIL.len() && url.is_char_boundary(MAIL.len()) =>
        {
            let (scheme, address) = url.split_at(MAIL.len());
            if scheme.eq_ignore_ascii_case(MAIL) {
                vec![Inline::text(address)]
            } else {
                body
            }
        }
        _ => body,
    }
}
