//! Views of a text: characters, lines, paragraphs, words.

pub mod chars;
