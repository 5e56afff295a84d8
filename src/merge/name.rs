//! File names from values of rows.

/// The most bytes of a name. Most file systems allow 255, and extensions need some of them.
pub const MAX_NAME_BYTES: usize = 200;

/// Names that Windows reserves for devices, with any extension, and the name of the manifest.
const TAKEN: [&str; 5] = ["con", "prn", "aux", "nul", "manifest"];

/// A file name without its extension that is valid on every system. Separators, dots, the other
/// characters that Windows forbids (`:*?"<>|`), control characters and direction marks become `-`;
/// `-` and blanks are removed from both ends. A reserved name gets a `_`.
///
/// # Errors
///
/// A clause about the name, when it is empty or has more than [`MAX_NAME_BYTES`].
pub fn file_stem(name: &str) -> Result<String, String> {
    let safe = |it: char| match it {
        _ if is_unsafe(it) => '-',
        it if it.is_whitespace() => ' ',
        it => it,
    };
    let stem: String = name.trim().chars().map(safe).collect();
    let mut stem = stem.trim_matches(['-', ' ']).to_owned();
    if stem.is_empty() {
        return Err(if name.trim().is_empty() {
            "the name is empty".to_owned()
        } else {
            format!("`{name}` leaves nothing that can be the name of a file")
        });
    }
    if is_taken(&stem.to_ascii_lowercase()) {
        stem.push('_');
    }
    if stem.len() > MAX_NAME_BYTES {
        return Err(format!(
            "the name has {} bytes; the limit is {MAX_NAME_BYTES}",
            stem.len()
        ));
    }
    Ok(stem)
}

fn is_unsafe(character: char) -> bool {
    let is_direction = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    character.is_control() || is_direction || "/\\.:*?\"<>|".contains(character)
}

fn is_taken(stem: &str) -> bool {
    let port = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
    let is_port = port.is_some_and(|number| {
        matches!(
            number,
            "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"
        )
    });
    is_port || TAKEN.contains(&stem)
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
