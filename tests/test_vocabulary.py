"""The vocabulary: what is used, what dictionaries have, and how words are misspelled and made of others."""

import pickle

import pytest

from textlint import vocabulary
from textlint.forms import is_derived
from textlint.model import Document
from textlint.slips import cost, near, skeleton
from textlint.vocabulary import Vocabulary, unusual

SMALL = Vocabulary.of(
    [("the", 7.7), ("café", 3.6), ("loess", 2.3), ("teh", 3.0), ("zzyzx", 1.2), ("rock", 4.6)],
    ["the", "café", "loess", "rock", "unread"],
)


@pytest.fixture(scope="module")
def words():
    return vocabulary.read()


@pytest.mark.parametrize(
    ("word", "frequency", "listed"),
    [
        pytest.param("the", 7.7, True, id="a usual word"),
        pytest.param("café", 3.6, True, id="beyond ASCII"),
        pytest.param("loess", 2.3, True, id="a rare word"),
        pytest.param("teh", 3.0, False, id="used, but in no dictionary"),
        pytest.param("unread", 0.0, True, id="in a dictionary, but never seen"),
        pytest.param("zzyzx", 0.0, False, id="too rare to keep"),
        pytest.param("oess", 0.0, False, id="the end of another"),
        pytest.param("loe", 0.0, False, id="the beginning of another"),
        pytest.param("", 0.0, False, id="nothing"),
        pytest.param("\udc80", 0.0, False, id="an undecodable byte"),
    ],
)
def test_what_is_known_of_a_word(word, frequency, listed):
    assert (SMALL.frequency(word), SMALL.lists(word)) == (frequency, listed)


def test_usual_are_frequent_words_that_dictionaries_have():
    assert SMALL.usual == {"the", "café", "rock"}


def test_a_pickled_vocabulary_is_the_same():
    again = pickle.loads(pickle.dumps(SMALL))  # noqa: S301 - our own

    assert (again.usual, again.drawers) == (SMALL.usual, SMALL.drawers)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The loess and the rock.", {"loess", "and"}, id="what is not usual"),
        pytest.param("(loess), “loess”; loess: *loess* loess…", {"loess"}, id="signs around it"),
        pytest.param(
            "Loess LOESS eLoess loess2 lo_ess lo-ess lo'ess", set(), id="capitals, digits and signs"
        ),
        pytest.param("rock rock. (rock) café", set(), id="usual words"),
        pytest.param(f"{'a' * 100} ({'b' * 100})", {"a" * 100, "b" * 100}, id="the longest words"),
        pytest.param(f"{'a' * 101} ({'acgt' * 100_000})", set(), id="too long for a word"),
        pytest.param("", set(), id="no text"),
    ],
)
def test_unusual_words_of_a_text(text, expected):
    assert unusual(Document(text), SMALL) == expected


@pytest.mark.parametrize(
    "word", ["receive", "colour", "color", "organise", "organize", "don't", "gorse", "tarball", "website"]
)
def test_dictionaries_have(word, words):
    assert words.lists(word)


@pytest.mark.parametrize("word", ["recieve", "definately", "thier", "famaly", "kwargs"])
def test_dictionaries_do_not_have(word, words):
    assert not words.lists(word)


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("yellowishness", id="two suffixes"),
        pytest.param("unscalable", id="a prefix and a suffix"),
        pytest.param("rewilding", id="a prefix"),
        pytest.param("smartwatch", id="two words"),
        pytest.param("countertops", id="two words in the plural"),
        pytest.param("dereference", id="a short prefix of a long word"),
        pytest.param("wokked", id="a doubled consonant"),
        pytest.param("spookily", id="y that became i"),
    ],
)
def test_derived_words(word, words):
    assert is_derived(word, words)


@pytest.mark.parametrize("word", ["famaly", "notificstions", "devixe", "thigs", "deside", "philodendron"])
def test_words_that_are_not_derived(word, words):
    assert not is_derived(word, words)


@pytest.mark.parametrize(
    ("likely", "unlikely", "right"),
    [
        pytest.param("freind", "frxend", "friend", id="a swap, and any letter"),
        pytest.param("devide", "devjde", "divide", id="vowel for vowel"),
        pytest.param("devixe", "devipe", "device", id="a neighbour on the keyboard, and a far key"),
        pytest.param("buisy", "bxusy", "busy", id="a vowel too much, and any letter"),
        pytest.param("finaly", "fially", "finally", id="of a double one, and any one lost"),
        pytest.param("allmost", "akmost", "almost", id="a letter doubled"),
        pytest.param("fotograph", "rhotograph", "photograph", id="what sounds alike"),
        pytest.param("peopel", "epople", "people", id="late, and at the first letter"),
    ],
)
def test_likely_slips_cost_less(likely, unlikely, right):
    assert 0 < cost(likely, right) < cost(unlikely, right)


@pytest.mark.parametrize("wrong", ["seperate", "acommodate", "definately", "restaraunt", "zzz", "a"])
def test_a_limit_changes_nothing_below_it(wrong):
    for right in ("separate", "accommodate", "definitely", "restaurant", "buzz", "a"):
        whole = cost(wrong, right)

        assert cost(wrong, right, most=whole) == whole
        assert cost(wrong, right, most=0.1) > 0.1 or whole <= 0.1


def test_near_are_words_one_slip_away():
    assert {"the", "tey", "te", "eth", "tech", "thy", "they"} - near("teh") == {"thy", "they"}
    assert "teh" not in near("teh")


@pytest.mark.parametrize(("one", "other"), [("phone", "phone"), ("offering", "ofring"), ("famaly", "family")])
def test_skeletons_of_what_sounds_alike(one, other):
    assert skeleton(one) == skeleton(other)
