"""patterns – the regular expressions of rules, each search with a time limit.

Rules may come from strangers, and an innocent pattern can take for ever on the right text. `regex` counts
the processor time of the whole process, so the matches of one search are collected before they are used.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from math import prod

import regex

from textlint.errors import TimeLimitError
from textlint.model import Document, Span
from textlint.segment import apart, contents, line_at, starts

SECONDS = 2.0  # for a search of up to a million code points; longer texts get more in proportion
SLICE = 1_000_000
LONGEST_LINE, REACH = (
    2000,
    300,
)  # code points; in a longer line an exception is sought only so far on either side
LONGEST = 10_000  # code points of a pattern
LONGEST_SHOWN = 200
SPARE = 50  # groups that may be put around a pattern
MOST_ITEMS = 10_000  # of a pattern whose counted repeats are written out, as compiling does

RECURSION = regex.compile(r"(?<!\\)(?:\\\\)*+\K\(\?(?:R|&\w*|P>\w*|[-+]?\d+)\)?")
OTHER_SYNTAX = regex.compile(r"\(\?\w*(?:x|V1)")  # comments up to the line's end; sets in sets
COUNT = r"\{\s*+0*+(?<least>\d*+)[\s\d,]*+\}"
COUNTS = regex.compile(COUNT)
ITEMS = regex.compile(
    r"\\."
    r"|\[\^?+\]?+(?:\\.|\[:[^\]]*:\]|[^\]\\])*+\]"  # a set, perhaps with classes such as [:alpha:]
    r"|\(\?\#(?:\\.|[^)\\])*+\)"
    rf"|{COUNT}|.",
    regex.DOTALL,
)


class Pattern(str):
    """the source of a regular expression in a rule's options; the loader has seen that it compiles"""

    __slots__ = ()


def compiled(source: str, *, ignore_case: bool = False) -> regex.Pattern[str]:
    """Compile, or raise ValueError with one line that says what is wrong and where."""
    try:
        return regex.compile(source, regex.IGNORECASE if ignore_case else 0)
    except RecursionError:
        raise _bad(source, "too deep; expected fewer groups in groups") from None
    except (regex.error, ValueError, KeyError) as error:  # the others for flags that exclude each other
        raise _bad(source, str(error)) from None


def require(source: str) -> None:
    """Raise ValueError for a pattern that does not compile, or that would take all memory or all time."""
    if len(source) > LONGEST:
        raise _bad(source, f"{len(source)} characters; expected at most {LONGEST}")
    if call := RECURSION.search(source):
        raise _bad(source, f"{call[0]!r} calls a group; expected no recursion")
    if not _is_bounded(source):
        raise _bad(source, f"repeats that come to more than {MOST_ITEMS} items; expected smaller counts")
    compiled(source)
    if source.count("(") > SPARE:
        compiled("(?:" * SPARE + source + ")" * SPARE)  # deep, but not too deep to be joined


def begins(pattern: regex.Pattern[str], line: str, start: int) -> bool:
    """Whether a pattern matches at a position of a line; raises TimeLimitError when that takes too long."""
    try:
        return bool(pattern.match(line, start, timeout=SECONDS * (1 + len(line) // SLICE)))
    except TimeoutError:
        raise TimeLimitError from None


def any_of(sources: tuple[str, ...], *, ignore_case: bool = False) -> regex.Pattern[str] | None:
    """One pattern for several, or None for none."""
    if not sources:
        return None
    # In a branch reset the groups of each alternative are numbered from 1, as its author counted them.
    return compiled(f"(?|{'|'.join(f'(?:{source})' for source in sources)})", ignore_case=ignore_case)


def searched(
    pattern: regex.Pattern[str], line: str, start: int = 0, end: int | None = None
) -> list[regex.Match[str]]:
    """All matches in a line, or in a part of it; raises TimeLimitError when that takes too long."""
    seconds = SECONDS * (1 + len(line) // SLICE)
    try:
        return list(pattern.finditer(line, start, len(line) if end is None else end, timeout=seconds))
    except TimeoutError:
        raise TimeLimitError from None


def fits(pattern: regex.Pattern[str], line: str) -> bool:
    """Whether all of a line matches; raises TimeLimitError when that takes too long."""
    try:
        return bool(pattern.fullmatch(line, timeout=SECONDS * (1 + len(line) // SLICE)))
    except TimeoutError:
        raise TimeLimitError from None


class Exceptions:
    """patterns of what a rule leaves alone, each with the characters that a line must have for it"""

    def __init__(self, sources: Sequence[str], *, ignore_case: bool = False) -> None:
        from textlint.scan.superset import most_blanks, required  # noqa: PLC0415 - late: checks are kept

        cased = [f"(?i){source}" if ignore_case else source for source in sources]
        every = [(compiled(source), required(source), most_blanks(source)) for source in cased]
        self._near = [(pattern, needed) for pattern, needed, blanks in every if blanks is not None]
        self._far = [(pattern, needed) for pattern, needed, blanks in every if blanks is None]
        # A match that holds two blanks ends within two tokens of what it touches; one more to look at.
        self._tokens = max((blanks for _, _, blanks in every if blanks is not None), default=0) + 2

    def cover(self, document: Document, here: Span) -> bool:
        """Whether one of them matches over this place, in its line."""
        if not (self._near or self._far):
            return False
        i = line_at(document, here.start)
        start, text = starts(document)[i], contents(document)[i]
        place = Span(here.start - start, here.end - start)
        return self._covers_near(text, place) or (bool(self._far) and self._covers_far(document, i, place))

    def _covers_near(self, text: str, place: Span) -> bool:
        """Whether one matches over this place of a line that can't reach far."""
        first, last = place
        for _ in range(self._tokens):
            first = text.rfind(" ", 0, max(first, 0))
            last = text.find(" ", last + 1) if 0 <= last < len(text) else -1
        first = max(first, place.start - REACH, 0)
        last = min(last if last >= 0 else len(text), place.end + REACH)
        return any(_overlap(span, place) for span in _matches(self._near, text, first, last))

    def _covers_far(self, document: Document, i: int, place: Span) -> bool:
        """Whether one matches over this place that may reach from one end of the line to the other."""
        text = contents(document)[i]
        if len(text) > LONGEST_LINE:
            part = text[max(0, place.start - REACH) : place.end + REACH]
            shift = max(0, place.start - REACH)
            here = Span(place.start - shift, place.end - shift)
            return any(_overlap(span, here) for span in _matches(self._far, part, 0, len(part)))
        key = (self, i)
        if key not in document.memo:
            document.memo[key] = apart(_matches(self._far, text, 0, len(text)))
        spans: tuple[Span, ...] = document.memo[key]
        nearest = bisect_right(spans, place.start, key=lambda span: span.end)
        return nearest < len(spans) and spans[nearest].start < place.end


Needing = tuple[regex.Pattern[str], frozenset[str] | None]


def _matches(patterns: Sequence[Needing], text: str, first: int, last: int) -> Iterator[Span]:
    """Where any of these match in a part of a line; one whose characters are not there is not tried."""
    signs = set(text[first:last])
    for pattern, needed in patterns:
        if needed is None or not needed.isdisjoint(signs):
            yield from (Span(*match.span()) for match in searched(pattern, text, first, last))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _is_bounded(source: str) -> bool:
    """Whether a pattern with its counted repeats written out is short enough to be compiled."""
    at_most = prod(_least(match) for match in COUNTS.finditer(source)) * len(source)
    if at_most <= MOST_ITEMS or OTHER_SYNTAX.search(source):
        return at_most <= 100 * MOST_ITEMS  # where groups can't be told, more may be allowed than there is
    groups, last = [0], 0  # the items of each open group, and of what a count would repeat
    for match in ITEMS.finditer(source):
        if match[0] == "(":
            groups.append(0)
            continue
        if match["least"] is not None:
            more = last * (_least(match) - 1)
            last += more
        else:
            more = last = groups.pop() if match[0] == ")" else 1
        groups = groups or [0]
        groups[-1] += more
    return sum(groups) <= MOST_ITEMS


def _least(count: regex.Match[str]) -> int:
    return max(1, int(count["least"][:9] or 0))


def _bad(source: str, problem: str) -> ValueError:
    shown = source if len(source) <= LONGEST_SHOWN else source[: LONGEST_SHOWN - 1] + "…"
    return ValueError(f"bad pattern {shown!r}: {problem}")
