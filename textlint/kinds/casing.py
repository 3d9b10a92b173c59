r"""casing – words that should be capitalised and are not.

    options:
      of: names                   # the default; or sentences, or titles
      names: [Israel, West Bank]  # as they are written when they are right
      table: cities.tsv           # more of them, one in a row
      ambiguous: true             # small letters may be right too (turkey, may): only on evidence
      unless: ['\bthe west bank of the\b']   # a finding that one of these overlaps is left alone
      not_after: [approx, etc]    # sentences: abbreviations that end with a full stop
      small: [of, the, and]       # titles: words that stay small

A name is wrong where one of its words is written in small letters altogether: `hamas`, `west Bank`, `nato`.
Evidence is the document itself: it writes the name as it should be in mid-sentence, twice and twice as often
as not; for a name of several words once is enough. With evidence a
correction is as safe as the rule says; without it is unsafe, and an ambiguous name draws nothing.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import regex

from textlint.model import Applicability, Check, Document, Finding, Rule, Span, Table, Triggers
from textlint.patterns import Exceptions, Pattern, searched
from textlint.phrases import PART, Phrases, is_phrase
from textlint.segment import (
    UNMARKED_LINE,
    capitals,
    contents,
    ends_sentence,
    in_prose,
    is_title_case,
    lines_in,
    once,
    paragraph_at,
)

VALUES: tuple[str, ...] = ()

SENTENCE_START = regex.compile(
    r"(?<=\s(?P<last>[\p{Ll}’'\-]{2,}))(?P<here>\. \p{Ll}[\p{Ll}\-’']+)(?=[\s,;:])"
)
AMBIGUOUS_EVIDENCE = 2  # so many capitals in mid-sentence, and twice as many as small letters
TITLE_WORDS = range(4, 16)
LONGEST_SMALL_WORD = 3  # shorter words of a title may be small


@dataclass(frozen=True, slots=True)
class Options:
    of: Literal["names", "sentences", "titles"] = "names"
    names: tuple[str, ...] = ()
    table: Table | None = None
    ambiguous: bool = False
    unless: tuple[Pattern, ...] = ()
    not_after: tuple[str, ...] = ()
    small: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.of == "names") != bool(self.names or self.table):
            raise ValueError("names are needed for 'of: names', and only there")
        for name in listed(self):
            if not is_phrase(name):
                raise ValueError(f"expected words parted by single blanks, found {name!r}")


def triggers(options: Options) -> Triggers | None:
    if options.of == "sentences":
        return Triggers(patterns=(SENTENCE_START.pattern,))
    if options.of == "titles":
        return Triggers(patterns=(UNMARKED_LINE, r"\?$"))
    exact, patterns = [], []
    for name in listed(options):
        for first, last in _words_with_capitals(name):
            small = name[first:last].lower()
            if name[first:last] == name:
                exact.append(small)
            else:
                before, after = regex.escape(name[:first]), regex.escape(name[last:])
                patterns.append(f"(?i:{before}){small}(?i:{after})")
    return Triggers(exact=tuple(exact), patterns=tuple(patterns))


def prepare(rule: Rule[Options]) -> Check:
    options = rule.options
    unless = Exceptions(options.unless, ignore_case=True)
    if options.of == "sentences":
        return partial(check_sentences, rule, unless, frozenset(options.not_after))
    if options.of == "titles":
        return partial(check_titles, rule, unless, frozenset(options.small))
    return partial(
        check_names, rule, unless, Phrases.of(((name, name) for name in listed(options)), parts=True)
    )


def listed(options: Options) -> tuple[str, ...]:
    return (*options.names, *(row.cells[0] for row in (options.table.rows if options.table else ())))


def check_names(
    rule: Rule[Options],
    unless: Exceptions,
    phrases: Phrases[str],
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    for here, name in phrases.occurrences(document.text, spans):
        found = document.text[here.start : here.end]
        wrong = _wrong_words(found, name)
        if wrong is None or not in_prose(document, here):
            continue
        evidence = _evidence(document, name)
        likely = evidence or (" " in name and not found.islower())  # half right: west Bank
        if not likely and rule.options.ambiguous:
            continue
        if _has_capitals(document, here) and not unless.cover(document, here):
            first, last = wrong
            place = Span(here.start + first, here.start + last)
            how = None if evidence else Applicability.UNSAFE
            yield rule.replace(document, place, name[first:last], applicability=how)


def check_sentences(
    rule: Rule[Options],
    unless: Exceptions,
    abbreviations: frozenset[str],
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    text = document.text
    for start, end, _ in lines_in(document, spans):
        if not ends_sentence(text[start:end]):
            continue
        for match in searched(SENTENCE_START, text[start:end]):
            here = Span(start + match.start("here"), start + match.end("here"))
            if match["last"] in abbreviations or not in_prose(document, here):
                continue
            if unless.cover(document, here):
                continue
            found = match["here"]
            yield rule.replace(document, here, found[:2] + found[2].upper() + found[3:])


def check_titles(
    rule: Rule[Options],
    unless: Exceptions,
    small: frozenset[str],
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    """A line in title case with one word that has fallen out of it."""
    text = document.text
    for start, end, _ in lines_in(document, spans):
        words = text[start:end].split()
        if len(words) not in TITLE_WORDS or (
            ends_sentence(text[start:end]) and not text[start:end].endswith("?")
        ):
            continue
        if text[start:end].endswith(":") or not is_title_case(text[start:end]):
            continue
        fallen = [
            match
            for match in PART.finditer(text, start, end)
            if match[0].islower()
            and len(match[0]) > LONGEST_SMALL_WORD
            and match[0] not in small
            and text[match.start() - 1] == " "
            and text[match.end() : match.end() + 1] in " :,?"
        ]
        capitals = sum(word[0].isupper() for word in words)
        if len(fallen) == 1 and capitals >= TITLE_WORDS.start - 1 and words[0][0].isupper():
            here, found = Span(*fallen[0].span()), fallen[0][0]
            if not unless.cover(document, here):
                yield rule.replace(document, here, found[0].upper() + found[1:])


def _wrong_words(found: str, name: str) -> tuple[int, int] | None:
    """From the first to the last word that is in small letters and should not be."""
    wrong = [(first, last) for first, last in _words_with_capitals(name) if found[first:last].islower()]
    return (wrong[0][0], wrong[-1][1]) if wrong else None


def _words_with_capitals(name: str) -> list[tuple[int, int]]:
    return [match.span() for match in PART.finditer(name) if not match[0].islower()]


def _has_capitals(document: Document, here: Span) -> bool:
    """Whether the paragraph has capitals at all: in some chats nothing has."""
    paragraph = paragraph_at(document, here.start)
    return paragraph is not None and not document.text[paragraph.start : paragraph.end].islower()


def _evidence(document: Document, name: str) -> bool:
    """Whether the document writes the name right elsewhere, outside headings."""
    if " " in name:
        key = (_evidence, name)
        if key not in document.memo:
            document.memo[key] = name in _sentences(document)
        return bool(document.memo[key])
    count = capitals(document, name)
    return count >= AMBIGUOUS_EVIDENCE and count >= 2 * _small(document)[name.lower()]


@once
def _sentences(document: Document) -> str:
    """The lines that are not in title case, one under the other."""
    return "\n".join(line for line in contents(document) if not is_title_case(line))


@once
def _small(document: Document) -> Counter[str]:
    """How often each word is written in small letters."""
    return Counter(part for part in PART.findall(document.text) if part.islower())
