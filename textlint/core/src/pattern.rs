//! The regular expressions of rules, in the dialect of Python's module `regex`, version 0.
//!
//! A pattern sees one line without its break. Patterns without conditions on what stands around them are
//! matched in linear time. For others the number of steps is limited, see `Stopped`.

pub mod exceptions;
mod factors;
pub mod openings;
mod render;
mod rigid;
mod sets;
mod steps;
mod template;
mod tree;
mod words;

use std::cell::OnceCell;
use std::mem;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use crate::text::chars;
use crate::triggers::{Part, Trigger, may_be_ascii};
use memchr::memmem;
use regex_automata::{Anchored, Input, meta};

pub use exceptions::{Exceptions, Sheltered};
pub use factors::weight;
use openings::Openings;
use render::{exact, is_hard, needs, sketch};
pub use steps::Stopped;
use steps::{Budget, Demand, Program};
pub use template::Template;
use tree::{Node, Tree, parse};

/// The most memory that a compiled pattern may take, in bytes.
const LARGEST: usize = 64 << 20;
/// The size of a pattern, by `Node::size`, that needs far less.
const SURELY_SMALL: usize = 100_000;
/// So few lines begin in a way that is rare.
const RARE_BEGINNING: f64 = 0.02;
/// The most instructions of a pattern for the engine with second tries …
const LONGEST: usize = 1_000_000;
/// … and of one that is to be compiled for the other engine later.
const LONGEST_PROGRAM: usize = 5_000;
/// The steps that take about as long as compiling a pattern for the linear engine …
const WORTH_COMPILING: usize = 100_000;
/// … and those of one search after which it is compiled at once.
const MOST_AT_ONCE: usize = 20_000;
/// The most strings that are sought one by one.
const MOST_NEEDED: usize = 40;
/// The longest part of a pattern that a message shows, in characters.
const LONGEST_SHOWN: usize = 200;

/// A regular expression of a rule, compiled when it is first used.
#[derive(Debug)]
pub struct Pattern {
    source: String,
    node: Node,
    groups: usize,
    names: Vec<(String, usize)>,
    openings: OnceLock<Openings>,
    /// Strings of ASCII of which one is in every line with a match, `lowered`, if they are few.
    needed: OnceLock<Option<Vec<String>>>,
    /// The branches, each by itself, if the pattern is a choice.
    branches: OnceLock<Vec<Pattern>>,
    search: OnceLock<Engine>,
    moving: OnceLock<Engine>,
    whole: OnceLock<Engine>,
}

/// Patterns of which one must match a whole line.
#[derive(Debug, Default)]
pub struct Alternatives(Vec<Pattern>);

/// A line, and its letters of ASCII in lower case when they are needed.
struct Lowered<'l> {
    line: &'l str,
    lowered: OnceCell<Option<Vec<u8>>>,
}

impl<'l> Lowered<'l> {
    fn new(line: &'l str) -> Self {
        Self { line, lowered: OnceCell::new() }
    }

    /// None if other letters count as letters of ASCII where case does not.
    fn lowered(&self) -> Option<&[u8]> {
        let lowered = self.lowered.get_or_init(|| {
            let is_plain = self.line.is_ascii() || !self.line.chars().any(may_be_ascii);
            is_plain.then(|| self.line.as_bytes().to_ascii_lowercase())
        });
        lowered.as_deref()
    }
}

/// The places of a match and of its groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The whole match, then each group by its number.
    places: Vec<Option<Range<usize>>>,
}

#[derive(Debug)]
enum Engine {
    Linear(Linear),
    Hard {
        program: Program,
        guide: Guide,
    },
    /// No engine takes the pattern.
    Broken(String),
}

/// An engine without second tries, compiled when it is worth it: most patterns are rarely searched for.
#[derive(Debug)]
struct Linear {
    text: String,
    /// Whether borders of words are in the text, and nothing else about borders.
    has_borders: bool,
    groups: Vec<usize>,
    /// What matches meanwhile, if the pattern is not too long for it.
    program: Option<(Program, Openings)>,
    /// The steps that it has taken.
    steps: AtomicUsize,
    regex: OnceLock<Result<Box<meta::Regex>, String>>,
    /// The same for lines without word characters beyond ASCII: borders of words are fast there.
    plain: OnceLock<Result<Box<meta::Regex>, String>>,
    /// The same without borders of words: it matches from wherever the pattern does.
    loose: OnceLock<Result<Box<meta::Regex>, String>>,
}

/// How a match is sought.
enum Way<'e> {
    /// By single steps, with this result.
    Steps(Option<Match>),
    Regex(&'e meta::Regex),
}

/// What tells where a match of a pattern may begin: its first bytes, or, where these are not rare, what is compiled
/// when it is worth it.
#[derive(Debug)]
struct Guide {
    openings: Openings,
    /// The steps that have been taken from openings that are not rare.
    steps: AtomicUsize,
    /// What matches from wherever the pattern does, and what else must match somewhere in the line.
    texts: (String, Vec<String>),
    sketch: OnceLock<Sketch>,
}

/// The texts of a guide, compiled.
#[derive(Debug)]
struct Sketch {
    begin: Option<Box<meta::Regex>>,
    needs: Vec<meta::Regex>,
}

/// A search in a line.
#[derive(Clone, Copy)]
struct Search<'l> {
    line: &'l str,
    start: usize,
    aim: Aim,
}

/// What a search is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aim {
    /// The next match.
    Next,
    /// The next match but an empty one where the search begins.
    Moving,
    /// A match that begins where the search does.
    Begin,
    /// A match of the whole line.
    Whole,
}

impl Pattern {
    /// The pattern of a source; an error is one line that says what is wrong.
    pub fn new(source: &str, ignore_case: bool) -> Result<Self, String> {
        let tree = parse(source, ignore_case).map_err(|problem| bad(source, &problem))?;
        Ok(Self::of(source.to_owned(), tree))
    }

    fn of(source: String, tree: Tree) -> Self {
        Self {
            source,
            node: rigid::loosened(tree.node),
            groups: tree.groups,
            names: tree.names,
            openings: OnceLock::new(),
            needed: OnceLock::new(),
            branches: OnceLock::new(),
            search: OnceLock::new(),
            moving: OnceLock::new(),
            whole: OnceLock::new(),
        }
    }

    /// What makes a line worth a search.
    pub fn trigger(&self) -> Trigger {
        let (factors, openings) = (factors::factors(&self.node), self.openings());
        match factors {
            Some(factors) if factors.share <= openings.share || !openings.are_rare() => {
                Trigger::strings(factors.strings)
            }
            _ if openings.are_rare() => Trigger::Places { strings: Vec::new(), ways: openings.ways.clone() },
            _ => Trigger::Everywhere,
        }
    }

    /// Strings of which one is in every line with a match, `lowered`.
    pub fn strings(&self) -> Option<Vec<String>> {
        factors::factors(&self.node).map(|factors| factors.strings)
    }

    /// What makes a line worth a look, if all of it must match.
    fn line_trigger(&self) -> Part {
        let openings = self.openings();
        let is_rare = openings.share <= RARE_BEGINNING;
        let factors = if is_rare { None } else { factors::factors(&self.node) };
        let rarer = factors.filter(|factors| factors.share < openings.share);
        Part { strings: rarer.map(|factors| factors.strings), ways: openings.ways.clone() }
    }

    /// All words that a group can match, if the pattern matches nothing else and they are whole words there; and how
    /// what follows begins.
    pub fn whole_words(&self, group: usize) -> Option<Vec<(String, Arc<Openings>)>> {
        words::whole_words(&self.node, group)
    }

    /// A fast test of whether the pattern may match somewhere in a line.
    fn may_match(&self, line: &Lowered) -> bool {
        let openings = self.openings();
        (!openings.are_rare() || openings.next(line.line, 0).is_some()) && self.has_needed(line)
    }

    /// The pattern, or the only one of its branches that may match in a line; None if nothing may.
    fn likely(&self, line: &Lowered) -> Option<&Self> {
        if !self.may_match(line) {
            return None;
        }
        let branches = self.branches.get_or_init(|| {
            let Node::Choice(nodes) = &self.node else { return Vec::new() };
            let tree = |node: &Node| Tree { node: node.clone(), groups: self.groups, names: Vec::new() };
            nodes.iter().map(|node| Self::of(self.source.clone(), tree(node))).collect()
        });
        let mut able = branches.iter().filter(|branch| branch.may_match(line));
        match (branches.is_empty(), able.next(), able.next()) {
            (false, None, _) => None,
            (false, Some(only), None) => Some(only),
            _ => Some(self),
        }
    }

    /// Whether a line has one of the strings that a match needs, or that is not known.
    fn has_needed(&self, line: &Lowered) -> bool {
        let needed = self.needed.get_or_init(|| {
            let is_handy = |strings: &Vec<String>| {
                strings.len() <= MOST_NEEDED && strings.iter().all(|string| string.is_ascii())
            };
            self.strings().filter(is_handy)
        });
        let (Some(needed), Some(line)) = (needed, line.lowered()) else { return true };
        needed.iter().any(|string| memmem::find(line, string.as_bytes()).is_some())
    }

    /// How the matches of the pattern may begin.
    fn openings(&self) -> &Openings {
        self.openings.get_or_init(|| Openings::of(&self.node))
    }

    /// The source of the pattern.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// The number of groups.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// The number of the group with a name.
    pub fn group(&self, name: &str) -> Option<usize> {
        let named = self.names.iter().find(|(known, _)| known == name);
        named.map(|(_, number)| *number)
    }

    /// The check that an engine takes the pattern; it compiles one that may be too large.
    pub fn require(&self) -> Result<(), String> {
        if self.node.size() < SURELY_SMALL {
            return Ok(());
        }
        let problem = match self.engine(Aim::Next) {
            Engine::Broken(problem) => Some(problem),
            Engine::Linear(linear) => linear.regex().as_ref().err(),
            Engine::Hard { .. } => None,
        };
        problem.map_or(Ok(()), |problem| Err(bad(&self.source, problem)))
    }

    /// Whether the pattern needs the slower engine, without a bound on its time but the number of steps.
    pub fn is_hard(&self) -> bool {
        is_hard(&self.node)
    }

    /// The places of all matches in a part of a line, as `finditer(line, start, end)` gives them.
    ///
    /// The pattern sees what is before the part, but nothing after it.
    pub fn find_iter<'p, 'l>(&'p self, line: &'l str, start: usize, end: usize) -> FindIter<'p, 'l> {
        FindIter(Walk::new(self, line, start, end))
    }

    /// All matches in a part of a line with their groups.
    pub fn matches<'p, 'l>(&'p self, line: &'l str, start: usize, end: usize) -> Matches<'p, 'l> {
        Matches(Walk::new(self, line, start, end))
    }

    /// The number of matches in a line.
    pub fn count(&self, line: &str) -> Result<usize, Stopped> {
        let Some(likely) = self.likely(&Lowered::new(line)) else { return Ok(0) };
        let mut places = likely.find_iter(line, 0, line.len());
        places.try_fold(0, |count, place| place.map(|_| count + 1))
    }

    /// The match that begins at a position of a line.
    pub fn match_at(&self, line: &str, start: usize) -> Result<Option<Match>, Stopped> {
        self.matched(Search { line, start, aim: Aim::Begin })
    }

    /// Whether a match begins at a position of a line.
    pub fn begins(&self, line: &str, start: usize) -> Result<bool, Stopped> {
        self.matches_at(Search { line, start, aim: Aim::Begin })
    }

    /// The match of a whole line.
    pub fn fullmatch(&self, line: &str) -> Result<Option<Match>, Stopped> {
        self.matched(Search { line, start: 0, aim: Aim::Whole })
    }

    /// The names of the groups.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| name.as_str())
    }

    /// Whether there is a match in a line.
    pub fn is_in(&self, line: &str) -> Result<bool, Stopped> {
        self.matches_at(Search { line, start: 0, aim: Aim::Next })
    }

    /// Whether all of a line matches.
    pub fn fits(&self, line: &str) -> Result<bool, Stopped> {
        self.matches_at(Search { line, start: 0, aim: Aim::Whole })
    }

    fn matched(&self, search: Search) -> Result<Option<Match>, Stopped> {
        let engine = self.engine(search.aim);
        engine.groups(search, self.groups, &mut Budget::new(search.line))
    }

    fn matches_at(&self, search: Search) -> Result<bool, Stopped> {
        let engine = self.engine(search.aim);
        Ok(engine.place(search, &mut Budget::new(search.line))?.is_some())
    }

    /// A replacement such as `\1`, parsed; an error is one line that says what is wrong.
    pub fn template(&self, source: &str) -> Result<Template, String> {
        Template::new(source, self.groups, |name| self.group(name))
            .map_err(|problem| format!("bad replacement {}: {problem}", quoted(source)))
    }

    fn engine(&self, aim: Aim) -> &Engine {
        let kept = match aim {
            Aim::Next | Aim::Begin => &self.search,
            Aim::Moving => &self.moving,
            Aim::Whole => &self.whole,
        };
        kept.get_or_init(|| Engine::new(self, aim))
    }
}

impl Engine {
    fn new(pattern: &Pattern, aim: Aim) -> Self {
        let Pattern { node, groups, .. } = pattern;
        if aim != Aim::Moving && !is_hard(node) {
            let (text, numbers) = exact(node);
            return Self::Linear(Linear {
                text: framed(&text, aim),
                has_borders: text.contains(r"\b") && !text.contains(r"\B"),
                groups: numbers,
                program: Program::new(node, *groups, LONGEST_PROGRAM)
                    .ok()
                    .map(|program| (program, pattern.openings().clone())),
                steps: AtomicUsize::new(0),
                regex: OnceLock::new(),
                plain: OnceLock::new(),
                loose: OnceLock::new(),
            });
        }
        let guide = || Guide {
            openings: pattern.openings().clone(),
            steps: AtomicUsize::new(0),
            texts: (framed(&sketch(node), aim), needs(node)),
            sketch: OnceLock::new(),
        };
        match Program::new(node, *groups, LONGEST) {
            Ok(program) => Self::Hard { program, guide: guide() },
            Err(problem) => Self::Broken(problem),
        }
    }

    /// The place of the next match.
    fn place(&self, search: Search, budget: &mut Budget) -> Result<Option<Range<usize>>, Stopped> {
        match self {
            Self::Linear(linear) => linear.place(search),
            Self::Hard { program, guide } => {
                Ok(hard(program, guide, search, budget)?.map(|found| found.place()))
            }
            Self::Broken(_) => Err(Stopped),
        }
    }

    /// The next match with its groups.
    fn groups(&self, search: Search, most: usize, budget: &mut Budget) -> Result<Option<Match>, Stopped> {
        match self {
            Self::Linear(linear) => linear.groups(search, most),
            Self::Hard { program, guide } => hard(program, guide, search, budget),
            Self::Broken(_) => Err(Stopped),
        }
    }
}

impl Linear {
    /// The engine for any line.
    fn regex(&self) -> &Result<Box<meta::Regex>, String> {
        self.regex.get_or_init(|| linear(&self.text))
    }

    /// The engine for a line without word characters beyond ASCII.
    fn plain(&self) -> &Result<Box<meta::Regex>, String> {
        self.plain.get_or_init(|| linear(&self.text.replace(r"\b", r"(?-u:\b)")))
    }

    /// How a match is sought.
    fn way(&self, search: Search) -> Result<Way<'_>, Stopped> {
        if self.steps.load(Ordering::Relaxed) <= WORTH_COMPILING
            && let Some(found) = self.without_regex(search)
        {
            return Ok(Way::Steps(found));
        }
        let is_wide = || search.line.contains(|sign: char| !sign.is_ascii() && chars::is_word(sign));
        let regex = match self.has_borders {
            true if !is_wide() => self.plain(),
            true => match self.by_loose(search) {
                Some(found) => return Ok(Way::Steps(found)),
                None => self.regex(),
            },
            false => self.regex(),
        };
        regex.as_ref().map(|regex| Way::Regex(regex)).map_err(|_| Stopped)
    }

    /// The match by single steps where the pattern without borders of words matches; None if they are too many.
    fn by_loose(&self, search: Search) -> Option<Option<Match>> {
        let (program, _) = self.program.as_ref()?;
        let loose = self.loose.get_or_init(|| linear(&self.text.replace(r"\b", ""))).as_ref().ok()?;
        let next = |from| Some(loose.search(&Search { start: from, ..search }.input())?.start());
        stepped(program, search, &mut Budget::of(MOST_AT_ONCE), next).ok()
    }

    fn place(&self, search: Search) -> Result<Option<Range<usize>>, Stopped> {
        Ok(match self.way(search)? {
            Way::Steps(found) => found.map(|found| found.place()),
            Way::Regex(regex) => regex.search(&search.input()).map(|place| place.range()),
        })
    }

    fn groups(&self, search: Search, most: usize) -> Result<Option<Match>, Stopped> {
        let regex = match self.way(search)? {
            Way::Steps(found) => return Ok(found),
            Way::Regex(regex) => regex,
        };
        let mut captures = regex.create_captures();
        regex.search_captures(&search.input(), &mut captures);
        if !captures.is_match() {
            return Ok(None);
        }
        let mut places = vec![None; most + 1];
        let numbers = std::iter::once(&0).chain(&self.groups);
        for (i, number) in numbers.enumerate() {
            let place = captures.get_group(i).map(|span| span.range());
            // Of groups with one number the last that took part counts.
            if let (Some(place), Some(slot)) = (place, places.get_mut(*number)) {
                let is_later = |other: &Range<usize>| place.start >= other.start;
                if slot.as_ref().is_none_or(is_later) {
                    *slot = Some(place);
                }
            }
        }
        Ok(Some(Match { places }))
    }

    /// The match by single steps; None if the linear engine is worth it.
    fn without_regex(&self, search: Search) -> Option<Option<Match>> {
        let (program, openings) = self.program.as_ref()?;
        let done = self.steps.load(Ordering::Relaxed);
        let mut budget = Budget::of(MOST_AT_ONCE);
        let found = stepped(program, search, &mut budget, |from| openings.next(search.line, from));
        self.steps.store(done + MOST_AT_ONCE - budget.left(), Ordering::Relaxed);
        if found.is_err() {
            self.steps.store(usize::MAX, Ordering::Relaxed);
        }
        found.ok()
    }
}

/// What the engine with second tries finds where the guide of a pattern leads.
fn hard(
    program: &Program,
    guide: &Guide,
    search: Search,
    budget: &mut Budget,
) -> Result<Option<Match>, Stopped> {
    let line = search.line;
    let opening = |from| guide.openings.next(line, from);
    if guide.openings.are_rare() || program.is_anchored() {
        return stepped(program, search, budget, opening);
    }
    let done = guide.steps.load(Ordering::Relaxed);
    if done <= WORTH_COMPILING {
        let mut few = Budget::of(MOST_AT_ONCE);
        let found = stepped(program, search, &mut few, opening);
        let steps = if found.is_ok() { done + MOST_AT_ONCE - few.left() } else { usize::MAX };
        guide.steps.store(steps, Ordering::Relaxed);
        if found.is_ok() {
            return found;
        }
    }
    let Sketch { begin, needs } = guide.sketch.get_or_init(|| Sketch {
        begin: linear(&guide.texts.0).ok(),
        needs: guide.texts.1.iter().filter_map(|need| Some(*linear(need).ok()?)).collect(),
    });
    let mut asked = search.start > 0; // later searches of a line don't ask again
    stepped(program, search, budget, |from| {
        let maybe = match begin {
            Some(begin) => begin.search(&Search { start: from, ..search }.input())?.start(),
            None if from <= line.len() => from,
            None => return None,
        };
        let is_possible = mem::replace(&mut asked, true) || needs.iter().all(|need| need.is_match(line));
        is_possible.then_some(maybe)
    })
}

/// A pattern for an aim.
fn framed(text: &str, aim: Aim) -> String {
    match aim {
        Aim::Whole => format!(r"\A(?:{text})\z"),
        _ => text.to_owned(),
    }
}

/// The next match by single steps; `next` gives the next place at which one may begin.
fn stepped(
    program: &Program,
    search: Search,
    budget: &mut Budget,
    mut next: impl FnMut(usize) -> Option<usize>,
) -> Result<Option<Match>, Stopped> {
    let Search { line, start, aim } = search;
    let is_fixed = matches!(aim, Aim::Begin | Aim::Whole);
    let mut from = start;
    // Where a match must begin at a place, the next place may be far away.
    while let Some(at) = if is_fixed { Some(start) } else { next(from) } {
        budget.spend_reading(at - from)?;
        let demand = match aim {
            Aim::Whole => Demand::Whole,
            Aim::Moving if at == start => Demand::Something,
            _ => Demand::None,
        };
        if let Some(places) = program.match_at(line, at, demand, budget)? {
            return Ok(Some(Match { places }));
        }
        match program.after_failure(line, at).filter(|_| !is_fixed) {
            Some(next) => from = next,
            None => break,
        }
    }
    Ok(None)
}

impl Search<'_> {
    fn input(&self) -> Input<'_> {
        let anchored = if self.aim == Aim::Begin { Anchored::Yes } else { Anchored::No };
        Input::new(self.line).range(self.start.min(self.line.len())..).anchored(anchored)
    }
}

impl Alternatives {
    /// The patterns of these sources; an error is one line that says what is wrong.
    pub fn new<S: AsRef<str>>(sources: &[S], ignore_case: bool) -> Result<Self, String> {
        let mut patterns = Vec::new();
        for source in sources {
            patterns.push(Pattern::new(source.as_ref(), ignore_case)?);
        }
        Ok(Self(patterns))
    }

    /// What makes a line worth a look, for each pattern.
    pub fn triggers(&self) -> impl Iterator<Item = Part> {
        self.0.iter().map(Pattern::line_trigger)
    }

    /// Whether one of the patterns with some numbers matches all of a line.
    pub fn some_fit(&self, line: &str, mut is_wanted: impl FnMut(usize) -> bool) -> Result<bool, Stopped> {
        for (number, pattern) in self.0.iter().enumerate() {
            if is_wanted(number) && pattern.openings().fit(line.as_bytes(), 0) && pattern.fits(line)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether one of the patterns matches all of a line.
    pub fn fit(&self, line: &str) -> Result<bool, Stopped> {
        self.some_fit(line, |_| true)
    }
}

impl Match {
    /// The place of the whole match.
    pub fn place(&self) -> Range<usize> {
        self.group(0).unwrap_or_default()
    }

    /// The place of a group, if it took part.
    pub fn group(&self, number: usize) -> Option<Range<usize>> {
        self.places.get(number).cloned().flatten()
    }

    /// The text of a group in the line, empty if it took no part.
    pub fn text<'l>(&self, line: &'l str, number: usize) -> &'l str {
        self.group(number).and_then(|place| line.get(place)).unwrap_or_default()
    }

    /// The text that a template makes of a match.
    pub fn expand(&self, template: &Template, line: &str) -> String {
        template.expand(|number| self.text(line, number))
    }
}

/// A walk through a line from match to match.
struct Walk<'p, 'l> {
    pattern: &'p Pattern,
    next: Option<Search<'l>>,
    budget: Budget,
}

impl<'p, 'l> Walk<'p, 'l> {
    fn new(pattern: &'p Pattern, line: &'l str, start: usize, end: usize) -> Self {
        let line = line.get(..end).unwrap_or(line);
        let first = Search { line, start, aim: Aim::Next };
        let next = line.is_char_boundary(start).then_some(first);
        Self { pattern, next, budget: Budget::new(line) }
    }

    /// The result of the next search; the walk ends with the first failure.
    fn step<T>(
        &mut self,
        run: impl Fn(&Engine, Search, &mut Budget) -> Result<Option<T>, Stopped>,
        place: impl Fn(&T) -> Range<usize>,
    ) -> Option<Result<T, Stopped>> {
        let search = self.next.take()?;
        let result = run(self.pattern.engine(search.aim), search, &mut self.budget).transpose()?;
        if let Ok(result) = &result {
            let place = place(result);
            let aim = if place.is_empty() { Aim::Moving } else { Aim::Next };
            self.next = Some(Search { start: place.end, aim, ..search });
        }
        Some(result)
    }
}

/// The places of matches, in order.
pub struct FindIter<'p, 'l>(Walk<'p, 'l>);

impl Iterator for FindIter<'_, '_> {
    type Item = Result<Range<usize>, Stopped>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.step(Engine::place, Range::clone)
    }
}

/// Matches with their groups, in order.
pub struct Matches<'p, 'l>(Walk<'p, 'l>);

impl Iterator for Matches<'_, '_> {
    type Item = Result<Match, Stopped>;

    fn next(&mut self) -> Option<Self::Item> {
        let most = self.0.pattern.groups;
        self.0.step(|engine, search, budget| engine.groups(search, most, budget), Match::place)
    }
}

fn linear(text: &str) -> Result<Box<meta::Regex>, String> {
    let config = meta::Config::new().nfa_size_limit(Some(LARGEST));
    let built = meta::Builder::new().configure(config).build(text);
    built.map(Box::new).map_err(|problem| {
        let problem = problem.size_limit().map_or_else(
            || problem.to_string(),
            |limit| format!("takes more than {limit} bytes when compiled"),
        );
        one_line(&problem)
    })
}

fn one_line(problem: &str) -> String {
    problem.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn bad(source: &str, problem: &str) -> String {
    format!("bad pattern {}: {problem}", quoted(source))
}

/// A source as a message shows it, cut if it is long.
fn quoted(source: &str) -> String {
    let mut shown: String = source.chars().take(LONGEST_SHOWN).collect();
    if shown.len() < source.len() {
        shown.pop();
        shown.push('…');
    }
    let quote = if shown.contains('\'') && !shown.contains('"') { '"' } else { '\'' };
    let mut text = String::from(quote);
    for char in shown.chars() {
        match char {
            '\\' => text.push_str(r"\\"),
            '\n' => text.push_str(r"\n"),
            '\r' => text.push_str(r"\r"),
            '\t' => text.push_str(r"\t"),
            _ if char == quote => text.extend(['\\', char]),
            _ if char.is_control() => text.push_str(&format!("\\x{:02x}", u32::from(char))),
            _ => text.push(char),
        }
    }
    text.push(quote);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(source: &str, line: &str) -> Vec<(usize, usize)> {
        let pattern = Pattern::new(source, false).unwrap();
        let places = pattern.find_iter(line, 0, line.len());
        places.map(|place| place.unwrap()).map(|place| (place.start, place.end)).collect()
    }

    /// The texts of all matches, joined by `/`.
    fn texts(source: &str, ignore_case: bool, line: &str) -> String {
        let pattern = Pattern::new(source, ignore_case).unwrap();
        let places = pattern.find_iter(line, 0, line.len());
        places.map(|place| line.get(place.unwrap()).unwrap()).collect::<Vec<_>>().join("/")
    }

    #[test]
    fn empty_matches_follow_others() {
        for (source, line, expected) in [
            ("|a", "a", vec![(0, 0), (0, 1), (1, 1)]),
            ("x*", "axb", vec![(0, 0), (1, 2), (2, 2), (3, 3)]),
            ("a*?", "aa", vec![(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)]),
            ("(?=a)|a", "ba", vec![(1, 1), (1, 2)]),
            (r"a\Kb", "ab ab", vec![(1, 2), (4, 5)]),
            (r"(?:(?:$|\A|[^i])){1,3}", "aa", vec![(0, 0), (0, 2), (2, 2)]),
            ("(?:[^a]?|ab)+", "bab", vec![(0, 1), (1, 1), (1, 3), (3, 3)]),
        ] {
            assert_eq!(spans(source, line), expected, "{source} {line}");
        }
    }

    #[test]
    fn case_is_folded_as_in_python() {
        for (source, line, expected) in [
            ("i", "iIİı", "i/I/İ"),
            ("I", "iIİı", "i/I/ı"),
            ("İ", "iIİı", "i/İ"),
            ("[a-z]", "iIİı", "i/I/İ"),
            ("[^a-z]", "iIİı", "ı"),
            ("[İx]", "iIİıX", "i/İ/X"),
            ("[^İ]", "iIİı", "I/ı"),
            ("ks", "KS Kſ", "KS/Kſ"),
            ("ß", "ß ẞ ss", "ß/ẞ"),
            (r"\p{Lu}", "aAªĸ1", "a/A/ĸ"),
            (r"[^\p{Ll}]", "aA1", "1"),
            (r"[\p{Lu}\d]", "aAĸ1ı", "a/A/1/ı"),
            (r"(\p{L})\1", "aA iİ", "aA/iİ"),
            (r"(?-i:a)b", "aB AB", "aB"),
        ] {
            assert_eq!(texts(source, true, line), expected, "{source} {line}");
        }
    }

    #[test]
    fn the_dialect_is_that_of_python() {
        for (source, line, expected) in [
            (r"\u2019\x41\U0001F600", "’A😀", "’A😀"),
            (r"[[(]a", "[a(a", "[a/(a"),
            ("[]a]+", "a]", "a]"),
            ("[a&&b]+", "a&b", "a&b"),
            ("[+--]+", "+,-.", "+,-"),
            (r"[a-\d]+", "a-3", "a-3"),
            ("a{,2}b", "aaab b", "aab/b"),
            ("a{x}", "a{x}", "a{x}"),
            ("(?x: a b # c\n [ ] )", "ab ", "ab "),
            ("a(?i)b|c", "aB AB C", "aB/C"),
            (r"(?P<n>a)(?P=n)\g<n>", "aaaa", "aaa"),
            (r"\w+", "a\u{200d}b-é", "a\u{200d}b/é"),
            (r"\s", "\x1c\x1f\u{85}\u{2028}", "\u{85}/\u{2028}"),
            ("a$", "a", "a"),
            (r"\p{^Lu}", "Aa", "a"),
            ("(?#no)a++(?!b)", "aab aac", "aa"),
            (r"(?<=\w+-)\d", "ab-1 -2", "1"),
            (r"(?<!(?<!x)\w\.)b", "a.b xa.b", "b"),
            (r"(?<=(a|ab))(?=c)c", "abc", "c"),
            ("(?:(?<n>a)|(?<n>b))c", "ac bc", "ac/bc"),
        ] {
            assert_eq!(texts(source, false, line), expected, "{source} {line}");
        }
    }

    #[test]
    fn a_part_of_a_line_is_searched() {
        for (source, line, start, end, expected) in [
            ("^b", "ab", 1, 2, false),
            (r"\bb", "ab", 1, 2, false),
            ("(?<=a)b", "ab", 1, 2, true),
            ("a$", "ab", 0, 1, true),
            ("a(?=b)", "ab", 0, 1, false),
            ("a(?!b)", "ab", 0, 1, true),
            ("b", "éb", 1, 3, false),
        ] {
            let pattern = Pattern::new(source, false).unwrap();
            let matches = pattern.find_iter(line, start, end).next().is_some();
            assert_eq!(matches, expected, "{source} {line} {start}..{end}");
        }
        let pattern = Pattern::new("b|bc", false).unwrap();
        assert_eq!(pattern.begins("abc", 1), Ok(true));
        assert_eq!(pattern.begins("abc", 0), Ok(false));
        assert_eq!(pattern.match_at("abc", 1).unwrap().map(|found| found.place()), Some(1..2));
        assert_eq!(pattern.fits("bc"), Ok(true));
        assert_eq!(pattern.fits("bcd"), Ok(false));
    }

    #[test]
    fn possessive_repeats_become_greedy_where_that_is_the_same() {
        for (source, is_hard) in [
            (r"\p{L}++\s", false),
            (r"\p{L}++", false),
            (r"\w++(?:-\w++)*+\.", false),
            (r"\p{L}++a", true),
            (r"\w++\b", true),
            (r"(?:a|ab)++c", true),
        ] {
            assert_eq!(Pattern::new(source, false).unwrap().is_hard(), is_hard, "{source}");
        }
    }

    #[test]
    fn groups_are_filled_in() {
        let pattern = Pattern::new(r"(?P<n>a)(b)?|(?P<n>c)", false).unwrap();
        assert_eq!((pattern.groups(), pattern.group("n"), pattern.group("m")), (2, Some(1), None));
        for (template, line, expected) in [
            (r"\1\2|", "a", "a|"),
            (r"\g<n>\g<2>\g<0>", "ab", "abab"),
            (r"\n\x41\u0042\101\0\\\-", "c", "\nABA\0\\\\-"),
            (r"\g<1>", "c", "c"),
        ] {
            let template = pattern.template(template).unwrap();
            let found = pattern.fullmatch(line).unwrap().unwrap();
            assert_eq!(found.expand(&template, line), expected, "{line}");
        }
        for template in [r"\3", r"\g<m>", r"\q", r"\g<1", r"\x4"] {
            assert!(pattern.template(template).is_err(), "{template}");
        }
    }

    #[test]
    fn errors_are_one_line() {
        for (source, problem) in [
            ("(a", "missing ) at position 2"),
            ("a)", "unbalanced parenthesis at position 1"),
            ("[a", "unterminated character set at position 2"),
            ("a**", "multiple repeat at position 2"),
            ("*a", "nothing to repeat at position 0"),
            (r"\y", r"bad escape \y at position 2"),
            (r"\p{Nope}", "unknown property"),
            ("a{2,1}", "min repeat greater than max repeat"),
            (r"(a)\2", "invalid group reference"),
            ("[z-a]", "bad character range"),
            ("(?(1)a|b)", "'(?(1' is not supported"),
            ("[[:alpha:]]", "'[:' is not supported"),
            (&"(".repeat(1000), "too deep"),
        ] {
            let error = Pattern::new(source, false).unwrap_err();
            assert!(error.contains(problem) && !error.contains('\n'), "{error}");
        }
        let large = Pattern::new(r"(?:\w{1000}){1000}", false).unwrap();
        assert!(large.require().is_err());
    }

    #[test]
    fn what_does_not_match_at_all_costs_little() {
        let pattern = Pattern::new(r"(a+)+(?<!b)$", false).unwrap();
        assert_eq!(pattern.count(&format!("{}!", "a".repeat(40))), Ok(0));
    }

    #[test]
    fn one_of_several_fits() {
        let alternatives = Alternatives::new(&["a+", r"(x)\1", "(b)"], true).unwrap();
        for (line, expected) in [("AA", true), ("xX", true), ("b", true), ("ab", false)] {
            assert_eq!(alternatives.fit(line), Ok(expected), "{line}");
        }
        assert_eq!(Alternatives::default().fit("a"), Ok(false));
    }
}
