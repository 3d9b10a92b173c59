"""hunks – the edits of several rounds as one list of disjoint replacements in the text that came in.

A round's edits are about the text that the rounds before have given. Here they are carried back to the text
that came in, so that what was applied can be shown, replayed and undone.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from textlint.model import Edit, Finding, Span


@dataclass(frozen=True, slots=True)
class Hunk:
    """`text` stands where `original[start:end]` stood; `owner` is a position in the list of findings"""

    start: int
    end: int
    text: str
    owner: int


def replay(text: str, hunks: Sequence[Hunk]) -> str:
    """The text after hunks, which are in order and apart."""
    parts, done = [], 0
    for hunk in hunks:
        parts += [text[done : hunk.start], hunk.text]
        done = hunk.end
    return "".join((*parts, text[done:]))


def extended(
    text: str, hunks: Sequence[Hunk], findings: list[Finding], chosen: Sequence[Finding]
) -> list[Hunk]:
    """Add a round of findings to the hunks; both are about `text`, which the hunks have given.

    An edit that touches an earlier hunk is joined with it and owns it from then on.
    """
    placed = _placed(hunks)
    edits = sorted(
        ((edit, len(findings) + n) for n, finding in enumerate(chosen) for edit in finding.edits),
        key=lambda item: item[0].span,
    )
    stood = original_spans(hunks, text, [each.span for each in chosen])
    findings += [replace(each, span=span) for each, span in zip(chosen, stood, strict=True)]
    return list(_joined(text, placed, edits))


def original_spans(hunks: Sequence[Hunk], text: str, spans: Sequence[Span]) -> list[Span]:
    """Where spans of `text`, which the hunks have given, stood at first."""
    placed = _placed(hunks)
    length = len(text) - _shift(placed, len(placed))
    return [_original_span(placed, span, length) for span in spans]


def _placed(hunks: Sequence[Hunk]) -> list[tuple[Span, Hunk]]:
    """Each hunk with the span that it now takes in the text it has given."""
    placed, shift = [], 0
    for hunk in hunks:
        start = hunk.start + shift
        placed.append((Span(start, start + len(hunk.text)), hunk))
        shift += len(hunk.text) - (hunk.end - hunk.start)
    return placed


def _joined(
    text: str, placed: Sequence[tuple[Span, Hunk]], edits: Sequence[tuple[Edit, int]]
) -> Iterator[Hunk]:
    """Hunks and edits in order; what touches becomes one hunk, of the last edit's owner."""
    n = m = 0
    while n < len(placed) or m < len(edits):
        if m == len(edits) or (n < len(placed) and placed[n][0].end < edits[m][0].span.start):
            yield placed[n][1]
            n += 1
        elif n == len(placed) or edits[m][0].span.end < placed[n][0].start:
            edit, owner = edits[m]
            shift = _shift(placed, n)
            yield Hunk(edit.span.start - shift, edit.span.end - shift, edit.text, owner)
            m += 1
        else:
            n0, m0, n, m = n, m, n + 1, m + 1
            while True:
                if m < len(edits) and edits[m][0].span.start <= placed[n - 1][0].end:
                    m += 1
                elif n < len(placed) and placed[n][0].start <= edits[m - 1][0].span.end:
                    n += 1
                else:
                    break
            yield _merged(text, placed[n0:n], edits[m0:m])


def _merged(text: str, placed: Sequence[tuple[Span, Hunk]], edits: Sequence[tuple[Edit, int]]) -> Hunk:
    (first, first_hunk), (last, last_hunk) = placed[0], placed[-1]
    start, end = min(first.start, edits[0][0].span.start), max(last.end, edits[-1][0].span.end)
    parts, done = [], start
    for edit, _ in edits:
        parts += [text[done : edit.span.start], edit.text]
        done = edit.span.end
    new = "".join((*parts, text[done:end]))
    return Hunk(first_hunk.start - (first.start - start), last_hunk.end + (end - last.end), new, edits[-1][1])


def _shift(placed: Sequence[tuple[Span, Hunk]], n: int) -> int:
    """How much further along the text between hunks n-1 and n now stands than it did at first."""
    if n == 0:
        return 0
    now, hunk = placed[n - 1]
    return now.end - hunk.end


def _original_span(placed: Sequence[tuple[Span, Hunk]], span: Span, length: int) -> Span:
    """Where a span stood at first; what lies in a hunk stands for all that the hunk replaced."""
    first = bisect_right(placed, span.start, key=lambda item: item[0].end)
    inside = first < len(placed) and placed[first][0].start <= span.start
    start = placed[first][1].start if inside else span.start - _shift(placed, first)
    last = bisect_left(placed, span.end, key=lambda item: item[0].end)
    inside = last < len(placed) and placed[last][0].start < span.end
    end = placed[last][1].end if inside else span.end - _shift(placed, last)
    if start < end:
        return Span(start, end)
    return Span(start, start + 1) if start < length else Span(length - 1, length)


def owners(hunks: Sequence[Hunk], findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """All findings, each with the hunks that it owns as its edits; one that is covered has none."""
    edits: list[list[Edit]] = [[] for _ in findings]
    for hunk in hunks:
        edits[hunk.owner].append(Edit(Span(hunk.start, hunk.end), hunk.text))
    applied = [
        replace(finding, edits=tuple(own), applicability=finding.applicability if own else None)
        for finding, own in zip(findings, edits, strict=True)
    ]
    return tuple(sorted(applied, key=lambda finding: (finding.span, finding.rule)))
