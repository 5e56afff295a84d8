//! Digits in groups: integers, decimals, and the ways of languages to separate them.

/// The zeros of the scripts with decimal digits of their own, whose digits follow in order.
const ZEROS: &[char] = &[
    '0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}',
    '\u{c66}', '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}',
    '\u{ff10}',
];

const VULGAR_FRACTIONS: &[char] = &[
    '¼', '½', '¾', '⅐', '⅑', '⅒', '⅓', '⅔', '⅕', '⅖', '⅗', '⅘', '⅙', '⅚', '⅛', '⅜', '⅝', '⅞',
];

/// Stand for missing decimals: 5.–
const DASHES: &[char] = &['-', '–', '—', '\u{2212}'];

/// The most digits of an amount without separators.
const MAX_UNSEPARATED: usize = 9;

/// What separates groups of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    /// Full stop or comma, which are decimal signs or separate groups.
    Either(char),
    /// Always a decimal sign: the Arabic and the full-width one, and the raised point.
    Decimal(char),
    /// Spaces, apostrophes and the Arabic comma.
    Space,
    Apostrophe,
    ArabicComma,
}

/// What the last separator of a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decimals {
    None,
    /// A decimal sign at this offset.
    Sure {
        sign: char,
        at: usize,
    },
    /// A decimal sign or a separator at this offset: 1,234.
    Possible {
        sign: char,
        at: usize,
    },
}

/// The digits of a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DigitGroups {
    /// How many digits each group has.
    sizes: Vec<usize>,
    /// Where its last digit ends, in bytes of the cell.
    end: usize,
    decimals: Decimals,
    /// The number without its separators, as far as it has few digits.
    value: Option<f64>,
}

impl DigitGroups {
    pub fn sure_decimal_sign(&self) -> Option<char> {
        match self.decimals {
            Decimals::Sure { sign, .. } => Some(sign),
            Decimals::None | Decimals::Possible { .. } => None,
        }
    }

    /// Where the integer ends if `decimal_sign` is used in doubt.
    pub fn integer_end(&self, decimal_sign: char) -> usize {
        match self.decimals {
            Decimals::Sure { at, .. } => at,
            Decimals::Possible { sign, at } if sign == decimal_sign => at,
            Decimals::None | Decimals::Possible { .. } => self.end,
        }
    }

    pub fn digit_count(&self) -> usize {
        self.sizes.iter().sum()
    }

    pub fn is_year(&self) -> bool {
        let is_recent = |value: f64| (1900.0..=2100.0).contains(&value);
        self.sizes == [4] && self.value.is_some_and(is_recent)
    }

    pub fn is_long_and_unseparated(&self) -> bool {
        self.sizes.len() == 1 && self.digit_count() > MAX_UNSEPARATED
    }

    /// Whether the number is grouped like +44 207 123 456.
    pub fn is_like_phone(&self) -> bool {
        self.sizes.len() >= 4 && self.decimals == Decimals::None
    }

    /// About the value, `None` if it depends on the language.
    pub fn rough_value(&self) -> Option<f64> {
        match self.decimals {
            Decimals::Possible { .. } => None,
            Decimals::None | Decimals::Sure { .. } => self.value,
        }
    }
}

/// Whether a text has a digit or a fraction.
pub(super) fn has_digits(text: &str) -> bool {
    // A test of bytes, which most texts fail. In UTF-8, 0xc2 begins ½ and its like, and 0xd9 the
    // first of the other digits, U+0660.
    let mut bytes = text.bytes();
    bytes.any(|it| it.is_ascii_digit() || it == 0xc2 || it >= 0xd9)
        && text.contains(|it| is_digit(it) || VULGAR_FRACTIONS.contains(&it))
}

pub(super) fn is_digit(character: char) -> bool {
    digit_value(character).is_some()
}

/// The value of a digit of any script.
pub(crate) fn digit_value(character: char) -> Option<u32> {
    if character.is_ascii() {
        return character.to_digit(10);
    }
    // A shortcut for letters of Latin, Greek and Cyrillic.
    if character < ZEROS[1] {
        return None;
    }
    let code = u32::from(character);
    for zero in ZEROS {
        let value = code.wrapping_sub(u32::from(*zero));
        if value < 10 {
            return Some(value);
        }
    }
    None
}

fn separator(character: char) -> Option<Separator> {
    match character {
        '.' | ',' => Some(Separator::Either(character)),
        '\u{66b}' | '·' | '．' => Some(Separator::Decimal(character)),
        '\u{66c}' => Some(Separator::ArabicComma),
        '\'' | '’' => Some(Separator::Apostrophe),
        ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' => Some(Separator::Space),
        _ => None,
    }
}

/// The digits of `text` from `start` on, with a fraction such as ½ and with a dash for missing
/// decimals (5.–), and where they end. `None` if there are none, or no number has such groups.
pub(super) fn read_digit_groups(text: &str, start: usize) -> Option<(DigitGroups, usize)> {
    let mut sizes = vec![0];
    let mut separators = Vec::new();
    let mut value = 0.0;
    let mut end = start;
    let mut characters = text[start..].char_indices().peekable();
    while let Some((offset, character)) = characters.next() {
        if let Some(digit) = digit_value(character) {
            *sizes.last_mut()? += 1;
            value = value * 10.0 + f64::from(digit);
            end = start + offset + character.len_utf8();
            continue;
        }
        let digit_follows = characters.peek().is_some_and(|&(_, next)| is_digit(next));
        match separator(character) {
            Some(separator) if digit_follows && end > start => {
                separators.push((separator, start + offset));
                sizes.push(0);
            }
            _ => break,
        }
    }
    let fraction = fraction_length(&text[end..], end == start);
    if end == start {
        let digits = DigitGroups {
            sizes: Vec::new(),
            end,
            decimals: Decimals::None,
            value: None,
        };
        return (fraction > 0).then_some((digits, end + fraction));
    }
    let begins_with_zero = text[start..].starts_with(ZEROS);
    if begins_with_zero && sizes[0] > 1 {
        return None;
    }
    let decimals = find_decimals(&sizes, &separators, begins_with_zero)?;
    if let Decimals::Sure { .. } = decimals {
        let places = i32::try_from(*sizes.last()?).ok()?;
        value /= 10_f64.powi(places);
    }
    let length = fraction.max(missing_decimals_length(&text[end..], decimals));
    let digits = DigitGroups {
        sizes,
        end,
        decimals,
        value: Some(value),
    };
    Some((digits, end + length))
}

/// How many digits follow the decimal sign at the start of `rest`, or dashes that stand for them;
/// 0 if there is no such sign.
pub(super) fn count_decimals(rest: &str) -> usize {
    let mut characters = rest.chars();
    match characters.next().and_then(separator) {
        Some(Separator::Either(_) | Separator::Decimal(_)) => characters
            .take_while(|it| is_digit(*it) || DASHES.contains(it))
            .count(),
        _ => 0,
    }
}

/// The length of a fraction at the start of `rest`, with the space before it.
fn fraction_length(rest: &str, is_alone: bool) -> usize {
    let inside = if is_alone {
        rest
    } else {
        rest.trim_start_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}'])
    };
    match inside.chars().next() {
        Some(first) if VULGAR_FRACTIONS.contains(&first) => {
            rest.len() - inside.len() + first.len_utf8()
        }
        _ => 0,
    }
}

/// The length of what stands for missing decimals, as in "5.–", or of the stop of an ordinal.
fn missing_decimals_length(rest: &str, decimals: Decimals) -> usize {
    if decimals != Decimals::None {
        return 0;
    }
    let Some(after) = rest.strip_prefix(['.', ',']) else {
        return 0;
    };
    let dashes = after.trim_start_matches(DASHES);
    let is_followed = dashes.starts_with(is_digit);
    if dashes.len() < after.len() && !is_followed {
        return rest.len() - dashes.len();
    }
    usize::from(after.is_empty() && rest.starts_with('.'))
}

/// Which separator is the decimal sign. `None` if no number is separated in this way.
fn find_decimals(
    sizes: &[usize],
    separators: &[(Separator, usize)],
    begins_with_zero: bool,
) -> Option<Decimals> {
    let Some((&(last, at), others)) = separators.split_last() else {
        return Some(Decimals::None);
    };
    let (integer, places) = (&sizes[..sizes.len() - 1], sizes[sizes.len() - 1]);
    let is_repeated = others.iter().any(|(other, _)| *other == last);
    let is_uniform = others.windows(2).all(|pair| pair[0].0 == pair[1].0);
    let (sign, is_sure) = match last {
        Separator::Decimal(sign) => (sign, true),
        Separator::Either(sign) => (sign, false),
        Separator::Space | Separator::Apostrophe | Separator::ArabicComma => {
            let is_uniform = is_uniform && (others.is_empty() || is_repeated);
            return (is_uniform && are_groups(sizes)).then_some(Decimals::None);
        }
    };
    if is_repeated {
        return (is_uniform && !is_sure && are_groups(sizes)).then_some(Decimals::None);
    }
    if !others.is_empty() {
        return (is_uniform && are_groups(integer)).then_some(Decimals::Sure { sign, at });
    }
    let looks_grouped = places == 3 && integer[0] <= 3 && !begins_with_zero;
    if looks_grouped && !is_sure {
        Some(Decimals::Possible { sign, at })
    } else {
        Some(Decimals::Sure { sign, at })
    }
}

/// Whether groups of these sizes are an integer: of three digits, in India of two before the last,
/// in East Asia of four.
fn are_groups(sizes: &[usize]) -> bool {
    let Some((&first, [middle @ .., last])) = sizes.split_first() else {
        return true;
    };
    let all_are = |size: usize| middle.iter().all(|it| *it == size);
    let is_thousands = *last == 3 && all_are(3) && first <= 3;
    let is_indian = *last == 3 && all_are(2) && first <= 2;
    let is_myriads = *last == 4 && all_are(4) && first <= 4 && !middle.is_empty();
    is_thousands || is_indian || is_myriads
}
