//! A small XML tree: [`parse_xml`] reads one from a part, [`Element::to_part`] writes it back.
//!
//! Text and attribute values stay in their escaped form from reading to writing, so that a part
//! that is only passed on is not unescaped and escaped again. Namespaces are not resolved: names
//! keep their prefixes.

use std::borrow::Cow;

use compact_str::CompactString;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// The name of an attribute and its escaped value.
pub(crate) type Attribute = (CompactString, CompactString);

/// An element with its attributes and children, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Element {
    pub(crate) name: CompactString,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<XmlNode>,
}

/// A child of an [`Element`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum XmlNode {
    Element(Element),
    /// Escaped text, or elements that are XML already.
    Text(String),
}

/// The first line of every part.
pub(crate) const XML_DECLARATION: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A new element without attributes and children.
pub(crate) fn element(name: &str) -> Element {
    Element {
        name: name.into(),
        ..Element::default()
    }
}

/// A new element with a `w:val`, which is escaped here.
pub(crate) fn value_element(name: &str, value: impl AsRef<str>) -> Element {
    element(name).with("w:val", value)
}

impl Element {
    /// Sets an attribute to a value, which is escaped here.
    pub(crate) fn with(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.set(name, value.as_ref());
        self
    }

    /// Adds a child at the end.
    pub(crate) fn child(mut self, child: Self) -> Self {
        self.push(child);
        self
    }

    /// Adds a child at the end.
    pub(crate) fn push(&mut self, child: Self) {
        self.children.push(XmlNode::Element(child));
    }

    /// Adds children at the end.
    pub(crate) fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        let nodes = children.into_iter().map(XmlNode::Element);
        self.children.extend(nodes);
        self
    }

    /// Adds text, which is escaped here.
    pub(crate) fn with_text(mut self, text: &str) -> Self {
        let escaped = escape_xml(text).into_owned();
        self.children.push(XmlNode::Text(escaped));
        self
    }

    /// As [`Element::with`].
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        let value = CompactString::from(escape_xml(value));
        for (known, old) in &mut self.attributes {
            if known == name {
                *old = value;
                return;
            }
        }
        self.attributes.push((name.into(), value));
    }

    /// Replaces the `w:val` with a value that is escaped already.
    pub(crate) fn set_escaped_value(&mut self, value: &str) {
        for (name, old) in &mut self.attributes {
            if name == "w:val" {
                *old = value.into();
            }
        }
    }

    /// Edits the first child of that name. If it is missing it is added before all others, where
    /// elements have their properties.
    pub(crate) fn edit_properties(&mut self, name: &str, edit: impl FnOnce(&mut Self)) {
        if self.find(name).is_none() {
            let properties = XmlNode::Element(element(name));
            self.children.insert(0, properties);
        }
        if let Some(properties) = self.find_mut(name) {
            edit(properties);
        }
    }

    /// The escaped value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        for (known, value) in &self.attributes {
            if known == name {
                return Some(value);
            }
        }
        None
    }

    /// The children that are elements.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(XmlNode::as_element)
    }

    pub(crate) fn elements_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        self.children.iter_mut().filter_map(XmlNode::as_element_mut)
    }

    /// The first child of that name.
    pub(crate) fn find(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The element that is reached by going to the first child of each name.
    pub(crate) fn find_path(&self, names: &[&str]) -> Option<&Self> {
        let mut found = self;
        for name in names {
            found = found.find(name)?;
        }
        Some(found)
    }

    pub(crate) fn find_mut(&mut self, name: &str) -> Option<&mut Self> {
        self.elements_mut().find(|element| element.name == name)
    }

    /// The escaped `w:val` of the first child of that name.
    pub(crate) fn child_value(&self, name: &str) -> Option<&str> {
        self.find(name)?.get("w:val")
    }

    /// Removes all children of these names.
    pub(crate) fn remove(&mut self, names: &[&str]) {
        self.children.retain(|node| match node {
            XmlNode::Element(child) => !names.contains(&child.name.as_str()),
            XmlNode::Text(_) => true,
        });
    }

    /// Visits this element and all inside it, parents after their children.
    pub(crate) fn walk_mut(&mut self, visit: &mut dyn FnMut(&mut Self)) {
        for child in self.elements_mut() {
            child.walk_mut(visit);
        }
        visit(self);
    }

    /// Visits this element and all inside it, parents before their children.
    pub(crate) fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        visit(self);
        for child in self.elements() {
            child.walk(visit);
        }
    }

    /// All text inside, still escaped.
    pub(crate) fn inner_text(&self) -> String {
        let mut text = String::new();
        self.append_inner_text(&mut text);
        text
    }

    fn append_inner_text(&self, out: &mut String) {
        for node in &self.children {
            match node {
                XmlNode::Element(element) => element.append_inner_text(out),
                XmlNode::Text(text) => out.push_str(text),
            }
        }
    }

    /// The bytes of a part with this root.
    pub(crate) fn to_part(&self) -> Vec<u8> {
        let mut out = String::from(XML_DECLARATION);
        self.write(&mut out);
        out.into_bytes()
    }

    /// Appends the element as XML.
    pub(crate) fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            out.push_str(value);
            out.push('"');
        }
        if self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for node in &self.children {
            match node {
                XmlNode::Element(element) => element.write(out),
                XmlNode::Text(text) => out.push_str(text),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

impl XmlNode {
    fn as_element(&self) -> Option<&Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }

    fn as_element_mut(&mut self) -> Option<&mut Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }
}

/// Appends an element without children. Values of attributes are escaped here.
pub(crate) fn push_empty_element(name: &str, attributes: &[(&str, &str)], out: &mut String) {
    out.push('<');
    out.push_str(name);
    for (name, value) in attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        out.push_str(&escape_xml(value));
        out.push('"');
    }
    out.push_str("/>");
}

/// Whether XML 1.0 allows a character (production 2, `Char`).
pub(crate) fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Escapes text for XML. Characters that XML 1.0 forbids are dropped.
pub(crate) fn escape_xml(text: &str) -> Cow<'_, str> {
    // Most texts are printable ASCII without markup, and need neither a copy nor the check of each
    // character.
    if text.bytes().all(is_plain_byte) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            // There is no way to write these in XML 1.0, not even as references such as `&#1;`.
            forbidden if !is_allowed(forbidden) => {}
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // In attributes, readers turn these into spaces (XML 1.0, 3.3.3). Text is escaped in
            // the same way: there, `\r` would be read as `\n` (2.11).
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}

fn is_plain_byte(byte: u8) -> bool {
    match byte {
        b'&' | b'<' | b'>' | b'"' => false,
        _ => matches!(byte, b' '..=b'~'),
    }
}

/// Undoes the escaping of text. Text with an unknown entity stays as it is.
pub(crate) fn unescape_xml(text: &str) -> String {
    match quick_xml::escape::unescape(text) {
        Ok(unescaped) => unescaped.into_owned(),
        Err(_) => text.to_owned(),
    }
}

/// The most elements inside each other. Word writes some dozens.
const MAX_DEPTH: usize = 256;

/// Parses a part. Comments, processing instructions and the declaration are dropped.
///
/// # Errors
///
/// When it is not well-formed, is nested too deeply, refers to a character that XML forbids, or has
/// a document type.
pub(crate) fn parse_xml(bytes: &[u8]) -> Result<Element, String> {
    let mut reader = Reader::from_reader(bytes);
    // Open elements; the first stands for the part itself.
    let mut stack = vec![Element::default()];
    loop {
        // The tree is walked and dropped recursively: one that is nested without limit would
        // overflow the call stack.
        if stack.len() > MAX_DEPTH + 1 {
            return Err(format!("elements are nested more than {MAX_DEPTH} deep"));
        }
        match reader.read_event().map_err(|why| why.to_string())? {
            Event::Start(start) => stack.push(read_start_tag(&start)?),
            Event::Empty(start) => {
                let empty = read_start_tag(&start)?;
                push_node(&mut stack, XmlNode::Element(empty));
            }
            Event::End(_) => {
                let done = stack
                    .pop()
                    .ok_or("an element is closed that was not opened")?;
                push_node(&mut stack, XmlNode::Element(done));
            }
            Event::Text(text) => append_text(&mut stack, utf8(&text)?),
            Event::GeneralRef(name) => append_text(&mut stack, &checked_reference(&name)?),
            Event::CData(text) => {
                let text = escape_xml(utf8(&text)?);
                append_text(&mut stack, &text);
            }
            Event::Eof => break,
            // Parts must not have one (ECMA-376 part 2), and the entities that it declares would be
            // lost.
            Event::DocType(_) => return Err("it has a document type".to_owned()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    let [root] = stack.as_mut_slice() else {
        return Err("an element is not closed".to_owned());
    };
    for node in std::mem::take(&mut root.children) {
        if let XmlNode::Element(element) = node {
            return Ok(element);
        }
    }
    Err("it is empty".to_owned())
}

/// A reference such as `&amp;` or `&#233;` as it is written, if it may stand in a part.
fn checked_reference(name: &BytesRef<'_>) -> Result<String, String> {
    let character = name.resolve_char_ref().map_err(|why| why.to_string())?;
    if let Some(character) = character
        && !is_allowed(character)
    {
        return Err("it refers to a character that XML forbids".to_owned());
    }
    Ok(format!("&{};", utf8(name)?))
}

fn utf8(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|why| why.to_string())
}

fn read_start_tag(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut out = element(utf8(start.name().as_ref())?);
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|why| why.to_string())?;
        let name = utf8(attribute.key.as_ref())?;
        let value = utf8(&attribute.value)?;
        // Values are written in double quotation marks, which one in single marks may hold.
        let value = if value.contains('"') {
            value.replace('"', "&quot;").into()
        } else {
            CompactString::from(value)
        };
        out.attributes.push((name.into(), value));
    }
    Ok(out)
}

fn push_node(stack: &mut [Element], node: XmlNode) {
    if let Some(parent) = stack.last_mut() {
        parent.children.push(node);
    }
}

fn append_text(stack: &mut [Element], text: &str) {
    let Some(parent) = stack.last_mut() else {
        return;
    };
    match parent.children.last_mut() {
        // The reader gives a text with references in pieces; as one node it can be searched.
        Some(XmlNode::Text(before)) => before.push_str(text),
        _ => parent.children.push(XmlNode::Text(text.to_owned())),
    }
}
