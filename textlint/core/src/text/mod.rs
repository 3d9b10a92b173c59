//! Views of a text: characters, sentences, paragraphs, names, and what is no prose.

pub mod bare;
pub mod beginnings;
pub mod chars;
pub mod fences;
pub mod index;
pub mod names;
pub mod paragraphs;
pub mod parts;
pub mod prose;
pub mod sentences;
pub mod talk;
pub mod words;
