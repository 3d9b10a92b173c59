"""runner – texts in files to reports, in threads; order is kept.

The core checks without Python's lock, so threads use all processors.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from textlint import files, linter, rulesets
from textlint.allowlist import ALLOW, BASELINE, entries_for
from textlint.corpora.records import Layout
from textlint.errors import CheckError, InputError
from textlint.inputs import format_of
from textlint.inputs.text import BinaryError, Decoded, decode, encode
from textlint.linter import Fixing
from textlint.model import Document, Result
from textlint.reports import Report
from textlint.selection import ruleset_for
from textlint.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Future

    from textlint.corpora.shards import Shard, Texts
    from textlint.journal import Journal

CHUNK = 1 << 20  # bytes
LONGEST = 1 << 24  # bytes of a text in a table, unless somebody says otherwise
BATCH, BATCH_BYTES = 64, 500_000  # files, and their bytes, that go to a thread at once
WAITING = 4  # batches for each thread that may be under way
MANY_FILES, MANY_BYTES = 1000, 8_000_000  # what one process reads in about half a second

File = tuple[Path, Settings]
# Makes something else of a table than a table with new texts: it reads the source, with what is done with the
# texts, and writes the files. What it is made with tells by its repr whether the same has been made already.
Making = Callable[["Shard", "Work", "Texts", BinaryIO, Sequence[BinaryIO]], None]


@dataclass(frozen=True, slots=True)
class Work:
    """what is to be done with each file; binary files are passed over unless they were `named`"""

    fix: bool = False
    diff: bool = False  # show what fix would change, and write nothing
    named: frozenset[Path] = frozenset()
    beside: tuple[str, ...] = (ALLOW, BASELINE)  # the files that say what is accepted
    fixing: Fixing = rulesets.fix  # which asks nobody
    journal: "Journal | None" = None  # where what is done to files is kept, before it is done
    layout: Layout = field(default_factory=Layout)  # where the texts of a table stand
    longest: int = LONGEST  # longer texts in tables are left alone
    make: "Making | None" = None  # what is made of a table instead of a new one
    counting: bool = False  # the words of files are counted, too


def run(found: Sequence[File], work: Work, *, jobs: int = 1) -> Iterator[Report]:
    """Reports on files, in their order. Raises RuleError or SettingsError before the first is read."""
    for settings in {settings: None for _, settings in found}:
        ruleset_for(settings)
    batches = _batches(found)
    if jobs == 1:
        for batch in batches:
            yield from _batch(work, batch)
    else:
        yield from _in_threads(batches, work, jobs)


def pays(found: Sequence[File]) -> bool:
    """Whether there is so much to read that further threads pay for their start."""
    if len(found) > MANY_FILES:
        return True
    sizes = 0
    for path, _ in found:
        with suppress(OSError):
            sizes += path.stat().st_size
    return len(found) > 1 and sizes > MANY_BYTES


def do(work: Work, file: File) -> Report:
    """Check or fix one file; what can't be done is a problem in the report."""
    path, settings = file
    try:
        return _do(work, path, settings)
    except BinaryError as error:
        return Report(str(path), read=False, problems=(str(error),) if path in work.named else ())
    except (InputError, CheckError) as error:
        return Report(str(path), read=False, problems=(str(error),))
    except OSError as error:
        return Report(str(path), read=False, problems=(f"{path}: can't be read: {error.strerror}",))


def with_diff(report: Report, decoded: Decoded, new: str) -> Report:
    """The report, with the patch to the new text; raises InputError where a patch can't hold the text."""
    if not report.changed:
        return report
    if decoded.codec != "utf-8":
        raise InputError(f"no patch can hold {decoded.codec.upper()[:6]}; run without --diff", report.path)
    from textlint.diffs import unified_diff  # noqa: PLC0415

    before, after = encode(decoded, decoded.text), encode(decoded, new)
    return replace(report, diff="".join(unified_diff(before, after, report.path)))


def _do(work: Work, path: Path, settings: Settings) -> Report:
    data, read = _read(path)
    decoded = decode(data, str(path))
    document = Document(decoded.text, str(path), format_of(path.suffix).markup)
    entries = entries_for(path, work.beside) if work.beside else ()
    if not work.fix:
        report = linter.check(document, settings, entries)
        return replace(report, words=len(document.text.split())) if work.counting else report
    result, report = linter.fix(document, settings, entries, work.fixing)
    if work.diff:
        return with_diff(report, decoded, result.text)
    if report.changed:
        new = encode(decoded, result.text)
        files.replace(path, new, read, partial(_keep, work, (path, settings), decoded, result, (data, new)))
    return report


def _keep(work: Work, file: File, decoded: Decoded, result: Result, data: tuple[bytes, bytes]) -> None:
    """Write into the journal, if there is one, what is about to be done to a file."""
    if work.journal:
        from textlint import journal  # noqa: PLC0415 - late: most runs have none

        path, settings = file
        unsafe = settings.unsafe_fixes
        entry = journal.file_entry(work.journal, path, decoded, result, data, unsafe=unsafe)
        try:
            journal.append(work.journal, [entry])
        except InputError as error:
            raise InputError(f"left alone, since {error}", path) from None


def _read(path: Path) -> tuple[bytes, os.stat_result]:
    """The content of a file; Python's own file objects take three times as long for a small one."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        read = os.fstat(handle)
        parts = [os.read(handle, read.st_size + 1)]
        while parts[-1]:
            parts.append(os.read(handle, CHUNK))
    finally:
        os.close(handle)
    return b"".join(parts[:-1]), read  # one part is handed on as it is


def _in_threads(batches: Iterator[Sequence[File]], work: Work, jobs: int) -> Iterator[Report]:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - late: most runs need no pool

    waiting: deque[Future[list[Report]]] = deque()
    pool = ThreadPoolExecutor(jobs)
    try:
        for batch in batches:
            waiting.append(pool.submit(lambda batch: list(_batch(work, batch)), batch))
            if len(waiting) > WAITING * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _batches(found: Sequence[File]) -> Iterator[Sequence[File]]:
    """Files with the same settings, as many as pay for a call of the core and take a moment at most."""
    batch: list[File] = []
    size = 0
    for file in found:
        if batch and (len(batch) == BATCH or size >= BATCH_BYTES or file[1] != batch[0][1]):
            yield batch
            batch, size = [], 0
        batch.append(file)
        with suppress(OSError):
            size += file[0].stat().st_size
    if batch:
        yield batch


def _batch(work: Work, batch: Sequence[File]) -> Iterator[Report]:
    """Reports on files; the core reads and checks those that need no more than that."""
    settings = batch[0][1]
    is_simple = not (work.fix or work.counting or settings.words)
    simple = [path for path, _ in batch if is_simple and _is_plain(work, path)]
    done = dict(
        zip(simple, rulesets.report_files(ruleset_for(settings), list(map(str, simple))), strict=True)
    )
    for path, _ in batch:
        placed = done.get(path)
        if placed is None:
            yield do(work, (path, settings))
        else:
            yield linter.of_placed(Document("", str(path)), placed, settings)


def _is_plain(work: Work, path: Path) -> bool:
    """Whether a file is plain text about which nothing has been accepted."""
    return format_of(path.suffix).markup is None and not (work.beside and entries_for(path, work.beside))
