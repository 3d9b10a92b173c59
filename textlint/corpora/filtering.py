"""filtering – a table divided into two: the rows that are kept, those that are dropped, and why each is.

Every row goes into one of them, byte for byte; what can't be judged is dropped, so that nobody trains on it
unseen. The reasons are a file in JSON lines, in the order of the rows that they are about.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from textlint import filters
from textlint.corpora import corpus
from textlint.corpora.records import Halves, Record
from textlint.errors import SettingsError
from textlint.files import absolute
from textlint.filters import Judges
from textlint.inputs import table_for
from textlint.model import Document, Severity
from textlint.outputs.jsonl import valid
from textlint.reports import Report
from textlint.suppress import DOCUMENT, RECORD

if TYPE_CHECKING:
    from textlint.corpora.shards import Shard, Texts
    from textlint.runner import File, Work
    from textlint.settings import Settings

REASONS = ".reasons"  # no name of a table ends so: none is overwritten, and none is taken for one
NO_TEXT, FINDINGS = "no text", "findings"
PER = 1000  # words

Reason = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Criteria:
    """what drops a text: what the stages of a filter say, each for itself, or too many findings"""

    filters: tuple[tuple[Judges, ...], ...] = ()
    most: float | None = None  # findings in 1,000 words
    least: Severity = Severity.WARNING  # that counts


@dataclass(frozen=True, slots=True)
class Filtering:
    """divides a table by the criteria that go with its settings, which have numbers"""

    command: ClassVar[str] = "filter"
    criteria: tuple[Criteria, ...]
    numbers: tuple[tuple["Settings", int], ...] = field(repr=False)

    def __call__(
        self, shard: "Shard", work: "Work", texts: "Texts", source: BinaryIO, files: Sequence[BinaryIO]
    ) -> None:
        halves = Halves(files[0], files[1] if len(files) == 3 else None)
        rows = _Rows(self.criteria[dict(self.numbers)[shard.settings]], files[-1])
        texts.hear = rows.hear
        table_for(shard.source.name).divide(source, halves, work.layout, texts, rows.keeps)
        texts.outcome.made = rows.counts


class _Rows:
    """what is said against rows, until they are asked for"""

    def __init__(self, criteria: Criteria, reasons: BinaryIO) -> None:
        self.criteria, self.file = criteria, reasons
        self.heard: dict[int, tuple[str | None, list[Reason]]] = {}
        self.with_text: set[int] = set()
        self.counts: dict[str, Any] = {"kept": 0, "dropped": 0, "reasons": {}}

    def hear(self, record: Record, report: Report) -> None:
        _, reasons = self.heard.setdefault(record.row, (record.id, []))
        if record.text is not None:
            self.with_text.add(record.row)
        reasons += ({"field": record.field, **each} for each in _reasons(self.criteria, record, report))

    def keeps(self, row: int) -> bool:
        name, reasons = self.heard.pop(row)
        if not reasons and row not in self.with_text:
            reasons = [{"message": "No text."}]
        self.with_text.discard(row)
        self.counts["dropped" if reasons else "kept"] += 1
        if not reasons:
            return True
        first = _label(reasons[0])
        self.counts["reasons"][first] = self.counts["reasons"].get(first, 0) + 1
        about = {"row": row, "id": name and valid(name), "reasons": reasons}
        line = valid(json.dumps(about, ensure_ascii=False))
        self.file.write(line.encode() + b"\n")
        return False


def _label(reason: Reason) -> str:
    """What a reason is counted as."""
    return str(reason.get("rule") or (FINDINGS if FINDINGS in reason else NO_TEXT))


def _reasons(criteria: Criteria, record: Record, report: Report) -> list[Reason]:
    """What is said against a text; where it could not be judged, that."""
    if record.text is None:
        return [{"rule": RECORD, "message": _sentence(record.problem)}] if record.problem else []
    unfit = [placed.finding for placed in report.placed if placed.finding.rule == DOCUMENT]
    if unfit:
        return [{"rule": DOCUMENT, "message": each.message} for each in unfit]
    if criteria.filters and not record.text.strip():
        return [{"message": "A blank text."}]
    reasons: list[Reason] = []
    document = Document(record.text)
    for stages in criteria.filters:
        try:
            found = filters.judge(stages, document)
        except Exception as error:  # noqa: BLE001 - one text must not end the work on millions of others
            told = " ".join(f"{type(error).__name__}: {error}".split())
            return [{"rule": DOCUMENT, "message": f"A rule has failed here: {told}."}]
        reasons += ({"rule": each.rule, "message": each.message} for each in found)
    reasons += _too_many(criteria, report)
    return list(
        {json.dumps(each): each for each in reasons}.values()
    )  # two filters may have a rule in common


def _too_many(criteria: Criteria, report: Report) -> list[Reason]:
    if criteria.most is None:
        return []
    severities = list(Severity)  # the worst first
    counted = severities[: severities.index(criteria.least) + 1]
    count = sum(placed.finding.severity in counted for placed in report.placed)
    rate = PER * count / max(1, report.words)
    if rate <= criteria.most:
        return []
    found = {"findings": count, "words": report.words}
    return [{f"findings_per_{PER}_words": round(rate, 3), "limit": criteria.most, **found}]


def _sentence(problem: str) -> str:
    return f"{problem[:1].upper()}{problem[1:]}."


def planned(
    tables: "Sequence[File]", kept: Path, dropped: Path | None, roots: Sequence[Path]
) -> "list[Shard]":
    """Tables with the files that they are divided into, placed as `fix -o` places new tables.

    What lies in one of the two places an earlier run has written. Raises SettingsError where that can't be,
    or where two files would be one.
    """
    from dataclasses import replace  # noqa: PLC0415

    halves = {shard.source: shard.target for shard in _placed(tables, dropped, roots)} if dropped else {}
    every: list[Shard] = []
    written: dict[Path, Path] = {}
    for shard in _placed(tables, kept, roots):
        if dropped and shard.source not in halves:
            continue
        half = halves.get(shard.source)
        beside = half or shard.target
        assert beside  # noqa: S101 - an output was named
        reasons = beside.parent / f"{beside.name}{REASONS}"
        every.append(replace(shard, beside=(half, reasons) if half else (reasons,)))
        for target in every[-1].targets:
            place = absolute(target).resolve()
            if place in written:
                both = (
                    "what is kept and what is dropped"
                    if written[place] == shard.source
                    else (f"what comes of {written[place]} and of {shard.source}")
                )
                raise SettingsError(f"{both} would both go there; expected two places apart", target)
            written[place] = shard.source
    return every


def _placed(tables: "Sequence[File]", output: Path, roots: Sequence[Path]) -> "list[Shard]":
    return corpus.planned(tables, output, roots, fixing=True)


@dataclass(slots=True)
class Count:
    """how many rows of a run are kept and dropped; each is counted by its first reason"""

    kept: int = 0
    dropped: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, counts: dict[str, Any] | None) -> None:
        """Add what `Filtering` has counted in a table, if it came so far."""
        if not counts:
            return
        self.kept += counts["kept"]
        self.dropped += counts["dropped"]
        self.reasons.update(counts["reasons"])
