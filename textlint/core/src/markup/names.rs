//! Names of things in the code of a marked-up document: in prose they are no defects.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::Markup;
use crate::document::Span;
use crate::lexicon::{self, WordSet};
use crate::text::chars::{is_blank, is_letter, is_lower, is_word};

/// What has a name of its own: the zstandard package.
const NAMED_THINGS: [&str; 8] =
    ["package", "librar", "module", "plugin", "command", "directive", "class", "role"];
/// Elements whose insides are code.
const CODE_TAGS: [&str; 7] = ["code", "kbd", "pre", "samp", "tt", "var", "xmp"];
const LONGEST_TOKEN: usize = 100; // code points on either side of a sign

/// What the code of a document names.
pub struct Names<'m> {
    text: &'m str,
    markup: &'m Markup,
    words: OnceCell<FxHashSet<String>>,
}

impl<'m> Names<'m> {
    pub fn new(text: &'m str, markup: &'m Markup) -> Self {
        Names { text, markup, words: OnceCell::new() }
    }

    /// Whether what a rule of a kind has found is called so in the document's code, or looks like code.
    ///
    /// A word that no list has (conftest), also before what has a name (the zstandard package); words without a
    /// blank between them (common.PORT, logging.Formatter, rst:directive); and small letters in a name with
    /// hyphens (google-auth) or where a quotation begins ("python setup.py"). A block quotation is what somebody
    /// else says, and a heading is written on purpose.
    pub fn has(&self, span: Span, kind: &str) -> bool {
        let text = self.text;
        let before = text[..span.start].chars().next_back();
        match kind {
            "words" => self.has_word(&text[span.range()]),
            "misspelling" | "broken" => is_named(&text[span.end..]) || self.has_word(&text[span.range()]),
            "lines" => {
                let line = text[..span.start].rfind('\n').map_or(0, |last| last + 1);
                text[line..span.start].trim_start_matches([' ', '\t']).starts_with(['>', '#'])
            }
            "pattern" => self.is_joined(span),
            "repetition" => matches!(before, Some(':' | '.' | '/')),
            "casing" => {
                matches!(before, Some('"' | '\'' | '“' | '‘' | '-')) || text[span.end..].starts_with('-')
            }
            _ => false,
        }
    }

    /// Whether the words around a sign are in code, or are a module and its class where there is code.
    fn is_joined(&self, span: Span) -> bool {
        let (text, sign) = (self.text, &self.text[span.range()]);
        let before = text[..span.start].char_indices().rev().take(LONGEST_TOKEN);
        let start =
            before.take_while(|&(_, sign)| !is_blank(sign)).last().map_or(span.start, |(start, _)| start);
        let after = text[span.end..].char_indices().take(LONGEST_TOKEN);
        let end = after
            .take_while(|&(_, sign)| !is_blank(sign))
            .last()
            .map_or(span.end, |(last, sign)| span.end + last + sign.len_utf8());
        let words: Vec<&str> = words(&text[start..end]).collect();
        if words.len() > 1 && words.iter().all(|word| self.has_word(word)) {
            return true;
        }
        let last = &text[span.end..end];
        let next_word = &last[..last.len() - last.trim_start_matches(is_letter).len()];
        let is_function_word = lexicon::is_in(&next_word.to_lowercase(), WordSet::Function);
        if next_word.is_empty() || sign != "." || is_function_word {
            return false;
        }
        let first = text[start..span.start].char_indices().next_back().map_or(0, |(last, _)| last);
        is_lower(&text[start..span.start][first..])
            && is_title(next_word)
            && self.markup.hidden.iter().any(|hidden| hidden.is_solid)
    }

    fn has_word(&self, word: &str) -> bool {
        self.words.get_or_init(|| self.code_words()).contains(&word.to_lowercase())
    }

    /// The words that are in code, in small letters: in prose they mean the same.
    ///
    /// Addresses, attributes, comments and front matter don't count, since they repeat what the prose says.
    fn code_words(&self) -> FxHashSet<String> {
        let mut names = FxHashSet::default();
        for hidden in &self.markup.hidden {
            let mut begin = hidden.span.start;
            if self.text[..begin].ends_with(['<', '`', '~']) {
                begin -= 1; // a border may stand for its first sign
            }
            if !self.markup.is_comment(hidden.span) && !is_no_code(&self.text[begin..hidden.span.end]) {
                names.extend(words(&self.text[hidden.span.range()]).map(str::to_lowercase));
            }
        }
        names
    }
}

/// Whether a thing that has a name follows: a package, a library.
fn is_named(after: &str) -> bool {
    let thing = after.trim_start_matches(is_blank);
    thing.len() < after.len() && NAMED_THINGS.iter().any(|name| thing.starts_with(name))
}

/// Whether something hidden is no code: a target of a link, an image, front matter, an address, a tag.
fn is_no_code(hidden: &str) -> bool {
    let hidden = hidden.trim_start_matches(is_blank);
    if ["]", "![", "---", "+++"].iter().any(|sign| hidden.starts_with(sign)) {
        return true;
    }
    if let Some(tag) = hidden.strip_prefix('<')
        && !CODE_TAGS.iter().any(|name| begins_with_word(tag, name))
    {
        return true;
    }
    hidden.contains("://") && !hidden.contains(is_blank)
}

/// Whether a text begins with a word of ASCII, in any case.
fn begins_with_word(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word))
        && !text[word.len()..].starts_with(is_word)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign| !is_letter(sign)).filter(|word| !word.is_empty())
}

/// Whether a word has a capital at its beginning and small letters otherwise: `str.istitle`.
fn is_title(word: &str) -> bool {
    let (mut is_after_cased, mut has_capital) = (false, false);
    for sign in word.chars() {
        let is_small = sign.is_lowercase();
        let is_capital = sign.is_uppercase() || sign.to_lowercase().ne([sign]);
        if (is_capital && is_after_cased) || (!is_capital && is_small && !is_after_cased) {
            return false;
        }
        has_capital |= is_capital;
        is_after_cased = is_capital || is_small;
    }
    has_capital
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_have_one_capital() {
        for (word, expected) in
            [("Formatter", true), ("PORT", false), ("aB", false), ("漢", false), ("A", true), ("ǅa", true)]
        {
            assert_eq!(is_title(word), expected, "{word}");
        }
    }

    #[test]
    fn code_is_told_from_addresses() {
        for (hidden, expected) in [
            ("`make`", false),
            ("](make)", true),
            ("![make](a)", true),
            ("---\ntitle: make\n---", true),
            (" https://a.b/make", true),
            ("a https://a.b/make", false),
            ("<meta name=make>", true),
            ("<CODE>make</CODE>", false),
            ("<codex>make</codex>", true),
        ] {
            assert_eq!(is_no_code(hidden), expected, "{hidden}");
        }
    }
}
