//! An engine that tries one way after the other, for patterns that look around or match something twice.
//!
//! It matches what stands before a place backwards, from the place on, as Python's module `regex` does.

use std::collections::HashMap;
use std::mem;
use std::ops::Range;

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

use super::sets::signs;
use super::tree::{Mood, Node, Times};

/// The most tries in a line, however short; then all searches in it are given up …
const MOST_STEPS: usize = 5_000_000;
/// … and so many more for each byte.
const STEPS_PER_BYTE: usize = 100;
/// The number of bytes that the linear engine reads in the time of a try.
const BYTES_PER_STEP: usize = 16;
/// The value of a place that is not set.
const UNSET: usize = usize::MAX;

/// The error of a search that takes too many steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// What a match must be besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    None,
    /// Not empty.
    Something,
    /// To the end of the line.
    Whole,
}

/// A set of characters.
#[derive(Debug)]
struct Chars {
    /// A bit for each ASCII character.
    ascii: u128,
    others: Vec<(char, char)>,
}

#[derive(Debug, Clone, Copy)]
enum Condition {
    Start,
    End,
    LineStart,
    LineEnd,
    Boundary,
    NoBoundary,
}

#[derive(Debug)]
enum Step {
    Char {
        chars: usize,
        forward: bool,
    },
    /// One character of a set again and again.
    Run {
        chars: usize,
        forward: bool,
        times: Times,
    },
    Place(Condition),
    /// Tries the next step, then another.
    Fork(usize),
    /// Tries another step, then the next.
    LateFork(usize),
    Jump(usize),
    Save(usize),
    /// Leaves a loop whose round began here too.
    Progress(usize, usize),
    Look {
        negative: bool,
        after: usize,
    },
    Atomic(usize),
    Same {
        group: usize,
        folded: bool,
        forward: bool,
    },
    Done,
    Match,
}

/// A pattern as a row of steps.
#[derive(Debug)]
pub struct Program {
    steps: Vec<Step>,
    sets: Vec<Chars>,
    /// The number of places that are kept: two for the match and each group, one for each loop.
    places: usize,
    groups: usize,
}

/// A way back.
enum Back {
    Try { step: usize, at: usize },
    Restore { place: usize, value: usize },
    Shorter { step: usize, at: usize, least: usize, forward: bool },
    Longer { step: usize, at: usize, left: u32 },
}

struct Compiler {
    program: Program,
    longest: usize,
    known: HashMap<String, usize>,
}

impl Program {
    /// The steps of a pattern with so many groups; an error if there are more than `longest`.
    pub fn new(node: &Node, groups: usize, longest: usize) -> Result<Self, String> {
        let program = Self { steps: Vec::new(), sets: Vec::new(), places: 2 * (groups + 1), groups };
        let mut compiler = Compiler { program, longest, known: HashMap::new() };
        compiler.add(node, true)?;
        compiler.program.steps.push(Step::Match);
        Ok(compiler.program)
    }

    /// Whether a match begins where the line does.
    pub fn is_anchored(&self) -> bool {
        matches!(self.steps.first(), Some(Step::Place(Condition::Start)))
    }

    /// Where the next match may begin if none begins at a position: where a match must begin with a run of a set of
    /// characters, none begins inside of one either.
    pub fn after_failure(&self, line: &str, at: usize) -> Option<usize> {
        let rest = line.get(at..).filter(|_| !self.is_anchored())?;
        let next = at + rest.chars().next()?.len_utf8();
        let run = match self.steps.first() {
            Some(Step::Run { chars, forward: true, times }) if times.least > 0 && times.most.is_none() => {
                self.sets.get(*chars)
            }
            _ => None,
        };
        let Some(chars) = run else { return Some(next) };
        Some(next.max(rest.find(|sign| !chars.has(sign)).map_or(line.len(), |length| at + length)))
    }

    /// The match that begins at a position: the places of it and of its groups.
    pub fn match_at(
        &self,
        line: &str,
        start: usize,
        demand: Demand,
        budget: &mut Budget,
    ) -> Result<Option<Vec<Option<Range<usize>>>>, Stopped> {
        let mut matcher = Matcher {
            program: self,
            line,
            start,
            demand,
            places: mem::take(&mut budget.places),
            back: mem::take(&mut budget.back),
            budget,
        };
        matcher.places.clear();
        matcher.places.resize(self.places, UNSET);
        matcher.back.clear();
        matcher.set(0, start);
        let end = matcher.run(0, start)?;
        let Some(end) = end else {
            (matcher.budget.places, matcher.budget.back) = (matcher.places, matcher.back);
            return Ok(None);
        };
        matcher.set(1, end);
        let pairs = matcher.places.chunks_exact(2).take(self.groups + 1);
        let place = |pair: &[usize]| match *pair {
            [first, last] if first != UNSET && last != UNSET && first <= last => Some(first..last),
            _ => None,
        };
        Ok(Some(pairs.map(place).collect()))
    }
}

/// The steps that the searches of a line may still take, and the memory that they use.
pub struct Budget {
    steps: usize,
    places: Vec<usize>,
    back: Vec<Back>,
}

impl Budget {
    /// The budget for a line.
    pub fn new(line: &str) -> Self {
        Self::of(MOST_STEPS + STEPS_PER_BYTE.saturating_mul(line.len()))
    }

    /// A budget of so many steps.
    pub fn of(steps: usize) -> Self {
        Self { steps, places: Vec::new(), back: Vec::new() }
    }

    /// The steps that are left.
    pub fn left(&self) -> usize {
        self.steps
    }

    /// Takes off what the linear engine needs for so many bytes.
    pub fn spend_reading(&mut self, bytes: usize) -> Result<(), Stopped> {
        self.spend(1 + bytes / BYTES_PER_STEP)
    }

    fn spend(&mut self, steps: usize) -> Result<(), Stopped> {
        match self.steps.checked_sub(steps) {
            Some(left) => self.steps = left,
            None => {
                self.steps = 0;
                return Err(Stopped);
            }
        }
        Ok(())
    }
}

impl Compiler {
    fn push(&mut self, step: Step) -> Result<usize, String> {
        let steps = &mut self.program.steps;
        if steps.len() >= self.longest {
            return Err(format!("takes more than {} steps when compiled", self.longest));
        }
        steps.push(step);
        Ok(steps.len() - 1)
    }

    fn next(&self) -> usize {
        self.program.steps.len()
    }

    fn put(&mut self, at: usize, step: Step) {
        if let Some(place) = self.program.steps.get_mut(at) {
            *place = step;
        }
    }

    fn set(&mut self, text: &str) -> Result<usize, String> {
        if let Some(known) = self.known.get(text) {
            return Ok(*known);
        }
        let signs = signs(text).ok_or_else(|| format!("no set of characters: {text}"))?;
        self.program.sets.push(Chars::new(&signs.class));
        let number = self.program.sets.len() - 1;
        self.known.insert(text.to_owned(), number);
        Ok(number)
    }

    fn add(&mut self, node: &Node, forward: bool) -> Result<(), String> {
        match node {
            Node::Empty => {}
            Node::Set(text) => {
                let chars = self.set(text)?;
                self.push(Step::Char { chars, forward })?;
            }
            Node::Place(text) => {
                let condition = match *text {
                    r"\A" => Condition::Start,
                    r"\z" => Condition::End,
                    "(?m:^)" => Condition::LineStart,
                    "(?m:$)" => Condition::LineEnd,
                    r"\b" => Condition::Boundary,
                    _ => Condition::NoBoundary,
                };
                self.push(Step::Place(condition))?;
            }
            Node::Group(number, inner) => {
                let (first, last) = if forward { (0, 1) } else { (1, 0) };
                self.push(Step::Save(2 * number + first))?;
                self.add(inner, forward)?;
                self.push(Step::Save(2 * number + last))?;
            }
            Node::Row(parts) if forward => {
                for part in parts {
                    self.add(part, forward)?;
                }
            }
            Node::Row(parts) => {
                for part in parts.iter().rev() {
                    self.add(part, forward)?;
                }
            }
            Node::Choice(branches) => self.choice(branches, forward)?,
            Node::Repeat(inner, times) => self.repeat(inner, *times, forward)?,
            Node::Look { ahead, negative, inner } => {
                let look = self.push(Step::Done)?;
                self.add(inner, *ahead)?;
                self.push(Step::Done)?;
                let after = self.next();
                let negative = *negative;
                self.put(look, Step::Look { negative, after });
            }
            Node::Atomic(inner) => self.atomic(inner, forward)?,
            Node::Same { group, folded } => {
                let (group, folded) = (*group, *folded);
                self.push(Step::Same { group, folded, forward })?;
            }
            Node::Keep => {
                self.push(Step::Save(0))?;
            }
        }
        Ok(())
    }

    fn atomic(&mut self, inner: &Node, forward: bool) -> Result<(), String> {
        let atomic = self.push(Step::Done)?;
        self.add(inner, forward)?;
        self.push(Step::Done)?;
        let after = self.next();
        self.put(atomic, Step::Atomic(after));
        Ok(())
    }

    fn choice(&mut self, branches: &[Node], forward: bool) -> Result<(), String> {
        let mut jumps = Vec::new();
        for (i, branch) in branches.iter().enumerate() {
            if i + 1 == branches.len() {
                self.add(branch, forward)?;
                break;
            }
            let fork = self.push(Step::Done)?;
            self.add(branch, forward)?;
            jumps.push(self.push(Step::Done)?);
            let next = self.next();
            self.put(fork, Step::Fork(next));
        }
        let end = self.next();
        for jump in jumps {
            self.put(jump, Step::Jump(end));
        }
        Ok(())
    }

    fn repeat(&mut self, inner: &Node, times: Times, forward: bool) -> Result<(), String> {
        if let Node::Set(text) = inner {
            let chars = self.set(text)?;
            self.push(Step::Run { chars, forward, times })?;
            return Ok(());
        }
        if times.mood == Mood::Possessive {
            let mood = Mood::Greedy;
            let greedy = Node::Repeat(Box::new(inner.clone()), Times { mood, ..times });
            return self.atomic(&greedy, forward);
        }
        for _ in 0..times.least {
            self.add(inner, forward)?;
        }
        let fork = |next| match times.mood {
            Mood::Lazy => Step::LateFork(next),
            _ => Step::Fork(next),
        };
        let begin = self.next();
        let rounds = times.most.map_or(1, |most| most - times.least);
        let guard = inner.may_be_empty().then_some(self.program.places);
        self.program.places += usize::from(guard.is_some());
        let mut exits = Vec::new();
        for _ in 0..rounds {
            exits.push(self.push(Step::Done)?);
            if let Some(place) = guard {
                self.push(Step::Save(place))?;
            }
            self.add(inner, forward)?;
            if guard.is_some() {
                exits.push(self.push(Step::Done)?);
            }
        }
        if times.most.is_none() {
            self.push(Step::Jump(begin))?;
        }
        let end = self.next();
        for (i, at) in exits.into_iter().enumerate() {
            let step = match guard {
                Some(place) if i % 2 == 1 => Step::Progress(place, end),
                _ => fork(end),
            };
            self.put(at, step);
        }
        Ok(())
    }
}

struct Matcher<'p, 'l, 'b> {
    program: &'p Program,
    line: &'l str,
    start: usize,
    demand: Demand,
    places: Vec<usize>,
    back: Vec<Back>,
    budget: &'b mut Budget,
}

impl Matcher<'_, '_, '_> {
    /// Where the steps from one on end, if they match; on failure all is as it was.
    fn run(&mut self, step: usize, at: usize) -> Result<Option<usize>, Stopped> {
        let base = self.back.len();
        let mut now = Some((step, at));
        loop {
            let Some((step, at)) = now else {
                let Some(other) = self.step_back(base)? else {
                    return Ok(None);
                };
                now = Some(other);
                continue;
            };
            let Some(instruction) = self.program.steps.get(step) else {
                return Ok(None);
            };
            now = match *instruction {
                Step::Match if !self.is_demanded(at) => None,
                Step::Match | Step::Done => return Ok(Some(at)),
                Step::Char { chars, forward } => self.char(chars, at, forward).map(|at| (step + 1, at)),
                Step::Run { chars, forward, times } => self.repeat(step, chars, at, forward, times),
                Step::Place(condition) => self.meets(condition, at).then_some((step + 1, at)),
                Step::Fork(other) => {
                    self.back.push(Back::Try { step: other, at });
                    Some((step + 1, at))
                }
                Step::LateFork(other) => {
                    self.back.push(Back::Try { step: step + 1, at });
                    Some((other, at))
                }
                Step::Jump(other) => Some((other, at)),
                Step::Save(place) => {
                    self.set(place, at);
                    Some((step + 1, at))
                }
                Step::Progress(place, end) => {
                    let is_stuck = self.places.get(place) == Some(&at);
                    Some((if is_stuck { end } else { step + 1 }, at))
                }
                Step::Look { negative, after } => {
                    let matches = self.run_inside(step + 1, at, negative)?.is_some();
                    (matches != negative).then_some((after, at))
                }
                Step::Atomic(after) => self.run_inside(step + 1, at, false)?.map(|at| (after, at)),
                Step::Same { group, folded, forward } => {
                    self.same(group, at, folded, forward).map(|at| (step + 1, at))
                }
            };
        }
    }

    /// A run that leaves no way back; what it has set stays, or is undone.
    fn run_inside(&mut self, step: usize, at: usize, undo: bool) -> Result<Option<usize>, Stopped> {
        let base = self.back.len();
        let end = self.run(step, at)?;
        if undo {
            while self.back.len() > base {
                if let Some(Back::Restore { place, value }) = self.back.pop() {
                    self.put(place, value);
                }
            }
        } else {
            let mut kept = base;
            for i in base..self.back.len() {
                if matches!(self.back.get(i), Some(Back::Restore { .. })) {
                    self.back.swap(kept, i);
                    kept += 1;
                }
            }
            self.back.truncate(kept);
        }
        Ok(end)
    }

    /// The next way that has not been tried.
    fn step_back(&mut self, base: usize) -> Result<Option<(usize, usize)>, Stopped> {
        while self.back.len() > base {
            self.budget.spend(1)?;
            match self.back.pop() {
                Some(Back::Try { step, at }) => return Ok(Some((step, at))),
                Some(Back::Restore { place, value }) => self.put(place, value),
                Some(Back::Shorter { step, at, least, forward }) => {
                    let Some(at) = self.other_way(at, forward) else {
                        continue;
                    };
                    if at != least {
                        self.back.push(Back::Shorter { step, at, least, forward });
                    }
                    return Ok(Some((step, at)));
                }
                Some(Back::Longer { step, at, left }) => {
                    if let Some(way) = self.longer(step, at, left) {
                        return Ok(Some(way));
                    }
                }
                None => {}
            }
        }
        Ok(None)
    }

    /// One more round of a lazy repeat.
    fn longer(&mut self, step: usize, at: usize, left: u32) -> Option<(usize, usize)> {
        let Some(Step::Run { chars, forward, .. }) = self.program.steps.get(step) else {
            return None;
        };
        let at = self.char(*chars, at, *forward)?;
        if left > 1 {
            let left = left - 1;
            self.back.push(Back::Longer { step, at, left });
        }
        Some((step + 1, at))
    }

    fn repeat(
        &mut self,
        step: usize,
        chars: usize,
        start: usize,
        forward: bool,
        times: Times,
    ) -> Option<(usize, usize)> {
        let mut at = start;
        let mut count = 0;
        while count < times.least {
            at = self.char(chars, at, forward)?;
            count += 1;
        }
        let least = at;
        let most = times.most.unwrap_or(u32::MAX);
        if times.mood == Mood::Lazy {
            let left = most - count;
            if left > 0 {
                self.back.push(Back::Longer { step, at, left });
            }
            return Some((step + 1, at));
        }
        while count < most {
            let Some(next) = self.char(chars, at, forward) else {
                break;
            };
            at = next;
            count += 1;
        }
        if times.mood == Mood::Greedy && at != least {
            self.back.push(Back::Shorter { step: step + 1, at, least, forward });
        }
        Some((step + 1, at))
    }

    fn is_demanded(&self, at: usize) -> bool {
        match self.demand {
            Demand::None => true,
            Demand::Something => at != self.start,
            Demand::Whole => at == self.line.len(),
        }
    }

    fn put(&mut self, place: usize, value: usize) {
        if let Some(slot) = self.places.get_mut(place) {
            *slot = value;
        }
    }

    fn set(&mut self, place: usize, at: usize) {
        let value = self.places.get(place).copied().unwrap_or(UNSET);
        self.back.push(Back::Restore { place, value });
        self.put(place, at);
    }

    fn after(&self, at: usize) -> Option<char> {
        match self.line.as_bytes().get(at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.line.get(at..)?.chars().next(),
        }
    }

    fn before(&self, at: usize) -> Option<char> {
        match self.line.as_bytes().get(at.checked_sub(1)?) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.line.get(..at)?.chars().next_back(),
        }
    }

    /// The place beyond a character, if it is one of a set.
    fn char(&self, chars: usize, at: usize, forward: bool) -> Option<usize> {
        let char = if forward { self.after(at) } else { self.before(at) }?;
        let is_one = self.program.sets.get(chars)?.has(char);
        is_one.then(|| beyond(at, char, forward))
    }

    /// The place one character back.
    fn other_way(&self, at: usize, forward: bool) -> Option<usize> {
        let char = if forward { self.before(at) } else { self.after(at) }?;
        Some(beyond(at, char, !forward))
    }

    fn meets(&self, condition: Condition, at: usize) -> bool {
        let is_word = |char| regex_syntax::try_is_word_character(char).unwrap_or(false);
        let is_boundary = || self.before(at).is_some_and(is_word) != self.after(at).is_some_and(is_word);
        match condition {
            Condition::Start => at == 0,
            Condition::End => at == self.line.len(),
            Condition::LineStart => self.before(at).is_none_or(|char| char == '\n'),
            Condition::LineEnd => self.after(at).is_none_or(|char| char == '\n'),
            Condition::Boundary => is_boundary(),
            Condition::NoBoundary => !is_boundary(),
        }
    }

    /// The place beyond what a group matched, if it stands there once more.
    fn same(&self, group: usize, at: usize, folded: bool, forward: bool) -> Option<usize> {
        let (first, last) = (self.places.get(2 * group)?, self.places.get(2 * group + 1)?);
        let text = self.line.get(*first..*last)?;
        let mut at = at;
        let mut one = |expected: char| {
            let char = if forward { self.after(at) } else { self.before(at) };
            let char =
                char.filter(|char| *char == expected || (folded && is_same_letter(*char, expected)))?;
            at = beyond(at, char, forward);
            Some(())
        };
        if forward {
            text.chars().try_for_each(&mut one)?;
        } else {
            text.chars().rev().try_for_each(&mut one)?;
        }
        Some(at)
    }
}

impl Chars {
    fn new(class: &ClassUnicode) -> Self {
        let mut ascii = 0;
        let mut others = Vec::new();
        for range in class.ranges() {
            for code in u32::from(range.start())..=u32::from(range.end()).min(127) {
                ascii |= 1 << code;
            }
            if !range.end().is_ascii() {
                others.push((range.start(), range.end()));
            }
        }
        Self { ascii, others }
    }

    fn has(&self, char: char) -> bool {
        if char.is_ascii() {
            return self.ascii & (1 << u32::from(char)) != 0;
        }
        let after = self.others.partition_point(|(low, _)| *low <= char);
        let range = after.checked_sub(1).and_then(|i| self.others.get(i));
        range.is_some_and(|(_, high)| char <= *high)
    }
}

fn beyond(at: usize, char: char, forward: bool) -> usize {
    if forward { at + char.len_utf8() } else { at.saturating_sub(char.len_utf8()) }
}

/// Whether two characters differ at most in case.
fn is_same_letter(one: char, other: char) -> bool {
    let mut forms = ClassUnicode::new([ClassUnicodeRange::new(one, one)]);
    if forms.try_case_fold_simple().is_err() {
        return false;
    }
    let is_form = |range: &ClassUnicodeRange| (range.start()..=range.end()).contains(&other);
    forms.ranges().iter().any(is_form)
        || matches!((one, other), ('i', 'İ') | ('İ', 'i') | ('I', 'ı') | ('ı', 'I'))
}

#[cfg(test)]
mod tests {
    use super::super::tree::parse;
    use super::*;

    #[test]
    fn steps_are_limited() {
        let tree = parse("(a|aa)+(?!.)(?<=b)", false).unwrap();
        let program = Program::new(&tree.node, tree.groups, 1_000_000).unwrap();
        let line = "a".repeat(40);
        assert!(program.match_at(&line, 0, Demand::None, &mut Budget::of(1000)).is_err());
        assert!(program.match_at("aaa", 0, Demand::None, &mut Budget::of(1000)).is_ok());
        assert_eq!(Budget::new("").spend_reading(usize::MAX), Err(Stopped));
    }

    #[test]
    fn counted_repeats_are_written_out_up_to_a_limit() {
        let tree = parse("(?:(?:a?b){1000}){1001}", false).unwrap();
        assert!(Program::new(&tree.node, 0, 1_000_000).is_err());
    }
}
