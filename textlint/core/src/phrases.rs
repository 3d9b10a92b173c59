//! Words and phrases of a table in a text, by their first two words.
//!
//! Case and the form of apostrophes don't count. A phrase matches where its words are whole.

use std::marker::PhantomData;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::document::Span;
use crate::lexicon::hash;
use crate::text::chars;
use crate::text::parts::parts_in;
use crate::text::words::{Word, is_part_of_code, words_in};

/// The bits of a filter of words.
const FILTER_BITS: u64 = 1 << 16;
/// An odd number with a random pattern of bits.
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// Phrases with an entry each, in lists of those that begin alike.
#[derive(Debug)]
pub struct Phrases<T, L = Vec<Phrase<T>>> {
    /// The hashes of the first words.
    firsts: Filter,
    /// Those of first words with other phrases than pairs.
    of_others: Filter,
    /// Whether a phrase may be next to a hyphen or an apostrophe.
    of_parts: bool,
    /// The phrases with a second word one character after the first, by a hash of both.
    pairs: FxHashMap<u64, L>,
    known_pairs: Filter,
    /// The other phrases by the hash of the first word; an empty list for first words without any.
    others: FxHashMap<u64, L>,
    entries: PhantomData<T>,
}

/// A phrase in lower case with straight apostrophes, and its entry.
#[derive(Debug)]
pub struct Phrase<T> {
    text: Box<str>,
    /// Whether the phrase is a single word.
    is_word: bool,
    entry: T,
}

/// Phrases that begin alike, the longest first.
pub trait List<T> {
    fn phrases(&self) -> &[Phrase<T>];
}

impl<T> List<T> for Vec<Phrase<T>> {
    fn phrases(&self) -> &[Phrase<T>] {
        self
    }
}

/// Adds a phrase to a list. The first of two entries of one phrase stays.
pub fn add<T>(list: &mut Vec<Phrase<T>>, phrase: &str, is_word: bool, entry: T) {
    if list.iter().all(|other| *other.text != *phrase) {
        let place = list.partition_point(|other| length(&other.text) >= length(phrase));
        list.insert(place, Phrase { text: phrase.into(), is_word, entry });
    }
}

/// What may be among some hashes; most words of a text are not.
#[derive(Debug)]
pub struct Filter(Vec<u64>);

impl Default for Filter {
    fn default() -> Self {
        Self(vec![0; (FILTER_BITS / 64) as usize])
    }
}

impl Filter {
    pub fn insert(&mut self, hash: u64) {
        let (slot, bit) = Self::place(hash);
        if let Some(bits) = self.0.get_mut(slot) {
            *bits |= bit;
        }
    }

    #[inline]
    pub fn may_have(&self, hash: u64) -> bool {
        let (slot, bit) = Self::place(hash);
        self.0.get(slot).is_some_and(|bits| bits & bit != 0)
    }

    fn place(hash: u64) -> (usize, u64) {
        let number = hash % FILTER_BITS;
        ((number / 64) as usize, 1 << (number % 64))
    }
}

impl<T, L> Default for Phrases<T, L> {
    fn default() -> Self {
        Self {
            firsts: Filter::default(),
            of_others: Filter::default(),
            pairs: FxHashMap::default(),
            known_pairs: Filter::default(),
            others: FxHashMap::default(),
            of_parts: false,
            entries: PhantomData,
        }
    }
}

impl<T> Phrases<T> {
    /// No phrases yet; they are to be found by the parts of words.
    pub fn of_parts() -> Self {
        Phrases { of_parts: true, ..Self::default() }
    }

    /// Adds a phrase, in lower case with straight apostrophes, that begins with a word. The first of two entries
    /// of one phrase stays.
    pub fn insert(&mut self, phrase: &str, entry: T) {
        let whole = Some(0..phrase.len());
        let is_word = self.first_two(phrase).0 == whole;
        if let Some(list) = self.list(phrase) {
            add(list, phrase, is_word, entry);
        }
    }
}

impl<T, L: List<T> + Default> Phrases<T, L> {
    /// The list of phrases that begin as this one does, with two whole words or fewer; None if no word is first.
    pub fn list(&mut self, phrase: &str) -> Option<&mut L> {
        let (first, second) = self.first_two(phrase);
        let first = first.filter(|word| word.start == 0)?;
        let key = hash(phrase[first.clone()].as_bytes());
        self.firsts.insert(key);
        let list = self.others.entry(key).or_default();
        let Some(second) = second.filter(|second| is_next(phrase, first.end, second.start)) else {
            self.of_others.insert(key);
            return Some(list);
        };
        let key = pair(key, hash(phrase[second].as_bytes()));
        self.known_pairs.insert(key);
        Some(self.pairs.entry(key).or_default())
    }

    /// The places of the first two words of a phrase.
    fn first_two(&self, phrase: &str) -> (Option<Range<usize>>, Option<Range<usize>>) {
        if self.of_parts { first_two(parts_in(phrase, 0..phrase.len())) } else { first_two(words_in(phrase)) }
    }

    /// The longest phrases that begin with the words of a text in some spans, each with its entry.
    pub fn occurrences<'p>(
        &'p self,
        text: &str,
        words: &[Word],
        spans: &[Span],
    ) -> impl Iterator<Item = (Span, &'p T)> {
        in_spans(words, spans).filter_map(|number| self.longest(text, &words[number..]))
    }

    /// The hashes of the first words of all phrases.
    pub fn firsts(&self) -> impl Iterator<Item = u64> {
        self.others.keys().copied()
    }

    /// Whether a phrase begins with a word that has this hash.
    pub fn begin_with(&self, hash: u64) -> bool {
        self.firsts.may_have(hash) && self.others.contains_key(&hash)
    }

    /// The entry of a phrase that is the one word with this hash.
    pub fn word(&self, hash: u64) -> Option<&T> {
        let list = self.others.get(&hash)?;
        list.phrases().iter().find(|phrase| phrase.is_word).map(|phrase| &phrase.entry)
    }

    /// The longest phrase that begins with a word of a text, the first of `words`; these are parts of words for
    /// phrases of parts.
    #[inline]
    pub fn longest<'p>(&'p self, text: &str, words: &[Word]) -> Option<(Span, &'p T)> {
        let (first, rest) = words.split_first().filter(|(first, _)| self.firsts.may_have(first.hash))?;
        let key = rest.first().map(|second| (pair(first.hash, second.hash), second.span.start));
        let key = key
            .filter(|(key, start)| self.known_pairs.may_have(*key) && is_next(text, first.span.end, *start));
        let pairs = key.and_then(|(key, _)| self.pairs.get(&key));
        let others = if self.of_others.may_have(first.hash) { self.others.get(&first.hash) } else { None };
        if pairs.is_none() && others.is_none() {
            return None;
        }
        pairs.into_iter().chain(others).flat_map(List::phrases).find_map(|phrase| {
            let end =
                if phrase.is_word { first.span.end } else { end(text, first.span.start, &phrase.text)? };
            let after = &text[end..];
            let is_whole = if self.of_parts { is_whole_part(after) } else { is_whole(after) };
            is_whole.then_some((Span::new(first.span.start, end), &phrase.entry))
        })
    }
}

/// The numbers of the words in some spans of a text.
pub fn in_spans(words: &[Word], spans: &[Span]) -> impl Iterator<Item = usize> {
    spans.iter().flat_map(|span| {
        let first = words.partition_point(|word| word.span.start < span.start);
        first..words.partition_point(|word| word.span.end <= span.end)
    })
}

fn first_two(mut words: impl Iterator<Item = Range<usize>>) -> (Option<Range<usize>>, Option<Range<usize>>) {
    (words.next(), words.next())
}

/// The hash of two words from those of the first and of the second.
fn pair(first: u64, second: u64) -> u64 {
    (first ^ second.rotate_left(32)).wrapping_mul(MULTIPLIER).rotate_left(32)
}

fn length(phrase: &str) -> usize {
    phrase.chars().count()
}

/// Whether one character is between two positions.
fn is_next(text: &str, end: usize, start: usize) -> bool {
    let mut between = text.get(end..start).unwrap_or_default().chars();
    between.next().is_some() && between.next().is_none()
}

/// The end of a phrase that begins at a position of a text.
fn end(text: &str, start: usize, phrase: &str) -> Option<usize> {
    let bytes = text.as_bytes().get(start..)?;
    let part = bytes.get(..phrase.len()).unwrap_or(bytes);
    if part.eq_ignore_ascii_case(phrase.as_bytes()) {
        return Some(start + phrase.len());
    }
    if part.is_ascii() {
        return None;
    }
    let mut left = phrase.chars();
    for (offset, sign) in text[start..].char_indices() {
        if left.as_str().is_empty() {
            return Some(start + offset);
        }
        let is_same = match sign {
            '’' => left.next() == Some('\''),
            'Σ' => matches!(left.next(), Some('σ' | 'ς')),
            _ if sign.is_ascii() => left.next() == Some(sign.to_ascii_lowercase()),
            _ => sign.to_lowercase().all(|lower| left.next() == Some(lower)),
        };
        if !is_same {
            return None;
        }
    }
    left.as_str().is_empty().then_some(text.len())
}

/// Whether what follows a phrase is not the rest of a longer word.
pub fn is_whole(after: &str) -> bool {
    let rest = after.strip_prefix(['\'', '’', '-']).unwrap_or(after);
    is_whole_part(rest)
}

/// Whether what follows a phrase, joints apart, is not the rest of a longer word.
fn is_whole_part(after: &str) -> bool {
    !after.chars().next().is_some_and(is_part_of_code)
}

/// A phrase in the form in which it is kept: lower case, straight apostrophes, single blanks.
pub fn normal(phrase: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b' ' | b'\'' | b'-');
    if phrase.bytes().all(is_plain)
        && !phrase.starts_with(' ')
        && !phrase.ends_with(' ')
        && !phrase.contains("  ")
    {
        return phrase.to_owned();
    }
    chars::split(&chars::plain(phrase)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::Words;

    #[test]
    fn the_longest_phrase_counts() {
        let mut phrases = Phrases::default();
        for phrase in ["could of", "could of been", "could", "e.g. this", "it's own", "could of", "-x"] {
            phrases.insert(phrase, phrase.to_owned());
        }
        for (text, expected) in [
            ("It could of been", "could of been"),
            ("it could of beens", "could of"),
            ("it COULD\u{a0}of", "COULD"),
            ("It’s own, could-x", "It’s own"),
            ("E.G. this could'5", "E.G. this"),
            ("-x could-\u{301}", ""),
            ("", ""),
        ] {
            let words = Words::of(text).all;
            let places = (0..words.len()).filter_map(|first| phrases.longest(text, &words[first..]));
            let shown: Vec<&str> = places.map(|(span, _)| &text[span.range()]).collect();
            assert_eq!(shown.join("|"), expected, "{text}");
        }
        assert_eq!(phrases.word(hash(b"could")).map(String::as_str), Some("could"));
        assert_eq!(phrases.word(hash(b"it's")), None);
        assert!(phrases.begin_with(hash(b"it's")) && !phrases.begin_with(hash(b"own")));
    }

    #[test]
    fn phrases_have_a_normal_form() {
        assert_eq!(normal(" It’s \t Own "), "it's own");
    }
}
