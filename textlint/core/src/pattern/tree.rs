//! The parse of a regular expression in the dialect of Python's module `regex`, version 0.

use std::fmt::Write as _;

use super::sets::signs;
use crate::check::opaque;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};

/// The deepest nesting of groups.
const DEEPEST: usize = 200;
/// The largest count of a repeat.
const MOST_TIMES: u32 = 100_000;

/// About how many states a set of characters beyond ASCII needs, at most.
const SET_BEYOND_ASCII: usize = 500;

/// A part of a regular expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Nothing.
    Empty,
    /// One character of a set, as the engines write it.
    Set(String),
    /// A condition on a place, as the engines write it.
    Place(&'static str),
    /// A group with its number.
    Group(usize, Box<Node>),
    /// One part after the other.
    Row(Vec<Node>),
    /// The first of several that matches.
    Choice(Vec<Node>),
    /// A part several times.
    Repeat(Box<Node>, Times),
    /// A condition on what comes before a place or after it.
    Look { ahead: bool, negative: bool, inner: Box<Node> },
    /// A part without a second try.
    Atomic(Box<Node>),
    /// What a group matched, once more.
    Same { group: usize, folded: bool },
    /// The place from which the match counts.
    Keep,
}

impl Node {
    /// About how many states an engine needs for the part: a set of characters beyond ASCII has many.
    pub fn size(&self) -> usize {
        match self {
            Self::Set(text) if text.is_ascii() && !text.contains(r"\p") => 2,
            Self::Set(_) => SET_BEYOND_ASCII,
            Self::Group(_, inner) | Self::Atomic(inner) | Self::Look { inner, .. } => inner.size() + 1,
            Self::Row(parts) | Self::Choice(parts) => parts.iter().map(Self::size).sum(),
            Self::Repeat(inner, times) => {
                inner.size().saturating_mul(times.most.unwrap_or(times.least + 1) as usize)
            }
            _ => 1,
        }
    }

    /// Whether the part may match nothing.
    pub fn may_be_empty(&self) -> bool {
        match self {
            Self::Set(_) => false,
            Self::Group(_, inner) | Self::Atomic(inner) => inner.may_be_empty(),
            Self::Row(parts) => parts.iter().all(Self::may_be_empty),
            Self::Choice(branches) => branches.iter().any(Self::may_be_empty),
            Self::Repeat(inner, times) => times.least == 0 || inner.may_be_empty(),
            _ => true,
        }
    }
}

/// How often something is repeated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Times {
    pub least: u32,
    pub most: Option<u32>,
    pub mood: Mood,
}

/// What a repeat tries first, and whether it gives back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Greedy,
    Lazy,
    Possessive,
}

/// A parsed regular expression.
#[derive(Debug, Clone)]
pub struct Tree {
    pub node: Node,
    /// The number of groups.
    pub groups: usize,
    /// The names of groups with their numbers.
    pub names: Vec<(String, usize)>,
}

/// The flags that apply at a place of a pattern.
#[derive(Debug, Clone, Copy)]
struct Flags {
    folded: bool,
    dot_all: bool,
    multi_line: bool,
    verbose: bool,
}

/// An item of a set.
enum Item {
    Range(char, char),
    /// A class in the notation of the engines.
    Class(String),
}

impl Item {
    fn has(&self, char: char) -> bool {
        match self {
            Self::Range(low, high) => (*low..=*high).contains(&char),
            Self::Class(text) => signs(text).is_some_and(|signs| {
                let mut ranges = signs.class.ranges().iter();
                ranges.any(|range| (range.start()..=range.end()).contains(&char))
            }),
        }
    }
}

/// A message, and the place of the pattern in characters.
type Problem = (String, usize);

struct Parser {
    chars: Vec<char>,
    at: usize,
    flags: Flags,
    groups: usize,
    names: Vec<(String, usize)>,
    depth: usize,
    /// The groups that back references name, each with its place.
    references: Vec<(usize, usize)>,
}

/// The parse of a pattern, or what is wrong and where.
pub fn parse(source: &str, ignore_case: bool) -> Result<Tree, String> {
    let mut parser = Parser {
        chars: source.chars().collect(),
        at: 0,
        flags: Flags { folded: ignore_case, dot_all: false, multi_line: false, verbose: false },
        groups: 0,
        names: Vec::new(),
        depth: 0,
        references: Vec::new(),
    };
    let node = parser.whole().map_err(|(problem, at)| format!("{problem} at position {at}"))?;
    Ok(Tree { node, groups: parser.groups, names: parser.names })
}

/// The characters that a node with one of them takes; None for other nodes.
pub fn class_of(node: &Node) -> Option<ClassUnicode> {
    match node {
        Node::Set(text) => Some(signs(text)?.class.clone()),
        _ => None,
    }
}

/// The characters of a set, as the engines write it.
pub fn class(text: &str) -> Option<ClassUnicode> {
    let hir = regex_syntax::parse(text).ok()?;
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => Some(class.clone()),
        HirKind::Class(Class::Bytes(class)) => class.to_unicode_class(),
        HirKind::Literal(literal) => {
            let mut chars = std::str::from_utf8(&literal.0).ok()?.chars();
            let only = chars.next().filter(|_| chars.next().is_none())?;
            Some(ClassUnicode::new([ClassUnicodeRange::new(only, only)]))
        }
        _ => None,
    }
}

impl Parser {
    fn whole(&mut self) -> Result<Node, Problem> {
        let node = self.choice()?;
        if self.at < self.chars.len() {
            return Err(("unbalanced parenthesis".into(), self.at));
        }
        for &(group, at) in &self.references {
            if group > self.groups {
                return Err(("invalid group reference".into(), at));
            }
        }
        Ok(node)
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn take(&mut self, expected: char) -> bool {
        let is_next = self.peek() == Some(expected);
        self.at += usize::from(is_next);
        is_next
    }

    fn take_str(&mut self, expected: &str) -> bool {
        let is_next =
            expected.chars().enumerate().all(|(i, char)| self.chars.get(self.at + i) == Some(&char));
        if is_next {
            self.at += expected.chars().count();
        }
        is_next
    }

    fn error<T>(&self, problem: &str) -> Result<T, Problem> {
        Err((problem.to_owned(), self.at))
    }

    fn choice(&mut self) -> Result<Node, Problem> {
        let mut branches = vec![self.row()?];
        while self.take('|') {
            branches.push(self.row()?);
        }
        Ok(match branches.len() {
            1 => branches.remove(0),
            _ => Node::Choice(branches),
        })
    }

    fn row(&mut self) -> Result<Node, Problem> {
        let mut parts = Vec::new();
        loop {
            self.skip_comments()?;
            match self.peek() {
                None | Some('|' | ')') => break,
                Some(_) => {
                    if let Some(part) = self.repeated()? {
                        parts.push(part);
                    }
                }
            }
        }
        Ok(match parts.len() {
            0 => Node::Empty,
            1 => parts.remove(0),
            _ => Node::Row(parts),
        })
    }

    /// Skips comments, and in a verbose pattern blanks.
    fn skip_comments(&mut self) -> Result<(), Problem> {
        loop {
            if self.flags.verbose && self.peek().is_some_and(char::is_whitespace) {
                self.at += 1;
            } else if self.flags.verbose && self.peek() == Some('#') {
                while self.peek().is_some_and(|char| char != '\n') {
                    self.at += 1;
                }
            } else if self.take_str("(?#") {
                while self.peek() != Some(')') {
                    if self.peek().is_none() {
                        return self.error("missing )");
                    }
                    self.at += if self.peek() == Some('\\') { 2 } else { 1 };
                }
                self.at += 1;
            } else {
                return Ok(());
            }
        }
    }

    /// A part with its repeat; None for flags.
    fn repeated(&mut self) -> Result<Option<Node>, Problem> {
        let Some(node) = self.single()? else {
            return Ok(None);
        };
        self.skip_comments()?;
        let Some((least, most)) = self.times()? else {
            return Ok(Some(node));
        };
        let mood = if self.take('?') {
            Mood::Lazy
        } else if self.take('+') {
            Mood::Possessive
        } else {
            Mood::Greedy
        };
        self.skip_comments()?;
        let before = self.at;
        if self.times()?.is_some() {
            self.at = before;
            return self.error("multiple repeat");
        }
        let times = Times { least, most, mood };
        Ok(Some(match node {
            Node::Place(_) if least == 0 => Node::Empty,
            Node::Place(_) => node,
            _ => Node::Repeat(Box::new(node), times),
        }))
    }

    /// The numbers of a repeat, if one is next.
    fn times(&mut self) -> Result<Option<(u32, Option<u32>)>, Problem> {
        if self.take('*') {
            return Ok(Some((0, None)));
        }
        if self.take('+') {
            return Ok(Some((1, None)));
        }
        if self.take('?') {
            return Ok(Some((0, Some(1))));
        }
        let before = self.at;
        if !self.take('{') {
            return Ok(None);
        }
        let least = self.number()?;
        let comma = self.take(',');
        let most = if comma { self.number()? } else { least };
        if !self.take('}') || (least.is_none() && !comma) {
            let fuzzy = self.chars[before + 1..].first().is_some_and(|char| "eids".contains(*char));
            self.at = before;
            if fuzzy {
                return self.error("fuzzy matching is not supported");
            }
            return Ok(None);
        }
        let least = least.unwrap_or(0);
        if most.is_some_and(|most| most < least) {
            return self.error("min repeat greater than max repeat");
        }
        Ok(Some((least, most)))
    }

    fn number(&mut self) -> Result<Option<u32>, Problem> {
        let mut number: Option<u32> = None;
        while let Some(digit) = self.peek().and_then(|char| char.to_digit(10)) {
            let value = number.unwrap_or(0).saturating_mul(10).saturating_add(digit);
            if value > MOST_TIMES {
                return self.error("repeat count too big");
            }
            number = Some(value);
            self.at += 1;
        }
        Ok(number)
    }

    fn single(&mut self) -> Result<Option<Node>, Problem> {
        let Some(char) = self.peek() else {
            return Ok(None);
        };
        if "*+?".contains(char) {
            return self.error("nothing to repeat");
        }
        self.at += 1;
        Ok(Some(match char {
            '(' => return self.group(),
            '[' => self.set()?,
            '\\' => self.escape()?,
            '.' if self.flags.dot_all => Node::Set("(?s:.)".into()),
            '.' => Node::Set(r"[^\n]".into()),
            '^' if self.flags.multi_line => Node::Place("(?m:^)"),
            '^' => Node::Place(r"\A"),
            '$' if self.flags.multi_line => Node::Place("(?m:$)"),
            '$' => Node::Place(r"\z"),
            _ => self.literal(char),
        }))
    }

    /// One character, in either case if case does not count.
    fn literal(&self, char: char) -> Node {
        if char.is_ascii_alphanumeric() && !matches!(char, 'i' | 'I') {
            let plain = String::from(char);
            return Node::Set(if self.flags.folded { ["(?i:[", &plain, "])"].concat() } else { plain });
        }
        set_of(&[Item::Range(char, char)], false, self.flags.folded)
    }

    fn group(&mut self) -> Result<Option<Node>, Problem> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.error("too deep; expected fewer groups in groups");
        }
        let flags = self.flags;
        let node = self.opened()?;
        if node.is_some() {
            self.flags = flags;
        }
        self.depth -= 1;
        Ok(node)
    }

    fn inside(&mut self) -> Result<Box<Node>, Problem> {
        let node = self.choice()?;
        if !self.take(')') {
            return self.error("missing )");
        }
        Ok(Box::new(node))
    }

    fn opened(&mut self) -> Result<Option<Node>, Problem> {
        if !self.take('?') {
            self.groups += 1;
            let number = self.groups;
            return Ok(Some(Node::Group(number, self.inside()?)));
        }
        let look = |ahead, negative, inner| Node::Look { ahead, negative, inner };
        if self.take(':') {
            Ok(Some(*self.inside()?))
        } else if self.take('=') {
            Ok(Some(look(true, false, self.inside()?)))
        } else if self.take('!') {
            Ok(Some(look(true, true, self.inside()?)))
        } else if self.take_str("<=") {
            Ok(Some(look(false, false, self.inside()?)))
        } else if self.take_str("<!") {
            Ok(Some(look(false, true, self.inside()?)))
        } else if self.take('>') {
            Ok(Some(Node::Atomic(self.inside()?)))
        } else if self.take_str("P=") {
            let name = self.name(')')?;
            Ok(Some(self.reference(&name)?))
        } else if self.take_str("P<") || self.take('<') {
            let name = self.name('>')?;
            let known = self.names.iter().find(|(known, _)| *known == name);
            let number = known.map_or(self.groups + 1, |(_, number)| *number);
            if known.is_none() {
                self.groups += 1;
                self.names.push((name, number));
            }
            Ok(Some(Node::Group(number, self.inside()?)))
        } else {
            self.flagged()
        }
    }

    /// Flags for the rest of a group, or for a group of their own.
    fn flagged(&mut self) -> Result<Option<Node>, Problem> {
        let start = self.at;
        let mut on = true;
        loop {
            let Some(char) = self.peek() else {
                return self.error("missing )");
            };
            self.at += 1;
            match char {
                '-' if on => on = false,
                'i' => self.flags.folded = on,
                's' => self.flags.dot_all = on,
                'm' => self.flags.multi_line = on,
                'x' => self.flags.verbose = on,
                'u' if on => {}
                'V' if on && self.take('0') => {}
                ':' if self.at > start + 1 => return Ok(Some(*self.inside()?)),
                ')' if self.at > start + 1 => return Ok(None),
                _ => {
                    self.at = start;
                    let shown: String = self.chars[start..].iter().take(2).collect();
                    return self.error(&format!("'(?{shown}' is not supported"));
                }
            }
        }
    }

    fn name(&mut self, end: char) -> Result<String, Problem> {
        let start = self.at;
        while self.peek().is_some_and(|char| char != end) {
            self.at += 1;
        }
        let name: String = self.chars[start..self.at].iter().collect();
        let is_name = name.chars().all(|char| char.is_alphanumeric() || char == '_');
        if !self.take(end) || name.is_empty() || !is_name {
            self.at = start;
            return self.error("bad character in group name");
        }
        Ok(name)
    }

    fn reference(&mut self, name: &str) -> Result<Node, Problem> {
        let numbered = name.parse().ok();
        let named = || self.names.iter().find(|(known, _)| known == name);
        let Some(group) = numbered.or_else(|| named().map(|(_, number)| *number)) else {
            return self.error("unknown group");
        };
        self.references.push((group, self.at));
        Ok(Node::Same { group, folded: self.flags.folded })
    }

    fn escape(&mut self) -> Result<Node, Problem> {
        let Some(char) = self.peek() else {
            return self.error("bad escape (end of pattern)");
        };
        if let Some(item) = self.class_escape()? {
            return Ok(set_of(&[item], false, self.flags.folded));
        }
        let word = || Box::new(Node::Set(r"\w".into()));
        let edge = |ahead| {
            let inner = word();
            Node::Row(vec![Node::Place(r"\b"), Node::Look { ahead, negative: false, inner }])
        };
        let place = match char {
            'A' => Node::Place(r"\A"),
            'Z' | 'z' => Node::Place(r"\z"),
            'b' => Node::Place(r"\b"),
            'B' => Node::Place(r"\B"),
            'm' => edge(true),
            'M' => edge(false),
            'K' => Node::Keep,
            'R' => {
                let pair = ['\r', '\n'].map(|char| set_of(&[Item::Range(char, char)], false, false));
                let one = Node::Set(r"[\n-\r\x{85}\x{2028}\x{2029}]".into());
                let either = Node::Choice(vec![Node::Row(pair.into()), one]);
                Node::Atomic(Box::new(either))
            }
            'g' => {
                self.at += 1;
                if !self.take('<') {
                    return self.error("missing <");
                }
                let name = self.name('>')?;
                return self.reference(&name);
            }
            '1'..='9' => return self.numbered(),
            _ => {
                let char = self.char_escape(false)?;
                return Ok(self.literal(char));
            }
        };
        self.at += 1;
        Ok(place)
    }

    /// A back reference, or a character by three octal digits.
    fn numbered(&mut self) -> Result<Node, Problem> {
        let digits: String =
            self.chars[self.at..].iter().take(3).take_while(|char| char.is_ascii_digit()).collect();
        if digits.len() == 3 && digits.chars().all(|char| char < '8') {
            self.at += 3;
            let code = u32::from_str_radix(&digits, 8).unwrap_or(0) & 0xFF;
            return Ok(self.literal(char::from_u32(code).unwrap_or('\0')));
        }
        let digits = digits.get(..2).unwrap_or(&digits).to_owned();
        self.at += digits.len();
        self.reference(&digits)
    }

    /// A class such as `\d`, if one is next.
    fn class_escape(&mut self) -> Result<Option<Item>, Problem> {
        let Some(char) = self.peek() else {
            return Ok(None);
        };
        let text = match char {
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => format!("\\{char}"),
            'h' => r"[\t\p{Zs}]".to_owned(),
            'p' | 'P' => {
                self.at += 1;
                return self.property(char == 'P').map(Some);
            }
            'X' | 'G' | 'L' => return self.error(&format!("'\\{char}' is not supported")),
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(Item::Class(text)))
    }

    fn property(&mut self, mut negative: bool) -> Result<Item, Problem> {
        let name = if self.take('{') {
            negative ^= self.take('^');
            let start = self.at;
            while self.peek().is_some_and(|char| char != '}') {
                self.at += 1;
            }
            let name: String = self.chars[start..self.at].iter().collect();
            if !self.take('}') {
                return self.error("bad property");
            }
            name.replace(':', "=")
        } else {
            let name = self.peek().map(String::from).unwrap_or_default();
            self.at += 1;
            name
        };
        let is_plain = |char: char| char.is_ascii_alphanumeric() || " _-=".contains(char);
        let text = format!("\\{}{{{name}}}", if negative { 'P' } else { 'p' });
        if name.is_empty() || !name.chars().all(is_plain) || signs(&text).is_none() {
            return self.error("unknown property");
        }
        Ok(Item::Class(text))
    }

    /// The character of an escape.
    fn char_escape(&mut self, in_set: bool) -> Result<char, Problem> {
        let Some(char) = self.peek() else {
            return self.error("bad escape (end of pattern)");
        };
        self.at += 1;
        Ok(match char {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'f' => '\x0C',
            'v' => '\x0B',
            'a' => '\x07',
            'b' if in_set => '\x08',
            'x' => self.hexadecimal(2)?,
            'u' => self.hexadecimal(4)?,
            'U' => self.hexadecimal(8)?,
            '0'..='7' => {
                self.at -= 1;
                self.octal()
            }
            _ if char.is_ascii_alphanumeric() => {
                return self.error(&format!("bad escape \\{char}"));
            }
            _ => char,
        })
    }

    fn octal(&mut self) -> char {
        let mut code = 0;
        for _ in 0..3 {
            let Some(digit) = self.peek().and_then(|char| char.to_digit(8)) else {
                break;
            };
            code = code * 8 + digit;
            self.at += 1;
        }
        char::from_u32(code & 0xFF).unwrap_or('\0')
    }

    fn hexadecimal(&mut self, digits: usize) -> Result<char, Problem> {
        let mut code: u32 = 0;
        for _ in 0..digits {
            let Some(digit) = self.peek().and_then(|char| char.to_digit(16)) else {
                return self.error("incomplete escape");
            };
            code = code.wrapping_mul(16).wrapping_add(digit);
            self.at += 1;
        }
        match char::from_u32(code) {
            Some(char) => Ok(char),
            // Lone surrogates of a text come as this.
            None => match opaque(code) {
                Some(sign) => Ok(sign),
                None => self.error("bad escape: no character has this number"),
            },
        }
    }

    /// A set, after its bracket.
    fn set(&mut self) -> Result<Node, Problem> {
        let negative = self.take('^');
        let mut items = Vec::new();
        loop {
            let Some(char) = self.peek() else {
                return self.error("unterminated character set");
            };
            if char == ']' && !items.is_empty() {
                self.at += 1;
                return Ok(set_of(&items, negative, self.flags.folded));
            }
            let first = self.item()?;
            let Item::Range(low, _) = first else {
                items.push(first);
                continue;
            };
            let is_range =
                self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|char| *char != ']');
            if !is_range {
                items.push(first);
                continue;
            }
            self.at += 1;
            match self.item()? {
                Item::Range(high, _) if high < low => return self.error("bad character range"),
                Item::Range(high, _) => items.push(Item::Range(low, high)),
                class => items.extend([first, Item::Range('-', '-'), class]),
            }
        }
    }

    fn item(&mut self) -> Result<Item, Problem> {
        let Some(char) = self.peek() else {
            return self.error("unterminated character set");
        };
        if char == '[' && self.is_posix() {
            return self.error("'[:' is not supported");
        }
        self.at += 1;
        if char != '\\' {
            return Ok(Item::Range(char, char));
        }
        if let Some(class) = self.class_escape()? {
            return Ok(class);
        }
        let char = self.char_escape(true)?;
        Ok(Item::Range(char, char))
    }

    /// Whether a class such as `[:alpha:]` is next.
    fn is_posix(&self) -> bool {
        let after = self.chars.get(self.at + 1..).unwrap_or_default();
        let mut name = after.iter().skip(1).skip_while(|char| char.is_ascii_alphabetic() || **char == '^');
        after.first() == Some(&':')
            && after.get(1) != Some(&':')
            && name.next() == Some(&':')
            && name.next() == Some(&']')
    }
}

/// A set as the engines write it.
fn set_of(items: &[Item], negative: bool, folded: bool) -> Node {
    if let ([Item::Class(text)], false) = (items, negative) {
        return Node::Set(cased(text, folded));
    }
    if let ([Item::Class(text)], true) = (items, negative) {
        return Node::Set(format!("[^{}]", cased(text, folded)));
    }
    let mut inside = String::new();
    for item in items {
        match item {
            Item::Range(low, high) if low == high => push(&mut inside, *low),
            Item::Range(low, high) => {
                push(&mut inside, *low);
                inside.push('-');
                push(&mut inside, *high);
            }
            Item::Class(text) => inside.push_str(text),
        }
    }
    let sign = if negative { "^" } else { "" };
    if !folded {
        let is_letter = |low: &char| !negative && low.is_alphanumeric();
        return Node::Set(match items {
            [Item::Range(low, high)] if low == high && is_letter(low) => inside,
            _ => format!("[{sign}{inside}]"),
        });
    }
    let has = |char: char| items.iter().any(|item| item.has(char));
    let (dotted, dotless) = (has('İ'), has('ı'));
    if !has('i') && !has('I') && (dotted || dotless) {
        return Node::Set(turkish(&inside, negative, dotted, dotless));
    }
    // Python's `regex` takes İ for a form of `i`, and ı for one of `I`.
    if has('i') {
        inside.push('İ');
    }
    if has('I') {
        inside.push('ı');
    }
    Node::Set(format!("(?i:[{sign}{inside}])"))
}

/// A class without regard to case: what has a case counts as either.
fn cased(text: &str, folded: bool) -> String {
    let compact = text.replace(' ', "");
    match compact.as_str() {
        r"\p{Lu}" | r"\p{Ll}" | r"\p{Lt}" if folded => r"[\p{Lu}\p{Ll}\p{Lt}]".into(),
        r"\P{Lu}" | r"\P{Ll}" | r"\P{Lt}" if folded => r"[^\p{Lu}\p{Ll}\p{Lt}]".into(),
        _ => text.into(),
    }
}

/// A set that takes İ for `i`, but not for `I`, or ı for `I`, but not for `i`.
fn turkish(inside: &str, negative: bool, dotted: bool, dotless: bool) -> String {
    let mut class = class(&format!("(?i:[{inside}])")).unwrap_or_else(ClassUnicode::empty);
    let more = [(dotted, 'i'), (dotless, 'I')];
    let more = more.into_iter().filter(|(has, _)| *has);
    class.union(&ClassUnicode::new(more.map(|(_, char)| ClassUnicodeRange::new(char, char))));
    if negative {
        class.negate();
    }
    let mut text = String::from("[");
    for range in class.ranges() {
        let (low, high) = (u32::from(range.start()), u32::from(range.end()));
        let _ = write!(text, "\\x{{{low:X}}}-\\x{{{high:X}}}");
    }
    text.push(']');
    text
}

/// Adds a character of a set, escaped if it is no letter and no digit.
fn push(text: &mut String, char: char) {
    if char.is_alphanumeric() {
        text.push(char);
    } else {
        let _ = write!(text, "\\x{{{:X}}}", u32::from(char));
    }
}
