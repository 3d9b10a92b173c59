"""rules – rule files to Rule objects: find packs, read them strictly, select and ignore.

A rule's id is its path: `<folder>/<pack>/<name>.yaml` is `pack/name`. YAML is read as nodes, so that every
error knows its line; every scalar is text until the dataclass field that takes it says otherwise.
"""

import dataclasses
import typing
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Literal, NoReturn

import yaml

from textlint.errors import RuleError, SettingsError, expected
from textlint.kinds import KINDS
from textlint.model import PLACEHOLDER, Applicability, Example, Rule, Severity, Table, TableRow
from textlint.patterns import Pattern, compiled

SUFFIXES = (".yaml", ".yml")

# Packs that a profile leaves out unless they are selected by name. People put headings, share buttons and
# cut quotations into what they write on purpose; in a scraped text the same lines are damage.
PROFILES: dict[str, frozenset[str]] = {"scraped": frozenset(), "prose": frozenset({"scraping"})}

Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # 8 times as fast


@dataclasses.dataclass(frozen=True, slots=True)
class RuleFile:
    """the keys of a rule file; `options` are read when `kind` is known"""

    kind: str
    message: str
    why: str
    examples: tuple[Example, ...]
    options: yaml.Node | None = None
    severity: Severity = Severity.WARNING
    language: str = "en"
    enabled: bool = True
    fix: Literal["safe", "unsafe", "none"] = "none"


def builtin_folder() -> Path:
    """The packs that come with textlint: beside the sources in a checkout, inside the package elsewhere."""
    package = Path(__file__).parent
    checkout = package.parent / "rules"
    return (
        checkout
        if (package.parent / "pyproject.toml").is_file() and checkout.is_dir()
        else package / "_rules"
    )


def load(folders: Iterable[Path] = ()) -> tuple[Rule[Any], ...]:
    """The built-in rules and those of these folders, packs or files, sorted by id.

    Raises RuleError for the first thing that is wrong in a file, and when two rules have one id.
    """
    loaded: dict[str, Rule[Any]] = {}
    for rule in (*_builtin(), *(each for folder in folders for each in load_folder(folder))):
        if rule.id in loaded and rule.path.resolve() != loaded[rule.id].path.resolve():
            raise RuleError(f"rule {rule.id!r} is there already, in {loaded[rule.id].path}", rule.path)
        loaded.setdefault(rule.id, rule)
    for rule in loaded.values():
        triggers = KINDS[rule.kind].triggers(rule.options)
        if triggers and triggers.near and triggers.near not in loaded:
            raise RuleError(f"unknown rule {triggers.near!r}{expected(triggers.near, loaded)}", rule.path)
    return tuple(loaded[name] for name in sorted(loaded))


def load_folder(folder: Path) -> list[Rule[Any]]:
    """The rules of a folder of packs, of one pack, or of one file."""
    if folder.is_file():
        return [load_file(folder)]
    if not folder.is_dir():
        raise RuleError("no such rule file or folder", folder)
    paths = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())
    if not paths:
        raise RuleError("no rules here; expected .yaml files, in a folder for each pack", folder)
    return [load_file(path) for path in paths]


def load_file(path: Path) -> Rule[Any]:
    """Read one rule, or raise RuleError with the line that is wrong and what was expected."""
    rule_id = f"{path.resolve().parent.name}/{path.stem}"
    node = _compose(path)
    file: RuleFile = _build(node, RuleFile, path)
    if file.kind not in KINDS:
        raise _error(_value(node, "kind"), path, f"unknown kind {file.kind!r}{expected(file.kind, KINDS)}")
    kind = KINDS[file.kind]
    rule = Rule(
        id=rule_id,
        kind=file.kind,
        message=file.message,
        why=file.why.strip(),
        options=_build(file.options or _empty_mapping(node), kind.Options, path),
        path=path,
        severity=file.severity,
        language=file.language,
        enabled=file.enabled,
        fix=None if file.fix == "none" else Applicability(file.fix),
        examples=file.examples,
    )
    _validate(rule, node, kind.VALUES)
    return rule


def select(
    rules: Sequence[Rule[Any]],
    *,
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    profile: str = "scraped",
) -> tuple[Rule[Any], ...]:
    """The rules to run. A selector is a rule's id, a pack, or "all"; of two that fit the longer one counts.

    Raises SettingsError for a selector that fits no rule.
    """
    if profile not in PROFILES:
        raise SettingsError(f"unknown profile {profile!r}{expected(profile, PROFILES)}")
    known = {"all"} | {rule.pack for rule in rules} | {rule.id for rule in rules}
    for selector in (*(select or ()), *extend_select, *ignore):
        if selector not in known:
            listed = expected(selector, known) or "; see `textlint rules`"
            raise SettingsError(f"unknown rule or pack {selector!r}{listed}")
    wanted, unwanted = {*(select or ()), *extend_select}, set(ignore)

    def runs(rule: Rule[Any]) -> bool:
        default = select is None and rule.enabled and rule.pack not in PROFILES[profile]
        for selectors in ({rule.id}, {rule.pack}, {"all"}):
            if selectors & unwanted:
                return False
            if selectors & wanted:
                return True
        return default

    return tuple(rule for rule in rules if runs(rule))


@cache
def _builtin() -> tuple[Rule[Any], ...]:
    return tuple(load_folder(builtin_folder()))


def _compose(path: Path) -> yaml.MappingNode:
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"not valid YAML: {error.problem or error.context}"
        raise RuleError(problem, path, mark.line + 1 if mark else None) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RuleError(f"can't be read: {' '.join(str(error).split())}", path) from None
    if not isinstance(node, yaml.MappingNode):
        raise RuleError("expected a mapping with the keys of a rule", path, 1)
    return node


def _validate(rule: Rule[Any], node: yaml.MappingNode, values: Sequence[str]) -> None:
    """What no single field can know: examples against fixing, placeholders against the kind."""
    bad = [example for example in rule.examples if example.bad is not None]
    examples = _value(node, "examples")
    if not bad:
        raise _error(examples, rule.path, "no 'bad' example; expected at least one text that the rule finds")
    if len(bad) == len(rule.examples):
        raise _error(examples, rule.path, "no 'ok' example; expected at least one that the rule leaves alone")
    for example in bad:
        if rule.fix and example.good is None:
            raise RuleError("a rule that fixes needs 'good' beside this 'bad'", rule.path, example.line)
        if not rule.fix and example.good is not None:
            raise RuleError("'good' is given, but the rule does not fix", rule.path, example.line)
    known = {"found", *values, *(["fixed"] if rule.fix else [])}
    for name in PLACEHOLDER.findall(rule.message):
        if name not in known:
            problem = f"unknown placeholder '{{{name}}}'{expected(name, known)}"
            raise _error(_value(node, "message"), rule.path, problem)


def _value(node: yaml.MappingNode, key: str) -> yaml.Node:
    return next((value for name, value in node.value if name.value == key), node)


def _empty_mapping(node: yaml.Node) -> yaml.MappingNode:
    return yaml.MappingNode("tag:yaml.org,2002:map", [], node.start_mark, node.end_mark)


def _error(node: yaml.Node, path: Path, problem: str) -> RuleError:
    return RuleError(problem, path, node.start_mark.line + 1)


def _build(node: yaml.Node, into: Any, path: Path) -> Any:
    """Read a YAML node as a value of the type `into`, or say where and why it can't be."""

    def fail(problem: str, at: yaml.Node = node) -> NoReturn:
        raise _error(at, path, problem)

    origin, args = typing.get_origin(into), typing.get_args(into)
    if origin is UnionType or origin is typing.Union:
        into = next(each for each in args if each is not type(None))
        return _build(node, into, path)
    if into is yaml.Node:
        return node
    if dataclasses.is_dataclass(into) and into is not Table:
        return _build_dataclass(node, into, path)
    if origin is tuple:
        if not isinstance(node, yaml.SequenceNode):
            fail("expected a list")
        return tuple(_build(item, args[0], path) for item in node.value)
    if origin is dict:
        return {key.value: _build(value, args[1], path) for key, value in _items(node, path)}
    if not isinstance(node, yaml.ScalarNode):
        fail(
            "expected a single value, found a "
            + ("list" if isinstance(node, yaml.SequenceNode) else "mapping")
        )
    return _build_scalar(node, into, path)


def _build_dataclass(node: yaml.Node, into: Any, path: Path) -> Any:
    types, values = typing.get_type_hints(into), {}
    for key, value in _items(node, path):
        if key.value not in types or (into is Example and key.value == "line"):
            choices = [name for name in types if not (into is Example and name == "line")]
            raise _error(key, path, f"unknown key {key.value!r}{expected(key.value, choices)}")
        values[key.value] = _build(value, types[key.value], path)
    if into is Example:
        values["line"] = node.start_mark.line + 1
        if ("bad" in values) == ("ok" in values) or ("good" in values and "bad" not in values):
            raise _error(node, path, "expected 'bad', 'bad' with 'good', or 'ok'")
    for field in dataclasses.fields(into):
        if field.name not in values and field.default is field.default_factory is dataclasses.MISSING:
            raise _error(node, path, f"missing key {field.name!r}")
    try:
        return into(**values)
    except ValueError as error:
        raise _error(node, path, str(error)) from None


def _build_scalar(node: yaml.ScalarNode, into: Any, path: Path) -> Any:
    text: str = node.value
    if typing.get_origin(into) is Literal or (isinstance(into, type) and issubclass(into, Enum)):
        choices = typing.get_args(into) or [str(each.value) for each in into]
        if text not in choices:
            raise _error(node, path, f"found {text!r}{expected(text, choices)}")
        return text if typing.get_args(into) else into(text)
    if into is Table:
        return _read_table(node, path)
    if into is bool:
        if text not in ("true", "false"):
            raise _error(node, path, f"expected true or false, found {text!r}")
        return text == "true"
    try:
        if into is Pattern:
            compiled(text)
        return into(text)
    except ValueError as error:
        problem = str(error) if into is Pattern else f"expected {into.__name__}, found {text!r}"
        raise _error(node, path, problem) from None


def _items(node: yaml.Node, path: Path) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise _error(node, path, "expected a mapping")
    seen = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _error(key, path, "expected a key that is a single value")
        if key.value in seen:
            raise _error(key, path, f"{key.value!r} is given twice")
        seen.add(key.value)
        yield key, value


def _read_table(node: yaml.ScalarNode, path: Path) -> Table:
    """The rows of a .tsv file that lies beside the rule; `#` begins a comment line."""
    name = node.value
    if Path(name).name != name or not name.endswith(".tsv"):
        raise _error(node, path, f"expected the name of a .tsv file beside the rule, found {name!r}")
    table = path.parent / name
    try:
        if table.resolve().parent != path.parent.resolve():
            raise _error(node, path, f"the table {name!r} lies outside its pack")
        text = table.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _error(node, path, f"the table {name!r} can't be read: {error}") from None
    rows = tuple(
        TableRow(number, tuple(cell.strip() for cell in line.split("\t")))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.startswith("#")
    )
    return Table(table, rows)
