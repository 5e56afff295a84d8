//! Values as parts spell them.

use super::xml::is_allowed;
use crate::theme::Color;

/// Text on one line, as properties, headers and names of things want it.
pub(crate) fn one_line(text: &str) -> String {
    let is_one = text.bytes().all(|it| matches!(it, b' '..=b'~')) && !text.contains("  ");
    if is_one && text.trim().len() == text.len() {
        return text.to_owned();
    }
    let visible: String = text
        .chars()
        .map(|it| {
            if it.is_control() || !is_allowed(it) {
                ' '
            } else {
                it
            }
        })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Six hexadecimal digits.
pub(crate) fn hex_color(color: Color) -> String {
    format!("{:02X}{:02X}{:02X}", color.red, color.green, color.blue)
}
