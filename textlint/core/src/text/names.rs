//! Names: words that are capitalised in mid-sentence.

use rustc_hash::FxHashMap;

use super::chars;
use super::sentences::is_title_case;
use crate::document::Document;
use crate::lexicon::hash;

/// How often each word, and each part of a compound, is capitalised in mid-sentence: by the hashes of the words.
pub struct Capitals(FxHashMap<u64, usize>);

impl Capitals {
    /// How often a name counts as it is written, with one capital and in capitals.
    pub fn count(&self, name: &str) -> usize {
        if self.0.is_empty() {
            return 0;
        }
        let lower = name.to_lowercase();
        let mut forms = vec![name.to_owned(), chars::capitalized(name), name.to_uppercase()];
        forms.sort_unstable();
        forms.dedup();
        let counted = forms.iter().filter(|form| **form != lower);
        counted.filter_map(|form| self.0.get(&hash(form.as_bytes()))).sum()
    }
}

/// The capitalised words of all lines but those in title case.
pub fn capitals(document: &Document) -> Capitals {
    let mut counts = FxHashMap::default();
    for line in 0..document.lines().len() {
        let content = document.content(line);
        let mut names = names_in_sentences(content).peekable();
        if names.peek().is_none() || is_title_case(content) {
            continue;
        }
        for name in names {
            each_part(name, |part| *counts.entry(hash(part.as_bytes())).or_insert(0) += 1);
        }
    }
    Capitals(counts)
}

/// The words with a capital after a letter, a number or a comma, and a blank.
fn names_in_sentences(content: &str) -> impl Iterator<Item = &str> {
    memchr::memchr_iter(b' ', content.as_bytes()).filter_map(|blank| {
        let before = content[..blank].chars().next_back()?;
        let rest = &content[blank + 1..];
        let first = rest.chars().next()?;
        let in_sentence = matches!(before, ',' | ';') || chars::is_alnum(before);
        (in_sentence && chars::is_capital(first)).then(|| &rest[..compound_length(rest)])
    })
}

/// The length of a word at the beginning of a text, with what hyphens and apostrophes join to it, in bytes.
fn compound_length(text: &str) -> usize {
    let is_part = |sign: char| chars::is_letter(sign) || chars::is_mark(sign);
    let run = |text: &str| text.find(|sign| !is_part(sign)).unwrap_or(text.len());
    let mut length = run(text);
    while let Some(joint) = text[length..].chars().next().filter(|sign| matches!(sign, '\'' | '’' | '-')) {
        let after = length + joint.len_utf8();
        match run(&text[after..]) {
            0 => break,
            more => length = after + more,
        }
    }
    length
}

/// Calls with a word, and with the parts of it: Rome's has Rome, Anglo-Irish has Anglo and Irish.
fn each_part(name: &str, mut call: impl FnMut(&str)) {
    if name.contains('’') {
        return each_part(&name.replace('’', "'"), call);
    }
    let without_s = |part| str::strip_suffix(part, "'s").or(part.strip_suffix("'S")).unwrap_or(part);
    call(name);
    if name.contains('-') || name.ends_with("'s") || name.ends_with("'S") {
        name.split('-').map(without_s).for_each(call);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_count_in_mid_sentence() {
        let document = Document::new(
            "Talks with Resul ended. Resul left, says pro-ANNA Bea; Bea left.\nThe Old Bea Man\n",
        );
        for (name, count) in [("resul", 1), ("Anna", 0), ("bea", 2), ("talks", 0)] {
            assert_eq!(document.capitals(name), count, "{name}");
        }
    }

    #[test]
    fn compounds_have_parts() {
        for (name, expected) in [("Anglo-Irish", "Anglo-Irish|Anglo|Irish|"), ("Rome’s", "Rome's|Rome|")] {
            let mut shown = String::new();
            each_part(name, |part| shown += &format!("{part}|"));
            assert_eq!(shown, expected);
        }
    }
}
