//! Strings of which one is in every match of a pattern.

use crate::triggers::lowered;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

/// The most strings for one pattern.
const MOST: usize = 400;
/// The most characters of a set that are strings of their own.
const MOST_OF_SET: usize = 24;
/// The longest string that is put together, in bytes.
const LONGEST: usize = 24;

/// What is known of the matches of a part.
struct Part {
    /// All that it can match, if that is little.
    exact: Option<Vec<String>>,
    /// Strings of which one is in every match.
    factors: Option<Vec<String>>,
}

/// Strings of which one is in every match of a pattern for the linear engine, once letters are `lowered`.
///
/// None where there is no such set, or no small one.
pub fn factors(source: &str) -> Option<Vec<String>> {
    let hir = ParserBuilder::new().utf8(true).build().parse(source).ok()?;
    let part = part(&hir);
    let mut factors = best(part.factors, part.exact)?;
    // A string that has another one of the set in it adds nothing.
    factors.sort_unstable_by_key(String::len);
    let mut kept: Vec<String> = Vec::new();
    for factor in factors {
        if !kept.iter().any(|shorter| factor.contains(shorter.as_str())) {
            kept.push(factor);
        }
    }
    kept.sort_unstable();
    (!kept.is_empty()).then_some(kept)
}

fn part(hir: &Hir) -> Part {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => exact(vec![String::new()]),
        HirKind::Literal(literal) => match str::from_utf8(&literal.0) {
            Ok(text) => exact(vec![text.chars().map(lowered).collect()]),
            Err(_) => unknown(),
        },
        HirKind::Class(Class::Unicode(class)) => {
            let number: usize =
                class.ranges().iter().map(|range| range.end() as usize - range.start() as usize + 1).sum();
            if number > MOST_OF_SET {
                return unknown();
            }
            let signs = class.ranges().iter().flat_map(|range| range.start()..=range.end());
            let mut signs: Vec<String> = signs.map(lowered).collect();
            signs.sort_unstable();
            signs.dedup();
            exact(signs)
        }
        HirKind::Class(Class::Bytes(_)) => unknown(),
        HirKind::Repetition(repetition) => {
            let inner = part(&repetition.sub);
            match (repetition.min, repetition.max) {
                (0, Some(1)) => Part {
                    exact: inner.exact.map(|mut strings| {
                        strings.push(String::new());
                        strings
                    }),
                    factors: None,
                },
                (0, _) => unknown(),
                (1, Some(1)) => inner,
                _ => Part { exact: None, factors: best(inner.factors, inner.exact) },
            }
        }
        HirKind::Capture(capture) => part(&capture.sub),
        HirKind::Concat(parts) => row(parts),
        HirKind::Alternation(branches) => choice(branches),
    }
}

fn exact(strings: Vec<String>) -> Part {
    Part { exact: Some(strings), factors: None }
}

fn unknown() -> Part {
    Part { exact: None, factors: None }
}

fn row(parts: &[Hir]) -> Part {
    let (mut factors, mut run) = (None, Some(vec![String::new()]));
    let mut is_exact = true;
    for hir in parts {
        let next = part(hir);
        let joined = match (&run, &next.exact) {
            (Some(run), Some(more)) => crossed(run, more),
            _ => None,
        };
        if joined.is_none() {
            is_exact = false;
            factors = best(factors, run.take());
            factors = best(factors, next.factors);
            run = next.exact.or(Some(vec![String::new()]));
        } else {
            run = joined;
        }
    }
    if is_exact {
        Part { exact: run, factors: None }
    } else {
        Part { exact: None, factors: best(factors, run) }
    }
}

fn choice(branches: &[Hir]) -> Part {
    let parts: Vec<Part> = branches.iter().map(part).collect();
    let joined = |sets: Option<Vec<Vec<String>>>| {
        sets.map(|sets| sets.concat()).filter(|strings| strings.len() <= MOST)
    };
    let all = joined(parts.iter().map(|part| part.exact.clone()).collect());
    let some = joined(parts.into_iter().map(|part| best(part.factors, part.exact)).collect());
    Part { exact: all, factors: some }
}

/// All strings that one of the first and one of the second make, if they are few and short.
fn crossed(first: &[String], second: &[String]) -> Option<Vec<String>> {
    let longest = |strings: &[String]| strings.iter().map(String::len).max().unwrap_or_default();
    if first.len() * second.len() > MOST || longest(first) + longest(second) > LONGEST {
        return None;
    }
    Some(first.iter().flat_map(|one| second.iter().map(move |other| format!("{one}{other}"))).collect())
}

/// The rarer of two sets; one with an empty string says nothing.
fn best(one: Option<Vec<String>>, other: Option<Vec<String>>) -> Option<Vec<String>> {
    let usable =
        |set: Option<Vec<String>>| set.filter(|strings| strings.iter().all(|string| !string.is_empty()));
    match (usable(one), usable(other)) {
        (Some(one), Some(other)) => Some(if weight(&one) <= weight(&other) { one } else { other }),
        (one, other) => one.or(other),
    }
}

/// A rough guess of how often one of some strings is in a text.
fn weight(strings: &[String]) -> f64 {
    strings.iter().map(|string| string.bytes().map(share).product::<f64>()).sum()
}

/// How often a byte is in English text.
fn share(byte: u8) -> f64 {
    match byte {
        b' ' => 0.17,
        b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' | b'h' => 0.06,
        b'a'..=b'z' => 0.02,
        b'.' | b',' => 0.01,
        b'0'..=b'9' | b'\'' | b'"' | b'-' => 0.004,
        0x80.. => 0.1, // of bytes beyond ASCII the first ones are much alike
        _ => 0.001,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_match_has_one_of_them() {
        for (source, expected) in [
            ("(?i)share this", Some(vec!["share this"])),
            (r"\d+ (?:comments?|shares)", Some(vec![" comment", " shares"])),
            (r"\w+", None),
            (r"[.,]{2}x?", Some(vec![",", "."])),
            ("a(?:b|)c", Some(vec!["abc", "ac"])),
            (r"“\w|\w”", Some(vec!["“", "”"])),
        ] {
            let found = factors(source);
            let found: Option<Vec<&str>> =
                found.as_ref().map(|strings| strings.iter().map(String::as_str).collect());
            assert_eq!(found, expected, "{source}");
        }
    }
}
