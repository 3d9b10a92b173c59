"""afar – shards on other machines: what the engines of clusters have in common.

A task gets a shard, and gives back its reports. It begins a process of its own, which does what a run on this
machine does with one shard; so a text that kills workers is found and set aside in the same way. That process
ends with its task, for then its standard input does.

An engine may begin a task again at any time, even one that has ended. What is done already is asked here,
before a task is sent. There a shard is worked on in any case, so that a second time tells what the first has
told. Names of files count from the folder that the run was begun in.
"""

import gzip
import os
import pickle
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from textlint import files
from textlint.corpora import shards
from textlint.corpora.addresses import Address
from textlint.corpora.engines import AHEAD, MOMENT, Sum, Watch, local
from textlint.corpora.shards import Shard
from textlint.errors import InputError, SettingsError, TextlintError
from textlint.reports import Report, Tally
from textlint.selection import ruleset_for

if TYPE_CHECKING:
    from textlint.runner import Work

TRIES = 4  # for a task
PART = 1 << 24  # bytes: engines carry large values badly
FAST = 1  # of the levels of gzip; reports are much alike
COUNTS = struct.Struct("<qq")
PLACE = re.compile(r"([^/:,@]+):(\d{1,5})\b")
CAUSE = re.compile(r"(?:Error|Exception): \S")
PATIENCE = 5.0  # seconds for somebody to answer
GRACE = 5.0  # seconds in which tasks that are ended take away what they have half-written


class Task(NamedTuple):
    """what a machine has to know to work on a shard"""

    shard: Shard
    work: "Work"
    folder: str
    rules: str  # a digest of them


class Came(NamedTuple):
    """what comes of a task: counts and packed reports, or a problem"""

    documents: int = 0
    findings: int = 0
    reports: Sequence[bytes] = ()
    problem: str = ""


Send = Callable[[bytes], "Future[Came]"]


def run(
    every: Sequence[Shard], work: "Work", send: Send, *, slots: Callable[[], int], watch: Watch
) -> Iterator[Report]:
    """Reports on shards, in their order; `slots` says how many tasks may be under way."""
    crew = Crew(every, work, send)
    for number in range(len(every)):
        while True:
            crew.look_after(number, slots())
            watch(crew.sum())
            if number in crew.finished:
                break
            wait(crew.sent.values(), MOMENT, FIRST_COMPLETED)
        watch(None)
        yield from crew.reports(number)


@contextmanager
def around(every: Sequence[Shard], address: str) -> Iterator[None]:
    """What stands around a run: nothing half-written is there before and after it.

    Raises RuleError or SettingsError before anything is begun. That nobody answers at an address is seen
    here, for engines try it for many minutes.
    """
    for settings in {shard.settings: None for shard in every}:
        ruleset_for(settings)
    places = PLACE.findall(address)
    if places and not any(_answers(host, int(port)) for host, port in places):
        raise SettingsError(f"--on: nobody answers at {address}")
    _sweep(every)
    try:
        yield
    finally:
        _sweep(every, GRACE)


def _answers(host: str, port: int) -> bool:
    with suppress(OSError), socket.create_connection((host, port), PATIENCE):
        return True
    return False


def _sweep(every: Sequence[Shard], grace: float = 0) -> None:
    """Remove what is half-written; what is still being written gets a little time to go."""
    until = time.monotonic() + grace
    for folder in {folder for shard in every for folder in shard.folders}:
        files.sweep(folder)
        while (
            not isinstance(folder, Address)
            and list(folder.glob(".textlint-*.part"))
            and time.monotonic() < until
        ):
            time.sleep(MOMENT)
            files.sweep(folder)


class Crew:
    """the tasks of a run"""

    def __init__(self, every: Sequence[Shard], work: "Work", send: Send) -> None:
        self.every, self.work, self.send = every, work, send
        self.sent: dict[int, Future[Came]] = {}
        self.finished: dict[int, Came | shards.Outcome] = {}  # outcomes of those that were done already
        self.sizes = [shard.size for shard in every]
        self.next = self.documents = self.findings = self.position = 0

    def look_after(self, shown: int, slots: int) -> None:
        """See what has come, and send more."""
        for number, future in list(self.sent.items()):
            if future.done():
                del self.sent[number]
                self._finish(number, _came(future))
        while self.next < len(self.every) and len(self.sent) < slots and self.next <= shown + AHEAD * slots:
            shard = self.every[self.next]
            if outcome := shards.done(shard, self.work):
                self._finish(self.next, outcome)
            else:
                task = Task(shard, self.work, str(Path.cwd()), shards.rules_digest(shard.settings.rules))
                self.sent[self.next] = self.send(pickle.dumps(task, pickle.HIGHEST_PROTOCOL))
            self.next += 1

    def reports(self, number: int) -> Iterator[Report]:
        """The reports on a finished shard."""
        path, came = str(self.every[number].source), self.finished.pop(number)
        if isinstance(came, shards.Outcome):
            yield Report(path, read=False, others=came.total, made=came.made)
        elif came.problem:
            yield Report(path, read=False, problems=(f"{path}: {came.problem}; left alone",))
        else:
            with TemporaryFile() as file:
                file.writelines(came.reports)
                del came
                file.seek(0)
                with gzip.open(file) as unpacked:
                    yield from shards.unpickled(cast("BinaryIO", unpacked))

    def sum(self) -> Sum:
        return Sum(self.documents, self.findings, self.position, sum(self.sizes))

    def _finish(self, number: int, came: Came | shards.Outcome) -> None:
        counts = came.total if isinstance(came, shards.Outcome) else came
        self.finished[number] = came
        self.documents += counts.documents
        self.findings += counts.findings
        self.position += self.sizes[number]


def _came(future: "Future[Came]") -> Came:
    """What comes of a task, for which an engine may have an error of its own."""
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - engines have errors of their own
        return Came(problem=f"its task has failed: {told(error)}")


def told(error: Exception) -> str:
    """The line that says most of what an engine says of an error: they show all their stacks."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    causes = [line for line in lines if CAUSE.search(line)]
    return (causes or lines or [type(error).__name__])[-1 if causes else 0].lstrip(": ")


def done(package: bytes) -> Came:
    """What a task does, on another machine."""
    for _ in range(TRIES):
        with TemporaryFile() as complaints:
            came, code = _supervised(package, complaints)
            if code == 0:
                return came
            complaints.seek(0)
            said = complaints.read().decode(errors="replace").strip().splitlines()
        if code > 0:
            return Came(problem=said[-1] if said else f"its process has ended with {code}")
    return Came(problem=f"its process has been killed {TRIES} times on {socket.gethostname()}")


def _supervised(package: bytes, complaints: BinaryIO) -> tuple[Came, int]:
    """What a process of its own makes of a task, and its exit code."""
    path = os.pathsep.join(filter(None, sys.path))  # of modules, but for the folder that a worker is in
    with subprocess.Popen(  # noqa: S603 - Python itself
        [sys.executable, "-P", "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        env={**os.environ, "PYTHONPATH": path},
    ) as process:
        assert process.stdin  # noqa: S101 - the type checker can't know
        assert process.stdout  # noqa: S101
        try:
            with suppress(BrokenPipeError):
                process.stdin.write(package)
                process.stdin.flush()
            counts = process.stdout.read(COUNTS.size)
            parts = tuple(iter(partial(process.stdout.read, PART), b""))
        finally:
            process.stdin.close()
        code = process.wait()
    documents, findings = COUNTS.unpack(counts) if code == 0 else (0, 0)
    return Came(documents, findings, parts), code


def _alone() -> None:
    """What that process does: a task from standard input, and what comes of it to standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an engine's to tell
    task: Task = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out, TemporaryFile() as spool:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nobody else may write there
        tally = Tally()
        with gzip.open(spool, "wb", compresslevel=FAST) as packed:
            for report in tally.count(_reports(task)):
                pickle.dump(report, packed, pickle.HIGHEST_PROTOCOL)
        spool.seek(0)
        out.write(COUNTS.pack(tally.documents, tally.findings))
        shutil.copyfileobj(spool, out)


def _reports(task: Task) -> Iterator[Report]:
    here = socket.gethostname()
    try:
        os.chdir(task.folder)
    except OSError:
        if not (isinstance(task.shard.source, Address) or task.shard.source.is_absolute()):
            raise InputError(f"no folder {task.folder} on {here}; expected the same files there") from None
    if shards.rules_digest(task.shard.settings.rules) != task.rules:
        raise SettingsError(f"other rules, or another textlint, on {here}; expected the same everywhere")
    return local.run([task.shard], task.work, jobs=1, watch=_go_with_the_task, anew=True)


def _go_with_the_task(so_far: Sum | None) -> None:
    if so_far and select.select([sys.stdin], [], [], 0)[0]:  # nothing comes there, but its end
        raise TextlintError("its task has ended")


if __name__ == "__main__":
    try:
        _alone()
    except TextlintError as error:
        sys.exit(str(error))
