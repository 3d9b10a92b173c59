"""outputs – ways for results to go out; one module each, in one table.

An output has `write(reports, stream, color=…)`. It takes the reports as they come and keeps none of them.
"""

from collections.abc import Iterable
from typing import Protocol, TextIO

from textlint.outputs import concise, full, grouped, json, jsonl
from textlint.reports import Report


class Output(Protocol):
    """what the command line asks of an output's module"""

    def write(self, reports: Iterable[Report], stream: TextIO, *, color: bool) -> None: ...


OUTPUTS: dict[str, Output] = {
    "full": full,
    "concise": concise,
    "grouped": grouped,
    "json": json,
    "jsonl": jsonl,
}
