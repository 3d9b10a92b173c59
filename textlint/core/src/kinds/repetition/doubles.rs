//! Words that are followed by themselves.

use std::cell::OnceCell;

use crate::document::{Document, Span};
use crate::text::chars::{self, is_letter, is_mark, is_number, is_same_letter};

/// What somebody says while looking for the next word, the longest of those that begin alike last.
const FILLERS: [&str; 9] = ["uh", "um", "er", "erm", "ehm", "hmm", "uh-huh", "mm-hmm", "y'know"];

/// A word and what repeats it, with the blanks before each repetition.
#[derive(Debug, PartialEq, Eq)]
pub struct Double {
    pub line: usize,
    pub first: Span,
    /// The repetitions; across a line break the second word alone.
    pub second: Span,
}

impl Double {
    pub fn span(&self) -> Span {
        Span::new(self.first.start, self.second.end)
    }
}

/// The doubled words of a text.
#[derive(Debug, Default)]
pub struct Doubles {
    /// Those within lines.
    pub within: Vec<Double>,
    /// The last words of lines that begin the next ones.
    pub across: Vec<Double>,
    /// How many within lines are in small letters.
    pub slips: usize,
    /// How many are the word I, which is no slip.
    doubled_i: usize,
    fillers: OnceCell<usize>,
}

impl Doubles {
    /// The doubled words of a document.
    pub fn of(document: &Document) -> Self {
        let mut doubles = Doubles::default();
        let text = document.text;
        for (number, line) in document.lines().iter().enumerate() {
            doubles.read_line(text, number, Span::new(line.start, line.end));
            doubles.across.extend(across(text, number, Span::new(line.start, line.end), line.next));
        }
        for double in &doubles.within {
            doubles.slips += usize::from(chars::is_lower(document.slice(double.second)));
            doubles.doubled_i += usize::from(document.slice(double.first) == "I");
        }
        doubles
    }

    /// How many fillers and doubled I's a text has.
    pub fn fillers(&self, document: &Document) -> usize {
        let count = || (0..document.lines().len()).map(|line| fillers(document.content(line))).sum::<usize>();
        *self.fillers.get_or_init(count) + self.doubled_i
    }

    fn read_line(&mut self, text: &str, number: usize, line: Span) {
        let mut done = line.start;
        for blank in memchr::memchr_iter(b' ', &text.as_bytes()[line.range()]) {
            let blank = line.start + blank;
            if blank < done || !may_repeat(text, line, blank) {
                continue;
            }
            let Some(first) = word_before(text, done, blank) else {
                continue;
            };
            if let Some(end) = repeated(&text[..line.end], first) {
                self.within.push(Double { line: number, first, second: Span::new(blank, end) });
                done = end;
            }
        }
    }
}

/// A first look: whether what follows a blank begins with the first letter of the word before it.
fn may_repeat(text: &str, line: Span, blank: usize) -> bool {
    let bytes = text.as_bytes();
    let Some(next) = bytes.get(blank + 1) else {
        return false;
    };
    let letters = bytes[line.start..blank].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let first = blank - letters;
    let is_whole = first == line.start || bytes[first - 1].is_ascii();
    // What is not ASCII is not decided by its bytes.
    !is_whole || !next.is_ascii() || (letters > 0 && bytes[first].eq_ignore_ascii_case(next))
}

/// The word that ends at a position, if it is a whole one that begins with a letter, not before another position.
fn word_before(text: &str, least: usize, end: usize) -> Option<Span> {
    let head = text[..end].trim_end_matches(is_part);
    let is_word = head.len() >= least && text[head.len()..end].starts_with(is_letter);
    let is_whole = !head.ends_with(|sign| is_joined(sign) || sign == '.');
    (is_word && is_whole).then_some(Span::new(head.len(), end))
}

fn is_part(sign: char) -> bool {
    is_letter(sign) || is_mark(sign)
}

/// Whether a sign makes one word of what is on either side of it.
fn is_joined(sign: char) -> bool {
    matches!(sign, '_' | '\'' | '’' | '-') || is_number(sign)
}

/// Whether a word may not end before a sign.
fn goes_on(rest: &str) -> bool {
    rest.starts_with(|sign| is_part(sign) || is_joined(sign))
}

/// The end of the repetitions of a word.
fn repeated(text: &str, first: Span) -> Option<usize> {
    let word = &text[first.range()];
    let (mut end, mut before) = (first.end, first.end);
    while let Some(next) = text[end..].strip_prefix(' ').and_then(|rest| without(rest, word)) {
        before = end;
        end = text.len() - next.len();
    }
    if !goes_on(&text[end..]) {
        before = end; // else the last one is only how a longer word begins
    }
    (before > first.end).then_some(before)
}

/// What follows a word at the beginning of a text, without regard to case.
fn without<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut signs = text.chars();
    let is_same = |sign: char| signs.next().is_some_and(|other| is_same_letter(sign, other));
    word.chars().all(is_same).then_some(signs.as_str())
}

/// The last word of a line, if the next line begins with it.
fn across(text: &str, number: usize, line: Span, next: usize) -> Option<Double> {
    if next == line.end || text[line.end..next] == *"\r" {
        return None;
    }
    // The whole of what follows the last blank is the word.
    let start = text[line.range()].rfind(' ').map_or(line.start, |blank| line.start + blank + 1);
    let word = &text[start..line.end];
    let rest = without(&text[next..], word).filter(|rest| !goes_on(rest))?;
    let is_word = word.starts_with(is_letter) && word.chars().all(is_part);
    let second = Span::new(next, text.len() - rest.len());
    is_word.then_some(Double { line: number, first: Span::new(start, line.end), second })
}

/// How many fillers a line has.
fn fillers(line: &str) -> usize {
    let (mut number, mut at) = (0, 0);
    while let Some(sign) = line[at..].chars().next() {
        let is_free = !line[..at].ends_with(is_letter);
        let filler = || {
            let mut rests = FILLERS.iter().filter_map(|filler| without(&line[at..], filler));
            rests.find(|rest| !rest.starts_with(is_letter))
        };
        match is_free.then(filler).flatten() {
            Some(rest) => {
                number += 1;
                at = line.len() - rest.len();
            }
            None => at += sign.len_utf8(),
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_doubled() {
        for (text, doubles) in [
            ("the the end", vec!["the the"]),
            ("The the the them them", vec!["The the the", "them them"]),
            ("the the theme", vec!["the the"]),
            ("the theme", vec![]),
            ("re-the the, l'a a, 1a a, x.a a", vec![]),
            ("a a-b", vec![]),
            ("(is is)", vec!["is is"]),
            ("and\nand", vec!["and\nand"]),
            ("of and\r\nand of", vec!["and\r\nand"]),
            ("and\rand and\n and", vec!["and and"]),
            ("ΣΑΣ σας", vec!["ΣΑΣ σας"]),
            ("and\nandy", vec![]),
        ] {
            let document = Document::new(text);
            let Doubles { within, across, .. } = Doubles::of(&document);
            let shown: Vec<&str> =
                within.iter().chain(&across).map(|double| document.slice(double.span())).collect();
            assert_eq!(shown, doubles, "{text}");
        }
    }

    #[test]
    fn fillers_are_counted() {
        for (line, number) in [("Uh, er uhm UH-HUH", 3), ("mm-hmm y'know", 2), ("um", 1), ("summer", 0)] {
            assert_eq!(fillers(line), number, "{line}");
        }
    }
}
