//! The kind `repetition`: words and paragraphs that are there twice, and tables of what is below.
//!
//! A table of contents is made by a machine if most of its items are the first words of later lines, in their order,
//! and half of them are cut off there. One with whole headings is the author's.
//!
//! The edit deletes the second one, or the table. A doubled word that is capitalised both times is a name (Duran
//! Duran). One at the end of a line and at the beginning of the next counts in wrapped text, and where only a few
//! words are sought. A word that is named (the word the, “the the”) may well be followed by itself. Where a text has
//! more than two doubled words or fillers (uh, er) no edit is safe, and with fillers it is speech, where they are
//! only mentioned. Without words that are sought any word counts.

mod doubles;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashSet;
use serde::Deserialize;

use self::doubles::Double;
pub(super) use self::doubles::Doubles;
use crate::document::{Document, Span};
use crate::lexicon::{self, Dictionary, hash};
use crate::model::{Edit, Finding, Rule, Severity, Values};
use crate::pattern::{Pattern, Stopped};
use crate::ruleset::{Check, Later};
use crate::text::bare::{LONGEST_PHRASE, bare};
use crate::text::chars::{self, has_words};
use crate::text::paragraphs::{Paragraph, paragraph_at, paragraphs};
use crate::text::prose::in_prose;
use crate::text::sentences::ends_sentence;

const MOST_SLIPS: usize = 2; // in a text; one that has more doubled words and fillers is speech written down
const LONGEST_LINE: usize = 2000; // code points; in a longer line an exception is sought only …
const REACH: usize = 300; // … so far on either side
const FEWEST_ITEMS: usize = 2; // of a table
const MOST_ITEMS: usize = 60;
const MOST_TABLES: usize = 3; // in a text
const ROW: usize = 3; // paragraphs that are the same as others in a row
const AGAIN: f64 = 0.6; // the share of items that are below again …
const CUT: f64 = 0.5; // … and that are cut off

const DOUBLE: &str = r"(?i:(\p{L}{1,12})(?:[ \t]\1)+)";

/// What is before an item: a bullet, a number, or both, as in "- 1. ".
const MARKER: &str = r"\s*(?:[-•*·]\s+(?:\d{1,2}[.)]?\s+)?|\d{1,2}[.)]\s+)(?:\d{1,2}[.)]\s+)?";
static MARKER_WITHIN: LazyLock<Regex> = LazyLock::new(|| Regex::new(MARKER).expect("a constant pattern"));
static MARKER_FIRST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!("^{MARKER}")).expect("a constant pattern"));

/// What a rule looks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repeated {
    /// The same word twice in a row.
    #[default]
    Words,
    /// The same paragraph twice in the text.
    Paragraphs,
    /// A table of contents made of the first words of paragraphs.
    Contents,
}

/// The options of a rule of this kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Options {
    pub of: Repeated,
    pub only: Vec<String>,
    pub codespell: Vec<String>,
    pub allow: Vec<String>,
    pub unless: Vec<String>,
    pub fewest_words: usize,
    pub most_copies: usize,
    pub reach: Option<usize>,
    pub headings: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            of: Repeated::Words,
            only: Vec::new(),
            codespell: Vec::new(),
            allow: Vec::new(),
            unless: Vec::new(),
            fewest_words: 1,
            most_copies: 1000,
            reach: None,
            headings: Vec::new(),
        }
    }
}

/// A check for what is there twice.
#[derive(Debug)]
pub struct RepetitionCheck(Sought);

#[derive(Debug)]
enum Sought {
    Words(Words),
    Paragraphs { fewest_words: usize, most_copies: usize, reach: Option<usize> },
    Contents(Headings),
}

/// What may not be doubled (nothing: any word), what may, and where.
#[derive(Debug)]
struct Words {
    /// The hashes of the words that may not be doubled; none means all.
    only: Later<FxHashSet<u64>>,
    allow: HashSet<String>,
    unless: Vec<Pattern>,
    /// Whether a few words are sought, so that they count in text that is not wrapped.
    are_few: bool,
    /// Whether words count across a line break of two characters.
    over_carriage_returns: bool,
}

impl RepetitionCheck {
    /// The check with these options; an error is one line that says what is wrong.
    pub fn new(options: &Options) -> Result<Self, String> {
        Ok(RepetitionCheck(match options.of {
            Repeated::Words => Sought::Words(Words::new(options)?),
            Repeated::Paragraphs => Sought::Paragraphs {
                fewest_words: options.fewest_words,
                most_copies: options.most_copies,
                reach: options.reach,
            },
            Repeated::Contents => Sought::Contents(Headings::new(
                options.headings.iter().map(|heading| bare(heading)).collect(),
            )),
        }))
    }
}

impl Check for RepetitionCheck {
    /// Adds the findings; none if a search takes too many steps.
    fn check(&self, rule: &Rule, document: &Document, spans: &[Span], findings: &mut Vec<Finding>) {
        findings.extend(match &self.0 {
            Sought::Words(words) => rule.found(words.findings(rule, document, spans)),
            Sought::Paragraphs { fewest_words, most_copies, reach } => {
                copies(rule, document, *fewest_words, *most_copies, *reach)
            }
            Sought::Contents(headings) => tables(rule, document, spans, headings),
        });
    }
}

/// The lines above tables of contents.
#[derive(Debug)]
struct Headings {
    bare: HashSet<String>,
    /// The most letters and numbers of one.
    longest: usize,
}

impl Headings {
    fn new(bare: HashSet<String>) -> Self {
        let letters = |heading: &String| heading.chars().filter(|sign| chars::is_alnum(*sign)).count();
        let longest = bare.iter().map(letters).max().unwrap_or_default();
        Headings { bare, longest }
    }

    /// Whether a line is one of them.
    fn have(&self, line: &str) -> bool {
        let mut letters = line.chars().filter(|sign| chars::is_alnum(*sign));
        letters.nth(self.longest).is_none()
            && line.chars().nth(LONGEST_PHRASE).is_none()
            && self.bare.contains(&bare(line))
    }
}

impl Words {
    fn new(options: &Options) -> Result<Self, String> {
        let named = format!(
            "{}{DOUBLE}\\b",
            concat!(
                r"(?<=\b(?i:words?|operators?|keywords?|articles?|terms?|pronouns?|prepositions?|conjunctions?|tokens?",
                r"|strings?|phrases?|syllables?|spelling|search for|spelled|spelt)[ \t])",
            )
        );
        let quoted = format!(
            "{}{DOUBLE}{}",
            r#"(?<!\p{L})[“”"‘'`´«„](?:\p{L}{1,12}[ \t]){0,2}"#, r#"(?:[ \t]\p{L}{1,12}){0,2}[”“"’'`´»]"#
        );
        let sources = [named, quoted];
        let sources = sources.iter().chain(&options.unless);
        Ok(Words {
            only: vocabulary(options)?,
            allow: options.allow.iter().cloned().collect(),
            unless: sources.map(|source| Pattern::new(source, false)).collect::<Result<_, _>>()?,
            are_few: !options.only.is_empty() && options.codespell.is_empty(),
            over_carriage_returns: options.codespell.is_empty(),
        })
    }

    fn findings(&self, rule: &Rule, document: &Document, spans: &[Span]) -> Result<Vec<Finding>, Stopped> {
        let touched = document.lines_in(spans);
        let doubles = doubles(document);
        let is_touched = |double: &&Double| touched.binary_search(&double.line).is_ok();
        let mut findings = Vec::new();
        let mut known = None;
        for double in doubles.within.iter().filter(is_touched) {
            let place = double.span();
            if self.is_slip(document, double)
                && in_prose(document, place)
                && !self.covers(document, double.line, place, &mut known)?
            {
                let edit = Edit::deletion(Span::new(double.second.start, place.end));
                let finding = rule.flag(document, place, vec![edit]);
                let finding =
                    if is_hesitation(document, double) { finding.needing_consent() } else { finding };
                findings.push(as_spoken(document, finding));
            }
        }
        for double in doubles.across.iter().filter(is_touched) {
            let line = document.lines()[double.line];
            if (line.next == line.end + 1 || self.over_carriage_returns)
                && self.is_slip(document, double)
                && (self.are_few || is_wrapped(document, double.line))
            {
                let rest = document.text[double.second.end..].trim_start_matches([' ', '\t']);
                let edit = Edit::deletion(Span::new(double.second.start, document.text.len() - rest.len()));
                findings.push(as_spoken(document, rule.flag(document, double.span(), vec![edit])));
            }
        }
        Ok(findings)
    }

    fn is_slip(&self, document: &Document, double: &Double) -> bool {
        let first = document.slice(double.first);
        let word = first.to_lowercase();
        !self.allow.contains(&word)
            && (self.only.is_empty() || self.only.contains(&hash(word.as_bytes())))
            && chars::is_lower(document.slice(double.second))
            && !is_label(first)
    }

    /// Whether an exception covers a place of a line. What they match in a line is found once.
    fn covers(
        &self,
        document: &Document,
        line: usize,
        place: Span,
        known: &mut Option<(usize, Vec<Span>)>,
    ) -> Result<bool, Stopped> {
        let whole = document.lines()[line];
        if document.after(whole.start, LONGEST_LINE, whole.end) < whole.end {
            let first = document.before(place.start, REACH, whole.start);
            let last = document.after(place.end, REACH, whole.end);
            let spans = self.exceptions(document.slice(Span::new(first, last)), first)?;
            return Ok(spans.iter().any(|span| span.overlaps(place)));
        }
        let spans = match known {
            Some((last, spans)) if *last == line => spans,
            _ => &mut known.insert((line, self.exceptions(document.content(line), whole.start)?)).1,
        };
        Ok(spans.iter().any(|span| span.overlaps(place)))
    }

    /// What the exceptions match in a part of the text, and where it begins there.
    fn exceptions(&self, part: &str, start: usize) -> Result<Vec<Span>, Stopped> {
        let matches = self.unless.iter().flat_map(|pattern| pattern.find_iter(part, 0, part.len()));
        matches.map(|place| place.map(|place| Span::new(start + place.start, start + place.end))).collect()
    }
}

fn doubles<'d>(document: &'d Document) -> &'d Doubles {
    document.views.doubles.get_or_init(|| Doubles::of(document))
}

/// The words that may not be doubled; none means all.
fn vocabulary(options: &Options) -> Result<Later<FxHashSet<u64>>, String> {
    let mut words: FxHashSet<u64> = options.only.iter().map(|word| hash(word.as_bytes())).collect();
    let named =
        |name: &String| Dictionary::of(name).ok_or_else(|| format!("codespell has no dictionary{name}.txt"));
    let dictionaries: Vec<Dictionary> = options.codespell.iter().map(named).collect::<Result<_, _>>()?;
    let allow = options.allow.clone();
    Ok(Later::new(Box::new(move || {
        if !dictionaries.is_empty() {
            add_corrections(&dictionaries, &mut words);
        }
        for word in &allow {
            words.remove(&hash(word.as_bytes()));
        }
        words
    })))
}

/// Adds the words that dictionaries of misspellings correct to.
fn add_corrections(dictionaries: &[Dictionary], words: &mut FxHashSet<u64>) {
    for entry in lexicon::entries().filter(|entry| entry.is_misspelled()) {
        let misspellings = dictionaries.iter().filter_map(|dictionary| entry.misspelling(*dictionary));
        for candidate in misspellings.flat_map(|misspelling| misspelling.candidates()) {
            if candidate.bytes().all(|byte| byte.is_ascii_lowercase()) {
                words.insert(hash(candidate.as_bytes()));
                continue;
            }
            let lower = candidate.to_lowercase();
            let parts = chars::split(&lower).filter(|word| chars::is_alpha(word));
            words.extend(parts.map(|word| hash(word.as_bytes())));
        }
    }
}

/// Whether somebody says a word three times, or stops after the second: a search for the next word.
fn is_hesitation(document: &Document, double: &Double) -> bool {
    let rest = &document.text[double.second.end..];
    let is_again = document.slice(double.second).chars().filter(|sign| *sign == ' ').nth(1).is_some();
    is_again || rest.starts_with("..") || rest.starts_with(['…', '—'])
}

/// A finding: less safe where a text has several doubled words, only mentioned in speech written down.
fn as_spoken(document: &Document, finding: Finding) -> Finding {
    let doubles = doubles(document);
    let fillers = doubles.fillers(document);
    if doubles.slips + fillers <= MOST_SLIPS {
        return finding;
    }
    let mut finding = finding.needing_consent();
    if fillers > 0 {
        finding.severity = Severity::Info;
    }
    finding
}

/// Whether a line and the next are parts of one paragraph.
fn is_wrapped(document: &Document, line: usize) -> bool {
    paragraph_at(document, document.lines()[line].start).is_some_and(|paragraph| paragraph.last > line + 1)
}

/// Whether a word in capitals is a label of what follows: "OPTIONS options are …".
fn is_label(word: &str) -> bool {
    word.chars().nth(1).is_some() && chars::is_upper(word)
}

/// The findings on paragraphs that are there already.
fn copies(
    rule: &Rule,
    document: &Document,
    fewest_words: usize,
    most_copies: usize,
    reach: Option<usize>,
) -> Vec<Finding> {
    let every: Vec<(Paragraph, &str)> = paragraphs(document)
        .map(|paragraph| (paragraph, chars::strip(document.slice(paragraph.span))))
        .collect();
    let mut copies: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, (_, body)) in every.iter().enumerate() {
        // Lines of code and data repeat as well.
        if ends_sentence(body) && has_words(body, fewest_words) {
            copies.entry(body).or_default().push(number);
        }
    }
    let mut findings = Vec::new();
    for numbers in copies.values() {
        let Some((&first, more)) = numbers.split_first().filter(|(_, more)| more.len() < most_copies) else {
            continue;
        };
        for &number in more {
            if reach.is_none_or(|reach| number - first <= reach) || is_in_row(&every, first, number) {
                let (paragraph, line) = (every[number].0, every[first].0.first + 1);
                let whole = Span::new(paragraph.span.start, document.lines()[paragraph.last - 1].next);
                let values = Values::from([("line", line.to_string())]);
                findings.push(rule.flag_with(document, paragraph.span, vec![Edit::deletion(whole)], values));
            }
        }
    }
    findings
}

/// Whether a paragraph and its copy are among others and their copies, three in a row.
fn is_in_row(every: &[(Paragraph, &str)], first: usize, second: usize) -> bool {
    let is_same = |number: usize| {
        let pair = (first + number).checked_sub(ROW - 1).zip((second + number).checked_sub(ROW - 1));
        pair.and_then(|(one, other)| every.get(one).zip(every.get(other)))
            .is_some_and(|(one, other)| one.1 == other.1)
    };
    (0..ROW).any(|start| (start..start + ROW).all(is_same))
}

/// The findings on tables of contents.
fn tables(rule: &Rule, document: &Document, spans: &[Span], headings: &Headings) -> Vec<Finding> {
    let is_heading = |line: &usize| headings.have(document.content(*line));
    let number = document.lines().len();
    let mut findings = Vec::new();
    for heading in document.lines_in(spans).into_iter().filter(is_heading).take(MOST_TABLES) {
        let is_blank = |line: usize| chars::lstrip(document.content(line)).is_empty();
        let first = if heading + 1 < number && is_blank(heading + 1) { heading + 2 } else { heading + 1 };
        let is_item = |line: &usize| MARKER_FIRST.is_match(document.content(*line));
        let items = (first..number).take(MOST_ITEMS).take_while(is_item).count();
        let last = first + items;
        if items >= FEWEST_ITEMS && are_below(document, first, last) {
            let span = Span::new(document.trimmed(heading).start, document.trimmed(last - 1).end);
            let edit = Edit::deletion(document.whole_lines(heading, last));
            let values = Values::from([("line", (last + 1).to_string())]);
            findings.push(rule.flag_with(document, span, vec![edit], values));
        }
    }
    findings
}

/// Whether most items are how later lines begin, one after the other, and don't end there.
fn are_below(document: &Document, first: usize, last: usize) -> bool {
    let title = |line: usize| bare(&MARKER_WITHIN.replace(document.content(line), ""));
    let below: Vec<String> = (last..document.lines().len()).map(title).collect();
    let (mut again, mut cut, mut at) = (0, 0, 0);
    for title in (first..last).map(title).filter(|title| !title.is_empty()) {
        if let Some(next) = (at..below.len()).find(|line| below[*line].starts_with(&title)) {
            again += 1;
            cut += usize::from(below[next] != title);
            at = next;
        }
    }
    let items = (last - first) as f64;
    again as f64 >= (AGAIN * items).max(FEWEST_ITEMS as f64) && cut as f64 >= CUT * items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::found;

    #[test]
    fn words_are_doubled_by_mistake() {
        let options = Options {
            only: vec!["the".into(), "of".into()],
            unless: vec!["so of of".into()],
            ..Options::default()
        };
        let check = RepetitionCheck::new(&options).unwrap();
        for (text, expected) in [
            ("It is the the end.", vec!["the the"]),
            ("The The were a band, but the THE end", vec![]),
            ("The word the the is here, “of of” too, and so of of it.", vec![]),
            ("It is of\nof him, and the x.the the", vec!["of of"]),
        ] {
            assert_eq!(found(&check, "{found}", text), expected, "{text}");
        }
    }

    #[test]
    fn tables_are_of_what_is_below() {
        let options =
            Options { of: Repeated::Contents, headings: vec!["on this page".into()], ..Options::default() };
        let check = RepetitionCheck::new(&options).unwrap();
        let table = "On this page:\n\n- The talks\n1. Two men\n\n";
        for (below, expected) in [
            ("The talks began.\nTwo men left.\n", vec!["5"]),
            ("The talks\nTwo men\n", vec![]),
            ("Two men left.\n", vec![]),
        ] {
            assert_eq!(found(&check, "{line}", &format!("{table}{below}")), expected, "{below}");
        }
    }

    #[test]
    fn copies_are_in_rows() {
        let paragraph = Paragraph { span: Span::new(0, 0), first: 0, last: 1 };
        let every: Vec<(Paragraph, &str)> = "abcxabcya".split("").map(|body| (paragraph, body)).collect();
        for (first, second, is_row) in [(1, 5, true), (3, 7, true), (1, 9, false), (0, 0, true)] {
            assert_eq!(is_in_row(&every, first, second), is_row, "{first} {second}");
        }
    }
}
