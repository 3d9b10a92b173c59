"""json – all findings as one JSON array of the objects that `jsonl` writes."""

import json
from collections.abc import Iterable
from typing import TextIO

from textlint.outputs.jsonl import as_dict
from textlint.reports import Report


def write(reports: Iterable[Report], stream: TextIO, *, color: bool) -> None:
    separator = "["
    for report in reports:
        for placed in report.placed:
            stream.write(f"{separator}\n  {json.dumps(as_dict(report.path, placed), ensure_ascii=False)}")
            separator = ","
    stream.write("[]\n" if separator == "[" else "\n]\n")
