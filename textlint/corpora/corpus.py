"""corpus – many shards: a process for each, a few at once; reports in the order of the shards.

A worker's reports come through a file, for a pipe hangs when one who writes into it is killed. Of a shard
whose worker dies nothing is shown; another worker begins it again. A worker says which row it is at: a row at
which two have died is set aside.
"""

import multiprocessing
import pickle
import shutil
import struct
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from mmap import mmap
from multiprocessing.connection import wait
from pathlib import Path
from queue import Queue
from tempfile import TemporaryDirectory, TemporaryFile
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from textlint import runner
from textlint.corpora import shards, streams
from textlint.corpora.shards import START, Progress, Shard, Texts
from textlint.errors import InputError, SettingsError
from textlint.files import absolute
from textlint.inputs import IN_LINES, PACKINGS, TABLES, table_for, table_suffix
from textlint.reports import Report

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from textlint.runner import File, Work
    from textlint.settings import Settings

TWICE = 2  # so often a worker may die at a row before the row is set aside
MOST_DEATHS = 100  # of workers on one shard
AHEAD = 4  # shards for each worker whose reports may wait for those before them
PROGRESS = struct.Struct("<q?qqq")
MOMENT = 0.2  # seconds between two looks at how far workers are
OFTEN = 100  # reports, after which workers are looked after


class Sum(NamedTuple):
    """how far a run is"""

    documents: int
    findings: int
    position: int  # bytes of files, of so many
    length: int


def planned(
    tables: "Sequence[File]", output: Path | None, roots: Sequence[Path], *, fixing: bool
) -> list[Shard]:
    """What is to be made of tables: nothing, new ones in their places, or new ones elsewhere.

    Below an output folder stands what stands below the folders that were named; what is below it already, an
    earlier run has written. Raises SettingsError where two tables would become one, or one would be
    overwritten that is to be read.
    """
    if output is None:
        return [Shard(path, holds, path if fixing else None) for path, holds in tables]
    if _is_file(output, tables, roots):
        found = [(path, holds, output) for path, holds in tables]
        home = output.parent
    else:
        home = output
        found = [
            (path, holds, output / path.relative_to(_above(path, roots)))
            for path, holds in tables
            if not _is_within(path, output) or _is_within(_above(path, roots), output)
        ]
    targets: dict[Path, Path] = {}
    sources = {path.resolve() for path, _, _ in found}
    for path, _, target in found:
        if target in targets:
            raise SettingsError(f"{targets[target]} and {path} would both become this file", target)
        if target.resolve() in sources:
            raise SettingsError("one of the tables to read; leave --output out to fix it in place", target)
        if not target.parent.resolve().is_relative_to(home.resolve()):
            raise SettingsError(f"a link leads out of {home}; expected folders", target.parent)
        targets[target] = path
    return [Shard(path, holds, target, shards.note_for(target, home)) for path, holds, target in found]


def _is_file(output: Path, tables: "Sequence[File]", roots: Sequence[Path]) -> bool:
    """Whether an output is one file; it has to be called as what it is."""
    suffix = table_suffix(output.name)
    if not suffix or output.is_dir():
        if output.is_file():
            raise SettingsError("a file; expected a folder, or the name of a table", output)
        return False
    if len(tables) != 1 or any(root.is_dir() for root in roots):
        raise SettingsError(
            "the name of a table, but there may be several to write; expected a folder", output
        )
    source = tables[0][0]
    if table_suffix(source.name) != suffix:
        raise SettingsError(
            f"expected a name that ends in {table_suffix(source.name)}, as {source} does", output
        )
    return True


def _above(path: Path, roots: Sequence[Path]) -> Path:
    """The deepest folder that was named and holds a table; for a table that was named, its own."""
    above = [root for root in roots if path != root and path.is_relative_to(root)]
    return path.parent if path in roots else max(above, key=lambda root: len(root.parts))


def _is_within(path: Path, folder: Path) -> bool:
    return absolute(path).is_relative_to(absolute(folder))


def run(
    every: Sequence[Shard],
    work: "Work",
    *,
    jobs: int = 1,
    watch: Callable[[Sum | None], None] = lambda _: None,
) -> Iterator[Report]:
    """Reports on shards, in their order. Raises RuleError or SettingsError before the first is read.

    `watch` hears now and then how far the run is, and None when there are reports to be shown.
    """
    for settings in {shard.settings: None for shard in every}:
        runner.ruleset_for(settings)
    for place in {each.parent for shard in every for each in (*shard.targets, shard.note) if each}:
        streams.sweep(place)
    with TemporaryDirectory(prefix="textlint-") as folder:
        crew = Crew(every, work, jobs, Path(folder), watch)
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
        watch: Callable[[Sum | None], None],
    ) -> None:
        self.every, self.work, self.jobs, self.folder, self.watch = every, work, jobs, folder, watch
        self.workers: dict[int, Worker] = {}
        self.fates = [Fate() for _ in every]
        self.finished: dict[
            int, shards.Outcome | None
        ] = {}  # those that were done already with their outcome
        self.waiting = iter(range(len(every)))
        self.next = next(self.waiting, None)
        self.sizes = [_size(shard.source) for shard in every]
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
            outcome = shards.done(self.every[self.next], self.work)
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
            yield Report(path, read=False, others=outcome.total)
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
        process = multiprocessing.Process(
            target=_work, args=(self.every[number], self.work, files, aside), daemon=True
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
        shard = self.every[number]
        for folder in {path.parent for path in (*shard.targets, shard.note) if path}:
            streams.sweep(folder)

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


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def _shared(file: Path) -> mmap:
    """A file as memory that processes share, and that outlives them."""
    with file.open("r+b") as opened:
        return mmap(opened.fileno(), PROGRESS.size)


def _work(shard: Shard, work: "Work", files: tuple[Path, Path], aside: frozenset[int]) -> None:
    """What a worker does: a shard. It ends with its parent, and not when somebody presses Ctrl-C."""
    runner.as_worker(fixing=True)
    if not files[0].exists():  # the run ended in the moment in which this process began
        return
    state = _shared(files[0])
    with files[1].open("wb") as spool:

        def show(report: Report) -> None:
            pickle.dump(report, spool, pickle.HIGHEST_PROTOCOL)

        def tell(progress: Progress) -> None:
            PROGRESS.pack_into(state, 0, *progress)

        texts = Texts(shard, work, show, tell, aside)
        outcome = shards.process(shard, work, texts)
        show(Report(str(shard.source), read=False, others=outcome.silent))


@contextmanager
def _standard_input(name: Path) -> Iterator[BinaryIO]:
    """A table from standard input; one that is not in lines, and so read from its end, is put into a file.

    The stream is one of our own: Python can't end while a thread waits for what `sys.stdin` reads.
    """
    with open(sys.stdin.fileno(), "rb", closefd=False) as source:
        if TABLES[table_suffix(name.name)] in IN_LINES:
            yield source
            return
        with TemporaryFile() as file:
            shutil.copyfileobj(source, file)
            file.seek(0)
            yield file


def stream(name: Path, settings: "Settings", work: "Work") -> Iterator[Report]:
    """Reports on a table from standard input, as it comes; fix writes it to standard output."""
    if name.name.lower().endswith(PACKINGS):
        raise InputError("a packed table can't come from standard input; unpack it on the way", name)
    runner.ruleset_for(settings)
    waiting: Queue[Report | BaseException | None] = Queue(OFTEN)
    shard = Shard(name, settings)
    texts = Texts(shard, work, waiting.put)

    def rewrite() -> None:
        try:
            target = sys.stdout.buffer if work.fix else None
            with _standard_input(name) as source:
                table_for(name.name).rewrite(source, target, work.layout, texts)
            if target:
                target.flush()
            waiting.put(Report(str(name), read=False, others=texts.outcome.silent))
            waiting.put(None)
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            waiting.put(error)

    Thread(target=rewrite, daemon=True).start()
    while (each := waiting.get()) is not None:
        if isinstance(each, BaseException):
            raise each
        yield each
