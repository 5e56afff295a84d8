//! What a run asks of backends.

use crate::backend::md::Dialect;
use crate::backend::png::Scale;

/// What a run asks of backends beside the document: each reads what concerns its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Who is to read Markdown.
    pub dialect: Dialect,
    /// How large pictures of pages are.
    pub scale: Scale,
}
