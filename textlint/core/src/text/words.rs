//! The words of a text, and those of them that no dictionary has.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::chars::{self, is_letter, is_mark, is_number, is_space};
use crate::document::Span;
use crate::lexicon::{self, WordSet};

/// The signs around a word, or after it: "(see", "did,", "sons’".
const AROUND: &str = "\"'“”‘’„«»()[]{}<>.,;:!?…*_–—-";
/// The most letters of a word: what is longer is a sequence of DNA or a key.
const LONGEST_WORD: usize = 100;
/// The code points before a word in which the half of a broken word is looked for.
const LONGEST_HALF: usize = 40;
/// The largest share of code in the different tokens of a text that is none; in articles it is below a hundredth.
const MOST_CODE: f64 = 0.03;

static CODE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"\w[_=(:.]\w*[=(:.]|\(\)|[{}<>|\\`~^]|::|--\w|\w_\w|=|\$[^\d\s]|^-\w|^/\w|\w\(\d?\)|\*\*";
    Regex::new(pattern).expect("a constant pattern")
});

/// A word with what hyphens and apostrophes join to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    pub span: Span,
    /// The hash of the word in lower case with straight apostrophes.
    pub hash: u64,
    /// Whether a dictionary of misspellings has the word.
    pub is_misspelled: bool,
    /// Whether the word is ASCII letters only, as nearly all are; some that are so don't count.
    pub is_plain: bool,
}

/// All words of a text, in one pass.
pub struct Words<'t> {
    text: &'t str,
    /// The words in order. No digit or underscore is next to one.
    pub all: Vec<Word>,
    /// The different words of a text that are in lower case and that dictionaries don't have, without the signs
    /// around them. Tokens with a digit, a sign or a capital inside are none.
    pub unlisted: FxHashSet<&'t str>,
    /// Runs of ASCII letters that dictionaries don't have in lower case: the hash of that, and the place.
    runs: Vec<(u64, Span)>,
    by_hash: OnceCell<FxHashMap<u64, Vec<Span>>>,
    /// A bit for each ASCII character that is a token, alone or with a comma or a stop.
    single: u128,
    tokens: OnceCell<FxHashSet<&'t str>>,
    is_code: OnceCell<bool>,
}

impl<'t> Words<'t> {
    /// The words of a text.
    pub fn of(text: &'t str) -> Self {
        let mut words = Words {
            text,
            all: Vec::with_capacity(text.len() / 6),
            unlisted: FxHashSet::default(),
            runs: Vec::new(),
            by_hash: OnceCell::new(),
            single: 0,
            tokens: OnceCell::new(),
            is_code: OnceCell::new(),
        };
        SCRATCH.with_borrow_mut(|scratch| {
            for token in tokens(text) {
                if !words.read_plain(&token, scratch) {
                    words.read(token.span, scratch);
                }
            }
        });
        words
    }

    /// The places of an ASCII word that dictionaries don't have, no parts of longer runs of letters; in order.
    pub fn places(&self, word: &str) -> impl Iterator<Item = Span> {
        let by_hash = self.by_hash.get_or_init(|| {
            let mut by_hash = FxHashMap::<u64, Vec<Span>>::default();
            for (hash, span) in &self.runs {
                by_hash.entry(*hash).or_default().push(*span);
            }
            by_hash
        });
        let places = by_hash.get(&lexicon::hash(word.to_ascii_lowercase().as_bytes()));
        places.into_iter().flatten().copied().filter(move |span| self.text[span.range()] == *word)
    }

    /// The runs of ASCII letters, no parts of longer ones, that dictionaries don't have in lower case; in order.
    pub fn unlisted_runs(&self) -> impl Iterator<Item = Span> {
        self.runs.iter().map(|(_, span)| *span)
    }

    /// Whether a letter is a token of its own somewhere, or with a comma or a stop only.
    pub fn has_single(&self, letter: u8) -> bool {
        letter.is_ascii() && self.single & (1 << letter) != 0
    }

    /// The ASCII letters that are tokens of their own.
    pub fn singles(&self) -> impl Iterator<Item = u8> {
        (b'A'..=b'z').filter(|&letter| letter.is_ascii_alphabetic() && self.has_single(letter))
    }

    /// The different whitespace-delimited tokens of the text.
    pub fn tokens(&self) -> &FxHashSet<&'t str> {
        self.tokens.get_or_init(|| chars::split(self.text).collect())
    }

    /// Whether the text is full of code, commands and options.
    pub fn is_code(&self) -> bool {
        *self.is_code.get_or_init(|| {
            let tokens = self.tokens();
            let number = tokens.iter().filter(|token| CODE.is_match(token)).count();
            number as f64 > MOST_CODE * tokens.len() as f64
        })
    }

    /// Reads a token that is ASCII letters with signs around them; false for any other token.
    fn read_plain(&mut self, token: &Token, scratch: &mut Scratch) -> bool {
        if token.shape & (DIGIT | OTHER) != 0 {
            return false;
        }
        let Span { start, end } = token.span;
        let bytes = &self.text.as_bytes()[start..end];
        let Some(first) = bytes.iter().position(u8::is_ascii_alphabetic) else {
            return true;
        };
        let length = bytes[first..].iter().position(|byte| !byte.is_ascii_alphabetic());
        let last = length.map_or(bytes.len(), |length| first + length);
        if bytes[last..].iter().any(u8::is_ascii_alphabetic) {
            return false;
        }
        let span = Span::new(start + first, start + last);
        let is_lower = token.shape & UPPER == 0;
        let is_listed = self.read_run(span, is_lower, true, scratch);
        let is_bare = || bytes[..first].iter().chain(&bytes[last..]).all(|&sign| is_around(sign));
        if is_lower && !is_listed && last - first <= LONGEST_WORD && is_bare() {
            self.unlisted.insert(&self.text[span.range()]);
        }
        if last == 1 && matches!(bytes[1..], [] | [b',' | b'.']) {
            self.single |= 1 << bytes[0];
        }
        true
    }

    /// Reads a run of ASCII letters, as a whole word or as a part of one; whether dictionaries have it.
    fn read_run(&mut self, span: Span, is_lower: bool, is_word: bool, scratch: &mut Scratch) -> bool {
        let run = &self.text[span.range()];
        let word = if is_lower { run } else { in_lower_case(run, &mut scratch.lowered) };
        let hash = lexicon::hash(word.as_bytes());
        let known = scratch.last.known(word, hash);
        let (is_listed, is_misspelled) = (known.is_listed(), known.is_misspelled());
        if is_word {
            self.all.push(Word { span, hash, is_misspelled, is_plain: true });
        }
        if !is_listed {
            self.runs.push((hash, span));
        }
        is_listed
    }

    /// Reads any token.
    fn read(&mut self, place: Span, scratch: &mut Scratch) {
        let (start, token) = (place.start, &self.text[place.range()]);
        for word in words_in(token) {
            let plain = chars::plain(&token[word.clone()]);
            let hash = lexicon::hash(plain.as_bytes());
            let is_misspelled = scratch.last.known(&plain, hash).is_misspelled();
            let span = Span::new(start + word.start, start + word.end);
            self.all.push(Word { span, hash, is_misspelled, is_plain: false });
        }
        let mut at = start;
        for run in token.split_inclusive(|sign| !is_letter(sign)) {
            let letters = run.trim_end_matches(|sign| !is_letter(sign));
            if !letters.is_empty() && letters.is_ascii() {
                self.read_run(Span::new(at, at + letters.len()), false, false, scratch);
            }
            at += run.len();
        }
        let word = token.trim_matches(|sign| AROUND.contains(sign));
        if chars::is_alpha(word)
            && word.chars().nth(LONGEST_WORD).is_none()
            && chars::is_lower(token)
            && !lexicon::lists(word)
        {
            self.unlisted.insert(word);
        }
    }
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch {
        lowered: String::new(),
        last: LastWords(vec![0; LastWords::NUMBER as usize]),
    });
}

/// What a thread keeps from text to text.
struct Scratch {
    lowered: String,
    last: LastWords,
}

/// What is known of a word in lower case with straight apostrophes, by its hash. The last words are kept.
pub fn known(word: &str, hash: u64) -> Known {
    SCRATCH.with_borrow_mut(|scratch| scratch.last.known(word, hash))
}

/// What is known of a word: a bit for each property.
#[derive(Clone, Copy)]
pub struct Known(u64);

impl Known {
    const LISTED: u64 = 2;
    const MISSPELLED: u64 = 4;
    const SETS: [(WordSet, u64); 3] = [(WordSet::Old, 8), (WordSet::Dialect, 16), (WordSet::Software, 32)];

    fn of(word: &str, hash: u64) -> Self {
        let Some(entry) = lexicon::entry_hashed(word, hash) else { return Known(0) };
        let sets = Self::SETS.iter().filter(|(set, _)| entry.is_in(*set)).map(|(_, bit)| bit);
        let flag = |is_set, bit| if is_set { bit } else { 0 };
        Known(
            flag(entry.is_listed(), Self::LISTED)
                | flag(entry.is_misspelled(), Self::MISSPELLED)
                | sets.sum::<u64>(),
        )
    }

    pub fn is_listed(self) -> bool {
        self.0 & Self::LISTED != 0
    }

    pub fn is_misspelled(self) -> bool {
        self.0 & Self::MISSPELLED != 0
    }

    /// Whether the word is an old one, dialect or a term of software; false for other sets.
    pub fn is_in(self, set: WordSet) -> bool {
        Self::SETS.iter().any(|(other, bit)| *other == set && self.0 & bit != 0)
    }
}

/// What is known of the last words, by their hashes: most words of a text are few.
struct LastWords(Vec<u64>);

impl LastWords {
    /// The words that are kept.
    const NUMBER: u64 = 1 << 13;
    /// The bit of a place that is filled, and those of a hash that tell what is known.
    const FILLED: u64 = 1;
    const FLAGS: u64 = 63;

    #[inline]
    fn known(&mut self, word: &str, hash: u64) -> Known {
        let key = (hash & !Self::FLAGS) | Self::FILLED;
        let Some(slot) = self.0.get_mut(((hash >> 6) % Self::NUMBER) as usize) else {
            return Known::of(word, hash);
        };
        if *slot & !(Self::FLAGS - Self::FILLED) != key {
            *slot = key | Known::of(word, hash).0;
        }
        Known(*slot & (Self::FLAGS - Self::FILLED))
    }
}

fn in_lower_case<'l>(run: &str, lowered: &'l mut String) -> &'l str {
    lowered.clear();
    lowered.push_str(run);
    lowered.make_ascii_lowercase();
    lowered
}

fn is_around(sign: u8) -> bool {
    AROUND.contains(char::from(sign))
}

/// The kinds of bytes, as bits.
const UPPER: u8 = 1;
const DIGIT: u8 = 2; // and underscores
const OTHER: u8 = 4; // not ASCII
const SPACE: u8 = 8;

static KINDS: [u8; 256] = kinds();

const fn kinds() -> [u8; 256] {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' | b'_' => DIGIT,
            b'\t'..=b'\r' | 0x1c..=b' ' => SPACE,
            0x80.. => OTHER,
            _ => 0,
        };
        byte += 1;
    }
    kinds
}

/// What is between two runs of white space, with the kinds of its bytes.
struct Token {
    span: Span,
    shape: u8,
}

/// The tokens of a text.
fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let (start, mut shape, mut gap) = (at, 0, 0);
            while let Some(&byte) = bytes.get(at) {
                let kind = KINDS[usize::from(byte)];
                if kind & (SPACE | OTHER) == 0 {
                    at += 1;
                } else if kind == SPACE {
                    gap = 1;
                    break;
                } else {
                    let length = text[at..].chars().next().map_or(1, |sign| {
                        gap = if is_space(sign) { sign.len_utf8() } else { 0 };
                        sign.len_utf8()
                    });
                    if gap > 0 {
                        break;
                    }
                    at += length;
                }
                shape |= kind;
            }
            let end = at;
            at += gap;
            if end > start {
                return Some(Token { span: Span::new(start, end), shape });
            }
            if gap == 0 {
                return None;
            }
        }
    })
}

/// Whether a character is part of a word: a letter or a mark.
pub fn is_part(sign: char) -> bool {
    is_letter(sign) || is_mark(sign)
}

/// Whether a character next to a part of a word makes it one of a code: a letter, a mark, a number, an underscore.
pub fn is_part_of_code(sign: char) -> bool {
    is_part(sign) || is_number(sign) || sign == '_'
}

/// The words of a text with what hyphens and apostrophes join to them, without those next to digits.
pub fn words_in(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(is_part)?;
            let is_free = !text[..start].chars().next_back().is_some_and(is_part_of_code);
            at = run_end(text, start);
            if !is_free {
                continue;
            }
            while let Some(joint) = text[at..].chars().next().filter(|sign| matches!(sign, '\'' | '’' | '-'))
            {
                let next = at + joint.len_utf8();
                let end = run_end(text, next);
                if end == next {
                    break;
                }
                at = end;
            }
            if !text[at..].chars().next().is_some_and(|sign| is_number(sign) || sign == '_') {
                return Some(start..at);
            }
        }
    })
}

fn run_end(text: &str, start: usize) -> usize {
    text[start..].find(|sign| !is_part(sign)).map_or(text.len(), |length| start + length)
}

/// Whether a word makes one that dictionaries have with the word before or after it: `govern ment`.
///
/// A hyphen between them, or the end of a line, makes no difference.
pub fn is_half(text: &str, span: Span) -> bool {
    let word = text[span.range()].to_lowercase();
    let lists = |before: &str, after: &str| lexicon::lists(&(before.to_lowercase() + after));
    let is_blank = |sign: char| matches!(sign, ' ' | '\t');
    let is_hyphen = |sign: char| matches!(sign, '-' | '‐' | '\u{ad}');

    let window = last_code_points(&text[..span.start], LONGEST_HALF);
    let rest = window.trim_end_matches(is_blank);
    let rest = rest.strip_suffix("\r\n").or(rest.strip_suffix(['\r', '\n'])).unwrap_or(rest);
    let rest = rest.trim_end_matches(is_blank);
    let rest = rest.strip_suffix(is_hyphen).unwrap_or(rest);
    let before = &rest[rest.trim_end_matches(is_letter).len()..];
    if !before.is_empty() && lists(before, &word) {
        return true;
    }

    let rest = &text[span.end..];
    let rest = rest.strip_prefix(is_hyphen).unwrap_or(rest).trim_start_matches(is_blank);
    let rest = rest.strip_prefix("\r\n").or(rest.strip_prefix(['\r', '\n'])).unwrap_or(rest);
    let rest = first_code_points(rest.trim_start_matches(is_blank), LONGEST_WORD);
    let after = &rest[..rest.find(|sign| !is_letter(sign)).unwrap_or(rest.len())];
    !after.is_empty() && lists(&word, &after.to_lowercase())
}

/// The last so many code points of a text.
pub fn last_code_points(text: &str, number: usize) -> &str {
    let start = number.checked_sub(1).and_then(|last| text.char_indices().rev().nth(last));
    match start {
        Some((start, _)) => &text[start..],
        None if number == 0 => "",
        None => text,
    }
}

/// The first so many code points of a text.
pub fn first_code_points(text: &str, number: usize) -> &str {
    text.char_indices().nth(number).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_joints() {
        for (text, words) in [
            ("Don’t say well-known, o'clock-'s", "Don’t|say|well-known|o'clock|s"),
            ("1st x_foo-bar foo1 a-b1 5-six", "bar|six"),
            ("é\u{301}a ab\u{ad}c -x' \u{1c}y", "é\u{301}a|ab|c|x|y"),
            ("", ""),
        ] {
            let slices: Vec<&str> = words_in(text).map(|word| &text[word]).collect();
            assert_eq!(slices.join("|"), words, "{text}");
            let all = Words::of(text).all;
            let slices: Vec<&str> = all.iter().map(|word| &text[word.span.range()]).collect();
            assert_eq!(slices.join("|"), words, "{text}");
        }
    }

    #[test]
    fn unlisted_words_are_in_lower_case() {
        let words = Words::of(
            "The loess, he said, of 2 uplamds (and of eMail). uplamds@x T he d, x_uplamds1 Uplamds",
        );
        let mut unlisted: Vec<&str> = words.unlisted.iter().copied().collect();
        unlisted.sort_unstable();
        assert_eq!(unlisted, ["d", "uplamds"]);
        assert_eq!(words.places("uplamds").count(), 3);
        assert_eq!(words.places("Uplamds").count(), 1);
        assert_eq!(words.singles().collect::<Vec<_>>(), *b"Td");
        assert_eq!(words.tokens().len(), 14);
    }

    #[test]
    fn halves_make_words() {
        for (text, word, half) in [
            ("the govern ment", "ment", true),
            ("the govern-\r\n ment", "ment", true),
            ("the govern\u{ad}ment", "govern", true),
            ("the govern; ment", "ment", false),
            ("govern", "govern", false),
        ] {
            let start = text.find(word).unwrap_or_default();
            assert_eq!(is_half(text, Span::new(start, start + word.len())), half, "{text:?}");
        }
    }

    #[test]
    fn code_has_signs() {
        assert!(Words::of("ls -l a_b x=1 the end").is_code());
        assert!(!Words::of("The end of it all, of which nobody spoke.").is_code());
    }
}
