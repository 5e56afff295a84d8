//! How values of a row are put into the fields of a brief.

/// How a value is put into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// Markdown: the value is shown as written.
    Text,
    /// A date is printed in the brief's language, anything else as written.
    DateOrText,
    /// A value with a fixed form: a date, an id, an address, a path, one of a few words.
    Word,
    /// A number, or true or false. An empty one is absent.
    Number,
    /// A number that is shown as the row has it. An empty one is a gap in a chart.
    ChartValue,
}

/// The kind of the field at these keys. Positions in lists are left out.
pub(super) fn field_at(path: &[&str]) -> Field {
    match path {
        ["fit", "pages"]
        | ["points", "priority"]
        | ["options", "recommended"]
        | ["images", "decorative"]
        | ["charts", "data"]
        | ["tables", "columns", "width" | "total"] => Field::Number,
        ["charts", "series", "values"] => Field::ChartValue,
        ["date" | "lang" | "theme" | "statuses" | "typography"]
        | ["templates", _]
        | ["event", "start" | "end"]
        | ["ask", "by" | "kind"]
        | ["ask", "decisions", "by" | "kind"]
        | ["metrics" | "quotes" | "charts" | "tables", "source"]
        | ["points", "sources"]
        | ["charts", "kind"]
        | ["tables", "columns", "align" | "format"]
        | ["images", "file"]
        | ["contacts", "email"]
        | ["sources", "id" | "url"]
        | ["sources", _, "id" | "url"]
        | [
            "points" | "charts" | "images" | "tables" | "quotes" | "sections" | "annexes",
            "id",
        ] => Field::Word,
        ["metrics", "as_of"]
        | ["timeline" | "signatories" | "sources", "date"]
        | ["sources", _, "date"]
        | ["actions", "due"] => Field::DateOrText,
        _ => Field::Text,
    }
}

/// Whether empty items of a list are left out.
pub(super) fn drops_empty_items(list: &[&str]) -> bool {
    matches!(
        list,
        ["to" | "from" | "cc" | "distribution"]
            | ["points", "sources"]
            | ["options", "pros" | "cons"]
    )
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::*;

    /// Calls `visit` with the keys that lead to each value that is neither a list nor a mapping,
    /// its schema, and the description of its key.
    fn each<'s>(
        schema: &'s Json,
        root: &'s Json,
        path: &mut Vec<&'s str>,
        description: &'s str,
        visit: &mut dyn FnMut(&[&str], &Json, &str),
    ) {
        let pointer = schema
            .get("$ref")
            .and_then(Json::as_str)
            .and_then(|it| root.pointer(it.trim_start_matches('#')));
        let schema = pointer.unwrap_or(schema);
        let choices = schema
            .get("anyOf")
            .and_then(Json::as_array)
            .into_iter()
            .flatten();
        choices.for_each(|choice| each(choice, root, path, description, visit));
        if let Some(inner) = schema.get("items") {
            each(inner, root, path, description, visit);
        }
        for (key, inner) in schema
            .get("properties")
            .and_then(Json::as_object)
            .into_iter()
            .flatten()
        {
            let description = inner.get("description").and_then(Json::as_str);
            path.push(key);
            each(inner, root, path, description.unwrap_or_default(), visit);
            path.pop();
        }
        let values = schema.get("additionalProperties");
        if let Some(inner) = values.filter(|it| it.is_object()) {
            path.push("any name");
            each(inner, root, path, description, visit);
            path.pop();
            return;
        }
        let is_leaf = ["anyOf", "items", "properties"]
            .iter()
            .all(|key| schema.get(key).is_none());
        if is_leaf && schema.get("type").is_none_or(|it| it != "null") {
            visit(path, schema, description);
        }
    }

    #[test]
    fn every_field_that_is_no_text_is_known() {
        let schema = crate::brief::schema();
        let (mut count, mut dates) = (0, 0);
        let mut check = |path: &[&str], leaf: &Json, description: &str| {
            count += 1;
            let is_word = leaf.get("enum").is_some() || leaf.get("oneOf").is_some();
            let is_text = leaf["type"]
                .as_array()
                .is_some_and(|types| types.iter().any(|it| it == "string"))
                || leaf["type"] == "string";
            let field = field_at(path);
            match (is_word, is_text) {
                (true, _) => assert_eq!(field, Field::Word, "{path:?}"),
                (false, false) => assert_eq!(field, Field::Number, "{path:?}"),
                // A number or a word for one.
                (false, true) if path.ends_with(&["priority"]) => {
                    assert_eq!(field, Field::Number, "{path:?}");
                }
                (false, true) if path.ends_with(&["values"]) => {
                    assert_eq!(field, Field::ChartValue, "{path:?}");
                }
                (false, true) => assert!(
                    !matches!(field, Field::Number | Field::ChartValue),
                    "{path:?}"
                ),
            }
            // The descriptions are what users are promised.
            if description.contains("ISO 8601") {
                dates += 1;
                let date = match description.contains("any text") {
                    true => Field::DateOrText,
                    false => Field::Word,
                };
                assert_eq!(field, date, "{path:?}: {description}");
            }
        };
        each(&schema, &schema, &mut Vec::new(), "", &mut check);
        assert!(count > 90, "{count}");
        assert!(dates > 5, "{dates}");
    }
}
