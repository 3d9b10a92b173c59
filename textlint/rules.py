"""rules – rule files to Rule objects: find packs, read them strictly, select and ignore.

A rule's id is its path: `<folder>/<pack>/<name>.yaml` is `pack/name`. What a single field must be, `nodes`
checks; here is what a rule must be as a whole.
"""

import dataclasses
import typing
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from json import loads
from pathlib import Path
from typing import Any, Literal

import yaml

from textlint.errors import LIES_ELSEWHERE, RuleError, SettingsError, expected, is_in
from textlint.kinds import KINDS
from textlint.lexicon import LANGUAGES, builtin_folder, rule_files
from textlint.model import PLACEHOLDER, Applicability, Example, Rule, Severity, Table
from textlint.nodes import build, compose, error_at, node_of
from textlint.selectors import joined, require_changes, severity_of


@dataclasses.dataclass(frozen=True, slots=True)
class RuleFile:
    """the keys of a rule file

    kind: what the rule is made with
    message: what is said of a finding; {found} stands for the text, and the kind may have more such words
    why: where the damage comes from, why it is damage, and why the fix is safe if it is
    examples: texts that prove the rule: those that it finds, and look-alikes that it leaves alone
    options: what the kind is to do; they are read when it is known
    severity: error and warning make a run fail, info does not
    language: of what is read, in two letters; any; en-modern: no old texts; en-lay, any-lay: nor manuals
    enabled: false for a rule that runs only where it is selected
    fix: safe for edits that are right 99 times in 100; the rules that say none only report
    """

    kind: str
    message: str
    why: str
    examples: tuple[Example, ...]
    options: yaml.Node | None = None
    severity: Severity = Severity.WARNING
    language: str = "any"
    enabled: bool = True
    fix: Literal["safe", "unsafe", "none"] = "none"


def load(folders: Iterable[Path] = ()) -> tuple[Rule[Any], ...]:
    """The built-in rules and those of these folders, packs or files, sorted by id.

    Raises RuleError for the first thing that is wrong in a file, and when two rules have one id.
    """
    rules = joined((*_builtin(), *(rule for folder in folders for rule in load_asked(folder))))
    ids = {rule.id for rule in rules}
    for rule in rules:
        near = getattr(rule.options, "near", None)
        if near and near not in ids:
            raise RuleError(f"unknown rule {near!r}{expected(near, ids)}", rule.path)
    return rules


def load_asked(folder: Path) -> list[Rule[Any]]:
    """The rules of a folder named in settings or flags; errors in files outside the project quote nothing."""
    try:
        return load_folder(folder)
    except RuleError as error:
        path = Path(error.path or folder)
        if error.line is None or is_in(path, Path.cwd()):
            raise
        problem = f"expected a rule{LIES_ELSEWHERE}; `textlint test` with its path shows it"
        raise RuleError(problem, path, error.line) from None


def load_folder(folder: Path) -> list[Rule[Any]]:
    """The rules of a folder of packs, of one pack, or of one file."""
    if folder.is_file():
        return [load_file(folder)]
    if not folder.is_dir():
        raise RuleError("no such rule file or folder", folder)
    paths = sorted(rule_files(folder))
    if not paths:
        raise RuleError("no rules here; expected .yaml files, in a folder for each pack", folder)
    return [load_file(path) for path in paths]


def selectors(folders: Iterable[Path] = ()) -> list[str]:
    """What can be selected: all, packs and rules, as the names of files tell it; no file is read."""
    paths = [path for folder in (builtin_folder(), *folders) for path in rule_files(folder)]
    ids = {_id(path) for path in paths}
    return sorted({"all", *ids, *(rule.partition("/")[0] for rule in ids)})


def _id(path: Path) -> str:
    return f"{path.resolve().parent.name}/{path.stem}"


def load_file(path: Path) -> Rule[Any]:
    """Read one rule, or raise RuleError with the line that is wrong and what was expected."""
    rule_id = _id(path)
    if any("\ud800" <= sign <= "\udfff" for sign in rule_id):
        raise RuleError("a name that is not UTF-8; expected one that settings can hold", path)
    node = compose(path)
    file: RuleFile = build(node, RuleFile, path)
    if file.kind not in KINDS:
        raise error_at(_value(node, "kind"), path, f"unknown kind {file.kind!r}{expected(file.kind, KINDS)}")
    kind = KINDS[file.kind]
    rule = Rule(
        id=rule_id,
        kind=file.kind,
        message=file.message,
        why=file.why.strip(),
        options=build(file.options or _empty_mapping(node), kind.Options, path),
        path=path,
        severity=file.severity,
        language=file.language,
        enabled=file.enabled,
        fix=None if file.fix == "none" else Applicability(file.fix),
        examples=file.examples,
    )
    _validate(rule, node, kind.VALUES)
    _validate_examples(rule, node)
    return rule


def changed(
    rules: Sequence[Rule[Any]],
    severity: Sequence[tuple[str, Severity]] = (),
    options: Sequence[tuple[str, str, str]] = (),
) -> tuple[Rule[Any], ...]:
    """The rules with the severities and options that settings give them, see `Settings`.

    Raises SettingsError for a selector that fits no rule, and for an option that is not there or is wrong.
    """
    require_changes(rules, severity, options)
    return tuple(change(rule, severity, options) for rule in rules)


def change(
    rule: Rule[Any], severity: Sequence[tuple[str, Severity]], options: Sequence[tuple[str, str, str]]
) -> Rule[Any]:
    """A rule with its severity and options, of what is given for all rules; the longer selector counts."""
    own = {name: value for changed, name, value in options if changed == rule.id}
    values = _changed_options(rule, own) if own else rule.options
    return dataclasses.replace(rule, severity=severity_of(rule, severity), options=values)


def _changed_options(rule: Rule[Any], given: Mapping[str, str]) -> Any:
    """The options of a rule, some of them read from JSON as those in its file are from YAML."""
    types, values = typing.get_type_hints(type(rule.options)), {}
    for name, value in given.items():
        keys = ("options", rule.id, name)
        if name not in types:
            raise SettingsError(f"unknown option {name!r} of {rule.id}{expected(name, types)}", keys=keys)
        if Table in (types[name], *typing.get_args(types[name])):
            problem = f"the option {name!r} of {rule.id} is a table beside the rule; expected another option"
            raise SettingsError(problem, keys=keys)
        try:
            values[name] = build(node_of(loads(value)), types[name], rule.path)
        except RuleError as error:
            raise SettingsError(f"option {name!r} of {rule.id}: {error.problem}", keys=keys) from None
    try:
        return dataclasses.replace(rule.options, **values)
    except ValueError as error:
        raise SettingsError(f"options of {rule.id}: {error}", keys=("options", rule.id)) from None


@cache
def _builtin() -> tuple[Rule[Any], ...]:
    return tuple(load_folder(builtin_folder()))


def _validate(rule: Rule[Any], node: yaml.MappingNode, values: Sequence[str]) -> None:
    """What no single field can know, such as the placeholders of the kind."""
    for key in ("message", "why"):
        if not getattr(rule, key).strip():
            raise error_at(_value(node, key), rule.path, f"{key!r} is empty")
    if rule.language not in LANGUAGES:
        problem = f"unknown language {rule.language!r}{expected(rule.language, LANGUAGES)}"
        raise error_at(_value(node, "language"), rule.path, problem)
    known = {"found", *values, *(["fixed"] if rule.fix else [])}
    for name in PLACEHOLDER.findall(rule.message):
        if name not in known:
            problem = f"unknown placeholder '{{{name}}}'{expected(name, known)}"
            raise error_at(_value(node, "message"), rule.path, problem)


def _validate_examples(rule: Rule[Any], node: yaml.MappingNode) -> None:
    bad = [example for example in rule.examples if example.bad is not None]
    examples = _value(node, "examples")
    if not bad:
        raise error_at(
            examples, rule.path, "no 'bad' example; expected at least one text that the rule finds"
        )
    if len(bad) == len(rule.examples):
        raise error_at(
            examples, rule.path, "no 'ok' example; expected at least one that the rule leaves alone"
        )
    for example in bad:
        if rule.fix and example.good is None:
            raise RuleError("a rule that fixes needs 'good' beside this 'bad'", rule.path, example.line)
        if not rule.fix and example.good is not None:
            raise RuleError("'good' is given, but the rule does not fix", rule.path, example.line)


def _value(node: yaml.MappingNode, key: str) -> yaml.Node:
    return next((value for name, value in node.value if name.value == key), node)


def _empty_mapping(node: yaml.Node) -> yaml.MappingNode:
    return yaml.MappingNode("tag:yaml.org,2002:map", [], node.start_mark, node.end_mark)
