"""repetition – words and paragraphs that stand twice."""

import pytest

import textlint
from textlint.compiler import compile_rules
from textlint.model import Applicability

LONG = "The talks between both sides went on for the night."


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("It was the the end.", "It was the end.", id="a word"),
        pytest.param("The the end.", "The end.", id="the second in small letters"),
        pytest.param("the the the end", "the end", id="three times"),
        pytest.param("the the of of end", "the of end", id="two words"),
        pytest.param("the the, end the the.", "the, end the.", id="before a mark"),
        pytest.param("für für", "für", id="letters with accents"),
        pytest.param("the the\r\nend", "the\r\nend", id="at the end of a line"),
    ],
)
def test_deletes_the_second_word(text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("repetition")) == fixed_text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Duran Duran, New York New York", id="names"),
        pytest.param("the then, bathe the", id="part of a word"),
        pytest.param("the, the", id="a mark between"),
        pytest.param("s\tsave\tsave the game", id="a tab between: columns"),
        pytest.param("It is the\n\nthe end.", id="a blank line between"),
        pytest.param("It was the\nthe end.", id="a line's end between, in text that is not wrapped"),
        pytest.param("The word the the is named, as are “the the” and 'the the'.", id="a word that is named"),
        pytest.param("He had had it.", id="what may well be doubled"),
        pytest.param("2 2, x1 x1", id="numbers"),
        pytest.param("non-the the-end, the the's", id="beside hyphens and apostrophes"),
        pytest.param("`the the` #the the", id="what is not prose"),
        pytest.param("the THE", id="capitals"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_words_alone(text, make_rule, found):
    assert found(text, make_rule("repetition", allow=["had"])) == []


WRAPPED = "{} the old envoys of both sides who had come to the\n{} in the city that night, and left it {}."


@pytest.mark.parametrize(
    ("text", "fixed_text", "options"),
    [
        pytest.param(
            WRAPPED.format("It was late, and", "the house", "soon after it was over, by\ncar"),
            WRAPPED.format("It was late, and", "house", "soon after it was over, by\ncar"),
            {},
            id="in wrapped text",
        ),
        pytest.param("in the\nthe end", "in the\nend", {"only": ["the"]}, id="where few words are sought"),
        pytest.param("in the\r\nthe end", "in the\r\nend", {"only": ["the"]}, id="CR LF"),
        pytest.param("in the\nThe end", "in the\nThe end", {"only": ["the"]}, id="a sentence begins"),
        pytest.param("in the\nthen", "in the\nthen", {"only": ["the"]}, id="another word"),
        pytest.param("bathe\nthe end", "bathe\nthe end", {"only": ["the"]}, id="part of a word"),
    ],
)
def test_over_the_end_of_a_line(text, fixed_text, options, make_rule, fixed):
    assert fixed(text, make_rule("repetition", **options)) == fixed_text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        pytest.param("It was the the end.", True, id="a slip"),
        pytest.param("It was the the end. I I think it it was.", False, id="doubled words throughout"),
        pytest.param("Er, it was, uh, it was the the end.", False, id="fillers"),
    ],
)
def test_no_edit_is_safe_in_speech(text, safe, make_rule):
    finding = textlint.check(text, compile_rules([make_rule("repetition", only=["the"], fix="safe")]))[0]
    assert (finding.applicability is Applicability.SAFE) == safe


def test_only_some_words(make_rule, found):
    assert found("the the bye bye", make_rule("repetition", only=["the"])) == ["the the"]


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param(f"{LONG}\n\nA.\n\n{LONG}\n\nB.\n", f"{LONG}\n\nA.\n\nB.\n", id="further down"),
        pytest.param(f"{LONG}\n\n{LONG}\n", f"{LONG}\n", id="right below"),
        pytest.param(f"{LONG}\n{LONG}", LONG, id="a line below a line"),
        pytest.param(f"{LONG}\n\n  {LONG} \n\n{LONG}", LONG, id="twice, with blanks around"),
        pytest.param(f"{LONG}\r\n\r\n{LONG}\r\n", f"{LONG}\r\n", id="CR LF"),
    ],
)
def test_deletes_the_second_paragraph(text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("repetition", of="paragraphs", fewest_words=8)) == fixed_text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Refrain\n\nA.\n\nRefrain", id="a short one"),
        pytest.param(f"{LONG}\n\n{LONG} Again.", id="one that goes on"),
        pytest.param(f"{LONG}\n\n{LONG.lower()}", id="in small letters"),
    ],
)
def test_leaves_paragraphs_alone(text, make_rule, found):
    assert found(text, make_rule("repetition", of="paragraphs", fewest_words=8)) == []


@pytest.mark.parametrize(
    ("numbers", "left"),
    [
        pytest.param("1 2 1", "1 2", id="near"),
        pytest.param("1 2 3 4 1", "1 2 3 4 1", id="far"),
        pytest.param("1 2 3 4 1 2 3", "1 2 3 4", id="three in a row"),
        pytest.param("1 2 3 4 1 2 5", "1 2 3 4 1 2 5", id="two in a row"),
        pytest.param("1 2 3 4 5 9 2 3 4", "1 2 3 4 5 9", id="a row from the middle"),
    ],
)
def test_far_copies_count_in_a_row(numbers, left, make_rule, fixed):
    def text(numbers):
        return "".join(f"This is number {n}. {LONG}\n\n" for n in numbers.split())

    rule = make_rule("repetition", of="paragraphs", fewest_words=8, reach=2)

    assert fixed(text(numbers), rule).rstrip() == text(left).rstrip()


def test_the_message_names_the_line_of_the_first(make_rule):
    rule = make_rule("repetition", of="paragraphs", message="This stands in line {line} already.")

    assert (
        textlint.check(f"A.\n\n{LONG}\n\n{LONG}", compile_rules([rule]))[0].message
        == "This stands in line 3 already."
    )


PAGE = "The talks began on Monday.\n\nWhat They Said\n\nTwo of them left early.\n\nLittle was said.\n"


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("Contents\n- The talks\n- Two of them\n", id="bullets"),
        pytest.param("Contents\n1. The talks\n2. Two of them\n", id="numbers"),
        pytest.param("CONTENTS:\n\n- 1. The talks\n- 2. Two of them\n", id="both, below a blank line"),
        pytest.param("Contents\n1) The talks\n2) What They Said\n3) Two of\n", id="a heading among them"),
        pytest.param("Contents\n• The talks\n• Two of\n• See also\n", id="most of them"),
    ],
)
def test_deletes_a_table_of_contents(table, make_rule, fixed):
    rule = make_rule("repetition", of="contents", headings=["contents"])

    assert fixed(f"{table}\n{PAGE}", rule) == PAGE


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Contents\n- a knife\n- a box\n\n{PAGE}", id="a list of other things"),
        pytest.param(f"Contents\n- Two of them\n- The talks\n\n{PAGE}", id="in another order"),
        pytest.param(f"Contents\n- The talks\n\n{PAGE}", id="a single item"),
        pytest.param(f"Contents\n\n{PAGE}", id="no items"),
        pytest.param(f"Guests\n- The talks\n- Two of them\n\n{PAGE}", id="another heading"),
        pytest.param("Contents\n- Who\n- What\n\nWho\nTwo.\nWhat\nLittle.\n", id="whole headings"),
        pytest.param("Contents", id="the end of the text"),
    ],
)
def test_leaves_other_lists_alone(text, make_rule, found):
    assert found(text, make_rule("repetition", of="contents", headings=["contents"])) == []
