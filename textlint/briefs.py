"""briefs – the built-in rules as the core reads them, made when the package is built.

Reading 250 YAML files takes a second, and reading FILE milliseconds. In a checkout a rule counts only if its
file and tables are as they were when FILE was made, so that authors see their edits at once; all others are
read anew. FILE begins with a digest of the modules that made it. Then comes a line for each rule: a JSON
object, a tab, and the options for the core in JSON.
"""

import dataclasses
import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from textlint.kinds import KINDS, PYTHON
from textlint.lexicon import builtin_folder, rule_files
from textlint.model import Applicability, Brief, Rule, Severity, Table, Waits
from textlint.selectors import joined, require_changes, severity_of

PACKAGE = Path(__file__).parent
FILE = PACKAGE / "builtin-rules.txt"
MAKERS = ("briefs.py", "kinds", "lexicon.py", "misread.py", "model.py", "nodes.py", "rules.py")  # of FILE
DIGEST = 16  # bytes


def load(folders: Iterable[Path] = ()) -> tuple[Brief, ...]:
    """The briefs of the rules that `rules.load` gives. Raises RuleError as it does."""
    own: list[Rule[Any]] = []
    for folder in folders:
        from textlint import rules  # noqa: PLC0415 - late: most runs read no rule file

        own += rules.load_asked(folder)
    return joined((*_builtin(), *map(brief, own)))


@cache
def _builtin() -> tuple[Brief, ...]:
    """Those of the built-in rules."""
    known = kept()
    paths = rule_files(builtin_folder()) if _is_checkout() else known
    return tuple(known.get(path) or brief(_read(path)) for path in paths)


def _read(path: Path) -> Rule[Any]:
    from textlint import rules  # noqa: PLC0415 - late: most runs read no rule file

    return rules.load_file(path)


def _is_checkout() -> bool:
    return not builtin_folder().is_relative_to(PACKAGE)


def brief(rule: Rule[Any]) -> Brief:
    """The brief of a rule."""
    names = [field.name for field in dataclasses.fields(rule.options)]
    options = {} if rule.kind in PYTHON else {name: _plain(getattr(rule.options, name)) for name in names}
    waits = {name: getattr(rule.options, name) for name in Waits._fields if hasattr(rule.options, name)}
    gate = KINDS[rule.kind].gate(rule.options) if rule.kind in PYTHON else None
    return Brief(
        *(rule.id, rule.kind, rule.severity, rule.language, rule.enabled, rule.fix, rule.message),
        waits=Waits(**waits) if "near" in waits or "company" in waits else Waits(),
        gate=json.dumps(gate, ensure_ascii=False),
        options=json.dumps(options, ensure_ascii=False),
        path=rule.path,
    )


def changed(
    briefs: Sequence[Brief],
    severity: Sequence[tuple[str, Severity]] = (),
    options: Sequence[tuple[str, str, str]] = (),
) -> tuple[Brief, ...]:
    """The briefs with severities and options of settings, as `rules.changed` gives them to rules."""
    require_changes(briefs, severity, options)
    with_options = {rule for rule, *_ in options}
    return tuple(
        _changed(each, options)._replace(severity=severity_of(each, severity))
        if each.id in with_options
        else each._replace(severity=severity_of(each, severity))
        for each in briefs
    )


def _changed(each: Brief, options: Sequence[tuple[str, str, str]]) -> Brief:
    """The brief of a rule with other options."""
    own = tuple((name, value) for rule, name, value in options if rule == each.id)
    return brief(full(each._replace(changes=own)))._replace(changes=own)


def full(each: Brief) -> Rule[Any]:
    """The rule of a brief, read from its file."""
    from textlint import rules  # noqa: PLC0415

    rule = rules.load_file(each.path)
    return rules.change(rule, [(each.id, each.severity)], [(each.id, *change) for change in each.changes])


def write() -> None:
    """Make FILE. The build does it, and whoever wants a checkout to start fast."""
    from textlint import rules  # noqa: PLC0415

    lines = [_makers()]
    for rule in rules.load():
        made = brief(rule)
        head = made._asdict() | {
            "path": made.path.relative_to(builtin_folder()).as_posix(),
            "gate": json.loads(made.gate),
            "digest": _digest(made.path),
        }
        del head["options"], head["changes"]
        lines.append(f"{json.dumps(head, ensure_ascii=False)}\t{made.options}")
    beside = FILE.with_name(f"{FILE.name}.{os.getpid()}")  # others may read FILE meanwhile
    beside.write_text("\n".join(lines), encoding="utf-8")
    beside.replace(FILE)


@cache
def kept() -> dict[Path, Brief]:
    """The briefs of built-in rules in FILE whose sources are as they were, by their paths."""
    folder, is_checkout = builtin_folder(), _is_checkout()
    try:
        first, *lines = FILE.read_text(encoding="utf-8").split("\n")
    except OSError:
        return {}
    if is_checkout and first != _makers():
        return {}
    found = {}
    for line in lines:
        head, _, options = line.partition("\t")
        fields = json.loads(head)
        digest = fields.pop("digest")
        near, distance, company, least, without, weak = fields["waits"]
        path = folder / fields.pop("path")
        if not is_checkout or digest == _digest(path):
            found[path] = Brief(
                fields["id"],
                fields["kind"],
                Severity(fields["severity"]),
                fields["language"],
                fields["enabled"],
                fields["fix"] and Applicability(fields["fix"]),
                fields["message"],
                Waits(near, distance, company, least, tuple(without), tuple(weak)),
                json.dumps(fields["gate"], ensure_ascii=False),
                options,
                path,
            )
    return found


def _digest(path: Path) -> str:
    """A digest of a rule file and of the tables beside it."""
    with suppress(OSError):
        return blake2b(path.read_bytes() + _tables(path.parent), digest_size=DIGEST).hexdigest()
    return ""


@cache
def _tables(pack: Path) -> bytes:
    """A digest of the tables of a pack."""
    tables = sorted(pack.glob("*.tsv"))
    return b"".join(blake2b(table.read_bytes(), digest_size=DIGEST).digest() for table in tables)


def _makers() -> str:
    """A digest of the modules that make FILE."""
    digest = blake2b(digest_size=DIGEST)
    for name in MAKERS:
        file = PACKAGE / name
        for each in sorted(file.glob("*.py")) if file.is_dir() else [file]:
            digest.update(each.read_bytes())
    return digest.hexdigest()


def _plain(value: Any) -> Any:
    """An option as JSON has it: a table is its rows."""
    if isinstance(value, Table):
        return [row.cells for row in value.rows]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
