"""cache – compiled rulesets, kept between runs.

To read 200 rule files and to compile a dictionary takes seconds; to read what came out takes milliseconds,
and the checks of rules that find nothing are not even read. An entry is one file: a mark, the length of its
head, the head, and what the head says stands behind it. It is used only if it belongs to this user, is whole,
and if each rule file and each module that it was made of is as it was; else it is made anew. What can't be
kept is made for this run only.

The folder is the user's cache folder (`platformdirs`), or what the variable TEXTLINT_CACHE_DIR says. To read
an entry runs what is written in it, so a folder that `own` takes for somebody else's is neither read nor
written.
"""

import mmap
import os
import pickle
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import blake2s
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from zlib import crc32

from textlint import own
from textlint.engine import Ruleset, Step, Waiting
from textlint.errors import SettingsError
from textlint.model import Check, Severity
from textlint.scan.scanner import Plan, Scanner

if TYPE_CHECKING:
    from textlint.model import Rule

MARK = b"textlint ruleset 3\n"
MOST_ENTRIES = 30  # the rest goes, the oldest first

Engine = Literal["auto", "native", "pure"]
Stamp = tuple[str, int, int]  # a path, its size and the time of its last change in nanoseconds


@dataclass(frozen=True, slots=True)
class Choice:
    """which rules, from where: what `rules.load`, `rules.changed` and `rules.select` take"""

    folders: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    options: tuple[tuple[str, str, str], ...] = ()
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str = "scraped"


class Piece(NamedTuple):
    """where something stands behind the head of an entry"""

    start: int
    length: int
    checksum: int


class StepEntry(NamedTuple):
    id: str
    kind: str
    language: str
    waiting: Waiting | None
    rule: str  # its file
    check: Piece


class Head(NamedTuple):
    """what has to be known before the first text is read"""

    steps: tuple[StepEntry, ...]
    reported: frozenset[str]
    known: frozenset[str]
    unscanned: tuple[int, ...]
    plan: Plan
    databases: tuple[Piece | None, ...]
    vocabulary: Piece | None  # what several checks share
    length: int  # of all that stands behind the head


def ruleset(choice: Choice, *, engine: Engine = "auto") -> Ruleset:
    """The compiled ruleset for a choice of rules, from the cache if it is there.

    "auto" scans natively where Hyperscan is installed. Raises RuleError and SettingsError as the loader does,
    and SettingsError if "native" is asked for and can't be had.
    """
    native = engine != "pure" and has_hyperscan()
    if engine == "native" and not native:
        raise SettingsError("the native engine needs the package hyperscan, which is not installed here")
    path = _path(choice) if native else None
    if path and (kept := _load(path, choice)):
        return kept
    made_of = tuple(map(_stamp, _made_of(choice))) if path else ()  # before they are read: they may change
    from textlint import rules  # noqa: PLC0415 - late: a warm start reads no rule file
    from textlint.compiler import compile_rules, in_order  # noqa: PLC0415

    available = rules.changed(rules.load(map(Path, choice.folders)), choice.severity, choice.options)
    chosen = rules.select(
        available,
        select=choice.select,
        extend_select=choice.extend_select,
        ignore=choice.ignore,
        profile=choice.profile,
    )
    ignored = {rule.id for rule in available if {rule.id, rule.pack} & {*choice.ignore}}
    made = compile_rules(chosen, available, ignored=ignored, native=native)
    if path:
        with suppress(OSError):
            ordered = [rule for rule, _ in in_order(chosen, available, ignored)]
            made = replace(made, identity=_store(path, made, ordered, made_of))
    return made


def is_quick(choice: Choice, *, engine: Engine = "auto") -> bool:
    """Whether a ruleset is ready in a moment: it is kept, or nothing is to be compiled natively."""
    path = _path(choice) if engine != "pure" and has_hyperscan() else None
    return path is None or path.exists()


def has_hyperscan() -> bool:
    try:
        import hyperscan  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


def folder() -> Path | None:
    """Where all is kept; None where there is no place for it, or others may have filled it."""
    place = _place()
    return None if place is None or own.why_foreign(place) else place


def refused() -> str | None:
    """Why nothing is kept although there is a place for it."""
    place = _place()
    why = own.why_foreign(place) if place else None
    return why and f"no cache: {place} is {why}, and may hold what others have put there"


def _place() -> Path | None:
    if named := os.environ.get("TEXTLINT_CACHE_DIR"):
        return Path(named).expanduser()
    import platformdirs  # noqa: PLC0415

    try:
        return Path(platformdirs.user_cache_dir("textlint", appauthor=False))
    except RuntimeError:  # a user without a home
        return None


def _path(choice: Choice) -> Path | None:
    """Where the entry of a choice is kept; None where there is no place for it."""
    home = folder()
    told = repr((choice, sys.version, __file__, Path.cwd() if choice.folders else ""))
    return home and home / f"{blake2s(told.encode()).hexdigest()[:32]}.ruleset"


def _load(path: Path, choice: Choice) -> Ruleset | None:
    """The ruleset in an entry, or None if it can't be used."""
    import hyperscan  # noqa: PLC0415

    try:
        with path.open("rb") as file:
            if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
                return None  # what somebody else has written would be run as ours
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        opened = _opened(data)
        if opened is None:
            return None
        identity, head, body = opened
        databases = []
        for piece in head.databases:
            stored = _read(body, piece, check=False) if piece else b""  # Hyperscan has a checksum of its own
            databases.append(hyperscan.loadb(stored, mode=hyperscan.HS_MODE_BLOCK) if stored else None)
        for database in databases:
            if database is not None:
                database.scratch = hyperscan.Scratch(database)
    except Exception:  # noqa: BLE001 - what a damaged pickle may raise has no end
        return None
    shared = cache(partial(_vocabulary, body, head.vocabulary))
    steps = tuple(
        Step(each.id, each.kind, each.language, each.waiting, partial(_check, body, each, shared, choice))
        for each in head.steps
    )
    scanner = Scanner(head.plan, *databases)
    return Ruleset(steps, head.reported, head.unscanned, scanner, head.known, identity)


def _opened(data: mmap.mmap) -> tuple[str, Head, memoryview] | None:
    """An entry's identity, head and body; None if it is damaged or what it was made of has changed."""
    start = len(MARK) + 16
    if data[: len(MARK)] != MARK or len(data) < start:
        return None
    length, checksum = (int.from_bytes(data[i : i + 8], "little") for i in (len(MARK), len(MARK) + 8))
    stored = data[start : start + length]
    if len(stored) != length or crc32(stored) != checksum:
        return None
    identity, made_of, inner = pickle.loads(stored)  # noqa: S301 - written by this user, and whole
    if any(_stamp(path) != (path, *rest) for path, *rest in made_of):
        return None  # our own classes may have changed as well, so that the rest can't be read
    head: Head = pickle.loads(inner)  # noqa: S301
    body = memoryview(data)[start + length :]
    return (identity, head, body) if len(body) == head.length else None


class _Pickler(pickle.Pickler):
    """a pickler of checks: the vocabulary, which is the greater part of many, is left out and remembered"""

    def __init__(self, file: BytesIO, left_out: dict[str, Any]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._left_out = left_out

    def persistent_id(self, value: object) -> str | None:
        from textlint.vocabulary import Vocabulary  # noqa: PLC0415

        if not isinstance(value, Vocabulary):
            return None
        self._left_out["vocabulary"] = value
        return "vocabulary"


class _Unpickler(pickle.Unpickler):
    """and the way back"""

    def __init__(self, stored: bytes, shared: Callable[[], Any]) -> None:
        super().__init__(BytesIO(stored))
        self._shared = shared

    def persistent_load(self, _: str) -> Any:
        return self._shared()


def _vocabulary(body: memoryview, piece: Piece | None) -> Any:
    return pickle.loads(_read(body, piece)) if piece else None  # noqa: S301 - see `_check`


def _check(body: memoryview, entry: StepEntry, shared: Callable[[], Any], choice: Choice) -> Check:
    """The check of a rule, read when it is needed; from the rule file again if the entry is damaged."""
    try:
        # Written by this user, and whole.
        check: Check = _Unpickler(_read(body, entry.check), shared).load()
    except Exception:  # noqa: BLE001 - what a damaged pickle may raise has no end
        from textlint.kinds import KINDS  # noqa: PLC0415
        from textlint.rules import change, load_file  # noqa: PLC0415

        rule = change(load_file(Path(entry.rule)), choice.severity, choice.options)
        return KINDS[entry.kind].prepare(rule)
    return check


def _read(body: memoryview, piece: Piece, *, check: bool = True) -> bytes:
    stored = bytes(body[piece.start : piece.start + piece.length])
    if check and crc32(stored) != piece.checksum:
        raise ValueError("damaged")
    return stored


def _store(path: Path, made: Ruleset, ordered: Sequence["Rule[Any]"], made_of: Sequence[Stamp]) -> str:
    """Write an entry beside its place and move it there, so that two runs may do so at once; its identity."""
    import secrets  # noqa: PLC0415

    import hyperscan  # noqa: PLC0415

    assert made.scanner  # noqa: S101 - only a native ruleset is kept
    scanner, body = made.scanner, bytearray()
    databases = (scanner.words, scanner.patterns, scanner.short_patterns)

    def add(stored: bytes) -> Piece:
        body.extend(stored)
        return Piece(len(body) - len(stored), len(stored), crc32(stored))

    left_out: dict[str, Any] = {}

    def pickled(check: Check) -> bytes:
        stored = BytesIO()
        _Pickler(stored, left_out).dump(check)
        return stored.getvalue()

    placed = tuple(add(hyperscan.dumpb(each)) if each is not None else None for each in databases)
    steps = tuple(
        StepEntry(
            step.id,
            step.kind,
            step.language,
            step.waiting,
            str(rule.path.resolve()),
            add(pickled(step.check)),
        )
        for step, rule in zip(made.steps, ordered, strict=True)
    )
    shared = [add(pickle.dumps(each, pickle.HIGHEST_PROTOCOL)) for each in left_out.values()]
    head = Head(
        steps,
        made.reported,
        made.known,
        made.unscanned,
        scanner.plan,
        placed,
        shared[0] if shared else None,
        len(body),
    )
    # What it was made of can be read even if our own classes have changed, and is compared first.
    identity = secrets.token_hex(16)
    inner = pickle.dumps(head, pickle.HIGHEST_PROTOCOL)
    stored = pickle.dumps((identity, made_of, inner), pickle.HIGHEST_PROTOCOL)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as file:
            for part in (
                MARK,
                len(stored).to_bytes(8, "little"),
                crc32(stored).to_bytes(8, "little"),
                stored,
                body,
            ):
                file.write(part)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    entries = sorted(path.parent.glob("*.ruleset"), key=lambda entry: entry.stat().st_mtime_ns)
    for entry in entries[:-MOST_ENTRIES]:
        entry.unlink(missing_ok=True)
    return identity


def _made_of(choice: Choice) -> list[str]:
    """Files and folders that a ruleset hangs on: rules, tables, our own modules, other packages' data."""
    from importlib.util import find_spec  # noqa: PLC0415

    import ftfy.badness  # noqa: PLC0415
    import hyperscan  # noqa: PLC0415
    import regex  # noqa: PLC0415

    from textlint import codespell, vocabulary  # noqa: PLC0415
    from textlint.lexicon import builtin_folder  # noqa: PLC0415

    package = Path(__file__).parent
    paths = [*package.rglob("*.py"), *map(Path, (ftfy.badness.__file__, regex.__file__, hyperscan.__file__))]
    paths += [Path(str(each.locate())) for each in codespell.dictionaries().values()]
    paths += vocabulary.data_files()
    parsers = map(find_spec, ("tree_sitter", "tree_sitter_markdown"))  # which kept results hang on
    paths += [Path(parser.origin) for parser in parsers if parser and parser.origin]
    for folder in (builtin_folder(), *map(Path, choice.folders)):
        paths += [folder, *(folder.rglob("*") if folder.is_dir() else folder.parent.glob("*.tsv"))]
    # As they are called, not what they lead to: a link may come to lead elsewhere.
    return sorted({str(path.absolute()) for path in paths if "__pycache__" not in path.parts})


def _stamp(path: str) -> Stamp:
    """What tells whether a file has changed; of one that is not there, that."""
    try:
        found = os.stat(path)  # noqa: PTH116 - hundreds of them at each start
    except OSError:
        return path, -1, -1
    return path, found.st_size, found.st_mtime_ns
