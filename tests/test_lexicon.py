"""The tables of words are what the installed packages give."""

import importlib
import re
from importlib.metadata import version
from pathlib import Path

import pytest

from textlint import codespell
from textlint.vocabulary import read

ROOT = Path(__file__).parents[1]
LEXICON = ROOT / "rules" / "lexicon"
PINNED = dict(re.findall(r"^([\w-]+)==(\S+)", (ROOT / "tests" / "constraints.txt").read_text(), re.MULTILINE))


@pytest.fixture(scope="module")
def tables():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "benchmarks")
        made = importlib.import_module("lexicon")
        return {path.name: list(lines) for path, lines in made.tables()}


def rows(name):
    return [line.split("\t") for line in (LEXICON / name).read_text(encoding="utf-8").split("\n")[1:-1]]


@pytest.mark.skipif(
    any(version(package) != PINNED[package] for package in ("codespell", "symspellpy", "wordfreq")),
    reason="the tables are made from the pinned versions",
)
@pytest.mark.parametrize(
    "name", ["usual-words.tsv", "foreign-words.tsv", "english-words.tsv", "misspellings.tsv"]
)
def test_a_table_is_made_from_the_packages(tables, name):
    assert (LEXICON / name).read_text(encoding="utf-8").split("\n") == [*tables[name], ""]


def test_words_are_in_order_and_each_once():
    words = [word for word, _, _ in rows("english-words.tsv")]

    assert words == sorted(set(words))
    assert not any("\n" in word or word != word.strip() or word != word.lower() for word in words)


@pytest.mark.skipif(version("wordfreq") != PINNED["wordfreq"], reason="another version counts otherwise")
def test_the_vocabulary_is_that_of_python():
    words = read()

    assert all(
        (words.frequency(word), words.lists(word)) == (int(tenths) / 10, listed == "1")
        for word, tenths, listed in rows("english-words.tsv")
    )


@pytest.mark.skipif(version("codespell") != PINNED["codespell"], reason="another version has other entries")
@pytest.mark.parametrize("name", ["", "_rare", "_names"])
def test_misspellings_are_those_of_codespell(name):
    entries = [
        (wrong, tuple(right.split(", ")), sure == "1")
        for dictionary, wrong, right, sure in rows("misspellings.tsv")
        if dictionary == name
    ]

    assert tuple(entries) == codespell.entries(name)
