"""check – show the defects in texts."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from textlint.cli.flags import FINDINGS_FORMATS, files, place, reading_files
from textlint.cli.work import work
from textlint.corpora.addresses import Address
from textlint.errors import SettingsError, TextlintError

if TYPE_CHECKING:
    from textlint.settings import Settings


@click.command()
@reading_files
@click.option("--add-suppressions", metavar="REASON", help="Allow what is found, in .textlint-allow.")
@click.option("--findings", type=place, metavar="DIR", help="Write findings in tables there, a file a table.")
@click.option("--findings-format", type=click.Choice(FINDINGS_FORMATS), help="How they are written.")
@click.option("--watch", "-w", is_flag=True, help="Check again whenever a file changes.")
def command(paths: Sequence[Path], *, watch: bool, **flags: Any) -> int:
    """Show the defects in texts (the working folder by default; `-` is standard input)."""
    return _watch(paths, flags) if watch else work(paths, flags)


def _watch(paths: Sequence[Path], flags: dict[str, Any]) -> int:
    """Check again and again; what is wrong with settings or rules is shown until it is mended."""
    from textlint import reports  # noqa: PLC0415
    from textlint.cli import terminal, watch  # noqa: PLC0415

    if Path("-") in paths or flags["output_file"] or flags["add_suppressions"] is not None:
        raise SettingsError(
            "--watch shows what is in files; '-', --output-file and --add-suppressions don't go with it"
        )
    if flags["on"]:
        raise SettingsError("--watch checks on this machine; --on doesn't go with it")
    for path in paths:
        if isinstance(path, Address):
            raise SettingsError("an address; --watch waits for changes of files", path)
    if flags["findings"] or flags["findings_format"]:
        raise SettingsError("--watch shows findings; --findings writes them")

    def check_once() -> int:
        try:
            return work(paths, flags)
        except TextlintError as error:
            return terminal.fail(str(error))

    def holds() -> "Iterator[Settings]":
        return (settings for _, settings in files(paths, flags, reports.Tally()))

    named = (*(paths or [Path()]), *([flags["config"]] if flags["config"] else ()))
    return watch.watch(named, check_once, holds, quiet=flags["quiet"])
