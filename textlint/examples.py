"""examples – run the examples that rules carry.

A rule finds something in each `bad`, makes `good` of it with all its edits, and finds nothing in any `ok`.
It runs alone, so that no other rule helps.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from textlint.compiler import compile_rules
from textlint.model import Document, Example, Rule
from textlint.rulesets import check, fix


@dataclass(frozen=True, slots=True)
class Failure:
    """an example that does not come out as its rule file says"""

    rule: Rule[Any]
    example: Example
    expected: str
    got: str

    def __str__(self) -> str:
        where = f"{self.rule.path}:{self.example.line}: {self.rule.id}"
        return f"{where}\n  expected {self.expected}\n  got      {self.got}"


def failures(rules: Iterable[Rule[Any]], available: Sequence[Rule[Any]]) -> Iterator[Failure]:
    """The examples of these rules that fail; `available` are the rules that `near` may name."""
    for rule in rules:
        ruleset = compile_rules([rule], available)
        for example in rule.examples:
            text = example.bad if example.bad is not None else example.ok or ""
            document = Document(text)
            found = [f"{text[slice(*each.span)]!r} ({each.message})" for each in check(ruleset, document)]
            if example.bad is None and found:
                yield Failure(rule, example, f"no finding in {text!r}", f"{len(found)}: {', '.join(found)}")
            elif example.bad is not None and not found:
                yield Failure(rule, example, f"a finding in {text!r}", "none")
            elif example.good is not None:
                fixed = fix(ruleset, document, unsafe=True)
                if fixed.conflict:
                    yield Failure(rule, example, repr(example.good), "edits that undo each other")
                elif fixed.text != example.good:
                    yield Failure(rule, example, repr(example.good), repr(fixed.text))
