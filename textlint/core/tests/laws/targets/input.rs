//! A text with options, from any bytes.

use textlint_core::check::{is_opaque, opaque};
use textlint_core::document::Document;
use textlint_core::markup::Format;

// Bits of the first byte. '0' to '?' have the first four of them as the digits say, 'p' to DEL the last one, too.

/// Rules that are off by default run too.
pub const EVERY_RULE: u8 = 1;
/// Findings are accepted or shown, too.
pub const MORE: u8 = 2;
/// A marked-up text is checked and not fixed.
pub const CHECK_ONLY: u8 = 4;
/// Another way finds the same: without triggers, or with another engine.
pub const OTHER_WAY: u8 = 8;
/// Edits that need consent are made, too. A pattern ignores case.
pub const UNSAFE_TOO: u8 = 64;

/// A text with options.
pub struct Input {
    options: u8,
    pub text: String,
    pub surrogates: Vec<u32>,
}

impl Input {
    /// The input of some bytes. Those that are not UTF-8 become signs of lone surrogates.
    pub fn of(data: &[u8]) -> Option<Self> {
        let (&options, data) = data.split_first()?;
        let mut text = String::with_capacity(data.len());
        for chunk in data.utf8_chunks() {
            text += chunk.valid();
            text.extend(chunk.invalid().iter().filter_map(|&byte| opaque(0xDC00 + u32::from(byte))));
        }
        let surrogates = text.chars().filter(|&sign| is_opaque(sign)).map(surrogate_of).collect();
        Some(Input { options, text, surrogates })
    }

    pub fn has(&self, option: u8) -> bool {
        self.options & option != 0
    }

    pub fn document(&self, format: Option<Format>) -> Document<'_> {
        Document::with_surrogates(&self.text, &self.surrogates).in_format(format)
    }
}

/// A lone surrogate with a sign.
fn surrogate_of(sign: char) -> u32 {
    [0xD800, 0xDC80, 0xDE00].into_iter().find(|&code| opaque(code) == Some(sign)).unwrap_or(0xD800)
}
