"""allowlist – files beside the texts that say which findings are accepted: allowed ones, and the baseline.

`.textlint-allow` is kept by people, `.textlint-baseline` is written by `textlint baseline`. The nearest one
of each, in the folder of a text or above it, holds. Both have a line a finding:

    3f2a9c01-77b0d2e4  spelling/typo  notes/a.txt  -- the name of a ship

What a fingerprint is, `fingerprints` says. The path is relative to the file's folder; blanks in a row,
percent signs and what can't be seen are escaped in it as in URLs, and every blank in the name of a rule.
`#` begins a comment.
"""

import os
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote

from textlint.errors import LIES_ELSEWHERE, SettingsError, is_in

if TYPE_CHECKING:
    import regex

ALLOW, BASELINE = ".textlint-allow", ".textlint-baseline"
HOW: dict[str, Literal["file", "baseline"]] = {ALLOW: "file", BASELINE: "baseline"}
HEADER = {
    ALLOW: "# Findings that are allowed: fingerprint, rule, path, -- and the reason.\n",
    BASELINE: "# Findings that were there when the baseline was written, by `textlint baseline`.\n",
}
LINE = re.compile(
    r"(?P<fingerprint>[0-9a-f]{8}-[0-9a-f]{8}(?:\.\d+)?)\s+(?P<rule>[^\s/]+/[^\s/]+)\s+"
    r"(?P<path>\S.*?)(?:\s+--(?P<reason>.*))?"
)
ROW = re.compile(r"(?:#.*|:\d+)\[[^\[\]]*\]\Z")  # behind the path of a table
ESCAPED_IN_RULE = r"[%\s\p{C}]+"
ESCAPED = r"[%\p{C}]+|(?<=\s)\s+|^\s|\s$|(?<=\s)--"

_nearest: dict[tuple[Path, str], Path | None] = {}  # cache by folder and file name


@dataclass(frozen=True, slots=True)
class Entry:
    """one accepted finding; `path` is relative to the folder of the file, `line` is its place there"""

    fingerprint: str
    rule: str
    path: str
    reason: str = ""
    how: Literal["file", "baseline"] = "file"
    line: int = 0


def entries_for(path: Path, names: Collection[str] = (ALLOW, BASELINE)) -> tuple[Entry, ...]:
    """What the nearest files of these names say of a text."""
    found: list[Entry] = []
    here = os.path.abspath(path)  # noqa: PTH100 - without `..`, whose parents are others
    folder = os.path.dirname(here)  # noqa: PTH120 - a string: most folders have no such file
    for name in names:
        file = nearest(folder, name)
        if file:
            found += read(file).get(Path(here).relative_to(file.parent).as_posix(), ())
    return tuple(found)


def entries_of_table(path: Path, names: Collection[str] = (ALLOW, BASELINE)) -> dict[str, tuple[Entry, ...]]:
    """What the nearest files of these names say of the texts in a table, by their keys (see `records`)."""
    found: dict[str, tuple[Entry, ...]] = {}
    here = Path(os.path.abspath(path))  # noqa: PTH100
    for name in names:
        file = nearest(str(here.parent), name)
        for entered, entries in (read(file) if file else {}).items():
            table = here.relative_to(file.parent).as_posix() if file else ""
            if entered.startswith((f"{table}:", f"{table}#")):
                key = entered[len(table) :]
                found[key] = (*found.get(key, ()), *entries)
    return found


def nearest(folder: str, name: str) -> Path | None:
    """The file of a name in an absolute folder or above it."""
    below = []  # no recursion: folders may be nested thousands deep
    found = None
    for above in (Path(folder), *Path(folder).parents):
        if (above, name) in _nearest:
            found = _nearest[above, name]
            break
        below.append((above, name))
        if os.path.isfile(above / name):  # noqa: PTH113 - Path.is_file raises in a folder that may not be entered
            found = above / name
            break
    _nearest.update(dict.fromkeys(below, found))
    return found


@cache
def read(file: Path) -> dict[str, tuple[Entry, ...]]:
    """The entries of a file by their paths. Raises SettingsError for a line that can't be read."""
    try:
        lines = file.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError as error:
        raise SettingsError(f"can't be read: {error.strerror}", file) from None
    entries: dict[str, list[Entry]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = LINE.fullmatch(line.strip())
        if not match:
            shown = f", found {line.strip()!r}" if is_in(file, file.parent) else LIES_ELSEWHERE
            raise SettingsError(f"expected 'fingerprint rule path -- reason'{shown}", file, number)
        path = unquote(match["path"], errors="surrogateescape")
        reason = (match["reason"] or "").strip()
        rule = unquote(match["rule"], errors="surrogateescape")
        entry = Entry(match["fingerprint"], rule, path, reason, HOW[file.name], number)
        entries.setdefault(path, []).append(entry)
    return {path: tuple(each) for path, each in entries.items()}


def forget() -> None:
    """Look for the files anew from here on."""
    _nearest.clear()
    read.cache_clear()


def add(file: Path, entries: Sequence[Entry]) -> None:
    """Write entries behind those of a file, which is made if it is not there."""
    before = _text(file) if file.exists() else HEADER[file.name]
    if not before.endswith("\n"):
        before += "\n"
    _write(file, before + "".join(f"{_line(entry)}\n" for entry in entries))


def rewrite(file: Path, entries: Iterable[Entry], paths: Collection[str]) -> None:
    """Write a file anew: what it says of these paths goes, and of texts that are gone; the entries come."""
    kept = [
        each
        for path, old in (read(file) if file.exists() else {}).items()
        if path not in paths and (file.parent / ROW.sub("", path)).exists()
        for each in old
    ]
    ordered = sorted((*kept, *entries), key=lambda entry: (entry.path, entry.rule, entry.fingerprint))
    _write(file, HEADER[file.name] + "".join(f"{_line(entry)}\n" for entry in ordered))


def _line(entry: Entry) -> str:
    import regex  # noqa: PLC0415 - late: most runs write no such file

    rule = regex.sub(ESCAPED_IN_RULE, _quoted, entry.rule)
    path = regex.sub(ESCAPED, _quoted, entry.path)
    reason = f"  -- {' '.join(entry.reason.split())}" if entry.reason.strip() else ""
    return f"{entry.fingerprint}  {rule}  {path}{reason}"


def _quoted(match: "regex.Match[str]") -> str:
    return quote(match[0], safe="", errors="surrogateescape").replace("-", "%2D")


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="surrogateescape")


def _write(file: Path, text: str) -> None:
    """Put the file in its place in one step, and forget what has been read of it."""
    import secrets  # noqa: PLC0415

    if file.is_symlink():
        raise SettingsError("a symbolic link; expected a file to write", file)
    temporary = file.with_name(f".textlint-{secrets.token_hex(8)}")
    try:
        temporary.write_bytes(text.encode("utf-8", "surrogateescape"))
        if file.exists():
            temporary.chmod(file.stat().st_mode & 0o7777)
        temporary.replace(file)
    except OSError as error:
        raise SettingsError(f"can't be written: {error.strerror}", file) from None
    finally:
        temporary.unlink(missing_ok=True)
    read.cache_clear()
    _nearest.clear()
