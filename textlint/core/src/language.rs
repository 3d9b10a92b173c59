use crate::document::{Document, Span};
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Any,
}
pub fn speaks(_document: &Document, _span: Span, _language: Language) -> bool {
    true
}
