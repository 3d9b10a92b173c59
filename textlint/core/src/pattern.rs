//! The regular expressions of rules, in the dialect of Python's module `regex`, version 0.
//!
//! A pattern sees one line without its break. Patterns without conditions on what stands around them are
//! matched in linear time. For others the number of steps is limited, see `Stopped`.

mod exceptions;
mod factors;
mod render;
mod rigid;
mod steps;
mod template;
mod tree;

use std::mem;
use std::ops::Range;
use std::sync::OnceLock;

use crate::triggers::Trigger;
use regex_automata::{Anchored, Input, MatchKind, PatternID, PatternSet, meta};

pub use exceptions::{Exceptions, Sheltered};
use render::{exact, group_sketch, is_hard, needs, sketch};
pub use steps::Stopped;
use steps::{Budget, Demand, Program};
pub use template::Template;
use tree::{Node, Tree, parse};

/// The most memory that a compiled pattern may take, in bytes.
const LARGEST: usize = 64 << 20;
/// The longest part of a pattern that a message shows, in characters.
const LONGEST_SHOWN: usize = 200;

/// A regular expression of a rule, compiled when it is first used.
#[derive(Debug)]
pub struct Pattern {
    source: String,
    node: Node,
    groups: usize,
    names: Vec<(String, usize)>,
    search: OnceLock<Engine>,
    moving: OnceLock<Engine>,
    whole: OnceLock<Engine>,
}

/// Patterns of which one must match.
#[derive(Debug, Default)]
pub struct Alternatives {
    /// Those without conditions on what is around them, as one.
    joined: Option<Pattern>,
    others: Vec<Pattern>,
}

/// A fast test of which of several patterns may match in a line, each with a group that takes part.
#[derive(Debug)]
pub struct Screen {
    patterns: usize,
    /// What the groups of the patterns match, wherever that may be.
    groups: Option<Box<meta::Regex>>,
}

/// The places of a match and of its groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The whole match, then each group by its number.
    places: Vec<Option<Range<usize>>>,
}

#[derive(Debug)]
enum Engine {
    Linear {
        regex: Box<meta::Regex>,
        groups: Vec<usize>,
    },
    Hard {
        program: Program,
        /// What matches from wherever the pattern does.
        sketch: Option<Box<meta::Regex>>,
        /// What else must match somewhere in the line.
        needs: Vec<meta::Regex>,
    },
    /// No engine takes the pattern.
    Broken(String),
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
            search: OnceLock::new(),
            moving: OnceLock::new(),
            whole: OnceLock::new(),
        }
    }

    /// What makes a line worth a search.
    pub fn trigger(&self) -> Trigger {
        let text = if is_hard(&self.node) { sketch(&self.node) } else { exact(&self.node).0 };
        factors::factors(&text).map_or(Trigger::Everywhere, Trigger::Strings)
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

    /// The check that an engine takes the pattern; it compiles it.
    pub fn require(&self) -> Result<(), String> {
        match self.engine(Aim::Next) {
            Engine::Broken(problem) => Err(bad(&self.source, problem)),
            _ => Ok(()),
        }
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
        let mut places = self.find_iter(line, 0, line.len());
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
        kept.get_or_init(|| Engine::new(&self.node, self.groups, aim))
    }
}

impl Engine {
    fn new(node: &Node, groups: usize, aim: Aim) -> Self {
        let framed = |text: &str| match aim {
            Aim::Whole => format!(r"\A(?:{text})\z"),
            _ => text.to_owned(),
        };
        if aim != Aim::Moving && !is_hard(node) {
            let (text, groups) = exact(node);
            return match linear(&framed(&text)) {
                Ok(regex) => Self::Linear { regex, groups },
                Err(problem) => Self::Broken(problem),
            };
        }
        match Program::new(node, groups) {
            Ok(program) => Self::Hard {
                program,
                sketch: linear(&framed(&sketch(node))).ok(),
                needs: needs(node).iter().filter_map(|need| Some(*linear(need).ok()?)).collect(),
            },
            Err(problem) => Self::Broken(problem),
        }
    }

    /// The place of the next match.
    fn place(&self, search: Search, budget: &mut Budget) -> Result<Option<Range<usize>>, Stopped> {
        if let Self::Linear { regex, .. } = self {
            let place = regex.search(&search.input());
            return Ok(place.map(|place| place.range()));
        }
        Ok(self.hard(search, budget)?.map(|found| found.place()))
    }

    /// The next match with its groups.
    fn groups(&self, search: Search, most: usize, budget: &mut Budget) -> Result<Option<Match>, Stopped> {
        let Self::Linear { regex, groups } = self else {
            return self.hard(search, budget);
        };
        let mut captures = regex.create_captures();
        regex.search_captures(&search.input(), &mut captures);
        if !captures.is_match() {
            return Ok(None);
        }
        let mut places = vec![None; most + 1];
        let numbers = std::iter::once(&0).chain(groups);
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

    /// What the engine with second tries finds where the sketch of the pattern matches.
    fn hard(&self, search: Search, budget: &mut Budget) -> Result<Option<Match>, Stopped> {
        let Search { line, start, aim } = search;
        let Self::Hard { program, sketch, needs } = self else {
            return Err(Stopped);
        };
        let mut from = start;
        let mut asked = false;
        loop {
            match sketch {
                Some(sketch) => match sketch.search(&Search { start: from, ..search }.input()) {
                    Some(maybe) => {
                        budget.spend_reading(maybe.end() - from)?;
                        from = maybe.start();
                    }
                    None => return Ok(None),
                },
                None if from > line.len() => return Ok(None),
                None => {}
            }
            // Later searches of a line don't ask again.
            let is_first = start == 0 && !mem::replace(&mut asked, true);
            if is_first && !needs.iter().all(|need| need.is_match(line)) {
                return Ok(None);
            }
            let demand = match aim {
                Aim::Whole => Demand::Whole,
                Aim::Moving if from == start => Demand::Something,
                _ => Demand::None,
            };
            if let Some(places) = program.match_at(line, from, demand, budget)? {
                return Ok(Some(Match { places }));
            }
            let step = line.get(from..).and_then(|rest| rest.chars().next());
            match step {
                Some(char) if matches!(aim, Aim::Next | Aim::Moving) => from += char.len_utf8(),
                _ => return Ok(None),
            }
        }
    }
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
        let (others, plain): (Vec<_>, Vec<_>) = patterns.into_iter().partition(Pattern::is_hard);
        let source = plain.iter().map(Pattern::as_str).collect::<Vec<_>>().join("|");
        let node = Node::Choice(plain.into_iter().map(|pattern| pattern.node).collect());
        let tree = Tree { node, groups: 0, names: Vec::new() };
        let joined = (!source.is_empty()).then(|| Pattern::of(source, tree));
        Ok(Self { joined, others })
    }

    /// What makes a line worth a look; nothing does where there is no pattern.
    pub fn trigger(&self) -> Trigger {
        let patterns = self.joined.iter().chain(&self.others);
        patterns.map(Pattern::trigger).fold(Trigger::Strings(Vec::new()), Trigger::or)
    }

    /// Whether one of the patterns matches all of a line.
    pub fn fit(&self, line: &str) -> Result<bool, Stopped> {
        for pattern in self.joined.iter().chain(&self.others) {
            if pattern.fits(line)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Screen {
    /// The test for patterns with the numbers of their groups.
    pub fn new(patterns: &[(Pattern, usize)]) -> Self {
        let sketches: Vec<String> =
            patterns.iter().map(|(pattern, group)| group_sketch(&pattern.node, *group)).collect();
        // All patterns of a place count, not only the first.
        let config = meta::Config::new().match_kind(MatchKind::All).nfa_size_limit(Some(LARGEST));
        let groups = meta::Builder::new().configure(config).build_many(&sketches);
        Self { patterns: patterns.len(), groups: groups.ok().map(Box::new) }
    }

    /// The numbers of the patterns that may match in a line; no other one does.
    pub fn candidates(&self, line: &str) -> PatternSet {
        let mut candidates = PatternSet::new(self.patterns);
        match &self.groups {
            Some(regex) => regex.which_overlapping_matches(&Input::new(line), &mut candidates),
            None => (0..self.patterns).for_each(|number| {
                candidates.insert(PatternID::must(number));
            }),
        }
        candidates
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
