"""patterns – the regular expressions of rules, each search with a time limit.

Rules may come from strangers, and an innocent pattern can take for ever on the right text. `regex` counts
the processor time of the whole process, so the matches of one search are collected before they are used.
"""

from bisect import bisect_right

import regex

from textlint.errors import TimeLimitError
from textlint.model import Document, Span
from textlint.segment import line_at, lines

SECONDS = 2.0  # for a search of up to a million code points; longer texts get more in proportion
SLICE = 1_000_000


class Pattern(str):
    """the source of a regular expression in a rule's options; the loader has seen that it compiles"""

    __slots__ = ()


def compiled(source: str, *, ignore_case: bool = False) -> regex.Pattern[str]:
    """Compile, or raise ValueError with one line that says what is wrong and where."""
    try:
        return regex.compile(source, regex.IGNORECASE if ignore_case else 0)
    except regex.error as error:
        raise ValueError(f"bad pattern {source!r}: {error}") from None


def any_of(sources: tuple[str, ...], *, ignore_case: bool = False) -> regex.Pattern[str] | None:
    """One pattern for several, or None for none."""
    if not sources:
        return None
    # In a branch reset the groups of each alternative are numbered from 1, as its author counted them.
    return compiled(f"(?|{'|'.join(f'(?:{source})' for source in sources)})", ignore_case=ignore_case)


def searched(pattern: regex.Pattern[str], line: str) -> list[regex.Match[str]]:
    """All matches in a line; raises TimeLimitError when that takes too long."""
    try:
        return list(pattern.finditer(line, timeout=SECONDS * (1 + len(line) // SLICE)))
    except TimeoutError:
        raise TimeLimitError from None


def fits(pattern: regex.Pattern[str], line: str) -> bool:
    """Whether all of a line matches; raises TimeLimitError when that takes too long."""
    try:
        return bool(pattern.fullmatch(line, timeout=SECONDS * (1 + len(line) // SLICE)))
    except TimeoutError:
        raise TimeLimitError from None


def spared(unless: regex.Pattern[str] | None, document: Document, here: Span) -> bool:
    """Whether an exception of a rule matches over this place, in its line."""
    if unless is None:
        return False
    i = line_at(document, here.start)
    key = (unless, i)
    if key not in document.memo:
        start, end, _ = lines(document)[i]
        matches = searched(unless, document.text[start:end])
        document.memo[key] = [Span(start + match.start(), start + match.end()) for match in matches]
    exceptions: list[Span] = document.memo[key]
    nearest = bisect_right(exceptions, here.start, key=lambda exception: exception.end)
    return nearest < len(exceptions) and exceptions[nearest].start < here.end
