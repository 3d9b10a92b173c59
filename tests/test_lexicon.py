"""The tables of words are what the installed packages give."""

import importlib
import re
from importlib.metadata import version
from pathlib import Path

import pytest
from words import LEXICON, rows

from textlint.lexicon import CODES

ROOT = Path(__file__).parents[1]
PINNED = dict(re.findall(r"^([\w-]+)==(\S+)", (ROOT / "tests" / "constraints.txt").read_text(), re.MULTILINE))


@pytest.fixture(scope="module")
def tables():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "benchmarks")
        made = importlib.import_module("lexicon")
        return {path.name: list(lines) for path, lines in made.tables()}


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


def test_a_rule_may_name_the_languages_of_the_usual_words():
    languages = [*dict.fromkeys(language for language, _, _ in rows("usual-words.tsv"))]

    assert languages[0] == "en"
    assert set(languages) == set(CODES.split())


def test_misspellings_that_are_words_elsewhere():
    foreign = dict(rows("foreign-words.tsv"))

    assert foreign["possibile"] == "it"
    assert not {"recieve", "thier", "definately"} & foreign.keys()
