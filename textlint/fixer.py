"""fixer – edits to text, to a fix point.

A round checks the text, picks edits that don't overlap, tidies the blank lines that deleted lines leave, and
applies them all. The next round sees what they made; `hunks` keeps all rounds together.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from textlint.engine import Examination, Ruleset, examine, touches_bytes
from textlint.hunks import Hunk, extended, original_spans, owners, replay
from textlint.model import Applicability, Document, Edit, Finding, Result, Span
from textlint.segment import filled, line_at, lines

ROUNDS = 10


Accepts = Callable[[Document, Sequence[Finding]], Collection[Finding]]


def fix(
    ruleset: Ruleset,
    document: Document,
    *,
    unsafe: bool = False,
    skip: Collection[str] = (),
    accepts: Accepts | None = None,
) -> Result:
    """Apply safe edits, or all, until none is left.

    What `accepts` picks of the findings is left as it is. Where no end is reached in ten rounds, because
    rules undo each other's work or go on for ever, the text stays as it came in and `Result.conflict` names
    them.
    """
    original, current = document.text, document
    hunks: list[Hunk] = []
    findings: list[Finding] = []
    stopped: dict[str, None] = {}
    history: list[tuple[str, set[str]]] = []  # the text before each round, and the rules that changed it
    first: Examination | None = None
    accepted: set[tuple[str, Span]] = set()  # rules, and where their findings stood at first
    for rounds_left in range(ROUNDS, -1, -1):
        examination = examine(ruleset, current, skip={*skip, *stopped})
        first = first or examination
        stopped.update(dict.fromkeys(examination.stopped))
        left = spared(current, hunks, examination.findings, accepted, accepts)
        remaining = tuple(each for each in examination.findings if each not in left)
        chosen = sound(current, choose(ruleset, current, remaining, unsafe=unsafe))
        if not chosen:
            return Result(
                current.text, owners(hunks, findings), remaining, tuple(stopped), accepted=tuple(left)
            )
        if not rounds_left:
            break
        history.append((current.text, {finding.rule for finding in chosen}))
        hunks = extended(current.text, hunks, findings, chosen)
        current = replace(document, text=replay(original, hunks), memo={})
    # Where no text comes back, the last two rounds tell who was still at work.
    circle = next((n for n, (text, _) in enumerate(history) if text == current.text), ROUNDS - 2)
    conflict = tuple(sorted(set[str]().union(*(rules for _, rules in history[circle:]))))
    every = first.findings if first else ()
    left = spared(document, [], every, set(), accepts)
    remaining = tuple(each for each in every if each not in left)
    return Result(original, (), remaining, tuple(stopped), conflict, tuple(left))


def spared(
    current: Document,
    hunks: Sequence[Hunk],
    findings: Sequence[Finding],
    accepted: set[tuple[str, Span]],
    accepts: Accepts | None,
) -> dict[Finding, None]:
    """What is accepted now or was so in an earlier round: a fix beside it may have made it look new."""
    if accepts is None or not findings:
        return {}
    now = set(accepts(current, findings))
    stood = original_spans(hunks, current.text, [finding.span for finding in findings])
    places = [(finding.rule, span) for finding, span in zip(findings, stood, strict=True)]
    left = {
        each: None for each, place in zip(findings, places, strict=True) if each in now or place in accepted
    }
    accepted.update(place for each, place in zip(findings, places, strict=True) if each in left)
    return left


def sound(document: Document, chosen: Sequence[Finding]) -> tuple[Finding, ...]:
    """Those findings whose edits, taken together, leave the markup of a document as it is."""
    if not document.read or not chosen:
        return tuple(chosen)
    from textlint import markup  # noqa: PLC0415 - late: most documents have none

    edits = sorted((edit for finding in chosen for edit in finding.edits), key=lambda edit: edit.span)
    new = replay(document.text, [Hunk(*edit.span, edit.text, 0) for edit in edits])
    gone = [edit.span for edit in edits if not edit.text]
    if markup.structure(replace(document, text=new, memo={})) == markup.structure(document, gone):
        return tuple(chosen)
    if len(chosen) == 1:
        return ()
    middle = len(chosen) // 2
    parts = sound(document, chosen[:middle]), sound(document, chosen[middle:])
    both = (*parts[0], *parts[1])
    if both == tuple(chosen):  # sound alone, but not together
        return parts[0]
    return sound(document, both)


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
    for finding in sorted(first, key=priority):
        own = claims(finding)
        if not any(clashes(span, taken) for span in own):
            for span in own:
                insort(taken, span)
            chosen.append(finding)
    return tuple(_tidied(document, chosen, taken))


def claims(finding: Finding) -> tuple[Span, ...]:
    """The spans that no other finding of a round may touch.

    Two findings on one place are two readings of it: `ment`, a slip or the rest of `govern- ment`.
    """
    own = tuple(edit.span for edit in finding.edits)
    return own if len(own) > 1 else (*own, finding.span)


def priority(finding: Finding) -> tuple[int, int, str]:
    """What comes first of findings that overlap."""
    spans = [edit.span for edit in finding.edits] or [finding.span]
    return min(span.start for span in spans), -max(span.end for span in spans), finding.rule


def clashes(span: Span, taken: Sequence[Span]) -> bool:
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
    return not clashes(span, taken) and not touches_bytes(document.text, span)


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
