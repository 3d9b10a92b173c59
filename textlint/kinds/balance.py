"""balance – quotation marks and brackets without their partners.

    options:
      pairs: ["“”", "()", '""']   # opening and closing; a straight quotation mark is its own partner

A paragraph is one room: what it opens, it closes. A quotation may run over several paragraphs if each begins
with an opening mark; a mark that opens inside an open quotation is reported at the one left open.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import regex

from textlint.model import Check, Document, Finding, Rule, Span, Triggers
from textlint.segment import Paragraph, in_prose, paragraphs

VALUES: tuple[str, ...] = ()

# A bracket that closes nothing numbers an item ("a)", "1)") or ends an emoticon.
ITEM = regex.compile(r"(?:^|[\s(])(?:\p{L}|\d{1,3}|[ivxIVX]{1,5})$|[:;=8][\-^']?$")
LONGEST_WORD = 30  # code points that a finding takes in behind an opening mark


@dataclass(frozen=True, slots=True)
class Options:
    pairs: tuple[str, ...]

    def __post_init__(self) -> None:
        for pair in self.pairs:
            if len(pair) != 2:
                raise ValueError(f"expected an opening and a closing sign, found {pair!r}")


def triggers(options: Options) -> Triggers | None:
    return None


def prepare(rule: Rule[Options]) -> Check:
    return partial(check, rule)


def check(rule: Rule[Options], document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    text = document.text
    pairs = [(pair[0], pair[1]) for pair in rule.options.pairs if pair[0] in text or pair[1] in text]
    if not pairs:
        return
    every = paragraphs(document)
    for n, paragraph in enumerate(every):
        following = every[n + 1] if n + 1 < len(every) else None
        for opening, closing in pairs:
            for position in _lonely(document, paragraph, following, opening, closing):
                yield rule.flag(document, _with_word(text, position, paragraph.end))


def _lonely(
    document: Document, paragraph: Paragraph, following: Paragraph | None, opening: str, closing: str
) -> Iterator[int]:
    """Positions of the signs in a paragraph that have no partner."""
    text = document.text
    body = text[paragraph.start : paragraph.end]
    counts = body.count(opening), body.count(closing)
    if opening == closing:
        if counts[0] % 2:
            yield from _odd(document, paragraph, following, opening)
    elif any(counts) and not (counts == (1, 1) and body.find(opening) < body.find(closing)):
        yield from _unpaired(document, paragraph, following, opening, closing)


def _unpaired(
    document: Document, paragraph: Paragraph, following: Paragraph | None, opening: str, closing: str
) -> Iterator[int]:
    text, quotes = document.text, opening not in "([{"
    waiting: list[int] = []
    for i in range(paragraph.start, paragraph.end):
        if text[i] not in (opening, closing) or not in_prose(document, (i, i + 1)):
            continue
        if text[i] == opening:
            if quotes and waiting:
                yield waiting.pop()
            waiting.append(i)
        elif waiting:
            waiting.pop()
        elif not quotes and not ITEM.search(text, paragraph.start, i):
            yield i
    goes_on = quotes and following and text[following.start : following.end].lstrip().startswith(opening)
    if not goes_on:
        yield from waiting


def _odd(document: Document, paragraph: Paragraph, following: Paragraph | None, sign: str) -> Iterator[int]:
    """The straight mark that is left over: inches and seconds (6'2") don't count."""
    text = document.text
    marks = [
        i
        for i in range(paragraph.start, paragraph.end)
        if text[i] == sign and not text[max(0, i - 1) : i].isdigit() and in_prose(document, (i, i + 1))
    ]
    if len(marks) % 2 == 0:
        return
    if following and text[following.start : following.end].lstrip().startswith(sign):
        return
    opened = None
    for mark in marks:
        opens = mark == paragraph.start or text[mark - 1].isspace() or text[mark - 1] in "([—–-“"
        if opens and opened is not None:
            break
        opened = mark if opens else None
    yield opened if opened is not None else marks[-1]


def _with_word(text: str, position: int, end: int) -> Span:
    """The mark and the word at it, so that a reader sees which one is meant."""
    stop = position + 1
    while stop < min(end, position + LONGEST_WORD) and not text[stop].isspace():
        stop += 1
    return Span(position, stop)
