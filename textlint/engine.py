"""engine – compile rules once, check many documents.

`compile_rules` prepares every rule's check; `examine` runs them on a document and puts their findings in
order. What is done to findings of all kinds alike is done here: rules of another language stay silent, what
lies inside a line to be deleted is not reported, and no edit touches an undecodable byte.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import regex

from textlint.errors import RuleError, TimeLimitError, expected
from textlint.kinds import KINDS
from textlint.language import speaks
from textlint.model import Applicability, Check, Document, Finding, Rule, Severity, Span, Triggers
from textlint.scan import spans_to_read
from textlint.segment import line_at, lines

UNDECODABLE = regex.compile(r"[\ud800-\udfff]")
SEVERITIES = tuple(Severity)  # the worst first
FIRMNESS = {Applicability.SAFE: 0, Applicability.UNSAFE: 1, None: 2}


@dataclass(frozen=True, slots=True)
class Step:
    """one rule, ready to run"""

    rule: Rule[Any]
    check: Check
    triggers: Triggers | None


@dataclass(frozen=True, slots=True)
class Ruleset:
    """compiled rules; `steps` run in order and include rules that are only needed by others

    A ruleset holds no state of any document and may be shared by threads.
    """

    rules: tuple[Rule[Any], ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Examination:
    """the findings in a document, ordered by (span, rule), and the rules that ran out of time"""

    findings: tuple[Finding, ...]
    stopped: tuple[str, ...] = ()


def compile_rules(rules: Sequence[Rule[Any]], available: Iterable[Rule[Any]] = ()) -> Ruleset:
    """Prepare rules for use; `available` are those that `near` may name beside them."""
    known = {rule.id: rule for rule in (*available, *rules)}
    steps: dict[str, Step] = {}

    def add(rule: Rule[Any], waiting: tuple[str, ...] = ()) -> None:
        if rule.id in waiting:
            raise RuleError(f"rules that are near each other in a circle: {', '.join(waiting)}", rule.path)
        if rule.id not in steps:
            kind = KINDS[rule.kind]
            triggers = kind.triggers(rule.options)
            if triggers and triggers.near:
                if triggers.near not in known:
                    raise RuleError(
                        f"unknown rule {triggers.near!r}{expected(triggers.near, known)}", rule.path
                    )
                add(known[triggers.near], (*waiting, rule.id))
            steps[rule.id] = Step(rule, kind.prepare(rule), triggers)

    for rule in rules:
        add(rule)
    return Ruleset(tuple(rules), tuple(steps.values()))


def examine(ruleset: Ruleset, document: Document, *, skip: Collection[str] = ()) -> Examination:
    """Run all checks but those of the rules in `skip`."""
    found: dict[str, list[Finding]] = {}
    stopped = []
    for step in ruleset.steps:
        if step.rule.id in skip:
            continue
        spans = spans_to_read(document, step.triggers, found)
        try:
            hits = list(step.check(document, spans)) if spans else []
        except TimeLimitError:
            stopped.append(step.rule.id)
            continue
        language = step.rule.language
        found[step.rule.id] = [hit for hit in hits if speaks(document, hit.span, language)]
    reported = [finding for rule in ruleset.rules for finding in found.get(rule.id, ())]
    if UNDECODABLE.search(document.text):
        reported = [_sparing_bytes(document, finding) for finding in reported]
    findings = sorted(_shown(document, reported), key=lambda finding: (finding.span, finding.rule))
    return Examination(tuple(findings), tuple(stopped))


def touches_bytes(text: str, span: Span) -> bool:
    """Whether a span holds or neighbours bytes that could not be decoded.

    Two of them that come to stand side by side might make a character, so neighbours count.
    """
    return UNDECODABLE.search(text, max(0, span.start - 1), min(len(text), span.end + 1)) is not None


def _shown(document: Document, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out what lies inside lines that another finding deletes whole.

    A finding stays if the deletion is less severe, or if its own edit is safe and the deletion is not.
    """
    covers = sorted((each for each in findings if _deletes_lines(document, each)), key=_widest_first)
    waiting, open_covers = deque(covers), list[Finding]()
    for finding in sorted(findings, key=lambda each: each.span):
        while waiting and waiting[0].edits[0].span.start <= finding.span.start:
            open_covers.append(waiting.popleft())
        open_covers = [cover for cover in open_covers if cover.edits[0].span.end > finding.span.start]
        if not any(_hides(cover, finding) for cover in open_covers):
            yield finding


def _deletes_lines(document: Document, finding: Finding) -> bool:
    """Whether a finding's edit deletes its lines from their beginning to their end."""
    if len(finding.edits) != 1 or finding.edits[0].text or finding.edits[0].span.start > finding.span.start:
        return False
    start, end = finding.edits[0].span
    first, last = lines(document)[line_at(document, start)], lines(document)[line_at(document, end - 1)]
    return start == first.start and end == last.next


def _hides(cover: Finding, finding: Finding) -> bool:
    if cover is finding or not _within(finding.span, cover.edits[0].span):
        return False
    if cover.span == finding.span and cover.edits == finding.edits:  # the same line twice: one is enough
        return _rank(cover) < _rank(finding)
    return (
        SEVERITIES.index(cover.severity) <= SEVERITIES.index(finding.severity)
        and FIRMNESS[cover.applicability] <= FIRMNESS[finding.applicability]
    )


def _rank(finding: Finding) -> tuple[int, int, str]:
    return FIRMNESS[finding.applicability], SEVERITIES.index(finding.severity), finding.rule


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _widest_first(finding: Finding) -> tuple[int, int, str]:
    start, end = finding.edits[0].span
    return start, -end, finding.rule


def _sparing_bytes(document: Document, finding: Finding) -> Finding:
    """The finding without its edits, if one of them touches a byte that could not be decoded."""
    if any(touches_bytes(document.text, edit.span) for edit in finding.edits):
        return replace(finding, edits=(), applicability=None)
    return finding
