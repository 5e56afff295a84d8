//! Mail merge: fills a pattern with rows of data. Each row gives a brief.
//!
//! A pattern is a brief whose values contain `{{ column }}`. A value of a row is put into the
//! [tree](crate::yaml::Node) that was parsed from the pattern, never into its text, and as
//! [`verbatim`] text where a field is Markdown. Therefore the structure, the emphasis and the links
//! of a brief always come from the pattern.
//!
//! [`batch::MailMerge`](crate::batch::MailMerge) makes documents of the rows. This module reads and
//! writes no files.
//!
//! [`verbatim`]: crate::markup::escape_verbatim

mod csv;
mod fields;
mod json_object;
mod lines;
mod name;
mod pattern;
mod record;
mod rows;
pub(crate) mod values;

pub use pattern::Pattern;
pub use rows::{Row, RowFormat, Rows};
