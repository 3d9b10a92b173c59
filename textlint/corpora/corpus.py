"""corpus – many tables: what is to be made of each, and where; and one that comes as a stream."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from tempfile import TemporaryFile
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO

from textlint.corpora import shards
from textlint.corpora.addresses import Address
from textlint.corpora.shards import Shard, Texts
from textlint.errors import InputError, SettingsError
from textlint.files import absolute
from textlint.inputs import IN_LINES, PACKINGS, TABLES, table_for, table_suffix
from textlint.reports import Report
from textlint.selection import ruleset_for

if TYPE_CHECKING:
    from textlint.runner import File, Work
    from textlint.settings import Settings

STREAMS = tuple(map(Path, ("-", "/dev/stdout", "/dev/stderr", "/dev/null")))
AHEAD = 100  # reports that may wait to be shown


def planned(
    tables: "Sequence[File]", output: Path | None, roots: Sequence[Path], *, fixing: bool
) -> list[Shard]:
    """What is to be made of tables: nothing, new ones in their places, or new ones elsewhere.

    Below an output folder stands what stands below the folders that were named; what is below it already, an
    earlier run has written. Raises SettingsError where two tables would become one, or one would be
    overwritten that is to be read.
    """
    if output is None:
        for path, _ in tables if fixing else ():
            if isinstance(path, Address) and not path.is_put_whole:
                raise SettingsError(
                    "this store might keep half of a table in the place of the old one; "
                    "name another place with --output",
                    path,
                )
        return [Shard(path, holds, path if fixing else None) for path, holds in tables]
    if output in STREAMS:
        raise SettingsError("a stream; expected a folder, or the name of a table", output)
    if _is_file(output, tables, roots):
        found = [(path, holds, output) for path, holds in tables]
        home = output.parent
    else:
        home = output
        found = [
            (path, holds, output / path.relative_to(_above(path, roots)))
            for path, holds in tables
            if not _is_within(path, output) or _is_within(_above(path, roots), output)
        ]
    targets: dict[Path, Path] = {}
    sources = {path.resolve() for path, _, _ in found}
    for path, _, target in found:
        if target in targets:
            raise SettingsError(f"{targets[target]} and {path} would both become this file", target)
        if target.resolve() in sources:
            raise SettingsError("one of the tables to read; expected another place to write", target)
        if not target.parent.resolve().is_relative_to(home.resolve()):
            raise SettingsError(f"a link leads out of {home}; expected folders", target.parent)
        shards.require_own_notes(shards.note_for(target, home), home)
        targets[target] = path
    return [Shard(path, holds, target, shards.note_for(target, home)) for path, holds, target in found]


def _is_file(output: Path, tables: "Sequence[File]", roots: Sequence[Path]) -> bool:
    """Whether an output is one file; it has to be called as what it is."""
    suffix = table_suffix(output.name)
    if not suffix or output.is_dir():
        if output.is_file():
            raise SettingsError("a file; expected a folder, or the name of a table", output)
        return False
    if len(tables) != 1 or any(root.is_dir() for root in roots):
        raise SettingsError(
            "the name of a table, but there may be several to write; expected a folder", output
        )
    source = tables[0][0]
    if table_suffix(source.name) != suffix:
        raise SettingsError(
            f"expected a name that ends in {table_suffix(source.name)}, as {source} does", output
        )
    return True


def _above(path: Path, roots: Sequence[Path]) -> Path:
    """The deepest folder that was named and holds a table; for a table that was named, its own."""
    above = [root for root in roots if path != root and path.is_relative_to(root)]
    return path.parent if path in roots else max(above, key=lambda root: len(root.parts))


def _is_within(path: Path, folder: Path) -> bool:
    return absolute(path).is_relative_to(absolute(folder))


@contextmanager
def _standard_input(name: Path) -> Iterator[BinaryIO]:
    """A table from standard input; one that is not in lines, and so read from its end, is put into a file.

    The stream is one of our own: Python can't end while a thread waits for what `sys.stdin` reads.
    """
    with open(sys.stdin.fileno(), "rb", closefd=False) as source:
        if TABLES[table_suffix(name.name)] in IN_LINES:
            yield source
            return
        with TemporaryFile() as file:
            shutil.copyfileobj(source, file)
            file.seek(0)
            yield file


def stream(name: Path, settings: "Settings", work: "Work") -> Iterator[Report]:
    """Reports on a table from standard input, as it comes; fix writes it to standard output."""
    if name.name.lower().endswith(PACKINGS):
        raise InputError("a packed table can't come from standard input; unpack it on the way", name)
    ruleset_for(settings)
    waiting: Queue[Report | BaseException | None] = Queue(AHEAD)
    shard = Shard(name, settings)
    texts = Texts(shard, work, waiting.put)

    def rewrite() -> None:
        try:
            target = sys.stdout.buffer if work.fix else None
            with _standard_input(name) as source:
                table_for(name.name).rewrite(source, target, work.layout, texts)
            if target:
                target.flush()
            waiting.put(Report(str(name), read=False, others=texts.outcome.silent))
            waiting.put(None)
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            waiting.put(error)

    Thread(target=rewrite, daemon=True).start()
    while (each := waiting.get()) is not None:
        if isinstance(each, BaseException):
            raise each
        yield each
