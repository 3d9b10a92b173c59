"""The examples of rules are run as promised, and those of all built-in rules come out."""

import dataclasses

import pytest

from textlint.examples import failures
from textlint.model import Example
from textlint.rules import load

RULES = load()


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_examples_of_a_builtin_rule(rule):
    assert [str(each) for each in failures([rule], RULES)] == []


def outcome(rule, **example):
    rule = dataclasses.replace(rule, examples=(Example(**example, line=7),))
    return [(each.expected, each.got) for each in failures([rule], [rule])]


@pytest.mark.parametrize(
    "example",
    [
        pytest.param({"bad": "a teh", "good": "a the"}, id="found and mended"),
        pytest.param({"bad": "a teh"}, id="found"),
        pytest.param({"ok": "a the"}, id="left alone"),
        pytest.param({"ok": ""}, id="no text"),
    ],
)
def test_an_example_that_comes_out(example, make_rule):
    assert outcome(make_rule("pattern", find="teh", replace="the"), **example) == []


@pytest.mark.parametrize(
    ("example", "expected", "got"),
    [
        pytest.param({"bad": "a the"}, "a finding in 'a the'", "none", id="nothing is found"),
        pytest.param({"bad": "a teh", "good": "the"}, "'the'", "'a the'", id="something else is made of it"),
        pytest.param(
            {"bad": "", "good": ""}, "a finding in ''", "none", id="nothing can be found in no text"
        ),
        pytest.param(
            {"ok": "teh teh"},
            "no finding in 'teh teh'",
            "2: 'teh' (Found 'teh'.), 'teh' (Found 'teh'.)",
            id="something is found",
        ),
    ],
)
def test_an_example_that_does_not_come_out(example, expected, got, make_rule):
    assert outcome(make_rule("pattern", find="teh", replace="the"), **example) == [(expected, got)]


def test_a_failure_names_file_and_line(make_rule):
    rule = dataclasses.replace(make_rule("pattern", find="teh"), examples=(Example(ok="teh", line=7),))

    assert [str(each).splitlines()[0] for each in failures([rule], [])] == [
        "rules/test/rule.yaml:7: test/rule"
    ]


def test_all_edits_count_unsafe_ones_too(make_rule):
    assert outcome(make_rule("pattern", find="teh", replace="the", fix="unsafe"), bad="teh", good="the") == []


def test_a_rule_whose_edits_have_no_end(make_rule):
    rule = make_rule("pattern", find="a", replace="aa")

    assert outcome(rule, bad="a", good="aa") == [("'aa'", "edits that undo each other")]


def test_the_rule_that_near_names_helps_but_no_other(make_rule):
    degrees = make_rule("lines", id="test/degrees", patterns=[r"\d+°"])
    city = make_rule("lines", id="test/city", any_of=["ankara"], near="test/degrees")
    city = dataclasses.replace(
        city, examples=(Example(bad="Ankara\n21°", good="21°"), Example(ok="Ankara\n21"))
    )

    assert [str(each) for each in failures([city], [city, degrees])] == []
