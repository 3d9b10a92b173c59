"""Edits to text: which are made, what is tidied after them, and how they are told."""

import pytest

import textlint
from textlint import _core
from textlint.compiler import compile_rules
from textlint.model import Applicability, Edit, Finding, Severity, Span
from textlint.rulesets import row_of


@pytest.fixture
def fix(make_rule):
    """Fix with rules that put one word for another: `fix("teh", ("teh", "the"))`."""

    def fix_with(text, *replacements, **named):
        rules = [
            make_rule("pattern", id=f"test/{n}", find=find, replace=replace, anywhere=True)
            for n, (find, replace) in enumerate(replacements)
        ]
        return textlint.fix(text, compile_rules(rules), **named)

    return fix_with


@pytest.mark.parametrize(
    ("text", "replacements", "expected"),
    [
        pytest.param(
            "abc", [("ab", "x"), ("bc", "y")], "xc", id="of two that overlap the one that starts first"
        ),
        pytest.param("abc", [("bc", "y"), ("ab", "x")], "xc", id="whatever the order of the rules"),
        pytest.param("abc", [("ab", "x"), ("abc", "y")], "y", id="of two that start together the longer one"),
        pytest.param("abc", [("b", "x"), ("b", "y")], "axc", id="of two alike the rule that is named first"),
        pytest.param(
            "abc", [("a", "x"), ("b", "y"), ("c", "z")], "xyz", id="those that only touch are all made"
        ),
        pytest.param(
            "abcd", [("abc", "x"), ("bcd", "y"), ("d", "z")], "xz", id="what comes behind the loser is made"
        ),
        pytest.param("aab", [("ab", "b")], "b", id="what an edit makes possible is made in the next round"),
        pytest.param(
            "ab", [("a", "b"), ("b", "c")], "cc", id="and what another rule's edit makes possible too"
        ),
        pytest.param("ab", [("a", "a")], "ab", id="an edit that changes nothing is none"),
        pytest.param("", [("a", "b")], "", id="no text"),
    ],
)
def test_which_edits_are_made(text, replacements, expected, fix):
    assert fix(text, *replacements).text == expected


def test_only_safe_edits_are_made_unless_all_are_wanted(make_rule):
    rules = [
        make_rule("pattern", id="test/safe", find="teh", replace="the"),
        make_rule("pattern", id="test/unsafe", find="dialog", replace="dialogue", fix="unsafe"),
        make_rule("pattern", id="test/told", find="war", replace="peace", fix=None),
    ]
    ruleset = compile_rules(rules)

    safe = textlint.fix("teh dialog, teh war", ruleset)
    assert safe.text == "the dialog, the war"
    assert [each.rule for each in safe.remaining] == ["test/unsafe", "test/told"]
    assert [each.applicability for each in safe.remaining] == [Applicability.UNSAFE, None]


def test_all_edits_are_made_if_they_are_wanted(make_rule):
    rules = [
        make_rule("pattern", id="test/safe", find="teh", replace="the"),
        make_rule("pattern", id="test/unsafe", find="dialog(?!ue)", replace="dialogue", fix="unsafe"),
    ]
    result = textlint.fix("teh dialog", compile_rules(rules), unsafe=True)

    assert (result.text, result.remaining) == ("the dialogue", ())


def test_an_unsafe_edit_does_not_stand_in_the_way_of_a_safe_one(make_rule):
    rules = [
        make_rule("pattern", id="test/a", find="of teh", replace="from the", fix="unsafe"),
        make_rule("pattern", id="test/b", find="teh", replace="the"),
    ]

    assert textlint.fix("of teh", compile_rules(rules)).text == "of the"
    assert textlint.fix("of teh", compile_rules(rules), unsafe=True).text == "from the"


def finding(rule, *edits):
    start, end = min(start for start, _, _ in edits), max(end for _, end, _ in edits)
    return Finding(
        rule,
        Severity.WARNING,
        Span(start, max(end, start + 1)),
        "Found.",
        tuple(Edit(Span(a, b), text) for a, b, text in edits),
        Applicability.SAFE,
    )


@pytest.mark.parametrize(
    ("findings", "chosen"),
    [
        pytest.param(
            [("a", (0, 1, "x"), (4, 5, "x")), ("b", (2, 3, "y"))], "ab", id="one between two others"
        ),
        pytest.param(
            [("a", (0, 1, "x"), (4, 5, "x")), ("b", (3, 5, "y"))],
            "a",
            id="one that overlaps the second of two",
        ),
        pytest.param(
            [("a", (0, 3, "x")), ("b", (2, 4, "y"), (6, 7, "y")), ("c", (6, 7, "z"))],
            "ac",
            id="the second of two isn't made, nor held, without the first",
        ),
        pytest.param([("a", (1, 1, "x")), ("b", (1, 1, "y"))], "a", id="two insertions at one place"),
        pytest.param([("a", (0, 2, "x")), ("b", (2, 2, "y"))], "a", id="an insertion behind an edit"),
        pytest.param([("a", (2, 2, "x")), ("b", (2, 4, "y"))], "b", id="an insertion before an edit"),
        pytest.param([("a", (0, 2, "x")), ("b", (3, 3, "y"))], "ab", id="an insertion elsewhere"),
        pytest.param([("a", (0, 4, "x")), ("b", (2, 2, "y"))], "a", id="an insertion inside an edit"),
        pytest.param([("a", (0, 2, "x")), ("b", (2, 4, "y"))], "ab", id="edits side by side"),
        pytest.param(
            [("a", (0, 1, "x"), (8, 9, "x")), ("b", (2, 3, "y"), (9, 10, "y"))], "ab", id="two pairs"
        ),
        pytest.param(
            [("a", (0, 9, "x")), ("b", (1, 2, "y")), ("c", (3, 4, "z")), ("d", (9, 10, "w"))],
            "ad",
            id="two inside a wide one",
        ),
    ],
)
def test_all_edits_of_a_finding_are_made_or_none(findings, chosen, make_rule):
    rules = [make_rule("pattern", id=name, find=name) for name in "abcd"]
    made = _core.Round(compile_rules(rules).core, "0123456789").choose(
        [row_of(finding(rule, *edits)) for rule, *edits in findings]
    )

    assert "".join(rule for rule, *_ in made) == chosen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("bye\n\nA.\n", "A.\n", id="at the head no blank line stays"),
        pytest.param("\n\nbye\n\n\nA.\n", "A.\n", id="nor one that stood before"),
        pytest.param("A.\n\nbye\n", "A.\n", id="at the tail no blank line stays"),
        pytest.param("A.\n\n\nbye\n\n", "A.\n", id="nor one behind"),
        pytest.param("A.\n\nbye", "A.", id="a text without a line break at its end gets none"),
        pytest.param("A.\nbye", "A.", id="nor where no blank line stood"),
        pytest.param("A.\n\nbye\n\nB.\n", "A.\n\nB.\n", id="in the middle one of two gaps stays"),
        pytest.param("A.\nbye\nB.\n", "A.\nB.\n", id="no gap stays none"),
        pytest.param("A.\n\nbye\nB.\n", "A.\n\nB.\n", id="the fuller gap stays, above"),
        pytest.param("A.\nbye\n\nB.\n", "A.\n\nB.\n", id="the fuller gap stays, below"),
        pytest.param("A.\n\n\nbye\n\nB.\n", "A.\n\n\nB.\n", id="two blank lines against one"),
        pytest.param("A.\n\nbye\n\nbye\n\nB.\n", "A.\n\nB.\n", id="two deleted lines apart"),
        pytest.param("A.\n\nbye\nbye\n\nB.\n", "A.\n\nB.\n", id="two deleted lines together"),
        pytest.param("A.\n\nbye\n\nB.\n\nbye\n\nC.\n", "A.\n\nB.\n\nC.\n", id="two places"),
        pytest.param("A.\n \t\nbye\n\nB.\n", "A.\n \t\nB.\n", id="a line of blanks is a blank line too"),
        pytest.param("bye", "", id="nothing else in the text"),
        pytest.param("bye\n", "", id="nothing else but its line break"),
        pytest.param("\n\nbye\n\nbye\n\n", "", id="nothing else but blank lines"),
        pytest.param("A.\n\n\n\nB.\n\nbye\n", "A.\n\n\n\nB.\n", id="gaps elsewhere stay"),
        pytest.param("A.\n\nbye\n\nB. ", "A.\n\nB. ", id="blanks at the end of the text stay"),
        pytest.param("\nA.\n\n\nB.\n\n", "\nA.\n\n\nB.\n\n", id="nothing to delete, nothing to tidy"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
def test_blank_lines_around_deleted_lines(text, expected, line_end, make_rule):
    ruleset = compile_rules([make_rule("lines", any_of=["bye"])])
    text, expected = text.replace("\n", line_end), expected.replace("\n", line_end)

    assert textlint.fix(text, ruleset).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A.\r\n\nbye\n\r\nB.\r", "A.\r\n\nB.\r", id="line ends of all kinds in one text"),
        pytest.param("A.\n\nbye\r\n\r\nB.\r\n", "A.\n\nB.\r\n", id="line feeds above, both below"),
        pytest.param(
            "\N{BYTE ORDER MARK}A.\n\nbye\n", "\N{BYTE ORDER MARK}A.\n", id="a byte order mark stays"
        ),
        pytest.param("A.\x85\u2028bye\n", "A.\x85\u2028bye\n", id="other separators part no lines"),
    ],
)
def test_line_ends_stay_as_they_are(text, expected, make_rule):
    assert textlint.fix(text, compile_rules([make_rule("lines", any_of=["bye"])])).text == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ud800\nbye", id="the line break behind one, at the end of the text"),
        pytest.param("A.\n\nbye\n\n\udc80B.\n", id="the blank line before one"),
        pytest.param("\udc80\n\nbye\n\n\udc81", id="between two"),
        pytest.param("\n\nbye\n\udc80", id="at the head"),
    ],
)
def test_tidying_touches_no_undecodable_byte(text, make_rule):
    result = textlint.fix(text, compile_rules([make_rule("lines", any_of=["bye"])]))

    for start, end in (edit.span for each in result.applied for edit in each.edits):
        assert not any("\ud800" <= sign <= "\udfff" for sign in text[max(0, start - 1) : end + 1])
    assert [sign for sign in result.text if sign >= "\ud800"] == [sign for sign in text if sign >= "\ud800"]


def test_blank_lines_tidied_away_are_told_with_the_deletion(make_rule):
    result = textlint.fix("A.\n\nbye\n\nB.\n", compile_rules([make_rule("lines", any_of=["bye"])]))

    assert [(each.span, each.edits) for each in result.applied] == [
        (Span(4, 7), (Edit(Span(4, 8), ""), Edit(Span(8, 9), "")))
    ]


@pytest.mark.parametrize(
    ("text", "replacements", "applied"),
    [
        pytest.param(
            "a teh b teh",
            [("teh", "the")],
            [("test/0", (2, 5), [(2, 5, "the")]), ("test/0", (8, 11), [(8, 11, "the")])],
            id="one round",
        ),
        pytest.param(
            "x a y",
            [("a", "b"), ("b", "cc")],
            [("test/0", (2, 3), []), ("test/1", (2, 3), [(2, 3, "cc")])],
            id="an edit of an edit stands with the later rule, in the text that came in",
        ),
        pytest.param(
            "a x",
            [("a", "bb"), ("x", "y"), ("y", "zz")],
            [("test/0", (0, 1), [(0, 1, "bb")]), ("test/1", (2, 3), []), ("test/2", (2, 3), [(2, 3, "zz")])],
            id="behind an edit that made the text longer",
        ),
        pytest.param(
            "abcd ef",
            [("bc", ""), ("ad", "x"), ("ef", "f")],
            [("test/1", (0, 4), [(0, 4, "x")]), ("test/0", (1, 3), []), ("test/2", (5, 7), [(5, 7, "f")])],
            id="what an edit has brought together",
        ),
        pytest.param(
            "ab",
            [("a", ""), ("b", "c")],
            [("test/0", (0, 1), [(0, 1, "")]), ("test/1", (1, 2), [(1, 2, "c")])],
            id="two side by side in one round",
        ),
    ],
)
def test_what_was_applied_is_told_in_the_text_that_came_in(text, replacements, applied, fix):
    result = fix(text, *replacements)

    assert [
        (each.rule, tuple(each.span), [(*edit.span, edit.text) for edit in each.edits])
        for each in result.applied
    ] == applied


def test_rules_that_undo_each_other_leave_the_text_and_are_named(fix):
    result = fix("teh a b", ("a", "b"), ("b", "a"), ("teh", "the"))

    assert (result.text, result.applied, result.conflict) == ("teh a b", (), ("test/0", "test/1"))
    assert [each.rule for each in result.remaining] == ["test/2", "test/0", "test/1"]


@pytest.mark.parametrize(
    "replacements",
    [
        pytest.param([("a", "aa")], id="a rule that feeds itself"),
        pytest.param([("a", "b"), ("b", "c"), ("c", "a")], id="three in a circle"),
        pytest.param([("^a", "b"), ("^b", "a")], id="at the begin of a line"),
    ],
)
def test_fix_ends_where_there_is_no_end(replacements, fix):
    result = fix("a", *replacements)

    assert (result.text, result.applied) == ("a", ())
    assert set(result.conflict) <= {f"test/{n}" for n in range(len(replacements))}
    assert result.conflict


def test_all_rules_of_a_circle_are_named(fix):
    assert fix("a", ("a", "b"), ("b", "c"), ("c", "a")).conflict == ("test/0", "test/1", "test/2")


def test_a_long_run_that_takes_many_rounds_is_no_conflict(make_rule):
    """Nobody fights, so the other edits of the document are made too."""
    rules = [
        make_rule("repetition", id="test/twice", of="words"),
        make_rule("pattern", id="test/typo", find="teh", replace="the"),
    ]
    result = textlint.fix("The " + "the " * 3_000 + "end of teh", compile_rules(rules), unsafe=True)

    assert result.conflict == ()
    assert result.text == "The end of the"


def test_wrong_encodings_are_mended_before_anything_else(make_rule):
    rules = [
        make_rule("pattern", id="a/euro", find="€", replace=" euro "),
        make_rule("encoding", id="z/mojibake", steps=["fix_encoding"]),
    ]

    assert textlint.fix("itâ€™s\n5€", compile_rules(rules)).text == "it’s\n5 euro "


def test_unsafe_repairs_of_encoding_do_not_come_first_if_they_are_not_wanted(make_rule):
    rules = [
        make_rule("pattern", id="a/word", find="teh", replace="the"),
        make_rule("encoding", id="z/mojibake", steps=["fix_encoding"], fix="unsafe"),
    ]

    assert textlint.fix("teh itâ€™s", compile_rules(rules)).text == "the itâ€™s"


def test_what_remains_is_told_in_the_text_that_comes_out(make_rule):
    rules = [
        make_rule("pattern", id="test/cut", find="^.+: ", replace=""),
        make_rule("pattern", id="test/told", find="teh", fix=None),
    ]
    result = textlint.fix("Note: teh end", compile_rules(rules))

    assert [(each.rule, each.span) for each in result.remaining] == [("test/told", Span(0, 3))]
