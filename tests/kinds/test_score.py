"""score – lines judged by the sum of their signs."""

from pathlib import Path

import pytest

import textlint
from textlint.compiler import compile_rules
from textlint.errors import RuleError
from textlint.model import Table, TableRow

FAR = "\n".join(["The cat of that man and the dog"] * 300)
PROSE = "The talks between both sides went on for the whole of the night, he said."


def table(**weights):
    rows = [(sign.replace("_", " "), *map(str, given)) for sign, given in weights.items()]
    return Table(Path("signs.tsv"), tuple(TableRow(n, cells) for n, cells in enumerate(rows, 1)))


@pytest.fixture(scope="module")
def ruleset(make_rule):
    """Two rules of a pack, one that does not count, and one that waits for them."""
    share = make_rule("lines", id="page/share", any_of=["share this"])
    reply = make_rule("lines", id="page/reply", any_of=["leave a reply"], fix="unsafe")
    dots = make_rule("lines", id="page/dots", any_of=["tap here"])
    photo = make_rule("lines", id="page/photo", any_of=["photo: bob"], fix="unsafe")
    label = make_rule("lines", id="page/label", any_of=["photo credit"], fix="unsafe")
    inside = make_rule("pattern", id="page/inside", find="<b>", replace="")
    judge = make_rule(
        "score",
        id="page/judge",
        message="Because of {signs}.",
        company="page",
        rules=2,
        without=["page/dots"],
        weak=["page/photo", "page/label"],
        signs=table(
            always=(-2,),
            title_case=(3, "title case"),
            found_itself=(1,),
            found_above=(2, "what stands above"),
            word_the=(-5,),
            word_zebra=(3,),
        ),
        report=0.5,
        safe=2.5,
        found=-2.0,
    )
    return compile_rules([share, reply, dots, photo, label, inside, judge])


def judged(text, ruleset):
    return [
        (text[slice(*finding.span)], finding.applicability)
        for finding in textlint.check(text, ruleset)
        if finding.rule == "page/judge"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"{PROSE}\n\nshare this\nPort Reopens\nA story\nleave a reply",
            [("Port Reopens", "safe"), ("leave a reply", "safe")],
            id="enough weight; what another rule finds only becomes safe",
        ),
        pytest.param(
            f"{PROSE}\n\nPort Reopens\nshare this\nleave a reply", [("Port Reopens", "unsafe"), ("leave a reply", "safe")], id="less weight"
        ),
        pytest.param(f"{PROSE}\nshare this\nPort Reopens", [], id="one rule is no company"),
        pytest.param(f"{PROSE}\nshare this\nPort Reopens\ntap here", [], id="one that does not count is none"),
        pytest.param(f"{PROSE}\nPhoto: Bob\nPort Reopens\nPhoto credit", [], id="nor are weak ones by themselves"),
        pytest.param(
            f"{PROSE}\n\nPort Reopens\nshare this\n{FAR}\nTown Hall Opens\nA cat\nleave a reply", [("Port Reopens", "unsafe"), ("Town Hall Opens", "unsafe"), ("leave a reply", "safe")], id="near what is found"
        ),
        pytest.param(
            f"{PROSE}\nshare this\nleave a reply\n{FAR}\nZebra Opens", [("leave a reply", "safe"), ("Zebra Opens", "unsafe")], id="far from what is found"
        ),
        pytest.param(
            f"{PROSE}\nshare this\nleave a reply\nZebra Opens", [("leave a reply", "safe"), ("Zebra Opens", "safe")], id="right under it"
        ),
        pytest.param(
            f"{PROSE}\nshare this\nleave a reply\nZebra Opens:\nA cat", [("leave a reply", "safe"), ("Zebra Opens:", "unsafe")], id="a label keeps what it announces"
        ),
        pytest.param(f"{PROSE}\nshare this\nPort Reopens\nGo <b>on", [], id="nor is a finding inside a line"),
        pytest.param(
            f"{PROSE}\nshare this\nThe Port Reopens\nleave a reply", [("leave a reply", "safe")], id="a sign against it"
        ),
        pytest.param(f"share this\n{PROSE}\nleave a reply", [("leave a reply", "safe")], id="paragraphs are text"),
        pytest.param(f"share this\nleave a reply\n{'Port ' * 50}", [("leave a reply", "safe")], id="long lines too"),
    ],
)  # fmt: skip
def test_lines_are_found_by_the_sum_of_their_signs(text, expected, ruleset):
    assert judged(text, ruleset) == expected


def test_a_message_names_the_weightiest_signs(ruleset):
    findings = textlint.check(f"{PROSE}\nleave a reply\nshare this\nPort Reopens", ruleset)

    assert [finding.message for finding in findings][-1] == "Because of title case, what stands above."


def test_of_two_alike_the_rule_that_ran_first_is_named(ruleset):
    findings = textlint.check("share this\nleave a reply", ruleset)

    assert [(finding.rule, finding.applicability) for finding in findings] == [
        ("page/share", "safe"),  # the other would be no safer
        ("page/judge", "safe"),  # this one is
    ]


def test_a_pack_that_is_not_there(make_rule):
    rule = make_rule("score", company="nowhere", signs=table(), report=1, safe=1, found=1)
    with pytest.raises(RuleError, match="unknown pack 'nowhere'"):
        compile_rules([rule])


def test_a_weight_that_is_no_number(make_rule):
    with pytest.raises(
        ValueError, match=r"signs.tsv:1: expected a sign, its weight and perhaps a name, found 'date\\tmuch'"
    ):
        make_rule("score", company="page", signs=table(date=("much",)), report=1, safe=1, found=1)


LINES = f"""News
Facebook

{PROSE}
The Port
{PROSE}
Share this
- 12 March 2024, 3:15 pm
BREAKING NEWS!
Read “more” at www.example.org
Facebook"""


@pytest.mark.parametrize(
    ("line", "has", "has_not"),
    [
        pytest.param(
            "News",
            {"words 1", "start capital", "end word", "capitals all", "first line", "place head", "head 2", "run 2", "word news"},
            {"title case", "found itself", "repeated"},
            id="the head",
        ),
        pytest.param("Facebook", {"repeated", "over a paragraph", "head 1"}, {"last line"}, id="twice"),
        pytest.param(
            "The Port",
            {"words 2", "place middle", "between paragraphs", "run 1", "capitals all"},
            {"title case", "place tail"},
            id="a heading: the article does not count",
        ),
        pytest.param(
            "Share this",
            {"found itself", "under a paragraph", "place tail", "tail 1", "run 5-7", "found in all 1", "found near 0"},
            {"found above"},
            id="found by another rule",
        ),
        pytest.param(
            "- 12 March 2024, 3:15 pm",
            {"start bullet", "date", "time", "digits most", "comma", "found above", "found up to a paragraph 1", "end word"},
            {"found itself", "found down to a paragraph 1"},
            id="a date",
        ),
        pytest.param("BREAKING NEWS!", {"all in capitals", "title case", "end mark", "sign !"}, {"end word"}, id="capitals"),
        pytest.param("Read “more” at www.example.org", {"address", "words 4-5", "capitals some"}, {"start quote"}, id="an address"),
    ],
)  # fmt: skip
def test_the_signs_of_lines(line, has, has_not, make_rule):
    share = make_rule("lines", id="page/share", any_of=["share this"])
    judge = make_rule("score", id="page/judge", company="page", signs=table(), report=1, safe=1, found=0)
    lines = compile_rules([share, judge]).core.signs(LINES, "page/judge")
    (signs,) = [set(signs) for number, _, _, signs in lines if number == LINES.split("\n").index(line)]

    assert has - signs == set()
    assert has_not & signs == set()


def test_lines_of_a_wrapped_paragraph_are_text(make_rule):
    wrapped = "\n".join(
        [f"The {word} of the talks in the old town hall went on for the whole" for word in "abcdef"]
    )
    share = make_rule("lines", id="page/share", any_of=["share"])
    judge = make_rule("score", id="page/judge", company="page", signs=table(), report=1, safe=1, found=0)
    lines = compile_rules([share, judge]).core.signs(f"{wrapped}\n\nShare", "page/judge")

    assert [(number, is_text, is_found) for number, is_text, is_found, _ in lines] == [
        *((n, True, False) for n in range(6)),
        (7, False, True),
    ]
