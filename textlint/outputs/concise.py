"""concise – one line a finding: `path:line:column: rule [*] message`; [*] marks what `fix` can mend.

A text of a table is told by its row and field: `corpus.jsonl:12[text]:1:5: …`.
"""

from collections.abc import Iterable
from typing import Any, TextIO

import click

from textlint.model import Applicability, Rule, Severity
from textlint.reports import Placed, Report, escaped

COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
MARKS = {Applicability.SAFE: " [*]", Applicability.UNSAFE: " [~]", None: ""}


def write(reports: Iterable[Report], stream: TextIO, *, color: bool, rules: Iterable[Rule[Any]]) -> None:
    for report in reports:
        name = escaped(report.name)
        stream.writelines(f"{headline(name, placed, color=color)}\n" for placed in report.placed)


def headline(name: str, placed: Placed, *, color: bool) -> str:
    """The line that says where, what and why."""
    finding, place = placed.finding, placed.place
    where, rule = f"{name}:{place.line}:{place.column}:", escaped(finding.rule)
    if color:
        where, rule = click.style(where, bold=True), click.style(rule, fg=COLORS[finding.severity])
    return f"{where} {rule}{MARKS[finding.applicability]} {escaped(finding.message)}"
