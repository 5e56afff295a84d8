//! Mail merge: rows of data put into a pattern, each of which becomes a brief.
//!
//! A pattern is a brief whose scalars hold `{{ column }}`. What a row holds is a value and nothing
//! else: it is put into the [tree](crate::yaml::Node) that was read from the pattern, never into
//! its text, and [`verbatim`] where a field is Markdown. So mappings, lists, marks and links are
//! the pattern's own, whatever the data say.
//!
//! [`batch::MailMerge`](crate::batch::MailMerge) makes documents of the rows; this module knows of no
//! files.
//!
//! [`verbatim`]: crate::markup::verbatim

mod csv;
mod fields;
mod lines;
mod name;
mod pattern;
mod record;
mod rows;
pub(crate) mod values;

pub use pattern::Pattern;
pub use rows::{Row, RowFormat, Rows};
