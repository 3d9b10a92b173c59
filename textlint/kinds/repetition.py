r"""repetition – words and paragraphs that stand twice, and lists of what stands below.

    options:
      of: words                   # the same word twice in a row; or paragraphs, anywhere in the text; or
                                  # contents, which stand again below
      only: [the, of, and]        # words: only these …
      codespell: [""]             # … and what these dictionaries of codespell correct to
      allow: [had, that, very]    # words: not these
      unless: ['\band and or\b']  # words: a finding that one of these overlaps is left alone
      fewest_words: 8             # paragraphs: shorter ones (headings, refrains) may well stand twice
      most_copies: 2              # paragraphs: what stands more often is a refrain, or made by a machine
      reach: 6                    # paragraphs: a copy stands at most so many behind the first one, or else …
                                  # … three copies stand in a row: manuals say things twice, far apart
      headings: [on this page]    # contents: the line above the items

A table of contents is made by a machine if most of its items are the first words of later lines, in their
order, and half of them are cut off there. One that lists whole headings is the author's.

The edit deletes the second one, or the table. A doubled word that is capitalised both times is a name
(Duran Duran). One at the end of a line and at the beginning of the next counts in wrapped text, and where
only a few words are sought. A word that is named (the word the, “the the”) may well be followed by itself.
Where a text has more than two doubled words or fillers (uh, er) no edit is safe, and with fillers it is
speech, where they are only mentioned. Without `only` and `codespell` any word counts, and every text has to
be read for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Literal, NamedTuple

import regex

from textlint import codespell
from textlint.model import Applicability, Check, Document, Edit, Finding, Rule, Severity, Span, Triggers
from textlint.patterns import Exceptions, Pattern, searched
from textlint.segment import (
    LONGEST_PHRASE,
    NARROWEST,
    bare,
    contents,
    ends_sentence,
    in_prose,
    indexes_in,
    line,
    once,
    paragraph_at,
    paragraphs,
    trimmed,
    whole_lines,
)

VALUES: tuple[str, ...] = ("line",)

DOUBLED = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}_'’.\-])(\p{L}[\p{L}\p{M}]*+)((?: \1)+)(?![\p{L}\p{M}\p{N}_'’\-])", regex.I
)

WRAPPED = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}_'’.\-])(\p{L}[\p{L}\p{M}]*+)(\r\n|\n)(\1)(?![\p{L}\p{M}\p{N}_'’\-])[ \t]*", regex.I
)
# Spoken English: fillers, and words that are said twice while looking for the next.
FILLER = regex.compile(r"(?<!\p{L})(?i:uh|um|er|erm|ehm|hmm|uh-huh|mm-hmm|y'know)(?!\p{L})")
MOST_SLIPS = 2  # in a text; one that has more doubled words and fillers is speech written down
DOUBLE = r"(?i:(\p{L}{1,12})(?:[ \t]\1)+)"
# A word that is mentioned: after "the word", or in quotation marks with a few others.
NAMED = (
    r"(?<=\b(?i:words?|operators?|keywords?|articles?|terms?|pronouns?|prepositions?|conjunctions?|tokens?|strings?"
    rf"|phrases?|syllables?|spelling|search for|spelled|spelt)[ \t]){DOUBLE}\b"
)
QUOTED = (
    r"(?<!\p{L})[“”\"‘'`´«„](?:\p{L}{1,12}[ \t]){0,2}"
    rf"{DOUBLE}(?:[ \t]\p{{L}}{{1,12}}){{0,2}}[”“\"’'`´»]"
)
# What stands before an item: a bullet, a number, or both, as in "- 1. ".
MARKER = regex.compile(r"\s*(?:[-•*·]\s+(?:\d{1,2}[.)]?\s+)?|\d{1,2}[.)]\s+)(?:\d{1,2}[.)]\s+)?")
FEWEST_ITEMS, MOST_ITEMS, MOST_TABLES = 2, 60, 3
ROW = 3  # paragraphs
AGAIN, CUT = 0.6, 0.5  # the shares of items that stand again, and that are cut off


@dataclass(frozen=True, slots=True)
class Options:
    of: Literal["words", "paragraphs", "contents"] = "words"
    only: tuple[str, ...] = ()
    codespell: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    unless: tuple[Pattern, ...] = ()
    fewest_words: int = 1
    most_copies: int = 1000
    reach: int | None = None
    headings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.of == "contents") != bool(self.headings):
            raise ValueError("'headings' goes with 'of: contents'")
        for name in self.codespell:
            codespell.require(name)


class Words(NamedTuple):
    """what may not stand twice (nothing: any word), what may, and where"""

    only: frozenset[str]
    allow: frozenset[str]
    unless: Exceptions


def triggers(options: Options) -> Triggers | None:
    if options.of == "contents":
        return Triggers(lines=tuple(map(bare, options.headings)), longest=LONGEST_PHRASE)
    words = _vocabulary(options)
    # A line break is one blank or two in the copy that is scanned.
    between = (" ",) if options.codespell else (" ", "  ")
    doubled = tuple(f"{word}{blanks}{word}" for word in sorted(words) for blanks in between)
    return Triggers(words=doubled) if words else None


def prepare(rule: Rule[Options]) -> Check:
    options = rule.options
    if options.of == "paragraphs":
        return partial(check_paragraphs, rule)
    if options.of == "contents":
        return partial(check_contents, rule, frozenset(map(bare, options.headings)))
    words = Words(
        _vocabulary(options), frozenset(options.allow), Exceptions((NAMED, QUOTED, *options.unless))
    )
    return partial(check_words, rule, words)


def check_words(
    rule: Rule[Options], words: Words, document: Document, spans: Sequence[Span]
) -> Iterator[Finding]:
    text, few = document.text, bool(rule.options.only) and not rule.options.codespell
    for i in indexes_in(document, spans):
        start, end, following = line(document, i)
        for match in searched(DOUBLED, text[start:end]):
            here = Span(start + match.start(), start + match.end())
            if (
                _is_slip(words, match[1], match[2])
                and in_prose(document, here)
                and not words.unless.cover(document, here)
            ):
                edit = Edit(Span(start + match.start(2), here.end), "")
                # Who says a word three times, or stops after the second, looks for the next one.
                hesitates = match[2].count(" ") > 1 or text.startswith(("..", "…", "—"), here.end)
                finding = rule.flag(
                    document, here, [edit], applicability=Applicability.UNSAFE if hesitates else None
                )
                yield _as_spoken(document, finding)
        last = text.rfind(" ", start, end) + 1 or start
        wrapped = WRAPPED.match(text, max(start, last)) if following > end else None
        if wrapped and rule.options.codespell and wrapped[2] == "\r\n":  # which has no trigger
            wrapped = None
        if wrapped and _is_slip(words, wrapped[1], wrapped[3]) and (few or _is_wrapped(document, i)):
            here = Span(wrapped.start(), wrapped.end(3))
            edit = Edit(Span(wrapped.start(3), wrapped.end()), "")
            yield _as_spoken(document, rule.flag(document, here, [edit]))


def _is_slip(words: Words, first: str, second: str) -> bool:
    word = first.lower()
    sought = word not in words.allow and (not words.only or word in words.only)
    return sought and second.islower() and not _is_label(first)


def _as_spoken(document: Document, finding: Finding) -> Finding:
    """A finding: less safe where a text has several doubled words, only mentioned in speech written down."""
    slips, fillers = _hesitations(document)
    if slips + fillers <= MOST_SLIPS:
        return finding
    firmness = Applicability.UNSAFE if finding.edits else None
    return replace(finding, applicability=firmness, severity=Severity.INFO if fillers else finding.severity)


@once
def _hesitations(document: Document) -> tuple[int, int]:
    """How many doubled words a text has, and how many fillers and doubled I's, which are no slips."""
    doubled = [match for text in contents(document) for match in searched(DOUBLED, text)]
    fillers = sum(len(searched(FILLER, text)) for text in contents(document))
    return sum(match[2].islower() for match in doubled), fillers + sum(match[1] == "I" for match in doubled)


def _is_wrapped(document: Document, i: int) -> bool:
    """Whether a line and the next are parts of one paragraph."""
    paragraph = paragraph_at(document, line(document, i).start)
    return paragraph is not None and paragraph.last > i + 1


def check_paragraphs(rule: Rule[Options], document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    if not _repeats_lines(document, rule.options.fewest_words):
        return
    options, every = rule.options, list(paragraphs(document))
    bodies = [document.text[each.start : each.end].strip() for each in every]
    copies: dict[str, list[int]] = {}
    for n, body in enumerate(bodies):
        long = len(body.split(maxsplit=options.fewest_words)) >= options.fewest_words
        if long and ends_sentence(body):  # lines of code and data repeat as well
            copies.setdefault(body, []).append(n)
    for first, *more in copies.values():
        for n in more if len(more) < options.most_copies else ():
            near = options.reach is None or n - first <= options.reach
            if near or _is_in_row(bodies, first, n):
                start, end, _, last = every[n]
                whole = Span(start, line(document, last - 1).next)
                yield rule.flag(document, (start, end), [Edit(whole, "")], line=every[first].first + 1)


def _is_in_row(bodies: Sequence[str], first: int, second: int) -> bool:
    """Whether a paragraph and its copy stand among others and their copies, three in a row."""
    same = [
        0 <= first + n < second + n < len(bodies) and bodies[first + n] == bodies[second + n]
        for n in range(1 - ROW, ROW)
    ]
    return any(all(same[n : n + ROW]) for n in range(ROW))


def check_contents(
    rule: Rule[Options], headings: frozenset[str], document: Document, spans: Sequence[Span]
) -> Iterator[Finding]:
    every = contents(document)
    lines = (i for i in indexes_in(document, spans) if len(every[i]) <= LONGEST_PHRASE)
    for i in islice((i for i in lines if bare(every[i]) in headings), MOST_TABLES):
        first = i + 2 if every[i + 1 : i + 2] and not every[i + 1].strip() else i + 1
        last = first
        while last < len(every) and last - first < MOST_ITEMS and MARKER.match(every[last]):
            last += 1
        if last - first >= FEWEST_ITEMS and _stand_again(every[first:last], every[last:]):
            here = Span(trimmed(document, i).start, trimmed(document, last - 1).end)
            yield rule.flag(document, here, [Edit(whole_lines(document, i, last), "")], line=last + 1)


def _stand_again(items: Sequence[str], below: Sequence[str]) -> bool:
    """Whether most items are how later lines begin, one behind the other, and don't end there."""
    lines = [bare(MARKER.sub("", each, count=1)) for each in below]
    again = cut = at = 0
    for item in items:
        title = bare(MARKER.sub("", item, count=1))
        found = next((n for n in range(at, len(lines)) if title and lines[n].startswith(title)), None)
        if found is not None:
            again, cut, at = again + 1, cut + (lines[found] != title), found
    return again >= max(FEWEST_ITEMS, AGAIN * len(items)) and cut >= CUT * len(items)


def _vocabulary(options: Options) -> frozenset[str]:
    """The words that may not stand twice; none stands for all."""
    right = (
        word
        for name in options.codespell
        for _, candidates, _ in codespell.entries(name)
        for candidate in candidates
        for word in candidate.lower().split()
        if word.isalpha()
    )
    return frozenset((*options.only, *right)) - frozenset(options.allow)


def _is_label(word: str) -> bool:
    """Whether a word in capitals is a label of what follows: "OPTIONS options are …"."""
    return len(word) > 1 and word.isupper()


def _repeats_lines(document: Document, fewest_words: int) -> bool:
    """A first look: whether a line stands twice that so many words fit in, or a hard-wrapped one."""
    shortest = min(2 * fewest_words - 1, NARROWEST)
    long = [text.strip() for text in contents(document) if len(text) >= shortest]
    return len(set(long)) < len(long)
