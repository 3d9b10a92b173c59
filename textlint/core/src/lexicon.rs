//! English words with their frequencies, the words of other languages, and known misspellings.
//!
//! The build script packs the tables of `rules/lexicon/` into one hash table, so that one look-up gives all that is
//! known of a word. Words are in lower case with straight apostrophes, but some misspellings have capitals.

mod layout;

pub(crate) use layout::hash;
use layout::{FOREIGN, LISTED, MISSPELLED, POSITION_BITS, WITH_REST, WITH_VOTES};

include!(concat!(env!("OUT_DIR"), "/names.rs"));

static SLOTS: &[[u8; 4]] = include_bytes!(concat!(env!("OUT_DIR"), "/slots.bin")).as_chunks().0;
static KNOWN: &[[u8; 4]] = include_bytes!(concat!(env!("OUT_DIR"), "/known.bin")).as_chunks().0;
static ODD: &[[u8; 4]] = include_bytes!(concat!(env!("OUT_DIR"), "/odd.bin")).as_chunks().0;
static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.bin"));

/// The least frequency of usual words in tenths of Zipf's scale; 97 in 100 words of a text are usual.
pub const LEAST_USUAL: u8 = 33;

/// A named set of English words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordSet {
    /// The commonest words of English grammar.
    Function,
    /// Further words of grammar.
    MoreFunction,
    /// Words that are common beside one another.
    Usual,
    /// Spellings and words that are right in texts before 1850.
    Old,
    /// Words that are written so only in a dialect or a creole of English.
    Dialect,
    /// Terms of software.
    Software,
    /// Words of software that are inflected and that no dictionary has.
    SoftwareRoots,
    /// Words before a hyphen in usual compounds: well-received.
    FirstOfCompound,
}

impl WordSet {
    /// The name of the set in `english.tsv`.
    pub fn name(self) -> &'static str {
        layout::WORD_SETS.get(self as usize).copied().unwrap_or_default()
    }

    const fn flag(self) -> u16 {
        1 << self as u16
    }
}

/// A language that words vote for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(u8);

impl Language {
    /// English, the first language.
    pub const ENGLISH: Self = Self(0);

    /// The language with a code: "de".
    pub fn of(code: &str) -> Option<Self> {
        index(&LANGUAGES, code).map(Self)
    }

    /// The code of the language.
    pub fn code(self) -> &'static str {
        LANGUAGES.get(self.index()).copied().unwrap_or_default()
    }

    /// The index of the language in `LANGUAGES`.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A dictionary of misspellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dictionary(u8);

impl Dictionary {
    /// The dictionary with a name: "" is the main one, "_rare" has words that are rarely right.
    pub fn of(name: &str) -> Option<Self> {
        index(&DICTIONARIES, name).map(Self)
    }
}

fn index(names: &[&str], name: &str) -> Option<u8> {
    names.iter().position(|other| *other == name).and_then(|index| u8::try_from(index).ok())
}

/// An entry of a dictionary of misspellings.
#[derive(Clone, Copy, Debug)]
pub struct Misspelling {
    /// Whether the one candidate is right wherever the misspelling is wrong.
    pub sure: bool,
    number: u8,
    packed: &'static [u8],
}

impl Misspelling {
    /// The words that may be meant, the likeliest first.
    pub fn candidates(self) -> impl Iterator<Item = &'static str> {
        let mut bytes = self.packed;
        (0..self.number).map(move |_| text(&mut bytes))
    }
}

/// What is known of a word.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    word: &'static [u8],
    tenths: u8,
    flags: u16,
    rest: &'static [u8],
}

impl Entry {
    /// The word itself.
    pub fn word(self) -> &'static str {
        str::from_utf8(self.word).unwrap_or_default()
    }

    /// The frequency of the word in English on Zipf's scale, in tenths.
    pub fn tenths(self) -> u8 {
        self.tenths
    }

    /// The frequency of the word in English on Zipf's scale.
    pub fn frequency(self) -> f64 {
        f64::from(self.tenths) / 10.0
    }

    /// Whether dictionaries of English list the word.
    pub fn is_listed(self) -> bool {
        self.flags & LISTED != 0
    }

    /// Whether the word is one of the commonest that dictionaries list.
    pub fn is_usual(self) -> bool {
        self.is_listed() && self.tenths >= LEAST_USUAL
    }

    /// Whether the word is in a set.
    pub fn is_in(self, set: WordSet) -> bool {
        self.flags & set.flag() != 0
    }

    /// Whether a dictionary of misspellings has the word.
    pub fn is_misspelled(self) -> bool {
        self.flags & MISSPELLED != 0
    }

    /// The languages in which the word is usual, in their order, with its frequencies in tenths.
    pub fn votes(self) -> impl ExactSizeIterator<Item = (Language, u8)> {
        let pairs = self.packed_votes().as_chunks().0;
        pairs.iter().map(|&[language, tenths]| (Language(language), tenths))
    }

    /// The frequency of the word in a language in which it is usual, in tenths.
    pub fn vote(self, language: Language) -> Option<u8> {
        self.votes().find(|(other, _)| *other == language).map(|(_, tenths)| tenths)
    }

    /// The space-separated codes of the languages in which a misspelling is a usual word.
    pub fn foreign(self) -> Option<&'static str> {
        let mut rest = self.after_votes();
        (self.flags & FOREIGN != 0).then(|| text(&mut rest))
    }

    /// The entry of a dictionary for this misspelling.
    pub fn misspelling(self, dictionary: Dictionary) -> Option<Misspelling> {
        if self.flags & MISSPELLED == 0 {
            return None;
        }
        let mut rest = self.after_votes();
        if self.flags & FOREIGN != 0 {
            text(&mut rest);
        }
        for _ in 0..byte(&mut rest) {
            let (other, sure, number) = (byte(&mut rest), byte(&mut rest) != 0, byte(&mut rest));
            if other == dictionary.0 {
                return Some(Misspelling { sure, number, packed: rest });
            }
            (0..number).for_each(|_| _ = text(&mut rest));
        }
        None
    }

    fn packed_votes(self) -> &'static [u8] {
        let mut rest = self.rest;
        if self.flags & WITH_VOTES == 0 {
            return &[];
        }
        let number = byte(&mut rest);
        take(&mut rest, 2 * usize::from(number))
    }

    fn after_votes(self) -> &'static [u8] {
        let length = if self.flags & WITH_VOTES == 0 { 0 } else { 1 + self.packed_votes().len() };
        self.rest.get(length..).unwrap_or_default()
    }
}

/// What is known of a word in lower case with straight apostrophes.
#[inline]
pub fn entry(word: &str) -> Option<Entry> {
    entry_hashed(word, hash(word.as_bytes()))
}

/// What is known of a word whose hash is known.
#[inline]
pub(crate) fn entry_hashed(word: &str, hash: u64) -> Option<Entry> {
    let (tag, mask) = (layout::tag(hash), SLOTS.len() - 1);
    let mut slot = hash as usize;
    loop {
        let packed = u32::from_le_bytes(*SLOTS.get(slot & mask)?);
        if packed == 0 {
            return None;
        }
        let position = packed & ((1 << POSITION_BITS) - 1);
        if packed - position == tag && has_word(position - 1, word) {
            return Some(entry_at(position - 1).0);
        }
        slot = slot.wrapping_add(1);
    }
}

/// The frequency of a word in English on Zipf's scale, in tenths; 0 if it was never seen.
pub fn tenths(word: &str) -> u8 {
    entry(word).map_or(0, Entry::tenths)
}

/// The frequency of a word in English on Zipf's scale; 0 if it was never seen.
pub fn frequency(word: &str) -> f64 {
    f64::from(tenths(word)) / 10.0
}

/// Whether dictionaries of English list a word.
pub fn lists(word: &str) -> bool {
    entry(word).is_some_and(Entry::is_listed)
}

/// Whether a word is one of the commonest that dictionaries list.
pub fn is_usual(word: &str) -> bool {
    entry(word).is_some_and(Entry::is_usual)
}

/// Whether a word is in a set.
pub fn is_in(word: &str, set: WordSet) -> bool {
    entry(word).is_some_and(|entry| entry.is_in(set))
}

/// The misspellings that have capitals or letters beyond ASCII, in the order of their code points.
pub fn odd_misspellings() -> impl Iterator<Item = Entry> {
    ODD.iter().map(|position| entry_at(u32::from_le_bytes(*position)).0)
}

/// The usual words, in the order of their code points.
pub fn usual() -> impl Iterator<Item = Entry> {
    let known = KNOWN.iter().map(|position| entry_at(u32::from_le_bytes(*position)).0);
    known.filter(|entry| entry.is_usual())
}

/// All words of which anything is known, in the order of their code points.
pub fn entries() -> impl Iterator<Item = Entry> {
    let mut position = 0;
    std::iter::from_fn(move || {
        let (entry, length) = entry_at(position);
        position += length;
        (!entry.word.is_empty()).then_some(entry)
    })
}

/// Whether a listed word that occurs at least once in three million words begins with a fragment.
pub fn begins_known(fragment: &str) -> bool {
    let word = |position: &[u8; 4]| word_at(u32::from_le_bytes(*position));
    let following = KNOWN.partition_point(|position| word(position) < fragment.as_bytes());
    KNOWN.get(following).is_some_and(|position| word(position).starts_with(fragment.as_bytes()))
}

/// Whether the record at a position is that of a word.
fn has_word(position: u32, word: &str) -> bool {
    word_at(position) == word.as_bytes()
}

fn word_at(position: u32) -> &'static [u8] {
    let record = WORDS.get(position as usize..).unwrap_or_default();
    let Some((&[length, ..], word)) = record.split_first_chunk::<4>() else {
        return &[];
    };
    word.get(..usize::from(length)).unwrap_or_default()
}

/// The record at a position, and its length; both are empty at the end.
fn entry_at(position: u32) -> (Entry, u32) {
    let mut record = WORDS.get(position as usize..).unwrap_or_default();
    let (length, tenths) = (byte(&mut record), byte(&mut record));
    let flags = two_bytes(&mut record);
    let word = take(&mut record, usize::from(length));
    let mut whole = 4 + u32::from(length);
    let mut rest: &[u8] = &[];
    if flags & WITH_REST != 0 {
        let length = two_bytes(&mut record);
        rest = take(&mut record, usize::from(length));
        whole += 2 + u32::from(length);
    }
    (Entry { word, tenths, flags, rest }, whole)
}

fn take(bytes: &mut &'static [u8], length: usize) -> &'static [u8] {
    let (taken, rest) = bytes.split_at_checked(length).unwrap_or_default();
    *bytes = rest;
    taken
}

fn byte(bytes: &mut &'static [u8]) -> u8 {
    take(bytes, 1).first().copied().unwrap_or_default()
}

fn two_bytes(bytes: &mut &'static [u8]) -> u16 {
    u16::from_le_bytes([byte(bytes), byte(bytes)])
}

fn text(bytes: &mut &'static [u8]) -> &'static str {
    let length = byte(bytes);
    str::from_utf8(take(bytes, usize::from(length))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies() {
        for (word, tenths, listed, usual) in [
            ("the", 77, true, true),
            ("recieve", 28, false, false),
            ("loess", 23, true, false),
            ("zzyzxq", 0, false, false),
            ("The", 0, false, false),
            ("", 0, false, false),
            ("\u{FDD0}", 0, false, false),
        ] {
            assert_eq!(super::tenths(word), tenths, "{word}");
            assert_eq!((lists(word), is_usual(word)), (listed, usual), "{word}");
        }
    }

    #[test]
    fn word_sets() {
        assert!(is_in("the", WordSet::Function) && is_in("'tis", WordSet::Old));
        assert!(is_in("alloc", WordSet::SoftwareRoots) && is_in("wetin", WordSet::Dialect));
        assert!(!is_in("the", WordSet::Software) && !is_in("", WordSet::Function));
        let sets = [
            WordSet::Function,
            WordSet::MoreFunction,
            WordSet::Usual,
            WordSet::Old,
            WordSet::Dialect,
            WordSet::Software,
            WordSet::SoftwareRoots,
            WordSet::FirstOfCompound,
        ];
        assert_eq!(sets.map(WordSet::name), layout::WORD_SETS);
    }

    #[test]
    fn votes() {
        let die = entry("die").map(|entry| entry.votes().map(|(language, _)| language.code()).collect());
        assert_eq!(die, Some(vec!["en", "de", "nl", "af"]));
        assert_eq!(entry("the").and_then(|entry| entry.vote(Language::ENGLISH)), Some(77));
        assert_eq!(entry("nicht").and_then(|entry| entry.vote(Language::ENGLISH)), None);
        assert_eq!(Language::of("en"), Some(Language::ENGLISH));
        assert_eq!(Language::of("xx"), None);
    }

    #[test]
    fn misspellings() {
        let main = Dictionary::of("").expect("the main dictionary");
        let known = |word: &str| {
            let misspelling = entry(word)?.misspelling(main)?;
            Some((misspelling.candidates().collect::<Vec<_>>(), misspelling.sure))
        };
        assert_eq!(known("recieve"), Some((vec!["receive"], true)));
        assert_eq!(known("alot"), Some((vec!["a lot", "allot"], false)));
        assert_eq!(known("abandone"), Some((vec!["abandon"], true)));
        assert_eq!(known("ACII"), Some((vec!["ASCII"], true)));
        assert_eq!(known("the"), None);
        assert_eq!(entry("abandone").and_then(Entry::foreign), Some("es pt"));
        assert_eq!(entry("recieve").and_then(Entry::foreign), None);
        let rare = Dictionary::of("_rare").expect("the dictionary of rare words");
        assert!(entry("recieve").and_then(|entry| entry.misspelling(rare)).is_none());
        assert_eq!(Dictionary::of("rare"), None);
    }

    #[test]
    fn beginnings() {
        for (fragment, known) in [
            ("gover", true),
            ("the", true),
            ("governmentx", false),
            ("zzzz", false),
            ("\u{FDD0}", false),
            ("", true),
        ] {
            assert_eq!(begins_known(fragment), known, "{fragment}");
        }
    }

    #[test]
    fn hashes_differ() {
        let mut hashes = std::collections::HashSet::new();
        for listed in entries() {
            assert!(hashes.insert(hash(listed.word().as_bytes())), "{}", listed.word());
        }
        // A length that changed few bits of the first letter made them the same.
        assert_ne!(hash(b"eight"), hash(b"highight"));
    }

    #[test]
    fn all_entries_are_found_again() {
        let mut before = "";
        let mut number = 0;
        for listed in entries() {
            let word = listed.word();
            assert!(before < word, "{before} {word}");
            assert_eq!(entry(word).map(Entry::word), Some(word));
            (before, number) = (word, number + 1);
        }
        assert!(number > 250_000);
    }
}
