"""bench – how often each rule is right, on texts whose defects are known.

A file holds one JSON object a line, packed by gzip or not, in one of three shapes:

    {"text": …, "edits": [{"start": 3, "end": 8}, …]}    the defects of a text, as spans of code points
    {"text": …}                                          a sound text
    {"lines": [{"text": …, "label": "noise"}, …]}        lines of a page: noise, body, or anything else

`corrupted` may stand for `text`, where that is another one.

A finding is true if it overlaps a defect, and false if it doesn't. In lines only findings that cover half of
one or more are counted: true on `noise`, false on `body`. An edit may name the spans that show it as `det`.
"""

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textlint.errors import InputError
from textlint.model import Document, Finding, Rule, Span
from textlint.rulesets import Ruleset, check, seconds


@dataclass(frozen=True, slots=True)
class Judged:
    """a text with what is known of it"""

    text: str
    defects: tuple[Span, ...]
    sound: tuple[Span, ...]  # where a finding is false
    lines: bool  # whether the spans are lines, which a finding has to cover by half


@dataclass(frozen=True, slots=True)
class Score:
    """what a rule finds, in numbers"""

    id: str
    findings: int
    true: int
    false: int
    seconds_per_mb: float  # of processor time for its checks

    @property
    def precision(self) -> float | None:
        judged = self.true + self.false
        return self.true / judged if judged else None


def sample(rules: Sequence[Rule[Any]]) -> list[str]:
    """The sound texts in the examples of rules, those of a pack as one: left alone or fixed."""
    packs: dict[str, list[str]] = {}
    for rule in rules:
        sound = (text for example in rule.examples for text in (example.ok, example.good) if text is not None)
        packs.setdefault(rule.pack, []).extend(sound)
    return ["\n\n".join(texts) for texts in packs.values()]


def read(path: Path) -> Iterator[Judged]:
    """The texts of a file; raises InputError with the line that is wrong."""
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig") as rows:
            for number, row in enumerate(rows, 1):
                try:
                    yield _judged(json.loads(row))
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                    problem = f"no row of known defects ({type(error).__name__}: {error})"
                    raise InputError(f"{problem}; see `textlint rules --help`", path, number) from None
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise InputError(getattr(error, "strerror", None) or str(error), path) from None


def scores(ruleset: Ruleset, texts: Sequence[Judged]) -> list[Score]:
    """The score of each rule that found anything, the one with the most false findings first."""
    found, true, false = Counter[str](), Counter[str](), Counter[str]()
    for judged in texts:
        for finding in check(ruleset, Document(judged.text)):
            found[finding.rule] += 1
            if _touches(finding, judged.defects, lines=judged.lines):
                true[finding.rule] += 1
            elif _touches(finding, judged.sound, lines=judged.lines):
                false[finding.rule] += 1
    size = sum(len(judged.text.encode("utf-8", "surrogatepass")) for judged in texts) / 1e6
    spent = seconds(ruleset, [judged.text for judged in texts])
    listed = [
        Score(rule, count, true[rule], false[rule], spent[rule] / size) for rule, count in found.items()
    ]
    return sorted(listed, key=lambda score: (-score.false, -score.true, score.id))


def _judged(row: Mapping[str, Any]) -> Judged:
    if "lines" in row:
        texts, labels = [line["text"] for line in row["lines"]], [line["label"] for line in row["lines"]]
        spans, start = [], 0
        for text in texts:
            spans.append(Span(start, start + len(text)))
            start += len(text) + 1
        noise, body = (
            tuple(span for span, given in zip(spans, labels, strict=True) if given == label)
            for label in ("noise", "body")
        )
        return Judged("\n".join(texts), noise, body, lines=True)
    text = row["corrupted"] if "corrupted" in row else row["text"]
    if not isinstance(text, str):
        raise TypeError(f"a text of type {type(text).__name__}")
    edits = row.get("edits", ())
    pairs = (pair for edit in edits for pair in edit.get("det") or [(edit["start"], edit["end"])])
    defects = tuple(Span(start, end) for start, end in pairs)
    for start, end in defects:
        if not 0 <= int(start) <= int(end) <= len(text):
            raise ValueError(f"an edit from {start} to {end} in a text of {len(text)} code points")
    return Judged(text, defects, (Span(0, len(text)),), lines=False)


def _touches(finding: Finding, spans: Sequence[Span], *, lines: bool) -> bool:
    """Whether a finding overlaps one of these spans; whether it covers half of it, if they are lines."""
    start, end = finding.span
    for other in spans:
        # A defect may be empty: what is missing is found beside its place.
        first, last = (
            (other.start, other.end) if other.start < other.end else (other.start - 1, other.end + 1)
        )
        shared = min(end, last) - max(start, first)
        if shared > 0 and (not lines or 2 * shared >= last - first):
            return True
    return False
