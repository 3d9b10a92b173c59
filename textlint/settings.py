"""settings – what holds for a file: its nearest settings file, then the flags.

`.textlint.toml`, `textlint.toml` and `pyproject.toml` with `[tool.textlint]` count in this order; the folder
of the file is asked first, then its parents. The nearest one holds alone: nothing is merged.
"""

import os
import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import regex

from textlint.errors import SettingsError, expected

# Packs that a profile leaves out unless they are selected by name. People put headings, share buttons and
# cut quotations into what they write on purpose; in a scraped text the same lines are damage.
PROFILES: dict[str, frozenset[str]] = {"scraped": frozenset(), "prose": frozenset({"scraping"})}

FILES = (".textlint.toml", "textlint.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Settings:
    """what may stand in a settings file, with dashes for underscores; paths are relative to the file"""

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: tuple[Path, ...] = ()
    profile: str = "scraped"
    exclude: tuple[str, ...] = ()
    unsafe_fixes: bool = False
    engine: Literal["auto", "native", "pure"] = "auto"  # this and the next only by flags
    cache: bool = True
    path: Path | None = None  # the file they come from

    @property
    def folder(self) -> Path | None:
        """What `exclude` patterns are relative to."""
        return self.path.parent if self.path else None


KEYS = tuple(
    each.name.replace("_", "-") for each in fields(Settings) if each.name not in ("engine", "cache", "path")
)


def find(folder: Path) -> Settings:
    """The settings for files in a folder: the nearest file's, or the defaults."""
    return _find(Path(os.path.abspath(folder)))  # noqa: PTH100 - without `..`, whose parents are others


@cache
def _find(folder: Path) -> Settings:
    for name in FILES:
        path = folder / name
        if os.path.lexists(path) and (settings := _read(path)):
            return settings
    return Settings() if folder == folder.parent else _find(folder.parent)


def read(path: Path) -> Settings:
    """The settings in one file, or a SettingsError that names the line."""
    if not os.path.lexists(path):
        raise SettingsError("no such settings file", path)
    return _read(path) or Settings(path=path)


def with_flags(settings: Settings, **flags: Any) -> Settings:
    """Settings with those flags that were given; lists that extend are joined, others replaced."""
    given = {
        name: value for name, value in flags.items() if value not in (None, ()) and (value or name == "cache")
    }
    for name in ("extend_select", "ignore", "rules"):
        if name in given:
            given[name] = (*getattr(settings, name), *given[name])
    return replace(settings, **given)


def _read(path: Path) -> Settings | None:
    """The settings in a file, or None for a pyproject.toml without a table for textlint."""
    if not path.is_file():
        raise SettingsError("a folder, a device or a broken link; expected a file with settings", path)
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = regex.search(r"line (\d+)", str(error))
        raise SettingsError(f"not valid TOML: {error}", path, int(line[1]) if line else None) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"can't be read: {error}", path) from None
    if path.name == "pyproject.toml":
        tools = table.get("tool", {})
        if not isinstance(tools, dict) or "textlint" not in tools:
            return None
        table = tools["textlint"]
        if not isinstance(table, dict):
            raise SettingsError(f"expected a table [tool.textlint], found {table!r}", path)
    values = {key.replace("-", "_"): _value(key, value, text, path) for key, value in table.items()}
    if "rules" in values:
        values["rules"] = tuple(path.parent / folder for folder in values["rules"])
    return Settings(**values, path=path)


def _value(key: str, value: object, text: str, path: Path) -> Any:
    """A value of the right type, or a SettingsError."""
    table = regex.search(r"(?m)^\s*\[\s*tool\s*\.\s*textlint\s*\]", text)
    start = table.end() if table else 0
    where = regex.search(rf"(?m)^\s*[\"']?{regex.escape(key)}[\"']?\s*=", text, pos=start)
    line = text.count("\n", 0, where.end()) + 1 if where else None
    if key not in KEYS:
        raise SettingsError(f"unknown key {key!r}{expected(key, KEYS)}", path, line)
    if key == "unsafe-fixes":
        if not isinstance(value, bool):
            raise SettingsError(f"{key!r} expects true or false, found {value!r}", path, line)
        return value
    if key == "profile":
        if not isinstance(value, str) or value not in PROFILES:
            raise SettingsError(f"unknown profile {value!r}{expected(str(value), PROFILES)}", path, line)
        return value
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise SettingsError(f"{key!r} expects a list of strings, found {value!r}", path, line)
    if key == "exclude":
        for pattern in value:
            require_pattern(pattern, path, line)
    return tuple(value)


def require_pattern(pattern: str, path: Path | None = None, line: int | None = None) -> None:
    """Raise SettingsError for an `exclude` pattern that git would not understand."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - late: most runs have no patterns

    try:
        GitIgnoreSpec.from_lines([pattern])
    except ValueError as error:
        raise SettingsError(f"bad pattern {pattern!r} in 'exclude': {error}", path, line) from None
