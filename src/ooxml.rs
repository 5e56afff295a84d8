//! Office Open XML (ECMA-376, ISO/IEC 29500): what its formats have in common.
//!
//! [`package`] collects named parts and [`zip`] writes them to a file; [`xml`] is the tree of a
//! part. [`chart`] with its [`workbook`], [`theme`] and [`properties`] write parts that every
//! format can hold. What belongs to one format alone, such as the text of a Word document, is in
//! that format's backend.

pub(crate) mod chart;
pub(crate) mod formatting_cache;
pub(crate) mod hyperlink;
mod language_code;
pub(crate) mod namespaces;
pub(crate) mod number_format;
pub(crate) mod package;
pub(crate) mod properties;
pub(crate) mod theme;
pub(crate) mod values;
pub(crate) mod workbook;
pub(crate) mod xml;
pub(crate) mod zip;
