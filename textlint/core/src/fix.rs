//! Edits to a text, to a fix point.
//!
//! A round checks the text, picks edits that don't overlap, tidies the blank lines that deleted lines leave, and
//! applies them all. The next round sees the result; `hunks` keeps all rounds together.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::check::{check, touches_bytes};
use crate::document::{Document, Span};
use crate::hunks::{Hunk, extended, original_spans, owners, replay};
use crate::markup;
use crate::model::{Applicability, Edit, Finding};
use crate::ruleset::Ruleset;

const ROUNDS: usize = 10;
/// Wrong encodings are mended in a round of their own: every other rule reads the characters that they falsify.
const FIRST_KIND: &str = "encoding";

/// The result of fixing a text.
#[derive(Debug)]
pub struct Fixed {
    pub text: String,
    /// In positions of the text that came in: replaying their edits on it gives `text`.
    pub applied: Vec<Finding>,
    /// In positions of `text`, as are the accepted ones.
    pub remaining: Vec<Finding>,
    pub accepted: Vec<Finding>,
    /// Rules that undo each other's work; the text is then as it came in.
    pub conflict: BTreeSet<usize>,
}

/// Which findings of a document are to be left as they are.
pub type Accepts<'a> = dyn FnMut(&Document, &[Finding]) -> Vec<bool> + 'a;

/// A text between two rounds of edits, and what the rounds before have done.
#[derive(Clone, Debug)]
pub struct Progress {
    pub text: String,
    hunks: Vec<Hunk>,
    /// In positions of the text that came in.
    findings: Vec<Finding>,
}

impl Progress {
    /// The text that came in.
    pub fn new(original: &str) -> Self {
        Progress { text: original.to_owned(), hunks: Vec::new(), findings: Vec::new() }
    }

    /// The text after another round: the edits of findings that don't overlap.
    pub fn applied(&self, original: &str, chosen: &[Finding]) -> Self {
        let mut findings = self.findings.clone();
        let hunks = extended(original, &self.text, &self.hunks, &mut findings, chosen);
        Progress { text: replay(original, &hunks), hunks, findings }
    }

    /// The places that spans of the present text had in the text that came in.
    pub fn original_spans(&self, original: &str, spans: &[Span]) -> Vec<Span> {
        original_spans(&self.hunks, original, spans)
    }

    /// What has been applied, in positions of the text that came in, ordered by span and rule.
    pub fn findings(&self, ruleset: &Ruleset) -> Vec<Finding> {
        let mut applied = owners(&self.hunks, self.findings.clone());
        applied.sort_by_key(|finding| (finding.span, ruleset.rank(finding.rule)));
        applied
    }
}

/// The text with its safe edits applied, or all edits, until none is left.
///
/// Where no end is reached in ten rounds the text stays as it came in.
pub fn fix(ruleset: &Ruleset, document: &Document, all: bool, accepts: &mut Accepts) -> Fixed {
    let (original, surrogates) = (document.text, document.surrogates);
    let mut progress = Progress::new(original);
    let mut history: Vec<(String, BTreeSet<usize>)> = Vec::new();
    let mut left = HashSet::new(); // rules and the original spans of what is accepted
    let mut first = None;
    for round in 0..=ROUNDS {
        let document = Document::with_surrogates(&progress.text, surrogates).in_format(document.format());
        let found = check(ruleset, &document);
        first.get_or_insert_with(|| found.clone());
        let (accepted, remaining) = divided(original, &document, &progress, found, &mut left, accepts);
        let chosen = markup::sound(&document, choose(ruleset, &document, &remaining, all));
        if chosen.is_empty() {
            let applied = progress.findings(ruleset);
            return Fixed { text: progress.text, applied, remaining, accepted, conflict: BTreeSet::new() };
        }
        if round == ROUNDS {
            break;
        }
        let next = progress.applied(original, &chosen);
        let rules = chosen.iter().map(|finding| finding.rule).collect();
        history.push((std::mem::replace(&mut progress, next).text, rules));
    }
    // Where no text comes back, the last two rounds tell who was still at work.
    let circle = history.iter().position(|(earlier, _)| *earlier == progress.text).unwrap_or(ROUNDS - 2);
    let conflict = history.drain(circle..).flat_map(|(_, rules)| rules).collect();
    let start = Progress::new(original);
    let (accepted, remaining) =
        divided(original, document, &start, first.unwrap_or_default(), &mut HashSet::new(), accepts);
    Fixed { text: start.text, applied: Vec::new(), remaining, accepted, conflict }
}

/// The findings that are accepted, now or in an earlier round, and the others.
///
/// A fix beside an accepted finding may have made it look new.
fn divided(
    original: &str,
    document: &Document,
    progress: &Progress,
    findings: Vec<Finding>,
    left: &mut HashSet<(usize, Span)>,
    accepts: &mut Accepts,
) -> (Vec<Finding>, Vec<Finding>) {
    if findings.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let now = accepts(document, &findings);
    let spans: Vec<Span> = findings.iter().map(|finding| finding.span).collect();
    let (mut accepted, mut remaining, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for ((finding, span), is_now) in
        findings.into_iter().zip(progress.original_spans(original, &spans)).zip(now)
    {
        let place = (finding.rule, span);
        if is_now || left.contains(&place) {
            places.push(place);
            accepted.push(finding);
        } else {
            remaining.push(finding);
        }
    }
    left.extend(places);
    (accepted, remaining)
}

/// The findings to apply in one round, with blank lines tidied away among their edits.
///
/// Of two that overlap the one that starts first wins, then the longer, then the rule's id.
pub fn choose(ruleset: &Ruleset, document: &Document, findings: &[Finding], all: bool) -> Vec<Finding> {
    let is_wanted = |finding: &&Finding| match finding.applicability {
        Some(Applicability::Safe) => true,
        Some(Applicability::Unsafe) => all,
        None => false,
    };
    let mut wanted: Vec<&Finding> = findings.iter().filter(is_wanted).collect();
    if wanted.iter().any(|finding| ruleset.rule(finding.rule).kind == FIRST_KIND) {
        wanted.retain(|finding| ruleset.rule(finding.rule).kind == FIRST_KIND);
    }
    wanted.sort_by_key(|finding| priority(ruleset, finding));
    let (mut taken, mut chosen) = (Taken::default(), Vec::new());
    for finding in wanted {
        let own = claims(finding);
        if !own.iter().any(|&span| taken.clashes(span)) {
            taken.extend(own);
            chosen.push(finding.clone());
        }
    }
    tidied(document, chosen, &taken)
}

/// The spans that no other finding of a round may touch.
///
/// Two findings on one place are two readings of it: `ment`, a slip or the rest of `govern- ment`.
fn claims(finding: &Finding) -> Vec<Span> {
    let mut own: Vec<Span> = finding.edits.iter().map(|edit| edit.span).collect();
    if own.len() <= 1 {
        own.push(finding.span);
    }
    own
}

fn priority(ruleset: &Ruleset, finding: &Finding) -> (usize, usize, usize) {
    let edits = finding.edits.iter().map(|edit| edit.span);
    let start = edits.clone().map(|span| span.start).min().unwrap_or(finding.span.start);
    let end = edits.map(|span| span.end).max().unwrap_or(finding.span.end);
    (start, usize::MAX - end, ruleset.rank(finding.rule))
}

/// Spans that are taken in a round, in order.
#[derive(Default)]
struct Taken(BTreeSet<Span>);

impl Taken {
    fn extend(&mut self, spans: Vec<Span>) {
        self.0.extend(spans);
    }

    /// Whether a span overlaps one of these; an insertion clashes with all that it touches.
    fn clashes(&self, span: Span) -> bool {
        let before = self.0.range(..span).next_back();
        let after = self.0.range(span..).next();
        before.into_iter().chain(after).any(|&other| overlap(span, other))
    }
}

fn overlap(one: Span, other: Span) -> bool {
    let (start, end) = (one.start.max(other.start), one.end.min(other.end));
    start < end || (start == end && (one.start == one.end || other.start == other.end))
}

/// The findings with edits for the blank lines that their deleted lines leave.
///
/// Between two lines that stay, the fuller of the gaps around the deleted ones is kept, so that paragraphs never
/// run together; at either end of the text none is. A text without a line break at its end gets none.
fn tidied(document: &Document, chosen: Vec<Finding>, taken: &Taken) -> Vec<Finding> {
    let lines = document.lines();
    let mut owner_of: HashMap<usize, usize> = HashMap::new(); // line to finding
    for (number, finding) in chosen.iter().enumerate() {
        for edit in finding.edits.iter().filter(|edit| edit.text.is_empty()) {
            owner_of.extend(deleted_lines(document, edit.span).into_iter().map(|line| (line, number)));
        }
    }
    let is_free = |span: Span| !taken.clashes(span) && !touches_bytes(document.text, span);
    let mut more: BTreeMap<usize, Vec<Edit>> = BTreeMap::new();
    for region in regions(document, &owner_of) {
        let deleted: Vec<usize> = region.clone().filter(|line| owner_of.contains_key(line)).collect();
        for line in surplus(region.clone(), &deleted, lines.len()) {
            let last_before = deleted.partition_point(|&other| other < line).saturating_sub(1);
            let span = Span::new(lines[line].start, lines[line].next);
            if is_free(span) {
                more.entry(owner_of[&deleted[last_before]]).or_default().push(Edit::deletion(span));
            }
        }
        let last = &lines[lines.len() - 1];
        if region.start > 0 && region.end == lines.len() && last.end == last.next {
            let before = &lines[region.start - 1];
            let last_break = Span::new(before.end, before.next);
            if is_free(last_break) {
                more.entry(owner_of[&deleted[0]]).or_default().push(Edit::deletion(last_break));
            }
        }
    }
    chosen
        .into_iter()
        .enumerate()
        .map(|(number, mut finding)| {
            finding.edits.extend(more.remove(&number).unwrap_or_default());
            finding.edits.sort_by_key(|edit| edit.span);
            finding
        })
        .collect()
}

/// The lines that lie in a span with their breaks.
fn deleted_lines(document: &Document, span: Span) -> Vec<usize> {
    let lines = document.lines();
    let mut line = document.line_at(span.start);
    let mut deleted = Vec::new();
    while line < lines.len() && lines[line].start >= span.start && lines[line].next <= span.end {
        deleted.push(line);
        line += 1;
    }
    deleted
}

/// Runs of lines that are deleted or blank, with at least one that is deleted.
fn regions(document: &Document, owner_of: &HashMap<usize, usize>) -> Vec<std::ops::Range<usize>> {
    if owner_of.is_empty() {
        return Vec::new();
    }
    let kept = document.filled().iter().copied().filter(|line| !owner_of.contains_key(line));
    let (mut regions, mut first) = (Vec::new(), 0);
    for line in kept.chain([document.lines().len()]) {
        if (first..line).any(|line| owner_of.contains_key(&line)) {
            regions.push(first..line);
        }
        first = line + 1;
    }
    regions
}

/// The blank lines of a region that are not needed once its deleted lines are gone.
fn surplus(region: std::ops::Range<usize>, deleted: &[usize], count: usize) -> Vec<usize> {
    let (Some(&first), Some(&last)) = (deleted.first(), deleted.last()) else {
        return Vec::new();
    };
    let before = region.start..first;
    let after = last + 1..region.end;
    let between = (first + 1..last).filter(|line| deleted.binary_search(line).is_err());
    if region.start == 0 || region.end == count {
        return before.chain(between).chain(after).collect();
    }
    between.chain(if before.len() >= after.len() { after } else { before }).collect()
}
