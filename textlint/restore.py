"""restore – documents as they were before fix, by what a journal says of them.

A document goes back entry by entry, the newest first, as long as it is what the run of an entry has left. An
entry whose change did not happen, or is undone already, is passed over. What is restored has the digest that
the entry names, so that a damaged or forged journal restores nothing.
"""

import json
import os
import stat
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

from textlint import files, journal
from textlint.corpora import streams
from textlint.corpora.records import Layout, Record, Table
from textlint.errors import InputError
from textlint.inputs import jsonl, table_for, table_suffix
from textlint.inputs.text import Decoded, encode
from textlint.journal import CODECS, Entry

Content = TypeVar("Content", bytes, str)
NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
DAMAGED = "what the journal says of it is damaged; left alone"
OF_GIT = frozenset({".git", "git~1"})  # the other is its short name on Windows
BARE = ("HEAD", "objects", "refs")  # what git takes a folder for a repository by
PIECE = 1 << 20  # bytes that are copied at once


@dataclass(frozen=True, slots=True)
class Index:
    """where the entries of each file stand in a journal whose lines have all been read and are sound"""

    path: Path
    offsets: Mapping[str, Sequence[int]]  # by file, in the order of the journal
    cut_off: int | None  # the number of a last line that a kill has cut off
    foreign: frozenset[str]  # files of which entries speak that this user has not written on this machine


@dataclass(frozen=True, slots=True)
class Back(Generic[Content]):
    """how far a document goes back, and the entries that are undone on its way, the newest first"""

    content: Content
    undone: tuple[Entry, ...]
    is_whole: bool  # it is what it was before the oldest entry


@dataclass(slots=True)
class Restored:
    """what became of one file; `before` and `after` are its bytes for a diff, which tables have not"""

    path: Path
    documents: int = 0  # that are, or would be, as they were
    edits: int = 0
    before: bytes = b""
    after: bytes = b""
    codec: str | None = None
    problems: list[str] = field(default_factory=list)


def index(path: Path) -> Index:
    """Read a whole journal. Raises InputError where a line of it is wrong."""
    offsets: dict[str, array[int]] = {}
    cut_off, foreign = None, set[str]()
    try:
        with path.open("rb") as file:
            for number, offset, content, is_sealed in journal.read(file, path):
                if isinstance(content, Entry):
                    offsets.setdefault(content.file, array("Q")).append(offset)
                    if not is_sealed:
                        foreign.add(content.file)
                elif content is None:
                    cut_off = number
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror}", path) from None
    return Index(path, offsets, cut_off, frozenset(foreign))


def place(known: Index, file: str, named: Sequence[Path] = ()) -> Path:
    """Where a file of a journal is. Raises InputError where nothing may be written for a journal's sake.

    A journal may come from strangers. So a file lies below its folder, below the working folder or below one
    that the user has named, no link leads to it, and it is neither hidden, unless it is `named` itself, nor
    part of a repository: what is written into one of those may be run.
    """
    home, here = known.path.parent.resolve(), Path.cwd()
    path = home / file
    if "\0" in file or not file or files.absolute(path) != path:
        raise InputError(f"{file!r} is no path that a run writes", known.path)
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    around = [folder for folder in (here, home) if path.is_relative_to(folder)][:1]
    around += [folder for folder in named if path.is_relative_to(folder)]
    if not around:
        raise InputError("neither below the journal nor below the working folder; name it, too", shown)
    if _is_of_git(path):
        raise InputError("part of a git repository, where undo never writes; left alone", shown)
    if all(_is_hidden(path.relative_to(folder)) for folder in around):
        raise InputError("hidden, or in a hidden folder; left alone unless you name the file itself", shown)
    try:
        if path.resolve(strict=True) != path:
            raise InputError("a symbolic link leads there; left alone", shown)
        if not stat.S_ISREG(path.lstat().st_mode):
            raise InputError("not a regular file; left alone", shown)
    except FileNotFoundError:
        raise InputError("no such file any more", shown) from None
    except (OSError, RuntimeError):
        raise InputError("can't be reached", shown) from None
    return shown


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _is_of_git(path: Path) -> bool:
    """Whether a file is internal to a git repository, which may be bare, and not part of its work tree."""
    return any(part.casefold() in OF_GIT for part in path.parts) or any(
        all(os.path.lexists(folder / name) for name in BARE) for folder in path.parents
    )


def restore(known: Index, file: str, path: Path, *, write: bool = True) -> Restored:
    """Restore a file, or the records of a table. Raises InputError where that can't be done."""
    try:
        with known.path.open("rb") as log:
            offsets = known.offsets[file]
            records: dict[tuple[int, str], array[int]] = {}
            fields: dict[str, None] = {}
            for offset, entry in zip(offsets, journal.read_again(log, offsets, known.path), strict=True):
                if entry.record:
                    records.setdefault((entry.record.row, entry.record.field), array("Q")).append(offset)
                    fields.update(dict.fromkeys(entry.fields or ()))
            if not records:
                newest_first = journal.read_again(log, reversed(offsets), known.path)
                return _restore_file(path, tuple(newest_first), write=write)
            if sum(map(len, records.values())) < len(offsets):
                raise InputError("fixed as a text and as a table; left alone", path)
            if not table_suffix(path.name):
                raise InputError("no table by its name; left alone", path)
            layout = Layout(tuple(fields))
            shelf = Shelf(path, table_for(path.name), layout, records, log, known.path)
            return _restore_table(shelf, write=write)
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror}", path) from None


def _restore_file(path: Path, entries: Sequence[Entry], *, write: bool) -> Restored:
    data, read = _read(path)
    back = _back(path, data, entries, journal.digest, _file_before)
    done = Restored(path, before=data, after=back.content, codec=entries[-1].codec)
    _count(done, path, back)
    if back.undone and write:
        files.replace(path, back.content, read)
    return done


def _read(path: Path) -> tuple[bytes, os.stat_result]:
    with open(os.open(path, os.O_RDONLY | NO_LINK), "rb") as file:  # noqa: PTH123
        return file.read(), os.fstat(file.fileno())


def _file_before(entry: Entry, data: bytes) -> bytes:
    """The bytes that an entry has made these of."""
    codec = entry.codec or ""
    mark = CODECS[codec] if entry.mark else b""
    errors = "surrogateescape" if codec == "utf-8" else "strict"
    text = data.removeprefix(mark).decode(codec, errors)
    return encode(Decoded(text, mark, codec), journal.reverted(text, entry.edits))


def _text_before(entry: Entry, text: str) -> str:
    return journal.reverted(text, entry.edits)


def _back(
    path: Path,
    content: Content,
    newest_first: Iterable[Entry],
    digest: Callable[[Content], str],
    before: Callable[[Entry, Content], Content],
) -> Back[Content]:
    """Undo entries as long as they are about what is there. Raises InputError where one is damaged."""
    now, undone, is_whole = digest(content), [], True
    for entry in newest_first:
        if now == entry.after != entry.before:
            with suppress(ValueError):
                content = before(entry, content)
            now = digest(content)
            if now != entry.before:
                raise InputError(DAMAGED, path)
            undone.append(entry)
        is_whole = now == entry.before
    return Back(content, tuple(undone), is_whole)


def _count(done: Restored, name: object, back: Back[Any]) -> None:
    """Keep count of what was done to a document, and say what could not be done."""
    done.documents += bool(back.undone)
    done.edits += sum(len(entry.edits) for entry in back.undone)
    if not back.is_whole and not back.undone:
        done.problems.append(f"{name}: changed since it was fixed; left alone")
    elif not back.is_whole:
        time = back.undone[-1].time
        done.problems.append(f"{name}: restored as it was before {time} only; it was changed between runs")


@dataclass(frozen=True, slots=True)
class Shelf:
    """a table, and where the entries of its records stand in the journal"""

    path: Path
    table: Table
    layout: Layout
    offsets: Mapping[tuple[int, str], Sequence[int]]
    log: BinaryIO
    name: Path

    def back(self, record: Record) -> Back[str] | None:
        """How far a record goes back; None where nothing was done to it."""
        offsets = self.offsets.get((record.row, record.field))
        if offsets is None:
            return None
        entries = list(journal.read_again(self.log, reversed(offsets), self.name))
        if record.text is None:
            return Back("", (), is_whole=False)
        return _back(self.path, record.text, entries, journal.digest_of_text, _text_before)


def _restore_table(shelf: Shelf, *, write: bool) -> Restored:
    """Restore the records of a table: see what is to be done, do it beside the file, see that it is right."""
    if not write:
        return _looked(shelf)[0]
    from tempfile import TemporaryFile  # noqa: PLC0415

    from textlint.corpora import shards  # noqa: PLC0415

    path = shelf.path
    noted = shards.noted(path)
    with streams.writing(path) as target, TemporaryFile(dir=path.parent, prefix=".textlint-") as new:
        done, wanted = _looked(shelf)
        if not done.documents:
            raise streams.UnchangedError
        with _source(path) as source:
            shelf.table.rewrite(source, new, shelf.layout, partial(_answers, shelf))
        new.seek(0)
        if _digest(shelf, new) != wanted:
            raise InputError(DAMAGED, path)
        new.seek(0)
        while piece := new.read(PIECE):
            target.write(piece)
    if done.documents:
        shards.note_as_undone(noted, path)
    return done


def _source(path: Path) -> AbstractContextManager[BinaryIO]:
    """A table to be read; one of columns is read in leaps."""
    return streams.reading(path) if streams.suffixes(path)[1] else path.open("rb")


def _looked(shelf: Shelf) -> tuple[Restored, bytes]:
    """What is to be done, and the digest that the table then has."""
    done, seen, wanted = Restored(shelf.path), set(), blake2b()

    def look(records: Sequence[Record]) -> list[None]:
        for record in records:
            back = shelf.back(record)
            wanted.update(_printed(record, back.content if back and back.undone else record.text))
            if back:
                seen.add((record.row, record.field))
                _count(done, f"{shelf.path}:{record.row}", back)
        return [None] * len(records)

    with _source(shelf.path) as source:
        shelf.table.rewrite(source, None, shelf.layout, look)
    gone = sorted(shelf.offsets.keys() - seen)
    done.problems += [f"{shelf.path}:{row}: no such record any more" for row, _ in gone]
    return done, wanted.digest()


def _answers(shelf: Shelf, records: Sequence[Record]) -> list[Any]:
    backs = map(shelf.back, records)
    return [_answer(shelf, back) if back and back.undone else None for back in backs]


def _digest(shelf: Shelf, file: BinaryIO) -> bytes:
    """What tells the records of a table from all others."""
    found = blake2b()

    def look(records: Sequence[Record]) -> list[None]:
        for record in records:
            found.update(_printed(record, record.text))
        return [None] * len(records)

    shelf.table.rewrite(file, None, shelf.layout, look)
    return found.digest()


def _printed(record: Record, text: str | None) -> bytes:
    """What tells a record with this text from all others."""
    return repr((record.row, record.field, text, record.problem)).encode("utf-8", "backslashreplace")


def _answer(shelf: Shelf, back: Back[str]) -> str | bytes:
    """What is to be written: the very bytes that held the text, where they are known."""
    raw = journal.written(back.undone[-1], back.content)
    if raw is None:
        return back.content
    if streams.suffixes(shelf.path)[0] in jsonl.SUFFIXES and not _is_string(raw, back.content):
        raise InputError(DAMAGED, shelf.path)
    return raw


def _is_string(raw: bytes, text: str) -> bool:
    """Whether bytes are a text as a string of JSON, and nothing else."""
    with suppress(ValueError):
        return raw.startswith(b'"') and raw.endswith(b'"') and json.loads(raw.decode()) == text
    return False
