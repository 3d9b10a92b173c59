"""The tables of words that the core has, as they stand beside the rules."""

from pathlib import Path
from typing import NamedTuple

LEXICON = Path(__file__).parents[1] / "rules" / "lexicon"


class Misspelling(NamedTuple):
    dictionary: str  # the end of its name
    wrong: str
    right: str
    is_sure: str  # "1" or "0"


def rows(name: str) -> list[list[str]]:
    """The rows of a table."""
    return [line.split("\t") for line in (LEXICON / name).read_text(encoding="utf-8").split("\n")[1:-1]]


def misspellings() -> list[Misspelling]:
    """Those of the general dictionary."""
    return [row for row in map(Misspelling._make, rows("misspellings.tsv")) if not row.dictionary]
