"""origins – what holds for a file, and what says so: a line of a settings file, a flag, the file's kind."""

from collections.abc import Container, Iterator, Mapping, Sequence
from json import loads
from pathlib import Path
from typing import Any, NamedTuple

from textlint.settings import JOINED, KEYS, Layer, Settings, layers_of, overrides_for

DEFAULT = ("default",)


class Origin(NamedTuple):
    """a key as it stands in a settings file, its value, and all that has a share in it"""

    key: str
    value: Any
    sources: tuple[str, ...]


class Table(NamedTuple):
    """a table of choices: a settings file, or an override in one"""

    layer: Layer
    place: tuple[str | int, ...]
    values: Mapping[str, Any]

    def source(self, *names: str) -> str:
        """Where in it something is said."""
        path, line = self.layer.path, self.layer.line(*self.place, *names)
        shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
        return f"{shown}{'' if line is None else f':{line}'}{', an override' if self.place else ''}"


def origins(
    found: Settings, holds: Settings, path: Path | None, flags: Container[str] = ()
) -> Iterator[Origin]:
    """Where everything comes from that `holds` for a file, or for all where no path is given.

    The settings have been `found` as they were before overrides, and before the flags of these names.
    """
    tables = list(_tables(found, path))
    for key in KEYS:
        name = key.replace("-", "_")
        value: Any = getattr(holds, name, None)
        if name == "severity":
            yield from (_entry(tables, (name, each[0]), str(each[1])) for each in value)
        elif name == "options":
            yield from (_entry(tables, (name, *each[:2]), loads(each[2])) for each in value)
        elif name == "overrides" and path is None and value:
            yield Origin(key, [", ".join(each.paths) for each in value], _sources(tables, key, flags))
        elif name not in ("extend", "overrides", "paths"):
            sources = _sources(tables, key, flags)
            if name == "profile" and sources == DEFAULT:
                sources = (
                    (f"{path.suffix or path.name} files",) if path else ("as the kind of each file says",)
                )
            yield Origin(key, [*map(str, value)] if isinstance(value, tuple) else value, sources)


def _tables(found: Settings, path: Path | None) -> Iterator[Table]:
    """What has been asked in turn; a later one counts more."""
    layers = layers_of(found.path) if found.path else ()
    for layer in layers:
        yield Table(layer, (), layer.table)
    fitting, every = overrides_for(found, path) if path else (), iter(found.overrides)
    for layer in layers:
        for n, values in enumerate(layer.table.get("overrides", ())):
            if next(every) in fitting:
                yield Table(layer, ("overrides", n), values)


def _sources(tables: Sequence[Table], key: str, flags: Container[str]) -> tuple[str, ...]:
    name = key.replace("-", "_")
    keys = ("words", "dictionary") if key == "words" else (key,)
    sources = [table.source(each) for table in tables for each in keys if each in table.values]
    if name in flags:
        sources.append(f"--{key}")
    return tuple(sources if name in JOINED else sources[-1:]) or DEFAULT


def _entry(tables: Sequence[Table], keys: tuple[str, ...], value: Any) -> Origin:
    """One value in a table of severities or options, which the last one that names it has given."""
    *around, last = keys
    sources = []
    for table in tables:
        values: Any = table.values
        for key in around:
            values = values.get(key, {})
        if last in values:
            sources.append(table.source(*keys))
    return Origin(".".join((keys[0], *(f'"{key}"' for key in keys[1:]))), value, tuple(sources[-1:]))
