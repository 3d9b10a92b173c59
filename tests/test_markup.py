"""What counts as a name in marked-up text: a table of Markdown, and of what is found in it."""

import pytest

import textlint

CODE = "Call `run()` first.\n\n"
PYTHON = "We like Python, and many people use Python. They say that Python is good.\n\n"


@pytest.fixture(scope="module")
def ruleset():
    rules = "punctuation,repetition/word,spelling/typo,spelling/unknown-word,spelling/lost-blank,casing"
    return textlint.load_ruleset(select=rules.split(","))


def found(ruleset: textlint.Ruleset, text: str) -> list[str]:
    findings = textlint.check(text, ruleset, name="a.md")
    return [*dict.fromkeys(text[slice(*each.span)] for each in findings)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("They wait for the devixe here, as `devixe.py` says.\n", id="a word of the code"),
        pytest.param("You can install the zstandard package with it now.\n", id="what has a name"),
        pytest.param("Open the files of the literalinclude directive now.\n", id="two words in a name"),
        pytest.param("The name is now always there in common.PORT of `common` and `PORT`.\n", id="a dot"),
        pytest.param(CODE + "It is always there in logging.Formatter by now.\n", id="a module and a class"),
        pytest.param("We use the google-auth package, as all of us do.\n", id="a name with a hyphen"),
        pytest.param(PYTHON + 'They set the language to "python" here.\n', id="quoted"),
        pytest.param("In this domain the rst:directive directive makes space.\n", id="a colon in a name"),
    ],
)
def test_names(ruleset, text):
    assert found(ruleset, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("You can install the devixe in the morning.\n", ["devixe"], id="a slip"),
        pytest.param("Open the files withthe other ones now.\n", ["withthe"], id="two words"),
        pytest.param("He went there to sleep.Soldiers came in the night.\n", ["."], id="no code"),
        pytest.param(CODE + "He went there to sleep.They came in the night.\n", ["."], id="a function word"),
        pytest.param("We use google for it, as all of us do.\n", ["google"], id="by itself"),
        pytest.param(PYTHON + "They try google 3, as others do here.\n", ["google"], id="no quotes"),
        pytest.param(
            "In this country every directive directive makes work.\n", ["directive directive"], id="twice"
        ),
    ],
)
def test_what_looks_like_them(ruleset, text, expected):
    assert found(ruleset, text) == expected


SEPERATE = "The seperate report was written by them.\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("a.md", f"---\ntitle: The seperate report\n---\n\n{SEPERATE}", id="front matter"),
        pytest.param(
            "a.md", f"See [it](https://x.org/the-seperate-report) now.\n\n{SEPERATE}", id="an address"
        ),
        pytest.param("a.md", f"<!-- seperate -->\n\n{SEPERATE}", id="a comment"),
        pytest.param("a.md", f"![plan](img/seperate.png)\n\n{SEPERATE}", id="an image"),
        pytest.param(
            "a.html", f'<meta name="a" content="The seperate report"><p>{SEPERATE}</p>', id="an attribute"
        ),
    ],
)
def test_what_repeats_the_prose_is_no_code(ruleset, name, text):
    assert [text[slice(*each.span)] for each in textlint.check(text, ruleset, name=name)] == ["seperate"]


UNDERLINED = "Changelog\n=========\n\nWe wrote this text.\n\nShare this:\n-----------\n\nWe wrote more.\n"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        pytest.param("a.rst", UNDERLINED, UNDERLINED, id="a title with its line"),
        pytest.param("a.md", UNDERLINED, UNDERLINED, id="a heading with its line"),
        pytest.param("a.md", "| â€œxâ€ |\n|---|\n| a |\n", "| “x” |\n|---|\n| a |\n", id="the end of a cell"),
        pytest.param(
            "a.md",
            "---\nd: It ended.. The the report.\n...\n\nIt ended.. So.\n",
            "---\nd: It ended.. The the report.\n...\n\nIt ended. So.\n",
            id="front matter that ends with dots",
        ),
    ],
)
def test_fix_leaves_the_markup(name, before, after):
    rules = textlint.load_ruleset(select=["scraping", "encoding", "punctuation"])
    assert textlint.fix(before, rules, name=name, unsafe=True).text == after
