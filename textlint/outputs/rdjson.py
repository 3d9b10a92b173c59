"""rdjson – reviewdog's diagnostic format: one JSON object, with columns in bytes of UTF-8.

A finding with one edit has a suggestion. Several edits would be several suggestions, each to be taken without
the others, so there are none.
"""

from collections.abc import Iterable
from typing import Any, TextIO

from textlint.model import Applicability, Rule
from textlint.outputs.gitlab import from_here
from textlint.outputs.json import write_array
from textlint.outputs.jsonl import valid
from textlint.reports import Place, Placed, Report, escaped, in_file


def write(reports: Iterable[Report], stream: TextIO, *, color: bool, rules: Iterable[Rule[Any]]) -> None:
    stream.write('{"source": {"name": "textlint"}, "diagnostics": ')
    write_array((each for report in map(in_file, reports) for each in _diagnostics(report)), stream)
    stream.write("}\n")


def _diagnostics(report: Report) -> Iterable[dict[str, Any]]:
    path = valid(from_here(report.path))
    for placed in report.placed:
        finding = placed.finding
        yield {
            "message": _message(placed),
            "location": {"path": path, "range": _range(placed.places.octets)},
            "severity": finding.severity.upper(),
            "code": {"value": finding.rule},
            "suggestions": [
                {"range": _range(places.octets), "text": valid(edit.text)}
                for edit, places in zip(finding.edits, placed.edits, strict=True)
                if len(finding.edits) == 1
            ],
        }


def _message(placed: Placed) -> str:
    """The message. A suggestion says nothing of how sure it is, so this does."""
    unsure = placed.finding.applicability == Applicability.UNSAFE and len(placed.edits) == 1
    return escaped(placed.finding.message) + (" (The suggestion may be wrong.)" if unsure else "")


def _range(place: Place) -> dict[str, Any]:
    return {
        "start": {"line": place.line, "column": place.column},
        "end": {"line": place.end_line, "column": place.end_column},
    }
