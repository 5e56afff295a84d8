//! Reads what the tree builder wrote: a small part of XML, always put the same way. Reading no more
//! than that takes a third of the time that a reader of any XML needs.

use crate::ooxml::xml::{Element, XmlNode, element};

/// Reads a part, or a part of one. Every element is given to `close` as soon as it is complete;
/// what is inside was given before, and what `close` returns takes its place.
///
/// # Errors
///
/// When something is not as the builder writes it.
pub(super) fn read_built_xml(
    part: &str,
    mut close: impl FnMut(Element) -> Option<Element>,
) -> Result<Element, String> {
    let mut rest = match part.strip_prefix("<?") {
        Some(declaration) => {
            declaration
                .split_once("?>")
                .ok_or("its declaration has no end")?
                .1
        }
        None => part,
    };
    // The first stands for the part itself.
    let mut open = vec![Element::default()];
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        let parent = open.last_mut().ok_or(UNOPENED)?;
        if !text.is_empty() {
            parent.children.push(XmlNode::Text(text.to_owned()));
        }
        let done = if tag.as_bytes().get(1) == Some(&b'/') {
            let end = tag.find('>').ok_or(UNCLOSED)?;
            rest = &tag[end + 1..];
            open.pop()
                .filter(|it| it.name == tag[2..end])
                .ok_or(UNOPENED)?
        } else {
            let (start, empty, after) =
                parse_start_tag(&tag[1..]).ok_or("a tag is not as it should be")?;
            rest = after;
            if !empty {
                open.push(start);
                continue;
            }
            start
        };
        let parent = open.last_mut().ok_or(UNOPENED)?;
        parent.children.extend(close(done).map(XmlNode::Element));
    }
    match open.as_mut_slice() {
        [part] => match part.children.pop() {
            Some(XmlNode::Element(root)) => Ok(root),
            _ => Err("it is empty".to_owned()),
        },
        _ => Err(UNCLOSED.to_owned()),
    }
}

const UNOPENED: &str = "an element is closed that was not opened";
const UNCLOSED: &str = "an element is not closed";

/// The element that a tag begins, whether that is all of it, and what follows.
fn parse_start_tag(tag: &str) -> Option<(Element, bool, &str)> {
    let find = |from: usize, wanted: fn(&u8) -> bool| {
        Some(from + tag.as_bytes().get(from..)?.iter().position(wanted)?)
    };
    let mut at = find(0, |it| matches!(it, b' ' | b'/' | b'>'))?;
    let mut out = element(tag.get(..at)?);
    loop {
        match tag.as_bytes().get(at)? {
            b' ' => at += 1,
            b'/' => return Some((out, true, tag.get(at..)?.strip_prefix("/>")?)),
            b'>' => return Some((out, false, tag.get(at + 1..)?)),
            _ => {
                let equals = find(at, |it| *it == b'=')?;
                let open = find(equals, |it| *it == b'"')? + 1;
                let close = find(open, |it| *it == b'"')?;
                let name = tag.get(at..equals)?;
                // The builder numbers paragraphs by a counter of the whole process.
                if name != "w14:paraId" {
                    out.attributes
                        .push((name.into(), tag.get(open..close)?.into()));
                }
                at = close + 1;
            }
        }
    }
}
