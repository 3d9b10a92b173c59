"""grouped – findings under the name of their file."""

from collections.abc import Iterable
from typing import Any, TextIO

import click

from textlint.model import Rule
from textlint.outputs.concise import COLORS, MARKS
from textlint.reports import Report, escaped


def write(reports: Iterable[Report], stream: TextIO, *, color: bool, rules: Iterable[Rule[Any]]) -> None:
    for report in reports:
        if not report.placed:
            continue
        name = escaped(report.name)
        stream.write(f"{click.style(name, underline=True) if color else name}:\n")
        width = max(len(f"{each.place.line}:{each.place.column}") for each in report.placed)
        for placed in report.placed:
            finding, where = placed.finding, f"{placed.place.line}:{placed.place.column}"
            rule = escaped(finding.rule)
            rule = click.style(rule, fg=COLORS[finding.severity]) if color else rule
            message = escaped(finding.message)
            stream.write(f"  {where:>{width}} {rule}{MARKS[finding.applicability]} {message}\n")
        stream.write("\n")
