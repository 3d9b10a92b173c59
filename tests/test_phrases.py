"""Where the phrases of a table stand in a text."""

import pickle

import pytest

from textlint.model import Span
from textlint.phrases import Phrases

TABLE = ["teh", "dose not", "dose not have", "don't", "israel", "x-ray", "élan"]


def found(text, *, parts=False):
    phrases = Phrases.of(((phrase, phrase) for phrase in TABLE), parts=parts)
    return [text[slice(*span)] for span, _ in phrases.occurrences(text, [Span(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It was teh end.", ["teh"], id="a word"),
        pytest.param("Teh TEH", ["Teh", "TEH"], id="in any case"),
        pytest.param("(teh), “teh”", ["teh", "teh"], id="between marks"),
        pytest.param("It dose not work.", ["dose not"], id="a phrase"),
        pytest.param("It dose not have it.", ["dose not have"], id="the longest of two phrases"),
        pytest.param("It dose not haven", ["dose not"], id="the shorter one where the longer goes on"),
        pytest.param("I don’t, I don't", ["don’t", "don't"], id="either apostrophe"),
        pytest.param("X-ray", ["X-ray"], id="a hyphen inside"),
        pytest.param("ÉLAN", ["ÉLAN"], id="letters with accents"),
    ],
)
def test_finds(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("tehran, ateh", id="part of a word"),
        pytest.param("teh-x x-teh", id="beside a hyphen"),
        pytest.param("teh's teh’s", id="a genitive is another word"),
        pytest.param("teh1 1teh teh_x", id="beside a digit or underscore"),
        pytest.param(
            "te\N{COMBINING ACUTE ACCENT}h teh\N{COMBINING ACUTE ACCENT}", id="with an accent on it"
        ),
        pytest.param("dose  not, dose\nnot", id="a phrase with another blank inside"),
        pytest.param("dose nothing", id="the last word goes on"),
        pytest.param("dose not-so", id="the last word has a hyphen"),
    ],
)
def test_leaves_alone(text):
    assert not found(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Hamas-israel talks", ["israel"], id="beside a hyphen"),
        pytest.param("israel's, israel’s", ["israel", "israel"], id="in a genitive"),
        pytest.param("israeli, israel1", [], id="not inside a longer word"),
    ],
)
def test_finds_parts_of_words(text, expected):
    assert found(text, parts=True) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE} teh", id="before the word"),
        pytest.param(
            "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}teh teh",
            id="in the word before",
        ),
    ],
)
def test_places_are_right_where_small_letters_are_longer_than_capitals(text):
    """`İ` becomes two code points in lower case."""
    assert found(text) == ["teh"]


def test_a_pickled_table_gives_all_its_phrases_however_often_it_is_pickled():
    words = [f"w{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(600)]
    table = Phrases.of((word, word) for word in words)
    once = pickle.loads(pickle.dumps(table))  # noqa: S301
    assert [entry for _, entry in once.occurrences(words[0], [Span(0, 3)])] == [words[0]]
    twice = pickle.loads(pickle.dumps(once))  # noqa: S301
    text = " ".join(words)

    assert [entry for _, entry in twice.occurrences(text, [Span(0, len(text))])] == words
