"""fix – mend what can be mended safely, or what a person on the terminal wants to have mended."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from textlint.cli.flags import begun_journal, beside, files, here, place, reading_files, require_texts
from textlint.cli.work import allowed, work
from textlint.errors import SettingsError


@click.command()
@reading_files
@click.option("--unsafe-fixes", is_flag=True, help="Make edits that may be wrong, too.")
@click.option("--output", "-o", type=place, metavar="PATH", help="Write tables there, not in their places.")
@click.option("--diff", is_flag=True, help="Write nothing, show what would change.")
@click.option("--interactive", "-i", is_flag=True, help="Ask about each finding.")
@click.option("--journal", type=here, metavar="FILE", help="Keep there what `textlint undo` needs.")
def command(paths: Sequence[Path], **flags: Any) -> int:
    """Mend what can be mended safely, show what remains."""
    return _ask(paths, flags) if flags["interactive"] else work(paths, flags, fixing=True)


def _ask(paths: Sequence[Path], flags: dict[str, Any]) -> int:
    """Fix what a person on the terminal wants to have fixed, and allow what is left, if that is wanted."""
    from dataclasses import replace  # noqa: PLC0415

    from textlint import reports, runner  # noqa: PLC0415
    from textlint.cli import dialog, terminal  # noqa: PLC0415

    for flag in (
        "diff",
        "output",
        "on",
        "field",
        "output-format",
        "output-file",
        "statistics",
        "stdin-filename",
    ):
        if flags[flag.replace("-", "_")]:
            raise SettingsError(f"--interactive shows findings and asks; --{flag} doesn't go with it")
    if Path("-") in paths or (flags["jobs"] or 1) > 1:
        raise SettingsError("--interactive asks about files, in one process; '-' and --jobs don't go with it")
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        raise SettingsError("--interactive needs a terminal, for standard input and standard output")
    tally = reports.Tally()
    work_on = files(paths, flags, tally)
    require_texts(work_on, "--interactive asks about texts")
    session = dialog.Session(dict(work_on))
    work = runner.Work(
        fix=True,
        named=frozenset(paths),
        beside=beside(flags),
        fixing=session.fix,
        journal=begun_journal(flags, work_on),
    )
    done = []
    for report in runner.run(work_on, work):
        done.append(report)
        if session.has_quit:
            break
    left = [replace(report, placed=tuple(session.left_in(report))) for report in done]
    count = sum(len(report.placed) for report in left)
    found = terminal.several(count, "finding")
    if count and work.beside and dialog.confirmed(f"Keep {found} as suppressions in .textlint-allow? [y/N] "):
        list(allowed(left, session.holds, ""))
        done = [
            replace(report, placed=tuple(each for each in report.placed if each not in kept.placed))
            for report, kept in zip(done, left, strict=True)
        ]
    for _ in tally.count(done):
        pass
    tally.problems += session.problems
    return terminal.conclude(tally, flags, fixing=True)
