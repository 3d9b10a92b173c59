"""full – every finding with its line, a caret under the defect, and what a fix would write."""

from collections.abc import Iterable
from typing import Any, TextIO

import click

from textlint.model import Applicability, Rule
from textlint.outputs.concise import headline
from textlint.reports import Placed, Report, columns, escaped, escaped_parts
from textlint.segment import LINE_BREAK

LONGEST_CARET = 72  # columns
HOW = {Applicability.SAFE: "fix", Applicability.UNSAFE: "unsafe fix"}


def write(reports: Iterable[Report], stream: TextIO, *, color: bool, rules: Iterable[Rule[Any]]) -> None:
    for report in reports:
        for placed in report.placed:
            stream.write(f"{headline(escaped(report.name), placed, color=color)}\n")
            stream.write("\n".join((*_excerpt(placed, color=color), "\n")))


def _excerpt(placed: Placed, *, color: bool) -> Iterable[str]:
    number = str(placed.place.line)
    margin = " " * len(number)
    first, *more = LINE_BREAK.split(placed.found)
    before, found, after = escaped_parts(placed.before, first, placed.after)
    if more:
        found, after = f"{found} …", ""
    caret = "^" * max(1, min(columns(found), LONGEST_CARET))
    space = " " * columns(before)
    yield f"{margin} |"
    if color:
        found, caret = click.style(found, bold=True), click.style(caret, fg="red")
    yield f"{number} | {before}{found}{after}"
    yield f"{margin} | {space}{caret}{_fix(placed)}"


def _fix(placed: Placed) -> str:
    """What the edits do, in a few words."""
    finding = placed.finding
    if finding.applicability is None:
        return ""
    how = HOW[finding.applicability]
    if not any(edit.text for edit in finding.edits):
        return f" {how}: delete"
    if len(finding.edits) > 1:
        return f" {how}: {len(finding.edits)} edits"
    return f" {how}: '{escaped(finding.edits[0].text)}'"
