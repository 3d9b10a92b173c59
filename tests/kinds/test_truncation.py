"""truncation – text that stops before its sentence ends."""

import pytest

import textlint
from textlint.compiler import compile_rules

PROSE = "The talks between both sides went on for the whole of the night, he said."
WORDS = ["the", "of", "and", "to"]


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("It ended late. The envoys of the", "It ended late.", id="a function word"),
        pytest.param(
            f"{PROSE}\n\nIt ended late. The envoys of the\n",
            f"{PROSE}\n\nIt ended late.\n",
            id="the last paragraph",
        ),
        pytest.param("It ended late! “The envoys of the", "It ended late!", id="an open quotation"),
        pytest.param(
            "It ended late.” The envoys of the", "It ended late.”", id="a closing mark behind the stop"
        ),
        pytest.param("It ended late. The envoys left Gaza (O", "It ended late.", id="an open bracket"),
        pytest.param(
            "It ended late. The old envoys of both sides then left the city by car,",
            "It ended late.",
            id="a comma",
        ),
        pytest.param(
            "It ended late. The envoys of the\n\nShare\n\nHome\n",
            "It ended late.\n\nShare\n\nHome\n",
            id="above page furniture",
        ),
        pytest.param(
            "It ended late. The envoys of the  \r\n", "It ended late.  \r\n", id="blanks at the end stay"
        ),
    ],
)
def test_cuts_back_to_the_last_full_sentence(text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("truncation", function_words=WORDS)) == fixed_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The old envoys of the", ["of the"], id="the last two words"),
        pytest.param(
            "It ended in the U.S. and the old envoys of the", ["of the"], id="with no sentence to cut back to"
        ),
        pytest.param("It ended late. The envoys left Gaza (O\n", ["Gaza (O"], id="an open bracket"),
    ],
)
def test_finds_the_last_words(text, expected, make_rule, found):
    assert found(text, make_rule("truncation", function_words=WORDS)) == expected


def test_without_a_sentence_to_cut_back_to_it_only_reports(make_rule, fixed):
    text = "The old envoys of the"

    assert fixed(text, make_rule("truncation", function_words=WORDS)) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PROSE, id="a full sentence"),
        pytest.param("Lord of the", id="a heading"),
        pytest.param("“It ended with all of the.”", id="a closing mark behind a stop"),
        pytest.param("The envoys then left the city", id="no end mark alone"),
        pytest.param("The envoys (of both) then left", id="a bracket that closes"),
        pytest.param("- tea and milk, bread,", id="a short list item"),
        pytest.param(f"It ended late. The envoys of the\n\n{PROSE}", id="a paragraph further up"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_alone(text, make_rule, found):
    assert found(text, make_rule("truncation", function_words=WORDS)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("one two three four five", ["four five"], id="so many words without an end mark"),
        pytest.param("one two three four five.", [], id="with an end mark"),
        pytest.param("one two three four", [], id="fewer words"),
    ],
)
def test_unmarked_ends(text, expected, make_rule, found):
    assert found(text, make_rule("truncation", function_words=WORDS, unmarked=5)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"The old envoys of the\n\n{PROSE}", ["of the"], id="a paragraph above others"),
        pytest.param(
            "The old envoys of the\n\nleft the city for good and went to Rome by car, he said.",
            [],
            id="the next line takes the sentence up",
        ),
        pytest.param(f"{PROSE}\n\nThe old envoys of the", [], id="the last paragraph is the document's"),
        pytest.param(
            f"The rose of all the\nGarden by all the\nWater in all the\nSummer of all the\n\n{PROSE}",
            [],
            id="verses",
        ),
    ],
)
def test_each_paragraph(text, expected, make_rule, found):
    assert (
        found(text, make_rule("truncation", of="paragraph", function_words=WORDS, fewest_words=4)) == expected
    )


def test_the_message_names_the_sign(make_rule):
    rule = make_rule("truncation", function_words=WORDS, message="The text {sign}.")

    assert (
        textlint.check("The old envoys of the", compile_rules([rule]))[0].message
        == "The text ends with 'the'."
    )
