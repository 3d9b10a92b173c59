//! Ambiguous corrections: misspellings that may be another word than the dictionary says.
//!
//! A correction is safe only if no test of this module applies. The tests use data alone: the frequencies of both
//! words, the usual words that are one slip away, and the other languages in which the misspelling is a word.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::lexicon::{Entry, WordSet, entry, frequency, is_in, lists};
use crate::neighbours::usual_near;
use crate::slips::{Slip, cost};

/// On Zipf's scale: a rarer word is a term, and its misspelling may be another term.
const RAREST_RIGHT: f64 = 2.5;
/// A form that is used a tenth as often as its correction is a variant or a name.
const LEAST_GAP: f64 = 1.0;
/// The powers of ten by which another word may be less likely …
const RIVAL: f64 = 0.3;
/// … if the misspelling is longer than a short word, which is near many others.
const RIVAL_OF_SHORT: f64 = 0.4;
/// Letters of the longest short word.
const SHORT: usize = 5;
/// On Zipf's scale: a slip that so many people make is no text's own word …
const FEWEST_KNOWN: f64 = 1.5;
/// … if the correction is thirty times as frequent.
const LEAST_GAP_KNOWN: f64 = 1.5;
/// Letters of the shortest known slip.
const SHORTEST_KNOWN: usize = 5;
/// Letters of the longest word that may have likely rivals.
const LONGEST_ASKED: usize = 30;
/// Letters of the shortest word before a suffix.
const SHORTEST_STEM: usize = 4;
/// Letters of the shortest word after a prefix.
const SHORTEST_PREFIXED: usize = 5;
const PREFIXES: [&str; 12] =
    ["un", "re", "non", "pre", "over", "under", "mis", "out", "anti", "sub", "super", "inter"];
const SUFFIXES: [&str; 10] = ["able", "ible", "or", "er", "less", "like", "wise", "ish", "ness", "y"];
/// Inflections, each before those that it ends with.
const INFLECTIONS: [&str; 6] = ["able", "ing", "es", "ed", "er", "s"];
/// The letters that an abbreviation lacks: independ.
const CUT: usize = 2;
/// Answers that a thread keeps.
const KEPT: usize = 1 << 14;

/// Spellings of one word, by country, time or house: licence, scaleable, requestor, expence.
static VARIANTS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let patterns = [
        r"(?<stem>.*(?:li|de|of|pre|ex|recom|sus|con)(?:fen|ten|cen|pen|den)|practi)[cs](?<rest>e.*|ing.*|ive.*)",
        r"(?<stem>.{3,})e?(?<rest>able|ably|ability|ment|ments)",
        r"(?<stem>.{3,}?)[eo](?<rest>rs?)",
        r"(?<stem>.{3,})[ai](?<rest>ble|bly|bility)",
        r"(?<stem>.{2,})(?:ae|oe|e)(?<rest>.{2,})",
        r"(?<stem>.{2,})in(?<rest>)g?",
    ];
    patterns.iter().filter_map(|pattern| Regex::new(&format!(r"\A(?:{pattern})\z")).ok()).collect()
});

thread_local! {
    static DOUBTFUL: RefCell<HashMap<Box<str>, bool>> = RefCell::default();
}

/// Whether a misspelling could be more than its one correction.
///
/// Words are in lower case with straight apostrophes.
pub fn is_doubtful(wrong: &str, right: &str) -> bool {
    let pair = format!("{wrong}\n{right}");
    if let Some(known) = DOUBTFUL.with_borrow(|answers| answers.get(pair.as_str()).copied()) {
        return known;
    }
    let answer = may_be_another(wrong, right);
    DOUBTFUL.with_borrow_mut(|answers| {
        if answers.len() >= KEPT {
            answers.clear();
        }
        answers.insert(pair.into(), answer);
    });
    answer
}

/// Whether so many people make a slip that no text makes it a word of its own: recieve, thier.
pub fn is_known_slip(wrong: &str, right: &str) -> bool {
    let used = frequency(wrong);
    wrong.chars().count() >= SHORTEST_KNOWN
        && FEWEST_KNOWN <= used
        && used <= frequency(right) - LEAST_GAP_KNOWN
        && !is_doubtful(wrong, right)
}

fn may_be_another(wrong: &str, right: &str) -> bool {
    let known = entry(wrong);
    if known.is_some_and(is_word_elsewhere) || is_variant(wrong, right) || is_coined(wrong) {
        return true;
    }
    if right.chars().filter(|sign| *sign != '\'').eq(wrong.chars()) {
        return false; // dont
    }
    if right.contains([' ', '-']) {
        return is_compound(wrong, right);
    }
    let used = frequency(right);
    if used < RAREST_RIGHT || used - known.map_or(0.0, Entry::frequency) < LEAST_GAP {
        return true;
    }
    wrong.chars().count() <= LONGEST_ASKED && has_rival(wrong, right)
}

/// Whether dictionaries list a word, or it is one of another language, of another time or of a dialect.
fn is_word_elsewhere(entry: Entry) -> bool {
    entry.foreign().is_some()
        || entry.is_in(WordSet::Old)
        || entry.is_in(WordSet::Dialect)
        || entry.is_listed()
}

/// Whether a misspelling is the parts of its correction joined, none of them a common word: a compound of two terms
/// may be a third, as in filetest; alot and incase are slips.
fn is_compound(wrong: &str, right: &str) -> bool {
    let mut parts = right.split([' ', '-']);
    right.chars().filter(|sign| !matches!(sign, ' ' | '-')).eq(wrong.chars())
        && !parts.any(|part| {
            entry(part).is_some_and(|entry| {
                entry.is_in(WordSet::Function)
                    || entry.is_in(WordSet::MoreFunction)
                    || entry.is_in(WordSet::Usual)
            })
        })
}

/// Whether two forms differ as houses and countries do, by a g, a hyphen or an abbreviation's end.
fn is_variant(wrong: &str, right: &str) -> bool {
    let cut = right.strip_prefix(wrong);
    if wrong.chars().filter(|sign| *sign != '-').eq(right.chars())
        || cut.is_some_and(|end| end.chars().nth(CUT - 1).is_some())
    {
        return true;
    }
    VARIANTS.iter().any(|variant| {
        variant.captures(wrong).zip(variant.captures(right)).is_some_and(|(one, other)| {
            let same =
                |name| one.name(name).map(|part| part.as_str()) == other.name(name).map(|part| part.as_str());
            same("stem") && same("rest")
        })
    })
}

/// Whether a word is a listed one with a prefix or suffix that any word may take: unsinged, requestor.
fn is_coined(word: &str) -> bool {
    let root = INFLECTIONS.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    if is_in(root, WordSet::SoftwareRoots) {
        return true;
    }
    let is_stem = |stem: &str, shortest: usize| stem.chars().nth(shortest - 1).is_some() && lists(stem);
    PREFIXES
        .iter()
        .any(|prefix| word.strip_prefix(prefix).is_some_and(|rest| is_stem(rest, SHORTEST_PREFIXED)))
        || (!word.ends_with("ly")
            && SUFFIXES
                .iter()
                .any(|suffix| word.strip_suffix(suffix).is_some_and(|stem| is_stem(stem, SHORTEST_STEM))))
}

/// Whether another usual word may be meant as well: thest for test, the, this.
fn has_rival(wrong: &str, right: &str) -> bool {
    let short = wrong.chars().count() <= SHORT;
    let least = frequency(right) - cost(wrong, right) - if short { RIVAL_OF_SHORT } else { RIVAL };
    let slip = if short { Slip::Letter } else { Slip::Keyboard };
    usual_near(wrong, slip)
        .into_iter()
        .any(|(used, other)| used >= least && other != right && used - cost(wrong, other) >= least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubtful_corrections() {
        for (wrong, right, doubtful) in [
            ("recieve", "receive", false),
            ("thier", "their", false),
            ("abandone", "abandon", true), // a word of Spanish
            ("dont", "don't", false),
            ("filetest", "file test", true),
            ("alot", "a lot", false),
            ("independ", "independent", true),
            ("thest", "test", true),
            ("", "", true),
        ] {
            assert_eq!(is_doubtful(wrong, right), doubtful, "{wrong} {right}");
            assert_eq!(is_doubtful(wrong, right), doubtful, "{wrong} {right}, from memory");
        }
    }

    #[test]
    fn known_slips() {
        for (wrong, right, known) in
            [("recieve", "receive", true), ("thier", "their", true), ("teh", "the", false), ("", "", false)]
        {
            assert_eq!(is_known_slip(wrong, right), known, "{wrong} {right}");
        }
    }

    #[test]
    fn all_patterns_are_valid() {
        assert_eq!(VARIANTS.len(), 6);
    }
}
