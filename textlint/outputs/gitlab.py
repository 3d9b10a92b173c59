"""gitlab – a Code Quality report: a JSON array with an object a finding."""

import os
from collections.abc import Iterable
from hashlib import blake2s
from pathlib import Path
from typing import Any, TextIO

from textlint.model import Rule, Severity
from textlint.outputs.json import write_array
from textlint.outputs.jsonl import valid
from textlint.reports import Placed, Report, escaped, in_file

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def write(reports: Iterable[Report], stream: TextIO, *, color: bool, rules: Iterable[Rule[Any]]) -> None:
    write_array((each for report in map(in_file, reports) for each in _issues(report)), stream)
    stream.write("\n")


def from_here(path: str) -> str:
    """A path as CI systems want it: from the working folder, if it is below it, and with forward slashes."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps `..`
    here = Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


def _issues(report: Report) -> Iterable[dict[str, Any]]:
    path = valid(from_here(report.path))
    document = path + valid(report.record.key) if report.record else path
    for placed in report.placed:
        place = placed.place
        yield {
            "description": escaped(placed.finding.message),
            "check_name": placed.finding.rule,
            "fingerprint": _fingerprint(document, placed),
            "severity": SEVERITIES[placed.finding.severity],
            "location": {
                "path": path,
                "positions": {
                    "begin": {"line": place.line, "column": place.column},
                    "end": {"line": place.end_line, "column": place.end_column},
                },
            },
        }


def _fingerprint(document: str, placed: Placed) -> str:
    """One that no other finding of the report has: GitLab shows only one of those that share theirs."""
    return blake2s(f"{document}\n{placed.fingerprint}".encode(), digest_size=16).hexdigest()
