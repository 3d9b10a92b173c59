"""cost – what each rule costs on a sample of text: its scan alone, and how often it reads a place in vain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, nan
from time import process_time
from typing import Any

from textlint.errors import TimeLimitError
from textlint.kinds import KINDS
from textlint.model import Check, Document, Rule, Span, Triggers
from textlint.scan import plan
from textlint.scan.scanner import Scanner

SHORTEST = 0.02  # seconds of processor time that a figure comes from


@dataclass(frozen=True, slots=True)
class Cost:
    """figures of one rule, per million bytes of the sample"""

    id: str
    trigger: str  # what is sought for it
    scan_seconds: float  # of its databases alone
    check_seconds: float  # of reading what was found
    spans: float
    vain: float  # of the spans, those without a finding
    stopped: bool  # whether it ran out of time

    @property
    def seconds_per_mb(self) -> float:
        return self.scan_seconds + self.check_seconds


def sample(rules: Sequence[Rule[Any]]) -> list[str]:
    """The sound texts in the examples of rules, those of a pack as one: what they leave alone or make."""
    packs: dict[str, list[str]] = {}
    for rule in rules:
        sound = (text for example in rule.examples for text in (example.ok, example.good) if text is not None)
        packs.setdefault(rule.pack, []).extend(sound)
    return ["\n\n".join(texts) for texts in packs.values()]


def costs(rules: Sequence[Rule[Any]], texts: Sequence[str]) -> Iterator[Cost]:
    """The cost of each rule on these texts; rules that wait for another's findings have none of their own."""
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
    for rule in rules:
        kind = KINDS[rule.kind]
        triggers = kind.triggers(rule.options)
        if triggers and (triggers.near or triggers.company):
            continue
        scanner = plan.compiled(plan.sought([triggers]))
        scan_seconds = _repeated(lambda scanner=scanner: [scanner.spans(Document(text)) for text in texts])
        documents = [Document(text) for text in texts]
        found = [_spans(scanner, document) for document in documents]
        check = kind.prepare(rule)
        spans, sought = sum(map(len, found)), _described(triggers, scanner)
        try:
            vain = _read(
                check, documents, found
            )  # also prepares what is prepared once, which is not its cost
            check_seconds = _repeated(
                lambda check=check, found=found: _read(check, [Document(text) for text in texts], found)
            )
        except TimeLimitError:
            yield Cost(rule.id, sought, scan_seconds / size, inf, spans / size, nan, stopped=True)
            continue
        yield Cost(
            rule.id,
            sought,
            scan_seconds / size,
            check_seconds / size,
            spans / size,
            vain / size,
            stopped=False,
        )


def _spans(scanner: Scanner, document: Document) -> tuple[Span, ...]:
    whole = (Span(0, len(document.text)),) if document.text and scanner.plan.everywhere else ()
    return scanner.spans(document).get(0, whole)


def _read(check: Check, documents: Sequence[Document], found: Sequence[Sequence[Span]]) -> int:
    """Read the spans of each document; how many of them hold no finding."""
    vain = 0
    for document, spans in zip(documents, found, strict=True):
        if spans:
            hits = sorted(finding.span for finding in check(document, spans))
            vain += sum(not any(start < hit.end and hit.start < end for hit in hits) for start, end in spans)
    return vain


def _repeated(work: Any) -> float:
    """The processor time that some work takes, in seconds."""
    times, start = 0, process_time()
    while (spent := process_time() - start) < SHORTEST:
        work()
        times += 1
    return spent / times


def _described(triggers: Triggers | None, scanner: Scanner) -> str:
    """What is sought for a rule, in a few words."""
    if triggers is None or scanner.plan.everywhere:
        return "always"
    counts = {
        "word": len(scanner.plan.of_word),
        "pattern": len(scanner.plan.of_pattern) - 1 + len(scanner.plan.of_short_pattern),
        "line": len(scanner.plan.of_line),
    }
    return ", ".join(f"{count} {noun}{'s' * (count > 1)}" for noun, count in counts.items() if count)
