"""Cases in `cases/*.yaml`: a text, the outcome that is right, and the class that it stands for.

`expect` is one of
- silent: no finding above info, and safe fixes leave the text as it is
- no_safe_edit: safe fixes leave the text as it is
- found: the strings of `must` tell what is found
- fixed: safe fixes give the text `fixed`
- any: only the other fields count

With each of them: a finding above info touches the first place of each string of `must`; both safe and unsafe
fixes leave the strings of `keep` in the text and those of `absent` out of it; safe fixes alone leave the strings
of `keep_safe`; there are `number` findings above info. `fails` says what goes wrong today: such a case must fail.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

import textlint

FOLDER = Path(__file__).parent / "cases"
EXPECTATIONS = {"silent", "no_safe_edit", "found", "fixed", "any"}


@dataclass(frozen=True)
class Case:
    """One text of a file of cases."""

    topic: str
    name: str
    idea: str
    text: str
    expect: str
    must: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    keep_safe: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    number: int | None = None
    fixed: str | None = None
    fails: str = ""


CASES = [
    Case(topic=path.stem, **row)
    for path in sorted(FOLDER.glob("*.yaml"))
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.fixture(scope="session")
def ruleset():
    return textlint.load_ruleset()


def expected_failure(case):
    return [pytest.mark.xfail(reason=case.fails, strict=True, raises=AssertionError)] if case.fails else []


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{case.topic}: {case.name}", marks=expected_failure(case)) for case in CASES],
)
def test_case(case, ruleset):
    text = case.text
    findings = [
        finding for finding in textlint.check(text, ruleset) if finding.severity is not textlint.Severity.INFO
    ]
    reported = [(finding.rule, text[slice(*finding.span)]) for finding in findings]
    safe = textlint.fix(text, ruleset).text
    unsafe = textlint.fix(text, ruleset, unsafe=True).text

    if case.expect == "silent":
        assert reported == []
    if case.expect in {"silent", "no_safe_edit"}:
        assert safe == text
    if case.expect == "fixed":
        assert safe == case.fixed
    assert case.number in {None, len(findings)}, reported
    assert [string for string in case.must if not is_touched(text, string, findings)] == []
    assert [string for string in case.keep if string not in safe or string not in unsafe] == []
    assert [string for string in case.keep_safe if string not in safe] == []
    assert [string for string in case.absent if string in safe or string in unsafe] == []


def is_touched(text, string, findings):
    start = text.index(string)
    end = start + len(string)
    return any(finding.span[0] < end and start < finding.span[1] for finding in findings)


def test_names_are_unique():
    assert [name for name, count in Counter(case.name for case in CASES).items() if count > 1] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fields_fit_the_expectation(case):
    assert case.expect in EXPECTATIONS
    assert (case.fixed is not None) == (case.expect == "fixed")
    assert case.must or case.expect != "found"
    assert case.keep or case.keep_safe or case.absent or case.expect != "any"
    assert [string for string in (*case.must, *case.keep, *case.keep_safe) if string not in case.text] == []
    assert case.idea.endswith(".")
