"""explain – what a rule finds, why, and what it leaves alone."""

import sys
from typing import Any

import click

from textlint.cli.flags import choosing_rules, completed, settings_here
from textlint.errors import CLEAN


@click.command()
@click.argument("rule", shell_complete=completed)
@choosing_rules
def command(rule: str, **flags: Any) -> int:
    """Say what a rule finds, why, and what it leaves alone."""
    from textlint import selection, suppress  # noqa: PLC0415
    from textlint.cli import terminal  # noqa: PLC0415
    from textlint.reports import escaped  # noqa: PLC0415

    if rule in suppress.OWN:
        click.echo(f"{rule} (no rule file: it is about suppressions or rows, not about texts)\n")
        click.echo(f"  {suppress.OWN[rule]}")
        return CLEAN
    found = selection.rule(settings_here(flags), rule)
    name = escaped(found.id)
    name = click.style(name, bold=True) if terminal.takes_color(sys.stdout) else name
    click.echo(f"{name} ({found.severity}, kind {found.kind})", color=True)
    click.echo(f"\n  {escaped(found.message)}\n")
    wrapped = click.wrap_text(escaped(" ".join(found.why.split())), 88, "  ", "  ")
    click.echo("\n".join(map(escaped, wrapped.split("\n"))))
    default = "" if found.enabled else " It runs only when it is selected."
    click.echo(f"\n  Fix: {found.fix or 'none'}. Language: {found.language}.{default}")
    click.echo(f"  File: {escaped(str(found.path))}\n")
    for example in found.examples:
        click.echo(
            f"  {'bad: ' if example.bad is not None else 'ok:  '} {escaped(example.bad or example.ok or '')}"
        )
        if example.good is not None:
            click.echo(f"  good:  {escaped(example.good)}")
    return CLEAN
