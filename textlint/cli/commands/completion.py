"""completion – what completes commands, flags and rules in a shell."""

import click

from textlint.errors import CLEAN


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def command(shell: str) -> int:
    """Print the script by which a shell completes commands, flags and the names of rules."""
    from click.shell_completion import get_completion_class  # noqa: PLC0415

    from textlint.cli import group  # noqa: PLC0415 - which loads this module

    complete = get_completion_class(shell)
    assert complete  # noqa: S101 - click knows these three
    click.echo(complete(group, {}, "textlint", "_TEXTLINT_COMPLETE").source())
    return CLEAN
