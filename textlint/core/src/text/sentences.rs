//! The ends and beginnings of sentences.

use super::chars;

/// The marks at the end of a sentence.
pub const END_MARKS: &str = ".!?…。！？؟।";
/// The signs that close quotations and brackets, and marks of emphasis.
pub const CLOSERS: &str = "”’\"'»)]*_";
/// The signs that open quotations and brackets, and marks of emphasis.
pub const OPENERS: &str = "“‘\"'«([„‚*_";
/// A paragraph of so many words with an end mark is taken for running text.
pub const PROSE_WORDS: usize = 12;

const QUOTES_THAT_OPEN: &str = "“‘„«";
const BEFORE_A_SENTENCE: &str = "\r\n:•-–—|>#";
const MOST_CAPITALS: f64 = 0.6; // a line with a larger share of capitalised words is a title

/// Whether a closing sign or white space up to U+3000 may follow an end mark.
pub fn is_closer_or_blank(sign: char) -> bool {
    CLOSERS.contains(sign) || (sign <= '\u{3000}' && chars::is_space(sign))
}

/// Whether a line ends with an end mark, closing quotes and brackets apart.
pub fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(is_closer_or_blank);
    bare.chars().next_back().is_some_and(|sign| END_MARKS.contains(sign))
}

/// Whether a paragraph is a sentence or more, not a heading, a label or an item.
pub fn is_running_text(text: &str) -> bool {
    ends_sentence(text) && chars::has_words(text, PROSE_WORDS)
}

/// Whether a word at a position may be capitalised only because a sentence begins with it.
pub fn starts_sentence(text: &str, position: usize) -> bool {
    let mut before = text[..position].chars().rev().peekable();
    while let Some(&sign) = before.peek() {
        if !matches!(sign, ' ' | '\t' | '\u{a0}') && !OPENERS.contains(sign) {
            break;
        }
        if QUOTES_THAT_OPEN.contains(sign) {
            return true;
        }
        before.next();
    }
    while before.next_if(|&sign| CLOSERS.contains(sign)).is_some() {}
    match before.peek() {
        None => true,
        Some(&sign) => BEFORE_A_SENTENCE.contains(sign) || END_MARKS.contains(sign),
    }
}

/// Whether most words of a line are capitalised, as in a heading or a list of names.
pub fn is_title_case(text: &str) -> bool {
    let (mut letters, mut capitals) = (0, 0);
    for word in chars::split(text) {
        let Some(first) = word.chars().next().filter(|&sign| chars::is_letter(sign)) else {
            continue;
        };
        letters += 1;
        capitals += usize::from(first.is_uppercase());
    }
    letters == 0 || capitals as f64 > f64::from(letters) * MOST_CAPITALS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_with_marks() {
        for (text, ends) in
            [("It ended.”", true), ("he said (again)", false), ("Gaza (O", false), ("", false)]
        {
            assert_eq!(ends_sentence(text), ends, "{text}");
        }
    }

    #[test]
    fn sentences_start_after_marks_and_at_quotes() {
        for (text, position, starts) in [
            ("He left. Then", 9, true),
            ("He saw Rome", 7, false),
            ("He said “Rome", "He said “".len(), true),
            ("(end.) Then", 7, true),
        ] {
            assert_eq!(starts_sentence(text, position), starts, "{text}");
        }
    }

    #[test]
    fn titles_have_capitals() {
        for (text, is_title) in [("The Old Man", true), ("The old man", false), ("1 2", true), ("", true)] {
            assert_eq!(is_title_case(text), is_title, "{text}");
        }
    }
}
