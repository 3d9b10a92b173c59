"""compiler – rules to a ruleset: which run, in what order, and what a scan looks for on their behalf."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from textlint.engine import Ruleset, Step
from textlint.errors import RuleError, expected
from textlint.kinds import KINDS
from textlint.model import Rule, Triggers


def compile_rules(
    rules: Sequence[Rule[Any]], available: Iterable[Rule[Any]] = (), *, native: bool = False
) -> Ruleset:
    """Prepare rules for use; `available` are those that they may wait for beside them.

    A native ruleset scans with Hyperscan, which has to be installed; it takes seconds to compile.
    """
    ordered = in_order(rules, available)
    triggers = [KINDS[rule.kind].triggers(rule.options) for rule in ordered]
    steps = tuple(map(_step, ordered, triggers))
    waiting = tuple(n for n, step in enumerate(steps) if step.near)
    scanner, everywhere = None, tuple(n for n in range(len(steps)) if n not in waiting)
    if native:
        from textlint import plan  # noqa: PLC0415 - late: the pure path does without

        scanner = plan.compiled(plan.sought(triggers))
        everywhere = scanner.plan.everywhere
    return Ruleset(steps, frozenset(rule.id for rule in rules), (*everywhere, *waiting), scanner)


def in_order(rules: Sequence[Rule[Any]], available: Iterable[Rule[Any]] = ()) -> list[Rule[Any]]:
    """The rules and those that they wait for, each behind the one that it waits for."""
    known = {rule.id: rule for rule in (*available, *rules)}
    ordered: dict[str, Rule[Any]] = {}

    chosen, packs = {rule.id for rule in rules}, {rule.pack for rule in known.values()}

    def waited_for(rule: Rule[Any]) -> list[Rule[Any]]:
        """The rule that this one is near to, or those of a pack that run by default or have been chosen."""
        near, company = getattr(rule.options, "near", None), getattr(rule.options, "company", None)
        if near and near not in known:
            raise RuleError(f"unknown rule {near!r}{expected(near, known)}", rule.path)
        if company and company not in packs:
            raise RuleError(f"unknown pack {company!r}{expected(company, packs)}", rule.path)
        pack = (each for each in known.values() if each.pack == company and each.id != rule.id)
        return [known[near]] if near else [each for each in pack if each.enabled or each.id in chosen]

    def add(rule: Rule[Any], waiting: tuple[str, ...] = ()) -> None:
        if rule.id in waiting:
            raise RuleError(f"rules that are near each other in a circle: {', '.join(waiting)}", rule.path)
        if rule.id not in ordered:
            for other in waited_for(rule):
                add(other, (*waiting, rule.id))
        ordered.setdefault(rule.id, rule)

    for rule in rules:
        add(rule)
    return list(ordered.values())


def _step(rule: Rule[Any], triggers: Triggers | None) -> Step:
    near = triggers if triggers and triggers.waits_for else None
    return Step(rule.id, rule.kind, rule.language, near, partial(KINDS[rule.kind].prepare, rule))
