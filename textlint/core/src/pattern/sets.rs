//! What is known of a set of characters, read once for all patterns.

use std::sync::{Arc, LazyLock, RwLock};

use regex_syntax::hir::ClassUnicode;
use regex_syntax::utf8::{Utf8Range, Utf8Sequences};
use rustc_hash::FxHashMap;

use super::openings::{Bytes, DEPTH, Way};
use super::tree::class;
use crate::triggers::lowered;

/// The most characters of a set that are strings of their own.
const MOST_FEW: usize = 24;
/// The most ranges of a set whose characters beyond ASCII are told apart.
const MOST_RANGES: usize = 40;

/// A set of characters.
#[derive(Debug)]
pub struct Signs {
    pub class: ClassUnicode,
    /// The characters, `lowered`, if they are few.
    pub few: Option<Vec<String>>,
    /// The bytes of the characters: a way for ASCII, and one for each length of the others, with the length.
    pub ways: Vec<(Way, usize)>,
}

static KNOWN: LazyLock<RwLock<FxHashMap<String, Arc<Signs>>>> = LazyLock::new(RwLock::default);

/// The set with this text, as the engines write it; None if it is no set.
pub fn signs(text: &str) -> Option<Arc<Signs>> {
    if let Some(known) = KNOWN.read().ok()?.get(text) {
        return Some(known.clone());
    }
    let made = Arc::new(Signs::of(class(text)?));
    KNOWN.write().ok()?.insert(text.to_owned(), made.clone());
    Some(made)
}

impl Signs {
    fn of(class: ClassUnicode) -> Self {
        let ranges = class.ranges();
        let number: usize = ranges.iter().map(|range| range.len()).sum();
        let few = (number <= MOST_FEW).then(|| {
            let signs = ranges.iter().flat_map(|range| range.start()..=range.end());
            let mut few: Vec<String> = signs.map(lowered).collect();
            few.sort_unstable();
            few.dedup();
            few
        });
        Self { few, ways: ways(&class), class }
    }
}

fn ways(class: &ClassUnicode) -> Vec<(Way, usize)> {
    let mut by_length: [Option<(Way, usize)>; 4] = Default::default();
    for (number, range) in class.ranges().iter().enumerate() {
        if number >= MOST_RANGES && !range.start().is_ascii() {
            by_length[1] = Some(([Bytes::beyond_ascii(), Bytes::ALL, Bytes::ALL], DEPTH));
            break;
        }
        for sequence in Utf8Sequences::new(range.start(), range.end()) {
            let bytes = sequence.as_slice();
            let Some(slot) = by_length.get_mut(bytes.len() - 1) else { continue };
            let (way, _) = slot.get_or_insert_with(|| (Way::default(), bytes.len()));
            for (bytes, Utf8Range { start, end }) in way.iter_mut().zip(bytes) {
                (*start..=*end).for_each(|byte| bytes.insert(byte));
            }
        }
    }
    by_length.into_iter().flatten().collect()
}
