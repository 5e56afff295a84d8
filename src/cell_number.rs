//! Numbers in the cells of tables: which cells are numbers, and where their integers end.
//!
//! A number is what offices write: digits of any script with separators, a sign, a currency, a
//! unit, note marks, and ranges. Dates, clock times, ratios, phone numbers, versions and whatever
//! has leading zeros are names, which are not aligned as numbers.

mod digits;
mod units;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub(crate) use digits::digit_value;
use digits::{DigitGroups, read_digit_groups};
use units::{ReadUnit, is_note_mark, read_currency, read_unit};

/// Stand before a number. The dashes are minus signs here.
const SIGNS: &[char] = &[
    '+', '-', '\u{2212}', '–', '±', '∓', '≈', '~', '∼', '<', '>', '≤', '≥', '＋', '－', '約', '约',
];

/// Stand between the two numbers of a range.
const RANGE_SIGNS: &[char] = &['-', '–', '—', '\u{2212}', '~', '～', '〜'];

/// Say that a number is missing, in lower case and without spaces: the signs of statistical
/// offices, and the abbreviations of offices for "not known", "not available" and "not applicable".
const PLACEHOLDERS: &[&str] = &[
    // Destatis, "Zeichenerklärung": –  .  ...  /  x; Eurostat, "Statistical symbols": :  –
    "-", "–", "—", "\u{2212}", "--", "－", ".", "..", "...", "....", "…", "·", "•", ":", "/", "x",
    "?",
    // INSEE, "Signes conventionnels utilisés": ...  ///  n.d.  n.s.  and c, s for secret
    "///", "//", "n.d.", "nd", "n.s.", "ns", "n.c.", "nc", "s.o.",
    // UK Government Analysis Function, "Symbols in tables": [c]  [e]  [u]  [w]  [x]  [z]
    "[c]", "[u]", "[w]", "[x]", "[z]",
    // U.S. Census Bureau, "Symbols": (D)  (NA)  (S)  (X)  (Z)
    "(d)", "(na)", "(s)", "(x)", "(z)", // In English.
    "n/a", "n.a.", "na", "n/k", "n.k.", "tbc", "tbd", // In German.
    "k.a.", "n.b.", "n.v.", "n.n.", "k.w.", "o.a.", // In Dutch.
    "n.v.t.", "nvt", "n.n.b.", // In Spanish, Portuguese and Italian.
    "n/d", "s/d", "s.d.", "n/c", "n.p.", // In Polish, Czech and Russian.
    "b.d.", "bd.", "b/d", "neuv.", "н/д", "н.д.", "н/п",
];

/// The most characters of one of [`PLACEHOLDERS`].
const MAX_PLACEHOLDER: usize = 6;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnContent {
    /// Texts, or nothing at all.
    Texts,
    /// Years of four digits, which may as well be amounts.
    Years,
    /// Numbers.
    Numbers,
}

/// What the cells of a column are, taken together: numbers if one is a number and the others are
/// numbers or placeholders for missing ones.
pub(crate) fn column_content<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> ColumnContent {
    let mut count = 0_usize;
    let mut year_count = 0;
    let mut with_word = 0;
    let mut words = BTreeSet::new();
    for cell in cells {
        match read_cell(cell.as_ref()) {
            Cell::Missing => {}
            Cell::Text => return ColumnContent::Texts,
            Cell::Number(number) => {
                count += 1;
                year_count += usize::from(number.is_year);
                if let Some(word) = number.unit_word {
                    with_word += 1;
                    // Singular and plural begin alike: 1 day, 2 days.
                    words.insert(word.chars().take(3).collect::<String>().to_lowercase());
                }
            }
        }
    }
    // A word behind several numbers is their unit. Words that stand once are not: "2 Rivers Road".
    if count == 0 || words.len() * 2 > with_word {
        ColumnContent::Texts
    } else if year_count == count {
        ColumnContent::Years
    } else {
        ColumnContent::Numbers
    }
}

/// For each cell of a column, the offset in bytes where the integer of its number ends: there stand
/// the decimal signs. A placeholder has its end, a text has none.
///
/// `sign` is the decimal sign of the language. It decides what 1,234 is, unless another cell tells.
pub(crate) fn integer_ends<T: AsRef<str>>(cells: &[T], sign: char) -> Vec<Option<usize>> {
    let mut contents = Vec::with_capacity(cells.len());
    let mut signs = BTreeSet::new();
    for cell in cells {
        let content = read_cell(cell.as_ref());
        if let Cell::Number(number) = &content {
            signs.extend(number.digits.sure_decimal_sign());
        }
        contents.push(content);
    }
    let sign = match signs.first() {
        Some(&sure) if signs.len() == 1 => sure,
        _ => sign,
    };
    let mut ends = Vec::with_capacity(cells.len());
    for (cell, content) in cells.iter().zip(contents) {
        ends.push(match content {
            Cell::Text => None,
            Cell::Missing => Some(cell.as_ref().trim_end().len()),
            Cell::Number(number) => Some(number.digits.integer_end(sign)),
        });
    }
    ends
}

/// The decimals that a number lacks beside those of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct MissingDecimals {
    /// How many digits.
    pub digits: usize,
    /// Whether it has no decimal sign.
    pub sign: bool,
}

/// For each cell of a column, the decimals that its number lacks; `sign` as in [`integer_ends`].
pub(crate) fn missing_decimals<T: AsRef<str>>(cells: &[T], sign: char) -> Vec<MissingDecimals> {
    let mut rests = Vec::with_capacity(cells.len());
    let mut most = 0;
    for (cell, end) in cells.iter().zip(integer_ends(cells, sign)) {
        let rest = end.map(|end| &cell.as_ref()[end..]);
        most = most.max(rest.map_or(0, digits::count_decimals));
        rests.push(rest);
    }
    let mut missing = Vec::with_capacity(cells.len());
    for rest in rests {
        let Some(rest) = rest else {
            missing.push(MissingDecimals::default());
            continue;
        };
        let count = digits::count_decimals(rest);
        missing.push(MissingDecimals {
            digits: most - count,
            // The closing bracket of a negative number is about as wide as a decimal sign.
            sign: count == 0 && most > 0 && !rest.starts_with(')'),
        });
    }
    missing
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    /// Nothing, or a sign that says so.
    Missing,
    Text,
    Number(CellNumber),
}

/// The number of a cell; of a range the second one, of a number with a margin the first.
#[derive(Debug, Clone, PartialEq)]
struct CellNumber {
    digits: DigitGroups,
    /// A word behind the number that is not among the known units.
    unit_word: Option<String>,
    is_year: bool,
}

/// Whether a cell is empty, or says that its number is missing.
pub(crate) fn is_placeholder(text: &str) -> bool {
    matches!(read_cell(text), Cell::Missing)
}

fn read_cell(text: &str) -> Cell {
    // Numbers have digits, and placeholders have none.
    if !digits::has_digits(text) {
        return if is_missing(text) {
            Cell::Missing
        } else {
            Cell::Text
        };
    }
    match CellReader::new(text).read_number() {
        Some(number) => Cell::Number(number),
        None => Cell::Text,
    }
}

/// Whether a text without digits is empty, or says that a number is missing.
fn is_missing(text: &str) -> bool {
    let placeholder = text.trim().trim_end_matches(is_note_mark).trim_end();
    if placeholder.is_empty() && text.chars().all(|it| it.is_whitespace() || it == '*') {
        return true;
    }
    let characters = placeholder.chars().filter(|it| !it.is_whitespace());
    let placeholder: String = characters.take(MAX_PLACEHOLDER + 1).collect();
    let placeholder = placeholder.to_lowercase();
    PLACEHOLDERS.contains(&placeholder.as_str())
}

/// Reads a cell from its start to its end.
struct CellReader<'t> {
    text: &'t str,
    /// Offset of what is not read yet.
    at: usize,
}

/// A number with what belongs to it.
struct Quantity {
    digits: DigitGroups,
    unit_word: Option<String>,
    has_sign: bool,
    /// Whether it is nothing but digits and separators.
    is_bare: bool,
}

impl<'t> CellReader<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip(&mut self, characters: impl Fn(char) -> bool) -> bool {
        let rest = self.rest();
        let left = rest.trim_start_matches(characters);
        self.at += rest.len() - left.len();
        left.len() < rest.len()
    }

    fn skip_spaces(&mut self) -> bool {
        self.skip(char::is_whitespace)
    }

    /// The number of the whole cell, if it is one.
    fn read_number(&mut self) -> Option<CellNumber> {
        let first = self.read_quantity()?;
        let mut is_year = first.is_bare && first.digits.is_year();
        let mut number = CellNumber {
            digits: first.digits.clone(),
            unit_word: first.unit_word.clone(),
            is_year: false,
        };
        self.skip_spaces();
        if self.rest().starts_with(RANGE_SIGNS) {
            let is_hyphen = self.rest().starts_with('-');
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
            let second = self.read_quantity()?;
            if is_hyphen && !is_hyphen_range(&first, &second) {
                return None;
            }
            is_year &= second.is_bare && second.digits.is_year();
            number.digits = second.digits;
            number.unit_word = second.unit_word.or(number.unit_word);
        } else if self.rest().starts_with('±') {
            // The margin of the number.
            self.read_quantity()?;
        } else if self.rest().starts_with('(') && !self.skip_note_in_brackets() {
            // A share or a rank of the number: 1,204 (12.3%).
            self.read_quantity()?;
        }
        self.skip(|it| it.is_whitespace() || is_note_mark(it));
        let is_signed_phone = first.has_sign && first.digits.is_like_phone();
        if !self.rest().is_empty() || is_signed_phone {
            return None;
        }
        number.is_year = is_year;
        Some(number)
    }

    /// A number with its sign, currency, unit and note marks.
    fn read_quantity(&mut self) -> Option<Quantity> {
        self.skip_spaces();
        let mut has_sign = self.skip_signs();
        let mut has_bracket = self.skip_one('(');
        has_sign |= self.skip_signs();
        let currency = read_currency(self.rest());
        self.at += currency;
        self.skip_spaces();
        has_sign |= self.skip_signs();
        // A bracket after the currency: $ (5).
        has_bracket |= currency > 0 && !has_bracket && self.skip_one('(');
        let (digits, end) = read_digit_groups(self.text, self.at)?;
        self.at = end;
        let ReadUnit { length, word } = read_unit(self.rest())?;
        self.at += length;
        if has_bracket && !self.skip_one(')') {
            return None;
        }
        if has_bracket && length == 0 {
            // The unit of a negative number may follow its bracket.
            self.at += read_unit(self.rest())?.length;
        }
        let marks = self.skip(is_note_mark);
        self.skip_note_in_brackets();
        let is_bare = length == 0 && currency == 0 && !has_sign && !has_bracket && !marks;
        // That many digits without a separator are the number of an account or a telephone.
        if is_bare && digits.is_long_and_unseparated() {
            return None;
        }
        Some(Quantity {
            digits,
            unit_word: word,
            has_sign,
            is_bare,
        })
    }

    fn skip_one(&mut self, character: char) -> bool {
        let found = self.rest().starts_with(character);
        if found {
            self.at += character.len_utf8();
        }
        found
    }

    fn skip_signs(&mut self) -> bool {
        let mut found = self.skip(|it| !it.is_ascii_alphanumeric() && SIGNS.contains(&it));
        for circa in ["ca.", "c."] {
            if self.rest().starts_with(circa) {
                self.at += circa.len();
                found = true;
            }
        }
        self.skip_spaces();
        found
    }

    /// Skips a letter in brackets, such as (a) or b).
    fn skip_note_in_brackets(&mut self) -> bool {
        let rest = self.rest().trim_start();
        let inside = rest.strip_prefix('(').unwrap_or(rest);
        let mut characters = inside.chars();
        let is_letter = characters.next().is_some_and(char::is_lowercase);
        if !is_letter || characters.next() != Some(')') {
            return false;
        }
        let left = characters.as_str().len();
        self.at = self.text.len() - left;
        true
    }
}

/// Whether two numbers with a hyphen between them are a range. If not, they may be a phone number
/// (555-1234), a month (2026-05) or an item of a list (12-3).
fn is_hyphen_range(first: &Quantity, second: &Quantity) -> bool {
    let is_phone = first.is_bare
        && second.is_bare
        && first.digits.digit_count() == 3
        && second.digits.digit_count() == 4;
    let rises = match (first.digits.rough_value(), second.digits.rough_value()) {
        (Some(from), Some(to)) => from <= to,
        _ => true,
    };
    rises && !is_phone
}
