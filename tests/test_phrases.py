"""Where the phrases of a table stand in a text."""

import pytest

from textlint.phrases import is_phrase

TABLE = ["teh", "dose not", "dose not have", "don't", "israel", "x-ray", "élan"]


@pytest.fixture
def phrases(make_rule):
    """A rule that finds the phrases of the table."""
    return make_rule("words", words=dict.fromkeys(TABLE, "X"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It was teh end.", ["teh"], id="a word"),
        pytest.param("Teh", ["Teh"], id="in any case"),
        pytest.param("(teh), “teh”", ["teh", "teh"], id="between marks"),
        pytest.param("It dose not work.", ["dose not"], id="a phrase"),
        pytest.param("It dose not have it.", ["dose not have"], id="the longest of two phrases"),
        pytest.param("It dose not haven", ["dose not"], id="the shorter one where the longer goes on"),
        pytest.param("I don’t, I don't", ["don’t", "don't"], id="either apostrophe"),
        pytest.param("X-ray", ["X-ray"], id="a hyphen inside"),
        pytest.param("Élan", ["Élan"], id="letters with accents"),
    ],
)
def test_finds(text, expected, phrases, found):
    assert found(text, phrases) == expected


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
def test_leaves_alone(text, phrases, found):
    assert not found(text, phrases)


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
def test_places_are_right_where_small_letters_are_longer_than_capitals(text, phrases, found):
    """`İ` becomes two code points in lower case."""
    assert found(text, phrases) == ["teh"]


@pytest.mark.parametrize(
    ("phrase", "can_be_found"),
    [("dose not", True), ("élan", True), ("dose  not", False), (" teh", False), ("'teh", False), ("", False)],
)
def test_what_is_a_phrase(phrase, can_be_found):
    assert is_phrase(phrase) is can_be_found
