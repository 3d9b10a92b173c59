"""summary – what is found in many documents, in numbers: by rule, by severity, by group; and some samples.

Each worker makes one of its table, and they are added up in the order of the tables. So it is the same with
one worker or many. It never grows beyond some megabytes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from textlint.inputs import table_for
from textlint.model import Severity
from textlint.reports import Placed, Report

if TYPE_CHECKING:
    from textlint.corpora.shards import Shard, Texts
    from textlint.runner import Work

MOST_GROUPS = 10_000  # that are told apart
MORE_GROUPS = 12_500  # so many at a time, for to find the rarest is work
SAMPLES = 3  # of a rule
LONGEST_NAME, LONGEST_FOUND = (
    200,
    60,
)  # code points of a group's name, and of what a sample shows of a finding
PER = 10_000  # words
ADDRESS = re.compile(
    r"(?:(?:[a-z][a-z0-9+.-]*+:)?//(?:[^/?#@\s]*+@)?|(?=www\.))(\[[^\]/]++\]|[^/?#:@\s]++)", re.IGNORECASE
)


class Sample(NamedTuple):
    """a finding in its line; what can't be shown has nothing but a message"""

    document: str
    message: str
    before: str
    found: str
    after: str


@dataclass(slots=True)
class OfRule:
    """what a rule has found"""

    severities: Counter[Severity] = field(default_factory=Counter)
    documents: int = 0
    samples: list[Sample] = field(default_factory=list)

    @property
    def findings(self) -> int:
        return self.severities.total()

    def show(self, samples: Iterable[Sample]) -> None:
        """Keep the first samples that differ."""
        for sample in samples:
            if len(self.samples) < SAMPLES and all(each[1:] != sample[1:] for each in self.samples):
                self.samples.append(sample)


@dataclass(slots=True)
class Group:
    """the documents that have one value in a field"""

    documents: int = 0
    words: int = 0
    found: Counter[str] = field(default_factory=Counter)  # findings by rule

    @property
    def findings(self) -> int:
        return self.found.total()

    def include(self, other: "Group") -> None:
        self.documents += other.documents
        self.words += other.words
        self.found.update(other.found)


@dataclass(slots=True)
class Summary:
    """counts of many documents; `by` is the field that groups them

    Of groups at most 10,000 are told apart. If there are more, those with the fewest documents so far are
    `others`.
    """

    by: str | None = None
    documents: int = 0
    words: int = 0
    rules: dict[str, OfRule] = field(default_factory=dict)
    groups: dict[str | None, Group] = field(default_factory=dict)
    others: Group = field(default_factory=Group)

    @property
    def findings(self) -> int:
        return sum(rule.findings for rule in self.rules.values())

    @property
    def severities(self) -> Counter[Severity]:
        return sum((rule.severities for rule in self.rules.values()), Counter())

    def add(self, report: Report) -> None:
        """Count a document."""
        self.documents += report.read
        self.words += report.words
        firsts: dict[str, Placed] = {}
        for placed in report.placed:
            finding = placed.finding
            rule = self.rules.setdefault(finding.rule, OfRule())
            rule.severities[finding.severity] += 1
            firsts.setdefault(finding.rule, placed)
        for name, placed in firsts.items():
            self.rules[name].documents += 1
            if len(self.rules[name].samples) < SAMPLES:
                self.rules[name].show([_sample(report, placed)])
        if self.by and report.record:
            found = Counter(placed.finding.rule for placed in report.placed)
            self._count(name_of(report.record.group), Group(int(report.read), report.words, found))

    def include(self, other: "Summary") -> None:
        """Count what another summary has counted, which is of later documents."""
        self.documents += other.documents
        self.words += other.words
        for name, theirs in other.rules.items():
            ours = self.rules.setdefault(name, OfRule())
            ours.severities.update(theirs.severities)
            ours.documents += theirs.documents
            ours.show(theirs.samples)
        for group, counts in other.groups.items():
            self._count(group, counts)
        self.others.include(other.others)

    def commonest_rules(self) -> list[tuple[str, OfRule]]:
        return sorted(self.rules.items(), key=lambda item: (-item[1].findings, item[0]))

    @property
    def has_more_groups(self) -> bool:
        """Whether there were more groups than are told apart."""
        return bool(self.others.documents or self.others.findings)

    def commonest_groups(self, most: int) -> tuple[list[tuple[str | None, Group]], Group]:
        """The groups with the most documents, and all others in one."""
        ordered = self._ordered()
        others = Group()
        for _, group in ordered[most:]:
            others.include(group)
        others.include(self.others)
        return ordered[:most], others

    def _count(self, name: str | None, counts: Group) -> None:
        self.groups.setdefault(name, Group()).include(counts)
        if len(self.groups) > MORE_GROUPS:
            for rare, group in self._ordered()[MOST_GROUPS:]:
                self.others.include(group)
                del self.groups[rare]

    def _ordered(self) -> list[tuple[str | None, Group]]:
        return sorted(self.groups.items(), key=lambda item: (-item[1].documents, item[0] or ""))


def summarize(
    shard: "Shard",
    work: "Work",
    texts: "Texts",
    source: BinaryIO,
    files: Sequence[BinaryIO],  # noqa: ARG001 - it writes none
) -> None:
    """Make a summary of a table: it goes to where the reports would go."""
    summary = Summary(work.layout.by)
    texts.hear = lambda _, report: summary.add(report)
    table_for(shard.source.name).rewrite(source, None, work.layout, texts)
    texts.outcome.made = summary


def name_of(value: str | None) -> str | None:
    """The group that a value stands for: of an address its host.

    >>> name_of("https://user@WWW.Example.org:8080/a?b"), name_of("news/2024"), name_of("www.example.org/a")
    ('example.org', 'news/2024', 'example.org')
    """
    if value is None:
        return None
    name = value[: 10 * LONGEST_NAME].strip()
    address = ADDRESS.match(name)
    if address:
        name = address[1].lower().rstrip(".").removeprefix("www.") or name
    return _cut(name, LONGEST_NAME)


def rate(findings: int, words: int) -> float:
    """Findings per 10,000 words."""
    return PER * findings / words if words else 0.0


def top(found: Counter[str], most: int) -> list[tuple[str, int]]:
    """The commonest rules."""
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:most]


def _sample(report: Report, placed: Placed) -> Sample:
    found = _cut(placed.found, LONGEST_FOUND)
    return Sample(report.name, placed.finding.message, placed.before, found, placed.after)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
