r"""repetition – words and paragraphs that stand twice.

    options:
      of: words                   # the same word twice in a row; or paragraphs, anywhere in the text
      only: [the, of, and]        # words: only these …
      codespell: [""]             # … and what these dictionaries of codespell correct to
      allow: [had, that, very]    # words: not these
      unless: ['\band and or\b']  # words: a finding that one of these overlaps is left alone
      fewest_words: 8             # paragraphs: shorter ones (headings, refrains) may well stand twice
      most_copies: 2              # paragraphs: what stands more often is a refrain, or made by a machine

The edit deletes the second one. A doubled word that is capitalised both times is a name (Duran Duran).
Without `only` and `codespell` any word counts, and every text has to be read for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple

import regex

from textlint import codespell
from textlint.model import Check, Document, Edit, Finding, Rule, Span, Triggers
from textlint.patterns import Exceptions, Pattern, searched
from textlint.segment import (
    NARROWEST,
    Paragraph,
    contents,
    ends_sentence,
    in_prose,
    line,
    lines_in,
    paragraphs,
)

VALUES: tuple[str, ...] = ("line",)

DOUBLED = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}_'’.\-])(\p{L}[\p{L}\p{M}]*+)((?:[ \t]\1)+)(?![\p{L}\p{M}\p{N}_'’\-])", regex.I
)


@dataclass(frozen=True, slots=True)
class Options:
    of: Literal["words", "paragraphs"] = "words"
    only: tuple[str, ...] = ()
    codespell: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    unless: tuple[Pattern, ...] = ()
    fewest_words: int = 1
    most_copies: int = 1000

    def __post_init__(self) -> None:
        for name in self.codespell:
            codespell.require(name)


class Words(NamedTuple):
    """what may not stand twice (nothing: any word), what may, and where"""

    only: frozenset[str]
    allow: frozenset[str]
    unless: Exceptions


def triggers(options: Options) -> Triggers | None:
    words = _vocabulary(options)
    return Triggers(words=tuple(f"{word} {word}" for word in sorted(words))) if words else None


def prepare(rule: Rule[Options]) -> Check:
    options = rule.options
    if options.of == "paragraphs":
        return partial(check_paragraphs, rule)
    words = Words(_vocabulary(options), frozenset(options.allow), Exceptions(options.unless))
    return partial(check_words, rule, words)


def check_words(
    rule: Rule[Options], words: Words, document: Document, spans: Sequence[Span]
) -> Iterator[Finding]:
    text = document.text
    for start, end, _ in lines_in(document, spans):
        for match in searched(DOUBLED, text[start:end]):
            here = Span(start + match.start(), start + match.end())
            word = match[1].lower()
            if (
                word in words.allow
                or (words.only and word not in words.only)
                or not match[2].islower()
                or _is_label(match[1])
            ):
                continue
            if in_prose(document, here) and not words.unless.cover(document, here):
                yield rule.flag(document, here, [Edit(Span(start + match.start(2), here.end), "")])


def check_paragraphs(rule: Rule[Options], document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    if not _repeats_lines(document, rule.options.fewest_words):
        return
    text, options = document.text, rule.options
    copies: dict[str, list[Paragraph]] = {}
    for paragraph in paragraphs(document):
        body = text[paragraph.start : paragraph.end].strip()
        long = len(body.split(maxsplit=options.fewest_words)) >= options.fewest_words
        if long and ends_sentence(body):  # lines of code and data repeat as well
            copies.setdefault(body, []).append(paragraph)
    for first, *more in copies.values():
        if len(more) < options.most_copies:
            for paragraph in more:
                whole = Span(paragraph.start, line(document, paragraph.last - 1).next)
                yield rule.flag(document, paragraph[:2], [Edit(whole, "")], line=first.first + 1)


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
