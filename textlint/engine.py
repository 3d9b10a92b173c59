"""engine – check documents with a compiled ruleset.

`examine` runs the checks on a document and puts their findings in order. What is done to findings of all
kinds alike is done here: rules of another language stay silent, what lies inside a line to be deleted is not
reported, and no edit touches an undecodable byte. How rules are compiled, `compiler` says.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from time import process_time
from typing import NamedTuple

import regex

from textlint.errors import TimeLimitError
from textlint.language import speaks
from textlint.model import Applicability, Check, Document, Finding, Severity, Span, Triggers
from textlint.scan.scanner import Scanner, spans_waited_for
from textlint.segment import line, line_at, once, starts

SURROGATE = regex.compile(r"[\ud800-\udfff]")
SEVERITIES = tuple(Severity)  # the worst first
FIRMNESS = {Applicability.SAFE: 0, Applicability.UNSAFE: 1, None: 2}


class Waiting(NamedTuple):
    """what a rule waits for: the findings of these rules"""

    triggers: Triggers
    rules: tuple[str, ...]


class Step:
    """one rule, ready to run; its check is prepared when it is first needed, since most never are"""

    def __init__(
        self,
        rule: str,
        kind: str,
        language: str,
        waiting: Waiting | None,
        prepare: Callable[[], Check],
    ) -> None:
        self.id, self.kind, self.language = rule, kind, language
        self.waiting = waiting
        self._prepare = prepare

    @cached_property
    def check(self) -> Check:
        return self._prepare()


@dataclass(frozen=True, slots=True)
class Ruleset:
    """compiled rules; `steps` run in order and include those that only others need

    A ruleset holds no state of any document and may be shared by threads. Without a scanner every rule reads
    the whole text.
    """

    steps: tuple[Step, ...]
    reported: frozenset[str]  # the ids of the rules that were asked for
    unscanned: tuple[
        int, ...
    ]  # the steps that a scan can't decide on: they read all, or wait for another's findings
    scanner: Scanner | None = None
    known: frozenset[str] = frozenset()  # the ids of all rules that there are, whether they run or not
    identity: str = ""  # of the entry that it is kept in; "" where it is not kept

    @property
    def rules(self) -> tuple[Step, ...]:
        """The steps that were asked for."""
        return tuple(step for step in self.steps if step.id in self.reported)

    @property
    def kinds(self) -> dict[str, str]:
        """What each rule is made with, by its id."""
        return {step.id: step.kind for step in self.steps}


@dataclass(frozen=True, slots=True)
class Examination:
    """the findings in a document, ordered by (span, rule), and the rules that ran out of time"""

    findings: tuple[Finding, ...]
    stopped: tuple[str, ...] = ()


def examine(
    ruleset: Ruleset,
    document: Document,
    *,
    skip: Collection[str] = (),
    seconds: MutableMapping[str, float] | None = None,
) -> Examination:
    """Run all checks but those of the rules in `skip`; add the processor time of each rule to `seconds`.

    Of a marked-up document the checks read the prose alone, and what they find outside of it is left out; so
    are names of things in code.
    """
    if document.read:
        from textlint import markup  # noqa: PLC0415 - late: most documents have none

        examination = _examine(ruleset, markup.prose(document), skip, seconds)
        kinds = ruleset.kinds
        outside = markup.outside(document, examination.findings)
        findings = [each for each in outside if not markup.is_name(document, each.span, kinds[each.rule])]
        return Examination(tuple(_sparing_bytes(document, findings)), examination.stopped)
    return _examine(ruleset, document, skip, seconds)


def _examine(
    ruleset: Ruleset,
    document: Document,
    skip: Collection[str],
    seconds: MutableMapping[str, float] | None,
) -> Examination:
    found: dict[str, list[Finding]] = {}
    stopped = []
    for step, spans in _work(ruleset, document, found):
        if step.id in skip:
            continue
        try:
            start = process_time() if seconds is not None else 0.0
            hits = list(step.check(document, spans))
            if seconds is not None:
                seconds[step.id] += process_time() - start
        except TimeLimitError:
            stopped.append(step.id)
            continue
        if hits:
            found[step.id] = [hit for hit in hits if speaks(document, hit.span, step.language)]
    reported = [
        finding for rule, findings in found.items() if rule in ruleset.reported for finding in findings
    ]
    if not reported:
        return Examination((), tuple(stopped))
    findings = sorted(
        _shown(document, [*_sparing_bytes(document, reported)]),
        key=lambda finding: (finding.span, finding.rule),
    )
    return Examination(tuple(findings), tuple(stopped))


def _work(
    ruleset: Ruleset, document: Document, found: Mapping[str, Sequence[Finding]]
) -> Iterator[tuple[Step, Sequence[Span]]]:
    """The steps that have something to read, in order; `found` fills while they run."""
    whole = (Span(0, len(document.text)),) if document.text else ()
    spans = ruleset.scanner.spans(document) if ruleset.scanner else {}
    for n in sorted({*spans, *ruleset.unscanned}):
        step = ruleset.steps[n]
        if step.waiting:
            others = [found[rule] for rule in step.waiting.rules if rule in found]
            to_read = spans_waited_for(document, step.waiting.triggers, others) if others else ()
        else:
            to_read = spans.get(n, whole)
        if to_read:
            yield step, to_read


@once
def is_undecodable(document: Document) -> bool:
    """Whether a text holds bytes that could not be decoded."""
    return not document.text.isascii() and SURROGATE.search(document.text) is not None


def touches_bytes(text: str, span: Span) -> bool:
    """Whether a span holds or neighbours bytes that could not be decoded.

    Two of them that come to stand side by side might make a character, so neighbours count.
    """
    return SURROGATE.search(text, max(0, span.start - 1), min(len(text), span.end + 1)) is not None


def _shown(document: Document, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out what lies inside lines that another finding deletes whole, and all but one of the same edits.

    A finding stays if the deletion is less severe, or if its own edit is safe and the deletion is not.
    """
    order = {rule: n for n, rule in enumerate(dict.fromkeys(finding.rule for finding in findings))}
    findings = _firmest(document, findings, order)
    covers = sorted((each for each in findings if _deletes_lines(document, each)), key=_widest_first)
    if not covers:
        yield from findings
        return
    waiting, open_covers = deque(covers), list[Finding]()
    for finding in sorted(findings, key=lambda each: each.span):
        while waiting and waiting[0].edits[0].span.start <= finding.span.start:
            open_covers.append(waiting.popleft())
        open_covers = [cover for cover in open_covers if cover.edits[0].span.end > finding.span.start]
        if not any(_hides(cover, finding, order) for cover in open_covers):
            yield finding


def _firmest(document: Document, findings: Sequence[Finding], order: Mapping[str, int]) -> Sequence[Finding]:
    """Of findings with the same edits the firmest one: a wide rule need not know what a narrow one finds."""
    best: dict[object, Finding] = {}
    for n, finding in enumerate(findings):
        key = n if _deletes_lines(document, finding) else finding.edits or n
        if key not in best or _rank(finding, order) < _rank(best[key], order):
            best[key] = finding
    return tuple(best.values())


def _deletes_lines(document: Document, finding: Finding) -> bool:
    """Whether a finding's edit deletes its lines from their beginning to their end."""
    if len(finding.edits) != 1 or finding.edits[0].text or finding.edits[0].span.start > finding.span.start:
        return False
    start, end = finding.edits[0].span
    if starts(document)[line_at(document, start)] != start:
        return False
    return line(document, line_at(document, end - 1)).next == end


def _hides(cover: Finding, finding: Finding, order: Mapping[str, int]) -> bool:
    if cover is finding or not _within(finding.span, cover.edits[0].span):
        return False
    if cover.span == finding.span and cover.edits == finding.edits:  # the same line twice: one is enough
        return _rank(cover, order) < _rank(finding, order)
    return (
        SEVERITIES.index(cover.severity) <= SEVERITIES.index(finding.severity)
        and FIRMNESS[cover.applicability] <= FIRMNESS[finding.applicability]
    )


def _rank(finding: Finding, order: Mapping[str, int]) -> tuple[int, int, int]:
    """The firmest first; of two alike the one whose rule has run first: others may have waited for it."""
    return FIRMNESS[finding.applicability], SEVERITIES.index(finding.severity), order[finding.rule]


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _widest_first(finding: Finding) -> tuple[int, int, str]:
    start, end = finding.edits[0].span
    return start, -end, finding.rule


def _sparing_bytes(document: Document, findings: Iterable[Finding]) -> Iterable[Finding]:
    """The findings; those with an edit that touches a byte that could not be decoded lose all their edits."""
    if not is_undecodable(document):
        return findings
    return [
        replace(finding, edits=(), applicability=None)
        if any(touches_bytes(document.text, edit.span) for edit in finding.edits)
        else finding
        for finding in findings
    ]
