//! The edits of several rounds as one list of disjoint replacements in the text that came in.
//!
//! A round's edits are about the text that the rounds before have given. Here they are carried back to the text
//! that came in, so that what was applied can be shown, replayed and undone.

use crate::document::Span;
use crate::model::{Edit, Finding};

/// A replacement of `original[span]`, and the finding that owns it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    pub span: Span,
    pub text: String,
    pub owner: usize,
}

/// A hunk with the span that it takes in the text that the hunks have given.
struct Placed<'h> {
    now: Span,
    hunk: &'h Hunk,
}

/// The text after hunks, which are in order and apart.
pub fn replay(text: &str, hunks: &[Hunk]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for hunk in hunks {
        result += &text[done..hunk.span.start];
        result += &hunk.text;
        done = hunk.span.end;
    }
    result + &text[done..]
}

/// The hunks with a round of findings, which are about the text that the hunks have given.
///
/// An edit that touches an earlier hunk is joined with it and owns it from then on. The findings are added to
/// those of the earlier rounds, with the spans that they had at first.
pub fn extended(
    original: &str,
    text: &str,
    hunks: &[Hunk],
    findings: &mut Vec<Finding>,
    chosen: &[Finding],
) -> Vec<Hunk> {
    let mut edits: Vec<(&Edit, usize)> = Vec::new();
    for (number, finding) in chosen.iter().enumerate() {
        edits.extend(finding.edits.iter().map(|edit| (edit, findings.len() + number)));
    }
    edits.sort_by_key(|(edit, _)| edit.span);
    let spans: Vec<Span> = chosen.iter().map(|finding| finding.span).collect();
    for (finding, span) in chosen.iter().zip(original_spans(hunks, original, &spans)) {
        findings.push(Finding { span, ..finding.clone() });
    }
    joined(text, &placed(hunks), &edits)
}

/// The spans of the text that came in for spans of the text that the hunks have given.
pub fn original_spans(hunks: &[Hunk], original: &str, spans: &[Span]) -> Vec<Span> {
    let placed = placed(hunks);
    spans.iter().map(|&span| original_span(&placed, span, original)).collect()
}

/// All findings, each with the hunks that it owns as its edits; one that a later one covers has none.
pub fn owners(hunks: &[Hunk], findings: Vec<Finding>) -> Vec<Finding> {
    let mut edits: Vec<Vec<Edit>> = vec![Vec::new(); findings.len()];
    for hunk in hunks {
        edits[hunk.owner].push(Edit::new(hunk.span, hunk.text.clone()));
    }
    findings
        .into_iter()
        .zip(edits)
        .map(|(finding, edits)| match edits.as_slice() {
            [] => finding.without_edits(),
            _ => Finding { edits, ..finding },
        })
        .collect()
}

fn placed(hunks: &[Hunk]) -> Vec<Placed<'_>> {
    let (mut added, mut removed) = (0, 0);
    hunks
        .iter()
        .map(|hunk| {
            let start = hunk.span.start + added - removed;
            added += hunk.text.len();
            removed += hunk.span.end - hunk.span.start;
            Placed { now: Span::new(start, start + hunk.text.len()), hunk }
        })
        .collect()
}

/// Hunks and edits in order; those that touch become one hunk, of the last edit's owner.
fn joined(text: &str, placed: &[Placed], edits: &[(&Edit, usize)]) -> Vec<Hunk> {
    let (mut result, mut n, mut m) = (Vec::new(), 0, 0);
    while n < placed.len() || m < edits.len() {
        let is_hunk = m == edits.len() || (n < placed.len() && placed[n].now.end < edits[m].0.span.start);
        if is_hunk {
            result.push(placed[n].hunk.clone());
            n += 1;
        } else if n == placed.len() || edits[m].0.span.end < placed[n].now.start {
            let (edit, owner) = edits[m];
            let span = Span::new(before(placed, n, edit.span.start), before(placed, n, edit.span.end));
            result.push(Hunk { span, text: edit.text.clone(), owner });
            m += 1;
        } else {
            let (first_hunk, first_edit) = (n, m);
            (n, m) = (n + 1, m + 1);
            loop {
                if m < edits.len() && edits[m].0.span.start <= placed[n - 1].now.end {
                    m += 1;
                } else if n < placed.len() && placed[n].now.start <= edits[m - 1].0.span.end {
                    n += 1;
                } else {
                    break;
                }
            }
            result.push(merged(text, &placed[first_hunk..n], &edits[first_edit..m]));
        }
    }
    result
}

fn merged(text: &str, placed: &[Placed], edits: &[(&Edit, usize)]) -> Hunk {
    let (first, last) = (&placed[0], &placed[placed.len() - 1]);
    let (first_edit, last_edit) = (edits[0].0.span, edits[edits.len() - 1].0.span);
    let (start, end) = (first.now.start.min(first_edit.start), last.now.end.max(last_edit.end));
    let mut new = String::new();
    let mut done = start;
    for (edit, _) in edits {
        new += &text[done..edit.span.start];
        new += &edit.text;
        done = edit.span.end;
    }
    new += &text[done..end];
    let span = Span::new(
        first.hunk.span.start - (first.now.start - start),
        last.hunk.span.end + (end - last.now.end),
    );
    Hunk { span, text: new, owner: edits[edits.len() - 1].1 }
}

/// The position in the original text of one between the hunks `n - 1` and `n`.
fn before(placed: &[Placed], n: usize, position: usize) -> usize {
    match n.checked_sub(1).map(|last| &placed[last]) {
        None => position,
        Some(last) => position + last.hunk.span.end - last.now.end,
    }
}

/// The original span; one that lies in a hunk gets all that the hunk replaced, and an empty one a character.
fn original_span(placed: &[Placed], span: Span, original: &str) -> Span {
    let first = placed.partition_point(|place| place.now.end <= span.start);
    let start = match placed.get(first).filter(|place| place.now.start <= span.start) {
        Some(place) => place.hunk.span.start,
        None => before(placed, first, span.start),
    };
    let last = placed.partition_point(|place| place.now.end < span.end);
    let end = match placed.get(last).filter(|place| place.now.start < span.end) {
        Some(place) => place.hunk.span.end,
        None => before(placed, last, span.end),
    };
    if start < end {
        return Span::new(start, end);
    }
    let next = original[start..].chars().next();
    let previous = original.chars().next_back();
    match (next, previous) {
        (Some(sign), _) => Span::new(start, start + sign.len_utf8()),
        (None, Some(sign)) => Span::new(original.len() - sign.len_utf8(), original.len()),
        (None, None) => Span::new(0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Severity;

    fn finding(edits: &[(usize, usize, &str)]) -> Finding {
        let edits: Vec<Edit> =
            edits.iter().map(|&(start, end, text)| Edit::new(Span::new(start, end), text)).collect();
        Finding {
            rule: 0,
            severity: Severity::Warning,
            span: edits[0].span,
            message: String::new(),
            edits,
            applicability: None,
            candidates: Vec::new(),
        }
    }

    #[test]
    fn rounds_are_carried_back() {
        let original = "one two three";
        let mut findings = Vec::new();
        let hunks =
            extended(original, original, &[], &mut findings, &[finding(&[(0, 3, "1"), (8, 13, "3")])]);
        let text = replay(original, &hunks);
        assert_eq!(text, "1 two 3");
        let hunks = extended(original, &text, &hunks, &mut findings, &[finding(&[(1, 6, "-")])]);
        assert_eq!(replay(original, &hunks), "1-3");
        assert_eq!(hunks.len(), 1); // it touches both
        assert_eq!(findings[1].span, Span::new(3, 8));
        let applied = owners(&hunks, findings);
        assert!(applied[0].edits.is_empty() && applied[1].edits.len() == 1);
    }
}
