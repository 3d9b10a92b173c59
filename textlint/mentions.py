"""mentions – broken text that a text speaks about: an example, which must stay.

What tells one: a term of encodings nearby, two words of talk about text in its sentence, the right form
beside the broken one, quotation marks around all that is broken, or a letter that stands alone.
"""

from collections.abc import Sequence
from functools import cache

import regex

from textlint._core import judge
from textlint.lexicon import ENGLISH, encoding_words, usual_words
from textlint.misread import Repair

NEAR = 200  # code points to a term
FEWEST_TALK = 2  # different words in a sentence
LONGEST_SENTENCE = 1000  # code points on either side of a place
LONGEST_QUOTED = 40  # code points of a quotation
MOST_EXAMPLES = 8  # broken places of a text that weaker signs than a term can make examples
SENTENCE_END = regex.compile(r"[.!?…]+[\"”’)]*\s+(?=[\"“„«(]?\p{L})|\n")
SENTENCE_START = regex.compile(rf"(?r)(?:{SENTENCE_END.pattern})")
BEFORE = regex.compile(r"(?r)[\"“”„«»‘'`(\[|/>][^\"“”„«»‘`(\[|/>\n]*")
BEHIND = regex.compile(r"[^\"“”«»’`)\]|/<\n]*[\"“”«»’'`)\]|/<]")
WORD_BEFORE = regex.compile(r"(?r)[\p{L}\p{M}]*")
WORD_BEHIND = regex.compile(r"[\p{L}\p{M}]*")
PRESENTED = regex.compile(r"(?ri)\b(?:as|into|like|from|of|is|are|called)\s+\W?[\p{L}\p{M}]*")  # printed as
WORDS = regex.compile(r"[\p{L}\p{M}]+")


def names_it(text: str) -> bool:
    """Whether a text has a word for broken text, such as mojibake, and so may show examples."""
    return bool(_words("name").search(text))


def mentioned(text: str, repairs: Sequence[Repair]) -> list[bool]:
    """Which of the broken places of a text are examples. Where half of them are, all are."""
    few = len(repairs) <= MOST_EXAMPLES
    if few and all(_is_quoted(text, repair) for repair in repairs):
        return [True] * len(repairs)
    if all(_is_alone(text, repair) for repair in repairs):
        return [True] * len(repairs)
    found = [_is_example(text, repair) or (few and _is_talked_of(text, repair)) for repair in repairs]
    return [True] * len(found) if 2 * sum(found) >= len(found) else found


def _is_example(text: str, repair: Repair) -> bool:
    start, end = repair.span
    if _words("term").search(text, max(0, start - NEAR), end + NEAR):
        return True
    word = _word(text, repair)
    return any(map(str.isalpha, repair.text)) and word in WORDS.findall(_sentence(text, repair))


def _is_talked_of(text: str, repair: Repair) -> bool:
    start = repair.span.start
    talk = {match[0].lower() for match in _words("talk").finditer(_sentence(text, repair))}
    return len(talk) + bool(PRESENTED.match(text, max(0, start - LONGEST_QUOTED), start)) >= FEWEST_TALK


def _sentence(text: str, repair: Repair) -> str:
    """The sentence of a place, without it."""
    start, end = repair.span
    first, last = max(0, start - LONGEST_SENTENCE), end + LONGEST_SENTENCE
    before, behind = SENTENCE_START.search(text, first, start), SENTENCE_END.search(text, end, last)
    return (
        f"{text[before.end() if before else first : start]} {text[end : behind.start() if behind else last]}"
    )


def _word(text: str, repair: Repair) -> str:
    """The word that a repair makes with the letters beside it."""
    before, behind = WORD_BEFORE.match(text, 0, repair.span.start), WORD_BEHIND.match(text, repair.span.end)
    return (before[0] if before else "") + repair.text + (behind[0] if behind else "")


def _is_alone(text: str, repair: Repair) -> bool:
    """Whether a letter or an apostrophe is by itself, and no word of the language."""
    word = _word(text, repair)
    if len(word) != 1 or not (word.isalpha() or word in "‘’"):
        return False
    usual = usual_words()
    languages = [ENGLISH] if judge(_sentence(text, repair)) == ENGLISH else usual
    return not any(word.lower() in usual[language] for language in languages)


def _is_quoted(text: str, repair: Repair) -> bool:
    start, end = repair.span
    before = BEFORE.match(text, max(0, start - LONGEST_QUOTED), start)
    behind = BEHIND.match(text, end, end + LONGEST_QUOTED)
    return before is not None and behind is not None and behind.end() - before.start() <= LONGEST_QUOTED


@cache
def _words(name: str) -> "regex.Pattern[str]":
    return regex.compile(rf"(?i)(?<![\p{{L}}\p{{N}}])(?:{encoding_words(name)})(?![\p{{L}}\p{{N}}])")
