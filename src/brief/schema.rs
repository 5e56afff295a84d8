//! The JSON Schema of a brief.

use std::sync::LazyLock;

use super::model::Brief;
use super::source_forms::allow_source_forms;
use crate::yaml;

/// The schema of a brief whose sources are a list. Made once for the process: it depends on the types alone.
pub(super) static SCHEMA: LazyLock<yaml::Schema> =
    LazyLock::new(|| yaml::Schema::new(&schema_of_lists()));

/// Keys that are required unless the project's defaults have them.
pub const REQUIRED: [&str; 3] = ["title", "date", "bottom_line"];

/// The JSON Schema (2020-12) of a brief, for editors.
///
/// # Panics
///
/// Never: the schema of a struct is an object.
#[must_use]
pub fn schema() -> serde_json::Value {
    let mut schema = schema_of_lists();
    allow_source_forms(&mut schema);
    schema
}

/// The schema after sources in other forms were made a list.
pub(super) fn schema_of_lists() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Brief).to_value();
    let object = schema
        .as_object_mut()
        .expect("a struct's schema is an object");
    // For serde no key is required, because defaults are read into the same type.
    object.insert("required".to_owned(), serde_json::json!(REQUIRED));
    strip_defaults(&mut schema);
    allow_empty(&mut schema);
    schema
}

/// Allows optional lists to have no value, which YAML reads as null.
fn allow_empty(schema: &mut serde_json::Value) {
    match schema {
        serde_json::Value::Object(object) => {
            let required = match object.get("required") {
                Some(serde_json::Value::Array(keys)) => keys.clone(),
                _ => Vec::new(),
            };
            if let Some(serde_json::Value::Object(properties)) = object.get_mut("properties") {
                for (key, property) in properties.iter_mut() {
                    let is_required = required.iter().any(|it| it == key);
                    if !is_required && property["type"] == "array" {
                        property["type"] = serde_json::json!(["array", "null"]);
                    }
                }
            }
            object.values_mut().for_each(allow_empty);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(allow_empty),
        _ => {}
    }
}

/// Removes defaults, which serde needs to read a partial brief but which tell an editor nothing.
fn strip_defaults(schema: &mut serde_json::Value) {
    match schema {
        serde_json::Value::Object(object) => {
            let is_object = matches!(object.get("default"), Some(value) if value.is_object());
            if !is_object || !object.contains_key("properties") {
                object.remove("default");
            }
            object.values_mut().for_each(strip_defaults);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(strip_defaults),
        _ => {}
    }
}
