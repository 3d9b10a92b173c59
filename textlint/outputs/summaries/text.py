"""text – a summary for a terminal: tables with bars of block characters."""

import shutil
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TextIO

import click

from textlint.model import Severity
from textlint.outputs.concise import COLORS
from textlint.reports import columns, escaped
from textlint.summary import MOST_GROUPS, PER, Group, OfRule, Sample, Summary, rate, top

WIDTH = 100  # where there is no terminal
NARROWEST, WIDEST = 40, 160
EIGHTHS = " ▏▎▍▌▋▊▉█"
LONGEST_BAR, SHORTEST_BAR, LONGEST_NAME = 30, 4, 44  # columns
TOP_RULES = 3  # of a group
NONE = "(none)"


class Line(NamedTuple):
    """a line of a table: its numbers, its name, how long its bar is, and the lines below it"""

    numbers: tuple[str, ...]
    name: str
    length: float
    color: str | None = None
    below: tuple[str, ...] = ()


def write(summary: Summary, stream: TextIO, *, color: bool, most: int, samples: int) -> None:
    width = min(max(NARROWEST, shutil.get_terminal_size((WIDTH, 24)).columns), WIDEST)
    stream.write(f"{headline(summary)}\n")
    for table in _tables(summary, width, most, samples, color=color):
        stream.write("\n")
        stream.writelines(f"{line.rstrip()}\n" for line in table)


def headline(summary: Summary) -> str:
    """All of it in one line."""
    density = f", {rate(summary.findings, summary.words):,.1f} per {PER:,} words" if summary.words else ""
    counts = ((summary.documents, "document"), (summary.words, "word"), (summary.findings, "finding"))
    return ", ".join(f"{count:,} {noun}{'s' * (count != 1)}" for count, noun in counts) + density


def _tables(summary: Summary, width: int, most: int, samples: int, *, color: bool) -> Iterator[Iterable[str]]:
    if summary.rules:
        yield from _tables_of_rules(summary, width, samples, color=color)
    lines = [_group_line(name, group) for name, group in named_groups(summary, most)]
    if summary.by and lines:
        numbers = ("documents", "words", "findings", f"per {PER:,}")
        yield _table(numbers, summary.by, lines, width, color=color)


def _tables_of_rules(summary: Summary, width: int, samples: int, *, color: bool) -> Iterator[Iterable[str]]:
    found = [(each, summary.severities[each]) for each in Severity if summary.severities[each]]
    lines = [Line((f"{count:,}",), each.value, count, COLORS[each]) for each, count in found]
    yield _table(("findings",), "severity", lines, width, color=color)
    lines = [
        Line(
            (f"{rule.findings:,}", f"{rule.documents:,}", f"{rate(rule.findings, summary.words):,.2f}"),
            name,
            rule.findings,
            COLORS[severity_of(rule)],
            tuple(sample_line(sample, width - 4, color=color) for sample in rule.samples[:samples]),
        )
        for name, rule in summary.commonest_rules()
    ]
    yield _table(("findings", "documents", f"per {PER:,}"), "rule", lines, width, color=color)


def named_groups(summary: Summary, most: int) -> Iterator[tuple[str, Group]]:
    """The commonest groups, and in one what is left."""
    groups, others = summary.commonest_groups(most)
    yield from ((NONE if name is None else name, group) for name, group in groups)
    if summary.has_more_groups:
        yield f"(others; {MOST_GROUPS:,} are told apart)", others
    elif others.documents or others.findings:
        yield f"(others: {len(summary.groups) - most:,})", others


def severity_of(rule: OfRule) -> Severity:
    """The severity of most of a rule's findings."""
    return max(Severity, key=lambda each: rule.severities[each])


def _group_line(name: str, group: Group) -> Line:
    density = rate(group.findings, group.words)
    numbers = (f"{group.documents:,}", f"{group.words:,}", f"{group.findings:,}", f"{density:,.2f}")
    rules = ", ".join(f"{escaped(rule)} {count:,}" for rule, count in top(group.found, TOP_RULES))
    return Line(numbers, name, density, below=(rules,) if rules else ())


def _table(heads: tuple[str, ...], name: str, lines: list[Line], width: int, *, color: bool) -> Iterator[str]:
    """Numbers first, for names may be long; the bar takes what is left."""
    names = [fitted(escaped(line.name), LONGEST_NAME) for line in lines]
    head = fitted(escaped(name), LONGEST_NAME)
    widths = [max(map(len, column)) for column in zip(heads, *(line.numbers for line in lines), strict=True)]
    longest = max(map(columns, (head, *names)))
    space = min(LONGEST_BAR, width - sum(widths) - 2 * len(widths) - longest - 1)
    most = max((line.length for line in lines), default=0)
    numbers = "  ".join(f"{each:>{size}}" for each, size in zip(heads, widths, strict=True))
    yield _styled(f"{numbers}  {head}", color=color, bold=True)
    for line, shown in zip(lines, names, strict=True):
        numbers = "  ".join(f"{each:>{size}}" for each, size in zip(line.numbers, widths, strict=True))
        padding = " " * (longest - columns(shown))
        drawn = bar(line.length / most, space) if most and space >= SHORTEST_BAR else ""
        yield f"{numbers}  {shown}{padding} {_styled(drawn, color=color, fg=line.color)}"
        for each in line.below:
            yield f"    {each}"


def bar(share: float, width: int) -> str:
    """A bar in eighths of a column; what is not nothing can be seen.

    >>> bar(1, 3), bar(0.5, 3), bar(0.001, 3), bar(0, 3)
    ('███', '█▌', '▏', '')
    """
    eighths = max(round(share * width * 8), 1) if share > 0 else 0
    return "█" * (eighths // 8) + EIGHTHS[eighths % 8].strip()


def sample_line(sample: Sample, width: int, *, color: bool) -> str:
    """A finding in its line, and where that is; both cut to fit."""
    where = fitted(escaped(sample.document), max(12, width // 3), at_start=True)
    if not sample.found:
        return f"{fitted(escaped(sample.message), width - columns(where) - 2)}  {where}"
    found = fitted(escaped(sample.found), width // 3)
    left = width - columns(where) - columns(found) - 4
    before = fitted(escaped(sample.before), left // 2, at_start=True)
    after = fitted(escaped(sample.after), left - columns(before))
    shown = _styled(found, color=True, bold=True) if color else f"«{found}»"
    return f"{before}{shown}{after}  {_styled(where, color=color, dim=True)}"


def fitted(text: str, width: int, *, at_start: bool = False) -> str:
    """Text cut to a number of columns, at its end or at its start.

    >>> fitted("Ankara", 4), fitted("Ankara", 4, at_start=True), fitted("日本語", 4)
    ('Ank…', '…ara', '日…')
    """
    if columns(text) <= width:
        return text
    kept = text[-width:] if at_start else text[:width]
    while kept and columns(kept) > width - 1:
        kept = kept[1:] if at_start else kept[:-1]
    return f"…{kept}" if at_start else f"{kept}…"


def _styled(text: str, *, color: bool, **style: object) -> str:
    return click.style(text, **style) if color and text else text  # type: ignore[arg-type]
