"""pattern – what a regular expression finds, and what it is rewritten to."""

import pytest

import textlint
from textlint.compiler import compile_rules
from textlint.model import Applicability


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("Prices fell.. Again.", "Prices fell. Again.", id="between sentences"),
        pytest.param("It ended..", "It ended.", id="at the end of the text"),
        pytest.param(
            "It ended..\nHe left..\r\nShe..\r", "It ended.\nHe left.\r\nShe.\r", id="at the end of each line"
        ),
        pytest.param("It ended.. ..", "It ended. ..", id="only where something stands before"),
    ],
)
def test_replaces_what_it_finds(text, fixed_text, make_rule, fixed):
    rule = make_rule("pattern", find=r"(?<=\w)\.\.(?=\s|$)", replace=".")

    assert fixed(text, rule) == fixed_text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("He waited... then", id="an ellipsis"),
        pytest.param("cd ../seeds", id="a path"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_alone_what_does_not_match(text, make_rule, found):
    assert found(text, make_rule("pattern", find=r"(?<=\w)\.\.(?=\s|$)", replace=".")) == []


@pytest.mark.parametrize(
    ("options", "text", "expected"),
    [
        pytest.param(
            {"find": r"^\w+"},
            "one two\nthree\r\nfour\rfive",
            ["one", "three", "four", "five"],
            id="^ is the begin of each line",
        ),
        pytest.param(
            {"find": r"\w+$"},
            "one two\nthree\r\nfour\rfive",
            ["two", "three", "four", "five"],
            id="$ is the end of each line",
        ),
        pytest.param({"find": "a.*b"}, "a b\na\nb", ["a b"], id="a match lies in one line"),
        pytest.param(
            {"find": r"a\s+b"}, "a\nb\na b", ["a b"], id="blanks that match don't reach over a line's end"
        ),
        pytest.param({"find": "(?s)a.*b"}, "a\nb", [], id="nor does a dot that matches line ends"),
        pytest.param({"find": r"a(?=\s*b)"}, "a\nb", [], id="nor does a look ahead"),
        pytest.param({"find": r"(?<=a\s*)b"}, "a\nb", [], id="nor does a look back"),
        pytest.param(
            {"find": "a.b"}, "a\x85b\u2028a b", ["a\x85b", "a b"], id="other separators end no line"
        ),
        pytest.param({"find": "x*"}, "a xx", ["xx"], id="an empty match is nothing"),
        pytest.param({"find": "teh"}, "Teh teh", ["teh"], id="case counts"),
        pytest.param(
            {"find": "teh", "ignore_case": True}, "Teh teh", ["Teh", "teh"], id="unless it does not"
        ),
        pytest.param(
            {"find": r"\.\.", "unless": [r"\d\.\.\d"]}, "1..2 a..b", [".."], id="an exception over the match"
        ),
        pytest.param({"find": "b", "unless": ["a"]}, "ab", ["b"], id="an exception beside it is none"),
        pytest.param(
            {"find": "b", "unless": ["AB"], "ignore_case": True},
            "ab b",
            ["b"],
            id="exceptions ignore case with the pattern",
        ),
        pytest.param(
            {"find": "b", "unless": [r"^b", r"b$"]},
            "b b b\nb b b",
            ["b", "b"],
            id="an exception knows the line's ends",
        ),
        pytest.param(
            {"find": "xx", "unless": ["^the .*", ".* the$"]},
            "the xx\nxx the\nxx",
            ["xx"],
            id="an exception of common letters at the line's ends",
        ),
        pytest.param(
            {"find": "xx", "unless": ["(?x) xx q  # why"], "ignore_case": True},
            "XXQ xx",
            ["xx"],
            id="an exception with a comment",
        ),
        pytest.param({"find": "aa"}, "aaaaa", ["aa", "aa"], id="matches don't overlap"),
    ],
)
def test_what_it_finds(options, text, expected, make_rule, found):
    assert found(text, make_rule("pattern", **options)) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("see https://example.org/a--b now", id="an address"),
        pytest.param("run `ls --all` now", id="code"),
        pytest.param("<!-- note -->", id="a comment in markup"),
        pytest.param("#gaza--", id="what begins in a hashtag and ends behind it"),
    ],
)
def test_what_is_not_prose(text, make_rule, found):
    assert found(text, make_rule("pattern", find=r"\w?--\w?")) == []
    assert found(text, make_rule("pattern", find=r"\w?--\w?", anywhere=True)) != []


@pytest.mark.parametrize(
    ("find", "replace", "text", "fixed_text"),
    [
        pytest.param(r"(\w+) ,", r"\1,", "one , two", "one, two", id="a group"),
        pytest.param(r"(?P<word>\w+) ,", r"\g<word>,", "one , two", "one, two", id="a named group"),
        pytest.param(r"(a)|(b)!", r"\2", "b!", "b", id="a group that took part"),
        pytest.param(r"(a)|b", r"<\1>", "b", "<>", id="a group that took no part is empty"),
        pytest.param("gone ", "", "all gone now", "all now", id="nothing instead"),
    ],
)
def test_replacements(find, replace, text, fixed_text, make_rule, fixed):  # noqa: PLR0917 - a table of five columns
    assert fixed(text, make_rule("pattern", find=find, replace=replace)) == fixed_text


def test_a_replacement_that_changes_nothing_is_no_finding(make_rule, found):
    assert found("the the", make_rule("pattern", find="(?:the )?the", replace="the the")) == []


def test_without_a_replacement_it_only_reports(make_rule, found, fixed):
    rule = make_rule("pattern", find="teh")

    assert (found("teh", rule), fixed("teh", rule)) == (["teh"], "teh")


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("<b>one</b>", "one", id="a few are residues"),
        pytest.param("<b>one</b>\n<b>two", "<b>one</b>\n<b>two", id="more are how the text is written"),
    ],
)
def test_no_more_than_most_are_replaced(text, fixed_text, make_rule, fixed):
    rule = make_rule("pattern", find="</?b>", replace="", anywhere=True, most=2)

    assert fixed(text, rule) == fixed_text


def test_of_more_than_most_the_first_is_told(make_rule, found):
    rule = make_rule("pattern", find="</?b>", anywhere=True, most=2)

    assert found("<b>one</b>", rule) == ["<b>", "</b>"]
    assert found("<b>one</b>\n<b>two", rule) == ["<b>"]


HABIT = {"find": r"(?<=\w) ,", "replace": ",", "fix": "safe", "habit": r"\w ,", "instead_of": r"\w,"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("one , two", [(" ,", "warning", True)], id="once"),
        pytest.param("one , two , three", [(" ,", "info", False)], id="throughout: mentioned once"),
        pytest.param("one , two\nthree , four", [(" ,", "info", False)], id="in all lines"),
        pytest.param(
            "one , two , three, four, five",
            [(" ,", "warning", True), (" ,", "warning", True)],
            id="no more often than what is usual",
        ),
    ],
)
def test_a_habit_is_only_mentioned(text, expected, make_rule):
    findings = textlint.check(text, compile_rules([make_rule("pattern", **HABIT)]))
    assert [(text[slice(*each.span)], each.severity, bool(each.edits)) for each in findings] == expected


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        pytest.param("It ended..", [True], id="one place"),
        pytest.param("It ended.. He left..", [False, False], id="two of the rule"),
        pytest.param("It ended..\nHe left.. then", [False], id="one of the rule and another"),
    ],
)
def test_only_a_single_place_is_safe(text, safe, make_rule):
    rule = make_rule("pattern", find=r"\.\.(?= \p{Lu}|$)", replace=".", once=r"\.\.", fix="safe")
    findings = textlint.check(text, compile_rules([rule]))
    assert [each.applicability is Applicability.SAFE for each in findings] == safe


def test_what_is_sure_is_safe(make_rule):
    rule = make_rule(
        "pattern", find=r"\.\.(?=\s|$)", replace=".", sure=r"(?<!but)\.\.(?= \p{Lu}|$)", fix="safe"
    )
    findings = textlint.check("It ended.. He left.. then but.. She..", compile_rules([rule]))

    assert [each.applicability for each in findings] == ["safe", "unsafe", "unsafe", "safe"]
