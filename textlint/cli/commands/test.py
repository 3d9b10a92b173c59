"""test – the examples of rules."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from textlint.cli.flags import choosing_rules, settings_here, split
from textlint.errors import CLEAN, FINDINGS


@click.command()
@click.argument("paths", nargs=-1, type=Path, metavar="[PATH]...")
@choosing_rules
def command(paths: Sequence[Path], **flags: Any) -> int:
    """Run the examples of rules: of all that are known, or of these packs or files.

    A rule that is given by its path stands in for a known one of the same id.
    """
    from textlint import examples, rules, selectors  # noqa: PLC0415
    from textlint.cli import terminal  # noqa: PLC0415
    from textlint.reports import escaped  # noqa: PLC0415

    named = {rule.path.resolve(): rule for path in paths for rule in rules.load_folder(path)}
    known = {rule.id: rule for rule in rules.load(settings_here(flags).rules)}
    available = tuple((known | {rule.id: rule for rule in named.values()}).values())
    select, ignore = split(flags["select"]) or ("all",), split(flags["ignore"])
    running = {rule.id for rule in selectors.select(available, select=select, ignore=ignore)}
    chosen = [rule for rule in named.values() or available if rule.id in running]
    failed = 0
    for failure in examples.failures(chosen, available):
        failed += 1
        click.echo("\n".join(map(escaped, str(failure).split("\n"))))
    count = sum(len(rule.examples) for rule in chosen)
    rules_run, examples_run = terminal.several(len(chosen), "rule"), terminal.several(count, "example")
    click.echo(f"{rules_run}, {examples_run}, {failed} failed.", err=True)
    return FINDINGS if failed else CLEAN
