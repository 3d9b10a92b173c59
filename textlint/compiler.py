"""compiler – rules to a ruleset: which run, in what order, and what a scan looks for on their behalf."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from textlint.engine import Ruleset, Step, Waiting
from textlint.errors import RuleError, expected
from textlint.kinds import KINDS
from textlint.model import Rule


def compile_rules(
    rules: Sequence[Rule[Any]],
    available: Iterable[Rule[Any]] = (),
    *,
    ignored: Collection[str] = (),
    native: bool = False,
) -> Ruleset:
    """Prepare rules for use; `available` are those that they may wait for beside them.

    What has been `ignored` is no company for other rules.

    A native ruleset scans with Hyperscan, which has to be installed; it takes seconds to compile.
    """
    available = tuple(available)
    ordered = in_order(rules, available, ignored)
    triggers = [KINDS[rule.kind].triggers(rule.options) for rule, _ in ordered]
    steps = tuple(
        Step(
            rule.id,
            rule.kind,
            rule.language,
            Waiting(each, before) if each and before else None,
            partial(KINDS[rule.kind].prepare, rule),
        )
        for (rule, before), each in zip(ordered, triggers, strict=True)
    )
    waiting = tuple(n for n, step in enumerate(steps) if step.waiting)
    scanner, everywhere = None, tuple(n for n in range(len(steps)) if n not in waiting)
    if native:
        from textlint.scan import plan  # noqa: PLC0415 - late: the pure path does without

        # The checks are all kept with the databases, so they are prepared while these are compiled.
        scanner = plan.compiled(plan.sought(triggers), lambda: [step.check for step in steps])
        everywhere = scanner.plan.everywhere
    chosen = frozenset(rule.id for rule in rules)
    known = chosen.union(rule.id for rule in available)
    return Ruleset(steps, chosen, (*everywhere, *waiting), scanner, known)


def in_order(
    rules: Sequence[Rule[Any]], available: Iterable[Rule[Any]] = (), ignored: Collection[str] = ()
) -> list[tuple[Rule[Any], tuple[str, ...]]]:
    """The rules and those that they wait for, each behind the ones that it waits for, and with their ids."""
    known = {rule.id: rule for rule in (*available, *rules)}
    chosen = {rule.id for rule in rules}
    ordered: dict[str, tuple[str, ...]] = {}

    def add(rule: Rule[Any], waiting: tuple[str, ...] = ()) -> None:
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
    rule: Rule[Any], known: Mapping[str, Rule[Any]], chosen: Collection[str], ignored: Collection[str]
) -> Iterator[str]:
    """The rule that this one is near to, or those of its company that run by default or have been chosen."""
    near, company = getattr(rule.options, "near", None), getattr(rule.options, "company", None)
    if near:
        if near not in known:
            raise RuleError(f"unknown rule {near!r}{expected(near, known)}", rule.path)
        yield near
    if company is not None:
        packs = {each.pack for each in known.values()}
        if company not in packs:
            raise RuleError(f"unknown pack {company!r}{expected(company, packs)}", rule.path)
        for name in (*rule.options.without, *rule.options.weak):
            if name not in known:
                raise RuleError(f"unknown rule {name!r}{expected(name, known)}", rule.path)
        for each in known.values():
            runs = each.id in chosen or (each.enabled and each.id not in ignored)
            # Two rules that judge by the same company don't count for each other.
            if (
                each.pack == company
                and runs
                and each.kind != rule.kind
                and each.id not in rule.options.without
            ):
                yield each.id
