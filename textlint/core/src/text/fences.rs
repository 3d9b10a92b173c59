//! A Markdown code fence around a whole text, as chat assistants write it around their answers.

use super::chars::is_space;
use crate::document::Span;

const FEWEST_LINES: usize = 2; // of the text inside, blank ones apart
const FENCE: &str = "```";

/// The first and the last line, if they are a fence for Markdown around all others.
///
/// Fences inside name a language when they open, so that it is clear which line ends what.
pub fn around(text: &str) -> Option<(Span, Span)> {
    let start = text.len() - text.trim_start_matches(is_space).len();
    let opening = Span::new(start, opening_end(text, start)?);
    let body_start = beyond_break(text, opening.end)?;
    let ended = text.trim_end_matches(is_space);
    let last = ended.rfind('\n')? + 1;
    let rest = text.get(last..)?.strip_prefix(FENCE)?;
    let closing = Span::new(last, text.len() - rest.trim_start_matches([' ', '\t']).len());
    beyond_break(text, closing.end)?;
    if !text[closing.end..].trim_start_matches(is_space).is_empty() {
        return None;
    }
    let body = text.get(body_start..last)?;
    let are_pairs = has_pairs(body);
    let lines = || body.split(is_line_break).filter(|line| !line.trim_start_matches(is_space).is_empty());
    (are_pairs && lines().nth(FEWEST_LINES - 1).is_some()).then_some((opening, closing))
}

/// The end of the line that opens a fence for Markdown at a position, its break apart.
fn opening_end(text: &str, start: usize) -> Option<usize> {
    if !text[..start].is_empty() && !text[..start].ends_with('\n') {
        return None;
    }
    let name = text[start..].strip_prefix(FENCE)?;
    let rest = without_name(name, "markdown").or_else(|| without_name(name, "md"))?;
    Some(text.len() - rest.trim_start_matches([' ', '\t']).len())
}

/// What follows a name in any case.
fn without_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut signs = text.chars();
    let is_same =
        |expected: char| signs.next().is_some_and(|sign| sign.to_lowercase().eq(std::iter::once(expected)));
    name.chars().all(is_same).then_some(signs.as_str())
}

/// The beginning of the next line, if only a line break follows; the end of the text is one.
fn beyond_break(text: &str, position: usize) -> Option<usize> {
    let rest = &text[position..];
    let after = rest.strip_prefix('\r').unwrap_or(rest);
    if after.is_empty() {
        return Some(text.len());
    }
    after.strip_prefix('\n').map(|after| text.len() - after.len())
}

/// Whether the fences in a text open and close by turns: those that open name a language, the others don't.
fn has_pairs(body: &str) -> bool {
    let mut number = 0;
    for line in body.split('\n') {
        let indented = line.trim_start_matches([' ', '\t']);
        let rest = [indented.trim_start_matches('`'), indented.trim_start_matches('~')];
        let Some(rest) = rest.into_iter().find(|rest| indented.len() - rest.len() >= FENCE.len()) else {
            continue;
        };
        let name = rest.trim_start_matches([' ', '\t']);
        let is_named = !name.is_empty() && !name.starts_with(|sign| is_space(sign) || sign == '`');
        if is_named != (number % 2 == 0) {
            return false;
        }
        number += 1;
    }
    number % 2 == 0
}

/// Whether `str.splitlines` parts lines at a character.
fn is_line_break(sign: char) -> bool {
    matches!(sign, '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_around_texts() {
        for (text, lines) in [
            ("```markdown\na\nb\n```\n", Some(("```markdown", "```"))),
            ("\n```MD \r\na\nb\n``` \r\n\n", Some(("```MD ", "``` "))),
            (" ```md\na\nb\n```", None),
            ("```md\na\n```", None),
            ("```md\na\nb\n``` c", None),
            ("```md\na\nb\n```\x0b", None),
            ("```md\n```sh\nmake\n```\nb\n```", Some(("```md", "```"))),
            ("```md\na\n```\nb\n```\nc\n```", None),
            ("```sh\na\nb\n```", None),
            ("```md", None),
            ("", None),
        ] {
            let shown = around(text).map(|(first, last)| (&text[first.range()], &text[last.range()]));
            assert_eq!(shown, lines, "{text}");
        }
    }
}
