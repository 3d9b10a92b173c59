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
    assert fixed(text, make_rule("truncation", function_words=WORDS, cut=True)) == fixed_text


def test_it_cuts_only_where_it_is_told_to(make_rule, fixed):
    text = "It ended late. The envoys of the"

    assert fixed(text, make_rule("truncation", function_words=WORDS)) == text


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

    assert fixed(text, make_rule("truncation", function_words=WORDS, cut=True)) == text


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
    ("end", "expected"),
    [
        pytest.param("they left by car,", ["by car,"], id="a comma"),
        pytest.param("they left the semi-", ["the semi-"], id="a hyphen"),
        pytest.param("they left by car--", [], id="speech breaks off"),
        pytest.param("they left by car —", [], id="a dash"),
        pytest.param("they left by car;", [], id="an item of a decree, a verse"),
        pytest.param("they left by car. Thanks and regards,", [], id="the end of a letter"),
        pytest.param("they left by car,\n\nJane Doe", [], id="above a signature"),
        pytest.param("they left by car. Dear Jane,\n\nIt is late, and we go.", [], id="a greeting"),
    ],
)
def test_signs_at_the_end(end, expected, make_rule, found):
    text = f"It was late, and the old envoys of both sides were tired, so that {end}"
    assert found(text, make_rule("truncation", function_words=WORDS)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"{PROSE}\n\nit is one of three", ["of three"], id="others have end marks"),
        pytest.param("it is one of three", [], id="an abstract: no other paragraph tells"),
        pytest.param(
            "We met them in the best of all the old towns at the end of May\n\nit is one of three",
            [],
            id="a chat: others have none",
        ),
        pytest.param(f"{PROSE}\n\nit is one of three.", [], id="with an end mark"),
        pytest.param(f"{PROSE}\n\nit is all of the three; © 2021 of them", [], id="whose text it is"),
        pytest.param(f"{PROSE}\n\nit is of three", [], id="fewer words"),
        pytest.param(f"{PROSE}\n\none two three four five", [], id="a list of things"),
        pytest.param(f"{PROSE}\n\nIt is one of the best. Learn how to do it", [], id="a link"),
        pytest.param(f"{PROSE}\n\nIt is one of the best. Jane Doe", [], id="a name"),
        pytest.param(f"{PROSE}\n\nIt is one of the best. 12", [], id="the number of a note"),
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


AMONG_PROSE = [
    pytest.param(
        "Both of them had come to terms. The guards opened", "guards opened", id="behind a sentence"
    ),
    pytest.param("Both of them had come to terms. The", "terms. The", id="behind a sentence, one word"),
    pytest.param("It was said by all of them that they had come just", "come just", id="an open word"),
    pytest.param("It is he who said that. “We had to come to terms with all", "with all", id="a quotation"),
]


@pytest.mark.parametrize(("text", "expected"), AMONG_PROSE)
def test_a_paragraph_without_an_end_mark_where_others_have_one(text, expected, make_rule, found):
    rule = make_rule("truncation", of="paragraph", usual=12, open_words=["just"])

    assert found(f"{PROSE}\n\n{text}\n\n{PROSE}", rule) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("You do not have to be the one who has the best of the plans", id="a long heading"),
        pytest.param("It is one of the best that were. Management performance history", id="a label"),
        pytest.param("It is one of the best that were. — Jane Doe", id="who said it"),
        pytest.param("- It is one of the best. We have it for you", id="an item of a list"),
        pytest.param("Both of them had come to terms. The guards opened:", id="what is below"),
        pytest.param("Both of them had come to terms. The guards opened\n\nthe doors.", id="goes on below"),
        pytest.param("Both of them had come to terms. The guards opened\n\n    the doors", id="code below"),
        pytest.param(
            "It is he who said that. “We had to come to terms with all\n\nof it.”", id="a quotation goes on"
        ),
    ],
)
def test_what_needs_no_end_mark(text, make_rule, found):
    rule = make_rule("truncation", of="paragraph", usual=12, open_words=["just"])

    assert found(f"{PROSE}\n\n{text}\n\n{PROSE}", rule) == []


def test_where_end_marks_are_unusual_none_is_missed(make_rule, found):
    rows = "\n\n".join(f"The {name} of the house is one of the oldest that we have here" for name in "ABCDE")
    rule = make_rule("truncation", of="paragraph", usual=12)

    assert found(f"{PROSE}\n\nBoth of them had come to terms. The guards opened\n\n{rows}", rule) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("In the afternoon you meet with a busine", ["busine"], id="nobody's word"),
        pytest.param(f"They took all of the hardwoo\n\n{PROSE}", ["hardwoo"], id="in any paragraph"),
        pytest.param("In the afternoon you meet with a business", [], id="a word"),
        pytest.param("In the afternoon you meet with a busine.", [], id="with an end mark"),
        pytest.param("They took all of the hardwoo\n\nden floors out.", [], id="the rest is below"),
        pytest.param("In the afternoon you meet with Xylophr", [], id="a name"),
        pytest.param("The files are all kept in a libexec", [], id="no word begins so"),
        pytest.param("a busine", [], id="too few words"),
        pytest.param("set the value of x = 1 in the busine", [], id="code"),
    ],
)
def test_words_cut_off(text, expected, make_rule, found):
    assert found(text, make_rule("truncation", of="word")) == expected
