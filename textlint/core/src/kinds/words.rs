//! The kind `words`: words and phrases that are wrong, with their corrections.

mod entries;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use memchr::memmem;
use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::document::{Document, Span};
use crate::doubts::{is_doubtful, is_known_slip};
use crate::language::speaks;
use crate::lexicon::{WordSet, frequency, hash, is_in, lists};
use crate::model::{Edit, Finding, Rule, Values};
use crate::pattern::{Exceptions, Sheltered, Stopped};
use crate::ruleset::Check;
use crate::text::chars::{self, is_letter};
use crate::text::prose::{in_prose, is_joined};
use crate::text::sentences::starts_sentence;
use crate::text::talk::may_mean;
use crate::text::words::{first_code_points, is_half, last_code_points, words_in};
use entries::{Entry, Table};

/// The code points on either side of a misspelling that may have the right word, or unknown words.
const NEAR: usize = 60;
/// A text that has a misspelling so often spells the word so.
const OWN_SPELLING: usize = 4;
/// The code points before a word in which another one may be broken.
const BROKEN_REACH: usize = 40;
/// On Zipf's scale: a word that is so frequent is known, whether dictionaries have it or not.
const IN_USE: f64 = 2.5;
/// The code points on either side of a word that may be a bibliography, and the signs that make it one.
const REFERENCE_REACH: usize = 120;
const FEWEST_SIGNS: usize = 3;
/// The unknown words near a misspelling that make its neighbourhood strange.
const FEWEST_STRANGE: usize = 2;
/// Different words that are counted one by one; more are counted together.
const FEW: usize = 8;

/// The signs of a bibliography but for initials: pages, volumes, years in brackets, numbers of books.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"\b(?:pp?|[Vv]ol|[Nn]o|[Ee]ds?|et al)\.|\b(?:doi|DOI|ISBN|ISSN)\b|\(\d{4}[a-z]?\)";
    Regex::new(pattern).expect("a constant pattern")
});

/// The options of a rule of this kind; tables are lists of rows.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    #[serde(deserialize_with = "entries::in_order")]
    pub words: Vec<(String, String)>,
    pub table: Option<Vec<Vec<String>>>,
    /// The ends of the names of dictionaries of misspellings.
    pub codespell: Vec<String>,
    pub shortest: usize,
    pub unless: Vec<String>,
    pub allow: Option<Vec<Vec<String>>>,
    pub names: bool,
}

/// A check for wrong words and phrases.
#[derive(Debug)]
pub struct WordsCheck {
    table: Table,
    unless: Exceptions,
    shortest: usize,
    names: bool,
}

/// A wrong word or phrase at a place, with its correction where it is sure.
struct Place {
    span: Span,
    /// The span with the words that a phrase and its correction have in common.
    whole: Span,
    entry: Entry,
    right: String,
    /// Whether the place is in a language of the rule; elsewhere exceptions have not been asked.
    speaks: bool,
}

impl WordsCheck {
    /// The check with these options; an error is one line that says what is wrong.
    pub fn new(options: &Options) -> Result<Self, String> {
        Ok(Self {
            table: Table::new(options)?,
            unless: Exceptions::new(&options.unless, true)?,
            shortest: options.shortest,
            names: options.names,
        })
    }

    /// The findings in some spans.
    pub fn findings(
        &self,
        rule: &Rule,
        document: &Document,
        spans: &[Span],
    ) -> Result<Vec<Finding>, Stopped> {
        let mut unless = Sheltered::new(&self.unless);
        let places = self.places(rule, document, spans, &mut unless)?;
        let own = |place: &&Place| self.table.has_dictionaries() && !self.is_known_slip(&place.entry);
        let wanted = places.iter().filter(own).map(|place| document.slice(place.span)).collect();
        let times = times(document.text, wanted);
        let mut recurring = FxHashSet::default();
        let mut findings = Vec::new();
        for place in &places {
            let times = times.get(document.slice(place.span)).copied().unwrap_or_default();
            if times < OWN_SPELLING {
                if place.speaks {
                    findings.push(self.finding(rule, document, place, times));
                }
                continue;
            }
            let wrong = &place.entry.wrong;
            if recurring.contains(wrong) || (!place.speaks && unless.cover(document, place.whole)?) {
                continue;
            }
            recurring.insert(wrong);
            if place.speaks {
                findings.push(recurring_finding(rule, document, place, times));
            }
        }
        Ok(findings)
    }

    /// The places of wrong words and phrases that are words of the text, no names or parts of something else.
    fn places(
        &self,
        rule: &Rule,
        document: &Document,
        spans: &[Span],
        unless: &mut Sheltered,
    ) -> Result<Vec<Place>, Stopped> {
        let (mut places, mut last) = (Vec::new(), Span::new(0, 0));
        let text = document.text;
        for (whole, entry) in self.table.occurrences(document, spans) {
            let (span, right) = match entry.candidates.first().filter(|_| entry.sure) {
                Some(right) => narrowed(text, whole, &entry.wrong, right),
                None => (whole, String::new()),
            };
            if span == last || self.table.allows(document.slice(span)) || !in_prose(document, whole) {
                continue;
            }
            last = span; // two phrases may say the same of one word
            if is_joined(text, whole) || self.is_half(text, whole) || !(self.names || is_word(document, span))
            {
                continue;
            }
            let speaks = speaks(document, span, rule.language);
            if !speaks || !unless.cover(document, whole)? {
                places.push(Place { span, whole, entry, right, speaks });
            }
        }
        Ok(places)
    }

    /// Whether a misspelling is one that many people make, and no text's own word.
    fn is_known_slip(&self, entry: &Entry) -> bool {
        entry.sure
            && (!self.table.has_dictionaries()
                || entry.candidates.first().is_some_and(|right| is_known_slip(&entry.wrong, right)))
    }

    /// Whether a word is a part of one that a hyphen or a blank breaks.
    fn is_half(&self, text: &str, span: Span) -> bool {
        let mut after = text[span.end..].chars();
        let is_before_hyphen =
            matches!(after.next(), Some('-' | '‐')) && after.next().is_some_and(chars::is_blank);
        is_before_hyphen || (self.table.has_dictionaries() && is_half(text, span))
    }

    fn finding(&self, rule: &Rule, document: &Document, place: &Place, times: usize) -> Finding {
        let (span, entry) = (place.span, &place.entry);
        let word = document.slice(span);
        if !entry.sure {
            let listed = if entry.candidates.is_empty() { "another word".into() } else { listed(entry) };
            let mut finding = rule.flag_with(document, span, Vec::new(), values(listed));
            finding.candidates = entry.candidates.iter().map(|candidate| like(word, candidate)).collect();
            return finding;
        }
        let fixed = like(word, &place.right);
        let near = Span::new(
            document.before(span.start, NEAR, 0),
            document.after(span.end, NEAR, document.text.len()),
        );
        let is_unsafe = !chars::is_lower(word)
            || word.chars().nth(self.shortest.saturating_sub(1)).is_none()
            || self.is_doubtful(document, place, times)
            // Where the right word is near as well, the text may speak of both.
            || document.slice(near).contains(&fixed);
        let values = values(format!("'{fixed}'"));
        let finding = rule.flag_with(document, span, vec![Edit::new(span, fixed)], values);
        if is_unsafe { finding.needing_consent() } else { finding }
    }

    /// Whether a misspelling of a dictionary, or its place, leaves a doubt that it is a slip.
    fn is_doubtful(&self, document: &Document, place: &Place, times: usize) -> bool {
        let entry = &place.entry;
        self.table.has_dictionaries()
            && (times > 1
                || (entry.borrowed
                    && entry.candidates.first().is_some_and(|right| is_doubtful(&entry.wrong, right)))
                || is_part_of_name(document.text, place.span)
                || may_mean(document.text, place.span)
                || is_among_strange(document.text, place.span)
                || !self.is_among_words(document, place.span))
    }

    /// Whether a place has known words on either side and is in no list of misspellings and no bibliography.
    fn is_among_words(&self, document: &Document, span: Span) -> bool {
        let text = document.text;
        let start = document.before(span.start, REFERENCE_REACH, 0);
        let end = document.after(span.end, REFERENCE_REACH, text.len());
        if signs_of_references(&text[start..end]) >= FEWEST_SIGNS {
            return false;
        }
        let before = word_before(last_code_points(&text[..span.start], NEAR));
        let after = word_after(first_code_points(&text[span.end..], NEAR));
        before.into_iter().chain(after).all(|(word, mark)| {
            if !chars::is_lower(word) {
                return true;
            }
            let word = chars::plain(word);
            let is_wrong = self.begins_wrong(&word);
            let is_listed_with = is_wrong && !chars::strip(mark).is_empty(); // recieve, thier
            !is_listed_with && (is_wrong || is_known(&word))
        })
    }

    /// Whether a wrong word or phrase begins with a word.
    fn begins_wrong(&self, word: &str) -> bool {
        words_in(word).next() == Some(0..word.len()) && self.table.begins_with(word, hash(word.as_bytes()))
    }
}

impl Check for WordsCheck {
    /// Adds the findings; none if a search for exceptions takes too many steps.
    fn check(&self, rule: &Rule, document: &Document, spans: &[Span], findings: &mut Vec<Finding>) {
        findings.extend(rule.found(self.findings(rule, document, spans)));
    }
}

/// The finding of a misspelling that a text has again and again.
fn recurring_finding(rule: &Rule, document: &Document, place: &Place, times: usize) -> Finding {
    let expected = format!("{} (written {times} times)", listed(&place.entry));
    let mut finding = rule.flag_with(document, place.span, Vec::new(), values(expected));
    finding.candidates = place.entry.candidates.iter().map(ToString::to_string).collect();
    finding
}

fn values(expected: String) -> Values<'static> {
    Values::from([("expected", expected)])
}

fn listed(entry: &Entry) -> String {
    let quoted: Vec<String> = entry.candidates.iter().map(|candidate| format!("'{candidate}'")).collect();
    quoted.join(" or ")
}

/// How often a text has each of some strings.
fn times<'t>(text: &str, mut wanted: Vec<&'t str>) -> FxHashMap<&'t str, usize> {
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.len() <= FEW {
        let count = |word: &str| memmem::find_iter(text.as_bytes(), word.as_bytes()).count();
        return wanted.into_iter().map(|word| (word, count(word))).collect();
    }
    let Ok(automaton) = AhoCorasick::new(&wanted) else {
        return FxHashMap::default();
    };
    let mut counts = vec![(0, 0); wanted.len()];
    for place in automaton.find_overlapping_iter(text) {
        let Some((count, end)) = counts.get_mut(place.pattern().as_usize()) else {
            continue;
        };
        if place.start() >= *end {
            (*count, *end) = (*count + 1, place.end());
        }
    }
    wanted.into_iter().zip(counts).map(|(word, (count, _))| (word, count)).collect()
}

/// A place and a correction without the words that a phrase and its correction have in common at either end.
fn narrowed(text: &str, whole: Span, wrong: &str, right: &str) -> (Span, String) {
    let mut before: Vec<&str> = wrong.split(' ').collect();
    let mut after: Vec<&str> = right.split(' ').collect();
    let (mut first, mut last) = (0, 0);
    while before.len() > 1 && after.len() > 1 && before.first() == after.first() {
        first += before.remove(0).chars().count() + 1;
        after.remove(0);
    }
    while before.len() > 1 && after.len() > 1 && before.last() == after.last() {
        last += before.pop().map_or(0, |word| word.chars().count()) + 1;
        after.pop();
    }
    let phrase = &text[whole.range()];
    let start = whole.start + first_code_points(phrase, first).len();
    let end = whole.end - last_code_points(phrase, last).len();
    (Span::new(start, end), after.join(" "))
}

/// Whether this is a word and no name: in lower case, or capitalised only because a sentence begins.
fn is_word(document: &Document, span: Span) -> bool {
    let (text, word) = (document.text, document.slice(span));
    if chars::split(&chars::plain(word)).any(|part| document.capitals(part) > 0) {
        return false;
    }
    if chars::is_lower(word) {
        return !is_after_half(last_code_points(&text[..span.start], BROKEN_REACH));
    }
    let mut rest = word.chars();
    rest.next();
    chars::is_lower(rest.as_str()) && starts_sentence(text, span.start)
}

/// Whether the rest of a word that a hyphen breaks follows a text.
fn is_after_half(before: &str) -> bool {
    let rest = before.trim_end_matches(chars::is_blank);
    let word = rest.strip_suffix(['-', '‐']);
    rest.len() < before.len() && word.is_some_and(|word| word.chars().next_back().is_some_and(is_letter))
}

/// Whether hyphens make a word a part of a name (awesome-langauge), not of a usual compound.
fn is_part_of_name(text: &str, span: Span) -> bool {
    let before = last_code_points(&text[..span.start], NEAR);
    let before = before.strip_suffix('\n').unwrap_or(before);
    let is_unusual = before.strip_suffix('-').is_some_and(|before| {
        let is_part = |sign: char| chars::is_alnum(sign) || matches!(sign, '.' | '-');
        let first = &before[before.trim_end_matches(is_part).len()..];
        !is_in(&first.to_lowercase(), WordSet::FirstOfCompound)
    });
    is_unusual || text[span.end..].starts_with('-')
}

/// Whether several words near a misspelling are unknown: a child's letter, an old text, an exercise.
fn is_among_strange(text: &str, span: Span) -> bool {
    let before = last_code_points(&text[..span.start], NEAR);
    let after = first_code_points(&text[span.end..], NEAR);
    let is_strange = |word: &&str| chars::is_lower(word) && !is_known(&chars::plain(word));
    let earlier = words_in(before).skip(1).map(|word| &before[word]);
    let mut later: Vec<&str> = words_in(after).map(|word| &after[word]).collect();
    later.pop(); // it may be cut off, as the first one before may be
    earlier.chain(later).filter(is_strange).nth(FEWEST_STRANGE - 1).is_some()
}

/// The signs of a bibliography in a text.
fn signs_of_references(text: &str) -> usize {
    REFERENCE.find_iter(text).count() + initials(text)
}

/// The initials of names, which others or a name follow: `D. E. Knuth` has two.
fn initials(text: &str) -> usize {
    memchr::memchr_iter(b'.', text.as_bytes())
        .filter(|&stop| {
            let mut before = text[..stop].chars().rev();
            let mut after = text[stop + 1..].chars().peekable();
            before.next().is_some_and(chars::is_capital)
                && !before.next().is_some_and(|sign| sign == '.' || chars::is_word(sign))
                && matches!(after.next(), Some(' ' | ','))
                && (after.clone().next().is_some_and(chars::is_capital)
                    || (after.next().is_some_and(chars::is_blank)
                        && after.next().is_some_and(chars::is_capital)))
        })
        .count()
}

/// The most characters between a misspelling and the word next to it.
const LONGEST_MARK: usize = 3;

/// Whether a character may be between a misspelling and the word next to it.
fn is_mark(sign: char) -> bool {
    !is_letter(sign) && !matches!(sign, '\r' | '\n')
}

fn is_in_word(sign: char) -> bool {
    is_letter(sign) || matches!(sign, '\'' | '’' | '-')
}

/// The word at the end of a text, and the marks after it.
fn word_before(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let most = text.chars().rev().take(LONGEST_MARK).take_while(|&sign| is_mark(sign)).count();
    (1..=most).rev().find_map(|number| {
        let mark = last_code_points(text, number);
        let rest = &text[..text.len() - mark.len()];
        let word = &rest[rest.trim_end_matches(is_in_word).len()..];
        let word = word.trim_start_matches(|sign| !is_letter(sign));
        (!word.is_empty()).then_some((word, mark))
    })
}

/// The word at the beginning of a text, and the marks before it.
fn word_after(text: &str) -> Option<(&str, &str)> {
    let start = text.find(|sign| !is_mark(sign)).filter(|&start| start > 0)?;
    let (mark, rest) = text.split_at(start);
    let word = &rest[..rest.find(|sign| !is_in_word(sign)).unwrap_or(rest.len())];
    let is_short = mark.chars().nth(LONGEST_MARK).is_none();
    (is_short && word.starts_with(is_letter)).then_some((word, mark))
}

fn is_known(word: &str) -> bool {
    word.split('-').all(|part| lists(part) || frequency(part) >= IN_USE)
}

/// The correction in the case and with the apostrophes of the word that is there.
fn like(word: &str, right: &str) -> String {
    let mut result = right.to_owned();
    if word.chars().next().is_some_and(|first| chars::is_upper(first.encode_utf8(&mut [0; 4]))) {
        let mut rest = right.chars();
        result = if chars::is_upper(word) && word.chars().nth(1).is_some() {
            right.to_uppercase()
        } else {
            rest.next().map_or_else(String::new, |first| first.to_uppercase().to_string() + rest.as_str())
        };
    }
    if word.contains('’') { result.replace('\'', "’") } else { result }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::model::{Applicability, Severity};

    fn shown(options: &str, text: &str) -> Vec<String> {
        let rule = Rule {
            number: 0,
            id: "test/typo".into(),
            kind: "words".into(),
            severity: Severity::Warning,
            language: Language::Any,
            fix: Some(Applicability::Safe),
            message: "{found}: {expected}".into(),
            given_up: Default::default(),
        };
        let check = WordsCheck::new(&serde_json::from_str(options).unwrap()).unwrap();
        let document = Document::new(text);
        let findings = check.findings(&rule, &document, &[Span::new(0, text.len())]).unwrap();
        let mark = |finding: &Finding| match finding.applicability {
            Some(Applicability::Safe) => "",
            Some(Applicability::Unsafe) => "?",
            None => "!",
        };
        findings.iter().map(|finding| mark(finding).to_owned() + &finding.message).collect()
    }

    #[test]
    fn misspellings_of_dictionaries() {
        let options =
            r#"{"codespell": [""], "shortest": 4, "unless": ["'\\w+'"], "allow": [["seperat*"], ["Teh"]]}"#;
        for (text, expected) in [
            ("They will recieve it and go.", vec!["recieve: 'receive'"]),
            ("They recieve or receive it.", vec!["?recieve: 'receive'"]),
            ("Recieve it. A seperate 'recieve' of teh end", vec!["?Recieve: 'Receive'", "?teh: 'the'"]),
            ("She saw Recieve there, and recieve it", vec![]),
            ("A well-recieved plan of re-\ncieve it, re- cieve", vec!["recieved: 'received'"]),
            ("They said alot of it.", vec!["!alot: 'a lot' or 'allot'"]),
            ("recieve- it, $recieve, recieve(1) `recieve`", vec![]),
            ("The branch recieve is there.", vec!["?recieve: 'receive'"]),
            ("Teh acii of the acii, an acii and acii", vec!["!acii: 'ASCII' (written 4 times)"]),
        ] {
            assert_eq!(shown(options, text), expected, "{text}");
        }
    }

    #[test]
    fn phrases_of_a_table() {
        let options = r#"{"words": {"{could|must} of been": "{1} have been", "b": "c, d"},
            "table": [["it's own", "its own", "a remark"], ["could of been", "x"]]}"#;
        for (text, expected) in [
            ("It could of been it’s own; must  of been", vec!["of: 'have'", "it’s: 'its'"]),
            ("a bee of the b", vec!["!b: 'c' or 'd'"]),
        ] {
            assert_eq!(shown(options, text), expected, "{text}");
        }
    }

    #[test]
    fn strings_are_counted() {
        let text = "aa aaa b ab abc abcd abcde";
        let wanted = vec!["aa", "b", "ab", "abc", "bc", "abcd", "cd", "bcd", "de", "aa"];
        let counts = times(text, wanted.clone());
        for word in wanted {
            assert_eq!(counts.get(word).copied(), Some(text.matches(word).count()), "{word}");
        }
        assert_eq!(times(text, vec!["aa"]).get("aa"), Some(&2));
    }

    #[test]
    fn bibliographies_have_signs() {
        for (text, signs) in [
            ("D. E. Knuth, vol. 3 (1997a), pp. 1", 5),
            ("A.B. Cd, x.Y. Z", 0),
            ("DOI of a (1999) doi", 3),
            ("K,\u{a0}L. M, N.\nO", 1),
        ] {
            assert_eq!(signs_of_references(text), signs, "{text}");
        }
    }

    #[test]
    fn words_are_next_to_a_place() {
        for (text, before, after) in [
            ("the (", Some(("the", " (")), None),
            ("don't-, ", Some(("don't", "-, ")), None),
            ("x -a\n", None, None),
            (", so it", None, Some(("so", ", "))),
            ("....so", None, None),
            ("a.\n", Some(("a", ".")), None),
        ] {
            assert_eq!(word_before(text), before, "{text:?}");
            assert_eq!(word_after(text), after, "{text:?}");
        }
    }
}
