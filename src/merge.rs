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
//!
//! ```
//! use briefkit::brief::Brief;
//! use briefkit::diagnostic::SourceText;
//! use briefkit::merge::{Pattern, Rows};
//!
//! let text = "title: 'Welcome, {{ name }}'\ndate: 2026-11-23\nbottom_line: Your desk is ready.\n";
//! let pattern = Pattern::read(&SourceText::new("welcome.yaml", text), None).expect("a pattern");
//! let mut rows = Rows::new("staff.csv", "name\n**Ann**\n".as_bytes(), None).expect("it has a header line");
//! assert!(pattern.unknown_columns(rows.columns().expect("of a header line")).is_empty());
//!
//! let values = rows.next().expect("a row").values.expect("nothing is wrong with it");
//! let node = pattern.bind(&values).expect("all columns are known");
//! let brief = Brief::examine_bound(pattern.source(), node, None).brief.expect("a brief");
//! let title = briefkit::markup::inline(&brief.title, &mut |_| None);
//! assert_eq!(briefkit::document::plain_text(&title), "Welcome, **Ann**");
//! ```

mod csv;
mod fields;
mod lines;
mod name;
mod pattern;
mod record;
mod rows;
mod values;

pub use name::{MAX_NAME_BYTES, file_stem};
pub use pattern::{MAX_BRIEF_BYTES, Pattern};
pub use record::{MAX_COLUMNS, MAX_ROW_BYTES};
pub use rows::{Kind, Row, Rows};
pub use values::Values;
