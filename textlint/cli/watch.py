"""watch – check again whenever a text, or what is said about texts, changes.

Folders of texts and of rules are watched to their depths. The folders above them, and those of files that are
named, are watched for themselves alone: a settings file may come and go there, and an editor replaces a file.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from textlint import allowlist, files, selection, settings
from textlint.errors import CLEAN, TextlintError
from textlint.inputs import FORMATS
from textlint.reports import escaped
from textlint.settings import Settings

if TYPE_CHECKING:
    from watchfiles.main import FileChange

MOMENT = 50  # milliseconds; so long a watcher looks before the other one does
MOST_NAMES = 3  # of changed files that are shown

# What may change what is found, beside texts and rules.
BESIDE = frozenset({*settings.FILES, ".gitignore", allowlist.ALLOW, allowlist.BASELINE})
RULES = frozenset({".yaml", ".tsv"})


@dataclass(frozen=True, slots=True)
class Watched:
    """what is watched: folders of texts and of rules, and files and folders that are named"""

    texts: frozenset[Path]
    rules: frozenset[Path]
    named: frozenset[Path]

    @property
    def above(self) -> set[Path]:
        """The folders in which what is named stands, and those above."""
        return {parent for path in (*self.texts, *self.named) for parent in path.parents}

    def matters(self, path: Path, *, is_there: bool, was_there: bool) -> bool:
        """Whether a change of a path may change what is found."""
        if path in self.named or (path.name in BESIDE and path.parent in self.above):
            return True
        if not (is_there and was_there) and path in self.above:
            return True
        kinds = [*((folder, FORMATS) for folder in self.texts), *((folder, RULES) for folder in self.rules)]
        return any(
            path.is_relative_to(folder)
            and not _is_passed_over(path.relative_to(folder))
            and (path.name in BESIDE or _is_one_of(path, suffixes, is_there=is_there, was_there=was_there))
            for folder, suffixes in kinds
        )


def watch(
    paths: Sequence[Path],
    check: Callable[[], object],
    holds: Callable[[], Iterable[Settings]],
    *,
    quiet: bool,
) -> int:
    """Check, and check again after each change, until somebody interrupts.

    `holds` gives the settings that hold for the texts as they are then.
    """
    with suppress(KeyboardInterrupt):
        watched = _watched(paths, holds, frozenset())
        watchers = _watchers(watched)
        why = "watching; Ctrl-C ends it"
        while True:
            click.clear()
            if not quiet:
                click.echo(f"{time.strftime('%H:%M:%S')} {why}", err=True)
            check()
            changed = _changed(watchers, watched)
            settings.forget()
            allowlist.forget()
            if not all(path.suffix.lower() in FORMATS for path in changed):
                selection.forget()
                watched = _watched(paths, holds, watched.named)
                watchers = _watchers(watched)
            why = f"{_names(changed)} changed"
    return CLEAN


def _watched(
    paths: Sequence[Path], holds: Callable[[], Iterable[Settings]], before: Collection[Path]
) -> Watched:
    """What is to be watched now; also what was `before`, as long as a mistake in the settings hides it."""
    texts = {real for path in paths for real in _both(path)}
    rules, named = set[Path](), set(texts)
    try:
        for each in {*holds()}:
            layers = settings.layers_of(each.path) if each.path else ()
            rules.update(path.resolve() for path in each.rules if path.is_dir())
            beside = (*each.rules, *each.dictionary, *(layer.path for layer in layers))
            named.update(real for path in beside for real in _both(path))
    except TextlintError:  # which the check shows
        named.update(before)
    return Watched(frozenset(path for path in texts if path.is_dir()), frozenset(rules), frozenset(named))


def _both(path: Path) -> tuple[Path, Path]:
    """A path as it is called and as it is really called; systems differ in which one they tell."""
    return files.absolute(path), path.resolve()


def _watchers(watched: Watched) -> list["Iterator[set[FileChange]]"]:
    """Watchers that are at work when this returns; what changes from then on is not missed."""
    from watchfiles import watch as changes  # noqa: PLC0415 - late: most runs don't watch

    deep = [folder for folder in (*watched.texts, *watched.rules) if folder.is_dir()]
    flat = [folder for folder in watched.above if folder.is_dir()]
    found = [
        changes(
            *folders,
            watch_filter=None,
            rust_timeout=MOMENT,
            yield_on_timeout=True,
            recursive=recursive,
            ignore_permission_denied=True,
        )
        for folders, recursive in ((deep, True), (flat, False))
        if folders
    ]
    try:
        for each in found:
            next(each)
    except (OSError, RuntimeError) as error:
        raise TextlintError(f"can't watch: {error}") from None
    return [*found]


def _changed(watchers: Sequence["Iterator[set[FileChange]]"], watched: Watched) -> set[Path]:
    """Wait until something changes that matters."""
    from watchfiles import Change  # noqa: PLC0415

    changed: set[Path] = set()
    while not changed:
        for each in watchers:
            for change, name in next(each):
                path, is_there = Path(name), change != Change.deleted
                if watched.matters(path, is_there=is_there, was_there=change != Change.added):
                    changed.add(path)
    return changed


def _is_passed_over(path: Path) -> bool:
    """Whether a path, relative to a folder of texts, lies in a folder that is never looked into."""
    return any(part.startswith(".") or part in files.PACKAGE_FOLDERS for part in path.parent.parts)


def _is_one_of(path: Path, suffixes: Collection[str], *, is_there: bool, was_there: bool) -> bool:
    """Whether a path is of such a kind, or a folder that came or went and may hold such files."""
    if path.suffix.lower() in suffixes:
        return not path.name.startswith(".")
    if path.name.startswith("."):  # our own files beside their places among them
        return False
    return (is_there and not was_there and path.is_dir()) or (not is_there and not path.suffix)


def _names(paths: Collection[Path]) -> str:
    """The first few names of files, as seen from here."""
    here = Path.cwd()
    names = sorted(str(path.relative_to(here)) if path.is_relative_to(here) else str(path) for path in paths)
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return escaped(", ".join(names[:MOST_NAMES]) + more)
