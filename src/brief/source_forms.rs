//! The forms in which people write sources: a list, a mapping of ids, or texts alone.
//!
//! All of them become the list of mappings that the rest of the program knows:
//!
//! ```yaml
//! sources: {report: {title: Annual report}, survey: Survey of passengers}
//! sources: [Annual report, Survey of passengers]   # cited as [@1] and [@2]
//! sources: [{report: Annual report}]
//! ```

use serde_json::{Value as Json, json};

use crate::yaml::{Node, NodeKind};

/// The keys of a source, as users write them.
const KEYS: [&str; 6] = ["id", "title", "author", "publisher", "date", "url"];

/// Makes a list of mappings of the sources of a brief, in whatever form they are written.
pub(crate) fn list_sources(brief: &mut Node) {
    let Some(sources) = brief.get_mut("sources") else {
        return;
    };
    let (start, end) = (sources.start, sources.end);
    let mut items = match std::mem::replace(&mut sources.kind, NodeKind::Sequence(Vec::new())) {
        NodeKind::Sequence(mut items) => {
            for (index, item) in items.iter_mut().enumerate() {
                read_item(item, index + 1);
            }
            items
        }
        NodeKind::Mapping(entries) if is_source(&entries) => {
            let kind = NodeKind::Mapping(entries);
            vec![Node { start, end, kind }]
        }
        NodeKind::Mapping(entries) => {
            let mut items = Vec::with_capacity(entries.len());
            for (id, value) in entries {
                items.push(with_id(id, value));
            }
            items
        }
        other @ NodeKind::Scalar(..) => {
            sources.kind = other;
            return;
        }
    };
    for item in &mut items {
        name_title(item);
    }
    sources.kind = NodeKind::Sequence(items);
}

/// Makes `text` of a source without a title its title.
fn name_title(source: &mut Node) {
    if source.get("title").is_some() {
        return;
    }
    let NodeKind::Mapping(entries) = &mut source.kind else {
        return;
    };
    for (key, _) in entries {
        if key.scalar() == Some("text") {
            key.kind = NodeKind::Scalar("title".to_owned(), true);
        }
    }
}

/// Whether the entries are those of one source: what is left when its list has one item.
fn is_source(entries: &[(Node, Node)]) -> bool {
    let is_title = |(key, value): &(Node, Node)| {
        key.scalar() == Some("title") && matches!(value.kind, NodeKind::Scalar(..))
    };
    let is_key = |(key, _): &(Node, Node)| key.scalar().is_some_and(|it| KEYS.contains(&it));
    entries.iter().any(is_title) && entries.iter().all(is_key)
}

/// Reads an item of a list that is a text, or an id and its source.
fn read_item(item: &mut Node, number: usize) {
    let is_null = item.is_null();
    match &mut item.kind {
        NodeKind::Scalar(..) if !is_null => {
            let id = Node {
                kind: NodeKind::Scalar(number.to_string(), true),
                ..*item
            };
            *item = with_id(id, item.clone());
        }
        NodeKind::Mapping(entries) => {
            let is_pair = match entries.as_slice() {
                [(key, _)] => key.scalar().is_some_and(|it| !KEYS.contains(&it)),
                _ => false,
            };
            if is_pair && let Some((id, value)) = entries.pop() {
                *item = with_id(id, value);
            }
        }
        NodeKind::Scalar(..) | NodeKind::Sequence(_) => {}
    }
}

/// A source with an id. A text alone is its title.
fn with_id(id: Node, value: Node) -> Node {
    let Node { start, end, kind } = value;
    let key = |name: &str| Node {
        start: id.start,
        end: id.end,
        kind: NodeKind::Scalar(name.to_owned(), true),
    };
    let mut entries = match kind {
        NodeKind::Mapping(entries) => entries,
        kind => vec![(key("title"), Node { start, end, kind })],
    };
    if !entries.iter().any(|(key, _)| key.scalar() == Some("id")) {
        entries.insert(0, (key("id"), id));
    }
    let kind = NodeKind::Mapping(entries);
    Node { start, end, kind }
}

/// Allows all forms in a JSON Schema for editors.
pub(super) fn allow_source_forms(schema: &mut Json) {
    let mut named = schema["$defs"]["Source"].clone();
    named["required"] = json!(["title"]);
    schema["$defs"]["NamedSource"] = named;
    let text = json!({"type": ["string", "number", "boolean"]});
    let sources = &mut schema["properties"]["sources"];
    let description = sources["description"].clone();
    *sources = json!({
        "description": description,
        "type": ["array", "object", "null"],
        "items": {"anyOf": [text, {"$ref": "#/$defs/Source"}]},
        "additionalProperties": {"anyOf": [text, {"$ref": "#/$defs/NamedSource"}]},
    });
}
