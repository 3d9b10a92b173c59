"""results – what the checks have found in files, kept between runs.

A file that has not changed is not checked again: its examination is kept under a hash of its bytes, its
suffix and the compiled ruleset. What is kept is data, sealed with a hash, in a database in the cache folder
that several processes may read and write at once. Whatever is wrong with it, the run does without.
"""

import json
import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache as once
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import compress, decompress

from textlint import cache
from textlint.engine import Examination, Ruleset
from textlint.model import Applicability, Edit, Finding, Severity, Span

if TYPE_CHECKING:
    import sqlite3

MOST_BYTES = 200_000_000  # then the quarter goes that was not used for longest
MOST_WAITING = 500  # entries that are written at once
PATIENCE = 0.5  # seconds to wait for another process that writes
DAY = 86_400  # seconds; when an entry was last used need not be known more exactly
SEAL = 16  # bytes
SEVERITIES = {each.value: each for each in Severity}
APPLICABILITIES = {each.value: each for each in Applicability}

TABLE = "CREATE TABLE IF NOT EXISTS results (id INTEGER PRIMARY KEY, used INTEGER, value BLOB)"
FIND = "SELECT used, value FROM results WHERE id = ?"
KEEP = "INSERT OR REPLACE INTO results VALUES (?, ?, ?)"
USE = "UPDATE results SET used = ? WHERE id = ?"
DROP = (
    "DELETE FROM results WHERE id IN"
    " (SELECT id FROM results ORDER BY used LIMIT (SELECT count(*) / 4 + 1 FROM results))"
)


def key(ruleset: Ruleset, suffix: str, data: bytes) -> bytes | None:
    """What the examination of a file's content is kept under; None where the ruleset itself is not kept."""
    if not ruleset.identity:
        return None
    told = blake2b(
        f"{ruleset.identity} {suffix.lower()}\0".encode("utf-8", "surrogateescape"), digest_size=SEAL
    )
    told.update(data)
    return told.digest()


def examined(key: bytes | None, examine: Callable[[], Examination]) -> Examination:
    """The examination that is kept under a key, or a new one, which is then kept if no rule was stopped."""
    results = _results(os.getpid()) if key else None
    if not (key and results):
        return examine()
    examination = results.find(key)
    if examination is None:
        examination = examine()
        if not examination.stopped:
            results.keep(key, examination)
    return examination


def write() -> None:
    """Write down what has been found since the last time."""
    if _results.cache_info().currsize and (results := _results(os.getpid())):
        results.write()


def close() -> None:
    """Write, and let go of the database: no connection may be open where processes part."""
    write()
    if _results.cache_info().currsize and (results := _results(os.getpid())):
        results.close()
    _results.cache_clear()


class Results:
    """one process's way to the database; after the first error it finds and keeps nothing more"""

    def __init__(self, path: Path) -> None:
        import sqlite3  # noqa: PLC0415 - late: a run in which nothing is looked up needs none of it

        self._path = path
        self._waiting: dict[bytes, bytes] = {}
        self._used: list[int] = []  # what was found, and had not been used for a day
        self._error = sqlite3.Error
        self._database: sqlite3.Connection | None = None
        try:
            self._database = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
            # Readers and one writer don't wait for each other; what a power cut spoils is told by its seal.
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = OFF")
            self._database.execute("PRAGMA journal_size_limit = 1000000")
            self._database.execute(TABLE)
        except sqlite3.Error as error:
            self._give_up(error)

    def find(self, key: bytes) -> Examination | None:
        if not self._database:
            return None
        try:
            row = self._database.execute(FIND, (_id(key),)).fetchone()
        except self._error as error:
            self._give_up(error)
            return None
        examination = _unpacked(key, row[1]) if row else None
        if examination and not (isinstance(row[0], int) and time.time() - row[0] < DAY):
            self._used.append(_id(key))
        return examination

    def keep(self, key: bytes, examination: Examination) -> None:
        self._waiting[key] = _packed(key, examination)
        if len(self._waiting) >= MOST_WAITING:
            self.write()

    def write(self) -> None:
        now, waiting, used = int(time.time()), self._waiting, self._used
        self._waiting, self._used = {}, []
        if not self._database or not (waiting or used):
            return
        try:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany(KEEP, ((_id(key), now, value) for key, value in waiting.items()))
            self._database.executemany(USE, ((now, id_) for id_ in used))
            if self._bytes() > MOST_BYTES:
                self._database.execute(DROP)
            self._database.execute("COMMIT")
        except self._error as error:
            self._give_up(error)

    def close(self) -> None:
        if self._database:
            with suppress(self._error):
                self._database.close()
        self._database = None

    def _bytes(self) -> int:
        """How large the database is, without what is free in it."""
        assert self._database  # noqa: S101 - only asked while it is written
        asked = ("page_count", "freelist_count", "page_size")
        pages, free, size = (self._database.execute(f"PRAGMA {name}").fetchone()[0] for name in asked)
        return int((pages - free) * size)

    def _give_up(self, error: "sqlite3.Error") -> None:
        """Do without from here on; a damaged database goes, so that the next run begins a new one."""
        import sqlite3  # noqa: PLC0415

        self.close()
        damaged = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in damaged:
            for ending in ("", "-wal", "-shm"):
                with suppress(OSError):
                    self._path.with_name(self._path.name + ending).unlink()


@once
def _results(process: int) -> Results | None:  # noqa: ARG001 - each process has its own
    """The way to the user's database; None where there is no place that is the user's own."""
    folder = cache.folder()
    if folder is None:
        return None
    own = folder / "results"
    try:
        own.mkdir(mode=0o700, exist_ok=True)
        if not _is_own(own):
            return None
        path = own / "results.db"
        path.touch(mode=0o600)
        return Results(path)
    except (OSError, ImportError):  # a place that can't be written; a Python without SQLite
        return None


def _is_own(folder: Path) -> bool:
    """Whether nobody else can put anything into a folder."""
    found = folder.lstat()
    if not hasattr(os, "getuid"):
        return stat.S_ISDIR(found.st_mode)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022


def _id(key: bytes) -> int:
    """The number of an entry. Two keys that share it are told apart by the seal."""
    return int.from_bytes(key[:8], "little", signed=True)


def _packed(key: bytes, examination: Examination) -> bytes:
    rows = [
        (
            each.rule,
            each.severity,
            each.span,
            each.message,
            [(*edit.span, edit.text) for edit in each.edits],
            each.applicability,
            each.candidates,
        )
        for each in examination.findings
    ]
    body = compress(json.dumps(rows, separators=(",", ":")).encode(), 1)
    return _seal(key, body) + body


def _unpacked(key: bytes, value: object) -> Examination | None:
    """The way back; None for what is not just as it was written under this key."""
    if not isinstance(value, bytes) or _seal(key, value[SEAL:]) != value[:SEAL]:
        return None
    return Examination(tuple(_finding(row) for row in json.loads(decompress(value[SEAL:]))))


def _finding(row: Any) -> Finding:
    rule, severity, span, message, edits, applicability, candidates = row
    return Finding(
        rule,
        SEVERITIES[severity],
        Span(*span),
        message,
        tuple(Edit(Span(start, end), text) for start, end, text in edits),
        APPLICABILITIES.get(applicability),
        tuple(candidates),
    )


def _seal(key: bytes, body: bytes) -> bytes:
    return blake2b(body, key=key, digest_size=SEAL).digest()
