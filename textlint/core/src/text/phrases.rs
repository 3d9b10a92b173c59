//! Words and phrases of a table in a text, found by their first words.
//!
//! Case and the form of apostrophes don't count. A phrase is found where its words are whole.

use std::collections::HashMap;

use super::chars::{self, is_letter, is_mark, is_number};
use crate::document::Span;

/// Phrases by their first words, each with an entry.
#[derive(Debug)]
pub struct Phrases<E> {
    groups: HashMap<String, Group<E>>,
    /// The lengths of the first words in bytes, by their first letters from a to z: a bit for each length.
    lengths: [u64; LETTERS],
}

const LETTERS: usize = 26;
const LONGEST: usize = 63; // bytes of a word whose length is a bit

/// The phrases with one first word.
#[derive(Debug)]
struct Group<E> {
    phrases: HashMap<String, E>,
    /// The lengths of the phrases in code points, the longest first.
    lengths: Vec<usize>,
}

impl<E> Phrases<E> {
    /// The phrases with their entries; of two that are alike the first counts.
    pub fn new<'p>(entries: impl IntoIterator<Item = (&'p str, E)>) -> Self {
        let mut groups: HashMap<String, Group<E>> = HashMap::new();
        for (phrase, entry) in entries {
            let phrase = chars::plain(phrase);
            let length = if phrase.starts_with(is_part) { compound_length(&phrase) } else { 0 };
            if length == 0 || !is_whole(&phrase[length..]) {
                continue;
            }
            let group = groups
                .entry(phrase[..length].to_owned())
                .or_insert_with(|| Group { phrases: HashMap::new(), lengths: Vec::new() });
            group.lengths.push(phrase.chars().count());
            group.phrases.entry(phrase).or_insert(entry);
        }
        for group in groups.values_mut() {
            group.lengths.sort_unstable_by_key(|length| std::cmp::Reverse(*length));
            group.lengths.dedup();
        }
        let mut lengths = [0; LETTERS];
        for word in groups.keys() {
            if let Some(letter) = letter(word) {
                lengths[letter] |= 1 << word.len().min(LONGEST);
            }
        }
        Phrases { groups, lengths }
    }

    /// The places of phrases in parts of a text: of those with one first word the longest.
    pub fn occurrences<'p>(&'p self, text: &str, spans: &[Span]) -> Vec<(Span, &'p E)> {
        let mut found = Vec::new();
        let mut lower = String::new();
        for span in spans {
            for word in words(text, *span) {
                let plain = &text[word.range()];
                if !self.may_begin(plain) {
                    continue;
                }
                lower_into(plain, &mut lower);
                if let Some(group) = self.groups.get(lower.as_str()) {
                    found.extend(group.at(text, word.start));
                }
            }
        }
        found
    }

    /// A first look: whether a phrase may begin with a word.
    fn may_begin(&self, word: &str) -> bool {
        // Case may change the length of what is not ASCII.
        !word.is_ascii()
            || letter(word).is_some_and(|letter| self.lengths[letter] & (1 << word.len().min(LONGEST)) != 0)
    }
}

/// The number of the first letter of a word, if it is of English.
fn letter(word: &str) -> Option<usize> {
    let first = word.bytes().next()?.to_ascii_lowercase();
    first.is_ascii_lowercase().then(|| usize::from(first - b'a'))
}

impl<E> Group<E> {
    /// The longest of the phrases at a position.
    fn at(&self, text: &str, start: usize) -> Option<(Span, &E)> {
        let longest = *self.lengths.first()?;
        let end = |length: usize| {
            let mut signs = text[start..].char_indices();
            signs.nth(length).map_or(text.len(), |(offset, _)| start + offset)
        };
        let ahead = chars::plain(&text[start..end(longest)]);
        self.lengths.iter().find_map(|&length| {
            // Lower case may have more characters: then it is cut where the text is not.
            let cut = ahead.char_indices().nth(length).map_or(ahead.len(), |(offset, _)| offset);
            let entry = self.phrases.get(&ahead[..cut])?;
            (!continues(&text[end(length)..])).then(|| (Span::new(start, end(length)), entry))
        })
    }
}

/// Whether a word goes on, perhaps after a hyphen or an apostrophe.
fn continues(rest: &str) -> bool {
    let goes_on = |rest: &str| rest.starts_with(is_word_sign);
    goes_on(rest) || rest.strip_prefix(['\'', '’', '-']).is_some_and(goes_on)
}

/// Lower case with straight apostrophes, written over what was there.
fn lower_into(word: &str, lower: &mut String) {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.push_str(&chars::plain(word));
    }
}

/// The words in a part of a text, with what hyphens and apostrophes join to them.
fn words(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let part = &text[..span.end];
    let bytes = part.as_bytes();
    let mut at = span.start;
    std::iter::from_fn(move || {
        loop {
            at += bytes[at..].iter().position(|byte| !is_border(*byte))?;
            let letters = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let is_plain = letters > 0
                && bytes.get(at + letters).is_none_or(|byte| is_border(*byte))
                && at.checked_sub(1).is_none_or(|before| is_border(bytes[before]));
            if is_plain {
                at += letters;
                return Some(Span::new(at - letters, at));
            }
            let rest = &part[at..];
            let first = rest.chars().next()?;
            if !is_part(first) {
                at += first.len_utf8();
                continue;
            }
            if part[..at].ends_with(is_word_sign) {
                at += run(rest);
                continue;
            }
            let start = at;
            at += compound_length(rest);
            if is_whole(&part[at..]) {
                return Some(Span::new(start, at));
            }
        }
    })
}

/// Whether a byte is neither part of a word nor joins words, nor part of a character that may be.
fn is_border(byte: u8) -> bool {
    BORDERS[usize::from(byte)]
}

const BORDERS: [bool; 256] = {
    let mut borders = [false; 256];
    let mut byte = 0;
    while byte < 128u8 {
        let is_part = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'\'' | b'-');
        borders[byte as usize] = !is_part;
        byte += 1;
    }
    borders
};

/// The length of the word at the beginning of a text, with what is joined to it, in bytes.
fn compound_length(text: &str) -> usize {
    let mut length = run(text);
    while let Some(joint) = text[length..].chars().next().filter(|sign| matches!(sign, '\'' | '’' | '-')) {
        let after = length + joint.len_utf8();
        match run(&text[after..]) {
            0 => break,
            more => length = after + more,
        }
    }
    length
}

/// Whether a word may end before a text.
fn is_whole(rest: &str) -> bool {
    !rest.starts_with(|sign| is_number(sign) || sign == '_')
}

/// The length of the letters and marks at the beginning of a text, in bytes.
fn run(text: &str) -> usize {
    let plain = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = &text[plain..];
    plain + rest.find(|sign| !is_part(sign)).unwrap_or(rest.len())
}

fn is_part(sign: char) -> bool {
    is_letter(sign) || is_mark(sign)
}

fn is_word_sign(sign: char) -> bool {
    is_part(sign) || is_number(sign) || sign == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words() {
        let phrases = Phrases::new([("dialog", 1), ("dialog box", 2), ("don't", 3), ("ß", 4)]);
        for (text, found) in [
            ("Dialog boxes, dialog.", vec![("Dialog", 1), ("dialog", 1)]),
            ("a DIALOG BOX", vec![("DIALOG BOX", 2)]),
            ("dialog-box dialogs dialog1 _dialog", vec![]),
            ("I Don’t", vec![("Don’t", 3)]),
            ("ẞ", vec![("ẞ", 4)]),
            ("xdialog é́ dialog", vec![("dialog", 1)]),
        ] {
            let all = phrases.occurrences(text, &[Span::new(0, text.len())]);
            let shown: Vec<_> = all.into_iter().map(|(span, entry)| (&text[span.range()], *entry)).collect();
            assert_eq!(shown, found, "{text}");
        }
    }
}
