"""lexicon – the folder of the built-in rules, and those of its word lists in `lexicon/` that Python reads.

usual-words.tsv: the words that are usual in about thirty languages, with their frequencies on Zipf's scale.
alphabets.tsv: the letters beyond ASCII of languages of the Latin script.
encoding-words.tsv: words of texts about encodings, in many languages.
The core has the others built in. `benchmarks/lexicon.py` makes most of them, and names their sources.
"""

import re
from functools import cache
from pathlib import Path

from textlint import _core
from textlint.errors import expected


def builtin_folder() -> Path:
    """The packs that come with textlint: beside the sources in a checkout, inside the package elsewhere."""
    package = Path(__file__).parent
    checkout = package.parent / "rules"
    return (
        checkout
        if (package.parent / "pyproject.toml").is_file() and checkout.is_dir()
        else package / "_rules"
    )


SUFFIXES = (".yaml", ".yml")  # of rule files
USUAL_WORDS = builtin_folder() / "lexicon" / "usual-words.tsv"
ALPHABETS = builtin_folder() / "lexicon" / "alphabets.tsv"
ENCODING_WORDS = builtin_folder() / "lexicon" / "encoding-words.tsv"


ENGLISH, CODE, OTHER = "en", "code", "other"  # what `_core.judge` says of a text
# What a rule may name. Those with "lay" are not for manuals, "en-modern" is not for old texts or dialect.
CODES = "en ca cs da de es fi tl fr hu id is it lt lv ms nb nl pl pt ro hr sk sl sv tr vi af ga gd"
LANGUAGES = ("any", "any-lay", "en-modern", "en-lay", *CODES.split())


def rule_files(folder: Path) -> list[Path]:
    """The rule files in a folder of packs or in a pack."""
    if folder.is_file():
        return [folder]
    return [path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file()]


def require_dictionary(name: str) -> None:
    """Raise ValueError for a dictionary of misspellings that the core does not have."""
    known = _core.dictionaries()
    if name not in known:
        raise ValueError(f"codespell has no dictionary{name}.txt{expected(name, known)}")


@cache
def usual_words() -> dict[str, dict[str, int]]:
    """The usual words of each language, English first, with their frequencies in tenths of Zipf's scale."""
    languages: dict[str, dict[str, int]] = {}
    for language, tenths, words in _rows(USUAL_WORDS):
        languages.setdefault(language, {}).update(dict.fromkeys(words.split(" "), int(tenths)))
    return languages


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@cache
def alphabets() -> dict[str, frozenset[str]]:
    """The letters beyond ASCII of each language, small and capital."""
    return {language: frozenset(letters + letters.upper()) for language, letters in _rows(ALPHABETS)}


@cache
def encoding_words(name: str) -> str:
    """A pattern of words about encodings: names for broken text, terms of the trade, or talk about text."""
    words = (word for row, words in _rows(ENCODING_WORDS) if row == name for word in words.split(" "))
    return "|".join(re.escape(word).replace("_", r"\s+").replace(r"\*", r"\w*") for word in words)
