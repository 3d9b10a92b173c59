r"""words – words and phrases that are wrong, with their corrections.

    options:
      words: {thier: their, "dose not": "does not", acn: "can, an"}   # several candidates: only reported
      table: real-words.tsv       # beside the rule: wrong, right and a remark, parted by tabs
      codespell: ["", _rare]      # dictionaries of the codespell package, by the end of their names
      shortest: 5                 # corrections of shorter words are unsafe
      unless: ['\bdose not to exceed\b']   # a finding that one of these overlaps is left alone
      allow: not-typos.tsv        # words that are right, in any case or, with capitals, exactly so; advertiz*
      names: true                 # correct capitalised words in mid-sentence too

In a table or under `words`, `{could|should} of` stands for two phrases, and `{1} have` on the right repeats
what the first braces gave; `{the|}` may be left out. The case of what was found is kept. A word that the
document capitalises in mid-sentence is a name and left alone; a correction of a capitalised word is unsafe.

A correction from a dictionary is safe only where nothing speaks against it: see `doubts`. A misspelling that
a text has again and again is reported once, without a correction, unless many people make it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

import regex

from textlint.lexicon import require_dictionary
from textlint.model import Table
from textlint.patterns import Pattern
from textlint.phrases import is_phrase, plain

VALUES: tuple[str, ...] = ("expected",)

BRACES = regex.compile(r"\{([^{}]*)\}")
MOST_PHRASES = 10_000  # of one entry


@dataclass(frozen=True, slots=True)
class Options:
    words: dict[str, str] = field(default_factory=dict)
    table: Table | None = None
    codespell: tuple[str, ...] = ()
    shortest: int = 1
    unless: tuple[Pattern, ...] = ()
    allow: Table | None = None
    names: bool = False

    def __post_init__(self) -> None:
        for row in self.words.items():
            if problem := _problem(row):
                raise ValueError(problem)
        for name in self.codespell:
            require_dictionary(name)
        for line, cells in self.table.rows if self.table else ():
            problem = _problem(cells)
            if problem:
                raise ValueError(f"{self.table and self.table.path.name}:{line}: {problem}")


def _problem(row: Sequence[str]) -> str | None:
    """Why a phrase could never be found, or its braces can't be expanded."""
    if len(row) < 2:
        return f"expected a wrong phrase, a tab and a right one, found {row[0]!r}"
    wrong, right = row[:2]
    groups = BRACES.findall(wrong)
    if (phrases := prod(group.count("|") + 1 for group in groups)) > MOST_PHRASES:
        return f"expected braces that stand for at most {MOST_PHRASES} phrases, found {phrases} in {wrong!r}"
    for number in BRACES.findall(right):
        if not number.isdecimal() or not 1 <= int(number) <= len(groups):
            return f"expected a number from 1 to {len(groups)} in braces, found {right!r}"
    for phrase, correction in _expanded(wrong, right):
        if not is_phrase(phrase):
            return f"expected words parted by single blanks that begin with a letter, found {phrase!r}"
        if set("{}") & set(phrase + correction):
            return f"a brace without its partner in {wrong!r} or {right!r}"
    return None


def _expanded(wrong: str, right: str) -> Iterator[tuple[str, str]]:
    """All phrases of a pattern in braces, each with its correction.

    >>> list(_expanded("{could|must} of {been|had}", "{1} have {2}"))[1]
    ('could of had', 'could have had')
    """
    groups = [group.split("|") for group in BRACES.findall(wrong)]
    for picked in product(*groups):
        given = iter(picked)
        phrase = BRACES.sub(lambda _: next(given), wrong)  # noqa: B023 - used up at once
        correction = BRACES.sub(lambda match: picked[int(match[1]) - 1], right)  # noqa: B023
        yield " ".join(plain(phrase).split()), " ".join(correction.split())
