//! Lines as phrases are compared.

use super::chars;

/// The longest line that is compared with phrases, decoration included, in code points.
pub const LONGEST_PHRASE: usize = 150;

/// Bullets, arrows and marks around a line that say nothing.
const AROUND: &str = " \t\u{a0}-–—•·*#|→←+=_~:.…";
const BEFORE: &str = ">»›";
const BEHIND: &str = "<«‹,;!";

/// A line without case, decoration and curly apostrophes, with single blanks between its words.
pub fn bare(text: &str) -> String {
    let start = text.trim_start_matches(|sign| AROUND.contains(sign) || BEFORE.contains(sign));
    let inside = start.trim_end_matches(|sign| AROUND.contains(sign) || BEHIND.contains(sign));
    let folded = chars::folded(inside);
    let mut line = String::with_capacity(folded.len());
    for word in chars::split(&folded) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().map(|sign| if sign == '’' { '\'' } else { sign }));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoration_does_not_count() {
        for (text, expected) in [
            ("— Don’t  MISS: —", "don't miss"),
            ("> Straße\u{2028}1 <", "strasse 1"),
            ("<a>", "<a>"),
            ("***", ""),
        ] {
            assert_eq!(bare(text), expected, "{text}");
        }
    }
}
