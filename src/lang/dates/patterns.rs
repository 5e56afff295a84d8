//! How a language writes dates, by the Unicode CLDR.

/// The pattern of the first date, what joins it and the last, and the pattern of the last. The
/// parts that both dates share stand in one of them (UTS 35, date field symbols).
pub(super) type IntervalPattern = (&'static str, &'static str, &'static str);

/// How a language writes dates of the Gregorian calendar, in full. Intervals are `None` where both
/// dates are written in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DatePatterns {
    /// A day.
    pub day: &'static str,
    /// A month with its year.
    pub month: &'static str,
    /// Days of one month, as in `7–8 November 2024`.
    pub days: Option<IntervalPattern>,
    /// Days of two months of one year.
    pub months: Option<IntervalPattern>,
    /// What joins two dates in full.
    pub dates: &'static str,
    /// Whole months of one year, as in `May–July 2026`.
    pub months_of_year: Option<IntervalPattern>,
    /// What joins whole months with their years.
    pub months_and_years: &'static str,
    /// Whole years.
    pub years: Option<IntervalPattern>,
}
