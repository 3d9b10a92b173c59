"""github – one workflow command a finding, which GitHub shows as an annotation beside the line."""

from collections.abc import Iterable
from typing import Any, TextIO

from textlint.model import Rule, Severity
from textlint.outputs.concise import headline
from textlint.outputs.gitlab import from_here
from textlint.reports import Placed, Report, escaped, in_file

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write(reports: Iterable[Report], stream: TextIO, *, color: bool, rules: Iterable[Rule[Any]]) -> None:
    for report in map(in_file, reports):
        file = _value(from_here(report.path))
        for placed in report.placed:
            title = _value(f"textlint ({placed.finding.rule})")
            properties = ",".join((f"file={file}", *_lines(placed), f"title={title}"))
            message = _data(headline(report.path, placed, color=False))
            stream.write(f"::{LEVELS[placed.finding.severity]} {properties}::{message}\n")


def _lines(placed: Placed) -> Iterable[str]:
    """Where the finding is. GitHub takes columns only for what is on one line."""
    place = placed.place
    if place.line != place.end_line:
        return f"line={place.line}", f"endLine={place.end_line}"
    start, end = f"line={place.line},col={place.column}", f"endLine={place.line},endColumn={place.end_column}"
    return start, end


def _data(text: str) -> str:
    """What may follow a command: no line break is left in it, so it can't begin another one."""
    return escaped(text).replace("%", "%25")


def _value(text: str) -> str:
    """What may be the value of a property."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
