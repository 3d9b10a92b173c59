"""consistency – one word in two spellings within a document."""

import pytest

import textlint
from textlint.compiler import compile_rules


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A dialogue, a dialogue, a dialog.", ["dialog"], id="the rarer one"),
        pytest.param(
            "A dialog, a dialogue, a dialogue.", ["dialog"], id="the rarer one, if it comes first too"
        ),
        pytest.param("A dialog, then a dialogue.", ["dialogue"], id="of two alike the later one"),
        pytest.param("Dialog is good. A dialogue, a dialogue.", ["Dialog"], id="where a sentence begins"),
        pytest.param("dialog dialogue dialogue dialog dialogue", ["dialog", "dialog"], id="each place"),
        pytest.param("grey gray grey; an adviser, an advisor", ["gray", "advisor"], id="two groups"),
        pytest.param("grey grey gray greigh", ["gray", "greigh"], id="three spellings"),
    ],
)
def test_finds(text, expected, make_rule, found):
    rule = make_rule("consistency", groups=["dialogue / dialog", "adviser / advisor", "grey / gray / greigh"])

    assert found(text, rule) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A dialog, a dialog.", id="one spelling"),
        pytest.param("A dialogue in Dialog, a dialogue.", id="a name"),
        pytest.param("dialogue dialogue dialog.com #dialog", id="what is not prose"),
        pytest.param("dialogue, dialogs", id="another form of the word"),
        pytest.param('A dialogue; "a dialog, a dialog," he said.', id="what is quoted"),
        pytest.param("A dialogue; “a dialog,” he said.", id="what is quoted with curly marks"),
        pytest.param("dialogue DIALOG", id="capitals throughout"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_alone(text, make_rule, found):
    assert found(text, make_rule("consistency", groups=["dialogue / dialog"])) == []


def test_it_names_the_other_spelling_and_changes_nothing(make_rule):
    rule = make_rule("consistency", groups=["dialogue / dialog"], message="'{found}' or '{other}'.")
    (finding,) = textlint.check("A dialogue, a dialog.", compile_rules([rule]))

    assert (finding.message, finding.edits) == ("'dialog' or 'dialogue'.", ())
