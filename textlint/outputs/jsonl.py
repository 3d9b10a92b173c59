"""jsonl – one JSON object a finding, one finding a line."""

from collections.abc import Iterable
from typing import Any, TextIO

from textlint.model import Rule
from textlint.reports import Placed, Report, as_json


def write(reports: Iterable[Report], stream: TextIO, *, color: bool, rules: Iterable[Rule[Any]]) -> None:
    for report in reports:
        objects = (as_dict(report, placed) for placed in report.placed)
        stream.writelines(as_json(each) + "\n" for each in objects)


def as_dict(report: Report, placed: Placed) -> dict[str, Any]:
    """A finding with the keys of the contract, in their order."""
    finding, place, record = placed.finding, placed.place, report.record
    return {
        "path": valid(report.path),
        "record": record
        and {
            "row": record.row,
            "id": None if record.id is None else valid(record.id),
            "field": valid(record.field),
        },
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": valid(finding.message),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "start": finding.span.start,
        "end": finding.span.end,
        "found": valid(placed.found),
        "edits": [
            {"start": edit.span.start, "end": edit.span.end, "text": valid(edit.text)}
            for edit in finding.edits
        ],
        "applicability": finding.applicability and finding.applicability.value,
    }


def valid(text: str) -> str:
    """Text that can be encoded: lone surrogates become their escapes."""
    return text.encode("utf-8", "backslashreplace").decode()
