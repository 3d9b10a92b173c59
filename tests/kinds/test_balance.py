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
        pytest.param(
            'One," he said. "Two," he said, and then "three."',
            ['"'],
            id="a straight mark closes what is not open",
        ),
        pytest.param("“One, he said.\n\n“Two.”", ["“One,"], id="who said it stands in the quotation"),
        pytest.param(f"He left (2-8, 0-7 in June, 38%) {REST}\n\n6-1) {REST}", [")"], id="behind a number"),
        pytest.param(
            "- tea and (green milk, which is sweet and good for all of them", ["(green"], id="an item"
        ),
        pytest.param("- tea\n- milk from Spain) for two", [")"], id="an item among others"),
    ],
)
def test_finds(text, expected, make_rule, found):
    assert found(text, make_rule("balance", pairs=PAIRS)) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("He said: “We left” (in June) [then].", id="pairs"),
        pytest.param('"One went.\n\nTwo went.', id="a paragraph of a longer quotation"),
        pytest.param(f"(One {REST}\n\nTwo {REST})", id="a bracket over two paragraphs"),
        pytest.param(f"[Note: one {REST}\n\nTwo ((2) of two) {REST}\n\nThree.]", id="over three"),
        pytest.param(f"[He leaves, talking {REST}\n\nOh!\n\n[He looks {REST}", id="stage directions"),
        pytest.param(f"I am sad :( but {REST} =(( I liked (: {REST}", id="emoticons"),
        pytest.param(
            f"First:1) one {REST}2) two {REST} #3) three {REST}", id="numbers glued to what is before"
        ),
        pytest.param("He said: “They told me “no” and left” and went.", id="double marks in double marks"),
        pytest.param("He said “‘‘No” and left, and “yes.", id="two single marks for one"),
        pytest.param("He said \"We left.'' They stayed. \"Now.''", id="two apostrophes that close"),
        pytest.param("Er sagte „Nein“ und dann „Ja” und „Gut“.", id="German marks"),
        pytest.param('It is ½" wide and 27 " long, he said.', id="fractions of an inch"),
        pytest.param(
            '"\'And the work?\'\n\n"\'Is to copy out the "Great Book." You have till noon,\' said he.\n\n"I left."',
            id="a tale in a tale",
        ),
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
        pytest.param(
            "“One.\n\nTwo.\n\nThree.”", id="a quotation over three paragraphs without marks between"
        ),
        pytest.param("He said ”no” and left “early“.", id="the wrong one of the two marks"),
        pytest.param("He said “noâ€\x9d and left.", id="a wrong decoding took the partner"),
        pytest.param("He said “no\ufffd and left.", id="a lost character was the partner"),
        pytest.param('He said &quot;no" and left.', id="an entity is the partner"),
        pytest.param('He said "no about "yes" and" left.', id="a quotation in a quotation"),
        pytest.param('In "1990" he was 6\'2" tall.', id="a year and inches"),
        pytest.param(
            "He said that all of the rest of it was “a way for us to come", id="a quotation that is cut off"
        ),
        pytest.param(f"All numbers in [0, 1) and (0, 1] {REST}", id="intervals"),
        pytest.param(f"Write '(' and \")\" or [[ for \\( {REST}", id="signs that are named"),
        pytest.param(f"He left (in\nJune) {REST}", id="the partner is in the next line"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_alone(text, make_rule, found):
    assert found(text, make_rule("balance", pairs=PAIRS)) == []


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("One.\n```\nTwo.\n", "One.\nTwo.\n", id="a lone fence"),
        pytest.param("One.\n```html\nTwo.\n", "One.\nTwo.\n", id="with a page's format"),
    ],
)
def test_deletes_a_lone_fence(text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("balance", fences=True)) == fixed_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One.\n```python\nTwo.\n", ["```python"], id="it opens code"),
        pytest.param("```\na\n```\nTwo.\n```\n", ["```"], id="one of three"),
        pytest.param("```\na\n```\n", [], id="a pair"),
        pytest.param("```one```\n", [], id="code in one line"),
        pytest.param("Write ``` before it.\n", [], id="inside a line"),
    ],
)
def test_reports_other_fences(text, expected, make_rule, found, fixed):
    rule = make_rule("balance", fences=True)

    assert (found(text, rule), fixed(text, rule)) == (expected, text)


def test_it_never_mends(make_rule, fixed):
    assert fixed("He (left.", make_rule("balance", pairs=PAIRS)) == "He (left."
