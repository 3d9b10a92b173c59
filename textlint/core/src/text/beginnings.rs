//! How a text begins its sentences and paragraphs, and the words that it uses as names of something in code.

use rustc_hash::FxHashSet;

use super::chars::{is_decimal, is_letter, is_small, is_word};

/// So many sentences and paragraphs with small letters, and such a share of all, are a habit.
const SMALL_STARTS: usize = 3;
const SMALL_SHARE: f64 = 0.6;

/// Whether a text begins sentences or paragraphs with small letters out of habit.
pub fn starts_small(text: &str) -> bool {
    let (mut letters, mut small) = (0, 0);
    let mut last = None;
    let mut read = |position: usize| {
        if let Some((start, letter)) = first_letter(text, position)
            && last != Some(start)
        {
            last = Some(start);
            letters += 1;
            small += usize::from(letter.is_lowercase());
        }
    };
    read(0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\n' => {
                let rest = text[at + 1..].trim_start_matches([' ', '\t']);
                if rest.starts_with('\n') {
                    read(text.len() - rest.len() + 1);
                }
            }
            b'.' | b'!' | b'?' => {
                let after = &text[at + 1..];
                let after = after.strip_prefix(['”', '"', '’', '\'', ')']).unwrap_or(after);
                let rest = after.trim_start_matches([' ', '\t']);
                let start = text.len() - rest.len();
                if rest.starts_with('\n') {
                    read(start + 1);
                } else if (1..=2).contains(&(after.len() - rest.len())) {
                    read(start);
                }
            }
            _ => {}
        }
    }
    small == letters || (small >= SMALL_STARTS && small as f64 >= SMALL_SHARE * letters as f64)
}

/// The first letter of a sentence that begins at a position, after a number and an opening sign.
///
/// There is none where a letter or a word ends with a stop or a bracket: it is the number of an item.
fn first_letter(text: &str, position: usize) -> Option<(usize, char)> {
    let rest = &text[position..];
    let after_number = rest.trim_start_matches(is_decimal);
    let rest = match after_number.strip_prefix(". ").or(after_number.strip_prefix(") ")) {
        Some(after) if after_number.len() < rest.len() => after,
        _ => rest,
    };
    let rest = rest.strip_prefix(['“', '"', '‘', '(']).unwrap_or(rest);
    let letter = rest.chars().next().filter(|&sign| is_letter(sign))?;
    let after = rest[letter.len_utf8()..].trim_start_matches(is_small);
    (!after.starts_with(['.', ')'])).then_some((text.len() - rest.len(), letter))
}

/// The words that a text uses as names of something in code: `copy(path, mode)`, `path=None`.
pub fn parameters(text: &str) -> FxHashSet<&str> {
    let mut words = FxHashSet::default();
    for (at, byte) in text.bytes().enumerate() {
        let after = || {
            let rest = &text[at + 1..];
            rest.split_at(rest.find(|sign| !is_letter(sign)).unwrap_or(rest.len()))
        };
        let word = match byte {
            b'(' | b'[' | b'*' => {
                let (word, rest) = after();
                rest.starts_with([',', '=', ')', ']']).then_some(word)
            }
            b',' => text[at + 1..].strip_prefix(' ').and_then(|rest| {
                let (word, rest) = rest.split_at(rest.find(|sign| !is_letter(sign)).unwrap_or(rest.len()));
                rest.starts_with(['=', ')']).then_some(word)
            }),
            b'_' | b'`' => {
                let (word, rest) = after();
                (!rest.chars().next().is_some_and(is_word)).then_some(word)
            }
            _ => None,
        };
        words.extend(word.filter(|word| !word.is_empty()));
        let is_after_word = matches!(byte, b'=' | b'_') || text.as_bytes()[at..].starts_with(b"()");
        if is_after_word {
            words.extend(word_before(text, at));
        }
    }
    words
}

/// The run of letters before a position, if it is no part of a longer word.
fn word_before(text: &str, position: usize) -> Option<&str> {
    let before = &text[..position];
    let start = before.trim_end_matches(is_letter).len();
    let is_free = !text[..start].chars().next_back().is_some_and(is_word);
    (is_free && start < position).then(|| &before[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_may_be_a_habit() {
        for (text, habit) in [
            ("", true),
            ("it is. so it is.", true),
            ("It is. so. That.", false),
            ("One. two two. three three. four four.", true),
            ("One is. (2) Two is. (3) three is.", false),
            ("One two. 1. so it is.", false),
            ("One two.\n\n“so it is. \n so", false),
            ("A b.\n \t\nc d.\r\n\r\ne f.”  g h.\nI j", false),
            ("A b.\n \t\nc d.\n\ne f.”  g h.\nI j", true),
        ] {
            assert_eq!(starts_small(text), habit, "{text:?}");
        }
    }

    #[test]
    fn words_of_code_are_parameters() {
        let mut words: Vec<&str> = parameters(
            "call(one, two) and [three], *four=, five=None x_six_ seven() `eight` 9ten= a(eleven twelve, thirteen",
        )
        .into_iter()
        .collect();
        words.sort_unstable();
        assert_eq!(words, ["eight", "five", "four", "one", "seven", "three", "two", "x"]);
    }
}
