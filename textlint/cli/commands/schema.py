"""schema – JSON Schemas of rule files and settings."""

import click

from textlint.errors import CLEAN


@click.command()
@click.argument("of", type=click.Choice(("rule", "settings")))
def command(of: str) -> int:
    """Print the JSON Schema of rule files or of settings, for editors."""
    from textlint import schemas  # noqa: PLC0415

    click.echo(schemas.text(of), nl=False)
    return CLEAN
