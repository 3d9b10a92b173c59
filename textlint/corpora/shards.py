"""shards – one table to one table, or to what is made of it: the unit of work, here and on any cluster.

All that is promised stands here: whoever runs a shard may be killed at any moment, and run it again. A new
table takes its place when it is whole. Where it goes elsewhere, a note in the folder `.textlint` there says
what it was made of, and by which rules. So it is not made twice, and nothing is overwritten that somebody
else has written. Rows that can't be read and texts that can't be worked on stay as they are, with a finding.
"""

import json
import os
import pickle
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache as once
from hashlib import blake2b
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from textlint import allowlist, linter, rulesets
from textlint.corpora import streams
from textlint.corpora.addresses import Address, located
from textlint.corpora.records import Record
from textlint.errors import InputError, SettingsError, TextlintError
from textlint.files import NOTES
from textlint.inputs import PACKINGS, table_for
from textlint.model import Document, Finding, Result, Severity, Span
from textlint.reports import Placed, Report, Tally, unplaced
from textlint.selection import ruleset_for
from textlint.settings import Settings
from textlint.suppress import DOCUMENT, RECORD

if TYPE_CHECKING:
    from textlint.allowlist import Entry
    from textlint.runner import Work

DIGEST = 16  # bytes
LONGEST_SIGN = 4  # bytes of a character in UTF-8


@dataclass(frozen=True, slots=True)
class Shard:
    """a table with the settings that hold for it

    A new one goes to `target`, which may be the table itself; without a target it is only checked. Files that
    come with it stand in `beside`. What has been done is in the `note`; there is none for what is fixed in
    place.
    """

    source: Path
    settings: Settings
    target: Path | None = None
    note: Path | None = None
    beside: tuple[Path, ...] = ()

    @property
    def targets(self) -> tuple[Path, ...]:
        """All files that are to be written."""
        return (self.target, *self.beside) if self.target else ()

    @property
    def folders(self) -> frozenset[Path]:
        """Where something may be left half-written."""
        return frozenset(path.parent for path in (*self.targets, self.note) if path)

    @property
    def size(self) -> int:
        """Bytes of the table; 0 if that can't be told."""
        with suppress(OSError):
            return self.source.stat().st_size
        return 0


class Progress(NamedTuple):
    """how far a shard is: the row that is worked on, or, where that is `reading`, the last one"""

    row: int = 0
    reading: bool = True
    documents: int = 0
    position: int = 0  # in the file
    findings: int = 0


START = Progress()


@dataclass(slots=True)
class Outcome:
    """what became of a shard; `silent` counts what no report tells"""

    total: Tally = field(default_factory=Tally)
    silent: Tally = field(default_factory=Tally)
    rows: int = 0
    words: int = 0
    found: Counter[str] = field(default_factory=Counter)  # findings that are left, by rule
    fixed: Counter[str] = field(default_factory=Counter)
    is_left: bool = False  # nothing was written: what was said of its texts before holds no more
    made: Any = None  # what a `Work.make` says of what it has made; where there is a note, as JSON holds it


class Texts:
    """what is done with the texts of a shard, batch by batch

    Reports that have something to say go to `show`. `tell` hears of each row before it is worked on. Who
    makes something of all reports sets `hear`: it gets each record with its report, in their order.
    """

    def __init__(
        self,
        shard: Shard,
        work: "Work",
        show: Callable[[Report], None],
        tell: Callable[[Progress], None] = lambda _: None,
        aside: Collection[int] = (),
        *,
        threads: int = 0,
    ) -> None:
        self.shard, self.work, self.show, self.tell, self.aside = shard, work, show, tell, aside
        self.threads = threads  # that work on a batch before its rows have their turns; 0: none
        self._ahead: dict[int, tuple[Placed, ...] | Result] = {}  # by the numbers of records in a batch
        self.hear: Callable[[Record, Report], None] | None = None
        self.outcome = Outcome()
        ruleset_for(shard.settings)  # here, for what is wrong with rules is no fault of a text
        self.position: Callable[[], int] = lambda: 0
        self._accepted = _accepted(shard, work)
        self._entries = TemporaryFile() if work.journal else BytesIO()  # noqa: SIM115 - it goes with this
        self._row = 0

    def __call__(self, records: Sequence[Record]) -> list[str | None]:
        """The new text of each record, or None where it stays as it is."""
        total, position = self.outcome.total, self.position()
        texts = []
        self._ahead = self._done_ahead(records) if self.threads else {}
        for number, record in enumerate(records):
            if record.row != self._row:
                self._row = record.row
                self.outcome.rows += 1
            self.tell(Progress(record.row, False, total.documents, position, total.findings))  # noqa: FBT003
            new, report = self._new(record, self._ahead.get(number))
            texts.append(new)
            self._count(report)
            if self.hear:
                self.hear(record, report)
        self.tell(Progress(self._row, True, total.documents, position, total.findings))  # noqa: FBT003
        return texts

    def _done_ahead(self, records: Sequence[Record]) -> "dict[int, tuple[Placed, ...] | Result]":
        """What threads find in a batch, or make of it, but for texts with a say of the user.

        No row is at work then: if the process dies, another one goes row by row.
        """
        ruleset, settings = ruleset_for(self.shard.settings), self.shard.settings
        if settings.words or self.work.fixing is not rulesets.fix:
            return {}
        numbers = [
            number
            for number, record in enumerate(records)
            if record.text is not None
            and not (record.row in self.aside or record.key in self._accepted)
            and not self._is_too_long(record.text)
        ]
        texts = [records[number].text or "" for number in numbers]
        done: Sequence[tuple[Placed, ...] | Result | None]
        if self.work.fix:
            done = rulesets.fix_texts(ruleset, texts, unsafe=settings.unsafe_fixes, threads=self.threads)
        else:
            done = rulesets.report_texts(ruleset, texts, self.threads)
        return {number: each for number, each in zip(numbers, done, strict=True) if each is not None}

    def _new(
        self, record: Record, ahead: "tuple[Placed, ...] | Result | None" = None
    ) -> tuple[str | None, Report]:
        text = record.text
        if text is None:
            problem = record.problem and f"Not read, left as it is: {record.problem}."
            return None, self._left(record, RECORD, problem)
        if record.row in self.aside:
            return None, self._left(record, DOCUMENT, "This document has killed two workers; left as it is.")
        if self._is_too_long(text):
            most = f"{self.work.longest:,}"
            problem = f"Longer than {most} bytes, left as it is; see --max-doc-bytes."
            return None, self._left(record, DOCUMENT, problem)
        try:
            new, report = self._worked_on(record, text, ahead)
        except Exception as error:  # noqa: BLE001 - one text must not end the work on millions of others
            told = " ".join(f"{type(error).__name__}: {error}".split())
            return None, self._left(record, DOCUMENT, f"A rule has failed here, left as it is: {told}.")
        words = len(text.split())
        self.outcome.words += words
        return new, replace(report, words=words) if self.hear else report

    def _worked_on(
        self, record: Record, text: str, ahead: "tuple[Placed, ...] | Result | None"
    ) -> tuple[str | None, Report]:
        """The new text, if there is one, and the report on it."""
        source, settings = str(self.shard.source), self.shard.settings
        entries = self._accepted.get(record.key, ()) if self._accepted else ()
        document = Document(text, source + record.place)
        new = None
        if self.work.fix:
            if isinstance(ahead, Result):
                result, report = ahead, linter.of_result(document, ahead, settings)
            else:
                result, report = linter.fix(document, settings, entries, self.work.fixing)
            if report.changed:
                new = result.text
                self._note(record, result)
                self.outcome.fixed.update(finding.rule for finding in result.applied)
        elif isinstance(ahead, tuple):
            report = linter.of_placed(document, ahead, settings)
        else:
            report = linter.check(document, settings, entries)
        if _is_silent(report) and not self.hear:
            return new, report
        return new, replace(report, path=source, record=record.bare)

    def _note(self, record: Record, result: Result) -> None:
        """Keep for the journal what is to be done to a text, in a file: it may be more than memory holds."""
        if self.work.journal:
            from textlint import journal  # noqa: PLC0415 - late: most runs have none

            path, unsafe = self.shard.target or self.shard.source, self.shard.settings.unsafe_fixes
            entry = journal.record_entry(
                self.work.journal, path, record, result, self.work.layout, unsafe=unsafe, raw=record.raw
            )
            pickle.dump(entry, self._entries, pickle.HIGHEST_PROTOCOL)

    def write_journal(self) -> None:
        """Write into the journal, if there is one, what is about to be done to the table."""
        if self.work.journal and self.outcome.total.changed:
            from textlint import journal  # noqa: PLC0415

            self._entries.seek(0)
            journal.append(self.work.journal, unpickled(self._entries))

    def _is_too_long(self, text: str) -> bool:
        longest = self.work.longest
        if len(text) * LONGEST_SIGN <= longest:
            return False
        return len(text) > longest or len(text.encode("utf-8", "surrogatepass")) > longest

    def _left(self, record: Record, rule: str, problem: str | None) -> Report:
        """The report on a text that stays as it is, with a finding if there is a problem to tell."""
        found: tuple[Placed, ...] = ()
        if problem and not {rule, "textlint", "all"} & {*self.shard.settings.ignore}:
            found = (unplaced(Finding(rule, Severity.ERROR, Span(0, 1), problem)),)
        read = record.text is not None
        return Report(str(self.shard.source), found, read=read, record=record.bare)

    def _count(self, report: Report) -> None:
        outcome = self.outcome
        outcome.total.add(report)
        outcome.found.update(placed.finding.rule for placed in report.placed)
        is_in_files = self.work.make and not report.problems
        if is_in_files or _is_silent(report):
            outcome.silent.add(report)
            return
        self.show(report)


def unpickled(file: BinaryIO) -> Iterator[Any]:
    """What has been put into a file of our own, piece by piece."""
    with suppress(EOFError):
        while True:
            yield pickle.load(file)  # noqa: S301 - nobody else could write there


def _is_silent(report: Report) -> bool:
    return not (report.placed or report.accepted or report.problems)


def process(shard: Shard, work: "Work", texts: Texts) -> Outcome:
    """Check or fix a shard; what stands in the way is a problem in its outcome."""
    try:
        if shard.target is None:
            with _reading(shard, texts) as source:
                if work.make:
                    work.make(shard, work, texts, source, ())
                else:
                    table_for(shard.source.name).rewrite(source, None, work.layout, texts)
        elif shard.note is None:
            with streams.writing(shard.target) as target, _reading(shard, texts) as source:
                table_for(shard.source.name).rewrite(source, target, work.layout, texts)
                if not texts.outcome.total.changed:
                    raise streams.UnchangedError
                texts.write_journal()
        else:
            _write_elsewhere(shard, work, texts, shard.target, shard.note)
    except (TextlintError, OSError, MemoryError) as error:
        if shard.target:
            texts.outcome = Outcome(is_left=True)
        texts.outcome.total.problems.append(_told(shard, error))
        texts.outcome.silent.problems.append(_told(shard, error))
    return texts.outcome


def done(shard: Shard, work: "Work") -> Outcome | None:
    """What came of a shard whose new table is there, made of the same by the same rules."""
    with suppress(InputError):  # a store that can't be reached; whoever works on the shard will say so
        note = _read_note(shard.note) if shard.note and shard.target else None
        if not note or not note["outcome"] or note["key"] != _key(shard, work):
            return None
        states = [_state(shard.source), *_states(shard.targets)]
        if note["target"] == states[1:] and not any(state and None in state for state in states):
            return _outcome(note["outcome"])
    return None


def note_for(target: Path, home: Path) -> Path:
    """Where is noted what has been done for a new table in a folder."""
    return home / NOTES / target.relative_to(home).with_name(f"{target.name}.json")


def require_own_notes(note: Path, home: Path) -> None:
    """Raise SettingsError where a link leads notes about new tables out of their folder."""
    if not note.parent.resolve().is_relative_to(home.resolve()):
        raise SettingsError(f"a link leads out of {home}; expected a folder", home / NOTES)


def noted(table: Path) -> dict[Path, dict[str, Any]]:
    """The notes about a new table, as long as it is what they say."""
    table, state = table.absolute(), _state(table)
    notes = {note_for(table, home): home.resolve() for home in table.parents}
    found = {note: _read_note(note) for note, home in notes.items() if note.resolve().is_relative_to(home)}
    return {note: about for note, about in found.items() if about and (about["target"] or [None])[0] == state}


def note_as_undone(notes: dict[Path, dict[str, Any]], table: Path) -> None:
    """Note what a table is after its texts have been restored: it is ours still, and is not done."""
    for note, about in notes.items():
        _write_note(note, {**about, "target": [_state(table), *about["target"][1:]], "outcome": None})


def _write_elsewhere(shard: Shard, work: "Work", texts: Texts, target: Path, note: Path) -> None:
    """Write a new table, or a copy of one that stays as it is; before that a note says that it is ours."""
    before, key = _state(shard.source), _key(shard, work)
    about: dict[str, Any] = {
        "textlint": version("textlint"),
        "key": key,
        "by": maker(work),
        "source": {"path": str(shard.source.absolute()), "state": before},
        "files": [str(path.absolute()) for path in shard.targets],
        "fields": work.layout.fields,
        "id_field": work.layout.id_field,
        "unsafe": shard.settings.unsafe_fixes,
    }
    _require_ours(shard, maker(work), _read_note(note))
    for each in shard.targets:
        each.parent.mkdir(parents=True, exist_ok=True)
    _write_note(note, {**about, "target": None, "outcome": None})
    if work.make:
        with ExitStack() as stack:
            files = [stack.enter_context(streams.writing(each)) for each in shard.targets]
            work.make(shard, work, texts, stack.enter_context(_reading(shard, texts)), files)
    else:
        with streams.writing(target) as file, _reading(shard, texts) as source:
            table_for(shard.source.name).rewrite(source, file, work.layout, texts)
            if not texts.outcome.total.changed:
                raise streams.UnchangedError
            texts.write_journal()
    if not (work.make or texts.outcome.total.changed):
        with streams.replacing(target) as file, shard.source.open("rb") as source:
            shutil.copyfileobj(source, file)
    if _state(shard.source) != before:
        raise InputError("changed while it was read; run the same command again", shard.source)
    _write_note(note, {**about, "target": _states(shard.targets), "outcome": _stored(texts.outcome)})


def maker(work: "Work") -> str:
    """The command that makes files of tables."""
    return getattr(work.make, "command", "fix")


def _require_ours(shard: Shard, command: str, note: dict[str, Any] | None) -> None:
    """Raise InputError where a new file would take the place of what was not made so of the same table."""
    present = [path for path in shard.targets if _is_there(path)]
    for path in present:
        if note is None or str(path.absolute()) not in note["files"]:
            problem = "is there already, and textlint has not written it; move it, or name another place"
            raise InputError(problem, path)
    if note is None:
        return
    if present and note["source"]["path"] != str(shard.source.absolute()):
        made_of = note["source"]["path"]
        raise InputError(f"has been made of {made_of}; move it, or name another place", present[0])
    if present and note["by"] != command:
        problem = f"has been made by `textlint {note['by']}`; move it, or name another place"
        raise InputError(problem, present[0])
    states = dict(zip(note["files"], note["target"] or (), strict=False))
    for path in present:
        if states and states[str(path.absolute())] != _state(path):
            raise InputError("has been changed since textlint wrote it; move it, or name another place", path)
    _require_all(shard, command, note)


def _require_all(shard: Shard, command: str, note: dict[str, Any]) -> None:
    """Raise InputError where something was made together with the old files, and now they come without it."""
    targets = {str(path.absolute()) for path in shard.targets}
    states = dict(zip(note["files"], note["target"] or (), strict=False))
    stores = {path.parts[:2] for path in shard.targets if isinstance(path, Address)}
    for name in note["files"] if note["by"] == command else ():
        path = located(name)
        if isinstance(path, Address) and path.parts[:2] not in stores:
            continue  # a note may be a stranger's, and must not say whom to connect to
        if name not in targets and _is_there(path) and states.get(name) in (None, _state(path)):
            raise InputError(
                f"was made together with {shard.target}, which would come without it now; "
                "move it, or name another place",
                path,
            )


def _is_there(path: Path) -> bool:
    return path.exists() if isinstance(path, Address) else os.path.lexists(path)


@contextmanager
def _reading(shard: Shard, texts: Texts) -> Iterator[BinaryIO]:
    """What a table holds, unpacked; `texts` can tell from then on how far it is read."""
    if isinstance(shard.source, Address) or shard.source.name.lower().endswith(PACKINGS):
        with streams.reading(shard.source) as source:
            raw: Any = source
            texts.position = raw.raw.file.tell
            yield source
    else:
        with shard.source.open("rb") as source:
            texts.position = source.tell
            yield source


def _told(shard: Shard, error: Exception) -> str:
    """One line for what went wrong with a shard."""
    if isinstance(error, MemoryError):
        return f"{shard.source}: not enough memory; left alone"
    if isinstance(error, OSError):
        return f"{error.filename or shard.target or shard.source}: {error.strerror}"
    told = str(error)
    return (
        told
        if any(told.startswith(f"{path}: ") for path in (shard.source, shard.target))
        else f"{shard.source}: {told}"
    )


def _accepted(shard: Shard, work: "Work") -> dict[str, tuple["Entry", ...]]:
    """What is accepted in a table, by the keys of its records; no file stands beside what is in a store."""
    if not work.beside or isinstance(shard.source, Address):
        return {}
    return allowlist.entries_of_table(shard.source, work.beside)


def _key(shard: Shard, work: "Work") -> str:
    """What the new table hangs on: the old one, the rules, and what the user has said."""
    accepted = sorted(_accepted(shard, work).items())
    about = (
        str(shard.source.absolute()),
        _state(shard.source),
        _changed(shard.source),
        work.layout,
        work.longest,
        work.make,
        accepted,
    )
    settings = replace(shard.settings, path=None, folder=None)
    return _digest(
        repr((about, settings)).encode("utf-8", "surrogatepass"), rules_digest(shard.settings.rules).encode()
    )


@once
def rules_digest(folders: tuple[Path, ...]) -> str:
    """A digest of all rules that there are, and of the version of what reads them."""
    from textlint.lexicon import builtin_folder  # noqa: PLC0415

    files = [
        each for folder in (builtin_folder(), *folders) for each in (sorted(folder.rglob("*")) or [folder])
    ]
    parts = [part for file in files if file.is_file() for part in (file.name.encode(), file.read_bytes())]
    return _digest(version("textlint").encode(), *parts)


def _digest(*parts: bytes) -> str:
    digest = blake2b(digest_size=DIGEST)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little") + part)
    return digest.hexdigest()


def _states(paths: Sequence[Path]) -> list[list[Any] | None]:
    return [_state(path) for path in paths]


def _state(path: Path) -> list[Any] | None:
    """What tells whether a file has changed; with a None in it, nothing does."""
    if isinstance(path, Address):
        return path.state()
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return [found.st_size, found.st_mtime_ns]


def _changed(path: Path) -> int:
    """When anything about a file was changed: unlike the time of its content, nobody can set that back."""
    return 0 if isinstance(path, Address) else path.stat().st_ctime_ns


def _read_note(note: Path) -> dict[str, Any] | None:
    """A note, or None where there is none. What can't be read says nothing: then nothing is ours."""
    try:
        read = json.loads(note.read_bytes())
        _ = read["key"], read["outcome"] and _outcome(read["outcome"])
        texts = [read["by"], read["source"]["path"], *read["files"]]
        lists = [read["files"], *([] if read["target"] is None else [read["target"]])]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not (all(isinstance(each, str) for each in texts) and all(isinstance(each, list) for each in lists)):
        return None
    return read  # type: ignore[no-any-return]


def _stored(outcome: Outcome) -> dict[str, Any]:
    return {
        "rows": outcome.rows,
        "words": outcome.words,
        "total": asdict(outcome.total),
        "found": dict(sorted(outcome.found.items())),
        "fixed": dict(sorted(outcome.fixed.items())),
        "made": outcome.made,
    }


def _outcome(stored: dict[str, Any]) -> Outcome:
    total = Tally(**stored["total"])
    counters = Counter(stored["found"]), Counter(stored["fixed"])
    return Outcome(total, total, stored["rows"], stored["words"], *counters, made=stored["made"])


def _write_note(note: Path, about: dict[str, Any]) -> None:
    note.parent.mkdir(parents=True, exist_ok=True)
    with streams.replacing(note) as file:
        file.write(json.dumps(about, indent=1).encode() + b"\n")
