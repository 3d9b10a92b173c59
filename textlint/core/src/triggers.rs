//! The lines of a text that are worth reading for each rule: those with a string that its findings must have.
//!
//! A string is sought by its rarest four bytes: a filter of these is asked at each place of a text. Where the first
//! bytes of a match are rarer than any string, it is sought by them.

use rustc_hash::FxHashMap;

use crate::document::{Document, Span};
use crate::pattern::openings::{ANYTHING, Bytes, DEPTH, END, Way, share};
use crate::phrases::Filter;
use crate::ruleset::Step;

/// The bytes of a string by which it is sought, if it has so many.
const GRAM: usize = 4;
/// The bits of a filter of grams.
const FILTER_BITS: u32 = 16;
const FILTER_WORDS: usize = 1 << (FILTER_BITS - 6);
/// An odd number with a random pattern of bits.
const MULTIPLIER: u32 = 0x9E37_79B1;
/// The ways to begin a match that are sought together.
const TOGETHER: usize = 64;

/// A character as the scan reads it: in lower case, and as the ASCII letter that it counts as where case does not.
pub fn lowered(sign: char) -> String {
    match sign {
        '\u{212a}' => "k".to_owned(),
        'ſ' => "s".to_owned(),
        'İ' | 'ı' => "i".to_owned(),
        _ => sign.to_lowercase().collect(),
    }
}

/// Whether a letter counts as others of another number where case does not: ß, ﬁ, a final sigma.
fn is_odd(sign: char) -> bool {
    matches!(sign, 'ß' | 'ẞ' | 'ς' | 'ŉ' | 'ǰ' | 'ͅ' | 'ΐ' | 'ΰ' | 'և' | '\u{1e96}'..='\u{1e9f}' | '\u{1f50}'..='\u{1fff}')
        || matches!(sign, '\u{13a0}'..='\u{13fd}' | '\u{ab70}'..='\u{abbf}' | '\u{fb00}'..='\u{fb17}')
}

/// Whether a letter beyond ASCII counts as letters of ASCII where case does not.
pub fn may_be_ascii(sign: char) -> bool {
    matches!(sign, '\u{212a}' | 'ſ' | 'İ' | 'ı') || is_odd(sign)
}

/// What makes a line worth reading for a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Each line is.
    Everywhere,
    /// A line with one of some places.
    Places {
        /// Strings whose letters are `lowered`, in any case.
        strings: Vec<String>,
        /// First bytes.
        ways: Vec<Way>,
    },
    /// A part of a word that has one of these hashes; or a line with one of some strings.
    Words { hashes: Vec<u64>, strings: Vec<String> },
    /// A line that is short, white space around it apart, and has what one of the rule's parts needs.
    Lines {
        /// The most code points.
        longest: usize,
        parts: Vec<Part>,
    },
}

/// What makes a line worth reading for a part of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The strings of which the line has one, if that is known.
    pub strings: Option<Vec<String>>,
    /// The bytes with which the line begins, white space apart.
    pub ways: Vec<Way>,
}

/// The parts of a rule, a bit for each; the last one stands for all further ones.
pub type Parts = u64;

impl Trigger {
    /// The trigger of what begins nowhere.
    pub fn nothing() -> Self {
        Trigger::Places { strings: Vec::new(), ways: Vec::new() }
    }

    /// The trigger of what has one of some strings: short ones are first bytes.
    pub fn strings(strings: Vec<String>) -> Self {
        let is_short = |string: &String| string.len() <= DEPTH && !string.chars().any(is_cased_beyond_ascii);
        let (short, strings) = strings.into_iter().partition::<Vec<_>, _>(is_short);
        Trigger::Places { strings, ways: short.iter().flat_map(|string| ways_of(string)).collect() }
    }
}

fn is_cased_beyond_ascii(sign: char) -> bool {
    !sign.is_ascii() && (sign.is_lowercase() || sign.is_uppercase())
}

/// The bytes of a short string in either case.
fn ways_of(string: &str) -> Vec<Way> {
    let mut own = ANYTHING;
    let mut ways = Vec::new();
    for (place, byte) in string.bytes().enumerate() {
        // The first byte of a letter beyond ASCII that counts as this one.
        let other = match byte {
            b'i' => Some(0xC4),
            b's' => Some(0xC5),
            b'k' => Some(0xE2),
            _ => None,
        };
        ways.extend(other.map(|other| {
            let mut way = own;
            way[place] = Bytes::of(&[other]);
            way
        }));
        own[place] = Bytes::of(&[byte, byte.to_ascii_uppercase()]);
    }
    ways.push(own);
    ways
}

/// The bit of a part of a rule.
pub fn part(number: usize) -> Parts {
    1 << number.min(Parts::BITS as usize - 1)
}

/// The numbers of rules, each with some of its parts.
type Starts = Vec<(u32, Parts)>;

/// The triggers of all rules of a ruleset.
pub struct Triggers {
    everywhere: Vec<usize>,
    /// The rules with strings that may be in any line.
    with_strings: Vec<u32>,
    strings: Strings,
    ways: Ways,
    known_words: Filter,
    /// The rules that start at the parts of words with a hash.
    words: FxHashMap<u64, Vec<u32>>,
    /// For each rule of short lines how long they may be; 0 for others.
    longest: Vec<usize>,
    longest_of_all: usize,
    line_strings: Strings,
    /// For each byte the parts that it starts at the beginning of a line, whatever is in it.
    beginnings: Vec<Starts>,
}

/// Strings that start rules, or parts of them.
struct Strings {
    all: Vec<(Box<[u8]>, Starts)>,
    /// The rarest four bytes of strings, and where these are in which strings.
    grams: Grams,
    /// The first two bytes of shorter strings; of one byte any second one.
    pairs: Grams,
}

/// Some bytes, each with the numbers of strings and the places in them.
struct Grams {
    /// A bit for each hash.
    filter: Box<[u64; FILTER_WORDS]>,
    strings: FxHashMap<u32, Vec<(u32, u32)>>,
}

/// Ways to begin a match.
struct Ways {
    /// Whether any way begins with a byte.
    begins: [bool; 256],
    blocks: Vec<Block>,
}

/// Up to 64 ways to begin a match.
struct Block {
    /// For each byte in turn, the ways that take it.
    masks: Box<[[u64; 256]; DEPTH]>,
    rules: Vec<u32>,
}

/// What is worth reading for each rule, in order.
pub struct Places {
    /// Whole lines, or the whole text.
    pub spans: Vec<Vec<Span>>,
    /// Of rules of short lines the lines' numbers with the parts that they start.
    pub lines: Vec<Vec<(usize, Parts)>>,
    /// The numbers of parts of words.
    pub words: Vec<Vec<usize>>,
    /// For each rule the number of its last line and one.
    last: Vec<usize>,
}

impl Places {
    fn add(&mut self, rule: u32, number: usize, line: Span) {
        let rule = rule as usize;
        if self.last[rule] != number + 1 {
            self.last[rule] = number + 1;
            self.spans[rule].push(line);
        }
    }

    fn add_parts(&mut self, rule: u32, number: usize, parts: Parts) {
        match self.lines[rule as usize].last_mut() {
            Some((last, more)) if *last == number => *more |= parts,
            _ => self.lines[rule as usize].push((number, parts)),
        }
    }
}

impl Triggers {
    pub fn new(steps: &[Step]) -> Self {
        let (mut everywhere, mut with_strings, mut all_ways) = (Vec::new(), Vec::new(), Vec::new());
        let mut strings = FxHashMap::<String, Starts>::default();
        let mut line_strings = FxHashMap::<String, Starts>::default();
        let (mut known_words, mut words) = (Filter::default(), FxHashMap::<u64, Vec<u32>>::default());
        let mut beginnings = vec![Vec::new(); 256];
        let mut longest_of = vec![0; steps.len()];
        let mut add_strings = |own: Vec<String>, rule| {
            if !own.is_empty() {
                with_strings.push(rule);
            }
            own.into_iter().for_each(|string| strings.entry(string).or_default().push((rule, 0)));
        };
        for (number, step) in steps.iter().enumerate() {
            let rule = u32::try_from(number).unwrap_or(u32::MAX);
            match step.check.trigger() {
                Trigger::Everywhere => everywhere.push(number),
                Trigger::Places { strings: own, ways } => {
                    add_strings(own, rule);
                    all_ways.extend(ways.into_iter().map(|way| (way, rule)));
                }
                Trigger::Words { hashes, strings: own } => {
                    for hash in hashes {
                        known_words.insert(hash);
                        words.entry(hash).or_default().push(rule);
                    }
                    add_strings(own, rule);
                }
                Trigger::Lines { longest, parts } => {
                    longest_of[number] = longest;
                    for (number, own) in parts.into_iter().enumerate() {
                        let part = part(number);
                        let Some(own_strings) = own.strings else {
                            add_beginnings(&own.ways, rule, part, &mut beginnings);
                            continue;
                        };
                        for string in own_strings {
                            line_strings.entry(string).or_default().push((rule, part));
                        }
                    }
                }
            }
        }
        Triggers {
            everywhere,
            with_strings,
            known_words,
            words,
            strings: Strings::new(strings),
            ways: Ways::new(&all_ways),
            longest_of_all: longest_of.iter().copied().max().unwrap_or_default(),
            longest: longest_of,
            line_strings: Strings::new(line_strings),
            beginnings,
        }
    }

    /// What is worth reading for each rule.
    pub fn places(&self, document: &Document) -> Places {
        let number = self.longest.len();
        let mut places = Places {
            spans: vec![Vec::new(); number],
            lines: vec![Vec::new(); number],
            words: vec![Vec::new(); number],
            last: vec![0; number],
        };
        let mut lowered = Vec::new();
        for (number, line) in document.lines().iter().enumerate() {
            let line = Span::new(line.start, line.end);
            let content = document.slice(line);
            if content.is_empty() {
                continue;
            }
            self.ways.scan(content.as_bytes(), |rule| places.add(rule, number, line));
            let is_plain = lower(content, &mut lowered);
            if is_plain {
                self.strings.scan(&lowered, |rule, _| places.add(rule, number, line));
            } else {
                self.with_strings.iter().for_each(|&rule| places.add(rule, number, line));
            }
            if self.longest_of_all > 0 {
                self.add_short(document, number, is_plain.then_some(&lowered), &mut places);
            }
        }
        let parts = if self.words.is_empty() { &[] } else { document.parts().all.as_slice() };
        for (number, part) in
            parts.iter().enumerate().filter(|(_, part)| self.known_words.may_have(part.hash))
        {
            for &rule in self.words.get(&part.hash).into_iter().flatten() {
                places.words[rule as usize].push(number);
            }
        }
        for &rule in &self.everywhere {
            places.spans[rule] = vec![Span::new(0, document.text.len())];
        }
        places
    }

    /// Adds a line to the rules of short lines that it starts; to all if it has an odd letter.
    fn add_short(&self, document: &Document, number: usize, lowered: Option<&Vec<u8>>, places: &mut Places) {
        let shown = document.shown(number);
        let first = document.slice(shown.span).bytes().next();
        let Some(first) = first.filter(|_| shown.code_points <= self.longest_of_all) else { return };
        let mut add = |rule: u32, parts: Parts| {
            if shown.code_points <= self.longest[rule as usize] {
                places.add_parts(rule, number, parts);
            }
        };
        let Some(lowered) = lowered else {
            (0..).zip(&self.longest).for_each(|(rule, _)| add(rule, Parts::MAX));
            return;
        };
        self.beginnings[usize::from(first)].iter().for_each(|&(rule, parts)| add(rule, parts));
        self.line_strings.scan(lowered, add);
    }
}

fn add_beginnings(ways: &[Way], rule: u32, part: Parts, beginnings: &mut [Starts]) {
    for (byte, starts) in (0..=255).zip(beginnings) {
        if ways.iter().any(|way| way[0].has(byte)) {
            match starts.last_mut() {
                Some((last, parts)) if *last == rule => *parts |= part,
                _ => starts.push((rule, part)),
            }
        }
    }
}

/// Writes a line as the scan reads it, with `END`s after it; false if it has an odd letter.
fn lower(line: &str, lower: &mut Vec<u8>) -> bool {
    lower.clear();
    let mut rest = if line.is_ascii() { "" } else { line };
    if rest.is_empty() {
        lower.extend_from_slice(line.as_bytes());
        lower.make_ascii_lowercase();
    }
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (plain, signs) = rest.split_at(at);
        lower.extend(plain.bytes().map(|byte| byte.to_ascii_lowercase()));
        let Some(sign) = signs.chars().next() else { break };
        rest = &signs[sign.len_utf8()..];
        match sign {
            '\u{2010}'..='\u{2027}' => lower.extend(&signs.as_bytes()[..sign.len_utf8()]),
            _ if is_odd(sign) => return false,
            _ => lower.extend(lowered(sign).bytes()),
        }
    }
    lower.extend(rest.bytes().map(|byte| byte.to_ascii_lowercase()));
    lower.extend([END; GRAM]);
    true
}

impl Strings {
    fn new(by_string: FxHashMap<String, Starts>) -> Self {
        let mut strings = Strings { all: Vec::new(), grams: Grams::new(), pairs: Grams::new() };
        for (string, rules) in by_string {
            let number = u32::try_from(strings.all.len()).unwrap_or(u32::MAX);
            match *string.as_bytes() {
                [] => continue,
                [only] => (0..=255).for_each(|next| strings.pairs.add(gram(&[only, next]), number, 0)),
                [first, second] | [first, second, _] => strings.pairs.add(gram(&[first, second]), number, 0),
                _ => {
                    let (place, gram) = rarest_gram(string.as_bytes());
                    strings.grams.add(gram, number, place);
                }
            }
            strings.all.push((string.into_bytes().into(), rules));
        }
        strings
    }

    /// Calls for each part of a rule that a line starts, perhaps several times. `END`s follow the line.
    fn scan(&self, line: &[u8], mut call: impl FnMut(u32, Parts)) {
        let mut start = |gram, grams: &Grams, at: usize| {
            for &(number, place) in grams.strings.get(&gram).into_iter().flatten() {
                let Some((string, rules)) = self.all.get(number as usize) else { continue };
                let rest = at.checked_sub(place as usize).and_then(|start| line.get(start..));
                if rest.is_some_and(|rest| rest.starts_with(string)) {
                    rules.iter().for_each(|&(rule, parts)| call(rule, parts));
                }
            }
        };
        for (at, window) in line.windows(GRAM).enumerate() {
            let gram = window.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes));
            if self.grams.may_have(gram) {
                start(gram, &self.grams, at);
            }
            if !self.pairs.strings.is_empty() && self.pairs.may_have(gram & 0xFFFF) {
                start(gram & 0xFFFF, &self.pairs, at);
            }
        }
    }
}

/// The place of the rarest gram of a string, and the gram.
fn rarest_gram(string: &[u8]) -> (u32, u32) {
    let weight = |window: &[u8]| window.iter().map(|&byte| share(byte)).product::<f64>();
    let grams = (0..).zip(string.windows(GRAM));
    let rarest = grams.min_by(|(_, one), (_, other)| weight(one).total_cmp(&weight(other)));
    rarest.map_or((0, 0), |(place, window)| (place, gram(window)))
}

/// Up to four bytes as a number.
fn gram(bytes: &[u8]) -> u32 {
    bytes.iter().rfold(0, |number, &byte| number << 8 | u32::from(byte))
}

impl Grams {
    fn new() -> Self {
        Grams { filter: Box::new([0; FILTER_WORDS]), strings: FxHashMap::default() }
    }

    fn add(&mut self, gram: u32, string: u32, place: u32) {
        let (slot, bit) = Self::place(gram);
        self.filter[slot] |= bit;
        self.strings.entry(gram).or_default().push((string, place));
    }

    #[inline]
    fn may_have(&self, gram: u32) -> bool {
        let (slot, bit) = Self::place(gram);
        self.filter[slot] & bit != 0
    }

    #[inline]
    fn place(gram: u32) -> (usize, u64) {
        let hash = gram.wrapping_mul(MULTIPLIER) >> (32 - FILTER_BITS);
        ((hash >> 6) as usize % FILTER_WORDS, 1 << (hash & 63))
    }
}

impl Ways {
    fn new(ways: &[(Way, u32)]) -> Self {
        let blocks: Vec<Block> = ways.chunks(TOGETHER).map(Block::new).collect();
        let begins = std::array::from_fn(|byte| blocks.iter().any(|block| block.masks[0][byte] != 0));
        Ways { begins, blocks }
    }

    /// Calls for each rule that a line starts, perhaps several times.
    fn scan(&self, line: &[u8], mut call: impl FnMut(u32)) {
        for (at, &first) in line.iter().enumerate().filter(|(_, first)| self.begins[usize::from(**first)]) {
            let next = |number| line.get(at + number).copied().unwrap_or(END);
            for block in &self.blocks {
                let mut ways = block.starting(first, next(1), next(2));
                while ways != 0 {
                    call(block.rules[ways.trailing_zeros() as usize]);
                    ways &= ways - 1;
                }
            }
        }
    }
}

impl Block {
    fn new(ways: &[(Way, u32)]) -> Self {
        let mut masks = Box::new([[0; 256]; DEPTH]);
        for (number, (way, _)) in ways.iter().enumerate() {
            for (place, mask) in masks.iter_mut().enumerate() {
                for byte in 0..=255 {
                    let takes = way[place].has(byte);
                    mask[usize::from(byte)] |= u64::from(takes) << number;
                }
            }
        }
        Block { masks, rules: ways.iter().map(|(_, rule)| *rule).collect() }
    }

    #[inline]
    fn starting(&self, first: u8, second: u8, third: u8) -> u64 {
        let [one, two, three] = &*self.masks;
        one[usize::from(first)] & two[usize::from(second)] & three[usize::from(third)]
    }
}
