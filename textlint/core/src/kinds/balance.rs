//! The kind `balance`: quotation marks, brackets and code fences without their partners.
//!
//! A paragraph is one room: what it opens, it closes. A quotation may run over several paragraphs, with an opening
//! mark before each or without; a mark that opens inside an open quotation is reported at the one left open. What a
//! straight mark does is seen by the blanks beside it. Brackets and straight marks are judged where a sentence ends,
//! brackets in items of lists too, since in tables and code one alone is common. Where a paragraph stops in
//! mid-sentence the cut has taken the partner, and where signs are damaged one of them may be it. A bracket may open
//! one paragraph and close another; where several paragraphs begin with one that they leave open, as stage directions
//! do, that is how the text is written. Marks in the manner of another country or century („…“, ‘‘…’’, ``…'') are
//! left alone. A lone fence is deleted, unless it names a language and so opens code.

mod signs;

use std::cell::OnceCell;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use self::signs::{Pair, Signs};
use crate::document::{Document, Span};
use crate::model::{Edit, Finding, Rule};
use crate::ruleset::Check;
use crate::text::chars::{self, has_words, lstrip};
use crate::text::fences;
use crate::text::paragraphs::{Paragraph, WIDEST, block_around, paragraph_at, paragraphs};
use crate::text::sentences::{END_MARKS, PROSE_WORDS, ends_sentence, is_closer_or_blank};

const FEWEST_INSIDE: usize = 3; // straight marks inside of words, where they are accents
const BEFORE_OPENING: &str = " \t([—–-/=$@‘'";
const BEHIND_CLOSING: &str = ".,;:!?)]—–-/’'";
const OPENING_BRACKETS: [char; 3] = ['(', '[', '{'];
const CLOSING_BRACKETS: [char; 3] = [')', ']', '}'];
const FEWEST_WORDS: usize = 4; // of a list item or a line by itself
const ITEM_REACH: usize = 8; // code points
const LONGEST_CUT: usize = 40; // code points
const LONGEST_WORD: usize = 30; // code points that a finding takes in, the mark included
const FEWEST_LEFT_OPEN: usize = 2; // paragraphs that begin with a bracket without a partner, as a habit
const LONGEST_LANGUAGE: usize = 20; // code points after a fence
const LONGEST_QUOTATION: usize = 3000; // code points between two marks, the paragraphs between having none

/// What closes and was not opened: a bracket that numbers an item ("a)", "1)") or ends an emoticon.
static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:(?:^|[\s(])(?:\p{L}|\d{1,3}|[ivxIVX]{1,5})|[#.:;,!?]\d{1,3}|[:;=8][-^']?[)\]]*)",
        "\n?$",
    ))
});
/// A mark for inches or seconds.
static INCHES: LazyLock<Regex> = LazyLock::new(|| pattern("(?:\\d\\s?|[¼½¾⅓⅔⅛⅜⅝⅞])\n?$"));
/// What a quotation mark may have become: a wrong decoding, a lost character, an entity.
static DAMAGED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"[ÃâÂ][\x{80}-\x{BF}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|‚Ä|[\x{FFFD}\x{80}-\x{9F}]",
        r"|&(?:amp;)*(?:[lr]dquo|quot|#\w{2,6});|,\?\s",
    ))
});
/// Quotation marks of another country or century; “ may close there.
static OTHER_MARKS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[„‟«»‹›〝〞]|[‘’‚]{2}|,,\w|''|``"));
/// An attribution outside of a quotation: ", said Jane Doe", ", she says.".
/// Parts of the words of which `SAID` has one.
const SAYING: [&str; 6] = ["sa", "add", "told", "wr", "expla", "continued"];
static SAID: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r",\s+(?:(?:said|says|added|adds)\s+(?:the\s+)?\p{Lu}",
        r"|(?:he|she|they|(?:the\s+)?(?:\p{Lu}[\w.’'-]*\s+){0,3}(?:[\p{Lu}&&[^I]]|\p{Lu}[\w.’'-]*[\w.’'\-&&[^I]]))\s+",
        r"(?:said|says|added|adds|told|wrote|writes|explained|explains|continued)(?:[.,]|\s+(?:in|on|at|of)\b))",
    ))
});
static ATTRIBUTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:said|says|added|adds|told|tells|wrote|writes|explained|explains|asked|asks|replied|replies|argued",
        r"|argues)\b",
    ))
});
static PLAIN_FENCE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[ \t]*```[ \t]*(?i:html|markdown|md|te?xt|pla[iİ]ntext)?[ \t]*$"));
static LIST_ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:[-•–·]|\d{1,3}[.)])\s+\S"));
static CODE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[{}\\|=<>;`_$#/~]|\w\(|\]\(|--"));

/// Whether an attribution follows speech.
fn is_said(rest: &str) -> bool {
    SAYING.iter().any(|word| rest.contains(word)) && SAID.is_match(rest)
}

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern")
}

/// The options of a rule of this kind.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Options {
    pub pairs: Vec<String>,
    pub fences: bool,
    pub around: bool,
}

/// A check for signs without their partners.
#[derive(Debug)]
pub struct BalanceCheck {
    pairs: Vec<Pair>,
    fences: bool,
    around: bool,
}

impl BalanceCheck {
    /// The check with these options; an error is one line that says what is wrong.
    pub fn new(options: &Options) -> Result<Self, String> {
        let pairs = options.pairs.iter().map(|pair| Pair::of(pair)).collect::<Result<_, _>>()?;
        Ok(BalanceCheck { pairs, fences: options.fences, around: options.around })
    }
}

impl Check for BalanceCheck {
    fn check(&self, rule: &Rule, document: &Document, spans: &[Span], findings: &mut Vec<Finding>) {
        if self.fences {
            findings.extend(lone_fence(rule, document, spans));
        }
        if self.around {
            findings.extend(fence_around(rule, document, spans));
        }
        for &pair in &self.pairs {
            let signs = Signs::new(document, pair);
            if !signs.all().is_empty() {
                for paragraph in signs.paragraphs(spans) {
                    let room = Room { document, signs: &signs, pair, paragraph };
                    let lonely = room.lonely();
                    findings
                        .extend(lonely.into_iter().map(|at| rule.flag(document, room.with_word(at), vec![])));
                }
            }
        }
    }
}

/// The last of an odd number of fences; of more than one it is unknown which is too many.
fn lone_fence(rule: &Rule, document: &Document, spans: &[Span]) -> Option<Finding> {
    if !document.text.contains("```") {
        return None;
    }
    let is_fence = |line: &usize| lstrip(document.content(*line)).starts_with("```");
    let fences: Vec<usize> = document.filled().iter().copied().filter(is_fence).collect();
    let last = *fences.last().filter(|_| fences.len() % 2 == 1)?;
    let are_fences = fences.iter().all(|line| is_bare_fence(document.content(*line)));
    if !are_fences || document.lines_in(spans).binary_search(&last).is_err() {
        return None;
    }
    let is_alone = fences.len() == 1 && PLAIN_FENCE.is_match(document.content(last));
    let edits = is_alone.then(|| Edit::deletion(document.whole_lines(last, last + 1)));
    Some(rule.flag(document, document.trimmed(last), edits.into_iter().collect()))
}

/// Whether a line is a fence and nothing else but the name of a language.
fn is_bare_fence(line: &str) -> bool {
    let blanks = [' ', '\t'];
    let name = line.trim_matches(blanks).strip_prefix("```").map(|name| name.trim_start_matches(blanks));
    let is_sign = |sign| chars::is_word(sign) || "+#.-".contains(sign);
    name.is_some_and(|name| name.chars().all(is_sign) && !is_longer(name, LONGEST_LANGUAGE))
}

/// A fence for Markdown around the whole text.
fn fence_around(rule: &Rule, document: &Document, spans: &[Span]) -> Option<Finding> {
    let (opening, closing) = fences::around(document.text)?;
    let lines = [opening, closing].map(|fence| document.line_at(fence.start));
    document.lines_in(spans).binary_search(&lines[0]).ok()?;
    let edits = lines.map(|line| Edit::deletion(document.whole_lines(line, line + 1)));
    Some(rule.flag(document, opening, edits.into()))
}

/// A paragraph in which the signs of a pair should balance.
struct Room<'r, 'd, 't> {
    document: &'d Document<'t>,
    signs: &'r Signs<'d, 't>,
    pair: Pair,
    paragraph: Paragraph,
}

impl<'t> Room<'_, '_, 't> {
    fn body(&self) -> &'t str {
        self.document.slice(self.paragraph.span)
    }

    fn start(&self) -> usize {
        self.paragraph.span.start
    }

    fn end(&self) -> usize {
        self.paragraph.span.end
    }

    fn sign_at(&self, at: usize) -> Option<char> {
        self.document.text[at..].chars().next()
    }

    /// So many code points before a position, from another one on.
    fn window(&self, at: usize, code_points: usize, least: usize) -> &'t str {
        &self.document.text[self.document.before(at, code_points, least)..at]
    }

    /// The positions of the signs without a partner.
    fn lonely(&self) -> Vec<usize> {
        let (pair, body) = (self.pair, self.body());
        let every = self.signs.between(self.start(), self.end());
        if every.is_empty() || (!pair.is_straight() && self.are_in_order(every)) {
            return Vec::new();
        }
        if OPENING_BRACKETS.contains(&pair.opening) {
            return self.brackets();
        }
        if pair.is_straight() && (self.are_by_turns(every) || self.may_lack_one()) {
            return Vec::new();
        }
        // Where straight and curly marks are in one paragraph, it is unknown which belong together.
        let is_mixed = body.contains('"') && (body.contains(['“', '”']) || body.contains("\"\""));
        if is_mixed || is_damaged(body) || OTHER_MARKS.is_match(body) {
            return Vec::new();
        }
        self.quotes()
    }

    /// Whether signs open and close by turns: a first look that settles most.
    fn are_in_order(&self, every: &[usize]) -> bool {
        every.len().is_multiple_of(2)
            && every.iter().enumerate().all(|(number, &at)| {
                self.sign_at(at) == Some(if number % 2 == 0 { self.pair.opening } else { self.pair.closing })
            })
    }

    /// Whether every other straight mark follows a blank: a quick test that decides most paragraphs.
    fn are_by_turns(&self, every: &[usize]) -> bool {
        every.len().is_multiple_of(2)
            && every.iter().enumerate().all(|(number, &at)| {
                let before = self.document.text[self.start()..at].chars().next_back();
                before.is_none_or(|sign| BEFORE_OPENING.contains(sign)) == (number % 2 == 0)
            })
    }

    /// Whether a straight mark may be alone: in lists, labels, code, tables, and what has been shortened.
    fn may_lack_one(&self) -> bool {
        let body = self.body();
        let end = chars::rstrip(body);
        !ends_sentence(body)
            || ["...", "…", "…\""].iter().any(|mark| end.ends_with(mark))
            || are_accents(self.document)
    }

    fn brackets(&self) -> Vec<usize> {
        let (document, body) = (self.document, self.body());
        let block = block_around(document, &self.paragraph);
        let is_ended = ends_sentence(body);
        if !is_ended && !is_item(body, block.len()) {
            return Vec::new();
        }
        let (mut start, mut end) = (self.start(), self.end());
        if !self.is_apart() {
            // It may be part of a list, or raggedly wrapped.
            (start, end) = (document.lines()[block.start].start, document.lines()[block.end - 1].end);
        }
        let (mut lonely, mut waiting) = (Vec::new(), Vec::new());
        for at in self.signs.places(start, end) {
            if self.sign_at(at) == Some(self.pair.opening) {
                waiting.push(at);
            } else if waiting.pop().is_none()
                && !ITEM.is_match(self.window(at, ITEM_REACH, start))
                && !self.ends_interval(at)
            {
                lonely.push(at);
            }
        }
        // A cut has left open what is right before it.
        let is_cut = |at: usize| !is_ended && self.document.after(at, LONGEST_CUT, self.end()) == self.end();
        let own = self.start()..self.end();
        lonely.retain(|at| own.contains(at));
        waiting.retain(|at| own.contains(at) && !is_cut(*at) && !self.is_interval(*at));
        lonely.extend(waiting);
        if lonely.is_empty() {
            return lonely;
        }
        let across = Across::new(self);
        let begins = self.end() - lstrip(body).len();
        let is_habit = |at: usize| at == begins && left_open(document, self.pair.opening) >= FEWEST_LEFT_OPEN;
        lonely.retain(|&at| !across.has_partner(at) && !is_habit(at));
        lonely
    }

    /// Whether another kind of bracket closes, as in [0, 1).
    fn is_interval(&self, at: usize) -> bool {
        let text = self.document.text;
        let after = &text[at + self.pair.opening.len_utf8()..];
        let partner = after.chars().take(LONGEST_CUT - 1).find(|sign| is_bracket(*sign));
        partner.is_some_and(|sign| CLOSING_BRACKETS.contains(&sign) && sign != self.pair.closing)
    }

    /// Whether another kind of bracket was opened, as in (0, 1].
    fn ends_interval(&self, at: usize) -> bool {
        let before = self.window(at, LONGEST_CUT, 0);
        let nearest = before.chars().rev().find(|sign| is_bracket(*sign));
        nearest.is_some_and(|sign| OPENING_BRACKETS.contains(&sign))
    }

    /// Whether the lines before and behind the paragraph are no part of it.
    fn is_apart(&self) -> bool {
        let (document, Paragraph { first, last, .. }) = (self.document, self.paragraph);
        let content = |line: usize| document.lines().get(line).map_or("", |_| lstrip(document.content(line)));
        let before = first.checked_sub(1).map_or("", content);
        let (own, behind) = (content(first), content(last));
        if is_longer(self.body(), WIDEST) {
            let goes_on = !before.is_empty() && own.starts_with(char::is_lowercase);
            return !goes_on && !behind.starts_with(char::is_lowercase);
        }
        if LIST_ITEM.is_match(own) {
            return behind.is_empty() || LIST_ITEM.is_match(behind);
        }
        before.is_empty() && behind.is_empty()
    }

    fn quotes(&self) -> Vec<usize> {
        let places: Vec<usize> = self.signs.places(self.start(), self.end()).collect();
        let mut lonely = self.unpaired(&places);
        if !lonely.is_empty() && self.pair.is_straight() {
            if !self.is_apart() && self.is_even() {
                return Vec::new();
            }
            // Perhaps the marks behind numbers are for inches and seconds, or a quotation has another one inside.
            let others: Vec<usize> = places.iter().copied().filter(|&at| !self.is_inches(at)).collect();
            if self.unpaired(&others).is_empty() {
                return Vec::new();
            }
        }
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else {
            return lonely;
        };
        if lonely.is_empty() || self.is_nested(&places) {
            return Vec::new();
        }
        if lonely[0] == first && self.opens(first) != Some(true) && self.comes_from_above() {
            lonely.remove(0);
        }
        if lonely.first() == Some(&first) && self.is_in_tale(first) {
            lonely.remove(0);
        }
        if lonely.last() == Some(&last) && self.opens(last) != Some(false) {
            let rest = &self.document.text[last..self.end()];
            if !is_said(rest) && (self.is_cut(rest) || self.goes_on()) {
                lonely.pop();
            }
        }
        lonely
    }

    /// Whether the paragraph has been cut off behind an opening mark: that is another defect.
    fn is_cut(&self, rest: &str) -> bool {
        !ends_sentence(rest) && (has_words(self.body(), PROSE_WORDS) || !is_longer(rest, LONGEST_CUT))
    }

    fn is_inches(&self, at: usize) -> bool {
        INCHES.is_match(self.window(at, 2, 0))
    }

    /// Whether the lines up to the next blank ones have the partner: the paragraph may be a part of them.
    fn is_even(&self) -> bool {
        let block = block_around(self.document, &self.paragraph);
        let lines = self.document.lines();
        self.signs.between(lines[block.start].start, lines[block.end - 1].end).len().is_multiple_of(2)
    }

    /// The quotation marks that are left over if the others open and close by turns.
    fn unpaired(&self, places: &[usize]) -> Vec<usize> {
        let (mut lonely, mut waiting) = (Vec::new(), None);
        for &at in places {
            if self.opens(at).unwrap_or(waiting.is_none()) {
                lonely.extend(waiting.replace(at));
            } else if waiting.take().is_none() && !self.is_inches(at) {
                lonely.push(at);
            }
        }
        lonely.extend(waiting);
        lonely
    }

    /// Whether the marks balance as brackets do.
    fn is_nested(&self, places: &[usize]) -> bool {
        let mut depth = 0usize;
        for &at in places {
            if self.opens(at) == Some(true) {
                depth += 1;
            } else if let Some(less) = depth.checked_sub(1) {
                depth = less;
            } else {
                return false;
            }
        }
        depth == 0
    }

    /// Whether a quotation mark opens: a curly one unless it is the wrong one; unknown if it may do either.
    fn opens(&self, at: usize) -> Option<bool> {
        let text = self.document.text;
        let mut rest = text[at..].chars();
        let sign = rest.next()?;
        let (before, behind) = (text[..at].chars().next_back(), rest.next());
        let is_free_before = before.is_none_or(|sign| chars::is_space(sign) || BEFORE_OPENING.contains(sign));
        let is_free_behind = behind.is_none_or(|sign| chars::is_space(sign) || BEHIND_CLOSING.contains(sign));
        if self.pair.is_straight() {
            (is_free_before != is_free_behind).then_some(is_free_before)
        } else if sign == self.pair.opening {
            Some(is_free_before || !is_free_behind)
        } else {
            Some(is_free_before && behind.is_some_and(chars::is_alnum))
        }
    }

    /// Whether a quotation that is open at the end of the paragraph is taken up below, or closed there.
    fn goes_on(&self) -> bool {
        let (document, end) = (self.document, self.end());
        let filled = document.filled();
        let below = filled.get(filled.partition_point(|&line| line < self.paragraph.last));
        if below.is_some_and(|&line| lstrip(document.content(line)).starts_with(self.pair.opening)) {
            return true;
        }
        let reach = document.after(end, LONGEST_QUOTATION, document.text.len());
        self.signs.between(end, reach).first().is_some_and(|&at| self.opens(at) == Some(false))
    }

    /// Whether the paragraph begins with a mark that it leaves open, as the one above or below it does.
    ///
    /// A straight mark alone that no attribution follows opens a paragraph of a longer quotation, as in news.
    fn is_in_tale(&self, first: usize) -> bool {
        let (document, pair) = (self.document, self.pair);
        if !lstrip(&document.text[self.start()..first]).is_empty() {
            return false;
        }
        let rest = &document.text[first + pair.opening.len_utf8()..self.end()];
        if pair.is_straight() && !rest.contains(pair.opening) && !ATTRIBUTED.is_match(rest) {
            return true;
        }
        let filled = document.filled();
        let above = filled.partition_point(|&line| line < self.paragraph.first).checked_sub(1);
        let below = Some(filled.partition_point(|&line| line < self.paragraph.last));
        let others = [above, below].into_iter().flatten().filter_map(|number| filled.get(number));
        others
            .filter_map(|&line| paragraph_at(document, document.lines()[line].start))
            .any(|other| self.leaves_open(&other))
    }

    /// Whether another paragraph begins with a mark and leaves one open.
    fn leaves_open(&self, other: &Paragraph) -> bool {
        let every = self.signs.between(other.span.start, other.span.end);
        let opening = every.iter().filter(|&&at| self.sign_at(at) == Some(self.pair.opening)).count();
        let is_open =
            if self.pair.is_straight() { opening % 2 == 1 } else { opening > every.len() - opening };
        is_open && lstrip(self.document.slice(other.span)).starts_with(self.pair.opening)
    }

    /// Whether a quotation was open already when the paragraph began.
    fn comes_from_above(&self) -> bool {
        let least = self.document.before(self.start(), LONGEST_QUOTATION, 0);
        self.signs.between(least, self.start()).last().is_some_and(|&at| self.opens(at) == Some(true))
    }

    /// The mark and the word at it, so that a reader sees which one is meant.
    fn with_word(&self, at: usize) -> Span {
        let mut stop = at;
        let word = self.document.text[at..self.end()].chars().take(LONGEST_WORD).enumerate();
        for (number, sign) in word {
            if number > 0 && chars::is_space(sign) {
                break;
            }
            stop += sign.len_utf8();
        }
        Span::new(at, stop)
    }

    /// The first bracket of the other kind that is not a partner of one among these.
    fn unpaired_bracket(&self, mut places: impl Iterator<Item = usize>, same: char) -> Option<usize> {
        let mut depth = 0usize;
        places.find(|&at| {
            if self.sign_at(at) == Some(same) {
                depth += 1;
            } else if let Some(less) = depth.checked_sub(1) {
                depth = less;
            } else {
                return true;
            }
            false
        })
    }
}

/// The partners of brackets in paragraphs above and below.
struct Across<'a, 'r, 'd, 't> {
    room: &'a Room<'r, 'd, 't>,
    below: OnceCell<Option<usize>>,
    above: OnceCell<Option<usize>>,
}

impl<'a, 'r, 'd, 't> Across<'a, 'r, 'd, 't> {
    fn new(room: &'a Room<'r, 'd, 't>) -> Self {
        Across { room, below: Default::default(), above: Default::default() }
    }

    /// Whether a bracket begins a paragraph and its partner ends a later one, or the other way round.
    fn has_partner(&self, at: usize) -> bool {
        let is_opening = self.room.sign_at(at) == Some(self.room.pair.opening);
        let (opening, closing) = if is_opening {
            (Some(at), *self.below.get_or_init(|| self.partner_below()))
        } else {
            (*self.above.get_or_init(|| self.partner_above()), Some(at))
        };
        let (Some(opening), Some(closing)) = (opening, closing) else {
            return false;
        };
        let (signs, document) = (self.room.signs, self.room.document);
        signs.edges(document.line_at(opening)).start == opening
            && signs.edges(document.line_at(closing)).end <= closing + self.room.pair.closing.len_utf8()
    }

    fn partner_below(&self) -> Option<usize> {
        let (room, end) = (self.room, self.room.end());
        let reach = room.document.after(end, LONGEST_QUOTATION, room.document.text.len());
        room.unpaired_bracket(room.signs.places(end, reach), room.pair.opening)
    }

    fn partner_above(&self) -> Option<usize> {
        let (room, start) = (self.room, self.room.start());
        let least = room.document.before(start, LONGEST_QUOTATION, 0);
        room.unpaired_bracket(room.signs.places(least, start).rev(), room.pair.closing)
    }
}

fn is_bracket(sign: char) -> bool {
    OPENING_BRACKETS.contains(&sign) || CLOSING_BRACKETS.contains(&sign)
}

fn is_longer(text: &str, code_points: usize) -> bool {
    text.len() > code_points && text.chars().nth(code_points).is_some()
}

/// Whether a quotation mark may have been damaged: a question mark may be one, too.
fn is_damaged(body: &str) -> bool {
    let mut marks = memchr::memchr_iter(b'?', body.as_bytes());
    let is_letter = |at: usize| body[at + 1..].starts_with(chars::is_letter);
    let begins =
        |at: usize| body[..at].chars().next_back().is_none_or(|sign| chars::is_blank(sign) || sign == '(');
    marks.any(|at| is_letter(at) && begins(at)) || DAMAGED.is_match(body)
}

/// Whether a line without an end mark is an item of a list in words, or is by itself.
fn is_item(body: &str, lines: usize) -> bool {
    has_words(body, FEWEST_WORDS) && (lines == 1 || LIST_ITEM.is_match(body)) && !CODE.is_match(body)
}

/// Whether straight marks are inside of words, for accents and umlauts as dictionaries type them.
fn are_accents(document: &Document) -> bool {
    *document.views.are_accents.get_or_init(|| {
        let text = document.text;
        let is_inside = |at: &usize| {
            text[..*at].ends_with(chars::is_letter) && text[at + 1..].starts_with(chars::is_small)
        };
        memchr::memchr_iter(b'"', text.as_bytes()).filter(is_inside).nth(FEWEST_INSIDE - 1).is_some()
    })
}

/// How many paragraphs begin with a bracket and leave it open.
fn left_open(document: &Document, bracket: char) -> usize {
    let counts = document.views.left_open.get_or_init(|| {
        let mut counts = [0; 3];
        for paragraph in paragraphs(document) {
            let body = lstrip(document.slice(paragraph.span));
            let kind = OPENING_BRACKETS.iter().position(|sign| body.starts_with(*sign));
            if let Some(kind) = kind {
                let count = |sign: char| body.bytes().filter(|byte| char::from(*byte) == sign).count();
                let is_open = count(OPENING_BRACKETS[kind]) > count(CLOSING_BRACKETS[kind]);
                counts[kind] += usize::from(is_open);
            }
        }
        counts
    });
    OPENING_BRACKETS.iter().position(|sign| *sign == bracket).map_or(0, |kind| counts[kind])
}

/// Whether a sign may follow the last bracket of a paragraph.
fn is_closer(sign: char) -> bool {
    is_closer_or_blank(sign) || END_MARKS.contains(sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::found;

    #[test]
    fn signs_have_partners() {
        for (pair, text, expected) in [
            ("()", "It was (so of him.", vec!["(so"]),
            ("()", "It was so) of him.", vec![")"]),
            ("()", "a) It was so, 1) it was not.", vec![]),
            ("()", "He laughed :-) at us.", vec![]),
            ("()", "(He came.\n\nShe left.)", vec![]),
            ("()", "(He came.\n\n(She left.\n\n(They met.", vec![]),
            ("[]", "It is in [0, 1) of all.", vec![]),
            ("“”", "He said “it is so.", vec!["“it"]),
            ("“”", "He said “it is so.\n\n“It was.”", vec![]),
            ("“”", "He said it is so.” Then he left.", vec!["”"]),
            ("“”", "He said „it is so“ then.", vec![]),
            (
                "\"\"",
                "He said \"it is so. Then he left for the town of his mother, and all went on.",
                vec!["\"it"],
            ),
            ("\"\"", "A board of 5\" is wide.", vec![]),
            ("\"\"", "He said \"it is so", vec![]),
        ] {
            let options = Options { pairs: vec![pair.into()], ..Options::default() };
            let check = BalanceCheck::new(&options).unwrap();
            assert_eq!(found(&check, "{found}", text), expected, "{text}");
        }
    }

    #[test]
    fn fences_have_partners() {
        let check = BalanceCheck::new(&Options { fences: true, around: true, ..Options::default() }).unwrap();
        for (text, expected) in [
            ("a\n```\nb\n", vec!["```: "]),
            ("a\n```sh\nb\n", vec!["```sh: something else"]),
            ("```\na\n```\n", vec![]),
            ("```md\na\nb\n```\n", vec!["```md: "]),
            ("a\n```b c\n", vec![]),
        ] {
            assert_eq!(found(&check, "{found}: {fixed}", text), expected, "{text}");
        }
    }
}
