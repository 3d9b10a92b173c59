"""terminal – what a person sees: findings, diffs, a progress bar, the summary."""

import errno
import io
import os
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from textlint.errors import CLEAN, FAILED, FINDINGS, UNREAD, SettingsError
from textlint.model import Rule
from textlint.outputs import OUTPUTS, statistics
from textlint.reports import Report, Tally, escaped

if TYPE_CHECKING:
    from textlint.corpora.engines import Sum

PROGRESS_AFTER = 1.0  # seconds
STANDARD_OUTPUT, NOTHING = Path("/dev/stdout"), Path("/dev/null")  # the devices that may be an output file

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Door:
    """where findings go, and whether it takes colours"""

    stream: TextIO
    color: bool


def open_standard_streams() -> None:
    """Make the standard streams UTF-8 that can't fail on any text.

    For one that is closed: standard error swallows everything, but to write to standard output fails, as it
    does where it was opened for reading.
    """
    for name, mode in (("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        stream = getattr(sys, name)
        if stream is None:
            stream = open(os.open(os.devnull, mode), "w", encoding="utf-8")  # noqa: SIM115, PTH123 - it stays open
            setattr(sys, name, stream)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


@contextmanager
def door(
    output_file: Path | None, inputs: Collection[Path] = (), standard: TextIO | None = None
) -> Iterator[Door]:
    """The way out for findings: a standard stream, or a file that appears when all is written.

    A file that is there already keeps its mode and owner. Raises SettingsError for a file that is one of the
    inputs, a link, or can't be written.
    """
    if output_file is None or output_file == STANDARD_OUTPUT:
        stream = sys.stdout if output_file or not standard else standard
        yield Door(stream, takes_color(stream))
        return
    if output_file == NOTHING:
        with output_file.open("w", encoding="utf-8") as stream:
            yield Door(stream, color=False)
        return
    if output_file.is_symlink():
        raise SettingsError("a symbolic link; expected a file to write", output_file)
    if output_file.resolve() in {path.resolve() for path in inputs}:
        raise SettingsError("one of the texts to read; expected another file to write", output_file)
    is_new = not output_file.exists()
    if not output_file.name or not (is_new or output_file.is_file()):
        raise SettingsError("not a regular file; expected a file to write", output_file)
    if not (is_new or os.access(output_file, os.W_OK)):
        raise SettingsError("may not be written", output_file)
    import secrets  # noqa: PLC0415

    from textlint import files  # noqa: PLC0415 - most runs don't need it

    temporary = output_file.with_name(f".textlint-{secrets.token_hex(8)}")
    try:
        with temporary.open("x", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            yield Door(stream, color=False)
        if not is_new:
            files.keep_attributes(output_file, temporary, output_file.stat())
        temporary.replace(output_file)
    except OSError as error:
        raise SettingsError(f"can't be written: {error.strerror}", output_file) from None
    finally:
        temporary.unlink(missing_ok=True)


def write(
    reports: Iterable[Report],
    door: Door,
    flags: dict[str, Any],
    tally: Tally,
    rules: Iterable[Rule[Any]],
    *,
    to_end: bool = True,
) -> None:
    """Write findings or diffs. On a broken pipe the run goes on if `to_end`, so that fixes are completed."""
    done = tally.count(reports)
    try:
        if flags.get("diff"):
            _write_diffs(done, door.stream)
        elif flags["statistics"]:
            statistics.write(done, door.stream, color=door.color, rules=rules)
        else:
            default = "full" if door.stream.isatty() else "concise"
            output = OUTPUTS[flags["output_format"] or default]
            output.write(chain(_early(tally), done), door.stream, color=door.color, rules=rules)
        door.stream.flush()
    except OSError as error:
        if door.stream is not sys.stdout or error.filename is not None:  # which has to do with a file
            raise
        if is_unread(error):
            tally.unread = True
        else:
            tally.problems.append(why(error))
        drop_output()
        for _ in done if to_end else ():
            pass


def _early(tally: Tally) -> list[Report]:
    """What has gone wrong before the first file was read, as a report on the working folder."""
    return [Report(".", read=False, problems=tuple(tally.problems))] if tally.problems else []


def why(error: OSError) -> str:
    """One line for what the system refused; what standard output has not taken until then goes nowhere."""
    if error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    if error.errno == errno.ENOENT:
        return "the working folder is no longer there"
    drop_output()
    return f"standard output can't be written: {error.strerror}"


def is_unread(error: OSError) -> bool:
    """Whether standard output is a pipe that nobody reads any more, as in `textlint check | head`."""
    return error.errno == errno.EPIPE and error.filename is None


def drop_output() -> None:
    """Send nowhere what standard output has not taken: Python writes it when it ends, and would complain."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def takes_color(stream: TextIO) -> bool:
    """Whether to colour what goes to a stream; the environment has the last word."""
    forced = os.environ.get("FORCE_COLOR", "")
    if forced in ("0", "false"):
        return False
    unwanted = os.environ.get("NO_COLOR") or _is_dumb()
    return bool(forced) or (stream.isatty() and not unwanted)


def _is_dumb() -> bool:
    """Whether the terminal can only write on."""
    return os.environ.get("TERM") == "dumb"


def _write_diffs(done: Iterable[Report], stream: TextIO) -> None:
    """Diffs, byte for byte so that they apply; escaped where a person reads them on a terminal."""
    for report in done:
        if stream.isatty():
            stream.write("".join(f"{escaped(line)}\n" for line in report.diff.split("\n")[:-1]))
        elif isinstance(stream, io.TextIOWrapper):
            stream.flush()
            stream.buffer.write(report.diff.encode("utf-8", "surrogateescape"))


def with_progress(reports: Iterable[Item], length: int, stream: TextIO) -> Iterator[Item]:
    """Pass reports on; on a terminal, show how far they are once it has taken a second.

    Findings that go to the same terminal wait until the bar is done with.
    """
    if not sys.stderr.isatty() or _is_dumb():
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


class Bar:
    """a line on a terminal that tells how far a run over tables is"""

    def __init__(self) -> None:
        self.started, self.drawn = time.monotonic(), False
        self.is_wanted = sys.stderr.isatty() and not _is_dumb()

    def show(self, so_far: "Sum | None") -> None:
        """Draw the line, once the run has taken a second; None takes it away."""
        seconds = time.monotonic() - self.started
        if so_far and self.is_wanted and seconds > PROGRESS_AFTER:
            click.echo(f"\r{progress(so_far, seconds)}\x1b[K", nl=False, err=True)
            self.drawn = True
        elif self.drawn and not so_far:
            click.echo("\r\x1b[K", nl=False, err=True)
            self.drawn = False


def progress(so_far: "Sum", seconds: float) -> str:
    """How far a run over tables is after so many seconds, and how long it will take from here.

    >>> from textlint.corpora.engines import Sum
    >>> progress(Sum(documents=12_345, findings=310, position=4_000_000, length=16_000_000), 2)
    '12345 documents, 2.0 MB/s, 310 findings, 0:06 left'
    """
    speed = so_far.position / seconds
    left = f"{timedelta(seconds=round((so_far.length - so_far.position) / speed))}" if speed else "?"
    parts = (
        several(so_far.documents, "document"),
        f"{speed / 1e6:.1f} MB/s",
        several(so_far.findings, "finding"),
        f"{left.removeprefix('0:').removeprefix('0')} left",
    )
    return ", ".join(parts)


def conclude(tally: Tally, flags: dict[str, Any], *, fixing: bool) -> int:
    """Say what could not be done and what has been found; the exit code."""
    tell(tally)
    if tally.documents and not flags["quiet"] and not (tally.unread and not tally.fixed):
        click.echo(_summary(tally, fixing=fixing, diff=bool(flags.get("diff"))), err=True)
    if tally.problems:
        return FAILED
    if tally.unread:
        return UNREAD
    if flags.get("diff"):
        return FINDINGS if tally.changed and not flags["exit_zero"] else CLEAN
    return FINDINGS if tally.failing and not flags["exit_zero"] else CLEAN


def tell(tally: Tally) -> None:
    """Print warnings and problems to standard error, a line each."""
    for line in (*(f"warning: {each}" for each in tally.warnings), *tally.problems):
        click.echo(f"textlint: {escaped(line)}", err=True)


def fail(problem: str, code: int = FAILED) -> int:
    """Say in one line why a run has ended; the exit code."""
    with suppress(OSError):  # the exit code is left
        click.echo(f"textlint: {escaped(' '.join(problem.split()))}", err=True)
    return code


def several(count: int, noun: str) -> str:
    """A count and its noun.

    >>> several(1, "rule"), several(2, "rule")
    ('1 rule', '2 rules')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _summary(tally: Tally, *, fixing: bool, diff: bool) -> str:
    documents = several(tally.documents, "document")
    accepted = f", and {tally.accepted} accepted" if tally.accepted else ""
    if fixing:
        verb = "Would fix" if diff else "Fixed"
        fixed = f"{verb} {several(tally.fixed, 'defect')} in {tally.changed} of {documents}"
        return f"{fixed}; {several(tally.findings, 'finding')} left{accepted}."
    if not tally.findings:
        return f"No findings in {documents}{accepted}."
    found = f"{several(tally.findings, 'finding')} in {documents}{accepted}"
    return f"{found}: `textlint fix` mends {tally.fixable}, with --unsafe-fixes {tally.unsafe} more."
