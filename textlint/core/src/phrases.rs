//! Words and phrases of a table in a text, by their first two words.
//!
//! Case and the form of apostrophes don't count. A phrase matches where its words are whole.

use rustc_hash::FxHashMap;

use crate::document::Span;
use crate::lexicon::hash;
use crate::text::chars;
use crate::text::words::{Word, is_part_of_code, words_in};

/// The bits of a filter of first words; most words of a text are no first words.
const FILTER_BITS: u64 = 1 << 14;

/// Phrases with an entry each.
#[derive(Debug)]
pub struct Phrases<T> {
    groups: FxHashMap<u64, Group<T>>,
    filter: Vec<u64>,
}

/// The phrases that begin with one word, the longest first.
#[derive(Debug)]
struct Group<T> {
    /// Those of which the second word has a hash.
    pairs: FxHashMap<u64, Vec<Phrase<T>>>,
    /// Those without a second word one character after the first.
    others: Vec<Phrase<T>>,
}

#[derive(Debug)]
struct Phrase<T> {
    text: Box<str>,
    /// Whether the phrase is a single word.
    is_word: bool,
    entry: T,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Phrases { groups: FxHashMap::default(), filter: vec![0; (FILTER_BITS / 64) as usize] }
    }
}

impl<T> Phrases<T> {
    /// Adds a phrase, in lower case with straight apostrophes, that begins with a word. The first of two entries
    /// of one phrase stays.
    pub fn insert(&mut self, phrase: &str, entry: T) {
        let mut words = words_in(phrase);
        let Some(first) = words.next().filter(|word| word.start == 0) else {
            return;
        };
        let key = hash(phrase[first.clone()].as_bytes());
        let (slot, bit) = filter_bit(key);
        if let Some(bits) = self.filter.get_mut(slot) {
            *bits |= bit;
        }
        let group = self.groups.entry(key).or_default();
        let second = words.next().filter(|second| is_next(phrase, first.end, second.start));
        let list = match second {
            Some(second) => group.pairs.entry(hash(phrase[second].as_bytes())).or_default(),
            None => &mut group.others,
        };
        let place = list.partition_point(|other| length(&other.text) >= length(phrase));
        if list.iter().all(|other| *other.text != *phrase) {
            let is_word = first.end == phrase.len();
            list.insert(place, Phrase { text: phrase.into(), is_word, entry });
        }
    }

    /// Whether a phrase begins with a word that has this hash.
    pub fn begin_with(&self, hash: u64) -> bool {
        let (slot, bit) = filter_bit(hash);
        self.filter.get(slot).is_some_and(|bits| bits & bit != 0) && self.groups.contains_key(&hash)
    }

    /// The entry of a phrase that is the one word with this hash.
    pub fn word(&self, hash: u64) -> Option<&T> {
        let group = self.groups.get(&hash)?;
        group.others.iter().find(|phrase| phrase.is_word).map(|phrase| &phrase.entry)
    }

    /// The longest phrase that begins with a word of a text, the first of `words`.
    pub fn longest<'p>(&'p self, text: &str, words: &[Word]) -> Option<(Span, &'p T)> {
        let (first, rest) = words.split_first()?;
        if !self.begin_with(first.hash) {
            return None;
        }
        let group = self.groups.get(&first.hash)?;
        let second = rest.first().filter(|second| is_next(text, first.span.end, second.span.start));
        let pairs = second.and_then(|second| group.pairs.get(&second.hash));
        pairs.into_iter().flatten().chain(&group.others).find_map(|phrase| {
            let end =
                if phrase.is_word { first.span.end } else { end(text, first.span.start, &phrase.text)? };
            is_whole(&text[end..]).then_some((Span::new(first.span.start, end), &phrase.entry))
        })
    }
}

impl<T> Default for Group<T> {
    fn default() -> Self {
        Group { pairs: FxHashMap::default(), others: Vec::new() }
    }
}

fn filter_bit(hash: u64) -> (usize, u64) {
    let number = hash % FILTER_BITS;
    ((number / 64) as usize, 1 << (number % 64))
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
    !rest.chars().next().is_some_and(is_part_of_code)
}

/// A phrase in the form in which it is kept: lower case, straight apostrophes, single blanks.
pub fn normal(phrase: &str) -> String {
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
