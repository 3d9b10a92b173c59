"""json – all findings as one JSON array of the objects that `jsonl` writes."""

from collections.abc import Iterable
from typing import Any, TextIO

from textlint.model import Rule
from textlint.outputs.jsonl import as_dict
from textlint.reports import Report, as_json


def write(reports: Iterable[Report], stream: TextIO, *, color: bool, rules: Iterable[Rule[Any]]) -> None:
    write_array((as_dict(report, placed) for report in reports for placed in report.placed), stream)
    stream.write("\n")


def write_array(objects: Iterable[object], stream: TextIO) -> None:
    """A JSON array, one object a line, each written as it comes."""
    separator = "["
    for each in objects:
        stream.write(f"{separator}\n  {as_json(each)}")
        separator = ","
    stream.write("[]" if separator == "[" else "\n]")
