//! A document to pages of placed text, lines and pictures: pure, and no PDF in it.

pub mod page;
pub mod text;
