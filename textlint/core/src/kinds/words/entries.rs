//! Wrong words and phrases with what may be meant: a rule's own ones, and those of dictionaries of misspellings.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::Deserializer;
use serde::de::{MapAccess, Visitor};

use super::Options;
use crate::document::{Document, Span};
use crate::doubts::is_known_slip;
use crate::lexicon::{self, Dictionary, Misspelling, hash};
use crate::phrases::{Phrases, is_whole, normal};
use crate::ruleset::Later;
use crate::text::chars::{self, is_letter, is_number};
use crate::text::words::{is_part_of_code, words_in};

/// A wrong word or phrase and what may be meant.
#[derive(Clone, Debug)]
pub struct Entry {
    /// In lower case with straight apostrophes, but for some of the dictionaries.
    pub wrong: Cow<'static, str>,
    pub candidates: Vec<Cow<'static, str>>,
    /// Whether the one candidate is right wherever the misspelling is wrong.
    pub sure: bool,
    /// Whether the entry is one of a dictionary.
    pub borrowed: bool,
}

/// The entries of a rule, and the words that it leaves alone.
#[derive(Debug)]
pub struct Table {
    /// The rule's own entries, and those of dictionaries that have capitals.
    own: Later<Phrases<Entry>>,
    borrowed: Arc<Borrowed>,
}

/// The dictionaries of a rule, without the words that it leaves alone.
#[derive(Debug)]
struct Borrowed {
    dictionaries: Vec<Dictionary>,
    allowed: FxHashSet<String>,
    stems: Vec<String>,
}

impl Table {
    pub fn new(options: &Options) -> Result<Self, String> {
        let named = |name: &String| {
            Dictionary::of(name).ok_or_else(|| format!("codespell has no dictionary{name}.txt"))
        };
        let rows = options.allow.iter().flatten();
        let words: Vec<&String> = rows.filter_map(|row| row.first()).collect();
        let stem = |word: &&String| word.strip_suffix('*').map(str::to_owned);
        let borrowed = Arc::new(Borrowed {
            dictionaries: options.codespell.iter().map(named).collect::<Result<_, _>>()?,
            allowed: words.iter().filter(|word| !word.ends_with('*')).map(ToString::to_string).collect(),
            stems: words.iter().filter_map(stem).collect(),
        });
        let rows = options.table.iter().flatten().filter_map(|row| Some((row.first()?, row.get(1)?)));
        let words = options.words.iter().map(|(wrong, right)| (wrong, right));
        let rows: Vec<(String, String)> =
            words.chain(rows).map(|(wrong, right)| (wrong.clone(), right.clone())).collect();
        let (dictionaries, own) = (borrowed.clone(), move || own(&rows, &borrowed));
        Ok(Self { own: Later::new(Box::new(own)), borrowed: dictionaries })
    }

    /// Whether the rule has dictionaries of misspellings.
    pub fn has_dictionaries(&self) -> bool {
        !self.borrowed.dictionaries.is_empty()
    }

    /// Whether a word, as it is written, is right.
    pub fn allows(&self, word: &str) -> bool {
        self.borrowed.allowed.contains(word)
    }

    /// Whether a phrase begins with a word, in lower case with straight apostrophes, that has a hash.
    pub fn begins_with(&self, word: &str, hash: u64) -> bool {
        self.own.begin_with(hash) || self.borrowed.entry(word).is_some()
    }

    /// Words and phrases with their entries; of compounds such as well-recieved, known slips.
    pub fn occurrences(&self, document: &Document, spans: &[Span]) -> Vec<(Span, Entry)> {
        let mut all = Vec::new();
        for span in spans {
            self.add_phrases(document, *span, &mut all);
        }
        if self.has_dictionaries() {
            for span in spans {
                self.add_parts(document.text, *span, &mut all);
            }
        }
        all
    }

    fn add_phrases(&self, document: &Document, span: Span, all: &mut Vec<(Span, Entry)>) {
        let (text, words) = (document.text, &document.words().all);
        let first = words.partition_point(|word| word.span.start < span.start);
        let last = words.partition_point(|word| word.span.end <= span.end);
        for number in first..last {
            let Some(word) = words.get(number) else { break };
            if let Some((span, entry)) = self.own.longest(text, &words[number..]) {
                all.push((span, entry.clone()));
            } else if word.is_misspelled && is_whole(&text[word.span.end..]) {
                let entry = self.borrowed.entry(&chars::plain(document.slice(word.span)));
                all.extend(entry.map(|entry| (word.span, entry)));
            }
        }
    }

    fn add_parts(&self, text: &str, span: Span, all: &mut Vec<(Span, Entry)>) {
        for compound in compounds(text, span) {
            let mut start = compound.start;
            for part in text[compound.range()].split('-') {
                let place = Span::new(start, start + part.len());
                start = place.end + 1;
                let entry = self.word(&part.to_lowercase());
                let is_slip = |entry: &Entry| {
                    let right = entry.candidates.first().filter(|_| entry.sure);
                    right.is_some_and(|right| is_known_slip(&entry.wrong, right))
                };
                all.extend(entry.filter(is_slip).map(|entry| (place, entry)));
            }
        }
    }

    fn word(&self, word: &str) -> Option<Entry> {
        self.own.word(hash(word.as_bytes())).cloned().or_else(|| self.borrowed.entry(word))
    }
}

impl Borrowed {
    /// The entry of the first dictionary that has a word.
    fn entry(&self, word: &str) -> Option<Entry> {
        let entry = lexicon::entry(word).filter(|_| !self.leaves_alone(word))?;
        let misspelling = self.dictionaries.iter().find_map(|dictionary| entry.misspelling(*dictionary))?;
        Some(borrowed(entry.word(), misspelling))
    }

    fn leaves_alone(&self, wrong: &str) -> bool {
        self.allowed.contains(wrong) || self.stems.iter().any(|stem| wrong.starts_with(stem.as_str()))
    }
}

/// The entries of all phrases of some patterns with braces, and of words of dictionaries that have capitals.
fn own(rows: &[(String, String)], dictionaries: &Borrowed) -> Phrases<Entry> {
    let mut own = Phrases::default();
    for (phrase, correction) in rows.iter().flat_map(|(wrong, right)| expanded(wrong, right)) {
        let parts = correction.split(',').map(chars::strip).filter(|part| !part.is_empty());
        let candidates: Vec<Cow<str>> = parts.map(|part| part.to_owned().into()).collect();
        let sure = candidates.len() == 1;
        own.insert(&phrase, Entry { wrong: phrase.clone().into(), candidates, sure, borrowed: false });
    }
    if !dictionaries.dictionaries.is_empty() {
        add_capitals(dictionaries, &mut own);
    }
    own
}

/// Adds the words of dictionaries that have capitals: a look-up of words in lower case misses them.
fn add_capitals(dictionaries: &Borrowed, own: &mut Phrases<Entry>) {
    let may_change = |word: &str| !word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    for known in lexicon::entries().filter(|known| known.is_misspelled() && may_change(known.word())) {
        let wrong = known.word();
        let plain = chars::plain(wrong);
        if plain == wrong
            || dictionaries.leaves_alone(wrong)
            || words_in(wrong).next() != Some(0..wrong.len())
        {
            continue;
        }
        let mut all = dictionaries.dictionaries.iter();
        let misspelling = all.find_map(|dictionary| known.misspelling(*dictionary));
        if let Some(misspelling) = misspelling.filter(|_| dictionaries.entry(&plain).is_none()) {
            own.insert(&plain, borrowed(wrong, misspelling));
        }
    }
}

fn borrowed(wrong: &'static str, misspelling: Misspelling) -> Entry {
    let candidates = misspelling.candidates().map(Cow::from).collect();
    Entry { wrong: wrong.into(), candidates, sure: misspelling.sure, borrowed: true }
}

/// Words that hyphens join, of letters only, no parts of longer ones.
fn compounds(text: &str, span: Span) -> Vec<Span> {
    let (mut all, mut done) = (Vec::new(), span.start);
    for hyphen in memchr::memchr_iter(b'-', &text.as_bytes()[span.range()]) {
        let hyphen = span.start + hyphen;
        if hyphen < done {
            continue;
        }
        let start = done + text[done..hyphen].trim_end_matches(is_letter).len();
        let before = text[..start].chars().next_back();
        let is_free = !before.is_some_and(|sign| sign == '-' || is_part_of_code(sign));
        done = compound_end(text, hyphen, span.end);
        let after = text[done..].chars().next();
        let is_whole = !after.is_some_and(|sign| is_number(sign) || matches!(sign, '_' | '-'));
        if start < hyphen && hyphen < done && is_free && is_whole {
            all.push(Span::new(start, done));
        }
    }
    all
}

/// The end of the runs of letters that follow a word, each after a hyphen.
fn compound_end(text: &str, hyphen: usize, last: usize) -> usize {
    let mut end = hyphen;
    while let Some(rest) = text[end..last].strip_prefix('-') {
        let length = rest.find(|sign| !is_letter(sign)).unwrap_or(rest.len());
        if length == 0 {
            break;
        }
        end += 1 + length;
    }
    end
}

/// The phrases of a pattern in braces, each with its correction: `{could|must} of` has two, and `{1}` on the right
/// repeats the choice of the first braces.
fn expanded(wrong: &str, right: &str) -> Vec<(String, String)> {
    let (holes, right_holes) = (braces(wrong), braces(right));
    let mut choices = vec![Vec::<&str>::new()];
    for (_, choice) in &holes {
        let options = choice.split('|');
        let mut longer = Vec::new();
        for chosen in &choices {
            longer.extend(options.clone().map(|option| [chosen.as_slice(), &[option]].concat()));
        }
        choices = longer;
    }
    let pair = |chosen: &Vec<&str>| {
        let mut given = chosen.iter();
        let phrase = filled(wrong, &holes, |_| given.next().copied());
        let correction = filled(right, &right_holes, |number| {
            chosen.get(number.parse::<usize>().ok()?.checked_sub(1)?).copied()
        });
        (normal(&phrase), chars::split(&correction).collect::<Vec<_>>().join(" "))
    };
    choices.iter().map(pair).collect()
}

/// The places of braces, and their contents.
fn braces(text: &str) -> Vec<(Span, &str)> {
    let mut all = Vec::new();
    let mut open = None;
    for (at, sign) in text.char_indices() {
        match (sign, open) {
            ('{', _) => open = Some(at),
            ('}', Some(start)) => {
                all.push((Span::new(start, at + 1), &text[start + 1..at]));
                open = None;
            }
            _ => {}
        }
    }
    all
}

/// A text with values in place of its braces; those without a value stay.
fn filled<'t>(
    text: &'t str,
    holes: &[(Span, &'t str)],
    mut value: impl FnMut(&'t str) -> Option<&'t str>,
) -> String {
    let (mut result, mut done) = (String::with_capacity(text.len()), 0);
    for (span, content) in holes {
        result += &text[done..span.start];
        result += value(content).unwrap_or(&text[span.range()]);
        done = span.end;
    }
    result + &text[done..]
}

/// The pairs of a JSON object in their order: of two entries of one phrase the first counts.
pub fn in_order<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, String)>, D::Error> {
    struct Pairs;
    impl<'de> Visitor<'de> for Pairs {
        type Value = Vec<(String, String)>;

        fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
            formatter.write_str("an object of strings")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some(pair) = map.next_entry()? {
                pairs.push(pair);
            }
            Ok(pairs)
        }
    }
    deserializer.deserialize_map(Pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_stand_for_phrases() {
        let pairs = expanded("{Could|must} of  {been|had}", "{1} have  {2}");
        assert_eq!(pairs.len(), 4);
        assert_eq!(pairs[1], ("could of had".into(), "Could have had".into()));
        assert_eq!(
            expanded("{the|} end", "{2} x"),
            [("the end".into(), "{2} x".into()), ("end".into(), "{2} x".into())]
        );
    }

    #[test]
    fn compounds_have_letters_only() {
        for (text, all) in [
            ("a well-known off-by-one don't-know", "well-known|off-by-one|t-know"),
            ("x1-foo-bar -a-b a-b- c--d e-f_ é-ü, 1-a", "é-ü"),
            ("foo-ba\u{301}r-baz", "foo-ba"),
        ] {
            let spans = compounds(text, Span::new(0, text.len()));
            let slices: Vec<&str> = spans.iter().map(|span| &text[span.range()]).collect();
            assert_eq!(slices.join("|"), all, "{text}");
        }
    }
}
