"""runner – a ruleset over many files, in this process or in a pool of processes; order is kept.

A worker reads a file, checks or fixes it and sends back a report; texts never travel between processes. A
rule that runs out of time is left out for that document, and after three times for the rest of the run.
"""

import difflib
import os
import signal
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from textlint import files, fixer, rules
from textlint.engine import Ruleset, compile_rules, examine
from textlint.errors import InputError, TextlintError
from textlint.inputs import INPUTS
from textlint.inputs.text import BinaryError
from textlint.model import Document, Result
from textlint.reports import Report, place
from textlint.segment import LINE_BREAK
from textlint.settings import Settings

STRIKES = 3  # so often a rule may run out of time before it is left out
BATCH = 16  # files that go to a worker at once
WAITING = 4  # batches for each worker that may be under way

File = tuple[Path, Settings]


@dataclass(frozen=True, slots=True)
class Work:
    """what is to be done with each file; binary files are passed over unless they were `named`"""

    fix: bool = False
    write: bool = True  # False: show a diff instead
    named: frozenset[Path] = frozenset()


strikes: Counter[str] = Counter()  # of this process, for this run


def run(found: Sequence[File], work: Work, *, jobs: int = 1) -> Iterator[Report]:
    """Reports on files, in their order. Raises RuleError or SettingsError before the first is read."""
    for settings in {settings: None for _, settings in found}:
        ruleset_for(settings)
    strikes.clear()
    if jobs == 1:
        for file in found:
            yield do(work, file)
    else:
        yield from _in_pool(found, work, jobs)


@cache
def ruleset_for(settings: Settings) -> Ruleset:
    """The compiled ruleset that settings ask for; errors in selectors name the settings file."""
    available = rules.load(settings.rules)
    try:
        chosen = rules.select(
            available,
            select=settings.select,
            extend_select=settings.extend_select,
            ignore=settings.ignore,
            profile=settings.profile,
        )
    except TextlintError as error:
        raise type(error)(str(error), settings.path) from None
    return compile_rules(chosen, available)


def do(work: Work, file: File) -> Report:
    """Check or fix one file; what can't be done becomes a problem in the report."""
    path, settings = file
    try:
        return _do(work, path, settings)
    except BinaryError as error:
        return Report(str(path), problems=(str(error),) if path in work.named else ())
    except InputError as error:
        return Report(str(path), problems=(str(error),))
    except OSError as error:
        return Report(str(path), problems=(f"{path}: can't be read: {error.strerror}",))


def check_text(text: str, path: str, settings: Settings) -> Report:
    """The report on a text that is in memory."""
    document = Document(text, path)
    examination = examine(ruleset_for(settings), document, skip=_struck())
    return Report(path, place(document, examination.findings), problems=_stopped(path, examination.stopped))


def fix_text(text: str, path: str, settings: Settings) -> tuple[Result, Report]:
    """The fixed text, and the report on what remains in it."""
    result = fixer.fix(
        ruleset_for(settings), Document(text, path), unsafe=settings.unsafe_fixes, skip=_struck()
    )
    problems = _stopped(path, result.stopped)
    if result.conflict:
        names = ", ".join(result.conflict)
        problems += (f"{path}: rules undo each other's fixes: {names}; left as it was",)
    remaining = place(Document(result.text, path), result.remaining)
    changed = result.text != text
    diff = "".join(unified_diff(text, result.text, path)) if changed else ""
    return result, Report(path, remaining, len(result.applied), changed, diff, problems)


def unified_diff(before: str, after: str, path: str) -> Iterator[str]:
    """The difference as `git apply` reads it; line breaks are as in the texts."""
    for line in difflib.unified_diff(_lines(before), _lines(after), f"a/{path}", f"b/{path}"):
        yield line if line.endswith(("\n", "\r")) else f"{line}\n\\ No newline at end of file\n"


def _do(work: Work, path: Path, settings: Settings) -> Report:
    with path.open("rb") as stream:
        read = os.fstat(stream.fileno())
        data = stream.read()
    source = INPUTS.get(path.suffix.lower(), INPUTS[".txt"])
    decoded = source.decode(data, str(path))
    if not work.fix:
        return check_text(decoded.text, str(path), settings)
    result, report = fix_text(decoded.text, str(path), settings)
    if report.changed and work.write:
        files.replace(path, source.encode(decoded, result.text), read)
    return report


def _lines(text: str) -> list[str]:
    ends = [match.end() for match in LINE_BREAK.finditer(text)]
    starts = [0, *ends]
    stops = ends if ends and ends[-1] == len(text) else [*ends, len(text)]
    return [text[a:b] for a, b in zip(starts, stops, strict=False)]


def _struck() -> frozenset[str]:
    return frozenset(rule for rule, count in strikes.items() if count >= STRIKES)


def _stopped(path: str, stopped: Sequence[str]) -> tuple[str, ...]:
    strikes.update(stopped)
    return tuple(
        f"{path}: rule {rule} ran out of time"
        + (", and is left out from here on" if strikes[rule] == STRIKES else "")
        for rule in stopped
    )


def _in_pool(found: Sequence[File], work: Work, jobs: int) -> Iterator[Report]:
    waiting: deque[Future[list[Report]]] = deque()
    left = iter(found)
    pool = ProcessPoolExecutor(jobs, initializer=_leave_interrupts_to_parent)
    try:
        while batch := list(islice(left, BATCH)):
            waiting.append(pool.submit(_batch, work, batch))
            if len(waiting) > WAITING * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool:
        raise TextlintError("a worker process was killed; the files before it are done") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _batch(work: Work, batch: Sequence[File]) -> list[Report]:
    return [do(work, file) for file in batch]
