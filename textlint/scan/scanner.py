"""scanner – which places of a document are worth reading for which rule.

There are two ways, and they lead to the same findings. The pure one is short, because it is the oracle for
the other: every rule reads the whole text. The native one looks for the triggers of all rules at once with
Hyperscan, in the UTF-8 of the text, and a rule reads only the lines, or the words, where one of its own
stands.

There are three databases, because one of everything is several times as slow: whole words and phrases, sought
in a copy of the text whose separators are blanks; patterns, sought in the text; and patterns of page
furniture, sought in its short lines. `plan` says what is in them.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

from textlint.model import Document, Finding, Span, Triggers
from textlint.segment import (
    BEFORE,
    LONGEST_PHRASE,
    apart,
    bare,
    contents,
    filled,
    framed,
    line_at,
    starts,
    trimmed,
)

if TYPE_CHECKING:
    from array import array

# In the copy that words are sought in, every byte that can't be part of a word is a blank. So are the bytes
# of characters beyond ASCII: what they are is for the rule to see. Digits and underscores part no words.
SEPARATED = bytes(
    code
    if chr(code).isascii() and chr(code).isalpha()
    else ord("0")
    if chr(code) in "0123456789_"
    else ord(" ")
    for code in range(256)
)
SHORT_LINE = 300  # code points; page furniture is sought only in lines that are no longer, which are few

JOINED_BEFORE = regex.compile(rb"(?<=[A-Za-z](?:['-]|\xe2\x80\x99))")
JOINED_BEHIND = regex.compile(rb"(?:['-]|\xe2\x80\x99)[A-Za-z]")


@cache
def folding() -> dict[int, str]:
    """Letters that count as others of another length where case does not matter, for `str.translate`.

    They are rare, and a line that holds one is scanned a second time with the others in its place.
    """
    signs = map(chr, (*range(0x80, 0x2200), *range(0xFB00, 0xFB18)))
    folded = {
        ord(sign): sign.casefold() for sign in signs if len(sign.casefold()) > 1 or sign.casefold().isascii()
    }
    return folded | dict.fromkeys(map(ord, "İı"), "i")


@cache
def single_folding() -> dict[int, str]:
    """Those of `folding` that count as one letter."""
    return {code: folded for code, folded in folding().items() if len(folded) == 1}


def spans_waited_for(
    document: Document, triggers: Triggers, found: Sequence[Sequence[Finding]]
) -> tuple[Span, ...]:
    """The lines around other rules' findings, or those that they have found whole; `found` is by rule."""
    if triggers.company:
        whole = [{i for finding in each for i in _lines_within(document, finding.span)} for each in found]
        lines = set[int]().union(*whole)
        # Two rules on one line are no more than one.
        if min(len(lines), sum(map(bool, whole))) < triggers.rules:
            return ()
        if all(finding.rule in triggers.weak for each in found for finding in each):
            return ()
    else:
        findings = (finding for each in found for finding in each)
        lines = {i for finding in findings for i in _lines_around(document, finding.span, triggers.distance)}
    return tuple(_line_span(document, i) for i in sorted(lines))


def _lines_around(document: Document, span: Span, distance: int) -> Sequence[int]:
    """The filled lines next to a span, on either side."""
    first, last = line_at(document, span.start), line_at(document, span.end - 1)
    all_filled = filled(document)
    above, below = bisect_left(all_filled, first), bisect_right(all_filled, last)
    return (*all_filled[max(0, above - distance) : above], *all_filled[below : below + distance])


def _lines_within(document: Document, span: Span) -> Iterator[int]:
    """The filled lines that lie in a span, the blanks around them apart."""
    for i in range(line_at(document, span.start), line_at(document, span.end - 1) + 1):
        start, end = trimmed(document, i)
        if span.start <= start < end <= span.end:
            yield i


class Place(NamedTuple):
    """what is read where a word is found, and for whom"""

    length: int  # bytes of the word, with the blanks on both sides
    before: int  # code points
    after: int
    joins: bool  # whether it is no such word where a hyphen or an apostrophe joins it to others
    rules: tuple[tuple[int, int], ...]  # each with the number of a group, or -1


class Plan(NamedTuple):
    """what a scanner needs beside its databases; a rule is known by its place among a ruleset's steps"""

    places: tuple[Place, ...]
    of_word: "array[int]"  # for each word in the database its place
    of_pattern: tuple[tuple[int, ...], ...]  # the first pattern is that of `folding`
    of_short_pattern: tuple[tuple[int, ...], ...]
    of_line: Mapping[str, tuple[int, ...]]  # whole lines, as `segment.bare` makes them
    everywhere: tuple[int, ...]  # the rules that read the whole text


class Scanner:
    """the databases of a plan, ready to scan; it keeps nothing of a document"""

    def __init__(self, plan: Plan, words: Any, patterns: Any, short_patterns: Any) -> None:
        self.plan = plan
        self.words, self.patterns, self.short_patterns = words, patterns, short_patterns
        self._heads = frozenset(phrase[:2] for phrase in plan.of_line)
        self._lock = Lock()  # Hyperscan's working memory serves one scan at a time

    def spans(self, document: Document) -> dict[int, tuple[Span, ...]]:
        """The spans worth reading for each rule that has any, in order and apart."""
        if not document.text:
            return {}
        found: dict[int, list[Span]] = defaultdict(list)
        grouped: dict[tuple[int, int], list[tuple[int, Span]]] = defaultdict(list)
        with self._lock:
            folded = self._add_text(document, found, grouped)
            self._add_short_lines(document, found)
            for i in folded:
                self._add_folded(document, i, found, grouped)
        for (n, _), places in grouped.items():
            if len({number for number, _ in places}) > 1:
                found[n] += [span for _, span in places]
        return {n: apart(spans) for n, spans in found.items()}

    def is_silent(self, data: bytes) -> bool:
        """Whether no rule has anything to read in a text, given in UTF-8; False if that can't be told yet."""
        if self.plan.everywhere or self.plan.of_short_pattern or self.plan.of_line:
            return False
        data = b"\n" + data + b"\n"
        with self._lock:
            return not any(self._words_in(data)) and not _hits(self.patterns, data)

    def _words_in(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Where words begin in a text that has a line break at either end, and which they are."""
        places, of_word = self.plan.places, self.plan.of_word
        for end, number in _hits(self.words, data.translate(SEPARATED)):
            place = places[of_word[number]]
            start = end + 1 - place.length
            if not (place.joins and (JOINED_BEFORE.match(data, start) or JOINED_BEHIND.match(data, end - 1))):
                yield start, number

    def _add_text(
        self,
        document: Document,
        found: dict[int, list[Span]],
        grouped: dict[tuple[int, int], list[tuple[int, Span]]],
    ) -> set[int]:
        """Add what words and patterns make worth reading; the lines that have to be scanned again folded."""
        data, text, folded = framed(document), document.text, set[int]()
        plan, places = self.plan, self.plan.places
        # A word is known by where it starts, a pattern by the last byte of its match and a number below 0.
        hits = list(self._words_in(data))
        hits += [(end - 1, ~number) for end, number in _hits(self.patterns, data)]
        # For each reach the last place and the beginning of its token.
        tokens: dict[int, tuple[int, int]] = {}
        for position, number in _in_code_points(data, sorted(hits), len(text)):
            if number < 0:
                i = line_at(document, position)
                span = _line_span(document, i)
                for n in plan.of_pattern[~number]:
                    if span not in found[n][-1:]:
                        found[n].append(span)
                if number == ~0:
                    folded.add(i)
                continue
            place = places[plan.of_word[number]]
            # What a word hangs on by a hyphen belongs to it.
            start = max(0, position - place.before)
            last, token = tokens.get(place.before, (0, 0))
            blank = text.rfind(" ", last, start)
            token = blank + 1 if blank >= 0 else token
            tokens[place.before] = start, token
            self._add_word(number, Span(token, position + place.after), found, grouped)
        return folded

    def _add_word(
        self,
        number: int,
        span: Span,
        found: dict[int, list[Span]],
        grouped: dict[tuple[int, int], list[tuple[int, Span]]],
    ) -> None:
        for n, group in self.plan.places[self.plan.of_word[number]].rules:
            if group < 0:
                found[n].append(span)
            else:
                grouped[n, group].append((number, span))

    def _add_short_lines(self, document: Document, found: dict[int, list[Span]]) -> None:
        """Add the short lines that a rule knows as they are, or by a pattern."""
        known, every = self.plan.of_line, contents(document)
        if not known and self.short_patterns is None:
            return
        stripped = ((i, text.strip()) for i, text in enumerate(every) if text)
        short = [(i, text) for i, text in stripped if len(text) <= SHORT_LINE]
        if not short:
            return
        for i, text in short:
            if len(text) <= LONGEST_PHRASE and _may_be(text, self._heads):
                for n in known.get(bare(text), ()):
                    found[n].append(_line_span(document, i))
        data = "\n".join(["", *(text for _, text in short), ""]).encode("utf-8", "surrogatepass")
        at = last = 0
        for end, number in sorted(_hits(self.short_patterns, data)):
            at, last = at + data.count(b"\n", last, end - 1), end - 1
            for n in self.plan.of_short_pattern[number]:
                found[n].append(_line_span(document, short[at - 1][0]))

    def _add_folded(
        self,
        document: Document,
        i: int,
        found: dict[int, list[Span]],
        grouped: dict[tuple[int, int], list[tuple[int, Span]]],
    ) -> None:
        """Add what a line holds once letters that count as others are written so: single ones, then all."""
        span, text = _line_span(document, i), contents(document)[i]
        # A capital I with a dot is an i to a pattern, and an i with a dot to a word.
        for again in {
            text.translate(single_folding()),
            text.translate(folding()),
            text.replace("İ", "i̇").translate(folding()),
        }:
            data, short = (f"\n{each}\n".encode("utf-8", "surrogatepass") for each in (again, again.strip()))
            for _, number in self._words_in(data):
                self._add_word(number, span, found, grouped)
            for database, sought_in, rules_of in (
                (self.patterns, data, self.plan.of_pattern),
                (self.short_patterns, short, self.plan.of_short_pattern),
            ):
                for _, number in _hits(database, sought_in):
                    for n in rules_of[number]:
                        found[n].append(span)


def _may_be(text: str, heads: Collection[str]) -> bool:
    """Whether a line may be one of the phrases that begin so; at a fifth of what `segment.bare` costs."""
    head = text.lstrip(BEFORE)[:2].casefold().replace("’", "'")
    return head[:2] in heads or head[:1] in heads or not head.isalpha()


def _hits(database: Any, data: bytes) -> list[tuple[int, int]]:
    """Where matches end in a text that has a line break at either end, and what matches."""
    hits: list[tuple[int, int]] = []
    append = hits.append

    def on_match(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
        append((end, number))

    if database is not None:
        database.scan(data, match_event_handler=on_match)
    return hits


def _line_span(document: Document, i: int) -> Span:
    start = starts(document)[i]
    return Span(start, start + len(contents(document)[i]))


def _in_code_points(data: bytes, places: Sequence[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """Places in bytes, in order, as places in code points; the data begin with a line break of their own."""
    if len(data) == length + 2:
        yield from ((byte - 1, which) for byte, which in places)
        return
    last, position = 1, 0
    for place, which in places:
        byte = place
        while data[byte] & 0xC0 == 0x80:  # in the middle of a character
            byte -= 1
        if byte > last:
            position += len(data[last:byte].decode("utf-8", "surrogatepass"))
            last = byte
        yield position, which
