"""excerpt – the line of a finding, as it is and as its edits would leave it, in so many columns.

What is found and what is new are marked in the line itself, `[-teh-]` and `{+the+}`: carets below it would be
out of place where letters run from right to left.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import click

from textlint.model import Document, Edit, Finding
from textlint.reports import columns, escaped
from textlint.segment import line, line_at

NARROWEST = 20  # columns that are used even where there are fewer
MOST_EDITS = 4  # of one finding, that are still shown
SHARE = 2 / 3  # of the columns, for what is marked and what stands between


class Piece(NamedTuple):
    text: str
    is_new: bool = False
    is_found: bool = False


def before(document: Document, finding: Finding, width: int, *, color: bool) -> str:
    """The line with what is found; the rest of it that has no room is left out."""
    start, end = finding.span
    return _fitted(document, start, end, [Piece(document.text[start:end], is_found=True)], width, color=color)


def after(document: Document, finding: Finding, width: int, *, color: bool) -> str:
    """The line after the edits, with what is new in it."""
    edits = sorted(finding.edits, key=lambda edit: edit.span)
    if len(edits) > MOST_EDITS:
        return f"({len(edits)} edits)"
    start, end = edits[0].span.start, edits[-1].span.end
    if _deletes_lines(document, edits):
        return "(deleted)"
    return _fitted(document, start, end, list(_pieces(document.text, edits)), width, color=color)


def _pieces(text: str, edits: Sequence[Edit]) -> Iterator[Piece]:
    """What the edits write, and what stands between them."""
    done = edits[0].span.start
    for (start, end), new in ((edit.span, edit.text) for edit in edits):
        yield Piece(text[done:start])
        yield Piece(new, is_new=True)
        done = end


def _deletes_lines(document: Document, edits: Sequence[Edit]) -> bool:
    """Whether nothing is left of the lines that the edits begin and end in."""
    text, first, last = document.text, edits[0].span, edits[-1].span
    whole = line(document, line_at(document, first.start))
    ends = last.end == len(text) or text[last.end - 1] in "\r\n" or text[last.end] in "\r\n"
    return ends and len(edits) == 1 and not edits[0].text and not text[whole.start : first.start].strip()


def _fitted(
    document: Document, start: int, end: int, pieces: Sequence[Piece], width: int, *, color: bool
) -> str:
    """Pieces in the place of a part of a text, with so much of its line around them as there is room for."""
    text, width = document.text, max(width, NARROWEST)
    first, last = line(document, line_at(document, start)).start, line(document, line_at(document, end)).end
    shown = [piece for piece in pieces if piece.text]
    share = int(width * SHARE) // max(len(shown), 1)
    middle = [piece._replace(text=_shortened(piece.text, share)) for piece in shown]
    room = max(0, width - sum(columns(_marked(piece, color=False)) for piece in middle))
    behind = escaped(text[end : min(last, end + width)])
    head = _tail(escaped(text[max(first, start - width) : start]), max(room // 2, room - columns(behind)))
    rest = _head(behind, room - columns(head))
    return "".join((head, *(_marked(piece, color=color) for piece in middle), rest))


def _marked(piece: Piece, *, color: bool) -> str:
    if not (piece.is_new or piece.is_found):
        return piece.text
    text = f"{{+{piece.text}+}}" if piece.is_new else f"[-{piece.text}-]"
    return click.style(text, fg="green" if piece.is_new else "red") if color else text


def _shortened(text: str, width: int) -> str:
    """A text without its middle, if it is too long."""
    half = max(width // 2, 2)
    whole = escaped(text if len(text) <= 2 * width else text[:width] + text[-width:])
    return whole if columns(whole) <= 2 * half else _head(whole, half) + _tail(whole, half)[1:]


def _head(text: str, width: int) -> str:
    """The first columns of a text; an ellipsis stands for the rest."""
    if columns(text) <= width:
        return text
    while text and columns(text) > width - 1:
        text = text[:-1]
    return f"{text}…" if width else ""


def _tail(text: str, width: int) -> str:
    """The last columns of a text; an ellipsis stands for the rest."""
    if columns(text) <= width:
        return text
    while text and columns(text) > width - 1:
        text = text[1:]
    return f"…{text}" if width else ""
