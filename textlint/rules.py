"""rules – rule files to Rule objects: find packs, read them strictly, select and ignore.

A rule's id is its path: `<folder>/<pack>/<name>.yaml` is `pack/name`. What a single field must be, `nodes`
checks; here is what a rule must be as a whole.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from textlint.errors import RuleError, SettingsError, expected
from textlint.kinds import KINDS
from textlint.language import LANGUAGES
from textlint.model import PLACEHOLDER, Applicability, Example, Rule, Severity
from textlint.nodes import build, compose, error_at
from textlint.settings import PROFILES

SUFFIXES = (".yaml", ".yml")


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
        near = getattr(rule.options, "near", None)
        if near and near not in loaded:
            raise RuleError(f"unknown rule {near!r}{expected(near, loaded)}", rule.path)
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
