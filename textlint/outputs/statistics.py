"""statistics – how many findings each rule has, the commonest first."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, TextIO

import click

from textlint.model import Applicability, Rule
from textlint.reports import Report, escaped


def write(reports: Iterable[Report], stream: TextIO, *, color: bool, rules: Iterable[Rule[Any]]) -> None:
    found: Counter[str] = Counter()
    fixable: Counter[str] = Counter()
    for report in reports:
        for placed in report.placed:
            found[placed.finding.rule] += 1
            fixable[placed.finding.rule] += placed.finding.applicability == Applicability.SAFE
    for rule, count in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        name = click.style(escaped(rule), bold=True) if color else escaped(rule)
        fixes = f"  [*] {fixable[rule]} fixable" if fixable[rule] else ""
        stream.write(f"{count:>7}  {name}{fixes}\n")
