//! The words that a pattern can match, where its conditions make sure that they are whole.

use std::sync::Arc;

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

use super::factors;
use super::openings::Openings;
use super::sets::signs;
use super::tree::Node;

/// All that a group can match, in lower case, if a pattern matches nothing else and no word goes on beside it; and how
/// what follows begins.
///
/// None where that is not certain.
pub fn whole_words(node: &Node, group: usize) -> Option<Vec<(String, Arc<Openings>)>> {
    let parts = match node {
        Node::Choice(branches) => {
            let words: Option<Vec<_>> = branches.iter().map(|branch| whole_words(branch, group)).collect();
            return words.map(|words| words.concat());
        }
        Node::Row(parts) => parts,
        _ => return None,
    };
    let is_group = |part: &Node| matches!(part, Node::Group(own, _) if *own == group);
    let at = parts.iter().position(is_group)?;
    let (before, after) = (&parts[..at], &parts[at + 1..]);
    let is_condition = |part: &Node| matches!(part, Node::Place(_) | Node::Look { .. });
    let is_certain = before.iter().chain(after).all(is_condition)
        && before.iter().any(|part| ends_words(part, false))
        && after.iter().any(|part| ends_words(part, true));
    let Some(Node::Group(_, inner)) = parts.get(at).filter(|inner| is_certain && !is_folded(inner)) else {
        return None;
    };
    let words = factors::exact(inner)?;
    let is_word = |word: &String| {
        word.starts_with(|sign: char| sign.is_ascii_lowercase()) && word.ends_with(char::is_alphabetic)
    };
    let follow = Arc::new(Openings::of(&Node::Row(after.to_vec())));
    words.iter().all(is_word).then(|| words.into_iter().map(|word| (word, follow.clone())).collect())
}

/// Whether a part of a pattern takes letters of either case.
fn is_folded(node: &Node) -> bool {
    match node {
        Node::Set(text) => text.starts_with("(?i"),
        Node::Group(_, inner) | Node::Atomic(inner) | Node::Repeat(inner, _) | Node::Look { inner, .. } => {
            is_folded(inner)
        }
        Node::Row(parts) | Node::Choice(parts) => parts.iter().any(is_folded),
        _ => false,
    }
}

/// Whether a condition on what is beside a word makes sure that the word ends there.
fn ends_words(condition: &Node, after: bool) -> bool {
    match condition {
        Node::Place(text) => *text == r"\b",
        Node::Look { ahead, negative: false, inner } if *ahead == after => {
            edge(inner, after).is_some_and(|class| has_no_word_sign(&class.signs))
        }
        Node::Look { ahead, negative: true, inner } if *ahead == after => {
            let Node::Set(text) = &**inner else { return false };
            signs(text).is_some_and(|signs| {
                let mut others = signs.class.clone();
                others.negate();
                has_no_word_sign(&others)
            })
        }
        _ => false,
    }
}

fn has_no_word_sign(class: &ClassUnicode) -> bool {
    let Some(word) = signs(r"\w") else { return false };
    let words = word.class.ranges();
    class.ranges().iter().all(|range| {
        let next = words.partition_point(|other| other.end() < range.start());
        words.get(next).is_none_or(|other| other.start() > range.end())
    })
}

/// What may be at one end of a part.
struct Edge {
    signs: ClassUnicode,
    /// Whether the part may match nothing.
    may_be_empty: bool,
}

impl Edge {
    fn empty() -> Self {
        Edge { signs: ClassUnicode::empty(), may_be_empty: true }
    }

    fn or(mut self, other: Edge) -> Self {
        self.signs.union(&other.signs);
        Edge { signs: self.signs, may_be_empty: self.may_be_empty || other.may_be_empty }
    }
}

/// The characters at the beginning of what a part matches, or at its end; None if anything may be there.
fn edge(node: &Node, first: bool) -> Option<Edge> {
    let edge_of = inner_edge(node, first);
    (!edge_of.may_be_empty).then_some(edge_of)
}

fn inner_edge(node: &Node, first: bool) -> Edge {
    match node {
        Node::Set(text) => {
            let all = || ClassUnicode::new([ClassUnicodeRange::new('\0', char::MAX)]);
            Edge { signs: signs(text).map_or_else(all, |signs| signs.class.clone()), may_be_empty: false }
        }
        // The end of a line is no character.
        Node::Place(r"\A" | r"\z") => Edge { may_be_empty: false, ..Edge::empty() },
        Node::Group(_, inner) | Node::Atomic(inner) => inner_edge(inner, first),
        Node::Row(parts) => {
            let mut all = Edge::empty();
            for number in 0..parts.len() {
                let part = &parts[if first { number } else { parts.len() - 1 - number }];
                let next = inner_edge(part, first);
                all.signs.union(&next.signs);
                if !next.may_be_empty {
                    all.may_be_empty = false;
                    break;
                }
            }
            all
        }
        Node::Choice(branches) => {
            let none = Edge { may_be_empty: false, ..Edge::empty() };
            branches.iter().fold(none, |all, branch| all.or(inner_edge(branch, first)))
        }
        Node::Repeat(inner, times) => {
            let once = inner_edge(inner, first);
            Edge { may_be_empty: once.may_be_empty || times.least == 0, ..once }
        }
        Node::Empty | Node::Place(_) | Node::Keep | Node::Look { .. } | Node::Same { .. } => Edge::empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::tree::parse;

    #[test]
    fn words_are_whole() {
        for (source, expected) in [
            (r"\b(?P<n>march|may)(?= \d|$)", Some(vec!["march", "may"])),
            (r"(?<=in )(?P<n>san josé)\b|(?<![\w.])(?P<n>may)(?!x)(?![\w-])", Some(vec!["san josé", "may"])),
            (r"(?<=in )(?P<n>may)(?= |\d)", None),
            (r"(?<=in ?)(?P<n>may)(?= )", None),
            (r"(?<=in )(?P<n>may)x?(?= )", None),
            (r"(?<=in )(?P<n>m\w+)(?= )", None),
            (r"(?<=in )(?i:(?P<n>may))(?= )", None),
        ] {
            let tree = parse(source, false).unwrap();
            let expected = expected.map(|words| words.into_iter().map(str::to_owned).collect());
            let words = whole_words(&tree.node, 1);
            let words: Option<Vec<String>> =
                words.map(|words| words.into_iter().map(|(word, _)| word).collect());
            assert_eq!(words, expected, "{source}");
        }
    }
}
