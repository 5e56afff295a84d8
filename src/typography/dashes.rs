//! Dashes, minus signs, ellipses and times signs.

use unicode_script::Script;

use super::context::{
    Context, TextKind, is_blank, is_currency, is_opening_bracket, is_quotation_mark, is_space,
    is_word_character,
};
use super::flat_text::Edit;
use super::rules::Rules;
use crate::lang::{is_direction_mark, script};

const MINUS: &str = "−";

/// Words before a telephone extension, whose hyphen is no minus.
const BEFORE_EXTENSION: &[&str] = &[
    "Tel.",
    "Tel",
    "tel.",
    "Tél.",
    "tél.",
    "Fax",
    "fax",
    "App.",
    "Durchwahl",
    "DW",
    "Ext.",
    "ext.",
    "poste",
    "Poste",
];

/// Words of Chinese and Japanese statistics after which a hyphen is a minus. No blank is between them.
const BEFORE_MINUS: &[&str] = &[
    "同比",
    "环比",
    "環比",
    "增长",
    "增長",
    "下降",
    "增速",
    "增幅",
    "降幅",
    "差额",
    "差額",
    "利润",
    "利潤",
    "结余",
    "結餘",
    "为",
    "為",
    "约",
    "約",
    "至",
    "达",
    "達",
    "到",
    "气温",
    "氣溫",
    "気温",
    "温度",
    "溫度",
    "最低",
    "最高",
    "前年比",
    "前期比",
    "前月比",
];

/// Units after a number of which a hyphen after a Han or Kana character is a minus. Amounts such as
/// `3万元` are not among them: in `办公费-3万元`, the hyphen is a dash.
const RATES: &[&str] = &["%", "％", "‰", "℃", "°", "个百分点", "個百分點", "ポイント"];

/// Characters of dates and numbers, which a hyphen may join to the next one: `2024年-5%`.
const COUNTED: &str = "年月日号號时時分一二三四五六七八九十百千万萬亿億兆成";

/// Finds what becomes of `-`, `--`, `---`, `...` and `x` in a text.
pub(super) fn find_dash_edits<'r>(
    text: &str,
    kind: TextKind,
    rules: &'r Rules,
    edits: &mut Vec<Edit<'r>>,
) {
    let context = Context { text };
    let bytes = text.as_bytes();
    let is_value = matches!(kind, TextKind::Value | TextKind::Quantity);
    if is_value && let Some(end) = end_of_spaced_plus(text) {
        edits.push(Edit {
            start: 1,
            end,
            with: "",
        });
    }
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        if !matches!(byte, b'-' | b'.' | b'x') {
            continue;
        }
        while byte != b'x' && bytes.get(at) == Some(&byte) {
            at += 1;
        }
        let run = Run {
            context,
            start,
            end: at,
        };
        let is_hyphen = byte == b'-' && at == start + 1;
        if is_hyphen && let Some(currency) = run.minus_after_currency(rules) {
            if !rules.has_currency_before {
                edits.push(Edit {
                    start,
                    end: at,
                    with: MINUS,
                });
                continue;
            }
            // `$-5` is −$5 where the sign of a currency touches the number after it.
            edits.push(Edit {
                start: currency,
                end: currency,
                with: MINUS,
            });
            edits.push(Edit {
                start,
                end: at,
                with: "",
            });
            continue;
        }
        if is_hyphen && let Some(end) = run.end_of_minus_with_blank(is_value, rules) {
            edits.push(Edit {
                start,
                end,
                with: MINUS,
            });
            continue;
        }
        let with = match byte {
            b'-' if is_hyphen && kind == TextKind::Quantity && run.is_range() => Some("–"),
            b'-' if is_hyphen && is_value && run.is_minus_of_fraction() => Some(MINUS),
            b'-' => run.dash(rules),
            b'.' => run.ellipsis(),
            _ => run.times_sign(rules),
        };
        if let Some(with) = with {
            edits.push(Edit {
                start,
                end: at,
                with,
            });
        }
    }
}

/// A stretch of one character.
#[derive(Clone, Copy)]
struct Run<'t> {
    context: Context<'t>,
    start: usize,
    end: usize,
}

impl<'t> Run<'t> {
    fn before(self) -> Option<char> {
        self.context.before(self.start)
    }

    fn after(self) -> Option<char> {
        self.context.at(self.end)
    }

    fn text_before(self) -> &'t str {
        &self.context.text[..self.start]
    }

    fn text_after(self) -> &'t str {
        &self.context.text[self.end..]
    }

    fn dash(self, rules: &Rules) -> Option<&'static str> {
        if self.context.is_in_windows_path(self.start) {
            return None;
        }
        match self.end - self.start {
            1 if self.is_inside_telephone_number() => None,
            1 if self.is_between_words() || self.ends_spaced_insertion() => rules.dashes.spaced,
            1 if self.ends_amount(rules) || self.begins_cents(rules) => Some("–"),
            1 => self.is_minus().then_some(MINUS),
            2 if self.is_between_words() => Some(rules.dashes.spaced_double),
            2 if self.is_beside_word_at_edge() => Some(rules.dashes.spaced_double),
            2 if self.ends_price() => Some("–"),
            2 => self.closed_dash(rules),
            3 if self.is_between_words() => Some(rules.dashes.spaced_double),
            3 if self.joins_words() => Some("—"),
            _ => None,
        }
    }

    /// Whether there are blanks on both sides, and words beyond them on one line. A bullet at the
    /// beginning of a line has none before it.
    fn is_between_words(self) -> bool {
        let (Some(before), Some(after)) = (self.before(), self.after()) else {
            return false;
        };
        if !is_space(before) || !is_space(after) {
            return false;
        }
        let left = self.text_before().trim_end_matches(is_space);
        let right = self.text_after().trim_start_matches(is_space);
        let is_word_end = |it: Option<char>| {
            it.is_some_and(|it| !matches!(it, '\n' | '-' | '|' | '<' | '>' | '=' | '/' | '+'))
        };
        is_word_end(left.chars().next_back()) && is_word_end(right.chars().next())
    }

    /// Whether the hyphens begin or end a line and a word stands beside them, after a blank: those
    /// of `Dear all --` and of `-- J. Smith`.
    fn is_beside_word_at_edge(self) -> bool {
        let is_edge = |it: Option<char>| it.is_none_or(|it| it == '\n');
        let (left, right) = (self.text_before(), self.text_after());
        let words_before = left.trim_end_matches(is_space);
        let words_after = right.trim_start_matches(is_space);
        if is_edge(self.after()) {
            let ends_word = words_before.ends_with(|it: char| it.is_alphabetic() || it == ',');
            return words_before.len() < left.len() && ends_word;
        }
        let starts_word = words_after.starts_with(char::is_alphabetic);
        is_edge(self.before()) && words_after.len() < right.len() && starts_word
    }

    /// Whether it ends an insertion that another dash between blanks begins, before a mark that goes
    /// on with the sentence: `Urt. v. 8. 9. 2026 - 10 C 1.25 -, Rn. 34`.
    fn ends_spaced_insertion(self) -> bool {
        let mut after = self.text_after().chars();
        let precedes_mark = matches!(after.next(), Some(',' | ';' | ':' | '.' | ')'))
            && after.next().is_none_or(is_blank);
        if !precedes_mark || !self.before().is_some_and(is_space) {
            return false;
        }
        let left = self.text_before();
        let line = left.rsplit('\n').next().unwrap_or_default();
        let words = line.trim_end_matches(is_space);
        words.contains(" - ") || words.contains(" – ")
    }

    /// Whether it stands between blanks or hyphens of a telephone number, which begins with a zero
    /// or a plus: `0171 - 123 45 67`.
    fn is_inside_telephone_number(self) -> bool {
        let is_part =
            |it: char| it.is_ascii_digit() || is_space(it) || matches!(it, '-' | '(' | ')' | '+');
        let left = self.text_before();
        let number = &left[left.trim_end_matches(is_part).len()..];
        let number = number.trim_start_matches(|it: char| is_space(it) || it == '(');
        let touches_word = left[..left.len() - number.len()]
            .ends_with(|it: char| !is_space(it) && !matches!(it, '\n' | '('));
        let prefix = number.split(|it: char| !it.is_ascii_digit() && it != '+');
        let prefix = prefix.into_iter().next().unwrap_or_default();
        let is_prefix = (prefix.starts_with('0') && prefix.len() >= 3)
            || (prefix.starts_with('+') && prefix.len() >= 2);
        let right = self.text_after();
        let rest = right.trim_start_matches(is_part);
        let rest_digits = right[..right.len() - rest.len()]
            .bytes()
            .filter(u8::is_ascii_digit)
            .count();
        let digits = number.bytes().filter(u8::is_ascii_digit).count() + rest_digits;
        let is_number = rest_digits > 0 && (6..=15).contains(&digits);
        // `+3 - 5 000 000`
        let is_over = !rest.starts_with(|it: char| it.is_alphanumeric() || matches!(it, '%' | '€'));
        is_prefix && is_number && is_over && !touches_word
    }

    /// Whether a hyphen stands for the francs of a price in centimes: `Fr. -.50`.
    fn begins_cents(self, rules: &Rules) -> bool {
        let after = self.text_after();
        let Some(cents) = after.strip_prefix(['.', ',']) else {
            return false;
        };
        let has_sign = after.starts_with(',') || rules.dashes.after_stop;
        let digits = cents.bytes().take_while(u8::is_ascii_digit).count();
        if !has_sign || digits != 2 || !self.before().is_some_and(is_space) {
            return false;
        }
        let left = self.text_before().trim_end_matches(is_space);
        let word = self.context.word_before(left.len());
        rules.is_currency_word(word.trim_start_matches(is_opening_bracket))
    }

    /// Whether a hyphen is the sign of the number after it: at the beginning, after a blank or a
    /// bracket, in a range, or after a word of Chinese or Japanese.
    fn is_minus(self) -> bool {
        let is_at_start = match self.before() {
            Some(before) => {
                is_blank(before)
                    || is_opening_bracket(before)
                    || matches!(before, '（' | '，' | '、' | '；' | '。')
                    || is_direction_mark(before)
                    || self.is_second_of_range()
                    || self.follows_east_asian_word()
            }
            None => true,
        };
        if !is_at_start {
            return false;
        }
        let number = self.text_after().trim_start_matches(is_currency);
        if !starts_number(number) {
            return false;
        }
        let ends_well = ends_as_number(number);
        let left = self.text_before().trim_end_matches(is_space);
        let word = self.context.word_before(left.len());
        if BEFORE_EXTENSION.contains(&word.trim_start_matches('(').trim_end_matches(':')) {
            return false;
        }
        // `10 -12` is a range.
        let follows_number =
            self.before().is_some_and(is_space) && left.ends_with(|it: char| it.is_ascii_digit());
        ends_well && !follows_number
    }

    /// Whether it is the sign of the second number of a range: `-20～-15`.
    fn is_second_of_range(self) -> bool {
        let left = self.text_before();
        if left.ends_with(['～', '〜']) {
            return true;
        }
        let first = left.strip_suffix(['~', '–']).unwrap_or_default();
        first.ends_with(|it: char| it.is_ascii_digit() || matches!(it, '%' | '℃' | '°'))
    }

    /// Whether a Han or Kana character, and perhaps a colon, stands before a hyphen that is a minus
    /// by the word before it or the unit after its number: `同比-6.4%`, but not `甲-2栋`.
    fn follows_east_asian_word(self) -> bool {
        let left = self.text_before();
        let words = left.strip_suffix(['：', ':']).unwrap_or(left);
        let is_east_asian = |it: &char| {
            matches!(
                script(*it),
                Script::Han | Script::Hiragana | Script::Katakana
            )
        };
        let Some(last) = words.chars().next_back().filter(is_east_asian) else {
            return false;
        };
        if BEFORE_MINUS.iter().any(|word| words.ends_with(word)) {
            return true;
        }
        let is_part = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',');
        let unit = self.text_after().trim_start_matches(is_part);
        let unit = unit.trim_start_matches(is_space);
        !COUNTED.contains(last) && RATES.iter().any(|rate| unit.starts_with(rate))
    }

    /// Whether it is the sign of a whole value that is a fraction: `-1/2 pt.`
    fn is_minus_of_fraction(self) -> bool {
        let count_digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let after = self.text_after();
        let numerator = count_digits(after);
        let Some(below) = after[numerator..].strip_prefix('/') else {
            return false;
        };
        let denominator = count_digits(below);
        let is_over = match below[denominator..].chars().next() {
            Some(next) => is_blank(next) || next == '%',
            None => true,
        };
        self.text_before().is_empty()
            && is_over
            && (1..=3).contains(&numerator)
            && (1..=3).contains(&denominator)
    }

    /// Where the sign of the currency begins, if a hyphen stands between it and its amount: `$-5`.
    fn minus_after_currency(self, rules: &Rules) -> Option<usize> {
        if !self.before().is_some_and(is_currency) || !starts_number(self.text_after()) {
            return None;
        }
        let word = self.context.word_before(self.start);
        let is_mark = |it: char| is_opening_bracket(it) || is_quotation_mark(it);
        let sign = word.trim_start_matches(is_mark);
        let at = self.start - sign.len();
        // `5 €-10 €` is a range.
        let left = self.context.text[..at].trim_end_matches(is_space);
        let is_amount = ends_as_number(self.text_after())
            && !left.ends_with(|it: char| it.is_ascii_digit())
            && rules.is_currency_word(sign);
        is_amount.then_some(at)
    }

    /// Where the blank ends after a hyphen that is a sign, in a value or a sentence.
    fn end_of_minus_with_blank(self, is_value: bool, rules: &Rules) -> Option<usize> {
        let of_value = is_value.then(|| self.end_of_spaced_minus()).flatten();
        of_value.or_else(|| self.end_of_spaced_minus_in_prose(rules))
    }

    /// Where the blank ends after a hyphen that is the sign of a whole value: `- 12,5 %`.
    fn end_of_spaced_minus(self) -> Option<usize> {
        let after = self.text_after();
        let number = after.trim_start_matches(is_space);
        let is_first = self.text_before().is_empty() && number.len() < after.len();
        let amount = number.trim_start_matches(is_currency);
        // Several lines with hyphens are a list.
        let is_amount = is_first && starts_number(amount) && !after.contains("\n-");
        (is_amount && ends_as_number(amount)).then_some(self.end + after.len() - number.len())
    }

    /// Where the blank ends after a hyphen that is the sign of a number in a sentence: `(- 4 318)`,
    /// `Gap: - 4.1 m`, `from - 20 to - 15 °C`, `- 5 °C at night`.
    fn end_of_spaced_minus_in_prose(self, rules: &Rules) -> Option<usize> {
        let after = self.text_after();
        let number = after.trim_start_matches(is_space);
        let is_number = number.len() < after.len()
            && starts_number(number.trim_start_matches(is_currency))
            && ends_as_number(number.trim_start_matches(is_currency));
        if !is_number || !self.may_be_spaced_minus(number, rules) {
            return None;
        }
        Some(self.end + after.len() - number.len())
    }

    /// Whether what is before a hyphen and after the number behind it makes it a sign.
    fn may_be_spaced_minus(self, number: &str, rules: &Rules) -> bool {
        let left = self.text_before();
        match left.chars().next_back() {
            // Several lines with hyphens are a list.
            None => {
                let has_unit = !number.ends_with(|it: char| it.is_ascii_digit());
                has_unit && !number.contains("\n-") && is_measured(number, rules)
            }
            Some('(' | '[' | '（') => true,
            Some(before) if is_space(before) => {
                let left = left.trim_end_matches(is_space);
                let word = self.context.word_before(left.len());
                if BEFORE_EXTENSION.contains(&word.trim_end_matches(':')) {
                    return false;
                }
                let dots = left.strip_suffix('…').or_else(|| left.strip_suffix("..."));
                match dots.map(|it| it.trim_end_matches(is_space)) {
                    Some(first) => first.ends_with(|it: char| it.is_ascii_digit()),
                    None => {
                        let is_announced = left.ends_with([':', '：', '=', '≤', '≥', '≈'])
                            || rules.is_before_minus(word)
                            || word.ends_with(char::is_alphabetic) && has_spaced_plus(left);
                        is_announced && is_measured(number, rules)
                    }
                }
            }
            Some(_) => false,
        }
    }

    /// Whether it stands between two numbers that are the whole value, the larger one last: `5-6`.
    fn is_range(self) -> bool {
        let is_part = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',');
        let from = self.text_before();
        let from = from.trim_start_matches(|it: char| !it.is_ascii_digit());
        let to = self.text_after();
        let are_numbers = [from, to]
            .iter()
            .all(|it| it.starts_with(|it: char| it.is_ascii_digit()) && it.chars().all(is_part));
        let value = |it: &str| it.replace(',', ".").parse::<f64>();
        match (value(from), value(to)) {
            (Ok(from), Ok(to)) => are_numbers && from < to,
            _ => false,
        }
    }

    /// Whether two hyphens stand for the cents of a price: `5,-- €`.
    fn ends_price(self) -> bool {
        let Some(amount) = self.text_before().strip_suffix([',', '.']) else {
            return false;
        };
        let is_over = match self.after() {
            Some(after) => !is_word_character(after),
            None => true,
        };
        is_over && amount.ends_with(|it: char| it.is_ascii_digit())
    }

    /// Whether a hyphen stands for the cents of a price: `5,-`, and `5.-` where that is usual.
    fn ends_amount(self, rules: &Rules) -> bool {
        let is_over = match self.after() {
            Some(after) => is_blank(after) || is_currency(after),
            None => true,
        };
        let amount = match self.before() {
            Some(',') => self.text_before().strip_suffix(','),
            Some('.') if rules.dashes.after_stop => self.text_before().strip_suffix('.'),
            _ => None,
        };
        is_over && amount.is_some_and(|it| it.ends_with(|it: char| it.is_ascii_digit()))
    }

    fn closed_dash(self, rules: &Rules) -> Option<&'static str> {
        if self.context.is_in_address(self.start) {
            return None;
        }
        if self.joins_words() {
            let is_digit = |it: Option<char>| it.is_some_and(|it| it.is_ascii_digit());
            let is_range = is_digit(self.before()) && is_digit(self.after());
            return Some(if is_range { "–" } else { rules.dashes.closed });
        }
        let is_insertion =
            rules.dashes.encloses && (self.opens_insertion() || self.ends_insertion());
        is_insertion.then_some(rules.dashes.closed)
    }

    /// Whether words touch it on both sides, in a token that is no option or key of a program.
    fn joins_words(self) -> bool {
        let (Some(before), Some(after)) = (self.before(), self.after()) else {
            return false;
        };
        let is_left = is_word_character(before)
            || is_quotation_mark(before)
            || matches!(
                before,
                ')' | ']' | '!' | '?' | '…' | '.' | ',' | '%' | '″' | '′'
            );
        let is_right = is_word_character(after)
            || is_quotation_mark(after)
            || is_opening_bracket(after)
            || matches!(after, '…' | '$' | '€' | '£');
        let word_before = self.context.word_before(self.start);
        let word_after = self.context.word_at(self.end);
        let is_technical = |it: char| matches!(it, '_' | '=' | '\\' | '/' | '<' | '>' | '@' | '{');
        is_left
            && is_right
            && !word_before.starts_with("--")
            && !word_before.contains(is_technical)
            && !word_after.contains(is_technical)
            && !self.context.is_in_address(self.start)
    }

    /// Whether it begins an insertion that another one ends: `--aprobado en marzo--`.
    fn opens_insertion(self) -> bool {
        let follows_blank = self.before().is_some_and(is_space);
        let precedes_word = self.after().is_some_and(is_word_character);
        if !follows_blank || !precedes_word {
            return false;
        }
        let Some(next) = self.text_after().find("--") else {
            return false;
        };
        let end = Run {
            start: self.end + next,
            end: self.end + next + 2,
            ..self
        };
        end.is_end_of_insertion()
    }

    fn ends_insertion(self) -> bool {
        if !self.is_end_of_insertion() {
            return false;
        }
        let Some(start) = self.text_before().rfind("--") else {
            return false;
        };
        let opening = Run {
            start,
            end: start + 2,
            ..self
        };
        opening.opens_insertion()
    }

    fn is_end_of_insertion(self) -> bool {
        let follows_word = self.before().is_some_and(is_word_character);
        let precedes_end = match self.after() {
            Some(after) => is_blank(after) || matches!(after, '.' | ',' | ';' | ':' | '!' | '?'),
            None => true,
        };
        follows_word && precedes_end
    }

    fn ellipsis(self) -> Option<&'static str> {
        if self.end - self.start != 3 {
            return None;
        }
        let touches_path =
            matches!(self.before(), Some('/' | '\\')) || matches!(self.after(), Some('/' | '\\'));
        (!touches_path && !self.context.is_in_address(self.start)).then_some("…")
    }

    /// `x` between a number, which may have a unit, and another number.
    fn times_sign(self, rules: &Rules) -> Option<&'static str> {
        let (Some(before), Some(after)) = (self.before(), self.after()) else {
            return None;
        };
        if !is_space(before) || !is_space(after) {
            return None;
        }
        let right = self.text_after().trim_start_matches(is_space);
        if !right.starts_with(|it: char| it.is_ascii_digit()) {
            return None;
        }
        let left = self.text_before().trim_end_matches(is_space);
        let ends_with_measure = |text: &str| {
            let number = text.trim_end_matches(['\'', '"', '′', '″', '%', '°', ')']);
            number.ends_with(|it: char| it.is_ascii_digit() || matches!(it, '½' | '¼' | '¾'))
        };
        if ends_with_measure(left) {
            return Some("×");
        }
        let unit = self.context.word_before(left.len());
        let number = left[..left.len() - unit.len()].trim_end_matches(is_space);
        // Inches are no unit elsewhere, where they would be a preposition.
        // `18 000 km/an x 0,45 €`
        let stem = unit.split('/').next().unwrap_or_default();
        let is_unit = rules.is_unit(stem.trim_end_matches('.')) || unit == "in";
        (is_unit && ends_with_measure(number)).then_some("×")
    }
}

/// Where the blank ends after a plus that is the sign of a whole value: `+ $3.50`.
fn end_of_spaced_plus(text: &str) -> Option<usize> {
    let after = text.strip_prefix('+')?;
    let number = after.trim_start_matches(is_space);
    let amount = number.trim_start_matches(is_currency);
    // Several lines with a plus are a list.
    let is_amount = number.len() < after.len() && starts_number(amount) && !after.contains("\n+");
    (is_amount && ends_as_number(amount)).then_some(text.len() - number.len())
}

/// Whether a text has a plus with a blank between it and its number: `sales + 3 %`.
fn has_spaced_plus(text: &str) -> bool {
    text.split(" + ")
        .skip(1)
        .any(|rest| rest.starts_with(|it: char| it.is_ascii_digit()))
}

/// Whether the number at the beginning of a text is an amount, and does not count things or items:
/// it has a unit, a currency or decimals, begins a range, or is all of the text.
fn is_measured(text: &str, rules: &Rules) -> bool {
    if text.starts_with(is_currency) {
        return true;
    }
    let is_part = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',') || is_space(it);
    let after = text.trim_start_matches(is_part);
    let figures = text[..text.len() - after.len()].trim_end_matches(is_space);
    let is_item = figures.ends_with('.') && !after.is_empty();
    let has_decimals = figures
        .rsplit_once([',', '.'])
        .is_some_and(|(_, decimals)| (1..=2).contains(&decimals.len()));
    let word = after.split(is_blank).next().unwrap_or_default();
    let bare = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
    let is_unit = |it: &str| {
        let stem = it.split('/').next().unwrap_or_default();
        rules.is_unit(stem) || rules.is_currency_word(stem)
    };
    let is_amount = bare.is_empty()
        || bare.starts_with(['%', '‰', '°', '…'])
        || is_unit(word)
        || is_unit(bare)
        || rules.is_before_minus(word);
    !is_item && (has_decimals || is_amount)
}

/// Whether a text begins with a figure, with decimals alone, `.5`, or with a fraction, `½`.
fn starts_number(text: &str) -> bool {
    let digits = text.strip_prefix(['.', ',']).unwrap_or(text);
    digits.starts_with(|it: char| {
        it.is_ascii_digit() || matches!(it, '¼'..='¾' | '\u{2150}'..='\u{215e}')
    })
}

/// Whether the figures at the beginning of a text are a number, as those of `12-34` are not.
fn ends_as_number(text: &str) -> bool {
    let is_part = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',' | '\'' | '’');
    let rest = text.trim_start_matches(is_part);
    !rest.starts_with(['-', '/', '_', ':', '='])
}
