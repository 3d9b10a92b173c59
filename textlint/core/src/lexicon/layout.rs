//! The layout of the packed table of words, shared with the build script.
//!
//! A record is: the length of the word, its frequency in tenths, its flags (two bytes), the word, and, if a flag of
//! `WITH_REST` is set, the length of the rest (two bytes) and the rest. The rest has up to three parts in this order:
//! - votes: their number; for each a language and a frequency in tenths;
//! - languages in which a misspelling is a usual word: a length and their codes;
//! - misspellings: their number; for each a dictionary, whether it is sure, the number of candidates, and for each
//!   candidate a length and its text.
//!
//! A number is one byte unless another size is given; the byte order is little-endian. Records are in the order of the
//! words. A slot of the hash table is four bytes: eight bits of the hash above the position of a record plus one.

/// The word sets of `english.tsv`; the flag of a set is one bit at its index.
pub const WORD_SETS: [&str; 8] = [
    "function",
    "more-function",
    "usual",
    "old",
    "dialect",
    "software",
    "software-roots",
    "first-of-compound",
];
/// The flag of words that dictionaries list.
pub const LISTED: u16 = 1 << 8;
/// The flag of words that vote for languages.
pub const WITH_VOTES: u16 = 1 << 9;
/// The flag of misspellings that are words of another language.
pub const FOREIGN: u16 = 1 << 10;
/// The flag of misspellings.
pub const MISSPELLED: u16 = 1 << 11;
/// The flags of records with a rest.
pub const WITH_REST: u16 = WITH_VOTES | FOREIGN | MISSPELLED;
/// The bits of a slot that are a position.
pub const POSITION_BITS: u32 = 24;

/// An odd number with a random pattern of bits.
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
/// Another one, so that no length is hashed to zero.
const SEED: u64 = 0xD6E8_FEB8_6659_FD93;

/// The hash of a word.
#[inline]
pub fn hash(word: &[u8]) -> u64 {
    let mut state = SEED ^ word.len() as u64;
    let mut rest = word;
    while rest.len() > 8
        && let Some((chunk, after)) = rest.split_first_chunk::<8>()
    {
        state = mixed(state ^ u64::from_le_bytes(*chunk));
        rest = after;
    }
    mixed(state ^ tail(rest))
}

/// The bits of a slot that differ for most words at the same place of the table.
#[inline]
pub fn tag(hash: u64) -> u32 {
    ((hash >> 56) as u32) << POSITION_BITS
}

/// Up to eight bytes as a number; the same byte may count twice.
#[inline]
fn tail(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
    } else {
        match *bytes {
            [one] => u64::from(one),
            [one, two] => u64::from(one) | u64::from(two) << 8,
            [one, two, three] => u64::from(one) | u64::from(two) << 8 | u64::from(three) << 16,
            _ => 0,
        }
    }
}

#[inline]
fn mixed(number: u64) -> u64 {
    let product = u128::from(number) * u128::from(MULTIPLIER);
    (product as u64) ^ (product >> 64) as u64
}
