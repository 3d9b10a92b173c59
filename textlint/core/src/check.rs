//! The checks of a ruleset on a document, and the order of their findings.

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap, VecDeque};

use std::panic::panic_any;
use std::time::Instant;

use crate::document::{Document, Span};
use crate::language;
use crate::markup;
use crate::model::{Applicability, Edit, Finding, Severity};
use crate::ruleset::{Ruleset, Step, Waiting};

/// The sign of a lone surrogate, one for one: a code point of a plane without any characters.
///
/// Lone surrogates are bytes that could not be decoded (U+DC80 to U+DCFF) or halves of characters. Like them the
/// signs are no letters, no marks and no white space, and their order is that of the surrogates.
pub fn opaque(surrogate: u32) -> Option<char> {
    match surrogate {
        0xD800..0xDC80 => Some('\u{5fff1}'),
        0xDC80..0xDD00 => Some('\u{5fff2}'),
        0xDD00..0xE000 => Some('\u{5fff3}'),
        _ => None,
    }
}

/// Whether a character is the sign of a lone surrogate.
pub fn is_opaque(sign: char) -> bool {
    matches!(sign, '\u{5fff1}'..='\u{5fff3}')
}

/// The findings in a document, ordered by span and rule.
pub fn check(ruleset: &Ruleset, document: &Document) -> Vec<Finding> {
    match document.markup() {
        Some(markup) => markup::check(ruleset, document, markup),
        None => check_plain(ruleset, document),
    }
}

/// The findings in a document as if all of it were prose.
pub fn check_plain(ruleset: &Ruleset, document: &Document) -> Vec<Finding> {
    let all = by_rule(ruleset, document, &mut |_, check| check());
    let reported: Vec<Finding> = ruleset
        .steps
        .iter()
        .zip(all)
        .filter(|(step, _)| step.is_reported)
        .flat_map(|(_, findings)| findings)
        .collect();
    if reported.is_empty() {
        return reported;
    }
    let mut findings = shown(document, sparing_bytes(document, reported));
    findings.sort_by_key(|finding| (finding.span, ruleset.rank(finding.rule)));
    findings
}

/// Adds the seconds that the check of each rule takes, beside the views that it shares with others.
pub fn add_seconds(ruleset: &Ruleset, document: &Document, seconds: &mut [f64]) {
    by_rule(ruleset, document, &mut |rule, check| {
        let start = Instant::now();
        check();
        seconds[rule] += start.elapsed().as_secs_f64();
    });
}

/// The lines that a rule waits for in a document.
pub fn awaited_by(ruleset: &Ruleset, document: &Document, rule: usize) -> Vec<Span> {
    let all = by_rule(ruleset, document, &mut |_, check| check());
    let step = &ruleset.steps[rule];
    step.waiting.as_ref().map(|waiting| awaited(document, step, waiting, &all)).unwrap_or_default()
}

/// The payload of the panic that ends a check where somebody has interrupted it.
pub struct Interrupted;

/// Bytes of a text for which a check asks, rule by rule, whether it is interrupted; shorter ones are done in no time.
const LONG: usize = 100_000;

thread_local! {
    /// Whether the checks of this thread are interrupted.
    pub static IS_INTERRUPTED: Cell<fn() -> bool> = const { Cell::new(|| false) };
}

/// The findings of each rule; `run` runs the check of a rule.
fn by_rule(
    ruleset: &Ruleset,
    document: &Document,
    run: &mut dyn FnMut(usize, &mut dyn FnMut()),
) -> Vec<Vec<Finding>> {
    let mut all: Vec<Vec<Finding>> = Vec::with_capacity(ruleset.steps.len());
    let places = ruleset.triggers().places(document);
    for (number, step) in ruleset.steps.iter().enumerate() {
        if document.text.len() > LONG && IS_INTERRUPTED.get()() {
            panic_any(Interrupted);
        }
        let mut findings = Vec::new();
        let awaited = step.waiting.as_ref().map(|waiting| awaited(document, step, waiting, &all));
        let (spans, lines, words) = match &awaited {
            Some(spans) => (spans, &Vec::new(), &Vec::new()),
            None => (&places.spans[number], &places.lines[number], &places.words[number]),
        };
        if !spans.is_empty() && !document.text.is_empty() {
            run(number, &mut || step.check.check(&step.rule, document, spans, &mut findings));
        }
        if !lines.is_empty() {
            run(number, &mut || step.check.check_lines(&step.rule, document, lines, &mut findings));
        }
        if !words.is_empty() {
            run(number, &mut || step.check.check_words(&step.rule, document, words, &mut findings));
        }
        findings.retain(|finding| language::speaks(document, finding.span, step.rule.language));
        all.push(findings);
    }
    all
}

/// Whether a span has, or is next to, bytes that could not be decoded.
///
/// Two of them that come to be side by side might make a character, so neighbours count.
pub fn touches_bytes(text: &str, span: Span) -> bool {
    text[span.range()].contains(is_opaque)
        || text[..span.start].ends_with(is_opaque)
        || text[span.end..].starts_with(is_opaque)
}

/// The findings; those with an edit that touches a byte that could not be decoded lose all their edits.
pub fn sparing_bytes(document: &Document, findings: Vec<Finding>) -> Vec<Finding> {
    if !document.text.contains(is_opaque) {
        return findings;
    }
    let touches = |edit: &Edit| touches_bytes(document.text, edit.span);
    let spare = |finding: Finding| {
        if finding.edits.iter().any(touches) { finding.without_edits() } else { finding }
    };
    findings.into_iter().map(spare).collect()
}

/// The lines that a rule waits for, in order.
fn awaited(document: &Document, step: &Step, waiting: &Waiting, all: &[Vec<Finding>]) -> Vec<Span> {
    let others = || step.before.iter().map(|&rule| &all[rule]);
    let mut lines = BTreeSet::new();
    match waiting {
        Waiting::Near { distance } => {
            for finding in others().flatten() {
                lines.extend(lines_around(document, finding.span, *distance));
            }
        }
        Waiting::Company { rules, weak } => {
            let mut with_lines = 0;
            for findings in others() {
                let own: BTreeSet<usize> =
                    findings.iter().flat_map(|finding| lines_within(document, finding.span)).collect();
                with_lines += usize::from(!own.is_empty());
                lines.extend(own);
            }
            // Two rules on one line count as one.
            let is_enough = lines.len().min(with_lines) >= *rules;
            if !is_enough || others().flatten().all(|finding| weak.contains(&finding.rule)) {
                return Vec::new();
            }
        }
    }
    lines
        .into_iter()
        .map(|line| {
            let line = document.lines()[line];
            Span::new(line.start, line.end)
        })
        .collect()
}

/// The filled lines next to a span, on either side.
fn lines_around(document: &Document, span: Span, distance: usize) -> Vec<usize> {
    let (first, last) = (document.line_at(span.start), document.line_at(span.end.saturating_sub(1)));
    let filled = document.filled();
    let above = filled.partition_point(|&line| line < first);
    let below = filled.partition_point(|&line| line <= last);
    let end = filled.len().min(below + distance);
    filled[above.saturating_sub(distance)..above].iter().chain(&filled[below..end]).copied().collect()
}

/// The filled lines that lie in a span, the white space around them apart.
fn lines_within<'d>(document: &'d Document, span: Span) -> impl Iterator<Item = usize> + 'd {
    (document.line_at(span.start)..=document.line_at(span.end.saturating_sub(1))).filter(move |&line| {
        let content = document.trimmed(line);
        span.start <= content.start && content.start < content.end && content.end <= span.end
    })
}

/// The findings without what lies inside lines that another one deletes whole, and with one of the same edits.
///
/// A finding stays if the deletion is less severe, or if its own edit is safe and the deletion is not.
fn shown(document: &Document, findings: Vec<Finding>) -> Vec<Finding> {
    let findings = firmest(document, findings);
    let mut covers: Vec<usize> =
        (0..findings.len()).filter(|&number| deletes_lines(document, &findings[number])).collect();
    if covers.is_empty() {
        return findings;
    }
    let deleted = |number: usize| findings[number].edits[0].span;
    covers.sort_by_key(|&number| (deleted(number).start, usize::MAX - deleted(number).end, number));
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|&number| findings[number].span);
    let (mut waiting, mut open) = (VecDeque::from(covers), Vec::<usize>::new());
    let mut kept = Vec::new();
    for number in order {
        let finding = &findings[number];
        while let Some(cover) = waiting.pop_front_if(|cover| deleted(*cover).start <= finding.span.start) {
            open.push(cover);
        }
        open.retain(|&cover| deleted(cover).end > finding.span.start);
        if !open.iter().any(|&cover| cover != number && hides(&findings[cover], finding)) {
            kept.push(finding.clone());
        }
    }
    kept
}

/// Of findings with the same edits the firmest one: a wide rule need not know what a narrow one finds.
fn firmest(document: &Document, findings: Vec<Finding>) -> Vec<Finding> {
    let mut best: HashMap<Vec<Edit>, usize> = HashMap::new();
    let mut kept: Vec<Option<Finding>> = Vec::with_capacity(findings.len());
    for finding in findings {
        let is_single = finding.edits.is_empty() || deletes_lines(document, &finding);
        match (!is_single).then(|| best.get(&finding.edits).copied()).flatten() {
            None => {
                if !is_single {
                    best.insert(finding.edits.clone(), kept.len());
                }
                kept.push(Some(finding));
            }
            Some(number) => {
                if kept[number].as_ref().is_some_and(|other| rank(&finding) < rank(other)) {
                    kept[number] = Some(finding);
                }
            }
        }
    }
    kept.into_iter().flatten().collect()
}

/// Whether a finding's edit deletes its lines from their beginning to their end.
fn deletes_lines(document: &Document, finding: &Finding) -> bool {
    let [edit] = finding.edits.as_slice() else {
        return false;
    };
    let Span { start, end } = edit.span;
    if !edit.text.is_empty() || start > finding.span.start || end == 0 {
        return false;
    }
    let lines = document.lines();
    lines.get(document.line_at(start)).is_some_and(|line| line.start == start)
        && lines.get(document.line_at(end - 1)).is_some_and(|line| line.next == end)
}

fn hides(cover: &Finding, finding: &Finding) -> bool {
    let deleted = cover.edits[0].span;
    if finding.span.start < deleted.start || deleted.end < finding.span.end {
        return false;
    }
    if cover.span == finding.span && cover.edits == finding.edits {
        return rank(cover) < rank(finding); // the same line twice: one is enough
    }
    cover.severity <= finding.severity && firmness(cover) <= firmness(finding)
}

/// The firmest first; of two alike the one whose rule has run first: others may have waited for it.
fn rank(finding: &Finding) -> (u8, Severity, usize) {
    (firmness(finding), finding.severity, finding.rule)
}

fn firmness(finding: &Finding) -> u8 {
    match finding.applicability {
        Some(Applicability::Safe) => 0,
        Some(Applicability::Unsafe) => 1,
        None => 2,
    }
}
