//! Short constructors for printpdf's dictionary values.

use std::collections::BTreeMap;

use printpdf::DictItem;

/// The entries of a dictionary.
pub(super) fn dict_entries<const N: usize>(
    entries: [(&str, DictItem); N],
) -> BTreeMap<String, DictItem> {
    entries.map(|(key, value)| (key.to_owned(), value)).into()
}

/// A dictionary inside another.
pub(super) fn dict_item<const N: usize>(entries: [(&str, DictItem); N]) -> DictItem {
    DictItem::Dict {
        map: dict_entries(entries),
    }
}

/// A dictionary whose keys are a prefix and the index of the value, such as `X0` and `X1`.
pub(super) fn numbered_dict_item(
    prefix: &str,
    values: impl IntoIterator<Item = DictItem>,
) -> DictItem {
    let mut map = BTreeMap::new();
    for (index, value) in values.into_iter().enumerate() {
        map.insert(format!("{prefix}{index}"), value);
    }
    DictItem::Dict { map }
}

pub(super) fn name_item(value: &str) -> DictItem {
    DictItem::Name(value.as_bytes().to_vec())
}

/// An array of numbers.
pub(super) fn numbers_item(values: &[f32]) -> DictItem {
    let mut items = Vec::with_capacity(values.len());
    for value in values {
        items.push(DictItem::Real(*value));
    }
    DictItem::Array(items)
}
