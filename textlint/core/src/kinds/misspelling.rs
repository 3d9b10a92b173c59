//! The kind `misspelling`: words that nobody uses, one slip away from a word that many people use.
//!
//! The gain is the number of powers of ten by which the word that may be meant is used more than the word of the text,
//! less the cost of the slip. Only words in lower case count, in prose, between known words: names are spelled in all
//! ways, and unknown words side by side are jargon, dialect or another language. What dictionaries have, what is used
//! and derived, and what the document capitalises elsewhere, is no misspelling.

use std::cell::RefCell;
use std::cmp::Ordering;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::document::{Document, Span};
use crate::forms::is_derived;
use crate::lexicon::{self, Dictionary, entry};
use crate::model::{Edit, Finding, Rule, Values};
use crate::neighbours::{Usual, skeletons_near, usual_alike, usual_near};
use crate::ruleset::Check;
use crate::slips::{Slip, cost_within, skeleton};
use crate::text::chars::{self, is_alnum, is_small};
use crate::text::prose::in_prose;
use crate::text::words::{Words, first_code_points, is_half, last_code_points, words_in};

/// The least that one slip, and two of them, cost.
const ONE_SLIP: f64 = 0.5;
const TWO_SLIPS: f64 = 1.2;
/// The most that a single slip costs; what is above counts twice, since nobody slips twice in a word often.
const DEAREST: f64 = 1.1;
/// On Zipf's scale: a rarer word is as good as never seen.
const RARE: f64 = 1.0;
/// The frequency of words that all the world uses, whether dictionaries have them or not, in tenths.
const IN_USE: u8 = 29;
/// The frequency of two words that lack a blank, in tenths.
const JOINED: u8 = 50;
/// The length of the shortest skeleton that is compared, in letters.
const SKELETON: usize = 2;
/// Letters of a word whose skeleton may be wrong, too.
const LONG_ENOUGH: usize = 6;
/// The code points on either side of a word that are read.
const READ: usize = 50;
/// The different words that no dictionary has, and their share of all, beyond which a text is no English prose.
const FEW_UNKNOWN: f64 = 50.0;
const MOST_UNKNOWN: f64 = 0.2;
/// Answers that a thread keeps: the same unknown words are in many texts.
const KEPT: usize = 20_000;

const OPENING: &str = "“\"‘'(—–";
const CLOSING: &str = "”\"’')";

/// The options of a rule of this kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    pub enough: f64,
    pub long: usize,
    pub each_letter: f64,
    pub derived: f64,
    pub again: f64,
    pub lead: f64,
    pub around: usize,
    #[serde(default = "shortest")]
    pub shortest: usize,
    /// The ends of the names of dictionaries of misspellings.
    #[serde(default)]
    pub codespell: Vec<String>,
    #[serde(default)]
    pub allow: Vec<String>,
}

fn shortest() -> usize {
    3
}

/// A check for misspelled words.
#[derive(Debug)]
pub struct MisspellingCheck {
    options: Options,
    dictionaries: Vec<Dictionary>,
    allowed: FxHashSet<String>,
}

/// A word that may be meant.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Meant {
    gain: f64,
    word: &'static str,
}

/// What decides on the words that may be meant: a word, and the bits of the least gain and of the lead.
type Question = (Box<str>, u64, u64);

thread_local! {
    static MEANT: RefCell<FxHashMap<Question, Box<[Meant]>>> = RefCell::default();
}

impl MisspellingCheck {
    /// The check with these options; an error is one line that says what is wrong.
    pub fn new(options: &Options) -> Result<Self, String> {
        let named = |name: &String| {
            Dictionary::of(name).ok_or_else(|| format!("codespell has no dictionary{name}.txt"))
        };
        Ok(Self {
            dictionaries: options.codespell.iter().map(named).collect::<Result<_, _>>()?,
            allowed: options.allow.iter().cloned().collect(),
            options: options.clone(),
        })
    }

    /// The places of a misspelled word, with the words that may be meant; none if it may be right.
    fn misspelled(&self, document: &Document, word: &str) -> Option<(Vec<Span>, Box<[Meant]>)> {
        let known = entry(word);
        let tenths = known.map_or(0, lexicon::Entry::tenths);
        if word.len() < self.options.shortest || !word.is_ascii() || tenths >= IN_USE || self.is_others(word)
        {
            return None;
        }
        let words = document.words();
        let places: Vec<Span> =
            words.places(word).filter(|span| stands_alone(document.text, *span)).collect();
        if !self.may_be_slip(document, *places.first()?) || is_joined(word) || is_capitalised(words, word) {
            return None;
        }
        let derived = is_derived(word);
        if derived && tenths > 0 {
            return None;
        }
        let least = self.least(word, places.len(), derived);
        let meant = meant(word, least, self.options.lead);
        (!meant.is_empty()).then_some((places, meant))
    }

    /// Whether a word is right, or the business of other rules.
    fn is_others(&self, word: &str) -> bool {
        let is_listed = |entry: lexicon::Entry| {
            self.dictionaries.iter().any(|dictionary| entry.misspelling(*dictionary).is_some())
        };
        self.allowed.contains(word) || entry(word).is_some_and(is_listed)
    }

    /// Whether a word is whole and between known words.
    fn may_be_slip(&self, document: &Document, place: Span) -> bool {
        let text = document.text;
        let before = last_code_points(&text[..place.start], READ);
        let after = first_code_points(&text[place.end..], READ);
        is_before_word(before)
            && is_after_word(after)
            && !is_quoted(before, after)
            && !is_half(text, place)
            && is_known_around(before, after, self.options.around)
    }

    /// What the gain must reach for a word to be taken for another.
    fn least(&self, word: &str, times: usize, derived: bool) -> f64 {
        let options = &self.options;
        let letters = options.long.saturating_sub(word.len()) as f64 * options.each_letter;
        options.enough
            + letters
            + options.derived * f64::from(u8::from(derived))
            + options.again * (times as f64 - 1.0)
    }
}

impl Check for MisspellingCheck {
    fn check(&self, rule: &Rule, document: &Document, spans: &[Span], findings: &mut Vec<Finding>) {
        let words = document.words();
        let unknown = words.unlisted.len() as f64;
        if unknown > FEW_UNKNOWN && unknown > FEW_UNKNOWN + MOST_UNKNOWN * words.tokens().len() as f64 {
            return; // no English prose
        }
        for word in &words.unlisted {
            let Some((places, meant)) = self.misspelled(document, word) else { continue };
            for place in places {
                let next = spans.partition_point(|span| span.end <= place.start);
                let is_read = spans.get(next).is_some_and(|span| span.start <= place.start);
                if is_read && in_prose(document, place) {
                    findings.push(finding(rule, document, place, &meant));
                }
            }
        }
    }
}

fn finding(rule: &Rule, document: &Document, place: Span, meant: &[Meant]) -> Finding {
    let quoted: Vec<String> = meant.iter().map(|other| format!("'{}'", other.word)).collect();
    let values = Values::from([("expected", quoted.join(" or "))]);
    if let [only] = meant {
        return rule.flag_with(document, place, vec![Edit::new(place, only.word)], values);
    }
    let mut finding = rule.flag_with(document, place, Vec::new(), values);
    finding.candidates = meant.iter().map(|other| other.word.to_owned()).collect();
    finding
}

/// Whether no digit and no underscore makes a longer name of a word.
fn stands_alone(text: &str, span: Span) -> bool {
    let beside = [text[..span.start].chars().next_back(), text[span.end..].chars().next()];
    !beside.into_iter().flatten().any(|sign| is_alnum(sign) || sign == '_')
}

/// Whether a text ends where a word of running text may begin: not after the half of a broken one.
fn is_before_word(before: &str) -> bool {
    let Some(sign) = before.chars().next_back() else {
        return true;
    };
    let rest = &before[..before.len() - sign.len_utf8()];
    (chars::is_blank(sign) || OPENING.contains(sign))
        && !rest.trim_end_matches(chars::is_blank).ends_with(['-', '‐', '\u{ad}'])
}

/// Whether a text begins with what may follow a word of running text. At the end of a line without an end mark a word
/// is cut off, unless the next line goes on.
fn is_after_word(after: &str) -> bool {
    let Some(sign) = after.chars().next() else {
        return false;
    };
    let marks = after.trim_start_matches(['.', ',', ';', ':', '!', '?']);
    if marks.len() < after.len() {
        let rest = marks.trim_start_matches(|sign| CLOSING.contains(sign)).chars().next();
        return rest.is_none_or(|sign| chars::is_blank(sign) || matches!(sign, '—' | '–'));
    }
    if CLOSING.contains(sign) || matches!(sign, '—' | '–') {
        return true;
    }
    let rest = after.trim_start_matches([' ', '\t', '\u{a0}']);
    if rest.len() < after.len() && rest.chars().next().is_some_and(|sign| !chars::is_blank(sign)) {
        return true;
    }
    let goes_on = |rest: &str| rest.strip_prefix('\n').is_some_and(|rest| rest.starts_with(is_small));
    goes_on(after) || (chars::is_blank(sign) && goes_on(&after[sign.len_utf8()..]))
}

/// Whether quotes or brackets are on both sides of a word, or an apostrophe next to it.
fn is_quoted(before: &str, after: &str) -> bool {
    let (first, second) = (before.chars().next_back(), after.chars().next());
    let is_apostrophe = |sign: char| matches!(sign, '\'' | '’');
    first.or(second).is_some_and(is_apostrophe)
        || (first.is_some_and(|sign| "“\"‘'(".contains(sign))
            && second.is_some_and(|sign| CLOSING.contains(sign)))
}

/// Whether the words on either side are known ones; one may be a name.
fn is_known_around(before: &str, after: &str, around: usize) -> bool {
    let is_cut = |text: &str| text.chars().nth(READ - 1).is_some();
    let first = if is_cut(before) { before.find(' ').map_or(0, |blank| blank + 1) } else { 0 };
    let last = if is_cut(after) { after.rfind(' ').unwrap_or(last_sign(after)) } else { after.len() };
    let earlier: Vec<&str> =
        words_in(before).filter(|word| word.start >= first).map(|word| &before[word]).collect();
    let read = &after[..last];
    let later = words_in(read).map(|word| &read[word]).take(around);
    let beside: Vec<&str> =
        earlier[earlier.len().saturating_sub(around)..].iter().copied().chain(later).collect();
    let unknown: Vec<&str> = beside.iter().copied().filter(|word| !is_known(word)).collect();
    beside.len() >= around && unknown.len() <= 1 && !unknown.into_iter().any(chars::is_lower)
}

/// Where the last character of a text begins.
fn last_sign(text: &str) -> usize {
    text.char_indices().next_back().map_or(0, |(start, _)| start)
}

fn is_known(word: &str) -> bool {
    chars::plain(word)
        .split('-')
        .all(|part| entry(part).is_some_and(|entry| entry.is_listed() || entry.tenths() >= IN_USE))
}

/// Whether two words are written as one.
fn is_joined(word: &str) -> bool {
    let is_common =
        |part: &str| entry(part).is_some_and(|entry| entry.is_usual() && entry.tenths() >= JOINED);
    (2..word.len().saturating_sub(1)).any(|border| {
        let (first, second) = word.split_at(border);
        is_common(first) && is_common(second)
    })
}

fn is_capitalised(words: &Words, word: &str) -> bool {
    let forms = [chars::capitalized(word), word.to_ascii_uppercase()];
    forms.iter().any(|form| words.places(form).next().is_some())
}

/// The word that may be meant, and a second that gains nearly as much; nothing if none gains enough.
fn meant(word: &str, least: f64, lead: f64) -> Box<[Meant]> {
    let question = (word.into(), least.to_bits(), lead.to_bits());
    if let Some(known) = MEANT.with_borrow(|answers| answers.get(&question).cloned()) {
        return known;
    }
    let answer = weigh(word, least, lead);
    MEANT.with_borrow_mut(|answers| {
        if answers.len() >= KEPT {
            answers.clear();
        }
        answers.insert(question, answer.clone());
    });
    answer
}

fn weigh(word: &str, least: f64, lead: f64) -> Box<[Meant]> {
    // A word that falls short by the lead is no misspelling's correction, but may compete with one.
    let base = RARE.max(lexicon::frequency(word)) + least - lead;
    let mut near = usual_near(word, Slip::Keyboard);
    near.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut all = Vec::new();
    weigh_all(word, &near, base, ONE_SLIP, &mut all);
    let bones = skeleton(word);
    let mut alike = Vec::new();
    if word.len() >= LONG_ENOUGH && all.iter().all(|other| other.gain < lead) {
        alike = skeletons_near(&bones);
    }
    if bones.len() >= SKELETON && !alike.contains(&bones.as_str()) {
        alike.push(&bones);
    }
    for skeleton in alike {
        weigh_all(word, usual_alike(skeleton), base, TWO_SLIPS, &mut all);
    }
    all.sort_by(likeliest_first);
    all.dedup();
    all.truncate(2);
    let Some(best) = all.first().map(|best| best.gain).filter(|gain| *gain >= lead) else {
        return Box::default();
    };
    all.retain(|other| other.gain > best - lead);
    all.into()
}

fn likeliest_first(one: &Meant, other: &Meant) -> Ordering {
    other.gain.total_cmp(&one.gain).then(other.word.cmp(one.word))
}

/// Adds what each candidate gains above a base, if anything; the commonest ones come first.
fn weigh_all(word: &str, candidates: &[Usual], base: f64, cheapest: f64, all: &mut Vec<Meant>) {
    for &(frequency, candidate) in candidates {
        let most = frequency - base;
        if most < cheapest {
            break;
        }
        let difference = word.len().abs_diff(candidate.chars().count());
        if most >= cheapest * difference as f64 {
            let slip = cost_within(word, candidate, most);
            let gain = most - slip - (slip - DEAREST).max(0.0);
            if gain >= 0.0 {
                all.push(Meant { gain, word: candidate });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_and_end() {
        for (before, after, expected) in [
            ("the ", " of it", true),
            ("the (", ") of", true),
            ("the", " of", false),
            ("- ", " of", false),
            ("", ".", true),
            ("", "", false),
            ("\n", "\nof", true),
            ("\n", "\nOf", false),
            ("\n", "\r\nof", true),
            (" ", ".”—", true),
            (" ", ".x", false),
            (" ", "x", false),
            (" ", "\u{a0}\u{3000}of", false),
        ] {
            assert_eq!(is_before_word(before) && is_after_word(after), expected, "{before:?} {after:?}");
        }
    }

    #[test]
    fn quotes_are_on_both_sides() {
        for (before, after, quoted) in
            [("(", ")", true), ("(", " ", false), ("'", " ", true), ("", "'", true), (" ", "'", false)]
        {
            assert_eq!(is_quoted(before, after), quoted, "{before:?} {after:?}");
        }
    }

    #[test]
    fn known_words_are_around() {
        let long = "x".repeat(READ - 5) + " of a";
        for (before, after, known) in [
            ("of the old ", " of", true),
            ("of the Qxzv ", " of", true),
            ("of the qxzv ", " of", false),
            ("", " of it", false),
            (&long, " of it all", true),
        ] {
            assert_eq!(is_known_around(before, after, 3), known, "{before:?} {after:?}");
        }
    }

    #[test]
    fn words_are_meant() {
        let words = |word| meant(word, 1.3, 0.4).iter().map(|other| other.word).collect::<Vec<_>>();
        assert_eq!(words("goverment"), ["government"]);
        assert_eq!(words("goverment"), ["government"]);
        assert!(words("qxzvqq").is_empty());
    }

    #[test]
    fn misspelled_words() {
        let options = r#"{"enough": 1.3, "long": 11, "each_letter": 0.22, "derived": 1.0, "again": 1.0, "lead": 0.4,
            "around": 3, "codespell": [""], "allow": ["goverment"]}"#;
        let check = MisspellingCheck::new(&serde_json::from_str(options).unwrap()).unwrap();
        for (text, expected) in [
            ("They spoke of the parliamant of the land.", Some("parliament")),
            ("They spoke of the goverment of the land.", None),
            ("They spoke of the recieve of the land.", None),
            ("They spoke of the Parliamant and the parliamant of the land.", None),
            ("They spoke of the parliamant1 of the land.", None),
            ("They spoke of the (parliamant) of the land.", None),
        ] {
            let document = Document::new(text);
            let words = document.words().unlisted.iter().filter(|word| word.len() > 6);
            let meant: Vec<&str> = words
                .filter_map(|word| check.misspelled(&document, word))
                .flat_map(|(_, meant)| meant.iter().map(|other| other.word).collect::<Vec<_>>())
                .collect();
            assert_eq!(meant.first().copied(), expected, "{text}");
        }
    }
}
