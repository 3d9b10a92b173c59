//! The bytes with which the matches of a pattern may begin.

use std::sync::OnceLock;

use super::sets::signs;
use super::tree::Node;

/// The number of first bytes that are looked at.
pub const DEPTH: usize = 3;
/// The byte that no text has: the end of a line.
pub const END: u8 = 0xFF;
/// The most ways for one pattern: those that begin with ASCII, and the others.
const MOST_WAYS: usize = 8;
/// The share of places of a text at which a rare way begins.
const RARE: f64 = 0.01;

/// How much oftener than by chance three letters are next to each other.
const LETTERS_TOGETHER: f64 = 10.0;

/// A set of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bytes([u64; 4]);

/// What the first bytes may be, in turn. After the end of the line there are `END`s.
pub type Way = [Bytes; DEPTH];

/// The way of anything.
pub const ANYTHING: Way = [Bytes::ALL; DEPTH];

/// For each byte in turn, the ways that take it: a bit for each way.
type Masks = [[u8; 256]; DEPTH];

/// The ways in which the matches of a pattern may begin. No other text does.
#[derive(Clone, Debug)]
pub struct Openings {
    pub ways: Vec<Way>,
    /// How likely one of them begins at a place of a text, roughly.
    pub share: f64,
    masks: OnceLock<Box<Masks>>,
}

impl Bytes {
    pub const ALL: Self = Self([u64::MAX; 4]);
    /// The end of a line.
    pub const END: Self = Self([0, 0, 0, 1 << 63]);

    pub fn of(bytes: &[u8]) -> Self {
        let mut all = Self::default();
        bytes.iter().for_each(|&byte| all.insert(byte));
        all
    }

    pub fn insert(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }

    pub fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] & (1 << (byte & 63)) != 0
    }

    /// The first bytes of characters beyond ASCII.
    pub fn beyond_ascii() -> Self {
        Self([0, 0, 0, (1 << 56) - 1])
    }

    fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|part| self.0[part] | other.0[part]))
    }

    fn and(self, other: Self) -> Self {
        Self(std::array::from_fn(|part| self.0[part] & other.0[part]))
    }

    fn has_ascii(&self) -> bool {
        self.0[0] | self.0[1] != 0
    }

    /// How likely one of the bytes is next in a text, roughly.
    fn share(&self) -> f64 {
        let has_first = self.has_ascii() || self.0[3] != 0;
        if *self == Self::ALL || (!has_first && self.has(0x80)) {
            return 1.0; // after the first byte of a character the second one is much the same in a text
        }
        (0..=255).filter(|&byte| self.has(byte)).map(share).sum()
    }
}

impl Openings {
    /// The openings of a pattern.
    pub fn of(node: &Node) -> Self {
        let ways = ways(node, vec![ANYTHING]);
        let share = ways.iter().map(share_of).sum();
        Self { ways, share, masks: OnceLock::new() }
    }

    fn masks(&self) -> &Masks {
        self.masks.get_or_init(|| {
            let mut masks = Box::new([[0; 256]; DEPTH]);
            for (number, way) in self.ways.iter().enumerate() {
                for (place, mask) in masks.iter_mut().enumerate() {
                    for byte in 0..=255 {
                        let takes = way[place].has(byte);
                        mask[usize::from(byte)] |= u8::from(takes) << number;
                    }
                }
            }
            masks
        })
    }

    /// Whether few places of a text are like this.
    pub fn are_rare(&self) -> bool {
        self.share < RARE
    }

    /// Whether a match may begin at a place of a line.
    #[inline]
    pub fn fit(&self, line: &[u8], at: usize) -> bool {
        let byte = |place| usize::from(line.get(at + place).copied().unwrap_or(END));
        self.masks().iter().enumerate().fold(u8::MAX, |ways, (place, mask)| ways & mask[byte(place)]) != 0
    }

    /// The next place of a line at which a match may begin.
    pub fn next(&self, line: &str, from: usize) -> Option<usize> {
        let line = line.as_bytes();
        let [first, second, third] = self.masks();
        let windows = line.get(from..)?.windows(DEPTH);
        let is_hit = |window: &[u8]| match *window {
            [a, b, c] => first[usize::from(a)] & second[usize::from(b)] & third[usize::from(c)] != 0,
            _ => false,
        };
        let hit = windows.into_iter().position(is_hit).map(|offset| from + offset);
        hit.or_else(|| {
            let last = from.max(line.len().saturating_sub(DEPTH - 1));
            (last..=line.len()).find(|&at| self.fit(line, at))
        })
    }
}

/// How likely a way begins at a place of a text, roughly: letters are less independent than other signs.
fn share_of(way: &Way) -> f64 {
    let has_letter = |bytes: &Bytes| (b'a'..=b'z').any(|letter| bytes.has(letter));
    let share: f64 = way.iter().map(Bytes::share).product();
    if way.iter().all(has_letter) { share * LETTERS_TOGETHER } else { share }
}

/// The ways of a node before what has these ways.
fn ways(node: &Node, rest: Vec<Way>) -> Vec<Way> {
    match node {
        Node::Set(text) => match signs(text) {
            Some(signs) => {
                let follow = joined(&rest);
                few(signs.ways.iter().map(|(bytes, length)| after(bytes, *length, &follow)).collect())
            }
            None => vec![ANYTHING],
        },
        Node::Group(_, inner) | Node::Atomic(inner) => ways(inner, rest),
        Node::Row(parts) => {
            let mut bytes = 0;
            let has_enough = |part| {
                bytes += least_bytes(part);
                bytes >= DEPTH
            };
            // What is after enough bytes does not count.
            match parts.iter().position(has_enough) {
                Some(last) => parts[..=last].iter().rfold(vec![ANYTHING], |rest, part| ways(part, rest)),
                None => parts.iter().rfold(rest, |rest, part| ways(part, rest)),
            }
        }
        Node::Choice(branches) => {
            few(branches.iter().flat_map(|branch| ways(branch, rest.clone())).collect())
        }
        Node::Repeat(inner, times) => {
            // A set is read once for each byte; of anything else what follows the first time does not count.
            let rounds = if matches!(**inner, Node::Set(_)) && times.most != Some(1) { DEPTH } else { 1 };
            let mut after = if rounds == 1 && times.most != Some(1) { vec![ANYTHING] } else { rest.clone() };
            for round in 1..=rounds {
                after = ways(inner, after);
                if times.least == 0 || round < rounds {
                    after.extend(&rest);
                }
            }
            few(after)
        }
        Node::Look { ahead: true, negative: false, inner } => {
            let ahead = ways(inner, vec![ANYTHING]);
            few(rest.iter().flat_map(|way| ahead.iter().map(|other| both(way, other))).collect())
        }
        Node::Same { .. } => vec![ANYTHING],
        Node::Place(r"\z") => vec![[Bytes::END; DEPTH]],
        Node::Empty | Node::Place(_) | Node::Keep | Node::Look { .. } => rest,
    }
}

/// A number of bytes that all matches of a part have, or `DEPTH` if they have more.
fn least_bytes(node: &Node) -> usize {
    match node {
        Node::Set(_) => 1,
        Node::Group(_, inner) | Node::Atomic(inner) => least_bytes(inner),
        Node::Row(parts) => parts.iter().fold(0, |all, part| match all {
            DEPTH => DEPTH,
            _ => DEPTH.min(all + least_bytes(part)),
        }),
        Node::Choice(branches) => branches.iter().map(least_bytes).min().unwrap_or_default(),
        Node::Repeat(inner, times) if times.least > 0 => least_bytes(inner),
        _ => 0,
    }
}

/// The way of a character of so many bytes and what follows it.
fn after(bytes: &Way, length: usize, follow: &Way) -> Way {
    std::array::from_fn(|place| if place < length { bytes[place] } else { follow[place - length] })
}

/// The way of what takes both.
fn both(one: &Way, other: &Way) -> Way {
    std::array::from_fn(|place| one[place].and(other[place]))
}

/// One way for all.
fn joined(ways: &[Way]) -> Way {
    let or = |one: Way, other: &Way| std::array::from_fn(|place| one[place].or(other[place]));
    ways.iter().fold(Way::default(), or)
}

/// The ways, joined if they are too many.
fn few(mut ways: Vec<Way>) -> Vec<Way> {
    ways.sort_unstable();
    ways.dedup();
    if ways.len() <= MOST_WAYS {
        return ways;
    }
    let (ascii, others): (Vec<Way>, Vec<Way>) = ways.into_iter().partition(|way| way[0].has_ascii());
    [ascii, others].iter().filter(|ways| !ways.is_empty()).map(|ways| joined(ways)).collect()
}

/// How often a byte is in a text, roughly.
pub fn share(byte: u8) -> f64 {
    match byte {
        b' ' => 0.17,
        b'e' => 0.1,
        b'a' | b'i' | b'n' | b'o' | b'r' | b's' | b't' => 0.06,
        b'c' | b'd' | b'h' | b'l' | b'u' => 0.03,
        b'b' | b'f' | b'g' | b'm' | b'p' | b'v' | b'w' | b'y' => 0.015,
        b'k' => 0.006,
        b'j' | b'q' | b'x' | b'z' => 0.0015,
        b',' | b'.' => 0.01,
        b'A'..=b'Z' | b'0'..=b'9' | b'\'' | b'"' | b'-' => 0.002,
        0xE2 => 0.003,
        0..=8 | 11..=31 | 127 => 1e-6,
        0x80 | 0x98..=0x9D => 0.003,
        _ => 0.0005,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::tree::parse;

    #[test]
    fn matches_begin_so() {
        for (source, text, places) in [
            (r",(?<=x,)(?=\p{L})", "a, b,c,;d", vec![4]),
            (r"[ \t](?<![ \t]{2})[ \t]*+([.,])", "a b ,c  .", vec![3, 6, 7]),
            (r"(?<=x)[.!?]+”?(?=[A-Z]|$)", "a. b.C d?! e.”D f.", vec![4, 8, 12, 19]),
            (r"é+b|ab?c", "éb eb éa abd acd éébc", vec![0, 11, 15, 19, 21]),
            (r"(?!a)b?", "ab", vec![0, 1, 2]),
        ] {
            let openings = Openings::of(&parse(source, false).unwrap().node);
            let mut at = openings.next(text, 0);
            let mut found = Vec::new();
            while let Some(place) = at {
                found.push(place);
                at = openings.next(text, place + 1);
            }
            assert_eq!(found, places, "{source}");
        }
    }
}
