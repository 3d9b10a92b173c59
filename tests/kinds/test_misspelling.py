"""misspelling – words that nobody uses, one slip away from a word that many use."""

import pytest

import textlint
from textlint.compiler import compile_rules

OPTIONS = {
    "enough": 1.3,
    "long": 11,
    "each_letter": 0.22,
    "derived": 1.0,
    "again": 1.0,
    "lead": 0.4,
    "around": 3,
}


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("The new devixe is here.", "The new device is here.", id="a neighbour on the keyboard"),
        pytest.param("All of the peopel left.", "All of the people left.", id="a swap"),
        pytest.param("It is evvery one of them.", "It is every one of them.", id="a letter doubled"),
        pytest.param("We had to dwnload it all.", "We had to download it all.", id="a letter lost"),
        pytest.param("It is a good idfea of his.", "It is a good idea of his.", id="a letter added"),
        pytest.param("He lost his famaly here.", "He lost his family here.", id="a vowel for another"),
        pytest.param("They are spesifik to us.", "They are specific to us.", id="as it sounds"),
        pytest.param(
            "“It was anf is,” he said.", "“It was and is,” he said.", id="a short word for a usual one"
        ),
        pytest.param("The (new) devixe, he said.", "The (new) device, he said.", id="signs around"),
        pytest.param(
            "He saw the new\ndevixe and went.", "He saw the new\ndevice and went.", id="in a wrapped text"
        ),
        pytest.param("With Zork the devixe is new.", "With Zork the device is new.", id="beside one name"),
    ],
)
def test_corrects(text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("misspelling", **OPTIONS)) == fixed_text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The smartwatch and the gorse are unwinnable.", id="compounds, rare and derived words"),
        pytest.param("He met Devixe, and the devixe was there.", id="a name of the document"),
        pytest.param("They say that Devixe is there.", id="a capital"),
        pytest.param("See the file devixe.txt or the `new devixe here`.", id="what is not prose"),
        pytest.param("The word “devixe” is there.", id="a word that is talked about"),
        pytest.param("The zork blint devixe frobnitz of it.", id="between unknown words"),
        pytest.param("The devixe and that devixe, not this devixe.", id="again and again"),
        pytest.param("The new devixe", id="too few words around"),
        pytest.param("He has the new one and the othe", id="cut off"),
        pytest.param("Of the new one and the dev-\nixe of it all.", id="the rest of a broken word"),
        pytest.param("He was ther e and not here.", id="a blank inside"),
        pytest.param("It is inthe house and ofthe house.", id="a blank lost"),
        pytest.param("He uses a kwarg of the mutex there.", id="nothing near"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_alone(text, make_rule, found):
    assert found(text, make_rule("misspelling", **OPTIONS)) == []


def test_two_words_that_may_be_meant_are_only_reported(make_rule, found, fixed):
    rule = make_rule("misspelling", **OPTIONS)

    assert found("They all got the pece of it.", rule) == ["pece"]
    assert fixed("They all got the pece of it.", rule) == "They all got the pece of it."
    (finding,) = textlint.check("They all got the pece of it.", compile_rules([rule]))
    assert finding.candidates == ("peace", "piece")


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"allow": ["devixe"]}, id="an allowed word"),
        pytest.param({"shortest": 7}, id="a short word"),
        pytest.param({"enough": 3.0}, id="less than enough is gained"),
        pytest.param({"around": 7}, id="too few words around"),
    ],
)
def test_options_that_spare_a_word(options, make_rule, found):
    text = "It is the new devixe of his."

    assert found(text, make_rule("misspelling", **OPTIONS)) == ["devixe"]
    assert found(text, make_rule("misspelling", **{**OPTIONS, **options})) == []


def test_what_codespell_has_is_left_to_other_rules(make_rule, found):
    text = "It is the goverment of his."

    assert found(text, make_rule("misspelling", **OPTIONS)) == ["goverment"]
    assert found(text, make_rule("misspelling", **OPTIONS, codespell=[""])) == []
