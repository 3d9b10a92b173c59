"""repetition – words and paragraphs that stand twice.

    options:
      of: words                   # the same word twice in a row; or paragraphs, anywhere in the text
      only: [the, of, and]        # words: only these
      allow: [had, that, very]    # words: not these
      fewest_words: 8             # paragraphs: shorter ones (headings, refrains) may well stand twice
      most_copies: 2              # paragraphs: what stands more often is a refrain, or made by a machine

The edit deletes the second one. A doubled word that is capitalised both times is a name (Duran Duran).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import regex

from textlint.model import Check, Document, Edit, Finding, Rule, Span, Triggers
from textlint.patterns import searched
from textlint.segment import Paragraph, ends_sentence, in_prose, lines, lines_in, paragraphs

VALUES: tuple[str, ...] = ("line",)

DOUBLED = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}_'’.\-])(\p{L}[\p{L}\p{M}]*+)((?:[ \t]\1)+)(?![\p{L}\p{M}\p{N}_'’\-])", regex.I
)


@dataclass(frozen=True, slots=True)
class Options:
    of: Literal["words", "paragraphs"] = "words"
    only: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    fewest_words: int = 1
    most_copies: int = 1000


def triggers(options: Options) -> Triggers | None:
    return None


def prepare(rule: Rule[Options]) -> Check:
    options = rule.options
    if options.of == "words":
        return partial(check_words, rule, frozenset(options.only), frozenset(options.allow))
    return partial(check_paragraphs, rule)


def check_words(
    rule: Rule[Options],
    only: frozenset[str],
    allow: frozenset[str],
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    text = document.text
    for start, end, _ in lines_in(document, spans):
        for match in searched(DOUBLED, text[start:end]):
            here = Span(start + match.start(), start + match.end())
            word = match[1].lower()
            if word in allow or (only and word not in only) or not match[2].islower() or _is_label(match[1]):
                continue
            if in_prose(document, here):
                yield rule.flag(document, here, [Edit(Span(start + match.start(2), here.end), "")])


def _is_label(word: str) -> bool:
    """Whether a word in capitals is a label of what follows: "OPTIONS options are …"."""
    return len(word) > 1 and word.isupper()


def check_paragraphs(rule: Rule[Options], document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    text, every, options = document.text, lines(document), rule.options
    copies: dict[str, list[Paragraph]] = {}
    for paragraph in paragraphs(document):
        body = text[paragraph.start : paragraph.end].strip()
        long = len(body.split(maxsplit=options.fewest_words)) >= options.fewest_words
        if long and ends_sentence(body):  # lines of code and data repeat as well
            copies.setdefault(body, []).append(paragraph)
    for first, *more in copies.values():
        if len(more) < options.most_copies:
            for paragraph in more:
                whole = Span(paragraph.start, every[paragraph.last - 1].next)
                yield rule.flag(document, paragraph[:2], [Edit(whole, "")], line=first.first + 1)
