//! Sources that nobody parses here: TeX, AsciiDoc, Org, Typst. All of a text is prose, but for code and for comments
//! that are directives.

use super::{Mark, Markup, Sign};
use crate::document::Span;

const DIRECTIVE: &str = "textlint:";
const TEX: [&str; 5] = ["verbatim", "verbatim*", "lstlisting", "minted", "Verbatim"];
const ORG: [&str; 2] = ["src", "example"];

/// The prose of a text, and its directives.
pub fn read(text: &str) -> Markup {
    let lines: Vec<Span> = lines(text);
    let (mut marks, mut comments) = (Vec::new(), Vec::new());
    let mut number = 0;
    while let Some(&line) = lines.get(number) {
        let end = Fence::of(&text[line.range()]).and_then(|fence| {
            (number + 1..lines.len()).find(|&number| fence.is_closed_by(&text[lines[number].range()]))
        });
        if let Some(last) = end {
            // A line break stays one, so that each line of code is an empty line.
            marks
                .extend(lines[number..=last].iter().map(|line| Mark::new(line.start, line.end, Sign::Blank)));
            number = last + 1;
            continue;
        }
        if let Some((start, content)) = directive(&text[line.range()]) {
            marks.push(Mark::new(line.start + start, line.end, Sign::Blank));
            comments.push(Span::new(line.start + content, line.end));
        }
        number += 1;
    }
    Markup::assemble(text, marks, Vec::new(), comments)
}

/// The lines of a text without their breaks.
fn lines(text: &str) -> Vec<Span> {
    let (mut lines, mut start) = (Vec::new(), 0);
    for line in text.split_inclusive(['\n', '\r']) {
        lines.push(Span::new(start, start + line.trim_end_matches(['\n', '\r']).len()));
        start += line.len();
    }
    lines
}

/// The beginning of a block of code.
enum Fence<'t> {
    Tex(&'static str),
    Org(&'static str),
    AsciiDoc(&'t str),
}

impl<'t> Fence<'t> {
    fn of(line: &'t str) -> Option<Self> {
        let bare = line.trim_start_matches([' ', '\t']);
        if let Some(name) = after(bare, "\\begin{").and_then(|rest| rest.split_once('}')) {
            return TEX.into_iter().find(|tex| tex.eq_ignore_ascii_case(name.0)).map(Fence::Tex);
        }
        if let Some(rest) = after(bare, "#+begin_") {
            return ORG.into_iter().find(|&org| is_word(rest, org)).map(Fence::Org);
        }
        let mark = ["----", "....", "```"].into_iter().find(|mark| line.starts_with(mark))?;
        let rest = line.trim_start_matches(&mark[..1]);
        Some(Fence::AsciiDoc(&line[..line.len() - rest.len()]))
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let bare = line.trim_start_matches([' ', '\t']);
        match self {
            Fence::Tex(name) => after(bare, "\\end{")
                .and_then(|rest| rest.split_once('}'))
                .is_some_and(|(end, _)| name.eq_ignore_ascii_case(end)),
            Fence::Org(name) => after(bare, "#+end_").is_some_and(|rest| is_word(rest, name)),
            Fence::AsciiDoc(mark) => line.trim_end_matches([' ', '\t']) == *mark,
        }
    }
}

/// What follows a beginning, in any case.
fn after<'t>(line: &'t str, beginning: &str) -> Option<&'t str> {
    let head = line.get(..beginning.len())?;
    head.eq_ignore_ascii_case(beginning).then(|| &line[beginning.len()..])
}

/// Whether a text begins with a word, in any case.
fn is_word(text: &str, word: &str) -> bool {
    after(text, word)
        .is_some_and(|rest| !rest.starts_with(|sign: char| sign.is_alphanumeric() || sign == '_'))
}

/// Where a comment that is a directive begins in a line, and where its content does.
fn directive(line: &str) -> Option<(usize, usize)> {
    let content = line.find(DIRECTIVE)?;
    let before = line[..content].trim_end_matches([' ', '\t']);
    if let Some(rest) = before.strip_suffix('%')
        && !rest.ends_with('\\')
    {
        return Some((rest.len(), content));
    }
    let is_comment = ["#", "//", ".."].contains(&before.trim_start_matches([' ', '\t']));
    is_comment.then_some((0, content))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_comments_and_code_is_hidden() {
        for (text, prose, comments) in [
            ("a % textlint: allow x\nb", "a                    \nb", vec!["textlint: allow x"]),
            ("50\\% textlint: no", "50\\% textlint: no", vec![]),
            ("// textlint: allow x\n", "                    \n", vec!["textlint: allow x"]),
            (
                "\\begin{minted}\n% textlint: y\n\\end{minted}\nz",
                "              \n             \n            \nz",
                vec![],
            ),
            ("----\nx\n----\ny", "    \n \n    \ny", vec![]),
            ("----\nx\ny", "----\nx\ny", vec![]),
        ] {
            let markup = read(text);
            assert_eq!(markup.prose, prose, "{text:?}");
            let found: Vec<&str> = markup.comments.iter().map(|span| &text[span.range()]).collect();
            assert_eq!(found, comments, "{text:?}");
        }
    }
}
