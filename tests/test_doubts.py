"""Whether a correction from a dictionary could be another word than the one that is meant."""

import pytest

from textlint.doubts import is_doubtful, is_known_slip
from textlint.vocabulary import read


@pytest.fixture(scope="module")
def vocabulary():
    return read()


@pytest.mark.parametrize(
    ("wrong", "right", "doubtful"),
    [
        pytest.param("recieve", "receive", False, id="a slip and nothing else"),
        pytest.param("dont", "don't", False, id="a lost apostrophe"),
        pytest.param("alot", "a lot", False, id="two words in one"),
        pytest.param("possibile", "possible", True, id="a word of another language"),
        pytest.param("expence", "expense", True, id="an old spelling"),
        pytest.param("anyting", "anything", True, id="dialect"),
        pytest.param("useable", "usable", True, id="a variant that dictionaries list"),
        pytest.param("licenced", "licensed", True, id="c for s"),
        pytest.param("scaleable", "scalable", True, id="an e before -able"),
        pytest.param("requestor", "requester", True, id="-or for -er"),
        pytest.param("suggestin", "suggesting", True, id="a g that is not spoken"),
        pytest.param("unsinged", "unsigned", True, id="a word with a prefix"),
        pytest.param("clarety", "clarity", True, id="a word with a suffix"),
        pytest.param("thest", "test", True, id="many words are as near"),
        pytest.param("mmaped", "mapped", True, id="a term that is near"),
        pytest.param("miniscule", "minuscule", True, id="nearly as usual as its correction"),
        pytest.param("emac", "Emacs", True, id="a correction that hardly anybody uses"),
    ],
)
def test_is_doubtful(wrong, right, doubtful, vocabulary):
    assert is_doubtful(wrong, right, vocabulary) is doubtful


@pytest.mark.parametrize(
    ("wrong", "right", "known"),
    [
        pytest.param("thier", "their", True, id="many write it"),
        pytest.param("definately", "definitely", True, id="so do they here"),
        pytest.param("uplamds", "uplands", False, id="nobody has written it"),
        pytest.param("teh", "the", False, id="too short"),
        pytest.param("scaleable", "scalable", False, id="a variant"),
    ],
)
def test_is_known_slip(wrong, right, known, vocabulary):
    assert is_known_slip(wrong, right, vocabulary) is known
