"""local – shards on this machine: a process for each, a few at once; reports in the order of the shards.

A worker's reports come through a file, for a pipe hangs when one who writes into it is killed. Of a shard
whose worker dies nothing is shown; another worker begins it again. A worker says which row it is at: a row at
which two have died is set aside.
"""

import multiprocessing
import os
import pickle
import signal
import struct
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from mmap import mmap
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from textlint import files, selection
from textlint.corpora import shards
from textlint.corpora.engines import AHEAD, MOMENT, Sum, Watch
from textlint.corpora.shards import START, Progress, Shard, Texts
from textlint.reports import Report
from textlint.selection import ruleset_for

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from textlint.runner import Work

TWICE = 2  # so often a worker may die at a row before the row is set aside
MOST_DEATHS = 100  # of workers on one shard
PROGRESS = struct.Struct("<q?qqq")
OFTEN = 100  # reports, after which workers are looked after


def run(
    every: Sequence[Shard],
    work: "Work",
    address: str = "",  # noqa: ARG001 - engines have one signature
    *,
    jobs: int | None = None,
    watch: Watch = lambda _: None,
    anew: bool = False,
) -> Iterator[Report]:
    """Reports on shards, in their order. Raises RuleError or SettingsError before the first is read.

    `anew` says that a shard is worked on even if a note says that it is done.
    """
    for settings in {shard.settings: None for shard in every}:
        _ = ruleset_for(settings).core  # made here once, and there in each worker that is forked
    for folder in {folder for shard in every for folder in shard.folders}:
        files.sweep(folder)
    with TemporaryDirectory(prefix="textlint-") as spools:
        crew = Crew(every, work, jobs or os.cpu_count() or 1, Path(spools), watch, anew=anew)
        try:
            for number in range(len(every)):
                crew.wait_for(number)
                watch(None)
                for count, report in enumerate(crew.reports(number)):
                    if count % OFTEN == OFTEN - 1:
                        crew.look_after()
                        watch(None)
                    yield report
        finally:
            watch(None)
            crew.leave()


@dataclass(slots=True)
class Worker:
    """a process that works on a shard, and where it says how far it is"""

    process: "BaseProcess"
    state: mmap


@dataclass(slots=True)
class Fate:
    """how it goes with a shard: where workers have died, and the rows that are set aside"""

    deaths: Counter[tuple[int, bool]] = field(default_factory=Counter)
    aside: set[int] = field(default_factory=set)
    problem: str = ""
    progress: Progress = START


class Crew:
    """the workers of a run"""

    def __init__(
        self,
        every: Sequence[Shard],
        work: "Work",
        jobs: int,
        folder: Path,
        watch: Watch,
        *,
        anew: bool,
    ) -> None:
        self.every, self.work, self.jobs, self.folder, self.watch = every, work, jobs, folder, watch
        self.anew = anew
        self.workers: dict[int, Worker] = {}
        self.fates = [Fate() for _ in every]
        self.finished: dict[
            int, shards.Outcome | None
        ] = {}  # those that were done already with their outcome
        self.waiting = iter(range(len(every)))
        self.next = next(self.waiting, None)
        self.sizes = [shard.size for shard in every]
        self.shown = 0  # shards

    def wait_for(self, number: int) -> None:
        """Return when a shard is finished."""
        self.shown = number
        self.look_after()
        while number not in self.finished:
            wait([worker.process.sentinel for worker in self.workers.values()], MOMENT)
            self.look_after()

    def look_after(self) -> None:
        """See who has come to an end, and let others begin."""
        for number, worker in list(self.workers.items()):
            is_alive = worker.process.is_alive()  # asked first: what it says after that it says no more
            self.fates[number].progress = Progress(*PROGRESS.unpack_from(worker.state))
            if not is_alive:
                self._end(number, worker)
        while self.next is not None and len(self.workers) < self.jobs:
            if self.next > self.shown + AHEAD * self.jobs:
                break
            outcome = None if self.anew else shards.done(self.every[self.next], self.work)
            if outcome:
                self.finished[self.next] = outcome
            else:
                self._begin(self.next)
            self.next = next(self.waiting, None)
        self.watch(self._sum())

    def reports(self, number: int) -> Iterator[Report]:
        """The reports on a finished shard; the last one stands for all documents that need none."""
        path, outcome = str(self.every[number].source), self.finished[number]
        if outcome:
            yield Report(path, read=False, others=outcome.total, made=outcome.made)
        elif problem := self.fates[number].problem:
            yield Report(path, read=False, problems=(problem,))
        else:
            with self._file(number, "reports").open("rb") as file:
                yield from shards.unpickled(file)
        for kind in ("reports", "state"):
            self._file(number, kind).unlink(missing_ok=True)

    def leave(self) -> None:
        """End all workers, and take away what they leave half-written."""
        begun = {number: worker for number, worker in self.workers.items() if worker.process.pid}
        for worker in begun.values():
            worker.process.kill()
        for number, worker in begun.items():
            worker.process.join()
            worker.state.close()
            self._sweep(number)

    def _begin(self, number: int) -> None:
        self._file(number, "state").write_bytes(PROGRESS.pack(*START))
        files = self._file(number, "state"), self._file(number, "reports")
        aside = frozenset(self.fates[number].aside)
        # After a death a process goes row by row, so that the row is known where it dies.
        threads = 0 if self.fates[number].deaths else max(1, self.jobs // len(self.every))
        process = multiprocessing.Process(
            target=_work, args=(self.every[number], self.work, files, aside, threads), daemon=True
        )
        self.workers[number] = Worker(
            process, _shared(files[0])
        )  # before it is there: Ctrl-C may come between
        process.start()

    def _end(self, number: int, worker: Worker) -> None:
        """A shard is finished, or its worker has died: then another one begins."""
        del self.workers[number]
        fate, died = self.fates[number], worker.process.exitcode != 0
        worker.process.close()
        worker.state.close()
        if died:
            self._sweep(number)
            row, reading = fate.progress.row, fate.progress.reading
            fate.deaths[row, reading] += 1
            if fate.deaths.total() < MOST_DEATHS and not (reading and fate.deaths[row, reading] == TWICE):
                if fate.deaths[row, reading] == TWICE:
                    fate.aside.add(row)
                self._begin(number)
                return
            where = f"behind row {row}" if row else "before its first row"
            fate.problem = f"{self.every[number].source}: workers have died {where}; left alone"
        fate.progress = fate.progress._replace(position=self.sizes[number])
        self.finished[number] = None

    def _sweep(self, number: int) -> None:
        for folder in self.every[number].folders:
            files.sweep(folder)

    def _file(self, number: int, kind: str) -> Path:
        return self.folder / f"{number}.{kind}"

    def _sum(self) -> Sum:
        position = documents = findings = 0
        for number, fate in enumerate(self.fates):
            if outcome := self.finished.get(number):
                documents += outcome.total.documents
                findings += outcome.total.findings
                position += self.sizes[number]
            else:
                documents += fate.progress.documents
                findings += fate.progress.findings
                position += min(fate.progress.position, self.sizes[number])
        return Sum(documents, findings, position, sum(self.sizes))


def _shared(file: Path) -> mmap:
    """A file as memory that processes share, and that outlives them."""
    with file.open("r+b") as opened:
        return mmap(opened.fileno(), PROGRESS.size)


def _work(shard: Shard, work: "Work", files: tuple[Path, Path], aside: frozenset[int], threads: int) -> None:
    """What a worker does: a shard. It ends with its parent, and not when somebody presses Ctrl-C."""
    _as_worker()
    if not files[0].exists():  # the run ended in the moment in which this process began
        return
    state = _shared(files[0])
    with files[1].open("wb") as spool:

        def show(report: Report) -> None:
            pickle.dump(report, spool, pickle.HIGHEST_PROTOCOL)

        def tell(progress: Progress) -> None:
            PROGRESS.pack_into(state, 0, *progress)

        texts = Texts(shard, work, show, tell, aside, threads=threads)
        outcome = shards.process(shard, work, texts)
        if outcome.is_left:
            spool.seek(0)
            spool.truncate()
        problems = tuple(f"{shard.source}: {problem}" for problem in selection.problems(shard.settings))
        show(
            Report(str(shard.source), read=False, problems=problems, others=outcome.silent, made=outcome.made)
        )


def _as_worker() -> None:
    """Ignore interrupts, since files are being written, and end with the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)
