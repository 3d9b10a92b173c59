"""stats – what is found in many texts, in numbers: by rule, by severity, by where they come from."""

from collections.abc import Sequence
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import click

from textlint.cli.flags import beside, files, finding_files, here, tables_are
from textlint.cli.work import run
from textlint.errors import CLEAN, FAILED, SettingsError
from textlint.inputs import table_suffix

FORMATS = ("text", "json", "html")
MOST_SAMPLES = 3


@click.command()
@finding_files
@click.option("--by", metavar="FIELD", help="Count by what this field of tables holds, too.")
@click.option(
    "--top", type=click.IntRange(min=1), default=20, metavar="N", help="Show so many of its values [20]."
)
@click.option(
    "--samples",
    type=click.IntRange(0, MOST_SAMPLES),
    default=MOST_SAMPLES,
    metavar="N",
    help="Show so many findings of each rule [3].",
)
@click.option("--output-format", type=click.Choice(FORMATS), default=FORMATS[0], help="How it is shown.")
@click.option("--output-file", type=here, metavar="FILE", help="Write it there.")
@click.option("--no-baseline", is_flag=True, help="Count what is in the baseline, too.")
def command(paths: Sequence[Path], **flags: Any) -> int:
    """Count what is found, and show samples."""
    from textlint import reports, runner, summary  # noqa: PLC0415
    from textlint.cli import terminal  # noqa: PLC0415
    from textlint.outputs.summaries import SUMMARIES  # noqa: PLC0415

    if Path("-") in paths:
        raise SettingsError("'-' is standard input; stats reads files")
    tally = reports.Tally()
    work_on = files(paths, flags, tally)
    if flags["by"]:
        for path, _ in work_on:
            if not table_suffix(path.name):
                raise SettingsError("a text; --by names a field of tables", path)
    work = runner.Work(
        named=frozenset(paths),
        beside=beside(flags),
        make=summary.summarize,
        counting=True,
        **tables_are(flags),
    )
    whole = summary.Summary(flags["by"])
    with terminal.door(flags["output_file"], [path for path, _ in work_on]) as door:
        # Nothing is shown before the end, so no report has to wait until a bar is gone.
        with closing(run(paths, work_on, work, flags, StringIO())) as running:
            for report in tally.count(running):
                if report.made:
                    whole.include(report.made)
                elif not table_suffix(report.path):
                    whole.add(report)
        output = SUMMARIES[flags["output_format"]]
        output.write(whole, door.stream, color=door.color, most=flags["top"], samples=flags["samples"])
        door.stream.flush()
    terminal.tell(tally)
    return FAILED if tally.problems else CLEAN
