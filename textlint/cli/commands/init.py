"""init – a settings file to begin with."""

from pathlib import Path

import click

from textlint.errors import CLEAN, SettingsError


@click.command()
def command() -> int:
    """Write a settings file, textlint.toml, into the working folder."""
    from textlint import settings  # noqa: PLC0415

    found = settings.find(Path()).path
    if found and found.parent.resolve() == Path.cwd() and found.name != "textlint.toml":
        raise SettingsError("settings stand there; of two files in a folder only one counts", found)
    path = Path("textlint.toml")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(settings.template())
    except FileExistsError:
        raise SettingsError("is there already; left alone", path) from None
    except OSError as error:
        raise SettingsError(f"can't be written: {error.strerror}", path) from None
    click.echo(f"Wrote {path}.", err=True)
    return CLEAN
