"""scan – which places of a document are worth reading for which rule.

The pure path, kept simple because it is the oracle for any faster one: a rule reads the whole text, or the
lines around another rule's findings.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from textlint.model import Document, Finding, Span, Triggers
from textlint.segment import filled, line_at, lines


def spans_to_read(
    document: Document, triggers: Triggers | None, found: Mapping[str, Sequence[Finding]]
) -> tuple[Span, ...]:
    """The spans worth reading for a rule, in order and apart; `found` holds what earlier rules found."""
    if triggers is None or triggers.near is None:
        return (Span(0, len(document.text)),) if document.text else ()
    near = {
        i
        for finding in found.get(triggers.near, ())
        for i in _lines_around(document, finding.span, triggers.distance)
    }
    return tuple(Span(*lines(document)[i][:2]) for i in sorted(near))


def _lines_around(document: Document, span: Span, distance: int) -> Sequence[int]:
    """The filled lines next to a span, on either side."""
    first, last = line_at(document, span.start), line_at(document, span.end - 1)
    all_filled = filled(document)
    above, below = bisect_left(all_filled, first), bisect_right(all_filled, last)
    return (*all_filled[max(0, above - distance) : above], *all_filled[below : below + distance])
