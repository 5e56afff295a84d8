//! Dates of briefs, and how a language writes them (Unicode CLDR).
//!
//! A brief has dates by ISO 8601: a day `2026-11-23`, a month `2026-11`, a year `2026`, or two of
//! these as an interval, `2026-05/2026-07`. Any other text is shown as typed.

mod patterns;
mod table;

use icu_calendar::{AnyCalendarKind, Date, Gregorian, Iso};
use icu_datetime::fieldsets::enums::DateFieldSet;
use icu_datetime::fieldsets::{YM, YMD};
use icu_datetime::pattern::{DateTimePattern, FixedCalendarDateTimeNames};
use icu_datetime::{DateTimeFormatter, DateTimeFormatterPreferences};
use icu_locale::subtags::language;
use icu_locale::{Locale, locale};
use writeable::TryWriteable;

use super::{fallback_tags, is_spaceless};
use patterns::{DatePatterns, IntervalPattern};
use table::DATE_PATTERNS;

/// A day, or a month or year as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartialDate {
    /// `2026`
    Year(i32),
    /// `2026-05`, as its first day.
    Month(Date<Iso>),
    /// `2026-05-04`
    Day(Date<Iso>),
}

impl PartialDate {
    /// Parses `YYYY-MM-DD`, `YYYY-MM` or `YYYY` (ISO 8601).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.as_bytes() {
            [_, _, _, _, b'-', _, _, b'-', _, _] => parse_date(text).map(Self::Day),
            [_, _, _, _, b'-', _, _] => parse_date(&format!("{text}-01")).map(Self::Month),
            [_, _, _, _] if text.bytes().all(|it| it.is_ascii_digit()) => {
                text.parse().ok().map(Self::Year)
            }
            _ => None,
        }
    }

    /// The day on which it starts.
    fn first_day(self) -> Option<Date<Iso>> {
        match self {
            Self::Year(year) => Date::try_new_iso(year, 1, 1).ok(),
            Self::Month(first) => Some(first),
            Self::Day(day) => Some(day),
        }
    }

    /// The day on which it ends.
    fn last_day(self) -> Option<Date<Iso>> {
        match self {
            Self::Year(year) => Date::try_new_iso(year, 12, 31).ok(),
            Self::Month(first) => {
                let year = first.year().extended_year();
                let month = first.month().number();
                Date::try_new_iso(year, month, first.days_in_month()).ok()
            }
            Self::Day(day) => Some(day),
        }
    }

    /// Whether a period from `self` to `end` is none, because it ends before it starts.
    pub fn is_after(self, end: Self) -> bool {
        match (self.first_day(), end.last_day()) {
            (Some(first), Some(last)) => last < first,
            _ => false,
        }
    }
}

/// Parses an ISO 8601 calendar date, `YYYY-MM-DD`.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date<Iso>> {
    let text = text.trim();
    let [_, _, _, _, b'-', _, _, b'-', _, _] = text.as_bytes() else {
        return None;
    };
    // The parser of numbers takes signs, too, as in `+202-11-23`.
    if text.bytes().filter(u8::is_ascii_digit).count() != 8 {
        return None;
    }
    let year = text[..4].parse().ok()?;
    let month = text[5..7].parse().ok()?;
    let day = text[8..].parse().ok()?;
    Date::try_new_iso(year, month, day).ok()
}

/// Parses an interval of two dates, `2026-05/2026-07` (ISO 8601), which may be reversed. Two years
/// such as `2025/2026` are a text: they name one school year or financial year.
pub(crate) fn parse_interval(text: &str) -> Option<(PartialDate, PartialDate)> {
    let (start, end) = text.split_once('/')?;
    match (PartialDate::parse(start)?, PartialDate::parse(end)?) {
        (PartialDate::Year(_), PartialDate::Year(_)) => None,
        dates => Some(dates),
    }
}

/// Whether [`DateFormatter::date_text`] formats a text: a day, a month or an interval in order.
pub(crate) fn is_formatted_date(text: &str) -> bool {
    // Most texts begin with a letter.
    if !text
        .trim_start()
        .starts_with(|it: char| it.is_ascii_digit())
    {
        return false;
    }
    match PartialDate::parse(text) {
        Some(PartialDate::Month(_) | PartialDate::Day(_)) => true,
        Some(PartialDate::Year(_)) => false,
        None => parse_interval(text).is_some_and(|(start, end)| !start.is_after(end)),
    }
}

/// Formats dates in one language. Making it takes much longer than formatting a date.
pub(crate) struct DateFormatter {
    /// `None` for a language without data, whose dates stay as typed.
    forms: Option<DateForms>,
    /// What an own label file puts between two dates.
    own_joint: Option<String>,
}

/// What is known of the dates of a language.
struct DateForms {
    patterns: &'static DatePatterns,
    preferences: DateTimeFormatterPreferences,
    calendar: AnyCalendarKind,
    /// Whether the first of a month is `1er`, which the CLDR has no pattern for.
    is_french: bool,
    /// The pattern of a day, and the names in it.
    day: (DateTimePattern, GregorianNames),
}

/// Names of months, and digits.
type GregorianNames = FixedCalendarDateTimeNames<Gregorian, DateFieldSet>;

impl DateFormatter {
    /// A formatter for the language `tag`. `own_joint` stands between the two dates of an interval
    /// instead of what the language has there by the CLDR.
    pub fn new(tag: &str, own_joint: Option<&str>) -> Self {
        Self {
            forms: DateForms::new(tag),
            own_joint: own_joint.map(str::to_owned),
        }
    }

    /// Formats a day, a month or an interval of them in full. Any other text is returned unchanged.
    pub fn date_text(&self, text: &str) -> String {
        if !is_formatted_date(text) {
            return text.to_owned();
        }
        let formatted = match parse_interval(text) {
            Some((start, end)) if start == end => self.single_text(start),
            Some((start, end)) => self.interval_text(start, end),
            None => PartialDate::parse(text).and_then(|date| self.single_text(date)),
        };
        formatted.unwrap_or_else(|| text.to_owned())
    }

    fn single_text(&self, date: PartialDate) -> Option<String> {
        self.forms.as_ref()?.partial_text(date)
    }

    /// Formats a period, with the shared parts of the two dates printed once: `7–8 November 2024`,
    /// `2024年11月7日至8日`. One date alone if the end is missing or equal. Each end in full if the
    /// period is reversed; what is no date stays as typed.
    pub fn period_text(&self, start: &str, end: &str) -> String {
        if end.trim().is_empty() || end.trim() == start.trim() {
            return self.date_text(start);
        }
        let interval = match (PartialDate::parse(start), PartialDate::parse(end)) {
            (Some(first), Some(last)) if !first.is_after(last) => self.interval_text(first, last),
            _ => None,
        };
        interval.unwrap_or_else(|| {
            let joint = self
                .forms
                .as_ref()
                .map_or(" – ", |forms| forms.patterns.dates);
            let (first, last) = (self.date_text(start), self.date_text(end));
            format!("{first}{}{last}", self.joint(joint))
        })
    }

    /// The interval of two dates in order; `None` if the language has no data.
    fn interval_text(&self, start: PartialDate, end: PartialDate) -> Option<String> {
        let forms = self.forms.as_ref()?;
        if let Some((before, joint, after)) = forms.interval_pattern(start, end) {
            let first = forms.pattern_text(before, start.first_day()?)?;
            let last = forms.pattern_text(after, end.first_day()?)?;
            return Some(format!("{first}{}{last}", self.joint(joint)));
        }
        let joint = match (start, end) {
            (PartialDate::Month(_), PartialDate::Month(_)) => forms.patterns.months_and_years,
            _ => forms.patterns.dates,
        };
        let (first, last) = (forms.partial_text(start)?, forms.partial_text(end)?);
        Some(format!("{first}{}{last}", self.joint(joint)))
    }

    /// The joint of the CLDR, or an own one in its place. A line never begins with the dash.
    fn joint(&self, by_cldr: &str) -> String {
        let sign = by_cldr.trim();
        let own = self.own_joint.as_deref().unwrap_or(sign);
        let has_han = own.contains(is_spaceless);
        if own.trim() != own || has_han || own.is_empty() {
            own.to_owned()
        } else if own.contains(char::is_alphabetic) {
            format!(" {own} ")
        } else if sign == by_cldr {
            own.to_owned()
        } else {
            format!("\u{a0}{own} ")
        }
    }
}

impl DateForms {
    fn new(tag: &str) -> Option<Self> {
        let locale = tag.parse::<Locale>().ok()?;
        // By the CLDR, South African English has `04 May 2026`; offices write `4 May 2026`.
        let locale = if locale.id == locale!("en-ZA").id {
            locale!("en-001")
        } else {
            locale
        };
        let patterns = find_patterns(&locale.id.to_string())?;
        let preferences: DateTimeFormatterPreferences = (&locale).into();
        let pattern = DateTimePattern::try_from_pattern_str(patterns.day).ok()?;
        let mut names = GregorianNames::try_new(preferences).ok()?;
        names.include_for_pattern(&pattern).ok()?;
        Some(Self {
            patterns,
            preferences,
            calendar: AnyCalendarKind::try_new((&locale).into()).ok()?,
            is_french: locale.id.language == language!("fr"),
            day: (pattern, names),
        })
    }

    /// The pattern of an interval whose dates share a part; `None` to print both in full.
    fn interval_pattern(&self, start: PartialDate, end: PartialDate) -> Option<IntervalPattern> {
        if self.calendar != AnyCalendarKind::Gregorian {
            return None;
        }
        match (start, end) {
            (PartialDate::Day(first), PartialDate::Day(last)) if is_same_month(first, last) => {
                self.patterns.days
            }
            (PartialDate::Day(first), PartialDate::Day(last)) if is_same_year(first, last) => {
                self.patterns.months
            }
            (PartialDate::Month(first), PartialDate::Month(last)) if is_same_year(first, last) => {
                self.patterns.months_of_year
            }
            (PartialDate::Year(_), PartialDate::Year(_)) => self.patterns.years,
            _ => None,
        }
    }

    /// Formats a single date. A year has no form of its own.
    fn partial_text(&self, date: PartialDate) -> Option<String> {
        match date {
            PartialDate::Year(year) => Some(year.to_string()),
            PartialDate::Month(first) => self.month_text(first),
            PartialDate::Day(day) => self.day_text(day),
        }
    }

    fn day_text(&self, day: Date<Iso>) -> Option<String> {
        if self.calendar != AnyCalendarKind::Gregorian {
            let formatter = DateTimeFormatter::try_new(self.preferences, YMD::long()).ok()?;
            return Some(formatter.format(&day).to_string());
        }
        let (pattern, names) = &self.day;
        Some(self.with_ordinal(format_with(names, pattern, day)?, day))
    }

    fn month_text(&self, first: Date<Iso>) -> Option<String> {
        use AnyCalendarKind::{Buddhist, Japanese, Roc};
        if matches!(self.calendar, Buddhist | Japanese | Roc) {
            // They have the months of the Gregorian calendar, and count other years.
            let formatter = DateTimeFormatter::try_new(self.preferences, YM::long()).ok()?;
            return Some(formatter.format(&first).to_string());
        }
        // A Gregorian month lies in two months of the Persian and the Islamic calendar.
        self.pattern_text(self.patterns.month, first)
    }

    fn pattern_text(&self, pattern: &str, date: Date<Iso>) -> Option<String> {
        let pattern = DateTimePattern::try_from_pattern_str(pattern).ok()?;
        let mut names = GregorianNames::try_new(self.preferences).ok()?;
        names.include_for_pattern(&pattern).ok()?;
        Some(self.with_ordinal(format_with(&names, &pattern, date)?, date))
    }

    /// French writes `1er mai` (Lexique des règles typographiques en usage à l'Imprimerie nationale).
    fn with_ordinal(&self, text: String, date: Date<Iso>) -> String {
        let is_first = self.is_french && date.day_of_month().0 == 1;
        match text.strip_prefix('1') {
            Some(after) if is_first && !after.starts_with(|it: char| it.is_ascii_digit()) => {
                format!("1er{after}")
            }
            _ => text,
        }
    }
}

/// The patterns of the nearest language that the table has.
fn find_patterns(tag: &str) -> Option<&'static DatePatterns> {
    let find_row = |tag: &String| {
        let row = DATE_PATTERNS.binary_search_by(|(known, _)| (*known).cmp(tag));
        Some(&DATE_PATTERNS[row.ok()?].1)
    };
    fallback_tags(tag).iter().find_map(find_row)
}

fn format_with(
    names: &GregorianNames,
    pattern: &DateTimePattern,
    date: Date<Iso>,
) -> Option<String> {
    let formatter = names.with_pattern_unchecked(pattern);
    let formatted = formatter.format(&date.to_calendar(Gregorian));
    Some(formatted.try_write_to_string().ok()?.into_owned())
}

fn is_same_year(one: Date<Iso>, other: Date<Iso>) -> bool {
    one.year().extended_year() == other.year().extended_year()
}

fn is_same_month(one: Date<Iso>, other: Date<Iso>) -> bool {
    is_same_year(one, other) && one.month().number() == other.month().number()
}

/// Formats a day, a month or an interval of them in the language `tag`. Any other text is returned
/// unchanged.
#[must_use]
pub fn date_text(text: &str, tag: &str) -> String {
    // Most texts are no dates and need no formatter.
    if !is_formatted_date(text) {
        return text.to_owned();
    }
    DateFormatter::new(tag, None).date_text(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(start: &str, end: &str, tag: &str) -> String {
        DateFormatter::new(tag, None).period_text(start, end)
    }

    /// Days of one month, of two months, of two years; `·` is a no-break space.
    #[test]
    fn intervals_are_those_of_the_language() {
        let cases = [
            (
                "en",
                "March 2–5, 2026",
                "February 27·– March 5, 2026",
                "December 30, 2025·– January 2, 2026",
            ),
            (
                "en-GB",
                "2–5 March 2026",
                "27 February·– 5 March 2026",
                "30 December 2025·– 2 January 2026",
            ),
            (
                "en-CA",
                "March 2–5, 2026",
                "February 27–March 5, 2026",
                "December 30, 2025–January 2, 2026",
            ),
            (
                "de",
                "2.–5. März 2026",
                "27. Februar·– 5. März 2026",
                "30. Dezember 2025·– 2. Januar 2026",
            ),
            (
                "fr",
                "2–5 mars 2026",
                "27 février·– 5 mars 2026",
                "30 décembre 2025·– 2 janvier 2026",
            ),
            (
                "es",
                "2–5 de marzo de 2026",
                "27 de febrero·– 5 de marzo de 2026",
                "30 de diciembre de 2025·– 2 de enero de 2026",
            ),
            (
                "it",
                "2–5 marzo 2026",
                "27 febbraio·– 5 marzo 2026",
                "30 dicembre 2025·– 2 gennaio 2026",
            ),
            (
                "sv",
                "2–5 mars 2026",
                "27 februari–5 mars 2026",
                "30 december 2025–2 januari 2026",
            ),
            (
                "pl",
                "2–5 marca 2026",
                "27 lutego·– 5 marca 2026",
                "30 grudnia 2025·– 2 stycznia 2026",
            ),
            (
                "cs",
                "2.–5. března 2026",
                "27. února·– 5. března 2026",
                "30. prosince 2025·– 2. ledna 2026",
            ),
            (
                "fi",
                "2.–5. maaliskuuta 2026",
                "27. helmikuuta·– 5. maaliskuuta 2026",
                "30. joulukuuta 2025·– 2. tammikuuta 2026",
            ),
            (
                "ru",
                "2–5 марта 2026\u{202f}г.",
                "27 февраля·– 5 марта 2026\u{202f}г.",
                "30 декабря 2025\u{202f}г.·– 2 января 2026\u{202f}г.",
            ),
            (
                "uk",
                "2–5 березня 2026\u{202f}р.",
                "27 лютого·– 5 березня 2026\u{202f}р.",
                "30 грудня 2025\u{202f}р.·– 2 січня 2026\u{202f}р.",
            ),
            (
                "hu",
                "2026. március 2–5.",
                "2026. február 27.·– március 5.",
                "2025. december 30.·– 2026. január 2.",
            ),
            // The interval of months lacks the preposition of the date, so that both are in full.
            (
                "he",
                "2–5 במרץ 2026",
                "27 בפברואר 2026·– 5 במרץ 2026",
                "30 בדצמבר 2025·– 2 בינואר 2026",
            ),
            (
                "ar-EG",
                "٢–٥ مارس ٢٠٢٦",
                "٢٧ فبراير·– ٥ مارس ٢٠٢٦",
                "٣٠ ديسمبر ٢٠٢٥·– ٢ يناير ٢٠٢٦",
            ),
            (
                "ja",
                "2026年3月2日～5日",
                "2026年2月27日～3月5日",
                "2025年12月30日～2026年1月2日",
            ),
            (
                "ko",
                "2026년 3월 2일~5일",
                "2026년 2월 27일~3월 5일",
                "2025년 12월 30일~2026년 1월 2일",
            ),
            (
                "zh-Hant-HK",
                "2026年3月2日至5日",
                "2026年2月27日至3月5日",
                "2025年12月30日至2026年1月2日",
            ),
            // Another calendar.
            (
                "th",
                "2 มีนาคม 2569·– 5 มีนาคม 2569",
                "27 กุมภาพันธ์ 2569·– 5 มีนาคม 2569",
                "30 ธันวาคม 2568·– 2 มกราคม 2569",
            ),
            // No data.
            (
                "tlh",
                "2026-03-02·– 2026-03-05",
                "2026-02-27·– 2026-03-05",
                "2025-12-30·– 2026-01-02",
            ),
        ];
        for (tag, days, months, years) in cases {
            let texts = [
                period("2026-03-02", "2026-03-05", tag),
                period("2026-02-27", "2026-03-05", tag),
                period("2025-12-30", "2026-01-02", tag),
            ];
            let expected = [days, months, years].map(|text| text.replace('·', "\u{a0}"));
            assert_eq!(texts, expected, "{tag}");
        }
    }

    /// One month, months of one year, months of two years.
    #[test]
    fn months_stand_without_a_day() {
        let cases = [
            (
                "en",
                "May 2026",
                "May–July 2026",
                "November 2025·– February 2026",
            ),
            (
                "de",
                "Mai 2026",
                "Mai–Juli 2026",
                "November 2025·– Februar 2026",
            ),
            (
                "es",
                "mayo de 2026",
                "mayo–julio de 2026",
                "noviembre de 2025·– febrero de 2026",
            ),
            (
                "pt",
                "maio de 2026",
                "maio–julho de 2026",
                "novembro de 2025·– fevereiro de 2026",
            ),
            // Nominative, where a day has the genitive.
            (
                "pl",
                "maj 2026",
                "maj–lipiec 2026",
                "listopad 2025–luty 2026",
            ),
            (
                "cs",
                "květen 2026",
                "květen–červenec 2026",
                "listopad 2025·– únor 2026",
            ),
            (
                "fi",
                "toukokuu 2026",
                "touko–heinäkuu 2026",
                "marraskuu 2025·– helmikuu 2026",
            ),
            ("ja", "2026年5月", "2026年5月～7月", "2025年11月～2026年2月"),
            (
                "th",
                "พฤษภาคม 2569",
                "พฤษภาคม 2569·– กรกฎาคม 2569",
                "พฤศจิกายน 2568·– กุมภาพันธ์ 2569",
            ),
        ];
        for (tag, month, months, years) in cases {
            let texts = [
                date_text("2026-05", tag),
                date_text("2026-05/2026-07", tag),
                period("2025-11", "2026-02", tag),
            ];
            let expected = [month, months, years].map(|text| text.replace('·', "\u{a0}"));
            assert_eq!(texts, expected, "{tag}");
        }
    }

    #[test]
    fn the_first_of_a_month_is_an_ordinal_in_french() {
        for (tag, text) in [("fr", "1er janvier 2026"), ("fr-CA", "1er janvier 2026")] {
            assert_eq!(date_text("2026-01-01", tag), text, "{tag}");
        }
        assert_eq!(date_text("2026-01-11", "fr"), "11 janvier 2026");
        assert_eq!(date_text("2026-01", "fr"), "janvier 2026");
        assert_eq!(
            period("2026-07-01", "2026-07-03", "fr"),
            "1er–3 juillet 2026"
        );
        assert_eq!(
            period("2026-06-30", "2026-07-01", "fr"),
            "30 juin\u{a0}– 1er juillet 2026"
        );
        assert_eq!(date_text("2026-01-01", "it"), "1 gennaio 2026");
    }

    #[test]
    fn days_are_those_of_the_region() {
        for (tag, text) in [
            ("en", "May 4, 2026"),
            ("en-US", "May 4, 2026"),
            ("en-CA", "May 4, 2026"),
            ("en-GB", "4 May 2026"),
            ("en-AU", "4 May 2026"),
            ("en-IE", "4 May 2026"),
            ("en-IN", "4 May 2026"),
            ("en-NZ", "4 May 2026"),
            ("en-ZA", "4 May 2026"),
            ("et", "4. mai 2026"),
            ("sr-Latn", "4. maj 2026."),
            ("vi", "4 tháng 5, 2026"),
            ("lt", "2026 m. gegužės 4 d."),
            ("eu", "2026(e)ko maiatzaren 4(a)"),
            ("fa", "۱۴ اردیبهشت ۱۴۰۵"),
        ] {
            assert_eq!(date_text("2026-05-04", tag), text, "{tag}");
        }
    }

    #[test]
    fn other_texts_stay_as_typed() {
        for text in [
            "",
            "2026",
            "2026-Q3",
            "2026-H1",
            "2026-W12",
            "2026-13",
            "2026-00",
            "2025/2026",
            "2025/26",
            "2025-26",
            "2026-02-30",
            "2026-5",
            "05/2026",
            "4.5.2026",
            "2026-05-04T10:00",
            "2026-07/2026-05",
            "2026-05/",
            "/2026-05",
            "next spring",
            "²026-05",
            "+202-05",
        ] {
            assert_eq!(date_text(text, "en"), text);
        }
        assert_eq!(
            date_text(" 2026-05-04 / 2026-05-06 ", "en-GB"),
            "4–6 May 2026"
        );
    }

    #[test]
    fn a_period_may_lack_an_end() {
        assert_eq!(
            period("2024-11-07", "2024-11-07", "en-GB"),
            "7 November 2024"
        );
        assert_eq!(period("2024-11-07", " ", "en-GB"), "7 November 2024");
        assert_eq!(period("2026-05-04/2026-05-06", "", "en-GB"), "4–6 May 2026");
        assert_eq!(period("2025", "2026", "en-GB"), "2025–2026");
        assert_eq!(
            period("2026-05-04", "2026-06", "en-GB"),
            "4 May 2026\u{a0}– June 2026"
        );
        assert_eq!(
            period("spring", "2026-06", "en-GB"),
            "spring\u{a0}– June 2026"
        );
        // Reversed: each end in full.
        assert_eq!(
            period("2026-06", "2026-05", "en-GB"),
            "June 2026\u{a0}– May 2026"
        );
    }

    #[test]
    fn an_own_joint_replaces_the_sign() {
        let text = |tag, joint| {
            DateFormatter::new(tag, Some(joint)).period_text("2024-11-07", "2024-11-08")
        };
        assert_eq!(text("en-GB", "to"), "7 to 8 November 2024");
        assert_eq!(text("en-GB", "-"), "7-8 November 2024");
        assert_eq!(text("en-GB", " – "), "7 – 8 November 2024");
        assert_eq!(text("zh-Hans", "至"), "2024年11月7日至8日");
        assert_eq!(text("ja", "から"), "2024年11月7日から8日");
        let months = DateFormatter::new("de", Some("-")).period_text("2024-11-30", "2024-12-02");
        assert_eq!(months, "30. November\u{a0}- 2. Dezember 2024");
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(DATE_PATTERNS.is_sorted_by_key(|(tag, _)| tag));
    }

    /// Each pattern of the table is one that can be formatted.
    #[test]
    fn every_language_formats_dates_and_intervals() {
        for (tag, _) in DATE_PATTERNS {
            let formatter = DateFormatter::new(tag, None);
            for (start, end) in [
                ("2026-03-02", "2026-03-05"),
                ("2026-02-27", "2026-03-05"),
                ("2025-12-30", "2026-03-05"),
                ("2026-05", "2026-07"),
                ("2025-11", "2026-02"),
            ] {
                let (first, last) = (formatter.date_text(start), formatter.date_text(end));
                assert!(first != start && last != end, "{tag}: {first}, {last}");
                let text = formatter.period_text(start, end);
                assert!(text != first && text != last, "{tag}: {text}");
                assert!(!text.contains(['{', '\'', '\u{2009}']), "{tag}: {text}");
            }
        }
    }
}
