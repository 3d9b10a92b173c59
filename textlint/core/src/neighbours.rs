//! The usual words that are near another word: one slip away, or of like sound.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::lexicon::{self, hash};
use crate::slips::{Slip, is_near, skeleton};

/// A usual word, after its frequency on Zipf's scale.
pub type Usual = (f64, &'static str);

static USUAL: LazyLock<Index<Usual>> = LazyLock::new(|| Index::new(usual().collect(), |(_, word)| word));
static ALIKE: LazyLock<FxHashMap<String, Vec<Usual>>> = LazyLock::new(by_skeletons);
static SKELETONS: LazyLock<Index<&str>> =
    LazyLock::new(|| Index::new(ALIKE.keys().map(String::as_str).collect(), |skeleton| skeleton));

/// The usual words that are one slip away from a word, in no order. With `Slip::Keyboard` another letter is a
/// neighbour or a vowel, with `Slip::Letter` it is any.
pub fn usual_near(word: &str, slip: Slip) -> Vec<Usual> {
    USUAL.near(word, slip)
}

/// The usual words of ASCII letters that have a skeleton, the commonest first.
pub fn usual_alike(skeleton: &str) -> &'static [Usual] {
    ALIKE.get(skeleton).map(Vec::as_slice).unwrap_or_default()
}

/// The skeletons of usual words that are one slip away from a skeleton, in no order.
pub fn skeletons_near(skeleton: &str) -> Vec<&'static str> {
    SKELETONS.near(skeleton, Slip::Bone)
}

fn usual() -> impl Iterator<Item = Usual> {
    lexicon::usual().map(|entry| (entry.frequency(), entry.word()))
}

fn by_skeletons() -> FxHashMap<String, Vec<Usual>> {
    let mut words = FxHashMap::<String, Vec<Usual>>::default();
    for (frequency, word) in usual().filter(|(_, word)| word.bytes().all(|sign| sign.is_ascii_lowercase())) {
        words.entry(skeleton(word)).or_default().push((frequency, word));
    }
    for group in words.values_mut() {
        group.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(one.1)));
    }
    words
}

/// A hash table of words by what is left of them without one of their letters, and by themselves.
///
/// Two words that are one slip apart have such a rest in common, so that a few look-ups find all.
struct Index<T> {
    words: Vec<T>,
    text: fn(T) -> &'static str,
    /// The number of a word plus one, for each of its rests; 0 is free.
    slots: Vec<Slot>,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    tag: u16,
    number: u16,
}

impl<T: Copy> Index<T> {
    fn new(words: Vec<T>, text: fn(T) -> &'static str) -> Self {
        let rests: usize = words.iter().map(|word| text(*word).len() + 1).sum();
        let mut index =
            Self { words, text, slots: vec![Slot::default(); (3 * rests / 2).next_power_of_two()] };
        for (number, word) in (1..).zip(index.words.clone()) {
            let mut last = None;
            for_each_rest(text(word), |rest| {
                let key = hash(rest.as_bytes());
                // Deleting either one of two equal adjacent letters gives the same word.
                if last.replace(key) != Some(key) {
                    index.insert(key, number);
                }
            });
        }
        index
    }

    fn insert(&mut self, key: u64, number: u16) {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.number == 0 {
                *slot = Slot { tag: tag(key), number };
                return;
            }
            at = (at + 1) & mask;
        }
    }

    fn near(&self, word: &str, slip: Slip) -> Vec<T> {
        let (mask, mut numbers) = (self.slots.len() - 1, Vec::new());
        for_each_rest(word, |rest| {
            let key = hash(rest.as_bytes());
            let mut at = key as usize & mask;
            while let Some(slot) = self.slots.get(at).filter(|slot| slot.number > 0) {
                let other = self.words.get(usize::from(slot.number) - 1);
                if slot.tag == tag(key)
                    && other.is_some_and(|other| is_near(word, (self.text)(*other), slip))
                    && !numbers.contains(&slot.number)
                {
                    numbers.push(slot.number);
                }
                at = (at + 1) & mask;
            }
        });
        numbers.iter().filter_map(|number| self.words.get(usize::from(*number) - 1)).copied().collect()
    }
}

fn tag(key: u64) -> u16 {
    (key >> 48) as u16
}

/// The word and what is left of it without one of its letters.
fn for_each_rest(word: &str, mut visit: impl FnMut(&str)) {
    visit(word);
    let mut rest = String::with_capacity(word.len());
    for (start, letter) in word.char_indices() {
        rest.clear();
        rest.push_str(word.get(..start).unwrap_or_default());
        rest.push_str(word.get(start + letter.len_utf8()..).unwrap_or_default());
        visit(&rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> String {
        let mut words: Vec<String> = words.into_iter().map(|word| word.as_ref().to_owned()).collect();
        words.sort();
        words.join(" ")
    }

    #[test]
    fn usual_words_near_another() {
        for (word, slip, expected) in [
            ("recieve", Slip::Keyboard, "receive"),
            ("recieve", Slip::Letter, "receive relieve"),
            ("familly", Slip::Keyboard, "family"),
            ("thxt", Slip::Keyboard, ""),
            ("thxt", Slip::Letter, "text that"),
            ("crème", Slip::Letter, "crime"),
            ("cafe", Slip::Keyboard, "cafes cage care cave"),
            ("", Slip::Letter, "a i"),
        ] {
            let all = sorted(usual_near(word, slip).into_iter().map(|(_, word)| word));
            assert_eq!(all, expected, "{word}");
        }
    }

    #[test]
    fn all_words_have_a_number() {
        assert!(USUAL.words.len() < usize::from(u16::MAX) && SKELETONS.words.len() < usize::from(u16::MAX));
    }

    #[test]
    fn usual_words_of_like_sound() {
        let words: Vec<&str> = usual_alike("blf").iter().map(|(_, word)| *word).collect();
        assert_eq!(words.first(), Some(&"believe"));
        assert!(words.contains(&"belief") && usual_alike("zzz").is_empty());
        assert!(usual_alike("blf").is_sorted_by(|one, other| one >= other));
        assert!(skeletons_near("bl").contains(&"blf") && !skeletons_near("blf").contains(&"blf"));
    }
}
