"""compiler – rules to a ruleset: which run, in what order, and how the core reads them."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from textlint import briefs
from textlint.errors import RuleError, expected
from textlint.kinds import PYTHON
from textlint.model import Brief, Rule, Severity
from textlint.rulesets import Ruleset
from textlint.selectors import select


@dataclass(frozen=True, slots=True)
class Choice:
    """which rules, from where: what `briefs.load`, `briefs.changed` and `rules.select` take"""

    folders: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    options: tuple[tuple[str, str, str], ...] = ()
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str = "scraped"


def ruleset(choice: Choice) -> Ruleset:
    """The ruleset of a choice of rules. Raises RuleError and SettingsError as the loader does."""
    available = briefs.changed(briefs.load(map(Path, choice.folders)), choice.severity, choice.options)
    chosen = select(
        available,
        select=choice.select,
        extend_select=choice.extend_select,
        ignore=choice.ignore,
        profile=choice.profile,
    )
    ignored = {rule.id for rule in available if {rule.id, rule.pack} & {*choice.ignore}}
    return compiled(chosen, available, ignored)


def compile_rules(chosen: Sequence[Rule[Any]], available: Sequence[Rule[Any]] = ()) -> Ruleset:
    """The ruleset of some rules; `available` are those that they may wait for beside them.

    Raises RuleError for rules that wait for each other in a circle, or for what is not there.
    """
    made = compiled(list(map(briefs.brief, chosen)), list(map(briefs.brief, available)))
    known = {rule.id: rule for rule in (*available, *chosen)}
    return replace(made, outside=tuple(known[each.id] for each in made.outside))  # which no file has to tell


def compiled(chosen: Sequence[Brief], available: Sequence[Brief], ignored: Collection[str] = ()) -> Ruleset:
    """The ruleset of some rules; what has been `ignored` is no company for other rules."""
    ordered = in_order(chosen, available, ignored)
    kinds = {rule.id: rule.kind for rule in chosen}
    return Ruleset(
        tuple(specification(rule, before, reported=rule.id in kinds) for rule, before in ordered),
        kinds,
        frozenset({*kinds, *(rule.id for rule in available)}),
        tuple(rule for rule, _ in ordered if rule.kind in PYTHON),
    )


def specification(rule: Brief, before: Sequence[str], *, reported: bool) -> str:
    """A rule as the core reads it, in JSON."""
    waits = rule.waits
    fields = {
        "id": rule.id,
        "kind": rule.kind,
        "severity": rule.severity,
        "language": rule.language,
        "fix": rule.fix,
        "message": rule.message,
        "before": before,
        "is_reported": reported,
        "company": {"rules": waits.rules, "weak": waits.weak} if waits.company else None,
        "distance": waits.distance if waits.near else None,
    }
    head = json.dumps(fields, ensure_ascii=False)
    return f'{head[:-1]}, "gate": {rule.gate}, "options": {rule.options}}}'


def in_order(
    rules: Sequence[Brief], available: Iterable[Brief] = (), ignored: Collection[str] = ()
) -> list[tuple[Brief, tuple[str, ...]]]:
    """The rules and those that they wait for, each behind the ones that it waits for, and with their ids."""
    known = {rule.id: rule for rule in (*available, *rules)}
    chosen = {rule.id for rule in rules}
    ordered: dict[str, tuple[str, ...]] = {}

    def add(rule: Brief, waiting: tuple[str, ...] = ()) -> None:
        if rule.id in waiting:
            raise RuleError(f"rules that wait for each other in a circle: {', '.join(waiting)}", rule.path)
        if rule.id not in ordered:
            before = tuple(_waited_for(rule, known, chosen, ignored))
            for name in before:
                add(known[name], (*waiting, rule.id))
            ordered[rule.id] = before

    for rule in rules:
        add(rule)
    return [(known[name], before) for name, before in ordered.items()]


def _waited_for(
    rule: Brief, known: Mapping[str, Brief], chosen: Collection[str], ignored: Collection[str]
) -> Iterator[str]:
    """The rule that this one is near to, or those of its company that run by default or have been chosen."""
    near, company = rule.waits.near, rule.waits.company
    if near:
        if near not in known:
            raise RuleError(f"unknown rule {near!r}{expected(near, known)}", rule.path)
        yield near
    if company is not None:
        packs = {each.pack for each in known.values()}
        if company not in packs:
            raise RuleError(f"unknown pack {company!r}{expected(company, packs)}", rule.path)
        for name in (*rule.waits.without, *rule.waits.weak):
            if name not in known:
                raise RuleError(f"unknown rule {name!r}{expected(name, known)}", rule.path)
        for each in known.values():
            runs = each.id in chosen or (each.enabled and each.id not in ignored)
            # Two rules that judge by the same company don't count for each other.
            if each.pack == company and runs and each.kind != rule.kind and each.id not in rule.waits.without:
                yield each.id
