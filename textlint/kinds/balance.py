"""balance – quotation marks and brackets without their partners.

    options:
      pairs: ["“”", "()", '""']   # opening and closing; a straight quotation mark is its own partner

A paragraph is one room: what it opens, it closes. A quotation may run over several paragraphs if each begins
with an opening mark; a mark that opens inside an open quotation is reported at the one left open. Brackets
and straight marks are judged where a sentence ends, since in lists, tables and code one alone is common.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice

import regex

from textlint.model import Check, Document, Finding, Rule, Span, Triggers
from textlint.segment import (
    Paragraph,
    block_around,
    contents,
    ends_sentence,
    in_prose,
    lines_in,
    paragraph_at,
)

VALUES: tuple[str, ...] = ()

# What closes and was not opened: a bracket that numbers an item ("a)", "1)") or ends an emoticon, a mark for
# inches or seconds.
ITEM = regex.compile(r"(?:^|[\s(])(?:\p{L}|\d{1,3}|[ivxIVX]{1,5})$|[:;=8][\-^']?$|\d$")
BRACKETS = "([{"
ITEM_REACH = 8  # code points
LONGEST_CUT = 40  # code points
LONGEST_WORD = 30  # code points that a finding takes in behind an opening mark


@dataclass(frozen=True, slots=True)
class Options:
    pairs: tuple[str, ...]

    def __post_init__(self) -> None:
        for pair in self.pairs:
            if len(pair) != 2:
                raise ValueError(f"expected an opening and a closing sign, found {pair!r}")


def triggers(options: Options) -> Triggers | None:
    return Triggers(patterns=tuple(each for pair in options.pairs for each in _unbalanced(pair)))


def _unbalanced(pair: str) -> tuple[str, ...]:
    """What a line holds that does not open and close by turns."""
    opening, closing = regex.escape(pair[0]), regex.escape(pair[1])
    if opening == closing:
        return (opening,)
    others = f"[^{opening}{closing}]*"
    return f"{opening}{others}(?:{opening}|$)", f"(?:^|{closing}){others}{closing}"


def prepare(rule: Rule[Options]) -> Check:
    return partial(check, rule)


def check(rule: Rule[Options], document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    text = document.text
    pairs = [pair for pair in rule.options.pairs if pair[0] in text or pair[1] in text]
    if not pairs:
        return
    for paragraph in dict.fromkeys(paragraph_at(document, each.start) for each in lines_in(document, spans)):
        if paragraph:
            for pair in pairs:
                for position in _lonely(document, paragraph, pair):
                    yield rule.flag(document, _with_word(text, position, paragraph.end))


def _lonely(document: Document, paragraph: Paragraph, pair: str) -> Sequence[int]:
    """Positions of the signs in a paragraph that have no partner."""
    body = document.text[paragraph.start : paragraph.end]
    quotes = pair[0] not in BRACKETS
    every = [match.start() for match in _signs(pair).finditer(body)]
    if pair[0] == pair[1] and len(every) % 2 == 0 and not any(body[i - 1].isdigit() for i in every):
        return ()
    if not every or (pair[0] != pair[1] and "".join(body[i] for i in every) == pair * (len(every) // 2)):
        return ()
    curly = quotes and pair[0] != pair[1]
    if not curly and not (ends_sentence(body) and _is_torn(document, paragraph, pair)):
        return ()  # lists, labels, code and tables
    # Where straight and curly marks stand in one paragraph, which belong together can't be told.
    if quotes and '"' in body and ("“" in body or "”" in body):
        return ()
    signs = [i for i in (paragraph.start + i for i in every) if in_prose(document, (i, i + 1))]
    next_sign = _next_sign(document, paragraph)
    if pair[0] == pair[1]:
        return _odd(document, paragraph, signs, goes_on=next_sign == pair[0])
    return _unpaired(document, paragraph, signs, pair, goes_on=quotes and next_sign == pair[0])


@cache
def _signs(pair: str) -> regex.Pattern[str]:
    return regex.compile(f"[{regex.escape(pair)}]")


def _next_sign(document: Document, paragraph: Paragraph) -> str:
    """What the next paragraph begins with."""
    following = (text.lstrip() for text in islice(contents(document), paragraph.last, None))
    return next(filter(None, following), "")[:1]


def _is_torn(document: Document, paragraph: Paragraph, pair: str) -> bool:
    """Whether the lines up to the next blank ones don't balance either: it may be part of a list."""
    block = block_around(document, paragraph)
    start, end = block[0].start, block[-1].end
    counts = [document.text.count(sign, start, end) for sign in pair]
    return counts[0] % 2 == 1 if pair[0] == pair[1] else counts[0] != counts[1]


def _unpaired(
    document: Document, paragraph: Paragraph, signs: Sequence[int], pair: str, *, goes_on: bool
) -> Sequence[int]:
    text, lonely, waiting = document.text, list[int](), list[int]()
    for i in signs:
        if text[i] == pair[0]:
            if waiting and pair[0] not in BRACKETS:
                lonely.append(waiting.pop())
            waiting.append(i)
        elif waiting:
            waiting.pop()
        elif not ITEM.search(text[max(paragraph.start, i - ITEM_REACH) : i]):
            lonely.append(i)
    if goes_on:
        return lonely
    return sorted(lonely + [i for i in waiting if not _is_cut(text[i : paragraph.end])])


def _is_cut(rest: str) -> bool:
    """Whether a paragraph has been cut off behind an opening sign: that is another defect."""
    return len(rest) <= LONGEST_CUT and not ends_sentence(rest)


def _odd(document: Document, paragraph: Paragraph, signs: Sequence[int], *, goes_on: bool) -> Sequence[int]:
    """The straight mark that is left over: inches and seconds (6'2") don't count."""
    text = document.text
    marks = [i for i in signs if not text[max(0, i - 1) : i].isdigit()]
    if len(marks) % 2 == 0 or goes_on:
        return ()
    opened = None
    for mark in marks:
        opens = mark == paragraph.start or text[mark - 1].isspace() or text[mark - 1] in "([—–-“"
        if opens and opened is not None:
            break
        opened = mark if opens else None
    return (opened if opened is not None else marks[-1],)


def _with_word(text: str, position: int, end: int) -> Span:
    """The mark and the word at it, so that a reader sees which one is meant."""
    stop = position + 1
    while stop < min(end, position + LONGEST_WORD) and not text[stop].isspace():
        stop += 1
    return Span(position, stop)
