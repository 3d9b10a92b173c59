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
    """Prepare rules for use; `available` are those that `near` may name beside them.

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
    """The rules and those that they are `near`, each behind the one that it waits for."""
    known = {rule.id: rule for rule in (*available, *rules)}
    ordered: dict[str, Rule[Any]] = {}

    def add(rule: Rule[Any], waiting: tuple[str, ...] = ()) -> None:
        if rule.id in waiting:
            raise RuleError(f"rules that are near each other in a circle: {', '.join(waiting)}", rule.path)
        near = getattr(rule.options, "near", None)
        if rule.id not in ordered and near:
            if near not in known:
                raise RuleError(f"unknown rule {near!r}{expected(near, known)}", rule.path)
            add(known[near], (*waiting, rule.id))
        ordered.setdefault(rule.id, rule)

    for rule in rules:
        add(rule)
    return list(ordered.values())


def _step(rule: Rule[Any], triggers: Triggers | None) -> Step:
    near = triggers if triggers and triggers.near else None
    return Step(rule.id, rule.kind, rule.language, near, partial(KINDS[rule.kind].prepare, rule))
