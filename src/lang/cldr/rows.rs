//! The rows of the tables.

/// How a language punctuates quotations and numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Punctuation {
    /// Opening and closing quotation marks, without the spaces inside them that French wants.
    pub quotes: (&'static str, &'static str),
    /// The same for a quotation inside a quotation.
    pub inner_quotes: (&'static str, &'static str),
    /// What stands before and after a number of percent, with its no-break space.
    pub percent: (&'static str, &'static str),
    /// What stands before and after an amount of money, with its no-break space; `¤` is the
    /// currency.
    pub currency: (&'static str, &'static str),
}

/// Words that stand beside numbers in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NumberWords {
    /// The names of the months, in full and short, sorted.
    pub months: &'static [&'static str],
    /// Units in their short form and words such as “million” that English does not have, sorted.
    pub units: &'static [&'static str],
}
