//! Places where a misspelling may be meant: talk about spelling, and names of things in software.

use std::sync::LazyLock;

use super::words::{first_code_points, last_code_points};
use crate::document::Span;
use crate::pattern::Pattern;

/// The code points on either side of a word in which a name is introduced, or spelling is spoken of.
const NEAR: usize = 60;
const FAR: usize = 150;

const THINGS: &str =
    "branch|host|parameter|variable|method|function|class|option|command|package|module|keyword|attribute";

static ON_SPELLING: LazyLock<Pattern> = LazyLock::new(|| {
    in_any_case(concat!(
        r"\b(?:typos?|mis-?spell\w*|misspelt|spell(?:ing|ings|ed|s)?|spelt|sic|verbatim|transcri\w+|grammar)\b",
        r"|\b(?:spot|find|fix|mark|correct|which) (?:the|is the|of the|word\w*|sentence\w*|mistake\w*|error\w*)\b",
        r"|\b(?:did|do) you mean\b|\b(?:common(?:est)?|frequent) (?:error|mistake)\w*|\bas written\b"
    ))
});
static CALLED: LazyLock<Pattern> = LazyLock::new(|| {
    in_any_case(&format!(
        "{}|import|search(?:ed|es)? for|(?:{THINGS})s?)(?: (?:is|are|the))? [“\"‘'`]?\n?\\z",
        r"\b(?:called|named|titled|entitled|words?|terms?|file|folder|librar(?:y|ies)|install(?:s|ed)?"
    ))
});
static IS_THING: LazyLock<Pattern> =
    LazyLock::new(|| in_any_case(&format!("\\A[”\"’'`]? (?:(?:as|is) (?:the|a) )?(?:library|{THINGS})\\b")));

/// A pattern that matches in any case; an İ is an i.
fn in_any_case(pattern: &str) -> Pattern {
    Pattern::new(pattern, true).expect("a constant pattern")
}

/// Whether the words around a misspelling speak of spelling, or call something so.
pub fn may_mean(text: &str, place: Span) -> bool {
    let before = &text[..place.start];
    let after = &text[place.end..];
    let has = |pattern: &Pattern, text| pattern.is_in(text).unwrap_or_default();
    if has(&CALLED, last_code_points(before, NEAR)) || has(&IS_THING, first_code_points(after, NEAR)) {
        return true;
    }
    let start = before.len() - last_code_points(before, FAR).len();
    let end = place.end + first_code_points(after, FAR).len();
    ON_SPELLING.find_iter(&text[..end], start, end).next().is_some_and(|found| found.is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_talk_of_spelling() {
        for (text, meant) in [
            ("Branch seperate.", true),
            ("We use seperate rooms.", false),
            ("the fİle “seperate”", true),
            ("a seperate package", true),
            ("a seperate packages", false),
            ("a seperate, did you mean it", true),
            ("a typo seperate", true),
            ("a typos' seperate", true),
            ("atypo seperate", false),
        ] {
            let start = text.find("seperate").unwrap_or_default();
            assert_eq!(may_mean(text, Span::new(start, start + 8)), meant, "{text}");
        }
    }
}
