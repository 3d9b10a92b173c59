"""outputs – ways for results to go out; one module each, in one table.

An output has `write(reports, stream, color=…, rules=…)`. It takes the reports as they come and keeps none of
them. The rules' files are read when it asks for the first rule, so only an output that describes rules does.
"""

from collections.abc import Iterable
from typing import Any, Protocol, TextIO

from textlint.model import Rule
from textlint.outputs import concise, full, github, gitlab, grouped, json, jsonl, junit, rdjson, sarif
from textlint.reports import Report


class Output(Protocol):
    """what the command line asks of an output's module"""

    def write(
        self, reports: Iterable[Report], stream: TextIO, *, color: bool, rules: Iterable[Rule[Any]]
    ) -> None: ...


OUTPUTS: dict[str, Output] = {
    "full": full,
    "concise": concise,
    "grouped": grouped,
    "json": json,
    "jsonl": jsonl,
    "github": github,
    "gitlab": gitlab,
    "junit": junit,
    "sarif": sarif,
    "rdjson": rdjson,
}
