"""nodes – YAML nodes as frozen dataclasses, strictly, with the line of whatever is wrong.

A node knows its line, and every scalar is text until the field that takes it says otherwise: `no` stays "no".
"""

import dataclasses
import math
import re
import typing
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Literal, NoReturn

import yaml

from textlint.errors import RuleError, expected
from textlint.model import Example, Shared, Table, TableRow
from textlint.patterns import Pattern, require

Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # 8 times as fast


ODD_PLACEHOLDER = re.compile(r"\{\w+[.!:\[][^{}]*\}")  # {found!r}: format strings know it, messages don't
LONGEST_FILE = 500_000  # characters
BYTES = "!bytes"  # the one tag: a text whose characters up to U+00FF are the bytes of a file
DEEPEST = 20  # values in one another; the composer recurses, and a file of brackets would end the process


def compose(path: Path) -> yaml.MappingNode:
    if path.resolve().parent.name == "all":
        raise RuleError("a pack can't be called 'all', which selects every rule; rename its folder", path)
    try:
        text = path.read_text(encoding="utf-8")
        if len(text) > LONGEST_FILE:
            raise RuleError(f"too long; a rule has at most {LONGEST_FILE} characters", path)
        _require_plain(text, path)
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"not valid YAML: {error.problem or error.context}"
        raise RuleError(problem, path, mark.line + 1 if mark else None) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RuleError(f"can't be read: {' '.join(str(error).split())}", path) from None
    if not isinstance(node, yaml.MappingNode):
        raise RuleError("expected a mapping with the keys of a rule", path, 1)
    return node


def _require_plain(text: str, path: Path) -> None:
    """Raise RuleError for what YAML has and rules don't: tags, anchors and aliases, and no end of depth."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        problem, name, tag = None, getattr(event, "anchor", None), getattr(event, "tag", None)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            problem = f"too deep; expected at most {DEEPEST} values in one another"
        elif name:
            problem = f"found an anchor or alias, {name!r}; expected the value itself"
        elif tag and tag != BYTES:
            problem = f"found the tag {tag!r}; expected a value without a tag"
        if problem:
            raise RuleError(problem, path, event.start_mark.line + 1 if event.start_mark else None)


def error_at(node: yaml.Node, path: Path, problem: str) -> RuleError:
    return RuleError(problem, path, node.start_mark.line + 1)


def node_of(value: Any) -> yaml.Node:
    """What is written in YAML for a value that was read from elsewhere, and has no line of its own."""
    here = yaml.Mark("", 0, 0, 0, None, 0)
    if isinstance(value, dict):
        pairs = [(node_of(key), node_of(each)) for key, each in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, here, here)
    if isinstance(value, list):
        return yaml.SequenceNode("tag:yaml.org,2002:seq", [node_of(each) for each in value], here, here)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, here, here)


def build(node: yaml.Node, into: Any, path: Path) -> Any:
    """Read a YAML node as a value of the type `into`, or say where and why it can't be."""

    def fail(problem: str, at: yaml.Node = node) -> NoReturn:
        raise error_at(at, path, problem)

    origin, args = typing.get_origin(into), typing.get_args(into)
    if origin is UnionType or origin is typing.Union:
        into = next(each for each in args if each is not type(None))
        return build(node, into, path)
    if into is yaml.Node:
        return node
    if dataclasses.is_dataclass(into) and into is not Table:
        return _build_dataclass(node, into, path)
    if origin is tuple:
        if not isinstance(node, yaml.SequenceNode):
            fail("expected a list")
        return tuple(value for item in node.value for value in _build_items(item, args[0], path))
    if origin is dict:
        return {key.value: build(value, args[1], path) for key, value in _items(node, path)}
    if not isinstance(node, yaml.ScalarNode):
        fail(
            "expected a single value, found a "
            + ("list" if isinstance(node, yaml.SequenceNode) else "mapping")
        )
    return _build_scalar(node, into, path)


def _build_items(item: yaml.Node, into: Any, path: Path) -> Iterator[Any]:
    """The values of one item of a list: of texts and patterns it may be a table that rules share."""
    if into not in (str, Pattern) or not isinstance(item, yaml.MappingNode):
        yield build(item, into, path)
        return
    shared: Shared = build(item, Shared, path)
    for row in shared.table.rows:
        scalar = yaml.ScalarNode("tag:yaml.org,2002:str", row.cells[0], item.start_mark, item.end_mark)
        yield build(scalar, into, path)


def _build_dataclass(node: yaml.Node, into: Any, path: Path) -> Any:
    types, values = typing.get_type_hints(into), {}
    for key, value in _items(node, path):
        if key.value not in types or (into is Example and key.value == "line"):
            choices = [name for name in types if not (into is Example and name == "line")]
            raise error_at(key, path, f"unknown key {key.value!r}{expected(key.value, choices)}")
        values[key.value] = build(value, types[key.value], path)
        if key.value == "message" and (odd := ODD_PLACEHOLDER.search(values["message"])):
            raise error_at(value, path, f"found {odd[0]!r}; expected only a name in braces")
    if into is Example:
        values["line"] = node.start_mark.line + 1
        if ("bad" in values) == ("ok" in values) or ("good" in values and "bad" not in values):
            raise error_at(node, path, "expected 'bad', 'bad' with 'good', or 'ok'")
    for field in dataclasses.fields(into):
        if field.name not in values and field.default is field.default_factory is dataclasses.MISSING:
            raise error_at(node, path, f"missing key {field.name!r}")
    try:
        return into(**values)
    except ValueError as error:
        raise error_at(node, path, str(error)) from None


def _build_scalar(node: yaml.ScalarNode, into: Any, path: Path) -> Any:
    text: str = node.value
    if node.tag == BYTES:
        text = _undecodable(node, path)
    if typing.get_origin(into) is Literal or (isinstance(into, type) and issubclass(into, Enum)):
        choices = typing.get_args(into) or [str(each.value) for each in into]
        if text not in choices:
            raise error_at(node, path, f"found {text!r}{expected(text, choices)}")
        return text if typing.get_args(into) else into(text)
    if into is Table:
        return _read_table(node, path)
    if into is bool:
        if text not in ("true", "false"):
            raise error_at(node, path, f"expected true or false, found {text!r}")
        return text == "true"
    try:
        if into is Pattern:
            require(text)
        if into is float and not math.isfinite(float(text)):
            raise ValueError  # noqa: TRY301 - as for what is no number at all
        return into(text)
    except ValueError as error:
        problem = str(error) if into is Pattern else f"expected {into.__name__}, found {text!r}"
        raise error_at(node, path, problem) from None


def _undecodable(node: yaml.ScalarNode, path: Path) -> str:
    """The text that a file with these bytes, written as the characters up to U+00FF, is read as."""
    try:
        return str(node.value.encode("latin-1").decode("utf-8", "surrogateescape"))
    except UnicodeEncodeError as error:
        found = node.value[error.start]
        raise error_at(node, path, f"{BYTES}: expected characters up to U+00FF, found {found!r}") from None


def _items(node: yaml.Node, path: Path) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise error_at(node, path, "expected a mapping")
    seen = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise error_at(key, path, "expected a key that is a single value")
        if key.value in seen:
            raise error_at(key, path, f"{key.value!r} is given twice")
        seen.add(key.value)
        yield key, value


def _read_table(node: yaml.ScalarNode, path: Path) -> Table:
    """The rows of a .tsv file that lies beside the rule; `#` begins a comment line."""
    name = node.value
    if Path(name).name != name or not name.endswith(".tsv"):
        raise error_at(node, path, f"expected the name of a .tsv file beside the rule, found {name!r}")
    table = path.parent / name
    try:
        if table.resolve().parent != path.parent.resolve():
            raise error_at(node, path, f"the table {name!r} lies outside its pack")
        if table.exists() and not table.is_file():
            raise error_at(node, path, f"the table {name!r} can't be read: not a regular file")
        text = table.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise error_at(node, path, f"the table {name!r} can't be read: {error}") from None
    rows = tuple(
        TableRow(number, tuple(cell.strip() for cell in line.split("\t")))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.startswith("#")
    )
    return Table(table, rows)
