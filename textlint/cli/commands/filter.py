"""filter – keep or drop whole rows of tables, and say why."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from textlint.cli.flags import files, finding_files, place, split, tables_are
from textlint.cli.work import GO_ON
from textlint.errors import CLEAN, FAILED, SettingsError, expected
from textlint.inputs import table_suffix

if TYPE_CHECKING:
    from textlint.corpora.filtering import Count, Criteria
    from textlint.corpora.shards import Shard
    from textlint.model import Rule
    from textlint.reports import Report
    from textlint.runner import File, Work
    from textlint.settings import Settings

FORMATS = ("text", "json")
SEVERITIES = ("error", "warning", "info")


@click.command("filter")
@finding_files
@click.option("--output", "-o", type=place, metavar="PATH", required=True, help="Write what is kept there.")
@click.option("--dropped", type=place, metavar="PATH", help="Write what is dropped there.")
@click.option("--like", multiple=True, metavar="NAME,…", help="Drop what this filter of others drops.")
@click.option(
    "--max-findings",
    type=click.FloatRange(min=0),
    metavar="N",
    help="Drop texts with more findings in 1,000 words.",
)
@click.option("--severity", type=click.Choice(SEVERITIES), help="The least that counts there [warning].")
@click.option("--output-format", type=click.Choice(FORMATS), default=FORMATS[0], help="How it is summed up.")
def command(paths: Sequence[Path], **flags: Any) -> int:
    """Keep or drop rows of tables, each byte for byte as it is, and write down why.

    Beside what is dropped stands a file NAME.reasons: an object a line for each dropped row.
    """
    from textlint import reports  # noqa: PLC0415
    from textlint.cli import terminal  # noqa: PLC0415
    from textlint.corpora import filtering  # noqa: PLC0415

    if Path("-") in paths:
        raise SettingsError("'-' is standard input; filter reads tables and writes two of each")
    if flags["max_findings"] is not None and not isfinite(flags["max_findings"]):
        raise SettingsError(f"--max-findings: found {flags['max_findings']}; expected a number")
    if flags["severity"] and flags["max_findings"] is None:
        raise SettingsError("--severity says which findings --max-findings counts; expected it beside")
    tally = reports.Tally()
    tables, work = _work(paths, files(paths, flags, tally), flags)
    planned = filtering.planned(tables, flags["output"], flags["dropped"], paths or [Path()])
    count = filtering.Count()
    with closing(_reports(planned, work, flags)) as running:
        for report in tally.count(running):
            count.add(report.made)
    terminal.tell(tally)
    if not flags["quiet"]:
        _show(count, flags["output_format"])
    return FAILED if tally.problems else CLEAN


def _work(paths: Sequence[Path], found: "Sequence[File]", flags: dict[str, Any]) -> "tuple[list[File], Work]":
    """The tables, with the settings for what is counted in them, and what is to be done."""
    from textlint import allowlist, runner  # noqa: PLC0415
    from textlint.corpora import filtering  # noqa: PLC0415

    for path, _ in found:
        if not table_suffix(path.name):
            raise SettingsError("a text; filter divides tables", path)
    criteria: dict[Criteria, int] = {}
    every: dict[Settings, tuple[Settings, int]] = {}
    for holds in dict.fromkeys(holds for _, holds in found):
        drops, counting = _criteria(holds, flags)
        every[holds] = counting, criteria.setdefault(drops, len(criteria))
    is_counted = flags["max_findings"] is not None and not flags["isolated"]
    work = runner.Work(
        named=frozenset(paths),
        beside=(allowlist.ALLOW,) if is_counted else (),
        make=filtering.Filtering(tuple(criteria), tuple(dict.fromkeys(every.values()))),
        **tables_are(flags),
    )
    return [(path, every[holds][0]) for path, holds in found], work


def _reports(planned: "Sequence[Shard]", work: "Work", flags: dict[str, Any]) -> "Generator[Report]":
    from textlint.cli import terminal  # noqa: PLC0415
    from textlint.corpora import engines  # noqa: PLC0415

    engine = engines.chosen(flags["on"] or "local")
    try:
        yield from engine.run(planned, work, jobs=flags["jobs"], watch=terminal.Bar().show)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(GO_ON) from None


def _criteria(holds: "Settings", flags: Mapping[str, Any]) -> "tuple[Criteria, Settings]":
    """What drops texts under these settings, and the settings for what is counted.

    With --like the settings don't choose what drops texts, only the flags do. Raises SettingsError where
    nothing could be dropped.
    """
    from textlint import filters, selection, selectors  # noqa: PLC0415
    from textlint.corpora.filtering import Criteria  # noqa: PLC0415
    from textlint.filters import Judges  # noqa: PLC0415
    from textlint.model import Severity  # noqa: PLC0415

    available = selection.available(holds)
    chosen = selection.chosen(holds, available)
    own = chosen
    names = dict.fromkeys(split(flags["like"]))
    if names:
        select, more = split(flags["select"]), split(flags["extend_select"])
        own = selectors.select(available, select=select, extend_select=more, ignore=holds.ignore)
    known = {rule.id: _bare(rule) for rule in available if not {rule.id, rule.pack, "all"} & {*holds.ignore}}
    asked = []
    for name in names:
        if name not in filters.FILTERS:
            raise SettingsError(f"--like: no filter {name!r}{expected(name, filters.FILTERS)}")
        asked.append(filters.judges(filters.FILTERS[name], known))
    if measuring := tuple(map(_bare, filter(filters.measures, own))):
        asked.append((Judges(measuring),))
    most = flags["max_findings"]
    counted = [rule for rule in chosen if not filters.measures(rule)]
    if most is None and not asked:
        raise SettingsError(
            "nothing to filter by; expected --like, --max-findings, or --select with rules on whole texts, "
            "such as quality/gopher-word-count"
        )
    if most is not None and not counted:
        raise SettingsError("--max-findings has nothing to count; expected rules that are not on whole texts")
    if most is None:
        counting = replace(holds, select=(), extend_select=())
    else:
        passed_over = tuple(rule.id for rule in chosen if filters.measures(rule))
        counting = replace(holds, ignore=(*holds.ignore, *passed_over))
    return Criteria(tuple(asked), most, Severity(flags["severity"] or Severity.WARNING)), counting


def _bare(rule: "Rule[Any]") -> "Rule[Any]":
    """A rule without what only people read, and without its place, which is another on each machine."""
    return replace(rule, why="", examples=(), path=Path(rule.id))


def _show(count: "Count", form: str) -> None:
    from textlint.cli.terminal import several  # noqa: PLC0415
    from textlint.reports import as_json, escaped  # noqa: PLC0415

    reasons = sorted(count.reasons.items(), key=lambda each: (-each[1], each[0]))
    if form == "json":
        click.echo(as_json(asdict(count) | {"reasons": dict(reasons)}, indent=2))
        return
    every = several(count.kept + count.dropped, "document")
    click.echo(f"Kept {count.kept} of {every}, dropped {count.dropped}{':' if reasons else '.'}")
    for name, times in reasons:
        click.echo(f"{times:>8}  {escaped(name)}")
