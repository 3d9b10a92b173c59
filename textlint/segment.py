"""segment – the lines of a text, as spans.

Lines end at a line feed, a carriage return or both, nowhere else. All is derived from a document's text when
it is first asked for, and once: see `once`.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from itertools import accumulate, count
from operator import add
from typing import NamedTuple, TypeVar

from textlint.model import Document, Span

Derived = TypeVar("Derived")

LINE_BREAK = re.compile(r"\r\n|\n|\r")


class Line(NamedTuple):
    """`text[start:end]` is the line without its break, `next` is where the next line starts"""

    start: int
    end: int
    next: int


def once(derive: Callable[[Document], Derived]) -> Callable[[Document], Derived]:
    """Make a function of a document run once for each document."""

    @wraps(derive)
    def derived(document: Document) -> Derived:
        try:
            result: Derived = document.memo[derive]
        except KeyError:
            result = document.memo[derive] = derive(document)
        return result

    return derived


@once
def contents(document: Document) -> list[str]:
    """What each line holds, without its break."""
    text = document.text
    parts = LINE_BREAK.split(text) if "\r" in text else text.split("\n")
    if not parts[-1]:
        parts.pop()
    return parts


@once
def starts(document: Document) -> list[int]:
    """Where each line starts."""
    text = document.text
    if "\r" in text:
        found = [0, *(match.end() for match in LINE_BREAK.finditer(text))]
        return found if found[-1] < len(text) else found[:-1]
    before = accumulate(map(len, contents(document)))
    return [0, *map(add, before, count(1))][: len(contents(document))]


def line(document: Document, i: int) -> Line:
    """The line with an index."""
    found = starts(document)
    start = found[i]
    following = found[i + 1] if i + 1 < len(found) else len(document.text)
    return Line(start, start + len(contents(document)[i]), following)


def line_at(document: Document, position: int) -> int:
    """The index of the line that holds a position."""
    return max(0, bisect_right(starts(document), position) - 1)


def lines_in(document: Document, spans: Sequence[Span]) -> Iterator[Line]:
    """The lines that spans touch, each once."""
    return (line(document, i) for i in indexes_in(document, spans))


def indexes_in(document: Document, spans: Sequence[Span]) -> Iterator[int]:
    """The indexes of the lines that spans touch, each once."""
    found, done = starts(document), 0
    for start, end in spans:
        for i in range(max(done, line_at(document, start)), len(found)):
            if found[i] >= end and found[i] > start:
                break
            yield i
            done = i + 1
