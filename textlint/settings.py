"""settings – what holds for a file: its nearest settings file, the overrides there that fit, then the flags.

`.textlint.toml`, `textlint.toml` and `pyproject.toml` with `[tool.textlint]` count in this order; the folder
of the file is asked first, then its parents. The nearest one holds alone, unless it extends another.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from json import dumps
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypedDict, get_args, get_origin, get_type_hints

from textlint import ignores
from textlint.errors import LIES_ELSEWHERE, SettingsError, expected, is_in
from textlint.inputs import format_of
from textlint.model import Severity

# Packs and rules that a profile leaves out unless they are selected by name. People put share buttons,
# no-break spaces and a paragraph twice into what they write on purpose; in a scraped text it is damage.
# Two words in one are names of software there (contextmanager), a strange word behind a name is a common
# noun (Cassandra backend), and a word in small letters stands in a heading of names (How Celery uses Redis).
PROFILES: dict[str, frozenset[str]] = {
    "scraped": frozenset(),
    "prose": frozenset(
        {
            *("scraping", "encoding/no-break-space", "repetition/paragraph"),
            *("spelling/lost-blank", "casing/surname", "casing/title"),
        }
    ),
}
# Residue of machines is damage in prose, too, though the rest of its pack is off there.
RESIDUE = frozenset(
    f"scraping/{name}"
    for name in (
        *("ai-closer", "ai-interface", "ai-link", "ai-opener", "ai-prompt-label"),
        *("ai-refusal", "ai-refusal-inside", "ai-token", "code-fence-around", "code-fence-mangled"),
    )
)

FILES = (".textlint.toml", "textlint.toml", "pyproject.toml")


class Choices(TypedDict, total=False):
    """what may be chosen for all files, and for some"""

    select: list[str]
    extend_select: list[str]
    ignore: list[str]
    profile: Literal["scraped", "prose"]
    severity: dict[str, Severity]
    options: dict[str, dict[str, Any]]
    words: list[str]


class OverrideTable(Choices, total=False):
    """a table of `overrides`"""

    paths: list[str]


class SettingsFile(Choices, total=False):
    """the keys of a settings file, with underscores for dashes"""

    extend: str
    dictionary: list[Path]
    rules: list[Path]
    exclude: list[str]
    unsafe_fixes: bool
    overrides: list[OverrideTable]


class Key(NamedTuple):
    """what a key is for, and an example of it"""

    about: str
    example: str


# In the order of `textlint init`; the schema and the documentation have the same words.
KEYS = {
    "extend": Key("another settings file; what stands in it comes first", 'extend = "../textlint.toml"'),
    "select": Key("only these packs or rules", 'select = ["spelling", "punctuation"]'),
    "extend-select": Key("these packs or rules too", 'extend-select = ["quality"]'),
    "ignore": Key("but not these packs or rules", 'ignore = ["casing/title"]'),
    "rules": Key("files or folders with rules of your own", 'rules = ["rules"]'),
    "exclude": Key("files to pass over, by patterns as in .gitignore", 'exclude = ["archive/"]'),
    "profile": Key(
        "what texts are, where their suffix is not to say so: scraped, or prose that people wrote",
        'profile = "prose"',
    ),
    "unsafe-fixes": Key("whether `textlint fix` makes edits that may be wrong, too", "unsafe-fixes = true"),
    "words": Key("words and phrases that are right here", 'words = ["Resul", "due process"]'),
    "dictionary": Key("files with such words, one in a line", 'dictionary = ["words.txt"]'),
    "severity": Key(
        "error, warning or info for a rule, a pack or all", '[severity]\n"casing/title" = "info"'
    ),
    "options": Key(
        "other values for the options of a rule", '[options."spelling/unknown-word"]\nshortest = 5'
    ),
    "overrides": Key(
        "other choices for some files; of two that fit, the later one counts more",
        '[[overrides]]\npaths = ["drafts/**"]\nignore = ["truncation"]',
    ),
    "paths": Key("the files of an override, by patterns as in .gitignore", 'paths = ["drafts/**"]'),
}

# What is added to what was there; everything else takes its place.
JOINED = (
    *("extend_select", "ignore", "severity", "options", "words"),
    *("dictionary", "rules", "exclude", "overrides"),
)


WRONG_ELSEWHERE = f"expected settings as `textlint init` writes them{LIES_ELSEWHERE}"
NAMED = {bool: "true or false", str: "a string"}
_found: dict[Path, "Settings"] = {}  # cache by folder


@dataclass(frozen=True, slots=True)
class Override:
    """what is chosen for files that fit a pattern: names and values of Settings"""

    paths: tuple[str, ...]
    values: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """what holds for a file, or for all files of a settings file until `for_file` is asked

    `words` hold those of the dictionaries, too. The values of options are written as JSON, which can be
    hashed; `rules` reads and types them.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str | None = None  # None: what the kind of file says
    severity: tuple[tuple[str, Severity], ...] = ()  # of two selectors that fit the longer one counts
    options: tuple[tuple[str, str, str], ...] = ()  # a rule, the name of an option, its value
    words: tuple[str, ...] = ()
    dictionary: tuple[Path, ...] = ()
    rules: tuple[Path, ...] = ()
    exclude: tuple[str, ...] = ()
    unsafe_fixes: bool = False
    overrides: tuple[Override, ...] = ()
    path: Path | None = None  # the file they come from
    folder: Path | None = None  # what patterns are relative to


@dataclass(frozen=True)
class Layer:
    """what stands in one settings file, by itself"""

    path: Path
    table: Mapping[str, Any]
    text: str
    is_shown: bool = True  # it lies in the project, so that errors may quote it

    @cached_property
    def lines(self) -> Mapping[tuple[str | int, ...], int]:
        """The lines of keys, and of texts in lists; a key is a path of names and numbers."""
        from textlint.places import places  # noqa: PLC0415 - late: only errors and `textlint settings` ask

        found = places(self.text)
        if self.path.name != "pyproject.toml":
            return found
        prefix = ("tool", "textlint")
        return {place[2:]: line for place, line in found.items() if place[:2] == prefix}

    def line(self, *place: str | int) -> int | None:
        """The line of a key, or of the nearest one around it that has a line."""
        around = (place[:n] for n in range(len(place), 0, -1))
        return next((self.lines[each] for each in around if each in self.lines), None)

    def error(self, problem: str, *place: str | int) -> SettingsError:
        return SettingsError(problem if self.is_shown else WRONG_ELSEWHERE, self.path, self.line(*place))


def find(folder: Path) -> Settings:
    """The settings for files in a folder: the nearest file's, or the defaults."""
    return _find(Path(os.path.abspath(folder)))  # noqa: PTH100 - without `..`, whose parents are others


def _find(folder: Path) -> Settings:
    below = []  # no recursion: folders may be nested thousands deep
    for above in (folder, *folder.parents):
        found = _found.get(above) or _in_folder(above)
        below.append(above)
        if found:
            break
    found = found or Settings()
    _found.update(dict.fromkeys(below, found))
    return found


def _in_folder(folder: Path) -> Settings | None:
    """The settings of a folder's own file."""
    for name in FILES:
        path = folder / name
        if os.path.lexists(path) and (layers := layers_of(path)):
            return _joined_layers(layers, folder)
    return None


def read(path: Path) -> Settings:
    """The settings in one file, whose patterns then speak of the working folder; or a SettingsError."""
    if not os.path.lexists(path):
        raise SettingsError("no such settings file", path)
    layers = layers_of(path)
    return _joined_layers(layers, Path.cwd()) if layers else Settings(path=path)


def for_file(settings: Settings, path: Path) -> Settings:
    """The settings that hold for one file: those of the overrides that fit it, and a profile.

    Files for which the same holds get the same value.
    """
    return _resolved(settings, overrides_for(settings, path), format_of(path.suffix).profile)


def overrides_for(settings: Settings, path: Path) -> tuple[Override, ...]:
    """The overrides that fit a file, in their order."""
    if not settings.overrides or not settings.folder:
        return ()
    try:
        name = Path(os.path.abspath(path)).relative_to(settings.folder).as_posix()  # noqa: PTH100
    except ValueError:  # it lies elsewhere
        return ()
    return tuple(each for each in settings.overrides if _spec(each.paths).match_file(name))


def with_flags(settings: Settings, **flags: Any) -> Settings:
    """Settings with those flags that were given; lists that extend are joined, others replaced."""
    given = {name: value for name, value in flags.items() if value not in (None, (), False)}
    return _with(settings, given)


def layers_of(path: Path, below: tuple[Path, ...] = ()) -> tuple[Layer, ...]:
    """What a settings file extends, and the file itself; none for a pyproject.toml without a table."""
    home = (*below, Path(os.path.abspath(path)))[0].parent  # noqa: PTH100
    layer = _layer(path, is_shown=is_in(path, home))
    if layer is None:
        return ()
    if "extend" not in layer.table:
        return (layer,)
    name = _typed(layer, layer.table["extend"], str, "extend")
    other = Path(os.path.abspath(path.parent / name))  # noqa: PTH100
    seen = (*below, Path(os.path.abspath(path)))  # noqa: PTH100
    if other in seen:
        raise layer.error(f"settings that extend each other in a circle: {name!r} comes back here", "extend")
    if not os.path.lexists(other):
        raise layer.error(f"no such settings file: {name!r}", "extend")
    extended = layers_of(other, seen)
    if not extended:
        raise layer.error(f"no table [tool.textlint] in {name!r}", "extend")
    return (*extended, layer)


def located(error: SettingsError, settings: Settings) -> SettingsError:
    """An error about what settings ask for, with the file and the line that ask for it.

    What no file says was said by a flag, and then there is no place to name.
    """
    for layer in reversed(layers_of(settings.path) if settings.path else ()):
        for place, line in layer.lines.items():
            if error.keys and place[-len(error.keys) :] == error.keys:
                return SettingsError(str(error), layer.path, line)
    return error if error.keys else SettingsError(str(error), settings.path)


def forget() -> None:
    """Read settings files anew from here on."""
    _found.clear()
    _layer.cache_clear()


def template() -> str:
    """A settings file in which nothing is set, and everything is shown."""
    heads = [
        "# Settings of textlint. What stands here as a remark is an example: take the `# ` away to use it."
    ]
    heads += ["# `textlint settings` shows what holds, `textlint rules` lists the rules.", ""]
    lines = []
    for key, (about, example) in KEYS.items():
        if key != "paths":
            lines += ["", f"# {about[0].upper()}{about[1:]}."]
            lines += [f"# {line}" for line in example.splitlines()]
    return "\n".join((*heads, *lines[1:], ""))


def require_pattern(pattern: str) -> None:
    """Raise SettingsError for an `exclude` pattern that git would not understand."""
    if problem := ignores.problem(pattern):
        raise SettingsError(f"bad pattern {pattern!r} in 'exclude': {problem}")


@cache
def _layer(path: Path, *, is_shown: bool) -> Layer | None:
    """What stands in a file, or None for a pyproject.toml without a table for textlint."""
    if not path.is_file():
        raise SettingsError("a folder, a device or a broken link; expected a file with settings", path)
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        problem = f"not valid TOML: {error}" if is_shown else WRONG_ELSEWHERE
        raise SettingsError(problem, path, int(line[1]) if line else None) from None
    except RecursionError:
        raise SettingsError("not valid TOML: too many values in one another", path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"can't be read: {error}", path) from None
    if path.name == "pyproject.toml":
        tools = table.get("tool", {})
        if not isinstance(tools, dict) or "textlint" not in tools:
            return None
        table = tools["textlint"]
        if not isinstance(table, dict):
            found = f", found {table!r}" if is_shown else LIES_ELSEWHERE
            raise SettingsError(f"expected a table [tool.textlint]{found}", path)
    return Layer(path, table, text, is_shown)


def _joined_layers(layers: tuple[Layer, ...], folder: Path) -> Settings:
    settings = Settings(path=layers[-1].path, folder=folder)
    for layer in layers:
        values = _values(layer, layer.table, SettingsFile)
        values.pop("extend", None)
        settings = _with(settings, values)
    return replace(
        settings,
        exclude=tuple(ignores.normal(line, folder) for line in settings.exclude),
        overrides=tuple(
            replace(each, paths=tuple(ignores.normal(line, folder) for line in each.paths))
            for each in settings.overrides
        ),
    )


def _with(settings: Settings, values: Mapping[str, Any]) -> Settings:
    """Settings with other values; what can be joined is, and the later word on a rule counts."""
    joined = {name: (*getattr(settings, name), *values[name]) for name in JOINED if name in values}
    if given := values.get("severity"):
        selectors = [selector for selector, _ in given]
        kept = (each for each in settings.severity if not any(_covers(every, each[0]) for every in selectors))
        joined["severity"] = (*kept, *given)
    if given := values.get("options"):
        changed = {each[:2] for each in given}
        joined["options"] = (*(each for each in settings.options if each[:2] not in changed), *given)
    return replace(settings, **{**values, **joined})


def _covers(selector: str, other: str) -> bool:
    """Whether what is said of one selector goes for all that fits another."""
    return selector in ("all", other, other.partition("/")[0])


@cache
def _resolved(settings: Settings, overrides: tuple[Override, ...], profile: str) -> Settings:
    for override in overrides:
        settings = _with(settings, dict(override.values))
    return replace(settings, overrides=(), profile=settings.profile or profile)


@cache
def _spec(patterns: tuple[str, ...]) -> Any:
    return ignores.compiled(patterns)


def _values(layer: Layer, table: Mapping[str, Any], into: type, *place: str | int) -> dict[str, Any]:
    """The values of Settings that stand in a table, each of the right type."""
    hints = {name.replace("_", "-"): hint for name, hint in get_type_hints(into).items()}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in hints:
            raise layer.error(f"unknown key {key!r}{expected(key, hints)}", *place, key)
        values[key.replace("-", "_")] = _typed(layer, value, hints[key], *place, key)
    if "dictionary" in values:
        listed = (word for path in values["dictionary"] for word in _entries(layer, path))
        values["words"] = (*values.get("words", ()), *listed)
    return values


def _typed(layer: Layer, value: object, hint: Any, *place: str | int) -> Any:
    """A value of the type that its key asks for, such that it can be hashed, or a SettingsError."""
    key, inner = place[-1], get_args(hint)
    if get_origin(hint) is dict:
        if not isinstance(value, dict):
            raise layer.error(f"{key!r} expects a table, found {value!r}", *place)
        if inner[1] is Severity:
            return tuple((name, _typed(layer, each, Severity, *place, name)) for name, each in value.items())
        return tuple(_options(layer, value, place))
    if hint == list[OverrideTable]:
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise layer.error(f"{key!r} expects tables, [[{key}]], found {value!r}", *place)
        return tuple(_override(layer, table, (*place, n)) for n, table in enumerate(value))
    if get_origin(hint) is list:
        return _list(layer, value, inner[0], place)
    if hint in NAMED:
        if not isinstance(value, hint):
            raise layer.error(f"{key!r} expects {NAMED[hint]}, found {value!r}", *place)
        return value
    choices = inner or tuple(map(str, hint))
    if not isinstance(value, str) or value not in choices:
        name = "severity" if hint is Severity else key
        raise layer.error(f"unknown {name} {value!r}{expected(str(value), choices)}", *place)
    return value if inner else hint(value)


def _list(layer: Layer, value: object, inner: type, place: tuple[str | int, ...]) -> tuple[Any, ...]:
    key = place[-1]
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise layer.error(f"{key!r} expects a list of strings, found {value!r}", *place)
    for each in value:
        if key in ("exclude", "paths"):
            out = (
                ignores.leads_out(ignores.normal(each, layer.path.parent)) and "'..' leads out of the folder"
            )
            if problem := ignores.problem(each) or out:
                raise layer.error(f"bad pattern {each!r} in {key!r}: {problem}", *place, each)
        if key == "words" and not each.strip():
            raise layer.error(f"'words' expects words or phrases, found {each!r}", *place, each)
    if inner is Path:
        return tuple(layer.path.parent / each for each in value)
    return tuple(" ".join(each.split()) for each in value) if key == "words" else tuple(value)


def _options(
    layer: Layer, table: Mapping[str, Any], place: tuple[str | int, ...]
) -> Iterator[tuple[str, str, str]]:
    for rule, options in table.items():
        if not isinstance(options, dict):
            raise layer.error(f"{rule!r} expects a table of options, found {options!r}", *place, rule)
        for name, value in options.items():
            try:
                yield rule, name, dumps(value, ensure_ascii=False)
            except TypeError:
                problem = f"{name!r} expects text, a number, true, false, a list or a table, found {value}"
                raise layer.error(problem, *place, rule, name) from None


def _override(layer: Layer, table: Mapping[str, Any], place: tuple[str | int, ...]) -> Override:
    values = _values(layer, table, OverrideTable, *place)
    if not values.get("paths"):
        raise layer.error("an override without 'paths'; expected patterns of files", *place)
    return Override(values.pop("paths"), tuple(values.items()))


def _entries(layer: Layer, path: Path) -> list[str]:
    """The words in a dictionary: one in a line, and remarks that begin with `#`."""
    name = os.path.relpath(path, layer.path.parent)
    try:
        if path.exists() and not path.is_file():
            raise OSError(0, "not a regular file")  # noqa: TRY301 - as for one that the system refuses
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise layer.error(f"the dictionary {name!r} can't be read: {why}", "dictionary", name) from None
    words = (" ".join(re.sub(r"(?:^|\s)#.*", "", line).split()) for line in lines)
    return [word for word in words if word]
