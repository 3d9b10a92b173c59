//! The kind `truncation`: text that stops before its sentence ends.
//!
//! A paragraph without an end mark is cut off where it ends with a function word, a comma or a hyphen, or inside an
//! open bracket or quotation. The missing end mark alone is no sign: abstracts, posts and lists do without. A dash at
//! the end breaks speech off, a semicolon ends an item or a verse, and a comma a greeting.

use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::document::{Document, Role, Span};
use crate::lexicon;
use crate::model::{Edit, Finding, Rule, Values};
use crate::ruleset::Check;
use crate::text::chars::{self, has_words};
use crate::text::paragraphs::{NARROWEST, Paragraph, WIDEST, block_around, paragraph_at, paragraphs};
use crate::text::prose::in_prose;
use crate::text::sentences::{OPENERS, PROSE_WORDS, ends_sentence, is_running_text, is_title_case};

const RARE: u8 = 20; // tenths of Zipf's scale; a fragment that is rarer needs no prose around it
const SHORT_FRAGMENT: usize = 4; // letters; fewer may be an abbreviation where nobody sets end marks
const FEWEST_SMALL_WORDS: usize = 3; // of prose
const GREETING: usize = 5; // words; what follows the last full sentence of a letter has fewer …
const SIGNATURE: usize = 6; // … and the name below it
const MOST: f64 = 0.5; // the share of the other long paragraphs with end marks, to report a long one …
const MARKED: f64 = 0.85; // … and a shorter one
const FEWEST_MARKED: f64 = 1.0; // other long paragraphs with end marks
const BEHIND_SENTENCE: usize = 4; // words that may be fewer behind a full sentence
const LABEL: RangeInclusive<usize> = 3..=6; // so many words, no small one among them, are no sentence
const LONGEST_OPEN_BRACKET: usize = 40; // code points; a longer one has been left open by mistake, not by a cut
const FEWEST_VERSES: usize = 4;
const LONGEST_LAST_WORDS: usize = 200; // code points
const LONGEST_LAST_LINE: usize = 2000; // code points of it that are looked at first

const SENTENCE_MARKS: [char; 4] = ['.', '!', '?', '…'];
const CLOSING: &str = "”’\"')]";
const OPENING: &str = "“‘\"'([";
const DASHES: [char; 3] = ['-', '–', '—'];

static CODE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[{}\\|=<>;`_$#/~]|\w\(|--"));
/// How an item of a list begins.
static ITEM: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:[-•*–·|>#©+]|\(?\d{1,3}[.):]|\(?[a-z][.)]\s)"));
/// How the words of a link begin.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:Learn|Read|See|Find|Click|Sign|Log|Discover|Check|Explore|Get|Watch|Shop|View|Visit|Join|Subscribe",
        r"|Share|Download|Contact|Follow|Try|Start|Book|Buy|Order|Call|Browse|Listen|Register|Request)\b",
    ))
});
/// The name of an author, or the number of a note.
static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"[–—-]\s*\p{Lu}[\w.’'-]*(?:\s+\p{Lu}[\w.’'-]*){0,3}$|[.!?…]\S*\s+[^\s\p{L}]{1,3}$")
});
/// How a quotation or a numbered heading begins.
static BEGINNING: LazyLock<Regex> = LazyLock::new(|| pattern(r#"^(?:[“"'‘]|\d{1,2}[.)]\s+\p{Lu})"#));
static OWNER: LazyLock<Regex> = LazyLock::new(|| pattern(r"©|\(c\)|\bCopyright\b|®|™"));
/// How the source of a quotation begins.
static SOURCE: LazyLock<Regex> = LazyLock::new(|| pattern(r#"^\s*(?:--|[–—-])\s*[\p{Lu}“"]"#));

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern")
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The last paragraph before the page furniture.
    #[default]
    Document,
    /// All other paragraphs.
    Paragraph,
    /// The last words of paragraphs.
    Word,
}

/// The options of a rule of this kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Options {
    pub function_words: Vec<String>,
    pub open_words: Vec<String>,
    pub of: Part,
    pub fewest_words: usize,
    pub unmarked: usize,
    pub usual: usize,
    pub cut: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            function_words: Vec::new(),
            open_words: Vec::new(),
            of: Part::Document,
            fewest_words: 5,
            unmarked: 0,
            usual: 0,
            cut: false,
        }
    }
}

/// The long paragraphs of a text: the first line of the first, how many there are, how many have end marks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Long {
    first: usize,
    number: usize,
    marked: usize,
}

/// A check for text that stops in mid-sentence.
#[derive(Debug)]
pub struct TruncationCheck {
    function_words: HashSet<String>,
    open_words: HashSet<String>,
    of: Part,
    fewest_words: usize,
    unmarked: usize,
    usual: usize,
    cut: bool,
}

impl TruncationCheck {
    /// The check with these options.
    pub fn new(options: &Options) -> Self {
        TruncationCheck {
            function_words: options.function_words.iter().cloned().collect(),
            open_words: options.open_words.iter().cloned().collect(),
            of: options.of,
            fewest_words: options.fewest_words,
            unmarked: options.unmarked,
            usual: options.usual,
            cut: options.cut,
        }
    }

    /// The findings at the ends of paragraphs.
    fn paragraphs(&self, rule: &Rule, document: &Document, spans: &[Span]) -> Vec<Finding> {
        let is_sound = is_sound(document);
        if self.of == Part::Document && is_sound {
            return Vec::new();
        }
        let last = if is_sound { paragraphs(document).next_back() } else { self.last(document) };
        let Some(last) = last.filter(|last| may_be_cut(document, last.last - 1)) else {
            return Vec::new();
        };
        let mut chosen = Vec::new();
        if self.of == Part::Document {
            chosen.push(last);
        } else {
            for line in self.unmarked_lines(document, spans) {
                let paragraph = paragraph_at(document, document.lines()[line].start);
                chosen.extend(paragraph.filter(|paragraph| paragraph.first < last.first));
            }
            chosen.dedup();
        }
        let mut findings = Vec::new();
        for paragraph in chosen {
            let body = body(document, &paragraph);
            if let Some(sign) = self.sign(document, &paragraph, body)
                && !self.goes_on(document, &paragraph, body)
            {
                findings.push(self.finding(rule, document, &paragraph, body, sign));
            }
        }
        findings
    }

    /// The findings on last words that are the beginnings of others.
    fn words(&self, rule: &Rule, document: &Document, spans: &[Span]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for line in self.unmarked_lines(document, spans) {
            let place = document.lines()[line];
            let word = last_word(document, line);
            let number = word.chars().count();
            if number < 2
                || !word.chars().all(chars::is_small)
                || lexicon::lists(word)
                || !lexicon::begins_known(word)
            {
                continue;
            }
            let Some(paragraph) = paragraph_at(document, place.start).filter(|p| p.span.end == place.end)
            else {
                continue;
            };
            let body = body(document, &paragraph);
            let end = paragraph.span.start + body.len();
            let span = Span::new(end - word.len(), end);
            if has_words(body, self.fewest_words)
                && !CODE.is_match(body)
                && (number >= SHORT_FRAGMENT || others_are_marked(document, &paragraph, MARKED))
                && in_prose(document, span)
                && (lexicon::tenths(word) < RARE || has_small_words(body))
                && !self.goes_on(document, &paragraph, body)
            {
                let values = Values::from([("sign", format!("ends with '{word}'"))]);
                findings.push(rule.flag_with(document, span, Vec::new(), values));
            }
        }
        findings
    }

    /// The lines without an end mark that are no headings or labels by their length, or by their role.
    fn unmarked_lines(&self, document: &Document, spans: &[Span]) -> Vec<usize> {
        let is_whole = spans == [Span::new(0, document.text.len())];
        let touched = if is_whole { Vec::new() } else { document.lines_in(spans) };
        let is_long = |line: &usize| {
            let mut blanks = memchr::memchr_iter(b' ', document.content(*line).as_bytes());
            self.fewest_words < 2 || blanks.nth(self.fewest_words - 2).is_some()
        };
        let unmarked = document.unmarked().iter().copied();
        unmarked
            .filter(|line| is_whole || touched.binary_search(line).is_ok())
            .filter(is_long)
            .filter(|line| may_be_cut(document, *line))
            .collect()
    }

    /// The last paragraph that is more than furniture; the last one if none is.
    fn last(&self, document: &Document) -> Option<Paragraph> {
        let mut every = paragraphs(document).rev();
        let is_more = |paragraph: &Paragraph| {
            is_running_text(document.slice(paragraph.span))
                || self.sign(document, paragraph, body(document, paragraph)).is_some()
        };
        let last = every.next()?;
        if is_more(&last) { Some(last) } else { every.find(is_more).or(Some(last)) }
    }

    /// What shows that a paragraph has been cut off, for the message.
    fn sign(&self, document: &Document, paragraph: &Paragraph, body: &str) -> Option<String> {
        let last_line = body.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        if SOURCE.is_match(&body[last_line..]) || is_between_items(body) {
            return None;
        }
        if ends_sentence(body) || !has_words(body, self.fewest_words) {
            return None;
        }
        let sign = self.sign_of_last_words(body);
        if sign.is_some() && !(body.ends_with(',') && is_greeting(document, paragraph, body)) {
            return sign;
        }
        if is_quoting(document, paragraph, body) {
            return Some("ends inside a quotation".to_owned());
        }
        self.is_unmarked(document, paragraph, body).then(|| "ends without an end mark".to_owned())
    }

    /// The signs that need no more than the last words.
    fn sign_of_last_words(&self, body: &str) -> Option<String> {
        let last = last_of(body).trim_matches(['“', '‘', '"', '\'', '(']);
        if self.function_words.contains(last) {
            return Some(format!("ends with '{last}'"));
        }
        let closed = body.rfind(')').unwrap_or(0);
        if let Some(opened) = body.rfind('(').filter(|opened| *opened > closed)
            && body[opened..].chars().nth(LONGEST_OPEN_BRACKET).is_none()
        {
            return Some("ends inside a bracket".to_owned());
        }
        let mark = body.chars().next_back().filter(|mark| is_dangling(*mark))?;
        let is_cut = has_words(body, PROSE_WORDS) && !ITEM.is_match(body) && !is_broken_off(body);
        is_cut.then(|| format!("ends with '{mark}'"))
    }

    /// Whether a paragraph is so long that it should have an end mark, as the others of its text have.
    fn is_unmarked(&self, document: &Document, paragraph: &Paragraph, body: &str) -> bool {
        let words = chars::split(body).count();
        let fewest = [self.usual.saturating_sub(BEHIND_SENTENCE), self.unmarked];
        // Where no option says how many words are enough, as many as the paragraph has characters are.
        let enough = fewest.into_iter().filter(|number| *number > 0).min();
        if words < enough.unwrap_or(usize::MAX).min(body.chars().count()) {
            return false;
        }
        let end = paragraph.span.start + body.len();
        let Some(sign) = body.chars().next_back().filter(|sign| chars::is_alnum(*sign) || *sign == '%')
        else {
            return false;
        };
        if !in_prose(document, Span::new(end - sign.len_utf8(), end)) {
            return false;
        }
        let has_sentences = last_sentence_end(body).is_some();
        let rest = rest(body);
        if !has_small_words(body) || is_label(rest) || OWNER.is_match(rest) {
            return false;
        }
        let is_whole = self.of == Part::Document;
        if self.unmarked > 0 && words >= self.unmarked && (has_sentences || is_whole) {
            return others_are_marked(document, paragraph, MOST);
        }
        let fewer = if has_sentences { BEHIND_SENTENCE } else { 0 };
        self.usual > 0
            && words + fewer >= self.usual
            && (has_sentences || is_whole || self.open_words.contains(last_of(body)))
            && !ITEM.is_match(body)
            && others_are_marked(document, paragraph, MARKED)
            && is_among_prose(document, paragraph, !has_sentences)
            && !SIGNED.is_match(body)
    }

    /// Whether the next line takes the sentence up again, or the lines around are verses or a list.
    fn goes_on(&self, document: &Document, paragraph: &Paragraph, body: &str) -> bool {
        let lines = block_around(document, paragraph);
        if let Some(following) = filled_below(document, paragraph.last) {
            let content = document.content(following);
            let below = chars::lstrip(content);
            // He said, and then speech in a paragraph of its own.
            if body.ends_with(is_dangling) && below.starts_with(['“', '"', '‘', '\'', '«']) {
                return true;
            }
            // Lines of usual width above others of usual width are wrapped, though raggedly.
            if following == paragraph.last && is_of_usual_width(document, lines.clone()) {
                return true;
            }
            let is_beginning = below.starts_with(char::is_uppercase)
                || (following > paragraph.last && BEGINNING.is_match(below));
            if !is_beginning || indent(content) > indent(document.content(paragraph.last - 1)) {
                return true;
            }
        }
        if self.of == Part::Document || lines.len() < FEWEST_VERSES {
            return false;
        }
        let unended = lines.clone().filter(|line| !ends_sentence(document.content(*line))).count();
        2 * unended > lines.len()
    }

    fn finding(
        &self,
        rule: &Rule,
        document: &Document,
        paragraph: &Paragraph,
        body: &str,
        sign: String,
    ) -> Finding {
        let (start, end) = (paragraph.span.start, paragraph.span.start + body.len());
        let span = Span::new(start + last_words(body), end);
        let sentence_end = last_sentence_end(body).filter(|_| self.cut);
        let edits = sentence_end.map(|cut| Edit::deletion(Span::new(start + cut, end)));
        rule.flag_with(document, span, edits.into_iter().collect(), Values::from([("sign", sign)]))
    }
}

impl Check for TruncationCheck {
    fn check(&self, rule: &Rule, document: &Document, spans: &[Span], findings: &mut Vec<Finding>) {
        findings.extend(match self.of {
            Part::Word => self.words(rule, document, spans),
            Part::Document | Part::Paragraph => self.paragraphs(rule, document, spans),
        });
    }
}

fn body<'t>(document: &Document<'t>, paragraph: &Paragraph) -> &'t str {
    chars::rstrip(document.slice(paragraph.span))
}

/// The first filled line that is not before another one.
fn filled_below(document: &Document, line: usize) -> Option<usize> {
    let filled = document.filled();
    filled.get(filled.partition_point(|other| *other < line)).copied()
}

/// The last filled line before another one.
fn filled_above(document: &Document, line: usize) -> Option<usize> {
    let filled = document.filled();
    filled.partition_point(|other| *other < line).checked_sub(1).map(|number| filled[number])
}

/// Whether a line may be cut prose: not where markup says that it is an item, a heading or a cell.
fn may_be_cut(document: &Document, line: usize) -> bool {
    let end = document.lines()[line].start + chars::rstrip(document.content(line)).len();
    matches!(document.role_at(end), None | Some(Role::Paragraph))
}

/// A first look at the last line: whether a full sentence ends the text. Nearly all texts need no other look.
fn is_sound(document: &Document) -> bool {
    *document.views.is_sound.get_or_init(|| {
        let text = chars::rstrip(document.text);
        let part = &text[document.before(text.len(), LONGEST_LAST_LINE, 0)..];
        is_running_text(part.rfind(['\n', '\r']).map_or(part, |at| &part[at + 1..]))
    })
}

/// The last word of a line, without the signs that open quotations and brackets.
fn last_word<'t>(document: &Document<'t>, line: usize) -> &'t str {
    let place = document.lines()[line];
    let first = document.before(place.end, LONGEST_LAST_WORDS, place.start);
    let tail = chars::rstrip(&document.text[first..place.end]);
    let word = tail.rsplit(' ').next().unwrap_or_default();
    word.trim_start_matches(|sign| OPENERS.contains(sign))
}

fn last_of(body: &str) -> &str {
    body.rsplit(chars::is_space).find(|word| !word.is_empty()).unwrap_or_default()
}

/// The position of the last two words.
fn last_words(body: &str) -> usize {
    let signs = body.char_indices().rev().take(LONGEST_LAST_WORDS);
    let (mut start, mut words, mut is_inside) = (body.len(), 0, false);
    for (at, sign) in signs {
        if chars::is_blank(sign) {
            is_inside = false;
            continue;
        }
        if !is_inside {
            words += 1;
            is_inside = true;
        }
        if words > 2 {
            break;
        }
        start = at;
    }
    start
}

fn is_dangling(mark: char) -> bool {
    matches!(mark, '-' | ',')
}

fn is_between_items(body: &str) -> bool {
    [", and", "; and", ", or", "; or", ");"].iter().any(|end| body.ends_with(end))
}

/// Whether a dash at the end breaks speech off.
fn is_broken_off(body: &str) -> bool {
    let before = body.trim_end_matches(DASHES);
    let mut dashes = body[before.len()..].chars();
    match (dashes.next(), dashes.next()) {
        (None, _) => false,
        (Some(_), Some(_)) => true,
        (Some(dash), None) => dash != '-' || before.ends_with(chars::is_blank),
    }
}

/// Whether a comma ends the greeting or the closing of a letter.
fn is_greeting(document: &Document, paragraph: &Paragraph, body: &str) -> bool {
    let below = filled_below(document, paragraph.last).map(|line| document.content(line));
    let is_signature = |below: &str| !has_words(below, SIGNATURE) && !ends_sentence(below);
    !has_words(rest(body), GREETING) || below.is_some_and(is_signature)
}

/// What follows the last full sentence of a paragraph; all of it where there is none.
fn rest(body: &str) -> &str {
    last_sentence_end(body).map_or(body, |end| chars::strip(&body[end..]))
}

/// The end of the last sentence that another one follows.
fn last_sentence_end(body: &str) -> Option<usize> {
    let mut marks = body.rmatch_indices(SENTENCE_MARKS);
    marks.find_map(|(at, _)| {
        let mut before = body[..at].chars().rev();
        let is_after_word = (0..2).all(|_| before.next().is_some_and(chars::is_alnum));
        if is_after_word { sentence_end(body, at) } else { None }
    })
}

/// The end of the marks and the closing signs at a position, if the next word may begin a sentence.
fn sentence_end(body: &str, at: usize) -> Option<usize> {
    let after = body[at..].trim_start_matches(SENTENCE_MARKS);
    let after = after.trim_start_matches(|sign| CLOSING.contains(sign));
    let next = after.trim_start_matches(chars::is_blank);
    if next.len() == after.len() {
        return None;
    }
    let first = next.trim_start_matches(|sign| OPENING.contains(sign)).chars().next()?;
    (chars::is_capital(first) || chars::is_number(first)).then_some(body.len() - after.len())
}

/// Whether a quotation is open at the end of a paragraph, and the next ones don't go on with it.
fn is_quoting(document: &Document, paragraph: &Paragraph, body: &str) -> bool {
    const QUOTES: [char; 2] = ['“', '”'];
    let ends_open = body.ends_with(|sign| chars::is_alnum(sign) || is_dangling(sign));
    if !ends_open || body.rfind(QUOTES).is_none_or(|at| body[at..].starts_with('”')) {
        return false;
    }
    let below = &document.text[paragraph.span.end..];
    let goes_on = below
        .find(QUOTES)
        .is_some_and(|at| below[at..].starts_with('”') || chars::lstrip(&below[..at]).is_empty());
    !goes_on && has_words(body, PROSE_WORDS)
}

/// Whether the words after the last full sentence are a link, a label or a name.
fn is_label(rest: &str) -> bool {
    let lower = rest.to_lowercase();
    let number = || chars::split(rest).take(LABEL.end() + 1).count();
    LINK.is_match(rest)
        || (LABEL.contains(&number()) && small_words(&lower).next().is_none())
        || (is_title_case(rest) && !is_small_word(&lower))
}

/// Whether such a share of the other long paragraphs have end marks, and there are some.
fn others_are_marked(document: &Document, paragraph: &Paragraph, share: f64) -> bool {
    let long = long(document);
    let others = long.number - usize::from(has_words(document.slice(paragraph.span), PROSE_WORDS));
    long.marked as f64 >= FEWEST_MARKED.max(share * others as f64)
}

/// Whether the lines around have end marks: it is no item of a list.
///
/// One without a full sentence may be the line under a headline, unless it is below other paragraphs.
fn is_among_prose(document: &Document, paragraph: &Paragraph, below: bool) -> bool {
    if below && long(document).first >= paragraph.first {
        return false;
    }
    let above = filled_above(document, paragraph.first).map_or("", |line| document.content(line));
    let beside = [paragraph.first.checked_sub(1), Some(paragraph.last)];
    let is_sound = |line: usize| {
        let content = document.lines().get(line).map_or("", |_| document.content(line));
        chars::lstrip(content).is_empty() || ends_sentence(content)
    };
    !chars::rstrip(above).ends_with(':') && beside.into_iter().flatten().all(is_sound)
}

fn long(document: &Document) -> Long {
    *document.views.long.get_or_init(|| {
        let mut long = Long::default();
        for paragraph in paragraphs(document) {
            let body = body(document, &paragraph);
            if !has_words(body, PROSE_WORDS) {
                continue;
            }
            if long.number == 0 {
                long.first = paragraph.first;
            }
            long.number += 1;
            long.marked += usize::from(ends_sentence(body) || body.ends_with(':'));
        }
        long
    })
}

/// Whether the widest of some lines is as wide as wrapped text.
fn is_of_usual_width(document: &Document, mut lines: std::ops::Range<usize>) -> bool {
    let width = |line: usize| document.content(line).chars().take(WIDEST + 1).count();
    let mut widest = 0;
    let is_narrow = lines.all(|line| {
        widest = widest.max(width(line));
        widest <= WIDEST
    });
    is_narrow && widest >= NARROWEST
}

fn indent(content: &str) -> usize {
    content.chars().take_while(|sign| chars::is_space(*sign)).count()
}

/// Whether a text has small words as prose has, and a heading, a caption or a list of names has not.
fn has_small_words(text: &str) -> bool {
    small_words(text).nth(FEWEST_SMALL_WORDS - 1).is_some()
}

fn small_words(text: &str) -> impl Iterator<Item = &str> {
    let is_border = |sign: char| !chars::is_word(sign) && !matches!(sign, '’' | '\'' | '-');
    text.split(is_border).filter(|word| is_small_word(word))
}

fn is_small_word(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "and"
            | "or"
            | "but"
            | "of"
            | "to"
            | "in"
            | "on"
            | "for"
            | "with"
            | "from"
            | "by"
            | "as"
            | "at"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "has"
            | "have"
            | "had"
            | "that"
            | "which"
            | "who"
            | "it"
            | "its"
            | "this"
            | "these"
            | "they"
            | "their"
            | "you"
            | "your"
            | "we"
            | "our"
            | "he"
            | "his"
            | "she"
            | "her"
            | "not"
            | "can"
            | "will"
            | "would"
            | "than"
            | "when"
            | "if"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::found;

    const SOUND: &str =
        "The ministers met in Geneva on Monday, and nobody knows how long their talks will go on.";

    #[test]
    fn paragraphs_are_cut_off() {
        let options = |of| Options {
            function_words: vec!["the".into(), "and".into()],
            of,
            usual: 12,
            unmarked: 18,
            ..Options::default()
        };
        for (of, end, sign) in [
            (Part::Document, "They went on and on with the", Some("ends with 'the'")),
            (Part::Document, "They went on and on.", None),
            (Part::Document, "They went on (and on with a bag", Some("ends inside a bracket")),
            (
                Part::Document,
                "He said that “it was a day of the year when all of them came",
                Some("ends inside a quotation"),
            ),
            (
                Part::Document,
                "He said that it was a day of the year when all of them came,",
                Some("ends with ','"),
            ),
            (Part::Document, "They went on –", None),
            (
                Part::Document,
                "It was the day of the year when all of them came to a town in the north",
                Some("ends without an end mark"),
            ),
            (
                Part::Paragraph,
                "They went on and on with the\n\nThe end came, and it was a good one for all of those who had stayed.",
                Some("ends with 'the'"),
            ),
            (
                Part::Paragraph,
                "They went on and on with the\n\nend of it, and it was a good one for all of those who had stayed.",
                None,
            ),
            (Part::Word, "The end of it was a surprise to the gover", Some("ends with 'gover'")),
            (Part::Word, "The end of it was a surprise to the govern", None),
        ] {
            let check = TruncationCheck::new(&options(of));
            let shown = found(&check, "{sign}", &format!("{SOUND}\n\n{end}\n"));
            assert_eq!(shown, sign.into_iter().collect::<Vec<_>>(), "{of:?} {end}");
        }
    }

    #[test]
    fn sentences_end_before_others() {
        for (body, end) in [
            ("It was so. Then", Some("It was so.")),
            ("It was so.” “Then he (said) of", Some("It was so.”")),
            ("It was so.. 5 of", Some("It was so..")),
            ("It was so. then", None),
            ("Mr J. Then", None),
            ("It was so.", None),
        ] {
            assert_eq!(last_sentence_end(body).map(|end| &body[..end]), end, "{body}");
        }
    }

    #[test]
    fn findings_are_on_the_last_words() {
        for (body, words) in
            [("one two three", "two three"), ("one", "one"), ("one  two\nthree", "two\nthree")]
        {
            assert_eq!(&body[last_words(body)..], words);
        }
        assert_eq!(last_words(&"a".repeat(300)), 100);
    }

    #[test]
    fn dashes_break_off() {
        for (body, is_off) in [("he—", true), ("he -", true), ("he-", false), ("he--", true), ("he", false)]
        {
            assert_eq!(is_broken_off(body), is_off, "{body}");
        }
    }
}
