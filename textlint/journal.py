"""journal – what fix did, a line for each changed document, so that it can be shown and undone.

A journal is JSONL. Each run that writes into it begins with a line of its own; then comes an object for each
document, with the edits in the text that came in and with digests of what was there before and after. It is
on the disk before the document changes: a kill at any moment may leave an entry without a change, which its
digests tell, but never a change without an entry.

Each line is sealed with a key of this user on this machine (`own`). A journal without these seals may be a
stranger's, and says what to write into files; so `undo` asks first.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from hmac import compare_digest
from importlib.metadata import version
from json.encoder import encode_basestring, encode_basestring_ascii
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar, get_args

from textlint import own
from textlint.corpora.records import Layout, Record
from textlint.errors import InputError, SettingsError, expected
from textlint.files import _sync_folder
from textlint.inputs.text import MARKS, Decoded
from textlint.model import Applicability, Finding, Result

FORMAT = 1
DIGEST = 20  # bytes
LONGEST = 1_000_000_000  # bytes of a line
PIECE = 1_000_000  # bytes that are written at once
START = b'{"journal": '
LONGEST_HEADER = 10_000  # bytes
LONGEST_SHOWN = 60  # signs of a value that is wrong
NAMES = {str: "a string", int: "a number", bool: "true or false", type(None): "null"}
SEALED = re.compile(rb', "seal": "([0-9a-f]{%d})"\}\n?\Z' % (2 * DIGEST))
CODECS = {codec: mark for mark, codec in MARKS}
NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)

# How a table writes texts, if nothing in them is written in a way of its own.
STYLES: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "quoted": lambda text: '"{}"'.format(text.replace('"', '""')),
    "json": encode_basestring,
    "json-ascii": encode_basestring_ascii,
}


Made = TypeVar("Made")


class Change(NamedTuple):
    """one replacement; positions are those in the text that came in"""

    rule: str
    severity: str
    applicability: str
    start: int
    end: int
    before: str
    after: str


class Key(NamedTuple):
    """which record of a table a text is"""

    row: int
    id: str | None
    field: str


@dataclass(frozen=True, slots=True)
class Run:
    """the first line of a run: format, version of textlint, when it began"""

    journal: int
    textlint: str
    run: str
    time: str


@dataclass(frozen=True, slots=True)
class Entry:
    """what a run did to one document

    `path` is the document as it was named, `file` the real file, relative to the journal's folder, or
    absolute where it lies elsewhere. Digests are those of a file's bytes or a record's text. Files have a
    `codec` and perhaps a byte order `mark`. Records have the `fields` that the table was read by, and, where
    the old text stood as bytes, the `style` in which it was written, or else these bytes as `raw`.
    """

    run: str
    time: str
    path: str
    file: str
    record: Key | None
    unsafe: bool
    before: str
    after: str
    edits: tuple[Change, ...]
    codec: str | None = None
    mark: bool | None = None
    fields: tuple[str, ...] | None = None
    style: str | None = None
    raw: str | None = None


class Line(NamedTuple):
    """a line of a journal; nothing in it where a kill has cut it off"""

    number: int
    offset: int
    content: Run | Entry | None
    is_sealed: bool = False  # by this user's key, so that nobody else has written it


@dataclass(frozen=True, slots=True)
class Journal:
    """a journal as a run writes it, in all its processes"""

    path: Path
    run: str
    key: bytes | None = field(default=None, repr=False)


def begin(path: Path) -> Journal:
    """Begin a run, behind those that are in the journal already; it is made if it is not there.

    Raises SettingsError where it can't be written, or where the file is something else.
    """
    import secrets  # noqa: PLC0415

    if path.is_symlink():
        raise SettingsError("a symbolic link; expected a file to write", path)
    if path.exists() and not path.is_file():
        raise SettingsError("not a regular file; expected a file to write", path)
    journal = Journal(path.parent.resolve() / path.name, secrets.token_hex(8), own.key(make=True))
    run = Run(FORMAT, version("textlint"), journal.run, _now())
    try:
        with _opened(journal.path, os.O_CREAT) as handle:
            if os.fstat(handle).st_size:
                _require_journal(_read_at(handle, 0, LONGEST_HEADER), path)
            _append(handle, [_line(run, journal.key)])
        with suppress(OSError):  # where folders can't be synced
            _sync_folder(journal.path.parent)
    except OSError as error:
        raise SettingsError(f"can't be written: {error.strerror}", path) from None
    return journal


def file_entry(
    journal: Journal, path: Path, decoded: Decoded, result: Result, data: tuple[bytes, bytes], *, unsafe: bool
) -> Entry:
    """What was done to a file; `data` are its bytes before and after."""
    return Entry(
        *(journal.run, _now(), str(path), _file(journal, path)),
        None,
        unsafe,
        digest(data[0]),
        digest(data[1]),
        _changes(decoded.text, result.applied),
        codec=decoded.codec,
        mark=bool(decoded.mark),
    )


def record_entry(
    journal: Journal,
    path: Path,
    record: Record,
    result: Result,
    layout: Layout,
    *,
    unsafe: bool,
    raw: bytes | None = None,
) -> Entry:
    """What was done to a record; the table with its new text is, or will be, at `path`.

    `raw` are the bytes that held the old text in the file. Where they are not known the text can be restored,
    but maybe not as it was written.
    """
    text = record.text or ""
    style = None if raw is None else _style(text, raw)
    return Entry(
        *(journal.run, _now(), str(path), _file(journal, path)),
        Key(record.row, record.id, record.field),
        unsafe,
        digest_of_text(text),
        digest_of_text(result.text),
        _changes(text, result.applied),
        fields=layout.fields,
        style=style,
        raw=None if raw is None or style else raw.decode("utf-8", "surrogateescape"),
    )


def append(journal: Journal, entries: Iterable[Entry]) -> None:
    """Write entries and wait until they are on the disk; in many processes at once no two get mixed.

    Raises InputError where that fails; the journal is then as it was.
    """
    try:
        with _opened(journal.path) as handle:
            _append(handle, (_line(entry, journal.key) for entry in entries))
    except OSError as error:
        raise InputError(f"the journal {journal.path} can't be written: {error.strerror}") from None


def read(file: BinaryIO, name: Path) -> Iterator[Line]:
    """The lines of a journal. Raises InputError for one that is none, and names it.

    There is none where a kill came between the making of the file and its first line.
    """
    runs: set[str] = set()
    number = offset = 0
    key = own.key()
    while line := file.readline(LONGEST + 1):
        number += 1
        content: Run | Entry | None = None
        try:
            content = _parsed(line)
        except ValueError as error:
            if line.endswith(b"\n") or not (number > 1 or _is_begun(line)):
                raise InputError(str(error), name, number) from None
        if isinstance(content, Run):
            runs.add(content.run)
        elif content and content.run not in runs:
            found = f"found an entry of run {_short(content.run)}"
            raise InputError(f"{found}; expected a line above that begins this run", name, number)
        yield Line(number, offset, content, _is_sealed(line, key))
        offset += len(line)


def read_again(file: BinaryIO, offsets: Iterable[int], name: Path) -> Iterator[Entry]:
    """Entries that have been read before. Raises InputError where they are no longer there."""
    for offset in offsets:
        file.seek(offset)
        with suppress(ValueError):
            entry = _parsed(file.readline(LONGEST + 1))
            if isinstance(entry, Entry):
                yield entry
                continue
        raise InputError("changed while it was read", name)


def reverted(text: str, edits: Sequence[Change]) -> str:
    """The text that edits have made this one of. Raises ValueError where they have not."""
    parts, done, shift = [], 0, 0
    for edit in edits:
        start = edit.start + shift
        if not text.startswith(edit.after, start) or start < done:
            raise ValueError(f"found no {edit.after!r} at {start}, where the entry has an edit")
        parts += [text[done:start], edit.before]
        done = start + len(edit.after)
        shift += len(edit.after) - len(edit.before)
    return "".join((*parts, text[done:]))


def written(entry: Entry, text: str) -> bytes | None:
    """The very bytes that held a record's text; None where that did not stand as bytes."""
    if entry.raw is not None:
        return entry.raw.encode("utf-8", "surrogateescape")
    return None if entry.style is None else _styled(entry.style, text)


def digest(data: bytes) -> str:
    return blake2b(data, digest_size=DIGEST).hexdigest()


def digest_of_text(text: str) -> str:
    return digest(text.encode("utf-8", "surrogatepass"))


def _changes(text: str, applied: Sequence[Finding]) -> tuple[Change, ...]:
    changes = (
        Change(
            finding.rule,
            finding.severity.value,
            (finding.applicability or Applicability.UNSAFE).value,
            *edit.span,
            text[edit.span.start : edit.span.end],
            edit.text,
        )
        for finding in applied
        for edit in finding.edits
    )
    return tuple(sorted(changes, key=lambda change: (change.start, change.end)))


@lru_cache(maxsize=16)  # a table has many records
def _file(journal: Journal, path: Path) -> str:
    """A file as the journal names it: the real one, so that no link leads from it elsewhere."""
    real, home = path.resolve(), journal.path.parent
    return (real.relative_to(home) if real.is_relative_to(home) else real).as_posix()


def _style(text: str, raw: bytes) -> str | None:
    """What gives the bytes that hold a text."""
    return next((style for style in STYLES if _styled(style, text) == raw), None)


def _styled(style: str, text: str) -> bytes:
    return STYLES[style](text).encode("utf-8", "surrogatepass")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _line(content: Run | Entry, key: bytes | None = None) -> bytes:
    """One line of JSON, in ASCII: what is no Unicode, such as undecodable bytes, is escaped."""
    values = asdict(content)
    if isinstance(content, Entry):
        values["record"] = content.record and content.record._asdict()
        values["edits"] = [change._asdict() for change in content.edits]
    line = json.dumps(values).encode()
    return (b'%s, "seal": "%s"}' % (line[:-1], _seal(line, key)) if key else line) + b"\n"


def _seal(line: bytes, key: bytes) -> bytes:
    return blake2b(line, key=key, digest_size=DIGEST).hexdigest().encode()


def _unsealed(line: bytes) -> tuple[bytes, bytes]:
    """A line without its seal, and the seal."""
    match = SEALED.search(line)
    return (line[: match.start()] + b"}", match[1]) if match else (line, b"")


def _is_sealed(line: bytes, key: bytes | None) -> bool:
    """Whether a line has been written with this key."""
    content, seal = _unsealed(line)
    return bool(key and seal) and compare_digest(_seal(content, key or b""), seal)


@contextmanager
def _opened(path: Path, more: int = 0) -> Iterator[int]:
    """A journal that nobody else writes meanwhile, where the system has locks."""
    handle = os.open(path, os.O_RDWR | os.O_APPEND | NO_LINK | more, 0o600)
    try:
        with suppress(ImportError):
            import fcntl  # noqa: PLC0415 - not everywhere

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _append(handle: int, lines: Iterable[bytes]) -> None:
    """Write all lines or none; a line that a kill has cut off goes."""
    size = _mended(handle)
    try:
        waiting = b""
        for line in lines:
            waiting += line
            if len(waiting) > PIECE:
                _write(handle, waiting)
                waiting = b""
        _write(handle, waiting)
        os.fsync(handle)
    except BaseException:
        with suppress(OSError):
            os.ftruncate(handle, size)
        raise


def _write(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]


def _mended(handle: int) -> int:
    """How long a journal is once its last line is whole."""
    size = os.fstat(handle).st_size
    if not size or _read_at(handle, size - 1, size) == b"\n":
        return size
    start = _last_line(handle, size)
    try:
        _parsed(_read_at(handle, start, size))
    except ValueError:
        os.ftruncate(handle, start)
        return start
    _write(handle, b"\n")
    return size + 1


def _last_line(handle: int, size: int) -> int:
    """Where the last line starts, which is not whole."""
    end = size
    while end:
        start = max(0, end - PIECE)
        found = _read_at(handle, start, end).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _read_at(handle: int, start: int, end: int) -> bytes:
    os.lseek(handle, start, os.SEEK_SET)
    return os.read(handle, end - start)


def _is_begun(line: bytes) -> bool:
    """Whether a kill may have cut off this first line of a journal."""
    return line.startswith(START) or START.startswith(line)


def _require_journal(start: bytes, path: Path) -> None:
    """Raise SettingsError unless this is how a journal starts."""
    line, line_end, _ = start.partition(b"\n")
    with suppress(ValueError):
        if isinstance(_parsed(line), Run) if line_end else _is_begun(line):
            return
    raise SettingsError("not a journal; expected one, or a file that is not there yet", path, 1)


def _parsed(line: bytes) -> Run | Entry:
    """A line of a journal. Raises ValueError where it is none."""
    if len(line) > LONGEST:
        raise ValueError(f"found more than {LONGEST:,} bytes; expected a line of a journal")
    try:
        values = json.loads(_unsealed(line)[0])
    except (ValueError, RecursionError):
        raise ValueError("found no JSON; expected a line of a journal") from None
    if isinstance(values, dict) and "journal" in values:
        run = _made(Run, values)
        if run.journal != FORMAT:
            raise ValueError(f"found format {run.journal}; expected {FORMAT}, which this textlint reads")
        return run
    entry = _made(
        Entry,
        values,
        record=lambda value: None if value is None else _made(Key, value),
        edits=lambda value: tuple(_made(Change, each) for each in _listed(value)),
        fields=lambda value: None if value is None else tuple(map(str, _listed(value))),
    )
    _require_sound(entry)
    return entry


def _made(kind: type[Made], values: Any, **makers: Callable[[Any], Any]) -> Made:
    """What an object of JSON says, with the types that `kind` declares."""
    declared = kind.__annotations__
    if not isinstance(values, dict) or values.keys() != declared.keys():
        raise ValueError(f"found something else; expected an object with {', '.join(declared)}")
    made = {}
    for name, types in declared.items():
        value = values[name]
        if name not in makers and type(value) not in (get_args(types) or (types,)):
            raise ValueError(f"found {_short(value)} as {name!r}; expected {_named(types)}")
        made[name] = makers[name](value) if name in makers else value
    return kind(**made)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"found {_short(value)}; expected a list")  # noqa: TRY004 - as all that is wrong in a line
    return value


def _require_sound(entry: Entry) -> None:
    """Raise ValueError for what no run writes."""
    done = 0
    for edit in entry.edits:
        if not (done <= edit.start and edit.end == edit.start + len(edit.before)):
            raise ValueError(
                f"found an edit at {edit.start} to {edit.end}; expected edits in order and apart"
            )
        done = edit.end
    for name, value, known in (("codec", entry.codec, CODECS), ("style", entry.style, STYLES)):
        if value is not None and value not in known:
            raise ValueError(f"found {name} {_short(value)}{expected(value, known)}")
    if (entry.record is None) == (entry.codec is None) or (entry.record is None) != (entry.fields is None):
        raise ValueError("found a file with fields or a record without; expected a codec or fields")


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[: LONGEST_SHOWN - 1]}…"


def _named(types: Any) -> str:
    return " or ".join(NAMES[each] for each in get_args(types) or (types,))
