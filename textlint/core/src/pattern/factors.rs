//! Strings of which one is in every match of a pattern.

use super::openings::share;
use super::sets::signs;
use super::tree::Node;
use crate::lexicon;

/// The most strings for one pattern.
const MOST: usize = 1500;
/// So many strings are compared with one another.
const FEW: usize = 40;
/// The longest string that is put together, in bytes.
const LONGEST: usize = 40;

/// What is known of the matches of a part.
struct Part {
    /// All that it can match, if that is little.
    exact: Option<Vec<String>>,
    /// Strings of which one is in every line with a match.
    factors: Option<Factors>,
}

/// Strings of which one is in every line with a match, once letters are `lowered`.
pub struct Factors {
    pub strings: Vec<String>,
    /// How likely one of them begins at a place of a text, roughly.
    pub share: f64,
}

/// The rarest such strings of a pattern; None where there are none, or too many.
pub fn factors(node: &Node) -> Option<Factors> {
    let part = part(node);
    best(part.factors, part.exact)
}

/// All that a part can match, `lowered`, if that is little.
pub fn exact(node: &Node) -> Option<Vec<String>> {
    match node {
        Node::Set(text) => signs(text)?.few.clone(),
        Node::Group(_, inner) | Node::Atomic(inner) => exact(inner),
        Node::Row(parts) => parts.iter().try_fold(vec![String::new()], |mut run, node| {
            let next = exact(node)?;
            are_few(&run, &next).then(|| cross(&mut run, &next))?;
            Some(run)
        }),
        Node::Choice(branches) => {
            let all: Vec<_> = branches.iter().map(exact).collect::<Option<_>>()?;
            Some(all.concat()).filter(|strings| strings.len() <= MOST)
        }
        Node::Repeat(inner, times) => match (times.least, times.most) {
            (0, Some(1)) => Some([exact(inner)?, vec![String::new()]].concat()),
            (1, Some(1)) => exact(inner),
            _ => None,
        },
        Node::Same { .. } => None,
        Node::Empty | Node::Place(_) | Node::Keep | Node::Look { .. } => Some(vec![String::new()]),
    }
}

fn part(node: &Node) -> Part {
    match node {
        Node::Set(text) => match signs(text).and_then(|signs| signs.few.clone()) {
            Some(few) => Part { exact: Some(few), factors: None },
            None => Part { exact: None, factors: None },
        },
        Node::Group(_, inner) | Node::Atomic(inner) => part(inner),
        Node::Row(parts) => row(parts),
        Node::Choice(branches) => choice(branches),
        Node::Repeat(inner, times) => match (times.least, times.most) {
            (0, Some(1)) => {
                let exact = part(inner).exact.map(|mut strings| {
                    strings.push(String::new());
                    strings
                });
                Part { exact, factors: None }
            }
            (0, _) => Part { exact: None, factors: None },
            (1, Some(1)) => part(inner),
            _ => Part { exact: None, factors: factors(inner) },
        },
        Node::Look { negative: false, inner, .. } => Part { factors: factors(inner), ..nothing() },
        Node::Same { .. } => Part { exact: None, factors: None },
        Node::Empty | Node::Place(_) | Node::Keep | Node::Look { .. } => nothing(),
    }
}

fn nothing() -> Part {
    Part { exact: Some(vec![String::new()]), factors: None }
}

fn row(parts: &[Node]) -> Part {
    let (mut factors, mut run, mut is_exact) = (None, vec![String::new()], true);
    for node in parts {
        if let Node::Set(text) = node
            && let Some(signs) = signs(text)
            && let Some(only @ [_]) = signs.few.as_deref()
            && are_few(&run, only)
        {
            cross(&mut run, only);
            continue;
        }
        let next = part(node);
        factors = rarer(factors, next.factors);
        let rest = match next.exact {
            Some(strings) if are_few(&run, &strings) => {
                cross(&mut run, &strings);
                continue;
            }
            rest => rest,
        };
        is_exact = false;
        let next_run = rest.unwrap_or_else(|| vec![String::new()]);
        factors = best(factors, Some(std::mem::replace(&mut run, next_run)));
    }
    if is_exact {
        Part { exact: Some(run), factors }
    } else {
        Part { exact: None, factors: best(factors, Some(run)) }
    }
}

fn choice(branches: &[Node]) -> Part {
    let mut all = Some(Vec::new());
    let mut some = Some(Factors { strings: Vec::new(), share: 0.0 });
    for branch in branches {
        let part = part(branch);
        if let (Some(all), Some(exact)) = (&mut all, &part.exact) {
            all.extend_from_slice(exact);
        } else {
            all = None;
        }
        some = some.zip(best(part.factors, part.exact)).map(|(mut some, factors)| {
            some.strings.extend(factors.strings);
            Factors { share: some.share + factors.share, ..some }
        });
    }
    // What the branches have in common with what is around them may be rarer.
    Part {
        factors: some.and_then(|some| Factors::without_others(some.strings, some.share)),
        exact: all.filter(|strings| strings.len() <= MOST),
    }
}

/// Whether the strings that two sets make are few and short.
fn are_few(first: &[String], second: &[String]) -> bool {
    let longest = |strings: &[String]| strings.iter().map(String::len).max().unwrap_or_default();
    first.len() * second.len() <= MOST && longest(first) + longest(second) <= LONGEST
}

/// Makes all strings of one of the first and one of the second.
fn cross(first: &mut Vec<String>, second: &[String]) {
    match second {
        [only] => first.iter_mut().for_each(|string| string.push_str(only)),
        _ => {
            let pairs = first.iter().flat_map(|one| second.iter().map(move |other| format!("{one}{other}")));
            *first = pairs.collect();
        }
    }
}

/// The rarer one of what is known and of a set; a set with an empty string says nothing.
fn best(one: Option<Factors>, other: Option<Vec<String>>) -> Option<Factors> {
    let usable = other.filter(|set| !set.is_empty() && set.iter().all(|string| !string.is_empty()));
    rarer(one, usable.and_then(Factors::of))
}

fn rarer(one: Option<Factors>, other: Option<Factors>) -> Option<Factors> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if one.share < other.share { one } else { other }),
        (one, other) => one.or(other),
    }
}

impl Factors {
    fn of(strings: Vec<String>) -> Option<Self> {
        let factors = Self::without_others(strings, 0.0)?;
        let share = factors.strings.iter().map(|string| weight(string)).sum();
        Some(Self { share, ..factors })
    }

    /// The strings, without those that have another one in them if they are few; None if they are too many.
    fn without_others(mut strings: Vec<String>, share: f64) -> Option<Self> {
        strings.sort_unstable_by(|one, other| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
        strings.dedup();
        if (2..=FEW).contains(&strings.len()) {
            let mut kept: Vec<String> = Vec::new();
            for string in strings {
                if !kept.iter().any(|shorter| string.contains(shorter.as_str())) {
                    kept.push(string);
                }
            }
            strings = kept;
        }
        (strings.len() <= MOST).then_some(Self { strings, share })
    }
}

/// How likely a string begins at a place of a text: as its bytes are common, or as its word is.
pub fn weight(string: &str) -> f64 {
    let bytes: f64 = string.bytes().map(share).product();
    let words = string.split(|sign: char| !sign.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let rarest = words.map(lexicon::tenths).min().unwrap_or_default();
    // Of a billion words 10^Zipf are this one, and a word has six letters.
    bytes.max(10_f64.powf(f64::from(rarest) / 10.0 - 9.0) / 6.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::tree::parse;

    #[test]
    fn every_match_has_one_of_them() {
        for (source, expected) in [
            ("(?i)share this", Some(vec!["share this"])),
            (r"\d+ (?:comments?|shares)", Some(vec![" shares", " comment"])),
            (r"\w+", None),
            (r"[.,]{2}x?", Some(vec![",", "."])),
            ("a(?:b|)c", Some(vec!["ac", "abc"])),
            (r"“\w|\w”", Some(vec!["“", "”"])),
        ] {
            let found = factors(&parse(source, false).unwrap().node);
            let found: Option<Vec<&str>> =
                found.as_ref().map(|factors| factors.strings.iter().map(String::as_str).collect());
            assert_eq!(found, expected, "{source}");
        }
    }
}
