//! The kind `broken`: words that a hyphen or a blank parts, and words that have lost the blank between them.
//!
//! The frequencies of words decide. A broken word is one that dictionaries have and that is far commoner than its
//! pieces would be side by side by chance; two words are joined where the pair is far commoner than the whole. What may
//! have a hyphen (`long-⏎standing`) is left alone, and so are blanks in texts that are full of code, where letters and
//! made-up names are usual.

use std::cell::OnceCell;

use serde::Deserialize;

use crate::document::{Document, Span};
use crate::lexicon::{WordSet, entry, frequency, is_usual, lists};
use crate::model::{Edit, Finding, Rule, Values};
use crate::pattern::{Exceptions, Sheltered, Stopped};
use crate::ruleset::Check;
use crate::text::chars::{self, is_letter, is_small};
use crate::text::paragraphs::{FEWEST_WRAPPED, paragraphs};
use crate::text::prose::in_prose;
use crate::text::sentences::starts_sentence;
use crate::text::words::{Words, is_part_of_code};

const HYPHENS: [char; 2] = ['-', '\u{2010}'];
/// The first byte of the second one in UTF-8.
const FIRST_BYTE_OF_HYPHEN: u8 = 0xe2;
const SOFT_HYPHEN: char = '\u{ad}';
/// The signs on which no piece of a word hangs, and those that don't hang on one: codes, addresses, formulas.
const APART_BEFORE: &str = ".'’/\\@#&=%+$<{|";
const APART_AFTER: &str = "@/\\=({<|";
/// The code points by which wrapped lines are shorter than the longest one.
const RAGGED: usize = 12;
/// Different fragments; of more, single letters count after other signs than blanks as well.
const MANY: usize = 50;

// Frequencies are on Zipf's scale, and so are these: 1 is ten times.

/// A word that is so common is meant, whatever its pieces are.
const CERTAIN: f64 = 4.5;
/// A rarer word is not thought of.
const LEAST: f64 = 2.0;
/// The least that a word is commoner than its pieces side by side …
const GAIN: f64 = 2.0;
/// … where the first piece is one that may be before a hyphen as well.
const GAIN_OF_PREFIX: f64 = 4.0;
/// The same for pieces that a blank parts: both are rarely there by chance, but words of one letter are.
const BLANK_GAIN: f64 = 3.0;
/// The same where the second piece is an s: `manager s` may be `manager's`.
const POSSESSIVE_GAIN: f64 = 5.0;

/// The ends of words that follow pronouns: `we ll` is short for `we will`.
const CONTRACTED: [&str; 6] = ["s", "t", "d", "m", "ll", "ve"];
const PRONOUNS: [&str; 14] =
    ["i", "you", "he", "she", "it", "we", "they", "who", "that", "there", "what", "here", "how", "where"];
/// The letters that are words of their own.
const ARTICLES: &str = "aAiI";

/// The least that a pair of two content words is commoner than the word that they make, and its least letters.
const GAIN_OF_CONTENT: f64 = 2.3;
const SHORTEST_CONTENT: usize = 9;
/// Compounds of more letters are rarely made, and then of short words.
const LONGEST_COMPOUND: usize = 12;
const SHORTEST_OF_TWO: usize = 4;
/// The same for a pair with a word of grammar …
const GAIN_OF_FUNCTION: f64 = 1.5;
/// … if it is long …
const GAIN_OF_LONG: f64 = 0.5;
const LONG_PAIR: usize = 8;
/// … or if both are.
const GAIN_OF_FUNCTIONS: f64 = 2.5;
/// Letters of a word before a suffix that makes a word of it.
const LONG: usize = 5;
/// Letters of the shortest and of the longest joined words.
const SHORTEST: usize = 5;
const LONGEST: usize = 29;
/// The least that a pair is commoner than the next best.
const MARGIN: f64 = 1.0;
/// What is used more often as one word is one, unless both words are of grammar.
const MOST_USED: f64 = 2.6;

/// Pieces that are before words with a hyphen, without one and apart, as houses like it.
const PREFIXES: &str = "after air all ante anti arch auto back be bi bio by city co contra counter cross cyber de dis \
    down e eco electro ex extra fairy far foot fore full geo half hand hard head high home hot hydro hyper ill in infra \
    inter intra ir kilo land left long low macro man mega meta micro mid milli mini mis mono multi nano neo net never \
    non off on out over pan para photo poly post pre pro proto pseudo psycho quasi radio re real retro right round run \
    self semi set short side socio soft sub super sur tele thermo through time top trans tri turbo twin ultra un under \
    up vice web well wide work";
const SUFFIXES: &str = "ability able ably age al alike an ante ary based born bound cy dom ed en er ers es ess est ette \
    ever fold form free ful gate hood ible ic ics ies in ing ion ions ish ism ist ists ities ity ive less let like ling \
    lings ly maker man mate men ment ness number off on or ory out over person proof right s safe self ship side sided \
    size some ster time times tion type up ups ward wards ware wide wise woman worthy y";

/// What breaks a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Break {
    /// A hyphen at the end of a line.
    LineEnd,
    /// A soft hyphen at the end of a line.
    SoftHyphen,
    /// A hyphen and a blank.
    Hyphen,
    /// A blank.
    Blank,
    /// Nothing: a blank is lost.
    Joined,
}

/// The options of a rule of this kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    pub of: Break,
    /// Whether ends of lines count in hard-wrapped text only; else they count in other text only.
    #[serde(default)]
    pub wrapped: bool,
    #[serde(default)]
    pub unless: Vec<String>,
}

/// A check for broken words.
#[derive(Debug)]
pub struct BrokenCheck {
    of: Break,
    wrapped: bool,
    unless: Exceptions,
}

impl BrokenCheck {
    /// The check with these options; an error is one line that says what is wrong.
    pub fn new(options: &Options) -> Result<Self, String> {
        let unless = Exceptions::new(&options.unless, true)?;
        Ok(Self { of: options.of, wrapped: options.wrapped, unless })
    }

    /// The findings in some spans.
    pub fn findings(
        &self,
        rule: &Rule,
        document: &Document,
        spans: &[Span],
    ) -> Result<Vec<Finding>, Stopped> {
        let mut run = Run { rule, document, unless: Sheltered::new(&self.unless), widths: OnceCell::new() };
        match self.of {
            Break::LineEnd => run.line_ends(spans, Some(self.wrapped)),
            Break::SoftHyphen => run.line_ends(spans, None),
            Break::Hyphen => run.hyphens(spans),
            Break::Blank => run.blanks(),
            Break::Joined => run.joined(),
        }
    }
}

impl Check for BrokenCheck {
    /// Adds the findings; none if a search for exceptions takes too many steps.
    fn check(&self, rule: &Rule, document: &Document, spans: &[Span], findings: &mut Vec<Finding>) {
        findings.extend(rule.found(self.findings(rule, document, spans)));
    }
}

/// Two pieces of a word.
#[derive(Clone, Copy)]
struct Pieces {
    before: Span,
    after: Span,
}

impl Pieces {
    fn whole(self) -> Span {
        Span::new(self.before.start, self.after.end)
    }

    fn gap(self) -> Span {
        Span::new(self.before.end, self.after.start)
    }
}

/// A run of a rule over a document.
struct Run<'r, 't> {
    rule: &'r Rule,
    document: &'r Document<'t>,
    unless: Sheltered<'r>,
    /// The widths of the hard-wrapped paragraphs, in order; two lines don't tell.
    widths: OnceCell<Vec<usize>>,
}

impl Run<'_, '_> {
    fn is_sound(&mut self, place: Span) -> Result<bool, Stopped> {
        Ok(!in_prose(self.document, place) || self.unless.cover(self.document, place)?)
    }

    fn finding(&self, place: Span, edits: Vec<Edit>, expected: &str) -> Finding {
        let values = Values::from([("expected", format!("'{expected}'"))]);
        self.rule.flag_with(self.document, place, edits, values)
    }

    fn joined_pieces(&self, pieces: Pieces) -> String {
        self.document.slice(pieces.before).to_owned() + self.document.slice(pieces.after)
    }

    fn hyphens(&mut self, spans: &[Span]) -> Result<Vec<Finding>, Stopped> {
        let (document, mut findings) = (self.document, Vec::new());
        for line in document.lines_in(spans) {
            for pieces in parted_by_hyphens(document, line) {
                let (before, after) = (document.slice(pieces.before), document.slice(pieces.after));
                if !is_broken(before, after) || self.is_sound(pieces.whole())? {
                    continue;
                }
                let edits = vec![Edit::deletion(pieces.gap())];
                let finding = self.finding(pieces.whole(), edits, &self.joined_pieces(pieces));
                let is_certain = is_certain(before, after);
                findings.push(if is_certain { finding } else { finding.needing_consent() });
            }
        }
        Ok(findings)
    }

    /// Words that the ends of lines break: in wrapped text, in other text, or with soft hyphens.
    fn line_ends(&mut self, spans: &[Span], wrapped: Option<bool>) -> Result<Vec<Finding>, Stopped> {
        let (document, mut findings) = (self.document, Vec::new());
        for line in document.lines_in(spans) {
            let Some(pieces) = parted_by_line_end(document, line, wrapped.is_none()) else { continue };
            if let Some(wrapped) = wrapped
                && (!is_broken(document.slice(pieces.before), document.slice(pieces.after))
                    || self.is_in_wrapped_text(line) != wrapped)
            {
                continue;
            }
            if !self.is_sound(pieces.whole())? {
                let mut edits = vec![Edit::deletion(pieces.gap())];
                edits.extend(self.break_after(line, pieces.after));
                findings.push(self.finding(pieces.whole(), edits, &self.joined_pieces(pieces)));
            }
        }
        Ok(findings)
    }

    /// In wrapped text the line break moves to the end of the word; other lines the damage has broken.
    fn break_after(&self, line: usize, rest: Span) -> Option<Edit> {
        if !self.is_in_wrapped_text(line) {
            return None;
        }
        let (first, second) = (self.document.lines().get(line)?, self.document.lines().get(line + 1)?);
        let after = &self.document.text[rest.end..second.end];
        let token = after.trim_start_matches(|sign: char| !chars::is_blank(sign));
        let more = token.trim_start_matches([' ', '\t']);
        let end = rest.end + after.len() - more.len();
        let goes_on = more.chars().next().is_some_and(|sign| !chars::is_blank(sign));
        goes_on.then(|| {
            let line_break = &self.document.text[first.end..rest.start];
            Edit::new(Span::new(end - (token.len() - more.len()), end), line_break)
        })
    }

    /// Whether a line ends where text is wrapped: the first word of the next one did not fit.
    fn is_in_wrapped_text(&self, line: usize) -> bool {
        let document = self.document;
        let length = chars::rstrip(document.content(line)).chars().count();
        let next = chars::split(document.content(line + 1)).next().unwrap_or_default();
        let full = length + next.chars().count();
        let widths = self.widths.get_or_init(|| widths(document));
        let first = widths.partition_point(|width| width + RAGGED < length);
        widths.get(first).is_some_and(|&width| width <= full)
    }

    fn blanks(&mut self) -> Result<Vec<Finding>, Stopped> {
        let (document, mut findings) = (self.document, Vec::new());
        let mut wholes: Vec<Span> =
            fragments(document).filter_map(|place| around(document.text, place)).collect();
        wholes.sort_unstable();
        wholes.dedup();
        let mut done = 0;
        for whole in wholes {
            if document.words().is_code() {
                break;
            }
            if whole.start >= done && !self.is_sound(whole)? {
                done = whole.end;
                let word = document.slice(whole).replace(' ', "");
                findings.push(self.finding(whole, vec![Edit::new(whole, word.as_str())], &word));
            }
        }
        Ok(findings)
    }

    fn joined(&mut self) -> Result<Vec<Finding>, Stopped> {
        let (document, mut findings) = (self.document, Vec::new());
        let words = document.words();
        for word in &words.unlisted {
            let Some(length) = border(word).filter(|_| !words.is_code()) else { continue };
            let Some(place) = single_place(document.text, words, word) else { continue };
            if self.is_sound(place)? {
                continue;
            }
            let border = place.start + length;
            let expected = document.slice(Span::new(place.start, border)).to_owned()
                + " "
                + document.slice(Span::new(border, place.end));
            findings.push(self.finding(place, vec![Edit::new(Span::new(border, border), " ")], &expected));
        }
        Ok(findings)
    }
}

/// The widths of the hard-wrapped paragraphs, in order.
fn widths(document: &Document) -> Vec<usize> {
    let width = |line: usize| chars::rstrip(document.content(line)).chars().count();
    let mut widths: Vec<usize> = paragraphs(document)
        .filter(|paragraph| paragraph.last - paragraph.first >= FEWEST_WRAPPED)
        .filter_map(|paragraph| (paragraph.first..paragraph.last).map(width).max())
        .collect();
    widths.sort_unstable();
    widths.dedup();
    widths
}

/// Whether nothing before a piece makes it a part of something else.
fn is_apart_before(before: &str) -> bool {
    !before.chars().next_back().is_some_and(|sign| is_part_of_code(sign) || APART_BEFORE.contains(sign))
}

/// Whether nothing after a piece makes it a part of something else.
fn is_apart_after(after: &str) -> bool {
    !after.chars().next().is_some_and(|sign| is_part_of_code(sign) || APART_AFTER.contains(sign))
}

/// The beginning of a word at the end of a text: a letter, and small ones.
fn first_piece(text: &str) -> Option<&str> {
    let start = text.trim_end_matches(is_letter).len();
    let (before, piece) = text.split_at(start);
    let mut letters = piece.chars();
    letters.next()?;
    let is_piece = !letters.as_str().is_empty() && letters.all(is_small);
    (is_piece && is_apart_before(before)).then_some(piece)
}

/// The end of a word at the beginning of a text: small letters.
fn second_piece(text: &str) -> Option<&str> {
    let end = text.find(|sign| !is_small(sign)).unwrap_or(text.len());
    let (piece, after) = text.split_at(end);
    (piece.chars().nth(1).is_some() && is_apart_after(after)).then_some(piece)
}

/// The pieces of words that a hyphen and blanks part in a line.
fn parted_by_hyphens(document: &Document, line: usize) -> Vec<Pieces> {
    let content = document.content(line);
    let start = document.lines().get(line).map_or(0, |line| line.start);
    let (mut all, mut done) = (Vec::new(), 0);
    for hyphen in memchr::memchr2_iter(b'-', FIRST_BYTE_OF_HYPHEN, content.as_bytes()) {
        let rest = content.get(hyphen..).and_then(|rest| rest.strip_prefix(HYPHENS));
        let Some(rest) = rest.filter(|rest| hyphen >= done && rest.starts_with([' ', '\t'])) else {
            continue;
        };
        let Some(before) = first_piece(&content[..hyphen]).filter(|piece| hyphen - piece.len() >= done)
        else {
            continue;
        };
        let rest = rest.trim_start_matches([' ', '\t']);
        let Some(second) = second_piece(rest) else { continue };
        let second_start = start + content.len() - rest.len();
        let pieces = Pieces {
            before: Span::new(start + hyphen - before.len(), start + hyphen),
            after: Span::new(second_start, second_start + second.len()),
        };
        done = pieces.after.end - start;
        all.push(pieces);
    }
    all
}

/// The pieces of a word that the end of a line parts.
fn parted_by_line_end(document: &Document, line: usize, soft: bool) -> Option<Pieces> {
    let (first, second) = (document.lines().get(line)?, document.lines().get(line + 1)?);
    let content = document.content(line).trim_end_matches([' ', '\t']);
    let is_break = |sign: char| if soft { sign == SOFT_HYPHEN } else { HYPHENS.contains(&sign) };
    let content = content.strip_suffix(is_break)?;
    let before = first_piece(content)?;
    let next = document.content(line + 1);
    let rest = next.trim_start_matches([' ', '\t']);
    let after = second_piece(rest)?;
    let (end, start) = (first.start + content.len(), second.start + next.len() - rest.len());
    Some(Pieces { before: Span::new(end - before.len(), end), after: Span::new(start, start + after.len()) })
}

/// The places of fragments that are whole: words that dictionaries don't have, and letters that are tokens.
fn fragments<'d>(document: &'d Document) -> impl Iterator<Item = Span> + 'd {
    let (text, words) = (document.text, document.words());
    let is_fragment = |letter: &u8| !ARTICLES.contains(char::from(*letter));
    let unlisted = words.unlisted.iter().filter(|word| word.is_ascii() && !is_single(words, word));
    let number = unlisted.count() + words.singles().filter(is_fragment).count();
    words.unlisted_runs().filter(move |span| {
        let (word, before, after) = (document.slice(*span), &text[..span.start], &text[span.end..]);
        let is_fragment = words.unlisted.contains(word) || is_single(words, word);
        is_fragment
            && is_apart_before(before)
            && !before.ends_with(HYPHENS)
            && is_apart_after(after)
            && !after.starts_with(['-', '‐', '\'', '’'])
            && (span.end - span.start > 1
                || number > MANY
                || before.is_empty()
                || before.ends_with([' ', '\n']))
    })
}

/// Whether a letter that is no word is a token of its own somewhere.
fn is_single(words: &Words, word: &str) -> bool {
    matches!(*word.as_bytes(), [letter] if words.has_single(letter) && !ARTICLES.contains(word))
}

/// The word that a fragment and one of the words next to it make; of two such words the likelier.
fn around(text: &str, place: Span) -> Option<Span> {
    let fragment = &text[place.range()];
    let is_lower = chars::is_lower(fragment);
    let mut best: Option<(f64, Span)> = None;
    let mut consider = |gain: f64, span: Span| {
        let is_better = |(other, other_span): (f64, Span)| (gain, span) > (other, other_span);
        if gain > 0.0 && best.is_none_or(is_better) {
            best = Some((gain, span));
        }
    };
    if is_lower && let Some(word) = word_before(&text[..place.start]) {
        consider(gain(word, fragment), Span::new(place.start - 1 - word.len(), place.end));
    }
    if let Some(word) = word_after(&text[place.end..])
        && (is_lower || starts_sentence(text, place.start))
    {
        consider(gain(fragment, word), Span::new(place.start, place.end + 1 + word.len()));
    }
    best.map(|(_, span)| span)
}

fn word_before(text: &str) -> Option<&str> {
    let text = text.strip_suffix(' ')?;
    let (before, word) = text.split_at(text.trim_end_matches(is_letter).len());
    (!word.is_empty() && is_apart_before(before)).then_some(word)
}

fn word_after(text: &str) -> Option<&str> {
    let text = text.strip_prefix(' ')?;
    let (word, after) = text.split_at(text.find(|sign| !is_small(sign)).unwrap_or(text.len()));
    (!word.is_empty() && is_apart_after(after) && !after.starts_with(HYPHENS)).then_some(word)
}

/// How much commoner a word is than its pieces side by side, beyond what is asked for.
fn gain(before: &str, after: &str) -> f64 {
    let (first, second) = (before.to_lowercase(), after.to_lowercase());
    let is_short = CONTRACTED.contains(&second.as_str()) && PRONOUNS.contains(&first.as_str());
    if is_short || (first.chars().count() == 1 && second.chars().count() == 1) {
        return 0.0;
    }
    let Some(whole) = entry(&format!("{first}{second}")).filter(|whole| whole.is_listed()) else {
        return 0.0;
    };
    let asked = if second == "s" { POSSESSIVE_GAIN } else { BLANK_GAIN };
    whole.frequency() - side_by_side(&first, &second) - asked
}

/// The place of a word that a text has once, with blanks around it and signs at most.
fn single_place(text: &str, words: &Words, word: &str) -> Option<Span> {
    let mut places = words.places(word);
    let place = places.next().filter(|_| places.next().is_none())?;
    let before = text[..place.start].chars().next_back();
    let is_free = before.is_none_or(|sign| chars::is_blank(sign) || "“‘\"(".contains(sign));
    let after = text[place.end..].trim_start_matches(|sign| ",.;!?”’\"')".contains(sign)).chars().next();
    (is_free && after.is_none_or(chars::is_blank)).then_some(place)
}

/// Where the second of the two words begins that a joined one is made of, if they are far commoner than it.
fn border(word: &str) -> Option<usize> {
    if !(SHORTEST..=LONGEST).contains(&word.len()) || !word.is_ascii() {
        return None;
    }
    let mut pairs: Vec<(f64, usize)> = (2..word.len() - 1)
        .map(|border| (border, word.split_at(border)))
        .filter(|(_, (first, second))| is_usual(first) && is_usual(second))
        .map(|(border, (first, second))| (side_by_side(first, second), border))
        .collect();
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
    let &(together, border) = pairs.first()?;
    if pairs.get(1).is_some_and(|(next, _)| together - next < MARGIN) {
        return None;
    }
    let (first, second) = word.split_at(border);
    is_pair(first, second, together - frequency(word)).then_some(border)
}

/// Whether two words are none of which people make a new one.
fn is_pair(first: &str, second: &str, gain: f64) -> bool {
    let is_function = (is_of_grammar(first), is_of_grammar(second));
    if is_function == (true, true) {
        return gain >= GAIN_OF_FUNCTIONS;
    }
    let has_function_word = is_function.0 || is_function.1;
    let whole = format!("{first}{second}");
    if frequency(&whole) >= MOST_USED || (is_one_of(PREFIXES, first) && !is_function.1) {
        return false;
    }
    if is_one_of(SUFFIXES, second) {
        // `stickin` may be short for `sticking`.
        let is_word = !has_function_word || first.len() < LONG || lists(&format!("{whole}g"));
        return !is_word && gain >= GAIN_OF_FUNCTION;
    }
    if has_function_word {
        return gain >= if whole.len() < LONG_PAIR { GAIN_OF_FUNCTION } else { GAIN_OF_LONG };
    }
    let is_long = whole.len() >= LONGEST_COMPOUND && first.len().min(second.len()) >= SHORTEST_OF_TWO;
    (is_long && gain >= 0.0) || (whole.len() >= SHORTEST_CONTENT && gain >= GAIN_OF_CONTENT)
}

fn is_of_grammar(word: &str) -> bool {
    entry(word).is_some_and(|entry| entry.is_in(WordSet::Function) || entry.is_in(WordSet::MoreFunction))
}

fn is_one_of(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|other| other == word)
}

/// Whether two pieces are one word, and would not rather be joined by a hyphen.
fn is_broken(before: &str, after: &str) -> bool {
    let (first, second) = (before.to_lowercase(), after.to_lowercase());
    let whole = frequency(&format!("{first}{second}"));
    if whole < LEAST || (whole < CERTAIN && is_of_grammar(&second)) {
        return false;
    }
    let gain = whole - side_by_side(&first, &second);
    if is_one_of(PREFIXES, &first) && lists(&second) {
        return gain >= GAIN_OF_PREFIX;
    }
    gain >= GAIN || whole >= CERTAIN
}

/// Whether a piece is no word, and the whole one that everybody knows.
fn is_certain(before: &str, after: &str) -> bool {
    let (first, second) = (before.to_lowercase(), after.to_lowercase());
    is_usual(&format!("{first}{second}")) && !(lists(&first) && lists(&second))
}

/// How often two words would follow each other if that were left to chance.
fn side_by_side(first: &str, second: &str) -> f64 {
    frequency(first) + frequency(second) - 9.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_part_pieces() {
        for (text, all) in [
            ("inter- national, govern\u{2010}\t ment- al", "inter|national govern|ment"),
            ("X- ray a- lot x.inter- nal inter- nal(", ""),
            ("pre- and post- war", "pre|and post|war"),
        ] {
            let document = Document::new(text);
            let shown: Vec<String> = parted_by_hyphens(&document, 0)
                .iter()
                .map(|pieces| format!("{}|{}", document.slice(pieces.before), document.slice(pieces.after)))
                .collect();
            assert_eq!(shown.join(" "), all, "{text}");
        }
    }

    #[test]
    fn pieces_are_broken_words() {
        for (before, after, broken) in [
            ("inter", "national", true),
            ("govern", "ment", true),
            ("long", "standing", false),
            ("pre", "and", false),
            ("qxz", "vq", false),
        ] {
            assert_eq!(is_broken(before, after), broken, "{before} {after}");
        }
        assert!(is_certain("govern", "ment") && !is_certain("inter", "national"));
    }

    #[test]
    fn fragments_make_words() {
        for (text, whole) in [
            ("The govern ment must", Some("govern ment")),
            ("T he end", Some("T he")),
            ("we ll see", None),
            ("a B c d", None),
        ] {
            let document = Document::new(text);
            let all: Vec<&str> = fragments(&document)
                .filter_map(|place| around(text, place))
                .map(|span| document.slice(span))
                .collect();
            assert_eq!(all.first().copied(), whole, "{text}");
        }
    }

    #[test]
    fn joined_words_have_a_border() {
        for (word, length) in
            [("ofthe", Some(2)), ("governmentof", Some(10)), ("smartwatch", None), ("of", None)]
        {
            assert_eq!(border(word), length, "{word}");
        }
    }

    fn fixed(options: &str, text: &str) -> String {
        let rule = Rule {
            number: 0,
            id: "test/broken".into(),
            kind: "broken".into(),
            severity: crate::model::Severity::Warning,
            language: crate::language::Language::Any,
            fix: Some(crate::model::Applicability::Safe),
            message: "{expected}".into(),
            given_up: Default::default(),
        };
        let check = BrokenCheck::new(&serde_json::from_str(options).unwrap()).unwrap();
        let findings = check.findings(&rule, &Document::new(text), &[Span::new(0, text.len())]).unwrap();
        let mut edits: Vec<Edit> = findings.into_iter().flat_map(|finding| finding.edits).collect();
        edits.sort();
        let mut result = text.to_owned();
        for edit in edits.iter().rev() {
            result.replace_range(edit.span.range(), &edit.text);
        }
        result
    }

    #[test]
    fn broken_words_are_made_whole() {
        let wrapped = "The options of this program are read from the file that is named in the envi-\r\n  ronment, \
            and those that stand there twice count only once, as do those which the\nuser has given when it was \
            started, so that nothing is read twice.";
        let whole = wrapped.replace("-\r\n  ronment, ", "ronment,\r\n  ");
        for (options, text, expected) in [
            (r#"{"of": "hyphen"}"#, "an inter- national govern-\tment", "an international government"),
            (r#"{"of": "line-end"}"#, "a govern- \n ment of\n\nit", "a government of\n\nit"),
            (r#"{"of": "line-end"}"#, "a govern\u{ad}\nment", "a govern\u{ad}\nment"),
            (r#"{"of": "soft-hyphen"}"#, "a govern\u{ad}\nment", "a government"),
            (r#"{"of": "line-end"}"#, wrapped, wrapped),
            (r#"{"of": "line-end", "wrapped": true}"#, wrapped, &whole),
            (
                r#"{"of": "blank", "unless": ["e mail"]}"#,
                "T he govern ment must ke ep its e mail.",
                "The government must keep its e mail.",
            ),
            (r#"{"of": "joined"}"#, "The end ofthe day, (ofthem)", "The end of the day, (of them)"),
        ] {
            assert_eq!(fixed(options, text), expected, "{options} {text:?}");
        }
    }
}
