//! A parsed pattern as the engines write it.

use super::tree::{Mood, Node};

/// What a rendered pattern is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The pattern itself.
    Exact,
    /// A pattern in linear time that matches from wherever the exact one does.
    Sketch,
}

/// The text of a pattern, and the number that its author gave each of its groups.
pub struct Rendered {
    pub text: String,
    pub groups: Vec<usize>,
}

/// The text of a pattern in a form.
pub fn rendered(node: &Node, form: Form) -> Rendered {
    let mut numbers = Vec::new();
    if form == Form::Exact {
        number(node, &mut numbers);
    }
    let mut writer = Writer {
        text: String::new(),
        groups: numbers,
        form,
    };
    writer.write(node, true);
    Rendered {
        text: writer.text,
        groups: writer.groups,
    }
}

/// Whether a pattern needs an engine that looks around or tries again.
pub fn is_hard(node: &Node) -> bool {
    match node {
        Node::Look { .. } | Node::Atomic(_) | Node::Same { .. } | Node::Keep => true,
        Node::Empty | Node::Set(_) | Node::Place(_) => false,
        Node::Group(_, inner) => is_hard(inner),
        Node::Row(parts) | Node::Choice(parts) => parts.iter().any(is_hard),
        Node::Repeat(inner, times) => times.mood == Mood::Possessive || is_hard(inner),
    }
}

/// Whether a match may begin after the place where it was tried.
pub fn keeps(node: &Node) -> bool {
    match node {
        Node::Keep => true,
        Node::Group(_, inner) | Node::Atomic(inner) | Node::Repeat(inner, _) => keeps(inner),
        Node::Row(parts) | Node::Choice(parts) => parts.iter().any(keeps),
        _ => false,
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

struct Writer {
    text: String,
    groups: Vec<usize>,
    form: Form,
}

impl Writer {
    fn write(&mut self, node: &Node, is_last: bool) {
        match node {
            Node::Empty => {}
            Node::Set(text) => self.text.push_str(text),
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
                let is_atomic = times.mood == Mood::Possessive && self.form == Form::Exact;
                self.text.push_str(if is_atomic { "(?>" } else { "" });
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
                self.text.push_str(if times.mood == Mood::Lazy { "?" } else { "" });
                self.text.push_str(if is_atomic { ")" } else { "" });
            }
            _ if self.form == Form::Sketch => self.sketch(node, is_last),
            Node::Look {
                ahead,
                negative,
                inner,
            } => self.wrap(
                match (ahead, negative) {
                    (true, false) => "(?=",
                    (true, true) => "(?!",
                    (false, false) => "(?<=",
                    (false, true) => "(?<!",
                },
                inner,
                false,
            ),
            Node::Atomic(inner) => self.wrap("(?>", inner, false),
            Node::Same { group, folded } => self.back_reference(*group, *folded),
            Node::Keep => self.text.push_str(r"\K"),
        }
    }

    fn wrap(&mut self, opening: &str, inner: &Node, is_last: bool) {
        self.text.push_str(opening);
        self.write(inner, is_last);
        self.text.push(')');
    }

    fn back_reference(&mut self, group: usize, folded: bool) {
        let numbers = self.groups.iter().enumerate().rev();
        let own: Vec<String> = numbers
            .filter(|(_, own)| **own == group)
            .map(|(i, _)| format!("\\{}", i + 1))
            .collect();
        self.text.push_str(if folded { "(?i:" } else { "(?:" });
        self.text.push_str(&own.join("|"));
        self.text.push(')');
    }

    /// Writes something that matches wherever the node does.
    fn sketch(&mut self, node: &Node, is_last: bool) {
        match node {
            Node::Look {
                ahead: true,
                negative: false,
                inner,
            } if is_last => self.wrap("(?:", inner, true),
            Node::Atomic(inner) => self.wrap("(?:", inner, is_last),
            Node::Same { .. } => self.text.push_str("(?s:.*)"),
            _ => {}
        }
    }
}
