"""lexicon – the folder of the built-in rules, and the word data that it has in `lexicon/`.

english.tsv: named sets of English words.
usual-words.tsv: the words that are usual in about thirty languages, with their frequencies on Zipf's scale.
foreign-words.tsv: misspellings of English that are words of another language.
alphabets.tsv: the letters beyond ASCII of languages of the Latin script.
encoding-words.tsv: words of texts about encodings, in many languages.
The last two are made by `benchmarks/lexicon.py`, which names their source.
"""

import re
from functools import cache
from pathlib import Path


def builtin_folder() -> Path:
    """The packs that come with textlint: beside the sources in a checkout, inside the package elsewhere."""
    package = Path(__file__).parent
    checkout = package.parent / "rules"
    return (
        checkout
        if (package.parent / "pyproject.toml").is_file() and checkout.is_dir()
        else package / "_rules"
    )


ENGLISH_SETS = builtin_folder() / "lexicon" / "english.tsv"
USUAL_WORDS = builtin_folder() / "lexicon" / "usual-words.tsv"
FOREIGN_WORDS = builtin_folder() / "lexicon" / "foreign-words.tsv"
ALPHABETS = builtin_folder() / "lexicon" / "alphabets.tsv"
ENCODING_WORDS = builtin_folder() / "lexicon" / "encoding-words.tsv"


@cache
def word_set(name: str) -> frozenset[str]:
    """A named set of English words."""
    return frozenset(word for row, words in _rows(ENGLISH_SETS) if row == name for word in words.split(" "))


@cache
def usual_words() -> dict[str, dict[str, int]]:
    """The usual words of each language, English first, with their frequencies in tenths of Zipf's scale."""
    languages: dict[str, dict[str, int]] = {}
    for language, tenths, words in _rows(USUAL_WORDS):
        languages.setdefault(language, {}).update(dict.fromkeys(words.split(" "), int(tenths)))
    return languages


@cache
def foreign_words() -> dict[str, str]:
    """Misspellings of English, each with the languages in which it is a usual word: `{"possibile": "it"}`."""
    return {row[0]: row[1] for row in _rows(FOREIGN_WORDS)}


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
