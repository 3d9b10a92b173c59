//! The language of a place in a text, decided by evidence.
//!
//! Each word votes for the languages in which it is usual, as often as it occurs. A place is in a language if most
//! of its words are known there and they are more usual there than in any other language. Rules for a language are
//! silent where there is no such evidence: in a language that the lexicon does not have, in a mixture, and in a few
//! words that could be anything.
//!
//! Two windows are judged: the words beside a place, which may be a quotation, and its paragraph, or as much of a
//! long line. A short paragraph, such as a heading, counts as the text around it unless its words say otherwise.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::{Document, Span};
use crate::lexicon::{self, Entry, WordSet};
use crate::text::chars::{is_letter, is_mark, is_number, is_word, split};
use crate::text::paragraphs::paragraph_at;
use crate::text::words::{Known, known};

// Thresholds of a window. They were set on windows of 15 words: 4,700 of English, 2,400 of 209 languages.
const NEAR: usize = 50; // code points on either side of a place
const WIDE: usize = 600; // code points of a long paragraph that are judged together with those before and after
const LONGEST_SAMPLE: usize = 20_000; // code points of a text that are judged as a whole
const LONGEST_JUDGED: usize = 200_000; // code points of a text whose words tell its age and its trade
const FEWEST_WORDS: usize = 2; // fewer decide nothing
const FEWEST_AGAINST: usize = 3; // fewer are no evidence against a language
const FEW_WORDS: usize = 6; // fewer must all be known and lead clearly
const KNOWN: f64 = 0.7; // the share of known words in English …
const KNOWN_ELSEWHERE: f64 = 0.35; // … and in languages of which the lexicon has only a thousand words
const LEAD: f64 = 1.5; // tenths of Zipf's scale for each word before the next language …
const MEAN: f64 = 6.0; // … and above the base
const CLEAR_LEAD: f64 = 5.0; // with a clear lead more of the words may be misspelled
const CLEAR_MEAN: f64 = 10.0;
const KNOWN_IF_CLEAR: f64 = 0.6;
const MOST_AGAINST: f64 = 0.6; // a smaller share of known words is evidence against a language
const ALL_KNOWN: f64 = 0.9; // lists and tables have few words of grammar; nearly all their words are known
const BASE: u8 = 35; // tenths; rarer words are known, but no evidence
const LAST_LATIN: char = '\u{293}'; // the last letter of the European extensions of the Latin script
const MOST_LETTERS_FOREIGN: f64 = 0.5; // above this share of other letters a place is not English
const CODE_ENOUGH: [(usize, f64); 2] = [(3, 0.08), (2, 0.2)]; // places of code, if so many for each token
const FEWEST_OLD: usize = 3; // different old forms in a text …
const FEWEST_OLD_NEAR: usize = 2; // … or in a window
const FEWEST_DIALECT: usize = 2; // different ones in a window; one may be a name or a quotation
const TERMS_ENOUGH: [(usize, f64); 2] = [(5, 0.01), (4, 0.04)]; // different terms, if all are such a share of words
/// What an apostrophe leaves out at the beginning of a word in speech: 'appy, 'e.
const WITHOUT_H: [&str; 20] = [
    "e", "im", "is", "er", "ow", "ad", "as", "ave", "ere", "ouse", "appy", "ome", "ard", "alf", "imself",
    "ope", "and", "ead", "ear", "eart",
];
const CLIPPED: [&str; 8] = ["an", "o", "wi", "th", "ol", "fo", "yo", "mo"]; // an' the
const LANGUAGES: usize = lexicon::LANGUAGES.len();

/// What a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Any,
    /// Any language, but no manual: a word may name a command there, and a sign may be a literal.
    AnyLay,
    /// English as most people write it today, neither old nor dialect.
    Modern,
    /// Modern English, but no manual.
    ModernLay,
    One(lexicon::Language),
}

impl Language {
    /// The language with a name that rules use: a code, `any`, `any-lay`, `en-modern` or `en-lay`.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "any" => Some(Language::Any),
            "any-lay" => Some(Language::AnyLay),
            "en-modern" => Some(Language::Modern),
            "en-lay" => Some(Language::ModernLay),
            code => lexicon::Language::of(code).map(Language::One),
        }
    }
}

/// What the words of a text say of its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    In(lexicon::Language),
    /// A language that the lexicon does not have, a mixture, another script.
    Other,
    Code,
    /// Too few words.
    Unknown,
}

impl Judgement {
    /// A code of two letters, "other" or "code".
    pub fn name(self) -> Option<&'static str> {
        match self {
            Judgement::In(language) => Some(language.code()),
            Judgement::Other => Some("other"),
            Judgement::Code => Some("code"),
            Judgement::Unknown => None,
        }
    }
}

/// What has been decided on the language of places in one document.
#[derive(Default)]
pub struct Judgements {
    whole: OnceCell<Judgement>,
    is_old: OnceCell<bool>,
    census: OnceCell<Census>,
    windows: RefCell<FxHashMap<Span, Judgement>>,
    places: RefCell<FxHashMap<(Span, lexicon::Language), bool>>,
    nonstandard: RefCell<FxHashMap<Span, bool>>,
}

/// Whether a place is in a language by the evidence of its words.
pub fn speaks(document: &Document, span: Span, language: Language) -> bool {
    match language {
        Language::Any => true,
        Language::AnyLay => !is_technical(document),
        Language::ModernLay => !is_technical(document) && speaks(document, span, Language::Modern),
        Language::Modern => {
            is_in(document, span, lexicon::Language::ENGLISH)
                && !is_old(document)
                && !is_nonstandard(document, span)
        }
        Language::One(language) => is_in(document, span, language),
    }
}

fn is_in(document: &Document, span: Span, language: lexicon::Language) -> bool {
    let known = document.judgements.places.borrow().get(&(span, language)).copied();
    known.unwrap_or_else(|| {
        let is_in = is_in_by_evidence(document, span, language);
        document.judgements.places.borrow_mut().insert((span, language), is_in);
        is_in
    })
}

fn is_in_by_evidence(document: &Document, span: Span, language: lexicon::Language) -> bool {
    let window = near(document, span);
    let near = match judged_without(document, window, span) {
        Judgement::Unknown => judged(document, window),
        judgement => judgement,
    };
    if near != Judgement::In(language) && near != Judgement::Unknown {
        return false;
    }
    let paragraph = wide(document, span);
    let wide = if paragraph == window { near } else { judged(document, paragraph) };
    let decided = if wide == Judgement::Unknown { whole(document) } else { wide };
    decided == Judgement::In(language)
}

/// The language of a text as a whole.
pub fn whole(document: &Document) -> Judgement {
    *document.judgements.whole.get_or_init(|| judge(prefix(document.text, LONGEST_SAMPLE)))
}

/// The language that the words of a text are usual in.
pub fn judge(text: &str) -> Judgement {
    if is_foreign_script(text) {
        return Judgement::Other;
    }
    if is_code(text) {
        return Judgement::Code;
    }
    let (mut words, mut capitalised) = (Vec::with_capacity(text.len() / 4), FxHashSet::default());
    let mut lower = String::new();
    for written in words_of(text) {
        plain_into(written, &mut lower);
        let hash = lexicon::hash(lower.as_bytes());
        if written.chars().next().is_some_and(char::is_uppercase) {
            capitalised.insert(hash);
        }
        words.push((hash, lexicon::entry_hashed(&lower, hash)));
    }
    let evidence = evidence(words.iter().filter_map(|(_, entry)| *entry));
    // A capital letter may begin a name, and names are known in no language.
    let is_name = |(hash, entry): &&(u64, Option<Entry>)| {
        !is_usual_in(*entry, lexicon::Language::ENGLISH) && capitalised.contains(hash)
    };
    let counted: Vec<Option<Entry>> =
        words.iter().filter(|word| !is_name(word)).map(|(_, entry)| *entry).collect();
    decide(&counted, &evidence)
}

/// Writes a word in lower case with straight apostrophes.
fn plain_into(word: &str, lower: &mut String) {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.push_str(&crate::text::chars::plain(word));
    }
}

/// The language with the most evidence, if the words are known there and it leads.
fn decide(words: &[Option<Entry>], evidence: &[u32; LANGUAGES]) -> Judgement {
    let number = words.len();
    if number < FEWEST_WORDS {
        return Judgement::Unknown;
    }
    let (mut best, mut second) = (0, None);
    for language in 1..LANGUAGES {
        if evidence[language] > evidence[best] {
            (best, second) = (language, Some(best));
        } else if second.is_none_or(|second| evidence[language] > evidence[second]) {
            second = Some(language);
        }
    }
    let Some(language) = lexicon::Language::of(lexicon::LANGUAGES[best]) else {
        return Judgement::Unknown;
    };
    let share = |part: u32| f64::from(part) / number as f64;
    let known = words.iter().filter(|word| is_usual_in(**word, language)).count() as f64 / number as f64;
    let lead = share(evidence[best] - second.map_or(0, |second| evidence[second]));
    let mean = share(evidence[best]);
    let is_clear = lead >= CLEAR_LEAD && mean >= CLEAR_MEAN;
    let (enough, is_sure) = if number < FEW_WORDS {
        (if number >= FEWEST_AGAINST { MOST_AGAINST } else { 0.0 }, is_clear && known == 1.0)
    } else if language == lexicon::Language::ENGLISH {
        (if is_clear { KNOWN_IF_CLEAR } else { KNOWN }, lead >= LEAD && (mean >= MEAN || known >= ALL_KNOWN))
    } else {
        (KNOWN_ELSEWHERE, true)
    };
    if known < enough {
        Judgement::Other
    } else if is_sure {
        Judgement::In(language)
    } else {
        Judgement::Unknown
    }
}

fn is_usual_in(entry: Option<Entry>, language: lexicon::Language) -> bool {
    entry.is_some_and(|entry| entry.vote(language).is_some())
}

/// For each language the sum of how usual the words are in it, in tenths above the base.
fn evidence(words: impl Iterator<Item = Entry>) -> [u32; LANGUAGES] {
    let mut sums = [0; LANGUAGES];
    for (language, tenths) in words.flat_map(Entry::votes) {
        sums[language.index()] += u32::from(tenths.saturating_sub(BASE));
    }
    sums
}

/// Whether a text is of a time with another spelling: of Shakespeare's, or of Austen's.
pub fn is_old(document: &Document) -> bool {
    let is_old = || {
        let text = prefix(document.text, LONGEST_JUDGED);
        census(document).old + old_pasts(text).len() >= FEWEST_OLD
    };
    *document.judgements.is_old.get_or_init(is_old)
}

/// Whether a text is a manual or the like, and nothing in it marks what is code.
pub fn is_technical(document: &Document) -> bool {
    if !document.marked.is_empty() {
        return false;
    }
    let Census { words, terms, different_terms, .. } = *census(document);
    TERMS_ENOUGH
        .iter()
        .any(|&(fewest, share)| different_terms >= fewest && terms as f64 >= share * words as f64)
}

/// The words of a text that tell its age and its trade.
#[derive(Default)]
struct Census {
    words: usize,
    terms: usize,
    different_terms: usize,
    /// Different old words.
    old: usize,
}

fn census<'d>(document: &'d Document) -> &'d Census {
    document.judgements.census.get_or_init(|| {
        let (mut census, mut terms, mut old) =
            (Census::default(), FxHashSet::default(), FxHashSet::default());
        small_words(prefix(document.text, LONGEST_JUDGED), |hash, known| {
            census.words += 1;
            if known.is_in(WordSet::Software) {
                census.terms += 1;
                terms.insert(hash);
            }
            if known.is_in(WordSet::Old) {
                old.insert(hash);
            }
        });
        Census { different_terms: terms.len(), old: old.len(), ..census }
    })
}

/// Whether the words around a place are dialect, speech as it sounds, or of another time.
fn is_nonstandard(document: &Document, span: Span) -> bool {
    let window = wide(document, span);
    *document.judgements.nonstandard.borrow_mut().entry(window).or_insert_with(|| {
        let text = prefix(document.slice(window), LONGEST_SAMPLE);
        let (mut signs, mut old) = (FxHashSet::default(), FxHashSet::default());
        small_words(text, |hash, known| {
            if known.is_in(WordSet::Dialect) {
                signs.insert(hash);
            }
            if known.is_in(WordSet::Old) {
                old.insert(hash);
            }
        });
        signs.extend(left_out(text).into_iter().map(|sign| lexicon::hash(sign.as_bytes())));
        signs.len() >= FEWEST_DIALECT || old.len() + old_pasts(text).len() >= FEWEST_OLD_NEAR
    })
}

/// Straight and curly apostrophes, and signs like them that open, with their places.
fn apostrophes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let first_of_curly = "’".as_bytes()[0];
    memchr::memchr2_iter(b'\'', first_of_curly, text.as_bytes()).filter_map(|at| {
        let signs = ["'", "’", "‘"].into_iter();
        signs.into_iter().find(|sign| text[at..].starts_with(sign)).map(|sign| (at, sign))
    })
}

/// The past forms of old texts, such as mix'd, but not she'd.
fn old_pasts(text: &str) -> HashSet<&str> {
    let mut forms = HashSet::new();
    for (at, apostrophe) in apostrophes(text).filter(|(_, apostrophe)| *apostrophe != "‘") {
        let rest = &text[at + apostrophe.len()..];
        if !rest.starts_with('d') || rest[1..].chars().next().is_some_and(is_word) {
            continue;
        }
        let stem = &text[..at][text[..at].trim_end_matches(|sign: char| sign.is_ascii_lowercase()).len()..];
        let is_part = text[..at - stem.len()].chars().next_back().is_some_and(is_word);
        let is_past = stem.len() >= 3 && stem.ends_with(|sign| !"aeiouwy".contains(sign));
        if is_past && !is_part && !matches!(stem, "that" | "what" | "this") {
            forms.insert(&text[at - stem.len()..at + apostrophe.len() + 1]);
        }
    }
    forms
}

/// Words of speech with an apostrophe for what is left out: 'appy, goin', an' the.
fn left_out(text: &str) -> Vec<&str> {
    let mut signs = Vec::new();
    for (at, apostrophe) in apostrophes(text) {
        let (before, after) = (&text[..at], &text[at + apostrophe.len()..]);
        let is_free = !before
            .chars()
            .next_back()
            .is_some_and(|sign| is_letter(sign) || is_number(sign) || matches!(sign, '.' | ','));
        if is_free {
            let word = &after[..after.find(|sign| !is_word(sign)).unwrap_or(after.len())];
            if WITHOUT_H.contains(&word) {
                signs.push(&text[at..at + apostrophe.len() + word.len()]);
            }
            continue;
        }
        if apostrophe == "‘" {
            continue;
        }
        let next = after.chars().next();
        if let Some(stem) = before.strip_suffix("in") {
            let is_gerund = stem.chars().rev().take(2).filter(|&sign| is_small(sign)).count() == 2;
            if is_gerund && !next.is_some_and(is_letter) {
                signs.push(&text[stem.len()..at + apostrophe.len()]);
                continue;
            }
        }
        let word = &before[before.trim_end_matches(is_word).len()..];
        if CLIPPED.contains(&word) && next.is_some_and(|sign| sign == '-' || sign.is_whitespace()) {
            signs.push(&text[at - word.len()..at + apostrophe.len()]);
        }
    }
    signs
}

/// Calls for all words of ASCII letters, in lower case with straight apostrophes, each with its hash.
fn small_words(text: &str, mut call: impl FnMut(u64, Known)) {
    // Of letters beyond ASCII only these have small ones within.
    let is_plain = !text.contains(['\u{212a}', 'İ']);
    let lower = if is_plain { text.to_ascii_lowercase() } else { text.to_lowercase() };
    let is_part = |sign: char| sign.is_ascii_lowercase() || matches!(sign, '\'' | '’');
    let mut rest = lower.as_str();
    while let Some(start) = rest.find(is_part) {
        let word = &rest[start..];
        let letters = word.bytes().take_while(|byte| byte.is_ascii_lowercase() || *byte == b'\'').count();
        let length = match word[letters..].starts_with('’') {
            true => word.find(|sign| !is_part(sign)).unwrap_or(word.len()),
            false => letters,
        };
        rest = &word[length..];
        let word = match length == letters {
            true => Cow::Borrowed(&word[..length]),
            false => word[..length].replace('’', "'").into(),
        };
        let hash = lexicon::hash(word.as_bytes());
        call(hash, known(&word, hash));
    }
}

/// The place with the whole words near it, in its paragraph.
fn near(document: &Document, span: Span) -> Span {
    let Span { start: first, end: last } = paragraph(document, span);
    let mut start = document.before(span.start, NEAR, first.min(span.start));
    let mut end = document.after(span.end, NEAR, last.max(span.end));
    if start > first
        && let Some((blank, sign)) =
            document.text[start..span.start].char_indices().find(|(_, sign)| sign.is_whitespace())
    {
        start += blank + sign.len_utf8();
    }
    if end < last
        && let Some((blank, _)) =
            document.text[span.end..end].char_indices().rev().find(|(_, sign)| sign.is_whitespace())
    {
        end = span.end + blank;
    }
    Span::new(start, end)
}

/// The paragraph of a place; of a long one three stretches, the place in the middle.
fn wide(document: &Document, span: Span) -> Span {
    let paragraph = paragraph(document, span);
    if paragraph.end - paragraph.start <= WIDE {
        return paragraph;
    }
    let (text, index) = (document.text, document.index());
    let first = index.code_points(text, paragraph.start);
    let stretch = (index.code_points(text, span.start) - first) / WIDE;
    let position = |stretch: usize| index.position(text, first + stretch * WIDE);
    let start = position(stretch.saturating_sub(1)).max(paragraph.start);
    Span::new(start, position(stretch + 2).min(paragraph.end))
}

/// The paragraph of a place; a place that is longer counts itself.
fn paragraph(document: &Document, span: Span) -> Span {
    match paragraph_at(document, span.start) {
        Some(paragraph) if span.end <= paragraph.span.end => paragraph.span,
        _ => span,
    }
}

/// The language of the words beside a place: its own may be misspelled.
fn judged_without(document: &Document, window: Span, span: Span) -> Judgement {
    let text = document.text;
    judge(&format!("{} {}", &text[window.start..span.start], &text[span.end..window.end]))
}

fn judged(document: &Document, window: Span) -> Judgement {
    *document
        .judgements
        .windows
        .borrow_mut()
        .entry(window)
        .or_insert_with(|| judge(prefix(document.slice(window), LONGEST_SAMPLE)))
}

/// Whether a text is full of code: names with signs inside, commands, options.
fn is_code(text: &str) -> bool {
    let has_signs =
        text.contains(['_', '=', '{', '}', '|', '\\', '$', '`', '<', '>', '~', '^']) || text.contains("--");
    if !has_signs {
        return false;
    }
    let sample = prefix(text, LONGEST_SAMPLE);
    let (places, tokens) = (code_places(sample) as f64, split(sample).count() as f64);
    CODE_ENOUGH.iter().any(|&(fewest, share)| places >= fewest as f64 && places > share * tokens)
}

/// The number of places that look like code: `=x`, `a_b`, `a(b`, `--x`, `aB`, `a()`, `a=1`.
fn code_places(text: &str) -> usize {
    let (mut places, mut before, mut earlier) = (0, None, None);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let next = signs.peek().copied();
        let is_name = next.is_some_and(is_letter);
        let after_letter = before.is_some_and(is_letter);
        places += match sign {
            '=' if is_name => 1,
            '=' => usize::from(after_letter && next.is_some_and(is_decimal)),
            '{' | '}' | '|' | '\\' | '$' | '`' | '<' | '>' | '~' | '^' => usize::from(is_name),
            '_' => usize::from(after_letter && is_name),
            '(' => usize::from(after_letter && (is_name || next == Some(')'))),
            // An option, with one hyphen or two.
            '-' => usize::from(is_name && (is_border(before) || (before == Some('-') && is_border(earlier)))),
            'A'..='Z' => usize::from(before.is_some_and(is_small)),
            _ => 0,
        };
        (before, earlier) = (Some(sign), before);
    }
    places
}

fn is_border(sign: Option<char>) -> bool {
    sign.is_none_or(char::is_whitespace)
}

/// Whether most letters are beyond the Latin script.
fn is_foreign_script(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let is_foreign = |sign: char| sign > LAST_LATIN && is_letter(sign);
    if !text.chars().any(is_foreign) {
        return false;
    }
    let (mut letters, mut foreign) = (0, 0);
    for sign in text.chars().take(LONGEST_SAMPLE).filter(|&sign| is_letter(sign)) {
        letters += 1;
        foreign += usize::from(is_foreign(sign));
    }
    foreign as f64 > MOST_LETTERS_FOREIGN * letters as f64
}

/// The words of a text: letters, and what apostrophes join to them; none with digits or underscores.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let may_be_letter = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    let goes_on =
        |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || matches!(byte, b'\'' | b'_');
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let first = at + bytes[at..].iter().position(may_be_letter)?;
            let letters = bytes[first..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let before = first.checked_sub(1).and_then(|before| bytes.get(before));
            if letters > 0 && !bytes.get(first + letters).is_some_and(goes_on) && !before.is_some_and(goes_on)
            {
                at = first + letters;
                return Some(&text[first..at]);
            }
            let start = first + text[first..].find(is_letter)?;
            let is_part = text[..start]
                .chars()
                .next_back()
                .is_some_and(|sign| is_letter(sign) || is_mark(sign) || is_number(sign) || sign == '_');
            let end = start + word_length(&text[start..]);
            at = end;
            let goes_on = text[end..].chars().next().is_some_and(|sign| is_number(sign) || sign == '_');
            if !is_part && !goes_on {
                return Some(&text[start..end]);
            }
        }
        None
    })
}

fn word_length(text: &str) -> usize {
    let run =
        |text: &str, is_inside: fn(char) -> bool| text.find(|sign| !is_inside(sign)).unwrap_or(text.len());
    let mut length = run(text, |sign| is_letter(sign) || is_mark(sign));
    while let Some(apostrophe) = text[length..].chars().next().filter(|sign| matches!(sign, '\'' | '’')) {
        let after = length + apostrophe.len_utf8();
        match run(&text[after..], is_letter) {
            0 => break,
            more => length = after + more,
        }
    }
    length
}

fn is_small(sign: char) -> bool {
    use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
    if sign.is_ascii() {
        return sign.is_ascii_lowercase();
    }
    sign.general_category() == GeneralCategory::LowercaseLetter
}

fn is_decimal(sign: char) -> bool {
    use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
    if sign.is_ascii() {
        return sign.is_ascii_digit();
    }
    sign.general_category() == GeneralCategory::DecimalNumber
}

/// The first code points of a text.
fn prefix(text: &str, code_points: usize) -> &str {
    if text.len() <= code_points {
        return text;
    }
    text.char_indices().nth(code_points).map_or(text, |(end, _)| &text[..end])
}
