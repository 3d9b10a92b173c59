"""lines – page furniture: whole lines, judged by words, place and neighbours."""

import pytest

PROSE = "The talks between both sides went on for the whole of the night, he said."


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("A.\nleave a reply\nB.", "A.\nB.", id="the whole line"),
        pytest.param("A.\n  Leave a REPLY \nB.", "A.\nB.", id="in any case, with blanks around"),
        pytest.param("A.\n— Leave a reply: —\nB.", "A.\nB.", id="with decoration"),
        pytest.param("A.\n### Leave  a\treply\nB.", "A.\nB.", id="with other blanks inside"),
        pytest.param("A.\nDon’t miss\nDON'T MISS\nB.", "A.\nB.", id="either apostrophe"),
        pytest.param(
            "A.\n» 12 Comments\n1 comment\nB.", "A.\n» 12 Comments\nB.", id="a pattern knows no decoration"
        ),
        pytest.param("A.\nThis site uses Akismet to reduce spam.\nB.", "A.\nB.", id="a begin"),
        pytest.param("A.\r\nleave a reply\r\nB.", "A.\r\nB.", id="CR LF"),
        pytest.param("A.\rleave a reply\rB.", "A.\rB.", id="CR"),
        pytest.param("leave a reply", "", id="nothing else"),
    ],
)
def test_deletes(text, fixed_text, make_rule, fixed):
    rule = make_rule(
        "lines",
        any_of=["Leave a reply", "don't miss"],
        starts_with=["this site uses Akismet"],
        patterns=[r"\d+ comments?"],
    )

    assert fixed(text, rule) == fixed_text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Leave a reply on our hotline, she said.", id="a phrase in a sentence"),
        pytest.param("He got 12 comments", id="a pattern inside a line"),
        pytest.param("12 comments on this", id="a pattern at the begin of a line"),
        pytest.param("We know this site uses Akismet", id="a begin inside a line"),
        pytest.param("leave a reply to Ann", id="an exception"),
        pytest.param("this site uses akismet " + "and more " * 30, id="a long line"),
        pytest.param("leave a\nreply", id="a phrase over two lines"),
        pytest.param("leave a reply\n=============\n\nIt is short.", id="a heading, underlined"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_alone(text, make_rule, found):
    rule = make_rule(
        "lines",
        any_of=["leave a reply", "leave a reply to ann"],
        starts_with=["this site uses akismet"],
        patterns=[r"\d+ comments?"],
        unless=["leave a reply to .+"],
        longest=200,
    )

    assert found(text, rule) == []


@pytest.mark.parametrize(
    ("text", "match_case", "expected"),
    [
        pytest.param("BY ANN\nby ann", False, ["BY ANN", "by ann"], id="any case"),
        pytest.param("BY ANN\nby ann", True, ["BY ANN"], id="case that counts"),
    ],
)
def test_the_case_of_patterns(text, match_case, expected, make_rule, found):
    assert found(text, make_rule("lines", patterns=["BY [A-Z]+"], match_case=match_case)) == expected


PAGE = f"\n\n{PROSE}\n\n".join(f"Menu {n}" for n in range(1, 7))


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        pytest.param("anywhere", ["Menu 1", "Menu 2", "Menu 3", "Menu 4", "Menu 5", "Menu 6"], id="anywhere"),
        pytest.param("head", ["Menu 1", "Menu 2", "Menu 3"], id="above the third paragraph of running text"),
        pytest.param("tail", ["Menu 4", "Menu 5", "Menu 6"], id="below the third-last"),
        pytest.param("first-line", ["Menu 1"], id="the first line"),
        pytest.param("last-line", ["Menu 6"], id="the last line"),
    ],
)
def test_places(where, expected, make_rule, found):
    assert found(PAGE, make_rule("lines", patterns=[r"menu \d"], where=where)) == expected


@pytest.mark.parametrize(
    ("where", "text", "fixed_text"),
    [
        pytest.param(
            "first-line",
            "\n\nmenu\nmenu\nA.\nmenu\n",
            "A.\nmenu\n",
            id="a run at the begin, under blank lines",
        ),
        pytest.param("last-line", "menu\nA.\nmenu\n\nmenu\n\n", "menu\nA.\n", id="a run at the end"),
        pytest.param("first-line", "menu", "", id="the only line"),
        pytest.param("last-line", "A.\nmenu\nB.", "A.\nmenu\nB.", id="not the last line"),
    ],
)
def test_first_and_last_lines_are_runs(where, text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("lines", any_of=["menu"], where=where)) == fixed_text


@pytest.mark.parametrize(
    ("options", "text", "expected"),
    [
        pytest.param({"run": 3}, "a\nb\nX.\na\nb\nc", ["a", "b", "c"], id="a run of three"),
        pytest.param({"run": 3}, "a\n\nb\n\n\nc", ["a", "b", "c"], id="a run over blank lines"),
        pytest.param({"run": 3}, "a\nb\nX.\nc", [], id="a run that is too short"),
        pytest.param({"family": 2}, "a\nX.\nb", ["a", "b"], id="two in the text"),
        pytest.param({"family": 2}, "a\nX.", [], id="one in the text"),
        pytest.param({"extend": "to-end"}, "X.\nb\nY.\n\nc\n", ["b", "Y.", "c"], id="all to the end"),
        pytest.param({"extend": "to-end"}, "X.\nY.", [], id="no such line"),
    ],
)
def test_company(options, text, expected, make_rule, found):
    assert found(text, make_rule("lines", any_of=["a", "b", "c"], **options)) == expected


ARTICLE = "The war\nHe spoke.\nThe peace\nShe spoke.\nThe end\nThey spoke.\n"


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param(
            "Contents\n1. The war\n2. The peace\n3. The end\n\n" + ARTICLE,
            ARTICLE,
            id="a list of the headings",
        ),
        pytest.param(
            "Contents\n\n1. The war\n\n2. The peace\n\n3. The end\n\n" + ARTICLE,
            ARTICLE,
            id="with blank lines",
        ),
        pytest.param("Contents\n1. The war\n2. The peace\n3. More\n\n" + ARTICLE, ARTICLE, id="most of them"),
        pytest.param(
            "Contents\n1. The war\n2. The peace\n\n" + ARTICLE,
            "Contents\n1. The war\n2. The peace\n\n" + ARTICLE,
            id="two are too few",
        ),
        pytest.param(
            "Contents\n1. Tea\n2. Milk\n3. The end\n\n" + ARTICLE,
            "Contents\n1. Tea\n2. Milk\n3. The end\n\n" + ARTICLE,
            id="a list of something else",
        ),
    ],
)
def test_blocks(text, fixed_text, make_rule, fixed):
    rule = make_rule("lines", any_of=["contents"], extend="block", items=r"\d+\. .+", recur=0.6)

    assert fixed(text, rule) == fixed_text


def test_a_block_at_the_end_of_the_text(make_rule, fixed):
    rule = make_rule("lines", any_of=["contents"], extend="block", items=r"\d+\. .+", recur=0.6)
    text = ARTICLE + "\nContents\n1. The war\n2. The peace\n3. The end"

    assert fixed(text, rule) == ARTICLE.removesuffix("\n")


def test_lines_near_another_rule(make_rule, fixed):
    degrees = make_rule("lines", id="test/degrees", patterns=[r"\d+°"])
    city = make_rule("lines", id="test/city", patterns=[r"\w+"], near="test/degrees", distance=1)

    assert fixed("Ankara\nSunny\n21°\nWindy\nParis\n", degrees, city) == "Ankara\nParis\n"
