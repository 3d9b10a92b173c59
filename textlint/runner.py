"""runner – a ruleset over many files, in this process or in a pool of processes; order is kept.

A worker reads a file, checks or fixes it and sends back a report, not the text. A rule that runs out of time
is left out for that document, and after three times for the rest of the run.
"""

import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache as once
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textlint import cache, files
from textlint.engine import Ruleset, examine
from textlint.errors import InputError, SettingsError, TextlintError
from textlint.inputs import INPUTS, Input
from textlint.inputs.text import BinaryError, Decoded, is_plain
from textlint.model import Document, Result
from textlint.reports import Report, place
from textlint.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Future

    from textlint.model import Rule

STRIKES = 3  # so often a rule may run out of time before it is left out
CHUNK = 1 << 20  # bytes
BATCH, BATCH_BYTES = 64, 500_000  # files, and their bytes, that go to a worker at once
WAITING = 4  # batches for each worker that may be under way
MANY_FILES, MANY_BYTES = 1000, 8_000_000  # what one process reads in about half a second
MOST_JOBS = 61  # what a pool can have on Windows

File = tuple[Path, Settings]


@dataclass(frozen=True, slots=True)
class Work:
    """what is to be done with each file; binary files are passed over unless they were `named`"""

    fix: bool = False
    diff: bool = False  # show what fix would change, and write nothing
    named: frozenset[Path] = frozenset()


def run(found: Sequence[File], work: Work, *, jobs: int = 1) -> Iterator[Report]:
    """Reports on files, in their order. Raises RuleError or SettingsError before the first is read."""
    for settings in {settings: None for _, settings in found}:
        ruleset_for(settings)
    strikes: Counter[str] = Counter()
    if jobs == 1:
        for file in found:
            yield with_strikes(do(work, file, struck(strikes)), strikes)
    else:
        yield from _in_pool(found, work, min(jobs, MOST_JOBS), strikes)


def pays(found: Sequence[File]) -> bool:
    """Whether there is so much to read that further processes pay for their start."""
    if len(found) > MANY_FILES:
        return True
    sizes = 0
    for path, _ in found:
        with suppress(OSError):
            sizes += path.stat().st_size
    return len(found) > 1 and sizes > MANY_BYTES


@once
def ruleset_for(settings: Settings) -> Ruleset:
    """The compiled ruleset that settings ask for; errors in selectors name the settings file."""
    choice = cache.Choice(tuple(map(str, settings.rules)), **_selectors(settings))
    try:
        return cache.ruleset(choice, engine=settings.engine, keep=settings.cache)
    except SettingsError as error:
        raise SettingsError(str(error), settings.path) from None


def chosen(settings: Settings, available: "Sequence[Rule[Any]]") -> "Sequence[Rule[Any]]":
    """The rules that settings ask for; errors in selectors name the settings file."""
    from textlint import rules  # noqa: PLC0415 - late: a warm start reads no rule file

    try:
        return rules.select(available, **_selectors(settings))
    except SettingsError as error:
        raise SettingsError(str(error), settings.path) from None


def _selectors(settings: Settings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in ("select", "extend_select", "ignore", "profile")}


def do(work: Work, file: File, skip: Collection[str] = ()) -> Report:
    """Check or fix one file, without the rules in `skip`; what can't be done is a problem in the report."""
    path, settings = file
    try:
        return _do(work, path, settings, skip)
    except BinaryError as error:
        return Report(str(path), read=False, problems=(str(error),) if path in work.named else ())
    except InputError as error:
        return Report(str(path), read=False, problems=(str(error),))
    except OSError as error:
        return Report(str(path), read=False, problems=(f"{path}: can't be read: {error.strerror}",))


def check_text(text: str, path: str, settings: Settings, skip: Collection[str] = ()) -> Report:
    """The report on a text that is in memory."""
    document = Document(text, path)
    examination = examine(ruleset_for(settings), document, skip=skip)
    return Report(path, place(document, examination.findings), stopped=examination.stopped)


def fix_text(text: str, path: str, settings: Settings, skip: Collection[str] = ()) -> tuple[Result, Report]:
    """The fixed text, and the report on what remains in it."""
    from textlint import fixer  # noqa: PLC0415 - late: most runs only check

    result = fixer.fix(ruleset_for(settings), Document(text, path), unsafe=settings.unsafe_fixes, skip=skip)
    problems: tuple[str, ...] = ()
    if result.conflict:
        names = ", ".join(result.conflict)
        problems = (f"{path}: left as it was, since the fixes of these rules come to no end: {names}",)
    report = Report(
        path,
        place(Document(result.text, path), result.remaining),
        fixed=len(result.applied),
        changed=result.text != text,
        stopped=result.stopped,
        problems=problems,
    )
    return result, report


def with_diff(report: Report, source: Input, decoded: Decoded, new: str) -> Report:
    """The report, with the patch to the new text; raises InputError where a patch can't hold the text."""
    if not report.changed:
        return report
    if decoded.codec != "utf-8":
        raise InputError(f"no patch can hold {decoded.codec.upper()[:6]}; run without --diff", report.path)
    from textlint.diffs import unified_diff  # noqa: PLC0415

    before, after = source.encode(decoded, decoded.text), source.encode(decoded, new)
    return replace(report, diff="".join(unified_diff(before, after, report.path)))


def with_strikes(report: Report, strikes: Counter[str]) -> Report:
    """The report, with a problem for each rule that ran out of time; `strikes` counts them over the run."""
    if not report.stopped:
        return report
    problems = []
    for rule in report.stopped:
        strikes[rule] += 1
        last = ", and is left out from here on" if strikes[rule] == STRIKES else ""
        problems.append(f"{report.path}: rule {rule} ran out of time{last}")
    return replace(report, problems=(*report.problems, *problems))


def struck(strikes: Counter[str]) -> frozenset[str]:
    """The rules that have run out of time too often."""
    return frozenset(rule for rule, count in strikes.items() if count >= STRIKES)


def _do(work: Work, path: Path, settings: Settings, skip: Collection[str]) -> Report:
    data, read = _read(path)
    source = INPUTS.get(path.suffix.lower(), INPUTS[".txt"])
    scanner = ruleset_for(settings).scanner
    if scanner and not work.fix and is_plain(data) and scanner.is_silent(data):
        return Report(str(path))
    decoded = source.decode(data, str(path))
    if not work.fix:
        return check_text(decoded.text, str(path), settings, skip)
    result, report = fix_text(decoded.text, str(path), settings, skip)
    if work.diff:
        return with_diff(report, source, decoded, result.text)
    if report.changed:
        files.replace(path, source.encode(decoded, result.text), read)
    return report


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
    return b"".join(parts), read


def _in_pool(found: Sequence[File], work: Work, jobs: int, strikes: Counter[str]) -> Iterator[Report]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - late: most runs need no pool
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    waiting: deque[Future[list[Report]]] = deque()
    left = iter(found)
    pool = ProcessPoolExecutor(jobs, initializer=_as_worker, initargs=(work.fix,))
    try:
        while batch := _next_batch(left):
            waiting.append(pool.submit(_batch, work, batch, struck(strikes)))
            if len(waiting) > WAITING * jobs:
                yield from (with_strikes(report, strikes) for report in waiting.popleft().result())
        while waiting:
            yield from (with_strikes(report, strikes) for report in waiting.popleft().result())
    except BrokenProcessPool:
        raise TextlintError("a worker process was killed; the files before it are done") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _next_batch(left: Iterator[File]) -> list[File]:
    """So many files that they are worth sending to a worker, and no more than it reads in a moment."""
    batch: list[File] = []
    size = 0
    while len(batch) < BATCH and size < BATCH_BYTES and (file := next(left, None)):
        batch.append(file)
        with suppress(OSError):
            size += file[0].stat().st_size
    return batch


def _as_worker(fixing: bool) -> None:  # noqa: FBT001 - the pool passes it by its place
    """Go when interrupted, but not while files are being written, and when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN if fixing else signal.SIG_DFL)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    import multiprocessing.connection  # noqa: PLC0415

    parent = multiprocessing.parent_process()
    if parent:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _batch(work: Work, batch: Sequence[File], skip: frozenset[str]) -> list[Report]:
    """A batch in a worker, which leaves out a rule by itself too once it has seen it stop often enough."""
    strikes: Counter[str] = Counter()
    reports = []
    for file in batch:
        reports.append(do(work, file, skip | struck(strikes)))
        strikes.update(reports[-1].stopped)
    return reports
