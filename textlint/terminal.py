"""terminal – what a person sees: findings, diffs, a progress bar, the summary."""

import io
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO, TypeVar

import click

from textlint.errors import CLEAN, FAILED, FINDINGS, SettingsError
from textlint.outputs import OUTPUTS, statistics
from textlint.reports import Report, Tally, escaped

PROGRESS_AFTER = 1.0  # seconds

Item = TypeVar("Item")


def open_for_findings(output_file: Path | None) -> tuple[TextIO, bool]:
    """The stream for findings, always UTF-8, and whether it takes colours."""
    if output_file:
        try:
            return output_file.open("w", encoding="utf-8", newline="\n"), False
        except OSError as error:
            raise SettingsError(f"can't be written: {error.strerror}", output_file) from None
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if os.environ.get("FORCE_COLOR"):
        return sys.stdout, True
    return sys.stdout, sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def write(done: Iterable[Report], stream: TextIO, flags: dict[str, Any], *, color: bool) -> None:
    if flags["statistics"]:
        statistics.write(done, stream, color=color)
    else:
        default = "full" if stream.isatty() else "concise"
        OUTPUTS[flags["output_format"] or default].write(done, stream, color=color)
    stream.flush()


def write_diffs(done: Iterable[Report]) -> None:
    """Diffs, byte for byte so that they apply; escaped where a person reads them on a terminal."""
    for report in done:
        if sys.stdout.isatty():
            sys.stdout.write("".join(f"{escaped(line)}\n" for line in report.diff.split("\n")[:-1]))
        else:
            sys.stdout.buffer.write(report.diff.encode("utf-8", "surrogateescape"))
    sys.stdout.flush()


def with_progress(reports: Iterable[Item], length: int, stream: TextIO) -> Iterator[Item]:
    """Pass reports on; on a terminal, show how far they are once it has taken a second.

    Findings that go to the same terminal wait until the bar is done with.
    """
    if not sys.stderr.isatty():
        yield from reports
        return
    held: list[Item] = []
    started, bar = time.monotonic(), None
    for n, report in enumerate(reports):
        if bar is None and time.monotonic() - started > PROGRESS_AFTER:
            bar = click.progressbar(length=length, label="Reading", file=sys.stderr, show_pos=True)
            bar.update(n)
        if bar is not None:
            bar.update(1)
        if stream.isatty():
            held.append(report)
        else:
            yield report
    if bar is not None:
        bar.render_finish()
    yield from held


def conclude(tally: Tally, flags: dict[str, Any], *, fixing: bool) -> int:
    """Say what could not be done and what has been found; the exit code."""
    for problem in tally.problems:
        click.echo(f"textlint: {escaped(problem)}", err=True)
    if tally.documents and not flags["quiet"]:
        click.echo(_summary(tally, fixing=fixing, diff=bool(flags.get("diff"))), err=True)
    if tally.problems:
        return FAILED
    if flags.get("diff"):
        return FINDINGS if tally.changed else CLEAN
    return FINDINGS if tally.failing and not flags["exit_zero"] else CLEAN


def _summary(tally: Tally, *, fixing: bool, diff: bool) -> str:
    def several(count: int, noun: str) -> str:
        return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

    documents = several(tally.documents, "document")
    if fixing:
        verb = "Would fix" if diff else "Fixed"
        fixed = f"{verb} {several(tally.fixed, 'defect')} in {tally.changed} of {documents}"
        return f"{fixed}; {several(tally.findings, 'finding')} left."
    if not tally.findings:
        return f"No findings in {documents}."
    found = f"{several(tally.findings, 'finding')} in {documents}"
    return f"{found}: `textlint fix` mends {tally.fixable}, with --unsafe-fixes {tally.unsafe} more."
