"""fixer – edits to text, to a fix point.

A round checks the text, picks edits that don't overlap, tidies the blank lines that deleted lines leave, and
applies them all. The next round sees what they made; `hunks` keeps all rounds together.
"""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from textlint.engine import Examination, Ruleset, examine, touches_bytes
from textlint.hunks import Hunk, extended, owners, replay
from textlint.model import Applicability, Document, Edit, Finding, Result, Span
from textlint.segment import filled, line_at, lines

ROUNDS = 10


def fix(ruleset: Ruleset, document: Document, *, unsafe: bool = False, skip: Collection[str] = ()) -> Result:
    """Apply safe edits, or all, until none is left.

    Where no end is reached in ten rounds, because rules undo each other's work or go on for ever, the text
    stays as it came in and `Result.conflict` names them.
    """
    original, current = document.text, document
    hunks: list[Hunk] = []
    findings: list[Finding] = []
    stopped: dict[str, None] = {}
    history: list[tuple[str, set[str]]] = []  # the text before each round, and the rules that changed it
    first: Examination | None = None
    for rounds_left in range(ROUNDS, -1, -1):
        examination = examine(ruleset, current, skip={*skip, *stopped})
        first = first or examination
        stopped.update(dict.fromkeys(examination.stopped))
        chosen = choose(ruleset, current, examination.findings, unsafe=unsafe)
        if not chosen:
            applied = owners(hunks, findings)
            return Result(current.text, applied, examination.findings, tuple(stopped))
        if not rounds_left:
            break
        history.append((current.text, {finding.rule for finding in chosen}))
        hunks = extended(current.text, hunks, findings, chosen)
        current = replace(document, text=replay(original, hunks), memo={})
    # Where no text comes back, the last two rounds tell who was still at work.
    circle = next((n for n, (text, _) in enumerate(history) if text == current.text), ROUNDS - 2)
    conflict = tuple(sorted(set[str]().union(*(rules for _, rules in history[circle:]))))
    return Result(original, (), first.findings if first else (), tuple(stopped), conflict)


def choose(
    ruleset: Ruleset, document: Document, findings: Sequence[Finding], *, unsafe: bool
) -> tuple[Finding, ...]:
    """The findings to apply in one round, blank lines tidied away among their edits.

    Of two that overlap the one that starts first wins, then the longer, then the rule's name. Wrong encodings
    are mended in a round of their own, because every other rule reads the characters that they falsify.
    """
    wanted = [
        each for each in findings if each.applicability == Applicability.SAFE or (unsafe and each.edits)
    ]
    encoding = {step.id for step in ruleset.steps if step.kind == "encoding"}
    first = [each for each in wanted if each.rule in encoding] or wanted
    taken: list[Span] = []
    chosen = []
    for finding in sorted(first, key=_priority):
        own = [edit.span for edit in finding.edits]
        if len(own) == 1:
            # Two findings on one place are two readings of it: `ment`, a slip or the rest of `govern- ment`.
            own.append(finding.span)
        if not any(_clashes(span, taken) for span in own):
            for span in own:
                insort(taken, span)
            chosen.append(finding)
    return tuple(_tidied(document, chosen, taken))


def _priority(finding: Finding) -> tuple[int, int, str]:
    start = min(edit.span.start for edit in finding.edits)
    end = max(edit.span.end for edit in finding.edits)
    return start, -end, finding.rule


def _clashes(span: Span, taken: Sequence[Span]) -> bool:
    """Whether a span overlaps one of these; an insertion clashes with what it touches."""
    i = bisect_left(taken, span)
    return any(_overlap(span, other) for other in taken[max(0, i - 1) : i + 1])


def _overlap(one: Span, other: Span) -> bool:
    start, end = max(one.start, other.start), min(one.end, other.end)
    return start < end or (start == end and (one.start == one.end or other.start == other.end))


def _tidied(document: Document, chosen: Sequence[Finding], taken: Sequence[Span]) -> Iterator[Finding]:
    """The findings with edits for the blank lines that their deleted lines leave.

    Between two lines that stay, the fuller of the gaps around the deleted ones is kept, so that paragraphs
    never run together; at either end of the text none is. A text without a line break at its end gets none.
    """
    every = lines(document)
    owners: dict[int, int] = {}  # line to finding
    for n, finding in enumerate(chosen):
        for edit in finding.edits:
            if not edit.text:
                owners.update(dict.fromkeys(_whole_lines(document, edit.span), n))
    kept = {i for i in filled(document) if i not in owners}
    more: dict[int, list[Edit]] = {}
    for region in _regions(len(every), kept, owners):
        deleted = [i for i in region if i in owners]
        for i in _surplus(region, deleted, len(every)):
            owner = owners[deleted[max(bisect_left(deleted, i) - 1, 0)]]
            span = Span(every[i].start, every[i].next)
            if _is_free(document, span, taken):
                more.setdefault(owner, []).append(Edit(span, ""))
        if region[0] and region[-1] == len(every) - 1 and every[-1].end == every[-1].next:
            last_break = Span(every[region[0] - 1].end, every[region[0] - 1].next)
            if _is_free(document, last_break, taken):
                more.setdefault(owners[deleted[0]], []).append(Edit(last_break, ""))
    for n, finding in enumerate(chosen):
        edits = sorted((*finding.edits, *more.get(n, ())), key=lambda edit: edit.span)
        yield replace(finding, edits=tuple(edits))


def _is_free(document: Document, span: Span, taken: Sequence[Span]) -> bool:
    return not _clashes(span, taken) and not touches_bytes(document.text, span)


def _whole_lines(document: Document, span: Span) -> Iterator[int]:
    every = lines(document)
    i = line_at(document, span.start)
    while i < len(every) and every[i].start == max(span.start, every[i].start) and every[i].next <= span.end:
        yield i
        i += 1


def _regions(count: int, kept: Collection[int], owners: Collection[int]) -> Iterator[list[int]]:
    """Runs of lines that are deleted or blank, with at least one that is deleted."""
    region: list[int] = []
    for i in range(count + 1):
        if i < count and i not in kept:
            region.append(i)
        elif region:
            if any(j in owners for j in region):
                yield region
            region = []


def _surplus(region: Sequence[int], deleted: Sequence[int], count: int) -> list[int]:
    """The blank lines of a region that are not needed once its deleted lines are gone."""
    gone = set(deleted)
    before = [i for i in region if i < deleted[0]]
    between = [i for i in region if deleted[0] < i < deleted[-1] and i not in gone]
    after = [i for i in region if i > deleted[-1]]
    if region[0] == 0 or region[-1] == count - 1:
        return [*before, *between, *after]
    return [*between, *(after if len(before) >= len(after) else before)]
