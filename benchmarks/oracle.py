"""The native core against the Python engine: findings and fixed texts of the same rules on the same texts.

    python benchmarks/oracle.py TEXTS.jsonl [--select RULE …] [--fix] [--show 5]

TEXTS has a JSON string a line. Prints the number of documents, findings and differences by rule, the first
differences of each, and the time of both. It goes away with the Python engine.
"""

import argparse
import dataclasses
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textlint import _core, compiler, rules
from textlint.engine import examine
from textlint.fixer import fix
from textlint.kinds import KINDS
from textlint.model import Document, Finding, Rule, Shared, Span, Table


def plain(value: Any) -> Any:
    """An option as JSON has it: a table is its rows, and a list that includes one has the first cells."""
    if isinstance(value, Table):
        return [list(row.cells) for row in value.rows]
    if isinstance(value, (tuple, list)):
        items = []
        for item in value:
            items += [row.cells[0] for row in item.table.rows] if isinstance(item, Shared) else [plain(item)]
        return items
    return dict(value) if isinstance(value, dict) else value


def specification(rule: Rule[Any], before: Sequence[str], *, reported: bool) -> dict[str, Any]:
    """A rule as the core reads it."""
    fields = [field.name for field in dataclasses.fields(rule.options)]
    options = {name: plain(getattr(rule.options, name)) for name in fields}
    waits = {}
    if before and options.get("company") is not None:
        waits["company"] = {"rules": options["rules"], "weak": options["weak"]}
    elif before and options.get("near"):
        waits["distance"] = options["distance"]
    return {
        "id": rule.id,
        "kind": rule.kind,
        "severity": rule.severity.value,
        "language": rule.language,
        "fix": rule.fix.value if rule.fix else None,
        "message": rule.message,
        "options": options,
        "before": list(before),
        "is_reported": reported,
        **waits,
    }


def row(finding: Finding) -> tuple[Any, ...]:
    """A finding as the core writes it."""
    return (
        finding.rule,
        finding.severity.value,
        tuple(finding.span),
        finding.message,
        [(tuple(edit.span), edit.text) for edit in finding.edits],
        finding.applicability.value if finding.applicability else None,
        list(finding.candidates),
    )


def native(chosen: Sequence[Rule[Any]], every: Sequence[Rule[Any]]) -> _core.Ruleset:
    """The rules for the core; the kinds that it does not have are checked in Python."""
    ordered = compiler.in_order(chosen, every)
    checks = {rule.id: KINDS[rule.kind].prepare(rule) for rule, _ in ordered}

    def outside(name: str, text: str) -> list[Any]:
        document = Document(text)
        return [row(finding)[2:] for finding in checks[name](document, [Span(0, len(text))] if text else [])]

    reported = {rule.id for rule in chosen}
    specifications = [specification(rule, before, reported=rule.id in reported) for rule, before in ordered]
    return _core.Ruleset(json.dumps(specifications), outside)


def main() -> None:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--select", nargs="*", default=[])
    parser.add_argument("--kinds", nargs="*", default=[])
    parser.add_argument("--fix", action="store_true")
    parser.add_argument("--show", type=int, default=3)
    options = parser.parse_args()
    every = [rule for rule in rules.load() if rule.enabled]
    chosen = [
        rule
        for rule in every
        if (not options.select or any(rule.id.startswith(name) for name in options.select))
        and (not options.kinds or rule.kind in options.kinds)
    ]
    began = time.perf_counter()
    core = native(chosen, every)
    print(f"ruleset: {time.perf_counter() - began:.3f} s")
    python = compiler.compile_rules(chosen, every)
    texts = [json.loads(line) for line in options.texts.open(encoding="utf-8")]
    seconds = Counter[str]()
    counts, missing, more, shown = (Counter[str]() for _ in range(4))
    for text in texts:
        began = time.process_time()
        expected = [row(finding) for finding in examine(python, Document(text)).findings]
        seconds["python"] += time.process_time() - began
        began = time.process_time()
        found = core.check(text)
        seconds["core"] += time.process_time() - began
        counts.update(item[0] for item in expected)
        if expected == found:
            continue
        for count, one, other in ((missing, expected, found), (more, found, expected)):
            for item in one:
                if item not in other:
                    count[item[0]] += 1
                    shown[item[0]] += 1
                    if shown[item[0]] <= options.show:
                        start, end = item[2]
                        around = repr(text[max(0, start - 60) : end + 60])
                        print("MISSING" if count is missing else "MORE", item, around)
    fixed = Counter[str]()
    for text in texts if options.fix else ():
        for unsafe in (False, True):
            result = fix(python, Document(text), unsafe=unsafe)
            new, applied, remaining, conflict = core.fix(text, unsafe)
            fixed["all"] += 1
            fixed["text"] += result.text != new
            fixed["applied"] += [row(finding) for finding in result.applied] != applied
            fixed["remaining"] += [row(finding) for finding in result.remaining] != remaining
            fixed["conflict"] += sorted(result.conflict) != sorted(conflict)
    print(len(texts), "texts", sum(map(len, texts)), "characters", sum(counts.values()), "findings")
    print("seconds", dict(seconds))
    print("missing", sum(missing.values()), missing.most_common(40))
    print("more", sum(more.values()), more.most_common(40))
    print("fixed", dict(fixed))


if __name__ == "__main__":
    main()
