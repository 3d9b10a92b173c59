"""summaries – ways for a summary to go out; one module each, in one table.

They stand apart from the other outputs because they take no reports: one has `write(summary, stream, …)`.
`most` is how many groups are shown, and `samples` how many samples of each rule.
"""

from typing import Protocol, TextIO

from textlint.outputs.summaries import html, json, text
from textlint.summary import Summary


class SummaryOutput(Protocol):
    """what the command line asks of an output's module"""

    def write(self, summary: Summary, stream: TextIO, *, color: bool, most: int, samples: int) -> None: ...


SUMMARIES: dict[str, SummaryOutput] = {"text": text, "json": json, "html": html}
