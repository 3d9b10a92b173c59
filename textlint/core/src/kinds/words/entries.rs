//! Wrong words and phrases with what may be meant: a rule's own ones, and those of dictionaries of misspellings.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;
use serde::Deserializer;
use serde::de::{MapAccess, Visitor};

use super::Options;
use crate::document::{Document, Span};
use crate::doubts::is_known_slip;
use crate::lexicon::{self, Dictionary, Misspelling, hash};
use crate::phrases::{List, Phrase, Phrases, add, is_whole, normal};
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
    own: Later<Phrases<Entry, Alike>>,
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

/// Phrases that begin alike, made when they are first asked for.
#[derive(Debug, Default)]
struct Alike {
    rows: Vec<(Arc<Row>, Vec<usize>)>,
    borrowed: Vec<(String, Entry)>,
    made: OnceLock<Vec<Phrase<Entry>>>,
}

impl List<Entry> for Alike {
    fn phrases(&self) -> &[Phrase<Entry>] {
        self.made.get_or_init(|| {
            let mut list = Vec::new();
            let mut insert = |phrase: &str, entry| {
                let is_word = words_in(phrase).next() == Some(0..phrase.len());
                add(&mut list, phrase, is_word, entry);
            };
            for (phrase, correction) in self.rows.iter().flat_map(|(row, chosen)| row.phrases(chosen)) {
                let parts = correction.split(',').map(chars::strip).filter(|part| !part.is_empty());
                let candidates: Vec<Cow<str>> = parts.map(|part| part.to_owned().into()).collect();
                let sure = candidates.len() == 1;
                let wrong = phrase.clone().into();
                insert(&phrase, Entry { wrong, candidates, sure, borrowed: false });
            }
            self.borrowed.iter().for_each(|(phrase, entry)| insert(phrase, entry.clone()));
            list
        })
    }
}

/// The entries of all phrases of some patterns with braces, and of words of dictionaries that have capitals.
fn own(rows: &[(String, String)], dictionaries: &Borrowed) -> Phrases<Entry, Alike> {
    let mut own = Phrases::<Entry, Alike>::default();
    for (wrong, right) in rows {
        let row = Arc::new(Row::new(wrong, right));
        for (beginning, chosen) in row.beginnings() {
            if let Some(list) = own.list(&beginning) {
                list.rows.push((row.clone(), chosen));
            }
        }
    }
    if !dictionaries.dictionaries.is_empty() {
        add_capitals(dictionaries, &mut own);
    }
    own
}

/// Adds the words of dictionaries that have capitals: a look-up of words in lower case misses them.
fn add_capitals(dictionaries: &Borrowed, own: &mut Phrases<Entry, Alike>) {
    for known in lexicon::odd_misspellings() {
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
            let entry = borrowed(wrong, misspelling);
            if let Some(list) = own.list(&plain) {
                list.borrowed.push((plain, entry));
            }
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

/// A pattern with braces and its correction: `{could|must} of` has two phrases, and `{1}` on the right repeats the
/// choice of the first braces.
#[derive(Debug)]
struct Row {
    /// What is before each of the braces, with the choices in them.
    parts: Vec<(String, Vec<String>)>,
    rest: String,
    right: String,
}

impl Row {
    fn new(wrong: &str, right: &str) -> Self {
        let (mut parts, mut done) = (Vec::new(), 0);
        for (span, content) in braces(wrong) {
            parts.push((wrong[done..span.start].to_owned(), content.split('|').map(str::to_owned).collect()));
            done = span.end;
        }
        Row { parts, rest: wrong[done..].to_owned(), right: right.to_owned() }
    }

    /// The first two words of phrases, or a whole one that has fewer, with the choices that make them.
    fn beginnings(&self) -> Vec<(String, Vec<usize>)> {
        let mut all = Vec::new();
        self.extend(&mut Vec::new(), &mut |phrase, chosen, is_whole| {
            let has_two = !is_whole && has_two_words(phrase);
            if is_whole || has_two {
                all.push((normal(phrase), chosen.to_owned()));
            }
            !has_two
        });
        all
    }

    /// The phrases that begin with some choices, each with its correction.
    fn phrases(&self, chosen: &[usize]) -> Vec<(String, String)> {
        let mut all = Vec::new();
        self.extend(&mut chosen.to_owned(), &mut |phrase, chosen, is_whole| {
            if is_whole {
                let correction = self.correction(chosen);
                all.push((normal(phrase), chars::split(&correction).collect::<Vec<_>>().join(" ")));
            }
            true
        });
        all
    }

    /// Calls for each beginning of a phrase that ends before braces, and for each whole phrase, with the choices so
    /// far; false stops at a beginning.
    fn extend(&self, chosen: &mut Vec<usize>, call: &mut dyn FnMut(&str, &[usize], bool) -> bool) {
        let mut phrase = String::new();
        for (number, (before, choices)) in self.parts.iter().enumerate() {
            phrase += before;
            if let Some(choice) = chosen.get(number).and_then(|&choice| choices.get(choice)) {
                phrase += choice;
                continue;
            }
            if call(&phrase, chosen, false) {
                for choice in 0..choices.len() {
                    chosen.push(choice);
                    self.extend(chosen, call);
                    chosen.pop();
                }
            }
            return;
        }
        call(&(phrase + &self.rest), chosen, true);
    }

    fn correction(&self, chosen: &[usize]) -> String {
        let (mut result, mut done) = (String::with_capacity(self.right.len()), 0);
        for (span, content) in braces(&self.right) {
            let number = content.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let choice = number.and_then(|number| self.parts.get(number)?.1.get(*chosen.get(number)?));
            result += &self.right[done..span.start];
            result += choice.map_or(&self.right[span.range()], String::as_str);
            done = span.end;
        }
        result + &self.right[done..]
    }
}

/// Whether white space follows the second word of a beginning of a phrase, so that it cannot become longer.
fn has_two_words(beginning: &str) -> bool {
    let second = words_in(beginning).nth(1);
    second.is_some_and(|second| beginning[second.end..].starts_with(chars::is_space))
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
        let expanded = |wrong, right| {
            let row = Row::new(wrong, right);
            let beginnings = row.beginnings();
            beginnings.iter().flat_map(|(_, chosen)| row.phrases(chosen)).collect::<Vec<_>>()
        };
        let pairs = expanded("{Could|must} of  {been|had}", "{1} have  {2}");
        assert_eq!(pairs.len(), 4);
        assert_eq!(pairs[1], ("could of had".into(), "Could have had".into()));
        assert_eq!(
            expanded("{the|} end", "{2} x"),
            [("the end".into(), "{2} x".into()), ("end".into(), "{2} x".into())]
        );
        let beginnings = Row::new("{Could|I'd} of{ten|} {been|had} {a|no}", "").beginnings();
        let beginnings: Vec<&str> = beginnings.iter().map(|(beginning, _)| beginning.as_str()).collect();
        assert_eq!(beginnings, ["could often", "could of", "i'd often", "i'd of"]);
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
