//! Tests of the results between the steps: documents, planned slides and laid-out pages.

mod deck;
mod fixtures;
mod labels;
mod labels_fit;
mod languages;
mod layout;
mod long_words;
mod merge;
mod session;
mod status_words;
mod structure;
mod table_align;
