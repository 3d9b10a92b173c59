"""junit – JUnit's XML: a file is a test suite, a finding a test case that has failed.

A finding of severity info is a test case that has passed with a remark, since it does not fail a run either.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from textlint.model import Rule, Severity
from textlint.outputs.concise import headline
from textlint.outputs.gitlab import from_here
from textlint.reports import Placed, Report, escaped, in_file

# What has a meaning in XML, and what it can't hold at all and `escaped` leaves.
MARKUP = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\ufffe": "\\ufffe", "\uffff": "\\uffff"}
)


def write(reports: Iterable[Report], stream: TextIO, *, color: bool, rules: Iterable[Rule[Any]]) -> None:
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="textlint">\n')
    for report in map(in_file, reports):
        if report.read or report.placed or report.problems:
            stream.writelines(f"{line}\n" for line in _suite(report))
    stream.write("</testsuites>\n")


def _suite(report: Report) -> Iterator[str]:
    path, placed, problems = _xml(from_here(report.path)), report.placed, report.problems
    name = path + _xml(report.record.place) if report.record else path
    tests = max(1, len(placed) + len(problems))
    failures = sum(each.finding.severity != Severity.INFO for each in placed)
    counts = f'tests="{tests}" failures="{failures}" errors="{len(problems)}"'
    yield f'  <testsuite name="{name}" {counts}>'
    if not placed and not problems:
        yield f'    <testcase classname="{path}" name="no findings" file="{path}"/>'
    for each in placed:
        place = each.place
        name = f"{_xml(each.finding.rule)} at {place.line}:{place.column}"
        yield f'    <testcase classname="{path}" name="{name}" file="{path}" line="{place.line}">'
        yield f"      {_outcome(report.path, each)}"
        yield "    </testcase>"
    for n, problem in enumerate(problems, 1):
        yield f'    <testcase classname="{path}" name="problem {n}" file="{path}">'
        yield f'      <error message="{_xml(problem)}"/>'
        yield "    </testcase>"
    yield "  </testsuite>"


def _outcome(path: str, placed: Placed) -> str:
    finding, line = placed.finding, _xml(headline(path, placed, color=False))
    if finding.severity == Severity.INFO:
        return f"<system-out>{line}</system-out>"
    return f'<failure type="{finding.severity}" message="{_xml(finding.message)}">{line}</failure>'


def _xml(text: str) -> str:
    """Text that may stand in XML, between tags or in quotes."""
    return escaped(text).translate(MARKUP)
