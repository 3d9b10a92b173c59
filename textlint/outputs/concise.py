"""concise – one line a finding: `path:line:column: rule [*] message`; [*] marks what `fix` can mend."""

from collections.abc import Iterable
from typing import TextIO

import click

from textlint.model import Applicability, Severity
from textlint.reports import Placed, Report, escaped

COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
MARKS = {Applicability.SAFE: " [*]", Applicability.UNSAFE: " [~]", None: ""}


def write(reports: Iterable[Report], stream: TextIO, *, color: bool) -> None:
    for report in reports:
        path = escaped(report.path)
        stream.writelines(f"{headline(path, placed, color=color)}\n" for placed in report.placed)


def headline(path: str, placed: Placed, *, color: bool) -> str:
    """The line that says where, what and why."""
    finding, place = placed.finding, placed.place
    where, rule = f"{path}:{place.line}:{place.column}:", finding.rule
    if color:
        where, rule = click.style(where, bold=True), click.style(rule, fg=COLORS[finding.severity])
    return f"{where} {rule}{MARKS[finding.applicability]} {escaped(finding.message)}"
