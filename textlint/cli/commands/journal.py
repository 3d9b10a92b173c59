"""journal – what fix has done, by its journal: runs, documents, edits by rule."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from textlint.errors import CLEAN, InputError

SAFE, UNSAFE = "safe", "unsafe"


@dataclass(slots=True)
class Sums:
    """what a run did, or what was done to a file"""

    documents: set[tuple[str, int, str]] = field(default_factory=set)
    edits: Counter[str] = field(default_factory=Counter)  # safe and unsafe ones

    @property
    def json(self) -> dict[str, int]:
        return {"documents": len(self.documents), **_edits(self.edits)}


@dataclass(slots=True)
class Account:
    """all that a journal says, summed up"""

    runs: dict[str, tuple[Any, Sums]] = field(default_factory=dict)
    files: dict[str, Sums] = field(default_factory=dict)  # by the names that they were given
    rules: dict[str, Counter[str]] = field(default_factory=dict)
    cut_off: int | None = None


@click.command()
@click.argument("file", type=Path)
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", help="How to list.")
def command(file: Path, output_format: str) -> int:
    """Sum up what `fix --journal FILE` has done: runs, documents, edits by rule."""
    from textlint.reports import escaped  # noqa: PLC0415

    account = _account(file)
    if output_format == "json":
        _echo_json(account)
    else:
        for line in _lines(account):
            click.echo(escaped(line))
    if account.cut_off:
        click.echo(f"{escaped(str(file))}:{account.cut_off}: the last line is cut off.", err=True)
    return CLEAN


def _account(file: Path) -> Account:
    """Sum up a journal line by line. Raises InputError where a line of it is wrong."""
    from textlint import journal  # noqa: PLC0415

    account = Account()
    try:
        with file.open("rb") as opened:
            for number, _, content, _ in journal.read(opened, file):
                if isinstance(content, journal.Run):
                    account.runs[content.run] = content, Sums()
                elif content is None:
                    account.cut_off = number
                else:
                    row, name = (content.record.row, content.record.field) if content.record else (0, "")
                    how = Counter(edit.applicability for edit in content.edits)
                    for sums in (
                        account.runs[content.run][1],
                        account.files.setdefault(content.path, Sums()),
                    ):
                        sums.documents.add((content.file, row, name))
                        sums.edits.update(how)
                    for edit in content.edits:
                        account.rules.setdefault(edit.rule, Counter())[edit.applicability] += 1
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror}", file) from None
    return account


def _edits(counts: Mapping[str, int]) -> dict[str, int]:
    return {"edits": sum(counts.values()), SAFE: counts.get(SAFE, 0), UNSAFE: counts.get(UNSAFE, 0)}


def _ordered(account: Account) -> list[tuple[str, Counter[str]]]:
    """Rules, the busiest first."""
    return sorted(account.rules.items(), key=lambda item: (-item[1].total(), item[0]))


def _echo_json(account: Account) -> None:
    import json  # noqa: PLC0415

    summary = {
        "runs": [
            {"run": run.run, "time": run.time, "textlint": run.textlint, **sums.json}
            for run, sums in account.runs.values()
        ],
        "files": [{"path": path, **sums.json} for path, sums in account.files.items()],
        "rules": [{"rule": rule, **_edits(counts)} for rule, counts in _ordered(account)],
    }
    click.echo(json.dumps(summary, indent=2, ensure_ascii=True))


def _lines(account: Account) -> Iterator[str]:
    from textlint.cli.terminal import several  # noqa: PLC0415

    documents = set[tuple[str, int, str]]().union(*(sums.documents for sums in account.files.values()))
    edits = sum(counts.total() for counts in account.rules.values())
    yield ", ".join(
        (
            several(len(account.runs), "run"),
            several(len(account.files), "file"),
            several(len(documents), "document"),
            several(edits, "edit"),
        )
    )
    yield ""
    yield from _table(
        [("documents", SAFE, UNSAFE, "run")],
        (
            (
                len(sums.documents),
                sums.edits[SAFE],
                sums.edits[UNSAFE],
                f"{run.time}, textlint {run.textlint}",
            )
            for run, sums in account.runs.values()
        ),
    )
    if account.rules:
        yield ""
        yield from _table(
            [(SAFE, UNSAFE, "rule")],
            ((counts[SAFE], counts[UNSAFE], rule) for rule, counts in _ordered(account)),
        )


def _table(head: list[tuple[Any, ...]], rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    """Rows in columns, all but the last one to the right."""
    every = [*head, *rows]
    widths = [max(len(str(row[n])) for row in every) for n in range(len(every[0]) - 1)]
    for row in every:
        cells = [f"{value:>{width}}" for value, width in zip(row[:-1], widths, strict=True)]
        yield "  ".join((*cells, str(row[-1])))
