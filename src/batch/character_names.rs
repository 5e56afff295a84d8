//! Names of characters in messages about fonts.

use unicode_script::Script;

/// A character and its code point. A private-use character is named by its code point alone,
/// because no font could show it in the message either.
pub(super) fn character_name(character: char) -> String {
    let code = format!("U+{:04X}", u32::from(character));
    match character {
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => format!("{code} (of private use)"),
        _ => format!("`{character}` ({code})"),
    }
}

/// The end of the message: how many characters of the script it does not name.
pub(super) fn more_characters(script: Script, count: usize) -> String {
    if count == 0 {
        return String::new();
    }
    match script {
        // Punctuation and marks of many scripts have no script of their own to name.
        Script::Common | Script::Inherited | Script::Unknown => format!(" and {count} more"),
        script => {
            let script = script.full_name().replace('_', " ");
            format!(" and {count} more of the {script} script")
        }
    }
}
