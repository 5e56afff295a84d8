//! Tests that look at what lies between the steps: the document that a template gives, the slides
//! that are planned, the pages that are laid out.

mod deck;
mod fixtures;
mod layout;
mod merge;
mod structure;
