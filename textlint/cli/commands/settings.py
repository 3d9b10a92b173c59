"""settings – what holds for a file, and where it comes from."""

from pathlib import Path
from typing import Any

import click

from textlint.cli.flags import choosing_rules, chosen_settings, echo_json, with_flags
from textlint.errors import CLEAN

WIDEST_VALUE, MOST_SHOWN = 60, 10  # columns and texts of a value that are shown


@click.command("settings")
@click.argument("path", type=Path, metavar="[FILE]", required=False)
@choosing_rules
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", help="How to list.")
def command(path: Path | None, output_format: str, **flags: Any) -> int:
    """Say what holds for a file or a folder (the working folder by default), and where it comes from."""
    from textlint import origins, settings  # noqa: PLC0415
    from textlint.reports import escaped  # noqa: PLC0415

    path = path or Path()
    file = None if path.is_dir() else path
    found = chosen_settings(flags) or settings.find(path.parent if file else path)
    holds = with_flags(settings.for_file(found, file) if file else found, flags)
    given = [name for name, value in flags.items() if value]
    listed = list(origins.origins(found, holds, file, given))
    if output_format == "json":
        echo_json({"key": key, "value": value, "from": sources} for key, value, sources in listed)
        return CLEAN
    keys, values = [each.key for each in listed], [_value(each.value) for each in listed]
    width, wide = max(map(len, keys)), min(WIDEST_VALUE, max(map(len, values)))
    for key, value, (_, _, sources) in zip(keys, values, listed, strict=True):
        click.echo(escaped(f"{key:<{width}}  {value:<{wide}}  {'; '.join(sources)}"))
    return CLEAN


def _value(value: Any) -> str:
    """A value in a line; of many texts the first ones."""
    import json  # noqa: PLC0415

    if value is None:
        return "-"
    if isinstance(value, list) and len(value) > MOST_SHOWN:
        return f"{json.dumps(value[:MOST_SHOWN], ensure_ascii=False)[:-1]}, … {len(value)} in all]"
    return json.dumps(value, ensure_ascii=False)
