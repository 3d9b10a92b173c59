//! Words that no dictionary has and that may be made of words that one has.
//!
//! Dictionaries leave out most derived words (unscalable, yellowish) and compounds (smartwatch). That a slip looks like
//! such a word is rarer, but happens: leder is no one who leds.

use crate::lexicon::{entry, is_usual, lists};

const PREFIXES: &str = "anti auto bio counter cyber dis down eco electro extra fore geo hetero homo hydro hyper infra \
    inter intra macro mega meta micro mid mini mis mono multi nano neuro non off out over para photo poly post pre pro \
    proto pseudo quasi re self semi sub super tele thermo trans tri ultra un under uni up";
/// Prefixes that are beginnings of many words without them.
const SHORT_PREFIXES: &str = "a be bi co de di em en ex im in";
const SUFFIXES: &str = "s es d ed n ing ings er ers or ors y ie ies ly able ably ible ability abilities ness nesses \
    less lessly like ish ist ists istic ism isms ize ized izes izing izer izers ization ise ised ises ising iser isers \
    isation ward wards wise ful fully est hood ship dom esque ity ities ical al ally ation ations ment ments edly ingly \
    th fold";
/// Letters of the shortest stem before a suffix or after a prefix.
const SHORTEST_STEM: usize = 3;
/// Letters of the shortest rest after a short prefix.
const SHORTEST_REST: usize = 6;
/// Letters of the shortest compound.
const SHORTEST_COMPOUND: usize = 7;
/// The least frequency of a stem, in tenths of Zipf's scale.
const RAREST_STEM: u8 = 20;

/// Whether a word of ASCII letters is a listed one with something before or after it, or two usual words in one.
pub fn is_derived(word: &str) -> bool {
    is_inflected(word) || is_prefixed(word) || is_compound(word)
}

fn is_prefixed(word: &str) -> bool {
    let has_listed_rest = |prefix: &str| {
        word.strip_prefix(prefix)
            .is_some_and(|rest| rest.len() > SHORTEST_STEM && (lists(rest) || is_inflected(rest)))
    };
    let has_long_rest = |prefix: &str| {
        word.strip_prefix(prefix).is_some_and(|rest| rest.len() >= SHORTEST_REST && lists(rest))
    };
    PREFIXES.split_ascii_whitespace().any(has_listed_rest) || SHORT_PREFIXES.split(' ').any(has_long_rest)
}

fn is_compound(word: &str) -> bool {
    if word.len() < SHORTEST_COMPOUND {
        return false;
    }
    (SHORTEST_STEM..=word.len() - SHORTEST_STEM).any(|border| {
        let Some((first, second)) = word.split_at_checked(border) else { return false };
        is_usual(first) && (is_usual(second) || is_inflected(second))
    })
}

fn is_inflected(word: &str) -> bool {
    SUFFIXES
        .split_ascii_whitespace()
        .any(|suffix| word.strip_suffix(suffix).is_some_and(|rest| has_stem(rest, suffix)))
}

/// Whether a word may have been before a suffix: make(ing), sto(p)ping, happi(ness) for happy.
fn has_stem(rest: &str, suffix: &str) -> bool {
    let needs_e = matches!(suffix, "d" | "n");
    if (needs_e && !rest.ends_with('e')) || (suffix == "s" && rest.ends_with(['s', 'x', 'z'])) {
        return false;
    }
    let mut signs = rest.chars().rev();
    let (last, before) = (signs.next(), signs.next());
    let shorter = last.map_or("", |last| &rest[..rest.len() - last.len_utf8()]);
    is_stem(rest)
        || (suffix.starts_with(['a', 'e', 'i', 'o', 'u', 'y'])
            && (is_stem(&format!("{rest}e")) || (last == before && is_stem(shorter))))
        || (last == Some('i') && is_stem(&format!("{shorter}y")))
}

fn is_stem(stem: &str) -> bool {
    stem.len() >= SHORTEST_STEM
        && entry(stem).is_some_and(|entry| entry.is_listed() && entry.tenths() >= RAREST_STEM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_words() {
        for (word, derived) in [
            ("unscalable", true),
            ("yellowish", true),
            ("smartwatch", true),
            ("stopping", true),
            ("leder", true),
            ("uplamds", false),
            ("xqzv", false),
            ("", false),
        ] {
            assert_eq!(is_derived(word), derived, "{word}");
        }
    }
}
