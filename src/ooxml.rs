//! Office Open XML (ISO/IEC 29500): what its formats have in common.
//!
//! [`xml`] is the tree of a part and [`package`] the file of named parts; [`chart`] with its
//! [`workbook`], [`theme`] and [`properties`] are parts that every format can hold.

pub(crate) mod chart;
pub(crate) mod hyperlink;
pub(crate) mod namespaces;
pub(crate) mod package;
pub(crate) mod properties;
pub(crate) mod theme;
pub(crate) mod values;
pub(crate) mod workbook;
pub(crate) mod xml;
pub(crate) mod zip;
