"""balance – quotation marks and brackets without their partners."""

import pytest

# A bracket is judged in running text only: in lists, code and labels one alone is common.
REST = "of the talks that went on for the whole of the night, he said."
PAIRS = ["“”", "()", "[]", '""']


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("He said: “We left and went.", ["“We"], id="a quotation that is never closed"),
        pytest.param(f"He left (in June {REST}", ["(in"], id="a bracket that is never closed"),
        pytest.param(f"He left in June) {REST}", [")"], id="a bracket that was never opened"),
        pytest.param(
            "He said “no, “yes” and left.", ["“no,"], id="a mark inside an open quotation: the one left open"
        ),
        pytest.param('He said: "We left and went.', ['"We'], id="one straight mark"),
        pytest.param('"One," he said, "two and left.', ['"two'], id="the third of three straight marks"),
        pytest.param(
            f"He (left {REST}\n\nShe) left {REST}", ["(left", ")"], id="each paragraph is a room of its own"
        ),
        pytest.param("“One.\n\nTwo.", ["“One."], id="the next paragraph begins with no mark"),
        pytest.param(f"He ((first) left {REST}", ["((first)"], id="one of two"),
        pytest.param("“" + "x" * 50, ["“" + "x" * 29], id="a long word is shown by its begin"),
        pytest.param(f"He [left {REST}", ["[left"], id="square brackets"),
        pytest.param("He said no” and left.", ["”"], id="a quotation that was never opened"),
    ],
)
def test_finds(text, expected, make_rule, found):
    assert found(text, make_rule("balance", pairs=PAIRS)) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("He said: “We left” (in June) [then].", id="pairs"),
        pytest.param("((a) (b (c)))", id="pairs in pairs"),
        pytest.param("“One.\n\n“Two.\n\n“Three.”", id="a quotation over three paragraphs"),
        pytest.param('"One.\n\n"Two."', id="one over two, in straight marks"),
        pytest.param("a) tea b) milk 1) bread iv) salt", id="numbers of items"),
        pytest.param("Fine :) and ;-) and :')", id="emoticons"),
        pytest.param("He is 6'2\" tall.", id="inches"),
        pytest.param("`f(` and https://x.org/a_(b and <a (b>", id="what is not prose"),
        pytest.param("A line of 12” was drawn.", id="a curly sign of inches"),
        pytest.param('He said "no, “yes” and left.', id="straight and curly marks in one paragraph"),
        pytest.param("Tea (green\nMilk (skimmed", id="brackets outside running text"),
        pytest.param(
            f"He left {REST} Then they went to Gaza (O", id="a bracket where the text has been cut off"
        ),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_alone(text, make_rule, found):
    assert found(text, make_rule("balance", pairs=PAIRS)) == []


def test_it_never_mends(make_rule, fixed):
    assert fixed("He (left.", make_rule("balance", pairs=PAIRS)) == "He (left."
