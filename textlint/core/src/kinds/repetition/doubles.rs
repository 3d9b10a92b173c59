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
        doubles.read_words(document);
        for (number, line) in document.lines().iter().enumerate() {
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

    fn read_words(&mut self, document: &Document) {
        let text = document.text;
        let mut done = 0;
        for pair in document.words().all.windows(2) {
            let [one, other] = pair else { continue };
            let blank = one.span.end;
            // Case may make letters the same that are no ASCII, and have others in lower case.
            let may_repeat = one.hash == other.hash || !one.is_plain || !other.is_plain;
            if !may_repeat || blank < done || other.span.start != blank + 1 || text.as_bytes()[blank] != b' '
            {
                continue;
            }
            let number = document.line_at(blank);
            let line = document.lines()[number];
            let Some(first) = word_before(text, done.max(line.start), blank) else {
                continue;
            };
            if let Some(end) = repeated(&text[..line.end], first) {
                self.within.push(Double { line: number, first, second: Span::new(blank, end) });
                done = end;
            }
        }
    }
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
    let bytes = line.as_bytes();
    let (mut number, mut at) = (0, 0);
    while let Some(offset) = bytes[at..].iter().position(|byte| b"uehmyUEHMY".contains(byte)) {
        let start = at + offset;
        at = start + 1;
        if line[..start].ends_with(is_letter) {
            continue;
        }
        let mut rests = FILLERS.iter().filter_map(|filler| without(&line[start..], filler));
        if let Some(rest) = rests.find(|rest| !rest.starts_with(is_letter)) {
            number += 1;
            at = line.len() - rest.len();
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
