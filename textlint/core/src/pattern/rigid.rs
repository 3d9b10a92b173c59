//! Possessive repeats that may as well be greedy, so that an engine without second tries can do them.

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

use super::tree::{Mood, Node, class_of};

/// What may follow a part of a pattern.
#[derive(Clone)]
struct Follow {
    /// The characters that may come next.
    chars: ClassUnicode,
    /// Whether the pattern may end without another character.
    ends: bool,
    /// Whether a condition may have to be met before that.
    tested: bool,
}

impl Follow {
    fn end() -> Self {
        Self { chars: ClassUnicode::empty(), ends: true, tested: false }
    }

    fn or(mut self, other: &Self) -> Self {
        self.chars.union(&other.chars);
        self.ends |= other.ends;
        self.tested |= other.tested;
        self
    }
}

/// The pattern with greedy repeats for those possessive ones that never would give back anything.
pub fn loosened(node: Node) -> Node {
    if !has_possessive(&node) {
        return node;
    }
    settled(&node, &Follow::end(), true)
}

fn has_possessive(node: &Node) -> bool {
    match node {
        Node::Repeat(inner, times) => times.mood == Mood::Possessive || has_possessive(inner),
        Node::Group(_, inner) | Node::Atomic(inner) | Node::Look { inner, .. } => has_possessive(inner),
        Node::Row(parts) | Node::Choice(parts) => parts.iter().any(has_possessive),
        _ => false,
    }
}

fn settled(node: &Node, follow: &Follow, forward: bool) -> Node {
    match node {
        Node::Row(parts) => {
            let mut follow = follow.clone();
            let mut done = parts.clone();
            let count = parts.len();
            for i in 0..count {
                let i = if forward { count - 1 - i } else { i };
                if let (Some(part), Some(place)) = (parts.get(i), done.get_mut(i)) {
                    *place = settled(part, &follow, forward);
                    follow = before(part, &follow, forward);
                }
            }
            Node::Row(done)
        }
        Node::Choice(branches) => {
            Node::Choice(branches.iter().map(|branch| settled(branch, follow, forward)).collect())
        }
        Node::Group(number, inner) => Node::Group(*number, Box::new(settled(inner, follow, forward))),
        Node::Atomic(inner) => Node::Atomic(Box::new(settled(inner, &Follow::end(), forward))),
        Node::Look { ahead, negative, inner } => Node::Look {
            ahead: *ahead,
            negative: *negative,
            inner: Box::new(settled(inner, &Follow::end(), *ahead)),
        },
        Node::Repeat(inner, times) => {
            let mut greedy = *times;
            greedy.mood = Mood::Greedy;
            let inside = Follow::clone(&before(inner, follow, forward).or(follow));
            let loose = Node::Repeat(Box::new(settled(inner, &inside, forward)), greedy);
            if times.mood == Mood::Possessive && is_rigid(&loose, follow, forward) {
                return loose;
            }
            let end = Follow::end();
            let inside = match times.mood {
                Mood::Possessive => before(inner, &end, forward).or(&end),
                _ => inside,
            };
            Node::Repeat(Box::new(settled(inner, &inside, forward)), *times)
        }
        _ => node.clone(),
    }
}

/// Whether a part that has matched could match in no other way.
fn is_rigid(node: &Node, follow: &Follow, forward: bool) -> bool {
    match node {
        Node::Set(_) => true,
        Node::Group(_, inner) => is_rigid(inner, follow, forward),
        Node::Row(parts) => {
            let mut follow = follow.clone();
            let mut in_turn: Vec<&Node> = parts.iter().collect();
            if forward {
                in_turn.reverse();
            }
            in_turn.into_iter().all(|part| {
                let is_so = is_rigid(part, &follow, forward);
                follow = before(part, &follow, forward);
                is_so
            })
        }
        Node::Repeat(inner, times) if times.mood == Mood::Greedy => {
            let own = before(inner, &Follow::none(), forward);
            let mut common = own.chars.clone();
            common.intersect(&follow.chars);
            let parted = common.ranges().is_empty() && !(follow.ends && follow.tested);
            let fixed = times.most == Some(times.least);
            let inside = own.clone().or(follow);
            (parted || fixed) && is_rigid(inner, &inside, forward) && !inner.may_be_empty()
        }
        _ => false,
    }
}

impl Follow {
    fn none() -> Self {
        Self { ends: false, ..Self::end() }
    }
}

/// What may follow the part before a node.
fn before(node: &Node, follow: &Follow, forward: bool) -> Follow {
    match node {
        Node::Empty | Node::Keep => follow.clone(),
        Node::Set(_) => {
            Follow { chars: class_of(node).unwrap_or_else(everything), ends: false, tested: false }
        }
        Node::Place(_) | Node::Look { .. } => Follow { tested: true, ..follow.clone() },
        Node::Group(_, inner) | Node::Atomic(inner) => before(inner, follow, forward),
        Node::Row(parts) if forward => {
            parts.iter().rfold(follow.clone(), |follow, part| before(part, &follow, forward))
        }
        Node::Row(parts) => parts.iter().fold(follow.clone(), |follow, part| before(part, &follow, forward)),
        Node::Choice(branches) => {
            branches.iter().fold(Follow::none(), |all, branch| all.or(&before(branch, follow, forward)))
        }
        Node::Repeat(inner, times) => {
            let first = before(inner, follow, forward);
            if times.least == 0 { first.or(follow) } else { first }
        }
        Node::Same { .. } => Follow { chars: everything(), ends: follow.ends, tested: true },
    }
}

fn everything() -> ClassUnicode {
    ClassUnicode::new([ClassUnicodeRange::new('\0', char::MAX)])
}
