//! A parsed pattern as the linear engine reads it.

use super::tree::{Mood, Node};

/// What a rendered pattern is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The pattern itself.
    Exact,
    /// A pattern that matches from wherever the exact one does.
    Sketch,
    /// A sketch of what a group matches, wherever that may stand.
    Copy,
}

/// The text of a pattern that the linear engine can match, and the own number of each of its groups.
pub fn exact(node: &Node) -> (String, Vec<usize>) {
    let mut groups = Vec::new();
    number(node, &mut groups);
    (rendered(node, node, Form::Exact), groups)
}

/// A pattern for the linear engine that matches from wherever this one does, and perhaps elsewhere.
pub fn sketch(node: &Node) -> String {
    rendered(node, node, Form::Sketch)
}

/// Patterns for the linear engine that must match somewhere in a line for this one to match.
pub fn needs(node: &Node) -> Vec<String> {
    let parts = match node {
        Node::Row(parts) => parts.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let looks = parts.iter().filter_map(|part| match part {
        Node::Look { negative: false, inner, .. } => Some(rendered(inner, node, Form::Sketch)),
        _ => None,
    });
    looks.collect()
}

fn rendered(node: &Node, whole: &Node, form: Form) -> String {
    let mut writer = Writer { text: String::new(), whole, form };
    writer.write(node, form == Form::Sketch);
    writer.text
}

/// Whether a pattern needs an engine that looks around or tries again.
pub fn is_hard(node: &Node) -> bool {
    match node {
        Node::Look { .. } | Node::Atomic(_) | Node::Same { .. } | Node::Keep => true,
        Node::Empty | Node::Set(_) | Node::Place(_) => false,
        Node::Group(_, inner) => is_hard(inner),
        Node::Row(parts) | Node::Choice(parts) => parts.iter().any(is_hard),
        Node::Repeat(inner, times) => {
            // A round that matches nothing ends the repeat in Python.
            let ends_early = times.most != Some(1) && inner.may_be_empty();
            ends_early || times.mood == Mood::Possessive || is_hard(inner)
        }
    }
}

/// The groups' own numbers in the order in which the engines count them.
fn number(node: &Node, numbers: &mut Vec<usize>) {
    match node {
        Node::Group(own, inner) => {
            numbers.push(*own);
            number(inner, numbers);
        }
        Node::Atomic(inner) | Node::Repeat(inner, _) | Node::Look { inner, .. } => {
            number(inner, numbers);
        }
        Node::Row(parts) | Node::Choice(parts) => {
            for part in parts {
                number(part, numbers);
            }
        }
        _ => {}
    }
}

/// The node of a group, if only one has its number.
fn group(node: &Node, wanted: usize) -> Option<&Node> {
    let mut open = vec![node];
    let mut only = None;
    while let Some(node) = open.pop() {
        match node {
            Node::Group(own, inner) => {
                if *own == wanted && only.replace(&**inner).is_some() {
                    return None;
                }
                open.push(inner);
            }
            Node::Atomic(inner) | Node::Repeat(inner, _) | Node::Look { inner, .. } => {
                open.push(inner);
            }
            Node::Row(parts) | Node::Choice(parts) => open.extend(parts),
            _ => {}
        }
    }
    only
}

struct Writer<'n> {
    text: String,
    /// The pattern with the groups that back references name.
    whole: &'n Node,
    form: Form,
}

impl Writer<'_> {
    fn write(&mut self, node: &Node, is_last: bool) {
        match node {
            Node::Empty => {}
            Node::Set(text) => self.text.push_str(text),
            Node::Place(_) if self.form == Form::Copy => {}
            // Borders of words slow the linear engine down where a line is not ASCII.
            Node::Place(r"\b" | r"\B") if self.form == Form::Sketch => {}
            Node::Place(text) => self.text.push_str(text),
            Node::Group(_, inner) if self.form == Form::Exact => self.wrap("(", inner, false),
            Node::Group(_, inner) => self.wrap("(?:", inner, is_last),
            Node::Row(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    let is_last = is_last && i + 1 == parts.len();
                    match part {
                        Node::Choice(_) => self.wrap("(?:", part, is_last),
                        _ => self.write(part, is_last),
                    }
                }
            }
            Node::Choice(branches) => {
                for (i, branch) in branches.iter().enumerate() {
                    if i > 0 {
                        self.text.push('|');
                    }
                    self.write(branch, is_last);
                }
            }
            Node::Repeat(inner, times) => {
                match **inner {
                    Node::Set(_) | Node::Group(..) => self.write(inner, false),
                    _ => self.wrap("(?:", inner, false),
                }
                self.text.push_str(&match (times.least, times.most) {
                    (0, None) => "*".to_owned(),
                    (1, None) => "+".to_owned(),
                    (0, Some(1)) => "?".to_owned(),
                    (least, None) => format!("{{{least},}}"),
                    (least, Some(most)) if least == most => format!("{{{least}}}"),
                    (least, Some(most)) => format!("{{{least},{most}}}"),
                });
                if times.mood == Mood::Lazy {
                    self.text.push('?');
                }
            }
            Node::Look { ahead: true, negative: false, inner } if is_last => self.wrap("(?:", inner, true),
            Node::Atomic(inner) => self.wrap("(?:", inner, is_last),
            Node::Same { group, folded } => self.copy(*group, *folded),
            Node::Look { .. } | Node::Keep => {}
        }
    }

    fn wrap(&mut self, opening: &str, inner: &Node, is_last: bool) {
        self.text.push_str(opening);
        self.write(inner, is_last);
        self.text.push(')');
    }

    /// Writes what matches all that a group may have matched.
    fn copy(&mut self, number: usize, folded: bool) {
        match group(self.whole, number).filter(|_| self.form == Form::Sketch) {
            Some(inner) => {
                let text = rendered(inner, self.whole, Form::Copy);
                let flag = if folded { "i" } else { "" };
                self.text.push_str(&format!("(?{flag}:{text})"));
            }
            None => self.text.push_str("(?s:.*)"),
        }
    }
}
