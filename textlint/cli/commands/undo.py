"""undo – restore what fix has changed, by its journal."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from textlint.errors import CLEAN, FAILED, FINDINGS, UNREAD, InputError

if TYPE_CHECKING:
    from textlint.reports import Report
    from textlint.restore import Index, Restored


@click.command()
@click.argument("file", type=Path)
@click.argument("paths", nargs=-1, type=Path, metavar="[PATH]...")
@click.option("--diff", is_flag=True, help="Write nothing, show what would change.")
@click.option(
    "--trust", is_flag=True, help="Restore without a question what another user or machine has written."
)
@click.option("--quiet", "-q", is_flag=True, help="No summary.")
def command(file: Path, paths: Sequence[Path], *, diff: bool, trust: bool, quiet: bool) -> int:
    """Restore what `fix --journal FILE` has changed: all of it, or only these files and folders."""
    from textlint import reports, restore  # noqa: PLC0415
    from textlint.cli import terminal  # noqa: PLC0415
    from textlint.reports import escaped  # noqa: PLC0415

    known = restore.index(file)
    if known.cut_off:
        place = escaped(f"{file}:{known.cut_off}")
        click.echo(f"{place}: the last line is cut off; what it was about was not changed.", err=True)
    if not (diff or trust or _is_allowed(known, paths)):
        return FAILED
    tally = reports.Tally()
    done = _reports(known, paths, write=not diff, diff=diff)
    if diff:
        with terminal.door(None) as door:
            terminal.write(done, door, {"diff": True}, tally, ())
    else:
        restored = [
            f"Restored {escaped(report.path)}: {terminal.several(report.fixed, 'edit')} undone."
            for report in tally.count(done)
            if report.changed
        ]
        for line in restored:  # when all is restored, whether anybody reads it or not
            click.echo(line)
    terminal.tell(tally)
    if not quiet and not tally.problems and not tally.changed:
        click.echo("Nothing to restore: all is as it was before.", err=True)
    elif tally.documents and not quiet:
        verb = "Would restore" if diff else "Restored"
        of = terminal.several(tally.documents, "file")
        click.echo(f"{verb} {tally.changed} of {of}.", err=True)
    if tally.unread and not tally.problems:
        return UNREAD
    return FAILED if tally.problems else FINDINGS if diff and tally.changed else CLEAN


def _is_allowed(known: "Index", paths: Sequence[Path]) -> bool:
    """Whether the journal may be restored: a sealed one at once, any other after confirmation."""
    from textlint.cli import terminal  # noqa: PLC0415
    from textlint.reports import escaped  # noqa: PLC0415

    if known.foreign.isdisjoint(file for file, _ in _meant(known, paths)):
        return True
    planned = [report for report in _reports(known, paths, write=False, diff=False) if report.changed]
    if not planned:
        return True
    click.echo(
        f"{escaped(str(known.path))}: not written by this user on this machine. It would restore", err=True
    )
    for report in planned:
        click.echo(f"  {escaped(report.path)}: {terminal.several(report.fixed, 'edit')}", err=True)
    if sys.stdin is not None and sys.stdin.isatty() and click.confirm("Restore?", err=True):
        return True
    click.echo("textlint: nothing restored; look at it with --diff, then run again with --trust", err=True)
    return False


def _meant(known: "Index", paths: Sequence[Path]) -> Iterator[tuple[str, Sequence[Path]]]:
    """The files of the journal that are meant, each with those paths that mean it."""
    from textlint import files  # noqa: PLC0415

    home = known.path.parent.resolve()
    named = [path.resolve() for path in paths]
    for file in known.offsets:
        within = [path for path in named if files.absolute(home / file).is_relative_to(path)]
        if within or not named:
            yield file, within


def _reports(known: "Index", paths: Sequence[Path], *, write: bool, diff: bool) -> "Iterator[Report]":
    """What becomes of each file that is meant, in the order of the journal.

    What an undo that was killed has left half-written beside a table goes first.
    """
    from textlint import files, restore  # noqa: PLC0415
    from textlint.inputs import table_suffix  # noqa: PLC0415
    from textlint.reports import Report  # noqa: PLC0415

    met: set[Path] = set()
    swept: set[Path] = set()
    for file, within in _meant(known, paths):
        met.update(within)
        try:
            path = restore.place(known, file, within)
            if write and table_suffix(path.name) and path.parent not in swept:
                files.sweep(path.parent)
                swept.add(path.parent)
            yield _report(restore.restore(known, file, path, write=write), diff=diff)
        except InputError as error:
            yield Report(file, problems=(str(error),))
    for path in paths:
        if path.resolve() not in met:
            yield Report(str(path), read=False, problems=(f"{path}: the journal says nothing of it",))


def _report(done: "Restored", *, diff: bool) -> "Report":
    from textlint.diffs import unified_diff  # noqa: PLC0415
    from textlint.reports import Report  # noqa: PLC0415

    path = str(done.path)
    patch = ""
    problems = tuple(done.problems)
    if diff and done.documents:
        if done.codec != "utf-8":
            what = done.codec.upper()[:6] if done.codec else "a table"
            left = f"{path}: no patch can hold {what}; run without --diff"
            return Report(path, read=False, problems=(*problems, left))
        patch = "".join(unified_diff(done.before, done.after, path))
    return Report(path, fixed=done.edits, changed=bool(done.documents), diff=patch, problems=problems)
