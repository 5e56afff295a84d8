//! File names from values of rows.

/// The most bytes of a name. Most file systems allow 255, and extensions need some of them.
pub const MAX_NAME_BYTES: usize = 200;

/// Names that Windows reserves for devices, with any extension, and the name of the manifest.
const RESERVED_NAMES: [&str; 5] = ["con", "prn", "aux", "nul", "manifest"];

/// The numbers of the ports `COM` and `LPT`, whose names Windows reserves, too. It reads the
/// superscripts as digits.
const PORT_NUMBERS: [&str; 12] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"];

/// A file name without its extension that is valid on every system. Separators, dots, the other
/// characters that Windows forbids (`:*?"<>|`), control characters and direction marks become `-`;
/// `-` and blanks are removed from both ends. A reserved name gets a `_`.
///
/// # Errors
///
/// A clause about the name, when it is empty or has more than [`MAX_NAME_BYTES`].
pub fn file_stem(name: &str) -> Result<String, String> {
    if name.trim().is_empty() {
        return Err("the name is empty".to_owned());
    }
    let replaced: String = name.trim().chars().map(safe_character).collect();
    let mut stem = replaced.trim_matches(['-', ' ']).to_owned();
    if stem.is_empty() {
        return Err(format!(
            "`{name}` leaves nothing that can be the name of a file"
        ));
    }
    // Windows compares reserved names without regard to case.
    if is_reserved(&stem.to_ascii_lowercase()) {
        stem.push('_');
    }
    // File systems count bytes, not characters.
    if stem.len() > MAX_NAME_BYTES {
        return Err(format!(
            "the name has {} bytes; the limit is {MAX_NAME_BYTES}",
            stem.len()
        ));
    }
    Ok(stem)
}

fn safe_character(character: char) -> char {
    match character {
        _ if is_unsafe(character) => '-',
        _ if character.is_whitespace() => ' ',
        _ => character,
    }
}

fn is_unsafe(character: char) -> bool {
    // Direction marks can make a name look as if it had another extension.
    let is_direction = matches!(
        character,
        '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    character.is_control() || is_direction || "/\\.:*?\"<>|".contains(character)
}

fn is_reserved(stem: &str) -> bool {
    let port = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
    match port {
        Some(number) if PORT_NUMBERS.contains(&number) => true,
        _ => RESERVED_NAMES.contains(&stem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_becomes_one_of_a_file() {
        let stem = |name| file_stem(name).expect("a name");
        assert_eq!(stem(" 17-Ann O'Neill "), "17-Ann O'Neill");
        assert_eq!(stem("../../etc/passwd"), "etc-passwd");
        assert_eq!(stem("C:\\a\tb\u{202e}.pdf"), "C--a-b--pdf");
        assert_eq!(stem("-rf"), "rf");
        assert_eq!(stem("张 伟\u{3000}(二)"), "张 伟 (二)");
        for name in ["con", "NUL", "Com1", "lpt³", "manifest"] {
            assert_eq!(stem(name), format!("{name}_"));
        }
        assert_eq!(stem("com10"), "com10");
    }

    #[test]
    fn some_names_cannot() {
        assert_eq!(file_stem(" \n"), Err("the name is empty".to_owned()));
        assert!(file_stem("../..").is_err_and(|why| why.starts_with("`../..` leaves nothing")));
        assert!(file_stem(&"é".repeat(101)).is_err_and(|why| why.contains("202 bytes")));
        assert!(file_stem(&"é".repeat(100)).is_ok());
    }
}
