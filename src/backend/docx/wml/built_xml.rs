//! Parses the XML that [`docx_rs`] serializes.
//!
//! The library writes a small part of XML, always in the same form: no comments, no CDATA, no
//! single quotes. A parser for that takes a third of the time that one for any XML takes.

use crate::ooxml::xml::{Element, XmlNode, element};

/// Parses a part or an element. Calls `close` with every element as soon as it is complete; the
/// element that `close` returns replaces it, and its parent is closed later.
///
/// # Errors
///
/// When the text is not in the library's form.
pub(super) fn read_built_xml(
    part: &str,
    mut close: impl FnMut(Element) -> Option<Element>,
) -> Result<Element, String> {
    let mut rest = part;
    if let Some(declaration) = part.strip_prefix("<?") {
        let (_, after) = declaration
            .split_once("?>")
            .ok_or("the XML declaration has no end")?;
        rest = after;
    }
    // The first is the document around the root element.
    let mut open = vec![Element::default()];
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        let parent = open.last_mut().ok_or(UNOPENED)?;
        if !text.is_empty() {
            parent.children.push(XmlNode::Text(text.to_owned()));
        }
        let complete = if tag.as_bytes().get(1) == Some(&b'/') {
            let end = tag.find('>').ok_or(UNCLOSED)?;
            let name = &tag[2..end];
            rest = &tag[end + 1..];
            let element = open.pop().filter(|element| element.name == name);
            element.ok_or(UNOPENED)?
        } else {
            let start = parse_start_tag(&tag[1..]).ok_or("a tag is malformed")?;
            rest = start.rest;
            if !start.is_empty {
                open.push(start.element);
                continue;
            }
            start.element
        };
        let parent = open.last_mut().ok_or(UNOPENED)?;
        parent
            .children
            .extend(close(complete).map(XmlNode::Element));
    }
    match open.as_mut_slice() {
        [document] => match document.children.pop() {
            Some(XmlNode::Element(root)) => Ok(root),
            _ => Err("there is no root element".to_owned()),
        },
        _ => Err(UNCLOSED.to_owned()),
    }
}

const UNOPENED: &str = "an element is closed that was not opened";
const UNCLOSED: &str = "an element is not closed";

struct StartTag<'a> {
    element: Element,
    /// Whether the tag ends with `/>`.
    is_empty: bool,
    /// The text after the tag.
    rest: &'a str,
}

/// Parses a start tag, without its `<`.
fn parse_start_tag(tag: &str) -> Option<StartTag<'_>> {
    let find = |from: usize, wanted: fn(&u8) -> bool| {
        let bytes = tag.as_bytes().get(from..)?;
        Some(from + bytes.iter().position(wanted)?)
    };
    let mut at = find(0, |it| matches!(it, b' ' | b'/' | b'>'))?;
    let mut element = element(tag.get(..at)?);
    loop {
        match tag.as_bytes().get(at)? {
            b' ' => at += 1,
            b'/' => {
                return Some(StartTag {
                    element,
                    is_empty: true,
                    rest: tag.get(at..)?.strip_prefix("/>")?,
                });
            }
            b'>' => {
                return Some(StartTag {
                    element,
                    is_empty: false,
                    rest: tag.get(at + 1..)?,
                });
            }
            _ => {
                let equals = find(at, |it| *it == b'=')?;
                let open = find(equals, |it| *it == b'"')? + 1;
                let close = find(open, |it| *it == b'"')?;
                let name = tag.get(at..equals)?;
                // The library numbers paragraphs with a counter of the whole process, so that the
                // same document would differ from run to run.
                if name != "w14:paraId" {
                    let value = tag.get(open..close)?;
                    element.attributes.push((name.into(), value.into()));
                }
                at = close + 1;
            }
        }
    }
}
