"""runner – a ruleset over many files, in this process or in a pool of processes; order is kept.

A worker reads a file, checks or fixes it and sends back a report, not the text. A rule that runs out of time
is left out for that document, and after three times for the rest of the run.
"""

import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache as once
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from textlint import cache, files, results
from textlint.allowlist import ALLOW, BASELINE, entries_for
from textlint.corpora.records import Layout
from textlint.engine import Ruleset, examine
from textlint.errors import InputError, SettingsError, TextlintError
from textlint.inputs import Input, input_for
from textlint.inputs.text import BinaryError, Decoded, is_plain
from textlint.model import Accepted, Document, Finding, Result
from textlint.reports import Report, place
from textlint.settings import Settings, located

if TYPE_CHECKING:
    from concurrent.futures import Future

    from textlint.allowlist import Entry
    from textlint.corpora.shards import Shard, Texts
    from textlint.journal import Journal
    from textlint.model import Rule
    from textlint.suppress import Judged

STRIKES = 3  # so often a rule may run out of time before it is left out
CHUNK = 1 << 20  # bytes
LONGEST = 1 << 24  # bytes of a text in a table, unless somebody says otherwise
BATCH, BATCH_BYTES = 64, 500_000  # files, and their bytes, that go to a worker at once
WAITING = 4  # batches for each worker that may be under way
MANY_FILES, MANY_BYTES = 1000, 8_000_000  # what one process reads in about half a second
MOST_JOBS = 61  # what a pool can have on Windows

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
    fixing: Callable[..., Result] | None = None  # what fixes a document; None: the fixer, which asks nobody
    journal: "Journal | None" = None  # where what is done to files is kept, before it is done
    layout: Layout = field(default_factory=Layout)  # where the texts of a table stand
    longest: int = LONGEST  # longer texts in tables are left alone
    make: "Making | None" = None  # what is made of a table instead of a new one
    counting: bool = False  # the words of files are counted, too


def run(found: Sequence[File], work: Work, *, jobs: int = 1) -> Iterator[Report]:
    """Reports on files, in their order. Raises RuleError or SettingsError before the first is read."""
    for settings in {settings: None for _, settings in found}:
        ruleset_for(settings)
    strikes: Counter[str] = Counter()
    if jobs == 1:
        try:
            for file in found:
                yield with_strikes(do(work, file, struck(strikes)), strikes)
        finally:
            results.close()
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
    """The compiled ruleset that settings ask for; errors name the line of the settings file."""
    try:
        return _ruleset(_choice(settings), engine=settings.engine)
    except SettingsError as error:
        raise located(error, settings) from None


def is_quick(settings: Settings) -> bool:
    """Whether that ruleset is ready in a moment, or takes the seconds of a first run."""
    return cache.is_quick(_choice(settings), engine=settings.engine)


def _choice(settings: Settings) -> cache.Choice:
    folders = tuple(map(str, settings.rules))
    return cache.Choice(folders, settings.severity, settings.options, **_selectors(settings))


_ruleset = once(cache.ruleset)  # files may differ in what is no matter of rules, such as words


def forget() -> None:
    """Look at the rules anew from here on."""
    for each in (ruleset_for, _ruleset):
        each.cache_clear()


def available(settings: Settings) -> "Sequence[Rule[Any]]":
    """All rules, as settings change them; errors name the line of the settings file."""
    from textlint import rules  # noqa: PLC0415 - late: a warm start reads no rule file

    try:
        return rules.changed(rules.load(settings.rules), settings.severity, settings.options)
    except SettingsError as error:
        raise located(error, settings) from None


def chosen(settings: Settings, available: "Sequence[Rule[Any]]") -> "Sequence[Rule[Any]]":
    """The rules that settings ask for; errors name the line of the settings file."""
    from textlint import rules  # noqa: PLC0415 - late: a warm start reads no rule file

    try:
        return rules.select(available, **_selectors(settings))
    except SettingsError as error:
        raise located(error, settings) from None


def _selectors(settings: Settings) -> dict[str, Any]:
    selectors = {name: getattr(settings, name) for name in ("select", "extend_select", "ignore")}
    return {**selectors, "profile": settings.profile or "scraped"}  # where no file says what it is


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


def check(
    document: Document,
    settings: Settings,
    entries: "Sequence[Entry]" = (),
    skip: Collection[str] = (),
    key: bytes | None = None,
) -> Report:
    """The report on a document, of which `entries` are accepted; its examination may be kept under a key."""
    ruleset = ruleset_for(settings)
    examination = results.examined(key, lambda: examine(ruleset, document, skip=skip))
    if not (examination.findings or entries or document.read):  # so it is with most texts of a corpus
        return Report(document.name or "-", stopped=examination.stopped)
    complete = not (skip or examination.stopped)
    judged = judge(document, examination.findings, settings, entries, complete=complete)
    return _report(document, examination.findings, judged, stopped=examination.stopped)


def fix(
    document: Document,
    settings: Settings,
    work: Work,
    entries: "Sequence[Entry]" = (),
    skip: Collection[str] = (),
) -> tuple[Result, Report]:
    """The fixed text, and the report on what remains in it."""
    from textlint import fixer  # noqa: PLC0415 - late: most runs only check

    ruleset = ruleset_for(settings)

    def accepts(document: Document, findings: Sequence[Finding]) -> list[Finding]:
        judged = judge(document, findings, settings, entries)
        return [findings[n] for n in judged.accepted] if judged else []

    fixing = work.fixing or fixer.fix
    result = fixing(ruleset, document, unsafe=settings.unsafe_fixes, skip=skip, accepts=accepts)
    if result == Result(document.text) and not (entries or document.read):
        return result, Report(document.name or "-")
    problems: tuple[str, ...] = ()
    if result.conflict:
        names = ", ".join(result.conflict)
        problems = (
            f"{document.name}: left as it was, since the fixes of these rules come to no end: {names}",
        )
    fixed = replace(document, text=result.text, memo={})
    findings = sorted((*result.remaining, *result.accepted), key=lambda each: (each.span, each.rule))
    judged = judge(fixed, findings, settings, entries)
    report = _report(fixed, findings, judged, left={*result.accepted}, stopped=result.stopped)
    report = replace(
        report, fixed=len(result.applied), changed=result.text != document.text, problems=problems
    )
    return result, report


def judge(
    document: Document,
    findings: Sequence[Finding],
    settings: Settings,
    entries: "Sequence[Entry]",
    *,
    complete: bool = False,
) -> "Judged | None":
    """What the user has accepted of findings; None where nobody could have said anything."""
    if not (entries or settings.words or document.read):
        return None
    from textlint import suppress  # noqa: PLC0415 - late: most texts have no suppressions

    allowances = suppress.Allowances(settings.words, tuple(entries), settings.ignore)
    return suppress.judge(document, findings, ruleset_for(settings), allowances, complete=complete)


def _report(
    document: Document,
    findings: Sequence[Finding],
    judged: "Judged | None",
    *,
    left: Collection[Finding] = (),
    stopped: tuple[str, ...] = (),
) -> Report:
    """The report on a document; what has been `left` alone by a fix has been accepted, too."""
    path, placed = document.name or "-", place(document, findings)
    if judged is None:
        return Report(path, placed, stopped=stopped)
    verdicts = {n: Accepted("baseline") for n, finding in enumerate(findings) if finding in left}
    verdicts |= judged.accepted
    accepted = tuple(replace(placed[n], accepted=verdict) for n, verdict in sorted(verdicts.items()))
    open_ = [each for n, each in enumerate(placed) if n not in verdicts]
    open_ += place(document, judged.own)
    ordered = sorted(open_, key=lambda each: (each.finding.span, each.finding.rule))
    return Report(path, tuple(ordered), accepted, stopped=stopped)


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
        problems.append(f"{report.name}: rule {rule} ran out of time{last}")
    return replace(report, problems=(*report.problems, *problems))


def struck(strikes: Counter[str]) -> frozenset[str]:
    """The rules that have run out of time too often."""
    return frozenset(rule for rule, count in strikes.items() if count >= STRIKES)


def _do(work: Work, path: Path, settings: Settings, skip: Collection[str]) -> Report:
    data, read = _read(path)
    source = input_for(path.suffix)
    ruleset = ruleset_for(settings)
    scanner = ruleset.scanner
    entries = entries_for(path, work.beside) if work.beside else ()
    if scanner and not (work.fix or source.read or entries) and is_plain(data) and scanner.is_silent(data):
        words = len(source.decode(data, str(path)).text.split()) if work.counting else 0
        return Report(str(path), words=words)
    decoded = source.decode(data, str(path))
    document = Document(decoded.text, str(path), source.read)
    if not work.fix:
        key = results.key(ruleset, path.suffix, data) if settings.cache and not skip else None
        report = check(document, settings, entries, skip, key)
        return replace(report, words=len(document.text.split())) if work.counting else report
    result, report = fix(document, settings, work, entries, skip)
    if work.diff:
        return with_diff(report, source, decoded, result.text)
    if report.changed:
        new = source.encode(decoded, result.text)
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


def _in_pool(found: Sequence[File], work: Work, jobs: int, strikes: Counter[str]) -> Iterator[Report]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - late: most runs need no pool
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    waiting: deque[Future[list[Report]]] = deque()
    left = iter(found)
    pool = ProcessPoolExecutor(jobs, initializer=as_worker, initargs=(work.fix,))
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


def as_worker(fixing: bool) -> None:  # noqa: FBT001 - the pool passes it by its place
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
    results.write()
    return reports
