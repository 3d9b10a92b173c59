//! What can be seen of a line by itself.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::signs::Seen;
use crate::lexicon::{self, WordSet};
use crate::text::chars::{self, is_digit, is_letter};
use crate::text::sentences::{CLOSERS, END_MARKS};

const MOST_WORDS: usize = 25; // of a line in which single words are signs
const FEWEST_WORDS: usize = 4; // of a line whose small words count
const FEW: f64 = 0.25; // the share of small words …
const SOME: f64 = 0.4;
const LONGEST_INITIALS: usize = 3; // capitals that are no line in capitals

const WORDS: [usize; 9] = [0, 1, 2, 3, 4, 6, 9, 13, 21];
const SIGNS: &str = "!#$%&()+/<=@[]_{|}£©·»•›€→"; // in order
const BULLETS: &str = "-*•–—·▪►";
const QUOTES: &str = "“\"‘'";
const BEFORE_WORDS: &str = "“”\"‘'([*";
const AROUND_WORDS: &str = ".,;:!?”“\"()[]*|";
const WORDING: [(&str, &[&str]); 4] = [
    ("person", &["i", "he", "she", "they", "him", "them", "us", "me", "it", "his", "her", "their", "my"]),
    ("past", &["said", "was", "were", "had"]),
    ("you", &["you", "your"]),
    ("we", &["we", "our"]),
];
const MARKS: [(&str, &[&str]); 4] = [
    ("stop inside", &[". "]),
    ("colon inside", &[": "]),
    ("dash inside", &[" - ", " – ", " — "]),
    ("comma", &[","]),
];

// Python's `regex` takes İ for a form of i.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-zİ]*\.? \d",
        r"|\d (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)",
        r"|\b\d{1,4}[/.\-]\d{1,2}[/.\-]\d{2,4}\b|\b(?:19|20)\d\d\b",
    ))
});
static TIME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b\d{1,2}:\d\d\b|\b\d{1,2} ?[ap]m\b|\b(?:ago|hours?|m[iİ]n(?:ute)?s?)\b"));

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern")
}

/// Whether a line has a date.
pub fn has_date(text: &str) -> bool {
    DATE.is_match(text)
}

/// The names of the signs of a line that is neither empty nor has white space around it.
pub fn signs(text: &str, see: &mut dyn FnMut(&str)) {
    let words: Vec<&str> = chars::split(text).collect();
    let mut seen = Seen::new(see);
    shape(text, words.len(), &mut seen);
    capitals(&words, &mut seen);
    wording(text, &words, &mut seen);
}

fn shape(text: &str, words: usize, seen: &mut Seen) {
    seen.range("words", words, &WORDS);
    seen.of("start", text.chars().next().map_or("sign", start));
    let end_sign = text.trim_end_matches(|sign| CLOSERS.contains(sign) || sign == ' ').chars().next_back();
    seen.of("end", end_sign.map_or("sign", end));
    if text.ends_with([')', ']']) {
        seen.sign("end bracket");
    }
    let digits = text.chars().filter(|sign| is_digit(*sign)).count();
    if digits > 0 {
        let length = text.chars().count();
        let share = if 6 * digits < length {
            "few"
        } else if 3 * digits < length {
            "many"
        } else {
            "most"
        };
        seen.of("digits", share);
        if has_date(text) {
            seen.sign("date");
        }
    }
    if TIME.is_match(text) {
        seen.sign("time");
    }
    if text.contains("http") || text.contains("www.") {
        seen.sign("address");
    }
    for sign in SIGNS.chars().filter(|sign| text.contains(*sign)) {
        seen.of("sign", sign.encode_utf8(&mut [0; 4]));
    }
    for (name, marks) in MARKS {
        if marks.iter().any(|mark| text.contains(mark)) {
            seen.sign(name);
        }
    }
}

fn start(sign: char) -> &'static str {
    match sign {
        _ if is_letter(sign) && sign.is_uppercase() => "capital",
        _ if is_letter(sign) => "small",
        _ if is_digit(sign) => "digit",
        _ if BULLETS.contains(sign) => "bullet",
        _ if QUOTES.contains(sign) => "quote",
        _ => "sign",
    }
}

fn end(sign: char) -> &'static str {
    match sign {
        _ if is_letter(sign) => "word",
        _ if is_digit(sign) => "digit",
        ',' => "comma",
        ':' => "colon",
        _ if END_MARKS.contains(sign) => "mark",
        _ => "sign",
    }
}

/// How many of a line's words are capitalised; the small ones that titles leave small don't count.
fn capitals(words: &[&str], seen: &mut Seen) {
    let is_content =
        |word: &&str| word.starts_with(is_letter) && !lexicon::is_in(&word.to_lowercase(), WordSet::Function);
    let bare = words.iter().map(|word| word.trim_start_matches(|sign| BEFORE_WORDS.contains(sign)));
    let content: Vec<&str> = bare.filter(is_content).collect();
    let large = content.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    if content.is_empty() {
        seen.sign("no words");
    } else if large == content.len() {
        seen.sign("capitals all");
        if large > 1 {
            seen.sign("title case");
        }
        let letters: usize = content.iter().map(|word| word.chars().count()).sum();
        if letters > LONGEST_INITIALS && content.iter().all(|word| chars::is_upper(word)) {
            seen.sign("all in capitals");
        }
    } else {
        seen.of(
            "capitals",
            if large == 0 {
                "none"
            } else if 2 * large >= content.len() {
                "most"
            } else {
                "some"
            },
        );
    }
}

fn wording(text: &str, words: &[&str], seen: &mut Seen) {
    let bare = |word: &&str| word.trim_matches(|sign| AROUND_WORDS.contains(sign)).to_lowercase();
    let lower: Vec<String> = words.iter().map(bare).collect();
    if words.len() >= FEWEST_WORDS {
        let small = lower.iter().filter(|word| lexicon::is_in(word, WordSet::Function)).count();
        let share = small as f64 / words.len() as f64;
        let share = match share {
            _ if small == 0 => "none",
            _ if share < FEW => "few",
            _ if share < SOME => "some",
            _ => "many",
        };
        seen.of("small words", share);
    }
    for (name, said) in WORDING {
        if lower.iter().any(|word| said.contains(&word.as_str())) {
            seen.sign(name);
        }
    }
    if words.len() <= MOST_WORDS {
        for word in plain_words(&chars::plain(text)) {
            seen.of("word", word);
        }
    }
}

/// The words of a line in small letters of English, with one apostrophe inside at most; in order, each once.
fn plain_words(plain: &str) -> BTreeSet<&str> {
    let run = |text: &str| text.find(|sign: char| !sign.is_ascii_lowercase()).unwrap_or(text.len());
    let mut words = BTreeSet::new();
    let mut rest = plain;
    while let Some(start) = rest.find(|sign: char| sign.is_ascii_lowercase()) {
        rest = &rest[start..];
        let first = run(rest);
        let more = rest[first..].strip_prefix('\'').map_or(0, run);
        let length = if more > 0 { first + 1 + more } else { first };
        words.insert(&rest[..length]);
        rest = &rest[length..];
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_a_look() {
        for (text, expected) in [
            ("12 March 2024", "words 3|start digit|end digit|digits most|date|capitals all|word march"),
            (
                "Don't MISS it!",
                "words 3|start capital|end mark|sign !|capitals most|person|word don't|word it|word miss",
            ),
            (
                "• (see www.x.org)",
                "words 3|start bullet|end word|end bracket|address|sign (|sign )|sign •|capitals none|word org|word see|word www|word x",
            ),
            ("3:15 pm", "words 2|start digit|end word|digits most|time|capitals none|word pm"),
            ("***", "words 1|start bullet|end sign|no words"),
        ] {
            let mut shown = Vec::new();
            signs(text, &mut |sign| shown.push(sign.to_owned()));
            assert_eq!(shown.join("|"), expected);
        }
    }
}
