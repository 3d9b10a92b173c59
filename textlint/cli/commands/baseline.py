"""baseline – accept what is there now."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from textlint.cli import work
from textlint.cli.flags import files, finding_files, require_files, tables_are


@click.command()
@finding_files
def command(paths: Sequence[Path], **flags: Any) -> int:
    """Accept what is there now: write .textlint-baseline, so that check reports what is new.

    What an earlier baseline says of other files stays.
    """
    from textlint import allowlist, reports, runner  # noqa: PLC0415
    from textlint.cli import terminal  # noqa: PLC0415

    tally = reports.Tally()
    work_on = files(paths, flags, tally)
    require_files(work_on, "no baseline stands beside what is in a store")
    about = runner.Work(named=frozenset(paths), beside=(allowlist.ALLOW,), **tables_are(flags))
    done = list(tally.count(work.run(paths, work_on, about, flags, sys.stdout)))
    accepted = 0
    for file, each in work.by_file(done, dict(work_on), allowlist.BASELINE).items():
        entries = [entry for of_report in each.values() for entry in of_report]
        allowlist.rewrite(file, entries, each)
        accepted += len(entries)
        if not flags["quiet"]:
            click.echo(
                f"Wrote {reports.escaped(str(file))}: {terminal.several(len(entries), 'finding')}.", err=True
            )
    return terminal.conclude(tally, flags | {"quiet": True, "exit_zero": True}, fixing=False)
